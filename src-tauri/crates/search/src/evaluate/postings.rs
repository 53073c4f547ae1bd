//! Where terms are: posting lists read forwards, and what one word scores in one field.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader, TERMINATED, Term};

use super::asked::{Asked, Pool, Scores};
use crate::error::Result;
use crate::plan::{FieldTerms, K1};

/// A list of fewer papers is read at once: hundreds of begun words are mostly rare ones.
const RARE: u32 = 128;

/// Reading a block and searching in it costs as much as running over so many of its papers.
const LEAP: usize = 16;

/// One term's papers, from where the last question ended.
pub(crate) struct Postings {
    blocks: BlockSegmentPostings,
    at: usize,
    /// How often a paper of the segment has the term: the share of one.
    density: f32,
}

impl Postings {
    fn open(
        index: &InvertedIndexReader,
        info: &TermInfo,
        option: IndexRecordOption,
        papers: DocId,
    ) -> Result<Postings> {
        Ok(Postings {
            blocks: index.read_block_postings_from_terminfo(info, option)?,
            at: 0,
            density: info.doc_freq as f32 / papers.max(1) as f32,
        })
    }

    #[inline]
    fn doc(&self) -> DocId {
        self.blocks
            .docs()
            .get(self.at)
            .copied()
            .unwrap_or(TERMINATED)
    }

    #[inline]
    fn seek(&mut self, target: DocId) -> DocId {
        let docs = self.blocks.docs();
        if docs.last().is_some_and(|last| *last < target) || docs.is_empty() {
            self.at = self.blocks.seek(target);
        } else {
            let rest = docs.get(self.at..).unwrap_or_default();
            self.at += rest.iter().take_while(|doc| **doc < target).count();
        }
        self.doc()
    }

    /// Calls with the place and frequency of every paper asked about that has the term.
    #[inline]
    fn each(&mut self, asked: Asked<'_>, mut found: impl FnMut(usize, DocId, u32)) {
        let end = asked.end();
        match asked {
            Asked::All(from, _) => {
                self.seek(from);
                self.run(end, |doc, times| found((doc - from) as usize, doc, times));
            }
            Asked::Few(few) => {
                let stretch = end.saturating_sub(asked.first()) as f32;
                let expected = (stretch * self.density) as usize;
                if few.docs().len() * LEAP < expected {
                    for (place, &doc) in few.docs().iter().enumerate() {
                        let reached = if self.doc() < doc {
                            self.seek(doc)
                        } else {
                            self.doc()
                        };
                        if reached == doc {
                            let times = self.blocks.freqs().get(self.at).copied().unwrap_or(1);
                            found(place, doc, times);
                        } else if reached >= end {
                            break;
                        }
                    }
                } else {
                    self.seek(asked.first());
                    self.run(end, |doc, times| {
                        if let Some(place) = few.place(doc) {
                            found(place, doc, times);
                        }
                    });
                }
            }
        }
    }

    #[inline]
    fn run(&mut self, end: DocId, mut found: impl FnMut(DocId, u32)) {
        loop {
            let docs = self.blocks.docs().get(self.at..).unwrap_or_default();
            let freqs = self.blocks.freqs().get(self.at..).unwrap_or_default();
            let Some(last) = docs.last() else { return };
            let whole = *last < end;
            let now = if whole {
                docs.len()
            } else {
                docs.partition_point(|doc| *doc < end)
            };
            if freqs.is_empty() {
                // Read without frequencies.
                docs.iter().take(now).for_each(|doc| found(*doc, 1));
            } else {
                for (doc, times) in docs.iter().zip(freqs).take(now) {
                    found(*doc, *times);
                }
            }
            if !whole {
                self.at += now;
                return;
            }
            self.blocks.advance();
            self.at = 0;
        }
    }
}

/// Several lists of which any will do.
#[derive(Default)]
pub(crate) struct Lists {
    lists: Vec<Postings>,
    /// The next paper of each: most lists have nothing in a stretch, and looking costs more than
    /// reading it here.
    next: Vec<DocId>,
    cost: u64,
}

impl Lists {
    /// Of terms of any fields, without frequencies.
    pub(crate) fn open(reader: &SegmentReader, terms: &[Term]) -> Result<Lists> {
        let mut lists = Lists::default();
        for term in terms {
            lists.add(reader, term)?;
        }
        Ok(lists)
    }

    /// Adds a term's list, without frequencies; false when no paper of the segment has the term.
    pub(crate) fn add(&mut self, reader: &SegmentReader, term: &Term) -> Result<bool> {
        let index = reader.inverted_index(term.field())?;
        let Some(info) = index.get_term_info(term)? else {
            return Ok(false);
        };
        let option = IndexRecordOption::Basic;
        self.push(Postings::open(&index, &info, option, reader.max_doc())?);
        self.cost += u64::from(info.doc_freq);
        Ok(true)
    }

    fn push(&mut self, list: Postings) {
        self.next.push(list.doc());
        self.lists.push(list);
    }

    pub(crate) fn cost(&self) -> u64 {
        self.cost
    }

