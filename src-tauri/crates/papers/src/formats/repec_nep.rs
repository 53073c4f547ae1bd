//! Reports of New Economics Papers (RePEc): the mails of old and the reports of today, as text.
//!
//! A report first lists its papers, then tells them one by one. Of old, authors stand on lines of
//! their own under the title and the abstract has no label; today there are `By:` and `Abstract:`.

use std::collections::HashSet;

use super::sniff::Evidence;
use super::{Format, Reading};
use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::identity;
use crate::names::{parse_name, person};
use crate::paper::{Name, Paper, Record, Scheme};
use crate::text::{LineStarts, fold, fold_paragraphs};

const FIELDS: [&str; 6] = ["By", "Abstract", "Keywords", "JEL", "Date", "URL"];

/// The lines from one number to the next.
struct Group {
    number: u32,
    first: usize,
    end: usize,
    /// Which of [`FIELDS`] it has.
    has: [bool; 6],
}

impl Group {
    fn has(&self, field: &str) -> bool {
        FIELDS
            .iter()
            .zip(self.has)
            .any(|(name, found)| *name == field && found)
    }

    /// Entries of the overview have at most a date.
    fn is_paper(&self) -> bool {
        ["By", "Abstract", "Keywords", "JEL", "URL"]
            .iter()
            .any(|field| self.has(field))
    }
}

/// `12. A title`, also with a tab.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let text = line.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text
        .get(..digits)
        .filter(|_| (1..=3).contains(&digits))?
        .parse()
        .ok()?;
    let rest = text.get(digits..)?.strip_prefix('.')?;
    let title = rest.trim();
    (rest.starts_with(char::is_whitespace) && !title.is_empty()).then_some((number, title))
}

fn field(line: &str) -> Option<(usize, &str)> {
    let (name, value) = line.split_once(':')?;
    let at = FIELDS.iter().position(|known| *known == name.trim())?;
    Some((at, value.trim()))
}

fn is_rule(line: &str) -> bool {
    let text = line.trim();
    text.len() >= 20 && text.bytes().all(|byte| byte == b'-' || byte == b'_')
}

/// Numbered lines that an earlier line of the overview announced. An entry's own numbered lists
/// are not among them. Empty when the overview was left out.
fn announced(lines: &[&str]) -> HashSet<usize> {
    let mut seen = HashSet::new();
    let numbered = lines.iter().enumerate().filter_map(|(index, line)| {
        let (number, title) = numbered(line)?;
        Some((index, number, title))
    });
    numbered
        .filter(|(_, number, title)| {
            let title = title.split(" By ").next().unwrap_or_default();
            let start: String = title
                .chars()
                .take(20)
                .flat_map(char::to_lowercase)
                .collect();
            !seen.insert((*number, start))
        })
        .map(|(index, ..)| index)
        .collect()
}

fn groups(lines: &[&str]) -> Vec<Group> {
    let announced = announced(lines);
    let mut found: Vec<Group> = Vec::new();
    let mut open = false;
    for (index, line) in lines.iter().enumerate() {
        if is_rule(line) {
            open = false;
            continue;
        }
        if let Some((number, _)) = numbered(line) {
            let blank_before = index
                .checked_sub(1)
                .and_then(|before| lines.get(before))
                .is_none_or(|before| before.trim().is_empty());
            // A numbered list inside an abstract does not go on where the papers do.
            let begins = match found.last().filter(|_| open) {
                _ if !announced.is_empty() => announced.contains(&index),
                None => true,
                Some(group) => {
                    group.has("URL")
                        || (number == group.number.saturating_add(1)
                            && (blank_before || !group.is_paper()))
                        || (number == 1 && !group.is_paper())
                }
            };
            if begins {
                open = true;
                found.push(Group {
                    number,
                    first: index,
                    end: index + 1,
                    has: [false; 6],
                });
                continue;
            }
        }
        let Some(group) = found.last_mut().filter(|_| open) else {
            continue;
        };
        if let Some(known) = field(line).and_then(|(at, _)| group.has.get_mut(at)) {
            *known = true;
        }
        if !line.trim().is_empty() && !is_footer(line) {
            group.end = index + 1;
        }
    }
    found.retain(Group::is_paper);
    found
}

