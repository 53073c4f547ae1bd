//! Watching what comes in. The papers that an import brings wait, in the same transaction, for two
//! looks: by words as soon as the index has them, by meaning as soon as they have vectors. Both may
//! come late, in another process or after a crash; nothing is looked at twice, and a hit is
//! written down once. A look costs what the import brought, and one question to the index for each
//! saved search.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::Ordering;

use search::{Index, Marker, Now};
use store::{Arrival, Look, Mode, NewHit, SavedSearch, StoredPaper};

use super::question::Question;
use crate::Library;
use crate::api::types::*;
use crate::error::Result;

/// Papers whose hits are written in one transaction.
const BATCH: usize = 1_000;

/// Words and their letters that a reason names at most.
const MOST_WORDS: usize = 8;
const LONGEST_WORD: usize = 60;

/// A saved search that is to be asked about what came in.
struct Watcher {
    saved: SavedSearch,
    question: Question,
}

/// A hit about to be written down.
struct Found {
    watcher: usize,
    arrival: Arrival,
    words: Vec<String>,
    score: Option<f32>,
}

impl Watcher {
    fn new(saved: SavedSearch, now: Now) -> Watcher {
        Watcher {
            question: Question::new(saved.asks(), now),
            saved,
        }
    }

    /// It watches only what came after it was made.
    fn watches(&self, arrival: &Arrival) -> bool {
        arrival.paper > self.saved.since
    }
}

impl Library {
    /// What saved searches hit among the papers that an action brought.
    pub fn watched_in(&self, seq: Option<i64>) -> Result<Vec<Watched>> {
        let Some(seq) = seq else {
            return Ok(Vec::new());
        };
        let hits = self.store().read(|reader| reader.hits_of_action(seq))?;
        let watched = |(saved, name, papers)| Watched {
            saved,
            name,
            papers,
        };
        Ok(hits.into_iter().map(watched).collect())
    }

    /// The looks that are due and possible. What fails is due at the next call: whoever calls this
    /// has done something else that did not fail.
    pub(crate) fn catch_up_watching(&self) {
        let _ = self.watch_by_words();
        self.watch_by_meaning(None);
    }

    /// Looks by words at the papers that wait for it, once the index has them.
    pub(crate) fn watch_by_words(&self) -> Result<()> {
        let arrivals = self
            .store()
            .read(|reader| reader.to_watch(Look::Words, None))?;
        if arrivals.is_empty() {
            return Ok(());
        }
        let Some(index) = self.level_index()? else {
            return Ok(());
        };
        let watchers = self.watchers(Mode::Meaning)?;
        let mut matching = Vec::with_capacity(watchers.len());
        for watcher in &watchers {
            matching.push(self.matching(index, watcher, &arrivals)?);
        }
        for batch in arrivals.chunks(BATCH) {
            let found = self.by_words(index, &watchers, &matching, batch)?;
            self.write_hits(&watchers, &found, Some((Look::Words, batch)))?;
        }
        Ok(())
    }

    /// Looks by meaning at papers, or at all, that wait for it and have vectors.
    pub(crate) fn watch_by_meaning(&self, among: Option<&[PaperId]>) {
        self.shared.saved.embedded.fetch_add(1, Ordering::Relaxed);
        // Embedding goes on whatever becomes of it; the papers wait for the next call.
        if let Ok(true) = self.look_by_meaning(among) {
            let stale = ["overview", "papers"].map(str::to_owned).to_vec();
            self.jobs_state().tell(Event::Changed { stale });
        }
    }

    /// Answers whether anything was hit.
    fn look_by_meaning(&self, among: Option<&[PaperId]>) -> Result<bool> {
        let arrivals = self
            .store()
            .read(|reader| reader.to_watch(Look::Meaning, among))?;
        if arrivals.is_empty() {
            return Ok(false);
        }
        let watchers = self.watchers(Mode::Words)?;
        if !watchers.is_empty() && !self.meaning().present() {
            return Ok(false);
        }
        let mut hit = false;
        for batch in arrivals.chunks(BATCH) {
            let looked = self.embedded_arrivals(batch);
            let Some(found) = self.by_meaning_among(&watchers, &looked)? else {
                return Ok(hit);
            };
            hit |= !found.is_empty();
            self.write_hits(&watchers, &found, Some((Look::Meaning, &looked)))?;
        }
        Ok(hit)
    }

