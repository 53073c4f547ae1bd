//! The terms of each language ("et al.", "n.d."), loaded once.

use std::sync::LazyLock;

use citationberg::taxonomy::{OtherTerm, Term};
use citationberg::{Locale, LocaleCode, LocalizedTerm, TermForm};

static ALL: LazyLock<Vec<Locale>> = LazyLock::new(hayagriva::archive::locales);

/// Where a language has several locales, the one meant by the bare language.
const PREFERRED: [(&str, &str); 6] = [
    ("de", "de-DE"),
    ("en", "en-US"),
    ("es", "es-ES"),
    ("fr", "fr-FR"),
    ("pt", "pt-PT"),
    ("zh", "zh-CN"),
];

/// The locale that best fits a language tag (`de`, `de-CH`, `pt_br`); none where there is none.
pub(crate) fn resolve(tag: &str) -> Option<LocaleCode> {
    let tag = tag.trim().replace('_', "-");
    let find = |wanted: &str| {
        ALL.iter()
            .filter_map(|locale| locale.lang.as_ref())
            .find(|code| code.0.eq_ignore_ascii_case(wanted))
            .cloned()
    };
    if let Some(exact) = find(&tag) {
        return Some(exact);
    }
    let language = tag
        .split('-')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    if let Some((_, preferred)) = PREFERRED.iter().find(|(bare, _)| *bare == language) {
        return find(preferred);
    }
    ALL.iter()
        .filter_map(|locale| locale.lang.as_ref())
        .find(|code| code.0.split('-').next() == Some(language.as_str()))
        .cloned()
}

/// The locales a style may look terms up in: few, because every look-up walks them all.
pub(crate) fn for_codes(codes: &[Option<&LocaleCode>]) -> Vec<Locale> {
    let english = LocaleCode::en_us();
    let fallbacks: Vec<_> = codes
        .iter()
        .flatten()
        .filter_map(|code| code.fallback())
        .collect();
    ALL.iter()
        .filter(|locale| {
            locale.lang.as_ref().is_some_and(|lang| {
                *lang == english || codes.contains(&Some(lang)) || fallbacks.contains(lang)
            })
        })
        .cloned()
        .collect()
}

/// The quotation marks of a language, from its own locale; English ones where it has none.
pub(crate) fn quotation_marks(locales: &[Locale], language: &str) -> (String, String) {
    let term = |name| {
        locales
            .iter()
            .find(|locale| locale.lang.as_ref().is_some_and(|lang| lang.0 == language))
            .and_then(|locale| locale.term(Term::Other(name), TermForm::Long))
            .and_then(LocalizedTerm::single)
            .filter(|mark| !mark.trim().is_empty())
            .map(str::to_owned)
    };
    term(OtherTerm::OpenQuote)
        .zip(term(OtherTerm::CloseQuote))
        .unwrap_or_else(|| ("“".to_owned(), "”".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_are_the_languages_own() {
        let marks = |tag: &str| {
            let code = resolve(tag).unwrap();
            quotation_marks(&for_codes(&[Some(&code)]), &code.0)
        };
        let pair = |open: &str, close: &str| (open.to_owned(), close.to_owned());
        assert_eq!(marks("en"), pair("“", "”"));
        assert_eq!(marks("de"), pair("„", "“"));
        assert_eq!(marks("fr"), pair("«\u{A0}", "\u{A0}»"));
        assert_eq!(marks("ja"), pair("「", "」"));
        assert_eq!(quotation_marks(&[], "en-US"), pair("“", "”"));
    }

    #[test]
    fn a_language_finds_its_locale() {
        let found = |tag| resolve(tag).map(|code| code.0);
        assert_eq!(found("de"), Some("de-DE".into()));
        assert_eq!(found("pt_br"), Some("pt-BR".into()));
        assert_eq!(found("en-ZA"), Some("en-US".into()));
        assert_eq!(found("nl"), Some("nl-NL".into()));
        assert_eq!(found("tlh"), None);
        assert_eq!(found(""), None);
    }
}
