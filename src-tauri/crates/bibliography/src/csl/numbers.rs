//! Numbers as records and styles write them.

/// Whether a text is made of numbers, each of which may have letters before and after it: `3`,
/// `2-3`, `S12`, `2nd`, but not `arXiv:2401.1` or `Suppl. 2`.
pub(super) fn is_numeric(text: &str) -> bool {
    text.split([',', '-', '&', '–']).map(str::trim).all(|part| {
        let rest = part.trim_start_matches(char::is_alphabetic);
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        after.len() < rest.len() && after.chars().all(char::is_alphabetic)
    })
}

/// A text cut where its numbers are separated: `2, 3` is `2`, `, ` and `3`.
pub(super) fn split_numbers(text: &str) -> Vec<&str> {
    let separates = |c: char| matches!(c, ',' | ';' | '-' | '–' | '&') || c.is_whitespace();
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let kind = separates(first);
        let end = rest.find(|c| separates(c) != kind).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    parts
}

/// Small roman numerals; beyond 3999 there are none.
pub(super) fn roman(number: i32) -> String {
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, numeral) in [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ] {
        while rest >= value {
            out.push_str(numeral);
            rest -= value;
        }
    }
    out
}

/// a to z, then aa; none for 0.
pub(super) fn letters(number: u32) -> Option<String> {
    let mut rest = number;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(
            b'a' + u8::try_from(rest % 26).unwrap_or_default(),
        ));
        rest /= 26;
    }
    letters.reverse();
    (!letters.is_empty()).then(|| letters.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_words() {
        for text in ["3", "2-3", "2, 3", "S12", "5 & 6", "2nd"] {
            assert!(is_numeric(text), "{text}");
        }
        for text in ["Suppl. 2", "second", "Revised", "", "arXiv:2401.1", "TR-07"] {
            assert!(!is_numeric(text), "{text}");
        }
    }

    #[test]
    fn letters_go_on_after_z() {
        let of = |number| letters(number).unwrap_or_default();
        assert_eq!(
            (of(1), of(26), of(27), of(53)),
            ("a".into(), "z".into(), "aa".into(), "ba".into())
        );
        assert_eq!(letters(0), None);
    }

    #[test]
    fn roman_numerals() {
        assert_eq!(
            (roman(1994), roman(4), roman(4000)),
            ("mcmxciv".into(), "iv".into(), "4000".into())
        );
    }
}
