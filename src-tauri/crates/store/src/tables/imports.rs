//! Imports: one row for each reading of one digest.

use jiff::Timestamp;
use rusqlite::Row;

use crate::convert::{count, integer, micros, timestamp};
use crate::error::{Error, Result};
use crate::store::{Reader, Writer};

pub(crate) const SCHEMA_1: &str = "
    CREATE TABLE imports (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        path TEXT,
        format TEXT NOT NULL,
        title TEXT,
        date TEXT,
        at INTEGER NOT NULL,
        file_hash TEXT,
        recognised INTEGER NOT NULL DEFAULT 0 CHECK (recognised >= 0),
        added INTEGER NOT NULL DEFAULT 0 CHECK (added >= 0),
        merged INTEGER NOT NULL DEFAULT 0 CHECK (merged >= 0),
        unchanged INTEGER NOT NULL DEFAULT 0 CHECK (unchanged >= 0),
        skipped INTEGER NOT NULL DEFAULT 0 CHECK (skipped >= 0)
    ) STRICT;
    CREATE INDEX imports_by_hash ON imports (file_hash);
    CREATE INDEX imports_by_time ON imports (at);
";

const COLUMNS: &str = "i.id, i.name, i.path, i.format, i.title, i.date, i.at, i.file_hash,
    i.recognised, i.added, i.merged, i.unchanged, i.skipped";

/// A digest about to be read in.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewImport<'a> {
    /// Its file name, or what the digest calls itself.
    pub name: &'a str,
    pub path: Option<&'a str>,
    /// The id of its format.
    pub format: &'a str,
    /// The digest's own title and date, as far as it states them.
    pub title: Option<&'a str>,
    pub date: Option<&'a str>,
    /// A hash of the file's bytes, by which the same file is known again.
    pub file_hash: Option<&'a str>,
}

/// What became of a digest's records: `recognised` is the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportCounts {
    pub recognised: usize,
    pub added: usize,
    pub merged: usize,
    pub unchanged: usize,
    pub skipped: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    pub id: i64,
    pub name: String,
    pub path: Option<String>,
    pub format: String,
    pub title: Option<String>,
    pub date: Option<String>,
    pub at: Timestamp,
    pub file_hash: Option<String>,
    pub counts: ImportCounts,
}

/// An import and what is left to do of it. Papers in the trash do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportTotals {
    pub import: Import,
    pub papers: usize,
    /// How many of them have a decision.
    pub triaged: usize,
}

fn read(row: &Row<'_>) -> Result<Import> {
    Ok(Import {
        id: row.get(0)?,
        name: row.get(1)?,
        path: row.get(2)?,
        format: row.get(3)?,
        title: row.get(4)?,
        date: row.get(5)?,
        at: timestamp(row.get(6)?)?,
        file_hash: row.get(7)?,
        counts: ImportCounts {
            recognised: count(row.get(8)?),
            added: count(row.get(9)?),
            merged: count(row.get(10)?),
            unchanged: count(row.get(11)?),
            skipped: count(row.get(12)?),
        },
    })
}

impl Reader<'_> {
    /// All imports, newest first.
    pub fn imports(&self) -> Result<Vec<ImportTotals>> {
        let sql = format!(
            "SELECT {COLUMNS}, ifnull(t.papers, 0), ifnull(t.triaged, 0)
             FROM imports i LEFT JOIN (
                 SELECT s.import, count(*) AS papers, sum(p.decision <> 'inbox') AS triaged
                 FROM (SELECT DISTINCT import, paper FROM sightings) s
                 CROSS JOIN papers p INDEXED BY papers_by_number
                     ON p.trashed = 0 AND p.id = s.paper
                 GROUP BY s.import
             ) t ON t.import = i.id
             ORDER BY i.at DESC, i.id DESC"
        );
        self.conn
            .prepare_cached(&sql)?
            .query_and_then([], |row| {
                Ok(ImportTotals {
                    import: read(row)?,
                    papers: count(row.get(13)?),
                    triaged: count(row.get(14)?),
                })
            })?
            .collect()
    }

    /// Every import, the oldest first, without what is left to do of them.
    pub fn imports_by_number(&self) -> Result<Vec<Import>> {
        let sql = format!("SELECT {COLUMNS} FROM imports i ORDER BY i.id");
        self.conn
            .prepare_cached(&sql)?
            .query_and_then([], read)?
            .collect()
    }

    /// The newest import of a file with these bytes.
    pub fn import_by_hash(&self, file_hash: &str) -> Result<Option<Import>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM imports i WHERE i.file_hash = ?1 ORDER BY i.id DESC LIMIT 1"
        );
        self.conn
            .prepare_cached(&sql)?
            .query_and_then([file_hash], read)?
            .next()
            .transpose()
    }

    pub fn import(&self, id: i64) -> Result<Option<Import>> {
        let sql = format!("SELECT {COLUMNS} FROM imports i WHERE i.id = ?1");
        self.conn
            .prepare_cached(&sql)?
            .query_and_then([id], read)?
            .next()
            .transpose()
    }
}

impl Writer<'_> {
    /// Writes the import down, before its sightings; the action becomes one of this import unless
    /// it belongs to an earlier one of the same action.
    pub fn insert_import(&mut self, import: &NewImport<'_>) -> Result<i64> {
        self.conn
            .prepare_cached(
                "INSERT INTO imports (name, path, format, title, date, at, file_hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute((
                import.name,
                import.path,
                import.format,
                import.title,
                import.date,
                micros(self.at()),
                import.file_hash,
            ))?;
        let id = self.conn.last_insert_rowid();
        self.belongs_to(id);
        Ok(id)
    }

    pub fn set_import_counts(&mut self, id: i64, counts: ImportCounts) -> Result<()> {
        let changed = self.conn.execute(
            "UPDATE imports SET (recognised, added, merged, unchanged, skipped)
             = (?2, ?3, ?4, ?5, ?6) WHERE id = ?1",
            (
                id,
                integer(counts.recognised),
                integer(counts.added),
                integer(counts.merged),
                integer(counts.unchanged),
                integer(counts.skipped),
            ),
        )?;
        if changed == 0 {
            Err(Error::NoSuchImport(id))
        } else {
            Ok(())
        }
    }
}
