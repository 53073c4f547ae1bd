//! The digest nobody has described: a newsletter, a mail, a page or notes with titles and links.
//!
//! Asked last. Yields only what is certain, a title with an identifier, and marks each record
//! doubtful. A title is what a link to the paper says; or what stands before the link on its line;
//! or the line before a line that is only the link. A text is claimed only when its identifiers
//! make a list: prose with citations, source code, data and bibliographies are not.

use std::collections::HashSet;

use super::sniff::Evidence;
use super::{Format, Reading, alert};
use crate::diagnostic::Diagnostic;
use crate::identity;
use crate::paper::{Paper, Record, Scheme};
use crate::text::LineStarts;
use crate::text::html::{self, Line};

/// Longest line whose beginning may be a title.
const LONGEST: usize = 600;

/// Fewest papers that make a list.
const FEWEST: usize = 3;

/// A paper that a line identifies.
struct Mention {
    scheme: Scheme,
    value: String,
    url: Option<String>,
    /// What the link says; empty for an address or an identifier in the text.
    label: String,
}

pub(super) fn evidence(text: &str) -> Evidence {
    if !may_name_papers(text) || is_data(text) || alert::is_code(text) {
        return Evidence::None;
    }
    let lines = alert::lines(text);
    let reading = read_lines(text, &lines);
    let found = reading.records.len();
    if found < FEWEST {
        return Evidence::None;
    }
    // Every paper mentioned beside a title, few words that are about something else.
    let lost = reading.diagnostics.total();
    let prose = lines
        .iter()
        .filter(|line| line.text.split_whitespace().count() >= 25)
        .count();
    let cited = lines
        .iter()
        .filter(|line| line.text.split_whitespace().count() >= 40 && !mentions(line).is_empty())
        .count();
    // A long text with a few references is not a list of them.
    let most_lines = if html::is_html(text) {
        found * 25 + 100
    } else {
        found * 15 + 30
    };
    let is_list =
        lines.len() <= most_lines && lost <= found && prose <= found * 3 && cited * 3 <= found;
    if is_list {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

/// Whether there are enough of the words without which no paper is identified.
fn may_name_papers(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let found = ["http", "www.", "doi", "arxiv", "pmid"]
        .map(|word| lower.matches(word).take(FEWEST).count());
    found.iter().sum::<usize>() >= FEWEST
}

/// JSON, XML, TeX, tables and reference files.
fn is_data(text: &str) -> bool {
    let start = text.trim_start();
    let json = start.starts_with('{')
        || (start.starts_with('[')
            && start
                .trim_start_matches('[')
                .trim_start()
                .starts_with(['{', '"', '[', ']']));
    json || start.starts_with("<?xml")
        || start.starts_with("<rss")
        || start.starts_with("%!")
        || [
            "\\begin{",
            "\\documentclass",
            "\\cite{",
            "\n@article{",
            "\nTY  - ",
            "\nPMID- ",
        ]
        .iter()
        .any(|mark| text.contains(mark))
        || is_table(start)
}

/// A first line of several columns, and as many in the lines after it.
fn is_table(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(4);
    let Some(first) = lines.next() else {
        return false;
    };
    [',', '\t', ';'].iter().any(|&separator| {
        let columns = first.matches(separator).count();
        columns >= 3
            && lines
                .clone()
                .all(|line| line.matches(separator).count() >= columns)
    })
}

pub(super) fn read(text: &str) -> Reading {
    read_lines(text, &alert::lines(text))
}

fn read_lines(text: &str, lines: &[Line]) -> Reading {
    let mut reading = Reading::new(Format::Notes);
    let starts = LineStarts::new(text);
    let mut seen: HashSet<(Scheme, String)> = HashSet::new();
    // The last line that was about the last record.
    let mut own_line: Option<usize> = None;
    // The line before, when it names no paper.
    let mut without: Option<&Line> = None;
    for (index, line) in lines.iter().enumerate() {
        let found = mentions(line);
        if found.is_empty() {
            without = Some(line);
            continue;
        }
        let before = without.take();
        let mut named = 0;
        for mention in found {
            if seen.contains(&(mention.scheme, mention.value.clone())) {
                named += 1;
                continue;
            }
            let title = title_of(&mention, line, before, named);
            let Some((title, first)) = title else {
                // A bare identifier or address right below, or on the same line, is the same paper's.
                let bare = beginning(&line.text, &[]).is_empty() && line.links.len() <= 1;
                let same = own_line == Some(index)
                    || (own_line == index.checked_sub(1) && bare && !line.gap);
                if let Some(record) = reading.records.last_mut().filter(|_| same)
                    && !record.paper.identifiers.contains_key(&mention.scheme)
                    && record.paper.identifiers.len() < 4
                {
                    record
                        .paper
                        .identifiers
                        .insert(mention.scheme, mention.value.clone());
                    seen.insert((mention.scheme, mention.value));
                    own_line = Some(index);
                } else {
                    let message = "A paper without a title near its link was left out.";
                    let remark = Diagnostic::info("no-title", starts.line(line.start), message);
                    reading.diagnostics.push(remark.about(&line.text));
                }
                continue;
            };
            named += 1;
            seen.insert((mention.scheme, mention.value.clone()));
            own_line = Some(index);
            let position = reading.records.len() + 1;
            reading.records.push(record(
                text,
                &starts,
                title,
                mention,
                first.unwrap_or(line),
                line,
                position,
            ));
        }
    }
    take_abstracts(lines, text, &starts, &mut reading);
    reading
}

/// The papers that a line names, each once.
fn mentions(line: &Line) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut add = |mention: Mention| {
        let known = found
            .iter_mut()
            .find(|known| known.scheme == mention.scheme && known.value == mention.value);
        match known {
            Some(known) if known.label.len() < mention.label.len() => known.label = mention.label,
            Some(_) => {}
            None => found.push(mention),
        }
    };
    for link in line.links.iter().take(50) {
        let place = alert::target(&link.href);
        let mut paper = Paper::default();
        if !alert::identify(&mut paper, &place) {
            continue;
        }
        for (scheme, value) in paper.identifiers {
            let label = if alert::is_title(&link.text) {
                link.text.clone()
            } else {
                String::new()
            };
            add(Mention {
                scheme,
                value,
                url: Some(place.clone()),
                label,
            });
        }
    }
    let lower = line.text.to_ascii_lowercase();
    let stated = [
        ("arxiv:", Scheme::Arxiv),
        ("doi:", Scheme::Doi),
        ("pmid:", Scheme::Pmid),
    ];
    for (mark, scheme) in stated {
        for (at, _) in lower.match_indices(mark).take(10) {
            let rest = line.text.get(at..).unwrap_or_default();
            let word = rest
                .get(mark.len()..)
                .unwrap_or_default()
                .split_whitespace()
                .next()
                .unwrap_or_default();
            let value = match scheme {
                Scheme::Doi => identity::doi(word),
                Scheme::Arxiv => {
                    identity::arxiv_id(word.trim_end_matches(['.', ',', ')', ']', ';']))
                }
                _ => identity::pmid(word.trim_end_matches(['.', ',', ')', ']', ';'])),
            };
            let value = match (scheme, value) {
                (Scheme::Doi, Some(value)) => match identity::arxiv_of_doi(&value) {
                    Some(id) => {
                        add(Mention {
                            scheme: Scheme::Arxiv,
                            value: id,
                            url: None,
                            label: String::new(),
                        });
                        continue;
                    }
                    None => value,
                },
                (_, Some(value)) => value,
                (_, None) => continue,
            };
            add(Mention {
                scheme,
                value,
                url: None,
                label: String::new(),
            });
        }
    }
    found
}

/// The title of a mentioned paper, and the line it was taken from when that is the line before.
fn title_of<'a>(
    mention: &Mention,
    line: &Line,
    before: Option<&'a Line>,
    named: usize,
) -> Option<(String, Option<&'a Line>)> {
    if !mention.label.is_empty() {
        return sound(&mention.label).map(|title| (title, None));
    }
    if named > 0 || line.text.len() > LONGEST {
        return None;
    }
    let own = beginning(
        &line.text,
        &line
            .links
            .iter()
            .map(|link| link.text.as_str())
            .collect::<Vec<_>>(),
    );
    // A heading names the paper that the sentence below it, with its link, tells of.
    let words = |text: &str| text.split_whitespace().count();
    let told = words(&line.text) > words(&own) + 4;
    let heading = before.filter(|before| told && before.heading && words(&before.text) >= 4);
    if let Some(heading) = heading
        && let Some(title) = sound(&beginning(&heading.text, &[]))
    {
        return Some((title, Some(heading)));
    }
    if let Some(title) = sound(&own) {
        return Some((title, None));
    }
    // The line is only the link; what it belongs to stands before it.
    let bare = own.chars().filter(|c| c.is_alphabetic()).count() < 12;
    before
        .filter(|before| bare && before.text.len() <= LONGEST)
        .and_then(|before| Some((sound(&beginning(&before.text, &[]))?, Some(before))))
}

