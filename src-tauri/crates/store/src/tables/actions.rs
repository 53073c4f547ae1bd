//! What was done, one row an action: the steps of undo, and the headings of the audit log.
//!
//! An action is *ordinary*, or it undoes one, or it redoes one. `in_force` of an ordinary action
//! says whether its effect stands; of an undo, whether it can still be redone. `first` to `last` are
//! its rows in `changes`.

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use crate::PaperId;
use crate::convert::{count, integer, micros, timestamp};
use crate::error::{Error, Result};
use crate::store::{Action, Reader};

pub(crate) const SCHEMA_1: &str = "
    CREATE TABLE actions (
        seq INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        by TEXT NOT NULL,
        what TEXT NOT NULL,
        kind TEXT NOT NULL,
        import INTEGER,
        undoes INTEGER REFERENCES actions,
        redoes INTEGER REFERENCES actions,
        in_force INTEGER NOT NULL DEFAULT 1 CHECK (in_force IN (0, 1)),
        first INTEGER NOT NULL DEFAULT 0,
        last INTEGER NOT NULL DEFAULT 0,
        papers INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE in_progress (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        action INTEGER REFERENCES actions
    ) STRICT;
    INSERT INTO in_progress (one) VALUES (1);
";

const COLUMNS: &str = "seq, at, by, what, kind, import, in_force, papers, first, last";
const ORDINARY: &str = "undoes IS NULL AND redoes IS NULL";

/// One action as the log holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedAction {
    pub seq: i64,
    pub at: Timestamp,
    pub by: String,
    pub what: String,
    pub kind: String,
    pub import: Option<i64>,
    /// False when it has been undone.
    pub in_force: bool,
    /// How many papers it touched.
    pub papers: usize,
    pub(crate) first: i64,
    pub(crate) last: i64,
}

/// Why an action exists.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Role {
    Ordinary,
    Undoes(i64),
    Redoes(i64),
}

/// Opens an action: until [`finish`], every logged write belongs to it. Answers its number.
pub(crate) fn begin(conn: &Connection, action: &Action<'_>, role: Role) -> Result<i64> {
    let (undoes, redoes) = match role {
        Role::Ordinary => (None, None),
        Role::Undoes(seq) => (Some(seq), None),
        Role::Redoes(seq) => (None, Some(seq)),
    };
    conn.prepare_cached(
        "INSERT INTO actions (at, by, what, kind, import, undoes, redoes, first)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, (SELECT ifnull(max(seq), 0) + 1 FROM changes))",
    )?
    .execute((
        micros(action.at),
        action.by,
        action.what,
        action.kind,
        action.import,
        undoes,
        redoes,
    ))?;
    let seq = conn.last_insert_rowid();
    conn.execute("UPDATE in_progress SET action = ?1", [seq])?;
    Ok(seq)
}

/// Closes the action and writes down how much it did.
pub(crate) fn finish(conn: &Connection, seq: i64, papers: usize) -> Result<()> {
    conn.execute("UPDATE in_progress SET action = NULL", [])?;
    conn.execute(
        "UPDATE actions SET papers = ?2, last = (SELECT ifnull(max(seq), 0) FROM changes)
         WHERE seq = ?1",
        [seq, integer(papers)],
    )?;
    Ok(())
}

/// Closes an action that changed nothing, without a trace.
pub(crate) fn forget(conn: &Connection, seq: i64) -> Result<()> {
    conn.execute("UPDATE in_progress SET action = NULL", [])?;
    conn.execute("DELETE FROM actions WHERE seq = ?1", [seq])?;
    Ok(())
}

pub(crate) fn rewrite(
    conn: &Connection,
    seq: i64,
    what: Option<&str>,
    import: Option<i64>,
) -> Result<()> {
    conn.execute(
        "UPDATE actions SET what = ifnull(?2, what), import = ifnull(?3, import) WHERE seq = ?1",
        (seq, what, import),
    )?;
    Ok(())
}

pub(crate) fn set_in_force(conn: &Connection, seq: i64, in_force: bool) -> Result<()> {
    conn.execute(
        "UPDATE actions SET in_force = ?2 WHERE seq = ?1",
        (seq, in_force),
    )?;
    Ok(())
}

/// An ordinary action; undoing and redoing are not actions that one could undo.
pub(crate) fn ordinary(conn: &Connection, seq: i64) -> Result<LoggedAction> {
    one(
        conn,
        &format!("SELECT {COLUMNS} FROM actions WHERE seq = ?1 AND {ORDINARY}"),
        [seq],
    )?
    .ok_or(Error::NoSuchAction(seq))
}

/// What undo would take back next.
pub(crate) fn undoable(conn: &Connection) -> Result<Option<LoggedAction>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM actions WHERE in_force AND {ORDINARY} ORDER BY seq DESC LIMIT 1"
    );
    one(conn, &sql, [])
}

/// What redo would take back next: the newest undo that has not been redone, unless something
/// was done since. Answered with the action that it undid.
pub(crate) fn redoable(conn: &Connection) -> Result<Option<(LoggedAction, LoggedAction)>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM actions WHERE undoes IS NOT NULL AND in_force
         AND seq > (SELECT ifnull(max(seq), 0) FROM actions WHERE {ORDINARY})
         ORDER BY seq DESC LIMIT 1"
    );
    let Some(undo) = one(conn, &sql, [])? else {
        return Ok(None);
    };
    let undone: i64 = conn.query_row(
        "SELECT undoes FROM actions WHERE seq = ?1",
        [undo.seq],
        |row| row.get(0),
    )?;
    Ok(Some((undo, ordinary(conn, undone)?)))
}

fn one(
    conn: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
) -> Result<Option<LoggedAction>> {
    conn.prepare_cached(sql)?
        .query_and_then(params, read)?
        .next()
        .transpose()
}

fn read(row: &Row<'_>) -> Result<LoggedAction> {
    Ok(LoggedAction {
        seq: row.get(0)?,
        at: timestamp(row.get(1)?)?,
        by: row.get(2)?,
        what: row.get(3)?,
        kind: row.get(4)?,
        import: row.get(5)?,
        in_force: row.get(6)?,
        papers: count(row.get(7)?),
        first: row.get(8)?,
        last: row.get(9)?,
    })
}

impl Reader<'_> {
    /// The newest ordinary actions, newest first, undone ones among them.
    pub fn undo_list(&self, limit: usize) -> Result<Vec<LoggedAction>> {
        let sql =
            format!("SELECT {COLUMNS} FROM actions WHERE {ORDINARY} ORDER BY seq DESC LIMIT ?1");
        self.conn
            .prepare_cached(&sql)?
            .query_and_then([integer(limit)], read)?
            .collect()
    }

    /// The ordinary actions that touched a paper, newest first.
    pub fn actions_on(&self, paper: PaperId) -> Result<Vec<LoggedAction>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM actions WHERE {ORDINARY}
             AND seq IN (SELECT action FROM changes WHERE paper = ?1) ORDER BY seq DESC"
        );
        self.conn
            .prepare_cached(&sql)?
            .query_and_then([paper], read)?
            .collect()
    }

    /// What undo would take back next.
    pub fn undoable(&self) -> Result<Option<LoggedAction>> {
        undoable(self.conn)
    }

    /// What redo would bring back next.
    pub fn redoable(&self) -> Result<Option<LoggedAction>> {
        Ok(redoable(self.conn)?.map(|(_, undone)| undone))
    }

    /// One ordinary action.
    pub fn action(&self, seq: i64) -> Result<LoggedAction> {
        ordinary(self.conn, seq)
    }
}
