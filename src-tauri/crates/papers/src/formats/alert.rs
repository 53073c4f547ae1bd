//! What alert mails have in common: the lines of a mail in HTML or text, the place behind a link,
//! the identifiers a link states for certain, and what a title or a byline looks like.

mod links;
mod people;

pub(super) use links::{identify, is_article, target, urls};
pub(super) use people::{authors, index_authors, is_index_people, is_people};

use crate::dates;
use crate::paper::{Date, Paper};
use crate::text::html::{self, Line, Link};
use crate::text::{fold, tex};

/// The lines of a mail body, HTML or plain text, without empty ones.
pub(super) fn lines(text: &str) -> Vec<Line> {
    if html::is_html(text) {
        html::lines(text)
    } else {
        plain_lines(text)
    }
}

/// The lines of a plain text; its links are the addresses in it, also those of Markdown links.
pub(super) fn plain_lines(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    let (mut at, mut gap) = (0, false);
    let quoted = is_quoted(text);
    for whole in text.split('\n') {
        let raw = if quoted { without_quotes(whole) } else { whole };
        let start = at + whole.len() - raw.len();
        at += whole.len() + 1;
        let shown: String = raw.chars().filter(|&c| !html::is_invisible(c)).collect();
        let shown = shown.trim();
        if shown.is_empty() {
            gap = true;
            continue;
        }
        let indent = raw.len() - raw.trim_start().len();
        let (text, links) = without_markdown_links(shown);
        found.push(Line {
            text: fold(&text),
            links,
            start: start + indent,
            end: start + raw.trim_end().len(),
            gap: std::mem::take(&mut gap),
            heading: shown.starts_with('#'),
            class: String::new(),
        });
    }
    found
}

/// Whether most lines of a text bear quote marks: somebody sent it on.
fn is_quoted(text: &str) -> bool {
    let (mut quoted, mut all) = (0usize, 0usize);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        all += 1;
        quoted += usize::from(line.starts_with('>'));
    }
    quoted * 2 > all
}

fn without_quotes(line: &str) -> &str {
    line.trim_start_matches(['>', ' ', '\t'])
}

/// A line with `[text](address)` read as `text`, and its links in their order.
fn without_markdown_links(line: &str) -> (String, Vec<Link>) {
    let mut out = String::with_capacity(line.len());
    let mut links = Vec::new();
    let mut rest = line;
    while let Some(middle) = rest.find("](http") {
        let (before, after) = rest.split_at(middle);
        let after = after.get(2..).unwrap_or_default();
        let Some(open) = opening(before) else {
            let (skipped, left) = rest.split_at_checked(middle + 2).unwrap_or((rest, ""));
            bare(skipped, &mut links);
            out.push_str(skipped);
            rest = left;
            continue;
        };
        let end = after
            .find(|c: char| c == ')' || c.is_whitespace())
            .unwrap_or(after.len());
        let (prose, label) = before.split_at_checked(open).unwrap_or((before, ""));
        let label = label.trim_start_matches('[');
        bare(prose, &mut links);
        out.push_str(prose);
        out.push_str(label);
        links.push(Link {
            href: after.get(..end).unwrap_or_default().to_owned(),
            text: fold(label.trim_matches(['*', '_', '`'])),
        });
        let left = after.get(end..).unwrap_or_default();
        rest = left.strip_prefix(')').unwrap_or(left);
    }
    bare(rest, &mut links);
    out.push_str(rest);
    (out, links)
}

