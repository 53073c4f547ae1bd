//! The compact file: of every record in the log an entry with one byte a dimension, enough to
//! sort out which vectors are worth a look at their floats. It is what a scan reads and what an
//! opening checks, a quarter of the log.
//!
//! An entry is `paper i64 · text hash u64 · kind u32 · scale f32 · the record's crc32 u32 · crc32
//! u32 · dimensions × i8`, filled up to a multiple of eight bytes; entry and record have the same
//! place in their files. A number of the vector is about its byte times the scale, which is the
//! vector's own (the greatest number over 127), so that no vector is coarser than it must be.
//!
//! Everything here comes from the log. What is missing, damaged or made from another log is made
//! anew; what cannot be written is kept in memory.

use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;

use super::log::Log;
use super::record::{self, Meaning, u32_at, u64_at};

const MAGIC: &[u8; 8] = b"LectCod\0";
const CHECKSUM: Range<usize> = 28..32;
const FRONT: usize = 32;
const NOTHING: u32 = 0;

/// Records that are turned into entries together: a hundred megabytes of a mapped log at most.
const PIECE: usize = 1 << 16;

/// The size of one entry in bytes; a multiple of eight.
const fn size(dimensions: usize) -> usize {
    (FRONT + dimensions).next_multiple_of(8)
}

#[derive(Debug)]
pub(super) struct Compact {
    dimensions: usize,
    file: Log,
    /// Entries behind those of the file, which could not be written.
    rest: Vec<u8>,
}

/// One entry, as it lies in its file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'a> {
    bytes: &'a [u8],
}

impl Compact {
    /// Opens the compact file beside a log and brings it level with it.
    pub(super) fn open(path: &Path, model: &str, dimensions: usize, log: &Log) -> Self {
        let header = record::header(MAGIC, model, dimensions);
        let size = size(dimensions);
        let file = log.open_beside(path, header, size).unwrap_or_else(|error| {
            tracing::debug!(path = %path.display(), %error, "the compact file is not used");
            Log::in_memory(header, size)
        });
        let mut compact = Self {
            dimensions,
            file,
            rest: Vec::new(),
        };
        compact.drop_what_is_unsound(log);
        compact.catch_up(log);
        compact
    }

    pub(super) fn len(&self) -> usize {
        self.file.count() + self.rest.len() / size(self.dimensions)
    }

    pub(super) fn entry(&self, slot: usize) -> Entry<'_> {
        let size = size(self.dimensions);
        let filed = self.file.records();
        let bytes = match filed.get(slot * size..(slot + 1) * size) {
            Some(bytes) => bytes,
            None => {
                let start = slot * size - filed.len();
                &self.rest[start..start + size]
            }
        };
        Entry { bytes }
    }

    /// Makes the entries of what the log has and this has not.
    pub(super) fn catch_up(&mut self, log: &Log) {
        let records = log.records();
        let size_there = record::size(self.dimensions);
        while let Some(new) = records.get(self.len() * size_there..)
            && !new.is_empty()
        {
            let new = &new[..new.len().min(PIECE * size_there)];
            let entries = entries_of(new, self.dimensions);
            if !self.rest.is_empty() || self.file.append(&entries).is_err() {
                self.rest.extend_from_slice(&entries);
            }
        }
    }

    /// Follows a log that has been rewritten with the records at these slots only.
    pub(super) fn keep(&mut self, log: &Log, slots: &[usize]) {
        // Entries that are not in the file come from the log.
        self.rest.clear();
        let known = self.file.count();
        let filed = slots.iter().copied().take_while(|slot| *slot < known);
        if let Err(error) = self.file.keep(Some(log.identity()), filed) {
            tracing::debug!(%error, "the compact file was not rewritten");
            self.file.leave_file();
        }
        self.catch_up(log);
    }

    /// Damage anywhere costs all entries: they are quickly made.
    fn drop_what_is_unsound(&mut self, log: &Log) {
        let count = self.file.count().min(log.count());
        let size = size(self.dimensions);
        let entries = &self.file.records()[..count * size];
        let sound = entries
            .par_chunks_exact(size)
            .with_min_len(1024)
            .all(|bytes| Entry { bytes }.is_sound());
        let dropped = match (sound, self.file.count() == count) {
            (true, true) => Ok(()),
            (true, false) => self.file.overlook_after(count),
            (false, _) => self.file.keep(Some(log.identity()), std::iter::empty()),
        };
        if dropped.is_err() {
            self.file.leave_file();
        }
    }
}

