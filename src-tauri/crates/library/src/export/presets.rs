//! Choices of an export that the reader keeps under a name.

use store::{Keeps, Kept};

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};
use crate::kept::shaped;

impl Library {
    /// By name.
    pub fn export_presets(&self, _: Nothing) -> Result<Vec<ExportPreset>> {
        let kept = self.store().read(|reader| reader.kept(Keeps::Export))?;
        Ok(kept.into_iter().filter_map(preset).collect())
    }

    pub fn save_export_preset(&self, request: ExportPresetSave) -> Result<ExportPresetId> {
        let value = serde_json::to_value(&request.choices)?;
        let id = self.keep(Keeps::Export, "the export preset", &request.name, &value)?;
        Ok(ExportPresetId { id })
    }

    pub fn delete_export_preset(&self, request: ExportPresetId) -> Result<Nothing> {
        self.forget_kept(Keeps::Export, "the export preset", request.id)
    }

    /// The choices kept under a name, whatever its case.
    pub fn export_preset(&self, name: &str) -> Result<ExportPreset> {
        let found = self
            .store()
            .read(|reader| reader.kept_by_name(Keeps::Export, name))?;
        found.and_then(preset).ok_or_else(|| {
            Error::user(
                "no_such_preset",
                format!("There is no export preset {name:?}."),
            )
        })
    }
}

fn preset(kept: Kept) -> Option<ExportPreset> {
    let (id, name, choices) = shaped(kept)?;
    Some(ExportPreset { id, name, choices })
}