/// What stands in a line before its first link or identifier, without list marks.
fn beginning(text: &str, links: &[&str]) -> String {
    let lower = text.to_ascii_lowercase();
    let marks = [
        "http://", "https://", "arxiv:", "doi:", "pmid:", "[arxiv", "[paper", "[pdf", "(arxiv",
        "[doi", "[link",
    ];
    let mut end = marks
        .iter()
        .filter_map(|mark| lower.find(mark))
        .min()
        .unwrap_or(text.len());
    for link in links {
        if let Some(at) = text.find(link).filter(|&at| at > 0) {
            end = end.min(at);
        }
    }
    let text = text.get(..end).unwrap_or_default();
    let text = text.trim_start_matches(|c: char| {
        matches!(c, '-' | '*' | '•' | '·' | '–' | '>' | '#' | '+' | '▪' | '◦') || c.is_whitespace()
    });
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let text = match text.get(digits..) {
        Some(rest) if (1..=3).contains(&digits) && rest.starts_with(['.', ')', ':']) => {
            rest.get(1..).unwrap_or_default()
        }
        _ => text,
    };
    text.trim()
        .trim_matches(['*', '_', '`', '"', '“', '”'])
        .trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '|' | ',' | '(' | '[' | '→')
        })
        .trim_matches(['*', '_', '`', '"', '“', '”'])
        .trim()
        .to_owned()
}

