//! What is new in a paper against what was here.

use library::api::types::*;

use crate::desk::{Desk, decide, import, texts};

/// Says an old thing in other words, and a new one.
const NEWCOMER: &str = r#"[{"id":"new","type":"article","title":"Grain sorting in tidal inlets",
    "abstract":"After a winter storm, sand and silt are deposited in the estuary. A flock of trained pigeons can tell paintings by Monet from those by Picasso."}]"#;

#[test]
fn without_a_model_the_state_is_told_and_nothing_else() {
    let desk = Desk::new();
    let library = desk.open();
    import(&library, &texts(1, 6));
    let found = library.novelty(IdRequest { id: 2 }).expect("an answer");
    assert_eq!(found.nearest, None);
    assert!(found.sentences.is_empty());
    assert!(found.note.contains("model"), "{}", found.note);
    let missing = library
        .novelty(IdRequest { id: 99 })
        .expect_err("no such paper");
    assert_eq!(missing.code, "no_such_paper");
}

#[test]
fn papers_of_one_import_are_not_known_to_each_other_until_they_are_kept() {
    let desk = Desk::new();
    let library = desk.papers(12);
    let found = library.novelty(IdRequest { id: 1 }).expect("an answer");
    assert_eq!(found.nearest, None);
    assert!(found.note.contains("nothing to compare"), "{}", found.note);
    decide(&library, Decision::Exclude, &[4]);
    assert_eq!(
        library
            .novelty(IdRequest { id: 1 })
            .expect("an answer")
            .nearest,
        None
    );
    decide(&library, Decision::Maybe, &[7]);
    let nearest = library
        .novelty(IdRequest { id: 1 })
        .expect("an answer")
        .nearest
        .expect("a known paper");
    assert_eq!(nearest.id, 7);
    library.trash(IdsRequest { ids: vec![7] }).expect("trashed");
    assert_eq!(
        library
            .novelty(IdRequest { id: 1 })
            .expect("an answer")
            .nearest,
        None
    );
}

#[test]
fn real_meaning_puts_the_new_sentence_first() {
    let Some(desk) = Desk::with_model() else {
        return;
    };
    let library = desk.open();
    import(&library, &texts(1, 9));
    import(&library, NEWCOMER);
    library.embed_now(&mut |_, _| true).expect("embedded");
    let found = library.novelty(IdRequest { id: 10 }).expect("an answer");
    assert_eq!(found.sentences.len(), 2, "{found:?}");
    assert!(found.sentences[0].text.contains("pigeons"), "{found:?}");
    let (new, old) = (&found.sentences[0], &found.sentences[1]);
    assert!(new.coverage < old.coverage - 0.2, "{found:?}");
    let like = old.nearest.as_ref().expect("a known sentence");
    assert!(like.text.starts_with("Sand and silt"), "{found:?}");
    assert!(
        found
            .nearest
            .as_ref()
            .is_some_and(|paper| paper.id % 3 == 1)
    );
    assert!(found.note.contains("not a verdict"));
    // Asked again it comes from memory, the same.
    assert_eq!(
        library.novelty(IdRequest { id: 10 }).expect("an answer"),
        found
    );
}

#[test]
fn real_meaning_says_so_when_there_is_no_abstract() {
    let Some(desk) = Desk::with_model() else {
        return;
    };
    let library = desk.open();
    import(&library, &texts(1, 3));
    import(
        &library,
        r#"[{"id":"bare","type":"article","title":"Silt and sand in estuaries after storms"}]"#,
    );
    let found = library.novelty(IdRequest { id: 4 }).expect("an answer");
    assert!(found.sentences.is_empty());
    assert!(
        found.note.contains("abstract") || found.note.contains("embedded"),
        "{}",
        found.note
    );
}
