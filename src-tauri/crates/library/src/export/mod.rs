//! From chosen papers to a finished document, by what flows: `choose` (which papers), `order` (in
//! which order and groups), `annotate` (what is printed of each), `warn` (what to look at before it
//! is handed in), `write` (whole or not at all). `presets` keeps choices for another time, `styles`
//! the reader's own citation styles.

mod annotate;
mod choose;
mod order;
mod presets;
mod styles;
mod warn;
mod write;

use std::path::Path;
use std::sync::PoisonError;
use std::time::Instant;

use bibliography::{Document, Group, Quote, Work};
use papers::Paper;
use papers::formats::{self, Format};

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};

pub(crate) use annotate::{annotated, entry};
pub(crate) use styles::OwnStyles;
pub(crate) use write::write_whole;

/// Entries in a preview when the request does not say how many.
const PREVIEWED: usize = 50;

/// An export's bytes and what was noticed while making them.
#[derive(Clone, Debug)]
pub struct Exported {
    pub bytes: Vec<u8>,
    pub entries: usize,
    pub warnings: Vec<ExportWarning>,
}

/// A paper with everything that may be printed of it.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    pub(crate) id: PaperId,
    pub(crate) key: String,
    pub(crate) paper: Paper,
    pub(crate) note: String,
    pub(crate) tags: Vec<String>,
    quotes: Vec<Quote>,
    collections: Vec<i64>,
    decision: Decision,
}

/// What an export can be written as: id and name.
pub fn export_formats() -> &'static [(&'static str, &'static str)] {
    &[
        ("docx", "Word"),
        ("pdf", "PDF"),
        ("html", "Web page"),
        ("markdown", "Markdown"),
        ("latex", "LaTeX"),
        ("odt", "OpenDocument text"),
        ("rtf", "Rich text"),
        ("text", "Plain text"),
        ("bibtex", "BibTeX"),
        ("biblatex", "BibLaTeX"),
        ("ris", "RIS"),
        ("csl-json", "CSL-JSON"),
        ("csv", "CSV"),
        ("hayagriva", "Hayagriva YAML"),
    ]
}

impl Library {
    pub fn preview_export(&self, request: ExportPreviewRequest) -> Result<ExportPreview> {
        let started = Instant::now();
        let choices = &request.choices;
        let chosen = self.chosen(choices)?;
        let groups = self.groups(&chosen, choices)?;
        let shape = groups.iter().filter_map(shape).collect();
        let headings: Vec<_> = groups.iter().map(|group| group.heading.clone()).collect();
        // All of it, and not only what is shown: a letter after a year, or a dash for a repeated
        // name, depends on entries that stand elsewhere.
        let mut document = self.compose(groups, choices, &mut |_, _| true)?;
        let warnings = self.warnings(&chosen, choices, Some(&document));
        let order = order::places(&document, &headings, &chosen);
        let limit = match request.limit {
            0 => PREVIEWED,
            limit => limit,
        };
        shorten(&mut document, limit);
        let (html, css) = bibliography::html_parts(&document);
        Ok(ExportPreview {
            html,
            css,
            entries: chosen.len(),
            warnings,
            groups: shape,
            order,
            seconds: started.elapsed().as_secs_f64(),
        })
    }

    pub fn run_export(&self, request: ExportRequest) -> Result<ExportReport> {
        let started = Instant::now();
        let path = Path::new(&request.path);
        let exported = self.export(&request.choices)?;
        let bib = match request.choices.with_bib && request.choices.format == "latex" {
            true => Some(self.beside(path, &request.choices)?),
            false => None,
        };
        let mut files = vec![(path, exported.bytes.as_slice())];
        if let Some((path, bytes)) = &bib {
            files.push((path, bytes));
        }
        write_whole(&files)?;
        Ok(ExportReport {
            bib: bib.map(|(path, _)| path.display().to_string()),
            path: request.path,
            entries: exported.entries,
            bytes: exported.bytes.len(),
            seconds: started.elapsed().as_secs_f64(),
            warnings: exported.warnings,
        })
    }

    /// The BibLaTeX file of the same papers, and where it goes.
    fn beside(
        &self,
        path: &Path,
        choices: &ExportChoices,
    ) -> Result<(std::path::PathBuf, Vec<u8>)> {
        let bib = path.with_extension("bib");
        if bib == path {
            return Err(Error::user(
                "bad_path",
                "The .bib file would take the document's place; give the document the ending .tex.",
            ));
        }
        let choices = ExportChoices {
            format: Format::Biblatex.id().to_owned(),
            ..choices.clone()
        };
        Ok((bib, self.export(&choices)?.bytes))
    }

