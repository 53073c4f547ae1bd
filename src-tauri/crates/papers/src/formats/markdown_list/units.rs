//! What a list is made of: rows of tables, list items, headings with what follows, paragraphs.
//!
//! Looks at lines only. Code, front matter and comments are passed over.

use super::inline::{Span, Targets, spans};
use super::links;
use super::table::{self, Row};

/// Something that may be one paper.
#[derive(Debug)]
pub(super) struct Unit<'a> {
    pub start: usize,
    pub end: usize,
    pub line: usize,
    /// How many lines it takes.
    pub lines: usize,
    pub form: Form<'a>,
}

#[derive(Debug)]
pub(super) enum Form<'a> {
    Row(Row),
    /// The heading and what stands below it.
    Section(&'a str, &'a str),
    /// A list item or a paragraph.
    Item(&'a str),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub text: &'a str,
    pub start: usize,
    pub number: usize,
}

impl<'a> Line<'a> {
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    pub fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    pub fn heading(&self) -> Option<&'a str> {
        let rest = self.text.trim_start_matches('#');
        let level = self.text.len() - rest.len();
        ((1..=6).contains(&level) && rest.starts_with([' ', '\t'])).then(|| rest.trim())
    }

    /// What follows the mark of a list item.
    pub fn bullet(&self) -> Option<&'a str> {
        let text = self.text.trim_start();
        for mark in ["- ", "* ", "+ ", "• ", "◦ "] {
            if let Some(rest) = text.strip_prefix(mark) {
                return Some(rest.trim());
            }
        }
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=4).contains(&digits) {
            return None;
        }
        let rest = text.get(digits..)?;
        let rest = rest
            .strip_prefix(". ")
            .or_else(|| rest.strip_prefix(") "))?;
        Some(rest.trim())
    }
}

/// Longest list item or paragraph, in lines: what is longer is none.
const MOST_LINES: usize = 200;

/// The lines that hold a list's text; the places of the others are blank.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    let (mut front, mut fence, mut comment) = (false, None::<&str>, false);
    for (index, raw) in text.split_inclusive('\n').enumerate() {
        let shown = raw.trim_end();
        let trimmed = shown.trim_start();
        let mut visible = shown;
        if index == 0 && shown == "---" {
            front = true;
            visible = "";
        } else if front {
            front = shown != "---";
            visible = "";
        } else if let Some(mark) = fence {
            if trimmed.starts_with(mark) {
                fence = None;
            }
            visible = "";
        } else if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fence = trimmed.get(..3);
            visible = "";
        } else if comment || trimmed.starts_with("<!--") {
            comment = !shown.contains("-->");
            visible = "";
        }
        found.push(Line {
            text: visible,
            start,
            number: index + 1,
        });
        start += raw.len();
    }
    found
}

pub(super) fn units<'a>(text: &'a str, lines: &[Line<'a>], targets: &Targets<'_>) -> Vec<Unit<'a>> {
    let mut units = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let rest = lines.get(at..).unwrap_or_default();
        if line.is_blank() {
            at += 1;
        } else if let Some(taken) = table::rows(rest, &mut units) {
            at += taken.max(1);
        } else if let Some(heading) = line.heading() {
            let taken = section_length(rest);
            match section(
                text,
                rest.get(..taken).unwrap_or_default(),
                heading,
                targets,
            ) {
                Some(unit) => {
                    units.push(unit);
                    at += taken;
                }
                None => at += 1,
            }
        } else if line.bullet().is_some() {
            at += item(text, rest, targets, &mut units);
        } else {
            at += paragraph(text, rest, targets, &mut units);
        }
    }
    units
}

/// Builds the unit that the given lines make.
pub(super) fn unit<'a>(
    text: &'a str,
    lines: &[Line<'a>],
    form: fn(&'a str) -> Form<'a>,
) -> Option<Unit<'a>> {
    let first = lines.first()?;
    let last = lines.iter().rev().find(|line| !line.is_blank())?;
    let start = first.start + first.indent();
    let end = last.end();
    Some(Unit {
        start,
        end,
        line: first.number,
        lines: lines.iter().filter(|line| !line.is_blank()).count(),
        form: form(text.get(start..end)?),
    })
}

