//! A note taken apart at its Markdown headings (`### Summary`), and one of its parts replaced.
//! Lines of code are no headings.

use std::ops::Range;

/// Headings of the scaffold in the languages of the window, by the name they have here.
const SCAFFOLD: [(&str, &[&str]); 3] = [
    ("summary", &["summary", "zusammenfassung"]),
    ("assessment", &["assessment", "bewertung", "beurteilung"]),
    ("reflection", &["reflection", "reflexion"]),
];

/// What stands under one heading, up to the next one of its level or above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section<'t> {
    /// 1 to 6.
    pub(crate) level: usize,
    pub(crate) name: &'t str,
    /// The heading's line, in bytes of the note.
    pub(crate) line: Range<usize>,
    body: Range<usize>,
}

impl Section<'_> {
    /// What stands in it, without white space around it. `note` is the text it was found in.
    pub(crate) fn body<'n>(&self, note: &'n str) -> &'n str {
        note.get(self.body.clone()).unwrap_or_default().trim()
    }
}

/// The sections of a note in their order; one of a deeper level lies within its parent as well.
pub(crate) fn sections(note: &str) -> Vec<Section<'_>> {
    let mut found: Vec<Section<'_>> = Vec::new();
    // Those that have not ended, outermost first.
    let mut open: Vec<usize> = Vec::new();
    let mut fence: Option<(char, usize)> = None;
    let mut at = 0;
    for line in note.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        let text = line.trim_end();
        if let Some(mark) = fence_mark(text) {
            fence = match fence {
                None => Some(mark),
                // A fence is closed by one of its own kind that says nothing more.
                Some((sign, length))
                    if mark.0 == sign
                        && mark.1 >= length
                        && text.trim_matches([' ', sign]).is_empty() =>
                {
                    None
                }
                open => open,
            };
            continue;
        }
        if fence.is_some() {
            continue;
        }
        if let Some((level, name)) = heading(text) {
            while let Some(last) = open.last().and_then(|last| found.get_mut(*last)) {
                if last.level < level {
                    break;
                }
                last.body.end = start;
                open.pop();
            }
            open.push(found.len());
            found.push(Section {
                level,
                name,
                line: start..end,
                body: end..note.len(),
            });
        }
    }
    found
}

/// The sign and the length of a line that opens or closes code.
fn fence_mark(line: &str) -> Option<(char, usize)> {
    let text = unindented(line)?;
    let sign = text
        .chars()
        .next()
        .filter(|sign| matches!(sign, '`' | '~'))?;
    let length = text
        .chars()
        .take_while(|character| *character == sign)
        .count();
    // A line of code in a sentence is no fence.
    let rest = text.get(length..).unwrap_or_default();
    (length >= 3 && !(sign == '`' && rest.contains('`'))).then_some((sign, length))
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let text = unindented(line)?;
    let level = text
        .chars()
        .take_while(|character| *character == '#')
        .count();
    let rest = text.get(level..)?;
    if !(1..=6).contains(&level) || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    let name = rest.trim();
    let bare = name.trim_end_matches('#');
    let name = match bare.ends_with([' ', '\t']) || bare.is_empty() {
        true => bare.trim_end(),
        false => name,
    };
    Some((level, name))
}

/// A line without the up to three blanks that say nothing; deeper it is code.
fn unindented(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(' ');
    (line.len() - text.len() <= 3).then_some(text)
}

/// Whether two headings say the same: without case, markup and a colon at the end.
pub(crate) fn is_named(heading: &str, name: &str) -> bool {
    plain(heading) == plain(name)
}

/// Whether a heading is one of the scaffold's, in any language of the window.
pub(crate) fn is_scaffold(heading: &str, part: &str) -> bool {
    let heading = plain(heading);
    SCAFFOLD
        .iter()
        .filter(|(name, _)| *name == part)
        .any(|(_, words)| words.contains(&heading.as_str()))
}

