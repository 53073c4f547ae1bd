//! CSL-JSON: an array of items, an object with `items`, one item, or items one after another.
//!
//! Items are cut out of the source before they are parsed, so that a bad one, or the end of a cut
//! file, costs itself. What CSL has no variable for (several URLs, arXiv ids, lists of keywords) is
//! written under `custom`, the place CSL 1.0.2 gives for that, and read back from there.

mod reader;
mod writer;

use super::json::{self, Shape};
use super::sniff::Evidence;
use super::{CSL_TYPES, Format, Reading};

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

const SHAPE: Shape<'_> = Shape {
    wrappers: &[&["items"]],
    is_item: |fields| fields.contains_key("title") || fields.contains_key("issued"),
};

pub(super) fn read(text: &str) -> Reading {
    json::reading(
        text,
        Format::CslJson,
        &SHAPE,
        |found, records, diagnostics| {
            let position = records.len() + 1;
            records.push(reader::record(
                &found.fields,
                found.source,
                position,
                found.line,
                diagnostics,
            ));
        },
    )
}

/// The first item has a CSL type, or a title and what only CSL calls so.
pub(super) fn evidence(text: &str) -> Evidence {
    let Some(fields) = json::first_keys(text, SHAPE.wrappers) else {
        return Evidence::None;
    };
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
