//! Reads the query language by recursive descent. Total and quick: only so much of a text is read,
//! only so many words sought, only so many groups opened; the rest is named in an error.

use super::{Node, Query, QueryError};
use crate::schema::TextField;
use crate::text::fold;

/// Characters of a query that are read.
const LONGEST: usize = 2_000;
/// Words sought by one query.
const MOST_WORDS: usize = 64;
/// Groups within groups.
const DEEPEST: usize = 24;
/// Errors that are told; a text with more is not a query but noise.
const MOST_ERRORS: usize = 20;

pub(super) fn parse(text: &str) -> Query {
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
        chars,
        at: 0,
        depth: 0,
        sought: 0,
        too_many: false,
        too_deep: false,
        structured: false,
        denied: 0,
        words: Vec::new(),
        collections: Vec::new(),
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
        collections: parser.collections,
        errors: parser.errors,
    }
}

pub(super) struct Parser {
    pub(super) chars: Vec<char>,
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
    pub(super) collections: Vec<String>,
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
        while self.peek().is_some_and(char::is_whitespace) {
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

    /// True at an operator that stands as a word of its own; the operator is not taken.
    fn at_operator(&self, operator: &str) -> bool {
        let length = operator.len();
        operator
            .chars()
            .enumerate()
            .all(|(by, c)| self.ahead(by) == Some(c))
            && self
                .ahead(length)
                .is_none_or(|c| c.is_whitespace() || c == '(' || c == ')')
    }

    /// Alternatives: what OR parts.
    fn any(&mut self, field: Option<TextField>) -> Option<Node> {
        let mut nodes = Vec::new();
        loop {
            nodes.extend(self.all(field));
            if !self.at_operator("OR") {
                break;
            }
            self.structured = true;
            let start = self.at;
            self.at += 2;
            self.space();
            if nodes.is_empty() || self.peek().is_none() {
                self.error("OR stands between two words.", start, start + 2);
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
            if self.at_operator("OR") {
                break;
            }
            if self.at_operator("AND") {
                (self.structured, implied) = (true, false);
                self.at += 3;
                self.space();
                if nodes.is_empty() || self.peek().is_none() {
                    self.error("AND stands between two words.", start, start + 3);
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
        (!nodes.is_empty()).then_some(Node::All { nodes, implied })
    }

    fn denied_or_not(&mut self, field: Option<TextField>) -> Option<Node> {
        let start = self.at;
        let mut nots = 0;
        loop {
            let before = self.at.checked_sub(1).and_then(|at| self.chars.get(at));
            let begins = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '-'));
            let dash = begins
                && self.peek() == Some('-')
                && self
                    .ahead(1)
                    .is_some_and(|c| !c.is_whitespace() && c != '-' && c != ')');
            if self.at_operator("NOT") {
                self.at += 3;
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
