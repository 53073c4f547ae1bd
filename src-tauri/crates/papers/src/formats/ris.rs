//! RIS, as reference managers and databases write it.
//!
//! Tagged lines, `TY` to `ER`. Exporters differ in the tags they use: the abstract stands in AB or
//! N2, the title in TI or T1, a DOI in DO, M3, UR, L2 or N1. A missing `ER` ends at the next `TY`;
//! text before the first `TY` is none of ours. Tags the model has no name for are kept under
//! theirs. What RIS has no tag for is written as `AN  - scheme:id` and `U5  - name = value`.

mod kinds;
mod writer;

use std::collections::BTreeMap;

use super::sniff::Evidence;
use super::{CSL_TYPES, Format, Reading, filled, pages};
use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::identity;
use crate::names::ris_name;
use crate::paper::{Date, Paper, Record, Scheme};
use crate::text::{entities, fold, fold_note, fold_paragraphs, without_markup};

pub(super) use writer::write;

/// One record's lines.
struct Raw<'a> {
    kind: String,
    values: Vec<(&'a str, String)>,
    line: usize,
    start: usize,
    end: usize,
    ended: bool,
}

pub(super) fn read(text: &str) -> Reading {
    let mut diagnostics = Vec::new();
    let raws = split(text, &mut diagnostics);
    let records = raws
        .into_iter()
        .enumerate()
        .map(|(index, raw)| record(text, raw, index + 1, &mut diagnostics))
        .collect();
    Reading {
        format: Format::Ris,
        title: None,
        date: None,
        records,
        diagnostics,
    }
}

/// The tag of a line and what follows it: two capitals or a capital and a digit, spaces, a hyphen.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(' ');
    let tag = line.get(..2)?;
    let mut letters = tag.bytes();
    let sound = letters.next().is_some_and(|byte| byte.is_ascii_uppercase())
        && letters
            .next()
            .is_some_and(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let spaced = line.get(2..)?;
    let rest = spaced.trim_start_matches(' ');
    let spaces = spaced.len() - rest.len();
    let value = rest.strip_prefix('-')?;
    let separate = value.is_empty() || value.starts_with([' ', '\t']);
    (sound && (1..=3).contains(&spaces) && separate).then_some((tag, value))
}

fn split<'a>(text: &'a str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Raw<'a>> {
    let mut raws: Vec<Raw<'a>> = Vec::new();
    let mut open = false;
    let mut start = 0;
    for (index, raw_line) in text.split_inclusive('\n').enumerate() {
        let line_start = start;
        start += raw_line.len();
        let line = raw_line.trim_end();
        match (tagged(line), raws.last_mut()) {
            (Some(("TY", kind)), Some(raw)) if open && raw.values.is_empty() => {
                raw.kind = kind.trim().to_owned();
            }
            (Some(("TY", kind)), _) => {
                raws.push(Raw {
                    kind: kind.trim().to_owned(),
                    values: Vec::new(),
                    line: index + 1,
                    start: line_start,
                    end: line_start + line.len(),
                    ended: false,
                });
                open = true;
            }
            (Some(("ER", _)), Some(raw)) if open => {
                raw.end = line_start + line.len();
                raw.ended = true;
                open = false;
            }
            (Some((tag, value)), Some(raw)) if open => {
                raw.end = line_start + line.len();
                raw.values
                    .push((tag, value.strip_prefix(' ').unwrap_or(value).to_owned()));
            }
            (Some((tag, _)), _) => {
                let message = "A field outside any record was left out.";
                diagnostics.push(
                    Diagnostic::warning("field-outside-record", index + 1, message).about(tag),
                );
            }
            (None, Some(raw)) if open && !line.is_empty() => {
                raw.end = line_start + line.len();
                match raw.values.last_mut() {
                    // Some exporters list keywords on lines of their own.
                    Some(("KW", _)) => raw.values.push(("KW", line.trim().to_owned())),
                    Some((_, value)) => {
                        value.push('\n');
                        value.push_str(line);
                    }
                    None => {}
                }
            }
            (None, _) => {}
        }
    }
    raws
}

