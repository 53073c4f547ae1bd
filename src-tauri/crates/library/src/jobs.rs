//! Background work with one shape of progress. A job can be cancelled between its batches and is
//! resumed by starting it again; whoever listens hears every step as an [`Event`].

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::api::types::{Event, Job, JobState};
use crate::error::Error;

/// Finished jobs kept for whoever asks a moment later.
const KEPT: usize = 20;

#[derive(Debug, Default)]
pub(crate) struct Jobs {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    last: i64,
    jobs: BTreeMap<i64, Entry>,
    listeners: Vec<Sender<Event>>,
}

#[derive(Debug)]
struct Entry {
    job: Job,
    cancelled: Arc<AtomicBool>,
}

/// The running side of a job: says how far it is and learns whether to stop.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    jobs: Arc<Jobs>,
    id: i64,
    cancelled: Arc<AtomicBool>,
}

impl Jobs {
    /// Begins a job; `None` when one of that name is already running.
    pub(crate) fn begin(
        self: &Arc<Self>,
        name: &str,
        phase: &str,
        total: usize,
    ) -> Option<Progress> {
        let mut state = self.lock();
        let running = |entry: &Entry| entry.job.job == name && entry.job.state == JobState::Running;
        if state.jobs.values().any(running) {
            return None;
        }
        state.last += 1;
        let id = state.last;
        let cancelled = Arc::new(AtomicBool::new(false));
        let job = Job {
            id,
            job: name.to_owned(),
            phase: phase.to_owned(),
            done: 0,
            total,
            state: JobState::Running,
            error: None,
        };
        state.jobs.insert(
            id,
            Entry {
                job: job.clone(),
                cancelled: cancelled.clone(),
            },
        );
        while state.jobs.len() > KEPT {
            let Some(oldest) = state
                .jobs
                .iter()
                .find(|(_, entry)| entry.job.state != JobState::Running)
                .map(|(id, _)| *id)
            else {
                break;
            };
            state.jobs.remove(&oldest);
        }
        state.tell(Event::Job { job });
        Some(Progress {
            jobs: self.clone(),
            id,
            cancelled,
        })
    }

    pub(crate) fn list(&self) -> Vec<Job> {
        self.lock()
            .jobs
            .values()
            .map(|entry| entry.job.clone())
            .collect()
    }

    pub(crate) fn running(&self, name: &str) -> Option<Job> {
        let running = |job: &Job| job.job == name && job.state == JobState::Running;
        self.list().into_iter().find(running)
    }

    /// Asks a job to stop at its next batch; false when there is no such running job.
    pub(crate) fn cancel(&self, id: i64) -> bool {
        match self.lock().jobs.get(&id) {
            Some(entry) if entry.job.state == JobState::Running => {
                entry.cancelled.store(true, Ordering::Relaxed);
                true
            }
            _ => false,
        }
    }

    pub(crate) fn cancel_all(&self) {
        for entry in self.lock().jobs.values() {
            entry.cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// Everything that happens from now on.
    pub(crate) fn listen(&self) -> Receiver<Event> {
        let (sender, receiver) = channel();
        self.lock().listeners.push(sender);
        receiver
    }

    pub(crate) fn tell(&self, event: Event) {
        self.lock().tell(event);
    }

    fn update(&self, id: i64, change: impl FnOnce(&mut Job)) -> Option<Job> {
        let mut state = self.lock();
        let entry = state.jobs.get_mut(&id)?;
        change(&mut entry.job);
        let job = entry.job.clone();
        state.tell(Event::Job { job: job.clone() });
        Some(job)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn tell(&mut self, event: Event) {
        self.listeners
            .retain(|listener| listener.send(event.clone()).is_ok());
    }
}

impl Progress {
    /// Says how far the job is; false when it has been asked to stop.
    pub(crate) fn step(&self, phase: &str, done: usize, total: usize) -> bool {
        self.jobs.update(self.id, |job| {
            job.phase = phase.to_owned();
            job.done = done;
            job.total = total;
        });
        !self.cancelled()
    }

    pub(crate) fn cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    pub(crate) fn job(&self) -> Option<Job> {
        self.jobs.update(self.id, |_| {})
    }

    /// Ends the job: failed with an error, cancelled when it was asked to stop, otherwise done.
    pub(crate) fn end(self, outcome: std::result::Result<(), Error>) {
        let cancelled = self.cancelled();
        self.jobs.update(self.id, |job| {
            job.state = match &outcome {
                Err(_) => JobState::Failed,
                Ok(()) if cancelled => JobState::Cancelled,
                Ok(()) => JobState::Done,
            };
            job.error = outcome.err().map(|error| error.body());
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_of_one_name_runs_once_at_a_time() {
        let jobs = Arc::new(Jobs::default());
        let first = jobs
            .begin("embedding", "papers", 3)
            .expect("nothing runs yet");
        assert!(jobs.begin("embedding", "papers", 3).is_none());
        first.end(Ok(()));
        assert!(jobs.begin("embedding", "papers", 3).is_some());
    }

    #[test]
    fn a_cancelled_job_learns_of_it_at_its_next_step_and_ends_as_cancelled() {
        let jobs = Arc::new(Jobs::default());
        let progress = jobs
            .begin("embedding", "papers", 3)
            .expect("nothing runs yet");
        assert!(progress.step("papers", 1, 3));
        assert!(jobs.cancel(progress.id));
        assert!(!progress.step("papers", 2, 3));
        progress.end(Ok(()));
        assert_eq!(jobs.list()[0].state, JobState::Cancelled);
        assert!(!jobs.cancel(1), "an ended job cannot be cancelled");
    }

    #[test]
    fn listeners_hear_every_step_in_order() {
        let jobs = Arc::new(Jobs::default());
        let events = jobs.listen();
        let progress = jobs.begin("backup", "pages", 2).expect("nothing runs yet");
        progress.step("pages", 1, 2);
        progress.end(Err(Error::user("disk_full", "The disk is full.")));
        let states: Vec<_> = events
            .try_iter()
            .map(|event| match event {
                Event::Job { job } => (job.done, job.state, job.error.map(|error| error.code)),
                other => panic!("unexpected {other:?}"),
            })
            .collect();
        assert_eq!(
            states,
            [
                (0, JobState::Running, None),
                (1, JobState::Running, None),
                (1, JobState::Failed, Some("disk_full".to_owned())),
            ]
        );
    }
}
