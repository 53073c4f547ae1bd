//! What kind of work a MODS record describes, by its genre, its host and its resource type.

use crate::text::xml::Element;

pub(super) fn csl(mods: &Element, host: Option<&Element>) -> &'static str {
    let own = mods.all("genre").find_map(|genre| named(&genre.line()));
    if let Some(kind) = own {
        // A book inside another is a part of it.
        return match (kind, host) {
            ("book", Some(host)) if !is_serial(host) => "chapter",
            (kind, _) => kind,
        };
    }
    match host {
        Some(host) if is_serial(host) => "article-journal",
        Some(host) => match host.all("genre").find_map(|genre| named(&genre.line())) {
            Some("paper-conference") => "paper-conference",
            _ => "chapter",
        },
        None => alone(mods),
    }
}

fn is_serial(host: &Element) -> bool {
    let genre = host.all("genre").any(|genre| {
        let genre = genre.line().to_ascii_lowercase();
        matches!(
            genre.as_str(),
            "periodical" | "academic journal" | "journal" | "magazine" | "newspaper"
        )
    });
    let continues = host.all("originInfo").any(|origin| {
        matches!(
            origin.told(&["issuance"]).as_deref(),
            Some("continuing" | "serial")
        )
    });
    let has_issn = host
        .all("identifier")
        .any(|id| id.attribute("type") == Some("issn"));
    let has_isbn = host
        .all("identifier")
        .any(|id| id.attribute("type") == Some("isbn"));
    genre || continues || (has_issn && !has_isbn)
}

fn alone(mods: &Element) -> &'static str {
    match mods.told(&["typeOfResource"]).as_deref() {
        Some("software, multimedia") => "software",
        Some("cartographic") => "map",
        Some("notated music") => "musical_score",
        Some("sound recording" | "sound recording-musical" | "sound recording-nonmusical") => {
            "song"
        }
        Some("moving image") => "motion_picture",
        Some("still image") => "graphic",
        Some("text") => match mods.told(&["originInfo", "issuance"]).as_deref() {
            Some("monographic" | "single unit" | "multipart monograph") => "book",
            Some("continuing" | "serial") => "periodical",
            _ => "",
        },
        _ => "",
    }
}

fn named(genre: &str) -> Option<&'static str> {
    let genre = genre.trim().to_ascii_lowercase();
    Some(match genre.as_str() {
        "article" | "journal article" | "journalarticle" | "journal-article" | "review article" => {
            "article-journal"
        }
        "book" | "monograph" | "ebook" => "book",
        "book chapter" | "chapter" | "bookpart" | "booksection" | "book part" => "chapter",
        "conference publication"
        | "conference paper"
        | "conferencepaper"
        | "conference proceedings"
        | "inproceedings"
        | "proceedings" => "paper-conference",
        "thesis"
        | "theses"
        | "academic dissertation"
        | "dissertation"
        | "doctoral thesis"
        | "doctoralthesis"
        | "master thesis"
        | "masterthesis"
        | "phd thesis" => "thesis",
        "technical report" | "report" | "research report" | "working paper" => "report",
        "web site" | "website" | "web page" | "webpage" => "webpage",
        "preprint" => "article",
        "patent" => "patent",
        "dataset" | "data set" | "numeric data" => "dataset",
        "newspaper article" | "newspaperarticle" => "article-newspaper",
        "magazine article" => "article-magazine",
        "standard or specification" => "standard",
        "map" => "map",
        "software" | "computer program" => "software",
        "encyclopedia" => "entry-encyclopedia",
        "dictionary" => "entry-dictionary",
        "letter" | "email" => "personal_communication",
        "interview" => "interview",
        "legal case and case notes" => "legal_case",
        "legislation" => "legislation",
        "motion picture" | "film" => "motion_picture",
        "pamphlet" => "pamphlet",
        "blog" => "post-weblog",
        "presentation" | "speech" | "lecture" => "speech",
        _ => return None,
    })
}
