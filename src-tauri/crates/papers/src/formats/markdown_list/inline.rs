//! A stretch of Markdown as runs of text, each with its link and its emphasis.
//!
//! Images vanish, links may be written in every way that lists use (`[a](b)`, `[[a](b)]`,
//! `[[a]](b)`, `[a][b]`, `<a href>`, bare addresses), and math keeps its dollar signs.

use std::collections::HashMap;

use crate::text::entities;

/// Where reference links lead.
pub(super) type Targets<'a> = HashMap<String, &'a str>;

/// Text with one link and one emphasis. A line end is a run of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Span {
    pub text: String,
    pub url: Option<String>,
    pub bold: bool,
    pub italic: bool,
    /// Stands inside `<details>`, after its summary.
    pub detail: bool,
}

impl Span {
    pub fn is_break(&self) -> bool {
        self.text == "\n" && self.url.is_none()
    }
}

/// Longest text of a link, and longest address, in bytes.
const LONGEST: usize = 1000;

struct Parser<'a, 'b> {
    rest: &'a str,
    length: usize,
    /// Every opening bracket and its partner, in order.
    pairs: Vec<(usize, usize)>,
    linked: bool,
    targets: &'b Targets<'b>,
    spans: Vec<Span>,
    bold: bool,
    italic: bool,
    detail: bool,
    before: char,
}

pub(super) fn spans(text: &str, targets: &Targets<'_>) -> Vec<Span> {
    parsed(text, targets, true)
}

/// With `linked` false, brackets and addresses are text, as inside a link.
fn parsed(text: &str, targets: &Targets<'_>, linked: bool) -> Vec<Span> {
    let mut parser = Parser {
        rest: text,
        length: text.len(),
        pairs: pairs(text),
        linked,
        targets,
        spans: Vec::new(),
        bold: false,
        italic: false,
        detail: false,
        before: ' ',
    };
    while parser.step() {}
    for span in &mut parser.spans {
        span.text = entities(&span.text);
    }
    parser.spans
}

