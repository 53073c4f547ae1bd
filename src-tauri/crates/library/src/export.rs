//! From chosen papers to a finished document: which papers, in which order and groups, with what
//! printed under each, written whole or not at all.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use bibliography::{Entry, Group, Part, Quote, Style, Work};
use papers::formats::{self, Format};
use papers::{Name, Paper};
use store::ListQuery;

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};

/// Words of an annotation outside of which the preview asks whether it is meant.
const FEWEST_WORDS: usize = 50;
const MOST_WORDS: usize = 300;

/// Share of an annotation's sentences that stand in the abstract, from which it counts as copied.
const COPIED: f64 = 0.5;

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
struct Chosen {
    id: PaperId,
    key: String,
    paper: Paper,
    note: String,
    tags: Vec<String>,
    quotes: Vec<Quote>,
    collections: Vec<i64>,
}

/// For each paper the place of its topic and its label.
type TopicHeadings = BTreeMap<PaperId, (usize, String)>;

/// What an export can be written as: id and name.
pub fn export_formats() -> &'static [(&'static str, &'static str)] {
    &[
        ("docx", "Word"),
        ("html", "Web page"),
        ("markdown", "Markdown"),
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
    pub fn styles(&self, _: Nothing) -> Result<Vec<StyleSummary>> {
        Ok(bibliography::styles()
            .into_iter()
            .map(|style| StyleSummary {
                id: style.id,
                name: style.name,
                main: style.main,
            })
            .collect())
    }

    pub fn preview_export(&self, request: ExportPreviewRequest) -> Result<ExportPreview> {
        let chosen = self.chosen(&request.choices)?;
        let warnings = warnings(&chosen, &request.choices);
        let entries = chosen.len();
        let limit = if request.limit == 0 {
            PREVIEWED
        } else {
            request.limit
        };
        let shown = &chosen[..chosen.len().min(limit)];
        let topics = self.topic_headings(&chosen, &request.choices)?;
        let document = self.compose(shown, &topics, &request.choices, &mut |_, _| true)?;
        let (html, css) = bibliography::html_parts(&document);
        Ok(ExportPreview {
            html,
            css,
            entries,
            warnings,
        })
    }

    pub fn run_export(&self, request: ExportRequest) -> Result<ExportReport> {
        let started = Instant::now();
        let path = Path::new(&request.path);
        let exported = self.export(&request.choices)?;
        write_whole(path, &exported.bytes)?;
        Ok(ExportReport {
            path: request.path,
            entries: exported.entries,
            bytes: exported.bytes.len(),
            seconds: started.elapsed().as_secs_f64(),
            warnings: exported.warnings,
        })
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
        let bytes = match Format::from_id(&choices.format).filter(|format| format.writes()) {
            Some(format) => {
                formats::write(format, &chosen.iter().map(annotated).collect::<Vec<_>>())
                    .into_bytes()
            }
            None => self.export_document(&chosen, choices)?,
        };
        Ok(Exported {
            bytes,
            entries: chosen.len(),
            warnings: warnings(&chosen, choices),
        })
    }

    fn export_document(&self, chosen: &[Chosen], choices: &ExportChoices) -> Result<Vec<u8>> {
        if !export_formats().iter().any(|(id, _)| *id == choices.format) {
            return Err(Error::user(
                "unknown_format",
                format!("There is no format {:?} to export to.", choices.format),
            ));
        }
        let job = self.jobs_state().begin("export", "entries", chosen.len());
        let composed = self.topic_headings(chosen, choices).and_then(|topics| {
            self.compose(chosen, &topics, choices, &mut |done, total| {
                job.as_ref()
                    .is_none_or(|job| job.step("entries", done, total))
            })
        });
        let bytes = composed.and_then(|document| match choices.format.as_str() {
            "docx" => Ok(bibliography::docx(&document)?),
            "html" => Ok(bibliography::html(&document).into_bytes()),
            "markdown" => Ok(bibliography::markdown(&document).into_bytes()),
            _ => Ok(bibliography::text(&document).into_bytes()),
        });
        if let Some(job) = job {
            job.end(bytes.as_ref().map(|_| ()).map_err(Clone::clone));
        }
        bytes
    }

    fn compose(
        &self,
        chosen: &[Chosen],
        topics: &TopicHeadings,
        choices: &ExportChoices,
        progress: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<bibliography::Document> {
        let style = style(&choices.style)?;
        let work = Work {
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
            ..Work::new(self.groups(chosen, topics, choices)?, &style)
        };
        Ok(bibliography::compose(&work, progress)?)
    }

    /// The topics of all chosen papers, the largest first, when they are to be grouped by topic.
    fn topic_headings(&self, chosen: &[Chosen], choices: &ExportChoices) -> Result<TopicHeadings> {
        if choices.group_by != Some(GroupBy::Topic) {
            return Ok(TopicHeadings::new());
        }
        let mut ids: Vec<PaperId> = chosen.iter().map(|paper| paper.id).collect();
        ids.sort_unstable();
        ids.dedup();
        let grouped = self.group_papers(ids)?;
        if grouped.topics.is_empty() && !chosen.is_empty() {
            return Err(match self.meaning().state().advice {
                Some(advice) => Error::user("model_missing", advice),
                None => Error::user(
                    "not_embedded",
                    "None of these papers has been embedded yet, so there are no topics to group them by. `lectern embed` does it; the window does it by itself.",
                ),
            });
        }
        Ok(grouped
            .topics
            .into_iter()
            .enumerate()
            .flat_map(|(place, topic)| {
                let label = topic.label;
                topic
                    .papers
                    .into_iter()
                    .map(move |id| (id, (place, label.clone())))
            })
            .collect())
    }

    fn groups(
        &self,
        chosen: &[Chosen],
        topics: &TopicHeadings,
        choices: &ExportChoices,
    ) -> Result<Vec<Group>> {
        let Some(by) = choices.group_by else {
            let entries = chosen
                .iter()
                .map(|paper| entry(paper, &choices.annotation))
                .collect();
            return Ok(vec![Group::new(None, entries)]);
        };
        let names: BTreeMap<i64, String> = self
            .store()
            .read(|reader| reader.collections())?
            .into_iter()
            .map(|collection| (collection.id, collection.name))
            .collect();
        // Groups stand by name, topics by size, and what belongs to none last.
        let mut groups: BTreeMap<(usize, String), Vec<Entry>> = BTreeMap::new();
        for paper in chosen {
            let by_name = |names: Vec<String>| names.into_iter().map(|name| (0, name)).collect();
            let headings: Vec<(usize, String)> = match by {
                GroupBy::Topic => topics.get(&paper.id).cloned().into_iter().collect(),
                GroupBy::Tag => by_name(paper.tags.clone()),
                GroupBy::Year => by_name(
                    paper
                        .paper
                        .date
                        .iter()
                        .map(|date| date.year.to_string())
                        .collect(),
                ),
                GroupBy::Collection => by_name(
                    paper
                        .collections
                        .iter()
                        .filter_map(|id| names.get(id).cloned())
                        .collect(),
                ),
            };
            let entry = entry(paper, &choices.annotation);
            if headings.is_empty() {
                groups
                    .entry((usize::MAX, ungrouped(by).to_owned()))
                    .or_default()
                    .push(entry);
            } else {
                for heading in headings {
                    groups.entry(heading).or_default().push(entry.clone());
                }
            }
        }
        Ok(groups
            .into_iter()
            .map(|((_, heading), entries)| Group::new(Some(heading), entries))
            .collect())
    }

    /// The papers, in the order they were asked for.
    fn chosen(&self, choices: &ExportChoices) -> Result<Vec<Chosen>> {
        let ids = self.chosen_ids(choices)?;
        self.store().read(|reader| {
            let papers = reader.papers(&ids)?;
            papers
                .into_iter()
                .map(|stored| {
                    let marks = reader.highlights(stored.id)?;
                    Ok::<_, Error>(Chosen {
                        id: stored.id,
                        key: stored.key,
                        paper: stored.paper,
                        note: stored.note,
                        tags: reader.tags(stored.id)?,
                        quotes: marks
                            .into_iter()
                            .map(|mark| Quote {
                                text: mark.text,
                                comment: mark.comment,
                            })
                            .collect(),
                        collections: reader.collections_of(stored.id)?,
                    })
                })
                .collect()
        })
    }

    fn chosen_ids(&self, choices: &ExportChoices) -> Result<Vec<PaperId>> {
        let sort = match choices.sort {
            ExportSort::Style | ExportSort::Author => store::Sort::Author,
            ExportSort::Date => store::Sort::Date,
            ExportSort::Title => store::Sort::Title,
            ExportSort::Manual => store::Sort::Manual,
        };
        let (view, among) = match &choices.papers {
            ExportPapers::Included => {
                let included = self.store().read(|reader| reader.counts())?.included;
                (
                    if included > 0 {
                        View::Included
                    } else {
                        View::Library
                    },
                    None,
                )
            }
            ExportPapers::Library => (View::Library, None),
            ExportPapers::Collection { id } => (View::Collection { id: *id }, None),
            ExportPapers::Saved { id } => (View::Saved { id: *id }, None),
            ExportPapers::Selection { ids } if choices.sort == ExportSort::Manual => {
                return Ok(ids.clone());
            }
            ExportPapers::Selection { ids } => (View::Library, Some(ids.clone())),
            ExportPapers::Query { query } => (
                View::Library,
                Some(self.everything(&self.query(query), &View::Library)?),
            ),
        };
        let (view, among) = self.scope(&view, among.as_deref())?;
        let (_, ids) = self.store().read(|reader| {
            reader.list_ids(&ListQuery {
                view,
                among: among.as_deref(),
                sort,
                limit: usize::MAX,
                ..ListQuery::default()
            })
        })?;
        Ok(ids)
    }
}

fn ungrouped(by: GroupBy) -> &'static str {
    match by {
        GroupBy::Tag => "Untagged",
        GroupBy::Year => "No date",
        GroupBy::Collection => "In no collection",
        GroupBy::Topic => "Without a topic",
    }
}

