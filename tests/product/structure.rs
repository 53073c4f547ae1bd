//! The walls of the building: who may know whom.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn manifest(name: &str) -> String {
    let path = root()
        .join("src-tauri")
        .join("crates")
        .join(name)
        .join("Cargo.toml");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Our own crates that a crate's manifest names as dependencies.
fn ours(name: &str) -> Vec<&'static str> {
    const CRATES: [&str; 7] = [
        "papers",
        "store",
        "search",
        "embed",
        "bibliography",
        "library",
        "cli",
    ];
    let manifest = manifest(name);
    CRATES
        .into_iter()
        .filter(|other| {
            manifest.lines().any(|line| {
                line.starts_with(&format!("{other}.")) || line.starts_with(&format!("{other} "))
            })
        })
        .collect()
}

fn files(folder: &Path, ending: &[&str], found: &mut Vec<PathBuf>) {
    for entry in
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
    {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            if path
                .file_name()
                .is_some_and(|name| name != "node_modules" && name != "dist")
            {
                files(&path, ending, found);
            }
        } else if path
            .extension()
            .and_then(|extension| extension.to_str())
            .is_some_and(|extension| ending.contains(&extension))
        {
            found.push(path);
        }
    }
}

fn naming(folder: &str, ending: &[&str], word: &str) -> Vec<String> {
    let mut found = Vec::new();
    files(&root().join(folder), ending, &mut found);
    assert!(!found.is_empty(), "{folder} holds no {ending:?} files");
    found
        .into_iter()
        .filter(|path| fs::read_to_string(path).is_ok_and(|text| text.contains(word)))
        .map(|path| {
            path.strip_prefix(root())
                .expect("inside")
                .display()
                .to_string()
        })
        .collect()
}

#[test]
fn crates_know_only_what_lies_below_them() {
    assert_eq!(ours("papers"), Vec::<&str>::new());
    assert_eq!(ours("store"), ["papers"]);
    assert_eq!(ours("search"), Vec::<&str>::new());
    assert_eq!(ours("embed"), Vec::<&str>::new());
    assert!(ours("bibliography").iter().all(|other| *other == "papers"));
    assert_eq!(
        ours("library"),
        ["papers", "store", "search", "embed", "bibliography"]
    );
    assert_eq!(ours("cli"), ["library"]);
}

#[test]
fn only_the_store_speaks_sql() {
    for path in naming("src-tauri", &["rs", "toml"], "rusqlite") {
        assert!(
            path.starts_with("src-tauri/crates/store/"),
            "{path} names rusqlite"
        );
    }
}

#[test]
fn only_the_root_package_names_tauri() {
    let naming = naming("src-tauri/crates", &["rs", "toml"], "tauri::");
    assert!(naming.is_empty(), "{naming:?} name tauri");
}

#[test]
fn only_the_seam_imports_the_host() {
    for path in naming("ui/src", &["ts", "svelte", "js"], "@tauri-apps/") {
        assert!(
            path.starts_with("ui/src/api/"),
            "{path} imports @tauri-apps"
        );
    }
}

#[test]
fn the_parsers_do_no_input_or_output() {
    for word in [
        "std::fs",
        "std::net",
        "std::process",
        "SystemTime",
        "Instant::now",
    ] {
        let naming = naming("src-tauri/crates/papers/src", &["rs"], word);
        assert!(naming.is_empty(), "{naming:?} use {word}");
    }
}
