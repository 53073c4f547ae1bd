//! The material of the figures: the reference digest and libraries of arXiv records.

use std::path::{Path, PathBuf};

use library::{ImportFiles, Library, Options};
use papers::Paper;
use papers::formats::Format;

use crate::records::{paper, records, shared};

pub fn reference_digest() -> Result<PathBuf, String> {
    Ok(shared()?.join("digests/hf-papers-mar-14.txt"))
}

/// The corpus as papers.
pub fn corpus() -> Result<Vec<Paper>, String> {
    Ok(records()?.iter().map(paper).collect())
}

/// The corpus as one BibTeX file.
pub fn bibtex(work: &Path) -> Result<PathBuf, String> {
    let file = work.join("corpus.bib");
    if !file.exists() {
        let text = papers::formats::write(Format::Bibtex, &corpus()?);
        std::fs::write(&file, text).map_err(|error| error.to_string())?;
    }
    Ok(file)
}

pub fn open(folder: &Path) -> Result<Library, String> {
    Library::open(Options::new(folder.to_owned(), "bench")).map_err(|error| error.message)
}

/// How many papers the corpus has; larger libraries are synthesised from it.
const CORPUS: usize = 100_000;

/// The `part`th hundred thousand papers of a library larger than the corpus. Each paper has the
/// first half of one title and the second half of another's, and an abstract of two halves as well:
/// the words are as frequent as in the corpus, and no two papers are the same. No identifiers, for
/// nobody gave them any.
fn synthesised(corpus: &[Paper], part: usize) -> Vec<Paper> {
    let other = |number: usize| &corpus[(number + part * 7_919) % corpus.len()];
    corpus
        .iter()
        .enumerate()
        .map(|(number, paper)| Paper {
            title: halves(&paper.title, &other(number).title),
            abstract_text: Some(halves(
                paper.abstract_text.as_deref().unwrap_or_default(),
                other(number + 1)
                    .abstract_text
                    .as_deref()
                    .unwrap_or_default(),
            )),
            authors: other(number + 2).authors.clone(),
            identifiers: Default::default(),
            ..paper.clone()
        })
        .collect()
}

/// The first half of one text's words and the second half of another's.
fn halves(one: &str, other: &str) -> String {
    let (one, other): (Vec<&str>, Vec<&str>) = (
        one.split_whitespace().collect(),
        other.split_whitespace().collect(),
    );
    let mut words = one[..one.len().div_ceil(2)].to_vec();
    words.extend(&other[other.len() / 2..]);
    words.join(" ")
}

/// Where the library of so many papers is, or will be.
pub fn folder(work: &Path, papers: usize) -> PathBuf {
    work.join(format!("library-{papers}"))
}

/// A library of the whole corpus, imported by whichever figure comes first.
pub fn library(work: &Path) -> Result<Library, String> {
    library_of(work, CORPUS)
}

/// A library of the first papers of the corpus, or of all of it and more made from it; imported by
/// whichever figure comes first.
pub fn library_of(work: &Path, papers: usize) -> Result<Library, String> {
    let library = open(&folder(work, papers))?;
    if library.paper_count().map_err(|error| error.message)? > 0 {
        return Ok(library);
    }
    let import = |file: PathBuf| {
        let request = ImportFiles {
            paths: vec![file],
            ..ImportFiles::default()
        };
        library
            .import_files(&request)
            .map(|_| ())
            .map_err(|error| error.message)
    };
    if papers == CORPUS {
        import(bibtex(work)?)?;
        return Ok(library);
    }
    let mut corpus = corpus()?;
    let parts = if papers < CORPUS {
        corpus.truncate(papers);
        1
    } else {
        papers / CORPUS
    };
    for part in 0..parts {
        let file = work.join("part.bib");
        let text = match part {
            0 => papers::formats::write(Format::Bibtex, &corpus),
            part => papers::formats::write(Format::Bibtex, &synthesised(&corpus, part)),
        };
        std::fs::write(&file, text).map_err(|error| error.to_string())?;
        import(file)?;
    }
    Ok(library)
}
