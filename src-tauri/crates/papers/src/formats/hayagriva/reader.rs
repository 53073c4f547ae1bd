//! One entry to a paper.

use super::super::remarks::Remarks;
use serde_yaml::{Mapping, Value};

use super::chunks::from_chunks;
use super::{FORMATTABLE, NUMBERS, OWN, kinds};
use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::formats::{filled, pages};
use crate::identity;
use crate::names::parse_name;
use crate::paper::{Date, Name, Paper, Scheme};
use crate::text::{fold, fold_note, fold_paragraphs};

/// How many parents up what an entry lacks is looked for.
const GENERATIONS: usize = 4;

pub(super) fn paper(key: &str, fields: &Mapping, line: usize, diagnostics: &mut Remarks) -> Paper {
    let own = fields.get(OWN).and_then(Value::as_mapping);
    let mut paper = standard(fields, line, diagnostics);
    paper.key = filled(fold(key));
    match own {
        Some(own) => overlaid(paper, own, line, diagnostics),
        None => paper,
    }
}

/// What Hayagriva's own fields say.
pub(super) fn standard(fields: &Mapping, line: usize, diagnostics: &mut Remarks) -> Paper {
    let line_of = ancestry(fields);
    let parent = line_of.get(1).copied();
    let entry_type = lower(fields, "type").unwrap_or_default();
    let parent_type = parent.map(|parent| {
        lower(parent, "type").unwrap_or_else(|| kinds::default_parent(&entry_type).to_owned())
    });
    let inherited = |name: &str| line_of.iter().find_map(|level| plain(level, name));
    let mut paper = Paper {
        title: text(fields, "title").unwrap_or_default(),
        abstract_text: formattable(fields, "abstract")
            .and_then(|told| filled(fold_paragraphs(&told))),
        authors: people(fields.get("author")),
        editors: line_of
            .iter()
            .map(|level| people(level.get("editor")))
            .find(|found| !found.is_empty())
            .unwrap_or_default(),
        kind: kinds::kind(&entry_type, parent_type.as_deref()).to_owned(),
        date: line_of.iter().find_map(|level| date(level)),
        venue: parent.and_then(|parent| text(parent, "title")),
        volume: inherited("volume"),
        issue: inherited("issue"),
        pages: plain(fields, "page-range").and_then(|range| pages(&range)),
        language: plain(fields, "language"),
        note: formattable(fields, "note").and_then(|note| filled(fold_note(&note))),
        ..Paper::default()
    };
    (paper.publisher, paper.place) = publisher(&line_of);
    for level in &line_of {
        serial_numbers(
            level,
            std::ptr::eq(*level, fields),
            &mut paper,
            line,
            diagnostics,
        );
    }
    if let Some(id) = paper
        .identifiers
        .get(&Scheme::Doi)
        .and_then(|doi| identity::arxiv_of_doi(doi))
    {
        paper.identifiers.entry(Scheme::Arxiv).or_insert(id);
    }
    match fields.get("url") {
        Some(Value::Mapping(url)) => {
            paper.urls.extend(plain(url, "value"));
            if let Some(day) = plain(url, "date") {
                paper.extra.insert("accessed".to_owned(), day);
            }
        }
        Some(url) => paper.urls.extend(scalar(url)),
        None => {}
    }
    extras(fields, &line_of, &mut paper);
    paper
}

/// An entry and its parents; of several parents, the first that has a title.
fn ancestry(fields: &Mapping) -> Vec<&Mapping> {
    let mut levels = vec![fields];
    while let Some(level) = levels.last().filter(|_| levels.len() <= GENERATIONS) {
        let parent = match level.get("parent") {
            Some(Value::Mapping(parent)) => Some(parent),
            Some(Value::Sequence(parents)) => {
                let all = || parents.iter().filter_map(Value::as_mapping);
                all()
                    .find(|parent| parent.contains_key("title"))
                    .or_else(|| all().next())
            }
            _ => None,
        };
        match parent {
            Some(parent) => levels.push(parent),
            None => break,
        }
    }
    levels
}

