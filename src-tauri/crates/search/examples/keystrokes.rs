//! Measures search as it is typed: `cargo run --release -p search --example keystrokes -- PAPERS.jsonl`.
//!
//! Reads one JSON object a line (`title`, `abstract`, `authors`, `date`, `arxiv`, `doi`), indexes
//! them in a temporary folder, then types the first words of evenly spaced titles key by key. Prints
//! the time to build, the size, the time of one search with its first 50 hits and with their marks,
//! how often the paper whose title is typed is among the hits, and how long one changed paper takes
//! to be found. One thread searches.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use search::{Document, Filter, Index, Query};
use serde_json::Value;

const TITLES: usize = 200;
const WORDS: usize = 6;
const PAGE: usize = 50;
const SAVES: i64 = 20;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let path = std::env::args().nth(1).ok_or("which file of papers?")?;
    let folder = tempfile::tempdir()?;
    let (index, _) = Index::open(folder.path(), "keystrokes")?;
    let mut out = std::io::stdout().lock();

    let started = Instant::now();
    let mut papers: Vec<(i64, String, Option<String>)> = Vec::new();
    for (id, line) in (1_i64..).zip(BufReader::new(File::open(path)?).lines()) {
        let document = document(id, &serde_json::from_str(&line?)?);
        papers.push((
            id,
            document.title.clone(),
            document.authors.first().cloned(),
        ));
        index.add([document])?;
    }
    index.commit(Some(0))?;
    let committed = started.elapsed();
    index.settle()?;
    writeln!(
        out,
        "build      {:.1} s to the first answer, {:.1} s merged, {} papers, {:.0} MB on disk",
        committed.as_secs_f64(),
        started.elapsed().as_secs_f64(),
        index.len(),
        size(folder.path())? as f64 / 1e6
    )?;

    let mut saves = Vec::new();
    for round in 1..=SAVES {
        let changed = Document {
            id: round,
            title: format!("Changed paper {round}"),
            ..Document::default()
        };
        let started = Instant::now();
        index.apply([changed], &[], round)?;
        saves.push(started.elapsed());
    }
    report(&mut out, "one change", &mut saves)?;

    let step = (papers.len() / TITLES).max(1);
    let sample: Vec<&(i64, String, Option<String>)> = papers
        .iter()
        .skip(SAVES as usize)
        .step_by(step)
        .take(TITLES)
        .collect();
    let everything = Filter::default();
    let mut keys = Vec::new();
    let mut pages = Vec::new();
    let (mut typed_found, mut typed) = (0, 0);
    for (id, title, _) in &sample {
        let words: Vec<&str> = title.split_whitespace().take(WORDS).collect();
        let text: Vec<char> = words.join(" ").chars().collect();
        for length in 2..=text.len() {
            let prefix: String = text.iter().take(length).collect();
            let started = Instant::now();
            let query = Query::parse(&prefix);
            let found = index.search(&query, &everything, PAGE, 0)?;
            keys.push(started.elapsed());
            let marker = index.marker(&query)?;
            for hit in &found.hits {
                if let Some((_, title, _)) = usize::try_from(hit.id - 1)
                    .ok()
                    .and_then(|at| papers.get(at))
                {
                    std::hint::black_box(marker.ranges("title", title));
                }
            }
            pages.push(started.elapsed());
            typed += 1;
            typed_found += usize::from(found.hits.iter().take(10).any(|hit| hit.id == *id));
        }
    }
    report(&mut out, "keystroke", &mut keys)?;
    report(&mut out, "with marks", &mut pages)?;
    writeln!(
        out,
        "           in the first ten at {:.1} % of all keystrokes",
        share(typed_found, typed)
    )?;

    let mut by_kind: Vec<(&str, Vec<(i64, String)>)> = vec![
        ("whole title", Vec::new()),
        ("six words", Vec::new()),
        ("one slip", Vec::new()),
        ("author and three words", Vec::new()),
    ];
    for (id, title, author) in &sample {
        let words: Vec<&str> = title.split_whitespace().collect();
        let some = |count: usize| {
            words
                .iter()
                .take(count)
                .copied()
                .collect::<Vec<_>>()
                .join(" ")
        };
        let longest = words
            .iter()
            .max_by_key(|word| word.chars().count())
            .copied()
            .unwrap_or_default();
        let slipped: String = longest
            .chars()
            .enumerate()
            .filter(|(at, _)| *at != 3)
            .map(|(_, c)| c)
            .collect();
        let family = author
            .as_deref()
            .and_then(|name| name.split_whitespace().last())
            .unwrap_or_default();
        for (kind, queries) in &mut by_kind {
            queries.push((
                *id,
                match *kind {
                    "whole title" => title.clone(),
                    "six words" => some(6) + " ",
                    "one slip" => some(WORDS).replace(longest, &slipped) + " ",
                    _ => format!("{family} {} ", some(3)),
                },
            ));
        }
    }
    for (kind, queries) in by_kind {
        let (mut first, mut ten, mut times) = (0, 0, Vec::new());
        for (id, text) in &queries {
            let started = Instant::now();
            let found = index.search(&Query::parse(text), &everything, PAGE, 0)?;
            times.push(started.elapsed());
            first += usize::from(found.hits.first().is_some_and(|hit| hit.id == *id));
            ten += usize::from(found.hits.iter().take(10).any(|hit| hit.id == *id));
        }
        report(&mut out, kind, &mut times)?;
        writeln!(
            out,
            "           first {:.1} %, in the first ten {:.1} %",
            share(first, queries.len()),
            share(ten, queries.len())
        )?;
    }
    Ok(())
}

fn document(id: i64, value: &Value) -> Document {
    let text = |name: &str| {
        value
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let authors = value
        .get("authors")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    Document {
        id,
        key: format!("paper{id}"),
        title: text("title"),
        abstract_text: text("abstract"),
        authors: authors
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        identifiers: [text("arxiv"), text("doi")]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect(),
        year: text("date").get(..4).and_then(|year| year.parse().ok()),
        ..Document::default()
    }
}

fn size(folder: &Path) -> Result<u64, Failure> {
    let mut total = 0;
    for entry in std::fs::read_dir(folder)? {
        total += entry?.metadata()?.len();
    }
    Ok(total)
}

fn report(out: &mut impl Write, name: &str, times: &mut [Duration]) -> Result<(), Failure> {
    times.sort_unstable();
    let at = |share: usize| {
        times
            .get(times.len() * share / 100)
            .map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    let worst = times.last().map_or(0.0, |time| time.as_secs_f64() * 1e3);
    writeln!(
        out,
        "{name:10} {} times, p50 {:.2} ms, p95 {:.2} ms, p99 {:.2} ms, worst {worst:.2} ms",
        times.len(),
        at(50),
        at(95),
        at(99)
    )?;
    Ok(())
}

fn share(some: usize, all: usize) -> f64 {
    some as f64 * 100.0 / all.max(1) as f64
}
