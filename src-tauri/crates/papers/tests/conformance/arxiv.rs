//! arXiv's mailings and Atom, feeds, and a report of RePEc's.
//!
//! What is expected is found here by plain means of its own: blocks between delimiters, a field up
//! to the next line that is not indented, elements cut out by their tags.

use std::collections::HashMap;
use std::fs;

use papers::identity::normalise;
use papers::text::{entities, fold};
use papers::{Format, Paper, Scheme, read, sniff};

use super::score::{Score, data, files, read_sample};

/// Letters and digits only, TeX's accents and markup gone: how two spellings of a text compare.
fn bare(text: &str) -> String {
    papers::text::tex::to_unicode(&text.replace('$', ""))
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// One block of a mailing.
#[derive(Debug, Default)]
struct Block {
    id: String,
    title: String,
    authors: String,
    abstract_text: String,
}

/// The blocks of a mailing: split at lines of `\\`, fields by their continuation lines.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    let mut at = 0;
    while at < lines.len() {
        let head = lines[at].strip_prefix("arXiv:").or_else(|| {
            lines[at]
                .strip_prefix("Paper: ")
                .or_else(|| lines[at].strip_prefix("Paper (*cross-listing*): "))
        });
        let Some(head) = head.filter(|_| at > 0 && lines[at - 1] == "\\\\") else {
            at += 1;
            continue;
        };
        let mut block = Block {
            id: head
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .to_owned(),
            ..Block::default()
        };
        let mut field = "";
        at += 1;
        while at < lines.len() && !lines[at].starts_with("\\\\") {
            let line = lines[at];
            if !line.starts_with("  ") {
                field = line.split(':').next().unwrap_or_default();
            }
            let value = if line.starts_with("  ") {
                line
            } else {
                line.split_once(':').map_or("", |(_, value)| value)
            };
            match field {
                "Title" => block.title.push_str(&format!(" {value}")),
                "Authors" => block.authors.push_str(&format!(" {value}")),
                _ => {}
            }
            at += 1;
        }
        if lines.get(at) == Some(&"\\\\") {
            at += 1;
            while at < lines.len()
                && !lines[at].starts_with("\\\\")
                && !lines[at].starts_with("-----")
            {
                block.abstract_text.push_str(&format!(" {}", lines[at]));
                at += 1;
            }
        }
        blocks.push(block);
    }
    blocks
}

/// The surnames of a line of authors: affiliations out, the last word of each piece.
fn surnames(authors: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut depth = 0;
    for c in papers::text::tex::to_unicode(authors).chars() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                // Some authors forget the comma behind an affiliation.
                plain.push('\u{1}');
            }
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let plain = plain
        .replace(" and ", ",")
        .replace("\u{1} and ", ",")
        .replace(" & ", ",")
        .replace("et al", "");
    let plain: String = {
        let mut out = String::new();
        let mut pieces = plain.split('\u{1}').peekable();
        while let Some(piece) = pieces.next() {
            out.push_str(piece);
            if pieces
                .peek()
                .is_some_and(|next| next.trim_start().starts_with(char::is_uppercase))
            {
                out.push(',');
            }
        }
        out
    };
    plain
        .split([',', ';', ':'])
        .filter_map(|piece| {
            let piece = piece
                .trim()
                .trim_start_matches("and ")
                .trim_end_matches('.')
                .trim();
            let word = piece
                .split([' ', '.', '~', '\u{a0}'])
                .rfind(|word| !word.is_empty())?;
            let word = bare(word);
            (!word.is_empty() && !matches!(word.as_str(), "jr" | "sr" | "ii" | "iii" | "iv"))
                .then_some(word)
        })
        .collect()
}

fn last_words(paper: &Paper) -> Vec<String> {
    paper
        .authors
        .iter()
        .filter_map(|name| name.surname().split([' ', '.']).next_back().map(bare))
        .collect()
}

