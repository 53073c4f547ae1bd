//! The index in its folder: opening, writing, and how far it got.
//!
//! The index is a cache. Every commit carries the library it belongs to, the form it has and the
//! position in the library's change log that it reached; what does not fit, or does not open, is
//! emptied and filled anew. One process writes; others may open the same folder to read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::{fmt, fs};

use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory, error::LockError};
use tantivy::index::SegmentId;
use tantivy::indexer::IndexWriterOptions;
use tantivy::{IndexWriter, TantivyError};

use crate::beginnings::Beginnings;
use crate::document::Document;
use crate::error::{Error, Result, guarded};
use crate::evaluate::Views;
use crate::files::{EmptyReason, Engine, Payload, empty, open_engine, payload_of, usable};
use crate::schema::{self, Schema};

/// Memory for documents on their way into the index, in bytes; beyond it they go to disk.
const WRITER_MEMORY: usize = 64_000_000;

/// A library's search index.
pub struct Index {
    folder: PathBuf,
    library: String,
    pub(crate) schema: Schema,
    engine: RwLock<Engine>,
    /// Something could not be read or written that should be there.
    damaged: AtomicBool,
    /// What the views hold, made when first asked for after each commit.
    pub(crate) views: Views,
    beginnings: Arc<Beginnings>,
    /// `None` for a guest. Within, `None` after a failure that the writer did not survive.
    writer: Option<Mutex<Option<IndexWriter>>>,
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index")
            .field("folder", &self.folder)
            .field("library", &self.library)
            .field("guest", &self.writer.is_none())
            .finish_non_exhaustive()
    }
}

/// The index as one commit left it, and what was learnt about it.
#[derive(Clone)]
pub(crate) struct Searcher {
    engine: tantivy::Searcher,
    beginnings: Arc<Beginnings>,
}

impl Searcher {
    pub(crate) fn beginnings(&self) -> &Beginnings {
        &self.beginnings
    }
}

impl std::ops::Deref for Searcher {
    type Target = tantivy::Searcher;

    fn deref(&self) -> &tantivy::Searcher {
        &self.engine
    }
}

/// What opening found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// All there up to this position in the change log.
    Ready { position: i64 },
    /// Nothing usable: fill it from the start.
    Empty { reason: EmptyReason },
}

impl Index {
    /// Opens a library's index for reading and writing, making the folder when it is missing. An
    /// index that is broken, of another library or of another form is emptied.
    ///
    /// # Errors
    /// [`Error::Busy`] when another process writes to it; [`Error::Folder`] when the folder cannot
    /// be made or written.
    pub fn open(folder: &Path, library: &str) -> Result<(Index, Opened)> {
        let unusable = |source| Error::Folder {
            folder: folder.to_owned(),
            source,
        };
        fs::create_dir_all(folder).map_err(unusable)?;
        let directory = MmapDirectory::open(folder).map_err(TantivyError::from)?;
        // Nothing is judged, least of all deleted, while somebody else may be writing it.
        let lock = directory
            .acquire_lock(&INDEX_WRITER_LOCK)
            .map_err(|error| match error {
                LockError::LockBusy => Error::Busy(folder.to_owned()),
                LockError::IoError(error) => {
                    unusable(std::io::Error::new(error.kind(), error.to_string()))
                }
            })?;
        let kept = match usable(folder, library) {
            Ok((engine, position)) => Ok((Engine::of(engine)?, Opened::Ready { position })),
            Err(reason) => {
                if reason != EmptyReason::New {
                    tracing::info!(?reason, "search index emptied");
                }
                empty(folder).map_err(unusable)?;
                Err(Opened::Empty { reason })
            }
        };
        drop(lock);
        let (engine, opened) = match kept {
            Ok(kept) => kept,
            Err(opened) => (Engine::create(folder)?, opened),
        };
        let index = Index::of(folder, library, engine, true)?;
        if matches!(opened, Opened::Empty { .. }) {
            index.commit(None)?;
        }
        Ok((index, opened))
    }

    /// Opens a library's index beside the process that writes it. Shows what was last committed;
    /// [`Index::reload`] shows what was committed since.
    ///
    /// # Errors
    /// [`Error::Absent`] when there is no usable index of this library.
    pub fn open_read_only(folder: &Path, library: &str) -> Result<Index> {
        let absent = |reason: String| Error::Absent {
            folder: folder.to_owned(),
            reason,
        };
        let engine = open_engine(folder).map_err(absent)?;
        let payload = payload_of(&engine).map_err(absent)?;
        if payload.library != library || payload.form != schema::VERSION {
            return Err(absent(
                "it belongs to another library or another version".to_owned(),
            ));
        }
        Index::of(folder, library, Engine::of(engine)?, false)
    }

