//! Who wrote an article, by its contributors.

use super::super::xml_records::{Draft, with_orcid};
use crate::names::{of_parts, parse_name};
use crate::paper::Name;
use crate::text::fold;
use crate::text::xml::{Element, Node};

/// Authors; others (a handling editor, a reviewer) are kept under what they are.
pub(super) fn read(meta: &Element, draft: &mut Draft) {
    for group in meta.all("contrib-group") {
        let everyone = group.attribute("content-type").unwrap_or_default();
        for contributor in group.elements() {
            match contributor.name.as_str() {
                "contrib" => {
                    let kind = contributor
                        .attribute("contrib-type")
                        .unwrap_or(everyone)
                        .to_ascii_lowercase();
                    let names = names(contributor);
                    if matches!(kind.as_str(), "" | "author" | "authors") {
                        draft.paper.authors.extend(names);
                    } else {
                        for name in names {
                            draft.keep(&kind, &name.display());
                        }
                    }
                }
                "collab" => draft.paper.authors.extend(collaboration(contributor)),
                _ => {}
            }
        }
    }
    for affiliation in meta.below("aff") {
        draft.keep("aff", &affiliation.line_without(&["label"]));
    }
}

/// A contributor's name, or the several that some publishers put into one contributor.
fn names(contributor: &Element) -> Vec<Name> {
    let orcid = contributor
        .all("contrib-id")
        .find(|id| {
            id.attribute("contrib-id-type") == Some("orcid") || id.text().contains("orcid.org/")
        })
        .map(Element::line)
        .or_else(|| {
            let link = contributor
                .elements()
                .find_map(|child| child.attribute("href"));
            link.filter(|link| link.contains("orcid.org/"))
                .map(str::to_owned)
        });
    let mut found = Vec::new();
    for child in contributor.elements() {
        match child.name.as_str() {
            "name" | "string-name" => found.extend(name(child)),
            "name-alternatives" => found.extend(child.elements().find_map(name)),
            "collab" | "institution" => found.extend(collaboration(child)),
            "collab-alternatives" => found.extend(child.all("collab").find_map(collaboration)),
            _ => {}
        }
    }
    match found.as_slice() {
        [_] => found
            .into_iter()
            .map(|name| with_orcid(name, orcid.as_deref()))
            .collect(),
        _ => found,
    }
}

fn name(element: &Element) -> Option<Name> {
    let part = |name: &str| element.at(&[name]).map(Element::line);
    let parts = of_parts(
        part("surname").as_deref(),
        part("given-names")
            .or_else(|| part("given-name"))
            .as_deref(),
        part("suffix").as_deref(),
    );
    parts.or_else(|| parse_name(&element.line()))
}

/// A group's name without its members, its affiliations and its footnotes.
fn collaboration(element: &Element) -> Option<Name> {
    let own = element.at(&["institution"]).filter(|_| {
        let is_blank = |node: &Node| matches!(node, Node::Text(text) if text.trim().is_empty());
        element
            .children
            .iter()
            .all(|node| is_blank(node) || matches!(node, Node::Element(_)))
    });
    let text = own.unwrap_or(element).line_without(&[
        "contrib-group",
        "xref",
        "aff",
        "fn",
        "address",
        "email",
        "contrib-id",
        "role",
    ]);
    let text = fold(&text);
    let text = text.trim_end_matches([',', ';', '(', ' ']);
    (!text.is_empty()).then(|| Name::literal(text))
}
