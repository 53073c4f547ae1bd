//! CSL-JSON items made fit for the CSL processor, which panics or gives up on some of what real
//! records hold (date ranges, names without a surname, numbers out of range). Only values that the
//! standard defines get through; formulas, inline markup and words such as "2D" and "arXiv" travel
//! as placeholder characters, so that a style's change of case cannot touch them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use citationberg::json::{
    DateValue, Item, LiteralName, NameItem, NameValue, Value, VecDate, VecDateRange,
};
use serde_json::Value as Json;

use crate::layout::Family;
use crate::placeholders::{Placeholders, without_placeholders};
use crate::rich::{self, Inline, Marks, Run};

/// Variables of CSL that hold running text, whose case styles change.
const TEXTS: [&str; 15] = [
    "archive",
    "event",
    "number",
    "publisher",
    "title",
    "title-short",
    "container-title",
    "container-title-short",
    "collection-title",
    "event-title",
    "original-title",
    "part-title",
    "reviewed-title",
    "volume-title",
    "genre",
];

const NAMES: [&str; 28] = [
    "author",
    "chair",
    "collection-editor",
    "compiler",
    "composer",
    "container-author",
    "contributor",
    "curator",
    "director",
    "editor",
    "editorial-director",
    "editor-translator",
    "executive-producer",
    "guest",
    "host",
    "illustrator",
    "interviewer",
    "narrator",
    "organizer",
    "original-author",
    "performer",
    "producer",
    "recipient",
    "reviewed-author",
    "script-writer",
    "series-creator",
    "translator",
    "event-organizer",
];

const DATES: [&str; 6] = [
    "issued",
    "accessed",
    "available-date",
    "event-date",
    "original-date",
    "submitted",
];

/// What an annotation prints; a reference that printed it too would say it twice.
const NOT_REFERENCE: [&str; 4] = ["abstract", "annote", "keyword", "note"];

/// An item and what its placeholders stand for.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub item: Item,
    pub placeholders: Placeholders,
}

/// Makes an item ready. `number` sets apart items that are equal in all else.
pub(crate) fn prepare(json: &Json, number: usize) -> Prepared {
    let mut placeholders = Placeholders::default();
    let mut fields = BTreeMap::new();
    for (name, value) in json.as_object().into_iter().flatten() {
        if NOT_REFERENCE.contains(&name.as_str()) || name.len() > 64 {
            continue;
        }
        let value = if NAMES.contains(&name.as_str()) {
            names(value)
        } else if DATES.contains(&name.as_str()) {
            date(value)
        } else if TEXTS.contains(&name.as_str()) {
            string(value).map(|text| Value::String(placeholders.protect(&text)))
        } else {
            scalar(name, value)
        };
        if let Some(value) = value {
            fields.insert(name.clone(), value);
        }
    }
    fields
        .entry("type".to_owned())
        .or_insert_with(|| Value::String("document".to_owned()));
    // The processor finds an item again by comparing whole items. A first field that is always
    // different makes each comparison one step, and keeps doubles apart.
    fields.insert(
        "\u{1}".to_owned(),
        Value::Number(i64::try_from(number).unwrap_or(i64::MAX)),
    );
    Prepared {
        item: Item(fields),
        placeholders,
    }
}

