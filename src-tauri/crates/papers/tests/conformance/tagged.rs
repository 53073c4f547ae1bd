//! Tagged text: RIS, MEDLINE, Biblioscape and Copac against simple extractions and JabRef.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use papers::{Format, Name, Paper, read, sniff};

use super::score::{Score, data, files, read_sample};

/// What a deliberately simple extraction finds in one record.
#[derive(Default)]
struct Simple {
    title: String,
    surnames: Vec<String>,
    told: String,
    doi: String,
}

/// Letters and digits only, small: what two spellings of one text have in common.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Fields of one record: lines that begin with a tag, and the lines behind each joined to it.
fn simple_fields(record: &str, tag_width: usize) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in record.lines() {
        let tag = line.get(..tag_width).unwrap_or_default().trim();
        let rest = line.get(tag_width..).unwrap_or_default().trim_start();
        let tagged = tag.len() >= 2
            && tag
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        if tagged && !line.starts_with(' ') && rest.starts_with('-') {
            fields.push((
                tag.to_owned(),
                rest.trim_start_matches('-').trim().to_owned(),
            ));
        } else if let Some((_, value)) = fields.last_mut() {
            value.push(' ');
            value.push_str(line.trim());
        }
    }
    fields
}

fn first(fields: &[(String, String)], tags: &[&str]) -> String {
    tags.iter()
        .find_map(|tag| {
            let mut of_tag = fields.iter().filter(|(known, _)| known == tag);
            of_tag.find(|(_, value)| !value.is_empty())
        })
        .map(|(_, value)| value.clone())
        .unwrap_or_default()
}

/// The words before a comma, or before the first word of initials.
fn simple_surname(name: &str) -> String {
    if let Some((surname, _)) = name.split_once(',') {
        return letters(surname);
    }
    let initials = |word: &&str| {
        word.chars()
            .all(|c| c.is_uppercase() || c == '.' || c == '-')
            && word.len() < 8
    };
    letters(
        &name
            .split(' ')
            .take_while(|word| !initials(word))
            .collect::<String>(),
    )
}

fn ris(text: &str) -> Vec<Simple> {
    let text = text.trim_start_matches('\u{feff}').replace('\r', "");
    let mut records = Vec::new();
    for record in format!("\n{text}").split("\nTY  -").skip(1) {
        let own = record.split("\nER  -").next().unwrap_or_default();
        let fields = simple_fields(own, 4);
        let names = |tag: &str| -> Vec<String> {
            let of_tag = fields.iter().filter(|(known, _)| known == tag);
            of_tag.map(|(_, name)| simple_surname(name)).collect()
        };
        records.push(Simple {
            title: first(&fields, &["TI", "T1"]),
            surnames: [names("AU"), names("A1")].concat(),
            told: first(&fields, &["AB", "N2"]),
            doi: first(&fields, &["DO"])
                .split(' ')
                .next()
                .unwrap_or_default()
                .to_owned(),
        });
    }
    records
}

fn nbib(text: &str) -> Vec<Simple> {
    let text = text.replace('\r', "");
    let records = text
        .split("\n\n")
        .filter(|record| record.contains("PMID- "));
    records
        .map(|record| {
            let fields = simple_fields(record.trim_start(), 4);
            let full = fields.iter().filter(|(tag, _)| tag == "FAU");
            let doi = fields
                .iter()
                .find(|(tag, value)| tag == "AID" && value.ends_with("[doi]"));
            Simple {
                title: first(&fields, &["TI"]),
                surnames: full.map(|(_, name)| simple_surname(name)).collect(),
                told: first(&fields, &["AB"]),
                doi: doi.map_or_else(String::new, |(_, value)| value.replace(" [doi]", "")),
            }
        })
        .collect()
}

fn compare(score: &mut Score, papers: &[Paper], expected: &[Simple], file: &str) {
    score.records(papers.len(), expected.len());
    let note = |what: &str, ours: &str, theirs: &str| {
        let cut = |text: &str| text.chars().take(60).collect::<String>();
        eprintln!(
            "{file}: {what}: {:?} instead of {:?}",
            cut(ours),
            cut(theirs)
        );
    };
    for (paper, simple) in papers.iter().zip(expected) {
        if !simple.title.is_empty() {
            let equal = letters(&paper.title) == letters(&simple.title);
            score.titles.count(equal);
            if !equal {
                note("title", &paper.title, &simple.title);
            }
        }
        let ours: Vec<String> = paper
            .authors
            .iter()
            .map(|name| letters(&name.surname()))
            .collect();
        if !simple.surnames.is_empty() {
            let found = simple
                .surnames
                .iter()
                .zip(&ours)
                .filter(|(a, b)| a == b)
                .count();
            score
                .authors
                .add(found, simple.surnames.len().max(ours.len()));
            if found < simple.surnames.len() {
                note("authors", &ours.join(" "), &simple.surnames.join(" "));
            }
        }
        if !simple.told.is_empty() {
            let told = letters(paper.abstract_text.as_deref().unwrap_or_default());
            let equal = told == letters(&simple.told);
            score.abstracts.count(equal);
            if !equal {
                note(
                    "abstract",
                    paper.abstract_text.as_deref().unwrap_or_default(),
                    &simple.told,
                );
            }
        }
        let dois: HashSet<&str> = paper.identifiers.values().map(String::as_str).collect();
        let doi = papers::identity::doi(&simple.doi);
        assert!(
            doi.as_deref().is_none_or(|doi| dois.contains(doi)),
            "{file}: {doi:?} is not among {dois:?}"
        );
    }
}

