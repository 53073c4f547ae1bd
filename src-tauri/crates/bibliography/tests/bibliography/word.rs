//! Word documents, read back with an XML reader.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use bibliography::{Document, Sort, docx, docx_dated};
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::schema;
use crate::works::{self, annotated, composed, entry};

/// An element with its attributes; text is an element named `#text`.
#[derive(Debug, Default, Clone)]
pub struct Node {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub children: Vec<Node>,
    pub text: String,
}

impl Node {
    pub fn all<'n>(&'n self, name: &str, into: &mut Vec<&'n Node>) {
        if self.name == name {
            into.push(self);
        }
        self.children.iter().for_each(|child| child.all(name, into));
    }

    pub fn find(&self, name: &str) -> Vec<&Node> {
        let mut found = Vec::new();
        self.all(name, &mut found);
        found
    }

    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    pub fn get(&self, attribute: &str) -> &str {
        self.attributes.get(attribute).map_or("", String::as_str)
    }

    pub fn full_text(&self) -> String {
        if self.name == "w:tab" {
            return "\t".to_owned();
        }
        let inner: String = self.children.iter().map(Node::full_text).collect();
        format!("{}{inner}", self.text)
    }
}

/// Parses a whole XML file, failing on anything that is not well-formed.
pub fn parse(xml: &str) -> Node {
    for character in xml.chars() {
        assert!(
            matches!(character, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..),
            "character {character:?} is not XML"
        );
    }
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut stack = vec![Node::default()];
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(start) => stack.push(node(&start)),
            Event::Empty(start) => {
                let empty = node(&start);
                stack.last_mut().unwrap().children.push(empty);
            }
            Event::End(_) => {
                let done = stack.pop().unwrap();
                stack.last_mut().expect("balanced").children.push(done);
            }
            Event::Text(text) => {
                let text: &str = &text;
                assert!(!text.contains('<'));
                stack.last_mut().unwrap().text.push_str(text);
            }
            Event::GeneralRef(reference) => {
                let name: &str = &reference;
                let character = match name {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    other => panic!("entity {other}"),
                };
                stack.last_mut().unwrap().text.push_str(character);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(stack.len(), 1, "every element is closed");
    let mut root = stack.remove(0);
    assert_eq!(root.children.len(), 1);
    root.children.remove(0)
}

fn node(start: &quick_xml::events::BytesStart<'_>) -> Node {
    let mut attributes = BTreeMap::new();
    for attribute in start.attributes() {
        let attribute = attribute.expect("well-formed attribute");
        let key = attribute.key.as_ref().to_owned();
        let value = attribute.value.into_owned();
        assert!(
            attributes.insert(key, value).is_none(),
            "an attribute stands once"
        );
    }
    let name = start.name().as_ref().to_owned();
    Node {
        name,
        attributes,
        ..Node::default()
    }
}

pub fn parts(document: &Document) -> BTreeMap<String, String> {
    unpacked(docx(document).unwrap())
}

/// The parts of a packed file by name.
pub fn unpacked(bytes: Vec<u8>) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut contents = String::new();
            file.read_to_string(&mut contents).unwrap();
            (file.name().to_owned(), contents)
        })
        .collect()
}

/// Every part parsed, and held against the schema's order of elements.
pub fn checked(document: &Document) -> BTreeMap<String, Node> {
    checked_parts(parts(document))
}

pub fn checked_parts(parts: BTreeMap<String, String>) -> BTreeMap<String, Node> {
    let parts: BTreeMap<_, _> = parts
        .into_iter()
        .map(|(name, xml)| (name, parse(&xml)))
        .collect();
    for (name, part) in &parts {
        // Packaging parts have no order of their own.
        if name.starts_with("word/") && !name.ends_with(".rels") {
            schema::check(part).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        }
    }
    parts
}

/// Style and text of each paragraph.
fn paragraphs(parts: &BTreeMap<String, Node>) -> Vec<(String, String)> {
    parts["word/document.xml"]
        .find("w:p")
        .iter()
        .map(|paragraph| {
            let style = paragraph.find("w:pStyle")[0].get("w:val").to_owned();
            let text = paragraph.children.iter().map(Node::full_text).collect();
            (style, text)
        })
        .collect()
}

fn style<'n>(parts: &'n BTreeMap<String, Node>, id: &str) -> &'n Node {
    parts["word/styles.xml"]
        .find("w:style")
        .into_iter()
        .find(|style| style.get("w:styleId") == id)
        .unwrap_or_else(|| panic!("no style {id}"))
}

