//! CommonMark that pandoc reads with the same meaning. Text is escaped, so that nothing in a title
//! turns into markup; formulas stay TeX between dollar signs; the annotation is a quotation, which
//! is the only indented block that Markdown has.

use crate::compose::{Document, Reference};
use crate::rich::{Block, Inline, List, Marks, Math, Run};

/// The document as Markdown.
pub fn markdown(document: &Document) -> String {
    let mut out = String::from("# ");
    out.push_str(&line(&document.title));
    out.push('\n');
    contents(&mut out, document);
    for section in &document.sections {
        if let Some(heading) = &section.heading {
            // Markdown has six levels, of which the title takes one.
            let signs = "#".repeat(usize::from(section.level).saturating_add(1).min(6));
            out.push_str(&format!("\n{signs} {}\n", line(heading)));
        }
        if !section.introduction.is_empty() {
            out.push_str(&format!("\n{}\n", blocks(&section.introduction)));
        }
        for reference in &section.references {
            out.push('\n');
            entry(&mut out, reference);
        }
    }
    out
}

/// The headings as a nested list. They are no links, because programs name headings differently.
fn contents(out: &mut String, document: &Document) {
    let outline = document.outline();
    if outline.is_empty() {
        return;
    }
    out.push_str(&format!("\n**{}**\n\n", escape(document.labels().contents)));
    for ((_, heading), depth) in outline.iter().zip(depths(&outline)) {
        let indent = "  ".repeat(depth);
        out.push_str(&format!("{indent}- {}\n", protect_start(&line(heading))));
    }
}

/// How deep each line of an outline stands: a level that was skipped is no step.
pub(crate) fn depths<T>(outline: &[(u8, T)]) -> Vec<usize> {
    let mut open: Vec<u8> = Vec::new();
    outline
        .iter()
        .map(|(level, _)| {
            while open.last().is_some_and(|last| last >= level) {
                open.pop();
            }
            open.push(*level);
            open.len() - 1
        })
        .collect()
}

fn entry(out: &mut String, reference: &Reference) {
    let mut text = String::new();
    if let Some(label) = &reference.label {
        text.push_str(&inlines(label));
        text.push(' ');
    }
    text.push_str(&inlines(&reference.content));
    out.push_str(&protect_start(&text));
    out.push('\n');
    let mut parts = Vec::new();
    for part in &reference.annotation {
        if let Some(label) = part.label {
            parts.push(format!("**{}**", escape(label)));
        }
        parts.push(blocks(&part.blocks));
    }
    if !parts.is_empty() {
        out.push('\n');
        out.push_str(&quoted(&parts.join("\n\n")));
        out.push('\n');
    }
}

fn quoted(text: &str) -> String {
    text.lines()
        .map(|line| {
            if line.is_empty() {
                ">".to_owned()
            } else {
                format!("> {line}")
            }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    for (index, part) in blocks.iter().enumerate() {
        if index > 0 {
            out.push_str("\n\n");
            // Two lists in a row would be read as one.
            if matches!(
                (blocks.get(index - 1), part),
                (Some(Block::List(_)), Block::List(_))
            ) {
                out.push_str("<!-- -->\n\n");
            }
        }
        out.push_str(&block(part));
    }
    out
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => protect_start(&inlines(text)),
        Block::Quote(inner) => quoted(&blocks(inner)),
        Block::List(inner) => list(inner),
        Block::Code(code) => {
            let fence = "`".repeat(longest_ticks(code).max(2) + 1);
            format!("{fence}\n{code}\n{fence}")
        }
    }
}

fn list(list: &List) -> String {
    let mut out = Vec::new();
    for (offset, item) in (0_u64..).zip(&list.items) {
        let marker = match list.start {
            None => "- ".to_owned(),
            // CommonMark reads at most nine digits as a list number.
            Some(start) => format!("{}. ", start.saturating_add(offset).min(999_999_999)),
        };
        let indent = " ".repeat(marker.len());
        let body = blocks(item);
        let mut lines = body.lines();
        let mut text = format!("{marker}{}", lines.next().unwrap_or_default());
        for line in lines {
            text.push('\n');
            if !line.is_empty() {
                text.push_str(&indent);
                text.push_str(line);
            }
        }
        out.push(text);
    }
    out.join("\n")
}

/// Text that must stay on one line.
pub(crate) fn line(text: &[Inline]) -> String {
    inlines(text).replace("\\\n", " ")
}

pub(crate) fn inlines(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        // Pandoc takes no formula whose last sign is followed by a digit.
        let after_formula = out.ends_with('$') && !out.ends_with("\\$");
        match inline {
            Inline::Break => out.push_str("\\\n"),
            Inline::Math(math) => formula(&mut out, math),
            Inline::Run(run) => {
                let text = written(run);
                match text.chars().next() {
                    Some(digit) if after_formula && digit.is_ascii_digit() => {
                        out.push_str(&format!("&#{};", u32::from(digit)));
                        out.push_str(text.get(1..).unwrap_or_default());
                    }
                    _ => out.push_str(&text),
                }
            }
        }
    }
    out
}

