//! Keeps the search index level with the library. The index knows how far it got in the change
//! log; whoever searches catches up first, so that what was saved is found at once.

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use search::{Document, Index, Opened};
use store::{Reader, StoredPaper};

use crate::Library;
use crate::api::types::{Event, PaperId};
use crate::error::{Error, Result};
use crate::jobs::Progress;

/// Up to this many changed papers are replaced one by one, whatever the size of the index.
const AT_ONCE: usize = 2_000;

/// Papers read from the store at a time.
const BATCH: usize = 1_000;

/// How long a guest waits for the owner to index what was just written, before it answers from
/// what there is.
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
}

/// How far in the change log the index is; `None` until it was opened, or when it is empty.
#[derive(Clone, Copy, Debug, Default)]
struct Position(Option<i64>);

impl Searcher {
    pub(crate) fn new(folder: PathBuf, library: String, owner: bool) -> Searcher {
        Searcher {
            folder,
            library,
            owner,
            index: OnceLock::new(),
            opening: Mutex::new(()),
            catching_up: Mutex::new(Position(None)),
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
        self.position().0 = position;
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
        ]
        .map(str::to_owned)
        .to_vec();
        self.jobs_state().tell(Event::Changed { stale });
    }

    fn catch_up(&self, index: &Index) -> Result<()> {
        // Somebody is at it: a search that comes meanwhile answers from what there is.
        let Ok(mut position) = self.searcher().catching_up.try_lock() else {
            return Ok(());
        };
        let now = self.store().position()?;
        let Some(known) = position.0 else {
            drop(position);
            return self.rebuild_index(index);
        };
        if known == now {
            return Ok(());
        }
        let changed = self.store().papers_changed_since(known)?;
        // A removed paper costs as much as a changed one; half of everything is cheaper made anew.
        if changed.len() > AT_ONCE && changed.len() as u64 * 2 > index.len() {
            drop(position);
            return self.rebuild_index(index);
        }
        let mut rest = changed.as_slice();
        loop {
            let (batch, after) = rest.split_at(rest.len().min(BATCH));
            // Until the last batch is in, the index says that it still has all of them to do.
            let reached = if after.is_empty() { now } else { known };
            index.apply(self.documents(batch)?, batch, reached)?;
            if after.is_empty() {
                break;
            }
            rest = after;
        }
        position.0 = Some(now);
        Ok(())
    }

    /// Indexes every paper anew, as a job. Small libraries are done before this returns.
    pub(crate) fn rebuild_index(&self, index: &Index) -> Result<()> {
        let Ok(mut position) = self.searcher().catching_up.try_lock() else {
            return Ok(());
        };
        // Read before the papers are: what changes meanwhile is indexed once more afterwards.
        let now = self.store().position()?;
        let total = self.paper_count()?;
        let Some(job) = self.jobs_state().begin("indexing", "papers", total) else {
            return Ok(());
        };
        let outcome = self.index_everything(index, now, total, &job);
        if outcome.is_ok() && !job.cancelled() {
            position.0 = Some(now);
        }
        job.end(outcome.clone());
        outcome
    }

    fn index_everything(
        &self,
        index: &Index,
        now: i64,
        total: usize,
        job: &Progress,
    ) -> Result<()> {
        index.clear()?;
        let mut last = 0;
        let mut done = 0;
        loop {
            let ids = self.store().read(|reader| reader.all_ids(last, BATCH))?;
            let Some(newest) = ids.last() else { break };
            last = *newest;
            index.add(self.documents(&ids)?)?;
            done += ids.len();
            if !job.step("papers", done, total) {
                // The old index answers on.
                return Ok(index.abandon()?);
            }
        }
        index.commit(Some(now))?;
        // Many small pieces are slow to search; a small library is one piece already.
        if total > BATCH {
            index.settle()?;
        }
        Ok(())
    }

    fn documents(&self, ids: &[PaperId]) -> Result<Vec<Document>> {
        Ok(self.store().read(|reader| {
            let papers = reader.papers(ids)?;
            papers
                .into_iter()
                .map(|paper| document(reader, paper))
                .collect()
        })?)
    }
}

fn document(
    reader: &Reader<'_>,
    stored: StoredPaper,
) -> std::result::Result<Document, store::Error> {
    let highlights = reader.highlights(stored.id)?;
    let paper = stored.paper;
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
