//! Which papers an export is of, with all that may be printed of them.

use std::collections::HashMap;

use bibliography::Quote;
use store::{ListQuery, Reader, StoredPaper};

use super::Chosen;
use crate::api::types::*;
use crate::error::{Error, Result};
use crate::{Library, triage};

impl Library {
    /// The papers, in the order they were asked for.
    pub(super) fn chosen(&self, choices: &ExportChoices) -> Result<Vec<Chosen>> {
        let mut ids = self.chosen_ids(choices)?;
        if choices.sort == ExportSort::Manual {
            by_hand(&mut ids, &choices.order);
        }
        self.store().read(|reader| chosen(reader, &ids))
    }

    /// These papers, in this order; each must exist.
    pub(crate) fn named_papers(&self, ids: &[PaperId]) -> Result<Vec<Chosen>> {
        let found = self.store().read(|reader| chosen(reader, ids))?;
        if found.len() < ids.len() {
            let missing = ids
                .iter()
                .find(|id| !found.iter().any(|paper| paper.id == **id))
                .copied()
                .unwrap_or_default();
            return Err(Error::no_such_paper(missing));
        }
        Ok(found)
    }

    fn chosen_ids(&self, choices: &ExportChoices) -> Result<Vec<PaperId>> {
        let sort = match choices.sort {
            ExportSort::Style | ExportSort::Author => store::Sort::Author,
            ExportSort::Date => store::Sort::Date,
            ExportSort::Title => store::Sort::Title,
            ExportSort::Manual => store::Sort::Manual,
        };
        let (view, among) = match &choices.papers {
            ExportPapers::Included => {
                let included = self.store().read(|reader| reader.counts())?.included;
                (
                    if included > 0 {
                        View::Included
                    } else {
                        View::Library
                    },
                    None,
                )
            }
            ExportPapers::Library => (View::Library, None),
            ExportPapers::Collection { id } => (View::Collection { id: *id }, None),
            ExportPapers::Saved { id } => (View::Saved { id: *id }, None),
            ExportPapers::Selection { ids } if choices.sort == ExportSort::Manual => {
                return Ok(ids.clone());
            }
            ExportPapers::Selection { ids } => (View::Library, Some(ids.clone())),
            ExportPapers::Query { query } => (
                View::Library,
                Some(self.everything(&self.query(query), &View::Library)?),
            ),
        };
        let (view, among) = self.scope(&view, among.as_deref())?;
        let (_, ids) = self.store().read(|reader| {
            reader.list_ids(&ListQuery {
                view,
                among: among.as_deref(),
                sort,
                limit: usize::MAX,
                ..ListQuery::default()
            })
        })?;
        Ok(ids)
    }
}

fn chosen(reader: &Reader<'_>, ids: &[PaperId]) -> Result<Vec<Chosen>> {
    let papers = reader.papers(ids)?;
    papers
        .into_iter()
        .map(|paper| whole(reader, paper))
        .collect()
}

fn whole(reader: &Reader<'_>, stored: StoredPaper) -> Result<Chosen> {
    Ok(Chosen {
        id: stored.id,
        key: stored.key,
        paper: stored.paper,
        note: stored.note,
        tags: reader.tags(stored.id)?,
        quotes: reader
            .highlights(stored.id)?
            .into_iter()
            .map(|mark| Quote {
                text: mark.text,
                comment: mark.comment,
            })
            .collect(),
        collections: reader.collections_of(stored.id)?,
        decision: triage::shown(stored.decision),
    })
}

/// Puts the papers of `order` first, in its order; the others follow as they were.
fn by_hand(ids: &mut [PaperId], order: &[PaperId]) {
    let mut places: HashMap<PaperId, usize> = HashMap::new();
    for (place, id) in order.iter().enumerate() {
        places.entry(*id).or_insert(place);
    }
    ids.sort_by_key(|id| places.get(id).copied().unwrap_or(usize::MAX));
}

#[cfg(test)]
mod tests {
    use super::by_hand;

    #[test]
    fn an_order_by_hand_comes_first_and_forgets_nobody() {
        let mut ids = [1, 2, 3, 4, 5];
        by_hand(&mut ids, &[4, 99, 2, 4]);
        assert_eq!(ids, [4, 2, 1, 3, 5]);
        by_hand(&mut ids, &[]);
        assert_eq!(ids, [4, 2, 1, 3, 5]);
    }
}
