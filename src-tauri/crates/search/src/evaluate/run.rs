//! Goes through an index a stretch at a time, on several threads where there is enough to do.

use std::sync::OnceLock;

use tantivy::{DocId, Searcher};

use super::asked::{Asked, Few, Pool, STRETCH, Scores};
use super::papers::Papers;
use super::{Node, add};
use crate::error::{Error, Result};
use crate::plan::Planned;

/// More threads than this would wait for each other's memory.
const MOST_THREADS: usize = 4;

/// Postings to look at before another thread is worth its start.
const WORTH_A_THREAD: u64 = 100_000;

/// Among fewer than one paper of so many, only these are asked about.
const FEW: u32 = 4;

/// What becomes of the matches. Each thread has its own.
pub(crate) trait Matches: Send {
    /// Takes the papers of a stretch with their scores: zero for what does not match.
    fn take(&mut self, segment: usize, asked: Asked<'_>, scores: &[f32]) -> Result<()>;

    /// True when there is no need to look any further.
    fn enough(&self) -> bool {
        false
    }
}

/// A plan and where it is looked up.
#[derive(Clone, Copy)]
pub(crate) struct Search<'a> {
    pub(crate) searcher: &'a Searcher,
    pub(crate) planned: &'a Planned,
    pub(crate) papers: &'a Papers,
    /// Most of the words will do.
    pub(crate) relaxed: bool,
}

/// Papers of one segment, from the first to before the second.
#[derive(Clone, Copy, Debug)]
struct Piece {
    segment: usize,
    from: DocId,
    to: DocId,
}

/// A query in one segment.
struct Open<'a> {
    plan: Node<'a>,
    titles: Vec<Node<'a>>,
}

