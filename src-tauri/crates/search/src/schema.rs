//! The index's fields, and how a document fills them.
//!
//! Nothing is stored but what searching needs: the truth is elsewhere. Whatever changes what a
//! field holds must raise [`VERSION`], so that older indexes are made anew.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use tantivy::{TantivyDocument, Term};

use crate::document::Document;
use crate::text::stem::Language;
use crate::text::{fold, identifier, words};
use crate::tokens::in_language;

/// The form of the index, kept with every commit.
pub(crate) const VERSION: u32 = 2;

/// Tokenizers by the names that the schema keeps.
pub(crate) const WORDS: &str = "words";
pub(crate) const WORDS_AND_STEMS: &str = "words_and_stems";

/// Raw terms are cut here, in bytes; the engine drops what is longer than 65,530.
const LONGEST_RAW: usize = 1_000;
/// A title's head (`BERT` of `BERT: Pre-training of …`) has at most so many words.
const LONGEST_HEAD: usize = 4;

/// A field that words are sought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextField {
    Title,
    /// The acronyms and other names of the title.
    Name,
    Key,
    Author,
    Tag,
    Note,
    Highlight,
    Abstract,
    Venue,
}

impl TextField {
    pub(crate) const ALL: [TextField; 9] = [
        TextField::Title,
        TextField::Name,
        TextField::Key,
        TextField::Author,
        TextField::Tag,
        TextField::Note,
        TextField::Highlight,
        TextField::Abstract,
        TextField::Venue,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            TextField::Title => "title",
            TextField::Name => "name",
            TextField::Key => "key",
            TextField::Author => "author",
            TextField::Tag => "tag",
            TextField::Note => "note",
            TextField::Highlight => "highlight",
            TextField::Abstract => "abstract",
            TextField::Venue => "venue",
        }
    }

    /// The field that a query or a caller names, singular or plural.
    pub(crate) fn named(name: &str) -> Option<TextField> {
        let wanted = name.to_lowercase();
        TextField::ALL
            .into_iter()
            .filter(|field| *field != TextField::Name)
            .find(|field| field.name() == wanted.trim_end_matches('s'))
    }

    /// How much a match here says about the paper.
    pub(crate) fn weight(self) -> f32 {
        match self {
            TextField::Title => 4.0,
            TextField::Name => 5.0,
            TextField::Key | TextField::Author | TextField::Tag => 3.0,
            TextField::Note | TextField::Highlight => 2.0,
            TextField::Abstract | TextField::Venue => 1.0,
        }
    }

    /// Prose has stems and long and short texts to weigh against each other; names have neither.
    pub(crate) fn is_prose(self) -> bool {
        matches!(
            self,
            TextField::Title | TextField::Note | TextField::Highlight | TextField::Abstract
        )
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Schema {
    pub(crate) engine: tantivy::schema::Schema,
    pub(crate) id: Field,
    pub(crate) flag: Field,
    pub(crate) identifier: Field,
    /// The title as [`fold::key`] has it.
    pub(crate) title_key: Field,
    /// The same of a title's head.
    pub(crate) title_head: Field,
    year: Field,
    added: Field,
    text: [Field; TextField::ALL.len()],
}

/// The columns of numbers.
pub(crate) const ID: &str = "id";
pub(crate) const YEAR: &str = "year";
pub(crate) const ADDED: &str = "added";

impl Schema {
    pub(crate) fn new() -> Schema {
        let mut builder = SchemaBuilder::new();
        let id = builder.add_i64_field(ID, FAST | INDEXED);
        let year = builder.add_i64_field(YEAR, FAST);
        let added = builder.add_i64_field(ADDED, FAST);
        let flag = builder.add_text_field("flag", STRING);
        let identifier = builder.add_text_field("identifier", STRING);
        let title_key = builder.add_text_field("title_key", STRING);
        let title_head = builder.add_text_field("title_head", STRING);
        let text = TextField::ALL.map(|field| {
            let tokenizer = if field.is_prose() {
                WORDS_AND_STEMS
            } else {
                WORDS
            };
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_fieldnorms(true)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions);
            builder.add_text_field(
                field.name(),
                TextOptions::default().set_indexing_options(indexing),
            )
        });
        let engine = builder.build();
        Schema {
            engine,
            id,
            flag,
            identifier,
            title_key,
            title_head,
            year,
            added,
            text,
        }
    }

    pub(crate) fn text(&self, field: TextField) -> Field {
        self.text[field as usize]
    }

    pub(crate) fn id_term(&self, id: i64) -> Term {
        Term::from_field_i64(self.id, id)
    }

    pub(crate) fn fill(&self, document: &Document) -> TantivyDocument {
        let mut filled = TantivyDocument::default();
        filled.add_i64(self.id, document.id);
        filled.add_i64(self.added, document.added);
        if let Some(year) = document.year {
            filled.add_i64(self.year, year);
        }
        for flag in flags(document) {
            filled.add_text(self.flag, cut(&flag));
        }
        for written in &document.identifiers {
            let normal = identifier::normal(written);
            if let Some(base) = identifier::without_version(&normal) {
                filled.add_text(self.identifier, cut(base));
            }
            if !normal.is_empty() {
                filled.add_text(self.identifier, cut(&normal));
            }
        }
        let key = fold::key(&document.title);
        if !key.is_empty() {
            filled.add_text(self.title_key, key);
        }
        if let Some(head) = head(&document.title) {
            filled.add_text(self.title_head, fold::key(head));
        }
        let language = document.language.as_deref().and_then(Language::of_code);
        let language = language.unwrap_or(Language::ENGLISH);
        let mut add = |field: TextField, text: &str| {
            if text.is_empty() {
                return;
            }
            if field.is_prose() {
                filled.add_text(self.text(field), in_language(text, language));
            } else {
                filled.add_text(self.text(field), text);
            }
        };
        add(TextField::Title, &document.title);
        add(TextField::Name, &words::names(&document.title).join(" "));
        add(TextField::Key, &document.key);
        add(TextField::Note, &document.note);
        add(TextField::Abstract, &document.abstract_text);
        add(TextField::Venue, &document.venue);
        document
            .authors
            .iter()
            .for_each(|author| add(TextField::Author, author));
        document
            .tags
            .iter()
            .for_each(|tag| add(TextField::Tag, tag));
        document
            .highlights
            .iter()
            .for_each(|text| add(TextField::Highlight, text));
        filled
    }
}

