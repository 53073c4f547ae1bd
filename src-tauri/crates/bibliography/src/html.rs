//! One self-contained HTML page. Every character from outside is escaped, nothing is executable,
//! and the measures are the layout table's, in inches.

use std::fmt::Write;

use crate::compose::{Annotation, DEEPEST_LEVEL, Document, Reference};
use crate::layout::{FACE, Layout, STEP, Twips};
use crate::math::{self, Dialect};
use crate::rich::{self, Block, Inline, Marks, Run};

/// The whole page.
pub fn html(document: &Document) -> String {
    let (body, style) = html_parts(document);
    let title = escaped(&rich::flat(&document.title));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{PAGE}{style}</style>\n</head>\n<body>\n{body}</body>\n\
         </html>\n",
        escaped(&document.language)
    )
}

/// How formulas look: MathML has no attributes for columns any more.
pub(crate) const MATH: &str = "\
.bibliography math { font-family: \"STIX Two Math\", \"Cambria Math\", math; }
.bibliography mtable.cases mtd { text-align: start; }
.bibliography mtable.aligned mtd { text-align: start; padding-inline: 0; }
.bibliography mtable.aligned mtd:nth-child(odd) { text-align: end; }
";

const PAGE: &str = "\
:root { color-scheme: light dark; }
body { margin: 0; background: #fff; color: #111; }
.bibliography { margin: 1in auto; padding: 0 0.25in; max-width: 6.5in; }
.bibliography a { color: #0b4fa0; }
@media (prefers-color-scheme: dark) {
body { background: #17181a; color: #e6e6e6; }
.bibliography a { color: #8ab8ff; }
}
@media print {
@page { size: letter; margin: 1in; }
body { background: #fff; color: #000; }
.bibliography { margin: 0; padding: 0; max-width: none; }
.bibliography a { color: inherit; text-decoration: none; }
}
";

/// The body (one `main` element) and its style sheet, to be shown inside another page. The body
/// holds classes only: no style attributes, no scripts. Every rule is below `.bibliography`.
pub fn html_parts(document: &Document) -> (String, String) {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<main class=\"bibliography\" lang=\"{}\">",
        escaped(&document.language)
    );
    out.push_str("<h1>");
    inlines(&mut out, &document.title);
    out.push_str("</h1>\n");
    contents(&mut out, document);
    for (index, section) in document.sections.iter().enumerate() {
        let _ = writeln!(out, "<section id=\"section-{}\">", index + 1);
        if let Some(text) = &section.heading {
            heading(&mut out, section.level, text);
        }
        if !section.introduction.is_empty() {
            out.push_str("<div class=\"introduction\">\n");
            for part in &section.introduction {
                block(&mut out, part, false);
            }
            out.push_str("</div>\n");
        }
        let numbered = section
            .references
            .iter()
            .any(|reference| reference.label.is_some());
        let list = if numbered { "ol" } else { "ul" };
        if !section.references.is_empty() {
            let _ = writeln!(out, "<{list} class=\"entries\" role=\"list\">");
            section
                .references
                .iter()
                .for_each(|reference| entry(&mut out, reference));
            let _ = writeln!(out, "</{list}>");
        }
        out.push_str("</section>\n");
    }
    out.push_str("</main>\n");
    (out, style_sheet(document))
}

/// The headings as links to their sections.
fn contents(out: &mut String, document: &Document) {
    if document.outline().is_empty() {
        return;
    }
    let label = escaped(document.labels().contents);
    let _ = writeln!(
        out,
        "<nav class=\"contents\" aria-label=\"{label}\">\n<p class=\"label\">{label}</p>\n<ul>"
    );
    for (index, section) in document.sections.iter().enumerate() {
        if let Some(heading) = &section.heading {
            let _ = writeln!(
                out,
                "<li class=\"level-{}\"><a href=\"#section-{}\">{}</a></li>",
                section.level,
                index + 1,
                escaped(&rich::flat(heading))
            );
        }
    }
    out.push_str("</ul>\n</nav>\n");
}

/// A heading one below the title's. HTML has six; the one below them states its level itself.
fn heading(out: &mut String, level: u8, text: &[Inline]) {
    let below = level + 1;
    let element = below.min(6);
    let stated = if below > 6 {
        format!(" aria-level=\"{below}\"")
    } else {
        String::new()
    };
    let _ = write!(
        out,
        "<h{element} class=\"level-{level}\"{stated} dir=\"auto\">"
    );
    inlines(out, text);
    let _ = writeln!(out, "</h{element}>");
}

fn style_sheet(document: &Document) -> String {
    let layout = document.layout;
    // A single-spaced line of the face is 1.15 times its size, in Word and in browsers alike.
    let line = f64::from(layout.line) / 240.0 * 1.15;
    let weight = if layout.title_bold { "bold" } else { "normal" };
    let hanging = inches(layout.hanging);
    let annotation = inches(layout.annotation);
    let continued = inches(layout.continued);
    let between = f64::from(layout.between) / 20.0;
    let quote = inches(2 * STEP);
    let step = inches(STEP);
    let paragraph = inches(layout.paragraph);
    let headings = heading_rules();
    format!(
        "\
.bibliography {{ font: 12pt/{line} \"{FACE}\", Times, serif; overflow-wrap: break-word; }}
.bibliography h1 {{ margin: 0; font-size: 12pt; font-weight: {weight}; text-align: center; }}
.bibliography [class^=\"level-\"] {{ margin: {between}pt 0 0; font: inherit; break-after: avoid; }}
{headings}\
.bibliography .introduction {{ margin: {between}pt 0 0; }}
.bibliography .introduction > p {{ text-indent: {paragraph}; }}
.bibliography .contents {{ margin: {between}pt 0 0; }}
.bibliography .contents .label {{ font-weight: bold; text-align: center; }}
.bibliography .contents ul {{ margin: 0; padding: 0; list-style: none; }}
.bibliography .contents li {{ margin: 0; }}
.bibliography .contents a {{ color: inherit; text-decoration: none; }}
.bibliography .entries {{ margin: 0; padding: 0; list-style: none; }}
.bibliography .entry {{ margin: {between}pt 0 0; }}
.bibliography p {{ margin: 0; }}
.bibliography .reference {{ padding-inline-start: {hanging}; text-indent: -{hanging}; break-after: avoid; break-inside: avoid; }}
.bibliography .number {{ display: inline-block; min-width: {hanging}; text-indent: 0; }}
.bibliography .annotation {{ margin-inline-start: {annotation}; }}
.bibliography .annotation .continued {{ text-indent: {continued}; }}
.bibliography .annotation .label {{ font-weight: bold; break-after: avoid; }}
.bibliography blockquote {{ margin: 0; margin-inline-start: {quote}; }}
.bibliography .annotation ul, .bibliography .annotation ol, .bibliography .introduction ul, .bibliography .introduction ol {{ margin: 0; padding-inline-start: {step}; }}
.bibliography ul ul:not(.entries) {{ list-style-type: disc; }}
.bibliography pre {{ margin: 0; font: 10pt/1.2 \"Courier New\", monospace; white-space: pre-wrap; }}
.bibliography code {{ font-family: \"Courier New\", monospace; }}
{MATH}\
.bibliography .small-caps {{ font-variant: small-caps; }}
.bibliography .underline {{ text-decoration: underline; }}
.bibliography sup, .bibliography sub {{ line-height: 0; }}
"
    )
}

/// How each level's heading is set, and how far its line in the contents is indented.
fn heading_rules() -> String {
    (1..=DEEPEST_LEVEL)
        .map(|level| {
            let marks = Layout::heading(level);
            let weight = if marks.bold { "bold" } else { "normal" };
            let slant = if marks.italic { "italic" } else { "normal" };
            let indent = inches(STEP * Twips::from(level - 1));
            format!(
                ".bibliography section .level-{level} {{ font-weight: {weight}; font-style: {slant}; }}\n\
                 .bibliography .contents .level-{level} {{ padding-inline-start: {indent}; }}\n"
            )
        })
        .collect()
}

fn inches(twips: Twips) -> String {
    format!("{}in", f64::from(twips) / 1440.0)
}

fn entry(out: &mut String, reference: &Reference) {
    let _ = write!(
        out,
        "<li class=\"entry\" id=\"entry-{}\">\n<p class=\"reference\" dir=\"auto\">",
        reference.id
    );
    if let Some(label) = &reference.label {
        out.push_str("<span class=\"number\">");
        inlines(out, label);
        out.push_str("</span> ");
    }
    inlines(out, &reference.content);
    out.push_str("</p>\n");
    reference
        .annotation
        .iter()
        .for_each(|part| annotation(out, part));
    out.push_str("</li>\n");
}

fn annotation(out: &mut String, part: &Annotation) {
    out.push_str("<div class=\"annotation\">\n");
    if let Some(label) = part.label {
        let _ = writeln!(out, "<p class=\"label\">{}</p>", escaped(label));
    }
    for (index, part) in part.blocks.iter().enumerate() {
        block(out, part, index > 0);
    }
    out.push_str("</div>\n");
}

pub(crate) fn block(out: &mut String, block_: &Block, continued: bool) {
    match block_ {
        Block::Paragraph(text) => {
            out.push_str(if continued {
                "<p class=\"continued\" dir=\"auto\">"
            } else {
                "<p dir=\"auto\">"
            });
            inlines(out, text);
            out.push_str("</p>\n");
        }
        Block::Quote(blocks) => {
            out.push_str("<blockquote>\n");
            blocks.iter().for_each(|inner| block(out, inner, false));
            out.push_str("</blockquote>\n");
        }
        Block::List(list) => {
            let name = match list.start {
                None => "ul",
                Some(_) => "ol",
            };
            match list.start {
                Some(start) if start != 1 => {
                    let _ = writeln!(out, "<ol start=\"{start}\">");
                }
                _ => {
                    let _ = writeln!(out, "<{name}>");
                }
            }
            for item in &list.items {
                out.push_str("<li>");
                item.iter().for_each(|inner| block(out, inner, false));
                out.push_str("</li>\n");
            }
            let _ = writeln!(out, "</{name}>");
        }
        Block::Code(code) => {
            let _ = writeln!(out, "<pre><code>{}</code></pre>", escaped(code));
        }
    }
}

pub(crate) fn inlines(out: &mut String, inlines: &[Inline]) {
    for inline in inlines {
        match inline {
            Inline::Run(text) => run(out, text),
            Inline::Math(math) => {
                out.push_str("<span class=\"math\">");
                match math::tree(math) {
                    Some(tree) => out.push_str(&math::mathml(&tree, &math.tex, Dialect::Html)),
                    None => math.runs.iter().for_each(|text| run(out, text)),
                }
                out.push_str("</span>");
            }
            Inline::Break => out.push_str("<br>"),
        }
    }
}

fn run(out: &mut String, run: &Run) {
    if let Some(link) = &run.link {
        let _ = write!(
            out,
            "<a href=\"{}\" rel=\"noopener noreferrer\">",
            escaped(link)
        );
    }
    let elements = elements(run.marks);
    elements.iter().for_each(|(open, _)| out.push_str(open));
    escape_into(out, &run.text);
    elements
        .iter()
        .rev()
        .for_each(|(_, close)| out.push_str(close));
    if run.link.is_some() {
        out.push_str("</a>");
    }
}

fn elements(marks: Marks) -> Vec<(&'static str, &'static str)> {
    [
        (marks.bold, ("<b>", "</b>")),
        (marks.italic, ("<i>", "</i>")),
        (marks.small_caps, ("<span class=\"small-caps\">", "</span>")),
        (marks.underline, ("<span class=\"underline\">", "</span>")),
        (marks.superscript, ("<sup>", "</sup>")),
        (marks.subscript, ("<sub>", "</sub>")),
        (marks.code, ("<code>", "</code>")),
    ]
    .into_iter()
    .filter_map(|(set, element)| set.then_some(element))
    .collect()
}

pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}

fn escape_into(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(character),
        }
    }
}
