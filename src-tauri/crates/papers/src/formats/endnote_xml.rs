//! EndNote's XML export, which Bookends, Zotero, Mendeley and others write too.
//!
//! Every text may be cut into styled runs (`<style face="italic">`) that belong together as they
//! stand; a carriage return is a line the user broke. Authors of an edited book are its editors.
//! What the model has no field for is kept under its element's name.

mod kinds;

use super::sniff::Evidence;
use super::xml_records::{self, Draft, root_name, whole_pages};
use super::{Format, Reading, filled};
use crate::dates;
use crate::identity;
use crate::names::{byline, parse_name, ris_name};
use crate::paper::{Date, Name, Scheme};
use crate::text::xml::{Element, Node, opens};
use crate::text::{fold, fold_note, fold_paragraphs, without_markup};

pub(super) fn read(text: &str) -> Reading {
    xml_records::read(Format::EndnoteXml, text, &["record"], |_| true, fill)
}

fn fill(record: &Element, draft: &mut Draft) {
    let reference = record.at(&["ref-type"]);
    let number = reference.map(Element::line).unwrap_or_default();
    let name = reference.and_then(|reference| reference.attribute("name"));
    let kind = kinds::csl(&number, name.unwrap_or_default());
    draft.paper.kind = kind.to_owned();
    if kind.is_empty()
        && let Some(name) = name
    {
        draft.keep("ref-type", name);
    }
    contributors(record, kind, kinds::is_edited(&number, name), draft);
    let of_pubmed = comes_from_pubmed(record);
    for element in record.elements() {
        match element.name.as_str() {
            "database" | "source-app" | "foreign-keys" | "ref-type" | "contributors" => {}
            "titles" => titles(element, kind, draft),
            "periodical" | "alt-periodical" => periodical(element, draft),
            "keywords" => keywords(element, draft),
            "urls" => urls(element, draft),
            "abstract" => draft.paper.abstract_text = told(element),
            "dates" => draft.paper.date = date(element, draft),
            "pages" => draft.paper.pages = whole_pages(&line(element)),
            "volume" => draft.paper.volume = filled(line(element)),
            "number" | "issue" => draft.paper.issue = filled(line(element)),
            "publisher" => draft.paper.publisher = filled(line(element)),
            "pub-location" => draft.paper.place = filled(line(element)),
            "language" => draft.paper.language = filled(line(element)),
            "isbn" | "issn" => draft.serial_numbers(&runs(element), "isbn"),
            "electronic-resource-num" => {
                draft.identify(Scheme::Doi, &line(element), "electronic-resource-num");
            }
            "accession-num" => accession(element, of_pubmed, draft),
            "custom2" => pmcid(element, draft),
            "custom3" | "custom5" => other_database(element, draft),
            "notes" | "research-notes" => note(element, draft),
            name => draft.keep(name, &line(element)),
        }
    }
}

/// The text of styled runs; white space between them is the exporter's, unless it is the only
/// thing that parts plain words.
fn runs(element: &Element) -> String {
    let mut out = String::new();
    for child in &element.children {
        match child {
            Node::Text(text) if text.trim().is_empty() && text.contains('\n') => {}
            Node::Text(text) => out.push_str(text),
            Node::Element(run) => out.push_str(&runs(run)),
        }
    }
    out
}

fn line(element: &Element) -> String {
    fold(&without_markup(&runs(element)))
}

/// Lines that the user broke, as lines.
fn lines(element: &Element) -> String {
    let text = runs(element);
    let wrapped: String = text
        .chars()
        .map(|c| if c == '\n' { ' ' } else { c })
        .collect();
    without_markup(&wrapped).replace('\r', "\n")
}

fn told(element: &Element) -> Option<String> {
    filled(fold_paragraphs(&lines(element).replace('\n', "\n\n")))
}

