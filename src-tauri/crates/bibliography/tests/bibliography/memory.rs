//! References from memory are those that would be made anew.

use bibliography::{
    Document, Group, References, Sort, Style, Work, compose, compose_with, docx, html,
};
use serde_json::{Value, json};

use crate::works::{self, entry};

fn work<'a>(style: &'a Style, items: &[Value], sort: Sort, language: Option<&str>) -> Work<'a> {
    Work {
        groups: vec![Group {
            level: 1,
            heading: None,
            introduction: String::new(),
            entries: (0..)
                .zip(items)
                .map(|(id, item)| entry(id, item.clone(), Vec::new()))
                .collect(),
        }],
        style,
        title: None,
        sort,
        language: language.map(str::to_owned),
        contents: false,
        note_headings: true,
    }
}

fn same(a: &Document, b: &Document) -> bool {
    html(a) == html(b) && docx(a).unwrap() == docx(b).unwrap()
}

#[test]
fn what_changes_around_a_reference_changes_it() {
    let mut memory = References::default();
    let mut items = works::all();
    items.extend(works::twins());
    let mut steps: Vec<Vec<Value>> = vec![items.clone(), items.clone()];
    // One more by the same author in the same year: letters move.
    let [mut third, _] = works::twins();
    third["title"] = json!("Aardvarks");
    third["id"] = json!("third");
    items.insert(0, third);
    steps.push(items.clone());
    // Another order: numbers and repeated authors move.
    items.reverse();
    steps.push(items.clone());
    // Another title, and one gone.
    items[2]["title"] = json!("Another $x^2$ title");
    steps.push(items.clone());
    items.remove(0);
    steps.push(items);
    steps.push(Vec::new());
    for id in ["apa", "mla", "ieee", "chicago-author-date", "mla", "apa"] {
        let style = Style::by_id(id).unwrap();
        for language in [None, Some("de"), None] {
            for sort in [Sort::Style, Sort::Given] {
                for items in &steps {
                    let work = work(&style, items, sort, language);
                    let anew = compose(&work, &mut |_, _| true).unwrap();
                    let kept = compose_with(&work, &mut memory, &mut |_, _| true).unwrap();
                    assert!(same(&anew, &kept), "{id} {language:?} {sort:?}");
                    assert_eq!(anew.warnings, kept.warnings);
                }
            }
        }
    }
}

#[test]
fn a_style_of_the_same_name_with_other_contents_is_another_style() {
    let csl = |text: &str| {
        format!(
            "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\">\
             <info><title>Own</title><id>own</id><updated>2024-01-01T00:00:00+00:00</updated></info>\
             <citation><layout><text variable=\"title\"/></layout></citation>\
             <bibliography><layout suffix=\"{text}\"><text variable=\"title\"/></layout></bibliography></style>"
        )
    };
    let mut memory = References::default();
    let mut printed = Vec::new();
    for text in ["!", "?", "!"] {
        let style = Style::from_csl(csl(text).as_bytes()).unwrap();
        let work = work(&style, &[works::book()], Sort::Given, None);
        let document = compose_with(&work, &mut memory, &mut |_, _| true).unwrap();
        printed.push(bibliography::text(&document).trim_end().chars().last());
    }
    assert_eq!(printed, [Some('!'), Some('?'), Some('!')]);
}
