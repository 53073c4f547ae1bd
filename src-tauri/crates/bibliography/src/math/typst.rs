//! A formula as code for the Typst typesetter, whose functions have the tree's own shapes. Every
//! sign and word is a string literal: nothing of a formula is ever read as code.

use std::fmt::Write;

use super::symbols::Class;
use super::tree::{Alphabet, Node, Table};
use crate::rich::Math;

/// An expression of Typst's code mode that sets the formula, with its TeX source as what is read
/// aloud; none where only the source can be shown.
pub fn typst(math: &Math) -> Option<String> {
    let node = super::tree(math)?;
    let mut out = format!("math.equation(alt: {}, ", typst_string(&math.tex));
    write(&mut out, &node);
    out.push(')');
    Some(out)
}

fn write(out: &mut String, node: &Node) {
    match node {
        Node::Row(nodes) => row(out, nodes),
        Node::Atom {
            text,
            class,
            alphabet,
        } => atom(out, text, *class, *alphabet),
        Node::Words { text, alphabet } => {
            in_alphabet(out, &format!("text({})", typst_string(text)), *alphabet);
        }
        Node::Function { name, limits } => {
            let _ = write!(out, "math.op({}, limits: {limits})", typst_string(name));
        }
        Node::Fraction { over, under, bar } => {
            // Typst's own binomial brings its parentheses; here they are nodes of their own.
            let (before, between, after) = match bar {
                true => ("math.frac(", ", ", ")"),
                false => ("math.mat(delim: none, (", ",), (", ",))"),
            };
            out.push_str(before);
            write(out, over);
            out.push_str(between);
            write(out, under);
            out.push_str(after);
        }
        Node::Root { of, degree } => {
            out.push_str("math.root(");
            if let Some(degree) = degree {
                write(out, degree);
                out.push_str(", ");
            }
            write(out, of);
            out.push(')');
        }
        Node::Scripts {
            base,
            lower,
            upper,
            limits,
        } => {
            let side = if *limits { "limits" } else { "scripts" };
            let _ = write!(out, "math.attach(math.{side}(");
            write(out, base);
            out.push(')');
            for (name, script) in [("b", lower), ("t", upper)] {
                if let Some(script) = script {
                    let _ = write!(out, ", {name}: ");
                    write(out, script);
                }
            }
            out.push(')');
        }
        Node::Accent { of, mark } => {
            if let "underbrace" | "overbrace" | "underline" | "overline" = mark.name {
                let _ = write!(out, "math.{}(", mark.name);
                write(out, of);
                out.push(')');
                return;
            }
            if let Some(combining) = mark.combining.filter(|_| !mark.below) {
                out.push_str("math.accent(");
                write(out, of);
                let _ = write!(out, ", {})", typst_string(&combining.to_string()));
                return;
            }
            // Braces and arrows over a term stretch with it.
            let side = if mark.below { "b" } else { "t" };
            out.push_str("math.attach(math.limits(");
            write(out, of);
            let _ = write!(
                out,
                "), {side}: math.stretch([#symbol({})]))",
                typst_string(&mark.over.to_string())
            );
        }
        Node::Fenced { open, close, inner } => {
            out.push_str("math.lr(");
            fence(out, open);
            out.push_str(" + ");
            write(out, inner);
            out.push_str(" + ");
            fence(out, close);
            out.push(')');
        }
        Node::Table { rows, kind } => table(out, rows, *kind),
        Node::Space(width) => {
            let _ = write!(out, "h({:.3}em)", f64::from(*width) / 18.0);
        }
    }
}

fn row(out: &mut String, nodes: &[Node]) {
    if nodes.is_empty() {
        out.push_str("[]");
        return;
    }
    out.push('(');
    for (place, node) in nodes.iter().enumerate() {
        if place > 0 {
            out.push_str(" + ");
        }
        write(out, node);
    }
    out.push(')');
}

fn atom(out: &mut String, text: &str, class: Class, alphabet: Alphabet) {
    let mut characters = text.chars();
    let single = characters.next().is_some() && characters.next().is_none();
    // A single sign is a symbol, which Typst slants and spaces as mathematics; more are a word.
    let sign = if single && class != Class::Number {
        format!("[#symbol({})]", typst_string(text))
    } else {
        format!("text({})", typst_string(text))
    };
    let class = match class {
        Class::Large | Class::Integral => Some("large"),
        Class::Relation => Some("relation"),
        Class::Binary => Some("binary"),
        Class::Open => Some("opening"),
        Class::Close => Some("closing"),
        Class::Punctuation => Some("punctuation"),
        Class::Letter | Class::Number | Class::Ordinary => None,
    };
    match class {
        Some(class) => {
            let _ = write!(out, "math.class(\"{class}\", ");
            in_alphabet(out, &sign, alphabet);
            out.push(')');
        }
        None => in_alphabet(out, &sign, alphabet),
    }
}

fn in_alphabet(out: &mut String, content: &str, alphabet: Alphabet) {
    let (before, after) = match alphabet {
        Alphabet::Formula => ("", ""),
        Alphabet::Upright => ("math.upright(", ")"),
        Alphabet::Bold => ("math.bold(math.upright(", "))"),
        Alphabet::BoldItalic => ("math.bold(math.italic(", "))"),
        Alphabet::Italic => ("math.italic(", ")"),
        Alphabet::Fixed => ("math.mono(", ")"),
        Alphabet::Sans => ("math.sans(", ")"),
        Alphabet::Script => ("math.cal(", ")"),
        Alphabet::Blackboard => ("math.bb(", ")"),
        Alphabet::Fraktur => ("math.frak(", ")"),
    };
    let _ = write!(out, "{before}{content}{after}");
}

fn fence(out: &mut String, sign: &str) {
    if sign.is_empty() {
        out.push_str("[]");
    } else {
        let _ = write!(out, "[#symbol({})]", typst_string(sign));
    }
}

fn table(out: &mut String, rows: &[Vec<Node>], kind: Table) {
    let align = match kind {
        Table::Matrix => "center",
        Table::Cases => "left",
        Table::Aligned => "right",
    };
    let _ = write!(out, "math.mat(delim: none, align: {align}");
    for row in rows {
        out.push_str(", (");
        for cell in row {
            write(out, cell);
            out.push_str(", ");
        }
        out.push(')');
    }
    out.push(')');
}

/// A text as a string literal of Typst, which is all that any text of a document ever is.
pub fn typst_string(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                literal.push('\\');
                literal.push(character);
            }
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            _ => literal.push(character),
        }
    }
    literal.push('"');
    literal
}
