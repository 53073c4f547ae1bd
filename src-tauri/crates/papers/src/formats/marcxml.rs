//! MARC 21 in XML, as library catalogues answer and export.
//!
//! Fields are known by their numbers and subfields by letters. The punctuation that cataloguing
//! rules put between subfields (` :`, ` /`, a comma after a name) is not part of what they say.
//! Where an article or chapter appeared stands in the host field 773.

mod fields;

use self::fields::{Field, fields};
use super::jats::with_subtitle;
use super::sniff::Evidence;
use super::xml_records::{self, Draft, is_wrapper, root_name, whole_pages};
use super::{Format, Reading, filled};
use crate::dates;
use crate::identity;
use crate::names::ris_name;
use crate::paper::{Name, Scheme};
use crate::text::xml::{Element, opens};

pub(super) fn read(text: &str) -> Reading {
    // A protocol's own `record` wraps the one of MARC.
    let is_record = |record: &Element| record.elements().any(|child| child.name == "datafield");
    xml_records::read(Format::Marcxml, text, &["record"], is_record, fill)
}

fn fill(record: &Element, draft: &mut Draft) {
    let fields = fields(record);
    let control = |tag: &str| {
        let field = record
            .all("controlfield")
            .find(|field| field.attribute("tag") == Some(tag));
        field.map(Element::text).unwrap_or_default()
    };
    title(&fields, draft);
    for field in &fields {
        match field.tag {
            "100" | "700" | "110" | "710" | "111" | "711" => person(field, draft),
            "020" => field.each('a', |isbn| draft.identify(Scheme::Isbn, isbn, "020")),
            "022" => field.each('a', |issn| draft.identify(Scheme::Issn, issn, "022")),
            "024" => standard_number(field, draft),
            "041" if draft.paper.language.is_none() => {
                draft.paper.language = filled(field.all('a').join(", "));
            }
            "246" | "242" => draft.keep(field.tag, &field.joined(&['a', 'b'], ": ")),
            "250" | "300" => draft.keep(field.tag, &field.joined(&['a', 'b', 'c'], ", ")),
            "260" | "264" => published(field, draft),
            "490" | "830" | "440" => series(field, draft),
            "500" | "546" | "504" | "502" => note(field, draft),
            "520" => summary(field, draft),
            "600" | "610" | "611" | "630" | "648" | "650" | "651" | "653" | "655" => {
                subject(field, draft);
            }
            "773" => host(field, draft),
            "856" => field.each('u', |url| draft.link(url, "856")),
            "035" | "505" | "506" | "540" => draft.keep(field.tag, &field.joined(&['a'], "; ")),
            _ => {}
        }
    }
    draft.keep("001", &control("001"));
    let fixed = control("008");
    if draft.paper.date.is_none() {
        draft.paper.date = fixed.get(7..11).and_then(dates::parse);
    }
    if draft.paper.language.is_none() {
        draft.paper.language = fixed
            .get(35..38)
            .filter(|code| code.bytes().all(|byte| byte.is_ascii_lowercase()))
            .map(str::to_owned);
    }
    draft.paper.kind = kind(&record.told(&["leader"]).unwrap_or_default(), &fields).to_owned();
}

