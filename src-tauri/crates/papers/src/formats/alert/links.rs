//! The place behind a link that a mail has wrapped, and what that place says for certain.

use crate::identity;
use crate::paper::{Paper, Scheme};

/// Longest address looked at, and how many wrappings are taken off one.
const LONGEST: usize = 8 * 1024;
const MOST_WRAPS: usize = 4;

/// The addresses in a text, without the punctuation that follows them.
pub(in crate::formats) fn urls(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("http") {
        let from = rest.get(at..).unwrap_or_default();
        if !from.starts_with("http://") && !from.starts_with("https://") {
            rest = from.get(4..).unwrap_or_default();
            continue;
        }
        let end = from
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '|' | '`'))
            .unwrap_or(from.len());
        let (url, after) = from.split_at_checked(end).unwrap_or((from, ""));
        rest = after;
        if url.len() > LONGEST {
            continue;
        }
        let mut url = url;
        for _ in 0..8 {
            url = url.trim_end_matches(['.', ',', ';', ':', '\'', ']', '*', '!', '?', '’', '”']);
            match url.strip_suffix(')') {
                Some(inner) if url.matches(')').count() > url.matches('(').count() => url = inner,
                _ => break,
            }
        }
        if url.len() > 10 {
            found.push(url);
        }
    }
    found
}

/// Where a link leads in the end: what alert services, mail filters and click counters wrapped
/// around it is taken off. A link for sharing leads nowhere of interest and stays.
pub(in crate::formats) fn target(href: &str) -> String {
    let mut url = href.trim().to_owned();
    if url.len() > LONGEST {
        return url;
    }
    for _ in 0..MOST_WRAPS {
        match unwrapped(&url) {
            Some(inner) if inner.len() < url.len() => url = inner,
            _ => break,
        }
    }
    without_counters(&url)
}

/// Without what tells a site which mail its visitor came from.
fn without_counters(url: &str) -> String {
    let Some((place, query)) = url.split_once('?') else {
        return url.to_owned();
    };
    let counts = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        name.starts_with("utm") || matches!(name, "ct" | "med" | "af" | "rss" | "dgcid" | "fbclid")
    };
    let kept: Vec<&str> = query.split('&').filter(|pair| !counts(pair)).collect();
    if kept.is_empty() {
        place.to_owned()
    } else {
        format!("{place}?{}", kept.join("&"))
    }
}

fn unwrapped(url: &str) -> Option<String> {
    let (place, query) = url.split_once('?').unwrap_or((url, ""));
    let lower = place.to_ascii_lowercase();
    const SHARING: [&str; 9] = [
        "facebook.",
        "twitter.",
        "//x.com",
        "linkedin.",
        "scholar_share",
        "reddit.",
        "/share",
        "sharer",
        "mailto:",
    ];
    if SHARING.iter().any(|mark| lower.contains(mark)) {
        return None;
    }
    if lower.contains("urldefense") {
        if let Some(inner) = place_after(url, "/v3/__") {
            let end = inner.find("__;").unwrap_or(inner.len());
            return inner.get(..end).map(str::to_owned);
        }
        let inner = parameter(query, "u")?;
        return Some(percent(&inner.replace('-', "%").replace('_', "/")));
    }
    // `…/L0/https:%2F%2Farxiv.org%2F…/1/…`: the address is one escaped part of the path.
    if let Some(at) = lower
        .find("/https:%2f%2f")
        .or_else(|| lower.find("/http:%2f%2f"))
    {
        let inner = place.get(at + 1..)?;
        let end = inner.find('/').unwrap_or(inner.len());
        return Some(percent(inner.get(..end)?));
    }
    if let Some(data) = parameter(query, "_L54AD1F204_") {
        let decoded = crate::formats::email::base64(data.as_bytes());
        let decoded = String::from_utf8_lossy(&decoded).into_owned();
        return parameter(&decoded, "target");
    }
    const NAMES: [&str; 12] = [
        "url",
        "u",
        "q",
        "target",
        "redirect",
        "redirecturl",
        "redirect_url",
        "redirect_uri",
        "link",
        "dest",
        "destination",
        "r",
    ];
    query.split('&').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        let name = name.trim_start_matches("amp;").to_ascii_lowercase();
        if !NAMES.contains(&name.as_str()) {
            return None;
        }
        let whole = percent(value);
        (whole.starts_with("http://") || whole.starts_with("https://")).then_some(whole)
    })
}

