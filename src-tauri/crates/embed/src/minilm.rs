//! all-MiniLM-L6-v2 (sentence-transformers; Wang et al. 2020, arXiv:2002.10957): 22.7 million
//! parameters, 384 dimensions, the mean of the last hidden states, normalised.
//!
//! The three files of the model are pinned by hash: an id promises what its vectors mean, and a
//! file that is not the pinned one, however it came to differ, is refused before it is parsed.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use candle_core::safetensors::SliceSafetensors;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use tokenizers::{Tokenizer, TruncationParams};

use crate::bert::{Bert, Config};
use crate::{Embedder, Error, Result};

/// Texts are cut after this many word pieces, the two special ones included. A median title with
/// abstract has 334; at 128, 256 and 512 the retrieval of known items could not be told apart,
/// while the time doubles with each step. Part of the id: changing it makes other vectors.
pub const MAX_TOKENS: usize = 256;

/// The model's id without loading it. Written out, so that it is one constant; a test holds it to
/// the pins and to `MAX_TOKENS`.
pub const MODEL_ID: &str = "all-minilm-l6-v2@53aa5117:mean:256";

/// Numbers in one vector of this model.
pub const DIMENSIONS: usize = 384;

/// Tokens that are run through the model together. Enough to keep every core busy, few enough for
/// the intermediate results to stay in the cache (a few megabytes) and a job to stop soon.
const BATCH_TOKENS: usize = 1024;

/// No word piece list of `MAX_TOKENS` needs more text than this, in bytes, except where the text
/// is almost only white space. Keeps a book in an abstract's field from being tokenised whole.
const MAX_BYTES: usize = 32 * 1024;

struct Pin {
    name: &'static str,
    sha256: &'static str,
}

const WEIGHTS: Pin = Pin {
    name: "model.safetensors",
    sha256: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
};
const TOKENIZER: Pin = Pin {
    name: "tokenizer.json",
    sha256: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
};
const CONFIG: Pin = Pin {
    name: "config.json",
    sha256: "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
};

/// The model, loaded: about 90 MB of memory. Shared freely between threads; a call uses rayon's
/// threads, and thus all cores.
pub struct MiniLm {
    tokenizer: Tokenizer,
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
        // The large file last: what is missing should be known before it is read.
        let config = read(dir, &CONFIG)?;
        let tokenizer = read(dir, &TOKENIZER)?;
        let weights = read(dir, &WEIGHTS)?;
        let broken = |pin: &Pin, why: String| Error::Broken {
            file: dir.join(pin.name),
            why,
        };

        let config: Config =
            serde_json::from_slice(&config).map_err(|e| broken(&CONFIG, e.to_string()))?;
        let mut tokenizer =
            Tokenizer::from_bytes(tokenizer).map_err(|e| broken(&TOKENIZER, e.to_string()))?;
        tokenizer
            .with_padding(None)
            .with_truncation(Some(TruncationParams {
                max_length: MAX_TOKENS,
                ..TruncationParams::default()
            }))
            .map_err(|e| broken(&TOKENIZER, e.to_string()))?;
        let bert = SliceSafetensors::new(&weights)
            .map_err(|e| e.to_string())
            .and_then(|tensors| Bert::load(&config, &tensors))
            .map_err(|why| broken(&WEIGHTS, why))?;
        Ok(Self {
            tokenizer,
            bert,
            dimensions: config.hidden_size,
        })
    }

    fn tokens(&self, text: &str) -> Result<Vec<u32>> {
        let text = &text[..text.floor_char_boundary(MAX_BYTES)];
        let encoding = self
            .tokenizer
            .encode_fast(text, true)
            .map_err(|error| Error::Compute(error.to_string()))?;
        Ok(encoding.get_ids().to_vec())
    }
}

impl Embedder for MiniLm {
    fn id(&self) -> &str {
        MODEL_ID
    }

    fn dimensions(&self) -> usize {
        self.dimensions
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        let sequences: Vec<Vec<u32>> = texts
            .par_iter()
            .map(|text| self.tokens(text))
            .collect::<Result<_>>()?;
        let mut vectors = Vec::with_capacity(texts.len());
        let mut rest: Vec<&[u32]> = sequences.iter().map(Vec::as_slice).collect();
        while !rest.is_empty() {
            let after = rest.split_off(batch(&rest));
            vectors.extend(self.bert.vectors(&rest)?);
            rest = after;
        }
        Ok(vectors)
    }
}

impl fmt::Debug for MiniLm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MiniLm")
            .field("id", &MODEL_ID)
            .finish_non_exhaustive()
    }
}

/// How many of the first sequences make one batch; at least one.
fn batch(sequences: &[&[u32]]) -> usize {
    let mut tokens = 0;
    let fitting = sequences.iter().take_while(|sequence| {
        tokens += sequence.len();
        tokens <= BATCH_TOKENS
    });
    fitting.count().max(1)
}

fn read(dir: &Path, pin: &Pin) -> Result<Vec<u8>> {
    let file = dir.join(pin.name);
    let bytes = fs::read(&file).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Error::Missing {
            dir: dir.to_owned(),
            what: pin.name,
        },
        _ => Error::Io {
            file: file.clone(),
            source,
        },
    })?;
    let found = hex(&Sha256::digest(&bytes));
    if found == pin.sha256 {
        Ok(bytes)
    } else {
        let why = format!(
            "it is not the file this program was made for (sha256 {found}, {} bytes)",
            bytes.len()
        );
        Err(Error::Broken { file, why })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_names_the_pinned_weights_and_the_length() {
        assert_eq!(
            MODEL_ID,
            format!(
                "all-minilm-l6-v2@{}:mean:{MAX_TOKENS}",
                &WEIGHTS.sha256[..8]
            )
        );
    }

    #[test]
    fn batches_fill_up_and_never_stand_still() {
        let long = vec![0; BATCH_TOKENS + 1];
        let short = vec![0; BATCH_TOKENS / 2];
        assert_eq!(batch(&[&long, &short]), 1);
        assert_eq!(batch(&[&short, &short, &short]), 2);
        assert_eq!(batch(&[&short]), 1);
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
