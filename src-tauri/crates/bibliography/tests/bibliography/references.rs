//! References as the manuals print them: APA 7 chapter 10, MLA 9 appendix 2, Chicago 18 chapter 14,
//! IEEE Reference Guide.

use bibliography::{Inline, Part, Sort, WarningKind, markdown};
use serde_json::{Value, json};

use crate::works::{self, composed, entry};

/// The reference of one work in Markdown, with the escapes of brackets and ampersands undone.
fn printed(style: &str, item: Value) -> String {
    let document = composed(style, Sort::Given, vec![entry(1, item, Vec::new())]);
    let page = markdown(&document);
    let reference = page.lines().nth(2).unwrap_or_default();
    reference
        .replace("\\&", "&")
        .replace("\\[", "[")
        .replace("\\]", "]")
}

#[test]
fn journal_articles() {
    for (style, expected) in [
        (
            "apa",
            "Alder, M. J., & Birch, T. (2021). How rivers remember. *Journal of Slow Water*, *12*(3), 45–67. <https://doi.org/10.5555/jsw.2021.45>",
        ),
        (
            "mla",
            "Alder, Maria J., and Tom Birch. “How Rivers Remember.” *Journal of Slow Water*, vol. 12, no. 3, May 2021, pp. 45–67, <https://doi.org/10.5555/jsw.2021.45>.",
        ),
        (
            "chicago",
            "Alder, Maria J., and Tom Birch. “How Rivers Remember.” *Journal of Slow Water* 12, no. 3 (2021): 45–67. <https://doi.org/10.5555/jsw.2021.45>.",
        ),
        (
            "ieee",
            "[1] M. J. Alder and T. Birch, “How rivers remember,” *Journal of Slow Water*, vol. 12, no. 3, pp. 45–67, May 2021, doi: [10.5555/jsw.2021.45](<https://doi.org/10.5555/jsw.2021.45>).",
        ),
    ] {
        assert_eq!(printed(style, works::article()), expected, "{style}");
    }
}

#[test]
fn preprints() {
    for (style, expected) in [
        (
            "apa",
            "Cedar, L. (2024). *Sparse attention in the wild* (arXiv:2401.00001). arXiv. <https://arxiv.org/abs/2401.00001>",
        ),
        (
            "mla",
            "Cedar, Li. “Sparse Attention in the Wild.” arXiv:2401.00001, arXiv, 2 Jan. 2024, <https://arxiv.org/abs/2401.00001>.",
        ),
        (
            "chicago",
            "Cedar, Li. “Sparse Attention in the Wild.” arXiv:2401.00001. Preprint, arXiv, January 2, 2024. <https://arxiv.org/abs/2401.00001>.",
        ),
        (
            "ieee",
            "[1] L. Cedar, “Sparse attention in the wild,” Jan. 02, 2024, *arXiv*: arXiv:2401.00001. [Online]. Available: <https://arxiv.org/abs/2401.00001>",
        ),
    ] {
        assert_eq!(printed(style, works::preprint()), expected, "{style}");
    }
}

#[test]
fn chapters_name_their_editors() {
    for (style, expected) in [
        (
            "apa",
            "Dogwood, A. (2010). Reading slowly. In P. Elm & R. Fir (Eds.), *Habits of attention* (pp. 10–29). North Press.",
        ),
        (
            "mla",
            "Dogwood, Ann. “Reading Slowly.” *Habits of Attention*, edited by Peter Elm and Rosa Fir, North Press, 2010, pp. 10–29.",
        ),
        (
            "chicago",
            "Dogwood, Ann. “Reading Slowly.” In *Habits of Attention*, edited by Peter Elm and Rosa Fir. North Press, 2010.",
        ),
        (
            "ieee",
            "[1] A. Dogwood, “Reading slowly,” in *Habits of attention*, P. Elm and R. Fir, Eds., Oslo: North Press, 2010, pp. 10–29.",
        ),
    ] {
        assert_eq!(printed(style, works::chapter()), expected, "{style}");
    }
}

