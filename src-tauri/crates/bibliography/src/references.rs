//! References through the CSL processor, which is given as few entries at a time as the style
//! allows: its cost grows with the square of what it holds, and what goes wrong inside it must not
//! reach other entries.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use citationberg::{
    Display, FontStyle, FontVariant, FontWeight, IndependentStyle, Locale, LocaleCode,
    TextDecoration, VerticalAlign,
};
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest, Elem,
    ElemChild, ElemChildren, ElemMeta, Formatting,
};
use serde_json::Value as Json;

use crate::item::{self, Prepared};
use crate::rich::{self, Inline, Marks};
use crate::sort;
use crate::style::{Reach, Style};

/// A reference as the style prints it.
#[derive(Debug)]
pub(crate) struct Formatted {
    /// The number or label that stands in the margin.
    pub label: Option<Vec<Inline>>,
    pub content: Vec<Inline>,
    /// Whether the style failed and this is the plain form.
    pub plain: bool,
}

/// Formats the items in the order given, which settles their numbers. `groups` holds the number of
/// items in each group. `progress` is told how many are done and answers whether to go on; none
/// when it did not.
pub(crate) fn format(
    items: &[&Json],
    groups: &[usize],
    style: &Style,
    language: Option<LocaleCode>,
    locales: &[Locale],
    progress: &mut dyn FnMut(usize) -> bool,
) -> Option<Vec<Formatted>> {
    let prepared: Vec<Prepared> = items
        .iter()
        .enumerate()
        .map(|(number, json)| item::prepare(json, number))
        .collect();
    let press = Press {
        style,
        language,
        locales,
    };
    let mut formatted: Vec<Option<Formatted>> = items.iter().map(|_| None).collect();
    let mut done = 0;
    for batch in batches(items, groups, style.reach) {
        let members: Vec<&Prepared> = batch
            .iter()
            .filter_map(|&index| prepared.get(index))
            .collect();
        let first = batch.first().copied().unwrap_or_default();
        let results = press.batch(&members, first).unwrap_or_else(|| {
            // One bad entry must not cost its neighbours their form.
            members
                .iter()
                .zip(&batch)
                .map(|(member, &index)| {
                    press
                        .batch(&[*member], index)
                        .and_then(|mut one| one.pop().flatten())
                })
                .collect()
        });
        for (&index, result) in batch.iter().zip(results) {
            if let Some(slot) = formatted.get_mut(index) {
                *slot = result;
            }
        }
        done += batch.len();
        if !progress(done) {
            return None;
        }
    }
    let plain = |json: &Json| Formatted {
        label: None,
        content: item::plain_reference(json),
        plain: true,
    };
    Some(
        formatted
            .into_iter()
            .zip(items)
            .map(|(formatted, json)| formatted.unwrap_or_else(|| plain(json)))
            .collect(),
    )
}

/// Which entries must be formatted together, as indices in ascending order.
fn batches(items: &[&Json], groups: &[usize], reach: Reach) -> Vec<Vec<usize>> {
    match reach {
        Reach::Alone => (0..items.len()).map(|index| vec![index]).collect(),
        Reach::Group => {
            let mut start = 0;
            groups
                .iter()
                .filter(|length| **length > 0)
                .map(|length| {
                    let batch = (start..start + length).collect();
                    start += length;
                    batch
                })
                .collect()
        }
        Reach::SameAuthorAndYear => {
            let mut batches: Vec<Vec<usize>> = Vec::new();
            let mut known: HashMap<(String, Option<i16>), usize> = HashMap::new();
            for (index, json) in items.iter().enumerate() {
                let place = *known.entry(author_and_year(json)).or_insert_with(|| {
                    batches.push(Vec::new());
                    batches.len() - 1
                });
                if let Some(batch) = batches.get_mut(place) {
                    batch.push(index);
                }
            }
            batches
        }
    }
}

/// What two entries must share for their citations to read the same.
fn author_and_year(json: &Json) -> (String, Option<i16>) {
    let first = ["author", "editor"].iter().find_map(|role| {
        let name = json.get(role)?.get(0)?;
        name.get("family").or_else(|| name.get("literal"))?.as_str()
    });
    let name = first
        .or_else(|| json.get("title")?.as_str())
        .unwrap_or_default();
    let year = json
        .get("issued")
        .and_then(item::date_parts)
        .map(|(year, _, _)| year);
    (sort::fold(name), year)
}

struct Press<'s> {
    style: &'s Style,
    language: Option<LocaleCode>,
    locales: &'s [Locale],
}

