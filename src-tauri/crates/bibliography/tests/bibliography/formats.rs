//! What every file must be, whatever it holds: checks that the other tests run over their documents.

use std::collections::BTreeMap;

use bibliography::{
    Document, Table, html, latex, odt, rtf, table_csv, table_docx, table_html, table_markdown,
};

use crate::programs::difficult;
use crate::word::{self, Node, checked_parts, parse, unpacked};

/// All written forms that are checked without a program.
pub fn check(document: &Document) {
    check_latex(&latex(document));
    check_rtf(&rtf(document));
    check_odt(document);
    check_page(&html(document));
}

pub fn check_table(table: &Table) {
    checked_parts(unpacked(table_docx(table).unwrap()));
    check_page(&table_html(table));
    let csv = table_csv(table);
    let records = records(csv.strip_prefix('\u{FEFF}').unwrap());
    assert_eq!(records.len(), table.rows.len() + 1);
    for record in &records {
        assert_eq!(record.len(), table.columns.len().max(1), "{csv:?}");
        for cell in record {
            let number = cell.parse::<f64>().is_ok();
            assert!(
                number || !cell.trim_start().starts_with(['=', '+', '-', '@']),
                "{cell:?}"
            );
        }
    }
    let marked = table_markdown(table);
    if !table.columns.is_empty() {
        let rows: Vec<_> = marked.lines().skip(2).collect();
        assert_eq!(rows.len(), table.rows.len() + 2, "{marked}");
        for row in rows {
            // Bars that part cells are those that no backslash escapes.
            let mut bars = 0;
            let mut escaped = false;
            for character in row.chars() {
                bars += usize::from(character == '|' && !escaped);
                escaped = character == '\\' && !escaped;
            }
            assert_eq!(bars, table.columns.len() + 1, "{row}");
        }
    }
}

/// A reader of RFC 4180, strict about quotation marks and line ends.
fn records(csv: &str) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let mut quoted = false;
    let mut characters = csv.chars().peekable();
    while let Some(character) = characters.next() {
        let record = records.last_mut().unwrap();
        let cell = record.last_mut().unwrap();
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' => {
                assert!(
                    quoted || cell.is_empty(),
                    "a quotation mark within {cell:?}"
                );
                quoted = !quoted;
            }
            _ if quoted => cell.push(character),
            ',' => record.push(String::new()),
            '\r' => {
                assert_eq!(characters.next(), Some('\n'));
                records.push(vec![String::new()]);
            }
            '\n' => panic!("a bare line end"),
            _ => cell.push(character),
        }
    }
    assert!(!quoted);
    assert_eq!(
        records.pop(),
        Some(vec![String::new()]),
        "the last record ends its line"
    );
    records
}

/// Braces and dollar signs balance, and every command is one that the writer has.
fn check_latex(source: &str) {
    let body = source.split_once("\\begin{document}").unwrap().1;
    let mut depth = 0_i64;
    let mut formula = false;
    let mut rest = body;
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        match character {
            '\\' => {
                let letters: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
                let length = letters
                    .len()
                    .max(rest.chars().next().map_or(0, char::len_utf8));
                for forbidden in [
                    "input", "include", "write", "def", "let", "csname", "openout", "catcode",
                    "read",
                ] {
                    assert_ne!(letters, forbidden, "{source}");
                }
                rest = &rest[length..];
            }
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                assert!(depth >= 0, "{source}");
            }
            '$' => formula = !formula,
            '%' | '#' => panic!("a bare {character}: {source}"),
            '&' | '^' | '_' => assert!(formula, "a bare {character}: {source}"),
            _ => assert!(!character.is_control() || character == '\n'),
        }
    }
    assert!(depth == 0 && !formula, "{source}");
}

/// ASCII, with balanced groups.
fn check_rtf(source: &str) {
    let mut depth = 0_i64;
    let mut escaped = false;
    for (place, character) in source.trim_end().char_indices() {
        assert!(matches!(character, ' '..='~' | '\n'), "{character:?}");
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        assert!(
            depth > 0 || place + 1 == source.trim_end().len(),
            "the file ends at {place}"
        );
    }
    assert_eq!(depth, 0);
}

