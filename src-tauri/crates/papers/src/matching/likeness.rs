//! Whether names, titles and abstracts that are not equal as text mean the same.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use crate::identity::title_key;
use crate::paper::Name;

/// Authors of a list that are looked at.
const MOST_AUTHORS: usize = 50;
/// Words of a title that are looked at.
const MOST_WORDS: usize = 60;
/// Shortest common part of two titles, in words.
const FEWEST_WORDS: usize = 5;

/// The first author of either list stands in the other: orders differ, but a first author is rarely
/// left out.
pub(super) fn share_first_author(ours: &[Name], theirs: &[Name]) -> bool {
    let leads = |first: &[Name], others: &[Name]| {
        first.first().is_some_and(|lead| {
            let mut others = others.iter().take(MOST_AUTHORS);
            others.any(|name| same_person(lead, name))
        })
    };
    leads(ours, theirs) || leads(theirs, ours)
}

/// One surname, or one name whose parts were taken for each other. Particles do not count, some
/// programs lose them; nor does how an umlaut is written.
pub(super) fn same_person(a: &Name, b: &Name) -> bool {
    let (ours, theirs) = (surname(a), surname(b));
    let swapped = || {
        let (ours, theirs) = (name_words(a), name_words(b));
        ours.len() > 1 && ours == theirs
    };
    (!ours.is_empty() && ours == theirs) || swapped()
}

/// Whether two names, on any two papers, are one author's. ORCID iDs decide when both have one.
/// Otherwise the surname is one and the given names do not contradict each other: `A. B. Roe` may be
/// `Ann Roe`, but not `Bob Roe`, and a surname alone is nobody certain. Institutions are compared
/// whole.
pub fn same_author(a: &Name, b: &Name) -> bool {
    if let (Some(ours), Some(theirs)) = (orcid(a), orcid(b)) {
        return ours.eq_ignore_ascii_case(theirs);
    }
    let (Name::Person { given: ours, .. }, Name::Person { given: theirs, .. }) = (a, b) else {
        let (ours, theirs) = (name_words(a), name_words(b));
        return !ours.is_empty() && ours == theirs;
    };
    let (ours, theirs) = (given_words(ours), given_words(theirs));
    let compatible = !ours.is_empty()
        && !theirs.is_empty()
        && ours.iter().zip(&theirs).all(|(a, b)| {
            let initial = a.chars().count() == 1 || b.chars().count() == 1;
            a == b || (initial && a.chars().next() == b.chars().next())
        });
    let surnames = (surname(a), surname(b));
    compatible && !surnames.0.is_empty() && surnames.0 == surnames.1
}

fn orcid(name: &Name) -> Option<&str> {
    match name {
        Name::Person { orcid, .. } => orcid.as_deref(),
        Name::Literal { .. } => None,
    }
}

/// `Jean-Luc` and `J.-L.` in pieces; `JL`, as MEDLINE writes initials, too.
fn given_words(given: &Option<String>) -> Vec<String> {
    let given = given.as_deref().unwrap_or_default();
    let initials = given.len() <= 3 && given.bytes().all(|byte| byte.is_ascii_uppercase());
    let split = |c: char| c.is_whitespace() || matches!(c, '.' | '-' | ',');
    if initials {
        return given
            .chars()
            .map(|c| plain_letters(&c.to_string()))
            .collect();
    }
    given
        .split(split)
        .map(plain_letters)
        .filter(|word| !word.is_empty())
        .collect()
}

fn surname(name: &Name) -> String {
    let whole = name.surname();
    let mut words: Vec<&str> = whole.split_whitespace().collect();
    if matches!(name, Name::Person { .. }) {
        let particles = words.iter().take_while(|word| is_particle(word)).count();
        words.drain(..particles.min(words.len().saturating_sub(1)));
    }
    plain_letters(&words.concat())
}

fn name_words(name: &Name) -> Vec<String> {
    let mut words: Vec<String> = name
        .display()
        .split([' ', ',', '.', '-'])
        .map(plain_letters)
        .filter(|word| !word.is_empty())
        .collect();
    words.sort();
    words
}

fn plain_letters(text: &str) -> String {
    let umlauts = [("ae", "a"), ("oe", "o"), ("ue", "u")];
    umlauts.iter().fold(title_key(text), |text, (long, short)| {
        text.replace(long, short)
    })
}

fn is_particle(word: &str) -> bool {
    const PARTICLES: [&str; 26] = [
        "van", "von", "vom", "de", "der", "den", "del", "della", "di", "da", "do", "dos", "das",
        "du", "des", "la", "le", "el", "al", "ter", "ten", "te", "zu", "zur", "af", "av",
    ];
    PARTICLES.contains(&word.to_lowercase().as_str())
}

/// Two titles of which one only has more before or behind it (`Short report: …`), or in which a
/// word in six has another ending. A number that differs tells two papers apart.
pub(super) fn nearly_one_title(a: &str, b: &str) -> bool {
    let (ours, theirs) = (title_words(a), title_words(b));
    let (short, long) = if ours.len() <= theirs.len() {
        (&ours, &theirs)
    } else {
        (&theirs, &ours)
    };
    if short.len() < FEWEST_WORDS {
        return false;
    }
    if long.starts_with(short) || long.ends_with(short) {
        let added = long.len() - short.len();
        return added <= short.len()
            && !long
                .iter()
                .any(|word| counts(word) && !short.contains(word));
    }
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        let missing = these.iter().filter(|word| !those.contains(word));
        missing.cloned().collect()
    };
    let (ours, theirs) = (only(short, long), only(long, short));
    ours.len() == theirs.len()
        && ours.len() * 6 <= short.len()
        && !ours.iter().chain(&theirs).any(|word| counts(word))
        && ours.iter().zip(&theirs).all(|(a, b)| one_word(a, b))
}

