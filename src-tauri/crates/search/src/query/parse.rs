//! Reads the query language by recursive descent. Total and quick: only so much of a text is read,
//! only so many words sought, only so many groups opened; the rest is named in an error.

use super::{Name, Node, Now, Query, QueryError, Sorting};
use crate::schema::TextField;
use crate::text::{fold, stop};

/// Characters of a query that are read.
const LONGEST: usize = 2_000;
/// Words sought by one query.
const MOST_WORDS: usize = 64;
/// Groups within groups.
const DEEPEST: usize = 24;
/// Errors that are told; a text with more is not a query but noise.
const MOST_ERRORS: usize = 20;

/// Letters of two words that may also be written as one.
const LONGEST_JOINED: usize = 24;
const SHORTEST_JOINED: usize = 4;

const OR: [&str; 2] = ["OR", "||"];
const AND: [&str; 2] = ["AND", "&&"];

pub(super) fn parse(text: &str, now: Option<Now>) -> Query {
    let mut chars: Vec<char> = text.chars().take(LONGEST + 1).collect();
    let mut errors = Vec::new();
    if chars.len() > LONGEST {
        chars.truncate(LONGEST);
        let message = format!("Only the first {LONGEST} characters are searched for.");
        errors.push(QueryError {
            message,
            start: 0,
            end: LONGEST,
        });
    }
    let whole: String = chars.iter().collect();
    let mut parser = Parser {
        chars: chars.into_iter().map(plain_sign).collect(),
        now,
        at: 0,
        depth: 0,
        sought: 0,
        too_many: false,
        too_deep: false,
        structured: false,
        denied: 0,
        words: Vec::new(),
        names: Vec::new(),
        sorting: None,
        errors,
    };
    let root = parser.any(None).unwrap_or(Node::Everything);
    parser.errors.sort_by_key(|error| error.start);
    Query {
        root,
        key: fold::key(&whole),
        plain: !parser.structured,
        strict: false,
        words: parser.words.join(" "),
        names: parser.names,
        sorting: parser.sorting,
        errors: parser.errors,
    }
}

/// Signs as the language has them: keyboards, word processors and other scripts have their own.
fn plain_sign(c: char) -> char {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '〝' | '〞' | '〟' | '＂' | '「' | '」' | '『'
        | '』' => '"',
        '：' => ':',
        '（' => '(',
        '）' => ')',
        '＊' => '*',
        '？' => '?',
        '！' => '!',
        '～' => '~',
        '－' => '-',
        '＆' => '&',
        '｜' => '|',
        '＞' => '>',
        '＜' => '<',
        '＝' => '=',
        _ => c,
    }
}

pub(super) struct Parser {
    pub(super) chars: Vec<char>,
    pub(super) now: Option<Now>,
    pub(super) at: usize,
    depth: usize,
    sought: usize,
    too_many: bool,
    too_deep: bool,
    /// Anything but words and phrases was read.
    pub(super) structured: bool,
    /// How many NOTs are around.
    denied: usize,
    words: Vec<String>,
    pub(super) names: Vec<(Name, usize, usize)>,
    pub(super) sorting: Option<Sorting>,
    errors: Vec<QueryError>,
}

impl Parser {
    pub(super) fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    pub(super) fn ahead(&self, by: usize) -> Option<char> {
        self.chars.get(self.at + by).copied()
    }

