//! A row, a section or an item to a paper.

use super::fields::{Fields, line_of, plain};
use super::inline::{Span, Targets, spans};
use super::links::{self, is_paper, venue_and_year};
use super::table::Row;
use super::title::{title_in, title_of_cell, up_to_sentence};
use crate::dates;
use crate::formats::filled;
use crate::names::byline;
use crate::paper::{Date, Paper, Scheme};
use crate::text::{fold, fold_paragraphs};

/// Most addresses that one paper keeps.
const MOST_LINKS: usize = 16;

/// A paper and what is to be said of it.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub paper: Paper,
    /// The list of authors says that there are more.
    pub others: bool,
    /// Different arXiv ids that stood in the item.
    pub ids: Vec<String>,
    /// The title is what stood before everything else, with nothing to mark it.
    pub guessed: bool,
}

pub(super) fn of_item(text: &str, targets: &Targets<'_>) -> Option<Draft> {
    let all = spans(text, targets);
    let fields = Fields::of(&all, false);
    let mut draft = Draft::default();
    let found = fields
        .title
        .clone()
        .map(|title| (title, Vec::new(), false))
        .or_else(|| title_in(&fields.main))
        .or_else(|| title_in(&fields.linked))?;
    let (title, after, guessed) = found;
    draft.paper.title = title;
    draft.guessed = guessed;
    let linked = all.iter().any(|span| is_paper(span.url.as_deref()));
    if !linked {
        return None;
    }
    finish(draft, fields, &after, &all)
}

pub(super) fn of_section(heading: &str, body: &str, targets: &Targets<'_>) -> Option<Draft> {
    let head = spans(heading, targets);
    let below = spans(body, targets);
    let mut fields = Fields::of(&below, true);
    let mut draft = Draft::default();
    draft.paper.title = fields.title.take().unwrap_or_else(|| title_of_cell(&head));
    if draft.paper.title.is_empty() {
        return None;
    }
    let after: Vec<Span> = fields.main.first().cloned().unwrap_or_default();
    let mut all = head;
    all.extend(below);
    finish(draft, fields, &after, &all)
}

pub(super) fn of_row(row: &Row, targets: &Targets<'_>) -> Option<Draft> {
    let mut draft = Draft::default();
    let mut fields = Fields::default();
    let mut all = Vec::new();
    let mut named = false;
    let mut below = None;
    for (column, cell) in row.columns.iter().zip(&row.cells) {
        let shown = spans(cell, targets);
        let text = fold(
            &shown
                .iter()
                .map(|s| if s.is_break() { " " } else { &s.text })
                .collect::<String>(),
        );
        match column.role {
            "title" if draft.paper.title.is_empty() => {
                draft.paper.title = title_of_cell(&shown);
                below = people_below(&shown);
            }
            "authors" => fields.authors = filled(text),
            "abstract" => fields.abstract_text = filled(prose(&shown)),
            "date" => fields.date = filled(text),
            "venue" => fields.venue = filled(text),
            "keywords" => fields.keywords = filled(text),
            "link" => {}
            _ => {
                let told = if column.role == "summary" {
                    prose(&shown)
                } else {
                    plain_cell(&shown)
                };
                let counts = matches!(column.name.as_str(), "" | "#" | "no" | "index")
                    && told.bytes().all(|byte| byte.is_ascii_digit());
                if !(counts || matches!(told.as_str(), "" | "null" | "-" | "N/A" | "None")) {
                    let name = if column.name.is_empty() {
                        "notes"
                    } else {
                        &column.name
                    };
                    fields.note(name, &told);
                }
            }
        }
        named |= matches!(column.role, "authors" | "abstract" | "summary") && !cell.is_empty();
        all.extend(shown);
    }
    if fields.authors.is_none() {
        fields.authors = below;
    }
    let linked = all.iter().any(|span| is_paper(span.url.as_deref()));
    let has_title = row
        .columns
        .iter()
        .any(|column| column.role == "title" && column.name.contains("title"));
    if draft.paper.title.is_empty() || !(linked || (has_title && named)) {
        return None;
    }
    finish(draft, fields, &[], &all)
}

/// The people in a line of their own below the title in its cell.
fn people_below(spans: &[Span]) -> Option<String> {
    spans
        .split(Span::is_break)
        .skip(1)
        .filter(|line| line.iter().all(|span| span.url.is_none() && !span.detail))
        .map(plain)
        .find(|line| is_people(&normal_others(line)))
}

