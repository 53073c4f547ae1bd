//! What can go wrong with a library's file, sorted by what the reader can do about it.

use std::io;

use rusqlite::ErrorCode;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// After any of these the library is as it was before the call.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the library has schema {found}; this program knows schemas up to {known}")]
    Newer { found: i64, known: i64 },
    #[error("the file is not a Lectern library")]
    NotALibrary,
    #[error("the library is damaged: {0}")]
    Corrupt(String),
    #[error("the disk is full")]
    DiskFull,
    #[error("another program is writing to the library")]
    Locked,
    #[error("the library can only be read")]
    ReadOnly,
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The action cannot be undone while a later one that stands on it is in force.
    #[error("action {action} ({what}) stands on it")]
    Conflict { action: i64, what: String },
    #[error("there is nothing to undo")]
    NothingToUndo,
    #[error("there is nothing to redo")]
    NothingToRedo,
    #[error("action {0} has been undone already")]
    AlreadyUndone(i64),
    #[error("there is no action {0}")]
    NoSuchAction(i64),
    #[error("there is no paper {0}")]
    NoSuchPaper(i64),
    #[error("there is no import {0}")]
    NoSuchImport(i64),
    #[error("there is no collection {0}")]
    NoSuchCollection(i64),
    #[error("there is no highlight {0}")]
    NoSuchHighlight(i64),
    #[error("there is no saved search {0}")]
    NoSuchSavedSearch(i64),
    #[error("there is no field {0}")]
    NoSuchField(i64),
    #[error("nothing is kept under the number {0}")]
    NothingKept(i64),
    #[error("there is one called {0:?} already")]
    NameTaken(String),
    #[error("it needs a name")]
    NoName,
    #[error("the citation key {0:?} is taken")]
    KeyTaken(String),
    #[error("a paper has one relation to another paper, not to itself")]
    SamePaper,
    #[error("cancelled")]
    Cancelled,
    #[error(transparent)]
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        let rusqlite::Error::SqliteFailure(failure, ref message) = error else {
            return match error {
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::Utf8Error(..) => Error::Corrupt(error.to_string()),
                other => Error::Database(other),
            };
        };
        let text = || message.clone().unwrap_or_else(|| failure.to_string());
        match failure.code {
            ErrorCode::DiskFull => Error::DiskFull,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Error::Locked,
            ErrorCode::ReadOnly => Error::ReadOnly,
            ErrorCode::NotADatabase => Error::NotALibrary,
            ErrorCode::DatabaseCorrupt => Error::Corrupt(text()),
            ErrorCode::PermissionDenied => {
                Error::Io(io::Error::new(io::ErrorKind::PermissionDenied, text()))
            }
            ErrorCode::CannotOpen | ErrorCode::SystemIoFailure => {
                Error::Io(io::Error::other(text()))
            }
            _ => Error::Database(error),
        }
    }
}

impl Error {
    /// Whether a constraint of the schema (a key, a reference, a check) refused a write.
    pub(crate) fn is_constraint(&self) -> bool {
        matches!(
            self,
            Error::Database(rusqlite::Error::SqliteFailure(failure, _))
                if failure.code == ErrorCode::ConstraintViolation
        )
    }
}
