//! Random sessions of writes: undone to their beginning, redone to their end, and undone in any
//! order.

mod common;

use common::{Library, action, at, import, paper};
use proptest::prelude::*;
use store::{Decision, Error, NewHighlight, Relation, Result, Store, Writer};

fn undo(store: &Store, seq: Option<i64>) -> Result<store::Undone> {
    store.undo(at(1), "reader", seq)
}

fn redo(store: &Store) -> Result<store::Undone> {
    store.redo(at(2), "reader")
}

/// One write of a random session. Papers are picked among those that exist.
#[derive(Clone, Debug)]
enum Step {
    Import(usize),
    Update(usize, String),
    Decide(usize, u8, Option<String>),
    Star(usize, u8),
    Note(usize, String),
    Tag(usize, u8),
    Untag(usize, u8),
    Trash(usize, bool),
    Highlight(usize, u8),
    Unmark(u8),
    Collect(u8, usize),
    Drop(u8, usize),
    Order(u8, usize),
    Delete(u8),
    Verdict(usize, usize, bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Few papers, tags and collections, so that steps meet.
    let n = || 0..6usize;
    let step = prop_oneof![
        (1..3usize).prop_map(Step::Import),
        (n(), any::<String>()).prop_map(|(p, t)| Step::Update(p, t)),
        (n(), 0..4u8, any::<Option<String>>()).prop_map(|(p, d, r)| Step::Decide(p, d, r)),
        (n(), 0..7u8).prop_map(|(p, s)| Step::Star(p, s)),
        (n(), any::<String>()).prop_map(|(p, t)| Step::Note(p, t)),
        (n(), 0..2u8).prop_map(|(p, t)| Step::Tag(p, t)),
        (n(), 0..2u8).prop_map(|(p, t)| Step::Untag(p, t)),
        (n(), any::<bool>()).prop_map(|(p, t)| Step::Trash(p, t)),
        (n(), 0..9u8).prop_map(|(p, h)| Step::Highlight(p, h)),
        (0..9u8).prop_map(Step::Unmark),
        (0..2u8, n()).prop_map(|(c, p)| Step::Collect(c, p)),
        (0..2u8, n()).prop_map(|(c, p)| Step::Drop(c, p)),
        (0..2u8, n()).prop_map(|(c, p)| Step::Order(c, p)),
        (0..2u8).prop_map(Step::Delete),
        (n(), n(), any::<bool>()).prop_map(|(a, b, v)| Step::Verdict(a, b, v)),
    ];
    proptest::collection::vec(step, 1..30)
}

fn take(w: &mut Writer<'_>, step: &Step) -> Result<()> {
    let ids = w.all_ids(0, 1000)?;
    let pick = |n: usize| ids.get(n % ids.len().max(1)).copied();
    let collection = |w: &mut Writer<'_>, c: u8| {
        let name = format!("Collection {c}");
        match w.collection_by_name(&name)? {
            Some(id) => Ok(id),
            None => w.create_collection(&name),
        }
    };
    match (step, pick(0)) {
        (Step::Import(count), _) => return import(w, "random.bib", *count).map(drop),
        (_, None) => return Ok(()),
        _ => {}
    }
    let id = |n: usize| pick(n).unwrap();
    match step {
        Step::Import(_) => Ok(()),
        Step::Update(p, title) => w.update_paper(id(*p), &paper(title), None),
        Step::Decide(p, d, reason) => {
            let decision = Decision::ALL[usize::from(*d)];
            w.decide(&[id(*p)], decision, reason.as_deref())
        }
        Step::Star(p, stars) => w.star(&[id(*p)], *stars),
        Step::Note(p, note) => w.set_note(id(*p), note),
        Step::Tag(p, t) => w.tag(&[id(*p)], &[format!("tag {t}")], &[]),
        Step::Untag(p, t) => w.tag(&[id(*p)], &[], &[format!("TAG {t}")]),
        Step::Trash(p, true) => w.trash(&[id(*p)]),
        Step::Trash(p, false) => w.restore(&[id(*p)]),
        Step::Highlight(p, start) => {
            let start = usize::from(*start);
            let mark = NewHighlight {
                paper: id(*p),
                start,
                end: start + 3,
                ..Default::default()
            };
            w.insert_highlight(&mark).map(drop)
        }
        Step::Unmark(h) => match w.remove_highlight(i64::from(*h)) {
            Err(Error::NoSuchHighlight(_)) => Ok(()),
            other => other,
        },
        Step::Collect(c, p) => {
            let c = collection(w, *c)?;
            w.add_to_collection(c, &[id(*p), id(*p + 1)])
        }
        Step::Drop(c, p) => {
            let c = collection(w, *c)?;
            w.remove_from_collection(c, &[id(*p)])
        }
        Step::Order(c, p) => {
            let c = collection(w, *c)?;
            w.order_collection(c, &[id(*p)])
        }
        Step::Delete(c) => {
            let c = collection(w, *c)?;
            w.delete_collection(c)
        }
        Step::Verdict(a, b, on) if id(*a) != id(*b) => {
            let verdict = on.then_some((Relation::NotSame, "seen"));
            w.set_verdict(id(*a), id(*b), verdict)
        }
        Step::Verdict(..) => Ok(()),
    }
}

/// Each case is a library on disk, so there are fewer than usual; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(24)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn any_session_can_be_undone_to_its_beginning_and_redone_to_its_end(steps in steps()) {
        let library = Library::with_papers(2);
        let mut states = vec![library.dump()];
        for step in &steps {
            if library.store.write(action("step"), |w| take(w, step)).unwrap().seq.is_some() {
                states.push(library.dump());
            }
        }
        let actions = states.len() - 1;
        for n in (0..actions).rev() {
            undo(&library.store, None).unwrap();
            prop_assert_eq!(&library.dump(), &states[n]);
        }
        for state in &states[1..] {
            redo(&library.store).unwrap();
            prop_assert_eq!(&library.dump(), state);
        }
        prop_assert_eq!(library.store.check().unwrap().problems, Vec::<String>::new());
    }

    /// Whatever older actions are picked, in whatever order, each is undone or refused whole; and
    /// then undoing what is left, newest first, always leads back to the beginning.
    #[test]
    fn undoing_older_actions_never_bars_the_way_back(
        steps in steps(),
        picks in proptest::collection::vec(any::<prop::sample::Index>(), 1..8),
    ) {
        let library = Library::with_papers(2);
        let beginning = library.dump();
        let mut seqs = Vec::new();
        for step in &steps {
            seqs.extend(library.store.write(action("step"), |w| take(w, step)).unwrap().seq);
        }
        for pick in picks {
            if seqs.is_empty() { break; }
            let seq = *pick.get(&seqs);
            let before = library.dump();
            match undo(&library.store, Some(seq)) {
                Ok(_) => {
                    redo(&library.store).unwrap();
                    prop_assert_eq!(&library.dump(), &before);
                    undo(&library.store, Some(seq)).unwrap();
                }
                Err(Error::Conflict { action, .. }) => {
                    prop_assert!(action > seq);
                    prop_assert_eq!(&library.dump(), &before);
                }
                Err(Error::AlreadyUndone(_)) => {}
                Err(other) => prop_assert!(false, "{other}"),
            }
        }
        let left = library.store.read(|r| r.undo_list(1000)).unwrap();
        for _ in left.iter().filter(|a| a.in_force).skip(1) {
            undo(&library.store, None).unwrap();
        }
        prop_assert_eq!(library.dump(), beginning);
    }
}
