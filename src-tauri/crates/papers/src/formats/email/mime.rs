//! A message taken apart: its subject, its day, and its parts, decoded, each with the lines of the
//! file that it stood on.
//!
//! Headers are read with `mail-parser`; the tree of parts is walked here, so that nesting is
//! bounded, a message cut anywhere gives what is there, and places stay known.

use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::{ContentType, DateTime, MessageParser, MimeHeaders};

use super::codes;
use crate::paper::Date;
use crate::text::{decode, fold};

/// Deepest nesting of multiparts.
const DEEPEST: usize = 8;

/// Longest header that is read, in bytes.
const LONGEST_HEADER: usize = 256 * 1024;

/// Most parts of a message.
const MOST_PARTS: usize = 2_000;

#[derive(Clone, Debug, Default)]
pub(super) struct Mail {
    pub(super) subject: Option<String>,
    /// The day of its `Date` header, in the sender's time zone.
    pub(super) date: Option<String>,
    pub(super) parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Html,
    Message,
    Other,
}

#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) kind: Kind,
    /// The name of the file, when it is one.
    pub(super) name: Option<String>,
    pub(super) attachment: bool,
    /// Parts with the same number say the same in different forms.
    pub(super) alternative: Option<usize>,
    /// The content without its transfer encoding.
    pub(super) content: Vec<u8>,
    pub(super) charset: Option<String>,
    /// Whether lines that end in a space go on in the next; and whether that space is to go.
    pub(super) flowed: Option<bool>,
    pub(super) lines: Lines,
}

/// The line of the file on which each line of a part stood.
#[derive(Clone, Debug)]
pub(super) enum Lines {
    /// All of it begins there: its encoding has no lines of its own.
    At(usize),
    /// Line for line from there.
    From(usize),
    Each(Vec<usize>),
}

impl Lines {
    /// The line of the file for a line of the part, both from 1.
    pub(super) fn line(&self, line: usize) -> usize {
        match self {
            Lines::At(first) => *first,
            Lines::From(first) => first.saturating_add(line.saturating_sub(1)),
            Lines::Each(lines) => lines
                .get(line.saturating_sub(1))
                .or(lines.last())
                .copied()
                .unwrap_or(1),
        }
    }
}

impl Part {
    /// The content as text, whatever its charset.
    pub(super) fn text(&self) -> String {
        let decoder = self
            .charset
            .as_deref()
            .filter(|name| !name.eq_ignore_ascii_case("utf-8"))
            .and_then(|name| charset_decoder(name.as_bytes()));
        // What calls itself ASCII or Latin-1 and is sound UTF-8 is UTF-8.
        match decoder.filter(|_| std::str::from_utf8(&self.content).is_err() || self.is_escaped()) {
            Some(decoder) => decode(decoder(&self.content).as_bytes()).0.into_owned(),
            None => decode(&self.content).0.into_owned(),
        }
    }

    /// Charsets that are written in seven bits.
    fn is_escaped(&self) -> bool {
        self.charset.as_deref().is_some_and(|name| {
            let name = name.to_ascii_lowercase();
            name.starts_with("iso-2022")
                || name.starts_with("utf-16")
                || name.starts_with("utf-7")
                || name.starts_with("hz")
        })
    }
}

/// Takes a message apart whose first line is line `first` of the file.
pub(super) fn parse(bytes: &[u8], first: usize) -> Mail {
    let (bytes, skipped) = without_envelope(bytes);
    let header = Header::of(bytes, false);
    let mut walk = Walk::default();
    walk.part(bytes, first + skipped, 0, None, false);
    Mail {
        subject: header.subject,
        date: header.date,
        parts: walk.parts,
    }
}

/// What a message's or a part's header says.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    pub(super) subject: Option<String>,
    pub(super) date: Option<String>,
    main: String,
    sub: String,
    boundary: Option<String>,
    charset: Option<String>,
    flowed: Option<bool>,
    encoding: String,
    name: Option<String>,
    attachment: bool,
}

