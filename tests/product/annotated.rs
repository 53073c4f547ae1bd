//! Annotated bibliographies as the window makes them: previews, presets, order, warnings, and what
//! is said while an annotation is being written.

use serde_json::{Value, json};

use crate::server::Server;
use crate::support::{Desk, PAPERS};

/// Sixty words of the reader's own.
fn sixty() -> String {
    let words: Vec<String> = (1..=60).map(|number| format!("word{number}")).collect();
    words.join(" ")
}

fn choices(more: Value) -> Value {
    let mut choices = json!({ "format": "html", "style": "apa", "papers": { "kind": "library" },
        "annotation": ["note"] });
    for (name, value) in more.as_object().expect("an object") {
        choices[name] = value.clone();
    }
    choices
}

fn preview(server: &Server, more: Value) -> Value {
    server.ok(
        "export.preview",
        json!({ "choices": choices(more), "limit": 0 }),
    )
}

fn ids(preview: &Value) -> Vec<i64> {
    let order = preview["order"].as_array().expect("an order");
    order
        .iter()
        .map(|place| place["id"].as_i64().expect("an id"))
        .collect()
}

/// The number of warnings of a kind, by paper.
fn warned(preview: &Value, kind: &str) -> Vec<i64> {
    let warnings = preview["warnings"].as_array().expect("warnings");
    warnings
        .iter()
        .filter(|warning| warning["kind"] == kind)
        .map(|warning| warning["paper"].as_i64().expect("a paper"))
        .collect()
}

#[test]
fn a_request_of_before_there_were_more_choices_still_works() {
    let desk = Desk::with_digest();
    let server = Server::start(&desk);
    let old = json!({ "choices": { "format": "docx", "style": "apa", "papers": { "kind": "library" },
        "annotation": ["note"], "group_by": null, "sort": "style", "title": null }, "limit": 2 });
    let preview = server.ok("export.preview", old);
    assert_eq!(preview["entries"], PAPERS.len());
    assert_eq!(ids(&preview).len(), PAPERS.len());
    assert_eq!(preview["groups"], json!([]));
    let html = preview["html"].as_str().expect("a page");
    assert_eq!(html.matches("(n.d.)").count(), 2, "{html}");
}

#[test]
fn an_order_by_hand_holds_and_papers_left_out_of_it_follow() {
    let desk = Desk::with_digest();
    let server = Server::start(&desk);
    let by_hand = preview(&server, json!({ "sort": "manual", "order": [5, 2] }));
    let order = ids(&by_hand);
    assert_eq!(order[..2], [5, 2]);
    let mut all = order.clone();
    all.sort_unstable();
    assert_eq!(all, [1, 2, 3, 4, 5, 6]);
    let html = by_hand["html"].as_str().expect("a page").to_lowercase();
    let place = |words: &str| {
        html.find(words)
            .unwrap_or_else(|| panic!("{words}: {html}"))
    };
    assert!(place("slow proofs") < place("listening for leaks"));
    assert!(place("listening for leaks") < place("tidal sorting"));
}

#[test]
fn groups_have_introductions_and_the_preview_says_where_everything_stands() {
    let desk = Desk::with_digest();
    desk.json(&["mark", "1", "include"]);
    desk.json(&["mark", "2", "exclude"]);
    desk.json(&["mark", "4", "maybe"]);
    let server = Server::start(&desk);
    let grouped = preview(
        &server,
        json!({ "group_by": "decision", "contents": true,
            "introductions": { "Included": "What **counts**.", "Nowhere": "never printed" } }),
    );
    assert_eq!(
        grouped["groups"],
        json!([
            { "heading": "Included", "level": 1, "entries": 1 },
            { "heading": "Maybe", "level": 1, "entries": 1 },
            { "heading": "Excluded", "level": 1, "entries": 1 },
            { "heading": "Undecided", "level": 1, "entries": 3 },
        ])
    );
    assert_eq!(ids(&grouped)[..3], [1, 4, 2]);
    assert_eq!(grouped["order"][0]["group"], "Included");
    assert_eq!(grouped["order"][5]["group"], "Undecided");
    let html = grouped["html"].as_str().expect("a page");
    assert!(html.contains("What <strong>counts</strong>."), "{html}");
    assert!(!html.contains("never printed"), "{html}");
}

#[test]
fn words_out_of_bounds_and_copied_abstracts_are_pointed_out_by_the_readers_own_bounds() {
    let desk = Desk::with_digest();
    desk.json(&["note", "1", "Too short."]);
    desk.json(&["note", "2", &sixty()]);
    desk.json(&["note", "3", PAPERS[2].1]);
    let server = Server::start(&desk);
    let usual = preview(&server, json!({}));
    assert_eq!(warned(&usual, "short-annotation"), [1]);
    assert_eq!(warned(&usual, "long-annotation"), Vec::<i64>::new());
    assert_eq!(warned(&usual, "copied-abstract"), [3]);
    assert_eq!(warned(&usual, "no-annotation").len(), 3);
    let narrow = preview(&server, json!({ "least_words": 2, "most_words": 59 }));
    assert_eq!(warned(&narrow, "short-annotation"), Vec::<i64>::new());
    assert_eq!(warned(&narrow, "long-annotation"), [2]);
    let of_two = narrow["warnings"]
        .as_array()
        .expect("warnings")
        .iter()
        .find(|warning| warning["kind"] == "long-annotation");
    assert_eq!(of_two.expect("one")["words"], 60);
}

