//! A line of authors as a page or a mail prints it: `Jane Q. Doe, Karl van der Berg and Li Wei`.

use super::{parse_name, surname_and_initials};
use crate::paper::Name;
use crate::text::fold;

/// The people of a byline, and whether it says that there are more (`et al.`, `…`).
///
/// Understands lists joined by commas, semicolons, `and` and `&`; names in reading order
/// (`Jane Doe`), as indexes print them (`Doe JQ`), and turned around (`Doe, J., Berg, K.`).
pub(crate) fn byline(text: &str) -> (Vec<Name>, bool) {
    let text = fold(text);
    let (text, others) = without_others(&text);
    let parts: Vec<&str> = if text.contains(';') {
        text.split(';').flat_map(split_words).collect()
    } else {
        let mut parts = Vec::new();
        for piece in text.split(',') {
            parts.extend(split_words(piece));
        }
        parts
    };
    let parts: Vec<&str> = parts
        .into_iter()
        .map(|part| strip_and(part.trim()))
        .filter(|part| !part.is_empty() && !is_degree(part))
        .collect();
    let turned = !text.contains(';')
        && parts.len() > 1
        && parts.len().is_multiple_of(2)
        && parts.chunks(2).all(|pair| match pair {
            [family, given] => !is_initials(family) && is_initials(given),
            _ => false,
        });
    let mut names: Vec<Name> = Vec::new();
    if turned {
        for pair in parts.chunks(2) {
            if let [family, given] = pair {
                names.extend(parse_name(&format!("{family}, {given}")));
            }
        }
        return (names, others);
    }
    for part in parts {
        if is_suffix(part) {
            if let Some(Name::Person { suffix, .. }) = names.last_mut() {
                *suffix = Some(part.to_owned());
            }
        } else if is_institution(part) {
            names.push(Name::literal(part));
        } else {
            names.extend(surname_and_initials(part).or_else(|| parse_name(part)));
        }
    }
    (names, others)
}

/// One name of a list that says where each begins: a person's, in either order, or an institution's.
pub(crate) fn listed_name(text: &str) -> Option<Name> {
    let text = fold(text);
    if is_institution(&text) || text.matches(',').count() > 2 {
        return Some(Name::literal(text));
    }
    parse_name(&text).or_else(|| (!text.is_empty()).then(|| Name::literal(text)))
}

fn without_others(text: &str) -> (&str, bool) {
    let mut rest = text.trim().trim_end_matches(',').trim_end();
    let mut others = false;
    for mark in ["et al.", "et al", "and others", "…", "..."] {
        if let Some(before) = rest.strip_suffix(mark) {
            rest = before.trim_end().trim_end_matches(',').trim_end();
            others = true;
        }
    }
    (rest, others)
}

/// Splits at ` and ` and ` & `.
fn split_words(text: &str) -> Vec<&str> {
    text.split(" and ")
        .flat_map(|part| part.split(" & "))
        .collect()
}

fn strip_and(text: &str) -> &str {
    text.strip_prefix("and ")
        .or_else(|| text.strip_prefix("& "))
        .unwrap_or(text)
}

/// `J.`, `JQ`, `J.-P.`, `J. Q.`
fn is_initials(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (1..=4).contains(&letters)
        && text
            .chars()
            .all(|c| c.is_uppercase() || matches!(c, '.' | '-' | ' '))
}

fn is_suffix(text: &str) -> bool {
    matches!(
        text.trim_end_matches('.'),
        "Jr" | "Sr" | "II" | "III" | "IV"
    )
}

fn is_degree(text: &str) -> bool {
    matches!(
        text.replace('.', "").as_str(),
        "PhD" | "MD" | "MSc" | "BSc" | "MPH" | "DPhil" | "FRCP" | "RN"
    )
}

fn is_institution(text: &str) -> bool {
    const MARKS: [&str; 9] = [
        "collaboration",
        "consortium",
        "working group",
        "study group",
        " team",
        "university",
        "institute",
        "investigators",
        "foundation",
    ];
    let lower = text.to_lowercase();
    MARKS.iter().any(|mark| lower.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        byline(text).0.iter().map(Name::display).collect()
    }

    #[test]
    fn a_byline_is_read_in_every_order() {
        let expected = ["Jane Q. Doe", "Karl van der Berg", "Li Wei"];
        assert_eq!(
            shown("Jane Q. Doe, Karl van der Berg, and Li Wei"),
            expected
        );
        assert_eq!(shown("Jane Q. Doe; Karl van der Berg & Li Wei; "), expected);
        let names = byline("Kukla, D., Crampton, A. B.").0;
        assert_eq!(names[1], Name::person("Crampton", Some("A. B.")));
        let names = byline("Kukla D, van Dijk AB").0;
        assert_eq!(names[0], Name::person("Kukla", Some("D")));
        assert_eq!(names.len(), 2);
    }

    #[test]
    fn a_listed_name_is_one_name_whatever_is_in_it() {
        let name = |text: &str| listed_name(text).map(|name| name.surname());
        assert_eq!(name("Roe, Ann").as_deref(), Some("Roe"));
        assert_eq!(name("Ann van Roe").as_deref(), Some("van Roe"));
        let group = "Institute of Tides, Harbour and Sons";
        assert_eq!(name(group).as_deref(), Some(group));
        assert_eq!(name("a, b, c, d, e").as_deref(), Some("a, b, c, d, e"));
        assert_eq!(name(" "), None);
    }

    #[test]
    fn what_is_not_a_person_is_told_apart() {
        assert_eq!(
            shown("Ann Roe, Jr., PhD, ATLAS Collaboration"),
            ["Ann Roe Jr.", "ATLAS Collaboration"]
        );
        assert!(byline("A Roe, B Low…").1);
        assert!(byline("Ann Roe, et al.").1);
        assert_eq!(byline(""), (Vec::new(), false));
    }
}
