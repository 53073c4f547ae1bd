//! The alert mails of PubMed (My NCBI), as HTML and as text, and PubMed's own summary text.
//!
//! An item is its number, the title, the authors as indexes print them, the citation
//! (`J Foo. 2024 May 1;12(3):45-50. doi: …`) and `PMID: n`, each a cell or a line, some wrapped;
//! or all of it in one paragraph, authors first. It ends in its PMID, which decides where items
//! are: numbers do not.

use super::sniff::Evidence;
use super::{Format, Reading, alert};
use crate::diagnostic::Diagnostic;
use crate::identity;
use crate::paper::{Paper, Record, Scheme};
use crate::text::html::Line;
use crate::text::{LineStarts, fold};

/// Most lines of one item; what stands further before a PMID is something else.
const LONGEST: usize = 60;

/// A line's PMID and what stands before and behind it.
fn pmid(line: &str) -> Option<(&str, String, &str)> {
    let at = line.find("PMID:")?;
    let (before, rest) = line.split_at_checked(at)?;
    let rest = rest.get(5..)?.trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let id = identity::pmid(rest.get(..digits)?)?;
    Some((before.trim(), id, rest.get(digits..)?.trim()))
}

fn is_docsum(line: &Line) -> bool {
    line.class.contains("docsum-title")
        || line.links.iter().any(|link| {
            let place = &link.href;
            (place.contains("pubmed.ncbi.nlm.nih.gov/") || place.contains("/pubmed/"))
                && alert::identify(&mut Paper::default(), &alert::target(place))
                && alert::is_title(&link.text)
        })
}

