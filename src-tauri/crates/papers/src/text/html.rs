//! HTML as mails and saved pages have it: one pass of tokens, and the lines of text a reader sees.
//!
//! There is no tree. Building one as browsers do takes time in the square of the nesting (20,000
//! nested `div`s keep `html5ever` busy for seconds), loses the places in the source, and mail
//! bodies are tables inside tables anyway. Tokens and lines know where they stand, cost time linear
//! in the source whatever it holds, and unclosed, wrongly nested and cut elements are lived with.
//! Rare named characters are looked up in `quick-xml`'s table, which is the whole one of HTML.

mod tokens;

pub(crate) use tokens::{Tag, Token, tokens};

use encoding_rs::WINDOWS_1252;

use super::fold;

/// Elements remembered around a place; deeper ones are read without their surroundings.
const DEEPEST: usize = 256;

/// Longest link target and class kept, in bytes; a longer one is data and not a place.
const LONGEST: usize = 8 * 1024;

/// A line as it is shown: text between two block boundaries or line breaks.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Line {
    /// White space folded, except in preformatted text.
    pub(crate) text: String,
    pub(crate) links: Vec<Link>,
    /// Byte range in the source, from the first to behind the last character of the text.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether a paragraph's end or the like stands before it.
    pub(crate) gap: bool,
    /// Whether it stands in `h1` to `h6`.
    pub(crate) heading: bool,
    /// The classes of the elements around its first character, innermost last.
    pub(crate) class: String,
}

/// A link inside a line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Link {
    pub(crate) href: String,
    /// What it says, folded.
    pub(crate) text: String,
}

