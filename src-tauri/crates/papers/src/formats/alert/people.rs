//! What a byline looks like, and the people in it.

use crate::names::{self, is_degree, is_suffix};
use crate::paper::Name;

/// Whether a line is a list of people: parts between commas and `and` that are short and written as
/// names are. `et al.` counts as one.
pub(in crate::formats) fn is_people(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', ';', ',', '…']);
    if text.is_empty()
        || text.len() > 20_000
        || text.contains("://")
        || text.contains(['?', '!', ':'])
    {
        return false;
    }
    let (text, others) = match ["et al", "and others", "…", "..."]
        .iter()
        .find_map(|mark| text.strip_suffix(mark))
    {
        Some(before) => (before.trim_end().trim_end_matches(','), true),
        None => (text, false),
    };
    let (mut good, mut all) = (0usize, 0usize);
    for part in text
        .split([',', ';'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" & "))
    {
        let part = part.trim().trim_start_matches("and ").trim();
        if part.is_empty() || is_gap_in_list(part) || is_degree(part) || is_suffix(part) {
            continue;
        }
        all += 1;
        let surname_alone = others && !part.contains(' ') && part.starts_with(char::is_uppercase);
        good += usize::from(is_name(part) || surname_alone);
    }
    good > 0 && good * 10 >= all * 8
}

/// `[…]` in the middle of a list of people.
fn is_gap_in_list(part: &str) -> bool {
    matches!(
        part.trim_matches(['[', ']', '(', ')']),
        "…" | "..." | "&hellip;"
    )
}

/// One to six words, each with a capital or a particle; `Doe JQ`, `J. Doe`, `van der Berg`.
fn is_name(part: &str) -> bool {
    const PARTICLES: [&str; 20] = [
        "van", "von", "der", "den", "de", "la", "le", "di", "da", "du", "del", "dos", "das", "el",
        "al", "bin", "ibn", "ter", "zu", "y",
    ];
    let words: Vec<&str> = part.split_whitespace().collect();
    let capital = |word: &&str| {
        word.chars()
            .find(|c| c.is_alphabetic())
            .is_some_and(|c| !c.is_lowercase())
            && !word.contains(|c: char| c.is_ascii_digit() && !c.is_ascii_punctuation())
    };
    let wide = part.chars().any(|c| c > '\u{2e80}');
    (1..=6).contains(&words.len())
        && (words.len() > 1 || wide)
        && words.iter().any(capital)
        && words
            .iter()
            .all(|word| capital(word) || PARTICLES.contains(&word.to_lowercase().as_str()))
        && !words.iter().any(|word| {
            matches!(
                word.to_ascii_lowercase().as_str(),
                "the" | "of" | "in" | "for" | "with" | "on" | "by" | "to" | "an"
            )
        })
}

/// Whether a line names people as indexes do, `Doe JQ, Roe K.`
pub(in crate::formats) fn is_index_people(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', ';', ',']);
    let (mut good, mut all) = (0usize, 0usize);
    for part in text.split([',', ';']) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        all += 1;
        let mut words = part.split_whitespace().rev();
        let last = words.next().unwrap_or_default();
        let suffix = matches!(
            last.trim_end_matches('.'),
            "Jr" | "Sr" | "2nd" | "3rd" | "II" | "III"
        );
        let initials = if suffix {
            words.next().unwrap_or_default()
        } else {
            last
        };
        let sound = (1..=4).contains(&initials.chars().count())
            && initials.chars().all(|c| c.is_uppercase() || c == '-')
            && words.next().is_some();
        good += usize::from(sound || part == "et al" || names::is_institution(part));
    }
    good > 0 && good * 10 >= all * 7
}

/// The people of a line, with a doubt when it says that there are more.
pub(in crate::formats) fn authors(text: &str, doubts: &mut Vec<String>) -> Vec<Name> {
    let text = text.trim();
    let text = text
        .strip_prefix("By ")
        .or_else(|| text.strip_prefix("by "))
        .or_else(|| text.strip_prefix("Authors:"))
        .unwrap_or(text)
        .trim();
    let bare = match text.strip_suffix('.') {
        // `Doe J, Roe K.` ends a sentence; `Doe, J.` and `et al.` do not.
        Some(shorter)
            if !text.ends_with("et al.")
                && shorter
                    .chars()
                    .rev()
                    .take_while(|c| c.is_alphabetic())
                    .count()
                    > 1
                || is_index_people(text) =>
        {
            shorter
        }
        _ => text,
    };
    let gaps = bare
        .split([',', '&'])
        .any(|part| is_gap_in_list(part.trim()));
    let whole = if gaps {
        let kept = bare.split(',').filter(|part| !is_gap_in_list(part.trim()));
        let kept: Vec<&str> = kept.collect();
        kept.join(",").replace("[…]", "").replace("[...]", "")
    } else {
        bare.to_owned()
    };
    let (names, others) = names::byline(&whole);
    if (others || gaps) && !names.is_empty() {
        doubts.push("the list of authors is cut short".to_owned());
    }
    names
}

/// People as indexes print them, `Doe JQ, Roe K Jr; Sleep Study Group`.
pub(in crate::formats) fn index_authors(text: &str, doubts: &mut Vec<String>) -> Vec<Name> {
    let mut found = Vec::new();
    for part in text
        .trim()
        .trim_end_matches('.')
        .split([',', ';'])
        .map(str::trim)
    {
        let (part, junior) = match part
            .strip_suffix(" Jr")
            .or_else(|| part.strip_suffix(" Sr"))
        {
            Some(before) => (before, part.get(before.len()..)),
            None => (part, None),
        };
        let (mut names, others) = names::byline(part);
        if let (Some(Name::Person { suffix, .. }), Some(junior)) = (names.last_mut(), junior) {
            *suffix = Some(junior.trim().to_owned());
        }
        if others && doubts.is_empty() {
            doubts.push("the list of authors is cut short".to_owned());
        }
        found.append(&mut names);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byline_is_told_from_a_title() {
        for text in [
            "Jane Doe, Karl van der Berg, and Li Wei",
            "Doe JQ, van Dijk AB, Roe K.",
            "Jane Doe et al.",
            "Jane Doe and John Roe",
            "Ana-Maria O'Neil",
            "J. Doe, K. Roe, ATLAS Collaboration",
        ] {
            assert!(is_people(text), "{text}");
        }
        for text in [
            "Genes, brains, and behaviour in the ageing mouse",
            "Research Articles and what they say: a review",
            "doi:10.1000/x",
            "",
            "A study of the Yukawa coupling in LHC data",
        ] {
            assert!(!is_people(text), "{text}");
        }
        assert!(is_index_people("Doe JQ, van Dijk AB, Roe K Jr."));
        assert!(!is_index_people("Jane Doe, John Roe"));
    }

    #[test]
    fn people_left_out_in_the_middle_are_doubted() {
        let mut doubts = Vec::new();
        let people = authors("Jane Doe, Karl Roe, […] & Li Wei", &mut doubts);
        assert_eq!((people.len(), doubts.len()), (3, 1));
        let people = index_authors("Doe JQ, Roe K Jr; Sleep Study Group.", &mut Vec::new());
        assert_eq!(people.len(), 3);
        assert_eq!(people[1].display(), "K Roe Jr");
        assert_eq!(people[2], Name::literal("Sleep Study Group"));
    }
}
