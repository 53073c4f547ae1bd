//! A saved search asked of the library: every paper it finds, best first. By words the index
//! answers, and every word must be there; by meaning every paper counts whose vector is near enough
//! to that of the query's words, nearest first; hybrid is the one and then the other.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard, PoisonError};

use search::{Filter, Now, Query};
use store::{Asks, Mode, SavedSearch};

use crate::Library;
use crate::api::types::*;
use crate::error::Result;
use crate::find::Hit;

/// The least cosine of a hit by meaning when the reader says nothing else. Measured with 18 phrases
/// that each describe an arXiv category, over 4,993 papers: at 0.35, the floor of search, 46 % of
/// the hits are filed under that category and a phrase hits 7.5 of 1,000 papers; at 0.40 it is 55 %
/// and 3.5 papers; at 0.45 it is 57 % and half the papers. (A category says less than a reader
/// would: a paper may well be about what it is not filed under.)
pub(super) const THRESHOLD: f32 = 0.40;

/// Letters below which a query means nothing in particular.
const SHORTEST: usize = 3;

/// Vectors of questions kept; saved searches are few, and what is edited away need not stay.
const KEPT: usize = 1_000;

/// Papers asked for first; by meaning most questions are answered by fewer.
const FIRST: usize = 256;

/// The library at one moment, as far as an answer depends on it: its place in the change log, and
/// how often papers got vectors.
pub(crate) type Moment = (i64, u64);

/// A saved search made ready to be asked.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(super) query: Query,
    pub(super) mode: Mode,
    pub(super) threshold: f32,
}

/// What a saved search finds at one moment.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(super) saved: SavedSearch,
    question: Question,
    moment: Moment,
    /// Best first, without the trash.
    pub(crate) hits: Vec<Hit>,
    /// The same papers by number.
    pub(crate) papers: Arc<[PaperId]>,
}

impl Question {
    pub(super) fn new(asks: Asks<'_>, now: Now) -> Question {
        Question {
            query: Query::standing(asks.query, Some(now)),
            mode: asks.mode,
            threshold: asks.threshold.unwrap_or(THRESHOLD),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.query.is_empty()
    }

    /// The words that mean something, when there are enough of them.
    pub(super) fn meant(&self) -> Option<String> {
        let words = self.query.plain_words();
        let letters = words.chars().filter(|letter| !letter.is_whitespace());
        (letters.count() >= SHORTEST).then_some(words)
    }
}

impl Answer {
    pub(crate) fn query(&self) -> &Query {
        &self.question.query
    }

    pub(crate) fn name(&self) -> &str {
        &self.saved.name
    }
}

impl Library {
    /// What a saved search finds now.
    pub(crate) fn saved_answer(&self, id: i64) -> Result<Arc<Answer>> {
        let saved = self.saved_search(id)?;
        let moment = self.moment()?;
        if let Some(known) = self.last_answer().as_ref()
            && (known.saved.id, known.saved.asked, known.moment) == (id, saved.asked, moment)
            && known.saved.name == saved.name
        {
            return Ok(known.clone());
        }
        let question = Question::new(saved.asks(), self.clock());
        let hits = self.answer(&question)?;
        let mut papers: Vec<PaperId> = hits.iter().map(|hit| hit.id).collect();
        papers.sort_unstable();
        let answer = Arc::new(Answer {
            saved,
            question,
            moment,
            hits,
            papers: papers.into(),
        });
        *self.last_answer() = Some(answer.clone());
        Ok(answer)
    }

    pub(super) fn moment(&self) -> Result<Moment> {
        let embedded = self.shared.saved.embedded.load(Ordering::Relaxed);
        Ok((self.store().position()?, embedded))
    }

    fn last_answer(&self) -> MutexGuard<'_, Option<Arc<Answer>>> {
        let answer = self.shared.saved.answer.lock();
        answer.unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, question: &Question) -> Result<Vec<Hit>> {
        let filter = self.filter(&View::Library, &question.query)?;
        let words = match question.mode {
            Mode::Meaning => search::Found::default(),
            Mode::Hybrid | Mode::Words => {
                self.fresh_index()?
                    .search(&question.query, &filter, usize::MAX, 0)?
            }
        };
        let near = self.near(question, &filter)?;
        let cosines: HashMap<PaperId, f32> = near.iter().copied().collect();
        let mut hits = Vec::with_capacity(words.hits.len() + near.len());
        for hit in &words.hits {
            hits.push(Hit {
                id: hit.id,
                score: hit.score,
                why: if cosines.contains_key(&hit.id) {
                    HitWhy::Both
                } else {
                    HitWhy::Words
                },
            });
        }
        let mut by_words: Vec<PaperId> = words.hits.iter().map(|hit| hit.id).collect();
        by_words.sort_unstable();
        hits.extend(
            near.into_iter()
                .filter(|(id, _)| by_words.binary_search(id).is_err())
                .map(|(id, score)| Hit {
                    id,
                    score,
                    why: HitWhy::Meaning,
                }),
        );
        Ok(hits)
    }

    /// How many papers a question finds.
    pub(super) fn count(&self, question: &Question) -> Result<usize> {
        if question.mode == Mode::Words {
            let filter = self.filter(&View::Library, &question.query)?;
            let found = self.fresh_index()?.search(&question.query, &filter, 0, 0)?;
            return Ok(found.total);
        }
        Ok(self.answer(question)?.len())
    }

    /// All papers near enough, nearest first. The query's fields narrow them beforehand.
    fn near(&self, question: &Question, filter: &Filter) -> Result<Vec<(PaperId, f32)>> {
        if self.meaning().vectors().is_empty() {
            return Ok(Vec::new());
        }
        let Some(vector) = self.question_vector(question)? else {
            return Ok(Vec::new());
        };
        let fields = question.query.without_plain_words();
        let allowed = self.fresh_index()?.all_ids(&fields, filter)?;
        let skip = |id: PaperId| allowed.binary_search(&id).is_err();
        let vectors = self.meaning().vectors();
        let mut limit = FIRST;
        loop {
            let mut near = vectors.nearest(&[&vector], limit, &skip);
            let all = near.len() < limit;
            let enough = near
                .last()
                .is_none_or(|(_, cosine)| *cosine < question.threshold);
            if all || enough {
                near.retain(|(_, cosine)| *cosine >= question.threshold);
                return Ok(near);
            }
            limit = limit.saturating_mul(8);
        }
    }

    /// The vector of what a question means. `None` when it is not asked by meaning or means
    /// nothing, and for a hybrid one while there is no model: it is then one by words.
    ///
    /// # Errors
    /// `model_missing` when a question is asked by meaning alone.
    pub(super) fn question_vector(&self, question: &Question) -> Result<Option<Arc<Vec<f32>>>> {
        let missing = || !self.meaning().present();
        if question.mode == Mode::Words || (question.mode == Mode::Hybrid && missing()) {
            return Ok(None);
        }
        let Some(words) = question.meant() else {
            return Ok(None);
        };
        let kept = || {
            let vectors = self.shared.saved.vectors.lock();
            vectors.unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(known) = kept().get(&words) {
            return Ok(Some(known.clone()));
        }
        let embedder = self.meaning().embedder()?;
        let Some(vector) = embedder.embed(&[&words])?.pop().map(Arc::new) else {
            return Ok(None);
        };
        let mut kept = kept();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(words, vector.clone());
        Ok(Some(vector))
    }
}
