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
use sniff::Evidence;

pub use csl_json::csl_item;
pub use remarks::Remarks;
pub use sniff::sniff;

/// What a format's sources are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Somebody else's list of papers: a page, a mail, a feed. Its notes are not the reader's.
    Digest,
    /// Somebody's references, kept with a program for that.
    References,
}

/// How sure a format is of a source's beginning.
enum Sniffer {
    Text(fn(&str) -> Evidence),
    Bytes(fn(&[u8]) -> Evidence),
}

enum Reader {
    Text(fn(&str) -> Reading),
    Bytes(fn(&[u8]) -> Reading),
}

enum Writer {
    None,
    /// Writes titles and abstracts only, which is not offered for export.
    Partial(fn(&[Paper]) -> String),
    Whole(fn(&[Paper]) -> String),
}

/// What there is to know of a format.
struct Entry {
    id: &'static str,
    name: &'static str,
    kind: Kind,
    /// Endings of the names of its files, without the dot.
    endings: &'static [&'static str],
    sniffer: Sniffer,
    reader: Reader,
    writer: Writer,
}

macro_rules! formats {
    ($( $(#[$doc:meta])* $format:ident = $id:literal $name:literal {
        $kind:ident $endings:expr, sniff $sniffer:expr, read $reader:expr, write $writer:expr } )*) => {
        /// A format of digests or references.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Format {
            $( $(#[$doc])* $format, )*
        }

        impl Format {
            /// In the order in which they are asked about a source.
            pub const ALL: &[Format] = &[ $( Format::$format, )* ];

            fn entry(self) -> &'static Entry {
                match self {
                    $( Format::$format => const { &Entry {
                        id: $id,
                        name: $name,
                        kind: Kind::$kind,
                        endings: &$endings,
                        sniffer: $sniffer,
                        reader: $reader,
                        writer: $writer,
                    } }, )*
                }
            }
        }
    };
}

