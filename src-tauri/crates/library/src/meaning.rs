//! The embedding model and the vectors: loaded when first needed, given back when idle, filled by
//! a background job that can be cancelled and resumed, never in the way of anything else.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use embed::{Background, Embedder, MiniLm, Vectors, WordPieces};
use jiff::{SignedDuration, Timestamp};

use crate::Library;
use crate::api::types::{Job, ModelState, Nothing, PaperId};
use crate::error::{Error, Result};
use crate::jobs::Progress;

/// Papers embedded between two looks at the cancel button, about a second's work. Larger batches
/// are no faster.
const BATCH: usize = 32;

/// Records of vectors checked between two such looks.
const CHECKED: usize = 4_096;

/// A model that nobody has used for so long gives its memory back; loading it again is a matter of
/// a fraction of a second.
const IDLE: SignedDuration = SignedDuration::from_mins(5);

/// What the reader knows the model by.
const MODEL_NAME: &str = "all-MiniLM-L6-v2";

pub(crate) struct Meaning {
    file: PathBuf,
    places: Vec<PathBuf>,
    loaded: Mutex<Loaded>,
    vectors: OnceLock<Mutex<Vectors>>,
    now: fn() -> Timestamp,
}

/// What of the model is in memory, and when it was last asked for.
#[derive(Default)]
struct Loaded {
    embedder: Option<Arc<dyn Embedder>>,
    pieces: Option<Arc<WordPieces>>,
    used: Timestamp,
}

impl std::fmt::Debug for Meaning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Meaning")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

impl Meaning {
    pub(crate) fn new(file: PathBuf, places: Vec<PathBuf>, now: fn() -> Timestamp) -> Meaning {
        Meaning {
            file,
            places,
            loaded: Mutex::default(),
            vectors: OnceLock::new(),
            now,
        }
    }

    /// The model's folder, without loading anything.
    fn place(&self) -> Option<&PathBuf> {
        self.places
            .iter()
            .find(|place| place.join("model.safetensors").is_file())
    }

    pub(crate) fn present(&self) -> bool {
        self.place().is_some() || self.lock_loaded().embedder.is_some()
    }

    fn lock_loaded(&self) -> MutexGuard<'_, Loaded> {
        self.loaded.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The model, loaded if it is not.
    pub(crate) fn embedder(&self) -> Result<Arc<dyn Embedder>> {
        let mut loaded = self.lock_loaded();
        loaded.used = (self.now)();
        if let Some(embedder) = &loaded.embedder {
            return Ok(embedder.clone());
        }
        let place = self.place().ok_or_else(|| self.missing())?;
        let embedder: Arc<dyn Embedder> = Arc::new(MiniLm::load(place)?);
        loaded.embedder = Some(embedder.clone());
        Ok(embedder)
    }

    /// The model's word pieces alone, which tell how well it reads a text.
    pub(crate) fn pieces(&self) -> Result<Arc<WordPieces>> {
        let mut loaded = self.lock_loaded();
        loaded.used = (self.now)();
        if let Some(pieces) = &loaded.pieces {
            return Ok(pieces.clone());
        }
        let place = self.place().ok_or_else(|| self.missing())?;
        let pieces = Arc::new(WordPieces::load(place)?);
        loaded.pieces = Some(pieces.clone());
        Ok(pieces)
    }

    /// Gives the model's memory back if nobody has asked for it for a while.
    pub(crate) fn rest(&self, now: Timestamp) {
        let mut loaded = self.lock_loaded();
        if now.duration_since(loaded.used) >= IDLE {
            // Whoever still holds it keeps it to the end of what they do.
            loaded.embedder = None;
            loaded.pieces = None;
        }
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
        // Damage is found before the missing are counted, so that it is mended with them.
        while self.meaning().vectors().check_some(CHECKED)? {
            if !step(0, 0) {
                return Ok(0);
            }
        }
        let missing = self.without_vector()?;
        let total = missing.len();
        let mut done = 0;
        if total > 0 {
            let embedder = self.meaning().embedder()?;
            let background = Background::new(embedder.as_ref());
            // Newest first, because the newest are what the reader looks at.
            for batch in missing.chunks(BATCH) {
                if !step(done, total) {
                    break;
                }
                self.embed_papers(&background, batch)?;
                done += batch.len();
            }
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

    /// How many papers' texts the model hardly reads, being in another language than English;
    /// `None` without the model.
    pub(crate) fn hardly_read(&self) -> Result<Option<usize>> {
        if !self.meaning().present() {
            return Ok(None);
        }
        let pieces = self.meaning().pieces()?;
        let (mut count, mut last) = (0, 0);
        loop {
            let texts = self.store().read(|reader| reader.texts(last, 2_000))?;
            let Some(newest) = texts.last() else { break };
            last = newest.id;
            let texts: Vec<String> = texts
                .iter()
                .map(|text| {
                    embed::text_of(
                        &text.title,
                        text.abstract_text.as_deref().unwrap_or_default(),
                    )
                })
                .collect();
            count += pieces.hardly_read(&texts)?;
        }
        Ok(Some(count))
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

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::UNIX_EPOCH;

    #[test]
    fn an_idle_model_is_given_back_and_comes_again_when_asked_for() {
        let place = std::env::var_os("LECTERN_MODEL_DIR").map_or_else(
            || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../model"),
            PathBuf::from,
        );
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("vectors.bin");
        let meaning = Meaning::new(file, vec![place], || START);
        if !meaning.present() {
            eprintln!("skipped: no model; scripts/fetch-model brings it");
            return;
        }
        let loaded = || meaning.lock_loaded().embedder.is_some();
        let first = meaning.embedder().expect("loads");
        meaning.rest(START + SignedDuration::from_mins(4));
        assert!(loaded());
        meaning.rest(START + SignedDuration::from_mins(5));
        assert!(!loaded());
        assert_eq!(Arc::strong_count(&first), 1, "nobody else holds it");
        meaning.embedder().expect("loads again");
        assert!(loaded());
    }
}
