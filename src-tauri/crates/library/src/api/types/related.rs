//! Nearness in meaning, with its reasons.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Decision, PaperId, View};

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct RelatedRequest {
    /// The papers asked about; a hit is near to one of them, not to their middle.
    pub of: Vec<PaperId>,
    pub limit: usize,
    /// Compute every hit's reason at once; without it, ask `related.why` for the visible ones.
    pub why: bool,
    /// Less like these: what is near to one of them comes later.
    pub unlike: Vec<PaperId>,
    /// Only what this query finds, in the language of the search box; empty for everything.
    pub query: String,
    /// Only what is in this view; without one, the library.
    pub view: Option<View>,
    /// Asks about all papers of this collection in place of `of`.
    pub collection: Option<i64>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RelatedResponse {
    pub of: Vec<PaperId>,
    pub model: String,
    pub seconds: f64,
    pub hits: Vec<RelatedHit>,
    /// What a reader should know before trusting the hits: a language that the model hardly
    /// covers, asked papers that have no vector yet.
    pub note: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RelatedHit {
    pub id: PaperId,
    pub key: String,
    pub title: String,
    pub authors: String,
    pub year: Option<i32>,
    pub decision: Decision,
    /// Cosine with the asked paper that it is nearest to, -1 to 1 (of many asked papers, with the
    /// group of them), less half its cosine with the nearest paper of `unlike`.
    pub score: f32,
    /// So near to an asked paper that it may be the same work.
    pub near_duplicate: bool,
    /// Which of the asked papers it is nearest to.
    pub nearest: PaperId,
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
