//! Placeholders: what a style must not touch travels through the CSL processor as single
//! characters of the last private-use plane, which are taken out of every input beforehand.

use crate::math::{self, Piece};
use crate::rich::{self, Inline, Marks};

const FIRST_KEPT: u32 = 0x10_0000;
const MOST_KEPT: usize = 0x1000;
const MARKUP: u32 = 0x10_2000;
const MARKUP_END: u32 = MARKUP + 0x100;
/// Quotation marks whose form depends on those around them.
pub(crate) const OPEN_QUOTE: char = '\u{102100}';
pub(crate) const CLOSE_QUOTE: char = '\u{102101}';
/// Where the number of a reference goes.
pub(crate) const NUMBER: char = '\u{102200}';
/// What a style sets in the margin stands between these.
pub(crate) const MARGIN_BEGIN: char = '\u{102300}';
pub(crate) const MARGIN_END: char = '\u{102301}';
/// Before and after what a style sets on lines of its own.
pub(crate) const BLOCK: char = '\u{102302}';

/// The inline tags of CSL-JSON: how they open, how they close, what they mean. The last one keeps
/// the case of what it holds.
const TAGS: [(&str, &str, Marks); 7] = {
    const NONE: Marks = Marks {
        bold: false,
        italic: false,
        small_caps: false,
        underline: false,
        superscript: false,
        subscript: false,
        code: false,
    };
    const SMALL_CAPS: Marks = Marks {
        small_caps: true,
        ..NONE
    };
    [
        (
            "<i>",
            "</i>",
            Marks {
                italic: true,
                ..NONE
            },
        ),
        ("<b>", "</b>", Marks { bold: true, ..NONE }),
        (
            "<sup>",
            "</sup>",
            Marks {
                superscript: true,
                ..NONE
            },
        ),
        (
            "<sub>",
            "</sub>",
            Marks {
                subscript: true,
                ..NONE
            },
        ),
        ("<sc>", "</sc>", SMALL_CAPS),
        (
            "<span style=\"font-variant:small-caps;\">",
            "</span>",
            SMALL_CAPS,
        ),
        ("<span class=\"nocase\">", "</span>", NONE),
    ]
};

/// Whether a character prints nothing.
pub(crate) fn is_invisible(character: char) -> bool {
    (MARKUP..MARKUP_END).contains(&u32::from(character))
        || matches!(character, MARGIN_BEGIN | MARGIN_END | BLOCK)
}

/// Keeps count of the open tags that set words apart from the title around them: all but bold.
pub(crate) fn markup_depth(character: char, depth: &mut usize) {
    match markup(u32::from(character)) {
        Some((1, _)) => {}
        Some((_, true)) => *depth += 1,
        Some((_, false)) => *depth = depth.saturating_sub(1),
        None => {}
    }
}

/// The formulas that the placeholders of one item stand for.
#[derive(Debug, Default)]
pub(crate) struct Placeholders(Vec<String>);

impl Placeholders {
    /// Replaces formulas, the inline tags of CSL-JSON, and pairs of quotation marks.
    pub(crate) fn protect(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for piece in math::split(text) {
            match piece {
                Piece::Text(text) => out.push_str(&text),
                Piece::Math(tex) => match placeholder(self.0.len()) {
                    Some(placeholder) => {
                        self.0.push(tex);
                        out.push(placeholder);
                    }
                    None => out.push_str(&tex),
                },
            }
        }
        quotes(&tags(&out))
    }

    /// Appends text from the processor, with the placeholders in it put back. `tags` carries the
    /// markup that is open from one piece of text to the next. Italics within italics are upright.
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
                .fold(marks, |marks, (_, _, more)| {
                    let turned = more.italic && marks.italic;
                    let both = marks.with(*more);
                    Marks {
                        italic: both.italic && !turned,
                        ..both
                    }
                })
        };
        let mut plain = String::new();
        for character in text.chars() {
            let code = u32::from(character);
            let Some(index) = code.checked_sub(FIRST_KEPT) else {
                plain.push(character);
                continue;
            };
            match character {
                OPEN_QUOTE => plain.push('“'),
                CLOSE_QUOTE => plain.push('”'),
                NUMBER => plain.push(NUMBER),
                _ => {
                    rich::push(into, &std::mem::take(&mut plain), marked(tags), link);
                    let formula = usize::try_from(index)
                        .ok()
                        .and_then(|index| self.0.get(index));
                    if let Some(tex) = formula {
                        into.push(rich::formula(tex, marked(tags), link));
                    } else if let Some((tag, opens)) = markup(code) {
                        if opens {
                            tags.push(tag);
                        } else if let Some(at) = tags.iter().rposition(|&open| open == tag) {
                            tags.remove(at);
                        }
                    }
                }
            }
        }
        rich::push(into, &plain, marked(tags), link);
    }
}

fn markup(code: u32) -> Option<(usize, bool)> {
    let offset = usize::try_from(code.checked_sub(MARKUP)?).ok()?;
    (offset < 2 * TAGS.len()).then_some((offset / 2, offset.is_multiple_of(2)))
}

/// Text that can hold placeholders of ours only.
pub(crate) fn without_placeholders(text: &str) -> String {
    text.chars()
        .filter(|&character| u32::from(character) < FIRST_KEPT)
        .collect()
}

fn placeholder(index: usize) -> Option<char> {
    let index = u32::try_from(index).ok().filter(|_| index < MOST_KEPT)?;
    char::from_u32(FIRST_KEPT + index)
}

/// Replaces pairs of quotation marks, so that they become the inner ones where a style quotes the
/// whole and those of the language elsewhere. A mark without its pair is a character, and so is an
/// apostrophe.
fn quotes(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let at = |place: Option<usize>| place.and_then(|place| characters.get(place)).copied();
    let mut out = characters.clone();
    let mut open: Vec<(usize, char)> = Vec::new();
    for (place, &character) in characters.iter().enumerate() {
        let after_letter = at(place.checked_sub(1)).is_some_and(char::is_alphanumeric);
        let before_letter = at(place.checked_add(1)).is_some_and(char::is_alphanumeric);
        let closes = open.iter().rposition(|(_, close)| *close == character);
        match (character, closes) {
            ('’', Some(_)) if before_letter => {}
            (_, Some(which)) => {
                if let Some((begin, _)) = open.get(which).copied() {
                    open.truncate(which);
                    for (at, mark) in [(begin, OPEN_QUOTE), (place, CLOSE_QUOTE)] {
                        if let Some(slot) = out.get_mut(at) {
                            *slot = mark;
                        }
                    }
                }
            }
            ('“' | '„', None) => open.push((place, '”')),
            ('‘', None) if !after_letter => open.push((place, '’')),
            ('"', None)
                if !after_letter && at(place.checked_add(1)).is_some_and(|next| next != ' ') =>
            {
                open.push((place, '"'));
            }
            _ => {}
        }
    }
    out.into_iter().collect()
}

/// Replaces tags that are opened and closed; any other angle bracket is text.
fn tags(text: &str) -> String {
    let mut text = text.to_owned();
    for (index, (open, close, _)) in TAGS.iter().enumerate() {
        if !text.contains(open) {
            continue;
        }
        let placeholder = |offset: u32| {
            u32::try_from(index)
                .ok()
                .and_then(|index| char::from_u32(MARKUP + 2 * index + offset))
        };
        let (Some(begin), Some(end)) = (placeholder(0), placeholder(1)) else {
            continue;
        };
        if text.matches(open).count() == text.matches(close).count() {
            text = text
                .replace(open, &begin.to_string())
                .replace(close, &end.to_string());
        }
    }
    text
}
