//! Papers and what is kept of them: what goes in comes out, and the rules of each write.

mod common;

use common::{Library, action, at, import, paper, rows};
use papers::{Date, Name, Paper, Scheme};
use store::{
    Colour, Decision, Error, ImportCounts, ListQuery, NewHighlight, Relation, TagCount, View,
};

fn everything() -> Paper {
    let text = |text: &str| Some(text.to_owned());
    Paper {
        title: "On $x^2$ — “quoted” \u{1f600}".to_owned(),
        abstract_text: text("Two\n\nparagraphs."),
        authors: vec![
            Name::Person {
                family: "Beethoven".to_owned(),
                given: text("Ludwig"),
                particle: text("van"),
                suffix: text("Jr."),
                orcid: None,
            },
            Name::literal("A Collaboration"),
        ],
        editors: vec![Name::person("Noether", None)],
        kind: "chapter".to_owned(),
        date: Some(Date {
            year: -44,
            month: Some(3),
            day: Some(15),
        }),
        venue: text("Venue"),
        volume: text("12"),
        issue: text("3a"),
        pages: text("1-9"),
        publisher: text("Publisher"),
        place: text("Place"),
        language: text("de"),
        identifiers: Scheme::ALL
            .map(|scheme| (scheme, format!("{}/1", scheme.name())))
            .into(),
        urls: vec!["https://example.org/?a=b&c".to_owned()],
        keywords: vec!["one".to_owned(), "two, three".to_owned()],
        note: text("came with the record"),
        key: text("key2024"),
        extra: [("annote".to_owned(), "\u{0}".to_owned())].into(),
    }
}

#[test]
fn every_field_of_a_paper_comes_back_as_it_went_in() {
    let library = Library::new();
    let papers = [
        everything(),
        Paper {
            key: Some("bare".into()),
            ..Paper::default()
        },
    ];
    for paper in &papers {
        let key = paper.key.clone().unwrap();
        let written = library
            .store
            .write(action("Add"), |w| w.insert_paper(paper, &key, None));
        let id = written.unwrap().value;
        let stored = library.store.read(|r| r.paper(id)).unwrap().unwrap();
        assert_eq!(&stored.paper, paper);
        assert_eq!(
            (stored.key, stored.added, stored.decision),
            (key, at(0), Decision::Inbox)
        );
    }
    library.does("Update", |w| w.update_paper(2, &everything(), None));
    let updated = library.store.read(|r| r.paper(2)).unwrap().unwrap().paper;
    assert_eq!(
        updated,
        Paper {
            key: Some("bare".into()),
            ..everything()
        }
    );
}

#[test]
fn papers_keeps_the_order_asked_for_and_passes_over_the_missing() {
    let library = Library::with_papers(3);
    let papers = library.store.read(|r| r.papers(&[3, 99, 1])).unwrap();
    assert_eq!(papers.iter().map(|p| p.id).collect::<Vec<_>>(), [3, 1]);
    assert_eq!(library.store.read(|r| r.all_ids(1, 1)).unwrap(), [2]);
    assert_eq!(
        library.store.read(|r| r.texts(2, 9)).unwrap()[0].title,
        "first.bib paper 3"
    );
    assert_eq!(library.store.read(|r| r.title(99)).unwrap(), None);
}

#[test]
fn keys_are_unique_whatever_their_case_and_reserved_keys_are_free() {
    let library = Library::with_papers(1);
    let taken = library.store.write(action("Add"), |w| {
        w.insert_paper(&paper("x"), "LoveLace", None)
    });
    assert!(matches!(taken, Err(Error::KeyTaken(key)) if key == "LoveLace"));
    library.does("Reserve", |w| {
        let keys: Vec<String> = (0..30)
            .map(|_| w.reserve_key("Lovelace"))
            .collect::<Result<_, _>>()?;
        assert_eq!(
            (keys[0].as_str(), keys[25].as_str(), keys[26].as_str()),
            ("Lovelacea", "Lovelacez", "Lovelaceaa")
        );
        assert_eq!(w.reserve_key("lovelace")?, "lovelacead".replace("ad", "ae"));
        assert_eq!(w.reserve_key("babbage")?, "babbage");
        assert_eq!(w.reserve_key("")?, "paper");
        Ok(())
    });
}

