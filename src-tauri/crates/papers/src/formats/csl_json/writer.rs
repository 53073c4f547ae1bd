//! Papers to CSL-JSON.

use serde_json::{Map, Value, json};

use super::PLAIN_VARIABLES;
use crate::formats::keys;
use crate::identity::citation_key;
use crate::paper::{Date, Name, Paper, Scheme};
use crate::text::{entities, without_markup};

/// One CSL-JSON item with standard variables only, as a citation processor takes it. Its texts are
/// plain: `<i>` in them is no markup. The id is the paper's key, or one made up for it, and unique
/// only if the caller sees to it.
pub fn csl_item(paper: &Paper) -> Value {
    Value::Object(item(paper))
}

fn item(paper: &Paper) -> Map<String, Value> {
    let mut item = Map::new();
    let key = paper.key.clone().unwrap_or_else(|| citation_key(paper));
    item.insert("id".to_owned(), key.into());
    let mut put = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            item.insert(name.to_owned(), value.into());
        }
    };
    // `document` is CSL's type for what has none.
    put(
        "type",
        Some(if paper.kind.is_empty() {
            "document"
        } else {
            &paper.kind
        }),
    );
    put("title", Some(&paper.title));
    put("container-title", paper.venue.as_deref());
    put("volume", paper.volume.as_deref());
    put("issue", paper.issue.as_deref());
    put("page", paper.pages.as_deref());
    put("publisher", paper.publisher.as_deref());
    put("publisher-place", paper.place.as_deref());
    put("language", paper.language.as_deref());
    put("abstract", paper.abstract_text.as_deref());
    put("note", paper.note.as_deref());
    put("URL", paper.urls.first().map(String::as_str));
    for (scheme, name) in [
        (Scheme::Doi, "DOI"),
        (Scheme::Pmid, "PMID"),
        (Scheme::Pmcid, "PMCID"),
        (Scheme::Isbn, "ISBN"),
        (Scheme::Issn, "ISSN"),
    ] {
        put(name, paper.identifiers.get(&scheme).map(String::as_str));
    }
    let keywords = paper.keywords.join(", ");
    put(
        "keyword",
        Some(keywords.as_str()).filter(|list| !list.is_empty()),
    );
    for (name, value) in &paper.extra {
        if let Some(variable) = variable(name) {
            put(variable, Some(value));
        }
    }
    for (role, people) in [("author", &paper.authors), ("editor", &paper.editors)] {
        if !people.is_empty() {
            item.insert(role.to_owned(), people.iter().map(name).collect());
        }
    }
    if let Some(date) = paper.date {
        item.insert("issued".to_owned(), issued(date));
    }
    let preprint = paper.kind == "article" && !paper.extra.contains_key("number");
    if let (true, Some(id)) = (preprint, paper.identifiers.get(&Scheme::Arxiv)) {
        item.insert("number".to_owned(), format!("arXiv:{id}").into());
    }
    item
}

/// The CSL variable for a field that a source named in its own way.
fn variable(name: &str) -> Option<&'static str> {
    let csl = match name {
        "series" | "T3" => "collection-title",
        "shorttitle" | "ST" => "title-short",
        "chapter" => "chapter-number",
        "ET" => "edition",
        other => other,
    };
    PLAIN_VARIABLES
        .into_iter()
        .find(|variable| *variable == csl)
}

fn name(name: &Name) -> Value {
    match name {
        Name::Literal { literal } => json!({ "literal": literal }),
        Name::Person {
            family,
            given,
            particle,
            suffix,
            ..
        } => {
            let mut person = Map::new();
            person.insert("family".to_owned(), family.as_str().into());
            for (part, value) in [
                ("given", given),
                ("non-dropping-particle", particle),
                ("suffix", suffix),
            ] {
                if let Some(value) = value {
                    person.insert(part.to_owned(), value.as_str().into());
                }
            }
            Value::Object(person)
        }
    }
}

fn issued(date: Date) -> Value {
    let day = date.day.map(i32::from);
    let parts: Vec<i32> = [Some(date.year), date.month.map(i32::from), day]
        .into_iter()
        .flatten()
        .collect();
    json!({ "date-parts": [parts] })
}

/// An array of items, one a line group, with what CSL has no variable for under `custom`.
pub(in crate::formats) fn write(papers: &[Paper]) -> String {
    let keys = keys::unique(papers, |c| !c.is_control());
    let items: Vec<Value> = papers
        .iter()
        .zip(keys)
        .map(|(paper, key)| whole_item(paper, key))
        .collect();
    let mut out = String::from("[");
    for (index, item) in items.iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&format!("{item:#}"));
    }
    out.push_str("\n]\n");
    out
}

/// The iDs of people, as Crossref gives them; CSL has no variable for them.
fn with_orcids(item: &mut Map<String, Value>, role: &str, people: &[Name]) {
    let Some(Value::Array(persons)) = item.get_mut(role) else {
        return;
    };
    for (value, name) in persons.iter_mut().zip(people) {
        if let (
            Value::Object(person),
            Name::Person {
                orcid: Some(id), ..
            },
        ) = (value, name)
        {
            person.insert("ORCID".to_owned(), format!("https://orcid.org/{id}").into());
        }
    }
}

fn whole_item(paper: &Paper, key: String) -> Value {
    let mut item = item(paper);
    with_orcids(&mut item, "author", &paper.authors);
    with_orcids(&mut item, "editor", &paper.editors);
    item.insert("id".to_owned(), key.into());
    if paper.kind.is_empty() {
        item.remove("type");
    }
    let mut custom = Map::new();
    for scheme in [Scheme::Arxiv, Scheme::Openreview, Scheme::Acl] {
        if let Some(id) = paper.identifiers.get(&scheme) {
            custom.insert(scheme.name().to_owned(), id.as_str().into());
        }
    }
    if let Some((_, more @ [_, ..])) = paper.urls.split_first() {
        custom.insert("urls".to_owned(), more.into());
    }
    if paper
        .keywords
        .iter()
        .any(|keyword| keyword.contains([',', ';']))
    {
        custom.insert("keywords".to_owned(), paper.keywords.as_slice().into());
    }
    for (name, value) in &paper.extra {
        if variable(name) == Some(name) {
            continue;
        }
        if let Some(standard) = variable(name) {
            item.remove(standard);
        }
        // Dates and names of roles the model does not have were kept as JSON.
        let structured = serde_json::from_str::<Value>(value)
            .ok()
            .filter(|v| v.is_object() || v.is_array());
        match structured {
            Some(structured) => {
                item.insert(name.clone(), structured);
            }
            None => {
                custom.insert(name.clone(), value.as_str().into());
            }
        }
    }
    for value in item.values_mut() {
        if let Value::String(text) = value
            && entities(&without_markup(text)) != *text
        {
            *text = text.replace('&', "&amp;").replace('<', "&lt;");
        }
    }
    if !custom.is_empty() {
        item.insert("custom".to_owned(), Value::Object(custom));
    }
    Value::Object(item)
}
