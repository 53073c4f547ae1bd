//! The authors' line of arXiv: names, and in parentheses what they are affiliated with.
//!
//! `A. Lee (1,2) and B. Roe (2) ((1) Univ. of X, (2) Y)`, also with a parenthesis that is never
//! closed, or without a comma behind one; a collaboration stands before a colon or after `for the`.

use crate::names::{
    is_degree, is_initials, is_institution, is_suffix, parse_name, person_in_order,
};
use crate::paper::Name;
use crate::text::{fold, tex};

/// The people, and whether affiliations were left out.
pub(in crate::formats) fn authors(text: &str) -> (Vec<Name>, bool) {
    let text = tex::to_unicode(&fold(text)).replace('\u{a0}', " ");
    let (plain, affiliated) = without_affiliations(&text);
    let mut names = Vec::new();
    let (leaders, rest) = leading_collaborations(&plain);
    names.extend(leaders.into_iter().map(Name::literal));
    let (people, group) = trailing_collaboration(rest);
    names.extend(listed(&spaced(people)));
    if let Some(group) = group {
        names.push(Name::literal(group));
    }
    (names, affiliated)
}

/// The names of a list, whose surnames stand last; a list turned around throughout is known by its
/// initials (`Roe, A., Low, B. C.`).
fn listed(text: &str) -> Vec<Name> {
    let parts: Vec<&str> = text
        .split([',', ';'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" & "))
        .map(|part| {
            let part = part.trim().trim_start_matches("and ").trim();
            full_stop_off(part)
        })
        .filter(|part| part.chars().any(char::is_alphanumeric) && !is_degree(part))
        .filter(|part| !matches!(*part, "et al" | "et al." | "others" | "and"))
        .map(|part| {
            part.strip_suffix(" et al.")
                .or(part.strip_suffix(" et al"))
                .unwrap_or(part)
        })
        .collect();
    let turned = parts.len() >= 4
        && parts.len().is_multiple_of(2)
        && parts.chunks(2).all(
            |pair| matches!(pair, [family, given] if !is_initials(family) && is_initials(given)),
        );
    if turned {
        return parts
            .chunks(2)
            .filter_map(|pair| parse_name(&pair.join(", ")))
            .collect();
    }
    let mut names: Vec<Name> = Vec::new();
    for part in parts {
        match names.last_mut() {
            Some(Name::Person { suffix, .. }) if is_suffix(part) => *suffix = Some(part.to_owned()),
            _ => names.extend(person_in_order(part)),
        }
    }
    names
}

/// Without a full stop that ends a list or a name rather than an initial: `L. Scott.`, `C. Lee .`
fn full_stop_off(part: &str) -> &str {
    let Some(shorter) = part.strip_suffix('.') else {
        return part;
    };
    let last = shorter.rsplit([' ', '.']).next().unwrap_or_default();
    let is_word = last.is_empty()
        || (last.chars().count() > 2 && last.chars().skip(1).all(char::is_lowercase));
    if is_word && last != "al" && !part.ends_with("..") {
        shorter.trim_end()
    } else {
        part
    }
}