fn is_footer(line: &str) -> bool {
    let text = line.trim();
    text.starts_with("This nep-") || text.starts_with("General information on the NEP project")
}

pub(super) fn read(text: &str) -> Reading {
    let mut reading = Reading::new(Format::RepecNep);
    let starts = LineStarts::new(text);
    let lines: Vec<&str> = text.split('\n').collect();
    let groups = groups(&lines);
    let head = groups.first().map_or(lines.len(), |group| group.first);
    (reading.title, reading.date) = about(lines.get(..head).unwrap_or_default());
    for group in &groups {
        let own = lines.get(group.first..group.end).unwrap_or_default();
        let start = starts.start(group.first + 1);
        let last = group.end.saturating_sub(1);
        let end = starts.start(last + 1) + lines.get(last).map_or(0, |line| line.len());
        let line = group.first + 1;
        let paper = paper(own);
        let mut doubts = Vec::new();
        if paper.authors.is_empty() {
            let message = "No author was found in this entry.";
            reading.diagnostics.say(line, || {
                Diagnostic::warning("missing-author", line, message).about(&paper.title)
            });
            doubts.push("missing-author: no author was found".to_owned());
        }
        if !group.has("URL") && !group.has("Date") {
            let message = "The source ends in the middle of this entry.";
            reading.diagnostics.say(line, || {
                Diagnostic::warning("truncated-record", line, message).about(&paper.title)
            });
            doubts.push("truncated-record: neither date nor address follow".to_owned());
        }
        reading.records.push(Record {
            paper,
            position: reading.records.len() + 1,
            line,
            original: text.get(start..end).unwrap_or_default().to_owned(),
            date: None,
            doubts,
        });
    }
    reading
}

/// The report's subject and the date of its issue.
fn about(lines: &[&str]) -> (Option<String>, Option<String>) {
    let (mut title, mut date) = (None, None);
    let mut subject_next = false;
    for line in lines {
        let text = fold(line).replace(['‒', '–', '−', '‐'], "-");
        if subject_next && !text.is_empty() {
            let subject = text.strip_prefix("on ").unwrap_or(&text);
            title = Some(format!("New Economics Papers: {subject}"));
            subject_next = false;
        } else if title.is_none() && text.ends_with("New Economics Papers") {
            subject_next = true;
        } else if let Some(issue) = text.strip_prefix("Issue of ") {
            date = Some(issue.to_owned());
        } else if let Some(day) = text.strip_prefix("Date: ")
            && let Some(day) = day
                .get(..10)
                .filter(|day| dates::parse(day).is_some() && day.contains('-'))
        {
            date = date.or(Some(day.to_owned()));
        }
    }
    (title, date)
}

