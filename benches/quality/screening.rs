//! A screening as if it had happened: papers are decided in the order a model proposes, and the
//! model learns from every decision.

use embed::preference::{Example, Model};

use crate::shelf::Shelf;
use crate::table::{Row, Table, count, fraction};

/// Papers screened.
const PAPERS: usize = 2_000;
/// Papers decided between two orders.
const BATCH: usize = 10;
/// Decisions of each sort that are there at the start; they count as no work.
const SEEDS: usize = 3;
/// Other seeds, to even out luck.
const ROUNDS: usize = 3;
/// The recall at which work saved is counted.
const RECALL: f64 = 0.95;
/// The shares of all papers after which recall is told.
const RECALL_AFTER: [f64; 3] = [0.1, 0.2, 0.5];
/// Topics screened for.
const TOPICS: usize = 8;
/// What share of the papers may belong to a topic.
const PREVALENCE: std::ops::RangeInclusive<f64> = 0.02..=0.10;

/// What a model says of a paper.
#[derive(Clone, Copy)]
struct Judgement {
    /// Higher where the paper is likelier to be included.
    score: f32,
    /// The chance that it is included, from a model that names one.
    chance: Option<f32>,
}

/// What orders the papers left, from those decided.
trait Order {
    fn name(&self) -> &'static str;
    fn judge(&self, included: &[&[f32]], excluded: &[&[f32]], left: &[&[f32]]) -> Vec<Judgement>;
}

/// What ranks the inbox: a model that learns from both decisions.
struct Learnt;

impl Order for Learnt {
    fn name(&self) -> &'static str {
        "the reader's decisions"
    }

    fn judge(&self, included: &[&[f32]], excluded: &[&[f32]], left: &[&[f32]]) -> Vec<Judgement> {
        let decided = [(included, true), (excluded, false)];
        let examples: Vec<Example<'_>> = decided
            .into_iter()
            .flat_map(|(vectors, wanted)| {
                vectors.iter().map(move |vector| Example {
                    vector,
                    wanted,
                    weight: 1.0,
                })
            })
            .collect();
        let model = Model::fit(&examples);
        let judge = |vector: &&[f32]| Judgement {
            score: model.as_ref().map_or(0.0, |model| model.score(vector)),
            chance: model.as_ref().map(|model| model.chance(vector)),
        };
        left.iter().map(judge).collect()
    }
}

/// Nearness to the middle of the included papers.
struct Nearness;

impl Order for Nearness {
    fn name(&self) -> &'static str {
        "nearness to the included"
    }

    fn judge(&self, included: &[&[f32]], _: &[&[f32]], left: &[&[f32]]) -> Vec<Judgement> {
        let mut middle = vec![0.0; embed::DIMENSIONS];
        for vector in included {
            for (sum, part) in middle.iter_mut().zip(*vector) {
                *sum += part;
            }
        }
        let judge = |vector: &&[f32]| Judgement {
            score: middle.iter().zip(*vector).map(|(a, b)| a * b).sum(),
            chance: None,
        };
        left.iter().map(judge).collect()
    }
}

/// Every paper as likely as any other: they come as they stand.
struct NoOrder;

impl Order for NoOrder {
    fn name(&self) -> &'static str {
        "no order"
    }

    fn judge(&self, _: &[&[f32]], _: &[&[f32]], left: &[&[f32]]) -> Vec<Judgement> {
        let judgement = Judgement {
            score: 0.0,
            chance: None,
        };
        vec![judgement; left.len()]
    }
}

/// What one screening came to.
#[derive(Default)]
struct Screened {
    /// Share of the work saved over reading in any order, at 95 % recall (Cohen et al. 2006).
    saved: Option<f64>,
    /// Recall after a tenth, a fifth and a half of the papers.
    recalls: [f64; 3],
    /// The chance given to each paper right before it was decided, and the decision.
    judged: Vec<(f32, bool)>,
}

