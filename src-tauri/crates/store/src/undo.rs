//! Undo and redo: an action's rows in the log, applied backwards.
//!
//! Undoing is itself an action, written to the same log by the same triggers; redo is the undo of
//! an undo. What a cell of the library holds is the work of the newest action in force that touched
//! it, so an older action can be taken back as long as no later one in force touched the same
//! cells or the same unique keys, or anything of a paper, import or collection that came or went
//! with the older one. That also keeps the way back open: the newest action in force can always be
//! undone.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use rusqlite::types::Value as Cell;
use rusqlite::{Connection, Row, params_from_iter};
use serde_json::{Map, Value};

use crate::PaperId;
use crate::convert::from_json;
use crate::error::{Error, Result};
use crate::log;
use crate::store::Action;
use crate::tables::LOGGED;
use crate::tables::actions::{self, LoggedAction, Role};
use crate::tables::changes::{self, Operation};

/// What an undo or redo did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// Its own place in the log.
    pub seq: i64,
    /// The action that was taken back or brought back.
    pub action: i64,
    /// That action in words.
    pub what: String,
    /// The papers touched, each once.
    pub papers: Vec<PaperId>,
}

pub(crate) fn undo(conn: &Connection, at: Timestamp, by: &str, seq: Option<i64>) -> Result<Undone> {
    let newest = actions::undoable(conn)?;
    let target = match seq {
        None => newest.clone().ok_or(Error::NothingToUndo)?,
        Some(seq) => actions::ordinary(conn, seq)?,
    };
    if !target.in_force {
        return Err(Error::AlreadyUndone(target.seq));
    }
    if newest.is_none_or(|newest| newest.seq != target.seq) {
        refuse_if_stood_upon(conn, &target)?;
    }
    let role = Role::Undoes(target.seq);
    let undone = reverse(
        conn,
        &target,
        &target,
        Turn {
            at,
            by,
            kind: "undo",
            role,
        },
    )?;
    actions::set_in_force(conn, target.seq, false)?;
    Ok(undone)
}

pub(crate) fn redo(conn: &Connection, at: Timestamp, by: &str) -> Result<Undone> {
    let (undo, target) = actions::redoable(conn)?.ok_or(Error::NothingToRedo)?;
    let role = Role::Redoes(target.seq);
    let redone = reverse(
        conn,
        &undo,
        &target,
        Turn {
            at,
            by,
            kind: "redo",
            role,
        },
    )?;
    actions::set_in_force(conn, undo.seq, false)?;
    actions::set_in_force(conn, target.seq, true)?;
    Ok(redone)
}

/// Who undoes or redoes, and when.
struct Turn<'a> {
    at: Timestamp,
    by: &'a str,
    kind: &'a str,
    role: Role,
}

/// Takes back the rows of `reversed`, as a new action that is named after `target`.
fn reverse(
    conn: &Connection,
    reversed: &LoggedAction,
    target: &LoggedAction,
    turn: Turn<'_>,
) -> Result<Undone> {
    let start = changes::position(conn)?;
    let action = Action {
        at: turn.at,
        by: turn.by,
        what: &target.what,
        kind: turn.kind,
        import: target.import,
    };
    let seq = actions::begin(conn, &action, turn.role)?;
    let tables = Tables::read(conn)?;
    let mut statement = conn.prepare_cached(
        "SELECT tbl, row_id, op, before FROM changes WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq DESC",
    )?;
    // The rows this appends to the log lie beyond the range that is being read.
    let rows = statement.query_and_then([reversed.first, reversed.last], |row| {
        let before: Option<String> = row.get(3)?;
        Ok::<_, Error>(LoggedRow {
            table: row.get(0)?,
            row: row.get(1)?,
            operation: row.get(2)?,
            before: before
                .map(|text| from_json(&text, "changes"))
                .transpose()?
                .unwrap_or_default(),
        })
    })?;
    for row in rows {
        let row = row?;
        tables.take_back(conn, &row)?;
    }
    let papers = changes::papers_since(conn, start)?;
    actions::finish(conn, seq, papers.len())?;
    Ok(Undone {
        seq,
        action: target.seq,
        what: target.what.clone(),
        papers,
    })
}

struct LoggedRow {
    table: String,
    row: i64,
    operation: Operation,
    before: Map<String, Value>,
}

