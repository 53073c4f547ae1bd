//! XML as exporters really write it, one record at a time.
//!
//! A source is never held as one tree: [`Elements`] finds the next element of a wanted name,
//! builds that one, and goes on behind it, so that memory is bounded by a record and a broken
//! record costs itself. Bare ampersands and `<`, unknown entities, unclosed and wrongly closed
//! elements are lived with. Nothing a document type declares is ever expanded. Linear in the input.

mod mathml;
mod prose;
mod tokens;

use self::tokens::{Token, Tokens};
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
    tokens: Tokens<'a>,
    names: &'a [&'a str],
}

impl<'a> Elements<'a> {
    pub(crate) fn new(text: &'a str, names: &'a [&'a str]) -> Elements<'a> {
        Elements {
            tokens: Tokens::new(text),
            names,
        }
    }
}

impl Iterator for Elements<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            let start = self.tokens.at;
            if let Token::Start {
                name,
                attributes,
                empty,
            } = self.tokens.next()?
                && self.names.contains(&name)
            {
                let element = opened(name, attributes);
                return Some(build(&mut self.tokens, start, element, empty));
            }
        }
    }
}

/// Whether an element of this name (without prefix) opens anywhere in the text.
pub(crate) fn opens(text: &str, name: &str) -> bool {
    Tokens::new(text)
        .any(|token| matches!(token, Token::Start { name: found, .. } if found == name))
}

/// The outermost element's name and attributes, when nothing but comments and declarations stand
/// before it.
pub(crate) fn root(text: &str) -> Option<Element> {
    Tokens::new(text).find_map(|token| match token {
        Token::Aside => None,
        Token::Text(text) if text.trim().is_empty() => None,
        Token::Start {
            name, attributes, ..
        } => Some(Some(opened(name, attributes))),
        _ => Some(None),
    })?
}

fn opened(name: &str, attributes: &str) -> Element {
    Element {
        name: name.to_owned(),
        attributes: tokens::attributes(attributes),
        children: Vec::new(),
    }
}

/// Builds the element whose start tag has just been read; goes on behind its end.
fn build(tokens: &mut Tokens<'_>, start: usize, element: Element, empty: bool) -> Found {
    let mut stack = vec![element];
    let mut closed = empty;
    let mut too_deep = 0usize;
    while !closed {
        let before = tokens.at;
        match tokens.next() {
            Some(Token::Start {
                name,
                attributes,
                empty,
            }) => {
                // An element inside its own kind: the outer one was never closed.
                if stack.first().is_some_and(|outer| outer.name == name) {
                    tokens.at = before;
                    break;
                }
                if stack.len() < DEEPEST {
                    stack.push(opened(name, attributes));
                    if empty {
                        close(&mut stack);
                    }
                } else if !empty {
                    too_deep += 1;
                }
            }
            Some(Token::End(_)) if too_deep > 0 => too_deep -= 1,
            Some(Token::End(name)) => {
                if let Some(depth) = stack.iter().rposition(|open| open.name == name) {
                    while stack.len() > depth.max(1) {
                        close(&mut stack);
                    }
                    closed = depth == 0;
                }
            }
            Some(Token::Text(text)) => push_text(&mut stack, &entities(text)),
            Some(Token::Verbatim(text)) => push_text(&mut stack, text),
            Some(Token::Aside) => {}
            None => break,
        }
    }
    while stack.len() > 1 {
        close(&mut stack);
    }
    Found {
        element: stack.pop().unwrap_or_default(),
        start,
        end: tokens.at,
        closed,
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
    fn nesting_without_end_is_cut() {
        let deep = format!("<r>{}x", "<d>".repeat(100_000));
        let found = read(&deep);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].element.text(), "x");
    }

    #[test]
    fn quotes_brackets_and_comments_without_an_end_cost_little() {
        let text = "<!DOCTYPE l [<!ENTITY x '<r>'>]><l><r a='1>2' b=\"<\"><t>A < B</t></r>\
                    <r><!-- open <t>B</t></r><r><![CDATA[<t>C</t></r>";
        let titles: Vec<_> = read(text)
            .iter()
            .map(|found| found.element.told(&["t"]))
            .collect();
        assert_eq!(
            titles,
            [Some("A < B".into()), Some("B".into()), Some("C".into())]
        );
        let found = read("<r wide id = 'a>b' c=d e=\"&lt;\"/>");
        let attribute = |name| found[0].element.attribute(name);
        assert_eq!(
            ["id", "c", "e"].map(attribute),
            [Some("a>b"), Some("d"), Some("<")]
        );
    }

    #[test]
    fn the_outermost_element_is_known_only_when_nothing_stands_before_it() {
        let name = |text| root(text).map(|element| element.name);
        assert_eq!(
            name("<?xml version='1.0'?>\n<!-- x -->\n<a:list b='c'>").as_deref(),
            Some("list")
        );
        assert_eq!(name("# Notes\n<list>"), None);
        assert_eq!(name(""), None);
    }

    /// Ten times the input takes about ten times as long: a quadratic reader would take minutes.
    #[test]
    fn hostile_input_is_read_in_linear_time() {
        for scrap in [
            "<",
            "<r>",
            "<r><",
            "<r><d x=\"",
            "<r a='",
            "<r><!--",
            "<r><![CDATA[",
            "<r><?",
            "<r><!X [",
            "<r></",
            "<d>",
            "<r><d>",
            "</r>",
            "<r>&",
            "<r a=b ",
            "a=b ",
            "<!--",
            "<r ",
            "&lt;",
            "<r/>",
        ] {
            let text = format!("<r>{}", scrap.repeat(1_000_000 / scrap.len()));
            let length: usize = read(&text)
                .iter()
                .map(|found| found.end - found.start)
                .sum();
            assert!(length <= text.len(), "{scrap}");
        }
        let text = format!("<r {}>", "a='b' ".repeat(200_000));
        assert_eq!(read(&text)[0].element.attributes.len(), 200_000);
    }
}
