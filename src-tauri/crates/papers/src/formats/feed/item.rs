//! One item of a feed, whatever syntax it came in, made a paper.

use std::collections::HashSet;

use super::Channel;
use super::told::{Told, is_byline, is_cut, told};
use crate::dates;
use crate::formats::arxiv;
use crate::formats::repec_nep::arxiv_of_handle;
use crate::identity;
use crate::names::{byline, parse_name, person};
use crate::paper::{Name, Paper, Scheme};
use crate::text::tags;

/// Shortest prose that can be an abstract although nothing calls it one.
const ABSTRACT: usize = 250;

/// What an item said, before it is judged.
#[derive(Default)]
pub(in crate::formats) struct Item {
    pub(in crate::formats) titles: Vec<String>,
    pub(in crate::formats) links: Vec<String>,
    /// Ids of any kind: `guid`, `dc:identifier`, `prism:doi`.
    pub(in crate::formats) ids: Vec<String>,
    /// A name each, or all of them in one text.
    pub(in crate::formats) creators: Vec<String>,
    /// HTML that tells of the item, in the order of trust.
    pub(in crate::formats) descriptions: Vec<String>,
    pub(in crate::formats) dates: Vec<String>,
    pub(in crate::formats) venue: Option<String>,
    pub(in crate::formats) volume: Option<String>,
    pub(in crate::formats) issue: Option<String>,
    pub(in crate::formats) first_page: Option<String>,
    pub(in crate::formats) last_page: Option<String>,
    pub(in crate::formats) publisher: Option<String>,
    pub(in crate::formats) issn: Option<String>,
    pub(in crate::formats) language: Option<String>,
    pub(in crate::formats) subjects: Vec<String>,
    /// Metadata that only publications have (PRISM).
    pub(in crate::formats) is_publication: bool,
}

impl Item {
    pub(in crate::formats) fn paper(self, channel: &Channel) -> (Paper, Vec<String>) {
        let mut paper = Paper {
            title: title(&self.titles),
            ..Paper::default()
        };
        // `[Articles] Title`, as The Lancet's journals have it.
        if let Some((section, title)) = section(&paper.title) {
            paper.extra.insert("section".to_owned(), section.to_owned());
            paper.title = title.to_owned();
        }
        let mut doubts = Vec::new();
        let told: Vec<_> = self
            .descriptions
            .iter()
            .map(|html| told(html, &paper.title))
            .collect();
        self.identify(&mut paper, told.iter().flat_map(|told| &told.about));
        paper.urls = urls(&self.links);
        paper.date = self.dates.iter().find_map(|date| feed_date(date));
        for told in &told {
            if paper.date.is_none() {
                paper.date = told.date.as_deref().and_then(feed_date);
            }
            if let Some(comments) = &told.comments {
                paper
                    .extra
                    .entry("Comments".to_owned())
                    .or_insert(comments.clone());
            }
        }
        let on_arxiv = paper.identifiers.contains_key(&Scheme::Arxiv);
        let preprint = on_arxiv
            || paper
                .identifiers
                .get(&Scheme::Doi)
                .is_some_and(|doi| identity::is_preprint_doi(doi));
        let told_venue = told.iter().find_map(|told| told.venue.clone());
        let publication = self.is_publication || told_venue.is_some() || channel.issn.is_some();
        paper.venue = self
            .venue
            .clone()
            .or(told_venue.map(|venue| {
                venue
                    .split(", Volume")
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            }))
            .or(channel.venue.clone())
            .map(|venue| tags::line(&venue));
        paper.volume = self.volume.clone();
        paper.issue = self.issue.clone();
        paper.pages = match (&self.first_page, &self.last_page) {
            (Some(first), Some(last)) if first != last => {
                crate::formats::pages(&format!("{first}-{last}"))
            }
            (Some(first), _) => crate::formats::pages(first),
            _ => None,
        };
        paper.publisher = self.publisher.clone();
        paper.language = self.language.clone();
        for subject in self.subjects.iter().take(arxiv::MOST_KEYWORDS) {
            if !subject.is_empty() && !paper.keywords.contains(subject) {
                paper.keywords.push(subject.clone());
            }
        }
        if preprint {
            paper.kind = "article".to_owned();
        } else if publication || paper.identifiers.contains_key(&Scheme::Pmid) {
            paper.kind = "article-journal".to_owned();
        }
        let in_repec = self.links.iter().any(|link| link.contains("repec.org/"));
        let is_paper = preprint || publication || in_repec || !paper.identifiers.is_empty();
        let issn = self
            .issn
            .as_deref()
            .or(channel.issn.as_deref())
            .and_then(identity::issn);
        if let Some(issn) = issn.filter(|_| is_paper) {
            paper.identifiers.insert(Scheme::Issn, issn);
        }
        paper.authors = authors(&self.creators);
        let read = if on_arxiv {
            arxiv_authors
        } else {
            |text: &str| byline(text).0
        };
        prose(&mut paper, told, is_paper, preprint, read);
        if !is_paper {
            doubts.push("no-sign-of-a-paper: the item may be news or an advertisement".to_owned());
        }
        if on_arxiv {
            paper.title = arxiv::prose(&paper.title);
            paper.abstract_text = paper.abstract_text.map(|text| {
                text.split("\n\n")
                    .map(arxiv::prose)
                    .collect::<Vec<_>>()
                    .join("\n\n")
            });
        }
        (paper, doubts)
    }

