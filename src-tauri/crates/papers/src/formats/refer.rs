//! Refer, as BibIX, EndNote (`.enw`), Google Scholar and the ACL Anthology write it.
//!
//! A line is `%` with one character and a value; lines without that go on with the value above.
//! Records are apart by blank lines or begin with `%0`. A surname stands before a comma; without
//! one a name is in reading order, as in the original program, unless it is an institution's.

use super::fields::{self, Raw, Values, identify, keep};
use super::remarks::Remarks;
use super::sniff::Evidence;
use super::{Format, Reading, pages};
use crate::dates;
use crate::identity;
use crate::names::ris_names;
use crate::paper::{Paper, Scheme};

pub(super) fn read(text: &str) -> Reading {
    fields::reading(
        Format::Refer,
        text,
        split(text),
        Remarks::new(),
        |raw, _, _| paper(raw.fields),
    )
}

/// The tag of a line and its value.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim_start_matches('\u{feff}').strip_prefix('%')?;
    let (tag, value) = rest.split_at_checked(1)?;
    let sound = tag.bytes().all(|byte| {
        byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"!@#$&()*+<>?[]^=~".contains(&byte)
    });
    let separate = value.is_empty() || value.starts_with([' ', '\t']);
    (sound && separate).then_some((tag, value.trim()))
}

