//! One item to a paper.

use super::super::remarks::Remarks;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::formats::json::{self, clean};
use crate::formats::{filled, pages};
use crate::identity;
use crate::paper::{Date, Name, Paper, Record, Scheme};
use crate::text::{fold, fold_note, fold_paragraphs};

type Fields = Map<String, Value>;

pub(super) fn record(
    fields: &Fields,
    source: &str,
    position: usize,
    line: usize,
    diagnostics: &mut Remarks,
) -> Record {
    let mut rest: BTreeMap<&str, &Value> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value))
        .collect();
    let mut paper = Paper::default();
    let mut doubts = Vec::new();
    paper.title = text(&mut rest, "title").unwrap_or_default();
    if paper.title.is_empty() {
        doubts.push("the item has no title".to_owned());
        diagnostics.push(Diagnostic::warning(
            "missing-title",
            line,
            "This item has no title.",
        ));
    }
    paper.kind = text(&mut rest, "type").unwrap_or_default();
    paper.abstract_text =
        string(&mut rest, "abstract").and_then(|told| filled(fold_paragraphs(&clean(&told))));
    paper.note = string(&mut rest, "note").and_then(|note| filled(fold_note(&clean(&note))));
    paper.authors = names(&mut rest, "author");
    paper.editors = names(&mut rest, "editor");
    paper.date = date(&mut rest, line, diagnostics);
    paper.venue = text(&mut rest, "container-title");
    paper.volume = text(&mut rest, "volume");
    paper.issue = text(&mut rest, "issue");
    paper.pages = text(&mut rest, "page").and_then(|range| pages(&range));
    paper.publisher = text(&mut rest, "publisher");
    paper.place = text(&mut rest, "publisher-place");
    paper.language = text(&mut rest, "language");
    let id = text(&mut rest, "id");
    paper.key = text(&mut rest, "citation-key").or(id);
    paper.keywords = keywords(&mut rest);
    paper.urls.extend(text(&mut rest, "URL"));
    custom(&mut rest, &mut paper);
    identifiers(&mut rest, &mut paper, line, diagnostics);
    for (name, value) in rest {
        let kept = match value {
            Value::String(value) => fold(&clean(value)),
            Value::Null => continue,
            other => other.to_string(),
        };
        if !kept.is_empty() {
            paper.extra.insert(name.to_owned(), kept);
        }
    }
    Record {
        paper,
        position,
        line,
        original: source.to_owned(),
        date: None,
        doubts,
    }
}

/// A string, a number, or the first of a list of strings.
fn string(rest: &mut BTreeMap<&str, &Value>, name: &str) -> Option<String> {
    let value = match rest.get(name)? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => match values.as_slice() {
            [Value::String(first), ..] => first.clone(),
            [] => String::new(),
            _ => return None,
        },
        Value::Null => String::new(),
        Value::Bool(_) | Value::Object(_) => return None,
    };
    rest.remove(name);
    Some(value)
}

fn text(rest: &mut BTreeMap<&str, &Value>, name: &str) -> Option<String> {
    string(rest, name).and_then(|value| filled(fold(&clean(&value))))
}

fn names(rest: &mut BTreeMap<&str, &Value>, role: &str) -> Vec<Name> {
    let Some(Value::Array(people)) = rest.get(role) else {
        return Vec::new();
    };
    let found = people.iter().filter_map(name).collect();
    rest.remove(role);
    found
}

