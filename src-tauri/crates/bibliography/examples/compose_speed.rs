//! Prints how long 1,000 annotated entries take to compose and to write as a Word file: from
//! nothing, again with every annotation changed, and again with one reference changed.
//!
//!     cargo run -p bibliography --release --example compose_speed [ENTRIES]

use std::time::Instant;

use bibliography::{Entry, Group, Part, References, Sort, Style, Work, compose_with, docx};
use serde_json::{Value, json};

const RECORDS: &str = include_str!("../tests/citations/records.json");

fn main() {
    let entries = std::env::args()
        .nth(1)
        .and_then(|count| count.parse().ok())
        .unwrap_or(1_000);
    let records: Vec<Value> = serde_json::from_str(RECORDS).unwrap_or_default();
    println!(
        "{:<26} {:>9} {:>9} {:>9} {:>9}",
        "seconds", "compose", "and DOCX", "new notes", "one new"
    );
    for id in ["apa", "mla", "chicago", "ieee"] {
        let start = Instant::now();
        let Ok(style) = Style::by_id(id) else { return };
        let mut memory = References::default();
        let mut composed = 0.0;
        let mut times = Vec::new();
        for (note, title) in [("First", "x"), ("Second", "x"), ("Second", "y")] {
            let start = if times.is_empty() {
                start
            } else {
                Instant::now()
            };
            let work = work(&records, entries, &style, note, title);
            let Ok(document) = compose_with(&work, &mut memory, &mut |_, _| true) else {
                return;
            };
            if times.is_empty() {
                composed = start.elapsed().as_secs_f64();
            }
            let bytes = docx(&document).map(|bytes| bytes.len()).unwrap_or_default();
            assert!(bytes > 0, "no document");
            times.push(start.elapsed().as_secs_f64());
        }
        let [cold, notes, one] = times.as_slice() else {
            return;
        };
        println!("{id:<26} {composed:>9.3} {cold:>9.3} {notes:>9.3} {one:>9.3}");
    }
}

fn work<'a>(
    records: &[Value],
    entries: usize,
    style: &'a Style,
    note: &str,
    title: &str,
) -> Work<'a> {
    let entries = records
        .iter()
        .cycle()
        .take(entries)
        .enumerate()
        .map(|(number, record)| {
            let mut item = record.clone();
            // Every entry is another work.
            item["id"] = json!(format!("key{number}"));
            if let Some(old) = record["title"].as_str() {
                let old = if number == 0 {
                    format!("{title} {old}")
                } else {
                    old.to_owned()
                };
                item["title"] = json!(format!("{old} {}", number / records.len()));
            }
            let paragraph =
                "The authors *measure* what others assume, and find less than was hoped \
                             for; the method holds for small harbours only, as they say themselves."
                    .repeat(3);
            Entry {
                id: i64::try_from(number).unwrap_or_default(),
                item,
                annotation: vec![Part::Note(format!(
                    "{note} {paragraph}\n\nAlso: {paragraph}"
                ))],
            }
        })
        .collect();
    Work {
        groups: vec![Group {
            level: 1,
            heading: None,
            introduction: String::new(),
            entries,
        }],
        style,
        title: None,
        sort: Sort::Style,
        language: None,
        contents: false,
        note_headings: true,
    }
}
