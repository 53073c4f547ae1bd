//! What the reader set up: appearance, reasons for exclusion, keys. Kept in the library, so that
//! it travels with it; not part of undo.

use std::collections::BTreeMap;

use papers::identity::KeyPattern;
use serde_json::Value;

use crate::Library;
use crate::api::types::{self, Density, Nothing, Settings, Theme};
use crate::error::{Error, Result};

pub(crate) const NAME: &str = "window";

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            theme: Theme::System,
            language: "en".to_owned(),
            text_size: 100,
            density: Density::Comfortable,
            reasons: [
                "Off topic",
                "Wrong population",
                "Wrong method",
                "Wrong outcome",
                "Not original research",
                "Duplicate",
                "Language",
                "No full text",
                "Other",
            ]
            .map(str::to_owned)
            .to_vec(),
            ranking: true,
            cite_style: types::apa(),
            key_pattern: types::key_pattern(),
            keys: BTreeMap::new(),
            window: BTreeMap::new(),
        }
    }
}

impl Library {
    pub fn settings(&self, _: Nothing) -> Result<Settings> {
        let stored = self.store().read(|r| r.setting(NAME))?;
        // Settings of a later version may have another shape: better the defaults than no window.
        Ok(stored
            .and_then(|value| serde_json::from_value(value).ok())
            .unwrap_or_default())
    }

    pub fn save_settings(&self, settings: Settings) -> Result<Nothing> {
        if !(80..=160).contains(&settings.text_size) {
            return Err(Error::user(
                "bad_request",
                "The text size goes from 80 to 160 percent.",
            ));
        }
        if settings.reasons.len() > 9
            || settings
                .reasons
                .iter()
                .any(|reason| reason.trim().is_empty())
        {
            return Err(Error::user(
                "bad_request",
                "There are one to nine reasons, none of them empty.",
            ));
        }
        self.style(&settings.cite_style)?;
        KeyPattern::parse(&settings.key_pattern)
            .map_err(|error| Error::user("bad_key_pattern", error.to_string()))?;
        let value = serde_json::to_value(&settings)?;
        self.remember(NAME, &value)?;
        Ok(Nothing {})
    }

    /// Keeps a value under a name, outside of undo.
    pub(crate) fn remember(&self, name: &str, value: &Value) -> Result<()> {
        self.store()
            .write(self.action("settings", "Change a setting"), |writer| {
                writer.set_setting(name, value)
            })?;
        Ok(())
    }
}
