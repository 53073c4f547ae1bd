//! Lists: what each view holds, in which order, page by page.

mod common;

use common::{Library, action, at, import};
use papers::{Date, Name, Paper};
use proptest::prelude::*;
use store::{
    Action, Counts, Decision, ListQuery, NewSighting, PaperId, Relation, Sort, Store, View,
};

fn ids(store: &Store, view: View, sort: Sort, descending: bool) -> Vec<PaperId> {
    let query = ListQuery {
        view,
        sort,
        descending,
        limit: 1000,
        ..Default::default()
    };
    let (total, ids) = store.read(|r| r.list_ids(&query)).unwrap();
    assert_eq!(total, ids.len());
    ids
}

/// Six papers: 1 to 3 of a first digest, 4 to 6 of a second and later one, which also lists 2.
fn library() -> Library {
    let library = Library::new();
    let person = |name: &str| vec![Name::person(name, None)];
    let date = |year, month| {
        Some(Date {
            year,
            month,
            day: None,
        })
    };
    let papers = [
        ("“Zebra” fish", person("Öz"), date(2020, None)),
        ("apple pie", person("oz"), date(2021, Some(2))),
        ("Éclair", vec![], None),
        ("banana", person("Ada"), date(2021, Some(11))),
        ("Banana", person("ada"), date(-44, None)),
        (
            "42 ways",
            vec![Name::literal("The Group")],
            date(2021, None),
        ),
    ];
    for (digest, papers) in [(1, &papers[..3]), (2, &papers[3..])] {
        let time = Action {
            at: at(digest),
            ..action("Import")
        };
        let write = library.store.write(time, |w| {
            let import = import(w, &format!("{digest}"), 0).map(|_| digest)?;
            for (position, (title, authors, date)) in (1..).zip(papers) {
                let paper = Paper {
                    title: (*title).to_owned(),
                    authors: authors.clone(),
                    date: *date,
                    ..Default::default()
                };
                let key = w.reserve_key("key")?;
                let paper = w.insert_paper(&paper, &key, None)?;
                w.insert_sighting(&NewSighting {
                    import,
                    paper,
                    position,
                    ..Default::default()
                })?;
            }
            if digest == 2 {
                let seen = NewSighting {
                    import,
                    paper: 2,
                    position: 0,
                    ..Default::default()
                };
                w.insert_sighting(&seen)?;
            }
            Ok::<_, store::Error>(())
        });
        write.unwrap();
    }
    library
}

#[test]
fn every_sort_has_its_order_and_its_reverse() {
    let library = library();
    let order = |sort, descending| ids(&library.store, View::Library, sort, descending);
    assert_eq!(order(Sort::Digest, false), [1, 2, 3, 4, 5, 6]);
    assert_eq!(order(Sort::Digest, true), [6, 5, 4, 3, 2, 1]);
    assert_eq!(order(Sort::Added, false), [1, 2, 3, 4, 5, 6]);
    assert_eq!(
        order(Sort::Added, true),
        [4, 5, 6, 1, 2, 3],
        "newest digest first, each as it was"
    );
    assert_eq!(order(Sort::Title, false), [6, 2, 4, 5, 3, 1]);
    assert_eq!(order(Sort::Title, true), [1, 3, 5, 4, 2, 6]);
    assert_eq!(
        order(Sort::Author, false),
        [4, 5, 1, 2, 6, 3],
        "without authors last"
    );
    assert_eq!(
        order(Sort::Author, true),
        [6, 2, 1, 5, 4, 3],
        "without authors last"
    );
    assert_eq!(order(Sort::Date, true), [4, 2, 6, 1, 5, 3], "undated last");
    assert_eq!(order(Sort::Date, false), [5, 1, 6, 2, 4, 3], "undated last");
    library.does("Star", |w| w.star(&[2, 5], 3));
    assert_eq!(order(Sort::Stars, true), [2, 5, 1, 3, 4, 6]);
    assert_eq!(order(Sort::Stars, false), [1, 3, 4, 6, 2, 5]);
}

#[test]
fn a_digests_view_is_in_the_digests_own_order_and_a_collections_in_the_readers() {
    let library = library();
    assert_eq!(
        ids(&library.store, View::Digest(2), Sort::Digest, false),
        [2, 4, 5, 6]
    );
    assert_eq!(
        ids(&library.store, View::Digest(2), Sort::Digest, true),
        [6, 5, 4, 2]
    );
    assert_eq!(
        ids(&library.store, View::Digest(2), Sort::Title, false),
        [6, 2, 4, 5]
    );
    library.does("Collect", |w| {
        let id = w.create_collection("C")?;
        w.add_to_collection(id, &[5, 1, 3])
    });
    assert_eq!(
        ids(&library.store, View::Collection(1), Sort::Manual, false),
        [5, 1, 3]
    );
    assert_eq!(
        ids(&library.store, View::Collection(1), Sort::Digest, false),
        [1, 3, 5]
    );
    assert_eq!(
        ids(&library.store, View::Library, Sort::Manual, false),
        [1, 2, 3, 4, 5, 6]
    );
    assert_eq!(
        ids(&library.store, View::Collection(9), Sort::Manual, false),
        Vec::<i64>::new()
    );
}

