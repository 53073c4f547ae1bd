//! Who is the same paper: what is merged by itself, what waits for a person, what a verdict does,
//! and that all of it can be taken back.

use serde_json::{Value, json};

use crate::support::{Desk, PAPERS};

const TITLE: &str = "Slow Rivers: How Meanders Remember Their Floods";

fn bib(key: &str, rest: &str) -> String {
    format!("@article{{{key}, title = {{{TITLE}}}, {rest}}}\n")
}

fn import(desk: &Desk, name: &str, content: &str) -> Value {
    let path = desk.file(name, content);
    let report = desk.json(&["import", "--no-embed", path.to_str().expect("plain")]);
    report["imports"][0].clone()
}

fn counts(report: &Value) -> (u64, u64, u64) {
    let number = |name: &str| report[name].as_u64().expect("a number");
    (number("added"), number("merged"), number("unchanged"))
}

/// Two records of one title by other authors: nothing but a person can say.
fn with_a_doubtful_pair() -> Desk {
    let desk = Desk::new();
    import(
        &desk,
        "one.bib",
        &bib(
            "lund2020",
            "author = {Lund, Ada}, year = 2020, doi = {10.5555/river.1}",
        ),
    );
    import(
        &desk,
        "two.bib",
        &bib(
            "okafor2020",
            "author = {Okafor, Ben}, year = 2020, journal = {Rivers}, doi = {10.5555/river.2}",
        ),
    );
    desk
}

#[test]
fn a_doubtful_pair_waits_and_a_merge_keeps_everything_and_can_be_undone() {
    let desk = with_a_doubtful_pair();
    let found = desk.json(&["duplicates"]);
    assert_eq!(found["total"], 1);
    let pair = &found["pairs"][0];
    assert_eq!(
        (&pair["first"]["id"], &pair["second"]["id"]),
        (&json!(1), &json!(2))
    );
    assert!(
        pair["reason"]
            .as_str()
            .is_some_and(|reason| reason.contains("two different DOIs"))
    );
    assert_eq!(
        pair["differing"],
        json!(["authors", "venue", "identifiers"])
    );

    desk.json(&["tag", "2", "+flood"]);
    desk.json(&["note", "2", "The gauge was moved in 1998."]);
    desk.json(&["mark", "2", "maybe"]);
    desk.json(&["collection", "Thesis", "+2"]);
    let before = desk.json(&["list"]);
    desk.json(&["merge", "lund2020", "okafor2020"]);

    assert_eq!(desk.json(&["duplicates"])["total"], 0);
    let listed = desk.json(&["list"]);
    assert_eq!(listed["total"], 1);
    let kept = &listed["papers"][0];
    assert_eq!(kept["id"], 1);
    assert_eq!(kept["venue"], "Rivers");
    assert_eq!(kept["tags"], json!(["flood"]));
    assert_eq!(kept["note"], "The gauge was moved in 1998.");
    assert_eq!(kept["decision"], "maybe");
    assert_eq!(kept["sightings"].as_array().map(Vec::len), Some(2));
    assert_eq!(kept["sources"]["venue"]["digest"], "two.bib");
    assert_eq!(kept["sources"]["title"]["digest"], "one.bib");
    assert_eq!(desk.json(&["collection", "Thesis"])["papers"][0]["id"], 1);
    assert_eq!(
        desk.json(&["show", "10.5555/river.2"])["id"],
        1,
        "the other DOI now names the merged paper"
    );

    // The verdict is remembered: the second source again brings nothing back.
    let again = bib(
        "okafor2020",
        "author = {Okafor, Ben}, year = 2020, journal = {Rivers}, doi = {10.5555/river.2}, note = {}",
    );
    assert_eq!(counts(&import(&desk, "three.bib", &again)), (0, 0, 1));
    assert_eq!(desk.json(&["list"])["total"], 1);

    desk.json(&["undo"]);
    desk.json(&["undo"]);
    assert_eq!(desk.json(&["list"])["papers"], before["papers"]);
    assert_eq!(desk.json(&["duplicates"])["total"], 1);
}

#[test]
fn not_the_same_is_remembered() {
    let desk = with_a_doubtful_pair();
    desk.json(&["not-same", "1", "2"]);
    assert_eq!(desk.json(&["duplicates"])["total"], 0);
    let both = format!(
        "{}{}",
        bib(
            "a",
            "author = {Lund, Ada}, year = 2020, doi = {10.5555/river.1}"
        ),
        bib(
            "b",
            "author = {Okafor, Ben}, year = 2020, journal = {Rivers}, doi = {10.5555/river.2}"
        )
    );
    assert_eq!(counts(&import(&desk, "both.bib", &both)), (0, 0, 2));
    assert_eq!(desk.json(&["duplicates"])["total"], 0);
    desk.json(&["undo"]);
    desk.json(&["undo"]);
    assert_eq!(
        desk.json(&["duplicates"])["total"],
        1,
        "a verdict can be taken back"
    );
}