fn papers_of(path: &Path, format: Format) -> (String, Vec<Paper>) {
    let (bytes, reading) = read_sample(path, format);
    let papers = reading
        .records
        .into_iter()
        .map(|record| record.paper)
        .collect();
    (String::from_utf8_lossy(&bytes).into_owned(), papers)
}

/// Names without their iDs, which BibTeX has no place for.
fn plain(names: &[Name]) -> Vec<String> {
    names.iter().map(Name::display).collect()
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

#[test]
fn ris_samples_say_what_a_simple_extraction_finds() {
    let Some(folder) = data("samples/ris") else {
        return;
    };
    let mut score = Score::of(Format::Ris);
    for path in files(&folder, "ris") {
        let (text, papers) = papers_of(&path, Format::Ris);
        compare(&mut score, &papers, &ris(&text), &name_of(&path));
    }
    score.report();
}

#[test]
fn medline_samples_say_what_a_simple_extraction_finds() {
    let Some(folder) = data("samples/nbib") else {
        return;
    };
    let mut score = Score::of(Format::Nbib);
    let jabref = data("samples/jabref_fileformat/MedlinePlainImporterTestCompleteEntry.txt");
    for path in files(&folder, "").into_iter().chain(jabref) {
        let (text, papers) = papers_of(&path, Format::Nbib);
        compare(&mut score, &papers, &nbib(&text), &name_of(&path));
    }
    score.report();
}

/// The `.bib` beside each file is what JabRef makes of it.
#[test]
fn jabrefs_tagged_files_say_what_jabref_reads_in_them() {
    let Some(folder) = data("samples/jabref_fileformat") else {
        return;
    };
    for (format, beginning) in [
        (Format::Nbib, "MedlinePlain"),
        (Format::Biblioscape, "Biblioscape"),
        (Format::Copac, "Copac"),
    ] {
        let mut score = Score::of(format);
        for path in files(&folder, "txt") {
            if !name_of(&path).starts_with(beginning) {
                continue;
            }
            let (_, ours) = papers_of(&path, format);
            let bib = fs::read(path.with_extension("bib")).expect("the pair is there");
            let theirs = read(Format::Bibtex, &bib).records;
            score.records(ours.len(), theirs.len());
            for (ours, theirs) in ours.iter().zip(theirs) {
                let theirs = theirs.paper;
                // A book's own title is JabRef's booktitle where the type is unknown.
                let title = if theirs.title.is_empty() {
                    theirs.venue.clone().unwrap_or_default()
                } else {
                    theirs.title
                };
                score.titles.count(letters(&ours.title) == letters(&title));
                let [a, b] = [plain(&ours.authors), plain(&theirs.authors)];
                // Biblioscape's authors stay one text in JabRef, between semicolons.
                if format == Format::Biblioscape {
                    let surnames = ours
                        .authors
                        .iter()
                        .all(|name| letters(&b.join(" ")).contains(&letters(&name.surname())));
                    score.authors.count(surnames);
                } else {
                    score.authors.count(a == b);
                }
                if let Some(told) = theirs.abstract_text {
                    let ours = ours.abstract_text.as_deref().unwrap_or_default();
                    score.abstracts.count(letters(ours) == letters(&told));
                }
                assert_eq!(
                    ours.date.map(|date| date.year),
                    theirs.date.map(|date| date.year)
                );
                assert_eq!(ours.volume, theirs.volume);
            }
        }
        assert!(score.files > 0, "{beginning}");
        score.report();
    }
}

/// No sample of another kind is claimed by one of these formats.
#[test]
fn foreign_samples_are_left_alone() {
    let Some(root) = data("samples") else {
        return;
    };
    let own = [
        Format::Nbib,
        Format::PubmedText,
        Format::Refer,
        Format::Refworks,
        Format::Wos,
        Format::Ovid,
        Format::Biblioscape,
        Format::Copac,
        Format::Ris,
    ];
    for folder in files(&root, "") {
        let kind = name_of(&folder);
        if !folder.is_dir() || matches!(kind.as_str(), "ris" | "nbib" | "jabref_fileformat") {
            continue;
        }
        for path in files(&folder, "") {
            // One folder has its mail's records as RIS beside the mail.
            if path.extension().is_some_and(|ending| ending == "ris") {
                continue;
            }
            let Ok(bytes) = fs::read(&path) else {
                continue;
            };
            let sniffed = sniff(&bytes, Some(&name_of(&path)));
            assert!(
                sniffed.is_none_or(|format| !own.contains(&format)),
                "{}: {sniffed:?}",
                path.display()
            );
        }
    }
}
