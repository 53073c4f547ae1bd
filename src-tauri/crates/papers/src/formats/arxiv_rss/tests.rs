use super::*;

#[test]
fn an_old_title_gives_up_id_category_and_mark() {
    let old = OldTitle::of("Why? (arXiv:1901.00002v3 [math.QQ] UPDATED)").expect("an old title");
    assert_eq!(
        (old.title, old.id, old.category, old.updated),
        ("Why?", "1901.00002v3", "math.QQ", true)
    );
    let old = OldTitle::of("On f(x) (and more). (arXiv:hep-th/9901001v1)").expect("an old title");
    assert_eq!(
        (old.title, old.id, old.category),
        ("On f(x) (and more)", "hep-th/9901001v1", "")
    );
    assert!(OldTitle::of("On arXiv: a study").is_none());
}
