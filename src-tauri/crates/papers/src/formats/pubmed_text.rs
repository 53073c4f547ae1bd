//! PubMed's "Abstract (text)" and "Summary (text)".
//!
//! Records are numbered. A new one begins only at a line with the number that is due, behind a
//! blank line, when the record before has come to its PMID or two blank lines stand between; so a
//! numbered paragraph of an abstract begins none. In the abstract format a record is a series of
//! paragraphs: citation, title, authors, their addresses, remarks, abstract, copyright,
//! identifiers, conflicts of interest. In the summary all of a record is one paragraph.

mod citation;

use self::citation::{Citation, authors, is_authors};
use super::fields;
use super::remarks::Remarks;
use super::sniff::Evidence;
use super::{Format, Reading, filled};
use crate::diagnostic::Diagnostic;
use crate::paper::{Paper, Record, Scheme};
use crate::text::{fold, fold_paragraphs};

pub(super) fn read(text: &str) -> Reading {
    let mut reading = Reading::new(Format::PubmedText);
    let lines: Vec<fields::Line<'_>> = fields::lines(text).collect();
    let starts = starts(&lines, &mut reading.diagnostics);
    for (index, &(at, _)) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(lines.len(), |&(next, _)| next);
        let own = lines.get(at..end).unwrap_or_default();
        let Some(first) = own.first() else {
            continue;
        };
        let last = own
            .iter()
            .rev()
            .find(|line| !line.is_blank())
            .unwrap_or(first);
        let mut doubts = Vec::new();
        let paper = paper(own);
        if paper.title.is_empty() {
            fields::untitled(first.number, &mut doubts, &mut reading.diagnostics);
        }
        reading.records.push(Record {
            paper,
            position: index + 1,
            line: first.number,
            original: text
                .get(first.start..last.end())
                .unwrap_or_default()
                .to_owned(),
            date: None,
            doubts,
        });
    }
    reading
}

/// The number a line begins with, `12. ` or `12: `, and what follows.
fn numbered(line: &str) -> Option<(usize, &str)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at_checked(digits)?;
    let rest = rest.strip_prefix(['.', ':'])?;
    let text = rest.trim_start();
    let sound = (1..=6).contains(&digits) && rest.starts_with(' ') && !text.is_empty();
    sound.then(|| Some((number.parse().ok()?, text)))?
}

