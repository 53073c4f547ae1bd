//! The index's vocabulary: what a word stands for in it, and what a beginning may become.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use tantivy::Term;
use tantivy::schema::Field;

use crate::error::Result;
use crate::index::{Index, Searcher};
use crate::query::{Pattern, Word};
use crate::schema::{self, Schema, TextField};
use crate::text::stem::Language;
use crate::text::stop;
use crate::tokens::{self, BEGINS, is_marked};

/// What a stem and a completion are worth beside the word itself.
const STEM: f32 = 0.6;
const COMPLETION: f32 = 0.75;
/// What two words written as one are worth, and a compound that has the word at one of its ends.
const JOINED: f32 = 0.7;
const COMPOUND: f32 = 0.4;

/// Shorter words are sought at the ends of no others.
const SHORTEST_PART: usize = 4;
/// Compounds that one word may stand for, at either end.
const MOST_COMPOUNDS: usize = 64;
/// Shorter words are not taken for two run together, and no half of one is shorter than this.
const SHORTEST_RUN_TOGETHER: usize = 5;
const SHORTEST_HALF: usize = 2;
/// A shorter second half that is unfinished could become anything.
const SHORTEST_BEGINNING: usize = 3;
/// Ways to part one word that are looked up.
const MOST_PARTINGS: usize = 3;
/// Words that one pattern may stand for, in one field.
pub(crate) const MOST_MATCHES: usize = 256;

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

    /// The same for what may be among the terms already.
    fn add_new(&mut self, text: String, worth: f32, papers: u64) {
        if self.terms.iter().all(|(known, _)| *known != text) {
            self.add(text, worth, papers);
        }
    }
}

/// An index as a query reads it.
#[derive(Clone)]
pub(crate) struct Vocabulary<'a> {
    pub(crate) searcher: &'a Searcher,
    pub(crate) schema: &'a Schema,
    /// In which its papers are, English first.
    pub(crate) languages: Vec<Language>,
}

