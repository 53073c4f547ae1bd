//! Lists of people as the cells of tables hold them.

use super::{braced, quoted_list, split_list};
use crate::names::{byline, is_institution, parse_name, ris_name};
use crate::paper::Name;
use crate::text::{entities, fold};

/// The people of a cell, and whether it says that there are more.
///
/// Lists are joined by `;`, `|`, line ends or ` and `, or by commas between names in any order
/// (`Roe A., Low B.`, `Roe, A., Low, B.`, `Ann Roe, Bo Low`).
pub(in crate::formats) fn list(cell: &str) -> (Vec<Name>, bool) {
    let text = entities(cell);
    let text = text.trim();
    if text.starts_with("[No auth") || matches!(text, "Anonymous" | "anonymous" | "-") {
        return (Vec::new(), false);
    }
    if let Some(quoted) = quoted_list(text) {
        return each(quoted.iter().map(String::as_str));
    }
    if let Some(separator) = [';', '|', '\n'].into_iter().find(|&s| text.contains(s)) {
        return each(split_list(text, separator, false).into_iter());
    }
    let text = fold(text);
    if braced(&text).is_some() {
        return each([text.as_str()].into_iter());
    }
    let text = text.replace(" und ", " and ");
    let joined: Vec<&str> = text
        .split(" and ")
        .flat_map(|part| part.split(" & "))
        .map(|part| part.trim_end_matches(','))
        .collect();
    if is_and_list(&joined) {
        return each(joined.into_iter());
    }
    comma_list(&text)
}

/// `Roe, A. and Low, B. and Sol, C.`, not `Ann Roe, Bo Low and Cy Sol`.
fn is_and_list(parts: &[&str]) -> bool {
    let commas = |part: &str| part.matches(',').count();
    match parts {
        [] | [_] => false,
        [first, second] => match (commas(first), commas(second)) {
            (0, 0) | (1, 1) => true,
            (1, 0) => first
                .split(',')
                .next()
                .is_some_and(|family| !family.trim().contains(' ')),
            _ => false,
        },
        more => more.iter().all(|part| commas(part) <= 2),
    }
}

/// A list in which every part is one person.
fn each<'a>(parts: impl Iterator<Item = &'a str>) -> (Vec<Name>, bool) {
    let parts: Vec<&str> = parts
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    // Where others are turned around, a name without a comma is an institution's.
    let turned = parts.iter().filter(|part| part.contains(',')).count();
    let mut others = false;
    let mut names = Vec::new();
    for part in parts.iter().copied() {
        // `Roe A, Low B; Ice Study Group`: people by commas, groups behind a semicolon.
        if part.split(',').nth(1).is_some()
            && part
                .split(',')
                .all(|one| surname_first(one.trim()).is_some())
        {
            names.extend(part.split(',').filter_map(|name| one(name.trim(), false)));
            continue;
        }
        let lower = part.trim_end_matches('.').to_lowercase();
        if matches!(
            lower.as_str(),
            "et al" | "others" | "and others" | "..." | "…"
        ) {
            others = true;
            continue;
        }
        names.extend(one(part, turned > 0 && turned * 2 >= parts.len()));
    }
    (names, others)
}

/// One name, with the number that some exporters put behind it; an ORCID iD is kept.
fn one(part: &str, list_is_turned: bool) -> Option<Name> {
    let (part, number) = match part
        .strip_suffix(')')
        .and_then(|part| part.rsplit_once('('))
    {
        Some((name, number)) if is_number(number) => (name.trim_end(), Some(number)),
        _ => (part, None),
    };
    let iri = number.unwrap_or_default();
    let mut name = if let Some(literal) = braced(part) {
        Name::literal(fold(literal))
    } else if let Some(name) = guarded_parts(part) {
        name
    } else if part.contains(',') {
        let name = ris_name(part)?;
        without_null(name)
    } else if is_institution(part) {
        let abbreviated = ["Inc.", "Ltd.", "Co.", "Corp."]
            .iter()
            .any(|end| part.ends_with(end));
        Name::literal(fold(if abbreviated {
            part
        } else {
            part.trim_end_matches('.')
        }))
    } else if let Some(name) = surname_first(part) {
        name
    } else if list_is_turned {
        Name::literal(fold(part))
    } else {
        // `null van den Bosch`: a program's word for no given name.
        match part.strip_prefix("null ") {
            Some(family) => plain(&format!("{family},"))?,
            None => plain(part)?,
        }
    };
    if let Name::Person { orcid, .. } = &mut name {
        *orcid = crate::identity::orcid(iri);
    }
    Some(name)
}

