//! What the citation key of a new paper is made of: a pattern of tokens in square brackets with
//! plain characters between them, such as `[author][year][word]` or `[Auth]-[shortyear]`.
//!
//! Keys are ASCII: names and titles are transliterated. A token in lower case gives lower case, one
//! that begins with a capital gives words that do.

use std::fmt;

use super::title::{capitalised, citation_key, is_small, surname_key, words};
use crate::paper::{Name, Paper};

/// The pattern of somebody who chose none; made by [`citation_key`].
pub const KEY_PATTERN: &str = "[author][year][word]";

/// Longest pattern, in characters.
const LONGEST_PATTERN: usize = 100;

/// Longest key, in characters, before anything is appended that tells equal ones apart.
const LONGEST_KEY: usize = 90;

/// More authors than these are `EtAl` in `[authors]`.
const MOST_AUTHORS: usize = 3;

const TITLE_WORDS: usize = 3;
const JOURNAL_WORDS: usize = 4;

/// A pattern that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPattern {
    parts: Vec<Part>,
}

/// Why a pattern was not understood, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError(String);

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PatternError {}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Literal(char),
    Token { token: Token, capital: bool },
}

/// What may stand in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// Surname of the first author, or editor.
    Author,
    /// Its first four letters.
    Auth,
    /// Surnames of up to three authors; of more the first and `EtAl`.
    Authors,
    Year,
    /// Its last two digits.
    ShortYear,
    /// First word of the title that says something.
    Word,
    /// The first three of them.
    Title,
    /// Initials of the venue's words; a venue of one word whole.
    Journal,
    /// The first page.
    Page,
}

const TOKENS: [(&str, Token); 9] = [
    ("author", Token::Author),
    ("auth", Token::Auth),
    ("authors", Token::Authors),
    ("year", Token::Year),
    ("shortyear", Token::ShortYear),
    ("word", Token::Word),
    ("title", Token::Title),
    ("journal", Token::Journal),
    ("page", Token::Page),
];

/// Characters that every program that reads keys takes, besides letters and digits.
const BETWEEN: [char; 5] = ['-', '_', '.', ':', '+'];

impl Default for KeyPattern {
    fn default() -> KeyPattern {
        let parts = [Token::Author, Token::Year, Token::Word].map(|token| Part::Token {
            token,
            capital: false,
        });
        KeyPattern {
            parts: parts.to_vec(),
        }
    }
}

impl KeyPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A sentence that says which part means nothing.
    pub fn parse(text: &str) -> Result<KeyPattern, PatternError> {
        if text.chars().count() > LONGEST_PATTERN {
            return Err(PatternError(format!(
                "A pattern for citation keys has at most {LONGEST_PATTERN} characters."
            )));
        }
        let mut parts = Vec::new();
        let mut rest = text.trim();
        while let Some(character) = rest.chars().next() {
            let after = rest.get(character.len_utf8()..).unwrap_or_default();
            if character == '[' {
                let (name, after) = after.split_once(']').ok_or_else(|| {
                    PatternError("A bracket of the pattern is not closed.".to_owned())
                })?;
                parts.push(token(name)?);
                rest = after;
            } else if character.is_ascii_alphanumeric() || BETWEEN.contains(&character) {
                parts.push(Part::Literal(character));
                rest = after;
            } else {
                return Err(PatternError(format!(
                    "A citation key cannot hold {character:?}; between the brackets stand letters, digits and - _ . : +"
                )));
            }
        }
        if !parts.iter().any(|part| matches!(part, Part::Token { .. })) {
            return Err(PatternError(
                "The pattern needs a part in brackets, such as [author].".to_owned(),
            ));
        }
        Ok(KeyPattern { parts })
    }

    /// The key of a paper: never empty, the same for the same paper. The caller tells equal keys
    /// apart.
    pub fn key(&self, paper: &Paper) -> String {
        if *self == KeyPattern::default() {
            return citation_key(paper);
        }
        let mut key = String::new();
        let mut filled = false;
        for part in &self.parts {
            match *part {
                Part::Literal(character) => key.push(character),
                Part::Token { token, capital } => {
                    let text = token.of(paper, capital);
                    filled |= !text.is_empty();
                    key.push_str(&text);
                }
            }
        }
        // What stood beside a part that the paper does not have.
        let key = key.trim_matches(BETWEEN);
        if !filled || key.is_empty() {
            return citation_key(paper);
        }
        // ASCII by construction.
        key.chars().take(LONGEST_KEY).collect()
    }
}

fn token(name: &str) -> Result<Part, PatternError> {
    let known = TOKENS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    let Some((_, token)) = known else {
        let names: Vec<String> = TOKENS.iter().map(|(name, _)| format!("[{name}]")).collect();
        return Err(PatternError(format!(
            "[{name}] is no part of a citation key; there are {}.",
            names.join(", ")
        )));
    };
    Ok(Part::Token {
        token: *token,
        capital: name.starts_with(|first: char| first.is_ascii_uppercase()),
    })
}

