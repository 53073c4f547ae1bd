//! Identifiers that are numbers: PubMed, PubMed Central, ISBN, ISSN.

/// A PubMed identifier: up to nine digits, alone, after `PMID` or in a PubMed URL.
pub fn pmid(text: &str) -> Option<String> {
    let lower = text.trim().to_ascii_lowercase();
    let after = [
        "pmid",
        "pubmed.ncbi.nlm.nih.gov/",
        "/pubmed/",
        "medline:",
        "pubmed",
    ]
    .iter()
    .find_map(|marker| lower.split_once(marker).map(|(_, rest)| rest));
    let rest = after.unwrap_or(&lower).trim_start_matches([':', ' ', '/']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let whole = after.is_some() || digits == rest.len();
    let number = rest.get(..digits)?.trim_start_matches('0');
    (whole && (1..=9).contains(&number.len())).then(|| number.to_owned())
}

/// A PubMed Central identifier, `PMC` and digits.
pub fn pmcid(text: &str) -> Option<String> {
    let upper = text.trim().to_ascii_uppercase();
    let digits_alone = !upper.is_empty() && upper.bytes().all(|byte| byte.is_ascii_digit());
    if digits_alone {
        return Some(format!("PMC{upper}"));
    }
    upper.match_indices("PMC").find_map(|(at, _)| {
        let rest = upper.get(at + 3..)?;
        let rest = rest
            .strip_prefix("ID")
            .unwrap_or(rest)
            .trim_start_matches([':', ' ']);
        let rest = rest.strip_prefix("PMC").unwrap_or(rest);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        (digits > 0).then(|| format!("PMC{}", rest.get(..digits).unwrap_or_default()))
    })
}

/// An ISBN of ten or thirteen characters without hyphens; the first, when several are given.
pub fn isbn(text: &str) -> Option<String> {
    let mut compact = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => compact.push(c),
            'x' | 'X' if compact.len() == 9 => compact.push('X'),
            '-' | '–' | ' ' if compact.len() < 10 || compact.starts_with("97") => {}
            _ if compact.len() == 10 || compact.len() == 13 => break,
            _ => compact.clear(),
        }
        if compact.len() == 13 {
            break;
        }
    }
    let thirteen =
        compact.len() == 13 && (compact.starts_with("978") || compact.starts_with("979"));
    (thirteen || compact.len() == 10).then_some(compact)
}

/// The thirteen-digit form of an ISBN (ISO 2108), so that both forms of one number are equal.
pub(super) fn isbn13(isbn: &str) -> String {
    let Some(core) = isbn.get(..9).filter(|_| isbn.len() == 10) else {
        return isbn.to_owned();
    };
    let long = format!("978{core}");
    let sum: u32 = long
        .bytes()
        .zip([1u32, 3].into_iter().cycle())
        .map(|(digit, weight)| u32::from(digit.wrapping_sub(b'0')) * weight)
        .sum();
    format!("{long}{}", (10 - sum % 10) % 10)
}

/// The ten-character form of an ISBN that has one.
fn isbn10(isbn: &str) -> Option<String> {
    let core = isbn
        .strip_prefix("978")
        .filter(|_| isbn.len() == 13)?
        .get(..9)?;
    let sum: u32 = core
        .bytes()
        .zip((2u32..=10).rev())
        .map(|(digit, weight)| u32::from(digit.wrapping_sub(b'0')) * weight)
        .sum();
    Some(match (11 - sum % 11) % 11 {
        10 => format!("{core}X"),
        check => format!("{core}{check}"),
    })
}

/// Every form in which the ISBN of a key, `9780262033848` or `9780262033848:12-34`, may be written.
pub fn isbn_forms(key: &str) -> Vec<String> {
    let bare = key.split_once(':').map_or(key, |(isbn, _)| isbn);
    let long = isbn13(bare);
    let short = isbn10(&long);
    std::iter::once(long).chain(short).collect()
}

/// An ISSN, `1234-567X`; the first, when several are given.
pub fn issn(text: &str) -> Option<String> {
    let compact: String = text
        .chars()
        .filter(|c| !matches!(c, '-' | '–' | '\u{2010}'))
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X'))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let (start, end) = compact.split_at_checked(4).filter(|_| compact.len() == 8)?;
    let sound = !start.contains('X') && end.get(..3).is_some_and(|digits| !digits.contains('X'));
    sound.then(|| format!("{start}-{end}"))
}

/// An ORCID iD, `0000-0002-1825-0097`, alone, behind a label or in its URL.
pub fn orcid(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let is_id = |part: &[u8]| {
        part.iter().enumerate().all(|(at, byte)| match at {
            4 | 9 | 14 => *byte == b'-',
            18 => byte.is_ascii_digit() || matches!(byte, b'X' | b'x'),
            _ => byte.is_ascii_digit(),
        })
    };
    let at = bytes.windows(19).take(256).position(is_id)?;
    let bounded = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_none_or(|byte| !byte.is_ascii_alphanumeric())
    };
    (bounded(at.checked_sub(1)) && bounded(Some(at + 19)))
        .then(|| text.get(at..at + 19).map(str::to_ascii_uppercase))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_isbn_is_looked_up_in_both_its_forms() {
        let forms = ["9780262033848", "0262033844"];
        assert_eq!(isbn_forms("9780262033848:12-34"), forms);
        assert_eq!(isbn_forms("0262033844"), forms);
        assert_eq!(isbn_forms("9780804429573"), ["9780804429573", "080442957X"]);
        assert_eq!(isbn_forms("9791034304240"), ["9791034304240"]);
    }

    #[test]
    fn the_other_schemes_have_one_form_each() {
        assert_eq!(
            pmid("PMID: 38773066 [indexed]").as_deref(),
            Some("38773066")
        );
        assert_eq!(
            pmid("https://pubmed.ncbi.nlm.nih.gov/33523284/").as_deref(),
            Some("33523284")
        );
        assert_eq!(pmid("12 monkeys"), None);
        assert_eq!(
            pmcid("https://example.org/pmc/articles/PMC8382607").as_deref(),
            Some("PMC8382607")
        );
        assert_eq!(
            isbn("978-0-262-03384-8 (hardcover)").as_deref(),
            Some("9780262033848")
        );
        assert_eq!(isbn("0-8044-2957-X").as_deref(), Some("080442957X"));
        assert_eq!(isbn13("0262033844"), "9780262033848");
        assert_eq!(issn("15729338").as_deref(), Some("1572-9338"));
        assert_eq!(issn("2532-64314"), None);
        assert_eq!(
            orcid("https://orcid.org/0000-0002-1694-233x").as_deref(),
            Some("0000-0002-1694-233X")
        );
        assert_eq!(orcid("0000-0002-1825-00971"), None);
    }
}
