//! Scores every paper of a segment against a plan.
//!
//! A score above zero is a match. Terms are added up one after the other into one array of a number
//! a paper (term at a time), rather than all at once paper by paper: a library has at most some
//! hundred thousand papers, the arrays stay in the processor's cache, a query that stands for
//! hundreds of terms costs a few plain loops, and the number of matches is exact.

use tantivy::query::Scorer;
use tantivy::schema::IndexRecordOption;
use tantivy::{SegmentReader, TERMINATED, Term};

use crate::error::Result;
use crate::plan::{All, FLAT, FieldTerms, K1, Plan, Planned};

/// One score a paper, by the engine's number in the segment.
pub(crate) type Scores = Vec<f32>;

/// Scores of a whole query; deleted papers are still among them.
pub(crate) fn scores(planned: &Planned, segment: &SegmentReader, relaxed: bool) -> Result<Scores> {
    let segment = Segment {
        reader: segment,
        relaxed,
    };
    let mut scores = segment.plan(&planned.plan)?;
    for title in &planned.titles {
        add(&mut scores, &segment.plan(title)?);
    }
    Ok(scores)
}

/// True where a relaxed search could find more.
pub(crate) fn can_relax(plan: &Plan) -> bool {
    match plan {
        Plan::All(all) => all.soft.len() > 1 || all.hard.iter().any(can_relax),
        Plan::Any(plans) | Plan::Best(plans) => plans.iter().any(can_relax),
        _ => false,
    }
}

/// Sets to zero what does not have all the terms.
pub(crate) fn narrow(scores: &mut Scores, segment: &SegmentReader, terms: &[Term]) -> Result<()> {
    let segment = Segment {
        reader: segment,
        relaxed: false,
    };
    for term in terms {
        let having = segment.raw(std::slice::from_ref(term), 1.0)?;
        for (score, having) in scores.iter_mut().zip(having) {
            *score *= having;
        }
    }
    Ok(())
}

struct Segment<'a> {
    reader: &'a SegmentReader,
    relaxed: bool,
}

