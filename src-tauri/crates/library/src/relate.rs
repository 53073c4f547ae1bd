//! Nearest papers by meaning, each with its reason: the nearest pair of sentences, and what both have
//! in common of rare words, authors, tags and collections. A reason is computed or left out, never made up.

use std::collections::HashSet;
use std::time::Instant;

use embed::Question;

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};
use crate::{authors, triage};

/// Above this cosine two papers are so near that they may be one work in two wordings.
const NEAR_DUPLICATE: f32 = 0.97;

/// Hits when the request does not say how many.
const DEFAULT_LIMIT: usize = 10;

const MOST: usize = 200;

/// Shared rare words shown.
const TERMS: usize = 6;

/// Asked papers without a vector that are embedded on the spot; more would keep the reader
/// waiting, and the background does them anyway.
const EMBEDDED_AT_ONCE: usize = 8;

/// More asked papers are asked about as so many facets of them.
const FACETS: usize = 8;

/// Asked papers whose language is looked at; more would not change what there is to say.
const ASKED_LANGUAGE: usize = 100;

/// A neighbour of the asked papers.
struct Neighbour {
    id: PaperId,
    score: f32,
    /// The asked paper it is nearest to, and the cosine of the two.
    nearest: (PaperId, f32),
}

impl Library {
    pub fn related(&self, mut request: RelatedRequest) -> Result<RelatedResponse> {
        if let Some(collection) = request.collection {
            request.of = self.store().read(|reader| {
                let known = reader.collections()?.iter().any(|one| one.id == collection);
                if known {
                    Ok::<_, Error>(reader.collection_papers(collection)?)
                } else {
                    Err(Error::no_such_collection())
                }
            })?;
        }
        if request.of.is_empty() {
            return Err(match request.collection {
                None => Error::user("bad_request", "Name at least one paper."),
                Some(_) => Error::user("empty_collection", "This collection has no papers yet."),
            });
        }
        let limit = match request.limit {
            0 => DEFAULT_LIMIT,
            limit => limit.min(MOST),
        };
        self.must_exist(&request.of)?;
        self.must_exist(&request.unlike)?;
        // The papers asked about come first: without a vector of theirs there is no answer.
        self.embed_asked(&request.of)?;
        self.embed_asked(&request.unlike)?;
        // Opening the index and catching up are not the question's own time.
        if !request.query.is_empty() || request.view.is_some() {
            self.fresh_index()?;
        }
        let started = Instant::now();
        let near = self.nearest(&request, limit)?;
        let ids: Vec<PaperId> = near.iter().map(|neighbour| neighbour.id).collect();
        let mut hits: Vec<RelatedHit> = self
            .store()
            .read(|reader| reader.papers(&ids))?
            .into_iter()
            .zip(&near)
            .map(|(stored, neighbour)| RelatedHit {
                id: stored.id,
                key: stored.key,
                authors: authors::short(&stored.paper.authors),
                year: stored.paper.date.map(|date| date.year),
                title: stored.paper.title,
                decision: triage::shown(stored.decision),
                score: neighbour.score,
                near_duplicate: neighbour.nearest.1 >= NEAR_DUPLICATE,
                nearest: neighbour.nearest.0,
                why: None,
            })
            .collect();
        let seconds = started.elapsed().as_secs_f64();
        if request.why {
            for hit in &mut hits {
                let reasons = self.reasons(&[hit.nearest], &[hit.id])?;
                hit.why = reasons.into_iter().next();
            }
        }
        Ok(RelatedResponse {
            note: self.remark(&request.of)?,
            of: request.of,
            model: embed::MODEL_ID.to_owned(),
            seconds,
            hits,
        })
    }

    pub fn related_why(&self, request: WhyRequest) -> Result<RelatedWhy> {
        self.must_exist(&request.of)?;
        self.must_exist(&[request.hit])?;
        Ok(self
            .reasons(&request.of, &[request.hit])?
            .into_iter()
            .next()
            .unwrap_or_default())
    }

    pub(crate) fn must_exist(&self, ids: &[PaperId]) -> Result<()> {
        self.store().read(|reader| {
            for id in ids {
                if reader.title(*id)?.is_none() {
                    return Err(Error::no_such_paper(id));
                }
            }
            Ok(())
        })
    }

