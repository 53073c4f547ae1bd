//! JATS, the article XML of publishers and PubMed Central, and the NLM DTD before it.
//!
//! One article or many, with or without their texts: only the front matter is read. The abstract
//! is the one without a type; a structured one becomes paragraphs `Heading: text`. The date is that
//! of the issue, or of the article on the web where there is none.

mod people;

use super::sniff::Evidence;
use super::xml_records::{self, Draft, is_wrapper, root_name, whole_pages};
use super::{Format, Reading, filled};
use crate::dates;
use crate::identity::is_preprint_doi;
use crate::paper::{Date, Scheme};
use crate::text::fold;
use crate::text::xml::{Element, opens};

/// Marks in titles that lead to notes.
const MARKS: [&str; 4] = ["xref", "fn", "index-term", "target"];

pub(super) fn read(text: &str) -> Reading {
    let is_record = |element: &Element| meta(element).is_some();
    xml_records::read(Format::Jats, text, &["article"], is_record, fill)
}

fn meta(article: &Element) -> Option<&Element> {
    article
        .at(&["front", "article-meta"])
        .or_else(|| article.at(&["front-stub"]))
        .or_else(|| article.at(&["article-meta"]))
}

fn fill(article: &Element, draft: &mut Draft) {
    let Some(meta) = meta(article) else {
        return;
    };
    let journal = article
        .at(&["front", "journal-meta"])
        .or_else(|| article.at(&["journal-meta"]));
    identifiers(meta, draft);
    if let Some(journal) = journal {
        venue(journal, draft);
    }
    titles(meta, draft);
    abstracts(meta, draft);
    people::read(meta, draft);
    draft.paper.date = date(meta);
    draft.paper.volume = meta.told(&["volume"]);
    draft.paper.issue = meta.told(&["issue"]);
    draft.paper.pages = page_range(meta);
    draft.paper.language = article.attribute("lang").map(str::to_owned);
    subjects(meta, draft);
    let kind = article.attribute("article-type").unwrap_or_default();
    draft.keep("article-type", kind);
    let preprint = draft
        .paper
        .identifiers
        .get(&Scheme::Doi)
        .is_some_and(|doi| is_preprint_doi(doi));
    draft.paper.kind = match kind {
        "preprint" => "article",
        "book-review" | "product-review" => "review-book",
        "dissertation" => "thesis",
        _ if preprint => "article",
        _ => "article-journal",
    }
    .to_owned();
    for uri in meta.all("self-uri") {
        if let Some(url) = uri.attribute("href")
            && url.contains("://")
        {
            draft.link(url, "self-uri");
        }
    }
    if let Some(license) = meta.at(&["permissions", "license"]) {
        let address = license.attribute("href").map(str::to_owned);
        draft.keep_some(
            "license",
            address.or_else(|| license.told(&["license_ref"])),
        );
    }
    let copyright = meta
        .told(&["permissions", "copyright-statement"])
        .or_else(|| meta.told(&["copyright-statement"]));
    draft.keep_some("copyright-statement", copyright);
}

fn identifiers(meta: &Element, draft: &mut Draft) {
    for id in meta.all("article-id") {
        let text = id.line();
        let kind = id.attribute("pub-id-type").unwrap_or("article-id");
        match kind {
            "doi" => draft.identify(Scheme::Doi, &text, kind),
            "pmid" => draft.identify(Scheme::Pmid, &text, kind),
            "pmc" | "pmcid" => draft.identify(Scheme::Pmcid, &text, kind),
            "arxiv" => draft.identify(Scheme::Arxiv, &text, kind),
            kind => draft.keep(kind, &text),
        }
    }
}

