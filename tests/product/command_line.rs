//! The contract of the command line: answers, shapes, exit codes.

use serde_json::{Value, json};

use crate::support::{Answer, Desk, PAPERS, program, reference_digest};

#[test]
fn the_reference_digest_is_read_whole_and_a_second_time_changes_nothing() {
    let Some(digest) = reference_digest() else {
        return;
    };
    let desk = Desk::new();
    let path = digest.to_str().expect("a plain path");
    let first = desk.json(&["import", "--no-embed", path]);
    let report = &first["imports"][0];
    assert_eq!(
        (&report["format"], &report["recognised"], &report["added"]),
        (&json!("hf-text"), &json!(174), &json!(174))
    );
    assert_eq!(first["papers"], 174);
    let second = desk.json(&["import", "--no-embed", path]);
    let report = &second["imports"][0];
    assert_eq!(
        (&report["unchanged"], &report["added"], &report["merged"]),
        (&json!(174), &json!(0), &json!(0))
    );
    assert_eq!(second["papers"], 174);

    // Titles and abstracts in turn, as they stand in the file.
    let text = std::fs::read_to_string(&digest).expect("the digest");
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .skip(5)
        .collect();
    let listed = desk.json(&["list"]);
    let papers = listed["papers"].as_array().expect("papers");
    assert_eq!(papers.len() * 2, lines.len());
    for (paper, pair) in papers.iter().zip(lines.chunks(2)) {
        assert_eq!(paper["title"], pair[0]);
        assert_eq!(paper["abstract"], pair[1]);
    }
}

#[test]
fn an_import_reports_every_record_once() {
    let desk = Desk::with_digest();
    let digest = desk.path().join("digest.txt");
    let report = desk.json(&["import", "--no-embed", digest.to_str().expect("plain")]);
    let file = &report["imports"][0];
    let number = |name: &str| file[name].as_u64().expect("a number");
    assert_eq!(
        number("recognised"),
        number("added") + number("merged") + number("unchanged") + number("skipped")
    );
    for key in ["parse", "store", "index", "embed"] {
        assert!(report["seconds"][key].is_number(), "seconds.{key}");
    }
}

#[test]
fn a_dry_run_changes_nothing() {
    let desk = Desk::new();
    let digest = desk.file("digest.txt", crate::support::digest(&PAPERS));
    let report = desk.json(&["import", "--dry-run", digest.to_str().expect("plain")]);
    assert_eq!(report["imports"][0]["added"], PAPERS.len());
    assert_eq!(report["imports"][0]["import_id"], Value::Null);
    assert_eq!(desk.json(&["list"])["total"], 0);
}

