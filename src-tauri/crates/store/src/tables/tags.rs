//! Tags. Names that differ only in case or spacing are one tag, shown as it was first written.

use rusqlite::OptionalExtension;

use crate::PaperId;
use crate::convert::count;
use crate::error::Result;
use crate::fold::{fold, tidy};
use crate::store::{Reader, Writer};

pub(crate) const SCHEMA_1: &str = "
    CREATE TABLE tags (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        paper INTEGER NOT NULL REFERENCES papers,
        tag TEXT NOT NULL,
        folded TEXT NOT NULL,
        UNIQUE (paper, folded)
    ) STRICT;
    CREATE INDEX tags_by_name ON tags (folded, paper, tag);
";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagCount {
    pub name: String,
    /// Papers that carry it; those in the trash do not count.
    pub papers: usize,
}

impl Reader<'_> {
    /// A paper's tags by name.
    pub fn tags(&self, paper: PaperId) -> Result<Vec<String>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT tag FROM tags WHERE paper = ?1 ORDER BY folded")?;
        Ok(statement
            .query_map([paper], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// Every tag in use, by name.
    pub fn all_tags(&self) -> Result<Vec<TagCount>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT min(t.tag), count(*) FROM tags t
             CROSS JOIN papers p INDEXED BY papers_by_number ON p.trashed = 0 AND p.id = t.paper
             GROUP BY t.folded ORDER BY t.folded",
        )?;
        statement
            .query_and_then([], |row| {
                Ok(TagCount {
                    name: row.get(0)?,
                    papers: count(row.get(1)?),
                })
            })?
            .collect()
    }

    /// A tag of this name as it was first written.
    fn written(&self, folded: &str) -> Result<Option<String>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT tag FROM tags WHERE folded = ?1 LIMIT 1")?;
        Ok(statement.query_row([folded], |row| row.get(0)).optional()?)
    }
}

impl Writer<'_> {
    /// Puts tags on papers and takes tags off them. Empty names count for nothing.
    pub fn tag(&mut self, papers: &[PaperId], add: &[String], remove: &[String]) -> Result<()> {
        for paper in papers {
            self.must_exist(*paper)?;
        }
        for name in remove {
            let folded = fold(name);
            let mut statement = self
                .conn
                .prepare_cached("DELETE FROM tags WHERE paper = ?1 AND folded = ?2")?;
            for paper in papers {
                statement.execute((paper, &folded))?;
            }
        }
        for name in add {
            let folded = fold(name);
            if folded.is_empty() {
                continue;
            }
            let shown = self.written(&folded)?.unwrap_or_else(|| tidy(name));
            let mut statement = self.conn.prepare_cached(
                "INSERT INTO tags (paper, tag, folded) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            )?;
            for paper in papers {
                statement.execute((paper, &shown, &folded))?;
            }
        }
        Ok(())
    }
}
