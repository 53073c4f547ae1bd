//! Measures search as it is typed:
//! `cargo run --release -p search --example keystrokes -- PAPERS.jsonl [COUNT [FOLDER [ROUNDS]]]`.
//!
//! Reads one JSON object a line (`title`, `abstract`, `authors`, `date`, `arxiv`, `doi`), indexes
//! them, then types the first words of evenly spaced titles key by key. Prints the time to build,
//! the size, the time of one search with its first 50 hits and with their marks, how often the paper
//! whose title is typed is among the hits, how long one changed paper takes to be found, and memory.
//! One thread asks. With a `COUNT` above the file's papers the rest are mixed from them: see
//! [`Corpus::paper`]. With a `FOLDER` the index stays there and is taken up again by the next run.
//! With `ROUNDS` all is typed so many times and the best time of each keystroke is printed too:
//! what other programs do on the machine falls out, and so does what only a first time costs.
//! Without a `FOLDER` titles are also typed while another thread indexes a tenth of the papers anew.

use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use search::{Document, Filter, Index, Opened, Query};
use serde_json::Value;

const TITLES: usize = 200;
const WORDS: usize = 6;
const PAGE: usize = 50;
const SAVES: i64 = 20;

type Failure = Box<dyn std::error::Error>;

/// The papers of the file, and as many more as are asked for.
struct Corpus {
    real: Vec<Document>,
    count: usize,
}

impl Corpus {
    fn read(path: &str, count: Option<usize>) -> Result<Corpus, Failure> {
        let mut real = Vec::new();
        for (id, line) in (1_i64..).zip(BufReader::new(File::open(path)?).lines()) {
            real.push(document(id, &serde_json::from_str(&line?)?));
        }
        let count = count.unwrap_or(real.len());
        real.truncate(count);
        if real.is_empty() {
            return Err("no papers in it".into());
        }
        Ok(Corpus { real, count })
    }

    /// A paper of the file, or one mixed from four of them: the beginning of one's title and the end
    /// of another's, the sentences of two abstracts in turn, the authors of a fourth. Vocabulary and
    /// the share of papers that have a word stay as they are; new words, which more papers would
    /// bring, and what words have to do with each other in a paper do not grow.
    fn paper(&self, id: i64) -> Document {
        let at = usize::try_from(id - 1).unwrap_or_default();
        let from = |place: usize| &self.real[place % self.real.len()];
        if at < self.real.len() {
            return from(at).clone();
        }
        let round = at / self.real.len();
        let (one, other) = (from(at), from(at.wrapping_mul(7_919) + round * 104_729));
        let third = from(at.wrapping_mul(31) + round * 15_485_863);
        let half = |title: &str, second: bool| {
            let words: Vec<&str> = title.split_whitespace().collect();
            let (a, b) = words.split_at(words.len().div_ceil(2));
            if second { b } else { a }.join(" ")
        };
        let sentences = one.abstract_text.split(". ").step_by(2);
        let others = third.abstract_text.split(". ").skip(1).step_by(2);
        Document {
            id,
            key: key(&one.authors, one.year, &other.title),
            title: format!("{} {}", half(&one.title, false), half(&other.title, true)),
            abstract_text: sentences.chain(others).collect::<Vec<_>>().join(". "),
            authors: from(at.wrapping_mul(13) + round).authors.clone(),
            identifiers: vec![format!("10.9999/mixed.{id}")],
            year: one.year,
            ..Document::default()
        }
    }
}

/// What came of typing titles key by key.
struct Typed {
    /// The time of each search.
    keys: Vec<Duration>,
    /// With marking its first page's titles.
    pages: Vec<Duration>,
    /// How often the paper was among the first ten.
    found: usize,
    slowest: (Duration, String),
    /// Two runs with the same number gave the same answers.
    answers: u64,
}

impl Typed {
    fn of(
        index: &Index,
        corpus: &Corpus,
        sample: &[(i64, String, Option<String>)],
    ) -> Result<Typed, Failure> {
        let everything = Filter::default();
        let mut typed = Typed {
            keys: Vec::new(),
            pages: Vec::new(),
            found: 0,
            slowest: (Duration::ZERO, String::new()),
            answers: 0,
        };
        let mut answers = DefaultHasher::new();
        for (id, title, _) in sample {
            let words: Vec<&str> = title.split_whitespace().take(WORDS).collect();
            let text: Vec<char> = words.join(" ").chars().collect();
            for length in 2..=text.len() {
                let prefix: String = text.iter().take(length).collect();
                let started = Instant::now();
                let query = Query::parse(&prefix);
                let found = index.search(&query, &everything, PAGE, 0)?;
                let key = started.elapsed();
                let marker = index.marker(&query)?;
                let mut page = started.elapsed();
                for hit in &found.hits {
                    // Reading the paper is not the index's work.
                    let title = corpus.paper(hit.id).title;
                    let started = Instant::now();
                    std::hint::black_box(marker.ranges("title", &title));
                    page += started.elapsed();
                }
                let ids: Vec<i64> = found.hits.iter().map(|hit| hit.id).collect();
                typed.found += usize::from(ids.iter().take(10).any(|hit| hit == id));
                (ids, found.total, found.relaxed).hash(&mut answers);
                typed.keys.push(key);
                typed.pages.push(page);
                if key > typed.slowest.0 {
                    typed.slowest = (key, prefix);
                }
            }
        }
        typed.answers = answers.finish();
        Ok(typed)
    }

