//! Shows a query in a text: which characters match, and the fragment that matches best.
//!
//! The text is read as documents are, and compared with what the query stands for: folded, stemmed,
//! begun, mistyped and compound words are marked as they were found. Places are counted in Unicode
//! scalar values.

use crate::error::Result;
use crate::index::Index;
use crate::plan::fields_of;
use crate::query::{Node, Pattern, Query, Word};
use crate::schema::TextField;
use crate::slips;
use crate::text::distance::distance;
use crate::text::stem::Language;
use crate::text::words::{self, Form};
use crate::tokens;
use crate::vocabulary::{Vocabulary, is_part};

/// Characters of a fragment, about.
const FRAGMENT: usize = 220;
/// Characters of context before the first match, about.
const LEAD: usize = 60;

/// A fragment of a text around what matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The name under which the caller gave the text.
    pub field: String,
    /// One line; an ellipsis stands where the text was cut.
    pub text: String,
    /// What matches, in characters of `text`: ascending, apart from each other.
    pub ranges: Vec<(usize, usize)>,
}

/// A query made ready for marking many texts.
#[derive(Clone, Debug)]
pub struct Marker {
    needles: Vec<Needle>,
}

/// One thing to be marked.
#[derive(Clone, Debug)]
struct Needle {
    field: Option<TextField>,
    /// One word, or several in a row.
    words: Vec<Wanted>,
}

/// What a word of the text is compared with.
#[derive(Clone, Debug)]
enum Wanted {
    Word(WantedWord),
    Pattern(Pattern),
}

#[derive(Clone, Debug, Default)]
struct WantedWord {
    /// The word as typed, and in other spellings.
    texts: Vec<String>,
    /// Its stems by the rules of each language.
    stems: Vec<(Language, Vec<String>)>,
    prefix: bool,
    slips: u8,
    /// Words that have it at one of their ends count.
    compounds: bool,
}

/// A match: which needle, and where.
struct Mark {
    needle: usize,
    start: usize,
    end: usize,
}

impl Index {
    /// Makes a query ready for marking.
    pub fn marker(&self, query: &Query) -> Result<Marker> {
        self.reading(|| {
            let searcher = self.searcher();
            let mut reading = Reading {
                vocabulary: Vocabulary::of(&searcher, &self.schema)?,
                strict: query.strict,
                needles: Vec::new(),
            };
            reading.node(&query.root)?;
            Ok(Marker {
                needles: reading.needles,
            })
        })
    }

    /// The fragment of the fields that best shows the query; [`Marker::snippet`] for many texts.
    pub fn snippet(&self, query: &Query, fields: &[(&str, &str)]) -> Option<Snippet> {
        self.marker(query).ok()?.snippet(fields)
    }

    /// What matches in a text; [`Marker::ranges`] for many texts.
    pub fn ranges(&self, query: &Query, field: &str, text: &str) -> Vec<(usize, usize)> {
        self.marker(query)
            .map(|marker| marker.ranges(field, text))
            .unwrap_or_default()
    }
}

/// Collects what is to be marked.
struct Reading<'a> {
    vocabulary: Vocabulary<'a>,
    /// No slip is forgiven.
    strict: bool,
    needles: Vec<Needle>,
}

