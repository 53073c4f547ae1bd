//! What the readers of tagged text share: a source's lines, a record's fields, and the values of
//! its tags, each given out once so that what nobody asked for can be kept.

use super::remarks::Remarks;
use std::collections::{BTreeMap, BTreeSet};

use super::{Format, Reading, filled};
use crate::diagnostic::Diagnostic;
use crate::identity;
use crate::paper::{Paper, Record, Scheme};
use crate::text::{entities, fold, fold_paragraphs, without_markup};

/// One line of a source without its end and the white space before that.
pub(super) struct Line<'a> {
    /// From 1.
    pub number: usize,
    pub start: usize,
    pub text: &'a str,
}

impl Line<'_> {
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    text.split_inclusive('\n')
        .enumerate()
        .map(move |(index, raw)| {
            let line = Line {
                number: index + 1,
                start,
                text: raw.trim_end(),
            };
            start += raw.len();
            line
        })
}

/// One record's fields in their order, and where it stands.
pub(super) struct Raw {
    pub fields: Vec<(String, String)>,
    pub line: usize,
    pub start: usize,
    pub end: usize,
    seen: BTreeSet<String>,
}

impl Raw {
    pub fn at(line: &Line<'_>) -> Raw {
        Raw {
            fields: Vec::new(),
            line: line.number,
            start: line.start,
            end: line.end(),
            seen: BTreeSet::new(),
        }
    }

    pub fn push(&mut self, tag: &str, value: &str, line: &Line<'_>) {
        self.end = line.end();
        if !self.seen.contains(tag) {
            self.seen.insert(tag.to_owned());
        }
        self.fields.push((tag.to_owned(), value.to_owned()));
    }

    /// A further line of the last field.
    pub fn extend(&mut self, line: &Line<'_>) {
        self.end = line.end();
        if let Some((_, value)) = self.fields.last_mut() {
            value.push('\n');
            value.push_str(line.text.trim_start());
        }
    }

    /// A blank line inside the last field.
    pub fn part(&mut self) {
        if let Some((_, value)) = self.fields.last_mut() {
            value.push('\n');
        }
    }

    pub fn has(&self, tag: &str) -> bool {
        self.seen.contains(tag)
    }
}

/// A record's values by tag, given out once.
pub(super) struct Values {
    pub values: BTreeMap<String, Vec<String>>,
}

impl Values {
    pub fn of(fields: Vec<(String, String)>) -> Values {
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (tag, value) in fields {
            values.entry(tag).or_default().push(value);
        }
        Values { values }
    }

    pub fn all(&mut self, tag: &str) -> Vec<String> {
        self.values.remove(tag).unwrap_or_default()
    }

    /// One line of text from the first of the tags that holds any; equal values elsewhere go too.
    pub fn text(&mut self, tags: &[&str]) -> Option<String> {
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
            self.retain(tag, |value| {
                let value = clean(value);
                !value.is_empty() && value != found
            });
        }
        Some(found)
    }

    /// Leaves a tag only the values that are wanted.
    pub fn retain(&mut self, tag: &str, wanted: impl FnMut(&String) -> bool) {
        if let Some(values) = self.values.get_mut(tag) {
            values.retain(wanted);
            if values.is_empty() {
                self.values.remove(tag);
            }
        }
    }

    /// The values of a tag as the paragraphs of one text.
    pub fn told(&mut self, tag: &str) -> Option<String> {
        let all: Vec<String> = self
            .all(tag)
            .iter()
            .map(|value| paragraphs(value))
            .collect();
        filled(fold_paragraphs(&all.join("\n\n")))
    }

    /// The parts of the values of the tags between separators: keywords.
    pub fn listed(&mut self, tags: &[&str], separators: &[char]) -> Vec<String> {
        let mut found = Vec::new();
        for tag in tags {
            for value in self.all(tag) {
                let value = entities(&without_markup(&value));
                let parts = value.split(separators).map(fold);
                found.extend(parts.filter(|part| !part.is_empty()));
            }
        }
        found
    }

    /// Everything that was not asked for goes to the paper's other fields.
    pub fn rest_into(self, paper: &mut Paper) {
        for (tag, kept) in self.values {
            for value in kept {
                keep(paper, &tag, &clean(&value));
            }
        }
    }
}