/// The part of a title before its colon, where that is short enough to be the paper's name.
fn head(title: &str) -> Option<&str> {
    let (head, rest) = title.split_once(':')?;
    let named = !head.trim().is_empty() && !rest.trim().is_empty();
    (named && head.split_whitespace().count() <= LONGEST_HEAD).then_some(head)
}

/// The flag of what is in the trash, and of what is not.
pub(crate) const TRASHED: &str = "trashed";
pub(crate) const LIVE: &str = "live";
pub(crate) const STARRED: &str = "starred";

/// What a paper may have, by the words of `has:`.
pub(crate) const PARTS: [&str; 8] = [
    "note",
    "abstract",
    "doi",
    "highlight",
    "tag",
    "year",
    "author",
    "duplicate",
];

pub(crate) fn collection_flag(id: i64) -> String {
    format!("collection:{id}")
}

pub(crate) fn digest_flag(id: i64) -> String {
    format!("digest:{id}")
}

pub(crate) fn tag_flag(name: &str) -> String {
    cut(&format!("tag:{name}")).to_owned()
}

/// With an empty code, what the flags of all languages begin with.
pub(crate) fn language_flag(code: &str) -> String {
    format!("language:{code}")
}

pub(crate) fn has_flag(what: &str) -> String {
    format!("has:{what}")
}

fn flags(document: &Document) -> Vec<String> {
    let mut flags = vec![
        if document.trashed { TRASHED } else { LIVE }.to_owned(),
        document.decision.flag().to_owned(),
    ];
    if document.stars > 0 {
        flags.push(STARRED.to_owned());
    }
    let doi = document
        .identifiers
        .iter()
        .any(|written| identifier::is_doi(&identifier::normal(written)));
    let present = [
        !document.note.trim().is_empty(),
        !document.abstract_text.trim().is_empty(),
        doi,
        !document.highlights.is_empty(),
        !document.tags.is_empty(),
        document.year.is_some(),
        !document.authors.is_empty(),
        document.duplicate,
    ];
    for (part, present) in PARTS.into_iter().zip(present) {
        if present {
            flags.push(has_flag(part));
        }
    }
    flags.extend(document.language.as_deref().map(language_flag));
    flags.extend(document.collections.iter().map(|id| collection_flag(*id)));
    flags.extend(document.digests.iter().map(|id| digest_flag(*id)));
    flags.extend(document.tags.iter().map(|name| tag_flag(name)));
    flags
}

/// At most [`LONGEST_RAW`] bytes of a text, ending between characters.
pub(crate) fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST_RAW))
        .unwrap_or(text)
}
