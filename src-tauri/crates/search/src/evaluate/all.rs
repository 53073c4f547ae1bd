//! Parts of a plan that must match together.

use tantivy::SegmentReader;

use super::asked::{Asked, Few, Pool, Scores};
use super::{Node, add};
use crate::error::Result;
use crate::plan::{All, FLAT};

/// Once fewer than one of so many papers is left, only these are asked about.
const NARROW: usize = 4;

pub(crate) struct AllNode<'a> {
    /// Must match; added up in this order.
    required: Vec<Node<'a>>,
    /// The one among them to look up first.
    rarest: usize,
    /// Most of them must match, where the search is relaxed; after the required ones.
    most: Vec<Node<'a>>,
    optional: Vec<Node<'a>>,
    denied: Vec<Node<'a>>,
}

/// What is left of the papers asked about, and their scores so far.
struct Left<'a> {
    asked: Asked<'a>,
    /// The papers left, once they are few.
    few: Option<Few>,
    /// Their places among those asked about.
    places: Vec<usize>,
    /// Zero where a part did not match; `None` before the first part.
    scores: Option<Scores>,
    /// Those of the rarest part, until its turn comes.
    held: Option<Scores>,
}

impl<'a> AllNode<'a> {
    pub(crate) fn open(all: &'a All, reader: &SegmentReader, relaxed: bool) -> Result<AllNode<'a>> {
        let relaxed_here = relaxed && all.soft.len() > 1;
        let mut required = Node::open_each(&all.hard, reader, relaxed)?;
        let soft = Node::open_each(&all.soft, reader, relaxed)?;
        let most = if relaxed_here {
            soft
        } else {
            required.extend(soft);
            Vec::new()
        };
        let rarest = required
            .iter()
            .enumerate()
            .min_by_key(|(number, node)| (node.cost(), *number))
            .map_or(0, |(number, _)| number);
        Ok(AllNode {
            required,
            rarest,
            most,
            optional: Node::open_each(&all.optional, reader, relaxed)?,
            denied: Node::open_each(&all.denied, reader, relaxed)?,
        })
    }

    pub(crate) fn cost(&self) -> u64 {
        match self.required.get(self.rarest) {
            Some(rarest) => rarest.cost(),
            None => self.most.iter().map(Node::cost).sum(),
        }
    }

    pub(crate) fn work(&self) -> u64 {
        let parts = [&self.required, &self.most, &self.optional, &self.denied];
        parts.into_iter().flatten().map(Node::work).sum()
    }

    pub(crate) fn score(&mut self, asked: Asked<'_>, pool: &mut Pool) -> Result<Option<Scores>> {
        let mut left = Left {
            asked,
            few: None,
            places: Vec::new(),
            scores: None,
            held: None,
        };
        if self.required.is_empty() && self.most.is_empty() {
            let mut scores = pool.take(asked.len());
            scores.fill(FLAT);
            left.scores = Some(scores);
        }
        if let Some(rarest) = self.required.get_mut(self.rarest) {
            let Some(scores) = rarest.score(asked, pool)? else {
                return Ok(None);
            };
            left.held = Some(scores);
            if !left.narrow(pool) {
                return Ok(None);
            }
        }
        for (number, node) in self.required.iter_mut().enumerate() {
            let more = if number == self.rarest {
                left.held.take()
            } else {
                node.score(left.now(), pool)?
            };
            if !left.require(more, pool) {
                return Ok(None);
            }
        }
        if !self.most.is_empty() {
            let more = most(&mut self.most, left.now(), pool)?;
            if !left.require(more, pool) {
                return Ok(None);
            }
        }
        for node in &mut self.denied {
            if let Some(denied) = node.score(left.now(), pool)? {
                left.each(&denied, |score, denied| {
                    if denied > 0.0 {
                        *score = 0.0;
                    }
                });
                pool.give(denied);
            }
        }
        if !left.narrow(pool) {
            return Ok(None);
        }
        for node in &mut self.optional {
            if let Some(more) = node.score(left.now(), pool)? {
                left.each(&more, |score, more| {
                    if *score > 0.0 {
                        *score += more;
                    }
                });
                pool.give(more);
            }
        }
        Ok(left.widened(pool))
    }
}

impl Left<'_> {
    fn now(&self) -> Asked<'_> {
        match &self.few {
            Some(few) => Asked::Few(few),
            None => self.asked,
        }
    }

    fn each(&mut self, more: &Scores, join: impl Fn(&mut f32, f32)) {
        if let Some(scores) = &mut self.scores {
            for (score, more) in scores.iter_mut().zip(more) {
                join(score, *more);
            }
        }
    }

    /// Adds a part that must match; false when nothing is left.
    fn require(&mut self, more: Option<Scores>, pool: &mut Pool) -> bool {
        let Some(more) = more else { return false };
        if self.scores.is_some() {
            self.each(&more, |score, more| {
                *score = if *score > 0.0 && more > 0.0 {
                    *score + more
                } else {
                    0.0
                };
            });
            pool.give(more);
        } else {
            self.scores = Some(more);
        }
        self.narrow(pool)
    }

    /// Forgets the papers that some part did not match, once these are the most of them; false when
    /// no paper is left.
    fn narrow(&mut self, pool: &mut Pool) -> bool {
        let none = Scores::new();
        // Before its turn the rarest part says who is left; the first part may come before it.
        let (one, other) = match (&self.scores, &self.held) {
            (Some(scores), Some(held)) => (scores, held),
            (Some(scores), None) => (scores, scores),
            (None, Some(held)) => (held, held),
            (None, None) => (&none, &none),
        };
        let matching = |(one, other): (&f32, &f32)| (*one > 0.0) & (*other > 0.0);
        let count: u32 = one
            .iter()
            .zip(other)
            .map(|pair| u32::from(matching(pair)))
            .sum();
        let count = count as usize;
        if count == 0 {
            return false;
        }
        if count * NARROW > one.len() {
            return true;
        }
        let stay: Vec<usize> = (0..)
            .zip(one.iter().zip(other))
            .filter(|(_, pair)| matching(*pair))
            .map(|(place, _)| place)
            .collect();
        let now = self.now();
        let few = Few::of(
            self.asked.first(),
            stay.iter().map(|place| now.doc(*place)).collect(),
        );
        let kept = |old: Scores, pool: &mut Pool| {
            let mut new = pool.take(stay.len());
            for (new, place) in new.iter_mut().zip(&stay) {
                *new = old.get(*place).copied().unwrap_or_default();
            }
            pool.give(old);
            new
        };
        self.scores = self.scores.take().map(|scores| kept(scores, pool));
        self.held = self.held.take().map(|held| kept(held, pool));
        self.places = match &self.few {
            None => stay,
            Some(_) => stay
                .iter()
                .filter_map(|place| self.places.get(*place).copied())
                .collect(),
        };
        self.few = Some(few);
        true
    }

    /// The scores of all that were asked about.
    fn widened(self, pool: &mut Pool) -> Option<Scores> {
        let scores = self.scores?;
        if self.few.is_none() {
            return Some(scores);
        }
        let mut wide = pool.take(self.asked.len());
        for (place, score) in self.places.iter().zip(&scores) {
            if let Some(wide) = wide.get_mut(*place) {
                *wide = *score;
            }
        }
        pool.give(scores);
        Some(wide)
    }
}

/// What matches at least two thirds of the parts; worth less the more is missing.
fn most(nodes: &mut [Node<'_>], asked: Asked<'_>, pool: &mut Pool) -> Result<Option<Scores>> {
    let mut sum: Option<Scores> = None;
    let mut matched = vec![0_u32; asked.len()];
    let parts = nodes.len();
    for node in nodes {
        let Some(found) = node.score(asked, pool)? else {
            continue;
        };
        for (matched, found) in matched.iter_mut().zip(&found) {
            *matched += u32::from(*found > 0.0);
        }
        add(&mut sum, found, pool);
    }
    let needed = (parts * 2 / 3).max(1);
    for (score, matched) in sum.iter_mut().flatten().zip(matched) {
        let share = matched as f32 / parts as f32;
        *score = if matched as usize >= needed {
            *score * share * share
        } else {
            0.0
        };
    }
    Ok(sum)
}
