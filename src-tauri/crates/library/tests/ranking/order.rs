//! The orders by decisions, by doubt, and by nearness.

use std::time::Instant;

use library::api::types::*;

use crate::desk::{Desk, decide, ids, import, rows, subject};

#[test]
fn papers_like_the_included_ones_come_first_with_the_reason() {
    let desk = Desk::new();
    let library = desk.papers(60);
    decide(&library, Decision::Include, &[1, 4, 7]);
    decide(&library, Decision::Exclude, &[2, 3, 5, 6]);
    let found = rows(&library, View::Inbox, Sort::Ranking);
    assert_eq!(found.len(), 53);
    let (first, rest) = found.split_at(17);
    assert!(first.iter().all(|row| subject(row.id) == 0));
    assert!(rest.iter().all(|row| subject(row.id) != 0));
    let cue = found[0].rank.as_ref().expect("a reason");
    let nearest = cue.nearest.as_ref().expect("a decided paper");
    assert_eq!(nearest.decision, Decision::Include);
    assert!([1, 4, 7].contains(&nearest.id));
    assert!(
        cue.terms.iter().any(|term| term.contains("sediment")),
        "{:?}",
        cue.terms
    );
    let shares: Vec<f32> = found
        .iter()
        .map(|row| row.rank.as_ref().expect("a reason").share)
        .collect();
    assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
    assert!(shares.is_sorted_by(|a, b| a >= b));
    // An excluded subject's papers share no words with the included ones.
    let last = found
        .last()
        .and_then(|row| row.rank.as_ref())
        .expect("a reason");
    assert!(last.terms.is_empty(), "{:?}", last.terms);
    let ranking = library.ranking(Nothing {}).expect("the state");
    assert!(ranking.on && ranking.usable);
    assert_eq!((ranking.included, ranking.excluded), (3, 4));
    assert!(ranking.note.contains("few"), "{}", ranking.note);
}

#[test]
fn the_list_of_numbers_is_in_the_same_order_and_pages_fit_together() {
    let desk = Desk::new();
    let library = desk.papers(40);
    decide(&library, Decision::Include, &[1, 4, 7]);
    decide(&library, Decision::Exclude, &[2, 3, 5]);
    for sort in [Sort::Ranking, Sort::Uncertain, Sort::Nearness] {
        let request = ListRequest {
            view: View::Inbox,
            sort,
            ..ListRequest::default()
        };
        let all = library.list_ids(request.clone()).expect("numbers").ids;
        assert_eq!(all, ids(&rows(&library, View::Inbox, sort)));
        let page = library
            .list(ListRequest {
                offset: 10,
                limit: 5,
                ..request
            })
            .expect("a page");
        assert_eq!(page.total, all.len());
        assert_eq!(ids(&page.rows), all[10..15]);
    }
}

#[test]
fn with_too_few_decisions_the_order_is_by_nearness_and_says_what_is_missing() {
    let desk = Desk::new();
    let library = desk.papers(30);
    decide(&library, Decision::Include, &[2]);
    let ranking = library.ranking(Nothing {}).expect("the state");
    assert!(!ranking.usable);
    assert!(
        ranking.note.contains("2 more to include"),
        "{}",
        ranking.note
    );
    assert!(
        ranking.note.contains("3 more to exclude"),
        "{}",
        ranking.note
    );
    let found = rows(&library, View::Inbox, Sort::Ranking);
    assert_eq!(
        ids(&found),
        ids(&rows(&library, View::Inbox, Sort::Nearness))
    );
    assert_eq!(subject(found[0].id), 1);
    assert!(found.iter().all(|row| row.rank.is_none()));
}

#[test]
fn switched_off_it_leaves_the_digest_order_and_says_nothing_of_rows() {
    let desk = Desk::new();
    let library = desk.papers(30);
    decide(&library, Decision::Include, &[1, 4, 7]);
    decide(&library, Decision::Exclude, &[2, 3, 5]);
    let mut settings = library.settings(Nothing {}).expect("settings");
    assert!(settings.ranking);
    settings.ranking = false;
    library.save_settings(settings).expect("saved");
    for sort in [Sort::Ranking, Sort::Uncertain] {
        let found = rows(&library, View::Inbox, sort);
        assert_eq!(ids(&found), ids(&rows(&library, View::Inbox, Sort::Digest)));
        assert!(found.iter().all(|row| row.rank.is_none()));
    }
    let ranking = library.ranking(Nothing {}).expect("the state");
    assert!(!ranking.on && ranking.note.starts_with("Switched off"));
}

