//! What a style produces for one work: a tree, then glyphs, then runs of text.
//!
//! The tree remembers what is a name and what a date, which disambiguation and the replacing of
//! repeated authors need. When it is laid out as glyphs, punctuation that meets at a seam is
//! settled as citeproc-js does it (its `queue.js`): a full stop after a question mark goes, of two
//! commas one stays, and so on.

use std::borrow::Cow;

use citationberg::{
    Affixes, Display, FontStyle, FontVariant, FontWeight, Formatting, TextCase, TextDecoration,
    VerticalAlign,
};

use super::case;
use super::people::Name;
use crate::placeholders::{BLOCK, CLOSE_QUOTE, MARGIN_BEGIN, MARGIN_END, OPEN_QUOTE, is_invisible};
use crate::rich::Marks;

#[derive(Clone, Debug)]
pub(super) enum Node<'a> {
    Text(Cow<'a, str>),
    Form(Box<Form<'a>>, Vec<Node<'a>>),
    Names(Box<Listed<'a>>),
    Date(Box<Node<'a>>),
}

/// The people of one variable. None of them where something else stands in for names.
#[derive(Clone, Debug)]
pub(super) struct Listed<'a> {
    pub people: &'a [Name],
    pub before: Option<Node<'a>>,
    /// Names and what stands between them.
    pub list: Vec<Node<'a>>,
    /// Where each name is in the list.
    pub places: Vec<(usize, usize)>,
    pub after: Option<Node<'a>>,
}

/// Formatting and affixes.
#[derive(Clone, Debug, Default)]
pub(super) struct Form<'a> {
    pub formatting: Formatting,
    pub prefix: Option<Cow<'a, str>>,
    pub suffix: Option<Cow<'a, str>>,
    pub delimiter: Option<Cow<'a, str>>,
    pub case: Option<TextCase>,
    pub display: Option<Display>,
    pub link: Option<String>,
    pub quotes: bool,
    pub strip_periods: bool,
    /// Whether affixes are formatted too, as those of a whole layout are.
    pub affixes_inside: bool,
}

impl<'a> Form<'a> {
    pub fn of(formatting: Formatting, affixes: Option<Affixes>) -> Form<'a> {
        let affixes = affixes.unwrap_or_default();
        let some = |text: Option<String>| text.filter(|text| !text.is_empty()).map(Cow::Owned);
        Form {
            formatting,
            prefix: some(affixes.prefix),
            suffix: some(affixes.suffix),
            ..Form::default()
        }
    }

    pub fn prefix(text: impl Into<Cow<'a, str>>) -> Form<'a> {
        Form {
            prefix: Some(text.into()),
            ..Form::default()
        }
    }

    /// Takes what the other states.
    pub fn override_by(&mut self, formatting: Formatting, affixes: Affixes) {
        self.formatting = formatting.apply(self.formatting);
        if let Some(prefix) = affixes.prefix {
            self.prefix = Some(Cow::Owned(prefix));
        }
        if let Some(suffix) = affixes.suffix {
            self.suffix = Some(Cow::Owned(suffix));
        }
    }

    fn is_plain(&self) -> bool {
        self.formatting.is_empty()
            && self.prefix.is_none()
            && self.suffix.is_none()
            && self.delimiter.is_none()
            && self.case.is_none()
            && self.display.is_none()
            && self.link.is_none()
            && !self.quotes
            && !self.strip_periods
    }

    /// The nodes in this form; none where there are none.
    pub fn around(self, mut nodes: Vec<Node<'a>>) -> Option<Node<'a>> {
        if self.is_plain() && nodes.len() == 1 {
            return nodes.pop();
        }
        (!nodes.is_empty()).then(|| Node::Form(Box::new(self), nodes))
    }
}

/// A character with its formatting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glyph {
    pub character: char,
    pub marks: Marks,
    /// The place of its link; 0 for none.
    pub link: u16,
}

/// Lays trees out as glyphs.
#[derive(Default)]
pub(super) struct Setter {
    pub links: Vec<String>,
    /// Whether title case applies.
    pub english: bool,
}

#[derive(Clone, Copy, Default)]
struct Look {
    marks: Marks,
    link: u16,
}

