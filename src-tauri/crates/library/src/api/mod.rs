//! The one table of operations: name, request, response, what an answer shows, what a change
//! makes stale. The window, the command line and the loopback server all go through [`call`];
//! the TypeScript types come from [`typescript`].

pub mod types;
mod typescript;

use serde_json::Value;
use ts_rs::TS;

use crate::Library;
use crate::error::{Error, Result};
use types::*;

/// What a line of the table says of its operation besides its types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    pub name: &'static str,
    /// Names of the answers this one belongs to; a window refreshes it when they go stale.
    pub shows: &'static [&'static str],
    /// Names of the answers that may be different after it.
    pub stale: &'static [&'static str],
}

macro_rules! operations {
    ($( $name:literal $method:ident : $request:ty => $response:ty,
        shows [$($shows:literal),*], stale [$($stale:literal),*]; )*) => {
        /// Every operation there is.
        pub const OPERATIONS: &[Operation] = &[
            $( Operation { name: $name, shows: &[$($shows),*], stale: &[$($stale),*] }, )*
        ];

        /// Decodes the request, runs the operation, encodes the answer.
        pub fn call(library: &Library, name: &str, request: Value) -> Result<Value> {
            match name {
                $( $name => {
                    let request: $request = serde_json::from_value(request)
                        .map_err(|error| Error::request($name, &error))?;
                    let response: $response = library.$method(request)?;
                    Ok(serde_json::to_value(response)?)
                } )*
                other => Err(Error::unknown_operation(other)),
            }
        }

        /// The TypeScript module that mirrors every type of the table.
        pub fn typescript() -> String {
            let config = ts_rs::Config::default().with_large_int("number");
            let mut declarations = typescript::Declarations::new(&config);
            $( declarations.add::<$request>(); declarations.add::<$response>(); )*
            declarations.add::<Event>();
            declarations.add::<ErrorBody>();
            let mut table = String::new();
            $( table.push_str(&format!(
                "  {:?}: {{ request: {}; response: {} }};\n",
                $name, <$request as TS>::name(&config), <$response as TS>::name(&config),
            )); )*
            let mut meaning = String::new();
            for operation in OPERATIONS {
                meaning.push_str(&format!(
                    "  {:?}: {{ shows: {:?}, stale: {:?} }},\n",
                    operation.name, operation.shows, operation.stale,
                ));
            }
            declarations.module(&table, &meaning)
        }
    };
}

