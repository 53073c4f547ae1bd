//! The language of a paper, as its ISO 639-1 code.
//!
//! What the source says wins, however it says it (`ger`, `de-AT`, `German`, `ngerman`). Otherwise
//! title and abstract are read: common English words settle most papers quickly, letter triples
//! (Cavnar and Trenkle 1994, by `whatlang`) the rest. In doubt there is no answer: a wrong language
//! would cut words at the wrong place.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Segment, segments};
use crate::Paper;

/// A language can be told from so much of a text, in bytes; more costs time and changes nothing.
const ENOUGH: usize = 1_000;

/// Below so many letters, languages that share a script cannot be told apart.
const FEWEST_LETTERS: usize = 40;

/// Codes that languages go by. Both written Norwegians are `no`, as sources and readers have it.
const LANGUAGES: &[(&str, &str)] = &[
    ("af", "afr afrikaans"),
    ("am", "amh amharic"),
    ("ar", "ara arb arabic العربية"),
    ("az", "aze azj azerbaijani"),
    ("be", "bel belarusian беларуская"),
    ("bg", "bul bulgarian български"),
    ("bn", "ben bengali bangla বাংলা"),
    ("bs", "bos bosnian bosanski"),
    ("ca", "cat catalan català"),
    ("cs", "ces cze czech čeština česky"),
    ("cy", "cym wel welsh cymraeg"),
    ("da", "dan danish dansk"),
    (
        "de",
        "deu ger german germanb ngerman austrian naustrian nswissgerman swissgerman deutsch",
    ),
    ("el", "ell gre greek polutonikogreek ελληνικά"),
    (
        "en",
        "eng english american usenglish british ukenglish canadian australian newzealand",
    ),
    ("eo", "epo esperanto"),
    ("es", "spa spanish castilian español castellano"),
    ("et", "est estonian eesti"),
    ("eu", "eus baq basque euskara"),
    ("fa", "fas per pes persian farsi فارسی"),
    ("fi", "fin finnish suomi"),
    ("fr", "fra fre french francais français acadian canadien"),
    ("ga", "gle irish gaeilge"),
    ("gl", "glg galician galego"),
    ("gu", "guj gujarati ગુજરાતી"),
    ("he", "heb hebrew עברית"),
    ("hi", "hin hindi हिन्दी"),
    ("hr", "hrv scr croatian hrvatski"),
    ("hu", "hun hungarian magyar"),
    ("hy", "hye arm armenian հայերեն"),
    ("id", "ind indonesian indonesia"),
    ("is", "isl ice icelandic íslenska"),
    ("it", "ita italian italiano"),
    ("ja", "jpn japanese 日本語"),
    ("jv", "jav javanese"),
    ("ka", "kat geo georgian ქართული"),
    ("kk", "kaz kazakh"),
    ("km", "khm khmer"),
    ("kn", "kan kannada ಕನ್ನಡ"),
    ("ko", "kor korean 한국어"),
    ("la", "lat latin"),
    ("lt", "lit lithuanian lietuvių"),
    ("lv", "lav latvian latviešu"),
    ("mk", "mkd mac macedonian македонски"),
    ("ml", "mal malayalam മലയാളം"),
    ("mn", "mon mongolian"),
    ("mr", "mar marathi मराठी"),
    ("ms", "msa may malay melayu"),
    ("my", "mya bur burmese"),
    ("ne", "nep nepali नेपाली"),
    ("nl", "nld dut dutch nederlands flemish"),
    (
        "no",
        "nb nn nor nob nno norwegian norsk nynorsk bokmal bokmål",
    ),
    ("or", "ori oriya odia"),
    ("pa", "pan punjabi ਪੰਜਾਬੀ"),
    ("pl", "pol polish polski"),
    (
        "pt",
        "por portuguese portuges brazil brazilian português portugues",
    ),
    ("ro", "ron rum romanian română"),
    ("ru", "rus russian русский"),
    ("si", "sin sinhala"),
    ("sk", "slk slo slovak slovenčina"),
    ("sl", "slv slovenian slovene slovenščina"),
    ("sn", "sna shona"),
    ("sq", "sqi alb albanian shqip"),
    ("sr", "srp scc serbian serbianc српски srpski"),
    ("sv", "swe swedish svenska"),
    ("sw", "swa swahili"),
    ("ta", "tam tamil தமிழ்"),
    ("te", "tel telugu తెలుగు"),
    ("th", "tha thai ไทย"),
    ("tk", "tuk turkmen"),
    ("tl", "tgl tagalog filipino"),
    ("tr", "tur turkish türkçe"),
    ("uk", "ukr ukrainian українська"),
    ("ur", "urd urdu اردو"),
    ("uz", "uzb uzbek"),
    ("vi", "vie vietnamese"),
    ("yi", "yid yiddish"),
    ("zh", "zho chi cmn chinese mandarin 中文 汉语 漢語"),
    ("zu", "zul zulu"),
];

