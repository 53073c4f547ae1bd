//! What identifies a paper: identifiers in one normal form each, a key made of the title, and a
//! citation key.
//!
//! Identifiers are found in whatever surrounds them (URLs, prefixes, brackets) and normalised, so
//! that two spellings of one identifier are equal as text. A text that may or may not hold one
//! gives `None`.

mod numbers;
mod pattern;
mod sketch;
mod title;

use self::numbers::isbn13;
use crate::paper::{Paper, Scheme};

pub use numbers::{isbn, isbn_forms, issn, orcid, pmcid, pmid};
pub use pattern::{KEY_PATTERN, KeyPattern, PatternError};
pub use sketch::sketch;
pub use title::{citation_key, title_key};

/// What a paper can be looked up by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Identifiers that belong to one work: no ISSN, and an ISBN only for a whole book or together
    /// with its pages (`9780262033848:12-34`).
    pub identifiers: Vec<(Scheme, String)>,
    /// The normalised title; `None` when it is shorter than 20 characters or generic.
    pub title: Option<String>,
    /// Only for a paper that has neither: its short title, first surname and year, good enough to
    /// recognise the same record again.
    pub record: Option<String>,
}

/// The title key of a title that tells works apart; see [`Keys::title`].
pub(crate) fn keys_title(title: &str) -> Option<String> {
    title::distinctive(title)
}

/// The keys under which a paper is to be found again. Papers without a common key are different.
pub fn keys(paper: &Paper) -> Keys {
    let identifiers: Vec<_> = paper
        .identifiers
        .iter()
        .filter_map(|(&scheme, value)| match scheme {
            Scheme::Issn => None,
            Scheme::Isbn => match (&paper.pages, paper.kind.as_str()) {
                (Some(pages), kind) if kind != "book" => {
                    Some((scheme, format!("{}:{pages}", isbn13(value))))
                }
                (_, "book" | "") => Some((scheme, isbn13(value))),
                _ => None,
            },
            // The DOI that arXiv gives out is the arXiv id in other words.
            Scheme::Doi => match arxiv_of_doi(value) {
                Some(id) if paper.identifiers.contains_key(&Scheme::Arxiv) || id.is_empty() => None,
                Some(id) => Some((Scheme::Arxiv, id)),
                None => Some((scheme, value.clone())),
            },
            _ => Some((scheme, value.clone())),
        })
        .collect();
    let title = title::distinctive(&paper.title);
    let record =
        (identifiers.is_empty() && title.is_none() && !paper.title.is_empty()).then(|| {
            let surname = paper
                .authors
                .first()
                .map(|name| title_key(&name.surname()))
                .unwrap_or_default();
            let year = paper
                .date
                .map(|date| date.year.to_string())
                .unwrap_or_default();
            format!("{}|{surname}|{year}", title_key(&paper.title))
        });
    Keys {
        identifiers,
        title,
        record,
    }
}

/// Normalises an identifier of a known scheme; `None` when the text holds none.
pub fn normalise(scheme: Scheme, text: &str) -> Option<String> {
    match scheme {
        Scheme::Arxiv => arxiv_id(text),
        Scheme::Doi => doi(text),
        Scheme::Pmid => pmid(text),
        Scheme::Pmcid => pmcid(text),
        Scheme::Isbn => isbn(text),
        Scheme::Issn => issn(text),
        Scheme::Openreview | Scheme::Acl => {
            let text = text.trim();
            (!text.is_empty() && !text.contains(char::is_whitespace)).then(|| text.to_owned())
        }
    }
}

