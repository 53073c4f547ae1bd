//! A `.csl` file is a small program from outside. Before it is used its nesting and what its macros
//! expand to are measured, so that a broken or hostile one is refused with a reason instead of
//! exhausting stack or memory.

use std::collections::{BTreeMap, HashMap, HashSet};

use citationberg::{IndependentStyle, LayoutRenderingElement};
use quick_xml::events::Event;

use crate::style::{children, macro_name};
use crate::{Error, Result};

const DEEPEST_XML: usize = 64;
/// The styles that come with the program reach a depth of 39 and 670,000 elements, counting every
/// branch of every choice.
const DEEPEST: u64 = 100;
const MOST_ELEMENTS: u64 = 2_000_000;

/// Refuses XML that is nested deeper than any style is, before a recursive reader sees it.
pub(crate) fn check_nesting(xml: &str) -> Result<()> {
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
pub(crate) fn check_expansion(style: &IndependentStyle) -> Result<()> {
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
