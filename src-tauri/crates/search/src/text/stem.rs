//! English stems (Snowball "English", Porter 2) and the words too common to mean anything.

use frostem::{Algorithm, Stemmer};

/// Marks an indexed stem, so that a stem never passes for a word that is spelled like it.
pub(crate) const MARK: char = '\u{1}';

/// Words that say nothing about a paper; sorted, for binary search.
const STOP_WORDS: [&str; 71] = [
    "a", "about", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "between",
    "but", "by", "can", "could", "did", "do", "does", "for", "from", "had", "has", "have", "how",
    "however", "if", "in", "into", "is", "it", "its", "may", "more", "most", "no", "not", "of",
    "on", "or", "our", "over", "s", "should", "so", "some", "such", "than", "that", "the", "their",
    "them", "then", "there", "these", "they", "this", "through", "to", "under", "up", "was", "we",
    "were", "when", "which", "while", "will", "with", "would",
];

/// True for an English function word, given folded.
pub(crate) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

/// The stem of a folded word: `None` where English rules do not apply (digits, other scripts, very
/// short words). May equal the word.
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
    fn stop_words_are_sorted_for_their_search() {
        assert!(STOP_WORDS.is_sorted());
        assert!(STOP_WORDS.iter().all(|word| is_stop_word(word)));
    }

    #[test]
    fn forms_of_one_english_word_share_a_stem() {
        assert_eq!(stem("networks"), stem("network"));
        assert_eq!(stem("learning"), stem("learned"));
    }

    #[test]
    fn names_with_digits_and_other_scripts_have_no_stem() {
        assert_eq!(stem("dreamerv3"), None);
        assert_eq!(stem("обучение"), None);
    }
}
