//! Keys made of a title: one to compare by, one to cite by.

use std::borrow::Cow;

use deunicode::deunicode;
use unicode_normalization::UnicodeNormalization;

use crate::paper::{Name, Paper};
use crate::text::plain;

/// Shortest normalised title, in characters, that says anything about identity.
const DISTINCTIVE: usize = 20;

/// A title reduced to what two spellings of it share: lower-case ASCII letters and digits, without
/// TeX, accents, punctuation or spaces.
pub fn title_key(title: &str) -> String {
    if title.bytes().all(is_everyday) {
        let letters = title.chars().filter(char::is_ascii_alphanumeric);
        return letters.map(|c| c.to_ascii_lowercase()).collect();
    }
    words(title).concat()
}

/// Text of such characters holds no TeX, no markup and no accents: the short way is enough. Whole
/// abstracts are compared word by word, so it is worth having.
fn is_everyday(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" -,.:;()?!".contains(&byte)
}

/// The title key of a title that is long enough and not one that many works carry.
pub(super) fn distinctive(title: &str) -> Option<String> {
    let words = words(title);
    let spaced = words.join(" ");
    let generic = is_generic(&spaced) || is_remark(title);
    (spaced.len() >= DISTINCTIVE && !generic).then(|| words.concat())
}

pub(super) fn words(title: &str) -> Vec<String> {
    let compatible: String = plain(title).nfkc().collect();
    deunicode(&greek_by_name(&compatible))
        .to_ascii_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '\'')
        .map(|word| word.replace('\'', ""))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Greek letters that stand alone as their names, since `α-helix` is also written `alpha-helix`.
fn greek_by_name(text: &str) -> Cow<'_, str> {
    const NAMES: [&str; 25] = [
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
        "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon",
        "phi", "chi", "psi", "omega",
    ];
    let letter = |c: char| match c {
        'α'..='ω' => Some(u32::from(c) - u32::from('α')),
        'Α'..='Ω' => Some(u32::from(c) - u32::from('Α')),
        _ => None,
    };
    if !text.chars().any(|c| letter(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let is_greek = |c: Option<char>| c.is_some_and(|c| ('\u{370}'..='\u{3ff}').contains(&c));
    let mut out = String::with_capacity(text.len() + 16);
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let alone = !is_greek(before) && !is_greek(rest.peek().copied());
        let name = letter(c)
            .filter(|_| alone)
            .and_then(|at| NAMES.get(at as usize));
        match name {
            Some(name) => out.push_str(name),
            None => out.push(c),
        }
        before = Some(c);
    }
    Cow::Owned(out)
}

fn is_generic(title: &str) -> bool {
    const WHOLE: [&str; 14] = [
        "table of contents",
        "letter to the editor",
        "letters to the editor",
        "list of contributors",
        "notes on contributors",
        "introduction to the special issue",
        "guest editors introduction",
        "message from the chairs",
        "message from the general chairs",
        "editorial introduction",
        "instructions for authors",
        "acknowledgement of reviewers",
        "list of reviewers",
        "subject index to volume",
    ];
    const START: [&str; 12] = [
        "author index",
        "subject index",
        "discussion of",
        "discussion on",
        "comment on",
        "comments on",
        "reply to",
        "response to",
        "book review",
        "editorial board",
        "front matter",
        "introduction to special issue",
    ];
    WHOLE.contains(&title) || START.iter().any(|start| title.starts_with(start))
}

/// `Comment: Title of the paper`, of which there are as many as people who had something to say.
fn is_remark(title: &str) -> bool {
    let Some((kind, _)) = title.split_once(':') else {
        return false;
    };
    let kind = kind.trim().to_lowercase();
    ["comment", "discussion", "rejoinder", "reply", "response"].contains(&kind.as_str())
}

pub(super) fn is_small(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "the"
            | "on"
            | "of"
            | "for"
            | "in"
            | "to"
            | "and"
            | "or"
            | "with"
            | "from"
            | "by"
            | "via"
            | "is"
            | "are"
            | "at"
            | "as"
            | "how"
            | "what"
            | "why"
            | "do"
            | "does"
            | "can"
            | "we"
            | "using"
            | "towards"
            | "toward"
            | "into"
            | "its"
            | "be"
            | "you"
    )
}

