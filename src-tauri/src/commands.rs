//! The window's one way into the library: decode, call, encode.

use library::api::types::ErrorBody;
use library::{Library, api};
use serde_json::Value;
use tauri::State;

#[tauri::command]
pub(crate) async fn call(
    library: State<'_, Library>,
    operation: String,
    request: Value,
) -> Result<Value, ErrorBody> {
    let library = library.inner().clone();
    tauri::async_runtime::spawn_blocking(move || api::call(&library, &operation, request))
        .await
        .map_err(|_| ErrorBody {
            code: "internal".to_owned(),
            message: "Something went wrong inside Lectern. Your papers are safe; try again."
                .to_owned(),
        })?
        .map_err(|error| error.body())
}
