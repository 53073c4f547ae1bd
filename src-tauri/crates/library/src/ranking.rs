//! The order by decisions: what the reader included and excluded so far says which of the others
//! are most likely wanted, and which are most in doubt. A cue with its reason; nothing is ever
//! decided by it, and the settings switch it off.
//!
//! The model is learnt anew when decisions changed, from decisions in force: what was undone,
//! trashed or merged away does not count.

use std::sync::{Arc, OnceLock};

use embed::preference::{Example, Model};

use crate::Library;
use crate::api::types::*;
use crate::error::Result;
use crate::nearness::fingerprint;
use crate::recent::Recent;
use crate::terms::{Counts, words_of};

/// Decisions of each kind below which nothing can be learnt.
const FEWEST: usize = 3;

/// Fewer decisions than this, and the note says that they are few.
const FEW: usize = 20;

/// Decisions of one kind that the model learns from, at most, spread evenly over all: more make it
/// slower, not better.
const MOST: usize = 2_000;

/// Decided papers of one kind whose words are counted, at most; the newest.
const MOST_TEXTS: usize = 400;

/// How much a paper under maybe counts as a wanted one, and one that has stars only.
const MAYBE: f32 = 0.5;

/// What each star adds.
const STAR: f32 = 0.2;

/// Shared words shown.
const TERMS: usize = 4;

/// What was learnt from the decisions in force.
#[derive(Debug)]
pub(crate) struct Learnt {
    /// `None` when they are too few.
    model: Option<Model>,
    wanted: Vec<(PaperId, Vec<f32>)>,
    unwanted: Vec<(PaperId, Vec<f32>)>,
    /// Words of wanted and of unwanted papers, counted when first asked for.
    words: OnceLock<(Counts, Counts)>,
}

#[derive(Debug)]
pub(crate) struct RankingMemory(Recent<u64, Learnt>);

impl Default for RankingMemory {
    fn default() -> RankingMemory {
        RankingMemory(Recent::new(2))
    }
}

/// How one paper was decided.
struct Decided {
    id: PaperId,
    wanted: bool,
    weight: f32,
}

impl Library {
    pub fn ranking(&self, _: Nothing) -> Result<Ranking> {
        let on = self.settings(Nothing {})?.ranking;
        let decided = self.decided()?;
        let included = decided.iter().filter(|paper| paper.wanted).count();
        let excluded = decided.len() - included;
        let learnt = self.learnt()?;
        let (usable, note) = match &learnt.model {
            Some(model) => (true, works(model, &learnt)),
            None => (false, self.lacks(included, excluded, &learnt)),
        };
        let note = if on {
            note
        } else {
            format!("Switched off in the settings. {note}")
        };
        Ok(Ranking {
            on,
            usable,
            included,
            excluded,
            note,
        })
    }

    /// Most wanted first, or most in doubt; papers without a vector last, equals as they were.
    /// Switched off it leaves the order as it is; with too few decisions it is that by nearness.
    pub(crate) fn by_decisions(&self, ids: Vec<PaperId>, doubt: bool) -> Result<Vec<PaperId>> {
        if !self.settings(Nothing {})?.ranking {
            return Ok(ids);
        }
        let learnt = self.learnt()?;
        let Some(model) = &learnt.model else {
            return self.by_nearness(ids, None);
        };
        Ok(self.sorted_by(ids, |_, vector| {
            Some(if doubt {
                -(model.chance(vector) - 0.5).abs()
            } else {
                model.score(vector)
            })
        }))
    }

    /// Says of each row how likely it is wanted and why; nothing when that cannot be told.
    pub(crate) fn decision_cues(&self, rows: &mut [PaperRow]) -> Result<()> {
        if !self.settings(Nothing {})?.ranking {
            return Ok(());
        }
        let learnt = self.learnt()?;
        let Some(model) = &learnt.model else {
            return Ok(());
        };
        let cues = {
            let vectors = self.meaning().vectors();
            rows.iter()
                .map(|row| {
                    let vector = vectors.get(row.id)?;
                    Some((model.chance(vector), learnt.nearest(row.id, vector)))
                })
                .collect()
        };
        let (wanted, unwanted) = self.decided_words(&learnt)?;
        // A word of one paper alone is nothing that included papers have in common.
        let fewest = if wanted.papers() < 2 { 1 } else { 2 };
        let ids: Vec<PaperId> = rows.iter().map(|row| row.id).collect();
        let texts = self.store().read(|reader| reader.texts_of(&ids))?;
        self.put_cues(rows, cues, |id| {
            let text = texts.iter().find(|text| text.id == id);
            Ok(text
                .map(|text| wanted.shared(&words_of(&whole(text)), unwanted, fewest, TERMS))
                .unwrap_or_default())
        })
    }

    fn decided(&self) -> Result<Vec<Decided>> {
        let decided = self.store().read(|reader| reader.decided())?;
        Ok(decided
            .into_iter()
            .map(|(id, decision, stars)| {
                let stars = STAR * f32::from(stars);
                let (wanted, weight) = match decision {
                    store::Decision::Include => (true, 1.0 + stars),
                    // Stars alone: the reader keeps it, but has not said yes.
                    store::Decision::Maybe | store::Decision::Inbox => (true, MAYBE + stars),
                    store::Decision::Exclude => (false, 1.0),
                };
                Decided { id, wanted, weight }
            })
            .collect())
    }

