//! Search: words and meaning, mixed so that meaning never pushes down a paper that has all the words
//! ([`mix`]). Every hit says which of the two found it.

use std::collections::BTreeSet;
use std::time::Instant;

use embed::Question;
use search::{Filter, Query};
use serde::Serialize;

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};
use crate::list::{self, OwnSort};
use crate::mix;

/// Hits by meaning mixed in with the hits by words.
const MEANING_HITS: usize = 20;

/// Below this cosine a short query and a paper have nothing to do with each other (measured on
/// the reference digest: unrelated pairs of a query and a paper stay under it).
const MEANING_FLOOR: f32 = 0.35;

/// Nearest papers looked at for each hit by meaning that hybrid search adds; a narrow view may
/// leave fewer hits, which is the price of an answer at every key.
const CANDIDATES: usize = 10;

/// How far search by meaning goes for its hits.
#[derive(Clone, Copy, Debug)]
enum Reach {
    /// Among the nearest papers of the library: quick enough for every keystroke.
    Nearest,
    /// Among all that the fields and the view leave.
    Everything,
}

/// What the command line asks.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    pub query: String,
    pub mode: SearchMode,
    pub limit: usize,
    pub offset: usize,
}

/// The shape of `lectern search --json`.
#[derive(Clone, Debug, Serialize)]
pub struct SearchResponse {
    pub query: String,
    pub mode: SearchMode,
    pub total: usize,
    pub seconds: f64,
    pub hits: Vec<SearchHit>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<QueryError>,
}

#[derive(Clone, Debug, Serialize)]
pub struct SearchHit {
    pub id: PaperId,
    pub key: String,
    pub title: String,
    pub authors: Vec<String>,
    pub year: Option<i32>,
    /// 0 where the query asks for another order than the best first.
    pub score: f32,
    pub why: HitWhy,
    pub snippet: Option<Snippet>,
}

/// One paper that a query found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub(crate) id: PaperId,
    pub(crate) score: f32,
    pub(crate) why: HitWhy,
}

/// A page of hits and how many there are in all.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) total: usize,
    pub(crate) hits: Vec<Hit>,
    /// What of the query means nothing in this library.
    pub(crate) unknown: Vec<search::QueryError>,
}

impl Library {
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResponse> {
        // Opening the index, catching up and loading the model are not the search's own time.
        let index = self.fresh_index()?;
        if request.mode != SearchMode::Words && self.meaning().present() {
            self.meaning().embedder()?;
        }
        let started = Instant::now();
        let query = self.query(&request.query);
        let found = match list::own_sort(&query) {
            Some(sort) => self.sorted(&query, sort, request.offset, request.limit)?,
            None => self.find(
                &query,
                &View::Library,
                request.mode,
                request.offset,
                request.limit,
            )?,
        };
        let ids: Vec<PaperId> = found.hits.iter().map(|hit| hit.id).collect();
        let papers = self.store().read(|reader| reader.papers(&ids))?;
        let marker = index.marker(&query)?;
        let mut hits = Vec::with_capacity(papers.len());
        for stored in papers {
            let Some(hit) = found.hits.iter().find(|hit| hit.id == stored.id) else {
                continue;
            };
            hits.push(SearchHit {
                id: stored.id,
                snippet: snippet(&marker, &stored, hit.why),
                key: stored.key,
                authors: stored
                    .paper
                    .authors
                    .iter()
                    .map(papers::Name::display)
                    .collect(),
                year: stored.paper.date.map(|date| date.year),
                title: stored.paper.title,
                score: hit.score,
                why: hit.why,
            });
        }
        Ok(SearchResponse {
            query: request.query.clone(),
            mode: request.mode,
            total: found.total,
            seconds: started.elapsed().as_secs_f64(),
            hits,
            errors: query_errors(&query, &found.unknown),
        })
    }

