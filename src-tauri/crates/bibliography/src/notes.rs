//! Notes as blocks of formatted text: CommonMark with TeX math between dollar signs. Headings are
//! run in: bold, with a full stop, at the beginning of the paragraph that follows (a note stands
//! under a reference, not in a table of contents). Raw HTML becomes text, images become their
//! description. Total: any text yields blocks.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::math;
use crate::rich::{self, Block, Inline, List, Marks};

/// Quotations and lists nested deeper than this are printed at this depth.
const DEEPEST: usize = 8;

/// What becomes of headings inside a note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Headings {
    #[default]
    RunIn,
    LeftOut,
}

/// The blocks of a note.
pub(crate) fn blocks_with(markdown: &str, headings: Headings) -> Vec<Block> {
    let mut builder = Builder {
        headings,
        ..Builder::default()
    };
    builder.read(markdown, true);
    builder.finish()
}

/// The blocks of any Markdown, headings run in.
pub fn blocks(markdown: &str) -> Vec<Block> {
    blocks_with(markdown, Headings::RunIn)
}

#[derive(Debug)]
enum Frame {
    Quote(Vec<Block>),
    List(List),
    Item(Vec<Block>),
}

#[derive(Debug, Default)]
struct Builder {
    root: Vec<Block>,
    frames: Vec<Frame>,
    /// Containers that were too deep to open.
    flattened: usize,
    inlines: Vec<Inline>,
    marks: Vec<Marks>,
    links: Vec<Option<String>>,
    code: Option<String>,
    headings: Headings,
    /// A heading that waits for the paragraph it runs into.
    heading: Vec<Inline>,
}

