//! Whether two records are the same paper, and what one paper is when they are.
//!
//! The order of evidence: arXiv id, DOI, the other identifiers, then the title with a guard
//! (first author or year; failing those, the abstracts). Each answer carries its reason in words
//! for a person. Agreement of abstracts alone is never more than a doubt. [`judge`] gives the same
//! kind of answer whichever record comes first.

mod likeness;
mod merge;

pub use likeness::same_author;
pub use merge::merge;

use likeness::{nearly_one_title, share_first_author, similarity};

use crate::identity::{self, arxiv_of_doi, is_preprint_doi, title_key};
use crate::paper::{Paper, Scheme};

/// What is to be thought of two records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// One paper; the reason is for a person.
    Same(String),
    /// Two versions of one work, a preprint and its publication: both are kept, linked.
    Versions(String),
    /// A person should say; the reason tells what speaks for and against.
    Doubtful(String),
    Different,
}

/// Years between a preprint and its printing that nobody wonders about.
const USUAL_DELAY: u32 = 5;
/// Share of three-word runs in common above which two abstracts say the same.
const AGREEING: f64 = 0.6;
/// Share above which they are one text, so that a title may be a little different.
const ONE_TEXT: f64 = 0.8;
/// Length of a title key, in characters, that stands for itself when the abstracts agree.
const LONG_TITLE: usize = 25;

/// Compares a record with a stored paper.
pub fn judge(incoming: &Paper, existing: &Paper) -> Judgement {
    let titles_agree =
        !incoming.title.is_empty() && title_key(&incoming.title) == title_key(&existing.title);
    by_arxiv(incoming, existing, titles_agree)
        .or_else(|| by_doi(incoming, existing, titles_agree))
        .or_else(|| by_other_identifiers(incoming, existing, titles_agree))
        .or_else(|| by_version(incoming, existing, titles_agree))
        .or_else(|| by_title(incoming, existing, titles_agree))
        .unwrap_or_else(|| by_abstract(incoming, existing))
}

fn arxiv(paper: &Paper) -> Option<String> {
    let from_doi = || {
        paper
            .identifiers
            .get(&Scheme::Doi)
            .and_then(|doi| arxiv_of_doi(doi))
    };
    paper
        .identifiers
        .get(&Scheme::Arxiv)
        .cloned()
        .or_else(from_doi)
}

/// The DOI, unless it only repeats an arXiv id.
fn own_doi(paper: &Paper) -> Option<&str> {
    let doi = paper.identifiers.get(&Scheme::Doi)?;
    arxiv_of_doi(doi).is_none().then_some(doi.as_str())
}

fn by_arxiv(a: &Paper, b: &Paper, titles_agree: bool) -> Option<Judgement> {
    let (ours, theirs) = (arxiv(a)?, arxiv(b)?);
    if ours == theirs {
        return Some(Judgement::Same(format!("the same arXiv id, {ours}")));
    }
    let shared_doi = own_doi(a).is_some() && own_doi(a) == own_doi(b);
    Some(if titles_agree {
        Judgement::Doubtful("the same title, but two different arXiv ids".to_owned())
    } else if shared_doi {
        Judgement::Doubtful("the same DOI, but two different arXiv ids".to_owned())
    } else {
        Judgement::Different
    })
}

fn by_doi(a: &Paper, b: &Paper, titles_agree: bool) -> Option<Judgement> {
    let (ours, theirs) = (own_doi(a)?, own_doi(b)?);
    if ours == theirs {
        let parts = a.pages.is_some() && b.pages.is_some() && a.pages != b.pages && !titles_agree;
        return Some(if parts {
            Judgement::Doubtful(
                "the same DOI, but other titles and pages: parts of one volume?".to_owned(),
            )
        } else {
            Judgement::Same(format!("the same DOI, {ours}"))
        });
    }
    let one_is_preprint = is_preprint_doi(ours) != is_preprint_doi(theirs);
    if !(titles_agree || one_is_preprint && reworded(a, b)) {
        return Some(Judgement::Different);
    }
    Some(if one_is_preprint {
        versions(a, b)
    } else {
        Judgement::Doubtful("the same title, but two different DOIs".to_owned())
    })
}