pub fn measure(shelf: &Shelf<'_>) -> (Table, Table) {
    let step = (shelf.sources.len() / PAPERS).max(1);
    let chosen: Vec<usize> = (0..shelf.sources.len())
        .step_by(step)
        .take(PAPERS)
        .collect();
    let vectors: Vec<&[f32]> = chosen
        .iter()
        .map(|at| shelf.vectors[*at].as_slice())
        .collect();
    let topics = topics(shelf, &chosen);
    let models: [&dyn Order; 3] = [&NoOrder, &Nearness, &Learnt];
    let mut work = Vec::new();
    let mut calibration = Vec::new();
    for model in models {
        let mut judged = Vec::new();
        let mut all = Vec::new();
        for (topic, wanted) in &topics {
            let mut of_topic = Vec::new();
            for round in 0..ROUNDS {
                let screened = screen(model, &vectors, wanted, round);
                of_topic.push([
                    screened.saved.unwrap_or(0.0),
                    screened.recalls[0],
                    screened.recalls[1],
                    screened.recalls[2],
                ]);
                judged.extend(screened.judged);
            }
            let share = share(wanted);
            work.push(averages(
                format!("{}, {topic}", model.name()),
                share,
                &of_topic,
            ));
            all.extend(of_topic);
        }
        let mean = topics.iter().map(|(_, wanted)| share(wanted)).sum::<f64>();
        work.push(averages(
            format!("{}, all topics", model.name()),
            mean / topics.len().max(1) as f64,
            &all,
        ));
        if !judged.is_empty() {
            calibration.extend(calibrated(model.name(), &judged));
        }
    }
    (
        Table {
            name: "Ranking an inbox: screening",
            measures: format!(
                "work saved over sampling at 95 % recall (WSS@95) and recall after 10, 20 and 50 % of {} papers, an arXiv category as the topic, {SEEDS} papers of each sort known at the start, {BATCH} decided at a time, mean of {ROUNDS} starts",
                chosen.len()
            ),
            not: "a reader's own criteria, which are narrower and less even than a category; categories leave borderline papers out, so full recall is harder than it should be",
            columns: vec![fraction("prevalence"), fraction("WSS@95"), fraction("at 10 %"), fraction("at 20 %"), fraction("at 50 %")],
            rows: work,
        },
        Table {
            name: "Ranking an inbox: calibration",
            measures: "expected calibration error, ten equal bins: how far the chance shown lies from the share included, over every paper as it came up for decision".to_owned(),
            not: "calibration for papers far down the order, which are decided late if at all",
            columns: vec![count("decisions"), fraction("chance"), fraction("included"), fraction("ECE")],
            rows: calibration,
        },
    )
}

fn averages(label: String, share: f64, screenings: &[[f64; 4]]) -> Row {
    let mean = |at: usize| {
        screenings.iter().map(|values| values[at]).sum::<f64>() / screenings.len().max(1) as f64
    };
    Row::new(label, [share, mean(0), mean(1), mean(2), mean(3)])
}

fn share(wanted: &[bool]) -> f64 {
    wanted.iter().filter(|wanted| **wanted).count() as f64 / wanted.len().max(1) as f64
}

/// Categories of the right prevalence, evenly spaced by name, with the papers that belong to each.
fn topics(shelf: &Shelf<'_>, chosen: &[usize]) -> Vec<(String, Vec<bool>)> {
    let mut names: Vec<&String> = chosen
        .iter()
        .flat_map(|at| &shelf.sources[*at].categories)
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut topics: Vec<(String, Vec<bool>)> = names
        .into_iter()
        .map(|name| {
            let belongs = |at: &usize| shelf.sources[*at].categories.contains(name);
            (name.clone(), chosen.iter().map(belongs).collect())
        })
        .filter(|(_, wanted): &(String, Vec<bool>)| PREVALENCE.contains(&share(wanted)))
        .collect();
    // Two names of one category (math-ph and math.MP) are one topic.
    topics.dedup_by(|a, b| a.1 == b.1);
    let step = (topics.len() / TOPICS).max(1);
    topics.into_iter().step_by(step).take(TOPICS).collect()
}