/// The text that a piece of source shows: references replaced, each once, invisible characters gone.
pub(crate) fn shown(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        push_visible(before, &mut out);
        match reference(from) {
            Some((text, length)) => {
                push_visible(&text, &mut out);
                rest = from.get(length..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    push_visible(rest, &mut out);
    out
}

fn push_visible(text: &str, out: &mut String) {
    if text.is_ascii() {
        out.push_str(text);
    } else {
        out.extend(text.chars().filter(|&c| !is_invisible(c)));
    }
}

/// What the reference at the beginning of a text stands for, and the reference's length.
fn reference(from: &str) -> Option<(String, usize)> {
    if let Some((c, length)) = super::markup::reference(from) {
        return Some((c.to_string(), length));
    }
    let end = from.bytes().take(34).position(|byte| byte == b';')?;
    let name = from.get(1..end)?;
    let text = match name.strip_prefix('#') {
        // HTML reads the numbers of control characters as windows-1252's.
        Some(number) => {
            let byte: u8 = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u8::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            let bytes = [byte];
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
            text.into_owned()
        }
        None => quick_xml::escape::resolve_html5_entity(name)?.to_owned(),
    };
    Some((text, end + 1))
}

/// Zero-width, soft-hyphen and direction characters, and what mails pad their previews with.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}')
}

/// Whether a text is HTML: a document, or a piece that has markup of a page early on.
pub(crate) fn is_html(text: &str) -> bool {
    let mut end = text.len().min(4096);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text
        .get(..end)
        .unwrap_or_default()
        .trim_start()
        .to_ascii_lowercase();
    if [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<table",
        "<div",
    ]
    .iter()
    .any(|start| head.starts_with(start))
    {
        return true;
    }
    let tags = [
        "<html", "<body", "<table", "<td", "<div", "<p>", "<p ", "<a href", "<br", "<h3", "<span",
        "<h1", "<h2", "<li>", "</a>",
    ];
    head.starts_with('<')
        && !head.starts_with("<?xml")
        && tags.iter().filter(|tag| head.contains(*tag)).count() >= 3
}

/// The page without its head, for those who look at a beginning only.
pub(crate) fn without_head(source: &str) -> Option<String> {
    let (_, body) = source
        .split_once("</head>")
        .or_else(|| source.split_once("</HEAD>"))?;
    Some(format!("<html>{body}"))
}

/// The lines of a source, without empty ones.
pub(crate) fn lines(source: &str) -> Vec<Line> {
    let mut builder = Builder::default();
    for token in tokens(source) {
        builder.token(&token);
    }
    builder.end_line();
    builder.lines
}

/// The lines as one text, with an empty line where there is a gap; and the offset in the source of
/// each line of that text.
pub(crate) fn text(lines: &[Line]) -> (String, Vec<usize>) {
    let mut out = String::new();
    let mut offsets = Vec::new();
    for line in lines {
        if line.gap && !out.is_empty() {
            out.push('\n');
            offsets.push(line.start);
        }
        out.push_str(&line.text);
        out.push('\n');
        offsets.push(line.start);
    }
    (out, offsets)
}

#[derive(Debug, Default)]
struct Builder {
    lines: Vec<Line>,
    /// Names and classes of the open elements.
    open: Vec<(String, String)>,
    current: Line,
    /// The text of the current line before folding.
    raw: String,
    /// The link that is open: its target, and where its text starts in `raw`.
    link: Option<(String, usize)>,
    gap: bool,
    preformatted: usize,
    headings: usize,
}

impl Builder {
    fn token(&mut self, token: &Token<'_>) {
        match token {
            Token::Text { raw, start } => self.text(raw, *start),
            Token::Open(tag) => self.open(tag),
            Token::Close { name, .. } => self.close(name),
        }
    }

    fn text(&mut self, raw: &str, start: usize) {
        let shown = shown(raw);
        if self.preformatted > 0 {
            let mut at = start;
            for (index, line) in shown.split('\n').enumerate() {
                if index > 0 {
                    let ends_paragraph = self.raw.trim().is_empty();
                    self.end_line();
                    self.gap |= ends_paragraph;
                }
                self.add(line, at, at + line.len());
                // References make the source longer than the text: the place is a little early.
                at += line.len() + 1;
            }
        } else {
            self.add(&shown, start, start + raw.len());
        }
    }

    fn add(&mut self, shown: &str, start: usize, end: usize) {
        if shown.is_empty() {
            return;
        }
        if self.raw.trim().is_empty() && !shown.trim().is_empty() {
            self.current.start = start;
            self.current.heading = self.headings > 0;
            let around = self.open.iter().rev().take(4).collect::<Vec<_>>();
            self.current.class = around
                .into_iter()
                .rev()
                .filter(|(_, class)| !class.is_empty())
                .map(|(_, class)| class.as_str())
                .collect::<Vec<_>>()
                .join(" ");
        }
        if !shown.trim().is_empty() {
            self.current.end = end;
        }
        self.raw.push_str(shown);
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag.name.as_str() {
            "br" | "hr" => {
                let ends_paragraph = self.raw.trim().is_empty() || tag.name == "hr";
                self.break_line();
                self.gap |= ends_paragraph;
                return;
            }
            "img" | "wbr" | "meta" | "link" | "input" | "col" => return,
            "a" => {
                self.end_link();
                let href = tag.attribute("href");
                if let Some(href) = href.filter(|href| href.len() <= LONGEST) {
                    self.link = Some((href.trim().to_owned(), self.raw.len()));
                }
            }
            name => self.boundary(name),
        }
        match tag.name.as_str() {
            "pre" => self.preformatted += 1,
            name if is_heading(name) => self.headings += 1,
            _ => {}
        }
        if self.open.len() < DEEPEST {
            let class = tag
                .attribute("class")
                .filter(|class| class.len() <= LONGEST / 32)
                .unwrap_or_default();
            self.open.push((tag.name.clone(), class));
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "a" => self.end_link(),
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            name if is_heading(name) => self.headings = self.headings.saturating_sub(1),
            _ => {}
        }
        self.boundary(name);
        // An element nobody opened closes nothing; `DEEPEST` bounds the search.
        if let Some(at) = self.open.iter().rposition(|(open, _)| open == name) {
            self.open.truncate(at);
        }
    }

    fn boundary(&mut self, name: &str) {
        match name {
            "p" | "table" | "ul" | "ol" | "dl" | "blockquote" | "pre" | "section" | "article" => {
                self.break_line();
                self.gap = true;
            }
            name if is_heading(name) => {
                self.break_line();
                self.gap = true;
            }
            "div" | "tr" | "td" | "th" | "li" | "dt" | "dd" | "center" | "tbody" | "thead"
            | "header" | "footer" | "main" | "nav" | "aside" | "form" | "body" | "html"
            | "figure" | "details" | "summary" | "address" | "fieldset" => self.break_line(),
            _ => {}
        }
    }

    /// Ends the line; a link that goes on goes on in the next one.
    fn break_line(&mut self) {
        let href = self.link.as_ref().map(|(href, _)| href.clone());
        self.end_line();
        self.link = href.map(|href| (href, 0));
    }

    fn end_link(&mut self) {
        if let Some((href, from)) = self.link.take() {
            let text = fold(self.raw.get(from..).unwrap_or_default());
            if !text.is_empty() {
                self.current.links.push(Link { href, text });
            }
        }
    }

    fn end_line(&mut self) {
        self.end_link();
        let raw = std::mem::take(&mut self.raw);
        let mut line = std::mem::take(&mut self.current);
        line.text = if self.preformatted > 0 {
            raw.trim_end().to_owned()
        } else {
            fold(&raw)
        };
        if line.text.trim().is_empty() {
            return;
        }
        line.gap = std::mem::take(&mut self.gap);
        self.lines.push(line);
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        lines(source).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn blocks_and_breaks_are_lines_and_inline_elements_are_not() {
        let source = "<html><head><title>T</title><style>p{}</style></head><body><p>One <b>bo</b>ld\n word</p><table><tr><td>cell<td>next<br>line</table><!-- no --><script>if(a<b){}</script>end";
        assert_eq!(
            texts(source),
            ["One bold word", "cell", "next", "line", "end"]
        );
    }

    #[test]
    fn links_keep_their_target_and_lines_their_place() {
        let source = "<p>see\n<a class=x href='https://e.org/?a=1&amp;b=2'>the <i>paper</i></a>, or<br>\n<a href=u>more";
        let lines = lines(source);
        assert_eq!(lines[0].links[0].href, "https://e.org/?a=1&b=2");
        assert_eq!(lines[0].links[0].text, "the paper");
        assert_eq!(lines[1].links[0].href, "u");
        assert_eq!(source.get(lines[1].start..lines[1].end), Some("more"));
    }

    #[test]
    fn characters_are_replaced_once_and_invisible_ones_go() {
        let text = "a&zwnj;b &amp;lt; &Zcaron;&#146; &bogus; &#8203;x AT&T\u{200b}";
        assert_eq!(shown(text), "ab &lt; Ž’ &bogus; x AT&T");
    }

    #[test]
    fn preformatted_text_keeps_its_lines() {
        assert_eq!(
            texts("<pre>one\n  two\n\nthree</pre>"),
            ["one", "  two", "three"]
        );
        let (text, offsets) = text(&lines("<pre>one\n\ntwo</pre><p>three</p>"));
        assert_eq!(text, "one\n\ntwo\n\nthree\n");
        assert_eq!(offsets.len(), 5);
    }

    #[test]
    fn a_page_is_told_from_text_and_from_xml() {
        assert!(is_html("\n<!DOCTYPE html><html>"));
        assert!(is_html("<div dir=\"ltr\">x</div>"));
        assert!(!is_html("<?xml version=\"1.0\"?><rss>"));
        assert!(!is_html("Use <br> and <table> and <td> in HTML."));
        assert!(!is_html("@article{a}"));
    }

    #[test]
    fn hostile_nesting_and_unclosed_things_cost_linear_time() {
        for scrap in [
            "<div>",
            "<a \">\" ",
            "<!--",
            "<a href='",
            "<",
            "</",
            "<b><p>",
            "&zz;",
            "<pre>\n",
            "<script>",
            "<style ",
        ] {
            let source = scrap.repeat(200_000);
            let started = source.len();
            assert!(lines(&source).len() <= started);
        }
    }
}
