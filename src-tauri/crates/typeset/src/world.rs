//! What the typesetter may see: one source and fonts. No file, no package, no clock, no network.

use std::collections::HashSet;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_kit::fonts::{self, FontStore};

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

static OWN: LazyLock<FontStore> = LazyLock::new(|| {
    let mut store = FontStore::new();
    store.extend(fonts::embedded());
    store
});

/// The fonts that the program carries, and behind them the machine's. Looking through those takes
/// a moment, so that it is done only for a text that needs them.
static ALL: LazyLock<FontStore> = LazyLock::new(|| {
    let mut store = FontStore::new();
    store.extend(fonts::embedded());
    store.extend(fonts::system());
    store
});

pub(crate) struct Desk {
    source: Source,
    fonts: &'static FontStore,
}

impl Desk {
    pub(crate) fn new(text: String) -> Desk {
        let fonts = if within_own(&text) { &OWN } else { &ALL };
        Desk {
            source: Source::detached(text),
            fonts,
        }
    }
}

/// Whether the program's own text fonts have every letter of a text.
fn within_own(text: &str) -> bool {
    let foreign: HashSet<char> = text.chars().filter(|c| !c.is_ascii()).collect();
    let own = |index: usize| OWN.book().info(index).map(|info| &info.coverage);
    foreign.iter().all(|c| {
        (0..)
            .map_while(own)
            .any(|coverage| coverage.contains(u32::from(*c)))
    })
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() {
            Ok(self.source.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
