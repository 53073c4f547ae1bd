//! Nearness in meaning, with its reasons.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Decision, PaperId};

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct RelatedRequest {
    pub of: Vec<PaperId>,
    pub limit: usize,
    /// Compute every hit's reason at once; without it, ask `related.why` for the visible ones.
    pub why: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RelatedResponse {
    pub of: Vec<PaperId>,
    pub model: String,
    pub seconds: f64,
    pub hits: Vec<RelatedHit>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RelatedHit {
    pub id: PaperId,
    pub key: String,
    pub title: String,
    pub authors: String,
    pub year: Option<i32>,
    pub decision: Decision,
    /// Cosine of the two papers' vectors, -1 to 1.
    pub score: f32,
    /// So near that it may be the same work.
    pub near_duplicate: bool,
    pub why: Option<RelatedWhy>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub struct RelatedWhy {
    /// The nearest pair of sentences, the asked paper's first; empty when either has no abstract.
    pub sentences: Vec<String>,
    /// Words both use that few papers in the library use, rarest first.
    pub terms: Vec<String>,
    pub tags: Vec<String>,
    /// People who wrote both, as the asked paper spells them.
    pub authors: Vec<String>,
    /// Names of the reader's collections that hold both.
    pub collections: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WhyRequest {
    pub of: Vec<PaperId>,
    pub hit: PaperId,
}
