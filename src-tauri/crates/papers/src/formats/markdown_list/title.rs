//! Which stretch of an item is the title.

use super::inline::Span;
use super::item::is_people;
use super::links::{self, is_paper, is_titlelike, venue_and_year};
use crate::dates;
use crate::formats::filled;
use crate::text::fold;

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
pub(super) fn title_in(lines: &[Vec<Span>]) -> Option<(String, Vec<Span>, bool)> {
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
    let starts: Vec<usize> = lines.iter().map(|line| start_of(line)).collect();
    let leads = |line: usize, at: usize| starts.get(line).is_some_and(|start| at <= *start);
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

/// The last span of a line that only a date or a number stands before.
fn start_of(line: &[Span]) -> usize {
    let mut letters = 0;
    let past = line.iter().position(|span| {
        letters += span.text.chars().filter(|c| c.is_alphabetic()).count();
        letters > 12
    });
    past.unwrap_or(line.len())
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
pub(super) fn up_to_sentence(text: &str) -> String {
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
