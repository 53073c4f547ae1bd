//! HTML, Markdown and plain text of whole bibliographies.

use bibliography::{Group, Part, Sort, Style, Work, compose, html, html_parts, markdown, text};

use crate::works::{self, annotated, composed, entry};

const HOSTILE: &str = "<script>alert('x')</script><img src=x onerror=\"y\">&amp;";

#[test]
fn nothing_from_outside_becomes_html() {
    let mut item = works::article();
    for field in [
        "title",
        "container-title",
        "volume",
        "publisher",
        "DOI",
        "id",
    ] {
        item[field] = HOSTILE.into();
    }
    item["URL"] = "javascript:alert(1)".into();
    item["author"] = works::people(&[(HOSTILE, HOSTILE)]);
    let style = Style::by_id("apa").unwrap();
    let annotation = vec![
        Part::Note(format!(
            "{HOSTILE}\n\n```\n{HOSTILE}\n```\n\n[x](javascript:alert(1)) <https://a.org/\">"
        )),
        Part::Abstract(HOSTILE.to_owned()),
        Part::Tags(vec![HOSTILE.to_owned()]),
    ];
    let work = Work {
        groups: vec![Group::new(
            Some(HOSTILE.to_owned()),
            vec![entry(1, item, annotation)],
        )],
        style: &style,
        title: Some(HOSTILE.to_owned()),
        sort: Sort::Style,
        language: None,
        contents: false,
        note_headings: true,
    };
    let page = html(&compose(&work, &mut |_, _| true).unwrap());
    let lower = page.to_lowercase();
    for forbidden in [
        "<script",
        "<img",
        "href=\"javascript",
        "onerror=\"",
        "style=\"",
    ] {
        assert!(!lower.contains(forbidden), "{forbidden}: {page}");
    }
    assert!(page.matches("&lt;script&gt;").count() >= 7, "{page}");
}

#[test]
fn html_measures_are_the_layouts() {
    for (id, annotation, line, between) in [
        ("apa", "0.5in", "2.3", "0pt"),
        ("mla", "1in", "2.3", "0pt"),
        ("chicago", "0.5in", "1.15", "12pt"),
    ] {
        let (_, css) = html_parts(&composed(id, Sort::Style, vec![annotated(works::book())]));
        for rule in [
            ".reference { padding-inline-start: 0.5in; text-indent: -0.5in;".to_owned(),
            format!(".annotation {{ margin-inline-start: {annotation}; }}"),
            ".continued { text-indent: 0.5in; }".to_owned(),
            format!("font: 12pt/{line} \"Times New Roman\""),
            format!(".entry {{ margin: {between} 0 0; }}"),
        ] {
            assert!(css.contains(&rule), "{id}: {rule}\n{css}");
        }
    }
}

