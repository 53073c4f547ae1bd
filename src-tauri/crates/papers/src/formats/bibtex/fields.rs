//! Raw fields to a paper.

use super::super::remarks::Remarks;
use std::collections::BTreeMap;

use super::splitter::Entry;
use super::{Fields, journals, kinds};
use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::formats::{CSL_TYPES, filled, pages};
use crate::identity;
use crate::names;
use crate::paper::{Date, Name, Paper, Record, Scheme};
use crate::text::{entities, fold, fold_note, fold_paragraphs, tex, without_markup};

/// An entry's fields by name; the first of two equal names counts, as in BibTeX.
struct Values<'a> {
    values: BTreeMap<&'a str, &'a str>,
}

impl<'a> Values<'a> {
    fn take(&mut self, names: &[&str]) -> Option<&'a str> {
        let found: Vec<&str> = names
            .iter()
            .filter_map(|name| self.values.get(*name).copied())
            .filter(|v| !v.trim().is_empty())
            .collect();
        let first = *found.first()?;
        // Other names for the same thing go with it, unless they say something else.
        for name in names {
            if self
                .values
                .get(*name)
                .is_some_and(|value| value.trim().is_empty() || *value == first)
            {
                self.values.remove(*name);
            }
        }
        Some(first)
    }

    fn text(&mut self, names: &[&str]) -> Option<String> {
        self.take(names).and_then(|raw| filled(prose(raw)))
    }

    fn verbatim(&mut self, names: &[&str]) -> Option<String> {
        self.take(names).and_then(|raw| filled(verbatim(raw)))
    }
}

/// Text without TeX, and without the HTML that databases leave in it.
fn unicode(raw: &str) -> String {
    let text = tex::to_unicode(raw);
    if text.contains(['<', '&']) {
        entities(&without_markup(&text))
    } else {
        text
    }
}

/// One line of Unicode text.
fn prose(raw: &str) -> String {
    fold(&unicode(raw))
}

