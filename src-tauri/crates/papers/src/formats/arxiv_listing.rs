//! A listing page of arXiv copied as text: `[n] arXiv:… [pdf, html, other]`, then title, authors,
//! comments, subjects, and on the page of new submissions the abstract.

use super::arxiv;
use super::sniff::Evidence;
use super::{Format, Reading};
use crate::diagnostic::Diagnostic;
use crate::identity;
use crate::paper::{Paper, Record, Scheme};
use crate::text::{LineStarts, fold};

/// One paper of a listing, as far as it was read.
#[derive(Default)]
pub(super) struct Entry {
    pub(super) line: usize,
    pub(super) start: usize,
    pub(super) id: String,
    pub(super) title: Option<String>,
    pub(super) fields: Vec<(String, String)>,
    pub(super) paragraphs: Vec<String>,
    pub(super) announced: Option<&'static str>,
    pub(super) date: Option<String>,
}

impl Entry {
    /// Takes what the line with the id says beside it.
    pub(super) fn mark(&mut self, line: &str) {
        let cross = line.contains("(cross-list");
        let replaced = line.contains("(replaced)") || line.contains(", replaced)");
        self.announced = match (replaced, cross) {
            (true, true) => Some("replace-cross"),
            (true, false) => Some("replace"),
            (false, true) => Some("cross"),
            (false, false) => self.announced,
        };
        if self.id.is_empty() {
            self.id = head_id(line).unwrap_or_default().to_owned();
        }
    }

    pub(super) fn field(&mut self, name: &str, value: &str) {
        if name == "Title" {
            let value = value.strip_prefix("Title:").unwrap_or(value).trim();
            if self.title.is_none() {
                self.title = Some(value.to_owned());
            }
            return;
        }
        let value = value
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix(':'))
            .unwrap_or(value);
        self.fields.push((name.to_owned(), value.trim().to_owned()));
    }
}

/// Makes a record of an entry.
pub(super) fn finish(entry: Entry, original: &str, at_end: bool, reading: &mut Reading) {
    let mut paper = Paper::default();
    let mut doubts = Vec::new();
    arxiv::take(
        &mut paper,
        "Title",
        entry.title.as_deref().unwrap_or_default(),
    );
    for (name, value) in &entry.fields {
        if name == "Authors" && value.contains("not shown)") {
            let message = "The page does not show all authors of this paper.";
            reading.diagnostics.say(entry.line, || {
                Diagnostic::info("and-others", entry.line, message).about(&paper.title)
            });
            doubts.push("and-others: the page does not show all authors".to_owned());
        }
        arxiv::take(&mut paper, name, value);
    }
    if arxiv::identify(&mut paper, &entry.id) {
        let id = paper
            .identifiers
            .get(&Scheme::Arxiv)
            .cloned()
            .unwrap_or_default();
        paper.urls.push(format!("https://arxiv.org/abs/{id}"));
    } else {
        let message = "What stands in the place of the arXiv id is none; it was kept as text.";
        reading.diagnostics.say(entry.line, || {
            Diagnostic::warning("bad-id", entry.line, message).about(&entry.id)
        });
        doubts.push("bad-id: what stands in the place of the arXiv id is none".to_owned());
    }
    let told: Vec<String> = entry
        .paragraphs
        .iter()
        .map(|paragraph| arxiv::prose(paragraph))
        .collect();
    if !told.is_empty() {
        paper.abstract_text = Some(told.join("\n\n"));
    }
    if let Some(announced) = entry.announced {
        paper
            .extra
            .insert("announce_type".to_owned(), announced.to_owned());
    }
    if paper.title.is_empty() {
        let message = "This entry has no title.";
        reading.diagnostics.say(entry.line, || {
            Diagnostic::error("missing-title", entry.line, message).about(&entry.id)
        });
        if paper.authors.is_empty() && paper.abstract_text.is_none() {
            return;
        }
        doubts.push("missing-title: the record has no title".to_owned());
    }
    let unfinished = paper.abstract_text.as_deref().is_some_and(|text| {
        !text.ends_with(['.', '!', '?', ')', '"', '”', '$', '}', ']', '/'])
            && !text.contains("http")
    });
    if at_end && (unfinished || (paper.abstract_text.is_none() && paper.keywords.is_empty())) {
        let message = "The source ends in the middle of this entry.";
        reading.diagnostics.say(entry.line, || {
            Diagnostic::warning("truncated-record", entry.line, message).about(&paper.title)
        });
        doubts.push("truncated-record: the source ends in the middle of this record".to_owned());
    }
    if arxiv::is_withdrawn(&paper) {
        doubts.push(arxiv::WITHDRAWN.to_owned());
    }
    reading.records.push(Record {
        paper,
        position: reading.records.len() + 1,
        line: entry.line,
        original: original.to_owned(),
        date: entry.date,
        doubts,
    });
}