/// The logged tables and their columns: the only names that may pass from the log into SQL.
struct Tables(HashMap<&'static str, HashSet<String>>);

impl Tables {
    fn read(conn: &Connection) -> Result<Tables> {
        let tables = LOGGED.iter().map(|logged| {
            Ok((
                logged.table,
                log::columns(conn, logged.table)?.into_iter().collect(),
            ))
        });
        Ok(Tables(tables.collect::<Result<_>>()?))
    }

    fn take_back(&self, conn: &Connection, row: &LoggedRow) -> Result<()> {
        let damaged = || Error::Corrupt(format!("the log of row {} of {}", row.row, row.table));
        let columns = self.0.get(row.table.as_str()).ok_or_else(damaged)?;
        if row.before.keys().any(|name| !columns.contains(name)) {
            return Err(damaged());
        }
        let names = || row.before.keys().map(String::as_str).collect::<Vec<_>>();
        let table = &row.table;
        let mut cells = row
            .before
            .values()
            .map(cell)
            .collect::<Option<Vec<_>>>()
            .ok_or_else(damaged)?;
        let sql = match row.operation {
            Operation::Insert => format!("DELETE FROM {table} WHERE id = ?"),
            Operation::Update if cells.is_empty() => return Err(damaged()),
            Operation::Update => {
                format!(
                    "UPDATE {table} SET {} = ? WHERE id = ?",
                    names().join(" = ?, ")
                )
            }
            Operation::Delete => {
                let places = vec!["?"; cells.len()].join(", ");
                format!(
                    "INSERT INTO {table} ({}) VALUES ({places})",
                    names().join(", ")
                )
            }
        };
        if row.operation != Operation::Delete {
            cells.push(Cell::Integer(row.row));
        }
        let changed = conn
            .prepare_cached(&sql)?
            .execute(params_from_iter(cells))?;
        if changed == 1 { Ok(()) } else { Err(damaged()) }
    }
}

/// A logged value as a column takes it; the schema has no other kinds.
fn cell(value: &Value) -> Option<Cell> {
    match value {
        Value::Null => Some(Cell::Null),
        Value::String(text) => Some(Cell::Text(text.clone())),
        Value::Number(number) => number.as_i64().map(Cell::Integer),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Columns that mean something only together with another: who touches one touches both.
const TOGETHER: [(&str, &str); 3] = [("reason", "decision"), ("month", "year"), ("day", "year")];

/// What an action touched, as far as a later one could stand on it.
#[derive(Default)]
struct Footprint {
    /// Rows that came or went.
    rows: HashSet<(String, i64)>,
    /// Cells of rows that stayed.
    cells: HashMap<(String, i64), HashSet<String>>,
    /// Unique keys that were given up or taken.
    keys: HashSet<(String, String)>,
    /// Papers that came.
    papers: HashSet<PaperId>,
    /// Rows that a row which went cannot come back without.
    parents: HashSet<(String, i64)>,
}

/// One change, as far as it can stand on another.
struct Step {
    table: String,
    row: i64,
    operation: Operation,
    paper: Option<PaperId>,
    parent: Option<i64>,
    columns: Vec<String>,
    keys: Vec<String>,
}

const STEP: &str = "c.tbl, c.row_id, c.op, c.paper, c.parent, c.key_before, c.key_after,
    CASE c.op WHEN 'update' THEN c.before END";

impl Step {
    fn read(row: &Row<'_>) -> Result<Step> {
        let before: Option<String> = row.get(7)?;
        let before: Map<String, Value> = before
            .map(|text| from_json(&text, "changes"))
            .transpose()?
            .unwrap_or_default();
        let mut columns: Vec<String> = before.into_iter().map(|(column, _)| column).collect();
        for (column, other) in TOGETHER {
            if columns.iter().any(|name| name == column) {
                columns.push(other.to_owned());
            }
        }
        let keys: [Option<String>; 2] = [row.get(5)?, row.get(6)?];
        Ok(Step {
            table: row.get(0)?,
            row: row.get(1)?,
            operation: row.get(2)?,
            paper: row.get(3)?,
            parent: row.get(4)?,
            keys: keys.into_iter().flatten().collect(),
            columns,
        })
    }

    /// The row without which this one cannot be.
    fn parent(&self) -> Option<(String, i64)> {
        let logged = LOGGED.iter().find(|logged| logged.table == self.table)?;
        Some((logged.parent?.1.to_owned(), self.parent?))
    }
}

impl Footprint {
    fn add(&mut self, step: Step) {
        if step.operation == Operation::Delete {
            self.parents.extend(step.parent());
        }
        self.keys
            .extend(step.keys.into_iter().map(|key| (step.table.clone(), key)));
        if step.operation == Operation::Update {
            self.cells
                .entry((step.table, step.row))
                .or_default()
                .extend(step.columns);
            return;
        }
        if step.operation == Operation::Insert && step.table == "papers" {
            self.papers.insert(step.row);
        }
        self.rows.insert((step.table, step.row));
    }

    fn bears(&self, later: &Step) -> bool {
        let place = (later.table.clone(), later.row);
        let same_cells = self.cells.get(&place).is_some_and(|columns| {
            later.operation != Operation::Update
                || later.columns.iter().any(|column| columns.contains(column))
        });
        same_cells
            || self.rows.contains(&place)
            || (later.operation == Operation::Delete && self.parents.contains(&place))
            || later
                .parent()
                .is_some_and(|parent| self.rows.contains(&parent))
            || later
                .paper
                .is_some_and(|paper| self.papers.contains(&paper))
            || later
                .keys
                .iter()
                .any(|key| self.keys.contains(&(later.table.clone(), key.clone())))
    }
}

/// Fails with the newest later action in force that stands on what `target` did.
fn refuse_if_stood_upon(conn: &Connection, target: &LoggedAction) -> Result<()> {
    let mut footprint = Footprint::default();
    let sql = format!("SELECT {STEP} FROM changes c WHERE c.seq BETWEEN ?1 AND ?2");
    let mut own = conn.prepare_cached(&sql)?;
    for step in own.query_and_then([target.first, target.last], Step::read)? {
        footprint.add(step?);
    }
    let sql = format!(
        "SELECT {STEP}, a.seq, a.what FROM changes c CROSS JOIN actions a ON a.seq = c.action
         WHERE c.seq > ?1 AND a.in_force AND a.undoes IS NULL AND a.redoes IS NULL
         ORDER BY c.seq DESC"
    );
    let mut later = conn.prepare_cached(&sql)?;
    let mut rows = later.query([target.last])?;
    while let Some(row) = rows.next()? {
        if footprint.bears(&Step::read(row)?) {
            return Err(Error::Conflict {
                action: row.get(8)?,
                what: row.get(9)?,
            });
        }
    }
    Ok(())
}
