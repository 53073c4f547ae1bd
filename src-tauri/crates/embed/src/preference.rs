//! What a reader will want, learnt from what the reader decided.
//!
//! A logistic regression with an L2 penalty over the vectors of wanted and unwanted papers, both
//! classes weighing the same however many papers they have: the plain model that active-learning
//! screening was found to need no more than (Ferdinands et al. 2023, doi:10.1186/s13643-023-02257-7,
//! for which simulations label paper after paper; [`Model::fit`] and [`Model::score`] are what such
//! a simulation asks). It is fitted by a truncated Newton method (Lin, Weng and Keerthi 2008, *Trust
//! region Newton method for logistic regression*, with backtracking in place of the region).
//!
//! Scores become chances by Platt's method on scores from cross-validation, with his smoothed
//! targets (Platt 1999; Lin, Lin and Weng 2007), and a penalty on the slope: while decisions are
//! few, or say nothing, chances stay near the share of wanted papers. Everything is deterministic.

use pulp::Arch;
use rayon::prelude::*;

use crate::kernels::dot;

/// Parts of the cross-validation.
const FOLDS: usize = 5;

/// Strength of the penalty against a loss that sums over examples.
const PENALTY: f64 = 1.0;

/// Newton steps, and products with the Hessian in each, at most.
const STEPS: usize = 20;
const PRODUCTS: usize = 30;

/// The gradient has to shrink by this factor: rankings do not change any more long before.
const ENOUGH: f64 = 1e-3;

/// A decided paper.
#[derive(Clone, Copy, Debug)]
pub struct Example<'a> {
    /// Of length one, and of as many dimensions as all others.
    pub vector: &'a [f32],
    pub wanted: bool,
    /// How much it counts beside the others of its class; 1 for a plain decision.
    pub weight: f32,
}

/// A fitted model: a direction in which papers become more wanted.
#[derive(Clone, Debug)]
pub struct Model {
    line: Line,
    calibration: Calibration,
}

#[derive(Clone, Debug)]
struct Line {
    weights: Vec<f32>,
    bias: f32,
}

/// How scores become chances.
#[derive(Clone, Copy, Debug)]
struct Calibration {
    /// Mean and standard deviation of the scores from cross-validation.
    middle: f64,
    spread: f64,
    slope: f64,
    offset: f64,
    /// See [`Model::separation`].
    separation: f64,
}