impl Segment<'_> {
    fn none(&self) -> Scores {
        vec![0.0; self.reader.max_doc() as usize]
    }

    fn plan(&self, plan: &Plan) -> Result<Scores> {
        match plan {
            Plan::Everything => Ok(vec![FLAT; self.reader.max_doc() as usize]),
            Plan::All(all) => self.all(all),
            Plan::Any(plans) => self.merge(plans, add),
            Plan::Best(plans) => self.merge(plans, best),
            Plan::Terms(fields) => self.terms(fields),
            Plan::Phrase(weights, scales) => {
                let mut scores = self.none();
                for (weight, scale) in weights.iter().zip(scales) {
                    let mut scorer = weight.scorer(self.reader, *scale)?;
                    add_scorer(&mut scores, scorer.as_mut());
                }
                Ok(scores)
            }
            Plan::Raw { terms, score } => self.raw(terms, *score),
            Plan::Each(terms) => {
                let mut scores = self.none();
                for (term, score) in terms {
                    self.put(term, *score, &mut scores)?;
                }
                Ok(scores)
            }
            Plan::Range {
                column,
                from,
                to,
                score,
            } => self.range(column, *from, *to, *score),
        }
    }

    fn merge(&self, plans: &[Plan], join: fn(&mut Scores, &Scores)) -> Result<Scores> {
        let mut scores = self.none();
        for plan in plans {
            join(&mut scores, &self.plan(plan)?);
        }
        Ok(scores)
    }

    fn all(&self, all: &All) -> Result<Scores> {
        let mut scores: Option<Scores> = None;
        for plan in &all.hard {
            require(&mut scores, self.plan(plan)?);
        }
        if self.relaxed && all.soft.len() > 1 {
            require(&mut scores, self.most(&all.soft)?);
        } else {
            for plan in &all.soft {
                require(&mut scores, self.plan(plan)?);
            }
        }
        let mut scores = match scores {
            Some(scores) => scores,
            None => self.plan(&Plan::Everything)?,
        };
        for plan in &all.optional {
            let more = self.plan(plan)?;
            for (score, more) in scores.iter_mut().zip(more) {
                if *score > 0.0 {
                    *score += more;
                }
            }
        }
        for plan in &all.denied {
            let denied = self.plan(plan)?;
            for (score, denied) in scores.iter_mut().zip(denied) {
                if denied > 0.0 {
                    *score = 0.0;
                }
            }
        }
        Ok(scores)
    }

    /// What matches at least two thirds of the plans; worth less the more is missing.
    fn most(&self, plans: &[Plan]) -> Result<Scores> {
        let mut scores = self.none();
        let mut matched = vec![0_usize; scores.len()];
        for plan in plans {
            let found = self.plan(plan)?;
            for ((score, matched), found) in scores.iter_mut().zip(&mut matched).zip(found) {
                *score += found;
                *matched += usize::from(found > 0.0);
            }
        }
        let needed = (plans.len() * 2 / 3).max(1);
        for (score, matched) in scores.iter_mut().zip(matched) {
            let share = matched as f32 / plans.len() as f32;
            *score = if matched >= needed {
                *score * share * share
            } else {
                0.0
            };
        }
        Ok(scores)
    }

    fn terms(&self, fields: &[FieldTerms]) -> Result<Scores> {
        let mut scores = self.none();
        let mut scratch = Scores::new();
        for field in fields {
            if let [_] = field.terms.as_slice() {
                self.field(field, &mut scores, |score, found| *score += found)?;
            } else {
                scratch.clear();
                scratch.resize(scores.len(), 0.0);
                self.field(field, &mut scratch, |score, found| {
                    *score = score.max(found)
                })?;
                add(&mut scores, &scratch);
            }
        }
        Ok(scores)
    }

    fn field(
        &self,
        field: &FieldTerms,
        scores: &mut Scores,
        join: impl Fn(&mut f32, f32),
    ) -> Result<()> {
        let index = self.reader.inverted_index(field.field)?;
        let norms = match &field.lengths {
            Some(lengths) => Some((self.reader.get_fieldnorms_reader(field.field)?, lengths)),
            None => None,
        };
        for (term, weight) in &field.terms {
            let Some(mut postings) =
                index.read_block_postings(term, IndexRecordOption::WithFreqs)?
            else {
                continue;
            };
            let worth = field.weight * weight * (K1 + 1.0);
            while !postings.docs().is_empty() {
                for (&doc, &times) in postings.docs().iter().zip(postings.freqs()) {
                    let norm = match &norms {
                        Some((norms, lengths)) => lengths
                            .get(usize::from(norms.fieldnorm_id(doc)))
                            .copied()
                            .unwrap_or(K1),
                        None => K1,
                    };
                    let times = times as f32;
                    if let Some(score) = scores.get_mut(doc as usize) {
                        join(score, worth * times / (times + norm));
                    }
                }
                postings.advance();
            }
        }
        Ok(())
    }

    fn raw(&self, terms: &[Term], worth: f32) -> Result<Scores> {
        let mut scores = self.none();
        for term in terms {
            self.put(term, worth, &mut scores)?;
        }
        Ok(scores)
    }

    fn put(&self, term: &Term, worth: f32, scores: &mut Scores) -> Result<()> {
        let index = self.reader.inverted_index(term.field())?;
        let Some(mut postings) = index.read_block_postings(term, IndexRecordOption::Basic)? else {
            return Ok(());
        };
        while !postings.docs().is_empty() {
            for &doc in postings.docs() {
                if let Some(score) = scores.get_mut(doc as usize) {
                    *score = worth;
                }
            }
            postings.advance();
        }
        Ok(())
    }

    fn range(&self, column: &str, from: i64, to: i64, worth: f32) -> Result<Scores> {
        let mut scores = self.none();
        let Some(values) = self.reader.fast_fields().column_opt::<i64>(column)? else {
            return Ok(scores);
        };
        for (doc, score) in (0..).zip(&mut scores) {
            if values
                .first(doc)
                .is_some_and(|value| (from..=to).contains(&value))
            {
                *score = worth;
            }
        }
        Ok(scores)
    }
}

fn add(scores: &mut Scores, more: &Scores) {
    for (score, more) in scores.iter_mut().zip(more) {
        *score += more;
    }
}

fn best(scores: &mut Scores, more: &Scores) {
    for (score, more) in scores.iter_mut().zip(more) {
        *score = score.max(*more);
    }
}

fn require(scores: &mut Option<Scores>, more: Scores) {
    match scores {
        None => *scores = Some(more),
        Some(scores) => {
            for (score, more) in scores.iter_mut().zip(more) {
                *score = if *score > 0.0 && more > 0.0 {
                    *score + more
                } else {
                    0.0
                };
            }
        }
    }
}

fn add_scorer(scores: &mut Scores, scorer: &mut dyn Scorer) {
    let mut doc = scorer.doc();
    while doc != TERMINATED {
        let found = scorer.score();
        if let Some(score) = scores.get_mut(doc as usize) {
            // A phrase of words that every paper has is a match all the same.
            *score += found.max(FLAT);
        }
        doc = scorer.advance();
    }
}
