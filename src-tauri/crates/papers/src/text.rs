//! Text as papers carry it: decoded, folded, and with TeX math told apart from prose.
//!
//! Math is what stands between two dollar signs by Pandoc's rule: the opening one is followed by
//! something other than a space, the closing one follows something other than a space and is not
//! followed by a digit, so that `$5 and $6` stays prose. Everything here is linear in its input.

mod decode;
pub(crate) mod html;
pub mod language;
mod markup;
pub(crate) mod tags;
pub mod tex;
pub(crate) mod xml;

pub use decode::decode;
pub use markup::{entities, without_markup};

/// A stretch of text that is either prose or TeX math.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    Prose(&'a str),
    /// Without its dollar signs.
    Math(&'a str),
}

/// Splits text into prose and math. A dollar sign without a partner is prose.
pub fn segments(text: &str) -> Vec<Segment<'_>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut prose = 0;
    let mut opening: Option<usize> = None;
    for (at, &byte) in bytes.iter().enumerate() {
        if byte != b'$' || (at > 0 && bytes.get(at - 1) == Some(&b'\\')) {
            continue;
        }
        let before = at.checked_sub(1).and_then(|i| bytes.get(i));
        let after = bytes.get(at + 1);
        let closes = before.is_some_and(|b| !b.is_ascii_whitespace())
            && !after.is_some_and(u8::is_ascii_digit);
        let opens = after.is_some_and(|b| !b.is_ascii_whitespace());
        match opening {
            Some(start) if closes && at > start + 1 => {
                if prose < start {
                    found.push(Segment::Prose(&text[prose..start]));
                }
                found.push(Segment::Math(&text[start + 1..at]));
                prose = at + 1;
                opening = None;
            }
            _ if opens => opening = Some(at),
            _ => {}
        }
    }
    if prose < text.len() {
        found.push(Segment::Prose(&text[prose..]));
    }
    found
}

/// Every run of white space as one space, none at the ends.
pub fn fold(text: &str) -> String {
    if is_folded(text) {
        return text.to_owned();
    }
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// Whether folding would change nothing, as for most text of most sources.
fn is_folded(text: &str) -> bool {
    let mut before = b' ';
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        match byte {
            b' ' if before == b' ' => return false,
            0..=31 | 127 => return false,
            // What white space outside ASCII begins with.
            0xc2 | 0xe1 | 0xe2 | 0xe3
                if text
                    .get(at..)
                    .and_then(|rest| rest.chars().next())
                    .is_some_and(char::is_whitespace) =>
            {
                return false;
            }
            _ => {}
        }
        before = byte;
    }
    before != b' ' || text.is_empty()
}

/// Like [`fold`], but blank lines stay as paragraph breaks (`\n\n`).
pub fn fold_paragraphs(text: &str) -> String {
    if is_folded(text) {
        return text.to_owned();
    }
    let mut folded = String::with_capacity(text.len());
    let mut paragraph_ended = false;
    for line in text.lines() {
        let mut words = line.split_whitespace().peekable();
        if words.peek().is_none() {
            paragraph_ended = true;
            continue;
        }
        if !folded.is_empty() {
            folded.push_str(if paragraph_ended { "\n\n" } else { " " });
        }
        paragraph_ended = false;
        let mut first = true;
        for word in words {
            if !first {
                folded.push(' ');
            }
            first = false;
            folded.push_str(word);
        }
    }
    folded
}

/// A reader's own lines kept as they are: no white space at line ends, no blank lines around, and
/// no leading tabs, which editors add when they wrap a field.
pub fn fold_note(text: &str) -> String {
    let mut lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim_end().trim_start_matches('\t'))
        .collect();
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    let first = lines
        .iter()
        .position(|line| !line.is_empty())
        .unwrap_or(lines.len());
    lines.split_off(first).join("\n").trim_start().to_owned()
}

/// The text for a place that can show neither TeX nor markup: math without its dollar signs,
/// commands and braces, accents as letters, one line.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for segment in segments(text) {
        match segment {
            Segment::Prose(prose) if prose.contains('\\') => out.push_str(&tex::to_unicode(prose)),
            Segment::Prose(prose) => out.push_str(prose),
            Segment::Math(math) => out.push_str(&tex::math_as_words(math)),
        }
    }
    fold(&out)
}

/// Where each line of a text starts, so that an offset can be named by its line.
#[derive(Clone, Debug)]
pub struct LineStarts {
    starts: Vec<usize>,
}

impl LineStarts {
    pub fn new(text: &str) -> LineStarts {
        let mut starts = vec![0];
        starts.extend(
            text.bytes()
                .enumerate()
                .filter(|&(_, byte)| byte == b'\n')
                .map(|(at, _)| at + 1),
        );
        LineStarts { starts }
    }

    /// The line, from 1, on which the byte at `offset` stands.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset)
    }

    /// Where a line begins; of a line that the text does not have, where the last one does.
    pub(crate) fn start(&self, line: usize) -> usize {
        let index = line.saturating_sub(1);
        self.starts
            .get(index)
            .or(self.starts.last())
            .copied()
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_of_money_are_prose_and_formulas_are_math() {
        assert_eq!(segments("from $5 to $6"), [Segment::Prose("from $5 to $6")]);
        assert_eq!(
            segments("a $x^2$ b"),
            [
                Segment::Prose("a "),
                Segment::Math("x^2"),
                Segment::Prose(" b")
            ]
        );
        assert_eq!(segments("$a$$b$"), [Segment::Math("a"), Segment::Math("b")]);
        assert_eq!(segments("$"), [Segment::Prose("$")]);
    }

    #[test]
    fn plain_text_has_no_tex() {
        assert_eq!(plain("GS$^{3}$LAM by Poincar\\'e"), "GS3LAM by Poincaré");
        assert_eq!(plain("$\\alpha$-stable\n laws"), "alpha-stable laws");
    }

    #[test]
    fn paragraphs_survive_folding_and_wrapped_lines_do_not() {
        assert_eq!(
            fold_paragraphs(" one\n two\n\n\nthree "),
            "one two\n\nthree"
        );
    }

    #[test]
    fn a_note_keeps_its_lists_and_loses_the_tabs_of_an_editor() {
        assert_eq!(fold_note("\n- a  \n\t  - b\n\n"), "- a\n  - b");
    }

    #[test]
    fn an_offset_is_named_by_its_line() {
        let lines = LineStarts::new("a\nb\n\nc");
        assert_eq!([0, 1, 2, 4, 5].map(|at| lines.line(at)), [1, 1, 2, 3, 4]);
    }
}
