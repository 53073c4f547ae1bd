//! One row of a table to a paper.

use super::super::remarks::Remarks;
use std::borrow::Cow;

use super::appeared::appeared;
use super::columns::{Columns, EXTRA, Field};
use super::identifiers::identifiers;
use super::kinds::kind;
use super::{clean, keywords, names, unguarded, whole_number};
use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::formats::filled;
use crate::identity;
use crate::paper::{Date, Name, Paper, Record, Scheme};
use crate::text::{entities, fold, fold_note, fold_paragraphs, without_markup};

/// A row as it stands in its source.
pub(in crate::formats) struct Row<'a> {
    pub cells: Vec<Cow<'a, str>>,
    /// From 1.
    pub line: usize,
    pub original: Cow<'a, str>,
    /// Whether its cells had to be told apart by guessing.
    pub mended: bool,
}

/// Reads the rows below a header.
pub(in crate::formats) fn records<'a>(
    columns: &Columns,
    rows: impl Iterator<Item = Row<'a>>,
    diagnostics: &mut Remarks,
) -> Vec<Record> {
    let mut records = Vec::new();
    for row in rows {
        let empty = row.cells.iter().all(|cell| cell.trim().is_empty());
        if empty || columns.repeats(&row.cells) {
            continue;
        }
        let position = records.len() + 1;
        records.extend(record(columns, row, position, diagnostics));
    }
    records
}

/// A row's cells, given out once.
pub(super) struct Cells<'a> {
    pub(super) columns: &'a Columns,
    cells: &'a [Cow<'a, str>],
    used: Vec<bool>,
}

impl<'a> Cells<'a> {
    pub(super) fn get(&self, index: usize) -> &'a str {
        let cell = self
            .cells
            .get(index)
            .map_or("", |cell| unguarded(cell.trim()));
        let nothing = matches!(
            cell,
            "nan" | "NaN" | "None" | "null" | "NULL" | "N/A" | "#N/A"
        );
        if nothing { "" } else { cell.trim() }
    }

    /// The cell of the best column of a field that holds something that is wanted; other columns
    /// that say the same go with it.
    pub(super) fn take_if(
        &mut self,
        field: Field,
        wanted: impl Fn(&str) -> bool,
    ) -> Option<&'a str> {
        let columns = self.columns;
        let found = columns.of_field(field).find_map(|index| {
            let cell = self.get(index);
            (!self.is_used(index) && !cell.is_empty() && wanted(cell)).then_some(cell)
        })?;
        for index in columns.of_field(field) {
            if self.get(index) == found {
                self.mark(index);
            }
        }
        Some(found)
    }

    pub(super) fn take(&mut self, field: Field) -> Option<&'a str> {
        self.take_if(field, |_| true)
    }

    /// All columns of a field, for fields whose other columns only say the same in fewer words.
    fn take_all(&mut self, field: Field) -> Option<&'a str> {
        let found = self.take(field);
        for index in self.columns.of_field(field) {
            self.mark(index);
        }
        found
    }

    fn is_used(&self, index: usize) -> bool {
        self.used.get(index).copied().unwrap_or(true)
    }

    fn mark(&mut self, index: usize) {
        if let Some(used) = self.used.get_mut(index) {
            *used = true;
        }
    }

    pub(super) fn text(&mut self, field: Field) -> Option<String> {
        self.take(field).and_then(|cell| filled(clean(cell)))
    }

    pub(super) fn number(&mut self, field: Field) -> Option<String> {
        self.take(field)
            .and_then(|cell| filled(clean(&whole_number(cell))))
    }
}

