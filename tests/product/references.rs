//! References for others: files that lose nothing, citation keys, single citations, and styles of
//! the reader's own.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::server::Server;
use crate::support::Desk;

/// Records of our own making, one for each kind of trouble.
fn records() -> Value {
    json!([
        { "id": "beethoven2020tides", "type": "article-journal",
          "title": "Tides & <i>Enteromorpha</i>: 50% of $\\alpha$-blooms, {explained}",
          "author": [
            { "family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van" },
            { "literal": "The Tide and Sand Group" },
            { "family": "Muñoz Pérez", "given": "José María" } ],
          "issued": { "date-parts": [[2020, 3, 14]] }, "container-title": "Journal of Tides & Sand",
          "volume": "12", "issue": "3", "page": "1045-1067", "DOI": "10.1000/tides.2020_1",
          "ISSN": "1234-5679", "language": "en", "URL": "https://example.org/a?b=1&c=%20x",
          "abstract": "We measured 50% of it. \"Quoted\" and 'so' on: a_b, x^2, #5, ~7, \\cite{x}." },
        { "id": "ng-thesis", "type": "thesis", "title": "A thesis on moss",
          "author": [{ "family": "Ng", "given": "A. B." }], "issued": { "date-parts": [[1999]] },
          "publisher": "University of Nowhere", "publisher-place": "Nowhere" },
        { "id": "chapter", "type": "chapter", "title": "On gulls",
          "author": [{ "family": "Öz", "given": "İpek" }],
          "editor": [{ "family": "Editor", "given": "Ed" }, { "family": "Second", "given": "Sam" }],
          "container-title": "Handbook of Birds", "page": "1-20", "publisher": "Wing Press",
          "issued": { "date-parts": [[2011, 12]] }, "ISBN": "9780262033848" },
        { "id": "report", "type": "report", "title": "潮汐の分類に関する報告",
          "author": [{ "literal": "国立海洋研究所" }], "publisher": "国立海洋研究所",
          "issued": { "date-parts": [[2015]] }, "language": "ja" },
        { "id": "bare", "type": "document", "title": "Nothing else is known of this one" }
    ])
}

fn imported() -> Desk {
    let desk = Desk::new();
    let file = desk.file("records.json", records().to_string());
    let report = desk.json(&["import", "--no-embed", file.to_str().expect("plain")]);
    assert_eq!(report["imports"][0]["added"], 5, "{report}");
    let note = "It *convinces* me, by 50% & more: $\\alpha_1 < \\beta$.\n\n\
        - first {brace}\n- second # hash\n\nA last paragraph\nof two lines.";
    desk.json(&["note", "beethoven2020tides", note]);
    desk.json(&["tag", "beethoven2020tides", "+coast, north", "+α-blooms"]);
    desk.json(&["note", "report", "短い注釈。"]);
    desk
}

/// What is known of every paper, by key, without what belongs to one library only.
fn known(desk: &Desk) -> Value {
    let mut all = json!({});
    for paper in desk.json(&["list"])["papers"].as_array().expect("papers") {
        let mut kept = json!({});
        for field in [
            "title",
            "abstract",
            "authors",
            "date",
            "venue",
            "type",
            "identifiers",
            "urls",
            "note",
            "volume",
            "issue",
            "pages",
            "publisher",
            "language",
        ] {
            kept[field] = paper[field].clone();
        }
        // The reader's tags are a file's keywords.
        let words: BTreeSet<&str> = ["tags", "keywords"]
            .iter()
            .flat_map(|list| paper[list].as_array().expect("a list"))
            .filter_map(Value::as_str)
            .collect();
        kept["keywords"] = json!(words);
        all[paper["key"].as_str().expect("a key")] = kept;
    }
    all
}

#[test]
fn a_round_trip_through_a_reference_format_loses_nothing() {
    let desk = imported();
    let before = known(&desk);
    for format in ["bibtex", "biblatex", "ris", "csl-json"] {
        let file = desk.path().join(format!("out.{format}"));
        let path = file.to_str().expect("plain");
        desk.json(&["export", "--format", format, "-o", path]);
        let other = Desk::new();
        other.json(&["import", "--no-embed", "--format", format, path]);
        let after = known(&other);
        for (key, paper) in before.as_object().expect("papers") {
            for (field, value) in paper.as_object().expect("fields") {
                assert_eq!(
                    &after[key][field],
                    value,
                    "{format}: {field} of {key}\n{}",
                    std::fs::read_to_string(&file).unwrap_or_default()
                );
            }
        }
        assert_eq!(
            after.as_object().map(serde_json::Map::len),
            Some(5),
            "{format}"
        );
    }
}

