//! A mailbox of many messages in one file.
//!
//! A message begins at a line `From sender date` at the start of the file or behind an empty line:
//! `From ` alone begins many a sentence. Lines that the mailbox escaped (`>From `) are put back.

/// The messages of a mailbox, each with the line on which it begins.
pub(super) fn messages(bytes: &[u8]) -> Vec<(Vec<u8>, usize)> {
    let mut found: Vec<(Vec<u8>, usize)> = Vec::new();
    let mut after_blank = true;
    for (index, line) in bytes.split_inclusive(|&byte| byte == b'\n').enumerate() {
        if after_blank && is_envelope(line) {
            found.push((Vec::new(), index + 1));
        }
        after_blank = line.iter().all(u8::is_ascii_whitespace);
        if let Some((message, _)) = found.last_mut() {
            message.extend_from_slice(unescaped(line));
        }
    }
    found
}

fn unescaped(line: &[u8]) -> &[u8] {
    let quotes = line.iter().take_while(|&&byte| byte == b'>').count();
    let escaped = quotes > 0
        && line
            .get(quotes..)
            .is_some_and(|rest| rest.starts_with(b"From "));
    if escaped {
        line.get(1..).unwrap_or_default()
    } else {
        line
    }
}

/// `From someone@example.org Thu Mar 14 10:00:00 2024`, also with a time zone.
pub(super) fn is_envelope(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let Ok(rest) = std::str::from_utf8(rest.get(..rest.len().min(400)).unwrap_or_default()) else {
        return false;
    };
    let words: Vec<&str> = rest.split_whitespace().collect();
    let has = |names: &[&str]| words.iter().any(|word| names.contains(word));
    let month = has(&[
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]);
    let day = has(&["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]);
    let time = words.iter().any(|word| {
        word.len() >= 4
            && word.contains(':')
            && word
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b':')
    });
    let year = words
        .iter()
        .any(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()));
    (5..=12).contains(&words.len()) && month && day && time && year
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_envelope_behind_an_empty_line_begins_a_message() {
        let text = b"From a@e.org Thu Mar 14 10:00:00 2024\nSubject: x\n\nFrom here on it rains.\n>From b\n>>From c\nFrom a@e.org Thu Mar 14 10:00:00 2024\n\nFrom 12@xxx Thu Mar 14 10:00:00 +0000 2024\r\nSubject: y\r\n";
        let found = messages(text);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].1, 9);
        let first = String::from_utf8_lossy(&found[0].0);
        assert!(first.contains("\nFrom b\n>From c\n"), "{first}");
    }
}
