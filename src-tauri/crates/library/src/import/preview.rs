//! The preview sheet's side of an import: what was read is held until the reader imports or
//! cancels it.

use std::path::PathBuf;

use papers::Record;
use papers::formats::Format;

use super::{Choices, Imported, Placed, Read, Source, read, run, sources};
use crate::Library;
use crate::api::types::*;
use crate::authors;
use crate::error::{Error, Result};

/// Rows sent with a preview; the sheet asks for more as it scrolls.
const FIRST_ROWS: usize = 200;

/// Previews held at once; the oldest gives way.
const HELD: usize = 4;

/// A preview waiting for a decision.
#[derive(Debug)]
pub(crate) struct Held {
    reads: Vec<Read>,
    outcomes: Vec<Imported>,
}

impl Library {
    pub fn preview_import(&self, request: PreviewRequest) -> Result<Preview> {
        let format = request.format.as_deref().map(format_named).transpose()?;
        let sources = match request.text {
            Some(text) => {
                let name = "Pasted text".to_owned();
                vec![Source::Text {
                    name,
                    bytes: text.into_bytes(),
                }]
            }
            None => {
                let paths: Vec<PathBuf> = request.paths.iter().map(PathBuf::from).collect();
                sources::collect(&paths)?
            }
        };
        self.preview_sources(&sources, format)
    }

    /// The digest that ships with the program, for a first look.
    pub fn preview_sample(&self, _: Nothing) -> Result<Preview> {
        let source = Source::Text {
            name: "Sample digest".to_owned(),
            bytes: include_bytes!("../../../../../samples/sample-digest.txt").to_vec(),
        };
        self.preview_sources(&[source], None)
    }

    fn preview_sources(&self, sources: &[Source], format: Option<Format>) -> Result<Preview> {
        let reads = self.read_sources(sources, format)?;
        let outcomes = self.rehearse(&reads)?;
        let held = Held { reads, outcomes };
        let mut previews = self.previews();
        let id = previews.keys().next_back().map_or(1, |last| last + 1);
        let preview = held.describe(id);
        previews.insert(id, held);
        while previews.len() > HELD {
            previews.pop_first();
        }
        Ok(preview)
    }

    /// Reads every source, as a job that can be cancelled between files.
    fn read_sources(&self, sources: &[Source], format: Option<Format>) -> Result<Vec<Read>> {
        let job = self.jobs_state().begin("import", "reading", sources.len());
        let mut reads = Vec::with_capacity(sources.len());
        for source in sources {
            if let Some(job) = &job
                && !job.step("reading", reads.len(), sources.len())
            {
                break;
            }
            reads.push(read(source, format));
        }
        let cancelled = reads.len() < sources.len();
        if let Some(job) = job {
            job.end(Ok(()));
        }
        if cancelled {
            return Err(Error::user(
                "cancelled",
                "The import was cancelled; nothing was changed.",
            ));
        }
        Ok(reads)
    }

    fn rehearse(&self, reads: &[Read]) -> Result<Vec<Imported>> {
        let action = self.action("import", "Preview of an import");
        self.store().rehearse(action, |writer| {
            run(writer, reads, &Choices::default(), &mut |_| true)
        })
    }

    pub fn preview_rows(&self, request: RowsRequest) -> Result<RowsResponse> {
        let previews = self.previews();
        let held = previews.get(&request.preview).ok_or_else(gone)?;
        Ok(RowsResponse {
            rows: held.rows(request.file, request.offset, request.limit),
        })
    }

    pub fn cancel_import(&self, request: PreviewId) -> Result<Nothing> {
        self.previews().remove(&request.preview);
        Ok(Nothing {})
    }

    pub fn run_import(&self, request: ImportRequest) -> Result<ImportReport> {
        let held = self.previews().remove(&request.preview).ok_or_else(gone)?;
        let choices = Choices::new(request.leave_out, request.corrections);
        match self.import_reads(&held.reads, &choices) {
            Ok(report) => {
                if request.embed && report.seq.is_some() {
                    self.embed_in_background();
                }
                Ok(report)
            }
            Err(error) => {
                // The reader may mend what was wrong (a full disk, a lock) and import again.
                self.previews().insert(request.preview, held);
                Err(error)
            }
        }
    }
}

fn gone() -> Error {
    Error::user(
        "preview_gone",
        "This preview is no longer held. Nothing was lost: drop the files again.",
    )
}

pub(crate) fn format_named(id: &str) -> Result<Format> {
    Format::from_id(id)
        .filter(|format| format.reads())
        .ok_or_else(|| {
            Error::user(
                "unknown_format",
                format!("There is no format {id:?} that Lectern reads; see `lectern formats`."),
            )
        })
}

impl Held {
    fn describe(&self, id: i64) -> Preview {
        let files: Vec<FilePreview> = (0..self.reads.len())
            .filter_map(|index| self.file(index))
            .collect();
        Preview {
            id,
            recognised: files.iter().map(|file| file.recognised).sum(),
            new: files.iter().map(|file| file.new).sum(),
            present: files.iter().map(|file| file.present).sum(),
            doubtful: files.iter().map(|file| file.doubtful).sum(),
            files,
        }
    }

    fn file(&self, index: usize) -> Option<FilePreview> {
        let read = self.reads.get(index)?;
        let outcome = self.outcomes.get(index)?;
        let count = |wanted: &[PreviewStatus]| {
            outcome
                .placed
                .iter()
                .filter(|placed| wanted.contains(&placed.status))
                .count()
        };
        let reading = read.outcome.as_ref().ok();
        Some(FilePreview {
            index,
            name: read.name.clone(),
            format: reading.map(|reading| reading.format.id().to_owned()),
            format_name: reading.map(|reading| reading.format.name().to_owned()),
            error: read.outcome.as_ref().err().map(Error::body),
            seen_before: outcome.seen_before,
            recognised: outcome.report.recognised,
            new: count(&[PreviewStatus::New]),
            present: count(&[PreviewStatus::Present, PreviewStatus::Completes]),
            doubtful: count(&[PreviewStatus::Doubtful]),
            diagnostics: outcome.report.diagnostics.clone(),
            rows: self.rows(index, 0, FIRST_ROWS),
        })
    }

    fn rows(&self, file: usize, offset: usize, limit: usize) -> Vec<PreviewRow> {
        let (Some(read), Some(outcome)) = (self.reads.get(file), self.outcomes.get(file)) else {
            return Vec::new();
        };
        let Ok(reading) = &read.outcome else {
            return Vec::new();
        };
        let rows = reading.records.iter().zip(&outcome.placed);
        rows.skip(offset)
            .take(limit)
            .map(|(record, placed)| row(record, placed))
            .collect()
    }
}

fn row(record: &Record, placed: &Placed) -> PreviewRow {
    let paper = &record.paper;
    PreviewRow {
        position: record.position,
        line: record.line,
        title: paper.title.clone(),
        authors: authors::short(&paper.authors),
        year: paper.date.map(|date| date.year),
        abstract_text: paper.abstract_text.clone().unwrap_or_default(),
        status: placed.status,
        existing: placed.existing.as_ref().map(|(id, _)| *id),
        existing_title: placed.existing.as_ref().map(|(_, title)| title.clone()),
        reasons: placed.reasons.clone(),
    }
}
