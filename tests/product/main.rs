//! The whole product, tried through its binary as a person or a script would: real files, real
//! processes, temporary folders.

mod annotated;
mod bad_input;
mod caches;
mod command_line;
mod crash;
mod desk;
mod duplicates;
mod export;
mod hostile_export;
mod matrix;
mod queries;
mod references;
mod related;
mod saved;
mod server;
mod structure;
mod support;
