//! Writing annotations: how long one is, what of it stands in the abstract, and how far a set of
//! papers has come. `sections` takes a note apart at its headings, `words` counts, `copied`
//! compares.

mod copied;
pub(crate) mod sections;
mod words;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};

/// Words of an annotation outside of which one is asked whether it is meant, unless the reader
/// says otherwise.
pub(crate) const LEAST_WORDS: usize = 50;
pub(crate) const MOST_WORDS: usize = 300;

/// Share of an annotation's words that stand in the abstract, from which it counts as copied.
const COPIED: f64 = 0.5;

/// Notes whose judgement is remembered; then it begins anew.
const REMEMBERED: usize = 20_000;

/// What is known of a note as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Judged {
    pub(crate) words: usize,
    /// At least half of it stands in the abstract.
    pub(crate) copied: bool,
}

/// Judgements of notes, by paper, each for one wording of note and abstract. A preview asks for
/// all of them at every change of one.
#[derive(Debug, Default)]
pub(crate) struct AnnotationMemory {
    judged: Mutex<HashMap<PaperId, (u64, Judged)>>,
}

impl Library {
    pub fn check_annotation(&self, request: AnnotationText) -> Result<AnnotationCheck> {
        let paper = self
            .store()
            .read(|reader| reader.paper(request.id))?
            .ok_or_else(|| Error::no_such_paper(request.id))?;
        let source = paper.paper.abstract_text.unwrap_or_default();
        let text = &request.text;
        let under = |name: &str| {
            sections::sections(text)
                .iter()
                .filter(|section| sections::is_scaffold(section.name, name))
                .map(|section| words::words(section.body(text)))
                .sum()
        };
        Ok(AnnotationCheck {
            words: words::words(text),
            copied: copied::copied(text, &source)
                .into_iter()
                .map(|copy| CopiedSentence {
                    start: copy.start,
                    end: copy.end,
                    source: copy.source.to_owned(),
                })
                .collect(),
            sections: AnnotationSections {
                summary: under("summary"),
                assessment: under("assessment"),
                reflection: under("reflection"),
            },
        })
    }

    pub fn annotation_progress(&self, request: ProgressRequest) -> Result<AnnotationProgress> {
        let ids = self
            .list_ids(ListRequest {
                view: request.view,
                ..ListRequest::default()
            })?
            .ids;
        let notes = self.store().read(|reader| reader.notes(&ids))?;
        let mut progress = AnnotationProgress {
            papers: ids.len(),
            annotated: notes.len(),
            short: 0,
            long: 0,
            copied: 0,
            next: None,
            words: 0,
        };
        let mut with_note = std::collections::HashSet::with_capacity(notes.len());
        for (id, note, source) in &notes {
            let judged = self.judged(*id, note, source.as_deref().unwrap_or_default());
            progress.words += judged.words;
            progress.short += usize::from(judged.words < LEAST_WORDS);
            progress.long += usize::from(judged.words > MOST_WORDS);
            progress.copied += usize::from(judged.copied);
            with_note.insert(*id);
        }
        progress.next = ids.into_iter().find(|id| !with_note.contains(id));
        Ok(progress)
    }

    /// A note as a whole, remembered for as long as neither it nor the abstract changes.
    pub(crate) fn judged(&self, paper: PaperId, note: &str, source: &str) -> Judged {
        let mut hasher = DefaultHasher::new();
        (note, source).hash(&mut hasher);
        let wording = hasher.finish();
        let memory = &self.shared.annotation.judged;
        let known = memory
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&paper)
            .copied();
        if let Some((of, judged)) = known
            && of == wording
        {
            return judged;
        }
        let judged = judge(note, source);
        let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.len() >= REMEMBERED {
            memory.clear();
        }
        memory.insert(paper, (wording, judged));
        judged
    }
}

fn judge(note: &str, source: &str) -> Judged {
    let words = words::words(note);
    let repeated: usize = copied::copied(note, source)
        .iter()
        .map(|copy| words::words(copy.text))
        .sum();
    Judged {
        words,
        copied: repeated > 0 && repeated as f64 >= COPIED * words as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::judge;

    #[test]
    fn a_note_that_repeats_the_abstract_counts_as_copied() {
        let source =
            "We train a model on many texts at once. It beats the baseline by a wide margin.";
        assert!(
            judge(
                "We train a model on many texts at once. Nice and short.",
                source
            )
            .copied
        );
        assert!(
            !judge(
                "The authors argue that scale matters more than architecture here.",
                source
            )
            .copied
        );
        assert!(!judge("", source).copied);
    }
}
