//! What Tauri wants before the shell is compiled.

fn main() {
    // The model is bundled as a resource, and a resource folder must exist; it stays empty where
    // the model was never fetched, and everything but related papers works.
    std::fs::create_dir_all("model").expect("the model's folder can be made");
    tauri_build::try_build(
        tauri_build::Attributes::new().capabilities_path_pattern("./src-tauri/capabilities/**/*"),
    )
    .expect("the window's configuration is sound");
}
