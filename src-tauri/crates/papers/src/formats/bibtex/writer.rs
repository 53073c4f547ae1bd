//! Papers to BibTeX or BibLaTeX.

use std::borrow::Cow;

use super::fields::is_preprint;
use super::kinds;
use crate::formats::keys;
use crate::names;
use crate::paper::{Name, Paper, Scheme};
use crate::text::{Segment, entities, segments, tex, without_markup};

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

pub(in crate::formats) fn write_bibtex(papers: &[Paper]) -> String {
    write(papers, false)
}

pub(in crate::formats) fn write_biblatex(papers: &[Paper]) -> String {
    write(papers, true)
}

fn write(papers: &[Paper], biblatex: bool) -> String {
    let allowed = |c: char| !c.is_whitespace() && !c.is_control() && !"{}(),=\\#%~\"@'".contains(c);
    let keys = keys::unique(papers, allowed);
    let mut out = String::new();
    for (paper, key) in papers.iter().zip(&keys) {
        if !out.is_empty() {
            out.push('\n');
        }
        entry(paper, key, biblatex, &mut out);
    }
    out
}

fn entry(paper: &Paper, key: &str, biblatex: bool, out: &mut String) {
    let arxiv = paper.identifiers.get(&Scheme::Arxiv);
    let (kind, reads_back) = match paper.kind.as_str() {
        // A preprint is known by its eprint.
        "article" if arxiv.is_some() && paper.venue.is_none() => {
            (if biblatex { "online" } else { "misc" }, true)
        }
        kind => {
            let (entry_type, reads_back) = kinds::entry_type(kind, biblatex);
            (
                entry_type,
                reads_back && (kind.is_empty() || !is_preprint(paper, kind)),
            )
        }
    };
    out.push_str(&format!("@{kind}{{{key},\n"));
    let mut put = |name: &str, value: &str| match name {
        // The name of a month is a string that every style defines in its own language.
        "month" => out.push_str(&format!("  month = {value},\n")),
        name => out.push_str(&format!("  {name} = {{{}}},\n", guarded_lines(value))),
    };
    let text = |value: &Option<String>| value.as_deref().map(source);
    put("title", &title(&protected(&paper.title)));
    for (role, people) in [("author", &paper.authors), ("editor", &paper.editors)] {
        if !people.is_empty() {
            let names: Vec<String> = people.iter().map(|name| person(name, biblatex)).collect();
            put(role, &names.join(" and "));
        }
    }
    if let Some(date) = paper.date {
        if biblatex {
            put("date", &date.to_string());
        } else {
            put("year", &format!("{:04}", date.year));
            if let Some(month) = date
                .month
                .and_then(|month| MONTHS.get(usize::from(month) - 1))
            {
                put("month", month);
            }
            if let Some(day) = date.day {
                put("day", &day.to_string());
            }
        }
    }
    let venue = match kind {
        "inproceedings" | "incollection" | "inreference" => "booktitle",
        _ if biblatex => "journaltitle",
        _ => "journal",
    };
    let publisher = match kind {
        "phdthesis" => "school",
        "thesis" | "techreport" | "report" => "institution",
        _ => "publisher",
    };
    let pages = paper
        .pages
        .as_deref()
        .map(|pages| tex::from_unicode(pages).replace('-', "--"));
    for (name, value) in [
        (venue, text(&paper.venue)),
        ("volume", text(&paper.volume)),
        ("number", text(&paper.issue)),
        ("pages", pages),
        (publisher, text(&paper.publisher)),
        (
            if biblatex { "location" } else { "address" },
            text(&paper.place),
        ),
        (
            if biblatex { "langid" } else { "language" },
            text(&paper.language),
        ),
    ] {
        if let Some(value) = value {
            put(name, &value);
        }
    }
    if !reads_back {
        put("entrysubtype", &paper.kind);
    }
    if let Some(id) = arxiv {
        put("eprint", id);
        put(
            if biblatex {
                "eprinttype"
            } else {
                "archiveprefix"
            },
            "arXiv",
        );
    }
    for (scheme, name) in [
        (Scheme::Doi, "doi"),
        (Scheme::Pmid, "pmid"),
        (Scheme::Pmcid, "pmcid"),
        (Scheme::Isbn, "isbn"),
        (Scheme::Issn, "issn"),
        (Scheme::Openreview, "openreview"),
        (Scheme::Acl, "aclid"),
    ] {
        if let Some(id) = paper.identifiers.get(&scheme) {
            put(name, &verbatim(id));
        }
    }
    if let Some((first, more)) = paper.urls.split_first() {
        put("url", &verbatim(first));
        if !more.is_empty() {
            put("urls", &verbatim(&more.join(" ")));
        }
    }
    if !paper.keywords.is_empty() {
        let keywords: Vec<String> = paper
            .keywords
            .iter()
            .map(|keyword| guarded_keyword(keyword))
            .collect();
        put("keywords", &keywords.join(", "));
    }
    if let Some(told) = text(&paper.abstract_text) {
        put("abstract", &told);
    }
    if let Some(note) = text(&paper.note) {
        put(if biblatex { "annotation" } else { "annote" }, &note);
    }
    for (name, value) in names::orcids::annotations(paper) {
        put(name, &value);
    }
    for (name, value) in &paper.extra {
        let name: String = name
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '+'))
            .collect();
        if !name.is_empty() {
            put(&name, &tex::from_unicode(value));
        }
    }
    out.push_str("}\n");
}