#[test]
fn books_and_theses() {
    for (style, item, expected) in [
        (
            "apa",
            works::book(),
            "Gorse, H. (1999). *The shape of notes*. Quill & Sons.",
        ),
        (
            "mla",
            works::book(),
            "Gorse, Helen. *The Shape of Notes*. Quill & Sons, 1999.",
        ),
        (
            "chicago",
            works::book(),
            "Gorse, Helen. *The Shape of Notes*. Quill & Sons, 1999.",
        ),
        (
            "ieee",
            works::book(),
            "[1] H. Gorse, *The shape of notes*. London: Quill & Sons, 1999.",
        ),
        (
            "apa",
            works::thesis(),
            "Hazel, O. (2018). *Indexing by ear* [Doctoral dissertation]. University of Bergen.",
        ),
        (
            "mla",
            works::thesis(),
            "Hazel, Omar. *Indexing by Ear*. 2018. University of Bergen, Doctoral dissertation.",
        ),
        (
            "chicago",
            works::thesis(),
            "Hazel, Omar. “Indexing by Ear.” Doctoral dissertation, University of Bergen, 2018.",
        ),
        (
            "ieee",
            works::thesis(),
            "[1] O. Hazel, “Indexing by ear,” Doctoral dissertation, University of Bergen, 2018.",
        ),
    ] {
        assert_eq!(printed(style, item), expected, "{style}");
    }
}

#[test]
fn without_authors_the_title_comes_first_and_without_a_date_the_style_says_so() {
    for (style, item, expected) in [
        (
            "apa",
            works::no_author(),
            "*An atlas of lost lakes*. (2015). Meridian.",
        ),
        (
            "mla",
            works::no_author(),
            "*An Atlas of Lost Lakes*. Meridian, 2015.",
        ),
        (
            "apa",
            works::no_date(),
            "Ivy, N. (n.d.). Undated observations. *Field Letters*, *2*.",
        ),
        (
            "chicago",
            works::no_date(),
            "Ivy, Noor. “Undated Observations.” *Field Letters* 2 (n.d.).",
        ),
        (
            "apa",
            works::only_title(),
            "*Scaling* $Q^*$ *with 2D attention*. (n.d.).",
        ),
        (
            "mla",
            works::only_title(),
            "“Scaling $Q^*$ with 2D Attention.”",
        ),
        (
            "ieee",
            works::only_title(),
            "[1] “Scaling $Q^*$ with 2D attention.”",
        ),
    ] {
        assert_eq!(printed(style, item), expected, "{style}");
    }
}

#[test]
fn an_institution_that_publishes_itself_is_named_as_its_manual_asks() {
    for (style, expected) in [
        (
            "apa",
            "Institute for Calm Computing. (2020). *Annual report on quiet machines*. <https://calm.example.org/2020>",
        ),
        (
            "mla",
            "*Annual Report on Quiet Machines*. Institute for Calm Computing, 2020, <https://calm.example.org/2020>.",
        ),
        (
            "chicago",
            "Institute for Calm Computing. *Annual Report on Quiet Machines*. Institute for Calm Computing, 2020. <https://calm.example.org/2020>.",
        ),
    ] {
        assert_eq!(printed(style, works::institution()), expected, "{style}");
    }
}

#[test]
fn many_authors_are_cut_where_the_style_cuts() {
    let apa = printed("apa", works::many_authors());
    assert!(apa.starts_with("Author01, A., Author02, A., "), "{apa}");
    assert!(
        apa.contains("Author19, A., … Author25, A. (2023)."),
        "{apa}"
    );
    assert!(printed("mla", works::many_authors()).starts_with("Author01, Ada, et al. “A Very"));
    assert!(
        printed("chicago", works::many_authors())
            .starts_with("Author01, Ada, Ada Author02, Ada Author03, et al. “A Very")
    );
    assert!(
        printed("ieee", works::many_authors()).starts_with("[1] A. Author01 *et al.*, “A very")
    );
}

#[test]
fn works_of_one_author_and_year_get_letters_by_title() {
    let entries = works::twins()
        .into_iter()
        .map(|item| entry(1, item, Vec::new()))
        .collect();
    let page = markdown(&composed("apa", Sort::Style, entries));
    let alpha = page.find("(2020a). Alpha").expect(&page);
    let beta = page.find("(2020b). Beta").expect(&page);
    assert!(alpha < beta);
}

#[test]
fn mla_replaces_a_repeated_author_by_dashes() {
    let entries = works::twins()
        .into_iter()
        .map(|item| entry(1, item, Vec::new()))
        .collect();
    let page = markdown(&composed("mla", Sort::Style, entries));
    assert!(page.contains("Juniper, Kai. “Alpha Results.”"), "{page}");
    assert!(page.contains("———. “Beta Results.”"), "{page}");
}

