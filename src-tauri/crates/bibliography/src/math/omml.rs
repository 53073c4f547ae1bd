//! A formula as an equation of Word's (ECMA-376, part 1, 22.1), elements in the schema's order.

use std::fmt::Write;

use super::alphabets;
use super::symbols::Class;
use super::tree::{Alphabet, Node, Table};
use crate::docx::xml::escape_into;

/// The `m:oMath` element.
pub(crate) fn omml(node: &Node) -> String {
    let mut out = String::from("<m:oMath>");
    write(&mut out, node);
    out.push_str("</m:oMath>");
    out
}

fn write(out: &mut String, node: &Node) {
    match node {
        Node::Row(nodes) => row(out, nodes),
        other => row(out, std::slice::from_ref(other)),
    }
}

/// A row, in which operators and functions take hold of what follows them.
fn row(out: &mut String, nodes: &[Node]) {
    let mut rest = nodes;
    while let Some((node, after)) = rest.split_first() {
        rest = after;
        if let Some((sign, lower, upper, limits)) = operator(node) {
            let reach = after
                .iter()
                .position(|node| {
                    matches!(
                        node.class(),
                        Some(Class::Relation | Class::Punctuation | Class::Close)
                    ) || operator(node).is_some()
                })
                // An operator applied to an operator holds all of it.
                .map_or(after.len(), |end| {
                    if after.get(end).is_some_and(|node| operator(node).is_some()) {
                        after.len()
                    } else {
                        end
                    }
                });
            let (held, left) = after.split_at(reach.min(after.len()));
            if !held.is_empty() {
                nary(out, sign, lower, upper, limits, held);
                rest = left;
                continue;
            }
        }
        let function = match node {
            Node::Function { .. } => true,
            Node::Scripts { base, .. } => matches!(**base, Node::Function { .. }),
            _ => false,
        };
        if function {
            // White space is no argument, and brackets need none of the space before one.
            if let Some((argument, left)) = after.split_first()
                && !matches!(argument, Node::Space(_))
                && !matches!(
                    argument.class(),
                    Some(
                        Class::Open
                            | Class::Close
                            | Class::Relation
                            | Class::Binary
                            | Class::Punctuation
                    )
                )
            {
                out.push_str("<m:func><m:fName>");
                single(out, node);
                out.push_str("</m:fName><m:e>");
                row(out, std::slice::from_ref(argument));
                out.push_str("</m:e></m:func>");
                rest = left;
                continue;
            }
        }
        single(out, node);
    }
}

type Limits<'n> = (&'n str, Option<&'n Node>, Option<&'n Node>, bool);

/// The sign and limits of a big operator.
fn operator(node: &Node) -> Option<Limits<'_>> {
    let sign = |node: &'_ Node| matches!(node.class(), Some(Class::Large | Class::Integral));
    match node {
        Node::Atom { text, class, .. } if sign(node) => {
            Some((text, None, None, *class == Class::Large))
        }
        Node::Scripts {
            base,
            lower,
            upper,
            limits,
        } => match &**base {
            Node::Atom { text, .. } if sign(base) => {
                Some((text, lower.as_deref(), upper.as_deref(), *limits))
            }
            _ => None,
        },
        _ => None,
    }
}

fn nary(
    out: &mut String,
    sign: &str,
    lower: Option<&Node>,
    upper: Option<&Node>,
    limits: bool,
    held: &[Node],
) {
    let place = if limits { "undOvr" } else { "subSup" };
    let _ = write!(
        out,
        "<m:nary><m:naryPr><m:chr m:val=\"{sign}\"/><m:limLoc m:val=\"{place}\"/>"
    );
    if lower.is_none() {
        out.push_str("<m:subHide m:val=\"1\"/>");
    }
    if upper.is_none() {
        out.push_str("<m:supHide m:val=\"1\"/>");
    }
    out.push_str("</m:naryPr>");
    for (name, limit) in [("sub", lower), ("sup", upper)] {
        let _ = write!(out, "<m:{name}>");
        if let Some(limit) = limit {
            write(out, limit);
        }
        let _ = write!(out, "</m:{name}>");
    }
    out.push_str("<m:e>");
    row(out, held);
    out.push_str("</m:e></m:nary>");
}

