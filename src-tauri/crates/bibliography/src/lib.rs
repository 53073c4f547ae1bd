//! Annotated bibliographies: references formatted through CSL, annotations laid out as the manuals
//! ask, and every output written from one laid-out tree.
//!
//! [`compose`] turns CSL-JSON items and their annotations into a [`Document`]; [`docx`], [`html`],
//! [`markdown`] and [`text`] write it. Nothing here reads a file, a clock or the network. No entry
//! is ever lost: an item that the style cannot format is printed as its plain title, with a
//! [`Warning`] saying so.

mod annotations;
mod checks;
mod cite;
mod compose;
mod csl;
mod docx;
mod find;
mod html;
mod item;
mod labels;
mod latex;
mod layout;
mod locales;
mod markdown;
mod math;
mod notes;
mod odt;
mod placeholders;
mod references;
mod rich;
mod rtf;
mod sort;
mod style;
mod table;
mod text;

pub use cite::{CiteForm, cite, inline_html, inline_text};
pub use compose::{
    Annotation, DEEPEST_LEVEL, Document, Entry, Group, Part, Quote, Reference, Section, Sort,
    Warning, WarningKind, Work, compose, compose_with,
};
pub use docx::{docx, docx_dated, table_docx};
pub use find::find_styles;
pub use html::{html, html_parts};
pub use labels::{Labels, labels_of};
pub use latex::latex;
pub use layout::{Family, Layout, MARGIN, PAGE, POINTS, STEP, Twips};
pub use locales::languages;
pub use markdown::markdown;
pub use math::{typst, typst_string};
pub use notes::blocks;
pub use odt::odt;
pub use references::References;
pub use rich::{Block, Inline, List, Marks, Math, Run};
pub use rtf::rtf;
pub use style::{Kind, Style, StyleInfo, styles};
pub use table::{Table, table_csv, table_html, table_markdown};
pub use text::text;

/// Why a bibliography could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no citation style named {0:?}")]
    UnknownStyle(String),
    #[error("the citation style builds on another one, {parent}, which is not available")]
    Dependent {
        /// The identifier of the parent, as the style states it.
        parent: String,
    },
    #[error("the file is not a usable citation style: {0}")]
    InvalidStyle(String),
    #[error("the table has {0} columns; a Word document has {most} at most", most = docx::MOST_COLUMNS)]
    TooManyColumns(usize),
    #[error("the export was cancelled")]
    Cancelled,
    #[error("the document could not be packed")]
    Packing(#[from] zip::result::ZipError),
    #[error("the document could not be written")]
    Writing(#[from] std::io::Error),
}

pub type Result<T> = std::result::Result<T, Error>;
