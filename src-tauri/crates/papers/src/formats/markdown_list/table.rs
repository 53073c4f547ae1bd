//! Rows of tables: by the names of the columns, or by what stands in them.
//!
//! A title may hold a bar, and a row may be broken over several lines. The columns tell what
//! belongs together: a row has as many cells as the header, so cells too many are joined where
//! that leaves dates and links in their places.

use std::rc::Rc;

use super::links;
use super::units::{Form, Line, Unit};

/// The columns of a table, by what is in them.
#[derive(Debug, PartialEq)]
pub(super) struct Column {
    /// As in [`links::Label::name`]; `""` when the name says nothing.
    pub role: &'static str,
    /// As it stands in the header.
    pub name: String,
}

#[derive(Debug)]
pub(super) struct Row {
    pub columns: Rc<Vec<Column>>,
    pub cells: Vec<String>,
}

/// Most lines that one row is broken over.
const MOST_LINES: usize = 40;

/// Whether a table begins here: a row, and below it a line of dashes; or a row with outer bars.
pub(super) fn begins(lines: &[Line<'_>]) -> bool {
    let Some(first) = lines.first().map(|line| line.text.trim()) else {
        return false;
    };
    let ruled = first.contains('|') && lines.get(1).is_some_and(|line| is_rule(line.text));
    ruled || (first.starts_with('|') && cells(first).len() >= 2)
}

pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains('-')
        && line.contains('|')
        && line
            .chars()
            .all(|c| matches!(c, '-' | ':' | '|' | ' ' | '\t'))
}

/// Adds the rows of the table that begins here, and gives back how many lines it takes.
pub(super) fn rows<'a>(lines: &[Line<'a>], units: &mut Vec<Unit<'a>>) -> Option<usize> {
    if !begins(lines) {
        return None;
    }
    let ruled = lines.get(1).is_some_and(|line| is_rule(line.text));
    let header = cells(lines.first()?.text);
    let outer = lines.first()?.text.trim_start().starts_with('|');
    let closed = outer && lines.first()?.text.trim_end().ends_with('|');
    let mut at = if ruled { 2 } else { 0 };
    let mut rows: Vec<(usize, usize, Vec<String>)> = Vec::new();
    while let Some(line) = lines.get(at) {
        if line.is_blank()
            || line.heading().is_some()
            || (outer && !line.text.trim_start().starts_with('|'))
            || !line.text.contains('|')
        {
            break;
        }
        if is_rule(line.text) {
            at += 1;
            continue;
        }
        let from = at;
        let mut source = line.text.trim().to_owned();
        at += 1;
        // A row that is not finished goes on in the next line.
        while let Some(next) = lines.get(at).filter(|_| outer && at - from < MOST_LINES) {
            let done = cells(&source).len() >= header.len() && (!closed || source.ends_with('|'));
            let text = next.text.trim();
            if done || text.starts_with(['|', '#']) {
                break;
            }
            let resumes = lines.get(at + 1).is_some_and(|after| {
                !after.is_blank() && !after.text.trim_start().starts_with(['|', '#'])
            });
            if text.is_empty() && !resumes {
                break;
            }
            source.push(' ');
            source.push_str(text);
            at += 1;
        }
        rows.push((from, at, cells(&source)));
    }
    let columns = Rc::new(columns(ruled.then_some(header), &rows));
    for (from, to, cells) in rows {
        let (Some(first), Some(last)) = (
            lines.get(from),
            lines.get(from..to).and_then(<[Line<'_>]>::last),
        ) else {
            continue;
        };
        units.push(Unit {
            start: first.start,
            end: last.end(),
            line: first.number,
            lines: to - from,
            form: Form::Row(Row {
                cells: fitted(cells, &columns),
                columns: Rc::clone(&columns),
            }),
        });
    }
    Some(at)
}

/// The cells of a row. Bars that are escaped or stand in code, math, links or bold are text.
pub(super) fn cells(row: &str) -> Vec<String> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut found = vec![String::new()];
    let mut code = false;
    let mut link = 0usize;
    let mut characters = row.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' if characters.peek() == Some(&'|') => {
                characters.next();
                push(&mut found, '|');
                continue;
            }
            '`' => code = !code,
            '[' => link += 1,
            ']' => link = link.saturating_sub(1),
            '|' if !code && link == 0 => {
                found.push(String::new());
                continue;
            }
            _ => {}
        }
        push(&mut found, c);
    }
    // Brackets or code that never close hid bars: cut at every one.
    if code || link > 0 {
        found = row.split('|').map(str::to_owned).collect();
    }
    if found.len() > 1 && found.last().is_some_and(|cell| cell.trim().is_empty()) {
        found.pop();
    }
    found.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn push(cells: &mut [String], c: char) {
    if let Some(cell) = cells.last_mut() {
        cell.push(c);
    }
}