fn note(element: &Element, draft: &mut Draft) {
    let lines: Vec<String> = lines(element).lines().map(fold).collect();
    let text = fold_note(&lines.join("\n"));
    let note = draft.paper.note.get_or_insert_default();
    if !note.is_empty() && !text.is_empty() {
        note.push_str("\n\n");
    }
    note.push_str(&text);
    if note.is_empty() {
        draft.paper.note = None;
    }
}

fn contributors(record: &Element, kind: &str, edited: bool, draft: &mut Draft) {
    let Some(contributors) = record.at(&["contributors"]) else {
        return;
    };
    let has_editors = matches!(
        kind,
        "chapter" | "paper-conference" | "entry-encyclopedia" | "entry-dictionary"
    );
    for list in contributors.elements() {
        let names: Vec<Name> = list.all("author").flat_map(names).collect();
        match list.name.as_str() {
            "authors" if edited => draft.paper.editors.extend(names),
            "authors" => draft.paper.authors.extend(names),
            "secondary-authors" if has_editors => draft.paper.editors.extend(names),
            name => {
                for person in names {
                    draft.keep(name, &person.display());
                }
            }
        }
    }
}

/// One author; a field into which somebody typed a whole list gives several.
fn names(author: &Element) -> Vec<Name> {
    let text = lines(author);
    let mut found = Vec::new();
    for one in text.lines().map(fold).filter(|one| !one.is_empty()) {
        if one.contains(';') {
            found.extend(byline(&one).0);
        } else if !matches!(one.trim_end_matches(['.', ',']), "et al" | "and others") {
            found.extend(name(&one));
        }
    }
    found
}

/// `Family, Given`; a comma at the end marks an institution.
fn name(text: &str) -> Option<Name> {
    match text.strip_suffix(',') {
        Some(institution) if !institution.contains(',') => {
            filled(institution.trim().to_owned()).map(Name::literal)
        }
        None if !text.contains(',') && has_initial(text) => match ris_name(text)? {
            Name::Literal { .. } => parse_name(text),
            name => Some(name),
        },
        _ => ris_name(text),
    }
}

/// `J.` or `J.-P.` among the words: a person in reading order.
fn has_initial(text: &str) -> bool {
    text.split(' ').any(|word| {
        let mut characters = word.chars();
        characters.next().is_some_and(char::is_uppercase) && characters.next() == Some('.')
    })
}

fn titles(titles: &Element, kind: &str, draft: &mut Draft) {
    // The second title of a whole book is its series.
    let is_whole = matches!(kind, "book" | "thesis");
    for title in titles.elements() {
        let text = line(title);
        match title.name.as_str() {
            "title" => draft.paper.title = text,
            "secondary-title" if !is_whole => draft.paper.venue = filled(text),
            name if draft.paper.venue.as_deref() != Some(&text) => draft.keep(name, &text),
            _ => {}
        }
    }
}

fn periodical(periodical: &Element, draft: &mut Draft) {
    for title in periodical.elements() {
        let text = line(title);
        let series = draft.paper.extra.get("secondary-title");
        let known = draft.paper.venue.as_deref() == Some(&text) || series == Some(&text);
        if draft.paper.venue.is_none()
            && title.name == "full-title"
            && !matches!(draft.paper.kind.as_str(), "book" | "thesis")
        {
            draft.paper.venue = filled(text);
        } else if !known {
            draft.keep(&title.name, &text);
        }
    }
}

fn keywords(keywords: &Element, draft: &mut Draft) {
    for keyword in keywords.all("keyword") {
        for one in lines(keyword).split(['\n', ';']) {
            draft.keyword(fold(one));
        }
    }
}

