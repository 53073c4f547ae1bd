//! Journals' tables of contents by mail: Nature, Cell, Science, AHA, Elsevier, Wiley, Springer and
//! their like, as HTML and as text.
//!
//! No two publishers agree on anything but this: a title, nearly always a link; people near it; a
//! DOI as text or inside a link. A title is taken when its link leads to an article, or when people
//! or a DOI follow it; without a link, when a DOI or a labelled link (`Full text`) ends its
//! paragraph. Sections of news, jobs and adverts are left out.

mod lines;

use std::collections::HashSet;

use self::lines::{Mark, Marked};
use super::sniff::Evidence;
use super::{Format, Reading, alert};
use crate::identity;
use crate::paper::{Paper, Record, Scheme};
use crate::text::html::{self, Line};
use crate::text::{LineStarts, fold};

/// How many lines behind an unsure title its people or DOI may stand.
const NEAR: usize = 5;

/// How many lines behind a title still belong to it.
const REACH: usize = 14;

/// A description longer than this is the abstract itself.
const WHOLE_ABSTRACT: usize = 600;

pub(super) fn evidence(text: &str) -> Evidence {
    const SIGNS: [&str; 24] = [
        "table of contents",
        "e-alert",
        "ealert",
        "etoc",
        "e-toc",
        "toc alert",
        "new articles",
        "online now",
        "online first",
        "onlinefirst",
        "early view",
        "articles in press",
        "journal alert",
        "content alert",
        "latest issue",
        "current issue",
        "new issue",
        "advance online",
        "latest research",
        "just published",
        "recently published",
        "latest articles",
        "citation alert",
        "alert from",
    ];
    let lower = text.to_lowercase();
    let signed = SIGNS.iter().any(|sign| lower.contains(sign));
    let mail = lower.contains("unsubscribe");
    if !signed && !mail {
        return Evidence::None;
    }
    // Markdown and code have tables of contents of their own.
    let is_page = html::is_html(text);
    let written =
        |line: &str| line.starts_with(['#', '{', '`', '@', '%']) || line.ends_with([';', '{']);
    if !is_page && text.lines().any(|line| written(line.trim())) {
        return Evidence::None;
    }
    let records = read(text).records;
    let (mut sure, mut signed_by_people) = (0usize, 0usize);
    for record in &records {
        let paper = &record.paper;
        let people = !paper.authors.is_empty();
        if people && (is_page || is_journals(paper)) || is_page && is_journals(paper) {
            sure += 1;
            signed_by_people += usize::from(people);
        }
    }
    let preprints = records
        .iter()
        .filter(|record| !is_journals(&record.paper))
        .count();
    // Newsletters, too, are mails with links to papers; journals name the authors.
    let certain = if signed {
        sure >= 2 && preprints <= records.len().saturating_sub(1)
    } else {
        sure >= 3 && signed_by_people * 2 >= sure && preprints * 2 <= records.len()
    };
    if certain {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

/// Whether a paper's identifier or address is a journal's.
fn is_journals(paper: &Paper) -> bool {
    let elsewhere = [Scheme::Arxiv, Scheme::Openreview, Scheme::Acl]
        .iter()
        .any(|scheme| paper.identifiers.contains_key(scheme));
    let doi = paper.identifiers.get(&Scheme::Doi);
    !elsewhere
        && (doi.is_some_and(|doi| !identity::is_preprint_doi(doi))
            || (doi.is_none() && paper.urls.iter().any(|url| alert::is_article(url))))
}

/// An item as line numbers of the mail.
struct Item {
    title: String,
    url: Option<String>,
    first: usize,
    /// The lines that may say more about it.
    from: usize,
    to: usize,
    people: String,
    section: Option<String>,
}

pub(super) fn read(text: &str) -> Reading {
    let mut reading = Reading::new(Format::JournalAlert);
    let starts = LineStarts::new(text);
    let lines = alert::lines(text);
    let marked = lines::mark(&lines);
    let mut seen = HashSet::new();
    for item in items(&lines, &marked) {
        let Some(record) = record(text, &lines, &item, &starts) else {
            continue;
        };
        // The picture, the title and `most read` all lead to the same paper.
        let mut names: Vec<String> = record
            .paper
            .identifiers
            .iter()
            .map(|(scheme, value)| format!("{} {value}", scheme.name()))
            .collect();
        names.push(record.paper.title.to_lowercase());
        if names.iter().any(|name| seen.contains(name)) {
            continue;
        }
        seen.extend(names);
        reading.records.push(Record {
            position: reading.records.len() + 1,
            ..record
        });
    }
    reading
}

fn items(lines: &[Line], marked: &[Marked]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut section: Option<String> = None;
    let mut skipping = false;
    // Where the lines start that no item has taken.
    let mut free = 0;
    let mut index = 0;
    while let (Some(line), Some(mark)) = (lines.get(index), marked.get(index)) {
        let at = index;
        index += 1;
        match &mark.mark {
            // An advert stands between papers; what follows it is what came before it.
            Mark::Section if lines::is_advert(&line.text) => free = index,
            Mark::Section => {
                skipping = lines::is_news(&line.text);
                section = Some(line.text.clone());
                free = index;
            }
            Mark::Title { url, text } if is_sure(marked, at, url) => {
                let (title, next) = whole_title(lines, marked, at, url, text);
                let to = end(marked, next);
                if !skipping {
                    items.push(Item {
                        title,
                        url: Some(url.clone()),
                        first: at,
                        from: next,
                        to,
                        people: String::new(),
                        section: section.clone(),
                    });
                }
                index = next;
                free = index;
            }
            Mark::Place { .. } if !skipping => {
                let open = items
                    .last()
                    .is_some_and(|item| at < item.to && item.from <= at);
                if open {
                    free = index;
                    continue;
                }
                if let Some(item) = text_item(lines, marked, free, at, &section) {
                    items.push(item);
                }
                free = index;
            }
            _ => {}
        }
    }
    items
}

/// Whether the link is an article's, or people or a DOI stand near behind it.
fn is_sure(marked: &[Marked], at: usize, url: &str) -> bool {
    if alert::is_article(url) {
        return true;
    }
    marked
        .iter()
        .skip(at + 1)
        .take(NEAR)
        .take_while(|next| !matches!(next.mark, Mark::Title { .. } | Mark::Section))
        .any(|next| match &next.mark {
            Mark::People => true,
            Mark::Place { doi, .. } => *doi,
            _ => false,
        })
}

/// A title that the mail broke into several lines of one link, and the line behind it.
fn whole_title(
    lines: &[Line],
    marked: &[Marked],
    at: usize,
    url: &str,
    text: &str,
) -> (String, usize) {
    let mut title = text.to_owned();
    let mut next = at + 1;
    while let (Some(line), Some(mark)) = (lines.get(next), marked.get(next)) {
        let same = line
            .links
            .iter()
            .any(|link| link.text == line.text && alert::target(&link.href) == url);
        let goes_on = same
            && !line.gap
            && !matches!(mark.mark, Mark::People | Mark::Section)
            && !alert::is_label(&line.text);
        if !goes_on || title.len() > 600 {
            break;
        }
        title.push(' ');
        title.push_str(&line.text);
        next += 1;
    }
    (title, next)
}

/// Where the lines about an item end.
fn end(marked: &[Marked], from: usize) -> usize {
    let behind = marked
        .iter()
        .skip(from)
        .take(REACH)
        .position(|mark| matches!(mark.mark, Mark::Title { .. } | Mark::Section));
    behind.map_or_else(|| marked.len().min(from + REACH), |at| from + at)
}

/// An item whose title is no link: the paragraph before its DOI or its labelled links.
fn text_item(
    lines: &[Line],
    marked: &[Marked],
    free: usize,
    at: usize,
    section: &Option<String>,
) -> Option<Item> {
    let mut start = at;
    let mut gaps = 0;
    for index in (free..at).rev().take(12) {
        let (line, mark) = (lines.get(index)?, marked.get(index)?);
        if !matches!(mark.mark, Mark::Other | Mark::People) {
            break;
        }
        start = index;
        gaps += usize::from(line.gap);
        let people = marked
            .get(start..at)
            .unwrap_or_default()
            .iter()
            .any(|mark| mark.mark == Mark::People);
        let titled = marked
            .get(start..at)
            .unwrap_or_default()
            .iter()
            .any(|mark| mark.mark == Mark::Other);
        if line.gap && ((people && titled) || gaps >= 2) {
            break;
        }
    }
    let mut block = lines.get(start..at)?;
    // `J Foo 12, 345 (2024)` between the people and the DOI.
    while let [.., before, last] = block {
        if lines::is_citation(&last.text) && !before.text.is_empty() && block.len() > 1 {
            block = block.get(..block.len() - 1)?;
        } else {
            break;
        }
    }
    // Pages end a title; what stands between them and the people is about the paper.
    let paged = block
        .iter()
        .position(|line| lines::title_and_pages(&line.text).is_some());
    let (title, people) = match paged {
        Some(last) => {
            let (title, behind) = block.split_at_checked(last + 1)?;
            let people = behind
                .iter()
                .rev()
                .take_while(|line| lines::says_people(line));
            let behind = behind.get(behind.len() - people.count()..)?;
            let joined = |lines: &[Line]| {
                let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
                texts.join(" ")
            };
            block = title;
            (joined(title), joined(behind))
        }
        None => alert::title_and_people(block),
    };
    let own = lines.get(at)?;
    if !alert::is_title(&title) || alert::is_people(&title) {
        return None;
    }
    let people = if alert::is_people(&people) {
        people
    } else {
        String::new()
    };
    // Prose that cites a DOI has no people on the line before it.
    if people.is_empty() && (block.len() > 2 || own.text.len() > 200) {
        return None;
    }
    Some(Item {
        title,
        url: None,
        first: start,
        from: at,
        to: at + 1,
        people,
        section: section.clone(),
    })
}

fn record(text: &str, lines: &[Line], item: &Item, starts: &LineStarts) -> Option<Record> {
    let first = lines.get(item.first)?;
    let mut doubts = Vec::new();
    let (title, pages) = match lines::title_and_pages(&item.title) {
        Some((title, pages)) => (title, super::pages(pages)),
        None => (item.title.as_str(), None),
    };
    let mut paper = Paper {
        title: alert::title(title),
        authors: alert::authors(&item.people, &mut doubts),
        pages,
        ..Paper::default()
    };
    if let Some(url) = &item.url {
        alert::identify(&mut paper, url);
        paper.urls.push(url.clone());
    }
    let mut end = lines.get(item.from.saturating_sub(1))?.end.max(first.end);
    for line in lines.get(item.from..item.to).unwrap_or_default() {
        let before = (
            paper.authors.len(),
            paper.identifiers.len(),
            paper.extra.len(),
        );
        detail(line, &mut paper, &mut doubts);
        if before
            != (
                paper.authors.len(),
                paper.identifiers.len(),
                paper.extra.len(),
            )
            || paper.abstract_text.is_some()
        {
            end = end.max(line.end);
        }
    }
    let doi = paper.identifiers.get(&Scheme::Doi);
    let journal = doi.is_some_and(|doi| !identity::is_preprint_doi(doi) && !doi.contains("/978-"));
    if paper.kind.is_empty() && journal {
        paper.kind = "article-journal".to_owned();
    }
    if let Some(section) = &item.section {
        paper.extra.insert("section".to_owned(), section.clone());
    }
    if paper.authors.is_empty() && paper.identifiers.is_empty() {
        doubts.push("neither authors nor an identifier stood with this title".to_owned());
    }
    Some(Record {
        paper,
        position: 0,
        line: starts.line(first.start),
        original: text.get(first.start..end).unwrap_or_default().to_owned(),
        date: None,
        doubts,
    })
}

/// What one line behind a title says of the paper.
fn detail(line: &Line, paper: &mut Paper, doubts: &mut Vec<String>) {
    let text = line.text.as_str();
    if paper.authors.is_empty() && lines::says_people(line) {
        paper.authors = alert::authors(text, doubts);
        return;
    }
    if !paper.identifiers.contains_key(&Scheme::Doi) {
        let doi = lines::doi_of(text);
        if doi.is_some() {
            paper.identifiers.extend(doi.map(|doi| (Scheme::Doi, doi)));
            return;
        }
        for link in &line.links {
            let place = alert::target(&link.href);
            if (alert::is_label(&link.text) || link.text.contains("10."))
                && alert::identify(paper, &place)
            {
                if paper.urls.is_empty() {
                    paper.urls.push(place);
                }
                return;
            }
        }
    }
    let lower = text.to_lowercase();
    if paper.date.is_none()
        && (lower.starts_with("published") || lower.starts_with("first published"))
    {
        paper.date = alert::whole_date(text);
        return;
    }
    let labelled = text
        .strip_prefix("Abstract")
        .map(|rest| rest.trim_start_matches([':', ' ']));
    let is_prose =
        text.len() >= 60 && text.split_whitespace().count() >= 10 && !alert::is_label(text);
    match labelled.filter(|rest| rest.len() > 100) {
        Some(rest) if paper.abstract_text.is_none() => paper.abstract_text = Some(fold(rest)),
        None if is_prose && text.len() >= WHOLE_ABSTRACT && paper.abstract_text.is_none() => {
            paper.abstract_text = Some(text.to_owned());
        }
        // An editor's line about the paper is not its abstract.
        None if is_prose && !paper.extra.contains_key("summary") && !lines::is_citation(text) => {
            paper.extra.insert("summary".to_owned(), text.to_owned());
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
