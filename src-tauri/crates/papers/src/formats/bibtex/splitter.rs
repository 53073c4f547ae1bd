//! Cuts a source into raw entries, mending what can be mended.
//!
//! Never goes back behind a place it has given up on, so its work is linear: an entry that does not
//! end is over where the next line begins one. What is left of it is kept when it has fields.

mod values;

use super::super::remarks::Remarks;
use std::borrow::Cow;
use std::collections::HashMap;

use self::values::balanced;
use super::Fields;
use crate::diagnostic::Diagnostic;
use crate::text::LineStarts;

/// One entry as it stands in the source.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    /// Entry type in lower case.
    pub kind: String,
    pub key: String,
    pub fields: Fields<'a>,
    /// Line of its `@`, from 1.
    pub line: usize,
    /// Where it stands in the source.
    pub start: usize,
    pub end: usize,
    /// Whether something in it had to be mended.
    pub mended: bool,
}

#[derive(Debug)]
pub(super) struct Split<'a> {
    pub entries: Vec<Entry<'a>>,
    pub diagnostics: Remarks,
}

pub(super) fn split(text: &str) -> Split<'_> {
    let mut splitter = Splitter {
        text,
        bytes: text.as_bytes(),
        at: 0,
        lines: LineStarts::new(text),
        strings: HashMap::new(),
        expanded: 0,
        comments_end: true,
        mended: false,
        last_value: (0, 0),
        split: Split {
            entries: Vec::new(),
            diagnostics: Remarks::new(),
        },
    };
    splitter.run();
    splitter.split
}

struct Splitter<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    lines: LineStarts,
    strings: HashMap<String, String>,
    /// Bytes that `@string` names were replaced by; bounded, because names can stand for names.
    expanded: usize,
    /// Whether a search for the end of a `@comment{` may go to the end of the source.
    comments_end: bool,
    /// Whether the entry being read had to be mended.
    mended: bool,
    /// Where the value read last begins and ends.
    last_value: (usize, usize),
    split: Split<'a>,
}

impl<'a> Splitter<'a> {
    fn run(&mut self) {
        while let Some(at) = self.next_at() {
            self.at = at;
            self.entry();
        }
    }

    /// The next `@` that can begin an entry: not in an address, not in a `%` comment.
    fn next_at(&mut self) -> Option<usize> {
        while let Some(found) = self.text.get(self.at..).and_then(|rest| rest.find('@')) {
            let at = self.at + found;
            let before = at
                .checked_sub(1)
                .and_then(|i| self.bytes.get(i))
                .copied()
                .unwrap_or(b'\n');
            let starts = !before.is_ascii_alphanumeric() && before < 0x80;
            if starts
                && self
                    .bytes
                    .get(at + 1)
                    .is_some_and(|b| b.is_ascii_alphabetic() || *b == b' ')
            {
                let searched = self.text.get(self.at..at).unwrap_or_default();
                let line_start = searched.rfind('\n').map_or(self.at, |i| self.at + i + 1);
                let commented = self.text.get(line_start..at).is_some_and(|line| {
                    line.trim_start().starts_with('%') && self.starts_line(line_start)
                });
                if commented {
                    self.at = self.line_end(at);
                    continue;
                }
                return Some(at);
            }
            self.at = at + 1;
        }
        None
    }

    fn starts_line(&self, at: usize) -> bool {
        at == 0 || self.bytes.get(at - 1) == Some(&b'\n')
    }

    fn line_end(&self, from: usize) -> usize {
        self.text
            .get(from..)
            .and_then(|rest| rest.find('\n'))
            .map_or(self.text.len(), |i| from + i)
    }

