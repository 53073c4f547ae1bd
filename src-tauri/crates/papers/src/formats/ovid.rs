//! Ovid's text exports: fields under their names, or under two-letter tags.
//!
//! Records begin with their number (`<1>`, `<1. >`). In the one layout a field's name stands alone
//! on a line and its value, indented, below it; in the other a line is `TI  - value` with
//! continuation lines indented. What the names of the fields are depends on the database.

use super::remarks::Remarks;
use std::collections::BTreeMap;

use super::fields::{self, Raw, Values, identify};
use super::sniff::Evidence;
use super::{Format, Reading, pages};
use crate::dates;
use crate::identity;
use crate::names::{medline_name, ris_name, ris_names};
use crate::paper::{Name, Paper, Scheme};

pub(super) fn read(text: &str) -> Reading {
    fields::reading(
        Format::Ovid,
        text,
        split(text),
        Remarks::new(),
        |raw, _, _| paper(raw.fields),
    )
}

/// Names and tags of fields, and the one name by which this module asks for each.
const FIELDS: [(&str, &str); 69] = [
    ("unique identifier", "number"),
    ("ui", "number"),
    ("accession number", "accession"),
    ("an", "accession"),
    ("pubmed id", "pmid"),
    ("pmid", "pmid"),
    ("pm", "pmid"),
    ("author", "authors"),
    ("authors", "authors"),
    ("author(s)", "authors"),
    ("au", "authors"),
    ("authors full name", "full names"),
    ("author full name", "full names"),
    ("fa", "full names"),
    ("corporate author", "groups"),
    ("corporate authors", "groups"),
    ("ca", "groups"),
    ("editor", "editors"),
    ("editors", "editors"),
    ("ed", "editors"),
    ("title", "title"),
    ("article title", "title"),
    ("chapter title", "title"),
    ("ti", "title"),
    ("original title", "original title"),
    ("ot", "original title"),
    ("book title", "book"),
    ("bt", "book"),
    ("source", "source"),
    ("so", "source"),
    ("abstract", "abstract"),
    ("ab", "abstract"),
    ("journal", "journal"),
    ("journal name", "journal"),
    ("jn", "journal"),
    ("volume", "volume"),
    ("vo", "volume"),
    ("issue", "issue"),
    ("issue part", "issue"),
    ("issue/part", "issue"),
    ("ip", "issue"),
    ("page", "pages"),
    ("pages", "pages"),
    ("pg", "pages"),
    ("year of publication", "year"),
    ("publication year", "year"),
    ("yr", "year"),
    ("date of publication", "date"),
    ("publication date", "date"),
    ("dp", "date"),
    ("issn", "serial"),
    ("issn print", "serial"),
    ("issn linking", "serial"),
    ("issn electronic", "serial"),
    ("isbn", "serial"),
    ("is", "serial"),
    ("ib", "serial"),
    ("digital object identifier", "doi"),
    ("doi", "doi"),
    ("do", "doi"),
    ("publication type", "type"),
    ("pt", "type"),
    ("publisher", "publisher"),
    ("pu", "publisher"),
    ("language", "language"),
    ("lg", "language"),
    ("keywords", "keywords"),
    ("keyword heading", "keywords"),
    ("mesh subject headings", "keywords"),
];

fn known(name: &str) -> Option<&'static str> {
    let lower = name.trim_end_matches(':').to_ascii_lowercase();
    FIELDS
        .iter()
        .find(|(known, _)| *known == lower)
        .map(|(_, field)| *field)
}

