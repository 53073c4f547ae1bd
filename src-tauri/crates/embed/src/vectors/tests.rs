mod compact;
mod questions;

use std::collections::HashMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use tempfile::{TempDir, tempdir};

use super::{FEW, Keeping, Vectors};
use crate::Error;

const MODEL: &str = "model@1";

fn cache() -> (TempDir, PathBuf) {
    let dir = tempdir().unwrap();
    let file = dir.path().join("cache").join("vectors.bin");
    (dir, file)
}

fn open(file: &Path) -> Vectors {
    Vectors::open(file, MODEL, 4)
}

/// A unit vector that says which paper it is for.
fn unit(seed: i64) -> Vec<f32> {
    let angle = seed as f32;
    let half = std::f32::consts::FRAC_1_SQRT_2;
    vec![angle.cos() * half, angle.sin() * half, half, 0.0]
}

fn entry(paper: i64) -> (i64, u64, Vec<f32>) {
    (paper, paper.unsigned_abs() * 10, unit(paper))
}

fn none(_: i64) -> bool {
    false
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[test]
fn what_is_put_is_there_after_reopening() {
    let (_dir, file) = cache();
    let mut vectors = open(&file);
    assert_eq!(vectors.keeping(), Keeping::File);
    vectors.put(&[entry(1), entry(-2)]).unwrap();
    vectors.put(&[entry(3)]).unwrap();
    vectors.remove(&[1, 99]).unwrap();
    for reopened in [false, true] {
        if reopened {
            drop(vectors);
            vectors = open(&file);
        }
        assert_eq!(vectors.len(), 2);
        assert_eq!(vectors.get(1), None);
        assert_eq!(vectors.get(-2), Some(unit(-2).as_slice()));
        assert_eq!(vectors.get(3), Some(unit(3).as_slice()));
        assert!(vectors.has(3, 30));
        assert!(!vectors.has(3, 31), "another text");
        assert!(!vectors.has(1, 10), "removed");
    }
}

#[test]
fn the_last_put_counts() {
    let (_dir, file) = cache();
    let mut vectors = open(&file);
    vectors.put(&[entry(1), (1, 11, unit(5))]).unwrap();
    vectors.put(&[(1, 12, unit(6))]).unwrap();
    assert_eq!(
        (vectors.len(), vectors.get(1)),
        (1, Some(unit(6).as_slice()))
    );
    assert!(vectors.has(1, 12) && !vectors.has(1, 11));
    assert_eq!(vectors.nearest(&[&unit(5)], 10, &none).len(), 1);
}

#[test]
fn a_file_of_another_model_or_of_no_model_is_emptied() {
    let (_dir, file) = cache();
    open(&file).put(&[entry(1)]).unwrap();
    assert_eq!(Vectors::open(&file, "model@2", 4).len(), 0);
    assert_eq!(
        open(&file).len(),
        0,
        "the other model's file is now the foreign one"
    );

    open(&file).put(&[entry(1)]).unwrap();
    assert_eq!(Vectors::open(&file, MODEL, 6).len(), 0);

    for rubbish in [&b""[..], b"short", &[0xff; 5000]] {
        fs::write(&file, rubbish).unwrap();
        let mut vectors = open(&file);
        assert_eq!((vectors.len(), vectors.keeping()), (0, Keeping::File));
        vectors.put(&[entry(1)]).unwrap();
        drop(vectors);
        assert_eq!(open(&file).len(), 1);
    }
}

#[test]
fn a_torn_tail_is_cut_at_any_byte_and_writing_goes_on() {
    let (_dir, file) = cache();
    open(&file).put(&[entry(1), entry(2), entry(3)]).unwrap();
    let whole = fs::read(&file).unwrap();
    let size = super::record::size(4);
    for length in (super::record::HEADER..whole.len()).rev() {
        fs::write(&file, &whole[..length]).unwrap();
        let mut vectors = open(&file);
        let kept = (length - super::record::HEADER) / size;
        assert_eq!(vectors.len(), kept, "cut at {length}");
        vectors.put(&[entry(9)]).unwrap();
        drop(vectors);
        let vectors = open(&file);
        assert_eq!(vectors.len(), kept + 1);
        assert_eq!(vectors.get(9), Some(unit(9).as_slice()));
    }
}

#[test]
fn a_damaged_record_is_as_if_never_put_and_costs_no_other() {
    let (_dir, file) = cache();
    open(&file).put(&[entry(1), entry(2), entry(3)]).unwrap();
    let whole = fs::read(&file).unwrap();
    let size = super::record::size(4);
    for byte in super::record::HEADER..whole.len() {
        let mut damaged = whole.clone();
        damaged[byte] ^= 0x10;
        fs::write(&file, &damaged).unwrap();
        let vectors = open(&file);
        let hit = ((byte - super::record::HEADER) / size) as i64 + 1;
        for paper in 1..=3 {
            let expected = (paper != hit).then(|| unit(paper));
            assert_eq!(vectors.get(paper), expected.as_deref(), "byte {byte}");
        }
    }
}

#[test]
fn a_second_opener_reads_what_was_there_and_cannot_write() {
    let (_dir, file) = cache();
    let mut owner = open(&file);
    owner.put(&[entry(1)]).unwrap();
    // A write of the owner's that the second one meets half done.
    OpenOptions::new()
        .append(true)
        .open(&file)
        .unwrap()
        .write_all(&[7; 9])
        .unwrap();

    let mut guest = open(&file);
    assert_eq!((guest.keeping(), guest.len()), (Keeping::ReadOnly, 1));
    assert!(matches!(guest.put(&[entry(2)]), Err(Error::Held { .. })));
    assert!(matches!(guest.remove(&[1]), Err(Error::Held { .. })));
    assert_eq!(guest.get(1), Some(unit(1).as_slice()));
    let stranger = Vectors::open(&file, "model@2", 4);
    assert_eq!((stranger.keeping(), stranger.len()), (Keeping::ReadOnly, 0));

    owner.put(&[entry(2)]).unwrap();
    drop((owner, guest, stranger));
    let again = open(&file);
    assert_eq!((again.keeping(), again.len()), (Keeping::File, 2));
}

#[test]
fn where_no_file_can_be_vectors_are_kept_in_memory() {
    let dir = tempdir().unwrap();
    let in_the_way = dir.path().join("cache");
    fs::write(&in_the_way, "a file, not a folder").unwrap();
    for impossible in [in_the_way.join("vectors.bin"), dir.path().to_owned()] {
        let mut vectors = open(&impossible);
        assert_eq!(vectors.keeping(), Keeping::Memory);
        vectors.put(&[entry(1), entry(2)]).unwrap();
        vectors.put(&[entry(3)]).unwrap();
        vectors.remove(&[2]).unwrap();
        assert_eq!(vectors.get(3), Some(unit(3).as_slice()));
        let nearest = vectors.nearest(&[&unit(1)], 9, &none);
        assert_eq!(nearest.iter().map(|hit| hit.0).collect::<Vec<_>>(), [1, 3]);
    }
}

#[test]
fn a_file_of_mostly_dead_records_shrinks_and_a_reader_keeps_its_view() {
    let (_dir, file) = cache();
    let mut vectors = open(&file);
    let batch: Vec<_> = (0..300).map(entry).collect();
    vectors.put(&batch).unwrap();
    let guest = open(&file);
    for _ in 0..4 {
        vectors.put(&batch).unwrap();
    }
    let size = super::record::size(4) as u64;
    assert!(fs::metadata(&file).unwrap().len() < 300 * size + FEW as u64 * size);
    for vectors in [&vectors, &guest] {
        assert_eq!(vectors.len(), 300);
        assert!((0..300).all(|paper| vectors.get(paper) == Some(unit(paper).as_slice())));
    }
    vectors.put(&[entry(1000)]).unwrap();
    drop((vectors, guest));
    assert_eq!(open(&file).len(), 301);
}

#[test]
fn what_is_not_a_vector_is_refused_and_nothing_beside_it_is_put() {
    let (_dir, file) = cache();
    let mut vectors = open(&file);
    for bad in [
        vec![1.0; 3],
        vec![f32::NAN; 4],
        vec![f32::INFINITY, 0.0, 0.0, 0.0],
        vec![],
    ] {
        let refused = vectors.put(&[entry(1), (2, 0, bad)]);
        assert!(matches!(
            refused,
            Err(Error::NotAVector { expected: 4, .. })
        ));
    }
    assert!(vectors.is_empty());
}

#[derive(Debug, Clone)]
enum Step {
    Put(Vec<(i64, u64)>),
    Remove(Vec<i64>),
    Reopen,
    /// Reopens without the compact file, or with one that was damaged at a byte.
    Damage(Option<usize>),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => prop::collection::vec((0..20i64, 0..5u64), 0..8).prop_map(Step::Put),
        2 => prop::collection::vec(0..20i64, 0..5).prop_map(Step::Remove),
        1 => Just(Step::Reopen),
        1 => prop::option::of(0..1000usize).prop_map(Step::Damage),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_history_leaves_what_a_plain_map_would_hold(steps in prop::collection::vec(step(), 1..25)) {
        let (_dir, file) = cache();
        let mut vectors = open(&file);
        let mut plain: HashMap<i64, u64> = HashMap::new();
        // As near to no two of the units.
        let query = [0.66, 0.25, 0.708_449_6, 0.0];
        for step in steps {
            match step {
                Step::Put(entries) => {
                    plain.extend(entries.iter().copied());
                    let entries: Vec<_> = entries
                        .into_iter()
                        .map(|(paper, hash)| (paper, hash, unit(hash as i64)))
                        .collect();
                    vectors.put(&entries).unwrap();
                }
                Step::Remove(papers) => {
                    papers.iter().for_each(|paper| { plain.remove(paper); });
                    vectors.remove(&papers).unwrap();
                }
                Step::Reopen => {
                    drop(vectors);
                    vectors = open(&file);
                }
                Step::Damage(at) => {
                    drop(vectors);
                    let compact = file.with_extension("i8");
                    let mut bytes = fs::read(&compact).unwrap();
                    match at.and_then(|at| bytes.get_mut(at)) {
                        Some(byte) => {
                            *byte ^= 4;
                            fs::write(&compact, bytes).unwrap();
                        }
                        None => fs::remove_file(&compact).unwrap(),
                    }
                    vectors = open(&file);
                }
            }
            prop_assert_eq!(vectors.len(), plain.len());
            for (paper, hash) in &plain {
                prop_assert!(vectors.has(*paper, *hash));
                let expected = unit(*hash as i64);
                prop_assert_eq!(vectors.get(*paper), Some(expected.as_slice()));
            }
            let mut expected: Vec<(i64, f32)> = plain
                .iter()
                .map(|(paper, hash)| (*paper, dot(&unit(*hash as i64), &query)))
                .collect();
            expected.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            let found = vectors.nearest(&[&query], 5, &none);
            prop_assert_eq!(found.len(), expected.len().min(5));
            for (found, expected) in found.iter().zip(&expected) {
                prop_assert_eq!(found.0, expected.0);
                prop_assert!((found.1 - expected.1).abs() < 1e-6);
            }
        }
    }
}
