//! A PDF of so many entries with two paragraphs each, for looking at and for measuring:
//! `cargo run --release -p typeset --example pages -- 1000 FILE.pdf [STYLE]`.

use std::process::ExitCode;
use std::time::Instant;

use bibliography::{Entry, Group, Part, Style, Work, compose};
use serde_json::json;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (count, file) = match arguments.as_slice() {
        [count, file, ..] => (count.parse().unwrap_or(1), file),
        _ => {
            eprintln!("usage: pages ENTRIES FILE.pdf [STYLE]");
            return ExitCode::from(2);
        }
    };
    let style = arguments.get(2).map_or("apa", String::as_str);
    match run(count, file, style) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(count: i64, file: &str, style: &str) -> Result<(), Box<dyn std::error::Error>> {
    let style = Style::by_id(style)?;
    let entries = (1..=count)
        .map(|number| Entry {
            id: number,
            item: json!({
                "id": format!("key{number}"), "type": "article-journal",
                "title": format!("Tides of harbour {number}: a survey of $x^{{{number}}}$ in <i>E. coli</i>"),
                "author": [{"family": format!("Name{}", number % 97), "given": "Ada"}, {"family": "Roe", "given": "Bo"}],
                "issued": {"date-parts": [[1990 + number % 30]]}, "container-title": "Journal of Tides",
                "volume": number % 40, "DOI": format!("10.1234/tides.{number}"),
            }),
            annotation: vec![Part::Note(format!(
                "The authors **measure** tides in harbour {number} over *forty* winters and compare three models, of which the simplest does best.\n\nThe sample is small; the method is sound, and [the data](https://example.org/{number}) are open. It bears on my second chapter because $a^2 + b_{number}$ recurs there."
            ))],
        })
        .collect();
    let work = Work::new(vec![Group::new(None, entries)], &style);
    let started = Instant::now();
    let document = compose(&work, &mut |_, _| true)?;
    println!("composed in {:.2} s", started.elapsed().as_secs_f64());
    let started = Instant::now();
    let bytes = typeset::pdf(&document, &typeset::Meta::default())?;
    println!(
        "set in {:.2} s, {} kB",
        started.elapsed().as_secs_f64(),
        bytes.len() / 1000
    );
    std::fs::write(file, bytes)?;
    Ok(())
}
