//! Related papers: of one, several or a collection, less like some, among what a query leaves.

use serde_json::Value;

use crate::support::Desk;

/// A desk with all papers embedded, if the model is there.
fn desk() -> Option<Desk> {
    let desk = Desk::with_digest();
    if desk.json(&["doctor"])["model"] != true {
        eprintln!("skipped: no model; scripts/fetch-model brings it");
        return None;
    }
    desk.json(&["embed"]);
    Some(desk)
}

fn ids(answer: &Value) -> Vec<i64> {
    let hits = answer["hits"].as_array().expect("hits");
    hits.iter().filter_map(|hit| hit["id"].as_i64()).collect()
}

#[test]
fn every_hit_says_which_asked_paper_it_is_near_to() {
    let Some(desk) = desk() else { return };
    let answer = desk.json(&["related", "1", "6"]);
    assert_eq!(answer["of"], serde_json::json!([1, 6]));
    let mut found = ids(&answer);
    found.sort_unstable();
    assert_eq!(found, [2, 3, 4, 5], "without the asked ones");
    for hit in answer["hits"].as_array().expect("hits") {
        let alone = |of: &str| {
            let answer = desk.json(&["related", of]);
            let hits = answer["hits"].as_array().expect("hits").clone();
            let same = hits.into_iter().find(|other| other["id"] == hit["id"]);
            same.expect("all are found")["score"]
                .as_f64()
                .expect("a score")
        };
        let scores = [(1, alone("1")), (6, alone("6"))];
        let nearer = if scores[1].1 > scores[0].1 { 1 } else { 0 };
        assert_eq!(hit["nearest"], scores[nearer].0);
        let score = hit["score"].as_f64().expect("a score");
        assert!((score - scores[nearer].1).abs() < 1e-5);
    }
}

#[test]
fn a_collection_can_be_asked_about_as_its_papers() {
    let Some(desk) = desk() else { return };
    desk.json(&["collection", "Coast", "+1", "+6"]);
    let papers = desk.json(&["related", "1", "6"]);
    let collection = desk.json(&["related", "--collection", "Coast"]);
    assert_eq!(collection["hits"], papers["hits"]);
    desk.json(&["collection", "Empty"]);
    let empty = desk.run(&["related", "--collection", "Empty"]);
    assert_eq!(empty.code, 1);
    assert!(empty.err.contains("no papers"), "{}", empty.err);
    assert_eq!(desk.run(&["related", "--collection", "Nowhere"]).code, 1);
    assert_eq!(desk.run(&["related"]).code, 2);
    assert_eq!(desk.run(&["related", "1", "--collection", "Coast"]).code, 2);
}

#[test]
fn less_like_this_takes_it_out_and_pushes_its_likes_down() {
    let Some(desk) = desk() else { return };
    let before = desk.json(&["related", "1"]);
    let after = desk.json(&["related", "1", "--less", "2"]);
    assert!(!ids(&after).contains(&2));
    let mut less = ids(&after);
    less.sort_unstable();
    assert_eq!(less, [3, 4, 5, 6]);
    for hit in after["hits"].as_array().expect("hits") {
        let hits = before["hits"].as_array().expect("hits");
        let same = hits.iter().find(|other| other["id"] == hit["id"]);
        let score = |hit: &Value| hit["score"].as_f64().expect("a score");
        assert!(score(hit) <= score(same.expect("found before")) + 1e-6);
    }
    assert_eq!(desk.run(&["related", "1", "--less", "99"]).code, 1);
}

#[test]
fn a_query_narrows_before_the_ranking() {
    let Some(desk) = desk() else { return };
    desk.json(&["tag", "3", "+kept"]);
    desk.json(&["tag", "5", "+kept"]);
    let answer = desk.json(&["related", "1", "--limit", "2", "--query", "tag:kept"]);
    let mut found = ids(&answer);
    found.sort_unstable();
    assert_eq!(found, [3, 5]);
    let none = desk.json(&["related", "1", "--query", "tag:nothing"]);
    assert_eq!(ids(&none), [0; 0]);
}

#[test]
fn a_paper_in_another_language_is_answered_with_a_remark() {
    let Some(desk) = desk() else { return };
    let bib = "@article{watt, title = {Die Ordnung des Schlicks im Wattenmeer}, abstract = {Wir \
               verfolgen Sand und Schlick durch drei Flussmündungen über zwei Winter und finden, \
               dass sich die Körner nach jedem Sturm binnen weniger Gezeiten ordnen.}}";
    let file = desk.file("watt.bib", bib);
    desk.json(&["import", file.to_str().expect("a plain path")]);
    let answer = desk.json(&["related", "watt"]);
    let note = answer["note"].as_str().expect("a remark");
    assert!(note.contains("reads English"), "{note}");
    assert_eq!(ids(&answer).len(), 6);
    assert_eq!(desk.json(&["related", "1"])["note"], Value::Null);
    assert_eq!(desk.json(&["doctor"])["hardly_read"], 1);
}

#[test]
fn damaged_vectors_are_embedded_again() {
    let Some(desk) = desk() else { return };
    let before = desk.json(&["related", "1"])["hits"].clone();
    let file = desk.library().join("cache").join("vectors.bin");
    let mut bytes = std::fs::read(&file).expect("the vectors");
    // In the third paper's numbers.
    let size = (bytes.len() - 128) / 6;
    bytes[128 + 2 * size + 700] ^= 0x40;
    std::fs::write(&file, bytes).expect("damages them");
    assert_eq!(ids(&desk.json(&["related", "1"])).len(), 4);
    desk.json(&["embed"]);
    assert_eq!(desk.json(&["related", "1"])["hits"], before);
}
