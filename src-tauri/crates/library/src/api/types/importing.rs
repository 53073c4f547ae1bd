//! Previews and imports.

use papers::diagnostic::Diagnostic;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ErrorBody, PaperId, Watched};

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
    /// What saved searches hit among the papers that are new: by words at once, by meaning once they
    /// have vectors, which is told as a change. By name; those that hit nothing are left out.
    pub watched: Vec<Watched>,
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
