//! Dates as bibliographies write them: `2024-03-14`, `2005/07/15/`, `Mar 2024`, `14 March 2024`.

use crate::paper::Date;

/// The month a name or number stands for, 1 to 12.
pub(crate) fn month(text: &str) -> Option<u8> {
    let text = text.trim().trim_end_matches('.');
    if let Ok(number) = text.parse::<u8>() {
        return (1..=12).contains(&number).then_some(number);
    }
    const NAMES: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let start = text.get(..3)?.to_ascii_lowercase();
    let at = NAMES.iter().position(|name| *name == start)?;
    const FULL: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = text.to_ascii_lowercase();
    let known = FULL.get(at).is_some_and(|full| full.starts_with(&lower)) || lower == "sept";
    known.then_some(at as u8 + 1)
}

/// A date built from parts that may be out of range; a month or day that is, is left out.
pub(crate) fn of(year: i32, month: Option<u8>, day: Option<u8>) -> Date {
    let month = month.filter(|month| (1..=12).contains(month));
    let day = day.filter(|day| month.is_some() && (1..=31).contains(day));
    Date { year, month, day }
}

/// Reads the first date in a text; of a range, its start. None without a year of four digits.
pub(crate) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    let start = text
        .split_once('T')
        .filter(|(day, _)| day.ends_with(|c: char| c.is_ascii_digit()));
    let text = start.map_or(text, |(day, _)| day);
    let parts: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .take(8)
        .filter(|part| !part.is_empty())
        .collect();
    let year_at = parts
        .iter()
        .position(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit()))?;
    let year: i32 = parts.get(year_at)?.parse().ok()?;
    let separator = text.contains(['-', '/']);
    if year_at == 0 {
        // `2001/2003` is a range of years: what follows is not a month.
        let month_part = parts
            .get(1)
            .copied()
            .filter(|part| part.len() < 4 || !separator);
        let month = month_part.and_then(month);
        let day = month.and(parts.get(2)).and_then(|part| part.parse().ok());
        return Some(of(year, month, day));
    }
    let before = parts.get(..year_at).unwrap_or_default();
    let named = before
        .iter()
        .find_map(|part| part.parse::<u8>().is_err().then(|| month(part))?);
    let day = before.iter().find_map(|part| part.parse::<u8>().ok());
    // `11/25/2020` and `25/11/2020` say which is the month only where one of the two cannot be.
    if let (None, [first, second]) = (named, before)
        && let (Ok(first), Ok(second)) = (first.parse::<u8>(), second.parse::<u8>())
    {
        return Some(match (first > 12, second > 12) {
            (true, false) => of(year, Some(second), Some(first)),
            (false, true) => of(year, Some(first), Some(second)),
            _ => Date::year(year),
        });
    }
    Some(of(year, named, named.and(day)))
}

/// `20240314` and `202403`, as indexes write dates without separators.
pub(crate) fn compact(text: &str) -> Option<Date> {
    let text = text.trim();
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<u8>().ok();
    let year: i32 = text.get(..4)?.parse().ok()?;
    let sound = digits && matches!(text.len(), 6 | 8) && (1000..2200).contains(&year);
    sound.then(|| of(year, part(4, 6), part(6, 8)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        parse(text).map(|date| date.to_string())
    }

    #[test]
    fn dates_are_read_in_every_common_shape() {
        for (text, expected) in [
            ("2024", "2024"),
            ("2024-03", "2024-03"),
            ("2024-03-14", "2024-03-14"),
            ("2023-09-24T13:27:44+00:00", "2023-09-24"),
            ("2005/07/15/", "2005-07-15"),
            ("2019//", "2019"),
            ("2001/00/00/", "2001"),
            ("2001/2003", "2001"),
            ("2016/12//", "2016-12"),
            ("14 March 2024", "2024-03-14"),
            ("Sept. 2020", "2020-09"),
            ("Mar 14, 2024", "2024-03-14"),
            ("2024 Mar 14", "2024-03-14"),
            ("c. 1999", "1999"),
            ("11/25/2020", "2020-11-25"),
            ("25.11.2020", "2020-11-25"),
            ("4/3/2024", "2024"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn dates_without_separators_are_read_where_they_are_expected() {
        let shown = |text: &str| compact(text).map(|date| date.to_string());
        assert_eq!(shown("20240314").as_deref(), Some("2024-03-14"));
        assert_eq!(shown("201003").as_deref(), Some("2010-03"));
        assert_eq!(shown("20240000").as_deref(), Some("2024"));
        for text in ["2024", "99999999", "2024-03", ""] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_without_a_year_is_no_date() {
        for text in ["", "forthcoming", "YEAR/MONTH/DAY/", "99", "///", "12345"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
