//! Single references and citations, in every kind of style.

use bibliography::{CiteForm, Style, cite, inline_html, inline_text, styles};
use serde_json::{Value, json};

use crate::works;

fn cited(style: &str, items: &[Value], form: CiteForm) -> String {
    let style = Style::by_id(style).unwrap();
    inline_text(&cite(items, &style, None, form).unwrap())
}

#[test]
fn citations_read_as_their_style_asks() {
    for (style, expected) in [
        ("apa", "(Alder & Birch, 2021)"),
        ("mla", "(Alder and Birch)"),
        ("chicago-author-date", "(Alder and Birch 2021)"),
        ("ieee", "[1]"),
        ("nature", "¹"),
        ("harvard-cite-them-right", "(Alder and Birch, 2021)"),
    ] {
        let printed = cited(style, &[works::article()], CiteForm::Citation);
        assert_eq!(printed, expected, "{style}");
    }
    let note = cited("chicago", &[works::article()], CiteForm::Citation);
    assert!(
        note.starts_with("Maria J. Alder and Tom Birch, “How Rivers Remember,”"),
        "{note}"
    );
}

#[test]
fn several_works_stand_in_one_citation() {
    let items = [works::article(), works::preprint()];
    assert_eq!(
        cited("apa", &items, CiteForm::Citation),
        "(Alder & Birch, 2021; Cedar, 2024)"
    );
    assert_eq!(cited("ieee", &items, CiteForm::Citation), "[1], [2]");
    let twins = works::twins();
    let printed = cited("apa", &twins, CiteForm::Citation);
    assert!(
        printed.contains("2020a") && printed.contains("2020b"),
        "{printed}"
    );
}

#[test]
fn many_authors_are_shortened_and_missing_ones_replaced() {
    assert_eq!(
        cited("apa", &[works::many_authors()], CiteForm::Citation),
        "(Author01 et al., 2023)"
    );
    assert_eq!(
        cited("apa", &[works::no_author()], CiteForm::Citation),
        "(An Atlas of Lost Lakes, 2015)"
    );
    assert_eq!(
        cited("apa", &[works::no_date()], CiteForm::Citation),
        "(Ivy, n.d.)"
    );
}

#[test]
fn a_single_reference_has_no_number() {
    assert_eq!(
        cited("ieee", &[works::book()], CiteForm::Reference),
        "H. Gorse, The shape of notes. London: Quill & Sons, 1999."
    );
    let two = cited(
        "apa",
        &[works::book(), works::thesis()],
        CiteForm::Reference,
    );
    assert_eq!(two.lines().count(), 2);
    assert_eq!(cited("apa", &[], CiteForm::Citation), "");
}

#[test]
fn rich_text_is_escaped_and_needs_no_style_sheet() {
    let mut item = works::book();
    item["title"] = json!("Tags <script>alert(1)</script> & <i>Salix</i>");
    let style = Style::by_id("apa").unwrap();
    let html = inline_html(&cite(&[item], &style, None, CiteForm::Reference).unwrap());
    assert!(html.contains("&lt;script&gt;"), "{html}");
    assert!(
        !html.contains("<script") && !html.contains("class="),
        "{html}"
    );
    // Italics within italics are upright.
    assert!(html.contains("</i>Salix"), "{html}");
}

#[test]
fn every_style_cites_and_keeps_formulas_and_species() {
    let mut item = works::article();
    item["title"] = json!("Growth of <i>Salix alba</i> at $Q^*$ and CO<sub>2</sub>");
    for info in styles() {
        let style = Style::by_id(&info.id).unwrap();
        let citation = cite(&[item.clone()], &style, None, CiteForm::Citation).unwrap();
        assert!(!inline_text(&citation).trim().is_empty(), "{}", info.id);
        let reference = cite(&[item.clone()], &style, None, CiteForm::Reference).unwrap();
        let text = inline_text(&reference);
        // Some styles print no titles of articles.
        if !text.to_lowercase().contains("growth") {
            continue;
        }
        let lower = text.to_lowercase();
        assert!(lower.contains("salix alba"), "{}: {text}", info.id);
        assert!(
            reference.iter().any(
                |inline| matches!(inline, bibliography::Inline::Math(math) if math.tex == "Q^*")
            ),
            "{}: {text}",
            info.id
        );
        assert!(
            reference
                .iter()
                .flat_map(bibliography::Inline::runs)
                .any(|run| run.marks.subscript && run.text == "2"),
            "{}: {text}",
            info.id
        );
    }
}

#[test]
fn a_language_changes_terms_quotation_marks_and_missing_dates() {
    let german = |style: &str, item: Value| {
        let style = Style::by_id(style).unwrap();
        let form = CiteForm::Reference;
        inline_text(&cite(&[item], &style, Some("de"), form).unwrap())
    };
    assert!(german("apa", works::chapter()).contains("(Hrsg.)"));
    let undated = german("apa", works::no_date()).replace('\u{a0}', " ");
    assert!(undated.contains("(o. J.)"), "{undated}");
    let quoted = german("chicago", works::article());
    assert!(quoted.contains("„How rivers remember“"), "{quoted}");
}

#[test]
fn monstrous_records_are_printed_or_plain_but_never_lost() {
    let authors: Vec<Value> = (0..500)
        .map(|n| json!({"family": format!("Author{n:03}"), "given": "A.\u{0}\u{202e}"}))
        .collect();
    let items = [
        json!({"type": "article-journal", "title": "Crowd", "author": authors}),
        json!({"type": "book", "title": "x".repeat(200_000), "volume": "9".repeat(5_000)}),
        json!({"type": "chapter", "title": "$".repeat(999), "page": "1-".repeat(900)}),
        json!({"type": "book", "issued": {"date-parts": [[i64::MAX, -4, 99], [1]]}}),
        json!({"type": "book", "title": "<i>".repeat(500), "edition": i64::MIN}),
        json!({"type": "book", "title": "“‘\"".repeat(900), "number-of-pages": 1e300}),
        json!({"type": "broken", "title": ["a", "b"], "author": {"family": "x"}, "issued": "2020"}),
        json!([]),
    ];
    for info in styles() {
        let style = Style::by_id(&info.id).unwrap();
        for item in &items {
            for form in [CiteForm::Reference, CiteForm::Citation] {
                let text =
                    inline_text(&cite(std::slice::from_ref(item), &style, None, form).unwrap());
                assert!(!text.contains('\u{202e}') && !text.contains('\u{0}'));
                assert!(!text.trim().is_empty(), "{}: {item:?}", info.id);
            }
        }
    }
}
