//! What people and mail programs put around a digest: quote marks, forwarding headers, wrapped
//! lines. Every step keeps the line of the file on which each line stood.

use std::borrow::Cow;

use crate::dates;

/// Deepest quoting and most forwardings that are taken off.
const DEEPEST: usize = 10;

/// A text with the line, in the part it came from, of each of its lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Text<'a> {
    pub(super) lines: Vec<(Cow<'a, str>, usize)>,
}

impl<'a> Text<'a> {
    pub(super) fn new(text: &'a str) -> Text<'a> {
        Text {
            lines: text
                .split('\n')
                .enumerate()
                .map(|(index, line)| (Cow::Borrowed(line), index + 1))
                .collect(),
        }
    }

    /// From a text whose lines stand on other lines of the part.
    pub(super) fn with_lines(text: &'a str, places: &[usize]) -> Text<'a> {
        let last = places.last().copied().unwrap_or(1);
        Text {
            lines: text
                .split('\n')
                .enumerate()
                .map(|(index, line)| {
                    let place = places.get(index).copied().unwrap_or(last);
                    (Cow::Borrowed(line), place)
                })
                .collect(),
        }
    }

    pub(super) fn joined(&self) -> String {
        let mut out = String::new();
        for (index, (line, _)) in self.lines.iter().enumerate() {
            if index > 0 {
                out.push('\n');
            }
            out.push_str(line);
        }
        out
    }

    /// The line of the part for a line of this text, both from 1.
    pub(super) fn line(&self, line: usize) -> usize {
        self.lines
            .get(line.saturating_sub(1))
            .or(self.lines.last())
            .map_or(1, |(_, place)| *place)
    }

    /// Lines put together that were broken for transport (RFC 3676): one that ends in a space goes
    /// on in the next of the same depth of quoting.
    pub(super) fn unflowed(self, delete_space: bool) -> Text<'a> {
        let mut lines: Vec<(Cow<'a, str>, usize)> = Vec::new();
        let mut open: Option<usize> = None;
        for (line, place) in self.lines {
            let depth = line.bytes().take_while(|&byte| byte == b'>').count();
            let content = line.get(depth..).unwrap_or_default();
            // A space was put before lines that begin like quotes or envelopes.
            let content = content.strip_prefix(' ').unwrap_or(content);
            let signature = content == "-- ";
            let flows = content.ends_with(' ') && !signature;
            match (open, lines.last_mut()) {
                (Some(before), Some((last, _))) if before == depth && !signature => {
                    let last = last.to_mut();
                    if delete_space {
                        last.pop();
                    }
                    last.push_str(content);
                }
                _ => {
                    let marks = ">".repeat(depth.min(DEEPEST * 2));
                    let whole = match depth {
                        0 => from(&line, line.len() - content.len()),
                        _ => Cow::Owned(format!("{marks} {content}")),
                    };
                    lines.push((whole, place));
                }
            }
            open = flows.then_some(depth);
        }
        Text { lines }
    }

    /// Without quote marks, at any depth, when most lines have them.
    pub(super) fn unquoted(mut self) -> Text<'a> {
        for _ in 0..DEEPEST {
            if !self.is_quoted() {
                break;
            }
            for (line, _) in &mut self.lines {
                if let Some(rest) = line.trim_start().strip_prefix('>') {
                    let rest = rest.strip_prefix(' ').unwrap_or(rest);
                    *line = from(line, line.len() - rest.len());
                }
            }
        }
        self
    }

    /// Whether most lines have quote marks.
    pub(super) fn is_quoted(&self) -> bool {
        let (mut quoted, mut all) = (0usize, 0usize);
        for (line, _) in &self.lines {
            let line = line.trim_start();
            if !line.is_empty() {
                all += 1;
                quoted += usize::from(line.starts_with('>'));
            }
        }
        quoted * 2 > all
    }

    /// What was forwarded, without what stands before it and its header; and the day it was sent.
    /// `None` when nothing was.
    pub(super) fn forwarded(&self) -> Option<(Text<'a>, Option<String>)> {
        let mut from = 0;
        let mut date = None;
        for _ in 0..DEEPEST {
            let rest = self.lines.get(from..).unwrap_or_default();
            let Some(mark) = rest.iter().position(|(line, _)| is_forward_mark(line)) else {
                break;
            };
            from += mark + 1;
            let mut started = false;
            // The header is a few `Name: value` lines, also wrapped ones.
            for (line, _) in self.lines.get(from..).unwrap_or_default().iter().take(30) {
                let text = line.trim().trim_start_matches(['>', ' ', '*']);
                if text.is_empty() {
                    from += 1;
                    if started {
                        break;
                    }
                    continue;
                }
                match header_line(text) {
                    Some((name, value)) => {
                        started = true;
                        if ["date", "sent", "datum", "gesendet", "fecha", "enviado"]
                            .contains(&name.as_str())
                        {
                            date = dates::parse(value)
                                .filter(|date| date.day.is_some())
                                .map(|date| date.to_string());
                        }
                    }
                    // The value of a header may be wrapped; anything else is the text.
                    None if started && line.starts_with([' ', '\t']) => {}
                    None => break,
                }
                from += 1;
            }
        }
        (from > 0).then(|| {
            let lines = self.lines.get(from..).unwrap_or_default().to_vec();
            (Text { lines }, date)
        })
    }
}

/// The line from one of its bytes on.
fn from<'a>(line: &Cow<'a, str>, at: usize) -> Cow<'a, str> {
    match line {
        Cow::Borrowed(line) => Cow::Borrowed(line.get(at..).unwrap_or_default()),
        Cow::Owned(line) => Cow::Owned(line.get(at..).unwrap_or_default().to_owned()),
    }
}

