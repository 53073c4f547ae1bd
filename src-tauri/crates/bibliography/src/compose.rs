//! From items and annotations to one laid-out tree that every writer prints.

use std::borrow::Cow;

use serde_json::Value as Json;

use crate::annotations::Printing;
use crate::labels::{Labels, labels_of};
use crate::layout::Layout;
use crate::notes::Headings;
use crate::references::{self, References};
use crate::rich::{self, Block, Inline, Marks};
use crate::style::Style;
use crate::{Error, Result, item, locales, notes, sort};

/// One work with what is printed under it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The caller's own number for the work; warnings and HTML anchors name it.
    pub id: i64,
    /// A CSL-JSON item; its `id` is the citation key.
    pub item: Json,
    /// Printed in this order.
    pub annotation: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Markdown with TeX math between dollar signs.
    Note(String),
    Highlights(Vec<Quote>),
    /// Plain text with TeX math between dollar signs.
    Abstract(String),
    Tags(Vec<String>),
}

/// A marked passage and what the reader said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    pub text: String,
    /// Markdown; may be empty.
    pub comment: String,
}

/// Entries under one heading. Groups are a flat list in reading order; their levels nest them.
#[derive(Clone, Debug)]
pub struct Group {
    /// From 1, the outermost, to [`DEEPEST_LEVEL`]; others are taken for the nearest of these.
    pub level: u8,
    pub heading: Option<String>,
    /// Markdown, printed between the heading and the first entry; may be empty.
    pub introduction: String,
    pub entries: Vec<Entry>,
}

/// The deepest level of a heading, which is also the deepest that Word and HTML have.
pub const DEEPEST_LEVEL: u8 = 6;

impl Group {
    /// A group of the outermost level without an introduction.
    pub fn new(heading: Option<String>, entries: Vec<Entry>) -> Group {
        Group {
            level: 1,
            heading,
            introduction: String::new(),
            entries,
        }
    }
}

/// The order within each group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As the style asks: usually by authors, in numbered styles as given.
    #[default]
    Style,
    Given,
}

/// What is to be composed.
#[derive(Clone, Debug)]
pub struct Work<'a> {
    pub groups: Vec<Group>,
    pub style: &'a Style,
    /// The title; none for the one the style's manual gives.
    pub title: Option<String>,
    pub sort: Sort,
    /// A language tag such as `de-DE`; none for the style's own language.
    pub language: Option<String>,
    /// Whether the headings are listed before the first entry.
    pub contents: bool,
    /// Whether headings inside notes are printed (run in, bold) or left out.
    pub note_headings: bool,
}

impl<'a> Work<'a> {
    /// Everything as the style and its manual have it.
    pub fn new(groups: Vec<Group>, style: &'a Style) -> Work<'a> {
        Work {
            groups,
            style,
            title: None,
            sort: Sort::Style,
            language: None,
            contents: false,
            note_headings: true,
        }
    }
}

/// A bibliography, laid out and ready to be written.
#[derive(Clone, Debug)]
pub struct Document {
    pub title: Vec<Inline>,
    /// The language tag of the text.
    pub language: String,
    pub layout: &'static Layout,
    /// Whether a table of contents is asked for; writers leave it out where there is no heading.
    pub contents: bool,
    pub sections: Vec<Section>,
    pub warnings: Vec<Warning>,
}

impl Document {
    /// The words of the document's language.
    pub fn labels(&self) -> &'static Labels {
        labels_of(&self.language)
    }

    /// Level and text of each heading, for a table of contents; empty when none is wanted.
    pub fn outline(&self) -> Vec<(u8, &[Inline])> {
        if !self.contents {
            return Vec::new();
        }
        self.sections
            .iter()
            .filter_map(|section| Some((section.level, section.heading.as_deref()?)))
            .collect()
    }
}

/// A flat list in reading order; the levels nest it.
#[derive(Clone, Debug)]
pub struct Section {
    /// From 1 to [`DEEPEST_LEVEL`].
    pub level: u8,
    pub heading: Option<Vec<Inline>>,
    /// Text between the heading and the first entry.
    pub introduction: Vec<Block>,
    pub references: Vec<Reference>,
}

#[derive(Clone, Debug)]
pub struct Reference {
    pub id: i64,
    /// The citation key.
    pub key: String,
    /// The number or label in the margin of styles that have one.
    pub label: Option<Vec<Inline>>,
    pub content: Vec<Inline>,
    pub annotation: Vec<Annotation>,
}

/// One part of an annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Printed above it, where the part does not speak for itself.
    pub label: Option<&'static str>,
    pub blocks: Vec<Block>,
}

/// What a reader would want to know before handing the bibliography in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The entry's [`Entry::id`].
    pub id: i64,
    pub kind: WarningKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WarningKind {
    NoTitle,
    NoAuthor,
    NoYear,
    NoAnnotation,
    /// The style could not print the entry, which stands there in plain form.
    Unformatted,
}

