//! The file under the cache: opening whatever is there, growing, being replaced.
//!
//! One process owns the file (by an advisory lock on it) and appends; others map what was whole
//! when they opened it and only read. Bytes that were once mapped are never written again: the
//! file grows at its end, and is otherwise replaced as a whole by rename, so that a reader keeps
//! what it has. Nothing is synced to the disk: it is a cache, and every record has a checksum.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use memmap2::{Mmap, MmapOptions};

use super::record::HEADER;
use crate::{Error, Result};

#[derive(Debug)]
pub(super) struct Log {
    header: [u8; HEADER],
    place: Place,
}

#[derive(Debug)]
enum Place {
    Owned {
        path: PathBuf,
        file: File,
        map: Mmap,
    },
    /// Another process owns the file; there is no map when it holds nothing for us.
    Guest { path: PathBuf, map: Option<Mmap> },
    /// Words rather than bytes, so that records lie where floats may.
    Memory(Vec<u64>),
}

/// Where a cache keeps what is put into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// In its file.
    File,
    /// Nowhere: another process owns the file, this one reads what it finds there.
    ReadOnly,
    /// In memory, until dropped: the file cannot be written.
    Memory,
}

impl Log {
    pub(super) fn open(path: &Path, header: [u8; HEADER], size: usize) -> Self {
        let place = open(path, &header, size).unwrap_or_else(|error| {
            tracing::warn!(path = %path.display(), %error, "vectors are kept in memory only");
            Place::Memory(Vec::new())
        });
        Self { header, place }
    }

    pub(super) fn keeping(&self) -> Keeping {
        match self.place {
            Place::Owned { .. } => Keeping::File,
            Place::Guest { .. } => Keeping::ReadOnly,
            Place::Memory(_) => Keeping::Memory,
        }
    }

    /// All whole records, one after the other.
    pub(super) fn records(&self) -> &[u8] {
        match &self.place {
            Place::Owned { map, .. } | Place::Guest { map: Some(map), .. } => {
                map.get(HEADER..).unwrap_or_default()
            }
            Place::Guest { map: None, .. } => &[],
            Place::Memory(words) => bytemuck::cast_slice(words),
        }
    }

    /// Adds whole records; after an error there are none of them.
    pub(super) fn append(&mut self, records: &[u8]) -> Result<()> {
        match &mut self.place {
            Place::Owned { path, file, map } => {
                let end = map.len();
                let grown = end + records.len();
                let appended = write_at(file, end, records).and_then(|()| map_whole(file, grown));
                match appended {
                    Ok(grown) => *map = grown,
                    Err(source) => {
                        // A part that stays behind is overwritten by the next append, and cut off
                        // or without a valid checksum at the next opening.
                        let cut = file.set_len(end as u64);
                        tracing::debug!(?cut, "an append failed");
                        return Err(Error::Io {
                            file: path.clone(),
                            source,
                        });
                    }
                }
            }
            Place::Guest { path, .. } => return Err(Error::Held { file: path.clone() }),
            Place::Memory(words) => words.extend(words_of(records)),
        }
        Ok(())
    }

    /// Puts other records in the place of all; after an error nothing has changed.
    pub(super) fn replace(&mut self, records: &[u8]) -> Result<()> {
        match &mut self.place {
            Place::Owned { path, file, map } => {
                let replaced = write_new(path, &self.header, records).and_then(|new| {
                    let whole = map_whole(&new, HEADER + records.len())?;
                    Ok((new, whole))
                });
                match replaced {
                    Ok(new) => (*file, *map) = new,
                    Err(source) => {
                        return Err(Error::Io {
                            file: path.clone(),
                            source,
                        });
                    }
                }
            }
            Place::Guest { path, .. } => return Err(Error::Held { file: path.clone() }),
            Place::Memory(words) => *words = words_of(records).collect(),
        }
        Ok(())
    }
}

fn open(path: &Path, header: &[u8; HEADER], size: usize) -> io::Result<Place> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)?;
    let owner = match file.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => false,
        // Some file systems know no locks; there the library's own lock has to do.
        Err(TryLockError::Error(error)) => {
            tracing::debug!(%error, "the vectors' file cannot be locked");
            true
        }
    };
    let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
    let whole = HEADER + length.saturating_sub(HEADER) / size * size;
    let ours = length >= HEADER && {
        let mut found = [0; HEADER];
        file.read_exact(&mut found)?;
        found == *header
    };
    let path = path.to_owned();
    match (owner, ours) {
        (true, true) => {
            if whole != length {
                file.set_len(whole as u64)?;
            }
            let map = map_whole(&file, whole)?;
            Ok(Place::Owned { path, file, map })
        }
        (true, false) => {
            if length > 0 {
                tracing::info!(path = %path.display(), "not this model's vectors: starting anew");
            }
            let file = write_new(&path, header, &[])?;
            let map = map_whole(&file, HEADER)?;
            Ok(Place::Owned { path, file, map })
        }
        (false, ours) => {
            let map = if ours {
                Some(map_whole(&file, whole)?)
            } else {
                None
            };
            Ok(Place::Guest { path, map })
        }
    }
}

/// Writes a file beside `path`, locks it and puts it in its place.
fn write_new(path: &Path, header: &[u8; HEADER], records: &[u8]) -> io::Result<File> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let beside = path.with_file_name(name);
    let written = (|| {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(&beside)?;
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(io::Error::from(io::ErrorKind::WouldBlock));
        }
        file.write_all(header)?;
        file.write_all(records)?;
        fs::rename(&beside, path)?;
        Ok(file)
    })();
    if written.is_err() {
        // What is left of it is truncated by the next attempt at the latest.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// The same bytes in memory, as words; records are whole multiples of one.
fn words_of(records: &[u8]) -> impl Iterator<Item = u64> {
    records
        .as_chunks::<8>()
        .0
        .iter()
        .map(|bytes| u64::from_ne_bytes(*bytes))
}

fn write_at(file: &mut File, at: usize, bytes: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(at as u64))?;
    file.write_all(bytes)
}

#[allow(
    unsafe_code,
    reason = "a mapped file can only be had so. The mapping is sound as long as nobody writes to or \
              cuts off the mapped bytes: every process of this program follows the rules at the top \
              of this module, the file lies in the program's own cache folder, and only whole \
              records present in the file at this moment are mapped"
)]
fn map_whole(file: &File, length: usize) -> io::Result<Mmap> {
    if file.metadata()?.len() < length as u64 {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
    }
    // SAFETY: see the reason above.
    unsafe { MmapOptions::new().len(length).map(file) }
}
