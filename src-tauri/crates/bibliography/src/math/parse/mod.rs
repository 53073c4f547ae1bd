//! TeX into a tree: a recursive descent over the characters. What it does not know for certain is
//! [`Beyond`] it: a formula is read whole or not at all.

use super::Beyond;
use super::alphabets;
use super::symbols::{self, Class};
use super::tree::{Alphabet, Node};

type Result<T> = std::result::Result<T, Beyond>;

mod commands;

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
            _ => match alphabets::from_small(character) {
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
}

fn number(text: String, alphabet: Alphabet) -> Node {
    Node::Atom {
        text,
        class: Class::Number,
        alphabet,
    }
}
