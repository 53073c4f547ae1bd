//! CSL-JSON: an array of items, an object with `items`, one item, or items one after another.
//!
//! Items are cut out of the source before they are parsed, so that a bad one, or the end of a cut
//! file, costs itself. What CSL has no variable for (several URLs, arXiv ids, lists of keywords) is
//! written under `custom`, the place CSL 1.0.2 gives for that, and read back from there.

pub(super) mod items;
mod reader;
mod writer;

use serde_json::Value;

use super::sniff::Evidence;
use super::{CSL_TYPES, Format, Reading};
use crate::diagnostic::Diagnostic;
use crate::text::LineStarts;

pub use writer::csl_item;
pub(super) use writer::write;

/// CSL variables of text or numbers that the model has no field for; kept in `extra` and written
/// back as they are.
const PLAIN_VARIABLES: [&str; 36] = [
    "annote",
    "archive",
    "archive_collection",
    "archive_location",
    "archive-place",
    "authority",
    "call-number",
    "chapter-number",
    "citation-label",
    "collection-number",
    "collection-title",
    "container-title-short",
    "dimensions",
    "division",
    "edition",
    "event-place",
    "event-title",
    "genre",
    "jurisdiction",
    "journalAbbreviation",
    "medium",
    "number",
    "number-of-pages",
    "number-of-volumes",
    "original-publisher",
    "original-publisher-place",
    "original-title",
    "references",
    "reviewed-title",
    "scale",
    "section",
    "source",
    "status",
    "title-short",
    "version",
    "year-suffix",
];

pub(super) fn read(text: &str) -> Reading {
    let lines = LineStarts::new(text);
    let mut diagnostics = Vec::new();
    let mut records = Vec::new();
    for item in items::items(text) {
        let line = lines.line(item.start);
        let source = text.get(item.start..item.end).unwrap_or_default();
        match serde_json::from_str::<Value>(source) {
            Ok(Value::Object(fields)) => {
                let position = records.len() + 1;
                records.push(reader::record(
                    &fields,
                    source,
                    position,
                    line,
                    &mut diagnostics,
                ));
            }
            Ok(_) => {
                let message = "Here an item was expected; this is none.";
                diagnostics.push(Diagnostic::error("not-an-item", line, message).about(source));
            }
            Err(error) => {
                let code = if item.complete {
                    "invalid-item"
                } else {
                    "cut-item"
                };
                let message = if item.complete {
                    format!("This item is not valid JSON: {error}.")
                } else {
                    "The source ends in the middle of this item.".to_owned()
                };
                diagnostics.push(Diagnostic::error(code, line, message).about(source));
            }
        }
    }
    Reading {
        format: Format::CslJson,
        title: None,
        date: None,
        records,
        diagnostics,
    }
}

/// The first item has a CSL type, or a title and what only CSL calls so.
pub(super) fn evidence(text: &str) -> Evidence {
    if !text.trim_start().starts_with(['[', '{']) {
        return Evidence::None;
    }
    let Some(first) = items::items(text).into_iter().next() else {
        return Evidence::None;
    };
    let source = text.get(first.start..first.end).unwrap_or_default();
    let fields = items::keys(source);
    let has = |name: &str| fields.iter().any(|(key, _)| *key == name);
    let csl_type = fields.iter().any(|(key, value)| {
        *key == "type"
            && value
                .strip_prefix('"')
                .and_then(|v| v.strip_suffix('"'))
                .is_some_and(|v| CSL_TYPES.contains(&v))
    });
    let speaks_csl = [
        "author",
        "issued",
        "container-title",
        "DOI",
        "editor",
        "citation-key",
    ]
    .iter()
    .any(|name| has(name));
    match (csl_type, has("title")) {
        (true, true) => Evidence::Plain,
        (true, false) if speaks_csl => Evidence::Plain,
        (false, true) if has("issued") && speaks_csl => Evidence::Plain,
        (_, true) if speaks_csl || (has("id") && has("abstract")) => Evidence::Some,
        _ => Evidence::None,
    }
}

#[cfg(test)]
mod tests;
