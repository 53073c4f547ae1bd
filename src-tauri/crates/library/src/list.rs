//! The list: one page of a view, in an order, with or without a query. Work is for the page, not
//! for the library.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;
use std::time::Instant;

use search::{Query, SortBy};
use store::ListQuery;

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};
use crate::find::{self, Found, Hit};
use crate::{authors, saved, triage};

/// A page when the request does not say how long.
const DEFAULT_LIMIT: usize = 100;

const MOST: usize = 1_000;

/// The papers that are left, and what of a query means nothing.
type Among = (Option<Vec<PaperId>>, Vec<search::QueryError>);

impl Library {
    pub fn list(&self, mut request: ListRequest) -> Result<ListResponse> {
        let started = Instant::now();
        let limit = match request.limit {
            0 => DEFAULT_LIMIT,
            limit => limit.min(MOST),
        };
        let query = self.query(&request.query);
        take_own_sort(&mut request, &query);
        let note = match query.is_empty() {
            true => None,
            false => self.index_note()?,
        };
        let mut of_the_view = Vec::new();
        let (total, mut rows, unknown) = if !query.is_empty() && request.sort == Sort::Relevance {
            let found = self.best_hits(&query, &request, limit)?;
            let ids: Vec<PaperId> = found.hits.iter().map(|hit| hit.id).collect();
            let rows = self.hit_rows(&query, &ids, &found.hits)?;
            (found.total, rows, found.unknown)
        } else {
            let (among, unknown) = self.among(&query, &request)?;
            let (total, ids) = self.page(&request, among.as_deref(), request.offset, limit)?;
            let rows = match &request.view {
                View::Saved { id } if query.is_empty() => {
                    let answer = self.saved_answer(*id)?;
                    of_the_view = of_saved(&answer);
                    self.hit_rows(answer.query(), &ids, &answer.hits)?
                }
                _ if query.is_empty() => self.rows(&ids)?,
                _ => self.marked_rows(&query, &ids)?,
            };
            (total, rows, unknown)
        };
        match request.sort {
            Sort::Nearness => self.nearness_cues(&mut rows, request.near)?,
            Sort::Ranking | Sort::Uncertain => self.decision_cues(&mut rows)?,
            _ => {}
        }
        let mut query_errors = find::query_errors(&query, &unknown);
        query_errors.extend(of_the_view);
        // No part of the query is meant.
        query_errors.extend(note.map(|message| QueryError {
            message,
            start: 0,
            end: 0,
        }));
        Ok(ListResponse {
            total,
            rows,
            seconds: started.elapsed().as_secs_f64(),
            query_errors,
        })
    }

    /// The ids alone, in the list's order: what a selection over unseen rows needs.
    pub fn list_ids(&self, mut request: ListRequest) -> Result<IdsResponse> {
        let query = self.query(&request.query);
        take_own_sort(&mut request, &query);
        let limit = if request.limit == 0 {
            usize::MAX
        } else {
            request.limit
        };
        let ids = if !query.is_empty() && request.sort == Sort::Relevance {
            let limit = limit.min(self.paper_count()?.max(1));
            self.best_hits(&query, &request, limit)?
                .hits
                .into_iter()
                .map(|hit| hit.id)
                .collect()
        } else {
            let (among, _) = self.among(&query, &request)?;
            self.page(&request, among.as_deref(), request.offset, limit)?
                .1
        };
        Ok(IdsResponse { ids })
    }

    /// A page of what a query finds, best first, of the chosen topic if one is chosen.
    fn best_hits(&self, query: &Query, request: &ListRequest, limit: usize) -> Result<Found> {
        let (view, mode) = (&request.view, request.mode);
        let Some(topic) = &request.topic else {
            return self.find(query, view, mode, request.offset, limit);
        };
        let papers = self.topic_papers(view, &request.query, topic)?;
        let all = self.paper_count()?.max(1);
        let mut found = self.find(query, view, mode, 0, all)?;
        found
            .hits
            .retain(|hit| papers.binary_search(&hit.id).is_ok());
        found.total = found.hits.len();
        found.hits = found
            .hits
            .into_iter()
            .skip(request.offset)
            .take(limit)
            .collect();
        Ok(found)
    }

    /// What the query and the topic leave of a view, in no order, `None` for all of it; and what of
    /// the query means nothing here.
    fn among(&self, query: &Query, request: &ListRequest) -> Result<Among> {
        match &request.topic {
            None if !query.is_empty() => {
                let (ids, unknown) = self.everything_told(query, &request.view)?;
                Ok((Some(ids), unknown))
            }
            topic => {
                let papers = match topic {
                    Some(topic) => Some(self.topic_papers(&request.view, &request.query, topic)?),
                    None => None,
                };
                Ok((papers, query.unknown(&self.names_in(query)?)))
            }
        }
    }

