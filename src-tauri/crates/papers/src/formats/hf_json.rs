//! Hugging Face's papers as its interface gives them: a list of `{paper: {…}}`, or one paper.
//!
//! `ai_summary` is a machine's and no abstract; hidden authors are none.

mod paper;

use super::json::{self, Found, Shape};
use super::sniff::Evidence;
use super::{Format, Reading};

pub(super) use self::paper::{is_paper, record};

pub(super) const SHAPE: Shape<'_> = Shape {
    wrappers: &[
        &["dailyPapers"],
        &["papers"],
        &["trendingPapers"],
        &["results"],
        &["items"],
    ],
    is_item: is_paper,
};

pub(super) fn read(source: &str) -> Reading {
    json::reading(
        source,
        Format::HfJson,
        &SHAPE,
        |found, records, diagnostics| {
            // A collection also lists models and data sets.
            let other = found.fields.get("type").and_then(|kind| kind.as_str());
            if other.is_some_and(|kind| kind != "paper") {
                return;
            }
            let Found {
                fields,
                source,
                line,
            } = &found;
            let position = records.len() + 1;
            records.push(record(fields, source, position, *line, diagnostics));
        },
    )
}

/// A paper inside, or a paper with what only this site says of one.
pub(super) fn evidence(source: &str) -> Evidence {
    let Some(fields) = json::first_keys(source, SHAPE.wrappers) else {
        return Evidence::None;
    };
    let value = |name: &str| fields.iter().find(|(key, _)| *key == name).map(|(_, v)| *v);
    let has = |name: &str| value(name).is_some();
    let outer = value("paper") == Some("{")
        && [
            "numComments",
            "publishedAt",
            "submittedBy",
            "isAuthorParticipating",
            "thumbnail",
            "organization",
        ]
        .iter()
        .any(|name| has(name));
    let inner = value("paper") == Some("{")
        && source
            .get(..source.len().min(4096))
            .or(Some(source))
            .is_some_and(|start| {
                ["\"summary\"", "\"upvotes\"", "\"publishedAt\""]
                    .iter()
                    .any(|name| start.contains(name))
            });
    let own = [
        "upvotes",
        "submittedOnDailyAt",
        "ai_summary",
        "discussionId",
    ]
    .iter()
    .any(|name| has(name));
    let id =
        value("id").is_some_and(|id| crate::identity::arxiv_id(id.trim_matches('"')).is_some());
    if outer || inner || (id && own && has("title")) {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_pair_of_id_and_title_is_not_enough() {
        let list = r#"[{"paper":{"id":"2401.00001","title":"x"}}]"#;
        assert_eq!(evidence(list), Evidence::None);
        let list = r#"[{"paper":{"id":"2401.00001","title":"x"},"numComments":2}]"#;
        assert_eq!(evidence(list), Evidence::Plain);
    }

    #[test]
    fn the_day_of_the_list_is_the_records_and_not_the_papers() {
        let list = r#"[{"paper":{"id":"2401.00001","title":"T","publishedAt":"2024-01-01T00:00:00Z","submittedOnDailyAt":"2024-01-03T00:00:00.000Z"}}]"#;
        let reading = read(list);
        let record = &reading.records[0];
        assert_eq!(record.date.as_deref(), Some("2024-01-03"));
        let day = record.paper.date.map(|date| date.to_string());
        assert_eq!(day.as_deref(), Some("2024-01-01"));
    }

    #[test]
    fn of_a_collection_only_the_papers_are_taken() {
        let list = r#"{"slug":"x","items":[{"type":"model","id":"a/b"},{"type":"paper","id":"2401.00001","title":"T"}]}"#;
        assert_eq!(read(list).records.len(), 1);
    }
}
