//! Names and values that the reader keeps for another time: presets of exports, matrices.

use serde::de::DeserializeOwned;
use serde_json::Value;
use store::{Keeps, Kept};

use crate::Library;
use crate::api::types::Nothing;
use crate::error::{Error, Result};

/// Longest name, in characters.
const LONGEST_NAME: usize = 100;

impl Library {
    /// Keeps a value; one of the same name, whatever its case, is replaced. `what` names it in the
    /// log.
    pub(crate) fn keep(&self, kind: Keeps, what: &str, name: &str, value: &Value) -> Result<i64> {
        let name = clean_name(name)?;
        let action = format!("Save {what} “{name}”");
        let written = self.store().write(self.action("keep", &action), |writer| {
            writer.keep(kind, &name, value)
        })?;
        self.after_write(written.seq.is_some())?;
        Ok(written.value)
    }

    pub(crate) fn forget_kept(&self, kind: Keeps, what: &str, id: i64) -> Result<Nothing> {
        let action = format!("Delete {what}");
        let written = self.store().write(self.action("keep", &action), |writer| {
            let known = writer.kept(kind)?.into_iter().find(|kept| kept.id == id);
            if let Some(known) = known {
                writer.set_what(format!("{action} “{}”", known.name));
            }
            writer.forget_kept(kind, id)
        })?;
        self.after_write(written.seq.is_some())?;
        Ok(Nothing {})
    }
}

/// What was kept, in this version's shape; none when a later version kept it in another.
pub(crate) fn shaped<T: DeserializeOwned>(kept: Kept) -> Option<(i64, String, T)> {
    let value = serde_json::from_value(kept.value).ok()?;
    Some((kept.id, kept.name, value))
}

/// A name as the reader may give one: one line of 1 to 100 characters.
pub(crate) fn clean_name(name: &str) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control)
    {
        return Err(Error::user(
            "bad_name",
            format!("A name has 1 to {LONGEST_NAME} characters; {name:?} has not."),
        ));
    }
    Ok(name)
}
