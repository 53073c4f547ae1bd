//! The shapes of PubMed's two text formats, one rule each.

use super::*;
use crate::paper::Name;

const RECORD: &str = "1. Shore Res. 2018 Apr;10(4 Suppl 1):335-339. doi: 10.1000/sr.2018.4.\n\nTides and the sleep of\nsmall boats: a meta-\nanalysis.\n\nRoe A(1)(2), van den Berg BC(3), Low D Jr(1); Tide Study Group.\n\nAuthor information:\n(1)Office of Tides, Bergen.\n(2)Shore Institute.\n\nComment in\n    Shore Res. 2019;11:1.\n\nBACKGROUND: Boats sleep.\nMETHODS: We asked them:\n\n2. A numbered paragraph is not a record.\n\n© 2018 Shore Society.\n\nDOI: 10.1000/SR.2018.4\nPMCID: PMC123\nPMID: 15000001 [Indexed for MEDLINE]\n\nConflict of interest statement: None.\n\n\n2. Shore Res. 2019;11:1.\n\n[Sleep of boats].\n\n[Article in Norwegian]\n\nRoe A.\n\nPMID: 15000002\n";

#[test]
fn a_record_is_a_series_of_paragraphs() {
    let reading = read(RECORD);
    assert_eq!(reading.records.len(), 2);
    let paper = &reading.records[0].paper;
    assert_eq!(
        paper.title,
        "Tides and the sleep of small boats: a meta-analysis."
    );
    let shown: Vec<_> = paper.authors.iter().map(Name::display).collect();
    assert_eq!(
        shown,
        ["A Roe", "BC van den Berg", "D Low Jr", "Tide Study Group"]
    );
    assert_eq!(
        paper.abstract_text.as_deref(),
        Some(
            "BACKGROUND: Boats sleep. METHODS: We asked them:\n\n2. A numbered paragraph is not a record."
        )
    );
    assert_eq!(
        [&paper.volume, &paper.issue, &paper.pages].map(|part| part.as_deref().unwrap_or_default()),
        ["10", "4 Suppl 1", "335-339"]
    );
    let ids: Vec<_> = paper.identifiers.values().map(String::as_str).collect();
    assert_eq!(ids, ["10.1000/sr.2018.4", "15000001", "PMC123"]);
    let second = &reading.records[1].paper;
    assert_eq!(second.title, "[Sleep of boats].");
    assert_eq!(second.language.as_deref(), Some("Norwegian"));
    assert_eq!(second.abstract_text, None);
}

#[test]
fn both_summaries_say_the_same() {
    for text in [
        "1: Roe A, van den Berg BC. Do boats sleep? A study. Shore Res. 2018 Apr\n3;10(4):5-9. doi: 10.1000/x. Epub 2017 Jan 1. PMID: 15000001; PMCID: PMC123.\n",
        "1. Do boats sleep? A study.\nRoe A, van den Berg BC.\nShore Res. 2018 Apr 3;10(4):5-9. doi: 10.1000/x. Epub 2017 Jan 1.\nPMID: 15000001\nPMCID: PMC123\n",
    ] {
        let reading = read(text);
        let paper = &reading.records[0].paper;
        assert_eq!(paper.title, "Do boats sleep? A study.");
        assert_eq!(paper.authors.len(), 2, "{text}");
        assert_eq!(paper.venue.as_deref(), Some("Shore Res"));
        assert_eq!(
            paper.date.map(|date| date.to_string()).as_deref(),
            Some("2018-04-03")
        );
        assert_eq!(paper.pages.as_deref(), Some("5-9"));
        assert_eq!(paper.identifiers.len(), 3, "{:?}", paper.identifiers);
    }
}

#[test]
fn a_chapter_has_its_title_first() {
    let paper = read("1. Sleep of Boats.\n\nRoe A(1).\n\nIn: Boat Handbook [Internet]. Bergen: Shore Press; 2024 Jan–.\n2023 Jul 3.\n\nAuthor information:\n(1)Bergen\n\nBoats sleep.\n\nPMID: 15000003\n").records.remove(0).paper;
    assert_eq!(paper.title, "Sleep of Boats.");
    assert_eq!(paper.venue.as_deref(), Some("Boat Handbook"));
    assert_eq!(paper.publisher.as_deref(), Some("Shore Press"));
    assert_eq!(
        paper.date.map(|date| date.to_string()).as_deref(),
        Some("2023-07-03")
    );
    assert_eq!(paper.abstract_text.as_deref(), Some("Boats sleep."));
    assert_eq!(paper.kind, "chapter");
}

#[test]
fn a_missing_number_is_said() {
    let text = RECORD.replace("\n2. Shore Res. 2019", "\n5. Shore Res. 2019");
    let reading = read(&text);
    assert_eq!(reading.records.len(), 2);
    assert_eq!(reading.diagnostics[0].code, "number-skipped");
}
