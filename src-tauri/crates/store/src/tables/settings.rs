//! What the programs remember: name → JSON. Not part of undo.

use rusqlite::OptionalExtension;
use serde_json::Value;

use crate::convert::{from_json, json};
use crate::error::Result;
use crate::store::{Reader, Writer};

pub(crate) const SCHEMA_1: &str = "
    CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
";

impl Reader<'_> {
    pub fn setting(&self, name: &str) -> Result<Option<Value>> {
        let text: Option<String> = self
            .conn
            .prepare_cached("SELECT value FROM settings WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        text.map(|text| from_json(&text, "settings")).transpose()
    }
}

impl Writer<'_> {
    /// Remembers a value; `null` forgets it.
    pub fn set_setting(&mut self, name: &str, value: &Value) -> Result<()> {
        if value.is_null() {
            self.conn
                .execute("DELETE FROM settings WHERE name = ?1", [name])?;
        } else {
            self.conn.execute(
                "INSERT INTO settings (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value
                 WHERE value IS NOT excluded.value",
                [name, &json(value)?],
            )?;
        }
        Ok(())
    }
}
