//! What saved searches hit among the papers that came in, and which of those they have yet to see.
//!
//! These tables are not logged. A hit is a fact about a moment, not a decision of the reader's:
//! that it was seen is no step anybody would take back. It names its saved search, the wording of
//! the question and its paper by number only, and is shown as long as all three are there; a paper
//! merged into another shows its hits under that one. Undo and redo of an import, of an edit and of
//! a merge therefore take hits away and bring them back without touching them.

use std::collections::HashMap;

use rusqlite::Row;

use crate::PaperId;
use crate::convert::{count, from_json, json, micros, named};
use crate::error::Result;
use crate::store::{Reader, Writer};

/// `to_watch` holds a new paper until it has been looked at by words and, once it has a vector, by
/// meaning.
pub(crate) const SCHEMA_3: &str = "
    CREATE TABLE watch_hits (
        id INTEGER PRIMARY KEY,
        saved INTEGER NOT NULL,
        asked INTEGER NOT NULL,
        paper INTEGER NOT NULL,
        import INTEGER NOT NULL,
        why TEXT NOT NULL CHECK (why IN ('words', 'meaning', 'both')),
        words TEXT NOT NULL DEFAULT '[]',
        score REAL,
        at INTEGER NOT NULL,
        seen INTEGER NOT NULL DEFAULT 0 CHECK (seen IN (0, 1)),
        UNIQUE (saved, asked, paper)
    ) STRICT;
    CREATE INDEX watch_hits_by_paper ON watch_hits (paper);
    CREATE INDEX watch_hits_new ON watch_hits (saved, asked, paper) WHERE seen = 0;
    CREATE TABLE to_watch (
        paper INTEGER PRIMARY KEY,
        import INTEGER NOT NULL,
        words INTEGER NOT NULL DEFAULT 1 CHECK (words IN (0, 1)),
        meaning INTEGER NOT NULL DEFAULT 1 CHECK (meaning IN (0, 1))
    ) STRICT;
    CREATE INDEX to_watch_words ON to_watch (paper) WHERE words = 1;
    CREATE INDEX to_watch_meaning ON to_watch (paper) WHERE meaning = 1;
";

named! {
    /// By what a saved search hit a paper.
    pub enum HitWhy {
        Words = "words",
        Meaning = "meaning",
        Both = "both",
    }
}

named! {
    /// The two looks at a new paper.
    pub enum Look {
        Words = "words",
        Meaning = "meaning",
    }
}

/// A new paper and the import that brought it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub paper: PaperId,
    pub import: i64,
}

/// A hit about to be written down.
#[derive(Clone, Debug)]
pub struct NewHit<'a> {
    pub saved: i64,
    /// The wording of the question that hit.
    pub asked: i64,
    pub arrival: Arrival,
    /// What matched, as the paper spells it; empty for a hit by meaning.
    pub words: &'a [String],
    /// Cosine of the question and the paper; absent for a hit by words.
    pub score: Option<f32>,
}

/// One hit of a saved search among what came in.
#[derive(Clone, Debug, PartialEq)]
pub struct WatchHit {
    pub saved: i64,
    /// The saved search's name.
    pub name: String,
    pub import: i64,
    pub why: HitWhy,
    pub words: Vec<String>,
    pub score: Option<f32>,
    /// The reader has not looked at the saved search since.
    pub new: bool,
}

fn arrival(row: &Row<'_>) -> rusqlite::Result<Arrival> {
    Ok(Arrival {
        paper: row.get(0)?,
        import: row.get(1)?,
    })
}

