//! Opens the one window and ties it to the library.

use cli::Common;
use library::{Library, Options};
use tauri::{AppHandle, RunEvent, Theme, WebviewUrl, WebviewWindowBuilder};

use crate::{commands, events, native};

/// Opens the window and stays until it is closed.
#[expect(
    clippy::disallowed_methods,
    reason = "tauri's own macro ends the program on a panic"
)]
pub(crate) fn open(common: &Common) -> Result<(), String> {
    can_show_a_window()?;
    let folder = cli::library_folder(common).map_err(|error| error.message)?;
    let library = Library::open(Options::new(folder, "window")).map_err(|error| error.message)?;
    let shown = library.clone();
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .manage(library.clone())
        .invoke_handler(tauri::generate_handler![
            commands::call,
            native::pick_files,
            native::pick_folder,
            native::save_as,
            native::open_link,
            native::reveal,
        ])
        .setup(move |app| {
            show(app.handle())?;
            events::follow(app.handle().clone(), &shown);
            events::begin_work(shown);
            Ok(())
        })
        .build(tauri::generate_context!())
        .map_err(|error| format!("The window could not be opened: {error}."))?;
    app.run(move |_, event| {
        if let RunEvent::Exit = event {
            library.stop();
        }
    });
    Ok(())
}

fn show(app: &AppHandle) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
        .title("Lectern")
        .inner_size(1280.0, 800.0)
        .min_inner_size(760.0, 480.0)
        // A file dropped beside a target must not replace the page; drops come as events.
        .on_navigation(|url| {
            matches!(url.scheme(), "tauri") || url.host_str() == Some("tauri.localhost")
        })
        .build()?;
    // Before the page has painted, the window has the colour that the page will have.
    let ground = match window.theme() {
        Ok(Theme::Dark) => tauri::webview::Color(24, 24, 27, 255),
        _ => tauri::webview::Color(250, 250, 249, 255),
    };
    window.set_background_color(Some(ground))?;
    window.set_focus()
}

/// Without a display the window library would end the program without a word.
fn can_show_a_window() -> Result<(), String> {
    #[cfg(target_os = "linux")]
    {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if !set("DISPLAY") && !set("WAYLAND_DISPLAY") {
            return Err(
                "There is no display to open a window on ($DISPLAY and $WAYLAND_DISPLAY are \
                        not set). The command line works without one: `lectern import FILE`, \
                        `lectern search QUERY`; `lectern --help` lists all."
                    .to_owned(),
            );
        }
    }
    Ok(())
}
