//! How many papers each saved search finds. Counting asks every question of the whole library, so
//! the sidebar shows what was counted last, and a count that has become another is told as a
//! change once it is known.

use std::sync::atomic::Ordering;
use std::sync::{MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use store::SavedSearch;

use super::question::{Moment, Question};
use crate::Library;
use crate::api::types::{Event, SavedSummary};
use crate::error::Result;

/// Counting rests so many times as long as it took, so that a reader who decides paper after paper
/// keeps most of the machine.
const REST: u32 = 4;
const LONGEST_REST: Duration = Duration::from_secs(5);

impl Library {
    /// The sidebar's saved searches. Those that were never counted are counted at once; the others
    /// in the background, when something has changed since.
    pub(crate) fn saved_overview(&self) -> Result<Vec<SavedSummary>> {
        let searches = self.store().read(|reader| reader.saved_searches())?;
        if searches.is_empty() {
            return Ok(Vec::new());
        }
        // What another process brought may still wait; a badge is right when it is shown.
        let _ = self.watch_by_words();
        for saved in searches.iter().filter(|saved| saved.counted.is_none()) {
            // Without the model there is nothing to count yet, and the sidebar is no place to fail.
            let _ = self.count_one(saved);
        }
        let known = *self.counted();
        if known != Some(self.moment()?) {
            self.count_in_background();
        }
        self.saved_summaries()
    }

    /// Counts what a saved search finds after its question became another.
    pub(super) fn count_again(&self, id: i64) {
        // A count that fails is made up for at the next look; the search itself is saved.
        let _ = self
            .saved_search(id)
            .and_then(|saved| self.count_one(&saved));
    }

    /// Counts all; answers whether any count has become another.
    pub(super) fn count_all(&self) -> Result<bool> {
        let moment = self.moment()?;
        let searches = self.store().read(|reader| reader.saved_searches())?;
        let mut changed = false;
        for saved in &searches {
            // One that cannot be answered (the model is missing) does not keep the others waiting.
            changed |= self.count_one(saved).unwrap_or_default();
        }
        *self.counted() = Some(moment);
        Ok(changed)
    }

    fn count_one(&self, saved: &SavedSearch) -> Result<bool> {
        let papers = self.count(&Question::new(saved.asks(), self.clock()))?;
        if saved.counted == Some(papers) {
            return Ok(false);
        }
        self.store()
            .write(self.action("saved", "Count"), |writer| {
                writer.set_saved_count(saved, papers)
            })?;
        Ok(true)
    }

    fn count_in_background(&self) {
        let counting = &self.shared.saved.counting;
        if counting.swap(true, Ordering::AcqRel) {
            return;
        }
        let library = self.clone();
        std::thread::spawn(move || {
            let mut before = None;
            // Whoever changes something meanwhile finds a counter at work and relies on it.
            while let Ok(moment) = library.moment()
                && before != Some(moment)
            {
                before = Some(moment);
                let started = Instant::now();
                if library.count_all().unwrap_or_default() {
                    let stale = vec!["overview".to_owned()];
                    library.jobs_state().tell(Event::Changed { stale });
                }
                std::thread::sleep((started.elapsed() * REST).min(LONGEST_REST));
            }
            library
                .shared
                .saved
                .counting
                .store(false, Ordering::Release);
        });
    }

    fn counted(&self) -> MutexGuard<'_, Option<Moment>> {
        let counted = self.shared.saved.counted.lock();
        counted.unwrap_or_else(PoisonError::into_inner)
    }
}
