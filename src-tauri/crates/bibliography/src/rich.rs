//! Text with formatting, the common ground between what a style or a note produces and what a
//! writer prints. Text is always plain characters: escaping is the writers' business.

use crate::math;

/// Character formatting. Superscript and subscript exclude each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Marks {
    pub bold: bool,
    pub italic: bool,
    pub small_caps: bool,
    pub underline: bool,
    pub superscript: bool,
    pub subscript: bool,
    /// Source text in a fixed-width face.
    pub code: bool,
}

impl Marks {
    /// Both formattings at once; where they disagree on position, `self` wins.
    pub fn with(self, other: Marks) -> Marks {
        let placed = self.superscript || self.subscript;
        Marks {
            bold: self.bold || other.bold,
            italic: self.italic || other.italic,
            small_caps: self.small_caps || other.small_caps,
            underline: self.underline || other.underline,
            superscript: self.superscript || (other.superscript && !placed),
            subscript: self.subscript || (other.subscript && !placed),
            code: self.code || other.code,
        }
    }
}

/// A stretch of text in one formatting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    pub marks: Marks,
    /// Where the text leads: `http`, `https` or `mailto` only.
    pub link: Option<String>,
}

/// A formula, both as it was written and as readable text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Math {
    /// TeX without its delimiters.
    pub tex: String,
    pub runs: Vec<Run>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    Run(Run),
    Math(Math),
    /// A line break within the paragraph.
    Break,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Paragraph(Vec<Inline>),
    Quote(Vec<Block>),
    List(List),
    /// Lines of source, without formatting.
    Code(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The first number of a numbered list; none for bullets.
    pub start: Option<u64>,
    pub items: Vec<Vec<Block>>,
}

impl Inline {
    pub fn text(text: impl Into<String>) -> Inline {
        Inline::marked(text, Marks::default())
    }

    pub fn marked(text: impl Into<String>, marks: Marks) -> Inline {
        Inline::Run(Run {
            text: text.into(),
            marks,
            link: None,
        })
    }

    /// The runs that a writer without a notion of formulas prints.
    pub fn runs(&self) -> &[Run] {
        match self {
            Inline::Run(run) => std::slice::from_ref(run),
            Inline::Math(math) => &math.runs,
            Inline::Break => &[],
        }
    }
}

/// Plain text that may hold TeX between dollar signs, as titles and abstracts do.
pub(crate) fn plain(text: &str, marks: Marks) -> Vec<Inline> {
    let mut inlines = Vec::new();
    for piece in math::split(text) {
        match piece {
            math::Piece::Text(text) => push(&mut inlines, &text, marks, None),
            math::Piece::Math(tex) => inlines.push(formula(&tex, marks, None)),
        }
    }
    inlines
}

/// A formula in surroundings that are themselves formatted or linked.
pub(crate) fn formula(tex: &str, marks: Marks, link: Option<&str>) -> Inline {
    let tex = clean(tex);
    let mut runs = math::runs(&tex);
    for run in &mut runs {
        run.marks = run.marks.with(marks);
        run.link = link.map(str::to_owned);
    }
    Inline::Math(Math {
        tex: tex.trim().to_owned(),
        runs,
    })
}

/// Appends text, growing the last run where the formatting is the same. Control characters,
/// which no output format may hold, are left out here once for all; white space becomes blanks.
pub(crate) fn push(inlines: &mut Vec<Inline>, text: &str, marks: Marks, link: Option<&str>) {
    let clean = clean(text);
    if clean.is_empty() {
        return;
    }
    if let Some(Inline::Run(last)) = inlines.last_mut()
        && last.marks == marks
        && last.link.as_deref() == link
    {
        last.text.push_str(&clean);
        return;
    }
    inlines.push(Inline::Run(Run {
        text: clean,
        marks,
        link: link.map(str::to_owned),
    }));
}

/// The characters of a text that XML 1.0 and every other output can hold, on one line.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .filter_map(|character| match character {
            '\n' | '\t' | '\r' | '\u{2028}' | '\u{2029}' => Some(' '),
            _ if is_forbidden(character) => None,
            _ => Some(character),
        })
        .collect()
}

/// The same for several lines, which stay lines.
pub(crate) fn clean_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|character| if character == '\r' { '\n' } else { character })
        .filter(|&character| matches!(character, '\n' | '\t') || !is_forbidden(character))
        .collect()
}