/// The lines of a heading and what follows it, up to the next heading or table.
fn section_length(rest: &[Line<'_>]) -> usize {
    let body = rest.iter().enumerate().skip(1);
    let end = body.take(MOST_LINES * 4).find(|(index, line)| {
        line.heading().is_some() || table::begins(rest.get(*index..).unwrap_or_default())
    });
    end.map_or(rest.len().min(MOST_LINES * 4), |(index, _)| index)
}

/// A heading that is a paper's title: it leads to the paper, or what stands below is about one.
fn section<'a>(
    text: &'a str,
    lines: &[Line<'a>],
    heading: &'a str,
    targets: &Targets<'_>,
) -> Option<Unit<'a>> {
    let first = lines.first()?;
    let whole = unit(text, lines, Form::Item)?;
    let body = text.get(first.end().min(whole.end)..whole.end)?;
    let shown = spans(heading, targets);
    let leads = shown
        .iter()
        .any(|span| links::is_paper(span.url.as_deref()));
    let plain: String = shown.iter().map(|span| span.text.as_str()).collect();
    if !links::is_titlelike(&plain) && !leads {
        return None;
    }
    // Items with papers of their own make the heading a topic.
    let own = lines.iter().skip(1).any(|line| {
        line.bullet().is_some_and(|item| {
            let spans = spans(item, targets);
            links::label(&spans).is_none()
                && spans
                    .iter()
                    .any(|span| links::is_paper(span.url.as_deref()))
                && links::has_title(&spans)
        })
    });
    let about = spans(body, targets);
    let ids = links::papers(&about);
    let labelled = lines.iter().skip(1).any(|line| {
        let item = line.bullet().unwrap_or(line.text.trim());
        let label = links::label(&spans(item, targets));
        label.is_some_and(|label| matches!(label.name, "authors" | "abstract" | "link"))
    });
    let is_paper = !own && (leads || (1..=3).contains(&ids) || (labelled && ids <= 3));
    is_paper.then_some(Unit {
        form: Form::Section(heading, body),
        ..whole
    })
}

/// A list item with what is indented below it; gives back how many lines are done with.
fn item<'a>(
    text: &'a str,
    rest: &[Line<'a>],
    targets: &Targets<'_>,
    units: &mut Vec<Unit<'a>>,
) -> usize {
    let indent = rest.first().map_or(0, Line::indent);
    let mut end = 1;
    while let Some(line) = rest.get(end).filter(|_| end < MOST_LINES) {
        let next = rest.get(end + 1);
        let ends = if line.is_blank() {
            next.is_none_or(|next| next.is_blank() || next.indent() <= indent)
        } else {
            line.heading().is_some()
                || (line.bullet().is_some() && line.indent() <= indent)
                || line.text.trim_start().starts_with("</")
                || table::begins(rest.get(end..).unwrap_or_default())
        };
        if ends {
            break;
        }
        end += 1;
    }
    let lines = rest.get(..end).unwrap_or_default();
    let child = lines
        .iter()
        .skip(1)
        .position(|line| line.bullet().is_some());
    if let Some(child) = child {
        let own = unit(text, lines.get(..child + 1).unwrap_or_default(), Form::Item);
        let children = unit(text, lines.get(child + 1..).unwrap_or_default(), Form::Item);
        let count = |unit: Option<Unit<'a>>| match unit {
            Some(Unit {
                form: Form::Item(item),
                ..
            }) => links::papers(&spans(item, targets)),
            _ => 0,
        };
        let titled = lines.get(child + 1).is_some_and(|line| {
            let spans = spans(line.bullet().unwrap_or_default(), targets);
            links::label(&spans).is_none() && links::has_title(&spans)
        });
        let below = count(children);
        if count(own) == 0 && (below >= 2 || (below == 1 && titled)) {
            return child + 1;
        }
    }
    units.extend(unit(text, lines, Form::Item));
    end
}

/// A paragraph that begins like a paper, or each of its lines that does.
fn paragraph<'a>(
    text: &'a str,
    rest: &[Line<'a>],
    targets: &Targets<'_>,
    units: &mut Vec<Unit<'a>>,
) -> usize {
    let details = rest
        .first()
        .is_some_and(|line| line.text.trim_start().starts_with("<details"));
    let mut end = 1;
    while let Some(line) = rest.get(end).filter(|_| end < MOST_LINES) {
        let before = rest.get(end - 1).map_or("", |line| line.text);
        let ends = if details {
            before.trim_end().ends_with("</details>")
        } else {
            line.is_blank()
                || line.heading().is_some()
                || line.bullet().is_some()
                || table::begins(rest.get(end..).unwrap_or_default())
        };
        if ends {
            break;
        }
        end += 1;
    }
    let lines = rest.get(..end).unwrap_or_default();
    let opens = |spans: &[Span]| {
        spans
            .iter()
            .find(|span| !span.text.trim().is_empty())
            .is_some_and(|first| first.bold || first.url.is_some())
            && links::has_title(spans)
            && links::papers(spans) >= 1
    };
    let of_line = |line: &&Line<'a>| opens(&spans(line.text, targets));
    if !details && lines.iter().filter(of_line).count() >= 2 {
        for line in lines.iter().filter(of_line) {
            units.extend(unit(text, std::slice::from_ref(line), Form::Item));
        }
        return end;
    }
    if let Some(unit) = unit(text, lines, Form::Item)
        && let Form::Item(item) = unit.form
    {
        let spans = spans(item, targets);
        let found = links::papers(&spans);
        let begins = spans
            .iter()
            .find(|span| !span.text.trim().is_empty())
            .is_some_and(|first| first.bold || first.url.is_some() || details);
        // A table of contents or a row of badges names no paper.
        if begins && (1..=3).contains(&found) && links::has_title(&spans) {
            units.push(unit);
        }
    }
    end
}
