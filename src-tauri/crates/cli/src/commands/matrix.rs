//! `field`, `matrix`.

use library::Library;
use library::api::types::*;
use library::error::Error;
use serde::Serialize;

use super::annotate::say;
use super::{Done, Failure, collection, open};
use crate::args::{self, Common};
use crate::output;

/// Rows that the library answers at once.
const PAGE: usize = 1_000;

#[derive(Debug, Serialize)]
struct All {
    fields: Vec<Field>,
}

pub(super) fn field(common: &Common, arguments: &args::Field) -> Done {
    let library = open(common)?;
    let Some(name) = &arguments.name else {
        return list(common, &library);
    };
    if arguments.delete {
        let id = library.field_id(name)?;
        return say(common, &library.delete_field(FieldId { id })?);
    }
    // Everything is looked up before anything is changed.
    let papers = library.resolve(&arguments.papers)?;
    let known = library
        .fields(Nothing {})?
        .into_iter()
        .find(|field| field.name.to_lowercase() == name.trim().to_lowercase());
    let id = match &known {
        Some(field) => field.id,
        None => {
            library
                .create_field(FieldCreate {
                    name: name.clone(),
                    kind: kind(arguments.kind.unwrap_or(args::FieldKind::Text)),
                    choices: arguments.choices.clone(),
                })?
                .id
        }
    };
    if let Some(field) = &known {
        change(&library, field, arguments)?;
    }
    if let Some(value) = &arguments.set {
        let request = FieldSet {
            field: id,
            ids: papers,
            value: Some(value.clone()),
        };
        return say(common, &library.set_field(request)?);
    }
    list(common, &library)
}

fn change(library: &Library, field: &Field, arguments: &args::Field) -> Result<(), Failure> {
    if arguments
        .kind
        .is_some_and(|wanted| kind(wanted) != field.kind)
    {
        return Err(Failure::Usage(format!(
            "“{}” stays of its kind; make another field.",
            field.name
        )));
    }
    if arguments.rename.is_none() && arguments.choices.is_empty() {
        return Ok(());
    }
    library.edit_field(FieldEdit {
        id: field.id,
        name: arguments.rename.as_ref().unwrap_or(&field.name).clone(),
        choices: match arguments.choices.is_empty() {
            true => field.choices.clone(),
            false => arguments.choices.clone(),
        },
    })?;
    Ok(())
}

fn list(common: &Common, library: &Library) -> Done {
    let fields = library.fields(Nothing {})?;
    if common.json {
        return output::json(&All { fields });
    }
    for field in &fields {
        let kind = match field.kind {
            FieldKind::Text => "text".to_owned(),
            FieldKind::Number => "number".to_owned(),
            FieldKind::Choice => format!("choice of {}", field.choices.join(", ")),
            FieldKind::YesNo => "yes or no".to_owned(),
            FieldKind::Date => "date".to_owned(),
        };
        let line = format!("{}  ({kind}; {})", field.name, output::papers(field.papers));
        output::line(&output::plain(&line))?;
    }
    Ok(())
}

fn kind(kind: args::FieldKind) -> FieldKind {
    match kind {
        args::FieldKind::Text => FieldKind::Text,
        args::FieldKind::Number => FieldKind::Number,
        args::FieldKind::Choice => FieldKind::Choice,
        args::FieldKind::YesNo => FieldKind::YesNo,
        args::FieldKind::Date => FieldKind::Date,
    }
}

pub(super) fn matrix(common: &Common, arguments: &args::Matrix) -> Done {
    let library = open(common)?;
    let columns = arguments
        .columns
        .iter()
        .map(|name| column(&library, name))
        .collect::<Result<Vec<_>, _>>()?;
    let view = match &arguments.collection {
        Some(name) => View::Collection {
            id: collection(&library, name)?,
        },
        None => View::Library,
    };
    let query = arguments.query.clone().unwrap_or_default();
    let request = MatrixExport {
        view,
        query,
        columns,
        format: arguments.format.clone(),
        title: arguments.title.clone(),
        path: String::new(),
    };
    let Some(path) = &arguments.output else {
        if common.json {
            return output::json(&whole(&library, &request)?);
        }
        super::export::no_garbling(&request.format)?;
        return output::bytes(&library.written_matrix(request)?.0);
    };
    let report = library.export_matrix(MatrixExport {
        path: path.display().to_string(),
        ..request
    })?;
    if common.json {
        return output::json(&report);
    }
    output::remark(
        common,
        &format!(
            "{} written to {}",
            output::papers(report.entries),
            path.display()
        ),
    );
    Ok(())
}

/// All rows of a matrix.
fn whole(library: &Library, request: &MatrixExport) -> Result<Matrix, Error> {
    let page = |offset| {
        library.matrix(MatrixRequest {
            view: request.view.clone(),
            query: request.query.clone(),
            columns: request.columns.clone(),
            offset,
            limit: PAGE,
        })
    };
    let mut matrix = page(0)?;
    while matrix.rows.len() < matrix.total {
        let more = page(matrix.rows.len())?.rows;
        if more.is_empty() {
            break;
        }
        matrix.rows.extend(more);
    }
    Ok(matrix)
}

fn column(library: &Library, name: &str) -> Result<MatrixColumn, Failure> {
    let name = name.trim();
    Ok(match name.to_lowercase().as_str() {
        "title" => MatrixColumn::Title,
        "authors" => MatrixColumn::Authors,
        "year" => MatrixColumn::Year,
        "venue" => MatrixColumn::Venue,
        "key" => MatrixColumn::Key,
        "decision" => MatrixColumn::Decision,
        "tags" => MatrixColumn::Tags,
        "stars" => MatrixColumn::Stars,
        "note" => MatrixColumn::Note,
        _ => match name.split_once(':') {
            Some(("field", field)) => MatrixColumn::Field {
                id: library.field_id(field)?,
            },
            Some(("section", heading)) => MatrixColumn::Section {
                name: heading.to_owned(),
            },
            _ => {
                return Err(Failure::Usage(format!(
                    "{name:?} is no column: title, authors, year, venue, key, decision, tags, stars, note, field:NAME or section:HEADING."
                )));
            }
        },
    })
}
