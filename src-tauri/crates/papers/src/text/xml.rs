//! XML as exporters really write it, one record at a time.
//!
//! A source is never held as one tree: [`Elements`] finds the next element of a wanted name,
//! builds that one, and goes on behind it, so that memory is bounded by a record and a broken
//! record costs itself. Bare ampersands, unknown entities, unclosed and wrongly closed elements
//! are lived with. Nothing a document type declares is ever expanded. Linear in the input.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::entities;

/// Elements deeper than this below their record are read as text.
const DEEPEST: usize = 100;

/// One element, without its namespace prefix.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

/// An element that stands in the source, and where.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) element: Element,
    /// Byte range in the source.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether its end tag was there; otherwise it was cut or its syntax broke.
    pub(crate) closed: bool,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The child elements.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The child elements of this name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element at the end of a path of child names.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| {
            element.elements().find(|child| child.name == *name)
        })
    }

    /// Every element of this name below this one, in the order of the source.
    pub(crate) fn below<'a>(&'a self, name: &str) -> Vec<&'a Element> {
        let mut found = Vec::new();
        self.collect(name, &mut found);
        found
    }

    fn collect<'a>(&'a self, name: &str, found: &mut Vec<&'a Element>) {
        for child in self.elements() {
            if child.name == name {
                found.push(child);
            }
            child.collect(name, found);
        }
    }

    /// All text inside, with its white space as it stands.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        self.write_text(&mut out);
        out
    }

    fn write_text(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.write_text(out),
            }
        }
    }

    /// The folded text of the first element at a path, when there is any.
    pub(crate) fn told(&self, path: &[&str]) -> Option<String> {
        let text = super::fold(&self.at(path)?.text());
        (!text.is_empty()).then_some(text)
    }
}

/// The outermost elements of the given names (without prefix), in the order of the source.
pub(crate) struct Elements<'a> {
    text: &'a str,
    names: &'a [&'a str],
    at: usize,
}

impl<'a> Elements<'a> {
    pub(crate) fn new(text: &'a str, names: &'a [&'a str]) -> Elements<'a> {
        Elements { text, names, at: 0 }
    }
}

impl Iterator for Elements<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        let start = next_tag(self.text, self.at, self.names)?;
        // No element goes beyond the next one of its kind; with that bound a tag or a declaration
        // that never ends is looked through once, not once for every record.
        let name = tag_name(self.text.get(start + 1..)?);
        let end = next_tag(self.text, start + 1, &[name]).unwrap_or(self.text.len());
        let found = parse(self.text.get(..end).unwrap_or(self.text), start);
        // Past the tag at least, whatever happened: no place is looked at twice.
        self.at = found.end.max(start + 1);
        Some(found)
    }
}

/// Whether an element of this name (without prefix) opens anywhere in the text.
pub(crate) fn opens(text: &str, name: &str) -> bool {
    next_tag(text, 0, &[name]).is_some()
}

/// Where the next start tag of one of the names is, comments and CDATA passed over.
fn next_tag(text: &str, from: usize, names: &[&str]) -> Option<usize> {
    let mut at = from;
    loop {
        at += text.get(at..)?.find('<')?;
        let rest = text.get(at + 1..)?;
        let skip = |end: &str| rest.find(end).map(|found| at + 1 + found + end.len());
        if rest.starts_with("!--") {
            at = skip("-->")?;
        } else if rest.starts_with("![CDATA[") {
            at = skip("]]>")?;
        } else {
            if names.contains(&tag_name(rest)) {
                return Some(at);
            }
            at += 1;
        }
    }
}

