//! The whole product, tried through its binary as a person or a script would: real files, real
//! processes, temporary folders.

mod bad_input;
mod caches;
mod command_line;
mod crash;
mod desk;
mod duplicates;
mod export;
mod queries;
mod related;
mod saved;
mod structure;
mod support;
