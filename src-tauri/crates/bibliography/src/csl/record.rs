//! One work as the processor sees it: the variables of a CSL-JSON item that the standard defines,
//! each of its kind. Whatever else a record holds does not get through.

use std::collections::HashMap;
use std::sync::LazyLock;

use citationberg::taxonomy::{Kind, NameVariable, StandardVariable, Variable};
use serde_json::Value as Json;

use super::dates::Date;
use super::people::Name;
use crate::placeholders::{Placeholders, without_placeholders};
use crate::rich;

/// Variables of CSL-JSON. `note`, `annote`, `abstract` and `keyword` are left out: an annotation
/// prints them, and a reference that did so too would say them twice.
const NAMES: [&str; 96] = [
    "accessed",
    "archive",
    "archive_collection",
    "archive_location",
    "archive-place",
    "author",
    "authority",
    "available-date",
    "call-number",
    "chair",
    "chapter-number",
    "citation-key",
    "citation-label",
    "collection-editor",
    "collection-number",
    "collection-title",
    "compiler",
    "composer",
    "container-author",
    "container-title",
    "container-title-short",
    "contributor",
    "curator",
    "dimensions",
    "director",
    "division",
    "DOI",
    "edition",
    "editor",
    "editor-translator",
    "editorial-director",
    "event",
    "event-date",
    "event-place",
    "event-title",
    "executive-producer",
    "genre",
    "guest",
    "host",
    "illustrator",
    "interviewer",
    "ISBN",
    "ISSN",
    "issue",
    "issued",
    "jurisdiction",
    "language",
    "license",
    "medium",
    "narrator",
    "number",
    "number-of-pages",
    "number-of-volumes",
    "organizer",
    "original-author",
    "original-date",
    "original-publisher",
    "original-publisher-place",
    "original-title",
    "page",
    "page-first",
    "part-number",
    "part-title",
    "performer",
    "PMCID",
    "PMID",
    "printing-number",
    "producer",
    "publisher",
    "publisher-place",
    "recipient",
    "references",
    "reviewed-author",
    "reviewed-genre",
    "reviewed-title",
    "scale",
    "script-writer",
    "section",
    "series-creator",
    "source",
    "status",
    "submitted",
    "supplement-number",
    "title",
    "title-short",
    "translator",
    "URL",
    "version",
    "volume",
    "volume-title",
    "year-suffix",
    "first-reference-note-number",
    // Older names for what the standard calls otherwise now.
    "journalAbbreviation",
    "shortTitle",
    "printing",
    "editortranslator",
];

static VARIABLES: LazyLock<HashMap<&'static str, Variable>> = LazyLock::new(|| {
    NAMES
        .iter()
        .filter_map(|name| {
            let current = match *name {
                "journalAbbreviation" => "container-title-short",
                "shortTitle" => "title-short",
                other => other,
            };
            let variable = serde_json::from_value(Json::String(current.to_owned())).ok()?;
            Some((*name, variable))
        })
        .collect()
});

/// Longer than anything a reference prints; what goes beyond it is cut, so that one monstrous
/// record cannot slow everything down.
const LONGEST: usize = 20_000;
/// The largest consortium papers have about five thousand authors, and no style prints them all.
const MOST_NAMES: usize = 10_000;

#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(String),
    Names(Vec<Name>),
    Date(Date),
}

#[derive(Debug)]
pub(crate) struct Record {
    pub kind: Kind,
    pub values: HashMap<Variable, Value>,
    pub placeholders: Placeholders,
    /// Whether the work is said to be in another language than English.
    pub english: Option<bool>,
}

impl Record {
    pub fn new(json: &Json) -> Record {
        let mut placeholders = Placeholders::default();
        let mut values = HashMap::new();
        for (name, value) in json.as_object().into_iter().flatten() {
            let Some(&variable) = VARIABLES.get(name.as_str()) else {
                continue;
            };
            let value = match variable {
                Variable::Name(_) => names(value),
                Variable::Date(_) => Date::new(value).map(Value::Date),
                _ => text(variable, value, &mut placeholders),
            };
            if let Some(value) = value {
                values.insert(variable, value);
            }
        }
        let kind = json
            .get("type")
            .and_then(Json::as_str)
            .and_then(|kind| kind.parse().ok())
            .unwrap_or(Kind::Document);
        let english = json.get("language").and_then(Json::as_str).map(|tag| {
            let language = tag.split(['-', '_']).next().unwrap_or_default();
            ["en", "eng", "english"].contains(&language.trim().to_ascii_lowercase().as_str())
        });
        Record {
            kind,
            values,
            placeholders,
            english,
        }
    }

    pub fn names(&self, variable: NameVariable) -> Option<&[Name]> {
        match self.values.get(&Variable::Name(variable)) {
            Some(Value::Names(names)) => Some(names),
            _ => None,
        }
    }
}

/// A value on one line, without what no output may hold.
pub(crate) fn plain(value: &Json) -> Option<String> {
    let text = match value {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        Json::Array(values) => values
            .iter()
            .filter_map(Json::as_str)
            .collect::<Vec<_>>()
            .join(", "),
        _ => return None,
    };
    let text: String = text.chars().take(LONGEST).collect();
    let text = rich::clean(&without_placeholders(&text));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

fn text(variable: Variable, value: &Json, placeholders: &mut Placeholders) -> Option<Value> {
    let text = plain(value)?;
    Some(Value::Text(match variable {
        Variable::Standard(StandardVariable::DOI) => doi(&text).to_owned(),
        // Addresses and numbers hold neither formulas nor markup.
        Variable::Standard(
            StandardVariable::URL
            | StandardVariable::ISBN
            | StandardVariable::ISSN
            | StandardVariable::PMID
            | StandardVariable::PMCID,
        ) => text,
        Variable::Page(_) | Variable::Number(_) => text,
        _ => placeholders.protect(&text),
    }))
}

fn names(value: &Json) -> Option<Value> {
    let names: Vec<_> = value
        .as_array()?
        .iter()
        .take(MOST_NAMES)
        .filter_map(Name::new)
        .collect();
    (!names.is_empty()).then_some(Value::Names(names))
}

/// A DOI without the address of its resolver, which styles add themselves.
pub(crate) fn doi(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    [
        "https://doi.org/",
        "http://doi.org/",
        "https://dx.doi.org/",
        "http://dx.doi.org/",
        "doi:",
    ]
    .iter()
    .find(|prefix| lower.starts_with(*prefix))
    .and_then(|prefix| text.get(prefix.len()..))
    .unwrap_or(text)
    .trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_listed_name_is_a_variable() {
        assert_eq!(VARIABLES.len(), NAMES.len());
    }

    #[test]
    fn a_doi_loses_its_resolver() {
        assert_eq!(doi("https://doi.org/10.1/a"), "10.1/a");
        assert_eq!(doi("10.1/a"), "10.1/a");
    }

    #[test]
    fn what_is_not_of_its_kind_is_left_out() {
        let record = Record::new(&json!({"title": {"a": 1}, "author": "x", "issued": 5, "odd": 1}));
        assert!(record.values.is_empty());
    }
}
