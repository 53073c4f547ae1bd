//! Citation keys for a file: unique, stable, the papers' own where they have one.

use std::collections::{HashMap, HashSet};

use crate::identity::citation_key;
use crate::paper::Paper;

/// One key for each paper, in order. The first paper that brings a key keeps it; later ones get
/// `a`, `b`, … appended, and so do made-up keys that are taken.
pub(super) fn unique(papers: &[Paper], allowed: impl Fn(char) -> bool) -> Vec<String> {
    let own: Vec<String> = papers
        .iter()
        .map(|paper| {
            paper
                .key
                .as_deref()
                .unwrap_or_default()
                .chars()
                .filter(|&c| allowed(c))
                .collect()
        })
        .collect();
    // BibTeX does not tell keys apart by case.
    let mut taken: HashSet<String> = HashSet::new();
    let first: Vec<bool> = own
        .iter()
        .map(|key: &String| !key.is_empty() && taken.insert(key.to_lowercase()))
        .collect();
    let mut tried: HashMap<String, usize> = HashMap::new();
    own.into_iter()
        .zip(first)
        .zip(papers)
        .map(|((key, keeps), paper)| {
            if keeps {
                return key;
            }
            let base = if key.is_empty() {
                citation_key(paper)
            } else {
                key
            };
            let lower = base.to_lowercase();
            let tries = tried.entry(lower.clone()).or_insert(0);
            loop {
                let suffix = suffix(*tries);
                *tries += 1;
                if taken.insert(format!("{lower}{suffix}")) {
                    return format!("{base}{suffix}");
                }
            }
        })
        .collect()
}

/// Nothing, then `a` to `z`, `aa`, `ab`, …
fn suffix(tries: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = tries;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyed(key: &str) -> Paper {
        Paper {
            title: "On Cats".into(),
            key: (!key.is_empty()).then(|| key.into()),
            ..Paper::default()
        }
    }

    #[test]
    fn own_keys_stay_and_made_up_ones_give_way() {
        let papers = [
            keyed(""),
            keyed("cats"),
            keyed("Cats"),
            keyed(""),
            keyed("a b"),
        ];
        let keys = unique(&papers, |c| c != ' ');
        assert_eq!(keys, ["catsa", "cats", "Catsb", "catsc", "ab"]);
    }

    #[test]
    fn suffixes_go_on_after_z() {
        assert_eq!(
            [0, 1, 26, 27, 52, 53].map(suffix),
            ["", "a", "z", "aa", "az", "ba"]
        );
    }
}
