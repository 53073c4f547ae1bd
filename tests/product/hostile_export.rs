//! Exports of what comes from outside and goes where it may not: every format stays what it is,
//! nothing of a page becomes a program, and a file that was there stays until a whole one replaces
//! it.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::support::{Answer, Desk, program};

const FORMATS: [&str; 14] = [
    "docx",
    "odt",
    "pdf",
    "rtf",
    "html",
    "markdown",
    "latex",
    "text",
    "bibtex",
    "biblatex",
    "ris",
    "csl-json",
    "csv",
    "hayagriva",
];

/// Papers whose every text is a trap.
fn hostile() -> Desk {
    let desk = Desk::new();
    let authors: Vec<_> = (0..500)
        .map(|number| json!({ "family": format!("Name{number}"), "given": "X" }))
        .collect();
    let title =
        "<script>alert(1)</script> & $\\unclosed{ % _ ^ ~ # \\end{document} \u{202e}gnp.exe";
    let records = json!([
        { "id": "script", "type": "article-journal", "title": title,
          "author": [{ "family": "</p><script>", "given": "$(rm)" }],
          "URL": "javascript:alert(2)", "container-title": "J\u{0}ournal\u{b}", "issued": { "date-parts": [[2020]] } },
        { "id": "crowd", "type": "article-journal", "title": "A work of five hundred", "author": authors },
        { "id": "rtl", "type": "book", "title": "حركة المد والجزر في ثلاثة مصبات", "author": [{ "literal": "مجموعة المد" }] },
        { "id": "cjk", "type": "book", "title": "潮汐の分類と堆積物の粒度" },
        { "id": "formula", "type": "book", "title": "=HYPERLINK(\"http://evil.example\",\"x\")" }
    ]);
    let file = desk.file("hostile.json", records.to_string());
    let report = desk.json(&["import", "--no-embed", file.to_str().expect("plain")]);
    assert_eq!(report["papers"], 5, "{report}");
    let note = "<img src=x onerror=alert(3)> [click](javascript:alert(4)) **unclosed $\\frac{1}{ \
        \\input{/etc/passwd} \\write18{rm} `code\n\n> > > > deep\n\n=1+1";
    desk.json(&["note", "script", note]);
    let long = desk.file("long.md", "word ".repeat(10_000));
    desk.json(&["note", "crowd", "--file", long.to_str().expect("plain")]);
    desk
}

fn export(desk: &Desk, format: &str) -> Vec<u8> {
    let file = desk.path().join(format!("hostile.{format}"));
    let path = file.to_str().expect("plain");
    let report = desk.json(&[
        "export",
        "--format",
        format,
        "--annotation",
        "note,abstract,tags",
        "-o",
        path,
    ]);
    assert_eq!(report["entries"], 5, "{format}");
    std::fs::read(&file).expect("was written")
}

#[test]
fn hostile_texts_stay_text_in_every_format() {
    let desk = hostile();
    for format in FORMATS {
        let bytes = export(&desk, format);
        assert!(!bytes.is_empty(), "{format}");
        if ["docx", "odt", "pdf"].contains(&format) {
            assert!(bytes.starts_with(b"PK") || bytes.starts_with(b"%PDF"));
            continue;
        }
        let text = String::from_utf8(bytes).unwrap_or_else(|_| panic!("{format} is not UTF-8"));
        let control = text
            .chars()
            .find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        assert_eq!(control, None, "{format}");
        for key in ["five hundred", "潮汐の分類"] {
            assert!(
                text.contains(key) || ["latex", "rtf"].contains(&format),
                "{format}: {key}"
            );
        }
    }
    let html = String::from_utf8(export(&desk, "html")).expect("UTF-8");
    for trap in ["<script", "<img", "href=\"javascript:", "onerror=alert(3)>"] {
        assert!(!html.contains(trap), "{trap}");
    }
    assert!(html.contains("&lt;script&gt;"));
    let latex = String::from_utf8(export(&desk, "latex")).expect("UTF-8");
    assert_eq!(latex.matches("\\end{document}").count(), 1, "{latex}");
    for trap in ["\\input{/etc", "\\write18"] {
        assert!(!latex.contains(trap), "{trap}");
    }
    let csv = String::from_utf8(export(&desk, "csv")).expect("UTF-8");
    assert!(csv.contains("HYPERLINK"), "{csv}");
}

