//! Citations and author lists as PubMed prints them.

use super::{fields, has_pmid, joined};
use crate::dates;
use crate::formats::{filled, pages};
use crate::identity;
use crate::names::medline_name;
use crate::paper::{Date, Name, Paper, Scheme};

/// `Journal. 2018 Apr;10(4):335-339. doi: …`
pub(super) struct Citation {
    /// What stands before the date: the journal, behind authors and title in a summary.
    pub before: String,
    date: Option<Date>,
    volume: Option<String>,
    issue: Option<String>,
    pages: Option<String>,
    doi: Option<String>,
}

impl Citation {
    /// The citation around the first date that stands where a journal's name has ended.
    pub fn find(text: &str) -> Option<Citation> {
        let at = text.match_indices(". ").map(|(at, _)| at).find(|&at| {
            let rest = text.get(at + 2..).unwrap_or_default();
            let year = rest.get(..4).and_then(|year| year.parse::<u16>().ok());
            let follows = rest.get(4..).unwrap_or_default();
            year.is_some_and(|year| (1700..2200).contains(&year)) && ends_a_date(follows)
        })?;
        let rest = text.get(at + 2..)?;
        let end = rest
            .find([';', ':'])
            .into_iter()
            .chain(rest.find(". "))
            .min();
        let (date, rest) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        let mut found = Citation {
            before: text.get(..at)?.trim().to_owned(),
            date: dates::parse(date),
            volume: None,
            issue: None,
            pages: None,
            doi: text
                .split_once("doi:")
                .and_then(|(_, doi)| identity::doi(doi)),
        };
        let numbers = rest
            .split(". ")
            .next()
            .unwrap_or_default()
            .trim_end_matches('.');
        let (volume, range) = match numbers.strip_prefix(';') {
            Some(numbers) => numbers.split_once(':').unwrap_or((numbers, "")),
            None => ("", numbers.strip_prefix(':').unwrap_or_default()),
        };
        let (volume, issue) = match volume.split_once('(') {
            Some((volume, issue)) => (volume, issue.trim_end().trim_end_matches(')')),
            None => (volume, ""),
        };
        found.volume = filled(volume.trim().to_owned());
        found.issue = filled(issue.trim().to_owned());
        found.pages = pages(range);
        Some(found)
    }

    pub fn into_paper(self, paper: &mut Paper) {
        let journal = self.before.trim_end_matches("[Preprint]").trim();
        if journal.len() < self.before.len() {
            paper.kind = "article".to_owned();
        }
        paper.venue = filled(journal.to_owned());
        paper.date = self.date;
        paper.volume = self.volume;
        paper.issue = self.issue;
        paper.pages = self.pages;
        if let Some(doi) = self.doi {
            paper.identifiers.insert(Scheme::Doi, doi);
        }
    }
}

/// Whether what follows a year goes on as a citation does: a month, a number, or its end.
fn ends_a_date(rest: &str) -> bool {
    let Some(next) = rest.chars().next() else {
        return true;
    };
    match next {
        ';' | ':' | '.' | '-' | '/' | '–' => true,
        ' ' => {
            let word: &str = rest
                .trim_start()
                .split(|c: char| !c.is_alphanumeric())
                .next()
                .unwrap_or_default();
            let season = ["Spring", "Summer", "Fall", "Autumn", "Winter", "Suppl"];
            (dates::month(word).is_some() && word.starts_with(char::is_alphabetic))
                || season.contains(&word)
        }
        _ => false,
    }
}

/// The names of a list, each without the marks of its addresses.
fn items(text: &str) -> impl Iterator<Item = &str> {
    text.trim_end()
        .trim_end_matches('.')
        .split([',', ';'])
        .map(|item| fields::unmarked(item.trim().trim_end_matches('.')))
        .map(|item| item.strip_prefix("and ").unwrap_or(item))
        .filter(|item| !item.is_empty() && !item.chars().all(|c| c.is_ascii_digit() || c == ')'))
}

fn is_nobody(item: &str) -> bool {
    matches!(item, "et al" | "others")
}

/// Whether a paragraph is a list of authors: most of it surnames before initials.
pub(super) fn is_authors(text: &str) -> bool {
    let (mut people, mut others) = (0usize, 0usize);
    for item in items(text).filter(|item| !is_nobody(item)) {
        let person = item.chars().take(80).count() < 60
            && matches!(medline_name(item), Some(Name::Person { .. }));
        match person {
            true => people += 1,
            false => others += 1,
        }
    }
    people > others || (people == 0 && others == 1 && is_group(text))
}

