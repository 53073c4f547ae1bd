//! The program: with a command it is the command line, without one it opens the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;
mod events;
mod native;
mod window;

use std::process::ExitCode;

use cli::Outcome;

fn main() -> ExitCode {
    let outcome = match cli::parse(std::env::args_os()) {
        Err(outcome) => outcome,
        Ok(cli::Arguments {
            common,
            command: Some(command),
        }) => cli::run(&common, command),
        Ok(cli::Arguments {
            common,
            command: None,
        }) => match window::open(&common) {
            Ok(()) => Outcome::Done,
            Err(message) => {
                cli::complain(&message);
                Outcome::Failed
            }
        },
    };
    ExitCode::from(outcome.code())
}
