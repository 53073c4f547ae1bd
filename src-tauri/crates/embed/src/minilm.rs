//! all-MiniLM-L6-v2 (sentence-transformers; Wang et al. 2020, arXiv:2002.10957): 22.7 million
//! parameters, 384 dimensions, the mean of the last hidden states, normalised. A text longer than
//! the model's window is the mean of its windows, each weighing as much as it has word pieces.

use std::fmt;
use std::path::Path;

use rayon::prelude::*;

use crate::bert::{Bert, Config};
use crate::pieces::{Window, WordPieces};
use crate::pinned::{self, CONFIG, Hashed, WEIGHTS};
use crate::tensors::Tensors;
use crate::{Embedder, Error, Result};

/// The model's id without loading it. Written out, so that it is one constant; a test holds it to
/// the pins and to the length of the windows.
pub const MODEL_ID: &str = "all-minilm-l6-v2@53aa5117:mean:256:windows";

/// Numbers in one vector of this model.
pub const DIMENSIONS: usize = 384;

/// Tokens that are run through the model together. Enough to keep every core busy, few enough for
/// the intermediate results to stay in the cache (a few megabytes).
const BATCH_TOKENS: usize = 1024;

/// The model, loaded: about 90 MB of memory. Shared freely between threads; a call uses the
/// threads of the rayon pool that it is made in, by default as many as there are cores.
pub struct MiniLm {
    pieces: WordPieces,
    bert: Bert,
    dimensions: usize,
}

impl MiniLm {
    /// Loads the model from a folder that holds `model.safetensors`, `tokenizer.json` and
    /// `config.json`.
    ///
    /// # Errors
    /// [`Error::Missing`] when the folder or one of the files is not there, [`Error::Broken`] when
    /// a file is not the pinned one, [`Error::Io`] when it cannot be read.
    pub fn load(dir: &Path) -> Result<Self> {
        let config = pinned::read(dir, &CONFIG)?;
        let config: Config = serde_json::from_slice(&config).map_err(|e| Error::Broken {
            file: dir.join(CONFIG.name),
            why: e.to_string(),
        })?;
        // The larger the file the later: what is missing should be known before it is read.
        let pieces = WordPieces::load(dir)?;
        let bert = weights(dir, &config)?;
        Ok(Self {
            pieces,
            bert,
            dimensions: config.hidden_size,
        })
    }
}

/// The numbers are read where they stay while they are hashed; nothing is made of them before the
/// hash is known to be right.
fn weights(dir: &Path, config: &Config) -> Result<Bert> {
    let broken = |why: String| Error::Broken {
        file: dir.join(WEIGHTS.name),
        why,
    };
    let mut file = Hashed::open(dir, &WEIGHTS)?;
    let tensors = Tensors::read(&mut file);
    file.finish(dir, &WEIGHTS)?;
    let mut tensors = tensors.map_err(broken)?;
    Bert::load(config, &mut tensors).map_err(broken)
}

impl Embedder for MiniLm {
    fn id(&self) -> &str {
        MODEL_ID
    }

    fn dimensions(&self) -> usize {
        self.dimensions
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        let windows: Vec<(usize, Window)> = texts
            .par_iter()
            .map(|text| self.pieces.windows(text))
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .enumerate()
            .flat_map(|(text, windows)| windows.into_iter().map(move |window| (text, window)))
            .collect();
        let mut sums = vec![vec![0.0f32; self.dimensions]; texts.len()];
        for batch in batches(&windows) {
            let ids: Vec<&[u32]> = batch.iter().map(|(_, w)| w.ids.as_slice()).collect();
            for ((text, window), vector) in batch.iter().zip(self.bert.vectors(&ids)?) {
                let Some(sum) = sums.get_mut(*text) else {
                    continue;
                };
                for (sum, x) in sum.iter_mut().zip(vector) {
                    *sum += x * window.weight as f32;
                }
            }
        }
        for sum in &mut sums {
            let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
            sum.iter_mut().for_each(|x| *x /= length);
        }
        Ok(sums)
    }
}

impl fmt::Debug for MiniLm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MiniLm")
            .field("id", &MODEL_ID)
            .finish_non_exhaustive()
    }
}

/// Everything in batches of at most [`BATCH_TOKENS`], long windows first: windows of about one
/// length fill a batch best.
fn batches(windows: &[(usize, Window)]) -> Vec<Vec<&(usize, Window)>> {
    let mut sorted: Vec<&(usize, Window)> = windows.iter().collect();
    sorted.sort_by_key(|(_, window)| std::cmp::Reverse(window.ids.len()));
    let mut batches: Vec<Vec<_>> = Vec::new();
    let mut room = 0;
    for window in sorted {
        let tokens = window.1.ids.len();
        match batches.last_mut() {
            Some(batch) if tokens <= room => {
                batch.push(window);
                room -= tokens;
            }
            _ => {
                batches.push(vec![window]);
                room = BATCH_TOKENS.saturating_sub(tokens);
            }
        }
    }
    batches
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::MAX_TOKENS;

    #[test]
    fn the_id_names_the_pinned_weights_and_the_length() {
        assert_eq!(
            MODEL_ID,
            format!(
                "all-minilm-l6-v2@{}:mean:{MAX_TOKENS}:windows",
                &WEIGHTS.sha256[..8]
            )
        );
    }

    #[test]
    fn batches_fill_up_and_take_everything_once() {
        let lengths = [3, 1500, 256, 256, 40, 256, 256, 256, 700];
        let windows: Vec<(usize, Window)> = lengths
            .iter()
            .map(|length| Window {
                ids: vec![0; *length],
                weight: *length,
            })
            .enumerate()
            .collect();
        let found = batches(&windows);
        let sizes: Vec<Vec<usize>> = found
            .iter()
            .map(|batch| batch.iter().map(|(_, w)| w.ids.len()).collect())
            .collect();
        assert_eq!(
            sizes,
            [
                vec![1500],
                vec![700, 256],
                vec![256, 256, 256, 256],
                vec![40, 3]
            ]
        );
        let mut texts: Vec<usize> = found.iter().flatten().map(|(text, _)| *text).collect();
        texts.sort_unstable();
        assert_eq!(texts, (0..lengths.len()).collect::<Vec<_>>());
        assert!(batches(&[]).is_empty());
    }

    #[test]
    fn what_is_missing_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let missing = |dir: &Path| match MiniLm::load(dir) {
            Err(Error::Missing { what, .. }) => what,
            other => panic!("{other:?}"),
        };
        assert_eq!(missing(dir.path()), "config.json");
        assert_eq!(missing(&dir.path().join("nowhere")), "config.json");
    }

    #[test]
    fn a_file_that_is_not_the_pinned_one_is_refused_unparsed() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("config.json"), "{").unwrap();
        match MiniLm::load(dir.path()) {
            Err(Error::Broken { file, .. }) => assert!(file.ends_with("config.json")),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_folder_in_place_of_a_file_is_an_io_error() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("config.json")).unwrap();
        assert!(matches!(MiniLm::load(dir.path()), Err(Error::Io { .. })));
    }
}
