//! Saved pages of Hugging Face's papers: the day's list, the trending one, a single paper.
//!
//! What the page shows stands in it as JSON, in the attribute `data-props` of its elements, with
//! entities for the quotes. A page without such an attribute still names its papers in headings
//! that link to them. Nothing is parsed as HTML: a page is looked through once for either.

use super::remarks::Remarks;
use std::collections::HashSet;

use serde_json::Value;

use super::hf_json::{self, is_paper};
use super::json;
use super::sniff::Evidence;
use super::{Format, Reading};
use crate::diagnostic::Diagnostic;
use crate::identity;
use crate::paper::{Paper, Record, Scheme};
use crate::text::{LineStarts, entities, fold, without_markup};

const ATTRIBUTE: &str = "data-props=";

/// How deep papers are looked for in what an element knows.
const DEEPEST: usize = 8;

pub(super) fn read(text: &str) -> Reading {
    let lines = LineStarts::new(text);
    let mut reading = Reading::new(Format::HfHtml);
    let mut seen = HashSet::new();
    for (start, value) in attributes(text) {
        let props = entities(value);
        if !props.contains("\"title\"") {
            continue;
        }
        take_props(&props, lines.line(start), &mut seen, &mut reading);
    }
    if reading.records.is_empty() {
        take_headings(text, &lines, &mut seen, &mut reading);
    }
    reading.title = title(text);
    reading
}

/// Every value of the attribute, with the place where its element names it.
fn attributes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = from + text.get(from..)?.find(ATTRIBUTE)?;
            from = at + ATTRIBUTE.len();
            let rest = text.get(from..)?;
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let inside = rest.get(1..)?;
            // A page cut inside the attribute ends it.
            let end = inside.find(quote).unwrap_or(inside.len());
            from += 1 + end;
            let value = inside.get(..end)?;
            if !value.is_empty() {
                return Some((at, value));
            }
        }
    })
}

fn take_props(props: &str, line: usize, seen: &mut HashSet<String>, reading: &mut Reading) {
    let mut found = Vec::new();
    let mut diagnostics = Remarks::new();
    json::each_item(
        props,
        &hf_json::SHAPE,
        &mut diagnostics,
        |item, diagnostics| {
            if is_paper(&item.fields) {
                take(&item.fields, item.source, line, &mut found, diagnostics);
            } else {
                for value in item.fields.values() {
                    papers_inside(value, line, DEEPEST, &mut found, diagnostics);
                }
                let day = ["dateString", "date"]
                    .iter()
                    .find_map(|name| json::text(&item.fields, name));
                if reading.date.is_none() {
                    reading.date = day;
                }
            }
        },
    );
    if reading.date.is_none() && !found.is_empty() {
        reading.date = day_of(props);
    }
    // Other elements of the page hold all kinds of things; only broken papers are worth a word.
    diagnostics.retain(|remark| {
        !found.is_empty() || remark.code == "cut-item" && props.contains("\"dailyPapers\"")
    });
    let diagnostics = diagnostics.placed(|_| Some(line));
    reading.diagnostics.append(diagnostics);
    for mut record in found {
        let id = record.paper.identifiers.get(&Scheme::Arxiv);
        if id.is_none_or(|id| seen.insert(id.clone())) {
            record.position = reading.records.len() + 1;
            reading.records.push(record);
        }
    }
}

fn take(
    fields: &json::Fields,
    source: &str,
    line: usize,
    found: &mut Vec<Record>,
    diagnostics: &mut Remarks,
) {
    let position = found.len() + 1;
    found.push(hf_json::record(fields, source, position, line, diagnostics));
}

fn papers_inside(
    value: &Value,
    line: usize,
    depth: usize,
    found: &mut Vec<Record>,
    diagnostics: &mut Remarks,
) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    match value {
        Value::Object(fields) if is_paper(fields) => {
            take(fields, &value.to_string(), line, found, diagnostics);
        }
        Value::Object(fields) => {
            for value in fields.values() {
                papers_inside(value, line, depth, found, diagnostics);
            }
        }
        Value::Array(values) => {
            for value in values {
                papers_inside(value, line, depth, found, diagnostics);
            }
        }
        _ => {}
    }
}