/// `blind` and `blinded`: most letters from the start on are the same.
fn one_word(a: &str, b: &str) -> bool {
    let common = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    common * 5 >= a.len().max(b.len()) * 3
}

fn title_words(title: &str) -> Vec<String> {
    title
        .split(|c: char| c.is_whitespace() || matches!(c, ':' | '/' | '—' | '–'))
        .map(title_key)
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .collect()
}

/// `2`, `II`, `v`, `second`: what numbers the parts of one work.
fn counts(word: &str) -> bool {
    let roman = word.len() <= 4 && word.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
    let ordinal = [
        "one", "two", "three", "four", "first", "second", "third", "fourth",
    ];
    roman || word.bytes().any(|byte| byte.is_ascii_digit()) || ordinal.contains(&word)
}

/// Share of the shorter text's three-word runs that the longer one has too, 0 to 1 (the
/// containment coefficient of Broder, *On the resemblance and containment of documents*, 1997).
pub(super) fn similarity(a: &str, b: &str) -> f64 {
    // Of a run its hash is enough: two of a few thousand runs that meet by chance are one in 10^12.
    let hashed = BuildHasherDefault::<DefaultHasher>::default();
    let runs = |text: &str| -> HashSet<u64> {
        let words: Vec<u64> = text
            .split_whitespace()
            .take(2000)
            .map(title_key)
            .filter(|word| !word.is_empty())
            .map(|word| hashed.hash_one(word))
            .collect();
        words.windows(3).map(|run| hashed.hash_one(run)).collect()
    };
    let (ours, theirs) = (runs(a), runs(b));
    let smaller = ours.len().min(theirs.len());
    if smaller == 0 {
        return 0.0;
    }
    ours.intersection(&theirs).count() as f64 / smaller as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_umlauts_and_swapped_parts_do_not_make_another_person() {
        let person = |family: &str, given: &str| Name::person(family, Some(given));
        for (a, b) in [
            (person("van den Hoven", "Andor"), person("Hoven", "A. F.")),
            (person("Müller", "J."), person("Mueller", "Jan")),
            (person("Wei", "Zhang"), person("Zhang", "Wei")),
            (person("Roe", "Ann B."), Name::literal("Ann B. Roe")),
        ] {
            assert!(same_person(&a, &b), "{a:?} {b:?}");
        }
        assert!(!same_person(&person("Roe", "Ann"), &person("Low", "Ann")));
        assert!(!same_person(&person("De", "Ann"), &person("La", "Ann")));
    }

    #[test]
    fn one_author_is_known_by_given_names_or_orcid_not_by_the_surname_alone() {
        let person = |family: &str, given: &str| Name::person(family, Some(given));
        let with_orcid = |given: &str, id: &str| Name::Person {
            family: "Roe".to_owned(),
            given: Some(given.to_owned()),
            particle: None,
            suffix: None,
            orcid: Some(id.to_owned()),
        };
        for (a, b) in [
            (person("Roe", "Ann"), person("Roe", "A. B.")),
            (person("Roe", "Jean-Luc"), person("Roe", "JL")),
            (person("Müller", "Jan"), person("Mueller", "J.")),
            (
                Name::literal("A Collaboration"),
                Name::literal("A collaboration"),
            ),
            (
                with_orcid("Ann", "0000-0001"),
                with_orcid("Anna", "0000-0001"),
            ),
            (with_orcid("Ann", "0000-0001"), person("Roe", "Ann")),
        ] {
            assert!(same_author(&a, &b) && same_author(&b, &a), "{a:?} {b:?}");
        }
        for (a, b) in [
            (person("Roe", "Ann"), person("Roe", "Bob")),
            (person("Roe", "Ann"), person("Roe", "Anna")),
            (person("Roe", "Ann B."), person("Roe", "Ann C.")),
            (person("Roe", "Ann"), Name::person("Roe", None)),
            (person("Roe", "Ann"), person("Low", "Ann")),
            (
                with_orcid("Ann", "0000-0001"),
                with_orcid("Ann", "0000-0002"),
            ),
            (Name::literal(""), Name::literal("")),
        ] {
            assert!(!same_author(&a, &b) && !same_author(&b, &a), "{a:?} {b:?}");
        }
    }

    #[test]
    fn a_title_may_gain_a_heading_or_a_letter_but_no_other_number() {
        for (a, b) in [
            (
                "Short report: buoys in the shallow winter sea",
                "Buoys in the shallow winter sea",
            ),
            (
                "Drifting buoys in a double-blinded trial of shallow water",
                "Drifting buoys in a double-blind trial of shallow water",
            ),
        ] {
            assert!(nearly_one_title(a, b), "{a} / {b}");
        }
        for (a, b) in [
            (
                "Buoys in the shallow sea: part I",
                "Buoys in the shallow sea: part II",
            ),
            (
                "Buoys in the shallow winter sea",
                "Buoys in the shallow winter sea 2",
            ),
            (
                "Buoys in the shallow winter sea",
                "Gulls on the shallow winter ice",
            ),
            ("Shallow seas", "On shallow seas"),
            (
                "Tidal flow from single-source harbours to many others",
                "Tidal flow from multiple-source harbours to many others",
            ),
        ] {
            assert!(!nearly_one_title(a, b), "{a} / {b}");
        }
    }
}
