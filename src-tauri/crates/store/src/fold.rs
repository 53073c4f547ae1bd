//! Text made comparable: for sameness of names, and for sorting.

use unicode_normalization::UnicodeNormalization;

/// Characters of a sort key; beyond them the paper's number decides.
const SORT_KEY_LENGTH: usize = 64;

/// Two names with the same fold are the same name: case, width and the amount of white space do
/// not count, accents do.
pub(crate) fn fold(name: &str) -> String {
    tidy(
        &name
            .nfkc()
            .flat_map(char::to_lowercase)
            .nfkc()
            .collect::<String>(),
    )
}

/// The name as it is shown: without white space around it, and single spaces within.
pub(crate) fn tidy(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What to sort by: without case, Latin accents and leading punctuation, so that `Éclair` stands
/// beside `eclair` and `"Why?"` under W.
pub(crate) fn sort_key(text: &str) -> String {
    text.nfkd()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}'))
        .flat_map(char::to_lowercase)
        .skip_while(|c| !c.is_alphanumeric())
        .take(SORT_KEY_LENGTH)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_width_and_spaces_do_not_make_another_name_but_accents_do() {
        assert_eq!(
            fold("  Large\u{a0}Language  MODELS "),
            fold("large language models")
        );
        assert_eq!(fold("ＬＬＭ"), fold("llm"));
        assert_ne!(fold("resume"), fold("résumé"));
        assert_eq!(fold("re\u{301}sume\u{301}"), fold("résumé"));
    }

    #[test]
    fn punctuation_case_and_accents_do_not_count_in_sorting() {
        assert_eq!(sort_key("\"Éclair\""), "eclair\"");
        assert_eq!(sort_key("¿?"), "");
        assert_eq!(sort_key(&"x".repeat(1000)).len(), SORT_KEY_LENGTH);
    }
}
