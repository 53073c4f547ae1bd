//! Hayagriva's entry types and the types of the model.

/// Every entry type.
const TYPES: [&str; 32] = [
    "article",
    "chapter",
    "entry",
    "anthos",
    "report",
    "thesis",
    "web",
    "scene",
    "artwork",
    "patent",
    "case",
    "newspaper",
    "legislation",
    "manuscript",
    "original",
    "post",
    "misc",
    "performance",
    "periodical",
    "proceedings",
    "book",
    "blog",
    "reference",
    "conference",
    "anthology",
    "repository",
    "thread",
    "video",
    "audio",
    "exhibition",
    "tweet",
    "software",
];

pub(super) fn is_type(name: &str) -> bool {
    TYPES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The type that a parent has when it does not say.
pub(super) fn default_parent(of: &str) -> &'static str {
    match of {
        "article" => "periodical",
        "chapter" => "book",
        "entry" => "reference",
        "anthos" | "legislation" => "anthology",
        "web" => "web",
        "scene" | "video" => "video",
        "artwork" => "exhibition",
        "post" | "tweet" => "post",
        "audio" => "audio",
        _ => "misc",
    }
}

/// The model's type for an entry type and that of its first parent.
pub(super) fn kind(entry: &str, parent: Option<&str>) -> &'static str {
    match (entry, parent) {
        ("article", Some("proceedings" | "conference")) => "paper-conference",
        ("article", Some("newspaper")) => "article-newspaper",
        ("article", Some("blog" | "web")) => "post-weblog",
        ("article", Some("anthology" | "book")) => "chapter",
        ("article", Some("periodical")) => "article-journal",
        ("article", _) => "article",
        ("chapter" | "anthos", _) => "chapter",
        ("entry", _) => "entry",
        ("report", _) => "report",
        ("thesis", _) => "thesis",
        ("web" | "blog", _) => "webpage",
        ("artwork", _) => "graphic",
        ("patent", _) => "patent",
        ("case", _) => "legal_case",
        ("legislation", _) => "legislation",
        ("manuscript", _) => "manuscript",
        ("post" | "tweet" | "thread", _) => "post",
        ("performance", _) => "performance",
        ("periodical" | "newspaper", _) => "periodical",
        ("book" | "proceedings" | "reference" | "anthology", _) => "book",
        ("conference", _) => "speech",
        ("repository" | "software", _) => "software",
        ("video" | "scene", _) => "motion_picture",
        ("audio", _) => "song",
        _ => "",
    }
}

/// The entry type for one of the model's, and the type of the parent that holds the venue.
pub(super) fn entry(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "article-journal" | "article-magazine" | "review" | "review-book" => {
            ("article", "periodical")
        }
        "article-newspaper" => ("article", "newspaper"),
        "article" => ("article", "repository"),
        "paper-conference" => ("article", "proceedings"),
        "chapter" => ("chapter", "book"),
        "entry" | "entry-dictionary" | "entry-encyclopedia" => ("entry", "reference"),
        "book" => ("book", "anthology"),
        "report" => ("report", "misc"),
        "thesis" => ("thesis", "misc"),
        "webpage" => ("web", "web"),
        "post-weblog" => ("article", "blog"),
        "post" => ("post", "post"),
        "graphic" | "figure" => ("artwork", "exhibition"),
        "patent" => ("patent", "misc"),
        "legal_case" => ("case", "misc"),
        "legislation" | "bill" => ("legislation", "anthology"),
        "manuscript" => ("manuscript", "misc"),
        "performance" => ("performance", "misc"),
        "periodical" => ("periodical", "misc"),
        "speech" => ("conference", "misc"),
        "software" | "dataset" => ("repository", "misc"),
        "motion_picture" | "broadcast" => ("video", "video"),
        "song" => ("audio", "audio"),
        _ => ("misc", "misc"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_those_that_hayagriva_knows() {
        for kind in crate::formats::CSL_TYPES {
            let (own, parent) = entry(kind);
            assert!(is_type(own) && is_type(parent), "{kind}");
        }
        assert!(is_type("Article") && !is_type("object"));
    }
}
