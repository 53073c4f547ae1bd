//! Entry types and CSL item types, there and back.

/// `(entry type, CSL type)`; of several entries for one CSL type the first is the one written.
const KINDS: [(&str, &str); 28] = [
    ("article", "article-journal"),
    ("inproceedings", "paper-conference"),
    ("conference", "paper-conference"),
    ("incollection", "chapter"),
    ("inbook", "chapter"),
    ("suppbook", "chapter"),
    ("suppcollection", "chapter"),
    ("book", "book"),
    ("mvbook", "book"),
    ("booklet", "pamphlet"),
    ("collection", "book"),
    ("mvcollection", "book"),
    ("proceedings", "book"),
    ("mvproceedings", "book"),
    ("reference", "book"),
    ("phdthesis", "thesis"),
    ("mastersthesis", "thesis"),
    ("thesis", "thesis"),
    ("techreport", "report"),
    ("report", "report"),
    ("online", "webpage"),
    ("electronic", "webpage"),
    ("www", "webpage"),
    ("unpublished", "manuscript"),
    ("software", "software"),
    ("dataset", "dataset"),
    ("patent", "patent"),
    ("inreference", "entry-encyclopedia"),
];

/// The CSL type of an entry type; empty for `misc` and types nobody knows.
pub(super) fn csl(entry_type: &str) -> &'static str {
    KINDS
        .iter()
        .find(|(name, _)| *name == entry_type)
        .map_or("", |(_, csl)| csl)
}

/// The entry type to write for a CSL type, and whether reading it gives the CSL type back.
pub(super) fn entry_type(csl: &str, biblatex: bool) -> (&'static str, bool) {
    let classic = |name: &str| {
        !matches!(
            name,
            "online" | "software" | "dataset" | "patent" | "inreference" | "thesis" | "report"
        )
    };
    match csl {
        "" => ("misc", true),
        "thesis" if biblatex => ("thesis", true),
        "report" if biblatex => ("report", true),
        _ => KINDS
            .iter()
            .find(|(name, known)| *known == csl && (biblatex || classic(name)))
            .map_or(("misc", false), |(name, _)| (name, true)),
    }
}

pub(super) fn is_known(entry_type: &str) -> bool {
    KINDS.iter().any(|(name, _)| *name == entry_type)
        || matches!(
            entry_type,
            "misc"
                | "manual"
                | "periodical"
                | "xdata"
                | "set"
                | "artwork"
                | "audio"
                | "video"
                | "image"
                | "standard"
        )
}

/// Whether only BibLaTeX has the type.
pub(super) fn is_biblatex(entry_type: &str) -> bool {
    matches!(
        entry_type,
        "online"
            | "thesis"
            | "report"
            | "collection"
            | "mvbook"
            | "mvcollection"
            | "mvproceedings"
            | "xdata"
            | "dataset"
            | "software"
            | "inreference"
            | "reference"
            | "periodical"
            | "suppbook"
    )
}
