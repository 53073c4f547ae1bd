//! The order of a bibliography, from the sort keys its style states.
//!
//! The processor could sort, but formats both entries anew for every comparison; here each entry's
//! keys are read from its item once. Letters compare without case and accents, the same in every
//! language. As the manuals ask: "nothing before something", a work without authors goes by its
//! title, and a title goes without its leading article.

use std::cmp::Ordering;

use citationberg::taxonomy::{
    DateVariable, NameVariable, NumberVariable, StandardVariable, Variable,
};
use citationberg::{
    DemoteNonDroppingParticle, LayoutRenderingElement, SortDirection, SortKey, TextTarget,
};
use deunicode::deunicode;
use serde_json::Value as Json;

use crate::csl::Name;
use crate::item;
use crate::layout::Family;
use crate::style::{Style, visit};

#[derive(Clone, Debug, PartialEq, Eq)]
enum Key {
    Names(String),
    Date(String),
    Title,
    /// Any other field, by its name in CSL-JSON.
    Field(String),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    /// Surname and given name of each author.
    Names(Vec<(String, String)>),
    Text(String),
    Date((i16, u8, u8)),
    Number(i64),
}

/// The places of `items` in the style's order: the first number is the index of the item that
/// comes first. Equal items keep their order; so do all of them where the style numbers its
/// references as they come.
pub(crate) fn order(items: &[&Json], style: &Style) -> Vec<usize> {
    let keys = keys(style);
    let undated_first = style.layout().family == Family::Apa;
    let particles =
        style.full.settings.demote_non_dropping_particle == DemoteNonDroppingParticle::Never;
    let values: Vec<Vec<Option<Value>>> = items
        .iter()
        .map(|json| {
            keys.iter()
                .map(|(key, _)| value(json, key, particles))
                .collect()
        })
        .collect();
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by(|&a, &b| {
        let (Some(a), Some(b)) = (values.get(a), values.get(b)) else {
            return Ordering::Equal;
        };
        keys.iter()
            .zip(a.iter().zip(b))
            .map(|((key, direction), (a, b))| {
                let missing_first = undated_first && matches!(key, Key::Date(_));
                compare(a.as_ref(), b.as_ref(), *direction, missing_first)
            })
            .find(|ordering| ordering.is_ne())
            .unwrap_or(Ordering::Equal)
    });
    order
}

fn compare(
    a: Option<&Value>,
    b: Option<&Value>,
    direction: SortDirection,
    missing_first: bool,
) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if direction == SortDirection::Descending => b.cmp(a),
        (Some(a), Some(b)) => a.cmp(b),
        (None, None) => Ordering::Equal,
        (None, Some(_)) if missing_first => Ordering::Less,
        (Some(_), None) if missing_first => Ordering::Greater,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
    }
}

fn keys(style: &Style) -> Vec<(Key, SortDirection)> {
    let stated = style
        .order
        .as_ref()
        .map(|sort| sort.keys.as_slice())
        .unwrap_or_default();
    let mut keys: Vec<(Key, SortDirection)> = Vec::new();
    let mut as_given = stated.is_empty() && style.is_numeric();
    for key in stated {
        let (found, direction) = match key {
            SortKey::Variable {
                variable,
                sort_direction,
            } => {
                as_given |= *variable == Variable::Number(NumberVariable::CitationNumber);
                (variable_key(*variable), *sort_direction)
            }
            SortKey::MacroName {
                name,
                sort_direction,
                ..
            } => (macro_key(style, name), *sort_direction),
        };
        if let Some(found) = found
            && !keys.iter().any(|(key, _)| *key == found)
        {
            keys.push((found, direction));
        }
    }
    if as_given {
        return keys;
    }
    for (key, is_kind) in [
        (
            Key::Names("author".into()),
            (|key| matches!(key, Key::Names(_))) as fn(&Key) -> bool,
        ),
        (Key::Date("issued".into()), |key| {
            matches!(key, Key::Date(_))
        }),
        (Key::Title, |key| matches!(key, Key::Title)),
    ] {
        if !keys.iter().any(|(key, _)| is_kind(key)) {
            keys.push((key, SortDirection::Ascending));
        }
    }
    keys
}

