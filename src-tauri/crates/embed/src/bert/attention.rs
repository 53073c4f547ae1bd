//! Scaled dot-product attention (Vaswani et al. 2017, arXiv:1706.03762) over packed sequences:
//! each looks only at itself, so there is no padding and no mask to get wrong.

use std::ops::Range;

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use crate::kernels::{ALIGN, exp};

/// How many queries go through the keys together: each loaded key serves this many products.
const TOGETHER: usize = 8;
/// How many queries make one piece of work for a thread. Each piece lays out the keys and values
/// of its sequence anew, which costs about 1/ROWS of the piece.
const ROWS: usize = 128;

/// The order of the three parts of a row.
const QUERY: usize = 0;
const KEY: usize = 1;
const VALUE: usize = 2;

/// The sizes of one layer's attention.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heads {
    pub count: usize,
    /// Floats in one head; a multiple of [`ALIGN`].
    pub width: usize,
}

impl Heads {
    fn hidden(self) -> usize {
        self.count * self.width
    }
}

/// Attends within each sequence. `qkv` has one row a token: queries, keys and values of all heads,
/// each `heads.count * heads.width` wide and still without `bias`. The keys' bias is left out: it
/// moves all scores of a query alike, and their softmax not at all. `sequences` covers the tokens
/// in order, without gaps. The answer has one row a token, the heads side by side.
pub(super) fn attend(
    arch: Arch,
    heads: Heads,
    bias: &[f32],
    qkv: &[f32],
    sequences: &[Range<usize>],
) -> Vec<f32> {
    let hidden = heads.hidden();
    let mut out = vec![0.0; qkv.len() / 3];
    let mut pieces = Vec::new();
    let mut rest = out.as_mut_slice();
    for sequence in sequences {
        let rows = &qkv[sequence.start * 3 * hidden..sequence.end * 3 * hidden];
        for first in (0..sequence.len()).step_by(ROWS) {
            let count = ROWS.min(sequence.len() - first);
            let (piece, after) = rest.split_at_mut(count * hidden);
            rest = after;
            pieces.push(Piece {
                heads,
                bias,
                rows,
                first,
                out: piece,
            });
        }
    }
    pieces
        .into_par_iter()
        .for_each(|piece| arch.dispatch(piece));
    out
}

/// Some queries of one sequence, all heads.
struct Piece<'a> {
    heads: Heads,
    bias: &'a [f32],
    /// The whole sequence's queries, keys and values.
    rows: &'a [f32],
    /// The first query, counted from the sequence's start.
    first: usize,
    /// As many rows as there are queries.
    out: &'a mut [f32],
}

impl WithSimd for Piece<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let (width, hidden) = (self.heads.width, self.heads.hidden());
        let length = self.rows.len() / (3 * hidden);
        let padded = length.next_multiple_of(ALIGN);
        let mut keys = vec![0.0; width * padded];
        let mut values = vec![0.0; width * length];
        let mut queries = vec![0.0; width * TOGETHER];
        let mut scores = vec![0.0; TOGETHER * padded];
        let steepness = 1.0 / (width as f32).sqrt();

        for head in 0..self.heads.count {
            let column = head * width;
            let part = |which: usize| {
                let at = which * hidden + column;
                at..at + width
            };
            let blocks = self.rows.chunks(S::F32_LANES * 3 * hidden);
            for (rows, keys) in blocks.zip(keys.chunks_exact_mut(S::F32_LANES * width)) {
                for (lane, row) in rows.chunks_exact(3 * hidden).enumerate() {
                    // Keys lie as they are read: for each vector of tokens, one vector a dimension.
                    let places = keys[lane..].iter_mut().step_by(S::F32_LANES);
                    for (place, key) in places.zip(&row[part(KEY)]) {
                        *place = *key;
                    }
                }
            }
            let rows = self.rows.chunks_exact(3 * hidden);
            for (row, value) in rows.zip(values.chunks_exact_mut(width)) {
                value.copy_from_slice(&row[part(VALUE)]);
            }
            let bias = &self.bias[part(QUERY)];
            for (step, out) in self.out.chunks_mut(TOGETHER * hidden).enumerate() {
                let at = self.first + step * TOGETHER;
                let count = out.len() / hidden;
                queries.fill(0.0);
                let rows = self.rows.chunks_exact(3 * hidden).skip(at).take(count);
                for (i, row) in rows.enumerate() {
                    let places = queries[i..].iter_mut().step_by(TOGETHER);
                    for ((place, query), bias) in places.zip(&row[part(QUERY)]).zip(bias) {
                        *place = (query + bias) * steepness;
                    }
                }
                score(simd, &keys, &queries, &mut scores, width);
                let mut shares = [0.0; TOGETHER];
                for (scores, share) in scores.chunks_exact_mut(padded).zip(&mut shares) {
                    *share = 1.0 / exponentials(simd, scores, length);
                }
                let out = out
                    .chunks_exact_mut(hidden)
                    .map(|row| &mut row[column..column + width]);
                gather(
                    simd,
                    &values,
                    &scores,
                    &shares,
                    &self.bias[part(VALUE)],
                    out,
                );
            }
        }
    }
}

