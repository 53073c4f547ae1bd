//! The words of a text that can tell what it is about, for whoever counts them.

use crate::rare::{root, telling};

/// Words that a sentence may turn on and a search may ask for, but that tell no paper from another;
/// sorted, for binary search.
const LIGHT: [&str; 123] = [
    "achieve",
    "achieves",
    "achieving",
    "across",
    "after",
    "again",
    "against",
    "although",
    "among",
    "another",
    "approach",
    "available",
    "based",
    "because",
    "become",
    "before",
    "being",
    "best",
    "both",
    "challenges",
    "closely",
    "compared",
    "current",
    "demonstrate",
    "demonstrates",
    "despite",
    "different",
    "due",
    "during",
    "each",
    "effective",
    "effectively",
    "either",
    "enable",
    "enables",
    "enabling",
    "especially",
    "et",
    "etc",
    "even",
    "every",
    "existing",
    "extensive",
    "few",
    "first",
    "follow",
    "following",
    "further",
    "furthermore",
    "given",
    "hence",
    "here",
    "high",
    "important",
    "including",
    "introduce",
    "just",
    "lead",
    "leads",
    "less",
    "like",
    "many",
    "might",
    "moreover",
    "much",
    "must",
    "neither",
    "new",
    "novel",
    "often",
    "one",
    "only",
    "other",
    "others",
    "out",
    "paper",
    "papers",
    "present",
    "propose",
    "proposed",
    "remain",
    "remains",
    "resulting",
    "results",
    "same",
    "second",
    "several",
    "show",
    "shows",
    "significant",
    "significantly",
    "since",
    "specifically",
    "still",
    "substantial",
    "substantially",
    "third",
    "thus",
    "time",
    "too",
    "toward",
    "towards",
    "two",
    "typically",
    "until",
    "upon",
    "us",
    "use",
    "used",
    "using",
    "various",
    "very",
    "via",
    "what",
    "where",
    "whether",
    "who",
    "why",
    "within",
    "without",
    "yet",
    "you",
    "your",
];

/// A word as it stands in a text. Function words, words that every paper
/// uses, numbers and words of one or two letters are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The same for all forms of one word; to compare by, not to show.
    pub root: String,
    /// As the text spells it; a hyphenated name is one word.
    pub surface: String,
    /// Only white space parts it from the term before: together they may be an expression.
    pub joins: bool,
}

/// The terms of a text, in order.
pub fn terms(text: &str) -> Vec<Term> {
    let chars: Vec<char> = text.chars().collect();
    let part = |start: usize, end: usize| chars.get(start..end).unwrap_or_default();
    let mut terms: Vec<Term> = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    for word in telling(text) {
        if LIGHT.binary_search(&word.text.as_str()).is_ok() {
            continue;
        }
        // A hyphenated name stands at the place of its first piece and again of its last.
        if last == Some((word.start, word.end)) {
            continue;
        }
        let joins = last.is_some_and(|(_, end)| {
            end < word.start && part(end, word.start).iter().all(|c| c.is_whitespace())
        });
        last = Some((word.start, word.end));
        terms.push(Term {
            root: root(&word.text),
            surface: part(word.start, word.end).iter().collect(),
            joins,
        });
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surfaces(text: &str) -> Vec<String> {
        terms(text).into_iter().map(|term| term.surface).collect()
    }

    #[test]
    fn function_words_numbers_and_scraps_are_no_terms() {
        assert_eq!(
            surfaces("In this paper we train the 7 Diffusion models on a GPU in 2024."),
            ["train", "Diffusion", "models", "GPU"]
        );
        assert!(terms("").is_empty());
        assert!(terms("of the 42 ... $x$").is_empty());
    }

    #[test]
    fn light_words_are_sorted_for_their_search() {
        assert!(LIGHT.is_sorted());
    }

    #[test]
    fn a_hyphenated_name_is_one_term() {
        assert_eq!(
            surfaces("Vision-Language pretraining"),
            ["Vision-Language", "pretraining"]
        );
    }

    #[test]
    fn forms_of_one_word_have_one_root() {
        let found = terms("network networks");
        assert_eq!(found[0].root, found[1].root);
        assert_ne!(found[0].surface, found[1].surface);
    }

    #[test]
    fn only_neighbours_join() {
        let joins: Vec<bool> = terms("graph neural networks of trees, large graphs")
            .into_iter()
            .map(|term| term.joins)
            .collect();
        assert_eq!(joins, [false, true, true, false, false, true]);
    }
}
