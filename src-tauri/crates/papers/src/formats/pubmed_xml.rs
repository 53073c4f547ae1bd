//! PubMed's XML: `PubmedArticleSet`, `PubmedBookArticleSet` and the older `MedlineCitationSet`.
//!
//! A structured abstract becomes paragraphs `LABEL: text`. The title is the printed one, in
//! brackets when PubMed translated it; the original language's stands in `VernacularTitle`. A part
//! of a book is a chapter in it. Keywords are the authors' own and the MeSH headings.

mod people;

use super::sniff::Evidence;
use super::xml_records::{self, Draft, root_name, whole_pages};
use super::{Format, Reading, filled};
use crate::dates;
use crate::paper::{Date, Scheme};
use crate::text::xml::Element;

/// Of nested ones the outermost counts.
const RECORDS: [&str; 4] = [
    "PubmedArticle",
    "PubmedBookArticle",
    "MedlineCitation",
    "BookDocument",
];

pub(super) fn read(text: &str) -> Reading {
    xml_records::read(Format::PubmedXml, text, &RECORDS, |_| true, fill)
}

fn fill(record: &Element, draft: &mut Draft) {
    let inside = |name: &str| {
        if record.name == name {
            Some(record)
        } else {
            record.at(&[name])
        }
    };
    if let Some(book) = inside("BookDocument") {
        book_part(book, draft);
    } else if let Some(citation) = inside("MedlineCitation") {
        article(citation, draft);
    }
    let data = record
        .at(&["PubmedData"])
        .or_else(|| record.at(&["PubmedBookData"]));
    if let Some(data) = data {
        article_ids(data, draft);
        draft.keep_some("PublicationStatus", data.told(&["PublicationStatus"]));
    }
}

fn article(citation: &Element, draft: &mut Draft) {
    if let Some(pmid) = citation.told(&["PMID"]) {
        draft.identify(Scheme::Pmid, &pmid, "PMID");
    }
    let Some(article) = citation.at(&["Article"]) else {
        return;
    };
    title(article, draft);
    abstracts(article.at(&["Abstract"]), citation, draft);
    people::read(article, draft);
    locations(article, draft);
    journal(citation, article, draft);
    draft.paper.pages = pagination(article);
    draft.paper.language = languages(article);
    kinds(
        article.at(&["PublicationTypeList"]).unwrap_or(article),
        draft,
    );
    if draft.paper.kind.is_empty() {
        draft.paper.kind = "article-journal".to_owned();
    }
    keywords(citation, draft);
    draft.paper.note = citation.told(&["GeneralNote"]);
    draft.keep_some("CoiStatement", citation.told(&["CoiStatement"]));
    for (list, item, name) in [
        ("ChemicalList", "NameOfSubstance", "Chemical"),
        ("GeneSymbolList", "GeneSymbol", "GeneSymbol"),
        ("GrantList", "GrantID", "GrantID"),
    ] {
        let holder = citation.at(&[list]).or_else(|| article.at(&[list]));
        for value in holder.map(|holder| holder.below(item)).unwrap_or_default() {
            draft.keep(name, &value.line());
        }
    }
    corrections(citation, draft);
}

/// Retractions and errata; what the paper cites is not kept.
fn corrections(citation: &Element, draft: &mut Draft) {
    let Some(list) = citation.at(&["CommentsCorrectionsList"]) else {
        return;
    };
    for correction in list.all("CommentsCorrections") {
        let kind = correction.attribute("RefType").unwrap_or_default();
        if let Some(source) = correction.told(&["RefSource"])
            && !matches!(kind, "Cites" | "")
        {
            draft.keep(kind, &source);
        }
    }
}

fn title(article: &Element, draft: &mut Draft) {
    let line = |name: &str| {
        let found = article.at(&[name]);
        found.map(Element::line).unwrap_or_default()
    };
    let (title, vernacular) = (line("ArticleTitle"), line("VernacularTitle"));
    let unknown = matches!(title.trim_matches(['[', ']', '.']), "" | "Not Available");
    if unknown && !vernacular.is_empty() {
        draft.paper.title = vernacular;
    } else {
        draft.paper.title = title;
        draft.keep("VernacularTitle", &vernacular);
    }
}

