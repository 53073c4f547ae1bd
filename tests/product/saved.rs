//! Saved searches: what they find, what they hit when a digest comes in, and why; through restarts,
//! undo, merges, the trash and a second process.

use std::process::Command;
use std::time::Instant;

use serde_json::{Value, json};

use crate::server::Server;
use crate::support::{Answer, Desk, digest, model};

/// A second digest: one paper about gulls and playback, one about leaks in other words, one about
/// neither.
const SECOND: [(&str, &str); 3] = [
    (
        "Playback Experiments with Herring Gulls on a Noisy Pier",
        "We play recorded alarm calls to gulls on a pier and count who takes off. Wind and engines \
         mask the calls, and the birds answer later and louder.",
    ),
    (
        "Hearing Water Escape: Microphones on Old Pipes under City Streets",
        "Escaping water hisses. Microphones clamped to hydrants hear it at night, and comparing two \
         of them places the burst pipe within metres, before anybody sees a puddle.",
    ),
    (
        "Woven Bridges: Grass Ropes in Load-Bearing Structures",
        "Ropes of twisted grass carry a footbridge for a year. We measure creep and the weight of \
         rain.",
    ),
];

fn import(desk: &Desk, name: &str, papers: &[(&str, &str)]) -> Value {
    let file = desk.file(name, digest(papers));
    desk.json(&["import", "--no-embed", file.to_str().expect("a plain path")])
}

fn with_model(desk: &Desk, arguments: &[&str]) -> Option<Command> {
    let mut command = desk.command(arguments);
    command.env("LECTERN_MODEL_DIR", model()?);
    Some(command)
}

fn by_model(desk: &Desk, arguments: &[&str]) -> Option<Value> {
    let mut command = with_model(desk, &[&["--json"], arguments].concat())?;
    let answer = Answer::of(command.output().expect("the program starts"));
    assert_eq!(answer.code, 0, "{arguments:?}: {}", answer.err);
    Some(serde_json::from_str(&answer.out).expect("one JSON document on standard output"))
}

fn fails(desk: &Desk, arguments: &[&str], code: i32) -> String {
    let answer = desk.run(arguments);
    assert_eq!(answer.code, code, "{arguments:?}: {}", answer.err);
    answer.err
}

/// Name, papers found and papers new of every saved search.
fn counts(desk: &Desk) -> Vec<(String, u64, u64)> {
    let saved = desk.json(&["saved"]);
    let number = |search: &Value, field: &str| search[field].as_u64().expect("a number");
    let counts = saved["saved"].as_array().expect("a list").iter();
    counts
        .map(|search| {
            let name = search["name"].as_str().expect("a name").to_owned();
            (name, number(search, "papers"), number(search, "new"))
        })
        .collect()
}

fn counted(name: &str, papers: u64, new: u64) -> Vec<(String, u64, u64)> {
    vec![(name.to_owned(), papers, new)]
}

fn of_view(id: &Value, query: &str, sort: &str) -> Value {
    json!({ "view": { "kind": "saved", "id": id }, "query": query, "mode": "words", "sort": sort })
}

#[test]
fn a_saved_search_finds_what_is_there_and_watches_what_comes_in() {
    let desk = Desk::with_digest();
    let made = desk.json(&[
        "saved",
        "Gulls",
        "--query",
        "gulls call*",
        "--mode",
        "words",
    ]);
    assert_eq!((&made["papers"], &made["new"]), (&json!(1), &json!(0)));
    assert_eq!(made["hits"][0]["id"], 6);
    assert_eq!(made["hits"][0]["why"], "words");

    let report = import(&desk, "second.txt", &SECOND);
    let watched = json!([{ "saved": made["id"], "name": "Gulls", "papers": 1 }]);
    assert_eq!(report["watched"], watched);
    assert_eq!(counts(&desk), counted("Gulls", 2, 1));
    let again = import(&desk, "second.txt", &SECOND);
    assert_eq!(again["watched"], json!([]));
    assert_eq!(counts(&desk), counted("Gulls", 2, 1));

    let shown = desk.json(&["saved", "gulls"]);
    let hits = shown["hits"].as_array().expect("hits");
    let new = hits.iter().find(|hit| hit["id"] == 7).expect("the new one");
    assert_eq!(new["new"], true);
    assert_eq!(new["words"], json!(["Gulls", "calls"]));
    assert!(hits.iter().any(|hit| hit["id"] == 6 && hit["new"] == false));

    desk.json(&["saved", "Gulls", "--seen"]);
    assert_eq!(counts(&desk), counted("Gulls", 2, 0));
    let undone = desk.json(&["undo"]);
    let what = undone["what"].as_str().expect("words");
    assert!(what.contains("Import 3 papers"), "{what}");
}

