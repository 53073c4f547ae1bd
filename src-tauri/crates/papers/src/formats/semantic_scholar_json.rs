//! Semantic Scholar's JSON: papers, searches, citations, recommendations, authors with their
//! papers, and the lines of its data sets.
//!
//! The interface writes `externalIds`, the data sets `externalids`: names are compared without
//! case. `tldr` is a machine's summary and no abstract.

use super::remarks::Remarks;
use serde_json::Value;

use super::json::items::Items;
use super::json::{self, Fields, Found, Shape};
use super::sniff::Evidence;
use super::{Format, Reading, filled, pages};
use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::identity;
use crate::names::listed_name;
use crate::paper::{Name, Paper, Record, Scheme};
use crate::text::{fold, fold_paragraphs};

const SHAPE: Shape<'_> = Shape {
    wrappers: &[
        &["data"],
        &["recommendedPapers"],
        &["papers"],
        &["references"],
        &["citations"],
    ],
    is_item: |fields| {
        fields.contains_key("title")
            || fields.contains_key("citedPaper")
            || fields.contains_key("citingPaper")
    },
};
/// A paper that lists its citations is one paper, not many.
const PAPER: Shape<'_> = Shape {
    wrappers: &[&["data"], &["recommendedPapers"], &["papers"]],
    is_item: SHAPE.is_item,
};

pub(super) fn read(source: &str) -> Reading {
    let shape = if is_paper(&json::first_keys(source, PAPER.wrappers).unwrap_or_default()) {
        &PAPER
    } else {
        &SHAPE
    };
    json::reading(
        source,
        Format::SemanticScholarJson,
        shape,
        |found, records, diagnostics| {
            take(found, records, diagnostics);
        },
    )
}

fn take(found: Found<'_>, records: &mut Vec<Record>, diagnostics: &mut Remarks) {
    let fields = &found.fields;
    // An author in a list of authors: the papers stand inside.
    if let (Some(Value::Array(_)), None) = (fields.get("papers"), fields.get("title")) {
        for item in Items::new(found.source, &[&["papers"]]) {
            let source = found.source.get(item.start..item.end).unwrap_or_default();
            let before = found.source.get(..item.start).unwrap_or_default();
            let line = found.line + before.matches('\n').count();
            if let Ok(Value::Object(fields)) = serde_json::from_str(source) {
                let paper = paper(&Named(&fields), line, diagnostics);
                json::record(paper, source, line, records, diagnostics);
            }
        }
        return;
    }
    for name in ["citedPaper", "citingPaper"] {
        if let Some(Value::Object(inner)) = fields.get(name) {
            // What could not be matched has neither id nor title.
            if Named(inner).text("title").is_none() {
                let message = "A paper without a title was left out.";
                diagnostics.say(found.line, || {
                    Diagnostic::info("unknown-paper", found.line, message).about(found.source)
                });
                return;
            }
            let mut paper = paper(&Named(inner), found.line, diagnostics);
            json::keep(fields, &["intents", "isInfluential"], &mut paper);
            json::record(paper, found.source, found.line, records, diagnostics);
            return;
        }
    }
    let paper = paper(&Named(fields), found.line, diagnostics);
    json::record(paper, found.source, found.line, records, diagnostics);
}

/// Fields whose names are compared without case and underscores.
struct Named<'a>(&'a Fields);

impl<'a> Named<'a> {
    fn get(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name).or_else(|| {
            self.0
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name))
                .map(|(_, value)| value)
        })
    }

    fn text(&self, name: &str) -> Option<String> {
        let told = match self.get(name)? {
            Value::String(told) => json::clean(told),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        filled(fold(&told))
    }

    fn object(&self, name: &str) -> Option<Named<'a>> {
        self.get(name).and_then(Value::as_object).map(Named)
    }

    fn list(&self, name: &str) -> Vec<String> {
        json::list(self.get(name))
    }
}

fn paper(fields: &Named<'_>, line: usize, diagnostics: &mut Remarks) -> Paper {
    let journal = fields.object("journal");
    let of_journal = |name: &str| journal.as_ref().and_then(|journal| journal.text(name));
    let told = fields
        .get("abstract")
        .or_else(|| fields.get("paperAbstract"));
    let date = fields
        .text("publicationDate")
        .or_else(|| fields.text("year"));
    let mut paper = Paper {
        title: fields.text("title").unwrap_or_default(),
        abstract_text: told
            .and_then(Value::as_str)
            .and_then(|told| filled(fold_paragraphs(&json::clean(told)))),
        authors: authors(fields),
        date: date.and_then(|date| dates::parse(&date)),
        venue: fields
            .text("venue")
            .or_else(|| fields.object("publicationVenue")?.text("name"))
            .or_else(|| of_journal("name"))
            .or_else(|| fields.text("journalName"))
            .or_else(|| fields.text("journal")),
        // Of arXiv's papers the id is given once more, as a volume.
        volume: of_journal("volume")
            .or_else(|| fields.text("journalVolume"))
            .filter(|volume| !volume.starts_with("abs/")),
        pages: of_journal("pages")
            .or_else(|| fields.text("journalPages"))
            .and_then(|range| pages(&range)),
        ..Paper::default()
    };
    identifiers(fields, &mut paper, line, diagnostics);
    paper.kind = kind(fields, &paper).to_owned();
    paper
        .urls
        .extend(fields.text("url").or_else(|| fields.text("s2Url")));
    let pdf = fields
        .object("openAccessPdf")
        .and_then(|pdf| pdf.text("url"))
        .filter(|url| !paper.urls.contains(url));
    paper.urls.extend(pdf);
    if let Some(tldr) = fields.object("tldr").and_then(|tldr| tldr.text("text")) {
        paper.extra.insert("tldr".to_owned(), tldr);
    }
    for name in [
        "paperId",
        "corpusId",
        "citationCount",
        "influentialCitationCount",
        "referenceCount",
    ] {
        if let Some(value) = fields.text(name) {
            paper.extra.insert(name.to_owned(), value);
        }
    }
    for name in ["fieldsOfStudy", "s2FieldsOfStudy", "publicationTypes"] {
        let mut values = fields.list(name);
        values.dedup();
        if !values.is_empty() {
            paper.extra.insert(name.to_owned(), values.join("; "));
        }
    }
    paper
}