impl Setter {
    pub fn set(&mut self, nodes: &[Node<'_>]) -> Vec<Glyph> {
        self.list(nodes, None, Look::default())
    }

    fn list(&mut self, nodes: &[Node<'_>], delimiter: Option<&str>, look: Look) -> Vec<Glyph> {
        let mut out: Vec<Glyph> = Vec::new();
        for node in nodes {
            let next = self.node(node, look);
            let Some(first) = next.iter().find(|glyph| !is_invisible(glyph.character)) else {
                // Markup alone prints nothing, but has to stay balanced.
                out.extend(next);
                continue;
            };
            if let Some(delimiter) = delimiter
                && out.iter().any(|glyph| !is_invisible(glyph.character))
                && !matches!(first.character, ',' | ';' | '.')
            {
                join(&mut out, text(delimiter, look));
            }
            join(&mut out, next);
        }
        out
    }

    fn node(&mut self, node: &Node<'_>, look: Look) -> Vec<Glyph> {
        match node {
            Node::Text(plain) => text(plain, look),
            Node::Date(inner) => self.node(inner, look),
            Node::Names(listed) => {
                let mut out = Vec::new();
                if let Some(before) = &listed.before {
                    out = self.node(before, look);
                }
                join(&mut out, self.list(&listed.list, None, look));
                if let Some(after) = &listed.after {
                    join(&mut out, self.node(after, look));
                }
                out
            }
            Node::Form(form, nodes) => self.form(form, nodes, look),
        }
    }

    fn form(&mut self, form: &Form<'_>, nodes: &[Node<'_>], outside: Look) -> Vec<Glyph> {
        let mut look = Look {
            marks: marked(outside.marks, form.formatting),
            ..outside
        };
        if let Some(link) = &form.link
            && let Ok(place) = u16::try_from(self.links.len() + 1)
        {
            self.links.push(link.clone());
            look.link = place;
        }
        let mut out = self.list(nodes, form.delimiter.as_deref(), look);
        if form.strip_periods {
            out.retain(|glyph| glyph.character != '.');
        }
        if !out.iter().any(|glyph| !is_invisible(glyph.character)) {
            return Vec::new();
        }
        if let Some(case) = form.case {
            case::change(&mut out, case, self.english);
        }
        let affix = |affix: &Option<Cow<'_, str>>| affix.as_deref().unwrap_or_default().to_owned();
        let around = |mut out: Vec<Glyph>, look: Look| {
            let mut whole = text(&affix(&form.prefix), look);
            if whole.is_empty() {
                whole = std::mem::take(&mut out);
            } else {
                join(&mut whole, out);
            }
            join(&mut whole, text(&affix(&form.suffix), look));
            whole
        };
        if form.affixes_inside {
            out = around(out, look);
        }
        if form.quotes {
            let quote = |character| Glyph {
                character,
                marks: outside.marks,
                link: outside.link,
            };
            out.insert(0, quote(OPEN_QUOTE));
            out.push(quote(CLOSE_QUOTE));
        }
        if !form.affixes_inside {
            out = around(out, outside);
        }
        let bare = |character| Glyph {
            character,
            marks: Marks::default(),
            link: 0,
        };
        match form.display {
            Some(Display::LeftMargin) => {
                out.insert(0, bare(MARGIN_BEGIN));
                out.push(bare(MARGIN_END));
            }
            Some(Display::Block | Display::Indent) => {
                out.insert(0, bare(BLOCK));
                out.push(bare(BLOCK));
            }
            Some(Display::RightInline) | None => {}
        }
        out
    }
}

fn text(plain: &str, look: Look) -> Vec<Glyph> {
    plain
        .chars()
        .map(|character| Glyph {
            character,
            marks: look.marks,
            link: look.link,
        })
        .collect()
}

fn marked(marks: Marks, formatting: Formatting) -> Marks {
    let mut marks = marks;
    match formatting.font_style {
        Some(FontStyle::Italic) => marks.italic = true,
        Some(FontStyle::Normal) => marks.italic = false,
        None => {}
    }
    match formatting.font_weight {
        Some(FontWeight::Bold) => marks.bold = true,
        Some(FontWeight::Normal | FontWeight::Light) => marks.bold = false,
        None => {}
    }
    match formatting.font_variant {
        Some(FontVariant::SmallCaps) => marks.small_caps = true,
        Some(FontVariant::Normal) => marks.small_caps = false,
        None => {}
    }
    match formatting.text_decoration {
        Some(TextDecoration::Underline) => marks.underline = true,
        Some(TextDecoration::None) => marks.underline = false,
        None => {}
    }
    match formatting.vertical_align {
        Some(VerticalAlign::Sup) => (marks.superscript, marks.subscript) = (true, false),
        Some(VerticalAlign::Sub) => (marks.superscript, marks.subscript) = (false, true),
        Some(VerticalAlign::Baseline) => (marks.superscript, marks.subscript) = (false, false),
        Some(VerticalAlign::None) | None => {}
    }
    marks
}

enum Keep {
    Both,
    First,
    Second,
}

/// Appends, with the punctuation that meets settled.
fn join(out: &mut Vec<Glyph>, mut next: Vec<Glyph>) {
    let last = out
        .iter()
        .rposition(|glyph| !is_invisible(glyph.character))
        .and_then(|place| out.get(place).map(|glyph| (place, glyph.character)));
    let first = next
        .iter()
        .position(|glyph| !is_invisible(glyph.character))
        .and_then(|place| next.get(place).map(|glyph| (place, glyph.character)));
    if let (Some((end, last)), Some((begin, first))) = (last, first) {
        match settle(last, first) {
            Keep::Both => {}
            Keep::First => {
                while next
                    .get(begin)
                    .is_some_and(|glyph| glyph.character == first)
                {
                    next.remove(begin);
                }
            }
            Keep::Second => {
                let mut end = end;
                while out.get(end).is_some_and(|glyph| glyph.character == last) {
                    out.remove(end);
                    let Some(before) = end.checked_sub(1) else {
                        break;
                    };
                    end = before;
                }
            }
        }
    }
    out.append(&mut next);
}

fn settle(last: char, first: char) -> Keep {
    match (last, first) {
        ('!', '.' | ':' | '!') | ('?', '.' | ':' | '?') => Keep::First,
        ('.', '.') | (',', ',') => Keep::First,
        (':', '.' | ':') | (';', ':' | '.' | ';') => Keep::First,
        (':', '!' | '?') | (';', '!' | '?') => Keep::Second,
        (' ', ' ' | ',' | '.') => Keep::Second,
        _ => Keep::Both,
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_between() {
        let form = Form {
            delimiter: Some(" ".into()),
            ..Form::default()
        };
        let node = form
            .around(vec![Node::Text("3rd".into()), Node::Text("ed.".into())])
            .unwrap();
        let set: String = Setter::default()
            .set(&[node])
            .iter()
            .map(|g| g.character)
            .collect();
        assert_eq!(set, "3rd ed.");
    }
}
