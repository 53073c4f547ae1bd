//! The query language: what a reader types, as a tree.
//!
//! Any text is a query. What cannot be understood is named in [`Query::errors`] with its place, and
//! the rest searches all the same.
//!
//! ```text
//! words AND "phrases" OR (groups) -not   title: author: abstract: note: highlight: tag: venue: key:
//! "near each other"~3   prefix*          doi: arxiv: year:2020..2023 added:2026-03..
//! is:inbox|included|excluded|maybe|starred    has:note|abstract|doi|highlight|tag    in:"collection"
//! ```
//!
//! Words side by side must all be there; where no paper has them all, most of them will do. The
//! last word, while no space follows it, stands for every word that begins so.

mod fields;
mod leaves;
mod parse;
mod range;

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
    collections: Vec<String>,
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
    /// Reads a query. Never fails; what was not understood is in [`Query::errors`].
    pub fn parse(text: &str) -> Query {
        parse::parse(text)
    }

    /// Reads a query that stands: one that was saved and is asked of papers yet to come. It finds what
    /// it says and nothing that comes near it: every word must be there, none is taken for the
    /// beginning of another unless marked as one, and no slip is forgiven. (The first paper about a
    /// new thing has a word that no other has, and a library without it would take its neighbour
    /// for it.)
    pub fn standing(text: &str) -> Query {
        Query {
            strict: true,
            // Nobody is typing at its end any more.
            ..parse::parse(&format!("{text} "))
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

    /// The collections that `in:` names, as typed.
    pub fn collections(&self) -> &[String] {
        &self.collections
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
    /// With its place in the query, for when nothing has that name.
    Collection {
        name: String,
        start: usize,
        end: usize,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    /// Folded.
    pub(crate) text: String,
    /// `None`: any field.
    pub(crate) field: Option<TextField>,
    /// Longer words that begin so count too.
    pub(crate) prefix: bool,
    /// Only this very word: no stem, no slip.
    pub(crate) exact: bool,
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
    fn is_plain(&self) -> bool {
        match self {
            Node::Word(word) => word.field.is_none(),
            Node::Pieces { whole, .. } => whole.field.is_none(),
            Node::Phrase(phrase) => phrase.field.is_none(),
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