impl<'a> Parser<'a, '_> {
    fn step(&mut self) -> bool {
        let Some(c) = self.rest.chars().next() else {
            return false;
        };
        let taken = match c {
            '\\' => self.escape(),
            '$' => self.math(),
            '`' => Some(self.rest.len() - self.rest.trim_start_matches('`').len()),
            '!' if self.rest.starts_with("![") => self.image(),
            '[' if self.linked => self.link(),
            '<' => self.tag(),
            '*' | '_' => self.emphasis(c),
            'h' if self.linked && !self.before.is_alphanumeric() => self.address(),
            '\n' => {
                self.push_break();
                Some(1)
            }
            _ => None,
        };
        let taken = taken.unwrap_or_else(|| {
            self.push(c);
            c.len_utf8()
        });
        let (passed, rest) = self.rest.split_at_checked(taken).unwrap_or((self.rest, ""));
        self.before = passed.chars().next_back().unwrap_or(' ');
        self.rest = rest;
        true
    }

    fn same(&self, span: &Span) -> bool {
        span.url.is_none()
            && !span.is_break()
            && (span.bold, span.italic, span.detail) == (self.bold, self.italic, self.detail)
    }

    fn push(&mut self, c: char) {
        match self.spans.last() {
            Some(span) if self.same(span) => {}
            _ => self.spans.push(Span {
                bold: self.bold,
                italic: self.italic,
                detail: self.detail,
                ..Span::default()
            }),
        }
        if let Some(span) = self.spans.last_mut() {
            span.text.push(c);
        }
    }

    fn push_break(&mut self) {
        self.spans.push(Span {
            text: "\n".to_owned(),
            detail: self.detail,
            ..Span::default()
        });
    }

    fn escape(&mut self) -> Option<usize> {
        let next = self.rest.chars().nth(1)?;
        if !next.is_ascii_punctuation() || next == '\\' {
            return None;
        }
        self.push(next);
        Some(1 + next.len_utf8())
    }

    /// Math as it stands: its underscores and stars are no emphasis.
    fn math(&mut self) -> Option<usize> {
        let inside = self.rest.get(1..)?;
        let end = inside
            .bytes()
            .take(LONGEST)
            .position(|byte| matches!(byte, b'$' | b'\n'))?;
        let math = inside.get(..end)?;
        let sound = inside.as_bytes().get(end) == Some(&b'$')
            && !math.is_empty()
            && !math.starts_with(' ')
            && !math.ends_with(' ');
        if !sound {
            return None;
        }
        for c in self.rest.get(..end + 2)?.chars() {
            self.push(c);
        }
        Some(end + 2)
    }

    fn image(&mut self) -> Option<usize> {
        let shown = self.bracketed(1, '[')?;
        let target = self
            .bracketed(shown + 1, '(')
            .or_else(|| self.bracketed(shown + 1, '['));
        Some(shown + 1 + target.unwrap_or(0))
    }

    fn link(&mut self) -> Option<usize> {
        let length = self.bracketed(0, '[')?;
        let shown = self.rest.get(1..length - 1)?;
        let after = self.rest.get(length..)?;
        let (url, target) = if let Some(target) = self.bracketed(length, '(') {
            (address_of(after.get(1..target - 1)?), target)
        } else if let Some(target) = self.bracketed(length, '[') {
            let name = after.get(1..target - 1)?;
            let name = if name.is_empty() { shown } else { name };
            (
                (*self.targets.get(&name.to_lowercase())?).to_owned(),
                target,
            )
        } else {
            let url = self.targets.get(&shown.to_lowercase())?;
            ((*url).to_owned(), 0)
        };
        let (mut bold, mut italic) = (self.bold, self.italic);
        let inner = parsed(shown, &Targets::new(), false);
        let mut text = String::new();
        for span in inner.iter().filter(|span| span.url.is_none()) {
            bold |= span.bold;
            italic |= span.italic;
            text.push_str(if span.is_break() { " " } else { &span.text });
        }
        let text = text.trim().trim_matches(['[', ']']).trim();
        // A trimmed bracket may have had its partner inside.
        let text = if text.matches('[').count() == text.matches(']').count() {
            text.to_owned()
        } else {
            let plain: String = inner.iter().map(|span| span.text.as_str()).collect();
            plain.trim().to_owned()
        };
        self.spans.push(Span {
            text,
            url: Some(url),
            bold,
            italic,
            detail: self.detail,
        });
        Some(length + target)
    }

    /// The length of the bracketed stretch so many bytes from here.
    fn bracketed(&self, ahead: usize, open: char) -> Option<usize> {
        if !self.rest.get(ahead..)?.starts_with(open) {
            return None;
        }
        let at = self.length - self.rest.len() + ahead;
        let found = self
            .pairs
            .binary_search_by_key(&at, |(open, _)| *open)
            .ok()?;
        let length = self.pairs.get(found)?.1 + 1 - at;
        (length <= LONGEST).then_some(length)
    }

    fn emphasis(&mut self, mark: char) -> Option<usize> {
        let run = self.rest.chars().take_while(|c| *c == mark).count();
        let after = self.rest.chars().nth(run).unwrap_or(' ');
        if mark == '_' && self.before.is_alphanumeric() && after.is_alphanumeric() {
            return None;
        }
        if self.before.is_whitespace() && after.is_whitespace() {
            return None;
        }
        match run {
            1 => self.italic = !self.italic,
            2 => self.bold = !self.bold,
            3 => {
                self.bold = !self.bold;
                self.italic = !self.italic;
            }
            _ => {}
        }
        Some(run)
    }

    fn tag(&mut self) -> Option<usize> {
        let end = self
            .rest
            .bytes()
            .skip(1)
            .take(LONGEST)
            .position(|byte| matches!(byte, b'>' | b'<' | b'\n'))?
            + 1;
        let inner = self
            .rest
            .get(1..end)
            .filter(|_| self.rest.as_bytes().get(end) == Some(&b'>'))?;
        if inner.starts_with("http://") || inner.starts_with("https://") {
            self.push_link(inner, inner);
            return Some(end + 1);
        }
        let closes = inner.starts_with('/');
        let name = inner
            .trim_start_matches('/')
            .split(|c: char| c.is_whitespace() || c == '/')
            .next()?
            .to_ascii_lowercase();
        match name.as_str() {
            "br" | "p" | "li" | "ul" | "ol" | "div" | "tr" | "td" | "h1" | "h2" | "h3" | "h4" => {
                self.push_break();
            }
            "b" | "strong" => self.bold = !closes,
            "i" | "em" => self.italic = !closes,
            "details" => {
                self.detail = false;
                self.push_break();
            }
            "summary" => {
                self.detail = closes;
                self.push_break();
            }
            "a" if !closes && self.linked => return self.anchor(inner, end),
            "a" | "sub" | "sup" | "img" | "span" | "code" | "font" | "u" | "center" | "kbd"
            | "small" | "table" | "tbody" | "thead" | "th" | "hr" | "nobr" => {}
            _ => return None,
        }
        Some(end + 1)
    }

    fn anchor(&mut self, tag: &str, end: usize) -> Option<usize> {
        let url = tag
            .split_once("href=")
            .map(|(_, rest)| rest.trim_start())
            .and_then(|rest| match rest.chars().next()? {
                quote @ ('"' | '\'') => rest.get(1..)?.split(quote).next(),
                _ => rest.split_whitespace().next(),
            });
        let Some(url) = url else {
            return Some(end + 1);
        };
        let after = self.rest.get(end + 1..)?;
        let bound = after
            .char_indices()
            .nth(LONGEST)
            .map_or(after.len(), |(at, _)| at);
        let shown = after.get(..bound)?.split("</a>").next()?;
        let text: String = parsed(shown, &Targets::new(), false)
            .iter()
            .map(|span| {
                if span.is_break() {
                    " "
                } else {
                    span.text.as_str()
                }
            })
            .collect();
        self.push_link(text.trim(), url);
        Some(end + 1 + shown.len())
    }

    fn address(&mut self) -> Option<usize> {
        if !self.rest.starts_with("http://") && !self.rest.starts_with("https://") {
            return None;
        }
        let end = self
            .rest
            .find(|c: char| {
                c.is_whitespace() || matches!(c, '<' | '>' | '|' | '"' | '*' | ']' | '`')
            })
            .unwrap_or(self.rest.len());
        let url = self.rest.get(..end)?.trim_end_matches(['.', ',', ';', ':']);
        let opened = url.matches('(').count();
        let url = if url.matches(')').count() > opened {
            url.trim_end_matches(')')
        } else {
            url
        };
        self.push_link(url, url);
        Some(url.len())
    }

    fn push_link(&mut self, text: &str, url: &str) {
        self.spans.push(Span {
            text: text.to_owned(),
            url: Some(url.to_owned()),
            bold: self.bold,
            italic: self.italic,
            detail: self.detail,
        });
    }
}

