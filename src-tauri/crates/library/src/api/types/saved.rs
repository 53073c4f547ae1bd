//! Saved searches and what they hit among the papers that came in.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Done, HitWhy, QueryError, SearchMode};

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SavedRequest {
    pub name: String,
    /// The query language of the search box, at most 2,000 characters. Every word must be there.
    pub query: String,
    pub mode: SearchMode,
    /// The least cosine of a hit by meaning, 0 to 1; absent: the measured default.
    pub threshold: Option<f32>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SavedEdit {
    pub id: i64,
    pub name: String,
    pub query: String,
    pub mode: SearchMode,
    pub threshold: Option<f32>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct SavedId {
    pub id: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SavedMade {
    pub id: i64,
    pub done: Done,
}

/// A saved search in the sidebar.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SavedSummary {
    pub id: i64,
    pub name: String,
    pub query: String,
    pub mode: SearchMode,
    /// Absent: the measured default.
    pub threshold: Option<f32>,
    /// Papers it finds, as last counted; a count that has changed is told as a change.
    pub papers: usize,
    /// Papers that came in and that it hit since the reader last looked.
    pub new: usize,
    /// What of the query could not be understood; the rest is searched.
    pub errors: Vec<QueryError>,
}

/// Why a saved search hit a paper when it came in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct WatchHit {
    pub saved: i64,
    /// The saved search's name.
    pub name: String,
    pub why: HitWhy,
    /// What matched, as the paper spells it; empty for a hit by meaning, and where only fields
    /// such as a year were asked for.
    pub words: Vec<String>,
    /// Cosine of the question and the paper, for a hit by meaning.
    pub score: Option<f32>,
    /// The reader has not looked at the saved search since.
    pub new: bool,
}

/// What a saved search hit in one import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Watched {
    pub saved: i64,
    pub name: String,
    pub papers: usize,
}
