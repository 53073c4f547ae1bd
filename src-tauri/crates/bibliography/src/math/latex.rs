//! A formula as LaTeX, printed anew from the tree: only commands of this module's own ever reach
//! the file, braces always balance, and nothing from outside is a command.

use std::fmt::Write;

use super::symbols::{self, Class};
use super::tree::{Alphabet, Node, Table};

/// The formula without its dollar signs. `other` prints a character that TeX's math fonts lack.
pub(crate) fn latex(node: &Node, other: &dyn Fn(char) -> String) -> String {
    let mut printer = Printer {
        out: String::new(),
        other,
    };
    printer.node(node);
    printer.out
}

struct Printer<'p> {
    out: String,
    other: &'p dyn Fn(char) -> String,
}

impl Printer<'_> {
    fn group(&mut self, node: &Node) {
        self.out.push('{');
        self.node(node);
        self.out.push('}');
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Row(nodes) => nodes.iter().for_each(|node| self.node(node)),
            Node::Atom {
                text,
                alphabet,
                class,
            } => self.atom(text, *class, *alphabet),
            Node::Words { text, alphabet } => {
                let command = match alphabet {
                    Alphabet::Bold | Alphabet::BoldItalic => "textbf",
                    Alphabet::Italic => "textit",
                    Alphabet::Fixed => "texttt",
                    Alphabet::Sans => "textsf",
                    _ => "textrm",
                };
                let _ = write!(self.out, "\\{command}{{");
                for character in text.chars() {
                    self.out.push_str(&(self.other)(character));
                }
                self.out.push('}');
            }
            Node::Function { name, limits } => self.function(name, *limits),
            Node::Fraction { over, under, bar } => {
                self.out.push_str(if *bar {
                    "\\frac"
                } else {
                    "\\genfrac{}{}{0pt}{}"
                });
                self.group(over);
                self.group(under);
            }
            Node::Root { of, degree } => {
                self.out.push_str("\\sqrt");
                if let Some(degree) = degree {
                    self.out.push('[');
                    self.group(degree);
                    self.out.push(']');
                }
                self.group(of);
            }
            Node::Scripts {
                base,
                lower,
                upper,
                limits,
            } => {
                let natural = match &**base {
                    Node::Function { limits, .. } => *limits,
                    base => base.class() == Some(Class::Large),
                };
                match &**base {
                    Node::Function { .. } | Node::Atom { .. } if *limits == natural => {
                        self.node(base);
                    }
                    Node::Atom {
                        class: Class::Large | Class::Integral,
                        ..
                    } => {
                        self.node(base);
                        self.out
                            .push_str(if *limits { "\\limits " } else { "\\nolimits " });
                    }
                    base if *limits => {
                        let relation = base.class() == Some(Class::Relation);
                        self.out.push_str(if relation {
                            "\\mathrel{\\mathop"
                        } else {
                            "\\mathop"
                        });
                        self.group(base);
                        self.out.push_str("\\limits ");
                        self.scripts(lower.as_deref(), upper.as_deref());
                        if relation {
                            self.out.push('}');
                        }
                        return;
                    }
                    base => self.group(base),
                }
                self.scripts(lower.as_deref(), upper.as_deref());
            }
            Node::Accent { of, mark } => {
                let _ = write!(self.out, "\\{}", mark.name);
                self.group(of);
            }
            Node::Fenced { open, close, inner } => {
                self.fence("left", open);
                self.node(inner);
                self.fence("right", close);
            }
            Node::Table { rows, kind } => self.table(rows, *kind),
            Node::Space(width) => {
                let _ = write!(self.out, "\\mskip {width}mu ");
            }
        }
    }

    fn scripts(&mut self, lower: Option<&Node>, upper: Option<&Node>) {
        for (sign, script) in [('_', lower), ('^', upper)] {
            if let Some(script) = script {
                self.out.push(sign);
                self.group(script);
            }
        }
    }

    fn function(&mut self, name: &str, limits: bool) {
        self.out.push_str(if limits {
            "\\operatorname*{"
        } else {
            "\\operatorname{"
        });
        for character in name.chars() {
            let written = (self.other)(character);
            // What is no plain letter is set as text.
            if character.is_ascii_alphanumeric() {
                self.out.push(character);
            } else if character == ' ' {
                self.out.push_str("\\mskip 3mu ");
            } else {
                let _ = write!(self.out, "\\textrm{{{written}}}");
            }
        }
        self.out.push('}');
    }

    fn fence(&mut self, side: &str, sign: &str) {
        let sign = match sign {
            "" => ".".to_owned(),
            "{" | "}" => format!("\\{sign}"),
            "(" | ")" | "[" | "]" | "|" | "/" => sign.to_owned(),
            "‖" => "\\Vert".to_owned(),
            _ => symbols::command(sign).map_or_else(|| ".".to_owned(), |name| format!("\\{name}")),
        };
        let _ = write!(self.out, "\\{side}{sign} ");
    }

    fn atom(&mut self, text: &str, class: Class, alphabet: Alphabet) {
        let command = match alphabet {
            Alphabet::Formula => None,
            Alphabet::Upright => Some("mathrm"),
            Alphabet::Bold => Some("mathbf"),
            Alphabet::BoldItalic => Some("boldsymbol"),
            Alphabet::Italic => Some("mathit"),
            Alphabet::Fixed => Some("mathtt"),
            Alphabet::Sans => Some("mathsf"),
            Alphabet::Blackboard => Some("mathbb"),
            Alphabet::Script => Some("mathcal"),
            Alphabet::Fraktur => Some("mathfrak"),
        };
        // Only Latin letters and digits have other alphabets, and of some only the capitals.
        let has = match alphabet {
            Alphabet::Blackboard | Alphabet::Script => text.chars().all(|c| c.is_ascii_uppercase()),
            Alphabet::Fraktur => text.chars().all(|c| c.is_ascii_alphabetic()),
            Alphabet::BoldItalic => true,
            _ => text.chars().all(|c| c.is_ascii_alphanumeric()),
        };
        match command
            .filter(|_| has && matches!(class, Class::Letter | Class::Number | Class::Ordinary))
        {
            Some(command) => {
                let _ = write!(self.out, "\\{command}{{");
                self.signs(text);
                self.out.push('}');
            }
            None => self.signs(text),
        }
    }

    fn signs(&mut self, text: &str) {
        if let Some(command) = symbols::command(text) {
            let _ = write!(
                self.out,
                "{}{command} ",
                if command.starts_with('{') { "" } else { "\\" }
            );
            return;
        }
        for character in text.chars() {
            match character {
                '−' => self.out.push('-'),
                '%' | '&' | '#' | '$' | '_' | '{' | '}' => {
                    self.out.push('\\');
                    self.out.push(character);
                }
                '\\' => self.out.push_str("\\backslash "),
                '^' | '~' => {
                    let _ = write!(self.out, "\\textrm{{{}}}", (self.other)(character));
                }
                ' '..='~' => self.out.push(character),
                _ => {
                    let _ = write!(self.out, "\\textrm{{{}}}", (self.other)(character));
                }
            }
        }
    }

    fn table(&mut self, rows: &[Vec<Node>], kind: Table) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(1);
        let letters = match kind {
            Table::Matrix => "c".repeat(columns),
            Table::Cases => "l".repeat(columns),
            Table::Aligned => "rl".repeat(columns.div_ceil(2)),
        };
        let _ = write!(self.out, "\\begin{{array}}{{@{{}}{letters}@{{}}}}");
        for (number, row) in rows.iter().enumerate() {
            if number > 0 {
                self.out.push_str("\\\\{}");
            }
            for (place, cell) in row.iter().enumerate() {
                if place > 0 {
                    self.out.push('&');
                }
                self.group(cell);
            }
        }
        self.out.push_str("\\end{array}");
    }
}