fn variable_key(variable: Variable) -> Option<Key> {
    Some(match variable {
        Variable::Name(name) => Key::Names(name.to_string()),
        Variable::Date(date) => Key::Date(date.to_string()),
        Variable::Standard(StandardVariable::Title) => Key::Title,
        Variable::Number(NumberVariable::CitationNumber) => return None,
        other => Key::Field(other.to_string()),
    })
}

/// What a macro sorts by: names if it prints any, else a date, else a title, else its first
/// variable. Macros that substitute the title for missing names are thereby names, which fall
/// back on the title themselves.
fn macro_key(style: &Style, name: &str) -> Option<Key> {
    let called = style
        .full
        .macros
        .iter()
        .find(|called| called.name == name)?;
    let (mut names, mut date, mut title, mut other) = (None, None, None, None);
    visit(&called.children, &style.full.macros, &mut |element| {
        let variable = match element {
            LayoutRenderingElement::Names(names) => {
                names.variable.first().map(|v| Variable::Name(*v))
            }
            LayoutRenderingElement::Date(date) => date.variable.map(Variable::Date),
            LayoutRenderingElement::Number(number) => Some(number.variable.into()),
            LayoutRenderingElement::Text(text) => match &text.target {
                TextTarget::Variable { var, .. } => Some(*var),
                _ => None,
            },
            _ => None,
        };
        let slot = match variable {
            // A macro may begin with a rarer role (a review's author, a host); nearly every
            // paper is filed under its author.
            Some(Variable::Name(NameVariable::Author)) => {
                names = Some(Key::Names("author".into()));
                return;
            }
            Some(Variable::Date(DateVariable::Issued)) => {
                date = Some(Key::Date("issued".into()));
                return;
            }
            Some(Variable::Name(_)) => &mut names,
            Some(Variable::Date(_)) => &mut date,
            Some(Variable::Standard(StandardVariable::Title)) => &mut title,
            Some(_) => &mut other,
            None => return,
        };
        if slot.is_none() {
            *slot = variable.and_then(variable_key);
        }
    });
    names.or(date).or(title).or(other)
}

fn value(json: &Json, key: &Key, particles: bool) -> Option<Value> {
    match key {
        Key::Names(role) => ["author", "editor", "translator"]
            .iter()
            .find_map(|other| {
                let role = if *other == "author" {
                    role.as_str()
                } else {
                    other
                };
                people(json.get(role)?, particles)
            })
            .or_else(|| Some(vec![(title(json)?, String::new())]))
            .map(Value::Names),
        Key::Date(date) => {
            let date = json.get(date)?;
            let (year, month, day) = item::date_parts(date)?;
            // A season stands where its first month does.
            let season = date
                .get("season")
                .and_then(Json::as_u64)
                .and_then(|season| u8::try_from(season).ok())
                .filter(|season| (1..=4).contains(season));
            let month = month.or(season.map(|season| 3 * season));
            Some(Value::Date((year, month.unwrap_or(0), day.unwrap_or(0))))
        }
        Key::Title => title(json).map(Value::Text),
        Key::Field(field) => {
            let field = json.get(field)?;
            let text = || {
                field
                    .as_str()
                    .map(str::trim)
                    .filter(|text| !text.is_empty())
            };
            field
                .as_i64()
                .or_else(|| text()?.parse().ok())
                .map(Value::Number)
                .or_else(|| text().map(|text| Value::Text(fold(text))))
        }
    }
}

fn people(names: &Json, particles: bool) -> Option<Vec<(String, String)>> {
    let people: Vec<_> = names
        .as_array()?
        .iter()
        .filter_map(|name| {
            let name = Name::new(name)?;
            let particle = if particles { &name.non_dropping } else { "" };
            let blank = if particle.ends_with(['’', '\'', '-']) {
                ""
            } else {
                " "
            };
            let surname = [particle, blank, &name.family, &name.literal].concat();
            let person = (fold(&surname), fold(&name.given));
            (!person.0.is_empty() || !person.1.is_empty()).then_some(person)
        })
        .collect();
    (!people.is_empty()).then_some(people)
}