fn extras(fields: &Mapping, levels: &[&Mapping], paper: &mut Paper) {
    for name in FORMATTABLE {
        if let Some(value) = text(fields, name) {
            paper.extra.insert(name.to_owned(), value);
        }
    }
    for name in NUMBERS.into_iter().chain(["page-total", "volume-total"]) {
        if let Some(value) = plain(fields, name) {
            paper.extra.insert(name.to_owned(), value);
        }
    }
    for (level, name) in levels.iter().zip(["title-short", "container-title-short"]) {
        if let Some(Value::Mapping(title)) = level.get("title")
            && let Some(short) = text(title, "short")
        {
            paper.extra.insert(name.to_owned(), short);
        }
    }
    if let Some(series) = levels.get(2).and_then(|series| text(series, "title")) {
        paper.extra.insert("collection-title".to_owned(), series);
    }
    if let Some(parent) = levels.get(1) {
        let authors = people(parent.get("author"));
        if !authors.is_empty() {
            paper
                .extra
                .insert("container-author".to_owned(), joined(&authors));
        }
        if let Some(place) = text(parent, "location") {
            paper.extra.insert("event-place".to_owned(), place);
        }
    }
    let affiliated = match fields.get("affiliated") {
        Some(Value::Sequence(all)) => all.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    for group in affiliated.iter().filter_map(Value::as_mapping) {
        let names = people(group.get("names"));
        if let (Some(role), false) = (lower(group, "role"), names.is_empty()) {
            paper.extra.insert(role, joined(&names));
        }
    }
}

fn joined(names: &[Name]) -> String {
    let shown: Vec<String> = names.iter().map(Name::display).collect();
    shown.join("; ")
}

/// Puts on what was written under [`OWN`]: fields of the model by their own names.
fn overlaid(paper: Paper, own: &Mapping, line: usize, diagnostics: &mut Remarks) -> Paper {
    let whole = serde_json::to_value(&paper).ok().and_then(|mut value| {
        let fields = value.as_object_mut()?;
        for (name, own) in own {
            let own = serde_json::to_value(own).ok()?;
            fields.insert(name.as_str()?.to_owned(), own);
        }
        serde_json::from_value::<Paper>(value).ok()
    });
    let Some(mut whole) = whole else {
        let message = "What stands under lectern in this entry could not be read.";
        diagnostics.say(line, || {
            Diagnostic::warning("unreadable-fields", line, message)
        });
        return paper;
    };
    whole.identifiers = whole
        .identifiers
        .into_iter()
        .filter_map(|(scheme, id)| Some((scheme, identity::normalise(scheme, &id)?)))
        .collect();
    whole
}

/// A string, number or truth value as text.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

fn plain(fields: &Mapping, name: &str) -> Option<String> {
    filled(fold(&scalar(fields.get(name)?)?))
}

fn lower(fields: &Mapping, name: &str) -> Option<String> {
    plain(fields, name).map(|value| value.to_ascii_lowercase())
}

/// A formattable string: text, or a map with the text and how to treat it.
fn formattable(fields: &Mapping, name: &str) -> Option<String> {
    match fields.get(name)? {
        Value::Mapping(map) => match map.get("value")? {
            // Inside a map the value may be such a map again.
            Value::Mapping(inner) => scalar(inner.get("value")?),
            value if map.get("verbatim").and_then(Value::as_bool) == Some(true) => scalar(value),
            value => scalar(value).map(|told| from_chunks(&told)),
        },
        value => scalar(value).map(|told| from_chunks(&told)),
    }
}

fn text(fields: &Mapping, name: &str) -> Option<String> {
    filled(fold(&formattable(fields, name)?))
}

fn people(value: Option<&Value>) -> Vec<Name> {
    match value {
        Some(Value::Sequence(people)) => people.iter().filter_map(person).collect(),
        Some(one) => person(one).into_iter().collect(),
        None => Vec::new(),
    }
}

/// `van Roe, Ann`, a map of parts, or a name without a comma, which is taken whole.
pub(super) fn person(value: &Value) -> Option<Name> {
    let Value::Mapping(parts) = value else {
        let shown = fold(&scalar(value)?);
        return if shown.contains(',') {
            parse_name(&shown)
        } else {
            filled(shown).map(Name::literal)
        };
    };
    Some(Name::Person {
        family: plain(parts, "name")?,
        given: plain(parts, "given-name"),
        particle: plain(parts, "prefix"),
        suffix: plain(parts, "suffix"),
        orcid: None,
    })
}

fn date(fields: &Mapping) -> Option<Date> {
    dates::parse(&plain(fields, "date")?)
}

fn publisher(levels: &[&Mapping]) -> (Option<String>, Option<String>) {
    let (mut name, mut place) = (None, None);
    for level in levels {
        match level.get("publisher") {
            Some(Value::Mapping(publisher)) if !publisher.contains_key("value") => {
                name = name.or_else(|| text(publisher, "name"));
                place = place.or_else(|| text(publisher, "location"));
            }
            Some(_) => name = name.or_else(|| text(level, "publisher")),
            None => {}
        }
    }
    let own = levels.first().and_then(|level| text(level, "location"));
    (name, place.or(own))
}

fn serial_numbers(
    fields: &Mapping,
    own: bool,
    paper: &mut Paper,
    line: usize,
    diagnostics: &mut Remarks,
) {
    let numbers = match fields.get("serial-number").or_else(|| fields.get("serial")) {
        Some(Value::Mapping(numbers)) => numbers,
        Some(value) => {
            let Some(shown) = scalar(value).filter(|_| own) else {
                return;
            };
            let marked = shown.to_ascii_lowercase().starts_with("arxiv");
            match identity::arxiv_id(&shown).filter(|_| marked) {
                Some(id) => {
                    paper.identifiers.insert(Scheme::Arxiv, id);
                }
                None => {
                    paper.extra.insert("serial-number".to_owned(), fold(&shown));
                }
            }
            return;
        }
        None => return,
    };
    for (name, value) in numbers {
        let (Some(name), Some(shown)) = (name.as_str(), scalar(value)) else {
            continue;
        };
        let name = name.to_ascii_lowercase();
        let scheme = Scheme::from_name(&name);
        // Of what a paper appeared in, only the numbers of books and journals are its own.
        let shared = matches!(scheme, Some(Scheme::Isbn | Scheme::Issn));
        match scheme {
            Some(_) if !own && !shared => {}
            Some(scheme) => match identity::normalise(scheme, &shown) {
                Some(id) => {
                    paper.identifiers.entry(scheme).or_insert(id);
                }
                None => {
                    let message = format!("This is not a valid {name}; it was kept as text.");
                    diagnostics.say(line, || {
                        Diagnostic::warning("invalid-identifier", line, message).about(&shown)
                    });
                    paper.extra.insert(name, fold(&shown));
                }
            },
            None if own => {
                let name = if name == "serial" {
                    "serial-number".to_owned()
                } else {
                    name
                };
                paper.extra.insert(name, fold(&shown));
            }
            None => {}
        }
    }
}
