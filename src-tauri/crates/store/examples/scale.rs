//! Prints how long a library of many papers takes to write, list, count and undo.
//!
//! `cargo run -p store --example scale -- [PAPERS]`, 100,000 unless told otherwise. The library is
//! made in a temporary folder and deleted again.

use std::time::Instant;

use jiff::Timestamp;
use papers::{Date, Name, Paper, Scheme};
use store::{
    Action, Decision, Error, ImportCounts, ListQuery, NewImport, NewSighting, Sort, Store, View,
};

fn main() -> Result<(), Error> {
    let papers = std::env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(100_000);
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("library.sqlite");
    let now = Timestamp::UNIX_EPOCH;
    let store = Store::open(&file, now)?;

    let action = |kind, what| Action::by_reader(now, kind, what);
    timed("import", || {
        store.write(action("import", "Import"), |w| {
            let import = w.insert_import(&NewImport {
                name: "big",
                format: "bibtex",
                ..Default::default()
            })?;
            for n in 0..papers {
                let paper = paper(n);
                let found = w.candidates(
                    &paper.identifiers.clone().into_iter().collect::<Vec<_>>(),
                    Some(&paper.title),
                    None,
                )?;
                assert!(found.is_empty());
                let key = w.reserve_key(&format!("author{}", n % 9973))?;
                let id = w.insert_paper(&paper, &key, Some(&paper.title))?;
                w.insert_sighting(&NewSighting {
                    import,
                    paper: id,
                    position: n + 1,
                    line: n * 12 + 1,
                    title: &paper.title,
                    date: None,
                    original: paper.abstract_text.as_deref().unwrap_or_default(),
                    gave: &[],
                })?;
            }
            let counts = ImportCounts {
                recognised: papers,
                added: papers,
                ..Default::default()
            };
            w.set_import_counts(import, counts)
        })
    })?;
    println!("{:32} {:10.1} MB", "file", megabytes(&file));

    let first = 0..i64::try_from(papers / 2).unwrap_or(0);
    let ids: Vec<i64> = first.map(|n| n * 2 + 1).collect();
    timed("decide half", || {
        store.write(action("decide", "Include"), |w| {
            w.decide(&ids, Decision::Include, None)?;
            w.tag(&ids, &["kept".to_owned()], &[])
        })
    })?;
    timed("decide one", || {
        store.write(action("decide", "Maybe"), |w| {
            w.decide(&[1], Decision::Maybe, None)
        })
    })?;

    timed("counts", || store.read(|r| r.counts()))?;
    timed("imports", || store.read(|r| r.imports()))?;
    timed("all tags", || store.read(|r| r.all_tags()))?;
    for view in [
        View::Library,
        View::Inbox,
        View::Digest(1),
        View::Tag("kept".to_owned()),
    ] {
        for sort in [
            Sort::Digest,
            Sort::Added,
            Sort::Date,
            Sort::Title,
            Sort::Author,
            Sort::Stars,
        ] {
            for offset in [0, papers / 3] {
                let query = ListQuery {
                    view: view.clone(),
                    sort,
                    descending: matches!(sort, Sort::Added | Sort::Date | Sort::Stars),
                    offset,
                    limit: 100,
                    among: None,
                };
                timed(&format!("list {view:?} {sort:?} from {offset}"), || {
                    store.read(|r| r.list(&query))
                })?;
            }
        }
    }
    let hits: Vec<i64> = ids.iter().rev().copied().take(10_000).collect();
    let query = ListQuery {
        among: Some(&hits),
        sort: Sort::Given,
        limit: 100,
        ..Default::default()
    };
    timed("list 10,000 hits as given", || {
        store.read(|r| r.list(&query))
    })?;
    let query = ListQuery {
        sort: Sort::Title,
        ..query
    };
    timed("list 10,000 hits by title", || {
        store.read(|r| r.list(&query))
    })?;
    timed("changed since the beginning", || {
        store.papers_changed_since(0)
    })?;
    timed("backup", || {
        store.backup(&folder.path().join("copy.sqlite"), &mut |_, _| true)
    })?;
    timed("check", || store.check())?;
    for what in ["undo one", "undo half", "undo import"] {
        timed(what, || store.undo(now, "reader", None))?;
    }
    for what in ["redo import", "redo half"] {
        timed(what, || store.redo(now, "reader"))?;
    }
    println!("{:32} {:10.1} MB", "file", megabytes(&file));
    Ok(())
}

fn timed<T>(what: &str, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    let start = Instant::now();
    let value = work()?;
    println!(
        "{what:32} {:10.1} ms",
        start.elapsed().as_secs_f64() * 1000.0
    );
    Ok(value)
}

fn megabytes(file: &std::path::Path) -> f64 {
    std::fs::metadata(file).map_or(0.0, |found| found.len() as f64 / 1e6)
}

/// A made-up paper with about as much text as a real one.
fn paper(n: usize) -> Paper {
    const WORDS: [&str; 12] = [
        "sparse",
        "attention",
        "graph",
        "retrieval",
        "latent",
        "policy",
        "diffusion",
        "bound",
        "language",
        "kernel",
        "causal",
        "robust",
    ];
    let word = |k: usize| WORDS.get(k % WORDS.len()).copied().unwrap_or_default();
    let mix = n.wrapping_mul(2_654_435_761);
    let title = format!(
        "{} {} for {} {n}",
        word(mix >> 3),
        word(mix >> 7),
        word(mix >> 11)
    );
    let sentence: Vec<&str> = (0..160)
        .map(|k| word(mix.wrapping_mul(k + 7) >> 5))
        .collect();
    let month = u8::try_from(n % 12 + 1).ok();
    let year = 1990 + i32::try_from(mix % 35).unwrap_or(0);
    Paper {
        title,
        abstract_text: Some(sentence.join(" ")),
        authors: (0..4)
            .map(|k| Name::person(word(mix >> k), Some("Ada")))
            .collect(),
        kind: "article-journal".to_owned(),
        date: Some(Date {
            year,
            month,
            day: None,
        }),
        venue: Some("Journal of Examples".to_owned()),
        identifiers: [
            (Scheme::Doi, format!("10.1000/{n}")),
            (Scheme::Arxiv, format!("2401.{n:06}")),
        ]
        .into(),
        urls: vec![format!("https://example.org/{n}")],
        ..Default::default()
    }
}
