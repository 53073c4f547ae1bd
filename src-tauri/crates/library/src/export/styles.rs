//! Citation styles: those that come with the program, and the reader's own, which are files in the
//! library's folder and so there for every process that opens it.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use bibliography::Style;

use super::write_whole;
use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};

/// Styles that a search answers with when the request does not say how many.
const DEFAULT_LIMIT: usize = 50;
const MOST: usize = 5_000;

/// Longest name of a file that keeps a style, in characters.
const LONGEST_ID: usize = 80;

/// A style that nobody chose.
const USUAL: &str = "apa";

/// The reader's styles as they were read last, by what their files hold. The same style read twice
/// would be another to the memory of references.
#[derive(Debug, Default)]
pub(crate) struct OwnStyles {
    read: Mutex<HashMap<Vec<u8>, Style>>,
}

/// Files remembered; then it begins anew.
const REMEMBERED: usize = 100;

impl Library {
    pub fn styles(&self, request: StylesRequest) -> Result<StyleSearch> {
        let words: Vec<String> = request
            .query
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let asked = |style: &StyleSummary| {
            let name = format!("{} {}", style.name, style.id).to_lowercase();
            words.iter().all(|word| name.contains(word.as_str()))
        };
        let known = bibliography::styles()
            .into_iter()
            .map(|style| StyleSummary {
                id: style.id,
                name: style.name,
                main: style.main,
                own: false,
            });
        let own = self.own_styles()?;
        let mut styles: Vec<StyleSummary> = own.into_iter().chain(known).filter(asked).collect();
        let total = styles.len();
        styles.truncate(match request.limit {
            0 => DEFAULT_LIMIT,
            limit => limit.min(MOST),
        });
        Ok(StyleSearch { styles, total })
    }

    /// Keeps a `.csl` file in the library. One of the same name is replaced.
    pub fn add_style(&self, request: StyleAdd) -> Result<StyleSummary> {
        let (name, bytes) = match (request.path, request.text) {
            (Some(path), None) => {
                let path = PathBuf::from(path);
                let bytes = read(&path)?;
                let name = path
                    .file_stem()
                    .map(|name| name.to_string_lossy().into_owned());
                (name.unwrap_or_default(), bytes)
            }
            (None, Some(text)) => {
                let name = request.name.unwrap_or_default();
                let name = name.strip_suffix(".csl").unwrap_or(&name).to_owned();
                (name, text.into_bytes())
            }
            _ => {
                return Err(Error::user(
                    "bad_request",
                    "A style is added by its path or by its text.",
                ));
            }
        };
        let style = self.read_style(&bytes)?;
        let id = free_id(&name, style.name());
        let folder = self.folder().styles();
        fs::create_dir_all(&folder)
            .map_err(|error| Error::io(&folder, "create the folder", &error))?;
        write_whole(&[(&folder.join(format!("{id}.csl")), &bytes)])?;
        Ok(summary(id, &style))
    }

    /// Removes a style of the reader's own.
    pub fn remove_style(&self, request: StyleId) -> Result<Nothing> {
        let Some(path) = self.own_style(&request.id) else {
            return Err(Error::user(
                "unknown_style",
                format!(
                    "{:?} is no style that was added to this library.",
                    request.id
                ),
            ));
        };
        fs::remove_file(&path).map_err(|error| Error::io(&path, "remove", &error))?;
        Ok(Nothing {})
    }

    /// A style by its id, the reader's own before those that come with the program, or by the path
    /// of its file.
    pub(crate) fn style(&self, name: &str) -> Result<Style> {
        let name = if name.is_empty() { USUAL } else { name };
        if let Some(path) = self.own_style(name) {
            return self.read_style(&read(&path)?);
        }
        if name.ends_with(".csl") {
            return self.read_style(&read(Path::new(name))?);
        }
        Ok(Style::by_id(name)?)
    }

    fn read_style(&self, csl: &[u8]) -> Result<Style> {
        let memory = &self.shared.own_styles.read;
        let known = memory.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(style) = known.get(csl) {
            return Ok(style.clone());
        }
        drop(known);
        let style = Style::from_csl(csl)?;
        let mut known = memory.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(csl.to_vec(), style.clone());
        Ok(style)
    }

    /// The file of a style of the reader's own.
    fn own_style(&self, id: &str) -> Option<PathBuf> {
        // Nothing but what `free_id` makes: an id is no way out of the folder.
        (slug(id) == id && !id.is_empty())
            .then(|| self.folder().styles().join(format!("{id}.csl")))
            .filter(|path| path.is_file())
    }

    /// By name. A file that somebody put there and that is no style is passed over.
    fn own_styles(&self) -> Result<Vec<StyleSummary>> {
        let folder = self.folder().styles();
        let Ok(files) = fs::read_dir(&folder) else {
            return Ok(Vec::new());
        };
        let mut own: Vec<StyleSummary> = files
            .filter_map(|file| {
                let path = file.ok()?.path();
                let id = path.file_stem()?.to_str()?.to_owned();
                let path = self.own_style(&id)?;
                let style = self.read_style(&read(&path).ok()?).ok()?;
                Some(summary(id, &style))
            })
            .collect();
        own.sort_by_cached_key(|style| (style.name.to_lowercase(), style.id.clone()));
        Ok(own)
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| Error::io(path, "read", &error))
}

fn summary(id: String, style: &Style) -> StyleSummary {
    StyleSummary {
        id,
        name: style.name().to_owned(),
        main: false,
        own: true,
    }
}

/// What a style is known by here: its file's name, made safe; never that of a style that comes with
/// the program, which would then be out of reach.
fn free_id(file: &str, name: &str) -> String {
    let id = [file, name]
        .into_iter()
        .map(slug)
        .find(|id| !id.is_empty())
        .unwrap_or_else(|| "style".to_owned());
    match Style::by_id(&id) {
        Ok(_) => format!("own-{id}"),
        Err(_) => id,
    }
}

/// Small letters, digits and single hyphens.
fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let slug: String = words.join("-").chars().take(LONGEST_ID).collect();
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_safe_as_a_name_of_a_file_and_hides_no_other_style() {
        assert_eq!(
            slug("Journal of Odd Things (2nd ed.)"),
            "journal-of-odd-things-2nd-ed"
        );
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug(&"x-".repeat(100)).len(), LONGEST_ID - 1);
        assert_eq!(free_id("apa", "Ours"), "own-apa");
        assert_eq!(free_id("潮", "Ours"), "ours");
        assert_eq!(free_id("", ""), "style");
    }
}
