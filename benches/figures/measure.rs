//! How each figure is measured.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use library::api::types::*;
use library::{ImportFiles, Library};

use crate::corpus;

/// What a figure came to, or why it could not be had.
pub type Outcome = Result<Measured, String>;

#[derive(Debug, Default)]
pub struct Measured {
    pub values: Vec<f64>,
    pub note: String,
    /// When it is not this process whose memory counts.
    pub peak_mb: Option<f64>,
}

impl Measured {
    pub fn new(values: Vec<f64>, note: impl Into<String>) -> Measured {
        Measured {
            values,
            note: note.into(),
            peak_mb: None,
        }
    }
}

/// This process's largest resident size so far, from the kernel's own account.
pub fn peak_megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

pub fn said<T>(result: Result<T, library::error::Error>) -> Result<T, String> {
    result.map_err(|error| error.message)
}

pub fn import(library: &Library, file: PathBuf) -> Result<(), String> {
    said(library.import_files(&ImportFiles {
        paths: vec![file],
        ..ImportFiles::default()
    }))
    .map(|_| ())
}

fn list(library: &Library, query: &str, limit: usize) -> Result<ListResponse, String> {
    said(library.list(ListRequest {
        query: query.to_owned(),
        mode: SearchMode::Words,
        limit,
        ..ListRequest::default()
    }))
}

/// From an empty folder to a first answer from the search index; the middle of five runs.
pub fn import_digest(work: &Path) -> Outcome {
    let digest = corpus::reference_digest()?;
    let mut times = Vec::new();
    for run in 0..5 {
        let folder = work.join(format!("digest-{run}"));
        let started = Instant::now();
        let library = corpus::open(&folder)?;
        import(&library, digest.clone())?;
        let found = list(&library, "language", 20)?;
        times.push(started.elapsed());
        if found.total == 0 {
            return Err("the digest was not searchable".to_owned());
        }
    }
    Ok(Measured::new(
        vec![percentile(&mut times, 0.5).as_secs_f64()],
        "middle of 5, new library each",
    ))
}

pub fn embedding(work: &Path) -> Outcome {
    let library = corpus::open(&work.join("embedding"))?;
    if !library.model_present() {
        return Err("skipped: no model".to_owned());
    }
    import(&library, corpus::reference_digest()?)?;
    let started = Instant::now();
    let embedded = said(library.embed_now(&mut |_, _| true))?;
    let rate = embedded as f64 / started.elapsed().as_secs_f64();
    Ok(Measured::new(vec![rate], "loading of the model included"))
}

pub fn import_corpus(work: &Path) -> Outcome {
    let file = corpus::bibtex(work)?;
    let library = corpus::open(&corpus::folder(work, 100_000))?;
    let started = Instant::now();
    let report = said(library.import_files(&ImportFiles {
        paths: vec![file],
        ..ImportFiles::default()
    }))?;
    let seconds = report.seconds;
    Ok(Measured::new(
        vec![started.elapsed().as_secs_f64()],
        format!(
            "one BibTeX file, searchable at the end; parse {:.1} s, store with identity checked {:.1} s, index {:.1} s",
            seconds.parse, seconds.store, seconds.index
        ),
    ))
}

pub fn percentile(times: &mut [Duration], part: f64) -> Duration {
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    times
        .get((last as f64 * part).round() as usize)
        .copied()
        .unwrap_or_default()
}
