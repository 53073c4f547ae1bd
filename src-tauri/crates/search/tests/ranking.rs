//! Who comes first.

mod support;

use search::{Document, Filter, Query};
use support::{library, paper, titled};

#[test]
fn a_whole_title_comes_first_however_it_is_typed() {
    let shelf = library([
        paper(
            1,
            "Attention, attention: is attention all you need to pay attention?",
            "Attention is all you need. Attention is all you need.",
        ),
        titled(2, "Attention Is All You Need"),
        paper(3, "Need attention", "Is attention all you need?"),
    ]);
    for query in [
        "attention is all you need",
        "Attention-is all, you NEED ",
        "\"attention is all you need\"",
    ] {
        assert_eq!(shelf.ids(query).first(), Some(&2), "{query}");
    }
}

#[test]
fn a_title_that_reads_like_operators_is_still_found() {
    let shelf = library([titled(1, "To Be OR NOT (to Be"), titled(2, "Be or not")]);
    assert_eq!(shelf.ids("To Be OR NOT (to Be").first(), Some(&1));
}

#[test]
fn the_paper_that_bears_the_name_comes_before_those_that_mention_it() {
    let shelf = library([
        paper(
            1,
            "What does BERT look at? An analysis of attention in BERT",
            "BERT BERT BERT BERT",
        ),
        titled(
            2,
            "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding and More",
        ),
        paper(
            3,
            "Sentence embeddings",
            "We use BERT, and BERT again, and BERT.",
        ),
    ]);
    assert_eq!(shelf.ids("bert"), [2, 1, 3]);
}

#[test]
fn an_acronym_in_a_title_counts_more_than_the_same_letters_in_a_word() {
    let shelf = library([
        titled(1, "The cat sat on the mat again"),
        titled(2, "CAT for the tired again, sat"),
    ]);
    assert_eq!(shelf.ids("cat "), [2, 1]);
}

#[test]
fn title_then_names_then_note_then_abstract() {
    let filler = |id: i64| Document {
        id,
        title: format!("Filler number {id}"),
        ..Document::default()
    };
    let shelf = library([
        Document {
            abstract_text: "about quasars".into(),
            ..filler(4)
        },
        Document {
            note: "about quasars".into(),
            ..filler(3)
        },
        Document {
            tags: vec!["quasars".into()],
            ..filler(2)
        },
        titled(1, "About quasars in number"),
    ]);
    assert_eq!(shelf.ids("quasars "), [1, 2, 3, 4]);
}

#[test]
fn the_word_as_typed_comes_before_its_completions_forms_and_neighbours() {
    let shelf = library([
        titled(1, "Nets everywhere"),
        titled(2, "Network everywhere"),
        titled(3, "Net everywhere"),
    ]);
    assert_eq!(shelf.ids("net").first(), Some(&3));
    assert_eq!(shelf.set("net"), [1, 2, 3]);
}

#[test]
fn papers_with_more_of_the_words_come_first_when_none_has_all() {
    let shelf = library([
        titled(1, "red green"),
        titled(2, "red green blue yellow"),
        titled(3, "red green blue"),
    ]);
    let found = shelf.found("red green blue violet ");
    assert!(found.relaxed);
    assert_eq!(
        found.hits.iter().map(|hit| hit.id).collect::<Vec<_>>(),
        [3, 2, 1]
    );
}

#[test]
fn equal_papers_come_by_id_and_pages_fit_together() {
    let shelf = library((0..25).rev().map(|id| titled(id, "The same title")));
    let query = Query::parse("same title");
    let mut paged = Vec::new();
    for offset in (0..30).step_by(7) {
        let page = shelf
            .index
            .search(&query, &Filter::default(), 7, offset)
            .expect("a page");
        assert_eq!(page.total, 25);
        paged.extend(page.hits.iter().map(|hit| hit.id));
    }
    assert_eq!(paged, (0..25).collect::<Vec<_>>());
    assert!(
        shelf
            .index
            .search(&query, &Filter::default(), 0, 0)
            .expect("no page")
            .hits
            .is_empty()
    );
}

#[test]
fn order_does_not_depend_on_how_documents_came_in() {
    let titles = [
        "Deep nets",
        "Deep deep nets of nets",
        "Shallow nets",
        "Nets",
        "Deep water",
    ];
    let documents: Vec<Document> = (1_i64..)
        .zip(titles)
        .map(|(id, title)| titled(id, title))
        .collect();
    let together = library(documents.clone());
    let apart = library([]);
    for document in documents.into_iter().rev() {
        apart.index.apply([document], &[], 2).expect("indexed");
    }
    for query in [
        "deep nets",
        "ne",
        "deep OR nets",
        "\"deep nets\"",
        "deap nets ",
    ] {
        assert_eq!(together.ids(query), apart.ids(query), "{query}");
    }
}

#[test]
fn known_papers_are_told_among_given_ids() {
    let shelf = library([titled(1, "Red"), titled(2, "Green"), titled(3, "Red green")]);
    let matching = shelf
        .index
        .matches(&Query::parse("red "), &Filter::default(), &[3, 2, 99, 1]);
    assert_eq!(matching.expect("an answer"), [3, 1]);
}
