//! Saved searches: questions that stand. Each is a view of the papers it finds now, and watches
//! what imports bring; what it hit there it names with the reason (`watch`), until the reader has
//! looked.
//!
//! Making, changing and deleting one are steps of undo, and its hits go and come with it. Having
//! looked is none: it changes nothing in the library, and an undo that only brought a badge back
//! would stand between the reader and the step meant.

mod count;
mod question;
mod watch;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex};

use search::Now;
use serde::Serialize;
use store::SavedSearch;

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};
use crate::find;

pub(crate) use question::Answer;
use question::Question;

/// More than the query language reads.
const LONGEST_QUERY: usize = 2_000;

/// What is kept between two questions. All of it can be computed anew.
#[derive(Debug, Default)]
pub(crate) struct Saved {
    /// The vectors of what is asked by meaning, by its words.
    vectors: Mutex<HashMap<String, Arc<Vec<f32>>>>,
    /// The view that is being looked at.
    answer: Mutex<Option<Arc<Answer>>>,
    /// The moment at which all were counted last.
    counted: Mutex<Option<question::Moment>>,
    counting: AtomicBool,
    /// How often papers got vectors since the library was opened.
    embedded: AtomicU64,
}

/// What `lectern saved NAME` shows.
#[derive(Clone, Debug, Serialize)]
pub struct SavedHits {
    #[serde(flatten)]
    pub summary: SavedSummary,
    pub hits: Vec<SavedHit>,
}

#[derive(Clone, Debug, Serialize)]
pub struct SavedHit {
    pub id: PaperId,
    pub key: String,
    pub title: String,
    pub authors: Vec<String>,
    pub year: Option<i32>,
    /// Cosine for a hit by meaning alone; otherwise only to be compared with others of this answer.
    pub score: f32,
    pub why: HitWhy,
    /// What matches, as the paper spells it.
    pub words: Vec<String>,
    /// It came in since the reader last looked.
    pub new: bool,
}

impl Library {
    pub fn create_saved(&self, request: SavedRequest) -> Result<SavedMade> {
        let name = clean(&request.name)?;
        let query = checked(
            &request.query,
            request.mode,
            request.threshold,
            self.clock(),
        )?;
        let what = format!("Save the search “{name}”");
        let written = self.store().write(self.action("saved", &what), |writer| {
            if writer.saved_by_name(&name)?.is_some() {
                return Err(taken(&name));
            }
            let asks = asks(&query, request.mode, request.threshold);
            Ok(writer.create_saved(&name, asks)?)
        })?;
        self.after_write(written.seq.is_some())?;
        self.count_again(written.value);
        Ok(SavedMade {
            id: written.value,
            done: Done {
                seq: written.seq,
                what,
                papers: Vec::new(),
            },
        })
    }

    /// Renames a saved search or changes what it asks. The papers that waited as new are asked
    /// about once more; those that the new question does not find are new no longer.
    pub fn edit_saved(&self, request: SavedEdit) -> Result<Done> {
        let name = clean(&request.name)?;
        let query = checked(
            &request.query,
            request.mode,
            request.threshold,
            self.clock(),
        )?;
        let before = self.saved_search(request.id)?;
        let what = if name == before.name {
            format!("Change the saved search “{name}”")
        } else {
            format!("Change the saved search “{}” to “{name}”", before.name)
        };
        let written = self.store().write(self.action("saved", &what), |writer| {
            if writer
                .saved_by_name(&name)?
                .is_some_and(|other| other != request.id)
            {
                return Err(taken(&name));
            }
            let waiting = writer.unseen_arrivals(request.id)?;
            let asks = asks(&query, request.mode, request.threshold);
            writer.edit_saved(request.id, &name, asks)?;
            Ok(waiting)
        })?;
        self.after_write(written.seq.is_some())?;
        let after = self.saved_search(request.id)?;
        if after.asked != before.asked {
            // The change is made; should this fail, those papers only lose their badge.
            let _ = self.ask_again(after, &written.value);
            self.count_again(request.id);
        }
        Ok(Done {
            seq: written.seq,
            what,
            papers: Vec::new(),
        })
    }

    /// Forgets a saved search; the papers it found stay.
    pub fn delete_saved(&self, request: SavedId) -> Result<Done> {
        let name = self.saved_search(request.id)?.name;
        let what = format!("Delete the saved search “{name}”");
        let written = self.store().write(self.action("saved", &what), |writer| {
            writer.delete_saved(request.id)
        })?;
        self.after_write(written.seq.is_some())?;
        Ok(Done {
            seq: written.seq,
            what,
            papers: Vec::new(),
        })
    }

    /// The reader has looked at it: nothing of it is new any longer.
    pub fn see_saved(&self, request: SavedId) -> Result<Nothing> {
        self.saved_search(request.id)?;
        let action = self.action("saved", "Look at a saved search");
        self.store()
            .write(action, |writer| writer.saw_saved(request.id))?;
        Ok(Nothing {})
    }

    /// A saved search's id by its name, as the reader writes it.
    pub fn saved_id(&self, name: &str) -> Result<Option<i64>> {
        Ok(self.store().read(|reader| reader.saved_by_name(name))?)
    }

    /// All saved searches by name, counted now.
    pub fn saved_now(&self) -> Result<Vec<SavedSummary>> {
        self.catch_up_watching();
        self.count_all()?;
        self.saved_summaries()
    }

