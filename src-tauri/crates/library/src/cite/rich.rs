//! A reference for the clipboard: as plain text, and as HTML that word processors take.

use bibliography::{Inline, Marks, Reference, Run};

/// One line; a number in the margin stands before it.
pub(super) fn text(reference: &Reference) -> String {
    let mut out = String::new();
    for part in parts(reference) {
        match part {
            Inline::Run(run) => out.push_str(&run.text),
            Inline::Math(math) => math.runs.iter().for_each(|run| out.push_str(&run.text)),
            Inline::Break => out.push(' '),
        }
    }
    out
}

/// One paragraph, every text escaped.
pub(super) fn html(reference: &Reference) -> String {
    let mut out = String::from("<p>");
    for part in parts(reference) {
        match part {
            Inline::Run(run) => push(&run, &mut out),
            Inline::Math(math) => math.runs.iter().for_each(|run| push(run, &mut out)),
            Inline::Break => out.push_str("<br>"),
        }
    }
    out + "</p>"
}

fn parts(reference: &Reference) -> impl Iterator<Item = Inline> + '_ {
    let label = reference.label.iter().flatten().cloned();
    let space = reference.label.iter().map(|_| Inline::text(" "));
    label.chain(space).chain(reference.content.iter().cloned())
}

fn push(run: &Run, out: &mut String) {
    let Marks {
        bold,
        italic,
        small_caps,
        underline,
        superscript,
        subscript,
        code,
    } = run.marks;
    let marks = [
        (bold, "<b>", "</b>"),
        (italic, "<i>", "</i>"),
        (
            small_caps,
            "<span style=\"font-variant: small-caps\">",
            "</span>",
        ),
        (underline, "<u>", "</u>"),
        (superscript, "<sup>", "</sup>"),
        (subscript, "<sub>", "</sub>"),
        (code, "<code>", "</code>"),
    ];
    if let Some(link) = &run.link {
        out.push_str("<a href=\"");
        escape(link, out);
        out.push_str("\">");
    }
    for (_, open, _) in marks.iter().filter(|(is, ..)| *is) {
        out.push_str(open);
    }
    escape(&run.text, out);
    for (_, _, close) in marks.iter().rev().filter(|(is, ..)| *is) {
        out.push_str(close);
    }
    if run.link.is_some() {
        out.push_str("</a>");
    }
}

fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_escaped_and_keeps_its_formatting() {
        let reference = Reference {
            id: 1,
            key: "k".to_owned(),
            label: Some(vec![Inline::text("[1]")]),
            content: vec![
                Inline::marked(
                    "<script> & \"moss\"",
                    Marks {
                        italic: true,
                        bold: true,
                        ..Marks::default()
                    },
                ),
                Inline::Break,
                Inline::Run(Run {
                    text: "x".to_owned(),
                    marks: Marks::default(),
                    link: Some("https://a.org/?b=\"c\"&d".to_owned()),
                }),
            ],
            annotation: Vec::new(),
        };
        assert_eq!(text(&reference), "[1] <script> & \"moss\" x");
        assert_eq!(
            html(&reference),
            "<p>[1] <b><i>&lt;script&gt; &amp; &quot;moss&quot;</i></b><br>\
             <a href=\"https://a.org/?b=&quot;c&quot;&amp;d\">x</a></p>"
        );
    }
}
