//! NEP, the mails of new economics papers that RePEc's editors send.
//!
//! Behind a table of contents come the papers, between lines of dashes: `n. Title`, people, an
//! abstract, and fields (`Keywords`, `JEL`, `Date`, `URL`). The people stand one a line, with or
//! without `By:`, and with what they are affiliated to in brackets.

use super::sniff::Evidence;
use super::{Format, Reading, alert};
use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::names;
use crate::paper::{Name, Paper, Record};
use crate::text::{LineStarts, fold, fold_paragraphs};

const FIELDS: [&str; 5] = ["Keywords:", "JEL:", "Date:", "URL:", "By:"];

pub(super) fn evidence(text: &str) -> Evidence {
    let named = text.contains("NEP: New Economics Papers") || text.contains("nep.repec.org");
    if named
        && sections(text)
            .iter()
            .any(|section| is_paper(text, *section))
    {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

/// Byte ranges between lines of dashes.
fn sections(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        let next = at + line.len();
        if line.trim().len() >= 20 && line.trim().bytes().all(|byte| byte == b'-' || byte == b'_') {
            found.push((start, at));
            start = next;
        }
        at = next;
    }
    found.push((start, at));
    found
}

/// Whether a section is a paper: its number and title, and fields of its own.
fn is_paper(text: &str, (start, end): (usize, usize)) -> bool {
    let section = text.get(start..end).unwrap_or_default();
    let numbered = unnumbered(section.trim_start()).is_some();
    numbered
        && section
            .lines()
            .any(|line| line.trim_start().starts_with("URL:"))
}

/// What follows `n. ` at the start of a text.
fn unnumbered(text: &str) -> Option<&str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=4)
        .contains(&digits)
        .then(|| text.get(digits..)?.strip_prefix('.'))
        .flatten()
}

pub(super) fn read(text: &str) -> Reading {
    let mut reading = Reading::new(Format::Nep);
    let starts = LineStarts::new(text);
    reading.title = title_of(text);
    for range in sections(text) {
        if !is_paper(text, range) {
            continue;
        }
        let section = text.get(range.0..range.1).unwrap_or_default();
        let start = range.0 + section.len() - section.trim_start().len();
        let line = starts.line(start);
        let mut record = record(section.trim(), line, &mut reading.diagnostics);
        record.position = reading.records.len() + 1;
        reading.records.push(record);
    }
    reading
}

/// The line below the series' name: the field of this issue.
fn title_of(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("NEP: New Economics Papers")?;
    let field = rest.lines().skip(1).find(|line| !line.trim().is_empty())?;
    (!field.trim_start().starts_with('-')).then(|| format!("NEP: {}", fold(field)))
}

fn record(section: &str, line: usize, diagnostics: &mut Vec<Diagnostic>) -> Record {
    let mut paper = Paper {
        kind: "report".to_owned(),
        ..Paper::default()
    };
    // Paragraphs before the fields: title, people (unless a field names them), abstract.
    let mut title = String::new();
    let mut paragraphs: Vec<Vec<&str>> = Vec::new();
    let mut field: Option<(&str, String)> = None;
    // Whether the title's paragraph has ended, and whether the last line was empty.
    let (mut titled, mut gap) = (false, false);
    for raw in unnumbered(section).unwrap_or(section).lines() {
        let text = raw.trim();
        if text.is_empty() {
            titled |= !title.is_empty();
            gap = true;
            if field.as_ref().is_some_and(|(name, _)| *name == "By:") {
                end_field(field.take(), &mut paper);
            }
            continue;
        }
        if let Some((name, rest)) = FIELDS
            .iter()
            .find_map(|name| Some((*name, text.strip_prefix(name)?)))
        {
            end_field(field.take(), &mut paper);
            field = Some((name, rest.trim().to_owned()));
        } else if let Some((_, value)) = &mut field {
            value.push('\n');
            value.push_str(text);
        } else if !titled {
            title.push(' ');
            title.push_str(text);
        } else {
            if paragraphs.is_empty() || gap {
                paragraphs.push(Vec::new());
            }
            if let Some(last) = paragraphs.last_mut() {
                last.push(text);
            }
        }
        gap = false;
    }
    end_field(field.take(), &mut paper);
    paper.title = alert::title(&title);
    let mut rest = paragraphs.as_slice();
    if paper.authors.is_empty()
        && let [people, after @ ..] = rest
    {
        paper.authors = people.iter().flat_map(|line| self::people(line)).collect();
        rest = after;
    }
    let told: Vec<String> = rest.iter().map(|lines| lines.join("\n")).collect();
    let told = fold_paragraphs(&told.join("\n\n"));
    paper.abstract_text = (!told.is_empty()).then_some(told);
    let mut doubts = Vec::new();
    if paper.authors.is_empty() {
        doubts.push("no authors stood with this title".to_owned());
        let message = "No authors stand with this title.";
        diagnostics.push(Diagnostic::warning("missing-authors", line, message).about(&paper.title));
    }
    Record {
        paper,
        position: 0,
        line,
        original: section.to_owned(),
        date: None,
        doubts,
    }
}