/// A heading as it is shown: without markup around it and a colon at the end.
pub(crate) fn shown(heading: &str) -> &str {
    heading
        .trim_matches(['*', '_', '`', ' '])
        .trim_end_matches([':', ' '])
}

fn plain(heading: &str) -> String {
    shown(heading).to_lowercase()
}

/// What a note says under a heading; its first section of that name counts.
pub(crate) fn under<'n>(note: &'n str, name: &str) -> Option<&'n str> {
    sections(note)
        .iter()
        .find(|section| is_named(section.name, name))
        .map(|section| section.body(note))
}

/// The note with that section saying something else. A missing one is added at the end, one that
/// is to say nothing goes with its heading. None when the text has a heading that would end the
/// section.
pub(crate) fn replaced(note: &str, name: &str, text: &str) -> Option<String> {
    const NEW: usize = 3;
    let all = sections(note);
    let known = all.iter().find(|section| is_named(section.name, name));
    let level = known.map_or(NEW, |section| section.level);
    let text = text.trim();
    if sections(text).iter().any(|section| section.level <= level) {
        return None;
    }
    let (before, heading, after) = match known {
        Some(section) => (
            note.get(..section.line.start)?,
            note.get(section.line.clone())?.trim_end(),
            note.get(section.body.end..)?,
        ),
        None => (note, "", ""),
    };
    let made = format!("{} {}", "#".repeat(NEW), name.trim());
    let section = match (text.is_empty(), heading.is_empty()) {
        (true, _) => String::new(),
        (false, true) => format!("{made}\n\n{text}"),
        (false, false) => format!("{heading}\n\n{text}"),
    };
    let parts = [before.trim_end(), section.as_str(), after.trim()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Some(parts.join("\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTE: &str = "Before.\n\n### Summary\n\nIt *sorts*.\n\n#### In short\n\nFast.\n\n\
        ```\n# no heading\n```\n\n## **Assessment:** ##\nWeak.\n";

    #[test]
    fn a_section_reaches_to_the_next_heading_of_its_level_or_above() {
        let found: Vec<(usize, &str)> = sections(NOTE)
            .iter()
            .map(|section| (section.level, shown(section.name)))
            .collect();
        assert_eq!(found, [(3, "Summary"), (4, "In short"), (2, "Assessment")]);
        assert_eq!(
            under(NOTE, "SUMMARY"),
            Some("It *sorts*.\n\n#### In short\n\nFast.\n\n```\n# no heading\n```")
        );
        assert_eq!(under(NOTE, "assessment"), Some("Weak."));
        assert_eq!(under(NOTE, "no heading"), None);
        assert!(is_scaffold("Zusammenfassung", "summary"));
        assert!(!is_scaffold("In short", "summary"));
    }

    #[test]
    fn a_replaced_section_leaves_everything_else_as_it_stood() {
        let changed = replaced(NOTE, "summary", " It does not sort. ").unwrap();
        assert_eq!(
            changed,
            "Before.\n\n### Summary\n\nIt does not sort.\n\n## **Assessment:** ##\nWeak."
        );
        assert_eq!(
            replaced("Only text", "Reflection", "Mine.").unwrap(),
            "Only text\n\n### Reflection\n\nMine."
        );
        assert_eq!(
            replaced("### A\n\nx\n\n### B\n\ny", "a", "").unwrap(),
            "### B\n\ny"
        );
        assert_eq!(replaced("", "A", "").unwrap(), "");
        assert_eq!(replaced(NOTE, "Summary", "## Another\n\ntext"), None);
    }

    #[test]
    fn odd_texts_have_sections_too() {
        for text in [
            "#",
            "####### seven",
            "#no",
            "```\n# in",
            "\n\n",
            "    # code",
            "###\u{a0}x",
        ] {
            assert!(sections(text).len() <= 1, "{text}");
        }
        assert_eq!(sections("#")[0].name, "");
        assert_eq!(sections(&"# x\n".repeat(200_000)).len(), 200_000);
    }
}