impl<'a> Vocabulary<'a> {
    pub(crate) fn of(searcher: &'a Searcher, schema: &'a Schema) -> Result<Vocabulary<'a>> {
        let mut languages = vec![Language::ENGLISH];
        let lead = schema::language_flag("");
        for (flag, _) in completions(searcher, schema.flag, &lead, usize::MAX)? {
            let language = flag.strip_prefix(&lead).and_then(Language::of_code);
            languages.extend(language.filter(|language| *language != Language::ENGLISH));
        }
        Ok(Vocabulary {
            searcher,
            schema,
            languages,
        })
    }

    /// True for a function word of any of the languages.
    pub(crate) fn is_stop_word(&self, word: &str) -> bool {
        stop::is_stop_word(word, &self.languages)
    }

    /// In how many papers a field has a term.
    pub(crate) fn papers(&self, field: TextField, text: &str) -> Result<u64> {
        let term = Term::from_field_text(self.schema.text(field), text);
        Ok(self.searcher.doc_freq(&term)?)
    }

    /// What a word stands for in a field, slips aside.
    pub(crate) fn known_terms(&self, word: &Word, field: TextField) -> Result<Meant> {
        let mut meant = Meant::default();
        for text in word.spellings() {
            meant.add(text.clone(), 1.0, self.papers(field, text)?);
        }
        if !word.exact && field.is_prose() {
            self.add_stems(&word.text, word.accented.as_deref(), field, &mut meant)?;
            if let Some(text) = &word.spelled {
                self.add_stems(text, None, field, &mut meant)?;
            }
            self.add_compounds(word, field, &mut meant)?;
        }
        if field.is_prose() || field == TextField::Name {
            for text in &word.joined {
                meant.add_new(text.clone(), JOINED, self.papers(field, text)?);
            }
        }
        if word.prefix {
            let known: Vec<String> = meant.terms.iter().map(|(text, _)| text.clone()).collect();
            for text in word.spellings() {
                let most = most_completions(text.chars().count(), field);
                let engine_field = self.schema.text(field);
                for (text, papers) in completions(self.searcher, engine_field, text, most)? {
                    if !known.contains(&text) {
                        meant.add(text, COMPLETION, papers);
                    }
                }
            }
        }
        Ok(meant)
    }

    /// True where a word stands for anything in one of the fields, slips aside.
    pub(crate) fn knows(&self, word: &Word, fields: &[TextField]) -> Result<bool> {
        for &field in fields {
            if self.known_terms(word, field)?.papers > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn add_stems(
        &self,
        text: &str,
        accented: Option<&str>,
        field: TextField,
        meant: &mut Meant,
    ) -> Result<()> {
        for &language in &self.languages {
            for stem in language.stems(text, accented) {
                let marked = language.term(&stem);
                let papers = self.papers(field, &marked)?;
                meant.add_new(marked, STEM, papers);
                // An English word that is its own stem is indexed once.
                if language == Language::ENGLISH && stem != text {
                    let papers = self.papers(field, &stem)?;
                    meant.add_new(stem, STEM, papers);
                }
            }
        }
        Ok(())
    }

    /// The compounds with the word at one end, in languages that write them as one.
    fn add_compounds(&self, word: &Word, field: TextField, meant: &mut Meant) -> Result<()> {
        let compounding = self.languages.iter().any(|language| language.compounds());
        if !compounding || !is_part(&word.text) || self.is_stop_word(&word.text) {
            return Ok(());
        }
        let engine_field = self.schema.text(field);
        for text in word.spellings() {
            for sought in [format!("{BEGINS}{text}"), tokens::ending(text)] {
                for (term, papers) in
                    completions(self.searcher, engine_field, &sought, MOST_COMPOUNDS)?
                {
                    meant.add_new(term, COMPOUND, papers);
                }
            }
        }
        Ok(())
    }

    /// The ways to part a word in two that papers have, those with the commonest halves first. The
    /// second half may be unfinished where the word is.
    pub(crate) fn partings(&self, word: &Word) -> Result<Vec<[String; 2]>> {
        let text = &word.text;
        let letters = text.chars().count();
        let mut found: Vec<(u64, [String; 2])> = Vec::new();
        if word.exact || letters < SHORTEST_RUN_TOGETHER {
            return Ok(Vec::new());
        }
        for (at, _) in text
            .char_indices()
            .skip(SHORTEST_HALF)
            .take(letters + 1 - 2 * SHORTEST_HALF)
        {
            let Some((first, second)) = text.split_at_checked(at) else {
                continue;
            };
            let mut commonness = 0;
            for field in [TextField::Title, TextField::Abstract] {
                let known = self.papers(field, first)?;
                if known == 0 {
                    continue;
                }
                let mut other = self.papers(field, second)?;
                if other == 0 && word.prefix && second.chars().count() >= SHORTEST_BEGINNING {
                    let begun = completions(self.searcher, self.schema.text(field), second, 1)?;
                    other = begun.first().map_or(0, |(_, papers)| *papers);
                }
                commonness = commonness.max(known.min(other));
            }
            if commonness > 0 {
                found.push((commonness, [first.to_owned(), second.to_owned()]));
            }
        }
        // Stable: of equally common ones the shorter first half comes first.
        found.sort_by_key(|(commonness, _)| Reverse(*commonness));
        found.truncate(MOST_PARTINGS);
        Ok(found.into_iter().map(|(_, halves)| halves).collect())
    }

    /// The commonest words of a field that match a pattern, and whether there are more.
    pub(crate) fn matching(&self, pattern: &Pattern, field: TextField) -> Result<(Meant, bool)> {
        let mut totals: BTreeMap<String, u64> = BTreeMap::new();
        let beginning = pattern.beginning();
        let after = end_of(&beginning);
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.schema.text(field))?;
            let range = index.terms().range();
            let mut terms = range.ge(&beginning).lt(&after).into_stream()?;
            while let Some((term, info)) = terms.next() {
                if let Ok(text) = std::str::from_utf8(term)
                    && !is_marked(text)
                    && pattern.matches(text)
                {
                    *totals.entry(text.to_owned()).or_default() += u64::from(info.doc_freq);
                }
            }
        }
        let mut found: Vec<(String, u64)> = totals.into_iter().collect();
        let cut = found.len() > MOST_MATCHES;
        // Stable: equally common ones stay in alphabetical order.
        found.sort_by_key(|(_, papers)| Reverse(*papers));
        found.truncate(MOST_MATCHES);
        let mut meant = Meant::default();
        for (text, papers) in found {
            meant.papers += papers;
            meant.terms.push((text, 1.0));
        }
        Ok((meant, cut))
    }
}

/// True for a word that may be the end of another: of letters only, and of some.
pub(crate) fn is_part(word: &str) -> bool {
    word.chars().count() >= SHORTEST_PART && word.chars().all(char::is_alphabetic)
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

/// What stands behind all terms that begin so.
fn end_of(prefix: &str) -> Vec<u8> {
    let mut after = prefix.as_bytes().to_vec();
    // No byte of UTF-8 is as high.
    after.push(0xff);
    after
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
