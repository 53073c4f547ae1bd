//! What breaks bibliographies, one rule each.

use super::*;
use crate::paper::{Name, Paper, Scheme};

fn bib(text: &str) -> Reading {
    read(text, Format::Bibtex)
}

fn titles(reading: &Reading) -> Vec<&str> {
    reading
        .records
        .iter()
        .map(|record| record.paper.title.as_str())
        .collect()
}

fn remarks(reading: &Reading) -> Vec<(&str, usize)> {
    reading
        .diagnostics
        .iter()
        .map(|d| (d.code.as_str(), d.line.unwrap_or_default()))
        .collect()
}

fn one(text: &str) -> Paper {
    let mut reading = bib(text);
    assert_eq!(reading.records.len(), 1, "{:?}", reading.diagnostics);
    reading.records.remove(0).paper
}

#[test]
fn strings_join_and_months_are_known() {
    let paper = one(
        "@STRING(j = \"Journal\" # \" of \")\n@article(a, title = {T}, journal = j # {Cats}, month = \"10~\" # jan, year = 2020)",
    );
    assert_eq!(paper.venue.as_deref(), Some("Journal of Cats"));
    assert_eq!(
        paper.date.map(|date| date.to_string()).as_deref(),
        Some("2020-01-10")
    );
}

#[test]
fn a_missing_comma_costs_nothing() {
    let reading = bib("@article{a\n title = {T}\n year = 2020\n}\n@book{b, title = {U}}");
    assert_eq!(titles(&reading), ["T", "U"]);
    assert_eq!(
        remarks(&reading),
        [("missing-comma", 1), ("missing-comma", 3)]
    );
    assert_eq!(
        reading.records[0].paper.date.map(|date| date.year),
        Some(2020)
    );
}

#[test]
fn an_unbalanced_brace_costs_at_most_its_entry() {
    let reading =
        bib("@article{a,\n title = {Open {brace},\n year = 2020\n}\n\n@book{b, title = {U}}\n");
    assert_eq!(titles(&reading), ["Open brace", "U"]);
    assert_eq!(remarks(&reading)[0], ("unbalanced-brace", 2));
    assert_eq!(
        reading.records[0].paper.date.map(|date| date.year),
        Some(2020)
    );
    assert!(!reading.records[0].doubts.is_empty());
}

#[test]
fn a_surplus_brace_costs_nothing() {
    let reading = bib("@article{a,\n title = {T}},\n year = {2008}\n}\n@book{b, title = {U}}");
    assert_eq!(titles(&reading), ["T", "U"]);
    assert_eq!(remarks(&reading), [("surplus-brace", 2)]);
    assert_eq!(
        reading.records[0].paper.date.map(|date| date.year),
        Some(2008)
    );
}

#[test]
fn the_end_of_the_file_ends_an_entry() {
    let reading = bib("@book{b, title = {U}}\n@article{a, title = {T}, abstract = {Half of");
    assert_eq!(titles(&reading), ["U", "T"]);
    assert_eq!(
        reading.records[1].paper.abstract_text.as_deref(),
        Some("Half of")
    );
    let reading = bib("@book{b, title = {U}}\n@article{a");
    assert_eq!(titles(&reading), ["U"]);
    assert_eq!(remarks(&reading), [("unreadable-entry", 2)]);
}

#[test]
fn comments_addresses_and_stray_signs_are_not_entries() {
    let reading = bib(
        "@Comment text without braces\nme@x.org wrote @ noon\n@\n% @book{c, title={no}}\n@comment{ @book{d, title={no}} }\n@comment{never closed\n@book{a, title={Yes}} % @x\n",
    );
    assert_eq!(titles(&reading), ["Yes"]);
    assert_eq!(remarks(&reading), []);
}

#[test]
fn keys_may_be_missing_doubled_or_hold_a_space() {
    let reading = bib(
        "@book{title={A}}\n@book{x y, title={B}}\n@book{k, title={C}}\n@book{K, title={D}}\n@book{,title={E}}",
    );
    assert_eq!(titles(&reading), ["A", "B", "C", "D", "E"]);
    assert_eq!(
        remarks(&reading),
        [
            ("missing-key", 1),
            ("space-in-key", 2),
            ("missing-key", 5),
            ("duplicate-key", 4)
        ]
    );
}

