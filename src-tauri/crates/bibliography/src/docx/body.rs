//! `word/document.xml`: paragraphs in named styles. A paragraph carries indents of its own only
//! where it is nested more deeply than a style can say.

use std::collections::HashMap;
use std::fmt::Write;

use super::parts::HEADER;
use super::xml::escape_into;
use crate::compose::{Document, Reference};
use crate::layout::{Layout, MARGIN, PAGE, STEP, Twips};
use crate::math;
use crate::rich::{self, Block, Inline, List, Marks, Run};

/// The body and what its other parts must define.
pub(super) struct Body {
    pub xml: String,
    /// Targets of hyperlinks; the one at index 0 has the relation [`link_id`]`(0)`.
    pub links: Vec<String>,
    /// Level and first number of each numbered list, from numbering 2 on.
    pub numbered: Vec<(usize, u64)>,
}

/// The numbering of every bulleted list; numbered lists count on from here.
pub(super) const BULLETS: usize = 1;
/// The deepest level a numbering defines, from 0.
pub(super) const DEEPEST_LIST: usize = 8;

pub(super) fn link_id(index: usize) -> String {
    format!("rIdLink{}", index + 1)
}

pub(super) fn write(document: &Document) -> Body {
    let mut writer = Writer::begun(document.layout);
    writer.paragraph(&Paragraph::of("Title"), &document.title);
    writer.contents(document);
    let mut headings = 0;
    for section in &document.sections {
        if let Some(heading) = &section.heading {
            headings += 1;
            writer.heading(
                section.level,
                heading,
                document.contents.then_some(headings),
            );
        }
        writer.introduction(&section.introduction);
        for reference in &section.references {
            writer.reference(reference);
        }
    }
    writer.finish(PAGE, false)
}

/// A paragraph's style and what it says beyond it.
#[derive(Clone, Default)]
pub(super) struct Paragraph {
    style: &'static str,
    keep_next: bool,
    /// Numbering and level.
    numbering: Option<(usize, usize)>,
    /// Left and hanging indent.
    indent: Option<(Twips, Twips)>,
}

impl Paragraph {
    pub fn of(style: &'static str) -> Paragraph {
        Paragraph {
            style,
            ..Paragraph::default()
        }
    }
}

/// Where a block stands within an annotation.
#[derive(Clone, Copy)]
struct Place {
    /// Where the text around it begins.
    base: Twips,
    quotes: u32,
    lists: u32,
}

impl Place {
    fn at(base: Twips) -> Place {
        Place {
            base,
            quotes: 0,
            lists: 0,
        }
    }
}

pub(super) struct Writer<'d> {
    layout: &'d Layout,
    pub(super) xml: String,
    links: Vec<String>,
    known_links: HashMap<String, usize>,
    numbered: Vec<(usize, u64)>,
}