/// Joins cells until there are as many as columns.
fn fitted(mut cells: Vec<String>, columns: &[Column]) -> Vec<String> {
    // Halves of one bold, mathematical or bracketed text.
    let mut at = 0;
    while cells.len() > columns.len() && at + 1 < cells.len() {
        let open = cells.get(at).is_some_and(|cell| {
            cell.matches("**").count() % 2 == 1
                || cell.matches('$').count() % 2 == 1
                || cell.matches('(').count() > cell.matches(')').count()
        });
        if open {
            join(&mut cells, at, at + 1);
        } else {
            at += 1;
        }
    }
    let Some(surplus) = cells
        .len()
        .checked_sub(columns.len())
        .filter(|n| *n > 0 && !columns.is_empty())
    else {
        return cells;
    };
    let best = (0..columns.len()).max_by_key(|&place| {
        let mut score = 0usize;
        for (index, column) in columns.iter().enumerate() {
            let from = if index <= place {
                index
            } else {
                index + surplus
            };
            let cell = cells.get(from).map(String::as_str).unwrap_or_default();
            score += usize::from(index != place && suits(column.role, cell)) * 2;
        }
        let role = columns.get(place).map_or("", |column| column.role);
        score + usize::from(role == "title")
    });
    if let Some(place) = best {
        join(&mut cells, place, place + surplus);
    }
    cells
}

/// Whether a cell looks like what its column holds.
fn suits(role: &str, cell: &str) -> bool {
    match role {
        "date" => crate::dates::parse(cell.trim_matches('*')).is_some(),
        "link" | "other" => {
            cell.contains("](") || cell.contains("://") || cell == "null" || cell.is_empty()
        }
        "title" => {
            cell.contains("**") || cell.contains("](") || cell.split_whitespace().count() >= 3
        }
        "authors" => {
            cell.contains(',')
                || cell.contains("et.al")
                || cell.contains("et al")
                || cell.split_whitespace().count() <= 4
        }
        "abstract" | "summary" => cell.len() > 80,
        _ => false,
    }
}

fn join(cells: &mut Vec<String>, from: usize, to: usize) {
    let Some(joined) = cells.get(from..=to).map(|cells| cells.join(" | ")) else {
        return;
    };
    cells.splice(from..=to, [joined]);
}

