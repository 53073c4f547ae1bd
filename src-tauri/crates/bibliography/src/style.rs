//! Citation styles: those that come with the program, and files the reader brings.

use std::collections::{HashMap, HashSet};
use std::panic::catch_unwind;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use citationberg::{
    CitationFormat, CslMacro, IndependentStyle, LayoutRenderingElement, LocaleCode, NamesChild,
    StyleCategory, StyleClass, TextTarget,
};
use hayagriva::archive::ArchivedStyle;

use crate::checks::{check_expansion, check_nesting};
use crate::layout::Layout;
use crate::{Error, Result, locales};

/// How a style cites in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    AuthorDate,
    Numeric,
    Label,
    Note,
    Author,
    Other,
}

/// A style as a menu shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleInfo {
    /// What [`Style::by_id`] takes.
    pub id: String,
    pub name: String,
    /// Whether it is one of the four that are offered first.
    pub main: bool,
    pub kind: Kind,
    /// The fields of study it is used in, as CSL names them (`social_science`); `generic-base`
    /// for those that serve any.
    pub fields: Vec<String>,
    /// The CSL identifier of the style that a dependent one takes its form from.
    pub parent: Option<String>,
    /// The language the style itself asks for.
    pub locale: Option<String>,
}

/// A citation style, ready to format with. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Style {
    id: Arc<str>,
    name: Arc<str>,
    layout: &'static Layout,
    /// The language a dependent style asks for instead of its parent's.
    pub(crate) locale: Option<LocaleCode>,
    fields: Arc<[String]>,
    parent: Option<Arc<str>>,
    /// The style, without sorting: the order is settled before references are formatted.
    pub(crate) full: Arc<IndependentStyle>,
    pub(crate) order: Option<Arc<citationberg::Sort>>,
}

const MAIN: [(&str, &str, ArchivedStyle); 4] = [
    (
        "apa",
        "APA 7th edition",
        ArchivedStyle::AmericanPsychologicalAssociation,
    ),
    (
        "mla",
        "MLA 9th edition",
        ArchivedStyle::ModernLanguageAssociation,
    ),
    (
        "chicago",
        "Chicago 18th edition (notes and bibliography)",
        ArchivedStyle::ChicagoNotes,
    ),
    (
        "ieee",
        "IEEE",
        ArchivedStyle::InstituteOfElectricalAndElectronicsEngineers,
    ),
];

/// Styles are text; the largest of the ten thousand public ones has 200 kB.
const LARGEST: usize = 1 << 20;
/// How many files of the reader's are remembered.
const MOST_READ: usize = 16;

/// The styles that come with the program: the four main ones, then the others by name.
pub fn styles() -> Vec<StyleInfo> {
    static ALL: LazyLock<Vec<StyleInfo>> = LazyLock::new(|| {
        let mut all: Vec<StyleInfo> = ArchivedStyle::all()
            .iter()
            // It has citations only.
            .filter(|style| **style != ArchivedStyle::Alphanumeric)
            .filter_map(|style| {
                let citationberg::Style::Independent(independent) = style.get() else {
                    return None;
                };
                let (id, name) = offered(*style);
                Some(StyleInfo {
                    id: id.to_owned(),
                    name: name.to_owned(),
                    main: MAIN.iter().any(|(_, _, main)| main == style),
                    kind: kind(&independent),
                    fields: fields(&independent.info),
                    parent: None,
                    locale: independent.default_locale.map(|code| code.0),
                })
            })
            .collect();
        let place = |id: &str| {
            MAIN.iter()
                .position(|(main, _, _)| *main == id)
                .unwrap_or(MAIN.len())
        };
        all.sort_by_key(|style| (place(&style.id), style.name.to_lowercase()));
        all
    });
    ALL.clone()
}

/// Other names that a style which comes with the program is known by.
pub(crate) fn other_names(id: &str) -> Vec<&'static str> {
    archived_by(id).map_or_else(Vec::new, |style| {
        let mut names = style.names().to_vec();
        names.push(style.display_name());
        names.push(style.csl_id());
        names
    })
}

fn archived_by(id: &str) -> Option<ArchivedStyle> {
    let main = MAIN
        .iter()
        .find(|(main, _, _)| *main == id)
        .map(|(_, _, style)| *style);
    main.or_else(|| ArchivedStyle::by_name(id))
        .or_else(|| ArchivedStyle::by_id(id))
        .or_else(|| {
            // Identifiers are addresses, which are written with and without a secure scheme, and
            // parents have been renamed: the last part is the name they kept.
            let (_, name) = id.trim_end_matches('/').split_once("/styles/")?;
            ArchivedStyle::all()
                .iter()
                .copied()
                .find(|style| style.csl_id().rsplit('/').next() == Some(name))
                .or_else(|| ArchivedStyle::by_name(name))
        })
}

