//! The alert mails of bioRxiv and medRxiv, as text and as HTML.
//!
//! A paper ends in a line `bioRxiv posted D Month YYYY doi:10.…`; before it stand its authors and,
//! first, its title, either of which may be wrapped. Newer mails have no such line: there a link to
//! the preprint's page carries the title, and the authors follow. Subjects stand between dashes.

use super::remarks::Remarks;
use super::sniff::Evidence;
use super::{Format, Reading, alert};
use crate::diagnostic::Diagnostic;
use crate::identity;
use crate::paper::{Paper, Record, Scheme};
use crate::text::LineStarts;
use crate::text::html::Line;

/// Most lines before a posted line that may belong to its paper.
const LONGEST: usize = 400;

/// The server that a line says a paper was posted on; `None` for any other line.
fn posted(line: &str) -> Option<&'static str> {
    let (server, rest) = if let Some(rest) = after(line, "biorxiv") {
        ("bioRxiv", rest)
    } else {
        ("medRxiv", after(line, "medrxiv")?)
    };
    let rest = rest.trim_start();
    let rest = after(rest, "posted").or_else(|| after(rest, "published"))?;
    rest.trim_start()
        .starts_with(|c: char| c.is_ascii_alphanumeric())
        .then_some(server)
}

fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let start = text.get(..word.len())?;
    start
        .eq_ignore_ascii_case(word)
        .then(|| text.get(word.len()..))
        .flatten()
}

/// The DOI of the posted line at `index`, on it or on the line after it.
fn doi_at(lines: &[Line], index: usize) -> Option<String> {
    let line = lines.get(index)?;
    identity::doi(&line.text).or_else(|| {
        let next = lines.get(index + 1)?;
        let starts = next.text.to_ascii_lowercase();
        ["doi", "http", "10."]
            .iter()
            .any(|mark| starts.starts_with(mark))
            .then(|| identity::doi(&next.text))
            .flatten()
    })
}

pub(super) fn evidence(text: &str) -> Evidence {
    if !text.contains("Rxiv") && !text.contains("rxiv.org") {
        return Evidence::None;
    }
    let lines = alert::lines(text);
    let dated = (0..lines.len()).any(|index| {
        let line = lines
            .get(index)
            .map(|line| line.text.as_str())
            .unwrap_or_default();
        posted(line).is_some()
            && line.len() < 200
            && alert::whole_date(line.split("doi").next().unwrap_or(line)).is_some()
            && doi_at(&lines, index).is_some()
    });
    // A newer mail: nothing but preprints, and a sign that it is a mail.
    let linked = lines
        .iter()
        .filter(|line| preprint_link(line).is_some())
        .count();
    let others = lines
        .iter()
        .flat_map(|line| &line.links)
        .filter(|link| {
            let place = alert::target(&link.href);
            alert::is_article(&place) && !place.contains("rxiv.org")
        })
        .count();
    let is_mail = text.contains("alert") || text.contains("nsubscribe");
    if dated || (linked >= 2 && others == 0 && is_mail && crate::text::html::is_html(text)) {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

/// The place of the preprint whose title is a link in this line.
fn preprint_link(line: &Line) -> Option<(String, &str)> {
    line.links.iter().find_map(|link| {
        let place = alert::target(&link.href);
        let preprint = place.contains("biorxiv.org/") || place.contains("medrxiv.org/");
        let paper = preprint && (place.contains("/content/10.") || place.contains("/cgi/content/"));
        (paper && alert::is_title(&link.text)).then_some((place, link.text.as_str()))
    })
}

/// A paper as lines of the mail.
struct Item<'a> {
    title: String,
    people: String,
    first: &'a Line,
    last: &'a Line,
    posted: Option<&'a str>,
    server: &'static str,
    doi: Option<String>,
    section: Option<&'a str>,
    urls: Vec<String>,
}

pub(super) fn read(text: &str) -> Reading {
    let mut reading = Reading::new(Format::BiorxivAlert);
    let starts = LineStarts::new(text);
    let lines = alert::lines(text);
    let mut items = by_posted_line(&lines, &starts, &mut reading.diagnostics);
    if items.is_empty() {
        items = by_link(&lines);
    }
    for item in items {
        let position = reading.records.len() + 1;
        reading.records.push(record(text, &item, &starts, position));
    }
    reading
}

/// Whether nothing of a paper goes on behind this line.
fn is_boundary(line: &Line) -> bool {
    let text = line.text.trim();
    let rule = alert::is_rule(text);
    let labels = text.starts_with('[') && text.ends_with(']') && text.len() < 120;
    let label = alert::is_label(text) && text.len() < 60;
    let address = text.starts_with("http") && !text.contains(' ');
    rule || labels
        || label
        || address
        || posted(text).is_some()
        || text.to_ascii_lowercase().starts_with("doi:")
}

fn by_posted_line<'a>(
    lines: &'a [Line],
    starts: &LineStarts,
    diagnostics: &mut Remarks,
) -> Vec<Item<'a>> {
    let mut items = Vec::new();
    let mut from = 0;
    let mut section = None;
    for (index, line) in lines.iter().enumerate() {
        let Some(server) = posted(&line.text) else {
            continue;
        };
        let before = lines.get(from..index).unwrap_or_default();
        if let Some(named) = named_section(before) {
            section = Some(named);
        }
        from = index + 1;
        let block = block(before);
        let (Some(first), Some(doi)) = (block.first(), doi_at(lines, index)) else {
            let message = "A posted line without a title or a DOI was left out.";
            let remark = Diagnostic::warning("no-title", starts.line(line.start), message);
            diagnostics.push(remark.about(&line.text));
            continue;
        };
        let (title, people) = alert::title_and_people(block);
        let links = block.iter().chain([line]).flat_map(|line| &line.links);
        let urls = links
            .map(|link| alert::target(&link.href))
            .filter(|place| place.contains("rxiv.org/") && !place.contains("doi.org"))
            .take(1)
            .collect();
        items.push(Item {
            title,
            people,
            first,
            last: line,
            posted: Some(&line.text),
            server,
            doi: Some(doi),
            section,
            urls,
        });
    }
    items
}

