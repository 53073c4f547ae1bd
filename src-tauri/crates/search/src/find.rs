//! Answers queries: the best hits of a view, all of them, or which of some papers are among them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Searcher, SegmentReader, Term};

use crate::document::Decision;
use crate::error::Result;
use crate::evaluate::{Scores, can_relax, narrow, scores};
use crate::index::Index;
use crate::plan::plan;
use crate::query::{Query, QueryError};
use crate::schema::{self, ID, collection_flag, digest_flag, tag_flag};

/// Which papers are looked through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum View {
    Inbox,
    /// All but the trash.
    #[default]
    Library,
    Included,
    Excluded,
    Maybe,
    Starred,
    Trash,
    Digest(i64),
    Collection(i64),
    /// By its exact name.
    Tag(String),
    /// Those with these numbers, given in ascending order; without the trash.
    Papers(Arc<[i64]>),
}

/// A view, and what the query's names mean.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub view: View,
    /// Names and numbers of the collections that `in:` may mean; compared without case.
    pub collections: Vec<(String, i64)>,
}

impl From<View> for Filter {
    fn from(view: View) -> Filter {
        Filter {
            view,
            collections: Vec::new(),
        }
    }
}

/// A page of hits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// How many papers match in all.
    pub total: usize,
    /// Best first; equal scores by id.
    pub hits: Vec<Hit>,
    /// No paper has all the words: these have most of them.
    pub relaxed: bool,
    /// Names in the query that mean nothing; they were passed over.
    pub unknown: Vec<QueryError>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    pub id: i64,
    /// Only to be compared with others of the same search.
    pub score: f32,
}

/// Every segment's scores, zero for what does not match.
struct Answer {
    segments: Vec<Scores>,
    total: usize,
    relaxed: bool,
    unknown: Vec<QueryError>,
}

impl Index {
    /// The best matches of a query within a view: `limit` of them after the first `offset`.
    pub fn search(
        &self,
        query: &Query,
        filter: &Filter,
        limit: usize,
        offset: usize,
    ) -> Result<Found> {
        let searcher = self.searcher();
        let answer = self.answer(&searcher, query, filter)?;
        let wanted = limit.saturating_add(offset).min(answer.total);
        // Positive scores compare as their bits do. The worst kept is on top.
        let mut kept: BinaryHeap<Reverse<(u32, Reverse<i64>)>> =
            BinaryHeap::with_capacity(wanted + 1);
        if wanted > 0 && limit > 0 {
            for (reader, scores) in searcher.segment_readers().iter().zip(&answer.segments) {
                let ids = reader.fast_fields().i64(ID)?;
                for (doc, score) in matches(scores) {
                    let full = kept.len() == wanted;
                    if full
                        && kept
                            .peek()
                            .is_some_and(|Reverse((worst, _))| score.to_bits() < *worst)
                    {
                        continue;
                    }
                    let Some(id) = ids.first(doc) else { continue };
                    kept.push(Reverse((score.to_bits(), Reverse(id))));
                    if full {
                        kept.pop();
                    }
                }
            }
        }
        let hits = kept
            .into_sorted_vec()
            .into_iter()
            .skip(offset)
            .take(limit)
            .map(|Reverse((score, Reverse(id)))| Hit {
                id,
                score: f32::from_bits(score),
            })
            .collect();
        Ok(Found {
            total: answer.total,
            hits,
            relaxed: answer.relaxed,
            unknown: answer.unknown,
        })
    }

    /// The ids of all matches, ascending.
    pub fn all_ids(&self, query: &Query, filter: &Filter) -> Result<Vec<i64>> {
        let searcher = self.searcher();
        let answer = self.answer(&searcher, query, filter)?;
        let mut found = Vec::with_capacity(answer.total);
        for (reader, scores) in searcher.segment_readers().iter().zip(&answer.segments) {
            let ids = reader.fast_fields().i64(ID)?;
            found.extend(matches(scores).filter_map(|(doc, _)| ids.first(doc)));
        }
        found.sort_unstable();
        Ok(found)
    }

