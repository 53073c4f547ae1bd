//! Stems: what the forms of one word share, by the rules of its language (Snowball; Porter 2001).
//!
//! Stems are cut from words as they are spelled and from words without accents, and then folded:
//! some rules look at accents, and some readers leave them off.

use frostem::{Algorithm, Stemmer};

use super::fold;

/// Marks an indexed stem, so that a stem never passes for a word that is spelled like it.
pub(crate) const MARK: char = '\u{1}';

/// The languages with rules, by ISO 639-1 code. Languages whose vowel signs folding takes away have
/// none that would hold.
const LANGUAGES: [(&str, Algorithm); 28] = [
    ("en", Algorithm::English),
    ("ar", Algorithm::Arabic),
    ("ca", Algorithm::Catalan),
    ("cs", Algorithm::Czech),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("es", Algorithm::Spanish),
    ("et", Algorithm::Estonian),
    ("eu", Algorithm::Basque),
    ("fa", Algorithm::Persian),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("ga", Algorithm::Irish),
    ("hu", Algorithm::Hungarian),
    ("hy", Algorithm::Armenian),
    ("id", Algorithm::Indonesian),
    ("it", Algorithm::Italian),
    ("lt", Algorithm::Lithuanian),
    ("nl", Algorithm::Dutch),
    ("no", Algorithm::Norwegian),
    ("pl", Algorithm::Polish),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("sr", Algorithm::Serbian),
    ("sv", Algorithm::Swedish),
    ("tr", Algorithm::Turkish),
];

/// Languages that write compounds as one word.
const COMPOUNDING: [&str; 7] = ["da", "de", "fi", "hu", "nl", "no", "sv"];

/// A language with rules for its stems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Language(usize);

impl Language {
    /// The language of papers that say nothing of theirs.
    pub(crate) const ENGLISH: Language = Language(0);

    pub(crate) fn of_code(code: &str) -> Option<Language> {
        LANGUAGES
            .iter()
            .position(|(known, _)| *known == code)
            .map(Language)
    }

    pub(crate) fn code(self) -> &'static str {
        LANGUAGES.get(self.0).map_or("en", |(code, _)| code)
    }

    pub(crate) fn compounds(self) -> bool {
        COMPOUNDING.contains(&self.code())
    }

    fn algorithm(self) -> Algorithm {
        LANGUAGES
            .get(self.0)
            .map_or(Algorithm::English, |(_, algorithm)| *algorithm)
    }

    /// The stems of a word, folded: cut from its folded form, and from its spelling with accents
    /// where that leads elsewhere. None where the rules do not apply (digits, very short words, for
    /// English other scripts). May equal the word.
    pub(crate) fn stems(self, word: &str, accented: Option<&str>) -> Vec<String> {
        if self == Language::ENGLISH {
            return stem(word).into_iter().collect();
        }
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        if letters < 3 || letters != word.chars().count() {
            return Vec::new();
        }
        let stemmer = Stemmer::new(self.algorithm());
        let mut stems = Vec::new();
        for form in std::iter::once(word).chain(accented) {
            let mut folded = String::new();
            stemmer
                .stem(form)
                .chars()
                .for_each(|c| fold::push(c, &mut folded));
            if !folded.is_empty() && !stems.contains(&folded) {
                stems.push(folded);
            }
        }
        stems
    }

    /// The term under which a stem of this language is indexed.
    pub(crate) fn term(self, stem: &str) -> String {
        if self == Language::ENGLISH {
            format!("{MARK}{stem}")
        } else {
            format!("{MARK}{}{MARK}{stem}", self.code())
        }
    }
}

/// The English stem of a folded word: `None` where the rules do not apply (digits, other scripts,
/// very short words). May equal the word.
pub(crate) fn stem(word: &str) -> Option<String> {
    if word.len() < 4 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    Some(Stemmer::new(Algorithm::English).stem(word).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_english_word_share_a_stem() {
        assert_eq!(stem("networks"), stem("network"));
        assert_eq!(stem("learning"), stem("learned"));
    }

    #[test]
    fn names_with_digits_and_other_scripts_have_no_english_stem() {
        assert_eq!(stem("dreamerv3"), None);
        assert_eq!(stem("обучение"), None);
    }

    #[test]
    fn every_language_has_rules_of_its_own() {
        for (code, one, other) in [
            ("da", "modeller", "modellerne"),
            ("de", "hauser", "haus"),
            ("el", "δικτυα", "δικτυο"),
            ("es", "redes", "red"),
            ("fr", "reseaux", "reseau"),
            ("it", "modelli", "modello"),
            ("nl", "netwerken", "netwerk"),
            ("pt", "modelos", "modelo"),
            ("ru", "нейронный", "нейронная"),
            ("sv", "modeller", "modellerna"),
        ] {
            let language = Language::of_code(code).expect("a language with rules");
            let (one, other) = (language.stems(one, None), language.stems(other, None));
            assert!(!one.is_empty() && one == other, "{code}: {one:?} {other:?}");
        }
        assert_eq!(Language::of_code("zh"), None);
    }

    #[test]
    fn accents_left_off_and_accents_written_lead_to_a_common_stem() {
        let french = Language::of_code("fr").expect("a language with rules");
        let written = french.stems("employe", Some("employé"));
        let bare = french.stems("employe", None);
        assert!(bare.iter().all(|stem| written.contains(stem)));
    }
}