fn split(text: &str) -> Vec<Raw> {
    let mut raws: Vec<Raw> = Vec::new();
    let mut blank = true;
    let mut typed = false;
    for line in fields::lines(text) {
        if line.is_blank() {
            blank = true;
            continue;
        }
        match (tagged(line.text), raws.last_mut()) {
            (Some((tag, value)), Some(raw)) if !begins(tag, blank, typed, raw) => {
                raw.push(tag, value, &line);
            }
            (Some((tag, value)), _) => {
                typed |= tag == "0";
                let mut raw = Raw::at(&line);
                raw.push(tag, value, &line);
                raws.push(raw);
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

/// Whether a tag begins a new record behind this one. In a file with types a blank line may also
/// stand inside a record.
fn begins(tag: &str, blank: bool, typed: bool, raw: &Raw) -> bool {
    match tag {
        "0" => true,
        "T" | "A" if typed => blank && raw.has("T") && raw.has(tag),
        _ => blank && !typed,
    }
}

fn paper(fields: Vec<(String, String)>) -> Paper {
    let mut paper = Paper::default();
    let mut values = Values::of(fields);
    let ty = values.text(&["0"]).unwrap_or_default();
    paper.kind = kind(&ty).to_owned();
    if paper.kind.is_empty() {
        keep(&mut paper, "0", &ty);
        paper.kind = if values.values.contains_key("J") {
            "article-journal".to_owned()
        } else {
            String::new()
        };
    }
    paper.title = values.text(&["T"]).unwrap_or_default();
    if paper.title.is_empty() && paper.kind == "book" {
        paper.title = values.text(&["B"]).unwrap_or_default();
    }
    let people = |values: &mut Values, tag: &str| -> Vec<_> {
        let all = values.all(tag);
        all.iter()
            .flat_map(|name| name.lines())
            .flat_map(|name| ris_names(&fields::clean(name)))
            .collect()
    };
    paper.authors = people(&mut values, "A");
    paper.authors.extend(people(&mut values, "Q"));
    paper.editors = people(&mut values, "E");
    // EndNote's tertiary author, whom the ACL Anthology makes the editor.
    if values
        .values
        .get("Y")
        .is_some_and(|all| all.iter().all(|name| name.contains(',')))
    {
        paper.editors.extend(people(&mut values, "Y"));
    }
    paper.date = date(&mut values);
    paper.venue = values.text(&["J", "B", "S"]);
    paper.volume = values.text(&["V"]);
    paper.issue = values.text(&["N"]);
    paper.pages = values.text(&["P"]).and_then(|text| pages(&text));
    paper.publisher = values.text(&["I"]);
    paper.place = values.text(&["C"]);
    paper.language = values.text(&["G"]);
    paper.abstract_text = values.told("X");
    paper.keywords = keywords(&values.all("K"));
    paper.key = values.text(&["F"]);
    paper.note = values.told("Z");
    for value in values.all("U") {
        let found = fields::urls(&value);
        if found.is_empty() {
            keep(&mut paper, "U", &fields::clean(&value));
        }
        paper.urls.extend(found);
    }
    values.retain("R", |value| {
        identity::doi(value).is_none() || !identify(&mut paper, Scheme::Doi, value)
    });
    values.retain("@", |value| !fields::serial_number(&mut paper, value));
    values.retain("M", |value| {
        let doi = identity::doi(value).is_some() && identify(&mut paper, Scheme::Doi, value);
        let labelled = value.to_ascii_lowercase().contains("pmid");
        !(doi || labelled && identify(&mut paper, Scheme::Pmid, value))
    });
    if let Some(doi) = fields::doi_in_urls(&paper) {
        paper.identifiers.entry(Scheme::Doi).or_insert(doi);
    }
    fields::arxiv_elsewhere(&mut paper);
    values.rest_into(&mut paper);
    paper
}

/// The year of `%D`, made precise by a `%8` of the same year or without one.
fn date(values: &mut Values) -> Option<crate::Date> {
    let parse = |values: &Values, tag: &str| {
        let text = values.values.get(tag)?.first()?;
        dates::parse(text).or_else(|| dates::compact(text))
    };
    let year = parse(values, "D");
    let day = match (parse(values, "8"), year) {
        (Some(day), _) => Some(day),
        (None, Some(year)) => {
            let text = values.values.get("8").and_then(|all| all.first());
            text.and_then(|text| dates::parse(&format!("{text} {}", year.year)))
        }
        _ => None,
    };
    let date = match (year, day) {
        (Some(year), Some(day)) if year.year == day.year && year.month.is_none() => Some(day),
        (Some(year), _) => Some(year),
        (None, day) => day,
    };
    if year.is_some() {
        values.all("D");
    }
    if date == day && day.is_some() {
        values.all("8");
    }
    date
}

/// Keywords on lines of their own or between separators.
fn keywords(all: &[String]) -> Vec<String> {
    let joined = fields::paragraphs(&all.join("\n\n"));
    let lines: Vec<&str> = all.iter().flat_map(|value| value.lines()).collect();
    let parts: Vec<&str> = if lines.len() > 1 {
        lines
    } else if joined.contains(';') {
        joined.split(';').collect()
    } else {
        joined.split(',').collect()
    };
    parts
        .into_iter()
        .map(|part| fields::clean(part.trim_matches([' ', ';', ',', '-'])))
        .filter(|part| !part.is_empty())
        .collect()
}

fn kind(ty: &str) -> &'static str {
    match ty.to_ascii_lowercase().as_str() {
        "journal article" | "electronic article" | "article" | "journal" => "article-journal",
        "conference paper" | "conference proceedings" | "conference proceeding" | "proceedings" => {
            "paper-conference"
        }
        "book section" | "electronic book section" | "book chapter" | "chapter" => "chapter",
        "book" | "edited book" | "electronic book" => "book",
        "thesis" | "dissertation" => "thesis",
        "report" | "government document" | "technical report" => "report",
        "web page" | "online multimedia" | "online database" | "blog" => "webpage",
        "magazine article" => "article-magazine",
        "newspaper article" => "article-newspaper",
        "manuscript" | "unpublished work" | "unpublished" => "manuscript",
        "preprint" => "article",
        "dataset" => "dataset",
        "computer program" | "software" => "software",
        "patent" => "patent",
        "standard" => "standard",
        "map" => "map",
        "pamphlet" => "pamphlet",
        "encyclopedia" => "entry-encyclopedia",
        "dictionary" => "entry-dictionary",
        "personal communication" => "personal_communication",
        "film or broadcast" | "audiovisual material" => "motion_picture",
        "legal rule or regulation" | "statute" | "bill" => "legislation",
        "case" => "legal_case",
        "serial" => "periodical",
        _ => "",
    }
}

/// A file that begins with a tagged line and has a title and more; comments of TeX and
/// BibTeX (`% …`, `%%`) are no such lines.
pub(super) fn evidence(text: &str) -> Evidence {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let Some((first, value)) = lines.next().and_then(tagged) else {
        return Evidence::None;
    };
    let tags: Vec<&str> = lines.filter_map(tagged).map(|(tag, _)| tag).collect();
    let has = |tag: &str| first == tag || tags.contains(&tag);
    let others = ["A", "E", "D", "J", "B", "I", "X", "U", "Q"];
    let several = others.iter().filter(|tag| has(tag)).count();
    let typed = first == "0" && value.starts_with(|c: char| c.is_alphabetic());
    match (has("T") || has("B"), several) {
        (true, 1..) if typed => Evidence::Plain,
        (true, 2..) => Evidence::Plain,
        (true, 1) => Evidence::Some,
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
    fn a_blank_line_ends_a_record_only_where_records_have_no_types() {
        assert_eq!(read("%A Roe\n%T One\n\n%A Low\n%T Two\n").records.len(), 2);
        let typed = read("%0 Book\n%T One\n%X First.\n\nSecond.\n\n%D 2001\n%0 Book\n%T Two\n");
        assert_eq!(typed.records.len(), 2);
        let told = typed.records[0].paper.abstract_text.as_deref();
        assert_eq!(told, Some("First.\n\nSecond."));
    }

    #[test]
    fn names_are_read_in_both_orders() {
        let paper = one(
            "%0 Book\n%T T\n%A Roe, Ann\n%A Bo van Low\n%A Tide Office,\n%A Roe, J.; Low, K.\n",
        );
        let surnames: Vec<_> = paper.authors.iter().map(|name| name.surname()).collect();
        assert_eq!(surnames, ["Roe", "van Low", "Tide Office", "Roe", "Low"]);
    }

    #[test]
    fn a_month_is_put_to_the_year() {
        let date = |text: &str| one(text).date.map(|date| date.to_string());
        assert_eq!(
            date("%0 Book\n%T T\n%D 2020\n%8 July\n").as_deref(),
            Some("2020-07")
        );
        assert_eq!(
            date("%0 Book\n%T T\n%D 2020\n%8 2020-07-05\n").as_deref(),
            Some("2020-07-05")
        );
        assert_eq!(
            date("%0 Book\n%T T\n%D 2020\n%8 2021/1/1\n").as_deref(),
            Some("2020")
        );
    }

    #[test]
    fn comments_of_other_languages_are_not_claimed() {
        for text in [
            "% Encoding: UTF-8\n@book{a}\n",
            "%% a\n%T x\n",
            "%!PS-Adobe\n%T x\n",
            "%A comment\nx = 1;\n",
        ] {
            assert_eq!(evidence(text), Evidence::None, "{text}");
        }
    }
}