/// A short paragraph that can only be the name of a group.
fn is_group(text: &str) -> bool {
    const ENDINGS: [&str; 9] = [
        "Group.",
        "Collaborators.",
        "Investigators.",
        "Consortium.",
        "Committee.",
        "Organization.",
        "Collaboration.",
        "Association.",
        "Network.",
    ];
    text.chars().take(200).count() < 160 && ENDINGS.iter().any(|ending| text.ends_with(ending))
}

pub(super) fn authors(text: &str) -> Vec<Name> {
    // A group's own commas stand where no list of people is: `Office of Tides, Bergen`.
    if !is_authors(text) || is_group(text) && !text.contains([',', ';']) {
        let group = fields::unmarked(text.trim().trim_end_matches('.'));
        return filled(group.to_owned())
            .map(Name::literal)
            .into_iter()
            .collect();
    }
    items(text)
        .filter(|item| !is_nobody(item))
        .filter_map(medline_name)
        .collect()
}

/// `StatPearls [Internet]. Treasure Island (FL): StatPearls Publishing; 2024 Jan–. 2023 Jul 3.`
pub(super) fn book(text: &str, paper: &mut Paper) {
    paper.kind = "chapter".to_owned();
    let (title, rest) = text.split_once(". ").unwrap_or((text, ""));
    let title = title
        .trim_end_matches("[Internet]")
        .trim()
        .trim_end_matches('.');
    paper.venue = filled(title.to_owned());
    let (published, dated) = rest.split_once(';').unwrap_or((rest, ""));
    if let Some((place, publisher)) = published.rsplit_once(": ") {
        paper.place = filled(place.rsplit(". ").next().unwrap_or(place).trim().to_owned());
        paper.publisher = filled(publisher.trim().to_owned());
    }
    // The chapter's own date stands behind the book's.
    let parts: Vec<&str> = dated.split(". ").collect();
    paper.date = parts.iter().rev().find_map(|part| dates::parse(part));
}

/// A record that is one paragraph: `Authors. Title. Journal. date;… PMID: n`, or on lines of their
/// own title, authors and journal.
pub(super) fn summary(lines: &[String]) -> Paper {
    let mut paper = Paper {
        kind: "article-journal".to_owned(),
        ..Paper::default()
    };
    let text = joined(lines);
    let (cited, numbers) = text.split_once("PMID: ").unwrap_or((&text, ""));
    fields::identify(
        &mut paper,
        Scheme::Pmid,
        numbers.split([';', ' ', '.']).next().unwrap_or_default(),
    );
    if let Some((_, pmcid)) = text.split_once("PMCID: ") {
        fields::identify(
            &mut paper,
            Scheme::Pmcid,
            pmcid.split([';', ' ', '.']).next().unwrap_or_default(),
        );
    }
    let listed = lines
        .iter()
        .skip(1)
        .position(|line| is_authors(line))
        .map(|at| at + 1);
    let first = text.split(". ").next().unwrap_or_default();
    if !is_authors(first)
        && let Some(at) = listed
    {
        let end = lines
            .iter()
            .skip(at)
            .position(|line| line.trim_end().ends_with('.'))
            .map_or(at + 1, |more| at + more + 1);
        paper.title = joined(lines.get(..at).unwrap_or_default());
        paper.authors = authors(&joined(lines.get(at..end).unwrap_or_default()));
        let rest: Vec<String> = lines
            .iter()
            .skip(end)
            .filter(|line| !(line.starts_with("PMID: ") && has_pmid(line)))
            .cloned()
            .collect();
        if let Some(citation) = Citation::find(&joined(&rest)) {
            citation.into_paper(&mut paper);
        }
        return paper;
    }
    let Some(mut citation) = Citation::find(cited) else {
        paper.title = cited.trim().to_owned();
        return paper;
    };
    let before = std::mem::take(&mut citation.before);
    let (names, rest) = match before.split_once(". ") {
        Some((names, rest)) if is_authors(names) => (names, rest),
        _ => ("", before.as_str()),
    };
    paper.authors = if names.is_empty() {
        Vec::new()
    } else {
        authors(names)
    };
    let end = [". ", "? ", "! ", ".] ", "?] "]
        .iter()
        .filter_map(|mark| rest.rfind(mark).map(|at| at + mark.len()))
        .max();
    let (title, journal) = rest
        .split_at_checked(end.unwrap_or(rest.len()))
        .unwrap_or((rest, ""));
    paper.title = title.trim().to_owned();
    citation.before = journal.trim().to_owned();
    citation.into_paper(&mut paper);
    if paper.kind.is_empty() {
        paper.kind = "article-journal".to_owned();
    }
    paper
}
