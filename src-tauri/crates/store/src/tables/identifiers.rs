//! Identifiers of papers. A paper may have several of one scheme (merged records do); the oldest
//! is the one that its `Paper` shows.

use std::collections::{BTreeMap, BTreeSet};

use papers::{Paper, Scheme};
use rusqlite::OptionalExtension;

use crate::PaperId;
use crate::convert::json;
use crate::error::{Error, Result};
use crate::store::{Reader, Writer};

pub(crate) const SCHEMA_1: &str = "
    CREATE TABLE identifiers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        paper INTEGER NOT NULL REFERENCES papers,
        scheme TEXT NOT NULL,
        value TEXT NOT NULL,
        UNIQUE (scheme, value, paper)
    ) STRICT;
    CREATE INDEX identifiers_by_paper ON identifiers (paper);
";

/// More papers than this with one abstract are a publisher's phrase, not copies of each other.
const MOST_COPIES: usize = 20;

impl Reader<'_> {
    /// All identifiers of a paper, the oldest first.
    pub fn identifiers(&self, paper: PaperId) -> Result<Vec<(Scheme, String)>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT scheme, value FROM identifiers WHERE paper = ?1 ORDER BY id")?;
        statement
            .query_and_then([paper], |row| {
                let name: String = row.get(0)?;
                let scheme = Scheme::from_name(&name)
                    .ok_or_else(|| Error::Corrupt(format!("identifiers: {name:?} is no scheme")))?;
                Ok((scheme, row.get(1)?))
            })?
            .collect()
    }

    /// Which paper a reader means by a number, a citation key or an identifier (bare, with its
    /// scheme before it, or as a link). More than one when an identifier is shared.
    pub fn resolve(&self, text: &str) -> Result<Vec<PaperId>> {
        let text = text.trim();
        if let Ok(id) = text.parse::<PaperId>()
            && self.exists(id)?
        {
            return Ok(vec![id]);
        }
        let mut by_key = self
            .conn
            .prepare_cached("SELECT id FROM papers WHERE key = ?1 COLLATE NOCASE")?;
        if let Some(id) = by_key.query_row([text], |row| row.get(0)).optional()? {
            return Ok(vec![id]);
        }
        let (bare, unversioned) = bare_identifier(text);
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT i.paper, p.trashed FROM identifiers i CROSS JOIN papers p ON p.id = i.paper
             WHERE i.scheme IN (SELECT value FROM json_each(?1)) AND i.value IN (?2, ?3, ?4)
             ORDER BY i.paper",
        )?;
        let schemes = json(&Scheme::ALL.map(Scheme::name))?;
        let ids = statement
            .query_map((schemes, &bare, bare.to_lowercase(), unversioned), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?
            .collect::<rusqlite::Result<Vec<(PaperId, bool)>>>()?;
        // A paper in the trash is meant only when nothing else can be: a merged one shares its
        // identifiers with the one that it went into.
        let anywhere = ids.iter().all(|(_, trashed)| *trashed);
        Ok(ids
            .into_iter()
            .filter(|(_, trashed)| anywhere || !trashed)
            .map(|(id, _)| id)
            .collect())
    }

    /// The papers that share an identifier, the title key or a number of the abstract's sketch,
    /// each once, the trash included.
    pub fn candidates(
        &self,
        identifiers: &[(Scheme, String)],
        title_key: Option<&str>,
        sketch: Option<[i64; 2]>,
    ) -> Result<Vec<PaperId>> {
        let mut found = BTreeSet::new();
        let mut by_identifier = self
            .conn
            .prepare_cached("SELECT paper FROM identifiers WHERE scheme = ?1 AND value = ?2")?;
        for (scheme, value) in identifiers {
            if *scheme == Scheme::Isbn {
                self.by_isbn(value, &mut found)?;
                continue;
            }
            for id in by_identifier.query_map([scheme.name(), value], |row| row.get(0))? {
                found.insert(id?);
            }
        }
        if let Some(title_key) = title_key {
            let mut by_title = self
                .conn
                .prepare_cached("SELECT id FROM papers WHERE title_key = ?1")?;
            for id in by_title.query_map([title_key], |row| row.get(0))? {
                found.insert(id?);
            }
        }
        for (column, number) in ["sketch_a", "sketch_b"].iter().zip(sketch.iter().flatten()) {
            let sql = format!("SELECT id FROM papers WHERE {column} = ?1 LIMIT {MOST_COPIES}");
            let mut by_sketch = self.conn.prepare_cached(&sql)?;
            for id in by_sketch.query_map([number], |row| row.get(0))? {
                found.insert(id?);
            }
        }
        Ok(found.into_iter().collect())
    }

    /// An ISBN may stand here in either form. With pages, `9780262033848:12-34`, it means that part
    /// of the book and no other: proceedings have hundreds.
    fn by_isbn(&self, key: &str, found: &mut BTreeSet<PaperId>) -> Result<()> {
        let pages = key.split_once(':').map(|(_, pages)| pages);
        let sql = format!(
            "SELECT i.paper FROM identifiers i CROSS JOIN papers p ON p.id = i.paper
             WHERE i.scheme = 'isbn' AND i.value = ?1 AND (?2 IS NULL OR p.pages = ?2)
             LIMIT {MOST_COPIES}"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        for form in papers::identity::isbn_forms(key) {
            for id in statement.query_map((form, pages), |row| row.get(0))? {
                found.insert(id?);
            }
        }
        Ok(())
    }

    pub(crate) fn shown_identifiers(&self, paper: PaperId) -> Result<BTreeMap<Scheme, String>> {
        let mut shown = BTreeMap::new();
        for (scheme, value) in self.identifiers(paper)? {
            shown.entry(scheme).or_insert(value);
        }
        Ok(shown)
    }
}

