//! TeX as bibliographies use it, to Unicode and back: accents, symbols, quotes and dashes.
//!
//! Math is never touched: it stays TeX between dollar signs. Braces group and vanish. A command
//! nobody here knows stays as it was written. One pass, no recursion.

mod symbols;

use std::iter::Peekable;
use std::str::CharIndices;

use unicode_normalization::UnicodeNormalization;

use self::symbols::{combining, is_formatting, is_layout, relation, symbol};
use super::Segment;

type Characters<'a> = Peekable<CharIndices<'a>>;

/// TeX source as Unicode text with math as `$…$`. White space is left as it stands.
pub fn to_unicode(source: &str) -> String {
    if !has_tex(source) {
        return source.to_owned();
    }
    let mut out = String::with_capacity(source.len());
    let mut characters = source.char_indices().peekable();
    // Once no closing sign was found, there is none further on either.
    let mut math_may_close = true;
    while let Some((at, c)) = characters.next() {
        match c {
            '{' | '}' => {}
            '~' => out.push(' '),
            '-' => dashes(&mut characters, &mut out),
            '`' if skip(&mut characters, '`') => out.push('“'),
            '\'' if skip(&mut characters, '\'') => out.push('”'),
            '$' if math_may_close => {
                let double = skip(&mut characters, '$');
                let start = at + 1 + usize::from(double);
                match closing_dollar(source, start) {
                    Some(end) if !double && is_money(source, start, end) => out.push('$'),
                    Some(end) => {
                        push_math(source.get(start..end).unwrap_or_default(), &mut out);
                        advance_to(&mut characters, end + 1);
                        if double {
                            skip(&mut characters, '$');
                        }
                    }
                    None => {
                        math_may_close = false;
                        out.push_str(if double { "$$" } else { "$" });
                    }
                }
            }
            '\\' => command(source, &mut characters, &mut out),
            c => out.push(c),
        }
    }
    out
}

/// Whether anything in a text is TeX: a sign that always is, or one that is when doubled.
fn has_tex(source: &str) -> bool {
    let mut before = 0u8;
    source.bytes().any(|byte| {
        let found = match byte {
            b'\\' | b'$' | b'{' | b'}' | b'~' => true,
            b'-' | b'`' | b'\'' => before == byte,
            _ => false,
        };
        before = byte;
        found
    })
}

fn skip(characters: &mut Characters<'_>, wanted: char) -> bool {
    characters.next_if(|&(_, c)| c == wanted).is_some()
}

fn advance_to(characters: &mut Characters<'_>, offset: usize) {
    while characters.next_if(|&(at, _)| at < offset).is_some() {}
}

fn dashes(characters: &mut Characters<'_>, out: &mut String) {
    if !skip(characters, '-') {
        out.push('-');
    } else if skip(characters, '-') {
        out.push('—');
    } else {
        out.push('–');
    }
}

fn closing_dollar(source: &str, from: usize) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut at = from;
    loop {
        match bytes.get(at)? {
            b'$' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Whether a dollar sign stands for an amount, as in `from $5 to $6`: plain words behind a digit,
/// and the next sign opens something itself.
fn is_money(source: &str, start: usize, end: usize) -> bool {
    let inside = source.get(start..end).unwrap_or_default();
    let after = source.as_bytes().get(end + 1);
    inside.starts_with(|c: char| c.is_ascii_digit())
        && inside.ends_with(char::is_whitespace)
        && !inside.contains(['\\', '^', '_', '{'])
        && after.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'\\')
}

fn push_math(math: &str, out: &mut String) {
    let math = math.trim();
    if !math.is_empty() {
        out.push('$');
        out.push_str(math);
        out.push('$');
    }
}

/// Everything that a backslash can begin; the backslash itself is already consumed.
fn command(source: &str, characters: &mut Characters<'_>, out: &mut String) {
    let Some((at, c)) = characters.next() else {
        out.push('\\');
        return;
    };
    if !c.is_ascii_alphabetic() {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => out.push(c),
            '\\' | ' ' | '\n' | ',' | ';' | ':' => out.push(' '),
            '-' | '/' | '!' | '@' | '+' => {}
            '(' => delimited_math(source, characters, at + 1, "\\)", out),
            '[' => delimited_math(source, characters, at + 1, "\\]", out),
            '"' | '\'' | '`' | '^' | '~' | '=' | '.' => accent(c, characters, out),
            other => {
                out.push('\\');
                out.push(other);
            }
        }
        return;
    }
    let mut end = at + 1;
    while characters
        .next_if(|&(_, c)| c.is_ascii_alphabetic())
        .is_some()
    {
        end += 1;
    }
    let name = source.get(at..end).unwrap_or_default();
    match name {
        "u" | "v" | "H" | "c" | "k" | "r" | "b" | "d" | "t" | "h" | "f" | "G" | "U" => {
            let mark = name.chars().next().unwrap_or_default();
            // `\v` alone before a space could be anything; only an argument makes it an accent.
            accent(mark, characters, out);
        }
        "textcommabelow" => accent(',', characters, out),
        "ensuremath" => ensured_math(source, characters, out),
        "url" | "path" | "nolinkurl" => {
            if let Some(argument) = argument(source, characters) {
                out.push_str(
                    &argument
                        .replace("\\_", "_")
                        .replace("\\%", "%")
                        .replace("\\#", "#")
                        .replace("\\&", "&"),
                );
            }
        }
        // What stands in the first argument is not text.
        "href" | "foreignlanguage" | "textcolor" | "color" | "hspace" | "vspace" | "label"
        | "raisebox" | "phantom" => {
            argument(source, characters);
        }
        "noopsort" | "relax" => {
            swallow_space(characters);
            if name == "noopsort" && skip(characters, '{') {
                while characters.next().is_some_and(|(_, c)| c != '}') {}
            }
        }
        _ if is_formatting(name) => swallow_space(characters),
        _ => match symbol(name) {
            Some(text) => {
                swallow_space(characters);
                out.push_str(text);
            }
            None => {
                out.push('\\');
                out.push_str(name);
            }
        },
    }
}

