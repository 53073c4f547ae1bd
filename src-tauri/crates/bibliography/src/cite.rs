//! Single references and citations, for pasting elsewhere.

use serde_json::Value as Json;

use crate::csl::{self, Processor, Record};
use crate::references::{self, References};
use crate::rich::{self, Inline};
use crate::style::Style;
use crate::{Error, Result, html, item, locales};

/// What is wanted of a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CiteForm {
    /// The entry of a bibliography, without the number that it would have there.
    Reference,
    /// What stands in the text: `(Doe, 2020)`, `[1]`, or a note.
    Citation,
}

/// Works (CSL-JSON) in a style: their references in the order given, each on its line, or one
/// citation of all of them. Numbers count from one. `language` is a tag as for
/// [`crate::Work::language`].
///
/// # Errors
/// None at present; a work that the style cannot print is printed plainly.
pub fn cite(
    items: &[Json],
    style: &Style,
    language: Option<&str>,
    form: CiteForm,
) -> Result<Vec<Inline>> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let language = locales::of_style(style, language);
    let locales = locales::all();
    let family = style.layout().family;
    let items: Vec<_> = items
        .iter()
        .map(|json| item::named_once(json, family))
        .collect();
    let jsons: Vec<&Json> = items.iter().map(AsRef::as_ref).collect();
    match form {
        CiteForm::Reference => {
            let formatted = references::format(
                &jsons,
                &[jsons.len()],
                style,
                &language,
                locales,
                &mut References::default(),
                &mut |_| true,
            )
            .ok_or(Error::Cancelled)?;
            let mut out = Vec::new();
            for reference in formatted {
                if !out.is_empty() {
                    out.push(Inline::Break);
                }
                out.extend(reference.content);
            }
            Ok(out)
        }
        CiteForm::Citation => {
            let terms = csl::terms(&style.full, &language, locales);
            let processor = Processor::new(&style.full, &terms);
            let letters = references::letters_of(&jsons, style, &processor);
            let works: Vec<(Record, u32)> = jsons
                .iter()
                .map(|json| Record::new(json))
                .zip(letters)
                .collect();
            let cites = processor.cites(&works);
            let cites = (1..)
                .zip(cites)
                .zip(&jsons)
                .map(|((number, cite), json)| {
                    if cite.is_empty() {
                        item::plain_reference(json)
                    } else {
                        references::numbered(&cite, number)
                    }
                })
                .collect();
            Ok(processor.together(cites))
        }
    }
}

/// Text with formatting as HTML, everything escaped. It needs no style sheet.
pub fn inline_html(inlines: &[Inline]) -> String {
    let mut out = String::new();
    html::inlines(&mut out, inlines);
    // Every bracket of the text itself is escaped, so that these can only be elements.
    out.replace(
        "<span class=\"small-caps\">",
        "<span style=\"font-variant:small-caps\">",
    )
    .replace(
        "<span class=\"underline\">",
        "<span style=\"text-decoration:underline\">",
    )
}

/// The bare characters of formatted text.
pub fn inline_text(inlines: &[Inline]) -> String {
    rich::flat(inlines)
}
