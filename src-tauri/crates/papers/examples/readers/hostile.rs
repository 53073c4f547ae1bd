//! Ten megabytes of bytes that were made to be slow, in every format: of its own syntax (each of
//! its fixtures over and over, only the first line of it, the beginning of one before a scrap over
//! and over) and of everybody's (each of the scraps, random bytes).
//!
//! Every pattern is tried at an eightieth of the size first; those that took long there are read whole.

use std::fs;
use std::path::Path;
use std::time::Instant;

use papers::{Format, read, sniff};

use crate::scraps::SCRAPS;
use crate::{Dice, seconds};

const WHOLE: usize = 10 << 20;
const TRIAL: usize = WHOLE / 80;
/// Seconds at the trial's size from which a pattern is read whole.
const SLOW: f64 = 0.012;
/// So many patterns are read whole in any case, and at most so many.
const SLOWEST: usize = 3;
const MOST: usize = 6;
/// So many fixtures of a format are repeated.
const FIXTURES: usize = 3;
/// As much as is looked at for the format.
const SNIFFED: usize = 64 << 10;
/// The system counts a process's time in larger steps than one look takes.
const SNIFFS: u32 = 10;

/// What no format's syntax would say but what is hard on some tokenizers.
const GENERAL: &[&str] = &[
    "a word of a line, ",
    "> ",
    "@a{b,\n",
    "@a{b,c={\n",
    "@a{b,c=\"",
    "@a{b,c=d#",
    "\"a\n",
    "[{",
    "{\"a\":",
    "{\"a\":1},",
    "[],",
    "<a>",
    "<p>a",
    "<a><b></a>",
    "<!--a",
    "<a b=\"",
    "&amp;",
    "&#1",
    "&",
    "$\\",
    "$ \\'{",
    "$a$",
    "*",
    "**a",
    "_a_ ",
    "`",
    "[a](",
    "![",
    "(",
    "((a)",
    "a and ",
    "a, ",
    "A. B., ",
    "a;",
    "1. ",
    "- a\n",
    "# a\n",
    "a\n",
    "a\n\n",
    " a\n",
    "  - a: b\n",
    "a: b\n",
    "a b c d e f g\n",
    "http://a.b ",
    "10.1000/a ",
    "2401.00001\n",
    "Müller ",
    "\u{e9}",
    "数",
    "Ã¼",
    "\u{fb01}",
    "=?utf-8?Q?a?= ",
    "From a\n",
    "a: b\r\n",
    "--b\n",
];

struct Pattern {
    name: String,
    /// Comes once.
    head: Vec<u8>,
    repeated: Vec<u8>,
}

impl Pattern {
    fn new(name: impl Into<String>, head: &[u8], repeated: &[u8]) -> Pattern {
        Pattern {
            name: name.into(),
            head: head.to_vec(),
            repeated: repeated.to_vec(),
        }
    }

    fn bytes(&self, size: usize) -> Vec<u8> {
        let rest = self.repeated.iter().cycle();
        self.head.iter().chain(rest).take(size).copied().collect()
    }

    fn seconds(&self, format: Format, size: usize) -> f64 {
        let bytes = self.bytes(size);
        let clock = Instant::now();
        let start = seconds(clock);
        let _ = read(format, &bytes);
        seconds(clock) - start
    }
}

/// The fixtures of a folder by their names.
fn fixtures(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../tests/fixtures")
        .join(folder);
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found: Vec<(String, Vec<u8>)> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let name = name.strip_suffix(".in")?.to_owned();
            let bytes = fs::read(entry.path()).ok()?;
            (!bytes.is_empty()).then_some((name, bytes))
        })
        .collect();
    found.sort();
    found
}

fn beginning(bytes: &[u8], most: usize) -> &[u8] {
    bytes.get(..most).unwrap_or(bytes)
}

