//! TeX math: finds formulas between dollar signs, reads them into a tree, and prints the tree as
//! Word's equations, MathML, LaTeX, or readable text with raised, lowered and italic runs. What the
//! parser does not know is shown as its TeX source in a fixed-width face, never dropped and never
//! guessed.

pub(crate) mod alphabets;
mod latex;
mod mathml;
mod omml;
mod parse;
mod runs;
pub(crate) mod symbols;
mod tree;
mod typst;

use crate::rich::{Marks, Math, Run};

pub(crate) use latex::latex;
pub(crate) use mathml::{Dialect, mathml};
pub(crate) use omml::omml;
pub(crate) use tree::Node;
pub use typst::{typst, typst_string};

/// The formula holds something that has no faithful form here.
#[derive(Debug)]
struct Beyond;

/// The formula as a tree; none where only its source can be shown.
pub(crate) fn tree(math: &Math) -> Option<Node> {
    parse::parse(&math.tex).ok()
}

/// A stretch of text as [`split`] found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    /// TeX without its delimiters.
    Math(String),
}

/// A formula longer than this is a forgotten dollar sign.
const LONGEST: usize = 2_000;

/// Cuts text at its formulas. Delimiters are `$…$` and `$$…$$` by pandoc's rule (no blank inside
/// the signs, no digit after the last one), with `\$` as a plain dollar sign; amounts of money
/// (`$5 and $6`) stay text.
pub(crate) fn split(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        let (before, from) = rest.split_at(at);
        if let Some(before) = before.strip_suffix('\\') {
            plain.push_str(before);
            plain.push('$');
            rest = from.get(1..).unwrap_or_default();
            continue;
        }
        plain.push_str(before);
        match formula(from) {
            Some((tex, after)) => {
                if !plain.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                }
                pieces.push(Piece::Math(tex.to_owned()));
                rest = after;
            }
            None => {
                plain.push('$');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    pieces
}

/// The formula that begins at the dollar sign `text` begins with, and what follows it.
fn formula(text: &str) -> Option<(&str, &str)> {
    let (sign, inner) = match text.strip_prefix("$$") {
        Some(inner) => ("$$", inner),
        None => ("$", text.strip_prefix('$')?),
    };
    let mut from = 0;
    loop {
        let found = inner.get(from..)?.find(sign)? + from;
        let (tex, after) = (inner.get(..found)?, inner.get(found + sign.len()..)?);
        if tex.len() > LONGEST {
            return None;
        }
        if tex.ends_with('\\') {
            from = found + sign.len();
            continue;
        }
        return is_formula(tex, after.chars().next()).then_some((tex, after));
    }
}

/// Whether the text between two dollar signs is a formula rather than prose between two prices.
pub(crate) fn is_formula(tex: &str, next: Option<char>) -> bool {
    if tex.trim().is_empty()
        || tex.starts_with(char::is_whitespace)
        || tex.ends_with(char::is_whitespace)
        || next.is_some_and(|next| next.is_ascii_digit())
    {
        return false;
    }
    if tex.contains(['\\', '^', '_', '=', '{', '<', '>']) {
        return true;
    }
    let words = tex
        .split(|c: char| !c.is_alphabetic())
        .any(|word| word.chars().count() > 1);
    !(words && tex.contains(char::is_whitespace))
}

/// A formula as runs; its source in a fixed-width face where it is beyond this module.
pub(crate) fn runs(tex: &str) -> Vec<Run> {
    parse::parse(tex)
        .and_then(|node| runs::set(&node))
        .unwrap_or_else(|_| {
            let text = crate::rich::clean(tex)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            vec![Run {
                text,
                marks: Marks {
                    code: true,
                    ..Marks::default()
                },
                link: None,
            }]
        })
}

/// A run in bare characters: raised and lowered text by Unicode's own small characters where they
/// exist, otherwise after `^` or `_`.
pub(crate) fn flat_run(run: &Run) -> String {
    let (small, sign): (fn(char) -> Option<char>, char) = if run.marks.superscript {
        (alphabets::raised, '^')
    } else if run.marks.subscript {
        (alphabets::lowered, '_')
    } else {
        return run.text.clone();
    };
    if let Some(text) = run.text.chars().map(small).collect() {
        return text;
    }
    if run.text.chars().count() == 1 {
        format!("{sign}{}", run.text)
    } else {
        format!("{sign}({})", run.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The formula in bare characters, and each run's formatting: `i` italic, `^`, `_`, `b`, `c`.
    fn shown(tex: &str) -> (String, String) {
        let runs = runs(tex);
        let flat = runs.iter().map(flat_run).collect();
        let marks = runs
            .iter()
            .map(|run| {
                let marks = run.marks;
                [
                    (marks.bold, 'b'),
                    (marks.italic, 'i'),
                    (marks.superscript, '^'),
                    (marks.subscript, '_'),
                    (marks.code, 'c'),
                ]
                .iter()
                .filter(|(set, _)| *set)
                .map(|(_, letter)| *letter)
                .collect::<String>()
            })
            .collect::<Vec<_>>()
            .join("|");
        (flat, marks)
    }

    #[test]
    fn simple_formulas_become_readable() {
        for (tex, flat) in [
            ("x^2", "x²"),
            ("Q^*", "Q^∗"),
            ("H_2O", "H₂O"),
            (r"\alpha + \beta", "α + β"),
            (r"a\le b", "a ≤ b"),
            (r"\mathcal{L}", "ℒ"),
            (r"\mathbb{R}^n", "ℝⁿ"),
            (r"\frac{1}{2}", "1/2"),
            (r"\frac{a+b}{c}", "(a + b)/c"),
            (r"\sqrt{x}", "√x"),
            (r"\sqrt{x+1}", "√(x + 1)"),
            (r"\sqrt[3]{x}", "³√x"),
            (r"\hat{x}", "x\u{302}"),
            (r"\text{softmax}(z)", "softmax(z)"),
            (r"O(n \log n)", "O(n log n)"),
            (r"\tau^{2}_{i}", "τᵢ²"),
            ("-1", "−1"),
            ("f'", "f′"),
            (r"90^\circ", "90°"),
            (r"\left(x\right)", "(x)"),
            (r"50\%", "50%"),
            (r"x_{t-1}", "x_(t−1)".replace("_(t−1)", "ₜ₋₁").as_str()),
        ] {
            assert_eq!(shown(tex).0, flat, "{tex}");
        }
    }

    #[test]
    fn letters_are_italic_and_digits_upright() {
        assert_eq!(shown("2x^{n}").1, "|i|i^");
        assert_eq!(shown(r"\mathbf{x}").1, "b");
        assert_eq!(shown(r"\log x").1, "|i");
    }

    #[test]
    fn what_is_beyond_this_module_stays_as_source() {
        for tex in [
            r"\begin{matrix}a\end{matrix}",
            r"\unknown{x}",
            "{x",
            "x}",
            r"a^{b^{c_d}}",
            "x^",
        ] {
            assert_eq!(shown(tex), (tex.to_owned(), "c".to_owned()));
        }
    }

    #[test]
    fn deep_nesting_is_refused_not_followed() {
        let tex = format!("{}x{}", r"\sqrt{".repeat(5_000), "}".repeat(5_000));
        assert_eq!(shown(&tex).1, "c");
    }

    #[test]
    fn money_is_not_math() {
        for text in [
            "costs $5 and $6",
            "$5-$6",
            "a $",
            "$ x $",
            "from $5 to 10$ each",
            r"\$x\$",
        ] {
            assert!(
                split(text)
                    .iter()
                    .all(|piece| matches!(piece, Piece::Text(_))),
                "{text}: {:?}",
                split(text)
            );
        }
    }

    #[test]
    fn formulas_are_found_among_words() {
        assert_eq!(
            split(r"An $O(n)$ bound, $$x$$ and \$3"),
            [
                Piece::Text("An ".into()),
                Piece::Math("O(n)".into()),
                Piece::Text(" bound, ".into()),
                Piece::Math("x".into()),
                Piece::Text(" and $3".into()),
            ]
        );
    }
}