fn style(name: &str) -> Result<Style> {
    let name = if name.is_empty() { "apa" } else { name };
    if name.ends_with(".csl") {
        let path = Path::new(name);
        let xml = std::fs::read(path).map_err(|error| Error::io(path, "read", &error))?;
        return Ok(Style::from_csl(&xml)?);
    }
    Ok(Style::by_id(name)?)
}

/// The paper as a reference file carries it: the reader's note and tags in their fields.
fn annotated(chosen: &Chosen) -> Paper {
    let mut paper = chosen.paper.clone();
    paper.key = Some(chosen.key.clone());
    // Reference formats want a type; a digest knows none, and this one claims nothing.
    if paper.kind.is_empty() {
        paper.kind = "document".to_owned();
    }
    if !chosen.note.trim().is_empty() {
        paper.note = Some(chosen.note.clone());
    }
    for tag in &chosen.tags {
        if !paper.keywords.contains(tag) {
            paper.keywords.push(tag.clone());
        }
    }
    paper
}

fn entry(chosen: &Chosen, parts: &[AnnotationPart]) -> Entry {
    let mut paper = chosen.paper.clone();
    paper.key = Some(chosen.key.clone());
    // A style that prints notes or abstracts would print them twice.
    paper.note = None;
    paper.abstract_text = None;
    let annotation = parts
        .iter()
        .filter_map(|part| match part {
            AnnotationPart::Note => {
                (!chosen.note.trim().is_empty()).then(|| Part::Note(chosen.note.clone()))
            }
            AnnotationPart::Highlights => {
                (!chosen.quotes.is_empty()).then(|| Part::Highlights(chosen.quotes.clone()))
            }
            AnnotationPart::Abstract => chosen.paper.abstract_text.clone().map(Part::Abstract),
            AnnotationPart::Tags => {
                (!chosen.tags.is_empty()).then(|| Part::Tags(chosen.tags.clone()))
            }
        })
        .collect();
    Entry {
        id: chosen.id,
        item: formats::csl_item(&paper),
        annotation,
    }
}

