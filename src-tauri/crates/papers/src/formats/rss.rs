//! RSS 0.9x, 1.0 (RDF) and 2.0, with Dublin Core and PRISM where a publisher gives them.
//!
//! Elements are told by their names without prefix, so that a feed may call its namespaces what it
//! likes. What an item becomes is decided in [`feed`].

use super::feed::{self, Item};
use super::sniff::Evidence;
use super::{Format, Reading};
use crate::text::xml::Element;
use crate::text::{fold, tags};

pub(super) fn read(text: &str) -> Reading {
    feed::read(Format::Rss, text, "item", item)
}

fn item(element: &Element) -> Item {
    let mut item = Item::default();
    let mut published = None;
    let mut mails = Vec::new();
    if let Some(about) = element.attribute("about") {
        item.links.push(about.to_owned());
    }
    for child in element.elements() {
        let raw = child.text();
        let text = fold(&raw);
        if text.is_empty() {
            if child.name == "link" {
                item.links
                    .extend(child.attribute("href").map(str::to_owned));
            }
            continue;
        }
        match child.name.as_str() {
            "title" => item.titles.push(raw),
            "link" | "origLink" => item.links.insert(0, text),
            "guid" | "identifier" | "doi" => {
                item.is_publication |= child.name == "doi";
                item.ids.push(text);
            }
            "url" => item.ids.push(text),
            "creator" | "contributor" => item.creators.push(raw),
            "author" => mails.push(raw),
            "encoded" | "description" => item.descriptions.push(feed::html(child)),
            "publicationDate" | "coverDate" | "date" => item.dates.push(text),
            "pubDate" => published = Some(text),
            "publicationName" => {
                item.is_publication = true;
                item.venue = Some(text);
            }
            // In PubMed's and a few others' feeds the journal, in many the site's name.
            "source" if child.attribute("url").is_none() => item.venue = item.venue.or(Some(text)),
            "volume" => item.volume = Some(text),
            "number" | "issue" | "issueIdentifier" => item.issue = Some(text),
            "startingPage" => item.first_page = Some(text),
            "endingPage" => item.last_page = Some(text),
            "publisher" => item.publisher = Some(tags::line(&text)),
            "issn" | "eIssn" => item.issn = Some(text),
            "language" => item.language = Some(text),
            "subject" | "category" => item.subjects.push(tags::line(&text)),
            _ => {}
        }
    }
    // RSS's own author is often one person, or an address; Dublin Core's creators are the authors.
    if item.creators.is_empty() {
        item.creators = mails;
    }
    item.dates.extend(published);
    item
}

/// An `rss` or `rdf:RDF` root with a channel of RSS.
pub(super) fn evidence(text: &str) -> Evidence {
    let Some(head) = feed::head(text, &["rss", "RDF"], "item") else {
        return Evidence::None;
    };
    let is_rss = head.to_ascii_lowercase().contains("<rss");
    if is_rss || head.contains("purl.org/rss/") || head.contains("my.netscape.com/rdf/") {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

#[cfg(test)]
mod tests;
