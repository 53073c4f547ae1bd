//! How fast this machine embeds and searches: `cargo run --release -p embed --example speed --
//! MODEL_DIR DIGEST`. The digest is read as the reference digest is laid out: five lines of
//! heading, then title and abstract in turn.

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use embed::{Embedder, MiniLm, Vectors, explain, text_of};

const VECTORS: i64 = 100_000;
const ROUNDS: usize = 200;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, digest] = arguments.as_slice() else {
        eprintln!("usage: speed MODEL_DIR DIGEST");
        return ExitCode::from(2);
    };
    match run(Path::new(model), Path::new(digest)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(model: &Path, digest: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let papers = papers(&std::fs::read_to_string(digest)?);
    let texts: Vec<String> = papers
        .iter()
        .map(|(title, summary)| text_of(title, summary))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();

    let start = Instant::now();
    let model = MiniLm::load(model)?;
    println!("load              {:.3} s", start.elapsed().as_secs_f64());
    model.embed(&texts[..texts.len().min(4)])?;

    // Batches of the size that a job would use, so that the figure is the job's.
    for round in 1..=3 {
        let (start, before) = (Instant::now(), processor_seconds());
        for batch in texts.chunks(16) {
            model.embed(batch)?;
        }
        let seconds = start.elapsed().as_secs_f64();
        let count = texts.len() as f64;
        print!("embed, round {round}    {:.1} papers/s", count / seconds);
        match (before, processor_seconds()) {
            (Some(before), Some(after)) => {
                println!(", {:.1} a processor second", count / (after - before));
            }
            _ => println!(),
        }
    }
    if let Some(peak) = peak_memory() {
        println!("peak memory       {peak}");
    }

    if let [(_, of), rest @ ..] = papers.as_slice() {
        let hits: Vec<&str> = rest.iter().take(10).map(|(_, hit)| hit.as_str()).collect();
        let start = Instant::now();
        let pairs = explain::best_pairs(&model, of, &hits)?;
        let seconds = start.elapsed().as_secs_f64();
        println!("reasons of {}     {seconds:.3} s", pairs.len());
    }
    nearest(&model.embed(&texts)?)
}

/// A cache of many vectors near the given ones, and the time a question takes.
fn nearest(seeds: &[Vec<f32>]) -> Result<(), Box<dyn std::error::Error>> {
    let dimensions = seeds.first().map_or(0, Vec::len);
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("vectors.bin");
    let mut vectors = Vectors::open(&file, "speed", dimensions);
    let mut state = 1u64;
    let mut random = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 40) as f32 / (1u64 << 24) as f32 - 0.5
    };
    let entries: Vec<(i64, u64, Vec<f32>)> = (0..VECTORS)
        .zip(seeds.iter().cycle())
        .map(|(paper, seed)| {
            let mut vector: Vec<f32> = seed.iter().map(|x| x + random() * 0.1).collect();
            let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
            vector.iter_mut().for_each(|x| *x /= length);
            (paper, 0, vector)
        })
        .collect();
    let start = Instant::now();
    for batch in entries.chunks(1000) {
        vectors.put(batch)?;
    }
    println!("put 100,000       {:.3} s", start.elapsed().as_secs_f64());
    drop((vectors, entries));

    let start = Instant::now();
    let vectors = Vectors::open(&file, "speed", dimensions);
    println!("open 100,000      {:.3} s", start.elapsed().as_secs_f64());
    let before = processor_seconds();
    let mut times: Vec<Duration> = (0..ROUNDS)
        .zip(seeds.iter().cycle())
        .map(|(_, seed)| {
            let start = Instant::now();
            let hits = vectors.nearest(&[seed], 20, &|paper| paper % 7 == 0);
            assert_eq!(hits.len(), 20);
            start.elapsed()
        })
        .collect();
    times.sort();
    let milliseconds = |share: usize| {
        times
            .get(ROUNDS * share / 100)
            .map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    };
    print!(
        "nearest, median   {:.2} ms, p95 {:.2} ms",
        milliseconds(50),
        milliseconds(95)
    );
    match (before, processor_seconds()) {
        (Some(before), Some(after)) => {
            println!(
                ", {:.1} ms of processor",
                (after - before) * 1000.0 / ROUNDS as f64
            );
        }
        _ => println!(),
    }
    Ok(())
}

fn papers(digest: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = digest
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .skip(5)
        .collect();
    let pairs = lines.chunks_exact(2);
    pairs
        .map(|pair| (pair[0].to_owned(), pair[1].to_owned()))
        .collect()
}

/// Time that all threads of this process have had, where /proc tells. Unlike wall time it does not
/// depend on what else the machine does.
fn processor_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit(')').next()?.split_whitespace().skip(11);
    let ticks = fields.next()?.parse::<f64>().ok()? + fields.next()?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}

fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}
