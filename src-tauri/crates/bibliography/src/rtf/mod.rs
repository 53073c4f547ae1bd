//! Rich Text Format 1.9, as Word and LibreOffice read it: named styles with the layout's indents,
//! hyperlinks as fields, every character beyond ASCII as an escape. RTF has no formulas of its own,
//! so that they stand as readable text; list markers are text before a tab, with a hanging indent.

mod styles;

use std::fmt::Write;

use crate::compose::{DEEPEST_LEVEL, Document, Reference};
use crate::layout::{FACE, Layout, MARGIN, PAGE, POINTS, STEP, Twips};
use crate::rich::{self, Block, Inline, List, Marks, Run};
use styles::{
    ANNOTATION, CODE, CONTENTS, CONTENTS_TITLE, CONTINUED, HEADING, INTRODUCTION, LABEL, LIST,
    QUOTE, REFERENCE, Style, TITLE, code_page, name,
};

/// The document as an RTF file, in ASCII.
pub fn rtf(document: &Document) -> String {
    let mut writer = Writer {
        layout: document.layout,
        out: String::new(),
    };
    writer.head(document);
    writer.body(document);
    writer.out.push_str("}\n");
    writer.out
}

struct Writer<'d> {
    layout: &'d Layout,
    out: String,
}

impl Writer<'_> {
    fn style(&self, number: u8) -> Style {
        styles::style(self.layout, number)
    }

    fn head(&mut self, document: &Document) {
        let language = code_page(&document.language);
        let (width, height) = PAGE;
        let _ = write!(
            self.out,
            "{{\\rtf1\\ansi\\ansicpg1252\\uc1\\deff0\\deflang{language}\n\
             {{\\fonttbl{{\\f0\\froman\\fcharset0 {FACE};}}{{\\f1\\fmodern\\fcharset0 Courier New;}}}}\n\
             {{\\colortbl;\\red5\\green99\\blue193;}}\n{{\\stylesheet{{\\s0\\f0\\fs{} Normal;}}",
            POINTS * 2
        );
        for number in TITLE..CONTENTS + DEEPEST_LEVEL {
            self.out.push_str("\n{");
            self.properties(self.style(number));
            let _ = write!(self.out, "\\sbasedon0 {};}}", name(number));
        }
        self.out.push_str("}\n{\\info{\\title ");
        self.text(&rich::flat(&document.title));
        let _ = write!(
            self.out,
            "}}}}\n\\paperw{width}\\paperh{height}\\margl{MARGIN}\\margr{MARGIN}\\margt{MARGIN}\
             \\margb{MARGIN}\\widowctrl\\lang{language}\n\
             {{\\header\\pard\\qr\\f0\\fs{} {{\\field{{\\*\\fldinst{{PAGE}}}}{{\\fldrslt{{1}}}}}}\\par}}\n",
            POINTS * 2
        );
    }

    fn body(&mut self, document: &Document) {
        self.paragraph(self.style(TITLE), &document.title);
        let outline = document.outline();
        if !outline.is_empty() {
            let label = Inline::text(document.labels().contents);
            self.paragraph(self.style(CONTENTS_TITLE), &[label]);
        }
        for (number, (level, heading)) in (1..).zip(&outline) {
            self.begin(self.style(CONTENTS + level - 1), heading);
            let _ = write!(
                self.out,
                "{{\\field{{\\*\\fldinst{{HYPERLINK \\\\l \"_Toc{number}\"}}}}{{\\fldrslt{{"
            );
            self.text(&rich::flat(heading));
            self.out.push_str("}}}\\par\n");
        }
        let mut number = 0;
        for section in &document.sections {
            if let Some(heading) = &section.heading {
                number += 1;
                self.begin(self.style(HEADING + section.level - 1), heading);
                let _ = write!(self.out, "{{\\*\\bkmkstart _Toc{number}}}");
                self.inlines(heading, Layout::heading(section.level));
                let _ = writeln!(self.out, "{{\\*\\bkmkend _Toc{number}}}\\par");
            }
            for block in &section.introduction {
                self.block(block, self.style(INTRODUCTION), 0);
            }
            for reference in &section.references {
                self.reference(reference);
            }
        }
    }

    fn reference(&mut self, reference: &Reference) {
        let style = Style {
            keep_next: !reference.annotation.is_empty(),
            ..self.style(REFERENCE)
        };
        self.begin(style, &reference.content);
        if let Some(label) = &reference.label {
            self.inlines(label, Marks::default());
            self.out.push_str("\\tab ");
        }
        self.inlines(&reference.content, Marks::default());
        self.out.push_str("\\par\n");
        for part in &reference.annotation {
            if let Some(label) = part.label {
                self.paragraph(self.style(LABEL), &[Inline::text(label)]);
            }
            let mut style = self.style(ANNOTATION);
            for block in &part.blocks {
                self.block(block, style, self.layout.annotation);
                style = self.style(CONTINUED);
            }
        }
    }

    /// A block whose paragraphs have this style, in surroundings that begin at `left`.
    fn block(&mut self, block: &Block, style: Style, left: Twips) {
        match block {
            Block::Paragraph(inlines) => self.paragraph(style, inlines),
            Block::Quote(blocks) => {
                let left = left + 2 * STEP;
                let style = Style {
                    left,
                    ..self.style(QUOTE)
                };
                blocks
                    .iter()
                    .for_each(|block| self.block(block, style, left));
            }
            Block::List(list) => self.list(list, left + STEP),
            Block::Code(code) => {
                let style = Style {
                    left,
                    ..self.style(CODE)
                };
                self.begin(style, &[]);
                for (number, line) in code.split('\n').enumerate() {
                    if number > 0 {
                        self.out.push_str("\\line ");
                    }
                    self.text(&line.replace('\t', "    "));
                }
                self.out.push_str("\\par\n");
            }
        }
    }

    fn list(&mut self, list: &List, left: Twips) {
        let beside = Style {
            left,
            ..self.style(LIST)
        };
        let below = Style { first: 0, ..beside };
        for (offset, item) in (0_u64..).zip(&list.items) {
            let marker = match list.start {
                None => "•".to_owned(),
                Some(start) => format!("{}.", start.saturating_add(offset)),
            };
            let mut blocks = item.iter();
            let first: &[Inline] = match item.first() {
                Some(Block::Paragraph(inlines)) => {
                    blocks.next();
                    inlines
                }
                _ => &[],
            };
            self.begin(beside, first);
            self.text(&marker);
            self.out.push_str("\\tab ");
            self.inlines(first, Marks::default());
            self.out.push_str("\\par\n");
            blocks.for_each(|block| self.block(block, below, left));
        }
    }

    fn paragraph(&mut self, style: Style, inlines: &[Inline]) {
        self.begin(style, inlines);
        self.inlines(inlines, style.marks);
        self.out.push_str("\\par\n");
    }

    /// Begins a paragraph, in the direction in which its text runs.
    fn begin(&mut self, style: Style, inlines: &[Inline]) {
        self.out.push_str("\\pard\\plain");
        self.properties(style);
        if rich::runs_right_to_left(inlines) {
            self.out.push_str("\\rtlpar");
        }
        self.out.push(' ');
    }

    fn properties(&mut self, style: Style) {
        let line = if style.single { 240 } else { self.layout.line };
        let _ = write!(
            self.out,
            "\\s{}\\li{}\\lin{}\\fi{}\\sb{}\\sa0\\sl{line}\\slmult1",
            style.number, style.left, style.left, style.first, style.before
        );
        if style.first < 0 {
            let _ = write!(self.out, "\\tx{}", style.left);
        }
        if style.keep_next {
            self.out.push_str("\\keepn");
        }
        if style.centred {
            self.out.push_str("\\qc");
        }
        if let Some(level) = style.outline {
            let _ = write!(self.out, "\\outlinelevel{}", level - 1);
        }
        let size = if style.marks.code { 20 } else { POINTS * 2 };
        let _ = write!(self.out, "\\f{}\\fs{size}", u8::from(style.marks.code));
        self.marks(Marks {
            code: false,
            ..style.marks
        });
    }

    fn inlines(&mut self, inlines: &[Inline], around: Marks) {
        for inline in inlines {
            match inline {
                Inline::Break => self.out.push_str("\\line "),
                _ => inline.runs().iter().for_each(|run| self.run(run, around)),
            }
        }
    }

    fn run(&mut self, run: &Run, around: Marks) {
        if let Some(link) = &run.link {
            self.out.push_str("{\\field{\\*\\fldinst{HYPERLINK \"");
            self.text(link);
            self.out.push_str("\"}}{\\fldrslt");
        }
        self.out.push('{');
        if rich::is_right_to_left(&run.text) {
            self.out.push_str("\\rtlch");
        }
        if run.link.is_some() {
            self.out.push_str("\\ul\\cf1");
        }
        self.marks(run.marks.with(around));
        // A blank ends a command; after a brace it would be text.
        if !self.out.ends_with('{') {
            self.out.push(' ');
        }
        self.text(&run.text);
        self.out.push('}');
        if run.link.is_some() {
            self.out.push_str("}}");
        }
    }

    fn marks(&mut self, marks: Marks) {
        for (set, word) in [
            (marks.bold, "\\b"),
            (marks.italic, "\\i"),
            (marks.small_caps, "\\scaps"),
            (marks.underline, "\\ul"),
            (marks.superscript, "\\super"),
            (marks.subscript && !marks.superscript, "\\sub"),
            (marks.code, "\\f1"),
        ] {
            if set {
                self.out.push_str(word);
            }
        }
    }

    fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '\\' | '{' | '}' => {
                    self.out.push('\\');
                    self.out.push(character);
                }
                '\n' | '\t' => self.out.push(' '),
                ' '..='~' => self.out.push(character),
                _ if character.is_control() => {}
                _ => {
                    // As UTF-16, whose units RTF writes as signed numbers.
                    let mut units = [0; 2];
                    for unit in character.encode_utf16(&mut units) {
                        let _ = write!(self.out, "\\u{}?", i16::from_ne_bytes(unit.to_ne_bytes()));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_beyond_ascii_is_escaped() {
        let mut writer = Writer {
            layout: Layout::of(crate::Family::Apa),
            out: String::new(),
        };
        writer.text("{a\\b}é中\u{1F642}");
        assert_eq!(
            writer.out,
            "\\{a\\\\b\\}\\u233?\\u20013?\\u-10179?\\u-8638?"
        );
    }
}
