//! The review matrix and the reader's own fields.

use serde_json::{Value, json};

use crate::server::Server;
use crate::support::Desk;

fn cells(desk: &Desk, columns: &str) -> Vec<Vec<String>> {
    let matrix = desk.json(&["matrix", "--columns", columns]);
    rows(&matrix)
}

fn rows(matrix: &Value) -> Vec<Vec<String>> {
    let rows = matrix["rows"].as_array().expect("rows");
    rows.iter()
        .map(|row| serde_json::from_value(row["cells"].clone()).expect("cells"))
        .collect()
}

#[test]
fn fields_are_typed_and_a_value_of_another_kind_is_refused() {
    let desk = Desk::with_digest();
    desk.json(&["field", "Risk", "--kind", "choice", "--choices", "Low,High"]);
    desk.json(&["field", "risk", "--set", "low", "1", "2"]);
    desk.json(&["field", "n", "--kind", "number", "--set", "12", "1"]);
    assert_eq!(
        cells(&desk, "field:Risk,field:N")[..3],
        [vec!["Low", "12"], vec!["Low", ""], vec!["", ""]]
    );
    let fields = desk.json(&["field"]);
    assert_eq!(fields["fields"][0]["papers"], 2);
    for (field, value, word) in [("Risk", "medium", "Low, High"), ("n", "many", "a number")] {
        let refused = desk.run(&["field", field, "--set", value, "1"]);
        assert_eq!(refused.code, 1, "{}", refused.err);
        assert!(refused.err.contains(word), "{}", refused.err);
    }
    let in_use = desk.run(&["field", "Risk", "--choices", "High"]);
    assert_eq!(in_use.code, 1);
    assert!(in_use.err.contains("2 papers have “Low”"), "{}", in_use.err);
    desk.json(&["field", "Risk", "--set", "", "2"]);
    assert_eq!(cells(&desk, "field:Risk")[1], [""]);

    desk.json(&["field", "Risk", "--delete"]);
    assert_eq!(desk.run(&["matrix", "--columns", "field:Risk"]).code, 1);
    desk.json(&["undo"]);
    assert_eq!(cells(&desk, "field:Risk")[0], ["Low"]);
}

#[test]
fn every_cell_can_be_changed_where_it_stands_and_undone() {
    let desk = Desk::with_digest();
    let server = Server::start(&desk);
    let field = server.ok(
        "field.create",
        json!({ "name": "Open data", "kind": "yes-no", "choices": [] }),
    );
    let field = json!({ "kind": "field", "id": field["id"] });
    let before = server.ok("paper.show", json!({ "id": 1 }));
    let changes = [
        (json!({ "kind": "title" }), "Another title", "Another title"),
        (
            json!({ "kind": "authors" }),
            "Beethoven, Ludwig van; {The Tide Group}",
            "Beethoven, Ludwig van; {The Tide Group}",
        ),
        (json!({ "kind": "year" }), "2019", "2019"),
        (json!({ "kind": "venue" }), "Tides", "Tides"),
        (json!({ "kind": "key" }), "tides:2019", "tides:2019"),
        (json!({ "kind": "decision" }), "maybe", "maybe"),
        (json!({ "kind": "tags" }), "sand, coast", "coast, sand"),
        (json!({ "kind": "stars" }), "4", "4"),
        (json!({ "kind": "note" }), "All of it.", "All of it."),
        (
            json!({ "kind": "section", "name": "Method" }),
            "Two *winters*",
            "Two *winters*",
        ),
        (field, "Y", "yes"),
    ];
    let columns: Vec<&Value> = changes.iter().map(|(column, ..)| column).collect();
    for (column, value, _) in &changes {
        let done = server.ok(
            "matrix.set",
            json!({ "id": 1, "column": column, "value": value }),
        );
        assert!(done["seq"].is_i64(), "{column}: {done}");
    }
    let request = json!({ "view": { "kind": "library" }, "query": "", "columns": columns, "offset": 0, "limit": 0 });
    let matrix = server.ok("matrix", request);
    let expected: Vec<&str> = changes.iter().map(|(_, _, shown)| *shown).collect();
    assert_eq!(rows(&matrix)[0], expected);
    assert_eq!(matrix["total"], 6);
    assert_eq!(matrix["sections"], json!(["Method"]));
    assert_eq!(matrix["columns"][9]["name"], "Method");
    let show = server.ok("paper.show", json!({ "id": 1 }));
    assert_eq!(show["note"], "All of it.\n\n### Method\n\nTwo *winters*");
    // A cell that is left as it shows changes nothing.
    for (column, _, shown) in &changes {
        let done = server.ok(
            "matrix.set",
            json!({ "id": 1, "column": column, "value": shown }),
        );
        assert_eq!(done["seq"], Value::Null, "{column}");
    }
    for _ in &changes {
        server.ok("undo", json!({}));
    }
    assert_eq!(server.ok("paper.show", json!({ "id": 1 })), before);

    for (column, value, code) in [
        (json!({ "kind": "title" }), " ", "bad_request"),
        (json!({ "kind": "key" }), "two words", "bad_key"),
        (json!({ "kind": "decision" }), "perhaps", "bad_value"),
        (json!({ "kind": "stars" }), "-1", "bad_value"),
        (json!({ "kind": "stars" }), "6", "bad_request"),
        (
            json!({ "kind": "section", "name": "Method" }),
            "# Other\n\ntext",
            "bad_value",
        ),
        (json!({ "kind": "field", "id": 99 }), "x", "no_such_field"),
    ] {
        let (status, error) = server.call(
            "matrix.set",
            json!({ "id": 1, "column": column, "value": value }),
        );
        assert_ne!(status, 200, "{column} {value}");
        assert_eq!(error["code"], code, "{column} {value}");
    }
}