    fn of(folder: &Path, library: &str, engine: Engine, writes: bool) -> Result<Index> {
        let writer = if writes {
            Some(Mutex::new(Some(new_writer(&engine.index, folder)?)))
        } else {
            None
        };
        Ok(Index {
            folder: folder.to_owned(),
            library: library.to_owned(),
            schema: Schema::new(),
            engine: RwLock::new(engine),
            damaged: AtomicBool::new(false),
            views: Views::default(),
            beginnings: Arc::default(),
            writer,
        })
    }

    fn engine(&self) -> Engine {
        self.engine
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// True when reading or writing failed as it does where files were spoilt under the open index:
    /// time for [`Index::renew`].
    pub fn damaged(&self) -> bool {
        self.damaged.load(Ordering::Relaxed)
    }

    /// Starts over with no documents and no position, whatever became of the files: after damage, or
    /// when the folder was removed. Searches find nothing until something is added and committed.
    ///
    /// # Errors
    /// [`Error::Folder`] when the folder cannot be made or written; [`Error::ReadOnly`] for a guest.
    pub fn renew(&self) -> Result<()> {
        let Some(writer) = &self.writer else {
            return Err(Error::ReadOnly);
        };
        let unusable = |source| Error::Folder {
            folder: self.folder.clone(),
            source,
        };
        {
            let mut place = writer.lock().unwrap_or_else(PoisonError::into_inner);
            // Lets go of the lock on the folder.
            *place = None;
            fs::create_dir_all(&self.folder).map_err(unusable)?;
            empty(&self.folder).map_err(unusable)?;
            let engine = Engine::create(&self.folder)?;
            *place = Some(new_writer(&engine.index, &self.folder)?);
            *self.engine.write().unwrap_or_else(PoisonError::into_inner) = engine;
        }
        self.commit(None)?;
        self.damaged.store(false, Ordering::Relaxed);
        Ok(())
    }

    /// Runs a search; what only spoilt files explain is an error, and remembered.
    pub(crate) fn reading<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        guarded(work).inspect_err(|error| self.suspect(error))
    }

    fn suspect(&self, error: &Error) {
        if error.means_damage() {
            tracing::warn!(%error, "search index damaged");
            self.damaged.store(true, Ordering::Relaxed);
        }
    }

    /// The position in the change log that the last commit reached; `None` while the index is being
    /// filled.
    pub fn position(&self) -> Option<i64> {
        payload_of(&self.engine().index)
            .ok()
            .and_then(|payload| payload.position)
    }

