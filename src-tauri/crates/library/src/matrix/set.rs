//! A cell changed where it stands: the same action as in the reading pane, so that it is checked,
//! logged and undone the same way.

use super::cells;
use crate::Library;
use crate::annotation::sections;
use crate::api::types::*;
use crate::error::{Error, Result};

impl Library {
    pub fn set_matrix(&self, request: MatrixSet) -> Result<Done> {
        let (id, value) = (request.id, request.value.trim());
        let edit = EditRequest {
            id,
            ..EditRequest::default()
        };
        let text = Some(value.to_owned());
        match request.column {
            MatrixColumn::Title => self.edit(EditRequest {
                title: text,
                ..edit
            }),
            MatrixColumn::Authors => {
                let known = cells::authors(&self.stored_paper(id)?.paper.authors);
                // A cell shows less of a name than there is; left as it was it changes nothing.
                let authors = (known != value).then(|| value.replace(';', "\n"));
                self.edit(EditRequest { authors, ..edit })
            }
            MatrixColumn::Year => self.set_year(id, value),
            MatrixColumn::Venue => self.edit(EditRequest {
                venue: text,
                ..edit
            }),
            MatrixColumn::Key => self.set_key(KeyRequest {
                id,
                key: value.to_owned(),
            }),
            MatrixColumn::Decision => self.decide(DecideRequest {
                ids: vec![id],
                decision: decision(value)?,
                reason: None,
            }),
            MatrixColumn::Tags => self.set_tags(id, value),
            MatrixColumn::Stars => self.star(StarRequest {
                ids: vec![id],
                stars: match value {
                    "" => 0,
                    value => value.parse().map_err(|_| {
                        Error::user(
                            "bad_value",
                            format!("A paper has 0 to 5 stars, not {value:?}."),
                        )
                    })?,
                },
            }),
            MatrixColumn::Note => self.note(NoteRequest {
                id,
                text: request.value,
            }),
            MatrixColumn::Section { name } => self.set_section(id, &name, value),
            MatrixColumn::Field { id: field } => self.set_field(FieldSet {
                field,
                ids: vec![id],
                value: text,
            }),
        }
    }

    /// Another year; month and day go with the year they belonged to.
    fn set_year(&self, id: PaperId, value: &str) -> Result<Done> {
        let known = self.stored_paper(id)?.paper.date;
        let date = match known {
            Some(date) if date.year.to_string() == value => date.to_string(),
            _ => value.to_owned(),
        };
        self.edit(EditRequest {
            id,
            date: Some(date),
            ..EditRequest::default()
        })
    }

    /// These tags and no others.
    fn set_tags(&self, id: PaperId, value: &str) -> Result<Done> {
        let wanted: Vec<String> = value
            .split(',')
            .map(str::trim)
            .filter(|tag| !tag.is_empty())
            .map(str::to_owned)
            .collect();
        let known = self.store().read(|reader| reader.tags(id))?;
        let stays = |tag: &String| {
            let folded = tag.to_lowercase();
            wanted.iter().any(|wanted| wanted.to_lowercase() == folded)
        };
        let remove = known.into_iter().filter(|tag| !stays(tag)).collect();
        self.tag(TagRequest {
            ids: vec![id],
            add: wanted,
            remove,
        })
    }

    fn set_section(&self, id: PaperId, name: &str, value: &str) -> Result<Done> {
        let note = self.stored_paper(id)?.note;
        let text = sections::replaced(&note, name, value).ok_or_else(|| {
            Error::user(
                "bad_value",
                "A heading in it would end this part of the note; use a deeper one. Nothing was changed.",
            )
        })?;
        self.note(NoteRequest { id, text })
    }

    fn stored_paper(&self, id: PaperId) -> Result<store::StoredPaper> {
        self.store()
            .read(|reader| reader.paper(id))?
            .ok_or_else(|| Error::no_such_paper(id))
    }
}

fn decision(value: &str) -> Result<Decision> {
    match value.to_lowercase().as_str() {
        "" | "inbox" => Ok(Decision::Inbox),
        "include" => Ok(Decision::Include),
        "exclude" => Ok(Decision::Exclude),
        "maybe" => Ok(Decision::Maybe),
        _ => Err(Error::user(
            "bad_value",
            format!("A decision is include, exclude, maybe or inbox, not {value:?}."),
        )),
    }
}
