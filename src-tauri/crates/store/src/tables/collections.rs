//! Collections: named, ordered sets of papers. Papers in the trash stay members, unseen.

use rusqlite::OptionalExtension;

use crate::PaperId;
use crate::convert::{count, integer};
use crate::error::{Error, Result};
use crate::fold::{fold, tidy};
use crate::store::{Reader, Writer};

pub(crate) const SCHEMA_1: &str = "
    CREATE TABLE collections (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        folded TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE collection_papers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        collection INTEGER NOT NULL REFERENCES collections,
        paper INTEGER NOT NULL REFERENCES papers,
        position INTEGER NOT NULL,
        UNIQUE (collection, paper)
    ) STRICT;
    CREATE INDEX collection_papers_by_paper ON collection_papers (paper);
    CREATE INDEX collection_papers_by_position ON collection_papers (collection, position, paper);
";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collection {
    pub id: i64,
    pub name: String,
    /// Papers in it; those in the trash do not count.
    pub papers: usize,
}

impl Reader<'_> {
    /// All collections by name.
    pub fn collections(&self) -> Result<Vec<Collection>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT c.id, c.name, (
                 SELECT count(*) FROM collection_papers m
                 CROSS JOIN papers p INDEXED BY papers_by_number
                     ON p.trashed = 0 AND p.id = m.paper
                 WHERE m.collection = c.id)
             FROM collections c ORDER BY c.folded",
        )?;
        statement
            .query_and_then([], |row| {
                Ok(Collection {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    papers: count(row.get(2)?),
                })
            })?
            .collect()
    }

    /// The collection of this name, whatever its case.
    pub fn collection_by_name(&self, name: &str) -> Result<Option<i64>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id FROM collections WHERE folded = ?1")?;
        Ok(statement
            .query_row([fold(name)], |row| row.get(0))
            .optional()?)
    }

    /// The collections that a paper is in.
    pub fn collections_of(&self, paper: PaperId) -> Result<Vec<i64>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT m.collection FROM collection_papers m CROSS JOIN collections c ON c.id = m.collection
             WHERE m.paper = ?1 ORDER BY c.folded",
        )?;
        Ok(statement
            .query_map([paper], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// A collection's papers in its order, without those in the trash.
    pub fn collection_papers(&self, collection: i64) -> Result<Vec<PaperId>> {
        self.collection_must_exist(collection)?;
        let mut statement = self.conn.prepare_cached(
            "SELECT m.paper FROM collection_papers m JOIN papers p ON p.id = m.paper
             WHERE m.collection = ?1 AND p.trashed = 0 ORDER BY m.position, m.id",
        )?;
        Ok(statement
            .query_map([collection], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    fn collection_must_exist(&self, collection: i64) -> Result<()> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT 1 FROM collections WHERE id = ?1")?;
        if statement.exists([collection])? {
            Ok(())
        } else {
            Err(Error::NoSuchCollection(collection))
        }
    }
}

impl Writer<'_> {
    /// Makes an empty collection and answers its number.
    pub fn create_collection(&mut self, name: &str) -> Result<i64> {
        let (name, folded) = self.free_name(name, None)?;
        self.conn.execute(
            "INSERT INTO collections (name, folded) VALUES (?1, ?2)",
            [name, folded],
        )?;
        Ok(self.conn.last_insert_rowid())
    }

    pub fn rename_collection(&mut self, collection: i64, name: &str) -> Result<()> {
        self.collection_must_exist(collection)?;
        let (name, folded) = self.free_name(name, Some(collection))?;
        self.conn.execute(
            "UPDATE collections SET name = ?2, folded = ?3 WHERE id = ?1",
            (collection, name, folded),
        )?;
        Ok(())
    }

    /// Deletes the collection; its papers stay in the library.
    pub fn delete_collection(&mut self, collection: i64) -> Result<()> {
        self.collection_must_exist(collection)?;
        self.conn.execute(
            "DELETE FROM collection_papers WHERE collection = ?1",
            [collection],
        )?;
        self.conn
            .execute("DELETE FROM collections WHERE id = ?1", [collection])?;
        Ok(())
    }

    /// Appends papers in the order given; those already in it stay where they are.
    pub fn add_to_collection(&mut self, collection: i64, papers: &[PaperId]) -> Result<()> {
        self.collection_must_exist(collection)?;
        for paper in papers {
            self.must_exist(*paper)?;
            self.conn
                .prepare_cached(
                    "INSERT INTO collection_papers (collection, paper, position)
                     VALUES (?1, ?2, (SELECT ifnull(max(position), 0) + 1
                                      FROM collection_papers WHERE collection = ?1))
                     ON CONFLICT DO NOTHING",
                )?
                .execute([collection, *paper])?;
        }
        Ok(())
    }

    pub fn remove_from_collection(&mut self, collection: i64, papers: &[PaperId]) -> Result<()> {
        self.collection_must_exist(collection)?;
        let mut statement = self
            .conn
            .prepare_cached("DELETE FROM collection_papers WHERE collection = ?1 AND paper = ?2")?;
        for paper in papers {
            statement.execute([collection, *paper])?;
        }
        Ok(())
    }

    /// Puts the given papers first, in the order given; the other members follow as they were.
    pub fn order_collection(&mut self, collection: i64, papers: &[PaperId]) -> Result<()> {
        self.collection_must_exist(collection)?;
        let members: Vec<PaperId> = {
            let mut statement = self.conn.prepare_cached(
                "SELECT paper FROM collection_papers WHERE collection = ?1 ORDER BY position, id",
            )?;
            statement
                .query_map([collection], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?
        };
        let given: std::collections::HashSet<PaperId> = papers.iter().copied().collect();
        let others = members.iter().filter(|paper| !given.contains(paper));
        let mut statement = self.conn.prepare_cached(
            "UPDATE collection_papers SET position = ?3
             WHERE collection = ?1 AND paper = ?2 AND position <> ?3",
        )?;
        for (place, paper) in papers.iter().chain(others).enumerate() {
            statement.execute((collection, paper, integer(place) + 1))?;
        }
        Ok(())
    }

    fn free_name(&self, name: &str, own: Option<i64>) -> Result<(String, String)> {
        let folded = fold(name);
        if folded.is_empty() {
            return Err(Error::NoName);
        }
        match self.collection_by_name(name)? {
            Some(holder) if Some(holder) != own => Err(Error::NameTaken(tidy(name))),
            _ => Ok((tidy(name), folded)),
        }
    }
}