fn name(value: &Value) -> Option<Name> {
    if let Value::String(literal) = value {
        return filled(fold(literal)).map(Name::literal);
    }
    let part = |name: &str| {
        value
            .get(name)
            .and_then(Value::as_str)
            .and_then(|part| filled(fold(part)))
    };
    if let Some(literal) = part("literal").or_else(|| part("name")) {
        return Some(Name::literal(literal));
    }
    // A particle that is dropped when only the surname stands belongs to the given names.
    let given = [part("given"), part("dropping-particle")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    let given = filled(given);
    match part("family") {
        Some(family) => Some(Name::Person {
            family,
            given,
            particle: part("non-dropping-particle"),
            suffix: part("suffix"),
            orcid: ["ORCID", "orcid"]
                .iter()
                .find_map(|key| part(key))
                .as_deref()
                .and_then(identity::orcid),
        }),
        None => given.map(|given| Name::person(given, None)),
    }
}

fn date(rest: &mut BTreeMap<&str, &Value>, line: usize, diagnostics: &mut Remarks) -> Option<Date> {
    let issued = *rest.get("issued")?;
    let found = json::date_parts(issued).or_else(|| {
        let raw = ["raw", "literal"]
            .iter()
            .find_map(|name| issued.get(name))
            .unwrap_or(issued);
        raw.as_str().and_then(dates::parse)
    });
    match found {
        Some(_) => {
            rest.remove("issued");
        }
        None if issued.as_object().is_some_and(Map::is_empty) || issued.is_null() => {}
        None => {
            let message = "This date holds no year of four digits; it was kept as text.";
            let shown = issued.to_string();
            diagnostics.say(line, || {
                Diagnostic::warning("unreadable-date", line, message).about(&shown)
            });
        }
    }
    found
}

fn keywords(rest: &mut BTreeMap<&str, &Value>) -> Vec<String> {
    let listed: Vec<String> = match rest.get("keyword") {
        Some(Value::String(list)) => {
            let separator = if list.contains(';') { ';' } else { ',' };
            list.split(separator).map(str::to_owned).collect()
        }
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => return Vec::new(),
    };
    rest.remove("keyword");
    listed
        .iter()
        .map(|keyword| fold(&clean(keyword)))
        .filter(|keyword| !keyword.is_empty())
        .collect()
}

/// What `write` put under `custom`; other programs' entries there are kept by their names.
fn custom(rest: &mut BTreeMap<&str, &Value>, paper: &mut Paper) {
    let Some(Value::Object(custom)) = rest.get("custom").copied() else {
        return;
    };
    rest.remove("custom");
    let list = |value: &Value| -> Vec<String> {
        value
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    for (name, value) in custom {
        let scheme = Scheme::from_name(name);
        match (name.as_str(), value) {
            ("urls", Value::Array(_)) => paper.urls.extend(list(value)),
            ("keywords", Value::Array(_)) => paper.keywords = list(value),
            (_, Value::String(text)) => {
                match scheme.and_then(|scheme| Some((scheme, identity::normalise(scheme, text)?))) {
                    Some((scheme, id)) => {
                        paper.identifiers.insert(scheme, id);
                    }
                    None => {
                        paper.extra.insert(name.clone(), text.clone());
                    }
                }
            }
            (_, other) => {
                paper.extra.insert(name.clone(), other.to_string());
            }
        }
    }
}

fn identifiers(
    rest: &mut BTreeMap<&str, &Value>,
    paper: &mut Paper,
    line: usize,
    diagnostics: &mut Remarks,
) {
    for (scheme, name) in [
        (Scheme::Doi, "DOI"),
        (Scheme::Pmid, "PMID"),
        (Scheme::Pmcid, "PMCID"),
        (Scheme::Isbn, "ISBN"),
        (Scheme::Issn, "ISSN"),
    ] {
        let Some(shown) = text(rest, name) else {
            continue;
        };
        let found = identity::normalise(scheme, &shown).or_else(|| {
            shown
                .split([',', ' ', ';'])
                .find_map(|part| identity::normalise(scheme, part))
        });
        match found {
            Some(id) => {
                paper.identifiers.entry(scheme).or_insert(id);
            }
            None => {
                let message = format!("This is not a valid {name}; it was kept as text.");
                diagnostics.say(line, || {
                    Diagnostic::warning("invalid-identifier", line, message).about(&shown)
                });
                paper.extra.insert(name.to_owned(), shown);
            }
        }
    }
    if !paper.identifiers.contains_key(&Scheme::Arxiv) {
        let number = rest
            .get("number")
            .and_then(|number| number.as_str())
            .filter(|n| n.to_lowercase().starts_with("arxiv:"));
        let doi = paper
            .identifiers
            .get(&Scheme::Doi)
            .map(String::as_str)
            .filter(|doi| doi.starts_with("10.48550/"));
        let url = paper
            .urls
            .iter()
            .map(String::as_str)
            .find(|url| url.contains("arxiv.org"));
        let id = [number, doi, url]
            .into_iter()
            .flatten()
            .find_map(identity::arxiv_id);
        if let Some(id) = id {
            paper.identifiers.insert(Scheme::Arxiv, id);
        }
    }
    let repeats_id = rest
        .get("number")
        .and_then(|number| number.as_str())
        .and_then(identity::arxiv_id);
    if repeats_id.is_some() && repeats_id.as_ref() == paper.identifiers.get(&Scheme::Arxiv) {
        rest.remove("number");
    }
}
