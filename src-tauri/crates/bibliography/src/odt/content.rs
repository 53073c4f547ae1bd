//! `content.xml`: paragraphs in named styles. What a style cannot say, because it depends on how
//! deep a block is nested, is an automatic style of this part.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{HEADER, object};
use crate::compose::{Document, Reference};
use crate::docx::xml::{escape_into, escaped};
use crate::layout::{Layout, STEP, Twips};
use crate::math::{self, Dialect};
use crate::rich::{self, Block, Inline, List, Marks, Run};

pub(super) struct Content {
    pub xml: String,
    /// The MathML of each formula's object.
    pub formulas: Vec<String>,
}

pub(super) fn write(document: &Document) -> Content {
    let mut writer = Writer {
        layout: document.layout,
        body: String::new(),
        formulas: Vec::new(),
        marks: Vec::new(),
        paragraphs: BTreeMap::new(),
    };
    writer.document(document);
    let mut xml = format!("{HEADER}<office:document-content {NAMESPACES} office:version=\"1.3\">");
    xml.push_str("<office:automatic-styles>");
    for (index, marks) in writer.marks.iter().enumerate() {
        let _ = write!(
            xml,
            "<style:style style:name=\"T{}\" style:family=\"text\"><style:text-properties{}/></style:style>",
            index + 1,
            text_properties(*marks)
        );
    }
    for (paragraph, index) in &writer.paragraphs {
        let _ = write!(
            xml,
            "<style:style style:name=\"P{index}\" style:family=\"paragraph\" \
             style:parent-style-name=\"{}\"><style:paragraph-properties",
            paragraph.parent
        );
        if let Some(left) = paragraph.left {
            let first = if paragraph.hanging { STEP } else { 0 };
            let _ = write!(
                xml,
                " fo:margin-left=\"{}\" fo:text-indent=\"-{}\"",
                inches(left),
                inches(first)
            );
        }
        if paragraph.keep_next {
            xml.push_str(" fo:keep-with-next=\"always\"");
        }
        if paragraph.right_to_left {
            xml.push_str(" fo:text-align=\"end\" style:writing-mode=\"rl-tb\"");
        }
        xml.push_str("/></style:style>");
    }
    xml.push_str(
        "<style:style style:name=\"fr1\" style:family=\"graphic\"><style:graphic-properties \
         style:vertical-pos=\"middle\" style:vertical-rel=\"text\"/></style:style>",
    );
    xml.push_str("</office:automatic-styles><office:body><office:text>");
    xml.push_str(&writer.body);
    xml.push_str("</office:text></office:body></office:document-content>");
    Content {
        xml,
        formulas: writer.formulas,
    }
}

pub(super) const NAMESPACES: &str = "\
xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" \
xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" \
xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" \
xmlns:xlink=\"http://www.w3.org/1999/xlink\"";

pub(super) fn inches(twips: Twips) -> String {
    format!("{}in", f64::from(twips) / 1440.0)
}

/// A paragraph that its named style alone does not describe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Paragraph {
    parent: &'static str,
    left: Option<Twips>,
    /// Whether its first line begins a step before the others, with the marker of a list.
    hanging: bool,
    keep_next: bool,
    right_to_left: bool,
}

impl Paragraph {
    fn of(parent: &'static str) -> Paragraph {
        Paragraph {
            parent,
            left: None,
            hanging: false,
            keep_next: false,
            right_to_left: false,
        }
    }
}

struct Writer<'d> {
    layout: &'d Layout,
    body: String,
    formulas: Vec<String>,
    /// Formattings met, the first as style `T1`.
    marks: Vec<Marks>,
    /// The number of each automatic paragraph style.
    paragraphs: BTreeMap<Paragraph, usize>,
}

