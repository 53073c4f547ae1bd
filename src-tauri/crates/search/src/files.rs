//! The index's files: which of them are usable, and what a commit says of itself.
//!
//! A commit carries the library it belongs to, the form it has and the position in the library's
//! change log that it reached. What does not fit, or is not as it was written, is not used.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::directory::{INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::{IndexReader, IndexSettings, ReloadPolicy, TantivyError};

use crate::error::Result;
use crate::schema::{self, Schema};
use crate::tokens::WordTokenizer;

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
pub(crate) struct Payload {
    pub(crate) library: String,
    pub(crate) form: u32,
    pub(crate) position: Option<i64>,
}

/// The files, and what of them is searched.
#[derive(Clone)]
pub(crate) struct Engine {
    pub(crate) index: tantivy::Index,
    pub(crate) reader: IndexReader,
}

impl Engine {
    pub(crate) fn of(index: tantivy::Index) -> Result<Engine> {
        register_tokenizers(&index);
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Engine { index, reader })
    }

    pub(crate) fn create(folder: &Path) -> Result<Engine> {
        let directory = MmapDirectory::open(folder).map_err(TantivyError::from)?;
        let settings = IndexSettings::default();
        Engine::of(tantivy::Index::create(
            directory,
            Schema::new().engine,
            settings,
        )?)
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

pub(crate) fn open_engine(folder: &Path) -> std::result::Result<tantivy::Index, String> {
    tantivy::Index::open_in_dir(folder).map_err(|error| error.to_string())
}

pub(crate) fn payload_of(engine: &tantivy::Index) -> std::result::Result<Payload, String> {
    let metas = engine.load_metas().map_err(|error| error.to_string())?;
    let text = metas.payload.ok_or("it carries no position")?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

/// The index in a folder and its position, if all of it is as it was written.
pub(crate) fn usable(
    folder: &Path,
    library: &str,
) -> std::result::Result<(tantivy::Index, i64), EmptyReason> {
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
pub(crate) fn empty(folder: &Path) -> std::io::Result<()> {
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