/// What is missing or odd, in the order of the document's papers.
fn warnings(chosen: &[Chosen], choices: &ExportChoices) -> Vec<ExportWarning> {
    let mut warnings = Vec::new();
    for paper in chosen {
        let mut warn = |kind| {
            warnings.push(ExportWarning {
                paper: paper.id,
                title: paper.paper.title.clone(),
                kind,
            });
        };
        if !paper.paper.authors.iter().any(named) {
            warn(ExportWarningKind::NoAuthors);
        }
        if paper.paper.date.is_none() {
            warn(ExportWarningKind::NoYear);
        }
        if choices.annotation.is_empty() {
            continue;
        }
        if entry(paper, &choices.annotation).annotation.is_empty() {
            warn(ExportWarningKind::NoAnnotation);
        } else if choices.annotation.contains(&AnnotationPart::Note)
            && !paper.note.trim().is_empty()
        {
            let words = paper.note.split_whitespace().count();
            if copied(
                &paper.note,
                paper.paper.abstract_text.as_deref().unwrap_or_default(),
            ) {
                warn(ExportWarningKind::CopiedAbstract);
            } else if words < FEWEST_WORDS {
                warn(ExportWarningKind::ShortAnnotation);
            } else if words > MOST_WORDS {
                warn(ExportWarningKind::LongAnnotation);
            }
        }
    }
    warnings
}