/// An arXiv identifier without its version: `2401.01234`, `0704.0001`, `hep-th/9901001`,
/// `math.ag/0601001`. Understands bare ids, `arXiv:` prefixes, arXiv and Hugging Face URLs (also
/// percent-encoded inside another URL) and arXiv's DOIs.
pub fn arxiv_id(text: &str) -> Option<String> {
    let text = text
        .trim()
        .to_ascii_lowercase()
        .replace("%2f", "/")
        .replace("%3a", ":");
    if let Some((id, rest)) = arxiv_at_start(&text)
        && rest
            .trim_start()
            .chars()
            .next()
            .is_none_or(|c| c == '[' || c == '(')
    {
        return Some(id);
    }
    const MARKERS: [&str; 6] = [
        "arxiv:",
        "arxiv.org/",
        "10.48550/arxiv.",
        "/papers/",
        "/abs/",
        "abs/",
    ];
    MARKERS.iter().find_map(|marker| {
        text.match_indices(marker).find_map(|(at, _)| {
            let mut rest = text.get(at + marker.len()..)?.trim_start();
            for folder in ["abs/", "pdf/", "html/", "ps/", "format/"] {
                rest = rest.strip_prefix(folder).unwrap_or(rest);
            }
            arxiv_at_start(rest).map(|(id, _)| id)
        })
    })
}

/// An arXiv id that lost its first zero as a number, `704.0001`: of all damaged ids the only kind
/// that can be but one, since numbers had four digits until 2014 and years one in 2007 to 2009.
pub(crate) fn arxiv_id_without_zero(text: &str) -> Option<String> {
    let text = text.trim();
    let damaged = text.len() == 8 && text.starts_with(['7', '8', '9']) && text.find('.') == Some(3);
    let (id, rest) = damaged
        .then(|| format!("0{text}"))
        .and_then(|whole| arxiv_at_start(&whole).map(|(id, rest)| (id, rest.to_owned())))?;
    (rest.is_empty() && id.as_str() >= "0704").then_some(id)
}

/// The id that `text` starts with, and what follows it and its version.
fn arxiv_at_start(text: &str) -> Option<(String, &str)> {
    let (id, rest) = new_style(text).or_else(|| old_style(text))?;
    let rest = match rest.strip_prefix('v') {
        Some(version) => {
            let digits = version.bytes().take_while(u8::is_ascii_digit).count();
            version.get(digits..).unwrap_or_default()
        }
        None => rest,
    };
    let boundary = !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    boundary.then(|| (id.to_owned(), rest))
}

/// `YYMM.NNNN` until 2014, `YYMM.NNNNN` since.
fn new_style(text: &str) -> Option<(&str, &str)> {
    let month = text
        .get(..4)
        .filter(|month| month.bytes().all(|byte| byte.is_ascii_digit()))?;
    let number = text.get(4..)?.strip_prefix('.')?;
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let wanted = if month < "1501" { 4 } else { 5 };
    if digits != wanted || !valid_month(month.get(2..4)?) {
        return None;
    }
    text.split_at_checked(5 + digits)
}

/// `archive/YYMMNNN`, the archive possibly with a subject class: `math.ag/0601001`.
fn old_style(text: &str) -> Option<(&str, &str)> {
    let slash = text.bytes().take(20).position(|byte| byte == b'/')?;
    let archive = text.get(..slash)?;
    let known = archive.split('.').next().is_some_and(|name| {
        matches!(
            name,
            "astro-ph"
                | "cond-mat"
                | "gr-qc"
                | "hep-ex"
                | "hep-lat"
                | "hep-ph"
                | "hep-th"
                | "math-ph"
                | "nlin"
                | "nucl-ex"
                | "nucl-th"
                | "physics"
                | "quant-ph"
                | "math"
                | "cs"
                | "q-bio"
                | "q-fin"
                | "stat"
                | "cmp-lg"
                | "alg-geom"
                | "dg-ga"
                | "solv-int"
                | "chao-dyn"
                | "adap-org"
                | "patt-sol"
                | "funct-an"
                | "comp-gas"
                | "chem-ph"
                | "mtrl-th"
                | "supr-con"
                | "q-alg"
                | "acc-phys"
                | "ao-sci"
                | "atom-ph"
                | "bayes-an"
                | "plasm-ph"
        )
    });
    let number = text.get(slash + 1..slash + 8)?;
    if !known
        || !number.bytes().all(|byte| byte.is_ascii_digit())
        || !valid_month(number.get(2..4)?)
    {
        return None;
    }
    text.split_at_checked(slash + 8)
}

