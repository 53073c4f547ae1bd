use super::*;

fn item(title: &str, byline: &str) -> Paper {
    let source = format!(
        "<h3></h3><h3> </h3><h3><span>[HTML]</span> <a href=\"https://scholar.google.com/scholar_url?url=https://e.org/p&amp;hl=en\" class=\"gse_alrt_title\">{title}</a></h3><div style=\"color:#006621\">{byline}</div><div class=\"gse_alrt_sni\">A snip<b>pet</b> of <br>some pa<br>ge&nbsp;…</div>"
    );
    let reading = read(&source);
    assert_eq!(reading.records.len(), 1);
    reading.records[0].paper.clone()
}

fn shown(byline: &str) -> (Vec<String>, Option<String>, Option<i32>) {
    let paper = item("A title of a paper", byline);
    (
        paper.authors.iter().map(Name::display).collect(),
        paper.venue,
        paper.date.map(|date| date.year),
    )
}

#[test]
fn a_byline_is_authors_venue_and_year() {
    let authors = vec!["PM Roe".to_owned(), "L van der Berg".to_owned()];
    let venue = |text: &str| Some(text.to_owned());
    assert_eq!(
        shown("PM Roe, L van der Berg&nbsp;- … on Knowledge (KSE), 2019"),
        (authors.clone(), venue("… on Knowledge (KSE)"), Some(2019))
    );
    assert_eq!(
        shown("PM Roe, L van der Berg… - 2019"),
        (authors.clone(), None, Some(2019))
    );
    assert_eq!(
        shown("PM Roe, L van der Berg"),
        (authors.clone(), None, None)
    );
    assert_eq!(
        shown("PM Roe, L van der Berg - 2019 Conference on Software …"),
        (authors, venue("2019 Conference on Software …"), None)
    );
}

#[test]
fn a_break_is_where_scholar_wrapped_and_the_snippet_is_no_abstract() {
    let paper = item(
        "Learn<b>ing</b> to re<br>pair",
        "A Roe - arXiv preprint arXiv:1912.02015, 2019",
    );
    assert_eq!(paper.title, "Learning to repair");
    assert_eq!(paper.abstract_text, None);
    assert_eq!(paper.extra["snippet"], "A snippet of some page …");
    assert_eq!(paper.identifiers[&Scheme::Arxiv], "1912.02015");
    assert_eq!(paper.urls, ["https://e.org/p"]);
}

#[test]
fn a_mail_program_may_have_taken_the_marks_away() {
    let source = "<html><body><h3><a href=\"http://scholar.google.com/scholar_url?url=https://e.org/1&amp;oi=scholaralrt\">The first of two titles</a></h3><div>A Roe - Journal of Things, 2020</div><div>Words of the snippet that go on …</div><h3>[CITATION] <a href=\"http://scholar.google.com/scholar?cluster=1&amp;oi=scholaralrt\">The second of two titles</a></h3><div>B Low</div></body></html>";
    assert_eq!(evidence(source), Evidence::Plain);
    let reading = read(source);
    assert_eq!(reading.records.len(), 2);
    assert_eq!(
        reading.records[0].paper.extra["snippet"],
        "Words of the snippet that go on …"
    );
    assert_eq!(reading.records[1].paper.authors.len(), 1);
}

#[test]
fn the_text_form_is_read() {
    let source = "[PDF] Adopting program synthesis for\ntest amplification\n<http://scholar.google.com/scholar_url?url=https://e.org/1.pdf&hl=en&oi=scholaralrt>\nM Roe, H Low - Journal of Things, 2019\nProgram synthesis is the task of\nenabling a computer.\n\nA second title of a paper <http://scholar.google.com/scholar_url?url=https://arxiv.org/abs/1912.02015&oi=scholaralrt>\nB Low - 2019\n\nThis alert is sent by Google Scholar.\n";
    assert_eq!(evidence(source), Evidence::Plain);
    let titles: Vec<_> = read(source)
        .records
        .into_iter()
        .map(|r| r.paper.title)
        .collect();
    assert_eq!(
        titles,
        [
            "Adopting program synthesis for test amplification",
            "A second title of a paper"
        ]
    );
}

#[test]
fn code_that_names_the_class_is_no_mail() {
    let code = "for a in soup.find_all('a', class_='gse_alrt_title'):\n    print(a.text)\n";
    assert_eq!(evidence(code), Evidence::None);
}
