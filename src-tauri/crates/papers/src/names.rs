//! People's names as BibTeX and RIS write them.
//!
//! BibTeX: names are joined by `and`; `First von Last`, `von Last, First`, `von Last, Jr, First`;
//! a braced name is an institution; BibLaTeX's `family=…, given=…` is understood. The rules for
//! particles are those of the BibTeX manual (Patashnik, *BibTeXing*, §4).

mod byline;
mod inverted;
pub(crate) mod orcids;

use crate::paper::Name;
use crate::text::{fold, tex};

pub(crate) use byline::{
    byline, is_degree, is_initials, is_institution, is_suffix, listed_name, person, person_in_order,
};
pub(crate) use inverted::{medline_name, ris_list, ris_name, ris_names, to_ris};
use inverted::{surname_and_initials, with_particle};

/// One name as a person writes it: `Family, Given`, `Given Family`, or `{An Institution}`.
pub fn parse_name(text: &str) -> Option<Name> {
    bibtex_name(text).filter(|name| !name.display().trim().is_empty())
}

/// A list of names, and whether it ended in `and others`.
pub(crate) fn bibtex_list(source: &str) -> (Vec<Name>, bool) {
    let mut names = Vec::new();
    let mut others = false;
    for part in split_and(source) {
        if part.trim() == "others" {
            others = true;
        } else if let Some(name) = bibtex_name(part) {
            names.push(name);
        }
    }
    (names, others)
}

/// Splits at the word `and` outside braces, in any case.
fn split_and(source: &str) -> Vec<&str> {
    let bytes = source.as_bytes();
    let mut parts = Vec::new();
    let (mut depth, mut start, mut at) = (0usize, 0, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'a' | b'A' if depth == 0 && is_and(bytes, at) => {
                parts.push(source.get(start..at).unwrap_or_default());
                at += 3;
                start = at;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    parts.push(source.get(start..).unwrap_or_default());
    parts
}

fn is_and(bytes: &[u8], at: usize) -> bool {
    let space = |at: Option<usize>, edge: bool| match at {
        Some(at) => bytes.get(at).map_or(edge, u8::is_ascii_whitespace),
        None => edge,
    };
    bytes
        .get(at..at + 3)
        .is_some_and(|word| word.eq_ignore_ascii_case(b"and"))
        && space(at.checked_sub(1), true)
        && space(Some(at + 3), true)
}

/// Cuts a source at every `wanted` byte outside braces, at most `most` pieces.
fn split_outside(source: &str, most: usize, wanted: impl Fn(u8) -> bool) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0usize, 0);
    for (at, byte) in source.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            byte if depth == 0 && parts.len() + 1 < most && wanted(byte) => {
                parts.push(source.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(source.get(start..).unwrap_or_default());
    parts
}

fn unicode(source: &str) -> String {
    fold(&tex::to_unicode(source))
}

fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn bibtex_name(source: &str) -> Option<Name> {
    let source = source.trim();
    if let Some(inner) = wholly_braced(source) {
        return filled(unicode(inner)).map(Name::literal);
    }
    let parts = split_outside(source, 3, |byte| byte == b',');
    if let Some(name) = labelled(source) {
        return Some(name);
    }
    let (von_last, suffix, given) = match parts.as_slice() {
        [whole] => return in_reading_order(whole),
        [von_last, given] => (*von_last, None, *given),
        [von_last, suffix, given] => (*von_last, filled(unicode(suffix)), *given),
        _ => return None,
    };
    let given = filled(unicode(given));
    let (particle, family) = particle_and_family(&words(von_last));
    if family.is_empty() {
        // `, Ada`: all there is, is a given name.
        return given.map(|given| Name::person(given, None));
    }
    Some(Name::Person {
        family,
        given,
        particle,
        suffix,
        orcid: None,
    })
}

/// The inside of `{…}` when these braces close only at the end.
fn wholly_braced(source: &str) -> Option<&str> {
    let inner = source.strip_prefix('{')?.strip_suffix('}')?;
    let mut depth = 0i64;
    for byte in inner.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return None;
        }
    }
    // `{\'E}` is one accented letter, not an institution.
    (depth == 0 && !inner.starts_with('\\')).then_some(inner)
}

