//! A table as the body of a Word document: landscape, as wide as the page, its first row repeated.

use std::fmt::Write;

use super::body::{Body, Writer};
use crate::layout::{Layout, MARGIN, PAGE, Twips};
use crate::rich::{self, Block};
use crate::{Error, Family, Result, Table};

/// Word refuses a table with more.
pub(crate) const MOST_COLUMNS: usize = 63;

/// The size of the text in a table, which has to share the page's width.
pub(super) const POINTS: u32 = 10;

/// Cells have no indents of their own.
const CELL: Layout = Layout {
    family: Family::Other,
    title_bold: true,
    line: 240,
    hanging: 0,
    annotation: 0,
    continued: 0,
    paragraph: 0,
    between: 0,
};

pub(super) fn layout() -> &'static Layout {
    &CELL
}

pub(super) fn write(table: &Table) -> Result<Body> {
    if table.columns.len() > MOST_COLUMNS {
        return Err(Error::TooManyColumns(table.columns.len()));
    }
    let mut writer = Writer::begun(&CELL);
    writer.titled(&table.title);
    if !table.columns.is_empty() {
        rows(&mut writer, table);
    }
    // Word wants a paragraph after a table.
    writer.cell(&[], "TableText");
    let (width, height) = PAGE;
    Ok(writer.finish((height, width), true))
}

fn rows(writer: &mut Writer<'_>, table: &Table) {
    let widths = widths(table);
    let mut grid = String::from(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/>\
         <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" \
         w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid>",
    );
    for width in &widths {
        let _ = write!(grid, "<w:gridCol w:w=\"{width}\"/>");
    }
    grid.push_str("</w:tblGrid>");
    writer.push(&grid);
    writer.push("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (heading, width) in table.columns.iter().zip(&widths) {
        let heading = [Block::Paragraph(heading.clone())];
        cell(writer, &heading, *width, "TableHeading");
    }
    writer.push("</w:tr>");
    for row in &table.rows {
        writer.push("<w:tr>");
        // A row has as many cells as the table has columns, whatever it came with.
        let cells = row
            .iter()
            .map(Vec::as_slice)
            .chain(std::iter::repeat(&[] as &[Block]));
        for (blocks, width) in cells.zip(&widths) {
            cell(writer, blocks, *width, "TableText");
        }
        writer.push("</w:tr>");
    }
    writer.push("</w:tbl>");
}

fn cell(writer: &mut Writer<'_>, blocks: &[Block], width: Twips, style: &'static str) {
    writer.push(&format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>"
    ));
    writer.cell(blocks, style);
    writer.push("</w:tc>");
}

/// The page's width, shared out by the root of how much each column holds, so that long columns
/// are wider without taking everything.
fn widths(table: &Table) -> Vec<Twips> {
    let whole = PAGE.1 - 2 * MARGIN;
    let weights: Vec<f64> = table
        .columns
        .iter()
        .enumerate()
        .map(|(column, heading)| {
            let held: usize = table
                .rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|blocks| length(blocks))
                .sum();
            let least = rich::flat(heading).chars().count() * table.rows.len().max(1);
            (held.max(least).max(1) as f64).sqrt()
        })
        .collect();
    let sum: f64 = weights.iter().sum();
    let count = Twips::try_from(weights.len()).unwrap_or(Twips::MAX).max(1);
    // Half of an even share at least.
    let least = whole / count / 2;
    let spread = f64::from(whole - least * count);
    weights
        .iter()
        .map(|weight| least + (spread * weight / sum) as Twips)
        .collect()
}

/// Characters in blocks.
fn length(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(inlines) => rich::flat(inlines).chars().count(),
            Block::Quote(inner) => length(inner),
            Block::List(list) => list.items.iter().map(|item| length(item)).sum(),
            Block::Code(code) => code.chars().count(),
        })
        .sum()
}
