//! Papers: what their sources stated, and what the reader decided about them.
//!
//! Papers are numbered in the order in which they are inserted, which is the order of the digests
//! that brought them; a number is never given twice. Narrow columns stand before wide ones, so that
//! a list reads past no abstract.

use std::collections::HashSet;

use jiff::Timestamp;
use papers::Date;
pub(crate) use papers::Paper;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params_from_iter};

use crate::PaperId;
use crate::convert::{from_json, integer, json, micros, named, timestamp};
use crate::error::{Error, Result};
use crate::fold::sort_key;
use crate::store::{Reader, Writer};

pub(crate) const SCHEMA_1: &str = "
    CREATE TABLE papers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL CHECK (key <> ''),
        decision TEXT NOT NULL DEFAULT 'inbox'
            CHECK (decision IN ('inbox', 'include', 'exclude', 'maybe')),
        reason TEXT CHECK (reason IS NULL OR decision = 'exclude'),
        stars INTEGER NOT NULL DEFAULT 0 CHECK (stars BETWEEN 0 AND 5),
        trashed INTEGER NOT NULL DEFAULT 0 CHECK (trashed IN (0, 1)),
        added INTEGER NOT NULL,
        title TEXT NOT NULL,
        title_key TEXT,
        title_sort TEXT NOT NULL,
        authors TEXT NOT NULL,
        author_sort TEXT,
        kind TEXT NOT NULL,
        year INTEGER,
        month INTEGER,
        day INTEGER,
        venue TEXT,
        volume TEXT,
        issue TEXT,
        pages TEXT,
        publisher TEXT,
        place TEXT,
        language TEXT,
        abstract TEXT,
        note TEXT NOT NULL DEFAULT '',
        editors TEXT NOT NULL,
        urls TEXT NOT NULL,
        keywords TEXT NOT NULL,
        source_note TEXT,
        extra TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX papers_by_key ON papers (key COLLATE NOCASE);
    CREATE INDEX papers_by_title_key ON papers (title_key) WHERE title_key IS NOT NULL;
    -- One index for each order that a list has, and one for each view that is counted. All carry
    -- the columns that views ask for, so that neither touches the table.
    CREATE INDEX papers_by_number ON papers (trashed, id, decision, stars);
    CREATE INDEX papers_by_decision ON papers (trashed, decision, id, stars);
    CREATE INDEX papers_by_title ON papers (trashed, title_sort, id, decision, stars);
    CREATE INDEX papers_by_author ON papers (trashed, author_sort, id, decision, stars);
    CREATE INDEX papers_by_date
        ON papers (trashed, year DESC, month DESC, day DESC, id, decision, stars);
    CREATE INDEX papers_by_added ON papers (trashed, added DESC, id, decision, stars);
    CREATE INDEX papers_by_stars ON papers (trashed, stars DESC, id, decision);
";

/// The abstract's sketch, by which near-copies find each other. Papers from before this schema get
/// theirs when they next change.
pub(crate) const SCHEMA_2: &str = "
    ALTER TABLE papers ADD COLUMN sketch_a INTEGER;
    ALTER TABLE papers ADD COLUMN sketch_b INTEGER;
    CREATE INDEX papers_by_sketch_a ON papers (sketch_a) WHERE sketch_a IS NOT NULL;
    CREATE INDEX papers_by_sketch_b ON papers (sketch_b) WHERE sketch_b IS NOT NULL;
";

/// The columns that a [`Paper`] fills, in the order of [`fields`].
const FIELDS: &str = "title, title_key, title_sort, authors, author_sort, kind, year, month, day,
    venue, volume, issue, pages, publisher, place, language, abstract, editors, urls, keywords,
    source_note, extra, sketch_a, sketch_b";
const PLACEHOLDERS: &str = "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
    ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24";

named! {
    /// What the reader decided about a paper; `Inbox` while nothing.
    #[derive(Default)]
    pub enum Decision {
        #[default]
        Inbox = "inbox",
        Include = "include",
        Exclude = "exclude",
        Maybe = "maybe",
    }
}

/// A paper of the library.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredPaper {
    pub id: PaperId,
    /// Its citation key in this library; `paper.key` says the same.
    pub key: String,
    /// What its sources stated. Of several identifiers of one scheme it has the oldest.
    pub paper: Paper,
    pub decision: Decision,
    /// Why it was excluded.
    pub reason: Option<String>,
    /// 0 to 5.
    pub stars: u8,
    /// The reader's own Markdown; empty when there is none.
    pub note: String,
    pub added: Timestamp,
    pub trashed: bool,
}

