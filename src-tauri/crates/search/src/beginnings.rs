//! What a few letters may become. The commonest words with a beginning are found by reading all
//! words that have it, and one letter begins a tenth of the vocabulary: what was read once is
//! remembered for as long as the piece of the index lives, which never changes.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::SegmentReader;
use tantivy::index::SegmentId;
use tantivy::schema::Field;

use crate::error::Result;

/// Reading fewer words than this costs no more than remembering them.
const WORTH_REMEMBERING: usize = 500;

/// Beginnings remembered, of some kilobytes each.
const MOST: usize = 2_000;

/// Terms, and how many papers of the segment have each.
pub(crate) type Common = Vec<(Vec<u8>, u32)>;

type Key = (SegmentId, Field, String, usize);

#[derive(Debug, Default)]
pub(crate) struct Beginnings {
    known: Mutex<HashMap<Key, Arc<Common>>>,
}

/// The commonest terms of those shown to it; of equally common ones the first.
struct Commonest {
    most: usize,
    seen: usize,
    kept: BinaryHeap<Reverse<(u32, Reverse<Vec<u8>>)>>,
}

impl Beginnings {
    /// The commonest terms of a segment's field that begin with `prefix`, at most so many, in no
    /// order.
    pub(crate) fn common(
        &self,
        reader: &SegmentReader,
        field: Field,
        prefix: &str,
        most: usize,
    ) -> Result<Arc<Common>> {
        let key = (reader.segment_id(), field, prefix.to_owned(), most);
        if let Some(common) = self.known().get(&key) {
            return Ok(common.clone());
        }
        let mut after = prefix.as_bytes().to_vec();
        // No byte of UTF-8 is as high.
        after.push(0xff);
        let index = reader.inverted_index(field)?;
        let mut terms = index.terms().range().ge(prefix).lt(&after).into_stream()?;
        let mut commonest = Commonest::new(most);
        while let Some((term, info)) = terms.next() {
            commonest.see(term, info.doc_freq);
        }
        Ok(self.remember(key, commonest))
    }

    /// Reads a field's whole vocabulary once, so that no beginning of one or two letters needs to be
    /// read when it is typed. `most` says how many terms are wanted for so many letters.
    pub(crate) fn read(
        &self,
        reader: &SegmentReader,
        field: Field,
        most: impl Fn(usize) -> usize,
    ) -> Result<()> {
        let index = reader.inverted_index(field)?;
        let mut terms = index.terms().stream()?;
        let mut open: [Option<(String, Commonest)>; 2] = [None, None];
        let finish = |done: Option<(String, Commonest)>| {
            if let Some((prefix, commonest)) = done {
                let key = (reader.segment_id(), field, prefix, commonest.most);
                self.remember(key, commonest);
            }
        };
        while let Some((term, info)) = terms.next() {
            let Ok(text) = std::str::from_utf8(term) else {
                continue;
            };
            for (letters, open) in (1..).zip(&mut open) {
                let Some((end, last)) = text.char_indices().nth(letters - 1) else {
                    continue;
                };
                let prefix = text.get(..end + last.len_utf8()).unwrap_or(text);
                if open.as_ref().is_none_or(|(known, _)| known != prefix) {
                    finish(open.take());
                    if most(letters) > 0 {
                        *open = Some((prefix.to_owned(), Commonest::new(most(letters))));
                    }
                }
                if let Some((_, commonest)) = open {
                    commonest.see(term, info.doc_freq);
                }
            }
        }
        open.into_iter().for_each(finish);
        Ok(())
    }

    fn remember(&self, key: Key, commonest: Commonest) -> Arc<Common> {
        let seen = commonest.seen;
        let common = Arc::new(commonest.terms());
        if seen >= WORTH_REMEMBERING {
            let mut known = self.known();
            if known.len() >= MOST {
                known.clear();
            }
            known.insert(key, common.clone());
        }
        common
    }

    /// Forgets pieces that are no longer searched.
    pub(crate) fn keep(&self, alive: impl Fn(SegmentId) -> bool) {
        self.known().retain(|(segment, ..), _| alive(*segment));
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Arc<Common>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Commonest {
    fn new(most: usize) -> Commonest {
        Commonest {
            most,
            seen: 0,
            kept: BinaryHeap::with_capacity(most.min(1_024) + 1),
        }
    }

    fn see(&mut self, term: &[u8], papers: u32) {
        self.seen += 1;
        if self.kept.len() == self.most {
            let worst = self.kept.peek();
            if worst.is_none_or(|Reverse((least, _))| papers <= *least) {
                return;
            }
            self.kept.pop();
        }
        self.kept.push(Reverse((papers, Reverse(term.to_vec()))));
    }

    fn terms(self) -> Common {
        self.kept
            .into_iter()
            .map(|Reverse((papers, Reverse(term)))| (term, papers))
            .collect()
    }
}
