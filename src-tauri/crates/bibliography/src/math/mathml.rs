//! A formula as MathML (the Core of it, which browsers and OpenDocument print). Alphabets are
//! Unicode's own letters, because Core has no other way to ask for them.

use std::fmt::Write;

use super::alphabets;
use super::symbols::Class;
use super::tree::{Alphabet, Node, Table};
use crate::docx::xml::escape_into;

/// Where the MathML stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Inside HTML, whose parser knows the namespace.
    Html,
    /// A file of its own.
    Xml,
}

/// The `math` element. `tex` is kept beside the formula, for who copies it or reads it aloud.
pub(crate) fn mathml(node: &Node, tex: &str, dialect: Dialect) -> String {
    let namespace = match dialect {
        Dialect::Html => "",
        Dialect::Xml => " xmlns=\"http://www.w3.org/1998/Math/MathML\"",
    };
    let mut out = format!("<math{namespace}><semantics><mrow>");
    write(&mut out, node, dialect);
    out.push_str("</mrow><annotation encoding=\"application/x-tex\">");
    escape_into(&mut out, tex);
    out.push_str("</annotation></semantics></math>");
    out
}

fn group(out: &mut String, node: &Node, dialect: Dialect) {
    // A child that is counted must be one element, which these are already.
    if matches!(
        node,
        Node::Atom { .. } | Node::Fraction { .. } | Node::Root { .. } | Node::Table { .. }
    ) {
        return write(out, node, dialect);
    }
    out.push_str("<mrow>");
    write(out, node, dialect);
    out.push_str("</mrow>");
}

fn write(out: &mut String, node: &Node, dialect: Dialect) {
    match node {
        Node::Row(nodes) => {
            for (place, node) in nodes.iter().enumerate() {
                write(out, node, dialect);
                if is_function(node) && nodes.get(place + 1).is_some_and(is_argument) {
                    out.push_str("<mspace width=\"0.167em\"></mspace>");
                }
            }
        }
        Node::Atom {
            text,
            class,
            alphabet,
        } => atom(out, text, *class, *alphabet),
        Node::Words { text, alphabet } => {
            let text: String = text
                .chars()
                .map(|character| {
                    if character == ' ' {
                        '\u{A0}'
                    } else {
                        character
                    }
                })
                .collect();
            element(out, "mtext", "", &alphabets::in_alphabet(&text, *alphabet));
        }
        Node::Function { name, .. } => {
            element(
                out,
                "mi",
                if name.chars().count() == 1 {
                    NORMAL
                } else {
                    ""
                },
                name,
            );
            // U+2061 says that what follows is the argument.
            out.push_str("<mo>\u{2061}</mo>");
        }
        // LibreOffice draws a line in every fraction.
        Node::Fraction {
            over,
            under,
            bar: false,
        } if dialect == Dialect::Xml => {
            out.push_str("<mtable><mtr><mtd>");
            write(out, over, dialect);
            out.push_str("</mtd></mtr><mtr><mtd>");
            write(out, under, dialect);
            out.push_str("</mtd></mtr></mtable>");
        }
        Node::Fraction { over, under, bar } => {
            out.push_str(if *bar {
                "<mfrac>"
            } else {
                "<mfrac linethickness=\"0\">"
            });
            group(out, over, dialect);
            group(out, under, dialect);
            out.push_str("</mfrac>");
        }
        Node::Root { of, degree: None } => {
            out.push_str("<msqrt>");
            write(out, of, dialect);
            out.push_str("</msqrt>");
        }
        Node::Root {
            of,
            degree: Some(degree),
        } => {
            out.push_str("<mroot>");
            group(out, of, dialect);
            group(out, degree, dialect);
            out.push_str("</mroot>");
        }
        Node::Scripts {
            base,
            lower,
            upper,
            limits,
        } => {
            let name = match (lower.is_some(), upper.is_some(), limits) {
                (true, true, true) => "munderover",
                (true, true, false) => "msubsup",
                (true, false, true) => "munder",
                (true, false, false) => "msub",
                (false, true, true) => "mover",
                (false, true, false) => "msup",
                (false, false, _) => "mrow",
            };
            let _ = write!(out, "<{name}>");
            match &**base {
                Node::Function { name, .. } => element(out, "mi", "", name),
                base => group(out, base, dialect),
            }
            [lower, upper]
                .into_iter()
                .flatten()
                .for_each(|script| group(out, script, dialect));
            let _ = write!(out, "</{name}>");
            if matches!(**base, Node::Function { .. }) {
                out.push_str("<mo>\u{2061}</mo>");
            }
        }
        Node::Accent { of, mark } => {
            let (name, attribute) = if mark.below {
                ("munder", "accentunder")
            } else {
                ("mover", "accent")
            };
            let stretchy = if mark.wide { "true" } else { "false" };
            // LibreOffice draws nothing for what is called an accent.
            match dialect {
                Dialect::Html => {
                    let _ = write!(out, "<{name} {attribute}=\"true\">");
                }
                Dialect::Xml => {
                    let _ = write!(out, "<{name}>");
                }
            }
            group(out, of, dialect);
            let _ = write!(
                out,
                "<mo stretchy=\"{stretchy}\">{}</mo></{name}>",
                mark.over
            );
        }
        Node::Fenced { open, close, inner } => {
            if dialect == Dialect::Xml {
                // LibreOffice wants both fences in one element, also when one is not printed.
                out.push_str("<mfenced open=\"");
                escape_into(out, open);
                out.push_str("\" close=\"");
                escape_into(out, close);
                out.push_str("\">");
                group(out, inner, dialect);
                out.push_str("</mfenced>");
                return;
            }
            out.push_str("<mrow>");
            fence(out, open, "prefix");
            write(out, inner, dialect);
            fence(out, close, "postfix");
            out.push_str("</mrow>");
        }
        Node::Table { rows, kind } => table(out, rows, *kind, dialect),
        Node::Space(width) => {
            let _ = write!(
                out,
                "<mspace width=\"{:.3}em\"></mspace>",
                f64::from(*width) / 18.0
            );
        }
    }
}

