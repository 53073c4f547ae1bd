//! Reads what a query is made of: quotations, and words as they are typed.

use super::parse::Parser;
use super::{Identifier, Node, Phrase, Word};
use crate::schema::{TextField, YEAR};
use crate::text::words::{Form, words};
use crate::text::{fold, identifier};

/// Words of one phrase.
const LONGEST_PHRASE: usize = 24;
/// Places that `~` may allow.
const WIDEST_SLOP: u32 = 20;

impl Parser {
    /// The text between quotes, and whether they were closed.
    pub(super) fn quotes(&mut self) -> (String, bool) {
        let start = self.at;
        self.at += 1;
        while self.peek().is_some_and(|c| c != '"') {
            self.at += if self.peek() == Some('\\') && self.ahead(1) == Some('"') {
                2
            } else {
                1
            };
        }
        self.at = self.at.min(self.chars.len());
        let text = self.slice(start + 1, self.at);
        let closed = self.peek().is_some();
        if closed {
            self.at += 1;
        } else {
            self.error("This quotation is not closed.", start, start + 1);
        }
        (text, closed)
    }

    pub(super) fn quoted(&mut self, field: Option<TextField>) -> Option<Node> {
        let start = self.at;
        let (text, closed) = self.quotes();
        let mut slop = 0;
        if closed && self.peek() == Some('~') {
            self.at += 1;
            let digits = self.at;
            while self.peek().is_some_and(|c| c.is_ascii_digit()) {
                self.at += 1;
            }
            slop = match self.slice(digits, self.at).parse::<u32>() {
                Ok(places) => places.min(WIDEST_SLOP),
                Err(_) => {
                    self.error(
                        "A number of places follows ~, as in \"two words\"~3.",
                        start,
                        self.at,
                    );
                    0
                }
            };
        }
        self.note_words(&text, field);
        let found = words(&text);
        let runs: Vec<String> = found
            .into_iter()
            .filter(|word| word.form == Form::Run)
            .map(|word| word.text)
            .take(LONGEST_PHRASE)
            .collect();
        if !self.seek(runs.len(), start) {
            return None;
        }
        match <[String; 1]>::try_from(runs) {
            Ok([text]) => Some(Node::Word(Word {
                text,
                field,
                prefix: !closed,
                exact: true,
            })),
            Err(runs) if runs.is_empty() => None,
            Err(words) => Some(Node::Phrase(Phrase {
                words,
                field,
                slop,
                prefix: !closed,
            })),
        }
    }

    /// Everything up to a space, a group or a quotation. A quote after a backslash is TeX.
    pub(super) fn raw(&mut self) -> String {
        let start = self.at;
        while let Some(c) = self.peek() {
            if c.is_whitespace() || matches!(c, '(' | ')' | '"') {
                break;
            }
            self.at += if c == '\\' && self.ahead(1) == Some('"') {
                2
            } else {
                1
            };
        }
        self.slice(start, self.at)
    }

    pub(super) fn bare(&mut self, field: Option<TextField>) -> Option<Node> {
        let start = self.at;
        let raw = self.raw();
        let starred = raw.len() > 1 && raw.ends_with('*');
        if starred {
            self.structured = true;
        }
        let prefix = starred || self.at == self.chars.len();
        self.note_words(&raw, field);
        let node = self.chunks(&raw, field, prefix, start)?;
        if field.is_some() {
            return Some(node);
        }
        let mut ways = vec![node];
        let normal = identifier::normal(&raw);
        if identifier::looks_like_one(&normal) {
            ways.push(Node::Identifier(Identifier {
                text: normal,
                prefix,
            }));
        }
        if let Some(year) = plausible_year(&raw) {
            ways.push(Node::Range {
                column: YEAR,
                from: Some(year),
                to: Some(year),
            });
        }
        if ways.len() > 1 {
            Some(Node::Either(ways))
        } else {
            ways.pop()
        }
    }

    /// What is typed without a space may still be several words: `and/or`, `GPT-4o`, `深度学习`.
    fn chunks(
        &mut self,
        raw: &str,
        field: Option<TextField>,
        prefix: bool,
        start: usize,
    ) -> Option<Node> {
        let found = words(raw);
        let last_chunk = found.last().map(|word| word.chunk);
        let word = |text: String, prefix: bool| Word {
            text,
            field,
            prefix,
            exact: false,
        };
        let mut nodes = Vec::new();
        let mut characters: Vec<String> = Vec::new();
        for chunk in found.chunk_by(|a, b| a.chunk == b.chunk) {
            let mut runs: Vec<String> = Vec::new();
            let mut parts: Vec<String> = Vec::new();
            let mut joined = None;
            let mut last = false;
            for found in chunk {
                last = Some(found.chunk) == last_chunk;
                match found.form {
                    Form::Run => runs.push(found.text.clone()),
                    Form::Part => parts.push(found.text.clone()),
                    Form::Joined => joined = Some(found.text.clone()),
                }
            }
            if !self.seek(runs.len() + parts.len(), start) {
                break;
            }
            if let [run] = runs.as_slice()
                && run.chars().any(fold::is_ideographic)
            {
                characters.push(run.clone());
                continue;
            }
            nodes.extend(phrase_of(std::mem::take(&mut characters), field));
            let many = runs.len() > 1;
            let whole = match joined {
                Some(joined) => joined,
                None if many => {
                    nodes.extend(runs.into_iter().map(|run| Node::Word(word(run, false))));
                    continue;
                }
                None => runs.pop()?,
            };
            let pieces = if many { runs } else { parts };
            let count = pieces.len();
            let pieces: Vec<Word> = pieces
                .into_iter()
                .enumerate()
                .map(|(index, piece)| word(piece, prefix && last && index + 1 == count))
                .collect();
            let whole = word(whole, prefix && last);
            nodes.push(if pieces.is_empty() {
                Node::Word(whole)
            } else {
                Node::Pieces { whole, pieces }
            });
        }
        nodes.extend(phrase_of(characters, field));
        if nodes.len() > 1 {
            Some(Node::All {
                nodes,
                implied: true,
            })
        } else {
            nodes.pop()
        }
    }
}

fn phrase_of(mut characters: Vec<String>, field: Option<TextField>) -> Option<Node> {
    if characters.len() > 1 {
        characters.truncate(LONGEST_PHRASE);
        return Some(Node::Phrase(Phrase {
            words: characters,
            field,
            slop: 0,
            prefix: false,
        }));
    }
    let text = characters.pop()?;
    Some(Node::Word(Word {
        text,
        field,
        prefix: false,
        exact: true,
    }))
}

/// A bare number that may be meant as the year of a paper.
fn plausible_year(raw: &str) -> Option<i64> {
    let digits = raw.len() == 4 && raw.bytes().all(|b| b.is_ascii_digit());
    digits
        .then(|| raw.parse().ok())
        .flatten()
        .filter(|year| (1800..2100).contains(year))
}
