//! RIS types and CSL item types, there and back.

/// `(TY, CSL type)`; of several types for one CSL type the first is the one written.
const KINDS: [(&str, &str); 43] = [
    ("JOUR", "article-journal"),
    ("EJOUR", "article-journal"),
    ("JFULL", "periodical"),
    ("CPAPER", "paper-conference"),
    ("CONF", "paper-conference"),
    ("CHAP", "chapter"),
    ("ECHAP", "chapter"),
    ("BOOK", "book"),
    ("EBOOK", "book"),
    ("EDBOOK", "book"),
    ("THES", "thesis"),
    ("RPRT", "report"),
    ("ELEC", "webpage"),
    ("WEB", "webpage"),
    ("UNPB", "manuscript"),
    ("MANSCPT", "manuscript"),
    ("MGZN", "article-magazine"),
    ("NEWS", "article-newspaper"),
    ("DATA", "dataset"),
    ("COMP", "software"),
    ("PAT", "patent"),
    ("STAND", "standard"),
    ("ENCYC", "entry-encyclopedia"),
    ("DICT", "entry-dictionary"),
    ("BLOG", "post-weblog"),
    ("MAP", "map"),
    ("PAMP", "pamphlet"),
    ("SOUND", "song"),
    ("VIDEO", "motion_picture"),
    ("PCOMM", "personal_communication"),
    ("ABST", "article-journal"),
    ("INPR", "article-journal"),
    ("DBASE", "dataset"),
    ("GOVDOC", "report"),
    ("SER", "book"),
    ("MPCT", "motion_picture"),
    ("MUSIC", "musical_score"),
    ("BILL", "bill"),
    ("STAT", "legislation"),
    ("CASE", "legal_case"),
    ("HEAR", "hearing"),
    ("ART", "graphic"),
    ("FIGURE", "figure"),
];

pub(super) fn csl(ty: &str) -> &'static str {
    KINDS
        .iter()
        .find(|(name, _)| *name == ty)
        .map_or("", |(_, csl)| csl)
}

/// The type to write; `GEN` for CSL types that RIS does not have.
pub(super) fn ty(csl: &str) -> &'static str {
    KINDS
        .iter()
        .find(|(_, known)| *known == csl)
        .map_or("GEN", |(name, _)| name)
}