fn general() -> Vec<Pattern> {
    let mut dice = Dice(42);
    let random: Vec<u8> = (0..WHOLE).map(|_| dice.roll(256) as u8).collect();
    let letters: Vec<u8> = random.iter().map(|byte| b'a' + byte % 26).collect();
    let mut patterns = vec![
        Pattern::new("random bytes", b"", &random),
        Pattern::new("random letters", b"", &letters),
    ];
    for scrap in SCRAPS.iter().chain(GENERAL) {
        patterns.push(Pattern::new(format!("{scrap:?}"), b"", scrap.as_bytes()));
    }
    patterns
}

fn of_its_own(format: Format) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    let mut fixtures = fixtures(format.id());
    // The longest say most.
    fixtures.sort_by_key(|(_, bytes)| std::cmp::Reverse(bytes.len()));
    fixtures.truncate(FIXTURES);
    for (name, bytes) in &fixtures {
        patterns.push(Pattern::new(name, b"", bytes));
        patterns.push(Pattern::new(
            format!("first KB of {name}"),
            b"",
            beginning(bytes, 1024),
        ));
        for (number, line) in bytes.split_inclusive(|&byte| byte == b'\n').enumerate() {
            let number = number + 1;
            if number <= 12 {
                let name = format!("line {number} of {name}");
                patterns.push(Pattern::new(&name, b"", line));
                patterns.push(Pattern::new(format!("up to {name}"), bytes, line));
            }
        }
    }
    if let Some((name, bytes)) = fixtures.first() {
        for scrap in SCRAPS.iter().chain(GENERAL) {
            let head = beginning(bytes, 1024);
            let name = format!("{name} and {scrap:?}");
            patterns.push(Pattern::new(name, head, scrap.as_bytes()));
        }
    }
    patterns
}

/// Reads the hostile bytes as every format, or as the one wanted, and prints what took longest.
pub fn reading(wanted: Option<&str>) {
    let general = general();
    for &format in Format::ALL {
        if wanted.is_some_and(|id| id != format.id()) {
            continue;
        }
        let own = of_its_own(format);
        let mut tried: Vec<(f64, &Pattern)> = general
            .iter()
            .chain(&own)
            .map(|pattern| (pattern.seconds(format, TRIAL), pattern))
            .collect();
        tried.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut whole: Vec<(f64, &Pattern)> = tried
            .iter()
            .take(MOST)
            .enumerate()
            .take_while(|(index, (seconds, _))| *index < SLOWEST || *seconds > SLOW)
            .map(|(_, (_, pattern))| (pattern.seconds(format, WHOLE), *pattern))
            .collect();
        whole.sort_by(|a, b| b.0.total_cmp(&a.0));
        let above = whole.iter().filter(|(seconds, _)| *seconds > 1.0).count();
        let shown: Vec<String> = whole
            .iter()
            .take(SLOWEST)
            .map(|(seconds, pattern)| format!("{seconds:.2} s {}", pattern.name))
            .collect();
        println!(
            "{:<22} {above:>3} of {} patterns above 1 s: {}",
            format.id(),
            tried.len(),
            shown.join(" | ")
        );
    }
}

/// Asks for the format of every fixture and of the general patterns at the size that is looked at.
pub fn sniffing() {
    let folders = Format::ALL.iter().map(|format| format.id());
    let mut patterns = general();
    for (name, bytes) in folders.chain(["hostile"]).flat_map(fixtures) {
        patterns.push(Pattern::new(&name, b"", &bytes));
        let line = bytes.split_inclusive(|&byte| byte == b'\n').next();
        let line = line.unwrap_or(&bytes);
        patterns.push(Pattern::new(format!("first line of {name}"), b"", line));
    }
    let clock = Instant::now();
    let mut took: Vec<(f64, &Pattern)> = patterns
        .iter()
        .map(|pattern| {
            let bytes = pattern.bytes(SNIFFED);
            let start = seconds(clock);
            for _ in 0..SNIFFS {
                let _ = sniff(&bytes, None);
            }
            ((seconds(clock) - start) / f64::from(SNIFFS), pattern)
        })
        .collect();
    took.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (seconds, pattern) in took.iter().take(8) {
        println!("sniffing: {:.1} ms {}", seconds * 1000.0, pattern.name);
    }
}