fn record(
    columns: &Columns,
    row: Row<'_>,
    position: usize,
    diagnostics: &mut Remarks,
) -> Option<Record> {
    let line = row.line;
    let mut cells = Cells {
        columns,
        cells: &row.cells,
        used: vec![false; columns.names.len()],
    };
    let mut doubts = Vec::new();
    let mut paper = Paper {
        title: cells.text(Field::Title).unwrap_or_default(),
        ..Paper::default()
    };
    told(&mut cells, &mut paper);
    people(&mut cells, &mut paper, &mut doubts);
    paper.date = date(&mut cells, line, diagnostics);
    paper.kind = kind(&mut cells);
    appeared(&mut cells, &mut paper);
    identifiers(&mut cells, &mut paper, line, diagnostics);
    paper.keywords = cells
        .take(Field::Keywords)
        .map(keywords)
        .unwrap_or_default();
    paper.note = cells
        .take(Field::Note)
        .and_then(|note| filled(fold_note(&entities(&without_markup(note)))));
    paper.key = cells.take(Field::Key).and_then(|key| filled(fold(key)));
    rest(&cells, &mut paper);
    if paper.title.is_empty() {
        let worth_keeping = !paper.authors.is_empty()
            || paper.abstract_text.is_some()
            || !paper.identifiers.is_empty();
        if !worth_keeping {
            let message = "This row holds neither a title nor anything else a paper is known by.";
            diagnostics.say(line, || {
                Diagnostic::error("unreadable-row", line, message).about(&row.original)
            });
            return None;
        }
        doubts.push("the row has no title".to_owned());
        let message = "This row has no title.";
        diagnostics.say(line, || {
            Diagnostic::warning("missing-title", line, message).about(&row.original)
        });
    }
    width(columns, &row, &mut doubts, diagnostics);
    Some(Record {
        paper,
        position,
        line,
        original: row.original.into_owned(),
        date: None,
        doubts,
    })
}

/// Says when a row has another number of cells than the header.
fn width(columns: &Columns, row: &Row<'_>, doubts: &mut Vec<String>, diagnostics: &mut Remarks) {
    if row.mended {
        doubts.push("the quotes of the row do not pair".to_owned());
        let message = "The quotes of this row do not pair; its cells were told apart without them.";
        diagnostics.say(row.line, || {
            Diagnostic::warning("unpaired-quote", row.line, message).about(&row.original)
        });
    }
    let filled = row
        .cells
        .iter()
        .rposition(|cell| !cell.trim().is_empty())
        .map_or(0, |last| last + 1);
    let named = columns.names.len();
    if filled > named {
        doubts.push("the row has more cells than the table has columns".to_owned());
        let message = "This row has more cells than the table has columns.";
        diagnostics.say(row.line, || {
            Diagnostic::warning("extra-cells", row.line, message).about(&row.original)
        });
    } else if row.cells.len() < columns.width() {
        let message = "This row has fewer cells than the table has columns.";
        diagnostics.say(row.line, || {
            Diagnostic::info("missing-cells", row.line, message).about(&row.original)
        });
    }
}

/// The abstract; what a search engine quotes of a paper is none.
fn told(cells: &mut Cells<'_>, paper: &mut Paper) {
    while cells.take_if(Field::Abstract, is_placeholder).is_some() {}
    let Some(cell) = cells.take(Field::Abstract) else {
        return;
    };
    let from_scholar = cells.columns.names.iter().any(|name| name == "GSRank");
    let told = fold_paragraphs(&entities(&without_markup(cell)));
    if from_scholar && (told.ends_with('…') || told.ends_with("...")) {
        paper.extra.insert("snippet".to_owned(), told);
    } else {
        paper.abstract_text = filled(told);
    }
}

fn is_placeholder(cell: &str) -> bool {
    matches!(
        cell.trim_matches(['[', ']', '.'])
            .to_ascii_lowercase()
            .as_str(),
        "no abstract available" | "abstract not available" | "no abstract"
    )
}

fn people(cells: &mut Cells<'_>, paper: &mut Paper, doubts: &mut Vec<String>) {
    for (field, role) in [(Field::Authors, "author"), (Field::Editors, "editor")] {
        let Some(cell) = cells.take_all(field) else {
            continue;
        };
        let (found, others) = names::list(cell);
        if others {
            doubts.push(format!("the list of {role}s says that there are more"));
        }
        if role == "author" {
            paper.authors = found;
        } else {
            paper.editors = found;
        }
    }
    for group in cells
        .take(Field::GroupAuthors)
        .into_iter()
        .flat_map(|cell| cell.split(';'))
    {
        let group = clean(group);
        if !group.is_empty() && paper.authors.iter().all(|name| name.display() != group) {
            paper.authors.push(Name::literal(group));
        }
    }
    let Some(ids) = cells.take(Field::Orcids) else {
        return;
    };
    let ids: Vec<&str> = ids.split('|').collect();
    if ids.len() == paper.authors.len() {
        for (name, id) in paper.authors.iter_mut().zip(ids) {
            if let Name::Person { orcid, .. } = name {
                *orcid = identity::orcid(id);
            }
        }
    }
}

