use proptest::prelude::*;

use super::*;

fn found(text: &str) -> Vec<(String, usize)> {
    words(text)
        .into_iter()
        .map(|word| (word.text, word.position))
        .collect()
}

fn texts(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| word.text).collect()
}

#[test]
fn case_and_accents_fold_away() {
    assert_eq!(
        texts("Poincaré Łukasiewicz Straße ﬁnite"),
        ["poincare", "lukasiewicz", "strasse", "finite"]
    );
    assert_eq!(texts("Poincare\u{301}"), ["poincare"]);
}

#[test]
fn camel_case_yields_the_whole_and_its_parts_at_one_place() {
    assert_eq!(
        found("DreamerV3 learns"),
        [
            ("dreamer".into(), 0),
            ("v3".into(), 0),
            ("dreamerv3".into(), 0),
            ("learns".into(), 1)
        ]
    );
    assert_eq!(texts("HTTPServer"), ["http", "server", "httpserver"]);
    assert_eq!(
        texts("ImageNet2012"),
        ["image", "net", "2012", "imagenet2012"]
    );
}

#[test]
fn an_acronyms_plural_is_one_word() {
    assert_eq!(texts("LLMs GANs"), ["llms", "gans"]);
}

#[test]
fn hyphenated_names_are_found_in_runs_and_joined() {
    assert_eq!(
        found("GPT-4o report"),
        [
            ("gpt".into(), 0),
            ("gpt4o".into(), 0),
            ("4o".into(), 1),
            ("gpt4o".into(), 1),
            ("report".into(), 2)
        ]
    );
}

#[test]
fn tex_marks_do_not_break_words() {
    assert!(texts("$\\alpha$-divergence").contains(&"alphadivergence".to_owned()));
    assert!(texts("R$^3$").contains(&"r3".to_owned()));
    assert!(texts("$\\mathbb{R}^3$").contains(&"r3".to_owned()));
    assert_eq!(
        texts("Schr\\\"odinger Poincar\\'{e} Ko\\v{c}isk\\'y"),
        ["schrodinger", "poincare", "kocisky"]
    );
}

#[test]
fn a_lone_greek_letter_goes_by_its_name() {
    assert!(texts("β-VAE").contains(&"betavae".to_owned()));
    assert_eq!(texts("β-VAE"), texts("$\\beta$-VAE"));
    assert_eq!(texts("λόγος"), ["λογοσ"]);
}

#[test]
fn ideographs_are_words_of_one_character() {
    assert_eq!(
        found("深度学习"),
        [
            ("深".into(), 0),
            ("度".into(), 1),
            ("学".into(), 2),
            ("习".into(), 3)
        ]
    );
    assert_eq!(texts("한국"), ["한", "국"]);
}

#[test]
fn places_are_counted_in_characters() {
    let word = words("βé DreamerV3").into_iter().next_back();
    assert_eq!(word.map(|word| (word.start, word.end)), Some((3, 12)));
}

#[test]
fn names_are_what_titles_write_in_capitals_or_with_digits() {
    assert_eq!(
        names("BERT: Pre-training of Deep Bidirectional Transformers"),
        ["bert"]
    );
    assert_eq!(
        names("Scaling GPT-4o to R^3"),
        ["gpt", "gpt4o", "4o", "gpt4o", "r3"]
    );
    assert!(names("ATTENTION IS ALL YOU NEED").is_empty());
}

proptest! {
    #[test]
    fn any_text_has_words_inside_itself(text in "\\PC{0,80}") {
        let length = text.chars().count();
        let mut position = 0;
        for word in words(&text) {
            prop_assert!(word.start < word.end && word.end <= length);
            prop_assert!(!word.text.is_empty());
            prop_assert!(word.position >= position);
            position = word.position;
        }
    }

    #[test]
    fn folding_twice_changes_nothing(text in "[a-zA-ZÀ-ž0-9 ]{0,40}") {
        let once = fold::key(&text);
        prop_assert_eq!(fold::key(&once), once);
    }
}
