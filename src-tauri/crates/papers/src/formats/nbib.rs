//! MEDLINE's tagged format, as PubMed (`.nbib`), PubMed Central and Ovid write it.
//!
//! `TAG - value` with the tag filled up to four characters, continuation lines indented by six
//! spaces, records apart by blank lines. A record begins at its PMID (at PMC in PubMed Central's
//! variant, at UI in older files), also where the blank line is missing. Of an author named twice
//! (FAU and AU) the full name counts. The date is that of the issue (DP), of the electronic
//! publication (DEP) only where there is no other.

use super::remarks::Remarks;
use std::collections::VecDeque;

use super::fields::{self, Line, Raw, Values, clean, identify};
use super::sniff::Evidence;
use super::{Format, Reading, pages};
use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::identity;
use crate::names::{medline_name, ris_name};
use crate::paper::{Name, Paper, Scheme};

pub(super) fn read(text: &str) -> Reading {
    let mut diagnostics = Remarks::new();
    let raws = split(text, &mut diagnostics);
    fields::reading(Format::Nbib, text, raws, diagnostics, |raw, _, _| {
        paper(raw.fields)
    })
}

/// The tag of a line and its value: up to four capitals, filled up with spaces, a hyphen.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.split_at_checked(4)?;
    let value = rest.strip_prefix('-')?;
    if !value.is_empty() && !value.starts_with(' ') {
        return None;
    }
    let tag = tag.trim_end();
    let sound = tag.len() >= 2
        && tag.starts_with(|c: char| c.is_ascii_uppercase())
        && tag
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    sound.then_some((tag, value.trim()))
}

/// Tags of which a record has one at most.
const ONCE: [&str; 12] = [
    "PMID", "UI", "TI", "AB", "DP", "TA", "JT", "VI", "SO", "OWN", "STAT", "VN",
];

fn split(text: &str, diagnostics: &mut Remarks) -> Vec<Raw> {
    let mut raws: Vec<Raw> = Vec::new();
    let mut after_blank = true;
    for line in fields::lines(text) {
        if line.is_blank() {
            after_blank = true;
            continue;
        }
        let open = !raws.is_empty();
        match (tagged(line.text), raws.last_mut()) {
            (Some((tag, value)), Some(raw)) if !begins(tag, after_blank, raw) => {
                raw.push(tag, value, &line);
            }
            (Some((tag, value)), _) if open || is_first(tag) => {
                let mut raw = Raw::at(&line);
                raw.push(tag, value, &line);
                raws.push(raw);
            }
            (Some((tag, _)), _) => {
                let message = "A field outside any record was left out.";
                diagnostics.say(line.number, || {
                    Diagnostic::warning("field-outside-record", line.number, message).about(tag)
                });
            }
            (None, Some(raw)) if continues(&line, after_blank) => {
                if after_blank {
                    raw.part();
                }
                raw.extend(&line);
            }
            (None, _) => {}
        }
        after_blank = false;
    }
    raws
}

/// Whether a line without a tag goes on with the field above it.
fn continues(line: &Line<'_>, after_blank: bool) -> bool {
    !after_blank || line.text.starts_with([' ', '\t'])
}

fn is_first(tag: &str) -> bool {
    matches!(
        tag,
        "PMID" | "PMC" | "UI" | "OWN" | "STAT" | "VN" | "TI" | "BTI" | "AN" | "DB"
    )
}

/// Whether a tag begins a new record behind this one.
fn begins(tag: &str, after_blank: bool, raw: &Raw) -> bool {
    match tag {
        "PMID" => raw.has("PMID") || (after_blank && !raw.has("PMC")) || raw.has("TI"),
        // In the middle of a PubMed record, at the beginning of a PubMed Central one.
        "PMC" => raw.has("SO") || (after_blank && raw.has("PMC")),
        "UI" => raw.has("UI") || (after_blank && raw.has("SO")),
        _ => after_blank && (raw.has("SO") || (ONCE.contains(&tag) && raw.has(tag))),
    }
}

