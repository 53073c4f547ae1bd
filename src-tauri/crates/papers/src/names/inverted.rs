//! Names as reference files list them: `Berg, Anna van`, `Liu R.`, `King ML Jr`, an institution.
//!
//! What is a person and what an institution is seen by the words; a name without a comma is turned
//! into a person only when it cannot well be anything else. The order of a name is kept as given.

use super::byline::{byline, is_degree, is_institution, is_suffix};
use super::{filled, in_reading_order};
use crate::paper::Name;
use crate::text::fold;

/// One name of a RIS file: `Family, Given, Suffix`, `Liu R.`, `Ann Roe` or an institution. As in
/// EndNote, two commas stand for one comma inside an institution's name. `et al.` is nobody.
pub(crate) fn ris_name(text: &str) -> Option<Name> {
    let text = fold(text);
    if text.contains(",,") {
        let literal = text.replace(",,", ",");
        return filled(literal.trim_end_matches(',').trim().to_owned()).map(Name::literal);
    }
    let text = without_others(&text);
    let parts: Vec<&str> = text.splitn(4, ',').map(str::trim).collect();
    match parts.as_slice() {
        [] | [""] => None,
        [whole] => Some(without_comma(whole)),
        [whole, ""]
            if is_group(whole) || (whole.split(' ').count() > 2 && !starts_small(whole)) =>
        {
            Some(Name::literal(*whole))
        }
        ["", rest @ ..] => rest
            .iter()
            .find(|part| !part.is_empty())
            .map(|given| Name::literal(*given)),
        // `Department of Health, Education and Welfare`
        [whole, given, ..] if is_group(whole) && !given.is_empty() => {
            Some(Name::literal(text.trim_end_matches(',').trim_end()))
        }
        [whole, given, rest @ ..] => Some(turned_around(whole, given, rest)),
    }
}

/// Whether what stands before a comma is an institution and no surname: it has several words and
/// no particle.
fn is_group(whole: &str) -> bool {
    whole.contains(' ') && !starts_small(whole) && is_institution(whole)
}

fn starts_small(text: &str) -> bool {
    text.starts_with(char::is_lowercase)
}

/// Every name of a field that may hold one, as it should, or a whole list.
pub(crate) fn ris_names(text: &str) -> Vec<Name> {
    let text = fold(text);
    if text.contains(",,") {
        return ris_name(&text).into_iter().collect();
    }
    // `Ann Roe, Bo Low, Cy Fox`; of two names either may be a surname with its given names.
    let forward = text.split(',').map(str::trim);
    if forward.clone().count() > 2 && forward.clone().all(reads_forward) {
        return byline(&text).0;
    }
    let pieces: Vec<&str> = text.split(';').flat_map(split_list).collect();
    pieces.into_iter().filter_map(ris_name).collect()
}

/// Names of one field each, put together where a program made two of one at its first space:
/// `Dos Santos` and `H B`.
pub(crate) fn ris_list(values: &[String]) -> Vec<Name> {
    let mut texts: Vec<String> = Vec::new();
    for value in values {
        let value = fold(value);
        let initials = !value.is_empty() && value.split(' ').all(is_initials);
        match texts.last_mut() {
            Some(last)
                if initials && !last.contains(',') && surname_and_initials(last).is_none() =>
            {
                last.push(' ');
                last.push_str(&value);
            }
            _ => texts.push(value),
        }
    }
    texts.iter().flat_map(|text| ris_names(text)).collect()
}

/// The names of a list without semicolons, when it is certain to be one.
fn split_list(text: &str) -> Vec<&str> {
    let both_turned = |word: &str| {
        let parts: Vec<&str> = text.split(word).collect();
        (parts.len() > 1 && parts.iter().all(|part| part.contains(','))).then_some(parts)
    };
    if let Some(parts) = both_turned(" and ").or_else(|| both_turned(" & ")) {
        return parts;
    }
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let indexed = |part: &&str| {
        let part = part.strip_prefix("and ").unwrap_or(part);
        surname_and_initials(part).is_some()
    };
    if parts.len() > 1 && parts.iter().all(|part| indexed(part) || is_others(part)) {
        return parts
            .into_iter()
            .map(|part| part.strip_prefix("and ").unwrap_or(part))
            .collect();
    }
    let turned = parts.len() > 3
        && parts.len().is_multiple_of(2)
        && parts.chunks(2).all(|pair| match pair {
            [family, given] => !is_initials(family) && given.split(' ').all(is_initials),
            _ => false,
        });
    if !turned {
        return vec![text];
    }
    let commas: Vec<usize> = text.match_indices(',').map(|(at, _)| at).collect();
    let mut start = 0;
    let mut names = Vec::new();
    for at in commas.into_iter().skip(1).step_by(2) {
        names.push(text.get(start..at).unwrap_or_default());
        start = at + 1;
    }
    names.push(text.get(start..).unwrap_or_default());
    names
}

