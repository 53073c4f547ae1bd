//! Citavi projects (versions 3 to 6): a backup archive that holds XML, or that XML itself.
//!
//! People, periodicals, publishers and keywords stand in lists of their own, and further lists say
//! which reference has which: they are read first. A contribution appeared in the reference it is
//! listed under. Formatted twins of texts (RTF) are passed over, as are the user's excerpts.

mod archive;
mod lists;

use super::remarks::Remarks;
use std::collections::HashMap;

use self::lists::Lists;
use super::jats::with_subtitle;
use super::sniff::Evidence;
use super::xml_records::{self, Draft, root_name, whole_pages};
use super::{Format, Reading, filled};
use crate::dates;
use crate::diagnostic::{Diagnostic, Severity};
use crate::paper::{Date, Name, Scheme};
use crate::text::xml::{Element, Elements};
use crate::text::{decode, fold, fold_note, fold_paragraphs};

const ROOT: &str = "CitaviExchangeData";

pub(super) fn read(bytes: &[u8]) -> Reading {
    let (unpacked, mut remarks) = if bytes.starts_with(b"PK") {
        archive::project(bytes)
    } else {
        (None, Remarks::new())
    };
    let (text, diagnostics) = decode(unpacked.as_deref().unwrap_or(bytes));
    // The bytes of an archive without a project are no text, and nothing is to be said of them.
    let is_text = unpacked.is_some() || !bytes.starts_with(b"PK");
    let mut reading = Reading::new(Format::Citavi);
    if is_text {
        reading = read_text(&text);
        remarks.extend(diagnostics);
    }
    remarks.append(reading.diagnostics);
    reading.diagnostics = remarks;
    reading
}

fn read_text(text: &str) -> Reading {
    let lists = Lists::read(text);
    let hosts = hosts(text, &lists);
    let is_record = |record: &Element| record.attribute("id").is_some();
    xml_records::read(
        Format::Citavi,
        text,
        &["Reference"],
        is_record,
        |record, draft| {
            fill(record, &lists, &hosts, draft);
        },
    )
}

/// The references that others appeared in, by their ids.
fn hosts(text: &str, lists: &Lists) -> HashMap<String, Element> {
    let wanted = lists.hosts();
    if wanted.is_empty() {
        return HashMap::new();
    }
    Elements::new(text, &["Reference"])
        .filter_map(|found| {
            let id = found.element.attribute("id")?.to_owned();
            wanted.contains(id.as_str()).then_some((id, found.element))
        })
        .collect()
}

fn fill(record: &Element, lists: &Lists, hosts: &HashMap<String, Element>, draft: &mut Draft) {
    let told = |name: &str| record.told(&[name]);
    let id = record.attribute("id").unwrap_or_default();
    let kind = told("ReferenceType").unwrap_or_default();
    let host = lists.host(id).and_then(|host| hosts.get(host));
    draft.paper.kind = csl(&kind, host).to_owned();
    draft.paper.title = whole_title(told);
    draft.paper.authors = lists.people("ReferenceAuthors", id);
    draft.paper.editors = lists.people("ReferenceEditors", id);
    others(lists, id, draft);
    draft.paper.abstract_text = record
        .at(&["Abstract"])
        .and_then(|element| filled(fold_paragraphs(&element.text().replace("\r\n", "\n\n"))));
    draft.paper.date = date(record, draft);
    draft.paper.venue = told("PeriodicalID").and_then(|id| lists.named("Periodicals", &id));
    draft.paper.volume = told("Volume");
    draft.paper.issue = told("Number");
    draft.paper.pages = record.at(&["PageRange"]).and_then(page_range);
    draft.paper.publisher = filled(
        lists
            .all("ReferencePublishers", id, "Publishers")
            .join("; "),
    );
    draft.paper.place = told("PlaceOfPublication");
    draft.paper.language = told("Language").or_else(|| told("LanguageCode"));
    draft.paper.key = told("CitationKey").or_else(|| told("BibTeXKey"));
    draft.paper.note = record
        .at(&["Notes"])
        .and_then(|notes| filled(fold_note(&notes.text())));
    for keyword in lists.all("ReferenceKeywords", id, "Keywords") {
        draft.keyword(keyword);
    }
    identifiers(record, lists, draft);
    let series = told("SeriesTitleID").and_then(|id| lists.named("SeriesTitles", &id));
    draft.keep_some("SeriesTitle", series);
    for name in [
        "TitleSupplement",
        "ParallelTitle",
        "Evaluation",
        "TableOfContents",
        "Edition",
        "NumberOfVolumes",
        "StorageMedium",
        "UniformTitle",
        "SpecificField1",
        "SpecificField2",
        "SpecificField3",
        "SpecificField4",
        "SpecificField5",
        "SpecificField6",
        "SpecificField7",
        "CustomField1",
        "CustomField2",
        "CustomField3",
        "CustomField4",
        "CustomField5",
        "CustomField6",
        "CustomField7",
        "CustomField8",
        "CustomField9",
        "AccessDate",
    ] {
        draft.keep_some(name, told(name));
    }
    if draft.paper.kind.is_empty() {
        draft.keep("ReferenceType", &kind);
    }
    if let Some(host) = host {
        appeared_in(host, lists, draft);
    }
}

