//! The parts of a Word document other than its body: styles and numbering, made from the layout
//! table, and the fixed ones.

use std::fmt::Write;

use super::body::{BULLETS, DEEPEST_LIST, link_id};
use super::headings::{CONTENTS, HEADINGS};
use super::xml::escaped;
use crate::compose::DEEPEST_LEVEL;
use crate::layout::{FACE, Layout, MARGIN, PAGE, STEP, Twips};
use crate::rich::Marks;

pub(super) const HEADER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const MAIN: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

pub(super) const CONTENT_TYPES: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
    "<Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>",
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>",
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>",
    "<Override PartName=\"/word/header.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>",
    "<Override PartName=\"/word/numbering.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/>",
    "<Override PartName=\"/word/settings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/>",
    "<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>",
    "</Types>"
);

pub(super) const PACKAGE_RELATIONS: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>",
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>",
    "<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties\" Target=\"docProps/app.xml\"/>",
    "</Relationships>"
);

pub(super) const APP: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">",
    "<Application>Lectern</Application></Properties>"
);

/// The page's number in the upper right corner, where the manuals want it.
pub(super) const PAGE_HEADER: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p>",
    "<w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>",
    "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>",
    "<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>",
    "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r>",
    "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:hdr>"
);

/// Compatibility mode 15 is Word's own; without it Word opens the file in an older mode.
pub(super) const SETTINGS: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    "<w:defaultTabStop w:val=\"720\"/><w:characterSpacingControl w:val=\"doNotCompress\"/>",
    "<w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>",
    "</w:settings>"
);

pub(super) fn core(title: &str, language: &str, now: Option<&str>) -> String {
    let mut xml = String::from(HEADER);
    xml.push_str(
        "<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">",
    );
    let _ = write!(xml, "<dc:title>{}</dc:title>", escaped(title));
    let _ = write!(xml, "<dc:language>{}</dc:language>", escaped(language));
    if let Some(now) = now {
        let now = escaped(now);
        for element in ["created", "modified"] {
            let _ = write!(
                xml,
                "<dcterms:{element} xsi:type=\"dcterms:W3CDTF\">{now}</dcterms:{element}>"
            );
        }
    }
    xml.push_str("</cp:coreProperties>");
    xml
}

pub(super) fn relations(links: &[String]) -> String {
    const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut xml = String::from(HEADER);
    xml.push_str(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    );
    for part in ["header", "numbering", "settings", "styles"] {
        let _ = write!(
            xml,
            "<Relationship Id=\"{part}\" Type=\"{TYPE}/{part}\" Target=\"{part}.xml\"/>"
        );
    }
    for (index, link) in links.iter().enumerate() {
        let _ = write!(
            xml,
            "<Relationship Id=\"{}\" Type=\"{TYPE}/hyperlink\" Target=\"{}\" \
             TargetMode=\"External\"/>",
            link_id(index),
            escaped(link)
        );
    }
    xml.push_str("</Relationships>");
    xml
}

/// One bulleted numbering for all lists, and one for each numbered list, because a numbering
/// counts on from list to list.
pub(super) fn numbering(layout: &Layout, numbered: &[(usize, u64)]) -> String {
    let mut xml = String::from(HEADER);
    let _ = write!(xml, "<w:numbering {MAIN}>");
    for (id, format) in [(0, "bullet"), (1, "decimal")] {
        let _ = write!(
            xml,
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"multilevel\"/>"
        );
        for level in 0..=DEEPEST_LIST {
            let steps = Twips::try_from(level + 1).unwrap_or(1);
            let left = layout.annotation + STEP * steps;
            let text = if id == 0 {
                "•".to_owned()
            } else {
                format!("%{}.", level + 1)
            };
            let _ = write!(
                xml,
                "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>\
                 <w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/>\
                 <w:pPr><w:ind w:left=\"{left}\" w:hanging=\"{STEP}\"/></w:pPr></w:lvl>"
            );
        }
        xml.push_str("</w:abstractNum>");
    }
    let _ = write!(
        xml,
        "<w:num w:numId=\"{BULLETS}\"><w:abstractNumId w:val=\"0\"/></w:num>"
    );
    for (index, (level, start)) in numbered.iter().enumerate() {
        let start = i32::try_from(*start).unwrap_or(i32::MAX);
        let _ = write!(
            xml,
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"1\"/>\
             <w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{start}\"/>\
             </w:lvlOverride></w:num>",
            BULLETS + 1 + index
        );
    }
    xml.push_str("</w:numbering>");
    xml
}

