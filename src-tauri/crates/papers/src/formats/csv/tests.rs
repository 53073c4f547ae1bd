//! What tables do to papers, one rule each.

use super::*;
use crate::paper::{Paper, Record, Scheme};

fn table(text: &str) -> Reading {
    crate::formats::read(Format::Csv, text.as_bytes())
}

fn titles(reading: &Reading) -> Vec<&str> {
    reading
        .records
        .iter()
        .map(|record| record.paper.title.as_str())
        .collect()
}

fn remarks(reading: &Reading) -> Vec<(&str, Option<usize>)> {
    reading
        .diagnostics
        .iter()
        .map(|d| (d.code.as_str(), d.line))
        .collect()
}

#[test]
fn commas_semicolons_and_tabs_are_told_apart() {
    for text in [
        "Title,Authors,Year\nA,\"Roe, B.\",2020\n",
        "sep=;\nTitle;Authors;Year\nA;Roe, B.;2020\n",
        "Title\tAuthors\tYear\nA\tRoe, B.\t2020.0\n",
        "Search of May;;\n;;\nTitle;Authors;Year\nA;Roe, B.;2020\n",
    ] {
        let reading = table(text);
        assert_eq!(titles(&reading), ["A"], "{text}");
        assert_eq!(
            reading.records[0].paper.authors[0].display(),
            "B. Roe",
            "{text}"
        );
        assert_eq!(
            reading.records[0].paper.date.map(|d| d.year),
            Some(2020),
            "{text}"
        );
        assert_eq!(reading.diagnostics, [], "{text}");
    }
}

#[test]
fn quoted_cells_hold_line_breaks_and_quotes() {
    let reading = table("Title,Abstract\n\"On \"\"x\"\"\",\"One.\n\nTwo, three.\"\nB,\n");
    assert_eq!(titles(&reading), ["On \"x\"", "B"]);
    assert_eq!(
        reading.records[0].paper.abstract_text.as_deref(),
        Some("One.\n\nTwo, three.")
    );
    assert_eq!(
        reading.records.iter().map(|r| r.line).collect::<Vec<_>>(),
        [2, 5]
    );
    assert_eq!(reading.records[1].original, "B,");
}

#[test]
fn a_quote_that_does_not_close_costs_its_row() {
    let reading =
        table("Title,DOI,Year\n\"Open,10.1000/a,2020\nB,10.1000/b,2021\n\"C\",10.1000/c,2022\n");
    assert_eq!(titles(&reading), ["\"Open", "B", "C"]);
    assert!(!reading.records[0].doubts.is_empty());
    assert!(reading.records[1].doubts.is_empty());
    assert_eq!(remarks(&reading), [("unpaired-quote", Some(2))]);
}

#[test]
fn quotes_are_text_where_tabs_divide() {
    let reading = table("Title\tAuthors\tYear\n\"Big\" words\tRoe, A\t2020\nB\tLow, B\t2021\n");
    assert_eq!(titles(&reading), ["\"Big\" words", "B"]);
    assert_eq!(reading.records[0].doubts, [""; 0]);
}

#[test]
fn rows_of_another_width_are_said() {
    let reading = table("Title,DOI\nA,10.1000/a,x\nB\n,,\n,\nC,10.1000/c\n");
    assert_eq!(titles(&reading), ["A", "B", "C"]);
    assert_eq!(
        remarks(&reading),
        [("extra-cells", Some(2)), ("missing-cells", Some(3))]
    );
}

#[test]
fn a_row_that_says_nothing_of_a_paper_is_not_one() {
    let reading = table("Title,DOI,Count\n,,12\nTitle,DOI,Count\nA,10.1000/a,1\n");
    assert_eq!(titles(&reading), ["A"]);
    assert_eq!(remarks(&reading), [("unreadable-row", Some(2))]);
    assert_eq!(
        reading.records[0]
            .paper
            .extra
            .get("Count")
            .map(String::as_str),
        Some("1")
    );
}

#[test]
fn many_quotes_that_do_not_close_take_no_long_time() {
    let mut text = String::from("Title,DOI\n");
    for _ in 0..200_000 {
        text.push_str("\"a\n");
    }
    assert!(table(&text).records.len() > 100_000);
}

#[test]
fn a_table_of_something_else_is_not_claimed() {
    for text in [
        "name,price\nApple,1\n",
        "title,price\nApple,1\n",
        "A sentence, with title, and year.\n",
        "title, authors, year = parse(x)\nprint(title)\nreturn\n",
        "# Title, authors\n\nWe like commas, and lists.\n",
    ] {
        assert_ne!(evidence(text), Evidence::Plain, "{text}");
    }
    assert_eq!(evidence("title,year\nApple,1999\n"), Evidence::Some);
    assert_eq!(
        evidence("title,authors,year\nApple,\"Roe, A.\",1999\n"),
        Evidence::Plain
    );
}

#[test]
fn formulas_are_guarded_and_everything_reads_back() {
    let paper = Paper {
        title: "=cmd|' /C calc'!A0".into(),
        note: Some("-1 is\n  - a \"note\"".into()),
        key: Some("k".into()),
        extra: [
            ("Source".to_owned(), "@x".to_owned()),
            ("shelf".to_owned(), "B\nC".to_owned()),
        ]
        .into(),
        ..Paper::default()
    };
    let text = write(std::slice::from_ref(&paper));
    assert!(text.contains("'=cmd"), "{text}");
    let records: Vec<Record> = table(&text).records;
    assert_eq!(
        records
            .iter()
            .map(|record| &record.paper)
            .collect::<Vec<_>>(),
        [&paper]
    );
}

#[test]
fn excels_guards_against_rounding_are_taken_off() {
    let reading = table("Title,ISSN,PMID\nA,=\"19326203\",3.3809141E7\n");
    let identifiers = &reading.records[0].paper.identifiers;
    assert_eq!(
        identifiers.get(&Scheme::Issn).map(String::as_str),
        Some("1932-6203")
    );
    assert_eq!(
        identifiers.get(&Scheme::Pmid).map(String::as_str),
        Some("33809141")
    );
}
