//! A document as Typst source. The measures are the layout table's, as in every other output; the
//! face is the typesetter's own serif, twelve points.

use std::fmt::Write;

use bibliography::{
    Annotation, Block, Document, Inline, Layout, List, MARGIN, Marks, PAGE, POINTS, Reference, Run,
    STEP, Section, Twips, typst_string as string,
};

use crate::Meta;

/// The body's face and what stands in for it; Typst goes on with any font that has a letter.
const FACES: &str = "(\"Libertinus Serif\", \"New Computer Modern\", \"Noto Serif\")";

/// A single-spaced line of the body's face is 1.15 times its size, as in Word and in browsers.
const SINGLE: f64 = 1.15;

/// Where a paragraph stands.
#[derive(Clone, Copy)]
enum Place {
    /// First in its annotation, or within a list or quotation: nothing is indented.
    Flush,
    /// A later paragraph of an annotation.
    Continued,
    /// A paragraph of an introduction.
    Introduction,
}

/// The whole source.
pub(crate) fn write(document: &Document, meta: &Meta) -> String {
    let mut writer = Writer {
        layout: document.layout,
        line: f64::from(document.layout.line) / 240.0 * SINGLE - 1.0,
        out: String::new(),
    };
    writer.preamble(document, meta);
    for section in &document.sections {
        writer.section(section);
    }
    writer.out
}

struct Writer<'d> {
    layout: &'d Layout,
    /// White space between two lines, in ems.
    line: f64,
    out: String,
}

impl Writer<'_> {
    fn preamble(&mut self, document: &Document, meta: &Meta) {
        let layout = self.layout;
        let title = flat(&document.title);
        let (width, height) = PAGE;
        let line = self.line;
        let (language, region) = language(&document.language);
        let region = region.map_or_else(|| "none".to_owned(), |region| string(&region));
        let author = meta.author.as_deref().map_or("()".to_owned(), string);
        let date = meta.date.map_or("none".to_owned(), |(year, month, day)| {
            format!("datetime(year: {year}, month: {month}, day: {day})")
        });
        let _ = writeln!(
            self.out,
            "#set document(title: {}, author: {author}, date: {date})\n\
             #set page(width: {}, height: {}, margin: {}, numbering: \"1\", number-align: top + right)\n\
             #set text(font: {FACES}, size: {POINTS}pt, lang: {}, region: {region}, \
             top-edge: 0.75em, bottom-edge: -0.25em)\n\
             #set par(leading: {line}em, spacing: {line}em, justify: false)\n\
             #set block(spacing: {line}em)\n\
             #set list(indent: 0pt, body-indent: 0.5em)\n\
             #set enum(indent: 0pt, body-indent: 0.5em)\n\
             #show title: it => align(center, text(size: {POINTS}pt, weight: {}, it.body))\n\
             #show raw: set text(font: \"DejaVu Sans Mono\", size: 9pt)",
            string(&title),
            points(width),
            points(height),
            points(MARGIN),
            string(&language),
            if layout.title_bold {
                "\"bold\""
            } else {
                "\"regular\""
            },
        );
        for level in 1..=6 {
            let marks = Layout::heading(level);
            let _ = writeln!(
                self.out,
                "#show heading.where(level: {level}): it => block(sticky: true, above: {line}em + {}, \
                 below: {line}em, text(size: {POINTS}pt, weight: {}, style: {}, it.body))",
                points(layout.between),
                if marks.bold {
                    "\"bold\""
                } else {
                    "\"regular\""
                },
                if marks.italic {
                    "\"italic\""
                } else {
                    "\"normal\""
                },
            );
        }
        self.out.push_str("#title[");
        self.inlines(&document.title);
        self.out.push_str("]\n");
        if !document.outline().is_empty() {
            let label = document.labels().contents;
            // The label is no heading of the document: it would list itself.
            let _ = writeln!(
                self.out,
                "#align(center, strong({}))\n#outline(title: none)",
                string(label)
            );
        }
    }

    fn section(&mut self, section: &Section) {
        if let Some(heading) = &section.heading {
            let _ = write!(self.out, "#heading(level: {})[", section.level.clamp(1, 6));
            self.inlines(heading);
            self.out.push_str("]\n");
        }
        for block in &section.introduction {
            self.block(block, Place::Introduction);
        }
        // Labels share one column, as wide as the widest of them.
        let labels = section.references.iter().filter_map(|r| r.label.as_ref());
        let widest = labels.map(|label| flat(label).chars().count()).max();
        let column = widest.map(|letters| {
            let estimate = u32::try_from(letters).unwrap_or(10).min(40) * 130 + 100;
            estimate.max(self.layout.hanging)
        });
        for reference in &section.references {
            self.reference(reference, column);
        }
    }

    fn reference(&mut self, reference: &Reference, column: Option<Twips>) {
        let hanging = column.unwrap_or(self.layout.hanging);
        let _ = write!(
            self.out,
            "#block(above: {}em + {}, sticky: {}, par(hanging-indent: {})[",
            self.line,
            points(self.layout.between),
            !reference.annotation.is_empty(),
            points(hanging)
        );
        if let (Some(label), Some(column)) = (&reference.label, column) {
            let _ = write!(self.out, "#box(width: {})[", points(column));
            self.inlines(label);
            self.out.push(']');
        }
        self.inlines(&reference.content);
        self.out.push_str("])\n");
        let left = match column {
            Some(column) => self.layout.annotation.max(column),
            None => self.layout.annotation,
        };
        for part in &reference.annotation {
            let _ = writeln!(self.out, "#pad(left: {})[", points(left));
            self.annotation(part);
            self.out.push_str("]\n");
        }
    }

    fn annotation(&mut self, part: &Annotation) {
        if let Some(label) = part.label {
            let _ = writeln!(self.out, "#block(sticky: true, strong({}))", string(label));
        }
        let mut place = Place::Flush;
        for block in &part.blocks {
            self.block(block, place);
            place = Place::Continued;
        }
    }

    fn block(&mut self, block: &Block, place: Place) {
        match block {
            Block::Paragraph(inlines) => {
                let indent = match place {
                    Place::Flush => 0,
                    Place::Continued => self.layout.continued,
                    Place::Introduction => self.layout.paragraph,
                };
                let _ = write!(
                    self.out,
                    "#par(first-line-indent: (amount: {}, all: true))[",
                    points(indent)
                );
                self.inlines(inlines);
                self.out.push_str("]\n");
            }
            Block::Quote(blocks) => {
                let _ = writeln!(
                    self.out,
                    "#pad(left: {})[#quote(block: true, quotes: false)[",
                    points(2 * STEP)
                );
                for block in blocks {
                    self.block(block, Place::Flush);
                }
                self.out.push_str("]]\n");
            }
            Block::List(list) => self.list(list),
            Block::Code(code) => {
                let _ = writeln!(self.out, "#raw({}, block: true)", string(code));
            }
        }
    }

    fn list(&mut self, list: &List) {
        match list.start {
            None => self.out.push_str("#list(tight: true"),
            Some(start) => {
                let _ = write!(self.out, "#enum(tight: true, start: {start}");
            }
        }
        for item in &list.items {
            self.out.push_str(", [");
            for block in item {
                self.block(block, Place::Flush);
            }
            self.out.push(']');
        }
        self.out.push_str(")\n");
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        let rtl = is_right_to_left(inlines);
        if rtl {
            self.out.push_str("#[#set text(dir: rtl)\n");
        }
        for inline in inlines {
            match inline {
                Inline::Break => self.out.push_str("#linebreak()"),
                Inline::Math(math) if let Some(set) = bibliography::typst(math) => {
                    let link = math.runs.iter().find_map(|run| run.link.as_deref());
                    let set = match link {
                        Some(link) => format!("link({}, {set})", string(link)),
                        None => set,
                    };
                    let _ = write!(self.out, "#{set};");
                }
                _ => inline.runs().iter().for_each(|run| self.run(run)),
            }
        }
        if rtl {
            self.out.push(']');
        }
    }

    fn run(&mut self, run: &Run) {
        let mut text = string(&run.text);
        let Marks {
            bold,
            italic,
            small_caps,
            underline,
            superscript,
            subscript,
            code,
        } = run.marks;
        if code {
            text = format!("raw({text})");
        }
        for (set, function) in [
            (small_caps, "smallcaps"),
            (underline, "underline"),
            (superscript, "super"),
            (subscript && !superscript, "sub"),
        ] {
            if set {
                text = format!("{function}({text})");
            }
        }
        let face = match (bold, italic) {
            (false, false) => "",
            (true, false) => "weight: \"bold\", ",
            (false, true) => "style: \"italic\", ",
            (true, true) => "weight: \"bold\", style: \"italic\", ",
        };
        if !face.is_empty() {
            text = format!("text({face}{text})");
        }
        if let Some(link) = &run.link {
            text = format!("link({}, {text})", string(link));
        }
        // A semicolon ends the expression, whatever text follows.
        let _ = write!(self.out, "#{text};");
    }
}