    /// What a saved search finds now, and which of it is new.
    pub fn saved_hits(&self, id: i64, offset: usize, limit: usize) -> Result<SavedHits> {
        self.catch_up_watching();
        let answer = self.saved_answer(id)?;
        let marker = self.fresh_index()?.marker(answer.query())?;
        let page: Vec<&find::Hit> = answer.hits.iter().skip(offset).take(limit).collect();
        let ids: Vec<PaperId> = page.iter().map(|hit| hit.id).collect();
        let (papers, watched, news) = self.store().read(|reader| {
            Ok::<_, Error>((
                reader.papers(&ids)?,
                reader.watch_hits(&ids)?,
                reader.saved_news()?,
            ))
        })?;
        let mut hits = Vec::with_capacity(papers.len());
        for stored in papers {
            let Some(hit) = page.iter().find(|hit| hit.id == stored.id) else {
                continue;
            };
            let words = match hit.why {
                HitWhy::Meaning => Vec::new(),
                HitWhy::Words | HitWhy::Both => watch::words(&marker, &stored),
            };
            let authors = stored.paper.authors.iter().map(papers::Name::display);
            hits.push(SavedHit {
                id: stored.id,
                authors: authors.collect(),
                year: stored.paper.date.map(|date| date.year),
                score: hit.score,
                why: hit.why,
                words,
                new: watched
                    .get(&stored.id)
                    .is_some_and(|hits| hits.iter().any(|hit| hit.saved == id && hit.new)),
                key: stored.key,
                title: stored.paper.title,
            });
        }
        let mut summary = summary(&answer.saved, &news);
        summary.papers = answer.hits.len();
        Ok(SavedHits { summary, hits })
    }

    /// Why saved searches hit these papers when they came in.
    pub(crate) fn watched(
        reader: &store::Reader<'_>,
        ids: &[PaperId],
    ) -> Result<HashMap<PaperId, Vec<WatchHit>>> {
        let hits = reader.watch_hits(ids)?;
        let shown = |hit: store::WatchHit| WatchHit {
            saved: hit.saved,
            name: hit.name,
            why: match hit.why {
                store::HitWhy::Words => HitWhy::Words,
                store::HitWhy::Meaning => HitWhy::Meaning,
                store::HitWhy::Both => HitWhy::Both,
            },
            words: hit.words,
            score: hit.score,
            new: hit.new,
        };
        Ok(hits
            .into_iter()
            .map(|(id, hits)| (id, hits.into_iter().map(shown).collect()))
            .collect())
    }

    fn saved_summaries(&self) -> Result<Vec<SavedSummary>> {
        let (searches, news) = self
            .store()
            .read(|reader| Ok::<_, Error>((reader.saved_searches()?, reader.saved_news()?)))?;
        Ok(searches.iter().map(|saved| summary(saved, &news)).collect())
    }

    fn saved_search(&self, id: i64) -> Result<SavedSearch> {
        self.store()
            .read(|reader| reader.saved_search(id))?
            .ok_or_else(|| store::Error::NoSuchSavedSearch(id).into())
    }
}

fn summary(saved: &SavedSearch, news: &HashMap<i64, usize>) -> SavedSummary {
    SavedSummary {
        id: saved.id,
        name: saved.name.clone(),
        query: saved.query.clone(),
        mode: match saved.mode {
            store::Mode::Hybrid => SearchMode::Hybrid,
            store::Mode::Words => SearchMode::Words,
            store::Mode::Meaning => SearchMode::Meaning,
        },
        threshold: saved.threshold,
        papers: saved.counted.unwrap_or_default(),
        new: news.get(&saved.id).copied().unwrap_or_default(),
        errors: find::query_errors(&search::Query::standing(&saved.query, None), &[]),
    }
}

fn asks(query: &str, mode: SearchMode, threshold: Option<f32>) -> store::Asks<'_> {
    store::Asks {
        query,
        mode: match mode {
            SearchMode::Hybrid => store::Mode::Hybrid,
            SearchMode::Words => store::Mode::Words,
            SearchMode::Meaning => store::Mode::Meaning,
        },
        threshold,
    }
}

fn clean(name: &str) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
        return Err(Error::user(
            "bad_name",
            "A saved search's name has 1 to 200 characters.",
        ));
    }
    Ok(name)
}

/// The query as it is kept. What cannot be understood of it is told elsewhere; a question that
/// would find everything, or never anything, is refused.
fn checked(query: &str, mode: SearchMode, threshold: Option<f32>, now: Now) -> Result<String> {
    let query = query.trim();
    let refuse = |message: String| Err(Error::user("bad_query", message));
    if query.chars().count() > LONGEST_QUERY {
        return refuse(format!(
            "A saved search's query has at most {LONGEST_QUERY} characters."
        ));
    }
    let parsed = Question::new(asks(query, mode, threshold), now);
    if parsed.is_empty() {
        return refuse("A saved search needs something to search for.".to_owned());
    }
    if mode == SearchMode::Meaning && parsed.meant().is_none() {
        return refuse(
            "A search by meaning needs words outside of fields and operators.".to_owned(),
        );
    }
    if threshold.is_some_and(|cosine| !(0.0..=1.0).contains(&cosine)) {
        return Err(Error::user(
            "bad_threshold",
            "The threshold of a saved search is a cosine from 0 to 1.",
        ));
    }
    Ok(query.to_owned())
}

fn taken(name: &str) -> Error {
    Error::user(
        "name_taken",
        format!("There is already a saved search “{name}”."),
    )
}