    /// The finished document as bytes.
    pub fn export(&self, choices: &ExportChoices) -> Result<Exported> {
        let chosen = self.chosen(choices)?;
        if chosen.is_empty() {
            return Err(Error::user(
                "nothing_to_export",
                "No paper was chosen, so there is nothing to export.",
            ));
        }
        let (bytes, document) =
            match Format::from_id(&choices.format).filter(|format| format.writes()) {
                Some(format) => {
                    let papers: Vec<Paper> = chosen.iter().map(annotated).collect();
                    (formats::write(format, &papers).into_bytes(), None)
                }
                None => {
                    let (bytes, document) = self.export_document(&chosen, choices)?;
                    (bytes, Some(document))
                }
            };
        Ok(Exported {
            bytes,
            entries: chosen.len(),
            warnings: self.warnings(&chosen, choices, document.as_ref()),
        })
    }

    fn export_document(
        &self,
        chosen: &[Chosen],
        choices: &ExportChoices,
    ) -> Result<(Vec<u8>, Document)> {
        if !export_formats().iter().any(|(id, _)| *id == choices.format) {
            return Err(Error::user(
                "unknown_format",
                format!("There is no format {:?} to export to.", choices.format),
            ));
        }
        let job = self.jobs_state().begin("export", "entries", chosen.len());
        let composed = self.groups(chosen, choices).and_then(|groups| {
            self.compose(groups, choices, &mut |done, total| {
                job.as_ref()
                    .is_none_or(|job| job.step("entries", done, total))
            })
        });
        let written =
            composed.and_then(|document| Ok((self.written(&document, choices)?, document)));
        if let Some(job) = job {
            job.end(written.as_ref().map(|_| ()).map_err(Clone::clone));
        }
        written
    }

    /// The document in one of the formats that have a layout.
    fn written(&self, document: &Document, choices: &ExportChoices) -> Result<Vec<u8>> {
        match choices.format.as_str() {
            "docx" => Ok(bibliography::docx(document)?),
            "pdf" => self.typeset(document),
            "html" => Ok(bibliography::html(document).into_bytes()),
            "odt" => Ok(bibliography::odt(document)?),
            "rtf" => Ok(bibliography::rtf(document).into_bytes()),
            "latex" => Ok(bibliography::latex(document).into_bytes()),
            "markdown" => Ok(bibliography::markdown(document).into_bytes()),
            _ => Ok(bibliography::text(document).into_bytes()),
        }
    }

    fn typeset(&self, document: &Document) -> Result<Vec<u8>> {
        let today = self.now().to_zoned(jiff::tz::TimeZone::system()).date();
        let day = |part: i8| u8::try_from(part).unwrap_or(1);
        let meta = typeset::Meta {
            author: None,
            date: Some((today.year().into(), day(today.month()), day(today.day()))),
        };
        typeset::pdf(document, &meta).map_err(|error| Error::internal("export", error.to_string()))
    }

    fn compose(
        &self,
        groups: Vec<Group>,
        choices: &ExportChoices,
        progress: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<Document> {
        let style = self.style(&choices.style)?;
        let work = Work {
            groups,
            style: &style,
            title: choices
                .title
                .clone()
                .filter(|title| !title.trim().is_empty()),
            sort: match choices.sort {
                ExportSort::Style | ExportSort::Author => bibliography::Sort::Style,
                ExportSort::Date | ExportSort::Title | ExportSort::Manual => {
                    bibliography::Sort::Given
                }
            },
            language: choices
                .language
                .clone()
                .filter(|language| !language.trim().is_empty()),
            contents: choices.contents,
            note_headings: choices.note_headings,
        };
        let mut references = self
            .shared
            .references
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        Ok(bibliography::compose_with(
            &work,
            &mut references,
            progress,
        )?)
    }
}

fn shape(group: &Group) -> Option<ExportGroup> {
    Some(ExportGroup {
        heading: group.heading.clone()?,
        level: group.level,
        entries: group.entries.len(),
    })
}

/// Leaves the first `limit` entries in a document.
fn shorten(document: &mut Document, limit: usize) {
    let mut left = limit;
    document.sections.retain_mut(|section| {
        let any = left > 0;
        section.references.truncate(left);
        left -= section.references.len();
        any
    });
}

impl From<bibliography::Error> for Error {
    fn from(error: bibliography::Error) -> Error {
        let code = match &error {
            bibliography::Error::Dependent { .. } => "dependent_style",
            bibliography::Error::Cancelled => "cancelled",
            bibliography::Error::UnknownStyle(_) => "unknown_style",
            bibliography::Error::InvalidStyle(_) => "bad_style",
            _ => "export",
        };
        Error::user(code, error.to_string())
    }
}
