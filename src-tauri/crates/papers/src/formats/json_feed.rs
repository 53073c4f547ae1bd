//! JSON Feed, versions 1 and 1.1. Items are cut out of the source before they are parsed, so that a
//! bad one, or the end of a cut file, costs itself.

use serde_json::{Map, Value};

use super::feed::{self, Channel, Item};
use super::json::items::Items;
use super::sniff::Evidence;
use super::{Format, Reading};
use crate::diagnostic::Diagnostic;
use crate::paper::Record;
use crate::text::{LineStarts, fold};

pub(super) fn read(text: &str) -> Reading {
    let mut reading = Reading::new(Format::JsonFeed);
    if !text.contains("\"items\"") {
        return reading;
    }
    let lines = LineStarts::new(text);
    let found: Vec<_> = Items::new(text, &[&["items"]]).collect();
    let head = found
        .first()
        .and_then(|first| text.get(..first.start))
        .unwrap_or(text);
    reading.title = told(head, "title").or_else(|| {
        // The items may stand first.
        let tail = found.last().and_then(|last| text.get(last.end..));
        tail.and_then(|tail| told(tail, "title"))
    });
    let channel = Channel {
        title: reading.title.clone(),
        ..Channel::default()
    };
    for cut in found {
        let source = text.get(cut.start..cut.end).unwrap_or_default();
        let line = lines.line(cut.start);
        let fields = match serde_json::from_str::<Value>(source) {
            Ok(Value::Object(fields)) => fields,
            Ok(_) => continue,
            Err(error) => {
                let (code, message) = if cut.complete {
                    (
                        "invalid-item",
                        format!("This item is not valid JSON: {error}."),
                    )
                } else {
                    (
                        "cut-item",
                        "The source ends in the middle of this item.".to_owned(),
                    )
                };
                reading.diagnostics.say(line, || {
                    Diagnostic::error(code, line, message).about(source)
                });
                continue;
            }
        };
        let place = feed::Place { line, closed: true };
        let (paper, mut doubts) = item(&fields).paper(&channel);
        let Some(paper) = feed::kept(paper, &place, &mut doubts, &mut reading.diagnostics) else {
            continue;
        };
        reading.records.push(Record {
            paper,
            position: reading.records.len() + 1,
            line,
            original: source.to_owned(),
            date: None,
            doubts,
        });
    }
    feed::say_if_empty(text, &mut reading);
    reading
}

/// A text under a key in a stretch of JSON that is not whole.
fn told(part: &str, key: &str) -> Option<String> {
    let (_, rest) = part.split_once(&format!("\"{key}\""))?;
    let value = rest.trim_start().strip_prefix(':')?.trim_start();
    let mut escaped = false;
    let end = value.char_indices().skip(1).find(|&(_, c)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })?;
    let text: String = serde_json::from_str(value.get(..=end.0)?).ok()?;
    Some(fold(&text)).filter(|text| !text.is_empty())
}

fn item(fields: &Map<String, Value>) -> Item {
    let text = |key: &str| match fields.get(key) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let mut item = Item::default();
    item.titles.extend(text("title"));
    item.links.extend(text("url"));
    item.links.extend(text("external_url"));
    item.ids.extend(text("id"));
    item.ids.extend(text("doi"));
    item.descriptions.extend(text("content_html"));
    for plain in ["content_text", "summary"] {
        let plain = text(plain).map(|text| feed::escaped(&text));
        item.descriptions
            .extend(plain.map(|text| text.replace("\n\n", "<p>")));
    }
    item.dates.extend(text("date_published"));
    item.dates.extend(text("date_modified"));
    item.language = text("language");
    let people = match fields.get("authors") {
        Some(Value::Array(people)) => people.iter().collect(),
        _ => fields.get("author").into_iter().collect::<Vec<_>>(),
    };
    for person in people {
        let name = person.get("name").unwrap_or(person);
        item.creators.extend(name.as_str().map(str::to_owned));
    }
    if let Some(Value::Array(tags)) = fields.get("tags") {
        item.subjects
            .extend(tags.iter().filter_map(Value::as_str).map(fold));
    }
    item
}

/// The version's address, which every JSON Feed begins with.
pub(super) fn evidence(text: &str) -> Evidence {
    let start = text.trim_start();
    let versioned = start.contains("jsonfeed.org/version/");
    if start.starts_with('{') && versioned && start.contains("\"version\"") {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

#[cfg(test)]
mod tests;
