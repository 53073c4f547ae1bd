//! Opening: what is a library, what is refused, and what others may do to it meanwhile.

mod common;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use common::{Library, action, at, import, rows};
use rusqlite::Connection;
use store::{Decision, Error, Options, Result, SCHEMA, Store, View};

fn open(file: &Path) -> Result<Store> {
    Store::open(file, at(0))
}

/// Opens what must be refused, and shows that the file was left alone.
fn refusal(file: &Path) -> Error {
    let before = fs::read(file).unwrap();
    let error = open(file).unwrap_err();
    assert_eq!(
        fs::read(file).unwrap(),
        before,
        "a refused file was changed"
    );
    error
}

#[test]
fn a_new_library_is_made_and_keeps_its_id() {
    let library = Library::new();
    let id = library.store.library_id().unwrap();
    assert_eq!(id.len(), 36);
    assert_ne!(Library::new().store.library_id().unwrap(), id);
    assert_eq!(library.reopen().store.library_id().unwrap(), id);
}

#[test]
fn an_empty_file_becomes_a_library() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.sqlite");
    fs::write(&file, "").unwrap();
    assert_eq!(open(&file).unwrap().position().unwrap(), 0);
}

#[test]
fn a_newer_library_is_refused_untouched() {
    let library = Library::with_papers(1);
    let file = library.file();
    let conn = Connection::open(&file).unwrap();
    conn.pragma_update(None, "user_version", SCHEMA + 1)
        .unwrap();
    // Migrated under an open program's hands: that one writes no more.
    let write = library.store.write(action("Star"), |w| w.star(&[1], 1));
    assert!(matches!(write, Err(Error::Newer { .. })), "{write:?}");
    let folder = library.folder().to_owned();
    drop(conn);
    let copy = folder.join("copy.sqlite");
    library.store.backup(&copy, &mut |_, _| true).unwrap();
    let error = refusal(&copy);
    assert!(
        matches!(error, Error::Newer { found, known } if found == SCHEMA + 1 && known == SCHEMA),
        "{error:?}"
    );
    assert!(matches!(
        Store::open_read_only(&copy),
        Err(Error::Newer { .. })
    ));
}

#[test]
fn what_is_no_database_or_anothers_database_is_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.sqlite");
    fs::write(&file, "@article{a, title = {Not a database}}\n".repeat(100)).unwrap();
    assert!(matches!(refusal(&file), Error::NotALibrary));

    let foreign = folder.path().join("foreign.sqlite");
    Connection::open(&foreign)
        .unwrap()
        .execute_batch("CREATE TABLE bookmarks (url)")
        .unwrap();
    assert!(matches!(refusal(&foreign), Error::NotALibrary));
    assert!(matches!(Store::verify(&foreign), Err(Error::NotALibrary)));
}

#[test]
fn damage_is_found_by_the_check_and_by_verifying() {
    let library = Library::with_papers(200);
    let copy = library.folder().join("copy.sqlite");
    library.store.backup(&copy, &mut |_, _| true).unwrap();
    assert_eq!(
        library.store.check().unwrap().problems,
        Vec::<String>::new()
    );
    Store::verify(&copy).unwrap();

    let mut bytes = fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0xa5);
    fs::write(&copy, bytes).unwrap();
    assert!(matches!(Store::verify(&copy), Err(Error::Corrupt(_))));
    let checked = open(&copy).and_then(|store| store.check());
    assert!(
        matches!(&checked, Ok(check) if !check.problems.is_empty())
            || matches!(checked, Err(Error::Corrupt(_))),
        "{checked:?}"
    );
}

#[test]
fn a_folder_in_the_files_place_and_a_missing_folder_are_said_plainly() {
    let folder = tempfile::tempdir().unwrap();
    let io = |file: PathBuf| match open(&file) {
        Err(Error::Io(error)) => error.kind(),
        other => panic!("{other:?}"),
    };
    assert_eq!(io(folder.path().to_owned()), ErrorKind::IsADirectory);
    assert_eq!(
        io(folder.path().join("none/library.sqlite")),
        ErrorKind::NotFound
    );
    let missing = Store::open_read_only(&folder.path().join("library.sqlite"));
    assert!(matches!(missing, Err(Error::Io(error)) if error.kind() == ErrorKind::NotFound));
}

#[test]
fn a_guest_reads_what_the_owner_writes_and_writes_nothing() {
    let library = Library::with_papers(2);
    let guest = Store::open_read_only(&library.file()).unwrap();
    library.does("Star", |w| w.star(&[2], 4));
    assert_eq!(guest.read(|r| r.paper(2)).unwrap().unwrap().stars, 4);
    let refused = guest.write(action("Star"), |w| w.star(&[2], 1));
    assert!(matches!(refused, Err(Error::ReadOnly)));
    assert!(matches!(
        guest.undo(at(1), "guest", None),
        Err(Error::ReadOnly)
    ));
}

