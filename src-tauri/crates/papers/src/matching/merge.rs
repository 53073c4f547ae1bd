//! One paper out of two records of it: gaps are filled, nothing is replaced by less.

use std::collections::BTreeMap;

use super::likeness::{same_person, similarity};
use crate::paper::{Date, Name, Paper};

/// The stored paper enriched by another record of it. Equal to `existing` when nothing is gained;
/// merging the same record twice changes nothing the second time.
pub fn merge(existing: &Paper, incoming: &Paper) -> Paper {
    let mut merged = existing.clone();
    if merged.title.trim().is_empty() {
        merged.title.clone_from(&incoming.title);
    }
    if merged.kind.is_empty() {
        merged.kind.clone_from(&incoming.kind);
    }
    merged.abstract_text = better_abstract(&existing.abstract_text, &incoming.abstract_text);
    merged.authors = fuller(&existing.authors, &incoming.authors);
    merged.editors = fuller(&existing.editors, &incoming.editors);
    merged.date = more_precise(existing.date, incoming.date);
    fill(&mut merged.venue, &incoming.venue);
    fill(&mut merged.volume, &incoming.volume);
    fill(&mut merged.issue, &incoming.issue);
    fill(&mut merged.pages, &incoming.pages);
    fill(&mut merged.publisher, &incoming.publisher);
    fill(&mut merged.place, &incoming.place);
    fill(&mut merged.language, &incoming.language);
    fill(&mut merged.key, &incoming.key);
    merged.note = joined_notes(&existing.note, &incoming.note);
    fill_map(&mut merged.identifiers, &incoming.identifiers);
    fill_map(&mut merged.extra, &incoming.extra);
    for url in &incoming.urls {
        if !merged.urls.contains(url) {
            merged.urls.push(url.clone());
        }
    }
    for keyword in &incoming.keywords {
        let lower = keyword.to_lowercase();
        if !merged
            .keywords
            .iter()
            .any(|known| known.to_lowercase() == lower)
        {
            merged.keywords.push(keyword.clone());
        }
    }
    merged
}

fn fill(field: &mut Option<String>, other: &Option<String>) {
    if field.as_deref().is_none_or(str::is_empty)
        && other.as_deref().is_some_and(|text| !text.is_empty())
    {
        field.clone_from(other);
    }
}

fn fill_map<K: Ord + Clone>(ours: &mut BTreeMap<K, String>, theirs: &BTreeMap<K, String>) {
    for (name, value) in theirs {
        ours.entry(name.clone()).or_insert_with(|| value.clone());
    }
}

fn is_cut(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with('…') || text.ends_with("...")
}

/// The longer abstract, as long as it is a true one: not cut short, and the same text grown
/// rather than another text.
fn better_abstract(ours: &Option<String>, theirs: &Option<String>) -> Option<String> {
    let (Some(old), Some(new)) = (ours, theirs) else {
        return ours.clone().or_else(|| theirs.clone());
    };
    if old.is_empty() || (is_cut(old) && !is_cut(new) && new.len() >= old.len() / 2) {
        return theirs.clone();
    }
    let stem = old.trim_end().trim_end_matches(['…', '.']);
    let grown = new.starts_with(stem) || similarity(old, new) >= super::AGREEING;
    if new.chars().count() > old.chars().count() && grown && (!is_cut(new) || is_cut(old)) {
        theirs.clone()
    } else {
        ours.clone()
    }
}

/// The list with more people; of equally long ones, the one with fuller given names. A list that
/// holds other people is not a fuller one.
fn fuller(ours: &[Name], theirs: &[Name]) -> Vec<Name> {
    if ours.is_empty() {
        return theirs.to_vec();
    }
    let same_people =
        ours.len() <= theirs.len() && ours.iter().zip(theirs).all(|(a, b)| same_person(a, b));
    let weight = |names: &[Name]| {
        names
            .iter()
            .map(|name| name.display().chars().count())
            .sum::<usize>()
    };
    let gained = theirs.len() > ours.len() || weight(theirs) > weight(ours);
    let truncated = theirs.last().is_some_and(|name| is_cut(&name.display()));
    if same_people && gained && !truncated {
        theirs.to_vec()
    } else {
        ours.to_vec()
    }
}

fn more_precise(ours: Option<Date>, theirs: Option<Date>) -> Option<Date> {
    let (Some(old), Some(new)) = (ours, theirs) else {
        return ours.or(theirs);
    };
    let consistent = old.year == new.year && (old.month.is_none() || old.month == new.month);
    let finer =
        (old.month.is_none() && new.month.is_some()) || (old.day.is_none() && new.day.is_some());
    if consistent && finer { theirs } else { ours }
}

fn joined_notes(ours: &Option<String>, theirs: &Option<String>) -> Option<String> {
    match (ours, theirs) {
        (Some(old), Some(new)) if !old.contains(new.as_str()) => {
            Some(if new.contains(old.as_str()) {
                new.clone()
            } else {
                format!("{old}\n\n{new}")
            })
        }
        (Some(_), _) => ours.clone(),
        (None, _) => theirs.clone(),
    }
}
