//! Which words tell one set of papers from another, by the share of papers that use them.

use std::collections::{BTreeMap, BTreeSet};

use search::Term;

/// An expression counts this much more than a word that is used as often: it says more.
const EXPRESSION: f64 = 1.5;

/// A word must be this many times as frequent in the papers it tells of as in the others.
const TELLING: f64 = 2.0;

/// How many papers use each word and each pair of neighbouring words.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    papers: usize,
    words: BTreeMap<String, Count>,
}

#[derive(Debug, Default)]
struct Count {
    papers: usize,
    /// How often each spelling was met.
    spellings: BTreeMap<String, usize>,
}

/// The words and expressions of one text, each once, in its order: root and spelling.
pub(crate) fn words_of(text: &str) -> Vec<(String, String)> {
    let mut words = Vec::new();
    let mut seen = BTreeSet::new();
    let mut before: Option<Term> = None;
    for term in search::terms(text) {
        let expression = before
            .filter(|before| term.joins && before.root != term.root)
            .map(|before| {
                (
                    format!("{} {}", before.root, term.root),
                    format!("{} {}", before.surface, term.surface),
                )
            });
        let word = (term.root.clone(), term.surface.clone());
        for found in expression.into_iter().chain([word]) {
            if seen.insert(found.0.clone()) {
                words.push(found);
            }
        }
        before = Some(term);
    }
    words
}

impl Counts {
    pub(crate) fn add(&mut self, words: &[(String, String)]) {
        self.papers += 1;
        for (root, spelling) in words {
            let count = self.words.entry(root.clone()).or_default();
            count.papers += 1;
            *count.spellings.entry(spelling.clone()).or_default() += 1;
        }
    }

    /// What several sets of papers use in all.
    pub(crate) fn together(sets: &[&Counts]) -> Counts {
        let mut all = Counts::default();
        for set in sets {
            all.papers += set.papers;
            for (root, count) in &set.words {
                // How words are spelt is asked of the single sets only.
                all.words.entry(root.clone()).or_default().papers += count.papers;
            }
        }
        all
    }

    pub(crate) fn papers(&self) -> usize {
        self.papers
    }

    fn uses(&self, root: &str) -> usize {
        self.words.get(root).map_or(0, |count| count.papers)
    }

    fn share(&self, root: &str) -> f64 {
        self.uses(root) as f64 / self.papers.max(1) as f64
    }

    /// The share of papers with a word, drawn towards even for sets of a few papers.
    fn smooth_share(&self, root: &str) -> f64 {
        (self.uses(root) as f64 + 0.5) / (self.papers as f64 + 1.0)
    }

    /// How much better than the others a word tells of these papers: its part in the divergence of
    /// the two (Kullback and Leibler 1951); `None` when it does not.
    fn worth(&self, root: &str, others: &Counts) -> Option<f64> {
        let ratio = self.smooth_share(root) / others.smooth_share(root);
        let expression = if root.contains(' ') { EXPRESSION } else { 1.0 };
        // Without others every word tells as much as it is used.
        let telling = if others.papers == 0 { 1.0 } else { ratio.ln() };
        (others.papers == 0 || ratio >= TELLING).then(|| expression * self.share(root) * telling)
    }

    /// The words that at least `fewest` of these papers use and that tell them from others best; of a
    /// word and an expression with it only the better.
    pub(crate) fn telling(&self, others: &Counts, fewest: usize, limit: usize) -> Vec<String> {
        let found = self
            .words
            .iter()
            .filter(|(_, count)| count.papers >= fewest)
            .filter_map(|(root, count)| {
                let worth = self.worth(root, others)?;
                Some((worth, root.as_str(), count.spelling()))
            })
            .collect();
        best(found, limit)
    }

    /// The words of one text that tell it as one of these papers rather than one of the others;
    /// of equals those that stand first in it.
    pub(crate) fn shared(
        &self,
        words: &[(String, String)],
        others: &Counts,
        fewest: usize,
        limit: usize,
    ) -> Vec<String> {
        let found = words
            .iter()
            .filter(|(root, _)| self.uses(root) >= fewest.max(1))
            .filter_map(|(root, spelling)| {
                let worth = self.worth(root, others)?;
                Some((worth, root.as_str(), spelling.as_str()))
            })
            .collect();
        best(found, limit)
    }
}

impl Count {
    /// The most frequent; among equals the one with small letters, which sorts last.
    fn spelling(&self) -> &str {
        self.spellings
            .iter()
            .max_by_key(|(_, times)| **times)
            .map_or("", |(spelling, _)| spelling)
    }
}

fn best(mut found: Vec<(f64, &str, &str)>, limit: usize) -> Vec<String> {
    // Stable: equals stay in the order they were found in.
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let mut terms = Vec::new();
    for (_, root, spelling) in found {
        if terms.len() == limit {
            break;
        }
        if root.split(' ').any(|word| taken.contains(word)) {
            continue;
        }
        taken.extend(root.split(' '));
        terms.push(spelling.to_owned());
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(texts: &[&str]) -> Counts {
        let mut counts = Counts::default();
        for text in texts {
            counts.add(&words_of(text));
        }
        counts
    }

    #[test]
    fn words_that_both_sets_use_tell_nothing() {
        let tides = counts(&[
            "We measure tides and sediment",
            "We measure sediment in estuaries",
            "Sediment, measured again",
        ]);
        let mains = counts(&[
            "We measure water mains",
            "We measure leaks",
            "Mains measured",
        ]);
        assert_eq!(tides.telling(&mains, 2, 5), ["sediment"]);
    }

    #[test]
    fn an_expression_stands_for_its_words() {
        let graphs = counts(&[
            "Graph networks for trees",
            "A graph network of bees",
            "Deep graph networks",
        ]);
        let others = counts(&["Bees and trees", "Deep water"]);
        assert_eq!(graphs.telling(&others, 2, 3), ["graph networks"]);
    }

    #[test]
    fn a_text_shares_what_the_wanted_have_and_the_others_lack() {
        let wanted = counts(&["Tidal sorting of sand", "Sand in tidal flats"]);
        let unwanted = counts(&["Sorting algorithms", "A sorting network"]);
        let row = words_of("Sorting sand by its grain");
        assert_eq!(wanted.shared(&row, &unwanted, 2, 4), ["sand"]);
        assert!(wanted.shared(&words_of(""), &unwanted, 1, 4).is_empty());
    }
}
