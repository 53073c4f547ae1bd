//! What was decided about pairs of papers. Each verdict stands in two rows, one from either
//! paper's side, so that the log of each paper tells of it.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row};

use crate::PaperId;
use crate::convert::{count, integer, json, micros, named, timestamp};
use crate::error::{Error, Result};
use crate::store::{Reader, Writer};

pub(crate) const SCHEMA_1: &str = "
    CREATE TABLE verdicts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        paper INTEGER NOT NULL REFERENCES papers,
        other INTEGER NOT NULL REFERENCES papers CHECK (other <> paper),
        relation TEXT NOT NULL CHECK (relation IN ('same', 'not-same', 'versions', 'doubtful')),
        reason TEXT NOT NULL,
        at INTEGER NOT NULL,
        UNIQUE (paper, other)
    ) STRICT;
    CREATE INDEX verdicts_by_other ON verdicts (other);
";

/// The pairs that wait for a verdict, found without reading the others.
pub(crate) const SCHEMA_2: &str = "
    CREATE INDEX verdicts_doubtful ON verdicts (paper, other) WHERE relation = 'doubtful';
";

named! {
    /// What two papers are to each other.
    pub enum Relation {
        /// One work, recorded twice.
        Same = "same",
        /// Two works, however alike.
        NotSame = "not-same",
        /// A preprint and its published version.
        Versions = "versions",
        /// Perhaps one work; nobody has said.
        Doubtful = "doubtful",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub paper: PaperId,
    pub other: PaperId,
    pub relation: Relation,
    pub reason: String,
    pub at: Timestamp,
}

/// A paper that has to do with another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub id: PaperId,
    pub key: String,
    pub title: String,
    /// Why it counts as one.
    pub reason: String,
}

fn read(row: &Row<'_>) -> Result<Verdict> {
    Ok(Verdict {
        paper: row.get(0)?,
        other: row.get(1)?,
        relation: row.get(2)?,
        reason: row.get(3)?,
        at: timestamp(row.get(4)?)?,
    })
}

impl Reader<'_> {
    /// All verdicts on a paper, seen from it.
    pub fn verdicts(&self, paper: PaperId) -> Result<Vec<Verdict>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT paper, other, relation, reason, at FROM verdicts
             WHERE paper = ?1 ORDER BY other",
        )?;
        statement.query_and_then([paper], read)?.collect()
    }

    /// The other versions of a paper, without those in the trash.
    pub fn versions(&self, paper: PaperId) -> Result<Vec<Version>> {
        self.others(paper, Relation::Versions)
    }

    /// The papers that may be the same work as this one, without those in the trash.
    pub fn doubtful(&self, paper: PaperId) -> Result<Vec<Version>> {
        self.others(paper, Relation::Doubtful)
    }

    fn others(&self, paper: PaperId, relation: Relation) -> Result<Vec<Version>> {
        let mut statement = self.conn.prepare_cached(
            // The verdicts first: there are few on one paper, and many papers out of the trash.
            "SELECT p.id, p.key, p.title, v.reason
             FROM verdicts v CROSS JOIN papers p ON p.id = v.other
             WHERE v.paper = ?1 AND v.relation = ?2 AND p.trashed = 0 ORDER BY v.other",
        )?;
        let versions = statement.query_map((paper, relation), |row| {
            Ok(Version {
                id: row.get(0)?,
                key: row.get(1)?,
                title: row.get(2)?,
                reason: row.get(3)?,
            })
        })?;
        Ok(versions.collect::<rusqlite::Result<_>>()?)
    }

    /// Those of some papers that may be the same work as another, the trash left out.
    pub fn doubtful_among(&self, papers: &[PaperId]) -> Result<HashSet<PaperId>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT v.paper FROM verdicts v INDEXED BY verdicts_doubtful
             CROSS JOIN papers o ON o.id = v.other
             WHERE v.relation = 'doubtful' AND o.trashed = 0
               AND v.paper IN (SELECT value FROM json_each(?1))",
        )?;
        let found = statement.query_map([json(papers)?], |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// How many pairs wait for a verdict, and some of them in the order in which they were noticed.
    /// Of each pair the paper that was in the library first comes first; the trash is left out.
    pub fn doubtful_pairs(&self, offset: usize, limit: usize) -> Result<(usize, Vec<Verdict>)> {
        const PAIRS: &str = "verdicts v INDEXED BY verdicts_doubtful
             CROSS JOIN papers p ON p.id = v.paper CROSS JOIN papers o ON o.id = v.other
             WHERE v.relation = 'doubtful' AND v.paper < v.other
               AND p.trashed = 0 AND o.trashed = 0";
        let total: i64 = self
            .conn
            .prepare_cached(&format!("SELECT count(*) FROM {PAIRS}"))?
            .query_row([], |row| row.get(0))?;
        let sql = format!(
            "SELECT v.paper, v.other, v.relation, v.reason, v.at FROM {PAIRS}
             ORDER BY v.id LIMIT ?1 OFFSET ?2"
        );
        let pairs = self
            .conn
            .prepare_cached(&sql)?
            .query_and_then([integer(limit), integer(offset)], read)?
            .collect::<Result<_>>()?;
        Ok((count(total), pairs))
    }

    /// The paper that this one, itself in the trash, was merged into, if it was.
    pub fn merged_into(&self, paper: PaperId) -> Result<Option<PaperId>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT v.other FROM verdicts v CROSS JOIN papers p ON p.id = v.other
             WHERE v.paper = ?1 AND v.relation = 'same' AND p.trashed = 0 ORDER BY v.id DESC",
        )?;
        Ok(statement.query_row([paper], |row| row.get(0)).optional()?)
    }

    /// The verdict on a pair, whichever is named first.
    pub fn verdict(&self, paper: PaperId, other: PaperId) -> Result<Option<Verdict>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT paper, other, relation, reason, at FROM verdicts
             WHERE paper = ?1 AND other = ?2",
        )?;
        statement
            .query_and_then([paper, other], read)?
            .next()
            .transpose()
    }
}

impl Writer<'_> {
    /// Remembers a verdict on a pair; `None` forgets it.
    pub fn set_verdict(
        &mut self,
        paper: PaperId,
        other: PaperId,
        verdict: Option<(Relation, &str)>,
    ) -> Result<()> {
        if paper == other {
            return Err(Error::SamePaper);
        }
        self.must_exist(paper)?;
        self.must_exist(other)?;
        for (paper, other) in [(paper, other), (other, paper)] {
            match verdict {
                None => {
                    self.conn.execute(
                        "DELETE FROM verdicts WHERE paper = ?1 AND other = ?2",
                        [paper, other],
                    )?;
                }
                Some((relation, reason)) => {
                    self.conn.execute(
                        "INSERT INTO verdicts (paper, other, relation, reason, at)
                         VALUES (?1, ?2, ?3, ?4, ?5)
                         ON CONFLICT (paper, other) DO UPDATE
                         SET relation = excluded.relation, reason = excluded.reason,
                             at = excluded.at
                         WHERE relation IS NOT excluded.relation
                            OR reason IS NOT excluded.reason",
                        (paper, other, relation, reason, micros(self.at())),
                    )?;
                }
            }
        }
        Ok(())
    }
}