/// Takes out what stands in parentheses. One that closes before a name without a comma separates
/// two authors; a nickname stays: `Li (Lily) Wang`.
fn without_affiliations(text: &str) -> (String, bool) {
    if !text.contains('(') {
        return (text.replace(')', ""), false);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find('(') {
        let (before, from) = rest.split_at(at);
        out.push_str(before.trim_end_matches(')'));
        let end = closing(from);
        let inside = from.get(1..end.saturating_sub(1)).unwrap_or_default();
        rest = from.get(end..).unwrap_or_default();
        let follows = rest.trim_start();
        let starts_name = rest.starts_with(' ')
            && follows.starts_with(char::is_uppercase)
            && !follows.starts_with("and ");
        if starts_name && is_nickname(inside, &out) {
            out.push('(');
            out.push_str(inside);
            out.push(')');
            continue;
        }
        found = true;
        if starts_name {
            let trimmed = out.trim_end().len();
            out.truncate(trimmed);
            out.push(',');
        } else {
            let trimmed = out.trim_end().len();
            out.truncate(trimmed);
        }
    }
    out.push_str(&rest.replace(')', ""));
    (out, found)
}

/// Where the parenthesis that `text` starts with ends, the end of the text when it never does.
fn closing(text: &str) -> usize {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

/// One capitalised word in parentheses right after one given name, or after initials.
fn is_nickname(inside: &str, before: &str) -> bool {
    let one_word = inside.starts_with(char::is_uppercase)
        && inside.chars().all(char::is_alphabetic)
        && inside.chars().skip(1).all(char::is_lowercase);
    let since = before.rsplit([',', ';']).next().unwrap_or_default();
    let since = since.rsplit(" and ").next().unwrap_or_default();
    one_word && (since.split_whitespace().count() == 1 || is_initials(since.trim()))
}

/// `The X Collaboration: A. Roe, …`, `The X Collaboration, The Y Team: A. Roe, …`
fn leading_collaborations(text: &str) -> (Vec<&str>, &str) {
    let Some((before, rest)) = text.split_once(':') else {
        return (Vec::new(), text);
    };
    let leaders: Vec<&str> = before.split(',').map(str::trim).collect();
    let alone = leaders.len() == 1;
    let sound = |leader: &&str| !leader.is_empty() && (alone || is_institution(leader));
    if leaders.iter().all(sound) {
        (leaders, rest)
    } else {
        (Vec::new(), text)
    }
}

/// `A. Roe, B. Low for the X Collaboration`
fn trailing_collaboration(text: &str) -> (&str, Option<&str>) {
    for joint in [" on behalf of the ", " on behalf of ", " for the "] {
        if let Some((people, group)) = text.split_once(joint)
            && !group.contains(',')
            && !group.trim().is_empty()
        {
            return (people.trim_end_matches([',', ' ']), Some(group.trim()));
        }
    }
    (text, None)
}

/// Initials that stick to what follows, told apart: `J.F.Liu` is `J. F. Liu`'s twin `J.F. Liu`.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for word in text.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        match word.rsplit_once('.') {
            Some((initials, name))
                if name.chars().filter(|c| c.is_alphabetic()).count() > 1
                    && name.starts_with(char::is_uppercase)
                    && initials.split('.').all(is_initial) =>
            {
                out.push_str(initials);
                out.push_str(". ");
                out.push_str(name);
            }
            _ => out.push_str(word),
        }
    }
    out
}

fn is_initial(text: &str) -> bool {
    let letters = text.trim_start_matches('-');
    (1..=2).contains(&letters.chars().count()) && letters.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        authors(text).0.iter().map(Name::display).collect()
    }

    #[test]
    fn affiliations_and_their_commas_are_no_authors() {
        let expected = ["Ann Lee", "Bo van Roe", "C. Low"];
        for text in [
            "Ann Lee (1,2), Bo van Roe (2) and C. Low (1) ((1) Univ. of X, Y, (2) Z)",
            "Ann Lee (Univ. of X, Y), Bo van Roe, and C. Low (Z (and W), V)",
            "Ann Lee (Univ. of X) Bo van Roe (Y) and C. Low",
            "Ann Lee, Bo van Roe, C. Low (Institute that is never closed, Town",
            "Ann Lee (1), Bo van Roe (2), C. Low (1) .((1) X, (2) Y)",
        ] {
            assert_eq!(shown(text), expected, "{text}");
            assert!(authors(text).1);
        }
    }

    #[test]
    fn a_collaboration_is_one_author() {
        assert_eq!(
            shown("The Deep Sea Collaboration: A. Roe, B. Low"),
            ["The Deep Sea Collaboration", "A. Roe", "B. Low"]
        );
        assert_eq!(
            shown("The Deep Sea Collaboration, The Tide Team: A. Roe, B. Low"),
            [
                "The Deep Sea Collaboration",
                "The Tide Team",
                "A. Roe",
                "B. Low"
            ]
        );
        assert_eq!(
            shown("A. Roe for the Deep Sea Collaboration"),
            ["A. Roe", "Deep Sea Collaboration"]
        );
        assert_eq!(shown("EROS Collaboration"), ["EROS Collaboration"]);
    }

    #[test]
    fn names_are_read_as_they_are_typed() {
        assert_eq!(
            shown("A.Y.Shah, J.-U. Ness, Fr\\'ed\\'eric Noël, Micha{\\l} Lis, Wei (Wendy) Xu"),
            [
                "A.Y. Shah",
                "J.-U. Ness",
                "Frédéric Noël",
                "Michał Lis",
                "Wei (Wendy) Xu"
            ]
        );
        assert_eq!(
            shown("A. Roe. and B. Low, Jr. and M. A. (Bo) Lee ."),
            ["A. Roe", "B. Low Jr.", "M. A. (Bo) Lee"]
        );
        assert_eq!(
            shown("de Roe, A., Low, B. C., Lee, C"),
            ["A. de Roe", "B. C. Low", "C Lee"]
        );
        assert_eq!(
            shown("A. Roe, B. Low, et al. (3 additional authors not shown)"),
            ["A. Roe", "B. Low"]
        );
    }
}