impl Model {
    /// Learns from decisions. `None` without a wanted and an unwanted example, or when vectors
    /// differ in their dimensions, are empty, or are not finite.
    pub fn fit(examples: &[Example<'_>]) -> Option<Model> {
        let table = Table::new(examples)?;
        let all: Vec<usize> = (0..table.len()).collect();
        let line = table.fit(&all, None)?;
        let scores = table.scores_of_others(&line);
        let calibration = Calibration::of(&scores, &table);
        Some(Model { line, calibration })
    }

    /// The order of preference: greater is more wanted. Log-odds of a balanced model, not a chance.
    /// A vector of other dimensions scores as if it were zero.
    pub fn score(&self, vector: &[f32]) -> f32 {
        self.line.score(Arch::new(), vector)
    }

    /// The chance, 0 to 1, that a paper with this vector is wanted, as far as the decisions tell.
    /// Never falls as the score grows.
    pub fn chance(&self, vector: &[f32]) -> f32 {
        self.calibration.chance(f64::from(self.score(vector))) as f32
    }

    /// How often, in cross-validation on the decisions, a wanted paper scored above an unwanted one:
    /// 0.5 is no better than chance, 1 is always.
    pub fn separation(&self) -> f32 {
        self.calibration.separation as f32
    }
}

impl Line {
    fn score(&self, arch: Arch, vector: &[f32]) -> f32 {
        if vector.len() == self.weights.len() {
            dot(arch, &self.weights, vector) + self.bias
        } else {
            self.bias
        }
    }
}

/// All examples, their vectors one behind the other.
struct Table {
    arch: Arch,
    dimensions: usize,
    vectors: Vec<f32>,
    wanted: Vec<bool>,
    weights: Vec<f64>,
}

impl Table {
    fn new(examples: &[Example<'_>]) -> Option<Table> {
        let dimensions = examples.first()?.vector.len();
        let sound = dimensions > 0
            && examples.iter().all(|example| {
                example.vector.len() == dimensions
                    && example.vector.iter().all(|x| x.is_finite())
                    && example.weight.is_finite()
                    && example.weight > 0.0
            });
        let both = examples.iter().any(|example| example.wanted)
            && examples.iter().any(|example| !example.wanted);
        (sound && both).then(|| Table {
            arch: Arch::new(),
            dimensions,
            vectors: examples
                .iter()
                .flat_map(|example| example.vector.iter().copied())
                .collect(),
            wanted: examples.iter().map(|example| example.wanted).collect(),
            weights: examples
                .iter()
                .map(|example| f64::from(example.weight))
                .collect(),
        })
    }

    fn len(&self) -> usize {
        self.wanted.len()
    }

    fn vector(&self, row: usize) -> &[f32] {
        let start = row * self.dimensions;
        self.vectors
            .get(start..start + self.dimensions)
            .unwrap_or_default()
    }

    fn is_wanted(&self, row: usize) -> bool {
        self.wanted.get(row).copied().unwrap_or_default()
    }

    fn weight(&self, row: usize) -> f64 {
        self.weights.get(row).copied().unwrap_or_default()
    }

    /// Fits to some of the rows, starting from another fit or from nothing.
    fn fit(&self, rows: &[usize], start: Option<&Line>) -> Option<Line> {
        let total = |wanted: bool| -> f64 {
            rows.iter()
                .filter(|row| self.is_wanted(**row) == wanted)
                .map(|row| self.weight(*row))
                .sum()
        };
        let (wanted, unwanted) = (total(true), total(false));
        if wanted <= 0.0 || unwanted <= 0.0 {
            return None;
        }
        let half = (wanted + unwanted) / 2.0;
        let weights: Vec<f64> = rows
            .iter()
            .map(|row| {
                let class = if self.is_wanted(*row) {
                    wanted
                } else {
                    unwanted
                };
                self.weight(*row) * half / class
            })
            .collect();
        let mut line = start.cloned().unwrap_or_else(|| Line {
            weights: vec![0.0; self.dimensions],
            bias: 0.0,
        });
        let mut first = None;
        for _ in 0..STEPS {
            let state = self.state(rows, &weights, &line);
            let gradient = self.gradient(rows, &state.pulls, &line);
            let size = gradient.length();
            if size <= ENOUGH * *first.get_or_insert(size.max(1.0)) {
                break;
            }
            let step = self.newton_step(rows, &state.bends, &gradient);
            let slope = gradient.dot(&step);
            let mut stride = 1.0;
            // Armijo's rule; a step that cannot be made short enough means the end.
            let better = (0..20).find_map(|_| {
                let tried = line.moved(&step, stride);
                let loss = self.state(rows, &weights, &tried).loss;
                let enough = loss <= state.loss + 1e-4 * stride * slope;
                stride /= 2.0;
                enough.then_some(tried)
            });
            match better {
                Some(better) => line = better,
                None => break,
            }
        }
        Some(line)
    }

    /// Loss, and its first and second derivative by each row's score.
    fn state(&self, rows: &[usize], weights: &[f64], line: &Line) -> State {
        let mut state = State {
            loss: 0.5 * PENALTY * sum_of_squares(&line.weights),
            pulls: Vec::with_capacity(rows.len()),
            bends: Vec::with_capacity(rows.len()),
        };
        for (row, weight) in rows.iter().zip(weights) {
            let score = f64::from(line.score(self.arch, self.vector(*row)));
            let chance = logistic(score);
            let (sign, target) = if self.is_wanted(*row) {
                (-1.0, 1.0)
            } else {
                (1.0, 0.0)
            };
            state.loss += weight * softplus(sign * score);
            state.pulls.push(weight * (chance - target));
            state.bends.push(weight * chance * (1.0 - chance));
        }
        state
    }

    fn gradient(&self, rows: &[usize], pulls: &[f64], line: &Line) -> Direction {
        let mut gradient = Direction {
            weights: line.weights.iter().map(|x| PENALTY as f32 * x).collect(),
            bias: 0.0,
        };
        for (row, pull) in rows.iter().zip(pulls) {
            gradient.add(self.arch, *pull, self.vector(*row), *pull);
        }
        gradient
    }

    /// Solves Hessian × step = −gradient by conjugate gradients, roughly: far from the minimum a
    /// rough step is as good as an exact one.
    fn newton_step(&self, rows: &[usize], bends: &[f64], gradient: &Direction) -> Direction {
        let mut step = Direction {
            weights: vec![0.0; self.dimensions],
            bias: 0.0,
        };
        let mut rest = gradient.times(-1.0);
        let mut along = rest.clone();
        let mut size = rest.dot(&rest);
        let wanted = 0.01 * size;
        for _ in 0..PRODUCTS {
            if size <= wanted {
                break;
            }
            let bent = self.bent(rows, bends, &along);
            let curvature = along.dot(&bent);
            if curvature <= 0.0 || !curvature.is_finite() {
                break;
            }
            let stride = size / curvature;
            step.add(self.arch, stride, &along.weights, stride * along.bias);
            rest.add(self.arch, -stride, &bent.weights, -stride * bent.bias);
            let new = rest.dot(&rest);
            let mut next = rest.clone();
            next.add(
                self.arch,
                new / size,
                &along.weights,
                new / size * along.bias,
            );
            along = next;
            size = new;
        }
        step
    }

    /// The Hessian times a direction.
    fn bent(&self, rows: &[usize], bends: &[f64], along: &Direction) -> Direction {
        let mut bent = Direction {
            weights: along.weights.iter().map(|x| PENALTY as f32 * x).collect(),
            bias: 0.0,
        };
        for (row, bend) in rows.iter().zip(bends) {
            let vector = self.vector(*row);
            let change = f64::from(dot(self.arch, &along.weights, vector)) + along.bias;
            bent.add(self.arch, bend * change, vector, bend * change);
        }
        bent
    }

    /// For each row, its score by a model that did not see it.
    fn scores_of_others(&self, all: &Line) -> Vec<f64> {
        let folds = self.folds();
        let parts: Vec<Vec<(usize, f64)>> = (0..FOLDS)
            .into_par_iter()
            .map(|fold| {
                let inside = |row: &usize| folds.get(*row) == Some(&fold);
                let seen: Vec<usize> = (0..self.len()).filter(|row| !inside(row)).collect();
                let line = self.fit(&seen, Some(all));
                (0..self.len())
                    .filter(inside)
                    .map(|row| {
                        let score = line
                            .as_ref()
                            .map_or(0.0, |line| line.score(self.arch, self.vector(row)));
                        (row, f64::from(score))
                    })
                    .collect()
            })
            .collect();
        let mut scores = vec![0.0; self.len()];
        for (row, score) in parts.into_iter().flatten() {
            if let Some(place) = scores.get_mut(row) {
                *place = score;
            }
        }
        scores
    }

    /// Which part each row is left out with; both classes are dealt out evenly.
    fn folds(&self) -> Vec<usize> {
        let mut dealt = [0, 0];
        self.wanted
            .iter()
            .map(|wanted| {
                let next = &mut dealt[usize::from(*wanted)];
                *next += 1;
                *next % FOLDS
            })
            .collect()
    }
}

struct State {
    loss: f64,
    pulls: Vec<f64>,
    bends: Vec<f64>,
}

/// A change of a line.
#[derive(Clone, Debug)]
struct Direction {
    weights: Vec<f32>,
    bias: f64,
}

impl Direction {
    fn add(&mut self, arch: Arch, times: f64, weights: &[f32], bias: f64) {
        let times = times as f32;
        let mine = &mut self.weights;
        // A plain loop, compiled for the widest instructions there are.
        arch.dispatch(|| {
            for (mine, other) in mine.iter_mut().zip(weights) {
                *mine += times * other;
            }
        });
        self.bias += bias;
    }