/// BibLaTeX's `family=Ackooij, given=W., prefix=van, useprefix=true`.
fn labelled(source: &str) -> Option<Name> {
    let parts = split_outside(source, 16, |byte| byte == b',');
    let (mut family, mut given, mut particle, mut suffix) = (None, None, None, None);
    let mut orcid = None;
    for part in parts {
        let (label, value) = part.split_once('=')?;
        let value = filled(unicode(value.trim().trim_matches('"')));
        match label.trim() {
            "family" => family = value,
            "given" => given = value,
            "prefix" => particle = value,
            "suffix" => suffix = value,
            "orcid" => orcid = value.as_deref().and_then(crate::identity::orcid),
            "useprefix" | "given-i" | "family-i" | "prefix-i" | "suffix-i" | "id" | "hash" => {}
            _ => return None,
        }
    }
    Some(Name::Person {
        family: family?,
        given,
        particle,
        suffix,
        orcid,
    })
}

fn words(source: &str) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    let mut start = None;
    for word in split_outside(source, usize::MAX, |byte| {
        byte.is_ascii_whitespace() || byte == b'~'
    }) {
        if word.is_empty() {
            continue;
        }
        // The blank behind `\AA` ends the command, not the word: `\AA s`.
        let from = start.take().unwrap_or_else(|| offset(source, word));
        if ends_in_command(word) {
            start = Some(from);
        } else {
            words.extend(source.get(from..offset(source, word) + word.len()));
        }
    }
    if let Some(from) = start {
        words.extend(source.get(from..).map(str::trim));
    }
    words
}

