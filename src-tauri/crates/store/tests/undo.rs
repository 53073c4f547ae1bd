//! Undo and redo: exact, across restarts, in any order that later actions permit.

mod common;

use common::{Library, at, import, paper, rows};
use papers::{Date, Scheme};
use store::{
    Asks, Colour, Decision, Error, FieldKind, ImportCounts, Keeps, Mode, NewHighlight, NewSighting,
    Operation, PaperId, Relation, Result, Store, Writer,
};

fn undo(store: &Store, seq: Option<i64>) -> Result<store::Undone> {
    store.undo(at(1), "reader", seq)
}

fn redo(store: &Store) -> Result<store::Undone> {
    store.redo(at(2), "reader")
}

#[test]
fn undo_takes_back_and_redo_brings_back_every_kind_of_write() {
    type Write = fn(&mut Writer<'_>) -> Result<()>;
    let writes: [(&str, Write); 33] = [
        ("import", |w| import(w, "second.bib", 2).map(drop)),
        ("counts", |w| {
            w.set_import_counts(
                1,
                ImportCounts {
                    added: 3,
                    ..Default::default()
                },
            )
        }),
        ("update", |w| {
            let mut changed = paper("Another title");
            changed.date = Some(Date {
                year: -44,
                month: Some(3),
                day: Some(15),
            });
            changed.identifiers = [(Scheme::Arxiv, "2401.00001".to_owned())].into();
            changed
                .extra
                .insert("odd".to_owned(), "\u{0}\"\\\u{1f600}".to_owned());
            w.update_paper(1, &changed, None)
        }),
        ("identifier", |w| {
            w.add_identifier(1, Scheme::Doi, "10.1/second").map(drop)
        }),
        ("sighting", |w| {
            let seen = NewSighting {
                import: 1,
                paper: 1,
                position: 9,
                ..Default::default()
            };
            w.insert_sighting(&seen).map(drop)
        }),
        ("exclude", |w| {
            w.decide(&[1, 2], Decision::Exclude, Some("off topic"))
        }),
        ("include", |w| w.decide(&[2, 3], Decision::Include, None)),
        ("star", |w| w.star(&[1, 2], 4)),
        ("note", |w| {
            w.set_note(1, "first\nsecond \u{2028} “quoted” \\")
        }),
        ("note again", |w| w.set_note(1, "")),
        ("tag", |w| {
            w.tag(&[1, 2, 3], &["Causality".into(), "RL".into()], &[])
        }),
        ("untag", |w| w.tag(&[2], &[], &["rl".into()])),
        ("trash", |w| w.trash(&[3])),
        ("restore", |w| w.restore(&[3])),
        ("highlight", |w| {
            let mark = NewHighlight {
                paper: 1,
                start: 2,
                end: 7,
                text: "words",
                ..Default::default()
            };
            let id = w.insert_highlight(&mark)?;
            w.edit_highlight(id, Colour::Pink, "look")
        }),
        ("no highlight", |w| w.remove_highlight(1)),
        ("collection", |w| {
            let id = w.create_collection("Thesis")?;
            w.add_to_collection(id, &[1, 2, 3])
        }),
        ("order", |w| w.order_collection(1, &[3, 1])),
        ("verdict", |w| {
            w.set_verdict(1, 2, Some((Relation::Versions, "same DOI prefix")))
        }),
        ("no collection", |w| w.delete_collection(1)),
        ("save", |w| {
            let asks = Asks {
                query: "engines that \"compute\"",
                mode: Mode::Hybrid,
                threshold: Some(0.375),
            };
            w.create_saved("Engines", asks).map(drop)
        }),
        ("rename", |w| {
            let saved = w.saved_search(1)?.unwrap();
            w.edit_saved(1, "engines ", saved.asks())
        }),
        ("ask otherwise", |w| {
            let asks = Asks {
                query: "looms",
                mode: Mode::Words,
                threshold: None,
            };
            w.edit_saved(1, "Looms", asks)
        }),
        ("forget", |w| w.delete_saved(1)),
        ("key", |w| w.set_key(1, "engines:1843")),
        ("field", |w| {
            let choices = ["low".to_owned(), "high".to_owned()];
            w.create_field("Risk of bias", FieldKind::Choice, &choices)
                .map(drop)
        }),
        ("value", |w| w.set_field_value(1, &[1, 3], Some("low"))),
        ("other value", |w| w.set_field_value(1, &[3], Some("high"))),
        ("no value", |w| w.set_field_value(1, &[1], None)),
        ("edit field", |w| {
            w.edit_field(1, "Bias", &["high".to_owned()])
        }),
        ("delete field", |w| w.delete_field(1)),
        ("keep", |w| {
            w.keep(Keeps::Export, "Thesis", &"\u{0}{\"".into())
                .map(drop)
        }),
        ("forget kept", |w| w.forget_kept(Keeps::Export, 1)),
    ];
    let library = Library::with_papers(3);
    let mut states = vec![library.dump()];
    for (name, write) in writes {
        assert!(
            library.does(name, write).is_some(),
            "{name} changed nothing"
        );
        states.push(library.dump());
        assert_ne!(states[states.len() - 2], states[states.len() - 1], "{name}");
    }
    for n in (0..writes.len()).rev() {
        assert_eq!(undo(&library.store, None).unwrap().what, writes[n].0);
        assert_eq!(library.dump(), states[n], "undo of {}", writes[n].0);
    }
    let library = library.reopen();
    for n in 0..writes.len() {
        assert_eq!(redo(&library.store).unwrap().what, writes[n].0);
        assert_eq!(library.dump(), states[n + 1], "redo of {}", writes[n].0);
    }
    assert!(matches!(redo(&library.store), Err(Error::NothingToRedo)));
}

#[test]
fn undo_and_redo_name_their_action_their_place_in_the_log_and_the_papers() {
    let library = Library::with_papers(3);
    let seq = library.does("Star two", |w| w.star(&[3, 1], 5)).unwrap();
    let undone = undo(&library.store, None).unwrap();
    assert_eq!((undone.action, undone.what.as_str()), (seq, "Star two"));
    assert_eq!((undone.seq, undone.papers), (seq + 1, vec![1, 3]));
    let redone = redo(&library.store).unwrap();
    assert_eq!(
        (redone.seq, redone.action, redone.papers),
        (seq + 2, seq, vec![3, 1])
    );
}

#[test]
fn the_undo_list_has_the_readers_own_actions_and_whether_they_are_in_force() {
    let library = Library::with_papers(2);
    library.does("Star", |w| w.star(&[1], 1));
    library.does("Note", |w| w.set_note(2, "n"));
    undo(&library.store, None).unwrap();
    let (list, next, again) = library
        .store
        .read(|r| Ok::<_, Error>((r.undo_list(9)?, r.undoable()?, r.redoable()?)))
        .unwrap();
    let brief: Vec<_> = list
        .iter()
        .map(|a| (a.what.as_str(), a.papers, a.in_force))
        .collect();
    assert_eq!(
        brief,
        [("Note", 1, false), ("Star", 1, true), ("Import", 2, true)]
    );
    assert_eq!(next.unwrap().what, "Star");
    assert_eq!(again.unwrap().what, "Note");
    assert_eq!(library.store.read(|r| r.undo_list(1)).unwrap().len(), 1);
}

#[test]
fn a_new_action_after_an_undo_ends_redo() {
    let library = Library::with_papers(2);
    library.does("Star", |w| w.star(&[1], 1));
    undo(&library.store, None).unwrap();
    library.does("Note", |w| w.set_note(2, "n"));
    assert!(matches!(redo(&library.store), Err(Error::NothingToRedo)));
    assert_eq!(undo(&library.store, None).unwrap().what, "Note");
    assert_eq!(redo(&library.store).unwrap().what, "Note");
    assert_eq!(undo(&library.store, None).unwrap().what, "Note");
    assert_eq!(undo(&library.store, None).unwrap().what, "Import");
    assert!(matches!(
        undo(&library.store, None),
        Err(Error::NothingToUndo)
    ));
}

#[test]
fn a_write_that_changes_nothing_is_no_action() {
    let library = Library::with_papers(2);
    library.does("Star", |w| w.star(&[1], 1));
    undo(&library.store, None).unwrap();
    let position = library.store.position().unwrap();
    assert_eq!(
        library.does("Decide", |w| w.decide(&[1], Decision::Inbox, None)),
        None
    );
    assert_eq!(library.does("Look", |w| w.paper(1).map(drop)), None);
    assert_eq!(library.store.position().unwrap(), position);
    assert_eq!(redo(&library.store).unwrap().what, "Star");
}

#[test]
fn an_older_action_can_be_undone_when_nothing_later_touched_the_same() {
    let library = Library::with_papers(2);
    let note = library.does("Note", |w| w.set_note(1, "old")).unwrap();
    library.does("Star the same paper", |w| w.star(&[1], 3));
    undo(&library.store, Some(note)).unwrap();
    let found = library.store.read(|r| r.paper(1)).unwrap().unwrap();
    assert_eq!((found.note.as_str(), found.stars), ("", 3));
    assert!(
        matches!(undo(&library.store, Some(note)), Err(Error::AlreadyUndone(seq)) if seq == note)
    );
    redo(&library.store).unwrap();
    assert_eq!(
        library.store.read(|r| r.paper(1)).unwrap().unwrap().note,
        "old"
    );
}

#[test]
fn an_older_action_is_kept_while_a_later_one_stands_on_it() {
    let library = Library::with_papers(2);
    let first = library
        .does("First note", |w| w.set_note(1, "one"))
        .unwrap();
    let second = library
        .does("Second note", |w| w.set_note(1, "two"))
        .unwrap();
    let before = library.dump();
    match undo(&library.store, Some(first)) {
        Err(Error::Conflict { action, what }) => {
            assert_eq!((action, what.as_str()), (second, "Second note"));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(library.dump(), before);
    undo(&library.store, Some(second)).unwrap();
    undo(&library.store, Some(first)).unwrap();
    assert_eq!(
        library.store.read(|r| r.paper(1)).unwrap().unwrap().note,
        ""
    );
}

#[test]
fn an_import_is_kept_while_something_was_done_to_its_papers() {
    let library = Library::new();
    let first = library.import("first.bib", 2);
    let second = library.import("second.bib", 2);
    let tag = library
        .does("Tag", |w| w.tag(&[2], &["kept".into()], &[]))
        .unwrap();
    let refused = undo(&library.store, Some(first));
    assert!(
        matches!(refused, Err(Error::Conflict { action, .. }) if action == tag),
        "{refused:?}"
    );
    undo(&library.store, Some(second)).unwrap();
    assert_eq!(library.store.read(|r| r.all_ids(0, 9)).unwrap(), [1, 2]);
    undo(&library.store, Some(tag)).unwrap();
    undo(&library.store, Some(first)).unwrap();
    for table in ["papers", "identifiers", "imports", "sightings", "tags"] {
        assert_eq!(rows(&library.file(), table), 0, "{table}");
    }
}

#[test]
fn undoing_an_import_reverts_what_it_merged_into_a_paper() {
    let library = Library::with_papers(1);
    let before = library.dump();
    library.does("Import", |w| {
        let ids = import(w, "second.bib", 1)?;
        let mut merged = w.paper(1)?.unwrap().paper;
        merged.venue = Some("Notes".to_owned());
        merged
            .identifiers
            .insert(Scheme::Arxiv, "2401.00001".to_owned());
        w.update_paper(1, &merged, Some("another key"))?;
        let seen = NewSighting {
            import: 2,
            paper: 1,
            position: 2,
            ..Default::default()
        };
        w.insert_sighting(&seen)?;
        w.set_verdict(1, ids[0], Some((Relation::NotSame, "different years")))
    });
    assert_ne!(library.dump(), before);
    undo(&library.store, None).unwrap();
    assert_eq!(library.dump(), before);
}

#[test]
fn undoing_the_making_of_a_collection_that_was_filled_since_names_the_filling() {
    let library = Library::with_papers(1);
    let made = library
        .does("Make", |w| w.create_collection("Thesis").map(drop))
        .unwrap();
    let filled = library
        .does("Fill", |w| w.add_to_collection(1, &[1]))
        .unwrap();
    library.does("Star", |w| w.star(&[1], 1));
    let refused = undo(&library.store, Some(made));
    assert!(
        matches!(refused, Err(Error::Conflict { action, .. }) if action == filled),
        "{refused:?}"
    );
    undo(&library.store, Some(filled)).unwrap();
    undo(&library.store, Some(made)).unwrap();
}

#[test]
fn undoing_a_removal_whose_collection_is_gone_names_the_deletion() {
    let library = Library::with_papers(2);
    library.does("Make", |w| {
        let id = w.create_collection("Thesis")?;
        w.add_to_collection(id, &[1, 2])
    });
    let removed = library
        .does("Remove", |w| w.remove_from_collection(1, &[2]))
        .unwrap();
    let deleted = library.does("Delete", |w| w.delete_collection(1)).unwrap();
    let refused = undo(&library.store, Some(removed));
    assert!(
        matches!(refused, Err(Error::Conflict { action, .. }) if action == deleted),
        "{refused:?}"
    );
}

#[test]
fn undoing_a_removal_that_was_made_good_by_hand_names_what_made_it_good() {
    let library = Library::with_papers(1);
    library.does("Tag", |w| w.tag(&[1], &["RL".into()], &[]));
    let removed = library
        .does("Untag", |w| w.tag(&[1], &[], &["rl".into()]))
        .unwrap();
    let again = library
        .does("Tag again", |w| w.tag(&[1], &["rl".into()], &[]))
        .unwrap();
    let refused = undo(&library.store, Some(removed));
    assert!(
        matches!(refused, Err(Error::Conflict { action, .. }) if action == again),
        "{refused:?}"
    );
    assert_eq!(library.store.read(|r| r.tags(1)).unwrap(), ["rl"]);
}

#[test]
fn an_older_removal_is_kept_while_the_same_tag_came_and_went_again_since() {
    let library = Library::with_papers(1);
    library.does("Tag", |w| w.tag(&[1], &["RL".into()], &[]));
    let removed = library
        .does("Untag", |w| w.tag(&[1], &[], &["rl".into()]))
        .unwrap();
    library.does("Tag again", |w| w.tag(&[1], &["rl".into()], &[]));
    let again = library
        .does("Untag again", |w| w.tag(&[1], &[], &["rl".into()]))
        .unwrap();
    let refused = undo(&library.store, Some(removed));
    assert!(
        matches!(refused, Err(Error::Conflict { action, .. }) if action == again),
        "{refused:?}"
    );
}

#[test]
fn a_collection_is_kept_while_it_was_filled_and_emptied_since() {
    let library = Library::with_papers(1);
    let made = library
        .does("Make", |w| w.create_collection("Thesis").map(drop))
        .unwrap();
    library.does("Fill", |w| w.add_to_collection(1, &[1]));
    let emptied = library
        .does("Empty", |w| w.remove_from_collection(1, &[1]))
        .unwrap();
    let refused = undo(&library.store, Some(made));
    assert!(
        matches!(refused, Err(Error::Conflict { action, .. }) if action == emptied),
        "{refused:?}"
    );
}

#[test]
fn an_exclusion_is_kept_while_its_reason_was_given_since() {
    let library = Library::with_papers(1);
    let excluded = library
        .does("Exclude", |w| w.decide(&[1], Decision::Exclude, None))
        .unwrap();
    let why = library
        .does("Why", |w| w.decide(&[1], Decision::Exclude, Some("old")))
        .unwrap();
    library.does("Star", |w| w.star(&[1], 1));
    let refused = undo(&library.store, Some(excluded));
    assert!(
        matches!(refused, Err(Error::Conflict { action, .. }) if action == why),
        "{refused:?}"
    );
}

#[test]
fn undoing_what_is_no_action_of_the_readers_is_refused() {
    let library = Library::with_papers(1);
    let undone = undo(&library.store, None).unwrap();
    for seq in [undone.seq, 99, -1] {
        assert!(matches!(undo(&library.store, Some(seq)), Err(Error::NoSuchAction(s)) if s == seq));
    }
}

#[test]
fn a_papers_history_tells_what_changed_from_what_to_what_undoing_included() {
    let library = Library::with_papers(1);
    library.does("Exclude", |w| {
        w.decide(&[1], Decision::Exclude, Some("old"))
    });
    undo(&library.store, None).unwrap();
    let history = library.store.read(|r| r.history(1)).unwrap();
    let brief: Vec<_> = history
        .iter()
        .map(|c| (c.what.as_str(), c.table.as_str(), c.operation))
        .collect();
    assert_eq!(
        brief,
        [
            ("Import", "papers", Operation::Insert),
            ("Import", "identifiers", Operation::Insert),
            ("Import", "sightings", Operation::Insert),
            ("Exclude", "papers", Operation::Update),
            ("Exclude", "papers", Operation::Update),
        ]
    );
    let inbox = serde_json::json!({"decision": "inbox", "reason": null});
    let excluded = serde_json::json!({"decision": "exclude", "reason": "old"});
    assert_eq!(
        (&history[3].before, &history[3].after),
        (&Some(inbox.clone()), &Some(excluded.clone()))
    );
    assert_eq!(
        (&history[4].before, &history[4].after),
        (&Some(excluded), &Some(inbox))
    );
    assert_eq!(history[0].after, None);
}

#[test]
fn a_change_of_case_alone_is_logged() {
    let library = Library::with_papers(1);
    library.does("Make", |w| w.create_collection("thesis").map(drop));
    assert!(
        library
            .does("Rename", |w| w.rename_collection(1, "Thesis"))
            .is_some()
    );
    undo(&library.store, None).unwrap();
    assert_eq!(
        library.store.read(|r| r.collections()).unwrap()[0].name,
        "thesis"
    );
}

#[test]
fn papers_changed_since_counts_deleted_papers_and_the_members_of_a_renamed_collection() {
    let library = Library::with_papers(3);
    library.does("Make", |w| {
        let id = w.create_collection("Thesis")?;
        w.add_to_collection(id, &[3, 2])
    });
    let position = library.store.position().unwrap();
    library.does("Rename", |w| w.rename_collection(1, "Book"));
    assert_eq!(
        library.store.papers_changed_since(position).unwrap(),
        [3, 2]
    );
    library.import("second.bib", 1);
    let position = library.store.position().unwrap();
    assert_eq!(
        library.store.papers_changed_since(position).unwrap(),
        Vec::<PaperId>::new()
    );
    undo(&library.store, None).unwrap();
    assert_eq!(library.store.papers_changed_since(position).unwrap(), [4]);
}
