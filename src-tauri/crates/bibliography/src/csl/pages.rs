//! Page ranges, as a style abbreviates them.

use citationberg::PageRangeFormat;

/// A list of pages and ranges, with the style's abbreviation and the language's dash.
pub(super) fn pages(text: &str, format: Option<PageRangeFormat>, dash: &str) -> String {
    text.split(',')
        .map(|range| one(range.trim(), format, dash))
        .collect::<Vec<_>>()
        .join(", ")
}

fn one(range: &str, format: Option<PageRangeFormat>, dash: &str) -> String {
    if range.contains("\\-") {
        return range.replace("\\-", "-");
    }
    let parts: Vec<&str> = range
        .split(['-', '–', '—', '‑'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let [begin, end] = parts.as_slice() else {
        return range.to_owned();
    };
    let (before, x) = begin.split_at(digits(begin));
    let (before_end, y) = end.split_at(digits(end));
    if before != before_end && !before_end.is_empty() {
        return format!("{begin}{dash}{end}");
    }
    if x.is_empty() || y.is_empty() {
        return format!("{begin}{dash}{end}");
    }
    let Some(format) = format else {
        return format!("{begin}{dash}{end}");
    };
    // 101-7 means 101-107.
    let missing = x.len().saturating_sub(y.len());
    let y = format!("{}{y}", x.get(..missing).unwrap_or_default());
    let shortened = |least: usize| {
        let same = x.bytes().zip(y.bytes()).take_while(|(a, b)| a == b).count();
        let changed = y.len().saturating_sub(same).max(least).min(y.len());
        if x.len() == y.len() {
            y.get(y.len() - changed..).unwrap_or(&y).to_owned()
        } else {
            y.clone()
        }
    };
    let end = match format {
        PageRangeFormat::Expanded => format!("{before}{y}"),
        PageRangeFormat::Minimal => shortened(1),
        PageRangeFormat::MinimalTwo => shortened(2),
        PageRangeFormat::Chicago15 | PageRangeFormat::Chicago16 => {
            let round = x.ends_with("00");
            let tens = x.len().checked_sub(2).and_then(|at| x.as_bytes().get(at));
            if x.len() < 3 || round {
                y.clone()
            } else if tens == Some(&b'0') {
                shortened(1)
            } else if format == PageRangeFormat::Chicago15 && x.len() == 4 && changed(x, &y) >= 3 {
                y.clone()
            } else {
                shortened(2)
            }
        }
    };
    format!("{before}{x}{dash}{end}")
}

/// Where the digits at the end begin.
fn digits(text: &str) -> usize {
    text.trim_end_matches(|character: char| character.is_ascii_digit())
        .len()
}

fn changed(x: &str, y: &str) -> usize {
    x.bytes().zip(y.bytes()).filter(|(a, b)| a != b).count()
}

/// The first page of a list of pages.
pub(super) fn first(text: &str) -> &str {
    text.split([',', ';', '-', '–', ' '])
        .next()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_as_the_standard_shows_them() {
        use PageRangeFormat::{Chicago15, Chicago16, Expanded, Minimal, MinimalTwo};
        for (format, range, expected) in [
            (Expanded, "42-5", "42–45"),
            (Expanded, "321-28", "321–328"),
            (Minimal, "42-45", "42–5"),
            (Minimal, "321-328", "321–8"),
            (MinimalTwo, "7-8", "7–8"),
            (MinimalTwo, "321-328", "321–28"),
            (Chicago15, "3-10", "3–10"),
            (Chicago15, "100-104", "100–104"),
            (Chicago15, "107-108", "107–8"),
            (Chicago15, "1496-1504", "1496–1504"),
            (Chicago16, "1496-1504", "1496–504"),
            (Chicago16, "11564-11568", "11564–68"),
            (Minimal, "S12-S18", "S12–8"),
            (Chicago16, "D12-D15", "D12–15"),
            (Minimal, "iii-ix", "iii–ix"),
            (Minimal, "12-14, 17", "12–4, 17"),
            (Minimal, "e1002", "e1002"),
            (Minimal, "99-1000", "99–1000"),
        ] {
            assert_eq!(pages(range, Some(format), "–"), expected, "{format:?}");
        }
        assert_eq!(pages("321-8", None, "–"), "321–8");
    }
}