fn title(fields: &[Field<'_>], draft: &mut Draft) {
    let Some(field) = fields.iter().find(|field| field.tag == "245") else {
        return;
    };
    let mut title = field.joined(&['a', 'k'], " ");
    // A title has few parts; one that grew without end would take long to build.
    for (code, value) in field.subfields.iter().take(32) {
        let value = fields::without_marks(value);
        match code {
            'b' => title = with_subtitle(&title, &value),
            'n' | 'p' => title = format!("{}. {value}", title.trim_end_matches('.')),
            'c' => draft.keep("245c", &value),
            _ => {}
        }
    }
    draft.paper.title = fields::without_stop(title.trim_start_matches(". "), 3);
}

/// People and institutions, by their roles; the author of a work that is only named is not one of
/// this work.
fn person(field: &Field<'_>, draft: &mut Draft) {
    if field.first('t').is_some() {
        draft.keep(field.tag, &field.joined(&['a', 't'], ": "));
        return;
    }
    let Some(name) = name(field) else {
        return;
    };
    let roles: Vec<String> = ['4', 'e', 'j']
        .into_iter()
        .flat_map(|code| field.all(code))
        .map(|role| role.trim_end_matches(['.', ',']).to_lowercase())
        .map(|role| role.rsplit('/').next().unwrap_or_default().to_owned())
        .collect();
    let has = |wanted: &[&str]| roles.iter().any(|role| wanted.contains(&role.as_str()));
    let is_event = field.tag.ends_with("11");
    if has(&[
        "aut",
        "cre",
        "author",
        "verfasser",
        "verfasserin",
        "autor",
        "auteur",
        "creator",
    ]) {
        draft.paper.authors.push(name);
    } else if has(&[
        "edt",
        "edc",
        "editor",
        "ed",
        "herausgeber",
        "herausgeberin",
        "hrsg",
        "éditeur scientifique",
    ]) {
        draft.paper.editors.push(name);
    } else if is_event {
        draft.keep("conference", &name.display());
    } else if roles.is_empty() || (field.tag.starts_with('1') && !has(&["isb", "dgg"])) {
        draft.paper.authors.push(name);
    } else if let Some(role) = roles.iter().max_by_key(|role| role.len()) {
        draft.keep(role, &name.display());
    }
}

fn name(field: &Field<'_>) -> Option<Name> {
    if !field.tag.ends_with("00") {
        let mut name = String::new();
        for part in field.all('a').into_iter().chain(field.all('b')) {
            if !name.is_empty() {
                name.push_str(if name.ends_with('.') { " " } else { ". " });
            }
            name.push_str(&fields::without_marks(part));
        }
        return filled(fields::without_stop(&name, 3)).map(Name::literal);
    }
    let whole = fields::without_marks(field.first('a')?);
    // One part only (ind1 = 0) is a name that is not turned around: a pope's, a pen name.
    if !whole.contains(',') {
        return filled(field.joined(&['a', 'b', 'c'], " ")).map(|name| {
            if field.indicator1 == Some("0") {
                Name::literal(name)
            } else {
                Name::person(name, None)
            }
        });
    }
    ris_name(&fields::without_stop(&whole, 2))
}

fn standard_number(field: &Field<'_>, draft: &mut Draft) {
    let source = field.first('2').unwrap_or_default().to_ascii_lowercase();
    field.each('a', |number| match source.as_str() {
        "doi" => draft.identify(Scheme::Doi, number, "024"),
        "arxiv" => draft.identify(Scheme::Arxiv, number, "024"),
        "pmid" => draft.identify(Scheme::Pmid, number, "024"),
        "" if identity::doi(number).is_some() => draft.identify(Scheme::Doi, number, "024"),
        source => draft.keep(if source.is_empty() { "024" } else { source }, number),
    });
}

/// Production, distribution and copyright are not publication.
fn published(field: &Field<'_>, draft: &mut Draft) {
    if field.tag == "264" && matches!(field.indicator2, Some("0" | "2" | "3")) {
        return;
    }
    let date = field.first('c').map(fields::without_marks);
    if draft.paper.date.is_none()
        && let Some(date) = date
    {
        draft.paper.date = first_year(&date);
        if draft.paper.date.is_none() {
            draft.keep("264c", &date);
        }
    }
    if field.tag == "264" && field.indicator2 == Some("4") {
        return;
    }
    if draft.paper.place.is_none() {
        let place = field.joined(&['a'], "; ");
        draft.paper.place = filled(place.trim_matches(['[', ']', '?']).to_owned());
    }
    if draft.paper.publisher.is_none() {
        draft.paper.publisher = filled(field.joined(&['b'], "; "));
    }
}

/// `c1998`, `[2004]`, `26 juin 2023`, `2001-2003`: the year at least.
fn first_year(text: &str) -> Option<crate::paper::Date> {
    let spaced: String = text
        .trim_start_matches(['c', '©', '℗', '[', '(', '?'])
        .chars()
        .filter(|c| !matches!(c, '[' | ']' | '(' | ')' | '?'))
        .collect();
    dates::parse(&spaced)
}

fn series(field: &Field<'_>, draft: &mut Draft) {
    let title = field.joined(&['a', 'p'], ". ");
    let volume = field.first('v').map(fields::without_marks);
    let whole = match volume {
        Some(volume) if !title.is_empty() => format!("{title}; {volume}"),
        _ => title,
    };
    draft.keep("series", &fields::without_stop(&whole, 0));
}

fn note(field: &Field<'_>, draft: &mut Draft) {
    if field.tag == "502" {
        draft.keep("502", &field.joined(&['a', 'b', 'c', 'd'], ", "));
        return;
    }
    let text = field.joined(&['a'], " ");
    let note = draft.paper.note.get_or_insert_default();
    if !note.is_empty() && !text.is_empty() {
        note.push('\n');
    }
    note.push_str(&text);
    if note.is_empty() {
        draft.paper.note = None;
    }
}

/// A summary or an abstract; a review (ind1 = 1) or an advice to the reader is not one.
fn summary(field: &Field<'_>, draft: &mut Draft) {
    let text = field
        .all('a')
        .into_iter()
        .chain(field.all('b'))
        .collect::<Vec<_>>()
        .join(" ");
    let text = crate::text::fold_paragraphs(&crate::text::without_markup(&text));
    let is_abstract = matches!(
        field.indicator1,
        None | Some(" " | "" | "3" | "2" | "0" | "8")
    );
    if draft.paper.abstract_text.is_none() && is_abstract {
        draft.paper.abstract_text = filled(text);
    } else {
        draft.keep("520", &crate::text::fold(&text));
    }
}

/// A heading with its subdivisions.
fn subject(field: &Field<'_>, draft: &mut Draft) {
    let mut heading = String::new();
    for (code, value) in &field.subfields {
        let value = fields::without_marks(value);
        let value = value.trim_end_matches('.');
        match code {
            'a' if field.tag == "653" && !heading.is_empty() => {
                draft.keyword(std::mem::take(&mut heading));
                heading.push_str(value);
            }
            'a' | 'b' | 'c' | 'd' | 't' => {
                if !heading.is_empty() {
                    heading.push(' ');
                }
                heading.push_str(value);
            }
            'v' | 'x' | 'y' | 'z' => {
                if !heading.is_empty() {
                    heading.push_str(" -- ");
                }
                heading.push_str(value);
            }
            _ => {}
        }
    }
    draft.keyword(heading);
}

/// The host item: its title, its numbers, and where in it the part stands.
fn host(field: &Field<'_>, draft: &mut Draft) {
    if let Some(title) = field.first('t').or_else(|| field.first('p'))
        && draft.paper.venue.is_none()
    {
        draft.paper.venue = filled(fields::without_stop(&fields::without_marks(title), 3));
    }
    field.each('x', |issn| draft.identify(Scheme::Issn, issn, "773x"));
    field.each('z', |isbn| draft.identify(Scheme::Isbn, isbn, "773z"));
    for place in field.all('g') {
        located(place, draft);
    }
    draft.keep("773", &field.joined(&['d'], "; "));
}

/// `volume:50`, `pages:447-473` as the German libraries write, or prose (`Vol. 24 no. 9, p. 2-8`).
fn located(place: &str, draft: &mut Draft) {
    let paper = &mut draft.paper;
    if let Some((label, value)) = place.split_once(':')
        && !label.contains(' ')
    {
        let value = crate::text::fold(value);
        match label.to_ascii_lowercase().as_str() {
            "volume" => paper.volume = filled(value),
            "number" | "issue" => paper.issue = filled(value),
            "pages" => paper.pages = whole_pages(&value),
            "year" if paper.date.is_none() => paper.date = dates::parse(&value),
            "year" | "extent" | "month" | "day" => {}
            _ => draft.keep("773g", place),
        }
        return;
    }
    let number = |words: &[&str]| fields::number_after(place, words);
    if paper.volume.is_none() {
        paper.volume = number(&["vol.", "volume", "v.", "bd.", "band", "jg."]);
    }
    if paper.issue.is_none() {
        paper.issue = number(&["no.", "nr.", "heft", "issue", "iss.", "n."]);
    }
    if paper.pages.is_none() {
        let pages = number(&["pages", "page", "seiten", "seite", "pp.", "p.", "s."]);
        paper.pages = pages.and_then(|pages| whole_pages(&pages));
    }
    draft.keep("773g", place);
}

/// By the leader's type and level of the record, and the host.
fn kind(leader: &str, fields: &[Field<'_>]) -> &'static str {
    let has = |tag: &str| fields.iter().any(|field| field.tag == tag);
    let host = |code: char| {
        let mut hosts = fields.iter().filter(|field| field.tag == "773");
        hosts.any(|field| field.first(code).is_some())
    };
    let is_periodical = || {
        host('x')
            || fields.iter().any(|field| {
                field.tag == "773"
                    && field
                        .all('g')
                        .iter()
                        .any(|place| place.to_ascii_lowercase().starts_with("volume:"))
            })
    };
    let mut letters = leader.chars().skip(6);
    let (of, level) = (letters.next().unwrap_or(' '), letters.next().unwrap_or(' '));
    match (of, level) {
        _ if has("502") => "thesis",
        ('e' | 'f', _) => "map",
        ('c' | 'd', _) => "musical_score",
        ('g', _) => "motion_picture",
        ('i' | 'j', _) => "song",
        ('k', _) => "graphic",
        (_, 'b') => "article-journal",
        (_, 'a') if is_periodical() && !host('z') => "article-journal",
        (_, 'a') => "chapter",
        (_, 's') => "periodical",
        ('a' | 't', 'm') if has("773") && is_periodical() => "article-journal",
        ('a' | 't', 'm') => "book",
        _ if has("773") && is_periodical() => "article-journal",
        _ => "",
    }
}

pub(super) fn evidence(text: &str) -> Evidence {
    match root_name(text) {
        Some(root)
            if (matches!(root.as_str(), "collection" | "record") || is_wrapper(&root))
                && opens(text, "datafield")
                && opens(text, "subfield") =>
        {
            Evidence::Plain
        }
        _ => Evidence::None,
    }
}
