//! TeX into a tree: a recursive descent over the characters. What it does not know for certain is
//! [`Beyond`] it: a formula is read whole or not at all.

use super::Beyond;
use super::symbols::{self, Class};
use super::tree::{Alphabet, Node, Table};

type Result<T> = std::result::Result<T, Beyond>;

/// Groups nested deeper than this are no formula that anyone reads.
const DEEPEST: usize = 24;
/// Bytes of a formula.
const LONGEST: usize = 10_000;

/// The formula without its delimiters, as a tree.
pub(super) fn parse(tex: &str) -> Result<Node> {
    if tex.len() > LONGEST || tex.trim().is_empty() {
        return Err(Beyond);
    }
    let mut parser = Parser {
        rest: tex.trim(),
        depth: 0,
    };
    let node = parser.row(Stop::End, Alphabet::Formula)?;
    if node.is_empty() {
        return Err(Beyond);
    }
    Ok(node)
}

/// Where a row ends.
#[derive(Clone, Copy, PartialEq)]
enum Stop {
    End,
    Brace,
    Bracket,
    /// `\right`, left for the caller.
    Right,
    /// `&`, `\\` or `\end`, left for the caller.
    Cell,
}

struct Parser<'a> {
    rest: &'a str,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let next = characters.next();
        self.rest = characters.as_str();
        next
    }

    fn eat(&mut self, prefix: &str) -> bool {
        match self.rest.strip_prefix(prefix) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// The letters of the command that comes next, which is not taken.
    fn upcoming(&self) -> Option<&'a str> {
        let rest = self.rest.strip_prefix('\\')?;
        let end = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        rest.get(..end)
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Beyond);
        }
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn row(&mut self, stop: Stop, alphabet: Alphabet) -> Result<Node> {
        self.deeper(|parser| parser.row_inner(stop, alphabet))
    }

    fn row_inner(&mut self, stop: Stop, alphabet: Alphabet) -> Result<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        loop {
            self.skip_blanks();
            match (self.peek(), stop) {
                (None, Stop::End) => break,
                (None, _) => return Err(Beyond),
                (Some('}'), Stop::Brace) | (Some(']'), Stop::Bracket) => {
                    self.next();
                    break;
                }
                (Some('}'), _) => return Err(Beyond),
                (Some('&'), Stop::Cell) => break,
                (Some('\\'), Stop::Cell)
                    if self.rest.starts_with("\\\\") || self.upcoming() == Some("end") =>
                {
                    break;
                }
                (Some('\\'), Stop::Right) if self.upcoming() == Some("right") => break,
                (Some('^' | '_' | '\''), _) => {
                    let base = match nodes.pop() {
                        Some(space @ Node::Space(_)) => {
                            nodes.push(space);
                            Node::Row(Vec::new())
                        }
                        Some(base) => base,
                        None => Node::Row(Vec::new()),
                    };
                    let scripts = self.scripts(base, alphabet)?;
                    nodes.push(scripts);
                }
                _ => {
                    let Some(mut node) = self.atom(alphabet)? else {
                        continue;
                    };
                    // A raised digit of Unicode's own belongs to what stands before it.
                    if let Node::Scripts { base, .. } = &mut node
                        && base.is_empty()
                        && let Some(before) = nodes.pop()
                    {
                        **base = before;
                    }
                    nodes.push(node);
                }
            }
        }
        Ok(Node::row(nodes))
    }

    /// The scripts that follow a base, of each kind one at most.
    fn scripts(&mut self, base: Node, alphabet: Alphabet) -> Result<Node> {
        let mut limits = match &base {
            Node::Function { limits, .. } => *limits,
            Node::Accent { mark, .. } => mark.combining.is_none() && mark.wide,
            other => other.class() == Some(Class::Large),
        };
        let (mut lower, mut upper) = (None, None);
        let mut primes = Vec::new();
        loop {
            self.skip_blanks();
            match self.peek() {
                Some('\'') => {
                    self.next();
                    primes.push(Node::atom("′", Class::Ordinary));
                }
                Some('^') if upper.is_none() => {
                    self.next();
                    upper = Some(self.argument(alphabet)?);
                }
                Some('_') if lower.is_none() => {
                    self.next();
                    lower = Some(self.argument(alphabet)?);
                }
                Some('^' | '_') => return Err(Beyond),
                _ if self.upcoming() == Some("limits") => {
                    self.eat("\\limits");
                    limits = true;
                }
                _ if self.upcoming() == Some("nolimits") => {
                    self.eat("\\nolimits");
                    limits = false;
                }
                _ => break,
            }
        }
        if !primes.is_empty() {
            primes.extend(upper);
            upper = Some(Node::row(primes));
        }
        Ok(Node::Scripts {
            base: Box::new(base),
            lower: lower.map(Box::new),
            upper: upper.map(Box::new),
            limits,
        })
    }

    /// An argument: a group in braces, or a single sign.
    fn argument(&mut self, alphabet: Alphabet) -> Result<Node> {
        self.skip_blanks();
        match self.peek() {
            None | Some('}' | '^' | '_' | '&' | '\'') => Err(Beyond),
            Some('{') => {
                self.next();
                self.row(Stop::Brace, alphabet)
            }
            // Digits side by side are one number, but a single one is an argument.
            Some(digit) if digit.is_ascii_digit() => {
                self.next();
                Ok(number(digit.to_string(), alphabet))
            }
            Some(_) => self.deeper(|parser| parser.atom(alphabet))?.ok_or(Beyond),
        }
    }

    /// The next sign; none for what prints nothing.
    fn atom(&mut self, alphabet: Alphabet) -> Result<Option<Node>> {
        let Some(character) = self.next() else {
            return Err(Beyond);
        };
        Ok(Some(match character {
            '\\' => return self.command(alphabet),
            '{' => self.row(Stop::Brace, alphabet)?,
            '&' | '#' | '$' | '%' => return Err(Beyond),
            '~' => Node::Space(6),
            '-' => Node::atom("−", Class::Binary),
            '*' => Node::atom("∗", Class::Binary),
            digit if digit.is_ascii_digit() => {
                let mut text = digit.to_string();
                while let Some(next) = self.peek() {
                    let point = next == '.'
                        && self
                            .rest
                            .chars()
                            .nth(1)
                            .is_some_and(|after| after.is_ascii_digit());
                    if !next.is_ascii_digit() && !point {
                        break;
                    }
                    text.push(next);
                    self.next();
                }
                number(text, alphabet)
            }
            _ if character.is_control() => return Ok(None),
            _ => match symbols::from_small(character) {
                // `x²` means what `x^2` does.
                Some((plain, raised)) => {
                    let plain = Box::new(Node::Atom {
                        text: plain.to_string(),
                        class: symbols::class(plain),
                        alphabet,
                    });
                    let (lower, upper) = if raised {
                        (None, Some(plain))
                    } else {
                        (Some(plain), None)
                    };
                    Node::Scripts {
                        base: Box::new(Node::Row(Vec::new())),
                        lower,
                        upper,
                        limits: false,
                    }
                }
                None => Node::Atom {
                    text: character.to_string(),
                    class: symbols::class(character),
                    alphabet,
                },
            },
        }))
    }

    fn command(&mut self, alphabet: Alphabet) -> Result<Option<Node>> {
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

    /// The text of a group, with nothing in it but characters.
    fn words(&mut self) -> Result<String> {
        self.skip_blanks();
        if !self.eat("{") {
            return Err(Beyond);
        }
        let mut text = String::new();
        loop {
            match self.next() {
                Some('}') => return Ok(text),
                None | Some('{' | '$' | '^' | '&' | '#' | '%') => return Err(Beyond),
                Some('~') => text.push('\u{A0}'),
                Some('\\') => match self.next() {
                    Some(character @ ('{' | '}' | '%' | '&' | '#' | '$' | '_')) => {
                        text.push(character);
                    }
                    Some(' ' | ',' | ';' | ':') => text.push(' '),
                    _ => return Err(Beyond),
                },
                Some(character) if character.is_control() => text.push(' '),
                Some(character) => text.push(character),
            }
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

fn number(text: String, alphabet: Alphabet) -> Node {
    Node::Atom {
        text,
        class: Class::Number,
        alphabet,
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
