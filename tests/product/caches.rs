//! The caches can be deleted at any time: it costs time, never an answer.

use crate::support::Desk;

#[test]
fn deleting_the_caches_changes_no_answer() {
    let desk = Desk::with_digest();
    desk.json(&["note", "2", "A note about pipes."]);
    desk.json(&["tag", "5", "+proof"]);
    let questions: [&[&str]; 5] = [
        &["search", "leaks"],
        &["search", "note:pipes"],
        &["search", "tag:proof"],
        &["search", "cooperation OR gulls"],
        &["list"],
    ];
    let answers = |desk: &Desk| -> Vec<serde_json::Value> {
        questions
            .iter()
            .map(|question| {
                let mut answer = desk.json(question);
                let Some(fields) = answer.as_object_mut() else {
                    return answer;
                };
                fields.remove("seconds");
                // Scores weigh how common a word is, and a new index has forgotten old wordings.
                for hit in fields
                    .get_mut("hits")
                    .and_then(|hits| hits.as_array_mut())
                    .into_iter()
                    .flatten()
                {
                    if let Some(hit) = hit.as_object_mut() {
                        hit.remove("score");
                    }
                }
                answer
            })
            .collect()
    };
    let before = answers(&desk);
    std::fs::remove_dir_all(desk.library().join("cache")).expect("deletes the caches");
    assert_eq!(answers(&desk), before);
}

#[test]
fn a_broken_index_heals_itself() {
    let desk = Desk::with_digest();
    let index = desk.library().join("cache").join("index");
    for entry in std::fs::read_dir(&index).expect("the index") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            std::fs::write(&path, "garbage").expect("breaks it");
        }
    }
    assert_eq!(desk.json(&["search", "gulls"])["total"], 1);
}

#[test]
fn what_changed_while_the_index_was_away_is_found() {
    let desk = Desk::with_digest();
    let index = desk.library().join("cache").join("index");
    let aside = desk.path().join("old-index");
    std::fs::rename(&index, &aside).expect("moves the index away");
    desk.json(&["note", "1", "An unforgettable xylophone."]);
    assert_eq!(desk.json(&["search", "xylophone"])["total"], 1);
    std::fs::remove_dir_all(&index).expect("removes the new index");
    std::fs::rename(&aside, &index).expect("brings the old one back");
    assert_eq!(desk.json(&["search", "xylophone"])["total"], 1);
}
