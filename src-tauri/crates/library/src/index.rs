//! Keeps the search index level with the library. The index knows how far it got in the change
//! log; whoever searches catches up first, so that what was saved is found at once. Under a window
//! only a few papers are caught up with that way: a big import is indexed in the background, and
//! searches answer from what there is, and say so. A damaged index is made anew.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};
use std::time::{Duration, Instant};

use search::{Document, Index, Opened};
use store::{Reader, StoredPaper};

use crate::Library;
use crate::api::types::{Event, PaperId};
use crate::error::{Error, Result};
use crate::jobs::Progress;

/// Up to this many papers are indexed by whoever searches next; a keystroke does not wait for more.
const AT_ONCE: usize = 500;

/// Up to this many changed papers are replaced one by one, whatever the size of the index.
const ONE_BY_ONE: usize = 2_000;

/// Papers indexed between two commits of a long job. What was committed is found.
const COMMIT: usize = 10_000;

/// Papers read from the store at a time.
const BATCH: usize = 1_000;

/// How long a search waits for somebody else to index what was just written, before it answers
/// from what there is.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// The index, opened when first needed.
#[derive(Debug)]
pub(crate) struct Searcher {
    folder: PathBuf,
    library: String,
    owner: bool,
    index: OnceLock<Index>,
    opening: Mutex<()>,
    /// Held while catching up: two catch-ups would do the same work twice.
    catching_up: Mutex<Position>,
    /// How far in the change log searches see; negative while they see only some of it.
    level: AtomicI64,
}

/// No search sees everything yet.
const NOWHERE: i64 = -1;

/// How far the index is.
#[derive(Clone, Copy, Debug, Default)]
struct Position {
    /// In the change log; `None` until the index was opened, or when it must be made anew.
    reached: Option<i64>,
    /// Somebody stopped the indexing of what the log held then: it waits for the next write.
    stopped: Option<i64>,
}

/// What the index lacks.
enum Backlog {
    Nothing,
    Some(Vec<PaperId>),
    Everything,
}

impl Searcher {
    pub(crate) fn new(folder: PathBuf, library: String, owner: bool) -> Searcher {
        Searcher {
            folder,
            library,
            owner,
            index: OnceLock::new(),
            opening: Mutex::new(()),
            catching_up: Mutex::new(Position::default()),
            level: AtomicI64::new(NOWHERE),
        }
    }

    pub(crate) fn index(&self) -> Result<&Index> {
        if let Some(index) = self.index.get() {
            return Ok(index);
        }
        let _opening = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = self.index.get() {
            return Ok(index);
        }
        let (index, position) = if self.owner {
            let (index, opened) = Index::open(&self.folder, &self.library)?;
            match opened {
                Opened::Ready { position } => (index, Some(position)),
                Opened::Empty { .. } => (index, None),
            }
        } else {
            (Index::open_read_only(&self.folder, &self.library)?, None)
        };
        self.position().reached = position;
        self.level
            .store(position.unwrap_or(NOWHERE), Ordering::Relaxed);
        Ok(self.index.get_or_init(|| index))
    }

