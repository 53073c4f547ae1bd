//! XML cut into tags and text, whatever is wrong with it.
//!
//! Linear: a tag never reaches past the next `<`, and once the end of a comment, a CDATA section or
//! an instruction was looked for in vain, it is not looked for again. What does not parse as a tag
//! is text; a comment, section or instruction without an end loses its opening and nothing more.

use super::super::entities;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A start tag, or an empty element's.
    Start {
        name: &'a str,
        attributes: &'a str,
        empty: bool,
    },
    End(&'a str),
    /// Text with its references as they stand.
    Text(&'a str),
    /// The text of a CDATA section.
    Verbatim(&'a str),
    /// A comment, an instruction, a declaration.
    Aside,
}

#[derive(Clone, Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    /// Where the next token begins.
    pub(super) at: usize,
    /// The endings that are not to be found any more.
    exhausted: [bool; ENDINGS.len()],
}

const COMMENT: usize = 0;
const SECTION: usize = 1;
const INSTRUCTION: usize = 2;
const SUBSET: usize = 3;
const ENDINGS: [&str; 4] = ["-->", "]]>", "?>", "]>"];

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Tokens<'a> {
        Tokens {
            text,
            at: 0,
            exhausted: [false; ENDINGS.len()],
        }
    }

    /// What stands between `at + opening` and the next ending of a kind; goes on behind it, or
    /// behind the opening when there is none.
    fn until(&mut self, opening: usize, kind: usize) -> Option<&'a str> {
        let from = self.at + opening;
        self.at = from;
        let ending = ENDINGS.get(kind)?;
        if self.exhausted.get(kind).copied().unwrap_or(true) {
            return None;
        }
        let rest = self.text.get(from..)?;
        let Some(length) = rest.find(ending) else {
            if let Some(exhausted) = self.exhausted.get_mut(kind) {
                *exhausted = true;
            }
            return None;
        };
        self.at = from + length + ending.len();
        rest.get(..length)
    }

    /// `<!DOCTYPE …>`, possibly with declarations in brackets.
    fn declaration(&mut self) {
        let rest = self.text.get(self.at + 2..).unwrap_or_default();
        match rest.find(['>', '[', '<']) {
            Some(end) if rest.get(end..).is_some_and(|rest| rest.starts_with('>')) => {
                self.at += 2 + end + 1;
            }
            Some(end) if rest.get(end..).is_some_and(|rest| rest.starts_with('[')) => {
                self.until(2 + end + 1, SUBSET);
            }
            _ => self.at += 2,
        }
    }

    fn end_tag(&mut self, rest: &'a str) -> Token<'a> {
        let inner = rest.get(2..).unwrap_or_default();
        let end = inner.find(['>', '<']).unwrap_or(inner.len());
        let closed = inner.get(end..).is_some_and(|after| after.starts_with('>'));
        self.at += 2 + end + usize::from(closed);
        Token::End(local(inner.get(..end).unwrap_or_default().trim()))
    }

    fn start_tag(&mut self, rest: &'a str) -> Token<'a> {
        let Some(end) = tag_end(rest) else {
            self.at += 1;
            return Token::Text(rest.get(..1).unwrap_or_default());
        };
        self.at += end + 1;
        let inner = rest.get(1..end).unwrap_or_default();
        let (inner, empty) = inner
            .strip_suffix('/')
            .map_or((inner, false), |inner| (inner, true));
        let name_end = inner
            .find(|c: char| c.is_whitespace() || c == '/')
            .unwrap_or(inner.len());
        let (name, attributes) = inner.split_at(name_end);
        Token::Start {
            name: local(name),
            attributes,
            empty,
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        if !rest.starts_with('<') {
            let end = rest.find('<').unwrap_or(rest.len());
            self.at += end;
            return rest.get(..end).map(Token::Text);
        }
        let mut after = rest.chars().skip(1);
        Some(match after.next() {
            Some('!') if rest.starts_with("<!--") => {
                self.until(4, COMMENT);
                Token::Aside
            }
            Some('!') if rest.starts_with("<![CDATA[") => {
                self.until(9, SECTION).map_or(Token::Aside, Token::Verbatim)
            }
            Some('!') => {
                self.declaration();
                Token::Aside
            }
            Some('?') => {
                self.until(2, INSTRUCTION);
                Token::Aside
            }
            Some('/') => self.end_tag(rest),
            Some(c) if c.is_alphabetic() || c == '_' || c == ':' => self.start_tag(rest),
            _ => {
                self.at += 1;
                Token::Text("<")
            }
        })
    }
}

/// Where a start tag's `>` is: the first outside quotes; where quotes do not pair up, the first.
/// None when another `<` comes before any.
fn tag_end(rest: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = b' ';
    let mut first = None;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match (byte, quote) {
            (b'<', _) => break,
            (b'>', None) => return Some(at),
            (b'>', Some(_)) => first = first.or(Some(at)),
            (b'"' | b'\'', None) if before == b'=' => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    first
}

/// A name without its namespace prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// A tag's attributes, without namespace prefixes, references replaced.
pub(super) fn attributes(source: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = source.trim_start();
    while let Some(at) = rest.find('=') {
        let name = rest.get(..at).unwrap_or_default();
        // An attribute without a value may stand before: `nowrap id="a"`.
        let name = name.split_whitespace().next_back().unwrap_or_default();
        let after = rest.get(at + 1..).unwrap_or_default().trim_start();
        let (value, behind) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = after.get(1..).unwrap_or_default();
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            _ => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
        };
        if !name.is_empty() {
            found.push((local(name).to_owned(), entities(value)));
        }
        rest = behind.trim_start();
    }
    found
}
