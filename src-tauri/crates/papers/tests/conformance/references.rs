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