/// What a paper says, for a model to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub id: PaperId,
    pub title: String,
    pub abstract_text: Option<String>,
}

fn fields(paper: &Paper, title_key: Option<&str>) -> Result<Vec<Value>> {
    let text = |text: &str| Value::Text(text.to_owned());
    let option = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
    let number = |number: Option<i64>| number.map_or(Value::Null, Value::Integer);
    let list = |list: Result<String>| list.map(Value::Text);
    let author = paper.authors.first().map(|name| sort_key(&name.surname()));
    let sketch = paper
        .abstract_text
        .as_deref()
        .and_then(papers::identity::sketch);
    Ok(vec![
        text(&paper.title),
        title_key.map_or(Value::Null, text),
        Value::Text(sort_key(&paper.title)),
        list(json(&paper.authors))?,
        option(&author.filter(|author| !author.is_empty())),
        text(&paper.kind),
        number(paper.date.map(|date| date.year.into())),
        number(paper.date.and_then(|date| date.month).map(i64::from)),
        number(paper.date.and_then(|date| date.day).map(i64::from)),
        option(&paper.venue),
        option(&paper.volume),
        option(&paper.issue),
        option(&paper.pages),
        option(&paper.publisher),
        option(&paper.place),
        option(&paper.language),
        option(&paper.abstract_text),
        list(json(&paper.editors))?,
        list(json(&paper.urls))?,
        list(json(&paper.keywords))?,
        option(&paper.note),
        list(json(&paper.extra))?,
        number(sketch.map(|[first, _]| first)),
        number(sketch.map(|[_, second]| second)),
    ])
}

fn read(row: &Row<'_>) -> Result<StoredPaper> {
    let id: PaperId = row.get("id")?;
    let list = |column: &str| -> Result<String> { Ok(row.get(column)?) };
    let place = |column: &str| format!("paper {id}, {column}");
    let year: Option<i32> = row.get("year")?;
    let (month, day) = (row.get("month")?, row.get("day")?);
    let key: String = row.get("key")?;
    Ok(StoredPaper {
        id,
        key: key.clone(),
        paper: Paper {
            title: row.get("title")?,
            abstract_text: row.get("abstract")?,
            authors: from_json(&list("authors")?, &place("authors"))?,
            editors: from_json(&list("editors")?, &place("editors"))?,
            kind: row.get("kind")?,
            date: year.map(|year| Date { year, month, day }),
            venue: row.get("venue")?,
            volume: row.get("volume")?,
            issue: row.get("issue")?,
            pages: row.get("pages")?,
            publisher: row.get("publisher")?,
            place: row.get("place")?,
            language: row.get("language")?,
            identifiers: Default::default(),
            urls: from_json(&list("urls")?, &place("urls"))?,
            keywords: from_json(&list("keywords")?, &place("keywords"))?,
            note: row.get("source_note")?,
            key: Some(key),
            extra: from_json(&list("extra")?, &place("extra"))?,
        },
        decision: row.get("decision")?,
        reason: row.get("reason")?,
        stars: row.get("stars")?,
        note: row.get("note")?,
        added: timestamp(row.get("added")?)?,
        trashed: row.get("trashed")?,
    })
}

