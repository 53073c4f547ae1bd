//! What is printed under a paper's reference, and what of it a reference file carries.

use bibliography::{Entry, Part};
use papers::{Paper, formats};

use super::Chosen;
use crate::api::types::AnnotationPart;

/// The paper as a reference file carries it: the reader's note and tags in their fields.
pub(crate) fn annotated(chosen: &Chosen) -> Paper {
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

/// The paper as a CSL item, with the parts of its annotation that it has.
pub(crate) fn entry(chosen: &Chosen, parts: &[AnnotationPart]) -> Entry {
    let mut paper = chosen.paper.clone();
    paper.key = Some(chosen.key.clone());
    // A style that prints notes or abstracts would print them twice.
    paper.note = None;
    paper.abstract_text = None;
    Entry {
        id: chosen.id,
        item: formats::csl_item(&paper),
        annotation: parts
            .iter()
            .filter_map(|part| printed(chosen, *part))
            .collect(),
    }
}

fn printed(chosen: &Chosen, part: AnnotationPart) -> Option<Part> {
    match part {
        AnnotationPart::Note => {
            (!chosen.note.trim().is_empty()).then(|| Part::Note(chosen.note.clone()))
        }
        AnnotationPart::Highlights => {
            (!chosen.quotes.is_empty()).then(|| Part::Highlights(chosen.quotes.clone()))
        }
        AnnotationPart::Abstract => chosen
            .paper
            .abstract_text
            .clone()
            .filter(|text| !text.trim().is_empty())
            .map(Part::Abstract),
        AnnotationPart::Tags => (!chosen.tags.is_empty()).then(|| Part::Tags(chosen.tags.clone())),
    }
}

/// Whether anything at all is printed under its reference.
pub(super) fn is_bare(chosen: &Chosen, parts: &[AnnotationPart]) -> bool {
    parts.iter().all(|part| printed(chosen, *part).is_none())
}
