//! Highlights: marked spans of abstracts. Offsets count Unicode scalar values.

use jiff::Timestamp;

use crate::PaperId;
use crate::convert::{count, integer, micros, named, timestamp};
use crate::error::{Error, Result};
use crate::store::{Reader, Writer};

pub(crate) const SCHEMA_1: &str = "
    CREATE TABLE highlights (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        paper INTEGER NOT NULL REFERENCES papers,
        start INTEGER NOT NULL CHECK (start >= 0),
        stop INTEGER NOT NULL CHECK (stop >= start),
        text TEXT NOT NULL,
        colour TEXT NOT NULL CHECK (colour IN ('yellow', 'green', 'blue', 'pink')),
        comment TEXT NOT NULL,
        at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX highlights_by_paper ON highlights (paper, start);
";

named! {
    #[derive(Default)]
    pub enum Colour {
        #[default]
        Yellow = "yellow",
        Green = "green",
        Blue = "blue",
        Pink = "pink",
    }
}

#[derive(Clone, Copy, Debug, Default)]
pub struct NewHighlight<'a> {
    pub paper: PaperId,
    pub start: usize,
    /// Behind the last character marked.
    pub end: usize,
    /// The words marked.
    pub text: &'a str,
    pub colour: Colour,
    pub comment: &'a str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlight {
    pub id: i64,
    pub paper: PaperId,
    pub start: usize,
    pub end: usize,
    pub text: String,
    pub colour: Colour,
    pub comment: String,
    pub at: Timestamp,
}

const COLUMNS: &str = "id, paper, start, stop, text, colour, comment, at";

fn read(row: &rusqlite::Row<'_>) -> Result<Highlight> {
    Ok(Highlight {
        id: row.get(0)?,
        paper: row.get(1)?,
        start: count(row.get(2)?),
        end: count(row.get(3)?),
        text: row.get(4)?,
        colour: row.get(5)?,
        comment: row.get(6)?,
        at: timestamp(row.get(7)?)?,
    })
}

impl Reader<'_> {
    /// A paper's highlights in the order of the text.
    pub fn highlights(&self, paper: PaperId) -> Result<Vec<Highlight>> {
        let sql =
            format!("SELECT {COLUMNS} FROM highlights WHERE paper = ?1 ORDER BY start, stop, id");
        self.conn
            .prepare_cached(&sql)?
            .query_and_then([paper], read)?
            .collect()
    }

    pub fn highlight(&self, id: i64) -> Result<Highlight> {
        let sql = format!("SELECT {COLUMNS} FROM highlights WHERE id = ?1");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let found = statement.query_and_then([id], read)?.next();
        found.unwrap_or(Err(Error::NoSuchHighlight(id)))
    }
}

impl Writer<'_> {
    /// Marks a span. An end before the start marks nothing but its place.
    pub fn insert_highlight(&mut self, highlight: &NewHighlight<'_>) -> Result<i64> {
        self.must_exist(highlight.paper)?;
        self.conn.execute(
            "INSERT INTO highlights (paper, start, stop, text, colour, comment, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (
                highlight.paper,
                integer(highlight.start),
                integer(highlight.end.max(highlight.start)),
                highlight.text,
                highlight.colour,
                highlight.comment,
                micros(self.at()),
            ),
        )?;
        Ok(self.conn.last_insert_rowid())
    }

    pub fn edit_highlight(&mut self, id: i64, colour: Colour, comment: &str) -> Result<()> {
        let changed = self.conn.execute(
            "UPDATE highlights SET colour = ?2, comment = ?3 WHERE id = ?1",
            (id, colour, comment),
        )?;
        if changed == 0 {
            Err(Error::NoSuchHighlight(id))
        } else {
            Ok(())
        }
    }

    pub fn remove_highlight(&mut self, id: i64) -> Result<()> {
        let changed = self
            .conn
            .execute("DELETE FROM highlights WHERE id = ?1", [id])?;
        if changed == 0 {
            Err(Error::NoSuchHighlight(id))
        } else {
            Ok(())
        }
    }
}