#[test]
fn the_window_shows_the_view_the_badge_and_the_reason() {
    let desk = Desk::with_digest();
    let server = Server::start(&desk);
    let asked = json!({ "query": "water OR estuaries", "mode": "words", "threshold": null });
    assert_eq!(server.ok("saved.count", asked), json!({ "papers": 2 }));
    let nothing = json!({ "query": " ", "mode": "words", "threshold": null });
    let (status, error) = server.call("saved.count", nothing);
    assert_eq!((status, &error["code"]), (422, &json!("bad_query")));
    let made = server.ok(
        "saved.create",
        json!({ "name": "Water", "query": "water OR estuaries", "mode": "words", "threshold": null }),
    );
    let id = &made["id"];
    assert_eq!(made["done"]["what"], "Save the search “Water”");
    let overview = server.ok("overview", json!({}));
    assert_eq!(
        overview["saved"],
        json!([{ "id": id, "name": "Water", "query": "water OR estuaries", "mode": "words",
            "threshold": null, "papers": 2, "new": 0, "errors": [] }])
    );

    let preview = server.ok(
        "import.preview",
        json!({ "paths": [], "text": digest(&SECOND), "format": null }),
    );
    let report = server.ok(
        "import.run",
        json!({ "preview": preview["id"], "leave_out": [], "corrections": [], "embed": false }),
    );
    assert_eq!(report["watched"][0]["papers"], 1);
    assert_eq!(server.ok("overview", json!({}))["saved"][0]["new"], 1);
    let list = server.ok("papers.list", of_view(id, "", "title"));
    let titles: Vec<&str> = list["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row["title"].as_str())
        .collect();
    assert_eq!(list["total"], 3);
    assert!(titles[0].starts_with("Hearing Water"), "{titles:?}");
    assert_eq!(
        list["rows"][0]["watched"],
        json!([{ "saved": id, "name": "Water", "why": "words", "words": ["Water"],
            "score": null, "new": true }])
    );
    assert_eq!(list["rows"][0]["why"], "words");
    assert_eq!(list["rows"][1]["watched"], json!([]));

    // The same set for the ids, with a query of its own, for an export, and in every order.
    let ids =
        |query: &str, sort: &str| server.ok("papers.ids", of_view(id, query, sort))["ids"].clone();
    assert_eq!(ids("", "digest"), json!([1, 2, 8]));
    assert_eq!(ids("", "added"), json!([8, 1, 2]));
    assert_eq!(ids("", "relevance").as_array().map(Vec::len), Some(3));
    assert_eq!(ids("pipes", "relevance"), json!([8]));
    assert_eq!(ids("pipes", "digest"), json!([8]));
    assert_eq!(ids("ropes", "relevance"), json!([]));
    let export = desk.run(&["export", "--format", "ris", "--saved", "water"]);
    assert_eq!(export.out.matches("TY  - ").count(), 3, "{}", export.err);

    server.ok("saved.seen", json!({ "id": id }));
    assert_eq!(server.ok("overview", json!({}))["saved"][0]["new"], 0);
    let (status, error) = server.call("saved.seen", json!({ "id": 99 }));
    assert_eq!(
        (status, &error["code"]),
        (422, &json!("no_such_saved_search"))
    );
    let (status, error) = server.call("papers.list", of_view(&json!(99), "", "relevance"));
    assert_eq!(
        (status, &error["code"]),
        (422, &json!("no_such_saved_search"))
    );
}

#[test]
fn a_guests_import_is_watched_and_a_later_process_still_knows_why() {
    let desk = Desk::with_digest();
    let server = Server::start(&desk);
    let saved =
        json!({ "name": "Ropes", "query": "\"grass ropes\"", "mode": "words", "threshold": null });
    let id = server.ok("saved.create", saved)["id"].clone();
    import(&desk, "second.txt", &SECOND);
    assert_eq!(server.ok("overview", json!({}))["saved"][0]["new"], 1);
    drop(server);
    let server = Server::start(&desk);
    let list = server.ok("papers.list", of_view(&id, "", "relevance"));
    assert_eq!(
        list["rows"][0]["watched"][0]["words"],
        json!(["Grass Ropes"])
    );
    assert_eq!(list["rows"][0]["watched"][0]["new"], true);
}

#[test]
fn undo_takes_and_brings_back_a_search_and_its_hits() {
    let desk = Desk::with_digest();
    desk.json(&["saved", "Gulls", "--query", "gulls", "--mode", "words"]);
    import(&desk, "second.txt", &SECOND);
    assert_eq!(counts(&desk), counted("Gulls", 2, 1));
    desk.json(&["saved", "gulls", "--delete"]);
    assert_eq!(counts(&desk), []);
    desk.json(&["undo"]);
    assert_eq!(counts(&desk), counted("Gulls", 2, 1));

    desk.json(&["saved", "Gulls", "--rename", "Birds"]);
    assert_eq!(counts(&desk), counted("Birds", 2, 1));
    // What waits is asked about again: the pier has gulls, but no colony.
    desk.json(&["saved", "Birds", "--query", "gulls colonies"]);
    assert_eq!(counts(&desk), counted("Birds", 1, 0));
    desk.json(&["saved", "Birds", "--query", "pier OR colonies"]);
    desk.json(&["undo"]);
    desk.json(&["undo"]);
    desk.json(&["undo"]);
    assert_eq!(counts(&desk), counted("Gulls", 2, 1));

    desk.json(&["undo"]);
    assert_eq!(
        counts(&desk),
        counted("Gulls", 1, 0),
        "the import is undone"
    );
    desk.json(&["redo"]);
    assert_eq!(counts(&desk), counted("Gulls", 2, 1));
    desk.json(&["undo"]);
    desk.json(&["undo"]);
    assert_eq!(counts(&desk), [], "as if it had never been saved");
    desk.json(&["redo"]);
    assert_eq!(counts(&desk), counted("Gulls", 1, 0));
}

#[test]
fn a_changed_question_keeps_the_badge_of_what_it_still_hits() {
    let desk = Desk::with_digest();
    desk.json(&[
        "saved",
        "Sounds",
        "--query",
        "gulls OR hydrants",
        "--mode",
        "words",
    ]);
    import(&desk, "second.txt", &SECOND);
    assert_eq!(counts(&desk), counted("Sounds", 3, 2));
    let changed = desk.json(&["saved", "Sounds", "--query", "hydrants"]);
    assert_eq!(changed["hits"][0]["words"], json!(["hydrants"]));
    assert_eq!(counts(&desk), counted("Sounds", 1, 1));
}

#[test]
fn trash_hides_hits_and_a_merge_moves_them() {
    let desk = Desk::with_digest();
    let server = Server::start(&desk);
    let saved = json!({ "name": "Pier", "query": "pier", "mode": "words", "threshold": null });
    let id = server.ok("saved.create", saved)["id"].clone();
    import(&desk, "second.txt", &SECOND);
    let new = || server.ok("overview", json!({}))["saved"][0]["new"].clone();
    let watched = |paper: i64| {
        let list = server.ok(
            "papers.list",
            json!({ "view": { "kind": "library" }, "sort": "digest" }),
        );
        let rows = list["rows"].as_array().expect("rows");
        rows.iter()
            .find(|row| row["id"] == paper)
            .map(|row| row["watched"].as_array().map_or(0, Vec::len))
    };
    assert_eq!((new(), watched(7)), (json!(1), Some(1)));
    server.ok("paper.trash", json!({ "ids": [7] }));
    assert_eq!((new(), watched(7)), (json!(0), None));
    server.ok("paper.restore", json!({ "ids": [7] }));
    assert_eq!((new(), watched(7)), (json!(1), Some(1)));

    assert_eq!(watched(6), Some(0));
    server.ok(
        "duplicates.settle",
        json!({ "pairs": [{ "first": 6, "second": 7 }], "verdict": "same" }),
    );
    assert_eq!((new(), watched(6), watched(7)), (json!(1), Some(1), None));
    server.ok("undo", json!({ "seq": null }));
    assert_eq!(
        (new(), watched(6), watched(7)),
        (json!(1), Some(0), Some(1))
    );
    let ids = server.ok("papers.ids", of_view(&id, "", "relevance"))["ids"].clone();
    assert_eq!(ids, json!([7]));
}

#[test]
fn a_standing_question_is_not_bent_to_what_there_is() {
    let desk = Desk::with_digest();
    for (name, query) in [
        ("A slip", "gulps"),
        ("A beginning", "gul"),
        ("Most words", "gulls on a submarine"),
    ] {
        let made = desk.json(&["saved", name, "--query", query, "--mode", "words"]);
        assert_eq!(made["papers"], 0, "{name}");
    }
    assert_eq!(desk.json(&["search", "--mode", "words", "gul"])["total"], 1);
    let report = import(&desk, "second.txt", &SECOND);
    assert_eq!(report["watched"], json!([]));
}

#[test]
fn what_no_saved_search_can_be_is_refused_and_what_is_odd_still_searches() {
    let desk = Desk::with_digest();
    let long_name = "n".repeat(10_000);
    let long_query = "gulls ".repeat(2_000);
    for arguments in [
        ["saved", &long_name, "--query", "gulls"],
        ["saved", " \t ", "--query", "gulls"],
        ["saved", "Long", "--query", &long_query],
        ["saved", "Nothing", "--query", ""],
        ["saved", "Nothing", "--query", "()"],
    ] {
        fails(&desk, &arguments, 1);
    }
    fails(&desk, &["saved", "Unknown"], 1);
    fails(&desk, &["saved", "Unknown", "--delete"], 1);
    fails(
        &desk,
        &["export", "--format", "ris", "--saved", "Unknown"],
        1,
    );
    fails(
        &desk,
        &[
            "saved",
            "Field",
            "--mode",
            "meaning",
            "--query",
            "year:2020",
        ],
        1,
    );
    fails(
        &desk,
        &["saved", "A", "--query", "b", "--threshold", "1.5"],
        2,
    );
    fails(
        &desk,
        &["saved", "A", "--query", "b", "--threshold", "NaN"],
        2,
    );
    fails(&desk, &["saved", "A", "--threshold", "0.5"], 2);
    fails(&desk, &["saved", "--query", "b"], 2);
    fails(&desk, &["saved", "A", "--delete", "--query", "b"], 2);
    assert_eq!(counts(&desk), []);

    for (name, query) in [
        ("quote", "\"gulls"),
        ("brackets", "((((gulls"),
        ("sql", "gulls'; DROP TABLE papers; --"),
        ("nul", "gulls \u{1}\u{202e}"),
        ("fields", "nofield:gulls year:later gulls"),
    ] {
        desk.json(&["saved", name, "--query", query, "--mode", "words"]);
    }
    let odd = desk.json(&["saved", "fields"]);
    assert!(!odd["errors"].as_array().expect("a list").is_empty());
    assert_eq!(desk.json(&["saved", "brackets"])["papers"], 1);
    import(&desk, "second.txt", &SECOND);
    let news: Vec<_> = counts(&desk)
        .into_iter()
        .filter(|(_, _, new)| *new > 0)
        .collect();
    assert!(news.iter().any(|(name, ..)| name == "brackets"), "{news:?}");
    assert_eq!(desk.json(&["doctor"])["healthy"], true);
    assert!(fails(&desk, &["saved", "QUOTE", "--rename", "Brackets"], 1).contains("Brackets"));
}

#[test]
fn by_meaning_a_paper_is_hit_once_it_has_a_vector_and_the_reason_is_the_cosine() {
    let desk = Desk::with_digest();
    let question = "detecting leaking water pipes by sound";
    let Some(made) = by_model(
        &desk,
        &[
            "saved",
            "Leaks",
            "--query",
            question,
            "--mode",
            "meaning",
            "--threshold",
            "0.5",
        ],
    ) else {
        return;
    };
    assert_eq!(made["papers"], 0, "nothing has a vector yet");
    let report = import(&desk, "second.txt", &SECOND);
    assert_eq!(report["watched"], json!([]));
    by_model(&desk, &["embed"]);
    let shown = by_model(&desk, &["saved", "leaks"]).expect("the model is there");
    assert_eq!((&shown["papers"], &shown["new"]), (&json!(2), &json!(1)));
    for hit in shown["hits"].as_array().expect("hits") {
        assert_eq!(hit["why"], "meaning");
        assert!(hit["score"].as_f64().is_some_and(|score| score >= 0.5));
        assert_eq!(
            hit["new"],
            hit["id"] == 8,
            "only what came after it was made"
        );
    }
    by_model(&desk, &["embed"]);
    assert_eq!(
        by_model(&desk, &["saved", "leaks"]).expect("model")["new"],
        1
    );

    // Without the model the badge stands; the question itself cannot be asked.
    let nowhere = desk.path().join("no-model");
    let mut command = desk.command(&["saved", "leaks"]);
    let answer = Answer::of(
        command
            .env("LECTERN_MODEL_DIR", &nowhere)
            .output()
            .expect("starts"),
    );
    assert_eq!(answer.code, 1);
    assert!(answer.err.contains("embedding model"), "{}", answer.err);
}

#[test]
fn hybrid_hits_by_words_at_once_and_learns_the_other_reason_when_embedded() {
    let desk = Desk::with_digest();
    let question = "microphones on pipes";
    if by_model(
        &desk,
        &["saved", "Pipes", "--query", question, "--threshold", "0.4"],
    )
    .is_none()
    {
        return;
    }
    let file = desk.file("second.txt", digest(&SECOND));
    let report = by_model(&desk, &["import", file.to_str().expect("plain")]).expect("model");
    assert_eq!(report["watched"][0]["papers"], 1);
    let server = Server::start(&desk);
    let list = server.ok(
        "papers.list",
        json!({ "view": { "kind": "library" }, "sort": "digest" }),
    );
    let rows = list["rows"].as_array().expect("rows");
    let hit = rows.iter().find(|row| row["id"] == 8).expect("the paper")["watched"][0].clone();
    assert_eq!(hit["why"], "both");
    assert_eq!(hit["words"], json!(["Microphones", "Pipes", "pipe"]));
    assert!(
        hit["score"].as_f64().is_some_and(|score| score >= 0.4),
        "{hit}"
    );
}

/// A word of letters only, another for every number.
fn spelled(number: usize) -> String {
    let digits = number.to_string();
    let letters = digits
        .bytes()
        .map(|digit| char::from(digit - b'0' + b'q' - 9));
    // At the beginning, where no stem takes letters away.
    format!("{}measure", letters.collect::<String>())
}

#[test]
fn two_hundred_saved_searches_over_five_hundred_papers() {
    let desk = Desk::with_digest();
    let words = [
        "river", "signal", "harvest", "lattice", "protein", "market", "glacier", "sonnet",
    ];
    let server = Server::start(&desk);
    for number in 0..200 {
        let query = format!("{} {}", words[number % words.len()], spelled(number));
        server.ok(
            "saved.create",
            json!({ "name": format!("Search {number}"), "query": query, "mode": "words", "threshold": null }),
        );
    }
    drop(server);
    let entries: String = (0..500)
        .map(|number| {
            format!(
                "@article{{k{number},\n title = {{On the {} of Subject {number}}},\n author = {{Author{number}, Anna}},\n \
                 year = {{{}}},\n abstract = {{We take {} of a {} and of number {number}.}}\n}}\n",
                words[number % words.len()],
                1900 + number % 120,
                spelled(number % 200),
                words[number % words.len()],
            )
        })
        .collect();
    let bare = Desk::new();
    let file = desk.file("many.bib", entries);
    let file = file.to_str().expect("plain");
    let timed = |desk: &Desk| {
        let started = Instant::now();
        let report = desk.json(&["import", "--no-embed", file]);
        (report, started.elapsed())
    };
    let (_, without) = timed(&bare);
    let (report, with) = timed(&desk);
    eprintln!("500 papers: {without:.2?} without saved searches, {with:.2?} with 200 of them");
    let hit: u64 = report["watched"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|watched| watched["papers"].as_u64())
        .sum();
    assert_eq!(hit, 500, "each paper fits one search");
}