pub(super) fn evidence(text: &str) -> Evidence {
    if !text.contains("PMID") && !text.contains("pubmed") {
        return Evidence::None;
    }
    let ncbi = [
        "My NCBI",
        "MyNCBI",
        "efback@ncbi",
        "PubMed Results",
        "what's new",
        "docsum-title",
        "NCBI alert",
    ]
    .iter()
    .any(|mark| text.contains(mark));
    let lines = alert::lines(text);
    let ids = lines
        .iter()
        .filter(|line| pmid(&line.text).is_some())
        .count();
    let titles = lines.iter().filter(|line| is_docsum(line)).count();
    // The tagged formats and the abstract format have their own fields.
    let tagged = lines.iter().any(|line| {
        line.text.starts_with("PMID- ")
            || line.text.starts_with("Author information:")
            || line.text.starts_with("TY  -")
    });
    if !tagged && !alert::is_code(text) && ncbi && (ids > 0 || titles > 0) {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

/// What follows `n. ` or `n: ` at the start of a line, when the number is the wanted one.
fn numbered(line: &str, wanted: usize) -> Option<&str> {
    let rest = line.strip_prefix(&wanted.to_string())?;
    let rest = rest.strip_prefix(['.', ':'])?;
    (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim_start())
}

/// Whether a line is nothing but an item's number.
fn is_number(line: &str) -> bool {
    let digits = line.trim_end_matches(['.', ':']);
    !digits.is_empty() && digits.len() <= 5 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn read(text: &str) -> Reading {
    let mut reading = Reading::new(Format::PubmedAlert);
    let starts = LineStarts::new(text);
    let lines = alert::lines(text);
    let mut from = 0;
    let mut next = 1;
    for (index, line) in lines.iter().enumerate() {
        // A title whose item shows no PMID ends where the next title starts.
        let ended = pmid(&line.text).is_some();
        let superseded = !ended
            && lines.get(index + 1).is_none_or(is_docsum)
            && lines
                .get(from..=index)
                .unwrap_or_default()
                .iter()
                .any(is_docsum);
        if !ended && !superseded {
            continue;
        }
        let before = lines.get(from..=index).unwrap_or_default();
        from = index + 1;
        let item = item(before, next);
        let place = starts.line(item.first().unwrap_or(line).start);
        let position = reading.records.len() + 1;
        match record(text, item, place, position) {
            Some(record) => {
                next += 1;
                reading.records.push(record);
            }
            None if ended => {
                let message = "A PMID without a title was left out.";
                reading.diagnostics.say(place, || {
                    Diagnostic::warning("no-title", place, message).about(&line.text)
                });
            }
            None => {}
        }
    }
    reading
}

/// The lines of the item that ends here: from its title or its number on.
fn item(lines: &[Line], next: usize) -> &[Line] {
    let lines = lines
        .get(lines.len().saturating_sub(LONGEST)..)
        .unwrap_or_default();
    let start = lines
        .iter()
        .rposition(is_docsum)
        .or_else(|| {
            lines
                .iter()
                .position(|line| numbered(&line.text, next).is_some())
        })
        .or_else(|| {
            lines.iter().rposition(|line| {
                is_number(&line.text)
                    || (1..=3).any(|ahead| numbered(&line.text, next + ahead).is_some())
            })
        })
        .or_else(|| lines.iter().rposition(|line| line.gap))
        .unwrap_or(0);
    lines.get(start..).unwrap_or_default()
}

/// Without its number.
fn unnumbered(text: &str) -> &str {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = text.get(digits..).unwrap_or_default();
    match after.strip_prefix(['.', ':']) {
        Some(rest) if (1..=5).contains(&digits) && (rest.is_empty() || rest.starts_with(' ')) => {
            rest.trim_start()
        }
        _ => text,
    }
}

fn record(text: &str, lines: &[Line], line: usize, position: usize) -> Option<Record> {
    let (first, last) = (lines.first()?, lines.last()?);
    let mut doubts = Vec::new();
    let mut paper = Paper {
        kind: "article-journal".to_owned(),
        ..Paper::default()
    };
    let mut told: Vec<&str> = Vec::new();
    for line in lines {
        let text = match pmid(&line.text) {
            Some((before, id, status)) => {
                paper.identifiers.insert(Scheme::Pmid, id);
                let status = status.split(']').next().unwrap_or_default();
                if let Some(status) = status.strip_prefix('[') {
                    paper.extra.insert("status".to_owned(), fold(status));
                }
                before
            }
            None => line.text.as_str(),
        };
        let text = if told.is_empty() {
            unnumbered(text)
        } else {
            text
        };
        let parts = in_one_line(line, text).filter(|_| told.is_empty());
        if let Some((title, people, rest)) = parts {
            told.extend([title, people, rest]);
        } else if !text.is_empty() && !alert::is_label(text) && !text.starts_with("http") {
            told.push(text);
        }
        for link in &line.links {
            let place = alert::target(&link.href);
            let is_pubmed = place.contains("ncbi.nlm.nih.gov") && !place.contains("linkname=");
            if is_pubmed && alert::identify(&mut paper, &place) && paper.urls.is_empty() {
                paper
                    .urls
                    .push(place.split('?').next().unwrap_or_default().to_owned());
            }
        }
    }
    let whole = told.join(" ");
    if let Some(doi) = doi(&whole) {
        paper.identifiers.insert(Scheme::Doi, doi);
    }
    if let Some(id) = whole
        .split_once("PMCID:")
        .and_then(|(_, rest)| identity::pmcid(rest))
    {
        paper.identifiers.insert(Scheme::Pmcid, id);
    }
    let people = people_at(&told);
    match people {
        Some((from, to)) => {
            paper.title = told.get(..from)?.join(" ");
            let names = told.get(from..to)?.join(" ");
            paper.authors = alert::index_authors(&names, &mut doubts);
            alert::citation(&told.get(to..)?.join(" "), &mut paper);
        }
        None => paragraph(&told, &mut paper, &mut doubts),
    }
    let title = alert::title(&paper.title);
    // `[Title of an article in another language].`
    let inner = title
        .strip_prefix('[')
        .and_then(|title| title.strip_suffix(']'));
    paper.title = inner.map_or_else(|| title.clone(), alert::title);
    if paper.title.is_empty() || !paper.title.contains(char::is_alphabetic) {
        return None;
    }
    Some(Record {
        paper,
        position,
        line,
        original: text
            .get(first.start..last.end)
            .unwrap_or_default()
            .to_owned(),
        date: None,
        doubts,
    })
}

/// Title, authors and citation of an item whose mail breaks no lines: the title is the link.
fn in_one_line<'a>(line: &'a Line, text: &'a str) -> Option<(&'a str, &'a str, &'a str)> {
    let title = line
        .links
        .iter()
        .map(|link| link.text.as_str())
        .find(|text| alert::is_title(text))?;
    let rest = text.strip_prefix(title)?.trim_start();
    let end = rest
        .match_indices(". ")
        .map(|(at, _)| at + 1)
        .next()
        .filter(|&end| rest.get(..end).is_some_and(alert::is_index_people))?;
    let (people, rest) = rest.split_at_checked(end)?;
    Some((title, people, rest.trim_start()))
}

/// The lines of authors, which end where their sentence does.
fn people_at(told: &[&str]) -> Option<(usize, usize)> {
    let from = (1..told.len()).find(|&at| {
        told.get(at)
            .is_some_and(|line| alert::is_index_people(line))
    })?;
    let mut to = from + 1;
    while told
        .get(to - 1)
        .is_some_and(|line| !line.trim_end().ends_with('.'))
        && told.get(to).is_some_and(|line| {
            alert::is_index_people(line)
                || line.split(". ").next().is_some_and(alert::is_index_people)
        })
        && !told.get(to).is_some_and(|line| line.contains(';'))
    {
        to += 1;
    }
    Some((from, to))
}

/// An item in one paragraph, authors first; or one without authors, where the first line is the
/// title.
fn paragraph(told: &[&str], paper: &mut Paper, doubts: &mut Vec<String>) {
    let whole = told.join(" ");
    let sentences: Vec<&str> = whole.split(". ").collect();
    let is_year = |text: &str| {
        (text.starts_with("19") || text.starts_with("20"))
            && text
                .get(..4)
                .is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let people = sentences
        .first()
        .is_some_and(|first| alert::is_index_people(first));
    let year = sentences.iter().position(|text| is_year(text));
    match year {
        Some(year) if people && year >= 3 => {
            paper.authors =
                alert::index_authors(sentences.first().copied().unwrap_or_default(), doubts);
            paper.title = sentences.get(1..year - 1).unwrap_or_default().join(". ");
            let rest = sentences.get(year - 1..).unwrap_or_default().join(". ");
            alert::citation(&rest, paper);
        }
        _ => {
            let title = told.first().copied().unwrap_or_default();
            paper.title = title.to_owned();
            let rest: Vec<&str> = told
                .iter()
                .skip(1)
                .copied()
                .filter(|line| !line.starts_with("[No authors") && !line.starts_with("No authors"))
                .collect();
            alert::citation(&rest.join(" "), paper);
        }
    }
}

/// The DOI of a citation. Some mails glue what follows to its end.
fn doi(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find("doi:")?;
    let rest = lower.get(at + 4..)?.trim_start();
    let word = rest.split_whitespace().next()?;
    const GLUED: [&str; 6] = [
        ".epub",
        ".online",
        ".ecollection",
        ".pmid",
        ".review",
        ".print",
    ];
    let end = GLUED
        .iter()
        .filter_map(|mark| word.find(mark))
        .min()
        .unwrap_or(word.len());
    identity::doi(word.get(..end)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Name;

    const HTML: &str = "<html><body>My NCBI what's new results<p>Search: <b>cats</b></p><table><tr><td>1.</td><td><a class=\"docsum-title\" ref=\"article_id=38773066\" href=\"https://pubmed.ncbi.nlm.nih.gov/38773066/?utm=1\">A title about cats.</a></td></tr><tr><td></td><td>Doe JQ, van Dijk AB.</td></tr><tr><td></td><td><span class=\"jrnl\">J Cats</span>. 2024 May 1;12(3):45-50. doi: 10.1000/J.CATS.1.Epub 2024 Apr 1.</td></tr><tr><td></td><td>PMID: 38773066 [PubMed - in process]</td></tr></table><table><tr><td>2.</td><td><a class=\"docsum-title\" href=\"https://pubmed.ncbi.nlm.nih.gov/38773067/\">[Another title].</a></td></tr><tr><td></td><td>Roe K.</td></tr><tr><td></td><td>J Cats. 2024. PMID: 38773067</td></tr></table></body></html>";

    #[test]
    fn the_table_of_an_item_is_read() {
        assert_eq!(evidence(HTML), Evidence::Plain);
        let records = read(HTML).records;
        assert_eq!(records.len(), 2);
        let paper = &records[0].paper;
        assert_eq!(paper.title, "A title about cats");
        assert_eq!(paper.authors[1].display(), "AB van Dijk");
        assert_eq!(paper.identifiers[&Scheme::Doi], "10.1000/j.cats.1");
        assert_eq!(paper.identifiers[&Scheme::Pmid], "38773066");
        assert_eq!(paper.extra["status"], "PubMed - in process");
        assert_eq!(paper.venue.as_deref(), Some("J Cats"));
        assert_eq!(records[1].paper.title, "Another title");
    }

    #[test]
    fn the_text_form_may_be_wrapped() {
        let text = "This message contains My NCBI what's new results.\n\nPubMed Results\nItems 1 - 2 of 2\n\n1. A title that goes on over\ntwo lines.\nDoe JQ, Roe K,\nvan Dijk AB.\nJ Cats. 2024 May;12:1-9. doi: 10.1000/x.\nPMID: 11 [PubMed]\nSimilar articles\n\n2. No authors here.\nJ Cats. 2023;1:2.\nPMID: 12\n";
        assert_eq!(evidence(text), Evidence::Plain);
        let records = read(text).records;
        assert_eq!(
            records[0].paper.title,
            "A title that goes on over two lines"
        );
        assert_eq!(records[0].paper.authors.len(), 3);
        assert_eq!(records[0].line, 6);
        assert_eq!(records[1].paper.title, "No authors here");
        assert_eq!(records[1].paper.venue.as_deref(), Some("J Cats"));
    }

    #[test]
    fn a_summary_in_one_paragraph_is_read() {
        let text = "1: Doe J, Roe K. A title. With two parts. J Cats. 2024 May 1;12(3):45-50. doi:\n10.1000/x. PMID: 11; PMCID: PMC22.\n\n2: Low B. Another title. J Cats. 2023;1:2. PMID: 12.\n";
        let records = read(text).records;
        let paper = &records[0].paper;
        assert_eq!(paper.title, "A title. With two parts");
        assert_eq!(
            paper.authors.iter().map(Name::display).collect::<Vec<_>>(),
            ["J Doe", "K Roe"]
        );
        assert_eq!(paper.identifiers[&Scheme::Doi], "10.1000/x");
        assert_eq!(records[1].paper.title, "Another title");
    }

    #[test]
    fn an_item_may_be_one_line() {
        let html = "<div>My NCBI</div><div><a class=\"docsum-title\" href=\"https://pubmed.ncbi.nlm.nih.gov/11/\">A title about cats.</a> <span>Doe J, Roe K.</span> <span>J Cats. 2024 May;1:2.</span> <span>PMID: 11</span></div>";
        let html = format!("<html><body>{html}</body></html>");
        let paper = read(&html).records.remove(0).paper;
        assert_eq!(
            (paper.title.as_str(), paper.authors.len()),
            ("A title about cats", 2)
        );
        assert_eq!(paper.venue.as_deref(), Some("J Cats"));
    }

    #[test]
    fn tagged_records_and_prose_are_not_claimed() {
        assert_eq!(evidence("PMID- 123\nTI  - A title\n"), Evidence::None);
        assert_eq!(
            evidence("As shown before (PMID: 123), cats purr.\n"),
            Evidence::None
        );
    }
}