fn swallow_space(characters: &mut Characters<'_>) {
    while characters
        .next_if(|&(_, c)| c == ' ' || c == '\t')
        .is_some()
    {}
}

fn delimited_math(
    source: &str,
    characters: &mut Characters<'_>,
    start: usize,
    close: &str,
    out: &mut String,
) {
    // A formula longer than this is a missing delimiter; the bound keeps the search linear.
    let end = source.len().min(start + 2000);
    let window = source.as_bytes().get(start..end).unwrap_or_default();
    match window.windows(2).position(|pair| pair == close.as_bytes()) {
        Some(length) => {
            push_math(source.get(start..start + length).unwrap_or_default(), out);
            advance_to(characters, start + length + 2);
        }
        None => out.push(if close == "\\)" { '(' } else { '[' }),
    }
}

/// The braced argument that follows a command, without its braces.
fn argument<'a>(source: &'a str, characters: &mut Characters<'_>) -> Option<&'a str> {
    swallow_space(characters);
    let (open, _) = characters.next_if(|&(_, c)| c == '{')?;
    let end = closing_brace(source, characters);
    source.get(open + 1..end)
}

/// Where the brace closes that was opened last; the end of the source when it does not.
fn closing_brace(source: &str, characters: &mut Characters<'_>) -> usize {
    let mut depth = 1usize;
    let mut escaped = false;
    for (at, c) in characters.by_ref() {
        match c {
            _ if escaped => {}
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        if depth == 0 {
            return at;
        }
    }
    source.len()
}

fn ensured_math(source: &str, characters: &mut Characters<'_>, out: &mut String) {
    if let Some(math) = argument(source, characters) {
        push_math(math, out);
    }
}

/// Accents upon accents that are followed: Vietnamese has two.
const MOST_ACCENTS: usize = 3;

/// An accent and its argument: `\'e`, `\'{e}`, `\'\i`, `\v{c}`, `\c c`, `\~{\^e}`; alone, the sign
/// itself.
fn accent(mark: char, characters: &mut Characters<'_>, out: &mut String) {
    let base = accented(mark, characters, MOST_ACCENTS);
    if base.is_empty() {
        match mark {
            '^' | '~' | '`' | '"' | '\'' | '=' | '.' => out.push(mark),
            ',' => {}
            letter => {
                out.push('\\');
                out.push(letter);
            }
        }
    }
    out.push_str(&base);
}

/// The argument of an accent with the accent upon its first letter; empty when there is none.
fn accented(mark: char, characters: &mut Characters<'_>, depth: usize) -> String {
    swallow_space(characters);
    let mut braces = 0;
    while braces < 3 && skip(characters, '{') {
        braces += 1;
    }
    let base = match characters.peek() {
        Some(&(_, '\\')) => {
            characters.next();
            accented_command(characters, depth)
        }
        Some(&(_, c)) if c.is_alphabetic() => {
            characters.next();
            c.to_string()
        }
        _ => String::new(),
    };
    while braces > 0 && skip(characters, '}') {
        braces -= 1;
    }
    let mut letters = base.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    [first, combining(mark)]
        .into_iter()
        .chain(letters)
        .nfc()
        .collect()
}

/// The letter that a command inside an accent's argument makes.
fn accented_command(characters: &mut Characters<'_>, depth: usize) -> String {
    if let Some((_, mark)) = characters.next_if(|&(_, c)| "\"'`^~=.".contains(c)) {
        return if depth > 0 {
            accented(mark, characters, depth - 1)
        } else {
            String::new()
        };
    }
    let mut name = String::new();
    while let Some((_, c)) = characters.next_if(|&(_, c)| c.is_ascii_alphabetic()) {
        name.push(c);
    }
    match name.as_str() {
        "u" | "v" | "H" | "c" | "k" | "r" | "b" | "d" | "h" if depth > 0 => {
            let mark = name.chars().next().unwrap_or_default();
            return accented(mark, characters, depth - 1);
        }
        _ => swallow_space(characters),
    }
    match name.as_str() {
        "i" => "i".to_owned(),
        "j" => "j".to_owned(),
        other => symbol(other).map(str::to_owned).unwrap_or_default(),
    }
}

/// Unicode text as TeX that [`to_unicode`] reads back to the same text. Math stays; letters
/// outside ASCII stay; what TeX would act upon is escaped, with braces only in pairs.
pub fn from_unicode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for segment in super::segments(text) {
        match segment {
            Segment::Math(math) if survives_as_math(math) => {
                out.push('$');
                out.push_str(math);
                out.push('$');
            }
            Segment::Math(math) => {
                out.push_str("\\$");
                escape(math, &mut out);
                out.push_str("\\$");
            }
            Segment::Prose(prose) => escape(prose, &mut out),
        }
    }
    out
}

