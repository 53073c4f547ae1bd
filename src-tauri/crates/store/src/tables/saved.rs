//! Saved searches: named questions that stand. What they hit of what came in is in `watch`.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row};

use crate::PaperId;
use crate::convert::{count, integer, micros, named, timestamp};
use crate::error::{Error, Result};
use crate::fold::{fold, tidy};
use crate::store::{Reader, Writer};

/// `threshold` counts ten-thousandths, because the log keeps whole numbers only. `asked` is the
/// action that last changed what is asked: an answer belongs to one wording of the question.
/// `since` is the newest paper that was there before the search was.
pub(crate) const SCHEMA_3: &str = "
    CREATE TABLE saved_searches (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        folded TEXT NOT NULL UNIQUE,
        query TEXT NOT NULL,
        mode TEXT NOT NULL CHECK (mode IN ('hybrid', 'words', 'meaning')),
        threshold INTEGER CHECK (threshold BETWEEN 0 AND 10000),
        created INTEGER NOT NULL,
        asked INTEGER NOT NULL,
        since INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE saved_counts (
        saved INTEGER NOT NULL,
        asked INTEGER NOT NULL,
        papers INTEGER NOT NULL CHECK (papers >= 0),
        PRIMARY KEY (saved, asked)
    ) STRICT, WITHOUT ROWID;
";

/// One in the column `threshold` is so much of a cosine.
const STEP: f32 = 10_000.0;

const COLUMNS: &str = "s.id, s.name, s.query, s.mode, s.threshold, s.created, s.asked, s.since,
    (SELECT c.papers FROM saved_counts c WHERE c.saved = s.id AND c.asked = s.asked)";

named! {
    /// By what a saved search finds.
    pub enum Mode {
        Hybrid = "hybrid",
        Words = "words",
        Meaning = "meaning",
    }
}

/// What a saved search asks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asks<'a> {
    pub query: &'a str,
    pub mode: Mode,
    /// The least cosine of a hit by meaning, 0 to 1, kept to four places; absent: the program's
    /// own.
    pub threshold: Option<f32>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SavedSearch {
    pub id: i64,
    pub name: String,
    pub query: String,
    pub mode: Mode,
    pub threshold: Option<f32>,
    pub created: Timestamp,
    /// The wording of the question; an edit of it gets another number, its undo the old one.
    pub asked: i64,
    /// Papers with greater numbers came after the search was made.
    pub since: PaperId,
    /// How many papers it found when they were last counted.
    pub counted: Option<usize>,
}

impl SavedSearch {
    /// What it asks.
    pub fn asks(&self) -> Asks<'_> {
        Asks {
            query: &self.query,
            mode: self.mode,
            threshold: self.threshold,
        }
    }
}

fn read(row: &Row<'_>) -> Result<SavedSearch> {
    let threshold: Option<u16> = row.get(4)?;
    let counted: Option<i64> = row.get(8)?;
    Ok(SavedSearch {
        id: row.get(0)?,
        name: row.get(1)?,
        query: row.get(2)?,
        mode: row.get(3)?,
        threshold: threshold.map(|steps| f32::from(steps) / STEP),
        created: timestamp(row.get(5)?)?,
        asked: row.get(6)?,
        since: row.get(7)?,
        counted: counted.map(count),
    })
}

fn steps(threshold: Option<f32>) -> Option<i64> {
    // In range by the clamp, and NaN becomes 0.
    threshold.map(|cosine| (cosine.clamp(0.0, 1.0) * STEP).round() as i64)
}

impl Reader<'_> {
    /// All saved searches by name.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>> {
        let sql = format!("SELECT {COLUMNS} FROM saved_searches s ORDER BY s.folded");
        self.conn
            .prepare_cached(&sql)?
            .query_and_then([], read)?
            .collect()
    }

    pub fn saved_search(&self, id: i64) -> Result<Option<SavedSearch>> {
        let sql = format!("SELECT {COLUMNS} FROM saved_searches s WHERE s.id = ?1");
        self.conn
            .prepare_cached(&sql)?
            .query_and_then([id], read)?
            .next()
            .transpose()
    }

    /// The saved search of this name, whatever its case.
    pub fn saved_by_name(&self, name: &str) -> Result<Option<i64>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id FROM saved_searches WHERE folded = ?1")?;
        Ok(statement
            .query_row([fold(name)], |row| row.get(0))
            .optional()?)
    }

    fn saved_must_exist(&self, id: i64) -> Result<SavedSearch> {
        self.saved_search(id)?.ok_or(Error::NoSuchSavedSearch(id))
    }
}

impl Writer<'_> {
    /// Saves a search and answers its number. It watches what comes in from now on.
    pub fn create_saved(&mut self, name: &str, asks: Asks<'_>) -> Result<i64> {
        let (name, folded) = self.free_saved_name(name, None)?;
        self.conn.execute(
            "INSERT INTO saved_searches
                 (name, folded, query, mode, threshold, created, asked, since)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT action FROM in_progress),
                     (SELECT ifnull(max(id), 0) FROM papers))",
            (
                name,
                folded,
                asks.query,
                asks.mode,
                steps(asks.threshold),
                micros(self.at()),
            ),
        )?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Renames a saved search, changes what it asks, or both.
    pub fn edit_saved(&mut self, id: i64, name: &str, asks: Asks<'_>) -> Result<()> {
        let known = self.saved_must_exist(id)?;
        let (name, folded) = self.free_saved_name(name, Some(id))?;
        self.conn.execute(
            "UPDATE saved_searches SET name = ?2, folded = ?3 WHERE id = ?1",
            (id, name, folded),
        )?;
        if known.query != asks.query
            || known.mode != asks.mode
            || steps(known.threshold) != steps(asks.threshold)
        {
            self.conn.execute(
                "UPDATE saved_searches SET (query, mode, threshold, asked)
                 = (?2, ?3, ?4, (SELECT action FROM in_progress)) WHERE id = ?1",
                (id, asks.query, asks.mode, steps(asks.threshold)),
            )?;
        }
        Ok(())
    }

    /// Deletes a saved search; the papers it found stay.
    pub fn delete_saved(&mut self, id: i64) -> Result<()> {
        self.saved_must_exist(id)?;
        self.conn
            .execute("DELETE FROM saved_searches WHERE id = ?1", [id])?;
        Ok(())
    }

    /// Remembers how many papers a saved search finds, outside of undo.
    pub fn set_saved_count(&mut self, saved: &SavedSearch, papers: usize) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO saved_counts (saved, asked, papers) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET papers = excluded.papers",
            )?
            .execute((saved.id, saved.asked, integer(papers)))?;
        Ok(())
    }

    fn free_saved_name(&self, name: &str, own: Option<i64>) -> Result<(String, String)> {
        let folded = fold(name);
        if folded.is_empty() {
            return Err(Error::NoName);
        }
        match self.saved_by_name(name)? {
            Some(holder) if Some(holder) != own => Err(Error::NameTaken(tidy(name))),
            _ => Ok((tidy(name), folded)),
        }
    }
}
