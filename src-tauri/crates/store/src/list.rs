//! Lists: which papers a view holds, in which order, and one row for each on a page.
//!
//! Numbers and orders come from indexes alone; the table is read only for the rows of the page.

use jiff::Timestamp;
use papers::Name;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use crate::PaperId;
use crate::convert::{count, from_json, integer, json, timestamp};
use crate::error::Result;
use crate::fold::fold;
use crate::store::Reader;
use crate::tables::papers::Decision;

/// A set of papers. All but the trash leave out what is in the trash.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum View {
    Inbox,
    #[default]
    Library,
    Included,
    Maybe,
    Excluded,
    Trash,
    Starred,
    Digest(i64),
    Collection(i64),
    Tag(String),
}

/// What to order by; equals stand in the order of the digests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As [`ListQuery::among`] gives them; as `Digest` without it.
    Given,
    /// As the digests listed them, the oldest import first; in one digest's view, as it did.
    #[default]
    Digest,
    /// By time of import.
    Added,
    /// By date of publication; undated ones last.
    Date,
    Title,
    /// By the first author's surname; papers without authors last.
    Author,
    Stars,
    /// By hand, in a collection's view; elsewhere as `Digest`.
    Manual,
}

#[derive(Clone, Debug, Default)]
pub struct ListQuery<'a> {
    pub view: View,
    /// Only papers with these numbers, each given once.
    pub among: Option<&'a [PaperId]>,
    pub sort: Sort,
    /// The greatest, newest or last first.
    pub descending: bool,
    pub offset: usize,
    pub limit: usize,
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Papers on all pages.
    pub total: usize,
    pub rows: Vec<Row>,
}

/// What a list shows of a paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub id: PaperId,
    pub key: String,
    pub title: String,
    pub authors: Vec<Name>,
    pub year: Option<i32>,
    pub venue: Option<String>,
    pub decision: Decision,
    pub reason: Option<String>,
    pub stars: u8,
    /// By name.
    pub tags: Vec<String>,
    pub has_note: bool,
    pub has_abstract: bool,
    /// In how many imports it was seen.
    pub seen: usize,
    pub added: Timestamp,
    /// Came with the newest import, and nobody has decided on it.
    pub new: bool,
    /// Perhaps the same work as another paper; nobody has said.
    pub doubtful: bool,
    /// Another version of the work is in the library.
    pub has_version: bool,
}

/// How many papers each view holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub inbox: usize,
    pub library: usize,
    pub included: usize,
    pub maybe: usize,
    pub excluded: usize,
    pub starred: usize,
    pub trash: usize,
}

/// A view as a condition on `papers p`. The view's own parameter, if any, is `?1`.
struct Condition {
    sql: &'static str,
    param: Value,
}

fn condition(view: &View) -> Condition {
    let (sql, param) = match view {
        View::Inbox => ("p.trashed = 0 AND p.decision = 'inbox'", Value::Null),
        View::Library => ("p.trashed = 0", Value::Null),
        View::Included => ("p.trashed = 0 AND p.decision = 'include'", Value::Null),
        View::Maybe => ("p.trashed = 0 AND p.decision = 'maybe'", Value::Null),
        View::Excluded => ("p.trashed = 0 AND p.decision = 'exclude'", Value::Null),
        View::Trash => ("p.trashed = 1", Value::Null),
        View::Starred => ("p.trashed = 0 AND p.stars > 0", Value::Null),
        View::Digest(id) => (
            "p.trashed = 0 AND p.id IN (SELECT paper FROM sightings WHERE import = ?1)",
            Value::Integer(*id),
        ),
        View::Collection(id) => (
            "p.trashed = 0 AND p.id IN (SELECT paper FROM collection_papers WHERE collection = ?1)",
            Value::Integer(*id),
        ),
        View::Tag(name) => (
            "p.trashed = 0 AND p.id IN (SELECT paper FROM tags WHERE folded = ?1)",
            Value::Text(fold(name)),
        ),
    };
    Condition { sql, param }
}

/// The order, and the index that has it; `None` where another way is shorter.
fn order(query: &ListQuery<'_>) -> (String, Option<&'static str>) {
    let way = if query.descending { "DESC" } else { "ASC" };
    let own_place = |place: &str| (format!("({place}) {way}, p.id {way}"), None);
    let by_decision = matches!(
        query.view,
        View::Inbox | View::Included | View::Maybe | View::Excluded
    );
    match (query.sort, &query.view) {
        (Sort::Digest | Sort::Given, View::Digest(_)) => own_place(
            "SELECT min(s.position) FROM sightings s WHERE s.import = ?1 AND s.paper = p.id",
        ),
        (Sort::Manual, View::Collection(_)) => own_place(
            "SELECT m.position FROM collection_papers m WHERE m.collection = ?1 AND m.paper = p.id",
        ),
        (Sort::Given | Sort::Digest | Sort::Manual, _) => {
            let index = if by_decision {
                "papers_by_decision"
            } else {
                "papers_by_number"
            };
            (format!("p.id {way}"), Some(index))
        }
        // Within one moment the digest's own order holds whichever moment comes first, so the
        // oldest-first order is that of the numbers.
        (Sort::Added, _) if !query.descending => ("p.id".to_owned(), Some("papers_by_number")),
        (Sort::Added, _) => ("p.added DESC, p.id".to_owned(), Some("papers_by_added")),
        (Sort::Date, _) if query.descending => (
            "p.year DESC, p.month DESC, p.day DESC, p.id".to_owned(),
            Some("papers_by_date"),
        ),
        (Sort::Date, _) => (
            "p.year ASC NULLS LAST, p.month, p.day, p.id DESC".to_owned(),
            Some("papers_by_date"),
        ),
        (Sort::Title, _) => (
            format!("p.title_sort {way}, p.id {way}"),
            Some("papers_by_title"),
        ),
        (Sort::Author, _) => (
            format!("p.author_sort {way} NULLS LAST, p.id {way}"),
            Some("papers_by_author"),
        ),
        (Sort::Stars, _) => (format!("p.stars {way}, p.id"), Some("papers_by_stars")),
    }
}

