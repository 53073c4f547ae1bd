use super::*;

#[test]
fn the_title_is_found_before_or_behind_the_items() {
    let text = r#"{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "A"}], "title": "Be\"hind"}"#;
    assert_eq!(read(text).title.as_deref(), Some("Be\"hind"));
    assert_eq!(evidence(text), Evidence::Plain);
    assert_eq!(evidence(r#"{"version": "1", "items": []}"#), Evidence::None);
}
