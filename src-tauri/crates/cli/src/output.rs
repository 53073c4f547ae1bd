//! Standard output and standard error, without the panic of `println!` on a closed pipe.

use std::io::{self, Write};

use library::error::Error;
use serde::Serialize;

use crate::args::Common;
use crate::commands::{Done, Failure};

/// One JSON document and a line end.
pub(crate) fn json(value: &impl Serialize) -> Done {
    let mut out = io::BufWriter::new(io::stdout().lock());
    serde_json::to_writer(&mut out, value).map_err(|error| match error.io_error_kind() {
        Some(kind) => written(io::Error::from(kind)),
        None => Failure::Error(Error::internal("encoding", error)),
    })?;
    out.write_all(b"\n")
        .and_then(|()| out.flush())
        .map_err(written)
}

pub(crate) fn text(text: &str) -> Done {
    bytes(text.as_bytes())
}

pub(crate) fn line(text: &str) -> Done {
    bytes(format!("{text}\n").as_bytes())
}

pub(crate) fn bytes(bytes: &[u8]) -> Done {
    let mut out = io::stdout().lock();
    out.write_all(bytes)
        .and_then(|()| out.flush())
        .map_err(written)
}

fn written(error: io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::Pipe,
        io::ErrorKind::StorageFull => Failure::Error(Error::user(
            "disk_full",
            "The disk is full: the output could not be written.",
        )),
        _ => Failure::Error(Error::internal(
            "io",
            format_args!("The output could not be written: {error}."),
        )),
    }
}

/// `1 paper`, `3 papers`
pub(crate) fn papers(count: usize) -> String {
    match count {
        1 => "1 paper".to_owned(),
        count => format!("{count} papers"),
    }
}

/// A remark on standard error, unless `--quiet`.
pub(crate) fn remark(common: &Common, message: &str) {
    if !common.quiet {
        // Nobody listening to remarks is no reason to fail.
        let _ = writeln!(io::stderr(), "{message}");
    }
}

pub(crate) fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "lectern: {message}");
}

/// Text for a terminal: control characters from a digest must not drive it.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .collect()
}
