//! A row, a section or an item to a paper.

use super::fields::{Fields, line_of, plain};
use super::inline::{Span, Targets, spans};
use super::links::{self, is_paper, is_titlelike, venue_and_year};
use super::table::Row;
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

/// The title in a cell or heading: up to the links that are not part of it.
pub(super) fn title_of_cell(spans: &[Span]) -> String {
    let line: Vec<&Span> = spans
        .split(Span::is_break)
        .find(|line| line.iter().any(|span| !span.text.trim().is_empty()))
        .map(|line| line.iter().collect())
        .unwrap_or_default();
    let mut title = String::new();
    for span in &line {
        let text = span.text.trim();
        let part = span.url.is_none()
            || (is_titlelike(text) || (title.trim().is_empty() && is_word(text)));
        if !part && !title.trim().is_empty() {
            break;
        }
        if part {
            title.push_str(&span.text);
        }
    }
    // `(Read more on …`, `[…`: an opening bracket whose links were left out.
    for (open, close) in [('(', ')'), ('[', ']')] {
        if title.matches(open).count() > title.matches(close).count()
            && let Some(at) = title.rfind(open)
            && at > 0
        {
            title.truncate(at);
        }
    }
    clean_title(&title)
}

/// A single word that may be a title, `BERT`, and not what a link is called.
fn is_word(text: &str) -> bool {
    let bare = links::bare(text);
    bare.len() >= 3
        && bare.chars().any(char::is_alphabetic)
        && links::named(&bare).is_none()
        && !text.contains("://")
        && !text.contains("![")
        && !matches!(
            bare.as_str(),
            "here" | "show" | "more" | "website" | "star" | "back"
        )
}

fn clean_title(text: &str) -> String {
    let mut title = fold(text);
    // Numbers and pictures before it.
    loop {
        let before = title.len();
        title = title
            .trim_start_matches(|c: char| {
                c.is_whitespace()
                    || links::is_picture(c)
                    || matches!(c, '-' | '–' | '—' | ':' | ',' | '|')
            })
            .to_owned();
        let digits = title.bytes().take_while(u8::is_ascii_digit).count();
        if (1..=3).contains(&digits)
            && let Some(rest) = title
                .get(digits..)
                .and_then(|rest| rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") ")))
        {
            title = rest.to_owned();
        }
        // `[CVPR 2023] Title`
        if let Some((tag, rest)) = title
            .strip_prefix('[')
            .and_then(|rest| rest.split_once(']'))
            && (venue_and_year(tag).is_some() || dates::parse(tag).is_some() || tag.len() <= 4)
            && !rest.trim().is_empty()
        {
            title = rest.trim_start().to_owned();
        }
        // `NeurIPS'24 Title`
        if let Some((tag, rest)) = title.split_once(' ')
            && is_meeting(tag)
            && is_titlelike(rest)
        {
            title = rest.to_owned();
        }
        if title.len() == before {
            break;
        }
    }
    let title = title.trim_end_matches(|c: char| {
        c.is_whitespace() || links::is_picture(c) || matches!(c, ',' | ';' | ':' | '|' | '-' | '–')
    });
    let title = match title.strip_suffix('.') {
        Some(rest) if !rest.ends_with('.') => rest,
        _ => title,
    };
    let quoted = title
        .strip_prefix(['"', '“'])
        .and_then(|rest| rest.strip_suffix(['"', '”']))
        .filter(|inner| !inner.contains(['"', '“', '”']));
    quoted.unwrap_or(title).trim().to_owned()
}

