//! The library's one file, `library.sqlite`: the only truth, and the only SQL.
//!
//! Three promises hold for every table of the library, because the database keeps them itself:
//!
//! - A write is wholly in or wholly out: [`Store::write`] is one transaction.
//! - No write escapes the log: triggers append every changed row to `changes` (see `log`), and a
//!   write outside of an action is refused.
//! - Whatever is in the log can be taken back: [`Store::undo`] and [`Store::redo`] read nothing
//!   else, and work across restarts.
//!
//! [`Reader`] and [`Writer`] carry the reads and writes; each lives with its table under
//! `tables/`. Times are instants of the caller's clock, kept to the microsecond.

mod backup;
mod convert;
mod error;
mod fold;
mod list;
mod log;
mod migrations;
mod open;
mod store;
mod tables;
mod undo;

pub use error::{Error, Result};
pub use list::{Counts, ListQuery, Page, Row, Sort, View};
pub use open::Options;
pub use store::{Action, Check, Reader, SCHEMA, Store, Writer, Written};
pub use tables::actions::LoggedAction;
pub use tables::changes::{Change, Operation};
pub use tables::collections::Collection;
pub use tables::field_values::FieldValue;
pub use tables::fields::{Field, FieldKind};
pub use tables::highlights::{Colour, Highlight, NewHighlight};
pub use tables::imports::{Import, ImportCounts, ImportTotals, NewImport};
pub use tables::kept::{Keeps, Kept};
pub use tables::papers::{Decision, StoredPaper, Text};
pub use tables::saved::{Asks, Mode, SavedSearch};
pub use tables::sightings::{NewSighting, Sighting};
pub use tables::tags::TagCount;
pub use tables::verdicts::{Relation, Verdict, Version};
pub use tables::watch::{Arrival, HitWhy, Look, NewHit, WatchHit};
pub use undo::Undone;

/// A paper's number in its library; never used again for another.
pub type PaperId = i64;
