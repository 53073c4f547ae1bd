//! JSON of Crossref, Semantic Scholar and arXiv, against the values that stand in it.

use std::fs;
use std::io::Read as _;
use std::process::{Command, Stdio};

use papers::{Format, Name, Paper, Scheme, read, sniff};
use serde_json::Value;

use super::score::{Score, data, files, read_sample};

/// Letters and digits only: markup, white space and quotes do not count.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The text without anything in angle brackets.
fn untagged(text: &str) -> String {
    let mut depth = 0usize;
    text.chars()
        .filter(|c| {
            depth += usize::from(*c == '<');
            let shown = depth == 0;
            depth -= usize::from(*c == '>' && depth > 0);
            shown
        })
        .collect()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    match &value[name] {
        Value::Array(values) => values.first().and_then(Value::as_str).unwrap_or_default(),
        other => other.as_str().unwrap_or_default(),
    }
}

fn compare(score: &mut Score, paper: &Paper, title: &str, abstract_text: &str, authors: &[String]) {
    score.titles.count(letters(&paper.title) == letters(title));
    let told = paper.abstract_text.as_deref().unwrap_or_default();
    score
        .abstracts
        .count(letters(told) == letters(abstract_text));
    let names: Vec<String> = paper
        .authors
        .iter()
        .map(|name| letters(&Name::display(name)))
        .collect();
    let right = authors
        .iter()
        .filter(|name| names.contains(&letters(name)))
        .count();
    score.authors.add(right, authors.len().max(names.len()));
}

#[test]
fn crossref_samples_say_what_stands_in_them() {
    let Some(folder) = data("samples/crossref_json") else {
        return;
    };
    let mut score = Score::of(Format::CrossrefJson);
    for path in files(&folder, "json") {
        let (bytes, reading) = read_sample(&path, Format::CrossrefJson);
        let value: Value = serde_json::from_slice(&bytes).expect("a sample is JSON");
        score.records(reading.records.len(), 1);
        let paper = &reading.records[0].paper;
        let authors: Vec<String> = value["author"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|author| format!("{} {}", text(author, "given"), text(author, "family")))
            .collect();
        let (title, told) = (text(&value, "title"), text(&value, "abstract"));
        compare(
            &mut score,
            paper,
            &untagged(title),
            &untagged(told),
            &authors,
        );
        assert_eq!(
            paper.identifiers[&Scheme::Doi],
            text(&value, "DOI").to_lowercase()
        );
        assert_eq!(
            paper.venue.as_deref(),
            Some(text(&value, "container-title"))
        );
    }
    score.report();
}

#[test]
fn semantic_scholar_samples_say_what_stands_in_them() {
    let Some(folder) = data("samples/s2_json") else {
        return;
    };
    let mut score = Score::of(Format::SemanticScholarJson);
    for path in files(&folder, "json") {
        let bytes = fs::read(&path).expect("a sample can be read");
        let value: Value = serde_json::from_slice(&bytes).expect("a sample is JSON");
        // The description of a data set holds no papers, and nothing claims it.
        if value.get("files").is_some() {
            assert_eq!(sniff(&bytes, Some("Dataset.json")), None);
            continue;
        }
        let expected: Vec<&Value> = match value.get("papers").and_then(Value::as_array) {
            Some(papers) => papers.iter().collect(),
            None => vec![&value["citedPaper"]],
        };
        let (_, reading) = read_sample(&path, Format::SemanticScholarJson);
        score.records(reading.records.len(), expected.len());
        for (record, value) in reading.records.iter().zip(expected) {
            let authors: Vec<String> = value["authors"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|author| text(author, "name").to_owned())
                .collect();
            compare(
                &mut score,
                &record.paper,
                text(value, "title"),
                text(value, "abstract"),
                &authors,
            );
        }
    }
    score.report();
}

/// The first thousand lines of the corpus, unpacked by the system's `xz`.
fn corpus() -> Option<String> {
    let path = data("corpus/arxiv-100k.jsonl.xz")?;
    let mut unpacker = Command::new("xz")
        .arg("-dc")
        .arg(path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut start = vec![0; 1_200_000];
    let unpacked = unpacker.stdout.take()?.read_exact(&mut start).is_ok();
    let _ = unpacker.kill();
    let _ = unpacker.wait();
    let text = String::from_utf8_lossy(&start).into_owned();
    let end = text.rfind('\n')?;
    unpacked.then(|| text[..=end].to_owned())
}

#[test]
fn lines_of_arxiv_metadata_say_what_stands_in_them() {
    let Some(text_of) = corpus() else {
        eprintln!("skipped: the corpus cannot be unpacked");
        return;
    };
    let mut score = Score::of(Format::ArxivJson);
    assert_eq!(sniff(text_of.as_bytes(), None), Some(Format::ArxivJson));
    let reading = read(Format::ArxivJson, text_of.as_bytes());
    score.records(reading.records.len(), text_of.lines().count());
    for (record, line) in reading.records.iter().zip(text_of.lines()) {
        let value: Value = serde_json::from_str(line).expect("a line is JSON");
        let authors: Vec<String> = value["authors"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        let paper = &record.paper;
        // Accents written in TeX become letters; the lines that have any are counted elsewhere.
        if !line.contains("\\\\") {
            compare(&mut score, paper, text(&value, "title"), "", &authors);
            score.abstracts.of -= 1;
            score.abstracts.right -= usize::from(paper.abstract_text.is_none());
            let told = paper.abstract_text.as_deref().unwrap_or_default();
            score
                .abstracts
                .count(letters(told) == letters(text(&value, "abstract")));
        }
        assert_eq!(paper.identifiers[&Scheme::Arxiv], text(&value, "arxiv"));
    }
    score.report();
}