fn is_number(text: &str) -> bool {
    text.len() >= 6
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | 'X' | ' '))
}

/// A name in reading order without TeX's meaning of braces and backslashes.
fn plain(part: &str) -> Option<Name> {
    if part.contains(['{', '}', '\\', '$']) {
        return Some(Name::literal(fold(part)));
    }
    parse_name(part)
}

/// `{von Neumann}, John`: a family name in braces is one as it stands.
fn guarded_parts(part: &str) -> Option<Name> {
    if !part.contains('{') {
        return None;
    }
    let parts = split_list(part, ',', false);
    let bare = |part: &str| {
        let part = part.trim();
        fold(braced(part).unwrap_or(part))
    };
    let filled = |text: String| (!text.is_empty()).then_some(text);
    let whole = parts.first()?.trim();
    let at = whole.find('{')?;
    let (particle, family) = whole.split_at(at);
    Some(Name::Person {
        family: filled(bare(family))?,
        given: parts.get(1).and_then(|given| filled(bare(given))),
        particle: filled(fold(particle)),
        suffix: parts.get(2).and_then(|suffix| filled(bare(suffix))),
        orcid: None,
    })
}

/// Programs write their own nothing for a missing given name.
fn without_null(name: Name) -> Name {
    match name {
        Name::Person {
            family,
            given: Some(given),
            particle,
            suffix,
            orcid,
        } if matches!(given.as_str(), "null" | "None" | "nan") => Name::Person {
            family,
            given: None,
            particle,
            suffix,
            orcid,
        },
        name => name,
    }
}

/// `Roe AB`, `Roe A.-B.`, `van den Bosch M.A.A.J.`: the initials stand behind.
fn surname_first(part: &str) -> Option<Name> {
    let (surname, initials) = part.trim().rsplit_once(' ')?;
    let letters = initials.chars().filter(|c| c.is_alphabetic()).count();
    let dotted = initials.ends_with('.') && initials.matches('.').count() == letters;
    let sound = initials
        .chars()
        .all(|c| c.is_uppercase() || matches!(c, '.' | '-'))
        && (dotted && letters > 0 || (1..=4).contains(&letters));
    // `A. B. C.` and `J R` have no surname in them; `Ann B.` cannot be told from `Roe B.`
    let has_surname = surname
        .split(' ')
        .any(|word| word.chars().filter(|c| c.is_lowercase()).count() > 0);
    if !sound || !has_surname {
        return None;
    }
    let mut words: Vec<&str> = surname.split(' ').collect();
    let mut given = vec![initials];
    while words.len() > 1
        && words.last().is_some_and(|word| {
            word.len() <= 2 && word.chars().all(|c| c.is_uppercase() || c == '.')
        })
    {
        given.extend(words.pop());
    }
    given.reverse();
    ris_name(&format!("{}, {}", words.join(" "), given.join(" ")))
}

