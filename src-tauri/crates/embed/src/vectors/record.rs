//! How the cache file is laid out.
//!
//! A header of [`HEADER`] bytes, then records of one size, all numbers little-endian:
//! `paper i64 · text hash u64 · kind u32 · crc32 u32 · dimensions × f32`, filled up to a multiple
//! of eight bytes. The checksum covers all else in the record. The file only grows: the last
//! record of a paper counts, and a removal is a record of its own kind.
//!
//! The header ends with a number that was drawn when the file was made. The compact file
//! (`compact`) repeats it, and so is known to have been made from this file and no other.

use std::ops::Range;

use sha2::{Digest, Sha256};

#[cfg(target_endian = "big")]
compile_error!("the cache is read in place as little-endian floats");

pub(super) const HEADER: usize = 128;

pub(super) const MAGIC: &[u8; 8] = b"LectVec\0";
const VERSION: u32 = 2;
/// Where a header has the number drawn for its file.
pub(super) const IDENTITY: Range<usize> = HEADER - 8..HEADER;
const CHECKSUM: Range<usize> = 20..24;
const FRONT: usize = 24;
pub(super) const VECTOR: u32 = 1;
pub(super) const REMOVAL: u32 = 2;

/// The header that a file of this kind and model must have, byte for byte but for its identity.
/// The model's id is there as a hash to compare and, cut to fit, for people to read.
pub(super) fn header(magic: &[u8; 8], model: &str, dimensions: usize) -> [u8; HEADER] {
    let mut header = [0; HEADER];
    header[..8].copy_from_slice(magic);
    header[8..12].copy_from_slice(&VERSION.to_le_bytes());
    header[16..24].copy_from_slice(&(dimensions as u64).to_le_bytes());
    header[24..56].copy_from_slice(&Sha256::digest(model.as_bytes()));
    let shown = &model.as_bytes()[..model.len().min(IDENTITY.start - 56)];
    header[56..56 + shown.len()].copy_from_slice(shown);
    header
}

/// The size of one record in bytes; a multiple of eight.
pub(super) const fn size(dimensions: usize) -> usize {
    (FRONT + dimensions * 4).next_multiple_of(8)
}

pub(super) fn vector(paper: i64, hash: u64, vector: &[f32]) -> Vec<u8> {
    let mut record = vec![0; size(vector.len())];
    for (bytes, x) in record[FRONT..].chunks_exact_mut(4).zip(vector) {
        bytes.copy_from_slice(&x.to_le_bytes());
    }
    sealed(record, paper, hash, VECTOR)
}

pub(super) fn removal(paper: i64, dimensions: usize) -> Vec<u8> {
    sealed(vec![0; size(dimensions)], paper, 0, REMOVAL)
}

fn sealed(mut record: Vec<u8>, paper: i64, hash: u64, kind: u32) -> Vec<u8> {
    record[..8].copy_from_slice(&paper.to_le_bytes());
    record[8..16].copy_from_slice(&hash.to_le_bytes());
    record[16..20].copy_from_slice(&kind.to_le_bytes());
    let checksum = checksum(&record);
    record[CHECKSUM].copy_from_slice(&checksum.to_le_bytes());
    record
}

fn checksum(record: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&record[..CHECKSUM.start]);
    hasher.update(&record[CHECKSUM.end..]);
    hasher.finalize()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Vector(i64),
    Removal(i64),
    /// Not what was once written: a write that was cut off, or damage.
    Nothing,
}

/// What a record says; `record` has the size of one.
pub(super) fn meaning(record: &[u8]) -> Meaning {
    if u32_at(record, CHECKSUM.start) != checksum(record) {
        return Meaning::Nothing;
    }
    let paper = u64_at(record, 0) as i64;
    match u32_at(record, 16) {
        VECTOR => Meaning::Vector(paper),
        REMOVAL => Meaning::Removal(paper),
        _ => Meaning::Nothing,
    }
}

pub(super) fn hash_of(record: &[u8]) -> u64 {
    u64_at(record, 8)
}

/// The checksum that the record carries, right or wrong.
pub(super) fn checksum_of(record: &[u8]) -> u32 {
    u32_at(record, CHECKSUM.start)
}

/// The vector in place. Empty if the record does not lie on a multiple of four bytes, which the
/// sizes above rule out for whatever begins on a multiple of eight.
pub(super) fn vector_of(record: &[u8], dimensions: usize) -> &[f32] {
    bytemuck::try_cast_slice(&record[FRONT..FRONT + dimensions * 4]).unwrap_or_default()
}

pub(super) fn u32_at(record: &[u8], at: usize) -> u32 {
    let mut bytes = [0; 4];
    bytes.copy_from_slice(&record[at..at + 4]);
    u32::from_le_bytes(bytes)
}

pub(super) fn u64_at(record: &[u8], at: usize) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&record[at..at + 8]);
    u64::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_changed_bit_makes_a_record_say_nothing() {
        let good = vector(7, 9, &[0.5, -0.5, 1.0]);
        assert_eq!(meaning(&good), Meaning::Vector(7));
        assert_eq!(meaning(&removal(7, 3)), Meaning::Removal(7));
        for bit in 0..good.len() * 8 {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(meaning(&bad), Meaning::Nothing, "bit {bit}");
        }
        assert_eq!(meaning(&vec![0; size(3)]), Meaning::Nothing);
    }

    #[test]
    fn headers_differ_with_model_and_dimensions_however_long_the_id() {
        let long = "m".repeat(300);
        let headers = [
            header(MAGIC, "a", 4),
            header(MAGIC, "b", 4),
            header(MAGIC, "a", 8),
            header(MAGIC, &long, 4),
            header(MAGIC, &format!("{long}2"), 4),
            header(b"another\0", "a", 4),
        ];
        for (i, one) in headers.iter().enumerate() {
            assert!(headers[i + 1..].iter().all(|other| one != other));
        }
    }
}
