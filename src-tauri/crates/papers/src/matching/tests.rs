//! The rules of identity, one test each.

use super::*;
use crate::paper::{Date, Name};

const TITLE: &str = "A careful study of drifting buoys in shallow water";
const ABSTRACT: &str = "We follow forty buoys through one winter and report how far wind and tide \
    carry them, which models predict it, and where all of them fail.";

fn paper(title: &str) -> Paper {
    Paper {
        title: title.into(),
        ..Paper::default()
    }
}

fn with(mut paper: Paper, scheme: Scheme, value: &str) -> Paper {
    paper.identifiers.insert(scheme, value.into());
    paper
}

fn by(mut paper: Paper, surname: &str, year: i32) -> Paper {
    paper.authors = vec![Name::person(surname, Some("A."))];
    paper.date = Some(Date::year(year));
    paper
}

fn kind(a: &Paper, b: &Paper) -> &'static str {
    let name = |judgement: &Judgement| match judgement {
        Judgement::Same(_) => "same",
        Judgement::Versions(_) => "versions",
        Judgement::Doubtful(_) => "doubtful",
        Judgement::Different => "different",
    };
    let (there, back) = (judge(a, b), judge(b, a));
    assert_eq!(name(&there), name(&back), "{there:?} / {back:?}");
    name(&there)
}

#[test]
fn an_arxiv_id_beats_the_title() {
    let a = with(paper(TITLE), Scheme::Arxiv, "2401.00001");
    let b = with(
        paper("Quite another title after review"),
        Scheme::Doi,
        "10.48550/arxiv.2401.00001",
    );
    assert_eq!(kind(&a, &b), "same");
}

#[test]
fn two_arxiv_ids_with_one_title_are_doubtful_never_same() {
    let a = by(
        with(paper(TITLE), Scheme::Arxiv, "2401.00001"),
        "Lund",
        2024,
    );
    let b = by(
        with(paper(TITLE), Scheme::Arxiv, "2401.00002"),
        "Lund",
        2024,
    );
    assert_eq!(kind(&a, &b), "doubtful");
    let c = with(
        paper("Another title altogether here"),
        Scheme::Arxiv,
        "2401.00002",
    );
    assert_eq!(kind(&a, &c), "different");
}

#[test]
fn two_dois_with_one_title_are_doubtful_and_a_preprint_is_a_version() {
    let journal = by(with(paper(TITLE), Scheme::Doi, "10.1000/a"), "Lund", 2024);
    let other = by(with(paper(TITLE), Scheme::Doi, "10.1000/b"), "Lund", 2024);
    let preprint = by(
        with(paper(TITLE), Scheme::Doi, "10.1101/2023.01.01.1"),
        "Lund",
        2023,
    );
    let arxiv = by(
        with(paper(TITLE), Scheme::Arxiv, "2301.00001"),
        "Lund",
        2023,
    );
    assert_eq!(kind(&journal, &other), "doubtful");
    for version in [preprint, arxiv] {
        assert_eq!(kind(&version, &journal), "versions");
        let stranger = by(version, "Okafor", 2023);
        let Judgement::Doubtful(reason) = judge(&stranger, &journal) else {
            panic!("other authors must be left to a person");
        };
        assert!(reason.contains("versions"), "{reason}");
    }
}

#[test]
fn a_pubmed_number_decides_after_the_doi() {
    let a = with(paper(TITLE), Scheme::Pmid, "123");
    assert_eq!(kind(&a, &with(paper("x"), Scheme::Pmid, "123")), "same");
    assert_eq!(
        kind(&a, &with(paper(TITLE), Scheme::Pmid, "124")),
        "doubtful"
    );
}

#[test]
fn a_title_needs_its_first_author_or_its_year() {
    let a = by(paper(TITLE), "Lund", 2020);
    assert_eq!(
        kind(&a, &by(paper(&TITLE.to_uppercase()), "Lund", 2021)),
        "same"
    );
    assert_eq!(kind(&a, &by(paper(TITLE), "Okafor", 2020)), "doubtful");
    assert_eq!(kind(&a, &by(paper(TITLE), "Lund", 2010)), "doubtful");
    let year_only = Paper {
        date: Some(Date::year(2021)),
        ..paper(TITLE)
    };
    assert_eq!(kind(&a, &year_only), "same");
    assert_eq!(
        kind(
            &a,
            &Paper {
                date: Some(Date::year(2016)),
                ..paper(TITLE)
            }
        ),
        "doubtful"
    );
}

