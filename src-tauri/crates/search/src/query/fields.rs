//! Reads fields: `title:word`, `year:2020..2023`, `is:inbox`. A field without a value that it could
//! have is told and left out.

use super::parse::Parser;
use super::sorting::sorting;
use super::{Identifier, Name, NameKind, Node, range};
use crate::schema::{self, ADDED, TextField, YEAR};
use crate::text::identifier;

impl Parser {
    /// Letters and a colon at the start of a word, when they name a field. A name that no field has
    /// is taken too, and told.
    pub(super) fn field_name(&mut self) -> Option<(String, usize)> {
        let start = self.at;
        let length = (0..16)
            .take_while(|by| self.ahead(*by).is_some_and(|c| c.is_ascii_alphabetic()))
            .count();
        if length == 0 || self.ahead(length) != Some(':') {
            return None;
        }
        let name = self.slice(start, start + length).to_lowercase();
        let known = TextField::named(&name).is_some()
            || NameKind::of_field(&name).is_some()
            || matches!(
                name.as_str(),
                "doi" | "arxiv" | "year" | "added" | "is" | "has" | "sort"
            );
        if !known {
            // Titles have colons too, and addresses; a lower-case word with a value is a slip.
            let value = self
                .ahead(length + 1)
                .is_some_and(|c| c.is_alphanumeric() || c == '"');
            if value && name == self.slice(start, start + length) {
                let message =
                    format!("There is no field “{name}”; its value is searched for everywhere.");
                self.error(message, start, start + length);
                self.at += length + 1;
            }
            return None;
        }
        self.at += length + 1;
        Some((name, start))
    }

    pub(super) fn field(&mut self, name: &str, start: usize) -> Option<Node> {
        self.structured = true;
        let value = self.at;
        if self.peek().is_none_or(|c| c.is_whitespace() || c == ')') {
            self.error(format!("{name}: wants a value."), start, self.at);
            return None;
        }
        if let Some(field) = TextField::named(name) {
            return match self.peek() {
                Some('(') => self.group(Some(field)),
                Some('"') => self.quoted(Some(field)),
                _ => self.bare(Some(field)),
            };
        }
        let (text, closed) = match self.peek() {
            Some('"') => self.quotes(),
            _ => (self.raw(), true),
        };
        let finished = closed && self.at < self.chars.len();
        let text = text.trim();
        if text.is_empty() {
            self.error(format!("{name}: wants a value."), start, self.at);
            return None;
        }
        match name {
            "doi" | "arxiv" => {
                let text = identifier::normal(text);
                (!text.is_empty()).then_some(Node::Identifier(Identifier {
                    text,
                    prefix: !finished,
                }))
            }
            "year" => self.range(
                range::years(text),
                YEAR,
                "A year is 2020, 2020..2023, 2020.., ..2023 or >=2020.",
                value,
            ),
            "added" => match range::days(text, self.now) {
                Ok(bounds) => self.range(
                    bounds,
                    ADDED,
                    "A day is 2026-03-01, today, yesterday, 7d, 2w or 3m; a range 2026-03.. or 2025..2026-02.",
                    value,
                ),
                Err(()) => {
                    self.error("Days cannot be counted from now here.", value, self.at);
                    None
                }
            },
            "sort" => {
                let wanted = sorting(text);
                if wanted.is_none() {
                    self.error(
                        "sort: takes relevance, date, added, title, author or stars; a dash turns it round, as in sort:-date.",
                        start,
                        self.at,
                    );
                } else if self.sorting.is_some() {
                    self.error("There is one order; the first one counts.", start, self.at);
                }
                self.sorting = self.sorting.or(wanted);
                None
            }
            "is" => match text.to_lowercase().as_str() {
                "inbox" | "undecided" => Some(Node::Flag("inbox".to_owned())),
                "included" | "include" => Some(Node::Flag("included".to_owned())),
                "excluded" | "exclude" => Some(Node::Flag("excluded".to_owned())),
                "maybe" => Some(Node::Flag("maybe".to_owned())),
                "starred" | "star" => Some(Node::Flag(schema::STARRED.to_owned())),
                _ => {
                    self.error(
                        "is: takes inbox, included, excluded, maybe or starred.",
                        start,
                        self.at,
                    );
                    None
                }
            },
            "has" => {
                let what = text.to_lowercase();
                let what = what.trim_end_matches('s');
                if schema::PARTS.contains(&what) {
                    return Some(Node::Flag(schema::has_flag(what)));
                }
                self.error(
                    "has: takes note, abstract, doi, highlight, tag, year, author or duplicate.",
                    start,
                    self.at,
                );
                None
            }
            _ => {
                let kind = NameKind::of_field(name)?;
                let text = text.to_owned();
                let name = Name { kind, text };
                self.names.push((name.clone(), start, self.at));
                Some(Node::Name(name))
            }
        }
    }

    fn range(
        &mut self,
        bounds: Option<range::Bounds>,
        column: &'static str,
        hint: &str,
        start: usize,
    ) -> Option<Node> {
        let Some((from, to)) = bounds else {
            self.error(hint, start, self.at);
            return None;
        };
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            self.error("This range ends before it begins.", start, self.at);
        }
        Some(Node::Range { column, from, to })
    }
}