    /// How many documents can be found.
    pub fn len(&self) -> u64 {
        self.searcher().num_docs()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Shows a guest what was committed since it last looked.
    pub fn reload(&self) -> Result<()> {
        let reader = self.engine().reader;
        reader.reload()?;
        let searcher = reader.searcher();
        let alive: BTreeSet<SegmentId> = searcher
            .segment_readers()
            .iter()
            .map(|reader| reader.segment_id())
            .collect();
        self.beginnings.keep(|segment| alive.contains(&segment));
        Ok(())
    }

    /// Removes the documents of `deletes`, then adds `upserts`, each in place of the one before it
    /// with its id, in one commit that reaches `position`. A search that follows sees it.
    pub fn apply(
        &self,
        upserts: impl IntoIterator<Item = Document>,
        deletes: &[i64],
        position: i64,
    ) -> Result<()> {
        self.write(|writer| {
            for id in deletes {
                writer.delete_term(self.schema.id_term(*id));
            }
            for document in upserts {
                writer.delete_term(self.schema.id_term(document.id));
                writer.add_document(self.schema.fill(&document))?;
            }
            self.finish(writer, Some(position))
        })
    }

    /// Forgets every document. Searches still see them until [`Index::commit`], so that an index
    /// can be filled anew while the old one answers; [`Index::abandon`] takes it back.
    pub fn clear(&self) -> Result<()> {
        self.write(|writer| Ok(writer.delete_all_documents().map(drop)?))
    }

    /// Adds many documents that the index does not have: after [`Index::clear`], or to an empty one.
    /// They are found after [`Index::commit`].
    pub fn add(&self, documents: impl IntoIterator<Item = Document>) -> Result<()> {
        self.write(|writer| {
            for document in documents {
                writer.add_document(self.schema.fill(&document))?;
            }
            Ok(())
        })
    }

    /// Makes what was cleared and added visible. With `None` the index says of itself that it is not
    /// complete: the next [`Index::open`] empties it.
    pub fn commit(&self, position: Option<i64>) -> Result<()> {
        self.write(|writer| self.finish(writer, position))
    }

    /// Drops what was cleared and added since the last commit.
    pub fn abandon(&self) -> Result<()> {
        self.write(|writer| Ok(writer.rollback().map(drop)?))
    }

    /// Waits until the engine has merged what it wants to merge, then makes one piece of the rest:
    /// fewer and larger pieces are searched faster. Worth it after filling an index.
    pub fn settle(&self) -> Result<()> {
        self.merge(|pieces| pieces.len())
    }

    /// Merges small pieces until each is at least twice as large as all smaller ones together: a few
    /// are left, and a paper is merged anew only about as often as the index doubles. Worth it after
    /// adding many documents.
    pub fn gather(&self) -> Result<()> {
        self.merge(scattered)
    }

    /// How many pieces the index has on disk.
    pub fn pieces(&self) -> usize {
        self.engine().reader.searcher().segment_readers().len()
    }

    /// Merges as many of the smallest pieces as `how_many` says of all their sizes, ascending.
    fn merge(&self, how_many: impl FnOnce(&[u64]) -> usize) -> Result<()> {
        let Some(writer) = &self.writer else {
            return Err(Error::ReadOnly);
        };
        let mut writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(writer) = writer.take() {
            writer.wait_merging_threads()?;
        }
        let engine = self.engine().index;
        let fresh = writer.insert(new_writer(&engine, &self.folder)?);
        let mut pieces: Vec<(u64, SegmentId)> = engine
            .searchable_segment_metas()?
            .iter()
            .map(|piece| (u64::from(piece.num_docs()), piece.id()))
            .collect();
        pieces.sort_unstable();
        let sizes: Vec<u64> = pieces.iter().map(|(size, _)| *size).collect();
        pieces.truncate(how_many(&sizes));
        if pieces.len() > 1 {
            let ids: Vec<SegmentId> = pieces.into_iter().map(|(_, id)| id).collect();
            fresh.merge(&ids).wait()?;
            fresh.garbage_collect_files().wait()?;
        }
        self.reload()
    }

    pub(crate) fn searcher(&self) -> Searcher {
        Searcher {
            engine: self.engine().reader.searcher(),
            beginnings: self.beginnings.clone(),
        }
    }

    fn finish(&self, writer: &mut IndexWriter, position: Option<i64>) -> Result<()> {
        let payload = Payload {
            library: self.library.clone(),
            form: schema::VERSION,
            position,
        };
        let payload = serde_json::to_string(&payload).map_err(std::io::Error::from)?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        self.reload()
    }

    /// Writes, and leaves the index as the last commit had it when that fails.
    fn write<T>(&self, work: impl FnOnce(&mut IndexWriter) -> Result<T>) -> Result<T> {
        let Some(writer) = &self.writer else {
            return Err(Error::ReadOnly);
        };
        let mut place = writer.lock().unwrap_or_else(PoisonError::into_inner);
        let writer = match place.take() {
            Some(writer) => place.insert(writer),
            None => place.insert(new_writer(&self.engine().index, &self.folder)?),
        };
        guarded(|| work(writer)).inspect_err(|error| {
            tracing::warn!(%error, "search index write failed");
            self.suspect(error);
            if place
                .as_mut()
                .is_none_or(|writer| writer.rollback().is_err())
            {
                *place = None;
            }
        })
    }
}

/// How many of the smallest pieces, by their sizes ascending, are better one.
fn scattered(sizes: &[u64]) -> usize {
    let (mut together, mut merged) = (0, 0);
    for (place, size) in sizes.iter().enumerate() {
        if *size <= 2 * together {
            merged = place + 1;
        }
        together += size;
    }
    merged
}

fn new_writer(engine: &tantivy::Index, folder: &Path) -> Result<IndexWriter> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .num_merge_threads(1)
        .memory_budget_per_thread(WRITER_MEMORY)
        .build();
    engine
        .writer_with_options(options)
        .map_err(|error| match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Error::Busy(folder.to_owned()),
            other => other.into(),
        })
}

#[cfg(test)]
mod tests {
    use super::scattered;

    #[test]
    fn small_pieces_are_merged_until_each_is_twice_as_large_as_all_before_it() {
        assert_eq!(scattered(&[]), 0);
        assert_eq!(scattered(&[100, 900]), 0);
        assert_eq!(scattered(&[100, 100, 900]), 2);
        assert_eq!(scattered(&[100, 100, 300]), 3);
        assert_eq!(scattered(&[1, 2, 4, 8, 16]), 5);
        assert_eq!(scattered(&[1, 3, 9, 27]), 0);
    }
}