/// A title, unless it is a whole citation or a sentence about something.
fn sound(text: &str) -> Option<String> {
    let text = alert::title(text.trim_matches(['"', '“', '”']));
    let sentences = text.matches(". ").count();
    let lower = text.to_lowercase();
    let cites = lower.contains(" et al") || lower.contains("(20") || lower.contains("(19");
    let says = [
        "see ",
        "we ",
        "as shown",
        "read ",
        "check out",
        "this ",
        "here ",
        "thanks",
        "based on",
        "available at",
        "according",
    ]
    .iter()
    .any(|start| lower.starts_with(start));
    (alert::is_title(&text)
        && sentences <= 1
        && !cites
        && !says
        && !alert::is_people(&text)
        && text.split_whitespace().count() <= 40)
        .then_some(text)
}

fn record(
    text: &str,
    starts: &LineStarts,
    title: String,
    mention: Mention,
    first: &Line,
    last: &Line,
    position: usize,
) -> Record {
    let mut paper = Paper {
        title,
        ..Paper::default()
    };
    if mention.scheme == Scheme::Arxiv {
        paper.kind = "article".to_owned();
    }
    paper.identifiers.insert(mention.scheme, mention.value);
    paper.urls.extend(mention.url);
    Record {
        paper,
        position,
        line: starts.line(first.start),
        original: text
            .get(first.start..last.end)
            .unwrap_or_default()
            .to_owned(),
        date: None,
        doubts: vec!["the title was taken from the text around a link".to_owned()],
    }
}

