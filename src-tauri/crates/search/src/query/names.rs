//! Names in a query whose meaning this crate does not know: collections, digests, languages, and
//! the papers that others should be like. The caller asks [`Query::names`](super::Query::names),
//! looks them up and hands the [`Names`] over with the filter.

use crate::schema::{collection_flag, digest_flag, language_flag};

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// `in:"…"`
    Collection,
    /// `digest:"…"`
    Digest,
    /// `lang:…`
    Language,
    /// `like:…`, a paper that the hits are near to.
    Like,
}

impl NameKind {
    /// What is said of a name that nobody looked up.
    fn noun(self) -> &'static str {
        match self {
            NameKind::Collection => "collection",
            NameKind::Digest => "digest",
            NameKind::Language => "language",
            NameKind::Like => "paper",
        }
    }

    pub(super) fn of_field(field: &str) -> Option<NameKind> {
        Some(match field {
            "in" | "collection" => NameKind::Collection,
            "digest" => NameKind::Digest,
            "lang" | "language" => NameKind::Language,
            "like" => NameKind::Like,
            _ => return None,
        })
    }
}

/// A name as it stands in a query.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    pub kind: NameKind,
    pub text: String,
}

/// Something that papers have or are in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flag {
    /// By its number.
    Collection(i64),
    /// By its number.
    Digest(i64),
    /// By its ISO 639-1 code.
    Language(String),
}

impl Flag {
    pub(crate) fn text(&self) -> String {
        match self {
            Flag::Collection(id) => collection_flag(*id),
            Flag::Digest(id) => digest_flag(*id),
            Flag::Language(code) => language_flag(code),
        }
    }
}

/// What a name means.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// Papers with any of these.
    Any(Vec<Flag>),
    /// These papers, each with its nearness, above 0 and at most 1.
    Near(Vec<(i64, f32)>),
}

/// Names with their meanings, or why they have none, in a sentence for the reader.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    known: Vec<(Name, Result<Meaning, String>)>,
}

impl Names {
    pub fn add(&mut self, name: Name, meaning: Result<Meaning, String>) {
        self.known.push((name, meaning));
    }

    pub(crate) fn of(&self, name: &Name) -> Result<&Meaning, String> {
        match self.known.iter().find(|(known, _)| known == name) {
            Some((_, Ok(meaning))) => Ok(meaning),
            Some((_, Err(message))) => Err(message.clone()),
            None => Err(format!("There is no {} “{}”.", name.kind.noun(), name.text)),
        }
    }
}
