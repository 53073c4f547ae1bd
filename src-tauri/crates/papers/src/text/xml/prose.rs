//! What an element says in running text: inline markup gone, formulas as TeX, paragraphs apart.

use super::super::{fold, fold_paragraphs};
use super::{Element, Node, mathml};

impl Element {
    /// The text on one line, formulas between dollar signs, without the elements of some names
    /// (notes, marks).
    pub(crate) fn line_without(&self, left_out: &[&str]) -> String {
        let mut out = String::new();
        write(self, left_out, &mut out);
        fold(&out)
    }

    /// The text on one line, formulas between dollar signs.
    pub(crate) fn line(&self) -> String {
        self.line_without(&[])
    }

    /// The text with a blank line between paragraphs, formulas between dollar signs.
    pub(crate) fn paragraphs(&self, left_out: &[&str]) -> String {
        let mut out = String::new();
        write(self, left_out, &mut out);
        fold_paragraphs(&out)
    }
}

fn write(element: &Element, left_out: &[&str], out: &mut String) {
    for child in &element.children {
        let element = match child {
            // Line ends of the source are only wrapping.
            Node::Text(text) => {
                out.extend(text.chars().map(|c| if c == '\n' { ' ' } else { c }));
                continue;
            }
            Node::Element(element) => element,
        };
        match element.name.as_str() {
            name if left_out.contains(&name) => {}
            "math" => formula(&mathml::tex(element), out),
            "tex-math" => formula(bare_tex(&element.text()), out),
            "alternatives" | "inline-formula" | "disp-formula" => {
                alternatives(element, left_out, out)
            }
            "break" | "br" => out.push(' '),
            "p" | "sec" | "title" | "list-item" | "AbstractText" | "disp-quote" => {
                out.push_str("\n\n");
                write(element, left_out, out);
                out.push_str("\n\n");
            }
            _ => write(element, left_out, out),
        }
    }
}

/// One formula, said in several ways: the first that is TeX or MathML.
fn alternatives(element: &Element, left_out: &[&str], out: &mut String) {
    let inner = element.at(&["alternatives"]).unwrap_or(element);
    if let Some(source) = inner.at(&["tex-math"]) {
        formula(bare_tex(&source.text()), out);
    } else if let Some(math) = inner.at(&["math"]) {
        formula(&mathml::tex(math), out);
    } else {
        write(inner, left_out, out);
    }
}

fn formula(tex: &str, out: &mut String) {
    let tex = fold(tex);
    if !tex.is_empty() {
        out.push('$');
        out.push_str(&tex);
        out.push('$');
    }
}

/// The formula inside a whole TeX document, which is what some publishers store.
fn bare_tex(source: &str) -> &str {
    let inner = source
        .split_once("\\begin{document}")
        .map_or(source, |(_, inner)| inner);
    let inner = inner
        .split_once("\\end{document}")
        .map_or(inner, |(inner, _)| inner);
    inner.trim().trim_matches('$').trim()
}

#[cfg(test)]
mod tests {
    use super::super::Elements;

    #[test]
    fn markup_goes_formulas_and_paragraphs_stay() {
        let source = "<r>H<sub>2</sub>O <xref>1</xref>and\n<inline-formula><alternatives>\
                      <tex-math>\\documentclass{a}\\begin{document}$$x^2$$\\end{document}</tex-math>\
                      <math><mi>x</mi></math></alternatives></inline-formula>.<p>Two</p></r>";
        let found: Vec<_> = Elements::new(source, &["r"]).collect();
        let element = &found[0].element;
        assert_eq!(element.line_without(&["xref"]), "H2O and $x^2$. Two");
        assert_eq!(element.paragraphs(&["xref"]), "H2O and $x^2$.\n\nTwo");
    }
}