/// Lines that call themselves the abstract of the paper before them.
fn take_abstracts(lines: &[Line], text: &str, starts: &LineStarts, reading: &mut Reading) {
    let mut at = 0;
    for line in lines {
        let Some(told) = ["Abstract:", "Abstract.", "**Abstract:**", "ABSTRACT:"]
            .iter()
            .find_map(|mark| line.text.strip_prefix(mark))
        else {
            continue;
        };
        let place = starts.line(line.start);
        while reading
            .records
            .get(at + 1)
            .is_some_and(|next| next.line < place)
        {
            at += 1;
        }
        if let Some(record) = reading
            .records
            .get_mut(at)
            .filter(|record| record.line < place)
            && record.paper.abstract_text.is_none()
            && told.len() > 80
        {
            record.paper.abstract_text = Some(crate::text::fold(told));
            record.original.push('\n');
            record
                .original
                .push_str(text.get(line.start..line.end).unwrap_or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(text: &str) -> Vec<String> {
        read(text)
            .records
            .into_iter()
            .map(|r| r.paper.title)
            .collect()
    }

    #[test]
    fn a_list_of_titles_and_links_is_read_and_doubted() {
        let text = "My reading list\n\n- [A first title of a paper](https://arxiv.org/abs/2401.00001) [code](https://e.org)\n2. **A second title of a paper** - https://doi.org/10.1000/x\n\nA third title of a paper\nhttps://openreview.net/forum?id=abCD\n\nA fourth title here, arXiv:2401.00004v2\nhttps://arxiv.org/pdf/2401.00009\n";
        assert_eq!(evidence(text), Evidence::Plain);
        assert_eq!(
            titles(text),
            [
                "A first title of a paper",
                "A second title of a paper",
                "A third title of a paper",
                "A fourth title here"
            ]
        );
        let reading = read(text);
        assert!(
            reading
                .records
                .iter()
                .all(|record| !record.doubts.is_empty())
        );
        assert_eq!(reading.diagnostics.len(), 1);
    }

    #[test]
    fn a_page_is_read_by_its_links() {
        let post = "<h3>1. Title of the first paper here</h3><p>A neat trick by the group (<a href=\"https://arxiv.org/abs/2401.00001\">paper</a>, <a href=\"https://e.org\">code</a>). It keeps memory flat.</p>";
        assert_eq!(titles(post), ["Title of the first paper here"]);
        let page = "<html><body><h1>Digest</h1><p><a href=\"https://arxiv.org/abs/2401.00001\">A first title of a paper</a> is nice.</p><p>Title before the link <a href=\"https://arxiv.org/abs/2401.00002\">paper</a></p><div>The line above it</div><div><a href=\"https://www.biorxiv.org/content/10.1101/2024.01.02.573987v1\">PDF</a></div></body></html>";
        assert_eq!(
            titles(page),
            [
                "A first title of a paper",
                "Title before the link",
                "The line above it"
            ]
        );
    }

    #[test]
    fn prose_code_and_data_are_not_claimed() {
        let prose = "We build on earlier work (arXiv:2401.00001), which showed that the thing can be done when the other thing is known, and on https://doi.org/10.1000/x, where the same was found for a larger class of things that nobody had looked at before, see also arXiv:2401.00003 and the discussion there of what remains open.\n";
        let code = "// Adam: a method, https://arxiv.org/abs/1412.6980\nfn a() {\n    b();\n}\n// Attention is all, https://arxiv.org/abs/1706.03762\n// A third paper title, https://arxiv.org/abs/1706.03763\n";
        let readme = "# Tool\n\nThis is the code of [A paper with a title](https://arxiv.org/abs/2401.00001).\n\n## Install\n\nRun it.\n";
        let data = "{\"a\": \"A first title https://arxiv.org/abs/1706.03762\"}";
        for text in [prose, code, readme, data] {
            assert_eq!(evidence(text), Evidence::None, "{text}");
        }
    }
}
