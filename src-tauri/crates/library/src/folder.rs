//! A library on disk: one folder with `library.sqlite` (the truth), `cache/` (search index and
//! vectors, can be deleted at any time) and `backups/`; and who owns its cache.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    /// Held as long as this process owns the cache; `None` for a guest.
    ownership: Option<File>,
}

impl Folder {
    /// Opens or makes the folder. The first process to open it owns the cache until it ends;
    /// the system gives the lock back even when that process is killed.
    pub(crate) fn open(root: &Path) -> Result<Folder> {
        let cache = root.join("cache");
        fs::create_dir_all(&cache)
            .map_err(|error| Error::io(&cache, "create the folder", &error))?;
        let path = root.join("owner.lock");
        let file = File::options()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(|error| Error::io(&path, "write", &error))?;
        let ownership = match file.try_lock() {
            Ok(()) => Some(file),
            Err(TryLockError::WouldBlock) => None,
            Err(TryLockError::Error(error)) => return Err(Error::io(&path, "lock", &error)),
        };
        Ok(Folder {
            root: root.to_owned(),
            ownership,
        })
    }

    pub(crate) fn owned(&self) -> bool {
        self.ownership.is_some()
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.root.join("library.sqlite")
    }

    pub(crate) fn index(&self) -> PathBuf {
        self.root.join("cache").join("index")
    }

    pub(crate) fn vectors(&self) -> PathBuf {
        self.root.join("cache").join("vectors.bin")
    }

    /// Citation styles that the reader added.
    pub(crate) fn styles(&self) -> PathBuf {
        self.root.join("styles")
    }

    pub(crate) fn backups(&self) -> PathBuf {
        self.root.join("backups")
    }
}

/// Where a reader's library is when nothing else was said: `$LECTERN_LIBRARY`, otherwise the
/// platform's data folder.
pub fn default_folder() -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os("LECTERN_LIBRARY").filter(|value| !value.is_empty()) {
        return Ok(PathBuf::from(folder));
    }
    directories::ProjectDirs::from("app", "Lectern", "Lectern")
        .map(|directories| directories.data_dir().join("library"))
        .ok_or_else(|| {
            Error::user(
                "no_home",
                "There is no home folder to keep a library in. Name one with --library.",
            )
        })
}

/// Where the embedding model may lie, best first: `$LECTERN_MODEL_DIR`, then beside the program
/// as the builds and packages lay it out.
pub fn model_places() -> Vec<PathBuf> {
    if let Some(folder) = std::env::var_os("LECTERN_MODEL_DIR").filter(|value| !value.is_empty()) {
        return vec![PathBuf::from(folder)];
    }
    let Ok(program) = std::env::current_exe() else {
        return Vec::new();
    };
    let program = program.canonicalize().unwrap_or(program);
    let Some(folder) = program.parent() else {
        return Vec::new();
    };
    vec![
        folder.join("model"),
        // Test binaries lie one folder deeper.
        folder.join("..").join("model"),
        folder.join("..").join("lib").join("Lectern").join("model"),
        folder.join("..").join("Resources").join("model"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_to_open_owns_the_cache_and_gives_it_back() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let owner = Folder::open(root.path()).expect("opens");
        let guest = Folder::open(root.path()).expect("opens beside it");
        assert!(owner.owned());
        assert!(!guest.owned());
        drop((owner, guest));
        assert!(Folder::open(root.path()).expect("opens again").owned());
    }

    #[test]
    fn a_file_in_the_way_is_named() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let path = root.path().join("taken");
        fs::write(&path, "not a folder").expect("writes");
        let error = Folder::open(&path).expect_err("cannot be a folder");
        assert!(error.message.contains("taken"), "{}", error.message);
    }
}