impl Reader<'_> {
    pub fn paper(&self, id: PaperId) -> Result<Option<StoredPaper>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT * FROM papers WHERE id = ?1")?;
        let Some(mut found) = statement.query_and_then([id], read)?.next().transpose()? else {
            return Ok(None);
        };
        found.paper.identifiers = self.shown_identifiers(id)?;
        Ok(Some(found))
    }

    /// The papers with these numbers, in this order; numbers that no paper has are passed over.
    pub fn papers(&self, ids: &[PaperId]) -> Result<Vec<StoredPaper>> {
        ids.iter()
            .filter_map(|id| self.paper(*id).transpose())
            .collect()
    }

    /// Up to `limit` numbers greater than `after`, ascending, the trash included.
    pub fn all_ids(&self, after: PaperId, limit: usize) -> Result<Vec<PaperId>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id FROM papers WHERE id > ?1 ORDER BY id LIMIT ?2")?;
        let ids = statement.query_map([after, integer(limit)], |row| row.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// Title and abstract of the papers that [`Reader::all_ids`] would name.
    pub fn texts(&self, after: PaperId, limit: usize) -> Result<Vec<Text>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, title, abstract FROM papers WHERE id > ?1 ORDER BY id LIMIT ?2",
        )?;
        let texts = statement.query_map([after, integer(limit)], |row| {
            Ok(Text {
                id: row.get(0)?,
                title: row.get(1)?,
                abstract_text: row.get(2)?,
            })
        })?;
        Ok(texts.collect::<rusqlite::Result<_>>()?)
    }

    /// Title and abstract of the papers with these numbers, in this order; numbers that no paper has
    /// are passed over.
    pub fn texts_of(&self, ids: &[PaperId]) -> Result<Vec<Text>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT p.id, p.title, p.abstract
             FROM json_each(?1) g CROSS JOIN papers p ON p.id = g.value ORDER BY g.key",
        )?;
        let texts = statement.query_map([json(ids)?], |row| {
            Ok(Text {
                id: row.get(0)?,
                title: row.get(1)?,
                abstract_text: row.get(2)?,
            })
        })?;
        Ok(texts.collect::<rusqlite::Result<_>>()?)
    }

    /// The notes of those of these papers that have one, in this order: number, note, abstract.
    pub fn notes(&self, ids: &[PaperId]) -> Result<Vec<(PaperId, String, Option<String>)>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT p.id, p.note, p.abstract
             FROM json_each(?1) g CROSS JOIN papers p ON p.id = g.value
             WHERE trim(p.note, ' ' || char(9, 10, 13)) <> '' ORDER BY g.key",
        )?;
        let notes = statement.query_map([json(ids)?], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
        Ok(notes.collect::<rusqlite::Result<_>>()?)
    }

    /// The title alone; nothing when there is no such paper.
    pub fn title(&self, id: PaperId) -> Result<Option<String>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT title FROM papers WHERE id = ?1")?;
        Ok(statement.query_row([id], |row| row.get(0)).optional()?)
    }

    /// What the reader keeps: included or starred papers, without the trash, ascending.
    pub fn kept_ids(&self) -> Result<Vec<PaperId>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id FROM papers INDEXED BY papers_by_number
             WHERE trashed = 0 AND (decision = 'include' OR stars > 0) ORDER BY id",
        )?;
        Ok(statement
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// What the reader decided: number, decision and stars of every paper that has a decision or
    /// stars, without the trash, ascending.
    pub fn decided(&self) -> Result<Vec<(PaperId, Decision, u8)>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, decision, stars FROM papers INDEXED BY papers_by_decision
             WHERE trashed = 0 AND decision IN ('include', 'exclude', 'maybe')
             UNION ALL
             SELECT id, decision, stars FROM papers INDEXED BY papers_by_stars
             WHERE trashed = 0 AND stars > 0 AND decision = 'inbox'
             ORDER BY 1",
        )?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The papers that were here before this one came, and those that the reader included or put
    /// under maybe since; without itself and the trash.
    pub fn known_before(&self, id: PaperId) -> Result<HashSet<PaperId>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id FROM papers INDEXED BY papers_by_added
             WHERE trashed = 0 AND id <> ?1
               AND (added < (SELECT added FROM papers WHERE id = ?1)
                    OR decision IN ('include', 'maybe'))",
        )?;
        let ids = statement.query_map([id], |row| row.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    pub fn trashed_ids(&self) -> Result<HashSet<PaperId>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id FROM papers WHERE trashed = 1")?;
        Ok(statement
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// Whether a citation key is taken, whatever its case.
    pub fn key_exists(&self, key: &str) -> Result<bool> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT 1 FROM papers WHERE key = ?1 COLLATE NOCASE")?;
        Ok(statement.exists([key])?)
    }

    pub(crate) fn exists(&self, id: PaperId) -> Result<bool> {
        Ok(self
            .conn
            .prepare_cached("SELECT 1 FROM papers WHERE id = ?1")?
            .exists([id])?)
    }

    pub(crate) fn must_exist(&self, id: PaperId) -> Result<()> {
        if self.exists(id)? {
            Ok(())
        } else {
            Err(Error::NoSuchPaper(id))
        }
    }
}

