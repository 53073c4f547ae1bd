//! Files written whole or not at all: beside the target first, then renamed into its place.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::{Error, Result};

/// Writes files that belong together. Whatever goes wrong while they are written, what was there
/// before is as it was and nothing is left beside it.
pub(crate) fn write_whole(files: &[(&Path, &[u8])]) -> Result<()> {
    let mut parts = Vec::with_capacity(files.len());
    for (path, bytes) in files {
        parts.push(Written::beside(path, bytes)?);
    }
    for part in &mut parts {
        part.put()?;
    }
    Ok(())
}

/// A file that waits to take its place; removed when it does not come to that.
struct Written {
    target: PathBuf,
    part: Option<PathBuf>,
}

impl Drop for Written {
    fn drop(&mut self) {
        if let Some(part) = &self.part {
            // Of no use half-written; when removing it fails too, the first error says more.
            let _ = fs::remove_file(part);
        }
    }
}

impl Written {
    fn beside(path: &Path, bytes: &[u8]) -> Result<Written> {
        let failed = |error: io::Error| Error::io(path, "write", &error);
        // A link stays one, and what it leads to is replaced.
        let target = match fs::canonicalize(path) {
            Ok(target) => target,
            Err(_) => path.to_owned(),
        };
        let known = fs::metadata(&target).ok();
        match &known {
            Some(known) if known.is_dir() => {
                return Err(Error::user(
                    "bad_path",
                    format!("{} is a folder; name a file in it.", path.display()),
                ));
            }
            Some(known) if !known.is_file() => {
                // A pipe or a device has no place to take.
                fs::write(&target, bytes).map_err(failed)?;
                return Ok(Written { target, part: None });
            }
            // A rename would replace it all the same, which is not what a lock on it means.
            Some(known) if known.permissions().readonly() => {
                return Err(Error::user(
                    "no_permission",
                    format!("{} is read-only. It was left as it is.", path.display()),
                ));
            }
            _ => {}
        }
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        if target.file_name().is_none() {
            return Err(Error::user(
                "bad_path",
                format!("{} is not a file name.", path.display()),
            ));
        }
        if !folder.is_dir() {
            return Err(Error::user(
                "not_found",
                format!("There is no folder {} to write into.", folder.display()),
            ));
        }
        // A name of its own: short, so that a long name of the target is no trouble, and not
        // anybody else's.
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let part = folder.join(format!(".lectern-{}-{number}.part", std::process::id()));
        let written = Written {
            target,
            part: Some(part.clone()),
        };
        let mut file = File::create(&part).map_err(failed)?;
        file.write_all(bytes)
            .and_then(|()| file.sync_all())
            .map_err(failed)?;
        if let Some(known) = known {
            fs::set_permissions(&part, known.permissions()).map_err(failed)?;
        }
        Ok(written)
    }

    fn put(&mut self) -> Result<()> {
        let Some(part) = &self.part else {
            return Ok(());
        };
        fs::rename(part, &self.target).map_err(|error| match error.kind() {
            // How a system says that the target is held open.
            io::ErrorKind::PermissionDenied | io::ErrorKind::ResourceBusy => Error {
                code: "in_use",
                message: format!(
                    "{} could not be replaced: another program may have it open. It is as it was; close it there, or choose another name.",
                    self.target.display()
                ),
                kind: crate::error::Kind::Io,
            },
            _ => Error::io(&self.target, "write", &error),
        })?;
        self.part = None;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn files_that_belong_together_are_replaced_together_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let (first, second) = (folder.path().join("a.tex"), folder.path().join("b"));
        fs::write(&first, "old").unwrap();
        fs::create_dir(&second).unwrap();
        let refused = write_whole(&[(&first, b"new"), (&second, b"new")]).unwrap_err();
        assert_eq!(refused.code, "bad_path");
        assert_eq!(fs::read(&first).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["a.tex", "b"]);

        fs::remove_dir(&second).unwrap();
        write_whole(&[(&first, b"new"), (&second, b"new")]).unwrap();
        assert_eq!(fs::read(&first).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["a.tex", "b"]);
    }

    #[test]
    fn a_missing_folder_and_a_read_only_file_are_said_plainly() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("none/out.html");
        let error = write_whole(&[(&missing, b"x")]).unwrap_err();
        assert!(error.message.contains("no folder"), "{}", error.message);

        let kept = folder.path().join("kept.html");
        fs::write(&kept, "old").unwrap();
        let mut permissions = fs::metadata(&kept).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&kept, permissions).unwrap();
        let error = write_whole(&[(&kept, b"x")]).unwrap_err();
        assert_eq!(error.code, "no_permission");
        assert_eq!(fs::read(&kept).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["kept.html"]);
    }

    #[test]
    fn the_longest_name_can_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("n".repeat(255));
        write_whole(&[(&path, b"x")]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"x");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_file_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write_whole(&[(&link, b"new")]).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
    }
}