impl Header {
    /// `digest`: parts of such a multipart are messages unless they say otherwise.
    pub(super) fn of(bytes: &[u8], digest: bool) -> Header {
        let (header, _, _) = split(bytes);
        let mut raw = header
            .get(..header.len().min(LONGEST_HEADER))
            .unwrap_or_default()
            .to_vec();
        raw.extend_from_slice(b"\r\n\r\n");
        let parsed = MessageParser::default()
            .parse_headers(&raw)
            .filter(|message| !message.parts.is_empty());
        let Some(message) = parsed else {
            let (main, sub) = names(None, digest);
            return Header {
                main,
                sub,
                ..Header::default()
            };
        };
        let content_type = message.content_type();
        let (main, sub) = names(content_type, digest);
        let attribute = |name: &str| {
            content_type
                .and_then(|kind| kind.attribute(name))
                .map(str::to_owned)
        };
        Header {
            subject: message
                .subject()
                .map(fold)
                .filter(|subject| !subject.is_empty()),
            date: message.date().and_then(day),
            main,
            sub,
            boundary: attribute("boundary"),
            charset: attribute("charset"),
            flowed: attribute("format")
                .filter(|format| format.eq_ignore_ascii_case("flowed"))
                .map(|_| attribute("delsp").is_some_and(|value| value.eq_ignore_ascii_case("yes"))),
            encoding: message
                .content_transfer_encoding()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase(),
            name: message.attachment_name().map(fold),
            attachment: message
                .content_disposition()
                .is_some_and(ContentType::is_attachment),
        }
    }
}

fn day(date: &DateTime) -> Option<String> {
    let sound = date.year > 1900 && (1..=12).contains(&date.month) && (1..=31).contains(&date.day);
    sound.then(|| {
        let day = Date {
            year: i32::from(date.year),
            month: Some(date.month),
            day: Some(date.day),
        };
        day.to_string()
    })
}

/// Without empty lines and an mbox envelope before the header, and how many lines those were.
fn without_envelope(bytes: &[u8]) -> (&[u8], usize) {
    let (mut rest, mut skipped) = (bytes, 0);
    loop {
        let (line, after) = first_line(rest);
        let blank = line.iter().all(u8::is_ascii_whitespace);
        if after.is_empty() || !(blank || line.starts_with(b"From ") || line.starts_with(b">From "))
        {
            return (rest, skipped);
        }
        rest = after;
        skipped += 1;
    }
}

/// The first line with its end, and the rest.
fn first_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes
        .iter()
        .position(|&byte| byte == b'\n')
        .map_or(bytes.len(), |at| at + 1);
    bytes.split_at_checked(end).unwrap_or((bytes, &[]))
}

/// Header and body, and the number of lines up to the body.
fn split(bytes: &[u8]) -> (&[u8], &[u8], usize) {
    let (mut at, mut lines) = (0, 0);
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        if rest.is_empty() {
            return (bytes, &[], lines);
        }
        let (line, _) = first_line(rest);
        lines += 1;
        if line.iter().all(u8::is_ascii_whitespace) {
            let body = bytes.get(at + line.len()..).unwrap_or_default();
            return (bytes.get(..at).unwrap_or_default(), body, lines);
        }
        at += line.len();
    }
}

#[derive(Default)]
struct Walk {
    parts: Vec<Part>,
    alternatives: usize,
}

