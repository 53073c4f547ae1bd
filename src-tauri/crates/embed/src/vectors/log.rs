//! A file under the cache: opening whatever is there, growing, being replaced.
//!
//! One process owns the file (by an advisory lock on it) and appends; others map what was whole
//! when they opened it and only read. Bytes that were once mapped are never written again: the
//! file grows at its end, and is otherwise replaced as a whole by rename, so that a reader keeps
//! what it has. Nothing is synced to the disk: it is a cache, and every record has a checksum.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use memmap2::{Mmap, MmapOptions};

use super::record::{HEADER, IDENTITY, u64_at};
use crate::{Error, Result};

#[derive(Debug)]
pub(super) struct Log {
    header: [u8; HEADER],
    /// Bytes in a record.
    size: usize,
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
    Guest {
        path: PathBuf,
        map: Option<Mmap>,
        /// How much of the map is looked at.
        length: usize,
    },
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
    /// Opens the file for whoever comes first; everybody else is a guest. The header's identity
    /// becomes that of the file, a new one if the file is.
    pub(super) fn open(path: &Path, mut header: [u8; HEADER], size: usize) -> Self {
        let place = open(path, &mut header, size, None).unwrap_or_else(|error| {
            tracing::warn!(path = %path.display(), %error, "vectors are kept in memory only");
            Place::Memory(Vec::new())
        });
        Self {
            header,
            size,
            place,
        }
    }

    /// Opens a file that goes with this one, has its identity, and is owned by whoever owns this
    /// one. A file that belongs to another is as good as none.
    pub(super) fn open_beside(
        &self,
        path: &Path,
        mut header: [u8; HEADER],
        size: usize,
    ) -> io::Result<Self> {
        header[IDENTITY].copy_from_slice(&self.header[IDENTITY]);
        let place = match self.keeping() {
            Keeping::Memory => Place::Memory(Vec::new()),
            keeping => open(path, &mut header, size, Some(keeping == Keeping::File))?,
        };
        Ok(Self {
            header,
            size,
            place,
        })
    }

    /// A log with records of the given size that is no file.
    pub(super) fn in_memory(header: [u8; HEADER], size: usize) -> Self {
        Self {
            header,
            size,
            place: Place::Memory(Vec::new()),
        }
    }

    /// Begins anew, in memory.
    pub(super) fn leave_file(&mut self) {
        self.place = Place::Memory(Vec::new());
    }

    pub(super) fn keeping(&self) -> Keeping {
        match self.place {
            Place::Owned { .. } => Keeping::File,
            Place::Guest { .. } => Keeping::ReadOnly,
            Place::Memory(_) => Keeping::Memory,
        }
    }

    pub(super) fn identity(&self) -> u64 {
        u64_at(&self.header, IDENTITY.start)
    }

    /// How many whole records there are.
    pub(super) fn count(&self) -> usize {
        self.records().len() / self.size
    }

    /// All whole records, one after the other.
    pub(super) fn records(&self) -> &[u8] {
        match &self.place {
            Place::Owned { map, .. } => map.get(HEADER..).unwrap_or_default(),
            Place::Guest {
                map: Some(map),
                length,
                ..
            } => map.get(HEADER..*length).unwrap_or_default(),
            Place::Guest { map: None, .. } => &[],
            Place::Memory(words) => bytemuck::cast_slice(words),
        }
    }

