//! What the columns of a table are called, by the programs that export them.

use crate::text::fold;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) enum Field {
    Title,
    Abstract,
    Authors,
    GroupAuthors,
    Orcids,
    Editors,
    Year,
    Date,
    Month,
    Day,
    Venue,
    Volume,
    Issue,
    Pages,
    StartPage,
    EndPage,
    ArticleNumber,
    Publisher,
    Place,
    Language,
    Kind,
    CslKind,
    Doi,
    Pmid,
    Pmcid,
    Arxiv,
    Isbn,
    Issn,
    Openreview,
    Acl,
    Url,
    Keywords,
    Note,
    Key,
}

/// Written before the name of a kept column that would be taken for a known one.
pub(in crate::formats) const EXTRA: &str = "Extra: ";

/// The columns of a table.
#[derive(Clone, Debug)]
pub(in crate::formats) struct Columns {
    /// As the header names them.
    pub(super) names: Vec<String>,
    /// Field, place among the names for that field (the best is asked first), index.
    known: Vec<(Field, u8, usize)>,
}

impl Columns {
    /// The columns that a header row names; `None` for a row that is no header of papers: it needs
    /// a title and another known column.
    pub(in crate::formats) fn of(cells: &[impl AsRef<str>]) -> Option<Columns> {
        if cells.len() < 2 {
            return None;
        }
        let names: Vec<String> = cells
            .iter()
            .map(|cell| fold(super::unguarded(cell.as_ref().trim())))
            .collect();
        let coded = is_coded(&names);
        let has = |wanted: &str| names.iter().any(|name| name == wanted);
        let (zotero, jabref) = (has("Item Type"), has("BibliographyType"));
        let mut known: Vec<(Field, u8, usize)> = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let found = if coded { code(name) } else { field(name) };
            match found {
                // Zotero's own number of an item is no citation key.
                Some((Field::Key, _)) if zotero => {}
                None if jabref && name == "Identifier" => known.push((Field::Key, 0, index)),
                Some((field, rank)) => known.push((field, rank, index)),
                None => {}
            }
        }
        known.sort_by_key(|&(_, rank, index)| (rank, index));
        let columns = Columns { names, known };
        let others = columns
            .known
            .iter()
            .any(|(field, ..)| *field != Field::Title);
        (columns.has(Field::Title) && others).then_some(columns)
    }

    pub(in crate::formats) fn has(&self, field: Field) -> bool {
        self.known.iter().any(|(known, ..)| *known == field)
    }

    /// How many columns are known.
    pub(in crate::formats) fn count(&self) -> usize {
        self.known.len()
    }

    /// How many columns there are, nameless ones at the end not counted.
    pub(in crate::formats) fn width(&self) -> usize {
        let named = self.names.iter().rposition(|name| !name.is_empty());
        named.map_or(0, |last| last + 1)
    }

    /// The indices of a field's columns, the best first.
    pub(super) fn of_field(&self, field: Field) -> impl Iterator<Item = usize> + '_ {
        self.known
            .iter()
            .filter(move |(known, ..)| *known == field)
            .map(|&(_, _, index)| index)
    }

    /// Whether the table has what only tables of papers have.
    pub(in crate::formats) fn are_papers(&self) -> bool {
        const SIGNS: [Field; 7] = [
            Field::Abstract,
            Field::Authors,
            Field::Doi,
            Field::Pmid,
            Field::Arxiv,
            Field::Issn,
            Field::Venue,
        ];
        SIGNS.into_iter().any(|field| self.has(field))
    }

    /// Whether a row repeats the header, as in tables that were put one behind the other.
    pub(super) fn repeats(&self, cells: &[impl AsRef<str>]) -> bool {
        let width = self.width();
        cells.len() >= width
            && width > 1
            && self
                .names
                .iter()
                .zip(cells)
                .all(|(name, cell)| *name == fold(cell.as_ref()))
    }
}

/// Whether a name would be read as a known column.
pub(in crate::formats) fn is_known(name: &str) -> bool {
    field(name).is_some() || name.starts_with(EXTRA)
}

/// Web of Science's two-letter codes are taken for such only among their like.
fn is_coded(names: &[String]) -> bool {
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    has("TI")
        && ["AU", "SO", "PY", "AB", "UT", "PT"]
            .iter()
            .filter(|code| has(code))
            .count()
            >= 2
}

