//! The index in its folder: what it keeps, what it forgives, who may use it.

mod support;

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use search::{EmptyReason, Error, Filter, Index, Opened, Query};
use support::{library, paper, titled};

fn ids(index: &Index, query: &str) -> Vec<i64> {
    index
        .all_ids(&Query::parse(query), &Filter::default())
        .expect("an answer")
}

fn opened(folder: &Path, library: &str) -> Opened {
    Index::open(folder, library).expect("an index").1
}

#[test]
fn a_new_folder_is_made_and_says_that_it_is_new() {
    let folder = tempfile::tempdir().expect("a folder");
    let deep = folder.path().join("cache/index");
    assert_eq!(
        opened(&deep, "a"),
        Opened::Empty {
            reason: EmptyReason::New
        }
    );
}

#[test]
fn what_was_applied_is_found_at_once_and_after_opening_again() {
    let shelf = library([titled(1, "Red"), titled(2, "Green")]);
    assert_eq!(shelf.set("red "), [1]);
    shelf
        .index
        .apply([titled(3, "Red wine")], &[1], 42)
        .expect("applied");
    assert_eq!(shelf.set("red "), [3]);
    assert_eq!(shelf.index.position(), Some(42));
    let folder = shelf.folder;
    drop(shelf.index);
    let (index, opened) = Index::open(folder.path(), "test").expect("an index");
    assert_eq!(opened, Opened::Ready { position: 42 });
    assert_eq!(ids(&index, "red "), [3]);
    assert_eq!(index.len(), 2);
}

#[test]
fn a_document_indexed_again_replaces_the_one_before() {
    let shelf = library([titled(1, "Red"), titled(1, "Green")]);
    assert_eq!((shelf.set("red "), shelf.set("green ")), (vec![], vec![1]));
    shelf
        .index
        .apply([titled(1, "Blue"), titled(1, "Yellow")], &[1], 2)
        .expect("applied");
    assert_eq!(
        (
            shelf.set("green "),
            shelf.set("blue "),
            shelf.set("yellow ")
        ),
        (vec![], vec![], vec![1])
    );
    assert_eq!(shelf.index.len(), 1);
}

#[test]
fn deletes_come_before_the_documents_applied_with_them() {
    let shelf = library([titled(1, "Red")]);
    shelf
        .index
        .apply([titled(1, "Red again")], &[1], 2)
        .expect("applied");
    assert_eq!(shelf.set("red "), [1]);
    shelf.index.apply([], &[1], 3).expect("applied");
    assert!(shelf.index.is_empty());
}

#[test]
fn an_index_answers_as_before_while_it_is_filled_anew() {
    let shelf = library([titled(1, "Red")]);
    shelf.index.clear().expect("cleared");
    shelf
        .index
        .add((10..40).map(|id| titled(id, "Green")))
        .expect("added");
    assert_eq!((shelf.set("red "), shelf.set("green ")), (vec![1], vec![]));
    shelf.index.commit(Some(9)).expect("committed");
    assert_eq!(
        (shelf.set("red ").len(), shelf.set("green ").len()),
        (0, 30)
    );
    assert_eq!(shelf.index.position(), Some(9));
}

#[test]
fn what_is_abandoned_leaves_the_index_as_it_was() {
    let shelf = library([titled(1, "Red")]);
    shelf.index.clear().expect("cleared");
    shelf.index.add([titled(2, "Green")]).expect("added");
    shelf.index.abandon().expect("abandoned");
    shelf
        .index
        .apply([titled(3, "Red wine")], &[], 2)
        .expect("applied");
    assert_eq!(
        (shelf.set("red "), shelf.set("green ")),
        (vec![1, 3], vec![])
    );
}

#[test]
fn settling_changes_no_answer() {
    let shelf = library([titled(1, "Red")]);
    for id in 2..12 {
        shelf
            .index
            .apply([titled(id, "Red and green")], &[id - 1], id)
            .expect("applied");
    }
    let before = shelf.ids("red");
    shelf.index.settle().expect("settled");
    assert_eq!(shelf.ids("red"), before);
    assert_eq!(shelf.index.position(), Some(11));
    shelf
        .index
        .apply([titled(1, "Red")], &[], 12)
        .expect("still writes");
    assert_eq!(shelf.set("red "), [1, 11]);
}

#[test]
fn gathering_changes_no_answer_and_leaves_few_pieces() {
    let shelf = library((0..100).map(|id| titled(id, "Red")));
    for id in 100..106 {
        shelf
            .index
            .apply([titled(id, "Red and green")], &[id - 50], id)
            .expect("applied");
    }
    let before = shelf.ids("red");
    shelf.index.gather().expect("gathered");
    assert_eq!(shelf.ids("red"), before);
    assert_eq!(shelf.index.position(), Some(105));
    assert_eq!(shelf.index.pieces(), 2);
}