fn whole_title(told: impl Fn(&str) -> Option<String>) -> String {
    let part = |name: &str| told(name).unwrap_or_default();
    with_subtitle(&part("Title"), &part("Subtitle"))
}

/// Institutions and helpers are kept apart: Citavi does not say whether they wrote the work.
fn others(lists: &Lists, id: &str, draft: &mut Draft) {
    for (list, name) in [
        ("ReferenceOrganizations", "Organizations"),
        ("ReferenceCollaborators", "Collaborators"),
    ] {
        for person in lists.people(list, id) {
            draft.keep(name, &person.display());
        }
    }
}

/// The year, or the day of a work that has one (a page, a newspaper's article).
fn date(record: &Element, draft: &mut Draft) -> Option<Date> {
    let told = |name: &str| record.told(&[name]);
    let (year, day) = (told("Year"), told("Date"));
    let precise = day.as_deref().and_then(day_first);
    match year {
        Some(year) => {
            let year = draft.date(&year, "Year");
            precise
                .filter(|day| {
                    year.is_some_and(|year| year.year == day.year && year.month.is_none())
                })
                .or(year)
        }
        None => match (precise, day) {
            (Some(day), _) => Some(day),
            (None, Some(day)) => draft.date(&day, "Date"),
            (None, None) => None,
        },
    }
}

/// `17.11.1997`, as Citavi's German and Swiss users write; any other date as anybody does.
fn day_first(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.trim().split('.').map(str::trim).collect();
    if let [day, month, year] = parts.as_slice()
        && let (Ok(day), Ok(month)) = (day.parse(), month.parse())
        && year.len() == 4
        && let Ok(year) = year.parse()
    {
        return Some(dates::of(year, Some(month), Some(day)));
    }
    dates::parse(text)
}

/// The range as it was typed, which stands last: `…<os>24-31</os>`.
fn page_range(element: &Element) -> Option<String> {
    let text = element.text();
    let typed = text
        .rsplit_once("<os>")
        .and_then(|(_, rest)| rest.split_once("</os>"))
        .map(|(typed, _)| typed);
    match typed {
        Some(typed) => whole_pages(typed),
        None if text.contains('<') => None,
        None => whole_pages(&text),
    }
}

fn identifiers(record: &Element, lists: &Lists, draft: &mut Draft) {
    for element in record.elements() {
        let text = element.line();
        match element.name.as_str() {
            "DOI" | "Doi" => draft.identify(Scheme::Doi, &text, "DOI"),
            "ISBN" | "Isbn" => draft.identify(Scheme::Isbn, &text, "ISBN"),
            "PubMedID" => draft.identify(Scheme::Pmid, &text, "PubMedID"),
            "PMCID" => draft.identify(Scheme::Pmcid, &text, "PMCID"),
            "ArxivId" | "ArxivID" => draft.identify(Scheme::Arxiv, &text, "ArxivId"),
            "OnlineAddress" => draft.link(&text, "OnlineAddress"),
            "PeriodicalID" => {
                if let Some(issn) = lists.issn(&text) {
                    draft.identify(Scheme::Issn, issn, "ISSN");
                }
            }
            _ => {}
        }
    }
}

