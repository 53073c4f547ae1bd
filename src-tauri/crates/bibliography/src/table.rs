//! A table of papers (the review matrix) as Markdown, HTML and CSV; as a Word document it is in
//! `docx`. Cells hold blocks, as notes do.

use std::fmt::Write;

use crate::html;
use crate::layout::FACE;
use crate::markdown;
use crate::rich::{self, Block, Inline, Math, Run};

/// A table with a heading for each column. A row with fewer cells than columns has empty ones, and
/// cells beyond the columns are not printed.
#[derive(Clone, Debug)]
pub struct Table {
    pub title: Vec<Inline>,
    /// The language tag of the text.
    pub language: String,
    pub columns: Vec<Vec<Inline>>,
    pub rows: Vec<Vec<Vec<Block>>>,
}

impl Table {
    /// The cells of each row, one for each column.
    fn cells<'t>(&'t self, row: &'t [Vec<Block>]) -> impl Iterator<Item = &'t [Block]> {
        (0..self.columns.len()).map(|column| row.get(column).map_or(&[] as &[Block], Vec::as_slice))
    }
}

/// The table as Markdown with a pipe table, as pandoc and GitHub read it. A cell is one line:
/// paragraphs are parted by `<br>`, and items of a list by `<br>` and their markers.
pub fn table_markdown(table: &Table) -> String {
    let mut out = format!("# {}\n", markdown::line(&table.title));
    if table.columns.is_empty() {
        return out;
    }
    out.push_str("\n|");
    for heading in &table.columns {
        let _ = write!(out, " {} |", cell_line(&markdown::line(&piped(heading))));
    }
    out.push_str("\n|");
    out.push_str(&" --- |".repeat(table.columns.len()));
    for row in &table.rows {
        out.push_str("\n|");
        for blocks in table.cells(row) {
            let _ = write!(
                out,
                " {} |",
                cell_line(&lines(blocks, &piped_line).join("<br>"))
            );
        }
    }
    out.push('\n');
    out
}

fn cell_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ").trim().to_owned()
}

fn piped_line(inlines: &[Inline]) -> String {
    markdown::inlines(&piped(inlines)).replace("\\\n", "<br>")
}

/// Text whose formulas and source hold no bar, which would end the cell even within them.
fn piped(inlines: &[Inline]) -> Vec<Inline> {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Math(formula) if formula.tex.contains('|') => Inline::Math(Math {
                tex: formula
                    .tex
                    .replace("\\|", "\\Vert ")
                    .replace('|', "\\vert "),
                runs: formula.runs.clone(),
            }),
            Inline::Run(run) if run.marks.code && run.text.contains('|') => {
                let mut run: Run = run.clone();
                run.marks.code = false;
                Inline::Run(run)
            }
            other => other.clone(),
        })
        .collect()
}

/// Blocks as lines, with markers before the items of lists.
fn lines(blocks: &[Block], print: &dyn Fn(&[Inline]) -> String) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => lines.push(print(inlines)),
            Block::Quote(inner) => lines.extend(self::lines(inner, print)),
            Block::List(list) => {
                for (offset, item) in (0_u64..).zip(&list.items) {
                    let marker = match list.start {
                        None => "• ".to_owned(),
                        Some(start) => format!("{}. ", start.saturating_add(offset)),
                    };
                    let mut inner = self::lines(item, print).into_iter();
                    lines.push(format!("{marker}{}", inner.next().unwrap_or_default()));
                    lines.extend(inner);
                }
            }
            Block::Code(code) => {
                lines.extend(code.split('\n').map(|line| print(&[Inline::text(line)])));
            }
        }
    }
    lines
}

