//! CSL-JSON items outside of any style: their dates and titles, and their plain form.

use std::borrow::Cow;

use serde_json::Value as Json;

use crate::csl::plain as string;
use crate::layout::Family;
use crate::placeholders::Placeholders;
use crate::rich::{self, Inline, Marks, Run};

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

/// The title of an item as formatted text, for where no style is asked.
pub(crate) fn title(json: &Json) -> Option<Vec<Inline>> {
    let mut placeholders = Placeholders::default();
    let title = placeholders.protect(&string(json.get("title")?)?);
    let mut inlines = Vec::new();
    placeholders.restore(
        &title,
        Marks::default(),
        None,
        &mut Vec::new(),
        &mut inlines,
    );
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