#[test]
fn settings_from_before_the_switch_have_it_on() {
    let mut old = serde_json::to_value(Settings::default()).expect("JSON");
    old.as_object_mut().expect("an object").remove("ranking");
    let read: Settings = serde_json::from_value(old).expect("old settings are read");
    assert!(read.ranking);
}

#[test]
fn undone_and_trashed_decisions_do_not_count() {
    let desk = Desk::new();
    let library = desk.papers(30);
    decide(&library, Decision::Include, &[1, 4, 7]);
    decide(&library, Decision::Exclude, &[2, 3, 5]);
    let usable = || library.ranking(Nothing {}).expect("the state").usable;
    assert!(usable());
    library.undo(UndoRequest::default()).expect("undone");
    assert!(!usable());
    library.redo(Nothing {}).expect("redone");
    assert!(usable());
    library.trash(IdsRequest { ids: vec![4] }).expect("trashed");
    assert!(!usable());
    library
        .restore(IdsRequest { ids: vec![4] })
        .expect("restored");
    assert!(usable());
}

#[test]
fn a_new_decision_changes_the_order_at_once() {
    let desk = Desk::new();
    let library = desk.papers(60);
    decide(&library, Decision::Include, &[1, 4, 7]);
    decide(&library, Decision::Exclude, &[2, 3, 5]);
    assert_eq!(subject(rows(&library, View::Inbox, Sort::Ranking)[0].id), 0);
    decide(&library, Decision::Exclude, &[1, 4, 7]);
    decide(&library, Decision::Include, &[8, 11, 14, 17]);
    assert_eq!(subject(rows(&library, View::Inbox, Sort::Ranking)[0].id), 1);
}

#[test]
fn the_most_doubtful_come_first_when_asked_for() {
    let desk = Desk::new();
    let library = desk.papers(60);
    decide(&library, Decision::Include, &[1, 4, 7, 10]);
    decide(&library, Decision::Exclude, &[2, 5, 8, 11]);
    let doubts: Vec<f32> = rows(&library, View::Inbox, Sort::Uncertain)
        .iter()
        .map(|row| (row.rank.as_ref().expect("a reason").share - 0.5).abs())
        .collect();
    assert!(doubts.is_sorted());
    // Nobody has decided on anything of the third subject.
    let first = rows(&library, View::Inbox, Sort::Uncertain);
    assert!(first[..15].iter().all(|row| subject(row.id) == 2));
}

#[test]
fn near_to_one_of_two_kept_subjects_is_near() {
    let desk = Desk::new();
    let library = desk.papers(60);
    decide(&library, Decision::Include, &[1, 2]);
    let found = rows(&library, View::Inbox, Sort::Nearness);
    assert!(found[..38].iter().all(|row| subject(row.id) != 2));
    assert!(found[38..].iter().all(|row| subject(row.id) == 2));
    let cue = found[0].rank.as_ref().expect("a reason");
    let nearest = cue.nearest.as_ref().expect("a kept paper");
    assert_eq!(subject(nearest.id), subject(found[0].id));
}

#[test]
fn many_kept_papers_are_near_by_their_groups() {
    let desk = Desk::new();
    let library = desk.papers(300);
    let kept: Vec<PaperId> = (1..=200).filter(|id| subject(*id) != 2).collect();
    decide(&library, Decision::Include, &kept);
    let found = rows(&library, View::Inbox, Sort::Nearness);
    let far = found
        .iter()
        .position(|row| subject(row.id) == 2)
        .expect("a far one");
    assert!(found[far..].iter().all(|row| subject(row.id) == 2));
}

#[test]
fn nearness_to_a_collection_is_another_order() {
    let desk = Desk::new();
    let library = desk.papers(30);
    decide(&library, Decision::Include, &[1]);
    let made = library
        .create_collection(CollectionName {
            name: "Choirs".to_owned(),
        })
        .expect("a collection");
    library
        .add_to_collection(CollectionChange {
            id: made.id,
            papers: vec![3],
        })
        .expect("added");
    let near = |near| {
        let request = ListRequest {
            view: View::Inbox,
            sort: Sort::Nearness,
            near,
            ..ListRequest::default()
        };
        library.list(request).expect("a list").rows
    };
    assert_eq!(subject(near(None)[0].id), 0);
    assert_eq!(
        subject(
            near(Some(made.id))
                .iter()
                .find(|row| row.id != 3)
                .expect("one")
                .id
        ),
        2
    );
    let gone = library.list(ListRequest {
        sort: Sort::Nearness,
        near: Some(made.id + 1),
        ..ListRequest::default()
    });
    assert_eq!(
        gone.expect_err("no such collection").code,
        "no_such_collection"
    );
}