fn end_field(field: Option<(&str, String)>, paper: &mut Paper) {
    let Some((name, value)) = field else {
        return;
    };
    match name {
        "By:" => paper.authors.extend(value.lines().flat_map(people)),
        "Keywords:" => {
            let words = fold(&value);
            let separator = if words.contains(';') { ';' } else { ',' };
            paper.keywords = words
                .split(separator)
                .map(|word| word.trim().trim_end_matches('.').to_owned())
                .filter(|word| !word.is_empty())
                .collect();
        }
        "Date:" => paper.date = dates::parse(&value),
        "URL:" => paper
            .urls
            .extend(alert::urls(&value).into_iter().map(str::to_owned)),
        _ => {
            paper.extra.insert("JEL".to_owned(), fold(&value));
        }
    }
}

/// The people of a line, between semicolons.
fn people(line: &str) -> impl Iterator<Item = Name> {
    line.split(';').filter_map(person)
}

/// `Doe, Jane (University of Things)` or `Jane Doe (jane@e.org)`.
fn person(text: &str) -> Option<Name> {
    let name = text
        .split(['(', '['])
        .next()?
        .trim()
        .trim_end_matches([';', ',']);
    if name.is_empty() || text.trim_start().starts_with('(') {
        return None;
    }
    names::parse_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "NEP: New Economics Papers\nSheep Economics\n--------------------------------\nIn this issue we have:\n--------------------------------\n\n1. Prices of wool\n     Zand,Yara\n     Date: 2024-03-01\n\n--------------------------------\n\n1. Prices of wool under\nthree subsidy regimes\n\n    Zand,Yara\n    van Dijk,Bo (University of Hills)\n\nWe compare three\nregimes.\n\nA second paragraph.\n\nKeywords: wool; prices\nJEL:      Q1\nDate:     2024-02-01\nURL:      http://d.repec.org/n?u=RePEc:x:y:1&r=she\n\n--------------------------------\n\n2. Hay and drought\nBy:  Rin Sato (Dept, City)\n     Uma Vogel\n\nHay costs more.\nURL: http://d.repec.org/n?u=RePEc:x:y:2\n";

    #[test]
    fn papers_stand_behind_the_table_of_contents() {
        assert_eq!(evidence(MAIL), Evidence::Plain);
        let reading = read(MAIL);
        assert_eq!(reading.title.as_deref(), Some("NEP: Sheep Economics"));
        assert_eq!(reading.records.len(), 2);
        let paper = &reading.records[0].paper;
        assert_eq!(paper.title, "Prices of wool under three subsidy regimes");
        assert_eq!(paper.authors[1].display(), "Bo van Dijk");
        assert_eq!(
            paper.abstract_text.as_deref(),
            Some("We compare three regimes.\n\nA second paragraph.")
        );
        assert_eq!(paper.keywords, ["wool", "prices"]);
        assert_eq!(reading.records[0].line, 13);
        let paper = &reading.records[1].paper;
        assert_eq!(paper.authors.len(), 2);
        assert_eq!(paper.abstract_text.as_deref(), Some("Hay costs more."));
    }
}