    /// Finds identifiers where feeds put them: said as such, in links, in the line about the journal.
    fn identify<'a>(&self, paper: &mut Paper, about: impl Iterator<Item = &'a String>) {
        let mut put = |scheme, id: Option<String>| {
            if let Some(id) = id {
                paper.identifiers.entry(scheme).or_insert(id);
            }
        };
        let about: Vec<&String> = about.collect();
        for text in self
            .ids
            .iter()
            .chain(&self.links)
            .chain(about.iter().copied())
        {
            let bare = text.strip_prefix("oai:arXiv.org:").unwrap_or(text);
            let lower = bare.to_ascii_lowercase();
            if lower.contains("arxiv") || bare.len() != text.len() {
                put(Scheme::Arxiv, identity::arxiv_id(bare));
            }
            put(Scheme::Arxiv, arxiv_of_handle(bare));
            if lower.contains("pubmed") || lower.contains("pmid") {
                put(Scheme::Pmid, identity::pmid(bare));
            }
            put(
                Scheme::Doi,
                identity::doi(bare).or_else(|| server_doi(&lower)),
            );
        }
        // A DOI that arXiv gave is the id in other words.
        if let Some(id) = paper
            .identifiers
            .get(&Scheme::Doi)
            .and_then(|doi| identity::arxiv_of_doi(doi))
        {
            paper.identifiers.entry(Scheme::Arxiv).or_insert(id);
        }
    }
}

/// bioRxiv's and medRxiv's links of old: `…/cgi/content/short/857789v1`.
fn server_doi(link: &str) -> Option<String> {
    let ours =
        link.contains("biorxiv.org/cgi/content/") || link.contains("medrxiv.org/cgi/content/");
    let last = link
        .split('?')
        .next()?
        .rsplit('/')
        .next()
        .filter(|_| ours)?;
    let (number, version) = last.split_once('v')?;
    let sound = (6..=16).contains(&number.len())
        && number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
        && version.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| format!("10.1101/{number}"))
}

/// The section of a journal in brackets before a title, and the title.
fn section(title: &str) -> Option<(&str, &str)> {
    const SECTIONS: [&str; 16] = [
        "Articles",
        "Article",
        "Comment",
        "Correspondence",
        "Corrections",
        "Editorial",
        "Health Policy",
        "Personal View",
        "Perspectives",
        "Rapid Review",
        "Review",
        "Reviews",
        "Seminar",
        "Series",
        "Viewpoint",
        "Clinical Picture",
    ];
    let (name, rest) = title.strip_prefix('[')?.split_once("] ")?;
    SECTIONS
        .contains(&name)
        .then_some((name, rest.trim_start()))
}

/// The barest of the titles: MDPI's begin with journal and pages, `dc:title` is the title alone.
fn title(titles: &[String]) -> String {
    let mut found = String::new();
    for title in titles {
        let title = tags::line(title);
        if found.is_empty()
            || (title.chars().count() > 20 && found.len() > title.len() && found.ends_with(&title))
        {
            found = title;
        }
    }
    found
        .strip_prefix("[ASAP] ")
        .map(str::to_owned)
        .unwrap_or(found)
}

fn urls(links: &[String]) -> Vec<String> {
    let mut urls: Vec<String> = Vec::new();
    for link in links {
        let link = link.trim();
        let sound = link.starts_with("http://") || link.starts_with("https://");
        if sound && urls.len() < 3 && !urls.iter().any(|known| known == link) {
            urls.push(link.to_owned());
        }
    }
    urls
}

/// `Thu, 20 Aug 2026 17:59:58 GMT`, `2024-01-03T00:00:00Z`.
fn feed_date(text: &str) -> Option<crate::paper::Date> {
    dates::parse(text)
}

fn authors(creators: &[String]) -> Vec<Name> {
    let several = creators.len() > 1;
    let mut names: Vec<Name> = Vec::new();
    let mut known = HashSet::new();
    for text in creators {
        // An affiliation may follow on a line of its own.
        let line = match several {
            true => tags::paragraphs(text)
                .into_iter()
                .next()
                .unwrap_or_default(),
            false => tags::line(text),
        };
        let line = line.trim_end_matches([',', ';']).trim();
        if line.is_empty() || line.contains('@') && !line.contains('(') {
            continue;
        }
        let found = match line.matches(',').count() {
            0 if several => person(line).into_iter().collect(),
            1 if is_turned(line, several) => parse_name(line).into_iter().collect(),
            _ => byline(&without_mail(line)).0,
        };
        for name in found {
            if known.insert(name.clone()) {
                names.push(name);
            }
        }
    }
    names
}

