//! Backups: whole, of one instant, verified, and cancelled without a trace.

mod common;

use std::fs;

use common::{Library, action, at, dump};
use store::{Error, Store};

#[test]
fn a_backup_is_a_library_like_the_one_it_was_taken_of() {
    let library = Library::with_papers(50);
    library.does("Note", |w| w.set_note(7, "kept"));
    let to = library.folder().join("copy.sqlite");
    fs::write(&to, "what was there before").unwrap();
    let mut last = (0, 0);
    library
        .store
        .backup(&to, &mut |done, total| {
            assert!(done >= last.0 && done <= total);
            last = (done, total);
            true
        })
        .unwrap();
    assert!(last.0 > 0 && last.0 == last.1);
    assert_eq!(dump(&to), library.dump());
    let copy = Store::open(&to, at(0)).unwrap();
    assert_eq!(
        copy.library_id().unwrap(),
        library.store.library_id().unwrap()
    );
    assert_eq!(copy.undo(at(1), "reader", None).unwrap().what, "Note");
}

#[test]
fn a_backup_is_of_one_instant_although_the_library_is_written_meanwhile() {
    let library = Library::with_papers(2000);
    let before = library.dump();
    let to = library.folder().join("copy.sqlite");
    let mut writes = 0;
    library
        .store
        .backup(&to, &mut |done, total| {
            if done < total {
                writes += 1;
                library
                    .store
                    .write(action("Star"), |w| w.star(&[1], 1 + writes % 5))
                    .unwrap();
            }
            true
        })
        .unwrap();
    assert!(writes > 0, "the library is too small to be copied in steps");
    assert_eq!(dump(&to), before);
}

#[test]
fn a_cancelled_backup_leaves_what_was_there() {
    let library = Library::with_papers(2000);
    let to = library.folder().join("copy.sqlite");
    fs::write(&to, "what was there before").unwrap();
    let names = || {
        let mut names: Vec<_> = fs::read_dir(library.folder())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let before = names();
    let cancelled = library.store.backup(&to, &mut |_, _| false);
    assert!(matches!(cancelled, Err(Error::Cancelled)));
    assert_eq!(fs::read_to_string(&to).unwrap(), "what was there before");
    assert_eq!(names(), before);
}

#[test]
fn a_library_is_never_its_own_backup_and_a_missing_folder_is_said() {
    let library = Library::with_papers(1);
    assert!(matches!(
        library.store.backup(&library.file(), &mut |_, _| true),
        Err(Error::Io(_))
    ));
    let nowhere = library.folder().join("none/copy.sqlite");
    match library.store.backup(&nowhere, &mut |_, _| true) {
        Err(Error::Io(error)) => assert_eq!(error.kind(), std::io::ErrorKind::NotFound),
        other => panic!("{other:?}"),
    }
    assert_eq!(
        library.store.check().unwrap().problems,
        Vec::<String>::new()
    );
}
