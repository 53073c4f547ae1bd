//! Real files of other projects, where they are at hand: `../shared/data` beside the checkout.
//!
//! Every test compares what a format reads with something that was found another way, and prints
//! one line of the table that `./dev conformance` shows.

mod alerts;
mod arxiv;
mod identity;
mod json;
mod lists;
mod references;
mod score;
mod sweep;
mod tables;
mod tagged;
mod xml;