/// A key to cite a paper by: ASCII, stable, the same for the same paper. First author, year and
/// first word of the title (`vaswani2017attention`); without authors the first three words
/// (`learningLearnFaster`). The caller tells equal keys apart.
pub fn citation_key(paper: &Paper) -> String {
    let all = words(&paper.title);
    let mut significant: Vec<&str> = all
        .iter()
        .map(String::as_str)
        .filter(|word| !is_small(word))
        .collect();
    if significant.is_empty() {
        significant = all.iter().map(String::as_str).collect();
    }
    let year = paper
        .date
        .map(|date| date.year.to_string())
        .unwrap_or_default();
    let surname = paper
        .authors
        .first()
        .or_else(|| paper.editors.first())
        .map(surname_key);
    let mut key = surname
        .filter(|surname| !surname.is_empty())
        .unwrap_or_default();
    if key.is_empty() {
        for word in significant.iter().take(3) {
            push_capitalised(&mut key, word);
        }
        key.push_str(&year);
    } else {
        key.push_str(&year);
        let word = significant.first().copied().unwrap_or_default();
        if year.is_empty() {
            push_capitalised(&mut key, word)
        } else {
            key.push_str(word)
        }
    }
    if key.is_empty() {
        "paper".to_owned()
    } else {
        key
    }
}

fn push_capitalised(key: &mut String, word: &str) {
    if key.is_empty() {
        key.push_str(word);
    } else {
        key.push_str(&capitalised(word));
    }
}

/// A word of [`words`] with a capital at its beginning.
pub(super) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

pub(super) fn surname_key(name: &Name) -> String {
    let words = words(&name.surname());
    match name {
        Name::Person { .. } => words.concat(),
        Name::Literal { .. } => words
            .into_iter()
            .find(|word| !is_small(word))
            .unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Date;

    proptest::proptest! {
        #[test]
        fn the_short_way_to_a_key_gives_the_same_as_the_long_one(title in "[A-Za-z0-9 .,:;()?!-]{0,60}") {
            proptest::prop_assert_eq!(title_key(&title), words(&title).concat());
        }
    }

    #[test]
    fn spellings_of_one_title_share_a_key() {
        let key = distinctive("GS$^{3}$LAM: Gaussian Semantic Splatting SLAM");
        assert_eq!(
            key,
            distinctive("GS³LAM — gaussian  semantic splatting slam.")
        );
        assert_eq!(
            distinctive("Multi-agent Learning when $x \\ne y$"),
            distinctive("Multiagent learning when x ≠ y")
        );
        assert_eq!(
            distinctive("The role of $\\beta$-catenin and Δ9-THC in mice"),
            distinctive("The role of beta-catenin and delta9-THC in mice")
        );
        assert_eq!(
            distinctive("Poincar\\'e embeddings of trees"),
            distinctive("Poincaré Embeddings of Trees")
        );
    }

    #[test]
    fn short_and_generic_titles_have_no_key() {
        for title in [
            "Introduction",
            "Editorial Board",
            "Discussion of a paper by Smith and Jones",
            "Comment: Drifting buoys in shallow water",
            "Letter to the Editor",
        ] {
            assert_eq!(distinctive(title), None, "{title}");
        }
    }

    #[test]
    fn citation_keys_say_who_when_and_what() {
        let mut paper = Paper {
            title: "Attention Is All You Need".into(),
            ..Paper::default()
        };
        paper.authors = vec![Name::person("Vaswani", Some("Ashish"))];
        assert_eq!(citation_key(&paper), "vaswaniAttention");
        paper.date = Some(Date::year(2017));
        assert_eq!(citation_key(&paper), "vaswani2017attention");
        paper.authors = vec![Name::person("Müller-Łoś", None)];
        assert_eq!(citation_key(&paper), "mullerlos2017attention");
    }

    #[test]
    fn without_authors_the_title_makes_the_key() {
        let title = "Learning to Learn Faster from Human Feedback";
        let paper = Paper {
            title: title.into(),
            ..Paper::default()
        };
        assert_eq!(citation_key(&paper), "learningLearnFaster");
        assert_eq!(citation_key(&Paper::default()), "paper");
        assert_eq!(
            citation_key(&Paper {
                title: "$$ ?".into(),
                ..Paper::default()
            }),
            "paper"
        );
    }
}