    fn space(&mut self) {
        let blank = |c: char| c.is_whitespace() || fold::is_invisible(c);
        while self.peek().is_some_and(blank) {
            self.at += 1;
        }
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> String {
        self.chars
            .get(start..end)
            .unwrap_or_default()
            .iter()
            .collect()
    }

    pub(super) fn error(&mut self, message: impl Into<String>, start: usize, end: usize) {
        if self.errors.len() == MOST_ERRORS {
            return;
        }
        let end = end.min(self.chars.len());
        self.errors.push(QueryError {
            message: message.into(),
            start: start.min(end),
            end,
        });
    }

    /// The length of an operator that stands here as a word of its own; it is not taken.
    fn at_operator(&self, spellings: &[&str]) -> Option<usize> {
        let stands = |operator: &&&str| {
            let length = operator.len();
            operator
                .chars()
                .enumerate()
                .all(|(by, c)| self.ahead(by) == Some(c))
                && self
                    .ahead(length)
                    .is_none_or(|c| c.is_whitespace() || c == '(' || c == ')')
        };
        spellings.iter().find(stands).map(|operator| operator.len())
    }

    /// Alternatives: what OR parts.
    fn any(&mut self, field: Option<TextField>) -> Option<Node> {
        let mut nodes = Vec::new();
        loop {
            nodes.extend(self.all(field));
            let Some(length) = self.at_operator(&OR) else {
                break;
            };
            self.structured = true;
            let start = self.at;
            self.at += length;
            self.space();
            if nodes.is_empty() || self.peek().is_none() {
                self.error("OR stands between two words.", start, start + length);
            }
        }
        if nodes.len() > 1 {
            Some(Node::Any(nodes))
        } else {
            nodes.pop()
        }
    }

    /// What stands side by side, with or without AND.
    fn all(&mut self, field: Option<TextField>) -> Option<Node> {
        let mut nodes = Vec::new();
        let mut implied = true;
        loop {
            self.space();
            let start = self.at;
            let Some(c) = self.peek() else { break };
            if self.at_operator(&OR).is_some() {
                break;
            }
            if let Some(length) = self.at_operator(&AND) {
                (self.structured, implied) = (true, false);
                self.at += length;
                self.space();
                if nodes.is_empty() || self.peek().is_none() {
                    self.error("AND stands between two words.", start, start + length);
                }
                continue;
            }
            if c == ')' {
                if self.depth > 0 {
                    break;
                }
                self.at += 1;
                self.error("Nothing was opened that this closes.", start, start + 1);
                continue;
            }
            nodes.extend(self.denied_or_not(field));
            if self.at == start {
                // Nothing can be left standing here; step on all the same rather than loop.
                self.at += 1;
            }
        }
        if nodes.len() == 1 && !matches!(nodes.first(), Some(Node::Not(_))) {
            return nodes.pop();
        }
        if implied {
            join_neighbours(&mut nodes);
        }
        (!nodes.is_empty()).then_some(Node::All { nodes, implied })
    }

    fn denied_or_not(&mut self, field: Option<TextField>) -> Option<Node> {
        let start = self.at;
        let mut nots = 0;
        loop {
            let before = self.at.checked_sub(1).and_then(|at| self.chars.get(at));
            let begins = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '-' | '!'));
            let next = self.ahead(1);
            let dash = begins
                && match self.peek() {
                    Some('-') => next.is_some_and(|c| !c.is_whitespace() && c != '-' && c != ')'),
                    // Elsewhere it is an exclamation.
                    Some('!') => {
                        next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '(' | '"'))
                    }
                    _ => false,
                };
            if let Some(length) = self.at_operator(&["NOT"]) {
                self.at += length;
            } else if dash {
                self.at += 1;
            } else {
                break;
            }
            nots += 1;
            self.space();
        }
        if nots == 0 {
            return self.one(field);
        }
        self.structured = true;
        if self.peek().is_none_or(|c| c == ')') {
            self.error("NOT stands before a word.", start, self.at);
            return None;
        }
        self.denied += 1;
        let node = self.one(field);
        self.denied -= 1;
        let node = node?;
        Some(if nots % 2 == 1 {
            Node::Not(Box::new(node))
        } else {
            node
        })
    }

    fn one(&mut self, field: Option<TextField>) -> Option<Node> {
        match self.peek()? {
            '(' => self.group(field),
            '"' => self.quoted(field),
            _ => match self.field_name() {
                Some((name, start)) => self.field(&name, start),
                None if self.peek() == Some('"') => self.quoted(field),
                None => self.bare(field),
            },
        }
    }

    pub(super) fn group(&mut self, field: Option<TextField>) -> Option<Node> {
        let start = self.at;
        self.at += 1;
        self.structured = true;
        if self.depth == DEEPEST {
            if !self.too_deep {
                self.error(
                    "Groups are nested too deeply; the inner ones are read as one.",
                    start,
                    start + 1,
                );
            }
            self.too_deep = true;
            return None;
        }
        self.depth += 1;
        let node = self.any(field);
        self.depth -= 1;
        if self.peek() == Some(')') {
            self.at += 1;
        } else {
            self.error("This group is not closed.", start, start + 1);
        }
        node
    }

    /// Keeps the text for a search by meaning, unless it belongs to a field or must not be there.
    pub(super) fn note_words(&mut self, text: &str, field: Option<TextField>) {
        if field.is_none() && self.denied == 0 {
            self.words.push(text.trim_end_matches('*').to_owned());
        }
    }

    /// Counts words sought; false when there are too many.
    pub(super) fn seek(&mut self, count: usize, start: usize) -> bool {
        if self.sought + count > MOST_WORDS {
            if !self.too_many {
                self.error(
                    format!("Only the first {MOST_WORDS} words are searched for."),
                    start,
                    self.chars.len(),
                );
            }
            self.too_many = true;
            return false;
        }
        self.sought += count;
        true
    }
}

/// What was typed as two words may be written as one: `data set` and `dataset`.
fn join_neighbours(nodes: &mut [Node]) {
    for at in 1..nodes.len() {
        let Some([Node::Word(first), Node::Word(second)]) = nodes.get_mut(at - 1..=at) else {
            continue;
        };
        let apart = |word: &super::Word| {
            word.field.is_some() || word.exact || stop::is_stop_word(&word.text, &[])
        };
        let letters = first.text.chars().count() + second.text.chars().count();
        if apart(first) || apart(second) || !(SHORTEST_JOINED..=LONGEST_JOINED).contains(&letters) {
            continue;
        }
        let joined = format!("{}{}", first.text, second.text);
        first.joined.push(joined.clone());
        second.joined.push(joined);
    }
}
