//! Bytes to text, whatever they were written in.
//!
//! Promises: always answers; line ends are `\n`; no NUL, control, zero-width or direction-changing
//! character survives, ligatures are letters; whatever had to be guessed or taken out is said. Detection without a byte
//! order mark is chardetng's (the detector written for Firefox), except that a file of mostly
//! sound UTF-8 is UTF-8 and only its damaged lines are read as windows-1252.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::diagnostic::{Diagnostic, Severity};

/// Bytes from which an encoding is guessed.
const TELLING: usize = 1 << 20;

/// Decodes a whole source. Diagnostics: `encoding` (info), `mixed-encoding`, `double-encoded`,
/// `cut-character`, `control-characters`.
pub fn decode(bytes: &[u8]) -> (Cow<'_, str>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let raw = characters(bytes, &mut diagnostics);
    let mended = mend_double_encoding(raw, &mut diagnostics);
    let text = if needs_cleaning(&mended) {
        Cow::Owned(clean(&mended, &mut diagnostics))
    } else {
        mended
    };
    (text, diagnostics)
}

fn characters<'a>(bytes: &'a [u8], diagnostics: &mut Vec<Diagnostic>) -> Cow<'a, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        if encoding == UTF_8 {
            return utf8_or_guess(body, diagnostics);
        }
        diagnostics.push(said(encoding));
        return encoding.decode_without_bom_handling(body).0;
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        diagnostics.push(said(encoding));
        return encoding.decode_without_bom_handling(bytes).0;
    }
    utf8_or_guess(bytes, diagnostics)
}

fn said(encoding: &'static Encoding) -> Diagnostic {
    let message = format!("The text was read as {}.", encoding.name());
    Diagnostic::new(Severity::Info, "encoding", None, message)
}

/// UTF-16 of mostly Latin text has a zero in every other byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(4096))?;
    let pairs = sample.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros = |odd: usize| {
        sample
            .chunks_exact(2)
            .filter(|pair| pair.get(odd) == Some(&0))
            .count()
    };
    let (high, low) = (zeros(0), zeros(1));
    if low * 10 > pairs * 7 && high * 10 < pairs {
        Some(UTF_16LE)
    } else if high * 10 > pairs * 7 && low * 10 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn utf8_or_guess<'a>(bytes: &'a [u8], diagnostics: &mut Vec<Diagnostic>) -> Cow<'a, str> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Cow::Borrowed(text),
        Err(error) => error,
    };
    let (sound, rest) = bytes.split_at(error.valid_up_to());
    if error.error_len().is_none() && (sound.len() > rest.len()) {
        // The file stops in the middle of a character; everything before is sound.
        let message = "The text ends in the middle of a character, which was left out.";
        diagnostics.push(Diagnostic::new(
            Severity::Warning,
            "cut-character",
            None,
            message,
        ));
        return String::from_utf8_lossy(sound);
    }
    let (mut multibyte, mut damaged) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        multibyte += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    if multibyte > damaged {
        return Cow::Owned(line_by_line(bytes, diagnostics));
    }
    if let Some(encoding) = declared(bytes) {
        diagnostics.push(said(encoding));
        return encoding.decode_without_bom_handling(bytes).0;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // What follows the first damaged character tells; more of it than this tells nothing new.
    let telling = bytes.get(sound.len()..).unwrap_or_default();
    detector.feed(telling.get(..TELLING).unwrap_or(telling), true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    diagnostics.push(said(encoding));
    encoding.decode_without_bom_handling(bytes).0
}

/// What an XML declaration says, of a text that is not UTF-8 whatever it says.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(256))?;
    let rest = head.strip_prefix(b"<?xml")?;
    let end = rest.windows(2).position(|pair| pair == b"?>")?;
    let declaration = std::str::from_utf8(rest.get(..end)?).ok()?;
    let (_, value) = declaration.split_once("encoding")?;
    let label = value.trim_start().strip_prefix('=')?.trim();
    let label = label.trim_matches(['"', '\'', ' ']);
    let label = label.split(['"', '\'']).next()?;
    Encoding::for_label(label.as_bytes())
        .filter(|encoding| ![UTF_8, UTF_16LE, UTF_16BE].contains(encoding))
}

