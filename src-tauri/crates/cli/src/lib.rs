//! The command line: the same operations as the window, on standard output. Results go to
//! standard output, everything else to standard error; a closed pipe is no error.

mod args;
mod commands;
mod output;
mod progress;
#[cfg(feature = "serve")]
mod serve;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Parser;
use library::error::Error;

pub use args::{Arguments, Command, Common};

/// How a command ends: the exit codes of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    Failed,
    Usage,
    NothingRecognised,
}

impl Outcome {
    pub fn code(self) -> u8 {
        match self {
            Outcome::Done => 0,
            Outcome::Failed => 1,
            Outcome::Usage => 2,
            Outcome::NothingRecognised => 3,
        }
    }
}

/// Reads the arguments; on `--help`, `--version` or a mistake prints what clap says and answers
/// how to end.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, Outcome> {
    Arguments::try_parse_from(arguments).map_err(|error| {
        // When even this cannot be printed nobody is listening.
        let _ = error.print();
        if error.use_stderr() {
            Outcome::Usage
        } else {
            Outcome::Done
        }
    })
}

/// The folder of the library that these arguments mean.
pub fn library_folder(common: &Common) -> Result<PathBuf, Error> {
    match &common.library {
        Some(folder) => Ok(folder.clone()),
        None => library::folder::default_folder(),
    }
}

/// Runs one command to its end, reporting an error on standard error.
pub fn run(common: &Common, command: Command) -> Outcome {
    match commands::run(common, command) {
        Ok(()) => Outcome::Done,
        Err(commands::Failure::Pipe) => Outcome::Done,
        Err(commands::Failure::Usage(message)) => {
            output::complain(&message);
            Outcome::Usage
        }
        Err(commands::Failure::Error(error)) => {
            output::complain(&error.message);
            match error.code {
                "not_recognised" | "nothing_recognised" | "empty" => Outcome::NothingRecognised,
                "unknown_format" => Outcome::Usage,
                _ => Outcome::Failed,
            }
        }
    }
}

/// Prints why something failed, the way every command does.
pub fn complain(message: &str) {
    output::complain(message);
}
