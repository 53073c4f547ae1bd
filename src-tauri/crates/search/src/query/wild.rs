//! Patterns: `wom?n` for one letter, `behavio*r` for any number of them, `*former` for any beginning.

use crate::text::fold;

/// What matches a word, letter by letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Letter(char),
    One,
    Any,
}

/// Letters and signs of a pattern that are read; no word is longer.
const LONGEST: usize = 64;

impl Pattern {
    /// Reads a word with signs inside it. `None` where it has none that mean anything: a star only
    /// after the last letter is a beginning, a question mark there is one, and a star before a
    /// hyphen is part of a name (`C*-algebra`).
    pub(crate) fn read(raw: &str) -> Option<Pattern> {
        // An address has question marks of its own.
        if !raw.contains(['*', '?']) || raw.contains("://") {
            return None;
        }
        let chars: Vec<char> = raw.chars().collect();
        let is_sign = |c: char| c == '*' || c == '?';
        let last = chars.iter().rposition(|c| c.is_alphanumeric());
        let mut parts = Vec::new();
        let mut wild = false;
        for (at, &c) in chars.iter().enumerate() {
            if parts.len() >= LONGEST {
                break;
            }
            if !is_sign(c) {
                let mut folded = String::new();
                fold::push(c, &mut folded);
                parts.extend(folded.chars().map(Part::Letter));
                continue;
            }
            let inside = last.is_none_or(|last| at < last);
            let next = chars.get(at + 1);
            if inside && next.is_some_and(|next| !next.is_alphanumeric() && !is_sign(*next)) {
                return None;
            }
            wild |= inside;
            match (c, inside, parts.last()) {
                ('*', _, last) if last != Some(&Part::Any) => parts.push(Part::Any),
                ('?', true, _) => parts.push(Part::One),
                _ => {}
            }
        }
        wild.then_some(Pattern { parts })
    }

    /// True where nothing but signs was written.
    pub(crate) fn is_bare(&self) -> bool {
        !self
            .parts
            .iter()
            .any(|part| matches!(part, Part::Letter(_)))
    }

    /// What every word that matches begins with.
    pub(crate) fn beginning(&self) -> String {
        let letters = self.parts.iter().map_while(|part| match part {
            Part::Letter(letter) => Some(*letter),
            Part::One | Part::Any => None,
        });
        letters.collect()
    }

    /// The same pattern for words that may go on.
    pub(crate) fn unfinished(mut self) -> Pattern {
        if self.parts.last() != Some(&Part::Any) {
            self.parts.push(Part::Any);
        }
        self
    }

    /// Compares without trying more than one star again: quick whatever the pattern.
    pub(crate) fn matches(&self, word: &str) -> bool {
        let mut letters = word.chars();
        let mut at = 0;
        // Where to go on when the last star has to take one letter more.
        let mut retry: Option<(usize, std::str::Chars<'_>)> = None;
        loop {
            let here = letters.clone();
            let letter = letters.next();
            match (self.parts.get(at), letter) {
                (Some(Part::Any), _) => {
                    at += 1;
                    letters = here.clone();
                    retry = Some((at, here));
                    continue;
                }
                (Some(Part::One), Some(_)) => {
                    at += 1;
                    continue;
                }
                (Some(Part::Letter(wanted)), Some(letter)) if *wanted == letter => {
                    at += 1;
                    continue;
                }
                (None, None) => return true,
                _ => {}
            }
            let Some((after, from)) = &mut retry else {
                return false;
            };
            if from.next().is_none() {
                return false;
            }
            at = *after;
            letters = from.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, word: &str) -> bool {
        Pattern::read(pattern)
            .unwrap_or_else(|| panic!("{pattern} is no pattern"))
            .matches(word)
    }

    #[test]
    fn a_question_mark_is_one_letter_and_a_star_any_number() {
        assert!(matches("wom?n", "women"));
        assert!(!matches("wom?n", "womn"));
        assert!(matches("behavio*r", "behavior"));
        assert!(matches("behavio*r", "behaviour"));
        assert!(matches("*former", "transformer"));
        assert!(matches("*form*", "transformers"));
        assert!(!matches("*former", "formers"));
        assert!(matches("a*b*c", "abbcbc"));
        assert!(matches("Étu?e", "etude"));
    }

    #[test]
    fn signs_that_end_a_word_or_stand_in_a_name_are_no_pattern() {
        for text in [
            "former*",
            "need?",
            "what??",
            "C*-algebra",
            "plain",
            "what?*",
        ] {
            assert_eq!(Pattern::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_pattern_of_stars_is_answered_at_once() {
        let pattern = "*a".repeat(30);
        assert!(!matches(&format!("{pattern}b"), &"a".repeat(64)));
        assert!(Pattern::read("?*?*").is_some_and(|pattern| pattern.is_bare()));
    }
}