impl Writer<'_> {
    fn document(&mut self, document: &Document) {
        self.paragraph(Paragraph::of("Title"), &document.title);
        self.contents(document);
        let mut number = 0;
        for section in &document.sections {
            if let Some(heading) = &section.heading {
                number += 1;
                let level = section.level;
                let _ = write!(
                    self.body,
                    "<text:h text:style-name=\"Heading_20_{level}\" text:outline-level=\"{level}\">\
                     <text:bookmark-start text:name=\"section{number}\"/>"
                );
                self.inlines(heading);
                let _ = write!(
                    self.body,
                    "<text:bookmark-end text:name=\"section{number}\"/></text:h>"
                );
            }
            for block in &section.introduction {
                self.block(block, Paragraph::of("Introduction"), 0);
            }
            for reference in &section.references {
                self.reference(reference);
            }
        }
    }

    /// The headings as links; an index that the reader can update, which adds page numbers.
    fn contents(&mut self, document: &Document) {
        let outline = document.outline();
        if outline.is_empty() {
            return;
        }
        let label = escaped(document.labels().contents);
        let _ = write!(
            self.body,
            "<text:table-of-content text:name=\"Contents\" text:protected=\"false\">\
             <text:table-of-content-source text:outline-level=\"6\">\
             <text:index-title-template text:style-name=\"Contents_20_Heading\">{label}</text:index-title-template>"
        );
        for level in 1..=crate::compose::DEEPEST_LEVEL {
            let _ = write!(
                self.body,
                "<text:table-of-content-entry-template text:outline-level=\"{level}\" \
                 text:style-name=\"Contents_20_{level}\"><text:index-entry-link-start/>\
                 <text:index-entry-text/><text:index-entry-tab-stop style:type=\"right\" \
                 style:leader-char=\".\"/><text:index-entry-page-number/>\
                 <text:index-entry-link-end/></text:table-of-content-entry-template>"
            );
        }
        let _ = write!(
            self.body,
            "</text:table-of-content-source><text:index-body><text:index-title text:name=\"Contents_Head\">\
             <text:p text:style-name=\"Contents_20_Heading\">{label}</text:p></text:index-title>"
        );
        for (number, (level, heading)) in (1..).zip(outline) {
            let _ = write!(
                self.body,
                "<text:p text:style-name=\"Contents_20_{level}\">\
                 <text:a xlink:type=\"simple\" xlink:href=\"#section{number}\" \
                 text:style-name=\"Index_20_Link\" text:visited-style-name=\"Index_20_Link\">"
            );
            self.characters(&rich::flat(heading));
            self.body.push_str("</text:a></text:p>");
        }
        self.body
            .push_str("</text:index-body></text:table-of-content>");
    }

    fn reference(&mut self, reference: &Reference) {
        self.begin(
            Paragraph {
                keep_next: !reference.annotation.is_empty(),
                ..Paragraph::of("Bibliography")
            },
            &reference.content,
        );
        if let Some(label) = &reference.label {
            self.inlines(label);
            self.body.push_str("<text:tab/>");
        }
        self.inlines(&reference.content);
        self.body.push_str("</text:p>");
        for part in &reference.annotation {
            if let Some(label) = part.label {
                self.paragraph(Paragraph::of("Annotation_20_Label"), &[Inline::text(label)]);
            }
            let mut style = "Annotation";
            for block in &part.blocks {
                self.block(block, Paragraph::of(style), self.layout.annotation);
                style = "Annotation_20_Continued";
            }
        }
    }

    /// A block whose paragraphs have this style, in surroundings that begin at `left`.
    fn block(&mut self, block: &Block, paragraph: Paragraph, left: Twips) {
        match block {
            Block::Paragraph(inlines) => self.paragraph(paragraph, inlines),
            Block::Quote(blocks) => {
                let left = left + 2 * STEP;
                let quoted = Paragraph {
                    left: Some(left),
                    ..Paragraph::of("Annotation_20_Quote")
                };
                blocks
                    .iter()
                    .for_each(|block| self.block(block, quoted, left));
            }
            Block::List(list) => self.list(list, left),
            Block::Code(code) => {
                let style = Paragraph {
                    left: Some(left),
                    ..Paragraph::of("Annotation_20_Code")
                };
                self.begin(style, &[]);
                for (number, line) in code.split('\n').enumerate() {
                    if number > 0 {
                        self.body.push_str("<text:line-break/>");
                    }
                    self.characters(&line.replace('\t', "    "));
                }
                self.body.push_str("</text:p>");
            }
        }
    }

    /// The list's own style only draws the markers; the indents are the paragraphs', because a list
    /// within a quotation stands elsewhere than its level says.
    fn list(&mut self, list: &List, left: Twips) {
        let style = if list.start.is_some() {
            "Numbers"
        } else {
            "Bullets"
        };
        let inner = left + STEP;
        let below = Paragraph {
            left: Some(inner),
            ..Paragraph::of("Annotation_20_List")
        };
        let _ = write!(self.body, "<text:list text:style-name=\"{style}\">");
        for (offset, item) in (0_u64..).zip(&list.items) {
            match list.start.filter(|_| offset == 0) {
                Some(start) => {
                    // LibreOffice counts in 16 bits.
                    let start = start.min(32_767);
                    let _ = write!(self.body, "<text:list-item text:start-value=\"{start}\">");
                }
                None => self.body.push_str("<text:list-item>"),
            }
            for (place, block) in item.iter().enumerate() {
                let hanging = place == 0;
                self.block(block, Paragraph { hanging, ..below }, inner);
            }
            self.body.push_str("</text:list-item>");
        }
        self.body.push_str("</text:list>");
    }

    fn paragraph(&mut self, paragraph: Paragraph, inlines: &[Inline]) {
        self.begin(paragraph, inlines);
        self.inlines(inlines);
        self.body.push_str("</text:p>");
    }

    fn begin(&mut self, paragraph: Paragraph, inlines: &[Inline]) {
        let paragraph = Paragraph {
            right_to_left: rich::runs_right_to_left(inlines),
            ..paragraph
        };
        if paragraph == Paragraph::of(paragraph.parent) {
            let _ = write!(
                self.body,
                "<text:p text:style-name=\"{}\">",
                paragraph.parent
            );
            return;
        }
        let next = self.paragraphs.len() + 1;
        let number = *self.paragraphs.entry(paragraph).or_insert(next);
        let _ = write!(self.body, "<text:p text:style-name=\"P{number}\">");
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Break => self.body.push_str("<text:line-break/>"),
                Inline::Run(run) => self.run(run),
                Inline::Math(formula) => match math::tree(formula) {
                    Some(tree) => {
                        let _ = write!(
                            self.body,
                            "<draw:frame draw:style-name=\"fr1\" text:anchor-type=\"as-char\">\
                             <draw:object xlink:href=\"./{}\" xlink:type=\"simple\" \
                             xlink:show=\"embed\" xlink:actuate=\"onLoad\"/><svg:desc>{}</svg:desc></draw:frame>",
                            object(self.formulas.len()),
                            escaped(&formula.tex)
                        );
                        self.formulas
                            .push(math::mathml(&tree, &formula.tex, Dialect::Xml));
                    }
                    None => formula.runs.iter().for_each(|run| self.run(run)),
                },
            }
        }
    }

    fn run(&mut self, run: &Run) {
        if let Some(link) = &run.link {
            let _ = write!(
                self.body,
                "<text:a xlink:type=\"simple\" xlink:href=\"{}\">",
                escaped(link)
            );
        }
        if run.marks == Marks::default() {
            self.characters(&run.text);
        } else {
            let known = self.marks.iter().position(|marks| *marks == run.marks);
            let index = known.unwrap_or_else(|| {
                self.marks.push(run.marks);
                self.marks.len() - 1
            });
            let _ = write!(self.body, "<text:span text:style-name=\"T{}\">", index + 1);
            self.characters(&run.text);
            self.body.push_str("</text:span>");
        }
        if run.link.is_some() {
            self.body.push_str("</text:a>");
        }
    }

    /// Text, in which every blank after another is an element, because XML readers join them.
    fn characters(&mut self, text: &str) {
        let mut rest = text;
        let mut after_blank = rest.starts_with(' ');
        while let Some(at) = rest.find("  ").or_else(|| after_blank.then_some(0)) {
            let (before, blanks) = rest.split_at(at);
            escape_into(&mut self.body, before);
            let count = blanks.len() - blanks.trim_start_matches(' ').len();
            let _ = write!(self.body, "<text:s text:c=\"{count}\"/>");
            rest = blanks.get(count..).unwrap_or_default();
            after_blank = false;
        }
        escape_into(&mut self.body, rest);
    }
}

fn text_properties(marks: Marks) -> String {
    [
        (
            marks.bold,
            " fo:font-weight=\"bold\" style:font-weight-complex=\"bold\"",
        ),
        (
            marks.italic,
            " fo:font-style=\"italic\" style:font-style-complex=\"italic\"",
        ),
        (marks.small_caps, " fo:font-variant=\"small-caps\""),
        (
            marks.underline,
            " style:text-underline-style=\"solid\" style:text-underline-width=\"auto\"",
        ),
        (marks.superscript, " style:text-position=\"super 58%\""),
        (
            marks.subscript && !marks.superscript,
            " style:text-position=\"sub 58%\"",
        ),
        (
            marks.code,
            " style:font-name=\"Courier New\" fo:font-family=\"'Courier New'\"",
        ),
    ]
    .into_iter()
    .filter_map(|(set, property)| set.then_some(property))
    .collect()
}
