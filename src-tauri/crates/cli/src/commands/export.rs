//! `export`.

use std::io::IsTerminal;

use library::api::types::*;
use library::error::Error;

use super::{Done, open};
use crate::args::{Common, Export, Grouping, Order, Part};
use crate::output;

pub(super) fn export(common: &Common, arguments: &Export) -> Done {
    let library = open(common)?;
    let papers = if !arguments.papers.is_empty() {
        ExportPapers::Selection {
            ids: library.resolve(&arguments.papers)?,
        }
    } else if let Some(query) = &arguments.query {
        ExportPapers::Query {
            query: query.clone(),
        }
    } else if let Some(name) = &arguments.collection {
        let id = library.collection_id(name)?.ok_or_else(|| {
            Error::user(
                "no_such_collection",
                format!("There is no collection {name:?}."),
            )
        })?;
        ExportPapers::Collection { id }
    } else if let Some(name) = &arguments.saved {
        ExportPapers::Saved {
            id: super::saved::named(&library, name)?,
        }
    } else {
        ExportPapers::Included
    };
    let choices = ExportChoices {
        format: arguments.format.clone(),
        style: arguments.style.clone(),
        papers,
        annotation: arguments.annotation.iter().filter_map(part).collect(),
        group_by: arguments.group_by.map(|by| match by {
            Grouping::Tag => GroupBy::Tag,
            Grouping::Year => GroupBy::Year,
            Grouping::Collection => GroupBy::Collection,
            Grouping::Topic => GroupBy::Topic,
        }),
        sort: match arguments.sort {
            None => ExportSort::Style,
            Some(Order::Author) => ExportSort::Author,
            Some(Order::Date) => ExportSort::Date,
            Some(Order::Title) => ExportSort::Title,
            Some(Order::Manual) => ExportSort::Manual,
        },
        title: arguments.title.clone(),
    };
    let Some(path) = &arguments.output else {
        return to_standard_output(&library, common, &choices);
    };
    let report = library.run_export(ExportRequest {
        choices,
        path: path.display().to_string(),
    })?;
    warn(common, &report.warnings);
    if common.json {
        return output::json(&report);
    }
    output::remark(
        common,
        &format!("{} entries written to {}", report.entries, path.display()),
    );
    Ok(())
}

fn to_standard_output(
    library: &library::Library,
    common: &Common,
    choices: &ExportChoices,
) -> Done {
    let binary = choices.format == "docx";
    if binary && std::io::stdout().is_terminal() {
        return Err(Error::user(
            "terminal",
            "A Word file would garble the terminal; name a file with -o.",
        )
        .into());
    }
    let exported = library.export(choices)?;
    warn(common, &exported.warnings);
    output::bytes(&exported.bytes)
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
fn warn(common: &Common, warnings: &[ExportWarning]) {
    let mut kinds: Vec<ExportWarningKind> = warnings.iter().map(|warning| warning.kind).collect();
    kinds.sort_unstable();
    for chunk in kinds.chunk_by(|a, b| a == b) {
        let Some(kind) = chunk.first() else { continue };
        let what = match kind {
            ExportWarningKind::NoAuthors => "without authors",
            ExportWarningKind::NoYear => "without a year",
            ExportWarningKind::NoAnnotation => "without an annotation",
            ExportWarningKind::CopiedAbstract => "whose annotation repeats the abstract",
            ExportWarningKind::ShortAnnotation => "with an annotation of fewer than 50 words",
            ExportWarningKind::LongAnnotation => "with an annotation of more than 300 words",
        };
        let entries = match chunk.len() {
            1 => "1 entry".to_owned(),
            count => format!("{count} entries"),
        };
        output::remark(common, &format!("{entries} {what}"));
    }
}
