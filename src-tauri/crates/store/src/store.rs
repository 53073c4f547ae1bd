//! The library held open: one connection that writes, a few that read.
//!
//! Other programs may hold the same file. Writes therefore take the file's write lock before they
//! look at anything, and nothing that was read is kept from one call to the next.

use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::{Error, Result};
use crate::tables::actions::{self, Role};
use crate::tables::changes;
use crate::undo::{self, Undone};
use crate::{Options, PaperId, backup, migrations, open};

/// The newest schema that this program reads and writes.
pub const SCHEMA: i64 = migrations::newest(migrations::MIGRATIONS);

/// Reads that can go on at the same time; more wait for one another.
const READERS: usize = 4;

/// A library's file. Share one among threads; calls from within the closures that [`Store::read`]
/// and [`Store::write`] take would wait for themselves.
#[derive(Debug)]
pub struct Store {
    file: PathBuf,
    readers: [Mutex<Connection>; READERS],
    next: AtomicUsize,
    /// Absent when the library was opened only to be read. Closed last, which is the order of the
    /// fields: a connection that only reads cannot put the write-ahead log into the file, and
    /// whoever copies the file of a closed library wants all of it.
    pub(crate) writer: Option<Mutex<Connection>>,
}

/// What is about to be done, for the log: one transaction, one step of undo.
#[derive(Clone, Copy, Debug)]
pub struct Action<'a> {
    pub at: Timestamp,
    /// Who did it: the reader, or a program on the reader's behalf.
    pub by: &'a str,
    /// In words, as undo will name it.
    pub what: &'a str,
    /// For programs: `import`, `decide`, `tag`, …
    pub kind: &'a str,
    pub import: Option<i64>,
}

impl<'a> Action<'a> {
    /// Something that the reader did by hand.
    pub fn by_reader(at: Timestamp, kind: &'a str, what: &'a str) -> Action<'a> {
        Action {
            at,
            by: "reader",
            what,
            kind,
            import: None,
        }
    }
}

/// What a write answered, and its place in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written<T> {
    pub value: T,
    /// The action's number; absent when nothing that is logged had to change.
    pub seq: Option<i64>,
    /// The papers touched, each once.
    pub papers: Vec<PaperId>,
}

/// What an examination of the file found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// One sentence for each damage; empty for a sound library.
    pub problems: Vec<String>,
}

/// The reads, all from one instant of the library.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'c> {
    pub(crate) conn: &'c Connection,
}

/// The writes of one action; it reads what it has written so far.
#[derive(Debug)]
pub struct Writer<'c> {
    reader: Reader<'c>,
    at: Timestamp,
    what: Option<String>,
    import: Option<i64>,
    suffixes: HashMap<String, usize>,
    reserved: HashSet<String>,
}

impl Store {
    /// Opens the library, making it when the file does not exist, and brings it to this program's
    /// schema; an existing one is backed up before that into `backups/` beside it.
    ///
    /// # Errors
    /// [`Error::Newer`], [`Error::NotALibrary`], [`Error::Corrupt`], [`Error::Locked`],
    /// [`Error::ReadOnly`], [`Error::DiskFull`], [`Error::Io`]. The file is then as it was.
    pub fn open(file: &Path, now: Timestamp) -> Result<Store> {
        Store::open_with(file, now, &Options::default())
    }

    pub fn open_with(file: &Path, now: Timestamp, options: &Options) -> Result<Store> {
        let mut writer = open::writer(file, options)?;
        migrations::run(&mut writer, file, migrations::MIGRATIONS, now)?;
        Store::with(file, Some(writer), options)
    }

    /// Opens an existing library of this program's schema only to read it.
    pub fn open_read_only(file: &Path) -> Result<Store> {
        Store::with(file, None, &Options::default())
    }

    fn with(file: &Path, writer: Option<Connection>, options: &Options) -> Result<Store> {
        let reader = || open::reader(file, options).map(Mutex::new);
        Ok(Store {
            file: file.to_owned(),
            writer: writer.map(Mutex::new),
            readers: [reader()?, reader()?, reader()?, reader()?],
            next: AtomicUsize::new(0),
        })
    }

