//! Groups of vectors that point the same way.
//!
//! Spherical k-means (Dhillon and Modha 2001, *Concept decompositions for large sparse text data*),
//! seeded as k-means++ does (Arthur and Vassilvitskii 2007) with numbers that are always the same:
//! the same vectors in the same order always give the same groups. Centres are found on a sample of
//! bounded size, so that time grows with the vectors only by one pass over them.

use pulp::Arch;
use rayon::prelude::*;

use crate::kernels::dot;

/// Vectors that centres are found on, at most; spread evenly over all.
const SAMPLE: usize = 2_000;

/// Candidates for each seed.
const DRAWN: usize = 5;

/// Rounds of moving the centres, at most.
const ROUNDS: usize = 20;

/// Numbers of groups that [`group`] chooses among.
const FEWEST: usize = 3;
const MOST: usize = 12;

/// A group has at least about so many vectors, or there are fewer groups.
const SMALLEST: usize = 4;

/// Vectors in groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Groups {
    /// Unit vectors, one for each group.
    pub centres: Vec<Vec<f32>>,
    /// For each vector, the group it is nearest to.
    pub places: Vec<usize>,
}

/// Groups vectors of length one, in as many groups as separate best: between three and twelve,
/// fewer when there are few vectors, one when all are alike. The number is chosen by the simplified
/// silhouette (Hruschka, Campello and de Castro 2004) on the sample.
pub fn group(vectors: &[&[f32]]) -> Groups {
    let sample = sample(vectors);
    let most = (vectors.len() / SMALLEST).min(MOST);
    let chosen = (FEWEST.min(most)..=most)
        .map(|k| centres(&sample, k))
        .map(|centres| (silhouette(&sample, &centres), centres))
        // Of equals the fewer groups: the first.
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, centres)| centres)
        .unwrap_or_else(|| centres(&sample, 1));
    let places = assign(vectors, &chosen);
    // Once more over all of them, so that the centres belong to the groups.
    let moved = means(vectors, &places, chosen);
    let places = assign(vectors, &moved);
    Groups {
        centres: moved,
        places,
    }
}

/// At most `k` unit vectors that stand for all: the facets of a set of papers, which has neighbours in
/// each of its subjects and hardly any near the middle between them. As many vectors or fewer are
/// their own facets; of more there are fewer than `k` when fewer differ.
pub fn facets(vectors: &[&[f32]], k: usize) -> Vec<Vec<f32>> {
    if vectors.len() <= k {
        return vectors.iter().map(|vector| vector.to_vec()).collect();
    }
    centres(&sample(vectors), k)
}

/// The place of the centre that a vector is nearest to, and the cosine; among equals the first.
pub fn nearest(vector: &[f32], centres: &[Vec<f32>]) -> Option<(usize, f32)> {
    nearest_two(Arch::new(), vector, centres).0
}

fn sample<'a>(vectors: &[&'a [f32]]) -> Vec<&'a [f32]> {
    let every = vectors.len().div_ceil(SAMPLE).max(1);
    vectors.iter().step_by(every).copied().collect()
}

fn centres(vectors: &[&[f32]], k: usize) -> Vec<Vec<f32>> {
    let mut centres = seeds(vectors, k);
    let mut places = assign(vectors, &centres);
    for _ in 0..ROUNDS {
        centres = means(vectors, &places, centres);
        let moved = assign(vectors, &centres);
        if moved == places {
            break;
        }
        places = moved;
    }
    let mut used = vec![false; centres.len()];
    for place in places {
        if let Some(used) = used.get_mut(place) {
            *used = true;
        }
    }
    let mut used = used.into_iter();
    centres.retain(|_| used.next().unwrap_or_default());
    centres
}