fn argument(out: &mut String, name: &str, node: &Node) {
    let _ = write!(out, "<m:{name}>");
    write(out, node);
    let _ = write!(out, "</m:{name}>");
}

fn single(out: &mut String, node: &Node) {
    match node {
        Node::Row(nodes) => row(out, nodes),
        Node::Atom {
            text,
            class,
            alphabet,
        } => {
            let letter = *class == Class::Letter;
            run(out, text, *alphabet, letter);
        }
        Node::Words { text, alphabet } => words(out, text, *alphabet),
        Node::Function { name, .. } => run(out, name, Alphabet::Upright, false),
        Node::Fraction { over, under, bar } => {
            out.push_str("<m:f>");
            if !bar {
                out.push_str("<m:fPr><m:type m:val=\"noBar\"/></m:fPr>");
            }
            argument(out, "num", over);
            argument(out, "den", under);
            out.push_str("</m:f>");
        }
        Node::Root { of, degree } => {
            out.push_str("<m:rad>");
            match degree {
                Some(degree) => argument(out, "deg", degree),
                None => out.push_str("<m:radPr><m:degHide m:val=\"1\"/></m:radPr><m:deg/>"),
            }
            argument(out, "e", of);
            out.push_str("</m:rad>");
        }
        Node::Scripts {
            base,
            lower,
            upper,
            limits: true,
        } => {
            // Word stacks one limit on another.
            if upper.is_some() {
                out.push_str("<m:limUpp><m:e>");
            }
            if lower.is_some() {
                out.push_str("<m:limLow><m:e>");
            }
            single(out, base);
            if let Some(lower) = lower {
                out.push_str("</m:e>");
                argument(out, "lim", lower);
                out.push_str("</m:limLow>");
            }
            if let Some(upper) = upper {
                out.push_str("</m:e>");
                argument(out, "lim", upper);
                out.push_str("</m:limUpp>");
            }
        }
        Node::Scripts {
            base, lower, upper, ..
        } => {
            let name = match (lower.is_some(), upper.is_some()) {
                (true, true) => "sSubSup",
                (true, false) => "sSub",
                (false, true) => "sSup",
                (false, false) => return single(out, base),
            };
            let _ = write!(out, "<m:{name}><m:e>");
            single(out, base);
            out.push_str("</m:e>");
            if let Some(lower) = lower {
                argument(out, "sub", lower);
            }
            if let Some(upper) = upper {
                argument(out, "sup", upper);
            }
            let _ = write!(out, "</m:{name}>");
        }
        Node::Accent { of, mark } => {
            let (open, close) = match (mark.combining, mark.name) {
                (_, "overline") => (
                    "<m:bar><m:barPr><m:pos m:val=\"top\"/></m:barPr>".to_owned(),
                    "bar",
                ),
                (_, "underline") => (
                    "<m:bar><m:barPr><m:pos m:val=\"bot\"/></m:barPr>".to_owned(),
                    "bar",
                ),
                (Some(combining), _) => (
                    format!("<m:acc><m:accPr><m:chr m:val=\"{combining}\"/></m:accPr>"),
                    "acc",
                ),
                (None, _) => {
                    let (place, align) = if mark.below {
                        ("bot", "top")
                    } else {
                        ("top", "bot")
                    };
                    (
                        format!(
                            "<m:groupChr><m:groupChrPr><m:chr m:val=\"{}\"/><m:pos m:val=\"{place}\"/>\
                             <m:vertJc m:val=\"{align}\"/></m:groupChrPr>",
                            mark.over
                        ),
                        "groupChr",
                    )
                }
            };
            out.push_str(&open);
            argument(out, "e", of);
            let _ = write!(out, "</m:{close}>");
        }
        Node::Fenced { open, close, inner } => {
            out.push_str("<m:d><m:dPr><m:begChr m:val=\"");
            escape_into(out, open);
            out.push_str("\"/><m:endChr m:val=\"");
            escape_into(out, close);
            out.push_str("\"/></m:dPr>");
            argument(out, "e", inner);
            out.push_str("</m:d>");
        }
        Node::Table { rows, kind } => table(out, rows, *kind),
        Node::Space(width) => {
            let space = match width {
                ..=0 => return,
                1..=3 => "\u{2009}",
                4..=5 => "\u{2005}",
                6..=9 => "\u{2004}",
                10..=18 => "\u{2003}",
                _ => "\u{2003}\u{2003}",
            };
            run(out, space, Alphabet::Upright, false);
        }
    }
}