#[test]
fn a_title_alone_needs_agreeing_abstracts() {
    let told = |text: &str| Paper {
        abstract_text: Some(text.into()),
        ..paper(TITLE)
    };
    assert_eq!(kind(&told(ABSTRACT), &told(ABSTRACT)), "same");
    let cut: String = ABSTRACT.chars().take(90).collect();
    assert_eq!(kind(&told(ABSTRACT), &told(&cut)), "same");
    assert_eq!(
        kind(
            &told(ABSTRACT),
            &told("Nothing of the kind stands in this other summary.")
        ),
        "doubtful"
    );
    assert_eq!(kind(&told(ABSTRACT), &paper(TITLE)), "doubtful");
}

#[test]
fn agreeing_abstracts_under_other_titles_are_only_a_suggestion() {
    let told = |title: &str| Paper {
        abstract_text: Some(ABSTRACT.into()),
        ..paper(title)
    };
    assert_eq!(
        kind(&told(TITLE), &told("Buoys, revisited by the same hands")),
        "doubtful"
    );
    assert_eq!(
        kind(&paper(TITLE), &paper("Something else that is long enough")),
        "different"
    );
}

#[test]
fn a_reworded_title_needs_author_year_and_the_whole_abstract() {
    let told = |title: &str, surname: &str| Paper {
        abstract_text: Some(ABSTRACT.into()),
        ..by(paper(title), surname, 2020)
    };
    let short = format!("Short report: {TITLE}");
    assert_eq!(
        kind(&told(TITLE, "Lund"), &told(&short, "van Lund")),
        "same"
    );
    assert_eq!(
        kind(&told(TITLE, "Lund"), &told(&short, "Okafor")),
        "doubtful"
    );
    let bare = by(paper(&short), "Lund", 2020);
    assert_eq!(kind(&told(TITLE, "Lund"), &bare), "different");
    // Of a preprint and a publication, it makes versions.
    let preprint = with(told(TITLE, "Lund"), Scheme::Arxiv, "2001.00001");
    let journal = with(told(&short, "Lund"), Scheme::Doi, "10.1000/a");
    assert_eq!(kind(&preprint, &journal), "versions");
    // One title, one year and one abstract outweigh a damaged name; remarks share their titles.
    assert_eq!(kind(&told(TITLE, "Lund"), &told(TITLE, "Lnud")), "same");
    let remark = format!("Comment: {TITLE}");
    assert_eq!(
        kind(&told(&remark, "Lund"), &told(&remark, "Okafor")),
        "different"
    );
}

#[test]
fn a_common_title_is_not_evidence() {
    assert_eq!(
        kind(
            &by(paper("Editorial"), "Lund", 2020),
            &by(paper("Editorial"), "Okafor", 2020)
        ),
        "different"
    );
    assert_eq!(
        kind(&by(paper("Editorial"), "Lund", 2020), &paper("Editorial")),
        "doubtful"
    );
    assert_eq!(kind(&paper("Cats"), &paper("Cats")), "same");
}

#[test]
fn merging_fills_gaps_and_never_takes_less() {
    let cut = format!("{}…", &ABSTRACT[..60]);
    let mut thin = Paper {
        abstract_text: Some(cut),
        ..paper(TITLE)
    };
    thin.authors = vec![Name::person("Lund", Some("A."))];
    thin.note = Some("mine".into());
    let mut rich = Paper {
        abstract_text: Some(ABSTRACT.into()),
        venue: Some("Waves".into()),
        ..paper("Other Title")
    };
    rich.authors = vec![
        Name::person("Lund", Some("Astrid")),
        Name::person("Okafor", None),
    ];
    rich.date = Some(Date {
        year: 2020,
        month: Some(2),
        day: None,
    });
    rich.note = Some("theirs".into());
    let merged = merge(&thin, &rich);
    assert_eq!(merged.title, TITLE);
    assert_eq!(merged.abstract_text.as_deref(), Some(ABSTRACT));
    assert_eq!(merged.authors, rich.authors);
    assert_eq!(merged.note.as_deref(), Some("mine\n\ntheirs"));
    assert_eq!(merged.date, rich.date);
    assert_eq!(merge(&merged, &thin), merged);
    assert_eq!(merge(&merged, &rich), merged);
}

#[test]
fn a_shorter_author_list_never_replaces_a_longer_one() {
    let mut full = paper(TITLE);
    full.authors = vec![
        Name::person("Lund", Some("Astrid")),
        Name::person("Okafor", Some("Ben")),
    ];
    let mut short = paper(TITLE);
    short.authors = vec![Name::person("Lund", Some("Astrid Maria Margarethe Lovisa"))];
    assert_eq!(merge(&full, &short), full);
}
