//! Texts that nobody should type.

mod support;

use std::time::{Duration, Instant};

use proptest::prelude::*;
use search::{Filter, Query};
use support::{Library, library, paper};

fn shelf() -> Library {
    library([
        paper(
            1,
            "Mastering Worlds with DreamerV3",
            "An agent imagines futures in a learned world model.",
        ),
        paper(
            2,
            "Étude of 深度学习 (networks)",
            "The network is trained \"by\" self-supervised learning $\\alpha$-style.",
        ),
    ])
}

#[test]
fn monstrous_queries_are_answered_and_say_what_was_left_out() {
    let shelf = shelf();
    let long = "word ".repeat(20_000);
    let many: String = (0..10_000).map(|number| format!("w{number} OR ")).collect();
    let mut slowest = (Duration::ZERO, String::new());
    for text in [
        "(".repeat(10_000),
        ")".repeat(10_000),
        "(a OR ".repeat(10_000),
        "NOT ".repeat(10_000),
        "-".repeat(10_000),
        "\"".repeat(10_001),
        "title:".repeat(10_000),
        format!("\"{long}\""),
        "a".repeat(100_000),
        "\\".repeat(10_000),
        "a-".repeat(10_000),
        "*a".repeat(50_000),
        "?*".repeat(50_000),
        "\u{202e}title:".repeat(10_000),
        "a\0".repeat(50_000),
        "like:a ".repeat(10_000),
        "w*d ".repeat(10_000),
        long,
        many,
    ] {
        let started = Instant::now();
        let query = Query::parse(&text);
        let first: String = text.chars().take(12).collect();
        assert!(
            !query.errors().is_empty() && query.errors().len() < 30,
            "{first}"
        );
        let found = shelf
            .index
            .search(&query, &Filter::default(), 10, 0)
            .expect("an answer");
        assert!(found.total <= 2, "{first}");
        shelf.index.snippet(&query, &[("abstract", "word w1 a")]);
        slowest = slowest.max((started.elapsed(), first));
    }
    println!("slowest monstrous query: {slowest:?}");
}

#[test]
fn odd_queries_are_answered_the_same_each_time() {
    let shelf = library((0..300).map(|id| {
        paper(
            id,
            &format!("Title {id} of words"),
            "The abstract of a paper about words",
        )
    }));
    let mut slowest = (Duration::ZERO, String::new());
    for (text, matches) in [
        ("the of a and ", true),
        ("the", true),
        ("!!! ??? ,,, ;;;", true),
        ("\"", true),
        ("\" \" \"", true),
        ("'", true),
        ("“", true),
        ("((((((((((words))))))))))", true),
        ("NOT", true),
        ("NOT NOT", true),
        ("AND OR NOT", true),
        ("OR", true),
        ("****", true),
        ("?*?*", true),
        ("*?", true),
        ("-", true),
        ("--", true),
        ("!", true),
        ("\"title words\"~999999999999", true),
        ("\"title\"~999999999999", true),
        ("year:99999..", true),
        ("year:..", true),
        ("year:>", true),
        ("added:9999y", true),
        ("added:9999-99-99", true),
        ("added:..", true),
        ("words\0words", true),
        ("\0", true),
        ("\u{202e}words\u{202c} ", true),
        ("\u{feff}words ", true),
        ("w?r?s ", true),
        ("*o*o*o*o*o*o*o*o*o*o*o*x ", false),
        ("like:", true),
        ("lang:\"", true),
        ("digest:\"\"", true),
        ("sort:", true),
        ("a:b:c:d words ", false),
        ("::::", true),
        ("~3", true),
        ("title:title:title ", true),
        ("\\\\\\", true),
        ("$$$$", true),
    ] {
        let started = Instant::now();
        let query = Query::parse(text);
        let first = shelf.index.search(&query, &Filter::default(), 20, 0);
        let first = first.expect("an answer");
        let second = shelf
            .index
            .search(&Query::parse(text), &Filter::default(), 20, 0);
        assert_eq!(first, second.expect("an answer"), "{text}");
        assert_eq!(first.total > 0, matches, "{text}");
        slowest = slowest.max((started.elapsed(), text.to_owned()));
    }
    println!("slowest odd query, asked twice: {slowest:?}");
}

#[test]
fn terms_as_long_as_a_text_are_indexed_and_found() {
    let monster = "x".repeat(200_000);
    let shelf = library([paper(1, &monster, &monster), paper(2, "A normal one", "")]);
    assert_eq!(shelf.set("normal "), [2]);
    assert_eq!(shelf.set(&monster), [1]);
}

fn query_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("title:".to_owned()),
        Just("year:2020..".to_owned()),
        Just("is:inbox".to_owned()),
        Just("in:\"x".to_owned()),
        Just("added:".to_owned()),
        Just("sort:-date".to_owned()),
        Just("like:x".to_owned()),
        Just("lang:de".to_owned()),
        Just("w*r?d".to_owned()),
        Just("?*".to_owned()),
        Just("!".to_owned()),
        Just("&&".to_owned()),
        Just("||".to_owned()),
        Just("“".to_owned()),
        Just("Häuser".to_owned()),
        Just("сети".to_owned()),
        Just("OR".to_owned()),
        Just("AND".to_owned()),
        Just("NOT".to_owned()),
        Just("-".to_owned()),
        Just("(".to_owned()),
        Just(")".to_owned()),
        Just("\"".to_owned()),
        Just("\"a b\"~2".to_owned()),
        Just("~".to_owned()),
        Just("*".to_owned()),
        Just("world model".to_owned()),
        Just("DreamerV3".to_owned()),
        Just("深度学习".to_owned()),
        Just("\\alpha".to_owned()),
        Just(" ".to_owned()),
        "[a-z]{1,9}",
        "\\PC{0,6}",
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_is_a_query_whose_errors_lie_inside_it(text in query_text()) {
        let length = text.chars().count();
        for error in Query::parse(&text).errors() {
            prop_assert!(error.start <= error.end && error.end <= length, "{error:?}");
            prop_assert!(!error.message.is_empty());
        }
    }
}

#[test]
fn any_query_is_answered_and_marks_lie_inside_the_text() {
    let shelf = shelf();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(300));
    let outcome = runner.run(&(query_text(), "\\PC{0,400}"), |(text, marked)| {
        let query = Query::parse(&text);
        let found = shelf
            .index
            .search(&query, &Filter::default(), 10, 0)
            .expect("an answer");
        let all = shelf
            .index
            .all_ids(&query, &Filter::default())
            .expect("an answer");
        prop_assert_eq!(found.total, all.len());
        prop_assert_eq!(found.hits.len(), all.len());
        for text in [
            marked.as_str(),
            "An agent imagines the 深度学习 world model of DreamerV3.",
        ] {
            let snippet = shelf.index.snippet(&query, &[("abstract", text)]);
            let mut shown = vec![(
                text.chars().count(),
                shelf.index.ranges(&query, "abstract", text),
            )];
            shown.extend(snippet.map(|snippet| (snippet.text.chars().count(), snippet.ranges)));
            for (length, ranges) in shown {
                let mut last = 0;
                for (start, end) in ranges {
                    prop_assert!(last <= start && start < end && end <= length);
                    last = end;
                }
            }
        }
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}
