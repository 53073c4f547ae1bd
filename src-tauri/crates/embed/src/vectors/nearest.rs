//! Nearest neighbours: the bytes of every vector are looked at, in parallel, and the best few are
//! scored again by their floats. (Quantised scan with exact rescoring, as in Jégou et al. 2011,
//! with one scale a vector in place of a codebook.) Where few vectors come into question, or many
//! are asked for, their floats are looked at straight away.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::Vectors;
use crate::kernels::dot;

/// How many records make one piece of work for a thread: a megabyte of bytes.
const RECORDS: usize = 2048;

/// How much being like an unwanted example takes away, for each cosine of 1.
pub const PENALTY: f32 = 0.5;

/// A question for the papers nearest to examples.
///
/// A paper's score is its cosine with the example it is nearest to, less [`PENALTY`] times the
/// cosine with the unwanted example it is nearest to, if that is positive. (Rocchio 1971 adds and
/// subtracts the means of both; the nearest example keeps several interests apart.)
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// The examples. Those of other dimensions, and those without a direction, are left out.
    pub like: &'a [&'a [f32]],
    /// Examples of what is not wanted.
    pub unlike: &'a [&'a [f32]],
    /// The most papers to answer.
    pub limit: usize,
    /// Only these papers, ascending; all when there is none.
    pub among: Option<&'a [i64]>,
    /// Papers that must not appear, such as the ones asked about. Called for candidates only, from
    /// several threads.
    pub skip: &'a (dyn Fn(i64) -> bool + Sync),
}

impl std::fmt::Debug for Question<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Question")
            .field("like", &self.like.len())
            .field("unlike", &self.unlike.len())
            .field("limit", &self.limit)
            .field("among", &self.among.map(<[i64]>::len))
            .finish_non_exhaustive()
    }
}

/// A paper near to an example.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    pub paper: i64,
    /// See [`Question`]; without unwanted examples the cosine.
    pub score: f32,
    /// Which of the examples it is nearest to.
    pub like: usize,
}

impl Vectors {
    /// The papers nearest to the mean direction of the queries, nearest first, with their cosine;
    /// papers equally near come in the order of their numbers. At most `limit`.
    ///
    /// Several queries ask for what they have in common: the answer is near their mean, in which
    /// each weighs the same; for what is near to *any* of them see [`Vectors::ask`]. A query of
    /// other dimensions than the cache's is left out; without a usable query, or when the queries
    /// cancel out, there is no answer. `skip` is that of [`Question`].
    pub fn nearest(
        &self,
        queries: &[&[f32]],
        limit: usize,
        skip: &(dyn Fn(i64) -> bool + Sync),
    ) -> Vec<(i64, f32)> {
        let Some(query) = mean_direction(queries, self.dimensions()) else {
            return Vec::new();
        };
        let near = self.ask(&Question {
            like: &[&query],
            unlike: &[],
            limit,
            among: None,
            skip,
        });
        near.iter().map(|hit| (hit.paper, hit.score)).collect()
    }

    /// The best papers by their score, best first, equals in the order of their numbers.
    pub fn ask(&self, question: &Question) -> Vec<Near> {
        let dimensions = self.dimensions();
        let like: Vec<(usize, Vec<f32>)> = question
            .like
            .iter()
            .enumerate()
            .filter_map(|(i, example)| Some((i, mean_direction(&[example], dimensions)?)))
            .collect();
        let unlike: Vec<Vec<f32>> = question
            .unlike
            .iter()
            .filter_map(|example| mean_direction(&[example], dimensions))
            .collect();
        if like.is_empty() || question.limit == 0 {
            return Vec::new();
        }
        let candidates = question.limit.saturating_mul(4).saturating_add(32);
        let slots = match question.among {
            // A look at the floats of a few is quicker than one at the bytes of all.
            Some(few) if few.len() < self.len() / 16 || few.len() <= candidates => few
                .iter()
                .filter_map(|paper| self.slots.get(paper).copied())
                .collect(),
            _ if candidates >= self.len() / 2 => (0..self.owners.len()).collect(),
            _ => self.sift(question, &like, &unlike, candidates),
        };
        self.score(question, &like, &unlike, &slots)
    }

    /// The slots of the papers that seem best by their bytes, so many of them.
    fn sift(
        &self,
        question: &Question,
        like: &[(usize, Vec<f32>)],
        unlike: &[Vec<f32>],
        candidates: usize,
    ) -> Vec<usize> {
        let like: Vec<Coarse> = like.iter().map(|(_, x)| Coarse::of(x)).collect();
        let unlike: Vec<Coarse> = unlike.iter().map(|x| Coarse::of(x)).collect();
        let arch = Arch::new();
        let best = self
            .owners
            .par_chunks(RECORDS)
            .enumerate()
            .map(|(piece, owners)| {
                arch.dispatch(Sift {
                    vectors: self,
                    question,
                    like: &like,
                    unlike: &unlike,
                    candidates,
                    first: piece * RECORDS,
                    owners,
                })
            })
            .reduce(|| Best::new(candidates), Best::merge);
        best.into_sorted().into_iter().map(|hit| hit.what).collect()
    }