#[test]
fn bare_values_and_unknown_strings_are_kept_as_text() {
    let reading = bib("@article{a, title={T}, pages = 12--34, journal = nowhere}");
    let paper = &reading.records[0].paper;
    assert_eq!(
        (paper.pages.as_deref(), paper.venue.as_deref()),
        (Some("12-34"), Some("nowhere"))
    );
    assert_eq!(
        remarks(&reading),
        [("unquoted-value", 1), ("undefined-string", 1)]
    );
}

#[test]
fn a_field_without_equals_costs_itself() {
    let reading = bib("@article{a,\n author # {A {B}, C},\n title = {T}\n}\n");
    assert_eq!(titles(&reading), ["T"]);
    assert_eq!(remarks(&reading), [("missing-equals", 2)]);
}

#[test]
fn crossref_hands_down_and_cycles_end() {
    let reading = bib(
        "@inproceedings{c, title={Part}, crossref={b}}\n@proceedings{b, title={Whole}, year=2001, crossref={c}}\n@book{s, title={Self}, crossref={s}}\n@xdata{x, publisher={Press}, xdata={x}}\n@book{y, title={Y}, xdata={x}}",
    );
    assert_eq!(titles(&reading), ["Part", "Whole", "Self", "Y"]);
    let part = &reading.records[0].paper;
    assert_eq!(
        (part.venue.as_deref(), part.date.map(|d| d.year)),
        (Some("Whole"), Some(2001))
    );
    assert_eq!(reading.records[3].paper.publisher.as_deref(), Some("Press"));
}

#[test]
fn identifiers_are_found_in_the_fields_people_use() {
    let paper = one(
        "@misc{a, title={T}, eprint={2401.00001v2}, archivePrefix={arXiv}, primaryClass={cs.LG}, doi={https://doi.org/10.1000/A_B}}",
    );
    assert_eq!(
        paper.identifiers.get(&Scheme::Arxiv).map(String::as_str),
        Some("2401.00001")
    );
    assert_eq!(
        paper.identifiers.get(&Scheme::Doi).map(String::as_str),
        Some("10.1000/a_b")
    );
    assert_eq!(paper.kind, "article");
    let paper =
        one("@article{a, title={T}, journal={arXiv preprint arXiv:1706.03762}, year={2017}}");
    assert_eq!(
        paper.identifiers.get(&Scheme::Arxiv).map(String::as_str),
        Some("1706.03762")
    );
}

#[test]
fn and_others_is_not_a_person() {
    let reading = bib("@book{a, title={T}, author={Lund, A. and {R Core Team} and others}}");
    assert_eq!(
        reading.records[0].paper.authors,
        [
            Name::person("Lund", Some("A.")),
            Name::literal("R Core Team")
        ]
    );
    assert_eq!(remarks(&reading), [("and-others", 1)]);
}

#[test]
fn keywords_may_hold_commas_in_braces() {
    assert_eq!(
        one("@book{a, title={T}, keywords={a, {b, c}, d}}").keywords,
        ["a", "b, c", "d"]
    );
    assert_eq!(
        one("@book{a, title={T}, keywords={a, b; c}}").keywords,
        ["a, b", "c"]
    );
}

#[test]
fn strings_that_double_each_other_are_bounded() {
    let mut text = String::from("@string{s0 = \"0123456789\"}\n");
    for n in 1..60 {
        text.push_str(&format!("@string{{s{n} = s{} # s{}}}\n", n - 1, n - 1));
    }
    text.push_str("@book{a, title = s59}\n@book{b, title = {B}}\n");
    let reading = bib(&text);
    assert_eq!(reading.records[1].paper.title, "B");
    assert!(reading.records[0].paper.title.len() < 8 << 20);
    assert!(
        remarks(&reading)
            .iter()
            .any(|(code, _)| *code == "expansion-too-large")
    );
}

#[test]
fn written_titles_keep_their_capitals_and_their_math() {
    let paper = Paper {
        title: "BERT for $\\ell_2$ and GPUs: 50% off".into(),
        ..Paper::default()
    };
    let text = write_bibtex(std::slice::from_ref(&paper));
    assert!(
        text.contains("title = {{BERT} for $\\ell_2$ and {GPUs}: 50\\% off}"),
        "{text}"
    );
    assert_eq!(one(&text).title, paper.title);
}

#[test]
fn a_written_paragraph_that_looks_like_an_entry_begins_none() {
    let paper = Paper {
        title: "A".into(),
        abstract_text: Some("One.\n\n@x (a = b), and so on".into()),
        ..Paper::default()
    };
    let text = write_bibtex(std::slice::from_ref(&paper));
    assert_eq!(one(&text).abstract_text, paper.abstract_text, "{text}");
}
