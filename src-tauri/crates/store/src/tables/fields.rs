//! Fields of the reader's own, which every paper of the library can have. What a paper has in one
//! is in `field_values`.

use rusqlite::{OptionalExtension, Row};

use crate::convert::{count, from_json, json, named};
use crate::error::{Error, Result};
use crate::fold::{fold, tidy};
use crate::store::{Reader, Writer};

pub(crate) const SCHEMA_4: &str = "
    CREATE TABLE fields (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        folded TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL CHECK (kind IN ('text', 'number', 'choice', 'yes-no', 'date')),
        choices TEXT NOT NULL
    ) STRICT;
";

const COLUMNS: &str = "f.id, f.name, f.kind, f.choices, (
    SELECT count(*) FROM field_values v
    CROSS JOIN papers p INDEXED BY papers_by_number ON p.trashed = 0 AND p.id = v.paper
    WHERE v.field = f.id)";

named! {
    /// What a field holds.
    pub enum FieldKind {
        Text = "text",
        Number = "number",
        Choice = "choice",
        YesNo = "yes-no",
        Date = "date",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub id: i64,
    pub name: String,
    pub kind: FieldKind,
    /// What a choice is made from.
    pub choices: Vec<String>,
    /// Papers that have a value; those in the trash do not count.
    pub papers: usize,
}

fn read(row: &Row<'_>) -> Result<Field> {
    let id = row.get(0)?;
    let choices: String = row.get(3)?;
    Ok(Field {
        id,
        name: row.get(1)?,
        kind: row.get(2)?,
        choices: from_json(&choices, &format!("field {id}, choices"))?,
        papers: count(row.get(4)?),
    })
}

impl Reader<'_> {
    /// All fields, oldest first.
    pub fn fields(&self) -> Result<Vec<Field>> {
        let sql = format!("SELECT {COLUMNS} FROM fields f ORDER BY f.id");
        self.conn
            .prepare_cached(&sql)?
            .query_and_then([], read)?
            .collect()
    }

    /// One field, which must exist.
    pub fn field(&self, id: i64) -> Result<Field> {
        let sql = format!("SELECT {COLUMNS} FROM fields f WHERE f.id = ?1");
        self.conn
            .prepare_cached(&sql)?
            .query_and_then([id], read)?
            .next()
            .transpose()?
            .ok_or(Error::NoSuchField(id))
    }

    /// The field of this name, whatever its case.
    pub fn field_by_name(&self, name: &str) -> Result<Option<i64>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id FROM fields WHERE folded = ?1")?;
        Ok(statement
            .query_row([fold(name)], |row| row.get(0))
            .optional()?)
    }
}

impl Writer<'_> {
    /// Makes a field that no paper has yet and answers its number.
    pub fn create_field(&mut self, name: &str, kind: FieldKind, choices: &[String]) -> Result<i64> {
        let (name, folded) = self.free_field_name(name, None)?;
        self.conn.execute(
            "INSERT INTO fields (name, folded, kind, choices) VALUES (?1, ?2, ?3, ?4)",
            (name, folded, kind, json(choices)?),
        )?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Renames a field, changes its choices, or both; values stay as they are.
    pub fn edit_field(&mut self, id: i64, name: &str, choices: &[String]) -> Result<()> {
        self.field(id)?;
        let (name, folded) = self.free_field_name(name, Some(id))?;
        self.conn.execute(
            "UPDATE fields SET name = ?2, folded = ?3, choices = ?4 WHERE id = ?1",
            (id, name, folded, json(choices)?),
        )?;
        Ok(())
    }

    /// Deletes a field and what the papers have in it.
    pub fn delete_field(&mut self, id: i64) -> Result<()> {
        self.field(id)?;
        self.conn
            .execute("DELETE FROM field_values WHERE field = ?1", [id])?;
        self.conn
            .execute("DELETE FROM fields WHERE id = ?1", [id])?;
        Ok(())
    }

    fn free_field_name(&self, name: &str, own: Option<i64>) -> Result<(String, String)> {
        let folded = fold(name);
        if folded.is_empty() {
            return Err(Error::NoName);
        }
        match self.field_by_name(name)? {
            Some(holder) if Some(holder) != own => Err(Error::NameTaken(tidy(name))),
            _ => Ok((tidy(name), folded)),
        }
    }
}
