//! From what the reader dropped to bytes: files, folders, pasted text. One unreadable file costs
//! itself only.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// A larger file is refused: reading it would need several times its size in memory.
pub(crate) const LARGEST: u64 = 1 << 30;

/// Folders deeper than this are not entered; guards against loops of links.
const DEEPEST: usize = 16;

/// More files than this in one drop are a mistake (somebody's home folder).
const MOST_FILES: usize = 10_000;

/// One thing to read, before it is read.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    File(PathBuf),
    Text {
        name: String,
        bytes: Vec<u8>,
    },
    /// Found, but cannot be read; kept so that the reader hears of it.
    Unreadable {
        name: String,
        error: Error,
    },
}

impl Source {
    /// What the reader knows it by.
    pub(crate) fn name(&self) -> String {
        match self {
            Source::File(path) => path.file_name().map_or_else(
                || path.display().to_string(),
                |name| name.to_string_lossy().into_owned(),
            ),
            Source::Text { name, .. } | Source::Unreadable { name, .. } => name.clone(),
        }
    }

    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Source::File(path) => Some(path),
            _ => None,
        }
    }

    pub(crate) fn bytes(&self) -> Result<Vec<u8>> {
        match self {
            Source::Text { bytes, .. } => Ok(bytes.clone()),
            Source::Unreadable { error, .. } => Err(error.clone()),
            Source::File(path) => read(path),
        }
    }
}

/// Files as they are, folders as the files in them, in the order of their names.
pub(crate) fn collect(paths: &[PathBuf]) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for path in paths {
        let about = fs::metadata(path).map_err(|error| Error::io(path, "read", &error))?;
        if about.is_dir() {
            enter(path, 0, &mut sources)?;
        } else {
            sources.push(Source::File(path.clone()));
        }
    }
    Ok(sources)
}

fn enter(folder: &Path, depth: usize, sources: &mut Vec<Source>) -> Result<()> {
    let listing = match fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(error) if depth == 0 => return Err(Error::io(folder, "read", &error)),
        Err(error) => {
            let error = Error::io(folder, "read", &error);
            sources.push(Source::Unreadable {
                name: folder.display().to_string(),
                error,
            });
            return Ok(());
        }
    };
    let mut entries: Vec<PathBuf> = listing
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    entries.sort();
    for path in entries {
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if sources.len() >= MOST_FILES {
            return Err(Error::user(
                "too_many_files",
                format!(
                    "{} holds more than {MOST_FILES} files. Nothing was imported; choose a smaller folder.",
                    folder.display()
                ),
            ));
        }
        if path.is_dir() {
            if depth < DEEPEST {
                enter(&path, depth + 1, sources)?;
            }
        } else if path.is_file() {
            sources.push(Source::File(path));
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let failed = |error: &std::io::Error| Error::io(path, "read", error);
    let file = fs::File::open(path).map_err(|error| failed(&error))?;
    let about = file.metadata().map_err(|error| failed(&error))?;
    let mut bytes = Vec::with_capacity(usize::try_from(about.len().min(LARGEST)).unwrap_or(0));
    // One byte more than allowed: a device or a growing file has no honest length.
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| failed(&error))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Error::user(
            "too_large",
            format!(
                "{} is larger than {} MB, more than Lectern reads at once. Split it and import the parts.",
                path.display(),
                LARGEST >> 20
            ),
        ));
    }
    Ok(bytes)
}
