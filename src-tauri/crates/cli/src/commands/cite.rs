//! `styles`, `cite`, `key`.

use library::api::types::*;

use super::annotate::say;
use super::{Done, one, open};
use crate::args::{self, Common};
use crate::output;

pub(super) fn styles(common: &Common, arguments: &args::Styles) -> Done {
    let library = open(common)?;
    if let Some(file) = &arguments.add {
        let style = library.add_style(StyleAdd {
            path: Some(file.display().to_string()),
            ..StyleAdd::default()
        })?;
        if common.json {
            return output::json(&style);
        }
        return output::line(&output::plain(&format!("{}  {}", style.id, style.name)));
    }
    if let Some(id) = &arguments.remove {
        library.remove_style(StyleId { id: id.clone() })?;
        output::remark(common, &format!("{} was removed", output::plain(id)));
        return match common.json {
            true => output::json(&Nothing {}),
            false => Ok(()),
        };
    }
    let found = library.styles(StylesRequest {
        query: arguments.query.clone().unwrap_or_default(),
        limit: arguments.limit,
    })?;
    if common.json {
        return output::json(&found);
    }
    for style in &found.styles {
        let own = if style.own { " (your own)" } else { "" };
        let line = format!("{}  {}{own}", style.id, style.name);
        output::line(&output::plain(&line))?;
    }
    if found.total > found.styles.len() {
        output::remark(
            common,
            &format!("{} of {} styles", found.styles.len(), found.total),
        );
    }
    Ok(())
}

pub(super) fn cite(common: &Common, arguments: &args::Cite) -> Done {
    let library = open(common)?;
    let cited = library.cite(CiteRequest {
        ids: library.resolve(&arguments.papers)?,
        form: match arguments.form {
            args::CiteForm::Reference => CiteForm::Reference,
            args::CiteForm::Key => CiteForm::Key,
            args::CiteForm::Bibtex => CiteForm::Bibtex,
            args::CiteForm::Biblatex => CiteForm::Biblatex,
            args::CiteForm::Ris => CiteForm::Ris,
            args::CiteForm::CslJson => CiteForm::CslJson,
        },
        style: arguments.style.clone(),
        language: arguments.language.clone(),
    })?;
    if common.json {
        return output::json(&cited);
    }
    output::line(cited.text.trim_end())
}

pub(super) fn key(common: &Common, paper: &str, key: Option<&str>) -> Done {
    let library = open(common)?;
    let id = one(&library, paper)?;
    let Some(key) = key else {
        let paper = library.show(IdRequest { id })?;
        return if common.json {
            output::json(&paper)
        } else {
            output::line(&output::plain(&paper.key))
        };
    };
    let request = KeyRequest {
        id,
        key: key.to_owned(),
    };
    say(common, &library.set_key(request)?)
}
