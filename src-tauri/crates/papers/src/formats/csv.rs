//! CSV and its kin: commas, semicolons or tabs between cells, a header that names columns.
//!
//! Quoted cells may hold line breaks and doubled quotes. Where the quotes of a row do not pair, the
//! row ends with its line and its quotes are text, so that it costs itself; the work of finding
//! that out is bounded by the size of the source. Lines above the header (a query, a date of
//! export, Excel's `sep=;`) are passed over. What the columns mean is told by `table`.

mod splitter;
mod writer;

use self::splitter::Rows;
use super::remarks::Remarks;
use super::sniff::Evidence;
use super::table::columns::Columns;
use super::table::rows;
use super::{Format, Reading};
use crate::diagnostic::Diagnostic;

pub(super) use writer::write;

/// Rows above the header that are looked through for it.
const HEADER_WITHIN: usize = 25;
/// A header is looked for in the beginning of a source.
const HEADER_SAMPLE: usize = 64 * 1024;

/// A header and where its table begins.
struct Header {
    columns: Columns,
    delimiter: u8,
    /// Offset and line of the first row below it.
    offset: usize,
    line: usize,
}

pub(super) fn read(text: &str) -> Reading {
    let mut diagnostics = Remarks::new();
    let mut reading = Reading::new(Format::Csv);
    match header(text) {
        Some(header) => {
            let rows = Rows::new(text, header.delimiter, header.columns.width())
                .starting(header.offset, header.line);
            reading.records = rows::records(&header.columns, rows, &mut diagnostics);
        }
        None if text.trim().is_empty() => {}
        None => diagnostics.push(no_header()),
    }
    reading.diagnostics = diagnostics;
    reading
}

/// The header with the most known columns among the delimiters a source may have.
fn header(text: &str) -> Option<Header> {
    let mut end = text.len().min(HEADER_SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = text.get(..end)?;
    let (skipped, told) = told_delimiter(sample);
    let all = [b',', b';', b'\t'];
    let delimiters = told.as_ref().map_or(&all[..], std::slice::from_ref);
    let mut best: Option<Header> = None;
    for &delimiter in delimiters {
        let mut rows =
            Rows::new(sample, delimiter, 0).starting(skipped, if skipped > 0 { 2 } else { 1 });
        for _ in 0..HEADER_WITHIN {
            let Some(row) = rows.next() else { break };
            let Some(columns) = Columns::of(&row.cells) else {
                continue;
            };
            let (offset, line) = rows.place();
            if best
                .as_ref()
                .is_none_or(|best| columns.count() > best.columns.count())
            {
                best = Some(Header {
                    columns,
                    delimiter,
                    offset,
                    line,
                });
            }
            break;
        }
    }
    best
}

/// Excel's first line `sep=;`: its length and the delimiter it tells.
fn told_delimiter(text: &str) -> (usize, Option<u8>) {
    let line = text.split_inclusive('\n').next().unwrap_or_default();
    let bare = line.trim_end_matches(['\n', '\r']).trim_matches('"');
    let told = bare
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case("sep="));
    match (told, bare.as_bytes().get(4)) {
        (Some(_), Some(&delimiter)) if bare.len() == 5 && delimiter.is_ascii() => {
            (line.len(), Some(delimiter))
        }
        _ => (0, None),
    }
}

/// A header of papers with rows below it that have its width.
pub(super) fn evidence(text: &str) -> Evidence {
    let Some(header) = header(text) else {
        return Evidence::None;
    };
    let width = header.columns.width();
    let (mut fitting, mut others) = (0usize, 0usize);
    let rows = Rows::new(text, header.delimiter, width).starting(header.offset, header.line);
    for row in rows.take(20) {
        let empty = row.cells.iter().all(|cell| cell.trim().is_empty());
        if empty {
            continue;
        }
        if row.cells.len() >= width && row.cells.len() <= width + 2 {
            fitting += 1;
        } else {
            others += 1;
        }
    }
    let known_enough = header.columns.count() * 3 >= width || header.columns.count() >= 5;
    if fitting > others && known_enough && header.columns.are_papers() {
        Evidence::Plain
    } else if header.columns.are_papers() || fitting > others {
        Evidence::Some
    } else {
        Evidence::None
    }
}

/// What a source without a header is told.
fn no_header() -> Diagnostic {
    Diagnostic::new(
        crate::Severity::Error,
        "no-header",
        None,
        "No row of this table names a title column and another known one.",
    )
}

#[cfg(test)]
mod tests;
