//! What can go wrong with the index. A broken one is not an error: it is emptied on opening.

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another program, or another part of this one, writes to the index.
    #[error("another program is writing to the search index in {0}")]
    Busy(PathBuf),
    /// A guest found nothing that it could read.
    #[error("there is no usable search index in {folder}: {reason}")]
    Absent { folder: PathBuf, reason: String },
    /// A write was asked of an index that was opened for reading only.
    #[error("this search index was opened for reading only")]
    ReadOnly,
    #[error("the search index folder {folder} cannot be used: {source}")]
    Folder {
        folder: PathBuf,
        source: std::io::Error,
    },
    /// Reading it failed in a way that only spoilt files explain.
    #[error("the search index is damaged")]
    Damaged,
    #[error(transparent)]
    Engine(#[from] tantivy::TantivyError),
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        Error::Engine(error.into())
    }
}

impl Error {
    /// True where the files are to blame, not what was asked, nor a full disk.
    pub(crate) fn means_damage(&self) -> bool {
        match self {
            Error::Damaged => true,
            Error::Engine(error) => !error.to_string().contains("No space left"),
            _ => false,
        }
    }
}

pub type Result<T> = std::result::Result<T, Error>;

/// The engine panics where files promise what they do not hold.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    std::panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Error::Damaged))
}
