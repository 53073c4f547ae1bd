//! The crate from outside: what it prints for whole bibliographies.

mod agreement;
mod arbitrary;
mod citations;
mod cite;
mod formats;
mod memory;
mod page;
mod programs;
mod references;
mod schema;
mod styles;
mod word;
mod works;
