//! The little HTML that reference managers put into plain fields: entities and inline tags.

mod names;

/// Longest entity name looked for, in bytes, without `&` and `;`.
const LONGEST: usize = 10;

/// Well-formed character references replaced; everything else, a bare `&` included, stays.
pub fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        match reference(from) {
            Some((c, length)) => {
                out.push(c);
                rest = from.get(length..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// The character a reference at the start of `text` stands for, and the reference's length.
pub(super) fn reference(text: &str) -> Option<(char, usize)> {
    let end = text
        .bytes()
        .take(LONGEST + 2)
        .position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let c = if let Some(hex) = name.strip_prefix("#x").or_else(|| name.strip_prefix("#X")) {
        char::from_u32(u32::from_str_radix(hex, 16).ok()?)?
    } else if let Some(decimal) = name.strip_prefix('#') {
        char::from_u32(decimal.parse().ok()?)?
    } else {
        named(name)?
    };
    let sound = !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    sound.then_some((c, end + 1))
}

fn named(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "deg" => '°',
        "plusmn" => '±',
        "times" => '×',
        "middot" => '·',
        "micro" => 'µ',
        "le" => '≤',
        "ge" => '≥',
        "ne" => '≠',
        "alpha" => 'α',
        "beta" => 'β',
        "gamma" => 'γ',
        "delta" => 'δ',
        "kappa" => 'κ',
        "epsilon" => 'ε',
        "zeta" => 'ζ',
        "eta" => 'η',
        "theta" => 'θ',
        "iota" => 'ι',
        "nu" => 'ν',
        "xi" => 'ξ',
        "pi" => 'π',
        "rho" => 'ρ',
        "sigma" => 'σ',
        "tau" => 'τ',
        "phi" => 'φ',
        "chi" => 'χ',
        "psi" => 'ψ',
        "Gamma" => 'Γ',
        "Delta" => 'Δ',
        "Theta" => 'Θ',
        "Lambda" => 'Λ',
        "Pi" => 'Π',
        "Sigma" => 'Σ',
        "Phi" => 'Φ',
        "Psi" => 'Ψ',
        "Omega" => 'Ω',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "sect" => '§',
        "para" => '¶',
        "bull" => '•',
        "laquo" => '«',
        "raquo" => '»',
        "sbquo" => '‚',
        "bdquo" => '„',
        "dagger" => '†',
        "Dagger" => '‡',
        "prime" => '′',
        "Prime" => '″',
        "minus" => '−',
        "divide" => '÷',
        "frac12" => '½',
        "frac14" => '¼',
        "frac34" => '¾',
        "sup1" => '¹',
        "sup2" => '²',
        "sup3" => '³',
        "euro" => '€',
        "pound" => '£',
        "yen" => '¥',
        "cent" => '¢',
        "iexcl" => '¡',
        "iquest" => '¿',
        "rarr" => '→',
        "larr" => '←',
        "harr" => '↔',
        "infin" => '∞',
        "asymp" => '≈',
        "equiv" => '≡',
        "sim" => '∼',
        "radic" => '√',
        "sum" => '∑',
        "part" => '∂',
        "isin" => '∈',
        "ensp" | "emsp" | "thinsp" => ' ',
        "Aacute" => 'Á',
        "Agrave" => 'À',
        "Acirc" => 'Â',
        "acirc" => 'â',
        "Atilde" => 'Ã',
        "atilde" => 'ã',
        "Aring" => 'Å',
        "AElig" => 'Æ',
        "aelig" => 'æ',
        "Ccedil" => 'Ç',
        "Eacute" => 'É',
        "Egrave" => 'È',
        "Ecirc" => 'Ê',
        "ecirc" => 'ê',
        "Euml" => 'Ë',
        "euml" => 'ë',
        "Iacute" => 'Í',
        "igrave" => 'ì',
        "icirc" => 'î',
        "Icirc" => 'Î',
        "iuml" => 'ï',
        "Iuml" => 'Ï',
        "Ntilde" => 'Ñ',
        "Oacute" => 'Ó',
        "ograve" => 'ò',
        "ocirc" => 'ô',
        "Ocirc" => 'Ô',
        "otilde" => 'õ',
        "Otilde" => 'Õ',
        "Oslash" => 'Ø',
        "OElig" => 'Œ',
        "oelig" => 'œ',
        "Scaron" => 'Š',
        "scaron" => 'š',
        "Zcaron" => 'Ž',
        "zcaron" => 'ž',
        "Uacute" => 'Ú',
        "ugrave" => 'ù',
        "ucirc" => 'û',
        "Ucirc" => 'Û',
        "yacute" => 'ý',
        "Yacute" => 'Ý',
        "yuml" => 'ÿ',
        "eth" => 'ð',
        "ETH" => 'Ð',
        "thorn" => 'þ',
        "THORN" => 'Þ',
        "lambda" => 'λ',
        "mu" => 'μ',
        "omega" => 'ω',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        "aacute" => 'á',
        "iacute" => 'í',
        "oacute" => 'ó',
        "uacute" => 'ú',
        "ntilde" => 'ñ',
        "ccedil" => 'ç',
        "oslash" => 'ø',
        "aring" => 'å',
        other => return names::other(other),
    })
}

/// Inline tags of CSL-JSON, XHTML and JATS taken out, paragraph tags turned into blank lines.
/// Only known tags are taken: `a < b > c` and `<T>` are text.
pub fn without_markup(text: &str) -> String {
    if !text.contains('<') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        match tag(from) {
            Some((replacement, length)) => {
                out.push_str(replacement);
                rest = from.get(length..).unwrap_or_default();
            }
            None => {
                out.push('<');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// What a known tag at the start of `text` leaves behind, and the tag's length.
fn tag(text: &str) -> Option<(&'static str, usize)> {
    // Tags with attributes are short; a bound keeps a text of nothing but `<` linear.
    let end = text
        .bytes()
        .skip(1)
        .take(256)
        .position(|byte| matches!(byte, b'>' | b'<'))?
        + 1;
    let inner = text
        .get(1..end)?
        .trim_start_matches('/')
        .trim_end_matches('/');
    let name = inner.split_whitespace().next()?.to_ascii_lowercase();
    let name = name.strip_prefix("jats:").unwrap_or(&name);
    let left = match name {
        "i" | "b" | "em" | "strong" | "sub" | "sup" | "sc" | "span" | "italic" | "bold" | "u" => "",
        "p" | "div" | "br" | "sec" | "title" | "li" | "ul" | "ol" => "\n\n",
        _ => return None,
    };
    text.get(end..)?.starts_with('>').then_some((left, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_well_formed_references_are_replaced() {
        assert_eq!(
            entities("A&amp;B &#x3b1; &#223; AT&T &bogus; &"),
            "A&B α ß AT&T &bogus; &"
        );
        assert_eq!(entities("&#0;&#xFFFFFFFF;"), "&#0;&#xFFFFFFFF;");
        assert_eq!(entities("a&#xD;&#10;b"), "a\r\nb");
    }

    #[test]
    fn inline_tags_go_and_comparisons_stay() {
        assert_eq!(
            without_markup("<i>E. coli</i> at p < 0.05"),
            "E. coli at p < 0.05"
        );
        assert_eq!(without_markup("H<sub>2</sub>O, Vec<T>"), "H2O, Vec<T>");
    }
}
