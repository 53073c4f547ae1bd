//! The query language: what a reader types, as a tree.
//!
//! Any text is a query. What cannot be understood is named in [`Query::errors`] with its place, and
//! the rest searches all the same.
//!
//! ```text
//! words AND "phrases" OR (groups) -not   title: author: abstract: note: highlight: tag: venue: key:
//! "near each other"~3   prefix*   wom?n  *former    doi: arxiv: lang:german like:KEY
//! year:2020..2023 year:>=2020 added:2026-03.. added:7d   in:"collection" digest:"name or number"
//! is:inbox|included|excluded|maybe|starred
//! has:note|abstract|doi|highlight|tag|year|author|duplicate
//! sort:relevance|date|added|title|author|stars, turned round with a dash: sort:-date
//! ```
//!
//! Words side by side must all be there; where no paper has them all, most of them will do. The
//! last word, while no space follows it, stands for every word that begins so.

mod fields;
mod leaves;
mod names;
mod parse;
mod range;
mod sorting;
mod wild;

pub use names::{Flag, Meaning, Name, NameKind, Names};
pub use range::Now;
pub use sorting::{SortBy, Sorting};
pub(crate) use wild::Pattern;

use crate::schema::TextField;

/// A parsed query.
#[derive(Clone, Debug)]
pub struct Query {
    pub(crate) root: Node,
    /// All its letters and digits together, to be compared with titles; empty when it has none.
    pub(crate) key: String,
    /// Only words and phrases: no field, operator or group.
    pub(crate) plain: bool,
    /// Asked as it stands: see [`Query::standing`].
    pub(crate) strict: bool,
    words: String,
    /// Each with its first and past-the-last character.
    names: Vec<(Name, usize, usize)>,
    sorting: Option<Sorting>,
    errors: Vec<QueryError>,
}

/// A part of a query that was not understood, or left half-typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// For the reader, in one sentence.
    pub message: String,
    /// The part meant: first and past-the-last character, in Unicode scalar values.
    pub start: usize,
    pub end: usize,
}

impl Query {
    /// Reads a query. Never fails; what was not understood is in [`Query::errors`], and so are days
    /// counted from today, for which there is [`Query::parse_at`].
    pub fn parse(text: &str) -> Query {
        parse::parse(text, None)
    }

    /// Reads a query that may count days from now: `added:today`, `added:2w`.
    pub fn parse_at(text: &str, now: Now) -> Query {
        parse::parse(text, Some(now))
    }

    /// Reads a query that stands: one that was saved and is asked of papers yet to come. It finds what
    /// it says and nothing that comes near it: every word must be there, none is taken for the
    /// beginning of another unless marked as one, and no slip is forgiven. (The first paper about a
    /// new thing has a word that no other has, and a library without it would take its neighbour
    /// for it.)
    pub fn standing(text: &str, now: Option<Now>) -> Query {
        Query {
            strict: true,
            // Nobody is typing at its end any more.
            ..parse::parse(&format!("{text} "), now)
        }
    }

    /// What was not understood, in the order of the text.
    pub fn errors(&self) -> &[QueryError] {
        &self.errors
    }

    /// True when there is nothing to search for: every paper of the view matches.
    pub fn is_empty(&self) -> bool {
        self.root == Node::Everything
    }

    /// The words and phrases wanted in no particular field, as typed, for a search by meaning.
    pub fn plain_words(&self) -> String {
        self.words.clone()
    }

    /// The query without those words: what narrows a search, whatever the words mean.
    #[must_use]
    pub fn without_plain_words(&self) -> Query {
        let root = self.root.without_plain_words().unwrap_or(Node::Everything);
        Query {
            root,
            key: String::new(),
            plain: false,
            words: String::new(),
            ..self.clone()
        }
    }

