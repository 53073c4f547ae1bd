//! What a feed's description tells: an abstract, a byline, a line about the journal, or a teaser.

use crate::text::tags;

/// A description taken apart.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Told {
    /// Prose of the item, a paragraph each.
    pub(super) prose: Vec<String>,
    /// Whether the description itself calls the prose an abstract.
    pub(super) is_called_abstract: bool,
    /// A line of authors that says that it is one.
    pub(super) authors: Option<String>,
    pub(super) venue: Option<String>,
    pub(super) date: Option<String>,
    pub(super) comments: Option<String>,
    /// Lines about the publication, where identifiers are looked for.
    pub(super) about: Vec<String>,
}

/// What a line of a description is.
enum Line<'a> {
    Prose,
    Authors(&'a str),
    Venue(&'a str),
    Date(&'a str),
    Comments(&'a str),
    /// Says what follows it on the line is the abstract.
    Abstract(&'a str),
    About,
    /// A name of a section that is none: `Keywords`, `Graphical abstract`.
    Chrome,
}

pub(super) fn told(html: &str, title: &str) -> Told {
    let mut told = Told::default();
    let mut authors_next = false;
    for paragraph in tags::paragraphs(html) {
        if authors_next && told.authors.is_none() {
            told.authors = Some(paragraph);
            authors_next = false;
            continue;
        }
        match line(&paragraph, title) {
            Line::Authors("") => authors_next = true,
            Line::Authors(names) => told.authors = Some(names.to_owned()),
            Line::Venue(venue) => told.venue = Some(venue.to_owned()),
            Line::Date(date) => told.date = told.date.or(Some(date.to_owned())),
            Line::Comments(comments) => told.comments = Some(comments.to_owned()),
            Line::About => told.about.push(paragraph),
            Line::Chrome => {}
            Line::Abstract(rest) => {
                // What stood before was a byline or about the journal.
                told.about.append(&mut told.prose);
                told.is_called_abstract = true;
                if !rest.is_empty() {
                    told.prose.push(rest.to_owned());
                }
            }
            Line::Prose => told.prose.push(paragraph),
        }
    }
    told
}

fn label<'a>(text: &'a str, labels: &[&str]) -> Option<&'a str> {
    labels.iter().find_map(|label| {
        let start = text.get(..label.len())?;
        start
            .eq_ignore_ascii_case(label)
            .then(|| text.get(label.len()..).unwrap_or_default().trim())
    })
}

fn line<'a>(text: &'a str, title: &str) -> Line<'a> {
    if text == title
        || (title.len() > 15 && text.ends_with(title) && text.len() < title.len() + 120)
    {
        return Line::Chrome;
    }
    if text
        .trim_end_matches([':', '.'])
        .eq_ignore_ascii_case("abstract")
        || text.eq_ignore_ascii_case("summary")
    {
        return Line::Abstract("");
    }
    // `Abstract The …`, where the heading lost its end.
    let heading = [
        "Abstract: ",
        "Abstract. ",
        "Abstract – ",
        "Abstract— ",
        "ABSTRACT ",
        "ABSTRACT: ",
        "Abstract ",
    ]
    .iter()
    .find_map(|heading| text.strip_prefix(heading));
    if let Some(rest) =
        heading.filter(|rest| rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
    {
        return Line::Abstract(rest.trim());
    }
    if let Some(names) = label(text, &["Author(s):", "Authors:", "Author:"]) {
        return Line::Authors(names);
    }
    if let Some(names) = text
        .strip_prefix("by ")
        .filter(|names| names.len() < 4000 && is_byline(names))
    {
        return Line::Authors(names);
    }
    if let Some(venue) = label(text, &["Source:"]) {
        return Line::Venue(venue);
    }
    if let Some(date) = label(
        text,
        &[
            "Publication date:",
            "Available online",
            "Published:",
            "Publication date ",
        ],
    )
    .filter(|date| date.len() < 60)
    {
        return Line::Date(date);
    }
    if let Some(comments) = label(text, &["Comments:"]) {
        return Line::Comments(comments);
    }
    if is_chrome(text) {
        return Line::Chrome;
    }
    if is_about(text) {
        return Line::About;
    }
    Line::Prose
}

/// Lines about the publication rather than of the paper.
fn is_about(text: &str) -> bool {
    if text.chars().count() > 300 {
        return false;
    }
    let lower = text.to_lowercase();
    let starts = [
        "doi:",
        "https://doi.org/",
        "http://dx.doi.org/",
        "pmid:",
        "pmcid:",
        "pdf:",
        "updated:",
        "volume ",
        "issn",
        "copyright",
        "©",
        "url:",
        "link:",
    ];
    starts.iter().any(|start| lower.starts_with(start))
        || lower.contains("published online")
        || lower.contains("online ahead of print")
        || lower.contains(", ahead of print")
        || lower.contains(", earlyview")
        || lower.contains(", early view")
        || (text.len() < 160 && (lower.contains(" doi: 10.") || lower.contains(" doi:10.")))
        || (text.starts_with('[') && lower.contains("] published "))
        || (lower.contains(", volume ") && (lower.contains("page") || lower.contains("issue")))
}

fn is_chrome(text: &str) -> bool {
    let lower = text.to_lowercase();
    matches!(
        lower.trim_end_matches([':', '.', '»', '→', '>', ' ']),
        "read more"
            | "continue reading"
            | "graphical abstract"
            | "keywords"
            | "full text"
            | "pdf"
            | "comments"
            | "read the full article"
            | "view article"
            | "open access"
            | "highlights"
    ) || (lower.starts_with("the post ") && lower.contains("appeared first on"))
}

/// `A. Roe, B. Low, and C. Lee`: short pieces that each begin in upper case.
pub(super) fn is_byline(text: &str) -> bool {
    let pieces: Vec<&str> = text
        .split([',', ';'])
        .flat_map(|piece| piece.split(" and "))
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect();
    let named = pieces.iter().filter(|piece| {
        let words: Vec<&str> = piece.split(' ').collect();
        words.len() <= 7
            && words
                .iter()
                .all(|word| word.starts_with(char::is_uppercase) || is_particle(word))
            && words
                .iter()
                .any(|word| word.starts_with(char::is_uppercase))
    });
    !pieces.is_empty() && named.count() * 10 >= pieces.len() * 9 && !text.ends_with(['!', '?'])
}

fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "la"
            | "van"
            | "der"
            | "den"
            | "von"
            | "di"
            | "del"
            | "da"
            | "dos"
            | "das"
            | "do"
            | "le"
            | "el"
            | "al"
            | "bin"
            | "ben"
            | "ter"
            | "ten"
            | "du"
            | "des"
            | "zu"
            | "af"
            | "av"
            | "y"
            | "e"
            | "et"
            | "al."
            | "della"
            | "dal"
            | "los"
            | "las"
            | "in"
            | "'t"
            | "d'"
            | "zur"
            | "vom"
            | "ibn"
            | "dela"
    ) || word.starts_with("d'")
        || word.starts_with("al-")
        || word.starts_with("el-")
}

