//! The query language end to end: what depends on the library's names, its languages, its pairs and
//! its clock.

use serde_json::{Value, json};

use crate::support::Desk;

fn import(desk: &Desk, name: &str, content: &str) {
    let path = desk.file(name, content);
    desk.json(&["import", "--no-embed", path.to_str().expect("plain")]);
}

fn found(desk: &Desk, query: &str) -> Vec<Value> {
    let answer = desk.json(&["search", query, "--mode", "words"]);
    assert_eq!(answer.get("errors"), None, "{query}");
    ids(&answer)
}

fn ids(answer: &Value) -> Vec<Value> {
    let hits = answer["hits"].as_array().expect("hits");
    hits.iter().map(|hit| hit["id"].clone()).collect()
}

fn rivers() -> Desk {
    let desk = Desk::new();
    import(
        &desk,
        "rivers-march.bib",
        "@article{lund2018, title = {Rivers and Their Floods}, author = {Lund, Ada}, year = 2018,
            abstract = {We show that the rivers of the north carry their sand to the sea and that the floods are the reason.}}
         @article{weber2021, title = {Flüsse und ihre Überschwemmungen}, author = {Weber, Zoë}, year = 2021,
            abstract = {Wir zeigen, dass die Flüsse des Nordens ihren Sand zum Meer tragen und dass die Überschwemmungen der Grund sind.}}",
    );
    import(
        &desk,
        "rivers-april.bib",
        "@article{petit2015, title = {Les crues}, author = {Petit, Jean}, year = 2015, language = {french}}
         @misc{nobody, title = {Gravel Without an Author}}",
    );
    desk
}

#[test]
fn languages_are_told_from_what_the_source_says_or_from_the_abstract() {
    let desk = rivers();
    for name in ["de", "german", "German", "deu", "ger", "deutsch"] {
        assert_eq!(found(&desk, &format!("lang:{name}")), [2], "{name}");
    }
    assert_eq!(found(&desk, "lang:fr"), [3]);
    assert_eq!(found(&desk, "lang:en"), [1]);
    // A German word by German rules, however it is typed.
    for query in ["fluss ", "flüssen ", "ueberschwemmung ", "Überschwemmungen"] {
        assert_eq!(found(&desk, query), [2], "{query}");
    }
}

#[test]
fn digests_go_by_number_and_by_any_part_of_their_name() {
    let desk = rivers();
    assert_eq!(found(&desk, "digest:1 sort:author"), [1, 2]);
    assert_eq!(found(&desk, "digest:rivers-april.bib sort:author").len(), 2);
    assert_eq!(found(&desk, "digest:april lang:fr"), [3]);
    assert_eq!(found(&desk, "digest:RIVERS").len(), 4);
}

#[test]
fn an_order_in_the_query_holds_for_search_and_list() {
    let desk = rivers();
    assert_eq!(found(&desk, "has:year sort:date"), [2, 1, 3]);
    assert_eq!(found(&desk, "has:year sort:-date"), [3, 1, 2]);
    assert_eq!(found(&desk, "has:author sort:author"), [1, 3, 2]);
    assert_eq!(found(&desk, "has:year sort:title"), [2, 3, 1]);
    assert_eq!(found(&desk, "NOT has:author"), [4]);
    let page = desk.json(&[
        "search",
        "has:year sort:date",
        "--limit",
        "1",
        "--offset",
        "1",
    ]);
    assert_eq!((ids(&page), &page["total"]), (vec![json!(1)], &json!(3)));
}

#[test]
fn days_are_counted_by_the_readers_clock() {
    let desk = rivers();
    assert_eq!(found(&desk, "added:today").len(), 4);
    assert_eq!(found(&desk, "added:7d rivers "), [1]);
    assert!(found(&desk, "added:..2001").is_empty());
}

#[test]
fn names_that_mean_nothing_are_told_with_their_place_and_the_rest_searches() {
    let desk = rivers();
    for (query, start, end, message) in [
        (
            "rivers in:thesis",
            7,
            16,
            "There is no collection “thesis”.",
        ),
        ("rivers digest:may", 7, 17, "There is no digest “may”."),
        (
            "rivers lang:klingon",
            7,
            19,
            "There is no language “klingon”.",
        ),
        (
            "rivers like:nobody2020",
            7,
            22,
            "There is no paper “nobody2020”.",
        ),
        (
            "like:lund2018 rivers",
            0,
            13,
            "“lund2018” has not been read by the model yet: nothing is known to be like it.",
        ),
    ] {
        for sort in ["", " sort:date"] {
            let answer = desk.json(&["search", &format!("{query}{sort}"), "--mode", "words"]);
            assert_eq!(
                answer["errors"],
                json!([{"message": message, "start": start, "end": end}]),
                "{query}{sort}"
            );
            assert_eq!(ids(&answer), [1], "{query}{sort}");
        }
    }
}

#[test]
fn what_may_be_a_duplicate_is_found_until_a_verdict_and_while_both_are_there() {
    let desk = Desk::new();
    import(
        &desk,
        "one.bib",
        "@article{a, title = {Slow Rivers: How Meanders Remember Their Floods}, author = {Lund, Ada}, year = 2020, doi = {10.5555/river.1}}",
    );
    assert!(found(&desk, "has:duplicate").is_empty());
    import(
        &desk,
        "two.bib",
        "@article{b, title = {Slow Rivers: How Meanders Remember Their Floods}, author = {Okafor, Ben}, year = 2020, doi = {10.5555/river.2}}",
    );
    assert_eq!(found(&desk, "has:duplicate sort:author"), [1, 2]);
    desk.json(&["not-same", "1", "2"]);
    assert!(found(&desk, "has:duplicate").is_empty());
    desk.json(&["undo"]);
    assert_eq!(found(&desk, "has:duplicate sort:author"), [1, 2]);
    desk.json(&["merge", "1", "2"]);
    assert!(found(&desk, "has:duplicate").is_empty());
    desk.json(&["undo"]);
    assert_eq!(found(&desk, "has:duplicate sort:author"), [1, 2]);
}
