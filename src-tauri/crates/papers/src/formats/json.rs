//! JSON sources an item at a time, and the values of their fields.
//!
//! A broken item costs itself: reading goes on at the next place where an item begins as the first
//! one did. Nesting is bounded by the JSON parser's own limit of 128.

pub(super) mod items;
mod jats;

use super::remarks::Remarks;
use serde_json::{Map, Value};

use self::items::{Item, Items, Wrappers};
use super::{Format, Reading};
use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::identity;
use crate::paper::{Date, Name, Paper, Record, Scheme};
use crate::text::{LineStarts, entities, fold, without_markup};

pub(super) use self::jats::without_jats;

pub(super) type Fields = Map<String, Value>;

/// How the items of a format stand in its sources.
pub(super) struct Shape<'a> {
    pub wrappers: Wrappers<'a>,
    /// Whether an object is an item and not a part of one.
    pub is_item: fn(&Fields) -> bool,
}

/// An item with its text and its line.
pub(super) struct Found<'a> {
    pub fields: Fields,
    pub source: &'a str,
    pub line: usize,
}

/// How much of a source may be parsed again in search of the item after a broken one, as a
/// multiple of its length.
const SEARCH: usize = 2;

/// Hands every item of a source to `take`, and says what was none.
pub(super) fn each_item<'a>(
    text: &'a str,
    shape: &Shape<'_>,
    diagnostics: &mut Remarks,
    mut take: impl FnMut(Found<'a>, &mut Remarks),
) {
    let lines = LineStarts::new(text);
    let mut items = Items::new(text, shape.wrappers);
    let mut search = Search {
        text,
        lines: &lines,
        sign: None,
        budget: text.len().saturating_mul(SEARCH),
    };
    while let Some(item) = items.next() {
        let source = text.get(item.start..item.end).unwrap_or_default();
        let line = lines.line(item.start);
        match serde_json::from_str::<Value>(source) {
            Ok(Value::Object(fields)) => {
                search.learn(source);
                let found = Found {
                    fields,
                    source,
                    line,
                };
                take(found, diagnostics);
            }
            Ok(Value::Null) => {
                let message = "An item of this list is empty.";
                diagnostics.say(line, || Diagnostic::info("empty-item", line, message));
            }
            Ok(_) => {
                let message = "Here an item was expected; this is none.";
                diagnostics.say(line, || {
                    Diagnostic::error("not-an-item", line, message).about(source)
                });
            }
            Err(error) => {
                search.learn(source);
                let next = search.after(item, shape.is_item);
                let end = next.unwrap_or(item.end);
                let lost = text.get(item.start..end).unwrap_or_default();
                diagnostics.push(broken(item, next.is_some(), &error, line).about(lost));
                if let Some(next) = next {
                    items.resume(next);
                }
            }
        }
    }
}

fn broken(item: Item, goes_on: bool, error: &serde_json::Error, line: usize) -> Diagnostic {
    if item.complete || goes_on {
        let message = format!("This item is not valid JSON: {error}.");
        Diagnostic::error("invalid-item", line, message)
    } else {
        let message = "The source ends in the middle of this item.";
        Diagnostic::error("cut-item", line, message)
    }
}

/// Looks for the next item after a broken one that swallowed others.
struct Search<'a> {
    text: &'a str,
    lines: &'a LineStarts,
    /// The first name in the first item, with its quotes: items begin with it.
    sign: Option<&'a str>,
    budget: usize,
}

impl<'a> Search<'a> {
    fn learn(&mut self, source: &'a str) {
        if self.sign.is_none() {
            let inside = source.strip_prefix('{').unwrap_or_default().trim_start();
            let name = inside
                .strip_prefix('"')
                .and_then(|rest| rest.split_once('"'));
            self.sign = name
                .filter(|(name, _)| !name.is_empty() && name.len() < 64)
                .and_then(|(name, _)| inside.get(..name.len() + 2));
        }
    }

