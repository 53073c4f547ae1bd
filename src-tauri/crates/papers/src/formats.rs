//! What Lectern reads and writes: one file per format.
//!
//! Reading is total: any bytes give records and diagnostics, in time linear in their number; a bad
//! record costs itself. Writing gives every paper a key that is unique in the file, the same one
//! each time for the same papers, and what was written reads back.

mod alert;
mod arxiv;
mod arxiv_atom;
mod arxiv_html;
mod arxiv_json;
mod arxiv_listing;
mod arxiv_mail;
mod arxiv_rss;
mod atom;
mod biblioscape;
mod bibtex;
mod biorxiv_alert;
mod citavi;
mod copac;
mod crossref_json;
mod csl_json;
mod csv;
mod datacite_xml;
mod email;
mod endnote_xml;
mod feed;
mod fields;
mod hayagriva;
mod hf_html;
mod hf_json;
mod hf_text;
mod jats;
mod journal_alert;
mod json;
mod json_feed;
mod keys;
mod librarian_bot;
mod list;
mod marcxml;
mod markdown_list;
mod mods;
mod msbib;
mod nbib;
mod notes;
mod openalex_json;
mod ovid;
mod pubmed_alert;
mod pubmed_text;
mod pubmed_xml;
mod refer;
mod refworks;
mod remarks;
mod repec_nep;
mod ris;
mod rss;
mod scholar_alert;
mod semantic_scholar_json;
mod sniff;
mod table;
mod wos;
mod xlsx;
mod xml_records;

use crate::diagnostic::Diagnostic;
use crate::paper::{Paper, Record};
use crate::text::decode;

pub use csl_json::csl_item;
pub use list::Format;
use list::{Kind, Reader, Writer};
pub use remarks::Remarks;
pub use sniff::sniff;

impl Format {
    /// Stable name for programs.
    pub fn id(self) -> &'static str {
        self.entry().id
    }

    /// Name for people.
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    pub fn from_id(id: &str) -> Option<Format> {
        Format::ALL.iter().copied().find(|format| format.id() == id)
    }

    /// Whether sources of this format can be imported; today all can.
    pub fn reads(self) -> bool {
        true
    }

    /// Whether papers can be exported in this format without losing what the model holds.
    pub fn writes(self) -> bool {
        matches!(self.entry().writer, Writer::Whole(_))
    }

    /// Whether its sources are lists that somebody else made, whose notes are not the reader's.
    pub fn is_digest(self) -> bool {
        self.entry().kind == Kind::Digest
    }
}

/// What one source was found to hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub format: Format,
    /// What the source calls itself, when it does.
    pub title: Option<String>,
    /// The date the source bears, as it stands there (`Mar 14`): the page's, not the papers'.
    pub date: Option<String>,
    pub records: Vec<Record>,
    /// In the order of their lines, remarks about the whole source first; after 10,000 a last one,
    /// `more-remarks`, says how many were left out.
    pub diagnostics: Remarks,
}

impl Reading {
    /// One that holds nothing yet.
    fn new(format: Format) -> Reading {
        Reading {
            format,
            title: None,
            date: None,
            records: Vec::new(),
            diagnostics: Remarks::new(),
        }
    }
}

/// Reads a source as the given format. Never fails: what could not be read is in the diagnostics,
/// and a source that holds nothing of the format gives no records and the diagnostic `no-records`.
pub fn read(format: Format, bytes: &[u8]) -> Reading {
    let mut reading = gather(format, bytes);
    reading.diagnostics.finish();
    reading
}

/// Reads what may be a part of a source; its remarks are in the order in which they were made.
fn gather(format: Format, bytes: &[u8]) -> Reading {
    let (mut reading, mut diagnostics) = match format.entry().reader {
        Reader::Text(read) => {
            let (text, diagnostics) = decode(bytes);
            (read(&text), Remarks::from(diagnostics))
        }
        Reader::Bytes(read) => (read(bytes), Remarks::new()),
    };
    if reading.records.is_empty() {
        let message = format!("Nothing in this source reads as {}.", format.name());
        reading.diagnostics.push(Diagnostic::new(
            crate::Severity::Warning,
            "no-records",
            None,
            message,
        ));
    }
    diagnostics.append(reading.diagnostics);
    reading.diagnostics = diagnostics;
    reading
}

/// Writes papers, in their order; nothing in a format that is only read. [`Format::HfText`] holds
/// titles and abstracts only; see [`Format::writes`].
pub fn write(format: Format, papers: &[Paper]) -> String {
    match format.entry().writer {
        Writer::None => String::new(),
        Writer::Partial(write) | Writer::Whole(write) => write(papers),
    }
}

/// Every item type of CSL 1.0.2.
const CSL_TYPES: [&str; 45] = [
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "classic",
    "collection",
    "dataset",
    "document",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "paper-conference",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "review",
    "review-book",
    "software",
    "song",
    "speech",
    "standard",
    "thesis",
    "treaty",
    "webpage",
];

/// A text field's content, or nothing when there is none.
fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// A page range with ordinary hyphens: `879–888` and `12--34` become `879-888` and `12-34`.
fn pages(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for c in crate::text::fold(text).chars() {
        match c {
            '–' | '—' | '‐' | '‑' | '−' | '-' => {
                while out.ends_with([' ', '-']) {
                    out.pop();
                }
                out.push('-');
            }
            ' ' if out.ends_with('-') => {}
            c => out.push(c),
        }
    }
    // `3-`: the last page was left out.
    filled(out.trim_end_matches('-').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_found_by_its_id() {
        for &format in Format::ALL {
            assert_eq!(Format::from_id(format.id()), Some(format));
        }
        assert_eq!(Format::from_id("docx"), None);
    }

    #[test]
    fn pages_have_ordinary_hyphens() {
        assert_eq!(pages("879 – 888").as_deref(), Some("879-888"));
        assert_eq!(pages("12--34").as_deref(), Some("12-34"));
        assert_eq!(pages("3‐").as_deref(), Some("3"));
        assert_eq!(pages(" "), None);
    }

    #[test]
    fn remarks_are_bounded_and_their_number_is_said() {
        let reading = read(
            Format::Ris,
            "AB  - lost\n".repeat(remarks::MOST + 5).as_bytes(),
        );
        assert_eq!(reading.diagnostics.len(), remarks::MOST + 1);
        let last = reading
            .diagnostics
            .last()
            .map(|d| (d.code.as_str(), d.message.as_str()));
        assert_eq!(
            last,
            Some((
                "more-remarks",
                "6 more remarks on this source were left out."
            ))
        );
    }

    #[test]
    fn an_empty_source_says_so_in_every_format() {
        for &format in Format::ALL {
            let reading = read(format, b"");
            assert_eq!(reading.records, []);
            assert_eq!(reading.diagnostics[0].code, "no-records");
        }
    }
}