/// What a cell says besides its links.
fn plain_cell(spans: &[Span]) -> String {
    let folded = spans.iter().any(|span| span.detail && !span.is_break());
    let said: String = spans
        .iter()
        .filter(|span| span.url.is_none() && (span.detail || !folded))
        .map(|span| if span.is_break() { " " } else { &span.text })
        .collect();
    let said = fold(&said);
    if said.chars().any(char::is_alphanumeric) {
        said
    } else {
        String::new()
    }
}

/// The running text of a cell: of one that folds out, what it folds out to.
fn prose(spans: &[Span]) -> String {
    let folded = spans.iter().any(|span| span.detail && !span.is_break());
    let text: String = spans
        .iter()
        .filter(|span| span.detail || !folded)
        .map(|span| span.text.as_str())
        .collect();
    fold_paragraphs(&text)
}

/// Fills in everything but the title.
fn finish(mut draft: Draft, fields: Fields, after: &[Span], all: &[Span]) -> Option<Draft> {
    let paper = &mut draft.paper;
    take_links(all, paper, &mut draft.ids);
    let (names, others) = match &fields.authors {
        Some(line) => people(line, true),
        None => people_after(after),
    };
    paper.authors = names;
    draft.others = others;
    paper.abstract_text = fields.abstract_text;
    paper.keywords = fields
        .keywords
        .iter()
        .flat_map(|list| list.split([',', ';']))
        .map(fold)
        .filter(|keyword| !keyword.is_empty())
        .collect();
    paper.extra = fields.extra;
    let said: String = fields
        .main
        .iter()
        .map(|line| {
            let mut shown = line_of(line).replace(paper.title.as_str(), " ");
            shown.push('\n');
            shown
        })
        .collect();
    paper.date = fields
        .date
        .as_deref()
        .and_then(dates::parse)
        .or_else(|| iso_date(&said));
    let named = fields.venue.as_deref().map_or_else(
        || venue_in(&said),
        |told| {
            Some(venue_and_year(told).map_or_else(
                || (told.to_owned(), None),
                |(name, year)| (name, Some(year)),
            ))
        },
    );
    if let Some((name, year)) = named {
        if paper.date.is_none() {
            paper.date = year.map(Date::year);
        }
        if !name.eq_ignore_ascii_case("arxiv") && !name.eq_ignore_ascii_case("preprint") {
            paper.venue = Some(name);
        }
    }
    if paper.date.is_none() {
        paper.date = lone_year(&said);
    }
    if paper.identifiers.contains_key(&Scheme::Arxiv) && paper.venue.is_none() {
        paper.kind = "article".to_owned();
    }
    Some(draft)
}

fn take_links(all: &[Span], paper: &mut Paper, ids: &mut Vec<String>) {
    for url in all.iter().filter_map(|span| span.url.as_deref()) {
        if !url.contains("://") {
            continue;
        }
        if let Some((scheme, id)) = links::identifier(url) {
            if scheme == Scheme::Arxiv && !ids.contains(&id) && ids.len() < MOST_LINKS {
                ids.push(id.clone());
            }
            paper.identifiers.entry(scheme).or_insert(id);
        }
        if paper.urls.len() < MOST_LINKS && !paper.urls.iter().any(|known| known == url) {
            paper.urls.push(url.to_owned());
        }
    }
}

/// The people of a byline, when what is there looks like one.
fn people(line: &str, said_so: bool) -> (Vec<crate::paper::Name>, bool) {
    let line = normal_others(line);
    if !said_so && !is_people(&line) {
        return (Vec::new(), false);
    }
    byline(&line)
}

/// `et.al.` and its other spellings as `et al.`, and nothing after it.
fn normal_others(line: &str) -> String {
    let lower = line.to_lowercase();
    for mark in ["et.al.", "et. al.", "et.al", "et al.", "et. al", "et al"] {
        if let Some(at) = lower.find(mark)
            && let Some(before) = line.get(..at)
        {
            return format!("{} et al.", before.trim_end().trim_end_matches(','));
        }
    }
    line.to_owned()
}

