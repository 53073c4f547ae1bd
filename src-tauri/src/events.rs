//! What the window hears without asking: changes, jobs, files dragged over it.

use std::path::PathBuf;
use std::time::Duration;

use library::Library;
use serde::Serialize;
use tauri::{AppHandle, DragDropEvent, Emitter, Manager, WindowEvent};

/// How often to look for what another process wrote.
const LOOK: Duration = Duration::from_millis(250);

#[derive(Clone, Debug, Serialize)]
struct Drop {
    phase: &'static str,
    paths: Vec<PathBuf>,
}

/// Passes the library's events and the window's drops on to the page.
pub(crate) fn follow(app: AppHandle, library: &Library) {
    let heard = library.listen();
    let page = app.clone();
    std::thread::spawn(move || {
        for event in heard {
            // A page that is being closed no longer listens.
            let _ = page.emit("lectern", event);
        }
    });
    let Some(window) = app.get_webview_window("main") else {
        return;
    };
    window.on_window_event(move |event| {
        let WindowEvent::DragDrop(event) = event else {
            return;
        };
        let drop = match event {
            DragDropEvent::Enter { paths, .. } => Drop {
                phase: "enter",
                paths: paths.clone(),
            },
            DragDropEvent::Over { .. } => Drop {
                phase: "over",
                paths: Vec::new(),
            },
            DragDropEvent::Drop { paths, .. } => Drop {
                phase: "drop",
                paths: paths.clone(),
            },
            _ => Drop {
                phase: "leave",
                paths: Vec::new(),
            },
        };
        let _ = app.emit("drop", drop);
    });
}

/// The work that needs no asking: the caches level with the library, new papers embedded, and an
/// eye on what the command line writes beside the window.
pub(crate) fn begin_work(library: Library) {
    std::thread::spawn(move || {
        library.warm_up();
        loop {
            std::thread::sleep(LOOK);
            library.look_for_changes();
        }
    });
}
