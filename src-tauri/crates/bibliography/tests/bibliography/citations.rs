//! References against pandoc's citeproc.

use std::collections::BTreeSet;

use crate::agreement::{compare, differences, listed};

#[test]
fn references_agree_with_pandoc_but_for_the_differences_listed() {
    let compared = compare();
    let found = differences(&compared);
    let known: BTreeSet<_> = listed().into_keys().collect();
    let new: Vec<_> = found.difference(&known).collect();
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(new.is_empty(), "differences that are not listed: {new:?}");
    assert!(gone.is_empty(), "listed, but no longer there: {gone:?}");
    let all: usize = compared.iter().map(|one| one.rows.len()).sum();
    assert_eq!(all, 8 * 300);
    let equal = (all - found.len()) as f64 / all as f64;
    assert!(equal >= 0.97, "{equal}");
    println!(
        "{:<26} {:>7} {:>11}",
        "conformance  citations", "equal", "formatted"
    );
    for one in &compared {
        let share = |count: usize| 100.0 * count as f64 / one.rows.len() as f64;
        let text = one.rows.iter().filter(|row| row.same_text()).count();
        let form = one.rows.iter().filter(|row| row.same_form()).count();
        println!(
            "conformance  {:<26} {:>6.1}% {:>10.1}% {:>8.1}%",
            one.style,
            share(text),
            share(form),
            share(one.in_order)
        );
    }
}

#[test]
fn formatting_agrees_wherever_the_words_do() {
    let differing: Vec<_> = compare()
        .into_iter()
        .flat_map(|one| one.rows)
        .filter(|row| row.same_text() && !row.same_form())
        .map(|row| (row.ours, row.theirs))
        .collect();
    assert!(differing.is_empty(), "{differing:#?}");
}