/// The abstract, or where there is none the first in another language; others are kept apart.
fn abstracts(own: Option<&Element>, holder: &Element, draft: &mut Draft) {
    let told = |element: &Element| {
        let mut parts: Vec<String> = element.all("AbstractText").map(labelled).collect();
        if parts.is_empty() {
            parts.push(element.paragraphs(&["CopyrightInformation"]));
        }
        parts.retain(|part| !part.is_empty());
        filled(parts.join("\n\n"))
    };
    let others = holder.all("OtherAbstract").filter_map(told);
    for text in own.and_then(told).into_iter().chain(others) {
        if draft.paper.abstract_text.is_none() {
            draft.paper.abstract_text = Some(text);
        } else {
            draft.keep("OtherAbstract", &text);
        }
    }
    let copyright = own.and_then(|own| own.told(&["CopyrightInformation"]));
    draft.keep_some("CopyrightInformation", copyright);
}

fn labelled(part: &Element) -> String {
    let text = part.paragraphs(&[]);
    match part.attribute("Label").map(str::trim) {
        None | Some("" | "UNLABELLED" | "UNLABELED") => text,
        Some(_) if text.is_empty() => text,
        Some(label) => format!("{}: {text}", label.trim_end_matches(':')),
    }
}

fn locations(holder: &Element, draft: &mut Draft) {
    for valid in [true, false] {
        for location in holder.all("ELocationID") {
            if (location.attribute("ValidYN") != Some("N")) != valid {
                continue;
            }
            match location.attribute("EIdType") {
                Some("doi") => draft.identify(Scheme::Doi, &location.line(), "ELocationID"),
                kind => draft.keep(kind.unwrap_or("ELocationID"), &location.line()),
            }
        }
    }
}

/// The list beside the citation only: the papers it cites have lists of their own.
fn article_ids(data: &Element, draft: &mut Draft) {
    let Some(list) = data.at(&["ArticleIdList"]) else {
        return;
    };
    for id in list.all("ArticleId") {
        let text = id.line();
        match id.attribute("IdType").unwrap_or("pubmed") {
            "pubmed" => draft.identify(Scheme::Pmid, &text, "ArticleId"),
            "doi" => draft.identify(Scheme::Doi, &text, "ArticleId"),
            "pmc" => draft.identify(Scheme::Pmcid, &text, "ArticleId"),
            "pmcid" => draft.identify(Scheme::Pmcid, &text, "ArticleId"),
            "url" => draft.link(&text, "url"),
            kind => draft.keep(kind, &text),
        }
    }
}

fn journal(citation: &Element, article: &Element, draft: &mut Draft) {
    let told = |path: &[&str]| article.told(path);
    let info = |name: &str| citation.told(&["MedlineJournalInfo", name]);
    let title = told(&["Journal", "Title"]);
    let short = told(&["Journal", "ISOAbbreviation"]);
    let abbreviated = info("MedlineTA");
    draft.paper.venue = title
        .or_else(|| short.clone())
        .or_else(|| abbreviated.clone());
    for (name, value) in [
        ("ISOAbbreviation", short),
        ("MedlineTA", abbreviated),
        ("Country", info("Country")),
        ("NlmUniqueID", info("NlmUniqueID")),
    ] {
        draft.keep_some(
            name,
            value.filter(|value| Some(value) != draft.paper.venue.as_ref()),
        );
    }
    let numbers = [told(&["Journal", "ISSN"]), info("ISSNLinking")];
    for number in numbers.into_iter().flatten() {
        draft.identify(Scheme::Issn, &number, "ISSN");
    }
    draft.paper.volume = told(&["Journal", "JournalIssue", "Volume"]);
    draft.paper.issue = told(&["Journal", "JournalIssue", "Issue"]);
    let published = article
        .at(&["Journal", "JournalIssue", "PubDate"])
        .and_then(|date| pub_date(date, draft));
    let electronic = article.at(&["ArticleDate"]).and_then(numbers_date);
    draft.paper.date = published.or(electronic);
    if let Some(electronic) =
        electronic.filter(|date| Some(*date) != published && published.is_some())
    {
        draft.keep("ArticleDate", &electronic.to_string());
    }
}

fn pub_date(date: &Element, draft: &mut Draft) -> Option<Date> {
    draft.keep_some("Season", date.told(&["Season"]));
    if let Some(found) = numbers_date(date) {
        return Some(found);
    }
    let text = date.told(&["MedlineDate"]).or_else(|| date.told(&[]))?;
    draft.date(&text, "MedlineDate")
}

/// `Year`, `Month` and `Day` in elements of their own.
fn numbers_date(date: &Element) -> Option<Date> {
    let year = date.told(&["Year"])?.parse().ok()?;
    let month = date.told(&["Month"]).and_then(|month| dates::month(&month));
    let day = date.told(&["Day"]).and_then(|day| day.parse().ok());
    Some(dates::of(year, month, day))
}

