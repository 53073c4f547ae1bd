//! What each part of the query language finds.

mod support;

use search::{Decision, Document, Filter, Query, View};
use support::{Library, library, paper, titled};

fn shelf() -> Library {
    library([
        Document {
            id: 1,
            key: "hafner2023mastering".into(),
            title: "Mastering Worlds with DreamerV3".into(),
            abstract_text: "An agent imagines futures in a learned world model.".into(),
            authors: vec!["Danijar Hafner".into(), "Jürgen Schmidhuber".into()],
            note: "Compare with the robot arm.".into(),
            tags: vec!["world models".into()],
            venue: "Nature".into(),
            identifiers: vec!["2301.04104v2".into()],
            highlights: vec!["imagines futures".into(), "the core idea".into()],
            year: Some(2023),
            decision: Decision::Include,
            stars: 1,
            collections: vec![7],
            digests: vec![3],
            added: 1_700_000_000,
            ..Document::default()
        },
        Document {
            id: 2,
            title: "Robots that Grasp".into(),
            abstract_text: "A gripper learns to hold a world of objects.".into(),
            authors: vec!["Ada Okafor".into()],
            identifiers: vec!["https://doi.org/10.1000/GRASP.7".into()],
            year: Some(2019),
            decision: Decision::Exclude,
            ..Document::default()
        },
        Document {
            id: 3,
            title: "Sparse Attention".into(),
            year: Some(2021),
            decision: Decision::Maybe,
            ..Document::default()
        },
        titled(4, "An undecided survey of grasping"),
        Document {
            trashed: true,
            ..paper(5, "Discarded world model", "World.")
        },
    ])
}

#[test]
fn every_word_must_be_there() {
    let shelf = shelf();
    assert_eq!(shelf.set("world "), [1, 2]);
    assert_eq!(shelf.set("world gripper "), [2]);
}

#[test]
fn where_no_paper_has_all_words_most_of_them_will_do() {
    let shelf = shelf();
    let found = shelf.found("agent imagines bananas ");
    assert_eq!(found.hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [1]);
    assert!(found.relaxed);
    assert!(!shelf.found("agent imagines ").relaxed);
    assert!(
        shelf
            .found("agent bananas coconuts durians ")
            .hits
            .is_empty()
    );
}

#[test]
fn a_written_and_is_never_relaxed() {
    assert!(shelf().set("agent AND bananas ").is_empty());
}

#[test]
fn function_words_need_not_be_there() {
    assert_eq!(shelf().set("the gripper of "), [2]);
}

#[test]
fn a_phrase_wants_its_words_in_a_row() {
    let shelf = shelf();
    assert_eq!(shelf.set("\"world model\""), [1]);
    assert!(shelf.set("\"model world\"").is_empty());
    assert_eq!(shelf.set("\"learned model\"~1"), [1]);
    assert!(shelf.set("\"learned model\"").is_empty());
}

#[test]
fn a_phrase_of_one_word_is_that_very_word() {
    let shelf = shelf();
    assert_eq!(shelf.set("\"grasping\""), [4]);
    assert_eq!(shelf.set("grasping "), [2, 4]);
}

#[test]
fn a_phrase_does_not_run_from_one_author_into_the_next() {
    let shelf = shelf();
    assert_eq!(shelf.set("author:\"danijar hafner\""), [1]);
    assert!(shelf.set("author:\"hafner jurgen\"").is_empty());
}

#[test]
fn or_not_and_groups_combine() {
    let shelf = shelf();
    assert_eq!(shelf.set("gripper OR sparse "), [2, 3]);
    assert_eq!(shelf.set("world NOT gripper "), [1]);
    assert_eq!(shelf.set("world -gripper "), [1]);
    assert_eq!(shelf.set("(gripper OR agent) world "), [1, 2]);
    assert_eq!(shelf.set("(gripper OR sparse) AND NOT world "), [3]);
    assert_eq!(shelf.set("-world "), [3, 4]);
    assert_eq!(shelf.set("NOT (world OR sparse) "), [4]);
    assert_eq!(shelf.set("NOT NOT sparse "), [3]);
}

#[test]
fn a_dash_within_a_word_denies_nothing() {
    let shelf = library([
        titled(1, "Self-supervised speech"),
        titled(2, "Supervised speech"),
    ]);
    assert_eq!(shelf.set("self-supervised "), [1]);
}

#[test]
fn fields_look_only_where_they_say() {
    let shelf = shelf();
    assert_eq!(shelf.set("title:robots "), [2]);
    assert_eq!(shelf.set("robot "), [1, 2]);
    assert_eq!(shelf.set("note:robot "), [1]);
    assert_eq!(shelf.set("abstract:gripper "), [2]);
    assert_eq!(shelf.set("author:schmidhuber "), [1]);
    assert_eq!(shelf.set("authors:okafor "), [2]);
    assert_eq!(shelf.set("tag:\"world models\""), [1]);
    assert_eq!(shelf.set("venue:nature "), [1]);
    assert_eq!(shelf.set("key:hafner "), [1]);
    assert_eq!(shelf.set("highlight:idea "), [1]);
    assert_eq!(shelf.set("title:(sparse OR robots) "), [2, 3]);
    assert!(shelf.set("title:gripper ").is_empty());
}

