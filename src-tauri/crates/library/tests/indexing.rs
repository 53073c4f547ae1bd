//! What searches answer while the index is behind, stopped or damaged.

use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use library::api::types::{
    JobId, JobState, ListRequest, ListResponse, Nothing, SearchMode, Sort, View,
};
use library::{ImportFiles, Library, Options};

const MANY: usize = 3_000;

fn now() -> Timestamp {
    Timestamp::UNIX_EPOCH
}

fn open(folder: &Path) -> Library {
    Library::open(Options {
        folder: folder.to_owned(),
        model_places: Vec::new(),
        by: "test",
        now,
    })
    .expect("a library")
}

/// Papers about a subject, numbered.
fn import(library: &Library, subject: &str, papers: usize) {
    let text: String = (0..papers)
        .map(|number| {
            format!(
                "@article{{{subject}{number}, title = {{The {subject} numbered {number}}}, \
                 author = {{Writer, Ann{number}}}, year = {{2020}}}}\n"
            )
        })
        .collect();
    let report = library
        .import_files(&ImportFiles {
            paths: Vec::new(),
            input: Some(text.into_bytes()),
            format: Some("bibtex".to_owned()),
            dry_run: false,
        })
        .expect("an import");
    assert_eq!(
        report.imports.iter().map(|file| file.added).sum::<usize>(),
        papers
    );
}

fn list(library: &Library, query: &str) -> ListResponse {
    library
        .list(ListRequest {
            view: View::Library,
            query: query.to_owned(),
            mode: SearchMode::Words,
            sort: Sort::Relevance,
            limit: 10,
            ..ListRequest::default()
        })
        .expect("an answer")
}

/// Asks until everything is found, and answers what was found on the way.
fn watched(library: &Library, query: &str, all: usize) -> Vec<usize> {
    let started = Instant::now();
    let mut totals = Vec::new();
    loop {
        let found = list(library, query);
        totals.push(found.total);
        if found.total == all {
            return totals;
        }
        assert!(!found.query_errors.is_empty(), "part of it, and it says so");
        assert!(started.elapsed() < Duration::from_secs(120), "{totals:?}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_few_papers_are_found_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = open(folder.path());
    library.warm_up();
    import(&library, "badger", 20);
    let found = list(&library, "badger");
    assert_eq!((found.total, found.query_errors.len()), (20, 0));
}

#[test]
fn without_a_window_everything_is_found_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = open(folder.path());
    import(&library, "badger", MANY);
    let found = list(&library, "badger");
    assert_eq!((found.total, found.query_errors.len()), (MANY, 0));
}

#[test]
fn searches_answer_while_a_big_import_is_indexed_and_find_everything_afterwards() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = open(folder.path());
    import(&library, "badger", 200);
    library.warm_up();
    import(&library, "otter", MANY);
    assert_eq!(list(&library, "badger").total, 200, "the old index answers");
    let totals = watched(&library, "otter", MANY);
    assert!(totals.is_sorted(), "{totals:?}");
    assert_eq!(list(&library, "badger").total, 200);
    // What is written later is found as if nothing had been.
    import(&library, "ferret", 1);
    watched(&library, "ferret", 1);
}

#[test]
fn stopped_indexing_is_said_and_goes_on_after_the_next_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = open(folder.path());
    import(&library, "badger", 1);
    library.warm_up();
    import(&library, "otter", MANY);
    let jobs = library.jobs(Nothing {}).expect("jobs");
    let indexing = jobs
        .iter()
        .rfind(|job| job.job == "indexing" && job.state == JobState::Running)
        .expect("a running job");
    library
        .cancel_job(JobId { id: indexing.id })
        .expect("asked to stop");
    while list(&library, "otter")
        .query_errors
        .iter()
        .all(|note| !note.message.contains("stopped"))
    {
        std::thread::sleep(Duration::from_millis(2));
    }
    assert_eq!(list(&library, "otter").total, 0);
    assert_eq!(list(&library, "badger").total, 1);
    import(&library, "ferret", 1);
    watched(&library, "otter", MANY);
}

#[test]
fn an_index_whose_files_are_deleted_while_it_is_open_is_made_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = open(folder.path());
    import(&library, "badger", 30);
    assert_eq!(list(&library, "badger").total, 30);
    std::fs::remove_dir_all(folder.path().join("cache").join("index")).expect("removed");
    import(&library, "badgers", 2);
    let started = Instant::now();
    // One search may fail: with an error that says what was wrong.
    loop {
        let found = library.list(ListRequest {
            query: "badger".to_owned(),
            mode: SearchMode::Words,
            ..ListRequest::default()
        });
        match found {
            Ok(found) if found.total == 32 => break,
            Ok(found) => assert!(!found.query_errors.is_empty(), "{}", found.total),
            Err(error) => assert_eq!(error.code, "search_index"),
        }
        assert!(started.elapsed() < Duration::from_secs(60));
    }
    drop(library);
    assert_eq!(list(&open(folder.path()), "badger").total, 32);
}
