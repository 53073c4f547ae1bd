//! Labels such as `Doe20`, for styles that cite by them and works that bring none.

use citationberg::taxonomy::{DateVariable, NameVariable, Variable};

use super::record::{Record, Value};

/// The first letters of the authors' names and the last digits of the year, as citeproc-js makes
/// its trigraphs: four letters of one author, two each of two or three, one each of the first four.
pub(super) fn of(record: &Record) -> String {
    let people = [NameVariable::Author, NameVariable::Editor]
        .iter()
        .find_map(|role| record.names(*role))
        .unwrap_or_default();
    let each = match people.len() {
        0 | 1 => 4,
        2 | 3 => 2,
        _ => 1,
    };
    let mut label: String = people
        .iter()
        .take(4)
        .flat_map(|name| {
            let name = if name.literal.is_empty() {
                &name.family
            } else {
                &name.literal
            };
            name.chars().filter(|c| c.is_alphanumeric()).take(each)
        })
        .collect();
    if let Some(Value::Date(date)) = record.values.get(&Variable::Date(DateVariable::Issued))
        && let Some(begin) = date.begin
    {
        label.push_str(&format!("{:02}", begin.year.rem_euclid(100)));
    }
    label
}
