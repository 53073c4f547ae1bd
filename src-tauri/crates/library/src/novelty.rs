//! What is new in a paper against what is already here: the nearest known paper, and the sentences
//! of the abstract that are least like any sentence of the known papers around it. A cue by
//! likeness, not a verdict: a sentence may say an old thing in new words, or a new one in old words.
//!
//! Known is what was in the library before the paper came, and what the reader included or put under
//! maybe since.

use std::sync::Arc;

use embed::Embedder;

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};
use crate::recent::Recent;

/// Known papers whose sentences are looked at: the nearest.
const AROUND: usize = 10;

/// Sentences of unrelated papers of one field stay under the first cosine; above the second, two
/// sentences say the same in other words. Between them coverage rises evenly from 0 to 1.
const APART: f32 = 0.3;
const ALIKE: f32 = 0.9;

/// Abstracts whose sentences are remembered with their vectors: those around a few dozen papers.
const REMEMBERED: usize = 512;

/// Answers remembered.
const ANSWERS: usize = 64;

const CUE: &str = "A similarity cue, not a verdict: it compares sentences, not results.";

/// The sentences of one abstract that tell something, with their vectors.
#[derive(Debug)]
struct Sentences(Vec<(String, Vec<f32>)>);

#[derive(Debug)]
pub(crate) struct NoveltyMemory {
    sentences: Recent<u64, Sentences>,
    /// Under the paper, the known papers around it, and a hash of all their texts.
    answers: Recent<(PaperId, Vec<PaperId>, u64), Novelty>,
}

impl Default for NoveltyMemory {
    fn default() -> NoveltyMemory {
        NoveltyMemory {
            sentences: Recent::new(REMEMBERED),
            answers: Recent::new(ANSWERS),
        }
    }
}

impl Library {
    pub fn novelty(&self, request: IdRequest) -> Result<Novelty> {
        self.must_exist(&[request.id])?;
        if let Err(error) = self.embed_asked(&[request.id]) {
            return match error.code {
                "model_missing" => Ok(nothing(error.message)),
                _ => Err(error),
            };
        }
        let known = self
            .store()
            .read(|reader| reader.known_before(request.id))?;
        let near = {
            let vectors = self.meaning().vectors();
            let Some(vector) = vectors.get(request.id) else {
                return Ok(nothing("This paper has not been embedded yet.".to_owned()));
            };
            vectors.nearest(&[vector], AROUND, &|id| !known.contains(&id))
        };
        let Some((first, score)) = near.first().copied() else {
            return Ok(nothing(if known.is_empty() {
                "Nothing was in the library before this paper, and nothing has been included since: there is nothing to compare it with.".to_owned()
            } else {
                "No paper that was here before has been embedded yet.".to_owned()
            }));
        };
        let around: Vec<PaperId> = near.iter().map(|(id, _)| *id).collect();
        let (mine, theirs) = self.store().read(|reader| {
            Ok::<_, Error>((reader.papers(&[request.id])?, reader.papers(&around)?))
        })?;
        let mine = mine
            .first()
            .ok_or_else(|| Error::no_such_paper(request.id))?;
        let nearest = theirs
            .iter()
            .find(|stored| stored.id == first)
            .map(|stored| KnownPaper {
                id: stored.id,
                key: stored.key.clone(),
                title: stored.paper.title.clone(),
                score,
            });
        let texts: String = theirs
            .iter()
            .chain([mine])
            .map(summary)
            .collect::<Vec<_>>()
            .join("\u{0}");
        let key = (request.id, around, embed::text_hash(&texts));
        if let Some(answer) = self.shared.novelty.answers.get(&key) {
            return Ok(Novelty {
                nearest,
                ..(*answer).clone()
            });
        }
        let answer = self.compare(mine, &theirs, nearest)?;
        self.shared.novelty.answers.put(key, answer.clone());
        Ok(answer)
    }

