//! What is read of files, at a glance: one line a file, and on demand every record.
//!
//! `cargo run -p papers --example sweep -- FOLDER_OR_FILE…` prints each file's format, its records,
//! how many lack a title, authors or a year, the remarks by code and the doubts; with `--records`
//! first every record is shown too, one field a line.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use papers::{Reading, Record, read, sniff};

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let records = arguments.first().is_some_and(|first| first == "--records");
    if records {
        arguments.remove(0);
    }
    let mut files = Vec::new();
    for argument in &arguments {
        collect(Path::new(argument), &mut files);
    }
    for path in files {
        show(&path, records);
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(path) else {
        files.push(path.to_owned());
        return;
    };
    let mut inside: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    inside.sort();
    for path in inside {
        collect(&path, files);
    }
}

fn show(path: &Path, records: bool) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let Ok(bytes) = fs::read(path) else {
        println!("{name}: cannot be read");
        return;
    };
    let Some(format) = sniff(&bytes, Some(&name)) else {
        println!("{name}: no format");
        return;
    };
    let reading = read(format, &bytes);
    summary(&name, &reading);
    if records {
        reading.records.iter().for_each(whole);
    }
}

fn summary(name: &str, reading: &Reading) {
    let lacking = |lacks: fn(&Record) -> bool| reading.records.iter().filter(|r| lacks(r)).count();
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for remark in &reading.diagnostics {
        *codes.entry(&remark.code).or_default() += 1;
    }
    let mut doubts: BTreeMap<&str, usize> = BTreeMap::new();
    for doubt in reading.records.iter().flat_map(|record| &record.doubts) {
        *doubts.entry(doubt).or_default() += 1;
    }
    println!(
        "{name}: {} {} records, without title {}, authors {}, year {}, abstract {}; {codes:?} {doubts:?}",
        reading.format.id(),
        reading.records.len(),
        lacking(|r| r.paper.title.is_empty()),
        lacking(|r| r.paper.authors.is_empty()),
        lacking(|r| r.paper.date.is_none()),
        lacking(|r| r.paper.abstract_text.is_none()),
    );
}

fn whole(record: &Record) {
    println!(
        "  #{} line {} {:?}",
        record.position, record.line, record.doubts
    );
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(&record.paper) else {
        return;
    };
    for (name, value) in fields {
        if !matches!(value.as_array(), Some(list) if list.is_empty()) {
            println!("    {name}: {value}");
        }
    }
}
