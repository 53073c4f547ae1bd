//! Lectern without a window: one library, everything that can be asked of it and done to it.
//!
//! SQLite holds the truth; the search index and the vectors are caches that catch up from the
//! change log. Every operation is a method of [`Library`] and a line in [`api`]'s table.

mod annotation;
pub mod api;
mod authors;
mod background;
pub mod backup;
mod cite;
mod collections;
pub mod convert;
pub mod doctor;
mod duplicates;
pub mod error;
mod export;
mod fields;
mod find;
pub mod folder;
mod import;
mod index;
mod jobs;
mod kept;
mod keys;
mod list;
mod matrix;
mod meaning;
mod mix;
mod names;
mod nearness;
mod novelty;
mod ranking;
mod recent;
mod relate;
mod saved;
mod settings;
mod show;
mod terms;
mod topics;
mod triage;
mod undo;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicI64};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use store::{Action, Store};

use api::types::Event;
use error::Result;
use folder::Folder;
use import::Held;
use index::Searcher;
use jobs::Jobs;
use meaning::Meaning;
use saved::Saved;

pub use export::{Exported, export_formats};
pub use find::SearchRequest;
pub use import::ImportFiles;
pub use saved::{SavedHit, SavedHits};

/// How to open a library.
#[derive(Clone, Debug)]
pub struct Options {
    /// The library's folder; made when it does not exist.
    pub folder: PathBuf,
    /// Where to look for the embedding model, best first.
    pub model_places: Vec<PathBuf>,
    /// Who is named in the change log: `window`, `command line`.
    pub by: &'static str,
    /// The clock; a fixed one makes tests repeatable.
    pub now: fn() -> Timestamp,
}

/// An open library. Cheap to clone; all clones are the same library.
#[derive(Clone, Debug)]
pub struct Library {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    folder: Folder,
    store: Store,
    searcher: Searcher,
    meaning: Meaning,
    saved: Saved,
    ranking: ranking::RankingMemory,
    nearness: nearness::NearnessMemory,
    novelty: novelty::NoveltyMemory,
    topics: topics::TopicsMemory,
    annotation: annotation::AnnotationMemory,
    /// References formatted before, for the next preview.
    references: Mutex<bibliography::References>,
    own_styles: export::OwnStyles,
    jobs: Arc<Jobs>,
    previews: Mutex<BTreeMap<i64, Held>>,
    /// The change log's position at the last look for other processes' writes.
    seen: AtomicI64,
    /// The change log's position after this process's own newest write.
    own: AtomicI64,
    /// A window looks after it.
    attended: AtomicBool,
    by: &'static str,
    now: fn() -> Timestamp,
}

impl Options {
    /// The reader's own library and the model beside the program.
    pub fn new(folder: PathBuf, by: &'static str) -> Options {
        Options {
            folder,
            model_places: folder::model_places(),
            by,
            now: Timestamp::now,
        }
    }
}

impl Library {
    pub fn open(options: Options) -> Result<Library> {
        let folder = Folder::open(&options.folder)?;
        let store = Store::open(&folder.database(), (options.now)())?;
        let searcher = Searcher::new(folder.index(), store.library_id()?, folder.owned());
        let meaning = Meaning::new(folder.vectors(), options.model_places, options.now);
        Ok(Library {
            shared: Arc::new(Shared {
                folder,
                store,
                searcher,
                meaning,
                saved: Saved::default(),
                ranking: Default::default(),
                nearness: Default::default(),
                novelty: Default::default(),
                topics: Default::default(),
                annotation: Default::default(),
                references: Default::default(),
                own_styles: Default::default(),
                jobs: Arc::new(Jobs::default()),
                previews: Mutex::new(BTreeMap::new()),
                seen: AtomicI64::new(background::UNKNOWN),
                own: AtomicI64::new(background::UNKNOWN),
                attended: AtomicBool::new(false),
                by: options.by,
                now: options.now,
            }),
        })
    }

    /// Everything that happens from now on, for a window to follow.
    pub fn listen(&self) -> Receiver<Event> {
        self.shared.jobs.listen()
    }

    /// Asks every running job to stop at its next batch.
    pub fn stop(&self) {
        self.shared.jobs.cancel_all();
    }

    fn store(&self) -> &Store {
        &self.shared.store
    }

    fn folder(&self) -> &Folder {
        &self.shared.folder
    }

    fn searcher(&self) -> &Searcher {
        &self.shared.searcher
    }

    fn meaning(&self) -> &Meaning {
        &self.shared.meaning
    }

    fn jobs_state(&self) -> &Arc<Jobs> {
        &self.shared.jobs
    }

    fn previews(&self) -> MutexGuard<'_, BTreeMap<i64, Held>> {
        self.shared
            .previews
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Timestamp {
        (self.shared.now)()
    }

    fn action<'a>(&self, kind: &'a str, what: &'a str) -> Action<'a> {
        Action {
            at: self.now(),
            by: self.shared.by,
            what,
            kind,
            import: None,
        }
    }
}

pub use papers::Name;
