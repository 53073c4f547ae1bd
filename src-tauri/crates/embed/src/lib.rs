//! Nearness in meaning, computed on the processor and kept in a cache file.
//!
//! - [`Embedder`] turns texts into unit vectors: [`MiniLm`] with real weights, [`Fake`] for tests
//!   that are not about meaning. [`WordPieces`] says how well a text suits the model.
//! - [`Vectors`] keeps one vector a paper in a cache that cannot fail to open, and answers
//!   nearest-neighbour questions over it.
//! - [`explain`] names the two sentences that bring two abstracts together.
//! - [`preference`] learns from decided papers which others will be wanted; [`clusters`] finds
//!   groups of papers, and a few examples that stand for many.
//!
//! The crate knows papers only as numbers and texts. Vectors are keyed by paper, model and text
//! hash: unchanged text need never be embedded twice, and models never mix.

mod background;
mod bert;
pub mod clusters;
mod error;
pub mod explain;
mod fake;
mod kernels;
pub mod memory;
mod minilm;
mod ops;
mod pieces;
mod pinned;
pub mod preference;
mod sentences;
mod tensors;
mod text;
mod vectors;

pub use background::Background;
pub use error::{Error, Result};
pub use fake::Fake;
pub use minilm::{DIMENSIONS, MODEL_ID, MiniLm};
pub use pieces::{MAX_TOKENS, WELL_COVERED, WordPieces};
pub use sentences::sentences;
pub use text::{text_hash, text_of};
pub use vectors::{Keeping, Near, PENALTY, Question, Vectors};

/// Something that places texts in a space where near means alike.
pub trait Embedder: Send + Sync {
    /// Names everything that decides the numbers: model, weights, pooling, length. Vectors of
    /// different ids must never be compared.
    fn id(&self) -> &str;

    /// How many numbers a vector has.
    fn dimensions(&self) -> usize;

    /// One vector of length one for each text, in the order of the texts. What a text gets does
    /// not depend on the texts beside it (beyond the last bits of a float).
    ///
    /// # Errors
    /// [`Error::Compute`] when the model cannot be run, for want of memory for instance.
    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>>;
}

/// The cosine of two vectors of length one; 0 when their dimensions differ.
pub fn cosine(one: &[f32], other: &[f32]) -> f32 {
    if one.len() == other.len() {
        kernels::dot(pulp::Arch::new(), one, other)
    } else {
        0.0
    }
}
