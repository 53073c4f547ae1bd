//! A formula as readable runs: one line, with raised, lowered and slanted text. Tables, and scripts
//! upon scripts, have no such form.

use super::Beyond;
use super::alphabets;
use super::symbols::Class;
use super::tree::{Alphabet, Node};
use crate::rich::{Marks, Run};

type Result<T> = std::result::Result<T, Beyond>;

pub(super) fn set(node: &Node) -> Result<Vec<Run>> {
    let mut line = Line::default();
    line.node(node, Level::Base)?;
    if line.runs.iter().all(|run| run.text.trim().is_empty()) {
        return Err(Beyond);
    }
    Ok(line.runs)
}

#[derive(Clone, Copy, PartialEq)]
enum Level {
    Base,
    Raised,
    Lowered,
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

fn marks(alphabet: Alphabet, letter: bool, level: Level) -> Marks {
    Marks {
        italic: match alphabet {
            Alphabet::Formula => letter,
            Alphabet::Italic => true,
            Alphabet::BoldItalic => letter,
            _ => false,
        },
        bold: matches!(alphabet, Alphabet::Bold | Alphabet::BoldItalic),
        code: alphabet == Alphabet::Fixed,
        superscript: level == Level::Raised,
        subscript: level == Level::Lowered,
        ..Marks::default()
    }
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

    fn plain(&mut self, text: &str, level: Level) {
        self.push(text, marks(Alphabet::Upright, false, level));
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

    fn node(&mut self, node: &Node, level: Level) -> Result<()> {
        match node {
            Node::Row(nodes) => nodes.iter().try_for_each(|node| self.node(node, level)),
            Node::Atom {
                text,
                class,
                alphabet,
            } => {
                self.atom(text, *class, *alphabet, level);
                Ok(())
            }
            Node::Words { text, alphabet } => {
                self.term(text, marks(*alphabet, false, level));
                Ok(())
            }
            Node::Function { name, .. } => {
                if self.last == Last::Term {
                    self.blank();
                }
                self.plain(name, level);
                self.last = Last::Function;
                Ok(())
            }
            Node::Fraction { over, under, .. } => {
                self.bracketed(over, level)?;
                self.plain("/", level);
                self.bracketed(under, level)?;
                self.last = Last::Term;
                Ok(())
            }
            Node::Root { of, degree } => {
                if let Some(degree) = degree {
                    let text: String = self
                        .aside(degree, Level::Base)?
                        .into_iter()
                        .map(|run| run.text)
                        .collect();
                    let small: Option<String> = text.chars().map(alphabets::raised).collect();
                    self.plain(&small.ok_or(Beyond)?, level);
                }
                self.plain("√", level);
                self.bracketed(of, level)?;
                self.last = Last::Term;
                Ok(())
            }
            Node::Scripts {
                base, lower, upper, ..
            } => {
                self.node(base, level)?;
                // A script on a script has no form in running text.
                if level != Level::Base {
                    return Err(Beyond);
                }
                for (script, level) in [(lower, Level::Lowered), (upper, Level::Raised)] {
                    if let Some(script) = script {
                        self.script(script, level)?;
                    }
                }
                self.last = if matches!(**base, Node::Function { .. }) {
                    Last::Function
                } else {
                    Last::Term
                };
                Ok(())
            }
            Node::Accent { of, mark } => {
                let combining = mark.combining.ok_or(Beyond)?;
                for run in self.aside(of, level)? {
                    let text: String = run
                        .text
                        .chars()
                        .flat_map(|character| {
                            let accent = character.is_alphanumeric().then_some(combining);
                            [Some(character), accent]
                        })
                        .flatten()
                        .collect();
                    self.push(&text, run.marks);
                }
                self.last = Last::Term;
                Ok(())
            }
            Node::Fenced { open, close, inner } => {
                // One above the other within brackets is a binomial, which is no fraction.
                if matches!(**inner, Node::Fraction { bar: false, .. }) {
                    return Err(Beyond);
                }
                self.plain(open, level);
                self.last = Last::Open;
                self.node(inner, level)?;
                self.plain(close, level);
                self.last = Last::Term;
                Ok(())
            }
            Node::Table { .. } => Err(Beyond),
            Node::Space(width) => {
                if *width > 0 && level == Level::Base {
                    self.blank();
                }
                Ok(())
            }
        }
    }

    fn atom(&mut self, text: &str, class: Class, alphabet: Alphabet, level: Level) {
        let upright = marks(alphabet, false, level);
        match class {
            Class::Relation => self.spaced(text, upright, level),
            Class::Binary if text == "∗" => self.term(text, upright),
            Class::Binary if self.last == Last::Open => self.push(text, upright),
            Class::Binary => self.spaced(text, upright, level),
            Class::Punctuation => {
                self.push(text, upright);
                if level == Level::Base && text != ":" {
                    self.blank();
                }
                self.last = Last::Open;
            }
            Class::Open => {
                self.push(text, upright);
                self.last = Last::Open;
            }
            _ => {
                let (text, letter) = in_alphabet(text, class, alphabet);
                self.term(&text, marks(alphabet, letter, level));
            }
        }
    }

    fn term(&mut self, text: &str, marks: Marks) {
        let begins_word = text.chars().next().is_some_and(char::is_alphanumeric);
        if self.last == Last::Function && begins_word {
            self.blank();
        }
        self.push(text, marks);
        self.last = Last::Term;
    }

    fn spaced(&mut self, sign: &str, marks: Marks, level: Level) {
        if level == Level::Base {
            self.blank();
            self.push(sign, marks);
            self.push(" ", marks);
        } else {
            self.push(sign, marks);
        }
        self.last = Last::Open;
    }

    fn script(&mut self, script: &Node, level: Level) -> Result<()> {
        for mut run in self.aside(script, level)? {
            // A degree sign and primes are raised by their own shape.
            if level == Level::Raised && run.text == "∘" {
                run.text = "°".to_owned();
                run.marks.superscript = false;
            } else if run.text.chars().all(|character| character == '′') {
                run.marks.superscript = false;
            }
            self.push(&run.text, run.marks);
        }
        Ok(())
    }

    /// Sets a part apart, so that it can be looked at before it is placed.
    fn aside(&mut self, node: &Node, level: Level) -> Result<Vec<Run>> {
        let mut line = Line::default();
        line.node(node, level)?;
        Ok(line.runs)
    }

    /// A part of a fraction or root, in brackets where it is more than one term.
    fn bracketed(&mut self, node: &Node, level: Level) -> Result<()> {
        let runs = self.aside(node, level)?;
        let text: String = runs.iter().map(|run| run.text.as_str()).collect();
        let single = runs.len() <= 1 && !text.contains([' ', '/']) || text.chars().count() <= 1;
        if !single {
            self.plain("(", level);
        }
        for run in runs {
            self.push(&run.text, run.marks);
        }
        if !single {
            self.plain(")", level);
        }
        Ok(())
    }
}

/// A sign in an alphabet of its own, and whether it is then still a letter to be slanted.
fn in_alphabet(text: &str, class: Class, alphabet: Alphabet) -> (String, bool) {
    let special: fn(char) -> Option<char> = match alphabet {
        Alphabet::Script => alphabets::script,
        Alphabet::Blackboard => alphabets::blackboard,
        Alphabet::Fraktur => alphabets::fraktur,
        _ => return (text.to_owned(), class == Class::Letter),
    };
    let mapped: Option<String> = text.chars().map(special).collect();
    match mapped {
        Some(mapped) => (mapped, false),
        None => (text.to_owned(), class == Class::Letter),
    }
}