fn valid_month(text: &str) -> bool {
    matches!(text.parse::<u8>(), Ok(1..=12))
}

/// A DOI, lower-cased, without resolver, prefix or what was glued to its end.
pub fn doi(text: &str) -> Option<String> {
    let text = text
        .to_ascii_lowercase()
        .replace("%2f", "/")
        .replace("%28", "(")
        .replace("%29", ")");
    let start = text.match_indices("10.").map(|(at, _)| at).find(|&at| {
        let inside_number = text
            .get(..at)
            .and_then(|before| before.chars().next_back())
            .is_some_and(|c| c.is_ascii_digit() || c == '.');
        let registrant = text.get(at + 3..).unwrap_or_default();
        // Longer ones are none; a bound keeps a text of nothing but `10.` linear.
        let digits = registrant
            .bytes()
            .take(13)
            .take_while(|b| b.is_ascii_digit() || *b == b'.')
            .take(13)
            .count();
        !inside_number
            && (4..=12).contains(&digits)
            && registrant.get(digits..).is_some_and(|s| s.starts_with('/'))
    })?;
    let from = text.get(start..)?;
    let is_url = text
        .get(..start)
        .is_some_and(|before| before.contains("://"));
    let sici = from.contains("(sici)");
    let end = from
        .find(|c: char| {
            c.is_whitespace()
                || matches!(c, '"' | '\\' | '{' | '}' | '|' | '?')
                || (!sici && matches!(c, '<' | '>'))
                || (is_url && matches!(c, '&' | '#'))
        })
        .unwrap_or(from.len());
    let found = without_tail(from.get(..end)?);
    let (_, suffix) = found.split_once('/')?;
    (!suffix.is_empty()).then(|| found.to_owned())
}

/// Takes off punctuation, unpaired brackets and the page names publishers append.
fn without_tail(doi: &str) -> &str {
    let (opened, closed) = (doi.matches('(').count(), doi.matches(')').count());
    let mut surplus = closed.saturating_sub(opened);
    let mut doi = doi;
    loop {
        let shorter =
            doi.trim_end_matches(['.', ',', ';', ':', '\'', ']', '[', '*', '…', '-', '/']);
        let shorter = match shorter.strip_suffix(')') {
            Some(inner) if surplus > 0 => {
                surplus -= 1;
                inner
            }
            _ => shorter,
        };
        let shorter = [
            "/full",
            "/abstract",
            "/pdf",
            "/epdf",
            "/fulltext",
            "/html",
            ".pdf",
            ".html",
        ]
        .iter()
        .find_map(|page| shorter.strip_suffix(page))
        .unwrap_or(shorter);
        // Link labels of mail programs: `…1601453self`.
        let shorter = shorter
            .strip_suffix("self")
            .filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit()))
            .unwrap_or(shorter);
        if shorter.len() == doi.len() {
            return doi;
        }
        doi = shorter;
    }
}

/// The arXiv id inside a DOI that arXiv registered.
pub(crate) fn arxiv_of_doi(doi: &str) -> Option<String> {
    doi.strip_prefix("10.48550/arxiv.")
        .and_then(|id| arxiv_at_start(id))
        .map(|(id, _)| id)
}

