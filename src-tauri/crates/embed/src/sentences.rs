//! Where the sentences of an abstract begin and end.
//!
//! Abstracts are full of full stops that end nothing: decimals, "e.g.", "et al.", "Fig. 3",
//! initials, TeX. A stop ends a sentence only when what precedes it is none of these and what
//! follows looks like a beginning; in doubt two sentences stay together, for a sentence shown with
//! its neighbour still makes sense and half of one does not.

/// Abbreviations that a sentence goes on after, in lower case, without their last stop.
const ABBREVIATIONS: &[&str] = &[
    "a.k.a", "al", "approx", "cf", "def", "dr", "e.g", "eg", "eq", "eqn", "eqns", "eqs", "fig",
    "figs", "i.e", "ie", "i.i.d", "mr", "mrs", "ms", "prof", "prop", "ref", "refs", "resp", "sec",
    "st", "tab", "thm", "u.s", "viz", "vs", "w.r.t",
];

/// Words that are abbreviations only before a number: "no. 5", but "The answer is no."
const BEFORE_NUMBERS: &[&str] = &["ch", "no", "nos", "p", "pp", "vol"];

/// A formula longer than this, in bytes, is more likely two prices.
const LONGEST_FORMULA: usize = 400;

/// The sentences of a text, in order, trimmed, never empty, each exactly as it stands in the text.
/// Together they are the whole text but for white space.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (sentence, after) = rest.split_at(first_end(rest));
        found.push(sentence.trim());
        rest = after;
    }
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// Where the first sentence of the text ends, in bytes; never 0 unless the text is empty.
fn first_end(text: &str) -> usize {
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        match c {
            '$' => {
                if let Some(length) = formula_length(&text[next..]) {
                    at = next + length;
                    let inside = text[next..at].trim_end_matches('$').trim_end();
                    if inside.ends_with('.') && is_beginning(&text[at..]) {
                        return at;
                    }
                    continue;
                }
            }
            '\n' if is_blank_line(&text[next..]) => return next,
            '。' | '！' | '？' => return next + closers(&text[next..]),
            '.' | '!' | '?' => {
                let marks = run(&text[next..], |c| matches!(c, '.' | '!' | '?'));
                let end = next + marks + closers(&text[next + marks..]);
                let single_stop = c == '.' && marks == 0;
                let goes_on = single_stop && is_abbreviation(&text[..at], &text[end..]);
                if is_beginning(&text[end..]) && !goes_on {
                    return end;
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at = next;
    }
    text.len()
}

/// The length of a TeX formula and its closing mark, given what follows the opening `$`. Dollars
/// with space inside, or a digit after the closing one, are money.
fn formula_length(after: &str) -> Option<usize> {
    let (mark, skipped) = if after.starts_with('$') {
        ("$$", 1)
    } else {
        ("$", 0)
    };
    let inside = &after[skipped..after.floor_char_boundary(LONGEST_FORMULA).max(skipped)];
    if mark == "$" && inside.starts_with(char::is_whitespace) {
        return None;
    }
    let length = inside.find(mark)?;
    let end = skipped + length + mark.len();
    let money = after[end..].starts_with(|c: char| c.is_ascii_digit())
        || inside[..length].ends_with(char::is_whitespace);
    (mark == "$$" || !money).then_some(end)
}

fn is_blank_line(after: &str) -> bool {
    after
        .trim_start_matches([' ', '\t', '\r'])
        .starts_with('\n')
}

/// How many bytes of closing quotes and brackets come first.
fn closers(text: &str) -> usize {
    run(text, |c| {
        matches!(c, ')' | ']' | '"' | '\'' | '”' | '’' | '»')
    })
}

fn run(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.len() - text.trim_start_matches(of).len()
}

/// Whether a sentence can begin here: at the end of the text, or after white space with anything
/// but a small letter or a mark that goes on.
fn is_beginning(text: &str) -> bool {
    let Some(space) = text.chars().next() else {
        return true;
    };
    if !space.is_whitespace() {
        return false;
    }
    match text.trim_start().chars().next() {
        None => true,
        Some(c) => !c.is_lowercase() && !matches!(c, ',' | ';' | ':' | ')' | ']' | '.' | '!' | '?'),
    }
}

/// Whether the stop between these two belongs to an abbreviation, an initial or a list number.
fn is_abbreviation(before: &str, after: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '~' | '-'))
        .next()
        .unwrap_or_default();
    let lower = word.to_lowercase();
    let mut letters = word.chars();
    let initial = matches!(
        (letters.next(), letters.next()),
        (Some(c), None) if c.is_uppercase() && c != 'I'
    );
    let list_number = !word.is_empty()
        && word.len() == before.trim_start().len()
        && word.chars().all(|c| c.is_ascii_digit());
    let number_follows = after.trim_start().starts_with(|c: char| c.is_numeric());
    initial
        || list_number
        || ABBREVIATIONS.contains(&lower.as_str())
        || (number_follows && BEFORE_NUMBERS.contains(&lower.as_str()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_sentences_part() {
        assert_eq!(
            sentences("We ask why. Does it help? It does!  (Really.) Then we stop"),
            [
                "We ask why.",
                "Does it help?",
                "It does!",
                "(Really.)",
                "Then we stop"
            ]
        );
        assert_eq!(
            sentences("He said \"no.\" Then he left..."),
            ["He said \"no.\"", "Then he left..."]
        );
    }

    #[test]
    fn stops_inside_a_sentence_do_not_part_it() {
        for whole in [
            "Accuracy rises from 2.4 to 26.9 percent on v1.5 models.",
            "Some tasks, e.g. Translation, i.e. Rewriting, cf. Smith et al. (2020), are hard.",
            "As Fig. 3 and Eq. (2) show for X vs. Y, it converges.",
            "The method of J. R. Smith and A. Jones wins.",
            "See vol. 3 and no. 7 of it.",
            "We treat samples as i.i.d. Gaussian noise.",
            "It is at https://example.org/a.b/ for everyone.",
            "Systems such as Yahoo! are popular, and so on... or so they say.",
            "1. First we look around.",
        ] {
            assert_eq!(sentences(whole), [whole]);
        }
    }

    #[test]
    fn a_word_that_is_also_an_abbreviation_can_end_a_sentence() {
        assert_eq!(
            sentences("The answer is no. We say so."),
            ["The answer is no.", "We say so."]
        );
        assert_eq!(sentences("So do I. We agree."), ["So do I.", "We agree."]);
    }

    #[test]
    fn formulas_are_passed_over_and_money_is_not_a_formula() {
        assert_eq!(
            sentences("Let $f(x). G$ be given. Then $y = 1.$ Now $$a. B$$ holds. \\emph{End}."),
            [
                "Let $f(x). G$ be given.",
                "Then $y = 1.$",
                "Now $$a. B$$ holds.",
                "\\emph{End}."
            ]
        );
        assert_eq!(
            sentences("It costs $5. We paid $7 for it. Fine."),
            ["It costs $5.", "We paid $7 for it.", "Fine."]
        );
    }

    #[test]
    fn blank_lines_and_full_width_stops_part() {
        assert_eq!(
            sentences("A heading\n \nThe text\ngoes on."),
            ["A heading", "The text\ngoes on."]
        );
        assert_eq!(sentences("第一句。第二句！"), ["第一句。", "第二句！"]);
    }

    #[test]
    fn white_space_alone_has_no_sentences() {
        assert!(sentences("").is_empty());
        assert!(sentences(" \n\n\t ").is_empty());
    }

    fn without_space(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_every_sentence_stands_in_the_text(
            text in "([A-Za-z]{1,4}|[.!?$()\"'\n ]|\\$\\$|e\\.g\\.|[0-9]|。|é|\\PC){0,60}"
        ) {
            let found = sentences(&text);
            prop_assert_eq!(without_space(&found.concat()), without_space(&text));
            let mut rest = text.as_str();
            for sentence in found {
                prop_assert_eq!(sentence, sentence.trim());
                let at = rest.find(sentence);
                prop_assert!(at.is_some());
                rest = &rest[at.unwrap_or(0) + sentence.len()..];
            }
        }
    }
}
