//! A small index in a temporary folder, and the ids that a query finds in it.
#![allow(dead_code, reason = "each test file uses some of it")]

use search::{Document, Filter, Found, Index, Opened, Query, View};
use tempfile::TempDir;

pub struct Library {
    pub index: Index,
    pub folder: TempDir,
}

pub fn library(documents: impl IntoIterator<Item = Document>) -> Library {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (index, opened) = Index::open(folder.path(), "test").expect("an index");
    assert!(matches!(opened, Opened::Empty { .. }));
    index.apply(documents, &[], 1).expect("documents indexed");
    Library { index, folder }
}

impl Library {
    pub fn found(&self, query: &str) -> Found {
        self.index
            .search(&Query::parse(query), &Filter::default(), 50, 0)
            .expect("an answer")
    }

    /// Best first.
    pub fn ids(&self, query: &str) -> Vec<i64> {
        self.found(query).hits.iter().map(|hit| hit.id).collect()
    }

    /// Ascending.
    pub fn set(&self, query: &str) -> Vec<i64> {
        self.set_in(query, View::Library)
    }

    pub fn set_in(&self, query: &str, view: View) -> Vec<i64> {
        self.index
            .all_ids(&Query::parse(query), &view.into())
            .expect("an answer")
    }
}

pub fn titled(id: i64, title: &str) -> Document {
    Document {
        id,
        title: title.to_owned(),
        ..Document::default()
    }
}

pub fn paper(id: i64, title: &str, abstract_text: &str) -> Document {
    Document {
        abstract_text: abstract_text.to_owned(),
        ..titled(id, title)
    }
}
