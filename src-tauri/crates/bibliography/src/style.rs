//! Citation styles: those that come with the program, and files the reader brings.
//!
//! A `.csl` file is a small program from outside. Before it is used its size, its nesting and what
//! its macros expand to are measured, so that a broken or hostile one is refused with a reason
//! instead of exhausting stack or memory.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::panic::catch_unwind;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use citationberg::{
    CitationFormat, CslMacro, IndependentStyle, LayoutRenderingElement, LocaleCode, NamesChild,
    StyleCategory, TextTarget,
};
use hayagriva::archive::ArchivedStyle;
use quick_xml::events::Event;

use crate::layout::Layout;
use crate::{Error, Result, locales};

/// A style as a menu shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleInfo {
    /// What [`Style::by_id`] takes.
    pub id: String,
    pub name: String,
    /// Whether it is one of the four that are offered first.
    pub main: bool,
}

/// A citation style, ready to format with. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Style {
    id: Arc<str>,
    name: Arc<str>,
    layout: &'static Layout,
    /// The language a dependent style asks for instead of its parent's.
    pub(crate) locale: Option<LocaleCode>,
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
const DEEPEST_XML: usize = 64;
/// The styles that come with the program reach a depth of 39 and 670,000 elements, counting every
/// branch of every choice.
const DEEPEST: u64 = 100;
const MOST_ELEMENTS: u64 = 2_000_000;

/// The styles that come with the program: the four main ones, then the others by name.
pub fn styles() -> Vec<StyleInfo> {
    let main = MAIN.iter().map(|(id, name, _)| StyleInfo {
        id: (*id).to_owned(),
        name: (*name).to_owned(),
        main: true,
    });
    let mut others: Vec<_> = ArchivedStyle::all()
        .iter()
        .filter(|style| !MAIN.iter().any(|(_, _, main)| main == *style))
        // It has citations only.
        .filter(|style| **style != ArchivedStyle::Alphanumeric)
        .filter_map(|style| {
            Some(StyleInfo {
                id: (*style.names().first()?).to_owned(),
                name: style.display_name().to_owned(),
                main: false,
            })
        })
        .collect();
    others.sort_by_key(|style| style.name.to_lowercase());
    main.chain(others).collect()
}

impl Style {
    /// A style that comes with the program, by an identifier from [`styles`], another name it is
    /// known by, or its CSL identifier.
    ///
    /// # Errors
    /// [`Error::UnknownStyle`].
    pub fn by_id(id: &str) -> Result<Style> {
        let main = MAIN
            .iter()
            .find(|(main, _, _)| *main == id)
            .map(|(_, _, style)| *style);
        main.or_else(|| ArchivedStyle::by_name(id))
            .or_else(|| ArchivedStyle::by_id(id))
            .map_or_else(|| Err(Error::UnknownStyle(id.to_owned())), archived)
    }

