//! What a list is about: its papers in a few groups by meaning, each with the words that tell it
//! from the others. The same papers always give the same topics. While a reader decides, a list
//! loses and gains papers one by one: its topics then hold still, and only their members change.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use store::ListQuery;

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};
use crate::ranking::whole;
use crate::recent::Recent;
use crate::terms::{Counts, words_of};

/// Papers of a topic whose words are counted, at most: the nearest to its centre.
const MOST_TEXTS: usize = 120;

/// Words in a label, and words shown of a topic.
const LABEL: usize = 3;
const TERMS: usize = 8;

/// A word names a topic when at least one of so many of its papers uses it.
const COMMON_IN: usize = 8;

/// Topics are made anew when more than one paper in so many came or went since they were made.
const HOLDS_FOR: usize = 10;

/// Lists whose topics are remembered.
const REMEMBERED: usize = 8;

/// A group's papers with their vectors.
type Members<'a> = Vec<(PaperId, &'a [f32])>;

/// The papers of a list by topic.
#[derive(Debug)]
pub(crate) struct Grouped {
    /// All papers of the list, ascending.
    papers: Vec<PaperId>,
    /// How many of them had a vector.
    embedded: usize,
    /// The papers, all with vectors, that the topics were made from, ascending.
    made_from: Arc<Vec<PaperId>>,
    /// The largest first.
    pub(crate) topics: Vec<Topic>,
    pub(crate) without: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct Topic {
    id: String,
    pub(crate) label: String,
    terms: Vec<String>,
    centre: Vec<f32>,
    /// In the order of their numbers.
    pub(crate) papers: Vec<PaperId>,
}

#[derive(Debug)]
pub(crate) struct TopicsMemory(Recent<(View, String), Grouped>);

impl Default for TopicsMemory {
    fn default() -> TopicsMemory {
        TopicsMemory(Recent::new(REMEMBERED))
    }
}

impl Library {
    pub fn topics(&self, request: TopicsRequest) -> Result<Topics> {
        let started = Instant::now();
        let grouped = self.grouped(&request.view, &request.query)?;
        let note = if grouped.topics.is_empty() && grouped.without > 0 {
            Some(match self.meaning().state().advice {
                Some(advice) => advice,
                None => "None of these papers has been embedded yet.".to_owned(),
            })
        } else if grouped.without > 0 {
            Some("Papers that have not been embedded yet belong to no topic.".to_owned())
        } else {
            None
        };
        Ok(Topics {
            topics: grouped
                .topics
                .iter()
                .map(|topic| TopicSummary {
                    id: topic.id.clone(),
                    label: topic.label.clone(),
                    terms: topic.terms.clone(),
                    papers: topic.papers.len(),
                })
                .collect(),
            without: grouped.without,
            seconds: started.elapsed().as_secs_f64(),
            note,
        })
    }

    /// The papers of one topic of a list, in the order of their numbers.
    pub(crate) fn topic_papers(
        &self,
        view: &View,
        query: &str,
        topic: &str,
    ) -> Result<Vec<PaperId>> {
        self.grouped(view, query)?
            .topics
            .iter()
            .find(|known| known.id == topic)
            .map(|topic| topic.papers.clone())
            .ok_or_else(|| {
                Error::user(
                    "no_such_topic",
                    "The papers of this list have changed, and its topics with them. Choose a topic again.",
                )
            })
    }

    fn grouped(&self, view: &View, query: &str) -> Result<Arc<Grouped>> {
        let parsed = self.query(query);
        let mut papers = if parsed.is_empty() {
            let (view, among) = self.scope(view, None)?;
            self.store()
                .read(|reader| {
                    reader.list_ids(&ListQuery {
                        view,
                        among: among.as_deref(),
                        limit: usize::MAX,
                        ..ListQuery::default()
                    })
                })?
                .1
        } else {
            self.everything(&parsed, view)?
        };
        papers.sort_unstable();
        let key = (view.clone(), query.trim().to_owned());
        let memory = &self.shared.topics.0;
        let grouped = match memory.get(&key) {
            Some(known) => {
                let embedded = self.embedded(&papers);
                if known.papers == papers && known.embedded == embedded.len() {
                    return Ok(known);
                }
                // Papers that get their vectors only now are new to the topics, too.
                let changed = apart(&known.made_from, &embedded);
                if changed * HOLDS_FOR <= known.made_from.len() {
                    self.held_still(&known, papers)
                } else {
                    self.group_papers(papers)?
                }
            }
            None => self.group_papers(papers)?,
        };
        Ok(memory.put(key, grouped))
    }

    fn embedded(&self, papers: &[PaperId]) -> Vec<PaperId> {
        let vectors = self.meaning().vectors();
        papers
            .iter()
            .copied()
            .filter(|id| vectors.get(*id).is_some())
            .collect()
    }

    /// The known topics with the papers that are in the list now.
    fn held_still(&self, known: &Grouped, papers: Vec<PaperId>) -> Grouped {
        let placed: BTreeMap<PaperId, usize> = known
            .topics
            .iter()
            .enumerate()
            .flat_map(|(place, topic)| topic.papers.iter().map(move |id| (*id, place)))
            .collect();
        let centres: Vec<Vec<f32>> = known
            .topics
            .iter()
            .map(|topic| topic.centre.clone())
            .collect();
        let mut topics: Vec<Topic> = known
            .topics
            .iter()
            .map(|topic| Topic {
                papers: Vec::new(),
                ..topic.clone()
            })
            .collect();
        let mut without = 0;
        let vectors = self.meaning().vectors();
        for id in &papers {
            let place = placed.get(id).copied().or_else(|| {
                let vector = vectors.get(*id)?;
                embed::clusters::nearest(vector, &centres).map(|(place, _)| place)
            });
            match place.and_then(|place| topics.get_mut(place)) {
                Some(topic) => topic.papers.push(*id),
                None => without += 1,
            }
        }
        drop(vectors);
        let embedded = papers.len() - without;
        in_order(&mut topics);
        Grouped {
            papers,
            embedded,
            made_from: known.made_from.clone(),
            topics,
            without,
        }
    }

