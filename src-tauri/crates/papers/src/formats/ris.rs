//! RIS, as reference managers and databases write it.
//!
//! Tagged lines, `TY` to `ER`. Exporters differ in the tags they use: the abstract stands in AB or
//! N2, the title in TI or T1, a DOI in DO, M3, UR, L2 or N1. A missing `ER` ends at the next `TY`;
//! text before the first `TY` is none of ours. Tags the model has no name for are kept under
//! theirs. What RIS has no tag for is written as `AN  - scheme:id` and `U5  - name = value`.

mod kinds;
mod lines;
mod writer;

use self::lines::{Entry, tagged};
use super::fields::{self, Values, clean, keep};
use super::remarks::Remarks;
use super::sniff::Evidence;
use super::{CSL_TYPES, Format, Reading, filled, pages};
use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::identity;
use crate::names::ris_list;
use crate::paper::{Date, Paper, Record, Scheme};
use crate::text::{entities, fold_note, without_markup};

pub(super) use writer::write;

pub(super) fn read(text: &str) -> Reading {
    let mut diagnostics = Remarks::new();
    let entries = lines::split(text, &mut diagnostics);
    let records = entries
        .into_iter()
        .enumerate()
        .map(|(index, entry)| record(text, entry, index + 1, &mut diagnostics))
        .collect();
    Reading {
        format: Format::Ris,
        title: None,
        date: None,
        records,
        diagnostics,
    }
}

fn record(text: &str, entry: Entry, position: usize, diagnostics: &mut Remarks) -> Record {
    let line = entry.raw.line;
    let mut doubts = Vec::new();
    if !entry.ended {
        let message = "This record has no ER line; it ends where the next begins.";
        diagnostics.say(line, || Diagnostic::info("missing-end", line, message));
    }
    if !entry.typed {
        doubts.push("the record has no type line".to_owned());
        let message = "This record has no TY line.";
        diagnostics.say(line, || Diagnostic::warning("missing-type", line, message));
    }
    let mut values = Values::of(entry.raw.fields);
    let mut paper = Paper::default();
    let book = matches!(entry.kind.as_str(), "BOOK" | "EBOOK" | "EDBOOK");
    let own_title: &[&str] = if book {
        &["TI", "T1", "CT", "BT", "TT"]
    } else {
        &["TI", "T1", "CT", "TT"]
    };
    paper.title = values.text(own_title).unwrap_or_default();
    if paper.title.is_empty() {
        fields::untitled(line, &mut doubts, diagnostics);
    }
    let people = |all: Vec<String>| {
        let names: Vec<String> = all.iter().map(|name| clean(name)).collect();
        ris_list(&names)
    };
    let [first, other] = ["AU", "A1"].map(|tag| people(values.all(tag)));
    paper.authors = first;
    if paper.authors != other {
        paper.authors.extend(other);
    }
    let mut editors = values.all("ED");
    if !matches!(entry.kind.as_str(), "JOUR" | "EJOUR") {
        editors.extend(values.all("A2"));
    }
    paper.editors = people(editors);
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
    paper.kind = kind(&entry.kind, &mut values);
    for value in values.all("U5") {
        let (name, told) = value.split_once(" = ").unwrap_or(("U5", &value));
        keep(&mut paper, name.trim(), &clean(told));
    }
    values.rest_into(&mut paper);
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
        original: text
            .get(entry.raw.start..entry.raw.end)
            .unwrap_or_default()
            .to_owned(),
        date: None,
        doubts,
    }
}

