//! Properties that hold for every input: nothing panics, what is written reads back, judging does
//! not depend on the order, merging twice changes nothing.

mod scraps;

use std::collections::BTreeMap;

use papers::matching::{Judgement, judge, merge};
use papers::{Date, Format, Name, Paper, Scheme, read, sniff, write};
use proptest::prelude::*;

/// Words that the formats' syntaxes would like to act upon.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[A-Za-z]{1,8}",
        1 => prop::sample::select(vec![
            "BERT", "and", "50%", "A&B", "&amp;", "#1", "a_b", "{x}", "}", "\\emph", "$5", "$x^2$", "--", "---",
            "``q''", "~", "^", "\"q\"", "@x", "=", "<i>", "p<0.05", "Gödel", "数学", "naïve", "’s", "(a)",
            "TY", "\\", "$", "'", "a--b", "o'x", "{", "C++", "[1]", "%", "//x",
        ])
        .prop_map(str::to_owned),
    ]
}

fn line() -> impl Strategy<Value = String> {
    prop::collection::vec(word(), 1..7).prop_map(|words| words.join(" "))
}

/// Letters only: for parts whose syntax says which characters they have. `Roe, Jr` is a Roe junior.
fn simple() -> impl Strategy<Value = String> {
    "[A-Z][a-zöé]{1,9}".prop_filter("a suffix", |word| word != "Jr" && word != "Sr")
}

fn note() -> impl Strategy<Value = String> {
    (
        line(),
        prop::collection::vec(
            prop_oneof![
                line(),
                Just(String::new()),
                line().prop_map(|l| format!("  - {l}"))
            ],
            0..4,
        ),
        line(),
    )
        .prop_map(|(first, middle, last)| [vec![first], middle, vec![last]].concat().join("\n"))
}

fn orcid() -> impl Strategy<Value = Option<String>> {
    prop::option::of("0000-000[1-9]-[0-9]{4}-[0-9]{3}[0-9X]")
}

fn name() -> impl Strategy<Value = Name> {
    prop_oneof![
        4 => (simple(), prop::option::of(simple()), prop::option::of(prop::sample::select(vec!["van", "de la", "von der"])), prop::option::of(Just("Jr.")), orcid())
            .prop_map(|(family, given, particle, suffix, orcid)| Name::Person {
                family,
                suffix: suffix.filter(|_| given.is_some()).map(str::to_owned),
                orcid,
                given,
                particle: particle.map(str::to_owned),
            }),
        1 => (simple(), simple()).prop_map(|(a, b)| Name::literal(format!("{a} Institute and Sons, {b}"))),
    ]
}

fn date() -> impl Strategy<Value = Date> {
    (
        1500..2100i32,
        prop::option::of(1..=12u8),
        prop::option::of(1..=31u8),
    )
        .prop_map(|(year, month, day)| Date {
            year,
            month,
            day: day.filter(|_| month.is_some()),
        })
}

fn identifiers() -> impl Strategy<Value = BTreeMap<Scheme, String>> {
    let one = prop_oneof![
        "24(0[1-9]|1[0-2])\\.[0-9]{5}".prop_map(|id| (Scheme::Arxiv, id)),
        "10\\.1000/[a-z0-9_(]{0,3}[a-z]{3}".prop_map(|id| (Scheme::Doi, id)),
        "[1-9][0-9]{4,7}".prop_map(|id| (Scheme::Pmid, id)),
        "PMC[1-9][0-9]{4,6}".prop_map(|id| (Scheme::Pmcid, id)),
        "[A-Za-z0-9]{8}".prop_map(|id| (Scheme::Openreview, id)),
        "97[89][0-9]{10}".prop_map(|id| (Scheme::Isbn, id)),
        "[0-9]{4}-[0-9]{3}[0-9X]".prop_map(|id| (Scheme::Issn, id)),
        "[A-Z][0-9]{2}-[0-9]{4}".prop_map(|id| (Scheme::Acl, id)),
    ];
    prop::collection::vec(one, 0..5).prop_map(|ids| ids.into_iter().collect())
}

fn kind() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "article-journal",
        "paper-conference",
        "chapter",
        "book",
        "thesis",
        "report",
        "webpage",
        "article",
        "dataset",
        "article-newspaper",
        "manuscript",
        "post-weblog",
        "legal_case",
        "pamphlet",
        "software",
    ])
    .prop_map(str::to_owned)
}

