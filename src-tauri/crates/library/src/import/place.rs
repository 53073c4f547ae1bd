//! What an import does with one record: a new paper, more of a known one, nothing, or something a
//! person should look at. Who the record is, `identify` says.

use papers::identity::KeyPattern;
use papers::{Paper, Record, matching};
use store::{NewSighting, Relation, StoredPaper, Writer};

use super::gained;
use super::identify::{Keys, Standing, identify, survivor};
use crate::api::types::{PaperId, PreviewStatus};
use crate::error::Result;

/// What became of one record.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) status: PreviewStatus,
    /// The known paper it is, or may be.
    pub(crate) existing: Option<(PaperId, String)>,
    pub(crate) reasons: Vec<String>,
}

/// What the placing of a record needs to know of its file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin<'k> {
    pub(crate) import: PaperId,
    /// This very file was imported before: its sightings are already recorded.
    pub(crate) seen_before: bool,
    /// The source is a list of references rather than a digest: its notes are the reader's.
    pub(crate) references: bool,
    /// What keys of papers without one are made of.
    pub(crate) keys: &'k KeyPattern,
}

pub(crate) fn place(
    writer: &mut Writer<'_>,
    record: &Record,
    origin: Origin<'_>,
) -> Result<Placed> {
    let paper = &record.paper;
    if origin.seen_before
        && let Some(id) = writer.sighted(origin.import, record.position, &paper.title)?
        && let Some(known) = writer.paper(id)?
    {
        let known = survivor(writer, known)?;
        return join(
            writer,
            record,
            origin,
            known,
            "the same file again".to_owned(),
        );
    }
    let keys = Keys::of(paper);
    let (doubt, versions) = match identify(writer, paper, &keys)? {
        Standing::Same(known, reason) => return join(writer, record, origin, known, reason),
        Standing::Other { doubt, versions } => (doubt, versions),
    };
    if let Some((known, reason)) = &doubt
        && let Some(id) = seen_as_doubtful(writer, record, known.id)?
    {
        // The doubtful twin of an earlier import: nothing to decide anew.
        return settle(writer, record, origin, id, reason.clone());
    }
    let id = add(writer, record, origin, keys.title.as_deref())?;
    let mut reasons = record.doubts.clone();
    for (known, reason) in &versions {
        writer.set_verdict(known.id, id, Some((Relation::Versions, reason)))?;
    }
    let (status, existing) = match doubt {
        Some((known, reason)) => {
            writer.set_verdict(known.id, id, Some((Relation::Doubtful, &reason)))?;
            reasons.push(reason);
            (PreviewStatus::Doubtful, Some((known.id, known.paper.title)))
        }
        None if reasons.is_empty() => {
            let version = versions.into_iter().next();
            let existing = version.map(|(known, reason)| {
                reasons.push(reason);
                (known.id, known.paper.title)
            });
            (PreviewStatus::New, existing)
        }
        None => (PreviewStatus::Doubtful, None),
    };
    Ok(Placed {
        status,
        existing,
        reasons,
    })
}

fn add(
    writer: &mut Writer<'_>,
    record: &Record,
    origin: Origin<'_>,
    title_key: Option<&str>,
) -> Result<PaperId> {
    let paper = &record.paper;
    let wanted = match &paper.key {
        Some(key) if !key.trim().is_empty() => key.trim().to_owned(),
        _ => origin.keys.key(paper),
    };
    let key = writer.reserve_key(&wanted)?;
    let id = writer.insert_paper(paper, &key, title_key)?;
    if origin.references
        && let Some(note) = &paper.note
    {
        writer.set_note(id, note)?;
    }
    sight(
        writer,
        record,
        origin,
        id,
        &gained(&Paper::default(), paper),
    )?;
    Ok(id)
}

fn sight(
    writer: &mut Writer<'_>,
    record: &Record,
    origin: Origin<'_>,
    paper: PaperId,
    gave: &[&str],
) -> Result<()> {
    writer.insert_sighting(&NewSighting {
        import: origin.import,
        paper,
        position: record.position,
        line: record.line,
        title: &record.paper.title,
        date: record.date.as_deref(),
        original: &record.original,
        gave,
    })?;
    Ok(())
}

/// The record is a known paper: the paper gains what it did not have.
fn join(
    writer: &mut Writer<'_>,
    record: &Record,
    origin: Origin<'_>,
    known: StoredPaper,
    reason: String,
) -> Result<Placed> {
    let merged = matching::merge(&known.paper, &record.paper);
    let completes = merged != known.paper;
    if completes {
        update(writer, known.id, &merged)?;
    }
    if !origin.seen_before {
        sight(
            writer,
            record,
            origin,
            known.id,
            &gained(&known.paper, &merged),
        )?;
    }
    Ok(Placed {
        status: if completes {
            PreviewStatus::Completes
        } else {
            PreviewStatus::Present
        },
        existing: Some((known.id, known.paper.title)),
        reasons: vec![reason],
    })
}

fn settle(
    writer: &mut Writer<'_>,
    record: &Record,
    origin: Origin<'_>,
    id: PaperId,
    reason: String,
) -> Result<Placed> {
    let title = writer
        .paper(id)?
        .map(|paper| paper.paper.title)
        .unwrap_or_default();
    if !origin.seen_before {
        sight(writer, record, origin, id, &[])?;
    }
    Ok(Placed {
        status: PreviewStatus::Present,
        existing: Some((id, title)),
        reasons: vec![reason],
    })
}

/// The paper that an equal record became when it was doubtful before, if any.
fn seen_as_doubtful(
    writer: &Writer<'_>,
    record: &Record,
    known: PaperId,
) -> Result<Option<PaperId>> {
    for verdict in writer.verdicts(known)? {
        let other = verdict.other;
        let Some(paper) = writer.paper(other)? else {
            continue;
        };
        if says_nothing_else(&record.paper, &paper.paper) {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

/// Whether a paper states all that the record does, and nothing that contradicts it.
fn says_nothing_else(record: &Paper, known: &Paper) -> bool {
    let agrees = |ours: &Option<String>, theirs: &Option<String>| ours.is_none() || ours == theirs;
    matching::merge(known, record) == *known
        && known.title == record.title
        && (record.authors.is_empty() || record.authors == known.authors)
        && (record.date.is_none() || record.date == known.date)
        && agrees(&record.venue, &known.venue)
        && agrees(&record.pages, &known.pages)
        && record
            .identifiers
            .iter()
            .all(|(scheme, value)| known.identifiers.get(scheme) == Some(value))
}

pub(crate) fn update(writer: &mut Writer<'_>, id: PaperId, paper: &Paper) -> Result<()> {
    Ok(writer.update_paper(id, paper, Keys::of(paper).title.as_deref())?)
}
