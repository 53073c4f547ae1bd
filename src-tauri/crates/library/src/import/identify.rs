//! Who a record is among the papers of a library. Looks at the few papers that share a key with it,
//! never at all of them.

use papers::matching::{self, Judgement};
use papers::{Paper, Scheme, identity};
use store::{Reader, StoredPaper};

use crate::Library;
use crate::api::types::PaperId;
use crate::error::Result;

/// What a record is looked up by.
pub(crate) struct Keys {
    identifiers: Vec<(Scheme, String)>,
    /// What its title is compared by, for the store.
    pub(crate) title: Option<String>,
    sketch: Option<[i64; 2]>,
}

/// How a record stands to the papers of the library.
pub(crate) enum Standing {
    /// It is this paper; the reason is for a person.
    Same(StoredPaper, String),
    /// It is none of them, as far as can be said.
    Other {
        /// The paper that it may be.
        doubt: Option<(StoredPaper, String)>,
        /// The papers that it is another version of.
        versions: Vec<(StoredPaper, String)>,
    },
}

impl Keys {
    pub(crate) fn of(paper: &Paper) -> Keys {
        let keys = identity::keys(paper);
        Keys {
            identifiers: keys.identifiers,
            title: keys.title.or(keys.record),
            sketch: paper.abstract_text.as_deref().and_then(identity::sketch),
        }
    }
}

pub(crate) fn identify(reader: &Reader<'_>, paper: &Paper, keys: &Keys) -> Result<Standing> {
    let candidates = reader.candidates(&keys.identifiers, keys.title.as_deref(), keys.sketch)?;
    let mut doubt = None;
    let mut versions = Vec::new();
    for id in candidates {
        let Some(known) = reader.paper(id)? else {
            continue;
        };
        if let Some(reason) = also_known_as(reader, &keys.identifiers, &known)? {
            return Ok(Standing::Same(survivor(reader, known)?, reason));
        }
        match matching::judge(paper, &known.paper) {
            Judgement::Same(reason) => {
                return Ok(Standing::Same(survivor(reader, known)?, reason));
            }
            Judgement::Doubtful(_) | Judgement::Versions(_) if known.trashed => {}
            Judgement::Doubtful(reason) if doubt.is_none() => doubt = Some((known, reason)),
            Judgement::Versions(reason) => versions.push((known, reason)),
            Judgement::Doubtful(_) | Judgement::Different => {}
        }
    }
    Ok(Standing::Other { doubt, versions })
}

/// Whether the record bears an identifier that the known paper has beside those it shows, which it
/// got when another record of it was merged into it: a verdict that is remembered.
fn also_known_as(
    reader: &Reader<'_>,
    identifiers: &[(Scheme, String)],
    known: &StoredPaper,
) -> Result<Option<String>> {
    let shown = &known.paper.identifiers;
    let contradicted =
        |(scheme, value): &&(Scheme, String)| shown.get(scheme).is_some_and(|other| other != value);
    let Some(other) = identifiers.iter().find(contradicted) else {
        return Ok(None);
    };
    let (scheme, value) = other;
    Ok(reader
        .identifiers(known.id)?
        .contains(other)
        .then(|| format!("merged before: it also has the {} {value}", scheme.name())))
}

/// The paper itself, or the one that it was merged into.
pub(crate) fn survivor(reader: &Reader<'_>, known: StoredPaper) -> Result<StoredPaper> {
    if known.trashed
        && let Some(other) = reader.merged_into(known.id)?
        && let Some(survivor) = reader.paper(other)?
    {
        return Ok(survivor);
    }
    Ok(known)
}

impl Library {
    /// The paper of the library that a record is, without importing anything.
    pub fn known(&self, paper: &Paper) -> Result<Option<PaperId>> {
        self.store().read(|reader| {
            Ok(match identify(reader, paper, &Keys::of(paper))? {
                Standing::Same(known, _) => Some(known.id),
                Standing::Other { .. } => None,
            })
        })
    }
}
