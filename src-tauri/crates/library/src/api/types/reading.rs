//! What the list, the reading pane and the sidebar show.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{PaperId, RankCue, SavedSummary, WatchHit};

/// A set of papers that the sidebar can show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum View {
    Inbox,
    #[default]
    Library,
    Included,
    Maybe,
    Excluded,
    Trash,
    Starred,
    Digest {
        id: i64,
    },
    Collection {
        id: i64,
    },
    Tag {
        name: String,
    },
    /// What a saved search finds now.
    Saved {
        id: i64,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Best match first when there is a query, otherwise the order of the digests.
    #[default]
    Relevance,
    /// The order in which the digests listed the papers, oldest import first.
    Digest,
    /// Newest import first.
    Added,
    /// Newest publication first.
    Date,
    Title,
    Author,
    Stars,
    /// By hand; only in a collection.
    Manual,
    /// Nearest to what the reader keeps (included and starred papers), or to a collection, first.
    Nearness,
    /// Most likely wanted first, by what the reader decided so far.
    Ranking,
    /// Nearest to an even chance of being wanted first: where a decision teaches most.
    Uncertain,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ListRequest {
    pub view: View,
    /// The query language of the search box; empty for everything in the view.
    pub query: String,
    pub mode: SearchMode,
    pub sort: Sort,
    pub descending: Option<bool>,
    /// A collection for the order by nearness; absent for what the reader keeps.
    pub near: Option<i64>,
    /// Only the papers of this topic of the same view and query.
    pub topic: Option<String>,
    pub offset: usize,
    pub limit: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum SearchMode {
    #[default]
    Hybrid,
    Words,
    Meaning,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ListResponse {
    pub total: usize,
    pub rows: Vec<PaperRow>,
    pub seconds: f64,
    /// What of the query could not be understood; the rest was searched.
    pub query_errors: Vec<QueryError>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct QueryError {
    pub message: String,
    pub start: usize,
    pub end: usize,
}

/// One row of the list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PaperRow {
    pub id: PaperId,
    pub key: String,
    pub title: String,
    /// Ready to show, `Ada Lovelace, Charles Babbage and 4 more`; empty when unknown.
    pub authors: String,
    pub year: Option<i32>,
    pub venue: Option<String>,
    pub decision: Decision,
    pub reason: Option<String>,
    pub stars: u8,
    pub tags: Vec<String>,
    pub has_note: bool,
    pub has_abstract: bool,
    /// In how many digests it was seen.
    pub seen: usize,
    /// Came with the newest import and nobody has decided on it.
    pub new: bool,
    pub badges: Vec<Badge>,
    pub snippet: Option<Snippet>,
    /// Parts of the title that the query found.
    pub title_ranges: Vec<(usize, usize)>,
    /// Why it is a hit; absent without a query.
    pub why: Option<HitWhy>,
    /// Why saved searches hit it when it came in.
    pub watched: Vec<WatchHit>,
    /// Why it stands where it does; only in an order by decisions or by nearness.
    pub rank: Option<RankCue>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Badge {
    NearDuplicate,
    PublishedVersion,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum HitWhy {
    Words,
    Meaning,
    Both,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Snippet {
    /// `title`, `abstract`, `note`, `authors`, …
    pub field: String,
    pub text: String,
    pub ranges: Vec<(usize, usize)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    #[default]
    Inbox,
    Include,
    Exclude,
    Maybe,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct IdsResponse {
    pub ids: Vec<PaperId>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct IdRequest {
    pub id: PaperId,
}

/// All that is known of one paper.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PaperDetail {
    pub id: PaperId,
    pub key: String,
    pub title: String,
    #[serde(rename = "abstract")]
    pub abstract_text: Option<String>,
    pub authors: Vec<papers::Name>,
    pub year: Option<i32>,
    /// `2024`, `2024-03` or `2024-03-14`.
    #[ts(type = "string | null")]
    pub date: Option<papers::Date>,
    pub venue: Option<String>,
    #[serde(rename = "type")]
    pub kind: String,
    #[ts(type = "Record<string, string>")]
    pub identifiers: std::collections::BTreeMap<papers::Scheme, String>,
    pub urls: Vec<String>,
    pub tags: Vec<String>,
    pub decision: Decision,
    pub reason: Option<String>,
    pub stars: u8,
    pub note: String,
    pub highlights: Vec<Highlight>,
    pub sightings: Vec<Sighting>,
    pub versions: Vec<Version>,
    /// Papers that may be the same work; nobody has said.
    pub doubtful: Vec<Version>,
    /// Which source gave which field.
    pub sources: std::collections::BTreeMap<String, FieldSource>,
    pub collections: Vec<i64>,
    pub volume: Option<String>,
    pub issue: Option<String>,
    pub pages: Option<String>,
    pub publisher: Option<String>,
    pub language: Option<String>,
    pub keywords: Vec<String>,
    pub added: String,
    pub trashed: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Highlight {
    pub id: i64,
    /// Scalar offsets into the abstract.
    pub start: usize,
    pub end: usize,
    /// The words marked, kept so that a highlight survives a changed abstract.
    pub text: String,
    pub colour: Colour,
    pub comment: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    #[default]
    Yellow,
    Green,
    Blue,
    Pink,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Sighting {
    pub import_id: i64,
    /// The digest's name: its file name, or what the digest calls itself.
    pub digest: String,
    pub position: usize,
    pub line: usize,
    /// The digest's own date as far as it states one, otherwise the import's.
    pub date: Option<String>,
    pub title: String,
    /// Names of the fields that the paper has from it.
    pub gave: Vec<String>,
}

/// Where a field of a paper came from; no import when the reader wrote it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FieldSource {
    pub import_id: Option<i64>,
    /// The digest's name, or who wrote it by hand.
    pub digest: String,
    pub line: Option<usize>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DuplicatesRequest {
    pub offset: usize,
    pub limit: usize,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DuplicatesResponse {
    /// Pairs that wait for a verdict.
    pub total: usize,
    pub pairs: Vec<DuplicatePair>,
}

/// Two papers that may be one work.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DuplicatePair {
    /// The one that was in the library first.
    pub first: PaperDetail,
    pub second: PaperDetail,
    pub reason: String,
    /// Names of the fields in which they differ.
    pub differing: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Version {
    pub id: PaperId,
    pub key: String,
    pub title: String,
    pub reason: String,
}

/// What the sidebar and the status line show.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Overview {
    pub inbox: usize,
    pub library: usize,
    pub included: usize,
    pub maybe: usize,
    pub excluded: usize,
    pub starred: usize,
    pub trash: usize,
    /// Pairs of papers that wait for a verdict.
    pub duplicates: usize,
    /// Newest first.
    pub digests: Vec<DigestSummary>,
    pub collections: Vec<CollectionSummary>,
    pub tags: Vec<TagSummary>,
    /// By name.
    pub saved: Vec<SavedSummary>,
    pub model: ModelState,
    /// Papers that have a vector.
    pub embedded: usize,
    /// What undo and redo would do next, in words; absent when there is nothing.
    pub undo: Option<String>,
    pub redo: Option<String>,
    pub last_backup: Option<String>,
    pub folder: String,
    /// False when another Lectern owns this library's index: search may lag a moment behind.
    pub owner: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DigestSummary {
    pub import_id: i64,
    pub name: String,
    pub format: String,
    pub at: String,
    pub papers: usize,
    /// How many of them have a decision.
    pub triaged: usize,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CollectionSummary {
    pub id: i64,
    pub name: String,
    pub papers: usize,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TagSummary {
    pub name: String,
    pub papers: usize,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ModelState {
    pub present: bool,
    pub name: String,
    /// When absent: what is missing and how to get it.
    pub advice: Option<String>,
}
