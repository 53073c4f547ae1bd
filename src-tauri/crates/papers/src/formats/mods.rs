//! MODS, the Library of Congress's metadata for works: one record, a collection, or inside a
//! protocol's answer.
//!
//! What stands in the host item (`relatedItem type="host"`) is where the work appeared; of other
//! related items only a series is kept. Elements that several schemas share carry their kind in an
//! attribute, and untyped ones are taken for what they mostly are.

mod kinds;

use super::jats::with_subtitle;
use super::sniff::Evidence;
use super::xml_records::{self, Draft, is_wrapper, root_name, whole_pages, with_orcid};
use super::{Format, Reading, filled};
use crate::names::{of_parts, ris_name};
use crate::paper::{Date, Name, Scheme};
use crate::text::xml::{Element, opens};
use crate::text::{fold, fold_note, fold_paragraphs, without_markup};

pub(super) fn read(text: &str) -> Reading {
    xml_records::read(Format::Mods, text, &["mods"], |_| true, fill)
}

fn fill(mods: &Element, draft: &mut Draft) {
    let host = mods
        .all("relatedItem")
        .find(|item| item.attribute("type") == Some("host"));
    titles(mods, draft);
    people(mods, draft);
    for item in [Some(mods), host].into_iter().flatten() {
        origin(item, draft);
        parts(item, draft);
    }
    identifiers(mods, draft);
    if let Some(host) = host {
        appeared_in(host, draft);
    }
    draft.paper.kind = kinds::csl(mods, host).to_owned();
    let languages: Vec<String> = mods.all("language").filter_map(language).collect();
    draft.paper.language = filled(languages.join(", "));
    for subject in mods.all("subject") {
        keywords(subject, draft);
    }
    texts(mods, draft);
    for item in mods.all("relatedItem") {
        if item.attribute("type") == Some("series") {
            draft.keep_some("series", title(item, |_| true));
        }
    }
    for genre in mods.all("genre") {
        draft.keep("genre", &genre.line());
    }
    if draft.paper.key.is_none() {
        draft.paper.key = mods.attribute("ID").map(fold).and_then(filled);
    }
}

fn title(item: &Element, wanted: impl Fn(Option<&str>) -> bool) -> Option<String> {
    let info = item
        .all("titleInfo")
        .find(|info| wanted(info.attribute("type")))?;
    let line = |name: &str| info.at(&[name]).map(Element::line).unwrap_or_default();
    let (article, main) = (line("nonSort"), line("title"));
    let space = if article.is_empty() || article.ends_with(['\'', '’']) {
        ""
    } else {
        " "
    };
    let mut whole = with_subtitle(&format!("{article}{space}{main}"), &line("subTitle"));
    for part in [line("partNumber"), line("partName")] {
        if !part.is_empty() {
            whole = format!("{}. {part}", whole.trim_end_matches('.'));
        }
    }
    filled(whole.trim().to_owned())
}

fn titles(mods: &Element, draft: &mut Draft) {
    let is_main = |kind: Option<&str>| matches!(kind, None | Some(""));
    let main = title(mods, is_main).or_else(|| title(mods, |_| true));
    draft.paper.title = main.unwrap_or_default();
    for kind in ["translated", "alternative", "abbreviated", "uniform"] {
        if let Some(other) = title(mods, |found| found == Some(kind))
            && other != draft.paper.title
        {
            draft.keep(&format!("titleInfo {kind}"), &other);
        }
    }
}

fn people(item: &Element, draft: &mut Draft) {
    for element in item.all("name") {
        let Some(name) = name(element) else {
            continue;
        };
        let roles: Vec<String> = element
            .below("roleTerm")
            .iter()
            .map(|role| role.line().to_ascii_lowercase())
            .collect();
        let has = |wanted: &[&str]| roles.iter().any(|role| wanted.contains(&role.as_str()));
        let is_event = element.attribute("type") == Some("conference");
        if is_event {
            draft.keep("conference", &name.display());
        } else if has(&[
            "author",
            "aut",
            "creator",
            "cre",
            "joint author",
            "main author",
        ]) || roles.is_empty()
        {
            draft.paper.authors.push(name);
        } else if has(&["editor", "edt", "editor of compilation", "edc"]) {
            draft.paper.editors.push(name);
        } else if let Some(role) = roles.iter().max_by_key(|role| role.len()) {
            draft.keep(role, &name.display());
        }
    }
}