#[test]
fn identifiers_are_found_however_they_are_written() {
    let shelf = shelf();
    for query in [
        "arxiv:2301.04104 ",
        "arxiv:2301.04104v2 ",
        "2301.04104",
        "https://arxiv.org/abs/2301.04104v2",
        "arxiv:2301.0",
    ] {
        assert_eq!(shelf.set(query), [1], "{query}");
    }
    for query in [
        "doi:10.1000/grasp.7 ",
        "https://doi.org/10.1000/grasp.7",
        "doi:10.1000/gr",
        "doi:\"10.1000/GRASP.7\" ",
    ] {
        assert_eq!(shelf.set(query), [2], "{query}");
    }
    assert!(shelf.set("doi:10.1000/gr ").is_empty());
}

#[test]
fn years_are_one_or_a_range() {
    let shelf = shelf();
    assert_eq!(shelf.set("year:2021"), [3]);
    assert_eq!(shelf.set("year:2019..2021"), [2, 3]);
    assert_eq!(shelf.set("year:2020.."), [1, 3]);
    assert_eq!(shelf.set("year:..2020"), [2]);
    assert_eq!(shelf.set("world year:2020.. "), [1]);
    assert_eq!(shelf.set("hafner 2023 "), [1]);
}

#[test]
fn a_day_of_import_is_a_range_too() {
    let shelf = shelf();
    assert_eq!(shelf.set("added:2023-11"), [1]);
    assert_eq!(shelf.set("added:2024.."), [] as [i64; 0]);
}

#[test]
fn states_and_parts_are_filters() {
    let shelf = shelf();
    assert_eq!(shelf.set("is:included"), [1]);
    assert_eq!(shelf.set("is:excluded"), [2]);
    assert_eq!(shelf.set("is:maybe"), [3]);
    assert_eq!(shelf.set("is:inbox"), [4]);
    assert_eq!(shelf.set("is:starred"), [1]);
    assert_eq!(shelf.set("has:note"), [1]);
    assert_eq!(shelf.set("has:abstract"), [1, 2]);
    assert_eq!(shelf.set("has:doi"), [2]);
    assert_eq!(shelf.set("has:highlights"), [1]);
    assert_eq!(shelf.set("has:tag -is:starred "), [] as [i64; 0]);
}

#[test]
fn views_narrow_every_query() {
    let shelf = shelf();
    assert_eq!(shelf.set_in("", View::Library), [1, 2, 3, 4]);
    assert_eq!(shelf.set_in("", View::Inbox), [4]);
    assert_eq!(shelf.set_in("", View::Included), [1]);
    assert_eq!(shelf.set_in("", View::Excluded), [2]);
    assert_eq!(shelf.set_in("", View::Maybe), [3]);
    assert_eq!(shelf.set_in("", View::Starred), [1]);
    assert_eq!(shelf.set_in("world ", View::Trash), [5]);
    assert_eq!(shelf.set_in("", View::Digest(3)), [1]);
    assert_eq!(shelf.set_in("", View::Collection(7)), [1]);
    assert_eq!(shelf.set_in("", View::Tag("world models".into())), [1]);
    assert!(shelf.set_in("", View::Tag("world".into())).is_empty());
}

#[test]
fn a_collection_is_named_and_an_unknown_one_is_passed_over_aloud() {
    let shelf = shelf();
    let filter = Filter {
        collections: vec![("My Thesis".into(), 7)],
        ..Filter::default()
    };
    let query = Query::parse("world in:\"my thesis\"");
    assert_eq!(query.collections(), ["my thesis"]);
    assert_eq!(shelf.index.all_ids(&query, &filter).expect("ids"), [1]);

    let found = shelf
        .index
        .search(&Query::parse("world in:\"nowhere\""), &filter, 9, 0)
        .expect("an answer");
    assert_eq!(found.total, 2);
    let places: Vec<(usize, usize)> = found
        .unknown
        .iter()
        .map(|error| (error.start, error.end))
        .collect();
    assert_eq!(places, [(6, 18)]);
}

#[test]
fn the_last_word_may_be_unfinished_until_a_space_follows() {
    let shelf = shelf();
    assert_eq!(shelf.set("grip"), [2]);
    assert!(shelf.set("grip ").is_empty());
    assert_eq!(shelf.set("grip* world "), [2]);
    assert_eq!(shelf.set("title:spar"), [3]);
    assert_eq!(shelf.set("\"learned wor"), [1]);
}

#[test]
fn slips_are_forgiven_in_words_that_nobody_uses() {
    let shelf = shelf();
    assert_eq!(shelf.set("griper "), [2], "one letter too few");
    assert_eq!(shelf.set("attentoin "), [3], "two letters swapped");
    assert_eq!(shelf.set("schmidhumer "), [1], "a wrong letter");
    assert_eq!(shelf.set("undicidet "), [4], "two slips in nine letters");
    assert_eq!(shelf.set("grippre"), [2], "while typing");
    assert!(shelf.set("spasre ").contains(&3));
    assert!(shelf.set("wrld ").is_empty(), "too short a word");
}

