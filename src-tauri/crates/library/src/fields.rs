//! Fields of the reader's own, typed, for every paper of the library.

use papers::Date;

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};
use crate::kept::clean_name;

/// Longest value, in characters; more is a note.
const LONGEST_VALUE: usize = 10_000;
const MOST_CHOICES: usize = 200;
const MOST_FIELDS: usize = 200;

impl Library {
    /// Oldest first.
    pub fn fields(&self, _: Nothing) -> Result<Vec<Field>> {
        let fields = self.store().read(|reader| reader.fields())?;
        Ok(fields.into_iter().map(shown).collect())
    }

    pub fn create_field(&self, request: FieldCreate) -> Result<FieldId> {
        let name = clean_name(&request.name)?;
        let choices = choices(request.kind, &request.choices)?;
        let what = format!("Make the field “{name}”");
        let written = self.store().write(self.action("field", &what), |writer| {
            if writer.fields()?.len() >= MOST_FIELDS {
                return Err(Error::user(
                    "too_many",
                    format!("A library has at most {MOST_FIELDS} fields."),
                ));
            }
            Ok(writer.create_field(&name, stored(request.kind), &choices)?)
        })?;
        self.after_write(written.seq.is_some())?;
        Ok(FieldId { id: written.value })
    }

    pub fn edit_field(&self, request: FieldEdit) -> Result<Done> {
        let name = clean_name(&request.name)?;
        let known = self.field(request.id)?;
        let choices = choices(known.kind, &request.choices)?;
        let what = match known.name == name {
            true => format!("Change the choices of “{name}”"),
            false => format!("Rename the field to “{name}”"),
        };
        self.change_fields(&what, |writer| {
            if known.kind == FieldKind::Choice {
                let used = writer.values_in_use(request.id)?;
                if let Some((value, papers)) =
                    used.into_iter().find(|(value, _)| !choices.contains(value))
                {
                    return Err(Error::user(
                        "choice_in_use",
                        format!(
                            "{papers} papers have “{value}”; give them another value before the choice goes."
                        ),
                    ));
                }
            }
            Ok(writer.edit_field(request.id, &name, &choices)?)
        })
    }

    pub fn delete_field(&self, request: FieldId) -> Result<Done> {
        let known = self.field(request.id)?;
        self.change_fields(&format!("Delete the field “{}”", known.name), |writer| {
            Ok(writer.delete_field(request.id)?)
        })
    }

    pub fn set_field(&self, request: FieldSet) -> Result<Done> {
        let field = self.field(request.field)?;
        let value = checked(&field, request.value.as_deref().unwrap_or_default())?;
        let verb = format!("Set “{}” of", field.name);
        self.change(&request.ids, "field", &verb, |writer| {
            Ok(writer.set_field_value(request.field, &request.ids, value.as_deref())?)
        })
    }

    pub(crate) fn field(&self, id: i64) -> Result<Field> {
        Ok(shown(self.store().read(|reader| reader.field(id))?))
    }

    /// The field of this name, whatever its case.
    pub fn field_id(&self, name: &str) -> Result<i64> {
        let found = self.store().read(|reader| reader.field_by_name(name))?;
        found.ok_or_else(|| Error::user("no_such_field", format!("There is no field {name:?}.")))
    }

