//! Papers listed in Markdown: tables, list items, headings with what follows them.
//!
//! A paper needs a title and something that leads to it (a link, or a table whose columns say so).
//! A text is an abstract only where the source calls it that: lists mostly carry summaries, which
//! are kept under their own names. Programs' read-me files link to papers too; a list is known by
//! how much of it is papers.

mod fields;
mod inline;
mod item;
mod links;
mod table;
mod title;
mod units;

use self::units::{Form, Unit};
use super::sniff::Evidence;
use super::{Format, Reading, alert};
use crate::diagnostic::Diagnostic;
use crate::paper::{Record, Scheme};
use crate::text::fold;

pub(super) fn read(text: &str) -> Reading {
    let mut reading = Reading::new(Format::MarkdownList);
    let lines = units::lines(text);
    let targets = inline::targets(text);
    for unit in units::units(text, &lines, &targets) {
        let Some(draft) = draft(&unit, &targets) else {
            continue;
        };
        let mut doubts = Vec::new();
        let title = draft.paper.title.clone();
        if draft.others {
            doubts.push("the list of authors ends in “et al.”".to_owned());
            let message = "The list of authors ends in “et al.”: some are missing.";
            reading.diagnostics.say(unit.line, || {
                Diagnostic::info("and-others", unit.line, message).about(&title)
            });
        }
        if draft.ids.len() > 1 {
            doubts.push("several arXiv ids stood around this title".to_owned());
            let message = format!(
                "Several arXiv ids stand around this title: {}.",
                draft.ids.join(", ")
            );
            reading.diagnostics.say(unit.line, || {
                Diagnostic::warning("several-ids", unit.line, message).about(&title)
            });
        }
        if draft.guessed {
            doubts.push("nothing marks where the title ends".to_owned());
            let message = "Nothing marks where this title ends.";
            reading.diagnostics.say(unit.line, || {
                Diagnostic::info("guessed-title", unit.line, message).about(&title)
            });
        }
        reading.records.push(Record {
            paper: draft.paper,
            position: reading.records.len() + 1,
            line: unit.line,
            original: text
                .get(unit.start..unit.end)
                .unwrap_or_default()
                .to_owned(),
            date: None,
            doubts,
        });
    }
    (reading.title, reading.date) = heading(&lines);
    reading
}

fn draft(unit: &Unit<'_>, targets: &inline::Targets<'_>) -> Option<item::Draft> {
    match &unit.form {
        Form::Row(row) => item::of_row(row, targets),
        Form::Section(heading, body) => item::of_section(heading, body, targets),
        Form::Item(text) => item::of_item(text, targets),
    }
}

/// What the list calls itself, and the day it names near its beginning.
fn heading(lines: &[units::Line<'_>]) -> (Option<String>, Option<String>) {
    const HEAD: usize = 40;
    let title = lines
        .iter()
        .take(HEAD)
        .find_map(units::Line::heading)
        .map(|heading| fold(&heading.replace(['*', '#'], "")))
        .filter(|title| title.len() < 120 && !title.contains("]("));
    let day = lines
        .iter()
        .take(HEAD)
        .filter(|line| line.heading().is_some() || line.text.to_lowercase().contains("updated"))
        .find_map(|line| item::iso_date(line.text))
        .map(|date| date.to_string());
    (title.filter(|title| !title.is_empty()), day)
}

/// Three papers or more that make up a good part of the text. A text with commands to type is a
/// program's unless it is nearly all papers.
pub(super) fn evidence(text: &str) -> Evidence {
    let start = text.trim_start().get(..1).unwrap_or_default();
    let lower: String = text.chars().take(200).collect::<String>().to_lowercase();
    let other = matches!(start, "{" | "@" | "%" | "")
        || ["<!doctype", "<html", "<?xml", "<rss"]
            .iter()
            .any(|mark| lower.contains(mark));
    if other || (!text.contains("](") && !text.contains("http")) || alert::is_code(text) {
        return Evidence::None;
    }
    let lines = units::lines(text);
    let targets = inline::targets(text);
    let (mut papers, mut covered, mut rows, mut pages, mut full) = (0, 0, 0, 0, 0);
    for unit in units::units(text, &lines, &targets) {
        let Some(draft) = draft(&unit, &targets) else {
            continue;
        };
        let known = draft
            .paper
            .identifiers
            .keys()
            .any(|scheme| *scheme != Scheme::Issn);
        papers += usize::from(known || !draft.paper.urls.is_empty());
        covered += unit.lines;
        rows += usize::from(matches!(&unit.form, Form::Row(_)));
        full += usize::from(draft.paper.abstract_text.is_some() && !draft.paper.authors.is_empty());
        // Headings that lead to Hugging Face's pages are those pages, copied.
        let heading_link = matches!(&unit.form, Form::Section(heading, _) if heading.contains("huggingface.co/papers/"));
        pages += usize::from(heading_link && draft.paper.abstract_text.is_none());
    }
    let all = lines.iter().filter(|line| says_something(line)).count();
    let commands = [
        "pip install",
        "git clone",
        "npm install",
        "conda install",
        "cargo ",
    ]
    .iter()
    .any(|command| text.contains(command));
    if pages * 2 > papers || papers == 0 {
        return Evidence::None;
    }
    let share = covered * 100 / all.max(1);
    match papers {
        3.. if share >= 40 && (!commands || share >= 60) => Evidence::Plain,
        2.. if rows.max(full) >= 2 && share >= 50 => Evidence::Plain,
        2.. if share >= 50 => Evidence::Some,
        1.. if rows >= 1 && share >= 50 => Evidence::Some,
        _ => Evidence::None,
    }
}

/// Whether a line counts when papers are weighed against the rest: badges, tags, quotations,
/// targets of links and the rules of tables do not.
fn says_something(line: &units::Line<'_>) -> bool {
    let text = line.text.trim();
    let target = text.starts_with('[') && text.contains("]: ");
    !(text.is_empty()
        || target
        || line.heading().is_some()
        || text.starts_with(['<', '>'])
        || text.starts_with("[![")
        || text.starts_with("![")
        || table::is_rule(text)
        || text
            .bytes()
            .all(|byte| matches!(byte, b'-' | b'*' | b'_' | b'=')))
}

#[cfg(test)]
mod tests;
