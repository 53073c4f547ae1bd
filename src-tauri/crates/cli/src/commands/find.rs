//! `search`, `related`, `list`, `show`.

use library::SearchRequest;
use library::api::types::{
    HitWhy, IdRequest, ListRequest, PaperDetail, RelatedRequest, SearchMode, Sort,
};
use serde::Serialize;

use super::{Done, collection, one, open};
use crate::args::{Common, List, Mode, Related, Search};
use crate::output;

#[derive(Debug, Serialize)]
struct Papers {
    total: usize,
    papers: Vec<PaperDetail>,
}

pub(super) fn search(common: &Common, arguments: &Search) -> Done {
    let library = open(common)?;
    let response = library.search(&SearchRequest {
        query: arguments.query.clone(),
        mode: mode(arguments.mode),
        limit: arguments.page.limit,
        offset: arguments.page.offset,
    })?;
    for error in &response.errors {
        output::remark(
            common,
            &format!("Query, character {}: {}", error.start + 1, error.message),
        );
    }
    if common.json {
        return output::json(&response);
    }
    for hit in &response.hits {
        let mark = match hit.why {
            HitWhy::Words => "",
            HitWhy::Meaning => " (by meaning)",
            HitWhy::Both => " (words and meaning)",
        };
        let year = hit
            .year
            .map(|year| format!(" ({year})"))
            .unwrap_or_default();
        output::line(&format!(
            "{:>6}  {}{year}{mark}",
            hit.id,
            output::plain(&hit.title)
        ))?;
        if let Some(snippet) = &hit.snippet
            && snippet.field != "title"
        {
            output::line(&format!("        {}", output::plain(&snippet.text)))?;
        }
    }
    output::remark(
        common,
        &format!(
            "{} found in {:.1} ms",
            response.total,
            response.seconds * 1000.0
        ),
    );
    Ok(())
}

pub(super) fn mode(mode: Mode) -> SearchMode {
    match mode {
        Mode::Hybrid => SearchMode::Hybrid,
        Mode::Words => SearchMode::Words,
        Mode::Meaning => SearchMode::Meaning,
    }
}

pub(super) fn related(common: &Common, arguments: &Related) -> Done {
    let library = open(common)?;
    let collection = match &arguments.collection {
        Some(name) => Some(collection(&library, name)?),
        None => None,
    };
    let response = library.related(RelatedRequest {
        of: library.resolve(&arguments.papers)?,
        limit: arguments.limit,
        why: arguments.why,
        unlike: library.resolve(&arguments.less)?,
        query: arguments.query.clone().unwrap_or_default(),
        view: None,
        collection,
    })?;
    if let Some(note) = &response.note {
        output::remark(common, note);
    }
    if common.json {
        return output::json(&response);
    }
    for hit in &response.hits {
        let near = if hit.near_duplicate {
            " (near-duplicate)"
        } else {
            ""
        };
        output::line(&format!(
            "{:>6}  {:.2}  {}{near}",
            hit.id,
            hit.score,
            output::plain(&hit.title)
        ))?;
        let Some(why) = &hit.why else { continue };
        if let [mine, theirs] = why.sentences.as_slice() {
            output::line(&format!("        this:  {}", output::plain(mine)))?;
            output::line(&format!("        that:  {}", output::plain(theirs)))?;
        }
        if !why.terms.is_empty() {
            output::line(&format!(
                "        both:  {}",
                output::plain(&why.terms.join(", "))
            ))?;
        }
        for (name, shared) in [
            ("tags", &why.tags),
            ("by", &why.authors),
            ("in", &why.collections),
        ] {
            if !shared.is_empty() {
                let name = format!("{name}:");
                output::line(&format!(
                    "        {name:<6} {}",
                    output::plain(&shared.join(", "))
                ))?;
            }
        }
    }
    Ok(())
}

pub(super) fn list(common: &Common, arguments: &List) -> Done {
    let library = open(common)?;
    // The whole order is ids only; papers are read for the page.
    let ids = library
        .list_ids(ListRequest {
            query: arguments.query.clone().unwrap_or_default(),
            sort: Sort::Digest,
            ..ListRequest::default()
        })?
        .ids;
    let total = ids.len();
    let page: Vec<i64> = ids
        .into_iter()
        .skip(arguments.offset)
        .take(arguments.limit.unwrap_or(usize::MAX))
        .collect();
    let papers = library.details(&page)?;
    if common.json {
        return output::json(&Papers { total, papers });
    }
    for paper in &papers {
        let year = paper
            .year
            .map(|year| format!(" ({year})"))
            .unwrap_or_default();
        output::line(&format!(
            "{:>6}  {}{year}",
            paper.id,
            output::plain(&paper.title)
        ))?;
    }
    Ok(())
}

pub(super) fn show(common: &Common, name: &str) -> Done {
    let library = open(common)?;
    let paper = library.show(IdRequest {
        id: one(&library, name)?,
    })?;
    if common.json {
        return output::json(&paper);
    }
    let mut text = format!("{}\n", output::plain(&paper.title));
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&format!("{name:<12}{}\n", output::plain(value)));
        }
    };
    let names: Vec<String> = paper.authors.iter().map(papers_name).collect();
    field("Authors", &names.join("; "));
    field(
        "Date",
        &paper.date.map(|date| date.to_string()).unwrap_or_default(),
    );
    field("Venue", paper.venue.as_deref().unwrap_or_default());
    for (scheme, value) in &paper.identifiers {
        field(scheme.name(), value);
    }
    for url in &paper.urls {
        field("Link", url);
    }
    field("Key", &paper.key);
    field("Decision", &decision(&paper));
    field("Stars", &"★".repeat(usize::from(paper.stars)));
    field("Tags", &paper.tags.join(", "));
    for seen in &paper.sightings {
        field(
            "Seen",
            &format!(
                "{}, number {}, line {}",
                seen.digest, seen.position, seen.line
            ),
        );
    }
    if let Some(abstract_text) = &paper.abstract_text {
        text.push_str(&format!("\n{}\n", output::plain(abstract_text)));
    }
    if !paper.note.is_empty() {
        text.push_str(&format!("\nNote\n{}\n", paper.note));
    }
    output::text(&text)
}

fn papers_name(name: &library::Name) -> String {
    name.display()
}

fn decision(paper: &PaperDetail) -> String {
    let word = serde_json::to_value(paper.decision)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default();
    match &paper.reason {
        Some(reason) => format!("{word}: {reason}"),
        None => word,
    }
}