#[test]
fn a_paper_is_found_by_number_key_identifier_and_link() {
    let library = Library::with_papers(2);
    library.does("Identify", |w| {
        w.add_identifier(1, Scheme::Arxiv, "2403.01234")?;
        w.add_identifier(1, Scheme::Doi, "10.1/shared")?;
        w.add_identifier(2, Scheme::Doi, "10.1/shared").map(drop)
    });
    let resolve = |text: &str| library.store.read(|r| r.resolve(text)).unwrap();
    for text in [
        "1",
        " lovelace ",
        "LOVELACE",
        "2403.01234",
        "arXiv:2403.01234v3",
        "https://arxiv.org/abs/2403.01234",
        "http://arxiv.org/pdf/2403.01234v1.pdf",
        "10.1000/first.bib-paper-1",
        "https://doi.org/10.1000/FIRST.bib-paper-1",
    ] {
        assert_eq!(resolve(text), [1], "{text}");
    }
    assert_eq!(resolve("doi:10.1/SHARED"), [1, 2]);
    for text in ["", "99", "nobody", "doi:", "%", "10.1/share"] {
        assert_eq!(resolve(text), Vec::<i64>::new(), "{text:?}");
    }
}

#[test]
fn candidates_share_an_identifier_of_the_same_scheme_or_the_title_key() {
    let library = Library::with_papers(3);
    library.does("Trash", |w| w.trash(&[2]));
    let find = |scheme, value: &str, title| {
        let identifiers = [(scheme, value.to_owned())];
        library
            .store
            .read(|r| r.candidates(&identifiers, title, None))
            .unwrap()
    };
    assert_eq!(find(Scheme::Doi, "10.1000/first.bib-paper-2", None), [2]);
    assert_eq!(
        find(Scheme::Isbn, "10.1000/first.bib-paper-2", None),
        Vec::<i64>::new()
    );
    assert_eq!(
        find(
            Scheme::Doi,
            "10.1000/first.bib-paper-2",
            Some("first.bib paper 1")
        ),
        [1, 2]
    );
}

#[test]
fn a_second_identifier_of_a_scheme_is_found_but_not_shown_and_survives_an_update() {
    let library = Library::with_papers(1);
    let first = "10.1000/first.bib-paper-1".to_owned();
    library.does("Merge", |w| {
        assert!(w.add_identifier(1, Scheme::Doi, "10.1/b")?);
        assert!(!w.add_identifier(1, Scheme::Doi, "10.1/b")?);
        Ok(())
    });
    let stored = library.store.read(|r| r.paper(1)).unwrap().unwrap().paper;
    assert_eq!(stored.identifiers, [(Scheme::Doi, first)].into());
    library.does("Edit", |w| {
        let mut edited = stored.clone();
        edited.identifiers.insert(Scheme::Doi, "10.1/c".to_owned());
        w.update_paper(1, &edited, None)
    });
    let all = library.store.read(|r| r.identifiers(1)).unwrap();
    assert_eq!(
        all,
        [
            (Scheme::Doi, "10.1/c".to_owned()),
            (Scheme::Doi, "10.1/b".to_owned())
        ]
    );
    // What was second becomes the one that is shown, without standing there twice.
    library.does("Edit", |w| {
        let mut edited = stored.clone();
        edited.identifiers.insert(Scheme::Doi, "10.1/b".to_owned());
        w.update_paper(1, &edited, None)
    });
    let all = library.store.read(|r| r.identifiers(1)).unwrap();
    assert_eq!(all, [(Scheme::Doi, "10.1/b".to_owned())]);
    library.does("Clear", |w| w.update_paper(1, &Paper::default(), None));
    assert_eq!(rows(&library.file(), "identifiers"), 0);
}

#[test]
fn a_reason_belongs_to_an_exclusion() {
    let library = Library::with_papers(1);
    let reason = || library.store.read(|r| r.paper(1)).unwrap().unwrap().reason;
    library.does("Exclude", |w| {
        w.decide(&[1], Decision::Exclude, Some("off topic"))
    });
    assert_eq!(reason().as_deref(), Some("off topic"));
    library.does("Include", |w| {
        w.decide(&[1], Decision::Include, Some("off topic"))
    });
    assert_eq!(reason(), None);
}

#[test]
fn an_action_tells_the_papers_it_touched_and_can_be_named_late() {
    let library = Library::with_papers(3);
    let written = library
        .store
        .write(action("Tag"), |w| {
            w.tag(&[3, 1], &["a".into()], &[])?;
            w.set_what("Tag two papers");
            Ok::<_, Error>(7)
        })
        .unwrap();
    assert_eq!(
        (written.value, written.papers.as_slice()),
        (7, [3, 1].as_slice())
    );
    let logged = library
        .store
        .read(|r| r.action(written.seq.unwrap()))
        .unwrap();
    assert_eq!((logged.what.as_str(), logged.papers), ("Tag two papers", 2));
    let on: Vec<_> = library.store.read(|r| r.actions_on(1)).unwrap();
    assert_eq!(
        on.iter().map(|a| a.what.as_str()).collect::<Vec<_>>(),
        ["Tag two papers", "Import"]
    );
    assert_eq!(library.store.read(|r| r.actions_on(2)).unwrap().len(), 1);
}

