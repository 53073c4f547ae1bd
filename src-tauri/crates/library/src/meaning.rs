//! The embedding model and the vectors: loaded when first needed, filled by a background job that
//! can be cancelled and resumed, never in the way of anything else.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use embed::{Embedder, MiniLm, Vectors};

use crate::Library;
use crate::api::types::{Job, ModelState, Nothing, PaperId};
use crate::error::{Error, Result};
use crate::jobs::Progress;

/// Papers embedded between two looks at the cancel button.
const BATCH: usize = 16;

/// What the reader knows the model by.
const MODEL_NAME: &str = "all-MiniLM-L6-v2";

pub(crate) struct Meaning {
    file: PathBuf,
    places: Vec<PathBuf>,
    embedder: Mutex<Option<Arc<dyn Embedder>>>,
    vectors: OnceLock<Mutex<Vectors>>,
}

impl std::fmt::Debug for Meaning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Meaning")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

impl Meaning {
    pub(crate) fn new(file: PathBuf, places: Vec<PathBuf>) -> Meaning {
        Meaning {
            file,
            places,
            embedder: Mutex::new(None),
            vectors: OnceLock::new(),
        }
    }

    /// The model's folder, without loading anything.
    fn place(&self) -> Option<&PathBuf> {
        self.places
            .iter()
            .find(|place| place.join("model.safetensors").is_file())
    }

    pub(crate) fn present(&self) -> bool {
        self.place().is_some() || self.loaded().is_some()
    }

    fn loaded(&self) -> Option<Arc<dyn Embedder>> {
        self.lock_embedder().clone()
    }

    fn lock_embedder(&self) -> MutexGuard<'_, Option<Arc<dyn Embedder>>> {
        self.embedder.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Loads the model, once.
    pub(crate) fn embedder(&self) -> Result<Arc<dyn Embedder>> {
        let mut embedder = self.lock_embedder();
        if let Some(loaded) = embedder.as_ref() {
            return Ok(loaded.clone());
        }
        let place = self.place().ok_or_else(|| self.missing())?;
        let loaded: Arc<dyn Embedder> = Arc::new(MiniLm::load(place)?);
        *embedder = Some(loaded.clone());
        Ok(loaded)
    }

    /// Says plainly what is missing and how to get it.
    fn missing(&self) -> Error {
        let looked: Vec<String> = self
            .places
            .iter()
            .map(|place| place.display().to_string())
            .collect();
        Error::user(
            "model_missing",
            format!(
                "Related papers need the embedding model {MODEL_NAME}, which is not on this computer \
                 (looked in: {}). Everything else works without it. `scripts/fetch-model DIR` fetches \
                 it once (91 MB); then point $LECTERN_MODEL_DIR at DIR.",
                if looked.is_empty() {
                    "nowhere".to_owned()
                } else {
                    looked.join(", ")
                }
            ),
        )
    }

    pub(crate) fn state(&self) -> ModelState {
        let present = self.present();
        ModelState {
            present,
            name: MODEL_NAME.to_owned(),
            advice: (!present).then(|| self.missing().message),
        }
    }

