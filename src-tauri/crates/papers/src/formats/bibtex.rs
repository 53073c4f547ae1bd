//! BibTeX and BibLaTeX.
//!
//! Three steps: `splitter` cuts a source into raw entries and repairs what it can; `inherit`
//! resolves `crossref` and `xdata`; `fields` gives raw values their meaning. `writer` goes the
//! other way. One broken entry costs one entry. Grammar and field names follow the manuals of
//! BibTeX (Patashnik 1988) and BibLaTeX (§2).

mod fields;
mod inherit;
mod journals;
mod kinds;
mod splitter;
mod writer;

use std::borrow::Cow;
use std::collections::HashSet;

use self::splitter::{Entry, Split};
use super::sniff::Evidence;
use super::{Format, Reading};
use crate::diagnostic::{Diagnostic, Severity};

pub(super) use writer::{write_biblatex, write_bibtex};

/// Field names in lower case with their raw TeX values, in the order of the source.
type Fields<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

pub(super) fn read_bibtex(text: &str) -> Reading {
    read(text, Format::Bibtex)
}

pub(super) fn read_biblatex(text: &str) -> Reading {
    read(text, Format::Biblatex)
}

fn read(text: &str, format: Format) -> Reading {
    let Split {
        entries,
        mut diagnostics,
    } = splitter::split(text);
    let inherited = inherit::resolve(&entries, text.len(), &mut diagnostics);
    let mut records = Vec::with_capacity(entries.len());
    let mut keys: HashSet<String> = HashSet::new();
    for (entry, extra_fields) in entries.iter().zip(inherited) {
        if matches!(entry.kind.as_str(), "xdata" | "set") {
            continue;
        }
        if !entry.key.is_empty() && !keys.insert(entry.key.to_lowercase()) {
            let message = "This key stands in the source more than once.";
            diagnostics.say(entry.line, || {
                Diagnostic::warning("duplicate-key", entry.line, message).about(&entry.key)
            });
        }
        let position = records.len() + 1;
        records.push(fields::record(
            text,
            entry,
            extra_fields,
            position,
            &mut diagnostics,
        ));
    }
    Reading {
        format,
        title: None,
        date: None,
        records,
        diagnostics,
    }
}

pub(super) fn evidence(text: &str) -> Evidence {
    if speaks_biblatex(text) {
        Evidence::None
    } else {
        entries_in(text)
    }
}

pub(super) fn biblatex_evidence(text: &str) -> Evidence {
    if speaks_biblatex(text) {
        entries_in(text)
    } else {
        Evidence::None
    }
}

/// Whether fields or types are BibLaTeX's, found without parsing. Some of its fields are also used
/// by sites that write BibTeX, whose entries have a year.
fn speaks_biblatex(text: &str) -> bool {
    if !text.contains('@') {
        return false;
    }
    let names = |wanted: &[&str]| wanted.iter().any(|name| has_field(text, name));
    let typed = text
        .split('@')
        .skip(1)
        .filter_map(|from| from.get(..from.bytes().take(20).position(|b| b == b'{')?))
        .any(|kind| kinds::is_biblatex(&kind.trim().to_ascii_lowercase()));
    typed
        || names(&["date", "journaltitle"])
        || names(&["langid", "eprinttype", "annotation", "location"]) && !has_field(text, "year")
}

/// Whether `name =` stands where a field may begin.
fn has_field(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text
            .as_bytes()
            .get(at.wrapping_sub(1))
            .copied()
            .unwrap_or(b'\n');
        let after = text.get(at + name.len()..).unwrap_or_default();
        (before == b',' || before.is_ascii_whitespace())
            && after
                .bytes()
                .take(40)
                .find(|byte| *byte != b' ' && *byte != b'\t')
                == Some(b'=')
    })
}

/// How much of the text is entries.
fn entries_in(text: &str) -> Evidence {
    if !text.contains('@') {
        return Evidence::None;
    }
    let Split {
        entries,
        diagnostics,
    } = splitter::split(text);
    let known: Vec<&Entry<'_>> = entries
        .iter()
        .filter(|entry| {
            !entry.fields.is_empty() && (kinds::is_known(&entry.kind) || entry.fields.len() > 1)
        })
        .collect();
    let covered: usize = known.iter().map(|entry| entry.end - entry.start).sum();
    let content = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .count();
    let cut = diagnostics.iter().any(|d| d.severity > Severity::Info);
    if known.is_empty() {
        let frame = text.lines().take(50).any(|line| {
            let line = line.trim_start().to_ascii_lowercase();
            ["@comment{jabref", "@string{", "@preamble{"]
                .iter()
                .any(|start| line.starts_with(start))
        });
        if frame || (cut && !entries.is_empty()) {
            Evidence::Some
        } else {
            Evidence::None
        }
    } else if covered * 2 >= content {
        Evidence::Plain
    } else {
        Evidence::Some
    }
}

#[cfg(test)]
mod tests;
