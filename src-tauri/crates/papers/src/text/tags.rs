//! HTML as a row of tags and texts, never as a tree: pages and feeds that were cut, nested without
//! end or never closed are read in one pass. Nothing is repaired; who reads decides what a tag means.

use super::{entities, fold};

/// Longest tag looked for, in bytes; a `<` without its `>` within that is text.
const LONGEST: usize = 8 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// As it stands, entities and all.
    Text(&'a str),
    Open(Tag<'a>),
    /// The lower-case name.
    Close(String),
    /// What stands inside a `script` or `style`, with its tag.
    Raw(Tag<'a>, &'a str),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// Lower-case.
    pub(crate) name: String,
    attributes: &'a str,
    /// Where the tag begins in the source.
    pub(crate) start: usize,
}

impl Tag<'_> {
    /// An attribute's value, decoded: `href="…"`, `href ='…'`, `href=…`.
    pub(crate) fn attribute(&self, wanted: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest
                .find(|c: char| c.is_whitespace() || c == '=')
                .unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            let Some(value) = after.trim_start().strip_prefix('=') else {
                // No name at all would be no progress.
                rest = if end == 0 {
                    after.get(1..).unwrap_or_default()
                } else {
                    after
                };
                continue;
            };
            let value = value.trim_start();
            let (value, after) = match value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                Some(quote) => {
                    let inside = value.get(1..).unwrap_or_default();
                    inside.split_once(quote).unwrap_or((inside, ""))
                }
                None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(entities(value));
            }
            rest = after;
        }
    }
}

/// The tags and texts of a source, comments and declarations passed over.
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(text: &'a str) -> Tokens<'a> {
        Tokens { text, at: 0 }
    }

    /// Where the next token begins.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// Passes over a comment, declaration or CDATA mark at the current place.
    fn skip_other(&mut self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map_or(rest.len(), |end| end + 3)
        } else if rest.starts_with("<![CDATA[") {
            "<![CDATA[".len()
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            match rest.bytes().take(LONGEST).position(|byte| byte == b'>') {
                Some(end) => end + 1,
                None => return false,
            }
        } else {
            return false;
        };
        self.at += end;
        true
    }

    /// The tag at the current place, which is then behind it.
    fn tag(&mut self) -> Option<Token<'a>> {
        let rest = self.text.get(self.at..)?;
        let inner = rest.get(1..)?;
        let closes = inner.starts_with('/');
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let name_end = inner.bytes().take(64).position(|byte| {
            !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_'))
        })?;
        let mut quote = 0u8;
        let mut length = None;
        for (at, byte) in inner.bytes().enumerate().take(LONGEST).skip(name_end) {
            match byte {
                b'"' | b'\'' if quote == 0 && before_value(inner.as_bytes(), at) => quote = byte,
                byte if byte == quote => quote = 0,
                b'>' if quote == 0 => {
                    length = Some(at);
                    break;
                }
                b'<' if quote == 0 => return None,
                _ => {}
            }
        }
        let length = length?;
        let tag = Tag {
            name: inner.get(..name_end)?.to_ascii_lowercase(),
            attributes: inner.get(name_end..length)?,
            start: self.at,
        };
        self.at += 1 + usize::from(closes) + length + 1;
        if closes {
            return Some(Token::Close(tag.name));
        }
        if matches!(tag.name.as_str(), "script" | "style") && !tag.attributes.ends_with('/') {
            let rest = self.text.get(self.at..)?;
            let end = rest.find("</s").map_or(rest.len(), |first| {
                // `</s` inside a script is rare; the real end is looked for from there.
                let wanted = format!("</{}", tag.name);
                rest.get(first..)
                    .and_then(|later| find_ignoring_case(later, &wanted))
                    .map_or(rest.len(), |end| first + end)
            });
            self.at += end;
            return Some(Token::Raw(tag, rest.get(..end).unwrap_or_default()));
        }
        Some(Token::Open(tag))
    }
}

/// Whether a quote sign here opens a value rather than standing in a damaged tag.
fn before_value(bytes: &[u8], at: usize) -> bool {
    bytes
        .get(..at)
        .and_then(|before| before.iter().rev().find(|byte| !byte.is_ascii_whitespace()))
        .is_some_and(|&byte| byte == b'=')
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.match_indices("</").map(|(at, _)| at).find(|&at| {
        text.get(at..at + wanted.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(wanted))
    })
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while self.skip_other() {}
        if self.text.get(self.at..)?.starts_with('<')
            && let Some(token) = self.tag()
        {
            return Some(token);
        }
        // Text: up to the next `<` behind the first character.
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let end = rest
            .get(first..)
            .and_then(|later| later.find('<'))
            .map_or(rest.len(), |end| first + end);
        self.at += end;
        Some(Token::Text(rest.get(..end).unwrap_or_default()))
    }
}

