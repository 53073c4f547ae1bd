//! Which sentences of a note stand in the paper's abstract, word for word or nearly so.
//!
//! Sentences are compared as sequences of words without case and punctuation, by the longest
//! common subsequence (Wagner and Fischer 1974), so that a word put in, left out or replaced does
//! not hide a copy. A sentence that the reader quotes as such is none.

use std::collections::HashSet;

/// Sentences of fewer words are anybody's.
const FEWEST_WORDS: usize = 5;

/// Share of a sentence's words that must stand in the abstract's, in their order.
const ALIKE: f64 = 0.8;

/// Longer sentences are compared by their beginning.
const LONGEST_SENTENCE: usize = 120;

/// Sentences of an abstract that are looked at; no abstract has more.
const MOST_SENTENCES: usize = 200;

/// A sentence as it is compared.
struct Sentence<'t> {
    text: &'t str,
    words: Vec<String>,
    known: HashSet<String>,
}

impl<'t> Sentence<'t> {
    fn new(text: &'t str) -> Sentence<'t> {
        let words: Vec<String> = text
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .take(LONGEST_SENTENCE)
            .map(str::to_lowercase)
            .collect();
        Sentence {
            text,
            known: words.iter().cloned().collect(),
            words,
        }
    }

    /// Whether it is the abstract's sentence, or holds all of it.
    fn repeats(&self, source: &Sentence<'_>) -> bool {
        let shorter = self.words.len().min(source.words.len());
        if shorter < FEWEST_WORDS {
            return false;
        }
        let needed = (ALIKE * shorter as f64).ceil() as usize;
        // Much longer than the other, it holds its words anywhere.
        if self.words.len() > 2 * source.words.len() {
            return false;
        }
        let shared = self
            .words
            .iter()
            .filter(|word| source.known.contains(*word))
            .count();
        shared >= needed && common(&self.words, &source.words) >= needed
    }
}

/// A sentence of a note, and the abstract's that it repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Copy<'t> {
    pub(super) text: &'t str,
    /// Scalar offsets into the note.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) source: &'t str,
}

/// The copied sentences of a note, in its order.
pub(super) fn copied<'t>(note: &'t str, source: &'t str) -> Vec<Copy<'t>> {
    let sources: Vec<Sentence<'_>> = embed::sentences(source)
        .into_iter()
        .map(Sentence::new)
        .filter(|sentence| sentence.words.len() >= FEWEST_WORDS)
        .take(MOST_SENTENCES)
        .collect();
    if sources.is_empty() {
        return Vec::new();
    }
    let (mut byte, mut scalar) = (0, 0);
    let mut found = Vec::new();
    for text in embed::sentences(note) {
        let rest = note.get(byte..).unwrap_or_default();
        let Some(skipped) = rest.find(text) else {
            continue;
        };
        let start = scalar + rest.get(..skipped).unwrap_or_default().chars().count();
        let end = start + text.chars().count();
        (byte, scalar) = (byte + skipped + text.len(), end);
        if is_quoted(text) {
            continue;
        }
        let sentence = Sentence::new(text);
        if let Some(source) = sources.iter().find(|source| sentence.repeats(source)) {
            found.push(Copy {
                text,
                start,
                end,
                source: source.text,
            });
        }
    }
    found
}

/// A quotation in Markdown, or between quotation marks.
fn is_quoted(text: &str) -> bool {
    text.starts_with(['>', '“', '"', '«', '„'])
}

/// The length of the longest common subsequence.
fn common(first: &[String], second: &[String]) -> usize {
    let mut row = vec![0_usize; second.len() + 1];
    for word in first {
        let mut diagonal = 0;
        let mut left = 0;
        for (other, cell) in second.iter().zip(row.iter_mut().skip(1)) {
            let above = *cell;
            *cell = match word == other {
                true => diagonal + 1,
                false => above.max(left),
            };
            (diagonal, left) = (above, *cell);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "We follow sand and silt through three estuaries over two winters. \
        A simple balance of settling and drag explains the pattern.";

    fn found(note: &str) -> Vec<(String, usize)> {
        copied(note, SOURCE)
            .into_iter()
            .map(|sentence| {
                let length = sentence.end - sentence.start;
                let text: String = note.chars().skip(sentence.start).take(length).collect();
                assert_eq!(text, sentence.text);
                (text, SOURCE.find(sentence.source).unwrap())
            })
            .collect()
    }

    #[test]
    fn case_punctuation_and_small_edits_hide_nothing() {
        let note = "Größe zählt. they follow sand & silt, through THREE estuaries over two \
            winters! I doubt that a balance explains it. A balance of settling and drag explains \
            this pattern.";
        let copies = found(note);
        assert_eq!(copies.len(), 2, "{copies:?}");
        assert!(copies[0].0.starts_with("they follow"), "{copies:?}");
        assert!(copies[0].0.ends_with("winters!"), "{copies:?}");
        assert!(copies[1].0.starts_with("A balance"), "{copies:?}");
    }

    #[test]
    fn own_words_short_sentences_and_quotations_are_no_copies() {
        for note in [
            "The estuaries of the study are three, which is few for a claim about all sediment.",
            "Sand and silt.",
            "> We follow sand and silt through three estuaries over two winters.",
            "“A simple balance of settling and drag explains the pattern.” So they say.",
            "",
        ] {
            assert_eq!(found(note), [], "{note}");
        }
        assert_eq!(copied("Any note that is long enough to count.", ""), []);
    }

    #[test]
    fn long_and_odd_texts_come_to_an_end() {
        let endless = "word ".repeat(200_000);
        assert_eq!(copied(&endless, &endless).len(), 1);
        let many = "The the the the the the. ".repeat(20_000);
        assert_eq!(copied(&many, &many).len(), 20_000);
        assert_eq!(copied("....!!!??", "\u{0}\u{0}."), []);
    }

    #[test]
    fn the_longest_common_subsequence_is_found() {
        let words = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
        assert_eq!(common(&words("a b c d"), &words("a x c d")), 3);
        assert_eq!(common(&words("a b"), &words("c")), 0);
        assert_eq!(common(&words("b a b a"), &words("a b a b")), 3);
    }
}
