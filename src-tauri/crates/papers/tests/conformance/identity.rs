//! Who is who: labelled duplicates, and one set of records in many programs' formats.
//!
//! Papers are looked up here as the importer does it: by identifiers, title key and abstract
//! sketch, each candidate judged, merged when it is the same.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::PathBuf;

use papers::matching::{self, Judgement};
use papers::{Format, Paper, Scheme, identity, read, sniff};

use super::score::{data, files, read_sample};

/// Papers in memory, found by their keys.
#[derive(Default)]
struct Shelf {
    papers: Vec<Paper>,
    found_by: HashMap<String, Vec<usize>>,
    /// Paper, the one it may be, and why.
    doubts: Vec<(usize, usize, String)>,
}

impl Shelf {
    fn keys(paper: &Paper) -> Vec<String> {
        let keys = identity::keys(paper);
        let mut all: Vec<String> = keys
            .identifiers
            .iter()
            .map(|(scheme, value)| format!("{} {value}", scheme.name()))
            .collect();
        all.extend(
            keys.title
                .or(keys.record)
                .map(|title| format!("title {title}")),
        );
        if let Some(sketch) = paper.abstract_text.as_deref().and_then(identity::sketch) {
            all.extend(
                sketch
                    .iter()
                    .enumerate()
                    .map(|(at, half)| format!("sketch {at} {half}")),
            );
        }
        all
    }

    /// Puts a record where it belongs and says where that is.
    fn add(&mut self, record: &Paper) -> usize {
        let candidates: BTreeSet<usize> = Shelf::keys(record)
            .iter()
            .filter_map(|key| self.found_by.get(key))
            .flatten()
            .copied()
            .collect();
        let mut doubts = Vec::new();
        for at in candidates {
            match matching::judge(record, &self.papers[at]) {
                Judgement::Same(_) => {
                    let merged = matching::merge(&self.papers[at], record);
                    self.papers[at] = merged;
                    self.index(at);
                    return at;
                }
                Judgement::Doubtful(reason) => doubts.push((at, reason)),
                Judgement::Versions(_) | Judgement::Different => {}
            }
        }
        let at = self.papers.len();
        self.papers.push(record.clone());
        self.index(at);
        self.doubts.extend(
            doubts
                .into_iter()
                .map(|(other, reason)| (at, other, reason)),
        );
        at
    }

    fn index(&mut self, at: usize) {
        for key in Shelf::keys(&self.papers[at]) {
            let places = self.found_by.entry(key).or_default();
            if !places.contains(&at) {
                places.push(at);
            }
        }
    }
}

/// Letters and digits of a text, in lower case.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What tells the groups of the labelled export apart for this test: how the title ends (members
/// differ in a heading before it and in one word) and the first author.
fn group(paper: &Paper) -> String {
    let title = letters(&paper.title).replace("blinded", "blind");
    let end = title.len().saturating_sub(45);
    let author = paper.authors.first().map(|name| letters(&name.surname()));
    let author = author.unwrap_or_default();
    format!("{} {author}", title.get(end..).unwrap_or(&title))
}

fn labelled() -> Option<Vec<Paper>> {
    let path = data("samples/dedup_labelled/IEBH__dedupe-sweep__tafenoquine.xml")?;
    let (_, reading) = read_sample(&path, Format::EndnoteXml);
    Some(
        reading
            .records
            .into_iter()
            .map(|record| record.paper)
            .collect(),
    )
}

/// Counts of one run over labelled records.
#[derive(Debug, Default)]
struct Outcome {
    duplicates: usize,
    merged: usize,
    wrongly: usize,
    suggested: usize,
    needlessly: usize,
}

impl Outcome {
    /// Shelves records, each with its group if it has one.
    fn of(records: impl IntoIterator<Item = (Paper, Option<String>)>) -> Outcome {
        let mut shelf = Shelf::default();
        let mut places: BTreeMap<usize, Vec<Option<String>>> = BTreeMap::new();
        let mut members: BTreeMap<String, usize> = BTreeMap::new();
        for (paper, group) in records {
            if let Some(group) = &group {
                *members.entry(group.clone()).or_default() += 1;
            }
            places.entry(shelf.add(&paper)).or_default().push(group);
        }
        let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
        let mut outcome = Outcome {
            duplicates: members.values().map(|count| count - 1).sum(),
            ..Outcome::default()
        };
        for groups in places.values() {
            let (first, others) = groups.split_first().expect("a place has a record");
            let right = others.iter().filter(|other| same(first, other)).count();
            outcome.merged += right;
            outcome.wrongly += others.len() - right;
        }
        for (paper, other, reason) in &shelf.doubts {
            if same(&places[paper][0], &places[other][0]) {
                outcome.suggested += 1;
            } else {
                outcome.needlessly += 1;
            }
            eprintln!(
                "{reason}: {} / {}",
                shelf.papers[*paper].title, shelf.papers[*other].title
            );
        }
        outcome
    }

    /// Prints precision and recall of the merges, and of merges and suggestions together.
    fn report(&self, what: &str) {
        let share = |right: usize, of: usize| right as f64 / of.max(1) as f64;
        let told = self.merged + self.suggested;
        println!(
            "conformance  identity, {what:<28} merged: precision {:.3} recall {:.3}; \
             with suggestions: precision {:.3} recall {:.3} (of {})",
            share(self.merged, self.merged + self.wrongly),
            share(self.merged, self.duplicates),
            share(told, told + self.wrongly + self.needlessly),
            share(told, self.duplicates),
            self.duplicates,
        );
    }
}

fn marked(paper: &Paper) -> Option<String> {
    let duplicate = paper
        .extra
        .get("caption")
        .is_some_and(|told| told == "Duplicate");
    duplicate.then(|| group(paper))
}