    fn compare(
        &self,
        mine: &store::StoredPaper,
        theirs: &[store::StoredPaper],
        nearest: Option<KnownPaper>,
    ) -> Result<Novelty> {
        let only = |note: &str| Novelty {
            nearest: nearest.clone(),
            sentences: Vec::new(),
            note: format!("{note} {CUE}"),
        };
        if summary(mine).trim().is_empty() {
            return Ok(only(
                "This paper has no abstract: only the nearest paper can be named.",
            ));
        }
        // Vectors outlive the model: it may be gone by now.
        let embedder = match self.meaning().embedder() {
            Ok(embedder) => embedder,
            Err(error) if error.code == "model_missing" => return Ok(only(&error.message)),
            Err(error) => return Err(error),
        };
        let every: Vec<&store::StoredPaper> = [mine].into_iter().chain(theirs).collect();
        let mut sentences = self.sentences_of(embedder.as_ref(), &every)?.into_iter();
        let own = sentences.next();
        let known: Vec<(&store::StoredPaper, Arc<Sentences>)> =
            theirs.iter().zip(sentences).collect();
        let mut compared: Vec<NovelSentence> = own
            .iter()
            .flat_map(|own| &own.0)
            .map(|(text, vector)| covered(text, vector, &known))
            .collect();
        if compared.is_empty() {
            return Ok(only("The abstract has no sentence long enough to compare."));
        }
        // Stable: equally covered sentences stay in the abstract's order.
        compared.sort_by(|a, b| a.coverage.total_cmp(&b.coverage));
        let without = known
            .iter()
            .filter(|(_, sentences)| sentences.0.is_empty())
            .count();
        let note = match (known.len(), without) {
            (1, 0) => format!("Compared with the only known paper. {CUE}"),
            (all, 0) => format!("Compared with the {all} nearest known papers. {CUE}"),
            (all, without) if all == without => {
                "None of the nearest known papers has an abstract: there are no sentences to compare with. "
                    .to_owned()
                    + CUE
            }
            (all, without) => format!(
                "Compared with the {all} nearest known papers, {without} of which have no abstract. {CUE}"
            ),
        };
        Ok(Novelty {
            nearest,
            sentences: compared,
            note,
        })
    }

    /// The telling sentences of each paper; all that are not remembered are embedded at once.
    fn sentences_of(
        &self,
        embedder: &dyn Embedder,
        papers: &[&store::StoredPaper],
    ) -> Result<Vec<Arc<Sentences>>> {
        let memory = &self.shared.novelty.sentences;
        let texts: Vec<String> = papers.iter().map(|stored| summary(stored)).collect();
        let hashes: Vec<u64> = texts.iter().map(|text| embed::text_hash(text)).collect();
        let remembered: Vec<Option<Arc<Sentences>>> =
            hashes.iter().map(|hash| memory.get(hash)).collect();
        let new: Vec<Vec<&str>> = texts
            .iter()
            .zip(&remembered)
            .map(|(text, remembered)| match remembered {
                Some(_) => Vec::new(),
                None => embed::explain::telling_sentences(text),
            })
            .collect();
        let flat: Vec<&str> = new.iter().flatten().copied().collect();
        let mut vectors = if flat.is_empty() {
            Vec::new()
        } else {
            embedder.embed(&flat)?
        }
        .into_iter();
        Ok(hashes
            .into_iter()
            .zip(remembered)
            .zip(new)
            .map(|((hash, remembered), new)| {
                remembered.unwrap_or_else(|| {
                    let sentences = new
                        .into_iter()
                        .map(str::to_owned)
                        .zip(vectors.by_ref())
                        .collect();
                    memory.put(hash, Sentences(sentences))
                })
            })
            .collect())
    }
}

fn covered(
    text: &str,
    vector: &[f32],
    known: &[(&store::StoredPaper, Arc<Sentences>)],
) -> NovelSentence {
    let mut best: Option<(f32, &store::StoredPaper, &str)> = None;
    for (stored, sentences) in known {
        for (other, its) in &sentences.0 {
            let cosine = embed::cosine(vector, its);
            // Among equals the nearer paper's counts: it comes first.
            if best.is_none_or(|(so_far, ..)| cosine > so_far) {
                best = Some((cosine, stored, other));
            }
        }
    }
    NovelSentence {
        text: text.to_owned(),
        coverage: best.map_or(0.0, |(cosine, ..)| coverage(cosine)),
        nearest: best.map(|(_, stored, other)| KnownSentence {
            id: stored.id,
            key: stored.key.clone(),
            title: stored.paper.title.clone(),
            text: other.to_owned(),
        }),
    }
}

fn coverage(cosine: f32) -> f32 {
    ((cosine - APART) / (ALIKE - APART)).clamp(0.0, 1.0)
}

fn summary(stored: &store::StoredPaper) -> String {
    stored.paper.abstract_text.clone().unwrap_or_default()
}

fn nothing(note: String) -> Novelty {
    Novelty {
        nearest: None,
        sentences: Vec::new(),
        note,
    }
}

#[cfg(test)]
mod tests {
    use super::coverage;

    #[test]
    fn coverage_is_a_share_whatever_the_cosine() {
        assert_eq!(coverage(-1.0), 0.0);
        assert_eq!(coverage(0.3), 0.0);
        assert!((coverage(0.6) - 0.5).abs() < 1e-6);
        assert_eq!(coverage(1.0), 1.0);
    }
}
