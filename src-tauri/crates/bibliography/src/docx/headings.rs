//! Headings with their bookmarks, and the table of contents that leads to them.

use std::fmt::Write;

use super::body::{Paragraph, Writer};
use crate::compose::{DEEPEST_LEVEL, Document};
use crate::rich::{Inline, Run};

/// The styles of a level, from 1.
fn level_style(level: u8, styles: &[&'static str; DEEPEST_LEVEL as usize]) -> &'static str {
    let last = styles.last().copied().unwrap_or_default();
    let index = usize::from(level).saturating_sub(1);
    styles.get(index).copied().unwrap_or(last)
}

pub(super) const HEADINGS: [&str; DEEPEST_LEVEL as usize] = [
    "Heading1", "Heading2", "Heading3", "Heading4", "Heading5", "Heading6",
];
pub(super) const CONTENTS: [&str; DEEPEST_LEVEL as usize] =
    ["TOC1", "TOC2", "TOC3", "TOC4", "TOC5", "TOC6"];

/// The name of the bookmark around the heading with this number.
fn bookmark(number: usize) -> String {
    format!("_Toc{number:06}")
}

impl Writer<'_> {
    /// A table of contents that is complete as it stands: the headings as links. It is a field, so
    /// that Word adds the page numbers, which only a typesetter knows, when asked to update it.
    pub(super) fn contents(&mut self, document: &Document) {
        let outline = document.outline();
        if outline.is_empty() {
            return;
        }
        let label = Inline::text(document.labels().contents);
        self.paragraph(&Paragraph::of("TOCHeading"), &[label]);
        let last = outline.len();
        for (number, (level, heading)) in (1..).zip(outline) {
            self.begin(&Paragraph::of(level_style(level, &CONTENTS)), heading);
            if number == 1 {
                self.xml.push_str(
                    "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r>\
                     <w:instrText xml:space=\"preserve\"> TOC \\o &quot;1-6&quot; \\h \\z \\u </w:instrText>\
                     </w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>",
                );
            }
            let _ = write!(
                self.xml,
                "<w:hyperlink w:anchor=\"{}\" w:history=\"1\">",
                bookmark(number)
            );
            for run in heading.iter().flat_map(Inline::runs) {
                self.run(&Run {
                    link: None,
                    ..run.clone()
                });
            }
            self.xml.push_str("</w:hyperlink>");
            if number == last {
                self.xml
                    .push_str("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
            }
            self.end();
        }
    }

    /// A heading, with a bookmark of this number where the contents lead to it.
    pub(super) fn heading(&mut self, level: u8, text: &[Inline], number: Option<usize>) {
        self.begin(&Paragraph::of(level_style(level, &HEADINGS)), text);
        if let Some(number) = number {
            let _ = write!(
                self.xml,
                "<w:bookmarkStart w:id=\"{number}\" w:name=\"{}\"/>",
                bookmark(number)
            );
        }
        self.inlines(text);
        if let Some(number) = number {
            let _ = write!(self.xml, "<w:bookmarkEnd w:id=\"{number}\"/>");
        }
        self.end();
    }
}
