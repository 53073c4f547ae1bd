//! What was decided about pairs of papers. Each verdict stands in two rows, one from either
//! paper's side, so that the log of each paper tells of it.

use jiff::Timestamp;
use rusqlite::Row;

use crate::PaperId;
use crate::convert::{micros, named, timestamp};
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

/// Another version of a paper.
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
        let mut statement = self.conn.prepare_cached(
            // The verdicts first: there are few on one paper, and many papers out of the trash.
            "SELECT p.id, p.key, p.title, v.reason
             FROM verdicts v CROSS JOIN papers p ON p.id = v.other
             WHERE v.paper = ?1 AND v.relation = 'versions' AND p.trashed = 0 ORDER BY v.other",
        )?;
        let versions = statement.query_map([paper], |row| {
            Ok(Version {
                id: row.get(0)?,
                key: row.get(1)?,
                title: row.get(2)?,
                reason: row.get(3)?,
            })
        })?;
        Ok(versions.collect::<rusqlite::Result<_>>()?)
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