/// The identifier and name by which an archived style is offered.
fn offered(style: ArchivedStyle) -> (&'static str, &'static str) {
    MAIN.iter()
        .find(|(_, _, main)| *main == style)
        .map(|(id, name, _)| (*id, *name))
        .or_else(|| Some((*style.names().first()?, style.display_name())))
        .unwrap_or_else(|| (style.csl_id(), style.display_name()))
}

impl Style {
    /// A style that comes with the program, by an identifier from [`styles`], another name it is
    /// known by, or its CSL identifier.
    ///
    /// # Errors
    /// [`Error::UnknownStyle`].
    pub fn by_id(id: &str) -> Result<Style> {
        archived_by(id).map_or_else(|| Err(Error::UnknownStyle(id.to_owned())), archived)
    }

    /// A style from the contents of a `.csl` file. A dependent style takes everything but its
    /// name, language and fields from its parent. The files read last are remembered, so that
    /// reading one again costs nothing and references made in it are found again.
    ///
    /// # Errors
    /// [`Error::InvalidStyle`] says what is wrong with the file; [`Error::Dependent`] names the
    /// parent that does not come with the program.
    pub fn from_csl(xml: &[u8]) -> Result<Style> {
        static READ: Mutex<Vec<(Vec<u8>, Style)>> = Mutex::new(Vec::new());
        let known = |read: &Vec<(Vec<u8>, Style)>| {
            read.iter()
                .find(|(bytes, _)| bytes == xml)
                .map(|(_, style)| style.clone())
        };
        if let Some(style) = known(&READ.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(style);
        }
        let style = match parsed(xml)? {
            citationberg::Style::Independent(style) => Style::own(style)?,
            citationberg::Style::Dependent(dependent) => {
                let parent = &dependent.parent_link.href;
                let parent = Style::by_id(parent).map_err(|_| Error::Dependent {
                    parent: parent.clone(),
                })?;
                Style::depending(dependent, parent)
            }
        };
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        // Another thread may have read it meanwhile; one of the two is kept.
        if let Some(style) = known(&read) {
            return Ok(style);
        }
        if read.len() >= MOST_READ {
            read.remove(0);
        }
        read.push((xml.to_vec(), style.clone()));
        Ok(style)
    }

    /// A dependent style from the contents of its file and its parent, which the caller found;
    /// an independent one is read as by [`Style::from_csl`].
    ///
    /// # Errors
    /// [`Error::InvalidStyle`] says what is wrong with the file.
    pub fn from_csl_on(xml: &[u8], parent: &Style) -> Result<Style> {
        match parsed(xml)? {
            citationberg::Style::Independent(_) => Style::from_csl(xml),
            citationberg::Style::Dependent(dependent) => {
                Ok(Style::depending(dependent, parent.clone()))
            }
        }
    }

    /// The CSL identifier of the parent that a `.csl` file names; none for an independent style
    /// and for a file that cannot be read.
    pub fn dependent_parent(xml: &[u8]) -> Option<String> {
        match parsed(xml).ok()? {
            citationberg::Style::Independent(_) => None,
            citationberg::Style::Dependent(style) => Some(style.parent_link.href),
        }
    }

    fn own(style: IndependentStyle) -> Result<Style> {
        let id = style.info.id.trim().to_owned();
        let name = style.info.title.value.trim().to_owned();
        Style::new(&id, &name, style)
    }

    fn depending(dependent: citationberg::DependentStyle, parent: Style) -> Style {
        let own = fields(&dependent.info);
        Style {
            id: dependent.info.id.trim().into(),
            name: dependent.info.title.value.trim().into(),
            locale: dependent
                .default_locale
                .and_then(|code| locales::resolve(&code.0)),
            fields: if own.is_empty() {
                parent.fields.clone()
            } else {
                own.into()
            },
            parent: Some(dependent.parent_link.href.as_str().into()),
            ..parent
        }
    }

    fn new(id: &str, name: &str, mut style: IndependentStyle) -> Result<Style> {
        check_expansion(&style)?;
        let Some(bibliography) = &mut style.bibliography else {
            return Err(Error::InvalidStyle(
                "it has no bibliography, only citations".to_owned(),
            ));
        };
        let order = bibliography.sort.take().map(Arc::new);
        let last_segment = style.info.id.rsplit('/').next().unwrap_or_default();
        Ok(Style {
            id: id.into(),
            name: name.into(),
            layout: Layout::of_style(last_segment),
            locale: None,
            fields: fields(&style.info).into(),
            parent: None,
            full: Arc::new(style),
            order,
        })
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The style as a menu shows it.
    pub fn info(&self) -> StyleInfo {
        let own = self.full.default_locale.as_ref();
        StyleInfo {
            id: self.id.to_string(),
            name: self.name.to_string(),
            main: MAIN.iter().any(|(main, _, _)| **main == *self.id),
            kind: kind(&self.full),
            fields: self.fields.to_vec(),
            parent: self.parent.as_deref().map(str::to_owned),
            locale: self.locale.as_ref().or(own).map(|code| code.0.clone()),
        }
    }

    /// How a page in this style is laid out.
    pub fn layout(&self) -> &'static Layout {
        self.layout
    }

