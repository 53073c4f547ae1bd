//! Full-text search over documents: the index in its folder, the query language, ranking, snippets.
//!
//! Knows documents and their ids, not where they come from. The index is a cache: it opens whatever
//! state its folder is in, at worst empty, and says how far it got so that the rest can be replayed.
//! Any text is a query, every answer is exact in its count and the same each time.

mod beginnings;
mod document;
mod error;
mod evaluate;
mod files;
mod find;
mod index;
mod mark;
mod plan;
mod query;
mod rare;
mod schema;
mod slips;
mod terms;
mod text;
mod tokens;
mod vocabulary;

pub use document::{Decision, Document};
pub use error::{Error, Result};
pub use files::EmptyReason;
pub use find::{Filter, Found, Hit, View};
pub use index::{Index, Opened};
pub use mark::{Marker, Snippet};
pub use query::{Flag, Meaning, Name, NameKind, Names, Now, Query, QueryError, SortBy, Sorting};
pub use terms::{Term, terms};
