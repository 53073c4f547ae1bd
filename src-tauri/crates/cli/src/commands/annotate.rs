//! `note`, `tag`, `mark`, `star`, `collection`.

use library::api::types::*;
use library::error::Error;
use serde::Serialize;

use super::{Failure, changes, one, open, read};
use crate::args::{self, Common};
use crate::output;

#[derive(Debug, Serialize)]
struct Shown {
    id: i64,
    name: String,
    papers: Vec<PaperDetail>,
}

pub(super) fn say(common: &Common, done: &Done) -> super::Done {
    if common.json {
        return output::json(done);
    }
    output::remark(
        common,
        &match done.seq {
            Some(_) => output::plain(&done.what),
            None => "Nothing had to change.".to_owned(),
        },
    );
    Ok(())
}

pub(super) fn note(common: &Common, arguments: &args::Note) -> super::Done {
    let library = open(common)?;
    let id = one(&library, &arguments.paper)?;
    let text = match (&arguments.text, &arguments.file) {
        (Some(text), _) => text.clone(),
        (None, Some(file)) => String::from_utf8(read(file)?).map_err(|_| {
            Error::user(
                "bad_encoding",
                format!(
                    "{} is not UTF-8 text. The note was not changed.",
                    file.display()
                ),
            )
        })?,
        (None, None) => {
            let paper = library.show(IdRequest { id })?;
            return if common.json {
                output::json(&paper)
            } else {
                output::line(&paper.note)
            };
        }
    };
    say(common, &library.note(NoteRequest { id, text })?)
}

pub(super) fn tag(common: &Common, paper: &str, words: &[String]) -> super::Done {
    let (add, remove) = changes(words)?;
    let library = open(common)?;
    let id = one(&library, paper)?;
    if words.is_empty() {
        let paper = library.show(IdRequest { id })?;
        return if common.json {
            output::json(&paper)
        } else {
            output::line(&output::plain(&paper.tags.join("\n")))
        };
    }
    say(
        common,
        &library.tag(TagRequest {
            ids: vec![id],
            add,
            remove,
        })?,
    )
}

pub(super) fn mark(common: &Common, arguments: &args::Mark) -> super::Done {
    let decision = match arguments.decision {
        args::Verdict::Include => Decision::Include,
        args::Verdict::Exclude => Decision::Exclude,
        args::Verdict::Maybe => Decision::Maybe,
        args::Verdict::Inbox => Decision::Inbox,
    };
    if arguments.reason.is_some() && decision != Decision::Exclude {
        return Err(Failure::Usage("--reason goes with exclude.".to_owned()));
    }
    let library = open(common)?;
    let ids = vec![one(&library, &arguments.paper)?];
    say(
        common,
        &library.decide(DecideRequest {
            ids,
            decision,
            reason: arguments.reason.clone(),
        })?,
    )
}

pub(super) fn star(common: &Common, paper: &str, stars: u8) -> super::Done {
    let library = open(common)?;
    let ids = vec![one(&library, paper)?];
    say(common, &library.star(StarRequest { ids, stars })?)
}

pub(super) fn collection(common: &Common, name: &str, words: &[String]) -> super::Done {
    let (add, remove) = changes(words)?;
    let library = open(common)?;
    // Everything is looked up before anything is changed.
    let (add, remove) = (library.resolve(&add)?, library.resolve(&remove)?);
    let id = match library.collection_id(name)? {
        Some(id) => id,
        None => {
            library
                .create_collection(CollectionName {
                    name: name.to_owned(),
                })?
                .id
        }
    };
    if !add.is_empty() {
        library.add_to_collection(CollectionChange { id, papers: add })?;
    }
    if !remove.is_empty() {
        library.remove_from_collection(CollectionChange { id, papers: remove })?;
    }
    let request = ListRequest {
        view: View::Collection { id },
        sort: Sort::Manual,
        ..ListRequest::default()
    };
    let papers = library.details(&library.list_ids(request)?.ids)?;
    if common.json {
        return output::json(&Shown {
            id,
            name: name.to_owned(),
            papers,
        });
    }
    for paper in &papers {
        output::line(&format!("{:>6}  {}", paper.id, output::plain(&paper.title)))?;
    }
    output::remark(
        common,
        &format!("{} in “{name}”", output::papers(papers.len())),
    );
    Ok(())
}

pub(super) fn progress(common: &Common, collection: Option<&str>) -> super::Done {
    let library = open(common)?;
    let view = match collection {
        Some(name) => View::Collection {
            id: super::collection(&library, name)?,
        },
        None => View::Library,
    };
    let progress = library.annotation_progress(ProgressRequest { view })?;
    if common.json {
        return output::json(&progress);
    }
    output::line(&format!(
        "{} of {} annotated, {} words",
        progress.annotated,
        output::papers(progress.papers),
        progress.words
    ))?;
    for (count, what) in [
        (progress.short, "fewer than 50 words"),
        (progress.long, "more than 300 words"),
        (progress.copied, "mostly the abstract's words"),
    ] {
        if count > 0 {
            output::line(&format!("{count} with {what}"))?;
        }
    }
    if let Some(id) = progress.next {
        let next = library.show(IdRequest { id })?;
        output::line(&format!("Next: {id}  {}", output::plain(&next.title)))?;
    }
    Ok(())
}
