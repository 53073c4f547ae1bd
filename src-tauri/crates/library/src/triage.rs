//! What the reader decides and writes about papers: decisions, stars, tags, notes, corrections,
//! highlights, trash. Each is one action in the change log, and so one step of undo.

use papers::{Name, Paper, Scheme, identity};
use store::{Writer, Written};

use crate::Library;
use crate::api::types::*;
use crate::error::{Error, Result};
use crate::import;

/// Longest note kept, in bytes; a longer one is somebody's book.
const LONGEST_NOTE: usize = 1 << 20;

/// Longest tag, in characters.
const LONGEST_TAG: usize = 100;

impl Library {
    pub fn decide(&self, request: DecideRequest) -> Result<Done> {
        let reason = request
            .reason
            .as_deref()
            .map(str::trim)
            .filter(|reason| !reason.is_empty());
        if reason.is_some() && request.decision != Decision::Exclude {
            return Err(Error::user(
                "bad_request",
                "Only an exclusion has a reason.",
            ));
        }
        let verb = match request.decision {
            Decision::Include => "Include",
            Decision::Exclude => "Exclude",
            Decision::Maybe => "Maybe:",
            Decision::Inbox => "Back to the inbox:",
        };
        self.change(&request.ids, "decide", verb, |writer| {
            Ok(writer.decide(&request.ids, stored(request.decision), reason)?)
        })
    }

    pub fn star(&self, request: StarRequest) -> Result<Done> {
        if request.stars > 5 {
            return Err(Error::user("bad_request", "A paper has 0 to 5 stars."));
        }
        let verb = if request.stars == 0 { "Unstar" } else { "Star" };
        self.change(&request.ids, "star", verb, |writer| {
            Ok(writer.star(&request.ids, request.stars)?)
        })
    }

    pub fn tag(&self, request: TagRequest) -> Result<Done> {
        let clean = |tags: &[String]| -> Result<Vec<String>> {
            tags.iter().map(|tag| clean_tag(tag)).collect()
        };
        let (add, remove) = (clean(&request.add)?, clean(&request.remove)?);
        self.change(&request.ids, "tag", "Tag", |writer| {
            Ok(writer.tag(&request.ids, &add, &remove)?)
        })
    }

    pub fn note(&self, request: NoteRequest) -> Result<Done> {
        if request.text.len() > LONGEST_NOTE {
            return Err(Error::user(
                "too_large",
                "A note can hold up to a million characters. The note was not changed.",
            ));
        }
        self.change(&[request.id], "note", "Note on", |writer| {
            Ok(writer.set_note(request.id, &request.text)?)
        })
    }

    pub fn trash(&self, request: IdsRequest) -> Result<Done> {
        self.change(&request.ids, "trash", "Trash", |writer| {
            Ok(writer.trash(&request.ids)?)
        })
    }

    pub fn restore(&self, request: IdsRequest) -> Result<Done> {
        self.change(&request.ids, "restore", "Restore", |writer| {
            Ok(writer.restore(&request.ids)?)
        })
    }

    pub fn edit(&self, request: EditRequest) -> Result<Done> {
        self.change(&[request.id], "edit", "Edit", |writer| {
            let known = writer
                .paper(request.id)?
                .ok_or_else(|| Error::no_such_paper(request.id))?;
            let mut paper = known.paper;
            corrected(&mut paper, &request)?;
            import::update(writer, request.id, &paper)
        })
    }

    pub fn add_highlight(&self, request: HighlightRequest) -> Result<Done> {
        self.change(&[request.paper], "highlight", "Highlight in", |writer| {
            let known = writer
                .paper(request.paper)?
                .ok_or_else(|| Error::no_such_paper(request.paper))?;
            let text = known.paper.abstract_text.unwrap_or_default();
            let length = text.chars().count();
            if request.start >= request.end || request.end > length {
                return Err(Error::user(
                    "bad_request",
                    format!("A highlight must lie within the abstract's {length} characters."),
                ));
            }
            let marked: String = text
                .chars()
                .skip(request.start)
                .take(request.end - request.start)
                .collect();
            writer.insert_highlight(&store::NewHighlight {
                paper: request.paper,
                start: request.start,
                end: request.end,
                text: &marked,
                colour: stored_colour(request.colour),
                comment: request.comment.trim(),
            })?;
            Ok(())
        })
    }

    pub fn edit_highlight(&self, request: HighlightEdit) -> Result<Done> {
        let paper = self.paper_of_highlight(request.id)?;
        self.change(&[paper], "highlight", "Change a highlight in", |writer| {
            Ok(writer.edit_highlight(
                request.id,
                stored_colour(request.colour),
                request.comment.trim(),
            )?)
        })
    }

    pub fn remove_highlight(&self, request: HighlightId) -> Result<Done> {
        let paper = self.paper_of_highlight(request.id)?;
        self.change(&[paper], "highlight", "Remove a highlight from", |writer| {
            Ok(writer.remove_highlight(request.id)?)
        })
    }

    fn paper_of_highlight(&self, id: i64) -> Result<PaperId> {
        Ok(self.store().read(|reader| reader.highlight(id))?.paper)
    }

