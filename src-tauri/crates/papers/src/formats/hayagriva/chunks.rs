//! Hayagriva's formattable strings: braces keep a stretch as it is, dollar signs hold math, and a
//! backslash takes the meaning from either.

use crate::text::{Segment, segments};

/// The text of a formattable string: braces gone, math between its dollar signs.
pub(super) fn from_chunks(source: &str) -> String {
    if !source.contains(['\\', '{', '}']) {
        return source.to_owned();
    }
    let mut out = String::with_capacity(source.len());
    let mut in_math = false;
    let mut depth = 0usize;
    let mut characters = source.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next_if(|next| matches!(next, '\\' | '{' | '}' | '$')) {
                Some(escaped) => out.push(escaped),
                None => out.push('\\'),
            },
            '$' => {
                in_math = !in_math;
                out.push('$');
            }
            '{' if !in_math => depth += 1,
            '}' if !in_math && depth > 0 => depth -= 1,
            c => out.push(c),
        }
    }
    out
}

/// A text such that [`from_chunks`] and Hayagriva read it back.
pub(super) fn to_chunks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for segment in segments(text) {
        match segment {
            Segment::Prose(prose) => escape(prose, &['\\', '{', '}', '$'], &mut out),
            Segment::Math(math) => {
                out.push('$');
                escape(math, &['\\', '$'], &mut out);
                out.push('$');
            }
        }
    }
    out
}

fn escape(text: &str, special: &[char], out: &mut String) {
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        // A backslash means itself unless something that it could escape follows, be it the
        // dollar sign that ends the stretch.
        let harmless = c == '\\'
            && characters
                .peek()
                .is_some_and(|next| !matches!(next, '\\' | '{' | '}' | '$'));
        if special.contains(&c) && !harmless {
            out.push('\\');
        }
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_reads_back() {
        for text in [
            "{a} $x^{2}\\{b\\}$ c\\d \\\\ \\{",
            "$5 and \\",
            "a}b",
            "$\\alpha$",
            "\\$5",
        ] {
            assert_eq!(from_chunks(&to_chunks(text)), text);
        }
        assert_eq!(from_chunks("{BERT} and {m{RNA}}"), "BERT and mRNA");
    }
}
