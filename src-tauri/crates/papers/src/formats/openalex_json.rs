//! OpenAlex's JSON: one work, the `results` of a search, or works one a line.
//!
//! An abstract comes as an index of its words, from which the text is put together again.

use super::remarks::Remarks;
use serde_json::Value;

use super::json::{self, Fields, Shape, any_text, object, text, without_jats};
use super::sniff::Evidence;
use super::{Format, Reading, filled};
use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::identity;
use crate::names::listed_name;
use crate::paper::{Date, Name, Paper, Scheme};
use crate::text::{entities, fold};

const SHAPE: Shape<'_> = Shape {
    wrappers: &[&["results"]],
    is_item: |fields| {
        fields.contains_key("authorships")
            || fields.contains_key("abstract_inverted_index")
            || (fields.contains_key("id") && fields.contains_key("title"))
    },
};

/// Longest abstract that is put together, in bytes: an index can say more than it is long.
const LONGEST: usize = 100_000;

pub(super) fn read(source: &str) -> Reading {
    json::reading(
        source,
        Format::OpenalexJson,
        &SHAPE,
        |found, records, diagnostics| {
            let (paper, whole) = paper(&found.fields, found.line, diagnostics);
            json::record(paper, found.source, found.line, records, diagnostics);
            if let (false, Some(record)) = (whole, records.last_mut()) {
                record
                    .doubts
                    .push("truncated-abstract: the abstract was too long".to_owned());
                let message = "The abstract of this work is too long and was cut.";
                diagnostics.say(found.line, || {
                    Diagnostic::warning("truncated-abstract", found.line, message)
                });
            }
        },
    )
}

fn paper(fields: &Fields, line: usize, diagnostics: &mut Remarks) -> (Paper, bool) {
    let (abstract_text, whole) = abstract_text(fields);
    let location = object(fields, "primary_location");
    let host = location
        .and_then(|location| object(location, "source"))
        .or_else(|| object(fields, "host_venue"));
    let biblio = object(fields, "biblio");
    let of = |name: &str| biblio.and_then(|biblio| text(biblio, name));
    let title = json::raw(fields, "title").or_else(|| json::raw(fields, "display_name"));
    let mut paper = Paper {
        title: title
            .map(|title| fold(&without_jats(&title)))
            .unwrap_or_default(),
        abstract_text,
        authors: authors(fields),
        kind: kind(fields, host).to_owned(),
        date: date(fields),
        venue: host
            .and_then(|host| text(host, "display_name"))
            .or_else(|| location.and_then(|location| text(location, "raw_source_name"))),
        volume: of("volume"),
        issue: of("issue"),
        pages: pages(of("first_page"), of("last_page")),
        publisher: host.and_then(|host| any_text(host, &["host_organization_name", "publisher"])),
        language: text(fields, "language"),
        keywords: keywords(fields),
        ..Paper::default()
    };
    identifiers(fields, host, &mut paper, line, diagnostics);
    let mut urls = Vec::new();
    if let Some(location) = location {
        urls.extend(text(location, "landing_page_url"));
        urls.extend(text(location, "pdf_url"));
    }
    urls.extend(object(fields, "open_access").and_then(|access| text(access, "oa_url")));
    for url in urls {
        if !paper.urls.contains(&url) {
            paper.urls.push(url);
        }
    }
    json::keep(
        fields,
        &["id", "type", "cited_by_count", "is_retracted"],
        &mut paper,
    );
    if paper.extra.get("is_retracted").map(String::as_str) == Some("false") {
        paper.extra.remove("is_retracted");
    }
    (paper, whole)
}

/// The words of the index in their order, and whether they are all there.
fn abstract_text(fields: &Fields) -> (Option<String>, bool) {
    let Some(index) = object(fields, "abstract_inverted_index") else {
        return (text(fields, "abstract"), true);
    };
    let index = object(index, "InvertedIndex").unwrap_or(index);
    let mut words: Vec<(u64, &str)> = Vec::new();
    for (word, places) in index {
        for place in places.as_array().into_iter().flatten() {
            words.extend(place.as_u64().map(|place| (place, word.as_str())));
        }
    }
    words.sort_unstable();
    let mut out = String::new();
    for (_, word) in words {
        if out.len() + word.len() >= LONGEST {
            return (filled(fold(&entities(&out))), false);
        }
        out.push_str(word);
        out.push(' ');
    }
    (filled(fold(&without_jats(&out))), true)
}

fn authors(fields: &Fields) -> Vec<Name> {
    let listed = fields.get("authorships").and_then(Value::as_array);
    let one = |value: &Value| -> Option<Name> {
        let authorship = value.as_object()?;
        let author = object(authorship, "author");
        let shown = author
            .and_then(|author| text(author, "display_name"))
            .or_else(|| text(authorship, "raw_author_name"))?;
        let orcid = author
            .and_then(|author| text(author, "orcid"))
            .and_then(|id| json::orcid(&id));
        listed_name(&shown).map(|name| json::with_orcid(name, orcid))
    };
    listed.into_iter().flatten().filter_map(one).collect()
}

fn date(fields: &Fields) -> Option<Date> {
    let day = text(fields, "publication_date").and_then(|date| dates::parse(&date));
    let year = text(fields, "publication_year").and_then(|year| dates::parse(&year));
    match (day, year) {
        // The first of January often stands for a year alone, but nothing says so.
        (Some(day), _) => Some(day),
        (None, year) => year,
    }
}