impl<'a> Search<'a> {
    /// The same, content with most of the words.
    pub(crate) fn relaxed(self) -> Search<'a> {
        Search {
            relaxed: true,
            ..self
        }
    }

    /// Every thread's matches.
    pub(crate) fn run<M: Matches>(self, matches: impl Fn() -> M + Sync) -> Result<Vec<M>> {
        let mut shares = self.shares(threads()).into_iter();
        let Some(first) = shares.next() else {
            return Ok(Vec::new());
        };
        let mut open = Vec::with_capacity(first.len());
        for piece in &first {
            open.push(self.open(piece.segment)?);
        }
        let cost: u64 = open.iter().map(Open::work).sum();
        let own = |pieces: Vec<(Piece, Open<'a>)>| -> Result<M> {
            let mut matches = matches();
            let mut pool = Pool::default();
            for (piece, mut open) in pieces {
                self.piece(piece, &mut open, &mut pool, &mut matches)?;
            }
            Ok(matches)
        };
        let rest = |share: Vec<Piece>| -> Result<M> {
            let open = |piece: Piece| Ok((piece, self.open(piece.segment)?));
            own(share.into_iter().map(open).collect::<Result<_>>()?)
        };
        let first = first.into_iter().zip(open).collect();
        if cost < WORTH_A_THREAD {
            let mut done = vec![own(first)?];
            for share in shares {
                done.push(rest(share)?);
            }
            return Ok(done);
        }
        std::thread::scope(|scope| {
            let rest = &rest;
            let others: Vec<_> = shares
                .map(|share| scope.spawn(move || rest(share)))
                .collect();
            let mut done = vec![own(first)?];
            for other in others {
                done.push(other.join().map_err(|_| Error::Damaged)??);
            }
            Ok(done)
        })
    }

    /// All papers in about equal shares, each in as few pieces as can be.
    fn shares(&self, threads: usize) -> Vec<Vec<Piece>> {
        let readers = self.searcher.segment_readers();
        let stretches = |papers: DocId| papers.div_ceil(STRETCH) as usize;
        let total: usize = readers
            .iter()
            .map(|reader| stretches(reader.max_doc()))
            .sum();
        let each = total.div_ceil(threads.max(1)).max(1);
        let mut shares: Vec<Vec<Piece>> = Vec::new();
        let mut room = 0;
        for (segment, reader) in readers.iter().enumerate() {
            let mut from = 0;
            while from < reader.max_doc() {
                if room == 0 {
                    shares.push(Vec::new());
                    room = each;
                }
                let now = room.min(stretches(reader.max_doc() - from));
                room -= now;
                let papers = DocId::try_from(now).unwrap_or(DocId::MAX);
                let to = from
                    .saturating_add(papers.saturating_mul(STRETCH))
                    .min(reader.max_doc());
                if let Some(share) = shares.last_mut() {
                    share.push(Piece { segment, from, to });
                }
                from = to;
            }
        }
        shares
    }

    fn open(&self, segment: usize) -> Result<Open<'a>> {
        let reader = self.searcher.segment_reader(segment as u32);
        Ok(Open {
            plan: Node::open(&self.planned.plan, reader, self.relaxed)?,
            titles: Node::open_each(&self.planned.titles, reader, self.relaxed)?,
        })
    }

    fn piece(
        &self,
        piece: Piece,
        open: &mut Open<'_>,
        pool: &mut Pool,
        matches: &mut impl Matches,
    ) -> Result<()> {
        let mut from = piece.from;
        while from < piece.to && !matches.enough() {
            let to = from.saturating_add(STRETCH).min(piece.to);
            let asked = Asked::All(from, to);
            match self.papers.from(piece.segment, from) {
                None => {
                    if let Some(scores) = open.score(asked, pool)? {
                        matches.take(piece.segment, asked, &scores)?;
                        pool.give(scores);
                    }
                }
                Some(bits) => {
                    let words = (to - from).div_ceil(64) as usize;
                    let bits = bits.get(..words).unwrap_or(bits);
                    let count: u32 = bits.iter().map(|word| word.count_ones()).sum();
                    if count > 0 && count * FEW <= to - from {
                        let few = Few::of(from, listed(from, bits));
                        let asked = Asked::Few(&few);
                        if let Some(scores) = open.score(asked, pool)? {
                            matches.take(piece.segment, asked, &scores)?;
                            pool.give(scores);
                        }
                    } else if count > 0
                        && let Some(mut scores) = open.score(asked, pool)?
                    {
                        mask(&mut scores, bits);
                        matches.take(piece.segment, asked, &scores)?;
                        pool.give(scores);
                    }
                }
            }
            from = to;
        }
        Ok(())
    }
}

impl Open<'_> {
    fn work(&self) -> u64 {
        self.plan.work() + self.titles.iter().map(Node::work).sum::<u64>()
    }

    fn score(&mut self, asked: Asked<'_>, pool: &mut Pool) -> Result<Option<Scores>> {
        let mut sum = self.plan.score(asked, pool)?;
        for title in &mut self.titles {
            if let Some(more) = title.score(asked, pool)? {
                add(&mut sum, more, pool);
            }
        }
        Ok(sum)
    }
}

fn threads() -> usize {
    // Asking the system reads files.
    static THREADS: OnceLock<usize> = OnceLock::new();
    *THREADS.get_or_init(|| {
        std::thread::available_parallelism().map_or(1, |threads| threads.get().min(MOST_THREADS))
    })
}

fn listed(from: DocId, bits: &[u64]) -> Vec<DocId> {
    let mut docs = Vec::new();
    for (at, word) in (0_u32..).zip(bits) {
        let mut rest = *word;
        while rest != 0 {
            docs.push(from + at * 64 + rest.trailing_zeros());
            rest &= rest - 1;
        }
    }
    docs
}

/// Sets to zero what has no bit.
fn mask(scores: &mut Scores, bits: &[u64]) {
    let mut words = bits.iter();
    for scores in scores.chunks_mut(64) {
        let word = words.next().copied().unwrap_or_default();
        if word != u64::MAX {
            for (bit, score) in scores.iter_mut().enumerate() {
                if word >> bit & 1 == 0 {
                    *score = 0.0;
                }
            }
        }
    }
}
