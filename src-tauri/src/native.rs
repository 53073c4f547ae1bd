//! What only the desktop can do: file dialogs, links outside, showing a file in its folder.

use std::path::PathBuf;

use library::api::types::ErrorBody;
use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, FilePath};
use tauri_plugin_opener::OpenerExt;
use tokio::sync::oneshot;

fn error(code: &str, message: impl Into<String>) -> ErrorBody {
    ErrorBody {
        code: code.to_owned(),
        message: message.into(),
    }
}

fn paths(chosen: Option<Vec<FilePath>>) -> Vec<PathBuf> {
    chosen
        .into_iter()
        .flatten()
        .filter_map(|path| path.into_path().ok())
        .collect()
}

#[tauri::command]
pub(crate) async fn pick_files(app: AppHandle) -> Vec<PathBuf> {
    let (answer, chosen) = oneshot::channel();
    app.dialog()
        .file()
        .set_title("Import")
        .pick_files(move |files| {
            // Nobody waits any more when the window has gone.
            let _ = answer.send(files);
        });
    paths(chosen.await.ok().flatten())
}

#[tauri::command]
pub(crate) async fn pick_folder(app: AppHandle) -> Option<PathBuf> {
    let (answer, chosen) = oneshot::channel();
    app.dialog()
        .file()
        .set_title("Import a folder")
        .pick_folder(move |folder| {
            let _ = answer.send(folder);
        });
    chosen.await.ok().flatten()?.into_path().ok()
}

#[tauri::command]
pub(crate) async fn save_as(
    app: AppHandle,
    suggested: String,
    extension: String,
) -> Option<PathBuf> {
    let (answer, chosen) = oneshot::channel();
    app.dialog()
        .file()
        .set_title("Export")
        .set_file_name(suggested)
        .add_filter(extension.to_uppercase(), &[&extension])
        .save_file(move |file| {
            let _ = answer.send(file);
        });
    chosen.await.ok().flatten()?.into_path().ok()
}

/// Opens a link in the reader's browser; nothing but web addresses, whatever a digest says.
#[tauri::command]
pub(crate) async fn open_link(app: AppHandle, url: String) -> Result<(), ErrorBody> {
    let web = url.starts_with("https://") || url.starts_with("http://");
    if !web || url.chars().any(char::is_control) {
        return Err(error("bad_url", "Only web links can be opened."));
    }
    app.opener()
        .open_url(&url, None::<&str>)
        .map_err(|failure| {
            error(
                "no_browser",
                format!("The link could not be opened: {failure}."),
            )
        })
}

#[tauri::command]
pub(crate) async fn reveal(app: AppHandle, path: PathBuf) -> Result<(), ErrorBody> {
    if !path.exists() {
        return Err(error(
            "not_found",
            format!("{} does not exist.", path.display()),
        ));
    }
    app.opener().reveal_item_in_dir(&path).map_err(|failure| {
        error(
            "no_file_manager",
            format!("The folder could not be opened: {failure}."),
        )
    })
}
