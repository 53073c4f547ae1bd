//! What the XML formats share: a record at a time, cut records said, identifiers settled.
//!
//! A format says which elements are its records and fills a [`Draft`] from each; one that holds
//! nothing is left out, and their number is said once.

use super::remarks::Remarks;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Format, Reading, filled};
use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::identity;
use crate::paper::{Date, Name, Paper, Record, Scheme};
use crate::text::xml::{Element, Elements};
use crate::text::{LineStarts, fold};

/// A record that is being read.
pub(super) struct Draft {
    pub(super) paper: Paper,
    line: usize,
    doubts: Vec<String>,
    diagnostics: Remarks,
    /// What was noted already, by where and what: a record may repeat itself without end.
    noted: HashSet<u64>,
}

impl Draft {
    fn new(line: usize) -> Draft {
        Draft {
            paper: Paper::default(),
            line,
            doubts: Vec::new(),
            diagnostics: Remarks::new(),
            noted: HashSet::new(),
        }
    }

    fn is_new(&mut self, place: &str, value: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        (place, value).hash(&mut hasher);
        self.noted.insert(hasher.finish())
    }

    /// Keeps what the model has no name for; several values under one name are kept as lines.
    pub(super) fn keep(&mut self, name: &str, value: &str) {
        let value = value.trim();
        if value.is_empty() || name.is_empty() || !self.is_new(name, value) {
            return;
        }
        let kept = self.paper.extra.entry(name.to_owned()).or_default();
        if !kept.is_empty() {
            kept.push('\n');
        }
        kept.push_str(value);
    }

    /// Keeps what was said, if anything.
    pub(super) fn keep_some(&mut self, name: &str, value: Option<String>) {
        if let Some(value) = value {
            self.keep(name, &value);
        }
    }

    /// Notes an identifier of a scheme; a text that holds none is kept under its name. The first
    /// of several stays.
    pub(super) fn identify(&mut self, scheme: Scheme, text: &str, name: &str) {
        match identity::normalise(scheme, text) {
            Some(id) => match self.paper.identifiers.get(&scheme) {
                Some(known) if *known != id => self.keep(name, text),
                _ => {
                    self.paper.identifiers.insert(scheme, id);
                }
            },
            None => self.keep(name, text),
        }
    }

    /// An ISSN or an ISBN, whichever it is, or both.
    pub(super) fn serial_numbers(&mut self, text: &str, name: &str) {
        for line in text.split(['\r', '\n', ';', ',']) {
            let line = fold(line);
            let issn = line.split(' ').find_map(|word| {
                let characters = word.chars().filter(char::is_ascii_alphanumeric).count();
                identity::issn(word).filter(|_| characters == 8)
            });
            match issn {
                Some(issn) => self.identify(Scheme::Issn, &issn, name),
                None => self.identify(Scheme::Isbn, &line, name),
            }
        }
    }

    /// The date a text gives; one without a year is kept under its name and said.
    pub(super) fn date(&mut self, text: &str, name: &str) -> Option<Date> {
        let text = fold(text);
        let date = dates::parse(&text);
        if date.is_none() && !text.is_empty() {
            self.keep(name, &text);
            let message = "This date holds no year of four digits; it was kept as text.";
            self.warn("unreadable-date", message, &text);
        }
        date
    }

    /// A web address, once.
    pub(super) fn link(&mut self, url: &str, name: &str) {
        let url = url.trim();
        let is_address = url.split_once("://").is_some_and(|(scheme, rest)| {
            scheme.chars().all(|c| c.is_ascii_alphanumeric())
                && !scheme.is_empty()
                && !rest.is_empty()
        });
        if !is_address || url.contains(char::is_whitespace) {
            self.keep(name, url);
        } else if self.is_new("://", url) {
            self.paper.urls.push(url.to_owned());
        }
    }

    /// A keyword, once.
    pub(super) fn keyword(&mut self, keyword: String) {
        if !keyword.is_empty() && self.is_new(";", &keyword) {
            self.paper.keywords.push(keyword);
        }
    }

    pub(super) fn warn(&mut self, code: &str, message: &str, text: &str) {
        let diagnostic = Diagnostic::warning(code, self.line, message);
        self.diagnostics.push(diagnostic.about(text));
    }

    /// Says what a person should know before trusting the record.
    fn judge(&mut self, closed: bool) {
        if self.paper.title.is_empty() {
            self.doubts.push("the record has no title".to_owned());
            let message = "This record has no title.";
            self.diagnostics.say(self.line, || {
                Diagnostic::warning("missing-title", self.line, message)
            });
        }
        if !closed {
            self.doubts.push("the record is cut short".to_owned());
            let message = "This record has no end tag; it was read as far as it goes.";
            self.diagnostics.say(self.line, || {
                Diagnostic::warning("unclosed-record", self.line, message)
            });
        }
    }

    /// The DOI of a resolver's address, the PMID of a PubMed one and the arXiv id, where the
    /// record itself did not give them.
    fn settle(&mut self) {
        let urls = self.paper.urls.clone();
        let mut found = |scheme: Scheme, id: Option<String>| {
            if let Some(id) = id {
                self.paper.identifiers.entry(scheme).or_insert(id);
            }
        };
        for url in &urls {
            if url.contains("doi.org/") {
                found(Scheme::Doi, identity::doi(url));
            } else if url.contains("pubmed.ncbi.nlm.nih.gov/") || url.contains("gov/pubmed/") {
                found(Scheme::Pmid, identity::pmid(url));
            } else if url.contains("arxiv.org/") {
                found(Scheme::Arxiv, identity::arxiv_id(url));
            }
        }
        let doi = self.paper.identifiers.get(&Scheme::Doi);
        if let Some(id) = doi.and_then(|doi| identity::arxiv_of_doi(doi)) {
            self.paper.identifiers.entry(Scheme::Arxiv).or_insert(id);
        }
    }
}

