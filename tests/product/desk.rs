//! Several processes at one desk: the window's operations over the loopback server, the command
//! line beside it.

use serde_json::{Value, json};

use crate::server::Server;
use crate::support::{Desk, PAPERS};

fn list(query: &str) -> Value {
    json!({ "view": { "kind": "library" }, "query": query, "mode": "words", "sort": "relevance", "descending": null, "offset": 0, "limit": 50 })
}

#[test]
fn a_preview_promises_what_the_import_then_does() {
    let desk = Desk::new();
    let server = Server::start(&desk);
    let text = crate::support::digest(&PAPERS);
    let preview = server.ok(
        "import.preview",
        json!({ "paths": [], "text": text, "format": null }),
    );
    assert_eq!(preview["new"], PAPERS.len());
    assert_eq!(
        preview["files"][0]["rows"].as_array().map(Vec::len),
        Some(PAPERS.len())
    );
    assert_eq!(
        server.ok("overview", json!({}))["library"],
        0,
        "a preview changes nothing"
    );
    let report = server.ok(
        "import.run",
        json!({
            "preview": preview["id"],
            "leave_out": [{ "file": 0, "position": 2 }],
            "corrections": [{ "file": 0, "position": 1, "title": "Tidal Sorting, Corrected by Hand", "abstract": null }],
            "embed": false
        }),
    );
    let file = &report["imports"][0];
    assert_eq!(
        (&file["added"], &file["skipped"]),
        (&json!(PAPERS.len() - 1), &json!(1))
    );
    let found = server.ok("papers.list", list("corrected by hand"));
    assert_eq!(found["total"], 1);
    let (status, error) = server.call(
        "import.run",
        json!({ "preview": preview["id"], "leave_out": [], "corrections": [], "embed": false }),
    );
    assert_eq!((status, &error["code"]), (422, &json!("preview_gone")));
    let again = server.ok(
        "import.preview",
        json!({ "paths": [], "text": text, "format": null }),
    );
    assert_eq!(again["files"][0]["seen_before"], true);
}

#[test]
fn the_command_line_works_beside_the_window_and_both_see_the_same() {
    let desk = Desk::with_digest();
    let server = Server::start(&desk);
    assert_eq!(server.ok("overview", json!({}))["owner"], true);
    desk.json(&["note", "4", "A note from a second process about quartz."]);
    assert_eq!(
        server.ok("paper.show", json!({ "id": 4 }))["note"],
        "A note from a second process about quartz."
    );
    assert_eq!(server.ok("papers.list", list("quartz"))["total"], 1);
    server.ok(
        "paper.tag",
        json!({ "ids": [2], "add": ["from the window"], "remove": [] }),
    );
    assert_eq!(
        desk.json(&["show", "2"])["tags"],
        json!(["from the window"])
    );
    assert_eq!(
        desk.json(&["search", "quartz"])["total"],
        1,
        "the guest reads the owner's index"
    );
    desk.json(&["undo"]);
    assert_eq!(
        server.ok("paper.show", json!({ "id": 2 }))["tags"],
        json!([])
    );
}

#[test]
fn highlights_mark_the_abstract_and_mistakes_change_nothing() {
    let desk = Desk::with_digest();
    let server = Server::start(&desk);
    server.ok(
        "highlight.add",
        json!({ "paper": 1, "start": 3, "end": 9, "colour": "green", "comment": "verb" }),
    );
    let shown = server.ok("paper.show", json!({ "id": 1 }));
    let mark = &shown["highlights"][0];
    assert_eq!(
        (&mark["text"], &mark["colour"], &mark["comment"]),
        (&json!("follow"), &json!("green"), &json!("verb"))
    );
    let (status, error) = server.call(
        "highlight.add",
        json!({ "paper": 1, "start": 3, "end": 90_000, "colour": "green", "comment": "" }),
    );
    assert_eq!((status, &error["code"]), (422, &json!("bad_request")));
    server.ok("undo", json!({ "seq": null }));
    assert_eq!(
        server.ok("paper.show", json!({ "id": 1 }))["highlights"],
        json!([])
    );
    for (operation, request) in [
        (
            "paper.decide",
            json!({ "ids": [999], "decision": "include", "reason": null }),
        ),
        ("paper.note", json!({ "id": "one" })),
        ("no.such.operation", json!({})),
    ] {
        let (status, error) = server.call(operation, request);
        assert_eq!(status, 422, "{operation}");
        assert!(
            error["code"].is_string() && error["message"].is_string(),
            "{operation}: {error}"
        );
    }
}

#[test]
fn an_edited_paper_is_exported_with_what_was_added() {
    let desk = Desk::with_digest();
    let server = Server::start(&desk);
    server.ok(
        "paper.edit",
        json!({ "id": 6, "authors": "Möwe, Jonna\nvan der See, Piet\n{The Colony Project}", "date": "2024-05", "venue": "Journal of Loud Birds", "doi": "https://doi.org/10.5555/GULL.9" }),
    );
    let shown = server.ok("paper.show", json!({ "id": 6 }));
    assert_eq!(shown["identifiers"]["doi"], "10.5555/gull.9");
    assert_eq!(shown["year"], 2024);
    let text = desk.run(&["export", "--format", "text", "--style", "apa", "6"]);
    assert!(
        text.out
            .contains("Möwe, J., van der See, P., & The Colony Project. (2024"),
        "{}",
        text.out
    );
    let (status, error) = server.call("paper.edit", json!({ "id": 6, "date": "last spring" }));
    assert_eq!((status, &error["code"]), (422, &json!("bad_date")));
}