/// A preprint and a publication of one title: versions, unless something speaks against it.
fn versions(a: &Paper, b: &Paper) -> Judgement {
    let years_apart = match (a.date, b.date) {
        (Some(ours), Some(theirs)) => ours.year.abs_diff(theirs.year),
        _ => 0,
    };
    let other_authors = !a.authors.is_empty()
        && !b.authors.is_empty()
        && !share_first_author(&a.authors, &b.authors);
    let doubt = if identity::keys_title(&a.title).is_none() {
        "the title is a short or common one"
    } else if other_authors {
        "the authors are others"
    } else if years_apart > USUAL_DELAY {
        "they are many years apart"
    } else {
        return Judgement::Versions("a preprint and a publication of the same title".to_owned());
    };
    Judgement::Doubtful(format!(
        "versions of one work: a preprint and a publication of the same title, but {doubt}"
    ))
}

fn by_other_identifiers(a: &Paper, b: &Paper, titles_agree: bool) -> Option<Judgement> {
    let (ours, theirs) = (identity::keys(a).identifiers, identity::keys(b).identifiers);
    let mut contradiction = None;
    for (scheme, value) in &ours {
        if matches!(scheme, Scheme::Arxiv | Scheme::Doi) {
            continue;
        }
        let Some((_, other)) = theirs.iter().find(|(theirs, _)| theirs == scheme) else {
            continue;
        };
        if value != other {
            contradiction = Some(scheme.name());
        } else if *scheme == Scheme::Isbn && !titles_agree {
            return Some(Judgement::Doubtful(
                "the same ISBN, but other titles".to_owned(),
            ));
        } else {
            return Some(Judgement::Same(format!(
                "the same {}, {value}",
                scheme.name().to_uppercase()
            )));
        }
    }
    contradiction.filter(|_| titles_agree).map(|scheme| {
        Judgement::Doubtful(format!(
            "the same title, but two different {} numbers",
            scheme.to_uppercase()
        ))
    })
}

/// One side is known only as a preprint, the other only as published.
fn by_version(a: &Paper, b: &Paper, titles_agree: bool) -> Option<Judgement> {
    let is_preprint = |paper: &Paper| {
        (arxiv(paper).is_some() && own_doi(paper).is_none())
            || own_doi(paper).is_some_and(is_preprint_doi)
    };
    let is_published = |paper: &Paper| {
        arxiv(paper).is_none() && own_doi(paper).is_some_and(|doi| !is_preprint_doi(doi))
    };
    let pair = (is_preprint(a) && is_published(b)) || (is_preprint(b) && is_published(a));
    (pair && (titles_agree || reworded(a, b))).then(|| versions(a, b))
}