/// A name as MEDLINE prints it: `King ML Jr`, `van den Berg A`, `King, Martin L Jr`; what has no
/// initials at its end is a group.
pub(crate) fn medline_name(text: &str) -> Option<Name> {
    let text = fold(text);
    if text.contains(',') && !is_institution(&text) {
        return ris_name(&text);
    }
    let words: Vec<&str> = text.split(' ').collect();
    let (words, suffix) = match words.split_last() {
        Some((last, before)) if before.len() > 1 && is_suffix(last) => (before, Some(*last)),
        _ => (words.as_slice(), None),
    };
    let person = words.split_last().filter(|(last, before)| {
        let letters = last.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = last
            .chars()
            .all(|c| c.is_uppercase() || matches!(c, '-' | '.' | '\''));
        !before.is_empty() && (1..=4).contains(&letters) && capitals
    });
    let institution = is_institution(&text) && person.is_none_or(|(_, before)| before.len() != 1);
    match person.filter(|_| !institution) {
        Some((initials, family)) => Some(with_particle(&family.join(" "), initials, suffix)),
        None => filled(text).map(Name::literal),
    }
}

fn is_others(text: &str) -> bool {
    matches!(
        text.trim_end_matches('.').to_ascii_lowercase().as_str(),
        "et al" | "et al (eds)" | "others" | "and others" | "u.a" | "…" | ""
    )
}

/// A name without an `et al.` at its end; nothing when that is all there is.
fn without_others(text: &str) -> &str {
    let text = text.trim();
    if is_others(text) {
        return "";
    }
    for mark in [" et al.", " et al", " and others", "…"] {
        if let Some(before) = text.strip_suffix(mark) {
            return before.trim_end_matches([',', ' ']);
        }
    }
    text
}

fn without_comma(whole: &str) -> Name {
    if is_institution(whole) {
        return Name::literal(whole);
    }
    surname_and_initials(whole)
        .or_else(|| in_reading_order(whole).filter(|_| reads_forward(whole)))
        .unwrap_or_else(|| Name::literal(whole))
}

/// Whether words can be given names and a surname, and nothing else: `Ludwig van Beethoven`.
fn reads_forward(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let spelled = |word: &str| {
        word.chars()
            .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    let acronym = |word: &str| word.chars().filter(|c| c.is_uppercase()).count() > 2;
    (2..=5).contains(&words.len())
        && words.iter().all(|word| spelled(word) && !acronym(word))
        && words.iter().all(|word| capital(word) || is_particle(word))
        && words.first().is_some_and(|word| capital(word))
        && words
            .last()
            .is_some_and(|word| capital(word) && word.chars().count() > 1)
}

fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "van"
            | "von"
            | "vom"
            | "de"
            | "der"
            | "den"
            | "del"
            | "della"
            | "di"
            | "da"
            | "do"
            | "dos"
            | "das"
            | "du"
            | "des"
            | "la"
            | "le"
            | "el"
            | "al"
            | "bin"
            | "ibn"
            | "ben"
            | "ter"
            | "ten"
            | "te"
            | "zu"
            | "zur"
            | "y"
            | "e"
            | "af"
            | "av"
    )
}

fn turned_around(whole: &str, given: &str, rest: &[&str]) -> Name {
    let mut given = given;
    let mut suffix = rest
        .iter()
        .copied()
        .find(|part| !part.is_empty() && !is_degree(part));
    if is_suffix(given) {
        // `King, Jr., Martin Luther`
        (given, suffix) = (suffix.unwrap_or_default(), Some(given));
    }
    let mut family = whole;
    if suffix.is_none() {
        for part in [&mut family, &mut given] {
            if let Some((before, last)) = part.rsplit_once(' ')
                && is_suffix(last)
            {
                (*part, suffix) = (before, Some(last));
                break;
            }
        }
    }
    with_particle(family, given, suffix)
}

