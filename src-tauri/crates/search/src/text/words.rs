//! The words of a text, each with its place.
//!
//! A *run* is letters and digits without a break. Runs that only hyphens, dots, apostrophes or TeX
//! marks part (`GPT-4o`, `β-VAE`, `R^3`) form a *chunk*, which also yields them *joined*
//! (`gpt4o`); a run in camel case (`DreamerV3`) also yields its *parts* (`dreamer`, `v3`). So a
//! name is found whole and in pieces, however it was written. A word with umlauts is also there
//! *spelled out* (`häuser`, `haeuser`). Chinese, Japanese and Korean characters are runs of their own.

use unicode_normalization::UnicodeNormalization;

use super::fold;
use super::tex::{Escape, escape};

/// A run is cut after so many characters; only noise is longer.
const LONGEST_RUN: usize = 64;
/// Chunks of more runs than this (addresses, file paths) are not joined.
const MOST_JOINED: usize = 6;
/// Nor are those whose joined form is longer than this, in bytes.
const LONGEST_JOINED: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Run,
    /// A piece of a camel-case run, at the run's place.
    Part,
    /// A whole chunk, at the place of its first run and again of its last, so that a phrase may
    /// begin or end with it.
    Joined,
    /// A run spelled out without its umlauts, at the run's place.
    Spelled,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Folded; never empty.
    pub(crate) text: String,
    /// First and past-the-last character in the text, in Unicode scalar values.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The place among the runs of the text, from 0.
    pub(crate) position: usize,
    /// Which chunk of the text it belongs to, from 0.
    pub(crate) chunk: usize,
    pub(crate) form: Form,
    /// Written as names and acronyms are: capitals after the first letter, or letters with digits.
    pub(crate) name: bool,
    /// In lower case with its accents, where it has any: stems are cut by them in some languages.
    pub(crate) accented: Option<String>,
}

/// All words of a text, in order of position.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut reader = Reader {
        chars: text.chars().collect(),
        words: Vec::new(),
        position: 0,
        chunk: 0,
        run: None,
        runs: Vec::new(),
    };
    reader.read();
    reader.words
}

/// The names in a title, folded: acronyms, camel-case and numbered names, alone or hyphenated.
/// Empty for a title all in capitals, where capitals mean nothing.
pub(crate) fn names(title: &str) -> Vec<String> {
    if !title.chars().any(char::is_lowercase) {
        return Vec::new();
    }
    let mut names: Vec<String> = words(title)
        .into_iter()
        .filter(|word| word.name && matches!(word.form, Form::Run | Form::Joined))
        .map(|word| word.text)
        .collect();
    names.dedup();
    names
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Lower,
    Upper,
    Digit,
    Greek,
}

/// A letter or digit of a run: its class and where its folded form ends in the run's text.
type Letter = (Class, usize);

struct Run {
    start: usize,
    end: usize,
    text: String,
    letters: Vec<Letter>,
    /// It has letters that folding changes by more than their case.
    accented: bool,
}

struct Reader {
    chars: Vec<char>,
    words: Vec<Word>,
    position: usize,
    chunk: usize,
    run: Option<Run>,
    runs: Vec<Run>,
}

