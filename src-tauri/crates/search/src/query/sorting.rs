//! The order that a query asks for: `sort:date`, `sort:-title`.

/// By what hits are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortBy {
    /// Best match first.
    Relevance,
    /// Newest first.
    Date,
    /// From A to Z.
    Title,
    /// From A to Z, by first author.
    Author,
    /// Latest import first.
    Added,
    /// Most stars first.
    Stars,
}

/// An order, perhaps turned round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sorting {
    pub by: SortBy,
    /// With a dash before it: the other end first.
    pub reversed: bool,
}

/// `None` for what is no order.
pub(super) fn sorting(text: &str) -> Option<Sorting> {
    let (reversed, name) = match text.strip_prefix('-') {
        Some(name) => (true, name),
        None => (false, text),
    };
    let by = match name.to_lowercase().as_str() {
        "relevance" => SortBy::Relevance,
        "date" | "year" => SortBy::Date,
        "title" => SortBy::Title,
        "author" | "authors" => SortBy::Author,
        "added" => SortBy::Added,
        "stars" | "star" => SortBy::Stars,
        _ => return None,
    };
    Some(Sorting { by, reversed })
}