/// A heading between the papers of a listing.
pub(super) fn is_heading(line: &str) -> bool {
    let line = line.trim();
    let shows = line.contains("(showing") || line.contains("(Showing");
    shows
        || line.starts_with("Showing new listings for")
        || line.starts_with("New submissions")
        || line.starts_with("Cross-lists for")
        || line.starts_with("Cross submissions")
        || line.starts_with("Replacements for")
        || line.starts_with("Replacement submissions")
        || line.starts_with("Total of ")
}

/// The date of a heading: `Showing new listings for Monday, 15 January 2024` or
/// `Mon, 15 Jan 2024 (showing 50 of 60 entries)`.
pub(super) fn listing_date(heading: &str) -> Option<String> {
    let told = heading
        .split_once(" for ")
        .map_or(heading, |(_, date)| date)
        .split('(')
        .next()?
        .trim();
    crate::dates::parse(told)
        .map(|_| told.to_owned())
        .or_else(|| {
            // `New submissions for Mon, 15 Jan 24`
            let numbers = told
                .split(' ')
                .filter(|word| word.parse::<u32>().is_ok())
                .count();
            (heading.contains(" for ") && numbers == 2).then(|| told.to_owned())
        })
}

/// The id of a line that begins an entry: `[12] arXiv:2401.00001 (cross-list from …) [pdf, …]`.
fn head_id(line: &str) -> Option<&str> {
    let rest = numbered(line).unwrap_or(line).trim_start();
    let rest = rest.strip_prefix("arXiv:")?;
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '[' | '(' | ','))
        .unwrap_or(rest.len());
    let (id, after) = rest.split_at(end);
    let after = after.trim_start();
    let links = after.is_empty()
        || after.starts_with("(cross-list")
        || after.starts_with("(replaced")
        || after.strip_prefix('[').is_some_and(|after| {
            ["pdf", "ps", "html", "other", "src"]
                .iter()
                .any(|kind| after.trim_start().starts_with(kind))
        });
    let sound = id.ends_with(|c: char| c.is_ascii_digit()) && id.len() <= 40;
    (links && sound).then_some(id)
}

/// What follows `[n]` at the start of a line.
fn numbered(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix('[')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0)
        .then(|| rest.get(digits..)?.strip_prefix(']'))
        .flatten()
}

/// Whether an entry begins here, also when its number and id stand on lines of their own.
fn begins(lines: &[&str], index: usize) -> bool {
    let line = lines.get(index).copied().unwrap_or_default();
    if numbered(line).is_some_and(|rest| rest.trim().is_empty()) {
        return lines
            .iter()
            .skip(index + 1)
            .take(3)
            .find(|line| !line.trim().is_empty())
            .is_some_and(|next| head_id(next).is_some());
    }
    // An id without its number and its links is a mention.
    head_id(line).is_some() && line.contains('[')
}

fn title_follows(lines: &[&str], index: usize) -> bool {
    lines
        .iter()
        .skip(index + 1)
        .take(4)
        .any(|line| line.trim_start().starts_with("Title:"))
}

const FIELDS: [(&str, &str); 10] = [
    ("Title:", "Title"),
    ("Authors:", "Authors"),
    ("Comments:", "Comments"),
    ("Subjects:", "Subjects"),
    ("Journal-ref:", "Journal-ref"),
    ("Journal reference:", "Journal-ref"),
    ("Report-no:", "Report-no"),
    ("Report number:", "Report-no"),
    ("MSC-class:", "MSC-class"),
    ("ACM-class:", "ACM-class"),
];

fn field_of(line: &str) -> Option<(&'static str, &str)> {
    if let Some(rest) = line
        .strip_prefix("DOI:")
        .or_else(|| line.strip_prefix("Related DOI:"))
    {
        return Some(("DOI", rest));
    }
    FIELDS
        .iter()
        .find_map(|(label, name)| Some((*name, line.strip_prefix(label)?)))
}