#[test]
fn each_view_holds_what_its_name_says_and_the_counts_agree() {
    let library = library();
    library.does("Triage", |w| {
        w.decide(&[1], Decision::Include, None)?;
        w.decide(&[2], Decision::Maybe, None)?;
        w.decide(&[3], Decision::Exclude, Some("r"))?;
        w.decide(&[6], Decision::Include, None)?;
        w.star(&[1, 4, 6], 2)?;
        w.tag(&[4, 6], &["Fish".into()], &[])?;
        w.trash(&[6])
    });
    let view = |view| ids(&library.store, view, Sort::Digest, false);
    assert_eq!(view(View::Library), [1, 2, 3, 4, 5]);
    assert_eq!(view(View::Inbox), [4, 5]);
    assert_eq!(view(View::Included), [1]);
    assert_eq!(view(View::Maybe), [2]);
    assert_eq!(view(View::Excluded), [3]);
    assert_eq!(view(View::Starred), [1, 4]);
    assert_eq!(view(View::Trash), [6]);
    assert_eq!(view(View::Tag("FISH".into())), [4]);
    assert_eq!(view(View::Digest(2)), [2, 4, 5]);
    let counts = Counts {
        inbox: 2,
        library: 5,
        included: 1,
        maybe: 1,
        excluded: 1,
        starred: 2,
        trash: 1,
    };
    assert_eq!(library.store.read(|r| r.counts()).unwrap(), counts);
}

#[test]
fn a_list_among_given_papers_keeps_their_order_or_sorts_them() {
    let library = library();
    library.does("Trash", |w| w.trash(&[4]));
    let among = [5, 4, 99, 1, 2];
    let list = |sort, descending, offset, limit| {
        let query = ListQuery {
            among: Some(&among),
            sort,
            descending,
            offset,
            limit,
            view: View::Library,
        };
        library.store.read(|r| r.list_ids(&query)).unwrap()
    };
    assert_eq!(list(Sort::Given, false, 0, 9), (3, vec![5, 1, 2]));
    assert_eq!(list(Sort::Given, true, 0, 9), (3, vec![2, 1, 5]));
    assert_eq!(list(Sort::Given, false, 1, 1), (3, vec![1]));
    assert_eq!(list(Sort::Title, false, 0, 9), (3, vec![2, 5, 1]));
    let nothing = ListQuery {
        among: Some(&[]),
        limit: 9,
        ..Default::default()
    };
    assert_eq!(
        library.store.read(|r| r.list_ids(&nothing)).unwrap(),
        (0, vec![])
    );
}

#[test]
fn a_row_shows_what_the_list_needs() {
    let library = library();
    library.does("Work", |w| {
        w.decide(&[2], Decision::Exclude, Some("why"))?;
        w.star(&[2], 4)?;
        w.set_note(2, "n")?;
        w.tag(&[2], &["b".into(), "A".into()], &[])?;
        w.set_verdict(2, 6, Some((Relation::Doubtful, "alike")))
    });
    let query = ListQuery {
        limit: 2,
        offset: 1,
        ..Default::default()
    };
    let page = library.store.read(|r| r.list(&query)).unwrap();
    assert_eq!((page.total, page.rows.len()), (6, 2));
    let row = &page.rows[0];
    assert_eq!(
        (row.id, row.key.as_str(), row.title.as_str()),
        (2, "keya", "apple pie")
    );
    assert_eq!(
        (row.decision, row.reason.as_deref()),
        (Decision::Exclude, Some("why"))
    );
    assert_eq!((row.stars, row.year, row.seen), (4, Some(2021), 2));
    assert_eq!(row.tags, ["A", "b"]);
    assert_eq!(
        (row.has_note, row.has_abstract, row.added),
        (true, false, at(1))
    );
    assert_eq!(
        (row.doubtful, row.has_version, row.new),
        (true, false, false)
    );
    let new = |store: &Store| -> Vec<PaperId> {
        let rows = store.read(|r| r.rows(&[1, 2, 3, 4, 5, 6])).unwrap();
        rows.into_iter()
            .filter(|row| row.new)
            .map(|row| row.id)
            .collect()
    };
    assert_eq!(new(&library.store), [4, 5, 6]);
    library.does("Include", |w| w.decide(&[5], Decision::Include, None));
    assert_eq!(new(&library.store), [4, 6]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn pages_put_together_are_the_whole_list(
        stars in proptest::collection::vec((0..3u8, 0..4usize, any::<bool>()), 1..20),
        size in 1..5usize,
    ) {
        let library = Library::with_papers(stars.len());
        library.does("Mix", |w| {
            for (id, (stars, decision, trashed)) in (1..).zip(&stars) {
                w.star(&[id], *stars)?;
                w.decide(&[id], Decision::ALL[*decision], None)?;
                if *trashed { w.trash(&[id])?; }
            }
            Ok(())
        });
        for view in [View::Library, View::Inbox, View::Starred, View::Trash, View::Digest(1)] {
            for sort in [Sort::Digest, Sort::Added, Sort::Date, Sort::Title, Sort::Author, Sort::Stars] {
                for descending in [false, true] {
                    let whole = ids(&library.store, view.clone(), sort, descending);
                    let mut pages = Vec::new();
                    for offset in (0..whole.len() + size).step_by(size) {
                        let query = ListQuery {
                            view: view.clone(), sort, descending, offset, limit: size, among: None,
                        };
                        let (total, page) = library.store.read(|r| r.list_ids(&query)).unwrap();
                        prop_assert_eq!(total, whole.len());
                        pages.extend(page);
                    }
                    prop_assert_eq!(pages, whole);
                }
            }
        }
    }
}