#[test]
fn a_slip_is_not_sought_where_the_word_is_known() {
    let shelf = library([titled(1, "Marine life"), titled(2, "Martine and life")]);
    assert_eq!(shelf.set("marine "), [1]);
}

#[test]
fn what_must_not_be_there_is_taken_at_its_word() {
    let shelf = shelf();
    assert_eq!(shelf.set("world -griper "), [1, 2]);
}

#[test]
fn english_forms_of_a_word_are_found_both_ways() {
    let shelf = library([titled(1, "A network"), titled(2, "Some networks")]);
    assert_eq!(shelf.set("network "), [1, 2]);
    assert_eq!(shelf.set("networks "), [1, 2]);
    assert_eq!(shelf.ids("networks ").first(), Some(&2));
    assert_eq!(shelf.ids("network ").first(), Some(&1));
}

#[test]
fn names_are_found_whole_and_in_parts() {
    let shelf = library([
        titled(1, "Mastering Worlds with DreamerV3"),
        titled(2, "GPT-4o in the clinic"),
        titled(3, "Curves in R^3"),
        titled(4, "β-VAE revisited"),
        titled(5, "Minimising the $\\alpha$-divergence"),
        titled(6, "Über Poincaré-Räume"),
    ]);
    for (query, id) in [
        ("dreamerv3", 1),
        ("dreamer", 1),
        ("dreamer v3", 1),
        ("DreamerV3 ", 1),
        ("gpt-4o", 2),
        ("gpt4o", 2),
        ("gpt 4o", 2),
        ("GPT", 2),
        ("R^3", 3),
        ("r3", 3),
        ("$R^3$", 3),
        ("R³", 3),
        ("β-VAE", 4),
        ("beta-vae", 4),
        ("$\\beta$-VAE", 4),
        ("vae ", 4),
        ("betavae", 4),
        ("alpha divergence", 5),
        ("α-divergence", 5),
        ("divergence", 5),
        ("\\alpha", 5),
        ("poincare", 6),
        ("POINCARÉ", 6),
        ("Poincar\\'e ", 6),
        ("uber raume", 6),
    ] {
        assert_eq!(shelf.ids(query).first(), Some(&id), "{query}");
    }
}

#[test]
fn scripts_without_spaces_are_found_by_any_part() {
    let shelf = library([
        titled(1, "深度强化学习综述"),
        titled(2, "学习深海"),
        titled(3, "한국어를 배우다"),
    ]);
    assert_eq!(shelf.set("强化学习"), [1]);
    assert_eq!(shelf.set("学习"), [1, 2]);
    assert_eq!(shelf.set("深度"), [1]);
    assert_eq!(shelf.set("한국어"), [3]);
}

#[test]
fn a_query_of_nothing_finds_everything() {
    let shelf = shelf();
    for text in ["", "   ", "()", "\"\"", "- ? !", "title:"] {
        let query = Query::parse(text);
        assert!(query.is_empty(), "{text}");
        assert_eq!(shelf.set(text), [1, 2, 3, 4], "{text}");
    }
}

#[test]
fn what_is_half_typed_is_named_and_the_rest_searches() {
    let shelf = shelf();
    for (text, start, end, found) in [
        ("gripper title:", 8, 14, vec![2]),
        ("(gripper", 0, 1, vec![2]),
        ("gripper)", 7, 8, vec![2]),
        ("\"gripper", 0, 1, vec![2]),
        ("year:20 gripper", 5, 7, vec![2]),
        ("is:inb gripper", 0, 6, vec![2]),
        ("has:feathers gripper", 0, 12, vec![2]),
        ("gripper AND", 8, 11, vec![2]),
        ("OR gripper", 0, 2, vec![2]),
        ("gripper NOT", 8, 11, vec![2]),
        ("ü writer:gripper", 2, 8, vec![2]),
    ] {
        let query = Query::parse(text);
        let places: Vec<(usize, usize)> = query
            .errors()
            .iter()
            .map(|error| (error.start, error.end))
            .collect();
        assert_eq!(places, [(start, end)], "{text}");
        assert_eq!(shelf.set(text), found, "{text}");
    }
}

#[test]
fn a_title_with_a_colon_is_no_field() {
    let query = Query::parse("DreamerV3: Mastering worlds");
    assert!(query.errors().is_empty());
    assert_eq!(shelf().ids("Attention: sparse"), [3]);
}

#[test]
fn plain_words_are_told_from_what_narrows() {
    let query = Query::parse("robot arm \"grasp it\" year:2020.. -snake author:ada title:(x y)");
    assert_eq!(query.plain_words(), "robot arm grasp it");
    let narrowing = shelf().index.all_ids(
        &Query::parse("gripper is:excluded year:2019").without_plain_words(),
        &Filter::default(),
    );
    assert_eq!(narrowing.expect("ids"), [2]);
    assert!(Query::parse("only words").without_plain_words().is_empty());
}