fn named(name: &Name) -> bool {
    !name.display().trim().is_empty()
}

/// Whether at least half of a note's sentences stand in the abstract as they are.
fn copied(note: &str, abstract_text: &str) -> bool {
    let flat = |text: &str| {
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase()
    };
    let source = flat(abstract_text);
    let sentences: Vec<String> = note
        .split(['.', '!', '?', '\n'])
        .map(flat)
        .filter(|sentence| sentence.split(' ').count() >= 5)
        .collect();
    if sentences.is_empty() || source.is_empty() {
        return false;
    }
    let known = sentences
        .iter()
        .filter(|sentence| source.contains(sentence.as_str()))
        .count();
    known as f64 >= COPIED * sentences.len() as f64
}

/// Writes beside the target and renames, so that a full disk leaves the old file as it was.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let name = path.file_name().ok_or_else(|| {
        Error::user(
            "bad_path",
            format!("{} is not a file name.", path.display()),
        )
    })?;
    let part = folder.join(format!(".{}.part", name.to_string_lossy()));
    let written = std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, path));
    written.map_err(|error| {
        // The half-written file is of no use; when removing it fails too, the first error says more.
        let _ = std::fs::remove_file(&part);
        Error::io(path, "write", &error)
    })
}

impl From<bibliography::Error> for Error {
    fn from(error: bibliography::Error) -> Error {
        let code = match &error {
            bibliography::Error::Dependent { .. } => "dependent_style",
            bibliography::Error::Cancelled => "cancelled",
            bibliography::Error::UnknownStyle(_) => "unknown_style",
            _ => "export",
        };
        Error::user(code, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::copied;

    #[test]
    fn a_note_that_repeats_the_abstract_counts_as_copied() {
        let source =
            "We train a model on many texts at once. It beats the baseline by a wide margin.";
        assert!(copied(
            "We train a model on many texts at once. Nice and short.",
            source
        ));
        assert!(!copied(
            "The authors argue that scale matters more than architecture here.",
            source
        ));
        assert!(!copied("", source));
    }
}
