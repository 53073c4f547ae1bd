use super::*;
use crate::paper::Name;

const HTML: &str = "<html><body><p>Journal of Things: e-alert, volume 3 issue 4</p><h2>News</h2><p><a href=\"https://www.nature.com/articles/d41586-024-00001-1\">A story about things in the news</a></p><h2>Articles</h2><table><tr><td><a href=\"https://click.example.org/?qs=1\">A first title of\u{200b} a paper</a></td></tr><tr><td>What the editors think of this paper and why you should read it today.</td></tr><tr><td>Jane Doe, Karl Roe &amp; Li Wei</td></tr><tr><td>doi:10.1000/things.1</td></tr><tr><td><a href=\"https://www.cell.com/things/fulltext/S0000-1\">A second title of<br>another paper</a></td></tr><tr><td><i>Doe et al.</i></td></tr><tr><td><a href=\"https://click.example.org/?qs=9\">Buy our nice new machine today</a></td></tr></table><p>Unsubscribe</p></body></html>";

#[test]
fn titles_are_links_with_people_or_articles_behind_them() {
    assert_eq!(evidence(HTML), Evidence::Plain);
    let records = read(HTML).records;
    let titles: Vec<_> = records.iter().map(|r| r.paper.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "A first title of a paper",
            "A second title of another paper"
        ]
    );
    let paper = &records[0].paper;
    assert_eq!(paper.identifiers[&Scheme::Doi], "10.1000/things.1");
    assert_eq!(
        paper.authors.iter().map(Name::display).collect::<Vec<_>>(),
        ["Jane Doe", "Karl Roe", "Li Wei"]
    );
    assert_eq!(paper.extra["section"], "Articles");
    assert!(paper.extra["summary"].starts_with("What the editors"));
    assert_eq!(records[1].paper.authors.len(), 1);
}

#[test]
fn the_text_form_has_its_place_at_the_end() {
    let text = "Journal of Things\nCurrent issue\n\nARTICLES\n\nA title that is wrapped over two\nlines of the mail\nJane Doe, Karl Roe, and Li Wei\nThings. 2024;12:1-9\nhttps://doi.org/10.1000/things.1\n\nA second title of a paper\nJane Doe\ndoi:10.1000/things.2\n\nNEWS\n\nA story that is no paper\nJane Doe\nhttps://doi.org/10.1000/news.1\n\nTo unsubscribe, write to us.\n";
    assert_eq!(evidence(text), Evidence::Plain);
    let records = read(text).records;
    let titles: Vec<_> = records.iter().map(|r| r.paper.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "A title that is wrapped over two lines of the mail",
            "A second title of a paper"
        ]
    );
    assert_eq!(records[0].paper.authors.len(), 3);
    assert_eq!(records[0].line, 6);
}

#[test]
fn a_readme_with_a_table_of_contents_is_no_journal() {
    let text = "# Tool\n\n## Table of contents\n\nA title of some paper\nJane Doe\ndoi:10.1000/x\n\nA second paper is here\nKarl Roe\ndoi:10.1000/y\n";
    assert_eq!(evidence(text), Evidence::None);
}
