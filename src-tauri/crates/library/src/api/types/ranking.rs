//! Cues by meaning: how likely a paper is wanted, what of it is new here, what a list is about.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Decision, PaperId, View};

/// Why a paper stands where an order by decisions or by nearness put it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RankCue {
    /// By decisions: the chance, 0 to 1, that the reader includes it, calibrated on the decisions
    /// so far. By nearness: the cosine to the nearest kept paper or group of kept papers.
    pub share: f32,
    /// The decided paper it is nearest to; by nearness, the kept one.
    pub nearest: Option<NearPaper>,
    /// Words it has in common with included papers and not with excluded ones, most telling first.
    pub terms: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct NearPaper {
    pub id: PaperId,
    pub title: String,
    pub decision: Decision,
}

/// Whether the order by decisions can be had, and what it stands on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Ranking {
    /// The switch in the settings.
    pub on: bool,
    /// Enough decisions to learn from. Otherwise the order by decisions is that by nearness.
    pub usable: bool,
    /// Papers that count as wanted: included, maybe, or starred and not excluded.
    pub included: usize,
    pub excluded: usize,
    /// How well it works, or what it lacks, in words.
    pub note: String,
}

/// What of a paper is least like what the reader has. A similarity cue, not a verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Novelty {
    /// The nearest paper that was here before it, or that the reader keeps.
    pub nearest: Option<KnownPaper>,
    /// The sentences of its abstract, the least covered first; announcements are left out.
    pub sentences: Vec<NovelSentence>,
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct KnownPaper {
    pub id: PaperId,
    pub key: String,
    pub title: String,
    /// Cosine of the two papers' vectors, -1 to 1.
    pub score: f32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct NovelSentence {
    pub text: String,
    /// 0: no sentence of a known paper is like it; 1: one says the same.
    pub coverage: f32,
    /// The known sentence that is most like it.
    pub nearest: Option<KnownSentence>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct KnownSentence {
    pub id: PaperId,
    pub key: String,
    pub title: String,
    pub text: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct TopicsRequest {
    pub view: View,
    /// The query language of the search box; empty for everything in the view.
    pub query: String,
}

/// What the papers of a view and query are about; the largest topic first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Topics {
    pub topics: Vec<TopicSummary>,
    /// Papers that have not been embedded and so belong to no topic.
    pub without: usize,
    pub seconds: f64,
    pub note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TopicSummary {
    /// For [`super::ListRequest::topic`]; the same as long as the label is.
    pub id: String,
    pub label: String,
    /// Words and pairs of words that tell this topic from the others, most telling first.
    pub terms: Vec<String>,
    pub papers: usize,
}
