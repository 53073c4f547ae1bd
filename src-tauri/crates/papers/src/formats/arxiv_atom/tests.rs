use super::*;

#[test]
fn other_atom_is_left_to_others() {
    assert_eq!(
        evidence("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Blog</title></feed>"),
        Evidence::None
    );
    assert_eq!(
        evidence("<html><feed xmlns:arxiv=\"http://arxiv.org/schemas/atom\">"),
        Evidence::None
    );
}

#[test]
fn wrapped_lines_are_one_paragraph_and_indented_ones_begin_another() {
    assert_eq!(
        paragraphs("  One\ntwo\n  three\n\nfour\n"),
        "One two\n\nthree\n\nfour"
    );
}
