//! Crossref's JSON: one message, a list of works, or works alone.
//!
//! Titles and containers are lists, texts carry JATS, dates stand under several names. Also what
//! Crossref answers to a request for CSL-JSON, where lists have become texts.

use super::remarks::Remarks;
use serde_json::Value;

use super::json::{self, Fields, Shape, any_text, object, raw, text, without_jats};
use super::sniff::Evidence;
use super::{CSL_TYPES, Format, Reading, filled, pages};
use crate::identity;
use crate::names::listed_name;
use crate::paper::{Date, Name, Paper, Scheme};
use crate::text::fold;

const SHAPE: Shape<'_> = Shape {
    wrappers: &[&["message", "items"], &["message"], &["items"]],
    is_item: |fields| fields.contains_key("DOI"),
};

/// Fields that are kept as they are.
const KEPT: [&str; 11] = [
    "subtitle",
    "original-title",
    "short-container-title",
    "article-number",
    "edition-number",
    "group-title",
    "subtype",
    "degree",
    "is-referenced-by-count",
    "references-count",
    "update-policy",
];

pub(super) fn read(source: &str) -> Reading {
    json::reading(
        source,
        Format::CrossrefJson,
        &SHAPE,
        |found, records, diagnostics| {
            let paper = paper(&found.fields, found.line, diagnostics);
            json::record(paper, found.source, found.line, records, diagnostics);
        },
    )
}

fn paper(fields: &Fields, line: usize, diagnostics: &mut Remarks) -> Paper {
    let told = |name: &str| raw(fields, name).and_then(|told| filled(without_jats(&told)));
    let mut paper = Paper {
        title: told("title").map(|title| fold(&title)).unwrap_or_default(),
        abstract_text: told("abstract"),
        authors: names(fields, "author"),
        editors: names(fields, "editor"),
        kind: kind(fields),
        date: date(fields),
        venue: told("container-title")
            .map(|venue| fold(&venue))
            .or_else(|| institution(fields)),
        volume: text(fields, "volume"),
        issue: text(fields, "issue"),
        pages: text(fields, "page").and_then(|range| pages(&range)),
        publisher: text(fields, "publisher"),
        place: text(fields, "publisher-location").or_else(|| text(fields, "publisher-place")),
        language: text(fields, "language"),
        keywords: json::list(fields.get("subject")),
        ..Paper::default()
    };
    for (scheme, name) in [
        (Scheme::Doi, "DOI"),
        (Scheme::Isbn, "ISBN"),
        (Scheme::Issn, "ISSN"),
    ] {
        if let Some(shown) = text(fields, name) {
            json::identifier(&mut paper, scheme, name, &shown, line, diagnostics);
        }
    }
    if let Some(id) = paper
        .identifiers
        .get(&Scheme::Doi)
        .and_then(|doi| identity::arxiv_of_doi(doi))
    {
        paper.identifiers.insert(Scheme::Arxiv, id);
    }
    paper.urls.extend(text(fields, "URL"));
    let primary = object(fields, "resource").and_then(|resource| object(resource, "primary"));
    let landing = primary.and_then(|primary| text(primary, "URL"));
    paper
        .urls
        .extend(landing.filter(|url| text(fields, "URL").as_ref() != Some(url)));
    json::keep(fields, &KEPT, &mut paper);
    for role in ["translator", "chair"] {
        let people: Vec<String> = names(fields, role).iter().map(Name::display).collect();
        if !people.is_empty() {
            paper.extra.insert(role.to_owned(), people.join("; "));
        }
    }
    if let Some(event) = object(fields, "event").and_then(|event| text(event, "name")) {
        paper.extra.insert("event".to_owned(), event);
    }
    paper
}

fn institution(fields: &Fields) -> Option<String> {
    let told = json::list(fields.get("institution"));
    let preprint = text(fields, "type").as_deref() == Some("posted-content");
    told.into_iter().next().filter(|_| preprint)
}

fn names(fields: &Fields, role: &str) -> Vec<Name> {
    let people = fields.get(role).and_then(Value::as_array);
    people.into_iter().flatten().filter_map(name).collect()
}

