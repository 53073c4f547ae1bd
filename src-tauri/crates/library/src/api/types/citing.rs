//! Citation styles, and references and keys for others.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PaperId;

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct StylesRequest {
    /// Words of the style's name; empty for all, the main styles first.
    pub query: String,
    /// 0 for fifty.
    pub limit: usize,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StyleSearch {
    /// Best match first, the reader's own before all.
    pub styles: Vec<StyleSummary>,
    /// How many there are without the limit.
    pub total: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StyleSummary {
    pub id: String,
    pub name: String,
    /// Shown first.
    pub main: bool,
    /// Added by the reader.
    pub own: bool,
}

/// A `.csl` file: where it is, or what it holds.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct StyleAdd {
    pub path: Option<String>,
    /// The file's name, for a text.
    pub name: Option<String>,
    pub text: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StyleId {
    pub id: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CiteRequest {
    /// In this order.
    pub ids: Vec<PaperId>,
    /// Absent: the reader's own choice in the settings.
    pub style: Option<String>,
    pub language: Option<String>,
    pub form: CiteForm,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CiteForm {
    /// As in the list of references.
    #[default]
    Reference,
    /// The citation key.
    Key,
    Bibtex,
    Biblatex,
    Ris,
    CslJson,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Cited {
    pub text: String,
    /// The same with its formatting, for the clipboard; only of a reference.
    pub html: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct KeyRequest {
    pub id: PaperId,
    /// 1 to 100 characters without blanks and none of `, { } " # % ~ \\`.
    pub key: String,
}