/// Every part is XML and declared, every declared part is there, and every style is defined.
fn check_odt(document: &Document) {
    let bytes = odt(document).unwrap();
    // A local file header of 30 bytes, the name, then the type as it is.
    assert_eq!(&bytes[30..38], b"mimetype");
    assert!(bytes[38..].starts_with(b"application/vnd.oasis.opendocument.text"));
    let files = unpacked(bytes);
    let parts: BTreeMap<&str, Node> = files
        .iter()
        .filter(|(name, _)| *name != "mimetype")
        .map(|(name, xml)| (name.as_str(), parse(xml)))
        .collect();
    let declared: Vec<_> = parts["META-INF/manifest.xml"]
        .find("manifest:file-entry")
        .iter()
        .map(|entry| entry.get("manifest:full-path").to_owned())
        .collect();
    for name in parts
        .keys()
        .filter(|name| **name != "META-INF/manifest.xml")
    {
        assert!(
            declared.iter().any(|declared| declared == name),
            "{name} is not declared"
        );
    }
    for name in declared.iter().filter(|name| !name.ends_with('/')) {
        assert!(parts.contains_key(name.as_str()), "{name} is not there");
    }
    let content = &parts["content.xml"];
    for object in content.find("draw:object") {
        let folder = object.get("xlink:href").trim_start_matches("./");
        assert_eq!(parts[format!("{folder}/content.xml").as_str()].name, "math");
    }
    let mut defined: Vec<&str> = Vec::new();
    for part in [content, &parts["styles.xml"]] {
        for kind in ["style:style", "text:list-style"] {
            defined.extend(part.find(kind).iter().map(|style| style.get("style:name")));
        }
    }
    for element in ["text:p", "text:h", "text:span", "text:list", "text:a"] {
        for found in content.find(element) {
            let style = found.get("text:style-name");
            assert!(
                element == "text:a" && style.is_empty() || defined.contains(&style),
                "{element} {style}"
            );
        }
    }
}

/// A page is well-formed, may do nothing, and has nothing that could.
pub fn check_page(page: &str) {
    let xml = page
        .strip_prefix("<!DOCTYPE html>\n")
        .unwrap()
        .replace("<br>", "<br/>")
        .replace("<meta charset=\"utf-8\">", "")
        .replace("&#39;", "&apos;");
    let void = |line: &str| {
        if line.starts_with("<meta ") {
            line.replacen('>', "/>", 1)
        } else {
            line.to_owned()
        }
    };
    let root = parse(&xml.lines().map(void).collect::<Vec<_>>().join("\n"));
    assert_eq!(root.name, "html");
    for element in ["script", "iframe", "object", "img", "form", "link"] {
        assert!(root.find(element).is_empty(), "{element}");
    }
    assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
    no_handlers(&root);
}

fn no_handlers(node: &Node) {
    for name in node.attributes.keys() {
        assert!(
            !name.starts_with("on") && name != "style" && name != "src",
            "{name} in {}",
            node.name
        );
    }
    node.children.iter().for_each(no_handlers);
}

#[test]
fn difficult_documents_are_whole_in_every_form() {
    for (style, language) in [
        ("apa", None),
        ("mla", Some("ar")),
        ("ieee", Some("zh")),
        ("nature", Some("xx")),
    ] {
        let document = difficult(style, language);
        check(&document);
        word::checked(&document);
    }
}

#[test]
fn right_to_left_text_says_so() {
    let document = difficult("apa", Some("ar"));
    let parts = word::checked(&document);
    let word = &parts["word/document.xml"];
    assert!(!word.find("w:rtl").is_empty() || !word.find("w:bidi").is_empty());
    assert_eq!(
        parts["word/styles.xml"].find("w:lang")[0].get("w:bidi"),
        document.language
    );
    assert!(latex(&document).contains("\\righttoleft{"));
    assert!(html(&document).contains("dir=\"auto\""));
}

#[test]
fn the_same_document_gives_the_same_bytes_in_every_form() {
    let document = difficult("apa", None);
    assert_eq!(odt(&document).unwrap(), odt(&document).unwrap());
    assert_eq!(rtf(&document), rtf(&document));
    assert_eq!(latex(&document), latex(&document));
}