    /// One action on some papers, all of which must exist.
    pub(crate) fn change(
        &self,
        ids: &[PaperId],
        kind: &str,
        verb: &str,
        write: impl FnOnce(&mut Writer<'_>) -> Result<()>,
    ) -> Result<Done> {
        let Written {
            value: what, seq, ..
        } = self.store().write(self.action(kind, ""), |writer| {
            let what = format!("{verb} {}", self.named(writer, ids)?);
            writer.set_what(what.as_str());
            write(writer)?;
            Ok::<String, Error>(what)
        })?;
        self.after_write(seq.is_some())?;
        Ok(Done {
            seq,
            what,
            papers: ids.to_vec(),
        })
    }

    /// `“The title”` for one paper, `3 papers` for several; an error when one does not exist.
    fn named(&self, reader: &store::Reader<'_>, ids: &[PaperId]) -> Result<String> {
        let mut only = None;
        for id in ids {
            let title = reader.title(*id)?.ok_or_else(|| Error::no_such_paper(id))?;
            only = Some(title);
        }
        Ok(match (only, ids.len()) {
            (Some(title), 1) => format!("“{}”", shortened(&title)),
            (_, count) => format!("{count} papers"),
        })
    }
}

fn shortened(title: &str) -> String {
    const LONGEST: usize = 60;
    if title.chars().count() <= LONGEST {
        return title.to_owned();
    }
    let start: String = title.chars().take(LONGEST - 1).collect();
    format!("{}…", start.trim_end())
}

fn clean_tag(tag: &str) -> Result<String> {
    let tag = tag.split_whitespace().collect::<Vec<_>>().join(" ");
    if tag.is_empty() || tag.chars().count() > LONGEST_TAG || tag.chars().any(char::is_control) {
        return Err(Error::user(
            "bad_tag",
            format!("A tag has 1 to {LONGEST_TAG} characters; {tag:?} has not."),
        ));
    }
    Ok(tag)
}

fn corrected(paper: &mut Paper, request: &EditRequest) -> Result<()> {
    if let Some(title) = &request.title {
        let title = title.trim();
        if title.is_empty() {
            return Err(Error::user("bad_request", "A paper must have a title."));
        }
        paper.title = title.to_owned();
    }
    set(&mut paper.abstract_text, request.abstract_text.as_deref());
    set(&mut paper.venue, request.venue.as_deref());
    set(&mut paper.volume, request.volume.as_deref());
    set(&mut paper.issue, request.issue.as_deref());
    set(&mut paper.pages, request.pages.as_deref());
    set(&mut paper.publisher, request.publisher.as_deref());
    if let Some(kind) = &request.kind {
        kind.trim().clone_into(&mut paper.kind);
    }
    if let Some(authors) = &request.authors {
        paper.authors = authors.lines().filter_map(name_of).collect();
    }
    if let Some(date) = request.date.as_deref().map(str::trim) {
        paper.date = if date.is_empty() {
            None
        } else {
            Some(date.parse().map_err(|_| {
                Error::user(
                    "bad_date",
                    format!("{date:?} is not a date: write 2024, 2024-03 or 2024-03-14."),
                )
            })?)
        };
    }
    identifier(paper, Scheme::Doi, request.doi.as_deref(), identity::doi)?;
    identifier(
        paper,
        Scheme::Arxiv,
        request.arxiv.as_deref(),
        identity::arxiv_id,
    )?;
    if let Some(url) = request.url.as_deref().map(str::trim) {
        if !url.is_empty() && !url.starts_with("https://") && !url.starts_with("http://") {
            return Err(Error::user(
                "bad_url",
                "A link begins with https:// or http://.",
            ));
        }
        paper.urls.retain(|known| known != url);
        if url.is_empty() {
            paper.urls.clear();
        } else {
            paper.urls.insert(0, url.to_owned());
        }
    }
    Ok(())
}

fn set(field: &mut Option<String>, value: Option<&str>) {
    if let Some(value) = value.map(str::trim) {
        *field = (!value.is_empty()).then(|| value.to_owned());
    }
}

fn identifier(
    paper: &mut Paper,
    scheme: Scheme,
    value: Option<&str>,
    normalise: impl Fn(&str) -> Option<String>,
) -> Result<()> {
    let Some(value) = value.map(str::trim) else {
        return Ok(());
    };
    if value.is_empty() {
        paper.identifiers.remove(&scheme);
        return Ok(());
    }
    let normal = normalise(value).ok_or_else(|| {
        Error::user(
            "bad_identifier",
            format!(
                "{value:?} is not an identifier of the kind {}.",
                scheme.name()
            ),
        )
    })?;
    paper.identifiers.insert(scheme, normal);
    Ok(())
}

/// `Family, Given`, `Given Family` or `{An Institution}`.
fn name_of(line: &str) -> Option<Name> {
    papers::parse_name(line)
}

pub(crate) fn stored(decision: Decision) -> store::Decision {
    match decision {
        Decision::Inbox => store::Decision::Inbox,
        Decision::Include => store::Decision::Include,
        Decision::Exclude => store::Decision::Exclude,
        Decision::Maybe => store::Decision::Maybe,
    }
}

pub(crate) fn shown(decision: store::Decision) -> Decision {
    match decision {
        store::Decision::Inbox => Decision::Inbox,
        store::Decision::Include => Decision::Include,
        store::Decision::Exclude => Decision::Exclude,
        store::Decision::Maybe => Decision::Maybe,
    }
}

fn stored_colour(colour: Colour) -> store::Colour {
    match colour {
        Colour::Yellow => store::Colour::Yellow,
        Colour::Green => store::Colour::Green,
        Colour::Blue => store::Colour::Blue,
        Colour::Pink => store::Colour::Pink,
    }
}
