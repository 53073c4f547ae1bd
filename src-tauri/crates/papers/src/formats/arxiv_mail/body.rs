//! One record of a mailing: head, fields, abstract.

use super::super::remarks::Remarks;
use std::collections::HashSet;

use super::lines::{Head, Line, Role, Section};
use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::formats::arxiv;
use crate::paper::{Paper, Record, Scheme};

/// The names a field can have; any other word with a colon belongs to the field before it.
const FIELDS: [&str; 15] = [
    "Title",
    "Authors",
    "Author",
    "Categories",
    "Comments",
    "Comment",
    "Report-no",
    "MSC-class",
    "ACM-class",
    "Journal-ref",
    "DOI",
    "License",
    "Proxy",
    "Subj-class",
    "From",
];

/// What was made of a record's lines.
pub(super) struct Read {
    pub(super) record: Option<Record>,
    pub(super) id: Option<String>,
    /// How many of the lines belong to it.
    pub(super) used: usize,
    pub(super) diagnostics: Remarks,
}

/// The words of a source, looked up when a line ends in a hyphen. Empty when none does.
pub(super) struct Vocabulary(HashSet<String>);

impl Vocabulary {
    pub(super) fn of(text: &str) -> Vocabulary {
        let broken = text
            .lines()
            .any(|line| line.trim_end().ends_with('-') && ends_in_broken_word(line.trim_end()));
        let mut words = HashSet::new();
        if broken {
            for word in text.split(|c: char| !c.is_alphabetic()) {
                if word.len() > 3 {
                    words.insert(word.to_lowercase());
                }
            }
        }
        Vocabulary(words)
    }

    /// Adds a line to a text: with a space, or, behind a hyphen, without. The hyphen goes when the
    /// word stands in the source without it.
    fn join(&self, text: &mut String, line: &str) {
        if text.is_empty() {
            text.push_str(line);
            return;
        }
        let first: String = line.chars().take_while(|c| c.is_alphabetic()).collect();
        let suspended = matches!(first.as_str(), "and" | "or" | "to" | "und" | "et");
        let goes_on = first.starts_with(char::is_lowercase) && !suspended;
        if !goes_on || !ends_in_broken_word(text) {
            text.push(' ');
        } else {
            let stem = text.trim_end_matches('-');
            let last = stem
                .rsplit(|c: char| !c.is_alphabetic())
                .next()
                .unwrap_or_default();
            if self.0.contains(&format!("{last}{first}").to_lowercase()) {
                text.pop();
            }
        }
        text.push_str(line);
    }
}

/// `foo-`, but not `--` or ` -`.
fn ends_in_broken_word(line: &str) -> bool {
    line.strip_suffix('-')
        .is_some_and(|stem| stem.ends_with(char::is_lowercase))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Fields,
    Abstract,
    Closed,
}

#[derive(Default)]
struct Raw<'a> {
    fields: Vec<(&'a str, String)>,
    date: Option<&'a str>,
    revised: Option<(&'a str, &'a str)>,
    replaced: Option<&'a str>,
    abstract_lines: Vec<&'a str>,
    /// Whether the delimiter before the abstract was there.
    opened: bool,
}