fn venue(journal: &Element, draft: &mut Draft) {
    let short = journal
        .at(&["abbrev-journal-title"])
        .or_else(|| journal.at(&["journal-title-group", "abbrev-journal-title"]))
        .map(Element::line)
        .or_else(|| {
            journal
                .all("journal-id")
                .find(|id| {
                    matches!(
                        id.attribute("journal-id-type"),
                        Some("nlm-ta" | "iso-abbrev")
                    )
                })
                .map(Element::line)
        });
    let title = journal
        .at(&["journal-title-group", "journal-title"])
        .or_else(|| journal.at(&["journal-title"]))
        .map(Element::line)
        .and_then(filled);
    draft.paper.venue = title.or_else(|| short.clone());
    draft.keep_some(
        "abbrev-journal-title",
        short.filter(|short| Some(short) != draft.paper.venue.as_ref()),
    );
    for issn in journal.all("issn") {
        draft.identify(Scheme::Issn, &issn.line(), "issn");
    }
    draft.paper.publisher = journal.told(&["publisher", "publisher-name"]);
    draft.paper.place = journal.told(&["publisher", "publisher-loc"]);
}

fn titles(meta: &Element, draft: &mut Draft) {
    let Some(group) = meta.at(&["title-group"]) else {
        return;
    };
    let line = |element: &Element| element.line_without(&MARKS);
    let mut title = group.at(&["article-title"]).map(line).unwrap_or_default();
    // More would be a mistake, and a title that grew with each would take long to build.
    for subtitle in group.all("subtitle").take(3).map(line) {
        title = with_subtitle(&title, &subtitle);
    }
    draft.paper.title = title;
    for translated in group.all("trans-title-group") {
        draft.keep_some("trans-title", translated.at(&["trans-title"]).map(line));
    }
    for name in ["trans-title", "alt-title"] {
        for other in group.all(name).map(line) {
            if other != draft.paper.title {
                draft.keep(name, &other);
            }
        }
    }
}

/// `Title: subtitle`, unless the title says it already or ends in a sign of its own.
pub(super) fn with_subtitle(title: &str, subtitle: &str) -> String {
    let subtitle = subtitle.trim().trim_start_matches([':', '–', '—']).trim();
    if subtitle.is_empty() || title.ends_with(subtitle) {
        title.to_owned()
    } else if title.is_empty() {
        subtitle.to_owned()
    } else if title.ends_with([':', '?', '!', '—', '–']) {
        format!("{title} {subtitle}")
    } else {
        format!("{}: {subtitle}", title.trim_end_matches('.'))
    }
}

fn abstracts(meta: &Element, draft: &mut Draft) {
    let (mut plain, mut typed) = (Vec::new(), Vec::new());
    for element in meta.all("abstract") {
        match element.attribute("abstract-type") {
            None | Some("" | "abstract" | "normal" | "section" | "structured" | "full") => {
                plain.push(("abstract", element));
            }
            Some(kind) => typed.push((kind, element)),
        }
    }
    let translated = meta
        .all("trans-abstract")
        .map(|element| ("trans-abstract", element));
    let stands_in = typed
        .iter()
        .position(|(kind, _)| matches!(*kind, "summary" | "executive-summary" | "short"));
    if plain.is_empty()
        && let Some(at) = stands_in
    {
        plain.push(typed.remove(at));
    }
    for (kind, element) in plain.into_iter().chain(translated).chain(typed) {
        let text = told(element);
        if draft.paper.abstract_text.is_none()
            && matches!(kind, "abstract" | "summary" | "executive-summary" | "short")
        {
            draft.paper.abstract_text = filled(text);
        } else if kind != "graphical" {
            draft.keep(kind, &fold(&text));
        }
    }
}