    fn times(&self, factor: f32) -> Direction {
        Direction {
            weights: self.weights.iter().map(|x| factor * x).collect(),
            bias: f64::from(factor) * self.bias,
        }
    }

    fn dot(&self, other: &Direction) -> f64 {
        let weights: f64 = self
            .weights
            .iter()
            .zip(&other.weights)
            .map(|(a, b)| f64::from(*a) * f64::from(*b))
            .sum();
        weights + self.bias * other.bias
    }

    fn length(&self) -> f64 {
        self.dot(self).sqrt()
    }
}

impl Line {
    fn moved(&self, step: &Direction, stride: f64) -> Line {
        Line {
            weights: self
                .weights
                .iter()
                .zip(&step.weights)
                .map(|(x, step)| x + stride as f32 * step)
                .collect(),
            bias: (f64::from(self.bias) + stride * step.bias) as f32,
        }
    }
}

impl Calibration {
    fn of(scores: &[f64], table: &Table) -> Calibration {
        // Stars make an example weigh more in learning, but a paper is one paper when counting.
        let weights: Vec<f64> = table.weights.iter().map(|weight| weight.min(1.0)).collect();
        let total: f64 = weights.iter().sum();
        let mean = |of: &dyn Fn(f64) -> f64| -> f64 {
            let sum: f64 = scores.iter().zip(&weights).map(|(s, w)| w * of(*s)).sum();
            sum / total
        };
        let middle = mean(&|score| score);
        let spread = mean(&|score| (score - middle).powi(2)).sqrt().max(1e-6);
        let standard: Vec<f64> = scores.iter().map(|s| (s - middle) / spread).collect();
        let (slope, offset) = platt(&standard, &table.wanted, &weights);
        Calibration {
            middle,
            spread,
            slope,
            offset,
            separation: separation(scores, &table.wanted),
        }
    }