    /// Reads from one instant of the library.
    pub fn read<T, E: From<Error>>(
        &self,
        read: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = self.idle_reader();
        let snapshot = conn.transaction().map_err(Error::from)?;
        read(&Reader { conn: &snapshot })
    }

    /// Does one action: all of it, or, when `write` fails, nothing.
    pub fn write<T, E: From<Error>>(
        &self,
        action: Action<'_>,
        write: impl FnOnce(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<Written<T>, E> {
        self.transact(|tx| {
            let start = changes::position(tx)?;
            let seq = actions::begin(tx, &action, Role::Ordinary)?;
            let mut writer = Writer::new(tx, &action);
            let value = write(&mut writer)?;
            let (what, import) = (writer.what, writer.import);
            if changes::position(tx)? == start {
                actions::forget(tx, seq)?;
                return Ok(Written {
                    value,
                    seq: None,
                    papers: Vec::new(),
                });
            }
            let papers = changes::papers_since(tx, start)?;
            actions::rewrite(tx, seq, what.as_deref(), import)?;
            actions::finish(tx, seq, papers.len())?;
            Ok(Written {
                value,
                seq: Some(seq),
                papers,
            })
        })
    }

    /// Does an action as [`Store::write`] would, answers what came of it, and leaves no trace.
    pub fn rehearse<T, E: From<Error>>(
        &self,
        action: Action<'_>,
        write: impl FnOnce(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.begin(|tx| {
            actions::begin(&tx, &action, Role::Ordinary)?;
            write(&mut Writer::new(&tx, &action))
        })
    }

    /// Takes back the newest action in force, or a certain one on which nothing later stands.
    ///
    /// # Errors
    /// [`Error::NothingToUndo`], [`Error::NoSuchAction`], [`Error::AlreadyUndone`], and
    /// [`Error::Conflict`] with the action that stands in the way.
    pub fn undo(&self, at: Timestamp, by: &str, seq: Option<i64>) -> Result<Undone> {
        self.transact(|tx| undo::undo(tx, at, by, seq))
    }

    /// Brings back what the newest undo took, unless something was done since.
    pub fn redo(&self, at: Timestamp, by: &str) -> Result<Undone> {
        self.transact(|tx| undo::redo(tx, at, by))
    }

    /// Copies the library as it stands to `to`, verifies the copy, and only then replaces what was
    /// there. `progress` hears pages done and pages in all; `false` cancels.
    pub fn backup(&self, to: &Path, progress: &mut dyn FnMut(usize, usize) -> bool) -> Result<()> {
        if to.exists() && std::fs::canonicalize(to)? == std::fs::canonicalize(&self.file)? {
            return Err(Error::Io(std::io::ErrorKind::InvalidInput.into()));
        }
        backup::copy(&self.idle_reader(), to, progress)
    }

    /// Whether the file is a sound library that this program can open; nothing in it is touched.
    ///
    /// # Errors
    /// As [`Store::open`]; [`Error::Corrupt`] says what is damaged.
    pub fn verify(file: &Path) -> Result<()> {
        let conn = open::reader(file, &Options::default())?;
        backup::quick_check(&conn)
    }

    /// Reads the whole file and says what is wrong with it.
    pub fn check(&self) -> Result<Check> {
        let conn = self.idle_reader();
        let mut problems: Vec<String> = conn
            .prepare("PRAGMA integrity_check")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        problems.retain(|line| line != "ok");
        let mut dangling = conn.prepare("PRAGMA foreign_key_check")?;
        let rows = dangling.query_map([], |row| {
            let (table, id, parent): (String, Option<i64>, String) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            let id = id.map_or_else(|| "?".to_owned(), |id| id.to_string());
            Ok(format!(
                "row {id} of {table} refers to a row of {parent} that is not there"
            ))
        })?;
        for problem in rows {
            problems.push(problem?);
        }
        Ok(Check { problems })
    }

    /// The library's UUID.
    pub fn library_id(&self) -> Result<String> {
        self.read(|r| r.library_id())
    }

    /// How far the log reaches.
    pub fn position(&self) -> Result<i64> {
        self.read(|r| r.position())
    }

    /// The papers whose rows changed after `position`, deleted ones included.
    pub fn papers_changed_since(&self, position: i64) -> Result<Vec<PaperId>> {
        self.read(|r| r.papers_changed_since(position))
    }

    /// One write transaction, which a failure or a panic rolls back.
    fn transact<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.begin(|tx| {
            let value = work(&tx)?;
            tx.commit().map_err(Error::from)?;
            Ok(value)
        })
    }

    /// A write transaction that holds the file's lock; unless committed, it is rolled back.
    fn begin<T, E: From<Error>>(
        &self,
        work: impl FnOnce(Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let writer = self.writer.as_ref().ok_or(Error::ReadOnly)?;
        let mut conn = writer.lock().unwrap_or_else(PoisonError::into_inner);
        let tx = conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(Error::from)?;
        // A newer program beside this one may have migrated the library since it was opened.
        let found = migrations::schema(&tx)?;
        if found != SCHEMA {
            return Err(Error::Newer {
                found,
                known: SCHEMA,
            }
            .into());
        }
        work(tx)
    }

    fn idle_reader(&self) -> MutexGuard<'_, Connection> {
        for reader in &self.readers {
            match reader.try_lock() {
                Ok(conn) => return conn,
                Err(TryLockError::Poisoned(poisoned)) => return poisoned.into_inner(),
                Err(TryLockError::WouldBlock) => {}
            }
        }
        let next = self.next.fetch_add(1, Ordering::Relaxed) % READERS;
        self.readers[next]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl<'c> Writer<'c> {
    fn new(conn: &'c Connection, action: &Action<'_>) -> Writer<'c> {
        Writer {
            reader: Reader { conn },
            at: action.at,
            what: None,
            import: action.import,
            suffixes: HashMap::new(),
            reserved: HashSet::new(),
        }
    }

    /// Says anew what the action does, once that is known.
    pub fn set_what(&mut self, what: impl Into<String>) {
        self.what = Some(what.into());
    }

    /// The time of the action.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Makes this an action of the import, unless it is one of another already.
    pub(crate) fn belongs_to(&mut self, import: i64) {
        self.import.get_or_insert(import);
    }

    /// How many suffixes of a key were tried in this action so far; counts this call.
    pub(crate) fn suffixes_given(&mut self, base: &str) -> usize {
        let given = self.suffixes.entry(base.to_owned()).or_insert(0);
        *given += 1;
        *given - 1
    }

    /// Keeps a key for this action; false when it was kept before.
    pub(crate) fn reserve(&mut self, key: &str) -> bool {
        self.reserved.insert(key.to_ascii_lowercase())
    }
}

impl<'c> Deref for Writer<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use papers::Paper;

    #[test]
    fn a_full_disk_stops_a_write_wholly_and_the_library_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let store =
            Store::open(&folder.path().join("library.sqlite"), Timestamp::UNIX_EPOCH).unwrap();
        let action = Action::by_reader(Timestamp::UNIX_EPOCH, "import", "Import");
        let limit = |pages: i64| {
            let conn = store.writer.as_ref().unwrap().lock().unwrap();
            // Answers with the new limit.
            conn.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
                .unwrap();
        };
        let fill = |papers: usize| {
            store.write(action, |w| {
                for n in 0..papers {
                    let text = Some("word ".repeat(1000));
                    let paper = Paper {
                        abstract_text: text,
                        ..Default::default()
                    };
                    w.insert_paper(&paper, &format!("key{n}"), None)?;
                }
                Ok::<_, Error>(())
            })
        };
        limit(100);
        let full = fill(1000);
        assert!(matches!(full, Err(Error::DiskFull)), "{full:?}");
        assert_eq!(
            store.read(|r| r.all_ids(0, 9)).unwrap(),
            Vec::<PaperId>::new()
        );
        assert_eq!(store.position().unwrap(), 0);
        limit(1_000_000);
        assert_eq!(fill(3).unwrap().papers, [1, 2, 3]);
        assert_eq!(store.check().unwrap().problems, Vec::<String>::new());
    }
}
