//! Scores the papers of a segment against a plan. A score above zero is a match.
//!
//! Papers are looked at a stretch at a time, so that scores stay in the processor's caches whatever
//! the size of the library, and within a stretch term after term (term at a time), so that a query
//! that stands for hundreds of terms costs a few plain loops. Of parts that must all match the
//! rarest is looked up first and the others only where it matched. The number of matches is exact,
//! and a score does not depend on where a stretch begins: parts are added up in the plan's order.

mod all;
mod asked;
mod papers;
mod postings;
mod run;

use tantivy::columnar::Column;
use tantivy::query::Scorer;
use tantivy::{SegmentReader, TERMINATED};

use crate::error::Result;
use crate::plan::{FLAT, Plan};
use all::AllNode;
use asked::{Pool, Scores};
use postings::{Field, Lists};

pub(crate) use asked::Asked;
pub(crate) use papers::{Papers, Views};
pub(crate) use run::{Matches, Search};

/// What looking at a paper by the engine's own scorers costs beside a posting.
const SCORER: u64 = 8;

/// True where a relaxed search could find more.
pub(crate) fn can_relax(plan: &Plan) -> bool {
    match plan {
        Plan::All(all) => all.soft.len() > 1 || all.hard.iter().any(can_relax),
        Plan::Any(plans) | Plan::Best(plans) => plans.iter().any(can_relax),
        _ => false,
    }
}