impl Walk {
    fn part(
        &mut self,
        bytes: &[u8],
        first: usize,
        depth: usize,
        group: Option<usize>,
        digest: bool,
    ) {
        if self.parts.len() >= MOST_PARTS {
            return;
        }
        let header = Header::of(bytes, digest);
        let (_, body, lines) = split(bytes);
        let first_of_body = first + lines;
        if header.main == "multipart" && depth < DEEPEST {
            let named = header
                .boundary
                .as_deref()
                .map(|boundary| pieces(body, boundary));
            let pieces = named
                .filter(|pieces| !pieces.is_empty())
                .or_else(|| guessed_boundary(body).map(|boundary| pieces(body, &boundary)));
            if let Some(pieces) = pieces.filter(|pieces| !pieces.is_empty()) {
                let group = if header.sub == "alternative" {
                    self.alternatives += 1;
                    Some(self.alternatives)
                } else {
                    group
                };
                for (piece, line) in pieces {
                    self.part(
                        piece,
                        first_of_body + line,
                        depth + 1,
                        group,
                        header.sub == "digest",
                    );
                }
                return;
            }
        }
        let (content, lines) = decoded(body, &header.encoding, first_of_body);
        let is_mail = header
            .name
            .as_deref()
            .is_some_and(|name| name.to_ascii_lowercase().ends_with(".eml"));
        let kind = match (header.main.as_str(), header.sub.as_str()) {
            ("message", "rfc822" | "global") => Kind::Message,
            _ if is_mail => Kind::Message,
            ("text", "html") | ("application", "xhtml+xml") => Kind::Html,
            ("text", "plain") | ("multipart", _) => Kind::Text,
            ("text", _) if header.name.is_none() => Kind::Text,
            _ => Kind::Other,
        };
        self.parts.push(Part {
            kind,
            attachment: header.attachment || header.name.is_some() || kind == Kind::Other,
            name: header.name,
            alternative: group,
            content,
            charset: header.charset,
            flowed: header.flowed,
            lines,
        });
    }
}

/// A content type in small letters; what it is when nothing is said.
fn names(content_type: Option<&ContentType<'_>>, digest: bool) -> (String, String) {
    match content_type {
        Some(kind) => (
            kind.ctype().to_ascii_lowercase(),
            kind.subtype().unwrap_or("plain").to_ascii_lowercase(),
        ),
        None if digest => ("message".to_owned(), "rfc822".to_owned()),
        None => ("text".to_owned(), "plain".to_owned()),
    }
}

fn decoded(body: &[u8], encoding: &str, first: usize) -> (Vec<u8>, Lines) {
    match encoding {
        "base64" => (codes::base64(body), Lines::At(first)),
        "quoted-printable" => {
            let (content, lines) = codes::quoted_printable(body, first);
            (content, Lines::Each(lines))
        }
        _ => (body.to_vec(), Lines::From(first)),
    }
}

/// The boundary of a multipart that does not name it: the first line that looks like one.
fn guessed_boundary(body: &[u8]) -> Option<String> {
    body.split(|&byte| byte == b'\n').take(20).find_map(|line| {
        let line = std::str::from_utf8(line).ok()?.trim_end();
        let name = line.strip_prefix("--")?;
        (name.len() >= 6 && !name.contains(' ')).then(|| name.to_owned())
    })
}

/// The parts between boundary lines, each with the number of lines before it.
fn pieces<'a>(body: &'a [u8], boundary: &str) -> Vec<(&'a [u8], usize)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let (mut at, mut line_number) = (0, 0);
    while at < body.len() && found.len() < MOST_PARTS {
        let (line, _) = first_line(body.get(at..).unwrap_or_default());
        let next = at + line.len();
        line_number += 1;
        if let Some(rest) = line
            .strip_prefix(b"--")
            .and_then(|line| line.strip_prefix(boundary.as_bytes()))
        {
            let closing = rest.starts_with(b"--");
            let behind = if closing {
                rest.get(2..).unwrap_or_default()
            } else {
                rest
            };
            if behind.iter().all(u8::is_ascii_whitespace) {
                if let Some((start, before)) = open.take() {
                    found.push((body.get(start..at).unwrap_or_default(), before));
                }
                if closing {
                    return found;
                }
                open = Some((next, line_number));
            }
        }
        at = next;
    }
    // A cut message: the last part goes to its end.
    if let Some((start, before)) = open {
        found.push((body.get(start..).unwrap_or_default(), before));
    }
    found
}