    /// Asks a changed question about the papers that its former wording hit.
    pub(super) fn ask_again(&self, saved: SavedSearch, arrivals: &[Arrival]) -> Result<()> {
        if arrivals.is_empty() {
            return Ok(());
        }
        let watchers = [Watcher::new(
            SavedSearch { since: 0, ..saved },
            self.clock(),
        )];
        let mode = saved_mode(&watchers);
        if mode != Some(Mode::Meaning) {
            let index = self.fresh_index()?;
            let mut matching = Vec::new();
            for watcher in &watchers {
                matching.push(self.matching(index, watcher, arrivals)?);
            }
            let found = self.by_words(index, &watchers, &matching, arrivals)?;
            self.write_hits(&watchers, &found, None)?;
        }
        if mode != Some(Mode::Words) && self.meaning().present() {
            let looked = self.embedded_arrivals(arrivals);
            if let Some(found) = self.by_meaning_among(&watchers, &looked)? {
                self.write_hits(&watchers, &found, None)?;
            }
        }
        Ok(())
    }

    /// The saved searches but for those of one mode.
    fn watchers(&self, but: Mode) -> Result<Vec<Watcher>> {
        let searches = self.store().read(|reader| reader.saved_searches())?;
        let now = self.clock();
        Ok(searches
            .into_iter()
            .filter(|saved| saved.mode != but)
            .map(|saved| Watcher::new(saved, now))
            .collect())
    }

    /// The index, if it has everything that is in the library now.
    fn level_index(&self) -> Result<Option<&Index>> {
        let now = self.store().position()?;
        let index = self.fresh_index()?;
        Ok((index.position() >= Some(now)).then_some(index))
    }

    /// The papers, ascending, that match a search by words: those of the arrivals' import, or of
    /// the library when several imports brought them.
    fn matching(
        &self,
        index: &Index,
        watcher: &Watcher,
        arrivals: &[Arrival],
    ) -> Result<Vec<PaperId>> {
        let imports: BTreeSet<i64> = arrivals.iter().map(|arrival| arrival.import).collect();
        let view = match imports.first() {
            Some(id) if imports.len() == 1 => View::Digest { id: *id },
            _ => View::Library,
        };
        let query = &watcher.question.query;
        Ok(index.all_ids(query, &self.filter(&view, query)?)?)
    }

    fn by_words(
        &self,
        index: &Index,
        watchers: &[Watcher],
        matching: &[Vec<PaperId>],
        arrivals: &[Arrival],
    ) -> Result<Vec<Found>> {
        let mut found = Vec::new();
        for (number, (watcher, matching)) in watchers.iter().zip(matching).enumerate() {
            for arrival in arrivals {
                if watcher.watches(arrival) && matching.binary_search(&arrival.paper).is_ok() {
                    found.push(Found {
                        watcher: number,
                        arrival: *arrival,
                        words: Vec::new(),
                        score: None,
                    });
                }
            }
        }
        let ids: BTreeSet<PaperId> = found.iter().map(|found| found.arrival.paper).collect();
        let ids: Vec<PaperId> = ids.into_iter().collect();
        let papers: HashMap<PaperId, StoredPaper> = self
            .store()
            .read(|reader| reader.papers(&ids))?
            .into_iter()
            .map(|stored| (stored.id, stored))
            .collect();
        for share in found.chunk_by_mut(|a, b| a.watcher == b.watcher) {
            let watcher = share.first().and_then(|found| watchers.get(found.watcher));
            let Some(watcher) = watcher else { continue };
            let marker = index.marker(&watcher.question.query)?;
            for found in share {
                if let Some(stored) = papers.get(&found.arrival.paper) {
                    found.words = words(&marker, stored);
                }
            }
        }
        Ok(found)
    }

    fn embedded_arrivals(&self, arrivals: &[Arrival]) -> Vec<Arrival> {
        let vectors = self.meaning().vectors();
        let embedded = |arrival: &&Arrival| vectors.get(arrival.paper).is_some();
        arrivals.iter().filter(embedded).copied().collect()
    }