impl Press<'_> {
    /// Formats entries together; none where the processor gave up. The first is numbered
    /// `first + 1`.
    fn batch(&self, members: &[&Prepared], first: usize) -> Option<Vec<Option<Formatted>>> {
        let style: &IndependentStyle = if members.len() > 1 {
            &self.style.full
        } else {
            &self.style.quiet
        };
        // The processor's assertions are about its own state, which ends with it.
        let rendered = catch_unwind(AssertUnwindSafe(|| {
            let mut driver = BibliographyDriver::new().with_citation_number_offset(first);
            for member in members {
                driver.citation(CitationRequest::new(
                    vec![CitationItem::with_entry(&member.item)],
                    style,
                    self.language.clone(),
                    self.locales,
                    None,
                ));
            }
            driver.finish(BibliographyRequest::new(
                style,
                self.language.clone(),
                self.locales,
            ))
        }))
        .ok()?;
        let rendered = rendered.bibliography?.items;
        (rendered.len() == members.len()).then(|| {
            members
                .iter()
                .zip(rendered)
                .map(|(member, item)| formatted(member, &item))
                .collect()
        })
    }
}

/// One entry as runs; none where the style printed nothing.
fn formatted(prepared: &Prepared, item: &BibliographyItem) -> Option<Formatted> {
    let mut walk = Walk {
        prepared,
        tags: Vec::new(),
        label: Vec::new(),
        out: Vec::new(),
    };
    if let Some(first) = &item.first_field {
        if is_label(first) {
            let mut margin = Walk {
                prepared,
                tags: Vec::new(),
                label: Vec::new(),
                out: Vec::new(),
            };
            margin.child(first);
            walk.label = margin.out;
        } else {
            walk.child(first);
        }
    }
    walk.children(&item.content);
    let Walk {
        mut label, mut out, ..
    } = walk;
    rich::trim(&mut label);
    rich::trim(&mut out);
    rich::single_blanks(&mut out);
    while matches!(out.first(), Some(Inline::Break)) {
        out.remove(0);
    }
    while matches!(out.last(), Some(Inline::Break)) {
        out.pop();
    }
    if out.is_empty() {
        return None;
    }
    Some(Formatted {
        label: (!label.is_empty()).then_some(label),
        content: out,
        plain: false,
    })
}

fn is_label(child: &ElemChild) -> bool {
    let ElemChild::Elem(elem) = child else {
        return false;
    };
    let labels = |elem: &Elem| {
        matches!(
            elem.meta,
            Some(ElemMeta::CitationNumber | ElemMeta::CitationLabel)
        )
    };
    labels(elem) || elem.children.find_elem_by(&labels).is_some()
}

/// The walk through the processor's tree. Its own text output would be unescaped and unformatted.
struct Walk<'p> {
    prepared: &'p Prepared,
    tags: Vec<usize>,
    label: Vec<Inline>,
    out: Vec<Inline>,
}

impl Walk<'_> {
    fn children(&mut self, children: &ElemChildren) {
        for child in &children.0 {
            self.child(child);
        }
    }

    fn child(&mut self, child: &ElemChild) {
        match child {
            ElemChild::Text(text) => self.text(&text.text, text.formatting, None),
            ElemChild::Link { text, url } => {
                let link = rich::safe_link(url);
                self.text(&text.text, text.formatting, link.as_deref());
            }
            ElemChild::Markup(text) => self.text(text, Formatting::default(), None),
            ElemChild::Elem(elem) => self.elem(elem),
            ElemChild::Transparent { .. } => {}
        }
    }

    fn elem(&mut self, elem: &Elem) {
        match elem.display {
            Some(Display::LeftMargin) => {
                let outside = std::mem::take(&mut self.out);
                self.children(&elem.children);
                let inside = std::mem::replace(&mut self.out, outside);
                self.label.extend(inside);
            }
            Some(Display::Block | Display::Indent) => {
                self.out.push(Inline::Break);
                self.children(&elem.children);
                self.out.push(Inline::Break);
            }
            Some(Display::RightInline) | None => self.children(&elem.children),
        }
    }

    fn text(&mut self, text: &str, formatting: Formatting, link: Option<&str>) {
        let marks = marks(formatting);
        self.prepared
            .placeholders
            .restore(text, marks, link, &mut self.tags, &mut self.out);
    }
}

fn marks(formatting: Formatting) -> Marks {
    Marks {
        bold: formatting.font_weight == FontWeight::Bold,
        italic: formatting.font_style == FontStyle::Italic,
        small_caps: formatting.font_variant == FontVariant::SmallCaps,
        underline: formatting.text_decoration == TextDecoration::Underline,
        superscript: formatting.vertical_align == VerticalAlign::Sup,
        subscript: formatting.vertical_align == VerticalAlign::Sub,
        code: false,
    }
}
