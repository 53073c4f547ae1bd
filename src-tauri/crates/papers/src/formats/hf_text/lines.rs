//! The lines of a saved page, each told apart by its shape.

use std::borrow::Cow;

use crate::identity::arxiv_id;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A header line that only this page has.
    Masthead,
    /// Any other line of the page's frame.
    Header,
    /// The page's date.
    Date,
    /// Votes and other bare numbers.
    Count,
    /// `N authors`, organisation and date in one line, images.
    Decoration,
    /// A URL alone on its line.
    Link,
    /// A line that may be a title.
    Short,
    Abstract,
}

#[derive(Debug)]
pub(super) struct Line<'a> {
    pub kind: Kind,
    /// Without list marks, heading marks and link syntax.
    pub text: &'a str,
    pub number: usize,
    /// Where the line stands in the source.
    pub start: usize,
    pub end: usize,
    pub link: Option<Link<'a>>,
}

#[derive(Debug)]
pub(super) struct Link<'a> {
    pub url: &'a str,
    pub id: Option<String>,
    pub is_login: bool,
    /// Whether it leads to a page of Hugging Face's papers.
    pub is_hf: bool,
}

/// Shortest line that is an abstract whatever its shape, in bytes.
const CERTAINLY_ABSTRACT: usize = 320;
/// Longest line of a hard-wrapped paragraph, in bytes.
const WRAPPED: usize = 200;

impl<'a> Line<'a> {
    /// Three words and twenty characters, begun like a title and not ended like a sentence.
    pub fn looks_like_title(&self) -> bool {
        self.text.len() >= 20
            && self.text.split_whitespace().count() >= 3
            && self.text.starts_with(|c: char| {
                c.is_uppercase() || c.is_numeric() || "$({\"'`“‘\\".contains(c)
            })
            && !self.text.ends_with(['.', ':', ',', ';'])
    }

    pub fn is_full_abstract(&self) -> bool {
        self.kind == Kind::Abstract && self.text.len() >= CERTAINLY_ABSTRACT
    }

    pub fn has_id(&self, id: &str) -> bool {
        self.link
            .as_ref()
            .is_some_and(|link| link.id.as_deref() == Some(id))
    }

    /// The text on one line: a hard-wrapped abstract is one of several.
    pub fn unwrapped(&self) -> Cow<'a, str> {
        if self.text.contains('\n') {
            let lines: Vec<&str> = self.text.lines().map(str::trim).collect();
            Cow::Owned(lines.join(" "))
        } else {
            Cow::Borrowed(self.text)
        }
    }
}

/// All lines that hold something, in order. A block of wrapped lines that together make an
/// abstract counts as one line.
pub(super) fn classify(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut block: Vec<Line<'_>> = Vec::new();
    let mut start = 0;
    for (index, raw) in text.split_inclusive('\n').enumerate() {
        let line_start = start;
        start += raw.len();
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            flush(text, &mut block, &mut lines);
            continue;
        }
        let indent = raw.len() - raw.trim_start().len();
        let (kind, shown, link) = shape(trimmed);
        block.push(Line {
            kind,
            text: shown,
            number: index + 1,
            start: line_start + indent,
            end: line_start + indent + trimmed.len(),
            link,
        });
    }
    flush(text, &mut block, &mut lines);
    mark_submitters(&mut lines);
    lines
}

/// The name after `Submitted by` is no title; it may stand on a line of its own.
fn mark_submitters(lines: &mut [Line<'_>]) {
    let mut named = false;
    for line in lines {
        if named && line.kind == Kind::Short && line.text.split_whitespace().count() <= 3 {
            line.kind = Kind::Decoration;
        }
        named = line.kind == Kind::Header && line.text.eq_ignore_ascii_case("submitted by");
    }
}

/// Ends a block of lines: three or more wrapped lines that read as an abstract become one.
fn flush<'a>(text: &'a str, block: &mut Vec<Line<'a>>, lines: &mut Vec<Line<'a>>) {
    let wrapped = block.len() >= 3
        && block.iter().all(|line| {
            line.link.is_none()
                && matches!(line.kind, Kind::Short | Kind::Abstract)
                && line.end - line.start <= WRAPPED
        });
    if let (true, Some(first), Some(last)) = (wrapped, block.first(), block.last()) {
        let whole = text.get(first.start..last.end).unwrap_or_default();
        if is_abstract(whole) {
            lines.push(Line {
                kind: Kind::Abstract,
                text: whole,
                number: first.number,
                start: first.start,
                end: last.end,
                link: None,
            });
            block.clear();
        }
    }
    lines.append(block);
}