impl<'d> Writer<'d> {
    pub fn begun(layout: &'d Layout) -> Writer<'d> {
        let mut xml = String::from(HEADER);
        xml.push_str(
            "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>",
        );
        Writer {
            layout,
            xml,
            links: Vec::new(),
            known_links: HashMap::new(),
            numbered: Vec::new(),
        }
    }

    /// Ends the body on pages of this width and height.
    pub fn finish(mut self, (width, height): (Twips, Twips), landscape: bool) -> Body {
        let turned = if landscape {
            " w:orient=\"landscape\""
        } else {
            ""
        };
        let _ = write!(
            self.xml,
            "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"header\"/>\
             <w:pgSz w:w=\"{width}\" w:h=\"{height}\"{turned}/><w:pgMar w:top=\"{MARGIN}\" \
             w:right=\"{MARGIN}\" w:bottom=\"{MARGIN}\" w:left=\"{MARGIN}\" w:header=\"720\" \
             w:footer=\"720\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
        );
        Body {
            xml: self.xml,
            links: self.links,
            numbered: self.numbered,
        }
    }

    /// The blocks of a table's cell, of which there is one at least.
    pub fn cell(&mut self, blocks: &[Block], style: &'static str) {
        for block in blocks {
            match block {
                Block::Paragraph(inlines) => self.paragraph(&Paragraph::of(style), inlines),
                block => self.block(block, Place::at(0)),
            }
        }
        if blocks.is_empty() {
            self.paragraph(&Paragraph::of(style), &[]);
        }
    }

    pub fn titled(&mut self, title: &[Inline]) {
        self.paragraph(&Paragraph::of("Title"), title);
    }

    pub fn push(&mut self, xml: &str) {
        self.xml.push_str(xml);
    }

    fn introduction(&mut self, blocks: &[Block]) {
        for block in blocks {
            if let Block::Paragraph(inlines) = block {
                self.paragraph(&Paragraph::of("Introduction"), inlines);
            } else {
                self.block(block, Place::at(0));
            }
        }
    }

    fn reference(&mut self, reference: &Reference) {
        let properties = Paragraph {
            keep_next: !reference.annotation.is_empty(),
            ..Paragraph::of("Bibliography")
        };
        self.begin(&properties, &reference.content);
        if let Some(label) = &reference.label {
            self.inlines(label);
            self.xml.push_str("<w:r><w:tab/></w:r>");
        }
        self.inlines(&reference.content);
        self.end();
        for part in &reference.annotation {
            if let Some(label) = part.label {
                self.paragraph(&Paragraph::of("AnnotationLabel"), &[Inline::text(label)]);
            }
            let mut style = "Annotation";
            for block in &part.blocks {
                if let Block::Paragraph(inlines) = block {
                    self.paragraph(&Paragraph::of(style), inlines);
                } else {
                    self.block(block, Place::at(self.layout.annotation));
                }
                style = "AnnotationContinued";
            }
        }
    }

    /// A block that is, or stands in, a quotation or list.
    fn block(&mut self, block: &Block, place: Place) {
        match block {
            Block::Paragraph(inlines) => {
                let properties = self.nested(place);
                self.paragraph(&properties, inlines);
            }
            Block::Quote(blocks) => {
                for block in blocks {
                    self.block(
                        block,
                        Place {
                            quotes: place.quotes + 1,
                            ..place
                        },
                    );
                }
            }
            Block::List(list) => self.list(list, place),
            Block::Code(code) => {
                let indent =
                    (self.left(place) != self.layout.annotation).then(|| (self.left(place), 0));
                let properties = Paragraph {
                    indent,
                    ..Paragraph::of("AnnotationCode")
                };
                self.begin(&properties, &[]);
                for (number, line) in code.split('\n').enumerate() {
                    self.xml.push_str("<w:r>");
                    if number > 0 {
                        self.xml.push_str("<w:br/>");
                    }
                    self.characters(&line.replace('\t', "    "));
                    self.xml.push_str("</w:r>");
                }
                self.end();
            }
        }
    }

    fn list(&mut self, list: &List, place: Place) {
        let level = usize::try_from(place.lists)
            .unwrap_or(DEEPEST_LIST)
            .min(DEEPEST_LIST);
        let numbering = match list.start {
            None => BULLETS,
            Some(start) => {
                self.numbered.push((level, start));
                BULLETS + self.numbered.len()
            }
        };
        let inside = Place {
            lists: place.lists + 1,
            ..place
        };
        for item in &list.items {
            let mut marker = Some((numbering, level));
            for block in item {
                match block {
                    Block::Paragraph(inlines) => {
                        let properties = match marker.take() {
                            Some(numbering) => Paragraph {
                                numbering: Some(numbering),
                                indent: Some((self.left(inside), STEP)),
                                ..Paragraph::of("AnnotationList")
                            },
                            None => self.nested(inside),
                        };
                        self.paragraph(&properties, inlines);
                    }
                    block => self.block(block, inside),
                }
            }
        }
    }

    fn nested(&self, place: Place) -> Paragraph {
        match place {
            Place {
                base,
                quotes: 1,
                lists: 0,
            } if base == self.layout.annotation => Paragraph::of("AnnotationQuote"),
            Place { lists: 0, .. } => Paragraph {
                indent: Some((self.left(place), 0)),
                ..Paragraph::of("AnnotationQuote")
            },
            _ => Paragraph {
                indent: Some((self.left(place), 0)),
                ..Paragraph::of("AnnotationList")
            },
        }
    }

    fn left(&self, place: Place) -> Twips {
        place.base + STEP * (2 * place.quotes + place.lists)
    }

    pub(super) fn paragraph(&mut self, properties: &Paragraph, inlines: &[Inline]) {
        self.begin(properties, inlines);
        self.inlines(inlines);
        self.end();
    }

    /// Begins a paragraph, in the direction in which its text runs.
    pub(super) fn begin(&mut self, paragraph: &Paragraph, inlines: &[Inline]) {
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"{}\"/>",
            paragraph.style
        );
        if paragraph.keep_next {
            self.xml.push_str("<w:keepNext/>");
        }
        if let Some((numbering, level)) = paragraph.numbering {
            let _ = write!(
                self.xml,
                "<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{numbering}\"/></w:numPr>"
            );
        }
        if rich::runs_right_to_left(inlines) {
            self.xml.push_str("<w:bidi/>");
        }
        if let Some((left, hanging)) = paragraph.indent {
            let first = if hanging > 0 { "hanging" } else { "firstLine" };
            let _ = write!(
                self.xml,
                "<w:ind w:left=\"{left}\" w:{first}=\"{hanging}\"/>"
            );
        }
        self.xml.push_str("</w:pPr>");
    }

