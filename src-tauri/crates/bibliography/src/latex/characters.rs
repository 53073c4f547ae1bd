//! Characters for TeX: escaped where they are commands, declared where fonts lack them.

use std::collections::BTreeSet;
use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;

use crate::math::{alphabets, symbols};
use crate::rich::is_right_to_left_letter;

/// Text with every special character escaped; right-to-left stretches are marked as such.
pub(super) fn text(out: &mut String, text: &str, seen: &mut BTreeSet<char>) {
    if text.is_ascii() {
        return text
            .chars()
            .for_each(|character| escape(out, character, seen));
    }
    let composed: Vec<char> = text.nfc().collect();
    let mut place = 0;
    while let Some(&character) = composed.get(place) {
        if !is_right_to_left_letter(character) {
            escape(out, character, seen);
            place += 1;
            continue;
        }
        // The stretch ends at its last right-to-left character, before anything left-to-right.
        let rest = composed.get(place..).unwrap_or_default();
        let end = rest
            .iter()
            .position(|c| c.is_alphabetic() && !is_right_to_left_letter(*c))
            .unwrap_or(rest.len());
        let stretch = rest.get(..end).unwrap_or_default();
        let length = stretch
            .iter()
            .rposition(|c| is_right_to_left_letter(*c))
            .map_or(1, |last| last + 1);
        out.push_str("\\righttoleft{");
        for character in rest.iter().take(length) {
            escape(out, *character, seen);
        }
        out.push('}');
        place += length;
    }
}

pub(super) fn escape(out: &mut String, character: char, seen: &mut BTreeSet<char>) {
    let command = match character {
        '\\' => "\\textbackslash{}",
        '{' => "\\{",
        '}' => "\\}",
        '$' => "\\$",
        '&' => "\\&",
        '#' => "\\#",
        '%' => "\\%",
        '_' => "\\_",
        '^' => "\\textasciicircum{}",
        '~' => "\\textasciitilde{}",
        '"' => "\\textquotedbl{}",
        '\'' => "\\textquotesingle{}",
        '`' => "\\textasciigrave{}",
        '<' => "\\textless{}",
        '>' => "\\textgreater{}",
        '|' => "\\textbar{}",
        // Kept apart, so that no two become a dash, and none opens Spanish punctuation.
        '-' if out.ends_with('-') => "{}-",
        '?' | '!' => {
            out.push(character);
            "{}"
        }
        '\u{A0}' => "~",
        '\u{AD}' => "\\-",
        '\u{2011}' => "\\mbox{-}",
        '\u{202F}' | '\u{2009}' | '\u{200A}' | '\u{2006}' => "\\,",
        '\u{2002}' | '\u{2004}' | '\u{2005}' => "\\enspace{}",
        '\u{2003}' | '\u{3000}' => "\\quad{}",
        '\u{2007}' | '\u{2008}' => "~",
        '\u{200B}' => "\\allowbreak{}",
        // Invisible marks that only steer a renderer.
        '\u{200C}'..='\u{200F}'
        | '\u{2060}'..='\u{2064}'
        | '\u{FEFF}'
        | '\u{FE00}'..='\u{FE0F}' => "",
        '–' => "\\textendash{}",
        '—' => "\\textemdash{}",
        '‘' => "\\textquoteleft{}",
        '’' => "\\textquoteright{}",
        '“' => "\\textquotedblleft{}",
        '”' => "\\textquotedblright{}",
        '„' => "\\quotedblbase{}",
        '‚' => "\\quotesinglbase{}",
        '«' => "\\guillemotleft{}",
        '»' => "\\guillemotright{}",
        '‹' => "\\guilsinglleft{}",
        '›' => "\\guilsinglright{}",
        '…' => "\\ldots{}",
        '•' => "\\textbullet{}",
        _ if character.is_control() => "",
        _ => {
            if !is_everywhere(character) {
                seen.insert(character);
            }
            out.push(character);
            return;
        }
    };
    out.push_str(command);
}

