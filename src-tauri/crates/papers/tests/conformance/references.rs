//! The reference digest, BibTeX, RIS and CSL-JSON.

use std::fs;
use std::path::Path;

use papers::{Format, Paper, read, sniff};

use super::score::{Score, data, files, read_sample};

#[test]
fn the_reference_digest_is_read_exactly() {
    let Some(path) = data("digests/hf-papers-mar-14.txt") else {
        return;
    };
    let (bytes, reading) = read_sample(&path, Format::HfText);
    let text = String::from_utf8(bytes.clone()).expect("the digest is UTF-8");
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let pairs: Vec<&[&str]> = lines[5..].chunks(2).collect();
    assert_eq!(pairs.len(), 174);
    assert_eq!(reading.records.len(), 174);
    assert_eq!(reading.date.as_deref(), Some("Mar 14"));
    assert_eq!(reading.diagnostics, []);
    for (record, pair) in reading.records.iter().zip(pairs) {
        assert_eq!(record.paper.title, pair[0]);
        assert_eq!(record.paper.abstract_text.as_deref(), Some(pair[1]));
        assert_eq!(
            text.lines().nth(record.line - 1).map(str::trim),
            Some(pair[0])
        );
        assert!(record.doubts.is_empty());
    }
}

/// Compares the number of records of all samples with a count made another way.
fn score(folder: &str, extension: &str, format: Format, count: impl Fn(&str) -> usize) {
    let Some(folder) = data(folder) else {
        return;
    };
    let mut score = Score::of(format);
    for path in files(&folder, extension) {
        let bytes = fs::read(&path).expect("a sample can be read");
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let sniffed = sniff(&bytes, Some(&name));
        assert!(sniffed.is_some(), "{name} is not recognised");
        let found = read(sniffed.unwrap_or(format), &bytes).records.len();
        score.records(found, count(&String::from_utf8_lossy(&bytes)));
    }
    score.report();
}

#[test]
fn every_ris_sample_gives_all_its_records() {
    score("samples/ris", "ris", Format::Ris, |text| {
        text.lines()
            .filter(|line| line.trim_start_matches('\u{feff}').starts_with("TY  -"))
            .count()
    });
}

#[test]
fn every_bibtex_sample_gives_all_its_records() {
    score("samples/bibtex", "bib", Format::Bibtex, |text| {
        let starts = text.lines().filter(|line| {
            let lower = line.to_ascii_lowercase();
            let block = ["@comment", "@string", "@preamble", "@xdata"]
                .iter()
                .any(|b| lower.starts_with(b));
            lower.starts_with('@') && lower.contains('{') && !block
        });
        starts.count()
    });
}

/// TeX reduced to the letters and digits that both sides must have: no braces, no accents' signs,
/// a command's letters only where it makes a letter.
fn plain_letters(raw: &str) -> String {
    let mut text = String::new();
    let mut characters = raw.chars().peekable();
    while let Some(c) = characters.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        let mut name = String::new();
        while let Some(letter) = characters.next_if(char::is_ascii_alphabetic) {
            name.push(letter);
        }
        if name.is_empty() {
            characters.next();
        } else if !name.starts_with("text")
            && !matches!(
                name.as_str(),
                "u" | "v" | "H" | "c" | "k" | "r" | "d" | "b" | "emph" | "em" | "it"
            )
        {
            text.push_str(&name);
        }
    }
    letters(&text)
}

