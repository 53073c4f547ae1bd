//! The lines of an item, told apart by the labels they begin with.

use std::collections::BTreeMap;

use super::inline::Span;
use super::links;
use crate::text::{fold, fold_paragraphs};

/// What an item says, by label.
#[derive(Debug, Default)]
pub(super) struct Fields {
    /// Lines without a label, in their order.
    pub main: Vec<Vec<Span>>,
    /// Lines that a label says are links or of another kind, without it.
    pub linked: Vec<Vec<Span>>,
    pub title: Option<String>,
    pub authors: Option<String>,
    pub abstract_text: Option<String>,
    pub date: Option<String>,
    pub venue: Option<String>,
    pub keywords: Option<String>,
    /// Summaries and other fields of text, by their own names.
    pub extra: BTreeMap<String, String>,
}

/// Shortest unlabelled line below a title that is prose rather than names or links, in bytes.
const PROSE: usize = 120;

impl Fields {
    /// `below_title`: whether the title stands elsewhere, so that prose is about the paper.
    pub fn of(spans: &[Span], below_title: bool) -> Fields {
        let mut fields = Fields::default();
        // The label whose text goes on, and that text.
        let mut open: Option<(&'static str, String, String)> = None;
        for line in spans.split(Span::is_break) {
            let line = without_mark(line);
            let shown = plain(&line);
            if shown.trim().is_empty() {
                if let Some((_, _, text)) = &mut open {
                    text.push_str("\n\n");
                }
                continue;
            }
            let titled = fields.main.is_empty() && !below_title && open.is_none();
            if let Some(label) = links::label(&line).filter(|_| !(titled && is_title(&line))) {
                fields.close(open.take());
                let value = shown
                    .get(label.length..)
                    .unwrap_or_default()
                    .trim()
                    .to_owned();
                if matches!(label.name, "link" | "other" | "title") || has_links(&line) {
                    fields.linked.push(after(&line, label.length));
                }
                open = Some((label.name, label.own, value));
                continue;
            }
            match &mut open {
                Some((name, _, text))
                    if matches!(*name, "abstract" | "summary") && !is_links_only(&line)
                        || text.is_empty() =>
                {
                    text.push('\n');
                    text.push_str(shown.trim());
                    continue;
                }
                _ => fields.close(open.take()),
            }
            let detail = line.iter().any(|span| span.detail);
            let prose = (below_title || !fields.main.is_empty())
                && shown.len() >= PROSE
                && !has_links(&line);
            if detail || prose {
                fields.note("summary", &shown);
            } else {
                fields.main.push(line);
            }
        }
        fields.close(open);
        fields
    }

    fn close(&mut self, field: Option<(&'static str, String, String)>) {
        let Some((name, own, text)) = field else {
            return;
        };
        let text = fold_paragraphs(&text);
        if text.is_empty() {
            return;
        }
        let place = match name {
            "title" => &mut self.title,
            "authors" => &mut self.authors,
            "abstract" => &mut self.abstract_text,
            "date" => &mut self.date,
            "venue" => &mut self.venue,
            "keywords" => &mut self.keywords,
            _ => {
                if !text.contains("://") && name != "link" {
                    self.note(&own, &text);
                }
                return;
            }
        };
        place.get_or_insert(text);
    }

    /// Adds to a field of text.
    pub fn note(&mut self, name: &str, text: &str) {
        let text = fold_paragraphs(text);
        match self.extra.get_mut(name) {
            Some(known) => {
                known.push_str("\n\n");
                known.push_str(&text);
            }
            None => {
                self.extra.insert(name.to_owned(), text);
            }
        }
    }
}

pub(super) fn plain(line: &[Span]) -> String {
    line.iter().map(|span| span.text.as_str()).collect()
}

fn has_links(line: &[Span]) -> bool {
    line.iter().any(|span| span.url.is_some())
}

/// A line of links with nothing else but marks between them.
fn is_links_only(line: &[Span]) -> bool {
    has_links(line)
        && line.iter().all(|span| {
            span.url.is_some() || span.text.chars().filter(|c| c.is_alphanumeric()).count() <= 12
        })
}

/// Whether a line's first words are one bold or linked stretch that goes on after its colon.
fn is_title(line: &[Span]) -> bool {
    line.iter()
        .find(|span| !span.text.trim().is_empty())
        .is_some_and(|first| {
            (first.bold || first.url.is_some())
                && first
                    .text
                    .split_once(':')
                    .is_some_and(|(_, rest)| rest.split_whitespace().count() >= 2)
        })
}

/// The spans of a line after so many bytes of its text.
fn after(line: &[Span], length: usize) -> Vec<Span> {
    let mut passed = 0;
    let mut rest = Vec::new();
    for span in line {
        let end = passed + span.text.len();
        if end > length || (span.url.is_some() && end >= length) {
            let from = length.saturating_sub(passed);
            let text = span.text.get(from..).unwrap_or(&span.text);
            rest.push(Span {
                text: text.to_owned(),
                ..span.clone()
            });
        }
        passed = end;
    }
    rest
}

/// A line without the mark of a list item, a quotation or a box to tick.
fn without_mark(line: &[Span]) -> Vec<Span> {
    let mut line = line.to_vec();
    if let Some(first) = line.first_mut()
        && first.url.is_none()
    {
        let text = first.text.trim_start().trim_start_matches('>').trim_start();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let numbered = text
            .get(digits..)
            .filter(|_| (1..=4).contains(&digits))
            .and_then(|rest| rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") ")));
        let text = ["- ", "* ", "+ ", "• ", "◦ "]
            .iter()
            .find_map(|mark| text.strip_prefix(mark))
            .or(numbered)
            .unwrap_or(text);
        let text = ["[ ] ", "[x] ", "[X] "]
            .iter()
            .find_map(|mark| text.strip_prefix(mark))
            .unwrap_or(text);
        first.text = fold_start(text);
    }
    line.retain(|span| !span.text.is_empty() || span.url.is_some());
    line
}

fn fold_start(text: &str) -> String {
    text.trim_start().to_owned()
}

/// One line of plain text.
pub(super) fn line_of(spans: &[Span]) -> String {
    fold(&plain(spans))
}