/// Sections as paragraphs that begin with their headings; the abstract's own heading goes.
fn told(element: &Element) -> String {
    const LEFT_OUT: [&str; 6] = ["title", "label", "fig", "table-wrap", "fn", "object-id"];
    let mut paragraphs = Vec::new();
    let sections = element.below("sec");
    if sections.is_empty() {
        return element.paragraphs(&LEFT_OUT);
    }
    let mut outside = LEFT_OUT.to_vec();
    outside.push("sec");
    paragraphs.push(element.paragraphs(&outside));
    for section in sections {
        let heading = section
            .at(&["title"])
            .map(Element::line)
            .unwrap_or_default();
        let text = section.paragraphs(&outside);
        paragraphs.push(match (heading.trim_end_matches([':', '.']), text) {
            ("", text) => text,
            (heading, text) if text.is_empty() => heading.to_owned(),
            (heading, text) => format!("{heading}: {text}"),
        });
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs.join("\n\n")
}

/// The issue's date before the web's; of two in one year the more precise.
fn date(meta: &Element) -> Option<Date> {
    let rank = |element: &Element| {
        let kind = element
            .attribute("pub-type")
            .or_else(|| element.attribute("date-type"));
        let medium = element.attribute("publication-format");
        match (kind.unwrap_or_default(), medium) {
            (
                "pmc-release" | "retracted" | "corrected" | "preprint" | "received" | "accepted",
                _,
            ) => None,
            ("ppub" | "epub-ppub", _) | ("pub" | "", Some("print")) => Some(0),
            ("collection", _) => Some(1),
            _ => Some(2),
        }
    };
    let mut dates: Vec<(usize, Date)> = meta
        .all("pub-date")
        .filter_map(|element| Some((rank(element)?, parts(element)?)))
        .collect();
    dates.sort_by_key(|&(rank, _)| rank);
    let year = dates.first()?.1.year;
    let precision =
        |date: &Date| usize::from(date.month.is_some()) + usize::from(date.day.is_some());
    dates
        .into_iter()
        .map(|(_, date)| date)
        .filter(|date| date.year == year)
        .rev()
        .max_by_key(precision)
}

fn parts(element: &Element) -> Option<Date> {
    let Some(year) = element.told(&["year"]) else {
        let iso = element.attribute("iso-8601-date").map(str::to_owned);
        return dates::parse(&iso.or_else(|| element.told(&["string-date"]))?);
    };
    let year = dates::parse(&year)?.year;
    let month = element
        .told(&["month"])
        .and_then(|month| dates::month(&month));
    let day = element.told(&["day"]).and_then(|day| day.parse().ok());
    Some(dates::of(year, month, day))
}

fn page_range(meta: &Element) -> Option<String> {
    match (meta.told(&["fpage"]), meta.told(&["lpage"])) {
        (Some(first), Some(last)) if first != last => whole_pages(&format!("{first}-{last}")),
        (Some(one), _) | (None, Some(one)) => whole_pages(&one),
        (None, None) => meta
            .told(&["page-range"])
            .and_then(|range| whole_pages(&range))
            .or_else(|| meta.told(&["elocation-id"])),
    }
}

fn subjects(meta: &Element, draft: &mut Draft) {
    for group in meta.all("kwd-group") {
        if group.attribute("kwd-group-type") == Some("abbreviations") {
            continue;
        }
        for keyword in group.below("kwd") {
            draft.keyword(keyword.line());
        }
        for keyword in group.below("compound-kwd") {
            let parts: Vec<String> = keyword
                .all("compound-kwd-part")
                .map(Element::line)
                .collect();
            draft.keyword(parts.join(": "));
        }
    }
    if let Some(categories) = meta.at(&["article-categories"]) {
        for subject in categories.below("subject") {
            draft.keep("subject", &subject.line());
        }
    }
}

/// An article's element with its front matter; a web page's `article` has none.
pub(super) fn evidence(text: &str) -> Evidence {
    let sure = match root_name(text) {
        Some(root) if root == "article" => {
            opens(text, "article-meta") || opens(text, "journal-meta")
        }
        Some(root) if root == "pmc-articleset" => true,
        Some(root) if is_wrapper(&root) || root == "articles" => opens(text, "article-meta"),
        _ => false,
    };
    if sure {
        Evidence::Plain
    } else {
        Evidence::None
    }
}