#[test]
fn saved_columns_come_back_and_a_merge_keeps_the_winners_values_and_fills_gaps() {
    let desk = Desk::with_digest();
    desk.json(&["field", "Risk", "--set", "kept", "1"]);
    desk.json(&["field", "Risk", "--set", "lost", "2"]);
    desk.json(&["field", "Method", "--set", "filled", "2"]);
    desk.json(&["merge", "1", "2"]);
    assert_eq!(
        cells(&desk, "field:Risk,field:Method")[0],
        ["kept", "filled"]
    );
    desk.json(&["undo"]);
    assert_eq!(
        cells(&desk, "field:Risk,field:Method")[..2],
        [["kept", ""], ["lost", "filled"]]
    );
    let server = Server::start(&desk);
    let columns = json!([{ "kind": "title" }, { "kind": "section", "name": "Summary" }, { "kind": "field", "id": 1 }]);
    let saved = server.ok(
        "matrix.save",
        json!({ "name": "Review", "columns": columns }),
    );
    server.ok(
        "matrix.save",
        json!({ "name": "REVIEW", "columns": columns }),
    );
    let all = server.ok("matrix.saved", json!({}));
    assert_eq!(
        all,
        json!([{ "id": saved["id"], "name": "REVIEW", "columns": columns }])
    );
    server.ok("matrix.delete", json!({ "id": saved["id"] }));
    assert_eq!(server.ok("matrix.saved", json!({})), json!([]));
    let (status, _) = server.call("matrix.delete", json!({ "id": saved["id"] }));
    assert_ne!(status, 200);
}

#[test]
fn a_matrix_is_written_as_a_table_that_no_cell_breaks() {
    let desk = Desk::with_digest();
    desk.json(&[
        "note",
        "1",
        "### Summary\n\nIt *sorts* | and, \"quotes\".\n\nTwice.",
    ]);
    desk.json(&["field", "Formula", "--set", "=1+1", "1"]);
    desk.json(&["collection", "Thesis", "+2", "+1"]);
    let columns = "title,stars,section:summary,field:Formula";
    let table = |format: &str| {
        let answer = desk.run(&[
            "matrix",
            "--collection",
            "Thesis",
            "--columns",
            columns,
            "--format",
            format,
            "--title",
            "Mine",
        ]);
        assert_eq!(answer.code, 0, "{format}: {}", answer.err);
        answer.out
    };
    let csv = table("csv");
    assert!(
        csv.starts_with("Title,Stars,summary,Formula")
            || csv.starts_with("\u{feff}Title,Stars,summary,Formula"),
        "{csv}"
    );
    assert!(!csv.contains(",=1+1"), "a formula for a spreadsheet: {csv}");
    assert!(
        csv.find("Listening") < csv.find("Tidal"),
        "the collection's order: {csv}"
    );
    let markdown = table("markdown");
    assert!(markdown.contains("It *sorts* \\| and"), "{markdown}");
    let html = table("html");
    assert!(
        html.contains("<em>sorts</em>") && !html.contains("<script"),
        "{html}"
    );
    let file = desk.path().join("matrix.docx");
    let report = desk.json(&[
        "matrix",
        "--columns",
        columns,
        "--format",
        "docx",
        "-o",
        file.to_str().expect("plain"),
    ]);
    assert_eq!(report["entries"], 6);
    assert!(
        std::fs::read(&file)
            .expect("was written")
            .starts_with(b"PK")
    );
    for (arguments, code) in [
        (["matrix", "--columns", "colour"], 2),
        (["matrix", "--columns", "field:None"], 1),
        (["matrix", "--columns=title", "--format=pdf"], 2),
        (["matrix", "--columns=title", "--query=tag:nothing"], 1),
    ] {
        let answer = desk.run(&arguments);
        assert_eq!(answer.code, code, "{arguments:?}: {}", answer.err);
    }
}
