//! Web of Science's plain text (ISI export format; `.ciw` is the same).
//!
//! Two characters, a space and the value; continuation lines indented by three spaces; `PT` begins
//! a record, `ER` ends it, `FN`, `VR` and `EF` belong to the file. Each line under a name's tag is
//! one name; of an author named twice (AF and AU) the full name counts.

use super::fields::{self, Raw, Values, identify};
use super::remarks::Remarks;
use super::sniff::Evidence;
use super::{Format, Reading, pages};
use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::names::ris_name;
use crate::paper::{Name, Paper, Scheme};

pub(super) fn read(text: &str) -> Reading {
    let mut diagnostics = Remarks::new();
    let raws = split(text, &mut diagnostics);
    fields::reading(Format::Wos, text, raws, diagnostics, |raw, _, _| {
        paper(raw.fields)
    })
}

fn tagged(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.split_at_checked(2)?;
    let mut bytes = tag.bytes();
    let sound = bytes.next().is_some_and(|byte| byte.is_ascii_uppercase())
        && bytes
            .next()
            .is_some_and(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let value = if rest.is_empty() {
        ""
    } else {
        rest.strip_prefix(' ')?
    };
    sound.then_some((tag, value.trim()))
}

fn split(text: &str, diagnostics: &mut Remarks) -> Vec<Raw> {
    let mut raws: Vec<Raw> = Vec::new();
    let mut open = false;
    for line in fields::lines(text) {
        match (tagged(line.text), raws.last_mut()) {
            (Some(("FN" | "VR" | "EF", _)), _) if !open => {}
            (Some(("ER", "")), Some(raw)) if open => {
                raw.end = line.end();
                open = false;
            }
            (Some(("PT", value)), last) => {
                if open && let Some(raw) = last {
                    let message = "This record has no ER line; it ends where the next begins.";
                    diagnostics.say(raw.line, || {
                        Diagnostic::info("missing-end", raw.line, message)
                    });
                }
                let mut raw = Raw::at(&line);
                raw.push("PT", value, &line);
                raws.push(raw);
                open = true;
            }
            (Some((tag, value)), Some(raw)) if open => raw.push(tag, value, &line),
            (Some((tag @ ("AU" | "TI"), value)), _) => {
                // A record whose first line was lost.
                let message = "This record has no PT line.";
                diagnostics.say(line.number, || {
                    Diagnostic::warning("missing-type", line.number, message)
                });
                let mut raw = Raw::at(&line);
                raw.push(tag, value, &line);
                raws.push(raw);
                open = true;
            }
            (None, Some(raw)) if open && !line.is_blank() => raw.extend(&line),
            _ => {}
        }
    }
    raws
}

fn people(values: &mut Values, full: &[&str], short: &[&str]) -> Vec<Name> {
    let mut listed = |tags: &[&str]| -> Vec<Name> {
        let all: Vec<String> = tags.iter().flat_map(|tag| values.all(tag)).collect();
        all.iter()
            .flat_map(|value| value.lines())
            .filter_map(|name| ris_name(&fields::clean(fields::unmarked(name))))
            .collect()
    };
    let (full, short) = (listed(full), listed(short));
    if full.len() >= short.len() {
        full
    } else {
        short
    }
}

fn paper(fields: Vec<(String, String)>) -> Paper {
    let mut paper = Paper::default();
    let mut values = Values::of(fields);
    paper.title = values.text(&["TI"]).unwrap_or_default();
    paper.authors = people(&mut values, &["AF"], &["AU"]);
    let book_authors = people(&mut values, &["BF"], &["BA"]);
    if paper.authors.is_empty() {
        paper.authors = book_authors;
    }
    for value in values.all("CA") {
        let groups = value
            .lines()
            .map(fields::clean)
            .filter(|group| !group.is_empty());
        paper.authors.extend(groups.map(Name::literal));
    }
    paper.editors = people(&mut values, &[], &["BE", "ED"]);
    researchers(&mut values, &mut paper);
    paper.date = date(&mut values);
    paper.kind = kind(&mut values);
    paper.venue = values.text(&["SO", "JI", "J9", "CT"]);
    paper.volume = values.text(&["VL"]);
    paper.issue = values.text(&["IS"]);
    paper.pages = match (values.text(&["BP", "PS"]), values.text(&["EP"])) {
        (Some(start), Some(end)) if start != end => pages(&format!("{start}-{end}")),
        (start, end) => start.or(end).and_then(|one| pages(&one)),
    };
    if paper.pages.is_none() {
        paper.pages = values.text(&["AR"]);
    }
    paper.publisher = values.text(&["PU"]);
    paper.place = values.text(&["PI"]);
    paper.language = values.text(&["LA"]);
    paper.abstract_text = values.told("AB");
    paper.keywords = values
        .all("DE")
        .into_iter()
        .chain(values.all("ID"))
        .flat_map(|value| {
            fields::clean(&value)
                .split(';')
                .map(|part| part.trim().to_owned())
                .collect::<Vec<_>>()
        })
        .filter(|part| !part.is_empty())
        .collect();
    for tag in ["DI", "D2"] {
        values.retain(tag, |value| !identify(&mut paper, Scheme::Doi, value));
    }
    values.retain("PM", |value| !identify(&mut paper, Scheme::Pmid, value));
    for tag in ["SN", "EI", "BN"] {
        values.retain(tag, |value| !fields::serial_number(&mut paper, value));
    }
    fields::arxiv_elsewhere(&mut paper);
    // The list of references would be longer than all the rest of the record.
    values.all("CR");
    values.rest_into(&mut paper);
    paper
}

/// `OI Roe, Ann/0000-0002-1825-0097; …`: an iD for an author who is named the same.
fn researchers(values: &mut Values, paper: &mut Paper) {
    let Some(text) = values.values.get("OI").map(|all| all.join(" ")) else {
        return;
    };
    let mut ids = std::collections::HashMap::new();
    for entry in text.split(';') {
        if let Some((name, id)) = entry.rsplit_once('/')
            && let (Some(name), Some(id)) = (ris_name(name), fields::orcid(id))
        {
            ids.insert(name.display(), id);
        }
    }
    for author in &mut paper.authors {
        let id = ids.get(&author.display()).cloned();
        if let Name::Person { orcid, .. } = author {
            *orcid = id;
        }
    }
}

/// The year, with month and day of PD (`MAR 15`, `MAR-APR`, `SPR`).
fn date(values: &mut Values) -> Option<crate::Date> {
    let first = |tag: &str| values.values.get(tag).and_then(|all| all.first()).cloned();
    let year = first("PY").and_then(|text| dates::parse(&text))?;
    let day = first("PD").and_then(|text| dates::parse(&format!("{} {text}", year.year)));
    values.all("PY");
    if day.is_some_and(|day| day.month.is_some()) {
        values.all("PD");
        return day;
    }
    Some(year)
}

fn kind(values: &mut Values) -> String {
    let of = values.text(&["PT"]).unwrap_or_default();
    let document = values
        .values
        .get("DT")
        .map_or_else(String::new, |all| all.join(" ").to_lowercase());
    let says = |word: &str| document.contains(word);
    let kind = if says("proceedings paper") || says("meeting abstract") && of != "J" {
        "paper-conference"
    } else if says("book chapter") {
        "chapter"
    } else if says("preprint") {
        "article"
    } else if says("data set") || says("data study") {
        "dataset"
    } else if says("thesis") || says("dissertation") {
        "thesis"
    } else {
        match of.as_str() {
            "J" | "Journal" => "article-journal",
            "B" | "Book" => "book",
            "S" | "Book in series" => "chapter",
            "C" | "Proceedings" => "paper-conference",
            "P" | "Patent" => "patent",
            _ => "",
        }
    };
    kind.to_owned()
}

/// The file's first line, or a record's first and last lines with a title or author between.
pub(super) fn evidence(text: &str) -> Evidence {
    let mut begun = false;
    let mut told = false;
    let mut ended = false;
    for (tag, value) in text.lines().map(str::trim_end).filter_map(tagged) {
        match tag {
            "FN" => {
                let lower = value.to_ascii_lowercase();
                let known = [
                    "web of",
                    "isi ",
                    "clarivate",
                    "thomson",
                    "institute for scientific",
                ];
                let beginning = text.trim_start().starts_with("FN ");
                if beginning && known.iter().any(|name| lower.contains(name)) {
                    return Evidence::Plain;
                }
            }
            "PT" => begun |= matches!(value, "J" | "B" | "S" | "P" | "C" | "Journal" | "Book"),
            "AU" | "TI" | "SO" => told |= begun,
            "ER" => ended |= begun && told && value.is_empty(),
            _ => {}
        }
    }
    let is_own = |line: &str| line.starts_with("   ") || tagged(line).is_some();
    if ended && fields::prevail(text, is_own) {
        Evidence::Plain
    } else if begun && told {
        Evidence::Some
    } else {
        Evidence::None
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
    fn full_names_count_and_each_line_is_a_name() {
        let paper = one(
            "PT J\nAU Roe, A\n   Low, B\nAF Roe, Ann\n   Low, Bo, Jr.\nCA Tide Team\nTI On\n   tides\nOI Roe, Ann/0000-0002-1825-0097; \nPY 2001\nPD MAR 15\nER\n\nEF\n",
        );
        let shown: Vec<_> = paper.authors.iter().map(Name::display).collect();
        assert_eq!(shown, ["Ann Roe", "Bo Low Jr.", "Tide Team"]);
        assert!(matches!(
            &paper.authors[0],
            Name::Person { orcid: Some(_), .. }
        ));
        assert_eq!(paper.title, "On tides");
        assert_eq!(
            paper.date.map(|date| date.to_string()).as_deref(),
            Some("2001-03-15")
        );
    }

    #[test]
    fn a_record_without_its_end_costs_nothing() {
        let reading = read(
            "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nTI One\nPT B\nTI Two\nER\nTI Three\nER\nEF\n",
        );
        let titles: Vec<_> = reading
            .records
            .iter()
            .map(|r| r.paper.title.as_str())
            .collect();
        assert_eq!(titles, ["One", "Two", "Three"]);
        let codes: Vec<_> = reading
            .diagnostics
            .iter()
            .map(|d| d.code.as_str())
            .collect();
        assert_eq!(codes, ["missing-end", "missing-type"]);
    }
}