    /// Gives a vector to those of the papers that have none, as far as they are few. Without the
    /// model those that have one must do.
    pub(crate) fn embed_asked(&self, ids: &[PaperId]) -> Result<()> {
        let mut missing = self.not_embedded(ids);
        let some = missing.len() < ids.len();
        missing.truncate(EMBEDDED_AT_ONCE);
        if missing.is_empty() {
            return Ok(());
        }
        let embedder = match self.meaning().embedder() {
            Err(_) if some => return Ok(()),
            embedder => embedder?,
        };
        if self.folder().owned() {
            self.embed_papers(embedder.as_ref(), &missing)?;
        }
        Ok(())
    }

    fn not_embedded(&self, ids: &[PaperId]) -> Vec<PaperId> {
        let vectors = self.meaning().vectors();
        ids.iter()
            .copied()
            .filter(|id| vectors.get(*id).is_none())
            .collect()
    }

    /// Nearest first, without the papers named in the request and without the trash.
    fn nearest(&self, request: &RelatedRequest, limit: usize) -> Result<Vec<Neighbour>> {
        let among = self.asked_among(request)?;
        let mut hidden = match &request.view {
            Some(View::Trash) => HashSet::new(),
            _ => self.store().read(|reader| reader.trashed_ids())?,
        };
        hidden.extend(request.of.iter().chain(&request.unlike));
        let mut vectors = self.meaning().vectors();
        loop {
            let asked: Vec<(PaperId, &[f32])> = request
                .of
                .iter()
                .filter_map(|id| Some((*id, vectors.get(*id)?)))
                .collect();
            if asked.is_empty() {
                return Err(Error::user(
                    "not_embedded",
                    "This paper has not been embedded yet. `lectern embed` does it; the window does it by itself.",
                ));
            }
            let examples: Vec<&[f32]> = asked.iter().map(|(_, vector)| *vector).collect();
            let unlike: Vec<&[f32]> = request
                .unlike
                .iter()
                .filter_map(|id| vectors.get(*id))
                .collect();
            let facets = |papers: &[&[f32]]| embed::clusters::facets(papers, FACETS);
            let (like, unlike) = (facets(&examples), facets(&unlike));
            let near = vectors.ask(&Question {
                like: &borrowed(&like),
                unlike: &borrowed(&unlike),
                limit,
                among: among.as_deref(),
                skip: &|id| hidden.contains(&id),
            });
            // A paper whose import was taken back has left its vector in the cache.
            let gone = self.store().read(|reader| {
                let mut gone = Vec::new();
                for hit in &near {
                    if reader.title(hit.paper)?.is_none() {
                        gone.push(hit.paper);
                    }
                }
                Ok::<_, Error>(gone)
            })?;
            if gone.is_empty() {
                return Ok(near
                    .iter()
                    .filter_map(|hit| {
                        Some(Neighbour {
                            id: hit.paper,
                            score: hit.score,
                            nearest: nearest_of(&asked, vectors.get(hit.paper)?)?,
                        })
                    })
                    .collect());
            }
            if self.folder().owned() {
                vectors.remove(&gone)?;
            }
            hidden.extend(gone);
        }
    }

    /// What the request's query and view leave, ascending; none when they leave everything.
    fn asked_among(&self, request: &RelatedRequest) -> Result<Option<Vec<PaperId>>> {
        if request.query.trim().is_empty() && request.view.is_none() {
            return Ok(None);
        }
        let query = self.query(&request.query);
        let view = request.view.clone().unwrap_or_default();
        let filter = self.filter(&view, &query)?;
        Ok(Some(self.fresh_index()?.all_ids(&query, &filter)?))
    }

