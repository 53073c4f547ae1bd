//! Ranges of years and days: `2020`, `2020..2023`, `2020..`, `..2023`, `2026-03-01..2026-03`.

/// The first and the last number meant, both included; `None` where a side is open.
pub(super) type Bounds = (Option<i64>, Option<i64>);

const SECONDS_A_DAY: i64 = 86_400;

/// Years of four digits, one or a range of them. `2020-2023` is a range too.
pub(super) fn years(text: &str) -> Option<Bounds> {
    let (from, to) = sides(text, |text| text.split_once('-'));
    bounds(from, to, |text| year(text).map(|year| (year, year)))
}

/// Days in UTC as seconds since 1970; a month or a year means all its days.
pub(super) fn days(text: &str) -> Option<Bounds> {
    let (from, to) = sides(text, |_| None);
    bounds(from, to, span)
}

type Sides<'a> = (Option<&'a str>, Option<&'a str>);

fn sides<'a>(text: &'a str, also: impl Fn(&'a str) -> Option<(&'a str, &'a str)>) -> Sides<'a> {
    match text.split_once("..").or_else(|| also(text)) {
        Some((from, to)) => {
            let to = to.trim_start_matches('.');
            (
                (!from.is_empty()).then_some(from),
                (!to.is_empty()).then_some(to),
            )
        }
        None => (Some(text), Some(text)),
    }
}

fn bounds(
    from: Option<&str>,
    to: Option<&str>,
    span: impl Fn(&str) -> Option<(i64, i64)>,
) -> Option<Bounds> {
    let read = |side: Option<&str>| side.map_or(Some(None), |text| span(text).map(Some));
    let (from, to) = (read(from)?, read(to)?);
    if from.is_none() && to.is_none() {
        return None;
    }
    Some((from.map(|span| span.0), to.map(|span| span.1)))
}

fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<i64> {
    let plain = digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn year(text: &str) -> Option<i64> {
    number(text, 4..=4)
}

fn span(text: &str) -> Option<(i64, i64)> {
    let mut pieces = text.split('-');
    let year = year(pieces.next()?)?;
    let month = pieces.next().map(|text| number(text, 1..=2));
    let day = pieces.next().map(|text| number(text, 1..=2));
    if pieces.next().is_some() {
        return None;
    }
    let (first, next) = match (month, day) {
        (None, _) => (day_number(year, 1, 1), day_number(year + 1, 1, 1)),
        (Some(month), None) => {
            let month = month.filter(|month| (1..=12).contains(month))?;
            let (next_year, next_month) = if month == 12 {
                (year + 1, 1)
            } else {
                (year, month + 1)
            };
            (
                day_number(year, month, 1),
                day_number(next_year, next_month, 1),
            )
        }
        (Some(month), Some(day)) => {
            let month = month.filter(|month| (1..=12).contains(month))?;
            let day = day.filter(|day| (1..=31).contains(day))?;
            let first = day_number(year, month, day);
            (first, first + 1)
        }
    };
    Some((first * SECONDS_A_DAY, next * SECONDS_A_DAY - 1))
}

/// Days from 1970-01-01 in the Gregorian calendar. Years begin in March here, so that the leap day
/// is a year's last, and days before a month follow from one linear formula.
fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let days_before_month = (153 * ((month + 9) % 12) + 2) / 5;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    365 * year + leap_days + days_before_month + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_may_be_open_on_either_side() {
        assert_eq!(years("2020"), Some((Some(2020), Some(2020))));
        assert_eq!(years("2020..2023"), Some((Some(2020), Some(2023))));
        assert_eq!(years("2020-2023"), Some((Some(2020), Some(2023))));
        assert_eq!(years("2020.."), Some((Some(2020), None)));
        assert_eq!(years("..2023"), Some((None, Some(2023))));
    }

    #[test]
    fn what_is_no_year_is_no_range() {
        for text in ["", "..", "20", "20200", "2020..2", "x", "2020..x"] {
            assert_eq!(years(text), None, "{text}");
        }
    }

    #[test]
    fn a_month_means_all_its_days() {
        assert_eq!(days("1970-01-01"), Some((Some(0), Some(86_399))));
        assert_eq!(
            days("2000-02"),
            Some((Some(949_363_200), Some(951_868_799)))
        );
        assert_eq!(days("2023.."), Some((Some(1_672_531_200), None)));
        assert_eq!(days("2023-13"), None);
    }
}