/// The lines of the paper at the end of `before`: back to the last boundary, and over at most one
/// gap, which may stand between title and authors.
fn block(before: &[Line]) -> &[Line] {
    let mut start = before.len();
    let mut gaps = 0;
    for (at, line) in before.iter().enumerate().rev().take(LONGEST) {
        if is_boundary(line) {
            break;
        }
        start = at;
        if line.gap {
            gaps += 1;
            let taken = before.len() - at;
            if gaps == 2 || taken > 1 {
                break;
            }
        }
    }
    let found = before.get(start..).unwrap_or_default();
    // Two single lines with a gap between them are title and authors only if the second says so.
    match found {
        [_, second] if second.gap && !alert::is_people(&second.text) => {
            found.get(1..).unwrap_or_default()
        }
        _ => found,
    }
}

/// The subject between two rules, the last one in these lines.
fn named_section(lines: &[Line]) -> Option<&str> {
    lines.windows(3).rev().find_map(|three| match three {
        [above, name, below]
            if alert::is_rule(&above.text)
                && alert::is_rule(&below.text)
                && name.text.len() < 80 =>
        {
            Some(name.text.as_str())
        }
        _ => None,
    })
}

fn by_link(lines: &[Line]) -> Vec<Item<'_>> {
    let mut items: Vec<Item<'_>> = Vec::new();
    let mut section = None;
    for (index, line) in lines.iter().enumerate() {
        let Some((place, title)) = preprint_link(line) else {
            if line.heading {
                section = Some(line.text.as_str());
            }
            continue;
        };
        let people = lines
            .get(index + 1)
            .filter(|next| preprint_link(next).is_none() && alert::is_people(&next.text));
        let mut paper = Paper::default();
        alert::identify(&mut paper, &place);
        let doi = paper.identifiers.remove(&Scheme::Doi);
        if items
            .last()
            .is_some_and(|last| last.doi.is_some() && last.doi == doi)
        {
            continue;
        }
        items.push(Item {
            title: title.to_owned(),
            people: people.map(|line| line.text.clone()).unwrap_or_default(),
            first: line,
            last: people.unwrap_or(line),
            posted: None,
            server: if place.contains("medrxiv") {
                "medRxiv"
            } else {
                "bioRxiv"
            },
            doi,
            section,
            urls: vec![place],
        });
    }
    items
}

fn record(text: &str, item: &Item<'_>, starts: &LineStarts, position: usize) -> Record {
    let mut doubts = Vec::new();
    let mut paper = Paper {
        title: alert::title(&item.title),
        kind: "article".to_owned(),
        venue: Some(item.server.to_owned()),
        urls: item.urls.clone(),
        ..Paper::default()
    };
    paper.authors = alert::authors(&item.people, &mut doubts);
    if let Some(doi) = &item.doi {
        paper.identifiers.insert(Scheme::Doi, doi.clone());
    }
    if let Some(line) = item.posted {
        let before = line.split("doi").next().unwrap_or(line);
        paper.date = alert::whole_date(before);
    }
    if let Some(section) = item.section {
        paper.extra.insert("section".to_owned(), section.to_owned());
    }
    if paper.authors.is_empty() {
        doubts.push("no authors stood with this title".to_owned());
    }
    Record {
        paper,
        position,
        line: starts.line(item.first.start),
        original: text
            .get(item.first.start..item.last.end)
            .unwrap_or_default()
            .to_owned(),
        date: None,
        doubts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Name;

    const MAIL: &str = "bioRxiv alert\n\n--------\nGenomics\n--------\n\nA title that is wrapped over\ntwo lines of the mail\nJane Doe, Karl van der Berg,\nand Li Wei\nbioRxiv posted 3 March 2026 doi:10.64898/2026.03.01.123456\n[Abstract] [PDF]\n\nAnother title\n\nJane Doe and John Roe\n\nbioRxiv posted 4 March 2026\ndoi:10.1101/2025.03.01.123457\nhttps://www.biorxiv.org/content/10.1101/2025.03.01.123457v1\n";

    #[test]
    fn a_paper_ends_in_its_posted_line() {
        assert_eq!(evidence(MAIL), Evidence::Plain);
        let records = read(MAIL).records;
        let titles: Vec<_> = records.iter().map(|r| r.paper.title.as_str()).collect();
        assert_eq!(
            titles,
            [
                "A title that is wrapped over two lines of the mail",
                "Another title"
            ]
        );
        let people: Vec<_> = records[0].paper.authors.iter().map(Name::display).collect();
        assert_eq!(people, ["Jane Doe", "Karl van der Berg", "Li Wei"]);
        assert_eq!(records[0].paper.extra["section"], "Genomics");
        assert_eq!(records[0].line, 7);
        assert_eq!(
            records[1].paper.identifiers[&Scheme::Doi],
            "10.1101/2025.03.01.123457"
        );
        assert_eq!(records[1].paper.authors.len(), 2);
    }

    #[test]
    fn prose_about_preprints_is_no_mail() {
        for text in [
            "The preprint (bioRxiv posted Aug 12, 2026, doi 10.64898/2026.06.13.732049) says so.",
            "bioRxiv posted 2024 doi",
            "bioRxiv posted a statement about its policy on 3 May 2024.\n",
        ] {
            assert_eq!(evidence(text), Evidence::None, "{text}");
        }
    }
}
