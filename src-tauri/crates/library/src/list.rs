//! The list: one page of a view, in an order, with or without a query. Work is for the page, not
//! for the library.

use std::borrow::Cow;
use std::collections::HashMap;
use std::time::Instant;

use search::Query;
use store::ListQuery;

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};
use crate::find::{self, Hit};
use crate::{authors, saved, triage};

/// A page when the request does not say how long.
const DEFAULT_LIMIT: usize = 100;

const MOST: usize = 1_000;

impl Library {
    pub fn list(&self, request: ListRequest) -> Result<ListResponse> {
        let started = Instant::now();
        let limit = match request.limit {
            0 => DEFAULT_LIMIT,
            limit => limit.min(MOST),
        };
        let query = Query::parse(&request.query);
        let mut query_errors = find::query_errors(&query);
        let (total, rows) = if let (true, View::Saved { id }) = (query.is_empty(), &request.view) {
            let answer = self.saved_answer(*id)?;
            query_errors = of_saved(&answer);
            let (total, ids) = self.page(&request, None, request.offset, limit)?;
            (total, self.hit_rows(answer.query(), &ids, &answer.hits)?)
        } else if query.is_empty() {
            let (total, ids) = self.page(&request, None, request.offset, limit)?;
            (total, self.rows(&ids)?)
        } else if request.sort == Sort::Relevance {
            let found = self.find(&query, &request.view, request.mode, request.offset, limit)?;
            let ids: Vec<PaperId> = found.hits.iter().map(|hit| hit.id).collect();
            (found.total, self.hit_rows(&query, &ids, &found.hits)?)
        } else {
            let ids = self.everything(&query, &request.view)?;
            let (total, ids) = self.page(&request, Some(&ids), request.offset, limit)?;
            (total, self.marked_rows(&query, &ids)?)
        };
        Ok(ListResponse {
            total,
            rows,
            seconds: started.elapsed().as_secs_f64(),
            query_errors,
        })
    }

    /// The ids alone, in the list's order: what a selection over unseen rows needs.
    pub fn list_ids(&self, request: ListRequest) -> Result<IdsResponse> {
        let query = Query::parse(&request.query);
        let limit = if request.limit == 0 {
            usize::MAX
        } else {
            request.limit
        };
        let ids = if query.is_empty() {
            self.page(&request, None, request.offset, limit)?.1
        } else if request.sort == Sort::Relevance {
            let limit = limit.min(self.paper_count()?.max(1));
            self.find(&query, &request.view, request.mode, request.offset, limit)?
                .hits
                .into_iter()
                .map(|hit| hit.id)
                .collect()
        } else {
            let all = self.everything(&query, &request.view)?;
            self.page(&request, Some(&all), request.offset, limit)?.1
        };
        Ok(IdsResponse { ids })
    }

    /// Every paper a query finds by words, in no order.
    pub(crate) fn everything(&self, query: &Query, view: &View) -> Result<Vec<PaperId>> {
        let filter = self.filter(view, query)?;
        Ok(self.fresh_index()?.all_ids(query, &filter)?)
    }

    fn page(
        &self,
        request: &ListRequest,
        among: Option<&[PaperId]>,
        offset: usize,
        limit: usize,
    ) -> Result<(usize, Vec<PaperId>)> {
        if request.sort == Sort::Nearness {
            let kept = self.store().read(|reader| reader.kept_ids())?;
            return self.by_nearness(&request.view, &kept, among, offset, limit);
        }
        let (sort, descending) = stored_sort(request.sort, &request.view);
        let (view, among) = self.scope(&request.view, among)?;
        Ok(self.store().read(|reader| {
            reader.list_ids(&ListQuery {
                view,
                among: among.as_deref(),
                sort,
                descending: request.descending.unwrap_or(descending),
                offset,
                limit,
            })
        })?)
    }

    /// The inbox, nearest to a collection's papers first.
    pub fn inbox_near_collection(&self, collection: i64) -> Result<Vec<PaperId>> {
        let kept = self
            .store()
            .read(|reader| reader.collection_papers(collection))?;
        Ok(self
            .by_nearness(&View::Inbox, &kept, None, 0, usize::MAX)?
            .1)
    }

    /// Nearest to the kept papers first; papers without a vector last, in the digest's order.
    fn by_nearness(
        &self,
        view: &View,
        kept: &[PaperId],
        among: Option<&[PaperId]>,
        offset: usize,
        limit: usize,
    ) -> Result<(usize, Vec<PaperId>)> {
        let (view, among) = self.scope(view, among)?;
        let (total, all) = self.store().read(|reader| {
            reader.list_ids(&ListQuery {
                view,
                among: among.as_deref(),
                limit: usize::MAX,
                ..ListQuery::default()
            })
        })?;
        let vectors = self.meaning().vectors();
        let mut middle: Option<Vec<f32>> = None;
        for vector in kept.iter().filter_map(|id| vectors.get(*id)) {
            match &mut middle {
                None => middle = Some(vector.to_vec()),
                Some(sum) => sum
                    .iter_mut()
                    .zip(vector)
                    .for_each(|(sum, part)| *sum += part),
            }
        }
        let near = |id: PaperId| -> f32 {
            match (&middle, vectors.get(id)) {
                (Some(middle), Some(vector)) => middle.iter().zip(vector).map(|(a, b)| a * b).sum(),
                _ => f32::NEG_INFINITY,
            }
        };
        let mut scored: Vec<(PaperId, f32)> = all.into_iter().map(|id| (id, near(id))).collect();
        // Stable: equally near papers stay in the digest's order.
        scored.sort_by(|a, b| b.1.total_cmp(&a.1));
        Ok((
            total,
            scored
                .into_iter()
                .skip(offset)
                .take(limit)
                .map(|(id, _)| id)
                .collect(),
        ))
    }

