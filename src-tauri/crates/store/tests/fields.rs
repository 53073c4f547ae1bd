//! The reader's own fields, what is kept under a name, and citation keys changed by hand.

mod common;

use common::{Library, action, at};
use serde_json::json;
use store::{Error, FieldKind, Keeps, Result, Writer};

fn refused<T: std::fmt::Debug>(
    library: &Library,
    write: impl FnOnce(&mut Writer<'_>) -> Result<T>,
) -> Error {
    let before = library.dump();
    let error = library.store.write(action("Refused"), write).unwrap_err();
    assert_eq!(library.dump(), before);
    error
}

#[test]
fn a_field_has_one_name_whatever_its_case_and_counts_the_papers_outside_the_trash() {
    let library = Library::with_papers(3);
    library.does("Fields", |w| {
        w.create_field("  Sample \t size ", FieldKind::Number, &[])?;
        w.create_field("Method", FieldKind::Text, &[])?;
        w.set_field_value(1, &[1, 2, 3], Some("12"))
    });
    let fields = library.store.read(|r| r.fields()).unwrap();
    let brief: Vec<_> = fields
        .iter()
        .map(|field| (field.name.as_str(), field.kind, field.papers))
        .collect();
    assert_eq!(
        brief,
        [
            ("Sample size", FieldKind::Number, 3),
            ("Method", FieldKind::Text, 0)
        ]
    );
    library.does("Trash", |w| w.trash(&[2]));
    assert_eq!(library.store.read(|r| r.field(1)).unwrap().papers, 2);
    let used = library.store.read(|r| r.values_in_use(1)).unwrap();
    assert_eq!(used, [("12".to_owned(), 3)]);

    let taken = refused(&library, |w| w.edit_field(2, "SAMPLE SIZE", &[]));
    assert!(matches!(taken, Error::NameTaken(_)), "{taken:?}");
    let nameless = refused(&library, |w| w.create_field(" ", FieldKind::Date, &[]));
    assert!(matches!(nameless, Error::NoName), "{nameless:?}");
    let nowhere = refused(&library, |w| w.set_field_value(9, &[1], Some("x")));
    assert!(matches!(nowhere, Error::NoSuchField(9)), "{nowhere:?}");
    let nobody = refused(&library, |w| w.set_field_value(1, &[1, 99], None));
    assert!(matches!(nobody, Error::NoSuchPaper(99)), "{nobody:?}");
}

#[test]
fn an_older_value_can_be_undone_until_its_field_has_gone() {
    let library = Library::with_papers(2);
    library.does("Field", |w| {
        w.create_field("Method", FieldKind::Text, &[]).map(drop)
    });
    let first = library.does("First", |w| w.set_field_value(1, &[1], Some("a")));
    library.does("Second", |w| w.set_field_value(1, &[2], Some("b")));
    let undone = library.store.undo(at(1), "reader", first).unwrap();
    assert_eq!(undone.papers, [1]);
    let left = library.store.read(|r| r.field_values(&[1, 2])).unwrap();
    assert_eq!(left.len(), 1);
    let made = library.store.read(|r| r.undo_list(9)).unwrap();
    let field = made.iter().find(|action| action.what == "Field").unwrap();
    let stood_on = library.store.undo(at(1), "reader", Some(field.seq));
    assert!(
        matches!(stood_on, Err(Error::Conflict { .. })),
        "{stood_on:?}"
    );
    library.does("Delete", |w| w.delete_field(1));
    assert_eq!(library.store.read(|r| r.field_values(&[1, 2])).unwrap(), []);
    library.store.undo(at(1), "reader", None).unwrap();
    let back = library.store.read(|r| r.field_values(&[1, 2])).unwrap();
    assert_eq!((back[0].paper, back[0].value.as_str()), (2, "b"));
}

#[test]
fn what_is_kept_under_a_name_is_replaced_by_the_same_name_of_its_kind_only() {
    let library = Library::new();
    library.does("Keep", |w| {
        w.keep(Keeps::Export, "Thesis", &json!({"style": "apa"}))?;
        w.keep(Keeps::Matrix, "thesis", &json!([1]))?;
        w.keep(Keeps::Export, " THESIS ", &json!({"style": "mla"}))
            .map(drop)
    });
    let kept = library.store.read(|r| r.kept(Keeps::Export)).unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(
        (kept[0].id, kept[0].name.as_str(), &kept[0].value),
        (1, "THESIS", &json!({"style": "mla"}))
    );
    let other = refused(&library, |w| w.forget_kept(Keeps::Export, 2));
    assert!(matches!(other, Error::NothingKept(2)), "{other:?}");
    let nameless = refused(&library, |w| w.keep(Keeps::Export, "", &json!(1)));
    assert!(matches!(nameless, Error::NoName), "{nameless:?}");
}

#[test]
fn a_key_changed_by_hand_is_free_in_every_case_and_may_change_its_own() {
    let library = Library::with_papers(2);
    let taken = refused(&library, |w| w.set_key(2, "LOVELACE"));
    assert!(matches!(taken, Error::KeyTaken(_)), "{taken:?}");
    library.does("Key", |w| w.set_key(1, "Lovelace"));
    let found = library.store.read(|r| r.paper(1)).unwrap().unwrap();
    assert_eq!(
        (found.key.as_str(), found.paper.key.as_deref()),
        ("Lovelace", Some("Lovelace"))
    );
    let nobody = refused(&library, |w| w.set_key(9, "nobody"));
    assert!(matches!(nobody, Error::NoSuchPaper(9)), "{nobody:?}");
}