/// Whether lines of a syntax make up a text, and not a page of prose that quotes some: they begin
/// near its top and are a good part of it, or they are most of it.
pub(super) fn prevail(text: &str, is_own: impl Fn(&str) -> bool) -> bool {
    let (mut all, mut own) = (0usize, 0usize);
    let mut first = usize::MAX;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if is_own(line.trim_end()) {
            first = first.min(all);
            own += 1;
        }
        all += 1;
    }
    own * 2 >= all || (first < 12 && own * 4 >= all)
}

/// One line without entities and markup.
pub(super) fn clean(value: &str) -> String {
    fold(&entities(&without_markup(value)))
}

/// Folded paragraphs without entities and markup.
pub(super) fn paragraphs(value: &str) -> String {
    fold_paragraphs(&entities(&without_markup(value)))
}

/// Keeps a value the model has no name for; several under one tag are kept as lines.
pub(super) fn keep(paper: &mut Paper, name: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    let kept = paper.extra.entry(name.to_owned()).or_default();
    if !kept.is_empty() {
        kept.push('\n');
    }
    kept.push_str(value);
}

/// Notes an identifier unless the paper has one of its scheme; whether the text holds one.
pub(super) fn identify(paper: &mut Paper, scheme: Scheme, text: &str) -> bool {
    match identity::normalise(scheme, text) {
        Some(id) => {
            paper.identifiers.entry(scheme).or_insert(id);
            true
        }
        None => false,
    }
}

/// A serial number is an ISBN or an ISSN; some exporters put both into one line.
pub(super) fn serial_number(paper: &mut Paper, value: &str) -> bool {
    let issn = value.split([' ', ';', ',', '\n']).find_map(identity::issn);
    match (issn, identity::isbn(value)) {
        (Some(issn), _) => {
            paper.identifiers.entry(Scheme::Issn).or_insert(issn);
        }
        (None, Some(isbn)) => {
            paper.identifiers.entry(Scheme::Isbn).or_insert(isbn);
        }
        (None, None) => return false,
    }
    true
}

/// The arXiv id that a paper's arXiv DOI or URL states.
pub(super) fn arxiv_elsewhere(paper: &mut Paper) {
    if paper.identifiers.contains_key(&Scheme::Arxiv) {
        return;
    }
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

/// The DOI of a resolver's URL among the paper's URLs.
pub(super) fn doi_in_urls(paper: &Paper) -> Option<String> {
    paper
        .urls
        .iter()
        .filter(|url| url.contains("doi.org/"))
        .find_map(|url| identity::doi(url))
}

/// The URLs among the words of a text.
pub(super) fn urls(value: &str) -> Vec<String> {
    value
        .split_whitespace()
        .filter(|word| word.contains("://") || word.starts_with("//") || word.starts_with("www."))
        .map(|url| url.trim_end_matches([';', ',']).to_owned())
        .collect()
}

/// `0000-0002-1825-0097` in `ORCID: …`, `ORCID: https://orcid.org/…` or `ORCID: 0000000218250097`.
pub(super) fn orcid(text: &str) -> Option<String> {
    let upper = text.to_ascii_uppercase();
    let digits: String = upper
        .rsplit(['/', ':', ' '])
        .find(|part| part.len() >= 16)?
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == 'X')
        .collect();
    let sound = digits.len() == 16 && digits.get(..15).is_some_and(|digits| !digits.contains('X'));
    let quarter = |at: usize| digits.get(at..at + 4).unwrap_or_default();
    sound.then(|| {
        format!(
            "{}-{}-{}-{}",
            quarter(0),
            quarter(4),
            quarter(8),
            quarter(12)
        )
    })
}

