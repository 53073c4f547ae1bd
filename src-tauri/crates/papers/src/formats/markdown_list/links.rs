//! Which links lead to papers, and which words are labels rather than titles.

use std::collections::HashSet;

use super::inline::Span;
use crate::identity;
use crate::paper::Scheme;

/// Whether an address is a paper's.
pub(super) fn is_paper(url: Option<&str>) -> bool {
    url.is_some_and(|url| identifier(url).is_some() || leads_to_text(url))
}

/// The identifier in an address.
pub(super) fn identifier(url: &str) -> Option<(Scheme, String)> {
    let lower = url.to_ascii_lowercase();
    if !lower.starts_with("http") {
        return None;
    }
    let host = lower.split("://").nth(1)?.split('/').next()?;
    let on = |name: &str| host == name || host.strip_suffix(name).is_some_and(|h| h.ends_with('.'));
    let of_arxiv = [
        "arxiv.org",
        "alphaxiv.org",
        "ar5iv.org",
        "huggingface.co",
        "hf.co",
        "paperswithcode.com",
        "arxiv-vanity.com",
    ]
    .iter()
    .any(|name| on(name));
    if (of_arxiv || lower.contains("arxiv"))
        && let Some(id) = identity::arxiv_id(url)
    {
        return Some((Scheme::Arxiv, id));
    }
    if on("openreview.net") {
        let (_, id) = url.split_once("id=")?;
        let id: String = id
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .collect();
        return (!id.is_empty()).then_some((Scheme::Openreview, id));
    }
    if on("aclanthology.org") || on("aclweb.org") {
        let id = url.trim_end_matches('/').rsplit('/').next()?;
        let id = id.strip_suffix(".pdf").unwrap_or(id);
        let sound = id.contains('-') && id.bytes().any(|byte| byte.is_ascii_digit());
        return sound.then(|| (Scheme::Acl, id.to_owned()));
    }
    if on("pubmed.ncbi.nlm.nih.gov") {
        return identity::pmid(url).map(|id| (Scheme::Pmid, id));
    }
    let resolver =
        on("doi.org") || lower.contains("/doi/") || on("biorxiv.org") || on("medrxiv.org");
    if resolver && let Some(doi) = identity::doi(url) {
        if let Some(id) = identity::arxiv_of_doi(&doi) {
            return Some((Scheme::Arxiv, id));
        }
        return Some((Scheme::Doi, doi));
    }
    None
}

/// A PDF or a publisher's page: a paper's text without an identifier in its address.
fn leads_to_text(url: &str) -> bool {
    const PLACES: [&str; 12] = [
        "openaccess.thecvf.com/content",
        "proceedings.mlr.press/",
        "papers.nips.cc/paper",
        "proceedings.neurips.cc/paper",
        "ieeexplore.ieee.org/document",
        "ieeexplore.ieee.org/abstract",
        "semanticscholar.org/paper/",
        "link.springer.com/",
        "sciencedirect.com/science/article",
        "nature.com/articles/",
        "ojs.aaai.org/",
        "ecva.net/papers/",
    ];
    let lower = url.to_ascii_lowercase();
    let path = lower.split(['?', '#']).next().unwrap_or_default();
    lower.starts_with("http")
        && (PLACES.iter().any(|place| lower.contains(place))
            || (path.ends_with(".pdf") && !lower.contains("github.com")))
}

/// How many different papers a stretch leads to.
pub(super) fn papers(spans: &[Span]) -> usize {
    let mut known = HashSet::new();
    for span in spans {
        match span.url.as_deref().and_then(identifier) {
            Some((Scheme::Arxiv, id)) => {
                known.insert(id);
            }
            Some((_, id)) => {
                known.insert(id);
            }
            None if is_paper(span.url.as_deref()) => {
                known.insert(span.url.clone().unwrap_or_default());
            }
            None => {}
        }
    }
    known.len()
}

/// A name before a colon, or alone, that says what follows.
pub(super) struct Label {
    /// One of a few names for many: `authors`, `abstract`, `summary`, `date`, `venue`, `link`,
    /// `keywords`, `title`, or `other`.
    pub name: &'static str,
    /// As it stands in the source, in lower case.
    pub own: String,
    /// How many bytes of the plain text it takes, with its colon.
    pub length: usize,
}

/// The label that a line begins with.
pub(super) fn label(spans: &[Span]) -> Option<Label> {
    let mut plain = String::new();
    for span in spans.iter().take(6) {
        plain.push_str(&span.text);
        if plain.len() > 60 {
            break;
        }
    }
    let (shown, length) = match plain.find([':', '：']) {
        Some(at) if at <= 40 => {
            let colon = plain.get(at..)?.chars().next()?.len_utf8();
            (plain.get(..at)?, at + colon)
        }
        _ => (plain.as_str(), plain.len()),
    };
    let own = bare(shown);
    let name = named(&own)?;
    // A link `[Paper](url)` is a label only with a colon after it.
    let alone = length == plain.len() && !plain.ends_with([':', '：']);
    if alone && !matches!(name, "abstract" | "authors" | "summary") {
        return None;
    }
    Some(Label { name, own, length })
}