fn formula(out: &mut String, math: &Math) {
    let tex = math.tex.split_whitespace().collect::<Vec<_>>().join(" ");
    // A stray sign within would end the formula early.
    if tex.is_empty() || tex.contains(['$', '\u{0}']) || tex.ends_with('\\') {
        math.runs.iter().for_each(|run| out.push_str(&written(run)));
    } else {
        out.push('$');
        out.push_str(&tex);
        out.push('$');
    }
}

/// A run with its formatting, which must not begin or end with a blank.
fn written(run: &Run) -> String {
    if run.marks == Marks::default() && run.link.is_none() {
        return escape(&run.text);
    }
    let inner = run.text.trim();
    if inner.is_empty() {
        return run.text.clone();
    }
    let lead = run.text.len() - run.text.trim_start().len();
    let mut text = if run.marks.code {
        code(inner)
    } else {
        escape(inner)
    };
    let Marks {
        bold,
        italic,
        superscript,
        subscript,
        ..
    } = run.marks;
    for (set, open, close) in [
        (superscript, "<sup>", "</sup>"),
        (subscript, "<sub>", "</sub>"),
        (italic, "*", "*"),
        (bold, "**", "**"),
    ] {
        if set {
            text = format!("{open}{text}{close}");
        }
    }
    if let Some(link) = &run.link {
        let target = link.replace('(', "%28").replace(')', "%29");
        text = if inner == link && run.marks == Marks::default() && link.is_ascii() {
            format!("<{link}>")
        } else {
            format!("[{text}](<{target}>)")
        };
    }
    let before = run.text.get(..lead).unwrap_or_default();
    let after = run.text.get(lead + inner.len()..).unwrap_or_default();
    format!("{before}{text}{after}")
}

fn code(text: &str) -> String {
    let ticks = "`".repeat(longest_ticks(text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

fn longest_ticks(text: &str) -> usize {
    text.split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or(0)
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut previous = ' ';
    for character in text.chars() {
        let special = match character {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '$' | '~' | '^' | '|'
            | '&' | '@' | '#' => true,
            // Pandoc reads two hyphens as a dash and three points as an ellipsis.
            '-' | '.' => previous == character,
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(character);
        previous = character;
    }
    out
}

/// Escapes what only counts as markup at the beginning of a paragraph: list markers and rules.
fn protect_start(text: &str) -> String {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at(digits);
    match rest.chars().next() {
        Some('.' | ')') if digits > 0 => format!("{number}\\{rest}"),
        Some('+' | '-' | '=' | ':' | '%') if digits == 0 => format!("\\{text}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_text_turns_into_markup() {
        assert_eq!(
            escape("a*b_c <i> $5 [x] -- ..."),
            "a\\*b\\_c \\<i\\> \\$5 \\[x\\] -\\- .\\.\\."
        );
        assert_eq!(protect_start("12. x"), "12\\. x");
        assert_eq!(protect_start("- x"), "\\- x");
        assert_eq!(protect_start("2020 x"), "2020 x");
    }

    #[test]
    fn a_digit_after_a_formula_does_not_undo_it() {
        let formula = Inline::Math(Math {
            tex: "x".into(),
            runs: Vec::new(),
        });
        assert_eq!(inlines(&[formula, Inline::text("2nd")]), "$x$&#50;nd");
        assert_eq!(inlines(&[Inline::text("$"), Inline::text("5")]), "\\$5");
    }

    #[test]
    fn formatting_hugs_its_words() {
        let marks = Marks {
            italic: true,
            ..Marks::default()
        };
        assert_eq!(inlines(&[Inline::marked(" a b ", marks)]), " *a b* ");
    }

    #[test]
    fn code_outlasts_its_own_ticks() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(block(&Block::Code("```".into())), "````\n```\n````");
    }
}