/// Where the bracket that the end of `text` is in was opened.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices().rev().take(1000) {
        match c {
            ']' => depth += 1,
            '[' if depth == 0 => return Some(at),
            '[' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn bare(text: &str, links: &mut Vec<Link>) {
    links.extend(urls(text).into_iter().map(|url| Link {
        href: url.to_owned(),
        text: url.to_owned(),
    }));
}

/// A title as a mail prints it: one line, without the full stop some indexes add.
pub(super) fn title(text: &str) -> String {
    let text = if text.contains('\\') {
        fold(&tex::to_unicode(text))
    } else {
        fold(text)
    };
    let whole = text.trim();
    match whole.strip_suffix('.') {
        Some(shorter) if !shorter.ends_with('.') => shorter.trim_end().to_owned(),
        _ => whole.to_owned(),
    }
}

/// Whether a text can be a title: some words that no link to a page's parts says.
pub(super) fn is_title(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let wide = text.chars().any(|c| ('\u{3040}'..='\u{9fff}').contains(&c));
    let sized =
        (words >= 3 && letters >= 14) || (words == 2 && letters >= 12) || (wide && letters >= 6);
    sized && text.len() <= 600 && !text.contains("://") && !text.contains('@') && !is_label(text)
}

/// What the links and lines around papers say that are not titles.
pub(super) fn is_label(text: &str) -> bool {
    if text.len() > 160 {
        return false;
    }
    let lower = text.to_lowercase();
    let lower = lower.trim_matches(|c: char| !c.is_alphanumeric());
    const WHOLE: [&str; 40] = [
        "read more",
        "read the full article",
        "read full article",
        "full text",
        "full article",
        "view article",
        "view abstract",
        "view full text",
        "read article",
        "read the article",
        "read now",
        "read online",
        "abstract",
        "pdf",
        "html",
        "similar articles",
        "related articles",
        "related citations",
        "online now",
        "table of contents",
        "view the full table of contents",
        "view table of contents",
        "current issue",
        "view current issue",
        "latest issue",
        "see all results",
        "view in browser",
        "open access",
        "free article",
        "free pmc article",
        "review",
        "advertisement",
        "supplementary material",
        "supplementary information",
        "download pdf",
        "read the paper",
        "listen to the podcast",
        "submit your manuscript",
        "subscribe now",
        "sign up now",
    ];
    const PARTS: [&str; 26] = [
        "unsubscribe",
        "privacy policy",
        "terms and conditions",
        "terms of use",
        "view in browser",
        "view this email",
        "view in your browser",
        "view online",
        "manage your alerts",
        "manage alerts",
        "email preferences",
        "preferences",
        "forward to a friend",
        "all rights reserved",
        "submit a manuscript",
        "submit your",
        "call for papers",
        "author guidelines",
        "contact us",
        "follow us",
        "download the app",
        "add us to your",
        "update your profile",
        "table of contents",
        "customer service",
        "log in to",
    ];
    WHOLE.contains(&lower) || PARTS.iter().any(|part| lower.contains(part))
}

/// Source code, whose comments and tests may quote anything.
pub(super) fn is_code(text: &str) -> bool {
    const STARTS: [&str; 21] = [
        "//", "/*", "#include", "import ", "from ", "def ", "class ", "fn ", "return ", "let ",
        "const ", "var ", "use ", "pub ", "if (", "for (", "} ", "#!/", "\"\"\"", "public ",
        "package ",
    ];
    // A Markdown list may be starred as a comment's lines are.
    let comments = text.contains("/*");
    let (mut all, mut code) = (0usize, 0usize);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        all += 1;
        // What they begin with; most lines of a text begin otherwise.
        let may_start = line.starts_with(|c| "/#ifdcrlvup}\"*".contains(c));
        let starts = may_start
            && (STARTS.iter().any(|start| line.starts_with(start))
                || (comments && line.starts_with("* ")));
        code += usize::from(starts || line.ends_with([';', '{', '}']));
    }
    !html::is_html(text) && code * 8 > all
}

/// Whether a line only separates: dashes and the like.
pub(super) fn is_rule(text: &str) -> bool {
    text.len() >= 3
        && text
            .chars()
            .all(|c| matches!(c, '-' | '=' | '_' | '*' | '~' | '–' | '—' | ' '))
}

