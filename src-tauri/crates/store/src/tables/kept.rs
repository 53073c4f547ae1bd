//! What the reader keeps under a name for another time: choices of an export, columns of a matrix.
//! What they mean is the application's business; here each is a name and a piece of JSON.

use rusqlite::Row;
use serde_json::Value;

use crate::convert::{from_json, json, named};
use crate::error::{Error, Result};
use crate::fold::{fold, tidy};
use crate::store::{Reader, Writer};

pub(crate) const SCHEMA_4: &str = "
    CREATE TABLE kept (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('export', 'matrix')),
        name TEXT NOT NULL,
        folded TEXT NOT NULL,
        value TEXT NOT NULL,
        UNIQUE (kind, folded)
    ) STRICT;
";

named! {
    /// What is kept.
    pub enum Keeps {
        Export = "export",
        Matrix = "matrix",
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub id: i64,
    pub name: String,
    pub value: Value,
}

fn read(row: &Row<'_>) -> Result<Kept> {
    let id = row.get(0)?;
    let value: String = row.get(2)?;
    Ok(Kept {
        id,
        name: row.get(1)?,
        value: from_json(&value, &format!("kept {id}"))?,
    })
}

impl Reader<'_> {
    /// Everything of a kind, by name.
    pub fn kept(&self, kind: Keeps) -> Result<Vec<Kept>> {
        self.conn
            .prepare_cached("SELECT id, name, value FROM kept WHERE kind = ?1 ORDER BY folded")?
            .query_and_then([kind], read)?
            .collect()
    }

    /// The one of this name, whatever its case.
    pub fn kept_by_name(&self, kind: Keeps, name: &str) -> Result<Option<Kept>> {
        self.conn
            .prepare_cached("SELECT id, name, value FROM kept WHERE kind = ?1 AND folded = ?2")?
            .query_and_then((kind, fold(name)), read)?
            .next()
            .transpose()
    }
}

impl Writer<'_> {
    /// Keeps a value under a name and answers its number; one of that name, whatever its case, is
    /// replaced.
    pub fn keep(&mut self, kind: Keeps, name: &str, value: &Value) -> Result<i64> {
        let folded = fold(name);
        if folded.is_empty() {
            return Err(Error::NoName);
        }
        let (name, value) = (tidy(name), json(value)?);
        if let Some(known) = self.kept_by_name(kind, &name)? {
            self.conn.execute(
                "UPDATE kept SET name = ?2, value = ?3 WHERE id = ?1",
                (known.id, name, value),
            )?;
            return Ok(known.id);
        }
        self.conn.execute(
            "INSERT INTO kept (kind, name, folded, value) VALUES (?1, ?2, ?3, ?4)",
            (kind, name, folded, value),
        )?;
        Ok(self.conn.last_insert_rowid())
    }

    pub fn forget_kept(&mut self, kind: Keeps, id: i64) -> Result<()> {
        let gone = self
            .conn
            .execute("DELETE FROM kept WHERE id = ?1 AND kind = ?2", (id, kind))?;
        match gone {
            0 => Err(Error::NothingKept(id)),
            _ => Ok(()),
        }
    }
}
