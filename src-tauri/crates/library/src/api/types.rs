//! What crosses the boundary between the application and whoever shows it: the window, the
//! command line, a test. Plain data; every type here exists once more in TypeScript, generated.
//!
//! Offsets into text count Unicode scalar values. Times are RFC 3339 in UTC.

use papers::diagnostic::Diagnostic;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A paper's number in its library; never used again for another.
pub type PaperId = i64;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Nothing {}

// ---------------------------------------------------------------------------------- reading

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
    /// Nearest to what the reader keeps (included and starred papers) first.
    Nearness,
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
    /// Newest first.
    pub digests: Vec<DigestSummary>,
    pub collections: Vec<CollectionSummary>,
    pub tags: Vec<TagSummary>,
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

// ---------------------------------------------------------------------------------- related

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
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WhyRequest {
    pub of: Vec<PaperId>,
    pub hit: PaperId,
}

// ---------------------------------------------------------------------------------- writing

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

// ---------------------------------------------------------------------------------- import

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PreviewRequest {
    /// Files and folders.
    pub paths: Vec<String>,
    /// Text pasted or read from standard input, instead of paths.
    pub text: Option<String>,
    /// A format's id when the reader knows better than the sniffer.
    pub format: Option<String>,
}

/// What an import would do. Held by the application until imported or cancelled.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Preview {
    pub id: i64,
    pub files: Vec<FilePreview>,
    pub recognised: usize,
    pub new: usize,
    pub present: usize,
    pub doubtful: usize,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FilePreview {
    pub index: usize,
    pub name: String,
    /// Absent when no format was recognised; `error` then says why.
    pub format: Option<String>,
    pub format_name: Option<String>,
    pub error: Option<ErrorBody>,
    /// This very file was imported before.
    pub seen_before: bool,
    pub recognised: usize,
    pub new: usize,
    pub present: usize,
    pub doubtful: usize,
    pub diagnostics: Vec<Diagnostic>,
    /// The first rows; `import.rows` gives the rest.
    pub rows: Vec<PreviewRow>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PreviewRow {
    pub position: usize,
    pub line: usize,
    pub title: String,
    pub authors: String,
    pub year: Option<i32>,
    /// The whole of it, so that it can be corrected; empty when there is none.
    #[serde(rename = "abstract")]
    pub abstract_text: String,
    pub status: PreviewStatus,
    /// The paper in the library it is, or may be.
    pub existing: Option<PaperId>,
    pub existing_title: Option<String>,
    /// Why it is the same, or why it is doubtful.
    pub reasons: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum PreviewStatus {
    New,
    /// Already in the library, and this record adds something to it.
    Completes,
    /// Already in the library as it is.
    Present,
    Doubtful,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RowsRequest {
    pub preview: i64,
    pub file: usize,
    pub offset: usize,
    pub limit: usize,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RowsResponse {
    pub rows: Vec<PreviewRow>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ImportRequest {
    pub preview: i64,
    pub leave_out: Vec<RowRef>,
    pub corrections: Vec<RowCorrection>,
    /// Whether to start embedding the new papers afterwards.
    pub embed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RowRef {
    pub file: usize,
    pub position: usize,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RowCorrection {
    pub file: usize,
    pub position: usize,
    pub title: Option<String>,
    #[serde(rename = "abstract")]
    pub abstract_text: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PreviewId {
    pub preview: i64,
}

/// The shape of `lectern import --json`.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ImportReport {
    pub imports: Vec<FileReport>,
    /// Papers in the library afterwards.
    pub papers: usize,
    pub seconds: ImportSeconds,
    /// The action to undo; absent when nothing changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<i64>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FileReport {
    pub file: String,
    pub format: String,
    pub import_id: Option<i64>,
    pub recognised: usize,
    pub added: usize,
    pub merged: usize,
    pub unchanged: usize,
    pub skipped: usize,
    pub diagnostics: Vec<Diagnostic>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub struct ImportSeconds {
    pub parse: f64,
    pub store: f64,
    pub index: f64,
    pub embed: f64,
}

// ---------------------------------------------------------------------------------- export

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ExportChoices {
    /// `docx`, `html`, `markdown`, `text`, `bibtex`, `ris`, `csl-json`.
    pub format: String,
    /// `apa`, `mla`, `chicago`, `ieee`, another archive style's id, or the path of a `.csl` file.
    pub style: String,
    pub papers: ExportPapers,
    /// What is printed under a reference, in this order.
    pub annotation: Vec<AnnotationPart>,
    pub group_by: Option<GroupBy>,
    pub sort: ExportSort,
    /// Absent: the style's own title.
    pub title: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum ExportPapers {
    /// Everything included; when nothing is included yet, the whole library.
    #[default]
    Included,
    Library,
    Selection {
        ids: Vec<PaperId>,
    },
    Collection {
        id: i64,
    },
    Query {
        query: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum AnnotationPart {
    Note,
    Highlights,
    Abstract,
    Tags,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum GroupBy {
    Tag,
    Year,
    Collection,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum ExportSort {
    /// As the style orders: alphabetical, or as given for numbered styles.
    #[default]
    Style,
    Author,
    Date,
    Title,
    Manual,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExportPreviewRequest {
    pub choices: ExportChoices,
    /// Entries to render at most; the counts and warnings are always of all.
    pub limit: usize,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExportPreview {
    /// The document as an HTML fragment without styles or scripts; every text is escaped.
    pub html: String,
    /// The style sheet the exported page would carry; for a shadow root's adopted sheet.
    pub css: String,
    pub entries: usize,
    pub warnings: Vec<ExportWarning>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExportWarning {
    pub paper: PaperId,
    pub title: String,
    pub kind: ExportWarningKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ExportWarningKind {
    NoAuthors,
    NoYear,
    NoAnnotation,
    /// The annotation is the abstract, or mostly its sentences.
    CopiedAbstract,
    /// Fewer than 50 words.
    ShortAnnotation,
    /// More than 300 words.
    LongAnnotation,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExportRequest {
    pub choices: ExportChoices,
    pub path: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExportReport {
    pub path: String,
    pub entries: usize,
    pub bytes: usize,
    pub seconds: f64,
    pub warnings: Vec<ExportWarning>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StyleSummary {
    pub id: String,
    pub name: String,
    /// Shown first.
    pub main: bool,
}

// ---------------------------------------------------------------------------------- the rest

/// One background job. `done` and `total` count what `phase` names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Job {
    pub id: i64,
    /// `embedding`, `indexing`, `export`, `backup`, `import`.
    pub job: String,
    pub phase: String,
    pub done: usize,
    pub total: usize,
    pub state: JobState,
    pub error: Option<ErrorBody>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    Running,
    Done,
    Cancelled,
    Failed,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct JobId {
    pub id: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Settings {
    pub theme: Theme,
    pub language: String,
    /// Text size in percent, 80 to 160.
    pub text_size: u16,
    pub density: Density,
    /// Reasons for exclusion in the order of their keys 1 to 9.
    pub reasons: Vec<String>,
    /// Rebound keys: action id → keys as tinykeys writes them.
    #[ts(type = "Record<string, string>")]
    pub keys: std::collections::BTreeMap<String, String>,
    /// Sidebar and list widths and whatever else the window remembers, by name.
    #[ts(type = "Record<string, unknown>")]
    pub window: std::collections::BTreeMap<String, serde_json::Value>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    #[default]
    Comfortable,
    Compact,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct BackupRequest {
    /// Absent: `backups/` in the library folder, named by the time.
    pub path: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BackupReport {
    pub path: String,
    pub bytes: u64,
}

/// What crosses the boundary when something went wrong. Programs match on `code` only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ErrorBody {
    /// Stable, snake_case: `library_newer`, `disk_full`, `not_found`, `model_missing`, …
    pub code: String,
    /// What happened, that nothing was lost, and what to do.
    pub message: String,
}

/// Something the window should know although it did not ask.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Event {
    /// Some answers are stale; which ones, by the names in the operations table.
    Changed {
        stale: Vec<String>,
    },
    Job {
        job: Job,
    },
}