/// A surname whose lower-case words at the start are its particle.
pub(super) fn with_particle(surname: &str, given: &str, suffix: Option<&str>) -> Name {
    let words: Vec<&str> = surname.split(' ').collect();
    let is_lower = |word: &&&str| {
        let mut letters = word.chars().filter(|c| c.is_alphabetic()).peekable();
        letters.peek().is_some() && letters.all(char::is_lowercase)
    };
    let lower = words.iter().take_while(is_lower).count();
    let particles = if lower < words.len() { lower } else { 0 };
    let (particle, family) = words.split_at(particles);
    Name::Person {
        family: family.join(" "),
        given: filled(given.to_owned()),
        particle: filled(particle.join(" ")),
        suffix: suffix.map(str::to_owned),
        orcid: None,
    }
}

/// `R.`, `CD`, `N.-E.`, `I.A.B.`, `JMC`, `Yu.A.`
fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let dotted = word.contains(['.', '-']);
    let most = if dotted { 5 } else { 3 };
    let pieces = || word.split(['.', '-']).filter(|piece| !piece.is_empty());
    let capitals = |piece: &str| piece.chars().all(char::is_uppercase);
    // Two letters stand for one initial in some scripts, and then a full stop follows.
    let digraph = |piece: &str| {
        word.ends_with('.')
            && piece.chars().count() == 2
            && piece.starts_with(char::is_uppercase)
            && piece.chars().skip(1).all(char::is_lowercase)
    };
    (1..=most).contains(&letters) && pieces().all(|piece| capitals(piece) || digraph(piece))
}

/// `Liu R.`, `Brownstein C D`, `King ML Jr`: initials after the surname, as medical indexes write.
pub(super) fn surname_and_initials(text: &str) -> Option<Name> {
    let words: Vec<&str> = text.split(' ').collect();
    let (words, suffix) = match words.split_last() {
        Some((last, before)) if before.len() > 1 && is_suffix(last) => (before, Some(*last)),
        _ => (words.as_slice(), None),
    };
    let initials = words
        .iter()
        .rev()
        .take_while(|word| is_initials(word))
        .count();
    let surname = words
        .len()
        .checked_sub(initials)
        .filter(|&n| n > 0 && initials > 0)?;
    let (family, given) = words.split_at(surname);
    let whole = family.join(" ");
    // `IBM UK` has no surname; `J. R. Doe Jr` none before its initials.
    let is_surname = whole.chars().any(char::is_lowercase)
        && !whole.contains(['.', '(', ':'])
        && !whole.chars().any(|c| c.is_ascii_digit());
    is_surname.then(|| with_particle(&whole, &given.join(" "), suffix))
}

