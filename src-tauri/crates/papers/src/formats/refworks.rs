//! RefWorks' tagged format: two characters, a space and the value; `RT` begins a record.
//!
//! Lines are not wrapped by the program, but a value may hold line breaks; a line that does not
//! begin with one of the format's tags goes on with the value above.

use super::fields::{self, Raw, Values, identify, keep};
use super::remarks::Remarks;
use super::sniff::Evidence;
use super::{Format, Reading, pages};
use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::names::ris_names;
use crate::paper::{Name, Paper, Scheme};

const TAGS: &str = "RT SR ID A1 A2 A3 A4 A5 A6 T1 T2 T3 JF JO YR FD VO IS SP OP K1 AB NO PB PP ED DO UL LK SN LA CL AN CN AD AV AC AU \
TI OL NP PM PMID RD ST SL LL CR WT WV WP DB DS IP RP SF FR U1 U2 U3 U4 U5 U6 U7 U8 U9 C1 C2 C3 C4 C5 NT JA SE";

pub(super) fn read(text: &str) -> Reading {
    let mut diagnostics = Remarks::new();
    let raws = split(text, &mut diagnostics);
    fields::reading(Format::Refworks, text, raws, diagnostics, |raw, _, _| {
        paper(raw.fields)
    })
}

fn tagged(line: &str) -> Option<(&str, &str)> {
    let (tag, value) = line.split_once(' ').unwrap_or((line, ""));
    let is_tag = (2..=4).contains(&tag.len())
        && tag
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let known = is_tag && TAGS.split_ascii_whitespace().any(|known| known == tag);
    known.then_some((tag, value.trim()))
}

fn split(text: &str, diagnostics: &mut Remarks) -> Vec<Raw> {
    let mut raws: Vec<Raw> = Vec::new();
    let mut blank = false;
    for line in fields::lines(text) {
        match (tagged(line.text), raws.last_mut()) {
            _ if line.is_blank() => {
                blank = true;
                continue;
            }
            (Some(("RT", value)), _) => {
                let mut raw = Raw::at(&line);
                raw.push("RT", value, &line);
                raws.push(raw);
            }
            (Some((tag, value)), Some(raw)) => raw.push(tag, value, &line),
            (Some((tag, _)), None) => {
                let message = "A field outside any record was left out.";
                diagnostics.say(line.number, || {
                    Diagnostic::warning("field-outside-record", line.number, message).about(tag)
                });
            }
            (None, Some(raw)) => {
                if blank {
                    raw.part();
                }
                raw.extend(&line);
            }
            (None, None) => {}
        }
        blank = false;
    }
    raws
}

fn people(values: &mut Values, tags: &[&str]) -> Vec<Name> {
    let mut names = Vec::new();
    for tag in tags {
        for value in values.all(tag) {
            names.extend(ris_names(&fields::clean(&value)));
        }
    }
    names
}

fn paper(fields: Vec<(String, String)>) -> Paper {
    let mut paper = Paper::default();
    let mut values = Values::of(fields);
    let ty = values.text(&["RT"]).unwrap_or_default();
    paper.kind = kind(&ty).to_owned();
    if paper.kind.is_empty() {
        keep(&mut paper, "RT", &ty);
    }
    paper.title = values.text(&["T1", "TI"]).unwrap_or_default();
    paper.authors = people(&mut values, &["A1", "AU"]);
    let edited = matches!(paper.kind.as_str(), "chapter" | "paper-conference" | "book");
    paper.editors = people(&mut values, if edited { &["ED", "A2"] } else { &["ED"] });
    paper.date = date(&mut values);
    paper.venue = values.text(&["JF", "T2", "JO", "JA"]);
    paper.volume = values.text(&["VO"]);
    paper.issue = values.text(&["IS"]);
    let (start, end) = (values.text(&["SP"]), values.text(&["OP"]));
    paper.pages = match (start, end) {
        (Some(start), Some(end)) if start != end && !start.contains('-') => {
            pages(&format!("{start}-{end}"))
        }
        (start, end) => start.or(end).and_then(|one| pages(&one)),
    };
    paper.publisher = values.text(&["PB"]);
    paper.place = values.text(&["PP"]);
    paper.language = values.text(&["LA"]);
    paper.abstract_text = values.told("AB");
    paper.keywords = values.listed(&["K1"], &[';', '\n']);
    paper.note = values.told("NO").or_else(|| values.told("NT"));
    paper.key = values.text(&["ID"]);
    for tag in ["UL", "LK"] {
        for value in values.all(tag) {
            paper.urls.extend(fields::urls(&value));
        }
    }
    values.retain("DO", |value| !identify(&mut paper, Scheme::Doi, value));
    for tag in ["PM", "PMID"] {
        values.retain(tag, |value| !identify(&mut paper, Scheme::Pmid, value));
    }
    values.retain("SN", |value| !fields::serial_number(&mut paper, value));
    values.retain("AN", |value| {
        let labelled = value.to_ascii_lowercase().starts_with("pmid");
        !(labelled && identify(&mut paper, Scheme::Pmid, value))
    });
    if let Some(doi) = fields::doi_in_urls(&paper) {
        paper.identifiers.entry(Scheme::Doi).or_insert(doi);
    }
    fields::arxiv_elsewhere(&mut paper);
    values.rest_into(&mut paper);
    paper
}

