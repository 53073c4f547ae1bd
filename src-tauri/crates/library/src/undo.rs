//! Undo and redo of anything, from the change log, across restarts.

use crate::Library;
use crate::api::types::*;
use crate::error::Result;

/// Steps listed; older ones stay in the log.
const LISTED: usize = 200;

impl Library {
    pub fn undo(&self, request: UndoRequest) -> Result<Done> {
        let undone = self.store().undo(self.now(), self.shared.by, request.seq)?;
        self.reverted("Undone: ", undone)
    }

    pub fn redo(&self, _: Nothing) -> Result<Done> {
        let redone = self.store().redo(self.now(), self.shared.by)?;
        self.reverted("Redone: ", redone)
    }

    fn reverted(&self, prefix: &str, outcome: store::Undone) -> Result<Done> {
        self.after_write(true)?;
        Ok(Done {
            seq: Some(outcome.seq),
            what: format!("{prefix}{}", outcome.what),
            papers: outcome.papers,
        })
    }

    /// Newest first.
    pub fn history(&self, _: Nothing) -> Result<Vec<HistoryEntry>> {
        let entries = self.store().read(|reader| reader.undo_list(LISTED))?;
        Ok(entries.into_iter().map(entry).collect())
    }

    /// What undo and redo would do next.
    pub(crate) fn next_steps(&self) -> Result<(Option<String>, Option<String>)> {
        Ok(self.store().read(|reader| {
            Ok::<_, store::Error>((
                reader.undoable()?.map(|action| action.what),
                reader.redoable()?.map(|action| action.what),
            ))
        })?)
    }
}

pub(crate) fn entry(action: store::LoggedAction) -> HistoryEntry {
    HistoryEntry {
        seq: action.seq,
        at: action.at.to_string(),
        what: action.what,
        papers: action.papers,
        in_force: action.in_force,
    }
}
