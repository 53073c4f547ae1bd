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
        if is_suffix(part) && !names.is_empty() {
            if let Some(Name::Person { suffix, .. }) = names.last_mut() {
                *suffix = Some(part.to_owned());
            }
        } else {
            names.extend(one(part));
        }
    }
    (names, others)
}

/// One name as a page prints it: `Jane Q. Doe`, `Doe JQ`, `John Smith Jr.`, `The X Collaboration`.
pub(crate) fn person(text: &str) -> Option<Name> {
    one(&fold(text))
}

fn one(part: &str) -> Option<Name> {
    if is_institution(part) {
        return Some(Name::literal(part.strip_prefix("the ").unwrap_or(part)));
    }
    surname_and_initials(part).or_else(|| person_in_order(part))
}

/// One name whose surname stands last, whatever it looks like: `Vivian U`, `C. E. Cedeño M.`,
/// `John Smith Jr.`, `The X Collaboration`.
pub(crate) fn person_in_order(part: &str) -> Option<Name> {
    if is_institution(part) {
        return Some(Name::literal(part));
    }
    // Initials behind the surname are a second surname's.
    let words: Vec<&str> = part.split(' ').collect();
    let initials = words
        .iter()
        .rev()
        .take_while(|word| word.ends_with('.') && is_initials(word) && word.len() <= 3)
        .count();
    let before = words.len() - initials;
    if initials > 0
        && before > 1
        && let (Some(surname), Some(tail)) = (words.get(before - 1), words.get(before..))
        && surname.chars().filter(|c| c.is_lowercase()).count() > 1
    {
        let family = format!("{surname} {}", tail.join(" "));
        let given = words.get(..before - 1).unwrap_or_default().join(" ");
        return Some(Name::person(family, Some(&given)));
    }
    if let Some((before, last)) = part.rsplit_once(' ')
        && is_suffix(last)
        && before.contains(' ')
        && let Some(Name::Person {
            family,
            given,
            particle,
            orcid,
            ..
        }) = parse_name(before)
    {
        return Some(Name::Person {
            family,
            given,
            particle,
            suffix: Some(last.to_owned()),
            orcid,
        });
    }
    parse_name(part)
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
pub(crate) fn is_initials(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (1..=4).contains(&letters)
        && text
            .chars()
            .all(|c| c.is_uppercase() || matches!(c, '.' | '-' | ' '))
}

/// `Jr.`, `III`, `3rd`
pub(crate) fn is_suffix(text: &str) -> bool {
    matches!(
        text.trim_end_matches('.'),
        "Jr" | "Sr" | "JR" | "SR" | "II" | "III" | "IV" | "2nd" | "3rd" | "4th"
    )
}

pub(crate) fn is_degree(text: &str) -> bool {
    matches!(
        text.replace('.', "").as_str(),
        "PhD" | "MD" | "MSc" | "BSc" | "MPH" | "DPhil" | "FRCP" | "RN"
    )
}

/// Whether a name says that it is not a person's. Whole words, so that no surname is taken for one.
pub(crate) fn is_institution(text: &str) -> bool {
    const STEMS: [&str; 11] = [
        "universi",
        "institut",
        "organisation",
        "organization",
        "laborator",
        "collaborati",
        "consorti",
        "investigator",
        "ministr",
        "federation",
        "administration",
    ];
    const WORDS: [&str; 51] = [
        "academy",
        "agency",
        "alliance",
        "association",
        "authority",
        "bureau",
        "center",
        "centers",
        "centre",
        "collaborators",
        "college",
        "commission",
        "committee",
        "company",
        "corp",
        "corporation",
        "council",
        "department",
        "foundation",
        "gmbh",
        "group",
        "hospital",
        "inc",
        "initiative",
        "llc",
        "ltd",
        "museum",
        "nations",
        "network",
        "office",
        "panel",
        "partnership",
        "program",
        "programme",
        "project",
        "society",
        "subcommittee",
        "survey",
        "taskforce",
        "team",
        "trialists",
        "trust",
        "union",
        "national",
        "universität",
        "école",
        "société",
        "für",
        "of",
        "for",
        "the",
    ];
    let lower = text.to_lowercase();
    // `Marc Huertas-Company` is a person.
    let mut words = lower
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .filter(|word| !word.is_empty());
    words.any(|word| {
        WORDS.contains(&word.trim_matches('-'))
            || word
                .split('-')
                .any(|part| STEMS.iter().any(|stem| part.starts_with(stem)))
    })
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
        assert_eq!(
            person("Ann Mary Roe Jr.")
                .map(|name| name.surname())
                .as_deref(),
            Some("Roe")
        );
        let name = person_in_order("C. E. Cedeño M.");
        assert_eq!(name, Some(Name::person("Cedeño M.", Some("C. E."))));
        assert_eq!(
            person_in_order("Vivian U"),
            Some(Name::person("U", Some("Vivian")))
        );
        assert!(byline("A Roe, B Low…").1);
        assert!(byline("Ann Roe, et al.").1);
        assert_eq!(byline(""), (Vec::new(), false));
    }
}
