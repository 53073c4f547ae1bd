//! The libraries that quality is measured on: the whole corpus, and a part of it with vectors.
//!
//! They are made once and kept in Cargo's target folder, because embedding takes minutes. The search
//! index is made anew at every run: it is what is being measured.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use embed::Vectors;
use library::api::types::{ListRequest, PaperId, SearchMode};
use library::{ImportFiles, Library, Options};
use papers::formats::Format;
use papers::{Paper, Scheme};
use serde_json::Value;

use crate::records;

/// A record of the corpus.
#[derive(Debug)]
pub struct Source {
    pub paper: Paper,
    pub categories: Vec<String>,
}

impl Source {
    pub fn new(record: &Value) -> Source {
        let categories = record["categories"].as_array();
        Source {
            paper: records::paper(record),
            categories: categories
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        }
    }

    pub fn arxiv(&self) -> &str {
        self.paper
            .identifiers
            .get(&Scheme::Arxiv)
            .map_or("", String::as_str)
    }
}

/// A library and the records it was made of.
#[derive(Debug)]
pub struct Shelf<'a> {
    pub library: Library,
    pub sources: Vec<&'a Source>,
    /// A vector for each source; empty where there is no model.
    pub vectors: Vec<Vec<f32>>,
}

/// Every record, without vectors.
pub fn whole(corpus: &[Source]) -> Result<Shelf<'_>, String> {
    let sources: Vec<&Source> = corpus.iter().collect();
    let library = imported(&folder("whole"), &sources)?;
    Ok(Shelf {
        library,
        sources,
        vectors: Vec::new(),
    })
}

/// So many records, evenly spaced, the `asked` ones among them, with vectors where there is a model.
pub fn part<'a>(
    corpus: &'a [Source],
    papers: usize,
    asked: &BTreeSet<&str>,
) -> Result<Shelf<'a>, String> {
    let others = papers.saturating_sub(asked.len()).max(1);
    let spaced: BTreeSet<usize> = (0..others).map(|at| at * corpus.len() / others).collect();
    let sources: Vec<&Source> = corpus
        .iter()
        .enumerate()
        .filter(|(at, source)| spaced.contains(at) || asked.contains(source.arxiv()))
        .map(|(_, source)| source)
        .collect();
    let folder = folder(&format!("part-{papers}"));
    let library = imported(&folder, &sources)?;
    let mut vectors = Vec::new();
    if library.model_present() {
        let mut told = 0;
        library
            .embed_now(&mut |done, total| {
                if total > 0 && done * 10 / total > told {
                    told = done * 10 / total;
                    eprintln!("embedding, kept for the next run: {done} of {total}");
                }
                true
            })
            .map_err(|error| error.message)?;
        let ids = ids(&library, &sources)?;
        // The file has one owner at a time.
        drop(library);
        vectors = kept_vectors(&folder, &ids)?;
    }
    Ok(Shelf {
        library: open(&folder)?,
        sources,
        vectors,
    })
}

fn kept_vectors(folder: &Path, ids: &[PaperId]) -> Result<Vec<Vec<f32>>, String> {
    let file = folder.join("cache").join("vectors.bin");
    let vectors = Vectors::open(&file, embed::MODEL_ID, embed::DIMENSIONS);
    ids.iter()
        .map(|id| {
            let vector = vectors.get(*id).ok_or("a paper was not embedded")?;
            Ok(vector.to_vec())
        })
        .collect()
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .with_file_name("bench-quality")
        .join(name)
}

fn open(folder: &Path) -> Result<Library, String> {
    Library::open(Options::new(folder.to_owned(), "bench")).map_err(|error| error.message)
}

fn imported(folder: &Path, sources: &[&Source]) -> Result<Library, String> {
    let index = folder.join("cache").join("index");
    if index.exists() {
        std::fs::remove_dir_all(&index).map_err(|error| error.to_string())?;
    }
    let library = open(folder)?;
    // An import is wholly in or wholly out, so the last one speaks for all.
    let last = sources.last().ok_or("no records")?;
    let known = library.known(&last.paper).map_err(|error| error.message)?;
    if known.is_none() {
        eprintln!("importing {} papers, kept for the next run", sources.len());
        let file = tempfile::Builder::new()
            .suffix(".bib")
            .tempfile()
            .map_err(|error| error.to_string())?;
        let papers: Vec<Paper> = sources.iter().map(|source| source.paper.clone()).collect();
        std::fs::write(file.path(), papers::formats::write(Format::Bibtex, &papers))
            .map_err(|error| error.to_string())?;
        let request = ImportFiles {
            paths: vec![file.path().to_owned()],
            ..ImportFiles::default()
        };
        library
            .import_files(&request)
            .map_err(|error| error.message)?;
    }
    Ok(library)
}

fn ids(library: &Library, sources: &[&Source]) -> Result<Vec<PaperId>, String> {
    sources
        .iter()
        .map(|source| {
            let known = library.known(&source.paper);
            known
                .map_err(|error| error.message)?
                .ok_or_else(|| format!("{} is not in the library", source.arxiv()))
        })
        .collect()
}

impl Shelf<'_> {
    /// The paper of each source; two records of one work are one paper.
    pub fn ids(&self) -> Result<Vec<PaperId>, String> {
        ids(&self.library, &self.sources)
    }

    pub fn id(&self, source: &Source) -> Result<PaperId, String> {
        Ok(ids(&self.library, &[source])?.swap_remove(0))
    }

    pub fn has_vectors(&self) -> bool {
        !self.vectors.is_empty()
    }

    /// What the list shows first, as the window would ask.
    pub fn first(
        &self,
        query: &str,
        mode: SearchMode,
        limit: usize,
    ) -> Result<Vec<PaperId>, String> {
        let request = ListRequest {
            query: query.to_owned(),
            mode,
            limit,
            ..ListRequest::default()
        };
        let found = self.library.list_ids(request);
        Ok(found.map_err(|error| error.message)?.ids)
    }
}
