//! LaTeX that compiles as it stands with pdfLaTeX, LuaLaTeX and XeLaTeX. Text is escaped character
//! by character, formulas are printed anew from their tree, and indents are made by skips instead
//! of LaTeX's lists, which can nest only six deep.
//!
//! Characters: what pdfLaTeX's own fonts lack is declared in the preamble, for the characters that
//! occur and no others. A sign that mathematics has is printed by it; everything else appears as
//! its code in a small box, so that it is seen to be missing. LuaLaTeX and XeLaTeX print the
//! character itself wherever the text's font or one of a list of common fonts has it, and fall back
//! to the same. Nothing is transliterated.

mod characters;
mod preamble;

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::compose::{Document, Reference};
use crate::layout::{STEP, Twips};
use crate::math;
use crate::rich::{Block, Inline, List, Marks, Math, Run};

/// The document as a LaTeX file.
pub fn latex(document: &Document) -> String {
    let mut writer = Writer {
        out: String::new(),
        seen: BTreeSet::new(),
    };
    writer.body(document);
    let mut file = preamble::preamble(document, &writer.seen);
    file.push_str("\n\\begin{document}\n");
    file.push_str(&writer.out);
    file.push_str("\\end{document}\n");
    file
}

/// LaTeX's names for the levels of headings; the sixth has none and looks like the fifth.
const HEADINGS: [&str; 5] = [
    "section",
    "subsection",
    "subsubsection",
    "paragraph",
    "subparagraph",
];

struct Writer {
    out: String,
    /// The characters that the preamble must care for.
    seen: BTreeSet<char>,
}

impl Writer {
    fn body(&mut self, document: &Document) {
        self.out.push_str("\\bibliographytitle{");
        self.inlines(&document.title);
        self.out.push_str("}\n");
        if !document.outline().is_empty() {
            self.out.push_str("\\contentslist{");
            self.text(document.labels().contents);
            self.out.push_str("}\n");
        }
        for section in &document.sections {
            if let Some(heading) = &section.heading {
                let index = usize::from(section.level.saturating_sub(1));
                let name = HEADINGS.get(index).copied().unwrap_or("subparagraph");
                let _ = write!(self.out, "\n\\{name}{{");
                self.moving(heading);
                self.out.push_str("}\n");
            }
            if !section.introduction.is_empty() {
                self.out.push_str("\n\\begin{introduction}\n");
                for block in &section.introduction {
                    self.block(block, Start::Indented);
                }
                self.out.push_str("\\end{introduction}\n");
            }
            section
                .references
                .iter()
                .for_each(|reference| self.reference(reference));
        }
    }

    fn reference(&mut self, reference: &Reference) {
        self.out.push_str("\n\\begin{reference}");
        if let Some(label) = &reference.label {
            self.out.push_str("\\entrylabel{");
            self.inlines(label);
            self.out.push('}');
        }
        self.out.push('\n');
        self.inlines(&reference.content);
        self.out.push_str("\n\\end{reference}\n");
        if reference.annotation.is_empty() {
            return;
        }
        self.out.push_str("\\nopagebreak\n\\begin{annotation}\n");
        for part in &reference.annotation {
            if let Some(label) = part.label {
                self.out.push_str("\\annotationlabel{");
                self.text(label);
                self.out.push_str("}\n\n");
            }
            let mut start = Start::Flush;
            for block in &part.blocks {
                self.block(block, start);
                start = Start::Indented;
            }
        }
        self.out.push_str("\\end{annotation}\n");
    }

    fn block(&mut self, block: &Block, start: Start) {
        match block {
            Block::Paragraph(inlines) => {
                if start == Start::Flush {
                    self.out.push_str("\\noindent ");
                }
                self.inlines(inlines);
                self.out.push_str("\n\n");
            }
            Block::Quote(blocks) => {
                self.out.push_str("\\begin{quoted}\n");
                for block in blocks {
                    self.block(block, Start::Flush);
                }
                self.out.push_str("\\end{quoted}\n\n");
            }
            Block::List(list) => self.list(list),
            Block::Code(code) => {
                self.out.push_str("\\begin{code}\n");
                for line in code.split('\n') {
                    self.out.push_str("\\codeline{");
                    self.code_line(&line.replace('\t', "    "));
                    self.out.push_str("}\n");
                }
                self.out.push_str("\\end{code}\n\n");
            }
        }
    }