#[test]
fn tags_that_differ_in_case_or_spacing_are_one_tag_as_first_written() {
    let library = Library::with_papers(3);
    library.does("Tag", |w| {
        w.tag(&[1], &[" Causal  Inference ".into(), " ".into()], &[])
    });
    library.does("Tag", |w| w.tag(&[1, 2], &["causal inference".into()], &[]));
    assert_eq!(
        library.store.read(|r| r.tags(2)).unwrap(),
        ["Causal Inference"]
    );
    let all = || library.store.read(|r| r.all_tags()).unwrap();
    let count = |papers| {
        vec![TagCount {
            name: "Causal Inference".to_owned(),
            papers,
        }]
    };
    assert_eq!(all(), count(2));
    library.does("Trash", |w| w.trash(&[2]));
    assert_eq!(all(), count(1));
    library.does("Untag", |w| {
        w.tag(&[1, 2], &[], &["CAUSAL INFERENCE".into()])
    });
    assert_eq!(all(), []);
}

#[test]
fn collections_keep_their_order_and_their_names_apart() {
    let library = Library::with_papers(4);
    library.does("Make", |w| {
        let id = w.create_collection(" My  Thesis ")?;
        w.add_to_collection(id, &[3, 1])?;
        w.add_to_collection(id, &[1, 2, 4])
    });
    let order = || library.store.read(|r| r.collection_papers(1)).unwrap();
    assert_eq!(order(), [3, 1, 2, 4]);
    library.does("Order", |w| w.order_collection(1, &[2, 3]));
    assert_eq!(order(), [2, 3, 1, 4]);
    library.does("Trash", |w| w.trash(&[3]));
    assert_eq!(order(), [2, 1, 4]);
    assert_eq!(
        library.store.read(|r| r.collections()).unwrap()[0].papers,
        3
    );
    library.does("Back", |w| w.restore(&[3]));
    assert_eq!(order(), [2, 3, 1, 4]);
    library.does("Remove", |w| w.remove_from_collection(1, &[2, 99]));
    assert_eq!(order(), [3, 1, 4]);
    assert_eq!(library.store.read(|r| r.collections_of(3)).unwrap(), [1]);

    let make = |name: &str| {
        library
            .store
            .write(action("Make"), |w| w.create_collection(name))
    };
    assert!(matches!(make("my thesis"), Err(Error::NameTaken(_))));
    assert!(matches!(make(" \t"), Err(Error::NoName)));
    let second = make("Other").unwrap().value;
    let rename = library
        .store
        .write(action("R"), |w| w.rename_collection(second, "MY THESIS"));
    assert!(matches!(rename, Err(Error::NameTaken(_))));
    assert_eq!(
        library
            .store
            .read(|r| r.collection_by_name("MY thesis"))
            .unwrap(),
        Some(1)
    );
    let gone = library.store.read(|r| r.collection_papers(99));
    assert!(matches!(gone, Err(Error::NoSuchCollection(99))));
}

#[test]
fn highlights_are_kept_in_the_order_of_the_text() {
    let library = Library::with_papers(1);
    library.does("Mark", |w| {
        let mark = NewHighlight {
            paper: 1,
            start: 9,
            end: 12,
            text: "late",
            ..Default::default()
        };
        w.insert_highlight(&mark)?;
        w.insert_highlight(&NewHighlight {
            start: 2,
            end: 1,
            text: "early",
            ..mark
        })
        .map(drop)
    });
    library.does("Edit", |w| w.edit_highlight(1, Colour::Blue, "see"));
    let marks = library.store.read(|r| r.highlights(1)).unwrap();
    assert_eq!(
        marks.iter().map(|m| m.text.as_str()).collect::<Vec<_>>(),
        ["early", "late"]
    );
    assert_eq!((marks[0].start, marks[0].end), (2, 2));
    assert_eq!(
        (marks[1].colour, marks[1].comment.as_str()),
        (Colour::Blue, "see")
    );
    library.does("Remove", |w| w.remove_highlight(1));
    let gone = library.store.read(|r| r.highlight(1));
    assert!(matches!(gone, Err(Error::NoSuchHighlight(1))));
}