/// Authors after a title: in the same line up to a link, or in italics.
fn people_after(after: &[Span]) -> (Vec<crate::paper::Name>, bool) {
    for line in after.split(Span::is_break) {
        let italic = line.iter().find(|span| {
            span.italic && span.url.is_none() && is_people(&normal_others(&span.text))
        });
        if let Some(span) = italic {
            return people(&span.text, false);
        }
        let end = line
            .iter()
            .position(|span| span.url.is_some())
            .unwrap_or(line.len());
        let said = plain(line.get(..end).unwrap_or_default());
        let said = said.trim_start_matches(|c: char| !c.is_alphabetic());
        let (said, marked) = match said
            .strip_prefix("by ")
            .or_else(|| said.strip_prefix("By "))
        {
            Some(rest) => (rest, true),
            None => (said, false),
        };
        let line = normal_others(said);
        let line = if line.ends_with("et al.") {
            // `**ICLR 2025**, Roe et al.`
            let pieces: Vec<&str> = line.split(',').collect();
            let numbered = |piece: &&str| piece.bytes().any(|byte| byte.is_ascii_digit());
            let from = pieces.iter().rposition(numbered).map_or(0, |at| at + 1);
            let people = pieces.get(from..).unwrap_or_default().join(",");
            people.trim_start().to_owned()
        } else {
            before_venue(&line)
        };
        if marked && !line.is_empty() && line.len() < 400 {
            return byline(&line);
        }
        if is_people(&line) {
            return byline(&line);
        }
    }
    (Vec::new(), false)
}

/// A byline up to the year, venue, bracket or sentence that follows it.
fn before_venue(line: &str) -> String {
    let line = line.split(['(', '[', '|']).next().unwrap_or_default();
    let line = up_to_sentence(line);
    let mut kept: Vec<&str> = Vec::new();
    for piece in line.split(',') {
        let shown = piece
            .trim()
            .trim_end_matches(['.', ';', ':', '-', '–'])
            .trim();
        if shown.is_empty() || shown.bytes().any(|byte| byte.is_ascii_digit()) {
            break;
        }
        kept.push(shown);
    }
    kept.join(", ")
}

/// Whether a text is a list of names: two or more, of two to five words, all capitalised.
pub(super) fn is_people(text: &str) -> bool {
    let open = text.trim_end().ends_with("et al.");
    let text = text
        .trim()
        .trim_end_matches("et al.")
        .trim_end_matches(['.', ',', ' ']);
    let pieces: Vec<&str> = text
        .split([',', ';'])
        .flat_map(|piece| piece.split(" and "))
        .flat_map(|piece| piece.split(" & "))
        .map(|piece| {
            piece
                .trim()
                .trim_start_matches("and ")
                .trim_end_matches('*')
        })
        .filter(|piece| !piece.is_empty())
        .collect();
    let is_name = |piece: &&str| {
        let words: Vec<&str> = piece.split_whitespace().collect();
        let capital = words
            .iter()
            .filter(|word| word.starts_with(char::is_uppercase))
            .count();
        (2..=5).contains(&words.len())
            && capital >= 2.min(words.len())
            && !piece.contains([':', '?', '!', '"', '(', '/'])
            && !piece.bytes().any(|byte| byte.is_ascii_digit())
    };
    let names = pieces.iter().filter(|piece| is_name(piece)).count();
    if open {
        return !pieces.is_empty() && pieces.len() <= 8 && text.len() < 200;
    }
    pieces.len() >= 2 && names * 10 >= pieces.len() * 8 && text.len() < 4000
}

/// The first `2023-05-17`, `2023.05.17` or `2023/05` in a text.
pub(super) fn iso_date(text: &str) -> Option<Date> {
    text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '.' | '/')))
        .map(|word| word.trim_matches(['-', '.', '/']))
        .find(|word| {
            let parts: Vec<&str> = word.split(['-', '.', '/']).collect();
            let year = parts.first().is_some_and(|year| {
                year.len() == 4 && year.starts_with(['1', '2']) && !year.starts_with("21")
            });
            let month = parts.get(1).is_some_and(|month| {
                (1..=2).contains(&month.len()) && matches!(month.parse::<u8>(), Ok(1..=12))
            });
            year && month && parts.len() <= 3
        })
        .and_then(|word| dates::parse(&word.replace('.', "-")))
}

/// A venue and its year, alone between brackets, stars or commas.
fn venue_in(text: &str) -> Option<(String, Option<i32>)> {
    text.split(['[', ']', '(', ')', ',', '|', '\n', ';', '.'])
        .filter(|piece| piece.len() < 48)
        .find_map(venue_and_year)
        .map(|(name, year)| (name, Some(year)))
}

/// A year alone in brackets, or alone between commas.
fn lone_year(text: &str) -> Option<Date> {
    text.split(['(', ')', '[', ']', ',', '.', ';', '\n'])
        .map(str::trim)
        .find(|piece| piece.len() == 4 && piece.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(dates::parse)
        .filter(|date| (1900..2100).contains(&date.year))
}