/// The local name that a tag begins with; `rest` starts behind the `<`.
fn tag_name(rest: &str) -> &str {
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<'))
        .unwrap_or(rest.len().min(128));
    local(rest.get(..end).unwrap_or_default())
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Builds the element that starts at `start`.
fn parse(text: &str, start: usize) -> Found {
    let source = text.get(start..).unwrap_or_default();
    let mut reader = Reader::from_str(source);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut stack: Vec<Element> = Vec::new();
    let mut too_deep = 0usize;
    let mut closed = false;
    let mut end;
    loop {
        let before = position(&reader, source);
        end = before;
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                let element = opened(&tag);
                // An element inside its own kind: the outer one was never closed.
                if stack
                    .first()
                    .is_some_and(|outer| outer.name == element.name)
                {
                    break;
                }
                if stack.len() >= DEEPEST {
                    too_deep += 1;
                } else {
                    stack.push(element);
                }
            }
            Ok(Event::Empty(tag)) => {
                let element = opened(&tag);
                match stack.last_mut() {
                    Some(parent) => parent.children.push(Node::Element(element)),
                    None => {
                        stack.push(element);
                        closed = true;
                    }
                }
            }
            Ok(Event::End(tag)) => {
                let name = tag.name().as_ref().to_owned();
                if too_deep > 0 {
                    too_deep -= 1;
                } else if let Some(depth) = stack.iter().rposition(|open| open.name == local(&name))
                {
                    while stack.len() > depth.max(1) {
                        close(&mut stack);
                    }
                    closed = depth == 0;
                }
            }
            Ok(Event::Text(text)) => push_text(&mut stack, &text),
            Ok(Event::CData(text)) => push_text(&mut stack, &text),
            Ok(Event::GeneralRef(name)) => {
                let reference = format!("&{};", &*name);
                push_text(&mut stack, &entities(&reference));
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_)) => {}
        }
        if closed {
            end = position(&reader, source);
            break;
        }
    }
    while stack.len() > 1 {
        close(&mut stack);
    }
    Found {
        element: stack.pop().unwrap_or_default(),
        start,
        end: start + end,
        closed,
    }
}

fn position(reader: &Reader<&[u8]>, source: &str) -> usize {
    usize::try_from(reader.buffer_position())
        .unwrap_or(usize::MAX)
        .min(source.len())
}

fn opened(tag: &BytesStart<'_>) -> Element {
    let name = tag.name().as_ref().to_owned();
    let attributes = tag
        .attributes()
        .with_checks(false)
        .flatten()
        .map(|attribute| {
            let name = attribute.key.as_ref().to_owned();
            let value = entities(&attribute.value);
            (local(&name).to_owned(), value)
        })
        .collect();
    Element {
        name: local(&name).to_owned(),
        attributes,
        children: Vec::new(),
    }
}

fn push_text(stack: &mut [Element], text: &str) {
    let Some(parent) = stack.last_mut() else {
        return;
    };
    match parent.children.last_mut() {
        Some(Node::Text(known)) => known.push_str(text),
        _ => parent.children.push(Node::Text(text.to_owned())),
    }
}

fn close(stack: &mut Vec<Element>) {
    let Some(element) = stack.pop() else { return };
    match stack.last_mut() {
        Some(parent) => parent.children.push(Node::Element(element)),
        None => stack.push(element),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Found> {
        Elements::new(text, &["r"]).collect()
    }

    #[test]
    fn records_are_found_wherever_they_stand_and_know_their_place() {
        let text = "<?xml version='1.0'?><!-- <r/> --><x:list xmlns:x='u'><x:r id='1'><t>A</t></x:r>\n<r/></x:list>";
        let found = read(text);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].element.attribute("id"), Some("1"));
        assert_eq!(found[0].element.told(&["t"]).as_deref(), Some("A"));
        assert_eq!(
            &text[found[0].start..found[0].end],
            "<x:r id='1'><t>A</t></x:r>"
        );
        assert!(found.iter().all(|found| found.closed));
    }

    #[test]
    fn a_broken_record_costs_itself() {
        let found = read(
            "<l><r><t>one & two &nosuch; &lt;</t></r><r><t>open<r><t>three</b></t></r><r><t at=\"cut",
        );
        let titles: Vec<_> = found
            .iter()
            .map(|found| found.element.told(&["t"]))
            .collect();
        assert_eq!(
            titles,
            [
                Some("one & two &nosuch; <".into()),
                Some("open".into()),
                Some("three".into()),
                None
            ]
        );
        assert_eq!(
            found.iter().map(|found| found.closed).collect::<Vec<_>>(),
            [true, false, true, false]
        );
    }

    #[test]
    fn an_escaped_entity_is_unescaped_once() {
        assert_eq!(
            read("<r>a &amp;lt; <![CDATA[b & <c>]]></r>")[0]
                .element
                .text(),
            "a &lt; b & <c>"
        );
    }

    #[test]
    fn a_tag_that_never_ends_is_not_looked_through_for_every_record() {
        for broken in ["<r a=\"", "<r><?x ", "<r><!x ", "<r><b c='"] {
            assert!(!read(&broken.repeat(50_000)).is_empty(), "{broken}");
        }
    }

    #[test]
    fn nesting_without_end_is_cut() {
        let deep = format!("<r>{}x", "<d>".repeat(100_000));
        let found = read(&deep);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].element.text(), "x");
    }
}