fn name(value: &Value) -> Option<Name> {
    let Some(person) = value.as_object() else {
        return listed_name(value.as_str()?);
    };
    let orcid = text(person, "ORCID").and_then(|id| json::orcid(&id));
    match (text(person, "family"), text(person, "given")) {
        (Some(family), given) => Some(Name::Person {
            family,
            given,
            particle: text(person, "non-dropping-particle"),
            suffix: text(person, "suffix"),
            orcid,
        }),
        (None, given) => match any_text(person, &["name", "literal"]) {
            Some(group) => Some(Name::literal(group)),
            None => given.map(|given| json::with_orcid(Name::person(given, None), orcid)),
        },
    }
}

fn date(fields: &Fields) -> Option<Date> {
    const NAMES: [&str; 6] = [
        "issued",
        "published",
        "published-print",
        "published-online",
        "published-other",
        "posted",
    ];
    NAMES
        .iter()
        .find_map(|name| json::date_parts(fields.get(*name)?))
}

fn kind(fields: &Fields) -> String {
    let told = text(fields, "type").unwrap_or_default();
    let kind = match told.as_str() {
        "journal-article" => "article-journal",
        "proceedings-article" => "paper-conference",
        "book-chapter" | "book-section" | "book-part" | "book-track" => "chapter",
        "reference-entry" => "entry",
        "monograph" | "edited-book" | "reference-book" | "proceedings" | "book-set"
        | "book-series" => "book",
        "posted-content" => "article",
        "dissertation" => "thesis",
        "report-component" | "report-series" => "report",
        "peer-review" => "review",
        "journal" | "journal-issue" | "journal-volume" => "periodical",
        "database" => "dataset",
        other => CSL_TYPES
            .into_iter()
            .find(|known| *known == other)
            .unwrap_or_default(),
    };
    kind.to_owned()
}

/// What only Crossref's records have, or a message that says it is about works.
pub(super) fn evidence(source: &str) -> Evidence {
    let Some(fields) = json::first_keys(source, SHAPE.wrappers) else {
        return Evidence::None;
    };
    let value = |name: &str| fields.iter().find(|(key, _)| *key == name).map(|(_, v)| *v);
    const OWN: [&str; 9] = [
        "indexed",
        "deposited",
        "content-domain",
        "reference-count",
        "references-count",
        "is-referenced-by-count",
        "member",
        "prefix",
        "relation",
    ];
    let own = OWN.iter().filter(|name| value(name).is_some()).count();
    let listed = value("title") == Some("[");
    let about_works = source
        .get(..400.min(source.len()))
        .or_else(|| source.get(..200.min(source.len())))
        .and_then(|start| start.split_once("\"message-type\""))
        .is_some_and(|(_, rest)| rest.trim_start_matches([':', ' ']).starts_with("\"work"));
    match value("DOI") {
        Some(_) if own >= 2 || listed || about_works => Evidence::Plain,
        None if about_works && value("title").is_some() => Evidence::Plain,
        _ => Evidence::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_messages_and_plain_csl_are_not_crossrefs() {
        let journals =
            r#"{"status":"ok","message-type":"journal-list","message":{"items":[{"title":"J"}]}}"#;
        assert_eq!(evidence(journals), Evidence::None);
        let csl = r#"[{"DOI":"10.1000/x","type":"book","title":"A","publisher":"P"}]"#;
        assert_eq!(evidence(csl), Evidence::None);
        let selected = r#"{"status":"ok","message-type":"work-list","message":{"items":[{"DOI":"10.1000/x","title":["A"]}]}}"#;
        assert_eq!(evidence(selected), Evidence::Plain);
    }

    #[test]
    fn a_group_and_a_date_without_a_year_are_understood() {
        let work = r#"{"DOI":"10.1000/x","title":["A &amp; <i>b</i>"],"author":[{"name":"Tide Group"},{"given":"Plato"}],"issued":{"date-parts":[[null]]},"published-print":{"date-parts":[[2020,3]]}}"#;
        let reading = read(work);
        let paper = &reading.records[0].paper;
        assert_eq!(paper.title, "A & b");
        assert_eq!(paper.authors[0], Name::literal("Tide Group"));
        assert_eq!(
            paper.date.map(|date| date.to_string()).as_deref(),
            Some("2020-03")
        );
    }
}
