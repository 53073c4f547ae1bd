use super::*;
use crate::paper::{Name, Paper, Scheme};

fn first(text: &str) -> Paper {
    read(text)
        .records
        .into_iter()
        .next()
        .map(|record| record.paper)
        .unwrap_or_default()
}

#[test]
fn what_an_entry_lacks_is_looked_for_in_its_parents() {
    let paper = first(
        "tides:\n  type: Article\n  title: Of {Tides} and \\$5\n  author: [\"van Roe, Ann\", Harbour Board]\n  page-range: 12--34\n  parent:\n    title: Journal of Tides\n    volume: 3\n    date: 2020-01\n    serial-number: { issn: 1234-5678, doi: 10.1000/journal }\n    parent:\n      type: anthology\n      title: All Journals\n",
    );
    assert_eq!(paper.title, "Of Tides and $5");
    assert_eq!(paper.kind, "article-journal");
    assert_eq!(paper.venue.as_deref(), Some("Journal of Tides"));
    assert_eq!(paper.volume.as_deref(), Some("3"));
    assert_eq!(paper.pages.as_deref(), Some("12-34"));
    assert_eq!(
        paper.date.map(|date| date.to_string()).as_deref(),
        Some("2020-01")
    );
    assert_eq!(paper.authors[0].surname(), "van Roe");
    assert_eq!(paper.authors[1], Name::literal("Harbour Board"));
    assert!(!paper.identifiers.contains_key(&Scheme::Doi));
    assert_eq!(paper.extra["collection-title"], "All Journals");
}

#[test]
fn a_broken_entry_costs_itself() {
    let reading = read(
        "a:\n  type: book\n  title: \"unclosed\n    more\nb:\n  type: book\n  title: B\nc: nothing\nd:\n  type: book\n  title: *x\ne:\n  type: book\n  title: E\n",
    );
    let titles: Vec<&str> = reading
        .records
        .iter()
        .map(|record| record.paper.title.as_str())
        .collect();
    assert_eq!(titles, ["B", "E"]);
    let codes: Vec<&str> = reading
        .diagnostics
        .iter()
        .map(|remark| remark.code.as_str())
        .collect();
    assert_eq!(codes, ["invalid-entry", "not-an-entry", "alias"]);
}

#[test]
fn other_yaml_is_not_claimed() {
    for text in [
        "services:\n  - type: web\n    name: x\n",
        "cff-version: 1.2.0\ntitle: X\nauthors:\n  - family-names: Roe\npreferred-citation:\n  type: article\n  title: T\n",
        "jobs:\n  build:\n    runs-on: ubuntu\n",
        "A note: it goes on\nAnother line\n",
    ] {
        assert_eq!(evidence(text), Evidence::None, "{text}");
    }
}

#[test]
fn what_hayagriva_has_no_field_for_stands_under_its_own_name() {
    let mut paper = Paper {
        title: "Tides".into(),
        kind: "dataset".into(),
        keywords: vec!["sea".into()],
        language: Some("English (UK)".into()),
        urls: vec!["not a url".into()],
        key: Some("a".into()),
        ..Paper::default()
    };
    paper.extra.insert("shelf".into(), "B".into());
    let text = write(std::slice::from_ref(&paper));
    assert!(text.contains("\n  lectern:\n"), "{text}");
    assert!(
        !text.contains("\n  language:") && !text.contains("\n  url:"),
        "{text}"
    );
    assert_eq!(first(&text), paper);
}
