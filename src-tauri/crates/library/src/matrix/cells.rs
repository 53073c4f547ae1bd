//! What stands in a cell: text that [`super::set`] takes back as it is.

use std::collections::BTreeMap;

use papers::Name;
use store::StoredPaper;

use crate::annotation::sections;
use crate::api::types::MatrixColumn;

/// A paper and what of it stands elsewhere.
pub(super) struct Cells<'p> {
    pub(super) paper: &'p StoredPaper,
    pub(super) tags: Vec<String>,
    /// Values by field.
    pub(super) fields: BTreeMap<i64, String>,
}

impl Cells<'_> {
    pub(super) fn cell(&self, column: &MatrixColumn) -> String {
        let stored = self.paper;
        let paper = &stored.paper;
        match column {
            MatrixColumn::Title => paper.title.clone(),
            MatrixColumn::Authors => authors(&paper.authors),
            MatrixColumn::Year => paper
                .date
                .map(|date| date.year.to_string())
                .unwrap_or_default(),
            MatrixColumn::Venue => paper.venue.clone().unwrap_or_default(),
            MatrixColumn::Key => stored.key.clone(),
            MatrixColumn::Decision => stored.decision.name().to_owned(),
            MatrixColumn::Tags => self.tags.join(", "),
            MatrixColumn::Stars => stored.stars.to_string(),
            MatrixColumn::Note => stored.note.clone(),
            MatrixColumn::Section { name } => sections::under(&stored.note, name)
                .unwrap_or_default()
                .to_owned(),
            MatrixColumn::Field { id } => self.fields.get(id).cloned().unwrap_or_default(),
        }
    }
}

/// `Family, Given; Family, Given; {An Institution}`
pub(super) fn authors(names: &[Name]) -> String {
    let names: Vec<String> = names.iter().map(inverted).collect();
    names.join("; ")
}

fn inverted(name: &Name) -> String {
    match name {
        Name::Literal { literal } => format!("{{{literal}}}"),
        Name::Person { given, .. } => match given {
            Some(given) => format!("{}, {given}", name.surname()),
            None => name.surname(),
        },
    }
}
