//! Jobs, settings, backups, errors, events.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
    /// Whether lists may be ordered by what the reader decided so far.
    #[serde(default = "on")]
    pub ranking: bool,
    /// The style of a reference that is copied.
    #[serde(default = "apa")]
    pub cite_style: String,
    /// What the citation key of a new paper is made of, such as `[author][year][word]`.
    #[serde(default = "key_pattern")]
    pub key_pattern: String,
    /// Rebound keys: action id → keys as tinykeys writes them.
    #[ts(type = "Record<string, string>")]
    pub keys: std::collections::BTreeMap<String, String>,
    /// Sidebar and list widths and whatever else the window remembers, by name.
    #[ts(type = "Record<string, unknown>")]
    pub window: std::collections::BTreeMap<String, serde_json::Value>,
}

/// Settings from before there was a switch have it on.
fn on() -> bool {
    true
}

pub(crate) fn apa() -> String {
    "apa".to_owned()
}

pub(crate) fn key_pattern() -> String {
    papers::identity::KEY_PATTERN.to_owned()
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
