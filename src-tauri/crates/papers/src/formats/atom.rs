//! Atom feeds of anybody but arXiv. What an entry becomes is decided in [`feed`].

use super::feed::{self, Item};
use super::sniff::Evidence;
use super::{Format, Reading};
use crate::text::fold;
use crate::text::xml::Element;

pub(super) fn read(text: &str) -> Reading {
    feed::read(Format::Atom, text, "entry", item)
}

fn item(entry: &Element) -> Item {
    let mut item = Item::default();
    let mut updated = None;
    for child in entry.elements() {
        let raw = child.text();
        let text = fold(&raw);
        match child.name.as_str() {
            "link" => {
                let related = child.attribute("rel").unwrap_or("alternate");
                let pdf = child.attribute("type") == Some("application/pdf");
                if let (Some(href), "alternate" | "related", false) =
                    (child.attribute("href"), related, pdf)
                {
                    item.links.push(href.to_owned());
                }
            }
            "author" | "contributor" => {
                let name = child.told(&["name"]).unwrap_or(text);
                if !name.is_empty() && child.name == "author" {
                    item.creators.push(name);
                }
            }
            "category" => {
                let term = child.attribute("label").or(child.attribute("term"));
                item.subjects.extend(term.map(fold));
            }
            "content" | "summary" => item.descriptions.push(html(child)),
            _ if text.is_empty() => {}
            "title" => item.titles.push(told(child)),
            "id" | "identifier" | "doi" => item.ids.push(text),
            "creator" => item.creators.push(raw),
            "published" | "issued" | "publicationDate" => item.dates.push(text),
            "updated" | "modified" => updated = Some(text),
            "publicationName" => {
                item.is_publication = true;
                item.venue = Some(text);
            }
            "volume" => item.volume = Some(text),
            "number" => item.issue = Some(text),
            "startingPage" => item.first_page = Some(text),
            "endingPage" => item.last_page = Some(text),
            "publisher" => item.publisher = Some(text),
            "issn" | "eIssn" => item.issn = Some(text),
            _ => {}
        }
    }
    item.dates.extend(updated);
    item
}

/// A text construct as HTML: plain text is escaped, XHTML's elements are paragraphs' bounds again.
fn html(element: &Element) -> String {
    match element.attribute("type") {
        Some("xhtml" | "html" | "text/html") => feed::html(element),
        // A content of markup that does not say so.
        _ if element.elements().next().is_some() || element.text().contains("</") => {
            feed::html(element)
        }
        _ => feed::escaped(&element.text()),
    }
}

fn told(element: &Element) -> String {
    match element.attribute("type") {
        Some("html" | "text/html") | None => element.text(),
        _ => feed::escaped(&element.text()),
    }
}

/// A `feed` root in one of Atom's namespaces.
pub(super) fn evidence(text: &str) -> Evidence {
    let Some(head) = feed::head(text, &["feed"], "entry") else {
        return Evidence::None;
    };
    if head.contains("http://www.w3.org/2005/Atom") || head.contains("http://purl.org/atom/") {
        Evidence::Plain
    } else {
        Evidence::Some
    }
}

#[cfg(test)]
mod tests;