fn kind(ty: &str, values: &mut Values) -> String {
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
fn told(values: &mut Values) -> Option<String> {
    let [ab, n2] = ["AB", "N2"].map(|tag| values.told(tag).unwrap_or_default());
    filled(if ab.contains(&n2) {
        ab
    } else if n2.contains(&ab) {
        n2
    } else {
        format!("{ab}\n\n{n2}")
    })
}

/// The year of PY, Y1 or DA, made as precise as another of them with the same year allows.
fn date(values: &mut Values, line: usize, diagnostics: &mut Remarks) -> Option<Date> {
    let mut found: Vec<Date> = Vec::new();
    for tag in ["PY", "Y1", "YR", "DA", "DP"] {
        let Some(texts) = values.values.get_mut(tag) else {
            continue;
        };
        texts.retain(
            |text| match dates::parse(text).or_else(|| dates::compact(text)) {
                Some(date) => {
                    found.push(date);
                    false
                }
                None => text.chars().any(char::is_alphanumeric),
            },
        );
        if texts.is_empty() {
            values.values.remove(tag);
        } else if tag == "PY" {
            let message = "This date holds no year of four digits; it was kept as text.";
            let text = texts.join(" ");
            diagnostics.say(line, || {
                Diagnostic::warning("unreadable-date", line, message).about(&text)
            });
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

fn page_range(values: &mut Values) -> Option<String> {
    let start = values.text(&["SP", "PG"]);
    let end = values.text(&["EP"]);
    match (start, end) {
        // What is left of `No Pagination Specified`.
        (Some(start), Some(end)) if start == "No" && end == "Specified" => None,
        (Some(start), Some(end)) if start != end && !start.contains(['-', '–', '‐']) => {
            pages(&format!("{start}-{end}"))
        }
        (Some(one), _) | (None, Some(one)) => pages(&one),
        (None, None) => None,
    }
}

fn identifiers(values: &mut Values, paper: &mut Paper) {
    for value in values.all("DO") {
        match identity::doi(&value) {
            Some(doi) => {
                paper.identifiers.entry(Scheme::Doi).or_insert(doi);
            }
            None => keep(paper, "DO", &clean(&value)),
        }
    }
    for value in values.all("SN") {
        if !fields::serial_number(paper, &value) {
            keep(paper, "SN", &clean(&value));
        }
    }
    for tag in ["AN", "C2", "C3", "C5"] {
        values.retain(tag, |value| !labelled(value, paper));
    }
    bare_pmid(values, paper);
    for value in values.all("UR") {
        let urls = fields::urls(&value);
        if urls.is_empty() {
            keep(paper, "UR", &clean(&value));
        }
        paper.urls.extend(urls);
    }
    dois_elsewhere(values, paper);
    fields::arxiv_elsewhere(paper);
}

/// The tag under which a database gives PubMed's number without saying so.
fn bare_pmid(values: &mut Values, paper: &mut Paper) {
    let base = values
        .values
        .get("DB")
        .and_then(|all| all.first())
        .map(|name| name.trim().to_ascii_lowercase())
        .unwrap_or_default();
    let tag = match base.split([' ', '®', '(']).next().unwrap_or_default() {
        "scopus" => "C2",
        "embase" => "C5",
        "medline" | "pubmed" if values.values.contains_key("C5") => "C5",
        "medline" | "pubmed" => "AN",
        _ => return,
    };
    values.retain(tag, |value| {
        let value = value.trim();
        let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        !(digits && fields::identify(paper, Scheme::Pmid, value))
    });
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
    let id = id.split(',').next().unwrap_or_default();
    let Some(id) = identity::normalise(scheme, id.trim()) else {
        return false;
    };
    paper.identifiers.entry(scheme).or_insert(id);
    true
}

/// A DOI in M3, N1, L2, L3 or a resolver's URL, when DO gives none.
fn dois_elsewhere(values: &mut Values, paper: &mut Paper) {
    let known = paper.identifiers.get(&Scheme::Doi).cloned();
    let in_urls = || fields::doi_in_urls(paper);
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

/// A `TY` line with another tagged line behind it, in a text of such lines.
pub(super) fn evidence(text: &str) -> Evidence {
    let mut tags = text
        .lines()
        .filter_map(|line| tagged(line.trim_end()))
        .map(|(tag, _)| tag);
    let typed = tags.by_ref().any(|tag| tag == "TY");
    match (typed, tags.next()) {
        (true, Some(_)) if fields::prevail(text, |line| tagged(line).is_some()) => Evidence::Plain,
        (true, _) => Evidence::Some,
        _ => Evidence::None,
    }
}

#[cfg(test)]
mod tests;