    /// Copies the records from the `first` on into `into`, as many as fit, without leaving them in
    /// this process's mapped memory. Answers how many.
    pub(super) fn read(&mut self, first: usize, into: &mut [u8]) -> Result<usize> {
        let count = (into.len() / self.size).min(self.count().saturating_sub(first));
        let (start, length) = (first * self.size, count * self.size);
        let into = &mut into[..length];
        match &mut self.place {
            Place::Owned { path, file, .. } => {
                file.seek(SeekFrom::Start((HEADER + start) as u64))
                    .and_then(|_| file.read_exact(into))
                    .map_err(|source| Error::Io {
                        file: path.clone(),
                        source,
                    })?;
            }
            Place::Guest { .. } | Place::Memory(_) => {
                into.copy_from_slice(&self.records()[start..start + length]);
            }
        }
        Ok(count)
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

    /// Forgets the records after the first so many. A guest forgets them for itself only.
    pub(super) fn overlook_after(&mut self, count: usize) -> Result<()> {
        let wanted = HEADER + count * self.size;
        match &mut self.place {
            Place::Guest { length, .. } => {
                *length = wanted.min(*length);
                Ok(())
            }
            _ => self.keep(Some(self.identity()), 0..count),
        }
    }

    /// Keeps only the records chosen, in their order, in a file of the given identity or a new
    /// one; after an error nothing has changed.
    pub(super) fn keep(
        &mut self,
        identity: Option<u64>,
        chosen: impl Iterator<Item = usize>,
    ) -> Result<()> {
        let mut header = self.header;
        let identity = identity.unwrap_or_else(drawn);
        header[IDENTITY].copy_from_slice(&identity.to_le_bytes());
        let size = self.size;
        let records = self.records();
        let kept = chosen.filter_map(|slot| records.get(slot * size..(slot + 1) * size));
        let place = match &self.place {
            Place::Owned { path, .. } => {
                let replaced = write_new(path, &header, kept).and_then(|(file, length)| {
                    let map = map_whole(&file, length)?;
                    Ok((file, map))
                });
                match replaced {
                    Ok((file, map)) => Place::Owned {
                        path: path.clone(),
                        file,
                        map,
                    },
                    Err(source) => {
                        return Err(Error::Io {
                            file: path.clone(),
                            source,
                        });
                    }
                }
            }
            Place::Guest { path, .. } => return Err(Error::Held { file: path.clone() }),
            Place::Memory(_) => Place::Memory(kept.flat_map(words_of).collect()),
        };
        self.header = header;
        self.place = place;
        Ok(())
    }
}

/// Opens `path` as its owner or a guest, as told or, untold, as its lock says. Untold, the file
/// may have any identity, and `header` takes it over.
fn open(
    path: &Path,
    header: &mut [u8; HEADER],
    size: usize,
    owner: Option<bool>,
) -> io::Result<Place> {
    if owner != Some(false)
        && let Some(folder) = path.parent()
    {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new()
        .read(true)
        .write(owner != Some(false))
        .create(owner != Some(false))
        .truncate(false)
        .open(path)?;
    let told = owner.is_some();
    let owner = owner.unwrap_or_else(|| match file.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => false,
        // Some file systems know no locks; there the library's own lock has to do.
        Err(TryLockError::Error(error)) => {
            tracing::debug!(%error, "the vectors' file cannot be locked");
            true
        }
    });
    let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
    let whole = HEADER + length.saturating_sub(HEADER) / size * size;
    let ours = length >= HEADER && {
        let mut found = [0; HEADER];
        file.read_exact(&mut found)?;
        if !told {
            header[IDENTITY].copy_from_slice(&found[IDENTITY]);
        }
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
            if !told {
                header[IDENTITY].copy_from_slice(&drawn().to_le_bytes());
            }
            let (file, length) = write_new(&path, header, std::iter::empty())?;
            let map = map_whole(&file, length)?;
            Ok(Place::Owned { path, file, map })
        }
        (false, ours) => {
            let map = if ours {
                Some(map_whole(&file, whole)?)
            } else {
                None
            };
            Ok(Place::Guest {
                path,
                map,
                length: whole,
            })
        }
    }
}

/// A number that no other file has, for all that matters: what the standard library seeds its
/// hash tables with.
fn drawn() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// Writes a file beside `path`, locks it and puts it in its place. Answers it and its length.
fn write_new<'r>(
    path: &Path,
    header: &[u8; HEADER],
    records: impl Iterator<Item = &'r [u8]>,
) -> io::Result<(File, usize)> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let beside = path.with_file_name(name);
    let written = (|| {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(&beside)?;
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(io::Error::from(io::ErrorKind::WouldBlock));
        }
        let mut length = HEADER;
        let mut writer = BufWriter::with_capacity(1 << 20, file);
        writer.write_all(header)?;
        for record in records {
            writer.write_all(record)?;
            length += record.len();
        }
        let file = writer
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        fs::rename(&beside, path)?;
        Ok((file, length))
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
