//! Hands the words of a text to the engine, in the form it asks for.

use std::collections::HashMap;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::text::stem::{self, stem};
use crate::text::words::{Form, Word, words};

/// Stems remembered while indexing; a library's vocabulary is a few ten thousand words.
const REMEMBERED: usize = 100_000;

/// Splits text into words; with `stems`, each followed by its stem where that differs.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordTokenizer {
    stems: bool,
    known: HashMap<String, Option<String>>,
}

impl WordTokenizer {
    pub(crate) fn new(stems: bool) -> WordTokenizer {
        WordTokenizer {
            stems,
            known: HashMap::new(),
        }
    }

    fn marked_stem(&mut self, word: &Word) -> Option<String> {
        if !self.stems || word.form == Form::Part {
            return None;
        }
        if let Some(known) = self.known.get(&word.text) {
            return known.clone();
        }
        let marked = stem(&word.text)
            .filter(|stem| *stem != word.text)
            .map(|stem| format!("{}{stem}", stem::MARK));
        if self.known.len() < REMEMBERED {
            self.known.insert(word.text.clone(), marked.clone());
        }
        marked
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Words;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words {
        let mut tokens = Vec::new();
        for word in words(text) {
            let marked = self.marked_stem(&word);
            tokens.push((word.text, word.position));
            if let Some(marked) = marked {
                tokens.push((marked, word.position));
            }
        }
        Words {
            rest: tokens.into_iter(),
            token: Token::default(),
        }
    }
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
