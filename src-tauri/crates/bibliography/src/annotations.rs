//! The parts of an annotation as blocks: notes, quoted highlights, abstracts and tags.

use crate::compose::{Annotation, Part, Quote};
use crate::labels::Labels;
use crate::notes::{self, Headings};
use crate::rich::{self, Block, Inline, Marks};

/// How annotations of one document are printed.
pub(crate) struct Printing<'p> {
    pub labels: &'static Labels,
    /// Opening and closing quotation mark.
    pub quotes: (&'p str, &'p str),
    pub headings: Headings,
}

impl Printing<'_> {
    /// The parts that hold anything, as blocks.
    pub fn annotation(&self, parts: &[Part]) -> Vec<Annotation> {
        parts
            .iter()
            .map(|part| match part {
                Part::Note(note) => Annotation {
                    label: None,
                    blocks: notes::blocks_with(note, self.headings),
                },
                Part::Highlights(quotes) => Annotation {
                    label: None,
                    blocks: quotes.iter().flat_map(|quote| self.quote(quote)).collect(),
                },
                Part::Abstract(text) => Annotation {
                    label: Some(self.labels.abstract_text),
                    blocks: paragraphs(text),
                },
                Part::Tags(tags) => Annotation {
                    label: None,
                    blocks: self.tag_line(tags),
                },
            })
            .filter(|part| !part.blocks.is_empty())
            .collect()
    }

    fn quote(&self, quote: &Quote) -> Vec<Block> {
        let (open, close) = self.quotes;
        let mut passage = rich::plain(&joined(&quote.text), Marks::default());
        rich::trim(&mut passage);
        let mut blocks = Vec::new();
        if !passage.is_empty() {
            passage.insert(0, Inline::text(open));
            rich::push(&mut passage, close, Marks::default(), None);
            blocks.push(Block::Quote(vec![Block::Paragraph(passage)]));
        }
        blocks.extend(notes::blocks_with(&quote.comment, self.headings));
        blocks
    }

    fn tag_line(&self, tags: &[String]) -> Vec<Block> {
        let tags: Vec<_> = tags
            .iter()
            .map(|tag| joined(tag))
            .filter(|tag| !tag.is_empty())
            .collect();
        if tags.is_empty() {
            return Vec::new();
        }
        let bold = Marks {
            bold: true,
            ..Marks::default()
        };
        let Labels {
            tags: word, colon, ..
        } = self.labels;
        let mut line = vec![Inline::marked(format!("{word}{colon}"), bold)];
        rich::push(
            &mut line,
            &format!(" {}", tags.join(", ")),
            Marks::default(),
            None,
        );
        vec![Block::Paragraph(line)]
    }
}

fn paragraphs(text: &str) -> Vec<Block> {
    rich::clean_lines(text)
        .split("\n\n")
        .map(|paragraph| rich::plain(&joined(paragraph), Marks::default()))
        .filter(|inlines| !inlines.is_empty())
        .map(Block::Paragraph)
        .collect()
}

fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
