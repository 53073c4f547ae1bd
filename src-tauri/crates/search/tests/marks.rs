//! What is marked in a text, which fragment is shown, and which rare words are shared.

mod support;

use search::Query;
use support::{Library, library, paper, titled};

fn shelf() -> Library {
    library([
        paper(
            1,
            "Mastering Worlds with DreamerV3",
            "An agent imagines futures in a learned world model.",
        ),
        paper(
            2,
            "Étude of networks",
            "The network is trained by self-supervised learning.",
        ),
    ])
}

fn marked(shelf: &Library, query: &str, field: &str, text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    shelf
        .index
        .ranges(&Query::parse(query), field, text)
        .into_iter()
        .map(|(start, end)| {
            chars
                .get(start..end)
                .expect("inside the text")
                .iter()
                .collect()
        })
        .collect()
}

#[test]
fn words_are_marked_in_the_form_in_which_they_stand() {
    let shelf = shelf();
    let text = "β: Étude of neural networks; a NETWORK trained by self-supervision, DreamerV3.";
    for (query, wanted) in [
        ("network ", vec!["networks", "NETWORK"]),
        ("etude ", vec!["Étude"]),
        ("netw", vec!["networks", "NETWORK"]),
        ("nettwork ", vec!["NETWORK"]),
        ("dreamer ", vec!["DreamerV3"]),
        ("beta ", vec!["β"]),
        ("\"neural networks\"", vec!["neural networks"]),
        ("\"networks neural\"", vec![]),
        ("\"neural trained\"~5", vec!["neural", "trained"]),
        ("title:neural trained", vec!["trained"]),
        ("-neural trained", vec!["trained"]),
        ("a of by trained", vec!["trained"]),
        ("year:2020 is:inbox neural ", vec!["neural"]),
    ] {
        assert_eq!(marked(&shelf, query, "abstract", text), wanted, "{query}");
    }
}

#[test]
fn a_hyphenated_name_is_marked_as_one() {
    let shelf = shelf();
    assert_eq!(
        marked(
            &shelf,
            "self-supervised ",
            "abstract",
            "By self-supervised or supervised, self made"
        ),
        ["self-supervised"]
    );
    assert_eq!(
        marked(&shelf, "selfsupervised ", "abstract", "By self-supervised"),
        ["self-supervised"]
    );
    assert_eq!(marked(&shelf, "学习", "title", "深度学习综述"), ["学习"]);
}

#[test]
fn a_fields_word_is_marked_in_that_field_only() {
    let shelf = shelf();
    assert_eq!(
        marked(&shelf, "authors:hafner ", "author", "Danijar Hafner"),
        ["Hafner"]
    );
    assert!(marked(&shelf, "author:hafner ", "abstract", "Danijar Hafner").is_empty());
    assert_eq!(
        marked(&shelf, "hafner ", "anything", "Danijar Hafner"),
        ["Hafner"]
    );
}

#[test]
fn a_snippet_is_the_fragment_that_shows_most_of_the_query() {
    let filler = "Lorem ipsum dolor sit amet consectetur. ".repeat(12);
    let text =
        format!("Agents appear here. {filler}Later the agent imagines\nits futures. {filler}");
    let shelf = shelf();
    let snippet = shelf
        .index
        .snippet(
            &Query::parse("agent futures "),
            &[("note", "agent"), ("abstract", &text)],
        )
        .expect("a snippet");
    assert_eq!(snippet.field, "abstract");
    assert!(
        snippet.text.starts_with('…') && snippet.text.ends_with('…'),
        "{}",
        snippet.text
    );
    assert!(
        snippet
            .text
            .contains("Later the agent imagines its futures."),
        "{}",
        snippet.text
    );
    assert!(snippet.text.chars().count() <= 230);
    let chars: Vec<char> = snippet.text.chars().collect();
    let marked: Vec<String> = snippet
        .ranges
        .iter()
        .map(|(start, end)| chars.get(*start..*end).expect("inside").iter().collect())
        .collect();
    assert_eq!(marked, ["agent", "futures"]);
}

#[test]
fn a_short_text_is_shown_whole() {
    let snippet = shelf()
        .index
        .snippet(
            &Query::parse("agent"),
            &[("abstract", "  An agent, imagining. ")],
        )
        .expect("a snippet");
    assert_eq!(
        (snippet.text.as_str(), snippet.ranges),
        ("An agent, imagining.", vec![(3, 8)])
    );
}

#[test]
fn where_nothing_matches_there_is_no_snippet() {
    let shelf = shelf();
    assert_eq!(
        shelf
            .index
            .snippet(&Query::parse("zebra"), &[("abstract", "An agent")]),
        None
    );
    assert_eq!(
        shelf
            .index
            .snippet(&Query::parse(""), &[("abstract", "An agent")]),
        None
    );
    assert_eq!(shelf.index.snippet(&Query::parse("agent"), &[]), None);
}

#[test]
fn shared_rare_words_are_told_rarest_first_as_they_are_written() {
    let mut documents: Vec<_> = (10..110)
        .map(|id| titled(id, "Common learning of common things"))
        .collect();
    documents.extend((200..204).map(|id| titled(id, "Octopus arms")));
    documents.push(titled(300, "Cephalopod arms"));
    let shelf = library(documents);
    let one = "Octopuses learn common things: the Cephalopod uses self-attention, 2020";
    let other =
        "In 2020 the cephalopods and an octopus had self-attention for common learning of things";
    let shared = shelf.index.rare_terms(one, other, 9).expect("words");
    assert_eq!(shared, ["self-attention", "Cephalopod", "Octopuses"]);
    assert_eq!(
        shelf.index.rare_terms(one, other, 1).expect("words").len(),
        1
    );
    assert!(
        shelf
            .index
            .rare_terms(one, "", 9)
            .expect("words")
            .is_empty()
    );
}
