//! Transfer encodings, read as far as they can be: a stray character costs itself.

/// Base64 in both alphabets; everything else is passed over, an unfinished end gives what it holds.
pub(in crate::formats) fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3 + 3);
    let (mut bits, mut count) = (0u32, 0u32);
    for &byte in bytes {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                count = 0;
                continue;
            }
            _ => continue,
        };
        bits = (bits << 6 | u32::from(value)) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xff) as u8);
        }
    }
    out
}

/// Quoted-printable, and the line of the file for each line of the result.
pub(super) fn quoted_printable(bytes: &[u8], first: usize) -> (Vec<u8>, Vec<usize>) {
    let mut out = Vec::with_capacity(bytes.len());
    let mut lines = vec![first];
    for (number, line) in bytes.split_inclusive(|&byte| byte == b'\n').enumerate() {
        let ended = line.ends_with(b"\n");
        let line = line.trim_ascii_end();
        // A space before the end of a soft-broken line is text; the line ends in `=`.
        let (line, soft) = match line.strip_suffix(b"=") {
            Some(before) => (before, true),
            None => (line, false),
        };
        let mut at = 0;
        while let Some(&byte) = line.get(at) {
            let escaped = (byte == b'=')
                .then(|| line.get(at + 1..at + 3))
                .flatten()
                .and_then(|hex| Some(digit(*hex.first()?)? << 4 | digit(*hex.get(1)?)?));
            let value = match escaped {
                Some(value) => {
                    at += 3;
                    value
                }
                None => {
                    at += 1;
                    byte
                }
            };
            if value == b'\n' {
                lines.push(first + number);
            }
            out.push(value);
        }
        if ended && !soft {
            out.push(b'\n');
            lines.push(first + number + 1);
        }
    }
    (out, lines)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_in_both_alphabets_and_cut() {
        assert_eq!(base64(b"TGVj\r\ndGVybg=="), b"Lectern");
        assert_eq!(base64(b"_-8="), [0xff, 0xef]);
        assert_eq!(base64(b"TGVjd"), b"Lec");
        assert_eq!(base64(b"TGVjdGU"), b"Lecte");
    }

    #[test]
    fn soft_breaks_go_and_lines_stay_known() {
        let (text, lines) = quoted_printable(b"A =\r\nB=C3=A9 =3D\r\n=0Ax =ZZ", 5);
        assert_eq!(text, "A Bé =\n\nx =ZZ".as_bytes());
        assert_eq!(lines, [5, 7, 7]);
    }
}
