//! The index in its folder: opening, writing, and how far it got.
//!
//! The index is a cache. Every commit carries the library it belongs to, the form it has and the
//! position in the library's change log that it reached; what does not fit, or does not open, is
//! emptied and filled anew. One process writes; others may open the same folder to read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::{fmt, fs};

use serde::{Deserialize, Serialize};
use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory, error::LockError};
use tantivy::index::SegmentId;
use tantivy::indexer::IndexWriterOptions;
use tantivy::{IndexReader, IndexSettings, IndexWriter, ReloadPolicy, TantivyError};

use crate::beginnings::Beginnings;
use crate::document::Document;
use crate::error::{Error, Result};
use crate::evaluate::Views;
use crate::schema::{self, Schema};
use crate::tokens::WordTokenizer;

/// Memory for documents on their way into the index, in bytes; beyond it they go to disk.
const WRITER_MEMORY: usize = 64_000_000;

/// A library's search index.
pub struct Index {
    folder: PathBuf,
    library: String,
    pub(crate) schema: Schema,
    engine: tantivy::Index,
    reader: IndexReader,
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

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EmptyReason {
    New,
    /// It belonged to another library.
    OtherLibrary,
    /// It was made by another version of this program.
    OtherForm,
    /// Its filling was never finished.
    Unfinished,
    /// It could not be read, or its checksums were wrong.
    Broken(String),
}

/// Kept with every commit.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    library: String,
    form: u32,
    position: Option<i64>,
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
            Ok((engine, position)) => Ok((engine, Opened::Ready { position })),
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
            Err(opened) => {
                let schema = Schema::new();
                let engine =
                    tantivy::Index::create(directory, schema.engine, IndexSettings::default())?;
                (engine, opened)
            }
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
        Index::of(folder, library, engine, false)
    }

    fn of(folder: &Path, library: &str, engine: tantivy::Index, writes: bool) -> Result<Index> {
        register_tokenizers(&engine);
        let reader = engine
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let writer = if writes {
            Some(Mutex::new(Some(new_writer(&engine, folder)?)))
        } else {
            None
        };
        Ok(Index {
            folder: folder.to_owned(),
            library: library.to_owned(),
            schema: Schema::new(),
            engine,
            reader,
            views: Views::default(),
            beginnings: Arc::default(),
            writer,
        })
    }

    /// The position in the change log that the last commit reached; `None` while the index is being
    /// filled.
    pub fn position(&self) -> Option<i64> {
        payload_of(&self.engine)
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
        self.reader.reload()?;
        let searcher = self.reader.searcher();
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

    /// Waits until the engine has merged what it wants to merge, then shows the result: fewer and
    /// larger pieces are searched faster. Worth it after filling an index.
    pub fn settle(&self) -> Result<()> {
        let Some(writer) = &self.writer else {
            return Err(Error::ReadOnly);
        };
        let mut writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(writer) = writer.take() {
            writer.wait_merging_threads()?;
        }
        let fresh = writer.insert(new_writer(&self.engine, &self.folder)?);
        let pieces = self.engine.searchable_segment_ids()?;
        if pieces.len() > 1 {
            fresh.merge(&pieces).wait()?;
            fresh.garbage_collect_files().wait()?;
        }
        self.reload()
    }

    pub(crate) fn searcher(&self) -> Searcher {
        Searcher {
            engine: self.reader.searcher(),
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
            None => place.insert(new_writer(&self.engine, &self.folder)?),
        };
        work(writer).inspect_err(|error| {
            tracing::warn!(%error, "search index write failed");
            if place
                .as_mut()
                .is_none_or(|writer| writer.rollback().is_err())
            {
                *place = None;
            }
        })
    }
}

/// Our tokenizers, under the names that the schema gives them.
fn register_tokenizers(engine: &tantivy::Index) {
    engine
        .tokenizers()
        .register(schema::WORDS, WordTokenizer::new(false));
    engine
        .tokenizers()
        .register(schema::WORDS_AND_STEMS, WordTokenizer::new(true));
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

fn open_engine(folder: &Path) -> std::result::Result<tantivy::Index, String> {
    tantivy::Index::open_in_dir(folder).map_err(|error| error.to_string())
}

fn payload_of(engine: &tantivy::Index) -> std::result::Result<Payload, String> {
    let metas = engine.load_metas().map_err(|error| error.to_string())?;
    let text = metas.payload.ok_or("it carries no position")?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

/// The index in a folder and its position, if all of it is as it was written.
fn usable(folder: &Path, library: &str) -> std::result::Result<(tantivy::Index, i64), EmptyReason> {
    let holds_nothing = fs::read_dir(folder).is_ok_and(|entries| {
        entries
            .flatten()
            .all(|entry| entry.path().ends_with(&INDEX_WRITER_LOCK.filepath))
    });
    if holds_nothing {
        return Err(EmptyReason::New);
    }
    let engine = open_engine(folder).map_err(EmptyReason::Broken)?;
    let payload = payload_of(&engine).map_err(EmptyReason::Broken)?;
    if payload.library != library {
        return Err(EmptyReason::OtherLibrary);
    }
    if payload.form != schema::VERSION || engine.schema() != Schema::new().engine {
        return Err(EmptyReason::OtherForm);
    }
    let position = payload.position.ok_or(EmptyReason::Unfinished)?;
    sound(&engine).map_err(EmptyReason::Broken)?;
    Ok((engine, position))
}

/// Reads every file against its checksum and opens every segment.
fn sound(engine: &tantivy::Index) -> std::result::Result<(), String> {
    let damaged = engine
        .validate_checksum()
        .map_err(|error| error.to_string())?;
    if let Some(path) = damaged.iter().next() {
        return Err(format!("the checksum of {} is wrong", path.display()));
    }
    for segment in engine
        .searchable_segments()
        .map_err(|error| error.to_string())?
    {
        tantivy::SegmentReader::open(&segment).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Removes everything in the folder but the lock that is held on it.
fn empty(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if path.ends_with(&INDEX_WRITER_LOCK.filepath) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(path)?;
        } else {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
