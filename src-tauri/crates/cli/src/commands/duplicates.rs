//! `duplicates`, `merge`, `not-same`, `link-versions`.

use library::api::types::*;

use super::{annotate, one, open};
use crate::args::{Common, Page};
use crate::output;

pub(super) fn list(common: &Common, page: Page) -> super::Done {
    let library = open(common)?;
    let found = library.duplicates(DuplicatesRequest {
        offset: page.offset,
        limit: page.limit,
    })?;
    if common.json {
        return output::json(&found);
    }
    for pair in &found.pairs {
        for paper in [&pair.first, &pair.second] {
            let year = paper
                .year
                .map_or_else(|| "n.d.".to_owned(), |year| year.to_string());
            output::line(&format!(
                "{:>6}  {year:>4}  {}",
                paper.id,
                output::plain(&paper.title)
            ))?;
        }
        output::line(&format!("              {}\n", output::plain(&pair.reason)))?;
    }
    let shown = match (found.pairs.len(), found.total) {
        (_, 0) => "No pair of papers waits for a verdict.".to_owned(),
        (shown, total) => {
            format!("{shown} of {total} pairs; settle one with merge, not-same or link-versions.")
        }
    };
    output::remark(common, &shown);
    Ok(())
}

pub(super) fn settle(
    common: &Common,
    first: &str,
    second: &str,
    verdict: PairVerdict,
) -> super::Done {
    let library = open(common)?;
    let pair = Pair {
        first: one(&library, first)?,
        second: one(&library, second)?,
    };
    let done = library.settle(SettleRequest {
        pairs: vec![pair],
        verdict,
    })?;
    annotate::say(common, &done)
}
