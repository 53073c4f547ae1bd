use super::*;

const DIMENSIONS: usize = 32;

/// Repeatable numbers in -1..1.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        ((self.0 >> 40) as f32 / (1 << 23) as f32) - 1.0
    }

    /// A unit vector with noise around `lean` times the first axis.
    fn vector(&mut self, lean: f32) -> Vec<f32> {
        let mut vector: Vec<f32> = (0..DIMENSIONS).map(|_| self.next()).collect();
        vector[0] += lean;
        let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
        vector.iter().map(|x| x / length).collect()
    }
}

/// So many wanted papers that lean one way, and unwanted ones that lean the other.
fn decisions(wanted: usize, unwanted: usize, lean: f32) -> Vec<(Vec<f32>, bool)> {
    let mut numbers = Numbers(7);
    let mut all = Vec::new();
    for _ in 0..wanted {
        all.push((numbers.vector(lean), true));
    }
    for _ in 0..unwanted {
        all.push((numbers.vector(-lean), false));
    }
    all
}

fn fit(decisions: &[(Vec<f32>, bool)]) -> Option<Model> {
    let examples: Vec<Example<'_>> = decisions
        .iter()
        .map(|(vector, wanted)| Example {
            vector,
            wanted: *wanted,
            weight: 1.0,
        })
        .collect();
    Model::fit(&examples)
}

#[test]
fn papers_like_the_wanted_ones_score_higher() {
    let model = fit(&decisions(20, 200, 2.0)).unwrap();
    let mut numbers = Numbers(99);
    for _ in 0..50 {
        let (like, unlike) = (numbers.vector(2.0), numbers.vector(-2.0));
        assert!(model.score(&like) > model.score(&unlike));
        assert!(model.chance(&like) > model.chance(&unlike));
    }
    assert!(model.separation() > 0.95);
}

#[test]
fn the_minimum_is_reached() {
    let decisions = decisions(30, 90, 1.0);
    let model = fit(&decisions).unwrap();
    let examples: Vec<Example<'_>> = decisions
        .iter()
        .map(|(vector, wanted)| Example {
            vector,
            wanted: *wanted,
            weight: 1.0,
        })
        .collect();
    let table = Table::new(&examples).unwrap();
    let rows: Vec<usize> = (0..table.len()).collect();
    // The weights that balance the classes: 120 / 2 / 30 and 120 / 2 / 90.
    let weights: Vec<f64> = decisions
        .iter()
        .map(|(_, wanted)| if *wanted { 2.0 } else { 2.0 / 3.0 })
        .collect();
    let state = table.state(&rows, &weights, &model.line);
    let gradient = table.gradient(&rows, &state.pulls, &model.line);
    assert!(gradient.length() < 0.1, "{}", gradient.length());
}

#[test]
fn chances_say_how_often_papers_were_wanted() {
    let model = fit(&decisions(100, 900, 0.4)).unwrap();
    let mut numbers = Numbers(5);
    let fresh = (0..1000).map(|i| {
        (
            numbers.vector(if i % 10 == 0 { 0.4 } else { -0.4 }),
            i % 10 == 0,
        )
    });
    let mut told = 0.0;
    let mut brier = 0.0;
    for (vector, wanted) in fresh {
        let chance = model.chance(&vector);
        told += chance;
        brier += (chance - if wanted { 1.0 } else { 0.0 }).powi(2);
    }
    // A tenth of them is wanted, and a constant guess of a tenth has a Brier score of 90.
    assert!((told - 100.0).abs() < 25.0, "{told}");
    assert!(brier < 90.0, "{brier}");
}

#[test]
fn few_decisions_leave_chances_near_their_share() {
    let few = fit(&decisions(3, 3, 3.0)).unwrap();
    let many = fit(&decisions(100, 100, 3.0)).unwrap();
    let like = Numbers(1).vector(3.0);
    assert!(few.chance(&like) > 0.5 && few.chance(&like) < 0.9);
    assert!(many.chance(&like) > 0.95);
}

#[test]
fn decisions_without_a_pattern_say_nothing() {
    let model = fit(&decisions(50, 50, 0.0)).unwrap();
    let mut numbers = Numbers(3);
    for _ in 0..100 {
        let chance = model.chance(&numbers.vector(0.0));
        assert!((chance - 0.5).abs() < 0.35, "{chance}");
    }
}

#[test]
fn the_same_decisions_give_the_same_model() {
    let decisions = decisions(40, 160, 1.0);
    let (one, other) = (fit(&decisions).unwrap(), fit(&decisions).unwrap());
    assert_eq!(one.line.weights, other.line.weights);
    assert_eq!(one.line.bias, other.line.bias);
    let vector = Numbers(1).vector(0.0);
    assert_eq!(one.chance(&vector), other.chance(&vector));
}

#[test]
fn what_cannot_be_learnt_from_gives_no_model() {
    assert!(fit(&[]).is_none());
    assert!(fit(&decisions(5, 0, 1.0)).is_none());
    assert!(fit(&decisions(0, 5, 1.0)).is_none());
    let mut mixed = decisions(2, 2, 1.0);
    mixed[0].0.pop();
    assert!(fit(&mixed).is_none());
    let mut broken = decisions(2, 2, 1.0);
    broken[0].0[3] = f32::NAN;
    assert!(fit(&broken).is_none());
}

#[test]
fn one_vector_for_all_papers_gives_a_finite_even_answer() {
    let vector = Numbers(1).vector(1.0);
    let same: Vec<(Vec<f32>, bool)> = (0..8).map(|i| (vector.clone(), i < 4)).collect();
    let model = fit(&same).unwrap();
    let chance = model.chance(&vector);
    assert!(chance.is_finite() && (chance - 0.5).abs() < 0.2, "{chance}");
    assert_eq!(model.separation(), 0.5);
}

#[test]
fn a_heavier_example_pulls_harder() {
    let (up, down) = (Numbers(1).vector(3.0), Numbers(2).vector(-3.0));
    let side = Numbers(3).vector(0.0);
    let fit = |weight: f32| {
        let example = |vector, wanted, weight| Example {
            vector,
            wanted,
            weight,
        };
        Model::fit(&[
            example(&up, true, 1.0),
            example(&side, true, weight),
            example(&down, false, 1.0),
        ])
        .unwrap()
        .score(&side)
    };
    assert!(fit(2.0) > fit(0.5));
}
