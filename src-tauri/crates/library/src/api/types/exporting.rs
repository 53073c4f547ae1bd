//! Choices, previews and reports of exports.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PaperId;

/// Everything that decides what an export looks like. What a request leaves out has its default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ExportChoices {
    /// `docx`, `html`, `markdown`, `text`, `bibtex`, `ris`, `csl-json`, …
    pub format: String,
    /// `apa`, `mla`, `chicago`, `ieee`, another archive style's id, the id of a style of the
    /// reader's own, or the path of a `.csl` file.
    pub style: String,
    /// A language tag such as `de-DE`; absent: the style's own language.
    pub language: Option<String>,
    pub papers: ExportPapers,
    /// What is printed under a reference, in this order.
    pub annotation: Vec<AnnotationPart>,
    pub group_by: Option<GroupBy>,
    pub sort: ExportSort,
    /// The order by hand, for that sort; papers not in it follow in their own.
    pub order: Vec<PaperId>,
    /// Absent: the style's own title.
    pub title: Option<String>,
    /// A table of contents, where the format has one.
    pub contents: bool,
    /// Markdown under a heading, by the heading; under the title for the empty one.
    #[ts(type = "Record<string, string>")]
    pub introductions: BTreeMap<String, String>,
    /// Headings inside notes are printed; otherwise left out.
    pub note_headings: bool,
    /// Words under which an annotation is pointed out; absent: 50.
    pub least_words: Option<usize>,
    /// Words over which an annotation is pointed out; absent: 300.
    pub most_words: Option<usize>,
    /// Beside a LaTeX file a BibLaTeX one of the same papers, with the ending `.bib`.
    pub with_bib: bool,
}

impl Default for ExportChoices {
    fn default() -> ExportChoices {
        ExportChoices {
            format: String::new(),
            style: String::new(),
            language: None,
            papers: ExportPapers::default(),
            annotation: Vec::new(),
            group_by: None,
            sort: ExportSort::default(),
            order: Vec::new(),
            title: None,
            contents: false,
            introductions: BTreeMap::new(),
            // As before there was a choice: nothing of a note is left out unasked.
            note_headings: true,
            least_words: None,
            most_words: None,
            with_bib: false,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
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
    Decision,
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
    /// As [`ExportChoices::order`] says; without it as the collection or the selection is ordered.
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
    /// The groups as printed, without those that hold nothing.
    pub groups: Vec<ExportGroup>,
    /// All entries as printed; a paper of several groups stands in each.
    pub order: Vec<ExportPlace>,
    pub seconds: f64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExportGroup {
    pub heading: String,
    /// 1 for the outermost.
    pub level: u8,
    pub entries: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExportPlace {
    pub id: PaperId,
    pub title: String,
    /// The heading it stands under; absent where there are no groups.
    pub group: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExportWarning {
    pub paper: PaperId,
    pub title: String,
    pub kind: ExportWarningKind,
    /// Words of the annotation, where they are what is odd.
    pub words: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ExportWarningKind {
    NoTitle,
    NoAuthors,
    NoYear,
    NoAnnotation,
    /// The annotation is the abstract, or mostly its sentences.
    CopiedAbstract,
    /// Fewer words than [`ExportChoices::least_words`].
    ShortAnnotation,
    /// More words than [`ExportChoices::most_words`].
    LongAnnotation,
    /// The style could not print the reference, which stands there in plain form.
    Unformatted,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExportRequest {
    pub choices: ExportChoices,
    pub path: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExportReport {
    pub path: String,
    /// The BibLaTeX file beside it, when one was asked for.
    pub bib: Option<String>,
    pub entries: usize,
    pub bytes: usize,
    pub seconds: f64,
    pub warnings: Vec<ExportWarning>,
}

/// Choices that the reader keeps under a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ExportPreset {
    pub id: i64,
    pub name: String,
    pub choices: ExportChoices,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExportPresetSave {
    /// One of this name, whatever its case, is replaced.
    pub name: String,
    pub choices: ExportChoices,
}

/// The number of something that was made, or that is to go.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct ExportPresetId {
    pub id: i64,
}