#[test]
fn reference_files_of_hostile_texts_can_be_read_again() {
    let desk = hostile();
    for format in ["bibtex", "biblatex", "ris", "csl-json"] {
        export(&desk, format);
        let other = Desk::new();
        let file = desk.path().join(format!("hostile.{format}"));
        let report = other.json(&[
            "import",
            "--no-embed",
            "--format",
            format,
            file.to_str().expect("plain"),
        ]);
        assert_eq!(report["imports"][0]["added"], 5, "{format}: {report}");
    }
}

/// Names in a folder that an export has left behind.
fn leftovers(folder: &Path) -> Vec<String> {
    std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name.ends_with(".part"))
        .collect()
}

fn refused(answer: &Answer, word: &str, folder: &Path) {
    assert_eq!(answer.code, 1, "{}", answer.err);
    assert!(answer.err.contains(word), "{}", answer.err);
    assert_eq!(leftovers(folder), Vec::<String>::new());
}

#[test]
fn a_target_that_cannot_be_written_is_named_and_left_as_it_was() {
    let desk = Desk::with_digest();
    let folder = desk.path().join("out");
    std::fs::create_dir(&folder).expect("a folder");
    let old = folder.join("old.html");
    std::fs::write(&old, "old").expect("a file");
    let to = |path: &Path| {
        desk.run(&[
            "export",
            "--format",
            "html",
            "-o",
            path.to_str().expect("plain"),
        ])
    };

    std::fs::set_permissions(&old, std::fs::Permissions::from_mode(0o444)).expect("may");
    refused(&to(&old), "read-only", &folder);
    assert_eq!(std::fs::read(&old).expect("is there"), b"old");
    refused(&to(&folder), "is a folder", &folder);
    refused(&to(&folder.join("none/new.html")), "no folder", &folder);
    refused(&to(Path::new("/dev/full")), "disk is full", &folder);

    std::fs::set_permissions(&old, std::fs::Permissions::from_mode(0o640)).expect("may");
    assert_eq!(to(&old).code, 0);
    let mode = std::fs::metadata(&old)
        .expect("is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640, "the file keeps its permissions");
    assert_eq!(leftovers(&folder), Vec::<String>::new());
}

/// As on a disk with room for 200 kB more: the kernel refuses the write in its middle.
#[test]
fn a_write_that_breaks_off_leaves_the_old_file_and_no_other() {
    let desk = Desk::with_digest();
    let long = desk.file("long.md", "a rather long word ".repeat(40_000));
    desk.json(&["note", "1", "--file", long.to_str().expect("plain")]);
    let old = desk.file("old.html", "old");
    let path = old.to_str().expect("plain");
    let limited = Command::new("bash")
        .args(["-c", "trap '' XFSZ; ulimit -f 200; exec \"$@\"", "bash"])
        .arg(program().get_program())
        .arg("--library")
        .arg(desk.library())
        .args(["export", "--format", "html", "-o", path])
        .output()
        .expect("bash");
    refused(&Answer::of(limited), "room", desk.path());
    assert_eq!(std::fs::read(&old).expect("is there"), b"old");
}

#[test]
fn a_latex_file_has_its_references_beside_it_on_wish() {
    let desk = Desk::with_digest();
    desk.json(&["note", "1", "Mine."]);
    let file = desk.path().join("works.tex");
    let path = file.to_str().expect("plain");
    let report = desk.json(&["export", "--format", "latex", "--with-bib", "-o", path]);
    let bib = desk.path().join("works.bib");
    assert_eq!(report["bib"], bib.to_str().expect("plain"));
    let bib = std::fs::read_to_string(bib).expect("was written");
    assert!(bib.contains("annotation = {Mine.}"), "{bib}");
    assert_eq!(bib.matches("\n}").count(), 6, "{bib}");
    let taken = desk.path().join("works.bib");
    let refused = desk.run(&[
        "export",
        "--format",
        "latex",
        "--with-bib",
        "-o",
        taken.to_str().expect("plain"),
    ]);
    assert_eq!(refused.code, 1, "{}", refused.err);
    let plain = desk.path().join("plain.tex");
    let report = desk.json(&[
        "export",
        "--format",
        "latex",
        "-o",
        plain.to_str().expect("plain"),
    ]);
    assert_eq!(report["bib"], serde_json::Value::Null);
    assert!(!desk.path().join("plain.bib").exists());
}