fn screen(model: &dyn Order, vectors: &[&[f32]], wanted: &[bool], round: usize) -> Screened {
    let seeds = |sort: bool| -> Vec<usize> {
        let all: Vec<usize> = (0..wanted.len()).filter(|at| wanted[*at] == sort).collect();
        let step = (all.len() / SEEDS).max(1);
        all.into_iter()
            .skip(round * step / ROUNDS)
            .step_by(step)
            .take(SEEDS)
            .collect()
    };
    let mut included = seeds(true);
    let mut excluded = seeds(false);
    let mut left: Vec<usize> = (0..wanted.len())
        .filter(|at| !included.contains(at) && !excluded.contains(at))
        .collect();
    let papers = left.len();
    let sought = left.iter().filter(|at| wanted[**at]).count();
    let mut screened = Screened::default();
    let (mut read, mut found) = (0, 0);
    let at = |positions: &[usize]| -> Vec<&[f32]> {
        positions
            .iter()
            .map(|position| vectors[*position])
            .collect()
    };
    // Nobody knows when everything is found, but what comes after changes no figure.
    while found < sought {
        let judgements = model.judge(&at(&included), &at(&excluded), &at(&left));
        let mut order: Vec<(Judgement, usize)> =
            judgements.into_iter().zip(left.iter().copied()).collect();
        order.sort_by(|a, b| b.0.score.total_cmp(&a.0.score).then(a.1.cmp(&b.1)));
        for &(judgement, paper) in order.iter().take(BATCH) {
            read += 1;
            if let Some(chance) = judgement.chance {
                screened.judged.push((chance, wanted[paper]));
            }
            if wanted[paper] {
                found += 1;
                included.push(paper);
            } else {
                excluded.push(paper);
            }
            let recall = found as f64 / sought as f64;
            for (kept, share) in screened.recalls.iter_mut().zip(RECALL_AFTER) {
                if read as f64 <= papers as f64 * share {
                    *kept = recall;
                }
            }
            if screened.saved.is_none() && recall >= RECALL {
                screened.saved = Some(1.0 - read as f64 / papers as f64 - (1.0 - RECALL));
            }
        }
        left = order
            .into_iter()
            .skip(BATCH)
            .map(|(_, paper)| paper)
            .collect();
    }
    screened
}

/// Expected calibration error over ten equal bins (Naeini et al. 2015), of all decisions.
fn calibrated(name: &str, judged: &[(f32, bool)]) -> Vec<Row> {
    const BINS: usize = 10;
    let mut bins = [(0.0, 0.0, 0.0); BINS];
    for (chance, included) in judged {
        let bin = ((chance * BINS as f32) as usize).min(BINS - 1);
        let (count, chances, sum) = &mut bins[bin];
        *count += 1.0;
        *chances += f64::from(*chance);
        *sum += f64::from(u8::from(*included));
    }
    let all = judged.len().max(1) as f64;
    let total = |value: fn(&(f64, f64, f64)) -> f64| bins.iter().map(value).sum::<f64>();
    let error = total(|(_, chances, included)| (chances - included).abs()) / all;
    let mut rows = vec![Row::new(
        name,
        [
            judged.len() as f64,
            total(|bin| bin.1) / all,
            total(|bin| bin.2) / all,
            error,
        ],
    )];
    for (bin, (count, chances, included)) in bins.iter().enumerate() {
        if *count > 0.0 {
            let from = bin * 100 / BINS;
            rows.push(Row::new(
                format!("{name}, chance {from} to {} %", from + 100 / BINS),
                [
                    *count,
                    chances / count,
                    included / count,
                    (chances - included).abs() / count,
                ],
            ));
        }
    }
    rows
}