#[test]
fn labelled_duplicates_are_recognised() {
    let Some(papers) = labelled() else { return };
    let outcome = Outcome::of(papers.into_iter().map(|paper| {
        let group = marked(&paper);
        (paper, group)
    }));
    outcome.report("labelled export");
    assert_eq!((outcome.wrongly, outcome.needlessly), (0, 0));
    assert!(
        outcome.merged * 100 >= outcome.duplicates * 99,
        "{outcome:?}"
    );
}

/// The same without any identifier: titles, names, years and abstracts have to do.
#[test]
fn labelled_duplicates_are_recognised_by_what_they_say() {
    let Some(papers) = labelled() else { return };
    let outcome = Outcome::of(papers.into_iter().map(|mut paper| {
        paper.identifiers.clear();
        let group = marked(&paper);
        (paper, group)
    }));
    outcome.report("the same without identifiers");
    assert_eq!((outcome.wrongly, outcome.needlessly), (0, 0));
    assert!(
        outcome.merged * 100 >= outcome.duplicates * 97,
        "{outcome:?}"
    );
    assert_eq!(
        outcome.merged + outcome.suggested,
        outcome.duplicates,
        "{outcome:?}"
    );
}

/// The records of files that hold one set of works, each once or several times.
fn records_of(paths: &[PathBuf]) -> Vec<Paper> {
    paths
        .iter()
        .flat_map(|path| {
            let bytes = fs::read(path).expect("a sample can be read");
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let format = sniff(&bytes, Some(&name)).expect("a sample has a format");
            read(format, &bytes).records
        })
        .map(|record| record.paper)
        .collect()
}

/// Exports of the same records by many programs: as many papers as there are DOIs, and nothing else
/// when the DOIs are taken away.
#[test]
fn the_exports_of_many_programs_are_one_set_of_papers() {
    let folders = ["samples/csv", "samples/ris", "samples/xlsx"];
    let mut paths = Vec::new();
    for folder in folders {
        let Some(folder) = data(folder) else { return };
        let of_set = |path: &PathBuf| path.to_string_lossy().contains("citation-file-formatting");
        paths.extend(files(&folder, "").into_iter().filter(of_set));
    }
    let records = records_of(&paths);
    let known_by = |paper: &Paper| paper.identifiers.get(&Scheme::Doi).cloned();
    // Google Scholar's export has no DOI; its titles stand for themselves.
    let group = |paper: &Paper| Some(known_by(paper).unwrap_or_else(|| letters(&paper.title)));
    let outcome = Outcome::of(records.iter().map(|paper| (paper.clone(), group(paper))));
    outcome.report("exports of many programs");
    assert_eq!((outcome.merged, outcome.wrongly), (outcome.duplicates, 0));

    // One paper has two DOIs in the set, its publisher's and a wrong one: one title, so one group.
    let one_title: HashMap<String, String> = records
        .iter()
        .filter_map(|paper| Some((letters(&paper.title), known_by(paper)?)))
        .collect();
    let group = |paper: &Paper| {
        one_title
            .get(&letters(&paper.title))
            .cloned()
            .or_else(|| group(paper))
    };
    let outcome = Outcome::of(records.iter().map(|paper| {
        let mut bare = paper.clone();
        bare.identifiers.clear();
        (bare, group(paper))
    }));
    outcome.report("the same without identifiers");
    assert_eq!(
        (outcome.merged, outcome.wrongly),
        (outcome.duplicates, 0),
        "{outcome:?}"
    );
}

/// A mail and what somebody's script made of it; every pair of JabRef's.
#[test]
fn a_paper_is_the_same_in_two_formats() {
    let (Some(mails), Some(pairs)) = (
        data("samples/arxiv_mail_daily"),
        data("samples/jabref_fileformat"),
    ) else {
        return;
    };
    let triple: Vec<PathBuf> = ["txt", "bib", "ris"]
        .iter()
        .flat_map(|ending| files(&mails, ending))
        .filter(|path| path.to_string_lossy().contains("risbib__arxiv"))
        .collect();
    let mut shelf = Shelf::default();
    records_of(&triple).iter().for_each(|paper| {
        shelf.add(paper);
    });
    println!(
        "conformance  identity, mail and its references: {} papers of {} files",
        shelf.papers.len(),
        triple.len()
    );
    assert_eq!((shelf.papers.len(), shelf.doubts.len()), (2, 0));

    let (mut known, mut all) = (0, 0);
    for bib in files(&pairs, "bib") {
        // The results expected of Citavi leave out subtitles, issues and identifiers.
        let bytes = fs::read(&bib).expect("a sample can be read");
        let readable = sniff(&bytes, Some("x.bib")).is_some();
        if !readable || bib.to_string_lossy().contains("Citavi") {
            continue;
        }
        let mut shelf = Shelf::default();
        let twins = files(&pairs, "")
            .into_iter()
            .filter(|path| path.file_stem() == bib.file_stem() && *path != bib);
        for paper in records_of(&twins.collect::<Vec<_>>()) {
            shelf.add(&paper);
        }
        let papers = shelf.papers.len();
        for paper in records_of(std::slice::from_ref(&bib)) {
            // Results without a title are expected of fields, not of papers.
            if paper.title.is_empty() {
                continue;
            }
            let right = shelf.add(&paper) < papers;
            all += 1;
            known += usize::from(right);
            if !right {
                eprintln!("{}: {}", bib.display(), paper.title);
            }
        }
    }
    println!("conformance  identity, JabRef's pairs: {known} of {all} known again");
    // JabRef knows a title without authors or year, which is left to a person.
    assert!(known + 1 >= all);
}
