//! The order by nearness: to what the reader keeps, or to one collection. A paper is near when it is
//! near to one of the kept papers; of many kept papers, to one of the groups they fall into. Their
//! common middle would be near to none of them.

use std::sync::Arc;

use crate::Library;
use crate::api::types::*;
use crate::error::Result;
use crate::recent::Recent;

/// Up to this many kept papers each stand for themselves; more are grouped into so many facets.
const FACETS: usize = 48;

/// Sets of kept papers remembered: the library's and a few collections'.
const REMEMBERED: usize = 4;

/// What nearness is measured to.
#[derive(Debug)]
pub(crate) struct Kept {
    /// Papers with their vectors; those that have none are left out.
    pub(crate) papers: Vec<(PaperId, Vec<f32>)>,
    /// Empty while the papers stand for themselves.
    facets: Vec<Vec<f32>>,
}

#[derive(Debug)]
pub(crate) struct NearnessMemory(Recent<u64, Kept>);

impl Default for NearnessMemory {
    fn default() -> NearnessMemory {
        NearnessMemory(Recent::new(REMEMBERED))
    }
}

impl Kept {
    /// The cosine to the nearest kept paper but itself, or to the nearest facet; `None` when there is
    /// nothing to be near to.
    fn near(&self, id: PaperId, vector: &[f32]) -> Option<f32> {
        if self.facets.is_empty() {
            self.nearest(id, vector).map(|(_, cosine)| cosine)
        } else {
            embed::clusters::nearest(vector, &self.facets).map(|(_, cosine)| cosine)
        }
    }

    /// The nearest kept paper but itself; among equals the first.
    fn nearest(&self, id: PaperId, vector: &[f32]) -> Option<(PaperId, f32)> {
        let others = self.papers.iter().filter(|(kept, _)| *kept != id);
        let mut best: Option<(PaperId, f32)> = None;
        for (kept, other) in others {
            let cosine = embed::cosine(vector, other);
            if best.is_none_or(|(_, so_far)| cosine > so_far) {
                best = Some((*kept, cosine));
            }
        }
        best
    }
}

impl Library {
    /// Nearest first; papers without a vector last; equally near ones as they were.
    pub(crate) fn by_nearness(&self, ids: Vec<PaperId>, near: Option<i64>) -> Result<Vec<PaperId>> {
        let kept = self.kept(near)?;
        Ok(self.sorted_by(ids, |id, vector| kept.near(id, vector)))
    }

    /// Greatest first; papers without a vector or a value last; equals as they were.
    pub(crate) fn sorted_by(
        &self,
        ids: Vec<PaperId>,
        value: impl Fn(PaperId, &[f32]) -> Option<f32>,
    ) -> Vec<PaperId> {
        let vectors = self.meaning().vectors();
        let mut valued: Vec<(PaperId, f32)> = ids
            .into_iter()
            .map(|id| {
                let value = vectors.get(id).and_then(|vector| value(id, vector));
                (id, value.unwrap_or(f32::NEG_INFINITY))
            })
            .collect();
        drop(vectors);
        valued.sort_by(|a, b| b.1.total_cmp(&a.1));
        valued.into_iter().map(|(id, _)| id).collect()
    }

    /// Says of each row how near it is and to what.
    pub(crate) fn nearness_cues(&self, rows: &mut [PaperRow], near: Option<i64>) -> Result<()> {
        let kept = self.kept(near)?;
        let cues: Vec<Option<(f32, Option<PaperId>)>> = {
            let vectors = self.meaning().vectors();
            rows.iter()
                .map(|row| {
                    let vector = vectors.get(row.id)?;
                    let share = kept.near(row.id, vector)?;
                    Some((share, kept.nearest(row.id, vector).map(|(id, _)| id)))
                })
                .collect()
        };
        self.put_cues(rows, cues, |_| Ok(Vec::new()))
    }

    /// Gives rows their cues, with title and decision of the papers they name.
    pub(crate) fn put_cues(
        &self,
        rows: &mut [PaperRow],
        cues: Vec<Option<(f32, Option<PaperId>)>>,
        mut terms: impl FnMut(PaperId) -> Result<Vec<String>>,
    ) -> Result<()> {
        let mut named: Vec<PaperId> = cues
            .iter()
            .flatten()
            .filter_map(|(_, nearest)| *nearest)
            .collect();
        named.sort_unstable();
        named.dedup();
        let named = self.store().read(|reader| reader.rows(&named))?;
        for (row, cue) in rows.iter_mut().zip(cues) {
            let Some((share, nearest)) = cue else {
                continue;
            };
            row.rank = Some(RankCue {
                share,
                nearest: nearest
                    .and_then(|id| named.iter().find(|paper| paper.id == id))
                    .map(|paper| NearPaper {
                        id: paper.id,
                        title: paper.title.clone(),
                        decision: crate::triage::shown(paper.decision),
                    }),
                terms: terms(row.id)?,
            });
        }
        Ok(())
    }

    fn kept(&self, near: Option<i64>) -> Result<Arc<Kept>> {
        let ids = self.store().read(|reader| match near {
            None => reader.kept_ids(),
            Some(collection) => {
                let mut ids = reader.collection_papers(collection)?;
                ids.sort_unstable();
                Ok(ids)
            }
        })?;
        let papers = self.with_vectors(&ids);
        let mark = fingerprint(
            papers
                .iter()
                .map(|(id, vector)| (*id, 0, vector.as_slice())),
        );
        let memory = &self.shared.nearness.0;
        if let Some(kept) = memory.get(&mark) {
            return Ok(kept);
        }
        let facets = if papers.len() > FACETS {
            let vectors: Vec<&[f32]> = papers.iter().map(|(_, vector)| vector.as_slice()).collect();
            embed::clusters::facets(&vectors, FACETS)
        } else {
            Vec::new()
        };
        Ok(memory.put(mark, Kept { papers, facets }))
    }

    /// The papers that have a vector, with it, in their order.
    pub(crate) fn with_vectors(&self, ids: &[PaperId]) -> Vec<(PaperId, Vec<f32>)> {
        let vectors = self.meaning().vectors();
        ids.iter()
            .filter_map(|id| Some((*id, vectors.get(*id)?.to_vec())))
            .collect()
    }
}

/// Tells sets of papers with their vectors apart (FNV-1a, over the numbers and the beginning of each
/// vector: a changed text changes all of its vector).
pub(crate) fn fingerprint<'a>(papers: impl Iterator<Item = (PaperId, u64, &'a [f32])>) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut take = |value: u64| {
        hash = (hash ^ value).wrapping_mul(0x0100_0000_01b3);
        hash ^= hash >> 29;
    };
    for (id, mark, vector) in papers {
        take(id.unsigned_abs());
        take(mark);
        for x in vector.iter().take(4) {
            take(u64::from(x.to_bits()));
        }
    }
    hash
}