/// A name from its parts; one in a single part stands as catalogues write it, surname first.
fn name(element: &Element) -> Option<Name> {
    let parts = |kind: &str| {
        let all: Vec<String> = element
            .all("namePart")
            .filter(|part| part.attribute("type").unwrap_or_default() == kind)
            .map(Element::line)
            .filter(|part| !part.is_empty())
            .collect();
        filled(all.join(" "))
    };
    let suffix = parts("termsOfAddress").filter(|term| {
        matches!(
            term.trim_end_matches('.'),
            "Jr" | "Sr" | "II" | "III" | "IV"
        )
    });
    let whole = parts("").or_else(|| element.told(&["displayForm"]));
    if matches!(
        element.attribute("type"),
        Some("corporate" | "conference" | "family")
    ) {
        return whole.or_else(|| parts("family")).map(Name::literal);
    }
    let person = of_parts(
        parts("family").as_deref(),
        parts("given").as_deref(),
        suffix.as_deref(),
    )
    .or_else(|| match element.attribute("type") {
        Some("personal") | None => ris_name(whole?.trim_end_matches(',')),
        Some(_) => whole.map(Name::literal),
    })?;
    let orcid = element
        .all("nameIdentifier")
        .find(|id| {
            id.attribute("type")
                .is_some_and(|kind| kind.eq_ignore_ascii_case("orcid"))
        })
        .map(Element::line);
    Some(with_orcid(person, orcid.as_deref()))
}

/// Date, publisher and place, where an item before did not give them.
fn origin(item: &Element, draft: &mut Draft) {
    for origin in item.all("originInfo") {
        for name in [
            "dateIssued",
            "copyrightDate",
            "dateCreated",
            "dateCaptured",
            "dateOther",
        ] {
            if draft.paper.date.is_none() {
                draft.paper.date = issued(origin, name, draft);
            }
        }
        if draft.paper.publisher.is_none() {
            draft.paper.publisher = origin.told(&["publisher"]);
        }
        if draft.paper.place.is_none() {
            draft.paper.place = place(origin);
        }
        draft.keep_some("edition", origin.told(&["edition"]));
    }
}

/// Of several the key date, else the one in a standard's form, else the first.
fn issued(origin: &Element, name: &str, draft: &mut Draft) -> Option<Date> {
    let found = origin
        .all(name)
        .find(|date| date.attribute("keyDate") == Some("yes"))
        .or_else(|| {
            origin.all(name).find(|date| {
                date.attribute("encoding").is_some() && date.attribute("point") != Some("end")
            })
        })
        .or_else(|| origin.at(&[name]))?;
    let text = found.line();
    // `20030514`, as ISO 8601 and W3CDTF allow.
    let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    match (text.get(..4), text.get(4..6), text.get(6..8)) {
        (Some(year), Some(month), Some(day)) if digits => {
            draft.date(&format!("{year}-{month}-{day}"), name)
        }
        _ => draft.date(&text, name),
    }
}

fn place(origin: &Element) -> Option<String> {
    let terms = || origin.all("place").flat_map(|place| place.all("placeTerm"));
    terms()
        .find(|term| term.attribute("type") != Some("code"))
        .map(Element::line)
        .or_else(|| origin.told(&["place"]).filter(|_| terms().next().is_none()))
        .and_then(filled)
}

/// Volume, issue and pages, where an item before did not give them.
fn parts(item: &Element, draft: &mut Draft) {
    for part in item.all("part") {
        for detail in part.all("detail") {
            let Some(number) = detail
                .told(&["number"])
                .or_else(|| detail.told(&["caption"]))
            else {
                continue;
            };
            match detail.attribute("type").unwrap_or_default() {
                "volume" => draft.paper.volume = draft.paper.volume.take().or(Some(number)),
                "issue" | "number" => draft.paper.issue = draft.paper.issue.take().or(Some(number)),
                "page" | "pages" => {
                    draft.paper.pages = draft.paper.pages.take().or_else(|| whole_pages(&number));
                }
                "" => draft.keep("part", &number),
                kind => draft.keep(kind, &number),
            }
        }
        for extent in part.all("extent") {
            if matches!(extent.attribute("unit"), None | Some("page" | "pages")) {
                let pages = pages_of(extent).and_then(|pages| whole_pages(&pages));
                draft.paper.pages = draft.paper.pages.take().or(pages);
            }
        }
        let date = part
            .told(&["date"])
            .and_then(|date| draft.date(&date, "date"));
        let is_coarse = |known: Date, date: Date| known.month.is_none() && known.year == date.year;
        if let Some(date) = date
            && draft.paper.date.is_none_or(|known| is_coarse(known, date))
        {
            draft.paper.date = Some(date);
        }
    }
}

fn pages_of(extent: &Element) -> Option<String> {
    match (extent.told(&["start"]), extent.told(&["end"])) {
        (Some(start), Some(end)) if start != end => Some(format!("{start}-{end}")),
        (Some(one), _) | (None, Some(one)) => Some(one),
        (None, None) => extent.told(&["list"]),
    }
}