    /// Scores these slots by their floats and keeps the best.
    fn score(
        &self,
        question: &Question,
        like: &[(usize, Vec<f32>)],
        unlike: &[Vec<f32>],
        slots: &[usize],
    ) -> Vec<Near> {
        let arch = Arch::new();
        let best = slots
            .par_chunks(RECORDS)
            .map(|slots| {
                let mut best = Best::new(question.limit);
                for &slot in slots {
                    let Some(paper) = self.owners.get(slot).copied().flatten() else {
                        continue;
                    };
                    if !allowed(question, paper) {
                        continue;
                    }
                    let Some(vector) = self.vector_at(slot) else {
                        continue;
                    };
                    let nearest = like
                        .iter()
                        .map(|(i, example)| (dot(arch, example, vector), *i))
                        .reduce(|best, other| if other.0 > best.0 { other } else { best });
                    let Some((cosine, like)) = nearest else {
                        continue;
                    };
                    let unwanted = unlike
                        .iter()
                        .map(|example| dot(arch, example, vector))
                        .fold(0.0, f32::max);
                    best.offer(Hit {
                        score: cosine - PENALTY * unwanted,
                        paper,
                        what: like,
                    });
                }
                best
            })
            .reduce(|| Best::new(question.limit), Best::merge);
        best.into_sorted()
            .into_iter()
            .map(|hit| Near {
                paper: hit.paper,
                score: hit.score,
                like: hit.what,
            })
            .collect()
    }
}

fn allowed(question: &Question, paper: i64) -> bool {
    question
        .among
        .is_none_or(|papers| papers.binary_search(&paper).is_ok())
        && !(question.skip)(paper)
}

/// An example in sixteen bits a dimension: fine enough to leave the coarseness to the papers.
struct Coarse {
    numbers: Vec<i16>,
    scale: f32,
}

impl Coarse {
    fn of(vector: &[f32]) -> Self {
        // Products with bytes are summed up in 32 bits.
        let most = (i32::MAX as usize / (128 * vector.len().max(1))).min(i16::MAX as usize) as f32;
        let greatest = vector.iter().fold(0.0f32, |most, x| most.max(x.abs()));
        let scale = (greatest / most).max(f32::MIN_POSITIVE);
        Self {
            numbers: vector.iter().map(|x| (x / scale).round() as i16).collect(),
            scale,
        }
    }
}

/// One thread's share of a scan.
struct Sift<'a> {
    vectors: &'a Vectors,
    question: &'a Question<'a>,
    like: &'a [Coarse],
    unlike: &'a [Coarse],
    candidates: usize,
    first: usize,
    owners: &'a [Option<i64>],
}

impl WithSimd for Sift<'_> {
    type Output = Best;

    /// Plain loops over integers: the compiler turns them into the vector instructions of
    /// whichever set this is made for.
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> Best {
        let dimensions = self.vectors.dimensions();
        let mut best = Best::new(self.candidates);
        for (slot, owner) in (self.first..).zip(self.owners) {
            let Some(paper) = *owner else { continue };
            let entry = self.vectors.entry(slot);
            let codes = entry.codes(dimensions);
            let mut cosine = f32::MIN;
            for example in self.like {
                cosine = cosine.max(dot_codes(codes, &example.numbers) as f32 * example.scale);
            }
            let mut unwanted = 0.0f32;
            for example in self.unlike {
                unwanted = unwanted.max(dot_codes(codes, &example.numbers) as f32 * example.scale);
            }
            let hit = Hit {
                score: (cosine - PENALTY * unwanted) * entry.scale(),
                paper,
                what: slot,
            };
            if best.wants(&hit) && allowed(self.question, paper) {
                best.offer(hit);
            }
        }
        best
    }
}

#[inline(always)]
fn dot_codes(codes: &[i8], example: &[i16]) -> i32 {
    codes
        .iter()
        .zip(example)
        .map(|(code, number)| i32::from(*code) * i32::from(*number))
        .sum()
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

/// Greater is better: a higher score, and among equals the smaller number.
#[derive(Debug, Clone, Copy)]
struct Hit {
    score: f32,
    paper: i64,
    /// What else is to be known of it; does not count for the order.
    what: usize,
}

impl Ord for Hit {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score
            .total_cmp(&other.score)
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

    #[inline(always)]
    fn wants(&self, hit: &Hit) -> bool {
        self.heap.len() < self.limit || self.heap.peek().is_some_and(|Reverse(worst)| hit > worst)
    }

    fn offer(&mut self, hit: Hit) {
        if !self.wants(&hit) {
            return;
        }
        self.heap.push(Reverse(hit));
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
    }

    fn merge(mut self, other: Self) -> Self {
        for Reverse(hit) in other.heap {
            self.offer(hit);
        }
        self
    }

    fn into_sorted(self) -> Vec<Hit> {
        let hits = self.heap.into_sorted_vec();
        hits.into_iter().map(|Reverse(hit)| hit).collect()
    }
}