/// One name as RIS writes it, such that [`ris_name`] reads it back.
pub(crate) fn to_ris(name: &Name) -> String {
    match name {
        Name::Literal { literal } if literal.contains(',') => literal.replacen(',', ",,", 1),
        Name::Literal { literal } if ris_name(literal).as_ref() != Some(name) => {
            format!("{literal},,")
        }
        Name::Literal { literal } => literal.clone(),
        Name::Person { given, suffix, .. } => {
            let given = given.as_deref().unwrap_or_default();
            let mut out = format!("{}, {given}", name.surname());
            if let Some(suffix) = suffix {
                out.push_str(", ");
                out.push_str(suffix);
            }
            out.trim_end().to_owned()
        }
    }
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
    fn surnames_stand_before_initials() {
        for (text, expected) in [
            ("Liu R.", person("", "Liu", "R.", "")),
            ("Brownstein C D", person("", "Brownstein", "C D", "")),
            ("Eltoum I.A.B.", person("", "Eltoum", "I.A.B.", "")),
            ("Jalil N.-E.", person("", "Jalil", "N.-E.", "")),
            ("Ivanov Yu.A.", person("", "Ivanov", "Yu.A.", "")),
            ("van den Berg A", person("van den", "Berg", "A", "")),
            ("King ML Jr", person("", "King", "ML", "Jr")),
        ] {
            assert_eq!(ris_name(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_name_turned_around_has_its_particle_and_suffix_told_apart() {
        for (text, expected) in [
            ("van der Berg, Anna", person("van der", "Berg", "Anna", "")),
            ("'t Veld, Piet", person("'t", "Veld", "Piet", "")),
            (
                "Valle-Delgado,J. J.",
                person("", "Valle-Delgado", "J. J.", ""),
            ),
            ("King, Martin, Jr.", person("", "King", "Martin", "Jr.")),
            ("King, Jr., Martin", person("", "King", "Martin", "Jr.")),
            ("King Jr., Martin", person("", "King", "Martin", "Jr.")),
            ("King, Martin L 3rd", person("", "King", "Martin L", "3rd")),
            ("Roe, Ann, PhD", person("", "Roe", "Ann", "")),
            ("Roe, A. et al.", person("", "Roe", "A.", "")),
        ] {
            assert_eq!(ris_name(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn institutions_and_names_in_reading_order_are_told_apart() {
        for text in [
            "World Health Organization",
            "Bank of England",
            "OpenAI",
            "王小明",
            "DARPA Robotics",
        ] {
            assert_eq!(ris_name(text), Some(Name::literal(text)), "{text}");
        }
        for text in [
            "Department of Health, Education and Welfare",
            "National Institute of Things,",
        ] {
            let literal = text.trim_end_matches(',');
            assert_eq!(ris_name(text), Some(Name::literal(literal)), "{text}");
        }
        assert_eq!(
            ris_name("Ludwig van Beethoven"),
            Some(person("van", "Beethoven", "Ludwig", ""))
        );
        assert_eq!(
            ris_name("Ann B. Roe"),
            Some(person("", "Roe", "Ann B.", ""))
        );
    }

    #[test]
    fn et_al_and_empty_names_are_nobody() {
        for text in ["et al.", "et al", "others", "", " , ", "..."] {
            assert_eq!(ris_name(text), None, "{text}");
        }
    }

    #[test]
    fn a_list_in_one_field_is_taken_apart_only_when_it_is_one() {
        let surnames =
            |text: &str| -> Vec<String> { ris_names(text).iter().map(Name::surname).collect() };
        for text in [
            "Roe, Ann; Low, Bo",
            "Roe A, Low B",
            "Roe A, Low B, et al.",
            "Roe, A., Low, B.",
            "Roe, Ann and Low, Bo",
        ] {
            assert_eq!(surnames(text), ["Roe", "Low"], "{text}");
        }
        assert_eq!(surnames("Smith and Sons, Ann"), ["Smith and Sons"]);
        assert_eq!(surnames("Roe, Ann B."), ["Roe"]);
        assert_eq!(surnames("De Roe, Ann Maria"), ["De Roe"]);
        assert_eq!(surnames("Ann Roe, Bo Low, Cy Fox"), ["Roe", "Low", "Fox"]);
    }

    #[test]
    fn a_name_cut_in_two_is_one_again() {
        let values = ["Roe A", "Dos Lobos", "H B", "Low C"].map(str::to_owned);
        let names = ris_list(&values);
        assert_eq!(names.len(), 3);
        assert_eq!(names[1], person("", "Dos Lobos", "H B", ""));
    }

    #[test]
    fn medline_prints_initials_last_and_groups_without_any() {
        assert_eq!(
            medline_name("van den Berg AB"),
            Some(person("van den", "Berg", "AB", ""))
        );
        assert_eq!(
            medline_name("Roe JMCD 3rd"),
            Some(person("", "Roe", "JMCD", "3rd"))
        );
        assert_eq!(
            medline_name("Roe, Ann B Jr"),
            Some(person("", "Roe", "Ann B", "Jr"))
        );
        for group in ["Tide Study Group", "Office of Winds, Bergen Institute"] {
            assert_eq!(medline_name(group), Some(Name::literal(group)));
        }
    }

    #[test]
    fn written_names_read_back() {
        for name in [
            person("van den", "Berg", "A. B.", "III"),
            person("", "Smith and Sons", "Ann", ""),
            person("", "Plato", "", ""),
            Name::literal("Institute of Things, Berlin"),
            Name::literal("Team A"),
            Name::literal("Ann Roe"),
        ] {
            assert_eq!(ris_name(&to_ris(&name)), Some(name));
        }
    }
}
