//! An embedder without a model, for tests that are about everything but meaning.

use crate::{Embedder, Result};

const DIMENSIONS: usize = 256;

/// A hashed bag of words: every word, in lower case, adds or takes one at a place its hash picks.
/// Deterministic, instant, and texts that share words are near each other.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fake;

impl Fake {
    pub fn new() -> Self {
        Fake
    }
}

impl Embedder for Fake {
    fn id(&self) -> &str {
        "fake@1:words:256"
    }

    fn dimensions(&self) -> usize {
        DIMENSIONS
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        Ok(texts.iter().map(|text| vector_of(text)).collect())
    }
}

fn vector_of(text: &str) -> Vec<f32> {
    let mut vector = vec![0.0; DIMENSIONS];
    // Every text gets this much in one place, so that a text without words has a direction too.
    vector[0] = 0.1;
    let words = text.split(|c: char| !c.is_alphanumeric());
    for word in words.filter(|word| !word.is_empty()) {
        let hash = fnv(&word.to_lowercase());
        let place = (hash % DIMENSIONS as u64) as usize;
        vector[place] += if hash >> 63 == 0 { 1.0 } else { -1.0 };
    }
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|x| *x /= length);
    } else {
        // Words may cancel out exactly; the vector must still have length one.
        vector[0] = 1.0;
    }
    vector
}

/// FNV-1a, 64 bits, after the description by Fowler, Noll and Vo.
fn fnv(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cosine(a: &[f32], b: &[f32]) -> f32 {
        a.iter().zip(b).map(|(x, y)| x * y).sum()
    }

    #[test]
    fn vectors_have_length_one_even_without_words() {
        for vector in Fake::new().embed(&["", "...", "one two three"]).unwrap() {
            assert_eq!(vector.len(), DIMENSIONS);
            assert!((cosine(&vector, &vector) - 1.0).abs() < 1e-5);
        }
    }

    #[test]
    fn shared_words_bring_texts_together_in_any_case_and_order() {
        let v = Fake::new()
            .embed(&[
                "Graph neural networks",
                "networks, NEURAL graph",
                "protein folding",
            ])
            .unwrap();
        assert!(cosine(&v[0], &v[1]) > 0.999);
        assert!(cosine(&v[0], &v[2]) < 0.5);
    }
}
