//! Answers queries: the best hits of a view, all of them, or which of some papers are among them.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Term};

use crate::document::Decision;
use crate::error::Result;
use crate::evaluate::{Asked, Matches, Papers, Search, can_relax};
use crate::index::{Index, Searcher};
use crate::plan::{Planned, plan, unknown};
use crate::query::{Names, Query, QueryError};
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
    pub names: Names,
}

impl From<View> for Filter {
    fn from(view: View) -> Filter {
        Filter {
            view,
            names: Names::default(),
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
    /// Names in the query that mean nothing and were passed over, patterns that mean too much.
    pub unknown: Vec<QueryError>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    pub id: i64,
    /// Only to be compared with others of the same search.
    pub score: f32,
}

/// The best papers of a part of the index, the worst of them on top.
struct Best<'a> {
    ids: Ids<'a>,
    wanted: usize,
    kept: BinaryHeap<Worse>,
    total: usize,
}

/// Scores looked at together.
const CHUNK: usize = 64;

/// Scores are positive and compare as their bits do; of equal ones the higher id is worse.
type Worse = Reverse<(u32, Reverse<i64>)>;

/// The ids of all that matches.
struct All<'a> {
    ids: Ids<'a>,
    found: Vec<i64>,
}

/// Whether anything matches at all.
#[derive(Default)]
struct One {
    found: bool,
}

/// The papers' ids in the segment looked at last: opening them is not for every stretch.
struct Ids<'a> {
    searcher: &'a Searcher,
    open: Option<(usize, Column<i64>)>,
}

impl<'a> Ids<'a> {
    fn of(searcher: &'a Searcher) -> Ids<'a> {
        Ids {
            searcher,
            open: None,
        }
    }

    fn segment(&mut self, segment: usize) -> Result<&Column<i64>> {
        let open = match self.open.take() {
            Some(open) if open.0 == segment => open,
            _ => {
                let reader = self.searcher.segment_reader(segment as u32);
                (segment, reader.fast_fields().i64(ID)?)
            }
        };
        Ok(&self.open.insert(open).1)
    }
}

impl Matches for Best<'_> {
    fn take(&mut self, segment: usize, asked: Asked<'_>, scores: &[f32]) -> Result<()> {
        let mut floor = self.floor();
        for (chunk, scores) in scores.chunks(CHUNK).enumerate() {
            // Both at once and without a branch: nearly all papers end here.
            let (mut count, mut reach) = (0_u32, false);
            for score in scores {
                count += u32::from(*score > 0.0);
                reach |= *score >= floor;
            }
            self.total += count as usize;
            if !reach || self.wanted == 0 {
                continue;
            }
            let ids = self.ids.segment(segment)?;
            for (place, score) in (chunk * CHUNK..).zip(scores) {
                if *score < floor {
                    continue;
                }
                let Some(id) = ids.first(asked.doc(place)) else {
                    continue;
                };
                let hit = Reverse((score.to_bits(), Reverse(id)));
                if self.kept.len() >= self.wanted {
                    if self.kept.peek().is_some_and(|worst| hit >= *worst) {
                        continue;
                    }
                    self.kept.pop();
                }
                self.kept.push(hit);
                floor = floor_of(&self.kept, self.wanted);
            }
        }
        Ok(())
    }
}

/// The least score that may still be among the best.
fn floor_of(kept: &BinaryHeap<Worse>, wanted: usize) -> f32 {
    let worst = kept.peek().filter(|_| kept.len() >= wanted);
    // Zero is no match.
    worst.map_or(f32::MIN_POSITIVE, |Reverse((bits, _))| {
        f32::from_bits(*bits)
    })
}

impl Best<'_> {
    fn floor(&self) -> f32 {
        floor_of(&self.kept, self.wanted)
    }
}

impl Matches for All<'_> {
    fn take(&mut self, segment: usize, asked: Asked<'_>, scores: &[f32]) -> Result<()> {
        let ids = self.ids.segment(segment)?;
        let matching = scores.iter().enumerate().filter(|(_, score)| **score > 0.0);
        self.found
            .extend(matching.filter_map(|(place, _)| ids.first(asked.doc(place))));
        Ok(())
    }
}

impl Matches for One {
    fn take(&mut self, _: usize, _: Asked<'_>, scores: &[f32]) -> Result<()> {
        self.found |= scores.iter().any(|score| *score > 0.0);
        Ok(())
    }

    fn enough(&self) -> bool {
        self.found
    }
}

impl Index {
    /// The best matches of a query within a view: `limit` of them after the first `offset`.
    ///
    /// # Errors
    /// [`Error::Damaged`] and the engine's own when the files are not as they were written.
    pub fn search(
        &self,
        query: &Query,
        filter: &Filter,
        limit: usize,
        offset: usize,
    ) -> Result<Found> {
        self.page(query, filter, limit, offset, false)
    }