fn title(json: &Json) -> Option<String> {
    let folded = fold(json.get("title")?.as_str()?);
    let bare = ["a ", "an ", "the "]
        .iter()
        .find_map(|article| folded.strip_prefix(article));
    let title = bare.map_or(folded.clone(), str::to_owned);
    (!title.is_empty()).then_some(title)
}

/// Letters and digits in lower case without accents, words one blank apart. Hyphens and
/// apostrophes do not count, as in letter-by-letter order.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in deunicode(text).chars() {
        if character.is_ascii_alphanumeric() {
            folded.push(character.to_ascii_lowercase());
        } else if character.is_whitespace() && !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sorted(style: &str, items: &[Json]) -> Vec<String> {
        let style = Style::by_id(style).unwrap();
        let items: Vec<_> = items.iter().collect();
        order(&items, &style)
            .into_iter()
            .map(|at| items[at]["id"].as_str().unwrap().into())
            .collect()
    }

    fn by(id: &str, authors: &[(&str, &str)], year: Option<i32>, title: &str) -> Json {
        let authors: Vec<_> = authors
            .iter()
            .map(|(family, given)| json!({"family": family, "given": given}))
            .collect();
        let mut item =
            json!({"id": id, "type": "article-journal", "author": authors, "title": title});
        if let Some(year) = year {
            item["issued"] = json!({"date-parts": [[year]]});
        }
        item
    }

    #[test]
    fn authors_come_before_dates_and_dates_before_titles() {
        let items = [
            by("d", &[("Brown", "J.")], Some(2020), "Zebra"),
            by("e", &[("Browning", "A.")], Some(1990), "A"),
            by("c", &[("Brown", "J.")], Some(2020), "Apple"),
            by("b", &[("Brown", "J.")], Some(1999), "Zoo"),
            by("a", &[("Brown", "A.")], Some(2024), "Zoo"),
        ];
        for style in ["apa", "mla", "chicago-author-date"] {
            let order = sorted(style, &items);
            assert_eq!(order.first().map(String::as_str), Some("a"), "{style}");
            assert_eq!(order.last().map(String::as_str), Some("e"), "{style}");
        }
        assert_eq!(sorted("apa", &items), ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn one_author_comes_before_the_same_with_others() {
        let items = [
            by("b", &[("Li", "Y."), ("Ash", "B.")], Some(1990), "A"),
            by("a", &[("Li", "Y.")], Some(2020), "B"),
        ];
        assert_eq!(sorted("apa", &items), ["a", "b"]);
    }

    #[test]
    fn accents_and_case_do_not_count() {
        let items = [
            by("c", &[("Ozkan", "A.")], None, "x"),
            by("b", &[("Östlund", "A.")], None, "x"),
            by("a", &[("ångström", "A.")], None, "x"),
        ];
        assert_eq!(sorted("apa", &items), ["a", "b", "c"]);
    }

    #[test]
    fn a_work_without_authors_goes_by_its_title_without_the_article() {
        let items = [
            by("b", &[("Moss", "A.")], None, "x"),
            by("c", &[], None, "The Zebra"),
            by("a", &[], None, "A Lion"),
        ];
        assert_eq!(sorted("apa", &items), ["a", "b", "c"]);
    }

    #[test]
    fn undated_works_come_first_in_apa() {
        let items = [
            by("b", &[("Li", "Y.")], Some(1990), "A"),
            by("a", &[("Li", "Y.")], None, "B"),
        ];
        assert_eq!(sorted("apa", &items), ["a", "b"]);
    }

    #[test]
    fn numbered_styles_keep_the_given_order() {
        let items = [
            by("z", &[("Z", "Z.")], None, "z"),
            by("a", &[("A", "A.")], None, "a"),
        ];
        assert_eq!(sorted("ieee", &items), ["z", "a"]);
    }
}
