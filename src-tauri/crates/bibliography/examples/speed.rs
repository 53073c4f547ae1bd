//! How long 1,000 entries with annotations of two paragraphs take in each format, written after the
//! document was composed. `cargo run --release -p bibliography --example speed`

use std::time::Instant;

use bibliography::{
    Document, Entry, Group, Part, Style, Table, Work, blocks, compose, docx, html, latex, markdown,
    odt, rtf, table_csv, table_docx, text,
};
use serde_json::json;

const ENTRIES: i64 = 1_000;

fn main() -> bibliography::Result<()> {
    let style = Style::by_id("apa")?;
    let note = format!(
        "{}with $x_i^2$.\n\n{}",
        "Some *words* ".repeat(35),
        "More words ".repeat(35)
    );
    let entries = (0..ENTRIES)
        .map(|id| Entry {
            id,
            item: json!({
                "id": format!("key{id}"), "type": "article-journal", "title": format!("Work number {id}"),
                "author": [{"family": format!("Name{}", id % 97), "given": "Ada"}],
                "container-title": "Journal of Speed", "issued": {"date-parts": [[1950 + id % 70]]},
                "DOI": format!("10.5555/speed.{id}")
            }),
            annotation: vec![Part::Note(note.clone())],
        })
        .collect();
    let started = Instant::now();
    let document = compose(
        &Work::new(vec![Group::new(None, entries)], &style),
        &mut |_, _| true,
    )?;
    println!("compose   {:.3} s", started.elapsed().as_secs_f64());

    type Writer = fn(&Document) -> bibliography::Result<usize>;
    let writers: [(&str, Writer); 7] = [
        ("docx", |document| Ok(docx(document)?.len())),
        ("html", |document| Ok(html(document).len())),
        ("markdown", |document| Ok(markdown(document).len())),
        ("latex", |document| Ok(latex(document).len())),
        ("rtf", |document| Ok(rtf(document).len())),
        ("odt", |document| Ok(odt(document)?.len())),
        ("text", |document| Ok(text(document).len())),
    ];
    for (name, write) in writers {
        let started = Instant::now();
        let bytes = write(&document)?;
        println!(
            "{name:<9} {:.3} s  {bytes} bytes",
            started.elapsed().as_secs_f64()
        );
    }

    let cells = || vec![blocks("A title"), blocks(&note), blocks("2020")];
    let table = Table {
        title: document.title.clone(),
        language: document.language.clone(),
        columns: vec![document.title.clone(); 3],
        rows: (0..ENTRIES).map(|_| cells()).collect(),
    };
    let started = Instant::now();
    let bytes = table_docx(&table)?.len() + table_csv(&table).len();
    println!(
        "tables    {:.3} s  {bytes} bytes",
        started.elapsed().as_secs_f64()
    );
    Ok(())
}
