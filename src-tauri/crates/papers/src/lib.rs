//! Bytes to papers and back. Everything here is pure: no I/O, no clock, no randomness, and no
//! input makes it fail. See `formats` for what it reads, `identity` and `matching` for who is the
//! same paper.

mod dates;
pub mod diagnostic;
pub mod formats;
pub mod identity;
pub mod matching;
mod names;
pub mod paper;
pub mod text;

pub use diagnostic::{Diagnostic, Severity};
pub use formats::{Format, Reading, csl_item, read, sniff, write};
pub use names::parse_name;
pub use paper::{Date, Name, Paper, Record, Scheme};
