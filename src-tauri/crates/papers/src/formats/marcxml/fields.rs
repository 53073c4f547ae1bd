//! MARC's fields and the punctuation between their parts.

use crate::text::fold;
use crate::text::xml::Element;

/// One data field.
pub(super) struct Field<'a> {
    pub(super) tag: &'a str,
    pub(super) indicator1: Option<&'a str>,
    pub(super) indicator2: Option<&'a str>,
    pub(super) subfields: Vec<(char, String)>,
}

/// The data fields of a record, in their order.
pub(super) fn fields(record: &Element) -> Vec<Field<'_>> {
    record
        .all("datafield")
        .filter_map(|field| {
            let subfields = field.all("subfield").filter_map(|subfield| {
                let code = subfield.attribute("code")?.chars().next()?;
                Some((code, fold(&without_sorting(&subfield.text()))))
            });
            Some(Field {
                tag: field.attribute("tag")?,
                indicator1: field.attribute("ind1"),
                indicator2: field.attribute("ind2"),
                subfields: subfields.collect(),
            })
        })
        .collect()
}

impl Field<'_> {
    pub(super) fn first(&self, code: char) -> Option<&str> {
        let mut found = self.subfields.iter().filter(|(known, _)| *known == code);
        found.next().map(|(_, value)| value.as_str())
    }

    pub(super) fn all(&self, code: char) -> Vec<&str> {
        let found = self.subfields.iter().filter(|(known, _)| *known == code);
        found.map(|(_, value)| value.as_str()).collect()
    }

    pub(super) fn each(&self, code: char, mut with: impl FnMut(&str)) {
        for value in self.all(code) {
            with(value);
        }
    }

    /// The values of some codes in the field's order, without the punctuation at their ends.
    pub(super) fn joined(&self, codes: &[char], between: &str) -> String {
        let values: Vec<String> = self
            .subfields
            .iter()
            .filter(|(code, _)| codes.contains(code))
            .map(|(_, value)| without_marks(value))
            .filter(|value| !value.is_empty())
            .collect();
        values.join(between)
    }
}

/// A value without what leads over to the next: ` /`, ` :`, ` ;`, ` =`, a comma.
pub(super) fn without_marks(value: &str) -> String {
    let value = value
        .trim()
        .trim_end_matches(['/', ':', ';', ',', '=', ' ']);
    value.trim().to_owned()
}

/// A value without the full stop that ends a field, which is not one of an abbreviation: the word
/// before it has more letters than `most`, and is not several letters with stops.
pub(super) fn without_stop(value: &str, most: usize) -> String {
    let value = value.trim();
    let Some(rest) = value.strip_suffix('.') else {
        return value.to_owned();
    };
    let word = rest.rsplit(' ').next().unwrap_or_default();
    if rest.ends_with('.') || word.contains('.') || word.chars().count() <= most {
        return value.to_owned();
    }
    rest.to_owned()
}

/// Without the marks around words that do not count for sorting: `¬Die¬`, `<<Die>>`, and two
/// control characters, which stand as references.
fn without_sorting(text: &str) -> String {
    if !text.contains(['¬', '<', '&']) {
        return text.to_owned();
    }
    let mut text = text.replace('¬', "");
    for mark in ["<<", ">>", "&#152;", "&#156;", "&#x98;", "&#x9c;", "&#x9C;"] {
        text = text.replace(mark, "");
    }
    text
}

/// The number or range behind the first of some words, in any case: `no. 9` gives `9`.
pub(super) fn number_after(text: &str, words: &[&str]) -> Option<String> {
    let lower = text.to_lowercase();
    // Lower-casing may move places in a text of few scripts; those are not searched.
    if lower.len() != text.len() {
        return None;
    }
    words.iter().find_map(|word| {
        let mut places = lower.match_indices(word);
        places.find_map(|(at, _)| {
            let before = lower.get(..at)?.chars().next_back();
            if before.is_some_and(char::is_alphanumeric) {
                return None;
            }
            let rest = text.get(at + word.len()..)?.trim_start();
            let end = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '–')))
                .unwrap_or(rest.len());
            let number = rest.get(..end)?;
            let sound = number.contains(|c: char| c.is_ascii_digit());
            sound.then(|| number.to_owned())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_a_host_are_found_in_prose() {
        let place = "Vol. 24, pt. B no. 9 (Sept. 1993), p. 235-48";
        assert_eq!(number_after(place, &["vol."]).as_deref(), Some("24"));
        assert_eq!(number_after(place, &["no."]).as_deref(), Some("9"));
        assert_eq!(
            number_after(place, &["pp.", "p."]).as_deref(),
            Some("235-48")
        );
        assert_eq!(
            number_after("Seite 447–473", &["seite"]).as_deref(),
            Some("447–473")
        );
        assert_eq!(number_after("stop. 9", &["p."]), None);
    }

    #[test]
    fn punctuation_between_parts_is_not_content() {
        assert_eq!(without_marks("Paris :"), "Paris");
        assert_eq!(without_marks("Roe, Ann,"), "Roe, Ann");
        assert_eq!(without_sorting("¬Die¬ <<kleine>> Welt"), "Die kleine Welt");
        assert_eq!(without_stop("Society of Mud.", 3), "Society of Mud.");
        assert_eq!(without_stop("Society of Tides.", 3), "Society of Tides");
        assert_eq!(without_stop("Roe, Ann.", 2), "Roe, Ann");
        assert_eq!(without_stop("Tides, U.S.", 0), "Tides, U.S.");
    }
}
