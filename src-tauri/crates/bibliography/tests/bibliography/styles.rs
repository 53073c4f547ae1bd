//! Styles that come with the program, and files from outside.

use bibliography::{Error, Family, Group, Sort, Style, Work, compose, styles, text};

use crate::works;

fn csl(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<style xmlns=\"http://purl.org/net/xbiblio/csl\" \
         class=\"in-text\" version=\"1.0\"><info><title>Own style</title>\
         <id>https://example.org/own</id><updated>2024-01-01T00:00:00+00:00</updated></info>{body}</style>"
    )
}

const CITATION: &str = "<citation><layout><text variable=\"title\"/></layout></citation>";

fn dependent(parent: &str) -> String {
    format!(
        "<style xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\" default-locale=\"de-DE\">\
         <info><title>A journal</title><id>https://example.org/journal</id>\
         <link href=\"{parent}\" rel=\"independent-parent\"/>\
         <updated>2024-01-01T00:00:00+00:00</updated></info></style>"
    )
}

fn reason(xml: &str) -> String {
    match Style::from_csl(xml.as_bytes()) {
        Err(Error::InvalidStyle(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_four_main_styles_come_first_and_every_style_prints() {
    let styles = styles();
    let main: Vec<_> = styles
        .iter()
        .filter(|style| style.main)
        .map(|s| s.id.as_str())
        .collect();
    assert_eq!(main, ["apa", "mla", "chicago", "ieee"]);
    assert!(styles.iter().take(4).all(|style| style.main));
    assert!(styles.len() > 70, "{}", styles.len());
    for info in styles {
        let style = Style::by_id(&info.id).unwrap_or_else(|error| panic!("{}: {error}", info.id));
        assert_eq!(style.id(), info.id);
        let entries = works::all()
            .into_iter()
            .map(|item| works::entry(1, item, Vec::new()))
            .collect();
        let work = Work {
            groups: vec![Group::new(None, entries)],
            style: &style,
            title: None,
            sort: Sort::Style,
            language: None,
            contents: false,
            note_headings: true,
        };
        let document = compose(&work, &mut |_, _| true).unwrap();
        let page = text(&document);
        assert!(
            page.contains("Juniper") || page.contains("JUNIPER"),
            "{}: {page}",
            info.id
        );
        let unformatted = document
            .warnings
            .iter()
            .filter(|warning| warning.kind == bibliography::WarningKind::Unformatted)
            .count();
        assert_eq!(unformatted, 0, "{}: {page}", info.id);
    }
}

#[test]
fn the_manuals_layouts_belong_to_their_styles() {
    let family = |id| Style::by_id(id).unwrap().layout().family;
    assert_eq!(family("apa"), Family::Apa);
    assert_eq!(family("mla"), Family::Mla);
    assert_eq!(family("chicago"), Family::Chicago);
    assert_eq!(family("chicago-author-date"), Family::Chicago);
    assert_eq!(family("nature"), Family::Other);
}

#[test]
fn an_unknown_style_is_an_error() {
    assert!(matches!(Style::by_id("no-such"), Err(Error::UnknownStyle(id)) if id == "no-such"));
}

#[test]
fn a_style_from_a_file_formats() {
    let xml = csl(&format!(
        "{CITATION}<bibliography><layout suffix=\"!\"><text variable=\"title\" \
         font-style=\"italic\"/></layout></bibliography>"
    ));
    let style = Style::from_csl(xml.as_bytes()).unwrap();
    assert_eq!(
        (style.id(), style.name()),
        ("https://example.org/own", "Own style")
    );
    let work = Work {
        groups: vec![Group::new(
            None,
            vec![works::entry(1, works::book(), Vec::new())],
        )],
        style: &style,
        title: None,
        sort: Sort::Style,
        language: None,
        contents: false,
        note_headings: true,
    };
    let page = text(&compose(&work, &mut |_, _| true).unwrap());
    assert!(page.ends_with("\nThe shape of notes!\n"), "{page}");
}

#[test]
fn a_dependent_style_takes_its_parent_from_the_archive() {
    let style = Style::from_csl(dependent("http://www.zotero.org/styles/apa").as_bytes()).unwrap();
    assert_eq!(
        (style.name(), style.layout().family),
        ("A journal", Family::Apa)
    );
    let work = Work {
        groups: vec![Group::new(
            None,
            vec![works::entry(1, works::chapter(), Vec::new())],
        )],
        style: &style,
        title: None,
        sort: Sort::Style,
        language: None,
        contents: false,
        note_headings: true,
    };
    let document = compose(&work, &mut |_, _| true).unwrap();
    assert_eq!(document.language, "de-DE");
    assert!(text(&document).contains("(Hrsg.)"));
}

#[test]
fn a_parent_is_known_by_every_form_of_its_identifier() {
    for parent in [
        "http://www.zotero.org/styles/apa",
        "https://www.zotero.org/styles/apa/",
        "http://www.zotero.org/styles/vancouver",
        "http://www.zotero.org/styles/chicago-author-date",
        "https://www.zotero.org/styles/ieee",
    ] {
        let xml = dependent(parent);
        assert_eq!(
            Style::dependent_parent(xml.as_bytes()).as_deref(),
            Some(parent)
        );
        let style = Style::from_csl(xml.as_bytes()).unwrap_or_else(|e| panic!("{parent}: {e}"));
        let info = style.info();
        assert_eq!(info.parent.as_deref(), Some(parent));
        assert_eq!((info.name.as_str(), info.main), ("A journal", false));
        assert_eq!(info.locale.as_deref(), Some("de-DE"));
    }
    assert_eq!(Style::dependent_parent(csl(CITATION).as_bytes()), None);
    assert_eq!(Style::dependent_parent(b"<style"), None);
}

#[test]
fn a_parent_that_the_reader_brings_is_taken() {
    let parent = csl(&format!(
        "{CITATION}<bibliography><layout suffix=\"!\"><text variable=\"title\"/></layout></bibliography>"
    ));
    let parent = Style::from_csl(parent.as_bytes()).unwrap();
    let child = dependent("https://example.org/own");
    let style = Style::from_csl_on(child.as_bytes(), &parent).unwrap();
    assert_eq!(
        (style.id(), style.name()),
        ("https://example.org/journal", "A journal")
    );
    let reference = bibliography::cite(
        &[works::book()],
        &style,
        None,
        bibliography::CiteForm::Reference,
    );
    assert_eq!(
        bibliography::inline_text(&reference.unwrap()),
        "The shape of notes!"
    );
    assert!(matches!(
        Style::from_csl_on(b"<style", &parent),
        Err(Error::InvalidStyle(_))
    ));
}

#[test]
fn a_menu_tells_kinds_and_fields() {
    use bibliography::Kind;
    let of = |id: &str| Style::by_id(id).unwrap().info();
    for (id, kind) in [
        ("apa", Kind::AuthorDate),
        ("mla", Kind::Author),
        ("chicago", Kind::Note),
        ("ieee", Kind::Numeric),
    ] {
        assert_eq!(of(id).kind, kind, "{id}");
    }
    assert!(of("apa").fields.contains(&"psychology".to_owned()));
    assert_eq!(of("nature").locale.as_deref(), Some("en-GB"));
    for info in styles() {
        assert_eq!(info, of(&info.id));
    }
}

#[test]
fn a_style_in_a_language_without_terms_is_english() {
    let xml = csl(&format!(
        "{CITATION}<bibliography><layout><text term=\"no date\" form=\"short\"/>\
         <text variable=\"title\" prefix=\" \"/></layout></bibliography>"
    ))
    .replace(
        "version=\"1.0\"",
        "version=\"1.0\" default-locale=\"tlh-KX\"",
    );
    let style = Style::from_csl(xml.as_bytes()).unwrap();
    let reference = bibliography::cite(
        &[works::book()],
        &style,
        Some("no such tag"),
        bibliography::CiteForm::Reference,
    );
    assert_eq!(
        bibliography::inline_text(&reference.unwrap()),
        "n.d. The shape of notes"
    );
}

#[test]
fn a_style_that_asks_for_too_much_gets_the_plain_form() {
    // Each macro calls the next one four times: a million elements, within what is accepted.
    let macros: String = (0..9)
        .map(|n| {
            let next = format!("<text macro=\"m{}\"/>", n + 1).repeat(4);
            format!("<macro name=\"m{n}\">{next}</macro>")
        })
        .collect();
    let xml = csl(&format!(
        "{macros}<macro name=\"m9\"><text value=\"x\"/></macro>{CITATION}\
         <bibliography><layout>{}</layout></bibliography>",
        "<text macro=\"m0\"/>".repeat(2)
    ));
    let style = Style::from_csl(xml.as_bytes()).unwrap();
    let reference = bibliography::cite(
        &[works::book()],
        &style,
        None,
        bibliography::CiteForm::Reference,
    );
    assert_eq!(
        bibliography::inline_text(&reference.unwrap()),
        "Helen Gorse. 1999. The shape of notes."
    );
}

#[test]
fn a_dependent_style_without_its_parent_names_it() {
    let parent = "http://www.zotero.org/styles/journal-of-nothing";
    match Style::from_csl(dependent(parent).as_bytes()) {
        Err(Error::Dependent { parent: named }) => assert_eq!(named, parent),
        other => panic!("{other:?}"),
    }
}

#[test]
fn broken_files_are_refused_with_a_reason() {
    assert!(!reason("").is_empty());
    assert!(!reason("<style").is_empty());
    assert!(reason("<style><info>").contains("closed"));
    assert!(!reason("<html><body/></html>").is_empty());
    assert!(reason(&csl(CITATION)).contains("no bibliography"));
    assert!(matches!(
        Style::from_csl(b"\xff\xfe<"),
        Err(Error::InvalidStyle(_))
    ));
    assert!(reason(&" ".repeat((1 << 20) + 1)).contains("1 MB"));
}

#[test]
fn hostile_files_are_refused_before_they_do_harm() {
    let deep = csl(&format!(
        "{}{}",
        "<group>".repeat(9_000),
        "</group>".repeat(9_000)
    ));
    assert!(reason(&deep).contains("nested too deeply"));

    let layout = "<bibliography><layout><text macro=\"a\"/></layout></bibliography>";
    let cycle = csl(&format!(
        "<macro name=\"a\"><text macro=\"b\"/></macro>\
         <macro name=\"b\"><group><text macro=\"a\"/></group></macro>{CITATION}{layout}"
    ));
    assert!(reason(&cycle).contains("calls itself"));

    let doubling: String = (0..40)
        .map(|n| {
            let next = format!("<text macro=\"m{}\"/>", n + 1);
            format!("<macro name=\"m{n}\">{next}{next}</macro>")
        })
        .collect();
    let bomb = csl(&format!(
        "{doubling}{CITATION}{}",
        layout.replace("\"a\"", "\"m0\"")
    ));
    assert!(reason(&bomb).contains("beyond reason"));

    let chain: String = (0..5_000)
        .map(|n| format!("<macro name=\"m{n}\"><text macro=\"m{}\"/></macro>", n + 1))
        .collect();
    let chained = csl(&format!(
        "{chain}{CITATION}{}",
        layout.replace("\"a\"", "\"m0\"")
    ));
    assert!(!reason(&chained).is_empty());
}
