//! OpenDocument text (ODF 1.3): named paragraph styles as in Word, real lists, links and tables of
//! contents, and formulas as MathML objects, which LibreOffice opens as its own.

mod content;
mod styles;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::Result;
use crate::compose::Document;
use crate::docx::xml::escaped;
use crate::rich;

const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.text";
const FORMULA: &str = "application/vnd.oasis.opendocument.formula";
const HEADER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// The document as an `.odt` file. The same document gives the same bytes.
///
/// # Errors
/// Only when the archive cannot be packed.
pub fn odt(document: &Document) -> Result<Vec<u8>> {
    let content = content::write(document);
    let packed = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let stored = packed.compression_method(CompressionMethod::Stored);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // The type stands first and uncompressed, where programs look for it.
    archive.start_file("mimetype", stored)?;
    archive.write_all(MEDIA_TYPE.as_bytes())?;
    let parts = [
        ("META-INF/manifest.xml", manifest(content.formulas.len())),
        ("content.xml", content.xml),
        ("meta.xml", meta(document)),
        ("styles.xml", styles::write(document)),
    ];
    for (name, contents) in parts {
        archive.start_file(name, packed)?;
        archive.write_all(contents.as_bytes())?;
    }
    for (index, formula) in content.formulas.iter().enumerate() {
        archive.start_file(format!("{}/content.xml", object(index)), packed)?;
        archive.write_all(HEADER.as_bytes())?;
        archive.write_all(formula.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// The folder of the formula at this index.
fn object(index: usize) -> String {
    format!("Object {}", index + 1)
}

fn manifest(formulas: usize) -> String {
    let mut xml = format!(
        "{HEADER}<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" \
         manifest:version=\"1.3\">"
    );
    let mut entry = |path: &str, kind: &str| {
        xml.push_str(&format!(
            "<manifest:file-entry manifest:full-path=\"{path}\" manifest:media-type=\"{kind}\"/>"
        ));
    };
    entry("/", MEDIA_TYPE);
    for part in ["content.xml", "meta.xml", "styles.xml"] {
        entry(part, "text/xml");
    }
    for index in 0..formulas {
        entry(&format!("{}/", object(index)), FORMULA);
        entry(&format!("{}/content.xml", object(index)), "text/xml");
    }
    xml.push_str("</manifest:manifest>");
    xml
}

fn meta(document: &Document) -> String {
    format!(
        "{HEADER}<office:document-meta \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" office:version=\"1.3\"><office:meta>\
         <meta:generator>Lectern</meta:generator><dc:title>{}</dc:title><dc:language>{}</dc:language>\
         </office:meta></office:document-meta>",
        escaped(&rich::flat(&document.title)),
        escaped(&document.language)
    )
}