impl Reader {
    fn read(&mut self) {
        let mut at = 0;
        let mut after_joiner = false;
        while let Some(&c) = self.chars.get(at) {
            let mut joiner = false;
            match c {
                _ if fold::is_ideographic(c) => {
                    self.close_chunk();
                    self.letter(at, c);
                    self.close_run();
                    self.emit_ideograph();
                }
                _ if fold::is_silent(c) => {
                    if let Some(run) = &mut self.run {
                        run.end = at + 1;
                        run.accented |= !fold::is_invisible(c);
                        // The breve makes another letter of it.
                        if c == '\u{306}' && run.text.ends_with('и') {
                            run.text.pop();
                            run.text.push('й');
                        }
                    }
                }
                _ if c.is_alphanumeric() => self.letter(at, c),
                '\\' => {
                    let rest = self.chars.get(at + 1..).unwrap_or_default();
                    let (kind, length) = escape(rest);
                    match kind {
                        Escape::Accent => {}
                        Escape::Layout => self.close_run(),
                        Escape::Named => {
                            self.close_run();
                            for place in at + 1..=at + length {
                                if let Some(&letter) = self.chars.get(place) {
                                    self.letter(place, letter);
                                }
                            }
                            self.close_run();
                        }
                        Escape::Other => self.close_chunk(),
                    }
                    at += length;
                }
                '$' | '{' | '}' => {}
                '-'
                | '\u{2010}'..='\u{2013}'
                | '\u{2212}'
                | '_'
                | '^'
                | '.'
                | '\''
                | '\u{2019}'
                | '/'
                | '+'
                | '&'
                    if !after_joiner =>
                {
                    self.close_run();
                    joiner = true;
                }
                _ => self.close_chunk(),
            }
            after_joiner = joiner;
            at += 1;
        }
        self.close_chunk();
    }

    fn letter(&mut self, at: usize, c: char) {
        let run = self.run.get_or_insert_with(|| Run {
            start: at,
            end: at,
            text: String::new(),
            letters: Vec::new(),
            accented: false,
        });
        run.end = at + 1;
        run.accented |= !c.is_ascii();
        if run.letters.len() == LONGEST_RUN {
            return;
        }
        fold::push(c, &mut run.text);
        let class = if c.is_numeric() {
            Class::Digit
        } else if fold::is_greek(c) {
            Class::Greek
        } else if c.is_uppercase() {
            Class::Upper
        } else {
            Class::Lower
        };
        run.letters.push((class, run.text.len()));
    }

    fn close_run(&mut self) {
        if let Some(mut run) = self.run.take()
            && !run.text.is_empty()
        {
            if let Some(name) = fold::greek_name(&run.text) {
                name.clone_into(&mut run.text);
            }
            self.runs.push(run);
        }
    }

    /// One character of a script without spaces: a run and a chunk of its own, with no pieces.
    fn emit_ideograph(&mut self) {
        for run in std::mem::take(&mut self.runs) {
            self.words.push(Word {
                text: run.text,
                start: run.start,
                end: run.end,
                position: self.position,
                chunk: self.chunk,
                form: Form::Run,
                name: false,
                accented: None,
            });
            self.position += 1;
            self.chunk += 1;
        }
    }

    fn close_chunk(&mut self) {
        self.close_run();
        let runs = std::mem::take(&mut self.runs);
        let (Some(first), Some(last)) = (runs.first(), runs.last()) else {
            return;
        };
        let first_position = self.position;
        let last_position = first_position + runs.len() - 1;
        let chunk = self.chunk;
        let word = |text: String, start: usize, end: usize, position: usize, form: Form| Word {
            text,
            start,
            end,
            position,
            chunk,
            form,
            name: false,
            accented: None,
        };
        let (start, end) = (first.start, last.end);
        let length: usize = runs.iter().map(|run| run.text.len()).sum();
        let joined = if (2..=MOST_JOINED).contains(&runs.len()) && length <= LONGEST_JOINED {
            runs.iter().map(|run| run.text.as_str()).collect()
        } else {
            String::new()
        };
        let named = !joined.is_empty() && (runs.iter().any(is_name) || mixes_digits(&joined));
        for (index, run) in runs.into_iter().enumerate() {
            let position = first_position + index;
            let name = is_name(&run);
            for part in parts(&run) {
                let part = word(part, run.start, run.end, position, Form::Part);
                self.words.push(part);
            }
            let end_of_letters = run.end.min(run.start + LONGEST_RUN);
            let letters = self
                .chars
                .get(run.start..end_of_letters)
                .unwrap_or_default();
            let accented = run.accented.then(|| with_accents(letters));
            let spelled = if run.accented {
                fold::spelled_out(letters)
            } else {
                None
            };
            let (run_start, run_end) = (run.start, run.end);
            self.words.push(Word {
                name,
                accented: accented.filter(|accented| *accented != run.text),
                ..word(run.text, run_start, run_end, position, Form::Run)
            });
            if let Some(spelled) = spelled {
                let spelled = word(spelled, run_start, run_end, position, Form::Spelled);
                self.words.push(spelled);
            }
            if !joined.is_empty() && (position == first_position || position == last_position) {
                self.words.push(Word {
                    name: named,
                    ..word(joined.clone(), start, end, position, Form::Joined)
                });
            }
        }
        self.position = last_position + 1;
        self.chunk += 1;
    }
}

