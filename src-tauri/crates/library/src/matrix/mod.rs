//! The review matrix: papers down, columns across that the reader chose. `cells` says what stands
//! in it, `set` changes it where it stands,
//! `export` writes it as a table.

mod cells;
mod export;
mod set;

use std::collections::{BTreeMap, HashMap, HashSet};

use store::Keeps;

use crate::Library;
use crate::annotation::sections;
use crate::api::types::*;
use crate::error::{Error, Result};
use crate::kept::shaped;
use cells::Cells;

/// Rows when the request does not say how many.
const DEFAULT_LIMIT: usize = 100;
const MOST_ROWS: usize = 1_000;
const MOST_COLUMNS: usize = 100;

/// Headings offered as columns; the commonest come first.
const MOST_SECTIONS: usize = 100;

impl Library {
    pub fn matrix(&self, request: MatrixRequest) -> Result<Matrix> {
        let columns = self.headings(&request.columns)?;
        let ids = self.matrix_ids(request.view, request.query)?;
        let limit = match request.limit {
            0 => DEFAULT_LIMIT,
            limit => limit.min(MOST_ROWS),
        };
        let page: Vec<PaperId> = ids
            .iter()
            .copied()
            .skip(request.offset)
            .take(limit)
            .collect();
        Ok(Matrix {
            total: ids.len(),
            rows: self.matrix_rows(&page, &request.columns)?,
            columns,
            sections: self.note_headings(&ids)?,
        })
    }

    /// By name.
    pub fn saved_matrices(&self, _: Nothing) -> Result<Vec<MatrixSaved>> {
        let kept = self.store().read(|reader| reader.kept(Keeps::Matrix))?;
        Ok(kept
            .into_iter()
            .filter_map(|kept| {
                let (id, name, columns) = shaped(kept)?;
                Some(MatrixSaved { id, name, columns })
            })
            .collect())
    }

    pub fn save_matrix(&self, request: MatrixSave) -> Result<MatrixId> {
        self.headings(&request.columns)?;
        let value = serde_json::to_value(&request.columns)?;
        let id = self.keep(Keeps::Matrix, "the matrix", &request.name, &value)?;
        Ok(MatrixId { id })
    }

    pub fn delete_matrix(&self, request: MatrixId) -> Result<Nothing> {
        self.forget_kept(Keeps::Matrix, "the matrix", request.id)
    }

    /// The papers of a matrix in their order: a collection's own, what a query finds best first,
    /// otherwise as the digests listed them.
    fn matrix_ids(&self, view: View, query: String) -> Result<Vec<PaperId>> {
        let sort = match view {
            View::Collection { .. } if query.trim().is_empty() => Sort::Manual,
            _ => Sort::Relevance,
        };
        let request = ListRequest {
            view,
            query,
            sort,
            mode: SearchMode::Words,
            ..ListRequest::default()
        };
        Ok(self.list_ids(request)?.ids)
    }

    /// The columns as they are headed; each must mean something.
    fn headings(&self, columns: &[MatrixColumn]) -> Result<Vec<MatrixHeading>> {
        if columns.len() > MOST_COLUMNS {
            return Err(Error::user(
                "too_many",
                format!("A matrix has at most {MOST_COLUMNS} columns."),
            ));
        }
        let fields: HashMap<i64, String> = self
            .fields(Nothing {})?
            .into_iter()
            .map(|field| (field.id, field.name))
            .collect();
        columns
            .iter()
            .map(|column| {
                let name = match column {
                    MatrixColumn::Title => "Title".to_owned(),
                    MatrixColumn::Authors => "Authors".to_owned(),
                    MatrixColumn::Year => "Year".to_owned(),
                    MatrixColumn::Venue => "Venue".to_owned(),
                    MatrixColumn::Key => "Key".to_owned(),
                    MatrixColumn::Decision => "Decision".to_owned(),
                    MatrixColumn::Tags => "Tags".to_owned(),
                    MatrixColumn::Stars => "Stars".to_owned(),
                    MatrixColumn::Note => "Note".to_owned(),
                    MatrixColumn::Section { name } if name.trim().is_empty() => {
                        return Err(Error::user(
                            "bad_request",
                            "A column of a note's sections needs the heading's name.",
                        ));
                    }
                    MatrixColumn::Section { name } => sections::shown(name).to_owned(),
                    MatrixColumn::Field { id } => fields.get(id).cloned().ok_or_else(|| {
                        Error::user("no_such_field", "This field no longer exists.")
                    })?,
                };
                Ok(MatrixHeading {
                    name,
                    column: column.clone(),
                    editable: true,
                })
            })
            .collect()
    }

    fn matrix_rows(&self, ids: &[PaperId], columns: &[MatrixColumn]) -> Result<Vec<MatrixRow>> {
        self.store().read(|reader| {
            let mut values: HashMap<PaperId, BTreeMap<i64, String>> = HashMap::new();
            for value in reader.field_values(ids)? {
                values
                    .entry(value.paper)
                    .or_default()
                    .insert(value.field, value.value);
            }
            reader
                .papers(ids)?
                .into_iter()
                .map(|paper| {
                    let cells = Cells {
                        tags: reader.tags(paper.id)?,
                        fields: values.remove(&paper.id).unwrap_or_default(),
                        paper: &paper,
                    };
                    Ok(MatrixRow {
                        cells: columns.iter().map(|column| cells.cell(column)).collect(),
                        id: paper.id,
                        key: paper.key.clone(),
                        title: paper.paper.title.clone(),
                    })
                })
                .collect()
        })
    }

    /// The headings in the notes of these papers, as they were first written, the commonest first.
    fn note_headings(&self, ids: &[PaperId]) -> Result<Vec<String>> {
        let notes = self.store().read(|reader| reader.notes(ids))?;
        // By the folded name: how many notes have it, and how it is written.
        let mut found: BTreeMap<String, (usize, String)> = BTreeMap::new();
        for (_, note, _) in &notes {
            let mut here = HashSet::new();
            for section in sections::sections(note) {
                let name = sections::shown(section.name);
                let folded = name.to_lowercase();
                if !folded.is_empty() && here.insert(folded.clone()) {
                    found.entry(folded).or_insert((0, name.to_owned())).0 += 1;
                }
            }
        }
        let mut found: Vec<(usize, String)> = found.into_values().collect();
        found.sort_by(|(a, _), (b, _)| b.cmp(a));
        found.truncate(MOST_SECTIONS);
        Ok(found.into_iter().map(|(_, name)| name).collect())
    }
}
