//! One vector a paper, in a cache that can be deleted at any time and cannot fail to open.
//!
//! Two files: a log of whole vectors (`record`) and, made from it, one of bytes (`compact`). A
//! question scans the bytes and looks at the floats of the best only (`nearest`). Both are mapped,
//! not read: opening a million papers checks the bytes, 400 MB, and leaves the 1.5 GB of floats
//! alone; a record's own checksum is looked at when it is first used, and all of them by and by
//! ([`Vectors::check_some`]). What is found torn, broken or written for another model is dropped;
//! what cannot be written is kept in memory. Sharing between processes: `log`.

mod compact;
mod log;
mod nearest;
mod record;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};

use compact::{Compact, Entry};
pub use log::Keeping;
use log::Log;
pub use nearest::{Near, PENALTY, Question};
use record::Meaning;

use crate::{Error, Result};

/// Fewer dead records than this are not worth rewriting the files for.
const FEW: usize = 1024;

/// The vectors of one model, by paper.
#[derive(Debug)]
pub struct Vectors {
    dimensions: usize,
    log: Log,
    compact: Compact,
    /// Where each paper's record is.
    slots: HashMap<i64, usize>,
    /// For each record, the paper whose current one it is; `None` if it is dead.
    owners: Vec<Option<i64>>,
    /// For each record, what its checksum said: one of the three below.
    checks: Vec<AtomicU8>,
    /// Up to here all records have been checked.
    checked: usize,
}

const UNCHECKED: u8 = 0;
const WHOLE: u8 = 1;
const BROKEN: u8 = 2;

impl Vectors {
    /// Opens the cache of `model_id` ([`crate::Embedder::id`]) with vectors of so many dimensions;
    /// the compact file lies beside it and ends in `.i8`.
    ///
    /// Always succeeds. A file of another model, or no such file at all, is replaced by an empty
    /// one; a record that is not whole is as if it had never been put, from the moment that it is
    /// noticed. When the file cannot be used, or another process has it open, see
    /// [`Vectors::keeping`].
    pub fn open(file: &Path, model_id: &str, dimensions: usize) -> Self {
        let header = record::header(record::MAGIC, model_id, dimensions);
        let log = Log::open(file, header, record::size(dimensions));
        let compact = Compact::open(&file.with_extension("i8"), model_id, dimensions, &log);
        let mut vectors = Self {
            dimensions,
            slots: HashMap::with_capacity(compact.len()),
            owners: Vec::with_capacity(compact.len()),
            checks: Vec::with_capacity(compact.len()),
            log,
            compact,
            checked: 0,
        };
        vectors.learn_new_entries(UNCHECKED);
        vectors
    }

    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// Where that which is put is kept.
    pub fn keeping(&self) -> Keeping {
        self.log.keeping()
    }

