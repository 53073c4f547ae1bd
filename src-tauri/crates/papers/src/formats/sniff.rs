//! Which format a source is in, by its content; the file's name only where content leaves it open.
//!
//! Prose, source code, other JSON and binary files are nobody's. Looks at the first 64 KiB.

use super::Format;
use super::list::Sniffer;
use crate::text::decode;

const SAMPLE: usize = 64 * 1024;

/// How sure a format is of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Evidence {
    None,
    /// There is something of the format; a file name that agrees settles it.
    Some,
    /// The text is of the format.
    Plain,
}

/// The format of a source, or `None` when it is none that Lectern knows.
pub fn sniff(bytes: &[u8], file_name: Option<&str>) -> Option<Format> {
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or(bytes);
    let text = (!is_binary(sample)).then(|| decode(sample).0);
    let ending = file_name
        .and_then(|name| name.rsplit_once('.'))
        .map(|(_, ending)| ending.to_ascii_lowercase());
    let named = |format: Format| {
        ending
            .as_deref()
            .is_some_and(|ending| format.entry().endings.contains(&ending))
    };
    let mut likely = None;
    for &format in Format::ALL {
        let evidence = match (&format.entry().sniffer, &text) {
            (Sniffer::Bytes(evidence), _) => evidence(bytes),
            (Sniffer::Text(evidence), Some(text)) => evidence(text),
            (Sniffer::Text(_), None) => Evidence::None,
        };
        match evidence {
            Evidence::Plain => return Some(format),
            Evidence::Some if likely.is_none() && named(format) => likely = Some(format),
            Evidence::Some | Evidence::None => {}
        }
    }
    likely
}

/// Control bytes that no text has, unless zeros make it look like UTF-16.
fn is_binary(sample: &[u8]) -> bool {
    if sample.starts_with(&[0xff, 0xfe]) || sample.starts_with(&[0xfe, 0xff]) {
        return false;
    }
    let control = sample
        .iter()
        .filter(|&&byte| byte < 9 || (14..32).contains(&byte))
        .count();
    let zeros = sample.iter().filter(|&&byte| byte == 0).count();
    let utf16 = zeros == control && zeros * 10 > sample.len() * 3 && zeros * 10 < sample.len() * 6;
    const MAGIC: [&[u8]; 4] = [b"%PDF", b"PK\x03\x04", b"\x7fELF", b"\x89PNG"];
    MAGIC.iter().any(|magic| sample.starts_with(magic)) || (control * 20 > sample.len() && !utf16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_their_content() {
        let bib = b"% Encoding: UTF-8\n@Article{a, title = {A}, journal = {J}, year = 2020}\n";
        assert_eq!(sniff(bib, Some("x.txt")), Some(Format::Bibtex));
        let bib = b"@online{a, title = {A}, date = {2020-01-01}}\n";
        assert_eq!(sniff(bib, None), Some(Format::Biblatex));
        assert_eq!(
            sniff(b"TY  - JOUR\r\nTI  - A\r\nER  - \r\n", None),
            Some(Format::Ris)
        );
        for (text, format) in [
            ("PMID- 123\nTI  - A title\nAB  - Text\n", Format::Nbib),
            (
                "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nTI A\nER\n",
                Format::Wos,
            ),
            ("RT Journal Article\nA1 Roe,Ann\nT1 A\n", Format::Refworks),
            ("%0 Journal Article\n%T A\n%A Roe, Ann\n", Format::Refer),
            (
                "<1>\nAuthors\n  Roe A.\nTitle\n  A.\nSource\n  J.\n",
                Format::Ovid,
            ),
            (
                "--AU-- Roe\n--TI-- A\n--YP-- 2000\n------\n",
                Format::Biblioscape,
            ),
            ("TI- A\nPU- Bergen : Shore\nPY- 1999\n", Format::Copac),
            (
                "1. J Tide. 2001;1:2.\n\nA.\n\nPMID: 123\n",
                Format::PubmedText,
            ),
        ] {
            assert_eq!(
                sniff(text.as_bytes(), Some("x.txt")),
                Some(format),
                "{text}"
            );
        }
        let json = br#"[{"id":"a","type":"book","title":"A"}]"#;
        assert_eq!(sniff(json, None), Some(Format::CslJson));
        let page = "new\n\nGet trending papers in your email inbox once a day!\n\nSubscribe\n\nbyAK and the research community\n\nMar 14\n\nA title of some length\n\nAn abstract.\n";
        assert_eq!(sniff(page.as_bytes(), None), Some(Format::HfText));
    }

    #[test]
    fn nothing_else_is_claimed() {
        let prose = "A heading\n\nA paragraph of prose that goes on for a while and says little.\n\nAnother heading\n\nMore of the same.\n";
        for (text, name) in [
            ("", "empty.bib"),
            (prose, "essay.txt"),
            (
                "@media (max-width: 3em) {\n  a { color: red; }\n}\n",
                "style.css",
            ),
            (
                "@Override\npublic interface A { }\n@interface Foo { int x = 3; }\n",
                "A.java",
            ),
            (
                r#"{"name":"x","type":"module","version":"1"}"#,
                "package.json",
            ),
            (
                r#"[{"paper":{"id":"2401.00001","title":"x"}}]"#,
                "papers.json",
            ),
            ("See PMID: 15000001 and\nPMID- numbers.\n", "pubmed.txt"),
            (
                "1. First do this.\n\n2. Then that, as in J Doe. 2010;3:1.\n",
                "steps.txt",
            ),
            (
                "% A TeX file\n%A comment\n%T and another\n\\documentclass{a}\n",
                "a.tex",
            ),
            ("AU- a\nTI- b\n", "notes.txt"),
            ("fn main() {\n    println!(\"{}\", 1);\n}\n", "main.rs"),
        ] {
            assert_eq!(sniff(text.as_bytes(), Some(name)), None, "{name}");
        }
        assert_eq!(
            sniff(b"%PDF-1.7\n@article{a, title={x}}", Some("a.bib")),
            None
        );
        assert_eq!(sniff(&[0, 1, 2, 3, 255, 0, 7], Some("a.ris")), None);
    }

    #[test]
    fn a_readme_that_quotes_an_entry_is_not_a_bibliography_unless_it_is_named_one() {
        let readme = format!(
            "# Tool\n\n{}\n\n@article{{a, title={{A}}, year=2020}}\n",
            "Some words. ".repeat(40)
        );
        assert_eq!(sniff(readme.as_bytes(), Some("README.md")), None);
        assert_eq!(
            sniff(readme.as_bytes(), Some("tool.bib")),
            Some(Format::Bibtex)
        );
    }
}