impl<'a> Entry<'a> {
    fn is_sound(self) -> bool {
        u32_at(self.bytes, CHECKSUM.start) == checksum(self.bytes)
    }

    pub(super) fn meaning(self) -> Meaning {
        let paper = u64_at(self.bytes, 0) as i64;
        match u32_at(self.bytes, 16) {
            record::VECTOR => Meaning::Vector(paper),
            record::REMOVAL => Meaning::Removal(paper),
            _ => Meaning::Nothing,
        }
    }

    pub(super) fn text_hash(self) -> u64 {
        u64_at(self.bytes, 8)
    }

    /// The checksum of the record that this was made from.
    pub(super) fn record_checksum(self) -> u32 {
        u32_at(self.bytes, 24)
    }

    #[inline(always)]
    pub(super) fn scale(self) -> f32 {
        f32::from_bits(u32_at(self.bytes, 20))
    }

    #[inline(always)]
    pub(super) fn codes(self, dimensions: usize) -> &'a [i8] {
        bytemuck::cast_slice(&self.bytes[FRONT..FRONT + dimensions])
    }
}

fn entries_of(records: &[u8], dimensions: usize) -> Vec<u8> {
    let (from, to) = (record::size(dimensions), size(dimensions));
    let mut entries = vec![0; records.len() / from * to];
    entries
        .par_chunks_exact_mut(to)
        .zip(records.par_chunks_exact(from))
        .with_min_len(256)
        .for_each(|(entry, record)| write_entry(entry, record, dimensions));
    entries
}

fn write_entry(entry: &mut [u8], record: &[u8], dimensions: usize) {
    let (kind, paper) = match record::meaning(record) {
        Meaning::Vector(paper) => (record::VECTOR, paper),
        Meaning::Removal(paper) => (record::REMOVAL, paper),
        Meaning::Nothing => (NOTHING, 0),
    };
    entry[..8].copy_from_slice(&paper.to_le_bytes());
    entry[8..16].copy_from_slice(&record::hash_of(record).to_le_bytes());
    entry[16..20].copy_from_slice(&kind.to_le_bytes());
    if kind == record::VECTOR {
        let vector = record::vector_of(record, dimensions);
        let greatest = vector.iter().fold(0.0f32, |most, x| most.max(x.abs()));
        let scale = greatest / 127.0;
        entry[20..24].copy_from_slice(&scale.to_le_bytes());
        if scale > 0.0 {
            for (code, x) in entry[FRONT..].iter_mut().zip(vector) {
                *code = ((x / scale).round() as i8).to_le_bytes()[0];
            }
        }
    }
    entry[24..28].copy_from_slice(&record::checksum_of(record).to_le_bytes());
    let checksum = checksum(entry);
    entry[CHECKSUM].copy_from_slice(&checksum.to_le_bytes());
}

fn checksum(entry: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&entry[..CHECKSUM.start]);
    hasher.update(&entry[CHECKSUM.end..]);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_and_the_scale_give_each_number_to_half_a_step() {
        let vector = [0.9, -0.45, 0.003, 0.0, -0.9];
        let entries = entries_of(&record::vector(7, 9, &vector), vector.len());
        let entry = Entry { bytes: &entries };
        assert!(entry.is_sound());
        assert_eq!(entry.meaning(), Meaning::Vector(7));
        assert_eq!(entry.text_hash(), 9);
        for (x, code) in vector.iter().zip(entry.codes(vector.len())) {
            let back = f32::from(*code) * entry.scale();
            assert!((x - back).abs() <= entry.scale() * 0.5001, "{x} and {back}");
        }
    }

    #[test]
    fn any_changed_bit_is_noticed() {
        let good = entries_of(&record::vector(7, 9, &[0.5, -0.5, 1.0]), 3);
        for bit in 0..good.len() * 8 {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(!Entry { bytes: &bad }.is_sound(), "bit {bit}");
        }
        assert!(
            !Entry {
                bytes: &vec![0; good.len()]
            }
            .is_sound()
        );
    }

    #[test]
    fn nothing_and_removals_have_entries_too() {
        let mut records = record::removal(5, 3);
        records.extend(vec![9; record::size(3)]);
        records.extend(record::vector(6, 1, &[0.0; 3]));
        let entries = entries_of(&records, 3);
        let found: Vec<Meaning> = entries
            .chunks_exact(size(3))
            .map(|bytes| Entry { bytes }.meaning())
            .collect();
        assert_eq!(
            found,
            [Meaning::Removal(5), Meaning::Nothing, Meaning::Vector(6)]
        );
    }
}