fn line_by_line(bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut first: Option<usize> = None;
    let mut count = 0;
    for (index, line) in bytes.split_inclusive(|&byte| byte == b'\n').enumerate() {
        match std::str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(_) => {
                first.get_or_insert(index + 1);
                count += 1;
                text.push_str(&WINDOWS_1252.decode_without_bom_handling(line).0);
            }
        }
    }
    if let Some(line) = first {
        let message = format!("{count} lines of this UTF-8 text were read as windows-1252.");
        diagnostics.push(Diagnostic::warning("mixed-encoding", line, message));
    }
    text
}

/// Lines whose characters are really the bytes of UTF-8 read as windows-1252 (`Ã¼` for `ü`).
fn mend_double_encoding<'a>(text: Cow<'a, str>, diagnostics: &mut Vec<Diagnostic>) -> Cow<'a, str> {
    let suspicious = |line: &str| line.chars().any(|c| matches!(c, '\u{c2}'..='\u{f4}'));
    if text.is_ascii() || !suspicious(&text) {
        return text;
    }
    let mut mended = String::with_capacity(text.len());
    let mut first: Option<usize> = None;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let repaired = if suspicious(line) {
            once_decoded(line).or_else(|| pieces_once_decoded(line))
        } else {
            None
        };
        match repaired {
            Some(repaired) => {
                first.get_or_insert(index + 1);
                mended.push_str(&repaired);
            }
            None => mended.push_str(line),
        }
    }
    if let Some(line) = first {
        let message = "Text that had been encoded twice was put right.";
        diagnostics.push(Diagnostic::warning("double-encoded", line, message));
    }
    Cow::Owned(mended)
}

fn once_decoded(line: &str) -> Option<String> {
    let (bytes, _, unmappable) = WINDOWS_1252.encode(line);
    if unmappable {
        return None;
    }
    String::from_utf8(bytes.into_owned())
        .ok()
        .filter(|repaired| repaired != line)
}