fn urls(urls: &Element, draft: &mut Draft) {
    for group in urls.elements() {
        let links = if group.name == "url" {
            vec![group]
        } else {
            group.below("url")
        };
        let own = (links.is_empty() && !line(group).is_empty()).then_some(group);
        for url in links.into_iter().chain(own) {
            let text = fold(&runs(url));
            let is_file = matches!(group.name.as_str(), "pdf-urls" | "image-urls");
            // `<Go to ISI>://…` is no address, and a file's path may hold spaces.
            if text.contains('<') || (is_file && !text.starts_with("http")) {
                draft.keep(&group.name, &text);
                continue;
            }
            for one in text.split(' ') {
                draft.link(one, &group.name);
            }
        }
    }
}

/// The year, made as precise as the publication date beside it allows.
fn date(element: &Element, draft: &mut Draft) -> Option<Date> {
    let year = element.at(&["year"]).map(line).unwrap_or_default();
    let other = element.at(&["pub-dates"]).map(line).unwrap_or_default();
    let year = if year.is_empty() {
        None
    } else {
        draft.date(&year, "year")
    };
    let precise = match year {
        Some(year) => [other.clone(), format!("{} {other}", year.year)]
            .iter()
            .filter_map(|text| dates::parse(text))
            .find(|date| date.year == year.year && date.month.is_some()),
        None => dates::parse(&other),
    };
    // A season or a range says more than the month that was found in it.
    let words = other.split(|c: char| !c.is_alphabetic());
    if precise.is_none() || words.filter(|word| !word.is_empty()).count() > 1 {
        draft.keep("pub-dates", &other);
    }
    precise.or(year)
}

fn comes_from_pubmed(record: &Element) -> bool {
    let from = ["remote-database-name", "remote-database-provider"]
        .iter()
        .filter_map(|name| record.at(&[name]))
        .map(|source| line(source).to_ascii_lowercase())
        .collect::<Vec<_>>()
        .join(" ");
    let is_pubmed = ["medline", "pubmed", "nlm"];
    is_pubmed.iter().any(|name| from.contains(name)) && !from.contains("embase")
}

/// A number of PubMed, where the record says that it comes from there; else the number of some
/// other database.
fn accession(element: &Element, of_pubmed: bool, draft: &mut Draft) {
    let text = line(element);
    let says_so = text.to_ascii_lowercase().contains("pmid");
    match identity::pmid(&text).filter(|_| of_pubmed || says_so) {
        Some(pmid) => draft.identify(Scheme::Pmid, &pmid, "accession-num"),
        None => draft.keep("accession-num", &text),
    }
}

/// Where EndNote puts PubMed Central's number.
fn pmcid(element: &Element, draft: &mut Draft) {
    let text = line(element);
    let is_number = text.strip_prefix("PMC").is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    if is_number {
        draft.identify(Scheme::Pmcid, &text, "custom2");
    } else {
        draft.keep("custom2", &text);
    }
}

/// PubMed's number as Cochrane's export (`PUBMED 17360873,EMBASE 351627742`) and Embase's (a number
/// alone beside Embase's address) have it; the field is kept as well.
fn other_database(element: &Element, draft: &mut Draft) {
    let text = line(element);
    let named = text
        .split(',')
        .find_map(|part| part.trim().strip_prefix("PUBMED "));
    let of_embase = || {
        let from_embase = |url: &String| url.contains("embase.com/");
        element.name == "custom5" && draft.paper.urls.iter().any(from_embase)
    };
    let number = named.or_else(|| of_embase().then_some(text.as_str()));
    if let Some(pmid) = number.and_then(identity::pmid) {
        draft.paper.identifiers.entry(Scheme::Pmid).or_insert(pmid);
    }
    draft.keep(&element.name, &text);
}

pub(super) fn evidence(text: &str) -> Evidence {
    let root = root_name(text);
    let signs = || {
        opens(text, "record")
            && ["ref-type", "source-app", "foreign-keys", "contributors"]
                .iter()
                .any(|name| opens(text, name))
    };
    match root.as_deref() {
        Some("xml" | "records" | "record") if signs() => Evidence::Plain,
        _ => Evidence::None,
    }
}