/// Whether a formula can stand in a braced field as it is.
fn survives_as_math(math: &str) -> bool {
    let mut depth = 0i64;
    for byte in math.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'$' => return false,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0 && math.trim() == math && !math.ends_with('\\')
}

fn escape(text: &str, out: &mut String) {
    let mut previous = '\0';
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '-' | '`' | '\'' if c == previous => {
                out.push_str("{}");
                out.push(c);
            }
            c => out.push(c),
        }
        previous = c;
    }
}

/// A formula for reading aloud or comparing: `\alpha_{t}` becomes `alpha t`, `^{3}` becomes `3`.
pub(super) fn math_as_words(math: &str) -> String {
    let mut out = String::with_capacity(math.len());
    let mut characters = math.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '{' | '}' | '^' | '$' => {}
            '_' | '~' => out.push(' '),
            '\\' => {
                let mut name = String::new();
                while let Some(letter) = characters.next_if(char::is_ascii_alphabetic) {
                    name.push(letter);
                }
                match relation(&name) {
                    Some(sign) => out.push_str(sign),
                    None if is_layout(&name) => {}
                    None => out.push_str(&name),
                }
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_become_letters_however_they_are_braced() {
        for source in ["\\'e", "\\'{e}", "{\\'e}", "{\\'{e}}", "\\' e"] {
            assert_eq!(to_unicode(source), "é", "{source}");
        }
        assert_eq!(
            to_unicode("Ho{\\v r}ava, \\v{S}, \\c{c}, \\'{\\i}"),
            "Hořava, Š, ç, í"
        );
        assert_eq!(
            to_unicode(
                "\\h{a} \\f{a} \\G{a} \\d{s} \\b{k} \\k{a} \\r{u} \\H{o} \\u{g} \\t{oo} \\textcommabelow{s} \\={\\i} \\.{z}"
            ),
            "ả ȃ ȁ ṣ ḵ ą ů ő ğ o\u{361}o ș ī ż"
        );
        assert_eq!(
            to_unicode("\\AA{}ngstr{\\\"o}m \\O stergaard"),
            "Ångström Østergaard"
        );
    }

    #[test]
    fn math_stays_tex_and_a_lone_dollar_stays_a_dollar() {
        assert_eq!(
            to_unicode("{On} $\\ell_{2}$ and \\(x\\)"),
            "On $\\ell_{2}$ and $x$"
        );
        assert_eq!(
            to_unicode("\\ensuremath{\\alpha_{1}}-stable"),
            "$\\alpha_{1}$-stable"
        );
        assert_eq!(to_unicode("costs $5"), "costs $5");
        assert_eq!(to_unicode("from $5 to $6, $x$"), "from $5 to $6, $x$");
    }

    #[test]
    fn quotes_dashes_and_escapes_become_characters() {
        assert_eq!(to_unicode("``a''---b--c\\&d~e"), "“a”—b–c&d e");
        assert_eq!(
            to_unicode("{\\em status quo} \\textbackslash{}x"),
            "status quo \\x"
        );
    }

    #[test]
    fn addresses_stand_as_they_are_and_links_by_their_text() {
        assert_eq!(
            to_unicode(
                "see \\url{https://a.org/x_y~z--w?b=\\%20} and \\href{https://a.org}{the \\emph{page}}"
            ),
            "see https://a.org/x_y~z--w?b=%20 and the page"
        );
        assert_eq!(
            to_unicode("{\\$}{\\backslash}alpha{\\$} \\foreignlanguage{ngerman}{Haus}"),
            "$\\alpha$ Haus"
        );
    }

    #[test]
    fn unknown_commands_stay() {
        assert_eq!(to_unicode("a \\frobnicate b \\"), "a \\frobnicate b \\");
    }

    #[test]
    fn what_is_escaped_reads_back_as_it_was() {
        for text in [
            "50% of A&B_c #1 {x} ~y^ \\emph $5",
            "``quoted'' -- and --- so",
            "$\\ell_{2}$ stays, ${$ does not",
            "Poincaré — “x”",
        ] {
            assert_eq!(to_unicode(&from_unicode(text)), text);
        }
    }

    #[test]
    fn nested_and_unfinished_input_ends() {
        for source in [
            "\\'{{{{{",
            "$$",
            "\\(",
            "\\ensuremath{{{",
            "\\noopsort{",
            "\\",
        ] {
            to_unicode(source);
        }
        assert_eq!(to_unicode(&"{".repeat(100_000)), "");
    }
}
