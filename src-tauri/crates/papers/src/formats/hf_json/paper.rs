//! One paper of the site's JSON.

use super::super::remarks::Remarks;
use serde_json::Value;

use crate::dates;
use crate::diagnostic::Diagnostic;
use crate::formats::filled;
use crate::formats::json::{self, Fields, any_text, object, raw, text};
use crate::identity;
use crate::names::listed_name;
use crate::paper::{Name, Paper, Record, Scheme};
use crate::text::{entities, fold, fold_paragraphs};

/// Whether an object is a paper, or holds one.
pub(in crate::formats) fn is_paper(fields: &Fields) -> bool {
    let paper = object(fields, "paper").unwrap_or(fields);
    let id = text(paper, "id").and_then(|id| identity::arxiv_id(&id));
    let titled = paper.contains_key("title") || fields.contains_key("title");
    id.is_some()
        && titled
        && ["summary", "authors", "publishedAt", "upvotes"]
            .iter()
            .any(|name| paper.contains_key(*name))
}

/// The paper of an object and what the page says around it.
pub(in crate::formats) fn record(
    fields: &Fields,
    source: &str,
    position: usize,
    line: usize,
    diagnostics: &mut Remarks,
) -> Record {
    let inner = object(fields, "paper").unwrap_or(fields);
    let told = |name: &str| {
        let found = raw(inner, name).or_else(|| raw(fields, name))?;
        Some(entities(&found))
    };
    let mut paper = Paper {
        title: told("title").map(|title| fold(&title)).unwrap_or_default(),
        abstract_text: told("summary").and_then(|text| filled(fold_paragraphs(&text))),
        authors: authors(inner),
        date: told("publishedAt").and_then(|date| dates::parse(&date)),
        ..Paper::default()
    };
    let mut doubts = Vec::new();
    if paper.title.is_empty() {
        doubts.push("the item has no title".to_owned());
        let message = "This paper has no title.";
        diagnostics.say(line, || {
            Diagnostic::warning("missing-title", line, message).about(source)
        });
    }
    if let Some(id) = text(inner, "id") {
        match identity::arxiv_id(&id) {
            Some(id) => {
                paper.identifiers.insert(Scheme::Arxiv, id);
                paper.kind = "article".to_owned();
            }
            None => {
                let message = "This is not a valid arXiv id; it was kept as text.";
                diagnostics.say(line, || {
                    Diagnostic::warning("invalid-identifier", line, message).about(&id)
                });
                paper.extra.insert("id".to_owned(), id);
            }
        }
    }
    json::keep(
        inner,
        &[
            "upvotes",
            "ai_summary",
            "ai_keywords",
            "githubRepo",
            "githubStars",
            "projectPage",
        ],
        &mut paper,
    );
    json::keep(fields, &["numComments", "upvotes"], &mut paper);
    let named = |name: &str| {
        let of = object(inner, name).or_else(|| object(fields, name))?;
        any_text(of, &["fullname", "name"])
    };
    for name in ["organization", "submittedBy", "submittedOnDailyBy"] {
        if let Some(value) = named(name) {
            paper.extra.insert(name.to_owned(), value);
        }
    }
    let listed = told("submittedOnDailyAt").map(|day| match day.split_once('T') {
        Some((day, _)) => day.to_owned(),
        None => day,
    });
    Record {
        paper,
        position,
        line,
        original: source.to_owned(),
        date: listed,
        doubts,
    }
}

fn authors(fields: &Fields) -> Vec<Name> {
    let listed = fields.get("authors").and_then(Value::as_array);
    let one = |value: &Value| match value {
        Value::Object(author) => {
            let hidden = author.get("hidden").and_then(Value::as_bool) == Some(true);
            let name = author.get("name").and_then(Value::as_str);
            name.filter(|_| !hidden).and_then(listed_name)
        }
        other => other.as_str().and_then(listed_name),
    };
    listed.into_iter().flatten().filter_map(one).collect()
}
