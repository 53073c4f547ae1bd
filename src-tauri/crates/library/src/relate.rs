//! Nearest papers by meaning, each with its reason: the nearest pair of sentences, and what both have
//! in common of rare words, authors, tags and collections. A reason is computed or left out, never made up.

use std::time::Instant;

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

impl Library {
    pub fn related(&self, request: RelatedRequest) -> Result<RelatedResponse> {
        if request.of.is_empty() {
            return Err(Error::user("bad_request", "Name at least one paper."));
        }
        let limit = match request.limit {
            0 => DEFAULT_LIMIT,
            limit => limit.min(MOST),
        };
        self.must_exist(&request.of)?;
        // The papers asked about come first: without a vector of theirs there is no answer.
        self.embed_asked(&request.of)?;
        let started = Instant::now();
        let nearest = self.nearest(&request.of, limit)?;
        let ids: Vec<PaperId> = nearest.iter().map(|(id, _)| *id).collect();
        let mut hits: Vec<RelatedHit> = self
            .store()
            .read(|reader| reader.papers(&ids))?
            .into_iter()
            .zip(&nearest)
            .map(|(stored, (_, score))| RelatedHit {
                id: stored.id,
                key: stored.key,
                authors: authors::short(&stored.paper.authors),
                year: stored.paper.date.map(|date| date.year),
                title: stored.paper.title,
                decision: triage::shown(stored.decision),
                score: *score,
                near_duplicate: *score >= NEAR_DUPLICATE,
                why: None,
            })
            .collect();
        let seconds = started.elapsed().as_secs_f64();
        if request.why {
            let reasons = self.reasons(&request.of, &ids)?;
            for (hit, why) in hits.iter_mut().zip(reasons) {
                hit.why = Some(why);
            }
        }
        Ok(RelatedResponse {
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

    pub(crate) fn embed_asked(&self, ids: &[PaperId]) -> Result<()> {
        let missing: Vec<PaperId> = {
            let vectors = self.meaning().vectors();
            ids.iter()
                .copied()
                .filter(|id| vectors.get(*id).is_none())
                .collect()
        };
        if missing.is_empty() {
            return Ok(());
        }
        let embedder = self.meaning().embedder()?;
        if self.folder().owned() {
            self.embed_papers(embedder.as_ref(), &missing)?;
        }
        Ok(())
    }

    /// Nearest first, without the asked papers and the trash.
    fn nearest(&self, of: &[PaperId], limit: usize) -> Result<Vec<(PaperId, f32)>> {
        let mut hidden = self.store().read(|reader| reader.trashed_ids())?;
        let mut vectors = self.meaning().vectors();
        if !of.iter().any(|id| vectors.get(*id).is_some()) {
            return Err(Error::user(
                "not_embedded",
                "This paper has not been embedded yet. `lectern embed` does it; the window does it by itself.",
            ));
        }
        loop {
            let queries: Vec<&[f32]> = of.iter().filter_map(|id| vectors.get(*id)).collect();
            let skip = |id: PaperId| of.contains(&id) || hidden.contains(&id);
            let near = vectors.nearest(&queries, limit, &skip);
            // A paper whose import was taken back has left its vector in the cache.
            let gone = self.store().read(|reader| {
                let mut gone = Vec::new();
                for (id, _) in &near {
                    if reader.title(*id)?.is_none() {
                        gone.push(*id);
                    }
                }
                Ok::<_, Error>(gone)
            })?;
            if gone.is_empty() {
                return Ok(near);
            }
            if self.folder().owned() {
                vectors.remove(&gone)?;
            }
            hidden.extend(gone);
        }
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