/// A column of Web of Science's two-letter codes.
fn code(name: &str) -> Option<(Field, u8)> {
    Some(match name {
        "TI" => (Field::Title, 0),
        "AB" => (Field::Abstract, 0),
        "AF" => (Field::Authors, 0),
        "AU" => (Field::Authors, 1),
        "BF" => (Field::Authors, 2),
        "BA" => (Field::Authors, 3),
        "CA" => (Field::GroupAuthors, 0),
        "BE" | "ED" => (Field::Editors, 0),
        "PY" => (Field::Year, 0),
        "PD" => (Field::Month, 0),
        "SO" => (Field::Venue, 0),
        "VL" => (Field::Volume, 0),
        "IS" => (Field::Issue, 0),
        "BP" => (Field::StartPage, 0),
        "EP" => (Field::EndPage, 0),
        "AR" => (Field::ArticleNumber, 0),
        "PU" => (Field::Publisher, 0),
        "PI" => (Field::Place, 0),
        "LA" => (Field::Language, 0),
        "DT" => (Field::Kind, 0),
        "PT" => (Field::Kind, 1),
        "DI" | "DO" => (Field::Doi, 0),
        "PM" => (Field::Pmid, 0),
        "BN" => (Field::Isbn, 0),
        "SN" => (Field::Issn, 0),
        "EI" => (Field::Issn, 1),
        "DE" | "KW" => (Field::Keywords, 0),
        "UR" => (Field::Url, 0),
        _ => return None,
    })
}

/// The field that a column's name stands for, and its place among the names for that field.
fn field(name: &str) -> Option<(Field, u8)> {
    if name.len() > 60 {
        return None;
    }
    let plain: String = name
        .trim_start_matches('\u{feff}')
        .chars()
        .map(|c| match c {
            '_' | '-' | '.' | ',' | ':' | '*' => ' ',
            c => c.to_ascii_lowercase(),
        })
        .collect();
    let plain = fold(&plain);
    people(&plain)
        .or_else(|| place_and_time(&plain))
        .or_else(|| numbers(&plain))
        .or_else(|| texts(&plain))
}

fn texts(name: &str) -> Option<(Field, u8)> {
    Some(match name {
        "title"
        | "article title"
        | "document title"
        | "primary title"
        | "title primary"
        | "paper title"
        | "item title"
        | "work title"
        | "study title"
        | "titles"
        | "full title"
        | "title of article"
        | "title of paper"
        | "publication title (article)" => (Field::Title, 0),
        "titel" | "titre" | "titulo" | "título" | "titolo" => (Field::Title, 1),
        "display name" => (Field::Title, 2),
        "abstract" | "abstract note" | "abstract text" | "abstracts" | "paper abstract" => {
            (Field::Abstract, 0)
        }
        "summary" | "zusammenfassung" | "resumen" | "résumé" => (Field::Abstract, 1),
        "keywords" | "keyword" | "author keywords" | "manual tags" | "keywords (author)"
        | "key words" => (Field::Keywords, 0),
        "author supplied keywords" | "tags" | "keywords display name" => (Field::Keywords, 1),
        "subjects" | "subject" | "subject terms" => (Field::Keywords, 2),
        "index keywords" | "mesh terms" => (Field::Keywords, 3),
        "note" | "notes" => (Field::Note, 0),
        "annotation" | "annote" => (Field::Note, 1),
        "comment" | "comments" => (Field::Note, 2),
        "language"
        | "languages"
        | "language of original document"
        | "article language"
        | "original language" => (Field::Language, 0),
        "csl type" => (Field::CslKind, 0),
        "item type" | "type of reference" | "reference type" | "document type" | "doctype"
        | "entry type" | "entrytype" | "bibliographytype" | "bibliography type" => (Field::Kind, 0),
        "publication type" | "record type" | "content type" | "publication types" => {
            (Field::Kind, 1)
        }
        "type" | "document identifier" => (Field::Kind, 2),
        "type crossref" => (Field::Kind, 3),
        "key" | "citation key" | "citationkey" | "bibtexkey" | "bibtex key" | "citekey"
        | "cite key" => (Field::Key, 0),
        _ => return None,
    })
}

fn people(name: &str) -> Option<(Field, u8)> {
    Some(match name {
        "author full names"
        | "authors full names"
        | "author full name"
        | "author names (full)"
        | "authorships author display name" => (Field::Authors, 0),
        "authors"
        | "author"
        | "author names"
        | "author/s"
        | "author(s)"
        | "authors primary"
        | "first authors"
        | "creators"
        | "creator"
        | "author list"
        | "authors list"
        | "all authors"
        | "authorships raw author name"
        | "primary authors"
        | "author name"
        | "autoren"
        | "auteurs"
        | "autores"
        | "autor"
        | "article authors" => (Field::Authors, 1),
        "book author full names" => (Field::Authors, 2),
        "book authors" | "book author" => (Field::Authors, 3),
        "group authors" | "corporate authors" | "corporate author" => (Field::GroupAuthors, 0),
        "authorships author orcid" => (Field::Orcids, 0),
        "editors" | "editor" | "book editors" | "authors secondary" | "secondary authors" => {
            (Field::Editors, 0)
        }
        _ => return None,
    })
}