    /// A style from the contents of a `.csl` file. A dependent style takes everything but its
    /// name and language from its parent.
    ///
    /// # Errors
    /// [`Error::InvalidStyle`] says what is wrong with the file; [`Error::Dependent`] names the
    /// parent that does not come with the program.
    pub fn from_csl(xml: &[u8]) -> Result<Style> {
        let invalid = |reason: &str| Error::InvalidStyle(reason.to_owned());
        if xml.len() > LARGEST {
            return Err(invalid("it is larger than 1 MB"));
        }
        let text = std::str::from_utf8(xml).map_err(|_| invalid("it is not UTF-8 text"))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        check_nesting(text)?;
        let parsed = catch_unwind(|| citationberg::Style::from_xml(text))
            .map_err(|_| invalid("it cannot be read"))?
            .map_err(|error| {
                let place = error
                    .path
                    .map(|path| format!(" (at {path})"))
                    .unwrap_or_default();
                Error::InvalidStyle(format!("{}{place}", error.source))
            })?;
        match parsed {
            citationberg::Style::Independent(style) => {
                let id = style.info.id.clone();
                let name = style.info.title.value.trim().to_owned();
                Style::new(&id, &name, style)
            }
            citationberg::Style::Dependent(style) => {
                let parent = &style.parent_link.href;
                let parent = Style::by_id(parent).map_err(|_| Error::Dependent {
                    parent: parent.clone(),
                })?;
                Ok(Style {
                    id: style.info.id.as_str().into(),
                    name: style.info.title.value.trim().into(),
                    locale: style
                        .default_locale
                        .and_then(|code| locales::resolve(&code.0)),
                    ..parent
                })
            }
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
    let (id, name) = MAIN
        .iter()
        .find(|(_, _, main)| *main == style)
        .map(|(id, name, _)| (*id, *name))
        .or_else(|| Some((*style.names().first()?, style.display_name())))
        .unwrap_or_else(|| (style.csl_id(), style.display_name()));
    let ready = Style::new(id, name, independent)?;
    loaded.insert(style, ready.clone());
    Ok(ready)
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

fn macro_name(element: &LayoutRenderingElement) -> Option<&str> {
    match element {
        LayoutRenderingElement::Text(text) => match &text.target {
            TextTarget::Macro { name } => Some(name),
            _ => None,
        },
        _ => None,
    }
}

fn children(element: &LayoutRenderingElement) -> Vec<&[LayoutRenderingElement]> {
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

/// Refuses XML that is nested deeper than any style is, before a recursive reader sees it.
fn check_nesting(xml: &str) -> Result<()> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut depth = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => return Err(Error::InvalidStyle(error.to_string())),
        }
        if depth > DEEPEST_XML {
            return Err(Error::InvalidStyle(
                "its elements are nested too deeply".to_owned(),
            ));
        }
    }
    if depth == 0 {
        Ok(())
    } else {
        Err(Error::InvalidStyle(
            "it ends before its elements are closed".to_owned(),
        ))
    }
}

/// Refuses macros that call themselves, or that expand beyond reason.
fn check_expansion(style: &IndependentStyle) -> Result<()> {
    let mut measure = Measure {
        macros: style
            .macros
            .iter()
            .map(|m| (m.name.as_str(), m.children.as_slice()))
            .collect(),
        known: HashMap::new(),
        under_way: HashSet::new(),
    };
    measure.elements(&style.citation.layout.elements)?;
    if let Some(bibliography) = &style.bibliography {
        measure.elements(&bibliography.layout.elements)?;
    }
    for called in &style.macros {
        measure.called(&called.name)?;
    }
    Ok(())
}

struct Measure<'s> {
    macros: BTreeMap<&'s str, &'s [LayoutRenderingElement]>,
    known: HashMap<&'s str, (u64, u64)>,
    under_way: HashSet<&'s str>,
}

impl<'s> Measure<'s> {
    /// Depth and number of elements that a list expands to.
    fn elements(&mut self, elements: &'s [LayoutRenderingElement]) -> Result<(u64, u64)> {
        let (mut depth, mut count) = (0_u64, 0_u64);
        for element in elements {
            let (inner_depth, inner_count) = match macro_name(element) {
                Some(name) => self.called(name)?,
                None => {
                    let (mut inner_depth, mut inner_count) = (0, 0_u64);
                    for list in children(element) {
                        let (d, c) = self.elements(list)?;
                        inner_depth = d.max(inner_depth);
                        inner_count = inner_count.saturating_add(c);
                    }
                    (inner_depth, inner_count)
                }
            };
            depth = depth.max(inner_depth + 1);
            count = count.saturating_add(inner_count).saturating_add(1);
        }
        if depth > DEEPEST || count > MOST_ELEMENTS {
            return Err(Error::InvalidStyle(
                "its macros expand beyond reason".to_owned(),
            ));
        }
        Ok((depth, count))
    }

    fn called(&mut self, name: &'s str) -> Result<(u64, u64)> {
        if let Some(known) = self.known.get(name) {
            return Ok(*known);
        }
        // A call to a macro that does not exist prints nothing.
        let Some(elements) = self.macros.get(name).copied() else {
            return Ok((0, 0));
        };
        let nested = u64::try_from(self.under_way.len()).unwrap_or(u64::MAX);
        if nested > DEEPEST || !self.under_way.insert(name) {
            return Err(Error::InvalidStyle(format!(
                "its macro {name:?} calls itself"
            )));
        }
        let measured = self.elements(elements)?;
        self.under_way.remove(name);
        self.known.insert(name, measured);
        Ok(measured)
    }
}
