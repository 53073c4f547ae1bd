//! Why two papers are near: the two sentences, one of each abstract, that mean most alike.
//!
//! A cue for the reader, not a proof: the nearness of papers is computed from whole texts, and
//! this is where they touch most visibly.

use std::collections::HashMap;

use crate::{Embedder, Result, sentences};

/// At most this many sentences of an abstract are looked at, its first ones.
pub const MAX_SENTENCES: usize = 12;

/// A sentence of fewer words says too little to be a reason.
const MIN_WORDS: usize = 5;

/// What announcements of code and pages say, in lower case: alike in all papers, and no reason.
const ANNOUNCEMENTS: &[&str] = &[
    "available at",
    "available on",
    "available here",
    "available in",
    "publicly available",
    "be released",
    "are released",
    "is released",
    "we release",
    "will release",
    "be made available",
    "open-sourced at",
    "found at",
    "project page",
    "project website",
    "code and models",
    "code, models",
    "code and data",
    "https://",
    "http://",
    "www.",
    "\\url{",
];

/// A sentence of each of two abstracts, exactly as it stands there.
#[derive(Debug, Clone, PartialEq)]
pub struct SentencePair {
    pub of: String,
    pub hit: String,
    /// How near the two are, from -1 to 1.
    pub cosine: f32,
}

/// The best pair of sentences of two abstracts; none if either has no sentence worth showing.
///
/// # Errors
/// What [`Embedder::embed`] gives.
pub fn best_pair(embedder: &dyn Embedder, of: &str, hit: &str) -> Result<Option<SentencePair>> {
    Ok(best_pairs(embedder, of, &[hit])?.pop().flatten())
}

/// The same for one abstract against several, in their order, with every sentence embedded once.
///
/// # Errors
/// What [`Embedder::embed`] gives.
pub fn best_pairs(
    embedder: &dyn Embedder,
    of: &str,
    hits: &[&str],
) -> Result<Vec<Option<SentencePair>>> {
    let of = telling_sentences(of);
    if of.is_empty() {
        return Ok(vec![None; hits.len()]);
    }
    let hits: Vec<Vec<&str>> = hits.iter().map(|hit| telling_sentences(hit)).collect();

    let mut places = HashMap::new();
    let mut texts = Vec::new();
    for sentence in hits.iter().chain([&of]).flatten() {
        places.entry(*sentence).or_insert_with(|| {
            texts.push(*sentence);
            texts.len() - 1
        });
    }
    let vectors = embedder.embed(&texts)?;
    let vector = |sentence: &str| {
        places
            .get(sentence)
            .and_then(|place| vectors.get(*place))
            .map_or(&[][..], Vec::as_slice)
    };
    Ok(hits
        .iter()
        .map(|hit| nearest_pair(&of, hit, vector))
        .collect())
}

fn nearest_pair<'v>(
    of: &[&str],
    hit: &[&str],
    vector: impl Fn(&str) -> &'v [f32],
) -> Option<SentencePair> {
    let mut best: Option<(&str, &str, f32)> = None;
    for one in of {
        for other in hit {
            let cosine = vector(one)
                .iter()
                .zip(vector(other))
                .map(|(x, y)| x * y)
                .sum();
            // Among equals the first counts: abstracts say the most important thing early.
            if best.is_none_or(|(_, _, so_far)| cosine > so_far) {
                best = Some((one, other, cosine));
            }
        }
    }
    best.map(|(of, hit, cosine)| SentencePair {
        of: of.to_owned(),
        hit: hit.to_owned(),
        cosine,
    })
}

/// The first sentences that are long enough and do not merely announce something.
pub fn telling_sentences(summary: &str) -> Vec<&str> {
    sentences(summary)
        .into_iter()
        .filter(|sentence| {
            let words = sentence.split_whitespace();
            let lower = sentence.to_lowercase();
            words
                .filter(|word| word.chars().any(char::is_alphabetic))
                .count()
                >= MIN_WORDS
                && !ANNOUNCEMENTS
                    .iter()
                    .any(|announcement| lower.contains(announcement))
        })
        .take(MAX_SENTENCES)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::Fake;

    /// Counts the calls and texts that reach an embedder.
    #[derive(Default)]
    struct Counting {
        calls: AtomicUsize,
        texts: AtomicUsize,
    }

    impl Embedder for Counting {
        fn id(&self) -> &str {
            "counting"
        }

        fn dimensions(&self) -> usize {
            Fake.dimensions()
        }

        fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
            self.calls.fetch_add(1, Ordering::Relaxed);
            self.texts.fetch_add(texts.len(), Ordering::Relaxed);
            Fake.embed(texts)
        }
    }

    const OF: &str = "Bees navigate over long distances by the sun. \
                      We measure how hives share this knowledge in dances.";
    const HIT: &str = "Cities lose green spaces every single year. \
                       Hives share knowledge of food in dances, we measure.";

    #[test]
    fn the_pair_that_shares_most_is_found_word_for_word() {
        let pair = best_pair(&Fake, OF, HIT).unwrap().unwrap();
        assert_eq!(
            pair.of,
            "We measure how hives share this knowledge in dances."
        );
        assert_eq!(
            pair.hit,
            "Hives share knowledge of food in dances, we measure."
        );
        assert!(pair.cosine > 0.6 && pair.cosine < 1.0);
    }

    #[test]
    fn announcements_and_scraps_are_no_reason() {
        let announcing = "Our code is available at https://example.org for everyone. Read it.";
        assert_eq!(best_pair(&Fake, announcing, announcing).unwrap(), None);
        assert_eq!(best_pair(&Fake, "", OF).unwrap(), None);
        assert_eq!(best_pair(&Fake, OF, "Too short.").unwrap(), None);
    }

    #[test]
    fn many_hits_take_one_pass_and_each_sentence_once() {
        let embedder = Counting::default();
        let pairs = best_pairs(&embedder, OF, &[HIT, "", HIT, OF]).unwrap();
        assert_eq!(embedder.calls.into_inner(), 1);
        assert_eq!(embedder.texts.into_inner(), 4);
        assert_eq!(pairs[0], best_pair(&Fake, OF, HIT).unwrap());
        assert_eq!(pairs[1], None);
        assert_eq!(pairs[2], pairs[0]);
        let itself = pairs[3].as_ref().unwrap();
        assert_eq!(itself.of, "Bees navigate over long distances by the sun.");
        assert_eq!(itself.hit, itself.of);
    }

    #[test]
    fn nothing_is_embedded_for_an_abstract_without_sentences() {
        let embedder = Counting::default();
        assert_eq!(
            best_pairs(&embedder, " ", &[HIT, OF]).unwrap(),
            [None, None]
        );
        assert_eq!(embedder.calls.into_inner(), 0);
    }

    #[test]
    fn a_long_abstract_is_looked_at_up_to_its_limit() {
        let long: String = (0..50)
            .map(|i| format!("Sentence number {i} is about something else. "))
            .collect();
        assert_eq!(telling_sentences(&long).len(), MAX_SENTENCES);
    }
}
