//! Copies of the library that open like the library itself, checked before they count.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};

/// The setting that remembers when the last backup was made.
pub(crate) const LAST_BACKUP: &str = "last_backup";

impl Library {
    pub fn backup(&self, request: BackupRequest) -> Result<BackupReport> {
        let now = self.now();
        let path = match request.path {
            Some(path) => PathBuf::from(path),
            None => {
                let name = format!("library-{}.sqlite", now.strftime("%Y%m%dT%H%M%SZ"));
                self.folder().backups().join(name)
            }
        };
        if let Some(parent) = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
        {
            std::fs::create_dir_all(parent)
                .map_err(|error| Error::io(parent, "create the folder", &error))?;
        }
        let Some(job) = self.jobs_state().begin("backup", "pages", 0) else {
            return Err(Error::user("busy", "A backup is already being made."));
        };
        let outcome = self
            .store()
            .backup(&path, &mut |done, total| job.step("pages", done, total));
        let cancelled = job.cancelled();
        let outcome = outcome.map_err(Error::from);
        job.end(outcome.clone());
        outcome?;
        if cancelled {
            return Err(Error::user("cancelled", "The backup was cancelled."));
        }
        let bytes = std::fs::metadata(&path)
            .map_err(|error| Error::io(&path, "read", &error))?
            .len();
        self.remember(LAST_BACKUP, &Value::String(now.to_string()))?;
        self.tell_changed();
        Ok(BackupReport {
            path: path.display().to_string(),
            bytes,
        })
    }
}

/// Puts a backup in a library's place. What was there is kept beside it, so that nothing is lost
/// when the wrong file was chosen; answers where.
pub fn restore(folder: &Path, backup: &Path, now: jiff::Timestamp) -> Result<Option<PathBuf>> {
    let owned = crate::folder::Folder::open(folder)?;
    if !owned.owned() {
        return Err(Error::user(
            "library_locked",
            "Another Lectern has this library open. Close it, then restore. Nothing was changed.",
        ));
    }
    store::Store::verify(backup)?;
    let current = owned.database();
    let mut kept = None;
    if current.exists() {
        // Opening writes what the journal still holds into the file itself.
        let open = store::Store::open(&current, now);
        std::fs::create_dir_all(owned.backups())
            .map_err(|error| Error::io(&owned.backups(), "create the folder", &error))?;
        let aside = owned.backups().join(format!(
            "before-restore-{}.sqlite",
            now.strftime("%Y%m%dT%H%M%SZ")
        ));
        match open {
            Ok(store) => store.backup(&aside, &mut |_, _| true)?,
            // Broken or foreign: keep the bytes as they are.
            Err(_) => {
                std::fs::copy(&current, &aside)
                    .map_err(|error| Error::io(&aside, "write", &error))?;
            }
        }
        kept = Some(aside);
    }
    let fresh = folder.join("library.sqlite.restoring");
    std::fs::copy(backup, &fresh).map_err(|error| Error::io(&fresh, "write", &error))?;
    for journal in ["library.sqlite-wal", "library.sqlite-shm"] {
        let journal = folder.join(journal);
        if journal.exists() {
            std::fs::remove_file(&journal)
                .map_err(|error| Error::io(&journal, "remove", &error))?;
        }
    }
    std::fs::rename(&fresh, &current).map_err(|error| Error::io(&current, "replace", &error))?;
    // The caches belong to what was there before.
    for cache in [owned.index(), owned.vectors()] {
        let gone = if cache.is_dir() {
            std::fs::remove_dir_all(&cache)
        } else if cache.exists() {
            std::fs::remove_file(&cache)
        } else {
            Ok(())
        };
        gone.map_err(|error| Error::io(&cache, "remove", &error))?;
    }
    Ok(kept)
}
