//! One vector a paper, in a cache file that can be deleted at any time and cannot fail to open.
//!
//! The file is mapped, not read: opening 100,000 papers checks 150 MB but keeps none of it in the
//! program's memory. What is found torn, broken or written for another model is dropped; what
//! cannot be written is kept in memory. Layout: `record`. Sharing between processes: `log`.

mod log;
mod nearest;
mod record;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::Path;

use rayon::prelude::*;

pub use log::Keeping;
use log::Log;
use record::Meaning;

use crate::{Error, Result};

/// Fewer dead records than this are not worth rewriting the file for.
const FEW: usize = 1024;

/// The vectors of one model, by paper.
#[derive(Debug)]
pub struct Vectors {
    dimensions: usize,
    log: Log,
    /// Where each paper's record is.
    slots: HashMap<i64, usize>,
    /// For each record, the paper whose current one it is; `None` if it is dead.
    owners: Vec<Option<i64>>,
}

impl Vectors {
    /// Opens the cache of `model_id` ([`crate::Embedder::id`]) with vectors of so many dimensions.
    ///
    /// Always succeeds. A file of another model, or no such file at all, is replaced by an empty
    /// one; a record that is not whole is as if it had never been put. When the file cannot be
    /// used, or another process has it open, see [`Vectors::keeping`].
    pub fn open(file: &Path, model_id: &str, dimensions: usize) -> Self {
        let size = record::size(dimensions);
        let log = Log::open(file, record::header(model_id, dimensions), size);
        let mut vectors = Self {
            dimensions,
            log,
            slots: HashMap::new(),
            owners: Vec::new(),
        };
        vectors.learn_new_records();
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
        self.slots.get(&paper).map(|slot| self.vector_at(*slot))
    }

    /// Whether the paper has a vector of the text with this hash ([`crate::text_hash`]).
    pub fn has(&self, paper: i64, hash: u64) -> bool {
        self.slots
            .get(&paper)
            .is_some_and(|slot| record::hash_of(self.record_at(*slot)) == hash)
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

    fn append(&mut self, records: &[u8]) -> Result<()> {
        if records.is_empty() {
            return Ok(());
        }
        self.log.append(records)?;
        self.learn_new_records();
        let dead = self.owners.len() - self.slots.len();
        if dead > FEW.max(self.slots.len()) {
            self.compact();
        }
        Ok(())
    }

    /// Rewrites the file with living records only. It may fail: the file stays as it was.
    fn compact(&mut self) {
        let mut records = Vec::with_capacity(self.len() * record::size(self.dimensions));
        for (slot, owner) in self.owners.iter().enumerate() {
            if owner.is_some() {
                records.extend_from_slice(self.record_at(slot));
            }
        }
        match self.log.replace(&records) {
            Ok(()) => {
                self.slots.clear();
                self.owners.clear();
                self.learn_new_records();
            }
            Err(error) => tracing::debug!(%error, "the vectors' file was not compacted"),
        }
    }

    /// Reads the records that the log has and `owners` does not know yet.
    fn learn_new_records(&mut self) {
        let size = record::size(self.dimensions);
        let new = self
            .log
            .records()
            .get(self.owners.len() * size..)
            .unwrap_or_default();
        let meanings: Vec<Meaning> = new
            .par_chunks_exact(size)
            .with_min_len(256)
            .map(record::meaning)
            .collect();
        for meaning in meanings {
            let slot = self.owners.len();
            let replaced = match meaning {
                Meaning::Vector(paper) => {
                    self.owners.push(Some(paper));
                    self.slots.insert(paper, slot)
                }
                Meaning::Removal(paper) => {
                    self.owners.push(None);
                    self.slots.remove(&paper)
                }
                Meaning::Nothing => {
                    self.owners.push(None);
                    None
                }
            };
            if let Some(dead) = replaced {
                self.owners[dead] = None;
            }
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

    fn record_at(&self, slot: usize) -> &[u8] {
        let size = record::size(self.dimensions);
        &self.log.records()[slot * size..(slot + 1) * size]
    }

    fn vector_at(&self, slot: usize) -> &[f32] {
        record::vector_of(self.record_at(slot), self.dimensions)
    }
}
