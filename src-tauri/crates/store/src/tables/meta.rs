//! Facts about the library itself.

use jiff::Timestamp;
use rusqlite::Connection;

use crate::error::{Error, Result};
use crate::store::Reader;

pub(crate) const SCHEMA_1: &str = "
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
";

/// Gives a new library its id, once. The randomness is SQLite's.
pub(crate) fn write_library_id(conn: &Connection, now: Timestamp) -> Result<()> {
    let random: [u8; 10] = conn.query_row("SELECT randomblob(10)", [], |row| row.get(0))?;
    let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
    let id = uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
    conn.execute(
        "INSERT INTO meta (name, value) VALUES ('library', ?1)",
        [id.hyphenated().to_string()],
    )?;
    Ok(())
}

impl Reader<'_> {
    /// The library's UUID: what an index or a cache must carry to belong to it.
    pub fn library_id(&self) -> Result<String> {
        let found =
            self.conn
                .query_row("SELECT value FROM meta WHERE name = 'library'", [], |row| {
                    row.get(0)
                });
        found.map_err(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => Error::Corrupt("no library id".to_owned()),
            other => other.into(),
        })
    }
}
