//! What a query means here and now: the reader's clock for its days, and the names in it, which are
//! collections, digests, languages and papers of this library.

use jiff::tz::TimeZone;
use papers::text::language;
use search::{Flag, Meaning, Name, NameKind, Names, Now, Query};

use crate::Library;
use crate::error::Result;

/// Papers that may be like another, and how near they are at least (as for a query's words).
const MOST_LIKE: usize = 500;
const LEAST_LIKE: f32 = 0.35;

impl Library {
    /// Reads a query by the reader's clock.
    pub(crate) fn query(&self, text: &str) -> Query {
        Query::parse_at(text, self.clock())
    }

    /// The moment by the reader's clock.
    pub(crate) fn clock(&self) -> Now {
        let now = self.now();
        let ahead = TimeZone::system().to_offset(now).seconds();
        Now {
            seconds: now.as_second(),
            ahead: i64::from(ahead),
        }
    }

    /// Looks up the names in a query.
    pub(crate) fn names_in(&self, query: &Query) -> Result<Names> {
        let mut names = Names::default();
        for name in query.names() {
            let meaning = self.meaning_of(&name)?;
            names.add(name, meaning);
        }
        Ok(names)
    }

    /// What one name means, or in a sentence why nothing.
    fn meaning_of(&self, name: &Name) -> Result<std::result::Result<Meaning, String>> {
        let text = &name.text;
        match name.kind {
            NameKind::Collection => {
                let known = self.store().read(|reader| reader.collections())?;
                let ids = named(text, known.iter().map(|known| (known.id, [&*known.name])));
                Ok(any(ids, Flag::Collection).ok_or(format!("There is no collection “{text}”.")))
            }
            NameKind::Digest => {
                let known = self.store().read(|reader| reader.imports_by_number())?;
                let number = text.parse().ok();
                let ids = match known.iter().find(|known| Some(known.id) == number) {
                    Some(known) => vec![known.id],
                    None => named(
                        text,
                        known.iter().map(|known| {
                            let title = known.title.as_deref().unwrap_or_default();
                            let date = known.date.as_deref().unwrap_or_default();
                            (known.id, [&*known.name, title, date])
                        }),
                    ),
                };
                Ok(any(ids, Flag::Digest).ok_or(format!("There is no digest “{text}”.")))
            }
            NameKind::Language => {
                let codes = match language::named(text) {
                    Some(code) => vec![code],
                    None => language::begun(text),
                };
                let flag = |code: &str| Flag::Language(code.to_owned());
                Ok(any(codes, flag).ok_or(format!("There is no language “{text}”.")))
            }
            NameKind::Like => self.like(text),
        }
    }

    /// The papers nearest to the one of that key, number or identifier.
    fn like(&self, text: &str) -> Result<std::result::Result<Meaning, String>> {
        let found = self.store().read(|reader| reader.resolve(text))?;
        let id = match found.as_slice() {
            [id] => *id,
            [] => return Ok(Err(format!("There is no paper “{text}”."))),
            _ => return Ok(Err(format!("“{text}” names several papers."))),
        };
        let vectors = self.meaning().vectors();
        let Some(vector) = vectors.get(id) else {
            let message = format!(
                "“{text}” has not been read by the model yet: nothing is known to be like it."
            );
            return Ok(Err(message));
        };
        let mut near = vectors.nearest(&[vector], MOST_LIKE, &|other| other == id);
        near.retain(|(_, nearness)| *nearness >= LEAST_LIKE);
        Ok(Ok(Meaning::Near(near)))
    }
}

fn any<T>(found: Vec<T>, flag: impl Fn(T) -> Flag) -> Option<Meaning> {
    (!found.is_empty()).then(|| Meaning::Any(found.into_iter().map(flag).collect()))
}

/// The numbers of what goes by a name, without regard to case: of what has that very name; if
/// nothing has, of what has a name that begins so; if nothing has, that contains it.
fn named<'a, const N: usize>(
    wanted: &str,
    known: impl Iterator<Item = (i64, [&'a str; N])>,
) -> Vec<i64> {
    let wanted = wanted.to_lowercase();
    let known: Vec<(i64, [String; N])> = known
        .map(|(id, names)| (id, names.map(str::to_lowercase)))
        .collect();
    let ways: [fn(&str, &str) -> bool; 3] = [
        |name, wanted| name == wanted,
        |name, wanted| name.starts_with(wanted),
        |name, wanted| name.contains(wanted),
    ];
    for way in ways {
        let ids: Vec<i64> = known
            .iter()
            .filter(|(_, names)| names.iter().any(|name| way(name, &wanted)))
            .map(|(id, _)| *id)
            .collect();
        if !ids.is_empty() {
            return ids;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_very_name_comes_before_its_beginning_and_that_before_a_part() {
        let known = || [(1, ["Thesis"]), (2, ["Thesis ideas"]), (3, ["My thesis"])].into_iter();
        assert_eq!(named("thesis", known()), [1]);
        assert_eq!(named("thes", known()), [1, 2]);
        assert_eq!(named("MY", known()), [3]);
        assert_eq!(named("ideas", known()), [2]);
        assert!(named("nothing", known()).is_empty());
    }
}
