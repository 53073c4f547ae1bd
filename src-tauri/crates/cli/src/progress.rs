//! Progress on standard error, drawn only on a terminal.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};
use library::Library;
use library::api::types::Event;

use crate::args::Common;

/// A bar that counts papers; silent when nobody can see it.
pub(crate) fn bar(common: &Common, what: &'static str) -> ProgressBar {
    if !visible(common) {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style).with_message(what)
}

fn visible(common: &Common) -> bool {
    !common.quiet && std::io::stderr().is_terminal()
}

/// Does some work of the library's and draws how far its jobs are meanwhile.
pub(crate) fn during<T>(common: &Common, library: &Library, work: impl FnOnce() -> T) -> T {
    if !visible(common) {
        return work();
    }
    let events = library.listen();
    let bar = bar(common, "");
    let drawn = bar.clone();
    std::thread::spawn(move || {
        // Ends with the library, or with the program.
        for event in events {
            if let Event::Job { job } = event {
                drawn.set_message(format!("{}: {}", job.job, job.phase));
                drawn.set_length(job.total as u64);
                drawn.set_position(job.done as u64);
            }
        }
    });
    let done = work();
    bar.finish_and_clear();
    done
}
