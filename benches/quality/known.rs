//! Known items: where a paper comes among the hits of a query that asks for it.

use std::collections::BTreeMap;

use library::api::types::{PaperId, SearchMode};

use crate::kinds::{Facts, KINDS};
use crate::shelf::{Shelf, Source};
use crate::table::{Column, Row, Table, count, fraction};

/// Queries of one kind.
const QUERIES: usize = 300;
/// As deep as a paper is looked for.
const DEPTH: usize = 50;

const COLUMNS: &[Column] = &[
    count("queries"),
    fraction("first"),
    fraction("in ten"),
    fraction("MRR"),
];

/// A query, what it asks for, and whether the aim is about it.
struct Asked {
    text: String,
    id: PaperId,
}

struct Group {
    name: String,
    aimed_at: bool,
    asked: Vec<Asked>,
}

fn groups(shelf: &Shelf<'_>, paraphrases: &[(String, String)]) -> Result<Vec<Group>, String> {
    let facts = Facts::of(&shelf.sources);
    let mut groups = Vec::new();
    for kind in KINDS {
        let mut asked = Vec::new();
        for (source, text) in kind.queries(&facts, &shelf.sources, QUERIES) {
            let id = shelf.id(source)?;
            asked.push(Asked { text, id });
        }
        groups.push(Group {
            name: kind.name.to_owned(),
            aimed_at: kind.aimed_at,
            asked,
        });
    }
    let by_arxiv: BTreeMap<&str, &Source> = shelf
        .sources
        .iter()
        .map(|source| (source.arxiv(), *source))
        .collect();
    let mut asked = Vec::new();
    for (arxiv, text) in paraphrases {
        let source = by_arxiv
            .get(arxiv.as_str())
            .ok_or_else(|| format!("{arxiv} is not in the corpus"))?;
        let id = shelf.id(source)?;
        let text = format!("{text} ");
        asked.push(Asked { text, id });
    }
    groups.push(Group {
        name: "paraphrase".to_owned(),
        aimed_at: false,
        asked,
    });
    Ok(groups)
}

/// The place of each query's paper, counted from one; `None` below [`DEPTH`].
fn places(
    shelf: &Shelf<'_>,
    group: &Group,
    mode: SearchMode,
) -> Result<Vec<Option<usize>>, String> {
    group
        .asked
        .iter()
        .map(|asked| {
            let found = shelf.first(&asked.text, mode, DEPTH)?;
            Ok(found.iter().position(|id| *id == asked.id).map(|at| at + 1))
        })
        .collect()
}

fn row(label: String, places: &[Option<usize>]) -> Row {
    let all = places.len().max(1) as f64;
    let within = |most: usize| {
        let found = places.iter().flatten().filter(|place| **place <= most);
        found.count() as f64 / all
    };
    let found = places.iter().flatten();
    let reciprocal = found.fold(0.0, |sum, place| sum + 1.0 / *place as f64);
    Row::new(
        label,
        [places.len() as f64, within(1), within(10), reciprocal / all],
    )
}

/// What there is to improve: queries whose paper is not first, with its place and number.
fn tell_missed(group: &Group, places: &[Option<usize>]) {
    for (asked, place) in group.asked.iter().zip(places) {
        if *place != Some(1) {
            let place = place.map_or("-".to_owned(), |place| place.to_string());
            eprintln!("{}\t{place}\t{}\t{}", group.name, asked.id, asked.text);
        }
    }
}

/// Over the whole corpus, by words.
pub fn by_words(
    shelf: &Shelf<'_>,
    paraphrases: &[(String, String)],
    missed: bool,
) -> Result<Table, String> {
    let mut rows = Vec::new();
    let mut together = Vec::new();
    for group in groups(shelf, paraphrases)? {
        let places = places(shelf, &group, SearchMode::Words)?;
        if missed {
            tell_missed(&group, &places);
        }
        if group.aimed_at {
            together.extend_from_slice(&places);
        }
        let mark = if group.aimed_at { "* " } else { "" };
        rows.push(row(format!("{mark}{}", group.name), &places));
    }
    rows.push(row("all marked *, aim 0.97 in ten".to_owned(), &together));
    Ok(Table {
        name: "Known items by words",
        measures: format!(
            "where the paper asked for comes among the hits, {} papers; names are those that one title bears, author and year are pairs on at most ten papers",
            shelf.sources.len()
        ),
        not: "whether other hits would have served as well; no reader typed these queries, and several papers may bear one short title",
        columns: COLUMNS.to_vec(),
        rows,
    })
}

/// Over the part that has vectors, in every mode; and what mixing does to each query.
pub fn by_mode(
    shelf: &Shelf<'_>,
    paraphrases: &[(String, String)],
) -> Result<(Table, Table), String> {
    let mut rows = Vec::new();
    let mut moves = Vec::new();
    for group in groups(shelf, paraphrases)? {
        let mut by_mode = Vec::new();
        for (mode, name) in [
            (SearchMode::Words, "words"),
            (SearchMode::Hybrid, "hybrid"),
            (SearchMode::Meaning, "meaning"),
        ] {
            let places = places(shelf, &group, mode)?;
            rows.push(row(format!("{}, {name}", group.name), &places));
            by_mode.push(places);
        }
        if let [words, hybrid, _] = by_mode.as_slice() {
            let deep = |place: &Option<usize>| place.unwrap_or(DEPTH + 1);
            let pairs = || words.iter().zip(hybrid).map(|(a, b)| (deep(a), deep(b)));
            let worse = pairs().filter(|(words, hybrid)| hybrid > words).count();
            let lost = pairs().filter(|(words, hybrid)| *words <= 10 && *hybrid > 10);
            let first = pairs().filter(|(words, hybrid)| *words == 1 && *hybrid > 1);
            let better = pairs().filter(|(words, hybrid)| hybrid < words).count();
            moves.push(Row::new(
                group.name,
                [words.len(), worse, first.count(), lost.count(), better].map(|n| n as f64),
            ));
        }
    }
    let size = shelf.sources.len();
    Ok((
        Table {
            name: "Known items by mode",
            measures: format!(
                "the same for words, meaning, and both mixed, over {size} papers that have vectors"
            ),
            not: "comparable to the figures over the whole corpus: among fewer papers everything is easier to find",
            columns: COLUMNS.to_vec(),
            rows,
        },
        Table {
            name: "What meaning does to the order",
            measures: format!(
                "queries whose paper stands lower, or higher, in hybrid search than by words alone, over the same {size} papers; aim: none lower"
            ),
            not: "what happens to hits other than the paper asked for",
            columns: vec![
                count("queries"),
                count("lower"),
                count("not first"),
                count("not in ten"),
                count("higher"),
            ],
            rows: moves,
        },
    ))
}