/// Whether a teaser was cut: it says so, or stops without an end.
pub(super) fn is_cut(text: &str) -> bool {
    let end = text.trim_end();
    end.ends_with('…')
        || end.ends_with("...")
        || end.ends_with("[…]")
        || end.ends_with("[...]")
        || end.to_lowercase().ends_with("read more")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_description_says_beside_the_abstract_is_told_apart() {
        let html = "<p>Publication date: March 2024</p><p><b>Source:</b> Journal of Tests, Volume 3</p><p>Author(s): Ann Roe, Bo Low</p>";
        let found = told(html, "T");
        assert_eq!(found.date.as_deref(), Some("March 2024"));
        assert_eq!(found.venue.as_deref(), Some("Journal of Tests, Volume 3"));
        assert_eq!(found.authors.as_deref(), Some("Ann Roe, Bo Low"));
        assert!(found.prose.is_empty());
        let html = "<p>J Tests. 2024 Jan 3. doi: 10.1000/x. Online ahead of print.</p><p><b>ABSTRACT</b></p><p>We test.</p><p>PMID:<a>1</a> | DOI:<a>10.1000/x</a></p>";
        let found = told(html, "T");
        assert!(found.is_called_abstract);
        assert_eq!(found.prose, ["We test."]);
        assert_eq!(found.about.len(), 2);
    }

    #[test]
    fn a_byline_is_told_from_a_sentence() {
        assert!(is_byline("Ann Roe, Bo van der Low, and C. Lee"));
        assert!(!is_byline(
            "We show that A, B and C hold in general, which is new."
        ));
        assert!(!is_byline("A new kind of test is presented here"));
    }
}
