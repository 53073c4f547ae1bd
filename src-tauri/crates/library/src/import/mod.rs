//! Digest bytes in, papers in the library. A preview is the import itself, rehearsed and rolled
//! back, so that what it promises is what happens; an import is one transaction and one step of
//! undo, whatever the number of files.

mod fields;
mod identify;
mod perform;
mod place;
mod preview;
mod sources;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use papers::formats::{self, Format, Reading};
use papers::identity::KeyPattern;
use sha2::{Digest, Sha256};
use store::Writer;

use crate::api::types::{FileReport, PreviewStatus, RowCorrection, RowRef};
use crate::error::{Error, Result};

pub(crate) use fields::gained;
pub(crate) use identify::survivor;
pub use perform::ImportFiles;
pub(crate) use place::{Origin, Placed, update};
pub(crate) use preview::{Held, format_named};
pub(crate) use sources::Source;

/// A source that has been read and parsed, whatever came of it.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) name: String,
    pub(crate) path: Option<PathBuf>,
    pub(crate) hash: String,
    pub(crate) outcome: Result<Reading>,
}

/// What an import leaves out or corrects, by the reader's choice.
#[derive(Debug, Default)]
pub(crate) struct Choices {
    /// File and position.
    leave_out: HashSet<(usize, usize)>,
    corrections: HashMap<(usize, usize), RowCorrection>,
}

/// What became of one source.
#[derive(Debug)]
pub(crate) struct Imported {
    pub(crate) report: FileReport,
    pub(crate) placed: Vec<Placed>,
    pub(crate) seen_before: bool,
}

/// Reads one source; never fails, the outcome says what happened.
pub(crate) fn read(source: &Source, format: Option<Format>) -> Read {
    let name = source.name();
    let path = source.path().map(PathBuf::from);
    let (hash, outcome) = match source.bytes() {
        Err(error) => (String::new(), Err(error)),
        Ok(bytes) => {
            let hash = hex(&Sha256::digest(&bytes));
            (hash, parse(&name, &bytes, format))
        }
    };
    Read {
        name,
        path,
        hash,
        outcome,
    }
}

fn parse(name: &str, bytes: &[u8], format: Option<Format>) -> Result<Reading> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::user("empty", format!("{name} is empty.")));
    }
    let format = match format {
        Some(format) => format,
        None => formats::sniff(bytes, Some(name)).ok_or_else(|| not_recognised(name))?,
    };
    let mut reading = formats::read(format, bytes);
    reading.records.retain(|record| {
        !record.paper.title.trim().is_empty() || !record.paper.identifiers.is_empty()
    });
    if reading.records.is_empty() {
        return Err(Error::user(
            "nothing_recognised",
            match reading.diagnostics.first() {
                None => format!(
                    "{name} holds no papers that Lectern can read as {}.",
                    format.name()
                ),
                Some(first) => format!(
                    "{name} holds no papers that Lectern can read as {}: {}",
                    format.name(),
                    first.message
                ),
            },
        ));
    }
    Ok(reading)
}

fn not_recognised(name: &str) -> Error {
    Error::user(
        "not_recognised",
        format!(
            "{name} is in no format that Lectern recognises. `lectern formats` lists them; \
             --format names one."
        ),
    )
}

/// Puts everything that was read into the library, inside the caller's transaction.
pub(crate) fn run(
    writer: &mut Writer<'_>,
    reads: &[Read],
    choices: &Choices,
    step: &mut dyn FnMut(usize) -> bool,
) -> Result<Vec<Imported>> {
    let keys = crate::keys::pattern(writer)?;
    let mut done = 0;
    let mut imported = Vec::with_capacity(reads.len());
    for (index, read) in reads.iter().enumerate() {
        imported.push(run_one(
            writer,
            (index, read),
            choices,
            &keys,
            &mut done,
            step,
        )?);
    }
    Ok(imported)
}

fn run_one(
    writer: &mut Writer<'_>,
    (index, read): (usize, &Read),
    choices: &Choices,
    keys: &KeyPattern,
    done: &mut usize,
    step: &mut dyn FnMut(usize) -> bool,
) -> Result<Imported> {
    let mut report = FileReport {
        file: read
            .path
            .as_ref()
            .map_or(read.name.clone(), |path| path.display().to_string()),
        format: String::new(),
        import_id: None,
        recognised: 0,
        added: 0,
        merged: 0,
        unchanged: 0,
        skipped: 0,
        diagnostics: Vec::new(),
    };
    let Ok(reading) = &read.outcome else {
        return Ok(Imported {
            report,
            placed: Vec::new(),
            seen_before: false,
        });
    };
    report.format = reading.format.id().to_owned();
    report.recognised = reading.records.len();
    report.diagnostics = reading.diagnostics.to_vec();
    let earlier = writer.import_by_hash(&read.hash)?.map(|import| import.id);
    let path = read.path.as_ref().map(|path| path.display().to_string());
    let import = match earlier {
        Some(id) => id,
        None => writer.insert_import(&store::NewImport {
            name: &read.name,
            path: path.as_deref(),
            format: reading.format.id(),
            title: reading.title.as_deref(),
            date: reading.date.as_deref(),
            file_hash: Some(&read.hash),
        })?,
    };
    report.import_id = Some(import);
    let origin = Origin {
        import,
        seen_before: earlier.is_some(),
        references: !reading.format.is_digest(),
        keys,
    };
    let mut placed = Vec::with_capacity(reading.records.len());
    for record in &reading.records {
        if done.is_multiple_of(256) && !step(*done) {
            return Err(Error::user(
                "cancelled",
                "The import was cancelled; nothing was changed.",
            ));
        }
        *done += 1;
        if choices.leaves_out(index, record.position) {
            report.skipped += 1;
            continue;
        }
        let corrected = choices.corrected(index, record);
        let outcome = place::place(writer, corrected.as_ref().unwrap_or(record), origin)?;
        match outcome.status {
            PreviewStatus::Present => report.unchanged += 1,
            PreviewStatus::Completes => report.merged += 1,
            PreviewStatus::New | PreviewStatus::Doubtful => report.added += 1,
        }
        placed.push(outcome);
    }
    if earlier.is_none() {
        writer.set_import_counts(import, counts(&report))?;
    }
    Ok(Imported {
        report,
        placed,
        seen_before: earlier.is_some(),
    })
}

fn counts(report: &FileReport) -> store::ImportCounts {
    store::ImportCounts {
        recognised: report.recognised,
        added: report.added,
        merged: report.merged,
        unchanged: report.unchanged,
        skipped: report.skipped,
    }
}

impl Choices {
    pub(crate) fn new(leave_out: Vec<RowRef>, corrections: Vec<RowCorrection>) -> Choices {
        let corrections = corrections
            .into_iter()
            .map(|row| ((row.file, row.position), row));
        Choices {
            leave_out: leave_out
                .into_iter()
                .map(|row| (row.file, row.position))
                .collect(),
            corrections: corrections.collect(),
        }
    }

    fn leaves_out(&self, file: usize, position: usize) -> bool {
        self.leave_out.contains(&(file, position))
    }

    fn corrected(&self, file: usize, record: &papers::Record) -> Option<papers::Record> {
        let correction = self.corrections.get(&(file, record.position))?;
        let mut corrected = record.clone();
        if let Some(title) = &correction.title {
            corrected.paper.title = title.trim().to_owned();
        }
        if let Some(text) = &correction.abstract_text {
            let text = text.trim();
            corrected.paper.abstract_text = (!text.is_empty()).then(|| text.to_owned());
        }
        // The reader has looked at it.
        corrected.doubts.clear();
        Some(corrected)
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing into a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
