//! The tokens of an HTML source: tags and text, with their places. Comments, declarations and the
//! contents of `script`, `style`, `title` and their like are left out.

use super::shown;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token<'a> {
    Open(Tag<'a>),
    Close {
        /// In small letters.
        name: String,
        start: usize,
    },
    /// As it stands in the source.
    Text {
        raw: &'a str,
        start: usize,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tag<'a> {
    /// In small letters.
    pub(crate) name: String,
    attributes: &'a str,
    /// Byte range in the source.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Tag<'_> {
    /// An attribute's value, in the order `name`, `name=value`, `name='value'`, `name ="value"`.
    pub(crate) fn attribute(&self, wanted: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            let end = rest
                .char_indices()
                .skip(1)
                .find(|&(_, c)| c.is_ascii_whitespace() || matches!(c, '=' | '/'))
                .map_or(rest.len(), |(at, _)| at);
            let (name, after) = rest.split_at_checked(end)?;
            if name.is_empty() {
                return None;
            }
            let (value, after) = match after.trim_start().strip_prefix('=') {
                Some(value) => value_of(value.trim_start()),
                None => ("", after),
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(shown(value));
            }
            rest = after;
        }
    }
}

/// The value at the start of `text`, and what follows it.
fn value_of(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    let end = text
        .find(|c: char| c.is_ascii_whitespace())
        .unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// The tokens of a source, in its order.
pub(crate) fn tokens(source: &str) -> Tokens<'_> {
    Tokens {
        source,
        at: 0,
        quotes: true,
        comments: true,
    }
}

/// See [`tokens`].
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    source: &'a str,
    at: usize,
    /// Whether quotes still hide `>`; not any more once a quote ran to the end of the source.
    quotes: bool,
    /// Whether a comment may still be closed; not any more once one was not.
    comments: bool,
}

/// Elements whose contents are not text of the page.
const OPAQUE: [&str; 6] = [
    "script", "style", "title", "textarea", "noscript", "template",
];

impl<'a> Tokens<'a> {
    fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or_default()
    }

    /// Text up to the next `<` that starts a tag; at least one byte.
    fn text(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let starts = |at: usize| {
            bytes.get(at) == Some(&b'<')
                && bytes.get(at + 1).is_some_and(|byte| {
                    byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?')
                })
        };
        let end = (1..bytes.len())
            .find(|&at| starts(at))
            .unwrap_or(bytes.len());
        let start = self.at;
        self.at += end;
        rest.get(..end).map(|raw| Token::Text { raw, start })
    }

    /// The end of the tag that starts here, behind its `>`.
    fn tag_end(&mut self) -> Option<usize> {
        let bytes = self.rest().as_bytes();
        let mut at = 1;
        let mut quote = None;
        // A quote counts only after an equals sign: `<a title=it's>` is one tag.
        let mut after_equals = false;
        while let Some(&byte) = bytes.get(at) {
            match quote {
                Some(open) => {
                    if byte == open {
                        quote = None;
                    }
                }
                None => match byte {
                    b'>' => return Some(self.at + at + 1),
                    b'"' | b'\'' if self.quotes && after_equals => quote = Some(byte),
                    _ => {}
                },
            }
            after_equals = byte == b'=' || (after_equals && byte.is_ascii_whitespace());
            at += 1;
        }
        if self.quotes {
            self.quotes = false;
            return self.tag_end();
        }
        None
    }

    fn skip_comment(&mut self) {
        let rest = self.rest();
        let end = if self.comments {
            rest.find("-->")
        } else {
            None
        };
        match end {
            Some(end) => self.at += end + 3,
            None => {
                self.comments = false;
                self.skip_declaration();
            }
        }
    }

    fn skip_declaration(&mut self) {
        let rest = self.rest();
        self.at += rest.find('>').map_or(rest.len(), |end| end + 1);
    }

    /// Goes behind the end tag of an opaque element; to the end of the source when there is none.
    fn skip_opaque(&mut self, name: &str) {
        let rest = self.rest();
        let end = rest.match_indices("</").find(|(at, _)| {
            rest.get(at + 2..at + 2 + name.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(name))
        });
        self.at += end.map_or(rest.len(), |(at, _)| at);
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.rest();
            if rest.is_empty() {
                return None;
            }
            let Some(after) = rest.strip_prefix('<') else {
                return self.text();
            };
            if after.starts_with("!--") {
                self.skip_comment();
                continue;
            }
            if after.starts_with(['!', '?']) {
                self.skip_declaration();
                continue;
            }
            let (closing, named) = match after.strip_prefix('/') {
                Some(named) => (true, named),
                None => (false, after),
            };
            if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
                if closing {
                    self.skip_declaration();
                    continue;
                }
                return self.text();
            }
            let start = self.at;
            let Some(end) = self.tag_end() else {
                // Cut inside a tag: nothing of it is text.
                self.at = self.source.len();
                return None;
            };
            self.at = end;
            let length = named
                .bytes()
                .take_while(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'>' | b'/'))
                .count();
            let name = named.get(..length).unwrap_or_default().to_ascii_lowercase();
            if closing {
                return Some(Token::Close { name, start });
            }
            if OPAQUE.contains(&name.as_str()) {
                self.skip_opaque(&name);
                continue;
            }
            let attributes = named
                .get(length..)
                .and_then(|_| {
                    let from = start + 1 + length;
                    self.source.get(from..end.saturating_sub(1))
                })
                .unwrap_or_default();
            return Some(Token::Open(Tag {
                name,
                attributes,
                start,
                end,
            }));
        }
    }
}