/// Whether a node is a function's name, with or without limits.
fn is_function(node: &Node) -> bool {
    match node {
        Node::Function { .. } => true,
        Node::Scripts { base, .. } => matches!(**base, Node::Function { .. }),
        _ => false,
    }
}

/// Whether what follows a function's name wants a thin space before it: brackets do not.
fn is_argument(node: &Node) -> bool {
    !matches!(node, Node::Space(_) | Node::Fenced { .. })
        && !matches!(
            node.class(),
            Some(Class::Open | Class::Close | Class::Relation | Class::Binary | Class::Punctuation)
        )
}

const NORMAL: &str = " mathvariant=\"normal\"";

fn atom(out: &mut String, text: &str, class: Class, alphabet: Alphabet) {
    match class {
        Class::Letter => {
            let shown = alphabets::in_alphabet(text, alphabet);
            let upright = alphabet == Alphabet::Upright && shown.chars().count() == 1;
            element(out, "mi", if upright { NORMAL } else { "" }, &shown);
        }
        Class::Number => element(out, "mn", "", &alphabets::in_alphabet(text, alphabet)),
        // Capital Greek and signs without a meaning of their own stand upright.
        Class::Ordinary if text.chars().all(char::is_alphanumeric) => {
            element(out, "mi", NORMAL, &alphabets::in_alphabet(text, alphabet));
        }
        Class::Ordinary if matches!(text, "|" | "‖" | "/" | "′" | ".") => {
            element(out, "mo", " stretchy=\"false\"", text);
        }
        Class::Ordinary => element(out, "mi", "", text),
        Class::Open | Class::Close => element(out, "mo", " stretchy=\"false\"", text),
        Class::Large => element(out, "mo", " movablelimits=\"false\"", text),
        _ => element(out, "mo", "", text),
    }
}

fn fence(out: &mut String, sign: &str, form: &str) {
    if !sign.is_empty() {
        let attributes = format!(" fence=\"true\" form=\"{form}\"");
        element(out, "mo", &attributes, sign);
    }
}

fn table(out: &mut String, rows: &[Vec<Node>], kind: Table, dialect: Dialect) {
    // The attribute is for LibreOffice, the class for browsers, which have given up the attribute.
    let (align, class) = match kind {
        Table::Matrix => ("center", "matrix"),
        Table::Cases => ("left", "cases"),
        Table::Aligned => ("right left", "aligned"),
    };
    let _ = match dialect {
        Dialect::Html => write!(out, "<mtable class=\"{class}\">"),
        Dialect::Xml => write!(out, "<mtable columnalign=\"{align}\">"),
    };
    for row in rows {
        out.push_str("<mtr>");
        for cell in row {
            out.push_str("<mtd>");
            // A sign that joins two terms needs one before it, or it is taken for a prefix.
            let first = match cell {
                Node::Row(nodes) => nodes.first(),
                node => Some(node),
            };
            if first.and_then(Node::class) == Some(Class::Relation) {
                out.push_str("<mrow></mrow>");
            }
            write(out, cell, dialect);
            out.push_str("</mtd>");
        }
        out.push_str("</mtr>");
    }
    out.push_str("</mtable>");
}

fn element(out: &mut String, name: &str, attributes: &str, text: &str) {
    let _ = write!(out, "<{name}{attributes}>");
    escape_into(out, text);
    let _ = write!(out, "</{name}>");
}