/// Where records begin, as indices of lines, and their numbers.
fn starts(lines: &[fields::Line<'_>], diagnostics: &mut Remarks) -> Vec<(usize, usize)> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut blanks = 2;
    let mut ended = false;
    for (at, line) in lines.iter().enumerate() {
        if line.is_blank() {
            blanks += 1;
            continue;
        }
        if blanks > 0
            && let Some((number, _)) = numbered(line.text)
        {
            let due = starts.last().map(|(_, last)| last + 1);
            let begins = match due {
                None => cites(lines, at) || (number == 1 && names_a_book(lines, at)),
                Some(due) if number == due => {
                    (ended && (blanks > 1 || cites(lines, at))) || (blanks > 1 && cites(lines, at))
                }
                Some(due) => {
                    let skips = ended && blanks > 1 && number > due && cites(lines, at);
                    if skips {
                        let message = format!("Record {due} is missing before this one.");
                        diagnostics.say(line.number, || {
                            Diagnostic::info("number-skipped", line.number, message)
                        });
                    }
                    skips
                }
            };
            if begins {
                starts.push((at, number));
                ended = false;
            }
        }
        ended |= has_pmid(line.text);
        blanks = 0;
    }
    starts
}

fn has_pmid(line: &str) -> bool {
    line.split_once("PMID: ")
        .is_some_and(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether the paragraph at a line holds a citation.
fn cites(lines: &[fields::Line<'_>], at: usize) -> bool {
    let paragraph = lines
        .iter()
        .skip(at)
        .take_while(|line| !line.is_blank())
        .take(40);
    let text = paragraph
        .map(|line| line.text)
        .collect::<Vec<_>>()
        .join(" ");
    Citation::find(&text).is_some()
}

/// A chapter's record begins with its title; its book follows behind `In:`.
fn names_a_book(lines: &[fields::Line<'_>], at: usize) -> bool {
    lines
        .iter()
        .skip(at)
        .take(40)
        .any(|line| line.text.starts_with("In: ") || line.text.starts_with("PMID: "))
}

/// The paragraphs of a record, their lines folded into one text each; the first without its number.
fn paragraphs(lines: &[fields::Line<'_>]) -> Vec<Vec<String>> {
    let mut paragraphs: Vec<Vec<String>> = vec![Vec::new()];
    for (index, line) in lines.iter().enumerate() {
        if line.is_blank() {
            if paragraphs.last().is_some_and(|last| !last.is_empty()) {
                paragraphs.push(Vec::new());
            }
            continue;
        }
        let text = match numbered(line.text) {
            Some((_, text)) if index == 0 => text,
            _ => line.text,
        };
        if let Some(last) = paragraphs.last_mut() {
            last.push(text.to_owned());
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

fn joined(lines: &[String]) -> String {
    fields::clean(&fields::rejoined(&lines.join("\n")))
}

fn paper(lines: &[fields::Line<'_>]) -> Paper {
    let paragraphs = paragraphs(lines);
    let mut rest = paragraphs.iter();
    let Some(first) = rest.next() else {
        return Paper::default();
    };
    if first.iter().any(|line| has_pmid(line)) {
        return citation::summary(first);
    }
    let mut paper = Paper::default();
    let head = joined(first);
    match Citation::find(&head) {
        Some(citation) => {
            citation.into_paper(&mut paper);
            paper.title = rest
                .next()
                .map(|lines| title(lines, &mut paper))
                .unwrap_or_default();
        }
        None => paper.title = head,
    }
    body(rest.as_slice(), &mut paper);
    if paper.kind.is_empty() {
        paper.kind = "article-journal".to_owned();
    }
    fields::arxiv_elsewhere(&mut paper);
    paper
}

/// The title, without a remark on the article's language behind it.
fn title(lines: &[String], paper: &mut Paper) -> String {
    let is_remark = |line: &String| line.starts_with("[Article in ") && line.ends_with(']');
    match lines.split_last() {
        Some((last, before)) if !before.is_empty() && is_remark(last) => {
            language(last, paper);
            joined(before)
        }
        _ => joined(lines),
    }
}

fn language(remark: &str, paper: &mut Paper) {
    let inner = remark
        .trim_start_matches("[Article in ")
        .trim_end_matches(']');
    paper.language = filled(fold(inner));
}

/// Headings of paragraphs about other articles, and of those that are no abstract.
const REMARKS: [&str; 27] = [
    "Comment in",
    "Comment on",
    "Erratum in",
    "Erratum for",
    "Corrected and republished",
    "Republished in",
    "Republished from",
    "Update in",
    "Update of",
    "Retraction in",
    "Retraction of",
    "Retracted and republished",
    "Partial retraction",
    "Expression of concern",
    "Original report",
    "Summary for patients in",
    "Patient summary in",
    "Cites",
    "Dataset described in",
    "Associated dataset",
    "Preprint of",
    "Preprint in",
    "Author information:",
    "Collaborators:",
    "Conflict of interest statement:",
    "Publisher:",
    "Editors:",
];

/// What stands behind the title.
fn body(paragraphs: &[Vec<String>], paper: &mut Paper) {
    let mut told: Vec<String> = Vec::new();
    let mut early = true;
    let mut closed = false;
    for (index, lines) in paragraphs.iter().enumerate() {
        let text = joined(lines);
        if identifiers(lines, paper) {
            closed = true;
            continue;
        }
        if text.starts_with("[Article in ") && text.ends_with(']') {
            language(&text, paper);
            continue;
        }
        if matches!(
            text.as_str(),
            "[No authors listed]"
                | "No abstract available."
                | "Free PMC Article"
                | "Free full text"
        ) {
            early = false;
            continue;
        }
        let addressed = paragraphs
            .get(index + 1)
            .and_then(|next| next.first())
            .is_some_and(|line| line.starts_with("Author information:"));
        if early && paper.authors.is_empty() && (is_authors(&text) || addressed) {
            paper.authors = authors(&text);
            continue;
        }
        if let Some(book) = text.strip_prefix("In: ").filter(|_| told.is_empty()) {
            citation::book(book, paper);
            continue;
        }
        if let Some(heading) = REMARKS.iter().find(|heading| text.starts_with(*heading)) {
            let name = heading.trim_end_matches(':');
            let value = text.strip_prefix(heading).unwrap_or(&text);
            fields::keep(paper, name, value.trim());
            closed |= name == "Publisher";
            continue;
        }
        early = false;
        if text.starts_with("(1)") && told.is_empty() {
            fields::keep(paper, "Author information", &text);
        } else if is_copyright(&text, paragraphs.get(index + 1)) {
            fields::keep(paper, "Copyright", &text);
            closed = true;
        } else if closed {
            fields::keep(paper, "Remarks", &text);
        } else {
            told.push(text);
        }
    }
    paper.abstract_text = filled(fold_paragraphs(&told.join("\n\n")));
}

/// Takes `DOI:`, `PMCID:` and `PMID:`; whether the paragraph is made of these.
fn identifiers(lines: &[String], paper: &mut Paper) -> bool {
    let of = |line: &String| {
        let (label, value) = line.split_once(':')?;
        let scheme = match label.trim() {
            "DOI" | "doi" => Scheme::Doi,
            "PMCID" => Scheme::Pmcid,
            "PMID" => Scheme::Pmid,
            _ => return None,
        };
        Some((scheme, value.trim().to_owned()))
    };
    let Some(first) = lines.first().and_then(of) else {
        return false;
    };
    // What the identifiers' own lines say counts before what the citation says.
    for (scheme, value) in std::iter::once(first).chain(lines.iter().skip(1).filter_map(of)) {
        let value = value.split(" [").next().unwrap_or_default();
        let value = match scheme {
            Scheme::Pmid => value.split_whitespace().next().unwrap_or_default(),
            _ => value,
        };
        if let Some(id) = crate::identity::normalise(scheme, value) {
            paper.identifiers.insert(scheme, id);
        }
    }
    true
}

/// A notice of copyright: said in its first words, or anywhere in a short last paragraph.
fn is_copyright(text: &str, next: Option<&Vec<String>>) -> bool {
    const BEGINNINGS: [&str; 8] = [
        "©",
        "Copyright",
        "(c) ",
        "(C) ",
        "Published by ",
        "This article is protected by copyright",
        "All rights reserved",
        "Crown copyright",
    ];
    if BEGINNINGS
        .iter()
        .any(|beginning| text.starts_with(beginning))
    {
        return true;
    }
    let last = next.and_then(|lines| lines.first()).is_none_or(|line| {
        ["DOI: ", "PMID: ", "PMCID: "]
            .iter()
            .any(|label| line.starts_with(label))
    });
    let year_first = text
        .get(..4)
        .is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    let short = text.chars().take(400).count() < 400;
    let says =
        text.contains('©') || text.contains("All rights reserved") || text.contains("Published by");
    last && short && (says || (year_first && text.contains("The Author")))
}

/// A numbered citation, and a PMID where these formats have one.
pub(super) fn evidence(text: &str) -> Evidence {
    let lines: Vec<fields::Line<'_>> = fields::lines(text).collect();
    let Some(first) = starts(&lines, &mut Remarks::new()).first().copied() else {
        return Evidence::None;
    };
    // A page's or a mail's heading may stand above the first record, not a whole article.
    if first.0 > 40 {
        return Evidence::None;
    }
    let own = lines.get(first.0..).unwrap_or_default();
    let in_first = own
        .iter()
        .take_while(|line| !line.is_blank())
        .any(|line| has_pmid(line.text));
    let alone = own
        .iter()
        .any(|line| line.text.starts_with("PMID: ") && has_pmid(line.text));
    match (in_first || alone, first.1) {
        (true, _) => Evidence::Plain,
        _ => Evidence::None,
    }
}

#[cfg(test)]
mod tests;