    /// What a reader should know about the papers asked about.
    fn remark(&self, of: &[PaperId]) -> Result<Option<String>> {
        let mut remarks = Vec::new();
        let missing = self.not_embedded(of).len();
        if missing > 0 {
            remarks.push(format!(
                "{missing} of the {} papers asked about have not been embedded yet and do not count.",
                of.len()
            ));
        }
        // The vectors answer without the model, which then has nothing to say about languages.
        if let Ok(pieces) = self.meaning().pieces() {
            let asked = of.get(..ASKED_LANGUAGE.min(of.len())).unwrap_or(of);
            let texts: Vec<String> = self
                .store()
                .read(|reader| reader.papers(asked))?
                .iter()
                .map(|stored| {
                    let summary = stored.paper.abstract_text.as_deref();
                    embed::text_of(&stored.paper.title, summary.unwrap_or_default())
                })
                .collect();
            match (pieces.hardly_read(&texts)?, asked.len()) {
                (0, _) => {}
                (_, 1) => remarks.push(
                    "The language model reads English and knows few of this paper's words: \
                     take its nearness to others as a hint."
                        .to_owned(),
                ),
                (some, all) => remarks.push(format!(
                    "The language model reads English and knows few words of {some} of the {all} \
                     papers: take their nearness to others as a hint."
                )),
            }
        }
        Ok((!remarks.is_empty()).then(|| remarks.join(" ")))
    }

    fn reasons(&self, of: &[PaperId], hits: &[PaperId]) -> Result<Vec<RelatedWhy>> {
        let (asked, found) = self
            .store()
            .read(|reader| Ok::<_, Error>((reader.papers(of)?, reader.papers(hits)?)))?;
        let text =
            |stored: &store::StoredPaper| stored.paper.abstract_text.clone().unwrap_or_default();
        let mine: String = asked.iter().map(text).collect::<Vec<_>>().join("\n");
        let theirs: Vec<String> = found.iter().map(text).collect();
        let pairs = match self.meaning().embedder() {
            Ok(embedder) => {
                let texts: Vec<&str> = theirs.iter().map(String::as_str).collect();
                embed::explain::best_pairs(embedder.as_ref(), &mine, &texts)?
            }
            Err(_) => vec![None; theirs.len()],
        };
        let index = self.fresh_index()?;
        let whole =
            |stored: &store::StoredPaper| format!("{}. {}", stored.paper.title, text(stored));
        let all_mine: String = asked.iter().map(whole).collect::<Vec<_>>().join("\n");
        let my_tags = self.tags_of(of)?;
        let my_collections = self.collections_of(of)?;
        let my_authors: Vec<&papers::Name> = asked
            .iter()
            .flat_map(|stored| &stored.paper.authors)
            .collect();
        let mut reasons = Vec::with_capacity(found.len());
        for (stored, pair) in found.iter().zip(pairs) {
            let tags = self.tags_of(&[stored.id])?;
            reasons.push(RelatedWhy {
                sentences: pair.map(|pair| vec![pair.of, pair.hit]).unwrap_or_default(),
                terms: index.rare_terms(&all_mine, &whole(stored), TERMS)?,
                tags: tags
                    .into_iter()
                    .filter(|tag| my_tags.contains(tag))
                    .collect(),
                authors: authors::shared(&my_authors, &stored.paper.authors),
                collections: self
                    .collections_of(&[stored.id])?
                    .into_iter()
                    .filter(|name| my_collections.contains(name))
                    .collect(),
            });
        }
        Ok(reasons)
    }

    /// The names of the collections that hold any of these papers, in the order of their numbers.
    fn collections_of(&self, ids: &[PaperId]) -> Result<Vec<String>> {
        self.store().read(|reader| {
            let mut held = Vec::new();
            for id in ids {
                held.extend(reader.collections_of(*id)?);
            }
            if held.is_empty() {
                return Ok(Vec::new());
            }
            let mut collections = reader.collections()?;
            collections.retain(|collection| held.contains(&collection.id));
            Ok(collections
                .into_iter()
                .map(|collection| collection.name)
                .collect())
        })
    }

    fn tags_of(&self, ids: &[PaperId]) -> Result<Vec<String>> {
        self.store().read(|reader| {
            let mut all = Vec::new();
            for id in ids {
                all.extend(reader.tags(*id)?);
            }
            Ok(all)
        })
    }
}

fn borrowed(vectors: &[Vec<f32>]) -> Vec<&[f32]> {
    vectors.iter().map(Vec::as_slice).collect()
}

/// The asked paper nearest to a vector, and the cosine; among equals the one asked first.
fn nearest_of(asked: &[(PaperId, &[f32])], vector: &[f32]) -> Option<(PaperId, f32)> {
    asked
        .iter()
        .map(|(id, other)| (*id, other.iter().zip(vector).map(|(x, y)| x * y).sum()))
        .reduce(|best, other: (PaperId, f32)| if other.1 > best.1 { other } else { best })
}