impl Reader<'_> {
    /// How many papers each saved search hit that the reader has not seen; searches without any
    /// are left out.
    pub fn saved_news(&self) -> Result<HashMap<i64, usize>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT saved, count(DISTINCT shown) FROM (
                 SELECT h.saved, CASE p.trashed WHEN 0 THEN p.id ELSE (
                     SELECT v.other FROM verdicts v CROSS JOIN papers o ON o.id = v.other
                     WHERE v.paper = p.id AND v.relation = 'same' AND o.trashed = 0
                     ORDER BY v.id DESC LIMIT 1) END AS shown
                 FROM saved_searches s
                 CROSS JOIN watch_hits h INDEXED BY watch_hits_new
                     ON h.seen = 0 AND h.saved = s.id AND h.asked = s.asked
                 CROSS JOIN papers p ON p.id = h.paper)
             WHERE shown IS NOT NULL GROUP BY saved",
        )?;
        Ok(statement
            .query_map([], |row| Ok((row.get(0)?, count(row.get(1)?))))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// What saved searches hit among these papers, each search once for a paper, by name. Papers in
    /// the trash have no hits.
    pub fn watch_hits(&self, ids: &[PaperId]) -> Result<HashMap<PaperId, Vec<WatchHit>>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT p.id, h.saved, s.name, h.import, h.why, h.words, h.score, h.seen
             FROM json_each(?1) g
             CROSS JOIN papers p ON p.id = g.value AND p.trashed = 0
             CROSS JOIN watch_hits h ON h.paper IN (
                 SELECT p.id UNION ALL
                 SELECT v.other FROM verdicts v CROSS JOIN papers o ON o.id = v.other
                 WHERE v.paper = p.id AND v.relation = 'same' AND o.trashed = 1)
             CROSS JOIN saved_searches s ON s.id = h.saved AND s.asked = h.asked
             ORDER BY g.key, s.folded, h.paper = p.id DESC, h.paper",
        )?;
        let mut rows = statement.query([json(ids)?])?;
        let mut hits: HashMap<PaperId, Vec<WatchHit>> = HashMap::new();
        while let Some(row) = rows.next()? {
            let id: PaperId = row.get(0)?;
            let words: String = row.get(5)?;
            let hit = WatchHit {
                saved: row.get(1)?,
                name: row.get(2)?,
                import: row.get(3)?,
                why: row.get(4)?,
                words: from_json(&words, &format!("paper {id}, watch_hits"))?,
                score: row.get(6)?,
                new: !row.get::<_, bool>(7)?,
            };
            let known = hits.entry(id).or_default();
            match known.iter_mut().find(|other| other.saved == hit.saved) {
                // A merged paper's hit: the paper's own stands for both.
                Some(own) => own.new |= hit.new,
                None => known.push(hit),
            }
        }
        Ok(hits)
    }

    /// How many of the papers that an action brought each saved search hit, by name: number, name,
    /// papers.
    pub fn hits_of_action(&self, seq: i64) -> Result<Vec<(i64, String, usize)>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT s.id, s.name, count(*) FROM actions a
             CROSS JOIN changes c ON c.seq BETWEEN a.first AND a.last
                 AND c.tbl = 'papers' AND c.op = 'insert'
             CROSS JOIN watch_hits h ON h.paper = c.row_id
             CROSS JOIN saved_searches s ON s.id = h.saved AND s.asked = h.asked
             WHERE a.seq = ?1 GROUP BY s.id ORDER BY s.folded",
        )?;
        Ok(statement
            .query_map([seq], |row| {
                Ok((row.get(0)?, row.get(1)?, count(row.get(2)?)))
            })?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// The papers that a saved search hit and the reader has not seen, as they came in.
    pub fn unseen_arrivals(&self, saved: i64) -> Result<Vec<Arrival>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT h.paper, h.import FROM saved_searches s
             CROSS JOIN watch_hits h INDEXED BY watch_hits_new
                 ON h.seen = 0 AND h.saved = s.id AND h.asked = s.asked
             CROSS JOIN papers p ON p.id = h.paper
             WHERE s.id = ?1 ORDER BY h.paper",
        )?;
        Ok(statement
            .query_map([saved], arrival)?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// New papers that still wait for a look, of all or of `among`, ascending.
    pub fn to_watch(&self, look: Look, among: Option<&[PaperId]>) -> Result<Vec<Arrival>> {
        let column = look.name();
        let narrowed = match among {
            Some(_) => "AND w.paper IN (SELECT value FROM json_each(?1))",
            None => "AND ?1 IS NULL",
        };
        let sql = format!(
            "SELECT w.paper, w.import FROM to_watch w CROSS JOIN papers p ON p.id = w.paper
             WHERE w.{column} = 1 {narrowed} ORDER BY w.paper"
        );
        let among = among.map(json).transpose()?;
        Ok(self
            .conn
            .prepare_cached(&sql)?
            .query_map([among], arrival)?
            .collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Lets the papers that this action brought by an import wait for the saved searches. Without
    /// saved searches nothing waits.
    pub fn await_watch(&mut self) -> Result<()> {
        self.conn.execute(
            "INSERT INTO to_watch (paper, import)
             SELECT s.paper, min(s.import) FROM in_progress i
             CROSS JOIN actions a ON a.seq = i.action
             CROSS JOIN changes c ON c.seq >= a.first AND c.tbl = 'papers' AND c.op = 'insert'
             CROSS JOIN sightings s ON s.paper = c.row_id
             WHERE EXISTS (SELECT 1 FROM saved_searches)
             GROUP BY s.paper",
            [],
        )?;
        Ok(())
    }

    /// Writes a hit down. One that is there gains what it did not have, and stays seen if it was.
    pub fn add_hit(&mut self, hit: &NewHit<'_>) -> Result<()> {
        let why = match hit.score {
            Some(_) => HitWhy::Meaning,
            None => HitWhy::Words,
        };
        self.conn
            .prepare_cached(
                "INSERT INTO watch_hits (saved, asked, paper, import, why, words, score, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (saved, asked, paper) DO UPDATE SET
                     why = CASE why WHEN excluded.why THEN why ELSE 'both' END,
                     words = CASE excluded.why WHEN 'words' THEN excluded.words ELSE words END,
                     score = ifnull(excluded.score, score)",
            )?
            .execute((
                hit.saved,
                hit.asked,
                hit.arrival.paper,
                hit.arrival.import,
                why,
                json(hit.words)?,
                hit.score,
                micros(self.at()),
            ))?;
        Ok(())
    }

    /// These papers have been looked at; they need not wait for it any longer.
    pub fn looked_at(&mut self, look: Look, arrivals: &[Arrival]) -> Result<()> {
        let column = look.name();
        let sql = format!("UPDATE to_watch SET {column} = 0 WHERE paper = ?1");
        let mut looked = self.conn.prepare_cached(&sql)?;
        let mut done = self.conn.prepare_cached(
            "DELETE FROM to_watch WHERE paper = ?1 AND words = 0 AND meaning = 0",
        )?;
        for arrival in arrivals {
            looked.execute([arrival.paper])?;
            done.execute([arrival.paper])?;
        }
        Ok(())
    }

    /// The reader has looked at a saved search: nothing of it is new any longer.
    pub fn saw_saved(&mut self, saved: i64) -> Result<()> {
        self.conn.execute(
            "UPDATE watch_hits SET seen = 1 WHERE seen = 0 AND saved = ?1",
            [saved],
        )?;
        Ok(())
    }
}
