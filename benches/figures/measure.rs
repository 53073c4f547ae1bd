//! How each figure is measured.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use embed::Vectors;
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

fn said<T>(result: Result<T, library::error::Error>) -> Result<T, String> {
    result.map_err(|error| error.message)
}

fn import(library: &Library, file: PathBuf) -> Result<(), String> {
    said(library.import_files(&ImportFiles {
        paths: vec![file],
        ..ImportFiles::default()
    }))
    .map(|_| ())
}

fn list(library: &Library, query: &str, limit: usize) -> Result<ListResponse, String> {
    list_by(library, query, limit, SearchMode::Words)
}

fn list_by(
    library: &Library,
    query: &str,
    limit: usize,
    mode: SearchMode,
) -> Result<ListResponse, String> {
    said(library.list(ListRequest {
        query: query.to_owned(),
        mode,
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
    let library = corpus::open(&work.join("library-100k"))?;
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

/// Words alone: what the search index answers.
pub fn search(work: &Path) -> Outcome {
    typed(&corpus::library(work)?, SearchMode::Words, 200)
}

/// As the window asks: words, with meaning mixed in behind them by the real model, which embeds
/// what was typed at every keystroke, over made-up vectors.
pub fn hybrid(work: &Path) -> Outcome {
    let total = said(corpus::library(work)?.paper_count())?;
    let folder = work.join("library-100k");
    fill_vectors(&folder, total)?;
    let library = corpus::open(&folder)?;
    if !library.model_present() {
        return Err("skipped: no model".to_owned());
    }
    typed(&library, SearchMode::Hybrid, 40)
}

/// Every prefix, from two characters, of the first words of titles spread over the library.
fn typed(library: &Library, mode: SearchMode, titles: usize) -> Outcome {
    list_by(library, "warming up", 50, mode)?;
    let total = said(library.paper_count())?;
    let mut times = Vec::new();
    for number in 0..titles {
        let offset = number * total / titles;
        let request = ListRequest {
            offset,
            limit: 1,
            ..ListRequest::default()
        };
        let Some(row) = said(library.list(request))?.rows.pop() else {
            continue;
        };
        let typed: String = row
            .title
            .split_whitespace()
            .take(4)
            .collect::<Vec<_>>()
            .join(" ");
        let characters: Vec<char> = typed.chars().collect();
        for end in 2..=characters.len() {
            let query: String = characters.iter().take(end).collect();
            let started = Instant::now();
            list_by(library, &query, 50, mode)?;
            times.push(started.elapsed());
        }
    }
    let note = format!("{} keystrokes, first page of 50 with snippets", times.len());
    let milliseconds =
        [0.5, 0.95, 0.99].map(|part| percentile(&mut times, part).as_secs_f64() * 1000.0);
    Ok(Measured::new(milliseconds.to_vec(), note))
}

/// Real embeddings of 100,000 papers take hours; the time of a scan does not depend on what the
/// vectors mean, so these are made up.
pub fn related(work: &Path) -> Outcome {
    let folder = work.join("library-100k");
    let total = {
        let library = corpus::library(work)?;
        said(library.paper_count())?
    };
    fill_vectors(&folder, total)?;
    let library = corpus::open(&folder)?;
    let mut times = Vec::new();
    let ask = |id: usize| {
        said(library.related(RelatedRequest {
            of: vec![id as PaperId],
            limit: 10,
            why: false,
            ..RelatedRequest::default()
        }))
    };
    ask(1)?;
    for number in 0..200 {
        let started = Instant::now();
        let found = ask(1 + number * total / 201)?;
        times.push(started.elapsed());
        if found.hits.len() != 10 {
            return Err("fewer than ten related papers".to_owned());
        }
    }
    let milliseconds = [0.5, 0.95].map(|part| percentile(&mut times, part).as_secs_f64() * 1000.0);
    Ok(Measured::new(
        milliseconds.to_vec(),
        "200 papers, ten hits each, reasons apart",
    ))
}

fn fill_vectors(folder: &Path, total: usize) -> Result<(), String> {
    let mut vectors = Vectors::open(
        &folder.join("cache").join("vectors.bin"),
        embed::MODEL_ID,
        embed::DIMENSIONS,
    );
    if vectors.len() >= total {
        return Ok(());
    }
    // A small generator with a fixed seed: the same vectors on every machine.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / 8_388_608.0 - 1.0
    };
    let ids: Vec<usize> = (1..=total).collect();
    for batch in ids.chunks(1_000) {
        let entries: Vec<_> = batch
            .iter()
            .map(|id| {
                let mut vector: Vec<f32> = (0..embed::DIMENSIONS).map(|_| next()).collect();
                let length = vector.iter().map(|part| part * part).sum::<f32>().sqrt();
                vector.iter_mut().for_each(|part| *part /= length);
                (*id as PaperId, embed::text_hash("made up"), vector)
            })
            .collect();
        vectors.put(&entries).map_err(|error| error.to_string())?;
    }
    Ok(())
}

pub fn export(work: &Path) -> Outcome {
    let library = corpus::library(work)?;
    let note = "The authors *argue* for a method and test it with care.\n\n\
                What is missing is a comparison, see [the discussion](https://example.org/).";
    let ids: Vec<PaperId> = (1..=1_000).collect();
    for id in &ids {
        said(library.note(NoteRequest {
            id: *id,
            text: note.to_owned(),
        }))?;
    }
    let mut seconds = Vec::new();
    for format in ["docx", "html"] {
        let choices = ExportChoices {
            format: format.to_owned(),
            style: "apa".to_owned(),
            papers: ExportPapers::Selection { ids: ids.clone() },
            annotation: vec![AnnotationPart::Note],
            ..ExportChoices::default()
        };
        let started = Instant::now();
        let exported = said(library.export(&choices))?;
        seconds.push(started.elapsed().as_secs_f64());
        if exported.entries != ids.len() {
            return Err("entries were lost".to_owned());
        }
    }
    Ok(Measured::new(seconds, "APA, two paragraphs each"))
}

pub fn percentile(times: &mut [Duration], part: f64) -> Duration {
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    times
        .get((last as f64 * part).round() as usize)
        .copied()
        .unwrap_or_default()
}