    fn learnt(&self) -> Result<Arc<Learnt>> {
        let decided = self.decided()?;
        let (wanted, unwanted): (Vec<Decided>, Vec<Decided>) =
            decided.into_iter().partition(|paper| paper.wanted);
        let (wanted, unwanted) = (spread(wanted), spread(unwanted));
        let weights: Vec<f32> = {
            let vectors = self.meaning().vectors();
            wanted
                .iter()
                .filter(|paper| vectors.get(paper.id).is_some())
                .map(|paper| paper.weight)
                .collect()
        };
        let ids = |papers: &[Decided]| papers.iter().map(|paper| paper.id).collect::<Vec<_>>();
        let wanted = self.with_vectors(&ids(&wanted));
        let unwanted = self.with_vectors(&ids(&unwanted));
        let mark = fingerprint(
            wanted
                .iter()
                .zip(&weights)
                .map(|((id, vector), weight)| (*id, u64::from(weight.to_bits()), vector.as_slice()))
                .chain(
                    unwanted
                        .iter()
                        .map(|(id, vector)| (*id, 0, vector.as_slice())),
                ),
        );
        let memory = &self.shared.ranking.0;
        if let Some(learnt) = memory.get(&mark) {
            return Ok(learnt);
        }
        let model = if wanted.len() < FEWEST || unwanted.len() < FEWEST {
            None
        } else {
            let wanted = wanted.iter().zip(&weights);
            let examples: Vec<Example<'_>> = wanted
                .map(|((_, vector), weight)| Example {
                    vector,
                    wanted: true,
                    weight: *weight,
                })
                .chain(unwanted.iter().map(|(_, vector)| Example {
                    vector,
                    wanted: false,
                    weight: 1.0,
                }))
                .collect();
            Model::fit(&examples)
        };
        let learnt = Learnt {
            model,
            wanted,
            unwanted,
            words: OnceLock::new(),
        };
        Ok(memory.put(mark, learnt))
    }

    fn decided_words<'l>(&self, learnt: &'l Learnt) -> Result<&'l (Counts, Counts)> {
        if let Some(words) = learnt.words.get() {
            return Ok(words);
        }
        let count = |papers: &[(PaperId, Vec<f32>)]| -> Result<Counts> {
            let newest = papers.len().saturating_sub(MOST_TEXTS);
            let ids: Vec<PaperId> = papers.iter().skip(newest).map(|(id, _)| *id).collect();
            let mut counts = Counts::default();
            for text in self.store().read(|reader| reader.texts_of(&ids))? {
                counts.add(&words_of(&whole(&text)));
            }
            Ok(counts)
        };
        let words = (count(&learnt.wanted)?, count(&learnt.unwanted)?);
        Ok(learnt.words.get_or_init(|| words))
    }

    /// What is missing for the order by decisions.
    fn lacks(&self, included: usize, excluded: usize, learnt: &Learnt) -> String {
        if included >= FEWEST && excluded >= FEWEST {
            let without = included + excluded - learnt.wanted.len() - learnt.unwanted.len();
            return if self.meaning().present() || learnt.wanted.len() + learnt.unwanted.len() > 0 {
                format!(
                    "{without} of the {} decided papers have not been embedded yet. Until then the order is that by nearness.",
                    included + excluded
                )
            } else {
                self.meaning().state().advice.unwrap_or_default()
            };
        }
        let mut missing = Vec::new();
        if included < FEWEST {
            missing.push(format!("{} more to include", FEWEST - included));
        }
        if excluded < FEWEST {
            missing.push(format!("{} more to exclude", FEWEST - excluded));
        }
        format!(
            "It learns from at least {FEWEST} included and {FEWEST} excluded papers: {}. Until then the order is that by nearness to what you keep.",
            missing.join(" and ")
        )
    }
}

impl Learnt {
    /// The decided paper, but itself, that a vector is nearest to.
    fn nearest(&self, id: PaperId, vector: &[f32]) -> Option<PaperId> {
        let mut best: Option<(PaperId, f32)> = None;
        for (decided, other) in self.wanted.iter().chain(&self.unwanted) {
            let cosine = embed::cosine(vector, other);
            if *decided != id && best.is_none_or(|(_, so_far)| cosine > so_far) {
                best = Some((*decided, cosine));
            }
        }
        best.map(|(id, _)| id)
    }
}

fn works(model: &Model, learnt: &Learnt) -> String {
    let decisions = learnt.wanted.len() + learnt.unwanted.len();
    let share = (model.separation() * 100.0).round();
    let found = format!(
        "Learnt from {decisions} decisions. Tried on decisions it had not seen, it put a wanted paper before an unwanted one in {share} of 100 pairs; 50 would be chance."
    );
    if decisions < FEW {
        format!(
            "{found} The decisions are few: the chances shown are drawn towards the share of wanted papers so far."
        )
    } else {
        found
    }
}

/// At most [`MOST`] of them, evenly spread.
fn spread(papers: Vec<Decided>) -> Vec<Decided> {
    let every = papers.len().div_ceil(MOST).max(1);
    papers.into_iter().step_by(every).collect()
}

pub(crate) fn whole(text: &store::Text) -> String {
    format!(
        "{}.\n{}",
        text.title,
        text.abstract_text.as_deref().unwrap_or_default()
    )
}
