//! What each command makes of its arguments.

use super::super::symbols::{self, Class};
use super::super::tree::{Alphabet, Node, Table};
use super::{Beyond, Parser, Result, Stop};

impl Parser<'_> {
    /// The command whose backslash was just taken; none for what prints nothing.
    pub(super) fn command(&mut self, alphabet: Alphabet) -> Result<Option<Node>> {
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(self.rest.len());
        if end == 0 {
            return Ok(Some(match self.next() {
                Some(character @ ('{' | '}' | '%' | '&' | '#' | '$' | '_')) => {
                    let class = match character {
                        '{' => Class::Open,
                        '}' => Class::Close,
                        _ => Class::Ordinary,
                    };
                    Node::atom(character.to_string(), class)
                }
                Some(',') => Node::Space(3),
                Some(':' | '>') => Node::Space(4),
                Some(';') => Node::Space(5),
                Some(' ') => Node::Space(6),
                Some('!') => Node::Space(-3),
                Some('|') => Node::atom("‖", Class::Ordinary),
                _ => return Err(Beyond),
            }));
        }
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        self.named(name, alphabet)
    }

    fn named(&mut self, name: &str, alphabet: Alphabet) -> Result<Option<Node>> {
        if let Some(inner) = words_command(name) {
            let text = self.words()?;
            return Ok(Some(Node::Words {
                text,
                alphabet: inner,
            }));
        }
        if let Some(inner) = alphabet_command(name) {
            return self.argument(inner).map(Some);
        }
        if let Some(mark) = symbols::accent(name) {
            let of = Box::new(self.argument(alphabet)?);
            return Ok(Some(Node::Accent { of, mark }));
        }
        if let Some(limits) = symbols::function(name) {
            return Ok(Some(Node::Function {
                name: name.to_owned(),
                limits,
            }));
        }
        if let Some((text, class)) = symbols::symbol(name) {
            return Ok(Some(Node::Atom {
                text: text.to_owned(),
                class,
                alphabet,
            }));
        }
        Ok(Some(match name {
            "frac" | "tfrac" | "dfrac" | "cfrac" => self.fraction(alphabet, true)?,
            "binom" | "dbinom" | "tbinom" => Node::Fenced {
                open: "(".to_owned(),
                close: ")".to_owned(),
                inner: Box::new(self.fraction(alphabet, false)?),
            },
            "sqrt" => self.root(alphabet)?,
            "operatorname" => {
                let limits = self.eat("*");
                Node::Function {
                    name: self.words()?,
                    limits,
                }
            }
            "left" => self.fenced(alphabet)?,
            "big" | "Big" | "bigg" | "Bigg" | "bigl" | "Bigl" | "biggl" | "Biggl" | "bigr"
            | "Bigr" | "biggr" | "Biggr" | "bigm" | "Bigm" | "middle" => {
                let sign = self.delimiter()?;
                if sign.is_empty() {
                    return Ok(None);
                }
                let class = match name.chars().next_back() {
                    Some('l') => Class::Open,
                    Some('r') => Class::Close,
                    _ => Class::Ordinary,
                };
                Node::atom(sign, class)
            }
            "begin" => self.environment(alphabet)?,
            "overset" | "stackrel" | "underset" => {
                let mark = Box::new(self.argument(alphabet)?);
                let base = Box::new(self.argument(alphabet)?);
                let (lower, upper) = if name == "underset" {
                    (Some(mark), None)
                } else {
                    (None, Some(mark))
                };
                Node::Scripts {
                    base,
                    lower,
                    upper,
                    limits: true,
                }
            }
            "not" => {
                let negated = self.argument(alphabet)?;
                negate(negated)?
            }
            "bmod" | "mod" => Node::Function {
                name: "mod".to_owned(),
                limits: false,
            },
            "pmod" => {
                let inner = self.argument(alphabet)?;
                let name = Node::Function {
                    name: "mod".to_owned(),
                    limits: false,
                };
                Node::Row(vec![
                    Node::Space(9),
                    Node::atom("(", Class::Open),
                    name,
                    inner,
                    Node::atom(")", Class::Close),
                ])
            }
            "quad" => Node::Space(18),
            "qquad" => Node::Space(36),
            "enspace" => Node::Space(9),
            "thinspace" => Node::Space(3),
            "displaystyle" | "textstyle" | "scriptstyle" | "limits" | "nolimits" | "nonumber"
            | "notag" => return Ok(None),
            _ => return Err(Beyond),
        }))
    }

    fn fraction(&mut self, alphabet: Alphabet, bar: bool) -> Result<Node> {
        let over = Box::new(self.argument(alphabet)?);
        let under = Box::new(self.argument(alphabet)?);
        Ok(Node::Fraction { over, under, bar })
    }

    fn root(&mut self, alphabet: Alphabet) -> Result<Node> {
        self.skip_blanks();
        let degree = if self.eat("[") {
            Some(Box::new(self.row(Stop::Bracket, alphabet)?))
        } else {
            None
        };
        let of = Box::new(self.argument(alphabet)?);
        Ok(Node::Root { of, degree })
    }

    fn fenced(&mut self, alphabet: Alphabet) -> Result<Node> {
        let open = self.delimiter()?;
        let inner = Box::new(self.row(Stop::Right, alphabet)?);
        if !self.eat("\\right") {
            return Err(Beyond);
        }
        let close = self.delimiter()?;
        Ok(Node::Fenced { open, close, inner })
    }

    /// A delimiter; empty for `.`, the one that is not printed.
    fn delimiter(&mut self) -> Result<String> {
        self.skip_blanks();
        if let Some(name) = self.upcoming().filter(|name| !name.is_empty()) {
            self.rest = self.rest.get(1 + name.len()..).unwrap_or_default();
            let (text, _) = symbols::symbol(name).ok_or(Beyond)?;
            return if matches!(
                text,
                "⟨" | "⟩"
                    | "⌊"
                    | "⌋"
                    | "⌈"
                    | "⌉"
                    | "{"
                    | "}"
                    | "["
                    | "]"
                    | "|"
                    | "‖"
                    | "\\"
                    | "↑"
                    | "↓"
            ) {
                Ok(text.to_owned())
            } else {
                Err(Beyond)
            };
        }
        match self.next() {
            Some('.') => Ok(String::new()),
            Some(sign @ ('(' | ')' | '[' | ']' | '|' | '/')) => Ok(sign.to_string()),
            Some('<') => Ok("⟨".to_owned()),
            Some('>') => Ok("⟩".to_owned()),
            Some('\\') => match self.next() {
                Some('|') => Ok("‖".to_owned()),
                Some(sign @ ('{' | '}')) => Ok(sign.to_string()),
                _ => Err(Beyond),
            },
            _ => Err(Beyond),
        }
    }

    fn environment(&mut self, alphabet: Alphabet) -> Result<Node> {
        let name = self.words()?;
        let (kind, open, close) = match name.as_str() {
            "matrix" | "smallmatrix" | "array" => (Table::Matrix, "", ""),
            "pmatrix" => (Table::Matrix, "(", ")"),
            "bmatrix" => (Table::Matrix, "[", "]"),
            "Bmatrix" => (Table::Matrix, "{", "}"),
            "vmatrix" => (Table::Matrix, "|", "|"),
            "Vmatrix" => (Table::Matrix, "‖", "‖"),
            "cases" => (Table::Cases, "{", ""),
            "aligned" | "align" | "align*" | "split" | "gathered" | "gather" | "gather*"
            | "equation" | "equation*" | "eqnarray" | "eqnarray*" => (Table::Aligned, "", ""),
            _ => return Err(Beyond),
        };
        if name == "array" {
            let columns = self.words()?;
            if !columns.chars().all(|c| matches!(c, 'l' | 'c' | 'r' | ' ')) {
                return Err(Beyond);
            }
        }
        let mut rows = vec![Vec::new()];
        loop {
            let cell = self.row(Stop::Cell, alphabet)?;
            if let Some(row) = rows.last_mut() {
                row.push(cell);
            }
            if self.eat("&") {
                continue;
            }
            if self.eat("\\\\") {
                rows.push(Vec::new());
                continue;
            }
            if !self.eat("\\end") || self.words()? != name {
                return Err(Beyond);
            }
            break;
        }
        // A line end before `\end` begins no row.
        if rows.len() > 1
            && rows
                .last()
                .is_some_and(|row| row.iter().all(Node::is_empty))
        {
            rows.pop();
        }
        let table = Node::Table { rows, kind };
        if open.is_empty() && close.is_empty() {
            return Ok(table);
        }
        Ok(Node::Fenced {
            open: open.to_owned(),
            close: close.to_owned(),
            inner: Box::new(table),
        })
    }
}

