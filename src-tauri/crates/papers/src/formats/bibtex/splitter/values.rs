//! The values of fields: braced, quoted, bare, joined by `#`, and what is left of broken ones.

use std::borrow::Cow;

use super::{Splitter, is_name};

/// How a delimited value ended.
enum End {
    Closed,
    /// The source, or the entry, was over first.
    Open,
}

impl<'a> Splitter<'a> {
    /// A whole value with its `#` parts; `None` when a delimiter is missing (`at` is then where the
    /// search ended).
    pub(super) fn value(&mut self) -> Option<Cow<'a, str>> {
        let mut value = Cow::Borrowed("");
        loop {
            self.skip_blank();
            match self.peek() {
                Some(b'{') => {
                    let (inner, End::Closed) = self.delimited(b'}') else {
                        return None;
                    };
                    join(&mut value, inner);
                }
                Some(b'"') => {
                    let (inner, End::Closed) = self.delimited(b'"') else {
                        return None;
                    };
                    join(&mut value, inner);
                }
                _ => self.bare(&mut value),
            }
            self.skip_blank();
            if self.peek() != Some(b'#') {
                return Some(value);
            }
            self.at += 1;
        }
    }

    /// The value of a `@string` or `@preamble`, as far as it can be read.
    pub(super) fn value_parts(&mut self) -> Cow<'a, str> {
        match self.value() {
            Some(value) => value,
            None => {
                self.say(
                    "unbalanced-brace",
                    self.at.saturating_sub(1),
                    "A value before this place does not end.",
                );
                Cow::Borrowed("")
            }
        }
    }

    /// The inside of a braced or quoted value.
    fn delimited(&mut self, close: u8) -> (&'a str, End) {
        self.at += 1;
        let start = self.at;
        let mut depth = 0usize;
        while let Some(byte) = self.peek() {
            match byte {
                byte if byte == close && depth == 0 => {
                    self.at += 1;
                    return (self.slice(start, self.at - 1), End::Closed);
                }
                b'{' => depth += 1,
                b'}' if depth == 0 => return (self.slice(start, self.at), End::Open),
                b'}' => depth -= 1,
                b'@' if self.begins_entry(self.at, true) => {
                    return (self.slice(start, self.at), End::Open);
                }
                b'\\'
                    if close == b'"' && self.bytes.get(self.at + 1) == Some(&b'"') && depth > 0 =>
                {
                    self.at += 1;
                }
                _ => {}
            }
            self.at += 1;
        }
        (self.slice(start, self.at), End::Open)
    }

    /// A number or the name of a `@string`; other bare text is kept as it is.
    fn bare(&mut self, value: &mut Cow<'a, str>) {
        let start = self.at;
        while self
            .peek()
            .is_some_and(|byte| !matches!(byte, b',' | b'}' | b')' | b'#' | b'\n' | b'"' | b'{'))
        {
            self.at += 1;
        }
        let text = self.slice(start, self.at).trim();
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            join(value, text);
            return;
        }
        let name = text.to_ascii_lowercase();
        if let Some(string) = self.strings.get(&name) {
            if self.expanded > self.text.len().saturating_mul(4) + (1 << 20) {
                self.say(
                    "expansion-too-large",
                    start,
                    "Names of @string stand for too much text.",
                );
            } else {
                self.expanded += string.len();
                value.to_mut().push_str(string);
            }
        } else if text.len() == 3 && crate::dates::month(text).is_some() {
            // Every style defines the names of the months.
            value.to_mut().push_str(&name);
        } else {
            if text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(is_name) {
                self.say(
                    "undefined-string",
                    start,
                    "This name stands for no @string; it was kept as text.",
                );
            } else {
                self.say(
                    "unquoted-value",
                    start,
                    "This value has neither braces nor quotes.",
                );
            }
            join(value, text);
        }
    }

    /// The line on which an unbalanced value's text plausibly ends: before the next line that is a
    /// field or a lone closing brace.
    pub(super) fn value_line_end(&self, start: usize, stop: usize) -> usize {
        let mut from = start;
        loop {
            let end = self.line_end_within(from, stop);
            if end >= stop {
                return stop;
            }
            let next = self
                .slice(end + 1, self.line_end_within(end + 1, stop))
                .trim();
            let name = next.bytes().take_while(|&byte| is_name(byte)).count();
            let is_field = name > 0
                && next
                    .get(name..)
                    .is_some_and(|rest| rest.trim_start().starts_with('='));
            if is_field || next == "}" || next.is_empty() {
                return end;
            }
            from = end + 1;
        }
    }
}

/// Adds a part to a value; most values have only one and need no copy.
fn join<'a>(value: &mut Cow<'a, str>, part: &'a str) {
    if value.is_empty() {
        *value = Cow::Borrowed(part);
    } else {
        value.to_mut().push_str(part);
    }
}

/// A value whose braces do not pair, without its outer delimiter and without the surplus ones.
pub(super) fn balanced(raw: &str) -> Cow<'_, str> {
    let inner = raw.strip_prefix(['{', '"']).unwrap_or(raw);
    let opened = inner.matches('{').count();
    let closed = inner.matches('}').count();
    if opened == closed {
        Cow::Borrowed(inner)
    } else {
        Cow::Owned(inner.replace(['{', '}'], ""))
    }
}
