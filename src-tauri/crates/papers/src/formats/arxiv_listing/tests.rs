use super::*;

#[test]
fn the_day_of_a_heading_is_the_date_of_its_papers() {
    let reading = read(
        "Tue, 5 Mar 2024 (showing 1 of 1 entries )\n[1] arXiv:2403.02222 [pdf]\nTitle: A\nAnn Lee\nSubjects: X (cs.XY)\nMon, 4 Mar 2024 (showing 1 of 1 entries )\n[2] arXiv:2403.01111 [pdf]\nTitle: B\nBo Low\nSubjects: X (cs.XY)\n",
    );
    let dates: Vec<_> = reading
        .records
        .iter()
        .map(|record| record.date.as_deref())
        .collect();
    assert_eq!(dates, [Some("Tue, 5 Mar 2024"), Some("Mon, 4 Mar 2024")]);
    assert_eq!(
        listing_date("New submissions for Mon, 15 Jan 24").as_deref(),
        Some("Mon, 15 Jan 24")
    );
    assert_eq!(
        listing_date("Cross submissions (showing 2 of 2 entries)"),
        None
    );
}

#[test]
fn a_reference_that_names_an_id_begins_no_entry() {
    assert_eq!(
        evidence("See\n[1] A. Roe, Title, arXiv:2403.01001.\n[2] arXiv:2403.01002, 2024\n"),
        Evidence::None
    );
}
