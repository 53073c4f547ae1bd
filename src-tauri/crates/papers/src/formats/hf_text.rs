//! A Hugging Face papers page as text: header lines, then title and abstract in turn.
//!
//! The grammar was read off saved pages. Around each pair there may be votes, `N authors`, an
//! organisation, a date, comment counts, and URLs or Markdown links that give the arXiv id. Titles
//! and abstracts are kept exactly as their lines stand. Pairing looks at the shape of the lines,
//! not at their number: a title is the last short line before an abstract, so that a missing
//! abstract costs one abstract (`missing-abstract`) and no pair slips.

mod lines;

use super::remarks::Remarks;
use std::collections::HashSet;

use self::lines::{Kind, Line};
use super::sniff::Evidence;
use super::{Format, Reading};
use crate::diagnostic::Diagnostic;
use crate::paper::{Paper, Record, Scheme};
use crate::text::fold;

/// Most links that one paper takes; a list of links is not a paper's.
const MOST_LINKS: usize = 16;

/// A pair under construction. Offsets are into the source.
#[derive(Debug)]
struct Pair<'a> {
    title: &'a Line<'a>,
    abstracts: Vec<&'a Line<'a>>,
    ids: Vec<&'a str>,
    urls: Vec<&'a str>,
}

pub(super) fn read(text: &str) -> Reading {
    let lines = lines::classify(text);
    let mut reading = Reading {
        format: Format::HfText,
        title: None,
        date: None,
        records: Vec::new(),
        diagnostics: Remarks::new(),
    };
    for line in &lines {
        match line.kind {
            Kind::Masthead if reading.title.is_none() => {
                reading.title = Some("Trending papers".to_owned());
            }
            Kind::Date if reading.date.is_none() => reading.date = Some(line.text.to_owned()),
            _ => {}
        }
    }
    let cut = cut_abstract(text, &lines);
    let pairs = pair(&lines, cut, &mut reading.diagnostics);
    for pair in pairs {
        let position = reading.records.len() + 1;
        let record = record(text, &pair, position, &mut reading.diagnostics);
        reading.records.push(record);
    }
    date_records(&lines, &mut reading);
    mark_cut_end(text, &mut reading);
    reading
}