fn points(twips: Twips) -> String {
    format!("{}pt", f64::from(twips) / 20.0)
}

fn flat(inlines: &[Inline]) -> String {
    let runs = inlines.iter().flat_map(Inline::runs);
    runs.map(|run| run.text.as_str()).collect()
}

/// Language and region of a tag such as `de-AT`, where they have the form that Typst takes.
fn language(tag: &str) -> (String, Option<String>) {
    let mut parts = tag.split('-');
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let language = parts
        .next()
        .filter(|part| matches!(part.len(), 2 | 3) && letters(part))
        .map_or_else(|| "en".to_owned(), str::to_lowercase);
    let region = parts.find(|part| part.len() == 2 && letters(part));
    (language, region.map(str::to_uppercase))
}

/// Whether the first letter with a direction is Hebrew or Arabic, by which Unicode's rule P2 tells
/// a paragraph's direction.
fn is_right_to_left(inlines: &[Inline]) -> bool {
    let mut letters = inlines
        .iter()
        .flat_map(Inline::runs)
        .flat_map(|run| run.text.chars())
        .filter(|c| c.is_alphabetic());
    letters.next().is_some_and(
        |c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_leave_its_quotes() {
        assert_eq!(string("a\"] #x \\ \n"), r#""a\"] #x \\ \n""#);
    }

    #[test]
    fn a_language_tag_is_taken_apart() {
        assert_eq!(language("de-AT"), ("de".into(), Some("AT".into())));
        assert_eq!(language("zh-Hant-TW"), ("zh".into(), Some("TW".into())));
        assert_eq!(language("\"evil"), ("en".into(), None));
    }
}
