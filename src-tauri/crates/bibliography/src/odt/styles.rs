//! `styles.xml`: the named styles of the layout table, the page, and the list markers.

use std::fmt::Write;

use super::HEADER;
use super::content::{NAMESPACES, inches};
use crate::compose::{DEEPEST_LEVEL, Document};
use crate::docx::xml::escaped;
use crate::layout::{FACE, Layout, MARGIN, PAGE, POINTS, STEP, Twips};

/// How deep lists may nest in OpenDocument.
const LIST_LEVELS: u32 = 10;

pub(super) fn write(document: &Document) -> String {
    let layout = document.layout;
    let mut xml = format!(
        "{HEADER}<office:document-styles {NAMESPACES} office:version=\"1.3\"><office:font-face-decls>\
         <style:font-face style:name=\"{FACE}\" svg:font-family=\"'{FACE}'\" style:font-family-generic=\"roman\"/>\
         <style:font-face style:name=\"Courier New\" svg:font-family=\"'Courier New'\" style:font-family-generic=\"modern\"/>\
         </office:font-face-decls><office:styles>"
    );
    let (language, country) = document
        .language
        .split_once('-')
        .unwrap_or((&document.language, "none"));
    let line = layout.line * 100 / 240;
    let _ = write!(
        xml,
        "<style:default-style style:family=\"paragraph\"><style:paragraph-properties \
         fo:margin-top=\"0in\" fo:margin-bottom=\"0in\" fo:line-height=\"{line}%\" fo:orphans=\"2\" \
         fo:widows=\"2\" style:tab-stop-distance=\"0.5in\"/><style:text-properties style:font-name=\"{FACE}\" \
         style:font-name-asian=\"{FACE}\" style:font-name-complex=\"{FACE}\" fo:font-size=\"{POINTS}pt\" \
         style:font-size-asian=\"{POINTS}pt\" style:font-size-complex=\"{POINTS}pt\" fo:language=\"{}\" \
         fo:country=\"{}\"/></style:default-style>",
        escaped(language),
        escaped(country)
    );
    let Layout {
        hanging,
        annotation,
        continued,
        paragraph,
        between,
        title_bold,
        ..
    } = *layout;
    let above = f64::from(between) / 20.0;
    let bold = " fo:font-weight=\"bold\"";
    let keep = " fo:keep-with-next=\"always\"";
    let indent = |left: Twips, first: &str| {
        format!(
            " fo:margin-left=\"{}\" fo:text-indent=\"{first}\"",
            inches(left)
        )
    };
    let none = String::new();
    let styles = [
        ("Standard", "", none.clone(), ""),
        (
            "Title",
            "Standard",
            format!("{keep} fo:text-align=\"center\""),
            if title_bold { bold } else { "" },
        ),
        (
            "Introduction",
            "Standard",
            format!(
                "{} fo:margin-top=\"{above}pt\"",
                indent(0, &inches(paragraph))
            ),
            "",
        ),
        (
            "Bibliography",
            "Standard",
            format!(
                "{} fo:margin-top=\"{above}pt\"",
                indent(hanging, &format!("-{}", inches(hanging)))
            ),
            "",
        ),
        ("Annotation", "Standard", indent(annotation, "0in"), ""),
        (
            "Annotation Continued",
            "Annotation",
            indent(annotation, &inches(continued)),
            "",
        ),
        ("Annotation Label", "Annotation", keep.to_owned(), bold),
        (
            "Annotation Quote",
            "Annotation",
            indent(annotation + 2 * STEP, "0in"),
            "",
        ),
        (
            "Annotation List",
            "Annotation",
            indent(annotation + STEP, "0in"),
            "",
        ),
        (
            "Annotation Code",
            "Annotation",
            " fo:line-height=\"100%\"".to_owned(),
            " style:font-name=\"Courier New\" fo:font-size=\"10pt\"",
        ),
        (
            "Contents Heading",
            "Standard",
            format!("{keep} fo:text-align=\"center\" fo:margin-top=\"{above}pt\""),
            bold,
        ),
        (
            "Header",
            "Standard",
            " fo:text-align=\"end\" fo:line-height=\"100%\"".to_owned(),
            "",
        ),
    ];
    for (name, parent, paragraph, text) in styles {
        style(&mut xml, name, parent, &paragraph, text, "");
    }
    for level in 1..=DEEPEST_LEVEL {
        let marks = Layout::heading(level);
        let text = format!(
            "{}{}",
            if marks.bold { bold } else { "" },
            if marks.italic {
                " fo:font-style=\"italic\""
            } else {
                ""
            }
        );
        style(
            &mut xml,
            &format!("Heading {level}"),
            "Standard",
            &format!("{keep} fo:margin-top=\"{above}pt\""),
            &text,
            &format!(" style:default-outline-level=\"{level}\""),
        );
        style(
            &mut xml,
            &format!("Contents {level}"),
            "Standard",
            &indent(STEP * Twips::from(level - 1), "0in"),
            "",
            "",
        );
    }
    xml.push_str(
        "<style:style style:name=\"Index_20_Link\" style:display-name=\"Index Link\" style:family=\"text\">\
         <style:text-properties fo:color=\"#000000\" style:text-underline-style=\"none\"/></style:style>",
    );
    for name in ["Bullets", "Numbers"] {
        list(&mut xml, name, layout);
    }
    let (width, height) = PAGE;
    let _ = write!(
        xml,
        "</office:styles><office:automatic-styles><style:page-layout style:name=\"Page\">\
         <style:page-layout-properties fo:page-width=\"{}\" fo:page-height=\"{}\" \
         fo:margin-top=\"0.5in\" fo:margin-bottom=\"{margin}\" fo:margin-left=\"{margin}\" \
         fo:margin-right=\"{margin}\"/><style:header-style><style:header-footer-properties \
         fo:min-height=\"0.5in\" fo:margin-bottom=\"0.25in\"/></style:header-style></style:page-layout>\
         </office:automatic-styles><office:master-styles><style:master-page style:name=\"Standard\" \
         style:page-layout-name=\"Page\"><style:header><text:p text:style-name=\"Header\">\
         <text:page-number text:select-page=\"current\">1</text:page-number></text:p></style:header>\
         </style:master-page></office:master-styles></office:document-styles>",
        inches(width),
        inches(height),
        margin = inches(MARGIN),
    );
    xml
}

