//! Papers to Hayagriva's YAML.
//!
//! Hayagriva refuses a whole file for one field that it cannot read, so only what it certainly can
//! is written into its fields. The entry is then read back, and every field of the model that came
//! out differently is added under [`OWN`].

use super::super::remarks::Remarks;
use serde_yaml::{Mapping, Value};

use super::chunks::to_chunks;
use super::{FORMATTABLE, NUMBERS, OWN, kinds, reader};
use crate::formats::keys;
use crate::paper::{Date, Name, Paper, Scheme};

pub(in crate::formats) fn write(papers: &[Paper]) -> String {
    let keys = keys::unique(papers, |c| !c.is_control());
    let mut out = String::new();
    for (paper, key) in papers.iter().zip(keys) {
        let mut file = Mapping::new();
        file.insert(key.into(), Value::Mapping(entry(paper)));
        if !out.is_empty() {
            out.push('\n');
        }
        // Strings, numbers and maps of them can always be written.
        out.push_str(&serde_yaml::to_string(&file).unwrap_or_default());
    }
    out
}

fn entry(paper: &Paper) -> Mapping {
    let (entry_type, parent_type) = kinds::entry(&paper.kind);
    let mut entry = Mapping::new();
    put(&mut entry, "type", entry_type);
    put_text(&mut entry, "title", Some(&paper.title));
    put_people(&mut entry, "author", &paper.authors);
    if let Some(date) = paper.date {
        entry.insert("date".into(), year_or_day(date));
    }
    put_people(&mut entry, "editor", &paper.editors);
    put_publisher(&mut entry, paper);
    if let Some(pages) = &paper.pages {
        put(&mut entry, "page-range", pages);
    }
    let mut parent = Mapping::new();
    if let Some(venue) = &paper.venue {
        put(&mut parent, "type", parent_type);
        put_text(&mut parent, "title", Some(venue));
    }
    let counts = if parent.is_empty() {
        &mut entry
    } else {
        &mut parent
    };
    for (name, value) in [("volume", &paper.volume), ("issue", &paper.issue)] {
        if let Some(value) = value {
            put(counts, name, value);
        }
    }
    put_numbers(&mut entry, &mut parent, paper);
    if let Some(url) = paper.urls.first().filter(|url| is_plain_url(url)) {
        put(&mut entry, "url", url);
    }
    if let Some(language) = paper.language.as_deref().filter(|tag| is_language(tag)) {
        put(&mut entry, "language", language);
    }
    for name in FORMATTABLE {
        put_text(&mut entry, name, paper.extra.get(name));
    }
    for name in NUMBERS {
        if let Some(value) = paper.extra.get(name) {
            put(&mut entry, name, value);
        }
    }
    put_text(&mut entry, "note", paper.note.as_ref());
    put_text(&mut entry, "abstract", paper.abstract_text.as_ref());
    if !parent.is_empty() {
        entry.insert("parent".into(), Value::Mapping(parent));
    }
    let own = missing(&entry, paper);
    if !own.is_empty() {
        entry.insert(OWN.into(), Value::Mapping(own));
    }
    entry
}

/// The fields of a paper that do not come back from an entry.
fn missing(entry: &Mapping, paper: &Paper) -> Mapping {
    let mut own = Mapping::new();
    let mut back = reader::standard(entry, 1, &mut Remarks::new());
    back.key.clone_from(&paper.key);
    let (Ok(serde_json::Value::Object(ours)), Ok(serde_json::Value::Object(theirs))) =
        (serde_json::to_value(paper), serde_json::to_value(&back))
    else {
        return own;
    };
    let absent = serde_json::Value::Null;
    let only_theirs = theirs.keys().filter(|name| !ours.contains_key(*name));
    for name in ours.keys().chain(only_theirs) {
        let value = ours.get(name).unwrap_or(&absent);
        if theirs.get(name) != Some(value) {
            // An absent map or list is an empty one.
            let value = match (name.as_str(), value) {
                ("editors", serde_json::Value::Null) => Value::Sequence(Vec::new()),
                ("extra", serde_json::Value::Null) => Value::Mapping(Mapping::new()),
                (_, value) => serde_yaml::to_value(value).unwrap_or(Value::Null),
            };
            own.insert(name.as_str().into(), value);
        }
    }
    own
}

