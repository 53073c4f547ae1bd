//! The XML formats and Citavi, against JabRef's expectations and against a plain search for tags.
//!
//! JabRef's conventions that are not this project's, and are allowed for here:
//! - its titles of Citavi and MARC works stop before the subtitle;
//! - it gives people of Citavi their first given name only;
//! - it knows no chapters, so that the title of a part of a PubMed book is the book's to it, and
//!   leaves out `Jr`;
//! - it takes an editor of a book without authors for its author (MODS);
//! - it leaves out the one author of a Word source whose name is an institution's with a semicolon.

use std::path::Path;

use papers::{Format, Paper, Record, Scheme, read};

use super::score::{Score, data, files, read_sample};

const JABREF: &str = "samples/jabref_fileformat";

/// Letters and digits only, in one case: what a text says, whatever its punctuation.
fn said(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The pieces of a text between two marks.
fn between<'a>(text: &'a str, open: &'a str, close: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(open)
        .skip(1)
        .filter_map(move |rest| rest.split_once(close).map(|(inner, _)| inner))
}

/// The text of a piece of XML, its tags cut out and its references replaced.
fn bare(xml: &str) -> String {
    let mut out = String::new();
    for (index, piece) in xml.split('<').enumerate() {
        out.push_str(match index {
            0 => piece,
            _ => piece.split_once('>').map_or("", |(_, text)| text),
        });
    }
    let mut text = String::new();
    for (index, piece) in out.split('&').enumerate() {
        let reference = piece.split_once(';').filter(|_| index > 0);
        let Some((name, rest)) = reference else {
            text.push_str(piece);
            continue;
        };
        let number = name
            .strip_prefix("#x")
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .or_else(|| name.strip_prefix('#')?.parse().ok());
        match (name, number.and_then(char::from_u32)) {
            (_, Some(c)) => text.push(c),
            ("lt", _) => text.push('<'),
            ("gt", _) => text.push('>'),
            ("amp", _) => text.push('&'),
            _ => text.push(' '),
        }
        text.push_str(rest);
    }
    text
}

/// Compares the samples of a format in JabRef's folder, whose names begin in one way, with the
/// expectations beside them. Years and DOIs that JabRef gives are the same throughout.
fn pairs(format: Format, prefix: &str, title: Agrees, authors: Agrees) {
    let Some(folder) = data(JABREF) else {
        return;
    };
    let mut score = Score::of(format);
    for path in files(&folder, "") {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !name.starts_with(prefix) || name.ends_with(".bib") || name.ends_with(".txt") {
            continue;
        }
        let (ours, theirs) = (read_sample(&path, format).1.records, expected(&path));
        // One of JabRef's expectations lacks its braces and is no BibTeX.
        score.records(ours.len(), theirs.len().max(1));
        for (ours, theirs) in ours.iter().zip(&theirs) {
            let (ours, theirs) = (&ours.paper, &theirs.paper);
            for (share, agrees) in [(&mut score.titles, title), (&mut score.authors, authors)] {
                share.count(agrees(ours, theirs));
            }
            if !title(ours, theirs) {
                eprintln!("{name}: {:?} is {:?} to JabRef", ours.title, theirs.title);
            }
            if !authors(ours, theirs) {
                eprintln!(
                    "{name}: {:?} are {:?} to JabRef",
                    people(ours),
                    people(theirs)
                );
            }
            let year = |paper: &Paper| paper.date.map(|date| date.year);
            assert!(
                year(theirs).is_none() || year(ours) == year(theirs),
                "{name}"
            );
            let doi = |paper: &Paper| paper.identifiers.get(&Scheme::Doi).cloned();
            // The DOI of a book is not that of a part of it.
            let is_part = ours.kind == "chapter";
            assert!(
                is_part || doi(theirs).is_none() || doi(ours) == doi(theirs),
                "{name}"
            );
        }
    }
    score.report();
}

type Agrees = fn(&Paper, &Paper) -> bool;

fn expected(path: &Path) -> Vec<Record> {
    let bytes = std::fs::read(path.with_extension("bib")).expect("the expectation is beside it");
    read(Format::Bibtex, &bytes).records
}

fn people(paper: &Paper) -> Vec<String> {
    let names = paper.authors.iter();
    names.map(|name| said(&name.display())).collect()
}

fn same_title(ours: &Paper, theirs: &Paper) -> bool {
    said(&ours.title) == said(&theirs.title)
}

/// Theirs may stop before the subtitle.
fn title_begins(ours: &Paper, theirs: &Paper) -> bool {
    !theirs.title.is_empty() && said(&ours.title).starts_with(&said(&theirs.title))
}

fn same_people(ours: &Paper, theirs: &Paper) -> bool {
    people(ours) == people(theirs)
}

#[test]
fn pubmed_files_say_what_jabref_reads_in_them() {
    let title = |ours: &Paper, theirs: &Paper| {
        same_title(ours, theirs)
            || said(ours.venue.as_deref().unwrap_or_default()) == said(&theirs.title)
    };
    let authors = |ours: &Paper, theirs: &Paper| {
        let ours = people(ours);
        let shorter = |(ours, theirs): (&String, &String)| ours.trim_end_matches("jr") == theirs;
        ours.len() == theirs.authors.len() && ours.iter().zip(&people(theirs)).all(shorter)
    };
    pairs(Format::PubmedXml, "MedlineImporter", title, authors);
}