fn indent(parts: &BTreeMap<String, Node>, id: &str) -> (String, String, String) {
    let style = style(parts, id);
    let indent = style.find("w:ind")[0];
    ["w:left", "w:hanging", "w:firstLine"]
        .map(|name| indent.get(name).to_owned())
        .into()
}

fn spacing(parts: &BTreeMap<String, Node>, id: &str) -> (String, String, String) {
    let style = style(parts, id);
    let spacing = style.find("w:spacing")[0];
    assert_eq!(spacing.get("w:lineRule"), "auto");
    ["w:before", "w:after", "w:line"]
        .map(|name| spacing.get(name).to_owned())
        .into()
}

fn three(a: &str, b: &str, c: &str) -> (String, String, String) {
    (a.to_owned(), b.to_owned(), c.to_owned())
}

#[test]
fn indents_and_spacing_are_exact() {
    for (id, annotation, line, before, bold) in [
        ("apa", "720", "480", "0", true),
        ("mla", "1440", "480", "0", false),
        ("chicago", "720", "240", "240", false),
        ("ieee", "720", "240", "240", false),
    ] {
        let parts = checked(&composed(
            id,
            Sort::Style,
            vec![annotated(works::article())],
        ));
        assert_eq!(
            indent(&parts, "Bibliography"),
            three("720", "720", ""),
            "{id}"
        );
        assert_eq!(
            indent(&parts, "Annotation"),
            three(annotation, "", "0"),
            "{id}"
        );
        assert_eq!(
            indent(&parts, "AnnotationContinued"),
            three(annotation, "", "720"),
            "{id}"
        );
        assert_eq!(
            spacing(&parts, "Bibliography"),
            three(before, "0", line),
            "{id}"
        );
        for same in ["Title", "Annotation", "AnnotationContinued"] {
            assert_eq!(spacing(&parts, same), three("0", "0", line), "{id} {same}");
        }
        let title = style(&parts, "Title");
        assert_eq!(title.find("w:jc")[0].get("w:val"), "center");
        let run = title.child("w:rPr");
        assert_eq!(
            run.is_some_and(|run| run.child("w:b").is_some()),
            bold,
            "{id}"
        );
    }
}

#[test]
fn the_page_is_letter_with_an_inch_around_in_twelve_point_times() {
    let parts = checked(&composed(
        "apa",
        Sort::Style,
        vec![annotated(works::book())],
    ));
    let document = &parts["word/document.xml"];
    let size = document.find("w:pgSz")[0];
    assert_eq!((size.get("w:w"), size.get("w:h")), ("12240", "15840"));
    let margin = document.find("w:pgMar")[0];
    for side in ["w:top", "w:right", "w:bottom", "w:left"] {
        assert_eq!(margin.get(side), "1440");
    }
    let defaults = parts["word/styles.xml"].find("w:docDefaults")[0];
    assert_eq!(
        defaults.find("w:rFonts")[0].get("w:ascii"),
        "Times New Roman"
    );
    assert_eq!(defaults.find("w:sz")[0].get("w:val"), "24");
    assert_eq!(defaults.find("w:lang")[0].get("w:val"), "en-US");
}

#[test]
fn paragraphs_carry_named_styles() {
    let parts = checked(&composed(
        "apa",
        Sort::Style,
        vec![annotated(works::article())],
    ));
    let expected = [
        ("Title", "Annotated Bibliography"),
        (
            "Bibliography",
            "Alder, M. J., & Birch, T. (2021). How rivers remember. Journal of Slow Water, 12(3), 45–67. https://doi.org/10.5555/jsw.2021.45",
        ),
        (
            "Annotation",
            "First paragraph with weight, code*, a link and xi2.",
        ),
        ("AnnotationContinued", "Second paragraph for $5 and $6."),
        ("AnnotationQuote", "A quotation."),
        ("AnnotationList", "one"),
        ("AnnotationList", "two"),
        ("AnnotationList", "inner"),
        ("AnnotationList", "bullet"),
        ("AnnotationCode", "let x = 1;"),
        ("AnnotationContinued", "Last <b>paragraph</b>."),
        ("AnnotationQuote", "“water remembers”"),
        ("AnnotationContinued", "Quoted often."),
        ("AnnotationLabel", "Abstract"),
        ("Annotation", "We measure α."),
        ("AnnotationContinued", "Then we stop."),
        ("Annotation", "Tags: rivers, memory"),
    ];
    let found = paragraphs(&parts);
    let found: Vec<_> = found
        .iter()
        .map(|(s, t)| (s.as_str(), t.as_str()))
        .collect();
    assert_eq!(found, expected);
    for (id, _) in expected {
        style(&parts, id);
    }
}

