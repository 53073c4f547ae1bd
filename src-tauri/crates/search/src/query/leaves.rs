//! Reads what a query is made of: quotations, and words as they are typed.

use super::parse::Parser;
use super::{Identifier, Node, Pattern, Phrase, Wild, Word};
use crate::schema::{TextField, YEAR};
use crate::text::words::{self, Form, words};
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
            if digits == self.at {
                self.error(
                    "A number of places follows ~, as in \"two words\"~3.",
                    start,
                    self.at,
                );
            } else {
                let places = self.slice(digits, self.at).parse::<u32>();
                slop = places.map_or(WIDEST_SLOP, |places| places.min(WIDEST_SLOP));
            }
        }
        self.note_words(&text, field);
        let mut runs: Vec<Word> = Vec::new();
        for found in words(&text) {
            match found.form {
                Form::Run if runs.len() == LONGEST_PHRASE => break,
                Form::Run => runs.push(Word {
                    prefix: !closed,
                    exact: true,
                    ..word(found, field)
                }),
                Form::Spelled => spell_out(&mut runs, found.text),
                Form::Part | Form::Joined => {}
            }
        }
        if !self.seek(runs.len(), start) {
            return None;
        }
        if runs.len() < 2 {
            return runs.pop().map(Node::Word);
        }
        let phrase = |words: Vec<String>| {
            Node::Phrase(Phrase {
                words,
                field,
                slop,
                prefix: !closed,
            })
        };
        let plain = phrase(runs.iter().map(|run| run.text.clone()).collect());
        if runs.iter().all(|run| run.spelled.is_none()) {
            return Some(plain);
        }
        let spelled = runs.into_iter().map(|run| run.spelled.unwrap_or(run.text));
        Some(Node::Either(vec![plain, phrase(spelled.collect())]))
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
        if let Some(pattern) = Pattern::read(&raw) {
            return self.wild(pattern, raw, field, start);
        }
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

    fn wild(
        &mut self,
        pattern: Pattern,
        typed: String,
        field: Option<TextField>,
        start: usize,
    ) -> Option<Node> {
        if pattern.is_bare() {
            // Alone they are punctuation, or mean everything.
            if typed.len() > 1 && typed.contains('*') {
                let message = "A pattern has letters too, as in behavio*r or wom?n.";
                self.error(message, start, self.at);
            }
            return None;
        }
        self.structured = true;
        if !self.seek(1, start) {
            return None;
        }
        let unfinished = self.at == self.chars.len();
        Some(Node::Wild(Wild {
            pattern: if unfinished {
                pattern.unfinished()
            } else {
                pattern
            },
            typed,
            field,
            start,
            end: self.at,
        }))
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
        let mut nodes = Vec::new();
        let mut characters: Vec<String> = Vec::new();
        for chunk in found.chunk_by(|a, b| a.chunk == b.chunk) {
            let last = chunk.first().map(|word| word.chunk) == last_chunk;
            let mut runs: Vec<Word> = Vec::new();
            let mut parts: Vec<Word> = Vec::new();
            let mut joined = None;
            for found in chunk {
                match found.form {
                    Form::Run => runs.push(word(found.clone(), field)),
                    Form::Spelled => spell_out(&mut runs, found.text.clone()),
                    Form::Part => parts.push(word(found.clone(), field)),
                    Form::Joined => joined = Some(word(found.clone(), field)),
                }
            }
            if !self.seek(runs.len() + parts.len(), start) {
                break;
            }
            if let [run] = runs.as_slice()
                && run.text.chars().any(fold::is_ideographic)
            {
                characters.push(run.text.clone());
                continue;
            }
            nodes.extend(phrase_of(std::mem::take(&mut characters), field));
            let many = runs.len() > 1;
            let mut whole = match joined {
                Some(joined) => joined,
                None if many => {
                    nodes.extend(runs.into_iter().map(Node::Word));
                    continue;
                }
                None => runs.pop()?,
            };
            let mut pieces = if many { runs } else { parts };
            if let Some(piece) = pieces.last_mut() {
                piece.prefix = prefix && last;
            }
            whole.prefix = prefix && last;
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

/// A word of a query as it was found in the text.
fn word(found: words::Word, field: Option<TextField>) -> Word {
    Word {
        text: found.text,
        spelled: None,
        accented: found.accented,
        joined: Vec::new(),
        field,
        prefix: false,
        exact: false,
    }
}

/// A run spelled out follows the run itself.
fn spell_out(runs: &mut [Word], spelled: String) {
    if let Some(run) = runs.last_mut() {
        run.spelled = Some(spelled);
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
        spelled: None,
        accented: None,
        joined: Vec::new(),
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