fn paper(mut fields: Vec<(String, String)>) -> Paper {
    let mut paper = Paper::default();
    for (_, value) in &mut fields {
        *value = fields::rejoined(value);
    }
    let authors = authors(&fields);
    let mut values = Values::of(fields);
    for tag in ["FAU", "AU", "CN", "AUID", "FA"] {
        values.all(tag);
    }
    paper.authors = authors;
    let full = values.all("FED");
    let short = values.all("ED");
    let editors = if full.is_empty() { short } else { full };
    paper.editors = editors.iter().filter_map(|name| ris_name(name)).collect();
    paper.title = values.text(&["TI", "BTI", "CTI", "TT"]).unwrap_or_default();
    paper.abstract_text = values.told("AB");
    paper.date = date(&mut values);
    paper.venue = values.text(&["JT", "JN", "TA", "BTI", "CTI"]);
    paper.volume = values.text(&["VI"]);
    paper.issue = values.text(&["IP"]);
    paper.pages = values.text(&["PG"]).and_then(|text| pages(&text));
    paper.publisher = values.text(&["PB"]);
    paper.place = values.text(&["PL", "CP"]);
    paper.language = values.text(&["LA", "LG"]);
    paper.keywords = values
        .listed(&["MH", "OT"], &['\n'])
        .iter()
        .map(|heading| heading.replace('*', ""))
        .collect();
    identifiers(&mut values, &mut paper);
    paper.kind = kind(values.values.get("PT").map_or(&[], Vec::as_slice));
    values.rest_into(&mut paper);
    paper
}

/// The authors in their order; an author's ORCID iD follows the name.
fn authors(fields: &[(String, String)]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    // Surnames under FAU (FA at Ovid) whose short form is still to come.
    let mut awaited: VecDeque<String> = fields
        .iter()
        .filter(|(tag, _)| tag == "FAU" || tag == "FA")
        .map(|(_, value)| surname(value))
        .collect();
    let mut paired = true;
    for (tag, value) in fields {
        match tag.as_str() {
            "FAU" | "FA" => {
                names.extend(medline_name(value));
                paired = false;
            }
            "AU" => {
                // Both lists have one order; looking further ahead would cost more than it finds.
                let known = awaited
                    .iter()
                    .take(8)
                    .position(|surname| begins_with_word(value, surname));
                match known {
                    Some(at) => {
                        awaited.remove(at);
                    }
                    None if !paired => {}
                    None => names.extend(medline_name(value)),
                }
                paired = true;
            }
            "CN" => names.push(Name::literal(clean(value))),
            "AUID" => {
                if let Some(Name::Person { orcid, .. }) = names.last_mut() {
                    *orcid = orcid.take().or_else(|| fields::orcid(value));
                }
            }
            _ => {}
        }
    }
    names.retain(|name| !name.display().is_empty());
    names
}

fn surname(full: &str) -> String {
    full.split(',').next().unwrap_or_default().trim().to_owned()
}

fn begins_with_word(text: &str, word: &str) -> bool {
    let rest = text.strip_prefix(word).filter(|_| !word.is_empty());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',']))
}

fn date(values: &mut Values) -> Option<crate::Date> {
    for tag in ["DP", "DEP", "YR"] {
        let parse = |text: &String| dates::compact(text).or_else(|| dates::parse(text));
        let found = values
            .values
            .get(tag)
            .and_then(|all| all.iter().find_map(parse));
        if found.is_some() {
            values.all(tag);
            return found;
        }
    }
    None
}

fn identifiers(values: &mut Values, paper: &mut Paper) {
    for (tag, scheme) in [
        ("PMID", Scheme::Pmid),
        ("PMC", Scheme::Pmcid),
        ("UI", Scheme::Pmid),
        ("DO", Scheme::Doi),
    ] {
        values.retain(tag, |value| !identify(paper, scheme, value));
    }
    for tag in ["LID", "AID"] {
        values.retain(tag, |value| {
            let unwrapped: String = value.split_whitespace().collect();
            let id = unwrapped.strip_suffix("[doi]");
            !id.is_some_and(|id| identify(paper, Scheme::Doi, id))
        });
    }
    values.retain("OID", |value| {
        !(value.contains("PMC") && identify(paper, Scheme::Pmcid, value))
    });
    for tag in ["IS", "ISBN"] {
        values.retain(tag, |value| !fields::serial_number(paper, value));
    }
    for value in values.all("URL").into_iter().chain(values.all("LINK")) {
        paper.urls.extend(fields::urls(&value));
    }
    if let Some(source) = values.values.get("SO").and_then(|all| all.first())
        && let Some((_, doi)) = source.split_once("doi:")
        && let Some(doi) = identity::doi(doi)
    {
        paper.identifiers.entry(Scheme::Doi).or_insert(doi);
    }
    fields::arxiv_elsewhere(paper);
}