fn string(value: &Json) -> Option<String> {
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
    let text = rich::clean(&without_placeholders(&text));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

fn scalar(name: &str, value: &Json) -> Option<Value> {
    if let Some(number) = value
        .as_i64()
        .filter(|number| (0..=i64::from(i32::MAX)).contains(number))
    {
        return Some(Value::Number(number));
    }
    let text = string(value)?;
    Some(Value::String(if name == "DOI" {
        doi(&text).to_owned()
    } else {
        text
    }))
}

/// A DOI without the address of its resolver, which styles add themselves.
fn doi(text: &str) -> &str {
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

/// The item without the institution that is both its author and its publisher, as the manuals
/// name it once: APA as the author (9.29), MLA as the publisher.
pub(crate) fn named_once(json: &Json, family: Family) -> Cow<'_, Json> {
    let institution = match json
        .get("author")
        .and_then(Json::as_array)
        .map(Vec::as_slice)
    {
        Some([only]) => only.get("literal").and_then(string),
        _ => None,
    };
    let echo = institution.is_some() && institution == json.get("publisher").and_then(string);
    let field = match family {
        Family::Apa => "publisher",
        Family::Mla => "author",
        Family::Chicago | Family::Other => return Cow::Borrowed(json),
    };
    if !echo {
        return Cow::Borrowed(json);
    }
    let mut json = json.clone();
    if let Some(fields) = json.as_object_mut() {
        fields.remove(field);
    }
    Cow::Owned(json)
}

fn names(value: &Json) -> Option<Value> {
    let names: Vec<_> = value.as_array()?.iter().filter_map(name).collect();
    (!names.is_empty()).then_some(Value::Names(names))
}

fn name(value: &Json) -> Option<NameValue> {
    let part = |key: &str| value.get(key).and_then(string);
    let whole = |literal: String| NameValue::Literal(LiteralName { literal });
    if let Some(literal) = part("literal").or_else(|| string(value)) {
        return Some(whole(literal));
    }
    let Some(family) = part("family") else {
        return part("given").map(whole);
    };
    Some(NameValue::Item(NameItem {
        family,
        given: part("given"),
        non_dropping_particle: part("non-dropping-particle"),
        dropping_particle: part("dropping-particle"),
        suffix: part("suffix"),
        comma_suffix: value.get("comma-suffix").and_then(Json::as_bool),
    }))
}

/// Year, month and day of a CSL-JSON date; of a range, its beginning.
pub(crate) fn date_parts(value: &Json) -> Option<(i16, Option<u8>, Option<u8>)> {
    let number = |value: &Json| {
        value
            .as_i64()
            .or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
    };
    let parts: Vec<Option<i64>> = match value.get("date-parts") {
        Some(parts) => parts.get(0)?.as_array()?.iter().map(number).collect(),
        None => {
            let raw = value
                .get("raw")
                .or_else(|| value.get("literal"))?
                .as_str()?;
            let raw = raw.split('/').next().unwrap_or_default();
            raw.splitn(3, '-')
                .map(|part| part.trim().parse().ok())
                .collect()
        }
    };
    let at = |index: usize| parts.get(index).copied().flatten();
    let within =
        |most: u8| move |value: i64| u8::try_from(value).ok().filter(|v| (1..=most).contains(v));
    let year = i16::try_from(at(0)?)
        .ok()
        .filter(|year| (1..=9999).contains(year))?;
    let month = at(1).and_then(within(12));
    let day = month.and(at(2)).and_then(within(31));
    Some((year, month, day))
}

fn date(value: &Json) -> Option<Value> {
    let (year, month, day) = date_parts(value)?;
    let mut parts = vec![year];
    parts.extend(month.map(i16::from));
    parts.extend(day.map(i16::from));
    Some(Value::Date(DateValue::DateParts {
        date_parts: VecDateRange(vec![VecDate(parts)]),
        literal: None,
        season: None,
        circa: value.get("circa").and_then(Json::as_bool).unwrap_or(false),
    }))
}

/// The title of an item as formatted text, for where no style is asked.
pub(crate) fn title(json: &Json) -> Option<Vec<Inline>> {
    let prepared = prepare(json, 0);
    let Some(Value::String(title)) = prepared.item.0.get("title") else {
        return None;
    };
    let mut inlines = Vec::new();
    prepared
        .placeholders
        .restore(title, Marks::default(), None, &mut Vec::new(), &mut inlines);
    Some(inlines)
}

/// A reference without a style: authors, year, title.
pub(crate) fn plain_reference(json: &Json) -> Vec<Inline> {
    let mut inlines = Vec::new();
    let authors: Vec<_> = json
        .get("author")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(|author| {
            let part = |key: &str| author.get(key).and_then(string);
            part("literal").or_else(|| {
                let parts: Vec<_> = ["given", "non-dropping-particle", "family"]
                    .into_iter()
                    .filter_map(part)
                    .collect();
                (!parts.is_empty()).then(|| parts.join(" "))
            })
        })
        .collect();
    if !authors.is_empty() {
        rich::push(
            &mut inlines,
            &format!("{}. ", authors.join(", ")),
            Marks::default(),
            None,
        );
    }
    if let Some((year, _, _)) = json.get("issued").and_then(date_parts) {
        rich::push(&mut inlines, &format!("{year}. "), Marks::default(), None);
    }
    inlines.extend(title(json).unwrap_or_else(|| {
        let key = json
            .get("id")
            .and_then(string)
            .unwrap_or_else(|| "Untitled".to_owned());
        vec![Inline::Run(Run {
            text: key,
            ..Run::default()
        })]
    }));
    rich::push(&mut inlines, ".", Marks::default(), None);
    inlines
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_range_of_dates_becomes_its_beginning() {
        let value = json!({"date-parts": [[2020, 3, 1], [2021]]});
        assert_eq!(date_parts(&value), Some((2020, Some(3), Some(1))));
        assert_eq!(
            date_parts(&json!({"raw": "2019-05/2020"})),
            Some((2019, Some(5), None))
        );
    }

    #[test]
    fn impossible_dates_lose_the_impossible_part_only() {
        for (parts, expected) in [
            (json!([[2020, 13, 1]]), Some((2020, None, None))),
            (json!([[2020, 2, 40]]), Some((2020, Some(2), None))),
            (json!([["2020", "0"]]), Some((2020, None, None))),
            (json!([[]]), None),
            (json!([[99999]]), None),
            (json!(null), None),
        ] {
            assert_eq!(
                date_parts(&json!({ "date-parts": parts })),
                expected,
                "{parts}"
            );
        }
    }

    #[test]
    fn a_given_name_alone_is_a_whole_name() {
        let prepared = prepare(
            &json!({"author": [{"given": "Plato"}, {}, 5, {"family": ""}]}),
            0,
        );
        assert_eq!(
            prepared.item.0.get("author"),
            Some(&Value::Names(vec![
                NameValue::Literal(LiteralName {
                    literal: "Plato".into()
                }),
                NameValue::Literal(LiteralName {
                    literal: "5".into()
                }),
            ]))
        );
    }

    #[test]
    fn a_doi_loses_its_resolver() {
        assert_eq!(doi("https://doi.org/10.1/a"), "10.1/a");
        assert_eq!(doi("10.1/a"), "10.1/a");
    }

    #[test]
    fn formulas_and_tags_come_back() {
        let title = title(&json!({"title": "The $x^2$ of <i>E. coli</i> & <b>x"})).unwrap();
        assert_eq!(rich::flat(&title), "The x² of E. coli & <b>x");
        assert!(
            title
                .iter()
                .flat_map(Inline::runs)
                .any(|run| run.text == "E. coli" && run.marks.italic)
        );
    }

    #[test]
    fn placeholders_in_the_input_are_taken_out() {
        let title = title(&json!({"title": "a\u{100000}b\u{102000}c $x$"})).unwrap();
        assert_eq!(rich::flat(&title), "abc x");
    }
}
