//! The parts of a workbook that its sheets refer to: shared strings, styles of dates, sheet names.

use std::collections::HashSet;
use std::io::Read;

use super::Archive;
use crate::text::decode;
use crate::text::xml::{Element, Elements, Node};

/// Longest part that is unpacked whatever the size of the file.
const LONGEST_PART: usize = 256 << 20;

pub(super) struct Book<'a> {
    pub(super) archive: Archive<'a>,
    /// Most bytes that one part may unpack to.
    pub(super) limit: usize,
    pub(super) strings: Vec<String>,
    pub(super) date_styles: HashSet<usize>,
    pub(super) from_1904: bool,
    workbook: String,
}

/// A part of the archive as text, cut at the limit.
pub(super) fn part(archive: &mut Archive<'_>, name: &str, limit: usize) -> Option<String> {
    let file = archive.by_name(name).ok()?;
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    // What was unpacked before an error is still worth reading.
    let _ = file.take(most).read_to_end(&mut bytes);
    Some(decode(&bytes).0.into_owned())
}

impl<'a> Book<'a> {
    pub(super) fn of(mut archive: Archive<'a>, size: usize) -> Book<'a> {
        let limit = size
            .saturating_mul(100)
            .saturating_add(1 << 20)
            .min(LONGEST_PART);
        let mut text = |name: &str| part(&mut archive, name, limit).unwrap_or_default();
        let workbook = text("xl/workbook.xml");
        let strings = Elements::new(&text("xl/sharedStrings.xml"), &["si"])
            .map(|found| rich_text(&found.element))
            .collect();
        let date_styles = date_styles(&text("xl/styles.xml"));
        let from_1904 = Elements::new(&workbook, &["workbookPr"])
            .next()
            .is_some_and(|found| matches!(found.element.attribute("date1904"), Some("1" | "true")));
        Book {
            archive,
            limit,
            strings,
            date_styles,
            from_1904,
            workbook,
        }
    }

    /// The names of the parts that hold the sheets, in the order of the workbook.
    pub(super) fn sheets(&mut self) -> Vec<String> {
        let relations =
            part(&mut self.archive, "xl/_rels/workbook.xml.rels", self.limit).unwrap_or_default();
        let targets: Vec<(String, String)> = Elements::new(&relations, &["Relationship"])
            .filter_map(|found| {
                let told = |name| found.element.attribute(name).map(str::to_owned);
                Some((told("Id")?, told("Target")?))
            })
            .collect();
        let listed = Elements::new(&self.workbook, &["sheet"]).filter_map(|found| {
            let id = found.element.attribute("id")?.to_owned();
            let (_, target) = targets.iter().find(|(known, _)| *known == id)?;
            Some(match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("xl/{target}"),
            })
        });
        let mut sheets: Vec<String> = listed.collect();
        if sheets.is_empty() {
            sheets = self
                .archive
                .file_names()
                .filter(|name| name.starts_with("xl/worksheets/") && name.ends_with(".xml"))
                .map(str::to_owned)
                .collect();
            sheets.sort();
        }
        sheets
    }
}

/// The text of a string item without its readings (`rPh`).
pub(super) fn rich_text(item: &Element) -> String {
    let mut out = String::new();
    for child in item.elements() {
        match child.name.as_str() {
            "t" => out.push_str(&child.text()),
            "r" => out.extend(child.all("t").map(Element::text)),
            _ => {}
        }
    }
    if out.is_empty()
        && item
            .children
            .iter()
            .all(|node| matches!(node, Node::Text(_)))
    {
        out = item.text();
    }
    unescaped(out)
}

/// Characters that XML cannot hold are written `_x000D_`.
pub(super) fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let code = from.get(2..6).filter(|_| from.get(6..7) == Some("_"));
        match code
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32)
        {
            Some(c) => {
                if c == '\n' || c == '\t' || !c.is_control() {
                    out.push(c);
                }
                rest = from.get(7..).unwrap_or_default();
            }
            None => {
                out.push_str("_x");
                rest = from.get(2..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// The indices of the cell styles that show a number as a date.
fn date_styles(styles: &str) -> HashSet<usize> {
    let custom: HashSet<String> = Elements::new(styles, &["numFmt"])
        .filter(|found| {
            found
                .element
                .attribute("formatCode")
                .is_some_and(is_date_format)
        })
        .filter_map(|found| found.element.attribute("numFmtId").map(str::to_owned))
        .collect();
    let Some(formats) = Elements::new(styles, &["cellXfs"]).next() else {
        return HashSet::new();
    };
    formats
        .element
        .all("xf")
        .enumerate()
        .filter(|(_, format)| {
            format.attribute("numFmtId").is_some_and(|id| {
                custom.contains(id)
                    || matches!(id.parse::<u32>(), Ok(14..=17 | 22 | 27..=31 | 36 | 50..=58))
            })
        })
        .map(|(index, _)| index)
        .collect()
}

/// Whether a number format shows a year or a day, outside quotes and brackets.
fn is_date_format(code: &str) -> bool {
    let mut inside = None;
    for c in code.chars() {
        match (inside, c) {
            (None, '"') => inside = Some('"'),
            (None, '[') => inside = Some(']'),
            (Some(end), c) if c == end => inside = None,
            (None, 'y' | 'Y' | 'd' | 'D') => return true,
            _ => {}
        }
    }
    false
}

/// How a workbook counts days.
pub(super) struct Dates {
    /// Days from the first of January 1970 to the day numbered 0.
    zero: i64,
}

impl Dates {
    pub(super) fn of(from_1904: bool) -> Dates {
        Dates {
            zero: if from_1904 { -24_107 } else { -25_569 },
        }
    }

    /// A day's number as a date; `None` for what is none.
    pub(super) fn shown(&self, number: &str) -> Option<String> {
        let whole = number.split('.').next()?;
        let day: i64 = whole
            .parse()
            .ok()
            .filter(|day| (61..2_958_466).contains(day))?;
        // Days to civil dates by eras of 400 years (Hinnant).
        let day = day + self.zero + 719_468;
        let era = day.div_euclid(146_097);
        let of_era = day.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 {
            shifted + 3
        } else {
            shifted - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Some(format!("{year:04}-{month:02}-{day:02}"))
    }
}
