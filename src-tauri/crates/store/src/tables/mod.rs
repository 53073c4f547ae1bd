//! One file per table: its schema, its row, its reads and its writes.

pub(crate) mod actions;
pub(crate) mod changes;
pub(crate) mod collections;
pub(crate) mod field_values;
pub(crate) mod fields;
pub(crate) mod highlights;
pub(crate) mod identifiers;
pub(crate) mod imports;
pub(crate) mod kept;
pub(crate) mod meta;
pub(crate) mod papers;
pub(crate) mod saved;
pub(crate) mod settings;
pub(crate) mod sightings;
pub(crate) mod tags;
pub(crate) mod verdicts;
pub(crate) mod watch;

use crate::log::Logged;

/// The tables whose writes can be undone. Settings are the reader's surroundings, not the
/// library's contents, and are left out on purpose; so are the hits of saved searches, for which
/// `watch` says why.
pub(crate) const LOGGED: &[Logged] = &[
    Logged {
        table: "papers",
        paper: Some("id"),
        parent: None,
        key: &["key"],
    },
    Logged {
        table: "identifiers",
        paper: Some("paper"),
        parent: None,
        key: &["scheme", "value", "paper"],
    },
    Logged {
        table: "imports",
        paper: None,
        parent: None,
        key: &[],
    },
    Logged {
        table: "sightings",
        paper: Some("paper"),
        parent: Some(("import", "imports")),
        key: &[],
    },
    Logged {
        table: "tags",
        paper: Some("paper"),
        parent: None,
        key: &["paper", "folded"],
    },
    Logged {
        table: "collections",
        paper: None,
        parent: None,
        key: &["folded"],
    },
    Logged {
        table: "collection_papers",
        paper: Some("paper"),
        parent: Some(("collection", "collections")),
        key: &["collection", "paper"],
    },
    Logged {
        table: "highlights",
        paper: Some("paper"),
        parent: None,
        key: &[],
    },
    Logged {
        table: "verdicts",
        paper: Some("paper"),
        parent: None,
        key: &["paper", "other"],
    },
    Logged {
        table: "saved_searches",
        paper: None,
        parent: None,
        key: &["folded"],
    },
    Logged {
        table: "fields",
        paper: None,
        parent: None,
        key: &["folded"],
    },
    Logged {
        table: "field_values",
        paper: Some("paper"),
        parent: Some(("field", "fields")),
        key: &["field", "paper"],
    },
    Logged {
        table: "kept",
        paper: None,
        parent: None,
        key: &["kind", "folded"],
    },
];
