//! Papers to CSV: commas, a header, every field of the model and every kept one.

use std::collections::BTreeSet;

use crate::formats::keys;
use crate::formats::table::columns::{EXTRA, is_known};
use crate::formats::table::{clean, guarded, names, write_keywords};
use crate::paper::{Paper, Scheme};
use crate::text::{entities, fold, without_markup};

const COLUMNS: [&str; 24] = [
    "Key",
    "Title",
    "Authors",
    "Editors",
    "Date",
    "Journal",
    "Volume",
    "Issue",
    "Pages",
    "Publisher",
    "Place",
    "Language",
    "CSL Type",
    "DOI",
    "arXiv ID",
    "PMID",
    "PMCID",
    "ISBN",
    "ISSN",
    "OpenReview ID",
    "ACL ID",
    "URLs",
    "Keywords",
    "Abstract",
];

pub(in crate::formats) fn write(papers: &[Paper]) -> String {
    let keys = keys::unique(papers, |c| !c.is_control());
    let extras: BTreeSet<&str> = papers
        .iter()
        .flat_map(|paper| paper.extra.keys())
        .map(String::as_str)
        .collect();
    let mut out = String::new();
    let mut header: Vec<String> = COLUMNS.iter().map(|&name| name.to_owned()).collect();
    header.push("Notes".to_owned());
    header.extend(extras.iter().map(|name| extra_name(name)));
    row(&header, &mut out);
    for (paper, key) in papers.iter().zip(&keys) {
        let mut cells = cells(paper, key);
        cells.extend(extras.iter().map(|name| {
            paper
                .extra
                .get(*name)
                .map(|value| lines(value))
                .unwrap_or_default()
        }));
        row(&cells, &mut out);
    }
    out
}

/// A kept field's own name, marked where the reader would give it a meaning.
fn extra_name(name: &str) -> String {
    let plain = fold(name) == name
        && !name.is_empty()
        && !is_known(name)
        && name != "Extra"
        && name != "Item Type"
        && name != "GSRank"
        && !(name.starts_with("column "));
    if plain {
        name.to_owned()
    } else {
        format!("{EXTRA}{}", fold(name))
    }
}

fn cells(paper: &Paper, key: &str) -> Vec<String> {
    let line = |text: &Option<String>| text.as_deref().map(one_line).unwrap_or_default();
    let people = |people| {
        let list = names::write(people);
        if entities(&list) == list {
            list
        } else {
            list.replace('&', "&amp;")
        }
    };
    let id = |scheme: Scheme| paper.identifiers.get(&scheme).cloned().unwrap_or_default();
    let mut cells = vec![
        fold(key),
        one_line(&paper.title),
        people(&paper.authors),
        people(&paper.editors),
        paper.date.map(|date| date.to_string()).unwrap_or_default(),
        line(&paper.venue),
        line(&paper.volume),
        line(&paper.issue),
        line(&paper.pages),
        line(&paper.publisher),
        line(&paper.place),
        line(&paper.language),
        paper.kind.clone(),
    ];
    cells.extend(
        [
            Scheme::Doi,
            Scheme::Arxiv,
            Scheme::Pmid,
            Scheme::Pmcid,
            Scheme::Isbn,
            Scheme::Issn,
            Scheme::Openreview,
            Scheme::Acl,
        ]
        .map(id),
    );
    let keywords: Vec<String> = paper
        .keywords
        .iter()
        .map(|keyword| one_line(keyword))
        .collect();
    cells.extend([
        paper.urls.join(" "),
        write_keywords(&keywords),
        paper
            .abstract_text
            .as_deref()
            .map(lines)
            .unwrap_or_default(),
        paper.note.as_deref().map(lines).unwrap_or_default(),
    ]);
    cells
}

/// One line that reads back as the same text.
fn one_line(text: &str) -> String {
    let folded = fold(text);
    if clean(&folded) == folded {
        folded
    } else {
        escape(&folded)
    }
}

/// Like [`one_line`], with line breaks kept.
fn lines(text: &str) -> String {
    if entities(&without_markup(text)) == text {
        text.to_owned()
    } else {
        escape(text)
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn row(cells: &[String], out: &mut String) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        let cell = guarded(cell);
        let quote = cell.contains([',', ';', '"', '\n', '\r', '\t'])
            || cell.starts_with(' ')
            || cell.ends_with(' ');
        if quote {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}
