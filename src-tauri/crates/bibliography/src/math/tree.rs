//! A formula as a tree: what the parser makes of TeX, and what Word, the page and LaTeX print.
//! How deep it goes is bounded by the parser, so that printers may recurse.

use super::symbols::{Class, Mark};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Row(Vec<Node>),
    /// One sign or number.
    Atom {
        text: String,
        class: Class,
        alphabet: Alphabet,
    },
    /// Words within a formula, where white space counts.
    Words {
        text: String,
        alphabet: Alphabet,
    },
    /// The name of a function such as `log`; `limits` where a script stands below or above it.
    Function {
        name: String,
        limits: bool,
    },
    Fraction {
        over: Box<Node>,
        under: Box<Node>,
        bar: bool,
    },
    Root {
        of: Box<Node>,
        degree: Option<Box<Node>>,
    },
    Scripts {
        base: Box<Node>,
        lower: Option<Box<Node>>,
        upper: Option<Box<Node>>,
        /// Below and above the base rather than beside it.
        limits: bool,
    },
    Accent {
        of: Box<Node>,
        mark: Mark,
    },
    /// Delimiters that grow with what they hold; an empty one is not printed.
    Fenced {
        open: String,
        close: String,
        inner: Box<Node>,
    },
    Table {
        rows: Vec<Vec<Node>>,
        kind: Table,
    },
    /// White space in eighteenths of an em.
    Space(i8),
}

/// How the columns of a table stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    Matrix,
    /// Flush left.
    Cases,
    /// Right and left in turn.
    Aligned,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Alphabet {
    /// Letters slanted, as in ordinary formulas.
    #[default]
    Formula,
    Upright,
    Bold,
    /// Bold and slanted.
    BoldItalic,
    Italic,
    Fixed,
    Sans,
    Script,
    Blackboard,
    Fraktur,
}

impl Node {
    pub fn row(mut nodes: Vec<Node>) -> Node {
        match (nodes.len(), nodes.pop()) {
            (1, Some(only)) => only,
            (_, Some(last)) => {
                nodes.push(last);
                Node::Row(nodes)
            }
            (_, None) => Node::Row(nodes),
        }
    }

    pub fn atom(text: impl Into<String>, class: Class) -> Node {
        Node::Atom {
            text: text.into(),
            class,
            alphabet: Alphabet::Formula,
        }
    }

    pub fn class(&self) -> Option<Class> {
        match self {
            Node::Atom { class, .. } => Some(*class),
            Node::Scripts { base, .. } => base.class(),
            _ => None,
        }
    }

    pub fn is_empty(&self) -> bool {
        matches!(self, Node::Row(nodes) if nodes.is_empty())
    }
}
