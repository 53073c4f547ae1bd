//! What can go wrong, by what the caller can do about it.

use std::io;
use std::path::PathBuf;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The model is not there. Fetching it helps.
    #[error("{} has no {what}", dir.display())]
    Missing { dir: PathBuf, what: &'static str },

    /// The model is there but is not the one this program was made for, or is damaged. Fetching it
    /// anew helps.
    #[error("{} cannot be used: {why}", file.display())]
    Broken { file: PathBuf, why: String },

    /// A file could not be read or written.
    #[error("{}: {source}", file.display())]
    Io { file: PathBuf, source: io::Error },

    /// The model was loaded but could not be run on these texts.
    #[error("the model could not be run: {0}")]
    Compute(String),

    /// A vector that no model of this cache can have made: wrong length, or not all finite.
    #[error("not a vector of {expected} finite numbers: {why}")]
    NotAVector { expected: usize, why: String },

    /// Another process holds the cache; this one only reads it.
    #[error("another program holds {}", file.display())]
    Held { file: PathBuf },
}

impl From<candle_core::Error> for Error {
    fn from(error: candle_core::Error) -> Self {
        Error::Compute(error.to_string())
    }
}