#[test]
fn html_says_what_it_is() {
    let document = composed("ieee", Sort::Given, vec![annotated(works::article())]);
    let page = html(&document);
    for expected in [
        "<!DOCTYPE html>\n<html lang=\"en-US\">",
        "<meta charset=\"utf-8\">",
        "<title>Annotated Bibliography</title>",
        "prefers-color-scheme: dark",
        "@media print",
        "<h1>Annotated Bibliography</h1>",
        "<ol class=\"entries\" role=\"list\">",
        "<li class=\"entry\" id=\"entry-7\">",
        "<span class=\"number\">[1]</span>",
        "<i>Journal of Slow Water</i>",
        "<a href=\"https://doi.org/10.5555/jsw.2021.45\" rel=\"noopener noreferrer\">",
        "<p dir=\"auto\">First <i>paragraph</i> with <b>weight</b>, <code>code*</code>",
        "<math><semantics><mrow><msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup></mrow>\
         <annotation encoding=\"application/x-tex\">x_i^2</annotation></semantics></math>",
        "<p class=\"continued\" dir=\"auto\">Second paragraph for $5 and $6.</p>",
        "<blockquote>\n<p dir=\"auto\">A quotation.</p>",
        "<pre><code>let x = 1;</code></pre>",
        "<p class=\"label\">Abstract</p>",
        "<b>Tags:</b> rivers, memory",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    let (body, css) = html_parts(&document);
    assert!(page.contains(&body) && page.contains(&css));
    assert!(!body.contains("style") && !body.contains("script"));
}

#[test]
fn groups_have_headings_and_their_own_order() {
    let style = Style::by_id("apa").unwrap();
    let group = |heading: &str, items: Vec<serde_json::Value>| {
        let entries = items.into_iter().map(|item| entry(1, item, Vec::new()));
        Group::new(Some(heading.to_owned()), entries.collect())
    };
    let work = Work {
        groups: vec![
            group("Second & last", vec![works::thesis(), works::article()]),
            group("Empty", Vec::new()),
            group("Third", vec![works::book()]),
        ],
        style: &style,
        title: Some("  My $x^2$ list ".to_owned()),
        sort: Sort::Style,
        language: None,
        contents: false,
        note_headings: true,
    };
    let document = compose(&work, &mut |_, _| true).unwrap();
    let page = text(&document);
    let places: Vec<_> = [
        "My x² list",
        "Second & last",
        "Alder",
        "Hazel",
        "Empty",
        "Third",
        "Gorse",
    ]
    .iter()
    .map(|word| page.find(word).unwrap_or_else(|| panic!("{word}: {page}")))
    .collect();
    assert!(places.is_sorted(), "{page}");
    assert!(html(&document).contains("<h2 class=\"level-1\" dir=\"auto\">Second &amp; last</h2>"));
    assert!(markdown(&document).contains("\n## Second \\& last\n"));
}

/// Three sections whose levels nest them, with a table of contents.
fn nested(language: &str) -> bibliography::Document {
    let style = Style::by_id("chicago").unwrap();
    let group = |level, heading: &str, introduction: &str, item| Group {
        level,
        introduction: introduction.to_owned(),
        ..Group::new(Some(heading.to_owned()), vec![annotated(item)])
    };
    let work = Work {
        contents: true,
        language: Some(language.to_owned()),
        ..Work::new(
            vec![
                group(1, "Water", "What *rivers* do.\n\n> Much.", works::article()),
                group(2, "Lakes", "", works::no_author()),
                group(1, "Paper", "", works::book()),
            ],
            &style,
        )
    };
    compose(&work, &mut |_, _| true).unwrap()
}

#[test]
fn levels_introductions_and_contents_are_printed() {
    let document = nested("de");
    let page = html(&document);
    for expected in [
        "<nav class=\"contents\" aria-label=\"Inhalt\">",
        "<li class=\"level-2\"><a href=\"#section-2\">Lakes</a></li>",
        "<section id=\"section-2\">\n<h3 class=\"level-2\" dir=\"auto\">Lakes</h3>",
        "<div class=\"introduction\">\n<p dir=\"auto\">What <i>rivers</i> do.</p>\n<blockquote>",
        "<p class=\"label\">Zusammenfassung</p>",
        "<p dir=\"auto\">„water remembers“</p>",
        "<b>Schlagwörter:</b> rivers, memory",
        "<h1>Kommentierte Bibliographie</h1>",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    let marked = markdown(&document);
    for expected in [
        "\n**Inhalt**\n\n- Water\n  - Lakes\n- Paper\n\n## Water\n\nWhat *rivers* do.\n\n> Much.\n\nAlder",
        "\n### Lakes\n",
    ] {
        assert!(marked.contains(expected), "{expected}\n{marked}");
    }
    let plain = text(&document);
    assert!(
        plain.contains("\nInhalt\n  Water\n    Lakes\n  Paper\n\nWater\n\n    What rivers do.\n"),
        "{plain}"
    );
    let french = text(&nested("fr"));
    assert!(french.contains("\n    Résumé\u{A0}:\n"), "{french}");
}

#[test]
fn markdown_keeps_formatting_and_formulas() {
    let page = markdown(&composed(
        "apa",
        Sort::Style,
        vec![annotated(works::book())],
    ));
    let expected = "# Annotated Bibliography

Gorse, H. (1999). *The shape of notes*. Quill \\& Sons.

> First *paragraph* with **weight**, `code*`, a [link](<https://a.org/?x=1&y=2>) and $x_i^2$.
>
> Second paragraph for \\$5 and \\$6.
>
> > A quotation.
>
> 1. one
> 2. two
>
>    - inner
>
> <!-- -->
>
> - bullet
>
> ```
> let x = 1;
> ```
>
> Last \\<b\\>paragraph\\</b\\>.
>
> > “water remembers”
>
> Quoted *often*.
>
> **Abstract**
>
> We measure $\\alpha$.
>
> Then we stop.
>
> **Tags:** rivers, memory
";
    assert_eq!(page, expected);
}

#[test]
fn plain_text_is_indented_like_the_page() {
    let page = text(&composed(
        "mla",
        Sort::Style,
        vec![annotated(works::article())],
    ));
    let expected = "                             Annotated Bibliography

Alder, Maria J., and Tom Birch. “How Rivers Remember.” Journal of Slow Water,
    vol. 12, no. 3, May 2021, pp. 45–67, https://doi.org/10.5555/jsw.2021.45.
        First paragraph with weight, code*, a link and xᵢ².
            Second paragraph for $5 and $6.
            A quotation.
        1. one
        2. two
           - inner
        - bullet
        let x = 1;
            Last <b>paragraph</b>.
            “water remembers”
            Quoted often.
        Abstract:
        We measure α.
            Then we stop.
        Tags: rivers, memory
";
    assert_eq!(page, expected);
}