/// A run in lower case, composed, without signs that are not letters.
fn with_accents(run: &[char]) -> String {
    run.iter()
        .copied()
        .nfc()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_name(run: &Run) -> bool {
    let later_capital = run
        .letters
        .iter()
        .skip(1)
        .any(|(class, _)| *class == Class::Upper);
    later_capital || mixes_digits(&run.text)
}

fn mixes_digits(text: &str) -> bool {
    text.chars().any(char::is_numeric) && text.chars().any(char::is_alphabetic)
}

/// The pieces of a camel-case run, none when it is of one piece. A lone letter stays with the
/// digits beside it (`V3`, `4o`); an acronym's plural (`LLMs`) is not torn.
fn parts(run: &Run) -> Vec<String> {
    let classes: Vec<Class> = run.letters.iter().map(|(class, _)| *class).collect();
    let Some((first, rest)) = classes.split_first() else {
        return Vec::new();
    };
    if rest
        .iter()
        .all(|class| class == first || *class == Class::Lower && *first == Class::Upper)
        && !capitals(&classes)
    {
        return Vec::new();
    }
    if let Some((Class::Lower, capitals)) = classes.split_last()
        && capitals.len() > 1
        && capitals.iter().all(|class| *class == Class::Upper)
        && run.text.ends_with('s')
    {
        return Vec::new();
    }
    let mut pieces: Vec<(Class, usize)> = Vec::new();
    for (index, class) in classes.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| classes.get(before));
        let after = classes.get(index + 1);
        let breaks = match (before, class) {
            (None, _) => true,
            (Some(Class::Upper), Class::Upper) => after == Some(&Class::Lower),
            (Some(Class::Upper), Class::Lower) => false,
            (Some(before), class) => before != class,
        };
        match pieces.last_mut() {
            Some((_, length)) if !breaks => *length += 1,
            _ => pieces.push((*class, 1)),
        }
    }
    let mut lengths: Vec<usize> = Vec::new();
    let mut before: Option<(Class, usize)> = None;
    for piece in pieces {
        let joins = before.is_some_and(|before| {
            let digits = |piece: (Class, usize)| piece.0 == Class::Digit;
            digits(piece) && !digits(before) && before.1 == 1
                || digits(before) && !digits(piece) && piece.1 == 1
        });
        match lengths.last_mut() {
            Some(length) if joins => *length += piece.1,
            _ => lengths.push(piece.1),
        }
        before = if joins {
            Some((piece.0, piece.1 + 1))
        } else {
            Some(piece)
        };
    }
    if lengths.len() < 2 {
        return Vec::new();
    }
    let mut parts = Vec::new();
    let mut taken = 0;
    let mut from = 0;
    for length in lengths {
        taken += length;
        let to = run
            .letters
            .get(taken - 1)
            .map_or(run.text.len(), |(_, to)| *to);
        // A single letter finds everything and means nothing.
        if length > 1
            && let Some(part) = run.text.get(from..to)
        {
            parts.push(part.to_owned());
        }
        from = to;
    }
    parts
}

fn capitals(classes: &[Class]) -> bool {
    classes
        .windows(3)
        .any(|three| three == [Class::Upper, Class::Upper, Class::Lower])
}

#[cfg(test)]
mod tests;