fn negate(node: Node) -> Result<Node> {
    let Node::Atom { text, class, .. } = node else {
        return Err(Beyond);
    };
    let known = match text.as_str() {
        "=" => "≠",
        "∈" => "∉",
        "∃" => "∄",
        "∣" => "∤",
        _ => return Err(Beyond),
    };
    Ok(Node::atom(known, class))
}

fn words_command(name: &str) -> Option<Alphabet> {
    Some(match name {
        "text" | "textrm" | "textnormal" | "mbox" | "textup" => Alphabet::Upright,
        "textbf" => Alphabet::Bold,
        "textit" | "emph" => Alphabet::Italic,
        "texttt" => Alphabet::Fixed,
        "textsf" => Alphabet::Sans,
        _ => return None,
    })
}

fn alphabet_command(name: &str) -> Option<Alphabet> {
    Some(match name {
        "mathrm" | "mathup" | "mathnormal" => Alphabet::Upright,
        "mathbf" => Alphabet::Bold,
        "boldsymbol" | "bm" => Alphabet::BoldItalic,
        "mathit" => Alphabet::Italic,
        "mathtt" => Alphabet::Fixed,
        "mathsf" => Alphabet::Sans,
        "mathcal" | "mathscr" => Alphabet::Script,
        "mathbb" => Alphabet::Blackboard,
        "mathfrak" => Alphabet::Fraktur,
        _ => return None,
    })
}
