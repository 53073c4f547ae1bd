//! What all feeds have in common, and how an item of a feed becomes a paper.
//!
//! Feeds are read tolerantly: bare ampersands, HTML in titles, a cut end. An item that shows no
//! sign of a paper is kept, but doubtful: feeds of journals bring news and adverts too.

mod item;
mod told;

use super::remarks::Remarks;
use super::{Format, Reading};
use crate::Severity;
use crate::diagnostic::Diagnostic;
use crate::paper::{Paper, Record};
use crate::text::xml::{self, Element, Elements, Node};
use crate::text::{LineStarts, fold, tags};

pub(super) use item::Item;

/// What a feed says of itself.
#[derive(Default)]
pub(super) struct Channel {
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
    /// The journal or server all items are from.
    pub(super) venue: Option<String>,
    pub(super) link: Option<String>,
    pub(super) issn: Option<String>,
}

/// Where an item stands.
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) closed: bool,
}

/// The part of a feed before its first item, when its root is one of these elements.
pub(super) fn head<'a>(text: &'a str, roots: &[&str], item: &str) -> Option<&'a str> {
    let start = text.trim_start();
    if !start.starts_with('<') {
        return None;
    }
    // The root is the first tag that is no declaration or comment.
    let mut tokens = tags::Tokens::new(start);
    let root = tokens.by_ref().find_map(|token| match token {
        tags::Token::Text(text) if text.trim().is_empty() => None,
        tags::Token::Open(tag) => Some(Some(tag.name)),
        _ => Some(None),
    })??;
    let local = root
        .rsplit_once(':')
        .map_or(root.as_str(), |(_, local)| local);
    let known = roots.iter().any(|name| name.eq_ignore_ascii_case(local));
    known.then(|| before_items(text, item))
}

fn before_items<'a>(text: &'a str, item: &str) -> &'a str {
    match Elements::new(text, &[item]).next() {
        Some(found) => text.get(..found.start).unwrap_or(text),
        None => text,
    }
}

/// Reads a feed whose items are the elements of this name, each made sense of by `item`.
pub(super) fn read(format: Format, text: &str, name: &str, item: fn(&Element) -> Item) -> Reading {
    let mut reading = Reading::new(format);
    let lines = LineStarts::new(text);
    let channel = channel(text, name);
    reading.title = channel.title.clone();
    reading.date = channel.date.clone();
    for found in Elements::new(text, &[name]) {
        let line = lines.line(found.start);
        let place = Place {
            line,
            closed: found.closed,
        };
        let (paper, mut doubts) = item(&found.element).paper(&channel);
        let Some(paper) = kept(paper, &place, &mut doubts, &mut reading.diagnostics) else {
            continue;
        };
        let original = text.get(found.start..found.end).unwrap_or_default();
        reading.records.push(Record {
            paper,
            position: reading.records.len() + 1,
            line,
            original: original.to_owned(),
            date: None,
            doubts,
        });
    }
    say_if_empty(text, &mut reading);
    reading
}

/// What stands before the first item.
pub(super) fn channel(text: &str, item: &str) -> Channel {
    let head = before_items(text, item);
    // An image has a title and a link of its own.
    let head = match Elements::new(head, &["image"]).next() {
        Some(image) if xml::opens(head.get(..image.start).unwrap_or_default(), "title") => {
            head.get(..image.start).unwrap_or(head)
        }
        _ => head,
    };
    let mut channel = Channel::default();
    let wanted = [
        "title",
        "link",
        "pubDate",
        "lastBuildDate",
        "date",
        "updated",
        "publicationName",
        "issn",
        "eIssn",
    ];
    for found in Elements::new(head, &wanted).take(100) {
        let told = fold(&found.element.text());
        let place = match found.element.name.as_str() {
            "title" => &mut channel.title,
            "link" => &mut channel.link,
            "publicationName" => &mut channel.venue,
            "issn" | "eIssn" => &mut channel.issn,
            _ => &mut channel.date,
        };
        let told = match found.element.attribute("href") {
            Some(href) if told.is_empty() && found.element.attribute("rel") != Some("self") => {
                href.to_owned()
            }
            _ => tags::line(&told),
        };
        if place.is_none() && !told.is_empty() {
            *place = Some(told);
        }
    }
    channel
}

