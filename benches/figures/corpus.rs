//! The material of the figures: the reference digest and a library of 100,000 arXiv records.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use library::{ImportFiles, Library, Options};
use papers::formats::Format;
use papers::{Name, Paper, Scheme};
use serde_json::Value;

fn shared() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if folder.is_dir() {
        Ok(folder)
    } else {
        Err("skipped: no ../shared/data".to_owned())
    }
}

pub fn reference_digest() -> Result<PathBuf, String> {
    Ok(shared()?.join("digests/hf-papers-mar-14.txt"))
}

/// The corpus as papers, read once through `xz`.
pub fn corpus() -> Result<Vec<Paper>, String> {
    let packed = shared()?.join("corpus/arxiv-100k.jsonl.xz");
    let mut child = Command::new("xz")
        .args(["-dc"])
        .arg(packed)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("skipped: xz: {error}"))?;
    let lines = BufReader::new(child.stdout.take().ok_or("no pipe")?).lines();
    let papers = lines
        .map_while(Result::ok)
        .filter_map(|line| serde_json::from_str::<Value>(&line).ok())
        .map(|record| paper(&record))
        .collect();
    child.wait().map_err(|error| error.to_string())?;
    Ok(papers)
}

fn paper(record: &Value) -> Paper {
    let text = |key: &str| record[key].as_str().map(str::to_owned);
    let mut paper = Paper {
        title: text("title").unwrap_or_default(),
        abstract_text: text("abstract"),
        date: text("date").and_then(|date| date.parse().ok()),
        kind: "article".to_owned(),
        ..Paper::default()
    };
    paper.authors = record["authors"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(|name| match name.rsplit_once(' ') {
            Some((given, family)) => Name::person(family, Some(given)),
            None => Name::literal(name),
        })
        .collect();
    if let Some(arxiv) = text("arxiv") {
        paper.identifiers.insert(Scheme::Arxiv, arxiv);
    }
    if let Some(doi) = text("doi") {
        paper.identifiers.insert(Scheme::Doi, doi.to_lowercase());
    }
    paper
}

/// The corpus as one BibTeX file.
pub fn bibtex(work: &Path) -> Result<PathBuf, String> {
    let file = work.join("corpus.bib");
    if !file.exists() {
        let text = papers::formats::write(Format::Bibtex, &corpus()?);
        std::fs::write(&file, text).map_err(|error| error.to_string())?;
    }
    Ok(file)
}

pub fn open(folder: &Path) -> Result<Library, String> {
    Library::open(Options::new(folder.to_owned(), "bench")).map_err(|error| error.message)
}

/// A library of the whole corpus, imported by whichever figure comes first.
pub fn library(work: &Path) -> Result<Library, String> {
    let folder = work.join("library-100k");
    let file = bibtex(work)?;
    let library = open(&folder)?;
    if library.paper_count().map_err(|error| error.message)? == 0 {
        let request = ImportFiles {
            paths: vec![file],
            ..ImportFiles::default()
        };
        library
            .import_files(&request)
            .map_err(|error| error.message)?;
    }
    Ok(library)
}