/// A URL or identifier: only escapes and braces are TeX in it.
fn verbatim(raw: &str) -> String {
    let raw = raw.trim();
    let raw = raw.strip_prefix("\\url").unwrap_or(raw).trim();
    let mut out = String::with_capacity(raw.len());
    let mut characters = raw.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '{' | '}' => {}
            '\\' => match characters.peek() {
                Some('_' | '%' | '&' | '#' | '$' | '~' | '{' | '}') => {
                    out.extend(characters.next())
                }
                Some('t' | 's') => {
                    let mut name = String::new();
                    while let Some(letter) = characters.next_if(char::is_ascii_alphabetic) {
                        name.push(letter);
                    }
                    match name.as_str() {
                        "textasciitilde" | "sim" => out.push('~'),
                        "textbackslash" => out.push('\\'),
                        "textbraceleft" => out.push('{'),
                        "textbraceright" => out.push('}'),
                        "textunderscore" => out.push('_'),
                        other => {
                            out.push('\\');
                            out.push_str(other);
                        }
                    }
                }
                _ => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    fold(&out)
}

pub(super) fn record(
    text: &str,
    entry: &Entry<'_>,
    inherited: Fields<'_>,
    position: usize,
    diagnostics: &mut Remarks,
) -> Record {
    let mut values = Values {
        values: BTreeMap::new(),
    };
    for (name, value) in entry.fields.iter().chain(&inherited) {
        values.values.entry(name).or_insert(value);
    }
    let mut doubts = Vec::new();
    if entry.mended {
        doubts.push("the entry was not well-formed and had to be mended".to_owned());
    }
    values.take(&["crossref"]);
    values.take(&["xdata"]);
    let mut paper = Paper {
        key: filled(entry.key.clone()),
        ..Paper::default()
    };
    paper.title = title(&mut values);
    if paper.title.is_empty() {
        doubts.push("the entry has no title".to_owned());
        let message = "This entry has no title.";
        diagnostics.say(entry.line, || {
            Diagnostic::warning("missing-title", entry.line, message).about(&entry.key)
        });
    }
    paper.abstract_text = values
        .take(&["abstract"])
        .and_then(|raw| filled(fold_paragraphs(&unicode(raw))));
    paper.authors = people(&mut values, "author", entry, &mut doubts, diagnostics);
    paper.editors = people(&mut values, "editor", entry, &mut doubts, diagnostics);
    paper.date = date(&mut values, entry, diagnostics);
    paper.venue = values
        .take(&["journaltitle", "journal", "booktitle"])
        .and_then(|raw| {
            journals::named(raw)
                .map(str::to_owned)
                .or_else(|| filled(prose(raw)))
        });
    paper.volume = values.text(&["volume"]);
    paper.issue = values.text(&["number", "issue"]);
    paper.pages = values
        .take(&["pages"])
        .and_then(|raw| pages(&tex::to_unicode(raw)));
    paper.publisher = values.text(&["publisher", "school", "institution", "organization"]);
    paper.place = values.text(&["address", "location"]);
    paper.language = values.text(&["langid", "language"]);
    paper.keywords = values
        .take(&["keywords", "keyword"])
        .map(keywords)
        .unwrap_or_default();
    paper.note = note(&mut values);
    identifiers(&mut values, &mut paper, entry, diagnostics);
    paper.kind = kind(&mut values, entry, &paper);
    for (name, raw) in values.values {
        let value = fold(&tex::to_unicode(raw));
        if !value.is_empty() {
            paper.extra.insert(name.to_owned(), value);
        }
    }
    let Paper {
        extra,
        authors,
        editors,
        ..
    } = &mut paper;
    names::orcids::take(extra, authors, editors);
    Record {
        paper,
        position,
        line: entry.line,
        original: text
            .get(entry.start..entry.end)
            .unwrap_or_default()
            .to_owned(),
        date: None,
        doubts,
    }
}

fn title(values: &mut Values<'_>) -> String {
    let title = values.text(&["title"]).unwrap_or_default();
    match values.text(&["subtitle"]) {
        Some(subtitle) if title.is_empty() => subtitle,
        Some(subtitle) if title.ends_with(['?', '!', ':']) => format!("{title} {subtitle}"),
        Some(subtitle) => format!("{title}: {subtitle}"),
        None => title,
    }
}

fn people(
    values: &mut Values<'_>,
    role: &str,
    entry: &Entry<'_>,
    doubts: &mut Vec<String>,
    diagnostics: &mut Remarks,
) -> Vec<Name> {
    let Some(raw) = values.take(&[role]) else {
        return Vec::new();
    };
    let (names, others) = names::bibtex_list(raw);
    if others {
        doubts.push(format!("the list of {role}s ends in “and others”"));
        let message = format!("The list of {role}s ends in “and others”: some are missing.");
        diagnostics.say(entry.line, || {
            Diagnostic::info("and-others", entry.line, message).about(&entry.key)
        });
    }
    names
}

fn date(values: &mut Values<'_>, entry: &Entry<'_>, diagnostics: &mut Remarks) -> Option<Date> {
    if let Some(date) = values.values.get("date").copied().and_then(dates::parse) {
        for name in ["date", "year", "month", "day"] {
            values.values.remove(name);
        }
        return Some(date);
    }
    let raw = values
        .values
        .get("year")
        .copied()
        .filter(|raw| !raw.trim().is_empty())?;
    let year = fold(&tex::to_unicode(raw));
    let Some(date) = dates::parse(&year) else {
        let message = "This year is not a number of four digits; it was kept as text.";
        diagnostics.say(entry.line, || {
            Diagnostic::warning("unreadable-date", entry.line, message).about(&year)
        });
        return None;
    };
    values.values.remove("year");
    if date.month.is_some() {
        return Some(date);
    }
    let month_text = values
        .values
        .get("month")
        .map(|raw| prose(raw))
        .unwrap_or_default();
    let words: Vec<&str> = month_text
        .split([' ', '~', ',', '.', '-', '/'])
        .filter(|word| !word.is_empty())
        .collect();
    let named = words
        .iter()
        .filter(|word| word.starts_with(char::is_alphabetic));
    let month = named.chain(&words).find_map(|word| dates::month(word));
    if month.is_some() {
        values.values.remove("month");
    }
    let day_text = values
        .values
        .get("day")
        .copied()
        .filter(|_| month.is_some());
    let day = match day_text {
        Some(day) => {
            values.values.remove("day");
            day.trim().parse().ok()
        }
        // `month = "10~" # jan` and `jan 10`.
        None if words.len() == 2 => words
            .iter()
            .find(|word| {
                word.len() <= 2
                    && words
                        .iter()
                        .any(|other| other.starts_with(char::is_alphabetic))
                    && word.parse::<u8>().is_ok()
            })
            .and_then(|word| word.parse().ok()),
        None => None,
    };
    Some(dates::of(date.year, month, day))
}

/// Keywords separated by semicolons or else commas; braces keep one together.
fn keywords(raw: &str) -> Vec<String> {
    let mut depth = 0usize;
    let mut separator = ',';
    for c in raw.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => separator = ';',
            _ => {}
        }
    }
    let mut parts = vec![String::new()];
    depth = 0;
    for c in raw.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == separator && depth == 0 {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
        .iter()
        .map(|part| prose(part))
        .filter(|keyword| !keyword.is_empty())
        .collect()
}

fn note(values: &mut Values<'_>) -> Option<String> {
    let mut notes: Vec<String> = Vec::new();
    for name in ["annotation", "annote", "comment"] {
        let note = values.take(&[name]).map(|raw| fold_note(&unicode(raw)));
        notes.extend(note.filter(|note| !note.is_empty() && !notes.contains(note)));
    }
    filled(notes.join("\n\n"))
}

