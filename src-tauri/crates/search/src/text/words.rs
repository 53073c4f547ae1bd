//! The words of a text, each with its place.
//!
//! A *run* is letters and digits without a break. Runs that only hyphens, dots, apostrophes or TeX
//! marks part (`GPT-4o`, `β-VAE`, `R^3`) form a *chunk*, which also yields them *joined*
//! (`gpt4o`); a run in camel case (`DreamerV3`) also yields its *parts* (`dreamer`, `v3`). So a
//! name is found whole and in pieces, however it was written. Chinese, Japanese and Korean
//! characters are runs of their own.

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
        .filter(|word| word.name && word.form != Form::Part)
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
        });
        run.end = at + 1;
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
            self.word(
                run.text,
                run.start,
                run.end,
                self.position,
                Form::Run,
                false,
            );
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
                self.word(part, run.start, run.end, position, Form::Part, false);
            }
            self.word(run.text, run.start, run.end, position, Form::Run, name);
            if !joined.is_empty() && (position == first_position || position == last_position) {
                self.word(joined.clone(), start, end, position, Form::Joined, named);
            }
        }
        self.position = last_position + 1;
        self.chunk += 1;
    }

    fn word(
        &mut self,
        text: String,
        start: usize,
        end: usize,
        position: usize,
        form: Form,
        name: bool,
    ) {
        let chunk = self.chunk;
        self.words.push(Word {
            text,
            start,
            end,
            position,
            chunk,
            form,
            name,
        });
    }
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<(String, usize)> {
        words(text)
            .into_iter()
            .map(|word| (word.text, word.position))
            .collect()
    }

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn case_and_accents_fold_away() {
        assert_eq!(
            texts("Poincaré Łukasiewicz Straße ﬁnite"),
            ["poincare", "lukasiewicz", "strasse", "finite"]
        );
        assert_eq!(texts("Poincare\u{301}"), ["poincare"]);
    }

    #[test]
    fn camel_case_yields_the_whole_and_its_parts_at_one_place() {
        assert_eq!(
            found("DreamerV3 learns"),
            [
                ("dreamer".into(), 0),
                ("v3".into(), 0),
                ("dreamerv3".into(), 0),
                ("learns".into(), 1)
            ]
        );
        assert_eq!(texts("HTTPServer"), ["http", "server", "httpserver"]);
        assert_eq!(
            texts("ImageNet2012"),
            ["image", "net", "2012", "imagenet2012"]
        );
    }

    #[test]
    fn an_acronyms_plural_is_one_word() {
        assert_eq!(texts("LLMs GANs"), ["llms", "gans"]);
    }

    #[test]
    fn hyphenated_names_are_found_in_runs_and_joined() {
        assert_eq!(
            found("GPT-4o report"),
            [
                ("gpt".into(), 0),
                ("gpt4o".into(), 0),
                ("4o".into(), 1),
                ("gpt4o".into(), 1),
                ("report".into(), 2)
            ]
        );
    }

    #[test]
    fn tex_marks_do_not_break_words() {
        assert!(texts("$\\alpha$-divergence").contains(&"alphadivergence".to_owned()));
        assert!(texts("R$^3$").contains(&"r3".to_owned()));
        assert!(texts("$\\mathbb{R}^3$").contains(&"r3".to_owned()));
        assert_eq!(
            texts("Schr\\\"odinger Poincar\\'{e} Ko\\v{c}isk\\'y"),
            ["schrodinger", "poincare", "kocisky"]
        );
    }

    #[test]
    fn a_lone_greek_letter_goes_by_its_name() {
        assert!(texts("β-VAE").contains(&"betavae".to_owned()));
        assert_eq!(texts("β-VAE"), texts("$\\beta$-VAE"));
        assert_eq!(texts("λόγος"), ["λογοσ"]);
    }

    #[test]
    fn ideographs_are_words_of_one_character() {
        assert_eq!(
            found("深度学习"),
            [
                ("深".into(), 0),
                ("度".into(), 1),
                ("学".into(), 2),
                ("习".into(), 3)
            ]
        );
        assert_eq!(texts("한국"), ["한", "국"]);
    }

    #[test]
    fn places_are_counted_in_characters() {
        let word = words("βé DreamerV3").into_iter().next_back();
        assert_eq!(word.map(|word| (word.start, word.end)), Some((3, 12)));
    }

    #[test]
    fn names_are_what_titles_write_in_capitals_or_with_digits() {
        assert_eq!(
            names("BERT: Pre-training of Deep Bidirectional Transformers"),
            ["bert"]
        );
        assert_eq!(
            names("Scaling GPT-4o to R^3"),
            ["gpt", "gpt4o", "4o", "gpt4o", "r3"]
        );
        assert!(names("ATTENTION IS ALL YOU NEED").is_empty());
    }

    proptest! {
        #[test]
        fn any_text_has_words_inside_itself(text in "\\PC{0,80}") {
            let length = text.chars().count();
            let mut position = 0;
            for word in words(&text) {
                prop_assert!(word.start < word.end && word.end <= length);
                prop_assert!(!word.text.is_empty());
                prop_assert!(word.position >= position);
                position = word.position;
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in "[a-zA-ZÀ-ž0-9 ]{0,40}") {
            let once = fold::key(&text);
            prop_assert_eq!(fold::key(&once), once);
        }
    }
}