#[test]
fn an_unfinished_filling_starts_over() {
    let shelf = library([titled(1, "Red")]);
    shelf.index.add([titled(2, "Green")]).expect("added");
    shelf.index.commit(None).expect("committed");
    assert_eq!(shelf.set("green "), [2]);
    let folder = shelf.folder;
    drop(shelf.index);
    let (index, opened) = Index::open(folder.path(), "test").expect("an index");
    assert_eq!(
        opened,
        Opened::Empty {
            reason: EmptyReason::Unfinished
        }
    );
    assert!(index.is_empty());
}

#[test]
fn another_librarys_index_is_emptied() {
    let shelf = library([titled(1, "Red")]);
    let folder = shelf.folder;
    drop(shelf.index);
    let (index, opened) = Index::open(folder.path(), "another").expect("an index");
    assert_eq!(
        opened,
        Opened::Empty {
            reason: EmptyReason::OtherLibrary
        }
    );
    assert!(index.is_empty());
}

#[test]
fn an_index_of_another_form_is_emptied() {
    let shelf = library([titled(1, "Red")]);
    let folder = shelf.folder;
    drop(shelf.index);
    let meta = folder.path().join("meta.json");
    let text = fs::read_to_string(&meta).expect("the meta file");
    let other = text.replace("\\\"form\\\":", "\\\"form\\\":9");
    assert_ne!(text, other);
    fs::write(&meta, other).expect("written");
    assert_eq!(
        opened(folder.path(), "test"),
        Opened::Empty {
            reason: EmptyReason::OtherForm
        }
    );
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| fs::metadata(path).is_ok_and(|meta| meta.len() > 0))
        .collect();
    files.sort();
    files
}

/// Breaks one file after the other of an index; none may break the opening, and what then answers
/// answers rightly.
fn heals(spoil: impl Fn(&Path)) {
    let shelf = library([paper(1, "Red", "A red thing"), titled(2, "Green")]);
    let whole = shelf.folder;
    drop(shelf.index);
    let names: Vec<_> = files(whole.path());
    assert!(names.len() > 5, "an index of several files");
    let mut emptied = 0;
    for spoiled in &names {
        let folder = tempfile::tempdir().expect("a folder");
        for file in &names {
            let copy = folder.path().join(file.file_name().expect("a name"));
            fs::copy(file, copy).expect("copied");
        }
        let file = folder.path().join(spoiled.file_name().expect("a name"));
        spoil(&file);
        let (index, opened) = Index::open(folder.path(), "test").expect("healed");
        match opened {
            Opened::Ready { position } => {
                assert_eq!(
                    (position, ids(&index, "red ")),
                    (1, vec![1]),
                    "{}",
                    file.display()
                );
            }
            Opened::Empty { .. } => {
                emptied += 1;
                assert!(index.is_empty(), "{}", file.display());
                index
                    .apply([titled(7, "Red")], &[], 1)
                    .expect("usable again");
                assert_eq!(ids(&index, "red "), [7]);
            }
        }
    }
    assert!(
        emptied * 2 > names.len(),
        "most files matter: {emptied} of {}",
        names.len()
    );
}

#[test]
fn files_cut_short_heal() {
    let keeps: [fn(usize) -> usize; 5] = [
        |_| 0,
        |_| 3,
        |length| length / 2,
        |length| length - 1,
        |length| length.saturating_sub(9),
    ];
    for keep in keeps {
        heals(|file| {
            let bytes = fs::read(file).expect("bytes");
            fs::write(file, bytes.get(..keep(bytes.len())).unwrap_or_default()).expect("cut");
        });
    }
}

#[test]
fn a_flipped_bit_heals() {
    heals(|file| {
        let mut bytes = fs::read(file).expect("bytes");
        let middle = bytes.len() / 2;
        if let Some(byte) = bytes.get_mut(middle) {
            *byte ^= 0x10;
        }
        fs::write(file, bytes).expect("flipped");
    });
}

#[test]
fn missing_files_and_foreign_ones_heal() {
    heals(|file| fs::remove_file(file).expect("removed"));
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("notes")).expect("a folder inside");
    fs::write(folder.path().join("meta.json"), "not an index").expect("a file");
    assert!(matches!(
        opened(folder.path(), "a"),
        Opened::Empty {
            reason: EmptyReason::Broken(_)
        }
    ));
    assert!(!folder.path().join("notes").exists());
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    fs::write(&file, "x").expect("a file");
    assert!(matches!(
        Index::open(&file.join("index"), "a"),
        Err(Error::Folder { .. })
    ));
}

