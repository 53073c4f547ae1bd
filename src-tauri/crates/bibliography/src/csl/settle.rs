//! The last steps: repeated names, quotation marks, punctuation within them, and runs.

use citationberg::SubsequentAuthorSubstituteRule;

use super::Printed;
use super::output::{Glyph, Node};
use super::people::Name;
use super::terms::Terms;
use crate::placeholders::{
    BLOCK, CLOSE_QUOTE, MARGIN_BEGIN, MARGIN_END, OPEN_QUOTE, Placeholders, is_invisible,
};
use crate::rich::{self, Inline, Marks, Run};

/// The people of the first names in the tree; empty where a title stands in for them.
pub(super) fn first_people<'t>(nodes: &'t [Node<'_>]) -> Option<&'t [Name]> {
    nodes.iter().find_map(|node| match node {
        Node::Names(listed) => Some(listed.people),
        Node::Form(_, inner) => first_people(inner),
        Node::Date(_) | Node::Text(_) => None,
    })
}

/// Puts the substitute in the place of the first names in the tree; true once it is done.
pub(super) fn replace(
    nodes: &mut [Node<'_>],
    substitute: &str,
    rule: SubsequentAuthorSubstituteRule,
    count: usize,
) -> bool {
    let text = || Node::Text(substitute.to_owned().into());
    for node in nodes {
        match node {
            Node::Names(listed) => {
                if rule == SubsequentAuthorSubstituteRule::CompleteAll {
                    listed.list = vec![text()];
                    return true;
                }
                for (at, place) in &listed.places {
                    if *place < count
                        && let Some(name) = listed.list.get_mut(*at)
                    {
                        *name = text();
                    }
                }
                return true;
            }
            Node::Form(_, inner) => {
                if replace(inner, substitute, rule, count) {
                    return true;
                }
            }
            Node::Date(_) | Node::Text(_) => {}
        }
    }
    false
}

/// The nodes that print names and dates, and the people.
pub(super) fn names_and_dates<'t, 'a>(
    nodes: &'t [Node<'a>],
    found: &mut Vec<&'t Node<'a>>,
    people: &mut Vec<Name>,
) {
    for node in nodes {
        match node {
            Node::Names(listed) => {
                found.push(node);
                people.extend_from_slice(listed.people);
            }
            Node::Date(_) => found.push(node),
            Node::Form(_, inner) => names_and_dates(inner, found, people),
            Node::Text(_) => {}
        }
    }
}

/// Glyphs as runs; none where nothing is printed.
pub(super) fn finish(
    terms: &Terms<'_>,
    placeholders: &Placeholders,
    links: &[String],
    margin: Option<Vec<Glyph>>,
    mut glyphs: Vec<Glyph>,
) -> Option<Printed> {
    let mut margin = margin.unwrap_or_default();
    while let Some(begin) = position(&glyphs, MARGIN_BEGIN) {
        let end = position(&glyphs, MARGIN_END).map_or(glyphs.len(), |end| end + 1);
        let inside = glyphs.drain(begin..end.max(begin + 1));
        margin.extend(inside.filter(|glyph| !matches!(glyph.character, MARGIN_BEGIN | MARGIN_END)));
    }
    let convert = |mut glyphs: Vec<Glyph>| {
        if terms.punctuation_in_quote {
            move_into_quotes(&mut glyphs);
        }
        extend_links(&mut glyphs, links);
        let mut inlines = runs(&quoted(&glyphs, terms), placeholders, links);
        rich::trim(&mut inlines);
        rich::single_blanks(&mut inlines);
        while matches!(inlines.first(), Some(Inline::Break)) {
            inlines.remove(0);
        }
        while matches!(inlines.last(), Some(Inline::Break)) {
            inlines.pop();
        }
        inlines
    };
    let content = convert(glyphs);
    let label = convert(margin);
    (!content.is_empty()).then(|| Printed {
        label: (!label.is_empty()).then_some(label),
        content,
    })
}

fn position(glyphs: &[Glyph], character: char) -> Option<usize> {
    glyphs.iter().position(|glyph| glyph.character == character)
}

/// American usage: a full stop or comma after a quotation stands within it, and goes where the
/// quotation ends with a mark of its own.
fn move_into_quotes(glyphs: &mut Vec<Glyph>) {
    let mut place = 0;
    while place < glyphs.len() {
        let is_close = |glyph: &Glyph| glyph.character == CLOSE_QUOTE;
        if !glyphs.get(place).is_some_and(is_close) {
            place += 1;
            continue;
        }
        let mut after = place + 1;
        while glyphs
            .get(after)
            .is_some_and(|glyph| is_invisible(glyph.character) || is_close(glyph))
        {
            after += 1;
        }
        let movable = glyphs
            .get(after)
            .is_some_and(|glyph| matches!(glyph.character, '.' | ','));
        if movable {
            let mut moved = glyphs.remove(after);
            let before = glyphs
                .get(..place)
                .unwrap_or_default()
                .iter()
                .rev()
                .find(|glyph| !is_invisible(glyph.character));
            let ends = before.is_some_and(|glyph| ".,;:!?".contains(glyph.character));
            if !ends {
                if let Some(before) = before {
                    moved.marks = Marks {
                        italic: before.marks.italic,
                        ..moved.marks
                    };
                }
                glyphs.insert(place, moved);
                place += 1;
            }
        }
        place += 1;
    }
}

/// A link takes in the address of the resolver that a style prints before an identifier.
fn extend_links(glyphs: &mut [Glyph], links: &[String]) {
    let mut place = 0;
    while place < glyphs.len() {
        let link = glyphs.get(place).map_or(0, |glyph| glyph.link);
        let before = place
            .checked_sub(1)
            .and_then(|before| glyphs.get(before))
            .map_or(0, |glyph| glyph.link);
        if link != 0 && before != link {
            let url = usize::from(link)
                .checked_sub(1)
                .and_then(|at| links.get(at));
            let text: String = glyphs
                .get(place..)
                .unwrap_or_default()
                .iter()
                .take_while(|glyph| glyph.link == link)
                .map(|glyph| glyph.character)
                .collect();
            let resolver = url.and_then(|url| url.strip_suffix(text.as_str()));
            if let Some(resolver) = resolver.filter(|resolver| !resolver.is_empty()) {
                let length = resolver.chars().count();
                if let Some(begin) = place.checked_sub(length)
                    && let Some(printed) = glyphs.get_mut(begin..place)
                    && printed
                        .iter()
                        .map(|glyph| glyph.character)
                        .eq(resolver.chars())
                {
                    for glyph in printed {
                        glyph.link = link;
                    }
                }
            }
        }
        place += 1;
    }
}

/// Quotation marks of the language, the inner ones within others.
fn quoted(glyphs: &[Glyph], terms: &Terms<'_>) -> Vec<Glyph> {
    let [open, close, inner_open, inner_close] = terms.quotes();
    let mut depth = 0_usize;
    let mut out = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        let mark = match glyph.character {
            OPEN_QUOTE => {
                depth += 1;
                if depth % 2 == 1 { open } else { inner_open }
            }
            CLOSE_QUOTE => {
                depth = depth.saturating_sub(1);
                if depth.is_multiple_of(2) {
                    close
                } else {
                    inner_close
                }
            }
            _ => {
                out.push(*glyph);
                continue;
            }
        };
        out.extend(mark.chars().map(|character| Glyph {
            character,
            ..*glyph
        }));
    }
    out
}