/// A record's values by tag, given out once.
struct Values<'a> {
    values: BTreeMap<&'a str, Vec<String>>,
}

impl Values<'_> {
    fn all(&mut self, tag: &str) -> Vec<String> {
        self.values.remove(tag).unwrap_or_default()
    }

    /// One line of text from the first of the tags that holds any; equal values elsewhere go too.
    fn text(&mut self, tags: &[&str]) -> Option<String> {
        let shown = |values: &Vec<String>| {
            values
                .iter()
                .map(|value| clean(value))
                .find(|value| !value.is_empty())
        };
        let found = tags
            .iter()
            .find_map(|tag| self.values.get(*tag).and_then(shown))?;
        for tag in tags {
            if let Some(values) = self.values.get_mut(*tag) {
                values.retain(|value| {
                    let value = clean(value);
                    !value.is_empty() && value != found
                });
                if values.is_empty() {
                    self.values.remove(*tag);
                }
            }
        }
        Some(found)
    }
}

/// One line without entities and markup.
fn clean(value: &str) -> String {
    fold(&entities(&without_markup(value)))
}

fn record(text: &str, raw: Raw<'_>, position: usize, diagnostics: &mut Vec<Diagnostic>) -> Record {
    let line = raw.line;
    let mut doubts = Vec::new();
    if !raw.ended {
        let message = "This record has no ER line; it ends where the next begins.";
        diagnostics.push(Diagnostic::info("missing-end", line, message));
    }
    let mut values = Values {
        values: BTreeMap::new(),
    };
    for (tag, value) in raw.values {
        values.values.entry(tag).or_default().push(value);
    }
    let mut paper = Paper::default();
    let book_title: &[&str] = if raw.kind == "BOOK" {
        &["TI", "T1", "CT", "BT"]
    } else {
        &["TI", "T1", "CT"]
    };
    paper.title = values.text(book_title).unwrap_or_default();
    if paper.title.is_empty() {
        doubts.push("the record has no title".to_owned());
        diagnostics.push(Diagnostic::warning(
            "missing-title",
            line,
            "This record has no title.",
        ));
    }
    paper.authors = ["AU", "A1"]
        .iter()
        .flat_map(|tag| values.all(tag))
        .filter_map(|name| ris_name(&name))
        .collect();
    let mut editors = values.all("ED");
    if raw.kind != "JOUR" {
        editors.extend(values.all("A2"));
    }
    paper.editors = editors.iter().filter_map(|name| ris_name(name)).collect();
    paper.date = date(&mut values, line, diagnostics);
    paper.abstract_text = told(&mut values);
    paper.keywords = values
        .all("KW")
        .iter()
        .map(|keyword| clean(keyword))
        .filter(|keyword| !keyword.is_empty())
        .collect();
    paper.venue = values.text(&["JF", "T2", "JO", "BT", "J2", "JA"]);
    paper.volume = values.text(&["VL"]);
    paper.issue = values.text(&["IS"]);
    paper.pages = page_range(&mut values);
    paper.publisher = values.text(&["PB"]);
    paper.place = values.text(&["CY", "PP"]);
    paper.language = values.text(&["LA"]);
    paper.key = values.text(&["ID"]);
    identifiers(&mut values, &mut paper);
    let notes = fold_note(&entities(&without_markup(&values.all("N1").join("\n"))));
    paper.note = filled(notes);
    paper.kind = kind(&raw.kind, &mut values);
    for value in values.all("U5") {
        let (name, told) = value.split_once(" = ").unwrap_or(("U5", &value));
        keep(&mut paper, name.trim(), &clean(told));
    }
    for (tag, kept) in values.values {
        for value in kept {
            keep(&mut paper, tag, &clean(&value));
        }
    }
    let Paper {
        extra,
        authors,
        editors,
        ..
    } = &mut paper;
    crate::names::orcids::take(extra, authors, editors);
    Record {
        paper,
        position,
        line,
        original: text.get(raw.start..raw.end).unwrap_or_default().to_owned(),
        date: None,
        doubts,
    }
}

