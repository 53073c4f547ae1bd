//! arXiv's metadata as JSON, mostly one record a line: the public dump (`authors_parsed`,
//! `update_date`, `versions`) and lists that scripts write in much the same words.

use super::remarks::Remarks;
use serde_json::Value;

use super::json::{self, Fields, Shape, any_text, raw, text};
use super::sniff::Evidence;
use super::{Format, Reading, filled};
use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::identity;
use crate::names::{byline, listed_name};
use crate::paper::{Date, Name, Paper, Scheme};
use crate::text::{entities, fold, fold_paragraphs, tex};

const SHAPE: Shape<'_> = Shape {
    wrappers: &[&["papers"], &["results"], &["data"], &["entries"]],
    is_item: |fields| fields.contains_key("title"),
};

const IDS: [&str; 8] = [
    "id", "arxiv", "arxiv_id", "arxivId", "entry_id", "paper_id", "link", "url",
];

pub(super) fn read(source: &str) -> Reading {
    json::reading(
        source,
        Format::ArxivJson,
        &SHAPE,
        |found, records, diagnostics| {
            let paper = paper(&found.fields, found.line, diagnostics);
            json::record(paper, found.source, found.line, records, diagnostics);
        },
    )
}

fn paper(fields: &Fields, line: usize, diagnostics: &mut Remarks) -> Paper {
    let told = |names: &[&str]| {
        let found = names.iter().find_map(|name| raw(fields, name))?;
        Some(accents(&entities(&found)))
    };
    let mut paper = Paper {
        title: told(&["title"])
            .map(|title| fold(&title))
            .unwrap_or_default(),
        abstract_text: told(&["abstract", "summary"])
            .and_then(|text| filled(fold_paragraphs(&text))),
        authors: authors(fields),
        kind: "article".to_owned(),
        date: date(fields),
        ..Paper::default()
    };
    match IDS
        .iter()
        .find_map(|name| identity::arxiv_id(&text(fields, name)?))
    {
        Some(id) => {
            paper.identifiers.insert(Scheme::Arxiv, id);
        }
        None => {
            let shown = any_text(fields, &IDS).unwrap_or_default();
            let remark = match identity::arxiv_id_without_zero(&shown) {
                Some(id) => {
                    paper.identifiers.insert(Scheme::Arxiv, id);
                    let message = "The first zero that this arXiv id had lost was put back.";
                    Diagnostic::info("repaired-identifier", line, message)
                }
                None => {
                    let message = "This is not a valid arXiv id; it was kept as text.";
                    Diagnostic::warning("invalid-identifier", line, message)
                }
            };
            diagnostics.say(line, || remark.about(&shown));
            if paper.identifiers.is_empty() {
                paper
                    .extra
                    .extend(filled(shown).map(|shown| ("id".to_owned(), shown)));
            }
        }
    }
    if let Some(doi) = text(fields, "doi") {
        json::identifier(&mut paper, Scheme::Doi, "doi", &doi, line, diagnostics);
    }
    for name in ["abs_url", "pdf_url", "entry_id", "link", "url"] {
        let url = text(fields, name).filter(|url| url.contains("://"));
        paper
            .urls
            .extend(url.filter(|url| !paper.urls.contains(url)));
    }
    json::keep(
        fields,
        &[
            "comment",
            "comments",
            "journal-ref",
            "journal_ref",
            "report-no",
            "license",
            "submitter",
            "update_date",
            "primary_category",
        ],
        &mut paper,
    );
    let categories = json::list(fields.get("categories")).join(" ");
    if !categories.is_empty() {
        paper.extra.insert("categories".to_owned(), categories);
    }
    paper
}

/// TeX's accents as letters, where there are any; everything else as it stands.
fn accents(text: &str) -> String {
    if text.contains('\\') {
        tex::to_unicode(text)
    } else {
        text.to_owned()
    }
}

fn authors(fields: &Fields) -> Vec<Name> {
    if let Some(Value::Array(parsed)) = fields.get("authors_parsed") {
        return parsed.iter().filter_map(parsed_name).collect();
    }
    match fields.get("authors").or_else(|| fields.get("author")) {
        Some(Value::Array(listed)) => {
            let one = |value: &Value| {
                let shown = match value {
                    Value::Object(person) => text(person, "name")?,
                    other => other.as_str()?.to_owned(),
                };
                listed_name(&accents(&shown))
            };
            listed.iter().filter_map(one).collect()
        }
        Some(Value::String(line)) => byline(&without_brackets(&accents(line))).0,
        _ => Vec::new(),
    }
}

/// `["Roe", "Ann", "Jr", "Institute of Tides"]`: surname, given names, suffix, affiliations.
fn parsed_name(value: &Value) -> Option<Name> {
    let part =
        |index: usize| -> Option<String> { filled(fold(&accents(value.get(index)?.as_str()?))) };
    let family = part(0)?;
    let given = part(1);
    let group = given.is_none() && family.contains(' ');
    if group && matches!(listed_name(&family), Some(Name::Literal { .. })) {
        return Some(Name::literal(family));
    }
    Some(Name::Person {
        family,
        given,
        particle: None,
        suffix: part(2),
        orcid: None,
    })
}

/// A byline without affiliations, which stand in brackets and have commas of their own.
fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// The day of the first version, or what the record calls its date.
fn date(fields: &Fields) -> Option<Date> {
    let first = fields
        .get("versions")
        .and_then(|versions| versions.get(0)?.get("created")?.as_str())
        .and_then(dates::parse);
    first.or_else(|| {
        [
            "date",
            "published",
            "created",
            "submitted_date",
            "update_date",
        ]
        .iter()
        .find_map(|name| dates::parse(&text(fields, name)?))
    })
}

/// An arXiv id, a title, and words that a record of arXiv has.
pub(super) fn evidence(source: &str) -> Evidence {
    let Some(fields) = json::first_keys(source, SHAPE.wrappers) else {
        return Evidence::None;
    };
    let has = |name: &str| fields.iter().any(|(key, _)| *key == name);
    let id = fields.iter().any(|(key, value)| {
        IDS.contains(key) && identity::arxiv_id(value.trim_matches('"')).is_some()
    });
    let told = has("abstract") || has("summary");
    let people = has("authors") || has("author") || has("authors_parsed");
    if has("title") && ((id && (told || people)) || (has("authors_parsed") && has("update_date"))) {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn affiliations_are_no_authors() {
        let line = r#"{"id":"0704.0001","title":"T","abstract":"A.","authors":"A. Roe (Tides, Inc), B. Low and C. H\\\"ay"}"#;
        let names: Vec<String> = read(line).records[0]
            .paper
            .authors
            .iter()
            .map(Name::display)
            .collect();
        assert_eq!(names, ["A. Roe", "B. Low", "C. Häy"]);
    }

    #[test]
    fn the_first_version_gives_the_date() {
        let line = r#"{"id":"0704.0001","title":"T","authors_parsed":[["Roe","Ann",""]],"versions":[{"version":"v1","created":"Mon, 2 Apr 2007 19:18:42 GMT"}],"update_date":"2008-11-26"}"#;
        let date = read(line).records[0].paper.date;
        assert_eq!(
            date.map(|date| date.to_string()).as_deref(),
            Some("2007-04-02")
        );
    }
}