/// `scores[i][j]` = query i · key j. Keys beyond the sequence are zero, and score zero.
#[inline(always)]
fn score<S: Simd>(simd: S, keys: &[f32], queries: &[f32], scores: &mut [f32], width: usize) {
    let keys = S::as_simd_f32s(keys).0;
    let scores = S::as_mut_simd_f32s(scores).0;
    let row = scores.len() / TOGETHER;
    let queries = queries.as_chunks::<TOGETHER>().0;
    for (block, keys) in keys.chunks_exact(width).enumerate() {
        let mut sums = [simd.splat_f32s(0.0); TOGETHER];
        for (key, query) in keys.iter().zip(queries) {
            for i in 0..TOGETHER {
                sums[i] = simd.mul_add_e_f32s(simd.splat_f32s(query[i]), *key, sums[i]);
            }
        }
        for (i, sum) in sums.into_iter().enumerate() {
            scores[i * row + block] = sum;
        }
    }
}

/// Turns the first `length` scores into e^(score - greatest score), the padding into (almost)
/// zero, and answers their sum.
#[inline(always)]
fn exponentials<S: Simd>(simd: S, scores: &mut [f32], length: usize) -> f32 {
    scores[length..].fill(f32::MIN);
    let scores = S::as_mut_simd_f32s(scores).0;
    let mut greatest = simd.splat_f32s(f32::MIN);
    for x in scores.iter() {
        greatest = simd.max_f32s(greatest, *x);
    }
    let greatest = simd.splat_f32s(simd.reduce_max_f32s(greatest));
    let mut sum = simd.splat_f32s(0.0);
    for x in scores.iter_mut() {
        *x = exp(simd, simd.sub_f32s(*x, greatest));
        sum = simd.add_f32s(sum, *x);
    }
    simd.reduce_sum_f32s(sum)
}

/// Writes the values, weighted by the scores and their row's share, into the columns of one head.
/// `out` yields those columns, one slice a query. The shares of a row make one, so that the values'
/// bias is added once, here.
#[inline(always)]
fn gather<'o, S: Simd>(
    simd: S,
    values: &[f32],
    scores: &[f32],
    shares: &[f32; TOGETHER],
    bias: &[f32],
    out: impl Iterator<Item = &'o mut [f32]>,
) {
    let padded = scores.len() / TOGETHER;
    let mut out: Vec<&mut [S::f32s]> = out.map(|row| S::as_mut_simd_f32s(row).0).collect();
    let values = S::as_simd_f32s(values).0;
    let bias = S::as_simd_f32s(bias).0;
    let vectors = bias.len();
    let length = values.len().checked_div(vectors).unwrap_or(0);
    // Cut to one length, so that none is checked again at each step.
    let rows: [&[f32]; TOGETHER] = std::array::from_fn(|i| &scores[i * padded..][..length]);
    for (vector, bias) in bias.iter().enumerate() {
        let mut sums = [simd.splat_f32s(0.0); TOGETHER];
        for j in 0..length {
            let value = values[j * vectors + vector];
            for i in 0..TOGETHER {
                sums[i] = simd.mul_add_e_f32s(simd.splat_f32s(rows[i][j]), value, sums[i]);
            }
        }
        for ((row, sum), share) in out.iter_mut().zip(sums).zip(shares) {
            row[vector] = simd.mul_add_e_f32s(sum, simd.splat_f32s(*share), *bias);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::every_arch;

    #[test]
    fn every_instruction_set_gives_the_same_attention() {
        let heads = Heads {
            count: 2,
            width: 2 * ALIGN,
        };
        let hidden = heads.hidden();
        let lengths = [1, 5, 16, 70];
        let tokens: usize = lengths.iter().sum();
        let qkv: Vec<f32> = (0..tokens * 3 * hidden)
            .map(|i| (i * i % 97) as f32 / 48.0 - 1.0)
            .collect();
        let bias: Vec<f32> = (0..3 * hidden).map(|i| (i % 5) as f32 / 10.0).collect();
        let mut end = 0;
        let sequences = lengths.map(|length| {
            end += length;
            end - length..end
        });
        let answers: Vec<Vec<f32>> = every_arch()
            .into_iter()
            .map(|arch| attend(arch, heads, &bias, &qkv, &sequences))
            .collect();
        for answer in &answers {
            assert_eq!(answer.len(), tokens * hidden);
            // A sequence of one token attends to nothing but its own value.
            for (d, x) in answer[..hidden].iter().enumerate() {
                assert!((x - (qkv[2 * hidden + d] + bias[2 * hidden + d])).abs() < 1e-6);
            }
            let pairs = answer.iter().zip(&answers[0]);
            let worst = pairs.map(|(x, y)| (x - y).abs()).fold(0.0, f32::max);
            assert!(worst < 1e-5, "{worst}");
        }
    }
}
