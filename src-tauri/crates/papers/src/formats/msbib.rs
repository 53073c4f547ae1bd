//! The bibliography of Microsoft Word: `b:Sources` with `b:Source` elements.
//!
//! People stand in roles (`b:Author/b:Editor/b:NameList`); where a source has no author, the people
//! who made it (inventor, director, composer …) are. Fields that JabRef adds (`b:BIBTEX_…`) are
//! understood.

use super::sniff::Evidence;
use super::xml_records::{self, Draft, root_name, whole_pages};
use super::{Format, Reading, filled};
use crate::dates;
use crate::names::of_parts;
use crate::paper::{Date, Name, Scheme};
use crate::text::xml::{Element, opens};
use crate::text::{fold_note, fold_paragraphs};

pub(super) fn read(text: &str) -> Reading {
    xml_records::read(Format::Msbib, text, &["Source"], |_| true, fill)
}

/// Roles whose people stand for a missing author, in the order in which they are asked.
const MAKERS: [&str; 9] = [
    "Author",
    "Artist",
    "Inventor",
    "Director",
    "Composer",
    "Performer",
    "Interviewee",
    "Writer",
    "Compiler",
];

fn fill(source: &Element, draft: &mut Draft) {
    let told = |name: &str| source.told(&[name]);
    let kind = told("SourceType").unwrap_or_default();
    draft.paper.kind = csl(&kind).to_owned();
    if draft.paper.kind.is_empty() {
        draft.keep("SourceType", &kind);
    }
    draft.paper.title = told("Title").unwrap_or_default();
    people(source, draft);
    draft.paper.date = date(source, draft);
    draft.paper.venue = [
        "JournalName",
        "BookTitle",
        "ConferenceName",
        "PeriodicalTitle",
        "InternetSiteTitle",
        "AlbumTitle",
        "BroadcastTitle",
        "PublicationTitle",
    ]
    .iter()
    .find_map(|name| told(name));
    draft.paper.volume = told("Volume");
    draft.paper.issue = told("Issue");
    draft.paper.pages = told("Pages").and_then(|pages| whole_pages(&pages));
    draft.paper.publisher = ["Publisher", "Institution"]
        .iter()
        .find_map(|name| told(name));
    let place: Vec<String> = ["City", "StateProvince", "CountryRegion"]
        .iter()
        .filter_map(|name| told(name))
        .collect();
    draft.paper.place = filled(place.join(", "));
    draft.paper.key = told("Tag");
    draft.paper.language = told("BIBTEX_Language");
    let paragraphs = |name: &str| {
        let element = source.at(&[name])?;
        filled(fold_paragraphs(&element.text()))
    };
    draft.paper.abstract_text = paragraphs("BIBTEX_Abstract").or_else(|| paragraphs("Abstract"));
    let notes: Vec<String> = ["Comments", "BIBTEX_Note"]
        .iter()
        .filter_map(|name| source.at(&[name]))
        .map(|note| fold_note(&note.text()))
        .filter(|note| !note.is_empty())
        .collect();
    draft.paper.note = filled(notes.join("\n\n"));
    rest(source, draft);
}

fn rest(source: &Element, draft: &mut Draft) {
    for element in source.elements() {
        let text = element.line();
        match element.name.as_str() {
            "Author" | "SourceType" | "Title" | "Year" | "Month" | "Day" | "Volume" | "Issue"
            | "Pages" | "City" | "StateProvince" | "CountryRegion" | "Tag" | "BIBTEX_Language"
            | "BIBTEX_Abstract" | "Abstract" | "Comments" | "BIBTEX_Note" | "Guid" | "RefOrder"
            | "BIBTEX_Entry" | "LCID" => {}
            "StandardNumber" => standard_number(&text, draft),
            "DOI" | "BIBTEX_DOI" => draft.identify(Scheme::Doi, &text, "DOI"),
            "URL" => {
                for url in text.split_whitespace() {
                    draft.link(url, "URL");
                }
            }
            "BIBTEX_KeyWords" | "Keywords" => {
                for keyword in text.split([';', ',']).map(str::trim) {
                    draft.keyword(keyword.to_owned());
                }
            }
            name => {
                let known = [&draft.paper.venue, &draft.paper.publisher]
                    .iter()
                    .any(|known| known.as_deref() == Some(&text));
                if !known {
                    draft.keep(name, &text);
                }
            }
        }
    }
}

