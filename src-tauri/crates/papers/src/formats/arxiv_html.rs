//! A listing page of arXiv saved as HTML: `dt` names the paper, the `dd` behind it tells it.
//!
//! The page of new submissions has abstracts, the others have none. Read from the row of tags, so
//! that a cut page, old pages without classes on the list and pages saved by a browser (absolute
//! links, rendered math) are all alike.

use super::arxiv_listing::{Entry, finish, is_heading, listing_date};
use super::sniff::Evidence;
use super::{Format, Reading};
use crate::identity;
use crate::text::tags::{Tag, Token, Tokens};
use crate::text::{LineStarts, entities, fold};

/// Where text belongs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Nowhere,
    Heading,
    Title,
    Term,
    Field(&'static str),
    Abstract,
}

struct Page<'a> {
    text: &'a str,
    lines: LineStarts,
    reading: Reading,
    entry: Option<Entry>,
    place: Place,
    /// Text of the current place.
    held: String,
    /// Elements to pass over, by name and depth: descriptors and rendered math.
    passed: Option<(String, usize)>,
    day: Option<String>,
}

pub(super) fn read(text: &str) -> Reading {
    let mut page = Page {
        text,
        lines: LineStarts::new(text),
        reading: Reading::new(Format::ArxivHtml),
        entry: None,
        place: Place::Nowhere,
        held: String::new(),
        passed: None,
        day: None,
    };
    let mut link: Option<(String, usize)> = None;
    for token in Tokens::new(text) {
        if page.passes(&token) {
            continue;
        }
        match token {
            Token::Text(text) if page.place != Place::Nowhere => {
                page.held.push_str(&entities(text))
            }
            Token::Text(_) => {}
            Token::Raw(tag, script) => {
                let kind = tag.attribute("type").unwrap_or_default();
                if kind.starts_with("math/tex") && page.place != Place::Nowhere {
                    page.held.push_str(&format!("${}$", script.trim()));
                }
            }
            Token::Open(tag) => {
                if tag.name == "a" {
                    page.linked(&tag);
                    link = tag.attribute("href").map(|href| (href, page.held.len()));
                }
                page.opened(&tag);
            }
            Token::Close(name) => {
                if name == "a"
                    && let Some((href, start)) = link.take()
                {
                    page.unlinked(&href, start);
                }
                page.closed(&name);
            }
        }
    }
    page.end_entry(text.len(), true);
    page.reading
}

