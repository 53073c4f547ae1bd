//! Words and meaning in one order.
//!
//! What has all that was asked for (the title, the name, the identifier, every word) comes first and
//! is never pushed down. Where many papers have, what only meaning found comes behind them. Where few
//! have all of many words, one may be misremembered: the best of those that have most of the words
//! come behind them too. Papers with most of the words and papers near in meaning are fused by
//! reciprocal rank (Cormack, Clarke and Büttcher 2009). The order depends on the query alone, so
//! pages fit together.

use std::collections::{BTreeMap, BTreeSet};

use search::Query;

use crate::api::types::{HitWhy, PaperId};
use crate::find::{Found, Hit};

/// How much more the first places count than the next; 10 was best for words with this model.
const DAMPING: f32 = 10.0;

/// Hits with most of the words that are fused, from the first on. Those behind keep their order.
pub(crate) const FUSED: usize = 20;

/// Where fewer papers have all the words, one of the words may be wrong.
pub(crate) const FEW: usize = 10;

/// Of fewer words, all but one say too little.
const MANY_WORDS: usize = 4;

/// True for a query of so many words that one may be wrong and the others still tell.
pub(crate) fn may_misremember(query: &Query) -> bool {
    query.plain_words().split_whitespace().count() >= MANY_WORDS
}

/// Papers with `all` the words and the best [`FUSED`] of the others with most of them.
pub(crate) fn nearly(all: &[search::Hit], most: search::Found) -> search::Found {
    let exact: BTreeSet<PaperId> = all.iter().map(|hit| hit.id).collect();
    let mut hits = most.hits;
    hits.retain(|hit| !exact.contains(&hit.id));
    hits.truncate(FUSED);
    hits.extend_from_slice(all);
    search::Found {
        total: hits.len(),
        hits,
        ..most
    }
}

/// Words in their order, then what only meaning found, nearest first. `words` is the page that
/// begins at `offset`; `also` are those of the near papers that words found too.
pub(crate) fn behind(
    words: search::Found,
    near: &[(PaperId, f32)],
    also: &BTreeSet<PaperId>,
    offset: usize,
    limit: usize,
) -> Found {
    let mut hits: Vec<Hit> = words.hits.iter().map(|hit| by_words(hit, near)).collect();
    let only_near = near.iter().filter(|(id, _)| !also.contains(id));
    let total = words.total + only_near.clone().count();
    let room = limit.saturating_sub(hits.len());
    hits.extend(
        only_near
            .skip(offset.saturating_sub(words.total))
            .take(room)
            .map(|(id, score)| by_meaning(*id, *score)),
    );
    Found {
        total,
        hits,
        unknown: words.unknown,
    }
}

/// First what has `all` the words; then the first [`FUSED`] hits that have `most` of them and the
/// near papers in one order; then the other hits with most words. `most` begins at the first hit,
/// has those of `all` among it and goes at least [`FUSED`] beyond the page.
pub(crate) fn fused(
    all: &[search::Hit],
    most: search::Found,
    near: &[(PaperId, f32)],
    also: &BTreeSet<PaperId>,
    offset: usize,
    limit: usize,
) -> Found {
    let total = most.total + near.iter().filter(|(id, _)| !also.contains(id)).count();
    let exact: BTreeSet<PaperId> = all.iter().map(|hit| hit.id).collect();
    let partial = || most.hits.iter().filter(|hit| !exact.contains(&hit.id));
    let mut head: BTreeMap<PaperId, (f32, Hit)> = BTreeMap::new();
    for (place, hit) in partial().take(FUSED).enumerate() {
        head.insert(hit.id, (worth(place), by_words(hit, near)));
    }
    let behind = near.iter().filter(|(id, _)| !exact.contains(id));
    for (place, (id, score)) in behind.enumerate() {
        let mut hit = by_meaning(*id, *score);
        if also.contains(id) {
            hit.why = HitWhy::Both;
        }
        head.entry(*id).or_insert((0.0, hit)).0 += worth(place);
    }
    let mut middle: Vec<(f32, Hit)> = head.values().copied().collect();
    // Stable: equal ones stay in the order of their ids.
    middle.sort_by(|a, b| b.0.total_cmp(&a.0));
    let rest = partial()
        .filter(|hit| !head.contains_key(&hit.id))
        .map(|hit| by_words(hit, near));
    let first = all.iter().map(|hit| by_words(hit, near));
    let hits = first
        .chain(middle.into_iter().map(|(_, hit)| hit))
        .chain(rest);
    Found {
        total,
        hits: hits.skip(offset).take(limit).collect(),
        unknown: most.unknown.clone(),
    }
}