    /// Where the line ends or else a limit, beyond which nothing is looked at: a source may be one
    /// line.
    fn line_end_within(&self, from: usize, limit: usize) -> usize {
        let mut limit = limit.min(self.text.len());
        while !self.text.is_char_boundary(limit) {
            limit -= 1;
        }
        let line = self.bytes.get(from..limit).unwrap_or_default();
        let length = line.iter().position(|&byte| byte == b'\n');
        length.map_or(limit, |length| from + length)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    fn say(&mut self, code: &str, at: usize, message: &str) {
        self.mended = true;
        let line = self.lines.line(at);
        if self.split.diagnostics.only_counted(line) {
            return;
        }
        let excerpt = self.slice(at, self.line_end_within(at, at + 400));
        self.split
            .diagnostics
            .push(Diagnostic::warning(code, line, message).about(excerpt));
    }

    /// White space and `%` comments between fields.
    fn skip_blank(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => self.at = self.line_end(self.at),
                byte if byte.is_ascii_whitespace() => self.at += 1,
                _ => break,
            }
        }
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn word(&mut self, allowed: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        while self.peek().is_some_and(&allowed) {
            self.at += 1;
        }
        self.slice(start, self.at)
    }

    /// Everything from an `@` on. Leaves `at` behind what it consumed.
    fn entry(&mut self) {
        let start = self.at;
        self.mended = false;
        self.at += 1;
        self.skip_space();
        let kind = self.word(|b| b.is_ascii_alphabetic()).to_ascii_lowercase();
        let after_kind = self.at;
        self.skip_space();
        let Some(open @ (b'{' | b'(')) = self.peek() else {
            if kind == "comment" {
                self.at = self.line_end(after_kind);
            } else {
                self.at = after_kind.max(start + 1);
                if self.starts_line(start) {
                    let line = self.lines.line(start);
                    let message = "This @ begins no entry.";
                    let excerpt = self.slice(start, self.line_end_within(start, start + 400));
                    self.split
                        .diagnostics
                        .push(Diagnostic::info("stray-at", line, message).about(excerpt));
                }
            }
            return;
        };
        self.at += 1;
        match kind.as_str() {
            "comment" => self.comment(after_kind),
            "preamble" => {
                self.value_parts();
                self.close(open);
            }
            "string" => self.string(open),
            _ => self.fields_of(start, kind, open),
        }
    }

    /// A braced comment is skipped whole, one that never closes up to the next entry.
    fn comment(&mut self, from: usize) {
        if self.comments_end {
            let start = self.at;
            let mut depth = 1usize;
            for at in start..self.bytes.len() {
                match self.bytes.get(at) {
                    Some(b'{') => depth += 1,
                    Some(b'}') => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    self.at = at + 1;
                    return;
                }
            }
            self.comments_end = false;
        }
        self.at = self.line_end(from);
    }

    fn string(&mut self, open: u8) {
        self.skip_blank();
        let name = self.word(is_name).to_ascii_lowercase();
        self.skip_blank();
        if self.peek() == Some(b'=') && !name.is_empty() {
            self.at += 1;
            let value = self.value_parts();
            self.strings.insert(name, value.into_owned());
        } else {
            self.say("bad-string", self.at, "This @string has no name and value.");
        }
        self.close(open);
    }

    /// The end of a `@string` or `@preamble`.
    fn close(&mut self, open: u8) {
        self.skip_blank();
        if self.peek() == Some(closer(open)) || matches!(self.peek(), Some(b'}' | b')')) {
            self.at += 1;
        }
    }

    fn fields_of(&mut self, start: usize, kind: String, open: u8) {
        let beside = self.split.diagnostics.beside();
        let earlier = std::mem::replace(&mut self.split.diagnostics, beside);
        let entry = self.fields_up_to_end(start, kind, open);
        let remarks = std::mem::replace(&mut self.split.diagnostics, earlier);
        match entry {
            Some(entry) => {
                self.split.diagnostics.append(remarks);
                self.split.entries.push(entry);
            }
            None => {
                let line = self.lines.line(start);
                if self.split.diagnostics.only_counted(line) {
                    return;
                }
                let excerpt = self.slice(start, self.at.min(start + 400));
                let message = "This entry could not be read.";
                self.split
                    .diagnostics
                    .push(Diagnostic::error("unreadable-entry", line, message).about(excerpt));
            }
        }
    }