/// Keeps a value the model has no name for; several under one tag are kept as lines.
fn keep(paper: &mut Paper, name: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    let kept = paper.extra.entry(name.to_owned()).or_default();
    if !kept.is_empty() {
        kept.push('\n');
    }
    kept.push_str(value);
}

fn kind(ty: &str, values: &mut Values<'_>) -> String {
    let known = kinds::csl(ty);
    if known.is_empty()
        && let Some(kind) = values
            .values
            .get("M3")
            .and_then(|kinds| kinds.first())
            .cloned()
        && CSL_TYPES.contains(&kind.as_str())
    {
        values.values.remove("M3");
        return kind;
    }
    known.to_owned()
}

/// AB and N2. Several values under one tag are paragraphs; two tags of which one says all that the
/// other says are one abstract.
fn told(values: &mut Values<'_>) -> Option<String> {
    let [ab, n2] = ["AB", "N2"].map(|tag| {
        let paragraph = |value: &String| fold_paragraphs(&entities(&without_markup(value)));
        let paragraphs: Vec<String> = values.all(tag).iter().map(paragraph).collect();
        fold_paragraphs(&paragraphs.join("\n\n"))
    });
    filled(if ab.contains(&n2) {
        ab
    } else if n2.contains(&ab) {
        n2
    } else {
        format!("{ab}\n\n{n2}")
    })
}

/// The year of PY, Y1 or DA, made as precise as another of them with the same year allows.
fn date(values: &mut Values<'_>, line: usize, diagnostics: &mut Vec<Diagnostic>) -> Option<Date> {
    let mut found: Vec<Date> = Vec::new();
    for tag in ["PY", "Y1", "DA", "DP"] {
        let Some(texts) = values.values.get_mut(tag) else {
            continue;
        };
        texts.retain(|text| match dates::parse(text) {
            Some(date) => {
                found.push(date);
                false
            }
            None => text.chars().any(char::is_alphanumeric),
        });
        if texts.is_empty() {
            values.values.remove(tag);
        } else if tag == "PY" {
            let message = "This date holds no year of four digits; it was kept as text.";
            let text = texts.join(" ");
            diagnostics.push(Diagnostic::warning("unreadable-date", line, message).about(&text));
        }
    }
    let first = found.first().copied()?;
    let precision =
        |date: &Date| usize::from(date.month.is_some()) + usize::from(date.day.is_some());
    found
        .into_iter()
        .filter(|date| date.year == first.year)
        .rev()
        .max_by_key(precision)
}

fn page_range(values: &mut Values<'_>) -> Option<String> {
    let start = values.text(&["SP"]);
    let end = values.text(&["EP"]);
    match (start, end) {
        (Some(start), Some(end)) if start != end && !start.contains(['-', '–']) => {
            pages(&format!("{start}-{end}"))
        }
        (Some(one), _) | (None, Some(one)) => pages(&one),
        (None, None) => None,
    }
}

