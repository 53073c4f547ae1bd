//! Sightings: one paper's appearance in one digest, with the digest's own words.

use jiff::Timestamp;
use rusqlite::OptionalExtension;

use crate::PaperId;
use crate::convert::{count, from_json, integer, json, timestamp};
use crate::error::Result;
use crate::store::{Reader, Writer};

pub(crate) const SCHEMA_1: &str = "
    CREATE TABLE sightings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        import INTEGER NOT NULL REFERENCES imports,
        paper INTEGER NOT NULL REFERENCES papers,
        position INTEGER NOT NULL CHECK (position >= 0),
        line INTEGER NOT NULL CHECK (line >= 0),
        title TEXT NOT NULL,
        date TEXT,
        original TEXT NOT NULL
    ) STRICT;
    CREATE INDEX sightings_by_import ON sightings (import, paper, position);
    CREATE INDEX sightings_by_paper ON sightings (paper, import);
";

/// The fields of the paper that a sighting gave, a JSON list of names; empty for older sightings.
pub(crate) const SCHEMA_2: &str = "
    ALTER TABLE sightings ADD COLUMN gave TEXT NOT NULL DEFAULT '[]';
    CREATE INDEX sightings_by_place ON sightings (import, position);
";

#[derive(Clone, Copy, Debug, Default)]
pub struct NewSighting<'a> {
    pub import: i64,
    pub paper: PaperId,
    /// Place among the digest's records, from 1.
    pub position: usize,
    /// Line on which the record begins, from 1.
    pub line: usize,
    /// The title as the digest gave it.
    pub title: &'a str,
    /// The record's own date in the digest, when it states one.
    pub date: Option<&'a str>,
    /// The record's text as it stood in the digest.
    pub original: &'a str,
    /// Names of the fields that the paper has from it.
    pub gave: &'a [&'a str],
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    pub id: i64,
    pub import: i64,
    pub paper: PaperId,
    /// The digest's name.
    pub digest: String,
    pub position: usize,
    pub line: usize,
    pub title: String,
    /// The record's date, otherwise the digest's; absent when neither states one.
    pub date: Option<String>,
    /// When the digest was imported.
    pub at: Timestamp,
    pub original: String,
    /// Names of the fields that the paper has from it.
    pub gave: Vec<String>,
}

impl Reader<'_> {
    /// Where a paper was seen, oldest import first.
    pub fn sightings(&self, paper: PaperId) -> Result<Vec<Sighting>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT s.id, s.import, s.paper, i.name, s.position, s.line, s.title,
                    ifnull(s.date, i.date), i.at, s.original, s.gave
             FROM sightings s CROSS JOIN imports i ON i.id = s.import
             WHERE s.paper = ?1 ORDER BY s.import, s.position",
        )?;
        statement
            .query_and_then([paper], |row| {
                Ok(Sighting {
                    id: row.get(0)?,
                    import: row.get(1)?,
                    paper: row.get(2)?,
                    digest: row.get(3)?,
                    position: count(row.get(4)?),
                    line: count(row.get(5)?),
                    title: row.get(6)?,
                    date: row.get(7)?,
                    at: timestamp(row.get(8)?)?,
                    original: row.get(9)?,
                    gave: from_json(&row.get::<_, String>(10)?, "sightings, gave")?,
                })
            })?
            .collect()
    }

    /// The paper that an import saw at a place, under the title that it bore there.
    pub fn sighted(&self, import: i64, position: usize, title: &str) -> Result<Option<PaperId>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT paper FROM sightings WHERE import = ?1 AND position = ?2 AND title = ?3",
        )?;
        Ok(statement
            .query_row((import, integer(position), title), |row| row.get(0))
            .optional()?)
    }

    /// The imports that a paper was seen in, oldest first.
    pub fn imports_of(&self, paper: PaperId) -> Result<Vec<i64>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT import FROM sightings WHERE paper = ?1 ORDER BY import",
        )?;
        Ok(statement
            .query_map([paper], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    pub fn insert_sighting(&mut self, sighting: &NewSighting<'_>) -> Result<i64> {
        self.conn
            .prepare_cached(
                "INSERT INTO sightings (import, paper, position, line, title, date, original,
                                        gave)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute((
                sighting.import,
                sighting.paper,
                integer(sighting.position),
                integer(sighting.line),
                sighting.title,
                sighting.date,
                sighting.original,
                json(sighting.gave)?,
            ))?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Gives a sighting to another paper, which has these fields from it.
    pub fn move_sighting(&mut self, id: i64, paper: PaperId, gave: &[String]) -> Result<()> {
        self.must_exist(paper)?;
        self.conn
            .prepare_cached("UPDATE sightings SET paper = ?2, gave = ?3 WHERE id = ?1")?
            .execute((id, paper, json(gave)?))?;
        Ok(())
    }
}
