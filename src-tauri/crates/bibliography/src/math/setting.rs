//! Sets one formula: a recursive descent over TeX's tokens that appends formatted runs.

use super::symbols;
use crate::rich::{Marks, Run};

/// The formula holds something that has no faithful form in running text.
pub(super) struct Beyond;

type Result<T> = std::result::Result<T, Beyond>;

/// Groups and arguments nested deeper than this are beyond running text anyway.
const DEEPEST: usize = 24;

/// The formula as runs.
pub(super) fn set(tex: &str) -> Result<Vec<Run>> {
    let mut setter = Setter {
        rest: tex.trim(),
        depth: 0,
        out: Line::default(),
    };
    setter.sequence(Style::default(), None)?;
    if setter.out.runs.is_empty() {
        return Err(Beyond);
    }
    Ok(setter.out.runs)
}

/// How the next letters are set.
#[derive(Clone, Copy, Default)]
struct Style {
    alphabet: Alphabet,
    raised: bool,
    lowered: bool,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Alphabet {
    /// Letters italic, as in ordinary formulas.
    #[default]
    Formula,
    Upright,
    /// As `Upright`, and white space counts.
    Text,
    Bold,
    Italic,
    Fixed,
    Script,
    Blackboard,
}

impl Style {
    fn marks(self, letter: bool) -> Marks {
        Marks {
            italic: match self.alphabet {
                Alphabet::Formula => letter,
                Alphabet::Italic => true,
                _ => false,
            },
            bold: self.alphabet == Alphabet::Bold,
            code: self.alphabet == Alphabet::Fixed,
            superscript: self.raised,
            subscript: self.lowered,
            ..Marks::default()
        }
    }

    fn is_small(self) -> bool {
        self.raised || self.lowered
    }
}

/// What stood last, which decides whether a sign joins two terms or belongs to one.
#[derive(Clone, Copy, Default, PartialEq)]
enum Last {
    #[default]
    Open,
    Term,
    /// A function name, which wants a blank before a letter.
    Function,
}

#[derive(Default)]
struct Line {
    runs: Vec<Run>,
    last: Last,
}

impl Line {
    fn push(&mut self, text: &str, marks: Marks) {
        match self.runs.last_mut() {
            Some(run) if run.marks == marks => run.text.push_str(text),
            _ => self.runs.push(Run {
                text: text.to_owned(),
                marks,
                link: None,
            }),
        }
    }

    fn blank(&mut self) {
        match self.runs.last_mut() {
            None => {}
            Some(run) if run.text.ends_with(' ') => {}
            Some(run) if run.marks.superscript || run.marks.subscript => {
                self.push(" ", Marks::default());
            }
            Some(run) => run.text.push(' '),
        }
    }
}

struct Setter<'a> {
    rest: &'a str,
    depth: usize,
    out: Line,
}

