//! Saved searches and their hits: what undo takes and brings back, what trash and merges hide.

mod common;

use common::{Library, action, at, import, rows};
use store::{
    Arrival, Asks, Error, HitWhy, Look, Mode, NewHit, PaperId, Relation, SavedSearch, Writer,
};

const ASKS: Asks<'_> = Asks {
    query: "engines",
    mode: Mode::Hybrid,
    threshold: None,
};

fn save(library: &Library, name: &str) -> i64 {
    let written = library
        .store
        .write(action("Save"), |w| w.create_saved(name, ASKS));
    written.unwrap().value
}

/// Imports papers that wait for the saved searches; answers the action's number.
fn arrive(library: &Library, name: &str, count: usize) -> i64 {
    let written = library.store.write(action("Import"), |w| {
        import(w, name, count)?;
        w.await_watch()
    });
    written.unwrap().seq.unwrap()
}

fn hit(w: &mut Writer<'_>, saved: i64, paper: PaperId, score: Option<f32>) -> store::Result<()> {
    let asked = w.saved_search(saved)?.unwrap().asked;
    let words = ["Engines".to_owned()];
    w.add_hit(&NewHit {
        saved,
        asked,
        arrival: Arrival { paper, import: 1 },
        words: if score.is_none() { &words } else { &[] },
        score,
    })
}

fn found(library: &Library, saved: &[(i64, PaperId)]) {
    let written = library.store.write(action("Watch"), |w| {
        saved
            .iter()
            .try_for_each(|(saved, paper)| hit(w, *saved, *paper, None))
    });
    assert_eq!(written.unwrap().seq, None, "hits are no step of undo");
}

/// `(saved, new)` of all papers that have hits.
fn shown(library: &Library, ids: &[PaperId]) -> Vec<(PaperId, Vec<(i64, bool)>)> {
    let hits = library.store.read(|r| r.watch_hits(ids)).unwrap();
    let mut shown: Vec<_> = hits
        .into_iter()
        .map(|(id, hits)| (id, hits.iter().map(|hit| (hit.saved, hit.new)).collect()))
        .collect();
    shown.sort();
    shown
}

fn new(library: &Library, saved: i64) -> usize {
    let news = library.store.read(|r| r.saved_news()).unwrap();
    news.get(&saved).copied().unwrap_or_default()
}

fn undo(library: &Library, seq: Option<i64>) {
    library.store.undo(at(1), "reader", seq).unwrap();
}

fn get(library: &Library, id: i64) -> SavedSearch {
    library.store.read(|r| r.saved_search(id)).unwrap().unwrap()
}

#[test]
fn names_are_one_of_a_kind_and_thresholds_come_back_as_given() {
    let library = Library::new();
    let id = save(&library, "  New \t engines ");
    assert_eq!(get(&library, id).name, "New engines");
    let again = library
        .store
        .write(action("Save"), |w| w.create_saved("NEW ENGINES", ASKS));
    assert!(matches!(again, Err(Error::NameTaken(_))), "{again:?}");
    let nameless = library
        .store
        .write(action("Save"), |w| w.create_saved(" ", ASKS));
    assert!(matches!(nameless, Err(Error::NoName)), "{nameless:?}");
    let nobody = library
        .store
        .write(action("Forget"), |w| w.delete_saved(99));
    assert!(
        matches!(nobody, Err(Error::NoSuchSavedSearch(99))),
        "{nobody:?}"
    );
    for (given, kept) in [(0.35, 0.35), (0.12344, 0.1234), (7.0, 1.0), (f32::NAN, 0.0)] {
        library.does("Edit", |w| {
            let asks = Asks {
                threshold: Some(given),
                ..ASKS
            };
            w.edit_saved(id, "New engines", asks)
        });
        assert_eq!(get(&library, id).threshold, Some(kept));
    }
}

#[test]
fn only_another_question_is_another_wording_and_undo_brings_the_old_one_back_with_its_hits() {
    let library = Library::with_papers(1);
    let id = save(&library, "Engines");
    found(&library, &[(id, 1)]);
    let asked = get(&library, id).asked;
    library.does("Rename", |w| w.edit_saved(id, "Machines", ASKS));
    assert_eq!(get(&library, id).asked, asked);
    assert_eq!(new(&library, id), 1);
    let same = library
        .store
        .write(action("Nothing"), |w| w.edit_saved(id, "Machines", ASKS));
    assert_eq!(same.unwrap().seq, None);

    let narrower = Asks {
        threshold: Some(0.6),
        ..ASKS
    };
    library.does("Narrow", |w| w.edit_saved(id, "Machines", narrower));
    assert_eq!((new(&library, id), shown(&library, &[1])), (0, vec![]));
    undo(&library, None);
    assert_eq!(new(&library, id), 1);
    assert_eq!(shown(&library, &[1]), [(1, vec![(id, true)])]);
}

