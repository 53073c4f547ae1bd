//! DOIs and arXiv numbers in the one form that is compared.

/// The comparable form of an identifier as people write or paste it: lower case, without resolver
/// address, scheme or `.pdf`. Anything non-empty has one; see [`looks_like_one`] for free text.
pub(crate) fn normal(text: &str) -> String {
    let mut rest = text.trim().to_lowercase();
    for lead in ["https://", "http://", "www.", "dx."] {
        if let Some(cut) = rest.strip_prefix(lead) {
            rest = cut.to_owned();
        }
    }
    for lead in [
        "doi.org/",
        "arxiv.org/abs/",
        "arxiv.org/pdf/",
        "doi:",
        "arxiv:",
    ] {
        if let Some(cut) = rest.strip_prefix(lead) {
            rest = cut.trim_start().to_owned();
        }
    }
    rest.trim_end_matches(".pdf")
        .trim_end_matches(['.', ',', ';', ')', ']', '>'])
        .to_owned()
}

/// The same identifier without an arXiv version (`2301.04104v2` → `2301.04104`), when it has one.
pub(crate) fn without_version(normal: &str) -> Option<&str> {
    if is_doi(normal) {
        return None;
    }
    let (base, version) = normal.rsplit_once('v')?;
    let numbered = !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit());
    (numbered && is_arxiv(base)).then_some(base)
}

/// True for a normal form that begins as every DOI does.
pub(crate) fn is_doi(normal: &str) -> bool {
    normal.starts_with("10.") && normal.contains('/')
}

/// True for a normal form with the shape of an arXiv number, new (`2301.04104`) or old
/// (`hep-th/9901001`), with or without version.
pub(crate) fn is_arxiv(normal: &str) -> bool {
    let digits = |text: &str, from: usize, to: usize| {
        (from..=to).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    let base = match normal.rsplit_once('v') {
        Some((base, version)) if digits(version, 1, 3) => base,
        _ => normal,
    };
    match (base.split_once('.'), base.rsplit_once('/')) {
        (Some((month, number)), None) => digits(month, 4, 4) && digits(number, 4, 5),
        (_, Some((archive, number))) => {
            digits(number, 7, 7)
                && !archive.is_empty()
                && archive
                    .bytes()
                    .all(|b| b.is_ascii_alphabetic() || b == b'-' || b == b'.')
        }
        _ => false,
    }
}

/// True where a word of a query is meant as an identifier.
pub(crate) fn looks_like_one(normal: &str) -> bool {
    is_doi(normal) || is_arxiv(normal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_schemes_fall_away() {
        for text in [
            "10.1103/PhysRevB.82",
            "doi:10.1103/physrevb.82",
            "https://doi.org/10.1103/PhysRevB.82.",
        ] {
            assert_eq!(normal(text), "10.1103/physrevb.82");
        }
        for text in [
            "arXiv:2301.04104v2",
            "https://arxiv.org/abs/2301.04104v2",
            "http://arxiv.org/pdf/2301.04104v2.pdf",
        ] {
            assert_eq!(normal(text), "2301.04104v2");
        }
    }

    #[test]
    fn an_arxiv_version_can_be_left_off() {
        assert_eq!(without_version("2301.04104v2"), Some("2301.04104"));
        assert_eq!(without_version("hep-th/9901001v12"), Some("hep-th/9901001"));
        assert_eq!(without_version("2301.04104"), None);
        assert_eq!(without_version("10.1000/abcv2"), None);
    }

    #[test]
    fn only_known_shapes_are_taken_for_identifiers() {
        assert!(looks_like_one("2301.04104"));
        assert!(looks_like_one("math.ag/0309136"));
        assert!(!looks_like_one("3.5"));
        assert!(!looks_like_one("and/or"));
    }
}