fn mailings(folder: &str) {
    let Some(folder) = data(folder) else {
        return;
    };
    let mut score = Score::of(Format::ArxivMail);
    for path in files(&folder, "txt") {
        let (bytes, reading) = read_sample(&path, Format::ArxivMail);
        let expected = blocks(&String::from_utf8_lossy(&bytes));
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        score.records(reading.records.len(), expected.len());
        for (record, block) in reading.records.iter().zip(&expected) {
            let paper = &record.paper;
            let id = normalise(Scheme::Arxiv, &block.id);
            assert_eq!(paper.identifiers.get(&Scheme::Arxiv), id.as_ref(), "{name}");
            score.titles.count(bare(&paper.title) == bare(&block.title));
            let (ours, theirs) = (last_words(paper), surnames(&block.authors));
            // What differs: suffixes, second surnames' initials, lists turned around, and
            // collaborations joined by `for the`, all of which only the format knows.
            score.authors.count(ours == theirs);
            let told = paper.abstract_text.as_deref().unwrap_or_default();
            if !block.abstract_text.trim().is_empty() || !told.is_empty() {
                score
                    .abstracts
                    .count(bare(told) == bare(&block.abstract_text));
            }
        }
    }
    score.report();
}

#[test]
fn every_daily_mailing_gives_its_papers() {
    mailings("samples/arxiv_mail_daily");
}

#[test]
fn every_monthly_mailing_gives_its_papers() {
    mailings("samples/arxiv_mail_monthly");
}

/// The mail whose papers another program wrote as BibTeX.
#[test]
fn a_mail_says_what_another_program_reads_in_it() {
    let Some(folder) = data("samples/arxiv_mail_daily") else {
        return;
    };
    let file = |ending: &str| {
        files(&folder, ending)
            .into_iter()
            .find(|path| {
                path.to_string_lossy().contains("Willjay")
                    && !path.to_string_lossy().contains("README")
            })
            .expect("the sample is there")
    };
    let (_, ours) = read_sample(&file("txt"), Format::ArxivMail);
    let theirs = read(
        Format::Bibtex,
        &fs::read(file("bib")).expect("a sample can be read"),
    );
    assert_eq!(ours.records.len(), theirs.records.len());
    for (ours, theirs) in ours.records.iter().zip(&theirs.records) {
        // The other program loses what wraps.
        assert!(bare(&ours.paper.title).starts_with(&bare(&theirs.paper.title)));
    }
}

/// What stands between the first tags of a name.
fn inside<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    xml.split(&format!("<{name}>"))
        .skip(1)
        .filter_map(|rest| rest.split(&format!("</{name}>")).next())
        .collect()
}

#[test]
fn every_answer_of_arxivs_interface_is_read() {
    let Some(folder) = data("samples/arxiv_atom") else {
        return;
    };
    let mut score = Score::of(Format::ArxivAtom);
    for path in files(&folder, "json") {
        let recorded: serde_json::Value =
            serde_json::from_slice(&fs::read(&path).expect("a sample can be read"))
                .expect("a recording is JSON");
        // The interface itself encodes some names twice, which decoding mends.
        let xml = papers::text::decode(
            recorded["body"]
                .as_str()
                .expect("a recording has a body")
                .as_bytes(),
        )
        .0;
        let xml = xml.as_ref();
        assert_eq!(
            sniff(xml.as_bytes(), None),
            Some(Format::ArxivAtom),
            "{}",
            path.display()
        );
        let reading = read(Format::ArxivAtom, xml.as_bytes());
        // The recording as it stands says the same as the answer in it.
        let (_, whole) = read_sample(&path, Format::ArxivAtom);
        assert_eq!(whole.records, reading.records);
        let entries: Vec<&str> = inside(xml, "entry")
            .into_iter()
            .filter(|entry| !entry.contains("/api/errors"))
            .collect();
        if xml.contains("/api/errors") {
            assert!(
                reading
                    .diagnostics
                    .iter()
                    .any(|remark| remark.code == "error-entry")
            );
        }
        score.records(reading.records.len(), entries.len());
        for (record, entry) in reading.records.iter().zip(entries) {
            let paper = &record.paper;
            let first = |name: &str| {
                inside(entry, name)
                    .first()
                    .map(|text| entities(text))
                    .unwrap_or_default()
            };
            score
                .titles
                .count(bare(&paper.title) == bare(&first("title")));
            let names: Vec<String> = inside(entry, "name")
                .iter()
                .map(|name| bare(&entities(name)))
                .collect();
            let ours: Vec<String> = paper
                .authors
                .iter()
                .map(|name| bare(&name.display()))
                .collect();
            score.authors.count(ours == names);
            let told = paper.abstract_text.as_deref().unwrap_or_default();
            score.abstracts.count(bare(told) == bare(&first("summary")));
        }
    }
    score.report();
}

