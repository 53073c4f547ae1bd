//! Invented works of every kind a reader cites.

use bibliography::{Document, Entry, Group, Part, Quote, Sort, Style, Work, compose};
use serde_json::{Value, json};

pub fn people(names: &[(&str, &str)]) -> Value {
    names
        .iter()
        .map(|(family, given)| json!({"family": family, "given": given}))
        .collect()
}

pub fn article() -> Value {
    json!({
        "id": "alder2021", "type": "article-journal",
        "author": people(&[("Alder", "Maria J."), ("Birch", "Tom")]),
        "title": "How rivers remember", "container-title": "Journal of Slow Water",
        "volume": "12", "issue": "3", "page": "45-67",
        "issued": {"date-parts": [[2021, 5, 4]]}, "DOI": "10.5555/jsw.2021.45"
    })
}

pub fn preprint() -> Value {
    json!({
        "id": "cedar2024", "type": "article",
        "author": people(&[("Cedar", "Li")]),
        "title": "Sparse attention in the wild", "publisher": "arXiv", "number": "arXiv:2401.00001",
        "issued": {"date-parts": [[2024, 1, 2]]}, "URL": "https://arxiv.org/abs/2401.00001"
    })
}

pub fn chapter() -> Value {
    json!({
        "id": "dogwood2010", "type": "chapter",
        "author": people(&[("Dogwood", "Ann")]),
        "title": "Reading slowly",
        "editor": people(&[("Elm", "Peter"), ("Fir", "Rosa")]),
        "container-title": "Habits of attention", "page": "10-29",
        "publisher": "North Press", "publisher-place": "Oslo",
        "issued": {"date-parts": [[2010]]}
    })
}

pub fn book() -> Value {
    json!({
        "id": "gorse1999", "type": "book",
        "author": people(&[("Gorse", "Helen")]),
        "title": "The shape of notes", "publisher": "Quill & Sons", "publisher-place": "London",
        "issued": {"date-parts": [[1999]]}
    })
}

pub fn thesis() -> Value {
    json!({
        "id": "hazel2018", "type": "thesis",
        "author": people(&[("Hazel", "Omar")]),
        "title": "Indexing by ear", "genre": "Doctoral dissertation",
        "publisher": "University of Bergen", "issued": {"date-parts": [[2018]]}
    })
}

pub fn no_author() -> Value {
    json!({
        "id": "atlas2015", "type": "book", "title": "An atlas of lost lakes",
        "publisher": "Meridian", "issued": {"date-parts": [[2015]]}
    })
}

pub fn no_date() -> Value {
    json!({
        "id": "ivy", "type": "article-journal",
        "author": people(&[("Ivy", "Noor")]),
        "title": "Undated observations", "container-title": "Field Letters", "volume": "2"
    })
}

pub fn only_title() -> Value {
    json!({"id": "digest1", "type": "article", "title": "Scaling $Q^*$ with 2D attention"})
}

pub fn institution() -> Value {
    json!({
        "id": "who2020", "type": "report",
        "author": [{"literal": "Institute for Calm Computing"}],
        "title": "Annual report on quiet machines", "publisher": "Institute for Calm Computing",
        "issued": {"date-parts": [[2020]]}, "URL": "https://calm.example.org/2020"
    })
}

pub fn many_authors() -> Value {
    let names: Vec<_> = (1..=25)
        .map(|n| json!({"family": format!("Author{n:02}"), "given": "Ada"}))
        .collect();
    json!({
        "id": "author012023", "type": "paper-conference", "author": names,
        "title": "A very large collaboration",
        "container-title": "Proceedings of the Crowded Workshop", "page": "1-9",
        "issued": {"date-parts": [[2023]]}
    })
}

pub fn twins() -> [Value; 2] {
    let twin = |id: &str, title: &str| {
        json!({
            "id": id, "type": "article-journal",
            "author": people(&[("Juniper", "Kai")]),
            "title": title, "container-title": "Twin Studies", "volume": "1",
            "issued": {"date-parts": [[2020]]}
        })
    };
    [twin("b", "Beta results"), twin("a", "Alpha results")]
}

pub fn all() -> Vec<Value> {
    let mut works = vec![
        article(),
        preprint(),
        chapter(),
        book(),
        thesis(),
        no_author(),
        no_date(),
        only_title(),
        institution(),
        many_authors(),
    ];
    works.extend(twins());
    works
}

pub fn entry(id: i64, item: Value, annotation: Vec<Part>) -> Entry {
    Entry {
        id,
        item,
        annotation,
    }
}

/// A bibliography of one group.
pub fn composed(style: &str, sort: Sort, entries: Vec<Entry>) -> Document {
    let style = Style::by_id(style).unwrap();
    compose(
        &Work {
            groups: vec![Group::new(None, entries)],
            style: &style,
            title: None,
            sort,
            language: None,
            contents: false,
            note_headings: true,
        },
        &mut |_, _| true,
    )
    .unwrap()
}

/// A note that uses everything a note can.
pub const NOTE: &str = "First *paragraph* with **weight**, `code*`, a [link](https://a.org/?x=1&y=2) \
and $x_i^2$.\n\nSecond paragraph for $5 and $6.\n\n> A quotation.\n\n1. one\n2. two\n   - inner\n\n- bullet\n\n```\nlet x = 1;\n```\n\nLast <b>paragraph</b>.";

pub fn annotated(item: Value) -> Entry {
    entry(
        7,
        item,
        vec![
            Part::Note(NOTE.to_owned()),
            Part::Highlights(vec![Quote {
                text: "water  remembers".to_owned(),
                comment: "Quoted *often*.".to_owned(),
            }]),
            Part::Abstract("We measure $\\alpha$.\n\nThen we stop.".to_owned()),
            Part::Tags(vec![
                "rivers".to_owned(),
                " ".to_owned(),
                "memory".to_owned(),
            ]),
        ],
    )
}