    /// A view as the store knows it, with the papers it is narrowed to: those of `among`, and of a
    /// saved search those that it finds, best first.
    pub(crate) fn scope<'a>(
        &self,
        view: &View,
        among: Option<&'a [PaperId]>,
    ) -> Result<(store::View, Option<Cow<'a, [PaperId]>>)> {
        let stored = match view {
            View::Inbox => store::View::Inbox,
            View::Library => store::View::Library,
            View::Included => store::View::Included,
            View::Maybe => store::View::Maybe,
            View::Excluded => store::View::Excluded,
            View::Trash => store::View::Trash,
            View::Starred => store::View::Starred,
            View::Digest { id } => store::View::Digest(*id),
            View::Collection { id } => store::View::Collection(*id),
            View::Tag { name } => store::View::Tag(name.clone()),
            View::Saved { id } => {
                let answer = self.saved_answer(*id)?;
                let found = match among {
                    None => answer.hits.iter().map(|hit| hit.id).collect(),
                    Some(among) => among
                        .iter()
                        .copied()
                        .filter(|id| answer.papers.binary_search(id).is_ok())
                        .collect(),
                };
                return Ok((store::View::Library, Some(Cow::Owned(found))));
            }
        };
        Ok((stored, among.map(Cow::Borrowed)))
    }

    fn rows(&self, ids: &[PaperId]) -> Result<Vec<PaperRow>> {
        let (rows, mut watched) = self
            .store()
            .read(|reader| Ok::<_, Error>((reader.rows(ids)?, Library::watched(reader, ids)?)))?;
        Ok(rows
            .into_iter()
            .map(|found| PaperRow {
                watched: watched.remove(&found.id).unwrap_or_default(),
                ..row(found)
            })
            .collect())
    }

    /// Rows that say why they are hits; `hits` may be more than the page's.
    fn hit_rows(&self, query: &Query, ids: &[PaperId], hits: &[Hit]) -> Result<Vec<PaperRow>> {
        let mut rows = self.marked_rows(query, ids)?;
        let reasons: HashMap<PaperId, HitWhy> = hits.iter().map(|hit| (hit.id, hit.why)).collect();
        for row in &mut rows {
            row.why = reasons.get(&row.id).copied();
            if row.why == Some(HitWhy::Meaning)
                && let Some(snippet) = &mut row.snippet
            {
                snippet.ranges.clear();
            }
        }
        Ok(rows)
    }

    fn marked_rows(&self, query: &Query, ids: &[PaperId]) -> Result<Vec<PaperRow>> {
        let index = self.fresh_index()?;
        let mut rows = self.rows(ids)?;
        let papers = self.store().read(|reader| reader.papers(ids))?;
        let marker = &index.marker(query)?;
        // Marking reads every abstract of the page: half of a keystroke's time on one thread.
        let threads = std::thread::available_parallelism()
            .map_or(1, usize::from)
            .min(4);
        let share = rows.len().div_ceil(threads).max(1);
        std::thread::scope(|scope| {
            for (rows, papers) in rows.chunks_mut(share).zip(papers.chunks(share)) {
                scope.spawn(move || {
                    for (row, stored) in rows.iter_mut().zip(papers) {
                        row.title_ranges = marker.ranges("title", &row.title);
                        row.snippet = find::snippet(marker, stored, HitWhy::Words);
                    }
                });
            }
        });
        Ok(rows)
    }
}

fn row(row: store::Row) -> PaperRow {
    let mut badges = Vec::new();
    if row.doubtful {
        badges.push(Badge::NearDuplicate);
    }
    if row.has_version {
        badges.push(Badge::PublishedVersion);
    }
    PaperRow {
        id: row.id,
        key: row.key,
        title: row.title,
        authors: authors::short(&row.authors),
        year: row.year,
        venue: row.venue,
        decision: triage::shown(row.decision),
        reason: row.reason,
        stars: row.stars,
        tags: row.tags,
        has_note: row.has_note,
        has_abstract: row.has_abstract,
        seen: row.seen,
        new: row.new,
        badges,
        snippet: None,
        title_ranges: Vec::new(),
        why: None,
        watched: Vec::new(),
    }
}

/// What of a saved search's query was not understood. It has no place in the search box.
fn of_saved(answer: &saved::Answer) -> Vec<QueryError> {
    let errors = find::query_errors(answer.query());
    errors
        .into_iter()
        .map(|error| QueryError {
            message: format!("Saved search “{}”: {}", answer.name(), error.message),
            start: 0,
            end: 0,
        })
        .collect()
}

/// The store's order, and whether it is turned round unless the reader says otherwise: times and
/// stars are asked for greatest first, names from the beginning.
fn stored_sort(sort: Sort, view: &View) -> (store::Sort, bool) {
    match sort {
        Sort::Relevance | Sort::Manual if matches!(view, View::Collection { .. }) => {
            (store::Sort::Manual, false)
        }
        Sort::Relevance if matches!(view, View::Saved { .. }) => (store::Sort::Given, false),
        // `Nearness` is ranked here, not by the store.
        Sort::Relevance | Sort::Digest | Sort::Manual | Sort::Nearness => {
            (store::Sort::Digest, false)
        }
        Sort::Added => (store::Sort::Added, true),
        Sort::Date => (store::Sort::Date, true),
        Sort::Title => (store::Sort::Title, false),
        Sort::Author => (store::Sort::Author, false),
        Sort::Stars => (store::Sort::Stars, true),
    }
}
