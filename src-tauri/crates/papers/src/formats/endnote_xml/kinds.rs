//! EndNote's reference types and CSL item types.

/// `(number, name, CSL type)`; names are asked first, since a library may number its own types.
const KINDS: [(&str, &str, &str); 51] = [
    ("1", "Artwork", "graphic"),
    ("2", "Audiovisual Material", "motion_picture"),
    ("3", "Bill", "bill"),
    ("4", "Case", "legal_case"),
    ("5", "Book Section", "chapter"),
    ("6", "Book", "book"),
    ("7", "Chart or Table", "figure"),
    ("8", "Classical Work", "classic"),
    ("9", "Computer Program", "software"),
    ("10", "Conference Proceedings", "paper-conference"),
    ("12", "Web Page", "webpage"),
    ("13", "Generic", ""),
    ("14", "Hearing", "hearing"),
    ("17", "Journal Article", "article-journal"),
    ("19", "Magazine Article", "article-magazine"),
    ("20", "Map", "map"),
    ("21", "Film or Broadcast", "motion_picture"),
    ("23", "Newspaper Article", "article-newspaper"),
    ("25", "Patent", "patent"),
    ("26", "Personal Communication", "personal_communication"),
    ("27", "Report", "report"),
    ("28", "Edited Book", "book"),
    ("31", "Statute", "legislation"),
    ("32", "Thesis", "thesis"),
    ("34", "Unpublished Work", "manuscript"),
    ("36", "Manuscript", "manuscript"),
    ("37", "Figure", "figure"),
    ("38", "Chart", "figure"),
    ("39", "Equation", "figure"),
    ("43", "Electronic Article", "article-journal"),
    ("44", "Electronic Book", "book"),
    ("45", "Online Database", "dataset"),
    ("46", "Government Document", "report"),
    ("47", "Conference Paper", "paper-conference"),
    ("48", "Online Multimedia", "webpage"),
    ("49", "Online Multimedia", "webpage"),
    ("50", "Legal Rule or Regulation", "regulation"),
    ("51", "Grant", "document"),
    ("52", "Dictionary", "entry-dictionary"),
    ("53", "Encyclopedia", "entry-encyclopedia"),
    ("54", "Ancient Text", "classic"),
    ("55", "Music", "song"),
    ("56", "Blog", "post-weblog"),
    ("57", "Serial", "periodical"),
    ("58", "Standard", "standard"),
    ("59", "Dataset", "dataset"),
    ("60", "Electronic Book Section", "chapter"),
    ("61", "Pamphlet", "pamphlet"),
    ("62", "Discussion Forum", "post"),
    ("63", "Interview", "interview"),
    ("64", "Podcast", "broadcast"),
];

/// Names that other programs give to the types.
const OTHER_NAMES: [(&str, &str); 8] = [
    ("Article", "article-journal"),
    ("Journal", "article-journal"),
    ("Chapter", "chapter"),
    ("Dissertation", "thesis"),
    ("Preprint", "article"),
    ("Website", "webpage"),
    ("Internet", "webpage"),
    ("Conference", "paper-conference"),
];

pub(super) fn csl(number: &str, name: &str) -> &'static str {
    let same = |known: &str| known.eq_ignore_ascii_case(name.trim());
    let named = KINDS.iter().find(|(_, known, _)| same(known));
    let numbered = || KINDS.iter().find(|(known, _, _)| *known == number);
    if let Some((_, _, csl)) = named {
        return csl;
    }
    match OTHER_NAMES.iter().find(|(known, _)| same(known)) {
        Some((_, csl)) => csl,
        None if name.trim().is_empty() => numbered().map_or("", |(_, _, csl)| csl),
        None => "",
    }
}

/// Whether the first people of such a reference are its editors.
pub(super) fn is_edited(number: &str, name: Option<&str>) -> bool {
    name.map_or(number == "28", |name| {
        name.eq_ignore_ascii_case("Edited Book")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_types_name_counts_before_its_number() {
        assert_eq!(csl("17", "Journal Article"), "article-journal");
        assert_eq!(csl("17", "Book Section"), "chapter");
        assert_eq!(csl("6", ""), "book");
        assert_eq!(csl("6", "Recipe"), "");
        assert!(is_edited("28", None));
    }
}
