//! A look at a library's health, and its cure: caches made anew from the truth.

use serde::Serialize;

use crate::Library;
use crate::error::Result;

/// What `lectern doctor` finds.
#[derive(Clone, Debug, Serialize)]
pub struct Health {
    pub folder: String,
    pub schema: i64,
    pub papers: usize,
    /// SQLite's own integrity check, `ok` or its complaints.
    pub database: Vec<String>,
    pub indexed: usize,
    pub embedded: usize,
    pub model: bool,
    /// Papers in languages that the model hardly reads; nothing without the model.
    pub hardly_read: Option<usize>,
    pub rebuilt: bool,
    pub healthy: bool,
}

impl Library {
    pub fn doctor(&self, rebuild: bool) -> Result<Health> {
        let complaints = self.store().check()?.problems;
        let index = self.fresh_index()?;
        if rebuild {
            self.rebuild_index(index)?;
            let mut vectors = self.meaning().vectors();
            let all: Vec<i64> = vectors.papers().collect();
            vectors.remove(&all)?;
        }
        let papers = self.store().read(|reader| reader.counts())?;
        let all = papers.library + papers.trash;
        let indexed = usize::try_from(index.len()).unwrap_or(usize::MAX);
        Ok(Health {
            folder: self.folder().root().display().to_string(),
            schema: store::SCHEMA,
            papers: papers.library,
            healthy: complaints.is_empty() && indexed == all,
            database: if complaints.is_empty() {
                vec!["ok".to_owned()]
            } else {
                complaints
            },
            indexed,
            embedded: self.embedded_count(),
            model: self.model_present(),
            // A broken model is the model's trouble, not a reason to keep quiet about the rest.
            hardly_read: self.hardly_read().unwrap_or_default(),
            rebuilt: rebuild,
        })
    }
}