    /// The names in it that somebody else has to look up, each once: collections, digests, languages,
    /// papers.
    pub fn names(&self) -> Vec<Name> {
        let mut names: Vec<Name> = Vec::new();
        for (name, ..) in &self.names {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    /// Which of its names mean nothing, and why; they are passed over.
    pub fn unknown(&self, names: &Names) -> Vec<QueryError> {
        let told = |(name, start, end): &(Name, usize, usize)| {
            let message = names.of(name).err()?;
            Some(QueryError {
                message,
                start: *start,
                end: *end,
            })
        };
        self.names.iter().filter_map(told).collect()
    }

    /// The order that the query itself asks for.
    pub fn sort(&self) -> Option<Sorting> {
        self.sorting
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Everything,
    /// `implied` where nobody wrote AND: then most of the words will do.
    All {
        nodes: Vec<Node>,
        implied: bool,
    },
    Any(Vec<Node>),
    Not(Box<Node>),
    Word(Word),
    /// A name written in pieces: its whole form, or all its pieces.
    Pieces {
        whole: Word,
        pieces: Vec<Word>,
    },
    Phrase(Phrase),
    Identifier(Identifier),
    /// Several ways to read one word; the best counts.
    Either(Vec<Node>),
    Range {
        column: &'static str,
        from: Option<i64>,
        to: Option<i64>,
    },
    Flag(String),
    Name(Name),
    Wild(Wild),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    /// Folded.
    pub(crate) text: String,
    /// Spelled out without umlauts, where it has any.
    pub(crate) spelled: Option<String>,
    /// In lower case with its accents, where it has any.
    pub(crate) accented: Option<String>,
    /// Run together with the word before and with the word after it.
    pub(crate) joined: Vec<String>,
    /// `None`: any field.
    pub(crate) field: Option<TextField>,
    /// Longer words that begin so count too.
    pub(crate) prefix: bool,
    /// Only this very word: no stem, no slip.
    pub(crate) exact: bool,
}

impl Word {
    /// The ways in which it may be written.
    pub(crate) fn spellings(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.text).chain(&self.spelled)
    }
}

/// Words by a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wild {
    pub(crate) pattern: Pattern,
    /// As typed, for when it means too much.
    pub(crate) typed: String,
    pub(crate) field: Option<TextField>,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Phrase {
    /// Folded, in order; two or more.
    pub(crate) words: Vec<String>,
    pub(crate) field: Option<TextField>,
    /// How many places the words may be moved in all.
    pub(crate) slop: u32,
    /// The last word may be unfinished.
    pub(crate) prefix: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Identifier {
    /// Normal form.
    pub(crate) text: String,
    pub(crate) prefix: bool,
}

impl Node {
    pub(crate) fn has_patterns(&self) -> bool {
        match self {
            Node::Wild(_) => true,
            Node::All { nodes, .. } | Node::Any(nodes) | Node::Either(nodes) => {
                nodes.iter().any(Node::has_patterns)
            }
            Node::Not(node) => node.has_patterns(),
            _ => false,
        }
    }

    fn is_plain(&self) -> bool {
        match self {
            Node::Word(word) => word.field.is_none(),
            Node::Pieces { whole, .. } => whole.field.is_none(),
            Node::Phrase(phrase) => phrase.field.is_none(),
            Node::Wild(wild) => wild.field.is_none(),
            Node::Either(nodes) => nodes.iter().any(Node::is_plain),
            _ => false,
        }
    }

    fn without_plain_words(&self) -> Option<Node> {
        let rest = |nodes: &[Node]| -> Vec<Node> {
            nodes.iter().filter_map(Node::without_plain_words).collect()
        };
        match self {
            node if node.is_plain() => None,
            Node::Everything => None,
            Node::All { nodes, implied } => {
                let nodes = rest(nodes);
                (!nodes.is_empty()).then_some(Node::All {
                    nodes,
                    implied: *implied,
                })
            }
            // A word or a field: dropping the word would forbid what it allowed.
            Node::Any(nodes) => {
                let kept = rest(nodes);
                (kept.len() == nodes.len()).then_some(Node::Any(kept))
            }
            // What must not be there narrows, even if it is only words.
            other => Some(other.clone()),
        }
    }
}
