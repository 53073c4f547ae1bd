//! The letters that Unicode has for mathematics' alphabets, and its raised and lowered characters.

use super::tree::Alphabet;

/// Letters that Unicode had before it made a block for their alphabet.
const EARLY: [(char, char, char); 24] = [
    ('s', 'B', 'ℬ'),
    ('s', 'E', 'ℰ'),
    ('s', 'F', 'ℱ'),
    ('s', 'H', 'ℋ'),
    ('s', 'I', 'ℐ'),
    ('s', 'L', 'ℒ'),
    ('s', 'M', 'ℳ'),
    ('s', 'R', 'ℛ'),
    ('s', 'e', 'ℯ'),
    ('s', 'g', 'ℊ'),
    ('s', 'o', 'ℴ'),
    ('d', 'C', 'ℂ'),
    ('d', 'H', 'ℍ'),
    ('d', 'N', 'ℕ'),
    ('d', 'P', 'ℙ'),
    ('d', 'Q', 'ℚ'),
    ('d', 'R', 'ℝ'),
    ('d', 'Z', 'ℤ'),
    ('f', 'C', 'ℭ'),
    ('f', 'H', 'ℌ'),
    ('f', 'I', 'ℑ'),
    ('f', 'R', 'ℜ'),
    ('f', 'Z', 'ℨ'),
    ('d', '1', '𝟙'),
];

fn letter(character: char, alphabet: char, upper: u32, lower: u32) -> Option<char> {
    let early = EARLY
        .iter()
        .find(|(kind, plain, _)| (*kind, *plain) == (alphabet, character));
    if let Some((_, _, special)) = early {
        return Some(*special);
    }
    let code = u32::from(character);
    match character {
        'A'..='Z' => char::from_u32(upper + code - u32::from('A')),
        'a'..='z' => char::from_u32(lower + code - u32::from('a')),
        _ => None,
    }
}

pub(super) fn script(character: char) -> Option<char> {
    letter(character, 's', 0x1D49C, 0x1D4B6)
}

/// Double-struck letters and digits.
pub(super) fn blackboard(character: char) -> Option<char> {
    match character {
        '0' | '2'..='9' => char::from_u32(0x1D7D8 + u32::from(character) - u32::from('0')),
        _ => letter(character, 'd', 0x1D538, 0x1D552),
    }
}

pub(super) fn fraktur(character: char) -> Option<char> {
    letter(character, 'f', 0x1D504, 0x1D51E)
}

/// Upright bold letters and digits, Latin and Greek.
pub(super) fn bold(character: char) -> Option<char> {
    let code = u32::from(character);
    match character {
        '0'..='9' => char::from_u32(0x1D7CE + code - u32::from('0')),
        'Α'..='Ω' => char::from_u32(0x1D6A8 + code - u32::from('Α')),
        'α'..='ω' => char::from_u32(0x1D6C2 + code - u32::from('α')),
        _ => letter(character, 'b', 0x1D400, 0x1D41A),
    }
}

pub(super) fn monospace(character: char) -> Option<char> {
    match character {
        '0'..='9' => char::from_u32(0x1D7F6 + u32::from(character) - u32::from('0')),
        _ => letter(character, 'm', 0x1D670, 0x1D68A),
    }
}

/// A text in the letters of an alphabet; a character that it lacks stays as it is.
pub(super) fn in_alphabet(text: &str, alphabet: Alphabet) -> String {
    let special: fn(char) -> Option<char> = match alphabet {
        Alphabet::Script => script,
        Alphabet::Blackboard => blackboard,
        Alphabet::Fraktur => fraktur,
        Alphabet::Bold | Alphabet::BoldItalic => bold,
        Alphabet::Fixed => monospace,
        _ => return text.to_owned(),
    };
    text.chars()
        .map(|character| special(character).unwrap_or(character))
        .collect()
}

/// Characters and their raised and lowered forms, in pairs.
const RAISED: (&str, &str) = (
    "0123456789+−=()nidabcefghjklmoprstuvwxyz",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵈᵃᵇᶜᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ",
);
const LOWERED: (&str, &str) = (
    "0123456789+−=()aehijklmnoprstuvx",
    "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ",
);

pub(super) fn raised(character: char) -> Option<char> {
    paired(character, RAISED.0, RAISED.1)
}

pub(super) fn lowered(character: char) -> Option<char> {
    paired(character, LOWERED.0, LOWERED.1)
}

/// The ordinary character of a raised or lowered one, and whether it is raised.
pub(crate) fn from_small(character: char) -> Option<(char, bool)> {
    if character.is_ascii() {
        return None;
    }
    paired(character, RAISED.1, RAISED.0)
        .map(|plain| (plain, true))
        .or_else(|| paired(character, LOWERED.1, LOWERED.0).map(|plain| (plain, false)))
}

/// The ordinary character of a letter in one of the alphabets, and LaTeX's command for it.
pub(crate) fn from_alphabet(character: char) -> Option<(char, &'static str)> {
    if character.is_ascii() {
        return None;
    }
    type Letters = fn(char) -> Option<char>;
    let alphabets: [(Letters, &str); 5] = [
        (blackboard, "mathbb"),
        (script, "mathcal"),
        (fraktur, "mathfrak"),
        (bold, "mathbf"),
        (monospace, "mathtt"),
    ];
    alphabets.iter().find_map(|(alphabet, command)| {
        // LaTeX's fonts have only the capitals of the first two.
        let last = if matches!(*command, "mathbb" | "mathcal") {
            'Z'
        } else {
            'z'
        };
        ('0'..=last)
            .filter(|plain| plain.is_ascii_alphanumeric())
            .find(|plain| alphabet(*plain) == Some(character))
            .map(|plain| (plain, *command))
    })
}

fn paired(character: char, from: &str, to: &str) -> Option<char> {
    from.chars()
        .zip(to.chars())
        .find(|(one, _)| *one == character)
        .map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_characters_pair_up() {
        assert_eq!(raised('z'), Some('ᶻ'));
        assert_eq!(raised('n'), Some('ⁿ'));
        assert_eq!(lowered('x'), Some('ₓ'));
        assert_eq!(lowered('9'), Some('₉'));
        assert_eq!(lowered('q'), None);
        assert_eq!(from_small('²'), Some(('2', true)));
        assert_eq!(from_small('₋'), Some(('−', false)));
    }

    #[test]
    fn alphabets_reach_their_last_letter() {
        assert_eq!(script('Z'), Some('𝒵'));
        assert_eq!(blackboard('Y'), Some('𝕐'));
        assert_eq!(fraktur('z'), Some('𝔷'));
        assert_eq!(bold('ω'), Some('𝛚'));
        assert_eq!(monospace('9'), Some('𝟿'));
    }
}