    /// The same of papers with at least most of the words, even where some paper has them all. Those
    /// that have all of them are not always first.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn search_most(
        &self,
        query: &Query,
        filter: &Filter,
        limit: usize,
        offset: usize,
    ) -> Result<Found> {
        self.page(query, filter, limit, offset, true)
    }

    fn page(
        &self,
        query: &Query,
        filter: &Filter,
        limit: usize,
        offset: usize,
        most: bool,
    ) -> Result<Found> {
        self.reading(|| {
            let searcher = self.searcher();
            let wanted = match limit {
                0 => 0,
                limit => limit.saturating_add(offset),
            };
            let papers = self.papers(&searcher, &filter.view)?;
            let best = || Best {
                ids: Ids::of(&searcher),
                wanted,
                kept: BinaryHeap::new(),
                total: 0,
            };
            let planned = plan(query, &searcher, &self.schema, &filter.names)?;
            let search = Search {
                searcher: &searcher,
                planned: &planned,
                papers: &papers,
                relaxed: false,
            };
            let found = |parts: &[Best<'_>]| parts.iter().any(|part| part.total > 0);
            let (parts, relaxed) = if most {
                let parts = search.relaxed().run(best)?;
                let relaxed = found(&parts);
                (parts, relaxed)
            } else {
                answer(search, best, found)?
            };
            let total = parts.iter().map(|part| part.total).sum();
            let mut kept: Vec<Worse> = parts.into_iter().flat_map(|part| part.kept).collect();
            kept.sort_unstable();
            let hits = kept.into_iter().take(wanted).skip(offset);
            Ok(Found {
                total,
                hits: hits
                    .map(|Reverse((score, Reverse(id)))| Hit {
                        id,
                        score: f32::from_bits(score),
                    })
                    .collect(),
                relaxed,
                unknown: planned.unknown,
            })
        })
    }

    /// The ids of all matches, ascending.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn all_ids(&self, query: &Query, filter: &Filter) -> Result<Vec<i64>> {
        self.reading(|| {
            let searcher = self.searcher();
            let papers = self.papers(&searcher, &filter.view)?;
            let planned = plan(query, &searcher, &self.schema, &filter.names)?;
            let all = || All {
                ids: Ids::of(&searcher),
                found: Vec::new(),
            };
            let search = Search {
                searcher: &searcher,
                planned: &planned,
                papers: &papers,
                relaxed: false,
            };
            let found = |parts: &[All<'_>]| parts.iter().any(|part| !part.found.is_empty());
            let (parts, _) = answer(search, all, found)?;
            let mut ids: Vec<i64> = parts.into_iter().flat_map(|part| part.found).collect();
            ids.sort_unstable();
            Ok(ids)
        })
    }

    /// What of a query means nothing here and is passed over, or means too much: [`Found::unknown`]
    /// without the hits.
    pub fn unknown(&self, query: &Query, names: &Names) -> Result<Vec<QueryError>> {
        unknown(query, &self.searcher(), &self.schema, names)
    }

    /// Those of `ids` that match, in the order given. Only they are looked at.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn matches(&self, query: &Query, filter: &Filter, ids: &[i64]) -> Result<Vec<i64>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        self.reading(|| {
            let searcher = self.searcher();
            let papers = self.papers(&searcher, &filter.view)?;
            let planned = plan(query, &searcher, &self.schema, &filter.names)?;
            let among = papers.among(&self.docs(&searcher, ids)?);
            let all = || All {
                ids: Ids::of(&searcher),
                found: Vec::new(),
            };
            let search = Search {
                searcher: &searcher,
                planned: &planned,
                papers: &among,
                relaxed: false,
            };
            let collect = |parts: Vec<All<'_>>| -> BTreeSet<i64> {
                parts.into_iter().flat_map(|part| part.found).collect()
            };
            let mut matching = collect(search.run(all)?);
            if matching.is_empty() && relaxes(&planned) {
                // Others may have all the words; only where none has does a relaxed search answer.
                let everywhere = Search {
                    papers: &papers,
                    ..search
                };
                let one = |parts: Vec<One>| parts.iter().any(|part| part.found);
                if !one(everywhere.run(One::default)?) {
                    matching = collect(search.relaxed().run(all)?);
                }
            }
            let known = |id: &i64| matching.contains(id);
            Ok(ids.iter().copied().filter(known).collect())
        })
    }

    /// The papers of a view.
    fn papers(&self, searcher: &Searcher, view: &View) -> Result<Arc<Papers>> {
        let terms = flags(view)
            .iter()
            .map(|flag| Term::from_field_text(self.schema.flag, flag))
            .collect();
        let papers = self.views.papers(searcher, terms)?;
        Ok(match view {
            View::Papers(ids) => Arc::new(papers.among(&self.docs(searcher, ids)?)),
            _ => papers,
        })
    }

    /// The engine's numbers of papers, segment by segment.
    fn docs(&self, searcher: &Searcher, ids: &[i64]) -> Result<Vec<Vec<DocId>>> {
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            let index = reader.inverted_index(self.schema.id)?;
            let mut docs = Vec::new();
            for &id in ids {
                let term = self.schema.id_term(id);
                let postings = index.read_block_postings(&term, IndexRecordOption::Basic)?;
                docs.extend(postings.iter().flat_map(|postings| postings.docs()));
            }
            segments.push(docs);
        }
        Ok(segments)
    }
}

/// True where a relaxed search could find more and may.
fn relaxes(planned: &Planned) -> bool {
    !planned.strict && can_relax(&planned.plan)
}

/// What a search finds; where that is nothing, what a relaxed one does, and whether it did.
fn answer<M: Matches>(
    search: Search<'_>,
    matches: impl Fn() -> M + Sync,
    found: impl Fn(&[M]) -> bool,
) -> Result<(Vec<M>, bool)> {
    let parts = search.run(&matches)?;
    if found(&parts) || !relaxes(search.planned) {
        return Ok((parts, false));
    }
    let parts = search.relaxed().run(&matches)?;
    let relaxed = found(&parts);
    Ok((parts, relaxed))
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
