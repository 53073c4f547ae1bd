//! Hands the words of a text to the engine, in the form it asks for.
//!
//! Words go in as they are, stems behind [`stem::MARK`], and the long words of languages that write
//! compounds as one word twice more: behind [`BEGINS`], and backwards behind [`ENDS`], so that each
//! end of a compound can be looked up (`netzwerksicherheit` by `sicherheit`).

use std::collections::HashMap;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::text::stem::{self, Language};
use crate::text::words::{Form, Word, words};

/// Stems remembered while indexing; a library's vocabulary is a few ten thousand words.
const REMEMBERED: usize = 100_000;

/// Marks a long word that may be a compound, and one written backwards.
pub(crate) const BEGINS: char = '\u{2}';
pub(crate) const ENDS: char = '\u{3}';

/// Shorter words are not looked into.
const SHORTEST_COMPOUND: usize = 9;

/// True for a term that is no word but something said about one.
pub(crate) fn is_marked(term: &str) -> bool {
    term.starts_with([stem::MARK, BEGINS, ENDS])
}

/// Says to the tokenizer in which language a text is; nothing for English.
pub(crate) fn in_language(text: &str, language: Language) -> std::borrow::Cow<'_, str> {
    if language == Language::ENGLISH && !text.starts_with(stem::MARK) {
        return text.into();
    }
    format!("{mark}{}{mark}{text}", language.code(), mark = stem::MARK).into()
}

fn language_of(text: &str) -> (Language, &str) {
    let told = text
        .strip_prefix(stem::MARK)
        .and_then(|rest| rest.split_once(stem::MARK));
    match told {
        Some((code, text)) => (Language::of_code(code).unwrap_or(Language::ENGLISH), text),
        None => (Language::ENGLISH, text),
    }
}

/// Splits text into words; with `stems`, each followed by its stem where that differs.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordTokenizer {
    stems: bool,
    known: HashMap<(Language, String), Vec<String>>,
    english: HashMap<String, Option<String>>,
}

impl WordTokenizer {
    pub(crate) fn new(stems: bool) -> WordTokenizer {
        WordTokenizer {
            stems,
            ..WordTokenizer::default()
        }
    }

    fn english_stem(&mut self, word: &Word) -> Option<String> {
        if let Some(known) = self.english.get(&word.text) {
            return known.clone();
        }
        let marked = stem::stem(&word.text)
            .filter(|stem| *stem != word.text)
            .map(|stem| Language::ENGLISH.term(&stem));
        if self.english.len() < REMEMBERED {
            self.english.insert(word.text.clone(), marked.clone());
        }
        marked
    }

    fn stems(&mut self, word: &Word, language: Language) -> Vec<String> {
        let spelling = word.accented.as_ref().unwrap_or(&word.text);
        let key = (language, spelling.clone());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let stems = language.stems(&word.text, word.accented.as_deref());
        let marked: Vec<String> = stems.iter().map(|stem| language.term(stem)).collect();
        if self.known.len() < REMEMBERED {
            self.known.insert(key, marked.clone());
        }
        marked
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Words;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words {
        let (language, text) = if self.stems {
            language_of(text)
        } else {
            (Language::ENGLISH, text)
        };
        let mut tokens = Vec::new();
        for word in words(text) {
            let position = word.position;
            if !self.stems || word.form == Form::Part {
                tokens.push((word.text, position));
            } else if language == Language::ENGLISH {
                let marked = self.english_stem(&word);
                tokens.push((word.text, position));
                tokens.extend(marked.map(|marked| (marked, position)));
            } else {
                let marked = self.stems(&word, language);
                if language.compounds() && may_be_compound(&word.text) {
                    tokens.push((format!("{BEGINS}{}", word.text), position));
                    tokens.push((ending(&word.text), position));
                }
                tokens.push((word.text, position));
                tokens.extend(marked.into_iter().map(|marked| (marked, position)));
            }
        }
        Words {
            rest: tokens.into_iter(),
            token: Token::default(),
        }
    }
}

/// True for words long enough to be two in one.
pub(crate) fn may_be_compound(word: &str) -> bool {
    word.chars().count() >= SHORTEST_COMPOUND && word.chars().all(char::is_alphabetic)
}

/// The term by which words that end so are looked up.
pub(crate) fn ending(word: &str) -> String {
    std::iter::once(ENDS).chain(word.chars().rev()).collect()
}

#[derive(Debug)]
pub(crate) struct Words {
    rest: std::vec::IntoIter<(String, usize)>,
    token: Token,
}

impl TokenStream for Words {
    fn advance(&mut self) -> bool {
        let Some((text, position)) = self.rest.next() else {
            return false;
        };
        // Offsets are left out: fragments are marked by reading the text again.
        self.token = Token {
            text,
            position,
            ..Token::default()
        };
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