fn place_after<'a>(url: &'a str, mark: &str) -> Option<&'a str> {
    url.split_once(mark).map(|(_, rest)| rest)
}

fn parameter(query: &str, wanted: &str) -> Option<String> {
    query.split('&').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        (name == wanted).then(|| percent(value))
    })
}

/// `%41` as `A`; what is not an escape stays.
fn percent(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = (byte == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match escaped {
            Some(value) => {
                out.push(value);
                at += 3;
            }
            None => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The host of an address without `www.`, and the rest.
fn host(url: &str) -> Option<(String, &str)> {
    let (_, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at_checked(end)?;
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    Some((host, path))
}

/// Puts in the identifiers that an address (already unwrapped) states; whether there was one.
pub(in crate::formats) fn identify(paper: &mut Paper, url: &str) -> bool {
    let Some((scheme, value)) = identifier(url) else {
        return false;
    };
    if scheme == Scheme::Arxiv && paper.kind.is_empty() {
        paper.kind = "article".to_owned();
    }
    paper.identifiers.entry(scheme).or_insert(value);
    true
}

/// The identifier that an address states.
pub(in crate::formats) fn identifier(url: &str) -> Option<(Scheme, String)> {
    let (host, path) = host(url)?;
    let on = |name: &str| host == name || host.ends_with(&format!(".{name}"));
    if on("arxiv.org") || on("alphaxiv.org") || on("huggingface.co") || host.starts_with("ar5iv") {
        let wanted = ["/abs/", "/pdf/", "/html/", "/papers/", "/overview/", "/ps/"];
        let (_, rest) = wanted.iter().find_map(|mark| path.split_once(mark))?;
        let id = identity::arxiv_id(rest.trim_end_matches(".pdf").split(['?', '#']).next()?)?;
        return Some((Scheme::Arxiv, id));
    }
    if host == "pubmed.ncbi.nlm.nih.gov" || (on("ncbi.nlm.nih.gov") && path.contains("/pubmed/")) {
        let digits = path
            .split('/')
            .find(|part| part.starts_with(|c: char| c.is_ascii_digit()))?;
        let digits = digits.split(['?', '#']).next()?;
        return Some((Scheme::Pmid, identity::pmid(digits)?));
    }
    if (on("ncbi.nlm.nih.gov") || host == "europepmc.org") && path.contains("PMC") {
        return Some((Scheme::Pmcid, identity::pmcid(path)?));
    }
    if on("openreview.net") {
        let (_, query) = path.split_once('?')?;
        let id = parameter(query.split('#').next()?, "id")?;
        return Some((
            Scheme::Openreview,
            identity::normalise(Scheme::Openreview, &id)?,
        ));
    }
    if on("aclanthology.org") || (on("aclweb.org") && path.contains("/anthology/")) {
        let part = path
            .split(['?', '#'])
            .next()?
            .trim_end_matches('/')
            .rsplit('/')
            .next()?;
        let id = part.trim_end_matches(".pdf").trim_end_matches(".bib");
        let sound = id.contains('-') && id.contains(|c: char| c.is_ascii_digit());
        return sound.then(|| (Scheme::Acl, id.to_owned()));
    }
    if on("biorxiv.org") || on("medrxiv.org") {
        return preprint(path).map(|doi| (Scheme::Doi, doi));
    }
    if on("nature.com")
        && let Some(id) = path.strip_prefix("/articles/")
    {
        let id = id.split(['?', '#', '/']).next()?.trim_end_matches(".pdf");
        let sound = (id.starts_with("s4") || id.starts_with("d4")) && id.matches('-').count() == 3;
        return sound.then(|| (Scheme::Doi, format!("10.1038/{}", id.to_ascii_lowercase())));
    }
    let doi = identity::doi(url)?;
    if let Some(id) = identity::arxiv_of_doi(&doi) {
        return Some((Scheme::Arxiv, id));
    }
    Some((Scheme::Doi, publishers(&host, &doi)?))
}

/// A DOI inside a publisher's address, without what the publisher's pages append to it.
fn publishers(host: &str, doi: &str) -> Option<String> {
    if host.ends_with("doi.org") {
        return Some(doi.to_owned());
    }
    let parts: Vec<&str> = doi.split('/').collect();
    const PAGES: [&str; 16] = [
        "meta",
        "pdf",
        "full",
        "abstract",
        "epdf",
        "html",
        "summary",
        "fulltext",
        "references",
        "citations",
        "figures",
        "tables",
        "metrics",
        "xml",
        "suppl_file",
        "pdfft",
    ];
    let end = parts
        .iter()
        .enumerate()
        .skip(2)
        .find(|(at, part)| {
            // Oxford's pages end in `/doi/10.1093/journal/id/1234567/title-of-the-paper`.
            let number = part.len() >= 5 && part.bytes().all(|byte| byte.is_ascii_digit());
            PAGES.contains(part) || (host == "academic.oup.com" && *at >= 3 && number)
        })
        .map_or(parts.len(), |(at, _)| at);
    Some(parts.get(..end)?.join("/"))
}

/// bioRxiv's and medRxiv's pages: `/content/10.1101/2024.01.02.573987v1.full.pdf` and the older
/// `/cgi/content/short/2024.01.02.573987v1`, which leave out the prefix. New papers got another
/// prefix at the end of 2025, so that only older ones are certain without it.
fn preprint(path: &str) -> Option<String> {
    let path = path.split(['?', '#']).next()?;
    let (prefix, number) = match path.split_once("/10.") {
        Some((_, rest)) => {
            let (registrant, number) = rest.split_once('/')?;
            (format!("10.{registrant}"), number)
        }
        None => {
            let number = path
                .rsplit('/')
                .find(|part| part.starts_with("20") && part.matches('.').count() >= 3)?;
            if number.get(..7)? >= "2025.11" {
                return None;
            }
            ("10.1101".to_owned(), number)
        }
    };
    let number = number.split('/').next()?;
    let length = number
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || *byte == b'.')
        .count();
    identity::doi(&format!("{prefix}/{}", number.get(..length)?))
}

/// Whether an address is an article's page at a publisher or index, certain identifier or not.
pub(in crate::formats) fn is_article(url: &str) -> bool {
    if identifier(url).is_some() {
        return true;
    }
    const PAGES: [(&str, &str); 20] = [
        ("nature.com", "/articles/"),
        ("cell.com", "/fulltext"),
        ("cell.com", "/article/"),
        ("cell.com", "/abstract/"),
        ("thelancet.com", "/article/"),
        ("thelancet.com", "/fulltext"),
        ("sciencedirect.com", "/pii/"),
        ("science.org", "/doi/"),
        ("academic.oup.com", "/article"),
        ("jamanetwork.com", "/article"),
        ("jamanetwork.com", "/fullarticle"),
        ("bmj.com", "/content/"),
        ("mdpi.com", "/htm"),
        ("elifesciences.org", "/articles/"),
        ("ieeexplore.ieee.org", "/document/"),
        ("semanticscholar.org", "/paper/"),
        ("pnas.org", "/doi/"),
        ("rsc.org", "/articlelanding/"),
        ("jci.org", "/articles/"),
        ("proceedings.mlr.press", ".html"),
    ];
    host(url).is_some_and(|(host, path)| {
        PAGES.iter().any(|(site, mark)| {
            (host == *site || host.ends_with(&format!(".{site}"))) && path.contains(mark)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrappings_are_taken_off() {
        for (href, expected) in [
            (
                "http://scholar.google.com/scholar_url?url=https://arxiv.org/pdf/1912.02015&hl=en&sa=X",
                "https://arxiv.org/pdf/1912.02015",
            ),
            (
                "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fscholar.google.com%2Fscholar_url%3Furl%3Dhttps%3A%2F%2Fe.org%2Fp.pdf%26hl%3Den&data=05",
                "https://e.org/p.pdf",
            ),
            (
                "https://urldefense.proofpoint.com/v2/url?u=https-3A__www.nature.com_articles_s41586-2D020-2D2649-2D2&d=x",
                "https://www.nature.com/articles/s41586-020-2649-2",
            ),
            (
                "https://urldefense.com/v3/__https://doi.org/10.1000/x__;!!abc",
                "https://doi.org/10.1000/x",
            ),
            (
                "https://x.awstrack.me/L0/https:%2F%2Farxiv.org%2Fabs%2F2401.00001/1/0100",
                "https://arxiv.org/abs/2401.00001",
            ),
            (
                "https://www.facebook.com/sharer?u=https://arxiv.org/abs/2401.00001",
                "https://www.facebook.com/sharer?u=https://arxiv.org/abs/2401.00001",
            ),
            ("https://e.org/a?b=c", "https://e.org/a?b=c"),
        ] {
            assert_eq!(target(href), expected);
        }
    }

    #[test]
    fn addresses_state_identifiers() {
        for (url, scheme, value) in [
            (
                "https://arxiv.org/pdf/1912.02015v2.pdf",
                Scheme::Arxiv,
                "1912.02015",
            ),
            (
                "https://doi.org/10.48550/arXiv.1912.02015",
                Scheme::Arxiv,
                "1912.02015",
            ),
            (
                "https://pubmed.ncbi.nlm.nih.gov/38773066/?utm_source=x",
                Scheme::Pmid,
                "38773066",
            ),
            (
                "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC8382607/",
                Scheme::Pmcid,
                "PMC8382607",
            ),
            (
                "https://openreview.net/forum?id=abCD12_x",
                Scheme::Openreview,
                "abCD12_x",
            ),
            (
                "https://aclanthology.org/2023.acl-long.12.pdf",
                Scheme::Acl,
                "2023.acl-long.12",
            ),
            (
                "https://www.biorxiv.org/content/10.1101/2024.01.02.573987v1.full.pdf",
                Scheme::Doi,
                "10.1101/2024.01.02.573987",
            ),
            (
                "http://medrxiv.org/cgi/content/short/2020.03.24.20042937v2?rss=1",
                Scheme::Doi,
                "10.1101/2020.03.24.20042937",
            ),
            (
                "https://www.nature.com/articles/s41586-020-2649-2?x=1",
                Scheme::Doi,
                "10.1038/s41586-020-2649-2",
            ),
            (
                "https://academic.oup.com/nar/advance-article/doi/10.1093/nar/gkaa616/5876283",
                Scheme::Doi,
                "10.1093/nar/gkaa616",
            ),
            (
                "https://iopscience.iop.org/article/10.1088/1742-6596/1234/1/012034/meta",
                Scheme::Doi,
                "10.1088/1742-6596/1234/1/012034",
            ),
            (
                "https://link.springer.com/chapter/10.1007/978-3-030-36808-1_42",
                Scheme::Doi,
                "10.1007/978-3-030-36808-1_42",
            ),
        ] {
            assert_eq!(identifier(url), Some((scheme, value.to_owned())), "{url}");
        }
        for url in [
            "https://arxiv.org/list/cs.LG/new",
            "https://e.org/x",
            "https://www.biorxiv.org/cgi/content/short/2026.01.02.573987v1",
            "nonsense",
        ] {
            assert_eq!(identifier(url), None, "{url}");
        }
    }

    #[test]
    fn addresses_end_before_the_punctuation_of_the_sentence() {
        assert_eq!(
            urls("see (https://e.org/a_(b)), <http://f.org/x>. httpx"),
            ["https://e.org/a_(b)", "http://f.org/x"]
        );
    }
}