#[test]
fn a_preprint_and_its_publication_are_linked_and_both_stay() {
    let desk = Desk::new();
    let preprint = bib(
        "lund2019",
        "author = {Lund, Ada}, year = 2019, eprint = {1901.00012}, archiveprefix = {arXiv}",
    );
    import(&desk, "preprint.bib", &preprint);
    let published = bib(
        "lund2020",
        "author = {Lund, Ada}, year = 2020, journal = {Rivers}, doi = {10.5555/river.3}",
    );
    assert_eq!(
        counts(&import(&desk, "published.bib", &published)),
        (1, 0, 0)
    );
    let shown = desk.json(&["show", "1901.00012"]);
    assert_eq!(shown["versions"][0]["key"], "lund2020");
    assert_eq!(
        desk.json(&["duplicates"])["total"],
        0,
        "nothing is left to ask"
    );

    // A pair that was not noticed can be linked, and unlinked, by hand.
    import(
        &desk,
        "other.bib",
        "@book{other, title = {Meanders and Memory: A Longer Story}, year = 2021}\n",
    );
    desk.json(&["link-versions", "lund2020", "other"]);
    assert_eq!(
        desk.json(&["show", "other"])["versions"][0]["key"],
        "lund2020"
    );
    desk.json(&["undo"]);
    assert_eq!(desk.json(&["show", "other"])["versions"], json!([]));
}

#[test]
fn a_copied_abstract_under_another_title_is_a_doubt_and_no_merge() {
    let desk = Desk::with_digest();
    let copied = format!(
        "@article{{moss, title = {{Bryophyte Bags as Cheap Sensors of Metals in Air}}, abstract = {{{}}}}}\n",
        PAPERS[3].1
    );
    assert_eq!(counts(&import(&desk, "moss.bib", &copied)), (1, 0, 0));
    let found = desk.json(&["duplicates"]);
    assert_eq!(found["total"], 1);
    assert!(
        found["pairs"][0]["reason"]
            .as_str()
            .is_some_and(|reason| reason.contains("abstracts agree"))
    );
}

#[test]
fn a_paper_known_by_title_and_abstract_is_completed_and_says_by_whom() {
    let desk = Desk::with_digest();
    let (title, abstract_text) = PAPERS[5];
    let complete = format!(
        "@article{{moewe2024, title = {{{title}}}, author = {{Möwe, Jonna}}, year = 2024, journal = {{Loud Birds}}, abstract = {{{abstract_text}}}}}\n"
    );
    assert_eq!(counts(&import(&desk, "birds.bib", &complete)), (0, 1, 0));
    let shown = desk.json(&["show", "6"]);
    assert_eq!(shown["year"], 2024);
    let source = |field: &str| &shown["sources"][field]["digest"];
    assert_eq!(source("title"), "digest.txt");
    assert_eq!(source("abstract"), "digest.txt");
    assert_eq!(source("authors"), "birds.bib");
    assert_eq!(source("venue"), "birds.bib");
    assert_eq!(
        shown["sightings"][1]["gave"],
        json!(["authors", "type", "date", "venue"])
    );
}

#[test]
fn chapters_of_one_book_are_known_by_their_pages_and_books_by_either_isbn() {
    let desk = Desk::new();
    let book = |isbn: &str, title: &str, rest: &str| {
        format!("@book{{b, title = {{{title}}}, isbn = {{{isbn}}}, {rest}}}\n")
    };
    import(
        &desk,
        "one.bib",
        &book("0-262-03384-4", "Algorithms for Rivers", "year = 2009"),
    );
    let same = book(
        "978-0-262-03384-8",
        "Algorithms for rivers",
        "author = {Lund, Ada}",
    );
    assert_eq!(counts(&import(&desk, "two.bib", &same)), (0, 1, 0));
    let chapter = |title: &str, pages: &str| {
        format!(
            "@incollection{{c, title = {{{title}}}, booktitle = {{Algorithms for Rivers}}, isbn = {{9780262033848}}, pages = {{{pages}}}, author = {{Okafor, Ben}}}}\n"
        )
    };
    import(
        &desk,
        "first.bib",
        &chapter("On the Sorting of Very Small Stones", "1--20"),
    );
    let other = chapter("On the Sorting of Rather Large Stones", "21--40");
    assert_eq!(counts(&import(&desk, "second.bib", &other)), (1, 0, 0));
    assert_eq!(desk.json(&["list"])["total"], 3);
}

#[test]
fn three_records_of_one_work_become_one_and_nothing_merges_into_the_trash() {
    let desk = with_a_doubtful_pair();
    import(
        &desk,
        "three.bib",
        &bib(
            "reyes2020",
            "author = {Reyes, Pia}, year = 2020, doi = {10.5555/river.3}",
        ),
    );
    desk.json(&["merge", "1", "2"]);
    // The second went into the first; naming it still means the paper that it is now.
    desk.json(&["merge", "2", "3"]);
    let listed = desk.json(&["list"]);
    assert_eq!(listed["total"], 1);
    assert_eq!(listed["papers"][0]["id"], 1);
    assert_eq!(
        listed["papers"][0]["sightings"].as_array().map(Vec::len),
        Some(3)
    );
    assert_eq!(desk.json(&["duplicates"])["total"], 0);
    for _ in 0..2 {
        desk.json(&["undo"]);
    }
    assert_eq!(desk.json(&["list"])["total"], 3);
}

#[test]
fn what_makes_no_pair_is_refused() {
    let desk = with_a_doubtful_pair();
    for arguments in [
        ["merge", "1", "1"],
        ["merge", "1", "99"],
        ["not-same", "nobody", "1"],
    ] {
        let answer = desk.run(&arguments);
        assert_eq!(answer.code, 1, "{arguments:?}");
        assert!(!answer.err.is_empty());
    }
    assert_eq!(desk.json(&["list"])["total"], 2);
}