    fn change_fields(
        &self,
        what: &str,
        write: impl FnOnce(&mut store::Writer<'_>) -> Result<()>,
    ) -> Result<Done> {
        let written = self.store().write(self.action("field", what), write)?;
        self.after_write(written.seq.is_some())?;
        Ok(Done {
            seq: written.seq,
            what: what.to_owned(),
            papers: written.papers,
        })
    }
}

/// Choices as they are kept: each once, in the order given.
fn choices(kind: FieldKind, given: &[String]) -> Result<Vec<String>> {
    if kind != FieldKind::Choice {
        return match given {
            [] => Ok(Vec::new()),
            _ => Err(Error::user(
                "bad_request",
                "Only a field of the kind choice has choices.",
            )),
        };
    }
    let mut choices: Vec<String> = Vec::new();
    for choice in given {
        let choice = clean_name(choice)?;
        if !choices.iter().any(|known| same(known, &choice)) {
            choices.push(choice);
        }
    }
    match choices.len() {
        0 => Err(Error::user(
            "bad_request",
            "A field of the kind choice needs something to choose from.",
        )),
        count if count > MOST_CHOICES => Err(Error::user(
            "too_many",
            format!("A field has at most {MOST_CHOICES} choices."),
        )),
        _ => Ok(choices),
    }
}

fn same(first: &str, second: &str) -> bool {
    first.to_lowercase() == second.to_lowercase()
}

/// A value in the form that its field keeps; none for an empty one.
pub(crate) fn checked(field: &Field, value: &str) -> Result<Option<String>> {
    let value = value.trim();
    if value.is_empty() {
        return Ok(None);
    }
    if value.chars().count() > LONGEST_VALUE {
        return Err(Error::user(
            "too_large",
            format!("A field holds up to {LONGEST_VALUE} characters. Nothing was changed."),
        ));
    }
    let wrong = |wanted: &str| {
        Error::user(
            "bad_value",
            format!(
                "“{}” takes {wanted}, not {value:?}. Nothing was changed.",
                field.name
            ),
        )
    };
    let kept = match field.kind {
        FieldKind::Text => value.to_owned(),
        FieldKind::Number => number(value).ok_or_else(|| wrong("a number such as 12 or -0.5"))?,
        FieldKind::Choice => field
            .choices
            .iter()
            .find(|choice| same(choice, value))
            .cloned()
            .ok_or_else(|| wrong(&format!("one of: {}", field.choices.join(", "))))?,
        FieldKind::YesNo => match value.to_lowercase().as_str() {
            "yes" | "y" | "true" => "yes".to_owned(),
            "no" | "n" | "false" => "no".to_owned(),
            _ => return Err(wrong("yes or no")),
        },
        FieldKind::Date => value
            .parse::<Date>()
            .map_err(|_| wrong("a date such as 2024, 2024-03 or 2024-03-14"))?
            .to_string(),
    };
    Ok(Some(kept))
}

/// A decimal number as it was written; neither infinite nor nothing.
fn number(value: &str) -> Option<String> {
    let plain = value
        .chars()
        .all(|c| c.is_ascii_digit() || "+-.eE".contains(c));
    let finite = value.parse::<f64>().is_ok_and(f64::is_finite);
    (plain && finite).then(|| value.to_owned())
}

fn stored(kind: FieldKind) -> store::FieldKind {
    match kind {
        FieldKind::Text => store::FieldKind::Text,
        FieldKind::Number => store::FieldKind::Number,
        FieldKind::Choice => store::FieldKind::Choice,
        FieldKind::YesNo => store::FieldKind::YesNo,
        FieldKind::Date => store::FieldKind::Date,
    }
}

fn shown(field: store::Field) -> Field {
    Field {
        id: field.id,
        name: field.name,
        kind: match field.kind {
            store::FieldKind::Text => FieldKind::Text,
            store::FieldKind::Number => FieldKind::Number,
            store::FieldKind::Choice => FieldKind::Choice,
            store::FieldKind::YesNo => FieldKind::YesNo,
            store::FieldKind::Date => FieldKind::Date,
        },
        choices: field.choices,
        papers: field.papers,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(kind: FieldKind) -> Field {
        Field {
            id: 1,
            name: "Risk".to_owned(),
            kind,
            choices: vec!["Low".to_owned(), "High".to_owned()],
            papers: 0,
        }
    }

    #[test]
    fn values_are_kept_in_the_form_of_their_kind() {
        for (kind, value, kept) in [
            (FieldKind::Text, " as it is ", "as it is"),
            (FieldKind::Number, "-0.5", "-0.5"),
            (FieldKind::Number, "1e6", "1e6"),
            (FieldKind::Choice, "LOW", "Low"),
            (FieldKind::YesNo, "Y", "yes"),
            (FieldKind::Date, "2024-03", "2024-03"),
        ] {
            assert_eq!(
                checked(&field(kind), value).unwrap().as_deref(),
                Some(kept),
                "{value}"
            );
        }
        assert_eq!(checked(&field(FieldKind::Date), " ").unwrap(), None);
    }

    #[test]
    fn what_is_not_of_the_kind_is_refused_with_what_would_be() {
        for (kind, value, wanted) in [
            (FieldKind::Number, "twelve", "a number"),
            (FieldKind::Number, "inf", "a number"),
            (FieldKind::Number, "1e999", "a number"),
            (FieldKind::Choice, "medium", "Low, High"),
            (FieldKind::YesNo, "perhaps", "yes or no"),
            (FieldKind::Date, "2024-13", "a date"),
        ] {
            let error = checked(&field(kind), value).unwrap_err();
            assert_eq!(error.code, "bad_value");
            assert!(error.message.contains(wanted), "{}", error.message);
        }
    }

    #[test]
    fn only_a_choice_has_choices_and_each_once() {
        let given = ["a".to_owned(), "A".to_owned(), "b".to_owned()];
        assert_eq!(choices(FieldKind::Choice, &given).unwrap(), ["a", "b"]);
        assert!(choices(FieldKind::Choice, &[]).is_err());
        assert!(choices(FieldKind::Text, &given).is_err());
        assert!(choices(FieldKind::Text, &[]).unwrap().is_empty());
    }
}