    fn list(&mut self, list: &List) {
        for (offset, item) in (0_u64..).zip(&list.items) {
            let marker = match list.start {
                None => "\\textbullet".to_owned(),
                Some(start) => format!("{}.", start.saturating_add(offset)),
            };
            let _ = writeln!(self.out, "\\begin{{listitem}}{{{marker}}}");
            for (index, block) in item.iter().enumerate() {
                // The first paragraph stands beside the marker, which has begun the line.
                let start = if index == 0 {
                    Start::Begun
                } else {
                    Start::Flush
                };
                self.block(block, start);
            }
            self.out.push_str("\\end{listitem}\n");
        }
        self.out.push('\n');
    }

    /// A heading, whose formulas also stand in the outline of the PDF as plain text.
    fn moving(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            if let Inline::Math(formula) = inline {
                self.out.push_str("\\texorpdfstring{");
                self.formula(formula);
                self.out.push_str("}{");
                self.text(&formula.runs.iter().map(math::flat_run).collect::<String>());
                self.out.push('}');
            } else {
                self.inlines(std::slice::from_ref(inline));
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Run(run) => self.run(run),
                Inline::Math(math) => self.formula(math),
                Inline::Break => self.out.push_str("\\\\{}\n"),
            }
        }
    }

    fn formula(&mut self, formula: &Math) {
        let Some(tree) = math::tree(formula) else {
            return formula.runs.iter().for_each(|run| self.run(run));
        };
        let seen = std::cell::RefCell::new(&mut self.seen);
        let printed = math::latex(&tree, &|character| {
            let mut out = String::new();
            characters::escape(&mut out, character, &mut seen.borrow_mut());
            out
        });
        let _ = write!(self.out, "${printed}$");
    }

    fn run(&mut self, run: &Run) {
        let Marks {
            bold,
            italic,
            small_caps,
            underline,
            superscript,
            subscript,
            code,
        } = run.marks;
        let mut open = 0;
        if let Some(link) = &run.link {
            self.out.push_str("\\href{");
            characters::url(&mut self.out, link);
            self.out.push_str("}{");
            open += 1;
        }
        for (set, command) in [
            (bold, "\\textbf{"),
            (italic, "\\textit{"),
            (small_caps, "\\textsc{"),
            (superscript, "\\textsuperscript{"),
            (subscript && !superscript, "\\textsubscript{"),
            (code, "\\texttt{"),
        ] {
            if set {
                self.out.push_str(command);
                open += 1;
            }
        }
        if underline {
            // Word by word, because an underlined box does not break.
            for (index, word) in run.text.split(' ').enumerate() {
                if index > 0 {
                    self.out.push(' ');
                }
                if !word.is_empty() {
                    self.out.push_str("\\underline{");
                    self.text(word);
                    self.out.push('}');
                }
            }
        } else if run
            .link
            .as_ref()
            .is_some_and(|link| is_address(&run.text, link))
        {
            self.address(&run.text);
        } else {
            self.text(&run.text);
        }
        self.out.push_str(&"}".repeat(open));
    }

    /// An address may break after its punctuation.
    fn address(&mut self, text: &str) {
        for character in text.chars() {
            characters::escape(&mut self.out, character, &mut self.seen);
            if matches!(character, '/' | '.' | '-' | '_' | '?' | '=' | '&' | '%') {
                self.out.push_str("\\allowbreak{}");
            }
        }
    }

    fn text(&mut self, text: &str) {
        characters::text(&mut self.out, text, &mut self.seen);
    }

    /// A line of source: its blanks stay, and it may break at them.
    fn code_line(&mut self, line: &str) {
        let words = line.trim_start_matches(' ');
        self.out.push_str(&"~".repeat(line.len() - words.len()));
        for character in words.chars() {
            if character == ' ' {
                self.out.push_str("\\ ");
            } else {
                characters::escape(&mut self.out, character, &mut self.seen);
            }
        }
    }
}

/// How a paragraph begins.
#[derive(Clone, Copy, PartialEq)]
enum Start {
    Flush,
    Indented,
    /// On a line that has begun.
    Begun,
}

fn is_address(text: &str, link: &str) -> bool {
    !text.contains(' ') && (text == link || text.starts_with("http") || link.ends_with(text))
}

fn inches(twips: Twips) -> String {
    format!("{}in", f64::from(twips) / 1440.0)
}

fn step() -> String {
    inches(STEP)
}