fn table(out: &mut String, rows: &[Vec<Node>], kind: Table) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(1);
    out.push_str("<m:m><m:mPr><m:mcs>");
    for column in 0..columns {
        let align = match kind {
            Table::Matrix => "center",
            Table::Cases => "left",
            Table::Aligned if column % 2 == 0 => "right",
            Table::Aligned => "left",
        };
        let _ = write!(
            out,
            "<m:mc><m:mcPr><m:count m:val=\"1\"/><m:mcJc m:val=\"{align}\"/></m:mcPr></m:mc>"
        );
    }
    out.push_str("</m:mcs></m:mPr>");
    for cells in rows {
        out.push_str("<m:mr>");
        for column in 0..columns {
            out.push_str("<m:e>");
            let cell = cells.get(column).filter(|cell| !cell.is_empty());
            let first = match cell {
                Some(Node::Row(nodes)) => nodes.first(),
                other => other,
            };
            // An empty cell shows a frame, and a sign that joins two terms wants one before it.
            if first.is_none_or(|first| first.class() == Some(Class::Relation)) {
                run(out, "\u{200B}", Alphabet::Upright, false);
            }
            if let Some(cell) = cell {
                write(out, cell);
            }
            out.push_str("</m:e>");
        }
        out.push_str("</m:mr>");
    }
    out.push_str("</m:m>");
}

const FACE: &str = "<w:rFonts w:ascii=\"Cambria Math\" w:hAnsi=\"Cambria Math\"/>";

fn run(out: &mut String, text: &str, alphabet: Alphabet, letter: bool) {
    let properties = match alphabet {
        Alphabet::Formula | Alphabet::Italic if letter => "",
        Alphabet::Formula | Alphabet::Italic | Alphabet::Upright => "<m:sty m:val=\"p\"/>",
        Alphabet::Bold => "<m:sty m:val=\"b\"/>",
        Alphabet::BoldItalic => "<m:sty m:val=\"bi\"/>",
        Alphabet::Sans => "<m:scr m:val=\"sans-serif\"/><m:sty m:val=\"p\"/>",
        // Unicode's own letters, which LibreOffice shows too.
        Alphabet::Fixed | Alphabet::Script | Alphabet::Blackboard | Alphabet::Fraktur => {
            "<m:sty m:val=\"p\"/>"
        }
    };
    let text = match alphabet {
        Alphabet::Bold | Alphabet::BoldItalic => text.to_owned(),
        _ => alphabets::in_alphabet(text, alphabet),
    };
    out.push_str("<m:r>");
    if !properties.is_empty() {
        let _ = write!(out, "<m:rPr>{properties}</m:rPr>");
    }
    let bold = match alphabet {
        Alphabet::Bold => "<w:b/>",
        Alphabet::BoldItalic => "<w:b/><w:i/>",
        _ => "",
    };
    let _ = write!(
        out,
        "<w:rPr>{FACE}{bold}</w:rPr><m:t xml:space=\"preserve\">"
    );
    escape_into(out, &text);
    out.push_str("</m:t></m:r>");
}

fn words(out: &mut String, text: &str, alphabet: Alphabet) {
    let marks = match alphabet {
        Alphabet::Bold | Alphabet::BoldItalic => "<w:b/>",
        Alphabet::Italic => "<w:i/>",
        _ => "",
    };
    out.push_str("<m:r><m:rPr><m:nor/></m:rPr>");
    let _ = write!(
        out,
        "<w:rPr>{FACE}{marks}</w:rPr><m:t xml:space=\"preserve\">"
    );
    escape_into(out, text);
    out.push_str("</m:t></m:r>");
}