/// The CSL type among MEDLINE's publication types; most of those are kinds of journal articles.
fn kind(types: &[String]) -> String {
    let has = |name: &str| types.iter().any(|known| known.eq_ignore_ascii_case(name));
    let kind = if has("Preprint") {
        "article"
    } else if has("Journal Article") {
        "article-journal"
    } else if has("Book Chapter") || has("Book Illustrations") {
        "chapter"
    } else if has("Book") || has("Books") || has("Monograph") {
        "book"
    } else if has("Dataset") {
        "dataset"
    } else if has("Academic Dissertation") || has("Dissertation") {
        "thesis"
    } else if has("Congress") || has("Congresses") || has("Meeting Abstract") {
        "paper-conference"
    } else if has("Technical Report") {
        "report"
    } else if has("Newspaper Article") {
        "article-newspaper"
    } else if types.is_empty() {
        ""
    } else {
        "article-journal"
    };
    kind.to_owned()
}

/// A numbered record and other fields of the format; RIS has its own `TY`.
pub(super) fn evidence(text: &str) -> Evidence {
    let mut numbered = false;
    let mut known = 0;
    for (tag, value) in text.lines().filter_map(tagged) {
        let digits = value.bytes().filter(u8::is_ascii_digit).count();
        match tag {
            "TY" => return Evidence::None,
            "PMID" | "PMC" | "UI" => numbered |= (1..=12).contains(&digits),
            "TI" | "BTI" | "AU" | "FAU" | "DP" | "SO" | "TA" | "JT" | "AB" | "OWN" | "STAT" => {
                known += 1;
            }
            _ => {}
        }
    }
    match (numbered, known) {
        (true, 2..)
            if fields::prevail(text, |line| {
                line.starts_with("      ") || tagged(line).is_some()
            }) =>
        {
            Evidence::Plain
        }
        (true, _) | (_, 3..) => Evidence::Some,
        _ => Evidence::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Paper {
        let mut reading = read(text);
        assert_eq!(reading.records.len(), 1, "{:?}", reading.diagnostics);
        reading.records.remove(0).paper
    }

    #[test]
    fn an_author_named_twice_is_one_person() {
        let paper = one(
            "PMID- 1\nTI  - T\nFAU - van den Berg, Anna\nAU  - van den Berg A\nAUID- ORCID: https://orcid.org/0000-0002-1825-009X\nAU  - Low B Jr\nCN  - Tide Study Group\n",
        );
        let shown: Vec<_> = paper.authors.iter().map(Name::display).collect();
        assert_eq!(shown, ["Anna van den Berg", "B Low Jr", "Tide Study Group"]);
        assert!(
            matches!(&paper.authors[0], Name::Person { orcid: Some(id), .. } if id == "0000-0002-1825-009X")
        );
        let apart =
            one("PMID- 1\nTI  - T\nFAU - Roe, Ann\nFAU - Low, Bo\nAU  - Roe A\nAU  - Low B\n");
        assert_eq!(apart.authors.len(), 2);
    }

    #[test]
    fn records_begin_at_their_numbers() {
        let count = |text: &str| read(text).records.len();
        assert_eq!(
            count("PMID- 1\nTI  - A\nPMC - PMC7\nSO  - x\nPMID- 2\nTI  - B\n"),
            2
        );
        assert_eq!(
            count("PMC - PMC1\nPMID- 1\nTI  - A\nSO  - x\n\nPMC - PMC2\nPMID- 2\nTI  - B\n"),
            2
        );
        assert_eq!(count("PMC - PMC1\nTI  - A\n\nPMC - PMC2\nTI  - B\n"), 2);
        assert_eq!(
            count("PMID- 1\nTI  - A\nAB  - One.\n\n      Two.\n\nSO  - x\n"),
            1
        );
    }

    #[test]
    fn identifiers_are_told_by_their_marks() {
        let paper = one(
            "PMID- 7\nTI  - T\nLID - S1 [pii]\nAID - 10.1000/\n      AB.7 [doi]\nOID - NLM: PMC12\n",
        );
        let ids: Vec<_> = paper.identifiers.values().map(String::as_str).collect();
        assert_eq!(ids, ["10.1000/ab.7", "7", "PMC12"]);
        assert_eq!(paper.extra.get("LID").map(String::as_str), Some("S1 [pii]"));
    }

    #[test]
    fn the_issues_date_counts_before_the_electronic_one() {
        let date = |text: &str| one(text).date.map(|date| date.to_string());
        assert_eq!(
            date("PMID- 1\nTI  - T\nDP  - 2018 Apr\nDEP - 20170728\n").as_deref(),
            Some("2018-04")
        );
        assert_eq!(
            date("PMID- 1\nTI  - T\nDEP - 20170728\n").as_deref(),
            Some("2017-07-28")
        );
    }
}
