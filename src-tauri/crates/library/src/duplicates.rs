//! Pairs of papers that may be one work: what waits for a verdict, and what a verdict does.
//!
//! A pair is noticed when the second paper is imported, by the keys of `papers::identity`. A
//! verdict is remembered and is one action in the change log, whatever the number of pairs.

use papers::{Paper, matching};
use store::{Relation, StoredPaper, Writer};

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};
use crate::import;

const DEFAULT_LIMIT: usize = 50;
const MOST: usize = 1_000;

impl Library {
    pub fn duplicates(&self, request: DuplicatesRequest) -> Result<DuplicatesResponse> {
        let limit = match request.limit {
            0 => DEFAULT_LIMIT,
            limit => limit.min(MOST),
        };
        let (total, found) = self
            .store()
            .read(|reader| reader.doubtful_pairs(request.offset, limit))?;
        let mut pairs = Vec::with_capacity(found.len());
        for pair in found {
            let mut both = self.details(&[pair.paper, pair.other])?.into_iter();
            if let (Some(first), Some(second)) = (both.next(), both.next()) {
                pairs.push(DuplicatePair {
                    differing: differing(&first, &second),
                    first,
                    second,
                    reason: pair.reason,
                });
            }
        }
        Ok(DuplicatesResponse { total, pairs })
    }

    /// Gives one verdict on some pairs.
    pub fn settle(&self, request: SettleRequest) -> Result<Done> {
        let mut ids: Vec<PaperId> = Vec::new();
        for pair in &request.pairs {
            if pair.first == pair.second {
                return Err(Error::user(
                    "same_paper",
                    "A paper cannot be compared with itself; name two.",
                ));
            }
            ids.extend([pair.first, pair.second]);
        }
        let verb = match request.verdict {
            PairVerdict::Same => "Merge",
            PairVerdict::NotSame => "Keep apart",
            PairVerdict::Versions => "Link as versions",
        };
        let what = format!("{verb}:");
        self.change(&ids, "settle", &what, |writer| {
            for pair in &request.pairs {
                settle(writer, *pair, request.verdict)?;
            }
            Ok(())
        })
    }
}

/// Names of the fields in which two papers differ, for the eye.
fn differing(first: &PaperDetail, second: &PaperDetail) -> Vec<String> {
    let mut names = Vec::new();
    let mut compare = |name: &str, differs: bool| {
        if differs {
            names.push(name.to_owned());
        }
    };
    compare("title", first.title != second.title);
    compare("authors", first.authors != second.authors);
    compare("date", first.date != second.date);
    compare("venue", first.venue != second.venue);
    compare("abstract", first.abstract_text != second.abstract_text);
    compare("identifiers", first.identifiers != second.identifiers);
    names
}

fn settle(writer: &mut Writer<'_>, pair: Pair, verdict: PairVerdict) -> Result<()> {
    let (relation, reason) = match verdict {
        PairVerdict::Same => return merge(writer, pair),
        PairVerdict::NotSame => (Relation::NotSame, "the reader said that they differ"),
        PairVerdict::Versions => (Relation::Versions, "the reader linked them as versions"),
    };
    Ok(writer.set_verdict(pair.first, pair.second, Some((relation, reason)))?)
}

/// The first paper takes over all that the second has; the second goes to the trash as it was.
fn merge(writer: &mut Writer<'_>, pair: Pair) -> Result<()> {
    let (kept, other) = (living(writer, pair.first)?, living(writer, pair.second)?);
    if kept.id == other.id {
        return Ok(());
    }
    let merged = matching::merge(&kept.paper, &other.paper);
    if merged != kept.paper {
        import::update(writer, kept.id, &merged)?;
    }
    for (scheme, value) in writer.identifiers(other.id)? {
        writer.add_identifier(kept.id, scheme, &value)?;
    }
    move_sightings(writer, &kept, &merged, other.id)?;
    move_marks(writer, &kept, &merged, &other)?;
    move_verdicts(writer, &kept, &other)?;
    let reason = "the reader merged them";
    writer.set_verdict(kept.id, other.id, Some((Relation::Same, reason)))?;
    Ok(writer.trash(&[other.id])?)
}

/// The paper itself, or the one that it was merged into, perhaps by an earlier pair of the request.
fn living(writer: &Writer<'_>, id: PaperId) -> Result<StoredPaper> {
    let known = writer.paper(id)?.ok_or_else(|| Error::no_such_paper(id))?;
    let known = import::survivor(writer, known)?;
    if known.trashed {
        return Err(Error::user(
            "in_trash",
            format!(
                "“{}” is in the trash; restore it before it is merged.",
                known.paper.title
            ),
        ));
    }
    Ok(known)
}

fn move_sightings(
    writer: &mut Writer<'_>,
    kept: &StoredPaper,
    merged: &Paper,
    other: PaperId,
) -> Result<()> {
    let gained = import::gained(&kept.paper, merged);
    for sighting in writer.sightings(other)? {
        let gave: Vec<String> = sighting
            .gave
            .into_iter()
            .filter(|name| gained.contains(&name.as_str()))
            .collect();
        writer.move_sighting(sighting.id, kept.id, &gave)?;
    }
    Ok(())
}

/// What the reader did with the second paper holds for the first, as far as that says nothing else.
fn move_marks(
    writer: &mut Writer<'_>,
    kept: &StoredPaper,
    merged: &Paper,
    other: &StoredPaper,
) -> Result<()> {
    if kept.decision == store::Decision::Inbox && other.decision != store::Decision::Inbox {
        writer.decide(&[kept.id], other.decision, other.reason.as_deref())?;
    }
    if other.stars > kept.stars {
        writer.star(&[kept.id], other.stars)?;
    }
    let tags = writer.tags(other.id)?;
    writer.tag(&[kept.id], &tags, &[])?;
    let known: Vec<i64> = writer
        .field_values(&[kept.id])?
        .into_iter()
        .map(|value| value.field)
        .collect();
    for value in writer.field_values(&[other.id])? {
        if !known.contains(&value.field) {
            writer.set_field_value(value.field, &[kept.id], Some(&value.value))?;
        }
    }
    for collection in writer.collections_of(other.id)? {
        writer.add_to_collection(collection, &[kept.id])?;
    }
    let note = other.note.trim();
    if !note.is_empty() && !kept.note.contains(note) {
        let joined = format!("{}\n\n{note}", kept.note.trim_end());
        writer.set_note(kept.id, joined.trim_start())?;
    }
    let text = merged.abstract_text.as_deref().unwrap_or_default();
    for mark in writer.highlights(other.id)? {
        // Its words are found again in the abstract that was kept; where they are not, the
        // highlight stays with the other paper.
        let Some(at) = text.find(&mark.text) else {
            continue;
        };
        let start = text.get(..at).unwrap_or_default().chars().count();
        writer.insert_highlight(&store::NewHighlight {
            paper: kept.id,
            start,
            end: start + mark.text.chars().count(),
            text: &mark.text,
            colour: mark.colour,
            comment: &mark.comment,
        })?;
    }
    Ok(())
}

/// What was said or asked about the second paper and a third now concerns the first.
fn move_verdicts(writer: &mut Writer<'_>, kept: &StoredPaper, other: &StoredPaper) -> Result<()> {
    for verdict in writer.verdicts(other.id)? {
        let third = verdict.other;
        if third != kept.id && writer.verdict(kept.id, third)?.is_none() {
            writer.set_verdict(kept.id, third, Some((verdict.relation, &verdict.reason)))?;
        }
    }
    Ok(())
}
