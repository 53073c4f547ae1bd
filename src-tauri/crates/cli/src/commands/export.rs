//! `export`, `presets`.

use std::io::IsTerminal;

use library::Library;
use library::api::types::*;
use library::error::Error;
use serde::Serialize;

use super::{Done, collection, open};
use crate::args::{Common, Export, Grouping, Order, Part};
use crate::output;

#[derive(Debug, Serialize)]
struct Presets {
    presets: Vec<ExportPreset>,
}

pub(super) fn export(common: &Common, arguments: &Export) -> Done {
    let library = open(common)?;
    let choices = choices(&library, arguments)?;
    if let Some(name) = &arguments.save_preset {
        library.save_export_preset(ExportPresetSave {
            name: name.clone(),
            choices: choices.clone(),
        })?;
    }
    let (least, most) = (
        choices.least_words.unwrap_or(50),
        choices.most_words.unwrap_or(300),
    );
    let Some(path) = &arguments.output else {
        no_garbling(&choices.format)?;
        let exported = library.export(&choices)?;
        warn(common, &exported.warnings, least, most);
        return output::bytes(&exported.bytes);
    };
    let report = library.run_export(ExportRequest {
        choices,
        path: path.display().to_string(),
    })?;
    warn(common, &report.warnings, least, most);
    if common.json {
        return output::json(&report);
    }
    output::remark(
        common,
        &format!("{} entries written to {}", report.entries, path.display()),
    );
    Ok(())
}

/// What a preset says, or else the usual, and over it what was said here.
fn choices(library: &Library, arguments: &Export) -> Result<ExportChoices, Error> {
    let mut choices = match &arguments.preset {
        Some(name) => library.export_preset(name)?.choices,
        None => ExportChoices {
            annotation: vec![AnnotationPart::Note],
            ..ExportChoices::default()
        },
    };
    if let Some(papers) = papers(library, arguments)? {
        choices.papers = papers;
    }
    let set = |kept: &mut String, said: &Option<String>| {
        if let Some(said) = said {
            kept.clone_from(said);
        }
    };
    set(&mut choices.format, &arguments.format);
    set(&mut choices.style, &arguments.style);
    if !arguments.annotation.is_empty() {
        choices.annotation = arguments.annotation.iter().filter_map(part).collect();
    }
    if let Some(by) = arguments.group_by {
        choices.group_by = Some(grouping(by));
    }
    if let Some(order) = arguments.sort {
        choices.sort = sort(order);
    }
    let language = arguments.language.clone();
    choices.language = language.or(choices.language);
    choices.title = arguments.title.clone().or(choices.title);
    choices.least_words = arguments.least_words.or(choices.least_words);
    choices.most_words = arguments.most_words.or(choices.most_words);
    choices.contents |= arguments.contents;
    choices.with_bib |= arguments.with_bib;
    choices.note_headings &= !arguments.no_note_headings;
    Ok(choices)
}

/// The papers that the arguments name; none when they name none.
fn papers(library: &Library, arguments: &Export) -> Result<Option<ExportPapers>, Error> {
    Ok(Some(if !arguments.papers.is_empty() {
        ExportPapers::Selection {
            ids: library.resolve(&arguments.papers)?,
        }
    } else if let Some(query) = &arguments.query {
        ExportPapers::Query {
            query: query.clone(),
        }
    } else if let Some(name) = &arguments.collection {
        ExportPapers::Collection {
            id: collection(library, name)?,
        }
    } else if let Some(name) = &arguments.saved {
        ExportPapers::Saved {
            id: super::saved::named(library, name)?,
        }
    } else {
        return Ok(None);
    }))
}

fn grouping(by: Grouping) -> GroupBy {
    match by {
        Grouping::Tag => GroupBy::Tag,
        Grouping::Year => GroupBy::Year,
        Grouping::Collection => GroupBy::Collection,
        Grouping::Topic => GroupBy::Topic,
        Grouping::Decision => GroupBy::Decision,
    }
}

fn sort(order: Order) -> ExportSort {
    match order {
        Order::Author => ExportSort::Author,
        Order::Date => ExportSort::Date,
        Order::Title => ExportSort::Title,
        Order::Manual => ExportSort::Manual,
    }
}

/// Refuses to write a file that is no text to a terminal.
pub(super) fn no_garbling(format: &str) -> Result<(), Error> {
    let binary = ["docx", "pdf", "odt"].contains(&format);
    if binary && std::io::stdout().is_terminal() {
        return Err(Error::user(
            "terminal",
            "Such a file would garble the terminal; name a file with -o.",
        ));
    }
    Ok(())
}

fn part(part: &Part) -> Option<AnnotationPart> {
    match part {
        Part::Note => Some(AnnotationPart::Note),
        Part::Highlights => Some(AnnotationPart::Highlights),
        Part::Abstract => Some(AnnotationPart::Abstract),
        Part::Tags => Some(AnnotationPart::Tags),
        Part::None => None,
    }
}

/// Counts by kind; the single papers are in the JSON report and in the window.
fn warn(common: &Common, warnings: &[ExportWarning], least: usize, most: usize) {
    let mut kinds: Vec<ExportWarningKind> = warnings.iter().map(|warning| warning.kind).collect();
    kinds.sort_unstable();
    for chunk in kinds.chunk_by(|a, b| a == b) {
        let Some(kind) = chunk.first() else { continue };
        let what = match kind {
            ExportWarningKind::NoTitle => "without a title",
            ExportWarningKind::NoAuthors => "without authors",
            ExportWarningKind::NoYear => "without a year",
            ExportWarningKind::NoAnnotation => "without an annotation",
            ExportWarningKind::CopiedAbstract => "whose annotation repeats the abstract",
            ExportWarningKind::ShortAnnotation => {
                &format!("with an annotation of fewer than {least} words")
            }
            ExportWarningKind::LongAnnotation => {
                &format!("with an annotation of more than {most} words")
            }
            ExportWarningKind::Unformatted => "in plain form, which the style could not print",
        };
        let entries = match chunk.len() {
            1 => "1 entry".to_owned(),
            count => format!("{count} entries"),
        };
        output::remark(common, &format!("{entries} {what}"));
    }
}

pub(super) fn presets(common: &Common, delete: Option<&str>) -> Done {
    let library = open(common)?;
    if let Some(name) = delete {
        let id = library.export_preset(name)?.id;
        library.delete_export_preset(ExportPresetId { id })?;
    }
    let presets = library.export_presets(Nothing {})?;
    if common.json {
        return output::json(&Presets { presets });
    }
    for preset in &presets {
        let choices = &preset.choices;
        let line = format!("{}  ({}, {})", preset.name, choices.format, choices.style);
        output::line(&output::plain(&line))?;
    }
    Ok(())
}
