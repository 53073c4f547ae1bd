//! The compact file lost, cut, damaged or not ours; and the log damaged behind its back.

use std::fs;
use std::path::{Path, PathBuf};

use super::{cache, entry, none, open, unit};
use crate::vectors::{Keeping, Vectors, record};

fn compact(file: &Path) -> PathBuf {
    file.with_extension("i8")
}

/// A cache of enough papers for the bytes to be asked first, and how they stand to a question.
fn filled(file: &Path) -> Vec<(i64, f32)> {
    let entries: Vec<_> = (0..300).map(entry).collect();
    let mut vectors = open(file);
    vectors.put(&entries).unwrap();
    vectors.remove(&[5, 6]).unwrap();
    answer(&vectors)
}

fn answer(vectors: &Vectors) -> Vec<(i64, f32)> {
    vectors.nearest(&[&unit(3)], 7, &none)
}

#[test]
fn whatever_befalls_the_compact_file_it_is_made_anew() {
    let (_dir, file) = cache();
    let expected = filled(&file);
    let whole = fs::read(compact(&file)).unwrap();
    let mut befallen: Vec<Vec<u8>> = vec![Vec::new(), b"no such file".to_vec()];
    befallen.extend((0..whole.len()).step_by(997).map(|at| {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        damaged
    }));
    befallen.extend([1, 40, 5000].map(|less| whole[..whole.len() - less].to_vec()));
    befallen.push([&whole[..], &whole[record::HEADER..]].concat());
    for bytes in befallen {
        fs::write(compact(&file), &bytes).unwrap();
        assert_eq!(answer(&open(&file)), expected);
        assert_eq!(fs::read(compact(&file)).unwrap(), whole);
    }
    fs::remove_file(compact(&file)).unwrap();
    assert_eq!(answer(&open(&file)), expected);
}

#[test]
fn the_compact_file_of_another_log_is_not_believed() {
    let (_dir, file) = cache();
    let expected = filled(&file);
    let (_other_dir, other) = cache();
    let entries: Vec<_> = (0..300).map(|i| (i, 0, unit(i + 900))).collect();
    open(&other).put(&entries).unwrap();
    fs::copy(compact(&other), compact(&file)).unwrap();
    assert_eq!(answer(&open(&file)), expected);
}

#[test]
fn where_the_compact_file_cannot_be_it_is_kept_in_memory() {
    let (_dir, file) = cache();
    let expected = filled(&file);
    fs::remove_file(compact(&file)).unwrap();
    fs::create_dir(compact(&file)).unwrap();
    let mut vectors = open(&file);
    assert_eq!(vectors.keeping(), Keeping::File);
    assert_eq!(answer(&vectors), expected);
    vectors.put(&[(1000, 0, unit(3))]).unwrap();
    assert!(answer(&vectors).iter().any(|hit| hit.0 == 1000));
    drop(vectors);
    fs::remove_dir(compact(&file)).unwrap();
    assert!(answer(&open(&file)).iter().any(|hit| hit.0 == 1000));
}

#[test]
fn a_guest_needs_no_compact_file_and_is_not_misled_by_a_longer_one() {
    let (_dir, file) = cache();
    let expected = filled(&file);
    let mut owner = open(&file);
    assert_eq!(answer(&open(&file)), expected);
    let guest = open(&file);
    owner.put(&[(1000, 0, unit(3))]).unwrap();
    assert_eq!(answer(&guest), expected, "as it was when opened");
    fs::remove_file(compact(&file)).unwrap();
    let late = open(&file);
    assert_eq!(late.keeping(), Keeping::ReadOnly);
    assert_eq!(answer(&late), answer(&owner));
    assert!(!compact(&file).exists(), "a guest writes nothing");
}

#[test]
fn damage_in_the_log_is_noticed_at_use_and_mended_by_checking() {
    let (_dir, file) = cache();
    let expected = filled(&file);
    let hit = expected[0].0;
    let size = record::size(4);
    let slot = (0..300).find(|paper| *paper == hit).unwrap() as usize;
    let mut bytes = fs::read(&file).unwrap();
    bytes[record::HEADER + slot * size + 30] ^= 64;
    fs::write(&file, &bytes).unwrap();

    let mut vectors = open(&file);
    assert!(answer(&vectors).iter().all(|(paper, _)| *paper != hit));
    assert_eq!(vectors.get(hit), None);
    while vectors.check_some(100).unwrap() {}
    let (_, hash, vector) = entry(hit);
    assert!(!vectors.has(hit, hash), "to be embedded again");
    assert_eq!(vectors.len(), 297);
    drop(vectors);
    let mut vectors = open(&file);
    assert!(!vectors.has(hit, hash), "written down");
    vectors.put(&[(hit, hash, vector)]).unwrap();
    assert_eq!(answer(&vectors), expected);
}

#[test]
fn checking_finds_what_nobody_has_used_and_costs_no_other() {
    let (_dir, file) = cache();
    let expected = filled(&file);
    let mut bytes = fs::read(&file).unwrap();
    for slot in [0, 17, 299] {
        bytes[record::HEADER + slot * record::size(4)] ^= 1;
    }
    fs::write(&file, &bytes).unwrap();
    let mut vectors = open(&file);
    let mut guest = open(&file);
    for vectors in [&mut vectors, &mut guest] {
        while vectors.check_some(64).unwrap() {}
        assert_eq!(vectors.len(), 295);
        assert!(
            [0, 17, 299]
                .iter()
                .all(|paper| vectors.get(*paper).is_none())
        );
        assert!(!vectors.check_some(64).unwrap(), "once is enough");
    }
    assert!(
        answer(&vectors)
            .iter()
            .all(|hit| expected.contains(hit) || hit.1 <= expected[6].1)
    );
}

#[test]
fn a_log_that_lost_its_tail_takes_the_compact_file_with_it() {
    let (_dir, file) = cache();
    filled(&file);
    let whole = fs::read(&file).unwrap();
    let size = record::size(4);
    fs::write(&file, &whole[..record::HEADER + 200 * size]).unwrap();
    let mut vectors = open(&file);
    assert_eq!(vectors.len(), 200);
    assert!(vectors.get(5).is_some(), "its removal was in the tail");
    vectors.put(&[(5, 1, unit(77))]).unwrap();
    drop(vectors);
    let vectors = open(&file);
    assert_eq!(vectors.get(5), Some(unit(77).as_slice()));
    assert_eq!(vectors.len(), 200);
}
