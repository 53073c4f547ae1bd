//! Exact nearest neighbours: every vector is looked at, in parallel, and the best are kept in a
//! heap no larger than the answer.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use pulp::Arch;
use rayon::prelude::*;

use super::Vectors;
use crate::kernels::dot;

/// How many records make one piece of work for a thread: a few megabytes of floats.
const RECORDS: usize = 2048;

impl Vectors {
    /// The papers nearest to the mean direction of the queries, nearest first, with their cosine;
    /// papers equally near come in the order of their numbers. At most `limit`.
    ///
    /// Several queries ask for what they have in common: the answer is near their mean, in which
    /// each weighs the same. (Asking for what is near to *any* of them is as many questions.) A
    /// query of other dimensions than the cache's is left out; without a usable query, or when the
    /// queries cancel out, there is no answer.
    ///
    /// `skip` names papers that must not appear, such as the ones asked about. It is called for
    /// candidates only, from several threads.
    pub fn nearest(
        &self,
        queries: &[&[f32]],
        limit: usize,
        skip: &(dyn Fn(i64) -> bool + Sync),
    ) -> Vec<(i64, f32)> {
        let Some(query) = mean_direction(queries, self.dimensions()) else {
            return Vec::new();
        };
        let arch = Arch::new();
        let best = self
            .owners
            .par_chunks(RECORDS)
            .enumerate()
            .map(|(piece, owners)| {
                let mut best = Best::new(limit);
                for (i, owner) in owners.iter().enumerate() {
                    let Some(paper) = *owner else { continue };
                    let vector = self.vector_at(piece * RECORDS + i);
                    let hit = Hit {
                        cosine: dot(arch, &query, vector),
                        paper,
                    };
                    if best.wants(&hit) && !skip(paper) {
                        best.push(hit);
                    }
                }
                best
            })
            .reduce(|| Best::new(limit), Best::merge);
        best.into_sorted()
    }
}

fn mean_direction(queries: &[&[f32]], dimensions: usize) -> Option<Vec<f32>> {
    let mut sum = vec![0.0f32; dimensions];
    for query in queries.iter().filter(|query| query.len() == dimensions) {
        let length = length_of(query);
        if length.is_normal() {
            for (total, x) in sum.iter_mut().zip(*query) {
                *total += x / length;
            }
        }
    }
    let length = length_of(&sum);
    // What is left of queries that cancel out is rounding, not a direction.
    (length > 1e-4 && length.is_finite()).then(|| sum.iter().map(|x| x / length).collect())
}

fn length_of(vector: &[f32]) -> f32 {
    vector.iter().map(|x| x * x).sum::<f32>().sqrt()
}

/// Greater is better: nearer, and among equals the smaller number.
#[derive(Debug, Clone, Copy)]
struct Hit {
    cosine: f32,
    paper: i64,
}

impl Ord for Hit {
    fn cmp(&self, other: &Self) -> Ordering {
        self.cosine
            .total_cmp(&other.cosine)
            .then(other.paper.cmp(&self.paper))
    }
}

impl PartialOrd for Hit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Hit {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Hit {}

/// The best hits so far, the worst of them on top.
struct Best {
    limit: usize,
    heap: BinaryHeap<Reverse<Hit>>,
}

impl Best {
    fn new(limit: usize) -> Self {
        Self {
            limit,
            heap: BinaryHeap::new(),
        }
    }

    fn wants(&self, hit: &Hit) -> bool {
        self.heap.len() < self.limit || self.heap.peek().is_some_and(|Reverse(worst)| hit > worst)
    }

    fn push(&mut self, hit: Hit) {
        self.heap.push(Reverse(hit));
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
    }

    fn merge(mut self, other: Self) -> Self {
        for Reverse(hit) in other.heap {
            if self.wants(&hit) {
                self.push(hit);
            }
        }
        self
    }

    fn into_sorted(self) -> Vec<(i64, f32)> {
        let hits = self.heap.into_sorted_vec();
        hits.into_iter()
            .map(|Reverse(hit)| (hit.paper, hit.cosine))
            .collect()
    }
}
