//! The paragraph styles of the layout table as RTF numbers them, and Windows' numbers of languages.

use crate::compose::DEEPEST_LEVEL;
use crate::layout::{Layout, STEP, Twips};
use crate::rich::Marks;

/// A paragraph's style: its number and name, and what it looks like.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub number: u8,
    pub left: Twips,
    /// Of the first line against the others; negative for a hanging indent.
    pub first: i64,
    pub before: Twips,
    pub single: bool,
    pub keep_next: bool,
    pub centred: bool,
    /// From 1.
    pub outline: Option<u8>,
    pub marks: Marks,
}

pub(super) const TITLE: u8 = 1;
pub(super) const CONTENTS_TITLE: u8 = 2;
pub(super) const INTRODUCTION: u8 = 3;
pub(super) const REFERENCE: u8 = 4;
pub(super) const ANNOTATION: u8 = 5;
pub(super) const CONTINUED: u8 = 6;
pub(super) const LABEL: u8 = 7;
pub(super) const QUOTE: u8 = 8;
pub(super) const LIST: u8 = 9;
pub(super) const CODE: u8 = 10;
pub(super) const HEADING: u8 = 11;
pub(super) const CONTENTS: u8 = HEADING + DEEPEST_LEVEL;

pub(super) fn name(number: u8) -> String {
    match number {
        TITLE => "Title".to_owned(),
        CONTENTS_TITLE => "TOC Heading".to_owned(),
        INTRODUCTION => "Introduction".to_owned(),
        REFERENCE => "Bibliography".to_owned(),
        ANNOTATION => "Annotation".to_owned(),
        CONTINUED => "Annotation Continued".to_owned(),
        LABEL => "Annotation Label".to_owned(),
        QUOTE => "Annotation Quote".to_owned(),
        LIST => "Annotation List".to_owned(),
        CODE => "Annotation Code".to_owned(),
        CONTENTS.. => format!("toc {}", number - CONTENTS + 1),
        _ => format!("heading {}", number.saturating_sub(HEADING) + 1),
    }
}

/// The style with this number in a layout.
pub(super) fn style(layout: &Layout, number: u8) -> Style {
    let Layout {
        hanging,
        annotation,
        continued,
        paragraph,
        between,
        title_bold,
        ..
    } = *layout;
    let bold = Marks {
        bold: true,
        ..Marks::default()
    };
    let plain = Style {
        number,
        left: 0,
        first: 0,
        before: 0,
        single: false,
        keep_next: false,
        centred: false,
        outline: None,
        marks: Marks::default(),
    };
    match number {
        TITLE => Style {
            centred: true,
            keep_next: true,
            marks: if title_bold { bold } else { Marks::default() },
            ..plain
        },
        CONTENTS_TITLE => Style {
            centred: true,
            keep_next: true,
            before: between,
            marks: bold,
            ..plain
        },
        INTRODUCTION => Style {
            first: i64::from(paragraph),
            before: between,
            ..plain
        },
        REFERENCE => Style {
            left: hanging,
            first: -i64::from(hanging),
            before: between,
            ..plain
        },
        ANNOTATION => Style {
            left: annotation,
            ..plain
        },
        CONTINUED => Style {
            left: annotation,
            first: i64::from(continued),
            ..plain
        },
        LABEL => Style {
            left: annotation,
            keep_next: true,
            marks: bold,
            ..plain
        },
        QUOTE => Style {
            left: annotation + 2 * STEP,
            ..plain
        },
        LIST => Style {
            left: annotation + STEP,
            first: -i64::from(STEP),
            ..plain
        },
        CODE => Style {
            left: annotation,
            single: true,
            marks: Marks {
                code: true,
                ..Marks::default()
            },
            ..plain
        },
        CONTENTS.. => Style {
            left: STEP * Twips::from(number - CONTENTS),
            ..plain
        },
        _ => {
            let level = number.saturating_sub(HEADING) + 1;
            Style {
                before: between,
                keep_next: true,
                outline: Some(level),
                marks: Layout::heading(level),
                ..plain
            }
        }
    }
}

/// Windows' number of a language; English's where it is not known.
pub(super) fn code_page(language: &str) -> u32 {
    match language {
        "en-GB" => 2057,
        "de-AT" => 3079,
        "de-CH" => 2055,
        "fr-CA" => 3084,
        "pt-BR" => 1046,
        _ => match language.split('-').next().unwrap_or_default() {
            "de" => 1031,
            "fr" => 1036,
            "es" => 3082,
            "it" => 1040,
            "nl" => 1043,
            "pt" => 2070,
            "sv" => 1053,
            "da" => 1030,
            "nb" => 1044,
            "nn" => 2068,
            "fi" => 1035,
            "pl" => 1045,
            "cs" => 1029,
            "ru" => 1049,
            "ja" => 1041,
            "zh" => 2052,
            "ar" => 1025,
            "he" => 1037,
            _ => 1033,
        },
    }
}