/// `<1>` or `<1. >` alone on a line.
fn number(line: &str) -> bool {
    let inner = line
        .trim()
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    inner.is_some_and(|inner| {
        let digits = inner.trim_end_matches([' ', '.']);
        (1..=7).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// `TI  - value`
fn tagged(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.split_at_checked(2)?;
    let value = rest.strip_prefix("  -")?;
    let sound = tag
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    (sound && (value.is_empty() || value.starts_with(' '))).then_some((tag, value.trim()))
}

/// Whether a line can be the name of a field: a few words that begin with a capital, no sentence.
fn is_name(line: &str) -> bool {
    let words = line.split(' ').count();
    line.len() <= 60
        && words <= 7
        && line.starts_with(|c: char| c.is_ascii_uppercase())
        && !line.ends_with(['.', ',', ';', '-'])
}

fn split(text: &str) -> Vec<Raw> {
    let mut raws: Vec<Raw> = Vec::new();
    let mut tags = false;
    let mut blank = false;
    for line in fields::lines(text) {
        if line.is_blank() {
            blank = true;
            continue;
        }
        if number(line.text) {
            raws.push(Raw::at(&line));
            blank = false;
            continue;
        }
        // In the layout with tags the number may be missing.
        let vendor = tagged(line.text).is_some_and(|(tag, _)| tag == "VN");
        if vendor && raws.last().is_none_or(|raw| raw.has("VN")) {
            raws.push(Raw::at(&line));
        }
        let Some(raw) = raws.last_mut() else {
            continue;
        };
        let indented = line.text.starts_with([' ', '\t']);
        if let Some((tag, value)) = tagged(line.text) {
            tags = true;
            raw.push(tag, value, &line);
        } else if indented || tags || (!blank && !is_name(line.text) && known(line.text).is_none())
        {
            if blank {
                raw.part();
            }
            raw.extend(&line);
        } else {
            raw.push(line.text.trim_end_matches(':'), "", &line);
        }
        blank = false;
    }
    raws
}

/// The names of a field: one a line, between semicolons, or `Roe A. Low B.`
fn people(all: &[String]) -> Vec<Name> {
    let mut names = Vec::new();
    let pieces = all.iter().flat_map(|value| value.split(['\n', ';']));
    for piece in pieces {
        let piece = fields::unmarked(piece);
        let sentence: Vec<&str> = piece.split(". ").collect();
        let indexed = |part: &&str| {
            !part.contains(',')
                && matches!(
                    medline_name(part.trim_end_matches('.')),
                    Some(Name::Person { .. })
                )
        };
        if sentence.iter().all(indexed) && !piece.is_empty() {
            names.extend(
                sentence
                    .iter()
                    .filter_map(|part| medline_name(part.trim_end_matches('.'))),
            );
        } else {
            let ends_plainly = piece
                .strip_suffix('.')
                .filter(|rest| rest.chars().rev().take_while(|c| c.is_lowercase()).count() > 0);
            names.extend(ris_names(&fields::clean(ends_plainly.unwrap_or(piece))));
        }
    }
    names
}

fn paper(fields: Vec<(String, String)>) -> Paper {
    let mut paper = Paper::default();
    let mut called: BTreeMap<&'static str, String> = BTreeMap::new();
    let mut values = Values::of(
        fields
            .into_iter()
            .map(|(name, value)| match known(&name) {
                Some(field) => {
                    called.entry(field).or_insert(name);
                    (field.to_owned(), value)
                }
                None => (name, value),
            })
            .collect(),
    );
    paper.title = values
        .text(&["title", "original title", "book"])
        .unwrap_or_default();
    let (short, full) = (
        people(&values.all("authors")),
        people(&values.all("full names")),
    );
    paper.authors = if full.len() >= short.len() {
        full
    } else {
        short
    };
    for value in values.all("groups") {
        paper.authors.extend(
            value
                .lines()
                .map(fields::clean)
                .filter(|group| !group.is_empty())
                .map(Name::literal),
        );
    }
    paper.editors = values
        .all("editors")
        .iter()
        .flat_map(|value| value.split(['\n', ';']))
        .filter_map(|name| ris_name(fields::unmarked(name)))
        .collect();
    paper.abstract_text = values.told("abstract");
    paper.venue = values.text(&["journal", "book"]);
    paper.volume = values.text(&["volume"]);
    paper.issue = values.text(&["issue"]);
    paper.pages = values.text(&["pages"]).and_then(|text| pages(&text));
    paper.publisher = values.text(&["publisher"]);
    paper.language = values.text(&["language"]);
    paper.keywords = values.listed(&["keywords"], &[';', '\n']);
    paper.kind = kind(&mut values);
    source(&mut values, &mut paper);
    for tag in ["date", "year"] {
        let text = values.values.get(tag).and_then(|all| all.first()).cloned();
        let found = text.and_then(|text| dates::parse(&text).or_else(|| dates::compact(&text)));
        if found.is_some() {
            paper.date = found;
            values.all(tag);
            break;
        }
    }
    values.retain("doi", |value| !identify(&mut paper, Scheme::Doi, value));
    values.retain("pmid", |value| !identify(&mut paper, Scheme::Pmid, value));
    // MEDLINE's number is PubMed's; other databases have their own.
    values.retain("number", |value| {
        let value = value.trim();
        let digits = value.bytes().all(|byte| byte.is_ascii_digit());
        !(digits && value.len() <= 8 && identify(&mut paper, Scheme::Pmid, value))
    });
    values.retain("serial", |value| !fields::serial_number(&mut paper, value));
    fields::arxiv_elsewhere(&mut paper);
    // What is left goes under the name that the source has for it.
    for (field, name) in called {
        if let Some(kept) = values.values.remove(field) {
            values.values.insert(name, kept);
        }
    }
    values.rest_into(&mut paper);
    paper
}

fn kind(values: &mut Values) -> String {
    let types = values
        .values
        .get("type")
        .map_or_else(String::new, |all| all.join("\n").to_lowercase());
    let says = |word: &str| types.contains(word);
    let kind = if says("preprint") {
        "article"
    } else if says("chapter") {
        "chapter"
    } else if says("dissertation") || says("thesis") {
        "thesis"
    } else if says("journal")
        || says("article")
        || says("review")
        || says("editorial")
        || says("letter")
    {
        "article-journal"
    } else if says("book") {
        "book"
    } else if says("conference") {
        "paper-conference"
    } else if says("patent") {
        "patent"
    } else {
        ""
    };
    kind.to_owned()
}

/// What only the source line says: `Journal of Tides. 12(3):123-30, 2005 Mar.`
fn source(values: &mut Values, paper: &mut Paper) {
    let Some(text) = values
        .values
        .get("source")
        .and_then(|all| all.first())
        .map(|text| fields::clean(text))
    else {
        return;
    };
    let (journal, rest) = text.split_once(". ").unwrap_or((text.as_str(), ""));
    let titled = journal.chars().any(char::is_alphabetic) && !rest.is_empty();
    if paper.venue.is_none() && titled {
        paper.venue = Some(journal.to_owned());
    }
    let numbers = rest.trim_start_matches("Vol.").trim_start();
    let digits =
        |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric()).collect() };
    if let Some((volume, after)) = numbers.split_once('(') {
        let volume = volume.trim();
        let (issue, after) = after.split_once(')').unwrap_or(("", ""));
        let sound = !volume.is_empty() && digits(volume) == volume && volume.len() < 6;
        if sound && issue.len() < 20 {
            paper.volume.get_or_insert_with(|| volume.to_owned());
            if !issue.trim().is_empty() {
                paper.issue.get_or_insert_with(|| issue.trim().to_owned());
            }
            let range = after
                .trim_start_matches([' ', '.'])
                .strip_prefix(':')
                .or_else(|| after.split_once("pp.").map(|(_, range)| range))
                .map(|range| range.split([',', ';']).next().unwrap_or_default());
            if let Some(range) = range.and_then(|range| pages(range.trim_end_matches('.'))) {
                paper.pages.get_or_insert(range);
            }
        }
    }
    // `Journal of Tides. 12:123-30, 2005 Mar.`
    if let Some((volume, range)) = numbers.split_once(':')
        && !volume.is_empty()
        && volume.len() < 6
        && digits(volume) == volume
    {
        paper.volume.get_or_insert_with(|| volume.to_owned());
        let range = range.split([',', ';', '.']).next().unwrap_or_default();
        if let Some(range) = pages(range) {
            paper.pages.get_or_insert(range);
        }
    }
    if let Some((_, doi)) = text.split_once("doi")
        && let Some(doi) = identity::doi(doi)
    {
        paper.identifiers.entry(Scheme::Doi).or_insert(doi);
    }
    paper.date = year_of(rest);
}

/// The last year a source line names, with a month that stands beside it.
fn year_of(text: &str) -> Option<crate::Date> {
    let part = text
        .split([',', ';'])
        .rfind(|part| dates::parse(part).is_some_and(|date| (1500..2200).contains(&date.year)))?;
    dates::parse(part.trim_end_matches('.'))
}

/// A record's number, and behind it fields of one of the layouts.
pub(super) fn evidence(text: &str) -> Evidence {
    if text.lines().any(|line| line.starts_with("VN  - Ovid")) {
        return Evidence::Plain;
    }
    let mut lines = text.lines().skip_while(|line| !number(line)).skip(1);
    let begins = |line: &str| {
        let tag = tagged(line).map(|(tag, _)| tag);
        tag.map_or_else(
            || known(line.trim_end()).is_some() && line.len() > 4,
            |_| true,
        )
    };
    let first = lines.by_ref().find(|line| !line.trim().is_empty());
    match first {
        Some(first) if begins(first) => {
            let more = lines.filter(|line| begins(line)).take(2).count();
            if more == 2 {
                Evidence::Plain
            } else {
                Evidence::Some
            }
        }
        _ => Evidence::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Paper {
        let mut reading = read(text);
        assert_eq!(reading.records.len(), 1);
        reading.records.remove(0).paper
    }

    #[test]
    fn both_layouts_say_the_same() {
        let named = one(
            "<1>\nUnique Identifier\n  15000001\nAuthors\n  Roe A. Low BC.\nTitle\n  On tides.\nSource\n  Journal of Tides. 12(3):123-30, 2005 Mar.\nAbstract\n  We measured.\n",
        );
        let tagged = one(
            "<1. >\nVN  - Ovid Technologies\nUI  - 15000001\nAU  - Roe A\nAU  - Low BC\nTI  - On tides.\nSO  - Journal of Tides. 12(3):123-30, 2005 Mar.\nAB  - We\n    measured.\n",
        );
        for paper in [&named, &tagged] {
            assert_eq!(paper.title, "On tides.");
            let shown: Vec<_> = paper.authors.iter().map(Name::display).collect();
            assert_eq!(shown, ["A Roe", "BC Low"]);
            assert_eq!(paper.venue.as_deref(), Some("Journal of Tides"));
            assert_eq!(paper.volume.as_deref(), Some("12"));
            assert_eq!(paper.pages.as_deref(), Some("123-30"));
            assert_eq!(
                paper.date.map(|date| date.to_string()).as_deref(),
                Some("2005-03")
            );
            assert_eq!(paper.abstract_text.as_deref(), Some("We measured."));
            assert_eq!(
                paper.identifiers.get(&Scheme::Pmid).map(String::as_str),
                Some("15000001")
            );
        }
    }

    #[test]
    fn names_come_in_every_punctuation() {
        for text in [
            "Roe, Ann; Low, Bo",
            "Roe, Ann.\nLow, Bo.",
            "Roe, Ann [Editor]; Low, Bo (2)",
        ] {
            let names = people(&[text.to_owned()]);
            let shown: Vec<_> = names.iter().map(Name::display).collect();
            assert_eq!(shown, ["Ann Roe", "Bo Low"], "{text}");
        }
    }
}