/// Whether a DOI was registered by a preprint server.
pub(crate) fn is_preprint_doi(doi: &str) -> bool {
    const SERVERS: [&str; 12] = [
        "10.48550/",
        "10.1101/",
        "10.64898/",
        "10.2139/ssrn",
        "10.20944/preprints",
        "10.21203/rs.",
        "10.31234/",
        "10.31219/",
        "10.31235/",
        "10.26434/chemrxiv",
        "10.36227/techrxiv",
        "10.5281/zenodo",
    ];
    SERVERS.iter().any(|server| doi.starts_with(server))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arxiv_ids_are_found_in_all_their_clothes() {
        for (text, id) in [
            ("2401.01234", "2401.01234"),
            ("2401.01234v3", "2401.01234"),
            ("arXiv:0704.0001v1 [hep-ph]", "0704.0001"),
            ("https://arxiv.org/abs/hep-th/9901001v2", "hep-th/9901001"),
            ("http://arxiv.org/pdf/1706.03762v5.pdf", "1706.03762"),
            ("10.48550/arXiv.1706.03762", "1706.03762"),
            ("https://doi.org/10.48550/ARXIV.1706.03762", "1706.03762"),
            ("https://huggingface.co/papers/2403.08295", "2403.08295"),
            (
                "https://huggingface.co/login?next=%2Fpapers%2F2403.08295",
                "2403.08295",
            ),
            ("arXiv preprint arXiv:1706.03762", "1706.03762"),
            ("abs/1706.03762", "1706.03762"),
            ("math.AG/0601001", "math.ag/0601001"),
        ] {
            assert_eq!(arxiv_id(text).as_deref(), Some(id), "{text}");
        }
    }

    #[test]
    fn numbers_that_only_look_like_arxiv_ids_are_not() {
        for text in [
            "2413.01234",
            "2401.0123",
            "1706.037621",
            "12.34",
            "10.1000/2401.01234",
            "",
            "foo/9901001",
        ] {
            assert_eq!(arxiv_id(text), None, "{text}");
        }
    }

    #[test]
    fn only_a_lost_first_zero_can_be_put_back() {
        for (text, id) in [("912.3295", "0912.3295"), ("704.0001", "0704.0001")] {
            assert_eq!(arxiv_id_without_zero(text).as_deref(), Some(id));
            assert_eq!(arxiv_id(text), None);
        }
        for text in [
            "1210.4",
            "2503.0213",
            "912.329",
            "913.3295",
            "612.3295",
            "91.23295",
        ] {
            assert_eq!(arxiv_id_without_zero(text), None, "{text}");
            assert_eq!(arxiv_id(text), None, "{text}");
        }
    }

    #[test]
    fn dois_lose_prefix_case_and_tail() {
        for (text, expected) in [
            (
                "https://doi.org/10.1038/S41586-020-2649-2.",
                "10.1038/s41586-020-2649-2",
            ),
            (
                "doi:10.1016/S1090-5138(02)00134-4)",
                "10.1016/s1090-5138(02)00134-4",
            ),
            (
                "see (doi 10.1055/s-0037-1601453self)",
                "10.1055/s-0037-1601453",
            ),
            (
                "https://onlinelibrary.example/doi/10.1002/ar.25520/full?x=1",
                "10.1002/ar.25520",
            ),
            (
                "http://dx.doi.org/10.4103%2F2303-9027.138783",
                "10.4103/2303-9027.138783",
            ),
            (
                "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
                "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2",
            ),
        ] {
            assert_eq!(doi(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "whatever",
            "10.1/x",
            "110.1234/x",
            "10.1234/",
            "10.1234",
        ] {
            assert_eq!(doi(text), None, "{text}");
        }
    }

    #[test]
    fn a_chapter_is_not_found_by_its_books_isbn_alone() {
        let mut paper = Paper {
            title: "A chapter".into(),
            kind: "chapter".into(),
            ..Paper::default()
        };
        paper
            .identifiers
            .insert(Scheme::Isbn, "9780262033848".into());
        assert_eq!(keys(&paper).identifiers, []);
        paper.pages = Some("1-20".into());
        assert_eq!(
            keys(&paper).identifiers,
            [(Scheme::Isbn, "9780262033848:1-20".into())]
        );
    }

    #[test]
    fn an_arxiv_doi_is_an_arxiv_id() {
        let mut paper = Paper::default();
        paper
            .identifiers
            .insert(Scheme::Doi, "10.48550/arxiv.1706.03762".into());
        assert_eq!(
            keys(&paper).identifiers,
            [(Scheme::Arxiv, "1706.03762".into())]
        );
    }

    #[test]
    fn a_record_without_other_keys_is_found_by_what_it_has() {
        let paper = Paper {
            title: "Cats".into(),
            ..Paper::default()
        };
        assert_eq!(keys(&paper).record.as_deref(), Some("cats||"));
    }
}