    /// `None` when the index, which must say what a question's fields leave, is not level.
    fn by_meaning_among(
        &self,
        watchers: &[Watcher],
        arrivals: &[Arrival],
    ) -> Result<Option<Vec<Found>>> {
        let mut found = Vec::new();
        if arrivals.is_empty() {
            return Ok(Some(found));
        }
        for (number, watcher) in watchers.iter().enumerate() {
            let question = &watcher.question;
            let Some(asked) = self.question_vector(question)? else {
                continue;
            };
            let mut near: Vec<(Arrival, f32)> = {
                let vectors = self.meaning().vectors();
                let cosine = |arrival: &Arrival| {
                    let vector = vectors.get(arrival.paper)?;
                    let cosine: f32 = asked.iter().zip(vector).map(|(a, b)| a * b).sum();
                    (cosine >= question.threshold).then_some((*arrival, cosine))
                };
                let watched = arrivals.iter().filter(|arrival| watcher.watches(arrival));
                watched.filter_map(cosine).collect()
            };
            let fields = question.query.without_plain_words();
            if !near.is_empty() && !fields.is_empty() {
                let Some(index) = self.level_index()? else {
                    return Ok(None);
                };
                let ids: Vec<PaperId> = near.iter().map(|(arrival, _)| arrival.paper).collect();
                let filter = self.filter(&View::Library, &question.query)?;
                let kept = index.matches(&fields, &filter, &ids)?;
                let kept: BTreeSet<PaperId> = kept.into_iter().collect();
                near.retain(|(arrival, _)| kept.contains(&arrival.paper));
            }
            found.extend(near.into_iter().map(|(arrival, cosine)| Found {
                watcher: number,
                arrival,
                words: Vec::new(),
                score: Some(cosine),
            }));
        }
        Ok(Some(found))
    }

    fn write_hits(
        &self,
        watchers: &[Watcher],
        found: &[Found],
        looked: Option<(Look, &[Arrival])>,
    ) -> Result<()> {
        let arrivals = looked.map_or(0, |(_, arrivals)| arrivals.len());
        if found.is_empty() && arrivals == 0 {
            return Ok(());
        }
        let action = self.action("watch", "Watch what came in");
        self.store().write(action, |writer| {
            for found in found {
                let Some(watcher) = watchers.get(found.watcher) else {
                    continue;
                };
                writer.add_hit(&NewHit {
                    saved: watcher.saved.id,
                    asked: watcher.saved.asked,
                    arrival: found.arrival,
                    words: &found.words,
                    score: found.score,
                })?;
            }
            match looked {
                Some((look, arrivals)) => writer.looked_at(look, arrivals),
                None => Ok(()),
            }
        })?;
        Ok(())
    }
}

fn saved_mode(watchers: &[Watcher]) -> Option<Mode> {
    watchers.first().map(|watcher| watcher.question.mode)
}

/// What of a query is in a paper, as the paper spells it, each word once.
pub(super) fn words(marker: &Marker, stored: &StoredPaper) -> Vec<String> {
    let paper = &stored.paper;
    let authors: Vec<String> = paper.authors.iter().map(papers::Name::display).collect();
    let authors = authors.join(", ");
    let keywords = paper.keywords.join(", ");
    let fields = [
        ("title", paper.title.as_str()),
        (
            "abstract",
            paper.abstract_text.as_deref().unwrap_or_default(),
        ),
        ("author", &authors),
        ("tag", &keywords),
        ("venue", paper.venue.as_deref().unwrap_or_default()),
        ("note", &stored.note),
    ];
    let mut known = BTreeSet::new();
    let mut words = Vec::new();
    for (field, text) in fields {
        let ranges = marker.ranges(field, text);
        if ranges.is_empty() {
            continue;
        }
        let letters: Vec<char> = text.chars().collect();
        for (start, end) in ranges {
            if words.len() == MOST_WORDS {
                return words;
            }
            let found = letters.get(start..end).unwrap_or_default();
            let word: String = found.iter().take(LONGEST_WORD).collect();
            if known.insert(word.to_lowercase()) {
                words.push(word);
            }
        }
    }
    words
}