/// Where a part of a text begins in it.
fn offset(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

fn ends_in_command(word: &str) -> bool {
    let letters = word
        .bytes()
        .rev()
        .take_while(u8::is_ascii_alphabetic)
        .count();
    letters > 0
        && word
            .get(..word.len() - letters)
            .is_some_and(|before| before.ends_with('\\'))
}

/// Whether a word's first letter outside braces is lower-case; a special character such as
/// `{\'e}` counts by the letter it makes, other braced text has no case.
fn is_lower(word: &str) -> bool {
    let letter = if word.starts_with("{\\") || word.starts_with('\\') {
        unicode(word).chars().find(|c| c.is_alphabetic())
    } else if word.starts_with('{') {
        None
    } else {
        word.chars().find(|c| c.is_alphabetic())
    };
    letter.is_some_and(char::is_lowercase)
}

/// `von Last`: every word up to the last lower-case one before the final word is the particle.
fn particle_and_family(words: &[&str]) -> (Option<String>, String) {
    let candidates = words.len().saturating_sub(1);
    let starts_lower = words.first().is_some_and(|word| is_lower(word));
    let particles = if starts_lower {
        words
            .iter()
            .take(candidates)
            .rposition(|word| is_lower(word))
            .map_or(0, |at| at + 1)
    } else {
        0
    };
    let (particle, family) = words.split_at(particles);
    (
        filled(unicode(&particle.join(" "))),
        unicode(&family.join(" ")),
    )
}

/// `First von Last`.
fn in_reading_order(source: &str) -> Option<Name> {
    let mut words = words(source);
    // DBLP numbers people of one name: `Li Wei 0002`.
    if words.len() > 2
        && words
            .last()
            .is_some_and(|last| last.len() == 4 && last.bytes().all(|b| b.is_ascii_digit()))
    {
        words.pop();
    }
    let (last, before) = words.split_last()?;
    let first_lower = before
        .iter()
        .position(|word| is_lower(word))
        .filter(|&at| at > 0);
    let Some(von) = first_lower else {
        return Some(Name::Person {
            family: filled(unicode(last))?,
            given: filled(unicode(&before.join(" "))),
            particle: None,
            suffix: None,
            orcid: None,
        });
    };
    let (given, rest) = words.split_at(von);
    let (particle, family) = particle_and_family(rest);
    let given = filled(unicode(&given.join(" ")));
    Some(Name::Person {
        family: filled(family)?,
        given,
        particle,
        suffix: None,
        orcid: None,
    })
}

/// One name as BibTeX writes it, such that [`bibtex_list`] reads it back.
pub(crate) fn to_bibtex(name: &Name) -> String {
    match name {
        Name::Literal { literal } => format!("{{{}}}", tex::from_unicode(literal)),
        Name::Person {
            family,
            given,
            particle,
            suffix,
            ..
        } => {
            let mut out = String::new();
            if let Some(particle) = particle {
                out.push_str(&tex::from_unicode(particle));
                out.push(' ');
            }
            out.push_str(&guarded(family, true));
            if let Some(suffix) = suffix {
                out.push_str(", ");
                out.push_str(&guarded(suffix, false));
            }
            out.push_str(", ");
            if let Some(given) = given {
                out.push_str(&guarded(given, false));
            }
            out.trim_end().to_owned()
        }
    }
}

/// A name part, braced where its own words would be taken for syntax.
fn guarded(part: &str, family: bool) -> String {
    let source = tex::from_unicode(part);
    let lower_start = family
        && part
            .split(' ')
            .any(|word| word.starts_with(char::is_lowercase));
    let joins = part.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
    if joins || lower_start || part.contains([',', '=']) {
        format!("{{{source}}}")
    } else {
        source
    }
}

/// A name whose parts a source keeps apart; lower-case words before the surname are its particle.
/// None when there is no part at all.
pub(crate) fn of_parts(
    family: Option<&str>,
    given: Option<&str>,
    suffix: Option<&str>,
) -> Option<Name> {
    let part = |text: Option<&str>| text.map(fold).and_then(filled);
    let (family, given) = (part(family), part(given));
    let Some(family) = family else {
        return given.map(|given| Name::person(given, None));
    };
    let suffix = part(suffix);
    let given = given.unwrap_or_default();
    Some(with_particle(&family, &given, suffix.as_deref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(particle: &str, family: &str, given: &str, suffix: &str) -> Name {
        Name::Person {
            family: family.to_owned(),
            given: filled(given.to_owned()),
            particle: filled(particle.to_owned()),
            suffix: filled(suffix.to_owned()),
            orcid: None,
        }
    }

    #[test]
    fn bibtex_names_are_split_by_the_manual() {
        for (source, expected) in [
            (
                "Ludwig van Beethoven",
                person("van", "Beethoven", "Ludwig", ""),
            ),
            (
                "van Beethoven, Ludwig",
                person("van", "Beethoven", "Ludwig", ""),
            ),
            (
                "de la Vall{\\'e}e Poussin, Charles",
                person("de la", "Vallée Poussin", "Charles", ""),
            ),
            (
                "King, Jr., Martin Luther",
                person("", "King", "Martin Luther", "Jr."),
            ),
            ("Donald~E. Knuth", person("", "Knuth", "Donald E.", "")),
            ("{\\'E}variste Galois", person("", "Galois", "Évariste", "")),
            ("{R Core Team}", Name::literal("R Core Team")),
            ("Plato", person("", "Plato", "", "")),
            ("\\O yvind \\AA s", person("", "Ås", "Øyvind", "")),
            ("Bo C. Low 0002", person("", "Low", "Bo C.", "")),
            (
                "family=Wit, given=Cynthia A., prefix=de",
                person("de", "Wit", "Cynthia A.", ""),
            ),
        ] {
            assert_eq!(bibtex_list(source), (vec![expected], false), "{source}");
        }
    }

    #[test]
    fn and_joins_names_in_any_case_but_not_inside_braces() {
        let (names, others) =
            bibtex_list("Lesk, M. AND {Barnes and Noble} and\nSandy Land and others");
        assert_eq!(names.len(), 3);
        assert_eq!(names[1], Name::literal("Barnes and Noble"));
        assert!(others);
    }

    #[test]
    fn empty_names_vanish() {
        assert_eq!(
            bibtex_list("A and , and "),
            (vec![person("", "A", "", "")], false)
        );
    }

    #[test]
    fn parts_kept_apart_make_one_name() {
        assert_eq!(
            of_parts(Some("de la Cruz"), Some(" Ana  B "), Some("Jr")),
            Some(person("de la", "Cruz", "Ana B", "Jr"))
        );
        assert_eq!(
            of_parts(None, Some("Plato"), None),
            Some(person("", "Plato", "", ""))
        );
        assert_eq!(of_parts(Some(" "), None, None), None);
    }

    #[test]
    fn written_names_read_back() {
        for name in [
            person("van den", "Berg", "A. B.", "III"),
            person("", "Smith and Sons", "Ann", ""),
            person("", "Plato", "", ""),
            Name::literal("Institute of Things, Berlin"),
            Name::literal("Team A"),
        ] {
            let listed = bibtex_list(&to_bibtex(&name)).0;
            assert_eq!(listed, [name]);
        }
    }
}
