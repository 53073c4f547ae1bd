//! Markdown lists of papers, against what their own regular shape says.

use papers::{Format, Name, Paper, Scheme};

use super::score::{Score, data, files, read_sample};

/// One paper as a deliberately simple reading of one list finds it.
#[derive(Debug, Default)]
struct Simple {
    title: String,
    arxiv: String,
    /// As it stands in the list; of a list that ends in `et al.`, the first.
    authors: Vec<String>,
}

fn id_after<'a>(text: &'a str, marks: &[&str]) -> Option<&'a str> {
    marks.iter().find_map(|mark| {
        let (_, rest) = text.split_once(mark)?;
        rest.get(..10)
    })
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `- DATE, **TITLE**, AUTHOR et.al., Paper: [url](url)`
fn bullets(text: &str) -> Vec<Simple> {
    let line = |line: &str| -> Option<Simple> {
        let (_, rest) = line.strip_prefix("- ")?.split_once(", **")?;
        let (title, rest) = rest.split_once("**, ")?;
        let (author, rest) = rest.split_once(" et.al.")?;
        Some(Simple {
            title: folded(title),
            arxiv: id_after(rest, &["arxiv.org/abs/"])?.to_owned(),
            authors: vec![author.to_owned()],
        })
    };
    text.lines().filter_map(line).collect()
}

/// `| TITLE (Read more …)| AUTHORS | SUMMARY |`, also over several lines; later with a `Link`
/// column instead.
fn table(text: &str) -> Vec<Simple> {
    let mut rows: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with("| ") {
            rows.push(line.to_owned());
        } else if let (false, Some(row)) = (line.trim().is_empty(), rows.last_mut()) {
            row.push(' ');
            row.push_str(line);
        }
    }
    let row = |row: &String| -> Option<Simple> {
        let arxiv = id_after(row, &["arxiv.org/abs/", "huggingface.co/papers/"])?;
        let mut cells = row.trim_start_matches("| ").split('|');
        let title = cells.next()?.split(" (Read more").next()?;
        Some(Simple {
            title: folded(title),
            arxiv: arxiv.to_owned(),
            authors: cells
                .next()?
                .split(',')
                .map(folded)
                .filter(|name| !name.is_empty())
                .collect(),
        })
    };
    rows.iter().filter_map(row).collect()
}

/// `### TITLE`, a paragraph, and a line of links.
fn headings(text: &str) -> Vec<Simple> {
    let section = |section: &str| -> Option<Simple> {
        let (title, body) = section.split_once('\n')?;
        Some(Simple {
            title: folded(title),
            arxiv: id_after(body, &["arxiv.org/pdf/"])?.to_owned(),
            authors: Vec::new(),
        })
    };
    text.split("\n### ").skip(1).filter_map(section).collect()
}

fn compare(score: &mut Score, found: &[&Paper], expected: &[Simple]) {
    score.records(found.len(), expected.len());
    for (paper, simple) in found.iter().zip(expected) {
        let same = paper.identifiers.get(&Scheme::Arxiv) == Some(&simple.arxiv);
        assert!(same, "{simple:?} against {paper:?}");
        // The list's own title is in Markdown: compared without its marks.
        let letters = |text: &str| text.replace(['*', '`', '\\'], "");
        let title = letters(&paper.title) == letters(simple.title.trim_end_matches('.'));
        if !title {
            eprintln!("title: {:?} against {:?}", paper.title, simple.title);
        }
        score.titles.count(title);
        if !simple.authors.is_empty() {
            let names: Vec<String> = paper.authors.iter().map(Name::display).collect();
            let right = simple
                .authors
                .iter()
                .filter(|name| names.contains(name))
                .count();
            if right < simple.authors.len() {
                eprintln!("authors: {names:?} against {:?}", simple.authors);
            }
            score.authors.add(right, simple.authors.len());
        }
        // None of these lists calls anything an abstract.
        score.abstracts.count(paper.abstract_text.is_none());
    }
}

#[test]
fn markdown_lists_are_read_as_their_shape_says() {
    let mut score = Score::of(Format::MarkdownList);
    for folder in ["samples/md_list", "samples/hf_daily_md"] {
        let Some(folder) = data(folder) else {
            return;
        };
        for path in files(&folder, "md") {
            let (bytes, reading) = read_sample(&path, Format::MarkdownList);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let expected = if text.contains("| Title |") {
                table(&text)
            } else if text.contains("\n### ") {
                headings(&text)
            } else {
                bullets(&text)
            };
            assert!(!expected.is_empty(), "{}", path.display());
            let found: Vec<&Paper> = reading.records.iter().map(|record| &record.paper).collect();
            compare(&mut score, &found, &expected);
        }
    }
    score.report();
}
