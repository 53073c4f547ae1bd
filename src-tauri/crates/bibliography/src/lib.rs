//! Annotated bibliographies: references formatted through CSL, annotations laid out as the manuals
//! ask, and every output written from one laid-out tree.
//!
//! [`compose`] turns CSL-JSON items and their annotations into a [`Document`]; [`docx`], [`html`],
//! [`markdown`] and [`text`] write it. Nothing here reads a file, a clock or the network. No entry
//! is ever lost: an item that the style cannot format is printed as its plain title, with a
//! [`Warning`] saying so.

mod compose;
mod docx;
mod html;
mod item;
mod labels;
mod layout;
mod locales;
mod markdown;
mod math;
mod notes;
mod placeholders;
mod references;
mod rich;
mod sort;
mod style;
mod text;

pub use compose::{
    Annotation, DEEPEST_LEVEL, Document, Entry, Group, Part, Quote, Reference, Section, Sort,
    Warning, WarningKind, Work, compose,
};
pub use docx::{docx, docx_dated};
pub use html::{html, html_parts};
pub use labels::{Labels, labels_of};
pub use layout::{Family, Layout, MARGIN, PAGE, POINTS, STEP, Twips};
pub use markdown::markdown;
pub use notes::blocks;
pub use rich::{Block, Inline, List, Marks, Math, Run};
pub use style::{Style, StyleInfo, styles};
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
    #[error("the export was cancelled")]
    Cancelled,
    #[error("the document could not be packed")]
    Packing(#[from] zip::result::ZipError),
    #[error("the document could not be written")]
    Writing(#[from] std::io::Error),
}

pub type Result<T> = std::result::Result<T, Error>;
