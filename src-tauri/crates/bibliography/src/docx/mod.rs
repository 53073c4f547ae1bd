//! Word documents: the few OOXML parts a bibliography needs, in the order the schema asks
//! (ECMA-376, part 1), packed so that the same document always gives the same bytes.

mod body;
mod headings;
mod parts;
mod table;
pub(crate) mod xml;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::compose::Document;
use crate::layout::{Layout, POINTS};
use crate::rich::{self, Inline};
use crate::{Result, Table};

pub(crate) use table::MOST_COLUMNS;

/// The document as a `.docx` file, without a date of its own.
///
/// # Errors
/// Only when the archive cannot be packed.
pub fn docx(document: &Document) -> Result<Vec<u8>> {
    pack(document, None)
}

/// The same, stating when it was made: `now` in RFC 3339, in UTC (`2024-03-14T09:30:00Z`).
///
/// # Errors
/// Only when the archive cannot be packed.
pub fn docx_dated(document: &Document, now: &str) -> Result<Vec<u8>> {
    pack(document, Some(now))
}

/// The table as a `.docx` file in landscape, its header row repeated on every page.
///
/// # Errors
/// [`crate::Error::TooManyColumns`] beyond the columns Word has; otherwise only when the archive
/// cannot be packed.
pub fn table_docx(table: &Table) -> Result<Vec<u8>> {
    package(Package {
        title: &table.title,
        language: &table.language,
        layout: table::layout(),
        points: table::POINTS,
        body: table::write(table)?,
        now: None,
    })
}

fn pack(document: &Document, now: Option<&str>) -> Result<Vec<u8>> {
    package(Package {
        title: &document.title,
        language: &document.language,
        layout: document.layout,
        points: POINTS,
        body: body::write(document),
        now,
    })
}

/// A body with what its other parts are made from.
struct Package<'p> {
    title: &'p [Inline],
    language: &'p str,
    layout: &'p Layout,
    points: u32,
    body: body::Body,
    now: Option<&'p str>,
}

fn package(package: Package<'_>) -> Result<Vec<u8>> {
    let Package {
        title,
        language,
        layout,
        points,
        body,
        now,
    } = package;
    let files = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::PACKAGE_RELATIONS.to_owned()),
        ("docProps/app.xml", parts::APP.to_owned()),
        (
            "docProps/core.xml",
            parts::core(&rich::flat(title), language, now),
        ),
        (
            "word/_rels/document.xml.rels",
            parts::relations(&body.links),
        ),
        ("word/document.xml", body.xml),
        ("word/header.xml", parts::PAGE_HEADER.to_owned()),
        (
            "word/numbering.xml",
            parts::numbering(layout, &body.numbered),
        ),
        ("word/settings.xml", parts::SETTINGS.to_owned()),
        ("word/styles.xml", parts::styles(layout, language, points)),
    ];
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in files {
        archive.start_file(name, options)?;
        archive.write_all(contents.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}