    /// Groups these papers, given ascending, and finds words for each group.
    pub(crate) fn group_papers(&self, papers: Vec<PaperId>) -> Result<Grouped> {
        let with = self.with_vectors(&papers);
        let vectors: Vec<&[f32]> = with.iter().map(|(_, vector)| vector.as_slice()).collect();
        let groups = embed::clusters::group(&vectors);
        let mut members: Vec<Members<'_>> = vec![Vec::new(); groups.centres.len()];
        for ((id, vector), place) in with.iter().zip(&groups.places) {
            if let Some(members) = members.get_mut(*place) {
                members.push((*id, vector));
            }
        }
        let found: Vec<(Vec<f32>, Members<'_>)> = groups
            .centres
            .into_iter()
            .zip(members)
            .filter(|(_, members)| !members.is_empty())
            .collect();
        let words: Vec<Counts> = found
            .iter()
            .map(|(centre, members)| self.words_around(centre, members))
            .collect::<Result<_>>()?;
        let mut labels = BTreeSet::new();
        let mut topics = Vec::new();
        for (place, (centre, members)) in found.into_iter().enumerate() {
            let terms = telling(&words, place);
            let label = label(&terms, &mut labels);
            topics.push(Topic {
                id: format!("{:016x}", embed::text_hash(&label)),
                label,
                terms,
                centre,
                papers: members.into_iter().map(|(id, _)| id).collect(),
            });
        }
        in_order(&mut topics);
        Ok(Grouped {
            embedded: with.len(),
            without: papers.len() - with.len(),
            made_from: Arc::new(with.iter().map(|(id, _)| *id).collect()),
            papers,
            topics,
        })
    }

    /// The words of the papers in the middle of a group.
    fn words_around(&self, centre: &[f32], members: &[(PaperId, &[f32])]) -> Result<Counts> {
        let mut near: Vec<(f32, PaperId)> = members
            .iter()
            .map(|(id, vector)| (embed::cosine(centre, vector), *id))
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let ids: Vec<PaperId> = near.iter().take(MOST_TEXTS).map(|(_, id)| *id).collect();
        let mut counts = Counts::default();
        for text in self.store().read(|reader| reader.texts_of(&ids))? {
            counts.add(&words_of(&whole(&text)));
        }
        Ok(counts)
    }
}

fn telling(words: &[Counts], place: usize) -> Vec<String> {
    let Some(own) = words.get(place) else {
        return Vec::new();
    };
    let others: Vec<&Counts> = words
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != place)
        .map(|(_, counts)| counts)
        .collect();
    // What a few papers of a topic use does not name it.
    let fewest = match own.papers() {
        papers @ 0..=2 => papers.min(1),
        papers => (papers / COMMON_IN).max(2),
    };
    own.telling(&Counts::together(&others), fewest, TERMS)
}

/// The first terms, as many as it takes to be unlike the labels there are.
fn label(terms: &[String], taken: &mut BTreeSet<String>) -> String {
    let mut label = "Other papers".to_owned();
    for count in LABEL.min(terms.len())..=terms.len() {
        if count > 0 {
            label = terms
                .iter()
                .take(count)
                .cloned()
                .collect::<Vec<_>>()
                .join(", ");
        }
        if taken.insert(label.clone()) {
            return label;
        }
    }
    let mut number = 2;
    while !taken.insert(format!("{label} ({number})")) {
        number += 1;
    }
    format!("{label} ({number})")
}

fn in_order(topics: &mut Vec<Topic>) {
    topics.retain(|topic| !topic.papers.is_empty());
    topics.sort_by(|a, b| {
        b.papers
            .len()
            .cmp(&a.papers.len())
            .then_with(|| a.label.cmp(&b.label))
    });
}

/// How many papers are in only one of two lists, both ascending.
fn apart(one: &[PaperId], other: &[PaperId]) -> usize {
    let missing = |from: &[PaperId], these: &[PaperId]| {
        these
            .iter()
            .filter(|id| from.binary_search(id).is_err())
            .count()
    };
    missing(one, other) + missing(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_never_the_same() {
        let mut taken = BTreeSet::new();
        let terms = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        assert_eq!(label(&terms(&["a", "b", "c", "d"]), &mut taken), "a, b, c");
        assert_eq!(
            label(&terms(&["a", "b", "c", "e"]), &mut taken),
            "a, b, c, e"
        );
        assert_eq!(label(&terms(&["a", "b", "c"]), &mut taken), "a, b, c (2)");
        assert_eq!(label(&[], &mut taken), "Other papers");
        assert_eq!(label(&[], &mut taken), "Other papers (2)");
    }

    #[test]
    fn papers_in_one_list_only_are_counted() {
        assert_eq!(apart(&[1, 2, 3, 5], &[2, 3, 4]), 3);
        assert_eq!(apart(&[], &[]), 0);
    }
}