    /// Whether the style numbers its references in the order they come in.
    pub(crate) fn is_numeric(&self) -> bool {
        format(&self.full) == Some(CitationFormat::Numeric)
    }
}

fn archived(style: ArchivedStyle) -> Result<Style> {
    static LOADED: LazyLock<Mutex<HashMap<ArchivedStyle, Style>>> = LazyLock::new(Mutex::default);
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(style) = loaded.get(&style) {
        return Ok(style.clone());
    }
    let citationberg::Style::Independent(independent) = style.get() else {
        return Err(Error::UnknownStyle(style.csl_id().to_owned()));
    };
    let (id, name) = offered(style);
    let ready = Style::new(id, name, independent)?;
    loaded.insert(style, ready.clone());
    Ok(ready)
}

/// A `.csl` file, read with care.
fn parsed(xml: &[u8]) -> Result<citationberg::Style> {
    let invalid = |reason: &str| Error::InvalidStyle(reason.to_owned());
    if xml.len() > LARGEST {
        return Err(invalid("it is larger than 1 MB"));
    }
    let text = std::str::from_utf8(xml).map_err(|_| invalid("it is not UTF-8 text"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    check_nesting(text)?;
    catch_unwind(|| citationberg::Style::from_xml(text))
        .map_err(|_| invalid("it cannot be read"))?
        .map_err(|error| {
            let place = error
                .path
                .map(|path| format!(" (at {path})"))
                .unwrap_or_default();
            Error::InvalidStyle(format!("{}{place}", error.source))
        })
}

fn kind(style: &IndependentStyle) -> Kind {
    match format(style) {
        Some(CitationFormat::AuthorDate) => Kind::AuthorDate,
        Some(CitationFormat::Numeric) => Kind::Numeric,
        Some(CitationFormat::Label) => Kind::Label,
        Some(CitationFormat::Note) => Kind::Note,
        Some(CitationFormat::Author) => Kind::Author,
        None if style.settings.class == StyleClass::Note => Kind::Note,
        None => Kind::Other,
    }
}

fn fields(info: &citationberg::StyleInfo) -> Vec<String> {
    let categories = info.category.iter().filter_map(|category| match category {
        StyleCategory::Field { field } => Some(*field),
        StyleCategory::CitationFormat { .. } => None,
    });
    categories
        .chain(info.field.iter().copied())
        .filter_map(|field| Some(serde_json::to_value(field).ok()?.as_str()?.to_owned()))
        .collect()
}

/// Whether the style cites by labels.
pub(crate) fn is_label(style: &IndependentStyle) -> bool {
    format(style) == Some(CitationFormat::Label)
}

fn format(style: &IndependentStyle) -> Option<CitationFormat> {
    style
        .info
        .category
        .iter()
        .find_map(|category| match category {
            StyleCategory::CitationFormat { format } => Some(*format),
            StyleCategory::Field { .. } => None,
        })
}

/// Calls `see` for every element under `elements`, in order, following each macro once.
pub(crate) fn visit<'s>(
    elements: &'s [LayoutRenderingElement],
    macros: &'s [CslMacro],
    see: &mut dyn FnMut(&'s LayoutRenderingElement),
) {
    let mut followed = HashSet::new();
    let mut ahead: Vec<&LayoutRenderingElement> = elements.iter().rev().collect();
    while let Some(element) = ahead.pop() {
        see(element);
        if let Some(name) = macro_name(element) {
            if followed.insert(name)
                && let Some(called) = macros.iter().find(|called| called.name == name)
            {
                ahead.extend(called.children.iter().rev());
            }
        } else {
            let mut inner: Vec<_> = children(element).into_iter().flatten().collect();
            inner.reverse();
            ahead.extend(inner);
        }
    }
}

pub(crate) fn macro_name(element: &LayoutRenderingElement) -> Option<&str> {
    match element {
        LayoutRenderingElement::Text(text) => match &text.target {
            TextTarget::Macro { name } => Some(name),
            _ => None,
        },
        _ => None,
    }
}

pub(crate) fn children(element: &LayoutRenderingElement) -> Vec<&[LayoutRenderingElement]> {
    match element {
        LayoutRenderingElement::Group(group) => vec![&group.children],
        LayoutRenderingElement::Choose(choose) => choose
            .branches()
            .map(|branch| branch.children.as_slice())
            .chain(
                choose
                    .otherwise
                    .iter()
                    .map(|branch| branch.children.as_slice()),
            )
            .collect(),
        LayoutRenderingElement::Names(names) => names
            .children
            .iter()
            .filter_map(|child| match child {
                NamesChild::Substitute(substitute) => Some(substitute.children.as_slice()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}
