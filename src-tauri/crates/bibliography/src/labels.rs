//! The few words that Lectern itself prints, in the language of the document: the title where the
//! reader gave none, the label of an abstract, the tags, the table of contents. English where a
//! language is not here. (The words inside a reference are the citation style's.)

/// Printed words, without punctuation unless they say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labels {
    /// The title of an annotated bibliography.
    pub title: &'static str,
    /// Stands above an author's abstract.
    pub abstract_text: &'static str,
    /// Stands before the reader's tags.
    pub tags: &'static str,
    /// Stands above the table of contents.
    pub contents: &'static str,
    /// A colon with the space that the language puts before it.
    pub colon: &'static str,
}

const ENGLISH: Labels = Labels {
    title: "Annotated Bibliography",
    abstract_text: "Abstract",
    tags: "Tags",
    contents: "Contents",
    colon: ":",
};

const ALL: [(&str, Labels); 13] = [
    (
        "da",
        labels("Annoteret bibliografi", "Resumé", "Emneord", "Indhold"),
    ),
    (
        "de",
        labels(
            "Kommentierte Bibliographie",
            "Zusammenfassung",
            "Schlagwörter",
            "Inhalt",
        ),
    ),
    ("en", ENGLISH),
    (
        "es",
        labels("Bibliografía comentada", "Resumen", "Etiquetas", "Índice"),
    ),
    (
        "fi",
        labels(
            "Annotoitu bibliografia",
            "Tiivistelmä",
            "Asiasanat",
            "Sisällys",
        ),
    ),
    (
        "fr",
        Labels {
            colon: "\u{A0}:",
            ..labels(
                "Bibliographie annotée",
                "Résumé",
                "Mots-clés",
                "Table des matières",
            )
        },
    ),
    (
        "it",
        labels(
            "Bibliografia commentata",
            "Riassunto",
            "Etichette",
            "Indice",
        ),
    ),
    (
        "nb",
        labels("Kommentert bibliografi", "Sammendrag", "Emneord", "Innhold"),
    ),
    (
        "nl",
        labels(
            "Geannoteerde bibliografie",
            "Samenvatting",
            "Trefwoorden",
            "Inhoud",
        ),
    ),
    (
        "nn",
        labels("Kommentert bibliografi", "Samandrag", "Emneord", "Innhald"),
    ),
    (
        "pl",
        labels(
            "Bibliografia z adnotacjami",
            "Streszczenie",
            "Słowa kluczowe",
            "Spis treści",
        ),
    ),
    (
        "pt",
        labels("Bibliografia comentada", "Resumo", "Etiquetas", "Índice"),
    ),
    (
        "sv",
        labels(
            "Kommenterad bibliografi",
            "Sammanfattning",
            "Ämnesord",
            "Innehåll",
        ),
    ),
];

const fn labels(
    title: &'static str,
    abstract_text: &'static str,
    tags: &'static str,
    contents: &'static str,
) -> Labels {
    Labels {
        title,
        abstract_text,
        tags,
        contents,
        colon: ":",
    }
}

/// The words of a language tag's language (`de-AT` reads as `de`).
pub fn labels_of(language: &str) -> &'static Labels {
    let bare = language.split(['-', '_']).next().unwrap_or_default();
    ALL.iter()
        .find(|(tag, _)| tag.eq_ignore_ascii_case(bare))
        .map_or(&ENGLISH, |(_, labels)| labels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_its_words_and_others_have_english_ones() {
        assert_eq!(labels_of("de-AT").contents, "Inhalt");
        assert_eq!(labels_of("pt_BR").abstract_text, "Resumo");
        assert_eq!(labels_of("FR").colon, "\u{A0}:");
        assert_eq!(labels_of("tlh"), &ENGLISH);
        assert_eq!(labels_of(""), &ENGLISH);
    }
}
