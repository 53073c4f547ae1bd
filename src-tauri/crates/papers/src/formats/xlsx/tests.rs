//! Workbooks, one rule each.

use std::io::Write;

use super::*;
use crate::paper::Scheme;

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in parts {
        writer
            .start_file(*name, options)
            .expect("a part can be begun");
        writer
            .write_all(text.as_bytes())
            .expect("a part can be written");
    }
    writer
        .finish()
        .expect("an archive can be finished")
        .into_inner()
}

fn book(sheet: &str) -> Vec<u8> {
    zipped(&[
        (
            "xl/workbook.xml",
            "<workbook xmlns:r='r'><sheets><sheet name='One' r:id='rId1'/><sheet name='Two' r:id='rId2'/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/><Relationship Id='rId2' Target='/xl/worksheets/sheet2.xml'/></Relationships>",
        ),
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>Title</t></si><si><r><t>On </t></r><r><t>cats &amp; dogs</t></r><rPh><t>x</t></rPh></si></sst>",
        ),
        (
            "xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='d/m/yyyy'/></numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='164'/></cellXfs></styleSheet>",
        ),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>Notes on this file</t></is></c></row></sheetData></worksheet>",
        ),
        ("xl/worksheets/sheet2.xml", sheet),
    ])
}

#[test]
fn the_first_sheet_with_a_header_is_read() {
    let bytes = book(
        "<worksheet><sheetData>\
         <row r='2'><c r='A2' t='s'><v>0</v></c><c r='C2' t='inlineStr'><is><t>PMID</t></is></c><c r='D2' t='str'><v>Date</v></c><c r='E2' t='str'><v>Volume</v></c></row>\
         <row r='4'><c r='A4' t='s'><v>1</v></c><c r='C4'><v>3.3809141E7</v></c><c r='D4' s='1'><v>45365</v></c><c r='E4'><v>12</v></c></row>\
         </sheetData></worksheet>",
    );
    assert_eq!(evidence(&bytes), Evidence::Plain);
    let reading = read(&bytes);
    assert_eq!(reading.diagnostics, []);
    assert_eq!(reading.records.len(), 1);
    let record = &reading.records[0];
    assert_eq!(record.line, 4);
    assert_eq!(record.paper.title, "On cats & dogs");
    assert_eq!(
        record
            .paper
            .identifiers
            .get(&Scheme::Pmid)
            .map(String::as_str),
        Some("33809141")
    );
    assert_eq!(
        record.paper.date.map(|date| date.to_string()).as_deref(),
        Some("2024-03-14")
    );
    assert_eq!(record.paper.volume.as_deref(), Some("12"));
}

#[test]
fn other_archives_and_other_sheets_are_not_claimed() {
    let other = zipped(&[("word/document.xml", "<x/>")]);
    assert_eq!(evidence(&other), Evidence::None);
    assert_eq!(evidence(&book("<worksheet/>")), Evidence::None);
    assert_eq!(read(&other).diagnostics[0].code, "no-header");
    assert_eq!(
        read(b"PK\x03\x04 cut").diagnostics[0].code,
        "not-a-workbook"
    );
}

#[test]
fn a_part_that_unpacks_to_far_too_much_is_cut() {
    let bytes = book(&" ".repeat(64 << 20));
    assert!(bytes.len() < 200_000);
    let archive = open(&bytes).expect("the archive is sound");
    let mut book = Book::of(archive, bytes.len());
    let limit = book.limit;
    let text = part(&mut book.archive, "xl/worksheets/sheet2.xml", limit).unwrap_or_default();
    assert!(text.len() <= limit && limit < 32 << 20);
}

#[test]
fn columns_are_counted_by_letters() {
    assert_eq!(column("A1"), Some(0));
    assert_eq!(column("AB12"), Some(27));
    assert_eq!(column("12"), None);
}

#[test]
fn escaped_control_characters_are_read() {
    assert_eq!(parts::unescaped("a_x000D_\nb_xyz_".to_owned()), "a\nb_xyz_");
}