impl Reading<'_> {
    fn node(&mut self, node: &Node) -> Result<()> {
        match node {
            Node::All { nodes, .. } | Node::Any(nodes) | Node::Either(nodes) => {
                nodes.iter().try_for_each(|node| self.node(node))?;
            }
            Node::Word(word) => {
                // A page full of marked "the" shows nothing.
                if word.exact || !self.vocabulary.is_stop_word(&word.text) || word.field.is_some() {
                    let wanted = self.word(word)?;
                    self.needle(word.field, vec![wanted]);
                }
            }
            Node::Pieces { whole, pieces } => {
                let wanted = self.word(whole)?;
                self.needle(whole.field, vec![wanted]);
                let words = pieces.iter().map(|piece| self.word(piece));
                let words = words.collect::<Result<_>>()?;
                self.needle(whole.field, words);
            }
            Node::Phrase(phrase) => {
                let last = phrase.words.len() - 1;
                let words: Vec<Wanted> = phrase
                    .words
                    .iter()
                    .enumerate()
                    .map(|(index, text)| exactly(text, phrase.prefix && index == last))
                    .collect();
                if phrase.slop == 0 {
                    self.needle(phrase.field, words);
                } else {
                    for word in words {
                        self.needle(phrase.field, vec![word]);
                    }
                }
            }
            Node::Wild(wild) => {
                let wanted = Wanted::Pattern(wild.pattern.clone());
                self.needle(wild.field, vec![wanted]);
            }
            Node::Everything
            | Node::Not(_)
            | Node::Identifier(_)
            | Node::Range { .. }
            | Node::Flag(_)
            | Node::Name(_) => {}
        }
        Ok(())
    }

    fn needle(&mut self, field: Option<TextField>, words: Vec<Wanted>) {
        self.needles.push(Needle { field, words });
    }

    /// What a word is compared with; a word that is two run together is a needle of its own besides.
    fn word(&mut self, word: &Word) -> Result<Wanted> {
        let mut wanted = WantedWord {
            texts: word.spellings().chain(&word.joined).cloned().collect(),
            prefix: word.prefix,
            ..WantedWord::default()
        };
        if word.exact {
            return Ok(Wanted::Word(wanted));
        }
        let vocabulary = &self.vocabulary;
        for &language in &vocabulary.languages {
            let mut stems = language.stems(&word.text, word.accented.as_deref());
            if let Some(spelled) = &word.spelled {
                stems.extend(language.stems(spelled, None));
            }
            if !stems.is_empty() {
                wanted.stems.push((language, stems));
            }
        }
        wanted.compounds = is_part(&word.text)
            && vocabulary
                .languages
                .iter()
                .any(|language| language.compounds())
            && !vocabulary.is_stop_word(&word.text);
        let fields = fields_of(word);
        if !self.strict && slips::forgiven_in(vocabulary, word, &fields)? {
            wanted.slips = slips::slips_allowed(word);
        }
        if !self.strict && !vocabulary.knows(word, &fields)? {
            for [first, second] in vocabulary.partings(word)? {
                let words = vec![exactly(&first, false), exactly(&second, word.prefix)];
                self.needles.push(Needle {
                    field: word.field,
                    words,
                });
            }
        }
        Ok(Wanted::Word(wanted))
    }
}

fn exactly(text: &str, prefix: bool) -> Wanted {
    Wanted::Word(WantedWord {
        texts: vec![text.to_owned()],
        prefix,
        ..WantedWord::default()
    })
}

impl Marker {
    /// What matches in a text that stands under the name of a field (`title`, `abstract`, `note`,
    /// `author`, …; under any other name only words in no particular field match). Ascending, apart
    /// from each other, in Unicode scalar values.
    pub fn ranges(&self, field: &str, text: &str) -> Vec<(usize, usize)> {
        merged(self.marks(field, text))
    }

    /// The fragment that shows most of the query, of the first field that shows as much; `None` when
    /// nothing matches. `fields` are names and texts.
    pub fn snippet(&self, fields: &[(&str, &str)]) -> Option<Snippet> {
        let mut best: Option<(usize, Snippet)> = None;
        for (field, text) in fields {
            let marks = self.marks(field, text);
            let Some((shown, start, end)) = best_window(&marks) else {
                continue;
            };
            if best.as_ref().is_none_or(|(most, _)| shown > *most) {
                best = Some((shown, fragment(field, text, marks, start, end)));
            }
            if shown == self.needles.len() {
                break; // No later field can show more.
            }
        }
        best.map(|(_, snippet)| snippet)
    }

    /// All marks, by place.
    fn marks(&self, field: &str, text: &str) -> Vec<Mark> {
        let named = TextField::named(field);
        let wanted: Vec<(usize, &Needle)> = self
            .needles
            .iter()
            .enumerate()
            .filter(|(_, needle)| needle.field.is_none() || needle.field == named)
            .collect();
        let mut marks = Vec::new();
        if wanted.is_empty() {
            return marks;
        }
        let words = words::words(text);
        // Each run, and the same spelled out where it has umlauts.
        let mut runs: Vec<(&words::Word, Option<&words::Word>)> = Vec::new();
        for word in &words {
            match (word.form, runs.last_mut()) {
                (Form::Run, _) => runs.push((word, None)),
                (Form::Spelled, Some((_, spelled))) => *spelled = Some(word),
                _ => {}
            }
        }
        for (index, needle) in wanted {
            match needle.words.as_slice() {
                [one] => {
                    marks.extend(
                        words
                            .iter()
                            .filter(|word| one.matches(word))
                            .map(|word| Mark {
                                needle: index,
                                start: word.start,
                                end: word.end,
                            }),
                    )
                }
                several => marks.extend(
                    runs.windows(several.len())
                        .filter(|runs| {
                            runs.iter().zip(several).all(|((run, spelled), wanted)| {
                                wanted.matches(run)
                                    || spelled.is_some_and(|spelled| wanted.matches(spelled))
                            })
                        })
                        .filter_map(|runs| runs.first().zip(runs.last()))
                        .map(|((first, _), (last, _))| Mark {
                            needle: index,
                            start: first.start,
                            end: last.end,
                        }),
                ),
            }
        }
        marks.sort_by_key(|mark| (mark.start, mark.end));
        marks
    }
}