/// An identifier without the link or scheme before it, and the same without an arXiv version.
fn bare_identifier(text: &str) -> (String, String) {
    const BEFORE: [&str; 8] = [
        "doi.org/",
        "arxiv.org/abs/",
        "arxiv.org/pdf/",
        "doi:",
        "arxiv:",
        "pmid:",
        "pmcid:",
        "isbn:",
    ];
    let lower = text.to_ascii_lowercase();
    let start = BEFORE
        .iter()
        .filter_map(|mark| lower.find(mark).map(|at| at + mark.len()))
        .max();
    let bare = text.get(start.unwrap_or(0)..).unwrap_or(text).trim();
    let bare = bare.strip_suffix(".pdf").unwrap_or(bare);
    let unversioned = match bare.rsplit_once(['v', 'V']) {
        Some((stem, version))
            if !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit()) =>
        {
            stem.to_lowercase()
        }
        _ => bare.to_lowercase(),
    };
    (bare.to_owned(), unversioned)
}

impl Writer<'_> {
    /// Adds an identifier beside those the paper has. Answers whether it was new to the paper.
    pub fn add_identifier(&mut self, paper: PaperId, scheme: Scheme, value: &str) -> Result<bool> {
        self.must_exist(paper)?;
        self.insert_identifier(paper, scheme, value)
    }

    pub(crate) fn insert_identifier(
        &mut self,
        paper: PaperId,
        scheme: Scheme,
        value: &str,
    ) -> Result<bool> {
        let mut statement = self.conn.prepare_cached(
            "INSERT INTO identifiers (paper, scheme, value) VALUES (?1, ?2, ?3)
             ON CONFLICT DO NOTHING",
        )?;
        Ok(statement.execute((paper, scheme.name(), value))? > 0)
    }

    /// Makes the shown identifiers those of `paper`; further ones of the same schemes stay.
    pub(crate) fn replace_identifiers(&mut self, id: PaperId, paper: &Paper) -> Result<()> {
        let shown = self.shown_identifiers(id)?;
        for (scheme, old) in &shown {
            match paper.identifiers.get(scheme) {
                Some(new) if new == old => {}
                Some(new) => {
                    // It may stand among the further ones already.
                    let sql =
                        "DELETE FROM identifiers WHERE paper = ?1 AND scheme = ?2 AND value = ?3";
                    let mut statement = self.conn.prepare_cached(sql)?;
                    statement.execute((id, scheme.name(), new))?;
                    self.conn
                        .prepare_cached(
                            "UPDATE identifiers SET value = ?4
                         WHERE paper = ?1 AND scheme = ?2 AND value = ?3",
                        )?
                        .execute((id, scheme.name(), old, new))?;
                }
                None => {
                    self.conn
                        .prepare_cached("DELETE FROM identifiers WHERE paper = ?1 AND scheme = ?2")?
                        .execute((id, scheme.name()))?;
                }
            }
        }
        for (scheme, value) in &paper.identifiers {
            if !shown.contains_key(scheme) {
                self.insert_identifier(id, *scheme, value)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_schemes_and_versions_fall_off_an_identifier() {
        let bare = |text| bare_identifier(text);
        assert_eq!(
            bare("https://doi.org/10.1/AbC"),
            ("10.1/AbC".into(), "10.1/abc".into())
        );
        assert_eq!(
            bare("arXiv:2403.01234v2"),
            ("2403.01234v2".into(), "2403.01234".into())
        );
        assert_eq!(
            bare("http://arxiv.org/pdf/2403.01234v12.pdf").1,
            "2403.01234"
        );
        assert_eq!(bare("doi:İ").0, "İ");
    }
}