/// `NeurIPS'24`, `CVPR’23:`
fn is_meeting(word: &str) -> bool {
    let word = word.trim_matches(['[', ']', '(', ')', ':', '`']);
    word.split_once(['\'', '’']).is_some_and(|(name, year)| {
        let capitals = name.chars().filter(|c| c.is_uppercase()).count();
        capitals >= 2
            && name.chars().all(|c| c.is_ascii_alphabetic())
            && year.len() == 2
            && year.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// The title among the lines of an item, what follows it there, and whether it was only guessed.
fn title_in(lines: &[Vec<Span>]) -> Option<(String, Vec<Span>, bool)> {
    let places = || {
        lines.iter().enumerate().flat_map(|(line, spans)| {
            spans
                .iter()
                .enumerate()
                .map(move |(at, span)| (line, at, span))
        })
    };
    let sound = |span: &Span| is_titlelike(&clean_title(&span.text));
    let linked = places().find(|(_, _, span)| is_paper(span.url.as_deref()) && sound(span));
    // A bold name among the authors is no title; what stands first in its line is none of them.
    let leads = |line: usize, at: usize| {
        let before = lines.get(line).and_then(|spans| spans.get(..at));
        let letters = before.map(plain).unwrap_or_default();
        letters.chars().filter(|c| c.is_alphabetic()).count() <= 12
    };
    let bold = || {
        places().find(|(line, at, span)| {
            span.bold
                && span.url.is_none()
                && sound(span)
                && (leads(*line, *at) || !is_people(&span.text))
        })
    };
    let other = || places().find(|(_, _, span)| span.url.is_some() && sound(span));
    let marked = linked.or_else(bold).or_else(other);
    if let Some((line, at, span)) = marked {
        let spans = lines.get(line)?;
        let mut title = span.text.clone();
        let mut next = at + 1;
        // `**Net**: Learning to Row`: a short name and what it stands for.
        if span.url.is_none()
            && title.split_whitespace().count() <= 2
            && let Some(more) = spans
                .get(next)
                .filter(|more| more.url.is_none() && more.text.trim_start().starts_with(':'))
        {
            title.push_str(&up_to_sentence(&more.text));
            next += 1;
        }
        let mut after = spans.get(next..).unwrap_or_default().to_vec();
        if let Some(below) = lines.get(line + 1) {
            after.push(Span {
                text: "\n".to_owned(),
                ..Span::default()
            });
            after.extend(below.iter().cloned());
        }
        return filled(clean_title(&title)).map(|title| (title, after, false));
    }
    // `**Kelp**, Ann Roe et al.`: one word, but in bold, first and alone.
    let alone = places().find(|(line, at, span)| {
        let next = lines.get(*line).and_then(|spans| spans.get(at + 1));
        let ends = next.is_none_or(|next| {
            next.url.is_some() || next.text.trim_start().starts_with([',', '.', '[', '('])
        });
        span.bold
            && span.url.is_none()
            && *line == 0
            && leads(*line, *at)
            && ends
            && is_word(&span.text)
    });
    if let Some((line, at, span)) = alone
        && venue_and_year(&span.text).is_none()
    {
        let after = lines.get(line)?.get(at + 1..).unwrap_or_default().to_vec();
        return filled(clean_title(&span.text)).map(|title| (title, after, false));
    }
    // Nothing marks it: what stands first, up to the links.
    let first = lines.first()?;
    let end = first
        .iter()
        .position(|span| span.url.is_some())
        .unwrap_or(first.len());
    let start: String = first
        .get(..end)?
        .iter()
        .map(|span| span.text.as_str())
        .collect();
    if let Some((title, after)) = quoted(&start) {
        let after = Span {
            text: after.to_owned(),
            ..Span::default()
        };
        return Some((clean_title(title), vec![after], false));
    }
    let start = strip_date(&start);
    let title = up_to_sentence(start);
    let after = start.get(title.len()..).unwrap_or_default();
    let shown = clean_title(&title);
    let shown = match shown.rfind(['(', '[']) {
        Some(at)
            if at > 0 && shown.matches(['(', '[']).count() > shown.matches([')', ']']).count() =>
        {
            clean_title(shown.get(..at)?)
        }
        _ => shown,
    };
    if is_titlelike(&shown) {
        let rest = Span {
            text: after.to_owned(),
            ..Span::default()
        };
        let mut after = vec![rest];
        if let Some(below) = lines.get(1) {
            after.extend(below.iter().cloned());
        }
        return Some((shown, after, true));
    }
    // A link of one word to a paper: `[BERT](…)`.
    let (_, _, word) =
        places().find(|(_, _, span)| is_paper(span.url.as_deref()) && is_word(&span.text))?;
    let title = clean_title(&word.text);
    let sound = title.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    sound.then(|| (title, Vec::new(), false))
}

/// The first title between quotation marks, and what follows it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let (at, open) = text.char_indices().find(|(_, c)| matches!(c, '"' | '“'))?;
    let inside = text.get(at + open.len_utf8()..)?;
    let close = if open == '“' { '”' } else { '"' };
    let (title, after) = inside.split_once(close)?;
    let before = text
        .get(..at)?
        .chars()
        .filter(|c| c.is_alphabetic())
        .count();
    (before <= 3 && is_titlelike(title)).then_some((title, after))
}

/// A text without the date and the venue in brackets that it begins with.
fn strip_date(text: &str) -> &str {
    let trimmed = text.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | ',' | ' ' | ':')
    });
    let taken = text.len() - trimmed.len();
    if taken >= 7 { trimmed } else { text }
}

/// The text up to the first full stop that ends a sentence.
fn up_to_sentence(text: &str) -> String {
    let mut from = 0;
    while let Some(at) = text
        .get(from..)
        .and_then(|rest| rest.find(". "))
        .map(|at| from + at)
    {
        let before = text.get(..at).unwrap_or_default();
        let word = before.rsplit([' ', '.']).next().unwrap_or_default();
        if word.chars().count() > 2 && before.split_whitespace().count() >= 3 {
            return before.to_owned();
        }
        from = at + 2;
    }
    text.to_owned()
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
fn is_people(text: &str) -> bool {
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