/// Title and authors of a block: the authors start at the first line from which all is people.
pub(super) fn title_and_people(block: &[Line]) -> (String, String) {
    let joined = |lines: &[Line]| {
        lines
            .iter()
            .map(|line| line.text.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let split = match block.len() {
        0 | 1 => block.len(),
        2 => 1,
        // Wrapped texts are short; a bound keeps a long block from being joined over and over.
        lines => (lines.saturating_sub(40).max(1)..lines)
            .find(|&at| is_people(&joined(block.get(at..).unwrap_or_default())))
            .unwrap_or(lines - 1),
    };
    (
        joined(block.get(..split).unwrap_or_default()),
        joined(block.get(split..).unwrap_or_default()),
    )
}

/// A journal's name, date and pages from `J Foo. 2024 May 1;12(3):45-50. doi: …`.
pub(super) fn citation(text: &str, paper: &mut Paper) {
    let text = fold(text);
    let Some((venue, rest)) = split_at_year(&text) else {
        return;
    };
    let venue = venue.trim().trim_end_matches(['.', ',']).trim();
    if !venue.is_empty() && venue.len() < 300 {
        paper.venue = Some(venue.to_owned());
    }
    let sentence = rest
        .split(". ")
        .next()
        .unwrap_or(rest)
        .trim_end_matches('.');
    let (when, place) = sentence.split_once(';').unwrap_or((sentence, ""));
    paper.date = dates::parse(when).or_else(|| dates::parse(when.get(..4)?));
    let (volume, pages) = place.split_once(':').unwrap_or((place, ""));
    let (volume, issue) = match volume.split_once('(') {
        Some((volume, issue)) => (volume, issue.trim_end_matches([')', ' '])),
        None => (volume, ""),
    };
    let short = |text: &str| {
        let text = text.trim();
        (!text.is_empty() && text.len() < 30).then(|| text.to_owned())
    };
    paper.volume = short(volume);
    paper.issue = short(issue);
    paper.pages = short(pages).and_then(|pages| super::pages(&pages));
}

/// What stands before a year that follows `. ` or `, ` or `(`, and the rest from the year on.
fn split_at_year(text: &str) -> Option<(&str, &str)> {
    text.match_indices([' ', '('])
        .map(|(at, _)| at + 1)
        .find(|&at| {
            let year = text.get(at..at + 4).unwrap_or_default();
            (year.starts_with("19") || year.starts_with("20"))
                && year.bytes().all(|byte| byte.is_ascii_digit())
                && !text
                    .get(at + 4..)
                    .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()))
        })
        .and_then(|at| {
            Some((
                text.get(..at)?.trim_end_matches(['(', ' ']),
                text.get(at..)?,
            ))
        })
}

/// A date of day, month and year as these mails print it, only when it is whole.
pub(super) fn whole_date(text: &str) -> Option<Date> {
    dates::parse(text).filter(|date| date.day.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pubmed_citation_is_taken_apart() {
        let mut paper = Paper::default();
        citation(
            "J Foo Bar. 2024 May 1;12(3):45-50. doi: 10.1000/x. Epub 2023 Dec 1.",
            &mut paper,
        );
        assert_eq!(paper.venue.as_deref(), Some("J Foo Bar"));
        assert_eq!(
            paper.date.map(|d| d.to_string()).as_deref(),
            Some("2024-05-01")
        );
        assert_eq!(paper.volume.as_deref(), Some("12"));
        assert_eq!(paper.issue.as_deref(), Some("3"));
        assert_eq!(paper.pages.as_deref(), Some("45-50"));
    }

    #[test]
    fn markdown_links_are_read_as_their_text() {
        let lines = plain_lines(
            "- [A [nested] title](https://arxiv.org/abs/2401.00001) see https://e.org.\n",
        );
        assert_eq!(lines[0].text, "- A [nested] title see https://e.org.");
        assert_eq!(lines[0].links[0].text, "A [nested] title");
        assert_eq!(lines[0].links[1].href, "https://e.org");
    }
}
