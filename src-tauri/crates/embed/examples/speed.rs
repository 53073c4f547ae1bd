//! How fast this machine embeds and searches: `cargo run --release -p embed --example speed --
//! MODEL_DIR DIGEST [VECTORS]`. The digest is read as the reference digest is laid out: five lines
//! of heading, then title and abstract in turn. Nearest neighbours are asked for among so many
//! vectors, 100,000 when not said, made from those of the digest by adding noise.

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use embed::{Embedder, MiniLm, Question, Vectors, WordPieces, explain, text_of};

const VECTORS: i64 = 100_000;
const ROUNDS: usize = 200;
/// Papers that the background job hands over together.
const TOGETHER: usize = 32;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (model, digest, vectors) = match arguments.as_slice() {
        [model, digest] => (model, digest, Ok(VECTORS)),
        [model, digest, vectors] => (model, digest, vectors.parse()),
        _ => {
            eprintln!("usage: speed MODEL_DIR DIGEST [VECTORS]");
            return ExitCode::from(2);
        }
    };
    let Ok(vectors) = vectors else {
        eprintln!("speed: VECTORS is a number");
        return ExitCode::from(2);
    };
    match run(Path::new(model), Path::new(digest), vectors) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(model: &Path, digest: &Path, count: i64) -> Result<(), Box<dyn std::error::Error>> {
    let papers = papers(&std::fs::read_to_string(digest)?);
    let texts: Vec<String> = papers
        .iter()
        .map(|(title, summary)| text_of(title, summary))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();

    for round in ["load, first", "load, again"] {
        let start = Instant::now();
        MiniLm::load(model)?;
        println!("{round}       {:.3} s", start.elapsed().as_secs_f64());
    }
    let pieces = WordPieces::load(model)?;
    let tokens = texts.iter().try_fold(0, |sum, text| {
        Ok::<_, embed::Error>(sum + pieces.read_pieces(text)?)
    })?;
    let model = MiniLm::load(model)?;
    model.embed(&texts[..texts.len().min(4)])?;

    // Batches of the size that a job would use, so that the figure is the job's.
    for round in 1..=3 {
        let (start, before) = (Instant::now(), processor_seconds());
        for batch in texts.chunks(TOGETHER) {
            model.embed(batch)?;
        }
        let seconds = start.elapsed().as_secs_f64();
        let count = texts.len() as f64;
        print!(
            "embed, round {round}    {:.1} papers/s, {:.0} tokens/s",
            count / seconds,
            tokens as f64 / seconds
        );
        match (before, processor_seconds()) {
            (Some(before), Some(after)) => {
                println!(", {:.1} a processor second", count / (after - before));
            }
            _ => println!(),
        }
    }
    if let Some(peak) = memory("VmHWM:") {
        println!("peak memory       {peak}");
    }

    if let [(_, of), rest @ ..] = papers.as_slice() {
        let hits: Vec<&str> = rest.iter().take(10).map(|(_, hit)| hit.as_str()).collect();
        let start = Instant::now();
        let pairs = explain::best_pairs(&model, of, &hits)?;
        let seconds = start.elapsed().as_secs_f64();
        println!("reasons of {}     {seconds:.3} s", pairs.len());
    }
    let seeds = model.embed(&texts)?;
    let loaded = memory("VmRSS:");
    drop((model, pieces));
    if let (Some(loaded), Some(dropped)) = (loaded, memory("VmRSS:")) {
        println!("memory            {loaded}, model dropped {dropped}");
    }
    nearest(&seeds, count)
}

/// A cache of many vectors near the given ones, and the time a question takes.
fn nearest(seeds: &[Vec<f32>], count: i64) -> Result<(), Box<dyn std::error::Error>> {
    let dimensions = seeds.first().map_or(0, Vec::len);
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("vectors.bin");
    let mut vectors = Vectors::open(&file, "speed", dimensions);
    let mut noisy = noise();
    let start = Instant::now();
    let papers: Vec<i64> = (0..count).collect();
    for papers in papers.chunks(1000) {
        let entries: Vec<(i64, u64, Vec<f32>)> = papers
            .iter()
            .zip(
                seeds.iter().cycle().skip(
                    papers
                        .first()
                        .map_or(0, |first| *first as usize % seeds.len()),
                ),
            )
            .map(|(paper, seed)| (*paper, 0, noisy(seed)))
            .collect();
        vectors.put(&entries)?;
    }
    println!("put {count}    {:.3} s", start.elapsed().as_secs_f64());
    drop(vectors);
    for file in ["vectors.bin", "vectors.i8"] {
        let bytes = std::fs::metadata(dir.path().join(file))?.len();
        println!("{file}       {} MB", bytes / 1_000_000);
    }

    let start = Instant::now();
    let vectors = Vectors::open(&file, "speed", dimensions);
    println!("open              {:.3} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let first = seeds.first().map_or(&[][..], Vec::as_slice);
    vectors.nearest(&[first], 20, &|_| false);
    println!("first answer      {:.3} s", start.elapsed().as_secs_f64());

    let queries: Vec<Vec<f32>> = (0..ROUNDS)
        .zip(seeds.iter().cycle())
        .map(|(_, seed)| noisy(seed))
        .collect();
    let one = |query: &[f32]| {
        vectors.nearest(&[query], 20, &|paper| paper % 7 == 0);
    };
    time("one paper", &queries, one);
    let eight: Vec<&[f32]> = seeds.iter().take(8).map(Vec::as_slice).collect();
    let facets = |query: &[f32]| {
        vectors.ask(&Question {
            like: &eight,
            unlike: &[query],
            limit: 20,
            among: None,
            skip: &|_| false,
        });
    };
    time("eight, less one", &queries, facets);
    let some: Vec<i64> = (0..count).filter(|paper| paper % 50 == 0).collect();
    let filtered = |query: &[f32]| {
        vectors.ask(&Question {
            like: &[query],
            unlike: &[],
            limit: 20,
            among: Some(&some),
            skip: &|_| false,
        });
    };
    time("among a fiftieth", &queries, filtered);

    let (mut found, mut all) = (0, 0);
    for query in queries.iter().step_by(4) {
        let near = vectors.nearest(&[query], 10, &|_| false);
        // With a limit as large as the cache the floats of all are looked at.
        let exact = vectors.nearest(&[query], count as usize, &|_| false);
        all += exact.iter().take(10).count();
        found += exact
            .iter()
            .take(10)
            .filter(|hit| near.iter().any(|other| other.0 == hit.0))
            .count();
    }
    println!("recall@10         {:.4}", found as f64 / all.max(1) as f64);
    Ok(())
}

/// Makes a vector near another: a cosine of about 0.87.
fn noise() -> impl FnMut(&Vec<f32>) -> Vec<f32> {
    let mut state = 1u64;
    let mut random = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 40) as f32 / (1u64 << 24) as f32 - 0.5
    };
    move |seed| {
        let mut vector: Vec<f32> = seed.iter().map(|x| x + random() * 0.1).collect();
        let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
        vector.iter_mut().for_each(|x| *x /= length);
        vector
    }
}

fn time(what: &str, queries: &[Vec<f32>], ask: impl Fn(&[f32])) {
    let before = processor_seconds();
    let mut times: Vec<Duration> = queries
        .iter()
        .map(|query| {
            let start = Instant::now();
            ask(query);
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
        "{what:17} best {:.2} ms, median {:.2}, p95 {:.2}",
        milliseconds(0),
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

/// What /proc says of this process's memory under a name.
fn memory(name: &str) -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.trim().to_owned())
}
