//! Words too common to mean anything, by language; folded.

use super::stem::Language;

/// Sorted, for binary search.
const ENGLISH: [&str; 71] = [
    "a", "about", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "between",
    "but", "by", "can", "could", "did", "do", "does", "for", "from", "had", "has", "have", "how",
    "however", "if", "in", "into", "is", "it", "its", "may", "more", "most", "no", "not", "of",
    "on", "or", "our", "over", "s", "should", "so", "some", "such", "than", "that", "the", "their",
    "them", "then", "there", "these", "they", "this", "through", "to", "under", "up", "was", "we",
    "were", "when", "which", "while", "will", "with", "would",
];

/// The commonest of the languages that papers are most often written in besides.
const OTHERS: [(&str, &str); 12] = [
    (
        "da",
        "af at de den der det en er et for fra har i ikke med og om pa som til ved vi",
    ),
    (
        "de",
        "als am an auch auf aus bei das dass dem den der des die durch ein eine einem einen einer \
         eines fur im in ist mit nach nicht oder sich sind uber um und unter von vor werden wie wir \
         wird zu zum zur",
    ),
    (
        "es",
        "al como con de del el en entre es esta este la las lo los mas no o para por que se sin \
         sobre su sus un una y",
    ),
    ("fi", "ei etta ja joka kun on ovat sen se tai tama voi"),
    (
        "fr",
        "a au aux avec ce ces cette d dans de des du en est et l la le les nous on ou par pas pour \
         qu que qui s se sont sur un une",
    ),
    (
        "it",
        "a al alla che con da dal dei del della delle di e gli i il in l la le lo nel nella non o \
         per si sono su un una uno",
    ),
    (
        "nl",
        "aan als bij dat de door een en het in is met naar niet of om onder op over te tot uit van \
         voor wij worden zijn",
    ),
    (
        "no",
        "av at den det en er et for fra har i ikke med og om pa som til ved vi",
    ),
    (
        "pl",
        "a do i jest na nie o od oraz po przez sie to w z za ze",
    ),
    (
        "pt",
        "a ao aos as com como da das de do dos e em entre na nas no nos nao o os ou para pela pelo \
         por que se um uma",
    ),
    (
        "ru",
        "а в во для до и из или к как на не но о об от по при с со то у что это",
    ),
    (
        "sv",
        "att av de den det en ett for fran har i inte med och om pa som till vi",
    ),
];

/// True for a function word of English or of one of the languages, given folded.
pub(crate) fn is_stop_word(word: &str, languages: &[Language]) -> bool {
    ENGLISH.binary_search(&word).is_ok()
        || languages.iter().any(|language| {
            OTHERS
                .iter()
                .filter(|(code, _)| *code == language.code())
                .any(|(_, words)| words.split(' ').any(|known| known == word))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn english_ones_are_sorted_for_their_search() {
        assert!(ENGLISH.is_sorted());
        assert!(ENGLISH.iter().all(|word| is_stop_word(word, &[])));
    }

    #[test]
    fn words_of_a_language_are_common_only_where_it_is_spoken() {
        let german = Language::of_code("de").expect("a language with rules");
        assert!(is_stop_word("fur", &[german]));
        assert!(!is_stop_word("fur", &[]));
        assert!(is_stop_word("the", &[german]));
        assert!(!is_stop_word("netz", &[german]));
    }

    #[test]
    fn all_are_folded_as_words_are() {
        for (code, words) in OTHERS {
            assert!(Language::of_code(code).is_some(), "{code}");
            for word in words.split(' ') {
                let mut folded = String::new();
                word.chars().for_each(|c| fold::push(c, &mut folded));
                assert_eq!(folded, word);
            }
        }
    }
}