    /// A page of what a query finds within a view, best first.
    pub(crate) fn find(
        &self,
        query: &Query,
        view: &View,
        mode: SearchMode,
        offset: usize,
        limit: usize,
    ) -> Result<Found> {
        let filter = self.filter(view, query)?;
        let near = match mode {
            SearchMode::Words => Vec::new(),
            // Without the model hybrid search is search by words.
            SearchMode::Hybrid if !self.meaning().present() => Vec::new(),
            SearchMode::Hybrid => self.by_meaning(query, &filter, MEANING_HITS, Reach::Nearest)?,
            SearchMode::Meaning => {
                let most = limit.max(MEANING_HITS).saturating_add(offset);
                let near = self.by_meaning(query, &filter, most, Reach::Everything)?;
                let unknown = query.unknown(&filter.names);
                return Ok(meaning_only(near, unknown, offset, limit));
            }
        };
        let mut found = self.mixed(query, &filter, &near, offset, limit)?;
        if query.wants_likeness() && query.unknown(&filter.names).is_empty() {
            let alone = query.plain_words().is_empty();
            for hit in &mut found.hits {
                hit.why = match hit.why {
                    _ if alone => HitWhy::Meaning,
                    HitWhy::Words => HitWhy::Both,
                    other => other,
                };
            }
        }
        Ok(found)
    }

    /// What words find, with the papers near in meaning at their place among it.
    fn mixed(
        &self,
        query: &Query,
        filter: &Filter,
        near: &[(PaperId, f32)],
        offset: usize,
        limit: usize,
    ) -> Result<Found> {
        let index = self.fresh_index()?;
        let ids: Vec<PaperId> = near.iter().map(|(id, _)| *id).collect();
        let words = index.search(query, filter, limit, offset)?;
        if words.relaxed {
            let far = limit.saturating_add(offset).saturating_add(mix::FUSED);
            let most = index.search(query, filter, far, 0)?;
            let also = index.matches(query, filter, &ids)?.into_iter().collect();
            return Ok(mix::fused(&[], most, near, &also, offset, limit));
        }
        if words.total < mix::FEW && mix::may_misremember(query) {
            let all = match words.hits.len() == words.total {
                true => words.hits,
                false => index.search(query, filter, mix::FEW, 0)?.hits,
            };
            let most = index.search_most(query, filter, mix::FEW + mix::FUSED, 0)?;
            let most = mix::nearly(&all, most);
            let also = most.hits.iter().map(|hit| hit.id).collect();
            return Ok(mix::fused(&all, most, near, &also, offset, limit));
        }
        let also = index.matches(query, filter, &ids)?.into_iter().collect();
        Ok(mix::behind(words, near, &also, offset, limit))
    }

    /// Papers near the query's plain words, as far as they have vectors, nearest first. The
    /// query's fields and the view narrow the answer, whatever the words mean.
    fn by_meaning(
        &self,
        query: &Query,
        filter: &Filter,
        limit: usize,
        reach: Reach,
    ) -> Result<Vec<(PaperId, f32)>> {
        let words = query.plain_words();
        let letters: usize = words.split_whitespace().map(str::len).sum();
        if letters < 3 || self.meaning().vectors().is_empty() {
            return Ok(Vec::new());
        }
        let embedder = self.meaning().embedder()?;
        let Some(vector) = embedder.embed(&[&words])?.pop() else {
            return Ok(Vec::new());
        };
        let fields = query.without_plain_words();
        let index = self.fresh_index()?;
        let mut near = match reach {
            Reach::Nearest => {
                let candidates = limit * CANDIDATES;
                self.meaning()
                    .vectors()
                    .nearest(&[&vector], candidates, &|_| false)
            }
            Reach::Everything => {
                let allowed = index.all_ids(&fields, filter)?;
                let near = self.meaning().vectors().ask(&Question {
                    like: &[&vector],
                    unlike: &[],
                    limit,
                    among: Some(&allowed),
                    skip: &|_| false,
                });
                near.iter().map(|hit| (hit.paper, hit.score)).collect()
            }
        };
        near.retain(|(_, score)| *score >= MEANING_FLOOR);
        let ids: Vec<PaperId> = near.iter().map(|(id, _)| *id).collect();
        let kept: BTreeSet<PaperId> = index.matches(&fields, filter, &ids)?.into_iter().collect();
        near.retain(|(id, _)| kept.contains(id));
        near.truncate(limit);
        Ok(near)
    }

