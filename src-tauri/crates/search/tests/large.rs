//! A library of several stretches is searched as a small one is: by arithmetic.

mod support;

use std::sync::OnceLock;

use search::{Decision, Document, Filter, Query, View};
use support::{Library, library};

const PAPERS: i64 = 70_000;

fn shelf() -> &'static Library {
    static SHELF: OnceLock<Library> = OnceLock::new();
    SHELF.get_or_init(|| {
        let shelf = library((1..=PAPERS).map(document));
        shelf.index.settle().expect("settled");
        let gone: Vec<i64> = (1..=PAPERS).filter(|id| id % 11 == 0).collect();
        shelf.index.apply([], &gone, 2).expect("applied");
        shelf
    })
}

fn document(id: i64) -> Document {
    let mut title = "common".to_owned();
    for (every, word) in [(3, "third"), (400, "seldom"), (20_000, "never")] {
        if id % every == 0 {
            title = format!("{title} {word}");
        }
    }
    Document {
        id,
        title,
        year: Some(2000 + id % 10),
        trashed: id % 7 == 0,
        decision: if id % 5_000 == 1 {
            Decision::Include
        } else {
            Decision::Inbox
        },
        ..Document::default()
    }
}

fn those(wanted: impl Fn(i64) -> bool) -> Vec<i64> {
    (1..=PAPERS)
        .filter(|id| id % 11 != 0 && id % 7 != 0 && wanted(*id))
        .collect()
}

/// A query, and which papers it must find.
type Case = (&'static str, fn(i64) -> bool);

#[test]
fn counts_and_ids_are_exact() {
    let cases: [Case; 11] = [
        ("common ", |_| true),
        ("third ", |id| id % 3 == 0),
        ("thi", |id| id % 3 == 0),
        ("common third ", |id| id % 3 == 0),
        ("common third seldom ", |id| id % 1_200 == 0),
        ("never common ", |id| id % 20_000 == 0),
        ("third -seldom ", |id| id % 3 == 0 && id % 400 != 0),
        ("third OR seldom ", |id| id % 3 == 0 || id % 400 == 0),
        ("\"third seldom\"", |id| id % 1_200 == 0),
        ("\"third seldom\" common ", |id| id % 1_200 == 0),
        ("third year:2004", |id| id % 3 == 0 && id % 10 == 4),
    ];
    for (query, wanted) in cases {
        let expected = those(wanted);
        assert_eq!(shelf().set(query), expected, "{query}");
        let found = shelf().found(query);
        assert_eq!(
            (found.total, found.relaxed),
            (expected.len(), false),
            "{query}"
        );
        let some: Vec<i64> = (0..PAPERS).rev().step_by(50).collect();
        let matching = shelf()
            .index
            .matches(&Query::parse(query), &Filter::default(), &some)
            .expect("an answer");
        let expected: Vec<i64> = some
            .into_iter()
            .filter(|id| expected.contains(id))
            .collect();
        assert_eq!(matching, expected, "{query}");
    }
}

#[test]
fn views_of_few_papers_are_exact() {
    let included = those(|id| id % 5_000 == 1);
    assert_eq!(shelf().set_in("common ", View::Included), included);
    let trashed: Vec<i64> = (1..=PAPERS)
        .filter(|id| id % 7 == 0 && id % 11 != 0 && id % 3 == 0)
        .collect();
    assert_eq!(shelf().set_in("third ", View::Trash), trashed);
}

#[test]
fn equal_scores_come_by_id_across_stretches_and_pages() {
    let query = Query::parse("year:2004");
    let mut paged = Vec::new();
    for page in 0..5 {
        let found = shelf()
            .index
            .search(&query, &Filter::default(), 2_000, page * 2_000)
            .expect("an answer");
        paged.extend(found.hits.iter().map(|hit| hit.id));
    }
    assert_eq!(paged, those(|id| id % 10 == 4));
}

#[test]
fn the_rarest_words_find_the_same_in_any_order() {
    let one = shelf().found("common third never ");
    let other = shelf().found("never third common ");
    let ids = |found: &search::Found| found.hits.iter().map(|hit| hit.id).collect::<Vec<_>>();
    assert_eq!(one.total, those(|id| id % 60_000 == 0).len());
    assert_eq!((ids(&one), one.total), (ids(&other), other.total));
}

#[test]
fn where_no_paper_has_all_words_those_with_most_are_found_in_every_stretch() {
    // No paper has the last word of three.
    let found = shelf().found("common seldom third absentword ");
    assert!(found.relaxed);
    assert_eq!(found.total, those(|id| id % 3 == 0 || id % 400 == 0).len());
    let few = [1, 3, 400, 1_200];
    let matching = shelf()
        .index
        .matches(
            &Query::parse("common seldom third absentword "),
            &Filter::default(),
            &few,
        )
        .expect("an answer");
    assert_eq!(matching, [3, 400, 1_200]);
}