impl Token {
    fn of(self, paper: &Paper, capital: bool) -> String {
        let year = || paper.date.map(|date| date.year.to_string());
        let cased = |words: Vec<String>| -> String {
            words
                .iter()
                .map(|word| {
                    if capital {
                        capitalised(word)
                    } else {
                        word.clone()
                    }
                })
                .collect()
        };
        match self {
            Token::Author => cased(surnames(paper).take(1).collect()),
            Token::Auth => cased(
                surnames(paper)
                    .take(1)
                    .map(|name| name.chars().take(4).collect())
                    .collect(),
            ),
            Token::Authors => {
                let mut all: Vec<String> = surnames(paper).collect();
                if all.len() > MOST_AUTHORS {
                    all.truncate(1);
                    all.push(if capital { "EtAl" } else { "etal" }.to_owned());
                }
                cased(all)
            }
            Token::Year => year().unwrap_or_default(),
            Token::ShortYear => {
                let year = year().unwrap_or_default();
                let start = year.len().saturating_sub(2);
                year.get(start..).unwrap_or_default().to_owned()
            }
            Token::Word => cased(said(&paper.title).into_iter().take(1).collect()),
            Token::Title => cased(said(&paper.title).into_iter().take(TITLE_WORDS).collect()),
            Token::Journal => {
                let venue = said(paper.venue.as_deref().unwrap_or_default());
                match venue.as_slice() {
                    [only] => cased(vec![only.clone()]),
                    several => cased(
                        several
                            .iter()
                            .take(JOURNAL_WORDS)
                            .map(|word| word.chars().take(1).collect())
                            .collect(),
                    ),
                }
            }
            Token::Page => paper
                .pages
                .as_deref()
                .unwrap_or_default()
                .chars()
                .skip_while(|character| !character.is_ascii_digit())
                .take_while(char::is_ascii_digit)
                .collect(),
        }
    }
}

/// The authors' surnames, or where there are none the editors'.
fn surnames(paper: &Paper) -> impl Iterator<Item = String> + '_ {
    let people: &[Name] = match paper.authors.is_empty() {
        false => &paper.authors,
        true => &paper.editors,
    };
    people
        .iter()
        .map(surname_key)
        .filter(|surname| !surname.is_empty())
}

/// The words that say something; of a title of small words all.
fn said(text: &str) -> Vec<String> {
    let all = words(text);
    if all.iter().all(|word| is_small(word)) {
        return all;
    }
    all.into_iter().filter(|word| !is_small(word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Date;

    fn paper() -> Paper {
        Paper {
            title: "On the Übung of Tidal Sorting".into(),
            authors: ["Müller-Łoś", "Ng", "Li", "García"]
                .map(|name| Name::person(name, None))
                .to_vec(),
            date: Some(Date::year(2017)),
            venue: Some("Journal of the Marine Sciences".into()),
            pages: Some("e12-30".into()),
            ..Paper::default()
        }
    }

    fn key(pattern: &str) -> String {
        KeyPattern::parse(pattern).unwrap().key(&paper())
    }

    #[test]
    fn every_token_gives_its_part_in_safe_letters() {
        for (pattern, expected) in [
            (KEY_PATTERN, "mullerlos2017ubung"),
            ("[Author]:[shortyear]", "Mullerlos:17"),
            ("[auth]_[page]", "mull_12"),
            ("[Authors][year]", "MullerlosEtAl2017"),
            ("[title]-[journal]", "ubungtidalsorting-jms"),
            ("x[Title].[JOURNAL]", "xUbungTidalSorting.JMS"),
        ] {
            assert_eq!(key(pattern), expected, "{pattern}");
        }
    }

    #[test]
    fn what_a_paper_lacks_leaves_no_trace_and_no_empty_key() {
        let bare = Paper {
            title: "Moss".into(),
            ..Paper::default()
        };
        let key = |pattern: &str| KeyPattern::parse(pattern).unwrap().key(&bare);
        assert_eq!(key("[author]-[year]-[word]"), "moss");
        assert_eq!(key("[author]-[year]"), "moss");
        assert_eq!(KeyPattern::default().key(&Paper::default()), "paper");
        let long = Paper {
            title: "w".repeat(500),
            ..Paper::default()
        };
        let key = KeyPattern::parse("k[word]").unwrap().key(&long);
        assert_eq!(key.len(), LONGEST_KEY);
    }

    #[test]
    fn a_pattern_that_means_nothing_is_refused_in_words() {
        for (pattern, part) in [
            ("", "brackets"),
            ("paper", "brackets"),
            ("[autor]", "[autor]"),
            ("[author", "not closed"),
            ("[author] [year]", "' '"),
            ("[author]{", "'{'"),
            (&"[word]".repeat(50), "at most"),
        ] {
            let error = KeyPattern::parse(pattern).unwrap_err().to_string();
            assert!(error.contains(part), "{pattern}: {error}");
        }
    }
}
