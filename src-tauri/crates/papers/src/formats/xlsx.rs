//! Excel workbooks: the first sheet that has a header of papers.
//!
//! A workbook is a ZIP archive of XML (ECMA-376). Every part is unpacked up to a limit that grows
//! with the file, so that a small file cannot unpack to a huge one; a part that is longer is read
//! as far as the limit. What the columns mean is told by `table`, as for CSV.

mod parts;

use super::remarks::Remarks;
use std::borrow::Cow;
use std::io::Cursor;

use zip::ZipArchive;

use self::parts::{Book, Dates, part};
use super::sniff::Evidence;
use super::table::columns::Columns;
use super::table::rows::{Row, records};
use super::{Format, Reading};
use crate::Severity;
use crate::diagnostic::Diagnostic;
use crate::text::xml::{Element, Elements};

/// Most entries of an archive that are looked at.
const MOST_ENTRIES: usize = 10_000;
/// Sheets that are searched for a header.
const MOST_SHEETS: usize = 50;
/// Columns of a sheet that are read.
const MOST_COLUMNS: usize = 512;
/// Rows above the header that are looked through for it.
const HEADER_WITHIN: usize = 25;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn open(bytes: &[u8]) -> Option<Archive<'_>> {
    if !bytes.starts_with(b"PK") {
        return None;
    }
    ZipArchive::new(Cursor::new(bytes))
        .ok()
        .filter(|archive| archive.len() <= MOST_ENTRIES)
}

pub(super) fn read(bytes: &[u8]) -> Reading {
    let mut reading = Reading::new(Format::Xlsx);
    let mut diagnostics = Remarks::new();
    match open(bytes).map(|archive| Book::of(archive, bytes.len())) {
        Some(mut book) => match header(&mut book) {
            Some((columns, sheet, first)) => {
                let rows = Rows { elements: Elements::new(&sheet, &["row"]), book: &book, number: 0, width: columns.width() + 2 };
                let below = rows.skip_while(|row| row.line <= first);
                reading.records = records(&columns, below, &mut diagnostics);
            }
            None => diagnostics.push(Diagnostic::new(
                Severity::Error,
                "no-header",
                None,
                "No sheet of this workbook has a row that names a title column and another known one.",
            )),
        },
        None if bytes.is_empty() => {}
        None => diagnostics.push(Diagnostic::new(
            Severity::Error,
            "not-a-workbook",
            None,
            "This file is no workbook, or it is damaged.",
        )),
    }
    reading.diagnostics = diagnostics;
    reading
}

/// The first sheet with a header: its columns, its XML, and the number of the header's row.
fn header(book: &mut Book<'_>) -> Option<(Columns, String, usize)> {
    for name in book.sheets().into_iter().take(MOST_SHEETS) {
        let Some(sheet) = part(&mut book.archive, &name, book.limit) else {
            continue;
        };
        let rows = Rows {
            elements: Elements::new(&sheet, &["row"]),
            book,
            number: 0,
            width: MOST_COLUMNS,
        };
        let found = rows
            .take(HEADER_WITHIN)
            .find_map(|row| Some((Columns::of(&row.cells)?, row.line)));
        if let Some((columns, line)) = found {
            return Some((columns, sheet, line));
        }
    }
    None
}

pub(super) fn evidence(bytes: &[u8]) -> Evidence {
    let Some(archive) = open(bytes) else {
        return Evidence::None;
    };
    if archive.index_for_name("xl/workbook.xml").is_none() {
        return Evidence::None;
    }
    match header(&mut Book::of(archive, bytes.len())) {
        Some((columns, ..)) if columns.are_papers() => Evidence::Plain,
        Some(_) => Evidence::Some,
        None => Evidence::None,
    }
}

/// The rows of a sheet.
struct Rows<'a, 'b> {
    elements: Elements<'a>,
    book: &'a Book<'b>,
    /// Number of the row before.
    number: usize,
    /// Cells further right are not read.
    width: usize,
}

impl Iterator for Rows<'_, '_> {
    type Item = Row<'static>;

    fn next(&mut self) -> Option<Row<'static>> {
        let row = self.elements.next()?.element;
        let told = row.attribute("r").and_then(|number| number.parse().ok());
        // Numbers grow; a row that says otherwise follows the one before.
        self.number = told
            .filter(|&number| number > self.number)
            .unwrap_or(self.number.saturating_add(1));
        let mut cells: Vec<Cow<'static, str>> = Vec::new();
        for cell in row.all("c") {
            let index = cell.attribute("r").and_then(column).unwrap_or(cells.len());
            if index >= self.width.min(MOST_COLUMNS) || index < cells.len() {
                continue;
            }
            cells.resize(index, Cow::Borrowed(""));
            cells.push(Cow::Owned(self.book.value(cell)));
        }
        let original = cells.join("\t");
        Some(Row {
            cells,
            line: self.number,
            original: Cow::Owned(original),
            mended: false,
        })
    }
}

/// The index of the column in a cell's name: 0 for `A1`, 27 for `AB3`.
fn column(name: &str) -> Option<usize> {
    let letters = name.bytes().take_while(u8::is_ascii_uppercase);
    let number = letters.take(4).fold(0usize, |number, letter| {
        number * 26 + usize::from(letter - b'A') + 1
    });
    number.checked_sub(1)
}

impl Book<'_> {
    /// What a cell shows, dates as `2024-03-14`.
    fn value(&self, cell: &Element) -> String {
        let raw = || cell.at(&["v"]).map(Element::text).unwrap_or_default();
        match cell.attribute("t") {
            Some("s") => raw()
                .trim()
                .parse::<usize>()
                .ok()
                .and_then(|index| self.strings.get(index).cloned())
                .unwrap_or_default(),
            Some("inlineStr") => cell.at(&["is"]).map(parts::rich_text).unwrap_or_default(),
            Some("str" | "d") => parts::unescaped(raw()),
            Some("e") => String::new(),
            Some("b") => if raw().trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
            _ => {
                let number = raw().trim().to_owned();
                let style = cell
                    .attribute("s")
                    .and_then(|style| style.parse::<usize>().ok());
                let dated = style.is_some_and(|style| self.date_styles.contains(&style));
                let date = dated
                    .then(|| Dates::of(self.from_1904).shown(&number))
                    .flatten();
                date.unwrap_or(number)
            }
        }
    }
}

#[cfg(test)]
mod tests;
