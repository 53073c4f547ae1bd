//! Copac's tagged format: library catalogues, books for the most part.
//!
//! `TI- value`, continuation lines indented; a record begins with its title.

use super::fields::{self, Raw, Values};
use super::remarks::Remarks;
use super::sniff::Evidence;
use super::{Format, Reading};
use crate::dates;
use crate::names::ris_name;
use crate::paper::Paper;

pub(super) fn read(text: &str) -> Reading {
    let raws = split(text);
    fields::reading(Format::Copac, text, raws, Remarks::new(), |raw, _, _| {
        paper(raw.fields)
    })
}

fn tagged(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.split_at_checked(2)?;
    let value = rest.strip_prefix('-')?;
    let sound = tag.bytes().all(|byte| byte.is_ascii_uppercase());
    let separate = value.is_empty() || value.starts_with(' ');
    (sound && separate).then_some((tag, value.trim()))
}

fn split(text: &str) -> Vec<Raw> {
    let mut raws: Vec<Raw> = Vec::new();
    let mut blank = true;
    for line in fields::lines(text) {
        if line.is_blank() {
            blank = true;
            continue;
        }
        match (tagged(line.text), raws.last_mut()) {
            (Some((tag, value)), Some(raw))
                if !(raw.has("TI") && (tag == "TI" || (blank && raw.has(tag)))) =>
            {
                raw.push(tag, value, &line);
            }
            (Some((tag, value)), _) => {
                let mut raw = Raw::at(&line);
                raw.push(tag, value, &line);
                raws.push(raw);
            }
            (None, Some(raw)) if !blank || line.text.starts_with([' ', '\t']) => raw.extend(&line),
            (None, _) => {}
        }
        blank = false;
    }
    raws
}

fn paper(fields: Vec<(String, String)>) -> Paper {
    let mut paper = Paper {
        kind: "book".to_owned(),
        ..Paper::default()
    };
    let mut values = Values::of(fields);
    paper.title = values.text(&["TI"]).unwrap_or_default();
    let people = |all: Vec<String>| all.iter().filter_map(|name| ris_name(name)).collect();
    paper.authors = people(values.all("AU"));
    paper.editors = people(values.all("ED"));
    let date = values
        .values
        .get("PY")
        .and_then(|all| all.first())
        .and_then(|text| dates::parse(text));
    if date.is_some() {
        paper.date = date;
        values.all("PY");
    }
    if let Some(published) = values.text(&["PU"]) {
        // Cataloguers put the place before a colon.
        match published.rsplit_once(" : ") {
            Some((place, publisher)) => {
                paper.place = Some(place.to_owned());
                paper.publisher = Some(publisher.to_owned());
            }
            None => paper.publisher = Some(published),
        }
    }
    paper.venue = values.text(&["SE"]);
    paper.language = values.text(&["LA"]);
    paper.abstract_text = values.told("AB");
    paper.note = values.told("NT");
    paper.keywords = values
        .all("KW")
        .iter()
        .map(|value| fields::clean(value))
        .collect();
    paper.keywords.retain(|keyword| !keyword.is_empty());
    values.retain("IS", |value| !fields::serial_number(&mut paper, value));
    values.rest_into(&mut paper);
    paper
}

/// Begins with a field of the syntax and has a title and what catalogues say of a book.
pub(super) fn evidence(text: &str) -> Evidence {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    if lines.next().and_then(tagged).is_none() {
        return Evidence::None;
    }
    let tags: Vec<&str> = text
        .lines()
        .filter_map(tagged)
        .map(|(tag, _)| tag)
        .collect();
    let catalogue = ["PU", "PD", "HL", "DT", "PY"];
    let known = catalogue.iter().filter(|tag| tags.contains(tag)).count();
    match (tags.contains(&"TI"), known) {
        (true, 2..) => Evidence::Plain,
        (true, 1) => Evidence::Some,
        _ => Evidence::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_begins_a_record_and_the_place_stands_before_the_publisher() {
        let reading = read(
            "TI- On tides :\n    a course\nAU- Roe, Ann\nPU- Bergen ; Oslo : Shore\nPY- 1972\n\nHL- Here\n\nTI- Two\n",
        );
        assert_eq!(reading.records.len(), 2);
        let paper = &reading.records[0].paper;
        assert_eq!(paper.title, "On tides : a course");
        assert_eq!(paper.place.as_deref(), Some("Bergen ; Oslo"));
        assert_eq!(paper.publisher.as_deref(), Some("Shore"));
    }
}