/// English words that nearly every sentence has some of, and other languages seldom.
const ENGLISH: [&str; 16] = [
    "and", "are", "by", "for", "from", "is", "of", "on", "our", "that", "the", "this", "to", "we",
    "which", "with",
];

/// The language of a paper: what its source says, or what its title and abstract are written in.
/// `None` in doubt.
pub fn of(paper: &Paper) -> Option<&'static str> {
    let stated = paper.language.as_deref().and_then(named);
    stated.or_else(|| {
        let text = paper.abstract_text.as_deref().unwrap_or_default();
        written(&paper.title, text)
    })
}

/// The language that a code or a name means: ISO 639-1 and -2, tags with a region (`pt-BR`), English
/// and own names, LaTeX's names. Of several, the first. `None` for what is no language known here.
pub fn named(text: &str) -> Option<&'static str> {
    static CODES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
        let codes = LANGUAGES.iter().map(|(code, _)| (*code, *code));
        let names = LANGUAGES
            .iter()
            .flat_map(|(code, names)| names.split(' ').map(|name| (name, *code)));
        codes.chain(names).collect()
    });
    let text = text.trim().to_lowercase();
    let end = text.find(|c: char| !c.is_alphanumeric() && !is_mark(c));
    let first = text.get(..end.unwrap_or(text.len()))?;
    CODES.get(first).copied()
}

/// The codes of all languages whose code or a name of theirs begins so, for a name half typed.
pub fn begun(text: &str) -> Vec<&'static str> {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Vec::new();
    }
    let begins = |names: &str| names.split(' ').any(|name| name.starts_with(&text));
    LANGUAGES
        .iter()
        .filter(|(code, names)| code.starts_with(&text) || begins(names))
        .map(|(code, _)| *code)
        .collect()
}

/// The language that a title and an abstract are written in, if that is beyond doubt. Formulas do
/// not count.
pub fn written(title: &str, abstract_text: &str) -> Option<&'static str> {
    let mut prose = String::new();
    for text in [abstract_text, title] {
        for segment in segments(text.get(..text.floor_char_boundary(ENOUGH)).unwrap_or(text)) {
            if let Segment::Prose(text) = segment {
                prose.push_str(text);
                prose.push(' ');
            }
        }
        if prose.len() >= ENOUGH {
            break;
        }
    }
    if is_plainly_english(&prose) {
        return Some("en");
    }
    let info = whatlang::detect(&prose)?;
    let shared = matches!(
        info.script(),
        whatlang::Script::Latin
            | whatlang::Script::Cyrillic
            | whatlang::Script::Arabic
            | whatlang::Script::Devanagari
            | whatlang::Script::Hebrew
    );
    let letters = prose.chars().filter(|c| c.is_alphabetic()).count();
    let told = info.is_reliable() && (!shared || letters >= FEWEST_LETTERS);
    told.then(|| named(info.lang().code())).flatten()
}

/// One word in six is one of the commonest, of twelve words at least; no other language has as many.
fn is_plainly_english(text: &str) -> bool {
    let mut words = 0;
    let mut common = 0;
    for word in text.split(|c: char| !c.is_alphabetic()) {
        if word.is_empty() {
            continue;
        }
        words += 1;
        let known = |english: &&str| english.eq_ignore_ascii_case(word);
        common += usize::from(word.len() < 6 && ENGLISH.iter().any(|english| known(english)));
    }
    words >= 12 && common * 6 >= words
}