    /// Nothing, when no paper asked about is in any list.
    pub(crate) fn any_before(&self, end: DocId) -> bool {
        self.next.iter().any(|next| *next < end)
    }

    /// Calls with the number of the list, the place, the paper and the frequency, list by list.
    #[inline]
    fn each(&mut self, asked: Asked<'_>, mut found: impl FnMut(usize, usize, DocId, u32)) {
        let end = asked.end();
        for (number, (list, next)) in self.lists.iter_mut().zip(&mut self.next).enumerate() {
            if *next < end {
                list.each(asked, |place, doc, times| found(number, place, doc, times));
                *next = list.doc();
            }
        }
    }

    /// The score that its list gives to every paper that is in any; the last list's counts.
    pub(crate) fn scored(
        &mut self,
        asked: Asked<'_>,
        worth: impl Fn(usize) -> f32,
        pool: &mut Pool,
    ) -> Option<Scores> {
        if !self.any_before(asked.end()) {
            return None;
        }
        let mut scores = pool.take(asked.len());
        self.each(asked, |list, place, _, _| {
            if let Some(score) = scores.get_mut(place) {
                *score = worth(list);
            }
        });
        Some(scores)
    }
}

/// What one word stands for in one field, read forwards. A paper scores by the best of the terms.
pub(crate) struct Field<'a> {
    lists: Lists,
    /// What each list's term is worth.
    worth: Vec<f32>,
    norms: Option<Norms<'a>>,
    /// The papers of all rare terms with their scores, ascending.
    rare: Vec<(DocId, f32)>,
    rare_at: usize,
}

struct Norms<'a> {
    reader: FieldNormReader,
    lengths: &'a [f32],
}

impl<'a> Field<'a> {
    pub(crate) fn open(reader: &SegmentReader, terms: &'a FieldTerms) -> Result<Field<'a>> {
        let index = reader.inverted_index(terms.field)?;
        let norms = match &terms.lengths {
            Some(lengths) => Some(Norms {
                reader: reader.get_fieldnorms_reader(terms.field)?,
                lengths,
            }),
            None => None,
        };
        let mut field = Field {
            lists: Lists::default(),
            worth: Vec::new(),
            norms,
            rare: Vec::new(),
            rare_at: 0,
        };
        for (term, weight) in &terms.terms {
            let Some(info) = index.get_term_info(term)? else {
                continue;
            };
            let worth = terms.weight * weight * (K1 + 1.0);
            let option = IndexRecordOption::WithFreqs;
            let postings = Postings::open(&index, &info, option, reader.max_doc())?;
            field.lists.cost += u64::from(info.doc_freq);
            if info.doc_freq < RARE {
                let blocks = &postings.blocks;
                for (doc, times) in blocks.docs().iter().zip(blocks.freqs()) {
                    let score = score(field.norms.as_ref(), worth, *doc, *times);
                    field.rare.push((*doc, score));
                }
            } else {
                field.lists.push(postings);
                field.worth.push(worth);
            }
        }
        // The best score of a paper first; the others go.
        field
            .rare
            .sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        field.rare.dedup_by_key(|(doc, _)| *doc);
        Ok(field)
    }

    pub(crate) fn cost(&self) -> u64 {
        self.lists.cost
    }

    pub(crate) fn any(&mut self, asked: Asked<'_>) -> bool {
        let first = asked.first();
        let rest = self.rare.get(self.rare_at..).unwrap_or_default();
        let passed = rest.iter().take_while(|(doc, _)| *doc < first).count();
        self.rare_at += passed;
        let rare = rest.get(passed).is_some_and(|(doc, _)| *doc < asked.end());
        rare || self.lists.any_before(asked.end())
    }

    /// Raises the scores of the papers asked about to what the field gives them.
    pub(crate) fn raise(&mut self, asked: Asked<'_>, scores: &mut Scores) {
        let (worth, norms) = (&self.worth, self.norms.as_ref());
        self.lists.each(asked, |number, place, doc, times| {
            let worth = worth.get(number).copied().unwrap_or_default();
            if let Some(kept) = scores.get_mut(place) {
                *kept = kept.max(score(norms, worth, doc, times));
            }
        });
        let rest = self.rare.get(self.rare_at..).unwrap_or_default();
        let end = asked.end();
        for (doc, score) in rest.iter().take_while(|(doc, _)| *doc < end) {
            let place = match asked {
                Asked::All(from, _) => doc.checked_sub(from).map(|place| place as usize),
                Asked::Few(few) => few.place(*doc),
            };
            if let Some(kept) = place.and_then(|place| scores.get_mut(place)) {
                *kept = kept.max(*score);
            }
        }
    }
}

/// BM25 without the inverse document frequency, which is in `worth` already.
#[inline]
fn score(norms: Option<&Norms<'_>>, worth: f32, doc: DocId, times: u32) -> f32 {
    let norm = norms.map_or(K1, |norms| {
        norms
            .lengths
            .get(usize::from(norms.reader.fieldnorm_id(doc)))
            .copied()
            .unwrap_or(K1)
    });
    let times = times as f32;
    worth * times / (times + norm)
}
