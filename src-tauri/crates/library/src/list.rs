//! The list: one page of a view, in an order, with or without a query. Work is for the page, not
//! for the library.

use std::time::Instant;

use search::Query;
use store::ListQuery;

use crate::Library;
use crate::api::types::*;
use crate::error::Result;
use crate::find::{self, Found};
use crate::{authors, triage};

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
        let (total, mut rows) = if !query.is_empty() && request.sort == Sort::Relevance {
            let found = self.best_hits(&query, &request, limit)?;
            (found.total, self.hit_rows(&query, &found)?)
        } else {
            let among = self.among(&query, &request)?;
            let (total, ids) = self.page(&request, among.as_deref(), request.offset, limit)?;
            let rows = if query.is_empty() {
                self.rows(&ids)?
            } else {
                self.marked_rows(&query, &ids)?
            };
            (total, rows)
        };
        match request.sort {
            Sort::Nearness => self.nearness_cues(&mut rows, request.near)?,
            Sort::Ranking | Sort::Uncertain => self.decision_cues(&mut rows)?,
            _ => {}
        }
        Ok(ListResponse {
            total,
            rows,
            seconds: started.elapsed().as_secs_f64(),
            query_errors: find::query_errors(&query),
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
        let ids = if !query.is_empty() && request.sort == Sort::Relevance {
            let limit = limit.min(self.paper_count()?.max(1));
            self.best_hits(&query, &request, limit)?
                .hits
                .into_iter()
                .map(|hit| hit.id)
                .collect()
        } else {
            let among = self.among(&query, &request)?;
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

    /// What the query and the topic leave of a view, in no order; `None` for all of it.
    fn among(&self, query: &Query, request: &ListRequest) -> Result<Option<Vec<PaperId>>> {
        Ok(match &request.topic {
            Some(topic) => Some(self.topic_papers(&request.view, &request.query, topic)?),
            None if query.is_empty() => None,
            None => Some(self.everything(query, &request.view)?),
        })
    }

    /// Every paper a query finds by words, in no order.
    pub(crate) fn everything(&self, query: &Query, view: &View) -> Result<Vec<PaperId>> {
        let names = self.collection_names(query)?;
        Ok(self
            .fresh_index()?
            .all_ids(query, &find::filter(view, &names))?)
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
        Ok(self.store().read(|reader| {
            reader.list_ids(&ListQuery {
                view: stored_view(&request.view),
                among,
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
        let (total, all) = self.store().read(|reader| {
            reader.list_ids(&ListQuery {
                view: stored_view(&request.view),
                among,
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

    fn rows(&self, ids: &[PaperId]) -> Result<Vec<PaperRow>> {
        let rows = self.store().read(|reader| reader.rows(ids))?;
        Ok(rows.into_iter().map(row).collect())
    }

    fn hit_rows(&self, query: &Query, found: &Found) -> Result<Vec<PaperRow>> {
        let ids: Vec<PaperId> = found.hits.iter().map(|hit| hit.id).collect();
        let mut rows = self.marked_rows(query, &ids)?;
        for row in &mut rows {
            row.why = found
                .hits
                .iter()
                .find(|hit| hit.id == row.id)
                .map(|hit| hit.why);
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
        rank: None,
    }
}

pub(crate) fn stored_view(view: &View) -> store::View {
    match view {
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
    }
}

/// The store's order, and whether it is turned round unless the reader says otherwise: times and
/// stars are asked for greatest first, names from the beginning.
fn stored_sort(sort: Sort, view: &View) -> (store::Sort, bool) {
    match sort {
        Sort::Relevance | Sort::Manual if matches!(view, View::Collection { .. }) => {
            (store::Sort::Manual, false)
        }
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