fn identifiers(item: &Element, draft: &mut Draft) {
    for id in item.all("identifier") {
        let text = id.line();
        let kind = id
            .attribute("type")
            .unwrap_or("identifier")
            .to_ascii_lowercase();
        if id.attribute("invalid") == Some("yes") {
            draft.keep(&format!("{kind} (invalid)"), &text);
            continue;
        }
        match kind.as_str() {
            "doi" => draft.identify(Scheme::Doi, &text, &kind),
            "isbn" => draft.identify(Scheme::Isbn, &text, &kind),
            "issn" | "issn-l" => draft.identify(Scheme::Issn, &text, &kind),
            "pmid" | "pubmed" => draft.identify(Scheme::Pmid, &text, &kind),
            "pmcid" | "pmc" => draft.identify(Scheme::Pmcid, &text, &kind),
            "arxiv" => draft.identify(Scheme::Arxiv, &text, &kind),
            "citekey" => draft.paper.key = filled(text),
            "uri" | "url" | "hdl" if text.contains("://") => draft.link(&text, &kind),
            _ => draft.keep(&kind, &text),
        }
    }
}

fn appeared_in(host: &Element, draft: &mut Draft) {
    let full = title(host, |kind| matches!(kind, None | Some("")));
    draft.paper.venue = full.or_else(|| title(host, |_| true));
    let short = title(host, |kind| kind == Some("abbreviated"));
    draft.keep_some(
        "host abbreviated",
        short.filter(|short| Some(short) != draft.paper.venue.as_ref()),
    );
    for id in host.all("identifier") {
        match id.attribute("type").unwrap_or_default() {
            "issn" | "issn-l" => draft.identify(Scheme::Issn, &id.line(), "host issn"),
            "isbn" => draft.identify(Scheme::Isbn, &id.line(), "host isbn"),
            kind => draft.keep(&format!("host {kind}"), &id.line()),
        }
    }
    for element in host.all("name") {
        let is_editor = element
            .below("roleTerm")
            .iter()
            .any(|role| role.line().to_ascii_lowercase().starts_with("ed"));
        if let Some(name) = name(element)
            && is_editor
        {
            draft.paper.editors.push(name);
        }
    }
}

/// A language's code, which stays the same in every country; else its name.
fn language(element: &Element) -> Option<String> {
    let terms = || element.all("languageTerm");
    terms()
        .find(|term| term.attribute("type") == Some("code"))
        .or_else(|| terms().next())
        .or(Some(element))
        .map(Element::line)
        .and_then(filled)
}

/// A heading of a controlled list is one keyword, free keywords are many.
fn keywords(subject: &Element, draft: &mut Draft) {
    let terms: Vec<String> = subject
        .elements()
        .filter(|term| !matches!(term.name.as_str(), "cartographics" | "geographicCode"))
        .map(|term| {
            let parts: Vec<String> = term.elements().map(Element::line).collect();
            if parts.is_empty() {
                term.line()
            } else {
                parts.join(", ")
            }
        })
        .filter(|term| !term.is_empty())
        .collect();
    if subject.attribute("authority").is_some() {
        draft.keyword(terms.join(" -- "));
    } else if terms.is_empty() {
        draft.keyword(subject.line());
    } else {
        for term in terms {
            draft.keyword(term);
        }
    }
}

fn texts(mods: &Element, draft: &mut Draft) {
    for element in mods.all("abstract") {
        let text = fold_paragraphs(&without_markup(&element.text()));
        if draft.paper.abstract_text.is_none() {
            draft.paper.abstract_text = filled(text);
        } else {
            draft.keep("abstract", &fold(&text));
        }
    }
    let notes: Vec<String> = mods
        .all("note")
        .map(|note| fold_note(&note.text()))
        .filter(|note| !note.is_empty())
        .collect();
    draft.paper.note = filled(notes.join("\n"));
    for location in mods.all("location") {
        for url in location.all("url") {
            draft.link(&url.line(), "url");
        }
        draft.keep_some("physicalLocation", location.told(&["physicalLocation"]));
        draft.keep_some("shelfLocator", location.told(&["shelfLocator"]));
    }
    for name in ["accessCondition", "tableOfContents", "classification"] {
        for element in mods.all(name) {
            draft.keep(name, &element.line());
        }
    }
}

pub(super) fn evidence(text: &str) -> Evidence {
    match root_name(text) {
        Some(root) if root == "modsCollection" || root == "mods" => Evidence::Plain,
        Some(root) if is_wrapper(&root) && opens(text, "mods") => Evidence::Plain,
        _ => Evidence::None,
    }
}