fn pagination(holder: &Element) -> Option<String> {
    let told = |name: &str| holder.told(&["Pagination", name]);
    let range = match (told("MedlinePgn"), told("StartPage"), told("EndPage")) {
        (Some(pages), _, _) => pages,
        (None, Some(start), Some(end)) if start != end => format!("{start}-{end}"),
        (None, start, end) => start.or(end)?,
    };
    whole_pages(&range)
}

fn languages(holder: &Element) -> Option<String> {
    let all: Vec<String> = holder.all("Language").map(Element::line).collect();
    filled(all.join(", "))
}

fn kinds(holder: &Element, draft: &mut Draft) {
    for kind in holder.all("PublicationType") {
        let kind = kind.line();
        match kind.to_ascii_lowercase().as_str() {
            "preprint" => draft.paper.kind = "article".to_owned(),
            "dataset" => draft.paper.kind = "dataset".to_owned(),
            "newspaper article" => draft.paper.kind = "article-newspaper".to_owned(),
            "academic dissertation" => draft.paper.kind = "thesis".to_owned(),
            _ => {}
        }
        draft.keep("PublicationType", &kind);
    }
}

fn keywords(holder: &Element, draft: &mut Draft) {
    for list in holder.all("KeywordList") {
        for keyword in list.all("Keyword") {
            draft.keyword(keyword.line().trim_start_matches('*').to_owned());
        }
    }
    let headings = holder.at(&["MeshHeadingList"]);
    for heading in headings.iter().flat_map(|list| list.all("MeshHeading")) {
        let Some(descriptor) = heading.told(&["DescriptorName"]) else {
            continue;
        };
        let mut qualified = false;
        for qualifier in heading.all("QualifierName") {
            qualified = true;
            draft.keyword(format!("{descriptor}/{}", qualifier.line()));
        }
        if !qualified {
            draft.keyword(descriptor);
        }
    }
}

fn book_part(document: &Element, draft: &mut Draft) {
    if let Some(pmid) = document.told(&["PMID"]) {
        draft.identify(Scheme::Pmid, &pmid, "PMID");
    }
    article_ids(document, draft);
    title(document, draft);
    let book = document.at(&["Book"]);
    let told = |path: &[&str]| book.and_then(|book| book.told(path));
    let book_title = book
        .and_then(|book| book.at(&["BookTitle"]))
        .map(Element::line)
        .and_then(filled);
    if draft.paper.title.is_empty() {
        draft.paper.title = book_title.unwrap_or_default();
        draft.paper.kind = "book".to_owned();
    } else {
        draft.paper.venue = book_title;
        draft.paper.kind = "chapter".to_owned();
    }
    people::read(document, draft);
    if let Some(book) = book {
        people::read_book(book, draft);
        // A book's DOI is not that of a chapter in it.
        if draft.paper.kind == "book" {
            locations(book, draft);
        } else {
            for location in book.all("ELocationID") {
                draft.keep("Book ELocationID", &location.line());
            }
        }
        for isbn in book.all("Isbn") {
            draft.identify(Scheme::Isbn, &isbn.line(), "Isbn");
        }
        draft.paper.date = book.at(&["PubDate"]).and_then(|date| pub_date(date, draft));
    }
    locations(document, draft);
    if draft.paper.date.is_none() {
        draft.paper.date = document.at(&["ContributionDate"]).and_then(numbers_date);
    }
    draft.paper.publisher = told(&["Publisher", "PublisherName"]);
    draft.paper.place = told(&["Publisher", "PublisherLocation"]);
    draft.paper.volume = told(&["Volume"]);
    for name in ["CollectionTitle", "Edition", "ReportNumber", "Medium"] {
        draft.keep_some(name, told(&[name]));
    }
    abstracts(document.at(&["Abstract"]), document, draft);
    draft.paper.pages = pagination(document);
    draft.paper.language = languages(document);
    let kind = draft.paper.kind.clone();
    kinds(document, draft);
    draft.paper.kind = kind;
    keywords(document, draft);
}

pub(super) fn evidence(text: &str) -> Evidence {
    match root_name(text).as_deref() {
        Some(
            "PubmedArticleSet"
            | "PubmedBookArticleSet"
            | "MedlineCitationSet"
            | "PubmedArticle"
            | "PubmedBookArticle"
            | "MedlineCitation",
        ) => Evidence::Plain,
        _ => Evidence::None,
    }
}
