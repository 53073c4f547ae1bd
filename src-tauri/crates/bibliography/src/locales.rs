//! The terms of each language ("et al.", "n.d."), loaded once.

use std::sync::LazyLock;

use citationberg::taxonomy::{OtherTerm, Term};
use citationberg::{Locale, LocaleCode, LocalizedTerm, TermForm};

use crate::sort;
use crate::style::Style;

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

/// What each language calls itself.
const OWN_NAMES: [(&str, &str); 64] = [
    ("af-ZA", "Afrikaans"),
    ("ar", "العربية"),
    ("bal-PK", "بلۏچی"),
    ("bg-BG", "Български"),
    ("brh-PK", "براہوئی"),
    ("ca-AD", "Català"),
    ("cs-CZ", "Čeština"),
    ("cy-GB", "Cymraeg"),
    ("da-DK", "Dansk"),
    ("de-AT", "Deutsch (Österreich)"),
    ("de-CH", "Deutsch (Schweiz)"),
    ("de-DE", "Deutsch (Deutschland)"),
    ("el-GR", "Ελληνικά"),
    ("en-GB", "English (UK)"),
    ("en-US", "English (US)"),
    ("es-CL", "Español (Chile)"),
    ("es-ES", "Español (España)"),
    ("es-MX", "Español (México)"),
    ("et-EE", "Eesti"),
    ("eu", "Euskara"),
    ("fa-IR", "فارسی"),
    ("fi-FI", "Suomi"),
    ("fr-CA", "Français (Canada)"),
    ("fr-FR", "Français (France)"),
    ("gl-ES", "Galego"),
    ("he-IL", "עברית"),
    ("hi-IN", "हिन्दी"),
    ("hr-HR", "Hrvatski"),
    ("hu-HU", "Magyar"),
    ("hy-AM", "Հայերեն"),
    ("id-ID", "Bahasa Indonesia"),
    ("is-IS", "Íslenska"),
    ("it-IT", "Italiano"),
    ("ja-JP", "日本語"),
    ("km-KH", "ភាសាខ្មែរ"),
    ("ko-KR", "한국어"),
    ("la", "Latina"),
    ("lij-IT", "Lìgure"),
    ("lt-LT", "Lietuvių"),
    ("lv-LV", "Latviešu"),
    ("mn-MN", "Монгол"),
    ("ms-MY", "Bahasa Melayu"),
    ("nb-NO", "Norsk bokmål"),
    ("nl-NL", "Nederlands"),
    ("nn-NO", "Norsk nynorsk"),
    ("pa-PK", "پنجابی"),
    ("pl-PL", "Polski"),
    ("pt-BR", "Português (Brasil)"),
    ("pt-PT", "Português (Portugal)"),
    ("ro-RO", "Română"),
    ("ru-RU", "Русский"),
    ("sk-SK", "Slovenčina"),
    ("sl-SI", "Slovenščina"),
    ("sr-Cyrl-RS", "Српски (ћирилица)"),
    ("sr-Latn-RS", "Srpski (latinica)"),
    ("sr-RS", "Српски / Srpski"),
    ("sv-SE", "Svenska"),
    ("th-TH", "ไทย"),
    ("tl-PH", "Tagalog"),
    ("tr-TR", "Türkçe"),
    ("uk-UA", "Українська"),
    ("vi-VN", "Tiếng Việt"),
    ("zh-CN", "中文 (中国大陆)"),
    ("zh-TW", "中文 (臺灣)"),
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

/// Every locale that comes with the program.
pub(crate) fn all() -> &'static [Locale] {
    &ALL
}

/// The language a bibliography in a style is written in: the one asked for, else the style's own,
/// else English.
pub(crate) fn of_style(style: &Style, asked: Option<&str>) -> LocaleCode {
    let own = || style.full.default_locale.as_ref();
    asked
        .and_then(resolve)
        .or_else(|| style.locale.clone())
        .or_else(|| own().and_then(|code| resolve(&code.0)))
        .unwrap_or_else(LocaleCode::en_us)
}

/// The languages a bibliography can be written in: tag and own name, by name.
pub fn languages() -> Vec<(String, String)> {
    let mut languages: Vec<(String, String)> = ALL
        .iter()
        .filter_map(|locale| locale.lang.as_ref())
        .map(|code| {
            let name = OWN_NAMES
                .iter()
                .find(|(tag, _)| *tag == code.0)
                .map_or(code.0.as_str(), |(_, name)| name);
            (code.0.clone(), name.to_owned())
        })
        .collect();
    languages.sort_by_key(|(tag, name)| (sort::fold(name), tag.clone()));
    languages
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
            quotation_marks(all(), &code.0)
        };
        let pair = |open: &str, close: &str| (open.to_owned(), close.to_owned());
        assert_eq!(marks("en"), pair("“", "”"));
        assert_eq!(marks("de"), pair("„", "“"));
        assert_eq!(marks("fr"), pair("«\u{A0}", "\u{A0}»"));
        assert_eq!(marks("ja"), pair("「", "」"));
        assert_eq!(quotation_marks(&[], "en-US"), pair("“", "”"));
    }

    #[test]
    fn every_language_is_offered_by_its_own_name() {
        let languages = languages();
        assert_eq!(languages.len(), all().len());
        for (tag, name) in &languages {
            assert_ne!(tag, name);
            assert_eq!(resolve(tag).map(|code| code.0), Some(tag.clone()));
        }
        let german = languages.iter().find(|(tag, _)| tag == "de-DE");
        assert_eq!(
            german.map(|(_, name)| name.as_str()),
            Some("Deutsch (Deutschland)")
        );
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