    /// Those of `ids` that match, in the order given.
    pub fn matches(&self, query: &Query, filter: &Filter, ids: &[i64]) -> Result<Vec<i64>> {
        let searcher = self.searcher();
        let answer = self.answer(&searcher, query, filter)?;
        let mut found = Vec::new();
        for &id in ids {
            let term = self.schema.id_term(id);
            for (reader, scores) in searcher.segment_readers().iter().zip(&answer.segments) {
                let postings = reader
                    .inverted_index(term.field())?
                    .read_block_postings(&term, IndexRecordOption::Basic)?;
                let matching =
                    |doc: &DocId| scores.get(*doc as usize).is_some_and(|score| *score > 0.0);
                if postings.is_some_and(|postings| postings.docs().iter().any(matching)) {
                    found.push(id);
                    break;
                }
            }
        }
        Ok(found)
    }

    fn answer(&self, searcher: &Searcher, query: &Query, filter: &Filter) -> Result<Answer> {
        let planned = plan(query, searcher, &self.schema, &filter.collections)?;
        let view: Vec<Term> = flags(&filter.view)
            .iter()
            .map(|flag| Term::from_field_text(self.schema.flag, flag))
            .collect();
        let mut answer = Answer {
            segments: Vec::new(),
            total: 0,
            relaxed: false,
            unknown: planned.unknown.clone(),
        };
        for relaxed in [false, true] {
            if relaxed && (answer.total > 0 || query.strict || !can_relax(&planned.plan)) {
                break;
            }
            answer.segments.clear();
            answer.relaxed = relaxed;
            for reader in searcher.segment_readers() {
                let mut scores = scores(&planned, reader, relaxed)?;
                narrow(&mut scores, reader, &view)?;
                if let View::Papers(among) = &filter.view {
                    keep(&mut scores, reader, among)?;
                }
                if let Some(alive) = reader.alive_bitset() {
                    for (doc, score) in (0..).zip(&mut scores) {
                        if !alive.is_alive(doc) {
                            *score = 0.0;
                        }
                    }
                }
                answer.total += scores.iter().filter(|score| **score > 0.0).count();
                answer.segments.push(scores);
            }
        }
        answer.relaxed &= answer.total > 0;
        Ok(answer)
    }
}

fn matches(scores: &Scores) -> impl Iterator<Item = (DocId, f32)> {
    (0..)
        .zip(scores)
        .filter(|(_, score)| **score > 0.0)
        .map(|(doc, score)| (doc, *score))
}

/// Sets to zero what is not among some papers.
fn keep(scores: &mut Scores, reader: &SegmentReader, among: &[i64]) -> Result<()> {
    let ids = reader.fast_fields().i64(ID)?;
    for (doc, score) in (0..).zip(scores) {
        let kept = |id| among.binary_search(&id).is_ok();
        if *score > 0.0 && !ids.first(doc).is_some_and(kept) {
            *score = 0.0;
        }
    }
    Ok(())
}

/// The flags that every paper of a view has.
fn flags(view: &View) -> Vec<String> {
    let own = match view {
        View::Library | View::Papers(_) => return vec![schema::LIVE.to_owned()],
        View::Trash => return vec![schema::TRASHED.to_owned()],
        View::Inbox => Decision::Inbox.flag().to_owned(),
        View::Included => Decision::Include.flag().to_owned(),
        View::Excluded => Decision::Exclude.flag().to_owned(),
        View::Maybe => Decision::Maybe.flag().to_owned(),
        View::Starred => schema::STARRED.to_owned(),
        View::Digest(id) => digest_flag(*id),
        View::Collection(id) => collection_flag(*id),
        View::Tag(name) => tag_flag(name),
    };
    vec![schema::LIVE.to_owned(), own]
}