#[test]
fn a_verdict_is_remembered_from_both_sides() {
    let library = Library::with_papers(3);
    library.does("Say", |w| {
        w.set_verdict(2, 1, Some((Relation::Versions, "published later")))
    });
    let seen = library.store.read(|r| r.verdict(1, 2)).unwrap().unwrap();
    assert_eq!(
        (seen.relation, seen.reason.as_str()),
        (Relation::Versions, "published later")
    );
    assert_eq!(library.store.read(|r| r.verdicts(2)).unwrap()[0].other, 1);
    assert_eq!(library.store.read(|r| r.versions(1)).unwrap()[0].id, 2);
    let rows = library.store.read(|r| r.rows(&[1, 2, 3])).unwrap();
    assert_eq!(
        rows.iter().map(|row| row.has_version).collect::<Vec<_>>(),
        [true, true, false]
    );
    library.does("Doubt", |w| {
        w.set_verdict(1, 2, Some((Relation::Doubtful, "alike")))
    });
    assert!(library.store.read(|r| r.rows(&[2])).unwrap()[0].doubtful);
    library.does("Forget", |w| w.set_verdict(1, 2, None));
    assert_eq!(library.store.read(|r| r.verdict(2, 1)).unwrap(), None);
    let same = library
        .store
        .write(action("Say"), |w| w.set_verdict(1, 1, None));
    assert!(matches!(same, Err(Error::SamePaper)));
}

#[test]
fn an_import_is_known_by_its_bytes_and_counts_what_is_left_to_do() {
    let library = Library::with_papers(3);
    library.does("Import", |w| {
        let ids = import(w, "second.bib", 1)?;
        let seen = store::NewSighting {
            import: 2,
            paper: 1,
            position: 2,
            ..Default::default()
        };
        w.insert_sighting(&seen)?;
        w.set_import_counts(
            2,
            ImportCounts {
                recognised: 2,
                added: 1,
                merged: 1,
                ..Default::default()
            },
        )?;
        w.trash(&ids)
    });
    library.does("Include", |w| w.decide(&[1], Decision::Include, None));
    let imports = library.store.read(|r| r.imports()).unwrap();
    let brief: Vec<_> = imports
        .iter()
        .map(|i| (i.import.name.as_str(), i.papers, i.triaged))
        .collect();
    assert_eq!(brief, [("second.bib", 1, 1), ("first.bib", 3, 1)]);
    assert_eq!(imports[0].import.counts.merged, 1);
    let known = library
        .store
        .read(|r| r.import_by_hash("first.bib"))
        .unwrap()
        .unwrap();
    assert_eq!(
        (known.id, known.at, known.date.as_deref()),
        (1, at(0), Some("2024-03-14"))
    );
    assert_eq!(
        library
            .store
            .read(|r| r.import_by_hash("third.bib"))
            .unwrap(),
        None
    );
    assert_eq!(library.store.read(|r| r.imports_of(1)).unwrap(), [1, 2]);
    let seen = library.store.read(|r| r.sightings(1)).unwrap();
    assert_eq!(
        (seen[0].position, seen[0].line, seen[0].original.as_str()),
        (1, 3, "as it stood")
    );
    assert_eq!(seen[0].date.as_deref(), Some("2024-03-14"));
    let missing = library.store.write(action("Count"), |w| {
        w.set_import_counts(9, Default::default())
    });
    assert!(matches!(missing, Err(Error::NoSuchImport(9))));
}

#[test]
fn settings_are_remembered_outside_of_undo() {
    let library = Library::with_papers(1);
    let value = serde_json::json!({"width": 320});
    assert_eq!(
        library.does("Set", |w| w.set_setting("window", &value)),
        None
    );
    library.does("Set", |w| w.set_setting("theme", &"dark".into()));
    library.store.undo(at(1), "reader", None).unwrap();
    let library = library.reopen();
    assert_eq!(
        library.store.read(|r| r.setting("window")).unwrap(),
        Some(value)
    );
    library.does("Forget", |w| {
        w.set_setting("window", &serde_json::Value::Null)
    });
    assert_eq!(library.store.read(|r| r.setting("window")).unwrap(), None);
}

#[test]
fn what_is_kept_is_included_or_starred_and_not_in_the_trash() {
    let library = Library::with_papers(4);
    library.does("Keep", |w| {
        w.decide(&[1, 2], Decision::Include, None)?;
        w.star(&[3], 9)?;
        w.trash(&[2])
    });
    assert_eq!(library.store.read(|r| r.kept_ids()).unwrap(), [1, 3]);
    assert_eq!(library.store.read(|r| r.trashed_ids()).unwrap(), [2].into());
    assert_eq!(
        library.store.read(|r| r.paper(3)).unwrap().unwrap().stars,
        5
    );
    let query = ListQuery {
        view: View::Trash,
        limit: 9,
        ..Default::default()
    };
    assert_eq!(
        library.store.read(|r| r.list_ids(&query)).unwrap(),
        (1, vec![2])
    );
}