#[test]
fn a_changed_note_shows_in_the_next_preview_and_headings_in_notes_can_be_left_out() {
    let desk = Desk::with_digest();
    let server = Server::start(&desk);
    let note = |text: &str| {
        server.ok("paper.note", json!({ "id": 1, "text": text }));
    };
    let html = |more: Value| {
        preview(&server, more)["html"]
            .as_str()
            .expect("a page")
            .to_owned()
    };
    note("### Summary\n\nIt sorts.");
    assert!(html(json!({})).contains("Summary"));
    let without = html(json!({ "note_headings": false }));
    assert!(
        without.contains("It sorts.") && !without.contains("Summary"),
        "{without}"
    );
    note("It does not sort.");
    assert!(html(json!({})).contains("It does not sort."));
}

#[test]
fn choices_kept_under_a_name_are_replaced_used_and_forgotten() {
    let desk = Desk::with_digest();
    let first = desk.run(&[
        "export",
        "--format",
        "text",
        "--style",
        "mla",
        "--title",
        "Mine",
        "--save-preset",
        "Thesis",
        "1",
    ]);
    assert_eq!(first.code, 0, "{}", first.err);
    desk.run(&[
        "export",
        "--format",
        "text",
        "--save-preset",
        "THESIS",
        "--title",
        "Mine",
        "1",
        "2",
    ]);
    let presets = desk.json(&["presets"]);
    assert_eq!(presets["presets"].as_array().map(Vec::len), Some(1));
    assert_eq!(presets["presets"][0]["name"], "THESIS");
    let used = desk.run(&["export", "--preset", "thesis"]);
    assert!(
        used.out.starts_with("Mine") || used.out.trim_start().starts_with("Mine"),
        "{}",
        used.out
    );
    assert!(used.out.contains("Listening for"), "{}", used.out);
    let over = desk.run(&["export", "--preset", "thesis", "--title", "Theirs", "3"]);
    assert!(
        over.out.contains("Theirs") && over.out.contains("Kindnesses"),
        "{}",
        over.out
    );
    assert!(!over.out.contains("Listening for"), "{}", over.out);

    assert_eq!(desk.run(&["presets", "--delete", "Thesis"]).code, 0);
    assert_eq!(desk.json(&["presets"])["presets"], json!([]));
    desk.json(&["undo"]);
    assert_eq!(desk.json(&["presets"])["presets"][0]["name"], "THESIS");
    let unknown = desk.run(&["export", "--preset", "nobody's"]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.err.contains("nobody's"), "{}", unknown.err);
}

#[test]
fn an_annotation_is_checked_as_it_is_written() {
    let desk = Desk::with_digest();
    let server = Server::start(&desk);
    let text = "### Summary\n\nÜber grains: we follow SAND and silt, through three estuaries over \
        two winters, and find that grains sort themselves within eleven tides of a storm!\n\n\
        ### Bewertung\n\nTwo constants.\n\n### Reflection\n\nI would measure $k$ again.";
    let check = server.ok("annotation.check", json!({ "id": 1, "text": text }));
    assert_eq!(
        check["sections"],
        json!({ "summary": 26, "assessment": 2, "reflection": 5 })
    );
    assert_eq!(check["words"], 33);
    let copied = check["copied"].as_array().expect("sentences");
    assert_eq!(copied.len(), 1, "{copied:?}");
    let place = |name: &str| copied[0][name].as_u64().expect("a place") as usize;
    let (start, end) = (place("start"), place("end"));
    let marked: String = text.chars().skip(start).take(end - start).collect();
    assert!(
        marked.ends_with("of a storm!") && marked.contains("Über"),
        "{marked}"
    );
    assert!(
        copied[0]["source"]
            .as_str()
            .expect("a sentence")
            .starts_with("We follow sand"),
        "{copied:?}"
    );
    let (status, error) = server.call("annotation.check", json!({ "id": 99, "text": "" }));
    assert_ne!(status, 200);
    assert_eq!(error["code"], "no_such_paper");
}

#[test]
fn progress_goes_through_a_collection_in_its_own_order() {
    let desk = Desk::with_digest();
    desk.json(&["collection", "Thesis", "+4", "+2", "+6", "+1"]);
    desk.json(&["note", "4", &sixty()]);
    desk.json(&["note", "2", "Short."]);
    desk.json(&["note", "1", PAPERS[0].1]);
    let progress = desk.json(&["progress", "--collection", "Thesis"]);
    let words = PAPERS[0].1.split_whitespace().count() + 61;
    assert_eq!(
        progress,
        json!({ "papers": 4, "annotated": 3, "short": 1, "long": 0, "copied": 1, "next": 6,
            "words": words })
    );
    let library = desk.json(&["progress"]);
    assert_eq!(
        (&library["papers"], &library["next"]),
        (&json!(6), &json!(3))
    );
    let nowhere = desk.run(&["progress", "--collection", "Nowhere"]);
    assert_eq!(nowhere.code, 1);
    assert!(nowhere.err.contains("no collection"), "{}", nowhere.err);
}
