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
        self.look_for_changes();
        let _ = self.fresh_index();
        if self.meaning().present() {
            // So that the first search by meaning need not wait for it.
            let _ = self.meaning().embedder();
        }
        self.embed_in_background();
    }

    /// Notices what another process wrote since the last look and passes it on.
    pub fn look_for_changes(&self) {
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
