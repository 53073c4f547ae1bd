//! Bibliographies as PDF: a document that `bibliography` has laid out is written as Typst source
//! ([`source`]), set with the fonts that the program carries ([`world`]), and exported with tags,
//! an outline, links and metadata. Characters that those fonts lack come from the machine's own
//! fonts, where it has them.
//!
//! Nothing of the document is ever read as Typst code: every text travels as a string literal.

mod source;
mod world;

use bibliography::Document;
use typst::foundations::Datetime;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use world::Desk;

/// What a PDF says of itself besides its title and language.
#[derive(Clone, Debug, Default)]
pub struct Meta {
    pub author: Option<String>,
    /// Year, month and day; a date that the calendar does not have is left out.
    pub date: Option<(i32, u8, u8)>,
}

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// In the typesetter's words: the first thing it could not do.
    #[error("the document could not be typeset: {0}")]
    Typesetting(String),
}

/// Typesets a document. The PDF conforms to PDF/UA-1 (ISO 14289-1, accessible to screen readers)
/// where it can; where something in it has no accessible form it is tagged all the same, without
/// the claim. The same document and date give the same bytes.
///
/// # Errors
/// [`Error::Typesetting`]: no text of a document leads there that we know of.
pub fn pdf(document: &Document, meta: &Meta) -> Result<Vec<u8>, Error> {
    let desk = Desk::new(source::write(document, meta));
    let set = typst::compile::<PagedDocument>(&desk);
    let made = set.output.map_err(|errors| first(&errors));
    let made = made.and_then(|paged| {
        let accessible = PdfStandards::new(&[PdfStandard::Ua_1]).ok();
        let accessible =
            accessible.and_then(|standards| typst_pdf::pdf(&paged, &options(meta, standards)).ok());
        match accessible {
            Some(bytes) => Ok(bytes),
            None => typst_pdf::pdf(&paged, &options(meta, PdfStandards::default()))
                .map_err(|errors| first(&errors)),
        }
    });
    // The typesetter remembers what it set; a thousand entries are 200 MB of it.
    typst::comemo::evict(0);
    made
}

fn options(meta: &Meta, standards: PdfStandards) -> PdfOptions {
    PdfOptions {
        creator: typst::foundations::Smart::Custom(Some("Lectern".to_owned())),
        timestamp: date(meta).map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    }
}

fn date(meta: &Meta) -> Option<Datetime> {
    let (year, month, day) = meta.date?;
    Datetime::from_ymd_hms(year, month, day, 0, 0, 0)
}

fn first(errors: &[typst::diag::SourceDiagnostic]) -> Error {
    let message = errors.first().map(|error| error.message.to_string());
    Error::Typesetting(message.unwrap_or_default())
}
