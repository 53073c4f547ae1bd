//! A comment of the Librarian Bot on Hugging Face: papers like another one, as a list of links.
//!
//! After the sentence that introduces it every line is a title with its year in brackets, as
//! Markdown or as the page shows it. There are no abstracts and no authors.

use super::sniff::Evidence;
use super::{Format, Reading};
use crate::diagnostic::Diagnostic;
use crate::identity;
use crate::paper::{Date, Paper, Record, Scheme};
use crate::text::fold;

const INTRODUCTION: &str = "papers were recommended by the semantic scholar api";

pub(super) fn read(text: &str) -> Reading {
    let mut reading = Reading::new(Format::LibrarianBot);
    let mut listing = false;
    for (index, line) in text.lines().enumerate() {
        let shown = line.trim();
        if shown.is_empty() {
            continue;
        }
        if introduces(shown) {
            listing = true;
            continue;
        }
        if !listing {
            continue;
        }
        match paper(shown) {
            Some(paper) => reading.records.push(Record {
                paper,
                position: reading.records.len() + 1,
                line: index + 1,
                original: line.trim_end().to_owned(),
                date: None,
                doubts: Vec::new(),
            }),
            None if bullet(shown).is_some() => {
                let message = "This line of the list names no paper and was left out.";
                let remark = Diagnostic::warning("skipped-line", index + 1, message);
                reading.diagnostics.push(remark.about(shown));
            }
            None => listing = false,
        }
    }
    reading
}

fn introduces(line: &str) -> bool {
    line.len() < 400 && line.to_ascii_lowercase().contains(INTRODUCTION)
}

/// The text of a list item.
fn bullet(line: &str) -> Option<&str> {
    let line = line.trim_start_matches('>').trim_start();
    ["* ", "- ", "+ ", "• "]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))
        .map(str::trim)
}

/// `[Title](url) (2024)` or `Title (2024)`.
fn paper(line: &str) -> Option<Paper> {
    let text = bullet(line).unwrap_or(line);
    let (text, year) = match text
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('))
    {
        Some((before, year)) if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) => {
            (before.trim_end(), year.parse().ok())
        }
        _ => (text, None),
    };
    let link = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(')'))
        .and_then(|rest| rest.rsplit_once("]("));
    let (title, url) = match link {
        Some((title, url)) => (title, Some(url)),
        None if year.is_some() => (text, None),
        None => return None,
    };
    let title = fold(title);
    if title.is_empty() {
        return None;
    }
    let mut paper = Paper {
        title,
        date: year.map(Date::year),
        ..Paper::default()
    };
    if let Some(id) = url.and_then(identity::arxiv_id) {
        paper.identifiers.insert(Scheme::Arxiv, id);
        paper.kind = "article".to_owned();
    }
    paper.urls.extend(url.map(str::to_owned));
    Some(paper)
}

pub(super) fn evidence(text: &str) -> Evidence {
    let mut lines = text.lines();
    if lines.by_ref().any(introduces) && lines.take(40).any(|line| paper(line.trim()).is_some()) {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_titles_are_titles() {
        let line =
            "* [Tides [Re]visited (and Counted)](https://huggingface.co/papers/2501.00011) (2025)";
        let paper = paper(line).unwrap_or_default();
        assert_eq!(paper.title, "Tides [Re]visited (and Counted)");
        assert_eq!(paper.date, Some(Date::year(2025)));
        assert!(super::paper("Please give a thumbs up (or two)").is_none());
    }
}