/// A web address as an argument: only characters that every engine takes literally.
pub(super) fn url(out: &mut String, link: &str) {
    for character in link.chars() {
        match character {
            '%' | '#' | '&' => {
                out.push('\\');
                out.push(character);
            }
            '!'..='~' if !matches!(character, '\\' | '{' | '}' | '^' | '"' | '~' | '$' | '_') => {
                out.push(character);
            }
            '_' => out.push_str("\\_"),
            _ => {
                let mut buffer = [0; 4];
                for byte in character.encode_utf8(&mut buffer).bytes() {
                    let _ = write!(out, "\\%{byte:02X}");
                }
            }
        }
    }
}

/// Whether pdfLaTeX's T1 fonts have the character without further ado.
fn is_everywhere(character: char) -> bool {
    character.is_ascii()
        || matches!(character, '\u{A1}'..='\u{FF}' if !matches!(character, '¬' | '±' | '·' | '×' | '÷' | 'µ' | '°' | '²' | '³' | '¹' | '¤' | '¦' | '¨' | '¯' | '´' | '¸'))
        || matches!(character, 'Ă'..='ě' if !matches!(character, 'Ĉ'..='ċ' | 'Ē'..='ĕ' | 'Ė' | 'ė'))
        || matches!(
            character,
            'Ğ' | 'ğ'
                | 'İ'
                | 'ı'
                | 'Ĺ'
                | 'ĺ'
                | 'Ľ'
                | 'ľ'
                | 'Ł'
                | 'ł'
                | 'Ń'
                | 'ń'
                | 'Ň'
                | 'ň'
                | 'Ő'
                | 'ő'
                | 'Œ'
                | 'œ'
                | 'Ŕ'
                | 'ŕ'
                | 'Ř'
                | 'ř'
                | 'Ś'
                | 'ś'
                | 'Ş'
                | 'ş'
                | 'Š'
                | 'š'
                | 'Ţ'
                | 'ţ'
                | 'Ť'
                | 'ť'
                | 'Ů'
                | 'ů'
                | 'Ű'
                | 'ű'
                | 'Ÿ'
                | 'Ź'..='ž'
        )
}