/// Whether one comma stands inside one name rather than between two.
fn is_turned(line: &str, one: bool) -> bool {
    let Some((left, right)) = line.split_once(',') else {
        return false;
    };
    let words = |text: &str| text.split_whitespace().count();
    (one && !right.contains(" and "))
        || (words(left) == 1 && words(right) <= 2 && !right.contains(" and "))
}

/// `ann@example.org (Ann Roe)`, the form RSS asks for.
fn without_mail(line: &str) -> String {
    match line.split_once('(') {
        Some((mail, name)) if mail.contains('@') => {
            name.trim_end().trim_end_matches(')').to_owned()
        }
        _ => line.to_owned(),
    }
}

fn arxiv_authors(text: &str) -> Vec<Name> {
    arxiv::authors(text).0
}

/// Takes abstract and authors from what the descriptions tell.
fn prose(
    paper: &mut Paper,
    told: Vec<Told>,
    is_paper: bool,
    preprint: bool,
    read: fn(&str) -> Vec<Name>,
) {
    for told in &told {
        if let Some(listed) = &told.authors {
            let names = read(listed);
            if names.len() > paper.authors.len() {
                paper.authors = names;
            }
        }
    }
    let mut best: Option<(bool, String)> = None;
    for mut told in told {
        // A first line of names is the byline, above all when it names who the feed names.
        let lead = told.prose.first().filter(|_| told.prose.len() > 1).cloned();
        let named = paper.authors.first().map(Name::display);
        let starts_with_author = |lead: &str| {
            named
                .as_deref()
                .and_then(|name| lead.strip_prefix(name))
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(", "))
        };
        if let Some(lead) = lead.filter(|lead| is_byline(lead) || starts_with_author(lead)) {
            let names = read(&lead);
            if names.len() >= paper.authors.len() && !names.is_empty() {
                paper.authors = names;
                told.prose.remove(0);
            } else if !paper.authors.is_empty() {
                told.prose.remove(0);
            }
        }
        let text = told.prose.join("\n\n");
        if text.is_empty() {
            continue;
        }
        let length = text.chars().count();
        let is_abstract = is_paper
            && !is_cut(&text)
            && (told.is_called_abstract || preprint && length > 40 || length >= ABSTRACT);
        let better = match &best {
            None => true,
            Some((known, _)) if *known != is_abstract => is_abstract,
            Some((_, known)) => known.len() < text.len(),
        };
        if better {
            best = Some((is_abstract, text));
        }
    }
    match best {
        Some((true, text)) => paper.abstract_text = Some(text),
        Some((false, text)) => {
            paper.extra.insert("snippet".to_owned(), text);
        }
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(text: &str) -> Vec<String> {
        authors(&[text.to_owned()])
            .iter()
            .map(Name::display)
            .collect()
    }

    #[test]
    fn authors_are_read_in_all_the_forms_of_feeds() {
        assert_eq!(
            listed(" Kukla, D., Crampton, A., "),
            ["D. Kukla", "A. Crampton"]
        );
        assert_eq!(listed("Roe, Ann"), ["Ann Roe"]);
        assert_eq!(listed("Ann Roe, Bo Low"), ["Ann Roe", "Bo Low"]);
        assert_eq!(listed("\nAnn Roe, \nBo Low"), ["Ann Roe", "Bo Low"]);
        assert_eq!(listed("a@example.org (Ann Roe)"), ["Ann Roe"]);
        assert_eq!(
            listed("<a href='x'>Ann Roe</a>, <a href='y'>Bo Low</a>"),
            ["Ann Roe", "Bo Low"]
        );
        let two = ["Roe, Ann".to_owned(), "Bo Low<br/>Univ. of X, Y".to_owned()];
        assert_eq!(
            authors(&two).iter().map(Name::display).collect::<Vec<_>>(),
            ["Ann Roe", "Bo Low"]
        );
    }

    #[test]
    fn the_barest_title_is_taken() {
        let titles = [
            "Tests, Vol. 3, Pages 1: On <i>Real</i> Titles &amp; More".to_owned(),
            "On Real Titles & More".to_owned(),
        ];
        assert_eq!(title(&titles), "On Real Titles & More");
        assert_eq!(title(&["a &lt; b".to_owned()]), "a < b");
        assert_eq!(
            section("[Articles] Swell and health"),
            Some(("Articles", "Swell and health"))
        );
        assert_eq!(section("[Re]producing a result"), None);
    }

    #[test]
    fn an_old_link_of_a_preprint_server_holds_its_doi() {
        assert_eq!(
            server_doi("http://biorxiv.org/cgi/content/short/857789v1?rss=1").as_deref(),
            Some("10.1101/857789")
        );
        assert_eq!(
            server_doi("http://example.org/cgi/content/short/857789v1"),
            None
        );
    }
}
