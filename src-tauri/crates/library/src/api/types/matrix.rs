//! The review matrix: papers down, what the reader wants to compare across.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{PaperId, View};

/// A field of the reader's own, for every paper of the library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Field {
    pub id: i64,
    pub name: String,
    pub kind: FieldKind,
    /// What a choice is made from; empty for other kinds.
    pub choices: Vec<String>,
    /// Papers that have a value; those in the trash do not count.
    pub papers: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    #[default]
    Text,
    Number,
    /// One of the field's choices.
    Choice,
    /// `yes` or `no`.
    YesNo,
    /// `2024`, `2024-03` or `2024-03-14`.
    Date,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct FieldCreate {
    pub name: String,
    pub kind: FieldKind,
    pub choices: Vec<String>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct FieldId {
    pub id: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FieldEdit {
    pub id: i64,
    pub name: String,
    /// A choice that papers have cannot go.
    pub choices: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FieldSet {
    pub field: i64,
    pub ids: Vec<PaperId>,
    /// Absent or empty: no value.
    pub value: Option<String>,
}

/// What stands in a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum MatrixColumn {
    Title,
    /// `Family, Given; Family, Given`
    Authors,
    Year,
    Venue,
    Key,
    /// `inbox`, `include`, `exclude` or `maybe`
    Decision,
    /// Separated by commas.
    Tags,
    /// 0 to 5.
    Stars,
    /// The whole note, Markdown.
    Note,
    /// What the note says under this heading.
    Section {
        name: String,
    },
    Field {
        id: i64,
    },
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct MatrixRequest {
    pub view: View,
    /// The query language of the search box; empty for everything in the view.
    pub query: String,
    pub columns: Vec<MatrixColumn>,
    pub offset: usize,
    /// 0 for a hundred.
    pub limit: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Matrix {
    pub total: usize,
    pub columns: Vec<MatrixHeading>,
    pub rows: Vec<MatrixRow>,
    /// Headings found in the notes of all these papers, to choose from.
    pub sections: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MatrixHeading {
    pub name: String,
    pub column: MatrixColumn,
    pub editable: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MatrixRow {
    pub id: PaperId,
    pub key: String,
    pub title: String,
    /// One for each column.
    pub cells: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MatrixSet {
    pub id: PaperId,
    pub column: MatrixColumn,
    /// Written as the cell shows it.
    pub value: String,
}

/// Columns that the reader keeps under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MatrixSaved {
    pub id: i64,
    pub name: String,
    pub columns: Vec<MatrixColumn>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MatrixSave {
    /// One of this name, whatever its case, is replaced.
    pub name: String,
    pub columns: Vec<MatrixColumn>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct MatrixId {
    pub id: i64,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct MatrixExport {
    pub view: View,
    pub query: String,
    pub columns: Vec<MatrixColumn>,
    /// `csv`, `docx`, `markdown` or `html`
    pub format: String,
    pub title: Option<String>,
    pub path: String,
}
