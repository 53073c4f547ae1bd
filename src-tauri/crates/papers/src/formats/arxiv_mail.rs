//! arXiv's mailings: the daily one of new papers, cross-lists and replacements, and the monthly
//! lists of its first decades, which have no abstracts.
//!
//! A record begins with the line that names its id and ends with its closing line, a rule, or the
//! next record; what else stands between is the mail's. Mails that were forwarded (`> `), indented
//! or cut are read too. A replacement without an abstract has none.

mod body;
mod lines;

use self::lines::{Line, Role};
use super::sniff::Evidence;
use super::{Format, Reading};
use crate::diagnostic::Diagnostic;
use crate::text::fold;

pub(super) fn read(text: &str) -> Reading {
    let mut reading = Reading::new(Format::ArxivMail);
    let lines = lines::lines(text);
    let heads = lines::heads(&lines);
    let words = body::Vocabulary::of(text);
    let preamble = heads.first().map_or(lines.len(), |head| head.from);
    let mailing = about(lines.get(..preamble).unwrap_or_default());
    reading.title = mailing.title;
    reading.date = mailing.date.clone();
    let mut date_of_mail = None;
    let mut seen = std::collections::HashSet::new();
    for (index, head) in heads.iter().enumerate() {
        let end = heads.get(index + 1).map_or(lines.len(), |next| next.from);
        let region = lines.get(head.from..end).unwrap_or_default();
        let position = reading.records.len() + 1;
        let read = body::record(text, region, head, &words, index + 1 == heads.len());
        reading.diagnostics.append(read.diagnostics);
        if let Some(mut record) = read.record {
            record.position = position;
            record.date = date_of_mail.clone();
            if let Some(id) = &read.id
                && !seen.insert(id.clone())
            {
                let message = "This mail names the paper twice; both places were kept.";
                reading.diagnostics.say(record.line, || {
                    Diagnostic::info("repeated-id", record.line, message).about(id)
                });
            }
            reading.records.push(record);
        }
        // Several mailings in one source: each record keeps the date of its own.
        let rest = region.get(read.used..).unwrap_or_default();
        let next = about(rest);
        if next.date.is_some() && next.title.is_some() {
            date_of_mail = next.date;
        }
    }
    if heads.is_empty() && is_mailing(&lines) {
        let message = "This mailing announces no papers.";
        let severity = crate::Severity::Info;
        reading
            .diagnostics
            .push(Diagnostic::new(severity, "empty-mailing", None, message));
    }
    reading
}

/// What a mail says of itself before its first record.
#[derive(Default)]
struct Mailing {
    title: Option<String>,
    date: Option<String>,
}

fn about(lines: &[Line<'_>]) -> Mailing {
    let mut mailing = Mailing::default();
    let mut period = None;
    let mut groups: Vec<&str> = Vec::new();
    let mut in_groups = false;
    for line in lines {
        let text = line.text.trim().trim_start_matches('*').trim_start();
        if let Some(subject) = text.strip_prefix("Subject:") {
            // `To unsubscribe …, Subject: cancel` stands inside its line and is not met here.
            mailing.title = Some(fold(subject)).filter(|title| !title.is_empty());
        } else if let Some(date) = text
            .strip_prefix("Date:")
            .or_else(|| text.strip_prefix("Sent:"))
        {
            mailing.date = Some(fold(date)).filter(|date| !date.is_empty());
        } else if let Some(to) = text
            .strip_prefix("received from")
            .and_then(|t| t.split_once(" to "))
        {
            in_groups = false;
            period = Some(fold(to.1));
        } else if let Some(day) = text.strip_prefix("Papers received as of ") {
            period = Some(fold(day.trim_end_matches('.')));
        } else if text.starts_with("Submissions to:") {
            in_groups = true;
        } else if line.role == Role::Rule {
            in_groups = false;
        } else if in_groups && !text.is_empty() && groups.len() < 100 {
            groups.push(text);
        }
    }
    mailing.date = mailing.date.or(period);
    if mailing.title.is_none() && !groups.is_empty() {
        mailing.title = Some(groups.join("; "));
    }
    mailing
}

/// The lines that only arXiv's mailings have at their top.
fn is_mailing(lines: &[Line<'_>]) -> bool {
    let marks = lines.iter().take(60).filter(|line| {
        let text = line.text.trim();
        (text.starts_with("Subject:") && text.ends_with("mailing"))
            || text.starts_with("Submissions to:")
            || text.starts_with("received from ")
            || text.starts_with("Papers received as of ")
            || text.starts_with("Archives at http")
            || text.starts_with("Send any comments regarding submissions directly to submitter")
    });
    marks.count() >= 2
}

/// The heads of records in their place say it plainly; quoted in a document with code they do not.
/// A mail whose body is still encoded is not read here.
pub(super) fn evidence(text: &str) -> Evidence {
    if !text.contains("\\\\") && !text.contains("arXiv") && !text.contains("arxiv") {
        return Evidence::None;
    }
    let lines = lines::lines(text);
    let heads = lines::heads(&lines);
    let first = heads.first().map_or(lines.len(), |head| head.from);
    let before = lines.get(..first).unwrap_or_default();
    let encoded = before.iter().any(|line| {
        let lower = line.text.to_ascii_lowercase();
        lower.starts_with("content-transfer-encoding:")
            && (lower.contains("quoted-printable") || lower.contains("base64"))
    });
    let markup = text.trim_start().starts_with('<');
    if encoded || markup {
        return Evidence::None;
    }
    if heads.is_empty() {
        return if is_mailing(&lines) {
            Evidence::Plain
        } else {
            Evidence::None
        };
    }
    let fenced = before
        .iter()
        .any(|line| line.text.trim_start().starts_with("```"));
    let titled = heads.iter().take(3).any(|head| {
        lines
            .iter()
            .skip(head.from)
            .take(16)
            .any(|line| line.text.trim_start().starts_with("Title:"))
    });
    match (titled, fenced) {
        (true, false) => Evidence::Plain,
        _ => Evidence::Some,
    }
}

#[cfg(test)]
mod tests;
