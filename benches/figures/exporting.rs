//! Annotated bibliographies of a thousand entries: each format, the preview, and pandoc beside them.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use library::Library;
use library::api::types::*;
use serde_json::{Value, json};

use crate::corpus;
use crate::measure::{Measured, Outcome, import, percentile, said};

const ENTRIES: usize = 1_000;

/// Records of our own making: every length of list of authors, every kind that a reader has.
fn records() -> Value {
    const KINDS: [&str; 5] = ["article-journal", "chapter", "book", "report", "thesis"];
    const WORDS: [&str; 12] = [
        "tidal",
        "sorting",
        "moss",
        "leaks",
        "proofs",
        "gulls",
        "kitchens",
        "sediment",
        "meters",
        "sequences",
        "ledgers",
        "winters",
    ];
    let word = |number: usize| WORDS[number % WORDS.len()];
    (0..ENTRIES)
        .map(|number| {
            let authors: Vec<Value> = (0..1 + number % 7)
                .map(|author| {
                    let family = format!("{}son{}", word(number * 5 + author), number % 331);
                    json!({ "family": family, "given": format!("Ada {}.", word(author)) })
                })
                .collect();
            json!({
                "id": format!("work{number}"),
                "type": KINDS[number % KINDS.len()],
                "title": format!("On {} and {} in the {number}th of {}", word(number), word(number / 12), word(number / 144)),
                "author": authors,
                "issued": { "date-parts": [[1980 + number % 45, 1 + number % 12]] },
                "container-title": format!("Journal of {}", word(number / 7)),
                "volume": (number % 90).to_string(),
                "issue": (number % 6).to_string(),
                "page": format!("{number}-{}", number + 17),
                "publisher": "Wing Press",
                "DOI": format!("10.1000/work.{number}"),
            })
        })
        .collect()
}

fn note(number: usize, version: usize) -> String {
    format!(
        "The authors *argue* in {number} steps for a method and test it with care on $n = {version}$ winters.\n\n\
         What is missing is a comparison, see [the discussion](https://example.org/{number})."
    )
}

/// The library of the figures; made by whichever comes first.
fn library(work: &Path) -> Result<Library, String> {
    let library = corpus::open(&work.join("exports"))?;
    if said(library.paper_count())? == 0 {
        let file = work.join("exports.json");
        std::fs::write(&file, records().to_string()).map_err(|error| error.to_string())?;
        import(&library, file)?;
        annotate(&library, 1)?;
    }
    Ok(library)
}

fn annotate(library: &Library, version: usize) -> Result<(), String> {
    for number in 1..=ENTRIES {
        said(library.note(NoteRequest {
            id: number as PaperId,
            text: note(number, version),
        }))?;
    }
    Ok(())
}

fn choices(format: &str) -> ExportChoices {
    ExportChoices {
        format: format.to_owned(),
        style: "apa".to_owned(),
        papers: ExportPapers::Library,
        annotation: vec![AnnotationPart::Note],
        ..ExportChoices::default()
    }
}

/// Seconds of the first export of a process, and of one after every annotation has changed.
pub fn to(work: &Path, format: &str) -> Outcome {
    let library = library(work)?;
    let export = || {
        let started = Instant::now();
        let exported = said(library.export(&choices(format)))?;
        match exported.entries {
            ENTRIES => Ok((started.elapsed().as_secs_f64(), exported.bytes.len())),
            _ => Err("entries were lost".to_owned()),
        }
    };
    let (cold, _) = export()?;
    annotate(&library, 2)?;
    let (changed, bytes) = export()?;
    Ok(Measured::new(
        vec![cold, changed],
        format!("APA, two paragraphs each; {bytes} bytes"),
    ))
}

/// Milliseconds of the first preview of a process, and of one after one annotation has changed.
pub fn preview(work: &Path) -> Outcome {
    let library = library(work)?;
    let preview = || {
        let started = Instant::now();
        let preview = said(library.preview_export(ExportPreviewRequest {
            choices: choices("docx"),
            limit: 0,
        }))?;
        match preview.entries {
            ENTRIES => Ok(started.elapsed()),
            _ => Err("entries were lost".to_owned()),
        }
    };
    let first = preview()?;
    let mut times: Vec<Duration> = Vec::new();
    for version in 3..23 {
        said(library.note(NoteRequest {
            id: 500,
            text: note(500, version),
        }))?;
        times.push(preview()?);
    }
    let mut all = vec![first];
    all.extend([0.5, 0.95].map(|part| percentile(&mut times, part)));
    Ok(Measured::new(
        all.iter()
            .map(|time| time.as_secs_f64() * 1_000.0)
            .collect(),
        "20 changes of one note",
    ))
}

/// How many styles there are, and the milliseconds of finding one by its name.
pub fn styles(work: &Path) -> Outcome {
    let library = library(work)?;
    let all = said(library.styles(StylesRequest::default()))?.total;
    let started = Instant::now();
    let found = said(library.styles(StylesRequest {
        query: "psychological".to_owned(),
        ..StylesRequest::default()
    }))?;
    let milliseconds = started.elapsed().as_secs_f64() * 1_000.0;
    Ok(Measured::new(
        vec![all as f64, milliseconds],
        format!("{} found", found.total),
    ))
}

/// Seconds that pandoc takes for the same records to Word and to HTML.
pub fn pandoc(work: &Path) -> Outcome {
    let version = match Command::new("pandoc").arg("--version").output() {
        Ok(output) => String::from_utf8_lossy(&output.stdout).into_owned(),
        Err(_) => return Err("skipped: pandoc is not installed".to_owned()),
    };
    let (records, text) = (work.join("pandoc.json"), work.join("pandoc.md"));
    let mut document = String::from("---\nnocite: '@*'\n---\n\n");
    for number in 1..=ENTRIES {
        document.push_str(&note(number, 1));
        document.push_str("\n\n");
    }
    std::fs::write(&records, self::records().to_string())
        .and_then(|()| std::fs::write(&text, document))
        .map_err(|error| error.to_string())?;
    let mut seconds = Vec::new();
    for to in ["docx", "html"] {
        let started = Instant::now();
        let status = Command::new("pandoc")
            .args([
                "--citeproc",
                "--standalone",
                "--from",
                "markdown",
                "--to",
                to,
                "--bibliography",
            ])
            .arg(&records)
            .arg("--output")
            .arg(work.join(format!("pandoc.{to}")))
            .arg(&text)
            .status()
            .map_err(|error| error.to_string())?;
        if !status.success() {
            return Err(format!("pandoc failed to write {to}"));
        }
        seconds.push(started.elapsed().as_secs_f64());
    }
    let version = version.lines().next().unwrap_or_default().to_owned();
    Ok(Measured::new(
        seconds,
        format!("{version}, its own style; the notes stand before the references, not under each"),
    ))
}
