//! How fast the readers are: records a second and the most memory that was needed, and the seconds
//! that ten megabytes of hostile bytes take in every format.
//!
//! `cargo run --release -p papers --example readers -- 100000` makes so many records of its own words
//! in each format and `readers -- 100000 bibtex` only in one; `readers -- hostile` reads the hostile
//! bytes only, `readers -- hostile csv` only as CSV, and `readers -- sniff` asks which format the
//! fixtures are in, each repeated to the size that is looked at.

mod hostile;
#[path = "../../tests/scraps/mod.rs"]
mod scraps;

use std::fmt::Write as _;
use std::time::Instant;

use papers::{Date, Format, Name, Paper, Scheme, read, sniff, write};

const WORDS: [&str; 40] = [
    "harbour", "of", "signal", "the", "in", "measured", "gull", "tide", "and", "slow", "network",
    "learning", "bread", "on", "kite", "with", "northern", "a", "moss", "graph", "model", "yeast",
    "effect", "study", "letters", "for", "under", "wind", "Bayesian", "small", "cloud", "weight",
    "from", "random", "field", "lattice", "sleep", "choir", "bridge", "DNA",
];
const NAMES: [&str; 12] = [
    "Roe", "Low", "Müller", "Sol", "Haddad", "Moreau", "Ito", "Okafor", "Dahl", "Kovač", "Tan",
    "Ferrari",
];
const GIVEN: [&str; 8] = [
    "Ann", "Bo C.", "Jörg", "Cy", "Leila", "Paul", "Kenji", "Ngozi",
];

/// Numbers that are the same at every run (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let at = self.roll(list.len());
        list.get(at).copied().unwrap_or_default()
    }

    fn words(&mut self, count: usize) -> String {
        let mut text = String::new();
        for index in 0..count {
            if index > 0 {
                text.push(' ');
            }
            text.push_str(self.pick(&WORDS));
        }
        text
    }
}

fn paper(dice: &mut Dice, number: usize) -> Paper {
    let mut paper = Paper {
        title: format!("{} {number}", dice.words(9)),
        abstract_text: Some(format!("{}.", dice.words(150))),
        kind: "article-journal".to_owned(),
        date: Some(Date {
            year: 1980 + dice.roll(45) as i32,
            month: Some(1 + dice.roll(12) as u8),
            day: None,
        }),
        venue: Some(format!("Journal of {}", dice.words(2))),
        volume: Some((1 + dice.roll(90)).to_string()),
        issue: Some((1 + dice.roll(12)).to_string()),
        pages: Some(format!("{}-{}", 1 + dice.roll(90), 100 + dice.roll(90))),
        keywords: (0..4).map(|_| dice.words(1)).collect(),
        key: Some(format!("key{number}")),
        urls: vec![format!("https://example.org/{number}")],
        ..Paper::default()
    };
    for _ in 0..1 + dice.roll(6) {
        let given = dice.pick(&GIVEN);
        paper
            .authors
            .push(Name::person(dice.pick(&NAMES), Some(given)));
    }
    paper
        .identifiers
        .insert(Scheme::Doi, format!("10.5555/{number}.x"));
    paper
}

/// A line of the process's status in bytes; 0 where there is none.
fn status(name: &str) -> usize {
    std::fs::read_to_string("/proc/self/status")
        .unwrap_or_default()
        .lines()
        .find_map(|line| {
            line.strip_prefix(name)?
                .split_whitespace()
                .next()?
                .parse::<usize>()
                .ok()
        })
        .map_or(0, |kilobytes| kilobytes * 1024)
}

/// Seconds that this process has had a processor, which other work on the machine does not
/// lengthen; where the system does not say, the time of the clock.
fn seconds(start: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    match told
        .split(' ')
        .next()
        .and_then(|time| time.parse::<f64>().ok())
    {
        Some(nanoseconds) if nanoseconds > 0.0 => nanoseconds / 1e9,
        _ => start.elapsed().as_secs_f64(),
    }
}

const MEGABYTE: f64 = 1_048_576.0;

/// Reads so many records of one format and prints what it took.
fn records(format: Format, count: usize) {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut text = String::new();
    let papers: Vec<Paper> = (0..count).map(|number| paper(&mut dice, number)).collect();
    let _ = write!(text, "{}", write(format, &papers));
    drop(papers);
    let before = status("VmRSS:");
    // Where the kernel lets a process, the high-water mark starts anew.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let clock = Instant::now();
    let start = seconds(clock);
    let known = sniff(text.as_bytes(), None);
    let sniffed = seconds(clock) - start;
    let start = seconds(clock);
    let reading = read(format, text.as_bytes());
    let seconds = seconds(clock) - start;
    println!(
        "{:<10} {:>8} records {:>7.1} MB {:>7.3} s {:>9.0} records/s  peak {:>6.0} MB above {:>5.0} MB  sniffed in {:.2} ms as {}",
        format.id(),
        reading.records.len(),
        text.len() as f64 / MEGABYTE,
        seconds,
        reading.records.len() as f64 / seconds,
        (status("VmHWM:").saturating_sub(before)) as f64 / MEGABYTE,
        before as f64 / MEGABYTE,
        sniffed * 1000.0,
        known.map_or("nothing", Format::id),
    );
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let count = arguments.first().and_then(|count| count.parse().ok());
    let wanted = arguments.get(1).map(String::as_str);
    match arguments.first().map(String::as_str) {
        Some("hostile") => return hostile::reading(wanted),
        Some("sniff") => return hostile::sniffing(),
        _ => {}
    }
    for format in [Format::Bibtex, Format::Ris, Format::CslJson, Format::Csv] {
        if wanted.is_none_or(|id| id == format.id()) {
            records(format, count.unwrap_or(20_000));
        }
    }
    if wanted.is_none() {
        hostile::reading(None);
        hostile::sniffing();
    }
}