#[test]
fn a_library_that_another_program_is_writing_to_is_locked_for_writes_only() {
    let library = Library::with_papers(1);
    let options = Options {
        busy_timeout: Duration::from_millis(20),
    };
    let store = Store::open_with(&library.file(), at(0), &options).unwrap();
    let other = Connection::open(library.file()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = store.write(action("Star"), |w| w.star(&[1], 1));
    assert!(matches!(refused, Err(Error::Locked)), "{refused:?}");
    assert!(matches!(
        store.undo(at(1), "reader", None),
        Err(Error::Locked)
    ));
    assert_eq!(store.read(|r| r.counts()).unwrap().inbox, 1);
    other.execute_batch("ROLLBACK").unwrap();
    store.write(action("Star"), |w| w.star(&[1], 1)).unwrap();
}

#[test]
fn programs_that_write_in_turn_see_and_undo_each_others_actions() {
    let library = Library::with_papers(1);
    let other = open(&library.file()).unwrap();
    library.does("Star", |w| w.star(&[1], 1));
    other.write(action("Note"), |w| w.set_note(1, "n")).unwrap();
    assert_eq!(
        library.store.undo(at(1), "reader", None).unwrap().what,
        "Note"
    );
    assert_eq!(other.undo(at(1), "reader", None).unwrap().what, "Star");
    assert_eq!(library.store.redo(at(1), "reader").unwrap().what, "Star");
    assert_eq!(
        other
            .read(|r| r.list_ids(&store::ListQuery {
                view: View::Starred,
                limit: 9,
                ..Default::default()
            }))
            .unwrap(),
        (1, vec![1])
    );
}

#[test]
fn many_threads_can_open_a_new_library_write_and_read_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.sqlite");
    std::thread::scope(|scope| {
        for n in 0..4 {
            let file = &file;
            scope.spawn(move || {
                let store = open(file).unwrap();
                store
                    .write(action("Import"), |w| import(w, &format!("{n}.bib"), 5))
                    .unwrap();
                std::thread::scope(|readers| {
                    for _ in 0..8 {
                        readers.spawn(|| assert!(store.read(|r| r.counts()).unwrap().inbox >= 5));
                    }
                });
            });
        }
    });
    let store = open(&file).unwrap();
    assert_eq!(store.read(|r| r.counts()).unwrap().inbox, 20);
    assert_eq!(store.read(|r| r.undo_list(9)).unwrap().len(), 4);
    assert_eq!(store.check().unwrap().problems, Vec::<String>::new());
}

#[test]
fn a_write_outside_of_an_action_is_refused_by_the_file_itself() {
    let library = Library::with_papers(1);
    let conn = Connection::open(library.file()).unwrap();
    for write in ["UPDATE papers SET stars = 5", "DELETE FROM sightings"] {
        let refused = conn.execute(write, []).unwrap_err();
        assert!(refused.to_string().contains("changes.action"), "{refused}");
    }
}

