//! How a page is laid out, by style family: one table that every writer reads, so that Word, HTML
//! and plain text cannot disagree.
//!
//! Sources: APA Publication Manual, 7th ed., section 9.51; MLA Handbook, 9th ed., 5.132;
//! Chicago Manual of Style, 18th ed., on annotated bibliographies.

use crate::rich::Marks;

/// A length in twentieths of a point: 1440 to the inch.
pub type Twips = u32;

/// Styles whose manual says how an annotated bibliography is laid out, and the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    Apa,
    Mla,
    Chicago,
    Other,
}

/// The measures of a page. Titles are centred in every family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    pub family: Family,
    pub title_bold: bool,
    /// Line height in 240ths of a line: 240 is single, 480 double.
    pub line: u32,
    /// How far a reference's second and later lines are indented.
    pub hanging: Twips,
    /// How far the annotation stands from the margin.
    pub annotation: Twips,
    /// What the first line of an annotation's second and later paragraphs is indented beyond that.
    pub continued: Twips,
    /// What the first line of an introduction's paragraphs is indented.
    pub paragraph: Twips,
    /// White space above each entry.
    pub between: Twips,
}

const INCH: Twips = 1440;
const HALF_INCH: Twips = INCH / 2;
const SINGLE: u32 = 240;
const DOUBLE: u32 = 480;
/// A line of the body text, 12 points.
const BLANK_LINE: Twips = 240;

const APA: Layout = Layout {
    family: Family::Apa,
    title_bold: true,
    line: DOUBLE,
    hanging: HALF_INCH,
    annotation: HALF_INCH,
    continued: HALF_INCH,
    paragraph: HALF_INCH,
    between: 0,
};

const MLA: Layout = Layout {
    family: Family::Mla,
    title_bold: false,
    annotation: INCH,
    ..APA
};

const CHICAGO: Layout = Layout {
    family: Family::Chicago,
    title_bold: false,
    line: SINGLE,
    between: BLANK_LINE,
    ..APA
};

/// Styles without a rule of their own: the annotation stands under the reference's text.
const OTHER: Layout = Layout {
    family: Family::Other,
    ..CHICAGO
};

impl Layout {
    pub fn of(family: Family) -> &'static Layout {
        match family {
            Family::Apa => &APA,
            Family::Mla => &MLA,
            Family::Chicago => &CHICAGO,
            Family::Other => &OTHER,
        }
    }

    /// How the text of a heading is set, by its level from 1. No manual numbers the levels of a
    /// bibliography; these are told apart as APA tells its second level from the ones below.
    pub fn heading(level: u8) -> Marks {
        Marks {
            bold: level <= 2,
            italic: level >= 2,
            ..Marks::default()
        }
    }

    /// The layout of the style with this CSL identifier (its last path segment).
    pub(crate) fn of_style(id: &str) -> &'static Layout {
        let begins = |names: &[&str]| names.iter().any(|name| id.starts_with(name));
        Layout::of(
            if id == "apa" || begins(&["apa-", "american-psychological"]) {
                Family::Apa
            } else if begins(&["modern-language-association", "mla"]) {
                Family::Mla
            } else if begins(&["chicago", "turabian"]) {
                Family::Chicago
            } else {
                Family::Other
            },
        )
    }
}

/// The body text's face and size in every paged output.
pub(crate) const FACE: &str = "Times New Roman";
pub const POINTS: u32 = 12;
/// US Letter with margins of an inch.
pub const PAGE: (Twips, Twips) = (12_240, 15_840);
pub const MARGIN: Twips = INCH;
/// One step of a list or quotation within an annotation.
pub const STEP: Twips = INCH / 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measures_are_the_manuals() {
        let measures = |id| {
            let layout = Layout::of_style(id);
            (
                layout.line,
                layout.hanging,
                layout.annotation,
                layout.continued,
                layout.between,
            )
        };
        assert_eq!(measures("apa"), (480, 720, 720, 720, 0));
        assert_eq!(
            measures("modern-language-association"),
            (480, 720, 1440, 720, 0)
        );
        assert_eq!(
            measures("chicago-notes-bibliography"),
            (240, 720, 720, 720, 240)
        );
        assert_eq!(measures("ieee"), (240, 720, 720, 720, 240));
    }

    #[test]
    fn a_style_that_only_begins_like_a_manual_is_not_taken_for_it() {
        assert_eq!(Layout::of_style("apartment-review").family, Family::Other);
    }
}
