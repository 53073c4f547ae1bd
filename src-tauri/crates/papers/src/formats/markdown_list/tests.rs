use super::*;

fn papers(text: &str) -> Vec<crate::paper::Paper> {
    read(text)
        .records
        .into_iter()
        .map(|record| record.paper)
        .collect()
}

fn people(paper: &crate::paper::Paper) -> Vec<String> {
    paper
        .authors
        .iter()
        .map(crate::paper::Name::display)
        .collect()
}

#[test]
fn items_are_read_in_the_shapes_that_lists_use() {
    for item in [
        "- 2024-01-02, **Boats and Tides: A Survey**, Ann Roe et.al., Paper: [http://arxiv.org/abs/2401.00001v1](http://arxiv.org/abs/2401.00001v1)",
        "- [Boats and Tides: A Survey](https://arxiv.org/abs/2401.00001), Ann Roe, Li Wei, 2024-01-02",
        "* **Boats and Tides: A Survey.** *Ann Roe, Li Wei*. 2024-01-02 [[Paper](https://arxiv.org/pdf/2401.00001.pdf)] [[Code](https://github.com/a/b)]",
        "1. Boats and Tides: A Survey. Ann Roe and Li Wei. 2024-01-02. [[pdf]](https://arxiv.org/abs/2401.00001)",
        "- (2024-01-02) \"Boats and Tides: A Survey\", Ann Roe, Li Wei [arXiv](https://arxiv.org/abs/2401.00001)",
        "### Boats and Tides: A Survey\n\n**Authors:** Ann Roe, Li Wei\n\n**Date:** 2024-01-02\n\n[Full paper](https://arxiv.org/pdf/2401.00001)\n",
        "### Boats and Tides: A Survey\n - **Authors:** Ann Roe, Li Wei\n - **Date:** 2024-01-02\n - **Arxiv link:** https://arxiv.org/abs/2401.00001\n - **Abstract**\n We look.\n",
        "<details><summary><b>Boats and Tides: A Survey</b> <a href=\"https://arxiv.org/abs/2401.00001\">pdf</a> 2024-01-02</summary>\n<p>Authors: Ann Roe, Li Wei</p>\n</details>",
    ] {
        let found = papers(item);
        assert_eq!(found.len(), 1, "{item}");
        assert_eq!(found[0].title, "Boats and Tides: A Survey", "{item}");
        assert_eq!(found[0].identifiers[&Scheme::Arxiv], "2401.00001", "{item}");
        assert_eq!(
            found[0]
                .authors
                .first()
                .map(|name| name.display())
                .as_deref(),
            Some("Ann Roe"),
            "{item}"
        );
        assert_eq!(
            found[0].date.map(|date| date.to_string()).as_deref(),
            Some("2024-01-02"),
            "{item}"
        );
    }
}

#[test]
fn a_short_name_and_what_it_stands_for_are_one_title() {
    let found = papers(
        "- **RowNet**: Learning to Row by Night. [[Paper](https://arxiv.org/abs/2401.00001)]\n",
    );
    assert_eq!(found[0].title, "RowNet: Learning to Row by Night");
    let found = papers(
        "| Method | Paper | Venue |\n|---|---|---|\n| RowNet | [Learning to Row by Night](https://arxiv.org/abs/2401.00001) | CVPR 2024 |\n",
    );
    assert_eq!(found[0].title, "Learning to Row by Night");
    assert_eq!(found[0].venue.as_deref(), Some("CVPR"));
}

#[test]
fn a_summary_is_no_abstract() {
    let table = "| Title | Authors | Summary |\n|---|---|---|\n| Kelp and Light (Read more on [arXiv](https://arxiv.org/abs/2401.00001) or [HuggingFace](https://huggingface.co/papers/2401.00001))| Ann Roe, seaweed9 | This paper shows. |\n";
    let found = papers(table);
    assert_eq!(found[0].title, "Kelp and Light");
    assert_eq!(found[0].abstract_text, None);
    assert_eq!(found[0].extra["summary"], "This paper shows.");
    assert_eq!(people(&found[0]), ["Ann Roe", "seaweed9"]);
    let table = "| **Title** | **Date** | **Abstract** | **Comment** |\n| --- | --- | --- | --- |\n| **[Kelp and Light](http://arxiv.org/abs/2401.00001v1)** | 2024-01-02 | <details><summary>Show</summary><p>We show it all.</p></details> | <details><summary>Accep...</summary><p>Accepted at Sea</p></details> |\n";
    let found = papers(table);
    assert_eq!(found[0].title, "Kelp and Light");
    assert_eq!(found[0].abstract_text.as_deref(), Some("We show it all."));
}

#[test]
fn topics_are_not_papers() {
    let list = "# Tides\n\n## Rowing at Night\n\n- Surveys of the Sea\n  - [Kelp and Light](https://arxiv.org/abs/2401.00001)\n  - [Boats and Tides](https://arxiv.org/abs/2401.00002)\n- [Sails of Old](https://doi.org/10.1000/abc)\n";
    let titles: Vec<String> = papers(list).into_iter().map(|paper| paper.title).collect();
    assert_eq!(
        titles,
        ["Kelp and Light", "Boats and Tides", "Sails of Old"]
    );
}

#[test]
fn a_programs_read_me_is_no_list() {
    let readme = "# tidal\n\nA library for tides.\n\n## Install\n\n```sh\npip install tidal\n```\n\n## Features\n\n- Fast. It is very fast.\n- Implements the method of [Kelp and Light](https://arxiv.org/abs/2401.00001).\n- Implements [Boats and Tides](https://arxiv.org/abs/2401.00002) too.\n- See [Sails of Old](https://arxiv.org/abs/2401.00003).\n\n## Use\n\nCall it.\nThen wait.\nThen look.\nThen go.\nAnd again.\n\n## License\n\nMIT\n";
    assert_eq!(evidence(readme), Evidence::None);
}
