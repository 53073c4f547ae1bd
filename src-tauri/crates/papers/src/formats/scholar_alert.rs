//! Google Scholar's alert mails, as HTML or as the text mail programs make of them.
//!
//! A title is what carries the class `gse_alrt_title` (or a title-like link in an `h3`, or a link
//! through `scholar_url`); the green line behind it is authors, venue and year; then comes a
//! snippet, which is a piece of some page and not an abstract. `<br>` is where Scholar wrapped a
//! line and may stand inside a word.

mod plain;

use super::remarks::Remarks;
use super::sniff::Evidence;
use super::{Format, Reading, alert};
use crate::diagnostic::Diagnostic;
use crate::identity;
use crate::names;
use crate::paper::{Date, Name, Paper, Record, Scheme};
use crate::text::html::{self, Tag, Token};
use crate::text::{LineStarts, fold};

/// One item as it stands in the mail.
#[derive(Clone, Debug, Default)]
struct Item {
    title: String,
    href: String,
    /// `[PDF]`, `[CITATION]`, in any language; empty when there is none.
    label: String,
    byline: String,
    snippet: String,
    start: usize,
    end: usize,
    cut: bool,
}

pub(super) fn evidence(text: &str) -> Evidence {
    let marked = text.contains("gse_alrt_title") || text.contains("gse_alrt_sni");
    let wrapped = text.contains("scholar_url?url=") || text.contains("scholar_url%3Furl");
    let sent = ["scholaralrt", "scholar_alerts", "006621", "Google Scholar"]
        .iter()
        .any(|mark| text.contains(mark));
    let is_mail = html::is_html(text) || text.contains("<h3") || !text.contains("</");
    // Programs that read these mails name the class too, in code.
    let is_code = marked
        && !text.contains("class=\"gse_alrt")
        && !text.contains("gse_alrt_title\"")
        && !text.contains("gse_alrt_sni\"");
    let items = || {
        if html::is_html(text) || text.contains("<h3") {
            !in_html(text).is_empty()
        } else {
            !plain::items(text).is_empty()
        }
    };
    if is_mail
        && !is_code
        && ((marked && text.trim_start().starts_with('<')) || (wrapped && sent))
        && items()
    {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

pub(super) fn read(text: &str) -> Reading {
    let mut reading = Reading::new(Format::ScholarAlert);
    let starts = LineStarts::new(text);
    let items = if html::is_html(text) || text.contains("<h3") {
        in_html(text)
    } else {
        plain::items(text)
    };
    for item in items {
        let line = starts.line(item.start);
        let record = record(
            text,
            &item,
            line,
            reading.records.len() + 1,
            &mut reading.diagnostics,
        );
        reading.records.push(record);
    }
    reading
}

/// A title's tag, and what is known before its text is read.
struct Opening {
    at: usize,
    href: String,
    start: usize,
    label: String,
}

/// Finds the titles, then what stands between each and the next.
fn in_html(text: &str) -> Vec<Item> {
    let tokens: Vec<Token<'_>> = html::tokens(text).collect();
    let openings = openings(&tokens);
    let mut items = Vec::new();
    for (index, opening) in openings.iter().enumerate() {
        let next = openings.get(index + 1).map_or(tokens.len(), |next| next.at);
        let inside = tokens.get(opening.at..next).unwrap_or_default();
        let Some((title, length)) = content(inside) else {
            continue;
        };
        let behind = inside.get(length..).unwrap_or_default();
        let (label, title) = without_label(&title);
        let mut item = Item {
            href: opening.href.clone(),
            label: if label.is_empty() {
                opening.label.clone()
            } else {
                label
            },
            title,
            start: opening.start,
            end: end_of(inside.get(..length).unwrap_or_default(), text),
            cut: length == inside.len() && next == tokens.len() && !closes(inside),
            ..Item::default()
        };
        if item.title.is_empty() {
            continue;
        }
        details(&mut item, behind, text);
        items.push(item);
    }
    items
}

fn openings(tokens: &[Token<'_>]) -> Vec<Opening> {
    let mut openings: Vec<Opening> = Vec::new();
    // The heading that is open: its place, and the text in it before the title.
    let mut heading: Option<(usize, String)> = None;
    let mut inside_title: Option<String> = None;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Open(tag) if tag.name == "h3" => heading = Some((tag.start, String::new())),
            Token::Open(tag) if inside_title.is_none() => {
                if let Some(href) = title_target(tag, heading.is_some()) {
                    let (start, label) = heading.clone().unwrap_or((tag.start, String::new()));
                    openings.push(Opening {
                        at,
                        href,
                        start,
                        label: fold(&label),
                    });
                    inside_title = Some(tag.name.clone());
                }
            }
            Token::Open(_) => {}
            Token::Text { raw, .. } => {
                if let (Some((_, label)), None) = (&mut heading, &inside_title)
                    && label.len() < 100
                {
                    label.push_str(&html::shown(raw));
                }
            }
            Token::Close { name, .. } => {
                if inside_title.as_ref() == Some(name) || name == "h3" {
                    inside_title = None;
                }
                if name == "h3" {
                    heading = None;
                }
            }
        }
    }
    openings
}

/// The target of a title's tag; `None` when the tag opens no title.
fn title_target(tag: &Tag<'_>, in_heading: bool) -> Option<String> {
    let class = tag.attribute("class").unwrap_or_default();
    let href = tag.attribute("href");
    if class.contains("gse_alrt_title") {
        return Some(href.unwrap_or_default());
    }
    let href = href.filter(|_| tag.name == "a")?;
    let scholars = (href.contains("scholar_url") || href.contains("scholar.google."))
        && !["scholar_share", "scholar_alerts", "cleardot", "view_op"]
            .iter()
            .any(|other| href.contains(other));
    let wrapped = href.contains("scholar_url?url=") || href.contains("scholar_url%3Furl");
    (wrapped && scholars || in_heading && (scholars || !href.contains("scholar_share")))
        .then_some(href)
}

/// The text of the element that the first token opens, and the number of its tokens.
fn content(tokens: &[Token<'_>]) -> Option<(String, usize)> {
    let Some(Token::Open(Tag { name: wanted, .. })) = tokens.first() else {
        return None;
    };
    let mut out = String::new();
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Text { raw, .. } => out.push_str(&html::shown(raw)),
            Token::Open(tag) if tag.name == *wanted => {
                // Links do not nest: another one means that this one was never closed.
                if depth > 0 && wanted == "a" {
                    return Some((fold(&out), at));
                }
                depth += 1;
            }
            Token::Open(tag) => {
                if matches!(tag.name.as_str(), "div" | "p" | "td") && !out.is_empty() {
                    out.push(' ');
                }
            }
            Token::Close { name, .. } if name == wanted => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some((fold(&out), at + 1));
                }
            }
            Token::Close { name, .. } if name == "h3" => return Some((fold(&out), at)),
            Token::Close { .. } => {}
        }
    }
    Some((fold(&out), tokens.len()))
}