/// Whether a tag of this name starts a new paragraph or ends one.
pub(crate) fn is_block(name: &str) -> bool {
    matches!(
        local(name),
        "p" | "div"
            | "br"
            | "hr"
            | "li"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "tr"
            | "td"
            | "th"
            | "table"
            | "tbody"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "blockquote"
            | "pre"
            | "figure"
            | "figcaption"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "sec"
            | "title"
            | "abstract"
            | "main"
            | "aside"
            | "nav"
    )
}

/// Whether a name is one that markup uses, so that `<T>` or `a <b and c> d` is not taken for it.
fn is_known(name: &str) -> bool {
    is_block(name)
        || name.contains([':', '-'])
        || matches!(
            name,
            "script"
                | "style"
                | "a"
                | "b"
                | "i"
                | "u"
                | "s"
                | "em"
                | "strong"
                | "sub"
                | "sup"
                | "sc"
                | "span"
                | "small"
                | "big"
                | "font"
                | "img"
                | "code"
                | "tt"
                | "kbd"
                | "var"
                | "cite"
                | "q"
                | "abbr"
                | "acronym"
                | "mark"
                | "del"
                | "ins"
                | "center"
                | "iframe"
                | "video"
                | "source"
                | "picture"
                | "figure"
                | "button"
                | "time"
                | "wbr"
                | "italic"
                | "bold"
                | "body"
                | "html"
                | "head"
                | "meta"
                | "link"
                | "label"
                | "input"
                | "form"
                | "svg"
                | "path"
                | "math"
                | "mrow"
                | "mi"
                | "mo"
                | "mn"
                | "msub"
                | "msup"
                | "msubsup"
                | "mfrac"
                | "mtext"
                | "mspace"
                | "mover"
                | "munder"
                | "mstyle"
                | "semantics"
                | "annotation"
                | "inf"
                | "monospace"
                | "underline"
                | "strike"
                | "object"
                | "embed"
                | "audio"
                | "nobr"
        )
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The paragraphs of a stretch of HTML: markup out, entities decoded once, white space folded.
/// What only looks like a tag stays.
pub(crate) fn paragraphs(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut current = String::new();
    let mut end = |current: &mut String| {
        let folded = fold(&entities(current));
        if !folded.is_empty() {
            found.push(folded);
        }
        current.clear();
    };
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => current.push_str(&text.replace("]]>", "")),
            Token::Open(tag) if !is_known(&tag.name) => {
                let source = html.get(tag.start..tokens.position()).unwrap_or_default();
                current.push_str(source);
            }
            Token::Close(name) if !is_known(&name) => {
                current.push_str(&format!("</{name}>"));
            }
            Token::Open(Tag { name, .. }) | Token::Close(name) => {
                if is_block(&name) {
                    end(&mut current);
                }
            }
            Token::Raw(..) => {}
        }
    }
    end(&mut current);
    found
}

/// Everything in one line.
pub(crate) fn line(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return fold(html);
    }
    paragraphs(html).join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_however_they_are_written() {
        let Some(Token::Open(tag)) =
            Tokens::new("<A href =\"/abs/1?a&amp;b\" x id='n>' CLASS=one>").next()
        else {
            panic!("a tag");
        };
        assert_eq!(tag.name, "a");
        assert_eq!(tag.attribute("href").as_deref(), Some("/abs/1?a&b"));
        assert_eq!(tag.attribute("id").as_deref(), Some("n>"));
        assert_eq!(tag.attribute("class").as_deref(), Some("one"));
        assert_eq!(tag.attribute("title"), None);
    }

    #[test]
    fn markup_goes_and_what_only_looks_like_it_stays() {
        assert_eq!(
            paragraphs(
                "<p>On <i>E. coli</i> &amp; H<sub>2</sub>O<br/>two<!-- no --><script>x<y</script> a < b, Vec<T>"
            ),
            ["On E. coli & H2O", "two a < b, Vec<T>"]
        );
        assert_eq!(line("a &lt;b&gt; c"), "a <b> c");
    }

    #[test]
    fn broken_markup_ends() {
        for text in [
            "<",
            "<a",
            "<a href=\"",
            "<!--",
            "<![CDATA[x",
            "</",
            "<script>",
            "<a =>",
        ] {
            let _ = Tokens::new(text).count();
            let _ = paragraphs(text);
        }
        let _ = Tokens::new(&"<a ".repeat(100_000)).count();
    }
}
