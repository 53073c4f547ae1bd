//! Every format there is, a row each: what it is called, how it is known, who reads and writes it.

use super::sniff::Evidence;
use super::{
    Reading, arxiv_atom, arxiv_html, arxiv_json, arxiv_listing, arxiv_mail, arxiv_rss, atom,
    biblioscape, bibtex, biorxiv_alert, citavi, copac, crossref_json, csl_json, csv, datacite_xml,
    email, endnote_xml, hayagriva, hf_html, hf_json, hf_text, jats, journal_alert, json_feed,
    librarian_bot, marcxml, markdown_list, mods, msbib, nbib, notes, openalex_json, ovid,
    pubmed_alert, pubmed_text, pubmed_xml, refer, refworks, repec_nep, ris, rss, scholar_alert,
    semantic_scholar_json, wos, xlsx,
};
use crate::paper::Paper;

/// What a format's sources are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Somebody else's list of papers: a page, a mail, a feed. Its notes are not the reader's.
    Digest,
    /// Somebody's references, kept with a program for that.
    References,
}

/// How sure a format is of a source's beginning.
pub(super) enum Sniffer {
    Text(fn(&str) -> Evidence),
    Bytes(fn(&[u8]) -> Evidence),
}

pub(super) enum Reader {
    Text(fn(&str) -> Reading),
    Bytes(fn(&[u8]) -> Reading),
}

pub(super) enum Writer {
    None,
    /// Writes titles and abstracts only, which is not offered for export.
    Partial(fn(&[Paper]) -> String),
    Whole(fn(&[Paper]) -> String),
}

/// What there is to know of a format.
pub(super) struct Entry {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Endings of the names of its files, without the dot.
    pub(super) endings: &'static [&'static str],
    pub(super) sniffer: Sniffer,
    pub(super) reader: Reader,
    pub(super) writer: Writer,
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

            pub(super) fn entry(self) -> &'static Entry {
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
