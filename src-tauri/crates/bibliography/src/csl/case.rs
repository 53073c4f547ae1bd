//! Changes of case, over glyphs: markup in titles is seen through, formulas and what stands in
//! markup keep their letters.
//!
//! Title case as the Chicago Manual has it (18th ed., 8.160, as CSL asks): the first and last word
//! and the first after a colon, and all others but articles, conjunctions and short prepositions.
//! A word with a capital beyond its first letter ("iPhone", "DNA") knows its own case.

use citationberg::TextCase;

use super::output::Glyph;
use crate::placeholders::{is_invisible, markup_depth};

/// Words that title case leaves small.
const SMALL: [&str; 34] = [
    "a", "about", "an", "and", "as", "at", "but", "by", "d", "de", "down", "for", "from", "in",
    "into", "l", "nor", "of", "on", "onto", "or", "over", "so", "the", "till", "to", "up", "v",
    "van", "via", "von", "vs", "with", "yet",
];

struct Word {
    begin: usize,
    end: usize,
    /// First of all, or first after a sentence or a colon.
    opens: bool,
    first: bool,
    /// After a blank, a hyphen, a slash or a dash.
    separate: bool,
    /// In markup.
    kept: bool,
}

pub(super) fn change(glyphs: &mut [Glyph], case: TextCase, english: bool) {
    match case {
        TextCase::Lowercase => all(glyphs, |c| c.to_lowercase().next()),
        TextCase::Uppercase => all(glyphs, |c| c.to_uppercase().next()),
        TextCase::CapitalizeFirst => {
            for word in words(glyphs).iter().filter(|word| word.first) {
                if !word.kept && !own_case(glyphs, word) {
                    capital(glyphs, word);
                }
            }
        }
        TextCase::CapitalizeAll => {
            for word in words(glyphs).iter().filter(|word| word.separate) {
                if !word.kept && !own_case(glyphs, word) {
                    capital(glyphs, word);
                }
            }
        }
        TextCase::SentenceCase => sentence(glyphs),
        TextCase::TitleCase if english => title(glyphs),
        TextCase::TitleCase => {}
    }
}

fn all(glyphs: &mut [Glyph], to: fn(char) -> Option<char>) {
    let mut depth = 0;
    for glyph in glyphs {
        markup_depth(glyph.character, &mut depth);
        if depth == 0
            && let Some(changed) = to(glyph.character)
        {
            glyph.character = changed;
        }
    }
}

fn sentence(glyphs: &mut [Glyph]) {
    let found = words(glyphs);
    let shouted = found
        .iter()
        .all(|word| letters(glyphs, word).all(|c| !c.is_lowercase()))
        && found.len() > 1;
    for word in found.iter().filter(|word| !word.kept) {
        if shouted || !own_case(glyphs, word) {
            lower(glyphs, word);
            if word.opens {
                capital(glyphs, word);
            }
        }
    }
}

fn title(glyphs: &mut [Glyph]) {
    let found = words(glyphs);
    let last = found.len().saturating_sub(1);
    for (place, word) in found.iter().enumerate() {
        let length = word.end - word.begin;
        if word.kept || own_case(glyphs, word) {
            continue;
        }
        let small = || {
            let text: String = letters(glyphs, word).collect();
            SMALL.contains(&text.as_str())
        };
        if word.opens || (word.separate && length > 1 && (place == last || !small())) {
            capital(glyphs, word);
        }
    }
}

fn letters<'g>(glyphs: &'g [Glyph], word: &Word) -> impl Iterator<Item = char> + 'g {
    glyphs
        .get(word.begin..word.end)
        .unwrap_or_default()
        .iter()
        .map(|glyph| glyph.character)
}

/// Whether a word has a capital beyond its first letter.
fn own_case(glyphs: &[Glyph], word: &Word) -> bool {
    letters(glyphs, word).skip(1).any(char::is_uppercase)
}

fn capital(glyphs: &mut [Glyph], word: &Word) {
    if let Some(glyph) = glyphs.get_mut(word.begin) {
        let mut upper = glyph.character.to_uppercase();
        // A letter without a single capital, as ß, stays.
        if let (Some(one), None) = (upper.next(), upper.next()) {
            glyph.character = one;
        }
    }
}

fn lower(glyphs: &mut [Glyph], word: &Word) {
    for glyph in glyphs.get_mut(word.begin..word.end).unwrap_or_default() {
        if let Some(small) = glyph.character.to_lowercase().next() {
            glyph.character = small;
        }
    }
}

/// The words of a text, where words are letters and digits.
fn words(glyphs: &[Glyph]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut depth = 0;
    let (mut opens, mut separate, mut first) = (true, true, true);
    let mut ended = false;
    let mut inside = false;
    for (place, glyph) in glyphs.iter().enumerate() {
        let character = glyph.character;
        markup_depth(character, &mut depth);
        if is_invisible(character) {
            inside = false;
            continue;
        }
        if character.is_alphanumeric() {
            if inside {
                if let Some(word) = words.last_mut() {
                    word.end = place + 1;
                }
                continue;
            }
            words.push(Word {
                begin: place,
                end: place + 1,
                opens,
                first,
                separate,
                kept: depth > 0,
            });
            inside = true;
            (opens, separate, first, ended) = (false, false, false, false);
            continue;
        }
        let after_word = inside;
        inside = false;
        match character {
            ':' | '?' | '!' => ended = true,
            '.' => {
                // "U.S. and", "A. and": the point of a letter ends no sentence.
                let letter = words
                    .last()
                    .is_some_and(|word| word.end - word.begin == 1 && !word.first);
                let abbreviation = words.last().is_some_and(|word| {
                    let text: String = letters(glyphs, word).collect();
                    ["vs", "al", "etc", "St", "Dr", "Mr", "Mrs"].contains(&text.as_str())
                });
                ended = after_word && !letter && !abbreviation;
            }
            _ if character.is_whitespace() => {
                opens |= ended;
                (separate, ended) = (true, false);
            }
            '-' | '/' | '–' | '—' => separate = true,
            _ => {
                // A formula or a mark at the very start: the title has begun.
                if !is_opening(character) {
                    (first, opens) = (false, false);
                    separate = false;
                }
            }
        }
    }
    // Markup around the whole sets nothing apart.
    if words.iter().all(|word| word.kept) {
        words.iter_mut().for_each(|word| word.kept = false);
    }
    words
}

fn is_opening(character: char) -> bool {
    matches!(
        character,
        '“' | '‘' | '"' | '\'' | '(' | '[' | '«' | '„' | '¿' | '¡'
    ) || character == crate::placeholders::OPEN_QUOTE
        || character == crate::placeholders::CLOSE_QUOTE
}
