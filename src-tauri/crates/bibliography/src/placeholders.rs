//! Placeholders: what a style must not touch travels through the CSL processor as single
//! characters of the last private-use plane, which are taken out of every input beforehand.

use crate::math::{self, Piece};
use crate::rich::{self, Inline, Marks};

const FIRST_KEPT: u32 = 0x10_0000;
const MOST_KEPT: usize = 0x1000;
const MARKUP: u32 = 0x10_2000;
const TAGS: [(&str, Marks); 4] = {
    const NONE: Marks = Marks {
        bold: false,
        italic: false,
        small_caps: false,
        underline: false,
        superscript: false,
        subscript: false,
        code: false,
    };
    [
        (
            "i",
            Marks {
                italic: true,
                ..NONE
            },
        ),
        ("b", Marks { bold: true, ..NONE }),
        (
            "sup",
            Marks {
                superscript: true,
                ..NONE
            },
        ),
        (
            "sub",
            Marks {
                subscript: true,
                ..NONE
            },
        ),
    ]
};

/// What the placeholders of one item stand for.
#[derive(Debug, Default)]
pub(crate) struct Placeholders(Vec<Kept>);

#[derive(Debug)]
enum Kept {
    Formula(String),
    Word(String),
}

impl Placeholders {
    /// Replaces formulas, the four inline tags of CSL-JSON, and words with a case of their own.
    pub(crate) fn protect(&mut self, text: &str) -> String {
        protect(text, &mut self.0)
    }

    /// Appends text from the processor, with the placeholders in it put back. `tags` carries the
    /// markup that is open from one piece of text to the next.
    pub(crate) fn restore(
        &self,
        text: &str,
        marks: Marks,
        link: Option<&str>,
        tags: &mut Vec<usize>,
        into: &mut Vec<Inline>,
    ) {
        let marked = |tags: &[usize]| {
            tags.iter()
                .filter_map(|&tag| TAGS.get(tag))
                .fold(marks, |marks, (_, more)| marks.with(*more))
        };
        let mut plain = String::new();
        for character in text.chars() {
            let code = u32::from(character);
            let Some(index) = code.checked_sub(FIRST_KEPT) else {
                plain.push(character);
                continue;
            };
            let kept = usize::try_from(index)
                .ok()
                .and_then(|index| self.0.get(index));
            if let Some(Kept::Word(word)) = kept {
                plain.push_str(word);
                continue;
            }
            rich::push(into, &std::mem::take(&mut plain), marked(tags), link);
            if let Some(Kept::Formula(tex)) = kept {
                into.push(rich::formula(tex, marked(tags), link));
            } else if let Some((tag, opens)) = markup(code) {
                if opens {
                    tags.push(tag);
                } else if let Some(at) = tags.iter().rposition(|&open| open == tag) {
                    tags.remove(at);
                }
            }
        }
        rich::push(into, &plain, marked(tags), link);
    }
}

fn markup(code: u32) -> Option<(usize, bool)> {
    let offset = usize::try_from(code.checked_sub(MARKUP)?).ok()?;
    (offset < 2 * TAGS.len()).then_some((offset / 2, offset % 2 == 0))
}

/// Text that can hold placeholders of ours only.
pub(crate) fn without_placeholders(text: &str) -> String {
    text.chars()
        .filter(|&character| u32::from(character) < FIRST_KEPT)
        .collect()
}

fn protect(text: &str, kept: &mut Vec<Kept>) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in math::split(text) {
        match piece {
            Piece::Text(text) => marked_up(&tags(&text), &mut out, kept),
            Piece::Math(tex) => match placeholder(kept.len()) {
                Some(placeholder) => {
                    kept.push(Kept::Formula(tex));
                    out.push(placeholder);
                }
                None => out.push_str(&tex),
            },
        }
    }
    out
}

fn placeholder(index: usize) -> Option<char> {
    let index = u32::try_from(index).ok().filter(|_| index < MOST_KEPT)?;
    char::from_u32(FIRST_KEPT + index)
}

/// Appends text with what stands between tags kept as it is: a species keeps its small letter.
fn marked_up(text: &str, out: &mut String, kept: &mut Vec<Kept>) {
    let mut open = 0_usize;
    for part in text.split_inclusive(|character| u32::from(character) >= MARKUP) {
        let end = part
            .trim_end_matches(|character| u32::from(character) >= MARKUP)
            .len();
        let (plain, tag) = part.split_at(end);
        match placeholder(kept.len()) {
            Some(placeholder) if open > 0 && !plain.is_empty() => {
                kept.push(Kept::Word(plain.to_owned()));
                out.push(placeholder);
            }
            _ => words(plain, out, kept),
        }
        out.push_str(tag);
        match tag.chars().next().and_then(|tag| markup(u32::from(tag))) {
            Some((_, true)) => open += 1,
            Some((_, false)) => open = open.saturating_sub(1),
            None => {}
        }
    }
}

/// Appends text with each word replaced that has a capital beyond its first letter (`2D`, `arXiv`,
/// `LLMs`, `U.S`), and `vs.`, whose point is not the end of a sentence.
fn words(text: &str, out: &mut String, kept: &mut Vec<Kept>) {
    let mut rest = text;
    while let Some(begin) = rest.find(char::is_alphanumeric) {
        let (before, from) = rest.split_at(begin);
        out.push_str(before);
        let mut ahead = from.char_indices().peekable();
        let mut end = from.len();
        while let Some((at, character)) = ahead.next() {
            let inside = character.is_alphanumeric()
                || (character == '.'
                    && ahead.peek().is_some_and(|(_, next)| next.is_alphanumeric()));
            if !inside {
                end = at;
                break;
            }
        }
        if from.get(end..).is_some_and(|after| after.starts_with('.'))
            && from.get(..end) == Some("vs")
        {
            end += 1;
        }
        let (word, after) = from.split_at(end);
        match placeholder(kept.len()) {
            Some(placeholder) if word == "vs." || word.chars().skip(1).any(char::is_uppercase) => {
                kept.push(Kept::Word(word.to_owned()));
                out.push(placeholder);
            }
            _ => out.push_str(word),
        }
        rest = after;
    }
    out.push_str(rest);
}

/// Replaces tags that are opened and closed; any other angle bracket is text.
fn tags(text: &str) -> String {
    let mut text = text.to_owned();
    for (index, (tag, _)) in TAGS.iter().enumerate() {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        let placeholder = |offset: u32| {
            u32::try_from(index)
                .ok()
                .and_then(|index| char::from_u32(MARKUP + 2 * index + offset))
        };
        let (Some(begin), Some(end)) = (placeholder(0), placeholder(1)) else {
            continue;
        };
        if text.matches(&open).count() == text.matches(&close).count() {
            text = text
                .replace(&open, &begin.to_string())
                .replace(&close, &end.to_string());
        }
    }
    text
}
