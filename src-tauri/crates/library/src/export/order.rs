//! In which groups the papers of an export stand, and where each is printed.

use std::collections::{BTreeMap, HashMap};

use bibliography::{Document, Group};

use super::Chosen;
use super::annotate::entry;
use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};

/// For each paper the place of its topic and its label.
type TopicHeadings = BTreeMap<PaperId, (usize, String)>;

/// A group's place among the groups, and its heading. Groups stand by name, topics by size,
/// decisions as one decides, and what belongs to none last.
type Heading = (usize, String);

impl Library {
    /// The papers as they are printed: a paper of several groups stands in each.
    pub(super) fn groups(&self, chosen: &[Chosen], choices: &ExportChoices) -> Result<Vec<Group>> {
        let Some(by) = choices.group_by else {
            let entries = chosen
                .iter()
                .map(|paper| entry(paper, &choices.annotation))
                .collect();
            return Ok(vec![Group {
                introduction: introduction(choices, ""),
                ..Group::new(None, entries)
            }]);
        };
        let topics = match by {
            GroupBy::Topic => self.topic_headings(chosen)?,
            _ => TopicHeadings::new(),
        };
        let names: BTreeMap<i64, String> = self
            .store()
            .read(|reader| reader.collections())?
            .into_iter()
            .map(|collection| (collection.id, collection.name))
            .collect();
        let mut groups: BTreeMap<Heading, Vec<_>> = BTreeMap::new();
        for paper in chosen {
            let mut headings = headings(paper, by, &topics, &names);
            if headings.is_empty() {
                headings.push((usize::MAX, ungrouped(by).to_owned()));
            }
            let entry = entry(paper, &choices.annotation);
            for heading in headings {
                groups.entry(heading).or_default().push(entry.clone());
            }
        }
        Ok(groups
            .into_iter()
            .map(|((_, heading), entries)| Group {
                introduction: introduction(choices, &heading),
                ..Group::new(Some(heading), entries)
            })
            .collect())
    }

    /// The topics of all chosen papers, the largest first.
    fn topic_headings(&self, chosen: &[Chosen]) -> Result<TopicHeadings> {
        let mut ids: Vec<PaperId> = chosen.iter().map(|paper| paper.id).collect();
        ids.sort_unstable();
        ids.dedup();
        let grouped = self.group_papers(ids)?;
        if grouped.topics.is_empty() && !chosen.is_empty() {
            return Err(match self.meaning().state().advice {
                Some(advice) => Error::user("model_missing", advice),
                None => Error::user(
                    "not_embedded",
                    "None of these papers has been embedded yet, so there are no topics to group them by. `lectern embed` does it; the window does it by itself.",
                ),
            });
        }
        Ok(grouped
            .topics
            .into_iter()
            .enumerate()
            .flat_map(|(place, topic)| {
                let label = topic.label;
                topic
                    .papers
                    .into_iter()
                    .map(move |id| (id, (place, label.clone())))
            })
            .collect())
    }
}

fn headings(
    paper: &Chosen,
    by: GroupBy,
    topics: &TopicHeadings,
    names: &BTreeMap<i64, String>,
) -> Vec<Heading> {
    let by_name = |names: Vec<String>| names.into_iter().map(|name| (0, name)).collect();
    match by {
        GroupBy::Topic => topics.get(&paper.id).cloned().into_iter().collect(),
        GroupBy::Tag => by_name(paper.tags.clone()),
        GroupBy::Year => by_name(
            paper
                .paper
                .date
                .iter()
                .map(|date| date.year.to_string())
                .collect(),
        ),
        GroupBy::Collection => by_name(
            paper
                .collections
                .iter()
                .filter_map(|id| names.get(id).cloned())
                .collect(),
        ),
        GroupBy::Decision => match paper.decision {
            Decision::Include => vec![(0, "Included".to_owned())],
            Decision::Maybe => vec![(1, "Maybe".to_owned())],
            Decision::Exclude => vec![(2, "Excluded".to_owned())],
            Decision::Inbox => Vec::new(),
        },
    }
}

fn introduction(choices: &ExportChoices, heading: &str) -> String {
    let found = choices.introductions.get(heading);
    found.cloned().unwrap_or_default()
}

fn ungrouped(by: GroupBy) -> &'static str {
    match by {
        GroupBy::Tag => "Untagged",
        GroupBy::Year => "No date",
        GroupBy::Collection => "In no collection",
        GroupBy::Topic => "Without a topic",
        GroupBy::Decision => "Undecided",
    }
}

/// Where each entry of a document stands. `headings` holds one for each of its sections.
pub(super) fn places(
    document: &Document,
    headings: &[Option<String>],
    chosen: &[Chosen],
) -> Vec<ExportPlace> {
    let titles: HashMap<PaperId, &str> = chosen
        .iter()
        .map(|paper| (paper.id, paper.paper.title.as_str()))
        .collect();
    document
        .sections
        .iter()
        .zip(headings)
        .flat_map(|(section, heading)| {
            section.references.iter().map(|reference| ExportPlace {
                id: reference.id,
                title: titles
                    .get(&reference.id)
                    .copied()
                    .unwrap_or_default()
                    .to_owned(),
                group: heading.clone(),
            })
        })
        .collect()
}
