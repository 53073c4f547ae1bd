//! Mail as a container: one message (`.eml`), a mailbox, or Gmail's JSON.
//!
//! Of each message everything is asked that may be a digest: the HTML, the text, what was
//! forwarded or quoted in either, and attached files and messages. Of forms that say the same, the
//! one that gives more and fuller records is taken. What is not recognised is said, with its
//! subject (`no-papers-in-mail`).
//!
//! Lines are those of the file: exact for parts that stand there as text or quoted-printable; the
//! line where the part begins for base64, whose lines are nobody's.

mod codes;
mod gmail;
mod mbox;
mod mime;
mod unwrap;

use self::mime::{Kind, Lines, Mail, Part};
use self::unwrap::Text;
use super::remarks::Remarks;
use super::sniff::Evidence;
use super::{Format, Reading};
use crate::diagnostic::Diagnostic;
use crate::paper::Record;
use crate::text::{LineStarts, decode, html};

pub(super) use codes::base64;

/// Deepest nesting of messages in messages.
const DEEPEST: usize = 4;

/// Largest attachment that is read, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// A message begins with header lines, two of them such as only mail has.
pub(super) fn evidence(text: &str) -> Evidence {
    if gmail::is_gmail(text) || is_message(text) {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

fn is_message(text: &str) -> bool {
    const OWN: [&str; 8] = [
        "received",
        "return-path",
        "delivered-to",
        "message-id",
        "mime-version",
        "dkim-signature",
        "x-received",
        "content-type",
    ];
    let (mut from, mut subject_or_date, mut own) = (false, false, 0usize);
    for line in text.trim_start().lines() {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let name = line
            .split_once(':')
            .map(|(name, _)| name.to_ascii_lowercase());
        let Some(name) = name.filter(|name| is_header_name(name)) else {
            return false;
        };
        match name.as_str() {
            "from" => from = true,
            "subject" | "date" => subject_or_date = true,
            name if OWN.contains(&name) => own += 1,
            _ => {}
        }
    }
    (from && (subject_or_date || own > 0)) || own >= 3 || (own >= 1 && subject_or_date)
}

fn is_header_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 80
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// A mailbox begins with an envelope and a header line.
pub(super) fn mbox_evidence(text: &str) -> Evidence {
    let mut lines = text.trim_start().lines();
    let envelope = lines.next().unwrap_or_default();
    let header = lines.next().unwrap_or_default();
    let named = header
        .trim_start_matches('>')
        .split_once(':')
        .is_some_and(|(name, _)| is_header_name(name));
    let escaped = header.starts_with(">From ");
    if mbox::is_envelope(envelope.as_bytes()) && (named || escaped) {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

pub(super) fn read(bytes: &[u8]) -> Reading {
    let start = bytes.trim_ascii_start();
    if start.starts_with(b"{") || start.starts_with(b"[") {
        let text = decode(bytes).0;
        if gmail::is_gmail(&text) {
            return all(Format::Email, gmail::messages(&text));
        }
    }
    all(Format::Email, vec![(mime::parse(bytes, 1), 1)])
}

pub(super) fn read_mbox(bytes: &[u8]) -> Reading {
    let mails = mbox::messages(bytes);
    let mut reading = Reading::new(Format::Mbox);
    let one = mails.len() == 1;
    for (message, line) in mails {
        let mail = mime::parse(&message, line);
        if one {
            reading.title = mail.subject.clone();
            reading.date = mail.date.clone();
        }
        add(&mail, line, 0, &mut reading);
    }
    number(&mut reading);
    reading
}

fn all(format: Format, mails: Vec<(Mail, usize)>) -> Reading {
    let mut reading = Reading::new(format);
    if let [(mail, _)] = mails.as_slice() {
        reading.title = mail.subject.clone();
        reading.date = mail.date.clone();
    }
    for (mail, line) in mails {
        add(&mail, line, 0, &mut reading);
    }
    number(&mut reading);
    reading
}

fn number(reading: &mut Reading) {
    for (index, record) in reading.records.iter_mut().enumerate() {
        record.position = index + 1;
    }
}

/// Adds what a message holds; `line` is where it begins.
fn add(mail: &Mail, line: usize, depth: usize, reading: &mut Reading) {
    let before = reading.records.len();
    let mut done: Vec<usize> = Vec::new();
    for (index, part) in mail.parts.iter().enumerate() {
        if done.contains(&index) {
            continue;
        }
        match part.kind {
            Kind::Message => message(part, depth, reading),
            Kind::Text | Kind::Html if !part.attachment => {
                // All forms of the same content at once.
                let forms: Vec<&Part> = match part.alternative {
                    Some(group) => {
                        let same: Vec<usize> = (index..mail.parts.len())
                            .filter(|&other| {
                                mail.parts.get(other).is_some_and(|other| {
                                    other.alternative == Some(group)
                                        && !other.attachment
                                        && matches!(other.kind, Kind::Text | Kind::Html)
                                })
                            })
                            .collect();
                        done.extend(&same);
                        same.iter().filter_map(|&at| mail.parts.get(at)).collect()
                    }
                    None => vec![part],
                };
                if let Some(found) = best(&forms) {
                    take(found, mail, reading);
                }
            }
            _ => {
                if let Some(found) = attachment(part) {
                    take(found, mail, reading);
                }
            }
        }
    }
    if reading.records.len() == before && depth == 0 {
        let subject = mail.subject.as_deref().unwrap_or("(no subject)");
        let message = "No papers were recognised in this message.";
        let remark = Diagnostic::info("no-papers-in-mail", line, message).about(subject);
        reading.diagnostics.push(remark);
    }
}

fn message(part: &Part, depth: usize, reading: &mut Reading) {
    if depth >= DEEPEST {
        return;
    }
    let first = part.lines.line(1);
    let mut mail = mime::parse(&part.content, 1);
    for inner in &mut mail.parts {
        inner.lines = match (
            &part.lines,
            std::mem::replace(&mut inner.lines, Lines::At(1)),
        ) {
            (Lines::From(_), Lines::From(line)) => Lines::From(part.lines.line(line)),
            (Lines::At(_), _) => Lines::At(first),
            (_, Lines::At(line)) => Lines::At(part.lines.line(line)),
            (_, Lines::From(line)) => {
                let count = inner.content.iter().filter(|&&byte| byte == b'\n').count() + 1;
                Lines::Each(
                    (line..line + count)
                        .map(|line| part.lines.line(line))
                        .collect(),
                )
            }
            (_, Lines::Each(lines)) => Lines::Each(
                lines
                    .into_iter()
                    .map(|line| part.lines.line(line))
                    .collect(),
            ),
        };
    }
    add(&mail, first, depth + 1, reading);
}

/// What one form of a part gave, with its places turned into lines of the file.
struct Found {
    format: Format,
    records: Vec<Record>,
    diagnostics: Remarks,
    /// The day it was sent first, when it was forwarded.
    date: Option<String>,
}

fn take(found: Found, mail: &Mail, reading: &mut Reading) {
    let date = found.date.or_else(|| mail.date.clone());
    reading
        .records
        .extend(found.records.into_iter().map(|record| Record {
            date: record.date.or_else(|| date.clone()),
            ..record
        }));
    reading.diagnostics.append(found.diagnostics);
}

/// Full records weigh more than bare ones, and a format that knows the source more than the guess.
fn weight(found: &Found) -> usize {
    let records: usize = found
        .records
        .iter()
        .map(|record| {
            let paper = &record.paper;
            4 + 2 * usize::from(!paper.authors.is_empty())
                + 2 * usize::from(paper.abstract_text.is_some())
                + usize::from(!paper.identifiers.is_empty())
                + usize::from(!paper.extra.is_empty())
        })
        .sum();
    if found.format == Format::Notes {
        records
    } else {
        records * 3
    }
}

/// The best reading of the forms of one content.
fn best(forms: &[&Part]) -> Option<Found> {
    let mut best: Option<(usize, Found)> = None;
    let mut consider = |found: Option<Found>| {
        let Some(found) = found else { return };
        let weight = weight(&found);
        if best.as_ref().is_none_or(|(most, _)| weight > *most) {
            best = Some((weight, found));
        }
    };
    let by_kind = |kind: Kind| forms.iter().filter(move |part| part.kind == kind);
    for part in by_kind(Kind::Html) {
        let source = part.text();
        let starts = LineStarts::new(&source);
        let (shown, offsets) = html::text(&with_paper_pages(html::lines(&source)));
        let places: Vec<usize> = offsets.iter().map(|&offset| starts.line(offset)).collect();
        // As text, too: pages and mailings that somebody pasted into a mail.
        let text = Text::with_lines(&shown, &places);
        let bare = text.is_quoted().then(|| text.clone().unquoted());
        let date = bare
            .as_ref()
            .unwrap_or(&text)
            .forwarded()
            .and_then(|(_, date)| date);
        consider(attempt(&source, date, |line| part.lines.line(line)));
        attempts(text, part, &mut consider);
    }
    for part in by_kind(Kind::Text) {
        let source = part.text();
        let text = Text::new(&source);
        let text = match part.flowed {
            Some(delete_space) => text.unflowed(delete_space),
            None => text,
        };
        attempts(text, part, &mut consider);
    }
    best.map(|(_, found)| found)
}

/// Lines with the addresses of papers' pages at Hugging Face on lines of their own, as a saved page
/// has them: what the text alone would lose.
fn with_paper_pages(lines: Vec<html::Line>) -> Vec<html::Line> {
    let mut out = Vec::with_capacity(lines.len());
    let mut last = String::new();
    for line in lines {
        let pages: Vec<html::Line> = line
            .links
            .iter()
            .filter(|link| link.href.contains("huggingface.co/papers/"))
            .filter(|link| link.text != link.href)
            .map(|link| html::Line {
                text: link.href.clone(),
                start: line.start,
                end: line.end,
                ..html::Line::default()
            })
            .collect();
        out.push(line);
        for page in pages {
            if page.text != last {
                last.clone_from(&page.text);
                out.push(page);
            }
        }
    }
    out
}

/// What was forwarded or quoted in a text, and the text as it is.
fn attempts(text: Text<'_>, part: &Part, consider: &mut impl FnMut(Option<Found>)) {
    let place = |text: &Text<'_>, line: usize| part.lines.line(text.line(line));
    let unquoted = text.is_quoted().then(|| text.clone().unquoted());
    if let Some((inner, date)) = unquoted.as_ref().unwrap_or(&text).forwarded() {
        let inner = inner.unquoted();
        consider(attempt(&inner.joined(), date, |line| place(&inner, line)));
    }
    if let Some(unquoted) = &unquoted {
        consider(attempt(&unquoted.joined(), None, |line| {
            place(unquoted, line)
        }));
    }
    consider(attempt(&text.joined(), None, |line| place(&text, line)));
}

/// An attached file: read as whatever its content and name say.
fn attachment(part: &Part) -> Option<Found> {
    if part.content.len() > LARGEST {
        return None;
    }
    let format = super::sniff(&part.content, part.name.as_deref())?;
    if matches!(format, Format::Email | Format::Mbox) {
        return None;
    }
    placed(super::gather(format, &part.content), None, |line| {
        part.lines.line(line)
    })
}

fn attempt(text: &str, date: Option<String>, place: impl Fn(usize) -> usize) -> Option<Found> {
    let format = super::sniff(text.as_bytes(), None)
        // The head of an HTML mail may be longer than what a sniffer sees.
        .or_else(|| super::sniff(html::without_head(text)?.as_bytes(), None))?;
    if matches!(format, Format::Email | Format::Mbox) {
        return None;
    }
    placed(super::gather(format, text.as_bytes()), date, place)
}

fn placed(reading: Reading, date: Option<String>, place: impl Fn(usize) -> usize) -> Option<Found> {
    if reading.records.is_empty() {
        return None;
    }
    let records = reading
        .records
        .into_iter()
        .map(|record| Record {
            line: place(record.line),
            ..record
        })
        .collect();
    let mut diagnostics = reading.diagnostics;
    // How a part was encoded is the mail's business.
    diagnostics.retain(|remark| remark.code != "encoding");
    let diagnostics = diagnostics.placed(|line| Some(place(line.unwrap_or(1))));
    Some(Found {
        format: reading.format,
        records,
        diagnostics,
        date,
    })
}

#[cfg(test)]
mod tests;
