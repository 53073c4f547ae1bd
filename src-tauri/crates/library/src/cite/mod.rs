//! References and keys to paste somewhere else. `rich` writes a reference as text and with its
//! formatting.

mod rich;

use std::sync::PoisonError;

use bibliography::{Group, Sort, Work};
use papers::Paper;
use papers::formats::{self, Format};

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};
use crate::export::{Chosen, annotated, entry};

/// Papers cited at once; more are an export.
const MOST: usize = 1_000;

impl Library {
    /// The papers in the form asked for, in the order given.
    pub fn cite(&self, request: CiteRequest) -> Result<Cited> {
        if request.ids.len() > MOST {
            return Err(Error::user(
                "too_many",
                format!("Up to {MOST} papers can be cited at once; export does more."),
            ));
        }
        let chosen = self.named_papers(&request.ids)?;
        let file = |format| {
            let papers: Vec<Paper> = chosen.iter().map(annotated).collect();
            formats::write(format, &papers)
        };
        let text = match request.form {
            CiteForm::Reference => return self.references(&chosen, &request),
            CiteForm::Key => {
                let keys: Vec<&str> = chosen.iter().map(|paper| paper.key.as_str()).collect();
                keys.join(", ")
            }
            CiteForm::Bibtex => file(Format::Bibtex),
            CiteForm::Biblatex => file(Format::Biblatex),
            CiteForm::Ris => file(Format::Ris),
            CiteForm::CslJson => file(Format::CslJson),
        };
        Ok(Cited { text, html: None })
    }

    fn references(&self, chosen: &[Chosen], request: &CiteRequest) -> Result<Cited> {
        let style = match &request.style {
            Some(style) => self.style(style)?,
            None => self.style(&self.settings(Nothing {})?.cite_style)?,
        };
        let entries = chosen.iter().map(|paper| entry(paper, &[])).collect();
        let work = Work {
            sort: Sort::Given,
            language: request.language.clone(),
            ..Work::new(vec![Group::new(None, entries)], &style)
        };
        let mut memory = self
            .shared
            .references
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let document = bibliography::compose_with(&work, &mut memory, &mut |_, _| true)?;
        let references = || document.sections.iter().flat_map(|part| &part.references);
        let text: Vec<String> = references().map(rich::text).collect();
        let html: Vec<String> = references().map(rich::html).collect();
        Ok(Cited {
            text: text.join("\n\n"),
            html: Some(html.concat()),
        })
    }
}
