//! The vectors of the lines on standard input, each as one line of JSON: what a comparison with
//! another runtime needs. `cargo run --release -p embed --example vectors -- MODEL_DIR`

use std::io::{BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

use embed::{Embedder, MiniLm};

fn main() -> ExitCode {
    let Some(model) = std::env::args().nth(1) else {
        eprintln!("usage: vectors MODEL_DIR < LINES");
        return ExitCode::from(2);
    };
    match run(Path::new(&model)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(model: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let model = MiniLm::load(model)?;
    let lines: Vec<String> = std::io::stdin().lock().lines().collect::<Result<_, _>>()?;
    let texts: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut out = std::io::stdout().lock();
    for vector in model.embed(&texts)? {
        serde_json::to_writer(&mut out, &vector)?;
        writeln!(out)?;
    }
    Ok(())
}