impl<'a> Setter<'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let next = characters.next();
        self.rest = characters.as_str();
        next
    }

    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Sets everything up to `end` (or the end of the formula).
    fn sequence(&mut self, style: Style, end: Option<char>) -> Result<()> {
        loop {
            match self.peek() {
                found if found == end => {
                    self.next();
                    return Ok(());
                }
                None | Some('}') => return Err(Beyond),
                Some(_) => self.atom(style)?,
            }
        }
    }

    /// Sets an argument: a group in braces, or a single token.
    fn argument(&mut self, style: Style) -> Result<()> {
        self.skip_blanks();
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Beyond);
        }
        match self.peek() {
            None | Some('}' | '^' | '_') => return Err(Beyond),
            Some('{') => {
                self.next();
                self.sequence(style, Some('}'))?;
            }
            Some(_) => self.atom(style)?,
        }
        self.depth -= 1;
        Ok(())
    }

    /// Sets an argument apart, so that it can be looked at before it is placed.
    fn aside(&mut self, style: Style) -> Result<Vec<Run>> {
        let outer = std::mem::take(&mut self.out);
        let result = self.argument(style);
        let inner = std::mem::replace(&mut self.out, outer);
        result.map(|()| inner.runs)
    }

    fn atom(&mut self, style: Style) -> Result<()> {
        let Some(character) = self.next() else {
            return Err(Beyond);
        };
        match character {
            '\\' => self.command(style),
            '{' => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(Beyond);
                }
                self.sequence(style, Some('}'))?;
                self.depth -= 1;
                Ok(())
            }
            '^' => self.script(style, true),
            '_' if style.alphabet != Alphabet::Text => self.script(style, false),
            '&' | '#' | '$' => Err(Beyond),
            '~' => {
                self.out.blank();
                Ok(())
            }
            '\'' if style.alphabet != Alphabet::Text => {
                self.out.push("′", style.marks(false));
                Ok(())
            }
            _ if character.is_whitespace() => {
                if style.alphabet == Alphabet::Text {
                    self.out.push(" ", style.marks(false));
                }
                Ok(())
            }
            _ if character.is_control() => Ok(()),
            _ if style.alphabet == Alphabet::Text => {
                self.term(&character.to_string(), style, false);
                Ok(())
            }
            _ => {
                self.character(character, style);
                Ok(())
            }
        }
    }

    fn character(&mut self, character: char, style: Style) {
        match character {
            '=' | '<' | '>' => self.relation(&character.to_string(), style),
            '+' => self.binary("+", style),
            '-' => self.binary("−", style),
            '*' => self.term("∗", style, false),
            ':' => self.term(":", style, false),
            ',' | ';' => {
                self.out.push(&character.to_string(), style.marks(false));
                if !style.is_small() {
                    self.out.blank();
                }
                self.out.last = Last::Open;
            }
            '(' | '[' | '|' => {
                self.out.push(&character.to_string(), style.marks(false));
                self.out.last = if character == '|' {
                    Last::Term
                } else {
                    Last::Open
                };
            }
            _ => {
                let (text, letter) = alphabet(character, style.alphabet);
                self.term(&text, style, letter);
            }
        }
    }

    fn term(&mut self, text: &str, style: Style, letter: bool) {
        let begins_word = text.chars().next().is_some_and(char::is_alphanumeric);
        if self.out.last == Last::Function && begins_word {
            self.out.blank();
        }
        self.out.push(text, style.marks(letter));
        self.out.last = Last::Term;
    }

    fn relation(&mut self, sign: &str, style: Style) {
        self.spaced(sign, style);
    }

    /// A sign that joins two terms, or belongs to the one after it.
    fn binary(&mut self, sign: &str, style: Style) {
        if self.out.last == Last::Open {
            self.out.push(sign, style.marks(false));
        } else {
            self.spaced(sign, style);
        }
    }

    fn spaced(&mut self, sign: &str, style: Style) {
        if style.is_small() {
            self.out.push(sign, style.marks(false));
        } else {
            self.out.blank();
            self.out.push(sign, style.marks(false));
            self.out.push(" ", style.marks(false));
        }
        self.out.last = Last::Open;
    }

    /// `^` and `_`. A script on a script has no form in running text.
    fn script(&mut self, style: Style, raised: bool) -> Result<()> {
        if style.is_small() {
            return Err(Beyond);
        }
        let first = self.aside(Style {
            raised,
            lowered: !raised,
            ..style
        })?;
        self.skip_blanks();
        let other = if raised { '_' } else { '^' };
        let mut second = Vec::new();
        if self.peek() == Some(other) {
            self.next();
            second = self.aside(Style {
                raised: !raised,
                lowered: raised,
                ..style
            })?;
        }
        let (lower, upper) = if raised {
            (second, first)
        } else {
            (first, second)
        };
        // A degree sign and primes are raised by their own shape.
        let own_shape = |run: &Run| matches!(run.text.as_str(), "°" | "′");
        for mut run in lower.into_iter().chain(upper) {
            if own_shape(&run) {
                run.marks.superscript = false;
            }
            self.out.push(&run.text, run.marks);
        }
        self.out.last = Last::Term;
        Ok(())
    }

    fn command(&mut self, style: Style) -> Result<()> {
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(self.rest.len());
        if end == 0 {
            return match self.next() {
                Some(character @ ('{' | '}' | '%' | '&' | '#' | '$' | '_')) => {
                    self.term(&character.to_string(), style, false);
                    Ok(())
                }
                Some(',' | ';' | ':' | ' ' | '>') => {
                    self.out.blank();
                    Ok(())
                }
                Some('!') => Ok(()),
                Some('|') => {
                    self.term("‖", style, false);
                    Ok(())
                }
                _ => Err(Beyond),
            };
        }
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        self.named(name, style)
    }

    fn named(&mut self, name: &str, style: Style) -> Result<()> {
        if let Some(alphabet) = alphabet_command(name) {
            // Within \text, white space right after the brace counts; `rest` has kept it.
            return self.argument(Style { alphabet, ..style });
        }
        if let Some(accent) = symbols::accent(name) {
            return self.accented(accent, style);
        }
        if symbols::is_function(name) {
            if self.out.last == Last::Term {
                self.out.blank();
            }
            self.out.push(
                name,
                Style {
                    alphabet: Alphabet::Upright,
                    ..style
                }
                .marks(false),
            );
            self.out.last = Last::Function;
            return Ok(());
        }
        if let Some(sign) = symbols::relation(name) {
            self.relation(sign, style);
            return Ok(());
        }
        if let Some(sign) = symbols::binary(name) {
            self.binary(sign, style);
            return Ok(());
        }
        if let Some(letter) = symbols::letter(name) {
            let italic = letter.chars().any(char::is_lowercase);
            self.term(letter, style, italic);
            return Ok(());
        }
        match name {
            "frac" | "tfrac" | "dfrac" => self.fraction(style),
            "sqrt" => self.root(style),
            "left" | "right" | "big" | "Big" | "bigg" | "Bigg" | "bigl" | "bigr" => {
                if self.peek() == Some('.') {
                    self.next();
                }
                Ok(())
            }
            "quad" | "qquad" => {
                self.out.blank();
                Ok(())
            }
            "displaystyle" | "textstyle" | "limits" | "nolimits" => Ok(()),
            _ => Err(Beyond),
        }
    }

    fn fraction(&mut self, style: Style) -> Result<()> {
        let over = self.aside(style)?;
        let under = self.aside(style)?;
        self.bracketed(over, style);
        self.out.push("/", style.marks(false));
        self.bracketed(under, style);
        self.out.last = Last::Term;
        Ok(())
    }

    fn root(&mut self, style: Style) -> Result<()> {
        if self.peek() == Some('[') {
            self.next();
            let close = self.rest.find(']').ok_or(Beyond)?;
            let (degree, rest) = self.rest.split_at(close);
            self.rest = rest.get(1..).ok_or(Beyond)?;
            let small = degree
                .trim()
                .chars()
                .map(symbols::raised)
                .collect::<Option<String>>();
            self.out.push(&small.ok_or(Beyond)?, style.marks(false));
        }
        let inner = self.aside(style)?;
        self.out.push("√", style.marks(false));
        self.bracketed(inner, style);
        self.out.last = Last::Term;
        Ok(())
    }

    /// A part of a fraction or root, in brackets where it is more than one term.
    fn bracketed(&mut self, runs: Vec<Run>, style: Style) {
        let text: String = runs.iter().map(|run| run.text.as_str()).collect();
        let single = runs.len() <= 1 && !text.contains([' ', '/']) || text.chars().count() <= 1;
        if !single {
            self.out.push("(", style.marks(false));
        }
        for run in runs {
            self.out.push(&run.text, run.marks);
        }
        if !single {
            self.out.push(")", style.marks(false));
        }
    }

    fn accented(&mut self, accent: char, style: Style) -> Result<()> {
        for run in self.aside(style)? {
            let text: String = run
                .text
                .chars()
                .flat_map(|character| {
                    [
                        Some(character),
                        character.is_alphanumeric().then_some(accent),
                    ]
                })
                .flatten()
                .collect();
            self.out.push(&text, run.marks);
        }
        self.out.last = Last::Term;
        Ok(())
    }
}

fn alphabet_command(name: &str) -> Option<Alphabet> {
    Some(match name {
        "text" | "textrm" | "textnormal" | "mbox" => Alphabet::Text,
        "mathrm" | "mathsf" | "operatorname" | "mathup" => Alphabet::Upright,
        "mathbf" | "boldsymbol" | "bm" | "textbf" => Alphabet::Bold,
        "mathit" | "textit" | "emph" => Alphabet::Italic,
        "mathtt" | "texttt" => Alphabet::Fixed,
        "mathcal" | "mathscr" => Alphabet::Script,
        "mathbb" => Alphabet::Blackboard,
        _ => return None,
    })
}

/// A character in an alphabet of its own, and whether it is then still a letter to be slanted.
fn alphabet(character: char, alphabet: Alphabet) -> (String, bool) {
    let special = match alphabet {
        Alphabet::Script => symbols::script(character),
        Alphabet::Blackboard => symbols::blackboard(character),
        _ => None,
    };
    match special {
        Some(special) => (special.to_string(), false),
        None => (character.to_string(), character.is_alphabetic()),
    }
}
