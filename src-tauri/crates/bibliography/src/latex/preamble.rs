//! The preamble: the page and measures of the layout table, and the characters that occur.

use std::collections::BTreeSet;

use super::{HEADINGS, characters, inches, step};
use crate::compose::Document;
use crate::layout::{FACE, Layout, MARGIN, POINTS, STEP};
use crate::rich;

pub(super) fn preamble(document: &Document, seen: &BTreeSet<char>) -> String {
    let layout = document.layout;
    let mut seen = seen.clone();
    let mut title = String::new();
    characters::text(&mut title, &rich::flat(&document.title), &mut seen);
    let Layout {
        hanging,
        annotation,
        continued,
        paragraph,
        between,
        ..
    } = *layout;
    let spacing = if layout.line > 240 {
        "\\doublespacing"
    } else {
        "\\singlespacing"
    };
    let title_face = if layout.title_bold { "\\bfseries" } else { "" };
    let between = f64::from(between) / 20.0;
    let language = language_tag(&document.language);
    format!(
        "\
% Compiles with pdfLaTeX, LuaLaTeX and XeLaTeX; run it twice for a table of contents.
% Scripts that pdfLaTeX has no font for appear as boxed codes there: use one of the others.
\\documentclass[{POINTS}pt]{{article}}
\\usepackage{{iftex}}
\\usepackage[letterpaper,margin={margin}]{{geometry}}
\\usepackage{{amsmath,amssymb}}
\\ifPDFTeX
  \\usepackage[T1]{{fontenc}}
  \\usepackage[utf8]{{inputenc}}
  \\usepackage{{textcomp}}
  \\IfFileExists{{mathptmx.sty}}{{\\usepackage{{mathptmx}}}}{{}}
\\else
  \\usepackage[no-math]{{fontspec}}
  \\newcommand*\\textface{{}}
  \\IfFontExistsTF{{TeX Gyre Termes}}{{\\renewcommand*\\textface{{TeX Gyre Termes}}}}{{}}
  \\IfFontExistsTF{{{FACE}}}{{\\renewcommand*\\textface{{{FACE}}}}}{{}}
  \\ifx\\textface\\empty\\else
    \\IfFileExists{{mathptmx.sty}}{{\\usepackage{{mathptmx}}}}{{}}
    \\setmainfont{{\\textface}}
  \\fi
\\fi
{babel}\\usepackage{{setspace}}
\\usepackage[hidelinks,bookmarksnumbered=false]{{hyperref}}
\\urlstyle{{same}}
\\hypersetup{{pdftitle={{{title}}},pdflang={{{language}}}}}
\\setcounter{{secnumdepth}}{{0}}
\\setcounter{{tocdepth}}{{5}}
{spacing}
\\pagestyle{{myheadings}}\\markright{{}}
\\raggedright
\\setlength{{\\parskip}}{{0pt}}
\\setlength{{\\parindent}}{{{paragraph}}}
\\clubpenalty=10000 \\widowpenalty=10000
\\emergencystretch=3em
\\makeatletter
\\newcommand\\plainheading[3]{{\\@startsection{{#1}}{{#2}}{{\\z@}}{{-{between}pt}}{{1sp}}{{\\normalfont\\normalsize\\raggedright#3}}}}
\\renewcommand\\section{{\\plainheading{{section}}{{1}}{{{h1}}}}}
\\renewcommand\\subsection{{\\plainheading{{subsection}}{{2}}{{{h2}}}}}
\\renewcommand\\subsubsection{{\\plainheading{{subsubsection}}{{3}}{{{h3}}}}}
\\renewcommand\\paragraph{{\\plainheading{{paragraph}}{{4}}{{{h4}}}}}
\\renewcommand\\subparagraph{{\\plainheading{{subparagraph}}{{5}}{{{h5}}}}}
{contents}\
\\newcommand\\contentslist[1]{{\\par\\addvspace{{{between}pt}}{{\\centering\\bfseries #1\\par}}\\@starttoc{{toc}}}}
\\makeatother
\\newcommand\\bibliographytitle[1]{{{{\\centering{title_face} #1\\par}}}}
\\newenvironment{{introduction}}{{\\par\\addvspace{{{between}pt}}}}{{\\par}}
\\newenvironment{{reference}}{{\\par\\addvspace{{{between}pt}}\\noindent\\hangindent={hanging}\\hangafter=1\\relax\\ignorespaces}}{{\\par}}
\\newsavebox\\labelbox
\\newcommand\\entrylabel[1]{{\\sbox\\labelbox{{#1\\ }}\\ifdim\\wd\\labelbox<{hanging}\\relax\\makebox[{hanging}][l]{{#1}}\\else\\usebox\\labelbox\\fi\\ignorespaces}}
\\newenvironment{{annotation}}{{\\par\\advance\\leftskip by {annotation}\\relax\\parindent={continued}\\relax}}{{\\par}}
\\newcommand\\annotationlabel[1]{{\\par\\noindent\\textbf{{#1}}\\par\\nopagebreak}}
\\newenvironment{{quoted}}{{\\par\\advance\\leftskip by {quote}\\relax}}{{\\par}}
\\newenvironment{{listitem}}[1]{{\\par\\advance\\leftskip by {step}\\relax\\noindent\\llap{{#1\\enspace}}\\ignorespaces}}{{\\par}}
\\newenvironment{{code}}{{\\par\\begingroup\\singlespacing\\small\\ttfamily\\parindent=0pt\\relax}}{{\\par\\endgroup}}
\\newcommand\\codeline[1]{{\\noindent\\strut #1\\par}}
{characters}",
        margin = inches(MARGIN),
        babel = babel(&document.language),
        paragraph = inches(paragraph),
        hanging = inches(hanging),
        annotation = inches(annotation),
        continued = inches(continued),
        quote = inches(2 * STEP),
        step = step(),
        contents = contents_lines(),
        h1 = face(1),
        h2 = face(2),
        h3 = face(3),
        h4 = face(4),
        h5 = face(5),
        characters = characters::declarations(&seen),
    )
}

/// The lines of the contents, a step further in for each level.
fn contents_lines() -> String {
    (1..)
        .zip(HEADINGS)
        .map(|(level, name)| {
            let indent = inches(STEP * (level - 1));
            format!("\\renewcommand\\l@{name}{{\\@dottedtocline{{{level}}}{{{indent}}}{{0em}}}}\n")
        })
        .collect()
}

fn face(level: u8) -> &'static str {
    let marks = Layout::heading(level);
    match (marks.bold, marks.italic) {
        (true, true) => "\\bfseries\\itshape",
        (true, false) => "\\bfseries",
        _ => "\\itshape",
    }
}

/// A language tag has letters, digits and hyphens only.
fn language_tag(language: &str) -> String {
    language
        .chars()
        .filter(|character| character.is_ascii_alphanumeric() || *character == '-')
        .collect()
}

/// Hyphenation in the document's language where TeX has it. Shorthands stay off: they would give
/// quotation marks and colons in references a meaning.
fn babel(language: &str) -> String {
    let name = match language.split('-').next().unwrap_or_default() {
        "de" => "ngerman",
        "fr" => "french",
        "es" => "spanish",
        "it" => "italian",
        "nl" => "dutch",
        "pt" if language == "pt-BR" => "brazilian",
        "pt" => "portuguese",
        "sv" => "swedish",
        "da" => "danish",
        "nb" | "nn" => "norsk",
        "fi" => "finnish",
        "pl" => "polish",
        _ => return String::new(),
    };
    format!("\\IfFileExists{{{name}.ldf}}{{\\usepackage[shorthands=off,{name}]{{babel}}}}{{}}\n")
}
