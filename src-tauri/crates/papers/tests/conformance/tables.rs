//! CSV and workbooks.
//!
//! A strict reader of quoted cells and the columns' names of each exporter, told here, say what the
//! files hold; surnames are found by rules of each file's own.

use papers::{Format, Name, Paper};

use super::score::{Score, data, files, read_sample};

/// How a file joins its authors.
#[derive(Clone, Copy)]
enum Joined {
    /// `Roe, Ann; Low, Bo`
    SurnamesFirst(char),
    /// `Ann Roe; Bo Low`
    SurnamesLast(char),
    /// `Roe A., Low B.`
    Initials,
    /// `Roe, A. and Low, B.`
    And,
    /// `['Roe, Ann', 'Low, Bo']`
    Listed,
}

/// Part of a file's name, its delimiter, lines above the header, columns of titles, authors and
/// abstracts, and how authors are joined.
type Exporter = (
    &'static str,
    char,
    usize,
    &'static str,
    &'static str,
    &'static str,
    Joined,
);

const EXPORTERS: [Exporter; 12] = [
    (
        "__embase",
        ',',
        0,
        "Title",
        "Author Names",
        "Abstract",
        Joined::Initials,
    ),
    (
        "generic_labels",
        ',',
        0,
        "title",
        "authors",
        "abstract",
        Joined::Listed,
    ),
    (
        "generic_partial",
        ',',
        0,
        "title",
        "authors",
        "abstract",
        Joined::Listed,
    ),
    (
        "generic_tab",
        '\t',
        0,
        "title",
        "first_authors",
        "abstract",
        Joined::Listed,
    ),
    (
        "__generic",
        ',',
        0,
        "title",
        "first_authors",
        "abstract",
        Joined::Listed,
    ),
    (
        "baseline_cinahl",
        ',',
        0,
        "Article Title",
        "Author",
        "Abstract",
        Joined::SurnamesFirst(';'),
    ),
    (
        "baseline_covidence",
        ',',
        0,
        "Title",
        "Authors",
        "Abstract",
        Joined::SurnamesFirst(';'),
    ),
    (
        "baseline_excel",
        ';',
        3,
        "Title",
        "Author Names",
        "Abstract",
        Joined::Initials,
    ),
    (
        "baseline_openalex",
        ',',
        0,
        "title",
        "authorships.author.display_name",
        "abstract",
        Joined::SurnamesLast('|'),
    ),
    (
        "baseline_rayyan",
        ',',
        0,
        "title",
        "authors",
        "abstract",
        Joined::And,
    ),
    (
        "baseline_refworks",
        '\t',
        0,
        "Title Primary",
        "Authors, Primary",
        "Abstract",
        Joined::SurnamesFirst(';'),
    ),
    (
        "baseline_zotero",
        ',',
        0,
        "Title",
        "Author",
        "Abstract Note",
        Joined::SurnamesFirst(';'),
    ),
];

const LENS: Exporter = (
    "baseline",
    ',',
    0,
    "Title",
    "Author/s",
    "Abstract",
    Joined::SurnamesLast(';'),
);

/// Rows of cells: a quote opens and closes, two are one, everything else is text.
fn rows(text: &str, delimiter: char) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                cell.push('"');
                characters.next();
            }
            '"' if quoted || cell.is_empty() || cell == "=" => quoted = !quoted,
            c if c == delimiter && !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is compared of a text: letters and digits, so that entities and markup do not count.
fn letters(text: &str) -> String {
    let plain = text
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    let mut out = String::new();
    let mut tag = false;
    for (at, c) in plain.char_indices() {
        let after = plain[at + c.len_utf8()..].chars().next();
        match c {
            '<' if after.is_some_and(|c| c.is_ascii_alphabetic() || c == '/') => tag = true,
            '>' if tag => tag = false,
            c if !tag && c.is_alphanumeric() => out.push(c),
            _ => {}
        }
    }
    out
}