fn paper(lines: &[&str]) -> Paper {
    let mut values: [Vec<&str>; 6] = Default::default();
    let mut title: Vec<&str> = Vec::new();
    // Lines without a label, by the blank lines between them.
    let mut blocks: Vec<Vec<&str>> = vec![Vec::new()];
    let mut current = None;
    let mut in_title = true;
    for (index, line) in lines.iter().enumerate() {
        let text = line.trim();
        if index == 0 {
            title.extend(numbered(line).map(|(_, title)| title));
            continue;
        }
        if let Some((at, value)) = field(line) {
            in_title = false;
            current = Some(at);
            if let Some(known) = values.get_mut(at) {
                known.push(value);
            }
            continue;
        }
        // A blank line ends the authors: what follows without a label is the abstract.
        if text.is_empty() && current == Some(0) {
            current = None;
        }
        match (current.and_then(|at| values.get_mut(at)), text.is_empty()) {
            (Some(value), _) => value.push(text),
            (None, true) => {
                in_title = false;
                if blocks.last().is_some_and(|block| !block.is_empty()) {
                    blocks.push(Vec::new());
                }
            }
            (None, false) if in_title => title.push(text),
            (None, false) => {
                if let Some(block) = blocks.last_mut() {
                    block.push(text);
                }
            }
        }
    }
    let [by, told, keywords, jel, date, url] = values;
    let mut blocks = blocks.into_iter().filter(|block| !block.is_empty());
    let mut paper = Paper {
        title: fold(&title.join(" ")),
        kind: "report".to_owned(),
        ..Paper::default()
    };
    paper.authors = if by.is_empty() {
        blocks
            .next()
            .unwrap_or_default()
            .iter()
            .flat_map(|line| people(line))
            .collect()
    } else {
        people(&by.join("\n"))
    };
    let told = if told.is_empty() {
        blocks
            .map(|block| block.join("\n"))
            .collect::<Vec<_>>()
            .join("\n\n")
    } else {
        told.join("\n")
    };
    paper.abstract_text = Some(fold_paragraphs(&told)).filter(|told| !told.is_empty());
    let keywords = fold(&keywords.join(" "));
    let separator = if keywords.contains(';') { ';' } else { ',' };
    for keyword in keywords
        .split(separator)
        .map(str::trim)
        .filter(|keyword| !keyword.is_empty())
    {
        paper.keywords.push(keyword.to_owned());
    }
    let jel = fold(&jel.join(" "));
    if !jel.is_empty() {
        paper.extra.insert("JEL".to_owned(), jel);
    }
    paper.date = dates::parse(&date.join(" ").replace(['‒', '–', '−', '‐'], "-"));
    if let Some(url) = url.iter().find(|url| url.starts_with("http")) {
        let url = url.split_whitespace().next().unwrap_or_default();
        identify(&mut paper, url);
        paper.urls.push(url.to_owned());
    }
    paper
}

/// RePEc's handle, and the ids that some handles hold.
fn identify(paper: &mut Paper, url: &str) {
    if let Some(id) = arxiv_of_handle(url) {
        paper.identifiers.insert(Scheme::Arxiv, id);
        paper.kind = "article".to_owned();
    }
    if let Some(doi) = identity::doi(url) {
        paper.identifiers.insert(Scheme::Doi, doi);
    }
    if let Some((_, handle)) = url.split_once("RePEc:") {
        let end = handle.find(['&', '#', '?']).unwrap_or(handle.len());
        let handle = handle.get(..end).unwrap_or_default();
        paper
            .extra
            .insert("RePEc".to_owned(), format!("RePEc:{handle}"));
    }
}

/// The arXiv id in the handle that RePEc gives to arXiv's papers: `RePEc:arx:papers:2601.01234`.
pub(super) fn arxiv_of_handle(url: &str) -> Option<String> {
    let (_, id) = url.split_once("RePEc:arx:papers:")?;
    let end = id.find(['&', '#', '?']).unwrap_or(id.len());
    identity::arxiv_id(id.get(..end)?)
}

/// `Family, Given (Affiliation)`, several told apart by semicolons and line ends.
fn people(text: &str) -> Vec<Name> {
    let mut plain = String::with_capacity(text.len());
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
        .split([';', '\n'])
        .map(fold)
        .filter(|name| !name.is_empty())
        .filter_map(|name| {
            if name.contains(',') {
                parse_name(&name)
            } else {
                person(&name)
            }
        })
        .collect()
}

/// The report's own first lines, and an entry.
pub(super) fn evidence(text: &str) -> Evidence {
    if text.trim_start().starts_with(['<', '{', '[', '#'])
        || !text.to_ascii_lowercase().contains("repec")
    {
        return Evidence::None;
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let marked = lines.iter().take(60).any(|line| {
        let line = line.trim();
        (line.ends_with("New Economics Papers") && line.len() < 40)
            || line.starts_with("Subject: [nep-")
            || line.contains("ernad at nep.repec.org")
    });
    match (marked, groups(&lines).is_empty()) {
        (true, false) => Evidence::Plain,
        (true, true) => Evidence::Some,
        _ => Evidence::None,
    }
}

#[cfg(test)]
mod tests;