#[test]
fn a_failing_or_panicking_write_leaves_nothing_and_the_library_usable() {
    let library = Library::with_papers(2);
    let before = library.dump();
    let failed = library.store.write(action("Include"), |w| {
        w.decide(&[1, 2, 99], Decision::Include, None)
    });
    assert!(matches!(failed, Err(Error::NoSuchPaper(99))));
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        library.store.write(action("Include"), |w| -> Result<()> {
            w.decide(&[1], Decision::Include, None)?;
            panic!("in the middle of a write");
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(library.dump(), before);
    assert_eq!(rows(&library.file(), "actions"), 1);
    assert!(library.does("Star", |w| w.star(&[1], 1)).is_some());
}

#[test]
fn a_rehearsed_write_answers_as_it_would_and_leaves_nothing() {
    let library = Library::with_papers(1);
    let before = library.dump();
    let ids = library
        .store
        .rehearse(action("Import"), |w| import(w, "second.bib", 3))
        .unwrap();
    assert_eq!(ids, [2, 3, 4]);
    assert_eq!(library.dump(), before);
    assert_eq!(rows(&library.file(), "actions"), 1);
    library.import("third.bib", 1);
    assert_eq!(library.store.read(|r| r.all_ids(1, 9)).unwrap(), [2]);
}

struct OldLibrary {
    _folder: tempfile::TempDir,
    file: PathBuf,
}

/// A library as a released schema left it, from its dump.
fn of_schema(schema: i64) -> OldLibrary {
    let dump = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!(
        "tests/fixtures/libraries/schema-{schema}.sqlite.sql"
    ));
    let dump = fs::read_to_string(dump).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.sqlite");
    Connection::open(&file)
        .unwrap()
        .execute_batch(&dump)
        .unwrap();
    OldLibrary {
        _folder: folder,
        file,
    }
}

#[test]
fn a_library_of_schema_1_opens_with_all_it_holds() {
    let old = of_schema(1);
    let store = open(&old.file).unwrap();
    assert_eq!(store.check().unwrap().problems, Vec::<String>::new());
    assert_eq!(
        store.library_id().unwrap(),
        "018bcfe5-6800-7000-8000-000000000001"
    );

    let paper = store.read(|r| r.paper(1)).unwrap().unwrap();
    assert_eq!(paper.key, "lovelace");
    assert_eq!(
        (paper.decision, paper.reason.as_deref()),
        (Decision::Exclude, Some("too early"))
    );
    assert_eq!(
        (paper.stars, paper.note.as_str()),
        (3, "The first program.")
    );
    assert_eq!(
        paper.paper.date.map(|date| date.to_string()).as_deref(),
        Some("1843-09")
    );
    let second = store.read(|r| r.paper(2)).unwrap().unwrap();
    assert!(second.trashed);
    store
        .read(|r| {
            assert_eq!(r.tags(1)?, ["Engines"]);
            assert_eq!(r.highlights(1)?.len(), 1);
            assert_eq!(r.sightings(1)?[0].digest, "first.bib");
            assert_eq!(r.collection_papers(1)?, [1]);
            assert_eq!(r.versions(1)?.len(), 0, "the other version is in the trash");
            assert_eq!(r.verdicts(1)?.len(), 1);
            assert_eq!(r.setting("theme")?, Some("dark".into()));
            Ok::<_, Error>(())
        })
        .unwrap();
    while store.undo(at(9), "reader", None).is_ok() {}
    assert_eq!(store.read(|r| r.all_ids(0, 9)).unwrap(), Vec::<i64>::new());
}

#[test]
fn a_library_of_schema_2_opens_with_all_it_holds_and_can_save_searches() {
    let old = of_schema(2);
    let store = open(&old.file).unwrap();
    assert_eq!(store.check().unwrap().problems, Vec::<String>::new());
    store
        .read(|r| {
            let paper = r.paper(3)?.unwrap();
            assert_eq!((paper.decision, paper.stars), (Decision::Include, 4));
            assert_eq!(r.tags(3)?, ["cards", "Engines"]);
            assert!(r.paper(5)?.unwrap().trashed);
            assert_eq!(r.merged_into(5)?, Some(4));
            assert_eq!(r.sightings(4)?.len(), 2, "of the merged paper too");
            assert_eq!(r.sightings(3)?[0].digest, "standard input");
            assert!(!r.sightings(3)?[0].gave.is_empty());
            assert_eq!(r.saved_searches()?, []);
            Ok::<_, Error>(())
        })
        .unwrap();
    assert_eq!(
        store.redo(at(9), "reader").unwrap().what,
        "Add to “History”: “Sketch of the Analytical Engine Invented by Charles Babbage”"
    );
    let asks = store::Asks {
        query: "looms",
        mode: store::Mode::Words,
        threshold: None,
    };
    let saved = store
        .write(action("Save"), |w| w.create_saved("Looms", asks))
        .unwrap()
        .value;
    let saved = store.read(|r| r.saved_search(saved)).unwrap().unwrap();
    assert_eq!((saved.name.as_str(), saved.since), ("Looms", 5));
    while store.undo(at(9), "reader", None).is_ok() {}
    assert_eq!(store.read(|r| r.all_ids(0, 9)).unwrap(), Vec::<i64>::new());
}

#[test]
fn a_library_of_schema_3_opens_with_all_it_holds_and_can_have_fields() {
    let old = of_schema(3);
    let store = open(&old.file).unwrap();
    assert_eq!(store.check().unwrap().problems, Vec::<String>::new());
    store
        .read(|r| {
            let saved = r.saved_searches()?;
            let brief: Vec<_> = saved
                .iter()
                .map(|saved| (saved.name.as_str(), saved.threshold, saved.counted))
                .collect();
            assert_eq!(
                brief,
                [("Engines", None, Some(2)), ("Looms", Some(0.4), None)]
            );
            assert_eq!(r.watch_hits(&[3])?.len(), 1);
            assert!(r.paper(3)?.unwrap().note.starts_with("### Summary"));
            assert_eq!(r.fields()?, []);
            assert_eq!(r.kept(store::Keeps::Export)?, []);
            Ok::<_, Error>(())
        })
        .unwrap();
    let field = store
        .write(action("Field"), |w| {
            let field = w.create_field("Method", store::FieldKind::Text, &[])?;
            w.set_field_value(field, &[3], Some("looms"))?;
            Ok::<_, Error>(field)
        })
        .unwrap()
        .value;
    assert_eq!(store.read(|r| r.field(field)).unwrap().papers, 1);
    while store.undo(at(99), "reader", None).is_ok() {}
    assert_eq!(store.read(|r| r.all_ids(0, 9)).unwrap(), Vec::<i64>::new());
    assert_eq!(store.read(|r| r.fields()).unwrap(), []);
}

#[test]
fn a_migrated_library_has_the_schema_of_a_new_one() {
    let schema = |file: &Path| -> Vec<(String, Option<String>)> {
        let conn = Connection::open(file).unwrap();
        let mut statement = conn
            .prepare("SELECT name, sql FROM sqlite_schema ORDER BY name")
            .unwrap();
        let rows = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        rows.map(|row| row.unwrap()).collect()
    };
    let new = Library::new();
    for old in (1..SCHEMA).map(of_schema) {
        drop(open(&old.file).unwrap());
        assert_eq!(schema(&old.file), schema(&new.file()));
    }
}