/// Names joined by commas, when nothing else joins them.
fn comma_list(text: &str) -> (Vec<Name>, bool) {
    let text = text.trim_end_matches(',').trim();
    let parts: Vec<&str> = text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let words = |part: &str| part.split(' ').count();
    let ends = |part: &str| {
        part.trim_end_matches(['.', '…']).is_empty()
            || part.ends_with("et al.")
            || part.ends_with("et al")
    };
    if let [first, second] = parts.as_slice() {
        let particle = first.starts_with(char::is_lowercase);
        let family_given = !ends(second)
            && surname_first(first).is_none()
            && !is_institution(first)
            && (words(first) == 1
                || particle
                || (words(second) == 1 && !second.contains(char::is_whitespace)));
        if family_given {
            return each([text].into_iter());
        }
    }
    if parts.len() == 1 && !ends(text) && !text.contains(" & ") && !text.contains(" and ") {
        return each([text].into_iter());
    }
    // `Roe A., Low B.` in the way of medical indexes.
    let last_dot = parts.last().map(|last| last.trim_end_matches('.'));
    let indexed = parts
        .iter()
        .filter(|part| surname_first(part).is_some())
        .count();
    if indexed * 2 > parts.len() && !text.contains(" & ") && !text.contains(" and ") {
        let stop = parts.len() - 1;
        return each(parts.iter().enumerate().map(|(at, part)| {
            // A full stop ends the list, unless initials are written with them.
            let dotted = parts.first().is_some_and(|first| first.ends_with('.')) && stop > 0;
            if at == stop && !dotted {
                last_dot.unwrap_or(part)
            } else {
                part
            }
        }));
    }
    // `Roe, Ann, Low, Bo`: surnames and given names in turn.
    let in_turn = parts.len() > 2
        && parts.len().is_multiple_of(2)
        && parts
            .chunks(2)
            .all(|pair| pair.first().is_some_and(|family| words(family) == 1))
        && !text.contains(" & ");
    if in_turn {
        let pairs: Vec<String> = parts.chunks(2).map(|pair| pair.join(", ")).collect();
        return each(pairs.iter().map(String::as_str));
    }
    byline(text)
}

/// A list such that [`list`] reads it back: `Family, Given; {Institution}`.
pub(in crate::formats) fn write(names: &[Name]) -> String {
    let mut out = String::new();
    for name in names {
        if !out.is_empty() {
            out.push_str("; ");
        }
        match name {
            Name::Literal { literal } => {
                out.push('{');
                out.extend(literal.chars().filter(|c| !matches!(c, '{' | '}')));
                out.push('}');
            }
            Name::Person {
                family,
                given,
                particle,
                suffix,
                orcid,
            } => {
                if let Some(particle) = particle {
                    out.push_str(particle);
                    out.push(' ');
                }
                let strange_particle = particle.iter().any(|p| {
                    !p.split(' ')
                        .all(|word| word.chars().all(char::is_lowercase))
                });
                let lower = family
                    .split(' ')
                    .next()
                    .is_some_and(|w| w.chars().all(char::is_lowercase));
                part(family, strange_particle || lower, &mut out);
                out.push(',');
                if given.is_some() || suffix.is_some() {
                    out.push(' ');
                    part(given.as_deref().unwrap_or_default(), false, &mut out);
                }
                if let Some(suffix) = suffix {
                    out.push_str(", ");
                    part(suffix, false, &mut out);
                }
                if let Some(orcid) = orcid {
                    out.push_str(&format!(" ({orcid})"));
                }
            }
        }
    }
    // A single name needs its list's separator to be told from two.
    if names.len() == 1 {
        out.push(';');
    }
    out
}

