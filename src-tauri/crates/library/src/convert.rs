//! One format into another, without a library.

use papers::diagnostic::Diagnostic;
use papers::formats::{self, Format};
use serde::Serialize;

use crate::error::{Error, Result};

/// A converted file and what was noticed on the way.
#[derive(Clone, Debug)]
pub struct Converted {
    pub text: String,
    pub papers: usize,
    pub diagnostics: Vec<Diagnostic>,
}

/// One line of `lectern formats`.
#[derive(Clone, Debug, Serialize)]
pub struct FormatSummary {
    pub id: &'static str,
    pub name: &'static str,
    pub reads: bool,
    pub writes: bool,
}

/// `from` when the reader knows better than the sniffer.
pub fn convert(
    bytes: &[u8],
    name: Option<&str>,
    from: Option<&str>,
    to: &str,
) -> Result<Converted> {
    let target = Format::from_id(to)
        .filter(|format| format.writes())
        .ok_or_else(|| {
            Error::user(
                "unknown_format",
                format!("There is no format {to:?} that Lectern writes; see `lectern formats`."),
            )
        })?;
    let label = name.unwrap_or("standard input");
    let source = match from {
        Some(id) => crate::import::format_named(id)?,
        None => formats::sniff(bytes, name).ok_or_else(|| {
            Error::user(
                "not_recognised",
                format!("{label} is in no format that Lectern recognises; --from names one."),
            )
        })?,
    };
    let reading = formats::read(source, bytes);
    if reading.records.is_empty() {
        return Err(Error::user(
            "nothing_recognised",
            format!(
                "{label} holds no papers that Lectern can read as {}.",
                source.name()
            ),
        ));
    }
    let papers: Vec<papers::Paper> = reading
        .records
        .into_iter()
        .map(|record| record.paper)
        .collect();
    Ok(Converted {
        text: formats::write(target, &papers),
        papers: papers.len(),
        diagnostics: reading.diagnostics.into(),
    })
}

pub fn format_list() -> Vec<FormatSummary> {
    Format::ALL
        .iter()
        .map(|format| FormatSummary {
            id: format.id(),
            name: format.name(),
            reads: format.reads(),
            writes: format.writes(),
        })
        .collect()
}