/// Vowel signs and the like belong to the letters before them.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_goes_by_many_names() {
        for (name, code) in [
            ("de", "de"),
            ("ger", "de"),
            ("deu", "de"),
            ("German", "de"),
            ("ngerman", "de"),
            ("de-AT", "de"),
            ("Deutsch", "de"),
            ("pt_BR", "pt"),
            ("eng; fre", "en"),
            ("English (UK)", "en"),
            ("nb", "no"),
            ("español", "es"),
            ("中文", "zh"),
            ("हिन्दी", "hi"),
            (" FR ", "fr"),
        ] {
            assert_eq!(named(name), Some(code), "{name}");
        }
        for name in ["", "-", "xx", "klingon", "1", "germanic"] {
            assert_eq!(named(name), None, "{name}");
        }
    }

    #[test]
    fn a_name_half_typed_may_be_several() {
        assert_eq!(begun("germ"), ["de"]);
        assert_eq!(begun("spa"), ["es"]);
        assert!(begun("s").len() > 3);
        assert!(begun("").is_empty());
        assert!(begun("qqq").is_empty());
    }

    #[test]
    fn no_name_means_two_languages() {
        let mut seen = std::collections::HashSet::new();
        for (code, names) in LANGUAGES {
            for name in names.split(' ').chain([*code]) {
                assert!(seen.insert(name), "{name}");
            }
        }
        assert!(LANGUAGES.is_sorted());
    }

    #[test]
    fn the_language_of_an_abstract_is_told() {
        for (code, text) in [
            (
                "en",
                "We show that the learned model of the world is enough for planning, and that it is robust to noise.",
            ),
            (
                "de",
                "Wir zeigen, dass ein gelerntes Modell der Umgebung für die Planung genügt und gegen Störungen unempfindlich ist.",
            ),
            (
                "fr",
                "Nous montrons qu'un modèle appris de l'environnement suffit pour la planification et qu'il résiste au bruit.",
            ),
            (
                "es",
                "Mostramos que un modelo aprendido del entorno es suficiente para la planificación y que resiste al ruido.",
            ),
            (
                "it",
                "Mostriamo che un modello appreso dell'ambiente è sufficiente per la pianificazione e che resiste al rumore.",
            ),
            (
                "pt",
                "Mostramos que um modelo aprendido do ambiente é suficiente para o planejamento e não é sensível ao ruído.",
            ),
            (
                "nl",
                "Wij laten zien dat een geleerd model van de omgeving voldoende is voor het plannen en bestand is tegen ruis.",
            ),
            (
                "ru",
                "Мы показываем, что обученной модели среды достаточно для планирования и что она устойчива к шуму.",
            ),
            ("el", "Δείχνουμε ότι ένα μοντέλο του περιβάλλοντος αρκεί."),
            ("ja", "環境のモデルを学習することで計画が可能になる。"),
            ("ko", "학습된 환경 모델이 계획에 충분함을 보인다."),
            ("zh", "我们证明学习到的环境模型足以进行规划。"),
        ] {
            assert_eq!(written("", text), Some(code), "{text}");
        }
    }

    #[test]
    fn in_doubt_there_is_no_language() {
        for title in [
            "",
            "BERT",
            "DreamerV3",
            "$x^2 + y^2$",
            "Attention",
            "2301.04104",
        ] {
            assert_eq!(written(title, ""), None, "{title}");
        }
    }

    #[test]
    fn what_the_source_says_wins() {
        let mut paper = Paper {
            title: "Ein Modell der Umgebung genügt für die Planung von Handlungen".to_owned(),
            language: Some("eng".to_owned()),
            ..Paper::default()
        };
        assert_eq!(of(&paper), Some("en"));
        paper.language = Some("unknown".to_owned());
        assert_eq!(of(&paper), Some("de"));
    }
}
