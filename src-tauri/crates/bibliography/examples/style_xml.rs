//! Writes the XML of a style that comes with the program, with the terms of its language in it, so
//! that another processor can be given the very same style and words.
//!
//!     cargo run -p bibliography --example style_xml -- apa > apa.csl

use std::process::ExitCode;

use citationberg::{Locale, LocaleCode, LocaleFile, Style};
use hayagriva::archive::{ArchivedStyle, locales};

fn main() -> ExitCode {
    let name = std::env::args().nth(1).unwrap_or_default();
    match xml(&name) {
        Ok(xml) => {
            println!("{xml}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("style_xml: {error}");
            ExitCode::FAILURE
        }
    }
}

fn xml(name: &str) -> Result<String, String> {
    let style = ArchivedStyle::by_name(name)
        .ok_or_else(|| format!("there is no style named {name:?}"))?
        .get();
    // It is written by the name of its term, which has a hyphen.
    let xml = style.to_xml().map_err(|error| error.to_string())?;
    let xml = xml.replace("term=\"et al\"", "term=\"et-al\"");
    let Style::Independent(style) = style else {
        return Err("it depends on another style".to_owned());
    };
    let language = style.default_locale.unwrap_or_else(LocaleCode::en_us);
    let locale: Locale = locales()
        .into_iter()
        .find(|locale| locale.lang.as_ref() == Some(&language))
        .ok_or("its language has no locale")?;
    let file: LocaleFile = locale
        .try_into()
        .map_err(|()| "the locale has no language")?;
    let terms = file.to_xml().map_err(|error| error.to_string())?;
    // Without a language of its own a locale in a style comes after the style's other ones and
    // before those that the processor brings.
    let inner = terms.find('>').and_then(|end| terms.get(end + 1..));
    let inner = inner.and_then(|inner| inner.strip_suffix("</style>"));
    let inner = inner.ok_or("the locale was written in an unexpected form")?;
    Ok(format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{}",
        xml.replacen(
            "<style ",
            "<style xmlns=\"http://purl.org/net/xbiblio/csl\" ",
            1
        )
        .replacen("</style>", &format!("<locale>{inner}</locale></style>"), 1)
    ))
}