/// Text as TeX that reads back as it is.
fn source(text: &str) -> String {
    tex::from_unicode(&protected(text))
}

/// Text such that the reader, who takes HTML out, leaves it as it is.
fn protected(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '&']) || entities(&without_markup(text)) == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.replace('&', "&amp;").replace('<', "&lt;"))
    }
}

/// A value none of whose lines looks like the beginning of an entry.
fn guarded_lines(value: &str) -> Cow<'_, str> {
    if !value.contains('\n') || !value.contains('@') {
        return Cow::Borrowed(value);
    }
    let lines = value.split('\n').map(|line| {
        let (space, rest) = line.split_at(line.len() - line.trim_start().len());
        match rest.strip_prefix('@') {
            Some(rest) => Cow::Owned(format!("{space}{{@}}{rest}")),
            None => Cow::Borrowed(line),
        }
    });
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
}

/// A keyword in braces when it holds a separator.
fn guarded_keyword(keyword: &str) -> String {
    let source = source(keyword);
    if keyword.contains([',', ';']) {
        format!("{{{source}}}")
    } else {
        source
    }
}

/// BibLaTeX names a capitalised particle by its label; BibTeX's syntax has no way to.
fn person(name: &Name, biblatex: bool) -> String {
    match name {
        Name::Person {
            family,
            given,
            particle: Some(particle),
            suffix,
            ..
        } if biblatex
            && !particle
                .split(' ')
                .all(|word| word.starts_with(char::is_lowercase)) =>
        {
            let parts = [
                ("family", Some(family)),
                ("given", given.as_ref()),
                ("prefix", Some(particle)),
                ("suffix", suffix.as_ref()),
            ];
            let labelled: Vec<String> = parts
                .into_iter()
                .filter_map(|(label, part)| {
                    Some(format!("{label}={{{}}}", tex::from_unicode(part?)))
                })
                .collect();
            labelled.join(", ")
        }
        name => names::to_bibtex(name),
    }
}

/// A URL or identifier: readers take it verbatim, so only what would break the field is escaped.
fn verbatim(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '%' | '#' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// A title with its acronyms and inner capitals in braces, so that no style lowers them.
fn title(title: &str) -> String {
    let mut out = String::with_capacity(title.len() + 16);
    for segment in segments(title) {
        match segment {
            Segment::Math(math) => out.push_str(&tex::from_unicode(&format!("${math}$"))),
            Segment::Prose(prose) => {
                for piece in prose.split_inclusive(' ') {
                    let (word, rest) = piece.split_at(
                        piece
                            .trim_end_matches([' ', ':', ',', '.', '?', '!', ';'])
                            .len(),
                    );
                    let capitals = word.chars().skip(1).any(char::is_uppercase);
                    if capitals && word.chars().all(char::is_alphanumeric) {
                        out.push_str(&format!("{{{word}}}"));
                    } else {
                        out.push_str(&tex::from_unicode(word));
                    }
                    out.push_str(&tex::from_unicode(rest));
                }
            }
        }
    }
    out
}
