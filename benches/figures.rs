//! The figures of the product, one table and one JSON file: `./dev bench [--json FILE] [NAME…]`.
//!
//! Every figure is measured in a process of its own, so that its peak memory is its own too.
//! Nothing is asserted on time. The larger figures read the arXiv corpus beside the checkout;
//! without it they are left out, and the table says so.

#[path = "figures/corpus.rs"]
mod corpus;
#[path = "figures/exporting.rs"]
mod exporting;
#[path = "figures/finding.rs"]
mod finding;
#[path = "figures/formats.rs"]
mod formats;
#[path = "figures/measure.rs"]
mod measure;
#[path = "arxiv/records.rs"]
mod records;
#[path = "figures/window.rs"]
mod window;

use std::path::Path;
use std::process::{Command, ExitCode};

use serde_json::{Value, json};

/// A figure: what is measured, in which unit, what was aimed at.
struct Figure {
    name: &'static str,
    unit: &'static str,
    aim: &'static str,
    measure: fn(&Path) -> measure::Outcome,
}

const FIGURES: &[Figure] = &[
    Figure {
        name: "import of the reference digest, searchable",
        unit: "s",
        aim: "< 0.2",
        measure: measure::import_digest,
    },
    Figure {
        name: "embedding, reference digest",
        unit: "papers/s",
        aim: "",
        measure: measure::embedding,
    },
    Figure {
        name: "import of 100,000 records",
        unit: "s",
        aim: "< 60",
        measure: measure::import_corpus,
    },
    Figure {
        name: "BibTeX read, 1,000 / 100,000 records",
        unit: "records/s",
        aim: "> 50,000",
        measure: formats::bibtex,
    },
    Figure {
        name: "RIS read, 1,000 / 100,000 records",
        unit: "records/s",
        aim: "",
        measure: formats::ris,
    },
    Figure {
        name: "CSL-JSON read, 1,000 / 100,000 records",
        unit: "records/s",
        aim: "",
        measure: formats::csl_json,
    },
    Figure {
        name: "arXiv mailing read, 1,000 / 100,000 records",
        unit: "records/s",
        aim: "",
        measure: formats::arxiv_mail,
    },
    Figure {
        name: "10 MB of any bytes, slowest format",
        unit: "s",
        aim: "< 1",
        measure: formats::hostile,
    },
    Figure {
        name: "who a record is among 100,000, p50 / p95",
        unit: "µs",
        aim: "p50 < 100",
        measure: formats::identity,
    },
    Figure {
        name: "library of 10,000 papers made, index on disk",
        unit: "s / MB",
        aim: "",
        measure: |work| finding::build(work, 10_000),
    },
    Figure {
        name: "search as typed at 10,000, p50 / p95 / p99",
        unit: "ms",
        aim: "",
        measure: |work| finding::words(work, 10_000),
    },
    Figure {
        name: "search as typed at 100,000, p50 / p95 / p99",
        unit: "ms",
        aim: "p95 < 5",
        measure: |work| finding::words(work, 100_000),
    },
    Figure {
        name: "the same with meaning mixed in (synthetic vectors)",
        unit: "ms",
        aim: "",
        measure: |work| finding::hybrid(work, 100_000),
    },
    Figure {
        name: "related at 10,000, p50 / p95 (synthetic vectors)",
        unit: "ms",
        aim: "",
        measure: |work| finding::related(work, 10_000),
    },
    Figure {
        name: "related at 100,000, p50 / p95 (synthetic vectors)",
        unit: "ms",
        aim: "p95 < 5",
        measure: |work| finding::related(work, 100_000),
    },
    Figure {
        name: "inbox of 10,000 ordered by decisions, p50 / p95",
        unit: "ms",
        aim: "",
        measure: finding::ranking,
    },
    Figure {
        name: "topics of 10,000 papers",
        unit: "s",
        aim: "",
        measure: finding::topics,
    },
    Figure {
        name: "loading of the model, warm",
        unit: "ms",
        aim: "< 300",
        measure: finding::loading,
    },
    Figure {
        name: "search during an import of 100,000, p50 / p95 / p99",
        unit: "ms",
        aim: "",
        measure: finding::while_importing,
    },
    Figure {
        name: "1,000 annotated entries to DOCX, first / notes changed",
        unit: "s",
        aim: "< 0.85",
        measure: |work| exporting::to(work, "docx"),
    },
    Figure {
        name: "1,000 annotated entries to HTML, first / notes changed",
        unit: "s",
        aim: "< 0.85",
        measure: |work| exporting::to(work, "html"),
    },
    Figure {
        name: "1,000 annotated entries to Markdown",
        unit: "s",
        aim: "< 0.85",
        measure: |work| exporting::to(work, "markdown"),
    },
    Figure {
        name: "1,000 annotated entries to LaTeX",
        unit: "s",
        aim: "< 0.85",
        measure: |work| exporting::to(work, "latex"),
    },
    Figure {
        name: "1,000 annotated entries to PDF",
        unit: "s",
        aim: "< 2.5",
        measure: |work| exporting::to(work, "pdf"),
    },
    Figure {
        name: "1,000 annotated entries to OpenDocument",
        unit: "s",
        aim: "",
        measure: |work| exporting::to(work, "odt"),
    },
    Figure {
        name: "1,000 annotated entries to RTF",
        unit: "s",
        aim: "",
        measure: |work| exporting::to(work, "rtf"),
    },
    Figure {
        name: "1,000 annotated entries to plain text",
        unit: "s",
        aim: "",
        measure: |work| exporting::to(work, "text"),
    },
    Figure {
        name: "1,000 annotated entries to BibLaTeX",
        unit: "s",
        aim: "",
        measure: |work| exporting::to(work, "biblatex"),
    },
    Figure {
        name: "preview of 1,000 entries, first / note changed p50 / p95",
        unit: "ms",
        aim: "p50 < 100",
        measure: exporting::preview,
    },
    Figure {
        name: "citation styles, finding one by name",
        unit: "n / ms",
        aim: "",
        measure: exporting::styles,
    },
    Figure {
        name: "pandoc, 1,000 entries to DOCX / HTML",
        unit: "s",
        aim: "",
        measure: exporting::pandoc,
    },
    Figure {
        name: "start to first list on screen at 100,000",
        unit: "s",
        aim: "< 1.5",
        measure: window::start,
    },
    Figure {
        name: "key to painted answer at 100,000, p50 / p95",
        unit: "ms",
        aim: "",
        measure: window::typing,
    },
    Figure {
        name: "library of 1,000,000 papers made, index on disk",
        unit: "s / MB",
        aim: "",
        measure: |work| finding::build(work, 1_000_000),
    },
    Figure {
        name: "search as typed at 1,000,000, p50 / p95 / p99",
        unit: "ms",
        aim: "p95 < 15",
        measure: |work| finding::words(work, 1_000_000),
    },
    Figure {
        name: "related at 1,000,000, p50 / p95 (synthetic vectors)",
        unit: "ms",
        aim: "p95 < 30",
        measure: |work| finding::related(work, 1_000_000),
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    if let [flag, index, work] = arguments.as_slice()
        && flag == "--one"
    {
        return one(index, work);
    }
    let json_file = arguments
        .iter()
        .position(|word| word == "--json")
        .and_then(|at| arguments.get(at + 1));
    let wanted: Vec<&String> = arguments
        .iter()
        .filter(|word| *word != "--json" && Some(*word) != json_file)
        .collect();
    // Libraries of 100,000 papers are made once and used by several figures.
    let work = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => {
            eprintln!("no temporary folder: {error}");
            return ExitCode::FAILURE;
        }
    };
    let mut rows = Vec::new();
    println!(
        "{:<52} {:>22} {:<9} {:>10}  {:>8}",
        "figure", "measured", "unit", "aim", "peak MB"
    );
    for (index, figure) in FIGURES.iter().enumerate() {
        if !wanted.is_empty()
            && !wanted
                .iter()
                .any(|word| figure.name.contains(word.as_str()))
        {
            continue;
        }
        let row = in_its_own_process(index, work.path());
        let shown = row["values"].as_array().map_or_else(
            || row["skipped"].as_str().unwrap_or("failed").to_owned(),
            |values| {
                let texts: Vec<String> = values
                    .iter()
                    .filter_map(Value::as_f64)
                    .map(|value| format!("{value:.3}"))
                    .collect();
                texts.join(" / ")
            },
        );
        let peak = row["peak_mb"]
            .as_f64()
            .map(|peak| format!("{peak:.0}"))
            .unwrap_or_default();
        println!(
            "{:<52} {shown:>22} {:<9} {:>10}  {peak:>8}",
            figure.name, figure.unit, figure.aim
        );
        if let Some(note) = row["note"].as_str().filter(|note| !note.is_empty()) {
            println!("    {note}");
        }
        rows.push(json!({
            "figure": figure.name, "unit": figure.unit, "aim": figure.aim,
            "values": row["values"], "peak_mb": row["peak_mb"], "note": row["note"], "skipped": row["skipped"],
        }));
    }
    if let Some(file) = json_file {
        let text = format!("{:#}\n", Value::Array(rows));
        if let Err(error) = std::fs::write(file, text) {
            eprintln!("{file}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn in_its_own_process(index: usize, work: &Path) -> Value {
    let program = std::env::current_exe().expect("this program's path");
    let output = Command::new(program)
        .args(["--one", &index.to_string()])
        .arg(work)
        .output()
        .expect("starts itself");
    match serde_json::from_slice(&output.stdout) {
        Ok(value) => value,
        Err(_) => {
            eprint!("{}", String::from_utf8_lossy(&output.stderr));
            json!({ "skipped": "failed" })
        }
    }
}

fn one(index: &str, work: &str) -> ExitCode {
    let Some(figure) = index
        .parse()
        .ok()
        .and_then(|index: usize| FIGURES.get(index))
    else {
        return ExitCode::FAILURE;
    };
    let answer = match (figure.measure)(Path::new(work)) {
        Ok(measured) => json!({
            "values": measured.values,
            "note": measured.note,
            "peak_mb": measured.peak_mb.or_else(measure::peak_megabytes),
        }),
        Err(why) => json!({ "skipped": why }),
    };
    println!("{answer}");
    ExitCode::SUCCESS
}