fn place_and_time(name: &str) -> Option<(Field, u8)> {
    Some(match name {
        "year"
        | "publication year"
        | "pub year"
        | "pubyear"
        | "published year"
        | "year of publication"
        | "publicationyear"
        | "year published"
        | "publish year"
        | "jahr"
        | "année"
        | "año" => (Field::Year, 0),
        "date"
        | "publication date"
        | "date published"
        | "pub date"
        | "date of publication"
        | "published"
        | "published date"
        | "date publication" => (Field::Date, 0),
        "cover date" | "issue date" | "issued" | "coverdate" => (Field::Date, 1),
        "month" | "published month" | "pub month" | "publication month" | "pub month & day" => {
            (Field::Month, 0)
        }
        "pub date free from" => (Field::Month, 1),
        "day" => (Field::Day, 0),
        "journal"
        | "journal title"
        | "journal name"
        | "source title"
        | "publication title"
        | "publication name"
        | "periodical full"
        | "journal/book"
        | "container title"
        | "venue"
        | "journal full title"
        | "periodical"
        | "full journal"
        | "journal / book"
        | "primary location source display name"
        | "host venue display name"
        | "journal/source"
        | "journal full"
        | "zeitschrift"
        | "revista"
        | "sourcetitle" => (Field::Venue, 0),
        "booktitle" | "book title" | "proceedings title" | "anthology title"
        | "title secondary" | "secondary title" | "publication venue" => (Field::Venue, 1),
        "publication" | "conference" => (Field::Venue, 4),
        "periodical abbrev" | "abbreviated source title" | "journal abbreviation" => {
            (Field::Venue, 6)
        }
        "source" => (Field::Venue, 9),
        "publisher" | "book publisher" | "publisher name" | "verlag" => (Field::Publisher, 0),
        "primary location source host organization name" => (Field::Publisher, 1),
        "institution" | "university" | "school" => (Field::Publisher, 2),
        "place"
        | "place of publication"
        | "place published"
        | "publisher place"
        | "city"
        | "publisher city" => (Field::Place, 0),
        "address" => (Field::Place, 1),
        _ => return None,
    })
}

fn numbers(name: &str) -> Option<(Field, u8)> {
    Some(match name {
        "volume" | "vol" | "biblio volume" | "volume number" => (Field::Volume, 0),
        "issue" | "issue number" | "biblio issue" | "issue no" | "number" => (Field::Issue, 0),
        "pages" | "page" | "page range" | "pagination" | "page numbers" | "pp" | "page(s)"
        | "seiten" => (Field::Pages, 0),
        "start page" | "page start" | "first page" | "startpage" | "biblio first page"
        | "begin page" | "beginning page" | "page from" => (Field::StartPage, 0),
        "end page" | "page end" | "last page" | "endpage" | "biblio last page" | "page to" => {
            (Field::EndPage, 0)
        }
        "other pages" => (Field::EndPage, 1),
        "art no" | "article number" | "article no" | "articlenumber" => (Field::ArticleNumber, 0),
        "doi" | "digital object identifier" | "digital object identifier (doi)" => (Field::Doi, 0),
        "ids doi" => (Field::Doi, 1),
        "doi link" | "doi url" => (Field::Doi, 2),
        "pmid" | "pubmed id" | "pubmedid" | "medline pmid" | "pubmed" | "ids pmid" => {
            (Field::Pmid, 0)
        }
        "pmcid" | "pmc id" | "pmc" | "ids pmcid" | "pubmed central id" => (Field::Pmcid, 0),
        "arxiv" | "arxiv id" | "arxivid" | "arxiv number" => (Field::Arxiv, 0),
        "isbn" | "isbns" | "isbn13" | "isbn 13" => (Field::Isbn, 0),
        "issn" | "issns" | "issn/isbn" | "isbn/issn" | "print issn" => (Field::Issn, 0),
        "primary location source issn l" => (Field::Issn, 1),
        "eissn" | "e issn" | "electronic issn" | "primary location source issn" => (Field::Issn, 2),
        "openreview id" | "openreview" => (Field::Openreview, 0),
        "acl id" => (Field::Acl, 0),
        "url" | "urls" | "link" | "external url" | "article url" | "articleurl" | "plink"
        | "article link" | "web link" | "permalink" | "uri" | "paper url" => (Field::Url, 0),
        "primary location landing page url" | "landing page url" | "source linkout" => {
            (Field::Url, 1)
        }
        "full text link" | "links" | "embase link" => (Field::Url, 2),
        "pdf link" | "source urls" | "dimensions url" | "pdf url" => (Field::Url, 3),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_in_any_case_and_order() {
        let columns = Columns::of(&["DOI ", "Publication_Year", "\u{feff}TITLE", "shelf"])
            .expect("a header of papers");
        assert_eq!(columns.count(), 3);
        assert_eq!(columns.of_field(Field::Title).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn the_fuller_of_two_columns_is_asked_first() {
        let columns =
            Columns::of(&["Authors", "Author Full Names", "Article Title"]).expect("a header");
        assert_eq!(columns.of_field(Field::Authors).collect::<Vec<_>>(), [1, 0]);
    }

    #[test]
    fn two_letter_codes_count_only_among_their_like() {
        assert!(Columns::of(&["PT", "AU", "TI", "SO", "PY"]).is_some());
        assert!(Columns::of(&["ID", "TI", "NO"]).is_none());
    }

    #[test]
    fn a_row_without_a_title_is_no_header() {
        assert!(Columns::of(&["Author", "Year"]).is_none());
        assert!(Columns::of(&["Title", "Price"]).is_none());
    }
}