/// Whether lines may break beside the character, as between words.
fn breaks_lines(character: char) -> bool {
    matches!(character, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// What stands for a character where no font has it; none for a boxed code.
fn substitute(character: char) -> Option<String> {
    let mut buffer = [0; 4];
    let as_text: &str = character.encode_utf8(&mut buffer);
    if let Some(command) = symbols::command(as_text) {
        let sign = if command.starts_with('{') { "" } else { "\\" };
        return Some(format!("\\ensuremath{{{sign}{command}}}"));
    }
    if let Some((plain, raised)) = alphabets::from_small(character) {
        let command = if raised {
            "textsuperscript"
        } else {
            "textsubscript"
        };
        let plain = if plain == '−' { '-' } else { plain };
        return Some(format!("\\{command}{{{plain}}}"));
    }
    let known = match character {
        '−' => "\\ensuremath{-}",
        'µ' => "\\textmu{}",
        '¤' => "\\textcurrency{}",
        '¦' => "\\textbrokenbar{}",
        '¨' => "\\textasciidieresis{}",
        '¯' => "\\textasciimacron{}",
        '´' => "\\textasciiacute{}",
        '¸' => "\\c{}",
        '€' => "\\texteuro{}",
        '™' => "\\texttrademark{}",
        '№' => "\\textnumero{}",
        '′' => "\\ensuremath{'}",
        '″' => "\\ensuremath{''}",
        '‐' => "-",
        '‒' => "\\textendash{}",
        '―' => "\\textemdash{}",
        '‰' => "\\textperthousand{}",
        '⁄' => "/",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬀ' => "ff",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'Đ' => "\\DJ{}",
        'đ' => "\\dj{}",
        'Ŋ' => "\\NG{}",
        'ŋ' => "\\ng{}",
        'Ά'..='ώ' => return greek(character),
        _ => return accented(character).or_else(|| alphabet(character)),
    };
    Some(known.to_owned())
}

/// A Latin letter with one mark, by TeX's own accents.
fn accented(character: char) -> Option<String> {
    let mut parts = std::iter::once(character).nfd();
    let (base, mark, rest) = (parts.next()?, parts.next()?, parts.next());
    if !base.is_ascii_alphabetic() {
        return None;
    }
    let accent = |mark| {
        Some(match mark {
            '\u{300}' => "`",
            '\u{301}' => "'",
            '\u{302}' => "^",
            '\u{303}' => "~",
            '\u{304}' => "=",
            '\u{306}' => "u",
            '\u{307}' => ".",
            '\u{308}' => "\"",
            '\u{30A}' => "r",
            '\u{30B}' => "H",
            '\u{30C}' => "v",
            '\u{323}' => "d",
            '\u{327}' => "c",
            '\u{328}' => "k",
            '\u{331}' => "b",
            _ => return None,
        })
    };
    let inner = format!("\\{}{{{base}}}", accent(mark)?);
    match rest {
        None => Some(inner),
        Some(second) => Some(format!("\\{}{{{inner}}}", accent(second)?)),
    }
}

/// A Greek letter as mathematics has it, with its accent.
fn greek(character: char) -> Option<String> {
    const CAPITALS: [(char, char); 14] = [
        ('Α', 'A'),
        ('Β', 'B'),
        ('Ε', 'E'),
        ('Ζ', 'Z'),
        ('Η', 'H'),
        ('Ι', 'I'),
        ('Κ', 'K'),
        ('Μ', 'M'),
        ('Ν', 'N'),
        ('Ο', 'O'),
        ('Ρ', 'P'),
        ('Τ', 'T'),
        ('Χ', 'X'),
        ('Υ', 'Y'),
    ];
    let mut parts = std::iter::once(character).nfd();
    let base = parts.next()?;
    let mut buffer = [0; 4];
    let as_text: &str = base.encode_utf8(&mut buffer);
    // The shape is the letter's own: Greek and Latin capitals share it.
    let mut letter = match CAPITALS.iter().find(|(greek, _)| *greek == base) {
        Some((_, shape)) => format!("\\mathrm{{{shape}}}"),
        None if base == 'ο' => "o".to_owned(),
        None => format!("\\{}", symbols::command(as_text)?),
    };
    for mark in parts {
        letter = match mark {
            '\u{301}' => format!("\\acute{{{letter}}}"),
            '\u{308}' => format!("\\ddot{{{letter}}}"),
            _ => return None,
        };
    }
    Some(format!("\\ensuremath{{{letter}}}"))
}

/// A letter of one of mathematics' alphabets.
fn alphabet(character: char) -> Option<String> {
    let (plain, command) = alphabets::from_alphabet(character)?;
    Some(format!("\\ensuremath{{\\{command}{{{plain}}}}}"))
}

/// Fonts that hold what a text font lacks; of those that are installed, the last one counts.
const FONTS: [&str; 14] = [
    "DejaVu Sans",
    "Segoe UI Symbol",
    "Apple Symbols",
    "Noto Sans Symbols2",
    "FreeSerif",
    "Arial Unicode MS",
    "Noto Serif Devanagari",
    "Noto Serif Hebrew",
    "Noto Naskh Arabic",
    "Songti SC",
    "SimSun",
    "FandolSong",
    "Noto Sans CJK SC",
    "Noto Serif CJK SC",
];

/// What each character that occurs is printed by.
pub(super) fn declarations(seen: &BTreeSet<char>) -> String {
    if seen.is_empty() {
        return "\\newcommand\\righttoleft[1]{#1}\n".to_owned();
    }
    let mut pdf = String::new();
    let mut unicode = String::new();
    for &character in seen {
        let code = u32::from(character);
        let stands = substitute(character).unwrap_or_else(|| format!("\\boxedcode{{{code:04X}}}"));
        let rest = if breaks_lines(character) {
            "\\allowbreak"
        } else {
            ""
        };
        let _ = writeln!(
            pdf,
            "  \\DeclareUnicodeCharacter{{{code:04X}}}{{{stands}{rest}}}"
        );
        let _ = writeln!(
            unicode,
            "  \\declareother{{{code:04X}}}{{{stands}}}{{{rest}}}"
        );
    }
    let mut fonts = String::new();
    for (font, letter) in FONTS.iter().zip('A'..='Z') {
        let _ = writeln!(fonts, "  \\tryfont{{\\other{letter}}}{{{font}}}");
    }
    format!(
        "\
\\newcommand\\boxedcode[1]{{{{\\fboxsep=1pt\\fbox{{\\tiny\\ttfamily #1}}}}}}
\\ifPDFTeX
  \\newcommand\\righttoleft[1]{{#1}}
{pdf}\\else
  \\ifLuaTeX
    \\newcommand\\righttoleft[1]{{\\bgroup\\textdir TRT #1\\egroup}}
  \\else
    \\TeXXeTstate=1
    \\newcommand\\righttoleft[1]{{\\beginR #1\\endR}}
  \\fi
  \\newcommand\\otherfonts{{}}
  \\newcommand\\tryfont[2]{{\\IfFontExistsTF{{#2}}{{\\newfontfamily#1{{#2}}\\expandafter\\def\\expandafter\\otherfonts\\expandafter{{\\otherfonts\\tryother#1}}}}{{}}}}
{fonts}  \\newcommand\\chosen{{}}
  \\protected\\def\\otherchar#1#2#3{{\\iffontchar\\font#1 \\char#1\\relax\\else{{\\global\\let\\chosen\\relax
    \\def\\tryother##1{{{{##1\\iffontchar\\font#1 \\global\\let\\chosen##1\\fi}}}}\\otherfonts
    \\ifx\\chosen\\relax#2\\else\\chosen\\char#1\\relax\\fi}}\\fi#3}}
  \\newcommand\\declareother[3]{{\\catcode\"#1=13 \\begingroup\\lccode`\\~=\"#1 \\lowercase{{\\endgroup\\protected\\def~}}{{\\otherchar{{\"#1}}{{#2}}{{#3}}}}}}
{unicode}\\fi
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(plain: &str) -> String {
        let mut out = String::new();
        text(&mut out, plain, &mut BTreeSet::new());
        out
    }

    #[test]
    fn no_character_of_text_is_a_command() {
        assert_eq!(
            escaped("\\input{x} 5% & $ # _ ^ ~ --"),
            "\\textbackslash{}input\\{x\\} 5\\% \\& \\$ \\# \\_ \\textasciicircum{} \\textasciitilde{} -{}-"
        );
        assert_eq!(escaped("a\u{200B}b\u{A0}c\u{FEFF}"), "a\\allowbreak{}b~c");
    }

    #[test]
    fn what_fonts_lack_is_declared_once() {
        let mut seen = BTreeSet::new();
        text(&mut String::new(), "Gödel ≤ ά ḥ 中中 ℝ ²", &mut seen);
        assert_eq!(seen.iter().collect::<String>(), "²άḥℝ≤中");
        let declared = declarations(&seen);
        for expected in [
            "{2264}{\\ensuremath{\\leq}}",
            "{03AC}{\\ensuremath{\\acute{\\alpha}}}",
            "{1E25}{\\d{h}}",
            "{4E2D}{\\boxedcode{4E2D}\\allowbreak}",
            "{211D}{\\ensuremath{\\mathbb{R}}}",
            "{00B2}{\\textsuperscript{2}}",
        ] {
            assert!(declared.contains(expected), "{expected}\n{declared}");
        }
    }

    #[test]
    fn right_to_left_text_is_marked_to_its_last_letter() {
        assert_eq!(escaped("x אב גד, y"), "x \\righttoleft{אב גד}, y");
    }

    #[test]
    fn an_address_cannot_leave_its_argument() {
        let mut out = String::new();
        url(&mut out, "https://a.org/%7B}\\x{é#1");
        assert_eq!(out, "https://a.org/\\%7B\\%7D\\%5Cx\\%7B\\%C3\\%A9\\#1");
    }
}
