//! A program that dies in the middle of a write leaves nothing of it.

mod common;

use std::path::Path;
use std::process::Command;

use common::{Library, action, at, import, rows};
use store::Store;

/// Where the dying child finds the library.
const FILE: &str = "STORE_TEST_CRASH_FILE";

#[test]
#[ignore = "the child of the test below; dies on purpose"]
fn child_that_dies_in_the_middle_of_a_write() {
    let Some(file) = std::env::var_os(FILE) else {
        return;
    };
    let store = Store::open(Path::new(&file), at(0)).unwrap();
    let written = store.write(action("Import"), |w| {
        // More than the cache holds, so that pages of the unfinished write reach the disk.
        let long = "word ".repeat(20_000);
        for id in import(w, "second.bib", 900)? {
            w.set_note(id, &long)?;
        }
        w.star(&[1], 5)?;
        std::process::abort();
        #[allow(unreachable_code, reason = "gives the closure its type")]
        Ok::<(), store::Error>(())
    });
    drop(written);
}

#[test]
fn a_program_killed_in_the_middle_of_a_write_leaves_nothing_of_it() {
    let library = Library::with_papers(3);
    let before = library.dump();
    let child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "child_that_dies_in_the_middle_of_a_write",
            "--ignored",
            "--nocapture",
        ])
        .env(FILE, library.file())
        .output()
        .unwrap();
    assert!(!child.status.success());
    let log = library.folder().join("library.sqlite-wal");
    let spilled = std::fs::metadata(log).unwrap().len();
    assert!(
        spilled > 1 << 20,
        "the child died before it wrote: {spilled} bytes, {child:?}"
    );

    let library = library.reopen();
    assert_eq!(library.dump(), before);
    assert_eq!(rows(&library.file(), "actions"), 1);
    assert_eq!(
        library.store.check().unwrap().problems,
        Vec::<String>::new()
    );
    library.import("second.bib", 1);
    assert_eq!(
        library.store.read(|r| r.all_ids(0, 9)).unwrap(),
        [1, 2, 3, 4]
    );
}