fn columns(header: Option<Vec<String>>, rows: &[(usize, usize, Vec<String>)]) -> Vec<Column> {
    let mut columns: Vec<Column> = match header {
        Some(names) => names
            .into_iter()
            .map(|name| {
                let own = links::bare(&name);
                Column {
                    role: links::named(&own).unwrap_or_default(),
                    name: own,
                }
            })
            .collect(),
        None => {
            let most = rows
                .iter()
                .map(|(_, _, cells)| cells.len())
                .max()
                .unwrap_or(0);
            let usual = rows.first().map_or(most, |(_, _, cells)| cells.len());
            (0..usual)
                .map(|_| Column {
                    role: "",
                    name: String::new(),
                })
                .collect()
        }
    };
    if columns.iter().all(|column| column.role != "title") {
        // `Paper` names the title where nothing else does, else the column that reads like titles.
        let named = columns
            .iter()
            .position(|column| {
                matches!(
                    column.name.as_str(),
                    "paper" | "论文" | "name" | "papers" | "article" | "work"
                )
            })
            .filter(|&at| share(rows, at, |cell| links::is_titlelike(&plain(cell))) > 0.3);
        let likely = || {
            (0..columns.len())
                .filter(|&at| {
                    columns
                        .get(at)
                        .is_some_and(|column| matches!(column.role, "" | "link"))
                })
                .map(|at| (at, share(rows, at, is_title_cell)))
                .filter(|(_, share)| *share > 0.5)
                .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
                .map(|(at, _)| at)
        };
        if let Some(column) = named.or_else(likely).and_then(|at| columns.get_mut(at)) {
            column.role = "title";
        }
    }
    for at in 0..columns.len() {
        let blank = columns
            .get(at)
            .is_some_and(|column| column.role.is_empty() && column.name.is_empty());
        if !blank {
            continue;
        }
        let role = if share(rows, at, |cell| suits("date", cell) && cell.len() < 24) > 0.6 {
            "date"
        } else if share(rows, at, |cell| {
            cell.contains("et.al") || cell.contains("et al")
        }) > 0.5
        {
            "authors"
        } else {
            continue;
        };
        if let Some(column) = columns.get_mut(at) {
            column.role = role;
        }
    }
    columns
}

fn plain(cell: &str) -> String {
    super::inline::spans(cell, &super::inline::Targets::new())
        .iter()
        .map(|span| span.text.as_str())
        .collect()
}

fn is_title_cell(cell: &str) -> bool {
    let shown = plain(cell);
    links::is_titlelike(&shown)
        && shown.len() >= 16
        && !shown.contains("et.al")
        && shown.matches(',').count() < 3
        && shown.len() < 300
}

/// The share of the rows whose cell at a place is as asked.
fn share(rows: &[(usize, usize, Vec<String>)], at: usize, asked: impl Fn(&str) -> bool) -> f64 {
    const LOOKED_AT: usize = 50;
    let looked: Vec<bool> = rows
        .iter()
        .take(LOOKED_AT)
        .map(|(_, _, cells)| cells.get(at).is_some_and(|cell| asked(cell)))
        .collect();
    if looked.is_empty() {
        return 0.0;
    }
    looked.iter().filter(|yes| **yes).count() as f64 / looked.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[&str]) -> Vec<Column> {
        let header = names.iter().map(|name| (*name).to_owned()).collect();
        columns(Some(header), &[])
    }

    #[test]
    fn a_bar_in_a_title_is_no_border() {
        let columns = named(&["Publish Date", "Title", "Authors", "PDF", "Code"]);
        for row in [
            "|2024-01-02|**Boats | A Survey**|Ann Roe et.al.|[2401.00001](http://arxiv.org/abs/2401.00001v1)|null|",
            "|2024-01-02|Boats | A Survey|Ann Roe et.al.|[2401.00001](http://arxiv.org/abs/2401.00001v1)|null|",
            "|2024-01-02|Boats \\| A Survey|Ann Roe et.al.|[2401.00001](http://arxiv.org/abs/2401.00001v1)|null|",
        ] {
            let cells = fitted(cells(row), &columns);
            assert_eq!(cells.len(), 5, "{row}");
            assert!(cells[1].contains("Boats | A Survey"), "{row}");
        }
    }

    #[test]
    fn a_broken_row_is_put_together() {
        let text = "| Title | Authors | Summary |\n|---|---|---|\n| Boats and\n  Tides (on [arXiv](https://arxiv.org/abs/2401.00001))| Ann Roe | We look. |\n| Kelp | Li Wei | It grows. |\n";
        let lines = super::super::units::lines(text);
        let mut units = Vec::new();
        assert_eq!(rows(&lines, &mut units), Some(5));
        assert_eq!(units.len(), 2);
        assert_eq!((units[0].line, units[0].lines, units[1].line), (3, 2, 5));
    }
}
