//! What exporters call the types of papers.

use super::columns::Field;
use super::rows::Cells;
use crate::formats::CSL_TYPES;

/// The CSL type of a row; empty when its columns name none that is known.
pub(super) fn kind(cells: &mut Cells<'_>) -> String {
    if let Some(kind) = cells.take_if(Field::CslKind, |cell| CSL_TYPES.contains(&cell)) {
        return kind.to_owned();
    }
    let kind = cells
        .take_if(Field::Kind, |cell| csl(cell).is_some())
        .and_then(csl);
    // Columns that call the same paper something else that is known say no more.
    while kind.is_some()
        && cells
            .take_if(Field::Kind, |cell| csl(cell).is_some())
            .is_some()
    {}
    kind.unwrap_or_default().to_owned()
}

/// The CSL type of what exporters call it; of several, the first that is known.
fn csl(kind: &str) -> Option<&'static str> {
    let known = |kind: &str| {
        let letters: String = kind
            .chars()
            .filter(|c| c.is_alphanumeric())
            .map(|c| c.to_ascii_lowercase())
            .collect();
        Some(match letters.as_str() {
            "journalarticle"
            | "article"
            | "jour"
            | "j"
            | "articlejournal"
            | "review"
            | "editorial"
            | "letter"
            | "note"
            | "erratum"
            | "correction"
            | "shortsurvey"
            | "articleinpress"
            | "reviewarticle"
            | "researcharticle"
            | "originalarticle"
            | "articlereview"
            | "ieeejournals"
            | "ieeejournalsmagazines"
            | "datapaper"
            | "retracted"
            | "journal"
            | "editorialmaterial"
            | "academicjournal"
            | "ejour"
            | "ieeeearlyaccessarticles" => "article-journal",
            "conferencepaper"
            | "proceedingspaper"
            | "inproceedings"
            | "conf"
            | "cpaper"
            | "proceeding"
            | "conferenceproceedings"
            | "proceedings"
            | "ieeeconferences"
            | "meetingabstract"
            | "conferenceabstract"
            | "conferencereview"
            | "proceedingsarticle"
            | "conference"
            | "conferenceproceedingsarticle"
            | "conferencepapers"
            | "paperconference" => "paper-conference",
            "bookchapter" | "booksection" | "chap" | "inbook" | "incollection" | "chapter"
            | "ecchap" => "chapter",
            "book" | "b" | "ebook" | "editedbook" | "monograph" | "bookwhole" => "book",
            "thesis" | "dissertation" | "phdthesis" | "mastersthesis" | "thes"
            | "dissertationthesis" | "dissertations" => "thesis",
            "report" | "rprt" | "techreport" | "technicalreport" => "report",
            "preprint" | "postedcontent" | "preprints" => "article",
            "webpage" | "elec" | "website" | "electronic" => "webpage",
            "magazinearticle" | "mgzn" | "articlemagazine" => "article-magazine",
            "newspaperarticle" | "news" | "articlenewspaper" => "article-newspaper",
            "dataset" | "data" => "dataset",
            "patent" | "pat" | "p" => "patent",
            "software" | "computerprogram" | "comp" => "software",
            "manuscript" | "unpublished" | "unpb" => "manuscript",
            "blogpost" | "blog" => "post-weblog",
            "standard" | "stand" => "standard",
            "encyclopediaarticle" => "entry-encyclopedia",
            "presentation" => "speech",
            _ => return None,
        })
    };
    known(kind).or_else(|| kind.split([';', '|', ',']).find_map(known))
}