    /// Where the next whole item begins, if not after the broken one anyway.
    fn after(&mut self, broken: Item, is_item: fn(&Fields) -> bool) -> Option<usize> {
        let sign = self.sign?;
        let from = broken.start + 1;
        let rest = self.text.get(from..)?;
        for (at, _) in rest.match_indices(sign) {
            if self.budget == 0 {
                return None;
            }
            let before = rest.get(..at)?.trim_end();
            let Some(start) = before.strip_suffix('{').map(|before| from + before.len()) else {
                continue;
            };
            if start <= broken.start {
                continue;
            }
            if start >= broken.end {
                return None;
            }
            let mut stream =
                serde_json::Deserializer::from_str(self.text.get(start..)?).into_iter::<Value>();
            match stream.next() {
                Some(Ok(Value::Object(fields))) => {
                    if is_item(&fields) {
                        return Some(start);
                    }
                    self.budget = self.budget.saturating_sub(stream.byte_offset());
                }
                Some(Err(error)) => {
                    let cost = self.cost(start, &error);
                    self.budget = self.budget.saturating_sub(cost);
                }
                _ => {}
            }
        }
        None
    }

    /// How far a failed attempt read.
    fn cost(&self, start: usize, error: &serde_json::Error) -> usize {
        let line = self.lines.line(start) + error.line().saturating_sub(1);
        let end = self.lines.start(line).max(start) + error.column();
        (end - start).max(64)
    }
}

/// The names in the first item of a source with the first token of each value: what sniffers
/// look at. `None` when the source does not begin like JSON.
pub(super) fn first_keys<'a>(
    text: &'a str,
    wrappers: Wrappers<'_>,
) -> Option<Vec<(&'a str, &'a str)>> {
    let text = text.trim_start_matches('\u{feff}');
    if !text.trim_start().starts_with(['[', '{']) {
        return None;
    }
    let first = Items::new(text, wrappers).find(|item| {
        text.get(item.start..)
            .is_some_and(|source| source.starts_with('{'))
    })?;
    Some(items::keys(text.get(first.start..first.end)?))
}

/// A reading of the records that `read` makes of the items.
pub(super) fn reading<'a>(
    text: &'a str,
    format: Format,
    shape: &Shape<'_>,
    mut read: impl FnMut(Found<'a>, &mut Vec<Record>, &mut Remarks),
) -> Reading {
    let mut reading = Reading::new(format);
    let mut diagnostics = Remarks::new();
    let records = &mut reading.records;
    each_item(text, shape, &mut diagnostics, |found, diagnostics| {
        read(found, records, diagnostics);
    });
    reading.diagnostics = diagnostics;
    reading
}

/// Finishes a record: its place and text, and a doubt when it has no title.
pub(super) fn record(
    paper: Paper,
    source: &str,
    line: usize,
    records: &mut Vec<Record>,
    diagnostics: &mut Remarks,
) {
    let mut doubts = Vec::new();
    if paper.title.is_empty() {
        doubts.push("the item has no title".to_owned());
        let message = "This item has no title.";
        diagnostics.say(line, || {
            Diagnostic::warning("missing-title", line, message).about(source)
        });
    }
    records.push(Record {
        paper,
        position: records.len() + 1,
        line,
        original: source.to_owned(),
        date: None,
        doubts,
    });
}

/// Text without markup and entities.
pub(super) fn clean(text: &str) -> String {
    entities(&without_markup(text))
}

/// A string, a number, or the first of a list of them; on one line, and not empty.
pub(super) fn text(fields: &Fields, name: &str) -> Option<String> {
    let told = scalar(fields.get(name)?)?;
    super::filled(fold(&clean(&told)))
}

/// The same, as it stands.
pub(super) fn raw(fields: &Fields, name: &str) -> Option<String> {
    scalar(fields.get(name)?).filter(|told| !told.trim().is_empty())
}

/// The first of several names that has a text.
pub(super) fn any_text(fields: &Fields, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| text(fields, name))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values
            .iter()
            .find(|value| value.is_string() || value.is_number())
            .and_then(scalar),
        _ => None,
    }
}

/// The texts of a list, of one string, or of the `name`s in a list of objects.
pub(super) fn list(value: Option<&Value>) -> Vec<String> {
    let one = |value: &Value| -> Option<String> {
        let told = match value {
            Value::Object(fields) => any_text(fields, &["display_name", "name", "category"])?,
            other => scalar(other)?,
        };
        super::filled(fold(&clean(&told)))
    };
    match value {
        Some(Value::Array(values)) => values.iter().filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}

pub(super) fn object<'a>(fields: &'a Fields, name: &str) -> Option<&'a Fields> {
    fields.get(name).and_then(Value::as_object)
}

