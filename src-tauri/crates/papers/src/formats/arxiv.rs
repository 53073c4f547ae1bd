//! What all of arXiv's mails, pages and feeds have in common: its fields and its TeX.
//!
//! arXiv keeps titles and abstracts as their authors typed them: accents and quotes as TeX, `~`
//! mostly for "about". The DOI it tells is the published version's.

mod authors;

use crate::identity;
use crate::paper::{Paper, Scheme};
use crate::text::{fold, tex};

pub(super) use authors::authors;

/// Stands for a tilde that is meant while TeX is read; no text has this character.
const TILDE: char = '\u{fdd0}';

/// More keywords than any paper has; what goes beyond is not a list of keywords.
pub(super) const MOST_KEYWORDS: usize = 500;

/// A line of arXiv's TeX as Unicode, math kept, white space folded.
pub(super) fn prose(text: &str) -> String {
    if !text.contains(['\\', '$', '{', '}', '~', '-', '`', '\'']) {
        return fold(text);
    }
    let guarded = if text.contains('~') {
        keep_tildes(text)
    } else {
        text.to_owned()
    };
    fold(&tex::to_unicode(&guarded).replace(TILDE, "~"))
}

/// Guards each tilde that says "about": `~ 5`, `(~30`, `z~2`. Between words it is TeX's space.
fn keep_tildes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before: [Option<char>; 2] = [None, None];
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        if c == '~' && before[1] != Some('\\') {
            let begins = before[1].is_none_or(|b| b.is_whitespace() || "([=,+±".contains(b));
            let after_letter = before[1].is_some_and(char::is_alphabetic)
                && before[0].is_none_or(|b| !b.is_alphanumeric() && b != '\\');
            let number = characters
                .peek()
                .is_none_or(|n| n.is_ascii_digit() || n.is_whitespace() || "$.".contains(*n));
            out.push(if begins || (after_letter && number) {
                TILDE
            } else {
                c
            });
        } else {
            out.push(c);
        }
        before = [before[1], Some(c)];
    }
    out
}

/// Takes over one field of a record, under the name that arXiv gives it. What the model has no
/// place for is kept under that name.
pub(super) fn take(paper: &mut Paper, name: &str, value: &str) {
    let value = fold(value);
    if value.is_empty() {
        return;
    }
    match name.to_ascii_lowercase().as_str() {
        "title" => paper.title = prose(&value),
        "authors" | "author" => {
            let (names, affiliated) = authors(&value);
            paper.authors = names;
            if affiliated {
                paper
                    .extra
                    .insert("Authors".to_owned(), tex::to_unicode(&value));
            }
        }
        "categories" => {
            for category in value.split(' ') {
                keyword(paper, category);
            }
        }
        "subjects" => {
            for subject in value.split(';') {
                keyword(paper, subject.trim());
            }
        }
        "doi" | "related doi" => match identity::doi(&value) {
            Some(doi) => {
                // Several are told apart by spaces; the first is the paper's own.
                if value.split(' ').filter(|part| part.contains("10.")).count() > 1 {
                    paper.extra.insert(name.to_owned(), value);
                }
                paper.identifiers.entry(Scheme::Doi).or_insert(doi);
            }
            None => {
                paper.extra.insert(name.to_owned(), value);
            }
        },
        _ => {
            paper.extra.insert(name.to_owned(), prose(&value));
        }
    }
}

fn keyword(paper: &mut Paper, keyword: &str) {
    if !keyword.is_empty()
        && paper.keywords.len() < MOST_KEYWORDS
        && !paper.keywords.iter().any(|known| known == keyword)
    {
        paper.keywords.push(keyword.to_owned());
    }
}

/// Gives a paper the id that a text names. False when it names none: the text is kept as it is.
pub(super) fn identify(paper: &mut Paper, text: &str) -> bool {
    paper.kind = "article".to_owned();
    let text = text.trim();
    let bare = text.strip_prefix("oai:arXiv.org:").unwrap_or(text);
    match identity::arxiv_id(bare) {
        Some(id) => {
            paper.identifiers.insert(Scheme::Arxiv, id);
            if let Some(version) = version(bare) {
                paper.extra.insert("version".to_owned(), version.to_owned());
            }
            true
        }
        None => {
            if !bare.is_empty() {
                paper.extra.insert("arXiv".to_owned(), bare.to_owned());
            }
            false
        }
    }
}

/// The version at the end of an id: `v2` of `2401.01234v2`.
fn version(id: &str) -> Option<&str> {
    let (before, digits) = id.rsplit_once('v')?;
    let numbered = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let after_number = before.ends_with(|c: char| c.is_ascii_digit());
    (numbered && after_number)
        .then(|| id.get(before.len()..))
        .flatten()
}

/// What a paper's own words say when its authors or arXiv took it back.
pub(super) fn is_withdrawn(paper: &Paper) -> bool {
    let told = |text: &str| {
        let lower: String = text.chars().take(200).collect::<String>().to_lowercase();
        lower.starts_with("withdrawn")
            || lower.contains("been withdrawn")
            || lower.contains("withdrawn by")
            || lower.contains("paper is withdrawn")
            || lower.contains("article is withdrawn")
    };
    let comments = ["Comments", "comment"]
        .iter()
        .find_map(|name| paper.extra.get(*name));
    comments.is_some_and(|comments| told(comments))
        || paper
            .abstract_text
            .as_deref()
            .is_some_and(|text| text.chars().count() < 400 && told(text))
}

/// The doubt that goes with [`is_withdrawn`].
pub(super) const WITHDRAWN: &str = "withdrawn: its comments or abstract say that it was withdrawn";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilde_before_a_number_means_about_and_between_words_a_space() {
        assert_eq!(prose("up to ~7% (~30) at z~2"), "up to ~7% (~30) at z~2");
        assert_eq!(
            prose("Fig.~3, 10~GeV and 1)~a test, AT~2018cow"),
            "Fig. 3, 10 GeV and 1) a test, AT 2018cow"
        );
        assert_eq!(prose("Mu\\~noz, $m~s^{-1}$"), "Muñoz, $m~s^{-1}$");
    }

    #[test]
    fn an_id_gives_up_its_version_and_a_damaged_one_is_kept_as_text() {
        let mut paper = Paper::default();
        assert!(identify(&mut paper, "oai:arXiv.org:2401.01234v2"));
        assert_eq!(paper.identifiers[&Scheme::Arxiv], "2401.01234");
        assert_eq!(paper.extra["version"], "v2");
        assert!(!identify(&mut paper, "2503.0213"));
        assert_eq!(paper.extra["arXiv"], "2503.0213");
    }
}