fn appeared_in(host: &Element, lists: &Lists, draft: &mut Draft) {
    let id = host.attribute("id").unwrap_or_default();
    let told = |name: &str| {
        let text = host.told(&[name])?;
        lists.affords(text.len()).then_some(text)
    };
    if draft.paper.venue.is_none() {
        draft.paper.venue = filled(whole_title(told));
    }
    if draft.paper.editors.is_empty() {
        let editors = lists.people("ReferenceEditors", id);
        draft.paper.editors = if editors.is_empty() {
            lists.people("ReferenceAuthors", id)
        } else {
            editors
        };
        let authors = &draft.paper.authors;
        draft
            .paper
            .editors
            .retain(|name: &Name| !authors.contains(name));
    }
    if draft.paper.date.is_none() {
        draft.paper.date = date(host, draft);
    }
    if draft.paper.publisher.is_none() {
        draft.paper.publisher = filled(
            lists
                .all("ReferencePublishers", id, "Publishers")
                .join("; "),
        );
    }
    draft.paper.place = draft
        .paper
        .place
        .take()
        .or_else(|| told("PlaceOfPublication"));
    draft.paper.volume = draft.paper.volume.take().or_else(|| told("Volume"));
    if let Some(isbn) =
        told("ISBN").filter(|_| !draft.paper.identifiers.contains_key(&Scheme::Isbn))
    {
        draft.identify(Scheme::Isbn, &isbn, "ISBN");
    }
}

fn csl(kind: &str, host: Option<&Element>) -> &'static str {
    let host_kind = host.and_then(|host| host.told(&["ReferenceType"]));
    match kind {
        "JournalArticle" => "article-journal",
        "NewspaperArticle" => "article-newspaper",
        "Book" | "BookEdited" | "CollectedWorks" | "ConferenceProceedings" | "AudioBook" => "book",
        "Contribution" if host_kind.as_deref() == Some("ConferenceProceedings") => {
            "paper-conference"
        }
        "Contribution" | "ContributionInLegalCommentary" => "chapter",
        "Thesis" => "thesis",
        "UnpublishedWork" | "Manuscript" => "manuscript",
        "InternetDocument" => "webpage",
        "Movie" | "AudioOrVideoDocument" => "motion_picture",
        "RadioPlay" | "Broadcast" => "broadcast",
        "Patent" => "patent",
        "InterviewMaterial" => "interview",
        "Standard" => "standard",
        "Map" => "map",
        "ComputerProgram" => "software",
        "CourtDecision" => "legal_case",
        "StatuteOrRegulation" => "legislation",
        "MusicAlbum" | "MusicTrack" => "song",
        "SpecialIssue" => "periodical",
        "PersonalCommunication" => "personal_communication",
        "Lecture" => "speech",
        "Report" => "report",
        "ArchiveMaterial" | "File" | "PressRelease" => "document",
        _ => "",
    }
}

/// An archive with a Citavi project in it, or the project's XML.
pub(super) fn evidence(bytes: &[u8]) -> Evidence {
    let holds = if bytes.starts_with(b"PK") {
        archive::holds_project(bytes)
    } else {
        is_project(bytes)
    };
    if holds {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

/// Whether bytes begin as a project's XML does.
fn is_project(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(2048)).unwrap_or_default();
    let (text, _) = decode(head);
    root_name(&text).is_some_and(|root| fold(&root) == ROOT)
}

/// A remark about the archive, not about a line in it.
fn remark(severity: Severity, code: &str, message: &str) -> Diagnostic {
    Diagnostic::new(severity, code, None, message)
}

#[cfg(test)]
mod tests;