fn is_forward_mark(line: &str) -> bool {
    let text = line.trim().trim_start_matches(['>', ' ', '*']);
    if !text.starts_with(['-', 'b', 'B', 'a', 'A']) {
        return false;
    }
    let text = text.to_lowercase();
    if text.starts_with("begin forwarded message")
        || text.starts_with("anfang der weitergeleiteten")
    {
        return true;
    }
    const MARKS: [&str; 10] = [
        "forwarded message",
        "original message",
        "weitergeleitete nachricht",
        "ursprüngliche nachricht",
        "message transféré",
        "message d'origine",
        "mensaje reenviado",
        "mensaje original",
        "messaggio inoltrato",
        "forwarded by",
    ];
    text.starts_with("---") && MARKS.iter().any(|mark| text.contains(mark))
}

/// A line `Name: value` of a forwarded message's header.
fn header_line(text: &str) -> Option<(String, &str)> {
    let (name, value) = text.split_once(':')?;
    let name = name.trim().trim_matches('*').to_lowercase();
    const NAMES: [&str; 24] = [
        "from",
        "date",
        "sent",
        "subject",
        "to",
        "cc",
        "bcc",
        "reply-to",
        "von",
        "datum",
        "gesendet",
        "betreff",
        "an",
        "de",
        "fecha",
        "enviado",
        "asunto",
        "para",
        "objet",
        "envoyé",
        "à",
        "a",
        "importance",
        "organization",
    ];
    NAMES
        .contains(&name.as_str())
        .then_some((name, value.trim().trim_start_matches('*').trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_of_any_depth_go_and_lines_stay_known() {
        let text = Text::new("On Monday X wrote:\n> > a\n> > b\n> >\n> > c").unquoted();
        assert_eq!(text.joined(), "On Monday X wrote:\na\nb\n\nc");
        assert_eq!(text.line(5), 5);
        let prose = Text::new("a\nb\n> c");
        assert_eq!(prose.clone().unquoted(), prose);
    }

    #[test]
    fn what_was_forwarded_is_found_behind_its_header() {
        for mark in [
            "---------- Forwarded message ---------",
            "-----Original Message-----",
            "Begin forwarded message:\n",
        ] {
            let text = format!(
                "See below.\n\n{mark}\nFrom: A <a@e.org>\nDate: Thu, 14 Mar 2024 at 10:00\nSubject: x\n y\nTo: b\n\nA title\n\nText: more"
            );
            let (inner, date) = Text::new(&text).forwarded().expect("a mark");
            assert_eq!(inner.joined(), "A title\n\nText: more");
            assert_eq!(date.as_deref(), Some("2024-03-14"));
        }
        assert_eq!(Text::new("A title\n--- a rule ---").forwarded(), None);
    }

    #[test]
    fn flowed_lines_are_put_together() {
        let text =
            Text::new("A line that \nflows.\n> quoted \n> too\nnot\n-- \nme").unflowed(false);
        assert_eq!(
            text.joined(),
            "A line that flows.\n> quoted too\nnot\n-- \nme"
        );
        assert_eq!(text.line(2), 3);
    }
}