pub(super) fn record(
    text: &str,
    region: &[Line<'_>],
    head: &Head<'_>,
    words: &Vocabulary,
    is_last: bool,
) -> Read {
    let skipped = head.at - head.from;
    let indent = region
        .get(skipped)
        .map_or(0, |line| line.text.len() - line.text.trim_start().len());
    let mut raw = Raw::default();
    let mut part = Part::Fields;
    let mut used = skipped + 1;
    for (index, line) in region.iter().enumerate().skip(skipped + 1) {
        match line.role {
            Role::Closing => {
                part = Part::Closed;
                used = index + 1;
                break;
            }
            Role::Rule | Role::Section(_) => {
                if part == Part::Abstract {
                    part = Part::Closed;
                }
                break;
            }
            Role::Delimiter if part == Part::Fields => {
                part = Part::Abstract;
                raw.opened = true;
            }
            Role::Delimiter if ends_record(region, index) => {
                part = Part::Closed;
                used = index + 1;
                break;
            }
            // A line break of the abstract's own.
            Role::Delimiter => {}
            Role::Text if part == Part::Fields => field(&mut raw, dedent(line.text, indent), words),
            Role::Text => raw.abstract_lines.push(dedent(line.text, indent)),
        }
        used = index + 1;
    }
    let place = Place {
        line: region.first().map_or(1, |line| line.number),
        is_cut: is_last && part != Part::Closed && region.get(used..).is_none_or(<[_]>::is_empty),
    };
    let end = region
        .get(used.saturating_sub(1))
        .or(region.last())
        .map_or(0, |line| line.end);
    let start = region.first().map_or(0, |line| line.start);
    let original = text.get(start..end).unwrap_or_default();
    let mut diagnostics = Remarks::new();
    let record = build(raw, head, &place, words, original, &mut diagnostics);
    let id = record
        .as_ref()
        .and_then(|record| record.paper.identifiers.get(&Scheme::Arxiv).cloned());
    Read {
        record,
        id,
        used,
        diagnostics,
    }
}

struct Place {
    line: usize,
    is_cut: bool,
}

/// Whether what follows a delimiter is no longer of the abstract.
fn ends_record(region: &[Line<'_>], index: usize) -> bool {
    region
        .get(index + 1)
        .is_none_or(|line| matches!(line.role, Role::Rule | Role::Section(_) | Role::Delimiter))
}

/// Without the indentation that the whole record has.
fn dedent(line: &str, indent: usize) -> &str {
    let own = line.len() - line.trim_start_matches([' ', '\t']).len();
    line.get(own.min(indent)..).unwrap_or(line)
}

/// Takes a line of the head: a new field, or more of the one before.
fn field<'a>(raw: &mut Raw<'a>, line: &'a str, words: &Vocabulary) {
    let trimmed = line.trim_start();
    let flush = !line.starts_with([' ', '\t']);
    // Dates stand before the title; later such words are a field's.
    if raw.fields.iter().all(|(name, _)| *name == "From") {
        if let Some(date) = trimmed.strip_prefix("Date:") {
            raw.date = Some(date.trim());
            return;
        }
        if let Some(date) = trimmed.strip_prefix("replaced with revised version") {
            raw.replaced = Some(date.trim());
            return;
        }
        if trimmed.starts_with("Date (revised")
            && let Some((name, date)) = trimmed.split_once(':')
        {
            raw.revised = Some((name, date.trim()));
            return;
        }
    }
    let named = trimmed.split_once(':').and_then(|(name, value)| {
        let known = FIELDS
            .iter()
            .find(|known| known.eq_ignore_ascii_case(name))?;
        flush.then_some((*known, value))
    });
    match (named, raw.fields.last_mut()) {
        (Some((name, value)), _) => raw.fields.push((name, value.trim().to_owned())),
        (None, Some((_, value))) => words.join(value, trimmed),
        (None, None) => {}
    }
}

/// A date without its time and the size of the paper: `Thu, 8 Jun 2023 08:03:26 GMT   (25kb,D)`.
fn day(text: &str) -> Option<crate::paper::Date> {
    dates::parse(text.split('(').next().unwrap_or(text))
}

fn build(
    raw: Raw<'_>,
    head: &Head<'_>,
    place: &Place,
    words: &Vocabulary,
    original: &str,
    diagnostics: &mut Remarks,
) -> Option<Record> {
    let mut paper = Paper::default();
    let mut doubts = Vec::new();
    for (name, value) in &raw.fields {
        match *name {
            "From" => {
                let person = value.split('<').next().unwrap_or_default();
                arxiv::take(&mut paper, "From", person);
            }
            "Comment" => arxiv::take(&mut paper, "Comments", value),
            name => arxiv::take(&mut paper, name, value),
        }
    }
    paper.date = raw.date.and_then(day);
    if let Some((name, date)) = raw
        .revised
        .and_then(|(name, date)| Some((name, day(date)?)))
    {
        paper.extra.insert(name.to_owned(), date.to_string());
    }
    let replaces = raw.replaced.is_some() || head.section == Some(Section::Replacements);
    if let Some(date) = raw.replaced.and_then(day) {
        paper.extra.insert("replaced".to_owned(), date.to_string());
    }
    let announced = match (
        replaces,
        head.cross || head.section == Some(Section::CrossLists),
    ) {
        (true, true) => Some("replace-cross"),
        (true, false) => Some("replace"),
        (false, true) => Some("cross"),
        (false, false) => None,
    };
    if let Some(announced) = announced {
        paper
            .extra
            .insert("announce_type".to_owned(), announced.to_owned());
    }
    if arxiv::identify(&mut paper, head.id) {
        let id = paper
            .identifiers
            .get(&Scheme::Arxiv)
            .cloned()
            .unwrap_or_default();
        paper.urls.push(format!("https://arxiv.org/abs/{id}"));
    } else {
        doubts.push("bad-id: what stands in the place of the arXiv id is none".to_owned());
        let message = "What stands in the place of the arXiv id is none; it was kept as text.";
        diagnostics.say(place.line, || {
            Diagnostic::warning("bad-id", place.line, message).about(head.id)
        });
    }
    let told = paragraphs(&raw.abstract_lines, words);
    paper.abstract_text = (!told.is_empty()).then_some(told);
    if paper.title.is_empty() {
        let message = "This record has no title.";
        diagnostics.say(place.line, || {
            Diagnostic::error("missing-title", place.line, message).about(head.id)
        });
        if paper.authors.is_empty() && paper.abstract_text.is_none() {
            return None;
        }
        doubts.push("missing-title: the record has no title".to_owned());
    }
    if place.is_cut && paper.abstract_text.is_some() {
        doubts
            .push("truncated-abstract: the source ends in the middle of this abstract".to_owned());
        let message = "The source ends in the middle of this abstract.";
        diagnostics.say(place.line, || {
            Diagnostic::warning("truncated-abstract", place.line, message).about(&paper.title)
        });
    } else if place.is_cut && !raw.opened {
        doubts.push("truncated-record: the source ends in the middle of this record".to_owned());
        let message = "The source ends in the middle of this record.";
        diagnostics.say(place.line, || {
            Diagnostic::warning("truncated-record", place.line, message).about(&paper.title)
        });
    }
    if paper
        .extra
        .get("Authors")
        .is_some_and(|authors| authors.contains("not shown)"))
    {
        let message = "The mail does not name all authors of this paper.";
        diagnostics.say(place.line, || {
            Diagnostic::info("and-others", place.line, message).about(&paper.title)
        });
        doubts.push("and-others: the mail does not name all authors".to_owned());
    }
    if arxiv::is_withdrawn(&paper) {
        doubts.push(arxiv::WITHDRAWN.to_owned());
    }
    Some(Record {
        paper,
        position: 0,
        line: place.line,
        original: original.to_owned(),
        date: None,
        doubts,
    })
}

/// The abstract's paragraphs: each begins with an indented line.
fn paragraphs(lines: &[&str], words: &Vocabulary) -> String {
    let indent_of = |line: &str| line.len() - line.trim_start().len();
    let base = lines.iter().map(|line| indent_of(line)).min().unwrap_or(0);
    let mut found: Vec<String> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let begins = index == 0 || indent_of(line) > base;
        let line = line.trim();
        match found.last_mut() {
            Some(paragraph) if !begins => words.join(paragraph, line),
            _ => found.push(line.to_owned()),
        }
    }
    let told: Vec<String> = found
        .iter()
        .map(|paragraph| arxiv::prose(paragraph))
        .collect();
    told.join("\n\n")
}