#[test]
fn hits_go_and_come_with_their_search_their_import_and_the_trash() {
    let library = Library::new();
    let id = save(&library, "Engines");
    let import = arrive(&library, "second.bib", 2);
    found(&library, &[(id, 1), (id, 2)]);
    assert_eq!(new(&library, id), 2);
    let of_import = library.store.read(|r| r.hits_of_action(import)).unwrap();
    assert_eq!(of_import, [(id, "Engines".to_owned(), 2)]);

    library.does("Trash", |w| w.trash(&[1]));
    assert_eq!((new(&library, id), shown(&library, &[1])), (1, vec![]));
    undo(&library, None);
    assert_eq!(new(&library, id), 2);

    library.does("Forget", |w| w.delete_saved(id));
    assert_eq!((new(&library, id), shown(&library, &[1, 2])), (0, vec![]));
    undo(&library, None);
    assert_eq!(new(&library, id), 2);

    undo(&library, Some(import));
    assert_eq!((new(&library, id), shown(&library, &[1, 2])), (0, vec![]));
    library.store.redo(at(2), "reader").unwrap();
    assert_eq!(new(&library, id), 2);
}

#[test]
fn a_merged_papers_hits_are_those_of_the_one_that_stayed_until_the_merge_is_taken_back() {
    let library = Library::with_papers(3);
    let (first, second) = (save(&library, "Engines"), save(&library, "Looms"));
    found(&library, &[(first, 1), (first, 2), (second, 2)]);
    let merge = |kept: PaperId, other: PaperId| {
        library.does("Merge", |w| {
            w.set_verdict(kept, other, Some((Relation::Same, "one work")))?;
            w.trash(&[other])
        })
    };
    merge(1, 2);
    let both = vec![(first, true), (second, true)];
    assert_eq!(shown(&library, &[1, 2, 3]), [(1, both)]);
    assert_eq!((new(&library, first), new(&library, second)), (1, 1));
    undo(&library, None);
    assert_eq!(
        shown(&library, &[1, 2, 3]),
        [
            (1, vec![(first, true)]),
            (2, vec![(first, true), (second, true)])
        ]
    );
    assert_eq!((new(&library, first), new(&library, second)), (2, 1));
}

#[test]
fn a_hit_is_written_once_gains_its_other_reason_and_stays_seen() {
    let library = Library::with_papers(1);
    let id = save(&library, "Engines");
    found(&library, &[(id, 1)]);
    found(&library, &[(id, 1)]);
    assert_eq!(rows(&library.file(), "watch_hits"), 1);
    let reason = || {
        let hits = library.store.read(|r| r.watch_hits(&[1])).unwrap();
        let hit = &hits[&1][0];
        (hit.why, hit.words.clone(), hit.score, hit.new)
    };
    let words = vec!["Engines".to_owned()];
    assert_eq!(reason(), (HitWhy::Words, words.clone(), None, true));
    library
        .store
        .write(action("See"), |w| w.saw_saved(id))
        .unwrap();
    assert_eq!(new(&library, id), 0);
    library
        .store
        .write(action("Watch"), |w| hit(w, id, 1, Some(0.5)))
        .unwrap();
    assert_eq!(reason(), (HitWhy::Both, words, Some(0.5), false));
    assert_eq!(
        library.store.read(|r| r.undo_list(9)).unwrap().len(),
        2,
        "neither hits nor having seen them are steps of undo"
    );
}

#[test]
fn new_papers_wait_for_both_looks_and_only_when_a_search_is_saved() {
    let library = Library::new();
    arrive(&library, "first.bib", 2);
    assert_eq!(rows(&library.file(), "to_watch"), 0);
    let id = save(&library, "Engines");
    assert_eq!(get(&library, id).since, 2);
    arrive(&library, "second.bib", 2);
    let waiting = |look, among: Option<&[PaperId]>| -> Vec<PaperId> {
        let waiting = library.store.read(|r| r.to_watch(look, among)).unwrap();
        waiting.iter().map(|arrival| arrival.paper).collect()
    };
    assert_eq!(waiting(Look::Words, None), [3, 4]);
    assert_eq!(waiting(Look::Meaning, Some(&[1, 4])), [4]);
    let looked = |look, papers: &[PaperId]| {
        let arrivals: Vec<_> = papers
            .iter()
            .map(|paper| Arrival {
                paper: *paper,
                import: 2,
            })
            .collect();
        library
            .store
            .write(action("Watch"), |w| w.looked_at(look, &arrivals))
            .unwrap();
    };
    looked(Look::Words, &[3, 4]);
    looked(Look::Meaning, &[3]);
    assert_eq!(waiting(Look::Words, None), Vec::<PaperId>::new());
    assert_eq!(waiting(Look::Meaning, None), [4]);
    assert_eq!(rows(&library.file(), "to_watch"), 1);
}

#[test]
fn a_count_belongs_to_the_wording_it_was_counted_for() {
    let library = Library::with_papers(1);
    let id = save(&library, "Engines");
    let count = |papers| {
        let saved = get(&library, id);
        library
            .store
            .write(action("Count"), |w| w.set_saved_count(&saved, papers))
            .unwrap();
    };
    assert_eq!(get(&library, id).counted, None);
    count(3);
    count(4);
    assert_eq!(get(&library, id).counted, Some(4));
    let looms = Asks {
        query: "looms",
        ..ASKS
    };
    library.does("Ask", |w| w.edit_saved(id, "Engines", looms));
    assert_eq!(get(&library, id).counted, None);
    undo(&library, None);
    assert_eq!(get(&library, id).counted, Some(4));
}