    /// The vectors of the model that is in use.
    pub(crate) fn vectors(&self) -> MutexGuard<'_, Vectors> {
        let vectors = self.vectors.get_or_init(|| {
            Mutex::new(Vectors::open(
                &self.file,
                embed::MODEL_ID,
                embed::DIMENSIONS,
            ))
        });
        vectors.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Library {
    /// Starts embedding whatever has no vector yet; answers the job, running or just begun.
    pub fn start_embedding(&self, _: Nothing) -> Result<Job> {
        if !self.meaning().present() {
            return Err(self.meaning().missing());
        }
        if let Some(job) = self.jobs_state().running("embedding") {
            return Ok(job);
        }
        self.embed_in_background().ok_or_else(|| {
            Error::user(
                "guest",
                "Another Lectern has this library open and embeds its papers.",
            )
        })
    }

    /// `None` when there is no model, this is a guest, or a job is already running.
    pub(crate) fn embed_in_background(&self) -> Option<Job> {
        if !self.meaning().present() || !self.folder().owned() {
            return None;
        }
        let progress = self.jobs_state().begin("embedding", "papers", 0)?;
        let job = progress.job();
        let library = self.clone();
        std::thread::spawn(move || {
            let outcome = library.embed_missing(&progress);
            progress.end(outcome.map(|_| ()));
            library.tell_changed();
        });
        job
    }

    /// Embeds in the foreground, telling `step` how far it is; false from it stops.
    /// Answers how many papers were embedded.
    pub fn embed_now(&self, step: &mut dyn FnMut(usize, usize) -> bool) -> Result<usize> {
        if !self.folder().owned() {
            return Err(Error::user(
                "guest",
                "Another Lectern has this library open; it embeds new papers itself.",
            ));
        }
        self.embed_with(step)
    }

    fn embed_missing(&self, progress: &Progress) -> Result<usize> {
        self.embed_with(&mut |done, total| progress.step("papers", done, total))
    }

    fn embed_with(&self, step: &mut dyn FnMut(usize, usize) -> bool) -> Result<usize> {
        let embedder = self.meaning().embedder()?;
        let missing = self.without_vector()?;
        let total = missing.len();
        let mut done = 0;
        // Batches of similar length waste no work on padding; batches stay near each other in
        // time, newest first, because the newest are what the reader looks at.
        for batch in missing.chunks(BATCH) {
            if !step(done, total) {
                break;
            }
            self.embed_papers(embedder.as_ref(), batch)?;
            done += batch.len();
        }
        self.watch_by_meaning(None);
        step(done, total);
        Ok(done)
    }

    /// Papers whose text has no vector, newest first.
    fn without_vector(&self) -> Result<Vec<PaperId>> {
        let mut missing = Vec::new();
        let mut last = 0;
        loop {
            let texts = self.store().read(|reader| reader.texts(last, 2_000))?;
            let Some(newest) = texts.last() else { break };
            last = newest.id;
            let vectors = self.meaning().vectors();
            missing.extend(texts.iter().filter_map(|text| {
                let hash = embed::text_hash(&embed::text_of(
                    &text.title,
                    text.abstract_text.as_deref().unwrap_or_default(),
                ));
                (!vectors.has(text.id, hash)).then_some(text.id)
            }));
        }
        missing.reverse();
        Ok(missing)
    }

    pub(crate) fn embed_papers(&self, embedder: &dyn Embedder, ids: &[PaperId]) -> Result<()> {
        let texts: Vec<(PaperId, String)> = self
            .store()
            .read(|reader| reader.papers(ids))?
            .into_iter()
            .map(|stored| {
                let paper = stored.paper;
                (
                    stored.id,
                    embed::text_of(
                        &paper.title,
                        paper.abstract_text.as_deref().unwrap_or_default(),
                    ),
                )
            })
            .collect();
        let borrowed: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
        let vectors = embedder.embed(&borrowed)?;
        let entries: Vec<_> = texts
            .iter()
            .zip(vectors)
            .map(|((id, text), vector)| (*id, embed::text_hash(text), vector))
            .collect();
        self.meaning().vectors().put(&entries)?;
        self.watch_by_meaning(Some(ids));
        Ok(())
    }

    pub fn embedded_count(&self) -> usize {
        self.meaning().vectors().len()
    }

    /// Whether the model lies where it is looked for.
    pub fn model_present(&self) -> bool {
        self.meaning().present()
    }
}

impl From<embed::Error> for Error {
    fn from(error: embed::Error) -> Error {
        let code = match &error {
            embed::Error::Missing { .. } => "model_missing",
            embed::Error::Broken { .. } => "model_broken",
            _ => "embedding",
        };
        Error::internal(
            code,
            format!("{error}. Your papers are safe; everything but related papers works on."),
        )
    }
}