/// The partner of every opening bracket, round or square, each kind by itself.
fn pairs(text: &str) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut square, mut round) = (Vec::new(), Vec::new());
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match byte {
            b'\\' => escaped = true,
            b'[' => square.push(at),
            b'(' => round.push(at),
            b']' => pairs.extend(square.pop().map(|open| (open, at))),
            b')' => pairs.extend(round.pop().map(|open| (open, at))),
            _ => {}
        }
    }
    pairs.sort_unstable();
    pairs
}

/// `<url> "title"` to its URL.
fn address_of(target: &str) -> String {
    let first = target.split_whitespace().next().unwrap_or_default();
    first
        .trim_start_matches('<')
        .trim_end_matches('>')
        .to_owned()
}

/// `[name]: url` definitions of a whole text.
pub(super) fn targets(text: &str) -> Targets<'_> {
    let mut found = Targets::new();
    for line in text.lines().filter(|line| line.starts_with('[')) {
        let Some((name, rest)) = line
            .strip_prefix('[')
            .and_then(|rest| rest.split_once("]: "))
        else {
            continue;
        };
        if let Some(url) = rest.split_whitespace().next()
            && url.contains("://")
        {
            found.insert(name.to_lowercase(), url);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<(String, String)> {
        let targets = Targets::from([("p".to_owned(), "https://x.org/p")]);
        spans(text, &targets)
            .into_iter()
            .filter_map(|span| Some((span.text, span.url?)))
            .collect()
    }

    #[test]
    fn links_are_found_however_they_are_written() {
        for text in [
            "[A](https://x.org/p)",
            "[[A](https://x.org/p)]",
            "[[A]](https://x.org/p)",
            "[A][p]",
            "**[A](https://x.org/p)**",
            "<a href=\"https://x.org/p\">A</a>",
            "[**A**](<https://x.org/p> \"title\")",
            "[![i](https://img.org/i.svg)](https://x.org/q) [A](https://x.org/p)",
        ] {
            let last = links(text).pop();
            assert_eq!(
                last,
                Some(("A".to_owned(), "https://x.org/p".to_owned())),
                "{text}"
            );
        }
        assert_eq!(links("see https://x.org/p. Then")[0].1, "https://x.org/p");
    }

    #[test]
    fn math_and_escapes_keep_their_signs() {
        let shown = |text: &str| -> String {
            spans(text, &Targets::new())
                .iter()
                .map(|span| span.text.as_str())
                .collect()
        };
        assert_eq!(
            shown("**$D^2_a*b*$ x\\|y** a_b_c 2 * 3"),
            "$D^2_a*b*$ x|y a_b_c 2 * 3"
        );
        assert_eq!(shown("[a] (b) $5"), "[a] (b) $5");
    }
}