/// A plan in one segment, read forwards: questions must not go back.
pub(crate) enum Node<'a> {
    Everything {
        papers: u64,
    },
    All(AllNode<'a>),
    /// Added up.
    Any(Vec<Node<'a>>),
    Best(Vec<Node<'a>>),
    Terms(Vec<Field<'a>>),
    Phrase(Vec<Box<dyn Scorer>>),
    Raw {
        lists: Lists,
        score: f32,
    },
    /// Each list with its own score.
    Each {
        lists: Lists,
        scores: Vec<f32>,
    },
    Range {
        column: Option<Column<i64>>,
        from: i64,
        to: i64,
        score: f32,
        papers: u64,
    },
}

impl<'a> Node<'a> {
    fn open(plan: &'a Plan, reader: &SegmentReader, relaxed: bool) -> Result<Node<'a>> {
        let papers = u64::from(reader.max_doc());
        Ok(match plan {
            Plan::Everything => Node::Everything { papers },
            Plan::All(all) => Node::All(AllNode::open(all, reader, relaxed)?),
            Plan::Any(plans) => Node::Any(Node::open_each(plans, reader, relaxed)?),
            Plan::Best(plans) => Node::Best(Node::open_each(plans, reader, relaxed)?),
            Plan::Terms(fields) => {
                let fields = fields.iter().map(|terms| Field::open(reader, terms));
                Node::Terms(fields.collect::<Result<_>>()?)
            }
            Plan::Phrase(weights, scales) => {
                let mut scorers = Vec::with_capacity(weights.len());
                for (weight, scale) in weights.iter().zip(scales) {
                    scorers.push(weight.scorer(reader, *scale)?);
                }
                Node::Phrase(scorers)
            }
            Plan::Raw { terms, score } => Node::Raw {
                lists: Lists::open(reader, terms)?,
                score: *score,
            },
            Plan::Each(each) => {
                let (mut lists, mut scores) = (Lists::default(), Vec::new());
                for (term, score) in each {
                    if lists.add(reader, term)? {
                        scores.push(*score);
                    }
                }
                Node::Each { lists, scores }
            }
            Plan::Range {
                column,
                from,
                to,
                score,
            } => Node::Range {
                column: reader.fast_fields().column_opt::<i64>(column)?,
                from: *from,
                to: *to,
                score: *score,
                papers,
            },
        })
    }

    fn open_each(
        plans: &'a [Plan],
        reader: &SegmentReader,
        relaxed: bool,
    ) -> Result<Vec<Node<'a>>> {
        plans
            .iter()
            .map(|plan| Node::open(plan, reader, relaxed))
            .collect()
    }

    /// How many papers are looked at to find the first candidates.
    fn cost(&self) -> u64 {
        match self {
            Node::Everything { papers } | Node::Range { papers, .. } => *papers,
            Node::All(all) => all.cost(),
            Node::Any(nodes) | Node::Best(nodes) => nodes.iter().map(Node::cost).sum(),
            Node::Terms(fields) => fields.iter().map(Field::cost).sum(),
            Node::Phrase(scorers) => {
                let papers: u64 = scorers
                    .iter()
                    .map(|scorer| u64::from(scorer.size_hint()))
                    .sum();
                papers * SCORER
            }
            Node::Raw { lists, .. } | Node::Each { lists, .. } => lists.cost(),
        }
    }

    /// How many papers are looked at, at most.
    fn work(&self) -> u64 {
        match self {
            Node::All(all) => all.work(),
            Node::Any(nodes) | Node::Best(nodes) => nodes.iter().map(Node::work).sum(),
            _ => self.cost(),
        }
    }

    /// The scores of the papers asked about; `None` when none of them matches.
    fn score(&mut self, asked: Asked<'_>, pool: &mut Pool) -> Result<Option<Scores>> {
        Ok(match self {
            Node::Everything { .. } => {
                let mut scores = pool.take(asked.len());
                scores.fill(FLAT);
                Some(scores)
            }
            Node::All(all) => all.score(asked, pool)?,
            Node::Any(nodes) => merge(nodes, asked, pool, |score, more| *score += more)?,
            Node::Best(nodes) => merge(nodes, asked, pool, |score, more| *score = score.max(more))?,
            Node::Terms(fields) => terms(fields, asked, pool),
            Node::Phrase(scorers) => phrase(scorers, asked, pool),
            Node::Raw { lists, score } => lists.scored(asked, |_| *score, pool),
            Node::Each { lists, scores } => {
                let score = |list: usize| scores.get(list).copied().unwrap_or_default();
                lists.scored(asked, score, pool)
            }
            Node::Range {
                column,
                from,
                to,
                score: worth,
                ..
            } => match column {
                None => None,
                Some(values) => {
                    let mut scores = pool.take(asked.len());
                    for (place, score) in scores.iter_mut().enumerate() {
                        let value = values.first(asked.doc(place));
                        if value.is_some_and(|value| (*from..=*to).contains(&value)) {
                            *score = *worth;
                        }
                    }
                    Some(scores)
                }
            },
        })
    }
}

fn merge(
    nodes: &mut [Node<'_>],
    asked: Asked<'_>,
    pool: &mut Pool,
    join: fn(&mut f32, f32),
) -> Result<Option<Scores>> {
    let mut merged: Option<Scores> = None;
    for node in nodes {
        let Some(more) = node.score(asked, pool)? else {
            continue;
        };
        match &mut merged {
            None => merged = Some(more),
            Some(scores) => {
                for (score, more) in scores.iter_mut().zip(&more) {
                    join(score, *more);
                }
                pool.give(more);
            }
        }
    }
    Ok(merged)
}

/// The fields' scores added up.
fn terms(fields: &mut [Field<'_>], asked: Asked<'_>, pool: &mut Pool) -> Option<Scores> {
    let mut sum: Option<Scores> = None;
    for field in fields {
        if field.any(asked) {
            let mut more = pool.take(asked.len());
            field.raise(asked, &mut more);
            add(&mut sum, more, pool);
        }
    }
    sum
}

fn add(sum: &mut Option<Scores>, more: Scores, pool: &mut Pool) {
    match sum {
        None => *sum = Some(more),
        Some(scores) => {
            for (score, more) in scores.iter_mut().zip(&more) {
                *score += more;
            }
            pool.give(more);
        }
    }
}

fn phrase(scorers: &mut [Box<dyn Scorer>], asked: Asked<'_>, pool: &mut Pool) -> Option<Scores> {
    let mut sum: Option<Scores> = None;
    for scorer in scorers {
        // A phrase of words that every paper has is a match all the same.
        let mut found = |place: usize, scorer: &mut dyn Scorer, pool: &mut Pool| {
            let scores = sum.get_or_insert_with(|| pool.take(asked.len()));
            if let Some(score) = scores.get_mut(place) {
                *score += scorer.score().max(FLAT);
            }
        };
        match asked {
            Asked::All(from, to) => {
                let mut doc = scorer.doc();
                if doc < from {
                    doc = scorer.seek(from);
                }
                while doc < to {
                    found((doc - from) as usize, scorer.as_mut(), pool);
                    doc = scorer.advance();
                }
            }
            Asked::Few(few) => {
                for (place, &wanted) in few.docs().iter().enumerate() {
                    let mut doc = scorer.doc();
                    if doc < wanted {
                        doc = scorer.seek(wanted);
                    }
                    if doc == wanted {
                        found(place, scorer.as_mut(), pool);
                    } else if doc == TERMINATED {
                        break;
                    }
                }
            }
        }
    }
    sum
}
