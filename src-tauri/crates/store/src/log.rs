//! The log that the database keeps of itself: triggers on every table of the library, generated
//! from the table's columns as they stand after the last migration.
//!
//! An insert logs only that there was one (the row itself, or the `before` of its next change,
//! holds what); an update logs the columns that changed, before and after; a delete logs the whole
//! row. Beside that each change says what else undo must know: the paper and the other row that the
//! changed one belongs to, and the unique key that it gave up or took. `in_progress` names the
//! action that the writes belong to; while it is empty, no write to a logged table is possible.

use rusqlite::Connection;

use crate::error::Result;
use crate::tables::LOGGED;

/// A table whose writes are logged. Its primary key is `id`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Logged {
    pub table: &'static str,
    /// The column that holds the paper a row belongs to; none when rows belong to no one paper.
    pub paper: Option<&'static str>,
    /// The column that holds another row without which this one cannot be, and that row's table.
    pub parent: Option<(&'static str, &'static str)>,
    /// The columns of its unique key, besides `id`; none when it has no such key.
    pub key: &'static [&'static str],
}

/// Writes the triggers of every logged table anew. Part of each migration's transaction.
pub(crate) fn install(conn: &Connection) -> Result<()> {
    for logged in LOGGED {
        let columns = columns(conn, logged.table)?;
        conn.execute_batch(&triggers(*logged, &columns))?;
    }
    Ok(())
}

/// The columns of a table in their order.
pub(crate) fn columns(conn: &Connection, table: &str) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached("SELECT name FROM pragma_table_info(?1)")?;
    let names = statement.query_map([table], |row| row.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}

fn triggers(logged: Logged, columns: &[String]) -> String {
    let table = logged.table;
    let cell = |row: &str, column: Option<&str>| match column {
        Some(column) => format!("{row}.{column}"),
        None => "NULL".to_owned(),
    };
    let parent = logged.parent.map(|(column, _)| column);
    let key = |row: &str| {
        let cells: Vec<String> = logged
            .key
            .iter()
            .map(|column| cell(row, Some(column)))
            .collect();
        if cells.is_empty() {
            "NULL".to_owned()
        } else {
            format!("json_array({})", cells.join(", "))
        }
    };
    let any = |differing: Vec<String>| match differing.is_empty() {
        true => "0".to_owned(),
        false => differing.join(" OR "),
    };
    let other_key = any(logged.key.iter().map(|column| differs(column)).collect());
    let changed_key = |row: &str| format!("CASE WHEN {other_key} THEN {} END", key(row));
    let changes = |row: &str| {
        let parts = columns.iter().map(|column| {
            format!(
                "CASE WHEN {} THEN ',\"{column}\":' || json_quote({row}.{column}) ELSE '' END",
                differs(column)
            )
        });
        format!(
            "'{{' || substr({}, 2) || '}}'",
            parts.collect::<Vec<_>>().join(" || ")
        )
    };
    let whole = columns
        .iter()
        .map(|column| format!("'{column}', OLD.{column}"));
    let whole = format!("json_object({})", whole.collect::<Vec<_>>().join(", "));
    let trigger = |event: &str, when: &str, row: &str, values: [String; 4]| {
        format!(
            "DROP TRIGGER IF EXISTS {table}_{event};
             CREATE TRIGGER {table}_{event} AFTER {event} ON {table} {when} BEGIN
                 INSERT INTO changes (action, paper, parent, tbl, row_id, op, before, after,
                                      key_before, key_after)
                 VALUES ((SELECT action FROM in_progress), {paper}, {parent}, '{table}', {row}.id,
                         '{event}', {values});
             END;\n",
            paper = cell(row, logged.paper),
            parent = cell(row, parent),
            values = values.join(", "),
        )
    };
    let changed = format!(
        "WHEN {}",
        any(columns.iter().map(|column| differs(column)).collect())
    );
    let none = || "NULL".to_owned();
    let updated = [
        changes("OLD"),
        changes("NEW"),
        changed_key("OLD"),
        changed_key("NEW"),
    ];
    trigger("insert", "", "NEW", [none(), none(), none(), key("NEW")])
        + &trigger("update", &changed, "NEW", updated)
        + &trigger("delete", "", "OLD", [whole, none(), key("OLD"), none()])
}

/// Compared as bytes whatever the column's own collation: a changed case is a change.
fn differs(column: &str) -> String {
    format!("OLD.{column} IS NOT NEW.{column} COLLATE BINARY")
}
