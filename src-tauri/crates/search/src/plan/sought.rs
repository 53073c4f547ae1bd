//! What single parts of a query become: patterns, papers that others are like, words run together.

use tantivy::Term;

use super::{FieldTerms, Plan, Planner};
use crate::error::Result;
use crate::query::{Meaning, Name, Phrase, QueryError, Wild, Word};
use crate::schema::TextField;
use crate::vocabulary::MOST_MATCHES;

/// What nearness to a paper counts beside words: the nearest as much as a word in a title.
const NEAR: f32 = 20.0;

impl Planner<'_> {
    /// `None` for a name that means nothing; that is told elsewhere.
    pub(super) fn name(&self, name: &Name) -> Option<Plan> {
        let meaning = self.names.of(name).ok()?;
        Some(match meaning {
            Meaning::Any(flags) => {
                let flags: Vec<String> = flags.iter().map(|flag| flag.text()).collect();
                self.flags(flags.iter().map(String::as_str))
            }
            Meaning::Near(papers) => Plan::Each(
                papers
                    .iter()
                    .map(|(id, near)| (self.vocabulary.schema.id_term(*id), near * NEAR))
                    .collect(),
            ),
        })
    }

    pub(super) fn wild(&mut self, wild: &Wild) -> Result<Plan> {
        let fields = wild
            .field
            .map_or(TextField::ALL.to_vec(), |field| vec![field]);
        let mut found = Vec::new();
        let mut widest = 0;
        let mut any_cut = false;
        for field in fields {
            let (meant, cut) = self.vocabulary.matching(&wild.pattern, field)?;
            widest = widest.max(meant.papers);
            any_cut |= cut;
            if !meant.terms.is_empty() {
                found.push((field, meant));
            }
        }
        if any_cut {
            self.unknown.push(QueryError {
                message: format!(
                    "“{}” stands for very many words; the commonest {MOST_MATCHES} are searched for.",
                    wild.typed
                ),
                start: wild.start,
                end: wild.end,
            });
        }
        let telling = self.telling(widest);
        let mut plans = Vec::with_capacity(found.len());
        for (field, meant) in found {
            let engine_field = self.vocabulary.schema.text(field);
            plans.push(FieldTerms {
                field: engine_field,
                weight: field.weight() * telling,
                lengths: self.lengths(field)?,
                terms: meant
                    .terms
                    .into_iter()
                    .map(|(text, worth)| (Term::from_field_text(engine_field, &text), worth))
                    .collect(),
            });
        }
        Ok(Plan::Terms(plans))
    }

    /// A word that no paper has, as two known words side by side: `reinforcementlearning`,
    /// `dreamerv3` where it is written `Dreamer V3`.
    pub(super) fn parted(&self, word: &Word) -> Result<Vec<Plan>> {
        let mut plans = Vec::new();
        for words in self.vocabulary.partings(word)? {
            plans.push(self.phrase(&Phrase {
                words: words.to_vec(),
                field: word.field,
                slop: 0,
                prefix: word.prefix,
            })?);
        }
        Ok(plans)
    }
}
