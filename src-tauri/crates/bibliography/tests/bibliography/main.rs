//! The crate from outside: what it prints for whole bibliographies.

mod arbitrary;
mod page;
mod programs;
mod references;
mod styles;
mod word;
mod works;
