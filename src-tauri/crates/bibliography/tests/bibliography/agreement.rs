//! How far references agree with those of pandoc's citeproc, over records of our own making and
//! the very same styles. `scripts/cite-with-pandoc` wrote the answers; `differences.tsv` says of
//! every difference whose it is and why. References are compared in pandoc's order, because letters
//! after years and dashes for repeated authors depend on it; the order itself is compared apart.

use std::collections::{BTreeMap, BTreeSet};

use bibliography::{Entry, Group, Inline, Marks, Sort, Style, Work, compose};
use serde_json::Value;

const RECORDS: &str = include_str!("../citations/records.json");
const ANSWERS: &str = include_str!("../citations/pandoc.json");
const LISTED: &str = include_str!("../citations/differences.tsv");

/// One style's references, ours beside theirs.
pub struct Compared {
    pub style: String,
    pub rows: Vec<Row>,
    /// How many references our order puts after the one that pandoc puts them after.
    pub in_order: usize,
}

pub struct Row {
    pub id: String,
    /// With `<i>`, `<b>`, `<sc>`, `<sup>` and `<sub>`.
    pub ours: String,
    pub theirs: String,
}

impl Row {
    /// Equal in their words and punctuation.
    pub fn same_text(&self) -> bool {
        bare(&self.ours) == bare(&self.theirs)
    }

    /// Equal in formatting too.
    pub fn same_form(&self) -> bool {
        normal(&self.ours) == normal(&self.theirs)
    }
}

/// White space and quotation marks made the same.
pub fn normal(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|character| match character {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' | '‚' => '\'',
            _ if character.is_whitespace() => ' ',
            _ => character,
        })
        .collect();
    text.split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The same without formatting.
fn bare(text: &str) -> String {
    let mut text = text.to_owned();
    for tag in ["i", "b", "sc", "sup", "sub", "u"] {
        text = text
            .replace(&format!("<{tag}>"), "")
            .replace(&format!("</{tag}>"), "");
    }
    normal(&text)
}

/// Every style that pandoc was asked for.
pub fn compare() -> Vec<Compared> {
    let records: Vec<Value> = serde_json::from_str(RECORDS).unwrap();
    let answers: Value = serde_json::from_str(ANSWERS).unwrap();
    answers["styles"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(style, theirs)| {
            let theirs: Vec<(&str, &str)> = theirs
                .as_array()
                .unwrap()
                .iter()
                .map(|row| (row[0].as_str().unwrap(), row[1].as_str().unwrap()))
                .collect();
            let by_id = |id: &str| records.iter().find(|record| record["id"] == *id);
            let ordered: Vec<Value> = theirs
                .iter()
                .filter_map(|(id, _)| by_id(id).cloned())
                .collect();
            let rows: Vec<Row> = printed(style, &ordered, Sort::Given)
                .into_iter()
                .zip(&theirs)
                .map(|((id, ours), (_, theirs))| Row {
                    id,
                    ours,
                    theirs: (*theirs).to_owned(),
                })
                .collect();
            let before: BTreeMap<&str, &str> = theirs
                .windows(2)
                .map(|pair| (pair[1].0, pair[0].0))
                .collect();
            let own = printed(style, &records, Sort::Style);
            let in_order = 1 + own
                .windows(2)
                .filter(|pair| before.get(pair[1].0.as_str()) == Some(&pair[0].0.as_str()))
                .count();
            Compared {
                style: style.clone(),
                rows,
                in_order,
            }
        })
        .collect()
}

fn printed(style: &str, records: &[Value], sort: Sort) -> Vec<(String, String)> {
    let style = Style::by_id(style).unwrap();
    let entries = (0..)
        .zip(records)
        .map(|(id, item)| Entry {
            id,
            item: item.clone(),
            annotation: Vec::new(),
        })
        .collect();
    let work = Work {
        sort,
        ..Work::new(vec![Group::new(None, entries)], &style)
    };
    let document = compose(&work, &mut |_, _| true).unwrap();
    document.sections[0]
        .references
        .iter()
        .map(|reference| {
            let label = reference.label.as_deref().map(tagged);
            let content = tagged(&reference.content);
            (
                reference.key.clone(),
                label.map_or(content.clone(), |label| format!("{label} {content}")),
            )
        })
        .collect()
}

fn tagged(inlines: &[Inline]) -> String {
    let mut out = String::new();
    let mut open: Vec<&str> = Vec::new();
    for inline in inlines {
        let (text, marks) = match inline {
            Inline::Run(run) => (run.text.clone(), run.marks),
            Inline::Math(math) => {
                // A formula has letters of its own.
                out.push_str(&format!("${}$", math.tex));
                continue;
            }
            Inline::Break => (" ".to_owned(), Marks::default()),
        };
        let wanted: Vec<&str> = [
            (marks.italic, "i"),
            (marks.bold, "b"),
            (marks.small_caps, "sc"),
            (marks.superscript, "sup"),
            (marks.subscript, "sub"),
        ]
        .into_iter()
        .filter_map(|(on, tag)| on.then_some(tag))
        .collect();
        while !wanted.starts_with(&open) {
            let tag = open.pop().unwrap_or_default();
            out.push_str(&format!("</{tag}>"));
        }
        for tag in wanted.iter().skip(open.len()).copied().collect::<Vec<_>>() {
            out.push_str(&format!("<{tag}>"));
            open.push(tag);
        }
        out.push_str(&text);
    }
    while let Some(tag) = open.pop() {
        out.push_str(&format!("</{tag}>"));
    }
    out
}

/// The list of known differences: (style, record) to whose it is and why.
pub fn listed() -> BTreeMap<(String, String), (String, String)> {
    LISTED
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [style, id, whose, why] = fields.as_slice() else {
                panic!("not four fields: {line:?}");
            };
            assert!(
                ["theirs", "ours", "legitimate"].contains(whose) && !why.is_empty(),
                "{line:?}"
            );
            (
                ((*style).to_owned(), (*id).to_owned()),
                ((*whose).to_owned(), (*why).to_owned()),
            )
        })
        .collect()
}

/// The pairs of style and record that differ.
pub fn differences(compared: &[Compared]) -> BTreeSet<(String, String)> {
    compared
        .iter()
        .flat_map(|compared| {
            compared
                .rows
                .iter()
                .filter(|row| !row.same_text())
                .map(|row| (compared.style.clone(), row.id.clone()))
        })
        .collect()
}
