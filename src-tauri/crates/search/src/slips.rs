//! Words a slip of the finger away from what was typed (Levenshtein automata over the index's
//! vocabulary; Schulz and Mihov 2002). Only for words that nearly no paper has: elsewhere a slip
//! would be our guess against what the reader wrote.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

use crate::error::Result;
use crate::query::Word;
use crate::schema::TextField;
use crate::text::distance::{allowance, distance};
use crate::tokens::is_marked;
use crate::vocabulary::{Meant, Vocabulary};

/// Of so many papers, one with the word as typed may be a slip itself.
const PAPERS_PER_SLIP: u64 = 10_000;
/// Words that one slip may stand for, in one field.
const MOST: usize = 16;

/// True where a word may stand for others nearby: long enough, of letters only, and in nearly none
/// of the papers.
pub(crate) fn forgiven(word: &Word, papers: u64, all: u64) -> bool {
    !word.exact
        && papers <= all / PAPERS_PER_SLIP
        && slips_allowed(word) > 0
        && word.text.chars().all(char::is_alphabetic)
}

/// The same, looking up in how many papers the word is: as it stands, as a stem, as a beginning.
pub(crate) fn forgiven_in(
    vocabulary: &Vocabulary<'_>,
    word: &Word,
    fields: &[TextField],
) -> Result<bool> {
    let all = vocabulary.searcher.num_docs();
    if !forgiven(word, 0, all) {
        return Ok(false);
    }
    let mut widest = 0;
    for &field in fields {
        widest = widest.max(vocabulary.known_terms(word, field)?.papers);
    }
    Ok(forgiven(word, widest, all))
}

/// How many slips are forgiven in a word. One, while it is being typed: more would match anything.
pub(crate) fn slips_allowed(word: &Word) -> u8 {
    let allowed = allowance(word.text.chars().count());
    if word.prefix { allowed.min(1) } else { allowed }
}

/// The words nearby in each field, worth less than the word itself. Only the nearest: two slips count where nothing is one slip away.
pub(crate) fn meant(
    vocabulary: &Vocabulary<'_>,
    word: &Word,
    fields: &[TextField],
) -> Result<Vec<(TextField, Meant)>> {
    let mut nearby: Vec<(TextField, String, u8, u64)> = Vec::new();
    for slips in 1..=slips_allowed(word) {
        for &field in fields {
            for (text, papers) in within(vocabulary, word, field, slips)? {
                if let Some(slips) = distance(&word.text, &text, slips, word.prefix) {
                    nearby.push((field, text, slips, papers));
                }
            }
        }
        if !nearby.is_empty() {
            break;
        }
    }
    let mut fields: Vec<(TextField, Meant)> = Vec::new();
    nearby.sort_by(|a, b| {
        (a.0 as usize, Reverse(a.3), &a.1).cmp(&(b.0 as usize, Reverse(b.3), &b.1))
    });
    for (field, text, slips, papers) in nearby {
        let worth = if slips > 1 { 0.3 } else { 0.5 };
        if fields.last().is_none_or(|(known, _)| *known != field) {
            fields.push((field, Meant::default()));
        }
        if let Some((_, meant)) = fields.last_mut()
            && meant.terms.len() < MOST
        {
            meant.add(text, worth, papers);
        }
    }
    Ok(fields)
}

fn within(
    vocabulary: &Vocabulary<'_>,
    word: &Word,
    field: TextField,
    slips: u8,
) -> Result<BTreeMap<String, u64>> {
    let engine_field = vocabulary.schema.text(field);
    let term = Term::from_field_text(engine_field, &word.text);
    let query = if word.prefix {
        FuzzyTermQuery::new_prefix(term, slips, true)
    } else {
        FuzzyTermQuery::new(term, slips, true)
    };
    let automaton = query.automaton()?;
    let mut found = BTreeMap::new();
    for segment in vocabulary.searcher.segment_readers() {
        let index = segment.inverted_index(engine_field)?;
        let mut terms = index.terms().search(&automaton).into_stream()?;
        while let Some((term, info)) = terms.next() {
            if let Ok(text) = std::str::from_utf8(term)
                && !is_marked(text)
            {
                *found.entry(text.to_owned()).or_default() += u64::from(info.doc_freq);
            }
        }
    }
    Ok(found)
}