// The surest signs come first: the first format that is certain of a source has it.
formats! {
    /// A mailbox in one file.
    Mbox = "mbox" "Mailbox" {
        Digest ["mbox", "mbx"],
        sniff Sniffer::Text(email::mbox_evidence),
        read Reader::Bytes(email::read_mbox),
        write Writer::None
    }
    /// One message, or Gmail's JSON of some.
    Email = "email" "Mail message" {
        Digest ["eml"],
        sniff Sniffer::Text(email::evidence),
        read Reader::Bytes(email::read),
        write Writer::None
    }
    ScholarAlert = "scholar-alert" "Google Scholar alert" {
        Digest ["html", "htm"],
        sniff Sniffer::Text(scholar_alert::evidence),
        read Reader::Text(scholar_alert::read),
        write Writer::None
    }
    ArxivAtom = "arxiv-atom" "arXiv Atom" {
        Digest ["xml", "atom", "json"],
        sniff Sniffer::Text(arxiv_atom::evidence),
        read Reader::Text(arxiv_atom::read),
        write Writer::None
    }
    HfJson = "hf-json" "Hugging Face papers (JSON)" {
        Digest ["json", "jsonl"],
        sniff Sniffer::Text(hf_json::evidence),
        read Reader::Text(hf_json::read),
        write Writer::None
    }
    HfHtml = "hf-html" "Hugging Face papers page (HTML)" {
        Digest ["html", "htm"],
        sniff Sniffer::Text(hf_html::evidence),
        read Reader::Text(hf_html::read),
        write Writer::None
    }
    LibrarianBot = "librarian-bot" "Librarian Bot comment" {
        Digest ["txt", "md"],
        sniff Sniffer::Text(librarian_bot::evidence),
        read Reader::Text(librarian_bot::read),
        write Writer::None
    }
    CrossrefJson = "crossref-json" "Crossref JSON" {
        References ["json", "jsonl"],
        sniff Sniffer::Text(crossref_json::evidence),
        read Reader::Text(crossref_json::read),
        write Writer::None
    }
    OpenalexJson = "openalex-json" "OpenAlex JSON" {
        References ["json", "jsonl"],
        sniff Sniffer::Text(openalex_json::evidence),
        read Reader::Text(openalex_json::read),
        write Writer::None
    }
    SemanticScholarJson = "semantic-scholar-json" "Semantic Scholar JSON" {
        References ["json", "jsonl"],
        sniff Sniffer::Text(semantic_scholar_json::evidence),
        read Reader::Text(semantic_scholar_json::read),
        write Writer::None
    }
    ArxivJson = "arxiv-json" "arXiv metadata (JSON)" {
        References ["json", "jsonl", "ndjson"],
        sniff Sniffer::Text(arxiv_json::evidence),
        read Reader::Text(arxiv_json::read),
        write Writer::None
    }
    CslJson = "csl-json" "CSL-JSON" {
        References ["json", "csljson"],
        sniff Sniffer::Text(csl_json::evidence),
        read Reader::Text(csl_json::read),
        write Writer::Whole(csl_json::write)
    }
    PubmedXml = "pubmed-xml" "PubMed XML" {
        References ["xml"],
        sniff Sniffer::Text(pubmed_xml::evidence),
        read Reader::Text(pubmed_xml::read),
        write Writer::None
    }
    /// Articles of publishers and of PubMed Central.
    Jats = "jats" "JATS article XML" {
        References ["nxml", "xml"],
        sniff Sniffer::Text(jats::evidence),
        read Reader::Text(jats::read),
        write Writer::None
    }
    EndnoteXml = "endnote-xml" "EndNote XML" {
        References ["xml"],
        sniff Sniffer::Text(endnote_xml::evidence),
        read Reader::Text(endnote_xml::read),
        write Writer::None
    }
    Mods = "mods" "MODS" {
        References ["mods", "xml"],
        sniff Sniffer::Text(mods::evidence),
        read Reader::Text(mods::read),
        write Writer::None
    }
    Marcxml = "marcxml" "MARCXML" {
        References ["marcxml", "mrcx", "xml"],
        sniff Sniffer::Text(marcxml::evidence),
        read Reader::Text(marcxml::read),
        write Writer::None
    }
    Msbib = "msbib" "Word bibliography" {
        References ["xml"],
        sniff Sniffer::Text(msbib::evidence),
        read Reader::Text(msbib::read),
        write Writer::None
    }
    DataciteXml = "datacite-xml" "DataCite XML" {
        References ["xml"],
        sniff Sniffer::Text(datacite_xml::evidence),
        read Reader::Text(datacite_xml::read),
        write Writer::None
    }
    /// A project of Citavi, in its archive or on its own.
    Citavi = "citavi" "Citavi" {
        References ["ctv6bak", "ctv5bak", "ctv6", "ctv5", "ctv4bak", "ctv4", "xml"],
        sniff Sniffer::Bytes(citavi::evidence),
        read Reader::Bytes(citavi::read),
        write Writer::None
    }
    Ris = "ris" "RIS" {
        References ["ris"],
        sniff Sniffer::Text(ris::evidence),
        read Reader::Text(ris::read),
        write Writer::Whole(ris::write)
    }
    /// Ovid's field names or tags under record numbers.
    Ovid = "ovid" "Ovid" {
        References ["ovd", "ovid", "txt", "cgi"],
        sniff Sniffer::Text(ovid::evidence),
        read Reader::Text(ovid::read),
        write Writer::None
    }
    /// PubMed's own tagged format, MEDLINE's of old.
    Nbib = "nbib" "PubMed (MEDLINE)" {
        References ["nbib", "medline", "txt"],
        sniff Sniffer::Text(nbib::evidence),
        read Reader::Text(nbib::read),
        write Writer::None
    }
    /// Web of Science's plain text.
    Wos = "wos" "Web of Science" {
        References ["ciw", "isi", "wos", "txt"],
        sniff Sniffer::Text(wos::evidence),
        read Reader::Text(wos::read),
        write Writer::None
    }
    /// RefWorks' tagged format.
    Refworks = "refworks" "RefWorks" {
        References ["refworks", "txt"],
        sniff Sniffer::Text(refworks::evidence),
        read Reader::Text(refworks::read),
        write Writer::None
    }
    /// Refer and BibIX, EndNote's `.enw`.
    Refer = "refer" "Refer (EndNote)" {
        References ["enw", "refer", "ref", "endf", "txt"],
        sniff Sniffer::Text(refer::evidence),
        read Reader::Text(refer::read),
        write Writer::None
    }
    Biblioscape = "biblioscape" "Biblioscape" {
        References ["txt"],
        sniff Sniffer::Text(biblioscape::evidence),
        read Reader::Text(biblioscape::read),
        write Writer::None
    }
    /// A library union catalogue's tagged format.
    Copac = "copac" "Copac" {
        References ["txt"],
        sniff Sniffer::Text(copac::evidence),
        read Reader::Text(copac::read),
        write Writer::None
    }
    PubmedAlert = "pubmed-alert" "PubMed alert" {
        Digest ["html", "htm", "txt"],
        sniff Sniffer::Text(pubmed_alert::evidence),
        read Reader::Text(pubmed_alert::read),
        write Writer::None
    }
    /// PubMed's abstracts and summaries as text.
    PubmedText = "pubmed-text" "PubMed abstracts as text" {
        References ["txt", "text"],
        sniff Sniffer::Text(pubmed_text::evidence),
        read Reader::Text(pubmed_text::read),
        write Writer::None
    }
    Bibtex = "bibtex" "BibTeX" {
        References ["bib", "bibtex"],
        sniff Sniffer::Text(bibtex::evidence),
        read Reader::Text(bibtex::read_bibtex),
        write Writer::Whole(bibtex::write_bibtex)
    }
    /// BibTeX's syntax with BibLaTeX's fields; read by the same parser.
    Biblatex = "biblatex" "BibLaTeX" {
        References ["biblatex", "bib"],
        sniff Sniffer::Text(bibtex::biblatex_evidence),
        read Reader::Text(bibtex::read_biblatex),
        write Writer::Whole(bibtex::write_biblatex)
    }
    /// Excel's workbooks, read by the header of a sheet.
    Xlsx = "xlsx" "Excel workbook" {
        References ["xlsx", "xlsm"],
        sniff Sniffer::Bytes(xlsx::evidence),
        read Reader::Bytes(xlsx::read),
        write Writer::None
    }
    /// Tables with a header, divided by commas, semicolons or tabs.
    Csv = "csv" "CSV" {
        References ["csv", "tsv", "tab"],
        sniff Sniffer::Text(csv::evidence),
        read Reader::Text(csv::read),
        write Writer::Whole(csv::write)
    }
    /// A daily or monthly mailing of arXiv.
    ArxivMail = "arxiv-mail" "arXiv mailing" {
        Digest ["txt", "text", "eml"],
        sniff Sniffer::Text(arxiv_mail::evidence),
        read Reader::Text(arxiv_mail::read),
        write Writer::None
    }
    /// A listing page of arXiv copied as text.
    ArxivListing = "arxiv-listing" "arXiv listing, copied text" {
        Digest ["txt", "text", "md"],
        sniff Sniffer::Text(arxiv_listing::evidence),
        read Reader::Text(arxiv_listing::read),
        write Writer::None
    }
    /// A listing page of arXiv saved as HTML.
    ArxivHtml = "arxiv-html" "arXiv listing page" {
        Digest ["html", "htm", "xhtml"],
        sniff Sniffer::Text(arxiv_html::evidence),
        read Reader::Text(arxiv_html::read),
        write Writer::None
    }
    ArxivRss = "arxiv-rss" "arXiv RSS" {
        Digest ["xml", "rss", "rdf"],
        sniff Sniffer::Text(arxiv_rss::evidence),
        read Reader::Text(arxiv_rss::read),
        write Writer::None
    }
    /// RSS of any version that is not arXiv's own.
    Rss = "rss" "RSS feed" {
        Digest ["xml", "rss", "rdf"],
        sniff Sniffer::Text(rss::evidence),
        read Reader::Text(rss::read),
        write Writer::None
    }
    Atom = "atom" "Atom feed" {
        Digest ["xml", "atom"],
        sniff Sniffer::Text(atom::evidence),
        read Reader::Text(atom::read),
        write Writer::None
    }
    JsonFeed = "json-feed" "JSON Feed" {
        Digest ["json"],
        sniff Sniffer::Text(json_feed::evidence),
        read Reader::Text(json_feed::read),
        write Writer::None
    }
    /// A report of New Economics Papers.
    RepecNep = "repec-nep" "RePEc NEP report" {
        Digest ["txt", "text", "eml"],
        sniff Sniffer::Text(repec_nep::evidence),
        read Reader::Text(repec_nep::read),
        write Writer::None
    }
    Hayagriva = "hayagriva" "Hayagriva YAML" {
        References ["yml", "yaml"],
        sniff Sniffer::Text(hayagriva::evidence),
        read Reader::Text(hayagriva::read),
        write Writer::Whole(hayagriva::write)
    }
    MarkdownList = "markdown-list" "Markdown paper list" {
        Digest ["md", "markdown"],
        sniff Sniffer::Text(markdown_list::evidence),
        read Reader::Text(markdown_list::read),
        write Writer::None
    }
    /// A Hugging Face papers page saved or copied as text.
    HfText = "hf-text" "Hugging Face papers page" {
        Digest ["txt", "text", "md"],
        sniff Sniffer::Text(hf_text::evidence),
        read Reader::Text(hf_text::read),
        write Writer::Partial(hf_text::write)
    }
    BiorxivAlert = "biorxiv-alert" "bioRxiv or medRxiv alert" {
        Digest ["html", "htm", "txt"],
        sniff Sniffer::Text(biorxiv_alert::evidence),
        read Reader::Text(biorxiv_alert::read),
        write Writer::None
    }
    JournalAlert = "journal-alert" "Journal table of contents" {
        Digest ["html", "htm", "txt"],
        sniff Sniffer::Text(journal_alert::evidence),
        read Reader::Text(journal_alert::read),
        write Writer::None
    }
    /// Titles and links that no other format describes; asked last.
    Notes = "notes" "Titles and links" {
        Digest ["html", "htm", "txt", "md"],
        sniff Sniffer::Text(notes::evidence),
        read Reader::Text(notes::read),
        write Writer::None
    }
}

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