fn runs(glyphs: &[Glyph], placeholders: &Placeholders, links: &[String]) -> Vec<Inline> {
    let mut inlines = Vec::new();
    let mut tags = Vec::new();
    let mut rest = glyphs;
    while let Some(first) = rest.first() {
        if first.character == BLOCK {
            inlines.push(Inline::Break);
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        let end = rest
            .iter()
            .position(|glyph| {
                glyph.marks != first.marks || glyph.link != first.link || glyph.character == BLOCK
            })
            .unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        let text: String = run.iter().map(|glyph| glyph.character).collect();
        let link = usize::from(first.link)
            .checked_sub(1)
            .and_then(|at| links.get(at));
        placeholders.restore(
            &text,
            first.marks,
            link.map(String::as_str),
            &mut tags,
            &mut inlines,
        );
        rest = after;
    }
    inlines
}

/// Several works in one citation.
pub(super) fn together(
    prefix: &str,
    delimiter: &str,
    suffix: &str,
    cites: Vec<Vec<Inline>>,
) -> Vec<Inline> {
    let mut out = Vec::new();
    let plain = Marks::default();
    rich::push(&mut out, prefix, plain, None);
    for (place, cite) in cites.into_iter().enumerate() {
        if place > 0 {
            rich::push(&mut out, delimiter, plain, None);
        }
        for inline in cite {
            match inline {
                Inline::Run(Run { text, marks, link }) => {
                    rich::push(&mut out, &text, marks, link.as_deref());
                }
                other => out.push(other),
            }
        }
    }
    let ends = match out.last() {
        Some(Inline::Run(run)) => run.text.ends_with('.') && suffix.starts_with('.'),
        _ => false,
    };
    let suffix = if ends {
        suffix.get(1..).unwrap_or_default()
    } else {
        suffix
    };
    rich::push(&mut out, suffix, plain, None);
    out
}