    /// How many papers have a vector.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The papers that have a vector, in no order.
    pub fn papers(&self) -> impl Iterator<Item = i64> + '_ {
        self.slots.keys().copied()
    }

    /// The paper's vector, as it was put.
    pub fn get(&self, paper: i64) -> Option<&[f32]> {
        self.slots
            .get(&paper)
            .and_then(|slot| self.vector_at(*slot))
    }

    /// Whether the paper has a vector of the text with this hash ([`crate::text_hash`]). Does not
    /// look at the vector itself; [`Vectors::check_some`] does.
    pub fn has(&self, paper: i64, hash: u64) -> bool {
        self.slots
            .get(&paper)
            .is_some_and(|slot| self.compact.entry(*slot).text_hash() == hash)
    }

    /// Puts vectors of length one, each with its paper and the hash of its text; a paper that had
    /// one has the new one afterwards. All or, after an error, none.
    ///
    /// # Errors
    /// [`Error::NotAVector`], [`Error::Io`] (a full disk), [`Error::Held`] when another process
    /// has the file.
    pub fn put(&mut self, entries: &[(i64, u64, Vec<f32>)]) -> Result<()> {
        let mut records = Vec::with_capacity(entries.len() * record::size(self.dimensions));
        for (paper, hash, vector) in entries {
            self.check(vector)?;
            records.extend(record::vector(*paper, *hash, vector));
        }
        self.append(&records)
    }

    /// Forgets papers; those without a vector are passed over.
    ///
    /// # Errors
    /// As [`Vectors::put`].
    pub fn remove(&mut self, papers: &[i64]) -> Result<()> {
        let known = papers.iter().filter(|paper| self.slots.contains_key(paper));
        let records: Vec<u8> = known
            .flat_map(|paper| record::removal(*paper, self.dimensions))
            .collect();
        self.append(&records)
    }

    /// Checks the next so many records and forgets the papers whose record is damaged, so that
    /// they can be embedded again. Answers whether there are more to check. The records are read,
    /// not mapped: checking a library once in the background leaves no trace in memory.
    ///
    /// # Errors
    /// [`Error::Io`] when the file cannot be read.
    pub fn check_some(&mut self, records: usize) -> Result<bool> {
        let size = record::size(self.dimensions);
        let mut bytes = vec![0; records.min(self.owners.len() - self.checked) * size];
        let count = self.log.read(self.checked, &mut bytes)?;
        let mut broken = Vec::new();
        for (slot, record) in (self.checked..).zip(bytes.chunks_exact(size).take(count)) {
            let Some(Some(paper)) = self.owners.get(slot) else {
                continue;
            };
            if !self.is_whole(slot, record) {
                broken.push(*paper);
            }
        }
        self.checked += count;
        if !broken.is_empty() {
            tracing::warn!(papers = broken.len(), "damaged vectors are made anew");
            // A guest cannot write it down, but need not use them either.
            if self.remove(&broken).is_err() {
                for paper in broken {
                    self.forget(paper);
                }
            }
        }
        Ok(count > 0 && self.checked < self.owners.len())
    }

    fn append(&mut self, records: &[u8]) -> Result<()> {
        if records.is_empty() {
            return Ok(());
        }
        self.log.append(records)?;
        self.compact.catch_up(&self.log);
        self.learn_new_entries(WHOLE);
        let dead = self.owners.len() - self.slots.len();
        if dead > FEW.max(self.slots.len()) {
            self.shrink();
        }
        Ok(())
    }

    /// Rewrites the files with living records only. It may fail: they stay as they were.
    fn shrink(&mut self) {
        let living: Vec<usize> = (0..self.owners.len())
            .filter(|slot| {
                self.owners.get(*slot).is_some_and(Option::is_some)
                    && self.vector_at(*slot).is_some()
            })
            .collect();
        match self.log.keep(None, living.iter().copied()) {
            Ok(()) => {
                self.compact.keep(&self.log, &living);
                self.slots.clear();
                self.owners.clear();
                self.checks.clear();
                self.learn_new_entries(WHOLE);
                self.checked = self.owners.len();
            }
            Err(error) => tracing::debug!(%error, "the vectors' file was not rewritten"),
        }
    }

    /// Takes in the entries that `owners` does not know yet.
    fn learn_new_entries(&mut self, check: u8) {
        for slot in self.owners.len()..self.compact.len() {
            let meaning = self.compact.entry(slot).meaning();
            self.checks.push(AtomicU8::new(check));
            match meaning {
                Meaning::Vector(paper) => {
                    self.forget(paper);
                    self.owners.push(Some(paper));
                    self.slots.insert(paper, slot);
                }
                Meaning::Removal(paper) => {
                    self.forget(paper);
                    self.owners.push(None);
                }
                Meaning::Nothing => self.owners.push(None),
            }
        }
    }

    fn forget(&mut self, paper: i64) {
        let dead = self.slots.remove(&paper);
        if let Some(owner) = dead.and_then(|slot| self.owners.get_mut(slot)) {
            *owner = None;
        }
    }

    fn check(&self, vector: &[f32]) -> Result<()> {
        let why = if vector.len() != self.dimensions {
            format!("it has {}", vector.len())
        } else if vector.iter().any(|x| !x.is_finite()) {
            "some are not finite".to_owned()
        } else {
            return Ok(());
        };
        Err(Error::NotAVector {
            expected: self.dimensions,
            why,
        })
    }

    fn entry(&self, slot: usize) -> Entry<'_> {
        self.compact.entry(slot)
    }

    /// The floats of a record; none when they are not those that were once put.
    fn vector_at(&self, slot: usize) -> Option<&[f32]> {
        let size = record::size(self.dimensions);
        let record = self.log.records().get(slot * size..(slot + 1) * size)?;
        self.is_whole(slot, record)
            .then(|| record::vector_of(record, self.dimensions))
    }

    /// Whether the record is the one that the entry of this slot was made from.
    fn is_whole(&self, slot: usize, record: &[u8]) -> bool {
        let Some(check) = self.checks.get(slot) else {
            return false;
        };
        match check.load(Ordering::Relaxed) {
            UNCHECKED => {
                let entry = self.entry(slot);
                let whole = record::checksum_of(record) == entry.record_checksum()
                    && record::meaning(record) == entry.meaning();
                check.store(if whole { WHOLE } else { BROKEN }, Ordering::Relaxed);
                whole
            }
            known => known == WHOLE,
        }
    }
}