/// The year of YR; a free-form date that names the same year or none makes it precise.
fn date(values: &mut Values) -> Option<crate::Date> {
    let year = values
        .values
        .get("YR")
        .and_then(|all| all.first())
        .and_then(|text| dates::parse(text));
    let free = values.values.get("FD").and_then(|all| all.first()).cloned();
    let day = free.as_deref().and_then(|text| {
        let with_year = || dates::parse(&format!("{text} {}", year?.year));
        dates::parse(text).or_else(with_year)
    });
    if year.is_some() {
        values.all("YR");
    }
    let fits = |day: &crate::Date| year.is_none_or(|year| year.year == day.year);
    match day.filter(fits) {
        Some(day) => {
            values.all("FD");
            Some(day)
        }
        None => year,
    }
}

fn kind(ty: &str) -> &'static str {
    match ty.to_ascii_lowercase().as_str() {
        "journal article"
        | "journal"
        | "journal, electronic"
        | "abstract"
        | "journal article, electronic" => "article-journal",
        "conference proceedings" | "conference proceeding" | "conference paper" => {
            "paper-conference"
        }
        "book, section" | "book section" | "book chapter" => "chapter",
        "book, whole" | "book" | "book, edited" | "book, electronic" | "whole book" => "book",
        "dissertation/thesis" | "dissertation/thesis, unpublished" | "thesis" | "dissertation" => {
            "thesis"
        }
        "report" | "technical report" => "report",
        "web page" | "webpage" | "web site" => "webpage",
        "magazine article" => "article-magazine",
        "newspaper article" => "article-newspaper",
        "unpublished material" | "manuscript" => "manuscript",
        "dataset" | "data set" => "dataset",
        "computer program" | "software" => "software",
        "patent" => "patent",
        "map" => "map",
        "monograph" => "book",
        "personal communication" => "personal_communication",
        "motion picture" | "video/ dvd" | "video/dvd" => "motion_picture",
        "sound recording" | "music score" => "song",
        "laws/statutes" | "bills/resolutions" => "legislation",
        "case/court decisions" => "legal_case",
        _ => "",
    }
}

/// `RT` with a type, and a title or author of the format behind it.
pub(super) fn evidence(text: &str) -> Evidence {
    let mut tags = text.lines().map(str::trim_end).filter_map(tagged);
    let Some((_, ty)) = tags.by_ref().find(|(tag, _)| *tag == "RT") else {
        return Evidence::None;
    };
    let known = !kind(ty).is_empty() || ty.eq_ignore_ascii_case("generic");
    let others = tags
        .take(200)
        .filter(|(tag, _)| matches!(*tag, "T1" | "A1" | "JF" | "YR" | "SR" | "K1"))
        .count();
    match (known, others) {
        (true, 2..) if fields::prevail(text, |line| tagged(line).is_some()) => Evidence::Plain,
        (true, 1..) | (false, 3..) => Evidence::Some,
        _ => Evidence::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tags_of_the_format_begin_fields() {
        let text = "RT Journal Article\nSR Electronic(1)\nID 4\nA1 Roe,Ann B.\nA1 Low,Bo,Jr\nT1 On tides\nJF Shore\nYR 2001\nFD May 3\nSP 4\nOP 9\nAB We measured\nUS tides.\n\nRT Book, Whole\nT1 Two\n";
        let reading = read(text);
        assert_eq!(reading.records.len(), 2);
        let paper = &reading.records[0].paper;
        assert_eq!(
            paper.abstract_text.as_deref(),
            Some("We measured US tides.")
        );
        assert_eq!(
            paper.date.map(|date| date.to_string()).as_deref(),
            Some("2001-05-03")
        );
        assert_eq!(paper.pages.as_deref(), Some("4-9"));
        let shown: Vec<_> = paper.authors.iter().map(Name::display).collect();
        assert_eq!(shown, ["Ann B. Roe", "Bo Low Jr"]);
    }
}
