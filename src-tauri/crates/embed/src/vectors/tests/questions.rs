//! What is asked: ties, filters, several examples, unwanted ones, and how many of the truly nearest
//! are found.

use super::{cache, entry, none, open, unit};
use crate::{Near, PENALTY, Question, Vectors};

fn axis(at: usize) -> Vec<f32> {
    (0..4).map(|i| f32::from(i == at)).collect()
}

fn papers(near: &[Near]) -> Vec<i64> {
    near.iter().map(|hit| hit.paper).collect()
}

#[test]
fn ties_come_by_number_and_the_skipped_are_left_out() {
    let (_dir, file) = cache();
    let mut vectors = open(&file);
    let same: Vec<_> = [8, 3, 5, 1, 9].map(|paper| (paper, 0, unit(0))).to_vec();
    vectors.put(&same).unwrap();
    vectors.put(&[(2, 0, unit(3))]).unwrap();
    let nearest = vectors.nearest(&[&unit(0)], 4, &|paper| paper == 3);
    assert_eq!(
        nearest.iter().map(|hit| hit.0).collect::<Vec<_>>(),
        [1, 5, 8, 9]
    );
    assert!(nearest.iter().all(|hit| (hit.1 - 1.0).abs() < 1e-6));
    assert!(vectors.nearest(&[&unit(0)], 0, &none).is_empty());
    assert_eq!(vectors.nearest(&[&unit(0)], 100, &none).len(), 6);
}

#[test]
fn several_queries_ask_for_their_mean_whatever_their_length() {
    let (_dir, file) = cache();
    let mut vectors = open(&file);
    let axis = |at: usize| (0..4).map(|i| f32::from(i == at)).collect::<Vec<_>>();
    let half = std::f32::consts::FRAC_1_SQRT_2;
    vectors
        .put(&[
            (1, 0, axis(0)),
            (2, 0, axis(1)),
            (3, 0, vec![half, half, 0.0, 0.0]),
        ])
        .unwrap();
    let long: Vec<f32> = axis(0).iter().map(|x| x * 20.0).collect();
    let nearest = vectors.nearest(&[&long, &axis(1)], 1, &none);
    assert_eq!(nearest.len(), 1);
    assert_eq!(nearest[0].0, 3);
    assert!((nearest[0].1 - 1.0).abs() < 1e-6);
}

#[test]
fn a_question_without_direction_has_no_answer() {
    let (_dir, file) = cache();
    let mut vectors = open(&file);
    vectors.put(&[entry(1)]).unwrap();
    let opposite: Vec<f32> = unit(1).iter().map(|x| -x).collect();
    assert!(vectors.nearest(&[], 5, &none).is_empty());
    assert!(vectors.nearest(&[&[1.0, 0.0]], 5, &none).is_empty());
    assert!(vectors.nearest(&[&[0.0; 4]], 5, &none).is_empty());
    assert!(vectors.nearest(&[&[f32::NAN; 4]], 5, &none).is_empty());
    assert!(vectors.nearest(&[&unit(1), &opposite], 5, &none).is_empty());
}

#[test]
fn many_pieces_of_work_give_the_order_of_one_sorted_list() {
    let (_dir, file) = cache();
    let mut vectors = open(&file);
    let entries: Vec<_> = (0..7000)
        .map(|paper| (paper * 31 % 7000, 0, unit(paper)))
        .collect();
    vectors.put(&entries).unwrap();
    let query = unit(12);
    let mut expected: Vec<(i64, f32)> = entries
        .iter()
        .filter(|(paper, ..)| paper % 2 == 0)
        .map(|(paper, _, v)| (*paper, v.iter().zip(&query).map(|(x, y)| x * y).sum()))
        .collect();
    expected.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let nearest = vectors.nearest(&[&query], 50, &|paper| paper % 2 == 1);
    assert_eq!(nearest.len(), 50);
    for (found, expected) in nearest.iter().zip(&expected) {
        assert!((found.1 - expected.1).abs() < 1e-6);
    }
    assert!(nearest.is_sorted_by(|a, b| (b.1, a.0) < (a.1, b.0) || b.1 < a.1));
}

