//! PDFs of small bibliographies, read back with poppler's programs where they are installed.

use std::process::Command;

use bibliography::{Entry, Group, Part, Quote, Style, Work, compose};
use serde_json::json;
use typeset::{Meta, pdf};

fn entry(id: i64, title: &str, family: &str, note: &str) -> Entry {
    Entry {
        id,
        item: json!({
            "id": format!("key{id}"), "type": "article-journal", "title": title,
            "author": [{"family": family, "given": "Ada"}], "issued": {"date-parts": [[2021]]},
            "container-title": "Journal of Tides", "DOI": "10.1234/tides.1",
        }),
        annotation: vec![Part::Note(note.to_owned())],
    }
}

fn made(style: &str, entries: Vec<Entry>) -> Vec<u8> {
    let style = Style::by_id(style).unwrap();
    let work = Work::new(vec![Group::new(None, entries)], &style);
    let document = compose(&work, &mut |_, _| true).unwrap();
    pdf(&document, &Meta::default()).unwrap()
}

/// What a program of poppler's says of a PDF; none where it is not installed.
fn asked(program: &str, arguments: &[&str], bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    std::fs::write(&file, bytes).unwrap();
    let out = match Command::new(program)
        .args(arguments)
        .arg(&file)
        .args((program == "pdftotext").then_some("-"))
        .output()
    {
        Ok(out) => out,
        Err(error) => {
            println!("skipped: {program}: {error}");
            return None;
        }
    };
    assert!(out.status.success(), "{out:?}");
    Some(String::from_utf8(out.stdout).unwrap())
}

#[test]
fn entries_and_notes_stand_there_in_order_and_fonts_are_embedded() {
    let bytes = made(
        "apa",
        vec![
            entry(
                1,
                "Tides of *glass* and $x^2$",
                "Zell",
                "First **strong** thing.\n\nSecond thing.",
            ),
            entry(
                2,
                "Harbours at night",
                "Abel",
                "- one\n- two\n\n> quoted\n\n`code()` and\n\n```\nfn x() {}\n```",
            ),
        ],
    );
    assert!(bytes.starts_with(b"%PDF-"));
    if let Some(text) = asked("pdftotext", &["-layout"], &bytes) {
        let at = |part: &str| {
            text.find(part)
                .unwrap_or_else(|| panic!("{part} in {text}"))
        };
        assert!(at("Annotated Bibliography") < at("Abel"), "{text}");
        assert!(at("Abel") < at("Zell"), "{text}");
        assert!(at("First strong thing.") < at("Second thing."), "{text}");
        for part in ["one", "quoted", "code()", "fn x() {}"] {
            at(part);
        }
        assert!(!text.contains("**"), "{text}");
    }
    if let Some(fonts) = asked("pdffonts", &[], &bytes) {
        let rows: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!rows.is_empty());
        for row in rows {
            let flags: Vec<&str> = row.split_whitespace().rev().take(5).collect();
            assert_eq!(flags.get(4), Some(&"yes"), "not embedded: {row}");
        }
    }
    if let Some(info) = asked("pdfinfo", &[], &bytes) {
        let holds = |part: &str| assert!(info.contains(part), "{part} in {info}");
        holds("Annotated Bibliography");
        holds("Lectern");
        assert!(
            info.lines()
                .any(|line| line.starts_with("Tagged:") && line.ends_with("yes")),
            "{info}"
        );
    }
}

#[test]
fn indents_are_those_of_the_layout() {
    let long = "word ".repeat(60);
    for (style, annotation, continued) in [
        ("apa", 108.0, 144.0),
        ("modern-language-association", 144.0, 180.0),
    ] {
        let note = format!("Alpha {long}\n\nOmega {long}");
        let bytes = made(
            style,
            vec![entry(1, &format!("Tides {long}"), "Zell", &note)],
        );
        let Some(boxes) = asked("pdftotext", &["-bbox"], &bytes) else {
            return;
        };
        let left = |wanted: &str| -> f64 {
            let line = boxes
                .lines()
                .find(|line| line.contains(&format!(">{wanted}<")));
            let line = line.unwrap_or_else(|| panic!("{wanted}"));
            let at = line.find("xMin=\"").unwrap() + 6;
            line[at..].split('"').next().unwrap().parse().unwrap()
        };
        assert!((left("Zell,") - 72.0).abs() < 1.0, "{style}");
        assert!(
            (left("Alpha") - annotation).abs() < 1.0,
            "{style} {}",
            left("Alpha")
        );
        assert!(
            (left("Omega") - continued).abs() < 1.0,
            "{style} {}",
            left("Omega")
        );
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let once = || made("ieee", vec![entry(1, "Tides", "Zell", "A note.")]);
    assert!(once() == once());
}

#[test]
fn hostile_texts_are_printed_and_nothing_else() {
    let mut entries = vec![
        entry(
            1,
            "\"] #panic(\"no\") <script> \\ #read(\"/etc/passwd\")",
            "O\"Neil #let",
            "#import \"@preview/x\" $\\input{a}$ *un **balanced",
        ),
        entry(2, "عنوان بالعربية", "שלום", "中文 注释 \u{202e}evil\u{0}"),
        entry(3, &"long ".repeat(3_000), "Zell", &"word ".repeat(10_000)),
    ];
    if let Some(authors) = entries
        .get_mut(0)
        .and_then(|entry| entry.item.get_mut("author"))
    {
        *authors = (0..500)
            .map(|number| json!({"family": format!("Name{number}"), "given": "A."}))
            .collect();
    }
    entries.push(Entry {
        annotation: vec![
            Part::Highlights(vec![Quote {
                text: "a ]] b".into(),
                comment: "#c".into(),
            }]),
            Part::Abstract("An abstract with $\\frac{1}{2}$ and $5.".into()),
            Part::Tags(vec!["#tag".into(), "a_b*".into()]),
        ],
        ..entry(4, "Plain", "Abel", "")
    });
    for style in ["apa", "ieee", "chicago-notes"] {
        let bytes = made(style, entries.clone());
        if let Some(text) = asked("pdftotext", &[], &bytes) {
            assert!(text.contains("#panic("), "{style}");
        }
    }
}

#[test]
fn formulas_are_typeset_and_read_aloud_by_their_source() {
    let formulas = [
        r"\frac{a+b}{c_1} \le \sqrt[3]{x^2}",
        r"\sum_{i=1}^{n} i = \frac{n(n+1)}{2}",
        r"\int_0^\infty e^{-x^2}\,dx",
        r"\mathbb{R}^n \to \mathcal{L} \in \mathfrak{g}",
        r"\hat{x} + \bar{y} + \vec{z} + \widetilde{abc}",
        r"\left( \frac{1}{2} \right] \binom{n}{k}",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
        r"f(x) = \begin{cases} 1 & x > 0 \\ 0 & \text{else} \end{cases}",
        r"\underbrace{a+b}_{n} \overline{xy} \mathbf{v} \operatorname{rank} A",
        r"\log \max_{x} \alpha\beta\Gamma \ne \emptyset",
    ];
    let note: String = formulas
        .iter()
        .map(|tex| format!("Here ${tex}$ it is.\n\n"))
        .collect();
    let bytes = made("apa", vec![entry(1, "Formulas", "Zell", &note)]);
    let claims = bytes.windows(8).any(|window| window == b"pdfuaid:");
    assert!(claims, "formulas took the document its accessibility");
    if let Some(text) = asked("pdftotext", &["-layout"], &bytes) {
        assert!(!text.contains("\\frac"), "{text}");
        for part in ["rank", "else", "log", "\u{2211}"] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}
