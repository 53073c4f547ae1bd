//! The papers that a search may find: those of a view, without what was deleted.

use std::sync::{Arc, Mutex, PoisonError};

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Searcher, SearcherGeneration, SegmentReader, Term};

use crate::error::Result;

/// Views remembered at a time.
const MOST: usize = 8;

/// A bit for each paper of every segment.
#[derive(Debug)]
pub(crate) struct Papers {
    /// `None` where all papers of a segment are meant.
    segments: Vec<Option<Vec<u64>>>,
}

/// The views asked for since the index last changed.
#[derive(Debug, Default)]
pub(crate) struct Views {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    generation: Option<SearcherGeneration>,
    views: Vec<(Vec<Term>, Arc<Papers>)>,
}

impl Views {
    /// The papers that have all the terms.
    pub(crate) fn papers(&self, searcher: &Searcher, terms: Vec<Term>) -> Result<Arc<Papers>> {
        let generation = searcher.generation();
        {
            let mut known = self.known();
            if known.generation.as_ref() != Some(generation) {
                known.views.clear();
                known.generation = Some(generation.clone());
            }
            if let Some((_, papers)) = known.views.iter().find(|(known, _)| *known == terms) {
                return Ok(papers.clone());
            }
        }
        let papers = Arc::new(Papers::having(searcher, &terms)?);
        let mut known = self.known();
        if known.generation.as_ref() == Some(generation) {
            if known.views.len() >= MOST {
                known.views.remove(0);
            }
            known.views.push((terms, papers.clone()));
        }
        Ok(papers)
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Papers {
    fn having(searcher: &Searcher, terms: &[Term]) -> Result<Papers> {
        let segments = searcher
            .segment_readers()
            .iter()
            .map(|reader| bits_having(reader, terms))
            .collect::<Result<_>>()?;
        Ok(Papers { segments })
    }

    /// Those of these papers that are meant here: for each segment the engine's numbers.
    pub(crate) fn among(&self, few: &[Vec<DocId>]) -> Papers {
        let segments = self.segments.iter().zip(few).map(|(all, docs)| {
            let words = docs.iter().max().map_or(0, |last| *last as usize / 64 + 1);
            let mut bits = vec![0; words];
            docs.iter().for_each(|doc| set(&mut bits, *doc));
            if let Some(all) = all {
                intersect(&mut bits, all);
            }
            Some(bits)
        });
        Papers {
            segments: segments.collect(),
        }
    }

    /// The bits from one paper on, of which the first is its own: a multiple of 64. `None` where
    /// all are meant.
    pub(super) fn from(&self, segment: usize, doc: DocId) -> Option<&[u64]> {
        let bits = self.segments.get(segment)?.as_ref()?;
        Some(bits.get(doc as usize / 64..).unwrap_or_default())
    }
}

fn bits_having(reader: &SegmentReader, terms: &[Term]) -> Result<Option<Vec<u64>>> {
    let mut meant: Option<Vec<u64>> = None;
    let words = reader.max_doc().div_ceil(64) as usize;
    if let Some(alive) = reader.alive_bitset() {
        let mut bits = vec![0; words];
        alive.iter_alive().for_each(|doc| set(&mut bits, doc));
        meant = Some(bits);
    }
    for term in terms {
        let index = reader.inverted_index(term.field())?;
        let mut bits = vec![0; words];
        if let Some(mut postings) = index.read_block_postings(term, IndexRecordOption::Basic)? {
            if postings.doc_freq() == reader.max_doc() {
                continue;
            }
            while !postings.docs().is_empty() {
                postings.docs().iter().for_each(|doc| set(&mut bits, *doc));
                postings.advance();
            }
        }
        match &mut meant {
            None => meant = Some(bits),
            Some(meant) => intersect(meant, &bits),
        }
    }
    Ok(meant)
}

fn set(bits: &mut [u64], doc: DocId) {
    if let Some(word) = bits.get_mut(doc as usize / 64) {
        *word |= 1 << (doc % 64);
    }
}

fn intersect(bits: &mut [u64], others: &[u64]) {
    for (at, word) in bits.iter_mut().enumerate() {
        *word &= others.get(at).copied().unwrap_or_default();
    }
}
