//! Plain text, at most 80 characters to the line where words allow, indented as the layout table
//! says at four characters to the half inch.

use crate::compose::{Document, Reference};
use crate::layout::{STEP, Twips};
use crate::rich::{self, Block};

const WIDTH: usize = 80;
/// A character's width in print, so that half an inch is four characters.
const CHARACTER: Twips = 180;

/// The document as plain text.
pub fn text(document: &Document) -> String {
    let mut page = Page { out: String::new() };
    let title = rich::flat(&document.title);
    let left = WIDTH.saturating_sub(title.chars().count()) / 2;
    page.wrap(&title, left, left);
    page.contents(document);
    for section in &document.sections {
        if let Some(heading) = &section.heading {
            page.gap();
            page.wrap(&rich::flat(heading), 0, 0);
        }
        if !section.introduction.is_empty() {
            page.gap();
            for block in &section.introduction {
                page.block(block, characters(document.layout.paragraph), 0);
            }
        }
        for reference in &section.references {
            page.gap();
            page.reference(reference, document);
        }
    }
    page.out
}

struct Page {
    out: String,
}

impl Page {
    fn gap(&mut self) {
        self.out.push('\n');
    }

    /// The headings, indented by their level.
    fn contents(&mut self, document: &Document) {
        let outline = document.outline();
        if outline.is_empty() {
            return;
        }
        self.gap();
        self.wrap(document.labels().contents, 0, 0);
        for (level, heading) in outline {
            let left = 2 * usize::from(level);
            self.wrap(&rich::flat(heading), left, left + 2);
        }
    }

    fn reference(&mut self, reference: &Reference, document: &Document) {
        let layout = document.layout;
        let mut line = String::new();
        if let Some(label) = &reference.label {
            line.push_str(&rich::flat(label));
            line.push(' ');
        }
        line.push_str(&rich::flat(&reference.content));
        self.wrap(&line, 0, characters(layout.hanging));
        let left = characters(layout.annotation);
        for part in &reference.annotation {
            if let Some(label) = part.label {
                self.wrap(&format!("{label}{}", document.labels().colon), left, left);
            }
            let mut first = left;
            for block in &part.blocks {
                self.block(block, first, left);
                first = left + characters(layout.continued);
            }
        }
    }

    fn block(&mut self, block: &Block, first: usize, left: usize) {
        match block {
            Block::Paragraph(inlines) => self.wrap(&rich::flat(inlines), first, left),
            Block::Quote(blocks) => {
                let left = left + characters(2 * STEP);
                blocks
                    .iter()
                    .for_each(|block| self.block(block, left, left));
            }
            Block::List(list) => {
                for (offset, item) in (0_u64..).zip(&list.items) {
                    let marker = match list.start {
                        None => "- ".to_owned(),
                        Some(start) => format!("{}. ", start.saturating_add(offset)),
                    };
                    self.item(item, &marker, left);
                }
            }
            Block::Code(code) => {
                for line in code.split('\n') {
                    self.out.push_str(&" ".repeat(left));
                    self.out.push_str(line);
                    self.out.push('\n');
                }
            }
        }
    }

    fn item(&mut self, item: &[Block], marker: &str, left: usize) {
        let inner = left + marker.chars().count();
        let mut blocks = item.iter();
        match item.first() {
            Some(Block::Paragraph(inlines)) => {
                blocks.next();
                self.wrap(&format!("{marker}{}", rich::flat(inlines)), left, inner);
            }
            _ => self.wrap(marker, left, inner),
        }
        blocks.for_each(|block| self.block(block, inner, inner));
    }

    /// A paragraph whose first line is indented by `first`, the others by `rest`.
    fn wrap(&mut self, text: &str, first: usize, rest: usize) {
        let mut indent = first;
        for line in text.split('\n') {
            let mut length = 0;
            for word in line.split(breaks).filter(|word| !word.is_empty()) {
                let width = word.chars().count();
                if length > 0 && length + 1 + width > WIDTH {
                    self.out.push('\n');
                    length = 0;
                    indent = rest;
                }
                if length == 0 {
                    self.out.push_str(&" ".repeat(indent));
                    length = indent;
                } else {
                    self.out.push(' ');
                    length += 1;
                }
                self.out.push_str(word);
                length += width;
            }
            self.out.push('\n');
            indent = rest;
        }
    }
}

/// Where a line may end: at any white space that does not hold its neighbours together.
fn breaks(character: char) -> bool {
    character.is_whitespace() && !matches!(character, '\u{A0}' | '\u{202F}')
}

fn characters(twips: Twips) -> usize {
    usize::try_from(twips / CHARACTER).unwrap_or_default()
}
