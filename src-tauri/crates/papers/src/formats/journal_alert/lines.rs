//! What each line of a table of contents is.

use crate::formats::alert;
use crate::identity;
use crate::text::html::Line;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mark {
    /// A heading between papers.
    Section,
    /// A link that may be a title: where it leads, and what it says.
    Title {
        url: String,
        text: String,
    },
    People,
    /// A DOI, or a labelled link to an article.
    Place {
        doi: bool,
    },
    /// Addresses of pages' parts, rules, and what else ends a paragraph.
    Boundary,
    Other,
}

#[derive(Clone, Debug)]
pub(super) struct Marked {
    pub(super) mark: Mark,
}

pub(super) fn mark(lines: &[Line]) -> Vec<Marked> {
    lines
        .iter()
        .map(|line| Marked {
            mark: mark_of(line),
        })
        .collect()
}

fn mark_of(line: &Line) -> Mark {
    let text = line.text.as_str();
    if text.len() < 4 && line.links.is_empty() {
        return if alert::is_rule(text) {
            Mark::Boundary
        } else {
            Mark::Other
        };
    }
    let titled = line.links.iter().find_map(|link| {
        let text = without_type(&link.text);
        if !alert::is_title(text) || alert::is_people(text) {
            return None;
        }
        let url = alert::target(&link.href);
        url.starts_with("http").then(|| (url, text.to_owned()))
    });
    // A sentence that holds a link is not a title.
    if let Some((url, title)) = titled
        && (title.len() * 2 > text.len() || alert::is_article(&url))
    {
        return if is_section_name(&title) {
            Mark::Section
        } else {
            Mark::Title { url, text: title }
        };
    }
    let doi = doi_of(text).is_some();
    let place = line.links.iter().any(|link| {
        let bare = link.text.starts_with("http");
        (alert::is_label(&link.text) || bare) && alert::is_article(&alert::target(&link.href))
    });
    if doi || place {
        return Mark::Place {
            doi: doi || alert_doi(line),
        };
    }
    if is_section(line) {
        return Mark::Section;
    }
    if says_people(line) {
        return Mark::People;
    }
    if alert::is_rule(text) || alert::is_label(text) || !line.links.is_empty() {
        return Mark::Boundary;
    }
    Mark::Other
}

fn alert_doi(line: &Line) -> bool {
    line.links
        .iter()
        .any(|link| alert::is_article(&alert::target(&link.href)))
}

/// A link's text without the article's type before the title.
fn without_type(text: &str) -> &str {
    const TYPES: [&str; 6] = [
        "Article:",
        "Letter:",
        "Review:",
        "Research Article:",
        "Editorial:",
        "Perspective:",
    ];
    TYPES
        .iter()
        .find_map(|kind| text.strip_prefix(kind))
        .map_or(text, str::trim_start)
}