fn closes(tokens: &[Token<'_>]) -> bool {
    tokens
        .iter()
        .any(|token| matches!(token, Token::Close { .. }))
}

/// Where the last of some tokens ends.
fn end_of(tokens: &[Token<'_>], text: &str) -> usize {
    match tokens.last() {
        Some(Token::Open(tag)) => tag.end,
        Some(Token::Text { raw, start }) => start + raw.len(),
        Some(Token::Close { start, .. }) => {
            let rest = text.get(*start..).unwrap_or_default();
            start + rest.find('>').map_or(rest.len(), |at| at + 1)
        }
        None => 0,
    }
}

/// Finds byline and snippet: by colour and class, or, where a mail program took those away, as the
/// next two lines.
fn details(item: &mut Item, tokens: &[Token<'_>], text: &str) {
    let footer = tokens.iter().position(|token| match token {
        Token::Open(tag) if tag.name == "a" => tag
            .attribute("href")
            .is_some_and(|href| href.contains("scholar_alerts") || href.contains("scholar_share")),
        _ => false,
    });
    let tokens = tokens
        .get(..footer.unwrap_or(tokens.len()))
        .unwrap_or_default();
    for (at, token) in tokens.iter().enumerate() {
        let Token::Open(tag) = token else { continue };
        let rest = tokens.get(at..).unwrap_or_default();
        let style = tag.attribute("style").unwrap_or_default();
        let colour = tag.attribute("color").unwrap_or_default();
        let class = tag.attribute("class").unwrap_or_default();
        let green =
            |text: &str| text.contains("006621") || text.replace(' ', "").contains("rgb(0,102,33)");
        let is_byline = item.byline.is_empty() && (green(&style) || green(&colour));
        let is_snippet = item.snippet.is_empty() && class.contains("gse_alrt_sni");
        if !is_byline && !is_snippet {
            continue;
        }
        if let Some((found, length)) = content(rest) {
            item.end = item
                .end
                .max(end_of(rest.get(..length).unwrap_or_default(), text));
            if is_byline {
                item.byline = found;
            } else {
                item.snippet = found;
            }
        }
    }
    if item.byline.is_empty() || item.snippet.is_empty() {
        let start = item.end;
        let end = end_of(tokens, text);
        unmarked_details(item, text.get(start..end).unwrap_or_default(), start);
    }
}

fn unmarked_details(item: &mut Item, piece: &str, offset: usize) {
    let lines = html::lines(piece);
    let mut lines = lines.iter().filter(|line| !line.text.starts_with('['));
    let mut next = lines.next();
    if item.byline.is_empty()
        && let Some(line) = next
        && is_byline(&line.text)
    {
        item.byline = line.text.clone();
        item.end = item.end.max(offset + line.end);
        next = lines.next();
    }
    if item.snippet.is_empty() && !item.byline.is_empty() {
        // A snippet that nothing marks may be several lines, up to the next gap.
        let mut parts: Vec<&str> = Vec::new();
        while let Some(line) = next {
            if (line.gap && !parts.is_empty())
                || alert::is_label(&line.text)
                || line.text.starts_with("Cites:")
            {
                break;
            }
            parts.push(&line.text);
            item.end = item.end.max(offset + line.end);
            next = lines.next();
        }
        let text = parts.join(" ");
        if text.split_whitespace().count() >= 5 {
            item.snippet = text;
        }
    }
}

/// Whether a line is authors, perhaps with venue and year.
fn is_byline(text: &str) -> bool {
    let (people, place) = split(text);
    let year = |text: &str| year_at_end(without_publisher(text).0).is_some();
    alert::is_people(people) || (place.is_some_and(year) && people.len() < 200)
}

/// A leading `[PDF]` or `[BOOK][B]` and the title behind it.
fn without_label(title: &str) -> (String, String) {
    let mut rest = title.trim();
    let mut label = String::new();
    while let Some((inner, behind)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let short = inner.chars().count() <= 12 && !inner.contains(char::is_whitespace);
        if !short || inner.chars().any(char::is_lowercase) || behind.trim().is_empty() {
            break;
        }
        if label.is_empty() {
            label = format!("[{inner}]");
        }
        rest = behind.trim_start();
    }
    (label, rest.to_owned())
}

/// `A Roe, B Low… - Venue…, 2024` into its two sides.
fn split(byline: &str) -> (&str, Option<&str>) {
    for dash in [" - ", " – ", " — "] {
        if let Some((people, place)) = byline.split_once(dash) {
            return (people.trim(), Some(place.trim()));
        }
    }
    if let Some(place) = byline.strip_prefix("- ") {
        return ("", Some(place.trim()));
    }
    (byline.trim().trim_end_matches(" -"), None)
}

/// `Journal of Tides, 2024 - Harbour Press` without what follows the year: a publisher, or the name
/// of a site, which is in the address too.
fn without_publisher(place: &str) -> (&str, Option<String>) {
    let behind = place
        .rsplit_once(" - ")
        .filter(|(before, _)| year_at_end(before).is_some());
    let Some((before, publisher)) = behind else {
        return (place, None);
    };
    let is_site = publisher.contains('.') && !publisher.contains(' ');
    let named = (!is_site && !publisher.trim().is_empty()).then(|| publisher.trim().to_owned());
    (before, named)
}

/// The year that ends a text, alone or behind a comma, and what stands before it.
fn year_at_end(text: &str) -> Option<(&str, i32)> {
    let text = text.trim();
    let at = text.len().checked_sub(4)?;
    let (before, year) = text.split_at_checked(at)?;
    let number: i32 = year
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| year.parse().ok())??;
    let before = before.trim_end();
    let apart = before.is_empty() || before.ends_with([',', '…']);
    (apart && (1400..2200).contains(&number))
        .then(|| (before.trim_end_matches(',').trim_end(), number))
}

/// `PM Nguyen`, `L van der Maaten`, `M Le Nguyen`: initials first, the rest is the surname.
fn name(text: &str) -> Option<Name> {
    let text = text.trim();
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    let initials = (1..=5).contains(&first.chars().count())
        && first
            .chars()
            .all(|c| c.is_uppercase() || matches!(c, '-' | '.'));
    if initials && !rest.is_empty() {
        return names::parse_name(&format!("{rest}, {first}"));
    }
    if names::is_institution(text) {
        return Some(Name::literal(text));
    }
    names::parse_name(text)
}

fn record(
    text: &str,
    item: &Item,
    line: usize,
    position: usize,
    diagnostics: &mut Remarks,
) -> Record {
    let mut doubts = Vec::new();
    let mut paper = Paper {
        title: alert::title(&item.title),
        ..Paper::default()
    };
    let (people, place) = split(&item.byline);
    let shown = people.trim_end_matches(['…', ' ']);
    let shown = shown.strip_suffix("...").unwrap_or(shown);
    let (people, place) = match place {
        // Without a dash it may be the venue alone, or the year.
        None if year_at_end(people).is_some() && !alert::is_people(shown) => ("", Some(people)),
        place => (shown, place),
    };
    paper.authors = people.split(',').filter_map(name).collect();
    if people.len() < split(&item.byline).0.len() && !people.is_empty() {
        doubts.push("the list of authors is cut short".to_owned());
    }
    if let Some(place) = place {
        let (place, publisher) = without_publisher(place);
        paper.publisher = publisher;
        let (venue, year) = match year_at_end(place) {
            Some((venue, year)) => (venue, Some(year)),
            None => (place, None),
        };
        paper.date = year.map(Date::year);
        paper.venue = (!venue.is_empty() && venue != "…").then(|| venue.to_owned());
        if venue.contains("arXiv:")
            && let Some(id) = identity::arxiv_id(venue)
        {
            paper.identifiers.insert(Scheme::Arxiv, id);
            paper.kind = "article".to_owned();
        }
    }
    let url = alert::target(&item.href);
    if !url.is_empty() {
        alert::identify(&mut paper, &url);
        paper.urls.push(url);
    }
    let label = item.label.to_uppercase();
    if ["BOOK", "BUCH", "LIVRE", "LIBRO", "BOEK"]
        .iter()
        .any(|word| label.contains(word))
    {
        paper.kind = "book".to_owned();
    }
    if !item.snippet.is_empty() {
        paper
            .extra
            .insert("snippet".to_owned(), item.snippet.clone());
    }
    if paper.title.ends_with('…') {
        doubts.push("the title is cut short".to_owned());
    }
    if item.cut {
        doubts.push("the source ends in the middle of this record".to_owned());
        let message = "The source ends in the middle of this record.";
        diagnostics.say(line, || {
            Diagnostic::warning("cut-record", line, message).about(&item.title)
        });
    }
    Record {
        paper,
        position,
        line,
        original: text
            .get(item.start..item.end)
            .unwrap_or_default()
            .to_owned(),
        date: None,
        doubts,
    }
}

#[cfg(test)]
mod tests;
