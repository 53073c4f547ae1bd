//! Opening the file: is it a library, may it be written, and how its connections are set up.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::error::{Error, Result};
use crate::migrations::{self, APPLICATION_ID};
use crate::store::SCHEMA;

/// How to hold a library.
#[derive(Clone, Debug)]
pub struct Options {
    /// How long to wait for another program's write before saying [`Error::Locked`].
    pub busy_timeout: Duration,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            busy_timeout: Duration::from_secs(5),
        }
    }
}

/// Statements that each connection keeps compiled.
const CACHED_STATEMENTS: usize = 128;

/// The connection that writes. The file is made when it does not exist; nothing in it is touched
/// before it has shown itself to be a library.
pub(crate) fn writer(file: &Path, options: &Options) -> Result<Connection> {
    exists_as_file(file)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(file, flags)?;
    set_up(&conn, options)?;
    recognise(&conn)?;
    if conn.is_readonly("main")? {
        return Err(Error::ReadOnly);
    }
    conn.pragma_update(None, "journal_mode", "WAL")?;
    // An action that was reported as done survives a power cut.
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    // A large import may leave a log as large as itself; it need not stay that large.
    conn.pragma_update(None, "journal_size_limit", 64 << 20)?;
    conn.pragma_update(None, "cache_size", -(64 << 10))?;
    Ok(conn)
}

/// A connection that cannot write. The library must exist.
pub(crate) fn reader(file: &Path, options: &Options) -> Result<Connection> {
    if !exists_as_file(file)? {
        return Err(Error::Io(io::ErrorKind::NotFound.into()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(file, flags)?;
    set_up(&conn, options)?;
    recognise(&conn)?;
    conn.pragma_update(None, "query_only", true)?;
    conn.pragma_update(None, "cache_size", -(16 << 10))?;
    Ok(conn)
}

fn set_up(conn: &Connection, options: &Options) -> Result<()> {
    conn.busy_timeout(options.busy_timeout)?;
    conn.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(())
}

/// Asks the file system first: its errors say more than SQLite's "unable to open".
fn exists_as_file(file: &Path) -> Result<bool> {
    match fs::metadata(file) {
        Ok(found) if found.is_dir() => Err(Error::Io(io::ErrorKind::IsADirectory.into())),
        Ok(_) => fs::File::open(file).map(|_| true).map_err(Error::Io),
        Err(error) if error.kind() == io::ErrorKind::NotFound => match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => {
                fs::metadata(folder)?;
                Ok(false)
            }
            _ => Ok(false),
        },
        Err(error) => Err(Error::Io(error)),
    }
}

/// An empty database is a library to be; any other must carry our mark and a schema we know.
fn recognise(conn: &Connection) -> Result<()> {
    let mark: i64 = conn.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let found = migrations::schema(conn)?;
    let objects: i64 =
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if mark != APPLICATION_ID && (mark != 0 || found != 0 || objects != 0) {
        return Err(Error::NotALibrary);
    }
    if found > SCHEMA {
        return Err(Error::Newer {
            found,
            known: SCHEMA,
        });
    }
    Ok(())
}
