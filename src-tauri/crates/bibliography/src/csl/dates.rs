//! Dates of CSL-JSON, and how a style prints them.

use std::borrow::Cow;

use citationberg::taxonomy::{OtherTerm, Variable};
use citationberg::{
    DateDayForm, DateMonthForm, DatePart, DatePartName, DateParts, DateStrongAnyForm,
    LongShortForm, TermForm, ToAffixes, ToFormatting,
};
use serde_json::Value as Json;

use super::eval::Eval;
use super::output::{Form, Node};
use super::record::{Value, plain};

/// Year, month and day, as far as they are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Day {
    pub year: i32,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Date {
    pub begin: Option<Day>,
    /// The end of a range; one without a year is open.
    pub end: Option<Option<Day>>,
    /// 1 is spring.
    pub season: Option<u8>,
    pub circa: bool,
    /// Words instead of a date.
    pub literal: Option<String>,
}

impl Date {
    /// A date as CSL-JSON writes it; none where nothing of it makes sense.
    pub fn new(value: &Json) -> Option<Date> {
        let circa = match value.get("circa") {
            Some(Json::Bool(circa)) => *circa,
            Some(Json::Number(number)) => number.as_i64() != Some(0),
            Some(Json::String(text)) => !text.is_empty() && text != "0" && text != "false",
            _ => false,
        };
        let season = value
            .get("season")
            .and_then(number)
            .and_then(|season| u8::try_from(season).ok())
            .filter(|season| (1..=4).contains(season));
        let mut date = Date {
            circa,
            season,
            ..Date::default()
        };
        if let Some(parts) = value.get("date-parts").and_then(Json::as_array) {
            let mut ends = parts.iter().filter_map(Json::as_array);
            date.begin = ends.next().and_then(|parts| day(parts));
            date.end = ends.next().map(|parts| day(parts));
        } else if let Some(raw) = value.get("raw").and_then(plain) {
            date.read(&raw);
        }
        if date.begin.is_none() {
            date.literal = date
                .literal
                .or_else(|| value.get("literal").and_then(plain));
        }
        (date.begin.is_some() || date.literal.is_some()).then_some(date)
    }

    /// `2019-05-17`, or two of them with a slash between; anything else stands as it is.
    fn read(&mut self, raw: &str) {
        let one = |text: &str| {
            let parts: Option<Vec<Json>> = text
                .split('-')
                .map(|part| part.trim().parse::<i64>().ok().map(Json::from))
                .collect();
            parts.and_then(|parts| day(&parts))
        };
        let mut ends = raw.splitn(2, '/');
        self.begin = ends.next().and_then(one);
        match self.begin {
            Some(_) => self.end = ends.next().map(one),
            None => self.literal = Some(raw.to_owned()),
        }
    }
}

fn number(value: &Json) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
}

fn day(parts: &[Json]) -> Option<Day> {
    let at = |index: usize| parts.get(index).and_then(number);
    let within =
        |most: u8| move |value: i64| u8::try_from(value).ok().filter(|v| (1..=most).contains(v));
    let year = at(0)
        .and_then(|year| i32::try_from(year).ok())
        .filter(|year| *year != 0 && (-9999..=9999).contains(year))?;
    // Some write the seasons as the months 13 to 16 or 21 to 24.
    let month = at(1).and_then(within(24));
    let day = month
        .filter(|month| *month <= 12)
        .and(at(2))
        .and_then(within(31));
    Some(Day { year, month, day })
}

