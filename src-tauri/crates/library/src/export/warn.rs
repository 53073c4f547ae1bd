//! What a reader would want to look at before an export is handed in.

use bibliography::{Document, WarningKind};
use papers::Name;

use super::Chosen;
use super::annotate::is_bare;
use crate::Library;
use crate::annotation::{LEAST_WORDS, MOST_WORDS};
use crate::api::types::*;

impl Library {
    /// What is missing or odd, in the order of the document's papers.
    pub(super) fn warnings(
        &self,
        chosen: &[Chosen],
        choices: &ExportChoices,
        document: Option<&Document>,
    ) -> Vec<ExportWarning> {
        let unformatted: Vec<PaperId> = document
            .iter()
            .flat_map(|document| &document.warnings)
            .filter(|warning| warning.kind == WarningKind::Unformatted)
            .map(|warning| warning.id)
            .collect();
        let mut warnings = Vec::new();
        for paper in chosen {
            let mut warn = |kind, words| {
                warnings.push(ExportWarning {
                    paper: paper.id,
                    title: paper.paper.title.clone(),
                    kind,
                    words,
                });
            };
            if paper.paper.title.trim().is_empty() {
                warn(ExportWarningKind::NoTitle, None);
            }
            let people = [&paper.paper.authors, &paper.paper.editors];
            if !people.into_iter().flatten().any(named) {
                warn(ExportWarningKind::NoAuthors, None);
            }
            if paper.paper.date.is_none() {
                warn(ExportWarningKind::NoYear, None);
            }
            if unformatted.contains(&paper.id) {
                warn(ExportWarningKind::Unformatted, None);
            }
            if let Some((kind, words)) = self.odd_annotation(paper, choices) {
                warn(kind, words);
            }
        }
        warnings
    }

    fn odd_annotation(
        &self,
        paper: &Chosen,
        choices: &ExportChoices,
    ) -> Option<(ExportWarningKind, Option<usize>)> {
        if choices.annotation.is_empty() {
            return None;
        }
        if is_bare(paper, &choices.annotation) {
            return Some((ExportWarningKind::NoAnnotation, None));
        }
        if !choices.annotation.contains(&AnnotationPart::Note) || paper.note.trim().is_empty() {
            return None;
        }
        let judged = self.judged(
            paper.id,
            &paper.note,
            paper.paper.abstract_text.as_deref().unwrap_or_default(),
        );
        let words = Some(judged.words);
        if judged.copied {
            Some((ExportWarningKind::CopiedAbstract, words))
        } else if judged.words < choices.least_words.unwrap_or(LEAST_WORDS) {
            Some((ExportWarningKind::ShortAnnotation, words))
        } else if judged.words > choices.most_words.unwrap_or(MOST_WORDS) {
            Some((ExportWarningKind::LongAnnotation, words))
        } else {
            None
        }
    }
}

fn named(name: &Name) -> bool {
    !name.display().trim().is_empty()
}
