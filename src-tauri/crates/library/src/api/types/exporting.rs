//! Choices, previews and reports of exports.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PaperId;

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
    Saved {
        id: i64,
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
    /// As [`super::Topics`] finds them among the exported papers.
    Topic,
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