    pub(super) fn end(&mut self) {
        self.xml.push_str("</w:p>");
    }

    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Break => self.xml.push_str("<w:r><w:br/></w:r>"),
                Inline::Math(math) => match math::tree(math) {
                    Some(tree) => self.xml.push_str(&math::omml(&tree)),
                    None => math.runs.iter().for_each(|run| self.linked(run)),
                },
                Inline::Run(run) => self.linked(run),
            }
        }
    }

    fn linked(&mut self, run: &Run) {
        let Some(link) = &run.link else {
            return self.run(run);
        };
        let index = match self.known_links.get(link) {
            Some(index) => *index,
            None => {
                self.links.push(link.clone());
                self.known_links.insert(link.clone(), self.links.len() - 1);
                self.links.len() - 1
            }
        };
        let _ = write!(
            self.xml,
            "<w:hyperlink r:id=\"{}\" w:history=\"1\">",
            link_id(index)
        );
        self.run(run);
        self.xml.push_str("</w:hyperlink>");
    }

    pub(super) fn run(&mut self, run: &Run) {
        self.xml.push_str("<w:r>");
        let right_to_left = rich::is_right_to_left(&run.text);
        self.properties(run.marks, run.link.is_some(), right_to_left);
        self.characters(&run.text);
        self.xml.push_str("</w:r>");
    }

    /// Run properties, in the order the schema asks.
    fn properties(&mut self, marks: Marks, link: bool, right_to_left: bool) {
        if marks == Marks::default() && !link && !right_to_left {
            return;
        }
        self.xml.push_str("<w:rPr>");
        for (set, element) in [
            (link, "<w:rStyle w:val=\"Hyperlink\"/>"),
            (
                marks.code,
                "<w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\" w:cs=\"Courier New\"/>",
            ),
            (marks.bold, "<w:b/><w:bCs/>"),
            (marks.italic, "<w:i/><w:iCs/>"),
            (marks.small_caps, "<w:smallCaps/>"),
            (marks.code, "<w:noProof/>"),
            (marks.underline, "<w:u w:val=\"single\"/>"),
            (marks.superscript, "<w:vertAlign w:val=\"superscript\"/>"),
            (
                marks.subscript && !marks.superscript,
                "<w:vertAlign w:val=\"subscript\"/>",
            ),
            (right_to_left, "<w:rtl/>"),
        ] {
            if set {
                self.xml.push_str(element);
            }
        }
        self.xml.push_str("</w:rPr>");
    }

    fn characters(&mut self, text: &str) {
        self.xml.push_str("<w:t xml:space=\"preserve\">");
        escape_into(&mut self.xml, text);
        self.xml.push_str("</w:t>");
    }
}