/// Each next seed is the best of a few, which are drawn with a chance that grows with their distance
/// from those there are; the best is the one that brings all vectors nearest to a seed (the greedy
/// variant, with which two seeds seldom share a group).
fn seeds(vectors: &[&[f32]], k: usize) -> Vec<Vec<f32>> {
    let arch = Arch::new();
    let distances = |from: &[f32]| -> Vec<f64> {
        vectors
            .par_iter()
            .with_min_len(256)
            .map(|vector| {
                let distance = f64::from(1.0 - cosine(arch, from, vector));
                // What is left of one vector's distance from itself is rounding.
                if distance > 1e-5 { distance } else { 0.0 }
            })
            .collect()
    };
    let Some(first) = vectors.get(vectors.len() / 2) else {
        return Vec::new();
    };
    let mut seeds = vec![first.to_vec()];
    let mut far = distances(first);
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    while seeds.len() < k {
        let total: f64 = far.iter().sum();
        let best = (0..DRAWN)
            .filter_map(|_| {
                let mut left = numbers.next() * total;
                far.iter().zip(vectors).find(|(far, _)| {
                    left -= **far;
                    **far > 0.0 && left <= 0.0
                })
            })
            .map(|(_, vector)| {
                let nearer = far.iter().zip(distances(vector)).map(|(a, b)| a.min(b));
                (nearer.collect::<Vec<f64>>(), vector)
            })
            .min_by(|a, b| a.0.iter().sum::<f64>().total_cmp(&b.0.iter().sum()));
        let Some((nearer, vector)) = best else { break };
        far = nearer;
        seeds.push(vector.to_vec());
    }
    seeds
}

/// The mean direction of each group; the old centre where there is none.
fn means(vectors: &[&[f32]], places: &[usize], old: Vec<Vec<f32>>) -> Vec<Vec<f32>> {
    let mut sums: Vec<Vec<f32>> = old.iter().map(|centre| vec![0.0; centre.len()]).collect();
    for (vector, place) in vectors.iter().zip(places) {
        if let Some(sum) = sums.get_mut(*place) {
            for (sum, x) in sum.iter_mut().zip(*vector) {
                *sum += x;
            }
        }
    }
    sums.into_iter()
        .zip(old)
        .map(|(sum, old)| {
            let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
            if length > 1e-4 && length.is_finite() {
                sum.iter().map(|x| x / length).collect()
            } else {
                old
            }
        })
        .collect()
}

fn assign(vectors: &[&[f32]], centres: &[Vec<f32>]) -> Vec<usize> {
    let arch = Arch::new();
    vectors
        .par_iter()
        .with_min_len(256)
        .map(|vector| {
            nearest_two(arch, vector, centres)
                .0
                .map_or(0, |(place, _)| place)
        })
        .collect()
}

/// The best and the second-best centre.
fn nearest_two(
    arch: Arch,
    vector: &[f32],
    centres: &[Vec<f32>],
) -> (Option<(usize, f32)>, Option<f32>) {
    let mut best: Option<(usize, f32)> = None;
    let mut second: Option<f32> = None;
    for (place, centre) in centres.iter().enumerate() {
        let near = cosine(arch, centre, vector);
        match best {
            Some((_, so_far)) if near <= so_far => {
                second = Some(second.map_or(near, |second| second.max(near)));
            }
            _ => {
                second = best.map(|(_, near)| near).or(second);
                best = Some((place, near));
            }
        }
    }
    (best, second)
}

/// -1 for what cannot be compared.
fn cosine(arch: Arch, one: &[f32], other: &[f32]) -> f32 {
    if one.len() != other.len() {
        return -1.0;
    }
    let cosine = dot(arch, one, other);
    if cosine.is_finite() { cosine } else { -1.0 }
}

/// How much nearer vectors are to their own centre than to the next, -1 to 1 on average; 0 when
/// there is one centre only.
fn silhouette(vectors: &[&[f32]], centres: &[Vec<f32>]) -> f64 {
    let arch = Arch::new();
    let sum: f64 = vectors
        .iter()
        .map(|vector| match nearest_two(arch, vector, centres) {
            (Some((_, own)), Some(next)) => {
                let (own, next) = (f64::from(1.0 - own), f64::from(1.0 - next));
                if next > 0.0 { (next - own) / next } else { 0.0 }
            }
            _ => 0.0,
        })
        .sum();
    sum / vectors.len().max(1) as f64
}

/// Numbers in 0..1 that look random and are always the same (Steele, Lea and Flood 2014,
/// *SplitMix*).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests;
