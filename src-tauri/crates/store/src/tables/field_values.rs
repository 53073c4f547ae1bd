//! What papers have in the reader's own fields: text, checked by the field's kind before it comes
//! here.

use crate::PaperId;
use crate::convert::{count, json};
use crate::error::Result;
use crate::store::{Reader, Writer};

pub(crate) const SCHEMA_4: &str = "
    CREATE TABLE field_values (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        field INTEGER NOT NULL REFERENCES fields,
        paper INTEGER NOT NULL REFERENCES papers,
        value TEXT NOT NULL CHECK (value <> ''),
        UNIQUE (field, paper)
    ) STRICT;
    CREATE INDEX field_values_by_paper ON field_values (paper, field);
";

/// A paper's value in one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldValue {
    pub field: i64,
    pub paper: PaperId,
    pub value: String,
}

impl Reader<'_> {
    /// What these papers have in all fields, by paper and field.
    pub fn field_values(&self, papers: &[PaperId]) -> Result<Vec<FieldValue>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT v.field, v.paper, v.value
             FROM json_each(?1) g CROSS JOIN field_values v ON v.paper = g.value
             ORDER BY v.paper, v.field",
        )?;
        let values = statement.query_map([json(papers)?], |row| {
            Ok(FieldValue {
                field: row.get(0)?,
                paper: row.get(1)?,
                value: row.get(2)?,
            })
        })?;
        Ok(values.collect::<rusqlite::Result<_>>()?)
    }

    /// The values that papers have in a field, and how many each, the trash included.
    pub fn values_in_use(&self, field: i64) -> Result<Vec<(String, usize)>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT value, count(*) FROM field_values WHERE field = ?1 GROUP BY value ORDER BY value",
        )?;
        let values = statement.query_map([field], |row| Ok((row.get(0)?, count(row.get(1)?))))?;
        Ok(values.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Gives papers a value in a field, or with none takes it from them.
    pub fn set_field_value(
        &mut self,
        field: i64,
        papers: &[PaperId],
        value: Option<&str>,
    ) -> Result<()> {
        self.field(field)?;
        for paper in papers {
            self.must_exist(*paper)?;
            match value.filter(|value| !value.is_empty()) {
                Some(value) => self
                    .conn
                    .prepare_cached(
                        "INSERT INTO field_values (field, paper, value) VALUES (?1, ?2, ?3)
                         ON CONFLICT DO UPDATE SET value = excluded.value",
                    )?
                    .execute((field, paper, value))?,
                None => self
                    .conn
                    .prepare_cached("DELETE FROM field_values WHERE field = ?1 AND paper = ?2")?
                    .execute((field, paper))?,
            };
        }
        Ok(())
    }
}
