//! What is indexed: everything about one paper that a reader may search, and nothing else.

/// What the reader decided about a paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decision {
    #[default]
    Inbox,
    Include,
    Exclude,
    Maybe,
}

impl Decision {
    pub(crate) fn flag(self) -> &'static str {
        match self {
            Decision::Inbox => "inbox",
            Decision::Include => "included",
            Decision::Exclude => "excluded",
            Decision::Maybe => "maybe",
        }
    }
}

/// One paper. Texts may be empty; lists may repeat themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The paper's number in the library: indexing a document again replaces the one before.
    pub id: i64,
    /// The citation key.
    pub key: String,
    /// With its TeX, as stored.
    pub title: String,
    pub abstract_text: String,
    /// One string an author, in whatever order of names.
    pub authors: Vec<String>,
    pub note: String,
    pub tags: Vec<String>,
    pub venue: String,
    /// arXiv numbers and DOIs, as written.
    pub identifiers: Vec<String>,
    /// The words marked and the comments on them.
    pub highlights: Vec<String>,
    pub year: Option<i64>,
    /// The ISO 639-1 code of the language that title and abstract are in, where that is known. Stems
    /// are cut by its rules, by English ones otherwise.
    pub language: Option<String>,
    pub decision: Decision,
    pub stars: u8,
    /// The numbers of the collections and digests that hold the paper.
    pub collections: Vec<i64>,
    pub digests: Vec<i64>,
    /// Seconds since 1970 (UTC).
    pub added: i64,
    pub trashed: bool,
    /// Another paper may be the same work, and nobody has said.
    pub duplicate: bool,
}