/// An ISBN, an ISSN or a DOI; JabRef strings several together as `:ISBN:… :MRN:…`.
fn standard_number(text: &str, draft: &mut Draft) {
    let parts = text.split_whitespace();
    for part in parts {
        let (label, number) = part
            .strip_prefix(':')
            .and_then(|part| part.split_once(':'))
            .unwrap_or(("", part));
        match label.to_ascii_uppercase().as_str() {
            "" if number.contains("10.") && number.contains('/') => {
                draft.identify(Scheme::Doi, number, "StandardNumber");
            }
            "DOI" => draft.identify(Scheme::Doi, number, "StandardNumber"),
            "ISSN" => draft.identify(Scheme::Issn, number, "StandardNumber"),
            "" | "ISBN" => draft.serial_numbers(number, "StandardNumber"),
            _ => draft.keep("StandardNumber", part),
        }
    }
}

fn people(source: &Element, draft: &mut Draft) {
    let Some(roles) = source.at(&["Author"]) else {
        return;
    };
    let mut by_role: Vec<(&str, Vec<Name>)> = roles
        .elements()
        .map(|role| (role.name.as_str(), names(role)))
        .collect();
    let maker = MAKERS.iter().find_map(|maker| {
        by_role
            .iter()
            .position(|(role, names)| role == maker && !names.is_empty())
    });
    if let Some(at) = maker {
        draft.paper.authors = by_role.remove(at).1;
    }
    for (role, names) in by_role {
        if role == "Editor" {
            draft.paper.editors.extend(names);
            continue;
        }
        for name in names {
            draft.keep(role, &name.display());
        }
    }
}

fn names(role: &Element) -> Vec<Name> {
    let mut names: Vec<Name> = role
        .below("Corporate")
        .into_iter()
        .filter_map(|corporate| filled(corporate.line()))
        .map(Name::literal)
        .collect();
    for person in role.below("Person") {
        let given = ["First", "Middle"]
            .iter()
            .filter_map(|name| person.told(&[name]))
            .collect::<Vec<_>>()
            .join(" ");
        names.extend(of_parts(
            person.told(&["Last"]).as_deref(),
            Some(&given),
            person.told(&["Suffix"]).as_deref(),
        ));
    }
    names
}

fn date(source: &Element, draft: &mut Draft) -> Option<Date> {
    let told = |name: &str| source.told(&[name]);
    let date = draft.date(&told("Year")?, "Year")?;
    let month = told("Month").and_then(|month| dates::month(&month));
    let day = told("Day").and_then(|day| day.parse().ok());
    if date.month.is_some() {
        return Some(date);
    }
    Some(dates::of(date.year, month, day))
}

fn csl(kind: &str) -> &'static str {
    match kind {
        "JournalArticle" => "article-journal",
        "ArticleInAPeriodical" => "article-magazine",
        "Book" => "book",
        "BookSection" => "chapter",
        "ConferenceProceedings" => "paper-conference",
        "Report" => "report",
        "InternetSite" | "DocumentFromInternetSite" => "webpage",
        "ElectronicSource" => "document",
        "Patent" => "patent",
        "Case" => "legal_case",
        "Film" => "motion_picture",
        "Interview" => "interview",
        "SoundRecording" => "song",
        "Performance" => "performance",
        "Art" => "graphic",
        _ => "",
    }
}

pub(super) fn evidence(text: &str) -> Evidence {
    if root_name(text).as_deref() == Some("Sources")
        && (opens(text, "SourceType") || text.contains("officeDocument/2006/bibliography"))
    {
        Evidence::Plain
    } else {
        Evidence::None
    }
}
