//! Writing an annotation: what is checked of it, and how far a set of papers has come.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{PaperId, View};

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AnnotationText {
    pub id: PaperId,
    /// The note as it is being written, Markdown.
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AnnotationCheck {
    /// Words as one counts them on paper: headings, markup and addresses are none, a formula is one.
    pub words: usize,
    /// Sentences that stand in the paper's abstract, in the note's order.
    pub copied: Vec<CopiedSentence>,
    pub sections: AnnotationSections,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CopiedSentence {
    /// Scalar offsets into the note.
    pub start: usize,
    pub end: usize,
    /// The abstract's sentence.
    pub source: String,
}

/// Words under each heading of the scaffold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AnnotationSections {
    pub summary: usize,
    pub assessment: usize,
    pub reflection: usize,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ProgressRequest {
    pub view: View,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AnnotationProgress {
    pub papers: usize,
    /// Papers with a note.
    pub annotated: usize,
    /// Notes of fewer than 50 words.
    pub short: usize,
    /// Notes of more than 300 words.
    pub long: usize,
    /// Notes of which at least half stands in the abstract.
    pub copied: usize,
    /// The first paper without a note, in the view's own order.
    pub next: Option<PaperId>,
    /// Of all notes together.
    pub words: usize,
}
