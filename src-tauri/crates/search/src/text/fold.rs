//! Characters without case, accents and typographic variants.
//!
//! Latin letters lose their marks (`é` → `e`, `ł` → `l`, `ﬁ` → `fi`), superscripts, full-width and
//! half-width forms become plain ones (Unicode compatibility decomposition), other scripts keep
//! their letters: Cyrillic `й` is a letter of its own, `ё` is written `е` as often as not.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest key that [`key`] makes, in characters. Longer titles agree in this much.
const LONGEST_KEY: usize = 300;

/// Appends the folded letters and digits of `c`; nothing for marks and punctuation.
pub(crate) fn push(c: char, out: &mut String) {
    if c.is_ascii() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        }
        return;
    }
    // Decomposition would tear Hangul syllables and voiced kana apart.
    if is_ideographic(c) {
        out.extend(std::iter::once(c).nfkc());
        return;
    }
    if is_cyrillic(c) {
        out.extend(c.to_lowercase().map(|c| if c == 'ё' { 'е' } else { c }));
        return;
    }
    for part in std::iter::once(c).nfkd() {
        if is_combining_mark(part) || !part.is_alphanumeric() {
            continue;
        }
        if part.is_ascii() {
            out.push(part.to_ascii_lowercase());
        } else if part == 'ς' {
            out.push('σ');
        } else if is_latin(part) {
            let plain = deunicode::deunicode_char(part).unwrap_or_default();
            out.extend(
                plain
                    .chars()
                    .filter(char::is_ascii_alphanumeric)
                    .map(|c| c.to_ascii_lowercase()),
            );
        } else {
            out.extend(part.to_lowercase());
        }
    }
}

/// The other way to write a word with umlauts or Scandinavian letters, as people without the keys
/// for them do: `ä` as `ae`, `ø` as `oe`, `å` as `aa`. `None` for a word without them, given as it
/// stands in the text.
pub(crate) fn spelled_out(word: &[char]) -> Option<String> {
    let mut out = String::new();
    let mut differs = false;
    for (at, &c) in word.iter().enumerate() {
        let before = out.len();
        push(c, &mut out);
        let mark = word.get(at + 1);
        let more = match (c, mark) {
            ('ä' | 'Ä' | 'ö' | 'Ö' | 'ü' | 'Ü' | 'ø' | 'Ø', _)
            | ('a' | 'A' | 'o' | 'O' | 'u' | 'U', Some('\u{308}')) => 'e',
            ('å' | 'Å', _) | ('a' | 'A', Some('\u{30a}')) => 'a',
            _ => continue,
        };
        if out.len() > before {
            out.push(more);
            differs = true;
        }
    }
    differs.then_some(out)
}

/// True for characters that belong to the word around them without being letters of it: combining
/// marks, soft hyphens, zero-width joiners, marks of direction.
pub(crate) fn is_silent(c: char) -> bool {
    !c.is_ascii() && (is_invisible(c) || is_combining_mark(c))
}

/// Zero-width characters and marks of direction.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

/// True for scripts written without spaces between words, and for Hangul, whose particles stick to
/// the word: their characters are indexed one by one.
pub(crate) fn is_ideographic(c: char) -> bool {
    matches!(c,
        // Thai, Lao, Burmese, Khmer.
        '\u{e01}'..='\u{edf}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17dd}'
        | '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9d}'
        | '\u{20000}'..='\u{323af}')
        && c.is_alphanumeric()
}

/// True for the Greek letters of formulas, ω to Α.
pub(crate) fn is_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3ff}') && c.is_alphabetic()
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}') && c.is_alphabetic()
}

fn is_latin(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{24f}' | '\u{250}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}')
}

/// The name of a Greek letter that stands alone, as TeX writes it, so that `β-VAE`, `$\beta$-VAE`
/// and `beta-VAE` are one. `None` for anything but one lower-case Greek letter.
pub(crate) fn greek_name(word: &str) -> Option<&'static str> {
    let mut letters = word.chars();
    let letter = letters.next()?;
    if letters.next().is_some() {
        return None;
    }
    Some(match letter {
        'α' => "alpha",
        'β' => "beta",
        'γ' => "gamma",
        'δ' => "delta",
        'ε' => "epsilon",
        'ζ' => "zeta",
        'η' => "eta",
        'θ' => "theta",
        'ι' => "iota",
        'κ' => "kappa",
        'λ' => "lambda",
        'μ' => "mu",
        'ν' => "nu",
        'ξ' => "xi",
        'ο' => "omicron",
        'π' => "pi",
        'ρ' => "rho",
        'σ' => "sigma",
        'τ' => "tau",
        'υ' => "upsilon",
        'φ' => "phi",
        'χ' => "chi",
        'ψ' => "psi",
        'ω' => "omega",
        _ => return None,
    })
}

/// All letters and digits of a text run together, at most [`LONGEST_KEY`] of them: two spellings of
/// one title, whatever their spaces, hyphens, case and TeX marks, have one key.
pub(crate) fn key(text: &str) -> String {
    let mut key = String::new();
    let mut count = 0;
    for word in super::words::words(text) {
        if word.form != super::words::Form::Run {
            continue;
        }
        for c in word.text.chars() {
            if count == LONGEST_KEY {
                return key;
            }
            key.push(c);
            count += 1;
        }
    }
    key
}
