//! Messages as Gmail's interface gives them, in JSON: one, a list, or `{"messages": […]}`.

use serde_json::Value;

use super::codes;
use super::mime::{self, Header, Kind, Lines, Mail, Part};

/// Deepest nesting of parts.
const DEEPEST: usize = 8;

pub(super) fn is_gmail(text: &str) -> bool {
    let start = text.trim_start();
    let has = |names: &[&str]| names.iter().any(|name| text.contains(name));
    start.starts_with(['{', '['])
        && has(&["\"payload\"", "\"raw\""])
        && has(&[
            "\"threadId\"",
            "\"labelIds\"",
            "\"historyId\"",
            "\"internalDate\"",
        ])
        && has(&[
            "\"body\"",
            "\"parts\"",
            "\"headers\"",
            "\"mimeType\"",
            "\"raw\"",
        ])
}

/// The messages, each with the line on which its id stands; nothing when the text is not JSON.
pub(super) fn messages(text: &str) -> Vec<(Mail, usize)> {
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return Vec::new();
    };
    let list = match &value {
        Value::Array(list) => list.as_slice(),
        Value::Object(fields) => match fields.get("messages").and_then(Value::as_array) {
            Some(list) => list.as_slice(),
            None => std::slice::from_ref(&value),
        },
        _ => &[],
    };
    let mut places = Places::new(text);
    list.iter()
        .filter_map(|message| {
            let line = places.line_of(message.get("id").and_then(Value::as_str));
            Some((mail(message, line)?, line))
        })
        .collect()
}

/// Finds ids in their order, each search going on where the last one ended.
struct Places<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    lost: bool,
}

impl<'a> Places<'a> {
    fn new(text: &'a str) -> Places<'a> {
        Places {
            text,
            at: 0,
            line: 1,
            lost: false,
        }
    }

    fn line_of(&mut self, id: Option<&str>) -> usize {
        let Some(id) = id.filter(|id| !self.lost && !id.is_empty()) else {
            return self.line;
        };
        let rest = self.text.get(self.at..).unwrap_or_default();
        match rest.find(id) {
            Some(found) => {
                let passed = rest.get(..found).unwrap_or_default();
                self.line += passed.bytes().filter(|&byte| byte == b'\n').count();
                self.at += found;
            }
            None => self.lost = true,
        }
        self.line
    }
}

fn mail(message: &Value, line: usize) -> Option<Mail> {
    let message = message
        .get("data")
        .filter(|data| data.is_object())
        .unwrap_or(message);
    if let Some(raw) = message.get("raw").and_then(Value::as_str) {
        let mut mail = mime::parse(&codes::base64(raw.as_bytes()), 1);
        for part in &mut mail.parts {
            part.lines = Lines::At(line);
        }
        return Some(mail);
    }
    let payload = message.get("payload")?;
    let header = header(payload);
    let mut mail = Mail {
        subject: header.subject,
        date: header.date,
        parts: Vec::new(),
    };
    let mut alternatives = 0;
    parts(payload, line, 0, None, &mut alternatives, &mut mail.parts);
    Some(mail)
}

/// The header's values stand decoded; they are read as if they had come in a message.
fn header(part: &Value) -> Header {
    let mut raw = String::new();
    for field in part
        .get("headers")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let text = |name: &str| field.get(name).and_then(Value::as_str).unwrap_or_default();
        let value: String = text("value")
            .chars()
            .filter(|&c| c != '\n' && c != '\r')
            .collect();
        raw.push_str(&format!("{}: {value}\r\n", text("name")));
    }
    raw.push_str("\r\n");
    Header::of(raw.as_bytes(), false)
}

fn parts(
    part: &Value,
    line: usize,
    depth: usize,
    group: Option<usize>,
    alternatives: &mut usize,
    found: &mut Vec<Part>,
) {
    let text = |name: &str| part.get(name).and_then(Value::as_str).unwrap_or_default();
    let kind = text("mimeType").to_ascii_lowercase();
    if let Some(inner) = part
        .get("parts")
        .and_then(Value::as_array)
        .filter(|_| depth < DEEPEST)
    {
        let group = if kind == "multipart/alternative" {
            *alternatives += 1;
            Some(*alternatives)
        } else {
            group
        };
        for part in inner {
            parts(part, line, depth + 1, group, alternatives, found);
        }
        return;
    }
    let data = part.pointer("/body/data").and_then(Value::as_str);
    let Some(data) = data else {
        return;
    };
    let name = Some(text("filename").to_owned()).filter(|name| !name.is_empty());
    let kind = match kind.as_str() {
        "text/html" => Kind::Html,
        "message/rfc822" => Kind::Message,
        "text/plain" | "" => Kind::Text,
        kind if kind.starts_with("text/") && name.is_none() => Kind::Text,
        _ => Kind::Other,
    };
    found.push(Part {
        kind,
        attachment: name.is_some() || kind == Kind::Other,
        name,
        alternative: group,
        content: codes::base64(data.as_bytes()),
        charset: None,
        flowed: None,
        lines: Lines::At(line),
    });
}