/// The name without marks, digits and pictures around it, in lower case.
pub(super) fn bare(text: &str) -> String {
    let trimmed = text.trim_matches(|c: char| !c.is_alphanumeric() && c != ')' || is_picture(c));
    crate::text::fold(&trimmed.to_lowercase())
}

/// Symbols and emoji.
pub(super) fn is_picture(c: char) -> bool {
    matches!(u32::from(c), 0x2190..=0x2bff | 0xfe00..=0xfe0f | 0x1f000..=0x1faff | 0x200d)
}

pub(super) fn named(own: &str) -> Option<&'static str> {
    Some(match own {
        "title" | "paper title" | "paper name" | "标题" | "题目" => "title",
        "author" | "authors" | "author(s)" | "first author" | "作者" => "authors",
        "abstract" | "摘要" => "abstract",
        "summary" | "tl;dr" | "tldr" | "relevance" | "description" | "overview" | "key points"
        | "ai summary" | "takeaway" | "takeaways" | "key takeaway" | "key idea" | "notes"
        | "highlights" | "contribution" | "contributions" | "介绍" | "总结" => "summary",
        "date" | "publish date" | "published" | "publication date" | "submitted" | "updated"
        | "year" | "time" | "published date" | "released" | "日期" => "date",
        "venue" | "journal" | "conference" | "publication" | "published in" | "pub" | "source"
        | "publisher" => "venue",
        "keywords" | "keyword" | "tags" | "topics" | "subjects" | "categories" | "category"
        | "subject" => "keywords",
        "paper" | "pdf" | "link" | "links" | "url" | "arxiv" | "arxiv link" | "pdf link"
        | "paper link" | "paper url" | "full paper" | "doi" | "arxiv id" | "id" | "paper id"
        | "read" | "openreview" | "html" | "abs" | "preprint" | "huggingface" | "hugging face"
        | "hf" | "论文" | "链接" => "link",
        "code" | "github" | "repo" | "repository" | "project" | "project page" | "website"
        | "homepage" | "home page" | "page" | "demo" | "dataset" | "data" | "model" | "models"
        | "video" | "slides" | "blog" | "poster" | "comment" | "comments" | "institute"
        | "institution" | "affiliation" | "stars" | "star" | "upvotes" | "votes" | "code link"
        | "code url" | "supp" | "supplementary" | "bibtex" | "cite" | "citation" | "citations"
        | "task" | "method" | "type" | "rank" | "no" | "#" | "webpage" | "代码" => "other",
        _ => return None,
    })
}

/// Whether a text may be a title: some words, no label, date, name of a venue, or address.
pub(super) fn is_titlelike(text: &str) -> bool {
    let text = text.trim();
    let words = text.split_whitespace().count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let wide = text
        .chars()
        .filter(|c| u32::from(*c) >= 0x2e80 && c.is_alphabetic())
        .count();
    (words >= 2 || wide >= 5)
        && letters >= 7
        && text.len() <= 400
        && !text.contains("://")
        && !text.ends_with(':')
        && named(&bare(text)).is_none()
        && venue_and_year(text).is_none()
        && !is_linkname(text)
}

/// `Read more`, `Project Page`, `arXiv 2401.00001`: what a link is called that is no title.
fn is_linkname(text: &str) -> bool {
    const NAMES: [&str; 16] = [
        "read more",
        "full text",
        "arxiv",
        "code",
        "paper",
        "pdf",
        "project",
        "github",
        "official",
        "hugging face",
        "table of contents",
        "back to top",
        "go to",
        "view",
        "download",
        "read the",
    ];
    let bare = bare(text);
    let words = bare.split_whitespace().count();
    words <= 3
        && NAMES
            .iter()
            .any(|name| bare.starts_with(name) || bare.ends_with(name))
}

/// `CVPR 2023`, `NeurIPS'22`, `arXiv 2024`: a venue and its year.
pub(super) fn venue_and_year(text: &str) -> Option<(String, i32)> {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (name, year) = text.split_at_checked(text.len() - digits)?;
    let year: i32 = match digits {
        4 => year
            .parse()
            .ok()
            .filter(|year| (1950..2100).contains(year))?,
        2 if name.ends_with(['\'', '’']) => 2000 + year.parse::<i32>().ok()?,
        _ => return None,
    };
    let name = name.trim_end_matches(|c: char| !c.is_alphanumeric());
    let first = name.chars().next()?;
    let short = name.split_whitespace().count() <= 3 && name.len() <= 32;
    let known = name.chars().filter(|c| c.is_uppercase()).count() >= 2
        || name == "Nature"
        || name == "Science";
    (first.is_alphabetic() && short && known && !name.contains(','))
        .then(|| (name.to_owned(), year))
}

/// Whether a stretch holds what may be a title.
pub(super) fn has_title(spans: &[Span]) -> bool {
    spans
        .iter()
        .any(|span| is_titlelike(&span.text) || (span.bold && span.text.trim().len() > 12))
}
