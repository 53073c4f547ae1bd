//! Atom as arXiv's interface and its daily feed give it.
//!
//! Titles and summaries are wrapped and in TeX, ids carry the version. An error comes as an entry
//! too: it is said, not taken for a paper.

use super::arxiv;
use super::feed::{self, Announced};
use super::sniff::Evidence;
use super::{Format, Reading};
use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::names;
use crate::paper::{Paper, Record};
use crate::text::xml::{Element, Elements};
use crate::text::{LineStarts, fold};

pub(super) fn read(text: &str) -> Reading {
    match recorded(text) {
        Some(answer) => read_feed(&answer),
        None => read_feed(text),
    }
}

/// The feed in a recorded answer of the interface, a JSON object with the answer as its `body`.
/// Lines are then those of the answer.
fn recorded(text: &str) -> Option<String> {
    if !is_recording(text) {
        return None;
    }
    let answer: serde_json::Value = serde_json::from_str(text).ok()?;
    // The interface encodes some names twice, which decoding mends.
    let body = answer.get("body")?.as_str()?;
    Some(crate::text::decode(body.as_bytes()).0.into_owned())
}

fn is_recording(text: &str) -> bool {
    text.trim_start().starts_with('{') && text.contains("\"body\"") && text.contains("<feed")
}

fn read_feed(text: &str) -> Reading {
    let mut reading = Reading::new(Format::ArxivAtom);
    let lines = LineStarts::new(text);
    let channel = feed::channel(text, "entry");
    reading.title = channel.title;
    reading.date = channel.date;
    let mut errors = 0;
    for found in Elements::new(text, &["entry"]) {
        let line = lines.line(found.start);
        let original = text.get(found.start..found.end).unwrap_or_default();
        let id = found.element.told(&["id"]).unwrap_or_default();
        if id.contains("/api/errors") {
            let told = found.element.told(&["summary"]).unwrap_or_default();
            let message = format!("arXiv answered with an error: {told}.");
            reading.diagnostics.say(line, || {
                Diagnostic::error("error-entry", line, message).about(&told)
            });
            errors += 1;
            continue;
        }
        let place = feed::Place {
            line,
            closed: found.closed,
        };
        let (paper, mut doubts) = paper(&found.element, &id);
        let Some(paper) = feed::kept(paper, &place, &mut doubts, &mut reading.diagnostics) else {
            continue;
        };
        reading.records.push(Record {
            paper,
            position: reading.records.len() + 1,
            line,
            original: original.to_owned(),
            date: None,
            doubts,
        });
    }
    if errors == 0 {
        feed::say_if_empty(text, &mut reading);
    }
    reading
}

fn paper(entry: &Element, id: &str) -> (Paper, Vec<String>) {
    let mut paper = Paper::default();
    let mut doubts = Vec::new();
    arxiv::take(
        &mut paper,
        "Title",
        &entry.told(&["title"]).unwrap_or_default(),
    );
    let link = entry
        .all("link")
        .filter_map(|link| link.attribute("href"))
        .find(|href| href.contains("/abs/"));
    if !arxiv::identify(&mut paper, id)
        && !link.is_some_and(|link| arxiv::identify(&mut paper, link))
    {
        doubts.push("bad-id: the entry has no arXiv id".to_owned());
    }
    paper.urls.extend(link.map(str::to_owned));
    let people = entry
        .all("author")
        .filter_map(|author| author.told(&["name"]));
    for person in people {
        // The interface gives one name an element, the daily feed all in one.
        if person.contains(", ") {
            paper.authors.extend(arxiv::authors(&person).0);
        } else {
            paper
                .authors
                .extend(names::person_in_order(&crate::text::tex::to_unicode(
                    &person,
                )));
        }
    }
    if paper.authors.is_empty() {
        let creators: Vec<String> = entry.all("creator").map(Element::text).collect();
        paper.authors = arxiv::authors(&creators.join(", ")).0;
    }
    let affiliations: Vec<String> = entry
        .below("affiliation")
        .into_iter()
        .map(|affiliation| fold(&affiliation.text()))
        .filter(|affiliation| !affiliation.is_empty())
        .collect();
    if !affiliations.is_empty() {
        paper
            .extra
            .insert("affiliation".to_owned(), affiliations.join("; "));
    }
    let summary = entry.at(&["summary"]).or(entry.at(&["content"]));
    if let Some(summary) = summary {
        let told = Announced::of(&summary.text());
        paper.abstract_text = told
            .abstract_text
            .as_deref()
            .map(paragraphs)
            .filter(|text| !text.is_empty());
        told.mark(&mut paper);
    }
    if let Some(kind) = entry.told(&["announce_type"]) {
        paper.extra.insert("announce_type".to_owned(), kind);
    }
    // In the daily feed the dates are those of the announcement.
    if !id.starts_with("oai:") {
        paper.date = entry.told(&["published"]).as_deref().and_then(dates::parse);
        if let Some(updated) = entry.told(&["updated"])
            && entry
                .told(&["published"])
                .is_some_and(|published| published != updated)
        {
            paper.extra.insert("updated".to_owned(), updated);
        }
    }
    for (element, name) in [
        ("doi", "DOI"),
        ("DOI", "DOI"),
        ("journal_ref", "journal_ref"),
        ("journal_reference", "journal_ref"),
        ("comment", "comment"),
        ("primary_category", ""),
        ("rights", "rights"),
    ] {
        let Some(found) = entry.at(&[element]) else {
            continue;
        };
        match found.attribute("term") {
            Some(term) => arxiv::take(&mut paper, "Categories", term),
            None if !name.is_empty() => arxiv::take(&mut paper, name, &found.text()),
            None => {}
        }
    }
    for category in entry
        .all("category")
        .filter_map(|category| category.attribute("term"))
    {
        // Classifications of other kinds (`68T50`) are told in one term, with spaces.
        arxiv::take(&mut paper, "Subjects", category);
    }
    if arxiv::is_withdrawn(&paper) {
        doubts.push(arxiv::WITHDRAWN.to_owned());
    }
    (paper, doubts)
}

/// Lines that begin with spaces begin paragraphs, the others are wrapped.
fn paragraphs(text: &str) -> String {
    let mut found: Vec<String> = Vec::new();
    for line in text.trim_end().split('\n') {
        let begins = line.starts_with("  ") || line.trim().is_empty();
        match found.last_mut() {
            Some(paragraph) if !begins => {
                paragraph.push(' ');
                paragraph.push_str(line.trim());
            }
            _ => found.push(line.trim().to_owned()),
        }
    }
    let told: Vec<String> = found
        .iter()
        .map(|paragraph| arxiv::prose(&fold(paragraph)))
        .filter(|paragraph| !paragraph.is_empty())
        .collect();
    told.join("\n\n")
}

/// An Atom feed that says that it is arXiv's.
pub(super) fn evidence(text: &str) -> Evidence {
    if is_recording(text) && text.contains("arxiv.org/schemas/atom") {
        return Evidence::Plain;
    }
    let Some(head) = feed::head(text, &["feed"], "entry") else {
        return Evidence::None;
    };
    let own = head.contains("arxiv.org/schemas/atom")
        || head.contains("http://arxiv.org/api/")
        || head.contains("https://arxiv.org/api/")
        || head.contains("export.arxiv.org/api/")
        || head.contains("rss.arxiv.org/atom");
    if own { Evidence::Plain } else { Evidence::None }
}

#[cfg(test)]
mod tests;
