//! Who wrote what PubMed lists.

use super::super::xml_records::{Draft, with_orcid};
use crate::names::of_parts;
use crate::paper::Name;
use crate::text::xml::Element;

/// The authors of an article or of a part of a book, with their affiliations.
pub(super) fn read(holder: &Element, draft: &mut Draft) {
    for list in holder.all("AuthorList") {
        let names = people(list, draft);
        if list.attribute("Type") == Some("editors") {
            draft.paper.editors.extend(names);
        } else {
            draft.paper.authors.extend(names);
        }
    }
    let investigators: Vec<String> = holder
        .all("InvestigatorList")
        .flat_map(|list| list.all("Investigator"))
        .filter_map(person)
        .map(|name| name.display())
        .collect();
    draft.keep("InvestigatorList", &investigators.join("; "));
}

/// The people of the whole book: its editors, and its authors where no part has any.
pub(super) fn read_book(book: &Element, draft: &mut Draft) {
    let has_authors = !draft.paper.authors.is_empty();
    for list in book.all("AuthorList") {
        let names = people(list, draft);
        if list.attribute("Type") == Some("editors") {
            draft.paper.editors.extend(names);
        } else if has_authors {
            let names: Vec<String> = names.iter().map(Name::display).collect();
            draft.keep("Book AuthorList", &names.join("; "));
        } else {
            draft.paper.authors.extend(names);
        }
    }
}

/// A name marked as not valid is the misprint of one that stands beside it.
fn people(list: &Element, draft: &mut Draft) -> Vec<Name> {
    let mut names = Vec::new();
    for author in list.all("Author") {
        if author.attribute("ValidYN") == Some("N") {
            continue;
        }
        names.extend(person(author));
        for affiliation in author.below("Affiliation") {
            draft.keep("Affiliation", &affiliation.line());
        }
    }
    names
}

fn person(author: &Element) -> Option<Name> {
    if let Some(collective) = author.at(&["CollectiveName"]).map(Element::line)
        && !collective.is_empty()
    {
        return Some(Name::literal(collective));
    }
    let part = |name: &str| author.at(&[name]).map(Element::line);
    let given = part("ForeName")
        .or_else(|| match (part("FirstName"), part("MiddleName")) {
            (Some(first), Some(middle)) => Some(format!("{first} {middle}")),
            (first, _) => first,
        })
        .or_else(|| part("Initials"));
    let name = of_parts(
        part("LastName").as_deref(),
        given.as_deref(),
        part("Suffix").as_deref(),
    )?;
    let orcid = author
        .all("Identifier")
        .find(|id| id.attribute("Source") == Some("ORCID"))
        .map(Element::line);
    Some(with_orcid(name, orcid.as_deref()))
}