#[test]
fn a_number_stands_before_a_tab() {
    let parts = checked(&composed(
        "ieee",
        Sort::Style,
        vec![annotated(works::book())],
    ));
    assert!(
        paragraphs(&parts)[1]
            .1
            .starts_with("[1]\tH. Gorse, The shape")
    );
    let tab = style(&parts, "Bibliography").find("w:tab")[0]
        .get("w:pos")
        .to_owned();
    assert_eq!(tab, "720");
}

#[test]
fn italics_and_links_are_real() {
    let parts = checked(&composed(
        "apa",
        Sort::Style,
        vec![annotated(works::article())],
    ));
    let document = &parts["word/document.xml"];
    let italics: Vec<_> = document
        .find("w:r")
        .into_iter()
        .filter(|run| !run.find("w:i").is_empty())
        .map(Node::full_text)
        .collect();
    assert_eq!(
        italics,
        ["Journal of Slow Water", "12", "paragraph", "often",]
    );
    let relations = &parts["word/_rels/document.xml.rels"];
    let targets: BTreeMap<_, _> = relations
        .find("Relationship")
        .into_iter()
        .filter(|relation| relation.get("TargetMode") == "External")
        .map(|relation| (relation.get("Id"), relation.get("Target")))
        .collect();
    let links: Vec<_> = document
        .find("w:hyperlink")
        .into_iter()
        .map(|link| (link.full_text(), targets[link.get("r:id")]))
        .collect();
    assert_eq!(
        links,
        [
            (
                "https://doi.org/10.5555/jsw.2021.45".to_owned(),
                "https://doi.org/10.5555/jsw.2021.45"
            ),
            ("link".to_owned(), "https://a.org/?x=1&amp;y=2"),
        ]
    );
}

#[test]
fn lists_use_numberings_that_exist_and_begin_anew() {
    let entries = vec![annotated(works::article()), annotated(works::book())];
    let parts = checked(&composed("apa", Sort::Style, entries));
    let defined: Vec<_> = parts["word/numbering.xml"]
        .find("w:num")
        .iter()
        .map(|num| num.get("w:numId").to_owned())
        .collect();
    let used: Vec<_> = parts["word/document.xml"]
        .find("w:numId")
        .iter()
        .map(|num| num.get("w:val").to_owned())
        .collect();
    assert_eq!(used, ["2", "2", "1", "1", "3", "3", "1", "1"]);
    assert!(used.iter().all(|id| defined.contains(id)), "{defined:?}");
}

#[test]
fn every_part_is_declared_and_every_relation_leads_somewhere() {
    let parts = checked(&composed(
        "apa",
        Sort::Style,
        vec![annotated(works::article())],
    ));
    for declared in parts["[Content_Types].xml"].find("Override") {
        let name = declared.get("PartName").trim_start_matches('/');
        assert!(parts.contains_key(name), "{name}");
    }
    for (rels, folder) in [
        ("_rels/.rels", ""),
        ("word/_rels/document.xml.rels", "word/"),
    ] {
        for relation in parts[rels].find("Relationship") {
            if relation.get("TargetMode") != "External" {
                let name = format!("{folder}{}", relation.get("Target"));
                assert!(parts.contains_key(&name), "{name}");
            }
        }
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = composed("apa", Sort::Style, vec![annotated(works::article())]);
    assert_eq!(docx(&document).unwrap(), docx(&document).unwrap());
    let undated = &parts(&document)["docProps/core.xml"];
    assert!(!undated.contains("dcterms:created"), "{undated}");
    let dated = docx_dated(&document, "2024-03-14T09:30:00Z").unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(dated)).unwrap();
    let mut core = String::new();
    archive
        .by_name("docProps/core.xml")
        .unwrap()
        .read_to_string(&mut core)
        .unwrap();
    assert!(
        core.contains(">2024-03-14T09:30:00Z</dcterms:created>"),
        "{core}"
    );
}

#[test]
fn an_empty_bibliography_is_a_valid_file() {
    checked(&composed("mla", Sort::Style, Vec::new()));
}

#[test]
fn control_characters_do_not_reach_the_file() {
    let mut item = works::book();
    item["title"] = "a\u{0}b\u{8}c\u{FFFE}d".into();
    let note = bibliography::Part::Note("x\u{1}y\u{B}z".to_owned());
    let parts = checked(&composed(
        "apa",
        Sort::Style,
        vec![entry(1, item, vec![note])],
    ));
    let text: Vec<_> = paragraphs(&parts)
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    assert!(text[1].contains("abcd"), "{text:?}");
    assert_eq!(text[2], "xyz");
}