/// Like [`once_decoded`], for a line that also holds sound characters: only what nobody writes is
/// put right, `Ã` before a sign, `Â` before one of Latin-1's, and `â€` with its third.
fn pieces_once_decoded(line: &str) -> Option<String> {
    let mut out = String::with_capacity(line.len());
    let mut mended = false;
    let mut rest = line;
    while let Some(at) = rest.find(['Ã', 'Â', 'â']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let lead = from.chars().next().unwrap_or_default();
        let length: usize = from
            .chars()
            .take(if lead == 'â' { 3 } else { 2 })
            .map(char::len_utf8)
            .sum();
        let piece = from.get(..length).unwrap_or_default();
        match once_decoded(piece).filter(|found| found.chars().count() == 1) {
            Some(found) => {
                out.push_str(&found);
                mended = true;
                rest = from.get(length..).unwrap_or_default();
            }
            None => {
                out.push(lead);
                rest = from.get(lead.len_utf8()..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    mended.then_some(out)
}

/// The letters of a typesetter's ligature.
fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return None,
    })
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{2060}' | '\u{feff}'
        | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Breaks of lines, columns and pages that are no line ends in a reference file.
fn is_separator(c: char) -> bool {
    matches!(c, '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether [`clean`] would change anything.
fn needs_cleaning(text: &str) -> bool {
    // Bytes that no character begins with that is taken out or replaced are passed over quickly.
    let plain =
        |byte: &u8| !matches!(byte, 0..=8 | 11..=31 | 127 | 0xc2 | 0xd8 | 0xe1 | 0xe2 | 0xef);
    let mut at = 0;
    while let Some(found) = text
        .as_bytes()
        .get(at..)
        .and_then(|rest| rest.iter().position(|byte| !plain(byte)))
    {
        at += found;
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            return false;
        };
        if is_changed(c) {
            return true;
        }
        at += c.len_utf8();
    }
    false
}

fn is_changed(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || is_invisible(c)
        || is_separator(c)
        || ligature(c).is_some()
}

fn clean(text: &str, diagnostics: &mut Vec<Diagnostic>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut first: Option<usize> = None;
    let mut removed = 0usize;
    // Everything before has been written.
    let mut written = 0;
    let bytes = text.as_bytes();
    for (at, c) in text.char_indices() {
        if (' '..'\u{7f}').contains(&c) || !is_changed(c) {
            continue;
        }
        out.push_str(text.get(written..at).unwrap_or_default());
        written = at + c.len_utf8();
        match c {
            '\r' if bytes.get(at + 1) == Some(&b'\n') => {}
            '\r' => out.push('\n'),
            c if is_separator(c) => out.push(' '),
            c => match ligature(c) {
                Some(letters) => out.push_str(letters),
                None => {
                    removed += 1;
                    first.get_or_insert(out.len());
                }
            },
        }
    }
    out.push_str(text.get(written..).unwrap_or_default());
    if let Some(at) = first {
        let before = out.as_bytes().get(..at).unwrap_or_default();
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let message = format!("{removed} control or invisible characters were left out.");
        diagnostics.push(Diagnostic::info("control-characters", line, message));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(bytes: &[u8]) -> (String, Vec<String>) {
        let (text, diagnostics) = decode(bytes);
        (
            text.into_owned(),
            diagnostics.into_iter().map(|d| d.code).collect(),
        )
    }

    fn utf16(text: &str, mark: bool) -> Vec<u8> {
        let units = mark
            .then_some(0xfeff)
            .into_iter()
            .chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn every_line_end_becomes_a_newline() {
        assert_eq!(codes(b"a\r\nb\rc\n\r\nd").0, "a\nb\nc\n\nd");
    }

    #[test]
    fn byte_order_marks_decide() {
        assert_eq!(codes(b"\xef\xbb\xbfG\xc3\xb6del"), ("Gödel".into(), vec![]));
        assert_eq!(
            codes(&utf16("Gödel", true)),
            ("Gödel".into(), vec!["encoding".into()])
        );
    }

    #[test]
    fn utf16_is_known_without_a_mark() {
        assert_eq!(codes(&utf16("A plain title", false)).0, "A plain title");
    }

    #[test]
    fn windows_1252_is_guessed_and_said() {
        assert_eq!(
            codes(b"Erd\x94s? M\xfcller and G\xf6del").0,
            "Erd”s? Müller and Gödel"
        );
    }

    #[test]
    fn an_xml_declaration_is_believed_where_the_text_is_not_utf8() {
        let text = b"<?xml version='1.0' encoding=\"windows-1251\"?><t>\xcc\xee\xf0\xe5</t>";
        assert!(decode(text).0.ends_with("<t>Море</t>"));
        let text = "<?xml version='1.0' encoding='ISO-8859-1'?><t>é</t>";
        assert_eq!(decode(text.as_bytes()).0, text);
    }

    #[test]
    fn one_foreign_line_does_not_spoil_a_utf8_file() {
        let (text, codes) = codes(b"G\xc3\xb6del, M\xc3\xbcller\nM\xfcller\n");
        assert_eq!(text, "Gödel, Müller\nMüller\n");
        assert_eq!(codes, ["mixed-encoding"]);
    }

    #[test]
    fn text_encoded_twice_is_put_right() {
        let twice = "M\u{c3}\u{bc}ller\nplain\n";
        assert_eq!(
            codes(twice.as_bytes()),
            ("Müller\nplain\n".into(), vec!["double-encoded".into()])
        );
        assert_eq!(
            codes("Não é Ångström".as_bytes()),
            ("Não é Ångström".into(), vec![])
        );
    }

    #[test]
    fn text_encoded_twice_beside_sound_text_is_put_right() {
        assert_eq!(
            codes("数学, MÃ¼ller – it’s â€œsoâ€\u{9d}".as_bytes()),
            (
                "数学, Müller – it’s “so”".into(),
                vec!["double-encoded".into()]
            )
        );
        assert_eq!(
            codes("2 Å–3 Å, Â la, â 数".as_bytes()),
            ("2 Å–3 Å, Â la, â 数".into(), vec![])
        );
    }

    #[test]
    fn ligatures_are_letters() {
        assert_eq!(
            codes("ef\u{fb01}cient o\u{fb03}ce".as_bytes()),
            ("efficient office".into(), vec![])
        );
    }

    #[test]
    fn directions_are_taken_out() {
        let (text, codes) = codes("a\u{202e}b\u{2066}c\u{61c}d".as_bytes());
        assert_eq!(
            (text.as_str(), codes),
            ("abcd", vec!["control-characters".to_owned()])
        );
    }

    #[test]
    fn nuls_and_invisible_characters_go_and_are_counted() {
        let (text, diagnostics) = decode("a\nb\0c\u{200b}d".as_bytes());
        assert_eq!(text, "a\nbcd");
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].line, Some(2));
    }

    #[test]
    fn a_character_cut_at_the_end_is_left_out() {
        assert_eq!(
            codes(b"title G\xc3"),
            ("title G".into(), vec!["cut-character".into()])
        );
    }
}
