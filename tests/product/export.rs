//! Annotated bibliographies through the program, opened by another one.

use std::path::Path;
use std::process::Command;

use crate::support::{Desk, PAPERS};

const NOTE: &str = "The authors *argue* that sorting is fast, and they show it for three estuaries.\n\n\
    Their second point, about dredging, is the weaker one: it rests on $n = 2$ winters.";

fn annotated() -> Desk {
    let desk = Desk::with_digest();
    for id in 1..=PAPERS.len() {
        desk.json(&["mark", &id.to_string(), "include"]);
        desk.json(&["note", &id.to_string(), NOTE]);
    }
    desk
}

/// Converts with LibreOffice, when it is installed.
fn converted(file: &Path, to: &str) -> Option<std::path::PathBuf> {
    let folder = file.parent().expect("a folder");
    let home = folder.join("office-home");
    let output = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", home.display()))
        .args(["--headless", "--convert-to", to, "--outdir"])
        .arg(folder)
        .arg(file)
        .output();
    match output {
        Err(_) => {
            eprintln!("skipped: LibreOffice is not installed");
            None
        }
        Ok(output) => {
            let result = file.with_extension(to);
            assert!(
                result.exists(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            Some(result)
        }
    }
}

/// Left edges, in points, of the first word of each line that holds one of the given words.
fn left_edges(pdf: &Path, words: &[&str]) -> Vec<f64> {
    let output = Command::new("pdftotext")
        .args(["-bbox-layout"])
        .arg(pdf)
        .arg("-")
        .output()
        .expect("pdftotext");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    words
        .iter()
        .map(|word| {
            let place = text
                .find(&format!(">{word}</word>"))
                .unwrap_or_else(|| panic!("{word} is not in the PDF"));
            let line = text[..place].rfind("<line ").expect("a line");
            let edge = &text[line..];
            let start = edge.find("xMin=\"").expect("a left edge") + 6;
            edge[start..]
                .split('"')
                .next()
                .and_then(|number| number.parse().ok())
                .expect("a number")
        })
        .collect()
}

#[test]
fn libreoffice_opens_an_apa_docx_with_the_manuals_indents() {
    let desk = annotated();
    let file = desk.path().join("apa.docx");
    let report = desk.json(&[
        "export",
        "--format",
        "docx",
        "--style",
        "apa",
        "-o",
        file.to_str().expect("plain"),
    ]);
    assert_eq!(report["entries"], PAPERS.len());
    let Some(pdf) = converted(&file, "pdf") else {
        return;
    };
    // A reference hangs, its annotation is a block half an inch (36 pt) in, and its second
    // paragraph starts half an inch further.
    let edges = left_edges(&pdf, &["Tidal", "argue", "second"]);
    let [reference, first, second] = edges[..] else {
        panic!("three edges")
    };
    assert!(
        (reference - 72.0).abs() < 1.5,
        "the reference starts at the margin, not at {reference}"
    );
    assert!(
        (first - 108.0).abs() < 1.5,
        "the annotation's block is at {first}"
    );
    assert!(
        (second - 144.0).abs() < 1.5,
        "its second paragraph starts at {second}"
    );
    let text = Command::new("pdftotext")
        .arg("-layout")
        .arg(&pdf)
        .arg("-")
        .output()
        .expect("pdftotext");
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    for (title, _) in PAPERS {
        let start: String = title
            .split_whitespace()
            .take(2)
            .collect::<Vec<_>>()
            .join(" ");
        assert!(
            text.to_lowercase().contains(&start.to_lowercase()),
            "{start} is missing"
        );
    }
    assert!(
        !text.contains('*') && !text.contains('$'),
        "raw marks are left in the text"
    );
    assert!(
        text.contains("(n.d.)"),
        "APA says n.d. where the year is unknown"
    );
}

#[test]
fn libreoffice_opens_an_mla_docx_with_the_manuals_indents() {
    let desk = annotated();
    let file = desk.path().join("mla.docx");
    desk.json(&[
        "export",
        "--format",
        "docx",
        "--style",
        "mla",
        "-o",
        file.to_str().expect("plain"),
    ]);
    let Some(pdf) = converted(&file, "pdf") else {
        return;
    };
    let edges = left_edges(&pdf, &["argue"]);
    assert!(
        (edges[0] - 144.0).abs() < 1.5,
        "MLA's annotation is an inch in, not at {}",
        edges[0]
    );
}

#[test]
fn text_markdown_and_html_say_the_same_in_the_same_order() {
    let desk = annotated();
    let order = |format: &str| -> Vec<usize> {
        let text = desk
            .run(&["export", "--format", format, "--style", "apa"])
            .out
            .replace('\n', " ");
        let mut places: Vec<(usize, usize)> = [
            "Tidal",
            "Listening for",
            "Ledger of",
            "Moss on",
            "Slow",
            "Grammar of",
        ]
        .iter()
        .enumerate()
        .map(|(index, word)| {
            let place = text.to_lowercase().find(&word.to_lowercase());
            (
                place.unwrap_or_else(|| panic!("{format}: {word} is missing in {text}")),
                index,
            )
        })
        .collect();
        places.sort_unstable();
        places.into_iter().map(|(_, index)| index).collect()
    };
    let text = order("text");
    assert_eq!(order("markdown"), text);
    assert_eq!(order("html"), text);
}

#[test]
fn reference_files_carry_the_notes_and_come_back_whole() {
    let desk = annotated();
    desk.json(&["tag", "1", "+coast"]);
    for format in ["bibtex", "biblatex", "ris", "csl-json"] {
        let file = desk.path().join(format!("out.{format}"));
        desk.json(&[
            "export",
            "--format",
            format,
            "-o",
            file.to_str().expect("plain"),
        ]);
        let other = Desk::new();
        let report = other.json(&["import", "--no-embed", file.to_str().expect("plain")]);
        assert_eq!(report["imports"][0]["added"], PAPERS.len(), "{format}");
        let id = other.json(&["search", "tidal sorting"])["hits"][0]["id"].to_string();
        let shown = other.json(&["show", &id]);
        assert_eq!(shown["title"], PAPERS[0].0, "{format}");
        assert_eq!(shown["abstract"], PAPERS[0].1, "{format}");
        assert_eq!(
            shown["note"].as_str().map(|note| note.replace("\n\n", " ")),
            Some(NOTE.replace("\n\n", " ")),
            "{format}"
        );
        assert_eq!(other.json(&["search", "tag:coast"])["total"], 1, "{format}");
        assert_eq!(shown["key"], desk.json(&["show", "1"])["key"], "{format}");
    }
}

#[test]
fn a_style_file_of_the_readers_own_is_used() {
    let desk = annotated();
    let style = desk.file(
        "own.csl",
        r#"<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
  <info><title>Our own</title><id>our-own</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout><text value="WORK: "/><text variable="title"/></layout></bibliography>
</style>"#,
    );
    let text = desk.run(&[
        "export",
        "--format",
        "text",
        "--style",
        style.to_str().expect("plain"),
    ]);
    assert_eq!(text.code, 0, "{}", text.err);
    assert!(text.out.contains("WORK: Tidal Sorting"), "{}", text.out);
    let broken = desk.file("broken.csl", "<style><nonsense");
    let answer = desk.run(&[
        "export",
        "--format",
        "text",
        "--style",
        broken.to_str().expect("plain"),
    ]);
    assert_eq!(answer.code, 1);
    assert!(!answer.err.contains("panicked"), "{}", answer.err);
}

#[test]
fn missing_authors_years_and_annotations_are_counted_before_not_after() {
    let desk = Desk::with_digest();
    let file = desk.path().join("out.html");
    let report = desk.json(&[
        "export",
        "--format",
        "html",
        "-o",
        file.to_str().expect("plain"),
    ]);
    let count = |kind: &str| {
        report["warnings"]
            .as_array()
            .expect("warnings")
            .iter()
            .filter(|warning| warning["kind"] == kind)
            .count()
    };
    assert_eq!(count("no-authors"), PAPERS.len());
    assert_eq!(count("no-year"), PAPERS.len());
    assert_eq!(count("no-annotation"), PAPERS.len());
}
