//! References, citations and keys to paste somewhere else.

use papers::formats::Format;

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};
use crate::export::{Chosen, entry, reference_file};

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
        let file = |format| reference_file(format, &chosen);
        let text = match request.form {
            CiteForm::Reference => {
                return self.cited(&chosen, &request, bibliography::CiteForm::Reference);
            }
            CiteForm::Citation => {
                return self.cited(&chosen, &request, bibliography::CiteForm::Citation);
            }
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

    fn cited(
        &self,
        chosen: &[Chosen],
        request: &CiteRequest,
        form: bibliography::CiteForm,
    ) -> Result<Cited> {
        let style = match &request.style {
            Some(style) => self.style(style)?,
            None => self.style(&self.settings(Nothing {})?.cite_style)?,
        };
        let items: Vec<_> = chosen.iter().map(|paper| entry(paper, &[]).item).collect();
        let printed = bibliography::cite(&items, &style, request.language.as_deref(), form)?;
        Ok(Cited {
            text: bibliography::inline_text(&printed),
            html: Some(bibliography::inline_html(&printed)),
        })
    }
}