impl Builder {
    fn read(&mut self, markdown: &str, formulas: bool) {
        let options = if formulas {
            Options::ENABLE_MATH
        } else {
            Options::empty()
        };
        for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
            match event {
                Event::InlineMath(tex) => {
                    let next = markdown
                        .get(range.end..)
                        .and_then(|rest| rest.chars().next());
                    if math::is_formula(&tex, next) {
                        self.formula(&tex);
                    } else {
                        self.prices(&tex);
                    }
                }
                Event::DisplayMath(tex) => self.formula(&tex),
                event => self.event(event),
            }
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::Code(text) => {
                let marks = Marks {
                    code: true,
                    ..self.marks()
                };
                self.push(&text, marks);
            }
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.inlines.push(Inline::Break),
            Event::Rule => self.flush(),
            Event::InlineMath(tex) | Event::DisplayMath(tex) => self.formula(&tex),
            Event::FootnoteReference(name) => self.text(&name),
            Event::TaskListMarker(done) => self.text(if done { "☑ " } else { "☐ " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.paragraph(),
            Tag::Heading { .. } => {
                self.flush();
                self.mark(Marks {
                    bold: true,
                    ..Marks::default()
                });
            }
            Tag::Emphasis => self.mark(Marks {
                italic: true,
                ..Marks::default()
            }),
            Tag::Strong => self.mark(Marks {
                bold: true,
                ..Marks::default()
            }),
            Tag::Superscript => self.mark(Marks {
                superscript: true,
                ..Marks::default()
            }),
            Tag::Subscript => self.mark(Marks {
                subscript: true,
                ..Marks::default()
            }),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.links.push(rich::safe_link(&dest_url));
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                let (CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) = kind;
                self.code = Some(String::new());
            }
            Tag::BlockQuote(_) => self.open(Frame::Quote(Vec::new())),
            Tag::List(start) => self.open(Frame::List(List {
                start,
                items: Vec::new(),
            })),
            Tag::Item => self.open(Frame::Item(Vec::new())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.paragraph(),
            TagEnd::Heading(_) => {
                self.marks.pop();
                self.hold_heading();
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Superscript | TagEnd::Subscript => {
                self.marks.pop();
            }
            TagEnd::Link | TagEnd::Image => {
                self.links.pop();
            }
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    let code = rich::clean_lines(code.trim_end_matches(['\n', '\r']));
                    if !code.is_empty() {
                        self.add(Block::Code(code));
                    }
                }
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => self.close(),
            _ => {}
        }
    }

    fn open(&mut self, frame: Frame) {
        self.flush();
        // An item belongs to its list: both open or neither.
        let room = matches!(frame, Frame::Item(_)) || self.depth() < DEEPEST;
        if self.flattened > 0 || !room {
            self.flattened += 1;
        } else {
            self.frames.push(frame);
        }
    }

    fn close(&mut self) {
        self.flush();
        if self.flattened > 0 {
            self.flattened -= 1;
            return;
        }
        match self.frames.pop() {
            Some(Frame::Quote(blocks)) if !blocks.is_empty() => self.add(Block::Quote(blocks)),
            Some(Frame::List(list)) if !list.items.is_empty() => self.add(Block::List(list)),
            Some(Frame::Item(blocks)) => {
                if let Some(Frame::List(list)) = self.frames.last_mut()
                    && !blocks.is_empty()
                {
                    list.items.push(blocks);
                }
            }
            _ => {}
        }
    }

    fn depth(&self) -> usize {
        self.frames
            .iter()
            .filter(|frame| !matches!(frame, Frame::Item(_)))
            .count()
    }

    fn add(&mut self, block: Block) {
        match self.frames.last_mut() {
            Some(Frame::Quote(blocks) | Frame::Item(blocks)) => blocks.push(block),
            Some(Frame::List(list)) => list.items.push(vec![block]),
            None => self.root.push(block),
        }
    }

    /// Ends the paragraph under way, if there is one.
    fn paragraph(&mut self) {
        let mut inlines = std::mem::take(&mut self.inlines);
        rich::trim(&mut inlines);
        while matches!(inlines.last(), Some(Inline::Break)) {
            inlines.pop();
        }
        if inlines.is_empty() {
            return;
        }
        if !self.heading.is_empty() {
            let mut led = std::mem::take(&mut self.heading);
            rich::push(&mut led, " ", Marks::default(), None);
            led.append(&mut inlines);
            inlines = led;
        }
        self.add(Block::Paragraph(inlines));
    }

    /// As [`Self::paragraph`], and a heading that nothing followed stands alone.
    fn flush(&mut self) {
        self.paragraph();
        let heading = std::mem::take(&mut self.heading);
        if !heading.is_empty() {
            self.add(Block::Paragraph(heading));
        }
    }

    /// Keeps the heading just read for the next paragraph, closed by a full stop.
    fn hold_heading(&mut self) {
        let mut heading = std::mem::take(&mut self.inlines);
        rich::trim(&mut heading);
        if heading.is_empty() || self.headings == Headings::LeftOut {
            return;
        }
        if !rich::flat(&heading).ends_with(['.', '!', '?', ':', '…', '。']) {
            let bold = Marks {
                bold: true,
                ..Marks::default()
            };
            rich::push(&mut heading, ".", bold, None);
        }
        self.heading = heading;
    }

    fn mark(&mut self, marks: Marks) {
        let marks = marks.with(self.marks());
        self.marks.push(marks);
    }

    fn marks(&self) -> Marks {
        self.marks.last().copied().unwrap_or_default()
    }

    fn text(&mut self, text: &str) {
        match &mut self.code {
            Some(code) => code.push_str(text),
            None => {
                let marks = self.marks();
                self.push(text, marks);
            }
        }
    }

    fn push(&mut self, text: &str, marks: Marks) {
        let link = self.links.last().and_then(Option::as_deref);
        rich::push(&mut self.inlines, text, marks, link);
    }

    fn formula(&mut self, tex: &str) {
        let link = self.links.last().and_then(Option::as_deref);
        self.inlines.push(rich::formula(tex, self.marks(), link));
    }

    /// Prose between two dollar signs, whose own formatting still counts.
    fn prices(&mut self, between: &str) {
        self.text("$");
        let mut inner = Builder::default();
        inner.read(between, false);
        let lead = between.len() - between.trim_start().len();
        let trail = between.trim_end().len();
        self.text(between.get(..lead).unwrap_or_default());
        if let [Block::Paragraph(inlines)] = inner.finish().as_slice() {
            let marks = self.marks();
            for inline in inlines {
                match inline {
                    Inline::Run(run) => self.push(&run.text, run.marks.with(marks)),
                    other => self.inlines.push(other.clone()),
                }
            }
        } else {
            self.text(between.trim());
        }
        self.text(between.get(trail.max(lead)..).unwrap_or_default());
        self.text("$");
    }

    fn finish(mut self) -> Vec<Block> {
        self.flush();
        while !self.frames.is_empty() {
            self.flattened = 0;
            self.close();
        }
        self.root
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(blocks: &[Block]) -> String {
        blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(inlines) => rich::flat(inlines),
                Block::Quote(blocks) => format!("> {}", flat(blocks)),
                Block::List(list) => list
                    .items
                    .iter()
                    .map(|item| format!("- {}", flat(item)))
                    .collect::<Vec<_>>()
                    .join(" "),
                Block::Code(code) => format!("`{code}`"),
            })
            .collect::<Vec<_>>()
            .join(" / ")
    }

