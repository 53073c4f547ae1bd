//! Where the entries of a YAML source begin and end, and which are not fit to be parsed.

use std::borrow::Cow;

/// Deepest nesting of brackets or dashes that an entry may have.
const DEEPEST: usize = 32;

/// One key and what belongs to it.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub source: &'a str,
    pub line: usize,
}

/// The top-level keys of a source: whatever begins at the margin, comments and marks aside.
pub(super) fn entries(text: &str) -> Vec<Entry<'_>> {
    let mut found: Vec<Entry<'_>> = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    // Lines at the margin without a colon are no entries; one after another they count once.
    let mut stray = false;
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        if !begins_entry(line) {
            continue;
        }
        let was_stray =
            std::mem::replace(&mut stray, !line.contains(':') && !line.starts_with('?'));
        if was_stray && stray && open.is_some() {
            continue;
        }
        if let Some((from, number)) = open.take() {
            found.extend(entry(text, from, start, number));
        }
        let mark =
            line.starts_with(['%', '#']) || line.starts_with("---") || line.starts_with("...");
        if !mark {
            open = Some((start, index + 1));
        }
    }
    if let Some((from, number)) = open {
        found.extend(entry(text, from, text.len(), number));
    }
    found
}

fn entry(text: &str, from: usize, to: usize, line: usize) -> Option<Entry<'_>> {
    let source = text.get(from..to)?;
    Some(Entry { source, line })
}

fn begins_entry(line: &str) -> bool {
    // `? key` and `: value` are one entry; a bracket at the margin closes one.
    !line.starts_with(|c: char| c.is_whitespace() || matches!(c, ':' | ']' | '}' | '-'))
        || line.starts_with("---")
}

impl Entry<'_> {
    /// Why an entry must not be parsed, if it must not.
    pub(super) fn refusal(&self) -> Option<(&'static str, &'static str)> {
        let mut depth = 0usize;
        for (line, text) in plain_lines(self.source) {
            if !text {
                continue;
            }
            let dashes = line
                .trim_start()
                .split(' ')
                .take_while(|word| *word == "-")
                .count();
            if dashes > DEEPEST {
                return Some(("too-deep", "This entry is nested too deeply."));
            }
            if has_reference(line) {
                let message = "This entry uses anchors or aliases, which are not read.";
                return Some(("alias", message));
            }
            for byte in line.bytes() {
                match byte {
                    b'[' | b'{' => depth += 1,
                    b']' | b'}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if depth > DEEPEST {
                    return Some(("too-deep", "This entry is nested too deeply."));
                }
            }
            // Brackets in prose need not be paired.
            if !line.trim_end().ends_with([',', '[', '{']) {
                depth = 0;
            }
        }
        None
    }

    /// The source with numbers that have a point in quotes: `1906.00350` is not 1906.0035.
    pub(super) fn guarded(&self) -> Cow<'_, str> {
        if !plain_lines(self.source).any(|(line, text)| text && pointed(line).is_some()) {
            return Cow::Borrowed(self.source);
        }
        let mut out = String::with_capacity(self.source.len() + 16);
        for (line, text) in plain_lines(self.source) {
            match pointed(line).filter(|_| text) {
                Some((before, number, after)) => {
                    out.push_str(before);
                    out.push('"');
                    out.push_str(number);
                    out.push('"');
                    out.push_str(after);
                }
                None => out.push_str(line),
            }
        }
        Cow::Owned(out)
    }
}

/// `    arxiv: 1906.00350`, cut around its number.
fn pointed(line: &str) -> Option<(&str, &str, &str)> {
    let (name, value) = line.split_once(": ")?;
    let name = name.trim();
    let number = value.trim();
    let sound = !name.is_empty()
        && number.contains('.')
        && number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let at = line.len() - value.trim_start().len();
    let (before, rest) = line.split_at_checked(at)?;
    let (number, after) = rest.split_at_checked(number.len())?;
    sound.then_some((before, number, after))
}

/// The lines of an entry, and whether each is YAML rather than the text of a block scalar.
fn plain_lines(source: &str) -> impl Iterator<Item = (&str, bool)> {
    // The indentation of the line that opened a block scalar.
    let mut block: Option<usize> = None;
    source.split_inclusive('\n').map(move |line| {
        let indent = line.len() - line.trim_start().len();
        if line.trim().is_empty() {
            return (line, block.is_none());
        }
        if block.is_some_and(|opened| indent > opened) {
            return (line, false);
        }
        block = opens_block(line).then_some(indent);
        (line, true)
    })
}

/// `abstract: |-`
fn opens_block(line: &str) -> bool {
    let value = line.trim_end();
    let value = value.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+'));
    [": |", ": >", "- |", "- >"]
        .iter()
        .any(|mark| value.ends_with(mark))
}

/// Whether a value begins with `&name` or `*name`.
fn has_reference(line: &str) -> bool {
    let mut value = line.trim_start();
    while let Some(rest) = value.strip_prefix("- ") {
        value = rest.trim_start();
    }
    let value = match value.split_once(": ") {
        Some((_, rest)) => rest.trim_start(),
        None => value,
    };
    let marks = |text: &str| {
        text.strip_prefix(['&', '*'])
            .is_some_and(|name| name.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    let inside = value.starts_with(['[', '{'])
        && value
            .split(['[', '{', ',', ':'])
            .any(|part| marks(part.trim_start()));
    marks(value) || inside || line.trim_start().starts_with("<<:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_begin_at_the_margin() {
        let text =
            "# a file\n---\none:\n  type: book\n\"two 2\":\n  type: web\n? three\n: type: web\n";
        let lines: Vec<usize> = entries(text).iter().map(|entry| entry.line).collect();
        assert_eq!(lines, [3, 5, 7]);
    }

    #[test]
    fn aliases_are_refused_and_emphasis_in_a_text_is_not_one() {
        let refused = |text: &str| entries(text)[0].refusal().map(|(code, _)| code);
        assert_eq!(refused("a: &x\n  title: *y\n"), Some("alias"));
        assert_eq!(refused("a:\n  author: [*x, *x]\n"), Some("alias"));
        assert_eq!(
            refused("a:\n  abstract: |\n    *Tides* are\n    - *x\n  title: T & S\n"),
            None
        );
        assert_eq!(
            refused(&format!("a: {}\n", "[".repeat(99))),
            Some("too-deep")
        );
        assert_eq!(
            refused(&format!("a:\n  {}x\n", "- ".repeat(99))),
            Some("too-deep")
        );
    }

    #[test]
    fn numbers_with_a_point_keep_their_digits() {
        let entry = "a:\n  serial-number:\n    arxiv: 1906.00350\n";
        assert_eq!(
            entries(entry)[0].guarded(),
            "a:\n  serial-number:\n    arxiv: \"1906.00350\"\n"
        );
    }
}
