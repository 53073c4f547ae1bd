//! What a saved page may look like, one rule each.

use super::*;

const LONG: &str = "We study how small boats keep their course in changing wind. Our model needs no map \
    and no compass. It learns from the crew and improves with every trip, and we report where it fails.";

fn codes(reading: &Reading) -> Vec<&str> {
    reading
        .diagnostics
        .iter()
        .map(|d| d.code.as_str())
        .collect()
}

fn titles(reading: &Reading) -> Vec<&str> {
    reading
        .records
        .iter()
        .map(|record| record.paper.title.as_str())
        .collect()
}

fn ids(reading: &Reading) -> Vec<Option<&str>> {
    reading
        .records
        .iter()
        .map(|record| {
            record
                .paper
                .identifiers
                .get(&Scheme::Arxiv)
                .map(String::as_str)
        })
        .collect()
}

#[test]
fn a_missing_abstract_costs_one_abstract() {
    let text = format!(
        "First Title of Three\n\n{LONG}\n\nSecond Title of Three\n\nThird Title of Three\n\n{LONG}\n"
    );
    let reading = read(&text);
    assert_eq!(
        titles(&reading),
        [
            "First Title of Three",
            "Second Title of Three",
            "Third Title of Three"
        ]
    );
    assert_eq!(codes(&reading), ["missing-abstract"]);
    assert_eq!(reading.diagnostics[0].line, Some(5));
    assert_eq!(reading.records[1].paper.abstract_text, None);
    assert!(!reading.records[1].doubts.is_empty());
    assert!(reading.records[2].doubts.is_empty());
}

#[test]
fn a_digest_cut_in_an_abstract_keeps_what_is_there() {
    for kept in [10, 55, 150] {
        let cut: String = LONG.chars().take(kept).collect();
        let text = format!(
            "First Title of Two\n\n{LONG}\n\nSecond Title of Two\n\n{}",
            cut.trim_end()
        );
        let reading = read(&text);
        assert_eq!(
            titles(&reading),
            ["First Title of Two", "Second Title of Two"],
            "{kept}"
        );
        assert_eq!(
            reading.records[1].paper.abstract_text.as_deref(),
            Some(cut.trim_end())
        );
        assert_eq!(codes(&reading), ["truncated-abstract"], "{kept}");
        assert!(reading.records[1].doubts[0].starts_with("truncated-abstract"));
    }
}

#[test]
fn votes_authors_and_organisations_are_not_titles() {
    let text = format!(
        "Mar 14\n\n74\n\n-\n\nSteering Small Boats by Ear\n\n{LONG}\n\n6 authors\n\nInstitute of Harbour Studies\n\n·\n\nMar 12\n\n3\n\n[-] 1\n\nAnchors and Other Commitments\n\n{LONG}\n\n2 authors\n"
    );
    let reading = read(&text);
    assert_eq!(
        titles(&reading),
        [
            "Steering Small Boats by Ear",
            "Anchors and Other Commitments"
        ]
    );
    assert_eq!(reading.date.as_deref(), Some("Mar 14"));
}

#[test]
fn ids_before_titles_go_to_the_titles_they_precede() {
    let text = format!(
        "https://huggingface.co/papers/2403.00001\n\nTitle Number One Here\n\n{LONG}\n\nhttps://huggingface.co/login?next=%2Fpapers%2F2403.00001\n\nhttps://huggingface.co/papers/2403.00002\n\nTitle Number Two Here\n\n{LONG}\n"
    );
    let reading = read(&text);
    assert_eq!(ids(&reading), [Some("2403.00001"), Some("2403.00002")]);
    assert_eq!(
        reading.records[0].paper.urls,
        ["https://huggingface.co/papers/2403.00001"]
    );
}

#[test]
fn ids_after_abstracts_go_to_the_abstracts_they_follow() {
    let text = format!(
        "Title Number One Here\n\n{LONG}\n\nhttps://arxiv.org/abs/2403.00001\n\nTitle Number Two Here\n\n{LONG}\n\nhttps://arxiv.org/abs/2403.00002\n"
    );
    assert_eq!(ids(&read(&text)), [Some("2403.00001"), Some("2403.00002")]);
}

#[test]
fn a_markdown_link_is_a_title_with_its_id() {
    let text =
        format!("## [Title Number One Here](https://huggingface.co/papers/2403.00001)\n\n{LONG}\n");
    let reading = read(&text);
    assert_eq!(titles(&reading), ["Title Number One Here"]);
    assert_eq!(ids(&reading), [Some("2403.00001")]);
}

#[test]
fn the_original_is_what_stood_in_the_source() {
    let text = format!("Subscribe\n\n  A Title With Room Around  \n\n{LONG}\n");
    let reading = read(&text);
    assert_eq!(
        reading.records[0].original,
        format!("A Title With Room Around  \n\n{LONG}")
    );
    assert_eq!(reading.records[0].line, 3);
}

#[test]
fn written_pairs_read_back() {
    let paper = Paper {
        title: "A Title of Sorts".into(),
        abstract_text: Some(LONG.into()),
        ..Paper::default()
    };
    let reading = read(&write(&[paper.clone(), paper.clone()]));
    assert_eq!(reading.records.len(), 2);
    assert_eq!(reading.records[1].paper, paper);
}

#[test]
fn of_several_days_in_one_paste_every_record_bears_its_own() {
    let header = "Get trending papers in your email inbox!\n\nbyAK and the research community\n\n";
    let pair = "A Title of Some Length\n\nWe show that short abstracts of one sentence are still abstracts here.\n\n";
    let reading = read(&format!("{header}Mar 14\n\n{pair}{header}Mar 15\n\n{pair}"));
    let dates: Vec<_> = reading
        .records
        .iter()
        .map(|record| record.date.as_deref())
        .collect();
    assert_eq!(dates, [Some("Mar 14"), Some("Mar 15")]);
    assert_eq!(
        read(&format!("{header}Mar 14\n\n{pair}")).records[0].date,
        None
    );
}
