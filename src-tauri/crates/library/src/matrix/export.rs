//! The matrix as a table to hand on: CSV, Word, Markdown or HTML.

use std::path::Path;
use std::time::Instant;

use bibliography::{Block, Inline, Table};

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};
use crate::export::write_whole;

/// Papers read at once.
const BATCH: usize = 1_000;

const TITLE: &str = "Review matrix";

impl Library {
    pub fn export_matrix(&self, request: MatrixExport) -> Result<ExportReport> {
        let started = Instant::now();
        let path = request.path.clone();
        let (bytes, entries) = self.written_matrix(request)?;
        write_whole(&[(Path::new(&path), &bytes)])?;
        Ok(ExportReport {
            path,
            bib: None,
            entries,
            bytes: bytes.len(),
            seconds: started.elapsed().as_secs_f64(),
            warnings: Vec::new(),
        })
    }

    /// The whole table as bytes, and how many papers it has.
    pub fn written_matrix(&self, request: MatrixExport) -> Result<(Vec<u8>, usize)> {
        let write: fn(&Table) -> Result<Vec<u8>> = match request.format.as_str() {
            "csv" => |table| Ok(bibliography::table_csv(table).into_bytes()),
            "docx" => |table| Ok(bibliography::table_docx(table)?),
            "markdown" => |table| Ok(bibliography::table_markdown(table).into_bytes()),
            "html" => |table| Ok(bibliography::table_html(table).into_bytes()),
            other => {
                return Err(Error::user(
                    "unknown_format",
                    format!("A matrix is written as csv, docx, markdown or html, not {other:?}."),
                ));
            }
        };
        let headings = self.headings(&request.columns)?;
        let ids = self.matrix_ids(request.view, request.query)?;
        if ids.is_empty() || headings.is_empty() {
            return Err(Error::user(
                "nothing_to_export",
                "No paper or no column was chosen, so there is nothing to export.",
            ));
        }
        let mut rows = Vec::with_capacity(ids.len());
        for batch in ids.chunks(BATCH) {
            let read = self.matrix_rows(batch, &request.columns)?;
            rows.extend(read.into_iter().map(|row| {
                let cells = row.cells.iter().zip(&request.columns);
                cells.map(|(text, column)| blocks(text, column)).collect()
            }));
        }
        let title = request.title.filter(|title| !title.trim().is_empty());
        let table = Table {
            title: vec![Inline::text(title.unwrap_or_else(|| TITLE.to_owned()))],
            language: "en".to_owned(),
            columns: headings
                .into_iter()
                .map(|heading| vec![Inline::text(heading.name)])
                .collect(),
            rows,
        };
        Ok((write(&table)?, ids.len()))
    }
}

/// What of a note stands in a cell is Markdown; everything else is text as it is.
fn blocks(text: &str, column: &MatrixColumn) -> Vec<Block> {
    match column {
        MatrixColumn::Note | MatrixColumn::Section { .. } => bibliography::blocks(text),
        _ if text.is_empty() => Vec::new(),
        _ => vec![Block::Paragraph(vec![Inline::text(text)])],
    }
}
