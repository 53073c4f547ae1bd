//! How good the answers are: `./dev bench quality [--papers N] [--json FILE] [--missed] [NAME…]`.
//!
//! Prints one table a measure, each saying what it measures and what it does not; `--missed` also
//! tells which known items did not come first. Reads the arXiv corpus beside the checkout; without
//! it nothing is measured. Nothing is asserted.

#[path = "quality/kinds.rs"]
mod kinds;
#[path = "quality/known.rs"]
mod known;
#[path = "arxiv/records.rs"]
mod records;
#[path = "quality/related.rs"]
mod related;
#[path = "quality/screening.rs"]
mod screening;
#[path = "quality/shelf.rs"]
mod shelf;
#[path = "quality/table.rs"]
mod table;
#[path = "quality/terms.rs"]
mod terms;

use std::collections::BTreeSet;
use std::process::ExitCode;

use serde_json::Value;

use shelf::Source;
use table::Table;

/// Papers that get vectors when the caller does not say.
const PAPERS: usize = 5_000;

/// An arXiv id and what a reader might say who remembers the paper but not its words.
const PARAPHRASES: &str = include_str!("quality/paraphrases.tsv");

struct Wanted {
    papers: usize,
    json_file: Option<String>,
    missed: bool,
    names: Vec<String>,
}

fn wanted() -> Result<Wanted, String> {
    let mut wanted = Wanted {
        papers: PAPERS,
        json_file: None,
        missed: false,
        names: Vec::new(),
    };
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    while let Some(word) = words.next() {
        match word.as_str() {
            "--papers" => {
                let number = words.next().and_then(|number| number.parse().ok());
                wanted.papers = number
                    .filter(|papers| *papers > 0)
                    .ok_or("--papers takes a number of papers")?;
            }
            "--json" => wanted.json_file = Some(words.next().ok_or("--json takes a file")?),
            "--missed" => wanted.missed = true,
            _ => wanted.names.push(word),
        }
    }
    Ok(wanted)
}

fn main() -> ExitCode {
    match wanted().and_then(|wanted| measure(&wanted)) {
        Ok(()) => ExitCode::SUCCESS,
        // Without the corpus there is nothing to measure, and nothing is wrong.
        Err(why) if why.starts_with("skipped") => {
            println!("{why}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn measure(wanted: &Wanted) -> Result<(), String> {
    let asked_for = |name: &str| {
        wanted.names.is_empty() || wanted.names.iter().any(|word| name.contains(word.as_str()))
    };
    let corpus: Vec<Source> = records::records()?.iter().map(Source::new).collect();
    let paraphrases: Vec<(String, String)> = PARAPHRASES
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(arxiv, text)| (arxiv.to_owned(), text.to_owned()))
        .collect();
    let mut tables = Vec::new();
    let mut tell = |table: Table| {
        table.print();
        tables.push(table.json());
    };
    if asked_for("known") {
        let shelf = shelf::whole(&corpus)?;
        tell(known::by_words(&shelf, &paraphrases, wanted.missed)?);
    }
    if ["mode", "related", "screening"].into_iter().any(asked_for) {
        let asked: BTreeSet<&str> = paraphrases.iter().map(|(id, _)| id.as_str()).collect();
        let shelf = shelf::part(&corpus, wanted.papers, &asked)?;
        if shelf.has_vectors() {
            if asked_for("mode") {
                let (modes, moves) = known::by_mode(&shelf, &paraphrases)?;
                tell(modes);
                tell(moves);
            }
            if asked_for("related") {
                tell(related::measure(&shelf)?);
            }
            if asked_for("screening") {
                let (work, calibration) = screening::measure(&shelf);
                tell(work);
                tell(calibration);
            }
        } else {
            println!("\nskipped: no model, so nothing by meaning is measured");
        }
    }
    if let Some(file) = &wanted.json_file {
        let text = format!("{:#}\n", Value::Array(tables));
        std::fs::write(file, text).map_err(|error| format!("{file}: {error}"))?;
    }
    Ok(())
}
