//! What is asked of a plan at a time: a stretch of papers, or a few papers of it.

use tantivy::DocId;

/// Papers in a stretch: their scores fit into the processor's nearest caches.
pub(crate) const STRETCH: u32 = 1 << 15;

/// One score for each paper asked about, in their order; zero where nothing matches.
pub(crate) type Scores = Vec<f32>;

/// The papers asked about, all within one stretch.
#[derive(Clone, Copy)]
pub(crate) enum Asked<'a> {
    /// All from the first to before the second.
    All(DocId, DocId),
    Few(&'a Few),
}

/// A few papers of one stretch, and a quick way to tell whether a paper is among them.
#[derive(Default)]
pub(crate) struct Few {
    from: DocId,
    /// Ascending.
    docs: Vec<DocId>,
    /// A bit for each paper of the stretch.
    bits: Vec<u64>,
    /// How many of the few come before each word of `bits`.
    before: Vec<u32>,
}

impl Asked<'_> {
    pub(crate) fn len(&self) -> usize {
        match self {
            Asked::All(from, to) => (to - from) as usize,
            Asked::Few(few) => few.docs.len(),
        }
    }

    pub(crate) fn first(&self) -> DocId {
        match self {
            Asked::All(from, _) => *from,
            Asked::Few(few) => few.docs.first().copied().unwrap_or(DocId::MAX),
        }
    }

    /// Beyond the last.
    pub(crate) fn end(&self) -> DocId {
        match self {
            Asked::All(_, to) => *to,
            Asked::Few(few) => few.docs.last().map_or(0, |doc| doc + 1),
        }
    }

    /// The paper in a place.
    pub(crate) fn doc(&self, place: usize) -> DocId {
        match self {
            Asked::All(from, _) => from + place as DocId,
            Asked::Few(few) => few.docs.get(place).copied().unwrap_or(DocId::MAX),
        }
    }
}

impl Few {
    /// Of papers within [`STRETCH`] from the first, ascending.
    pub(crate) fn of(from: DocId, docs: Vec<DocId>) -> Few {
        let words = docs
            .last()
            .map_or(0, |last| (last - from) as usize / 64 + 1);
        let mut bits = vec![0_u64; words];
        for doc in &docs {
            let at = doc - from;
            if let Some(word) = bits.get_mut(at as usize / 64) {
                *word |= 1 << (at % 64);
            }
        }
        let mut seen = 0;
        let before = bits
            .iter()
            .map(|word| {
                let before = seen;
                seen += word.count_ones();
                before
            })
            .collect();
        Few {
            from,
            docs,
            bits,
            before,
        }
    }

    pub(crate) fn docs(&self) -> &[DocId] {
        &self.docs
    }

    /// The place of a paper among the few.
    #[inline]
    pub(crate) fn place(&self, doc: DocId) -> Option<usize> {
        let at = doc.checked_sub(self.from)?;
        let index = at as usize / 64;
        let word = *self.bits.get(index)?;
        let bit = 1_u64 << (at % 64);
        if word & bit == 0 {
            return None;
        }
        let before = self.before.get(index).copied().unwrap_or_default();
        Some((before + (word & (bit - 1)).count_ones()) as usize)
    }
}

/// Arrays of scores to be used again: a plan needs few at a time and many in all.
#[derive(Default)]
pub(crate) struct Pool {
    free: Vec<Scores>,
}

impl Pool {
    /// Zeroes.
    pub(crate) fn take(&mut self, len: usize) -> Scores {
        let mut scores = self.free.pop().unwrap_or_default();
        scores.clear();
        scores.resize(len, 0.0);
        scores
    }

    pub(crate) fn give(&mut self, scores: Scores) {
        self.free.push(scores);
    }
}
