//! Tables of papers: a header row that names columns, a paper a row.
//!
//! Columns are known by their names, in any order and any case, as reference managers and databases
//! export them (`columns`); `names` reads their lists of authors, `rows` turns a row into a record.
//! A column nobody here knows is kept in `extra` under its own name. Shared by CSV and workbooks.

mod appeared;
pub(super) mod columns;
mod identifiers;
mod kinds;
pub(super) mod names;
pub(super) mod rows;

use std::borrow::Cow;

use crate::text::{entities, fold, without_markup};

/// One line of text without entities and markup.
pub(super) fn clean(text: &str) -> String {
    fold(&entities(&without_markup(text)))
}

/// Characters that make a spreadsheet take a cell for a formula.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// A cell that no spreadsheet runs: text that begins like a formula gets an apostrophe in front.
/// [`unguarded`] takes it off again.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches('\'').starts_with(FORMULA) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// What a cell says: without the apostrophe before what looks like a formula, and without the
/// formula `="…"` by which some exporters keep numbers from being rounded.
pub(super) fn unguarded(cell: &str) -> &str {
    if let Some(rest) = cell.strip_prefix('\'')
        && rest.trim_start_matches('\'').starts_with(FORMULA)
    {
        return rest;
    }
    cell.strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(cell)
}

/// Cuts a list at a separator outside braces and, where `rounds` is set, outside parentheses.
fn split_list(text: &str, separator: char, rounds: bool) -> Vec<&str> {
    let (mut braces, mut round, mut start) = (0usize, 0usize, 0);
    let mut parts = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '{' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            '(' if rounds => round += 1,
            ')' if rounds => round = round.saturating_sub(1),
            c if c == separator && braces == 0 && round == 0 => {
                parts.push(text.get(start..at).unwrap_or_default());
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text.get(start..).unwrap_or_default());
    // A brace or parenthesis that never closes protects nothing.
    if braces > 0 || round > 0 {
        return text.split(separator).collect();
    }
    parts
}

/// The inside of `{…}` when the braces pair and stand around the whole.
fn braced(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    (!inner.contains(['{', '}'])).then_some(inner)
}

/// The strings of a list as Python or JSON writes it: `['Roe, A.', "O'Dea, B."]`.
fn quoted_list(text: &str) -> Option<Vec<String>> {
    let mut rest = text.trim().strip_prefix('[')?.strip_suffix(']')?.trim();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        let mut value = String::new();
        let mut characters = rest.char_indices().skip(1);
        let mut end = None;
        while let Some((at, c)) = characters.next() {
            match c {
                '\\' => value.extend(characters.next().map(|(_, c)| c)),
                c if c == quote => {
                    end = Some(at + 1);
                    break;
                }
                c => value.push(c),
            }
        }
        found.push(value);
        rest = rest.get(end?..)?.trim_start();
        rest = match rest.strip_prefix(',') {
            Some(more) => more.trim_start(),
            None if rest.is_empty() => rest,
            None => return None,
        };
    }
    Some(found)
}

/// Keywords, separated by semicolons, bars or line ends, or else by commas outside parentheses.
pub(super) fn keywords(text: &str) -> Vec<String> {
    let parts: Vec<String> = quoted_list(text).unwrap_or_else(|| {
        let separator = [';', '|', '\n']
            .into_iter()
            .find(|&separator| text.contains(separator))
            .unwrap_or(',');
        let owned = |part: &str| {
            let part = part.trim();
            braced(part).unwrap_or(part).to_owned()
        };
        split_list(text, separator, separator == ',')
            .into_iter()
            .map(owned)
            .collect()
    });
    parts
        .iter()
        .map(|part| clean(part))
        .filter(|keyword| !keyword.is_empty())
        .collect()
}

/// Keywords such that [`keywords`] reads them back.
pub(super) fn write_keywords(keywords: &[String]) -> String {
    let guarded: Vec<Cow<'_, str>> = keywords
        .iter()
        .map(|keyword| match keyword.contains([';', '{', '}']) {
            true => Cow::Owned(format!("{{{keyword}}}")),
            false => Cow::Borrowed(keyword.as_str()),
        })
        .collect();
    let mut out = guarded.join("; ");
    if keywords.len() == 1 && out.contains([',', '|', '[']) && !out.contains(';') {
        out.push(';');
    }
    out
}

/// A whole number that a spreadsheet made a fraction or a power of: `2012.0`, `3.3809141E7`.
pub(super) fn whole_number(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if let Some((whole, fraction)) = text.split_once('.')
        && digits(whole)
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte == b'0')
    {
        return Cow::Borrowed(whole);
    }
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return Cow::Borrowed(text);
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let power: Option<usize> = exponent.trim_start_matches('+').parse().ok();
    match power {
        // Fewer digits than the power says: the number was rounded and is lost.
        Some(power)
            if digits(whole)
                && whole.len() == 1
                && digits(fraction)
                && power < 18
                && fraction.len() <= power
                && fraction.len() >= 3 =>
        {
            Cow::Owned(format!("{whole}{fraction:0<power$}"))
        }
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_guarded_and_reads_back() {
        for text in [
            "=1+1", "+x", "-omics", "@home", "'=x", "''-", "'tis", "plain", "=\"1\"",
        ] {
            let cell = guarded(text);
            assert!(!cell.starts_with(FORMULA), "{text}");
            assert_eq!(unguarded(&cell), text);
        }
        assert_eq!(unguarded("=\"19326203\""), "19326203");
    }

    #[test]
    fn keywords_are_split_as_they_were_joined() {
        assert_eq!(keywords("a; b, c"), ["a", "b, c"]);
        assert_eq!(
            keywords("cyst (diagnosis, surgery), colon"),
            ["cyst (diagnosis, surgery)", "colon"]
        );
        assert_eq!(keywords("['a', \"b's\", 'c, d']"), ["a", "b's", "c, d"]);
        for list in [
            vec!["a, b"],
            vec!["x; y", "z"],
            vec!["a", "b, c"],
            vec!["plain"],
        ] {
            let list: Vec<String> = list.into_iter().map(str::to_owned).collect();
            assert_eq!(keywords(&write_keywords(&list)), list);
        }
    }

    #[test]
    fn numbers_that_a_spreadsheet_changed_are_whole_again() {
        for (text, number) in [
            ("2012.0", "2012"),
            ("12", "12"),
            ("3.3809141E7", "33809141"),
            ("3.380914E+7", "33809140"),
            ("1.2E7", "1.2E7"),
            ("3.14", "3.14"),
            ("S12", "S12"),
        ] {
            assert_eq!(whole_number(text), number, "{text}");
        }
    }
}
