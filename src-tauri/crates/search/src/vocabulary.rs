//! The index's vocabulary: what a word stands for in it, and what a beginning may become.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use tantivy::Term;
use tantivy::schema::Field;

use crate::error::Result;
use crate::index::{Index, Searcher};
use crate::query::Word;
use crate::schema::{Schema, TextField};
use crate::text::stem::{self, stem};

/// What a stem and a completion are worth beside the word itself.
const STEM: f32 = 0.6;
const COMPLETION: f32 = 0.75;

/// The terms that a word stands for in one field.
#[derive(Debug, Default)]
pub(crate) struct Meant {
    /// With what each is worth beside the word itself.
    pub(crate) terms: Vec<(String, f32)>,
    /// In how many papers they are, at most.
    pub(crate) papers: u64,
}

impl Meant {
    pub(crate) fn add(&mut self, text: String, worth: f32, papers: u64) {
        if papers > 0 {
            self.terms.push((text, worth));
            self.papers += papers;
        }
    }
}

/// What a word stands for in a field, slips aside.
pub(crate) fn known_terms(
    searcher: &Searcher,
    schema: &Schema,
    word: &Word,
    field: TextField,
) -> Result<Meant> {
    let mut meant = Meant::default();
    let frequency =
        |text: &str| searcher.doc_freq(&Term::from_field_text(schema.text(field), text));
    meant.add(word.text.clone(), 1.0, frequency(&word.text)?);
    let stem = if word.exact || !field.is_prose() {
        None
    } else {
        stem(&word.text)
    };
    if let Some(stem) = &stem {
        let marked = format!("{}{stem}", stem::MARK);
        let df = frequency(&marked)?;
        meant.add(marked, STEM, df);
        if *stem != word.text {
            let df = frequency(stem)?;
            meant.add(stem.clone(), STEM, df);
        }
    }
    if word.prefix {
        for (text, df) in completions(
            searcher,
            schema.text(field),
            &word.text,
            most_completions(word.text.chars().count(), field),
        )? {
            if text != word.text && Some(&text) != stem.as_ref() {
                meant.add(text, COMPLETION, df);
            }
        }
    }
    Ok(meant)
}

impl Index {
    /// Reads the vocabulary once, so that the first keystrokes need not. Worth it in the background
    /// after opening and after filling an index: half a second for a million papers.
    pub fn warm(&self) -> Result<()> {
        self.reading(|| {
            let searcher = self.searcher();
            for segment in searcher.segment_readers() {
                for field in TextField::ALL {
                    let most = |letters| most_completions(letters, field);
                    let engine_field = self.schema.text(field);
                    searcher.beginnings().read(segment, engine_field, most)?;
                }
            }
            Ok(())
        })
    }
}

/// How many words a beginning of so many letters may stand for. Two letters begin thousands, of
/// which only the commonest can be meant; in long texts few are enough.
fn most_completions(letters: usize, field: TextField) -> usize {
    match (field, letters) {
        (TextField::Abstract | TextField::Note | TextField::Highlight, 0..2) => 0,
        (TextField::Abstract | TextField::Note | TextField::Highlight, 2) => 24,
        (TextField::Abstract | TextField::Note | TextField::Highlight, _) => 64,
        (_, 0..3) => 64,
        _ => 256,
    }
}

/// The commonest terms of a field that begin with `prefix`, at most so many, with the number of
/// papers each is in. In alphabetical order, whatever the segments.
pub(crate) fn completions(
    searcher: &Searcher,
    field: Field,
    prefix: &str,
    most: usize,
) -> Result<Vec<(String, u64)>> {
    let mut totals: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
    if most == 0 {
        return Ok(Vec::new());
    }
    for segment in searcher.segment_readers() {
        let common = searcher.beginnings().common(segment, field, prefix, most)?;
        for (term, papers) in common.iter() {
            *totals.entry(term.clone()).or_default() += u64::from(*papers);
        }
    }
    if totals.len() > most {
        let mut counts: Vec<u64> = totals.values().copied().collect();
        counts.sort_unstable_by_key(|count| Reverse(*count));
        let least = counts.get(most - 1).copied().unwrap_or(0);
        totals.retain(|_, count| *count >= least);
    }
    let readable = |(term, papers)| Some((String::from_utf8(term).ok()?, papers));
    Ok(totals.into_iter().filter_map(readable).take(most).collect())
}

/// All terms of a field that begin with `prefix`, in alphabetical order, unless there are more than
/// so many.
pub(crate) fn few_completions(
    searcher: &Searcher,
    field: Field,
    prefix: &str,
    most: usize,
) -> Result<Option<Vec<String>>> {
    let mut after = prefix.as_bytes().to_vec();
    // No byte of UTF-8 is as high.
    after.push(0xff);
    let mut found = BTreeSet::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut terms = index.terms().range().ge(prefix).lt(&after).into_stream()?;
        while let Some((term, _)) = terms.next() {
            found.extend(String::from_utf8(term.to_vec()));
            if found.len() > most {
                return Ok(None);
            }
        }
    }
    Ok(Some(found.into_iter().collect()))
}
