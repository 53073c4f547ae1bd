//! Running an import to its end: one transaction, the report, the search index caught up.

use std::path::PathBuf;
use std::time::Instant;

use papers::formats::Format;

use super::{Choices, Read, Source, read, run, sources};
use crate::Library;
use crate::api::types::{ImportReport, ImportSeconds};
use crate::error::{Error, Result};

/// What the command line can say of an import.
#[derive(Clone, Debug, Default)]
pub struct ImportFiles {
    pub paths: Vec<PathBuf>,
    /// Standard input, already read.
    pub input: Option<Vec<u8>>,
    pub format: Option<String>,
    pub dry_run: bool,
}

impl Library {
    /// Imports without a preview, as the command line does. Files in no known format are left
    /// out with a diagnostic; when none is recognised the whole import fails.
    pub fn import_files(&self, request: &ImportFiles) -> Result<ImportReport> {
        let format = request
            .format
            .as_deref()
            .map(super::preview::format_named)
            .transpose()?;
        let started = Instant::now();
        let mut found = sources::collect(&request.paths)?;
        if let Some(bytes) = &request.input {
            found.push(Source::Text {
                name: "standard input".to_owned(),
                bytes: bytes.clone(),
            });
        }
        let reads = self.read_all(&found, format)?;
        let parse = started.elapsed().as_secs_f64();
        let mut report = if request.dry_run {
            let action = self.action("import", "Preview of an import");
            let imported = self.store().rehearse(action, |writer| {
                run(writer, &reads, &Choices::default(), &mut |_| true)
            })?;
            ImportReport {
                imports: imported
                    .into_iter()
                    // Rehearsed imports have numbers that nothing will ever bear.
                    .map(|imported| crate::api::types::FileReport {
                        import_id: None,
                        ..imported.report
                    })
                    .collect(),
                papers: self.paper_count()?,
                seconds: ImportSeconds::default(),
                watched: Vec::new(),
                seq: None,
            }
        } else {
            self.import_reads(&reads, &Choices::default())?
        };
        report.seconds.parse = parse;
        Ok(report)
    }

    fn read_all(&self, found: &[Source], format: Option<Format>) -> Result<Vec<Read>> {
        let reads: Vec<Read> = found.iter().map(|source| read(source, format)).collect();
        if reads.iter().all(|read| read.outcome.is_err()) {
            let first = reads.into_iter().find_map(|read| read.outcome.err());
            return Err(first.unwrap_or_else(|| {
                Error::user("nothing_recognised", "There is no file in what was given.")
            }));
        }
        Ok(reads)
    }

    pub(crate) fn import_reads(&self, reads: &[Read], choices: &Choices) -> Result<ImportReport> {
        let total = reads
            .iter()
            .filter_map(|read| read.outcome.as_ref().ok())
            .map(|reading| reading.records.len())
            .sum();
        let job = self.jobs_state().begin("import", "papers", total);
        let started = Instant::now();
        let written = self.store().write(self.action("import", ""), |writer| {
            let mut step = |done| {
                job.as_ref()
                    .is_none_or(|job| job.step("papers", done, total))
            };
            let imported = run(writer, reads, choices, &mut step)?;
            let added: usize = imported.iter().map(|imported| imported.report.added).sum();
            let merged: usize = imported.iter().map(|imported| imported.report.merged).sum();
            let what = describe(reads, added, merged);
            writer.set_what(what);
            writer.await_watch()?;
            Ok(imported)
        });
        if let Some(job) = job {
            job.end(written.as_ref().map(|_| ()).map_err(Clone::clone));
        }
        let written = written?;
        let store = started.elapsed().as_secs_f64();
        let started = Instant::now();
        self.after_write(written.seq.is_some())?;
        self.fresh_index()?;
        let index = started.elapsed().as_secs_f64();
        // The import is done; what cannot be watched now waits for the next look.
        let _ = self.watch_by_words();
        let mut imports: Vec<_> = written
            .value
            .into_iter()
            .zip(reads)
            .map(|(imported, read)| {
                let mut report = imported.report;
                if let Err(error) = &read.outcome {
                    report.diagnostics.push(diagnostic(error));
                }
                report
            })
            .collect();
        imports.shrink_to_fit();
        Ok(ImportReport {
            imports,
            papers: self.paper_count()?,
            seconds: ImportSeconds {
                parse: 0.0,
                store,
                index,
                embed: 0.0,
            },
            watched: self.watched_in(written.seq)?,
            seq: written.seq,
        })
    }
}

fn describe(reads: &[Read], added: usize, merged: usize) -> String {
    let from = match reads {
        [one] => one.name.clone(),
        many => format!("{} files", many.len()),
    };
    match (added, merged) {
        (added, 0) => format!("Import {} from {from}", counted(added)),
        (0, merged) => format!("Complete {} from {from}", counted(merged)),
        (added, merged) => format!(
            "Import {added} and complete {} from {from}",
            counted(merged)
        ),
    }
}

fn counted(papers: usize) -> String {
    match papers {
        1 => "1 paper".to_owned(),
        papers => format!("{papers} papers"),
    }
}

fn diagnostic(error: &Error) -> papers::diagnostic::Diagnostic {
    papers::diagnostic::Diagnostic {
        severity: papers::diagnostic::Severity::Error,
        code: error.code.replace('_', "-"),
        message: error.message.clone(),
        line: None,
        text: None,
    }
}
