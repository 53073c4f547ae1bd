//! Finding a style by what people call it: its name, an abbreviation, its kind, its field.

use deunicode::deunicode;

use crate::style::{Kind, StyleInfo, other_names, styles};

/// Words that tell no style from another.
const EMPTY: [&str; 10] = [
    "the", "of", "for", "and", "in", "style", "styles", "edition", "ed", "citation",
];

/// The styles that come with the program and fit a query, best first; the main ones first where
/// the query is empty. Every word of the query has to be found in a style's names, kind or fields,
/// as the beginning of a word, as an abbreviation ("APA", "MLA 9", "LNCS"), or with one letter
/// wrong. `field` keeps the styles of a field of study, as [`StyleInfo::fields`] names it.
pub fn find_styles(query: &str, field: Option<&str>) -> Vec<StyleInfo> {
    let wanted = field.map(words).filter(|field| !field.is_empty());
    let query: Vec<String> = words(query)
        .into_iter()
        .filter(|word| !EMPTY.contains(&word.as_str()))
        .collect();
    let mut found: Vec<(u32, usize, StyleInfo)> = styles()
        .into_iter()
        .enumerate()
        .filter(|(_, style)| {
            wanted
                .as_ref()
                .is_none_or(|wanted| style.fields.iter().any(|field| words(field) == *wanted))
        })
        .filter_map(|(place, style)| Some((score(&style, &query)?, place, style)))
        .collect();
    found.sort_by_key(|(score, place, _)| (std::cmp::Reverse(*score), *place));
    found.into_iter().map(|(_, _, style)| style).collect()
}

/// How well a style fits the words; none where one of them is not found.
fn score(style: &StyleInfo, query: &[String]) -> Option<u32> {
    let mut names = vec![style.id.as_str(), style.name.as_str()];
    names.extend(other_names(&style.id));
    let told: Vec<Vec<String>> = names.iter().map(|name| words(name)).collect();
    let about = words(kind_words(style.kind));
    let fields: Vec<String> = style.fields.iter().flat_map(|field| words(field)).collect();
    let mut total = 0;
    for word in query {
        let in_names = told.iter().filter_map(|name| in_name(name, word)).max();
        let elsewhere = || {
            about
                .iter()
                .chain(&fields)
                .any(|known| known.starts_with(word))
                .then_some(10)
        };
        total += in_names.max(elsewhere())?;
    }
    // The whole of a name, and not a part of it.
    if told.contains(&query.to_vec()) {
        total += 200;
    }
    if style.main && !query.is_empty() {
        total += 50;
    }
    Some(total)
}

/// How well a word fits a name.
fn in_name(name: &[String], word: &str) -> Option<u32> {
    let best = name.iter().filter_map(|known| {
        if known == word {
            Some(100)
        } else if known.starts_with(word) {
            Some(60)
        } else if word.len() >= 4 && known.contains(word) {
            Some(30)
        } else if word.len() >= 5 && nearly(known, word) {
            Some(if name.len() == 1 { 45 } else { 20 })
        } else {
            None
        }
    });
    let initials: String = name
        .iter()
        .filter(|known| !EMPTY.contains(&known.as_str()))
        .filter_map(|known| known.chars().next())
        .collect();
    let abbreviated = match initials.as_str() {
        _ if word.len() < 2 => None,
        initials if initials == word => Some(80),
        initials if word.len() >= 3 && initials.contains(word) => Some(40),
        _ => None,
    };
    best.max().max(abbreviated)
}

fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::AuthorDate => "author date harvard name year",
        Kind::Numeric => "numeric numbered numbers",
        Kind::Label => "label alphanumeric",
        Kind::Note => "note notes footnote footnotes",
        Kind::Author => "author page",
        Kind::Other => "",
    }
}

/// Words in small letters without accents.
fn words(text: &str) -> Vec<String> {
    deunicode(text)
        .to_ascii_lowercase()
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether two words are one letter apart: one more, one less, one other, or two exchanged.
fn nearly(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let rest = |word: &[u8], skip: usize| word.get(same + skip..).map(<[u8]>::to_vec);
    let other = rest(a, 1).is_some() && rest(a, 1) == rest(b, 1);
    let more = rest(a, 1).is_some() && rest(a, 1) == rest(b, 0);
    let less = rest(b, 1).is_some() && rest(b, 1) == rest(a, 0);
    let exchanged = match (a.get(same..same + 2), b.get(same..same + 2)) {
        (Some([x, y]), Some([u, v])) => x == v && y == u && rest(a, 2) == rest(b, 2),
        _ => false,
    };
    other || more || less || exchanged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(query: &str) -> String {
        find_styles(query, None)
            .first()
            .map(|style| style.id.clone())
            .unwrap_or_default()
    }

    #[test]
    fn styles_are_found_by_what_people_call_them() {
        for (query, id) in [
            ("APA", "apa"),
            ("apa 7th edition", "apa"),
            ("MLA 9", "mla"),
            ("chicago author date", "chicago-author-date"),
            ("chicago", "chicago"),
            ("ieee", "ieee"),
            ("vancouver", "nlm-citation-sequence"),
            ("cite them right", "harvard-cite-them-right"),
            ("nature", "nature"),
            ("LNCS", "springer-lecture-notes-in-computer-science"),
            ("ama", "american-medical-association"),
            ("acm", "association-for-computing-machinery"),
            ("lancet", "the-lancet"),
            ("vancuver", "nlm-citation-sequence"),
            (
                "psychologie deutsch",
                "deutsche-gesellschaft-für-psychologie",
            ),
        ] {
            assert_eq!(first(query), id, "{query}");
        }
        let harvard = find_styles("harvard", None);
        assert!(
            harvard
                .iter()
                .take(2)
                .all(|style| style.name.contains("Harvard"))
        );
        assert!(harvard.iter().all(|style| style.kind == Kind::AuthorDate));
        assert!(find_styles("no such style anywhere", None).is_empty());
    }

    #[test]
    fn an_empty_query_lists_all_with_the_main_ones_first() {
        let all = find_styles(" ", None);
        assert_eq!(all, styles());
        assert!(all.iter().take(4).all(|style| style.main));
        assert!(all.iter().skip(4).all(|style| !style.main));
    }

    #[test]
    fn a_field_keeps_its_styles() {
        let medicine = find_styles("", Some("Medicine"));
        assert!(medicine.len() > 5);
        assert!(
            medicine
                .iter()
                .all(|style| style.fields.contains(&"medicine".to_owned()))
        );
        assert!(!find_styles("", Some("social-science")).is_empty());
        assert!(find_styles("", Some("alchemy")).is_empty());
    }
}