/// The year, made as precise as the date, month and day columns with the same year allow.
fn date(cells: &mut Cells<'_>, line: usize, diagnostics: &mut Remarks) -> Option<Date> {
    let parsed = |cell: &str| dates::parse(&whole_number(cell));
    let year = cells
        .take_if(Field::Year, |cell| parsed(cell).is_some())
        .and_then(parsed);
    let full = cells
        .take_if(Field::Date, |cell| {
            parsed(cell).is_some_and(|date| year.is_none_or(|year| year.year == date.year))
        })
        .and_then(parsed);
    let Some(best) = full.filter(|date| date.month.is_some()).or(year).or(full) else {
        if let Some(text) = cells
            .columns
            .of_field(Field::Year)
            .map(|index| cells.get(index))
            .find(|text| !text.is_empty())
        {
            let message = "This year is not a number of four digits; it was kept as text.";
            diagnostics.say(line, || {
                Diagnostic::warning("unreadable-date", line, message).about(text)
            });
        }
        return None;
    };
    if best.month.is_some() {
        return Some(best);
    }
    let words = |cell: &str| -> Vec<String> {
        cell.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let month_of = |cell: &str| {
        let cell = whole_number(cell);
        words(&cell).iter().find_map(|word| dates::month(word))
    };
    // Web of Science's date has no year: `JAN 15`.
    let without_year = |cell: &str| {
        parsed(cell).is_none() && cell.starts_with(char::is_alphabetic) && month_of(cell).is_some()
    };
    let found = cells
        .take_if(Field::Month, |cell| month_of(cell).is_some())
        .or_else(|| cells.take_if(Field::Date, without_year));
    let Some(cell) = found else {
        return Some(best);
    };
    let month = month_of(cell);
    let day = cells
        .take(Field::Day)
        .and_then(|day| whole_number(day).parse().ok())
        .or_else(|| match words(cell).as_slice() {
            [_, day] => day.parse().ok(),
            _ => None,
        });
    Some(dates::of(best.year, month, day))
}

/// What is left goes under the names of its columns; Zotero's `Extra` may hold identifiers.
fn rest(cells: &Cells<'_>, paper: &mut Paper) {
    for (index, name) in cells.columns.names.iter().enumerate() {
        if cells.is_used(index) {
            continue;
        }
        let value = fold_note(&entities(&without_markup(cells.get(index))));
        if value.is_empty() {
            continue;
        }
        if name == "Extra" {
            labelled(&value, paper);
        }
        let name = name.strip_prefix(EXTRA).unwrap_or(name);
        let name = if name.is_empty() {
            format!("column {}", index + 1)
        } else {
            name.to_owned()
        };
        let kept = paper.extra.entry(name).or_default();
        if !kept.is_empty() {
            kept.push('\n');
        }
        kept.push_str(&value);
    }
}

/// `PMID: 123`, `arXiv: 2401.00001 [cs]`, `Citation Key: roe2020`, one a line.
fn labelled(lines: &str, paper: &mut Paper) {
    for line in lines.lines() {
        let Some((label, value)) = line.split_once(':') else {
            continue;
        };
        let scheme = match label.trim().to_ascii_lowercase().as_str() {
            "pmid" => Scheme::Pmid,
            "pmcid" => Scheme::Pmcid,
            "arxiv" => Scheme::Arxiv,
            "doi" => Scheme::Doi,
            "citation key" => {
                paper.key = filled(fold(value)).or(paper.key.take());
                continue;
            }
            _ => continue,
        };
        if let Some(id) = identity::normalise(scheme, value.trim()) {
            paper.identifiers.entry(scheme).or_insert(id);
        }
    }
}
