//! Titles and abstracts with the tags of JATS and MathML, as Crossref passes them on.

use crate::text::{entities, fold_paragraphs, without_markup};

/// The text without tags, paragraphs kept apart, a formula's TeX kept and its MathML left out where
/// both stand, and without the heading `Abstract`.
pub(in crate::formats) fn without_jats(text: &str) -> String {
    let stripped = without_tags(text);
    let plain = fold_paragraphs(&entities(&without_markup(&stripped)));
    for heading in ["Abstract", "ABSTRACT", "Summary", "SUMMARY"] {
        let rest = plain
            .strip_prefix(heading)
            .map(|rest| rest.trim_start_matches([':', '.', '-', '–', '—', ' ']));
        match rest.and_then(|rest| rest.strip_prefix("\n\n")) {
            Some(rest) => return rest.to_owned(),
            None => continue,
        }
    }
    plain
}

/// Takes out tags with a `jats:` or `mml:` prefix and the block elements of JATS.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Inside a formula that has TeX, its MathML says the same again.
    let mut has_tex = false;
    let mut hidden = 0usize;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        if hidden == 0 {
            out.push_str(before);
        }
        let Some(tag) = Tag::at_start(from) else {
            if hidden == 0 {
                out.push('<');
            }
            rest = from.get(1..).unwrap_or_default();
            continue;
        };
        rest = from.get(tag.length..).unwrap_or_default();
        match tag.name {
            "tex-math" if !tag.closes => {
                let (tex, after) = rest.split_once("</").unwrap_or((rest, ""));
                if hidden == 0 {
                    out.push_str(&formula(tex));
                    has_tex = true;
                }
                rest = after.split_once('>').map_or("", |(_, after)| after);
            }
            "inline-formula" | "disp-formula" => has_tex = false,
            "math" if has_tex && !tag.closes && !tag.empty => hidden = 1,
            "math" if tag.closes => hidden = 0,
            "p" | "sec" | "title" | "list" | "list-item" | "break" | "label" if hidden == 0 => {
                out.push_str("\n\n");
            }
            _ => {}
        }
    }
    if hidden == 0 {
        out.push_str(rest);
    }
    out
}

struct Tag<'a> {
    name: &'a str,
    closes: bool,
    empty: bool,
    length: usize,
}

impl<'a> Tag<'a> {
    fn at_start(text: &'a str) -> Option<Tag<'a>> {
        // Formulas carry long attributes; a bound keeps a text of nothing but `<` linear.
        let end = text
            .bytes()
            .skip(1)
            .take(512)
            .position(|byte| matches!(byte, b'>' | b'<'))?
            + 1;
        let inner = text
            .get(1..end)
            .filter(|_| text.as_bytes().get(end) == Some(&b'>'))?;
        let closes = inner.starts_with('/');
        let empty = inner.ends_with('/');
        let name = inner
            .trim_matches('/')
            .split(|c: char| c.is_whitespace())
            .next()?;
        let known = name
            .strip_prefix("jats:")
            .or_else(|| name.strip_prefix("mml:"));
        const BARE: [&str; 10] = [
            "inline-formula",
            "disp-formula",
            "alternatives",
            "tex-math",
            "list",
            "list-item",
            "ext-link",
            "xref",
            "math",
            "title",
        ];
        let name = known.or_else(|| BARE.into_iter().find(|bare| *bare == name))?;
        Some(Tag {
            name,
            closes,
            empty,
            length: end + 1,
        })
    }
}

/// A formula between single dollar signs, without the document that may stand around it.
fn formula(tex: &str) -> String {
    let inner = match (tex.find("$"), tex.rfind("$")) {
        (Some(start), Some(end)) if start < end => tex.get(start..end).unwrap_or_default(),
        _ => tex
            .split_once("\\begin{document}")
            .and_then(|(_, rest)| rest.split_once("\\end{document}"))
            .map_or(tex, |(inner, _)| inner),
    };
    let inner = inner.trim_matches(|c: char| c == '$' || c.is_whitespace());
    if inner.is_empty() {
        String::new()
    } else {
        format!("${inner}$")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_stay_and_the_heading_goes() {
        assert_eq!(
            without_jats(
                "<jats:title>Abstract</jats:title><jats:p>One <jats:italic>x</jats:italic> &lt; 2.</jats:p><jats:p>Two.</jats:p>"
            ),
            "One x < 2.\n\nTwo."
        );
        assert_eq!(without_jats("Abstract thoughts"), "Abstract thoughts");
    }

    #[test]
    fn of_a_formula_in_two_forms_the_tex_stays() {
        let text = "so <jats:inline-formula><jats:alternatives><jats:tex-math>$$x^2$$</jats:tex-math><mml:math><mml:mi>x</mml:mi></mml:math></jats:alternatives></jats:inline-formula> is, and <mml:math><mml:mi>y</mml:mi></mml:math> too";
        assert_eq!(without_jats(text), "so $x^2$ is, and y too");
    }
}