    /// Every paper a query finds by words, in no order.
    pub(crate) fn everything(&self, query: &Query, view: &View) -> Result<Vec<PaperId>> {
        let filter = self.filter(view, query)?;
        Ok(self.fresh_index()?.all_ids(query, &filter)?)
    }

    /// The same, and what of the query means nothing here.
    pub(crate) fn everything_told(
        &self,
        query: &Query,
        view: &View,
    ) -> Result<(Vec<PaperId>, Vec<search::QueryError>)> {
        let filter = self.filter(view, query)?;
        let index = self.fresh_index()?;
        let ids = index.all_ids(query, &filter)?;
        Ok((ids, index.unknown(query, &filter.names)?))
    }

    fn page(
        &self,
        request: &ListRequest,
        among: Option<&[PaperId]>,
        offset: usize,
        limit: usize,
    ) -> Result<(usize, Vec<PaperId>)> {
        if let Sort::Nearness | Sort::Ranking | Sort::Uncertain = request.sort {
            return self.page_by_meaning(request, among, offset, limit);
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

    /// A page of an order that vectors make: over the whole view, equals as the digests list them.
    fn page_by_meaning(
        &self,
        request: &ListRequest,
        among: Option<&[PaperId]>,
        offset: usize,
        limit: usize,
    ) -> Result<(usize, Vec<PaperId>)> {
        let (view, among) = self.scope(&request.view, among)?;
        let (total, all) = self.store().read(|reader| {
            reader.list_ids(&ListQuery {
                view,
                among: among.as_deref(),
                limit: usize::MAX,
                ..ListQuery::default()
            })
        })?;
        let mut ids = match request.sort {
            Sort::Ranking => self.by_decisions(all, false)?,
            Sort::Uncertain => self.by_decisions(all, true)?,
            _ => self.by_nearness(all, request.near)?,
        };
        if request.descending == Some(false) {
            ids.reverse();
            // What has no vector has no place, and stays behind.
            let vectors = self.meaning().vectors();
            ids.sort_by_key(|id| vectors.get(*id).is_none());
        }
        Ok((total, ids.into_iter().skip(offset).take(limit).collect()))
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
        // Asking the system how many cores there are reads files.
        static THREADS: OnceLock<usize> = OnceLock::new();
        let threads = *THREADS.get_or_init(|| {
            std::thread::available_parallelism()
                .map_or(1, usize::from)
                .min(4)
        });
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
        rank: None,
    }
}

/// What of a saved search's query was not understood. It has no place in the search box.
fn of_saved(answer: &saved::Answer) -> Vec<QueryError> {
    let errors = find::query_errors(answer.query(), &[]);
    errors
        .into_iter()
        .map(|error| QueryError {
            message: format!("Saved search “{}”: {}", answer.name(), error.message),
            start: 0,
            end: 0,
        })
        .collect()
}

/// An order that a query asks for, as the store knows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnSort {
    pub(crate) by: store::Sort,
    pub(crate) descending: bool,
}

/// `None` where the best match comes first.
pub(crate) fn own_sort(query: &Query) -> Option<OwnSort> {
    let wanted = query.sort()?;
    let (by, descending) = stored_sort(asked(wanted.by)?, &View::Library);
    Some(OwnSort {
        by,
        descending: descending != wanted.reversed,
    })
}

fn asked(by: SortBy) -> Option<Sort> {
    Some(match by {
        SortBy::Relevance => return None,
        SortBy::Date => Sort::Date,
        SortBy::Title => Sort::Title,
        SortBy::Author => Sort::Author,
        SortBy::Added => Sort::Added,
        SortBy::Stars => Sort::Stars,
    })
}

/// A query's own order counts where the list has no other than the best match.
fn take_own_sort(request: &mut ListRequest, query: &Query) {
    if request.sort == Sort::Relevance
        && let Some(sort) = own_sort(query)
        && let Some(by) = query.sort().and_then(|wanted| asked(wanted.by))
    {
        request.sort = by;
        request.descending = Some(sort.descending);
    }
}

/// The store's order, and whether it is turned round unless the reader says otherwise: times and
/// stars are asked for greatest first, names from the beginning.
fn stored_sort(sort: Sort, view: &View) -> (store::Sort, bool) {
    match sort {
        Sort::Relevance | Sort::Manual if matches!(view, View::Collection { .. }) => {
            (store::Sort::Manual, false)
        }
        Sort::Relevance if matches!(view, View::Saved { .. }) => (store::Sort::Given, false),
        // Orders by meaning are made here, not by the store.
        Sort::Relevance
        | Sort::Digest
        | Sort::Manual
        | Sort::Nearness
        | Sort::Ranking
        | Sort::Uncertain => (store::Sort::Digest, false),
        Sort::Added => (store::Sort::Added, true),
        Sort::Date => (store::Sort::Date, true),
        Sort::Title => (store::Sort::Title, false),
        Sort::Author => (store::Sort::Author, false),
        Sort::Stars => (store::Sort::Stars, true),
    }
}
