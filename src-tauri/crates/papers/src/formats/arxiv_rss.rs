//! arXiv's RSS: the present one, whose descriptions begin `arXiv:… Announce Type: …`, and the RDF
//! of before 2024, whose titles end `. (arXiv:…v1 [cs.LG])`. Empty at weekends.

use super::arxiv;
use super::feed::{self, Announced};
use super::sniff::Evidence;
use super::{Format, Reading};
use crate::paper::{Paper, Record};
use crate::text::xml::{Element, Elements};
use crate::text::{LineStarts, tags};

pub(super) fn read(text: &str) -> Reading {
    let mut reading = Reading::new(Format::ArxivRss);
    let lines = LineStarts::new(text);
    let channel = feed::channel(text, "item");
    reading.title = channel.title;
    reading.date = channel.date.clone();
    for found in Elements::new(text, &["item"]) {
        let line = lines.line(found.start);
        let place = feed::Place {
            line,
            closed: found.closed,
        };
        let (paper, mut doubts) = paper(&found.element);
        let Some(paper) = feed::kept(paper, &place, &mut doubts, &mut reading.diagnostics) else {
            continue;
        };
        let day = found
            .element
            .told(&["pubDate"])
            .or(found.element.told(&["date"]));
        reading.records.push(Record {
            paper,
            position: reading.records.len() + 1,
            line,
            original: text
                .get(found.start..found.end)
                .unwrap_or_default()
                .to_owned(),
            date: day.filter(|day| Some(day) != channel.date.as_ref()),
            doubts,
        });
    }
    feed::say_if_empty(text, &mut reading);
    reading
}

fn paper(item: &Element) -> (Paper, Vec<String>) {
    let mut paper = Paper::default();
    let mut doubts = Vec::new();
    let title = tags::line(&item.told(&["title"]).unwrap_or_default());
    let old = OldTitle::of(&title);
    arxiv::take(
        &mut paper,
        "Title",
        old.as_ref().map_or(title.as_str(), |old| old.title),
    );
    let description = item
        .at(&["description"])
        .map(Element::text)
        .unwrap_or_default();
    let announced = Announced::of(&description);
    let link = item
        .told(&["link"])
        .or(item.attribute("about").map(str::to_owned));
    let candidates = [
        item.told(&["guid"]),
        announced.id.clone(),
        old.as_ref().map(|old| old.id.to_owned()),
        link.clone(),
    ];
    let identified = candidates
        .into_iter()
        .flatten()
        .any(|id| arxiv::identify(&mut paper, &id));
    if identified {
        // What the damaged ones before the sound one left.
        paper.extra.remove("arXiv");
    } else {
        doubts.push("bad-id: the item has no arXiv id".to_owned());
    }
    paper
        .urls
        .extend(link.filter(|link| link.contains("/abs/")));
    let creators: Vec<String> = item
        .all("creator")
        .map(|creator| tags::line(&creator.text()))
        .collect();
    arxiv::take(&mut paper, "Authors", &creators.join(", "));
    // Today's descriptions are plain text, the old ones HTML.
    let told = announced.abstract_text.clone().unwrap_or_default();
    let told: Vec<String> = if announced.id.is_some() {
        vec![arxiv::prose(&told)]
    } else {
        tags::paragraphs(&told)
            .iter()
            .map(|told| arxiv::prose(told))
            .collect()
    };
    paper.abstract_text = Some(told.join("\n\n")).filter(|told| !told.trim().is_empty());
    announced.mark(&mut paper);
    if let Some(kind) = item.told(&["announce_type"]) {
        paper.extra.insert("announce_type".to_owned(), kind);
    }
    if let Some(old) = old {
        arxiv::take(&mut paper, "Categories", old.category);
        if old.updated {
            paper
                .extra
                .insert("announce_type".to_owned(), "replace".to_owned());
        }
    }
    for (element, name) in [
        ("category", "Subjects"),
        ("DOI", "DOI"),
        ("doi", "DOI"),
        ("journal_reference", "journal_reference"),
        ("rights", "rights"),
    ] {
        for found in item.all(element) {
            arxiv::take(&mut paper, name, &found.text());
        }
    }
    if arxiv::is_withdrawn(&paper) {
        doubts.push(arxiv::WITHDRAWN.to_owned());
    }
    (paper, doubts)
}

/// A title of the old feed: `A title. (arXiv:2001.00001v2 [cs.LG] UPDATED)`.
struct OldTitle<'a> {
    title: &'a str,
    id: &'a str,
    category: &'a str,
    updated: bool,
}

impl<'a> OldTitle<'a> {
    fn of(text: &'a str) -> Option<OldTitle<'a>> {
        let (title, rest) = text.rsplit_once("(arXiv:")?;
        let inside = rest.trim_end().strip_suffix(')')?;
        let (id, after) = inside.split_once(' ').unwrap_or((inside, ""));
        let category = after
            .split_once('[')
            .and_then(|(_, category)| category.split_once(']'))
            .map_or("", |(category, _)| category);
        // The period before the parenthesis is the feed's, unless the title asks or exclaims.
        let title = title.trim_end();
        Some(OldTitle {
            title: title.strip_suffix('.').unwrap_or(title),
            id,
            category,
            updated: after.contains("UPDATED"),
        })
    }
}

/// RSS that comes from arXiv, or whose items are in arXiv's own form.
pub(super) fn evidence(text: &str) -> Evidence {
    let Some(head) = feed::head(text, &["rss", "RDF"], "item") else {
        return Evidence::None;
    };
    let own = head.contains("arxiv.org/rss")
        || head.contains("rss.arxiv.org")
        || head.contains("updates on arXiv.org")
        || head.contains("updates on the arXiv.org e-print archive");
    if own
        || text.contains("oai:arXiv.org:")
        || text.contains("(arXiv:") && text.contains("arxiv.org/abs/")
    {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

#[cfg(test)]
mod tests;
