use super::*;

#[test]
fn tags_left_open_cost_nothing() {
    let page = "<dl><dt><a href=\"/abs/2403.01001\">arXiv:2403.01001</a><dd><div class=list-title><span class=descriptor>Title:</span> One<div class=list-authors>Ann Lee<p class=mathjax>Text.<dt><a href=\"/abs/2403.01002\">arXiv:2403.01002</a><dd><div class=list-title>Title: Two<div class=list-authors>Bo Low";
    let reading = read(page);
    let told: Vec<_> = reading
        .records
        .iter()
        .map(|record| {
            (
                record.paper.title.as_str(),
                record.paper.authors.len(),
                record.paper.abstract_text.as_deref(),
            )
        })
        .collect();
    assert_eq!(told, [("One", 1, Some("Text.")), ("Two", 1, None)]);
}

#[test]
fn the_day_of_a_heading_is_the_date_of_its_papers() {
    let page = "<h3>Tue, 5 Mar 2024 (showing 1 of 1 entries )</h3><dl><dt><a href='/abs/2403.01001'>arXiv:2403.01001</a><dd><div class='list-title'>One</div></dd></dl>";
    assert_eq!(
        read(page).records[0].date.as_deref(),
        Some("Tue, 5 Mar 2024")
    );
}