fn shape(raw: &str) -> (Kind, &str, Option<Link<'_>>) {
    let heading = raw.trim_start_matches('#');
    let line = if heading.len() < raw.len() && heading.starts_with(' ') {
        heading.trim()
    } else {
        raw
    };
    let lower = if line.len() <= 120 {
        line.to_ascii_lowercase()
    } else {
        String::new()
    };
    if !lower.is_empty() {
        if is_masthead(&lower) {
            return (Kind::Masthead, line, None);
        }
        if is_header(&lower) {
            return (Kind::Header, line, None);
        }
        if is_date(line) {
            return (Kind::Date, line, None);
        }
        if line
            .chars()
            .all(|c| c.is_ascii_digit() || " -+[].,·•▲⬆kKmM/()|".contains(c))
        {
            return (Kind::Count, line, None);
        }
        if is_decoration(line, &lower) {
            return (Kind::Decoration, line, None);
        }
    }
    if let Some(link) = lone_url(line) {
        return (Kind::Link, line, Some(link));
    }
    if let Some((shown, link)) = markdown_link(line) {
        return (Kind::Short, shown, Some(link));
    }
    (
        if is_abstract(line) {
            Kind::Abstract
        } else {
            Kind::Short
        },
        line,
        None,
    )
}

fn is_masthead(lower: &str) -> bool {
    lower.starts_with("get trending papers in your email inbox")
        || (lower.starts_with("by") && lower.ends_with("and the research community"))
}

fn is_header(lower: &str) -> bool {
    matches!(
        lower,
        "new"
            | "subscribe"
            | "daily papers"
            | "trending papers"
            | "daily"
            | "weekly"
            | "monthly"
            | "trending"
            | "papers"
            | "submitted by"
            | "upvote"
            | "log in"
            | "sign up"
            | "hugging face"
            | "models"
            | "datasets"
            | "spaces"
            | "docs"
            | "pricing"
            | "submit"
            | "previous"
            | "next"
            | "github"
            | "arxiv page"
            | "view arxiv page"
            | "view pdf"
            | "project page"
            | "add to collection"
            | "back to articles"
            | "community"
            | "abstract"
            | "hugging face's logo"
            | "enterprise"
            | "solutions"
            | "view all papers"
            | "view paper"
            | "get trending papers"
            | "sort by"
            | "more"
    ) || (lower.starts_with('#') && lower.contains("paper of the "))
}

fn is_date(line: &str) -> bool {
    let words: Vec<&str> = line
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .collect();
    let day = |word: &str| matches!(word.parse::<u8>(), Ok(1..=31));
    let year = |word: &str| word.len() == 4 && word.parse::<u16>().is_ok();
    match words.as_slice() {
        [month, number] => is_month(month) && day(number),
        [month, number, last] => is_month(month) && day(number) && year(last),
        _ => false,
    }
}

fn is_month(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase()) && crate::dates::month(word).is_some()
}

fn is_decoration(line: &str, lower: &str) -> bool {
    let authors = lower
        .trim_start_matches(['·', '•', ' ', '-'])
        .strip_suffix("authors")
        .or_else(|| {
            lower
                .trim_start_matches(['·', '•', ' ', '-'])
                .strip_suffix("author")
        })
        .is_some_and(|count| count.trim().parse::<u32>().is_ok());
    let dotted = line.starts_with(['·', '•']) || line.split(" · ").skip(1).any(is_small_fact);
    let comments = lower
        .strip_suffix("comments")
        .is_some_and(|n| n.trim().parse::<u32>().is_ok());
    let upvotes = lower
        .strip_suffix("upvotes")
        .or_else(|| lower.strip_suffix("upvote"))
        .or_else(|| lower.strip_prefix("upvote"))
        .or_else(|| lower.strip_prefix("github"))
        .or_else(|| lower.strip_suffix("stars"))
        .is_some_and(is_count);
    let published = lower
        .strip_prefix("published on ")
        .is_some_and(|_| is_date(line.get(13..).unwrap_or_default().trim()));
    let submitted = lower.starts_with("submitted by ") && line.split_whitespace().count() <= 5;
    authors || dotted || comments || upvotes || published || submitted || line.starts_with("![")
}

