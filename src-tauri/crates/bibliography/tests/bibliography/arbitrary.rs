//! Whatever stands in the fields: no panic, no lost entry, nothing that breaks out of its output.

use bibliography::{
    Block, Group, Part, Quote, Style, Table, Work, blocks, compose, html_parts, markdown, text,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{formats, word};

/// Text with the characters that matter to some output more often than chance would have it.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[ -~]{0,12}",
        1 => "\\PC{0,6}",
        1 => any::<String>(),
        2 => proptest::sample::select(vec![
            "<script>", "</p>", "]]>", "&amp;", "$x^2$", "$", "$$", "\\frac{a}{b}", "{", "}", "*", "_",
            "`", "\n\n", "\n> ", "\n- ", "\n1. ", "\n```\n", "<i>", "</i>", "\u{0}", "\u{1b}", "\u{202e}",
            "\u{FFFE}", "\u{100000}", "\u{102001}", "vs.", "http://a.b/\"", "](javascript:x)", "日本", "אב",
        ]).prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => words().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => proptest::collection::vec(words(), 0..3).prop_map(Value::from),
        1 => proptest::collection::vec((words(), words()), 0..4).prop_map(|names| {
            names.into_iter().map(|(family, given)| json!({"family": family, "given": given})).collect()
        }),
        1 => proptest::collection::vec(any::<i32>(), 0..5).prop_map(|parts| json!({"date-parts": [parts]})),
        1 => words().prop_map(|raw| json!({"raw": raw, "literal": raw, "given": raw})),
    ]
}

const FIELDS: [&str; 20] = [
    "id",
    "type",
    "title",
    "title-short",
    "author",
    "editor",
    "translator",
    "issued",
    "accessed",
    "container-title",
    "volume",
    "issue",
    "page",
    "number",
    "edition",
    "publisher",
    "publisher-place",
    "DOI",
    "URL",
    "genre",
];

fn item() -> impl Strategy<Value = Value> {
    let kind = proptest::sample::select(vec![
        "article-journal",
        "article",
        "book",
        "chapter",
        "thesis",
        "report",
        "webpage",
        "nonsense",
    ]);
    let names = proptest::collection::vec((words(), words()), 0..3);
    (
        kind,
        names,
        words(),
        proptest::collection::vec((proptest::sample::select(FIELDS.to_vec()), value()), 0..8),
    )
        .prop_map(|(kind, names, title, fields)| {
            let names: Value = names
                .into_iter()
                .map(|(family, given)| json!({"family": family, "given": given}))
                .collect();
            let mut item = json!({"id": "k", "type": kind, "author": names, "title": title});
            for (field, value) in fields {
                item[field] = value;
            }
            item
        })
}

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![
        2 => words().prop_map(Part::Note),
        1 => (words(), words()).prop_map(|(text, comment)| Part::Highlights(vec![Quote { text, comment }])),
        1 => words().prop_map(Part::Abstract),
        1 => proptest::collection::vec(words(), 0..3).prop_map(Part::Tags),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_output_is_whole_whatever_the_fields_hold(
        entries in proptest::collection::vec((item(), proptest::collection::vec(part(), 0..4)), 1..4),
        heading in proptest::option::of(words()),
        title in proptest::option::of(words()),
        introduction in words(),
        level in any::<u8>(),
        language in proptest::option::of(words()),
        style in proptest::sample::select(vec!["apa", "mla", "chicago", "ieee", "nature", "thieme"]),
    ) {
        let style = Style::by_id(style).unwrap();
        let count = entries.len();
        let entries = entries
            .into_iter()
            .zip(1..)
            .map(|((item, annotation), id)| bibliography::Entry { id, item, annotation })
            .collect();
        let mut group = Group::new(heading, entries);
        group.introduction = introduction;
        group.level = level;
        let work = Work {
            title,
            language,
            contents: true,
            ..Work::new(vec![group], &style)
        };
        let document = compose(&work, &mut |_, _| true).unwrap();
        prop_assert_eq!(document.sections[0].references.len(), count);
        prop_assert!(document.sections[0].references.iter().all(|reference| !reference.content.is_empty()));

        let parts = word::checked(&document);
        let references = parts["word/document.xml"]
            .find("w:pStyle")
            .into_iter()
            .filter(|style| style.get("w:val") == "Bibliography")
            .count();
        prop_assert_eq!(references, count);

        // The page's body is XML too, but for its void elements.
        let (body, _) = html_parts(&document);
        let page = word::parse(&body.replace("<br>", "<br/>").replace("&#39;", "&apos;"));
        prop_assert!(page.find("script").is_empty());
        for link in page.find("a") {
            let href = link.get("href").to_lowercase();
            prop_assert!(["http:", "https:", "mailto:", "#section-"].iter().any(|scheme| href.starts_with(scheme)));
        }

        formats::check(&document);
        for out in [markdown(&document), text(&document)] {
            prop_assert!(!out.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_table_is_whole_whatever_the_cells_hold(
        title in words(),
        columns in proptest::collection::vec(words(), 0..4),
        rows in proptest::collection::vec(proptest::collection::vec(words(), 0..5), 0..4),
    ) {
        let inlines = |text: &String| match blocks(text).into_iter().next() {
            Some(Block::Paragraph(inlines)) => inlines,
            _ => Vec::new(),
        };
        formats::check_table(&Table {
            title: inlines(&title),
            language: "en-US".to_owned(),
            columns: columns.iter().map(inlines).collect(),
            rows: rows
                .iter()
                .map(|row| row.iter().map(|cell| blocks(cell)).collect())
                .collect(),
        });
    }

    #[test]
    fn every_formula_is_whole_in_every_form(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 1..14),
    ) {
        let style = Style::by_id("apa").unwrap();
        // Balanced or not: what stands between the signs is a formula or shown as source.
        let note = format!("Before ${}$ after", pieces.concat());
        let entries = vec![bibliography::Entry { id: 1, item: json!({"id": "k", "title": "T"}), annotation: vec![Part::Note(note)] }];
        let document = compose(&Work::new(vec![Group::new(None, entries)], &style), &mut |_, _| true).unwrap();
        word::checked(&document);
        formats::check(&document);
    }
}

pub const PIECES: [&str; 40] = [
    "{",
    "}",
    "^",
    "_",
    "x",
    "12",
    "'",
    "&",
    "\\\\",
    "\\frac",
    "\\sqrt",
    "[",
    "]",
    "\\left(",
    "\\right)",
    "\\sum",
    "\\int",
    "\\limits",
    "\\log",
    "\\hat",
    "\\underbrace",
    "\\mathbb",
    "\\text{a b}",
    "\\begin{matrix}",
    "\\end{matrix}",
    "\\begin{cases}",
    "\\end{cases}",
    "\\alpha",
    "\\le",
    "=",
    "-",
    ",",
    "\\,",
    "<",
    "|",
    "²",
    "é",
    "\\operatorname{f}",
    "\\not",
    "\\def",
];
