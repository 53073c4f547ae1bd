//! Bytes to papers and back. Everything here is pure: no I/O, no clock, no randomness, and no
//! input makes it fail. See `formats` for what it reads, `identity` and `matching` for who is the
//! same paper.

pub mod diagnostic;
pub mod paper;

pub use paper::{Date, Name, Paper, Record, Scheme};