fn worth(place: usize) -> f32 {
    1.0 / (DAMPING + 1.0 + place as f32)
}

fn by_words(hit: &search::Hit, near: &[(PaperId, f32)]) -> Hit {
    let also_near = near.iter().any(|(id, _)| *id == hit.id);
    Hit {
        id: hit.id,
        score: hit.score,
        why: if also_near {
            HitWhy::Both
        } else {
            HitWhy::Words
        },
    }
}

fn by_meaning(id: PaperId, score: f32) -> Hit {
    Hit {
        id,
        score,
        why: HitWhy::Meaning,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(ids: impl IntoIterator<Item = PaperId>) -> search::Found {
        let hits: Vec<search::Hit> = ids
            .into_iter()
            .map(|id| search::Hit { id, score: 1.0 })
            .collect();
        search::Found {
            total: hits.len(),
            hits,
            relaxed: false,
            unknown: Vec::new(),
        }
    }

    fn near(ids: impl IntoIterator<Item = PaperId>) -> Vec<(PaperId, f32)> {
        ids.into_iter().map(|id| (id, 0.5)).collect()
    }

    fn ids(found: &Found) -> Vec<PaperId> {
        found.hits.iter().map(|hit| hit.id).collect()
    }

    #[test]
    fn what_has_all_the_words_is_never_pushed_down() {
        let found = behind(words([1, 2, 3]), &near([3, 9, 1]), &[1, 3].into(), 0, 10);
        assert_eq!(ids(&found), [1, 2, 3, 9]);
        assert_eq!(found.total, 4);
        let why: Vec<HitWhy> = found.hits.iter().map(|hit| hit.why).collect();
        assert_eq!(
            why,
            [HitWhy::Both, HitWhy::Words, HitWhy::Both, HitWhy::Meaning]
        );
    }

    #[test]
    fn what_has_only_some_of_the_words_makes_room_for_meaning() {
        let found = fused(&[], words([1, 2, 3]), &near([9, 3, 8]), &[3].into(), 0, 10);
        assert_eq!(ids(&found), [3, 1, 9, 2, 8]);
        assert_eq!(found.total, 5);
        assert_eq!(found.hits.first().map(|hit| hit.why), Some(HitWhy::Both));
    }

    #[test]
    fn few_papers_with_all_the_words_stay_before_those_with_most() {
        let all = words([7, 2]);
        let found = fused(
            &all.hits,
            words([1, 2, 3, 7]),
            &near([9, 7, 3]),
            &[3, 7].into(),
            0,
            10,
        );
        assert_eq!(ids(&found), [7, 2, 3, 1, 9]);
        assert_eq!(found.total, 5);
    }

    #[test]
    fn near_misses_are_no_more_than_a_page() {
        let all = words([50, 1]);
        let nearly = nearly(&all.hits, words(0..60));
        assert_eq!(nearly.total, FUSED + 2);
        let found = fused(&all.hits, nearly, &[], &BTreeSet::new(), 0, 100);
        assert_eq!(found.total, found.hits.len());
        assert_eq!(ids(&found).get(..4), Some(&[50, 1, 0, 2][..]));
    }

    #[test]
    fn pages_of_a_fused_order_fit_together() {
        let near = near((30..45).rev().chain(100..105));
        let also: BTreeSet<PaperId> = (30..45).collect();
        let all = words([50, 1, 31]);
        let whole = ids(&fused(&all.hits, words(0..60), &near, &also, 0, 100));
        assert_eq!(whole.len(), 65);
        assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), 65);
        let mut paged = Vec::new();
        for offset in (0..70).step_by(7) {
            let seen = (offset + 7 + FUSED) as PaperId;
            let mut first = words(0..seen.min(60));
            first.total = 60;
            let page = fused(&all.hits, first, &near, &also, offset, 7);
            assert_eq!(page.total, 65);
            paged.extend(ids(&page));
        }
        assert_eq!(paged, whole);
    }
}
