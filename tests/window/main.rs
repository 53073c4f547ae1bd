//! The real window, as a person has it: a real drop from another program, real keys, the real
//! model when it is there. `./dev test` gives these tests a display of their own.

mod digests;
mod driver;
mod typing;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use driver::{Driver, Session};
use serde_json::Value;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_lectern");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A window on an empty library, and the files beside it.
struct Desk {
    folder: TempDir,
    session: Session,
}

impl Desk {
    async fn open() -> Desk {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let session = Driver::start(Path::new(PROGRAM), &folder.path().join("home"))
            .await
            .open(Path::new(PROGRAM), &folder.path().join("library"))
            .await;
        session
            .until(
                "the first run's invitation",
                "return document.querySelector('.first') !== null",
            )
            .await;
        Desk { folder, session }
    }

    fn sample(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::copy(root().join("samples/sample-digest.txt"), &path).expect("copies the sample");
        path
    }

    /// What the command line, a second process, says of the window's library.
    fn asked(&self, arguments: &[&str]) -> Value {
        let output = Command::new(PROGRAM)
            .arg("--json")
            .arg("--library")
            .arg(self.folder.path().join("library"))
            .args(arguments)
            .output()
            .expect("the program starts");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    /// Drags files from another program onto the window and lets go.
    fn drop(&self, files: &[PathBuf]) {
        let output = Command::new("/usr/bin/python3")
            .arg(root().join("tests/window/drag_source.py"))
            .args(["--window", "Lectern"])
            .args(files)
            .output()
            .expect("python3");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    async fn press(&self, label: &str) {
        let script = format!(
            "const wanted = {label:?}; \
             const found = [...document.querySelectorAll('button')].find((button) => \
                 !button.disabled && button.checkVisibility() && button.textContent.trim().startsWith(wanted)); \
             if (!found) return false; found.click(); return true;"
        );
        self.session
            .until(&format!("a button {label:?}"), &script)
            .await;
    }

    /// Types into whatever has the focus.
    async fn keys(&self, keys: &str) {
        let active = self
            .session
            .client
            .active_element()
            .await
            .expect("something has the focus");
        active.send_keys(keys).await.expect("takes keys");
    }

    async fn rows(&self, count: usize) {
        // The list draws only what is visible; each row says how many there are.
        let script = format!(
            "return Number(document.querySelector('#papers [role=option]')?.ariaSetSize ?? 0) === {count}"
        );
        self.session.until(&format!("{count} rows"), &script).await;
    }

    /// Waits until the command line beside the window finds this many papers.
    async fn found(&self, query: &str, count: usize) {
        let started = std::time::Instant::now();
        while self.asked(&["list", "--query", query])["total"] != count {
            assert!(
                started.elapsed().as_secs() < 20,
                "{query} does not find {count}"
            );
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }

    async fn says(&self, words: &str) {
        let script = format!("return document.body.innerText.includes({words:?})");
        self.session.until(&format!("{words:?}"), &script).await;
    }
}

#[tokio::test]
#[ignore = "needs a display: ./dev test makes one"]
async fn a_digest_dropped_from_another_program_is_previewed_imported_and_taken_back() {
    let desk = Desk::open().await;
    desk.drop(&[desk.sample("Grüße aus dem Postfach.txt")]);
    desk.says("Grüße aus dem Postfach.txt").await;
    assert_eq!(
        desk.asked(&["list"])["total"],
        0,
        "a preview changes nothing"
    );
    desk.press("Import 12").await;
    desk.rows(12).await;
    let listed = desk.asked(&["list"]);
    assert_eq!(listed["total"], 12);
    assert_eq!(
        listed["papers"][0]["sightings"][0]["digest"],
        "Grüße aus dem Postfach.txt"
    );
    desk.press("Undo").await;
    desk.rows(0).await;
    assert_eq!(desk.asked(&["list"])["total"], 0);
    desk.session.end().await;
}

#[tokio::test]
#[ignore = "needs a display: ./dev test makes one"]
async fn five_digests_dropped_at_once_are_one_preview_one_import_and_one_undo() {
    let desk = Desk::open().await;
    desk.drop(&digests::write(desk.folder.path()));
    for name in [
        "Trending.txt",
        "arXiv mailing.txt",
        "references.bib",
        "database.ris",
        "screening.csv",
    ] {
        desk.says(name).await;
    }
    desk.says(&format!("{} papers recognised", digests::RECORDS))
        .await;
    desk.press("Import ").await;
    desk.rows(digests::PAPERS).await;
    // What one digest lacked another gave.
    let listed = desk.asked(&["list", "--query", "title:tidal"]);
    let tides = &listed["papers"][0];
    assert_eq!(tides["identifiers"]["arxiv"], "2611.00123");
    assert_eq!(tides["authors"][0]["family"], "Lund");
    assert_eq!(tides["sightings"].as_array().map(Vec::len), Some(2));
    let drift = desk.asked(&["show", "10.5555/drift.1"]);
    assert_eq!(drift["sources"]["title"]["digest"], "database.ris");
    assert_eq!(drift["sources"]["doi"]["digest"], "screening.csv");
    desk.press("Undo").await;
    desk.rows(0).await;
    assert_eq!(desk.asked(&["list"])["total"], 0);
    desk.session.end().await;
}

#[tokio::test]
#[ignore = "needs a display: ./dev test makes one"]
async fn papers_are_triaged_noted_and_found_from_the_keyboard() {
    let desk = Desk::open().await;
    desk.drop(&[desk.sample("digest.txt")]);
    desk.press("Import 12").await;
    desk.rows(12).await;

    desk.keys("j").await;
    desk.keys("i").await;
    desk.rows(11).await;
    // The list shows a decision at once; the command line sees it when it is written.
    desk.found("is:included", 1).await;

    desk.keys("n").await;
    desk.session
        .until(
            "the note has the focus",
            "return document.activeElement?.matches('textarea, [contenteditable=true]') ?? false",
        )
        .await;
    desk.keys("A note typed in the real window.").await;
    desk.keys("\u{e00c}").await;
    desk.found("has:note", 1).await;

    desk.keys("/").await;
    desk.keys("title:residual").await;
    desk.rows(1).await;
    desk.says("Deep Residual Learning").await;
    desk.session.end().await;
}

#[tokio::test]
#[ignore = "needs a display: ./dev test makes one"]
async fn what_the_command_line_writes_shows_in_the_window_by_itself() {
    let desk = Desk::open().await;
    let sample = desk.sample("digest.txt");
    desk.asked(&["import", "--no-embed", sample.to_str().expect("plain")]);
    desk.rows(12).await;
    desk.session.end().await;
}

#[tokio::test]
#[ignore = "needs a display: ./dev test makes one"]
async fn the_list_follows_a_query_key_by_key() {
    let desk = Desk::open().await;
    let digest = digests::for_typing(desk.folder.path());
    desk.asked(&["import", "--no-embed", digest.to_str().expect("plain")]);
    desk.rows(10).await;
    let keys = typing::type_slowly(&desk.session, "reinforcement learning from human feed").await;

    assert!(
        typing::different_lists(&keys) >= 4,
        "the list changes as the query grows: {keys:#?}"
    );
    let last = keys.last().expect("keys were typed");
    let (first, second) = (&last.titles[0], &last.titles[1]);
    assert!(
        first.starts_with("Reinforcement Learning from Human Feed")
            && second.starts_with("Reinforcement Learning from Human Feed"),
        "{last:#?}"
    );
    // A figure for the record: how fast this machine drew it is not what is tested.
    let (middle, late) = typing::middle_and_late(&keys);
    let record = format!(
        "{} keys typed, from key to painted: p50 {middle:.0} ms, p95 {late:.0} ms; a frame is 16.7 ms\n",
        keys.len()
    );
    let _ = std::io::stderr().write_all(record.as_bytes());
    desk.session.end().await;
}