fn identifiers(
    values: &mut Values<'_>,
    paper: &mut Paper,
    entry: &Entry<'_>,
    diagnostics: &mut Remarks,
) {
    for (scheme, name) in [
        (Scheme::Doi, "doi"),
        (Scheme::Pmid, "pmid"),
        (Scheme::Pmcid, "pmcid"),
        (Scheme::Isbn, "isbn"),
        (Scheme::Issn, "issn"),
        (Scheme::Openreview, "openreview"),
        (Scheme::Acl, "aclid"),
        (Scheme::Arxiv, "arxiv"),
        (Scheme::Arxiv, "arxivid"),
    ] {
        let Some(raw) = values
            .values
            .get(name)
            .copied()
            .filter(|raw| !raw.trim().is_empty())
        else {
            continue;
        };
        let shown = verbatim(raw);
        match identity::normalise(scheme, &shown) {
            Some(id) => {
                paper.identifiers.entry(scheme).or_insert(id);
                values.values.remove(name);
            }
            None => {
                let message = format!(
                    "This is not a valid {}; it was kept as text.",
                    name.to_uppercase()
                );
                diagnostics.say(entry.line, || {
                    Diagnostic::warning("invalid-identifier", entry.line, message).about(&shown)
                });
            }
        }
    }
    eprint(values, paper);
    if let Some(url) = values.verbatim(&["url"]) {
        // Mendeley puts several into one field.
        if url.split(' ').all(|word| word.contains("://")) {
            paper.urls.extend(url.split(' ').map(str::to_owned));
        } else {
            paper.urls.push(url);
        }
    }
    if let Some(more) = values.verbatim(&["urls"]) {
        paper.urls.extend(more.split(' ').map(str::to_owned));
    }
    if !paper.identifiers.contains_key(&Scheme::Arxiv) {
        let in_volume = paper
            .volume
            .as_deref()
            .filter(|volume| volume.starts_with("abs/"));
        let in_venue = paper
            .venue
            .as_deref()
            .filter(|venue| venue.to_lowercase().contains("arxiv"));
        let in_doi = paper
            .identifiers
            .get(&Scheme::Doi)
            .map(String::as_str)
            .filter(|doi| doi.starts_with("10.48550/"));
        let in_urls = paper
            .urls
            .iter()
            .map(String::as_str)
            .filter(|url| url.contains("arxiv.org"));
        let found = [in_volume, in_venue, in_doi]
            .into_iter()
            .flatten()
            .chain(in_urls)
            .find_map(identity::arxiv_id);
        if let Some(id) = found {
            paper.identifiers.insert(Scheme::Arxiv, id);
        }
    }
    if !paper.identifiers.contains_key(&Scheme::Doi) {
        let doi = paper
            .urls
            .iter()
            .filter(|url| url.contains("doi.org/"))
            .find_map(|url| identity::doi(url));
        if let Some(doi) = doi {
            paper.identifiers.insert(Scheme::Doi, doi);
        }
    }
}

/// `eprint` with its type: arXiv's and PubMed's are identifiers.
fn eprint(values: &mut Values<'_>, paper: &mut Paper) {
    let Some(raw) = values.values.get("eprint").copied() else {
        return;
    };
    let scheme = ["eprinttype", "archiveprefix"]
        .iter()
        .find_map(|name| values.values.get(name))
        .map(|raw| raw.trim().to_ascii_lowercase())
        .unwrap_or_default();
    let (scheme, id) = match scheme.as_str() {
        "arxiv" | "" => (Scheme::Arxiv, identity::arxiv_id(&verbatim(raw))),
        "pubmed" | "pmid" => (Scheme::Pmid, identity::pmid(&verbatim(raw))),
        "pmc" | "pmcid" => (Scheme::Pmcid, identity::pmcid(&verbatim(raw))),
        _ => return,
    };
    if let Some(id) = id {
        paper.identifiers.entry(scheme).or_insert(id);
        for name in ["eprint", "eprinttype", "archiveprefix"] {
            values.values.remove(name);
        }
    }
}

fn kind(values: &mut Values<'_>, entry: &Entry<'_>, paper: &Paper) -> String {
    if let Some(subtype) = values.values.get("entrysubtype").copied()
        && CSL_TYPES.contains(&subtype)
    {
        values.values.remove("entrysubtype");
        return subtype.to_owned();
    }
    let kind = kinds::csl(&entry.kind);
    if is_preprint(paper, kind) {
        "article".to_owned()
    } else {
        kind.to_owned()
    }
}

/// Whether an entry that would be of another kind is a preprint: it has an arXiv id and appeared
/// nowhere else, or its journal is arXiv, which DBLP calls CoRR.
pub(super) fn is_preprint(paper: &Paper, kind: &str) -> bool {
    match (&paper.venue, kind) {
        (None, "" | "webpage" | "manuscript") => paper.identifiers.contains_key(&Scheme::Arxiv),
        (Some(venue), "article-journal") => {
            venue == "CoRR" || venue.to_lowercase().contains("arxiv")
        }
        _ => false,
    }
}