/// The paper, unless nothing of it was read; what is wrong with it is said.
pub(super) fn kept(
    paper: Paper,
    place: &Place,
    doubts: &mut Vec<String>,
    diagnostics: &mut Remarks,
) -> Option<Paper> {
    let about = paper.title.clone();
    if paper.title.is_empty() && paper.identifiers.is_empty() && paper.abstract_text.is_none() {
        let message = "This item has neither title nor identifier nor abstract; it was left out.";
        diagnostics.say(place.line, || {
            Diagnostic::error("missing-title", place.line, message)
        });
        return None;
    }
    if !place.closed {
        let message = "The source breaks off in the middle of this item.";
        diagnostics.say(place.line, || {
            Diagnostic::warning("cut-item", place.line, message).about(&about)
        });
        doubts.push("cut-item: the source breaks off in the middle of this item".to_owned());
    }
    if paper.title.is_empty() {
        let message = "This item has no title.";
        diagnostics.say(place.line, || {
            Diagnostic::error("missing-title", place.line, message)
        });
        doubts.push("missing-title: the record has no title".to_owned());
    }
    Some(paper)
}

/// A feed without items is a feed all the same: arXiv's are empty at weekends.
pub(super) fn say_if_empty(text: &str, reading: &mut Reading) {
    if !text.trim().is_empty() && reading.records.is_empty() && reading.diagnostics.is_empty() {
        let message = "This feed has no items, as some have none on days without news.";
        reading
            .diagnostics
            .push(Diagnostic::new(Severity::Info, "empty-feed", None, message));
    }
}

/// A description of arXiv's: `arXiv:2401.00001v1 Announce Type: new`, then `Abstract: …`.
pub(super) struct Announced {
    pub(super) id: Option<String>,
    kind: Option<String>,
    pub(super) abstract_text: Option<String>,
}

impl Announced {
    pub(super) fn of(text: &str) -> Announced {
        let bare = text.trim_start();
        let announced = bare
            .strip_prefix("arXiv:")
            .and_then(|rest| rest.split_once("Announce Type:"));
        let Some((id, rest)) = announced.filter(|(id, _)| id.len() < 60) else {
            return Announced {
                id: None,
                kind: None,
                abstract_text: Some(text.to_owned()),
            };
        };
        let rest = rest.trim_start();
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (kind, after) = rest.split_at(end);
        let told = after.trim_start();
        let told = told.strip_prefix("Abstract:").unwrap_or(told).trim();
        Announced {
            id: Some(id.trim().to_owned()),
            kind: Some(kind.to_owned()),
            abstract_text: (!told.is_empty()).then(|| told.to_owned()),
        }
    }

    /// Gives the paper what the description says beside the abstract.
    pub(super) fn mark(&self, paper: &mut Paper) {
        if let Some(kind) = self.kind.as_ref().filter(|kind| !kind.is_empty()) {
            paper.extra.insert("announce_type".to_owned(), kind.clone());
        }
    }
}

/// Plain text as HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// An element's content as HTML: what was escaped is HTML already; where it stands as elements it
/// is written out again, so that paragraphs keep their bounds.
pub(super) fn html(element: &Element) -> String {
    if element.elements().next().is_none() {
        return element.text();
    }
    let mut out = String::new();
    write_html(element, &mut out);
    out
}

/// Elements lie at most a hundred deep, which [`Elements`] sees to.
fn write_html(element: &Element, out: &mut String) {
    for child in &element.children {
        match child {
            Node::Text(text) => out.push_str(&escaped(text)),
            Node::Element(inner) => {
                out.push_str(&format!("<{}>", inner.name));
                write_html(inner, out);
                out.push_str(&format!("</{}>", inner.name));
            }
        }
    }
}