    /// An entry from behind its opening bracket on; `None` when nothing of it is worth keeping.
    fn fields_up_to_end(&mut self, start: usize, kind: String, open: u8) -> Option<Entry<'a>> {
        let key = self.key(open);
        let mut fields = Fields::new();
        let mut closed = false;
        let mut repairs = 0;
        self.last_value = (0, 0);
        loop {
            self.skip_blank();
            match self.peek() {
                None if self.reopen_last(&mut fields, &mut repairs) => {}
                Some(b'@')
                    if self.begins_entry(self.at, false)
                        && self.reopen_last(&mut fields, &mut repairs) => {}
                None => break,
                Some(b',') => self.at += 1,
                Some(b'}') if self.goes_on_behind_brace() => {
                    self.say(
                        "surplus-brace",
                        self.at,
                        "This brace closes nothing; it was passed over.",
                    );
                    self.at += 1;
                }
                Some(byte @ (b'}' | b')')) => {
                    self.at += 1;
                    closed = true;
                    if byte != closer(open) {
                        self.say(
                            "mismatched-delimiter",
                            self.at - 1,
                            "This entry ends with the other kind of bracket.",
                        );
                    }
                    break;
                }
                Some(b'@') if self.begins_entry(self.at, false) => break,
                Some(_) => {
                    if !self.field(&mut fields, &mut repairs) {
                        break;
                    }
                }
            }
        }
        let end = self.at;
        if !closed {
            self.say(
                "unclosed-entry",
                start,
                "This entry does not end; what was readable of it was kept.",
            );
        }
        let worth_keeping = closed
            || fields
                .iter()
                .any(|(name, value)| name == "title" && !value.trim().is_empty());
        if fields.is_empty() && (!closed || key.is_empty()) || !worth_keeping {
            return None;
        }
        Some(Entry {
            kind,
            key,
            fields,
            line: self.lines.line(start),
            start,
            end,
            mended: self.mended,
        })
    }

    /// Whether a comma and another field follow a closing brace: it closed a value twice.
    fn goes_on_behind_brace(&self) -> bool {
        let rest = self.slice(self.at + 1, (self.at + 400).min(self.text.len()));
        let Some(rest) = rest.trim_start_matches([' ', '\t']).strip_prefix(',') else {
            return false;
        };
        let rest = rest.trim_start();
        let name = rest.bytes().take_while(|&byte| is_name(byte)).count();
        name > 0
            && rest
                .get(name..)
                .is_some_and(|rest| rest.trim_start().starts_with('='))
    }

    /// An entry that does not end, although all its values do, lost a brace in its last value, which
    /// then swallowed the fields behind it: goes back to the end of that value's first line, once.
    fn reopen_last(&mut self, fields: &mut Fields<'a>, repairs: &mut usize) -> bool {
        let (start, end) = self.last_value;
        let Some((_, value)) = fields.last_mut().filter(|_| *repairs == 0 && end > start) else {
            return false;
        };
        let line_end = self.value_line_end(start, end);
        if line_end >= end {
            return false;
        }
        *value = balanced(self.slice(start, line_end).trim_end().trim_end_matches(','));
        *repairs += 1;
        self.at = line_end;
        self.say(
            "unbalanced-brace",
            start,
            "This value does not end; its first line was kept.",
        );
        true
    }

    /// The citation key up to its comma; empty when the entry begins with a field at once.
    fn key(&mut self, open: u8) -> String {
        self.skip_blank();
        let start = self.at;
        if self.begins_entry(start, false) {
            return String::new();
        }
        while let Some(byte) = self.peek() {
            match byte {
                b',' | b'\n' | b'=' | b'{' | b'"' => break,
                byte if byte == closer(open) => break,
                _ => self.at += 1,
            }
        }
        let key = self.slice(start, self.at).trim().to_owned();
        match self.peek() {
            Some(b'=') => {
                self.at = start;
                self.say("missing-key", start, "This entry has no key.");
                return String::new();
            }
            Some(b'\n') => {
                self.skip_blank();
                if self.peek() != Some(b',') && self.peek() != Some(closer(open)) && !key.is_empty()
                {
                    self.say("missing-comma", start, "There is no comma after this key.");
                }
            }
            _ => {}
        }
        if key.is_empty() {
            self.say("missing-key", start, "This entry has no key.");
        } else if key.contains(char::is_whitespace) {
            self.say("space-in-key", start, "This key contains a space.");
        }
        key
    }

    /// One `name = value`. False when the entry is over or must be given up.
    fn field(&mut self, fields: &mut Fields<'a>, repairs: &mut usize) -> bool {
        let start = self.at;
        let name = lower(self.word(is_name));
        self.skip_blank();
        if name.is_empty() || self.peek() != Some(b'=') {
            let code = if name.is_empty() {
                "unexpected-text"
            } else {
                "missing-equals"
            };
            self.say(
                code,
                start,
                "Here a field was expected; the text was skipped.",
            );
            return self.skip_to_comma(start);
        }
        self.at += 1;
        self.skip_blank();
        let value_start = self.at;
        let beside = self.split.diagnostics.beside();
        let earlier = std::mem::replace(&mut self.split.diagnostics, beside);
        let value = self.value();
        let remarks = std::mem::replace(&mut self.split.diagnostics, earlier);
        let Some(value) = value else {
            // An unbalanced value: keep its first line, go on behind it, once.
            self.say(
                "unbalanced-brace",
                value_start,
                "This value does not end; its first line was kept.",
            );
            let stop = self.at;
            let line_end = self.value_line_end(value_start, stop);
            let raw = self
                .slice(value_start, line_end)
                .trim_end()
                .trim_end_matches(',');
            fields.push((name, balanced(raw)));
            *repairs += 1;
            self.at = if *repairs == 1 { line_end } else { stop };
            return *repairs == 1;
        };
        self.split.diagnostics.append(remarks);
        self.last_value = (value_start, self.at);
        fields.push((name, value));
        self.skip_blank();
        match self.peek() {
            Some(b',' | b'}' | b')') | None => {}
            Some(b'@') if self.begins_entry(self.at, false) => {}
            Some(byte) if is_name(byte) => {
                self.say(
                    "missing-comma",
                    self.at,
                    "There is no comma before this field.",
                );
            }
            Some(_) => {
                self.say(
                    "unexpected-text",
                    self.at,
                    "After this value something stands that is no field.",
                );
                return self.skip_to_comma(self.at);
            }
        }
        true
    }

    /// Skips to the comma or bracket that ends a broken field, over balanced braces.
    fn skip_to_comma(&mut self, start: usize) -> bool {
        let mut depth = 0usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'{' => depth += 1,
                b'}' | b')' if depth == 0 => return true,
                b'}' => depth -= 1,
                b',' if depth == 0 => return true,
                b'@' if self.at > start && self.begins_entry(self.at, false) => return false,
                _ => {}
            }
            self.at += 1;
        }
        false
    }

    /// Whether a delimiter stands right behind the equals sign of a field.
    fn opens_value(&self, at: usize) -> bool {
        let nearby = self.bytes.get(at.saturating_sub(8)..at).unwrap_or_default();
        nearby.iter().rev().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'=')
    }

    /// Whether the `@` at this place begins an entry on a line of its own. In a value, one right
    /// behind an opening brace is quoted.
    fn begins_entry(&self, at: usize, in_value: bool) -> bool {
        let mut before = at;
        let mut new_line = at == 0;
        while let Some(byte) = before.checked_sub(1).and_then(|i| self.bytes.get(i)) {
            match byte {
                b'\n' => new_line = true,
                byte if byte.is_ascii_whitespace() => {}
                b'{' | b'"' if in_value && self.opens_value(before - 1) => return false,
                _ => break,
            }
            before -= 1;
        }
        if !new_line {
            return false;
        }
        let rest = self.slice(at + 1, self.line_end_within(at, at + 400));
        let kind = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let Some(rest) = rest.get(kind..).map(str::trim_start).filter(|_| kind > 0) else {
            return false;
        };
        let Some(inside) = rest.strip_prefix(['{', '(']) else {
            return false;
        };
        let word = inside
            .trim_start()
            .split([',', ' ', '=', '{', '}'])
            .next()
            .unwrap_or_default();
        inside.trim_end().ends_with(',') || !word.is_empty() && inside.contains([',', '='])
    }
}

/// A name in lower case, as most are written.
fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

fn closer(open: u8) -> u8 {
    if open == b'(' { b')' } else { b'}' }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'_' | b'-' | b':' | b'+' | b'.' | b'*' | b'/')
        || byte >= 0x80
}