fn put(map: &mut Mapping, name: &str, value: &str) {
    map.insert(name.into(), value.into());
}

fn put_text(map: &mut Mapping, name: &str, value: Option<&String>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        put(map, name, &to_chunks(value));
    }
}

fn put_people(map: &mut Mapping, role: &str, people: &[Name]) {
    let mut people: Vec<Value> = people.iter().map(person).collect();
    if people.len() > 1 {
        map.insert(role.into(), Value::Sequence(people));
    } else if let Some(only) = people.pop() {
        map.insert(role.into(), only);
    }
}

fn person(name: &Name) -> Value {
    match name {
        Name::Literal { literal } if literal.contains(',') => {
            let mut map = Mapping::new();
            put(&mut map, "name", literal);
            Value::Mapping(map)
        }
        Name::Literal { literal } => literal.as_str().into(),
        Name::Person {
            family,
            given,
            particle,
            suffix,
            ..
        } => {
            let shown = match (given, particle, suffix) {
                (Some(given), None, None) => Some(Value::from(format!("{family}, {given}"))),
                _ => None,
            };
            let same = |shown: &Value| {
                reader::person(shown)
                    .is_some_and(|back| back == Name::person(family.as_str(), given.as_deref()))
            };
            if let Some(shown) = shown.filter(same) {
                return shown;
            }
            let mut map = Mapping::new();
            put(&mut map, "name", family);
            for (part, value) in [
                ("given-name", given),
                ("prefix", particle),
                ("suffix", suffix),
            ] {
                if let Some(value) = value {
                    put(&mut map, part, value);
                }
            }
            Value::Mapping(map)
        }
    }
}

fn year_or_day(date: Date) -> Value {
    match date {
        Date {
            year: 1000..,
            month: None,
            ..
        } => date.year.into(),
        _ => date.to_string().into(),
    }
}

fn put_publisher(entry: &mut Mapping, paper: &Paper) {
    match (&paper.publisher, &paper.place) {
        (publisher, Some(place)) => {
            let mut map = Mapping::new();
            put_text(&mut map, "name", publisher.as_ref());
            put_text(&mut map, "location", Some(place));
            entry.insert("publisher".into(), Value::Mapping(map));
        }
        (publisher, None) => put_text(entry, "publisher", publisher.as_ref()),
    }
}

/// Identifiers: those of a journal or book with the parent, where there is one.
fn put_numbers(entry: &mut Mapping, parent: &mut Mapping, paper: &Paper) {
    let (mut own, mut shared) = (Mapping::new(), Mapping::new());
    for (scheme, id) in &paper.identifiers {
        match scheme {
            Scheme::Isbn | Scheme::Issn if !parent.is_empty() => {
                put(&mut shared, scheme.name(), id)
            }
            Scheme::Openreview | Scheme::Acl => {}
            _ => put(&mut own, scheme.name(), id),
        }
    }
    for (map, numbers) in [(entry, own), (parent, shared)] {
        if !numbers.is_empty() {
            map.insert("serial-number".into(), Value::Mapping(numbers));
        }
    }
}

/// An address that every parser of addresses takes.
fn is_plain_url(url: &str) -> bool {
    let Some(rest) = ["https://", "http://", "ftp://"]
        .iter()
        .find_map(|scheme| url.strip_prefix(scheme))
    else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.starts_with(|c: char| c.is_ascii_alphabetic())
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
        && !url.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// `en`, `pt-BR`, `zh-Hans`.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    letters(language)
        && matches!(language.len(), 2 | 3 | 5..=8)
        && parts.clone().count() <= 2
        && parts.all(|part| letters(part) && matches!(part.len(), 2 | 4))
        && tag != "root"
}