    fn chance(&self, score: f64) -> f64 {
        logistic(self.slope * (score - self.middle) / self.spread + self.offset)
    }
}

/// Slope and offset of the logistic curve through scores of mean 0 and deviation 1. The slope is
/// drawn towards 0 as if by a standard normal prior and never falls below it: that unwanted papers
/// scored higher in a handful of decisions is an accident, not a law.
fn platt(scores: &[f64], wanted: &[bool], weights: &[f64]) -> (f64, f64) {
    let count = |which: bool| -> f64 {
        let both = wanted.iter().zip(weights);
        both.filter(|(wanted, _)| **wanted == which)
            .map(|(_, weight)| weight)
            .sum()
    };
    let (positive, negative) = (count(true), count(false));
    let high = (positive + 1.0) / (positive + 2.0);
    let low = 1.0 / (negative + 2.0);
    let base = (positive * high + negative * low) / (positive + negative);
    let (mut slope, mut offset) = (0.0, (base / (1.0 - base)).ln());
    for _ in 0..50 {
        let (mut g_slope, mut g_offset) = (slope, 0.0);
        let (mut h_slope, mut h_both, mut h_offset) = (1.0, 0.0, 1e-9);
        for ((score, wanted), weight) in scores.iter().zip(wanted).zip(weights) {
            let chance = logistic(slope * score + offset);
            let pull = weight * (chance - if *wanted { high } else { low });
            let bend = weight * chance * (1.0 - chance);
            g_slope += pull * score;
            g_offset += pull;
            h_slope += bend * score * score;
            h_both += bend * score;
            h_offset += bend;
        }
        let determinant = h_slope * h_offset - h_both * h_both;
        if determinant <= 0.0 || !determinant.is_finite() {
            break;
        }
        let by_slope = (h_offset * g_slope - h_both * g_offset) / determinant;
        let by_offset = (h_slope * g_offset - h_both * g_slope) / determinant;
        // The loss is convex and nearly square in two numbers; a bounded step cannot run away.
        slope -= by_slope.clamp(-2.0, 2.0);
        offset -= by_offset.clamp(-2.0, 2.0);
        if by_slope.abs() + by_offset.abs() < 1e-9 {
            break;
        }
    }
    if slope > 0.0 && slope.is_finite() && offset.is_finite() {
        (slope, offset)
    } else {
        (0.0, (base / (1.0 - base)).ln())
    }
}

/// The share of pairs of a wanted and an unwanted example in which the wanted one scores higher,
/// ties counting half (the area under the ROC curve; Mann and Whitney 1947).
fn separation(scores: &[f64], wanted: &[bool]) -> f64 {
    let mut order: Vec<(f64, bool)> = scores.iter().copied().zip(wanted.iter().copied()).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut pairs, mut below) = (0.0, 0.0);
    for tied in order.chunk_by(|a, b| a.0 == b.0) {
        let high = tied.iter().filter(|(_, wanted)| *wanted).count() as f64;
        let low = tied.len() as f64 - high;
        pairs += high * (below + low / 2.0);
        below += low;
    }
    let high = order.len() as f64 - below;
    if high > 0.0 && below > 0.0 {
        pairs / (high * below)
    } else {
        0.5
    }
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// ln(1 + e^x) without overflow.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

fn sum_of_squares(values: &[f32]) -> f64 {
    values.iter().map(|x| f64::from(*x) * f64::from(*x)).sum()
}

#[cfg(test)]
mod tests;
