//! What several tests need: a library in a temporary folder, made-up papers, and a dump of every
//! row that undo answers for.

#![allow(
    dead_code,
    reason = "each test binary uses its own part of this module"
)]

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use papers::{Date, Name, Paper, Scheme};
use rusqlite::Connection;
use rusqlite::types::Value;
use store::{Action, NewImport, NewSighting, PaperId, Store, Writer};
use tempfile::TempDir;

pub struct Library {
    folder: TempDir,
    pub store: Store,
}

/// The `second`-th second of the tests' clock.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

pub fn action(what: &str) -> Action<'_> {
    Action::by_reader(at(0), "test", what)
}

impl Library {
    pub fn new() -> Library {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("library.sqlite"), at(0)).unwrap();
        Library { folder, store }
    }

    /// A library with papers `1..=count`, all brought by one import.
    pub fn with_papers(count: usize) -> Library {
        let library = Library::new();
        library.import("first.bib", count);
        library
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn file(&self) -> PathBuf {
        self.folder.path().join("library.sqlite")
    }

    pub fn reopen(self) -> Library {
        let Library { folder, store } = self;
        drop(store);
        let store = Store::open(&folder.path().join("library.sqlite"), at(0)).unwrap();
        Library { folder, store }
    }

    /// Does one action and answers its number in the log.
    pub fn does(
        &self,
        what: &str,
        write: impl FnOnce(&mut Writer<'_>) -> store::Result<()>,
    ) -> Option<i64> {
        self.store.write(action(what), write).unwrap().seq
    }

    /// Imports `count` new papers in one action and answers its number.
    pub fn import(&self, name: &str, count: usize) -> i64 {
        let written = self
            .store
            .write(action("Import"), |w| import(w, name, count));
        written.unwrap().seq.unwrap()
    }

    pub fn dump(&self) -> String {
        dump(&self.file())
    }
}

pub fn import(w: &mut Writer<'_>, name: &str, count: usize) -> store::Result<Vec<PaperId>> {
    let import = w.insert_import(&NewImport {
        name,
        format: "bibtex",
        date: Some("2024-03-14"),
        file_hash: Some(name),
        ..Default::default()
    })?;
    let mut ids = Vec::new();
    for n in 1..=count {
        let paper = paper(&format!("{name} paper {n}"));
        let key = w.reserve_key("lovelace")?;
        let id = w.insert_paper(&paper, &key, Some(&paper.title.to_lowercase()))?;
        w.insert_sighting(&NewSighting {
            import,
            paper: id,
            position: n,
            line: n * 3,
            title: &paper.title,
            date: None,
            original: "as it stood",
            gave: &[],
        })?;
        ids.push(id);
    }
    Ok(ids)
}

pub fn paper(title: &str) -> Paper {
    Paper {
        title: title.to_owned(),
        abstract_text: Some(format!("What {title} is about.")),
        authors: vec![
            Name::person("Lovelace", Some("Ada")),
            Name::literal("The Engine Group"),
        ],
        kind: "article-journal".to_owned(),
        date: Some(Date {
            year: 1843,
            month: Some(9),
            day: None,
        }),
        identifiers: [(Scheme::Doi, format!("10.1000/{}", title.replace(' ', "-")))].into(),
        ..Default::default()
    }
}

/// Every row of every table that undo answers for.
pub fn dump(file: &Path) -> String {
    let conn = Connection::open(file).unwrap();
    let tables: Vec<String> = conn
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
             AND name NOT IN ('actions', 'changes', 'in_progress', 'meta', 'settings',
                              'saved_counts', 'to_watch', 'watch_hits')
             ORDER BY name",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(tables.len(), 13, "{tables:?}");
    let mut dump = String::new();
    for table in tables {
        let mut statement = conn
            .prepare(&format!("SELECT * FROM {table} ORDER BY id"))
            .unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<Value> = (0..columns).map(|n| row.get(n).unwrap()).collect();
            dump += &format!("{table} {cells:?}\n");
        }
    }
    dump
}

/// How many rows a table has.
pub fn rows(file: &Path, table: &str) -> i64 {
    let conn = Connection::open(file).unwrap();
    conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
        row.get(0)
    })
    .unwrap()
}
