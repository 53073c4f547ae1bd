//! A library in a temporary folder with papers of three subjects, and vectors to go with them: made
//! up ones, in which papers of a subject point the same way, or the real model's.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};

use embed::Vectors;
use jiff::Timestamp;
use library::api::types::*;
use library::{Library, Options};
use serde_json::json;
use tempfile::TempDir;

/// Seconds since the tests began, so that every action has a later time than the one before.
static CLOCK: AtomicI64 = AtomicI64::new(1_700_000_000);

fn now() -> Timestamp {
    Timestamp::from_second(CLOCK.fetch_add(60, Ordering::Relaxed)).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Subjects of our own making, each with words that no other has.
pub const SUBJECTS: [(&str, &str); 3] = [
    (
        "tidal sediment",
        "Sand and silt settle in estuaries after each winter storm. Tidal sediment sorts itself by \
         grain within a few tides. Dredging has to be repeated where currents are slow.",
    ),
    (
        "protein folding",
        "Chains of amino acids fold into compact shapes. Protein folding is predicted from sequences \
         of related species. Energy landscapes tell which mutations are tolerated.",
    ),
    (
        "choir singing",
        "Singers in a choir keep time without a conductor. Choir singing lowers the heart rate of \
         amateurs. Rehearsals in the evening improve the intonation of the altos.",
    ),
];

pub struct Desk {
    pub folder: TempDir,
    model: Vec<PathBuf>,
}

/// Which subject a paper is about, of the papers that [`Desk::papers`] makes.
pub fn subject(id: PaperId) -> usize {
    usize::try_from(id - 1).unwrap_or_default() % SUBJECTS.len()
}

impl Desk {
    pub fn new() -> Desk {
        Desk {
            folder: tempfile::tempdir().expect("a temporary folder"),
            model: Vec::new(),
        }
    }

    /// With the real model from `$LECTERN_MODEL_DIR` or the checkout, if it is there.
    pub fn with_model() -> Option<Desk> {
        let place = std::env::var_os("LECTERN_MODEL_DIR").map_or_else(
            || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../model"),
            PathBuf::from,
        );
        if !place.join("model.safetensors").is_file() {
            eprintln!("skipped: no model in {}", place.display());
            return None;
        }
        Some(Desk {
            model: vec![place],
            ..Desk::new()
        })
    }

    pub fn open(&self) -> Library {
        Library::open(Options {
            folder: self.folder.path().to_owned(),
            model_places: self.model.clone(),
            by: "test",
            now,
        })
        .expect("the library opens")
    }

    /// Made-up vectors for papers 1 to `count`: the subject's axis, the paper's own, and the number.
    pub fn vectors(&self, count: usize) {
        let cache = self.folder.path().join("cache");
        std::fs::create_dir_all(&cache).expect("the cache's folder");
        let mut vectors = Vectors::open(
            &cache.join("vectors.bin"),
            embed::MODEL_ID,
            embed::DIMENSIONS,
        );
        let entries: Vec<_> = (1..=count as PaperId)
            .map(|id| (id, embed::text_hash("made up"), vector(id)))
            .collect();
        vectors.put(&entries).expect("vectors are written");
    }

    /// A library of so many papers, the subjects taking turns, with made-up vectors.
    pub fn papers(&self, count: usize) -> Library {
        self.vectors(count);
        let library = self.open();
        import(&library, &texts(1, count));
        library
    }

    /// The same for thousands of papers, each with words of its own.
    pub fn many_papers(&self, count: usize) -> Library {
        self.vectors(count);
        let library = self.open();
        import(&library, &items(1, count, filler));
        library
    }
}

fn vector(id: PaperId) -> Vec<f32> {
    let mut vector = vec![0.0f32; embed::DIMENSIONS];
    vector[subject(id)] = 1.0;
    let mut state = id.unsigned_abs();
    for part in vector.iter_mut().skip(3) {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        *part = ((state >> 40) as f32 / 8_388_608.0 - 1.0) * 0.04;
    }
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    vector.iter().map(|x| x / length).collect()
}

/// Sixty made-up words, others for every paper: no two abstracts are nearly one text.
fn filler(number: usize) -> String {
    let mut state = number as u64 + 1;
    let mut word = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(99);
        format!("mo{:03}re", (state >> 33) % 900)
    };
    let words: Vec<String> = (0..60).map(|_| word()).collect();
    format!("Noted were {}.", words.join(" and "))
}

/// CSL-JSON of papers `from` to `to`.
pub fn texts(from: usize, to: usize) -> String {
    items(from, to, |_| String::new())
}

fn items(from: usize, to: usize, more: impl Fn(usize) -> String) -> String {
    let items: Vec<_> = (from..=to)
        .map(|number| {
            let (name, text) = SUBJECTS[(number - 1) % SUBJECTS.len()];
            json!({
                "id": format!("paper{number}"),
                "type": "article-journal",
                "title": format!("Observation number {number} of {name} in the field"),
                "abstract": format!("{text} {}", more(number)),
                "author": [{ "family": format!("Author{number}"), "given": "Ann" }],
            })
        })
        .collect();
    json!(items).to_string()
}

pub fn import(library: &Library, text: &str) -> ImportReport {
    let preview = library
        .preview_import(PreviewRequest {
            text: Some(text.to_owned()),
            format: Some("csl-json".to_owned()),
            ..PreviewRequest::default()
        })
        .expect("a preview");
    library
        .run_import(ImportRequest {
            preview: preview.id,
            ..ImportRequest::default()
        })
        .expect("an import")
}

pub fn decide(library: &Library, decision: Decision, ids: &[PaperId]) {
    library
        .decide(DecideRequest {
            ids: ids.to_vec(),
            decision,
            reason: None,
        })
        .expect("a decision");
}

pub fn rows(library: &Library, view: View, sort: Sort) -> Vec<PaperRow> {
    library
        .list(ListRequest {
            view,
            sort,
            limit: 1_000,
            ..ListRequest::default()
        })
        .expect("a list")
        .rows
}

pub fn ids(rows: &[PaperRow]) -> Vec<PaperId> {
    rows.iter().map(|row| row.id).collect()
}
