//! Embedding that leaves the machine to whoever sits before it.

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::{Embedder, Result};

/// From so many cores on one is left free.
const ONE_TO_SPARE: usize = 4;

/// An embedder on threads of its own: as many as there are physical cores, because two threads of
/// one core get no more arithmetic done than one, and one fewer where there are four. What is
/// embedded at the same time for somebody who waits has the usual threads and does not queue.
pub struct Background<'e> {
    embedder: &'e dyn Embedder,
    /// None when the system gave no threads; then the usual ones must do.
    threads: Option<ThreadPool>,
}

impl<'e> Background<'e> {
    pub fn new(embedder: &'e dyn Embedder) -> Self {
        let threads = ThreadPoolBuilder::new()
            .num_threads(threads(num_cpus::get_physical()))
            .thread_name(|i| format!("embedding {i}"))
            .build()
            .inspect_err(|error| tracing::debug!(%error, "no threads for the background"))
            .ok();
        Self { embedder, threads }
    }
}

impl Embedder for Background<'_> {
    fn id(&self) -> &str {
        self.embedder.id()
    }

    fn dimensions(&self) -> usize {
        self.embedder.dimensions()
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        match &self.threads {
            Some(threads) => threads.install(|| self.embedder.embed(texts)),
            None => self.embedder.embed(texts),
        }
    }
}

impl std::fmt::Debug for Background<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Background")
            .field("threads", &self.threads)
            .finish_non_exhaustive()
    }
}

fn threads(cores: usize) -> usize {
    if cores >= ONE_TO_SPARE {
        cores - 1
    } else {
        cores.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fake;

    #[test]
    fn the_answer_is_that_of_the_embedder() {
        let texts = ["one text", "another"];
        let background = Background::new(&Fake);
        assert_eq!(
            background.embed(&texts).unwrap(),
            Fake.embed(&texts).unwrap()
        );
        assert_eq!(background.id(), Fake.id());
        assert_eq!(background.dimensions(), Fake.dimensions());
    }

    #[test]
    fn a_core_is_left_where_there_are_several() {
        assert_eq!([0, 1, 2, 3, 4, 8].map(threads), [1, 1, 2, 3, 3, 7]);
    }
}
