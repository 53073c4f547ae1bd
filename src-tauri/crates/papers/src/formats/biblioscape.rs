//! Biblioscape's tagged format: `--TAG-- value`, a record ends with a line of hyphens.

use super::fields::{self, Raw, Values, identify, keep};
use super::remarks::Remarks;
use super::sniff::Evidence;
use super::{Format, Reading, pages};
use crate::dates;
use crate::names::ris_names;
use crate::paper::{Paper, Scheme};

pub(super) fn read(text: &str) -> Reading {
    let raws = split(text);
    fields::reading(
        Format::Biblioscape,
        text,
        raws,
        Remarks::new(),
        |raw, _, _| paper(raw.fields),
    )
}

fn tagged(line: &str) -> Option<(&str, &str)> {
    let (tag, value) = line.trim_start().strip_prefix("--")?.split_once("--")?;
    let sound = tag.len() == 2
        && tag
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    sound.then_some((tag, value.trim()))
}

fn split(text: &str) -> Vec<Raw> {
    let mut raws: Vec<Raw> = Vec::new();
    let mut open = false;
    for line in fields::lines(text) {
        let ends = line.text.len() > 4 && line.text.bytes().all(|byte| byte == b'-');
        match (tagged(line.text), raws.last_mut()) {
            _ if ends => open = false,
            (Some((tag, value)), Some(raw)) if open => raw.push(tag, value, &line),
            (Some((tag, value)), _) => {
                let mut raw = Raw::at(&line);
                raw.push(tag, value, &line);
                raws.push(raw);
                open = true;
            }
            (None, Some(raw)) if open && line.is_blank() => raw.part(),
            (None, Some(raw)) if open => raw.extend(&line),
            (None, _) => {}
        }
    }
    raws
}

fn paper(fields: Vec<(String, String)>) -> Paper {
    let mut paper = Paper::default();
    let mut values = Values::of(fields);
    let ty = values.text(&["RT"]).unwrap_or_default();
    paper.kind = kind(&ty).to_owned();
    if paper.kind.is_empty() {
        keep(&mut paper, "RT", &ty);
    }
    paper.title = values.text(&["TI"]).unwrap_or_default();
    let whole = matches!(paper.kind.as_str(), "book" | "");
    if paper.title.is_empty() && whole {
        paper.title = values.text(&["ST", "TT"]).unwrap_or_default();
    }
    let people = |values: &mut Values, tag: &str| {
        let all = values.all(tag);
        all.iter()
            .flat_map(|value| ris_names(&fields::clean(value)))
            .collect::<Vec<_>>()
    };
    paper.authors = people(&mut values, "AU");
    if matches!(paper.kind.as_str(), "chapter" | "paper-conference" | "book") {
        paper.editors = people(&mut values, "SA");
    }
    let date = values
        .values
        .get("YP")
        .and_then(|all| all.first())
        .and_then(|text| dates::parse(text));
    if date.is_some() {
        paper.date = date;
        values.all("YP");
    }
    paper.venue = values.text(&["ST", "TT"]);
    paper.volume = values.text(&["VL"]);
    paper.issue = values.text(&["NB"]);
    paper.pages = match (values.text(&["PS"]), values.text(&["PE"])) {
        (Some(start), Some(end)) if start != end => pages(&format!("{start}-{end}")),
        (start, end) => start.or(end).and_then(|one| pages(&one)),
    };
    paper.publisher = values.text(&["PB"]);
    paper.place = values.text(&["CT", "CO"]);
    paper.language = values.text(&["LG"]);
    paper.abstract_text = values.told("AB");
    paper.keywords = values.listed(&["KW"], &[';', '\n']);
    paper.note = values.told("NT");
    paper.key = values.text(&["ID"]);
    values.retain("IS", |value| !fields::serial_number(&mut paper, value));
    values.retain("DO", |value| !identify(&mut paper, Scheme::Doi, value));
    for tag in ["WL", "WP", "UR"] {
        values.retain(tag, |value| {
            let found = fields::urls(value);
            paper.urls.extend(found.iter().cloned());
            found.is_empty()
        });
    }
    fields::arxiv_elsewhere(&mut paper);
    values.rest_into(&mut paper);
    paper
}

fn kind(ty: &str) -> &'static str {
    match ty.to_ascii_lowercase().as_str() {
        "journal article" | "journal" | "article" => "article-journal",
        "book section" | "chapter in a book" | "book chapter" => "chapter",
        "book" | "edited book" => "book",
        "proceedings paper" | "proceedings" | "conference" | "conference paper" => {
            "paper-conference"
        }
        "dissertation" | "thesis" => "thesis",
        "report" | "technical report" => "report",
        "web page" | "internet" => "webpage",
        "magazine article" => "article-magazine",
        "newspaper article" => "article-newspaper",
        "patent" => "patent",
        "manuscript" | "unpublished work" => "manuscript",
        _ => "",
    }
}

/// Several lines of the syntax.
pub(super) fn evidence(text: &str) -> Evidence {
    let mut tags = text.lines().filter_map(tagged).map(|(tag, _)| tag);
    let named = |tag: &str| matches!(tag, "AU" | "TI" | "ST" | "RT" | "YP" | "AB" | "KW");
    match tags.by_ref().filter(|tag| named(tag)).take(3).count() {
        3.. => Evidence::Plain,
        2 => Evidence::Some,
        _ => Evidence::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_hyphens_ends_a_record_and_lists_are_taken_apart() {
        let reading = read(
            "--AU-- Roe, A.; Low, B.\n--TI-- On\ntides\n--RT-- Journal Article\n------\n--TI-- Two\n",
        );
        assert_eq!(reading.records.len(), 2);
        assert_eq!(reading.records[0].paper.title, "On tides");
        assert_eq!(reading.records[0].paper.authors.len(), 2);
    }
}
