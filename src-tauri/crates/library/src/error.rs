//! What can go wrong, as the reader and programs get to hear it: a stable code and a message that
//! says what happened, that nothing was lost, and what to do.

use std::fmt;
use std::io;
use std::path::Path;

use crate::api::types::ErrorBody;

pub type Result<T> = std::result::Result<T, Error>;

/// Whose doing an error is; decides how it is reported, never what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The request cannot be met as it stands.
    User,
    /// The machine said no: disk, permissions, another process.
    Io,
    /// A fault of Lectern's own.
    Internal,
}

#[derive(Clone, Debug)]
pub struct Error {
    /// Stable, snake_case.
    pub code: &'static str,
    pub message: String,
    pub kind: Kind,
}

impl Error {
    pub fn user(code: &'static str, message: impl Into<String>) -> Error {
        Error {
            code,
            message: message.into(),
            kind: Kind::User,
        }
    }

    pub fn internal(code: &'static str, message: impl fmt::Display) -> Error {
        Error {
            code,
            message: message.to_string(),
            kind: Kind::Internal,
        }
    }

    /// An I/O error about a path, in words.
    pub fn io(path: &Path, doing: &str, error: &io::Error) -> Error {
        let path = path.display();
        let (code, message) = match error.kind() {
            io::ErrorKind::NotFound => ("not_found", format!("{path} does not exist.")),
            io::ErrorKind::PermissionDenied => (
                "no_permission",
                format!("Lectern may not {doing} {path}: permission denied."),
            ),
            io::ErrorKind::StorageFull => (
                "disk_full",
                format!("The disk is full: could not {doing} {path}. Nothing was changed."),
            ),
            io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => (
                "disk_full",
                format!(
                    "There is not so much room: could not {doing} {path} ({error}). Nothing was changed."
                ),
            ),
            _ => ("io", format!("Could not {doing} {path}: {error}.")),
        };
        Error {
            code,
            message,
            kind: Kind::Io,
        }
    }

    pub fn no_such_paper(what: impl fmt::Display) -> Error {
        Error::user(
            "no_such_paper",
            format!("There is no paper {what} in this library."),
        )
    }

    pub(crate) fn no_such_collection() -> Error {
        Error::user("no_such_collection", "This collection no longer exists.")
    }

    pub(crate) fn request(operation: &str, error: &serde_json::Error) -> Error {
        Error::user(
            "bad_request",
            format!("The request for {operation} is not of its form: {error}."),
        )
    }

    pub(crate) fn unknown_operation(name: &str) -> Error {
        Error::user(
            "unknown_operation",
            format!("There is no operation {name:?}."),
        )
    }

    pub fn body(&self) -> ErrorBody {
        ErrorBody {
            code: self.code.to_owned(),
            message: self.message.clone(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Error {
        Error::internal(
            "encoding",
            format!("An answer could not be encoded: {error}."),
        )
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Error {
        use store::Error as E;
        let user = |code, message: String| Error::user(code, message);
        let io = |code, message: &str| Error {
            code,
            message: message.to_owned(),
            kind: Kind::Io,
        };
        match error {
            E::Newer { found, known } => user(
                "library_newer",
                format!(
                    "This library was written by a newer Lectern (schema {found}; this one knows \
                     {known}). Nothing was touched; update Lectern to open it."
                ),
            ),
            E::NotALibrary => user(
                "not_a_library",
                "library.sqlite is not a Lectern library. It was not touched; choose another folder with --library.".to_owned(),
            ),
            E::Corrupt(what) => user(
                "library_damaged",
                format!("library.sqlite is damaged ({what}). `lectern restore` brings a backup back; backups/ holds those Lectern made."),
            ),
            E::DiskFull => io("disk_full", "The disk is full. Nothing was changed; free some space and try again."),
            E::Locked => io("library_locked", "Another program is writing to this library. Nothing was changed; try again in a moment."),
            E::ReadOnly => io("library_read_only", "This library can only be read: no permission to write library.sqlite. Nothing was changed."),
            E::Io(error) => io("io", &format!("library.sqlite could not be read or written: {error}.")),
            E::Conflict { action, what } => user(
                "stands_on_it",
                format!("A later change stands on it: {what} (number {action}). Undo that first."),
            ),
            E::NothingToUndo => user("nothing_to_undo", "There is nothing to undo.".to_owned()),
            E::NothingToRedo => user("nothing_to_redo", "There is nothing to redo.".to_owned()),
            E::AlreadyUndone(action) => user("already_undone", format!("Change {action} has been undone already.")),
            E::NoSuchAction(action) => user("no_such_change", format!("There is no change {action} in the log.")),
            E::NoSuchPaper(id) => Error::no_such_paper(id),
            E::NoSuchImport(id) => user("no_such_import", format!("There is no import {id}.")),
            E::NoSuchCollection(_) => Error::no_such_collection(),
            E::NoSuchHighlight(_) => user("no_such_highlight", "This highlight no longer exists.".to_owned()),
            E::NoSuchSavedSearch(_) => user("no_such_saved_search", "This saved search no longer exists.".to_owned()),
            E::NoSuchField(_) => user("no_such_field", "This field no longer exists.".to_owned()),
            E::NothingKept(_) => user("nothing_kept", "It was deleted already.".to_owned()),
            E::NameTaken(name) => user("name_taken", format!("There is already one called “{name}”.")),
            E::NoName => user("bad_name", "It needs a name.".to_owned()),
            E::KeyTaken(key) => user("key_taken", format!("Another paper has the citation key {key}.")),
            E::SamePaper => user("bad_request", "A paper cannot be compared with itself.".to_owned()),
            E::Cancelled => user("cancelled", "Cancelled; nothing was changed.".to_owned()),
            E::Database(error) => Error::internal("database", format_args!("The library answered with an error: {error}. Nothing was changed.")),
        }
    }
}