/// The page's day as its list says it.
fn day_of(props: &str) -> Option<String> {
    let (_, rest) = props
        .split_once("\"dateString\":\"")
        .or_else(|| props.split_once("\"date\":\""))?;
    let (day, _) = rest.split_once('"')?;
    let day = day.split_once('T').map_or(day, |(day, _)| day);
    (day.len() <= 32 && !day.is_empty()).then(|| day.to_owned())
}

fn title(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("<title>")?;
    let (title, _) = rest.split_once("</title>")?;
    let title = fold(&entities(title));
    (!title.is_empty() && title.len() < 200).then_some(title)
}

/// Headings that are links to papers.
fn take_headings(
    text: &str,
    lines: &LineStarts,
    seen: &mut HashSet<String>,
    reading: &mut Reading,
) {
    let mut from = 0;
    for part in text.split("<h3") {
        let at = from;
        from += part.len() + "<h3".len();
        // What stands before the first heading is none.
        let Some((block, _)) = part.split_once("</h3>").filter(|_| at > 0) else {
            continue;
        };
        let Some((_, link)) = block.split_once("/papers/") else {
            continue;
        };
        let (target, shown) = link.split_once('>').unwrap_or((link, ""));
        let shown = shown.split("</a").next().unwrap_or_default();
        let title = fold(&entities(&without_markup(shown)));
        let Some(id) = identity::arxiv_id(&format!("/papers/{target}")) else {
            continue;
        };
        if title.is_empty() || !seen.insert(id.clone()) {
            continue;
        }
        let line = lines.line(at);
        let message = "No abstract follows this title.";
        reading.diagnostics.say(line, || {
            Diagnostic::warning("missing-abstract", line, message).about(&title)
        });
        let mut paper = Paper {
            title,
            kind: "article".to_owned(),
            ..Paper::default()
        };
        paper.identifiers.insert(Scheme::Arxiv, id);
        reading.records.push(Record {
            paper,
            position: reading.records.len() + 1,
            line,
            original: block.to_owned(),
            date: None,
            doubts: vec!["no abstract followed this title".to_owned()],
        });
    }
}

/// A page with the site's papers in an attribute, or whose headings link to them.
pub(super) fn evidence(text: &str) -> Evidence {
    if !text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('<')
    {
        return Evidence::None;
    }
    let props = text.contains(ATTRIBUTE);
    let daily =
        text.contains("data-target=\"DailyPapers\"") || text.contains("&quot;dailyPapers&quot;");
    let paper = text.contains("&quot;paper&quot;:{&quot;id&quot;");
    let site = text.contains("huggingface.co/papers") || text.contains("hf.co/papers");
    let headed = text.contains("<h3") && text.contains("href=\"/papers/");
    if (props && (daily || paper)) || (site && (props || headed)) {
        Evidence::Plain
    } else {
        Evidence::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_named_by_two_elements_is_one() {
        let props = "{&quot;paper&quot;:{&quot;id&quot;:&quot;2501.00011&quot;,&quot;title&quot;:&quot;Tides&quot;,&quot;summary&quot;:&quot;We watch.&quot;}}";
        let page = format!(
            "<div data-target=\"PaperContent\" data-props=\"{props}\"></div>\n<div data-props=\"{props}\"></div>"
        );
        assert_eq!(evidence(&page), Evidence::Plain);
        assert_eq!(read(&page).records.len(), 1);
    }

    #[test]
    fn a_page_cut_in_its_list_gives_what_it_has() {
        let page = "<div data-target=\"DailyPapers\" data-props=\"{&quot;dailyPapers&quot;:[{&quot;paper&quot;:{&quot;id&quot;:&quot;2501.00011&quot;,&quot;title&quot;:&quot;Tides&quot;,&quot;summary&quot;:&quot;We watch.&quot;}},{&quot;paper&quot;:{&quot;id&quot;:";
        let reading = read(page);
        assert_eq!(reading.records.len(), 1);
        assert_eq!(reading.diagnostics[0].code, "cut-item");
    }
}