#[test]
fn only_one_writes_and_what_the_other_holds_is_left_alone() {
    let shelf = library([titled(1, "Red")]);
    assert!(matches!(
        Index::open(shelf.folder.path(), "another"),
        Err(Error::Busy(_))
    ));
    assert_eq!(shelf.set("red "), [1]);
    shelf
        .index
        .apply([titled(2, "Red too")], &[], 2)
        .expect("still writes");
}

#[test]
fn a_guest_reads_beside_the_writer_and_writes_nothing() {
    let shelf = library([titled(1, "Red")]);
    let guest = Index::open_read_only(shelf.folder.path(), "test").expect("a guest");
    assert_eq!(ids(&guest, "red "), [1]);
    shelf
        .index
        .apply([titled(2, "Red too")], &[], 2)
        .expect("applied");
    assert_eq!(ids(&guest, "red "), [1]);
    guest.reload().expect("reloaded");
    assert_eq!(
        (ids(&guest, "red "), guest.position()),
        (vec![1, 2], Some(2))
    );
    assert!(matches!(guest.apply([], &[1], 3), Err(Error::ReadOnly)));
    assert!(matches!(guest.settle(), Err(Error::ReadOnly)));
}

#[test]
fn a_guest_of_nothing_is_told_so() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(matches!(
        Index::open_read_only(folder.path(), "a"),
        Err(Error::Absent { .. })
    ));
    let shelf = library([titled(1, "Red")]);
    assert!(matches!(
        Index::open_read_only(shelf.folder.path(), "another"),
        Err(Error::Absent { .. })
    ));
}

#[test]
fn readers_on_other_threads_see_whole_commits_only() {
    let shelf = library((0..50).map(|id| titled(id, "Red 0")));
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            (0..200).all(|_| {
                shelf
                    .index
                    .search(&Query::parse("red "), &Filter::default(), 5, 0)
                    .is_ok_and(|found| found.total == 50)
            })
        });
        for round in 1..8 {
            shelf
                .index
                .apply(
                    (0..50).map(|id| titled(id, &format!("Red {round}"))),
                    &[],
                    round,
                )
                .expect("applied");
        }
        assert!(reader.join().expect("the reader"));
    });
}

/// Spoils every file under an open index, one index a file: searches answer or say what is wrong,
/// and a renewed index is as good as new.
fn survives(spoil: impl Fn(&Path), writes: bool) {
    let count = files(
        library([paper(1, "Red", "A red thing"), titled(2, "Green")])
            .folder
            .path(),
    )
    .len();
    for number in 0..count {
        let shelf = library([paper(1, "Red", "A red thing"), titled(2, "Green")]);
        if let Some(file) = files(shelf.folder.path()).get(number) {
            spoil(file);
        }
        for query in ["red", "gre", "\"red thing\"", "thing OR green", "rde"] {
            let query = Query::parse(query);
            match shelf.index.search(&query, &Filter::default(), 10, 0) {
                Ok(found) => assert!(found.total <= 2),
                Err(error) => assert!(shelf.index.damaged(), "{error}"),
            }
        }
        if writes && shelf.index.apply([titled(3, "Blue")], &[1], 2).is_err() {
            assert!(shelf.index.damaged());
        }
        shelf.index.renew().expect("renewed");
        assert!(!shelf.index.damaged() && shelf.index.is_empty());
        assert_eq!(shelf.index.position(), None);
        shelf
            .index
            .apply([titled(7, "Red")], &[], 3)
            .expect("usable again");
        assert_eq!(ids(&shelf.index, "red "), [7]);
        let folder = shelf.folder;
        drop(shelf.index);
        assert_eq!(opened(folder.path(), "test"), Opened::Ready { position: 3 });
    }
}

#[test]
fn files_that_vanish_under_an_open_index_break_nothing() {
    survives(|file| fs::remove_file(file).expect("removed"), true);
}

#[test]
fn bits_that_flip_under_an_open_index_break_no_search() {
    let flip = |file: &Path| {
        let length = fs::metadata(file).expect("a file").len();
        // In place: the index reads the very same bytes.
        let mut open = fs::OpenOptions::new()
            .write(true)
            .open(file)
            .expect("opened");
        open.seek(SeekFrom::Start(length / 2)).expect("found");
        open.write_all(&[0xa5; 3]).expect("written");
    };
    // Writing would end the process: the engine reads the pieces on threads whose panics abort it.
    survives(flip, false);
}

#[test]
fn a_folder_that_vanishes_under_an_open_index_is_made_anew() {
    let shelf = library([titled(1, "Red")]);
    fs::remove_dir_all(shelf.folder.path()).expect("removed");
    assert_eq!(shelf.set("red "), [1]);
    shelf.index.renew().expect("renewed");
    shelf
        .index
        .apply([titled(2, "Red")], &[], 2)
        .expect("usable again");
    assert_eq!(shelf.set("red "), [2]);
}
