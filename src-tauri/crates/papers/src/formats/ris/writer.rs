//! Papers to RIS.

use super::{clean, kinds, tagged};
use crate::formats::keys;
use crate::names::{orcids, to_ris};
use crate::paper::{Paper, Scheme};
use crate::text::{entities, fold, without_markup};

/// Tags that the reader gives a meaning to; a field kept under another name goes to `U5`.
const MEANINGFUL: &str = "TY ER TI T1 CT BT AU A1 A2 ED PY Y1 YR DA DP AB N2 KW JF T2 JO J2 JA VL IS SP EP PG TT PB CY PP LA ID N1 U5 M3 DO SN UR AN C2 C3 C5 L2 L3";

pub(in crate::formats) fn write(papers: &[Paper]) -> String {
    let keys = keys::unique(papers, |c| !c.is_control());
    let mut out = String::new();
    for (paper, key) in papers.iter().zip(&keys) {
        record(paper, key, &mut out);
    }
    out
}

fn record(paper: &Paper, key: &str, out: &mut String) {
    let mut put = |tag: &str, value: &str| {
        let value = value.trim_end();
        out.push_str(tag);
        out.push_str("  - ");
        out.push_str(value);
        out.push_str("\r\n");
    };
    let ty = kinds::ty(&paper.kind);
    put("TY", ty);
    if ty == "GEN" && !paper.kind.is_empty() {
        put("M3", &paper.kind);
    }
    put("ID", &fold(key));
    put("TI", &protected(&paper.title));
    for author in &paper.authors {
        put("AU", &to_ris(author));
    }
    for editor in &paper.editors {
        put("ED", &to_ris(editor));
    }
    if let Some(date) = paper.date {
        put("PY", &format!("{:04}", date.year));
        if date.month.is_some() {
            put("DA", &date.to_string().replace('-', "/"));
        }
    }
    if let Some(pages) = &paper.pages {
        match pages.split_once('-') {
            Some((start, end))
                if !start.is_empty()
                    && !end.is_empty()
                    && start != end
                    && !end.contains(['-', ',']) =>
            {
                put("SP", start);
                put("EP", end);
            }
            _ => put("SP", pages),
        }
    }
    let venue = if paper.kind == "article-journal" {
        "JF"
    } else {
        "T2"
    };
    for (tag, value) in [
        (venue, &paper.venue),
        ("VL", &paper.volume),
        ("IS", &paper.issue),
        ("PB", &paper.publisher),
        ("CY", &paper.place),
        ("LA", &paper.language),
    ] {
        if let Some(value) = value {
            put(tag, &protected(value));
        }
    }
    for (scheme, tag, label) in [
        (Scheme::Doi, "DO", ""),
        (Scheme::Isbn, "SN", ""),
        (Scheme::Issn, "SN", ""),
        (Scheme::Arxiv, "AN", "arXiv:"),
        (Scheme::Pmid, "AN", "PMID:"),
        (Scheme::Pmcid, "C2", "PMCID:"),
        (Scheme::Openreview, "AN", "OpenReview:"),
        (Scheme::Acl, "AN", "ACL:"),
    ] {
        if let Some(id) = paper.identifiers.get(&scheme) {
            put(tag, &format!("{label}{id}"));
        }
    }
    for url in &paper.urls {
        put("UR", url);
    }
    for keyword in &paper.keywords {
        put("KW", &protected(keyword));
    }
    for paragraph in paper
        .abstract_text
        .iter()
        .flat_map(|told| told.split("\n\n"))
    {
        put("AB", &protected(paragraph));
    }
    for line in paper.note.iter().flat_map(|note| note.lines()) {
        put("N1", &escaped(line));
    }
    for (name, value) in orcids::annotations(paper) {
        put("U5", &format!("{name} = {value}"));
    }
    for (name, value) in &paper.extra {
        let is_tag = tagged(&format!("{name}  - ")).is_some_and(|(tag, _)| tag == *name);
        let own_tag = is_tag && !MEANINGFUL.split(' ').any(|tag| tag == name);
        for line in value.lines() {
            match own_tag {
                true => put(name, &protected(line)),
                false => put("U5", &protected(&format!("{name} = {line}"))),
            }
        }
    }
    put("ER", "");
    out.push_str("\r\n");
}

/// One line that reads back as the same text.
fn protected(text: &str) -> String {
    let folded = fold(text);
    if clean(&folded) == folded {
        folded
    } else {
        escape(&folded)
    }
}

/// Like [`protected`], with the spaces of the line kept.
fn escaped(line: &str) -> String {
    if entities(&without_markup(line)) == line {
        line.to_owned()
    } else {
        escape(line)
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
