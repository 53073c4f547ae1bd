//! What is known: one paper whole, the library at a glance.

use std::collections::BTreeMap;

use store::ImportTotals;

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};
use crate::triage;

impl Library {
    pub fn show(&self, request: IdRequest) -> Result<PaperDetail> {
        self.details(&[request.id])?
            .pop()
            .ok_or_else(|| Error::no_such_paper(request.id))
    }

    /// Papers whole, in the given order; those that do not exist are left out.
    pub fn details(&self, ids: &[PaperId]) -> Result<Vec<PaperDetail>> {
        Ok(self.store().read(|reader| {
            reader
                .papers(ids)?
                .into_iter()
                .map(|stored| detail(reader, stored))
                .collect::<std::result::Result<_, store::Error>>()
        })?)
    }

    pub fn history_of(&self, request: IdRequest) -> Result<Vec<HistoryEntry>> {
        let actions = self.store().read(|reader| reader.actions_on(request.id))?;
        Ok(actions.into_iter().map(crate::undo::entry).collect())
    }

    pub fn overview(&self, _: Nothing) -> Result<Overview> {
        let (undo, redo) = self.next_steps()?;
        let (counts, duplicates, digests, collections, tags, last_backup) =
            self.store().read(|reader| {
                Ok::<_, Error>((
                    reader.counts()?,
                    reader.doubtful_pairs(0, 0)?.0,
                    reader.imports()?,
                    reader.collections()?,
                    reader.all_tags()?,
                    reader.setting(crate::backup::LAST_BACKUP)?,
                ))
            })?;
        let saved = self.saved_overview()?;
        Ok(Overview {
            inbox: counts.inbox,
            library: counts.library,
            included: counts.included,
            maybe: counts.maybe,
            excluded: counts.excluded,
            starred: counts.starred,
            trash: counts.trash,
            duplicates,
            digests: digests.into_iter().map(digest).collect(),
            collections: collections
                .into_iter()
                .map(|collection| CollectionSummary {
                    id: collection.id,
                    name: collection.name,
                    papers: collection.papers,
                })
                .collect(),
            tags: tags
                .into_iter()
                .map(|tag| TagSummary {
                    name: tag.name,
                    papers: tag.papers,
                })
                .collect(),
            saved,
            model: self.meaning().state(),
            embedded: self.meaning().vectors().len(),
            undo,
            redo,
            last_backup: last_backup.and_then(|value| value.as_str().map(str::to_owned)),
            folder: self.folder().root().display().to_string(),
            owner: self.folder().owned(),
        })
    }

    /// Papers in the library, the trash left out.
    pub fn paper_count(&self) -> Result<usize> {
        Ok(self.store().read(|reader| reader.counts())?.library)
    }
}

fn digest(totals: ImportTotals) -> DigestSummary {
    DigestSummary {
        import_id: totals.import.id,
        name: totals.import.name,
        format: totals.import.format,
        at: totals.import.at.to_string(),
        papers: totals.papers,
        triaged: totals.triaged,
    }
}

fn detail(
    reader: &store::Reader<'_>,
    stored: store::StoredPaper,
) -> std::result::Result<PaperDetail, store::Error> {
    let paper = stored.paper;
    Ok(PaperDetail {
        id: stored.id,
        key: stored.key,
        title: paper.title,
        abstract_text: paper.abstract_text,
        authors: paper.authors,
        year: paper.date.map(|date| date.year),
        date: paper.date,
        venue: paper.venue,
        kind: paper.kind,
        identifiers: paper.identifiers,
        urls: paper.urls,
        tags: reader.tags(stored.id)?,
        decision: triage::shown(stored.decision),
        reason: stored.reason,
        stars: stored.stars,
        note: stored.note,
        highlights: reader
            .highlights(stored.id)?
            .into_iter()
            .map(highlight)
            .collect(),
        sightings: reader
            .sightings(stored.id)?
            .into_iter()
            .map(sighting)
            .collect(),
        versions: reader
            .versions(stored.id)?
            .into_iter()
            .map(version)
            .collect(),
        doubtful: reader
            .doubtful(stored.id)?
            .into_iter()
            .map(version)
            .collect(),
        sources: sources(reader, stored.id)?,
        collections: reader.collections_of(stored.id)?,
        volume: paper.volume,
        issue: paper.issue,
        pages: paper.pages,
        publisher: paper.publisher,
        language: paper.language,
        keywords: paper.keywords,
        added: stored.added.to_string(),
        trashed: stored.trashed,
    })
}

fn version(other: store::Version) -> Version {
    Version {
        id: other.id,
        key: other.key,
        title: other.title,
        reason: other.reason,
    }
}

/// Which source gave which field: the last that gave it, or the reader, whose word comes last.
fn sources(
    reader: &store::Reader<'_>,
    id: PaperId,
) -> std::result::Result<BTreeMap<String, FieldSource>, store::Error> {
    let mut sources = BTreeMap::new();
    for sighting in reader.sightings(id)? {
        for field in sighting.gave {
            let source = FieldSource {
                import_id: Some(sighting.import),
                digest: sighting.digest.clone(),
                line: Some(sighting.line),
            };
            sources.insert(field, source);
        }
    }
    for column in reader.columns_written(id, "edit")? {
        let field = match column.as_str() {
            "year" | "month" | "day" => "date",
            "kind" => "type",
            "title" | "abstract" | "authors" | "venue" | "volume" | "issue" | "pages"
            | "publisher" | "urls" => column.as_str(),
            _ => continue,
        };
        let source = FieldSource {
            import_id: None,
            digest: "reader".to_owned(),
            line: None,
        };
        sources.insert(field.to_owned(), source);
    }
    Ok(sources)
}

fn highlight(mark: store::Highlight) -> Highlight {
    Highlight {
        id: mark.id,
        start: mark.start,
        end: mark.end,
        text: mark.text,
        colour: match mark.colour {
            store::Colour::Yellow => Colour::Yellow,
            store::Colour::Green => Colour::Green,
            store::Colour::Blue => Colour::Blue,
            store::Colour::Pink => Colour::Pink,
        },
        comment: mark.comment,
    }
}

fn sighting(seen: store::Sighting) -> Sighting {
    Sighting {
        import_id: seen.import,
        digest: seen.digest,
        position: seen.position,
        line: seen.line,
        date: Some(
            seen.date
                .unwrap_or_else(|| seen.at.strftime("%Y-%m-%d").to_string()),
        ),
        title: seen.title,
        gave: seen.gave,
    }
}