#[test]
fn an_annotation_stands_in_the_field_that_each_format_has_for_it() {
    let desk = imported();
    for (format, field) in [
        ("bibtex", "annote = {"),
        ("biblatex", "annotation = {"),
        ("ris", "N1  - "),
        ("csl-json", "\"note\":"),
    ] {
        let out = desk.run(&["export", "--format", format, "report"]).out;
        let line = out
            .lines()
            .find(|line| line.trim_start().starts_with(field));
        assert!(
            line.is_some_and(|line| line.contains("短い注釈。")),
            "{format}: {out}"
        );
    }
}

#[test]
fn a_key_is_changed_by_hand_only_found_and_exported() {
    let desk = imported();
    assert_eq!(desk.run(&["key", "ng-thesis"]).out.trim(), "ng-thesis");
    desk.json(&["key", "ng-thesis", "Moss:1999-a"]);
    for query in ["key:Moss:1999-a", "Moss:1999-a"] {
        let found = desk.json(&["search", "--mode", "words", query]);
        assert_eq!(found["hits"][0]["key"], "Moss:1999-a", "{query}: {found}");
    }
    let gone = desk.json(&["search", "--mode", "words", "key:ng-thesis"]);
    assert_eq!(gone["total"], 0, "{gone}");
    let bibtex = desk
        .run(&["export", "--format", "bibtex", "Moss:1999-a"])
        .out;
    assert!(bibtex.contains("{Moss:1999-a,"), "{bibtex}");
    desk.json(&["note", "Moss:1999-a", "A note changes no key."]);
    assert_eq!(
        desk.json(&["show", "Moss:1999-a"])["note"],
        "A note changes no key."
    );
    for (key, word) in [
        ("two words", "blanks"),
        ("a,b", "','"),
        ("{x}", "'{'"),
        ("CHAPTER", "Another paper"),
        ("", "empty"),
    ] {
        let refused = desk.run(&["key", "Moss:1999-a", key]);
        assert_eq!(refused.code, 1, "{key}: {}", refused.err);
        assert!(refused.err.contains(word), "{key}: {}", refused.err);
    }
    desk.json(&["undo"]);
    desk.json(&["undo"]);
    assert_eq!(desk.json(&["show", "ng-thesis"])["key"], "ng-thesis");
}

#[test]
fn keys_of_new_papers_follow_the_pattern_and_old_ones_stay() {
    let desk = Desk::with_digest();
    let server = Server::start(&desk);
    let mut settings = server.ok("settings", json!({}));
    assert_eq!(settings["key_pattern"], "[author][year][word]");
    assert_eq!(settings["cite_style"], "apa");
    let old = server.ok("paper.show", json!({ "id": 1 }))["key"].clone();
    settings["key_pattern"] = json!("[Auth]:[year]");
    server.ok("settings.save", settings.clone());
    let ris = "TY  - JOUR\nTI  - One work on moss in towns\nAU  - Müller, Ö.\nPY  - 2020\nER  -\n\
        TY  - JOUR\nTI  - Quite another study of gulls at sea\nAU  - Müller, Ö.\nPY  - 2020\nER  -\n";
    let file = desk.file("new.ris", ris);
    desk.json(&["import", "--no-embed", file.to_str().expect("plain")]);
    let key = |id: i64| server.ok("paper.show", json!({ "id": id }))["key"].clone();
    assert_eq!((key(7), key(8)), (json!("Mull:2020"), json!("Mull:2020a")));
    assert_eq!(key(1), old);
    server.ok("paper.edit", json!({ "id": 7, "date": "1999" }));
    assert_eq!(key(7), "Mull:2020");
    for (name, value) in [("key_pattern", "[autor]"), ("cite_style", "no-such-style")] {
        let mut wrong = settings.clone();
        wrong[name] = json!(value);
        let (status, _) = server.call("settings.save", wrong);
        assert_ne!(status, 200, "{name}");
    }
}

