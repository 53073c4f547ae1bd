//! Topics of lists and results, and the export by topic.

use std::time::Instant;

use library::api::types::*;

use crate::desk::{Desk, decide, ids, import, subject, texts};

fn topics(library: &library::Library, view: View, query: &str) -> Topics {
    let mut topics = library
        .topics(TopicsRequest {
            view,
            query: query.to_owned(),
        })
        .expect("topics");
    // The only part of an answer that may differ from time to time.
    topics.seconds = 0.0;
    topics
}

fn of_topic(library: &library::Library, view: View, query: &str, topic: &str) -> Vec<PaperRow> {
    let request = ListRequest {
        view,
        query: query.to_owned(),
        topic: Some(topic.to_owned()),
        limit: 1_000,
        ..ListRequest::default()
    };
    library.list(request).expect("a list").rows
}

#[test]
fn each_subject_is_a_topic_named_by_its_own_words() {
    let desk = Desk::new();
    let library = desk.papers(60);
    let found = topics(&library, View::Library, "");
    assert_eq!(found.topics.len(), 3);
    assert_eq!(
        found.topics.iter().map(|topic| topic.papers).sum::<usize>(),
        60
    );
    for topic in &found.topics {
        let rows = of_topic(&library, View::Library, "", &topic.id);
        assert_eq!(rows.len(), topic.papers);
        let about = subject(rows[0].id);
        assert!(rows.iter().all(|row| subject(row.id) == about));
        let words = crate::desk::SUBJECTS[about];
        let text = format!("{} {}", words.0, words.1).to_lowercase();
        for term in &topic.terms {
            assert!(
                text.contains(&term.to_lowercase()),
                "{term} is not of {}",
                words.0
            );
        }
        assert!(!topic.label.is_empty());
    }
}

#[test]
fn the_same_papers_have_the_same_topics_also_after_a_restart() {
    let desk = Desk::new();
    let library = desk.papers(90);
    let first = topics(&library, View::Library, "");
    assert_eq!(topics(&library, View::Library, ""), first);
    drop(library);
    assert_eq!(topics(&desk.open(), View::Library, ""), first);
}

#[test]
fn topics_hold_still_while_papers_are_decided_one_by_one() {
    let desk = Desk::new();
    let library = desk.papers(90);
    let before = topics(&library, View::Inbox, "");
    let topic = &before.topics[0];
    let papers = ids(&of_topic(&library, View::Inbox, "", &topic.id));
    for (gone, id) in papers.iter().take(5).enumerate() {
        decide(&library, Decision::Include, &[*id]);
        let left = of_topic(&library, View::Inbox, "", &topic.id);
        assert_eq!(left.len(), papers.len() - gone - 1);
        assert!(left.iter().all(|row| row.id != *id));
    }
    let after = topics(&library, View::Inbox, "");
    let mut names: Vec<_> = before.topics.iter().map(|topic| &topic.label).collect();
    let mut still: Vec<_> = after.topics.iter().map(|topic| &topic.label).collect();
    names.sort();
    still.sort();
    assert_eq!(names, still);
    assert_eq!(
        after.topics.iter().map(|topic| topic.papers).sum::<usize>(),
        85
    );
}

#[test]
fn a_query_has_topics_of_its_own_that_filter_every_order() {
    let desk = Desk::new();
    let library = desk.papers(60);
    let found = topics(&library, View::Library, "observation");
    assert_eq!(
        found.topics.iter().map(|topic| topic.papers).sum::<usize>(),
        60
    );
    let topic = &found.topics[0];
    let by_match = of_topic(&library, View::Library, "observation", &topic.id);
    assert_eq!(by_match.len(), topic.papers);
    for sort in [Sort::Title, Sort::Date, Sort::Nearness, Sort::Ranking] {
        let request = ListRequest {
            query: "observation".to_owned(),
            sort,
            topic: Some(topic.id.clone()),
            ..ListRequest::default()
        };
        let listed = library.list(request.clone()).expect("a list");
        assert_eq!(listed.total, topic.papers);
        assert_eq!(
            library.list_ids(request).expect("numbers").ids,
            ids(&listed.rows)
        );
    }
    // Pages of the best matches fit together.
    let page = library
        .list(ListRequest {
            query: "observation".to_owned(),
            topic: Some(topic.id.clone()),
            offset: 5,
            limit: 3,
            ..ListRequest::default()
        })
        .expect("a page");
    assert_eq!(
        (page.total, ids(&page.rows)),
        (topic.papers, ids(&by_match)[5..8].to_vec())
    );
}