/// A paragraph style; blanks in names are escaped as OpenDocument wants it.
fn style(xml: &mut String, name: &str, parent: &str, paragraph: &str, text: &str, more: &str) {
    let _ = write!(
        xml,
        "<style:style style:name=\"{}\" style:display-name=\"{name}\" style:family=\"paragraph\" style:class=\"text\"{more}",
        name.replace(' ', "_20_")
    );
    if !parent.is_empty() {
        let _ = write!(
            xml,
            " style:parent-style-name=\"{}\"",
            parent.replace(' ', "_20_")
        );
    }
    xml.push('>');
    if !paragraph.is_empty() {
        let _ = write!(xml, "<style:paragraph-properties{paragraph}>");
        if name == "Bibliography" {
            xml.push_str(
                "<style:tab-stops><style:tab-stop style:position=\"0in\"/></style:tab-stops>",
            );
        }
        xml.push_str("</style:paragraph-properties>");
    }
    if !text.is_empty() {
        let _ = write!(xml, "<style:text-properties{text}/>");
    }
    xml.push_str("</style:style>");
}

fn list(xml: &mut String, name: &str, layout: &Layout) {
    let _ = write!(xml, "<text:list-style style:name=\"{name}\">");
    for level in 1..=LIST_LEVELS {
        let left = inches(layout.annotation + STEP * level);
        let (open, close) = if name == "Bullets" {
            (
                format!(
                    "<text:list-level-style-bullet text:level=\"{level}\" text:bullet-char=\"•\">"
                ),
                "</text:list-level-style-bullet>",
            )
        } else {
            (
                format!(
                    "<text:list-level-style-number text:level=\"{level}\" style:num-suffix=\".\" style:num-format=\"1\">"
                ),
                "</text:list-level-style-number>",
            )
        };
        let _ = write!(
            xml,
            "{open}<style:list-level-properties text:list-level-position-and-space-mode=\"label-alignment\">\
             <style:list-level-label-alignment text:label-followed-by=\"listtab\" \
             fo:text-indent=\"-{step}\" fo:margin-left=\"{left}\"/>\
             </style:list-level-properties>{close}",
            step = inches(STEP)
        );
    }
    xml.push_str("</text:list-style>");
}