#[test]
fn papers_without_vectors_come_last_in_either_direction() {
    let desk = Desk::new();
    desk.vectors(20);
    let library = desk.open();
    import(&library, &crate::desk::texts(1, 30));
    decide(&library, Decision::Include, &[1, 4, 7]);
    decide(&library, Decision::Exclude, &[2, 3, 5]);
    for descending in [None, Some(true), Some(false)] {
        let request = ListRequest {
            view: View::Inbox,
            sort: Sort::Ranking,
            descending,
            ..ListRequest::default()
        };
        let found = library.list(request).expect("a list").rows;
        assert_eq!(found.len(), 24);
        assert!(
            found[..14]
                .iter()
                .all(|row| row.id <= 20 && row.rank.is_some())
        );
        assert!(
            found[14..]
                .iter()
                .all(|row| row.id > 20 && row.rank.is_none())
        );
    }
}

#[test]
fn an_empty_library_and_one_without_a_model_answer_calmly() {
    let desk = Desk::new();
    let library = desk.open();
    for sort in [Sort::Ranking, Sort::Uncertain, Sort::Nearness] {
        assert!(rows(&library, View::Inbox, sort).is_empty());
    }
    assert!(!library.ranking(Nothing {}).expect("the state").usable);
    import(&library, &crate::desk::texts(1, 9));
    decide(&library, Decision::Include, &[1, 2, 3]);
    decide(&library, Decision::Exclude, &[4, 5, 6]);
    assert_eq!(ids(&rows(&library, View::Inbox, Sort::Ranking)), [7, 8, 9]);
    let ranking = library.ranking(Nothing {}).expect("the state");
    assert!(
        !ranking.usable && ranking.note.contains("model"),
        "{}",
        ranking.note
    );
}

#[test]
fn reasons_name_shared_authors_and_collections_only_where_there_are() {
    let desk = Desk::new();
    let library = desk.open();
    import(
        &library,
        r#"[{"id":"a","type":"article","title":"Tidal sorting of estuaries by grain","author":[{"family":"Roe","given":"Ann"},{"family":"Low","given":"Bo"}]},
            {"id":"b","type":"article","title":"Harbours silt up in winter storms","author":[{"family":"Low","given":"B."}]},
            {"id":"c","type":"article","title":"Choirs without any conductor","author":[{"family":"Roe","given":"Bob"}]}]"#,
    );
    let made = library
        .create_collection(CollectionName {
            name: "Coast".to_owned(),
        })
        .expect("a collection");
    library
        .add_to_collection(CollectionChange {
            id: made.id,
            papers: vec![1, 2],
        })
        .expect("added");
    let why = |hit| {
        library
            .related_why(WhyRequest { of: vec![1], hit })
            .expect("a reason")
    };
    assert_eq!(why(2).authors, ["Bo Low"]);
    assert_eq!(why(2).collections, ["Coast"]);
    assert!(why(3).authors.is_empty() && why(3).collections.is_empty());
}

#[test]
fn ten_thousand_papers_are_ranked_whole() {
    let desk = Desk::new();
    let library = desk.many_papers(10_000);
    let wanted: Vec<PaperId> = (1..=500).filter(|id| subject(*id) == 0).collect();
    let unwanted: Vec<PaperId> = (1..=500).filter(|id| subject(*id) != 0).collect();
    decide(&library, Decision::Include, &wanted);
    decide(&library, Decision::Exclude, &unwanted);
    for sort in [Sort::Ranking, Sort::Uncertain, Sort::Nearness] {
        let mut times = Vec::new();
        for _ in 0..6 {
            let started = Instant::now();
            let page = library
                .list(ListRequest {
                    view: View::Inbox,
                    sort,
                    limit: 50,
                    ..ListRequest::default()
                })
                .expect("a list");
            times.push(started.elapsed());
            assert_eq!(page.total, 9_500);
            assert_eq!(page.rows.len(), 50);
        }
        let first = times.remove(0);
        times.sort();
        eprintln!(
            "{sort:?} of 9,500 papers after 500 decisions: first {first:?}, then {:?}",
            times[2]
        );
    }
    let found = rows(&library, View::Inbox, Sort::Ranking);
    assert!(found.iter().all(|row| subject(row.id) == 0));
}