fn identifiers(values: &mut Values<'_>, paper: &mut Paper) {
    for value in values.all("DO") {
        match identity::doi(&value) {
            Some(doi) => {
                paper.identifiers.entry(Scheme::Doi).or_insert(doi);
            }
            None => keep(paper, "DO", &clean(&value)),
        }
    }
    // A serial number is an ISBN or an ISSN; some exporters put both into one line.
    for value in values.all("SN") {
        let isbn = identity::isbn(&value).filter(|_| !value.trim().is_empty());
        let issn = value.split([' ', ';', ',']).find_map(identity::issn);
        match (issn, isbn) {
            (Some(issn), _) => {
                paper.identifiers.entry(Scheme::Issn).or_insert(issn);
            }
            (None, Some(isbn)) => {
                paper.identifiers.entry(Scheme::Isbn).or_insert(isbn);
            }
            (None, None) => keep(paper, "SN", &clean(&value)),
        }
    }
    for tag in ["AN", "C2", "C3", "C5"] {
        if let Some(numbers) = values.values.get_mut(tag) {
            numbers.retain(|value| !labelled(value, paper));
            if numbers.is_empty() {
                values.values.remove(tag);
            }
        }
    }
    for value in values.all("UR") {
        let urls = value
            .split_whitespace()
            .filter(|word| word.contains("://") || word.starts_with("//"));
        let urls: Vec<String> = urls
            .map(|url| url.trim_end_matches([';', ',']).to_owned())
            .collect();
        if urls.is_empty() {
            keep(paper, "UR", &clean(&value));
        }
        paper.urls.extend(urls);
    }
    dois_elsewhere(values, paper);
    if !paper.identifiers.contains_key(&Scheme::Arxiv) {
        let doi = paper
            .identifiers
            .get(&Scheme::Doi)
            .filter(|doi| doi.starts_with("10.48550/"));
        let urls = paper.urls.iter().filter(|url| url.contains("arxiv.org"));
        let id = doi
            .into_iter()
            .chain(urls)
            .find_map(|text| identity::arxiv_id(text));
        if let Some(id) = id {
            paper.identifiers.insert(Scheme::Arxiv, id);
        }
    }
}

/// Takes an accession number that says what it is: `arXiv:…`, `PMID:…`, `PUBMED …`.
fn labelled(value: &str, paper: &mut Paper) -> bool {
    let value = value.trim();
    let Some((label, id)) = value.split_once([':', ' ']) else {
        return false;
    };
    let scheme = match label.to_ascii_lowercase().as_str() {
        "arxiv" => Scheme::Arxiv,
        "pmid" | "pubmed" | "medline" => Scheme::Pmid,
        "pmcid" => Scheme::Pmcid,
        "openreview" => Scheme::Openreview,
        "acl" => Scheme::Acl,
        _ => return false,
    };
    let Some(id) = identity::normalise(scheme, id.trim()) else {
        return false;
    };
    paper.identifiers.entry(scheme).or_insert(id);
    true
}

/// A DOI in M3, N1, L2, L3 or a resolver's URL, when DO gives none.
fn dois_elsewhere(values: &mut Values<'_>, paper: &mut Paper) {
    let known = paper.identifiers.get(&Scheme::Doi).cloned();
    let in_urls = || {
        paper
            .urls
            .iter()
            .filter(|url| url.contains("doi.org/"))
            .find_map(|url| identity::doi(url))
    };
    let mut found = known.or_else(in_urls);
    for tag in ["M3", "N1", "L2", "L3"] {
        let Some(texts) = values.values.get_mut(tag) else {
            continue;
        };
        texts.retain(|text| {
            let trimmed = text.trim();
            let lower = trimmed.get(..8).unwrap_or(trimmed).to_ascii_lowercase();
            let says_doi = lower.starts_with("doi")
                || lower.starts_with("10.")
                || trimmed.contains("doi.org/10.");
            let alone = trimmed.split_whitespace().count() <= 2;
            let doi = identity::doi(trimmed).filter(|_| says_doi && alone);
            match (&found, doi) {
                // A note that only repeats the DOI is not a note.
                (Some(known), Some(doi)) => *known != doi || tag == "L2",
                (None, Some(doi)) => {
                    found = Some(doi);
                    tag == "L2"
                }
                (_, None) => true,
            }
        });
        if texts.is_empty() {
            values.values.remove(tag);
        }
    }
    if let Some(doi) = found {
        paper.identifiers.entry(Scheme::Doi).or_insert(doi);
    }
}

/// A `TY` line with another tagged line behind it.
pub(super) fn evidence(text: &str) -> Evidence {
    let mut tags = text.lines().filter_map(tagged).map(|(tag, _)| tag);
    let typed = tags.by_ref().any(|tag| tag == "TY");
    match (typed, tags.next()) {
        (true, Some(_)) => Evidence::Plain,
        (true, None) => Evidence::Some,
        _ => Evidence::None,
    }
}

#[cfg(test)]
mod tests;