/// Several days in one paste: every record bears the date of the header above it.
fn date_records(lines: &[Line<'_>], reading: &mut Reading) {
    let headers: Vec<&Line<'_>> = lines
        .windows(2)
        .filter_map(|pair| match pair {
            [before, date] if date.kind == Kind::Date && before.kind == Kind::Masthead => {
                Some(date)
            }
            _ => None,
        })
        .collect();
    if headers.len() < 2 {
        return;
    }
    for record in &mut reading.records {
        let above = headers.partition_point(|header| header.number < record.line);
        let header = above.checked_sub(1).and_then(|at| headers.get(at));
        record.date = header.map(|header| header.text.to_owned());
    }
}

/// A digest cut in its last abstract leaves a last line that looks like a title after a title.
fn cut_abstract(text: &str, lines: &[Line<'_>]) -> Option<usize> {
    let unfinished = !text.ends_with('\n');
    let decorated = is_decorated(lines);
    match lines {
        [.., before, last]
            if unfinished
                && !decorated
                && last.kind == Kind::Short
                && before.kind == Kind::Short =>
        {
            Some(lines.len() - 1)
        }
        _ => None,
    }
}

fn pair<'a>(lines: &'a [Line<'a>], cut: Option<usize>, diagnostics: &mut Remarks) -> Vec<Pair<'a>> {
    let place = TitlePlace::learn(lines);
    let mut lead_of_waiting = None;
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    let mut waiting: Option<&'a Line<'a>> = None;
    // Links since the last abstract, and those that stand after the waiting title.
    let mut loose: Vec<&'a Line<'a>> = Vec::new();
    let mut own: Vec<&'a Line<'a>> = Vec::new();
    let mut broken_since_abstract = true;
    let leading = links_lead(lines);
    for (index, line) in lines.iter().enumerate() {
        let is_abstract = line.kind == Kind::Abstract || cut == Some(index);
        match line.kind {
            _ if is_abstract => {
                if let Some(title) = waiting.take() {
                    let pair = start(title, &mut pairs, &mut loose, &mut own, leading);
                    pairs.push(Pair {
                        abstracts: vec![line],
                        ..pair
                    });
                    broken_since_abstract = false;
                } else if let (false, Some(last)) = (broken_since_abstract, pairs.last_mut()) {
                    last.abstracts.push(line);
                    diagnostics.push(Diagnostic::info(
                        "abstract-continues",
                        line.number,
                        "A paragraph without a title was taken as part of the abstract before it.",
                    ));
                } else {
                    diagnostics.push(
                        Diagnostic::warning(
                            "missing-title",
                            line.number,
                            "An abstract without a title was left out.",
                        )
                        .about(line.text),
                    );
                }
            }
            Kind::Short => {
                if let Some(title) = waiting.replace(line) {
                    if !place.is_title(title, lead_of_waiting, !own.is_empty()) {
                        skipped(title, diagnostics);
                        loose.append(&mut own);
                    } else {
                        let pair = start(title, &mut pairs, &mut loose, &mut own, leading);
                        pairs.push(pair);
                    }
                }
                lead_of_waiting = lead(lines, index);
                broken_since_abstract = true;
            }
            Kind::Link => {
                broken_since_abstract = true;
                if waiting.is_some() {
                    own.push(line)
                } else {
                    loose.push(line)
                }
            }
            Kind::Count | Kind::Decoration | Kind::Date | Kind::Header | Kind::Masthead => {
                broken_since_abstract = true;
            }
            Kind::Abstract => {}
        }
    }
    if let Some(title) = waiting {
        if place.is_title(title, lead_of_waiting, !own.is_empty()) {
            let pair = start(title, &mut pairs, &mut loose, &mut own, leading);
            pairs.push(pair);
        } else {
            skipped(title, diagnostics);
            loose.append(&mut own);
        }
    }
    if let Some(last) = pairs.last_mut() {
        take_links(last, &loose);
    }
    pairs
}

/// Where this page puts its titles, learned from those that have an abstract: a line elsewhere may
/// be an organisation or a name.
struct TitlePlace {
    decorated: bool,
    usual_lead: Option<Kind>,
}

impl TitlePlace {
    fn learn(lines: &[Line<'_>]) -> TitlePlace {
        let mut leads: Vec<(Kind, usize)> = Vec::new();
        let mut candidate = None;
        for (index, line) in lines.iter().enumerate() {
            match line.kind {
                Kind::Short => candidate = Some(index),
                Kind::Abstract => {
                    let Some(kind) = candidate.take().and_then(|title| lead(lines, title)) else {
                        continue;
                    };
                    count(kind, &mut leads);
                }
                _ => {}
            }
        }
        if leads.is_empty() && is_decorated(lines) {
            // A page that shows no abstracts: most of what looks like titles are some.
            for (index, line) in lines.iter().enumerate() {
                if line.kind != Kind::Short || !line.looks_like_title() {
                    continue;
                }
                if let Some(kind) = lead(lines, index).filter(|kind| *kind != Kind::Short) {
                    count(kind, &mut leads);
                }
            }
        }
        let usual = leads.into_iter().max_by_key(|(_, count)| *count);
        TitlePlace {
            decorated: is_decorated(lines),
            usual_lead: usual.map(|(kind, _)| kind),
        }
    }

    /// Whether a line that no abstract follows is a title all the same. `linked` says that a link
    /// follows it, which may also be the next paper's when the line ends the paper before.
    fn is_title(&self, line: &Line<'_>, lead: Option<Kind>, linked: bool) -> bool {
        let ends_paper = matches!(lead, Some(Kind::Abstract | Kind::Decoration));
        !self.decorated
            || line.link.is_some()
            || (linked && !ends_paper)
            || (line.looks_like_title() && lead == self.usual_lead)
    }
}

fn count(kind: Kind, counts: &mut Vec<(Kind, usize)>) {
    match counts.iter_mut().find(|(known, _)| *known == kind) {
        Some((_, count)) => *count += 1,
        None => counts.push((kind, 1)),
    }
}

fn is_decorated(lines: &[Line<'_>]) -> bool {
    lines
        .iter()
        .any(|line| matches!(line.kind, Kind::Count | Kind::Decoration | Kind::Link))
}

/// What stands before a line.
fn lead(lines: &[Line<'_>], index: usize) -> Option<Kind> {
    index
        .checked_sub(1)
        .and_then(|before| lines.get(before))
        .map(|line| line.kind)
}

fn skipped(line: &Line<'_>, diagnostics: &mut Remarks) {
    let message = "A line that is neither title nor abstract was left out.";
    diagnostics.say(line.number, || {
        Diagnostic::info("skipped-line", line.number, message).about(line.text)
    });
}

/// Whether a page names each paper's link before its title rather than after its abstract.
fn links_lead(lines: &[Line<'_>]) -> bool {
    lines
        .iter()
        .find(|line| matches!(line.kind, Kind::Link | Kind::Short | Kind::Abstract))
        .is_some_and(|line| line.kind == Kind::Link)
}

/// Opens a pair and gives out the links between the last pair and this one.
fn start<'a>(
    title: &'a Line<'a>,
    pairs: &mut [Pair<'a>],
    loose: &mut Vec<&'a Line<'a>>,
    own: &mut Vec<&'a Line<'a>>,
    leading: bool,
) -> Pair<'a> {
    let mut pair = Pair {
        title,
        abstracts: Vec::new(),
        ids: Vec::new(),
        urls: Vec::new(),
    };
    take_links(&mut pair, &[title]);
    take_links(&mut pair, own);
    own.clear();
    let links = std::mem::take(loose);
    match pairs.last_mut() {
        Some(before) => {
            let mut ids: Vec<&str> = Vec::new();
            for link in &links {
                let id = link.link.as_ref().and_then(|link| link.id.as_deref());
                ids.extend(id.filter(|id| !ids.contains(id)));
                if ids.len() > 1 {
                    break;
                }
            }
            // Two ids between two papers: the first belongs to what stands before.
            let split = match ids.as_slice() {
                [] => links.len(),
                [first, second, ..] if before.ids.is_empty() || before.ids.contains(first) => links
                    .iter()
                    .position(|link| link.has_id(second))
                    .unwrap_or(links.len()),
                [only, ..] if before.ids.contains(only) => links.len(),
                _ if leading || !before.ids.is_empty() => 0,
                _ => links.len(),
            };
            let (theirs, ours) = links.split_at(split);
            take_links(before, theirs);
            take_links(&mut pair, ours);
        }
        None => take_links(&mut pair, &links),
    }
    pair
}

fn take_links<'a>(pair: &mut Pair<'a>, lines: &[&'a Line<'a>]) {
    for link in lines.iter().filter_map(|line| line.link.as_ref()) {
        if let Some(id) = &link.id
            && pair.ids.len() < MOST_LINKS
            && !pair.ids.contains(&id.as_str())
        {
            pair.ids.push(id);
        }
        if !link.is_login && pair.urls.len() < MOST_LINKS && !pair.urls.contains(&link.url) {
            pair.urls.push(link.url);
        }
    }
}

fn record(text: &str, pair: &Pair<'_>, position: usize, diagnostics: &mut Remarks) -> Record {
    let title = pair.title;
    let mut paper = Paper {
        title: title.text.to_owned(),
        ..Paper::default()
    };
    let mut doubts = Vec::new();
    let end = pair.abstracts.last().map_or(title.end, |line| line.end);
    if pair.abstracts.is_empty() {
        doubts.push("no abstract followed this title".to_owned());
        let message = "No abstract follows this title.";
        diagnostics.say(title.number, || {
            Diagnostic::warning("missing-abstract", title.number, message).about(title.text)
        });
    } else {
        let paragraphs: Vec<_> = pair.abstracts.iter().map(|line| line.unwrapped()).collect();
        paper.abstract_text = Some(paragraphs.join("\n\n"));
    }
    if let Some(id) = pair.ids.first() {
        paper.identifiers.insert(Scheme::Arxiv, (*id).to_owned());
        paper.kind = "article".to_owned();
    }
    if pair.ids.len() > 1 {
        doubts.push("several arXiv ids stood around this title".to_owned());
        let message = format!(
            "Several arXiv ids stand around this title: {}.",
            pair.ids.join(", ")
        );
        diagnostics.say(title.number, || {
            Diagnostic::warning("several-ids", title.number, message).about(title.text)
        });
    }
    paper.urls = pair.urls.iter().map(|url| (*url).to_owned()).collect();
    if paper
        .abstract_text
        .as_deref()
        .is_some_and(|text| text.ends_with('…') || text.ends_with("..."))
    {
        truncated(title, &mut doubts, diagnostics);
    }
    Record {
        paper,
        position,
        line: title.number,
        original: text.get(title.start..end).unwrap_or_default().to_owned(),
        date: None,
        doubts,
    }
}

fn truncated(title: &Line<'_>, doubts: &mut Vec<String>, diagnostics: &mut Remarks) {
    doubts.push("truncated-abstract: the abstract seems to be cut short".to_owned());
    let message = "The abstract of this paper seems to be cut short.";
    diagnostics.say(title.number, || {
        Diagnostic::warning("truncated-abstract", title.number, message).about(title.text)
    });
}

/// The last abstract of a source that stops without an end of sentence or line was cut.
fn mark_cut_end(text: &str, reading: &mut Reading) {
    let Some(record) = reading.records.last_mut() else {
        return;
    };
    let Some(told) = &record.paper.abstract_text else {
        return;
    };
    let at_end = !text.ends_with('\n') && text.trim_end().ends_with(told.as_str());
    let last_word = told.split_whitespace().next_back().unwrap_or_default();
    let finished =
        told.ends_with(['.', '!', '?', ')', '"', '”', '$', '…']) || last_word.contains("://");
    if at_end && !finished && record.doubts.is_empty() {
        record
            .doubts
            .push("truncated-abstract: the source ends in the middle of this abstract".to_owned());
        let message = "The source ends in the middle of this abstract.";
        reading.diagnostics.say(record.line, || {
            Diagnostic::warning("truncated-abstract", record.line, message)
                .about(&record.paper.title)
        });
    }
}

/// Known header lines or links to papers say it plainly; without them the turn of title and
/// abstract must hold almost throughout.
pub(super) fn evidence(text: &str) -> Evidence {
    let lines = lines::classify(text);
    let header = lines
        .iter()
        .take(40)
        .any(|line| line.kind == Kind::Masthead);
    let ids: HashSet<&str> = lines
        .iter()
        .filter_map(|line| line.link.as_ref().filter(|l| l.is_hf)?.id.as_deref())
        .collect();
    let abstracts = lines
        .iter()
        .filter(|line| line.kind == Kind::Abstract)
        .count();
    let shorts = lines.iter().filter(|line| line.kind == Kind::Short).count();
    if (header && shorts > 0) || (ids.len() >= 2 && shorts >= 2) {
        return Evidence::Plain;
    }
    // The sample may stop anywhere: the last line proves nothing.
    let content: Vec<&Line<'_>> = lines
        .iter()
        .filter(|line| matches!(line.kind, Kind::Short | Kind::Abstract))
        .collect();
    let turns = content
        .windows(2)
        .filter(|pair| match pair {
            [a, b] => a.kind == Kind::Short && a.looks_like_title() && b.is_full_abstract(),
            _ => false,
        })
        .count();
    let regular = turns * 2 + 2 >= content.len() && lines.len() <= content.len() + turns * 3 + 8;
    match turns {
        3.. if regular && abstracts <= turns + 1 => Evidence::Plain,
        1.. if regular && content.len() <= 4 => Evidence::Some,
        _ => Evidence::None,
    }
}

/// Title, blank line, abstract, blank line.
pub(super) fn write(papers: &[Paper]) -> String {
    let mut out = String::new();
    for paper in papers {
        for block in [Some(&paper.title), paper.abstract_text.as_ref()]
            .into_iter()
            .flatten()
        {
            out.push_str(&fold(block));
            out.push_str("\n\n");
        }
    }
    out
}

#[cfg(test)]
mod tests;
