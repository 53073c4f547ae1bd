//! `saved`.

use library::Library;
use library::api::types::*;
use library::error::Error;
use serde::Serialize;

use super::annotate::say;
use super::{Done, find, open};
use crate::args::{Common, Saved};
use crate::output;

#[derive(Debug, Serialize)]
struct All {
    saved: Vec<SavedSummary>,
}

pub(super) fn saved(common: &Common, arguments: &Saved) -> Done {
    let library = open(common)?;
    let Some(name) = &arguments.name else {
        return list(common, &library);
    };
    if arguments.delete {
        let id = named(&library, name)?;
        return say(common, &library.delete_saved(SavedId { id })?);
    }
    let id = match (library.saved_id(name)?, &arguments.query) {
        (Some(id), _) => id,
        (None, Some(query)) => {
            let request = SavedRequest {
                name: name.clone(),
                query: query.clone(),
                mode: arguments.mode.map(find::mode).unwrap_or_default(),
                threshold: arguments.threshold,
            };
            library.create_saved(request)?.id
        }
        (None, None) => return Err(unknown(name).into()),
    };
    let known = library.saved_hits(id, 0, 0)?.summary;
    let wanted = SavedEdit {
        id,
        name: arguments.rename.as_ref().unwrap_or(&known.name).clone(),
        query: arguments.query.as_ref().unwrap_or(&known.query).clone(),
        mode: arguments.mode.map(find::mode).unwrap_or(known.mode),
        threshold: arguments.threshold.or(known.threshold),
    };
    if arguments.query.is_some() || arguments.rename.is_some() {
        library.edit_saved(wanted)?;
    }
    if arguments.seen {
        library.see_saved(SavedId { id })?;
    }
    show(common, &library, id, arguments)
}

/// The saved search of this name, which must exist.
pub(super) fn named(library: &Library, name: &str) -> Result<i64, Error> {
    library.saved_id(name)?.ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> Error {
    Error::user(
        "no_such_saved_search",
        format!("There is no saved search {name:?}; --query Q makes one."),
    )
}

fn list(common: &Common, library: &Library) -> Done {
    let saved = library.saved_now()?;
    if common.json {
        return output::json(&All { saved });
    }
    for search in &saved {
        let new = match search.new {
            0 => String::new(),
            new => format!(", {new} new"),
        };
        output::line(&format!(
            "{}  ({}{new})  {}",
            output::plain(&search.name),
            output::papers(search.papers),
            output::plain(&search.query)
        ))?;
    }
    Ok(())
}

fn show(common: &Common, library: &Library, id: i64, arguments: &Saved) -> Done {
    let found = library.saved_hits(id, arguments.page.offset, arguments.page.limit)?;
    for error in &found.summary.errors {
        let place = error.start + 1;
        output::remark(
            common,
            &format!("Query, character {place}: {}", error.message),
        );
    }
    if common.json {
        return output::json(&found);
    }
    for hit in &found.hits {
        let new = if hit.new { " (new)" } else { "" };
        let year = hit
            .year
            .map(|year| format!(" ({year})"))
            .unwrap_or_default();
        output::line(&format!(
            "{:>6}  {}{year}{new}",
            hit.id,
            output::plain(&hit.title)
        ))?;
        let why = match hit.why {
            HitWhy::Words => "words: ",
            HitWhy::Meaning => "meaning: ",
            HitWhy::Both => "words and meaning: ",
        };
        let what = match hit.why {
            HitWhy::Meaning => format!("{:.2}", hit.score),
            HitWhy::Words | HitWhy::Both => output::plain(&hit.words.join(", ")),
        };
        output::line(&format!("        {why}{what}"))?;
    }
    output::remark(
        common,
        &format!(
            "{} in “{}”, {} new",
            output::papers(found.summary.papers),
            output::plain(&found.summary.name),
            found.summary.new
        ),
    );
    Ok(())
}