/// The DOI of a line that is about a DOI: it starts with it, or holds little else.
pub(super) fn doi_of(text: &str) -> Option<String> {
    if !text.contains("10.") {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let at = lower.find("10.")?;
    let doi = identity::doi(text)?;
    let named = lower.contains("doi");
    let short = text.len() <= doi.len() + 60;
    ((named && at < 120) || short).then_some(doi)
}

/// Whether a line names people, by its class or by what it says.
pub(super) fn says_people(line: &Line) -> bool {
    let text = line.text.as_str();
    if text.len() > 20_000 {
        return false;
    }
    let class = line.class.to_ascii_lowercase();
    let marked = class.split([' ', '-', '_']).any(|word| {
        matches!(
            word,
            "loa" | "author" | "authors" | "byline" | "contrib" | "contributors"
        )
    });
    let bare = text
        .trim_start_matches("By ")
        .trim_start_matches("Authors:")
        .trim();
    let several = bare.contains([',', ';'])
        || bare.contains(" and ")
        || bare.contains(" & ")
        || bare.contains("et al");
    let words = bare.split_whitespace().count();
    let single = !several && (2..=4).contains(&words);
    let section = is_section_name(text) || is_news(text);
    !section && alert::is_people(bare) && (marked || several || single) && !alert::is_label(text)
}

/// `Circulation. 2024;149:1-10`, `Nature 600, 123–130 (2024)`, `Published: 3 March 2024`.
pub(super) fn is_citation(text: &str) -> bool {
    let year = text
        .split(|c: char| !c.is_ascii_digit())
        .any(|part| part.len() == 4 && (part.starts_with("19") || part.starts_with("20")));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    text.len() < 160
        && ((year && (digits >= 6 || text.to_lowercase().contains("publish")))
            || text.starts_with("Pages "))
}

fn is_section(line: &Line) -> bool {
    let text = line.text.trim();
    if text.len() > 80 || !line.links.is_empty() {
        return false;
    }
    let capitals = text.chars().filter(|c| c.is_alphabetic()).count() >= 4
        && !text.chars().any(char::is_lowercase)
        && text.split_whitespace().count() <= 6;
    (line.heading && !alert::is_title(text)) || capitals || is_section_name(text)
}

/// Section names of journals.
fn is_section_name(text: &str) -> bool {
    const NAMES: [&str; 56] = [
        "original paper",
        "original papers",
        "original article",
        "research paper",
        "review article",
        "review paper",
        "short report",
        "short reports",
        "technical note",
        "study protocol",
        "methods",
        "clinical trial",
        "article",
        "articles",
        "letter",
        "letters",
        "review",
        "reviews",
        "research",
        "research article",
        "research articles",
        "original research",
        "original articles",
        "original research articles",
        "reports",
        "report",
        "perspective",
        "perspectives",
        "editorial",
        "editorials",
        "comment",
        "comments",
        "commentary",
        "correspondence",
        "news and views",
        "news & views",
        "research highlights",
        "review articles",
        "brief communications",
        "brief communication",
        "analysis",
        "resource",
        "resources",
        "short articles",
        "previews",
        "matters arising",
        "case reports",
        "case report",
        "short communication",
        "short communications",
        "research letters",
        "corrections",
        "author correction",
        "erratum",
        "insights",
        "research papers",
    ];
    let lower = text
        .trim()
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    NAMES.contains(&lower.as_str()) || is_news(text)
}

/// The label of one advert.
pub(super) fn is_advert(text: &str) -> bool {
    let lower = text
        .trim()
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    matches!(lower.as_str(), "advertisement" | "advertising" | "sponsor")
}

/// A title and the pages printed behind it: `Counting waves   p211`, `… pp220 - 228`.
pub(super) fn title_and_pages(text: &str) -> Option<(&str, &str)> {
    let at = text.rfind(" p").filter(|&at| at > 0)?;
    let (title, pages) = text.split_at_checked(at)?;
    let pages = pages.trim_start().trim_start_matches(['p', '.', ' ']);
    let sound = pages.starts_with(|c: char| c.is_ascii_digit())
        && pages.len() < 24
        && pages
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | ' '));
    let title = title.trim_end();
    (sound && title.contains(' ')).then_some((title, pages))
}

/// Sections whose entries are not papers.
pub(super) fn is_news(text: &str) -> bool {
    const NAMES: [&str; 28] = [
        "news",
        "news in focus",
        "news in brief",
        "in the news",
        "news & features",
        "news and features",
        "features",
        "jobs",
        "careers",
        "career",
        "career feature",
        "career news",
        "advertisement",
        "advertisements",
        "advertising",
        "sponsored",
        "sponsored content",
        "sponsor",
        "events",
        "webcasts",
        "webinars",
        "podcast",
        "podcasts",
        "video",
        "videos",
        "announcements",
        "most read",
        "world view",
    ];
    let lower = text
        .trim()
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    NAMES.contains(&lower.as_str())
}
