//! What papers have in common by words: cosine of tf-idf vectors (Salton and Buckley 1988), the
//! plainest rival that a model has to beat.

use std::collections::BTreeMap;

use crate::kinds::words;
use crate::shelf::Source;

#[derive(Debug)]
pub struct Terms {
    /// For each paper its terms, in ascending order, with weights of length one.
    papers: Vec<Vec<(usize, f32)>>,
}

impl Terms {
    pub fn of(sources: &[&Source]) -> Terms {
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut frequencies: Vec<usize> = Vec::new();
        let mut counted: Vec<BTreeMap<usize, usize>> = Vec::new();
        for source in sources {
            let paper = &source.paper;
            let mut counts = BTreeMap::new();
            let text = paper.abstract_text.as_deref().unwrap_or_default();
            for word in words(&paper.title).chain(words(text)) {
                let next = numbers.len();
                let number = *numbers.entry(word).or_insert(next);
                *counts.entry(number).or_default() += 1;
            }
            frequencies.resize(numbers.len(), 0);
            for number in counts.keys() {
                if let Some(papers) = frequencies.get_mut(*number) {
                    *papers += 1;
                }
            }
            counted.push(counts);
        }
        let all = sources.len() as f32;
        let weigh = |counts: BTreeMap<usize, usize>| {
            let weight = |(number, times): (usize, usize)| {
                let papers = frequencies.get(number).copied().unwrap_or(1) as f32;
                (number, (1.0 + (times as f32).ln()) * (all / papers).ln())
            };
            let mut terms: Vec<(usize, f32)> = counts.into_iter().map(weight).collect();
            let length = terms.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
            for (_, weight) in &mut terms {
                *weight /= length.max(f32::MIN_POSITIVE);
            }
            terms
        };
        Terms {
            papers: counted.into_iter().map(weigh).collect(),
        }
    }

    /// How alike every paper is to one of them.
    pub fn like(&self, paper: usize) -> Vec<f32> {
        let own: BTreeMap<usize, f32> = self.papers[paper].iter().copied().collect();
        let shared = |terms: &Vec<(usize, f32)>| {
            terms
                .iter()
                .filter_map(|(number, weight)| Some(weight * own.get(number)?))
                .sum()
        };
        self.papers.iter().map(shared).collect()
    }
}