prop_compose! {
    fn paper()(
        (title, abstract_text, note) in (line(), prop::option::of((line(), prop::option::of(line()))), prop::option::of(note())),
        (authors, editors) in (prop::collection::vec(name(), 0..4), prop::collection::vec(name(), 0..2)),
        (kind, date, identifiers) in (kind(), prop::option::of(date()), identifiers()),
        (venue, volume, issue) in (prop::option::of(line()), prop::option::of("[1-9][0-9]{0,2}"), prop::option::of("[1-9]")),
        (pages, publisher, place) in (prop::option::of("[1-9][0-9]{0,2}-9[0-9]{3}"), prop::option::of(line()), prop::option::of(line())),
        (language, urls) in (prop::option::of("[a-z]{5,8}"), prop::collection::vec("https://[a-z]{3,8}\\.org/[a-z~_%#=&]{0,6}[a-z]", 0..3)),
        (keywords, key) in (prop::collection::vec(prop_oneof![simple(), (simple(), simple()).prop_map(|(a, b)| format!("{a}, {b}"))], 0..4), "[a-z]{3,6}[0-9]{4}"),
    ) -> Paper {
        let mut urls = urls;
        urls.dedup();
        Paper {
            title,
            abstract_text: abstract_text.map(|(one, two)| two.map_or(one.clone(), |two| format!("{one}\n\n{two}"))),
            note, authors, editors, kind, date, identifiers, venue, volume, issue, pages, publisher,
            place, language, urls, keywords,
            key: Some(key),
            extra: BTreeMap::from([("shelf".to_owned(), "B 12".to_owned())]),
        }
    }
}

fn kind_of(judgement: &Judgement) -> u8 {
    match judgement {
        Judgement::Same(_) => 0,
        Judgement::Doubtful(_) => 1,
        Judgement::Versions(_) => 3,
        Judgement::Different => 2,
    }
}

/// Pieces that syntaxes are made of, so that random input gets past the first character.
fn scraps() -> impl Strategy<Value = Vec<u8>> {
    let scrap = prop_oneof![
        prop::sample::select(scraps::SCRAPS).prop_map(|scrap| scrap.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 0..4),
    ];
    prop::collection::vec(scrap, 0..40).prop_map(|scraps| scraps.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_input_makes_reading_or_sniffing_panic(bytes in prop_oneof![scraps(), prop::collection::vec(any::<u8>(), 0..300)]) {
        let _ = sniff(&bytes, Some("x.bib"));
        for &format in Format::ALL {
            let reading = read(format, &bytes);
            for (index, record) in reading.records.iter().enumerate() {
                prop_assert_eq!(record.position, index + 1);
                prop_assert!(record.line >= 1);
            }
        }
    }

    #[test]
    fn what_is_written_reads_back(papers in prop::collection::vec(paper(), 1..3)) {
        let mut papers = papers;
        let mut seen = std::collections::HashSet::new();
        papers.retain(|paper| seen.insert(paper.key.clone()));
        for format in Format::ALL.iter().copied().filter(|format| format.writes()) {
            let text = write(format, &papers);
            prop_assert_eq!(sniff(text.as_bytes(), None).is_some(), true, "{}", text);
            let reading = read(format, text.as_bytes());
            prop_assert_eq!(reading.records.len(), papers.len(), "{}\n{:?}", text, reading.diagnostics);
            for (record, paper) in reading.records.iter().zip(&papers) {
                prop_assert_eq!(&record.paper, paper, "{}\n{}", format.id(), text);
            }
        }
    }

    #[test]
    fn judging_does_not_depend_on_the_order(a in paper(), b in paper(), same_title: bool, same_ids: bool) {
        let mut b = b;
        if same_title {
            b.title = a.title.clone();
        }
        if same_ids {
            b.identifiers = a.identifiers.clone();
        }
        prop_assert_eq!(kind_of(&judge(&a, &b)), kind_of(&judge(&b, &a)));
    }

    #[test]
    fn a_paper_is_the_same_as_itself(paper in paper()) {
        prop_assert_eq!(kind_of(&judge(&paper, &paper)), 0);
        prop_assert_eq!(merge(&paper, &paper), paper);
    }

    #[test]
    fn merging_twice_changes_nothing(a in paper(), b in paper()) {
        let once = merge(&a, &b);
        prop_assert_eq!(merge(&once, &b), once.clone());
        prop_assert_eq!(merge(&once, &a), once);
    }
}