/// The styles of a review matrix: a table with lines, and the text in its cells.
const TABLE: &str = "\
<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>\
<w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar>\
<w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/>\
<w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/>\
<w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>\
<w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>\
<w:left w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>\
<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>\
<w:right w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>\
<w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>\
<w:insideV w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>\
</w:tblBorders></w:tblPr></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"TableText\"><w:name w:val=\"Table Text\"/>\
<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr><w:spacing w:line=\"240\" w:lineRule=\"auto\"/></w:pPr>\
</w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"TableHeading\"><w:name w:val=\"Table Heading\"/>\
<w:basedOn w:val=\"TableText\"/><w:qFormat/><w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr></w:style>";

/// The language that characters of a script are taken to be in: the document's where that is
/// written in the script, otherwise a common one.
fn script_language<'l>(language: &'l str, written: &[&str], otherwise: &'l str) -> &'l str {
    let bare = language.split('-').next().unwrap_or_default();
    if written.contains(&bare) {
        language
    } else {
        otherwise
    }
}

/// A paragraph style: identifier, name, parent, paragraph and run properties.
struct Style<'s> {
    id: &'s str,
    name: &'s str,
    based_on: &'s str,
    next: &'s str,
    paragraph: String,
    run: &'s str,
}

/// The styles, with body text of so many points.
pub(super) fn styles(layout: &Layout, language: &str, points: u32) -> String {
    let Layout {
        line,
        hanging,
        annotation,
        continued,
        between,
        paragraph,
        ..
    } = *layout;
    let half_points = points * 2;
    let mut xml = String::from(HEADER);
    let _ = write!(
        xml,
        "<w:styles {MAIN}><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"{FACE}\" w:eastAsia=\"{FACE}\" w:hAnsi=\"{FACE}\" w:cs=\"{FACE}\"/>\
         <w:sz w:val=\"{half_points}\"/><w:szCs w:val=\"{half_points}\"/>\
         <w:lang w:val=\"{}\" w:eastAsia=\"{}\" w:bidi=\"{}\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>\
         <w:widowControl/>\
         <w:spacing w:before=\"0\" w:after=\"0\" w:line=\"{line}\" w:lineRule=\"auto\"/>\
         </w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">\
         <w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         <w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">\
         <w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/>\
         <w:semiHidden/></w:style>",
        escaped(language),
        escaped(script_language(language, &["zh", "ja", "ko"], "zh-CN")),
        escaped(script_language(language, &["ar", "he", "fa"], "ar-SA")),
    );
    let spacing = |before: Twips| {
        format!(
            "<w:spacing w:before=\"{before}\" w:after=\"0\" w:line=\"{line}\" w:lineRule=\"auto\"/>"
        )
    };
    let flush = spacing(0);
    let title_run = if layout.title_bold {
        "<w:b/><w:bCs/>"
    } else {
        ""
    };
    let quote = annotation + 2 * STEP;
    let list = annotation + STEP;
    let all = [
        Style {
            id: "Title",
            name: "Title",
            based_on: "Normal",
            next: "Bibliography",
            paragraph: format!("<w:keepNext/>{flush}<w:jc w:val=\"center\"/>"),
            run: title_run,
        },
        Style {
            id: "Introduction",
            name: "Introduction",
            based_on: "Normal",
            next: "Introduction",
            paragraph: format!(
                "{}<w:ind w:left=\"0\" w:firstLine=\"{paragraph}\"/>",
                spacing(between)
            ),
            run: "",
        },
        Style {
            id: "Header",
            name: "header",
            based_on: "Normal",
            next: "Header",
            paragraph: "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"right\"/>"
                .to_owned(),
            run: "",
        },
        Style {
            id: "TOCHeading",
            name: "TOC Heading",
            based_on: "Normal",
            next: "Normal",
            paragraph: format!("<w:keepNext/>{}<w:jc w:val=\"center\"/>", spacing(between)),
            run: "<w:b/><w:bCs/>",
        },
        Style {
            id: "Bibliography",
            name: "Bibliography",
            based_on: "Normal",
            next: "Annotation",
            paragraph: format!(
                "<w:tabs><w:tab w:val=\"left\" w:pos=\"{hanging}\"/></w:tabs>{}\
                 <w:ind w:left=\"{hanging}\" w:hanging=\"{hanging}\"/>",
                spacing(between)
            ),
            run: "",
        },
        Style {
            id: "Annotation",
            name: "Annotation",
            based_on: "Normal",
            next: "AnnotationContinued",
            paragraph: format!("{flush}<w:ind w:left=\"{annotation}\" w:firstLine=\"0\"/>"),
            run: "",
        },
        Style {
            id: "AnnotationContinued",
            name: "Annotation Continued",
            based_on: "Annotation",
            next: "AnnotationContinued",
            paragraph: format!(
                "{flush}<w:ind w:left=\"{annotation}\" w:firstLine=\"{continued}\"/>"
            ),
            run: "",
        },
        Style {
            id: "AnnotationLabel",
            name: "Annotation Label",
            based_on: "Annotation",
            next: "Annotation",
            paragraph: "<w:keepNext/>".to_owned(),
            run: "<w:b/><w:bCs/>",
        },
        Style {
            id: "AnnotationQuote",
            name: "Annotation Quote",
            based_on: "Annotation",
            next: "AnnotationContinued",
            paragraph: format!("<w:ind w:left=\"{quote}\" w:firstLine=\"0\"/>"),
            run: "",
        },
        Style {
            id: "AnnotationList",
            name: "Annotation List",
            based_on: "Annotation",
            next: "AnnotationList",
            paragraph: format!("<w:ind w:left=\"{list}\" w:hanging=\"{STEP}\"/>"),
            run: "",
        },
        Style {
            id: "AnnotationCode",
            name: "Annotation Code",
            based_on: "Annotation",
            next: "AnnotationContinued",
            paragraph: "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/>".to_owned(),
            run: "<w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\" w:cs=\"Courier New\"/>\
                  <w:noProof/><w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>",
        },
    ];
    let levels = (1..=DEEPEST_LEVEL).zip(HEADINGS.into_iter().zip(CONTENTS));
    let names: Vec<_> = levels
        .map(|(level, ids)| {
            (
                level,
                ids,
                format!("heading {level}"),
                format!("toc {level}"),
            )
        })
        .collect();
    let headings = names.iter().map(|(level, (id, _), name, _)| Style {
        id,
        name,
        based_on: "Normal",
        next: "Bibliography",
        paragraph: format!(
            "<w:keepNext/>{}<w:outlineLvl w:val=\"{}\"/>",
            spacing(between),
            level - 1
        ),
        run: match Layout::heading(*level) {
            Marks {
                bold: true,
                italic: true,
                ..
            } => "<w:b/><w:bCs/><w:i/><w:iCs/>",
            Marks { bold: true, .. } => "<w:b/><w:bCs/>",
            _ => "<w:i/><w:iCs/>",
        },
    });
    let contents = names.iter().map(|(level, (_, id), _, name)| Style {
        id,
        name,
        based_on: "Normal",
        next: "Normal",
        paragraph: format!(
            "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"{}\"/></w:tabs>{flush}\
             <w:ind w:left=\"{}\" w:firstLine=\"0\"/>",
            PAGE.0 - 2 * MARGIN,
            STEP * Twips::from(level - 1)
        ),
        run: "",
    });
    for style in all.into_iter().chain(headings).chain(contents) {
        let _ = write!(
            xml,
            "<w:style w:type=\"paragraph\" w:styleId=\"{}\"><w:name w:val=\"{}\"/>\
             <w:basedOn w:val=\"{}\"/><w:next w:val=\"{}\"/><w:qFormat/><w:pPr>{}</w:pPr>",
            style.id, style.name, style.based_on, style.next, style.paragraph
        );
        if !style.run.is_empty() {
            let _ = write!(xml, "<w:rPr>{}</w:rPr>", style.run);
        }
        xml.push_str("</w:style>");
    }
    xml.push_str(TABLE);
    xml.push_str(
        "<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/>\
         <w:basedOn w:val=\"DefaultParagraphFont\"/><w:rPr><w:color w:val=\"0563C1\"/>\
         <w:u w:val=\"single\"/></w:rPr></w:style></w:styles>",
    );
    xml
}
