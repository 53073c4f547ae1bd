//! Exporters' habits, one rule each.

use super::*;

fn one(text: &str) -> Paper {
    let mut reading = read(text);
    assert_eq!(reading.records.len(), 1, "{:?}", reading.diagnostics);
    reading.records.remove(0).paper
}

#[test]
fn text_before_the_first_record_is_ignored_and_a_missing_end_is_said() {
    let reading = read(
        "Record #1 of 2\nProvider: x\n\nTY  -  JOUR\nT1  -  One\nTY  - BOOK\nTI  - Two\nER  -\n",
    );
    let titles: Vec<_> = reading
        .records
        .iter()
        .map(|r| (r.paper.title.as_str(), r.paper.kind.as_str()))
        .collect();
    assert_eq!(titles, [("One", "article-journal"), ("Two", "book")]);
    assert_eq!(reading.diagnostics.len(), 1);
    assert_eq!(
        (
            reading.diagnostics[0].code.as_str(),
            reading.diagnostics[0].line
        ),
        ("missing-end", Some(4))
    );
}

#[test]
fn the_doi_is_found_wherever_it_stands() {
    for line in [
        "DO  - 10.1000/AB",
        "M3  - doi: 10.1000/ab",
        "N1  - doi: 10.1000/ab",
        "UR  - https://doi.org/10.1000/ab",
        "L2  - http://dx.doi.org/10.1000/ab",
    ] {
        let paper = one(&format!("TY  - JOUR\nTI  - T\n{line}\nER  - \n"));
        assert_eq!(
            paper.identifiers.get(&Scheme::Doi).map(String::as_str),
            Some("10.1000/ab"),
            "{line}"
        );
        assert_eq!(paper.note, None, "{line}");
    }
}

#[test]
fn the_most_precise_date_of_the_stated_year_counts() {
    let paper =
        one("TY  - JOUR\nTI  - T\nPY  - 2005\nY1  - 2005/07/15/\nDA  - 2019/03/28\nER  - \n");
    assert_eq!(
        paper.date.map(|date| date.to_string()).as_deref(),
        Some("2005-07-15")
    );
}

#[test]
fn continuation_lines_belong_to_their_field() {
    let paper = one(
        "TY  - JOUR\nTI  - A title\n  that wraps\nKW  - one\ntwo\nN1  - First\nN1  - \nN1  -   - indented\nER  - \n",
    );
    assert_eq!(paper.title, "A title that wraps");
    assert_eq!(paper.keywords, ["one", "two"]);
    assert_eq!(paper.note.as_deref(), Some("First\n\n  - indented"));
}

#[test]
fn both_abstract_tags_are_one_abstract() {
    assert_eq!(
        one("TY  - GEN\nAB  - Same.\nN2  - Same.\nER  - \n")
            .abstract_text
            .as_deref(),
        Some("Same.")
    );
    assert_eq!(
        one("TY  - GEN\nN2  - One.\nAB  - Two.\nER  - \n")
            .abstract_text
            .as_deref(),
        Some("Two.\n\nOne.")
    );
}

#[test]
fn serial_numbers_and_accession_numbers_are_told_apart() {
    let paper = one(
        "TY  - BOOK\nTI  - T\nSN  - 978-0-262-03384-8\nSN  - 1572-9338\nC3  - PUBMED 21314913\nAN  - CN-1\nER  - \n",
    );
    let ids: Vec<_> = paper
        .identifiers
        .iter()
        .map(|(s, id)| (s.name(), id.as_str()))
        .collect();
    assert_eq!(
        ids,
        [
            ("pmid", "21314913"),
            ("isbn", "9780262033848"),
            ("issn", "1572-9338")
        ]
    );
    assert_eq!(paper.extra.get("AN").map(String::as_str), Some("CN-1"));
}

#[test]
fn markup_and_entities_in_fields_are_text() {
    let paper =
        one("TY  - JOUR\nTI  - <i>E. coli</i> &amp; friends\nN1  - <p>A note</p>\nER  - \n");
    assert_eq!(paper.title, "E. coli & friends");
    assert_eq!(paper.note.as_deref(), Some("A note"));
}