#[test]
fn a_topic_that_is_no_more_is_refused_by_name() {
    let desk = Desk::new();
    let library = desk.papers(30);
    let request = ListRequest {
        topic: Some("0123456789abcdef".to_owned()),
        ..ListRequest::default()
    };
    assert_eq!(
        library.list(request).expect_err("no such topic").code,
        "no_such_topic"
    );
}

#[test]
fn few_papers_alike_papers_and_none_have_topics_too() {
    for count in [0, 1, 2, 5, 9] {
        let desk = Desk::new();
        let library = desk.papers(count);
        let found = topics(&library, View::Library, "");
        assert_eq!(
            found.topics.iter().map(|topic| topic.papers).sum::<usize>(),
            count
        );
        assert!(found.topics.iter().all(|topic| !topic.label.is_empty()));
        assert!(found.topics.len() <= 3);
    }
}

#[test]
fn papers_without_a_vector_are_counted_and_the_lack_is_named() {
    let desk = Desk::new();
    let library = desk.open();
    import(&library, &texts(1, 12));
    let found = topics(&library, View::Library, "");
    assert_eq!((found.topics.len(), found.without), (0, 12));
    assert!(found.note.is_some_and(|note| note.contains("model")));
    let refused = library
        .export(&ExportChoices {
            format: "markdown".to_owned(),
            papers: ExportPapers::Library,
            group_by: Some(GroupBy::Topic),
            ..ExportChoices::default()
        })
        .expect_err("nothing to group by");
    assert_eq!(refused.code, "model_missing");
}

#[test]
fn an_export_by_topic_has_the_labels_as_headings_and_the_rest_last() {
    let desk = Desk::new();
    desk.vectors(60);
    let library = desk.open();
    import(&library, &texts(1, 62));
    let found = topics(&library, View::Library, "");
    let exported = library
        .export(&ExportChoices {
            format: "markdown".to_owned(),
            papers: ExportPapers::Library,
            group_by: Some(GroupBy::Topic),
            ..ExportChoices::default()
        })
        .expect("an export");
    let text = String::from_utf8(exported.bytes).expect("text");
    let mut last = 0;
    let labels = found.topics.iter().map(|topic| topic.label.as_str());
    for heading in labels.chain(["Without a topic"]) {
        let place = text
            .find(heading)
            .unwrap_or_else(|| panic!("no heading {heading}: {text}"));
        assert!(place > last, "{heading} is out of place");
        last = place;
    }
    assert_eq!(exported.entries, 62);
}

#[test]
fn ten_thousand_papers_are_grouped_whole() {
    let desk = Desk::new();
    let library = desk.many_papers(10_000);
    let started = Instant::now();
    let found = topics(&library, View::Library, "");
    eprintln!("topics of 10,000 papers: {:?}", started.elapsed());
    assert_eq!(
        found.topics.iter().map(|topic| topic.papers).sum::<usize>(),
        10_000
    );
    assert_eq!(found.topics.len(), 3);
}

#[test]
fn real_meaning_finds_the_subjects() {
    let Some(desk) = Desk::with_model() else {
        return;
    };
    let library = desk.open();
    import(&library, &texts(1, 24));
    assert!(topics(&library, View::Library, "").topics.is_empty());
    library.embed_now(&mut |_, _| true).expect("embedded");
    let found = topics(&library, View::Library, "");
    assert_eq!(found.topics.len(), 3, "{found:?}");
    for topic in &found.topics {
        let rows = of_topic(&library, View::Library, "", &topic.id);
        assert!(
            rows.iter()
                .all(|row| subject(row.id) == subject(rows[0].id))
        );
    }
}