/// Reads every element of the given names that is a record.
pub(super) fn read(
    format: Format,
    text: &str,
    names: &[&str],
    is_record: fn(&Element) -> bool,
    mut fill: impl FnMut(&Element, &mut Draft),
) -> Reading {
    let lines = LineStarts::new(text);
    let mut reading = Reading::new(format);
    let mut empty: Vec<usize> = Vec::new();
    for found in Elements::new(text, names) {
        if found.element.children.is_empty() {
            empty.push(found.start);
            continue;
        }
        if !is_record(&found.element) {
            continue;
        }
        let mut draft = Draft::new(lines.line(found.start));
        fill(&found.element, &mut draft);
        draft.settle();
        if holds_nothing(&draft.paper) {
            empty.push(found.start);
            continue;
        }
        draft.judge(found.closed);
        let original = text.get(found.start..found.end).unwrap_or_default();
        reading.records.push(Record {
            paper: draft.paper,
            position: reading.records.len() + 1,
            line: draft.line,
            original: original.trim_end().to_owned(),
            date: None,
            doubts: draft.doubts,
        });
        reading.diagnostics.append(draft.diagnostics);
    }
    if let Some(&first) = empty.first() {
        let message = match empty.len() {
            1 => "A record that holds nothing was left out.".to_owned(),
            several => format!("{several} records that hold nothing were left out."),
        };
        let diagnostic = Diagnostic::warning("empty-record", lines.line(first), message);
        reading.diagnostics.push(diagnostic);
    }
    reading
}

/// A type is what a reader puts, not what a record holds.
fn holds_nothing(paper: &Paper) -> bool {
    paper.title.is_empty()
        && paper.authors.is_empty()
        && paper.editors.is_empty()
        && paper.abstract_text.is_none()
        && paper.identifiers.is_empty()
        && paper.date.is_none()
        && paper.venue.is_none()
        && paper.pages.is_none()
        && paper.publisher.is_none()
        && paper.place.is_none()
        && paper.urls.is_empty()
        && paper.note.is_none()
        && paper.keywords.is_empty()
        && paper.key.is_none()
        && paper.extra.is_empty()
}

/// A name with the ORCID iD that stands in a text beside it.
pub(super) fn with_orcid(name: Name, text: Option<&str>) -> Name {
    match name {
        Name::Person {
            family,
            given,
            particle,
            suffix,
            ..
        } => Name::Person {
            family,
            given,
            particle,
            suffix,
            orcid: text.and_then(orcid),
        },
        literal => literal,
    }
}

/// `0000-0002-1825-0097`, also out of an address or without its hyphens.
fn orcid(text: &str) -> Option<String> {
    let id = text.trim().trim_end_matches('/');
    let id = id.rsplit(['/', ':', ' ']).next()?;
    let digits: Vec<char> = id.chars().filter(|c| !matches!(c, '-' | '–')).collect();
    let (last, first) = digits.split_last()?;
    let sound = digits.len() == 16
        && first.iter().all(char::is_ascii_digit)
        && (last.is_ascii_digit() || matches!(last, 'X' | 'x'));
    let group = |part: &[char]| part.iter().collect::<String>().to_uppercase();
    sound.then(|| digits.chunks(4).map(group).collect::<Vec<_>>().join("-"))
}

/// A page range with its end written out: `764-9` becomes `764-769`.
pub(super) fn whole_pages(text: &str) -> Option<String> {
    let range = super::pages(text)?;
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((start, end)) = range.split_once('-')
        && number(start)
        && number(end)
        && end.len() < start.len()
        && let Some(common) = start.get(..start.len() - end.len())
        && format!("{common}{end}").as_str() > start
    {
        return filled(format!("{start}-{common}{end}"));
    }
    Some(range)
}

/// The root's name, when a text is XML from its beginning on.
pub(super) fn root_name(text: &str) -> Option<String> {
    // Most files are not XML, and need not be looked through for a tag.
    if !text.trim_start().starts_with('<') {
        return None;
    }
    crate::text::xml::root(text).map(|root| root.name)
}

/// What protocols wrap records of many formats in.
pub(super) fn is_wrapper(root: &str) -> bool {
    matches!(
        root,
        "OAI-PMH"
            | "searchRetrieveResponse"
            | "ListRecords"
            | "GetRecord"
            | "records"
            | "metadata"
            | "response"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortened_page_ranges_are_written_out() {
        for (text, expected) in [
            ("764-9", "764-769"),
            ("1101–13", "1101-1113"),
            ("12-34", "12-34"),
            ("19-5", "19-5"),
            ("e12-5", "e12-5"),
            ("S5-6", "S5-6"),
            ("764-9, 780", "764-9, 780"),
        ] {
            assert_eq!(whole_pages(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn an_orcid_is_found_in_all_its_clothes() {
        for text in [
            "0000-0002-1825-009x",
            "https://orcid.org/0000-0002-1825-009X/",
            "000000021825009X",
        ] {
            assert_eq!(
                orcid(text).as_deref(),
                Some("0000-0002-1825-009X"),
                "{text}"
            );
        }
        assert_eq!(orcid("1234"), None);
        assert_eq!(orcid(""), None);
    }
}
