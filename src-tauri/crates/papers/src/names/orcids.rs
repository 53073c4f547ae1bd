//! ORCID iDs of people in formats whose names have no place for them.
//!
//! BibLaTeX annotates the items of a list: `author+an:orcid = {1="0000-…"; 3="0000-…"}`. The same
//! text is kept as a field of its own by formats that keep foreign fields.

use std::collections::BTreeMap;

use crate::identity;
use crate::paper::{Name, Paper};

const AUTHORS: &str = "author+an:orcid";
const EDITORS: &str = "editor+an:orcid";

/// The annotations of a paper's people: field name and value.
pub(crate) fn annotations(paper: &Paper) -> Vec<(&'static str, String)> {
    [(AUTHORS, &paper.authors), (EDITORS, &paper.editors)]
        .into_iter()
        .filter_map(|(field, people)| Some((field, annotation(people)?)))
        .collect()
}

fn annotation(people: &[Name]) -> Option<String> {
    let ids: Vec<String> = people
        .iter()
        .enumerate()
        .filter_map(|(index, name)| match name {
            Name::Person {
                orcid: Some(id), ..
            } => Some(format!("{}=\"{id}\"", index + 1)),
            _ => None,
        })
        .collect();
    (!ids.is_empty()).then(|| ids.join("; "))
}

/// Gives the people of a paper the iDs that were kept in such fields; a field that does not name
/// only people of the list stays.
pub(crate) fn take(
    extra: &mut BTreeMap<String, String>,
    authors: &mut [Name],
    editors: &mut [Name],
) {
    for (field, people) in [(AUTHORS, authors), (EDITORS, editors)] {
        let Some(found) = extra.get(field).and_then(|text| ids(text, people.len())) else {
            continue;
        };
        extra.remove(field);
        for (index, id) in found {
            if let Some(Name::Person { orcid, .. }) = people.get_mut(index) {
                *orcid = Some(id);
            }
        }
    }
}

/// `1="0000-…"; 2="0000-…"` as indices and iDs.
fn ids(text: &str, people: usize) -> Option<Vec<(usize, String)>> {
    text.split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (number, id) = part.split_once('=')?;
            let index = number.trim().parse::<usize>().ok()?.checked_sub(1)?;
            (index < people).then_some((index, identity::orcid(id)?))
        })
        .collect()
}
