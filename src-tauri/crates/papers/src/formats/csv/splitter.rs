//! Cuts a table into rows of cells.

use std::borrow::Cow;

use crate::formats::table::rows::Row;

/// A quoted cell longer than this was never closed; no spreadsheet holds a longer one.
const LONGEST_CELL: usize = 256 * 1024;

pub(super) struct Rows<'a> {
    text: &'a str,
    delimiter: u8,
    /// The header's number of columns, 0 when it is not known.
    width: usize,
    at: usize,
    line: usize,
    /// Bytes that may still be looked at in vain behind quotes that do not pair.
    budget: usize,
}

/// One attempt at a row.
struct Attempt<'a> {
    cells: Vec<Cow<'a, str>>,
    end: usize,
    /// Whether every quoted cell was closed.
    closed: bool,
    /// Whether a quoted cell holds quotes that are not doubled.
    stray: bool,
}

impl<'a> Rows<'a> {
    pub(super) fn new(text: &'a str, delimiter: u8, width: usize) -> Rows<'a> {
        let budget = text.len().saturating_mul(8) + (1 << 20);
        Rows {
            text,
            delimiter,
            width,
            at: 0,
            line: 1,
            budget,
        }
    }

    /// The same rows from a place behind the beginning.
    pub(super) fn starting(mut self, offset: usize, line: usize) -> Rows<'a> {
        self.at = offset;
        self.line = line;
        self
    }

    /// Where the next row begins: its offset and line.
    pub(super) fn place(&self) -> (usize, usize) {
        (self.at, self.line)
    }

    fn line_end(&self) -> usize {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        rest.iter()
            .position(|&byte| byte == b'\n')
            .map_or(self.text.len(), |found| self.at + found)
    }

    /// The row by the rules: a cell that begins with a quote ends with one. With `resume`, a cell
    /// inside which another seems to begin was never closed and ends there.
    fn quoted(&self, resume: bool) -> Attempt<'a> {
        let bytes = self.text.as_bytes();
        let mut cells = Vec::with_capacity(self.width.max(4));
        let mut at = self.at;
        let mut stray = false;
        loop {
            let start = at;
            // `="0012"` is a quoted cell too.
            let formula = bytes.get(start) == Some(&b'=') && bytes.get(start + 1) == Some(&b'"');
            let open = start + usize::from(formula);
            if bytes.get(open) == Some(&b'"') {
                let Some((cell, end, holds_stray)) = self.quoted_cell(open + 1, resume) else {
                    let end = (open + LONGEST_CELL).min(bytes.len());
                    return Attempt {
                        cells,
                        end,
                        closed: false,
                        stray,
                    };
                };
                cells.push(cell);
                stray |= holds_stray;
                at = end;
            } else {
                let rest = bytes.get(start..).unwrap_or_default();
                let length = rest
                    .iter()
                    .position(|&byte| byte == self.delimiter || byte == b'\n')
                    .unwrap_or(rest.len());
                at = start + length;
                cells.push(Cow::Borrowed(self.text.get(start..at).unwrap_or_default()));
            }
            match bytes.get(at) {
                Some(&byte) if byte == self.delimiter => at += 1,
                _ => {
                    return Attempt {
                        cells,
                        end: at,
                        closed: true,
                        stray,
                    };
                }
            }
        }
    }

    /// A quoted cell's content and where it ends, behind the closing quote and blanks. A quote
    /// inside that is neither doubled nor followed by the cell's end is text.
    fn quoted_cell(&self, start: usize, resume: bool) -> Option<(Cow<'a, str>, usize, bool)> {
        let bytes = self.text.as_bytes();
        let limit = bytes.len().min(start.saturating_add(LONGEST_CELL));
        let (mut doubled, mut stray) = (false, false);
        let mut at = start;
        loop {
            let found = bytes
                .get(at..limit)?
                .iter()
                .position(|&byte| byte == b'"')?;
            at += found;
            if bytes.get(at + 1) == Some(&b'"') {
                doubled = true;
                at += 2;
                continue;
            }
            let blanks = bytes
                .get(at + 1..)
                .unwrap_or_default()
                .iter()
                .take_while(|&&byte| byte == b' ' && self.delimiter != b' ')
                .take(64)
                .count();
            let end = at + 1 + blanks;
            let closes = bytes
                .get(end)
                .is_none_or(|&byte| byte == self.delimiter || byte == b'\n');
            if closes {
                let inner = self.text.get(start..at)?;
                let cell = if doubled {
                    Cow::Owned(inner.replace("\"\"", "\""))
                } else {
                    Cow::Borrowed(inner)
                };
                return Some((cell, end, stray));
            }
            let begins = at.checked_sub(1).and_then(|at| bytes.get(at)) == Some(&self.delimiter);
            if resume && begins && at > start {
                return Some((
                    Cow::Borrowed(self.text.get(start - 1..at - 1)?),
                    at - 1,
                    true,
                ));
            }
            stray = true;
            at += 1;
        }
    }

    /// The row as its line alone, quotes being text; those around a whole cell are taken off.
    fn bare(&self) -> Attempt<'a> {
        let end = self.line_end();
        let line = self.text.get(self.at..end).unwrap_or_default();
        let cells = line
            .split(char::from(self.delimiter))
            .map(|cell| {
                let inner = cell
                    .trim()
                    .strip_prefix('"')
                    .and_then(|cell| cell.strip_suffix('"'))
                    .filter(|inner| !inner.replace("\"\"", "").contains('"'));
                match inner {
                    Some(inner) => Cow::Owned(inner.replace("\"\"", "\"")),
                    None => Cow::Borrowed(cell),
                }
            })
            .collect();
        Attempt {
            cells,
            end,
            closed: true,
            stray: false,
        }
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        if self.at >= self.text.len() {
            return None;
        }
        let mut mended = false;
        let mut attempt = if self.budget > 0 {
            self.quoted(false)
        } else {
            self.bare()
        };
        let fits = |attempt: &Attempt<'_>| self.width == 0 || attempt.cells.len() == self.width;
        let line_end = self.line_end();
        let more_lines = attempt.end > line_end;
        // Quotes that are not doubled, over several lines of which the first is a row by itself, are
        // the quotes of other rows.
        if !attempt.closed || !fits(&attempt) || attempt.stray && more_lines {
            let bare = self.bare();
            let quotes = self
                .text
                .get(self.at..line_end)
                .is_some_and(|line| line.contains('"'));
            let stray = attempt.stray && !fits(&attempt);
            if quotes && (!attempt.closed || self.width > 0 && fits(&bare)) {
                // Looking behind this line was in vain.
                let in_vain = attempt.end.saturating_sub(self.at);
                self.budget = self.budget.saturating_sub(in_vain);
                mended = !fits(&bare) || more_lines && self.delimiter != b'\t';
                attempt = bare;
            } else if stray && self.width > 0 {
                mended = true;
                let resumed = self.quoted(true);
                self.budget = self
                    .budget
                    .saturating_sub(resumed.end.saturating_sub(self.at));
                if resumed.closed && fits(&resumed) {
                    attempt = resumed;
                }
            }
        }
        let original = self.text.get(self.at..attempt.end).unwrap_or_default();
        let line = self.line;
        self.line += original.bytes().filter(|&byte| byte == b'\n').count() + 1;
        self.at = attempt.end + 1;
        Some(Row {
            cells: attempt.cells,
            line,
            original: Cow::Borrowed(original),
            mended,
        })
    }
}
