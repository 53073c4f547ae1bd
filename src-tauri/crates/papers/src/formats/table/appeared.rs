//! Where the paper of a row appeared: venue, volume, issue, pages, publisher.

use super::clean;
use super::columns::Field;
use super::rows::Cells;
use crate::dates;
use crate::formats::{filled, pages};
use crate::paper::{Date, Paper};

pub(super) fn appeared(cells: &mut Cells<'_>, paper: &mut Paper) {
    let venue = cells.take_if(Field::Venue, |cell| !is_database(cell));
    match venue.and_then(citation) {
        // Embase's `Journal of Cysts (2014) 3:3 (152-160). Date of Publication: 2014`.
        Some(found) => {
            paper.venue = filled(clean(found.venue));
            paper.date = paper.date.or_else(|| found.date());
            paper.volume = filled(found.volume.to_owned());
            paper.issue = filled(found.issue.to_owned());
            paper.pages = pages(found.pages);
        }
        None => paper.venue = venue.and_then(|cell| filled(clean(cell))),
    }
    for (field, place) in [
        (Field::Volume, &mut paper.volume),
        (Field::Issue, &mut paper.issue),
    ] {
        if let Some(number) = cells.number(field) {
            *place = Some(number);
        }
    }
    for (field, place) in [
        (Field::Publisher, &mut paper.publisher),
        (Field::Place, &mut paper.place),
        (Field::Language, &mut paper.language),
    ] {
        *place = cells.text(field);
    }
    let whole = cells.number(Field::Pages).and_then(|range| pages(&range));
    let start = cells.number(Field::StartPage);
    let end = cells.number(Field::EndPage);
    let range = match (start, end) {
        (Some(start), Some(end)) if start != end && !start.contains('-') => {
            pages(&format!("{start}-{end}"))
        }
        (Some(one), _) | (None, Some(one)) => pages(&one),
        (None, None) => None,
    };
    let found = whole.or(range);
    // A table without page numbers has the article's number in their place.
    let found = match found {
        Some(found) => Some(found),
        None => cells.number(Field::ArticleNumber),
    };
    if found.is_some() {
        paper.pages = found;
    }
}

/// Names of databases stand in columns called “Source” that say where a record comes from.
fn is_database(cell: &str) -> bool {
    matches!(
        cell.to_ascii_lowercase().as_str(),
        "scopus"
            | "web of science"
            | "wos"
            | "pubmed"
            | "medline"
            | "embase"
            | "cinahl"
            | "crossref"
            | "google scholar"
            | "openalex"
            | "semantic scholar"
            | "ieee xplore"
            | "psycinfo"
            | "lens"
            | "dimensions"
            | "central"
            | "cochrane"
            | "proquest"
            | "eric"
            | "database"
            | "manual"
            | "dblp"
            | "acm"
            | "ieee"
    )
}

struct Citation<'a> {
    venue: &'a str,
    year: &'a str,
    published: &'a str,
    volume: &'a str,
    issue: &'a str,
    pages: &'a str,
}

impl Citation<'_> {
    /// The year, or the date of publication when it is of that year.
    fn date(&self) -> Option<Date> {
        let year = dates::parse(self.year)?;
        let published = dates::parse(self.published.trim_start_matches([':', ' ']));
        published
            .filter(|date| date.year == year.year)
            .or(Some(year))
    }
}

fn citation(text: &str) -> Option<Citation<'_>> {
    let (citation, published) = text.split_once("Date of Publication")?;
    let (open, year) = citation.match_indices(" (").find_map(|(at, _)| {
        let year = citation.get(at + 2..at + 6)?;
        let closed = citation.get(at + 6..)?.starts_with(')');
        (closed && year.bytes().all(|b| b.is_ascii_digit())).then_some((at, year))
    })?;
    let venue = citation.get(..open)?;
    let rest = citation.get(open + 7..)?.trim();
    let (numbers, pages) = match rest.split_once('(') {
        Some((numbers, pages)) => (numbers, pages.split(')').next().unwrap_or_default()),
        None => (rest, ""),
    };
    let (volume, issue) = numbers.split_once(':').unwrap_or((numbers, ""));
    let number = |text: &'_ str| text.trim().trim_end_matches('.').len();
    let volume_length = number(volume);
    let issue_length = number(issue);
    Some(Citation {
        venue,
        year,
        published,
        volume: volume.trim().get(..volume_length).unwrap_or_default(),
        issue: issue.trim().get(..issue_length).unwrap_or_default(),
        pages,
    })
}
