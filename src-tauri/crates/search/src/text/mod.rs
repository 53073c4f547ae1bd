//! Text as the index sees it: folded characters, words with their places, stems, identifiers.
//!
//! Documents, queries and marked fragments all pass through here, so what is typed and what is
//! stored always meet in the same form. Everything is pure and total: any string has an analysis.

pub(crate) mod distance;
pub(crate) mod fold;
pub(crate) mod identifier;
pub(crate) mod stem;
pub(crate) mod stop;
pub(crate) mod tex;
pub(crate) mod words;