impl Wanted {
    fn matches(&self, word: &words::Word) -> bool {
        match self {
            Wanted::Pattern(pattern) => pattern.matches(&word.text),
            Wanted::Word(wanted) => wanted.matches(word),
        }
    }
}

impl WantedWord {
    fn matches(&self, word: &words::Word) -> bool {
        let text = word.text.as_str();
        self.texts.iter().any(|wanted| wanted == text)
            || self.prefix && self.spellings().any(|wanted| text.starts_with(wanted))
            || self.shares_a_stem(word)
            || self.compounds
                && tokens::may_be_compound(text)
                && self
                    .spellings()
                    .any(|wanted| text.starts_with(wanted) || text.ends_with(wanted))
            || self.slips > 0
                && self
                    .texts
                    .first()
                    .is_some_and(|typed| distance(typed, text, self.slips, self.prefix).is_some())
    }

    fn spellings(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(String::as_str)
    }

    /// Stemming every word of a page costs more than all the rest of marking; no stem begins with
    /// another letter than its word.
    fn shares_a_stem(&self, word: &words::Word) -> bool {
        let first = word.text.chars().next();
        self.stems.iter().any(|(language, wanted)| {
            wanted.iter().any(|stem| *stem == word.text)
                || wanted.iter().any(|stem| stem.chars().next() == first)
                    && language
                        .stems(&word.text, word.accented.as_deref())
                        .iter()
                        .any(|stem| wanted.contains(stem))
        })
    }
}

fn merged(marks: Vec<Mark>) -> Vec<(usize, usize)> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for mark in marks {
        match ranges.last_mut() {
            Some((_, end)) if mark.start < *end => *end = mark.end.max(*end),
            _ => ranges.push((mark.start, mark.end)),
        }
    }
    ranges
}

/// The stretch of at most a fragment that shows most needles, then most marks, the first such: how
/// many needles, its first and past-the-last character.
fn best_window(marks: &[Mark]) -> Option<(usize, usize, usize)> {
    let mut best: Option<((usize, usize), usize, usize)> = None;
    for (index, first) in marks.iter().enumerate() {
        let within: Vec<&Mark> = marks
            .iter()
            .skip(index)
            .take_while(|mark| mark.end.saturating_sub(first.start) <= FRAGMENT - LEAD)
            .take(64)
            .collect();
        let mut needles: Vec<usize> = within.iter().map(|mark| mark.needle).collect();
        needles.sort_unstable();
        needles.dedup();
        // A phrase longer than a fragment is shown from its beginning.
        let rank = (needles.len().max(1), within.len());
        if best.is_none_or(|(most, ..)| rank > most) {
            let end = within
                .iter()
                .map(|mark| mark.end)
                .max()
                .unwrap_or(first.end);
            best = Some((rank, first.start, end));
        }
    }
    best.map(|((needles, _), start, end)| (needles, start, end))
}

fn fragment(field: &str, text: &str, marks: Vec<Mark>, start: usize, end: usize) -> Snippet {
    let chars: Vec<char> = text.chars().collect();
    let is_space = |at: usize| chars.get(at).is_some_and(|c| c.is_whitespace());
    let spare = FRAGMENT.saturating_sub(end - start);
    let earliest = start.saturating_sub(LEAD.min(spare / 2));
    let mut from = earliest;
    if from > 0 {
        // Begin with a whole word, if one begins before the match.
        from = (earliest..start)
            .find(|at| is_space(*at))
            .map_or(start, |space| space + 1);
    } else {
        while from < start && is_space(from) {
            from += 1;
        }
    }
    let latest = from.saturating_add(FRAGMENT).min(chars.len());
    let mut to = latest;
    if to < chars.len() {
        to = (end..latest)
            .rev()
            .find(|at| is_space(*at))
            .unwrap_or(latest.max(end.min(latest)));
    }
    while to > from && to.checked_sub(1).is_some_and(is_space) {
        to -= 1;
    }
    let mut shown = String::new();
    let mut shift = 0;
    if from > 0 && chars.iter().take(from).any(|c| !c.is_whitespace()) {
        shown.push('…');
        shift = 1;
    }
    let cut = chars.get(from..to).unwrap_or_default();
    shown.extend(cut.iter().map(|c| if c.is_whitespace() { ' ' } else { *c }));
    if chars.iter().skip(to).any(|c| !c.is_whitespace()) {
        shown.push('…');
    }
    let ranges = merged(marks)
        .into_iter()
        .map(|(start, end)| (start.max(from), end.min(to)))
        .filter(|(start, end)| start < end)
        .map(|(start, end)| (start - from + shift, end - from + shift))
        .collect();
    Snippet {
        field: field.to_owned(),
        text: shown,
        ranges,
    }
}