fn by_title(a: &Paper, b: &Paper, titles_agree: bool) -> Option<Judgement> {
    if !titles_agree {
        return None;
    }
    let distinctive = identity::keys_title(&a.title).is_some();
    let years_apart = match (a.date, b.date) {
        (Some(ours), Some(theirs)) => Some(ours.year.abs_diff(theirs.year)),
        _ => None,
    };
    let surnames = match (a.authors.first(), b.authors.first()) {
        (Some(_), Some(_)) => Some(share_first_author(&a.authors, &b.authors)),
        _ => None,
    };
    let agreement = abstracts_agree(a, b);
    if !distinctive {
        let certain = surnames == Some(true) && years_apart == Some(0) && agreement != Some(false);
        return Some(if certain || states_the_same(a, b) {
            Judgement::Same("the same short title, first author and year".to_owned())
        } else if surnames == Some(false) || years_apart.is_some_and(|years| years > 1) {
            Judgement::Different
        } else {
            Judgement::Doubtful("the same title, but a short or common one".to_owned())
        });
    }
    Some(match (surnames, years_apart) {
        (Some(false), Some(0 | 1)) if one_abstract(a, b) => {
            Judgement::Same("the same title and year, and the abstracts agree".to_owned())
        }
        (Some(false), _) => Judgement::Doubtful("the same title, but other authors".to_owned()),
        (_, Some(years)) if years > USUAL_DELAY => {
            Judgement::Doubtful(format!("the same title, but {years} years apart"))
        }
        (Some(true), _) => Judgement::Same("the same title and first author".to_owned()),
        (None, Some(0 | 1)) => Judgement::Same("the same title and year".to_owned()),
        (None, Some(years)) => {
            Judgement::Doubtful(format!("the same title, but {years} years apart"))
        }
        (None, None) => match agreement {
            Some(true) if title_key(&a.title).len() >= LONG_TITLE => {
                Judgement::Same("the same title, and the abstracts agree".to_owned())
            }
            Some(false) => {
                Judgement::Doubtful("the same title, but the abstracts differ".to_owned())
            }
            _ if states_the_same(a, b) => Judgement::Same("the records say the same".to_owned()),
            _ => Judgement::Doubtful("the same title, and nothing else to compare by".to_owned()),
        },
    })
}

fn by_abstract(a: &Paper, b: &Paper) -> Judgement {
    let contradicted = Scheme::ALL.into_iter().filter(|scheme| *scheme != Scheme::Issn).any(|scheme| {
        matches!((a.identifiers.get(&scheme), b.identifiers.get(&scheme)), (Some(x), Some(y)) if x != y)
    });
    if contradicted || abstracts_agree(a, b) != Some(true) {
        Judgement::Different
    } else if reworded(a, b) {
        Judgement::Same(
            "nearly the same title, the same first author, and the abstracts agree".to_owned(),
        )
    } else {
        Judgement::Doubtful("the abstracts agree, but the titles differ".to_owned())
    }
}

/// One paper whose title was worded a little differently: `Short report: …`, `double-blinded` for
/// `double-blind`. First author, years and the whole abstract have to agree.
fn reworded(a: &Paper, b: &Paper) -> bool {
    let years_agree = match (a.date, b.date) {
        (Some(ours), Some(theirs)) => ours.year.abs_diff(theirs.year) <= 1,
        _ => false,
    };
    years_agree
        && identity::keys_title(&a.title).is_some()
        && identity::keys_title(&b.title).is_some()
        && share_first_author(&a.authors, &b.authors)
        && nearly_one_title(&a.title, &b.title)
        && one_abstract(a, b)
}

/// Both have an abstract of some length, and it is one text.
fn one_abstract(a: &Paper, b: &Paper) -> bool {
    let (Some(ours), Some(theirs)) = (&a.abstract_text, &b.abstract_text) else {
        return false;
    };
    let is_long = |text: &str| identity::sketch(text).is_some();
    is_long(ours) && is_long(theirs) && similarity(ours, theirs) >= ONE_TEXT
}

/// Whether two records state exactly the same about the work, whatever they are called.
fn states_the_same(a: &Paper, b: &Paper) -> bool {
    a.title == b.title
        && a.authors == b.authors
        && a.abstract_text == b.abstract_text
        && a.date == b.date
        && a.venue == b.venue
        && a.identifiers == b.identifiers
}

/// `None` when one side has no abstract to compare.
fn abstracts_agree(a: &Paper, b: &Paper) -> Option<bool> {
    let (ours, theirs) = (a.abstract_text.as_deref()?, b.abstract_text.as_deref()?);
    if ours.is_empty() || theirs.is_empty() {
        return None;
    }
    Some(ours == theirs || similarity(ours, theirs) >= AGREEING)
}

#[cfg(test)]
mod tests;