fn authors(fields: &Named<'_>) -> Vec<Name> {
    let listed = fields.get("authors").and_then(Value::as_array);
    let one = |value: &Value| match value {
        Value::Object(person) => {
            let person = Named(person);
            if let Some(family) = person.text("last") {
                let middle = person.list("middle").join(" ");
                let given = [person.text("first"), filled(middle)];
                let given: Vec<String> = given.into_iter().flatten().collect();
                return Some(Name::Person {
                    family,
                    given: filled(given.join(" ")),
                    particle: None,
                    suffix: person.text("suffix"),
                    orcid: None,
                });
            }
            listed_name(&person.text("name")?)
        }
        other => listed_name(&json::clean(other.as_str()?)),
    };
    listed.into_iter().flatten().filter_map(one).collect()
}

fn identifiers(fields: &Named<'_>, paper: &mut Paper, line: usize, diagnostics: &mut Remarks) {
    let ids = fields.object("externalIds");
    for (scheme, name, own) in [
        (Scheme::Arxiv, "ArXiv", "arxiv_id"),
        (Scheme::Doi, "DOI", "doi"),
        (Scheme::Pmid, "PubMed", "pmid"),
        (Scheme::Pmid, "PubMed", "pubmed_id"),
        (Scheme::Pmcid, "PubMedCentral", "pmc_id"),
        (Scheme::Acl, "ACL", "acl_id"),
    ] {
        let shown = ids
            .as_ref()
            .and_then(|ids| ids.text(name))
            .or_else(|| fields.text(own));
        if let Some(shown) = shown {
            json::identifier(paper, scheme, name, &shown, line, diagnostics);
        }
    }
    if let Some(id) = paper
        .identifiers
        .get(&Scheme::Doi)
        .and_then(|doi| identity::arxiv_of_doi(doi))
    {
        paper.identifiers.entry(Scheme::Arxiv).or_insert(id);
    }
    if let Some(dblp) = ids.and_then(|ids| ids.text("DBLP")) {
        paper.extra.insert("DBLP".to_owned(), dblp);
    }
}

fn kind(fields: &Named<'_>, paper: &Paper) -> &'static str {
    let types = fields.list("publicationTypes");
    let has = |name: &str| types.iter().any(|kind| kind == name);
    let on_arxiv = paper
        .venue
        .as_deref()
        .map_or(paper.identifiers.contains_key(&Scheme::Arxiv), |venue| {
            venue.to_ascii_lowercase().starts_with("arxiv")
        });
    if has("Conference") {
        "paper-conference"
    } else if on_arxiv {
        "article"
    } else if has("BookSection") {
        "chapter"
    } else if has("Book") {
        "book"
    } else if has("Dataset") {
        "dataset"
    } else if types.is_empty() {
        ""
    } else {
        "article-journal"
    }
}

fn is_paper(fields: &[(&str, &str)]) -> bool {
    let has = |name: &str| fields.iter().any(|(key, _)| key.eq_ignore_ascii_case(name));
    has("title")
        && (has("paperId")
            || has("corpusId")
            || has("externalIds")
            || has("paperAbstract")
            || has("paper_id")
            || has("influentialCitationCount"))
}

pub(super) fn evidence(source: &str) -> Evidence {
    let paper = json::first_keys(source, PAPER.wrappers).unwrap_or_default();
    let any = json::first_keys(source, SHAPE.wrappers).unwrap_or_default();
    let has = |name: &str| any.iter().any(|(key, _)| *key == name);
    let wrapped = has("citedPaper") || has("citingPaper");
    let author = has("authorId") && has("papers");
    if is_paper(&paper) || is_paper(&any) || wrapped || author {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_with_its_references_is_one_paper() {
        let paper = r#"{"paperId":"a","title":"One","references":[{"paperId":"b","title":"Two"}]}"#;
        assert_eq!(read(paper).records.len(), 1);
        let list = r#"{"references":[{"citedPaper":{"paperId":"b","title":"Two"}},{"citedPaper":{"paperId":null,"title":null}}]}"#;
        let reading = read(list);
        assert_eq!(reading.records.len(), 1);
        assert_eq!(reading.diagnostics[0].code, "unknown-paper");
    }

    #[test]
    fn a_description_of_a_data_set_is_no_list_of_papers() {
        let about = r#"{"name":"papers","description":"The core attributes","files":["a"]}"#;
        assert_eq!(evidence(about), Evidence::None);
    }

    #[test]
    fn authors_lists_give_the_papers_inside() {
        let authors = "{\"data\":[{\"authorId\":\"1\",\"papers\":[\n{\"paperId\":\"a\",\"title\":\"One\"},\n{\"paperId\":\"b\",\"title\":\"Two\"}]}]}";
        let reading = read(authors);
        let lines: Vec<usize> = reading.records.iter().map(|record| record.line).collect();
        assert_eq!(lines, [2, 3]);
        assert_eq!(evidence(authors), Evidence::Plain);
    }
}
