//! Citation keys: made by the reader's pattern when a paper comes in, unique in the library, and
//! changed by nothing but the reader's own hand.

use papers::identity::KeyPattern;
use store::Reader;

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};
use crate::settings;

/// Longest key, in characters.
const LONGEST_KEY: usize = 100;

/// What BibTeX, LaTeX or a shell would take for something else.
const FORBIDDEN: &str = "\"#%'(),={}~\\@";

impl Library {
    /// Gives a paper another citation key.
    pub fn set_key(&self, request: KeyRequest) -> Result<Done> {
        let key = request.key.trim();
        check(key)?;
        let verb = format!("Change the key to {key} of");
        self.change(&[request.id], "key", &verb, |writer| {
            Ok(writer.set_key(request.id, key)?)
        })
    }
}

/// The pattern that the reader set; the usual one when it was set by a later version and means
/// nothing to this one.
pub(crate) fn pattern(reader: &Reader<'_>) -> Result<KeyPattern> {
    let stored = reader.setting(settings::NAME)?;
    let pattern = stored
        .as_ref()
        .and_then(|settings| settings.get("key_pattern")?.as_str())
        .and_then(|pattern| KeyPattern::parse(pattern).ok());
    Ok(pattern.unwrap_or_default())
}

fn check(key: &str) -> Result<()> {
    let bad = key.chars().find(|character| {
        character.is_whitespace() || character.is_control() || FORBIDDEN.contains(*character)
    });
    let why = match bad {
        Some(character) if character.is_whitespace() => "it cannot hold blanks".to_owned(),
        Some(character) => format!("it cannot hold {character:?}"),
        None if key.is_empty() => "it cannot be empty".to_owned(),
        None if key.chars().count() > LONGEST_KEY => {
            format!("it has at most {LONGEST_KEY} characters")
        }
        None => return Ok(()),
    };
    Err(Error::user(
        "bad_key",
        format!("This is no citation key: {why}. The key was not changed."),
    ))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_key_is_what_every_reference_format_takes() {
        for key in [
            "smith2020moss",
            "Smith:2020-a",
            "DBLP:conf/nips/1",
            "Möller_2",
            "潮汐2024",
        ] {
            assert!(check(key).is_ok(), "{key}");
        }
        let long = "k".repeat(101);
        for key in [
            "",
            "two words",
            "a,b",
            "{a}",
            "a\u{0}b",
            "a\u{a0}b",
            "50%",
            long.as_str(),
        ] {
            assert_eq!(check(key).unwrap_err().code, "bad_key", "{key}");
        }
    }
}