pub(super) fn read(text: &str) -> Reading {
    let mut reading = Reading::new(Format::ArxivListing);
    let starts = LineStarts::new(text);
    let lines: Vec<&str> = text.split('\n').collect();
    let mut entry: Option<Entry> = None;
    let mut day: Option<String> = None;
    let mut offset = 0;
    let mut last_end = 0;
    for (index, raw) in lines.iter().enumerate() {
        let line = fold(raw);
        let start = offset;
        offset += raw.len() + 1;
        let continues_head = entry
            .as_ref()
            .is_some_and(|entry| entry.id.is_empty() && head_id(&line).is_some());
        if !continues_head && begins(&lines, index) {
            end(entry.take(), text, last_end, false, &mut reading);
            let mut begun = Entry {
                line: starts.line(start),
                start,
                date: day.clone(),
                ..Entry::default()
            };
            begun.mark(&line);
            entry = Some(begun);
            last_end = start + raw.len();
            continue;
        }
        if is_heading(&line) {
            end(entry.take(), text, last_end, false, &mut reading);
            let date = listing_date(&line);
            if line.starts_with("Showing new listings for")
                || line.starts_with("New submissions for")
            {
                reading.date = date;
            } else if date.is_some() {
                day = date;
            }
            continue;
        }
        match entry.as_mut() {
            Some(open) if !line.is_empty() && !is_footer(&line) => {
                line_of(open, &line);
                last_end = start + raw.len();
            }
            None if reading.title.is_none()
                && reading.records.is_empty()
                && is_page_title(&line) =>
            {
                reading.title = Some(line);
            }
            _ => {}
        }
    }
    let at_end = !text.ends_with('\n');
    end(entry, text, last_end, at_end, &mut reading);
    reading
}

fn end(entry: Option<Entry>, text: &str, end: usize, at_end: bool, reading: &mut Reading) {
    if let Some(entry) = entry {
        let original = text.get(entry.start..end).unwrap_or_default();
        finish(entry, original, at_end, reading);
    }
}

/// `Machine Learning` above a listing of it.
fn is_page_title(line: &str) -> bool {
    line.ends_with("Authors and titles for recent submissions")
        || line.starts_with("Authors and titles for")
        || line.ends_with("New submissions")
}

/// What arXiv puts below its listings.
fn is_footer(line: &str) -> bool {
    line.starts_with("[ total of ")
        || line.starts_with("[ showing ")
        || line.starts_with("Links to: arXiv")
        || line.starts_with("About arXiv")
        || line.starts_with("Disable MathJax")
        || line.starts_with("Contact arXiv")
        || line == "About"
        || line == "Help"
}

/// One line of an entry behind its head.
fn line_of(entry: &mut Entry, line: &str) {
    if entry.id.is_empty() && head_id(line).is_some() {
        entry.mark(line);
        return;
    }
    if entry.title.is_none()
        && entry.fields.is_empty()
        && (line.starts_with('[') || line.starts_with("(cross-list"))
    {
        entry.mark(line);
        return;
    }
    let has_subjects = entry.fields.iter().any(|(name, _)| name == "Subjects");
    match field_of(line) {
        Some(("Title", "")) if entry.title.is_none() => entry.title = Some(String::new()),
        Some((name, value)) if !has_subjects || name == "Journal-ref" || name == "DOI" => {
            entry.field(name, value);
        }
        _ => match (&mut entry.title, entry.fields.is_empty()) {
            (Some(title), _) if title.is_empty() => *title = line.to_owned(),
            (Some(_), true) => entry.fields.push(("Authors".to_owned(), line.to_owned())),
            // The abstract comes behind the subjects; before them a line goes on.
            _ if has_subjects => match entry.fields.last_mut() {
                Some((name, value)) if name == "Subjects" && value.ends_with(';') => {
                    value.push(' ');
                    value.push_str(line);
                }
                // arXiv's page shows an abstract as one paragraph; a mail program may have wrapped it.
                _ => match entry.paragraphs.last_mut() {
                    Some(told) => {
                        told.push(' ');
                        told.push_str(line);
                    }
                    None => entry.paragraphs.push(line.to_owned()),
                },
            },
            (_, false) => {
                if let Some((_, value)) = entry.fields.last_mut() {
                    if !value.is_empty() {
                        value.push(' ');
                    }
                    value.push_str(line);
                }
            }
            (None, true) => {}
        },
    }
}

/// Numbered lines with ids and links, and titles behind them.
pub(super) fn evidence(text: &str) -> Evidence {
    if text.trim_start().starts_with('<') || !text.contains("arXiv:") {
        return Evidence::None;
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let mut found = 0usize;
    for index in 0..lines.len() {
        let line = lines.get(index).copied().unwrap_or_default();
        if (line.contains("arXiv:") || line.contains('['))
            && begins(&lines, index)
            && title_follows(&lines, index)
            && lines
                .iter()
                .skip(index)
                .take(3)
                .find_map(|line| head_id(line))
                .is_some_and(|id| identity::arxiv_id(id).is_some())
        {
            found += 1;
        }
    }
    match found {
        0 => Evidence::None,
        1 if lines.len() > 60 => Evidence::Some,
        _ => Evidence::Plain,
    }
}

#[cfg(test)]
mod tests;