    fn position(&self) -> MutexGuard<'_, Position> {
        self.catching_up
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Library {
    /// The index, level with the library as far as that can be had without waiting long.
    pub(crate) fn fresh_index(&self) -> Result<&Index> {
        let index = self.searcher().index()?;
        if self.folder().owned() {
            self.catch_up(index)?;
        } else {
            self.await_owner(index)?;
        }
        Ok(index)
    }

    /// A guest cannot bring the index level itself; the owner does within a second of any write.
    fn await_owner(&self, index: &Index) -> Result<()> {
        let now = self.store().position()?;
        let started = Instant::now();
        loop {
            index.reload()?;
            // An index that is being made anew has no position and takes longer than anyone waits.
            let level = index.position().is_none_or(|reached| reached >= now);
            if level || started.elapsed() >= PATIENCE {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// What every write ends with. The index follows at the next search, or within a moment when
    /// a window looks after it: a commit to disk is nothing a reader should wait for at each key.
    pub(crate) fn after_write(&self, changed: bool) -> Result<()> {
        if changed {
            self.shared
                .own
                .store(self.store().position()?, Ordering::Relaxed);
        }
        Ok(())
    }

    pub(crate) fn tell_changed(&self) {
        let stale = [
            "overview",
            "papers",
            "paper",
            "related",
            "duplicates",
            "ranking",
            "presets",
            "fields",
        ]
        .map(str::to_owned)
        .to_vec();
        self.jobs_state().tell(Event::Changed { stale });
    }

    fn catch_up(&self, index: &Index) -> Result<()> {
        match self.try_to_catch_up(index) {
            // Whoever wrote to the library need not learn that a cache was broken: it is made anew.
            Err(_) if index.damaged() => self.try_to_catch_up(index),
            outcome => outcome,
        }
    }

    fn try_to_catch_up(&self, index: &Index) -> Result<()> {
        let Some(mut position) = self.turn() else {
            return Ok(());
        };
        if index.damaged() {
            index.renew()?;
            *position = Position::default();
            self.searcher().level.store(NOWHERE, Ordering::Relaxed);
        }
        let now = self.store().position()?;
        if position.reached == Some(now) || position.stopped == Some(now) {
            return Ok(());
        }
        let backlog = self.backlog(index, position.reached)?;
        let papers = match &backlog {
            Backlog::Nothing => 0,
            Backlog::Some(papers) => papers.len(),
            Backlog::Everything => self.paper_count()?,
        };
        if papers <= AT_ONCE || !self.attended() {
            return self.work_off(index, &mut position, backlog, now, None);
        }
        // Begun here, so that whoever asks next sees that something is going on.
        if let Some(job) = self.jobs_state().begin("indexing", "papers", papers) {
            drop(position);
            let library = self.clone();
            std::thread::spawn(move || library.index_in_background(job));
        }
        Ok(())
    }

    /// The right to catch up. While a long backlog is worked off there is none: a search that comes
    /// meanwhile answers from what there is, and whoever shows it is told when there is more. A few
    /// papers are waited for, because nobody is told of them.
    fn turn(&self) -> Option<MutexGuard<'_, Position>> {
        let started = Instant::now();
        loop {
            match self.searcher().catching_up.try_lock() {
                Ok(position) => return Some(position),
                Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) => {}
            }
            let long = self.jobs_state().running("indexing").is_some();
            if long || started.elapsed() >= PATIENCE {
                return None;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Works off a long backlog; searches answer from what there is.
    fn index_in_background(&self, job: Progress) {
        let index = self.searcher().index();
        let mut position = self.searcher().position();
        let outcome = index.and_then(|index| {
            let now = self.store().position()?;
            let backlog = self.backlog(index, position.reached)?;
            self.work_off(index, &mut position, backlog, now, Some(&job))
                .inspect_err(|_| position.stopped = Some(now))
        });
        drop(position);
        job.end(outcome);
        self.tell_changed();
    }

    fn backlog(&self, index: &Index, reached: Option<i64>) -> Result<Backlog> {
        let Some(known) = reached else {
            return Ok(Backlog::Everything);
        };
        let changed = self.store().papers_changed_since(known)?;
        // A removed paper costs as much as a changed one; half of everything is cheaper made anew.
        Ok(
            if changed.len() > ONE_BY_ONE && changed.len() as u64 * 2 > index.len() {
                Backlog::Everything
            } else if changed.is_empty() {
                Backlog::Nothing
            } else {
                Backlog::Some(changed)
            },
        )
    }

    /// Indexes every paper anew. It is done when this returns, unless somebody is at it.
    pub(crate) fn rebuild_index(&self, index: &Index) -> Result<()> {
        let Ok(mut position) = self.searcher().catching_up.try_lock() else {
            return Ok(());
        };
        let now = self.store().position()?;
        let total = self.paper_count()?;
        let Some(job) = self.jobs_state().begin("indexing", "papers", total) else {
            return Ok(());
        };
        let everything = Backlog::Everything;
        let outcome = self.work_off(index, &mut position, everything, now, Some(&job));
        job.end(outcome.clone());
        outcome
    }

    /// `now` was read before the papers are: what changes meanwhile is indexed once more.
    fn work_off(
        &self,
        index: &Index,
        position: &mut Position,
        backlog: Backlog,
        now: i64,
        job: Option<&Progress>,
    ) -> Result<()> {
        let whole = match backlog {
            Backlog::Nothing => self.index_changed(index, &[], position.reached, now, job)?,
            Backlog::Some(changed) => {
                self.index_changed(index, &changed, position.reached, now, job)?
            }
            Backlog::Everything => {
                let total = self.paper_count()?;
                self.index_everything(index, now, total, job)?
            }
        };
        if whole {
            position.reached = Some(now);
            self.searcher().level.store(now, Ordering::Relaxed);
        }
        position.stopped = (!whole).then_some(now);
        Ok(())
    }

    /// Replaces the changed papers; false when the job was stopped.
    fn index_changed(
        &self,
        index: &Index,
        changed: &[PaperId],
        known: Option<i64>,
        now: i64,
        job: Option<&Progress>,
    ) -> Result<bool> {
        let mut rest = changed;
        loop {
            let (batch, after) = rest.split_at(rest.len().min(COMMIT));
            let mut documents = Vec::with_capacity(batch.len());
            for some in batch.chunks(BATCH) {
                documents.extend(self.documents(some)?);
                let done = changed.len() - rest.len() + documents.len();
                if !stepped(job, done.min(changed.len()), changed.len()) {
                    return Ok(false);
                }
            }
            // Until the last batch is in, the index says that it still has all of them to do.
            let reached = if after.is_empty() { Some(now) } else { known };
            index.apply(documents, batch, reached.unwrap_or(now))?;
            if after.is_empty() {
                if changed.len() > ONE_BY_ONE {
                    index.gather()?;
                    index.warm()?;
                }
                return Ok(true);
            }
            rest = after;
        }
    }

    /// Indexes every paper anew; false when the job was stopped.
    fn index_everything(
        &self,
        index: &Index,
        now: i64,
        total: usize,
        job: Option<&Progress>,
    ) -> Result<bool> {
        // Where there is an old index, it answers until the new one is complete.
        let fresh = index.is_empty();
        index.clear()?;
        let (mut last, mut done, mut committed) = (0, 0, 0);
        loop {
            let ids = self.store().read(|reader| reader.all_ids(last, BATCH))?;
            let Some(newest) = ids.last() else { break };
            last = *newest;
            index.add(self.documents(&ids)?)?;
            done += ids.len();
            if fresh && done - committed >= COMMIT {
                committed = done;
                index.commit(None)?;
            }
            if !stepped(job, done, total) {
                // Whatever was found before is found again.
                index.abandon()?;
                return Ok(false);
            }
        }
        index.commit(Some(now))?;
        self.searcher().level.store(now, Ordering::Relaxed);
        // Many small pieces are slow to search; a small library is one piece already.
        if total > BATCH {
            index.settle()?;
            index.warm()?;
        }
        Ok(true)
    }

    /// Says that searches do not see everything, for whoever is told their answers; to be asked
    /// before the search.
    pub(crate) fn index_note(&self) -> Result<Option<String>> {
        if !self.folder().owned() {
            return Ok(None);
        }
        self.fresh_index()?;
        let level = self.searcher().level.load(Ordering::Relaxed);
        if level == self.store().position()? {
            return Ok(None);
        }
        Ok(Some(match self.jobs_state().running("indexing") {
            Some(job) => {
                let share = (job.done * 100).checked_div(job.total).unwrap_or(0);
                let share = share.min(99);
                format!("New papers are still being indexed ({share} %): some are not found yet.")
            }
            None => {
                "Indexing was stopped: some papers are not found. It goes on after the next change."
                    .to_owned()
            }
        }))
    }

    fn documents(&self, ids: &[PaperId]) -> Result<Vec<Document>> {
        Ok(self.store().read(|reader| {
            let papers = reader.papers(ids)?;
            let doubtful = reader.doubtful_among(ids)?;
            papers
                .into_iter()
                .map(|paper| {
                    let duplicate = doubtful.contains(&paper.id);
                    document(reader, paper, duplicate)
                })
                .collect()
        })?)
    }
}

fn stepped(job: Option<&Progress>, done: usize, total: usize) -> bool {
    job.is_none_or(|job| job.step("papers", done, total))
}

fn document(
    reader: &Reader<'_>,
    stored: StoredPaper,
    duplicate: bool,
) -> std::result::Result<Document, store::Error> {
    let highlights = reader.highlights(stored.id)?;
    let paper = stored.paper;
    let language = papers::text::language::of(&paper);
    Ok(Document {
        id: stored.id,
        key: stored.key,
        title: paper.title,
        abstract_text: paper.abstract_text.unwrap_or_default(),
        authors: paper.authors.iter().map(papers::Name::display).collect(),
        note: stored.note,
        // A source's keywords are found like the reader's own tags.
        tags: reader
            .tags(stored.id)?
            .into_iter()
            .chain(paper.keywords)
            .collect(),
        venue: paper.venue.unwrap_or_default(),
        identifiers: paper.identifiers.into_values().collect(),
        highlights: highlights
            .into_iter()
            .flat_map(|mark| [mark.text, mark.comment])
            .collect(),
        year: paper.date.map(|date| i64::from(date.year)),
        decision: match stored.decision {
            store::Decision::Inbox => search::Decision::Inbox,
            store::Decision::Include => search::Decision::Include,
            store::Decision::Exclude => search::Decision::Exclude,
            store::Decision::Maybe => search::Decision::Maybe,
        },
        stars: stored.stars,
        collections: reader.collections_of(stored.id)?,
        digests: reader.imports_of(stored.id)?,
        added: stored.added.as_second(),
        trashed: stored.trashed,
        language: language.map(str::to_owned),
        duplicate,
    })
}

impl From<search::Error> for Error {
    fn from(error: search::Error) -> Error {
        let text = error.to_string();
        if text.contains("No space left") {
            return Error::internal(
                "disk_full",
                "The disk is full: the search index could not be written. Your papers are safe; free some space and search again.",
            );
        }
        Error::internal(
            "search_index",
            format!(
                "The search index failed: {text}. Your papers are safe; `lectern doctor --rebuild` makes the index anew."
            ),
        )
    }
}