impl Page<'_> {
    /// Whether a token stands inside an element that is passed over.
    fn passes(&mut self, token: &Token<'_>) -> bool {
        let Some((name, depth)) = &mut self.passed else {
            return false;
        };
        match token {
            Token::Open(tag) if tag.name == *name => *depth += 1,
            Token::Close(closed) if closed == name => *depth -= 1,
            // A list item or definition ends whatever was left open.
            Token::Open(tag) if matches!(tag.name.as_str(), "dt" | "dd") => {
                self.passed = None;
                return false;
            }
            _ => {}
        }
        if *depth == 0 {
            self.passed = None;
        }
        true
    }

    fn begin(&mut self, place: Place) {
        self.end_place();
        self.place = place;
    }

    fn opened(&mut self, tag: &Tag<'_>) {
        match tag.name.as_str() {
            "dt" => {
                self.end_place();
                self.end_entry(tag.start, false);
                self.entry = Some(Entry {
                    line: self.lines.line(tag.start),
                    start: tag.start,
                    date: self.day.clone(),
                    ..Entry::default()
                });
                self.place = Place::Term;
            }
            "dd" => self.begin(Place::Nowhere),
            "h1" | "h2" | "h3" | "h4" => {
                self.end_place();
                self.end_entry(tag.start, false);
                self.place = if tag.name == "h1" {
                    Place::Title
                } else {
                    Place::Heading
                };
            }
            "div" | "p" | "span" if self.entry.is_some() => self.opened_inside(tag),
            "br" => self.held.push(' '),
            _ => {}
        }
    }

    fn opened_inside(&mut self, tag: &Tag<'_>) {
        if tag.name == "span" {
            let rendered = tag
                .attribute("class")
                .is_some_and(|class| class.contains("MathJax") || class.contains("descriptor"));
            if rendered {
                self.passed = Some((tag.name.clone(), 1));
            }
            return;
        }
        if self.place == Place::Term {
            return;
        }
        const FIELDS: [(&str, &str); 9] = [
            ("list-title", "Title"),
            ("list-authors", "Authors"),
            ("list-comments", "Comments"),
            ("list-subjects", "Subjects"),
            ("list-journal-ref", "Journal-ref"),
            ("list-doi", "DOI"),
            ("list-report-no", "Report-no"),
            ("list-msc-class", "MSC-class"),
            ("list-acm-class", "ACM-class"),
        ];
        let classes = tag.attribute("class").unwrap_or_default();
        let field = FIELDS
            .iter()
            .find(|(class, _)| classes.split_whitespace().any(|known| known == *class));
        match (field, tag.name.as_str()) {
            (Some((_, name)), _) => self.begin(Place::Field(name)),
            (None, "p") => self.begin(Place::Abstract),
            _ => {}
        }
    }

    fn closed(&mut self, name: &str) {
        match (name, self.place) {
            ("div", Place::Field(_)) | ("p", Place::Abstract) | ("dt", Place::Term) => {
                self.begin(Place::Nowhere)
            }
            ("h1" | "h2" | "h3" | "h4", Place::Heading | Place::Title) => {
                self.begin(Place::Nowhere)
            }
            ("dl", _) => {
                self.end_place();
                self.end_entry(self.text.len(), false);
            }
            _ => {}
        }
    }

    /// The id of a term is in its link; authors' links name no paper.
    fn linked(&mut self, tag: &Tag<'_>) {
        let Some(entry) = self.entry.as_mut().filter(|_| self.place == Place::Term) else {
            return;
        };
        if entry.id.is_empty()
            && let Some(href) = tag.attribute("href")
            && let Some((_, id)) = href.split_once("/abs/")
        {
            entry.id = id.split(['?', '#']).next().unwrap_or_default().to_owned();
        }
    }

    /// arXiv shows an address in an abstract as `this https URL`; the address is what was written.
    fn unlinked(&mut self, href: &str, start: usize) {
        if !matches!(self.place, Place::Abstract | Place::Field(_)) {
            return;
        }
        let shown = fold(self.held.get(start..).unwrap_or_default());
        if shown.starts_with("this ") && (shown.ends_with("URL") || shown.ends_with("link")) {
            self.held.truncate(start);
            self.held.push_str(href);
        }
    }

    fn end_place(&mut self) {
        let held = std::mem::take(&mut self.held);
        let place = std::mem::replace(&mut self.place, Place::Nowhere);
        let told = fold(&held);
        if told.is_empty() {
            return;
        }
        match (place, self.entry.as_mut()) {
            (Place::Term, Some(entry)) => entry.mark(&told),
            (Place::Field(name), Some(entry)) => entry.field(name, &told),
            (Place::Abstract, Some(entry)) => entry.paragraphs.push(told),
            (Place::Title, None) if self.reading.title.is_none() => self.reading.title = Some(told),
            (Place::Heading, None) if is_heading(&told) => {
                let date = listing_date(&told);
                if told.starts_with("Showing new listings for")
                    || told.starts_with("New submissions for")
                {
                    self.reading.date = date;
                } else if date.is_some() {
                    self.day = date;
                }
            }
            _ => {}
        }
    }

    fn end_entry(&mut self, end: usize, at_end: bool) {
        self.end_place();
        self.passed = None;
        let Some(entry) = self.entry.take() else {
            return;
        };
        if entry.id.is_empty() && entry.title.is_none() {
            return;
        }
        let original = self
            .text
            .get(entry.start..end)
            .unwrap_or_default()
            .trim_end();
        finish(entry, original, at_end, &mut self.reading);
    }
}

/// A list of definitions whose terms link to arXiv's abstracts, and one of the page's own classes.
pub(super) fn evidence(text: &str) -> Evidence {
    let start = text.trim_start();
    if !start.starts_with('<') || !text.contains("/abs/") {
        return Evidence::None;
    }
    let classes = text.contains("list-title") || text.contains("list-identifier");
    let mut in_term = false;
    let mut terms = 0usize;
    for token in Tokens::new(text) {
        match token {
            Token::Open(tag) if tag.name == "dt" => in_term = true,
            Token::Open(tag) if tag.name == "dd" => in_term = false,
            Token::Open(tag) if in_term && tag.name == "a" => {
                let named = tag.attribute("href").is_some_and(|href| {
                    href.contains("/abs/") && identity::arxiv_id(&href).is_some()
                });
                terms += usize::from(named);
            }
            _ => {}
        }
        if terms > 0 && classes {
            return Evidence::Plain;
        }
    }
    if terms > 0 {
        Evidence::Some
    } else {
        Evidence::None
    }
}

#[cfg(test)]
mod tests;
