//! `inbox`, `topics`, `novelty`: what meaning and earlier decisions say of papers.

use library::Library;
use library::api::types::*;
use library::error::Error;
use serde::Serialize;

use super::{Done, Failure, one, open};
use crate::args::{Common, Inbox};
use crate::output;

/// The longest page that a list answers at once.
const PAGE: usize = 1_000;

#[derive(Debug, Serialize)]
struct Queue {
    total: usize,
    papers: Vec<Placed>,
    /// What the order by decisions stands on.
    #[serde(skip_serializing_if = "Option::is_none")]
    ranking: Option<Ranking>,
}

/// A paper, with the reason of its place when the order has one.
#[derive(Debug, Serialize)]
struct Placed {
    #[serde(flatten)]
    paper: PaperDetail,
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<RankCue>,
}

pub(super) fn inbox(common: &Common, arguments: &Inbox) -> Done {
    let (sort, collection) = match arguments.rank.as_str() {
        "digest" => (Sort::Digest, None),
        "date" => (Sort::Date, None),
        "library" => (Sort::Nearness, None),
        "decisions" => (Sort::Ranking, None),
        "uncertain" => (Sort::Uncertain, None),
        other => match other.strip_prefix("collection:") {
            Some(name) => (Sort::Nearness, Some(name)),
            None => {
                return Err(Failure::Usage(format!(
                    "--rank takes digest, date, library, collection:NAME, decisions or uncertain, not {other:?}."
                )));
            }
        },
    };
    let library = open(common)?;
    let near = match collection {
        None => None,
        Some(name) => Some(super::collection(&library, name)?),
    };
    let (total, rows) = rows(&library, sort, near, arguments)?;
    let ids: Vec<PaperId> = rows.iter().map(|row| row.id).collect();
    let papers = library.details(&ids)?;
    let ranking = match sort {
        Sort::Ranking | Sort::Uncertain => Some(library.ranking(Nothing {})?),
        _ => None,
    };
    if let Some(ranking) = &ranking {
        output::remark(common, &ranking.note);
    }
    let papers: Vec<Placed> = papers
        .into_iter()
        .map(|paper| Placed {
            rank: rows
                .iter()
                .find(|row| row.id == paper.id)
                .and_then(|row| row.rank.clone()),
            paper,
        })
        .collect();
    if common.json {
        return output::json(&Queue {
            total,
            papers,
            ranking,
        });
    }
    for Placed { paper, rank } in &papers {
        let year = paper
            .year
            .map(|year| format!(" ({year})"))
            .unwrap_or_default();
        let share = rank
            .as_ref()
            .map(|rank| format!("{:.2}  ", rank.share))
            .unwrap_or_default();
        output::line(&format!(
            "{:>6}  {share}{}{year}",
            paper.id,
            output::plain(&paper.title)
        ))?;
        let Some(rank) = rank else { continue };
        if let Some(nearest) = &rank.nearest {
            output::line(&format!(
                "        near:  {} ({})",
                output::plain(&nearest.title),
                decision(nearest.decision)
            ))?;
        }
        if !rank.terms.is_empty() {
            output::line(&format!(
                "        with:  {}",
                output::plain(&rank.terms.join(", "))
            ))?;
        }
    }
    Ok(())
}

fn rows(
    library: &Library,
    sort: Sort,
    near: Option<i64>,
    arguments: &Inbox,
) -> Result<(usize, Vec<PaperRow>), Error> {
    let mut all = Vec::new();
    loop {
        let left = arguments.page.limit - all.len();
        let page = library.list(ListRequest {
            view: View::Inbox,
            sort,
            near,
            offset: arguments.page.offset + all.len(),
            // Nothing asked for still asks for the total.
            limit: left.clamp(1, PAGE),
            ..ListRequest::default()
        })?;
        let came = page.rows.len();
        all.extend(page.rows.into_iter().take(left));
        if came == 0 || all.len() >= arguments.page.limit {
            return Ok((page.total, all));
        }
    }
}

fn decision(decision: Decision) -> &'static str {
    match decision {
        Decision::Inbox => "undecided",
        Decision::Include => "included",
        Decision::Exclude => "excluded",
        Decision::Maybe => "maybe",
    }
}

pub(super) fn topics(common: &Common, query: Option<&str>) -> Done {
    let library = open(common)?;
    let topics = library.topics(TopicsRequest {
        query: query.unwrap_or_default().to_owned(),
        ..TopicsRequest::default()
    })?;
    if let Some(note) = &topics.note {
        output::remark(common, note);
    }
    if common.json {
        return output::json(&topics);
    }
    for topic in &topics.topics {
        output::line(&format!(
            "{:>6}  {}",
            topic.papers,
            output::plain(&topic.label)
        ))?;
        output::line(&format!(
            "        {}",
            output::plain(&topic.terms.join(", "))
        ))?;
    }
    if topics.without > 0 {
        output::line(&format!("{:>6}  without a topic", topics.without))?;
    }
    Ok(())
}

pub(super) fn novelty(common: &Common, paper: &str) -> Done {
    let library = open(common)?;
    let novelty = library.novelty(IdRequest {
        id: one(&library, paper)?,
    })?;
    if common.json {
        return output::json(&novelty);
    }
    output::remark(common, &novelty.note);
    if let Some(nearest) = &novelty.nearest {
        output::line(&format!(
            "Nearest: {} ({:.2})",
            output::plain(&nearest.title),
            nearest.score
        ))?;
    }
    for sentence in &novelty.sentences {
        output::line(&format!(
            "{:>5.0} %  {}",
            sentence.coverage * 100.0,
            output::plain(&sentence.text)
        ))?;
        if let Some(nearest) = &sentence.nearest {
            output::line(&format!(
                "         like: {} ({})",
                output::plain(&nearest.text),
                output::plain(&nearest.title)
            ))?;
        }
    }
    Ok(())
}
