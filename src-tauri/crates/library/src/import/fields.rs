//! Which fields of a paper came from where.

use papers::Paper;

/// The names, as `show` uses them, of the fields that `after` has and `before` had not, or not so.
pub(crate) fn gained(before: &Paper, after: &Paper) -> Vec<&'static str> {
    let mut names = Vec::new();
    let mut note = |name, differs: bool, filled: bool| {
        if differs && filled {
            names.push(name);
        }
    };
    macro_rules! compare {
        ($($name:literal $field:ident $filled:ident),* $(,)?) => {
            $( note($name, before.$field != after.$field, $filled(&after.$field)); )*
        };
    }
    let some = |field: &Option<String>| field.is_some();
    let text = |field: &String| !field.is_empty();
    let names_of = |field: &Vec<papers::Name>| !field.is_empty();
    let list = |field: &Vec<String>| !field.is_empty();
    let date = |field: &Option<papers::Date>| field.is_some();
    compare!(
        "title" title text,
        "abstract" abstract_text some,
        "authors" authors names_of,
        "editors" editors names_of,
        "type" kind text,
        "date" date date,
        "venue" venue some,
        "volume" volume some,
        "issue" issue some,
        "pages" pages some,
        "publisher" publisher some,
        "place" place some,
        "language" language some,
        "urls" urls list,
        "keywords" keywords list,
    );
    names.extend(
        after
            .identifiers
            .iter()
            .filter(|(scheme, value)| before.identifiers.get(scheme) != Some(value))
            .map(|(scheme, _)| scheme.name()),
    );
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use papers::{Date, Scheme};

    #[test]
    fn only_what_was_gained_is_named() {
        let mut before = Paper {
            title: "A title".into(),
            ..Paper::default()
        };
        assert_eq!(gained(&Paper::default(), &before), ["title"]);
        let mut after = before.clone();
        after.date = Some(Date::year(2024));
        after.identifiers.insert(Scheme::Doi, "10.1/a".into());
        assert_eq!(gained(&before, &after), ["date", "doi"]);
        before.volume = Some("3".into());
        assert_eq!(
            gained(&before, &after),
            ["date", "doi"],
            "what is lost was not gained"
        );
    }
}