/// A wrapped text whose lines were also broken behind hyphens, without those breaks: `meta-`,
/// `analysis`. Before `and` and `or` the hyphen stands for a left-out word and the break stays.
pub(super) fn rejoined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, line) in text.split('\n').enumerate() {
        let word_goes_on = out
            .strip_suffix('-')
            .is_some_and(|before| before.ends_with(char::is_alphanumeric))
            && line.starts_with(char::is_alphanumeric)
            && !["and ", "or ", "to ", "und "]
                .iter()
                .any(|word| line.starts_with(word));
        if index > 0 && !word_goes_on {
            out.push('\n');
        }
        out.push_str(line);
    }
    out
}

/// A name without the notes behind it: `Roe A(1)(2)`, `Roe, Ann [Inventor]`, `Roe A(#)`.
pub(super) fn unmarked(name: &str) -> &str {
    let mut name = name.trim();
    while let Some(at) = match name.chars().next_back() {
        Some(')') => name.rfind('('),
        Some(']') => name.rfind('['),
        Some('*' | '†' | '‡' | '§' | '#') => name.char_indices().next_back().map(|(at, _)| at),
        _ => None,
    } {
        name = name
            .get(..at)
            .unwrap_or_default()
            .trim_end_matches([',', ' ']);
    }
    name
}

/// Says that a record has no title.
pub(super) fn untitled(line: usize, doubts: &mut Vec<String>, diagnostics: &mut Remarks) {
    doubts.push("the record has no title".to_owned());
    let message = "This record has no title.";
    diagnostics.say(line, || Diagnostic::warning("missing-title", line, message));
}

/// Turns raw records into a reading. `paper` makes one paper and may add doubts and diagnostics.
pub(super) fn reading(
    format: Format,
    text: &str,
    raws: Vec<Raw>,
    mut diagnostics: Remarks,
    paper: impl Fn(Raw, &mut Vec<String>, &mut Remarks) -> Paper,
) -> Reading {
    let mut reading = Reading::new(format);
    for (index, raw) in raws.into_iter().enumerate() {
        let (line, start, end) = (raw.line, raw.start, raw.end);
        let mut doubts = Vec::new();
        let paper = paper(raw, &mut doubts, &mut diagnostics);
        if paper.title.is_empty() {
            untitled(line, &mut doubts, &mut diagnostics);
        }
        reading.records.push(Record {
            paper,
            position: index + 1,
            line,
            original: text.get(start..end).unwrap_or_default().to_owned(),
            date: None,
            doubts,
        });
    }
    reading.diagnostics = diagnostics;
    reading
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_broken_behind_a_hyphen_are_one_again() {
        assert_eq!(
            rejoined("a meta-\nanalysis of\npre-\nand post-"),
            "a meta-analysis of\npre-\nand post-"
        );
        assert_eq!(
            rejoined("tides -\nand more\n\nend"),
            "tides -\nand more\n\nend"
        );
    }

    #[test]
    fn a_name_loses_its_notes() {
        for text in ["Roe A(1)(2)", "Roe A", "Roe A [Inventor]", "Roe A(1)(#)*"] {
            assert_eq!(unmarked(text), "Roe A", "{text}");
        }
        assert_eq!(unmarked("(1)"), "");
    }

    #[test]
    fn orcid_ids_have_one_form() {
        for text in [
            "ORCID: 0000-0002-1825-009X",
            "ORCID: 000000021825009x",
            "https://orcid.org/0000-0002-1825-009X",
        ] {
            assert_eq!(
                orcid(text).as_deref(),
                Some("0000-0002-1825-009X"),
                "{text}"
            );
        }
        assert_eq!(orcid("ORCID: Roe, Ann"), None);
    }
}
