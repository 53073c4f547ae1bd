//! Shapes of CSL-JSON, one rule each.

use super::*;
use crate::paper::{Name, Paper, Scheme};

fn titles(text: &str) -> (Vec<String>, Vec<String>) {
    let reading = read(text);
    let titles = reading
        .records
        .into_iter()
        .map(|record| record.paper.title)
        .collect();
    (
        titles,
        reading.diagnostics.into_iter().map(|d| d.code).collect(),
    )
}

#[test]
fn all_wrappings_hold_the_same_items() {
    let item = r#"{"id":"a","type":"book","title":"A"}"#;
    for text in [
        format!("[{item},{item}]"),
        format!(r#"{{"x":{{"items":[1]}},"items":[{item},{item}],"y":2}}"#),
        format!("{item}\n{item}\n"),
    ] {
        assert_eq!(
            titles(&text),
            (vec!["A".into(), "A".into()], vec![]),
            "{text}"
        );
    }
    assert_eq!(titles(item).0, ["A"]);
}

#[test]
fn a_bad_item_costs_itself() {
    let text = "[{\"title\":\"A\"},\n {\"title\": oops},\n 7,\n {\"title\":\"B\", \"volume\": {\"x\": 1},\n {\"title\":\"C\"},\n {\"title\":\"D";
    let (titles, codes) = titles(text);
    assert_eq!(titles, ["A", "C"]);
    assert_eq!(
        codes,
        ["invalid-item", "not-an-item", "invalid-item", "cut-item"]
    );
}

#[test]
fn nesting_without_end_is_an_invalid_item() {
    let text = format!(
        "[{{\"title\":\"A\"}},{{\"x\":{}1{}}}]",
        "[".repeat(5000),
        "]".repeat(5000)
    );
    assert_eq!(
        titles(&text),
        (vec!["A".into()], vec!["invalid-item".into()])
    );
}

#[test]
fn names_and_dates_are_read_in_every_shape() {
    let text = r#"[{"title":"A","issued":{"date-parts":[["2024",3]]},"author":[
        {"family":"Beethoven","given":"Ludwig","non-dropping-particle":"van"},{"literal":"WHO"},{"given":"Madonna"}]},
        {"title":"B","issued":{"raw":"14 March 2024"}},{"title":"C","issued":{"literal":"soon"}}]"#;
    let reading = read(text);
    let dates: Vec<_> = reading
        .records
        .iter()
        .map(|r| r.paper.date.map(|d| d.to_string()))
        .collect();
    assert_eq!(
        dates,
        [Some("2024-03".into()), Some("2024-03-14".into()), None]
    );
    let shown: Vec<_> = reading.records[0]
        .paper
        .authors
        .iter()
        .map(Name::display)
        .collect();
    assert_eq!(shown, ["Ludwig van Beethoven", "WHO", "Madonna"]);
    assert_eq!(reading.diagnostics[0].code, "unreadable-date");
}

#[test]
fn a_citation_item_has_standard_variables_only() {
    let mut paper = Paper {
        title: "A <b> & C".into(),
        kind: "article".into(),
        ..Paper::default()
    };
    paper.identifiers.insert(Scheme::Arxiv, "2401.00001".into());
    paper.extra.insert("series".into(), "Notes".into());
    paper.extra.insert("owner".into(), "x".into());
    let item = csl_item(&paper);
    assert_eq!(item["title"], "A <b> & C");
    assert_eq!(item["number"], "arXiv:2401.00001");
    assert_eq!(item["collection-title"], "Notes");
    assert!(item.get("custom").is_none() && item.get("owner").is_none());
}
