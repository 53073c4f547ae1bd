use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::{read, sniff};
use super::*;

const PROJECT: &str = "<?xml version=\"1.0\"?><CitaviExchangeData Version=\"5\"><Persons>\
    <Person id='p'><FirstName>Ann</FirstName><MiddleName>B.</MiddleName><LastName>Roe</LastName></Person>\
    </Persons><References><Reference id='r'><ReferenceType>Book</ReferenceType>\
    <Date>17.11.1997</Date><Title>Tides</Title></Reference></References>\
    <ReferenceAuthors><OnetoN>r;p</OnetoN></ReferenceAuthors></CitaviExchangeData>";

fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .expect("an entry can be begun");
        archive.write_all(bytes).expect("an entry can be written");
    }
    archive
        .finish()
        .expect("an archive can be finished")
        .into_inner()
}

use std::io::Cursor;

#[test]
fn a_project_is_read_from_its_archive_and_on_its_own() {
    let archive = packed(&[
        ("attachments/a.xml", b"<a/>"),
        ("Sea.ctv5", PROJECT.as_bytes()),
    ]);
    for bytes in [archive.as_slice(), PROJECT.as_bytes()] {
        assert_eq!(sniff(bytes, None), Some(Format::Citavi));
        let reading = read(Format::Citavi, bytes);
        assert_eq!(reading.diagnostics, []);
        let paper = &reading.records[0].paper;
        assert_eq!(paper.title, "Tides");
        assert_eq!(paper.authors, [Name::person("Roe", Some("Ann B."))]);
        assert_eq!(
            paper.date.map(|date| date.to_string()).as_deref(),
            Some("1997-11-17")
        );
    }
}

#[test]
fn an_archive_of_something_else_is_not_claimed() {
    let archive = packed(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", b"<w/>"),
    ]);
    assert_eq!(sniff(&archive, Some("a.ctv6bak")), None);
    assert_eq!(sniff(b"PK\x03\x04 cut", Some("a.ctv6bak")), None);
    let codes = |bytes: &[u8]| -> Vec<String> {
        let reading = read(Format::Citavi, bytes);
        reading
            .diagnostics
            .into_iter()
            .map(|remark| remark.code)
            .collect()
    };
    assert_eq!(codes(&archive), ["no-records"]);
    assert_eq!(
        codes(b"PK\x03\x04 cut"),
        ["unreadable-archive", "no-records"]
    );
    let database = packed(&[("Sea.ctv6", b"SQLite format 3\0")]);
    assert_eq!(sniff(&database, None), Some(Format::Citavi));
    assert_eq!(codes(&database), ["citavi-database", "no-records"]);
}

#[test]
fn a_small_archive_of_a_huge_project_is_cut() {
    let huge = format!("{PROJECT}{}", " ".repeat(130 << 20));
    let archive = packed(&[("Sea.ctv5", huge.as_bytes())]);
    let reading = read(Format::Citavi, &archive);
    assert_eq!(reading.records.len(), 1);
    assert_eq!(reading.diagnostics[0].code, "archive-too-large");
}

#[test]
fn pages_are_those_that_were_typed() {
    let shown = |text: &str| {
        page_range(&Element {
            children: vec![crate::text::xml::Node::Text(text.to_owned())],
            ..Element::default()
        })
    };
    assert_eq!(
        shown("<sp><n>24</n><os>24</os></sp><os>24–31</os>").as_deref(),
        Some("24-31")
    );
    assert_eq!(shown("24-31").as_deref(), Some("24-31"));
    assert_eq!(shown("<sp/>"), None);
}
