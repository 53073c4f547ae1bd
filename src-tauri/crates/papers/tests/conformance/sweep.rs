//! Every sample at once: what has a format, and what its records lack.

use std::fs;
use std::path::{Path, PathBuf};

use papers::{read, sniff};

use super::score::{data, files};

/// Samples that are no sources of papers: lists of the samples, a description of a data set, a
/// README, an entry without a field.
const NO_SOURCES: [&str; 4] = [
    "SOURCES.tsv",
    "semanticscholar__Dataset.json",
    "README.md",
    "MODSImporterTestGenreMapping.bib",
];

/// Samples of single fields, whose records need no title, and answers that may hold none.
const OF_FIELDS: [&str; 10] = [
    "arxiv_atom",
    "jabref_fileformat",
    "nameparts.bib",
    "non-ASCII",
    "crossref.bib",
    "tag-notes",
    "empty_values",
    "definitions_lists",
    "langid",
    "string and preamble",
];

fn all(folder: &Path) -> Vec<PathBuf> {
    files(folder, "")
        .into_iter()
        .flat_map(|path| {
            if path.is_dir() {
                all(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[test]
fn every_sample_has_a_format_and_its_records_a_title() {
    let Some(folder) = data("samples") else {
        return;
    };
    let (mut sources, mut records) = (0, 0);
    for path in all(&folder) {
        let shown = path.to_string_lossy();
        let bytes = fs::read(&path).expect("a sample can be read");
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let format = sniff(&bytes, Some(&name));
        let expected = !NO_SOURCES.iter().any(|part| name.contains(part));
        assert_eq!(format.is_some(), expected, "{shown}");
        let Some(format) = format else { continue };
        let reading = read(format, &bytes);
        sources += 1;
        records += reading.records.len();
        if OF_FIELDS.iter().any(|part| shown.contains(part)) {
            continue;
        }
        assert!(!reading.records.is_empty(), "{shown}");
        for record in &reading.records {
            let paper = &record.paper;
            assert!(!paper.title.is_empty(), "{shown}:{}", record.line);
            let junk = ["http://", "https://", "</", "&amp;", "&#"];
            let found = junk.iter().find(|junk| paper.title.contains(*junk));
            assert_eq!(found, None, "{shown}:{}: {}", record.line, paper.title);
        }
    }
    println!("conformance  sweep: {records} records of {sources} samples");
}