/// Formats and lays out a bibliography. `progress` is told how many of how many references are
/// done and answers whether to go on.
///
/// # Errors
/// [`Error::Cancelled`] when `progress` answered no. A bad item is no error: see
/// [`WarningKind::Unformatted`].
pub fn compose(
    work: &Work<'_>,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Document> {
    compose_with(work, &mut References::default(), progress)
}

/// The same with a memory of references made before: only those that changed are formatted anew.
/// The document is the same as [`compose`] gives.
///
/// # Errors
/// As [`compose`].
pub fn compose_with(
    work: &Work<'_>,
    references: &mut References,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Document> {
    let style = work.style;
    let language = locales::of_style(style, work.language.as_deref());
    let locales = locales::all();

    let groups: Vec<Vec<(&Entry, Cow<'_, Json>)>> = work
        .groups
        .iter()
        .map(|group| sorted(group, work))
        .collect();
    let lengths: Vec<usize> = groups.iter().map(Vec::len).collect();
    let entries: Vec<&Entry> = groups.iter().flatten().map(|(entry, _)| *entry).collect();
    let items: Vec<&Json> = groups
        .iter()
        .flatten()
        .map(|(_, item)| item.as_ref())
        .collect();
    let total = items.len();
    let formatted = references::format(
        &items,
        &lengths,
        style,
        &language,
        locales,
        references,
        &mut |done| progress(done, total),
    )
    .ok_or(Error::Cancelled)?;

    let labels = labels_of(&language.0);
    let quotes = locales::quotation_marks(locales, &language.0);
    let headings = if work.note_headings {
        Headings::RunIn
    } else {
        Headings::LeftOut
    };
    let printing = Printing {
        labels,
        quotes: (&quotes.0, &quotes.1),
        headings,
    };
    let mut warnings = Vec::new();
    let mut references = entries.iter().zip(formatted).map(|(entry, formatted)| {
        let annotation = printing.annotation(&entry.annotation);
        warn(entry, formatted.plain, annotation.is_empty(), &mut warnings);
        Reference {
            id: entry.id,
            key: entry
                .item
                .get("id")
                .and_then(Json::as_str)
                .unwrap_or_default()
                .to_owned(),
            label: formatted.label,
            content: formatted.content,
            annotation,
        }
    });
    let sections = work
        .groups
        .iter()
        .zip(lengths)
        .map(|(group, length)| Section {
            level: group.level.clamp(1, DEEPEST_LEVEL),
            heading: group
                .heading
                .as_deref()
                .map(|heading| rich::plain(heading, Marks::default()))
                .filter(|heading| !heading.is_empty()),
            introduction: notes::blocks(&group.introduction),
            references: references.by_ref().take(length).collect(),
        })
        .collect();
    drop(references);
    let layout = style.layout();
    let title = work
        .title
        .as_deref()
        .map(str::trim)
        .filter(|title| !title.is_empty());
    Ok(Document {
        title: rich::plain(title.unwrap_or(labels.title), Marks::default()),
        language: language.0,
        layout,
        contents: work.contents,
        sections,
        warnings,
    })
}

/// The entries of a group in their order, with their items as the style's manual wants them.
fn sorted<'w>(group: &'w Group, work: &Work<'_>) -> Vec<(&'w Entry, Cow<'w, Json>)> {
    let family = work.style.layout().family;
    let mut entries: Vec<Option<(&Entry, Cow<'_, Json>)>> = group
        .entries
        .iter()
        .map(|entry| Some((entry, item::named_once(&entry.item, family))))
        .collect();
    if work.sort == Sort::Given {
        return entries.into_iter().flatten().collect();
    }
    let items: Vec<&Json> = entries
        .iter()
        .flatten()
        .map(|(_, item)| item.as_ref())
        .collect();
    sort::order(&items, work.style)
        .into_iter()
        .filter_map(|index| entries.get_mut(index).and_then(Option::take))
        .collect()
}

fn warn(entry: &Entry, plain: bool, bare: bool, warnings: &mut Vec<Warning>) {
    let has_names = |role: &str| {
        entry
            .item
            .get(role)
            .and_then(Json::as_array)
            .is_some_and(|names| !names.is_empty())
    };
    let year = entry.item.get("issued").and_then(item::date_parts);
    let kinds = [
        (item::title(&entry.item).is_none(), WarningKind::NoTitle),
        (
            !has_names("author") && !has_names("editor"),
            WarningKind::NoAuthor,
        ),
        (year.is_none(), WarningKind::NoYear),
        (bare, WarningKind::NoAnnotation),
        (plain, WarningKind::Unformatted),
    ];
    for (applies, kind) in kinds {
        if applies {
            warnings.push(Warning { id: entry.id, kind });
        }
    }
}