    fn best_of(&mut self, again: &Typed) {
        for (times, again) in [
            (&mut self.keys, &again.keys),
            (&mut self.pages, &again.pages),
        ] {
            for (time, again) in times.iter_mut().zip(again) {
                *time = (*time).min(*again);
            }
        }
    }
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("which file of papers?")?;
    let count = arguments.next().map(|count| count.parse()).transpose()?;
    let corpus = Corpus::read(&path, count)?;
    let temporary = tempfile::tempdir()?;
    let kept = arguments.next().map(PathBuf::from);
    let rounds: usize = arguments.next().map_or(Ok(1), |rounds| rounds.parse())?;
    let folder = kept.clone().unwrap_or_else(|| temporary.path().to_owned());
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "corpus     {} papers, {} of them mixed from the others",
        corpus.count,
        corpus.count - corpus.real.len()
    )?;

    let without = memory();
    let started = Instant::now();
    let (index, opened) = Index::open(&folder, "keystrokes")?;
    writeln!(
        out,
        "open       {:.1} ms",
        started.elapsed().as_secs_f64() * 1e3
    )?;
    let fresh = matches!(opened, Opened::Empty { .. }) || index.len() != corpus.count as u64;
    if fresh {
        let started = Instant::now();
        index.clear()?;
        for id in (1_i64..).take(corpus.count) {
            index.add([corpus.paper(id)])?;
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
            size(&folder)? as f64 / 1e6
        )?;
    }

    let started = Instant::now();
    index.warm()?;
    writeln!(
        out,
        "warm       {:.1} ms, beside everything else",
        started.elapsed().as_secs_f64() * 1e3
    )?;

    let step = (corpus.count / TITLES).max(1);
    let sample: Vec<(i64, String, Option<String>)> = (1..)
        .step_by(step)
        .take(TITLES.min(corpus.count))
        .map(|id| {
            let paper = corpus.paper(id);
            (id, paper.title, paper.authors.into_iter().next())
        })
        .collect();
    let everything = Filter::default();
    let before = processor();
    let mut typed = Typed::of(&index, &corpus, &sample)?;
    let after = processor();
    report(&mut out, "keystroke", &mut typed.keys.clone())?;
    report(&mut out, "with marks", &mut typed.pages.clone())?;
    if let (Some(before), Some(after)) = (before, after) {
        let milliseconds = after.saturating_sub(before) as f64 * 1e3 / TICKS;
        writeln!(
            out,
            "           {:.2} ms of processor time each, on all threads",
            milliseconds / typed.keys.len() as f64
        )?;
    }
    writeln!(
        out,
        "           in the first ten at {:.1} % of all keystrokes; slowest {:?}; answers {:016x}",
        share(typed.found, typed.keys.len()),
        typed.slowest.1,
        typed.answers
    )?;
    for _ in 1..rounds {
        let again = Typed::of(&index, &corpus, &sample)?;
        typed.best_of(&again);
    }
    if rounds > 1 {
        writeln!(
            out,
            "           the best of {rounds} rounds for each keystroke:"
        )?;
        report(&mut out, "keystroke", &mut typed.keys)?;
        report(&mut out, "with marks", &mut typed.pages)?;
    }

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
    // A kept index stays as it is, so that another run can be compared.
    if kept.is_none() {
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
        let tenth: Vec<Document> = (1..=i64::try_from(corpus.count / 10)?)
            .map(|id| corpus.paper(id))
            .collect();
        let indexing = AtomicBool::new(true);
        let mut keys = Vec::new();
        std::thread::scope(|scope| -> Result<(), Failure> {
            let writing = scope.spawn(|| {
                let outcome = index.apply(tenth, &[], SAVES + 1);
                indexing.store(false, Ordering::Relaxed);
                outcome
            });
            while indexing.load(Ordering::Relaxed) {
                for (_, title, _) in &sample {
                    for (end, _) in title.char_indices().skip(2).take(40) {
                        let started = Instant::now();
                        let query = Query::parse(title.get(..end).unwrap_or_default());
                        index.search(&query, &everything, PAGE, 0)?;
                        keys.push(started.elapsed());
                    }
                    if !indexing.load(Ordering::Relaxed) {
                        break;
                    }
                }
            }
            writing.join().map_err(|_| "indexing failed")??;
            Ok(())
        })?;
        report(&mut out, "meanwhile", &mut keys)?;
    }
    if let (Some(without), Some(with)) = (without, memory()) {
        writeln!(
            out,
            "memory     {:.0} MB besides the corpus and the mapped files",
            with.saturating_sub(without) as f64 / 1e3
        )?;
    }
    Ok(())
}

/// Ticks of [`processor`] in a second.
const TICKS: f64 = 100.0;

/// The processor time used so far, where the system says so: what other programs do beside this one
/// does not count.
fn processor() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name, which comes second, may hold anything but ends with a bracket.
    let mut numbers = text.rsplit_once(')')?.1.split_whitespace().skip(11);
    let user: u64 = numbers.next()?.parse().ok()?;
    let system: u64 = numbers.next()?.parse().ok()?;
    Some(user + system)
}

/// The process's own memory in kilobytes, where the system says so.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("RssAnon:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
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
    let authors: Vec<String> = authors
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    let year = text("date").get(..4).and_then(|year| year.parse().ok());
    Document {
        id,
        key: key(&authors, year, &text("title")),
        title: text("title"),
        abstract_text: text("abstract"),
        authors,
        identifiers: [text("arxiv"), text("doi")]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect(),
        year,
        ..Document::default()
    }
}

/// As citation keys are: who, when, and a word of the title.
fn key(authors: &[String], year: Option<i64>, title: &str) -> String {
    let family = authors.first().and_then(|name| name.split(' ').next_back());
    let word = title.split(' ').find(|word| word.len() > 3);
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    [family.unwrap_or_default(), &year, word.unwrap_or_default()].concat()
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