    /// A page of what a query finds by words, in the order that it asks for.
    fn sorted(&self, query: &Query, sort: OwnSort, offset: usize, limit: usize) -> Result<Found> {
        let (ids, unknown) = self.everything_told(query, &View::Library)?;
        let (total, ids) = self.store().read(|reader| {
            reader.list_ids(&store::ListQuery {
                view: store::View::Library,
                among: Some(&ids),
                sort: sort.by,
                descending: sort.descending,
                offset,
                limit,
            })
        })?;
        let hit = |id| Hit {
            id,
            score: 0.0,
            why: HitWhy::Words,
        };
        Ok(Found {
            total,
            hits: ids.into_iter().map(hit).collect(),
            unknown,
        })
    }

    /// What a query is narrowed by within a view; a saved search is asked for its papers.
    pub(crate) fn filter(&self, view: &View, query: &Query) -> Result<Filter> {
        let view = match view {
            View::Inbox => search::View::Inbox,
            View::Library => search::View::Library,
            View::Included => search::View::Included,
            View::Maybe => search::View::Maybe,
            View::Excluded => search::View::Excluded,
            View::Trash => search::View::Trash,
            View::Starred => search::View::Starred,
            View::Digest { id } => search::View::Digest(*id),
            View::Collection { id } => search::View::Collection(*id),
            View::Tag { name } => search::View::Tag(name.clone()),
            View::Saved { id } => search::View::Papers(self.saved_answer(*id)?.papers.clone()),
        };
        Ok(Filter {
            view,
            names: self.names_in(query)?,
        })
    }
}

fn meaning_only(
    near: Vec<(PaperId, f32)>,
    unknown: Vec<search::QueryError>,
    offset: usize,
    limit: usize,
) -> Found {
    let total = near.len();
    let hits = near
        .into_iter()
        .skip(offset)
        .take(limit)
        .map(|(id, score)| Hit {
            id,
            score,
            why: HitWhy::Meaning,
        })
        .collect();
    Found {
        total,
        hits,
        unknown,
    }
}

pub(crate) fn snippet(
    marker: &search::Marker,
    stored: &store::StoredPaper,
    why: HitWhy,
) -> Option<Snippet> {
    let authors = stored
        .paper
        .authors
        .iter()
        .map(papers::Name::display)
        .collect::<Vec<_>>()
        .join(", ");
    let empty = String::new();
    let abstract_text = stored.paper.abstract_text.as_ref().unwrap_or(&empty);
    if why == HitWhy::Meaning {
        // Nothing of it matches in words: the beginning is what there is to show.
        return (!abstract_text.is_empty()).then(|| Snippet {
            field: "abstract".to_owned(),
            text: abstract_text.chars().take(200).collect(),
            ranges: Vec::new(),
        });
    }
    let fields = [
        ("abstract", abstract_text.as_str()),
        ("note", stored.note.as_str()),
        ("authors", authors.as_str()),
        ("title", stored.paper.title.as_str()),
    ];
    marker.snippet(&fields).map(|found| Snippet {
        field: found.field,
        text: found.text,
        ranges: found.ranges,
    })
}

/// What of a query was not understood, and what means nothing here, in the order of its text.
pub(crate) fn query_errors(query: &Query, unknown: &[search::QueryError]) -> Vec<QueryError> {
    let mut errors: Vec<QueryError> = query
        .errors()
        .iter()
        .chain(unknown)
        .map(|error| QueryError {
            message: error.message.clone(),
            start: error.start,
            end: error.end,
        })
        .collect();
    errors.sort_by_key(|error| error.start);
    errors
}

impl Library {
    /// Papers that the words PAPER on a command line name, each of them existing.
    pub fn resolve(&self, names: &[String]) -> Result<Vec<PaperId>> {
        self.store().read(|reader| {
            let mut ids = Vec::new();
            for name in names {
                match reader.resolve(name)?.as_slice() {
                    [] => return Err(Error::no_such_paper(format_args!("{name:?}"))),
                    [id] => ids.push(*id),
                    several => {
                        let numbers: Vec<String> = several.iter().map(i64::to_string).collect();
                        return Err(Error::user(
                            "ambiguous_paper",
                            format!(
                                "{name:?} names several papers: {}. Say which by its number.",
                                numbers.join(", ")
                            ),
                        ));
                    }
                }
            }
            Ok(ids)
        })
    }
}