#[test]
fn standard_input_is_a_file_like_any_other() {
    let desk = Desk::new();
    let mut child = desk
        .command(&["--json", "import", "--no-embed", "-"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("starts");
    std::io::Write::write_all(
        &mut child.stdin.take().expect("a pipe"),
        crate::support::digest(&PAPERS).as_bytes(),
    )
    .expect("the program reads it");
    let answer = Answer::of(child.wait_with_output().expect("ends"));
    let report: Value = serde_json::from_str(&answer.out).expect("JSON");
    assert_eq!(report["imports"][0]["added"], PAPERS.len());
}

#[test]
fn what_was_annotated_is_shown_and_found_at_once() {
    let desk = Desk::with_digest();
    let found = desk.json(&["search", "moss on the meter"]);
    let id = found["hits"][0]["id"].to_string();
    assert_eq!(found["hits"][0]["title"], PAPERS[3].0);
    desk.json(&["note", &id, "The *calibration* is what matters: zirconium."]);
    desk.json(&["tag", &id, "+Sensing", "+cheap"]);
    desk.json(&["mark", &id, "exclude", "--reason", "Off topic"]);
    desk.json(&["star", &id, "4"]);
    let shown = desk.json(&["show", &id]);
    assert_eq!(
        shown["note"],
        "The *calibration* is what matters: zirconium."
    );
    assert_eq!(shown["tags"], json!(["cheap", "Sensing"]));
    assert_eq!(
        (&shown["decision"], &shown["reason"], &shown["stars"]),
        (&json!("exclude"), &json!("Off topic"), &json!(4))
    );
    assert_eq!(desk.json(&["search", "note:zirconium"])["total"], 1);
    assert_eq!(
        desk.json(&["search", "tag:sensing is:excluded"])["total"],
        1
    );
    assert_eq!(desk.json(&["search", "is:excluded"])["total"], 1);
    desk.json(&["tag", &id, "-cheap"]);
    assert_eq!(desk.json(&["show", &id])["tags"], json!(["Sensing"]));
}

#[test]
fn a_paper_is_named_by_its_id_its_key_its_arxiv_id_or_its_doi() {
    let desk = Desk::new();
    let file = desk.file(
        "one.bib",
        "@article{brine2021,\n  title = {Brine Pools and Their Borrowed Light},\n  author = {Brine, Anna and Pohl, Udo},\n  \
         year = 2021,\n  doi = {10.5555/BRINE.1},\n  eprint = {2101.00042v2},\n  archiveprefix = {arXiv}\n}\n",
    );
    desk.json(&["import", "--no-embed", file.to_str().expect("plain")]);
    let id = desk.json(&["list"])["papers"][0]["id"].to_string();
    for name in [
        id.as_str(),
        "brine2021",
        "2101.00042",
        "arXiv:2101.00042v1",
        "10.5555/brine.1",
        "https://doi.org/10.5555/brine.1",
    ] {
        assert_eq!(desk.json(&["show", name])["key"], "brine2021", "{name}");
    }
    let missing = desk.run(&["show", "nobody1999"]);
    assert_eq!(missing.code, 1);
    assert!(missing.err.contains("nobody1999"), "{}", missing.err);
}

#[test]
fn search_answers_in_the_shape_of_the_contract() {
    let desk = Desk::with_digest();
    let found = desk.json(&["search", "leaks microphones", "--limit", "5"]);
    for key in ["query", "mode", "total", "seconds", "hits"] {
        assert!(!found[key].is_null(), "{key}");
    }
    let hit = &found["hits"][0];
    assert_eq!(hit["title"], PAPERS[1].0);
    assert_eq!(hit["why"], "words");
    let text: Vec<char> = hit["snippet"]["text"]
        .as_str()
        .expect("text")
        .chars()
        .collect();
    let ranges = hit["snippet"]["ranges"].as_array().expect("ranges");
    assert!(!ranges.is_empty());
    for range in ranges {
        let (start, end) = (
            range[0].as_u64().expect("start"),
            range[1].as_u64().expect("end"),
        );
        let word: String = text[start as usize..end as usize].iter().collect();
        assert!(
            ["leak", "microphone"]
                .iter()
                .any(|stem| word.to_lowercase().starts_with(stem)),
            "{word}"
        );
    }
}

#[test]
fn undo_takes_back_an_import_across_restarts_and_redo_brings_it_again() {
    let desk = Desk::with_digest();
    let before = desk.json(&["list"]);
    let history = desk.json(&["undo", "--list"]);
    for key in ["seq", "at", "what", "papers"] {
        assert!(!history[0][key].is_null(), "{key}");
    }
    assert_eq!(history[0]["papers"], PAPERS.len());
    desk.json(&["undo"]);
    assert_eq!(desk.json(&["list"])["total"], 0);
    assert_eq!(desk.json(&["search", "moss"])["total"], 0);
    desk.json(&["redo"]);
    assert_eq!(desk.json(&["list"]), before);
    assert_eq!(desk.json(&["search", "moss"])["total"], 1);
    let nothing = desk.run(&["redo"]);
    assert_eq!(nothing.code, 1, "there is nothing left to redo");
}

#[test]
fn collections_keep_their_order_and_can_be_searched_and_exported() {
    let desk = Desk::with_digest();
    let shown = desk.json(&["collection", "Field work", "+3", "+1"]);
    let ids: Vec<i64> = shown["papers"]
        .as_array()
        .expect("papers")
        .iter()
        .filter_map(|paper| paper["id"].as_i64())
        .collect();
    assert_eq!(ids, [3, 1]);
    let text = desk.run(&["export", "--format", "text", "--collection", "Field work"]);
    assert!(
        text.out.contains("Tidal Sorting") && text.out.contains("Kindnesses"),
        "{}",
        text.out
    );
    assert!(!text.out.contains("Gulls"));
    desk.json(&["collection", "Field work", "-3"]);
    assert_eq!(
        desk.json(&["collection", "Field work"])["papers"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
}

#[test]
fn bibtex_ris_and_csl_json_convert_to_and_fro() {
    let desk = Desk::new();
    let bib = "@article{delta2020,\n  title = {Deltas That Walk: {GPS} and $\\alpha$-Decay},\n  author = {van der Berg, Inés and {River Collective}},\n  \
               journal = {Journal of Slow Things},\n  year = 2020,\n  volume = 7,\n  pages = {12--34},\n  doi = {10.5555/delta.7},\n  abstract = {Deltas move.}\n}\n";
    let file = desk.file("delta.bib", bib);
    let item = |to: &str, path: &str| {
        let answer = desk.run(&["convert", path, "--to", to]);
        assert_eq!(answer.code, 0, "{}", answer.err);
        answer.out
    };
    let first: Value =
        serde_json::from_str(&item("csl-json", file.to_str().expect("plain"))).expect("JSON");
    assert_eq!(first[0]["DOI"], "10.5555/delta.7");
    assert_eq!(first[0]["container-title"], "Journal of Slow Things");
    assert_eq!(first[0]["page"], "12-34");
    assert_eq!(first[0]["issued"]["date-parts"][0][0], 2020);
    for format in ["ris", "bibtex", "biblatex", "csl-json"] {
        let there = desk.file(
            &format!("there.{format}"),
            item(format, file.to_str().expect("plain")),
        );
        let back: Value =
            serde_json::from_str(&item("csl-json", there.to_str().expect("plain"))).expect("JSON");
        for key in [
            "title",
            "author",
            "issued",
            "container-title",
            "volume",
            "page",
            "DOI",
            "abstract",
            "type",
        ] {
            assert_eq!(back[0][key], first[0][key], "{format}: {key}");
        }
    }
}

#[test]
fn usage_mistakes_exit_with_2_and_say_how_it_is_done() {
    let desk = Desk::new();
    for arguments in [
        &["frobnicate"][..],
        &["mark", "1", "perhaps"],
        &["star", "1", "9"],
        &["tag", "1", "untagged"],
    ] {
        let answer = desk.run(arguments);
        assert_eq!(answer.code, 2, "{arguments:?}: {}", answer.err);
        assert!(!answer.err.is_empty());
    }
    let help = desk.run(&["--help"]);
    assert_eq!(help.code, 0);
    for command in ["import", "search", "related", "export", "undo"] {
        assert!(help.out.contains(command), "{command}");
    }
}

#[test]
fn without_a_display_the_window_says_so_and_names_the_command_line() {
    let desk = Desk::new();
    let answer = Answer::of(
        program()
            .arg("--library")
            .arg(desk.library())
            .output()
            .expect("starts"),
    );
    assert_eq!(answer.code, 1);
    assert!(
        answer.err.contains("no display") && answer.err.contains("lectern import"),
        "{}",
        answer.err
    );
}

#[test]
fn a_reader_that_closes_the_pipe_is_no_error() {
    let desk = Desk::with_digest();
    let mut child = desk
        .command(&["list"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("starts");
    drop(child.stdout.take());
    let answer = Answer::of(child.wait_with_output().expect("ends"));
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(answer.err.is_empty(), "{}", answer.err);
}