    #[test]
    fn emphasis_becomes_formatting_not_asterisks() {
        let blocks = blocks("A *b* **c** `d*` [e](https://e.org).");
        let [Block::Paragraph(inlines)] = blocks.as_slice() else {
            panic!("{blocks:?}")
        };
        let runs: Vec<_> = inlines.iter().flat_map(Inline::runs).collect();
        let find = |text: &str| runs.iter().find(|run| run.text == text).unwrap();
        assert!(find("b").marks.italic);
        assert!(find("c").marks.bold);
        assert!(find("d*").marks.code);
        assert_eq!(find("e").link.as_deref(), Some("https://e.org"));
    }

    #[test]
    fn blocks_keep_their_nesting() {
        assert_eq!(
            flat(&blocks(
                "# H\n\np1\n\n> q\n\n- a\n  - b\n- c\n\n```\nx *y*\n```\n"
            )),
            "H. p1 / > q / - a / - b - c / `x *y*`"
        );
    }

    #[test]
    fn headings_run_into_their_text_or_are_left_out() {
        let note = "### Summary\n\nThey *ask*.\n\n### Why?\n\n- a\n\n### End\n";
        assert_eq!(
            flat(&blocks(note)),
            "Summary. They ask. / Why? / - a / End."
        );
        assert_eq!(
            flat(&blocks_with(note, Headings::LeftOut)),
            "They ask. / - a"
        );
        let found = blocks(note);
        let Some(Block::Paragraph(inlines)) = found.first() else {
            panic!("{found:?}")
        };
        let bold: Vec<_> = inlines
            .iter()
            .flat_map(Inline::runs)
            .map(|run| run.marks.bold)
            .collect();
        assert_eq!(bold, [true, false, false, false, false]);
    }

    #[test]
    fn formulas_are_set_and_prices_are_not() {
        assert_eq!(flat(&blocks("$x^2$ costs $5 and $6")), "x² costs $5 and $6");
        assert_eq!(
            flat(&blocks("from $5 or *ten* to 10$ each")),
            "from $5 or ten to 10$ each"
        );
        assert_eq!(flat(&blocks("$5-$6")), "$5-$6");
    }

    #[test]
    fn raw_html_is_text() {
        assert_eq!(
            flat(&blocks("<b>x</b>\n\n<script>\nalert(1)\n</script>")),
            "<b>x</b> / <script> alert(1) </script>"
        );
    }

    #[test]
    fn unsafe_links_keep_their_text_only() {
        let blocks = blocks("[x](javascript:alert)");
        let [Block::Paragraph(inlines)] = blocks.as_slice() else {
            panic!("{blocks:?}")
        };
        assert_eq!(inlines, &[Inline::text("x")]);
    }

    #[test]
    fn endless_nesting_is_flattened() {
        let deep = format!("{}x", "> ".repeat(3_000));
        let mut blocks = blocks(&deep);
        let mut depth = 0;
        while let [Block::Quote(inner)] = blocks.as_slice() {
            blocks = inner.clone();
            depth += 1;
        }
        assert_eq!((depth, flat(&blocks)), (DEEPEST, "x".to_owned()));
    }
}
