//! What many papers are about, as a few directions: a collection on two subjects has neighbours in
//! both, and hardly any near the middle between them.
//!
//! Spherical k-means (Dhillon and Modha 2001), begun as k-means++ (Arthur and Vassilvitskii 2007)
//! begins, with a generator of fixed seed: the same papers in the same order have the same facets.

use pulp::Arch;

use crate::kernels::dot;

/// At most so many facets; as many vectors or fewer are their own.
pub const MOST_FACETS: usize = 8;

/// Assignments are hardly ever still changing after so many rounds.
const ROUNDS: usize = 12;

/// The facets of unit vectors of one length, each of length one, in no particular order; empty
/// only when there are no vectors.
pub fn facets(vectors: &[&[f32]]) -> Vec<Vec<f32>> {
    if vectors.len() <= MOST_FACETS {
        return vectors.iter().map(|vector| vector.to_vec()).collect();
    }
    let arch = Arch::new();
    let mut centres = beginnings(arch, vectors);
    let mut assigned = vec![usize::MAX; vectors.len()];
    for _ in 0..ROUNDS {
        let mut changed = false;
        for (vector, place) in vectors.iter().zip(&mut assigned) {
            let nearest = nearest(arch, &centres, vector).0;
            changed |= nearest != *place;
            *place = nearest;
        }
        if !changed {
            break;
        }
        for (i, centre) in centres.iter_mut().enumerate() {
            let mut sum = vec![0.0; centre.len()];
            for (vector, _) in vectors.iter().zip(&assigned).filter(|(_, at)| **at == i) {
                sum.iter_mut().zip(*vector).for_each(|(sum, x)| *sum += x);
            }
            let length = dot(arch, &sum, &sum).sqrt();
            // A centre that lost all its vectors, or whose vectors cancel out, stays.
            if length > 1e-4 {
                *centre = sum.iter().map(|x| x / length).collect();
            }
        }
    }
    centres
}

/// Vectors far from each other: each is drawn with a chance that grows with the square of its
/// distance from those before.
fn beginnings(arch: Arch, vectors: &[&[f32]]) -> Vec<Vec<f32>> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut chance = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1u64 << 24) as f32
    };
    let mut centres: Vec<Vec<f32>> = vectors.iter().take(1).map(|first| first.to_vec()).collect();
    let mut distances = vec![f32::MAX; vectors.len()];
    while centres.len() < MOST_FACETS {
        let Some(newest) = centres.last() else { break };
        for (vector, distance) in vectors.iter().zip(&mut distances) {
            // For unit vectors the squared distance is twice this.
            *distance = distance.min(1.0 - dot(arch, newest, vector)).max(0.0);
        }
        let total: f32 = distances.iter().sum();
        if total < 1e-6 {
            break;
        }
        let mut left = chance() * total;
        let drawn = distances.iter().position(|distance| {
            left -= distance;
            left < 0.0
        });
        // Rounding may leave a little after the last.
        let drawn = drawn.and_then(|i| vectors.get(i)).or(vectors.last());
        centres.extend(drawn.map(|vector| vector.to_vec()));
    }
    centres
}

fn nearest(arch: Arch, centres: &[Vec<f32>], vector: &[f32]) -> (usize, f32) {
    centres
        .iter()
        .map(|centre| dot(arch, centre, vector))
        .enumerate()
        .reduce(|best, other| if other.1 > best.1 { other } else { best })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A vector of length one, near one of the axes.
    fn near_axis(axis: usize, seed: usize) -> Vec<f32> {
        let mut vector: Vec<f32> = (0..16)
            .map(|i| ((seed * 31 + i * 17) % 13) as f32 / 130.0)
            .collect();
        vector[axis] += 1.0;
        let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
        vector.iter().map(|x| x / length).collect()
    }

    fn borrowed(vectors: &[Vec<f32>]) -> Vec<&[f32]> {
        vectors.iter().map(Vec::as_slice).collect()
    }

    #[test]
    fn few_vectors_are_their_own_facets() {
        assert!(facets(&[]).is_empty());
        let few: Vec<_> = (0..MOST_FACETS).map(|i| near_axis(i, i)).collect();
        assert_eq!(facets(&borrowed(&few)), few);
    }

    #[test]
    fn every_subject_of_many_papers_has_a_facet_near_it() {
        let many: Vec<_> = (0..600).map(|i| near_axis(i % 3, i)).collect();
        let found = facets(&borrowed(&many));
        assert!(found.len() <= MOST_FACETS);
        for vector in &many {
            let (_, cosine) = nearest(Arch::new(), &found, vector);
            assert!(cosine > 0.95, "{cosine}");
        }
        assert_eq!(found, facets(&borrowed(&many)), "always the same");
    }

    #[test]
    fn copies_of_one_vector_are_one_facet() {
        let copies = vec![near_axis(2, 5); 50];
        assert_eq!(facets(&borrowed(&copies)).len(), 1);
    }
}