#[test]
fn a_feed_made_from_arxiv_is_read() {
    let Some(path) = data("samples/arxiv_query_rss/gbrammer__arxiv-to-rss__feed.xml") else {
        return;
    };
    let (bytes, reading) = read_sample(&path, Format::Rss);
    let xml = String::from_utf8_lossy(&bytes);
    let items = inside(&xml, "item");
    let mut score = Score::of(Format::Rss);
    score.records(reading.records.len(), items.len());
    for (record, item) in reading.records.iter().zip(items) {
        let paper = &record.paper;
        let first = |name: &str| {
            inside(item, name)
                .first()
                .map(|text| entities(text))
                .unwrap_or_default()
        };
        let id = normalise(Scheme::Arxiv, &first("link"));
        assert_eq!(paper.identifiers.get(&Scheme::Arxiv), id.as_ref());
        // Titles are HTML in XML here: `&amp;lt;` is a less-than sign.
        let title = first("title").replace("<sub>", "").replace("</sub>", "");
        score
            .titles
            .count(bare(&paper.title) == bare(&entities(&title)));
        let description = first("description");
        let mut paragraphs = inside(&description, "p").into_iter();
        let authors: Vec<String> = paragraphs
            .next()
            .unwrap_or_default()
            .split(',')
            .map(bare)
            .collect();
        let ours: Vec<String> = paper
            .authors
            .iter()
            .map(|name| bare(&name.display()))
            .collect();
        score.authors.count(ours == authors);
        let told = paragraphs.next().unwrap_or_default();
        let told = entities(
            &told
                .replace("<sub>", "")
                .replace("</sub>", "")
                .replace("<sup>", "")
                .replace("</sup>", ""),
        );
        let ours = paper.abstract_text.as_deref().unwrap_or_default();
        score.abstracts.count(bare(ours) == bare(&told));
    }
    score.report();
}

#[test]
fn the_rdf_of_a_preprint_server_is_read() {
    let Some(path) = data("samples/biorxiv_rss/miniflux_biorxiv_rdf.xml") else {
        return;
    };
    let (bytes, reading) = read_sample(&path, Format::Rss);
    let xml = String::from_utf8_lossy(&bytes);
    let cdata = |name: &str| {
        let item = inside(&xml, name)
            .last()
            .copied()
            .unwrap_or_default()
            .trim();
        fold(item.trim_start_matches("<![CDATA[").trim_end_matches("]]>"))
    };
    assert_eq!(reading.records.len(), 1);
    let paper = &reading.records[0].paper;
    assert_eq!(paper.title, cdata("dc:title"));
    assert_eq!(
        paper.abstract_text.as_deref(),
        Some(cdata("description").as_str())
    );
    assert_eq!(
        paper.authors.len() * 2,
        cdata("dc:creator").split(", ").count()
    );
    assert_eq!(
        paper.identifiers.get(&Scheme::Doi),
        normalise(Scheme::Doi, &cdata("dc:identifier")).as_ref()
    );
    assert!(reading.records[0].doubts.is_empty());
}

#[test]
fn a_report_of_repec_says_what_jabref_reads_in_it() {
    let Some(path) = data("samples/jabref_fileformat/RepecNepImporterTest2.txt") else {
        return;
    };
    // It stands in a mailbox of one mail.
    let (_, ours) = read_sample(&path, Format::Mbox);
    let theirs = read(
        Format::Bibtex,
        &fs::read(path.with_extension("bib")).expect("a sample can be read"),
    );
    let [ours] = ours.records.as_slice() else {
        panic!("one record: {:?}", ours.records);
    };
    let theirs: HashMap<&str, &Paper> = theirs
        .records
        .iter()
        .map(|record| ("", &record.paper))
        .collect();
    let theirs = theirs[""];
    assert_eq!(ours.paper.title, theirs.title);
    assert_eq!(ours.paper.authors, theirs.authors);
    assert_eq!(ours.paper.abstract_text, theirs.abstract_text);
    assert_eq!(ours.paper.keywords, theirs.keywords);
    assert_eq!(ours.paper.date, theirs.date);
    assert_eq!(ours.paper.urls, theirs.urls);
}
