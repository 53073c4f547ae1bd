use super::*;

#[test]
fn without_an_overview_entries_begin_where_the_number_goes_on() {
    let reading = read(
        "New Economics Papers\non Fog\n\n1. One\n\n    Low,Bo\n\nText.\n\nURL: http://d.repec.org/n?u=RePEc:a:b:1\n\n2. Two\n\n    Roe,Ann\n\nURL: http://d.repec.org/n?u=RePEc:a:b:2\n",
    );
    let titles: Vec<_> = reading
        .records
        .iter()
        .map(|record| record.paper.title.as_str())
        .collect();
    assert_eq!(titles, ["One", "Two"]);
    assert_eq!(
        reading.records[0].paper.abstract_text.as_deref(),
        Some("Text.")
    );
}

#[test]
fn affiliations_are_no_authors() {
    let names: Vec<String> = people("Low, Bo (X (Y); Z); Ann Roe; ")
        .iter()
        .map(Name::display)
        .collect();
    assert_eq!(names, ["Bo Low", "Ann Roe"]);
}
