//! Figures of searching and relating, at several sizes of library.

use std::path::Path;
use std::time::Instant;

use embed::Vectors;
use library::api::types::*;
use library::{Library, Options};

use crate::corpus;
use crate::measure::{Measured, Outcome, percentile, said};

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

/// Makes the library of so many papers: seconds, and megabytes of its index on disk.
pub fn build(work: &Path, papers: usize) -> Outcome {
    let started = Instant::now();
    drop(corpus::library_of(work, papers)?);
    let seconds = started.elapsed().as_secs_f64();
    let index = megabytes(&corpus::folder(work, papers).join("cache"));
    Ok(Measured::new(
        vec![seconds, index],
        if papers > 100_000 {
            "titles and abstracts mixed from halves of the corpus's, 100,000 a file"
        } else {
            "reading and writing the file included"
        },
    ))
}

fn megabytes(folder: &Path) -> f64 {
    let size = |entry: std::fs::DirEntry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => megabytes(&entry.path()),
        _ => entry.metadata().map_or(0.0, |data| data.len() as f64 / 1e6),
    };
    std::fs::read_dir(folder).map_or(0.0, |entries| entries.flatten().map(size).sum())
}

/// Words alone: what the search index answers, in a library opened as a window opens it.
pub fn words(work: &Path, papers: usize) -> Outcome {
    drop(corpus::library_of(work, papers)?);
    let mut options = Options::new(corpus::folder(work, papers), "bench");
    // Embedding would begin at once and take the processor for an hour.
    options.model_places.clear();
    let library = said(Library::open(options))?;
    library.warm_up();
    typed(&library, SearchMode::Words, 200)
}

/// As the window asks: words, with meaning mixed in by the real model, which embeds what was typed
/// at every keystroke, over made-up vectors.
pub fn hybrid(work: &Path, papers: usize) -> Outcome {
    drop(corpus::library_of(work, papers)?);
    let folder = corpus::folder(work, papers);
    fill_vectors(&folder, papers)?;
    let library = corpus::open(&folder)?;
    if !library.model_present() {
        return Err("skipped: no model".to_owned());
    }
    typed(&library, SearchMode::Hybrid, 40)
}

/// Searches as a window does while another hundred thousand papers are being imported.
pub fn while_importing(work: &Path) -> Outcome {
    drop(corpus::library_of(work, 10_000)?);
    let file = corpus::bibtex(work)?;
    let mut options = Options::new(corpus::folder(work, 10_000), "bench");
    // Embedding would begin at once and take the processor for an hour.
    options.model_places.clear();
    let library = said(Library::open(options))?;
    library.warm_up();
    let importing = library.clone();
    let import = std::thread::spawn(move || crate::measure::import(&importing, file));
    let mut times = Vec::new();
    for number in 0.. {
        if import.is_finished() {
            break;
        }
        let query = ["le", "learning", "graph n", "quantum", "galaxy clus"][number % 5];
        let started = Instant::now();
        list_by(&library, query, 50, SearchMode::Words)?;
        times.push(started.elapsed());
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    import.join().map_err(|_| "the import panicked")??;
    let worst = times
        .iter()
        .max()
        .map_or(0.0, |time| time.as_secs_f64() * 1000.0);
    let note = format!(
        "{} searches during the import, worst {worst:.0} ms",
        times.len()
    );
    Ok(Measured::new(
        milliseconds(&mut times, &[0.5, 0.95, 0.99]),
        note,
    ))
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
    Ok(Measured::new(
        milliseconds(&mut times, &[0.5, 0.95, 0.99]),
        note,
    ))
}

/// Real embeddings of 100,000 papers take hours; the time of a scan does not depend on what the
/// vectors mean, so these are made up.
pub fn related(work: &Path, papers: usize) -> Outcome {
    let folder = corpus::folder(work, papers);
    let total = said(corpus::library_of(work, papers)?.paper_count())?;
    fill_vectors(&folder, total)?;
    let library = corpus::open(&folder)?;
    let mut times = Vec::new();
    let ask = |id: usize| {
        said(library.related(RelatedRequest {
            of: vec![id as PaperId],
            limit: 10,
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
    Ok(Measured::new(
        milliseconds(&mut times, &[0.5, 0.95]),
        "200 papers, ten hits each, reasons apart",
    ))
}

/// An inbox of 10,000 papers ordered anew by 200 decisions, each time after one more; made-up vectors.
pub fn ranking(work: &Path) -> Outcome {
    let (decided, more) = (200, 20);
    drop(corpus::library_of(work, 10_000)?);
    let folder = corpus::folder(work, 10_000);
    fill_vectors(&folder, 10_000)?;
    let library = corpus::open(&folder)?;
    let decide = |id: usize| {
        let decision = match id % 2 {
            0 => Decision::Include,
            _ => Decision::Exclude,
        };
        said(library.decide(DecideRequest {
            ids: vec![id as PaperId],
            decision,
            reason: None,
        }))
    };
    for id in 1..=decided {
        decide(id)?;
    }
    let mut times = Vec::new();
    for id in decided + 1..=decided + more {
        decide(id)?;
        let started = Instant::now();
        said(library.list(ListRequest {
            view: View::Inbox,
            sort: Sort::Ranking,
            limit: 50,
            ..ListRequest::default()
        }))?;
        times.push(started.elapsed());
    }
    Ok(Measured::new(
        milliseconds(&mut times, &[0.5, 0.95]),
        "learning from 200 decisions and the page of 50 with reasons included",
    ))
}

/// Topics of 10,000 papers, made-up vectors: grouping them and finding words for the groups.
pub fn topics(work: &Path) -> Outcome {
    drop(corpus::library_of(work, 10_000)?);
    let folder = corpus::folder(work, 10_000);
    fill_vectors(&folder, 10_000)?;
    let library = corpus::open(&folder)?;
    let started = Instant::now();
    let found = said(library.topics(TopicsRequest::default()))?;
    let seconds = started.elapsed().as_secs_f64();
    Ok(Measured::new(
        vec![seconds],
        format!("{} topics", found.topics.len()),
    ))
}

/// The model from its files, with their hashes checked; the middle of nine.
pub fn loading(_: &Path) -> Outcome {
    let folder = std::env::var_os("LECTERN_MODEL_DIR").ok_or("skipped: no model")?;
    let mut times = Vec::new();
    for _ in 0..9 {
        let started = Instant::now();
        let model = embed::MiniLm::load(Path::new(&folder)).map_err(|error| error.to_string())?;
        times.push(started.elapsed());
        drop(model);
    }
    Ok(Measured::new(milliseconds(&mut times, &[0.5]), ""))
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

fn milliseconds(times: &mut [std::time::Duration], parts: &[f64]) -> Vec<f64> {
    parts
        .iter()
        .map(|part| percentile(times, *part).as_secs_f64() * 1000.0)
        .collect()
}
