//! Work that a window begins by itself: caches level with the library, new papers embedded, and
//! an eye on what other processes write.

use std::sync::atomic::Ordering;

use crate::Library;
use crate::api::types::{Job, JobId, Nothing};
use crate::error::{Error, Result};

impl Library {
    /// The running jobs and those that ended lately, oldest first.
    pub fn jobs(&self, _: Nothing) -> Result<Vec<Job>> {
        Ok(self.jobs_state().list())
    }

    /// Asks a job to stop; what it has done so far stays done.
    pub fn cancel_job(&self, request: JobId) -> Result<Nothing> {
        if self.jobs_state().cancel(request.id) {
            Ok(Nothing {})
        } else {
            Err(Error::user("no_such_job", "This job has ended already."))
        }
    }

    /// Brings the caches level and starts embedding. Failures end up in their jobs or show
    /// themselves at the next search; starting a window is no place to fail.
    pub fn warm_up(&self) {
        self.shared.attended.store(true, Ordering::Relaxed);
        self.look_for_changes();
        if let Ok(index) = self.fresh_index() {
            // So that the first keystrokes need not read the vocabulary.
            let _ = index.warm();
        }
        if self.meaning().present() {
            // So that the first search by meaning need not wait for it.
            let _ = self.meaning().embedder();
        }
        self.embed_in_background();
    }

    /// True when a window looks after this library and shows what goes on in the background.
    pub(crate) fn attended(&self) -> bool {
        self.shared.attended.load(Ordering::Relaxed)
    }

    /// Notices what another process wrote since the last look and passes it on; and gives an idle
    /// model's memory back.
    pub fn look_for_changes(&self) {
        self.meaning().rest(self.now());
        // A guest's import, or one during a rebuild of the index, may wait to be watched.
        let _ = self.watch_by_words();
        let Ok(now) = self.store().position() else {
            return;
        };
        let before = self.shared.seen.swap(now, Ordering::Relaxed);
        if before == now || before == UNKNOWN {
            return;
        }
        let _ = self.fresh_index();
        // Whoever wrote from here has asked for the new answers already.
        if now != self.shared.own.load(Ordering::Relaxed) {
            self.tell_changed();
            self.embed_in_background();
        }
    }
}

/// No look was taken yet.
pub(crate) const UNKNOWN: i64 = -1;
