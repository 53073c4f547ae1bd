//! The log of changed rows, written by the triggers in `log`; nothing else writes here, and
//! nothing deletes.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::Connection;
use serde_json::Value;

use crate::PaperId;
use crate::convert::{from_json, named, timestamp};
use crate::error::Result;
use crate::store::Reader;

pub(crate) const SCHEMA_1: &str = "
    CREATE TABLE changes (
        seq INTEGER PRIMARY KEY,
        action INTEGER NOT NULL REFERENCES actions,
        paper INTEGER,
        parent INTEGER,
        tbl TEXT NOT NULL,
        row_id INTEGER NOT NULL,
        op TEXT NOT NULL CHECK (op IN ('insert', 'update', 'delete')),
        before TEXT,
        after TEXT,
        key_before TEXT,
        key_after TEXT
    ) STRICT;
    CREATE INDEX changes_by_paper ON changes (paper);
";

named! {
    /// What happened to a row.
    pub enum Operation {
        Insert = "insert",
        Update = "update",
        Delete = "delete",
    }
}

/// One changed row of one paper, under the action it belonged to.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub seq: i64,
    pub action: i64,
    pub at: Timestamp,
    pub by: String,
    /// The action in words.
    pub what: String,
    pub table: String,
    pub row: i64,
    pub operation: Operation,
    /// Of an update the columns that changed, of a delete the whole row, of an insert nothing.
    pub before: Option<Value>,
    /// Of an update the columns that changed, otherwise nothing.
    pub after: Option<Value>,
}

/// The number of the newest change; 0 in a library that was never written.
pub(crate) fn position(conn: &Connection) -> Result<i64> {
    let mut statement = conn.prepare_cached("SELECT ifnull(max(seq), 0) FROM changes")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// The papers of the changes after `position`, each once, in the order they were first touched. A
/// change to a collection itself counts for the papers in it, and one to a paper for those that may
/// be the same work: while it is in the trash, they are not.
pub(crate) fn papers_since(conn: &Connection, position: i64) -> Result<Vec<PaperId>> {
    let mut seen = HashSet::new();
    let mut papers = Vec::new();
    let sqls = [
        "SELECT paper FROM changes WHERE seq > ?1 AND paper IS NOT NULL ORDER BY seq",
        "SELECT m.paper FROM changes c JOIN collection_papers m ON m.collection = c.row_id
         WHERE c.seq > ?1 AND c.tbl = 'collections' ORDER BY c.seq, m.id",
        "SELECT v.other FROM changes c JOIN verdicts v
             ON v.paper = c.paper AND v.relation = 'doubtful'
         WHERE c.seq > ?1 AND c.tbl = 'papers' AND c.op = 'update' ORDER BY c.seq, v.other",
    ];
    for sql in sqls {
        let mut statement = conn.prepare_cached(sql)?;
        for paper in statement.query_map([position], |row| row.get(0))? {
            let paper = paper?;
            if seen.insert(paper) {
                papers.push(paper);
            }
        }
    }
    Ok(papers)
}

impl Reader<'_> {
    /// How far the log reaches; grows with every write, and with nothing else.
    pub fn position(&self) -> Result<i64> {
        position(self.conn)
    }

    /// The papers whose rows changed after `position`, deleted ones included.
    pub fn papers_changed_since(&self, position: i64) -> Result<Vec<PaperId>> {
        papers_since(self.conn, position)
    }

    /// The columns of a paper that an action of this kind, still in force, wrote.
    pub fn columns_written(&self, paper: PaperId, kind: &str) -> Result<HashSet<String>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT j.key FROM changes c
             JOIN actions a ON a.seq = c.action
             JOIN json_each(c.after) j
             WHERE c.paper = ?1 AND c.tbl = 'papers' AND c.op = 'update'
               AND a.kind = ?2 AND a.in_force",
        )?;
        Ok(statement
            .query_map((paper, kind), |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// Everything that ever happened to a paper, oldest first; undoing is part of it.
    pub fn history(&self, paper: PaperId) -> Result<Vec<Change>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT c.seq, a.seq, a.at, a.by, a.what, c.tbl, c.row_id, c.op, c.before, c.after
             FROM changes c JOIN actions a ON a.seq = c.action
             WHERE c.paper = ?1 ORDER BY c.seq",
        )?;
        statement
            .query_and_then([paper], |row| {
                let parsed =
                    |text: Option<String>| text.map(|text| from_json(&text, "changes")).transpose();
                Ok(Change {
                    seq: row.get(0)?,
                    action: row.get(1)?,
                    at: timestamp(row.get(2)?)?,
                    by: row.get(3)?,
                    what: row.get(4)?,
                    table: row.get(5)?,
                    row: row.get(6)?,
                    operation: row.get(7)?,
                    before: parsed(row.get(8)?)?,
                    after: parsed(row.get(9)?)?,
                })
            })?
            .collect()
    }
}
