//! DataCite's metadata XML (kernel 3 and 4), as repositories hand it out.

use super::jats::with_subtitle;
use super::sniff::Evidence;
use super::xml_records::{self, Draft, is_wrapper, root_name, whole_pages, with_orcid};
use super::{Format, Reading, filled};
use crate::dates;
use crate::names::{of_parts, parse_name, ris_name};
use crate::paper::{Date, Name, Scheme};
use crate::text::xml::{Element, opens};
use crate::text::{fold, fold_paragraphs, without_markup};

pub(super) fn read(text: &str) -> Reading {
    let is_record = |resource: &Element| {
        ["titles", "creators", "identifier"]
            .iter()
            .any(|name| resource.at(&[name]).is_some())
    };
    xml_records::read(Format::DataciteXml, text, &["resource"], is_record, fill)
}

fn fill(resource: &Element, draft: &mut Draft) {
    let within = |list: &str, item: &str| -> Vec<&Element> {
        let items = resource.at(&[list]).map(|list| list.below(item));
        items.unwrap_or_default()
    };
    if let Some(id) = resource.at(&["identifier"]) {
        identifier(id, "identifierType", draft);
    }
    for id in within("alternateIdentifiers", "alternateIdentifier") {
        identifier(id, "alternateIdentifierType", draft);
    }
    titles(&within("titles", "title"), draft);
    draft.paper.authors = within("creators", "creator")
        .into_iter()
        .filter_map(|creator| person(creator, "creatorName"))
        .collect();
    for contributor in within("contributors", "contributor") {
        let Some(name) = person(contributor, "contributorName") else {
            continue;
        };
        match contributor.attribute("contributorType") {
            Some("Editor") => draft.paper.editors.push(name),
            kind => draft.keep(kind.unwrap_or("contributor"), &name.display()),
        }
    }
    draft.paper.publisher = resource.told(&["publisher"]);
    draft.paper.date = date(resource, draft);
    draft.paper.language = resource.told(&["language"]);
    for subject in within("subjects", "subject") {
        draft.keyword(subject.line());
    }
    for description in within("descriptions", "description") {
        let text = fold_paragraphs(&without_markup(&description.text()));
        match description.attribute("descriptionType") {
            Some("Abstract") | None if draft.paper.abstract_text.is_none() => {
                draft.paper.abstract_text = filled(text);
            }
            kind => draft.keep(kind.unwrap_or("description"), &fold(&text)),
        }
    }
    draft.paper.kind = kind(resource).to_owned();
    let general = resource.told(&["resourceType"]);
    draft.keep_some("resourceType", general);
    draft.keep_some("version", resource.told(&["version"]));
    for rights in within("rightsList", "rights") {
        let address = rights.attribute("rightsURI").map(str::to_owned);
        draft.keep_some("rights", address.or_else(|| filled(rights.line())));
    }
    for item in within("relatedItems", "relatedItem") {
        if matches!(
            item.attribute("relationType"),
            Some("IsPublishedIn" | "IsPartOf")
        ) {
            appeared_in(item, draft);
        }
    }
}

fn identifier(id: &Element, kind: &str, draft: &mut Draft) {
    let text = id.line();
    let kind = id.attribute(kind).unwrap_or("identifier");
    match kind.to_ascii_lowercase().as_str() {
        "doi" => draft.identify(Scheme::Doi, &text, kind),
        "arxiv" => draft.identify(Scheme::Arxiv, &text, kind),
        "pmid" => draft.identify(Scheme::Pmid, &text, kind),
        "pmcid" => draft.identify(Scheme::Pmcid, &text, kind),
        "isbn" => draft.identify(Scheme::Isbn, &text, kind),
        "issn" | "eissn" | "lissn" => draft.identify(Scheme::Issn, &text, kind),
        "url" => draft.link(&text, kind),
        _ => draft.keep(kind, &text),
    }
}

fn titles(titles: &[&Element], draft: &mut Draft) {
    let mut has_subtitle = false;
    for title in titles {
        let line = fold(&without_markup(&title.line()));
        match title.attribute("titleType") {
            None | Some("") if draft.paper.title.is_empty() => draft.paper.title = line,
            Some("Subtitle") if !has_subtitle => {
                draft.paper.title = with_subtitle(&draft.paper.title, &line);
                has_subtitle = true;
            }
            kind => draft.keep(kind.unwrap_or("title"), &line),
        }
    }
    if draft.paper.title.is_empty()
        && let Some(any) = titles.first()
    {
        draft.paper.title = any.line();
    }
}

