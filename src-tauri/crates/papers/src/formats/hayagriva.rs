//! Hayagriva's YAML, the bibliography format of Typst: a map of keys to entries.
//!
//! Every entry is parsed by itself, so that a broken one costs itself. Anchors and aliases are
//! refused and nesting is bounded, since an entry needs neither. What Hayagriva has no field for
//! is written under `lectern`, a name it passes over, and read back from there.

mod chunks;
mod entries;
mod kinds;
mod reader;
mod writer;

use serde_yaml::Value;

use super::sniff::Evidence;
use super::{Format, Reading};
use crate::diagnostic::Diagnostic;
use crate::paper::Record;
use crate::text::fold;

pub(super) use self::writer::write;

/// The name under which an entry holds what Hayagriva has no field for.
const OWN: &str = "lectern";

/// Fields of text that the model has none for; kept in `extra` and written back as they are.
const FORMATTABLE: [&str; 5] = [
    "organization",
    "archive",
    "archive-location",
    "call-number",
    "genre",
];
/// The same for fields that are a number or text.
const NUMBERS: [&str; 4] = ["chapter", "edition", "runtime", "time-range"];

pub(super) fn read(text: &str) -> Reading {
    let mut reading = Reading::new(Format::Hayagriva);
    for entry in entries::entries(text) {
        let line = entry.line;
        if let Some((code, message)) = entry.refusal() {
            let remark = Diagnostic::error(code, line, message).about(entry.source);
            reading.diagnostics.push(remark);
            continue;
        }
        match serde_yaml::from_str::<Value>(&entry.guarded()) {
            Ok(Value::Mapping(map)) => {
                for (key, fields) in &map {
                    let (Some(key), Value::Mapping(fields)) = (reader::scalar(key), fields) else {
                        let message = "Here an entry was expected; this is none.";
                        reading.diagnostics.say(line, || {
                            Diagnostic::error("not-an-entry", line, message).about(entry.source)
                        });
                        continue;
                    };
                    let paper = reader::paper(&key, fields, line, &mut reading.diagnostics);
                    let mut doubts = Vec::new();
                    if paper.title.is_empty() {
                        doubts.push("the entry has no title".to_owned());
                        let message = "This entry has no title.";
                        reading
                            .diagnostics
                            .say(line, || Diagnostic::warning("missing-title", line, message));
                    }
                    reading.records.push(Record {
                        paper,
                        position: reading.records.len() + 1,
                        line,
                        original: entry.source.trim_end().to_owned(),
                        date: None,
                        doubts,
                    });
                }
            }
            Ok(Value::Null) => {}
            Ok(_) => {
                let message = "Here an entry was expected; this is none.";
                reading.diagnostics.say(line, || {
                    Diagnostic::error("not-an-entry", line, message).about(entry.source)
                });
            }
            Err(error) => {
                let message = format!(
                    "This entry is not valid YAML: {}.",
                    fold(&error.to_string())
                );
                reading.diagnostics.say(line, || {
                    Diagnostic::error("invalid-entry", line, message).about(entry.source)
                });
            }
        }
    }
    reading
}

/// Most of the keys open an entry with one of Hayagriva's types, and with a title or people.
pub(super) fn evidence(text: &str) -> Evidence {
    if text.trim_start().starts_with(['{', '[', '<', '@']) {
        return Evidence::None;
    }
    let (mut typed, mut all) = (0, 0);
    for entry in entries::entries(text) {
        let mut fields = entry.source.lines().skip(1).filter_map(|line| {
            let name = line.strip_prefix([' ', '\t'])?.trim_start();
            name.split_once(':')
        });
        all += 1;
        let (mut kind, mut told) = (false, false);
        for (name, value) in fields.by_ref() {
            match name {
                "type" => kind |= kinds::is_type(value.trim().trim_matches(['"', '\''])),
                "title" | "author" | "parent" | "editor" => told = true,
                _ => {}
            }
        }
        typed += usize::from(kind && told);
    }
    if typed > 0 && typed * 2 >= all {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

#[cfg(test)]
mod tests;
