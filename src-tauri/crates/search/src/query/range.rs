//! Ranges of years and days: `2020`, `2020..2023`, `2020..`, `..2023`, `2026-03-01..2026-03`, with
//! a comparison (`>=2020`, `<2019`), and days counted back from now (`today`, `yesterday`, `2w`).

/// The first and the last number meant, both included; `None` where a side is open.
pub(super) type Bounds = (Option<i64>, Option<i64>);

const SECONDS_A_DAY: i64 = 86_400;

/// The moment a query is asked, and where: days begin at the reader's midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Seconds since 1970 (UTC).
    pub seconds: i64,
    /// Seconds by which the reader's clock is ahead of UTC.
    pub ahead: i64,
}

/// Years of four digits, one or a range of them. `2020-2023` is a range too.
pub(super) fn years(text: &str) -> Option<Bounds> {
    let span = |text: &str| year(text).map(|year| (year, year));
    if let Some(bounds) = compared(text, span) {
        return Some(bounds);
    }
    let (from, to) = sides(text, |text| text.split_once('-'));
    bounds(from, to, span)
}

/// Days as seconds since 1970, of the reader's clock, in UTC when nobody says where that is; a month
/// or a year means all its days, `7d`, `2w`, `3m` and `1y` the time since then. `Err` for days that
/// are counted from a now that nobody gave.
pub(super) fn days(text: &str, now: Option<Now>) -> Result<Option<Bounds>, ()> {
    let ahead = now.map_or(0, |now| now.ahead);
    let utc = |local: i64| local.saturating_sub(ahead);
    let counted = counted(text);
    if let (Some(_), None) = (counted, now) {
        return Err(());
    }
    let found = match (counted, now) {
        (Some(counted), Some(now)) => {
            let today = now.seconds.saturating_add(ahead).div_euclid(SECONDS_A_DAY);
            Some(match counted {
                Counted::Today => (Some(today * SECONDS_A_DAY), None),
                Counted::Yesterday => (
                    Some((today - 1) * SECONDS_A_DAY),
                    Some(today * SECONDS_A_DAY - 1),
                ),
                // Seven days are today and the six before.
                Counted::Days(days) => (Some((today - (days - 1).max(0)) * SECONDS_A_DAY), None),
            })
        }
        _ => compared(text, span).or_else(|| {
            let (from, to) = sides(text, |_| None);
            bounds(from, to, span)
        }),
    };
    Ok(found.map(|(from, to)| (from.map(utc), to.map(utc))))
}

#[derive(Clone, Copy)]
enum Counted {
    Today,
    Yesterday,
    Days(i64),
}

fn counted(text: &str) -> Option<Counted> {
    let text = text.to_lowercase();
    match text.as_str() {
        "today" => return Some(Counted::Today),
        "yesterday" => return Some(Counted::Yesterday),
        _ => {}
    }
    let unit = text.chars().last()?;
    let days = match unit {
        'd' => 1,
        'w' => 7,
        'm' => 30,
        'y' => 365,
        _ => return None,
    };
    let count = number(text.strip_suffix(unit)?, 1..=4)?;
    Some(Counted::Days(count * days))
}

/// `>2020`, `>=2020`, `<2020`, `<=2020`, `=2020`.
fn compared(text: &str, span: impl Fn(&str) -> Option<(i64, i64)>) -> Option<Bounds> {
    let sign_ends = text.find(|c| !matches!(c, '<' | '>' | '=' | '≤' | '≥'))?;
    let (sign, value) = text.split_at_checked(sign_ends)?;
    let (first, last) = span(value)?;
    Some(match sign {
        ">" => (Some(last + 1), None),
        ">=" | "=>" | "≥" => (Some(first), None),
        "<" => (None, Some(first - 1)),
        "<=" | "=<" | "≤" => (None, Some(last)),
        "=" | "==" => (Some(first), Some(last)),
        _ => return None,
    })
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
        for (text, bounds) in [
            ("1970-01-01", Some((Some(0), Some(86_399)))),
            ("2000-02", Some((Some(949_363_200), Some(951_868_799)))),
            ("2023..", Some((Some(1_672_531_200), None))),
            (">=2023", Some((Some(1_672_531_200), None))),
            ("<1970", Some((None, Some(-1)))),
            ("2023-13", None),
        ] {
            assert_eq!(days(text, None), Ok(bounds), "{text}");
        }
    }

    #[test]
    fn a_comparison_is_a_range_open_on_one_side() {
        assert_eq!(years(">=2020"), Some((Some(2020), None)));
        assert_eq!(years(">2020"), Some((Some(2021), None)));
        assert_eq!(years("<2019"), Some((None, Some(2018))));
        assert_eq!(years("<=2019"), Some((None, Some(2019))));
        assert_eq!(years("≥2020"), Some((Some(2020), None)));
        assert_eq!(years("=2020"), Some((Some(2020), Some(2020))));
        assert_eq!(years("><2020"), None);
        assert_eq!(years(">="), None);
    }

    #[test]
    fn days_are_counted_back_from_the_readers_midnight() {
        let noon = Now {
            seconds: 10 * 86_400 + 43_200,
            ahead: 0,
        };
        let day = |number: i64| number * 86_400;
        for (text, bounds) in [
            ("today", (Some(day(10)), None)),
            ("Yesterday", (Some(day(9)), Some(day(10) - 1))),
            ("1d", (Some(day(10)), None)),
            ("7d", (Some(day(4)), None)),
            ("1w", (Some(day(4)), None)),
            ("1m", (Some(day(-19)), None)),
        ] {
            assert_eq!(days(text, Some(noon)), Ok(Some(bounds)), "{text}");
        }
        let late_in_tokyo = Now {
            ahead: 9 * 3_600,
            seconds: 10 * 86_400 + 57_600,
        };
        assert_eq!(
            days("today", Some(late_in_tokyo)),
            Ok(Some((Some(day(11) - 9 * 3_600), None)))
        );
        assert_eq!(days("today", None), Err(()));
        assert_eq!(days("d", Some(noon)), Ok(None));
    }
}
