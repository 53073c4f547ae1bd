//! Related papers against what the corpus knows of relatedness.

use std::collections::{BTreeMap, BTreeSet};

use library::api::types::{PaperId, RelatedRequest};

use crate::shelf::{Shelf, Source};
use crate::table::{Row, Table, count, fraction};
use crate::terms::Terms;

const QUERIES: usize = 300;
const FIRST: usize = 10;

pub fn measure(shelf: &Shelf<'_>) -> Result<Table, String> {
    let ids = shelf.ids()?;
    let positions: BTreeMap<PaperId, usize> =
        ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let terms = Terms::of(&shelf.sources);
    let known: Vec<Known<'_>> = shelf
        .sources
        .iter()
        .map(|source| Known::of(source))
        .collect();
    let mut rows = Vec::new();
    let proxies: [(&str, Gain); 2] = [
        ("shared categories", shared_categories),
        ("a shared author", shared_author),
    ];
    for (proxy, gain) in proxies {
        let mut sums = [0.0; 3];
        let mut asked = 0;
        let queries = queries(&known, gain);
        for (query, gains) in &queries {
            let mut best: Vec<f64> = gains.clone();
            best.sort_by(|a, b| b.total_cmp(a));
            let ideal = gained(best.into_iter());
            let by_meaning = related(shelf, ids[*query])?;
            let orders = [
                by_meaning
                    .iter()
                    .filter_map(|id| positions.get(id).copied())
                    .collect(),
                nearest(&terms.like(*query), *query),
                shuffled(gains.len(), *query),
            ];
            for (sum, order) in sums.iter_mut().zip(orders) {
                *sum += gained(order.into_iter().map(|at| gains[at])) / ideal;
            }
            asked += 1;
        }
        for (way, sum) in ["by meaning", "by tf-idf", "at random"].iter().zip(sums) {
            rows.push(Row::new(
                format!("{proxy}, {way}"),
                [asked as f64, sum / f64::from(asked.max(1))],
            ));
        }
    }
    Ok(Table {
        name: "Related papers",
        measures: format!(
            "nDCG of the ten papers named as related, over {} papers; gain by categories: shared of all that either has (0 to 1); by author: 1 for one full name in common",
            shelf.sources.len()
        ),
        not: "relatedness as a reader judges it: arXiv categories are coarse, co-authorship is a weak sign and names are shared by strangers; the corpus has no citations, so co-citation cannot be measured",
        columns: vec![count("papers"), fraction("nDCG@10")],
        rows,
    })
}

/// What the corpus knows of a paper, in order, to be compared with many others.
struct Known<'a> {
    categories: BTreeSet<&'a str>,
    /// Full names; a family name alone says little.
    authors: BTreeSet<String>,
}

type Gain = fn(&Known<'_>, &Known<'_>) -> f64;

impl Known<'_> {
    fn of(source: &Source) -> Known<'_> {
        let names = source.paper.authors.iter().map(papers::Name::display);
        Known {
            categories: source.categories.iter().map(String::as_str).collect(),
            authors: names.filter(|name| name.contains(' ')).collect(),
        }
    }
}

/// Papers evenly spaced over those that something gains for, each with what every paper gains.
fn queries(known: &[Known<'_>], gain: Gain) -> Vec<(usize, Vec<f64>)> {
    let gains = |query: usize| -> Vec<f64> {
        let of = &known[query];
        let mut gains: Vec<f64> = known.iter().map(|other| gain(of, other)).collect();
        gains[query] = 0.0;
        gains
    };
    let gainful = |query: &usize| {
        let others = known.iter().enumerate();
        others
            .filter(|(at, _)| at != query)
            .any(|(_, other)| gain(&known[*query], other) > 0.0)
    };
    let possible: Vec<usize> = (0..known.len()).filter(gainful).collect();
    let step = (possible.len() / QUERIES).max(1);
    possible
        .into_iter()
        .step_by(step)
        .take(QUERIES)
        .map(|query| (query, gains(query)))
        .collect()
}

fn shared_categories(a: &Known<'_>, b: &Known<'_>) -> f64 {
    let shared = a.categories.intersection(&b.categories).count();
    shared as f64 / a.categories.union(&b.categories).count().max(1) as f64
}

fn shared_author(a: &Known<'_>, b: &Known<'_>) -> f64 {
    f64::from(u8::from(!a.authors.is_disjoint(&b.authors)))
}

/// Discounted cumulative gain of the first ten (Järvelin and Kekäläinen 2002).
fn gained(gains: impl Iterator<Item = f64>) -> f64 {
    gains
        .take(FIRST)
        .zip(2_u32..)
        .map(|(gain, place)| gain / f64::from(place).log2())
        .sum()
}

fn related(shelf: &Shelf<'_>, id: PaperId) -> Result<Vec<PaperId>, String> {
    let request = RelatedRequest {
        of: vec![id],
        limit: FIRST,
        ..RelatedRequest::default()
    };
    let found = shelf.library.related(request);
    let hits = found.map_err(|error| error.message)?.hits;
    Ok(hits.into_iter().map(|hit| hit.id).collect())
}

fn nearest(alike: &[f32], query: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..alike.len()).filter(|at| *at != query).collect();
    order.sort_by(|a, b| alike[*b].total_cmp(&alike[*a]).then(a.cmp(b)));
    order
}

/// An order that has nothing to do with anything, the same each time.
fn shuffled(papers: usize, query: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..papers).filter(|at| *at != query).collect();
    order
        .sort_by_key(|at| ((at * papers + query) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20);
    order
}