/// `Family, Given`; a name without a comma is an institution's unless it is said to be a person's.
fn person(element: &Element, whole: &str) -> Option<Name> {
    let name = element.at(&[whole]);
    let text = name.map(Element::line).unwrap_or_default();
    let parts = of_parts(
        element.told(&["familyName"]).as_deref(),
        element.told(&["givenName"]).as_deref(),
        None,
    );
    let kind = name.and_then(|name| name.attribute("nameType"));
    let name = match kind {
        Some("Organizational") => filled(text).map(Name::literal),
        Some("Personal") => parts.or_else(|| parse_name(&text)),
        _ => parts.or_else(|| ris_name(&text)),
    }?;
    let orcid = element
        .all("nameIdentifier")
        .find(|id| {
            id.attribute("nameIdentifierScheme")
                .is_some_and(|scheme| scheme.eq_ignore_ascii_case("orcid"))
        })
        .map(Element::line);
    Some(with_orcid(name, orcid.as_deref()))
}

/// The year of publication, made as precise as a date of issue in the same year allows.
fn date(resource: &Element, draft: &mut Draft) -> Option<Date> {
    let year = resource
        .told(&["publicationYear"])
        .and_then(|year| draft.date(&year, "publicationYear"));
    let issued = ["Issued", "Available", "Created"].iter().find_map(|kind| {
        let dates = resource.at(&["dates"])?;
        let date = dates
            .all("date")
            .find(|date| date.attribute("dateType") == Some(kind))?;
        dates::parse(&date.line())
    });
    match (year, issued) {
        (Some(year), Some(issued)) if issued.year == year.year => Some(issued),
        (year, issued) => year.or(issued),
    }
}

fn appeared_in(item: &Element, draft: &mut Draft) {
    let paper = &mut draft.paper;
    paper.venue = item.told(&["titles", "title"]);
    paper.volume = item.told(&["volume"]);
    paper.issue = item.told(&["issue"]);
    let (first, last) = (item.told(&["firstPage"]), item.told(&["lastPage"]));
    paper.pages = match (first, last) {
        (Some(first), Some(last)) if first != last => whole_pages(&format!("{first}-{last}")),
        (one, other) => one.or(other),
    };
    if let Some(id) = item.at(&["relatedItemIdentifier"]) {
        let kind = id
            .attribute("relatedItemIdentifierType")
            .unwrap_or_default();
        if matches!(kind, "ISSN" | "EISSN" | "ISBN") {
            identifier(id, "relatedItemIdentifierType", draft);
        }
    }
}

fn kind(resource: &Element) -> &'static str {
    let Some(kind) = resource.at(&["resourceType"]) else {
        return "";
    };
    match kind.attribute("resourceTypeGeneral").unwrap_or_default() {
        "JournalArticle" | "DataPaper" => "article-journal",
        "Preprint" => "article",
        "Dataset" => "dataset",
        "Software" | "ComputationalNotebook" => "software",
        "Book" => "book",
        "BookChapter" => "chapter",
        "ConferencePaper" => "paper-conference",
        "Dissertation" => "thesis",
        "Report" => "report",
        "Standard" => "standard",
        "Audiovisual" => "motion_picture",
        "Image" => "graphic",
        "Text" => match kind.line().to_ascii_lowercase().as_str() {
            "journal article" | "journalarticle" | "article" => "article-journal",
            "preprint" => "article",
            "thesis" | "dissertation" => "thesis",
            "report" => "report",
            "conference paper" => "paper-conference",
            "book" => "book",
            _ => "",
        },
        _ => "",
    }
}

pub(super) fn evidence(text: &str) -> Evidence {
    let is_kernel = text.contains("datacite.org/schema/kernel");
    match root_name(text) {
        Some(root) if is_kernel && root == "resource" => Evidence::Plain,
        Some(root) if is_kernel && is_wrapper(&root) && opens(text, "resource") => Evidence::Plain,
        _ => Evidence::None,
    }
}
