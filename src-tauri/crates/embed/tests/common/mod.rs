//! What the tests with real weights and real papers have in common: finding them, or saying that
//! they are not there.

use std::path::PathBuf;

use embed::MiniLm;

fn crate_dir() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The model from `$LECTERN_MODEL_DIR` or the checkout's `model` folder.
pub fn model() -> Option<MiniLm> {
    let dir = std::env::var_os("LECTERN_MODEL_DIR")
        .map_or_else(|| crate_dir().join("../../../model"), PathBuf::from);
    match MiniLm::load(&dir) {
        Ok(model) => Some(model),
        Err(embed::Error::Missing { .. }) => {
            eprintln!(
                "skipped: no model in {}; scripts/fetch-model brings it",
                dir.display()
            );
            None
        }
        Err(error) => panic!("{error}"),
    }
}

/// Titles and abstracts of the reference digest: after five lines of heading, one line each in
/// turn, blank lines between.
pub fn reference_digest() -> Option<Vec<(String, String)>> {
    let file = crate_dir().join("../../../../shared/data/digests/hf-papers-mar-14.txt");
    let Ok(text) = std::fs::read_to_string(&file) else {
        eprintln!("skipped: no reference digest at {}", file.display());
        return None;
    };
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let papers = lines[5..].chunks_exact(2);
    Some(
        papers
            .map(|pair| (pair[0].to_owned(), pair[1].to_owned()))
            .collect(),
    )
}

pub fn cosine(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
