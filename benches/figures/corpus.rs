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

/// How many papers the corpus has; larger libraries are synthesised from it.
const CORPUS: usize = 100_000;

/// The `part`th hundred thousand papers of a library larger than the corpus. Each paper has the
/// first half of one title and the second half of another's, and an abstract of two halves as well:
/// the words are as frequent as in the corpus, and no two papers are the same. No identifiers, for
/// nobody gave them any.
fn synthesised(corpus: &[Paper], part: usize) -> Vec<Paper> {
    let other = |number: usize| &corpus[(number + part * 7_919) % corpus.len()];
    corpus
        .iter()
        .enumerate()
        .map(|(number, paper)| Paper {
            title: halves(&paper.title, &other(number).title),
            abstract_text: Some(halves(
                paper.abstract_text.as_deref().unwrap_or_default(),
                other(number + 1)
                    .abstract_text
                    .as_deref()
                    .unwrap_or_default(),
            )),
            authors: other(number + 2).authors.clone(),
            identifiers: Default::default(),
            ..paper.clone()
        })
        .collect()
}

/// The first half of one text's words and the second half of another's.
fn halves(one: &str, other: &str) -> String {
    let (one, other): (Vec<&str>, Vec<&str>) = (
        one.split_whitespace().collect(),
        other.split_whitespace().collect(),
    );
    let mut words = one[..one.len().div_ceil(2)].to_vec();
    words.extend(&other[other.len() / 2..]);
    words.join(" ")
}

/// Where the library of so many papers is, or will be.
pub fn folder(work: &Path, papers: usize) -> PathBuf {
    work.join(format!("library-{papers}"))
}

/// A library of the whole corpus, imported by whichever figure comes first.
pub fn library(work: &Path) -> Result<Library, String> {
    library_of(work, CORPUS)
}

/// A library of the first papers of the corpus, or of all of it and more made from it; imported by
/// whichever figure comes first.
pub fn library_of(work: &Path, papers: usize) -> Result<Library, String> {
    let library = open(&folder(work, papers))?;
    if library.paper_count().map_err(|error| error.message)? > 0 {
        return Ok(library);
    }
    let import = |file: PathBuf| {
        let request = ImportFiles {
            paths: vec![file],
            ..ImportFiles::default()
        };
        library
            .import_files(&request)
            .map(|_| ())
            .map_err(|error| error.message)
    };
    if papers == CORPUS {
        import(bibtex(work)?)?;
        return Ok(library);
    }
    let mut corpus = corpus()?;
    let parts = if papers < CORPUS {
        corpus.truncate(papers);
        1
    } else {
        papers / CORPUS
    };
    for part in 0..parts {
        let file = work.join("part.bib");
        let text = match part {
            0 => papers::formats::write(Format::Bibtex, &corpus),
            part => papers::formats::write(Format::Bibtex, &synthesised(&corpus, part)),
        };
        std::fs::write(&file, text).map_err(|error| error.to_string())?;
        import(file)?;
    }
    Ok(library)
}