#[test]
fn papers_are_cited_in_the_order_given_in_every_form() {
    let desk = imported();
    let cite = |arguments: &[&str]| {
        let answer = desk.run(&[&["cite"], arguments].concat());
        assert_eq!(answer.code, 0, "{}", answer.err);
        answer.out
    };
    assert_eq!(
        cite(&["chapter", "bare", "--form", "key"]),
        "chapter, bare\n"
    );
    let bibtex = cite(&["ng-thesis", "chapter", "--form", "bibtex"]);
    let place = |word: &str| {
        bibtex
            .find(word)
            .unwrap_or_else(|| panic!("{word}: {bibtex}"))
    };
    assert!(place("{ng-thesis,") < place("{chapter,"));
    assert!(cite(&["chapter", "--form", "ris"]).starts_with("TY  - CHAP"));
    let apa = cite(&["chapter", "ng-thesis"]);
    assert!(apa.starts_with("Öz") && apa.contains("(2011"), "{apa}");
    let ieee = cite(&["ng-thesis", "--style", "ieee"]);
    assert!(ieee.contains("Ng") && ieee != apa, "{ieee}");
    let rich = desk.json(&["cite", "beethoven2020tides"]);
    let html = rich["html"].as_str().expect("html");
    assert!(
        html.contains("<i>Journal of Tides &amp; Sand</i>"),
        "{html}"
    );
    assert!(
        html.contains("https://doi.org/10.1000/tides.2020_1"),
        "{html}"
    );
    let nobody = desk.run(&["cite", "nobody"]);
    assert_eq!(nobody.code, 1, "{}", nobody.err);
}

const OWN: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
  <info><title>Our own</title><id>our-own</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout><text value="WORK: "/><text variable="title"/></layout></bibliography>
</style>"#;

#[test]
fn a_style_of_the_readers_own_is_kept_in_the_library_and_seen_by_guests() {
    let desk = imported();
    let file = desk.file("apa.csl", OWN);
    let server = Server::start(&desk);
    let added = desk.json(&["styles", "--add", file.to_str().expect("plain")]);
    assert_eq!(
        added["id"], "own-apa",
        "the archive's apa stays within reach"
    );
    std::fs::remove_file(&file).expect("the file is the reader's to delete");
    let found = server.ok("export.styles", json!({ "query": "our own" }));
    assert_eq!(found["styles"][0], added);
    let all = server.ok("export.styles", json!({}));
    assert_eq!(all["styles"][0], added, "listed first");
    assert!(all["total"].as_u64() > Some(50), "{}", all["total"]);
    let text = desk.run(&["export", "--format", "text", "--style", "own-apa"]);
    assert!(
        text.out.contains("WORK: On gulls"),
        "{} {}",
        text.out,
        text.err
    );

    let again = server.ok(
        "export.style.add",
        json!({ "name": "APA.csl", "text": OWN.replace("WORK", "OPUS") }),
    );
    assert_eq!(again, added);
    let text = desk.run(&["export", "--format", "text", "--style", "own-apa"]);
    assert!(text.out.contains("OPUS: On gulls"), "{}", text.out);

    desk.json(&["styles", "--remove", "own-apa"]);
    for arguments in [
        ["styles", "--remove", "own-apa"].as_slice(),
        &["styles", "--remove", "../library"],
        &["export", "--format", "text", "--style", "own-apa"],
    ] {
        let answer = desk.run(arguments);
        assert_eq!(answer.code, 1, "{arguments:?}: {}", answer.err);
    }
}

#[test]
fn a_broken_or_recursive_style_is_refused_and_not_kept() {
    let desk = imported();
    let recursive = OWN.replace(
        "<citation>",
        r#"<macro name="a"><text macro="b"/></macro><macro name="b"><text macro="a"/></macro><citation>"#,
    ).replace(r#"<text value="WORK: "/>"#, r#"<text macro="a"/>"#);
    let deep = format!("{}{}", "<style>".repeat(50_000), "</style>".repeat(50_000));
    for (name, csl) in [
        ("broken.csl", "<style><nonsense"),
        ("empty.csl", ""),
        ("binary.csl", "\u{0}\u{1}\u{2}"),
        ("recursive.csl", recursive.as_str()),
        ("deep.csl", deep.as_str()),
    ] {
        let file = desk.file(name, csl);
        let answer = desk.run(&["styles", "--add", file.to_str().expect("plain")]);
        assert_eq!(answer.code, 1, "{name}: {} {}", answer.out, answer.err);
        assert!(!answer.err.contains("panicked"), "{name}: {}", answer.err);
    }
    let kept = desk.json(&["styles", "--limit", "5000"]);
    let own = |style: &&Value| style["own"] == true;
    assert_eq!(
        kept["styles"]
            .as_array()
            .map(|all| all.iter().filter(own).count()),
        Some(0)
    );
}
