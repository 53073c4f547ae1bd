use super::*;

/// Unit vectors around so many axes, taking turns.
fn around(axes: usize, count: usize, noise: f32) -> Vec<Vec<f32>> {
    let mut numbers = Numbers(11);
    (0..count)
        .map(|i| {
            let mut vector: Vec<f32> = (0..48)
                .map(|_| noise * (numbers.next() as f32 - 0.5))
                .collect();
            vector[i % axes] += 1.0;
            let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
            vector.iter().map(|x| x / length).collect()
        })
        .collect()
}

fn borrowed(vectors: &[Vec<f32>]) -> Vec<&[f32]> {
    vectors.iter().map(Vec::as_slice).collect()
}

#[test]
fn vectors_around_one_axis_are_one_group() {
    for axes in [3, 5, 9] {
        let vectors = around(axes, 360, 0.2);
        let groups = group(&borrowed(&vectors));
        assert_eq!(groups.centres.len(), axes);
        for (i, place) in groups.places.iter().enumerate() {
            assert_eq!(*place, groups.places[i % axes]);
        }
    }
}

#[test]
fn centres_have_length_one_and_places_name_them() {
    let vectors = around(4, 5_000, 0.5);
    let groups = group(&borrowed(&vectors));
    assert_eq!(groups.places.len(), vectors.len());
    for centre in &groups.centres {
        let length: f32 = centre.iter().map(|x| x * x).sum();
        assert!((length - 1.0).abs() < 1e-4);
    }
    assert!(
        groups
            .places
            .iter()
            .all(|place| *place < groups.centres.len())
    );
}

#[test]
fn the_same_vectors_give_the_same_groups() {
    let vectors = around(7, 1_000, 0.8);
    assert_eq!(group(&borrowed(&vectors)), group(&borrowed(&vectors)));
}

#[test]
fn copies_of_one_vector_are_one_group() {
    let vectors = vec![around(1, 1, 0.3)[0].clone(); 100];
    let groups = group(&borrowed(&vectors));
    assert_eq!(groups.centres.len(), 1);
    assert_eq!(groups.places, vec![0; 100]);
}

#[test]
fn few_vectors_and_none_are_grouped_too() {
    assert_eq!(group(&[]).centres.len(), 0);
    for count in 1..8 {
        let vectors = around(3, count, 0.2);
        let groups = group(&borrowed(&vectors));
        assert_eq!(groups.places.len(), count);
        assert!((1..=2).contains(&groups.centres.len()), "{count}");
    }
}

#[test]
fn vectors_that_are_no_numbers_do_no_harm() {
    let mut vectors = around(3, 60, 0.2);
    vectors[5][0] = f32::NAN;
    vectors[6].truncate(3);
    let groups = group(&borrowed(&vectors));
    assert_eq!(groups.places.len(), 60);
    assert!(
        groups
            .places
            .iter()
            .all(|place| *place < groups.centres.len())
    );
}

#[test]
fn facets_stand_for_all_directions() {
    let vectors = around(6, 600, 0.2);
    let facets = facets(&borrowed(&vectors), 16);
    assert!(facets.len() <= 16);
    for vector in &vectors {
        assert!(nearest(vector, &facets).unwrap().1 > 0.8);
    }
    assert_eq!(nearest(&vectors[0], &[]), None);
}

#[test]
fn few_vectors_are_their_own_facets_and_copies_are_one() {
    assert!(facets(&[], 8).is_empty());
    let few = around(3, 8, 0.2);
    assert_eq!(facets(&borrowed(&few), 8), few);
    let copies = vec![few[0].clone(); 50];
    assert_eq!(facets(&borrowed(&copies), 8).len(), 1);
}