impl<'a> Eval<'a> {
    pub(super) fn date(&mut self, element: &'a citationberg::Date) -> Option<Node<'a>> {
        let variable = element.variable?;
        let value = self.ask(Variable::Date(variable));
        let localized = element
            .form
            .and_then(|form| self.terms.date(form))
            .filter(|_| element.is_localized());
        let shown = |name: DatePartName| match element.parts.unwrap_or_default() {
            _ if !element.is_localized() => true,
            DateParts::Year => name == DatePartName::Year,
            DateParts::YearMonth => name != DatePartName::Day,
            DateParts::YearMonthDay => true,
        };
        let mut form = Form::of(element.to_formatting(), Some(element.to_affixes()));
        form.case = element.text_case;
        form.display = element.display;
        form.delimiter = element.delimiter.clone().map(Cow::Owned);
        let mut parts: Vec<(&'a DatePart, Option<&'a DatePart>)> = Vec::new();
        match localized {
            Some(locale) => {
                form.delimiter = locale.delimiter.clone().map(Cow::Owned);
                parts.extend(
                    locale
                        .date_part
                        .iter()
                        .filter(|part| shown(part.name))
                        .map(|part| {
                            let own = element.date_part.iter().find(|own| own.name == part.name);
                            (part, own)
                        }),
                );
            }
            None => parts.extend(
                element
                    .date_part
                    .iter()
                    .filter(|part| shown(part.name))
                    .map(|part| (part, None)),
            ),
        }
        let Some(Value::Date(date)) = value else {
            return None;
        };
        if let Some(literal) = &date.literal {
            return Some(Node::Date(Box::new(
                form.around(vec![Node::Text(Cow::Borrowed(literal))])?,
            )));
        }
        let begin = date.begin?;
        let season = date.season.filter(|_| begin.month.is_none());
        let begin = Day {
            month: begin.month.or(season.map(|season| season + 12)),
            ..begin
        };
        let mut nodes = match date.end {
            None => parts
                .iter()
                .filter_map(|part| self.part(Some(begin), *part))
                .collect(),
            Some(end) => self.range(begin, end, &parts, form.delimiter.as_ref()),
        };
        if nodes.is_empty() {
            self.take_back();
            return None;
        }
        nodes.extend(self.year_letter());
        Some(Node::Date(Box::new(form.around(nodes)?)))
    }

    /// Two dates in one: what they share is printed once.
    fn range(
        &mut self,
        begin: Day,
        end: Option<Day>,
        parts: &[(&'a DatePart, Option<&'a DatePart>)],
        between: Option<&Cow<'a, str>>,
    ) -> Vec<Node<'a>> {
        let same = |name: DatePartName| {
            let Some(end) = end else { return false };
            let years = begin.year == end.year;
            let months = years && begin.month == end.month;
            match name {
                DatePartName::Year => years,
                DatePartName::Month => months,
                DatePartName::Day => months && begin.day == end.day,
            }
        };
        let first = parts
            .iter()
            .position(|(part, _)| !same(part.name))
            .unwrap_or(parts.len());
        let (before, rest) = parts.split_at(first);
        let length = rest
            .iter()
            .position(|(part, _)| same(part.name))
            .unwrap_or(rest.len());
        let (different, after) = rest.split_at(length);
        let list =
            |eval: &mut Self, day: Option<Day>, parts: &[(&'a DatePart, Option<&'a DatePart>)]| {
                parts
                    .iter()
                    .filter_map(|part| eval.part(day, *part))
                    .collect::<Vec<_>>()
            };
        let mut nodes = list(self, Some(begin), before);
        let mut left = list(self, Some(begin), different);
        let mut right = list(self, end, different);
        if !left.is_empty() {
            let greatest = different.iter().min_by_key(|(part, _)| match part.name {
                DatePartName::Year => 0,
                DatePartName::Month => 1,
                DatePartName::Day => 2,
            });
            let delimiter = greatest
                .and_then(|(part, own)| {
                    own.and_then(|own| own.range_delimiter.as_deref())
                        .or(part.range_delimiter.as_deref())
                })
                .unwrap_or(DatePart::DEFAULT_DELIMITER);
            if let Some(Node::Form(form, _)) = left.last_mut() {
                form.suffix = None;
            }
            if let Some(Node::Form(form, _)) = right.first_mut() {
                form.prefix = None;
            }
            let joined = || Form {
                delimiter: between.cloned(),
                ..Form::default()
            };
            let mut whole: Vec<Node<'a>> = joined().around(left).into_iter().collect();
            whole.push(Node::Text(Cow::Borrowed(delimiter)));
            whole.extend(joined().around(right));
            nodes.extend(Form::default().around(whole));
        }
        nodes.append(&mut list(self, Some(begin), after));
        if let Some(Node::Form(form, _)) = nodes.last_mut() {
            form.suffix = None;
        }
        nodes
    }

    fn part(
        &mut self,
        day: Option<Day>,
        (part, own): (&'a DatePart, Option<&'a DatePart>),
    ) -> Option<Node<'a>> {
        let day = day?;
        let mut form = Form::of(part.to_formatting(), Some(part.to_affixes()));
        form.case = part.text_case;
        form.strip_periods = part.strip_periods;
        let mut shape = part.form();
        if let Some(own) = own {
            form.override_by(own.to_formatting(), own.to_affixes());
            form.case = own.text_case.or(form.case);
            form.strip_periods |= own.strip_periods;
            shape = own.form();
        }
        let text = match shape {
            DateStrongAnyForm::Year(length) => year(day.year, length, self),
            DateStrongAnyForm::Month(shape) => {
                let month = day.month?;
                match shape {
                    DateMonthForm::Numeric if month <= 12 => month.to_string(),
                    DateMonthForm::NumericLeadingZeros if month <= 12 => format!("{month:02}"),
                    shape => {
                        let term = if month <= 12 {
                            OtherTerm::month(month.checked_sub(1)?)?
                        } else {
                            match (month - 13) % 8 {
                                0 => OtherTerm::Season01,
                                1 => OtherTerm::Season02,
                                2 => OtherTerm::Season03,
                                3 => OtherTerm::Season04,
                                _ => return None,
                            }
                        };
                        let length = if shape == DateMonthForm::Short {
                            TermForm::Short
                        } else {
                            TermForm::Long
                        };
                        self.terms.get(term.into(), length, false)?.to_owned()
                    }
                }
            }
            DateStrongAnyForm::Day(shape) => {
                let number = day.day?;
                match shape {
                    DateDayForm::NumericLeadingZeros => format!("{number:02}"),
                    DateDayForm::Ordinal
                        if number == 1 || !self.terms.only_first_day_is_ordinal =>
                    {
                        self.terms.ordinal(i32::from(number), None)
                    }
                    _ => number.to_string(),
                }
            }
        };
        form.around(vec![Node::Text(Cow::Owned(text))])
    }
}

fn year(year: i32, length: LongShortForm, eval: &Eval<'_>) -> String {
    let era = |term: OtherTerm| {
        eval.terms
            .get(term.into(), TermForm::Long, false)
            .unwrap_or_default()
            .to_owned()
    };
    match year {
        ..0 => format!("{}{}", -year, era(OtherTerm::Bc)),
        0..1000 => format!("{year}{}", era(OtherTerm::Ad)),
        _ if length == LongShortForm::Short => format!("{:02}", year % 100),
        _ => year.to_string(),
    }
}