/// `74`, `1.2k`, `•12`
fn is_count(text: &str) -> bool {
    let number = text.trim_matches([' ', '·', '•', ':', '⭐', '★']);
    number.starts_with(|c: char| c.is_ascii_digit())
        && number
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | 'k' | 'm'))
}

/// A date, a count or `6 authors` after a middle dot.
fn is_small_fact(part: &str) -> bool {
    let part = part.trim();
    is_date(part) || part.starts_with(|c: char| c.is_ascii_digit()) || part.starts_with("Published")
}

fn link(url: &str) -> Link<'_> {
    Link {
        url,
        id: arxiv_id(url),
        is_login: url.contains("/login"),
        is_hf: url.contains("huggingface.co/") || url.contains("hf.co/"),
    }
}

fn lone_url(line: &str) -> Option<Link<'_>> {
    let url = line
        .trim_start_matches(['<', '('])
        .trim_end_matches(['>', ')']);
    let is_url =
        (url.starts_with("http://") || url.starts_with("https://") || url.starts_with("/papers/"))
            && !url.contains(char::is_whitespace);
    is_url.then(|| link(url))
}

/// `[Title](url)`, also as heading, list item or in bold; nothing but the link on the line.
fn markdown_link(line: &str) -> Option<(&str, Link<'_>)> {
    let inner = line
        .trim_start_matches(['#', '*', '-', '+', ' '])
        .trim_end_matches(['*', ' ']);
    let (shown, url) = inner
        .strip_prefix('[')?
        .strip_suffix(')')?
        .rsplit_once("](")?;
    let url = url
        .split_whitespace()
        .next()
        .filter(|url| url.contains('/'))?;
    let shown = shown.trim().trim_matches('*').trim();
    (!shown.is_empty()).then(|| (shown, link(url)))
}

/// Long, or made of sentences.
fn is_abstract(line: &str) -> bool {
    if line.len() >= CERTAINLY_ABSTRACT {
        return true;
    }
    let words = line.split_whitespace().count();
    let ends_sentence =
        line.trim_end_matches(['"', '”', ')', '\'']).ends_with('.') && !line.ends_with("et al.");
    let sentences = line
        .split_whitespace()
        .filter(|word| {
            word.len() > 3 && word.ends_with('.') && word.starts_with(char::is_lowercase)
        })
        .count();
    (ends_sentence && words >= 10) || (words >= 20 && (sentences >= 1 || line.len() >= 250))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        classify(text).iter().map(|line| line.kind).collect()
    }

    #[test]
    fn the_frame_of_a_page_is_not_content() {
        let page = "new\nGet trending papers in your email inbox once a day!\nby AK and the research community\nMar 14\n74\n-\n[-] 1\n6 authors\n· 12 authors\nLab of Waves · Published on Mar 3\n1.2k\n";
        use Kind::{Count, Date, Decoration, Header, Masthead};
        let frame = [Header, Masthead, Masthead, Date, Count, Count, Count];
        assert_eq!(
            kinds(page),
            [
                frame.as_slice(),
                &[Decoration, Decoration, Decoration, Count]
            ]
            .concat()
        );
    }

    #[test]
    fn links_carry_their_id_also_inside_a_login_address() {
        let lines = classify(
            "https://huggingface.co/login?next=%2Fpapers%2F2403.08295\n[A Title](/papers/2403.08296)\n",
        );
        assert!(
            lines[0].has_id("2403.08295")
                && lines[0].link.as_ref().is_some_and(|link| link.is_login)
        );
        assert_eq!((lines[1].kind, lines[1].text), (Kind::Short, "A Title"));
        assert!(lines[1].has_id("2403.08296"));
    }

    #[test]
    fn sentences_make_an_abstract_and_a_long_question_does_not() {
        assert_eq!(
            kinds("We show that short abstracts of one sentence are still abstracts here."),
            [Kind::Abstract]
        );
        assert_eq!(
            kinds(
                "Is Reinforcement Learning (Not) for Language: Benchmarks, Baselines, and Building Blocks?"
            ),
            [Kind::Short]
        );
    }

    #[test]
    fn a_wrapped_paragraph_is_one_abstract() {
        let wrapped = "We walk along the coast\nand count what we see.\nThe count is reported here in full.\n";
        let lines = classify(wrapped);
        assert_eq!(lines.len(), 1);
        assert_eq!(
            lines[0].unwrapped(),
            "We walk along the coast and count what we see. The count is reported here in full."
        );
    }
}