/// The table as one self-contained HTML page without scripts, printed in landscape.
pub fn table_html(table: &Table) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main class=\"bibliography\">\n<table>\n<caption>",
        html::escaped(&table.language),
        html::escaped(&rich::flat(&table.title)),
        style_sheet()
    );
    html::inlines(&mut out, &table.title);
    out.push_str("</caption>\n<thead>\n<tr>");
    for heading in &table.columns {
        out.push_str("<th scope=\"col\" dir=\"auto\">");
        html::inlines(&mut out, heading);
        out.push_str("</th>");
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for blocks in table.cells(row) {
            out.push_str("<td>");
            blocks
                .iter()
                .for_each(|block| html::block(&mut out, block, false));
            out.push_str("</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</main>\n</body>\n</html>\n");
    out
}

fn style_sheet() -> String {
    format!(
        "\
:root {{ color-scheme: light dark; }}
body {{ margin: 0.5in; font: 10pt/1.3 \"{FACE}\", Times, serif; background: #fff; color: #111; }}
table {{ border-collapse: collapse; width: 100%; overflow-wrap: break-word; }}
caption {{ font-size: 12pt; font-weight: bold; padding-bottom: 0.1in; }}
th, td {{ border: 1px solid #888; padding: 0.05in; text-align: start; vertical-align: top; }}
thead {{ display: table-header-group; }}
p, ul, ol, pre, blockquote {{ margin: 0; }}
ul, ol, blockquote {{ padding-inline-start: 0.2in; }}
a {{ color: #0b4fa0; }}
{math}\
.small-caps {{ font-variant: small-caps; }}
.underline {{ text-decoration: underline; }}
@media (prefers-color-scheme: dark) {{
body {{ background: #17181a; color: #e6e6e6; }}
a {{ color: #8ab8ff; }}
}}
@media print {{
@page {{ size: letter landscape; margin: 0.5in; }}
body {{ margin: 0; background: #fff; color: #000; }}
}}
",
        math = html::MATH
    )
}

/// The table as CSV (RFC 4180) in UTF-8. It begins with a byte order mark, without which Excel reads
/// every letter beyond ASCII wrongly; what reads CSV for science skips it. A cell that a spreadsheet
/// would calculate is led by an apostrophe, unless it is a plain number.
pub fn table_csv(table: &Table) -> String {
    let mut out = String::from('\u{FEFF}');
    record(
        &mut out,
        table.columns.iter().map(|heading| rich::flat(heading)),
    );
    for row in &table.rows {
        record(
            &mut out,
            table
                .cells(row)
                .map(|blocks| lines(blocks, &|inlines| rich::flat(inlines)).join("\n")),
        );
    }
    out
}

fn record(out: &mut String, cells: impl Iterator<Item = String>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.push(',');
        }
        let cell = harmless(&cell);
        if cell.contains(['"', ',', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
            let _ = write!(out, "\"{}\"", cell.replace('"', "\"\""));
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

/// Text that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    let first = cell.trim_start().chars().next();
    let calculated = matches!(
        first,
        Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
    ) || cell.starts_with(['\t', '\r']);
    let number = !cell.is_empty()
        && cell
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
        && cell.parse::<f64>().is_ok();
    if calculated && !number {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks;

    fn table(cells: &[&str]) -> Table {
        Table {
            title: vec![Inline::text("Matrix")],
            language: "en-US".to_owned(),
            columns: cells.iter().map(|_| vec![Inline::text("A|b")]).collect(),
            rows: vec![cells.iter().map(|cell| blocks(cell)).collect(), Vec::new()],
        }
    }

    #[test]
    fn a_cell_of_markdown_is_one_line_without_bars() {
        let page = table_markdown(&table(&["one *two*\n\n- a|b\n- `c|d` $|x|$", ""]));
        assert_eq!(
            page,
            "# Matrix\n\n| A\\|b | A\\|b |\n| --- | --- |\n\
             | one *two*<br>• a\\|b<br>• c\\|d $\\vert x\\vert$ |  |\n|  |  |\n"
        );
        let formula = piped(&rich::plain("$|x|$", crate::Marks::default()));
        assert!(
            matches!(formula.as_slice(), [Inline::Math(formula)] if crate::math::tree(formula).is_some()),
            "{formula:?}"
        );
    }

    #[test]
    fn csv_cells_are_quoted_and_cannot_calculate() {
        let mut one = table(&["a", "b", "c", "d"]);
        let text = |text: &str| vec![Block::Paragraph(vec![Inline::text(text)])];
        one.rows = vec![vec![
            text("say \"hi\", twice"),
            text("=HYPERLINK(\"x\")"),
            text("-5.5"),
            text("-5+cmd"),
        ]];
        assert_eq!(
            table_csv(&one),
            "\u{FEFF}A|b,A|b,A|b,A|b\r\n\"say \"\"hi\"\", twice\",\"'=HYPERLINK(\"\"x\"\")\",-5.5,'-5+cmd\r\n"
        );
    }
}
