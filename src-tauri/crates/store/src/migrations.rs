//! The schema's history: numbered batches of SQL, run in order, each library once.
//!
//! A released batch never changes. A library that holds data is copied before it is migrated, and
//! the copy verified; a migration that fails leaves the library as it was.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior};

use crate::error::{Error, Result};
use crate::tables::{
    actions, changes, collections, field_values, fields, highlights, identifiers, imports, kept,
    meta, papers, saved, settings, sightings, tags, verdicts, watch,
};
use crate::{backup, log};

/// `LCTN`, the mark in the file's header that makes it a library of Lectern's.
pub(crate) const APPLICATION_ID: i64 = 0x4c43_544e;

/// The batches that lead from one schema to the next: the first makes schema 1.
pub(crate) const MIGRATIONS: &[&[&str]] = &[
    &[
        meta::SCHEMA_1,
        settings::SCHEMA_1,
        actions::SCHEMA_1,
        changes::SCHEMA_1,
        papers::SCHEMA_1,
        identifiers::SCHEMA_1,
        imports::SCHEMA_1,
        sightings::SCHEMA_1,
        tags::SCHEMA_1,
        collections::SCHEMA_1,
        highlights::SCHEMA_1,
        verdicts::SCHEMA_1,
    ],
    &[papers::SCHEMA_2, sightings::SCHEMA_2, verdicts::SCHEMA_2],
    &[saved::SCHEMA_3, watch::SCHEMA_3],
    &[fields::SCHEMA_4, field_values::SCHEMA_4, kept::SCHEMA_4],
];

/// The schema of a library.
pub(crate) fn schema(conn: &Connection) -> Result<i64> {
    Ok(conn.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// The newest schema that `migrations` lead to.
pub(crate) const fn newest(migrations: &[&[&str]]) -> i64 {
    migrations.len() as i64
}

/// Brings the library in `file` to the newest schema; one that has none yet is made.
pub(crate) fn run(
    conn: &mut Connection,
    file: &Path,
    migrations: &[&[&str]],
    now: Timestamp,
) -> Result<()> {
    let known = newest(migrations);
    let found = schema(conn)?;
    if found > known {
        return Err(Error::Newer { found, known });
    }
    if found == known {
        return Ok(());
    }
    if found > 0 {
        let name = format!(
            "before-schema-{known}-{}.sqlite",
            now.strftime("%Y%m%dT%H%M%SZ")
        );
        let folder = file.with_file_name("backups");
        std::fs::create_dir_all(&folder)?;
        backup::copy(conn, &folder.join(name), &mut |_, _| true)?;
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have migrated while this one waited for the lock.
    let found = schema(&tx)?;
    if found > known {
        return Err(Error::Newer { found, known });
    }
    for batch in migrations.iter().skip(crate::convert::count(found)) {
        for sql in *batch {
            tx.execute_batch(sql)?;
        }
    }
    log::install(&tx)?;
    if found == 0 {
        meta::write_library_id(&tx, now)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", known)?;
    tx.commit()?;
    tracing::info!(from = found, to = known, "library migrated");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Action, Options, Store};

    const NEXT: &[&str] = &["ALTER TABLE papers ADD COLUMN colour TEXT"];

    fn library() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("library.sqlite");
        let store = Store::open(&file, Timestamp::UNIX_EPOCH).unwrap();
        let action = Action::by_reader(Timestamp::UNIX_EPOCH, "add", "One paper");
        let paper = papers::Paper {
            title: "Before".into(),
            ..Default::default()
        };
        store
            .write(action, |w| w.insert_paper(&paper, "before", None))
            .unwrap();
        (folder, file)
    }

    #[test]
    fn a_library_is_backed_up_before_it_is_migrated_and_new_columns_are_logged() {
        let (folder, file) = library();
        let mut conn = crate::open::writer(&file, &Options::default()).unwrap();
        let migrations = &[MIGRATIONS, &[NEXT]].concat();
        run(&mut conn, &file, migrations, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(schema(&conn).unwrap(), newest(migrations));

        let copy = folder
            .path()
            .join("backups/before-schema-5-19700101T000000Z.sqlite");
        let old = Store::open(&copy, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(
            old.read(|r| r.paper(1)).unwrap().unwrap().paper.title,
            "Before"
        );

        conn.execute_batch("UPDATE in_progress SET action = 1; UPDATE papers SET colour = 'red'")
            .unwrap();
        let logged: String = conn
            .query_row(
                "SELECT after FROM changes ORDER BY seq DESC LIMIT 1",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(logged, r#"{"colour":"red"}"#);
    }

    #[test]
    fn a_failing_migration_leaves_the_library_as_it_was() {
        let (_folder, file) = library();
        let mut conn = crate::open::writer(&file, &Options::default()).unwrap();
        let broken: &[&str] = &[
            "ALTER TABLE papers ADD COLUMN colour TEXT",
            "DROP TABLE nowhere",
        ];
        let failed = run(
            &mut conn,
            &file,
            &[MIGRATIONS, &[broken]].concat(),
            Timestamp::UNIX_EPOCH,
        );
        assert!(matches!(failed, Err(Error::Database(_))), "{failed:?}");
        assert_eq!(schema(&conn).unwrap(), newest(MIGRATIONS));
        assert!(
            !log::columns(&conn, "papers")
                .unwrap()
                .contains(&"colour".to_owned())
        );
    }

    #[test]
    fn an_older_program_refuses_the_migrated_library() {
        let (_folder, file) = library();
        let mut conn = crate::open::writer(&file, &Options::default()).unwrap();
        run(
            &mut conn,
            &file,
            &[MIGRATIONS, &[NEXT]].concat(),
            Timestamp::UNIX_EPOCH,
        )
        .unwrap();
        let refused = Store::open(&file, Timestamp::UNIX_EPOCH);
        assert!(
            matches!(refused, Err(Error::Newer { found: 5, known: 4 })),
            "{refused:?}"
        );
    }
}