#[test]
fn endnote_files_say_what_jabref_reads_in_them() {
    pairs(Format::EndnoteXml, "Endnote", same_title, same_people);
}

#[test]
fn mods_files_say_what_jabref_reads_in_them() {
    let authors = |ours: &Paper, theirs: &Paper| {
        let ours = if ours.authors.is_empty() {
            &ours.editors
        } else {
            &ours.authors
        };
        ours == &theirs.authors
    };
    pairs(Format::Mods, "MODS", same_title, authors);
}

#[test]
fn marc_files_say_what_jabref_reads_in_them() {
    pairs(Format::Marcxml, "Marc", title_begins, same_people);
}

#[test]
fn word_files_say_what_jabref_reads_in_them() {
    let authors = |ours: &Paper, theirs: &Paper| {
        theirs.authors.is_empty() && people(ours).len() == 1 || same_people(ours, theirs)
    };
    pairs(Format::Msbib, "MsBib", same_title, authors);
}

#[test]
fn citavi_files_say_what_jabref_reads_in_them() {
    let authors = |ours: &Paper, theirs: &Paper| {
        let last = |paper: &Paper| -> Vec<String> {
            let surnames = paper.authors.iter().map(papers::Name::surname);
            surnames
                .map(|name| said(name.rsplit(' ').next().unwrap_or_default()))
                .collect()
        };
        last(ours) == last(theirs)
    };
    pairs(Format::Citavi, "Citavi", title_begins, authors);
}

#[test]
fn articles_say_what_a_search_for_tags_finds() {
    let Some(folder) = data("samples/pubmed_xml") else {
        return;
    };
    let mut score = Score::of(Format::Jats);
    for path in files(&folder, "nxml") {
        let (bytes, reading) = read_sample(&path, Format::Jats);
        let text = String::from_utf8(bytes).expect("the sample is UTF-8");
        let front = between(&text, "<front>", "</front>")
            .next()
            .unwrap_or_default();
        score.records(reading.records.len(), 1);
        let paper = &reading.records[0].paper;
        let one = |open, close| {
            between(front, open, close)
                .next()
                .map(bare)
                .unwrap_or_default()
        };
        score
            .titles
            .count(said(&paper.title) == said(&one("<article-title>", "</article-title>")));
        let told = said(paper.abstract_text.as_deref().unwrap_or_default());
        score
            .abstracts
            .count(told == said(&one("<abstract>", "</abstract>")));
        let surnames: Vec<String> = between(front, "contrib-type=\"author\"", "</contrib>")
            .filter_map(|author| between(author, "<surname>", "</surname>").next())
            .map(|surname| said(&bare(surname)))
            .collect();
        let found: Vec<String> = paper
            .authors
            .iter()
            .map(|name| said(&name.surname()))
            .collect();
        let equal = surnames.iter().zip(&found).filter(|(a, b)| a == b).count();
        score.authors.add(equal, surnames.len().max(found.len()));
        let doi = one("pub-id-type=\"doi\">", "</article-id>");
        assert_eq!(
            paper.identifiers.get(&Scheme::Doi),
            Some(&doi.to_lowercase())
        );
    }
    score.report();
}

/// What is left to differ: `<sup>` inside a title and an abstract, which is taken out, and `et al.,`
/// in the place of an author, which is nobody.
#[test]
fn the_medical_export_says_what_a_search_for_tags_finds() {
    let Some(path) = data("samples/dedup_labelled/IEBH__dedupe-sweep__tafenoquine.xml") else {
        return;
    };
    let (bytes, reading) = read_sample(&path, Format::EndnoteXml);
    let text = String::from_utf8(bytes).expect("the sample is UTF-8");
    let mut score = Score::of(Format::EndnoteXml);
    let records: Vec<&str> = between(&text, "<record>", "</record>").collect();
    score.records(reading.records.len(), records.len());
    for (source, record) in records.iter().zip(&reading.records) {
        let paper = &record.paper;
        let one = |open, close| {
            let found = between(source, open, close).next();
            said(&found.map(bare).unwrap_or_default())
        };
        score
            .titles
            .count(said(&paper.title) == one("<title>", "</title>"));
        let told = paper.abstract_text.as_deref().unwrap_or_default();
        score
            .abstracts
            .count(said(told) == one("<abstract>", "</abstract>"));
        let authors: Vec<String> = between(source, "<author>", "</author>")
            .map(|name| said(&bare(name)))
            .collect();
        let found: Vec<String> = paper
            .authors
            .iter()
            .map(|name| match name {
                papers::Name::Person { given, suffix, .. } => said(&format!(
                    "{}{}{}",
                    name.surname(),
                    given.as_deref().unwrap_or_default(),
                    suffix.as_deref().unwrap_or_default()
                )),
                papers::Name::Literal { literal } => said(literal),
            })
            .collect();
        let equal = authors.iter().zip(&found).filter(|(a, b)| a == b).count();
        score.authors.add(equal, authors.len().max(found.len()));
        let caption = one("<caption>", "</caption>");
        let kept = paper.extra.get("caption").map(|kept| said(kept));
        assert_eq!(kept.unwrap_or_default(), caption);
        let doi = one("<electronic-resource-num>", "</electronic-resource-num>");
        let ours = paper.identifiers.get(&Scheme::Doi).map(|doi| said(doi));
        if ours.unwrap_or_default() != doi {
            eprintln!("tafenoquine line {}: DOI {doi}", record.line);
        }
    }
    score.report();
}
