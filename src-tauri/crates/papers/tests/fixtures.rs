//! Every pair `<exporter>-<case>.{in,expected.json}` under `tests/fixtures`, one folder a format.
//!
//! In `hostile/` a case says its format itself, or `null` when no format may claim it. With
//! `LECTERN_BLESS=1` the expected files are written anew, to be read before they are committed.

use std::fs;
use std::path::{Path, PathBuf};

use papers::{Format, Reading, read, sniff};
use serde_json::{Value, json};

fn inputs(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut inputs: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "in"))
        .collect();
    inputs.sort();
    assert!(!inputs.is_empty(), "{} holds no fixtures", folder.display());
    inputs
}

/// What a fixture fixes: everything but the messages and the original texts.
fn shown(format: Option<Format>, reading: Option<&Reading>) -> Value {
    let Some(reading) = reading else {
        return json!({ "format": format.map(Format::id) });
    };
    let records: Vec<Value> = reading
        .records
        .iter()
        .map(
            |record| json!({ "line": record.line, "doubts": record.doubts, "paper": record.paper }),
        )
        .collect();
    let diagnostics: Vec<Value> = reading
        .diagnostics
        .iter()
        .map(|remark| json!({ "severity": remark.severity, "code": remark.code, "line": remark.line }))
        .collect();
    json!({
        "format": format.map(Format::id),
        "title": reading.title,
        "date": reading.date,
        "records": records,
        "diagnostics": diagnostics,
    })
}

fn check(folder: &str, format: Option<Format>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../tests/fixtures")
        .join(folder);
    for input in inputs(&root) {
        let bytes = fs::read(&input).expect("a fixture can be read");
        let sniffed = sniff(&bytes, None);
        if let Some(format) = format {
            assert_eq!(sniffed, Some(format), "{}", input.display());
        }
        let reading = sniffed.map(|format| read(format, &bytes));
        let actual = shown(sniffed, reading.as_ref());
        let expected_file = input.with_extension("expected.json");
        if std::env::var_os("LECTERN_BLESS").is_some() {
            fs::write(&expected_file, format!("{actual:#}\n")).expect("a fixture can be written");
        }
        let expected = fs::read_to_string(&expected_file)
            .unwrap_or_else(|error| panic!("{}: {error}", expected_file.display()));
        let expected: Value = serde_json::from_str(&expected).expect("an expectation is JSON");
        assert_eq!(actual, expected, "{}", input.display());
    }
}

#[test]
fn every_format_reads_its_fixtures_as_expected() {
    for &format in Format::ALL {
        check(format.id(), Some(format));
    }
}

#[test]
fn hostile_fixtures() {
    check("hostile", None);
}