fn letters(text: &str) -> String {
    deunicode::deunicode(text)
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The value of a field in an entry: behind its name, up to the brace or quote that ends its line.
fn raw_field(entry: &str, wanted: &str) -> Option<String> {
    entry.lines().find_map(|line| {
        let (name, value) = line.split_once('=')?;
        let name = name.rsplit([' ', ',', '{']).find(|word| !word.is_empty())?;
        let value = value.trim().trim_end_matches(',');
        let ended = value.ends_with(['}', '"']) && (value.len() > 1);
        (name.eq_ignore_ascii_case(wanted) && ended)
            .then(|| value.trim_matches(['{', '}', '"']).to_owned())
    })
}

/// Titles and authors of the fields that stand on a line of their own.
#[test]
fn bibtex_titles_and_authors_are_those_of_their_lines() {
    let mut score = Score::of(Format::Bibtex);
    for folder in ["samples/bibtex", "samples/jabref_fileformat"] {
        let Some(folder) = data(folder) else {
            return;
        };
        for path in files(&folder, "bib") {
            let bytes = fs::read(&path).expect("a sample can be read");
            score.files += 1;
            for record in read(Format::Bibtex, &bytes).records {
                let entry = record.original.as_str();
                let broken = !record.doubts.is_empty();
                if let Some(raw) = raw_field(entry, "title").filter(|_| !broken) {
                    let subtitle = raw_field(entry, "subtitle").unwrap_or_default();
                    let same =
                        letters(&record.paper.title) == plain_letters(&format!("{raw} {subtitle}"));
                    score.titles.count(same);
                    if !same {
                        eprintln!("title: {} / {raw}", record.paper.title);
                    }
                }
                let Some(raw) = raw_field(entry, "author")
                    .filter(|raw| !raw.contains("family=") && !raw.contains("={"))
                else {
                    continue;
                };
                let lower = raw.replace(" AND ", " and ");
                for person in lower.split(" and ").filter(|person| *person != "others") {
                    let wanted = plain_letters(person);
                    let same = wanted.is_empty()
                        || record.paper.authors.iter().any(|name| {
                            let mut ours: Vec<char> = letters(&name.display()).chars().collect();
                            let mut theirs: Vec<char> = wanted.chars().collect();
                            ours.sort_unstable();
                            theirs.sort_unstable();
                            ours == theirs
                        });
                    score.authors.count(same);
                    if !same {
                        eprintln!("author: {person} / {:?}", record.paper.authors);
                    }
                }
            }
        }
    }
    score.report();
}

#[test]
fn every_csl_json_sample_gives_all_its_records() {
    score("samples/csl_json", "json", Format::CslJson, |text| {
        serde_json::from_str::<Vec<serde_json::Value>>(text).map_or(0, |items| items.len())
    });
}

/// JabRef's expectations are BibTeX; compared are the fields on which the two models agree.
#[test]
fn ris_files_say_what_jabref_reads_in_them() {
    let Some(folder) = data("samples/jabref_fileformat") else {
        return;
    };
    let (mut agreed, mut compared) = (0, 0);
    for path in files(&folder, "ris") {
        let first = |format, path: &Path| -> Paper {
            let bytes = fs::read(path).expect("a sample can be read");
            read(format, &bytes)
                .records
                .into_iter()
                .next()
                .map(|record| record.paper)
                .unwrap_or_default()
        };
        let ours = first(Format::Ris, &path);
        let theirs = first(Format::Bibtex, &path.with_extension("bib"));
        let year = |paper: &Paper| paper.date.map(|date| date.year);
        let checks = [
            ("title", ours.title == theirs.title),
            ("authors", ours.authors == theirs.authors),
            ("year", year(&ours) == year(&theirs)),
            ("volume", ours.volume == theirs.volume),
            ("issue", ours.issue == theirs.issue),
            ("pages", ours.pages == theirs.pages),
            ("identifiers", ours.identifiers == theirs.identifiers),
            ("publisher", ours.publisher == theirs.publisher),
            ("keywords", ours.keywords == theirs.keywords),
            ("abstract", ours.abstract_text == theirs.abstract_text),
        ];
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        for (field, equal) in checks {
            compared += 1;
            agreed += usize::from(equal);
            if !equal {
                eprintln!("{name}: {field} differs");
            }
        }
    }
    eprintln!("ris against JabRef: {agreed} of {compared} fields agree");
    assert!(agreed * 10 >= compared * 8, "{agreed} of {compared}");
}