#[test]
fn numbers_follow_the_printed_order_across_batches() {
    let entries = works::all()
        .into_iter()
        .map(|item| entry(1, item, Vec::new()))
        .collect();
    let document = composed("ieee", Sort::Given, entries);
    let labels: Vec<_> = document.sections[0]
        .references
        .iter()
        .map(|reference| {
            reference.label.as_deref().map(|label| {
                label
                    .iter()
                    .flat_map(Inline::runs)
                    .map(|run| run.text.as_str())
                    .collect::<String>()
            })
        })
        .collect();
    let expected: Vec<_> = (1..=works::all().len())
        .map(|n| Some(format!("[{n}]")))
        .collect();
    assert_eq!(labels, expected);
}

#[test]
fn words_with_a_case_of_their_own_keep_it() {
    let mut item = works::preprint();
    for (title, expected) in [
        (
            "the iPhone vs. the world of arXiv in 3D",
            "“The iPhone vs. the World of arXiv in 3D.”",
        ),
        (
            "U.S. policy on GPT-4 and BERT",
            "“U.S. Policy on GPT-4 and BERT.”",
        ),
        (
            "growth of <i>E. coli</i> on ice",
            "“Growth of *E. coli* on Ice.”",
        ),
    ] {
        item["title"] = title.into();
        let printed = printed("mla", item.clone());
        assert!(printed.contains(expected), "{printed}");
    }
}

#[test]
fn particles_stay_with_the_surname() {
    let mut item = works::book();
    item["author"] =
        json!([{"family": "Berg", "given": "Jan", "non-dropping-particle": "van den"}]);
    assert!(printed("apa", item).starts_with("van den Berg, J. (1999)."));
}

#[test]
fn a_language_changes_the_terms() {
    let style = bibliography::Style::by_id("apa").unwrap();
    let work = bibliography::Work {
        groups: vec![bibliography::Group::new(
            None,
            vec![entry(1, works::chapter(), Vec::new())],
        )],
        style: &style,
        title: None,
        sort: Sort::Style,
        language: Some("de".to_owned()),
        contents: false,
        note_headings: true,
    };
    let document = bibliography::compose(&work, &mut |_, _| true).unwrap();
    assert_eq!(document.language, "de-DE");
    assert!(
        markdown(&document).contains("(Hrsg.)"),
        "{}",
        markdown(&document)
    );
}

#[test]
fn a_bad_item_is_printed_plainly_and_its_neighbours_are_whole() {
    let entries = vec![
        entry(1, works::book(), Vec::new()),
        entry(
            2,
            json!({"id": "odd", "title": 5, "author": "nobody", "issued": [3]}),
            Vec::new(),
        ),
        entry(3, json!(null), Vec::new()),
        entry(4, works::thesis(), Vec::new()),
    ];
    let document = composed("apa", Sort::Given, entries);
    let page = markdown(&document);
    assert_eq!(document.sections[0].references.len(), 4);
    assert!(page.contains("Gorse, H. (1999)."), "{page}");
    assert!(page.contains("Hazel, O. (2018)."), "{page}");
    assert!(
        document.sections[0]
            .references
            .iter()
            .all(|reference| !reference.content.is_empty())
    );
}

#[test]
fn what_is_missing_is_pointed_out() {
    let note = || vec![Part::Note("Good.".to_owned())];
    let document = composed(
        "apa",
        Sort::Given,
        vec![
            entry(1, works::article(), note()),
            entry(2, works::only_title(), note()),
            entry(3, works::article(), vec![Part::Note(" \n".to_owned())]),
        ],
    );
    let kinds: Vec<_> = document
        .warnings
        .iter()
        .map(|warning| (warning.id, warning.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            (2, WarningKind::NoAuthor),
            (2, WarningKind::NoYear),
            (3, WarningKind::NoAnnotation)
        ]
    );
}

#[test]
fn cancelling_stops_the_work() {
    let style = bibliography::Style::by_id("ieee").unwrap();
    let entries = (0..9)
        .map(|id| entry(id, works::book(), Vec::new()))
        .collect();
    let work = bibliography::Work {
        groups: vec![bibliography::Group::new(None, entries)],
        style: &style,
        title: None,
        sort: Sort::Given,
        language: None,
        contents: false,
        note_headings: true,
    };
    let mut seen = Vec::new();
    let result = bibliography::compose(&work, &mut |done, total| {
        seen.push((done, total));
        done < 3
    });
    assert!(matches!(result, Err(bibliography::Error::Cancelled)));
    assert_eq!(seen, [(1, 9), (2, 9), (3, 9)]);
}