/// The start of `date-parts`; numbers may be strings.
pub(super) fn date_parts(value: &Value) -> Option<Date> {
    let first = value.get("date-parts")?.get(0)?;
    let part = |index: usize| -> Option<i64> {
        match first.get(index)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    };
    let year = i32::try_from(part(0)?)
        .ok()
        .filter(|year| (1..=9999).contains(year))?;
    let small = |index: usize| part(index).and_then(|number| u8::try_from(number).ok());
    Some(dates::of(year, small(1), small(2)))
}

/// Puts an identifier into a paper, or keeps the text under its name when it is none.
pub(super) fn identifier(
    paper: &mut Paper,
    scheme: Scheme,
    name: &str,
    shown: &str,
    line: usize,
    diagnostics: &mut Remarks,
) {
    match identity::normalise(scheme, shown) {
        Some(id) => {
            paper.identifiers.entry(scheme).or_insert(id);
        }
        None => {
            let message = format!("This is not a valid {name}; it was kept as text.");
            diagnostics.say(line, || {
                Diagnostic::warning("invalid-identifier", line, message).about(shown)
            });
            paper.extra.insert(name.to_owned(), fold(shown));
        }
    }
}

/// The bare iD of an ORCID or its URL.
pub(super) fn orcid(text: &str) -> Option<String> {
    let id = text.trim().trim_end_matches('/').rsplit('/').next()?;
    let sound = id.len() == 19
        && id.bytes().enumerate().all(|(at, byte)| match at {
            4 | 9 | 14 => byte == b'-',
            18 => byte.is_ascii_digit() || byte.eq_ignore_ascii_case(&b'x'),
            _ => byte.is_ascii_digit(),
        });
    sound.then(|| id.to_ascii_uppercase())
}

/// The same name with an ORCID iD, if it is a person's.
pub(super) fn with_orcid(mut name: Name, id: Option<String>) -> Name {
    if let Name::Person { orcid, .. } = &mut name {
        *orcid = id;
    }
    name
}

/// Keeps the named fields that hold text, numbers or lists of them.
pub(super) fn keep(fields: &Fields, names: &[&str], paper: &mut Paper) {
    for name in names {
        let kept = match fields.get(*name) {
            Some(Value::Bool(value)) => value.to_string(),
            Some(Value::Array(values)) => list(Some(&Value::Array(values.clone()))).join("; "),
            Some(value) => scalar(value)
                .map(|told| fold(&clean(&told)))
                .unwrap_or_default(),
            None => continue,
        };
        if !kept.is_empty() {
            paper.extra.insert((*name).to_owned(), kept);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(text: &str) -> (Vec<String>, Vec<String>) {
        let shape = Shape {
            wrappers: &[],
            is_item: |fields| fields.contains_key("title"),
        };
        let (mut found, mut diagnostics) = (Vec::new(), Remarks::new());
        each_item(text, &shape, &mut diagnostics, |item, _| {
            found.extend(self::text(&item.fields, "title"));
        });
        let codes = diagnostics.into_iter().map(|remark| remark.code).collect();
        (found, codes)
    }

    #[test]
    fn a_broken_item_costs_itself_wherever_it_breaks() {
        for broken in [
            r#"{"id":1,"title":"x}"#,
            r#"{"id":1,"title":"x","a":[{"id":7}"#,
            r#"{"id":1,"title":"x "y" z"}"#,
            r#"{"id":1 "title":"x"}"#,
        ] {
            let text = format!(
                r#"[{{"id":0,"title":"a","b":[{{"id":5}}]}},{broken},{{"id":2,"title":"c"}},{{"id":3,"title":"d"}}]"#
            );
            assert_eq!(titles(&text).0, ["a", "c", "d"], "{text}");
            assert_eq!(titles(&text).1, ["invalid-item"], "{text}");
        }
    }

    #[test]
    fn an_orcid_is_its_bare_number() {
        let bare = Some("0000-0002-1825-009X".to_owned());
        assert_eq!(orcid("http://orcid.org/0000-0002-1825-009x"), bare);
        assert_eq!(orcid("https://orcid.org/1825-0097"), None);
    }
}