fn pages(first: Option<String>, last: Option<String>) -> Option<String> {
    let range = match (first, last) {
        (Some(first), Some(last)) if first != last => format!("{first}-{last}"),
        (Some(page), _) | (None, Some(page)) => page,
        (None, None) => return None,
    };
    super::pages(&range)
}

fn keywords(fields: &Fields) -> Vec<String> {
    let listed = fields.get("keywords").and_then(Value::as_array);
    let one = |value: &Value| match value {
        Value::Object(keyword) => any_text(keyword, &["display_name", "keyword"]),
        other => other.as_str().and_then(|keyword| filled(fold(keyword))),
    };
    listed.into_iter().flatten().filter_map(one).collect()
}

fn identifiers(
    fields: &Fields,
    host: Option<&Fields>,
    paper: &mut Paper,
    line: usize,
    diagnostics: &mut Remarks,
) {
    let ids = object(fields, "ids");
    let of = |name: &str| text(fields, name).or_else(|| ids.and_then(|ids| text(ids, name)));
    if let Some(doi) = of("doi") {
        json::identifier(paper, Scheme::Doi, "doi", &doi, line, diagnostics);
    }
    if let Some(pmid) = of("pmid") {
        json::identifier(paper, Scheme::Pmid, "pmid", &pmid, line, diagnostics);
    }
    if let Some(pmcid) = of("pmcid") {
        // The URL may end in the bare number.
        let number = pmcid.trim_end_matches('/').rsplit('/').next();
        let shown = number.unwrap_or(&pmcid);
        json::identifier(paper, Scheme::Pmcid, "pmcid", shown, line, diagnostics);
    }
    if let Some(issn) = host.and_then(|host| any_text(host, &["issn_l", "issn"])) {
        json::identifier(paper, Scheme::Issn, "issn", &issn, line, diagnostics);
    }
    let own = paper
        .identifiers
        .get(&Scheme::Doi)
        .and_then(|doi| identity::arxiv_of_doi(doi));
    let places = fields.get("locations").and_then(Value::as_array);
    let listed = || {
        places.into_iter().flatten().find_map(|place| {
            let url = place.get("landing_page_url")?.as_str()?;
            url.contains("arxiv")
                .then(|| identity::arxiv_id(url))
                .flatten()
        })
    };
    if let Some(id) = own.or_else(listed) {
        paper.identifiers.insert(Scheme::Arxiv, id);
    }
}

fn kind(fields: &Fields, host: Option<&Fields>) -> &'static str {
    let told = text(fields, "type_crossref")
        .or_else(|| text(fields, "type"))
        .unwrap_or_default();
    let host = host.and_then(|host| text(host, "type"));
    match told.as_str() {
        "proceedings-article" | "conference-paper" => "paper-conference",
        "posted-content" | "preprint" => "article",
        "article" | "journal-article" | "review" | "editorial" | "letter" | "erratum"
        | "retraction" => match host.as_deref() {
            Some("repository") => "article",
            Some("conference") => "paper-conference",
            _ => "article-journal",
        },
        "book-chapter" | "book-section" | "book-part" => "chapter",
        "book" | "monograph" | "edited-book" | "reference-book" | "proceedings" => "book",
        "dissertation" => "thesis",
        "report" | "report-component" => "report",
        "dataset" => "dataset",
        "software" => "software",
        "peer-review" => "review",
        "reference-entry" => "entry",
        "standard" => "standard",
        _ => "",
    }
}

pub(super) fn evidence(source: &str) -> Evidence {
    let Some(fields) = json::first_keys(source, SHAPE.wrappers) else {
        return Evidence::None;
    };
    let has = |name: &str| fields.iter().any(|(key, _)| *key == name);
    let work = fields
        .iter()
        .any(|(key, value)| *key == "id" && value.contains("openalex.org/W"));
    let named = has("title") || has("display_name");
    let own = has("abstract_inverted_index") || has("authorships");
    if named && (work || own) {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abstract_is_put_together_in_the_order_of_its_words() {
        let work = r#"{"id":"https://openalex.org/W1","title":"T","abstract_inverted_index":{"tides":[1,3],"Of":[0],"and":[2],"again.":[4]}}"#;
        assert_eq!(
            read(work).records[0].paper.abstract_text.as_deref(),
            Some("Of tides and tides again.")
        );
    }

    #[test]
    fn an_index_that_says_more_than_it_is_long_is_cut() {
        let places: Vec<String> = (0..3000).map(|place| place.to_string()).collect();
        let work = format!(
            r#"{{"title":"T","abstract_inverted_index":{{"{}":[{}]}}}}"#,
            "a".repeat(1000),
            places.join(",")
        );
        let reading = read(&work);
        assert!(
            reading.records[0]
                .paper
                .abstract_text
                .as_ref()
                .is_some_and(|t| t.len() <= LONGEST)
        );
        assert_eq!(reading.diagnostics[0].code, "truncated-abstract");
    }

    #[test]
    fn authors_and_sources_alone_are_not_works() {
        let author = r#"{"id":"https://openalex.org/A1","display_name":"A","works_count":3}"#;
        assert_eq!(evidence(author), Evidence::None);
    }
}
