//! `crossref` and `xdata`: what an entry takes over from others.
//!
//! Chains and cycles end; the work is bounded by the size of the source, whatever refers to what.

use super::super::remarks::Remarks;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::Fields;
use super::splitter::Entry;
use crate::diagnostic::Diagnostic;

/// Longest chain of references followed.
const DEEPEST: usize = 8;
/// Most entries one entry takes fields from.
const MOST_PARENTS: usize = 32;

/// For each entry the fields it inherits.
pub(super) fn resolve<'a>(
    entries: &[Entry<'a>],
    size: usize,
    diagnostics: &mut Remarks,
) -> Vec<Fields<'a>> {
    let refers = |entry: &Entry<'a>| {
        entry
            .fields
            .iter()
            .any(|(name, _)| name == "crossref" || name == "xdata")
    };
    if !entries.iter().any(refers) {
        return entries.iter().map(|_| Fields::new()).collect();
    }
    let mut by_key: HashMap<String, usize> = HashMap::new();
    for (index, entry) in entries.iter().enumerate() {
        by_key.entry(entry.key.to_lowercase()).or_insert(index);
    }
    let mut budget = size.saturating_mul(4) + (1 << 20);
    entries
        .iter()
        .map(|entry| {
            if refers(entry) {
                inherited(entry, entries, &by_key, &mut budget, diagnostics)
            } else {
                Fields::new()
            }
        })
        .collect()
}

fn inherited<'a>(
    entry: &Entry<'a>,
    entries: &[Entry<'a>],
    by_key: &HashMap<String, usize>,
    budget: &mut usize,
    diagnostics: &mut Remarks,
) -> Fields<'a> {
    let mut known: HashSet<Cow<'a, str>> =
        entry.fields.iter().map(|(name, _)| name.clone()).collect();
    let mut fields = Fields::new();
    let mut visited: HashSet<String> = HashSet::from([entry.key.to_lowercase()]);
    let mut pending: Vec<(String, bool, usize)> = parents(&entry.fields, 0);
    // Reversed, so that the first reference is followed first.
    pending.reverse();
    while let Some((key, is_data, depth)) = pending.pop() {
        if depth >= DEEPEST || visited.len() > MOST_PARENTS || !visited.insert(key.to_lowercase()) {
            continue;
        }
        let Some(parent) = by_key
            .get(&key.to_lowercase())
            .and_then(|&index| entries.get(index))
        else {
            let message = "This entry refers to one that is not in the source.";
            diagnostics.say(entry.line, || {
                Diagnostic::warning("missing-parent", entry.line, message).about(&key)
            });
            continue;
        };
        let cost: usize = parent
            .fields
            .iter()
            .map(|(name, value)| name.len() + value.len() + 16)
            .sum();
        if cost > *budget {
            let message = "Too much text is inherited in this source; this entry was left without.";
            diagnostics.say(entry.line, || {
                Diagnostic::warning("inheritance-too-large", entry.line, message)
            });
            break;
        }
        *budget -= cost;
        for (name, value) in &parent.fields {
            let own = name_in_child(name, &entry.kind, &parent.kind, is_data);
            let own = match own {
                Some(own) if own == name => name.clone(),
                Some(own) => Cow::Owned(own.to_owned()),
                None => continue,
            };
            if known.insert(own.clone()) {
                fields.push((own, value.clone()));
            }
        }
        let mut further = parents(&parent.fields, depth + 1);
        further.reverse();
        pending.append(&mut further);
    }
    fields
}

/// The entries that fields refer to: key, whether it is `xdata`, how far down the chain.
fn parents(fields: &Fields<'_>, depth: usize) -> Vec<(String, bool, usize)> {
    fields
        .iter()
        .filter(|(name, _)| name == "crossref" || name == "xdata")
        .flat_map(|(name, value)| {
            let is_data = name == "xdata";
            let most = if is_data { MOST_PARENTS } else { 1 };
            let keys = value
                .split(',')
                .map(str::trim)
                .filter(|key| !key.is_empty());
            keys.take(most)
                .map(move |key| (key.to_owned(), is_data, depth))
        })
        .collect()
}

/// Whether entries of a type stand in a book.
fn is_part(kind: &str) -> bool {
    matches!(
        kind,
        "inproceedings"
            | "conference"
            | "incollection"
            | "inbook"
            | "suppbook"
            | "suppcollection"
            | "inreference"
    )
}

/// What a parent's field is called in its child; `None` for fields that are not handed down.
fn name_in_child<'a>(name: &'a str, child: &str, parent: &str, is_data: bool) -> Option<&'a str> {
    if matches!(
        name,
        "crossref" | "xdata" | "xref" | "ids" | "entryset" | "label" | "keywords" | "options"
    ) {
        return None;
    }
    if is_data {
        return Some(name);
    }
    let part = is_part(child);
    let issue = parent == "periodical" && matches!(child, "article" | "suppperiodical");
    match name {
        "title" if part => Some("booktitle"),
        "subtitle" if part => Some("booksubtitle"),
        "title" if issue => Some("journaltitle"),
        "title" | "subtitle" | "abstract" | "annote" | "annotation" | "doi" | "url" | "pages"
            if part || issue =>
        {
            None
        }
        "author" if part && child != "inbook" => None,
        "author" if is_part(parent) => None,
        "pages" | "abstract" | "annote" | "annotation" => None,
        other => Some(other),
    }
}