operations! {
    "overview" overview: Nothing => Overview, shows ["overview"], stale [];
    "papers.list" list: ListRequest => ListResponse, shows ["papers"], stale [];
    "papers.ids" list_ids: ListRequest => IdsResponse, shows ["papers"], stale [];
    "paper.show" show: IdRequest => PaperDetail, shows ["paper"], stale [];
    "paper.history" history_of: IdRequest => Vec<HistoryEntry>, shows ["paper"], stale [];
    "related" related: RelatedRequest => RelatedResponse, shows ["related"], stale [];
    "related.why" related_why: WhyRequest => RelatedWhy, shows ["related"], stale [];
    "ranking" ranking: Nothing => Ranking, shows ["ranking"], stale [];
    "novelty" novelty: IdRequest => Novelty, shows ["related"], stale [];
    "topics" topics: TopicsRequest => Topics, shows ["papers"], stale [];

    "paper.decide" decide: DecideRequest => Done, shows [], stale ["papers", "paper", "overview", "ranking"];
    "paper.star" star: StarRequest => Done, shows [], stale ["papers", "paper", "overview", "ranking"];
    "paper.tag" tag: TagRequest => Done, shows [], stale ["papers", "paper", "overview"];
    "paper.note" note: NoteRequest => Done, shows [], stale ["papers", "paper"];
    "paper.edit" edit: EditRequest => Done, shows [], stale ["papers", "paper"];
    "paper.trash" trash: IdsRequest => Done, shows [], stale ["papers", "paper", "overview", "duplicates", "ranking"];
    "paper.restore" restore: IdsRequest => Done, shows [], stale ["papers", "paper", "overview", "duplicates", "ranking"];
    "highlight.add" add_highlight: HighlightRequest => Done, shows [], stale ["paper"];
    "highlight.edit" edit_highlight: HighlightEdit => Done, shows [], stale ["paper"];
    "highlight.remove" remove_highlight: HighlightId => Done, shows [], stale ["paper"];
    "collection.create" create_collection: CollectionName => CollectionMade, shows [], stale ["overview"];
    "collection.rename" rename_collection: CollectionRename => Done, shows [], stale ["overview"];
    "collection.delete" delete_collection: CollectionId => Done, shows [], stale ["overview", "papers", "paper"];
    "collection.add" add_to_collection: CollectionChange => Done, shows [], stale ["overview", "papers", "paper"];
    "collection.remove" remove_from_collection: CollectionChange => Done, shows [], stale ["overview", "papers", "paper"];
    "collection.order" order_collection: CollectionChange => Done, shows [], stale ["papers"];

    "saved.count" count_saved: SavedCount => SavedCounted, shows ["papers"], stale [];
    "saved.create" create_saved: SavedRequest => SavedMade, shows [], stale ["overview"];
    "saved.edit" edit_saved: SavedEdit => Done, shows [], stale ["overview", "papers"];
    "saved.delete" delete_saved: SavedId => Done, shows [], stale ["overview", "papers"];
    "saved.seen" see_saved: SavedId => Nothing, shows [], stale ["overview", "papers"];

    "duplicates" duplicates: DuplicatesRequest => DuplicatesResponse, shows ["duplicates"], stale [];
    "duplicates.settle" settle: SettleRequest => Done, shows [], stale ["overview", "papers", "paper", "related", "duplicates", "ranking"];

    "import.preview" preview_import: PreviewRequest => Preview, shows [], stale [];
    "import.sample" preview_sample: Nothing => Preview, shows [], stale [];
    "import.rows" preview_rows: RowsRequest => RowsResponse, shows [], stale [];
    "import.run" run_import: ImportRequest => ImportReport, shows [], stale ["overview", "papers", "paper", "related", "duplicates", "ranking"];
    "import.cancel" cancel_import: PreviewId => Nothing, shows [], stale [];

    "annotation.check" check_annotation: AnnotationText => AnnotationCheck, shows [], stale [];
    "annotation.progress" annotation_progress: ProgressRequest => AnnotationProgress, shows ["papers", "paper"], stale [];

    "fields" fields: Nothing => Vec<Field>, shows ["fields"], stale [];
    "field.create" create_field: FieldCreate => FieldId, shows [], stale ["fields", "overview"];
    "field.edit" edit_field: FieldEdit => Done, shows [], stale ["fields", "overview"];
    "field.delete" delete_field: FieldId => Done, shows [], stale ["fields", "overview"];
    "field.set" set_field: FieldSet => Done, shows [], stale ["papers", "paper", "fields", "overview"];
    "matrix" matrix: MatrixRequest => Matrix, shows ["papers", "paper", "fields"], stale [];
    "matrix.set" set_matrix: MatrixSet => Done, shows [], stale ["papers", "paper", "fields", "overview", "ranking"];
    "matrix.saved" saved_matrices: Nothing => Vec<MatrixSaved>, shows ["fields"], stale [];
    "matrix.save" save_matrix: MatrixSave => MatrixId, shows [], stale ["fields", "overview"];
    "matrix.export" export_matrix: MatrixExport => ExportReport, shows [], stale [];
    "matrix.delete" delete_matrix: MatrixId => Nothing, shows [], stale ["fields", "overview"];

    "paper.key" set_key: KeyRequest => Done, shows [], stale ["papers", "paper"];
    "cite" cite: CiteRequest => Cited, shows [], stale [];

    "export.styles" styles: StylesRequest => StyleSearch, shows ["styles"], stale [];
    "export.style.add" add_style: StyleAdd => StyleSummary, shows [], stale ["styles"];
    "export.style.remove" remove_style: StyleId => Nothing, shows [], stale ["styles"];
    "export.presets" export_presets: Nothing => Vec<ExportPreset>, shows ["presets"], stale [];
    "export.preset.save" save_export_preset: ExportPresetSave => ExportPresetId, shows [], stale ["presets", "overview"];
    "export.preset.delete" delete_export_preset: ExportPresetId => Nothing, shows [], stale ["presets", "overview"];
    "export.preview" preview_export: ExportPreviewRequest => ExportPreview, shows ["papers", "paper"], stale [];
    "export.run" run_export: ExportRequest => ExportReport, shows [], stale [];

    "undo" undo: UndoRequest => Done, shows [], stale ["overview", "papers", "paper", "related", "duplicates", "ranking", "presets", "fields"];
    "redo" redo: Nothing => Done, shows [], stale ["overview", "papers", "paper", "related", "duplicates", "ranking", "presets", "fields"];
    "history" history: Nothing => Vec<HistoryEntry>, shows ["overview"], stale [];

    "jobs" jobs: Nothing => Vec<Job>, shows ["jobs"], stale [];
    "job.cancel" cancel_job: JobId => Nothing, shows [], stale [];
    "embed" start_embedding: Nothing => Job, shows [], stale [];
    "backup" backup: BackupRequest => BackupReport, shows [], stale ["overview"];
    "settings" settings: Nothing => Settings, shows ["settings"], stale [];
    "settings.save" save_settings: Settings => Nothing, shows [], stale ["settings", "ranking"];
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `./dev types` sets LECTERN_WRITE_TYPES to write the file anew instead.
    #[test]
    fn generated_typescript_equals_rust() {
        let path =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/api/types.ts");
        if std::env::var_os("LECTERN_WRITE_TYPES").is_some() {
            std::fs::write(&path, typescript()).expect("writes the types");
        }
        let written = std::fs::read_to_string(&path).expect("reads the types");
        assert!(
            written == typescript(),
            "{} is not what the operations table says; run ./dev types",
            path.display()
        );
    }

    #[test]
    fn every_stale_name_is_shown_by_some_operation() {
        for operation in OPERATIONS {
            for stale in operation.stale {
                assert!(
                    OPERATIONS.iter().any(|other| other.shows.contains(stale)),
                    "{} makes {stale} stale, which nothing shows",
                    operation.name
                );
            }
        }
    }
}