fn surnames(cell: &str, joined: Joined) -> Vec<String> {
    let first = |part: &str| part.split(',').next().unwrap_or_default().trim().to_owned();
    let split = |separator: &str| -> Vec<String> {
        cell.split(separator)
            .map(folded)
            .filter(|part| !part.is_empty())
            .collect()
    };
    match joined {
        Joined::SurnamesFirst(separator) => split(&separator.to_string())
            .iter()
            .map(|p| first(p))
            .collect(),
        Joined::SurnamesLast(separator) => split(&separator.to_string())
            .iter()
            .map(|part| part.rsplit(' ').next().unwrap_or_default().to_owned())
            .collect(),
        Joined::Initials => split(",")
            .iter()
            .map(|part| {
                part.rsplit_once(' ')
                    .map_or(part.clone(), |(surname, _)| surname.to_owned())
            })
            .collect(),
        Joined::And => split(" and ").iter().map(|p| first(p)).collect(),
        Joined::Listed => cell
            .trim_matches(['[', ']'])
            .split("', '")
            .map(|part| first(part.trim_matches('\'')))
            .filter(|part| !part.is_empty())
            .collect(),
    }
}

fn compare(found: &[&Paper], exporter: &Exporter, rows: &[Vec<String>], score: &mut Score) {
    let (_, _, above, title, authors, told, joined) = *exporter;
    let header: Vec<String> = rows[above].iter().map(|name| folded(name)).collect();
    let column = |name: &str| header.iter().position(|known| known == name);
    let cell = |row: &[String], name: &str| {
        column(name)
            .and_then(|at| row.get(at))
            .cloned()
            .unwrap_or_default()
    };
    let rows: Vec<&Vec<String>> = rows[above + 1..]
        .iter()
        .filter(|row| !cell(row, title).trim().is_empty())
        .collect();
    score.records(found.len(), rows.len());
    for (paper, row) in found.iter().zip(rows) {
        let right = letters(&paper.title) == letters(&cell(row, title));
        score.titles.count(right);
        if !right {
            eprintln!("title: {} / {}", paper.title, cell(row, title));
        }
        for surname in surnames(&cell(row, authors), joined) {
            let right = paper.authors.iter().any(|name| match (joined, name) {
                (Joined::SurnamesLast(_), name) => name.display().ends_with(&surname),
                (_, Name::Literal { literal }) => *literal == surname,
                (_, name) => name.surname() == surname,
            });
            score.authors.count(right);
            if !right {
                eprintln!("author: {surname} / {:?}", paper.authors);
            }
        }
        let told = cell(row, told);
        if told.trim().is_empty() {
            score.abstracts.count(paper.abstract_text.is_none());
        } else {
            score.abstracts.count(
                letters(paper.abstract_text.as_deref().unwrap_or_default()) == letters(&told),
            );
        }
    }
}

#[test]
fn every_table_gives_its_rows() {
    let Some(folder) = data("samples/csv") else {
        return;
    };
    let mut score = Score::of(Format::Csv);
    for path in files(&folder, "") {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let (bytes, reading) = read_sample(&path, Format::Csv);
        let exporter = EXPORTERS
            .iter()
            .find(|exporter| name.contains(exporter.0))
            .unwrap_or(&LENS);
        let rows = rows(
            &String::from_utf8(bytes).expect("the tables are UTF-8"),
            exporter.1,
        );
        let found: Vec<&Paper> = reading.records.iter().map(|record| &record.paper).collect();
        for remark in &reading.diagnostics {
            eprintln!(
                "{name}: {} {:?} {:?}",
                remark.code, remark.line, remark.text
            );
        }
        compare(&found, exporter, &rows, &mut score);
    }
    score.report();
}

/// The workbook holds the same records as the table beside it.
#[test]
fn a_workbook_says_what_its_table_says() {
    let (Some(folder), Some(twin)) = (
        data("samples/xlsx"),
        data("samples/csv/asreview__citation-file-formatting___baseline.csv"),
    ) else {
        return;
    };
    let mut score = Score::of(Format::Xlsx);
    let text = std::fs::read_to_string(twin).expect("the table is UTF-8");
    for path in files(&folder, "xlsx") {
        let (_, reading) = read_sample(&path, Format::Xlsx);
        let found: Vec<&Paper> = reading.records.iter().map(|record| &record.paper).collect();
        compare(&found, &LENS, &rows(&text, ','), &mut score);
    }
    score.report();
}