/// A part of a name, in braces where it would be taken for syntax.
fn part(text: &str, brace: bool, out: &mut String) {
    let text: String = text.chars().filter(|c| !matches!(c, '{' | '}')).collect();
    if brace || text.contains([',', ';']) || matches!(text.as_str(), "null" | "None" | "nan") {
        out.push('{');
        out.push_str(&text);
        out.push('}');
    } else {
        out.push_str(&text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cell: &str) -> Vec<String> {
        list(cell)
            .0
            .iter()
            .map(|name| match name {
                Name::Literal { literal } => format!("[{literal}]"),
                Name::Person { given, .. } => {
                    format!(
                        "{}/{}",
                        name.surname(),
                        given.as_deref().unwrap_or_default()
                    )
                }
            })
            .collect()
    }

    #[test]
    fn lists_are_read_however_they_are_joined() {
        for (cell, expected) in [
            ("Roe, Ann; Low, B. C.", vec!["Roe/Ann", "Low/B. C."]),
            ("Ann Roe; Bo C. Low", vec!["Roe/Ann", "Low/Bo C."]),
            ("A. Roe; B. Low", vec!["Roe/A.", "Low/B."]),
            ("Ann Roe|Bo Low", vec!["Roe/Ann", "Low/Bo"]),
            ("Roe, A. and Low, B.", vec!["Roe/A.", "Low/B."]),
            ("Ann Roe and Bo Low", vec!["Roe/Ann", "Low/Bo"]),
            (
                "Ann Roe, Bo Low and Cy Sol",
                vec!["Roe/Ann", "Low/Bo", "Sol/Cy"],
            ),
            ("Roe A., Low B.C.", vec!["Roe/A.", "Low/B.C."]),
            (
                "Roe A, Low BC, van den Sol DEF.",
                vec!["Roe/A", "Low/BC", "van den Sol/DEF"],
            ),
            ("Roe, A., Low, B. C.", vec!["Roe/A.", "Low/B. C."]),
            (
                "Roe, A., Low, B. C., & Sol, D.",
                vec!["Roe/A.", "Low/B. C.", "Sol/D."],
            ),
            ("Ann Roe, Bo Low", vec!["Roe/Ann", "Low/Bo"]),
            ("Roe, Ann", vec!["Roe/Ann"]),
            ("García Márquez, Gabriel", vec!["García Márquez/Gabriel"]),
            ("van der Berg, Anna", vec!["van der Berg/Anna"]),
            ("['Roe, Ann', 'Low, Bo']", vec!["Roe/Ann", "Low/Bo"]),
            ("Roe, Ann, Low, Bo", vec!["Roe/Ann", "Low/Bo"]),
            (
                "Roe, Ann (57193456700); Low, Bo (57193456701)",
                vec!["Roe/Ann", "Low/Bo"],
            ),
            ("Hoven,null;Low,Bo C.", vec!["Hoven/", "Low/Bo C."]),
            ("null van Hoven; Bo C. Low", vec!["van Hoven/", "Low/Bo C."]),
            (
                "Roe, Ann; World Health Organization",
                vec!["Roe/Ann", "[World Health Organization]"],
            ),
            (
                "World Health Organization",
                vec!["[World Health Organization]"],
            ),
            ("Roe AB", vec!["Roe/AB"]),
            ("A Roe, BC Low", vec!["Roe/A", "Low/BC"]),
            ("Bosch M.A.A.J.", vec!["Bosch/M.A.A.J."]),
            ("Plato", vec!["Plato/"]),
            ("Weiß, Eva & Groß, Udo", vec!["Weiß/Eva", "Groß/Udo"]),
            (
                "Roe AB, Low C; Ice Study Group.",
                vec!["Roe/AB", "Low/C", "[Ice Study Group]"],
            ),
            ("[No author name available]", vec![]),
        ] {
            assert_eq!(shown(cell), expected, "{cell}");
        }
        assert!(list("A Roe, B Low, ...").1);
        assert_eq!(shown("A Roe, B Low, ...").len(), 2);
    }

    #[test]
    fn written_lists_read_back() {
        let person =
            |particle: Option<&str>, family: &str, given: Option<&str>, suffix: Option<&str>| {
                Name::Person {
                    family: family.to_owned(),
                    given: given.map(str::to_owned),
                    particle: particle.map(str::to_owned),
                    suffix: suffix.map(str::to_owned),
                    orcid: None,
                }
            };
        let mut with_id = person(None, "Roe", Some("Ann"), None);
        if let Name::Person { orcid, .. } = &mut with_id {
            *orcid = Some("0000-0002-1825-0097".into());
        }
        for names in [
            vec![person(Some("van den"), "Berg", Some("A. B."), Some("Jr."))],
            vec![
                person(None, "Plato", None, None),
                Name::literal("Sons and Co; Ltd, Inc"),
            ],
            vec![Name::literal("Plato")],
            vec![with_id, person(None, "Low", Some("Bo"), None)],
            vec![person(None, "von Neumann", Some("John"), None)],
            vec![person(Some("De"), "Sol", Some("C."), None)],
        ] {
            assert_eq!(list(&write(&names)).0, names, "{}", write(&names));
        }
    }
}