fn is_forbidden(character: char) -> bool {
    // Bidirectional overrides are here because they can make a reference read as another one.
    character.is_control()
        || matches!(character, '\u{FFFE}' | '\u{FFFF}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || (u32::from(character) & 0xFFFE) == 0xFFFE
}

/// The link if a reader may follow it safely, with the characters escaped that no URL may hold.
pub(crate) fn safe_link(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = url.split_once(':')?;
    let known = ["http", "https", "mailto"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    if !known || rest.is_empty() {
        return None;
    }
    let mut link = String::with_capacity(url.len());
    for character in url.chars() {
        match character {
            _ if is_forbidden(character) => {}
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                link.push_str(&format!("%{:02X}", u32::from(character)));
            }
            _ if character.is_whitespace() => {}
            _ => link.push(character),
        }
    }
    Some(link)
}

/// Takes white space off both ends.
pub(crate) fn trim(inlines: &mut Vec<Inline>) {
    while let Some(Inline::Run(run)) = inlines.first_mut() {
        run.text = run.text.trim_start().to_owned();
        if !run.text.is_empty() {
            break;
        }
        inlines.remove(0);
    }
    while let Some(Inline::Run(run)) = inlines.last_mut() {
        run.text.truncate(run.text.trim_end().len());
        if !run.text.is_empty() {
            break;
        }
        inlines.pop();
    }
}

/// Makes one blank of several, also where they meet between runs: styles leave such seams.
pub(crate) fn single_blanks(inlines: &mut Vec<Inline>) {
    let mut after_blank = false;
    for inline in inlines.iter_mut() {
        match inline {
            Inline::Run(run) => run.text.retain(|character| {
                let blank = character == ' ';
                let keep = !(blank && after_blank);
                after_blank = blank;
                keep
            }),
            Inline::Math(_) => after_blank = false,
            Inline::Break => after_blank = true,
        }
    }
    inlines.retain(|inline| !matches!(inline, Inline::Run(run) if run.text.is_empty()));
}

/// Whether text is read from right to left, as its first letter decides (Unicode's rule P2).
pub(crate) fn is_right_to_left(text: &str) -> bool {
    text.chars()
        .find(|character| character.is_alphabetic())
        .is_some_and(is_right_to_left_letter)
}

/// The same for a paragraph, whose formulas and addresses count like letters.
pub(crate) fn runs_right_to_left(inlines: &[Inline]) -> bool {
    inlines
        .iter()
        .flat_map(Inline::runs)
        .find(|run| run.text.chars().any(char::is_alphabetic))
        .is_some_and(|run| is_right_to_left(&run.text))
}

pub(crate) fn is_right_to_left_letter(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// The bare characters, with raised and lowered ones told apart as far as plain text can.
pub(crate) fn flat(inlines: &[Inline]) -> String {
    let mut flat = String::new();
    for inline in inlines {
        match inline {
            Inline::Break => flat.push('\n'),
            _ => inline
                .runs()
                .iter()
                .for_each(|run| flat.push_str(&math::flat_run(run))),
        }
    }
    flat
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_followable_schemes_become_links() {
        assert_eq!(safe_link("https://a.org/x"), Some("https://a.org/x".into()));
        assert_eq!(safe_link(" MAILTO:a@b.org"), Some("MAILTO:a@b.org".into()));
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//a.org",
            "file:///etc",
            "http:",
        ] {
            assert_eq!(safe_link(url), None, "{url}");
        }
    }

    #[test]
    fn a_link_cannot_leave_its_quotes() {
        assert_eq!(
            safe_link("https://a.org/\"><b>\n"),
            Some("https://a.org/%22%3E%3Cb%3E".into())
        );
    }

    #[test]
    fn control_characters_and_overrides_vanish() {
        assert_eq!(clean("a\u{0}b\u{1b}[31m\u{202e}c\nd"), "ab[31mc d");
        assert_eq!(clean_lines("a\r\nb\rc\u{7}"), "a\nb\nc");
    }

    #[test]
    fn formulas_hold_no_forbidden_character_either() {
        for inline in plain("$x\u{FFFE}\u{202E}^2$ $\\unknown\u{1}$", Marks::default()) {
            let tex = match &inline {
                Inline::Math(math) => math.tex.clone(),
                _ => String::new(),
            };
            let runs = inline
                .runs()
                .iter()
                .map(|run| run.text.as_str())
                .collect::<String>();
            assert!(
                !tex.chars().chain(runs.chars()).any(is_forbidden),
                "{inline:?}"
            );
        }
    }

    #[test]
    fn blanks_that_meet_become_one() {
        let marks = Marks {
            italic: true,
            ..Marks::default()
        };
        let mut inlines = vec![
            Inline::text("a  b "),
            Inline::marked(" ", marks),
            Inline::text(" c"),
        ];
        single_blanks(&mut inlines);
        assert_eq!(inlines, [Inline::text("a b "), Inline::text("c")]);
    }

    #[test]
    fn a_title_keeps_its_formula_readable() {
        let inlines = plain("On $Q^*$ and $5", Marks::default());
        assert_eq!(flat(&inlines), "On Q* and $5".replace('*', "^∗"));
    }
}
