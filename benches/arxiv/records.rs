//! The arXiv corpus beside the checkout: 100,000 records, read once through `xz`.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use papers::{Name, Paper, Scheme};
use serde_json::Value;

/// The folder of everything that is measured with but is no part of the repository.
pub fn shared() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if folder.is_dir() {
        Ok(folder)
    } else {
        Err("skipped: no ../shared/data".to_owned())
    }
}

/// Every record as it stands: `title`, `abstract`, `authors`, `categories`, `date`, `arxiv`, `doi`.
pub fn records() -> Result<Vec<Value>, String> {
    let packed = shared()?.join("corpus/arxiv-100k.jsonl.xz");
    if !packed.is_file() {
        return Err("skipped: no ../shared/data/corpus".to_owned());
    }
    let mut child = Command::new("xz")
        .args(["-dc"])
        .arg(packed)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("skipped: xz: {error}"))?;
    let lines = BufReader::new(child.stdout.take().ok_or("no pipe")?).lines();
    let records = lines
        .map_while(Result::ok)
        .filter_map(|line| serde_json::from_str(&line).ok())
        .collect();
    child.wait().map_err(|error| error.to_string())?;
    Ok(records)
}

/// What an import would make of a record.
pub fn paper(record: &Value) -> Paper {
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