#[test]
fn each_example_brings_its_own_neighbours() {
    let (_dir, file) = cache();
    let mut vectors = open(&file);
    let half = std::f32::consts::FRAC_1_SQRT_2;
    vectors
        .put(&[
            (1, 0, vec![0.96, 0.28, 0.0, 0.0]),
            (2, 0, vec![0.0, 0.28, 0.96, 0.0]),
            (3, 0, vec![half, 0.0, half, 0.0]),
        ])
        .unwrap();
    let near = vectors.ask(&Question {
        like: &[&axis(0), &[0.0; 4], &axis(2)],
        unlike: &[],
        limit: 2,
        among: None,
        skip: &none,
    });
    assert_eq!(papers(&near), [1, 2], "and not the one in the middle");
    assert_eq!([near[0].like, near[1].like], [0, 2]);
    assert!((near[0].score - 0.96).abs() < 1e-6);
}

#[test]
fn what_is_like_an_unwanted_example_loses_half_of_that_likeness() {
    let (_dir, file) = cache();
    let mut vectors = open(&file);
    vectors
        .put(&[
            (1, 0, vec![0.8, 0.6, 0.0, 0.0]),
            (2, 0, vec![0.75, 0.0, 0.661_437_8, 0.0]),
            (3, 0, vec![0.7, -0.714_142_8, 0.0, 0.0]),
        ])
        .unwrap();
    let ask = |unlike: &[&[f32]]| {
        vectors.ask(&Question {
            like: &[&axis(0)],
            unlike,
            limit: 9,
            among: None,
            skip: &none,
        })
    };
    assert_eq!(papers(&ask(&[])), [1, 2, 3]);
    let near = ask(&[&axis(1), &axis(3)]);
    assert_eq!(papers(&near), [2, 3, 1]);
    assert!((near[2].score - (0.8 - PENALTY * 0.6)).abs() < 1e-6);
    assert!(
        (near[1].score - 0.7).abs() < 1e-6,
        "the opposite is no merit"
    );
}

#[test]
fn a_filter_counts_before_the_ranking_however_narrow() {
    let (_dir, file) = cache();
    let mut vectors = open(&file);
    let entries: Vec<_> = (0..5000).map(entry).collect();
    vectors.put(&entries).unwrap();
    for step in [2, 50, 1000] {
        let among: Vec<i64> = (0..9000).filter(|paper| paper % step == 1).collect();
        let ask = |among| {
            vectors.ask(&Question {
                like: &[&unit(7)],
                unlike: &[&unit(9)],
                limit: 3,
                among,
                skip: &|paper| paper == 1,
            })
        };
        let all = vectors.ask(&Question {
            like: &[&unit(7)],
            unlike: &[&unit(9)],
            limit: 5000,
            among: None,
            skip: &none,
        });
        let mut expected = papers(&all);
        expected.retain(|paper| paper % step == 1 && *paper != 1);
        assert_eq!(papers(&ask(Some(&among))), expected[..3]);
        assert!(ask(Some(&[])).is_empty());
    }
}

/// Clusters of vectors, as abstracts of a field lie together, from a linear congruential generator.
fn clustered(count: usize, dimensions: usize) -> Vec<Vec<f32>> {
    let mut state = 7u64;
    let mut random = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 40) as f32 / (1u64 << 24) as f32 - 0.5
    };
    let centres: Vec<Vec<f32>> = (0..20)
        .map(|_| (0..dimensions).map(|_| random()).collect())
        .collect();
    (0..count)
        .map(|i| {
            let vector: Vec<f32> = centres[i % 20].iter().map(|x| x + random() * 0.7).collect();
            let length = super::dot(&vector, &vector).sqrt();
            vector.iter().map(|x| x / length).collect()
        })
        .collect()
}

#[test]
fn hardly_any_of_the_truly_nearest_is_missed() {
    let (_dir, file) = cache();
    let all = clustered(4000, 96);
    let mut vectors = Vectors::open(&file, super::MODEL, 96);
    let entries: Vec<_> = (0..).zip(&all).map(|(i, v)| (i, 0, v.clone())).collect();
    vectors.put(&entries).unwrap();
    let (mut found, mut asked) = (0, 0);
    for query in all.iter().step_by(40) {
        let mut exact: Vec<(f32, i64)> = (0..)
            .zip(&all)
            .map(|(i, v)| (super::dot(query, v), i))
            .collect();
        exact.sort_by(|a, b| b.0.total_cmp(&a.0));
        let near = vectors.nearest(&[query], 10, &none);
        asked += 10;
        found += exact[..10]
            .iter()
            .filter(|(_, paper)| near.iter().any(|hit| hit.0 == *paper))
            .count();
    }
    assert!(found * 100 >= asked * 99, "{found} of {asked}");
}