impl Reader<'_> {
    /// One page of a view.
    pub fn list(&self, query: &ListQuery<'_>) -> Result<Page> {
        let (total, ids) = self.list_ids(query)?;
        Ok(Page {
            total,
            rows: self.rows(&ids)?,
        })
    }

    /// The numbers on one page of a view, and how many papers there are on all pages.
    pub fn list_ids(&self, query: &ListQuery<'_>) -> Result<(usize, Vec<PaperId>)> {
        let Condition { sql: view, param } = condition(&query.view);
        let (order, index) = order(query);
        let page = [param.clone(), limit(query.limit), limit(query.offset)];
        let (from, order, params) = match query.among {
            None => {
                // A view picks no index by itself: reading in order beats finding, then sorting.
                let from = match index {
                    Some(index) => format!("papers p INDEXED BY {index}"),
                    None => "papers p".to_owned(),
                };
                (from, order, page.to_vec())
            }
            Some(among) => {
                let order = match query.sort {
                    Sort::Given if query.descending => "g.key DESC".to_owned(),
                    Sort::Given => "g.key".to_owned(),
                    _ => order,
                };
                let index = match query.sort {
                    Sort::Given | Sort::Digest => "INDEXED BY papers_by_number",
                    _ => "",
                };
                let from = format!("json_each(?4) g CROSS JOIN papers p {index} ON p.id = g.value");
                (
                    from,
                    order,
                    [page.as_slice(), &[Value::Text(json(among)?)]].concat(),
                )
            }
        };
        let sql =
            format!("SELECT p.id FROM {from} WHERE {view} ORDER BY {order} LIMIT ?2 OFFSET ?3");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let ids: Vec<PaperId> = statement
            .query_map(params_from_iter(&params), |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        if query.offset == 0 && ids.len() < query.limit {
            return Ok((ids.len(), ids));
        }
        let from = if query.among.is_some() {
            from.as_str()
        } else {
            "papers p"
        };
        let sql = format!("SELECT count(*), ?2, ?3 FROM {from} WHERE {view}");
        let total: i64 = self
            .conn
            .prepare_cached(&sql)?
            .query_row(params_from_iter(&params), |row| row.get(0))?;
        Ok((count(total), ids))
    }

    /// What a list shows of these papers, in this order; numbers that no paper has are passed over.
    pub fn rows(&self, ids: &[PaperId]) -> Result<Vec<Row>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT p.id, p.key, p.title, p.authors, p.year, p.venue, p.decision, p.reason,
                    p.stars,
                    (SELECT json_group_array(t.tag ORDER BY t.folded)
                     FROM tags t WHERE t.paper = p.id),
                    p.note <> '', p.abstract IS NOT NULL,
                    (SELECT count(DISTINCT s.import) FROM sightings s WHERE s.paper = p.id),
                    p.added,
                    p.decision = 'inbox' AND p.added IS (SELECT max(at) FROM imports),
                    EXISTS (SELECT 1 FROM verdicts v CROSS JOIN papers o ON o.id = v.other
                            WHERE v.paper = p.id AND v.relation = 'doubtful' AND o.trashed = 0),
                    EXISTS (SELECT 1 FROM verdicts v CROSS JOIN papers o ON o.id = v.other
                            WHERE v.paper = p.id AND v.relation = 'versions' AND o.trashed = 0)
             FROM json_each(?1) g CROSS JOIN papers p ON p.id = g.value ORDER BY g.key",
        )?;
        statement
            .query_and_then([json(ids)?], |row| {
                let id = row.get(0)?;
                let list = |column: usize| -> Result<String> { Ok(row.get(column)?) };
                Ok(Row {
                    id,
                    key: row.get(1)?,
                    title: row.get(2)?,
                    authors: from_json(&list(3)?, &format!("paper {id}, authors"))?,
                    year: row.get(4)?,
                    venue: row.get(5)?,
                    decision: row.get(6)?,
                    reason: row.get(7)?,
                    stars: row.get(8)?,
                    tags: from_json(&list(9)?, &format!("paper {id}, tags"))?,
                    has_note: row.get(10)?,
                    has_abstract: row.get(11)?,
                    seen: count(row.get(12)?),
                    added: timestamp(row.get(13)?)?,
                    new: row.get(14)?,
                    doubtful: row.get(15)?,
                    has_version: row.get(16)?,
                })
            })?
            .collect()
    }

    /// How many papers each view holds.
    pub fn counts(&self) -> Result<Counts> {
        let mut statement = self.conn.prepare_cached(
            "SELECT trashed, decision, count(*), sum(stars > 0)
             FROM papers INDEXED BY papers_by_decision GROUP BY trashed, decision",
        )?;
        let mut counts = Counts::default();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (papers, starred) = (count(row.get(2)?), count(row.get(3)?));
            if row.get(0)? {
                counts.trash += papers;
                continue;
            }
            counts.library += papers;
            counts.starred += starred;
            match row.get(1)? {
                Decision::Inbox => counts.inbox += papers,
                Decision::Include => counts.included += papers,
                Decision::Exclude => counts.excluded += papers,
                Decision::Maybe => counts.maybe += papers,
            }
        }
        Ok(counts)
    }
}

fn limit(count: usize) -> Value {
    Value::Integer(integer(count))
}
