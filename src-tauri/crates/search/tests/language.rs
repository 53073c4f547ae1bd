//! What each part of the query language finds.

mod support;

use search::{
    Decision, Document, Filter, Flag, Meaning, Name, NameKind, Names, Now, Query, SortBy, Sorting,
    View,
};
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
            language: Some("en".into()),
            duplicate: true,
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
    assert_eq!(shelf.set("year:>=2021"), [1, 3]);
    assert_eq!(shelf.set("year:>2021"), [1]);
    assert_eq!(shelf.set("year:<2021"), [2]);
    assert_eq!(shelf.set("year:<=2021 -year:=2019"), [3]);
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
    assert_eq!(shelf.set("has:year"), [1, 2, 3]);
    assert_eq!(shelf.set("has:authors"), [1, 2]);
    assert_eq!(shelf.set("has:duplicate"), [1]);
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

fn name(kind: NameKind, text: &str) -> Name {
    Name {
        kind,
        text: text.into(),
    }
}

fn knowing(known: impl IntoIterator<Item = (NameKind, &'static str, Meaning)>) -> Filter {
    let mut names = Names::default();
    for (kind, text, meaning) in known {
        names.add(name(kind, text), Ok(meaning));
    }
    Filter {
        names,
        ..Filter::default()
    }
}

#[test]
fn names_are_looked_up_by_the_caller_and_unknown_ones_are_passed_over_aloud() {
    let shelf = shelf();
    let filter = knowing([
        (
            NameKind::Collection,
            "my thesis",
            Meaning::Any(vec![Flag::Collection(7)]),
        ),
        (
            NameKind::Digest,
            "mar",
            Meaning::Any(vec![Flag::Digest(3), Flag::Digest(4)]),
        ),
        (
            NameKind::Language,
            "english",
            Meaning::Any(vec![Flag::Language("en".into())]),
        ),
    ]);
    for text in [
        "world in:\"my thesis\"",
        "collection:\"my thesis\"",
        "digest:mar world ",
        "lang:english",
        "language:english world ",
    ] {
        let query = Query::parse(text);
        assert_eq!(query.names().len(), 1, "{text}");
        assert!(query.unknown(&filter.names).is_empty(), "{text}");
        assert_eq!(
            shelf.index.all_ids(&query, &filter).expect("ids"),
            [1],
            "{text}"
        );
    }
    let without = Query::parse("-lang:english");
    assert_eq!(
        shelf.index.all_ids(&without, &filter).expect("ids"),
        [2, 3, 4]
    );

    let mut names = Names::default();
    names.add(
        name(NameKind::Digest, "may"),
        Err("Nothing came in May.".into()),
    );
    let filter = Filter {
        names,
        ..Filter::default()
    };
    let query = Query::parse("world in:\"nowhere\" digest:may");
    let found = shelf
        .index
        .search(&query, &filter, 9, 0)
        .expect("an answer");
    assert_eq!(found.total, 2);
    let told: Vec<(&str, usize, usize)> = found
        .unknown
        .iter()
        .map(|error| (error.message.as_str(), error.start, error.end))
        .collect();
    assert_eq!(
        told,
        [
            ("There is no collection “nowhere”.", 6, 18),
            ("Nothing came in May.", 19, 29)
        ]
    );
}

#[test]
fn papers_like_another_are_ranked_by_nearness_and_narrow_what_words_find() {
    let shelf = shelf();
    let filter = knowing([(
        NameKind::Like,
        "hafner2023mastering",
        Meaning::Near(vec![(3, 0.9), (2, 0.8), (1, 0.7), (99, 0.6)]),
    )]);
    let ids = |text: &str| -> Vec<i64> {
        let found = shelf.index.search(&Query::parse(text), &filter, 9, 0);
        let hits = found.expect("an answer").hits;
        hits.iter().map(|hit| hit.id).collect()
    };
    assert_eq!(ids("like:hafner2023mastering"), [3, 2, 1]);
    assert_eq!(ids("like:hafner2023mastering gripper "), [2]);
    assert_eq!(ids("-like:hafner2023mastering"), [4]);
    assert_eq!(ids("like:hafner2023mastering year:2019.. -world "), [3]);
    assert_eq!(ids("like:nobody gripper "), [2]);
}

#[test]
fn an_order_can_be_asked_for_in_the_query() {
    for (text, by, reversed) in [
        ("sort:date", SortBy::Date, false),
        ("robots sort:-date", SortBy::Date, true),
        ("sort:title robots", SortBy::Title, false),
        ("sort:author", SortBy::Author, false),
        ("sort:added", SortBy::Added, false),
        ("sort:-Stars", SortBy::Stars, true),
        ("sort:relevance", SortBy::Relevance, false),
    ] {
        let query = Query::parse(text);
        assert_eq!(query.sort(), Some(Sorting { by, reversed }), "{text}");
        assert!(query.errors().is_empty(), "{text}");
    }
    assert_eq!(Query::parse("sorted robots").sort(), None);
    assert_eq!(shelf().set("sort:-date gripper "), [2]);
    let twice = Query::parse("sort:date sort:title");
    assert_eq!(twice.sort().map(|sort| sort.by), Some(SortBy::Date));
    assert_eq!(twice.errors().len(), 1);
}

#[test]
fn days_are_counted_from_the_moment_of_asking() {
    let shelf = shelf();
    let now = Now {
        seconds: 1_700_000_000 + 3 * 86_400,
        ahead: 0,
    };
    let ids = |text: &str| {
        let query = Query::parse_at(text, now);
        assert!(query.errors().is_empty(), "{text}");
        shelf
            .index
            .all_ids(&query, &Filter::default())
            .expect("ids")
    };
    assert_eq!(ids("added:7d"), [1]);
    assert_eq!(ids("added:4d"), [1]);
    assert_eq!(ids("added:2w world "), [1]);
    assert_eq!(ids("added:3m"), [1]);
    assert!(ids("added:today").is_empty());
    assert!(ids("added:yesterday").is_empty());
    assert!(ids("added:3d").is_empty());
    assert_eq!(ids("-added:7d"), [2, 3, 4]);
    assert_eq!(Query::parse("added:7d robots").errors().len(), 1);
}

#[test]
fn signs_inside_a_word_stand_for_letters() {
    let shelf = library([
        titled(1, "Behavior of women"),
        titled(2, "Behaviour of a woman"),
        titled(3, "Transformers and conformers"),
        titled(4, "A performer"),
        titled(5, "C*-algebras"),
    ]);
    for (text, ids) in [
        ("behavio*r ", vec![1, 2]),
        ("behavio*r", vec![1, 2]),
        ("wom?n ", vec![1, 2]),
        ("wom?", vec![1, 2]),
        ("*former ", vec![4]),
        ("*former", vec![3, 4]),
        ("*form* ", vec![3, 4]),
        ("title:*form*s ", vec![3]),
        ("abstract:*form*s ", vec![]),
        ("-*form* ", vec![1, 2, 5]),
        ("wom?n -behaviour ", vec![1]),
        ("trans*s con*s ", vec![3]),
        ("C*-algebras ", vec![5]),
        ("behaviou* ", vec![2]),
        ("ＷＯＭ？Ｎ ", vec![1, 2]),
    ] {
        assert_eq!(shelf.set(text), ids, "{text}");
    }
    assert!(Query::parse("wom?n").errors().is_empty());
    assert_eq!(Query::parse("what is it?").plain_words(), "what is it?");
}

#[test]
fn a_pattern_that_means_too_much_is_cut_and_told() {
    let shelf = library((0..400).map(|id| titled(id, &format!("word{id}x"))));
    let found = shelf.found("paper OR word*x ");
    assert_eq!(found.total, 256);
    let places: Vec<(usize, usize)> = found
        .unknown
        .iter()
        .map(|error| (error.start, error.end))
        .collect();
    assert_eq!(places, [(9, 15)]);
    let told = shelf
        .index
        .unknown(&Query::parse("word*x "), &Names::default());
    assert_eq!(told.expect("an answer").len(), 1);
    assert!(shelf.found("word1*x ").unknown.is_empty());
}

#[test]
fn signs_of_other_keyboards_and_habits_are_understood() {
    let shelf = shelf();
    for (text, ids) in [
        ("“world model”", vec![1]),
        ("„world model“", vec![1]),
        ("«world model»", vec![1]),
        ("「world model」", vec![1]),
        ("title：robots ", vec![2]),
        ("year：2021", vec![3]),
        ("（gripper OR sparse） ", vec![2, 3]),
        ("gripper || sparse ", vec![2, 3]),
        ("world && gripper ", vec![2]),
        ("world !gripper ", vec![1]),
        ("world !(gripper OR sparse) ", vec![1]),
        ("world －gripper ", vec![1]),
        ("\u{200f}world -gripper ", vec![1]),
        ("\u{200e}title:robots ", vec![2]),
        ("year:≥2021", vec![1, 3]),
    ] {
        let query = Query::parse(text);
        assert!(query.errors().is_empty(), "{text}: {:?}", query.errors());
        assert_eq!(shelf.set(text), ids, "{text}");
    }
    assert_eq!(shelf.set("gripper! "), [2], "an exclamation denies nothing");
}

#[test]
fn near_words_stand_within_so_many_places() {
    let shelf = library([
        titled(1, "learning a model of the world"),
        titled(2, "model learning"),
        titled(3, "the model that one is learning"),
    ]);
    assert_eq!(shelf.set("\"learning model\""), [] as [i64; 0]);
    assert_eq!(shelf.set("\"learning model\"~1"), [1]);
    assert_eq!(
        shelf.set("\"learning model\"~2"),
        [1, 2],
        "two places turn two words round"
    );
    assert_eq!(shelf.set("\"model learning\"~0"), [2]);
    assert_eq!(shelf.set("\"model learning\"~3"), [1, 2, 3]);
    assert_eq!(shelf.set("title:\"learning world\"~4"), [1]);
    assert_eq!(shelf.set("\"learning model\"~999999999999"), [1, 2, 3]);
    let half = Query::parse("\"learning model\"~");
    assert_eq!(half.errors().len(), 1);
    assert_eq!(shelf.set("\"model learning\"~"), [2]);
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
fn a_query_of_nothing_finds_everything() {
    let shelf = shelf();
    for text in [
        "",
        "   ",
        "()",
        "\"\"",
        "- ? !",
        "title:",
        "*",
        "?",
        "sort:date",
    ] {
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
        ("gripper ||", 8, 10, vec![2]),
        ("gripper sort:dat", 8, 16, vec![2]),
        ("gripper year:>=", 13, 15, vec![2]),
        ("gripper year:99999..", 13, 20, vec![2]),
        ("gripper lang:", 8, 13, vec![2]),
        ("gripper ****", 8, 12, vec![2]),
        ("gripper added:7x", 14, 16, vec![2]),
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