impl Writer<'_> {
    /// Adds a paper under a free citation key. `title_key` is what its title is compared by;
    /// `None` for a title that many works share.
    pub fn insert_paper(
        &mut self,
        paper: &Paper,
        key: &str,
        title_key: Option<&str>,
    ) -> Result<PaperId> {
        let mut values = fields(paper, title_key)?;
        values.push(Value::Text(key.to_owned()));
        values.push(Value::Integer(micros(self.at())));
        let sql =
            format!("INSERT INTO papers ({FIELDS}, key, added) VALUES ({PLACEHOLDERS}, ?25, ?26)");
        let inserted = self
            .conn
            .prepare_cached(&sql)?
            .execute(params_from_iter(values));
        if let Err(error) = inserted.map_err(Error::from) {
            return Err(if error.is_constraint() && self.key_exists(key)? {
                Error::KeyTaken(key.to_owned())
            } else {
                error
            });
        }
        let id = self.conn.last_insert_rowid();
        for (scheme, value) in &paper.identifiers {
            self.insert_identifier(id, *scheme, value)?;
        }
        Ok(id)
    }

    /// Replaces what the sources stated; the key and all that the reader added stay.
    pub fn update_paper(
        &mut self,
        id: PaperId,
        paper: &Paper,
        title_key: Option<&str>,
    ) -> Result<()> {
        let mut values = fields(paper, title_key)?;
        values.push(Value::Integer(id));
        let sql = format!("UPDATE papers SET ({FIELDS}) = ({PLACEHOLDERS}) WHERE id = ?25");
        if self
            .conn
            .prepare_cached(&sql)?
            .execute(params_from_iter(values))?
            == 0
        {
            return Err(Error::NoSuchPaper(id));
        }
        self.replace_identifiers(id, paper)
    }

    /// A citation key that is free: the base itself, or with `a`, `b`, …, `z`, `aa`, … behind it.
    /// It is kept free for this action. An empty base counts as `paper`.
    pub fn reserve_key(&mut self, base: &str) -> Result<String> {
        let base = if base.is_empty() { "paper" } else { base };
        let folded = base.to_ascii_lowercase();
        loop {
            let taken = self.suffixes_given(&folded);
            let key = format!("{base}{}", suffix(taken));
            if !self.key_exists(&key)? && self.reserve(&key) {
                return Ok(key);
            }
        }
    }

    /// Gives a paper another citation key, which must be free; its own in another case is.
    pub fn set_key(&mut self, id: PaperId, key: &str) -> Result<()> {
        let holder: Option<PaperId> = self
            .conn
            .prepare_cached("SELECT id FROM papers WHERE key = ?1 COLLATE NOCASE")?
            .query_row([key], |row| row.get(0))
            .optional()?;
        if holder.is_some_and(|holder| holder != id) {
            return Err(Error::KeyTaken(key.to_owned()));
        }
        self.set(&[id], "UPDATE papers SET key = ?2 WHERE id = ?1", |id| {
            (id, key)
        })
    }

    /// Decides about papers. A reason belongs to an exclusion and is dropped for anything else.
    pub fn decide(
        &mut self,
        ids: &[PaperId],
        decision: Decision,
        reason: Option<&str>,
    ) -> Result<()> {
        let reason = reason.filter(|reason| decision == Decision::Exclude && !reason.is_empty());
        self.set(
            ids,
            "UPDATE papers SET decision = ?2, reason = ?3 WHERE id = ?1",
            |id| (id, decision, reason),
        )
    }

    /// Gives stars, 0 to 5; more count as 5.
    pub fn star(&mut self, ids: &[PaperId], stars: u8) -> Result<()> {
        let stars = stars.min(5);
        self.set(ids, "UPDATE papers SET stars = ?2 WHERE id = ?1", |id| {
            (id, stars)
        })
    }

    /// Replaces a paper's note.
    pub fn set_note(&mut self, id: PaperId, note: &str) -> Result<()> {
        self.set(&[id], "UPDATE papers SET note = ?2 WHERE id = ?1", |id| {
            (id, note)
        })
    }

    /// Puts papers into the trash; nothing of them is lost.
    pub fn trash(&mut self, ids: &[PaperId]) -> Result<()> {
        self.set(ids, "UPDATE papers SET trashed = 1 WHERE id = ?1", |id| {
            (id,)
        })
    }

    /// Takes papers out of the trash.
    pub fn restore(&mut self, ids: &[PaperId]) -> Result<()> {
        self.set(ids, "UPDATE papers SET trashed = 0 WHERE id = ?1", |id| {
            (id,)
        })
    }

    fn set<P: rusqlite::Params>(
        &mut self,
        ids: &[PaperId],
        sql: &str,
        params: impl Fn(PaperId) -> P,
    ) -> Result<()> {
        let mut statement = self.conn.prepare_cached(sql)?;
        for id in ids {
            if statement.execute(params(*id))? == 0 {
                return Err(Error::NoSuchPaper(*id));
            }
        }
        Ok(())
    }
}

/// The suffix after `taken` others: nothing, `a`, …, `z`, `aa`, `ab`, …
fn suffix(taken: usize) -> String {
    let mut rest = taken;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_suffixes_run_on_past_z() {
        let suffixes: Vec<String> = [0, 1, 2, 26, 27, 28, 52, 53, 702, 703].map(suffix).into();
        assert_eq!(
            suffixes,
            ["", "a", "b", "z", "aa", "ab", "az", "ba", "zz", "aaa"]
        );
    }
}
