//! The lines of a RIS file: where records begin and end, and their fields.
//!
//! Exporters write `TY  - JOUR` with other numbers of spaces, a tab, a dash, no space behind the
//! hyphen or small letters; a field may run over several lines, and two fields into one.

use super::super::remarks::Remarks;
use crate::diagnostic::Diagnostic;
use crate::formats::fields::{self, Line, Raw};

/// The format's tags, and those that databases add.
const TAGS: &str = "TY ER A1 A2 A3 A4 A5 A6 AB AD AI AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CC CL CN CP CR CT CY DA DB DE DI DO DP ED EP ET FD GN ID IN IS \
J1 J2 JA JF JO K1 KW L1 L2 L3 L4 LA LB LK LN M1 M2 M3 M4 M5 N1 N2 NL NO NS NV OL OP PA PB PD PG PM PP PT PY RD RI RN RP SE SF SN SO SP ST SV \
T1 T2 T3 T4 TA TI TS TT U1 U2 U3 U4 U5 U6 U7 U8 U9 UL UR VL VO Y1 Y2 YR";

fn is_known(tag: &str) -> bool {
    tag.len() == 2 && TAGS.split_ascii_whitespace().any(|known| known == tag)
}

/// One record's lines.
pub(super) struct Entry {
    pub raw: Raw,
    pub kind: String,
    /// It began with a TY line.
    pub typed: bool,
    /// It ended with an ER line.
    pub ended: bool,
}

/// The tag of a line and what follows its hyphen. Where the syntax is not exact (one space, small
/// letters, a value glued to the hyphen) the tag has to be a known one.
pub(super) fn tagged(line: &str) -> Option<(String, &str)> {
    let line = line.trim_start_matches([' ', '\t']);
    let tag = line.get(..2)?;
    let mut letters = tag.bytes();
    let sound = letters
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic())
        && letters
            .next()
            .is_some_and(|byte| byte.is_ascii_alphanumeric());
    if !sound {
        return None;
    }
    let spaced = line.get(2..)?;
    let rest = spaced.trim_start_matches([' ', '\t']);
    let spaces = spaced.len() - rest.len();
    let value = rest.strip_prefix(['-', '–', '—'])?;
    let separate = value.is_empty() || value.starts_with([' ', '\t']);
    let upper = tag.to_ascii_uppercase();
    let exact = spaces == 2 && separate && upper == tag;
    let near = match (spaces, separate, upper == tag) {
        (1 | 3, true, true) | (2, true, false) | (2, false, true) => is_known(&upper),
        _ => false,
    };
    (exact || near).then_some((upper, value))
}

/// Where a field begins inside another's value: `…export     U2  - L20`.
fn glued(value: &str) -> Option<usize> {
    value
        .match_indices("  - ")
        .map(|(at, _)| at)
        .find_map(|at| {
            let start = at.checked_sub(2)?;
            let tag = value.get(start..at)?;
            let before = value.get(..start)?;
            (is_known(tag) && before.ends_with("   ")).then_some(start)
        })
}

/// `@article{key,` or `PMID- 1`: somebody put files of two formats together.
fn is_entry(line: &str) -> bool {
    let bibtex = || {
        let (kind, _) = line.strip_prefix('@')?.split_once(['{', '('])?;
        let kind = kind.trim();
        (!kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphabetic())).then_some(())
    };
    line.starts_with("PMID- ") || bibtex().is_some()
}

/// Lines that databases put between records: `Record #4 of 18`, `4.`
fn is_between(line: &str) -> bool {
    let number = line.strip_suffix('.');
    let counted = number.is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    counted || line.starts_with("Record #")
}

struct Splitter<'d> {
    entries: Vec<Entry>,
    open: bool,
    diagnostics: &'d mut Remarks,
}

pub(super) fn split(text: &str, diagnostics: &mut Remarks) -> Vec<Entry> {
    let mut splitter = Splitter {
        entries: Vec::new(),
        open: false,
        diagnostics,
    };
    let mut blank = true;
    let mut between = false;
    for line in fields::lines(text) {
        if line.is_blank() {
            blank = true;
            continue;
        }
        match tagged(line.text) {
            Some((tag, value)) => {
                between = false;
                splitter.field(&tag, value, &line);
            }
            None => {
                between |= blank && is_between(line.text);
                if !between {
                    splitter.continuation(&line, blank);
                }
            }
        }
        blank = false;
    }
    splitter.close();
    splitter.entries
}

impl Splitter<'_> {
    fn field(&mut self, tag: &str, value: &str, line: &Line<'_>) {
        let mut value = value.strip_prefix(' ').unwrap_or(value);
        let followed = !self.entries.is_empty();
        let last = self.entries.last_mut().filter(|_| self.open);
        match (tag, last) {
            ("TY", Some(entry)) if entry.typed && entry.raw.fields.is_empty() => {
                entry.kind = value.trim().to_ascii_uppercase();
            }
            ("TY", _) => {
                self.close();
                self.begin(line, value.trim(), true);
            }
            ("ER", Some(entry)) => {
                entry.raw.end = line.end();
                entry.ended = true;
                self.close();
            }
            (_, Some(entry)) => {
                let mut tag = tag.to_owned();
                while let Some(at) = glued(value) {
                    let (own, other) = value.split_at(at);
                    entry.raw.push(&tag, own.trim_end(), line);
                    tag = other.get(..2).unwrap_or_default().to_owned();
                    value = other.get(6..).unwrap_or_default();
                }
                entry.raw.push(&tag, value, line);
            }
            ("TI" | "T1" | "AU" | "A1" | "ID", None) if followed => {
                self.begin(line, "", false);
                self.field(tag, value, line);
            }
            (tag, None) => self.outside(tag, line.number),
        }
    }

    fn continuation(&mut self, line: &Line<'_>, blank: bool) {
        let Some(Entry { raw, .. }) = self.entries.last_mut().filter(|_| self.open) else {
            if is_entry(line.text) {
                let message = "An entry of another format between the records was left out.";
                let remark = Diagnostic::warning("foreign-entry", line.number, message);
                self.diagnostics.push(remark.about(line.text));
            }
            return;
        };
        // Some exporters list keywords on lines of their own.
        if raw.fields.last().is_some_and(|(tag, _)| tag == "KW") {
            raw.push("KW", line.text.trim(), line);
            return;
        }
        if blank {
            raw.part();
        }
        if let Some((_, value)) = raw.fields.last_mut() {
            value.push('\n');
            value.push_str(line.text);
        }
        raw.end = line.end();
    }

    fn begin(&mut self, line: &Line<'_>, kind: &str, typed: bool) {
        self.entries.push(Entry {
            raw: Raw::at(line),
            kind: kind.to_ascii_uppercase(),
            typed,
            ended: false,
        });
        self.open = true;
    }

    fn close(&mut self) {
        self.open = false;
        // Without TY, a title and something else make a record.
        let lone = |entry: &mut Entry| {
            let titled = entry.raw.has("TI") || entry.raw.has("T1");
            !entry.typed && (!titled || entry.raw.fields.len() < 2)
        };
        if let Some(entry) = self.entries.pop_if(lone) {
            for (tag, _) in &entry.raw.fields {
                self.outside(tag, entry.raw.line);
            }
        }
    }

    fn outside(&mut self, tag: &str, line: usize) {
        let message = "A field outside any record was left out.";
        self.diagnostics.say(line, || {
            Diagnostic::warning("field-outside-record", line, message).about(tag)
        });
    }
}
