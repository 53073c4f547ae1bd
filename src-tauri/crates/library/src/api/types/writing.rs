//! What the reader changes, and what a change answers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Colour, Decision, PaperId};

/// What every change answers: its place in the log, and what it did in words.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Done {
    /// Absent when nothing had to change.
    pub seq: Option<i64>,
    pub what: String,
    pub papers: Vec<PaperId>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DecideRequest {
    pub ids: Vec<PaperId>,
    pub decision: Decision,
    pub reason: Option<String>,
}

/// What two papers are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PairVerdict {
    /// One work: the second is merged into the first.
    Same,
    NotSame,
    /// A preprint and its publication: both stay, linked.
    Versions,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct Pair {
    pub first: PaperId,
    pub second: PaperId,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SettleRequest {
    pub pairs: Vec<Pair>,
    pub verdict: PairVerdict,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StarRequest {
    pub ids: Vec<PaperId>,
    /// 0 to 5.
    pub stars: u8,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TagRequest {
    pub ids: Vec<PaperId>,
    pub add: Vec<String>,
    pub remove: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct NoteRequest {
    pub id: PaperId,
    /// Markdown.
    pub text: String,
}

/// Fields left out stay as they are; an empty text clears one.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct EditRequest {
    pub id: PaperId,
    pub title: Option<String>,
    #[serde(rename = "abstract")]
    pub abstract_text: Option<String>,
    /// One name a line: `Family, Given`, `Given Family`, or `{An Institution}`.
    pub authors: Option<String>,
    pub date: Option<String>,
    pub venue: Option<String>,
    pub doi: Option<String>,
    pub arxiv: Option<String>,
    pub url: Option<String>,
    pub volume: Option<String>,
    pub issue: Option<String>,
    pub pages: Option<String>,
    pub publisher: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct IdsRequest {
    pub ids: Vec<PaperId>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct HighlightRequest {
    pub paper: PaperId,
    pub start: usize,
    pub end: usize,
    pub colour: Colour,
    pub comment: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct HighlightEdit {
    pub id: i64,
    pub colour: Colour,
    pub comment: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct HighlightId {
    pub id: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CollectionName {
    pub name: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CollectionRename {
    pub id: i64,
    pub name: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CollectionId {
    pub id: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CollectionChange {
    pub id: i64,
    pub papers: Vec<PaperId>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CollectionMade {
    pub id: i64,
    pub done: Done,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct HistoryEntry {
    pub seq: i64,
    pub at: String,
    pub what: String,
    pub papers: usize,
    /// False when it has been undone.
    pub in_force: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct UndoRequest {
    /// A certain action instead of the newest; refused when later changes stand on it.
    pub seq: Option<i64>,
}
